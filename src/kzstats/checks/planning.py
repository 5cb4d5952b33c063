"""Whether the words of an article speak of what is planned, and not of what was or happened."""

from __future__ import annotations

import re
from typing import Final

from kzstats.checks import nearness, spans
from kzstats.checks.archive import Article
from kzstats.checks.asking import Told
from kzstats.dataset.model import Metric, Record
from kzstats.numerals import Token, foreseen
from kzstats.values.reasons import STATED, because

_BY: Final = re.compile(
    r"(?:^|\s)(?:by|until|before|к|до)(?: the end of| концу| конца)?\s$", re.IGNORECASE
)
_BY_BEHIND: Final = re.compile(r"\s?(?:жыл\w*\s)?(?:дейін|қарай)")


def told(record: Record, metric: Metric, text: Article, number: Token | None, time: Told) -> Told:
    """What the time of a figure comes to by what is said of it (``time``): of a plan only where
    words speak of one, and of a level only where none beside the number does.

    Money that is granted or set aside is an amount before it is spent.
    """
    if number is None:
        return time
    sentence = text.text[slice(*number.sentence)]
    if record.aim is None:
        words = foreseen(number.code, text.text[slice(*number.segment)], strictly=True)
        if words and time[0] == "passed" and metric.kind != "amount":
            return "undecided", because("planned", words=words)
        return time
    phrases = f"{record.quote or ''} {record.context or ''}"
    if not foreseen(number.code, f"{phrases} {sentence}"):
        return "failed", because("no plan")
    if time[0] != "passed" and _aimed_at(record, text, number):
        return "passed", STATED
    return time


def _aimed_at(record: Record, text: Article, number: Token) -> bool:
    """Whether the sentence says until when a plan is to be reached: "by 2030", "к 2030 году"."""
    if record.inferred.period is not None or record.period.years != 1:
        return False
    year = record.period.start.year
    return any(
        token.year_said
        and (days := spans.span(token)) is not None
        and days[0].year == days[1].year == year
        and (
            _BY.search(text.text, max(0, token.start - 20), token.start) is not None
            or _BY_BEHIND.search(text.words(token).lower()) is not None
            or _BY_BEHIND.match(text.text, token.end) is not None
        )
        for token in nearness.in_sentence(text, number)
    )

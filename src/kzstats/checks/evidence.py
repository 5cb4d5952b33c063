"""The checks of figures against the words of their articles.

Everything fails closed: what the words contradict has failed, what cannot be told is undecided and
says why, and what has no text was not checked; what is kept of it all is
:mod:`kzstats.checks.ledger`'s. Checks Q1 to Q5 need the archived text; Q6 holds records against
each other and is done anew wherever it is asked for; Q7 is :mod:`kzstats.checks.coverage`'s.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from kzstats.checks import changing, grading, naming, planning, timing
from kzstats.checks.archive import Article
from kzstats.checks.finding import QUESTIONS, WITHOUT, Answer, Finding
from kzstats.checks.wording import number_check, phrase_check, qualifier_check, unit_check
from kzstats.dataset import disagreements
from kzstats.dataset.model import Dataset, Record
from kzstats.numerals import Token
from kzstats.values.reasons import Reason, because

LANGUAGES: Final = ("en", "ru", "kk", "mul")
"""The languages of articles that are read, and ``mul`` for several in one; another one is left to a
person as a whole.
"""


def verify(dataset: Dataset, articles: Mapping[str, Article]) -> tuple[Finding, ...]:
    """Check every record against its article, in the order of the file."""
    disagreements = unexplained(dataset)
    titled = {
        name: dataset.sources[name].title.casefold() in text.text.casefold()
        for name, text in articles.items()
    }
    told: dict[tuple[str, str, str, bool, bool], Mapping[str, naming.Found]] = {}
    found = []
    for record in dataset.records:
        text = articles.get(record.source)
        same = (
            record.source,
            record.said_by,
            record.area,
            record.inferred.said_by is None,
            record.inferred.area is None,
        )
        if text is not None and same not in told:
            told[same] = naming.beyond(
                record, dataset.sources[record.source], text.beginnings, titled[record.source]
            )
        found.append(
            _finding(dataset, record, text, record.id in disagreements, told.get(same, {}))
        )
    return tuple(found)


def _finding(
    dataset: Dataset,
    record: Record,
    text: Article | None,
    alone: bool,
    told: Mapping[str, naming.Found],
) -> Finding:
    source = dataset.sources[record.source]
    sixth = _sixth(alone)
    if source.text_sha256 is None or text is None:
        why = (
            because("not archived")
            if source.text_sha256 is None
            else because("not at hand", file=f"{record.source}.txt")
        )
        why = because("cited") if record.quote is None else why
        return Finding(
            record.id, (*(Answer(question, "does not apply", why) for question in QUESTIONS), sixth)
        )
    first, position, context = phrase_check(record, source, text)
    if position is None:
        untold = tuple(
            Answer(question, "failed", because(WITHOUT[0])) for question in QUESTIONS[1:]
        )
        return Finding(record.id, (first, *untold, sixth))
    metric = dataset.metrics[record.metric]
    confirmed = record.confirmed is not None
    if source.language not in LANGUAGES:
        unread = tuple(
            Answer(question, "undecided", because("language", language=source.language))
            for question in QUESTIONS[1:]
        )
        return Finding(record.id, (first, *unread, sixth), position, told, confirmed)
    near = _overlapping(text, position)
    said = (
        [
            token
            for token in _overlapping(text, context)
            if context[0] <= token.start and token.end <= context[1]
        ]
        if context
        else []
    )
    if record.change is not None:
        told_of = changing.answers(record, record.change, metric, source, text, near, said)
        return Finding(record.id, (first, *told_of, sixth), position, told, confirmed)
    phrases = (record.quote or "") + " " + (record.context or "")
    if metric.kind in ("rank", "rate"):
        judged, number = grading.answers(record, metric, text, near)
    else:
        second, number = number_check(record, metric, text, position, near)
        if second.outcome == "passed" and number is not None and grading.per(text, number):
            second = Answer("Q2", "undecided", _rated(text, number))
        judged = (
            second,
            qualifier_check(record, number, text),
            unit_check(record, metric, number, phrases, text),
        )
    time = timing.period_check(record, metric, source, text, number, [*near, *said])
    return Finding(
        record.id,
        (
            first,
            *judged,
            Answer("Q5", *planning.told(record, metric, text, number, time)),
            sixth,
        ),
        position,
        told,
        confirmed,
    )


def _rated(text: Article, number: Token) -> Reason:
    """That a number is for each so many, and no level."""
    each = grading.per(text, number)
    return because("rate", number=text.words(number), words=text.words(each) if each else "")


def _overlapping(text: Article, span: tuple[int, int]) -> list[Token]:
    """The numbers that share a place with a span."""
    first = bisect_right(text.numbers, span[0], key=lambda token: token.end)
    return list(
        itertools.takewhile(
            lambda token: token.start < span[1],
            (text.numbers[place] for place in range(first, len(text.numbers))),
        )
    )


def _sixth(alone: bool) -> Answer:
    """Q6: records that disagree carry a reason."""
    if alone:
        return Answer("Q6", "failed", because("alone"))
    return Answer("Q6", "passed")


def unexplained(dataset: Dataset) -> set[str]:
    """The records that disagree with another while none of them gives a reason (Q6)."""
    groups = disagreements.disagreements(dataset.records)
    return {
        record.id
        for group in groups
        if not any(record.reason for record in group)
        for record in group
    }

"""Places in an order, and rates for each so many, against the words of their article (Q2 to Q4)."""

from __future__ import annotations

import re
from typing import Final

from kzstats.checks import counting
from kzstats.checks.archive import Article
from kzstats.checks.finding import WITHOUT, Answer
from kzstats.checks.wording import is_period, value_check
from kzstats.dataset.model import Metric, Record
from kzstats.numerals import Token, changes, comparator
from kzstats.values.reasons import EXACT, because

_PER: Final = re.compile(
    r"\s(?:[^\W\d_]+\s){0,4}?(?:per|for every|for each|out of every|на(?: каждые)?)\s$"
)
_OF: Final = re.compile(
    r"\s?(?:(?:place|position|spot|место|месте|позици\w+|строчк\w+)\s)?"
    r"(?:of|out of|among|из|среди)(?: the| all)?\s$"
)


def answers(
    record: Record, metric: Metric, text: Article, near: list[Token]
) -> tuple[tuple[Answer, Answer, Answer], Token | None]:
    """Q2 to Q4 of a place or a rate, and its number."""
    numbers = [
        token
        for token in near
        if token.kind in ("number", "range") and not is_period(token, record)
    ]
    second, number = (
        _place(record, text, numbers)
        if metric.kind == "rank"
        else _rate(record, metric, text, numbers)
    )
    if number is None:
        lost = because(WITHOUT[1])
        return (second, Answer("Q3", "failed", lost), Answer("Q4", "failed", lost)), None
    fourth = Answer("Q4", "passed", because("said", words=metric.unit))
    if metric.kind == "rate":
        fourth = Answer("Q4", *counting.named_behind(metric, number))
    return (second, _mark(record, text, number), fourth), number


def _place(record: Record, text: Article, numbers: list[Token]) -> tuple[Answer, Token | None]:
    """Q2: the one place that the quote names is the value, among as many as the record says."""
    places = [token for token in numbers if token.role == "rank"]
    if len(places) != 1:
        if not places and numbers:
            return Answer("Q2", "failed", because("no place", number=text.words(numbers[0]))), None
        seen = "; ".join(text.words(token) for token in places)
        return Answer(
            "Q2", "failed", because("numbers", numbers=seen) if seen else because("no number")
        ), None
    number = places[0]
    said = value_check(record, text, number)
    if said.outcome == "failed":
        return said, number
    of, whole = record.edition.of if record.edition else None, _whole(text, number)
    if of is not None and whole is None:
        return Answer("Q2", "undecided", because("no whole", number=text.words(number))), number
    if whole is not None and (of is None or whole.low != of):
        why = because("other whole", number=text.words(whole))
        return Answer("Q2", "undecided" if of is None else "failed", why), number
    return said, number


def _whole(text: Article, number: Token) -> Token | None:
    """Among how many a place is, where the words behind it say so."""
    other = _next(text, number)
    if other is None or _OF.fullmatch(text.text, number.end, other.start) is None:
        return None
    return other


def _next(text: Article, number: Token) -> Token | None:
    at = text.order[number.start] + 1
    other = text.numbers[at] if at < len(text.numbers) else None
    return other if other is not None and other.sentence == number.sentence else None


def per(text: Article, number: Token) -> Token | None:
    """For how many a number is a rate, where the words right behind it say so."""
    other = _next(text, number)
    if other is None or _PER.fullmatch(text.text.lower(), number.end, other.start) is None:
        return None
    return other if other.low >= _ROUND and other.low == other.high else None


_ROUND: Final = 100


def _rate(
    record: Record, metric: Metric, text: Article, numbers: list[Token]
) -> tuple[Answer, Token | None]:
    """Q2: the one rate of the quote is the value, for as many as the metric says."""
    rates = [(token, per(text, token)) for token in numbers]
    known = [(token, each) for token, each in rates if each is not None]
    if len(known) != 1:
        words = text.words(numbers[0]) if numbers else ""
        return Answer(
            "Q2", "failed", because("no rate", number=words) if words else because("no number")
        ), None
    number, each = known[0]
    if metric.scale is None or each.low != metric.scale.per:
        return Answer("Q2", "failed", because("other whole", number=text.words(each))), number
    return value_check(record, text, number), number


def _mark(record: Record, text: Article, number: Token) -> Answer:
    """Q3: what qualifies the number is the mark of the value."""
    found = changes.mark_before(text.text, number)
    mark = comparator(found)
    if mark is None:
        why = because("unread", number=text.words(number), words=number.unread or found)
        return Answer("Q3", "undecided", why)
    if mark != (record.value.comparator, record.value.approximate):
        return Answer("Q3", "failed", because("mark", words=found, value=record.value))
    return Answer("Q3", "passed", EXACT)

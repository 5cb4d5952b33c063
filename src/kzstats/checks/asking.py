"""A record whose period is asked for, with the words of its article that may tell it (Q5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzstats.checks.archive import Article
from kzstats.checks.spans import Days, span
from kzstats.dataset.model import Metric, Record, Source
from kzstats.numerals import Token
from kzstats.values.reasons import Reason

Told = tuple[Literal["passed", "failed", "undecided"], Reason]


@dataclass(frozen=True, slots=True)
class Asked:
    """A record whose period is asked for, the words of its quote and context that are numbers or
    times, and the times nearest to its own number.
    """

    record: Record
    metric: Metric
    source: Source
    article: Article
    number: Token | None
    said: list[Token]
    near: list[Token]


def resolved(token: Token, year: int) -> Days | None:
    """The days of a period in an article of a year, "last year" being the one before."""
    if token.base in ("last", "this") and token.span is None:
        said = year - (token.base == "last")
        return date(said, 1, 1), date(said, 12, 31)
    return span(token)

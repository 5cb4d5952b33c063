"""What is known of one number of a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kzstats.numerals.dated import Base, Season
from kzstats.numerals.tables import Qualifier

TokenKind = Literal["number", "range", "date", "period", "phone", "name", "vague"]
"""``period`` is a date without a number: "last year", "in February"; it is no number to be held."""
Role = Literal[
    "level", "share", "change", "ratio", "rate", "rank", "whole", "age", "margin", "page", "row"
]
"""What a number is a number of; only a level and a share are figures as records have them."""


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One number of a text, from ``start`` to ``end``; it equals itself alone.

    ``low`` and ``high`` are equal but for a range; ``mark`` is what its qualifier says; ``unit`` is
    ``percent``, ``points``, a currency's code, a unit of time, or empty. A date's ``span`` is its
    first and last day, with the year 0 where none is said (then ``span`` is of the year 4, which
    has every day).
    """

    kind: TokenKind
    start: int
    end: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    qualifier: Qualifier = "="
    unit: str = ""
    span: tuple[date, date] | None = None
    year_said: bool = True
    loose: bool = False
    """Whether the words beside a date or a year ("since", "early", "the middle of") make it another
    period.
    """
    role: Role = "level"
    unread: str = ""
    """The words beside the number that are not known, or what else leaves its meaning
    to a person.
    """
    base: Base = ""
    """What the year of a date is told by where it is not said."""
    since: bool = False
    season: Season = ""
    until: bool = False
    """Whether a day is the last one of what the words speak of: "by 30 June 2019"."""
    aside: bool = False
    """Whether a period stands in brackets, as that of another figure does: "316 (in 2017 it was
    300)".
    """
    past: bool = False
    """Whether a length of time is the one that has just passed: "over the past five years"."""
    compared: bool = False
    """Whether a period is the one that another figure is compared with."""
    nouns: tuple[str, ...] = ()
    """The words behind a number that may name what it counts, folded."""
    sentence: tuple[int, int] = (0, 0)
    segment: tuple[int, int] = (0, 0)
    """From where to where no comma, colon, bracket or the like parts the words."""
    code: str = "en"


def is_year(token: Token) -> bool:
    """Whether a number is written as years are, and counts nothing."""
    return (
        token.kind in ("number", "range")
        and not token.unit
        and 1900 <= token.low <= token.high <= 2100
        and token.low == int(token.low)
        and token.high == int(token.high)
        and (token.kind == "range" or token.end - token.start == 4)
    )

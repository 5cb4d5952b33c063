"""What the words of a period come to, kind by kind: which days, or what tells which."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from kzstats.numerals.tables import YEARLESS, folded

Season = Literal["", "academic", "fiscal", "unknown"]
Base = Literal["", "last", "this", "now", "earlier", "later", "date", "same", "month"]
"""What tells the year of a period: its digits or nothing, "last year", "this year", "now", "a year
earlier", "next year", "to date", "the same period of", "last month".
"""


@dataclass(frozen=True, slots=True)
class When:
    """What the words of a period say. ``span`` has the year 4 where none is said; ``since`` leaves
    its end open; ``loose`` cannot be told.
    """

    start: int
    end: int
    span: tuple[date, date] | None
    year_said: bool = True
    base: Base = ""
    since: bool = False
    loose: bool = False
    season: Season = ""
    """Whether it is a fiscal or an academic year, whose first day is not said; empty where only one
    of its two years is.
    """
    until: bool = False
    """Whether it is a last day: "by the end of 2019"."""


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts of the words of a period: ``year`` is the last of its years, ``told`` whether it is
    said and ``base`` what it is told by; ``parts`` holds every word by its name in the pattern.
    """

    start: int
    end: int
    words: str
    parts: Mapping[str, str]
    years: tuple[str, ...]
    months: tuple[int, ...]
    days: tuple[int, ...]
    year: int
    told: bool
    base: Base

    def first_year(self) -> int:
        return _year(self.years[0])[0] if len(self.years) > 1 else self.year

    def part(self, names: str) -> str:
        """The one whose name begins with one of the letters."""
        return next(word for name, word in self.parts.items() if name[0] in names)

    def when(self, first: date | None, last: date | None, **more: Any) -> When | None:
        """These days; nothing where one of them is none, or they are no span."""
        if first is None or last is None or last < first:
            return None
        return When(self.start, self.end, (first, last), self.told, self.base, **more)

    def from_to(self, first: int, last: int) -> When | None:
        """So many months of the year, by their numbers."""
        if not 1 <= first <= last <= 12:
            return None
        return self.when(_day(self.year, first, 1), _last_day(self.year, last))


def when(kind: str, match: re.Match[str], months: Mapping[str, int]) -> When | None:
    """What the words that fit the pattern of a kind say; nothing where they say nothing after all.

    A month in Latin letters begins with a capital, or it is another word.
    """
    parts = {name: word for name, word in match.groupdict().items() if word}
    named = [(name, parts[name]) for name in sorted(parts)]
    if any(word.isascii() and not word[0].isupper() for name, word in named if name[0] == "m"):
        return None
    years = tuple(word for name, word in parts.items() if name[0] == "y")
    said = _Said(
        match.start(),
        match.end(),
        match.group(),
        parts,
        years,
        tuple(
            months.get(word) or months[folded(word).rstrip(".")]
            for name, word in named
            if name[0] == "m"
        ),
        tuple(int(word) for name, word in named if name[0] == "d"),
        *_year(years[-1] if years else None),
    )
    return _KINDS[kind](said)


def _told_by(base: Base) -> Callable[[_Said], When]:
    """A period that only the article's day or what was said before tells."""
    return lambda said: When(said.start, said.end, None, False, base)


def _same(said: _Said) -> When:
    days = date(said.year, 1, 1), date(said.year, 12, 31)
    return When(said.start, said.end, days, said.told, "same", loose=True)


def _to_date(said: _Said) -> When:
    days = date(said.year, 1, 1), date(said.year, 12, 31)
    base: Base = "" if said.told else "date"
    return When(said.start, said.end, days, said.told, base, since=True, loose=said.told)


def _since(said: _Said) -> When | None:
    month, day = said.months[0] if said.months else 1, said.days[0] if said.days else 1
    begun = _day(said.year, month, day)
    return said.when(begun, begun, since=True, loose=True)


def _season(said: _Said) -> When | None:
    both = re.search(r"\d{4}[/–-](\d{2,4})", said.words)
    if not 1900 <= said.year <= 2100 or (both and int(both[1]) % 100 != (said.year + 1) % 100):
        return None
    school = re.search(r"academic|school|учебн|оқу", said.words, re.IGNORECASE)
    season = "unknown" if not both else "academic" if school else "fiscal"
    return said.when(date(said.year, 1, 1), date(said.year + 1, 12, 31), season=season, loose=True)


def _quarter(said: _Said) -> When | None:
    which = _ordinal(said.part("qh"))
    return said.from_to(which * 3 - 2, which * 3)


def _half(said: _Said) -> When | None:
    which = _ordinal(said.part("qh"))
    which = 2 if which == 4 else which  # the last
    return said.from_to(which * 6 - 5, which * 6)


def _months_to(said: _Said) -> When | None:
    count, last = _count(said.part("n")), said.months[0]
    before = said.year * 12 + last - count
    if not count or before < 12:
        return None
    return said.when(_day(before // 12, before % 12 + 1, 1), _last_day(said.year, last))


def _edge(said: _Said) -> When | None:
    month = said.months[0] if said.months else 0
    ends = said.parts["edge"].lower()[:2] in ("en", "ко", "со", "ая")
    day = _last_day(said.year, month or 12) if ends else _day(said.year, month or 1, 1)
    until = re.match(r"(?:by|к)\b", said.words, re.IGNORECASE) is not None
    return said.when(day, day, until=until)


def _year_alone(said: _Said) -> When | None:
    first = _year(said.years[0])[0]
    if not 1900 <= first <= said.year <= 2100:
        return None
    return said.when(date(first, 1, 1), date(said.year, 12, 31))


def _years(said: _Said) -> When | None:
    return None if _year(said.years[0])[0] == said.year else _year_alone(said)


def _span(said: _Said) -> When | None:
    first, (one, other) = said.first_year(), said.months[:2]
    if first * 12 + one >= said.year * 12 + other:
        return None
    return said.when(_day(first, one, 1), _last_day(said.year, other))


def _pair(said: _Said) -> When | None:
    return _span(said) if said.months[1] == said.months[0] + 1 else None


def _days(said: _Said) -> When | None:
    one = _day(said.first_year(), said.months[0], said.days[0])
    other = _day(said.year, said.months[-1], said.days[1])
    return None if one == other else said.when(one, other)


def _first_days(said: _Said) -> When | None:
    month = said.months[0]
    return said.when(_day(said.year, month, 1), _day(said.year, month, said.days[0]))


def _one_day(said: _Said) -> When | None:
    one, other = (_day(said.year, said.months[0], day) for day in (said.days[0], said.days[-1]))
    return said.when(one, other)


_KINDS: Final[Mapping[str, Callable[[_Said], When | None]]] = {
    **{base: _told_by(base) for base in ("now", "last", "this", "earlier", "later")},
    "lastmonth": _told_by("month"),
    "same": _same,
    "todate": _to_date,
    "since": _since,
    "season": _season,
    "whole": lambda said: said.from_to(1, 12),
    "quarter": _quarter,
    "half": _half,
    "months": lambda said: said.from_to(1, _count(said.part("n"))),
    "months_to": _months_to,
    "edge": _edge,
    "year": _year_alone,
    "years": _years,
    "pair": _pair,
    "span": _span,
    "days": _days,
    "firstdays": _first_days,
    "day": _one_day,
    "month": lambda said: said.from_to(said.months[0], said.months[0]),
}
"""By the names that the patterns give them."""

_ORDINALS: Final = {
    "first": 1, "1st": 1, "i": 1, "перв": 1, "бірінші": 1, "алғашқы": 1,
    "second": 2, "2nd": 2, "ii": 2, "втор": 2, "екінші": 2,
    "third": 3, "3rd": 3, "iii": 3, "трет": 3, "үшінші": 3,
    "fourth": 4, "4th": 4, "last": 4, "final": 4, "iv": 4, "четверт": 4, "төртінші": 4,
}  # fmt: skip


def _ordinal(said: str) -> int:
    said = folded(said)
    if said[0].isdigit():
        return int(said[0])
    return _ORDINALS.get(said) or next(
        (number for stem, number in _ORDINALS.items() if len(stem) > 3 and said.startswith(stem)), 0
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(max(year, 1), month)[1])


def _year(said: str | None) -> tuple[int, bool, Base]:
    """The year that words name, whether they say it, and what it is told by."""
    if not said:
        return YEARLESS, False, ""
    if digits := re.search(r"\d{4}", said):
        return int(digits.group()), True, ""
    last = re.search(
        r"last|previous|past year|прошл|минувш|предыдущ|истекш|былтыр|өткен|алдыңғы",
        said,
        re.IGNORECASE,
    )
    return YEARLESS, False, "last" if last else "this"


_COUNTS: Final = {
    word: number
    for number, words in enumerate(
        [
            "one", "two|два|две|двух|екі", "three|три|трех|трёх|үш", "four|четыре|төрт",
            "five|пять|бес", "six|шесть|алты", "seven|семь|жеті", "eight|восемь|сегіз",
            "nine|девять|тоғыз", "ten|десять|он", "eleven|одиннадцать|он бір", "twelve",
        ],
        1,
    )
    for word in words.split("|")
}  # fmt: skip


def _count(said: str) -> int:
    said = folded(said)
    return int(said) if said.isdigit() else _COUNTS.get(said, 0)

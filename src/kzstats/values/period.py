"""A period as it was said, in a small part of EDTF (ISO 8601-2:2019, level 1).

A year, a month, a day, or two of them with ``/`` between, each with an optional ``~`` for "about";
one of the two may be ``..``, an end that is open. The ``edtf`` package reads the whole standard; it
takes milliseconds a period, accepts reversed intervals and widens ``~`` by years, so the part used
here is read by a small grammar of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["year", "month", "day"]

_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?~?"
PATTERN = rf"^({_DATE}(/({_DATE}|\.\.))?|\.\./{_DATE})$"
_END = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_TRY = 'try "2014", "2016-05", "2017-10-04", "2016-01~/2016-05~" or "2012/.." for since 2012'


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days. ``start`` and ``end`` are its first and last day; "about" moves neither.

    Of an open period the missing one is the first or last day that can be written at all, so that
    it overlaps whatever lies on that side; it is no bound, and nothing is drawn to it or measured
    by it: ask :attr:`open` first. ``precision`` is that of the finer end.
    """

    text: str
    start: date
    end: date
    precision: Precision
    approximate: bool = False
    open_start: bool = False
    open_end: bool = False

    def __str__(self) -> str:
        """The notation it was read from."""
        return self.text

    @property
    def open(self) -> bool:
        """Whether its first or its last day is not known."""
        return self.open_start or self.open_end

    @property
    def after(self) -> date:
        """The day after the last, where a mark drawn over the true span ends."""
        return self.end + timedelta(days=1)

    @property
    def years(self) -> int:
        """How many whole calendar years it is, 0 when it is not whole years."""
        whole = (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)
        return self.end.year - self.start.year + 1 if whole and not self.open else 0

    @property
    def months(self) -> int:
        """How many whole calendar months it is, 0 when it is not whole months."""
        if self.start.day != 1 or self.after.day != 1 or self.open:
            return 0
        return (self.after.year - self.start.year) * 12 + self.after.month - self.start.month

    def overlaps(self, first: int | None, last: int | None) -> bool:
        """Whether any of its days lies in the years from ``first`` to ``last`` (``None``: open)."""
        return (first is None or self.end.year >= first) and (
            last is None or self.start.year <= last
        )


def parse(text: str) -> Period:
    """Read the notation of a period; raises :class:`ValueError` with a sentence for who wrote it.

    >>> parse("2016-01~/2016-05~").end
    datetime.date(2016, 5, 31)
    """
    first, slash, last = text.partition("/")
    if slash and ".." in (first, last):
        known = last if first == ".." else first
        start, end, precision, approximate = _span(known, text)
        if first == "..":
            return Period(
                text, date(_FIRST_YEAR, 1, 1), end, precision, approximate, open_start=True
            )
        return Period(text, start, date(_LAST_YEAR, 12, 31), precision, approximate, open_end=True)
    start, end, precision, approximate = _span(first, text)
    if slash:
        start_of_last, end, precision_of_last, approximate_last = _span(last, text)
        if not start < start_of_last and (precision == precision_of_last or not start < end):
            raise ValueError(
                f"the period {text!r} runs backwards or is a single {precision} (earlier/later, "
                f"or one of them)"
            )
        precision = max(precision, precision_of_last, key=("year", "month", "day").index)
        approximate = approximate or approximate_last
    return Period(text, start, end, precision, approximate)


def between(start: date, end: date) -> Period:
    """The period from one day to another, in the coarsest notation that holds both exactly.

    >>> str(between(date(2016, 6, 1), date(2016, 12, 31)))
    '2016-06/2016-12'
    """
    days = Period("", start, end, "day")
    length = 4 if days.years else 7 if days.months else 10
    first, last = start.isoformat()[:length], end.isoformat()[:length]
    return parse(first if first == last else f"{first}/{last}")


def _span(text: str, whole: str) -> tuple[date, date, Precision, bool]:
    match = _END.fullmatch(text)
    if match is None:
        raise ValueError(_complaint(whole))
    year, month, day, about = match.groups()
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(f"{whole!r} lies outside {_FIRST_YEAR} to {_LAST_YEAR} (check the year)")
    try:
        start = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{whole!r} names a day that is not in the calendar ({_TRY})") from None
    if day:
        return start, start, "day", bool(about)
    if month:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start, following - timedelta(days=1), "month", bool(about)
    return start, date(start.year, 12, 31), "year", bool(about)


def _complaint(text: str) -> str:
    if re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{4}", text):
        return f"{text!r} is not in the order year-month-day ({_TRY})"
    if re.fullmatch(r"\d{4}\s*[-–—]\s*\d{4}~?", text):
        return (
            f"{text!r} is not how a span is written (a slash between: "
            f'"{text[:4]}/{text.rstrip("~")[-4:]}")'
        )
    if "?" in text or "%" in text or "X" in text or ".." in text:
        return f"{text!r} uses a part of EDTF that is not read here ({_TRY})"
    return f"{text!r} is not a period ({_TRY})"

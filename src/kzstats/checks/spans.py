"""The days that the periods of an article stand for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from kzstats.numerals import Token
from kzstats.values.period import Period

Days = tuple[date, date]


def span(token: Token) -> Days | None:
    """The days that a date, a year or a span of years stands for."""
    if token.span is not None:
        return token.span
    if (
        1900 <= token.low <= token.high <= 2100
        and (token.kind == "range" or (token.kind == "number" and token.end - token.start == 4))
        and token.qualifier in ("=", "~")
        and token.role == "level"
        and not token.unit
        and not token.unread
        and token.low == int(token.low)
        and token.high == int(token.high)
    ):
        return date(int(token.low), 1, 1), date(int(token.high), 12, 31)
    return None


def is_said(token: Token) -> bool:
    """Whether a period is said with its year."""
    return span(token) is not None and token.year_said


def in_year(days: Days, year: int) -> Days | None:
    """The days of a date without a year, in a year; none for 29 February of a year without one."""
    try:
        start, end = days[0].replace(year=year), days[1].replace(year=year)
    except ValueError:
        if days[1].month == 2 and days[1].day == 29 and days[0].day == 1:
            return days[0].replace(year=year), date(year, 2, 28)
        return None
    return start, end


def month_before(published: Period) -> Days | None:
    """The days of "last month", for an article whose month is known."""
    if published.precision == "year":
        return None
    last = published.start.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def is_whole_year(days: Days) -> bool:
    """Whether days are those of a calendar year."""
    return days == (date(days[0].year, 1, 1), date(days[0].year, 12, 31))


def is_day(token: Token) -> bool:
    """Whether a period is a single day."""
    days = span(token)
    return days is not None and days[0] == days[1] and not token.since


def is_time(token: Token) -> bool:
    """Whether a token of the text is of time and not of a figure."""
    return token.kind in ("date", "period") or span(token) is not None


def last_days(token: Token, year: int) -> Iterator[date]:
    """The single days that a text states, for a span that ends on one."""
    days = span(token)
    if days is not None and days[0] == days[1] and not token.since:
        found = days if token.year_said else in_year(days, year)
        if found:
            yield found[1]

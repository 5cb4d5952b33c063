"""Whether a period of an article is that of a record, by its own words or by what the record says
it is inferred from.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Final

from kzstats.checks.spans import (
    Days,
    in_year,
    is_whole_year,
    last_days,
    month_before,
    span,
)
from kzstats.dataset.model import Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.numerals import YEARLESS, Token
from kzstats.values.period import Period

COUNTED_BACK: Final = ("article_month", "months_before_article", "event_length")
YEARLESS_DAYS: Final = (date(YEARLESS, 1, 1), date(YEARLESS, 12, 31))
"""The days of "the whole year" where no words beside say which."""


def bears(
    token: Token,
    record: Record,
    metric: Metric,
    source: Source,
    how: PeriodInference | None,
    others: Iterable[Token],
    planned: bool = False,
) -> bool:
    """Whether a period of the text is the record's, by its own words (``None``) or by
    an inference.
    """
    own, published = record.period, source.published
    days = span(token)
    if token.season and days is not None:
        return how is None and _season(token, days, record)
    if token.base in ("earlier", "now"):
        return False
    if token.base == "month":
        return (
            how == "month_of_article_year"
            and (own.start, own.end) == month_before(published)
            and _as_rough(token, own)
        )
    if token.base == "same":
        return how == (None if token.year_said else "previous_year") and _same(
            token, (own.start, own.end), published, others
        )
    if token.since:
        return _bears_since(token, days, own, published, how, others)
    if (
        own.open_start
        and token.until
        and token.year_said
        and days is not None
        and days[0] == days[1]
    ):
        return how is None and own.end == days[1] and not own.approximate
    if own.open or token.loose:
        return False
    if token.year_said:
        return how is None and days == (own.start, own.end) and _as_rough(token, own)
    if token.base == "last":
        return (
            how == "previous_year"
            and _of_year(days, published.start.year - 1) == (own.start, own.end)
            and _as_rough(token, own)
        )
    if days is None:
        return _bears_this_year(own, published, how, metric.kind == "amount" or planned)
    if how is None:
        return _bears_with_year(token, days, own, published, others, planned)
    return _bears_in_year(token, days, own, published, how, planned or metric.kind == "amount")


def _as_rough(token: Token, own: Period) -> bool:
    """Whether both are said to be about, or neither."""
    return own.approximate == (token.qualifier == "~")


def _of_year(days: Days | None, year: int) -> Days | None:
    """Days in a year, or the whole of it where there are none."""
    return (date(year, 1, 1), date(year, 12, 31)) if days is None else in_year(days, year)


def _bears_since(
    token: Token,
    days: Days | None,
    own: Period,
    published: Period,
    how: PeriodInference | None,
    others: Iterable[Token],
) -> bool:
    """Of what has gone on since then: up to now, or up to a day that the text states."""
    year = published.start.year
    start = (
        None
        if days is None
        else days[0]
        if token.year_said
        else days[0].replace(year=year)
        if (days[0].month, days[0].day) != (2, 29)
        else None
    )
    if how is None:
        return (
            token.base != "date"
            and token.year_said
            and own.open_end
            and own.start == start
            and not own.approximate
        )
    if own.open:
        return (
            how == "article_year" and token.base != "date" and own.open_end and own.start == start
        )
    stated = {found for other in others for found in last_days(other, year)}
    ends = {published.end} | {found for found in stated if found <= published.end}
    fitting = (
        ("year_to_date",)
        if token.base == "date"
        else ("since_year", "year_to_date")
        if start == date(year, 1, 1)
        else ("since_year",)
    )
    return how in fitting and not own.approximate and own.start == start and own.end in ends


def _bears_this_year(
    own: Period, published: Period, how: PeriodInference | None, whole: bool
) -> bool:
    """Of "this year" without days: up to the article, or the ``whole`` of it for what is planned or
    granted for a year.
    """
    year = published.start.year
    if how == "year_to_date":
        return (date(year, 1, 1), published.end) == (own.start, own.end)
    return how == "article_year" and whole and _of_year(None, year) == (own.start, own.end)


def _bears_with_year(
    token: Token,
    days: Days,
    own: Period,
    published: Period,
    others: Iterable[Token],
    planned: bool,
) -> bool:
    """Of days without a year, by a year that the words beside them say, in which they had begun by
    then or are ``planned``; another sentence's year is that of the last such days.
    """
    whole = days == YEARLESS_DAYS
    told = {
        found[0].year
        for other in others
        if (found := span(other)) is not None and other.year_said and not other.loose
        and other is not token and not other.compared
        and other.base != "same" and (is_whole_year(found) or (whole
        and found[0].year == found[1].year))
    }  # fmt: skip
    told = told & {published.start.year} if token.base == "this" else told
    beside = {
        found[0].year
        for other in others
        if other.sentence == token.sentence and (found := span(other)) is not None
    }
    begun = [
        each
        for each in (published.start.year, published.start.year - 1)
        if (found := in_year(days, each)) is not None and found[0] <= published.end
    ]
    if not planned and not whole:
        told = {each for each in told if each in beside or each in begun[:1]}
    return any(in_year(days, each) == (own.start, own.end) for each in told) and _as_rough(
        token, own
    )


def _bears_in_year(
    token: Token, days: Days, own: Period, published: Period, how: PeriodInference, planned: bool
) -> bool:
    """Of days without a year, by that of the article; not so of what has not begun by then, where
    it is not ``planned``.
    """
    found = in_year(days, published.start.year)
    if found != (own.start, own.end):
        return False
    begun = (found[0].year, found[0].month) <= (
        published.start.year,
        published.start.month,
    ) or published.precision == "year"
    if how == "month_of_article_year":
        return begun and own.months > 0 and _as_rough(token, own)
    return (
        how == "article_year"
        and (begun or planned)
        and token.qualifier == "="
        and not own.approximate
    )


def _same(token: Token, own: Days, published: Period, others: Iterable[Token]) -> bool:
    """Whether days are those of "the same period" of another year: of a part of a year that the
    words beside it name.
    """
    year = (
        token.span[0].year
        if token.span is not None and token.year_said
        else published.start.year - 1
    )
    for other in others:
        days = span(other)
        if other.base == "date" and published.precision == "day":
            days = date(published.start.year, 1, 1), published.start
        if (
            days is None
            or other is token
            or other.base == "same"
            or other.compared
            or is_whole_year(days)
            or days[0] == days[1]
            or days[0].year != days[1].year
            or (other.year_said and days[0].year == year)
        ):
            continue
        first, last = in_year((days[0], days[0]), year), in_year((days[1], days[1]), year)
        if (
            days[1].day == monthrange(days[1].year, days[1].month)[1]
        ):  # a whole February has another last day in a leap year
            last = (date(year, days[1].month, monthrange(year, days[1].month)[1]),) * 2
        if first is not None and last is not None and own == (first[0], last[1]):
            return True
    return False


def _season(token: Token, days: Days, record: Record) -> bool:
    """Whether a period is a fiscal or an academic year: its two years as said, about them, or for a
    school year September to August.
    """
    own = record.period
    if (own.start.year, own.end.year) != (days[0].year, days[1].year) or own.open:
        return False
    if own.years == 2:
        return own.approximate or token.season != "unknown"
    september = (date(own.start.year, 9, 1), date(own.end.year, 8, 31))
    return token.season == "academic" and (own.start, own.end) == september


def is_counted_back(record: Record, source: Source, said: list[Token]) -> bool:
    """Whether the period is what is counted from the article's date."""
    own, published = record.period, source.published
    rough = all(end.endswith("~") for end in own.text.split("/"))
    match record.inferred.period:
        case "article_month":
            here = own.months == 1 and (own.start.year, own.start.month) == (
                published.start.year,
                published.start.month,
            )
            return rough and published.precision != "year" and here
        case "months_before_article":
            counts = [
                token.low * (12 if token.unit == "year" else 1)
                for token in said
                if token.unit in ("month", "year")
            ]
            ends = (own.after.year, own.after.month) == (
                published.start.year,
                published.start.month,
            )
            return rough and ends and published.precision != "year" and own.months in counts
    lengths = [token.low for token in said if token.unit == "day"]
    days = {published.start} | {
        found for token in said for found in last_days(token, published.start.year)
    }
    return (
        not own.approximate
        and published.precision == "day"
        and own.start in days
        and (own.after - own.start).days in lengths
    )

"""The axes of a picture: its time from whole year to whole year, the names and borders of years,
round numbers, and what lies between figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, floor, log10

from kzstats.content.picture import CARD, MOST, NARROWEST, WIDE, Gap, UnstatedEvent
from kzstats.dataset.model import Metric, Record
from kzstats.language import dates, numbers, quantities
from kzstats.language.translation import translate
from kzstats.values import period

_LETTER = 7.6


def span(
    records: Sequence[Record], unstated_events: Sequence[UnstatedEvent], cut: bool
) -> tuple[date, date]:
    """Whole years from the first figure to the last; where earlier ones are cut off, from the first
    that is drawn.
    """
    starts = [record.period.start for record in records] + [
        event.start for event in unstated_events
    ]
    ends = [record.period.after for record in records] + [event.after for event in unstated_events]
    return min(starts) if cut else date(min(starts).year, 1, 1), date(
        (max(ends) - timedelta(days=1)).year + 1, 1, 1
    )


def gaps(
    records: Sequence[Record], on_record: Sequence[Record], start: date, after: date, lang: str
) -> tuple[Gap, ...]:
    """The times without a drawn figure: there is none, or the selection leaves it out."""
    found = []
    reached = start
    for record in [*records, None]:
        begins = record.period.start if record else after
        if begins > reached:
            when = dates.period(lang, period.between(reached, begins - timedelta(days=1)))
            if any(
                known.period.start < begins and known.period.after > reached for known in on_record
            ):
                said = translate(lang, "{when}: not shown", when=when)
            else:
                said = translate(lang, "{when}: no figure", when=when)
            share = (begins - reached).days / (after - start).days
            fits = [len(said) * _LETTER * 0.75 < share * width for width in (CARD, WIDE)]
            found.append(
                Gap(reached, begins, said, "any" if fits[0] else "wide" if fits[1] else "none")
            )
        if record:
            reached = max(reached, record.period.after)
    return tuple(found)


def ticks(start: date, after: date, lang: str) -> tuple[tuple[date, str], ...]:
    """The years between their borders; of a single year the first month with the year, and others,
    in the middle of theirs.
    """
    years, days = after.year - start.year, (after - start).days
    if years == 1:
        months = (
            date(start.year, month, 16) for month in ((4, 7, 10) if days > 183 else range(2, 13))
        )
        first = translate(lang, "{month} {year}", month=dates.month(lang, start), year=start.year)
        return (max(start.replace(day=16), start), first), *(
            (day, dates.month(lang, day)) for day in months if (day - start).days > 0.2 * days
        )
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if years / step * 44 <= NARROWEST)
    middles = (
        date(year, 7, 2) for year in range(start.year, after.year) if year % step == 0 or years <= 8
    )
    return tuple((middle, str(middle.year)) for middle in middles if middle >= start)


def borders(start: date, after: date) -> tuple[date, ...]:
    """Where the years of an axis begin and end, the months where there is only one year, the tens
    of years where there are many.
    """
    if after.year - start.year == 1:
        days = (date(start.year, month, 1) for month in range(1, 13))
    else:
        years = after.year - start.year
        days = (
            date(year, 1, 1)
            for year in range(start.year, after.year)
            if years <= MOST or year % 10 == 0
        )
    return *(day for day in days if day >= start), after


def values(top: float, metric: Metric, lang: str) -> tuple[tuple[float, str], ...]:
    """Zero and two to five round numbers below the top, whole where things are counted."""

    def said(value: float) -> str:
        number = numbers.amount(lang, value)
        return (
            quantities.with_unit(lang, number, "percent", value)
            if metric.unit == "percent"
            else number
        )

    power = 10 ** floor(log10(top or 1))
    step = next(
        power * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5, 5) if top / (power * part) <= 4.5
    )
    if metric.unit != "percent" and not metric.unit.isupper():
        step = max(1, ceil(step))
    return tuple((place * step, said(place * step)) for place in range(int(top / step) + 1))

"""Periods and days by CLDR, as editors write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton

from kzstats.dataset.model import Record
from kzstats.language.inflection import attributive, locative
from kzstats.language.languages import cldr
from kzstats.language.numbers import KEPT
from kzstats.language.translation import translate
from kzstats.values.period import Period, parse


def period(lang: str, span: Period) -> str:
    """A period in words: ``2014``, ``January – May 2016``, ``4–5 October 2017``; "about" in front
    where it was said.
    """
    return _period(lang, span)


@lru_cache(maxsize=KEPT)
def _period(lang: str, span: Period) -> str:
    single = span.text.rstrip("~")
    first, _, last = span.text.partition("/")
    if span.open or (last and len(first.rstrip("~")) != len(last.rstrip("~"))):
        return " – ".join(
            "…" if end == ".." else _period(lang, parse(end)) for end in (first, last)
        )
    if span.precision == "year":
        said = single if "/" not in span.text else f"{span.start.year}–{span.end.year}"
    elif span.precision == "month":
        said = _months(lang, span)
    elif span.start == span.end:
        said = day(lang, span.start)
    else:
        said = _days(lang, span)
    said = _dated(lang, said)
    return translate(lang, "about {period}", period=said) if span.approximate else said


def _months(lang: str, span: Period) -> str:
    if "/" in span.text:
        return format_interval(span.start, span.end, "yMMMM", locale=cldr(lang))
    return format_skeleton("yMMMM", span.start, locale=cldr(lang))


def _days(lang: str, span: Period) -> str:
    """Days of an interval by CLDR's pattern, the month in full as everywhere else."""
    differs = (
        "y"
        if span.start.year != span.end.year
        else "M"
        if span.start.month != span.end.month
        else "d"
    )
    pattern = cldr(lang).interval_formats["yMMMd"][differs]
    full = [part.replace("MMM", "MMMM") for part in pattern]
    return "".join(
        format_date(day, part, locale=cldr(lang))
        for day, part in zip((span.start, span.end), full, strict=True)
    )


def when(lang: str, record: Record) -> str:
    """A record's period in words; of a figure without a period of its own, the day it
    stands as of; of a change from when to when.
    """
    said = period(lang, record.period)
    if record.change is not None:
        if record.change.since is None:
            return translate(lang, "up to {period}, its base not said", period=said)
        return f"{period(lang, record.change.since)} → {said}"
    return (
        translate(lang, "as of {day}", day=said, of_day=attributive(said))
        if record.inferred.period == "article_date"
        else said
    )


@lru_cache(maxsize=KEPT)
def day(lang: str, when: date) -> str:
    """A day in words."""
    return _dated(lang, format_date(when, "long", locale=cldr(lang)))


def last_changed(lang: str, when: date) -> str:
    """When the data were last changed."""
    said = day(lang, when)
    return translate(lang, "The data were last changed on {day}.", day=said, on_day=locative(said))


def _dated(lang: str, said: str) -> str:
    """A date by CLDR as editors write it: no number is parted from its word, no line begins with a
    dash, and "2017 ж." is "2017 жылғы".
    """
    said = re.sub(r"\s", " ", said)
    if lang == "kk":
        said = said.replace(" ж.", " жылғы")
    return re.sub(r"(?<=\d) (?=[^\W\d])| (?=–)", "\u00a0", said)


def month(lang: str, when: date) -> str:
    """A month's short name, for an axis."""
    return format_skeleton("MMM", when, locale=cldr(lang)).strip(".")

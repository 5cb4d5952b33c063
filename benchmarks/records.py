"""Data files of any size, of one shape: three metrics of one topic, and as many articles as a real
file would have.

The same figures, and texts of the articles that hold them, so that reading, checking, filtering,
drawing and exporting can all be measured on one set.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LAST = 2025
"""The year of the last figures, whatever their number."""
_PER_ARTICLE = 20
_KINDS = (
    (
        "registered_offences",
        "Registered offences",
        "offence",
        "{value} offences were registered {when}",
    ),
    ("opened_cases", "Opened cases", "case", "{value} cases were opened {when}"),
    ("convicted_persons", "Convicted persons", "person", "{value} people were convicted {when}"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the made data."""

    metric: str
    period: str
    value: int
    source: str
    quote: str


def figures(size: int) -> list[Figure]:
    """Three series up to the end of the last year: by years, where there are few figures, by
    months, or by days.
    """
    periods = [*_periods(-(-size // 3))]
    found = []
    for place in range(size):
        metric, _, _, sentence = _KINDS[place % 3]
        period, when = periods[place // 3]
        value = 100 + place * 7919 % 900
        found.append(
            Figure(
                metric,
                period,
                value,
                _source(place // _PER_ARTICLE),
                sentence.format(value=value, when=when),
            )
        )
    return found


def _periods(number: int) -> Iterator[tuple[str, str]]:
    """The last so many years, months or days, the earliest first, in EDTF and in words."""
    for back in reversed(range(number)):
        if number <= 40:
            yield f"{LAST - back}", f"in {LAST - back}"
        elif number <= 480:
            year, month = divmod(LAST * 12 + 11 - back, 12)
            yield f"{year}-{month + 1:02}", f"in {calendar.month_name[month + 1]} {year}"
        else:
            day = date(LAST, 12, 31) - timedelta(back)
            yield day.isoformat(), f"on {day.day} {day:%B} {day.year}"


def _source(number: int) -> str:
    return f"article-{number + 1}"


def texts(size: int) -> dict[str, str]:
    """The articles' texts by source: every figure in a sentence of its own."""
    found: dict[str, list[str]] = {}
    for figure in figures(size):
        found.setdefault(figure.source, []).append(f"It was said that {figure.quote}.")
    return {source: "\n".join(lines) + "\n" for source, lines in found.items()}


def data_file(size: int) -> str:
    """The data file as it would be written by hand."""
    lines = ['changed: "2026-01-01"', "", "sources:"]
    for number, (source, text) in enumerate(texts(size).items(), 1):
        lines += [
            f"  {source}:",
            f"    publisher: Publisher {number % 7 + 1}",
            "    publisher_class: media",
            f"    title: Article {number}",
            '    published: "2026-01-01"',
            f"    url: https://example.org/articles/{number}",
            "    language: en",
            f"    text_sha256: '{hashlib.sha256(text.encode()).hexdigest()}'",
        ]
    lines += ["", "metrics:"]
    for metric, title, unit, _ in _KINDS:
        lines += [
            f"  {metric}:",
            f"    title: {{en: {title}}}",
            f"    definition: {{en: '{title}, as articles gave them'}}",
            "    topic: cases",
            "    kind: flow",
            f"    unit: {unit}",
            f"    counting_unit: {unit}",
        ]
    lines += ["", "records:"]
    for figure in figures(size):
        lines += [
            f'  - {{id: {figure.metric.replace("_", "-")}-{figure.period}, metric: {figure.metric}, period: "{figure.period}", value: {figure.value},'  # noqa: E501
            f" area: KZ, source: {figure.source},",
            f"     said_by: A speaker, quote: {figure.quote}}}",
        ]
    return "\n".join(lines) + "\n"

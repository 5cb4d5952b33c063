"""What figures are of, and which may be set beside each other.

One series is one metric, area, label and set of dimensions, counted by one body by one definition,
with no break inside, and of flows one length of period. Only within a series is anything computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Break, Dataset, Metric, Record
from kzstats.dataset.nature import is_level
from kzstats.dataset.vocabulary import Observation

Subject = tuple[str, str, str, tuple[tuple[str, str], ...]]


def subject(record: Record) -> Subject:
    """What a record is a figure of, whoever counted it: metric, area, label and what it is limited
    to.
    """
    return record.metric, record.area, record.label.en if record.label else "", record.dimensions


def counter(record: Record) -> str:
    """Whose count a figure is: its producer, or who said it where the article names none."""
    return record.producer or record.said_by


def series(record: Record) -> tuple[Subject, str]:
    """What is compared and joined at all: figures of one subject that one body counted."""
    return subject(record), counter(record)


def breaks(metric: Metric, records: Sequence[Record]) -> tuple[Break, ...]:
    """The breaks of a metric that lie between the first day of its records and the last."""
    first, last = (
        min(record.period.start for record in records),
        max(record.period.end for record in records),
    )
    return tuple(
        sorted(
            (change for change in metric.breaks if first < change.date <= last),
            key=lambda change: change.date,
        )
    )


@remembered(1)
def flagged(dataset: Dataset) -> Mapping[tuple[Subject, str], tuple[date, ...]]:
    """The days from which a figure says itself that its series is broken."""
    return _broken(dataset.records)


def _broken(records: Iterable[Record]) -> Mapping[tuple[Subject, str], tuple[date, ...]]:
    found: dict[tuple[Subject, str], tuple[date, ...]] = {}
    for record in records:
        if record.status == "B":
            found[series(record)] = (*found.get(series(record), ()), record.period.start)
    return found


def scale(record: Record) -> int:
    """Among how many a place is, where it is one: on another scale it is compared with none."""
    return record.edition.of or 0 if record.edition else 0


def stretches(metric: Metric, records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Records in the groups between a metric's breaks, within which alone they are comparable; one
    that spans a break stands by itself.
    """
    groups: dict[tuple[object, ...], list[Record]] = {}
    ordered = sorted(records, key=lambda record: (record.period.start, record.period.end))
    flagged = _broken(ordered)
    for record in ordered:
        before, within = (
            sum(change.date <= day for change in metric.breaks)
            for day in (record.period.start, record.period.end)
        )
        span = () if before == within else (record.period.start, record.period.end)
        own = sum(day <= record.period.start for day in flagged.get(series(record), ()))
        groups.setdefault((before, within, own, scale(record), *span), []).append(record)
    return tuple(map(tuple, groups.values()))


def runs(metric: Metric, records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Records of one stretch in the groups within which one may be compared with another: one
    series, definition and length each.
    """
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        lasting = length(record) if metric.rules.lasts or metric.rules.rate else ()
        groups.setdefault(
            (series(record), record.id if record.status == "D" else "", lasting), []
        ).append(record)
    return tuple(map(tuple, groups.values()))


@remembered(1)
def statuses(dataset: Dataset) -> Mapping[str, Observation]:
    """Each record's status of an observation: its own, or B where it is the first of its subject
    behind a break of its metric, or F where it is of what is only planned.
    """
    found: dict[str, Observation] = {
        record.id: "F" if record.aim and record.status == "A" else record.status
        for record in dataset.records
    }
    by_subject: dict[Subject, list[Record]] = {}
    for record in dataset.records:
        if dataset.metrics[record.metric].breaks and is_level(record):
            by_subject.setdefault(subject(record), []).append(record)
    found |= {name: "B" for name in _rescaled(dataset) if found[name] == "A"}
    for records in by_subject.values():
        for change in dataset.metrics[records[0].metric].breaks:
            behind = [
                record.period.start for record in records if record.period.start >= change.date
            ]
            if behind and any(record.period.start < change.date for record in records):
                first = min(behind)
                found |= {
                    record.id: "B"
                    for record in records
                    if record.period.start == first and record.status == "A"
                }
    return found


def _rescaled(dataset: Dataset) -> Iterable[str]:
    """The first places of each series among more or fewer than those before."""
    by_series: dict[tuple[Subject, str], list[Record]] = {}
    for record in dataset.records:
        if record.edition is not None and is_level(record):
            by_series.setdefault(series(record), []).append(record)
    for records in by_series.values():
        ordered = sorted(records, key=lambda record: record.period.start)
        for one, other in pairwise(ordered):
            if scale(one) != scale(other):
                yield other.id


def length(record: Record) -> tuple[int, int]:
    """Months where they are whole, else days; February is not shorter than March here."""
    months = record.period.months
    return (months, 0) if months else (0, (record.period.after - record.period.start).days)

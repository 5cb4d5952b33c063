"""Growth, totals and rates computed from records, or the reason why there is none.

Nothing here is stored. Every result names its parents and keeps their comparators; every refusal is
a code that :mod:`kzstats.language.words` puts into a sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from kzstats.dataset.model import Break, Dataset, Metric, Record
from kzstats.values import quantity
from kzstats.values.quantity import Derived

Why = Literal[
    "metric", "area", "label", "kind", "break", "length", "order", "part_year", "unknown", "lone", "additive", "overlap", "disagreement"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A computed number and the records it was computed from."""

    number: Derived
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why figures cannot be put together."""

    why: Why


def series(record: Record) -> tuple[str, str, str]:
    """What a record is a figure of: metric, area and label; only these are ever compared or joined."""
    return record.metric, record.area, record.label.en if record.label else ""


def growth(dataset: Dataset, earlier: Record, later: Record) -> Result | Refusal:
    """The change in percent between two figures of one series, never across a break.

    Shares change by points, amounts and the participants of events are one-offs, and flows are
    compared over like lengths only: five months never with a year.
    """
    if earlier.metric != later.metric:
        return Refusal("metric")
    if earlier.area != later.area:
        return Refusal("area")
    if series(earlier) != series(later):
        return Refusal("label")
    metric = dataset.metrics[later.metric]
    if not metric.rules.series:
        return Refusal("kind")
    if metric.rules.lasts and _length(earlier) != _length(later):
        return Refusal("part_year" if bool(earlier.period.years) != bool(later.period.years) else "length")
    if not earlier.period.end < later.period.start:
        return Refusal("order")
    if breaks(metric, (earlier, later)):
        return Refusal("break")
    found = quantity.growth(earlier.value, later.value)
    if found is None:
        return Refusal("unknown")
    return Result(found, (earlier.id, later.id))


def breaks(metric: Metric, records: Sequence[Record]) -> tuple[Break, ...]:
    """The breaks of a metric that lie between the first day of its records and the last."""
    first, last = min(record.period.start for record in records), max(record.period.end for record in records)
    return tuple(sorted((change for change in metric.breaks if first < change.date <= last), key=lambda change: change.date))


def stretches(metric: Metric, records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Records in the groups between a metric's breaks, within which alone they are comparable; one that spans a break stands by itself."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in sorted(records, key=lambda record: (record.period.start, record.period.end)):
        before, within = (sum(change.date <= day for change in metric.breaks) for day in (record.period.start, record.period.end))
        span = () if before == within else (record.period.start, record.period.end)
        groups.setdefault((before, within, *span), []).append(record)
    return tuple(map(tuple, groups.values()))


def total(dataset: Dataset, records: Sequence[Record]) -> Result | Refusal:
    """The sum of the figures of one additive metric, comparators kept; deprecated figures do not enter."""
    parts = [record for record in records if record.rank != "deprecated"]
    if len(parts) < 2:
        return Refusal("lone")
    if len({record.metric for record in parts}) > 1:
        return Refusal("metric")
    if not dataset.metrics[parts[0].metric].additive:
        return Refusal("additive")
    if len({record.area for record in parts}) > 1:
        return Refusal("area")
    if len(stretches(dataset.metrics[parts[0].metric], parts)) > 1:
        return Refusal("break")
    ordered = sorted(parts, key=lambda record: (series(record), record.period.start))
    for one, other in itertools.pairwise(ordered):
        if series(one) == series(other) and other.period.start <= one.period.end:
            return Refusal("disagreement" if (one.period.start, one.period.end) == (other.period.start, other.period.end) else "overlap")
    found = quantity.total([record.value for record in parts])
    return Result(found, tuple(record.id for record in parts)) if found.known else Refusal("unknown")


def monthly(dataset: Dataset, records: Sequence[Record]) -> tuple[Result, ...] | Refusal:
    """Flows of one series per month, where their lengths differ and two or more can be set side by side."""
    flows = [record for record in records if dataset.metrics[record.metric].rules.lasts and record.period.months]
    if len(flows) < 2 or len({series(record) for record in flows}) > 1:
        return Refusal("lone")
    if len({record.period.months for record in flows}) < 2:
        return Refusal("length")
    return tuple(Result(quantity.rate(record.value, record.period.months), (record.id,)) for record in flows)


def disagreements(records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of records that say different values of one series and period, the leading one first."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault((*series(record), record.period.start, record.period.end), []).append(record)
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    return tuple(
        tuple(sorted(group, key=lambda record: order[record.rank])) for group in groups.values() if len({record.value for record in group}) > 1
    )


def _length(record: Record) -> tuple[int, int]:
    """Months where they are whole, else days; February is not shorter than March here."""
    months = record.period.months
    return (months, 0) if months else (0, (record.period.after - record.period.start).days)

"""Growth, totals and rates computed from the records of a series, or the reason why there is none.

Nothing here is stored. Every result names its parents and keeps their comparators; every refusal is
a code that :mod:`kzstats.language` puts into a sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.nature import current, is_level
from kzstats.dataset.series import breaks, counter, flagged, length, series, stretches, subject
from kzstats.values import quantity
from kzstats.values.quantity import Derived

Why = Literal[
    "metric", "area", "label", "dimensions", "producer", "definition", "kind", "break", "length",
    "order", "part_year", "unknown", "lone",
    "additive", "overlap", "disagreement", "no_level", "revised",
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


def growth(dataset: Dataset, earlier: Record, later: Record) -> Result | Refusal:
    """The change in percent between two figures of one series, never across a break, a producer or
    a definition.

    Shares change by points, amounts and the participants of events are one-offs, and flows are
    compared over like lengths only: five months never with a year.
    """
    if (other := _other_thing(earlier, later)) is not None:
        return other
    if len(current(dataset, (earlier, later))) < 2:
        return Refusal("revised")
    metric = dataset.metrics[later.metric]
    if not metric.rules.series or metric.rules.graded:
        return Refusal("kind")
    if counter(earlier) != counter(later):
        return Refusal("producer")
    if "D" in (earlier.status, later.status):
        return Refusal("definition")
    if (metric.rules.lasts or metric.rules.rate) and length(earlier) != length(later):
        return Refusal(
            "part_year" if bool(earlier.period.years) != bool(later.period.years) else "length"
        )
    if not earlier.period.end < later.period.start:
        return Refusal("order")
    if breaks(metric, (earlier, later)) or any(
        earlier.period.start < day <= later.period.start
        for day in flagged(dataset).get(series(later), ())
    ):
        return Refusal("break")
    found = quantity.growth(earlier.value, later.value)
    if found is None:
        return Refusal("unknown")
    return Result(found, (earlier.id, later.id))


def _other_thing(earlier: Record, later: Record) -> Refusal | None:
    """Why two figures are not of one thing; nothing where they are."""
    if not (is_level(earlier) and is_level(later)):
        return Refusal("no_level")
    if earlier.metric != later.metric:
        return Refusal("metric")
    if earlier.area != later.area:
        return Refusal("area")
    if earlier.dimensions != later.dimensions:
        return Refusal("dimensions")
    if subject(earlier) != subject(later):
        return Refusal("label")
    return None


def total(dataset: Dataset, records: Sequence[Record]) -> Result | Refusal:
    """The sum of the figures of one additive metric, comparators kept; deprecated figures and those
    that were revised do not enter.
    """
    parts = [record for record in current(dataset, records) if record.rank != "deprecated"]
    if not all(map(is_level, parts)):
        return Refusal("no_level")
    if len(parts) < 2:
        return Refusal("lone")
    if len({record.metric for record in parts}) > 1:
        return Refusal("metric")
    if not dataset.metrics[parts[0].metric].additive:
        return Refusal("additive")
    if len({record.area for record in parts}) > 1:
        return Refusal("area")
    if len({record.dimensions for record in parts}) > 1:
        return Refusal("dimensions")
    if len({counter(record) for record in parts}) > 1:
        return Refusal("producer")
    if len({record.id if record.status == "D" else "" for record in parts}) > 1:
        return Refusal("definition")
    if len(stretches(dataset.metrics[parts[0].metric], parts)) > 1:
        return Refusal("break")
    ordered = sorted(parts, key=lambda record: (series(record), record.period.start))
    for one, other in itertools.pairwise(ordered):
        if series(one) == series(other) and other.period.start <= one.period.end:
            return Refusal(
                "disagreement"
                if (one.period.start, one.period.end) == (other.period.start, other.period.end)
                else "overlap"
            )
    found = quantity.total([record.value for record in parts])
    return (
        Result(found, tuple(record.id for record in parts)) if found.known else Refusal("unknown")
    )


def monthly(dataset: Dataset, records: Sequence[Record]) -> tuple[Result, ...] | Refusal:
    """Flows of one series per month, where their lengths differ and two or more can be set side by
    side.
    """
    flows = [
        record
        for record in current(dataset, records)
        if dataset.metrics[record.metric].rules.lasts and record.period.months and is_level(record)
    ]
    if len(flows) < 2 or len({series(record) for record in flows}) > 1:
        return Refusal("lone")
    if len({record.period.months for record in flows}) < 2:
        return Refusal("length")
    return tuple(
        Result(quantity.rate(record.value, record.period.months), (record.id,)) for record in flows
    )

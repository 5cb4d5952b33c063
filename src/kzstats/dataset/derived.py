"""Growth, totals and rates computed from records, or the reason why there is none; and where
records cannot all be true.

One series is one metric, area, label and set of dimensions, counted by one body by one definition,
with no break inside, and of flows one length of period. Only within a series is anything computed.

Nothing here is stored. Every result names its parents and keeps their comparators; every refusal is
a code that :mod:`kzstats.language` puts into a sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Break, Dataset, Metric, Record
from kzstats.dataset.vocabulary import Status
from kzstats.values import quantity
from kzstats.values.quantity import Derived

Why = Literal[
    "metric", "area", "label", "dimensions", "producer", "definition", "kind", "break", "length",
    "order", "part_year", "unknown", "lone",
    "additive", "overlap", "disagreement",
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


def growth(dataset: Dataset, earlier: Record, later: Record) -> Result | Refusal:
    """The change in percent between two figures of one series, never across a break, a producer or
    a definition.

    Shares change by points, amounts and the participants of events are one-offs, and flows are
    compared over like lengths only: five months never with a year.
    """
    if earlier.metric != later.metric:
        return Refusal("metric")
    if earlier.area != later.area:
        return Refusal("area")
    if earlier.dimensions != later.dimensions:
        return Refusal("dimensions")
    if subject(earlier) != subject(later):
        return Refusal("label")
    metric = dataset.metrics[later.metric]
    if not metric.rules.series:
        return Refusal("kind")
    if counter(earlier) != counter(later):
        return Refusal("producer")
    if "D" in (earlier.status, later.status):
        return Refusal("definition")
    if metric.rules.lasts and _length(earlier) != _length(later):
        return Refusal(
            "part_year" if bool(earlier.period.years) != bool(later.period.years) else "length"
        )
    if not earlier.period.end < later.period.start:
        return Refusal("order")
    if breaks(metric, (earlier, later)) or any(
        earlier.period.start < day <= later.period.start
        for day in _flagged(dataset).get(series(later), ())
    ):
        return Refusal("break")
    found = quantity.growth(earlier.value, later.value)
    if found is None:
        return Refusal("unknown")
    return Result(found, (earlier.id, later.id))


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
def _flagged(dataset: Dataset) -> Mapping[tuple[Subject, str], tuple[date, ...]]:
    """The days from which a figure says itself that its series is broken."""
    return _broken(dataset.records)


def _broken(records: Iterable[Record]) -> Mapping[tuple[Subject, str], tuple[date, ...]]:
    found: dict[tuple[Subject, str], tuple[date, ...]] = {}
    for record in records:
        if record.status == "B":
            found[series(record)] = (*found.get(series(record), ()), record.period.start)
    return found


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
        groups.setdefault((before, within, own, *span), []).append(record)
    return tuple(map(tuple, groups.values()))


def runs(metric: Metric, records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Records of one stretch in the groups within which one may be compared with another: one
    series, definition and length each.
    """
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        length = _length(record) if metric.rules.lasts else ()
        groups.setdefault(
            (series(record), record.id if record.status == "D" else "", length), []
        ).append(record)
    return tuple(map(tuple, groups.values()))


@remembered(1)
def statuses(dataset: Dataset) -> Mapping[str, Status]:
    """Each record's status of an observation: its own, or B where it is the first of its subject
    behind a break of its metric.
    """
    found: dict[str, Status] = {record.id: record.status for record in dataset.records}
    by_subject: dict[Subject, list[Record]] = {}
    for record in dataset.records:
        if dataset.metrics[record.metric].breaks:
            by_subject.setdefault(subject(record), []).append(record)
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


def total(dataset: Dataset, records: Sequence[Record]) -> Result | Refusal:
    """The sum of the figures of one additive metric, comparators kept; deprecated figures do not
    enter.
    """
    parts = [record for record in records if record.rank != "deprecated"]
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
        for record in records
        if dataset.metrics[record.metric].rules.lasts and record.period.months
    ]
    if len(flows) < 2 or len({series(record) for record in flows}) > 1:
        return Refusal("lone")
    if len({record.period.months for record in flows}) < 2:
        return Refusal("length")
    return tuple(
        Result(quantity.rate(record.value, record.period.months), (record.id,)) for record in flows
    )


def disagreements(records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of records of one subject and period that cannot all be true, the leading one first;
    125 and ">100" can.
    """
    return tuple(filter(None, map(_quarrel, _alike(records))))


def agreements(records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of records of one subject and period that say different values and can all be true,
    the leading one first.
    """
    return tuple(
        led(group)
        for group in _alike(records)
        if len({record.value for record in group}) > 1 and not _quarrel(group)
    )


def _alike(records: Iterable[Record]) -> Iterable[Sequence[Record]]:
    """Records of one subject and period, where there are several."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault((subject(record), record.period.start, record.period.end), []).append(
            record
        )
    return (group for group in groups.values() if len(group) > 1)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two records that cannot both be true, and why: a total up to a day that ``falls``, a longer
    time that ``shrinks``, a ``part`` above its whole.

    The earlier stands first, the shorter, the whole. Each record is held against the one that it
    contradicts most.
    """

    what: Literal["falls", "shrinks", "part"]
    records: tuple[Record, Record]


def contradictions(dataset: Dataset, records: Iterable[Record]) -> tuple[Contradiction, ...]:
    """What records cannot all be true of any time, whoever counted; not across a break or another
    definition, and not what is deprecated.
    """
    by_subject: dict[Subject, list[Record]] = {}
    for record in records:
        if record.rank != "deprecated" and record.status != "D":
            by_subject.setdefault(subject(record), []).append(record)
    found: list[Contradiction] = []
    for group in by_subject.values():
        metric = dataset.metrics[group[0].metric]
        if metric.kind == "cumulative" or metric.rules.lasts:
            for part in stretches(metric, group):
                found += _falls(part) if metric.kind == "cumulative" else _shrinks(part)
    return (*found, *_parts(dataset, by_subject))


def _falls(records: Sequence[Record]) -> Iterable[Contradiction]:
    """A total up to a day that is less than an earlier one."""
    highest: Record | None = None
    for record in sorted(records, key=lambda record: (record.period.end, record.period.start)):
        if highest is None:
            highest = record
            continue
        if highest.period.end < record.period.start and quantity.below(
            quantity.possible(record.value), quantity.possible(highest.value)
        ):
            yield Contradiction("falls", (highest, record))
        elif quantity.possible(record.value).low >= quantity.possible(highest.value).low:
            highest = record


def _shrinks(records: Sequence[Record]) -> Iterable[Contradiction]:
    """A time with less in it than in a part of it: a year to date that shrinks, a month above its
    year.

    Whatever begins no later and ends no earlier lies around a time; the least of those is kept by
    their ends, in a tree of minima, so that thousands of times inside each other cost little more
    than their number.
    """
    ordered = sorted(
        records, key=lambda record: (record.period.start, -record.period.end.toordinal())
    )
    ends = sorted({record.period.end for record in ordered}, reverse=True)
    place = {end: number for number, end in enumerate(ends, 1)}
    least: list[Record | None] = [None] * (len(ends) + 1)
    for _, alike in itertools.groupby(
        ordered, key=lambda record: (record.period.start, record.period.end)
    ):
        group = list(alike)
        longer = _least(least, place[group[0].period.end])
        for record in group:
            if longer is not None and quantity.below(
                quantity.possible(longer.value), quantity.possible(record.value)
            ):
                yield Contradiction("shrinks", (record, longer))
        for record in group:
            _lower(least, place[record.period.end], record)


def _least(tree: Sequence[Record | None], place: int) -> Record | None:
    """The record that can be least of those at the first places of a tree of minima."""
    found: Record | None = None
    while place:
        one = tree[place]
        found = one if found is None or (one is not None and _most(one) < _most(found)) else found
        place &= place - 1
    return found


def _lower(tree: list[Record | None], place: int, record: Record) -> None:
    """Put a record at a place of a tree of minima."""
    while place < len(tree):
        one = tree[place]
        if one is None or _most(record) < _most(one):
            tree[place] = record
        place += place & -place


def _most(record: Record) -> float:
    return quantity.possible(record.value).high


def _parts(
    dataset: Dataset, by_subject: Mapping[Subject, Sequence[Record]]
) -> Iterable[Contradiction]:
    """A part, by its dimensions or as a region of its country, that is larger than its whole at the
    same time.
    """
    widened: dict[tuple[str, str], set[tuple[tuple[str, str], ...]]] = {}
    for metric, _, label, dimensions in by_subject:
        widened.setdefault((metric, label), set()).add(_sides(dataset, dimensions)[1])
    for (metric, area, label, dimensions), records in by_subject.items():
        if dataset.metrics[metric].kind in ("share", "duration"):
            continue
        if not dimensions and "-" not in area and widened[metric, label] == {()}:
            continue  # a whole, of which nothing else is one
        narrow, wide = _sides(dataset, dimensions)
        subsets = [
            some for n in range(len(narrow) + 1) for some in itertools.combinations(narrow, n)
        ]
        around = (wider for wider in widened[metric, label] if set(wide) <= set(wider))
        scopes = {
            tuple(sorted((*some, *wider)))
            for wider in around
            for some in subsets
            if not dict(some).keys() & dict(wider).keys()
        }
        wholes = [
            (metric, where, label, scope)
            for scope in scopes
            for where in dict.fromkeys((area, area[:2] if "-" in area else area))
        ]
        least: dict[tuple[date, date], Record] = {}
        for whole in (
            found
            for name in wholes
            if name != (metric, area, label, dimensions)
            for found in by_subject.get(name, ())
        ):
            known = least.setdefault((whole.period.start, whole.period.end), whole)
            if (_most(whole), whole.id) < (_most(known), known.id):
                least[whole.period.start, whole.period.end] = whole
        for record in records if least else ():
            above = least.get((record.period.start, record.period.end), record)
            if quantity.below(quantity.possible(above.value), quantity.possible(record.value)):
                yield Contradiction("part", (above, record))


def _sides(
    dataset: Dataset, dimensions: Iterable[tuple[str, str]]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What of some dimensions limits a figure, and what widens it."""
    found: tuple[list[tuple[str, str]], list[tuple[str, str]]] = [], []
    for name, code in dimensions:
        found[dataset.dimensions[name].codes[code].widens].append((name, code))
    return tuple(found[0]), tuple(found[1])


@remembered(1)
def declared(dataset: Dataset) -> Mapping[str, tuple[tuple[Record, Record], ...]]:
    """The pairs of figures that are said not to fit each other, by the id of each: of other
    metrics, scopes or times, which no rule finds.
    """
    by_id = {record.id: record for record in dataset.records}
    pairs = {
        frozenset((record.id, name)): (record, by_id[name])
        for record in dataset.records
        for name in record.against
    }
    found: dict[str, tuple[tuple[Record, Record], ...]] = {}
    for pair in pairs.values():
        found |= {record.id: (*found.get(record.id, ()), pair) for record in pair}
    return found


def _quarrel(records: Sequence[Record]) -> tuple[Record, ...]:
    """Those of some records that cannot be true beside another of them; none where all can."""
    bounds = {record.id: quantity.possible(record.value) for record in records}
    highest = max(bounds.values(), key=lambda bound: (bound.low, bound.strict[0]))
    lowest = min(bounds.values(), key=lambda bound: (bound.high, not bound.strict[1]))
    if not quantity.below(lowest, highest):
        return ()
    return led(
        record
        for record in records
        if quantity.below(bounds[record.id], highest) or quantity.below(lowest, bounds[record.id])
    )


def led(records: Iterable[Record]) -> tuple[Record, ...]:
    """Records with those that lead first."""
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    return tuple(sorted(records, key=lambda record: order[record.rank]))


def _length(record: Record) -> tuple[int, int]:
    """Months where they are whole, else days; February is not shorter than March here."""
    months = record.period.months
    return (months, 0) if months else (0, (record.period.after - record.period.start).days)

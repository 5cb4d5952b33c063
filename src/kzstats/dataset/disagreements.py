"""Figures of one subject and period that say different values: which cannot all be true, which can,
and which are said not to fit each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.nature import latest, nature, possible
from kzstats.dataset.series import subject
from kzstats.values import quantity


def disagreements(records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of records of one subject and period that cannot all be true, the leading one first;
    125 and ">100" can.
    """
    return tuple(filter(None, map(_disagreeing, _alike(records))))


def agreements(records: Iterable[Record]) -> tuple[tuple[Record, ...], ...]:
    """Groups of records of one subject and period that say different values and can all be true,
    the leading one first.
    """
    return tuple(
        led(group)
        for group in _alike(records)
        if len({record.value for record in group}) > 1 and not _disagreeing(group)
    )


def _alike(records: Iterable[Record]) -> Iterable[Sequence[Record]]:
    """Records of one subject and period, where there are several."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in latest(records):
        same = subject(record), nature(record), record.period.start, record.period.end
        groups.setdefault(same, []).append(record)
    return (group for group in groups.values() if len(group) > 1)


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


def _disagreeing(records: Sequence[Record]) -> tuple[Record, ...]:
    """Those of some records that cannot be true beside another of them; none where all can."""
    bounds = {record.id: possible(record) for record in records}
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


def by_bounds(records: Sequence[Record]) -> list[Record]:
    """Records from the lowest that they may be to the highest."""
    possible = {record.id: quantity.possible(record.value) for record in records}
    return sorted(records, key=lambda one: (possible[one.id].low, possible[one.id].high))

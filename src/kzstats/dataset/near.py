"""Counts by two bodies of about one time that cannot both be true."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import groupby
from typing import Final

from kzstats.dataset.disagreements import led
from kzstats.dataset.model import Metric, Record
from kzstats.dataset.nature import is_level, latest
from kzstats.dataset.series import Subject, counter, subject
from kzstats.values import quantity

NEAR: Final = 45
"""Within how many days two counts of what is there at a moment are held against each other."""

_Heap = list[tuple[tuple[float, bool], int, int]]
"""Records by how far they go to one side, each with its last day and its number."""
_Sides = tuple[dict[str, _Heap], dict[str, _Heap]]
"""The records of each body by how low they can be at most, and by how high."""


def nearby(
    metrics: Mapping[str, Metric], records: Iterable[Record]
) -> tuple[tuple[Record, ...], ...]:
    """Pairs of records by two bodies, of one subject, that cannot both be true of about the same
    time: as of overlapping days, or near ones. Each record that contradicts any is in a pair: with
    the earlier one that it contradicts most, or with the first that contradicts it.

    Whoever counts a thing anew may find another number, so that those of one body do not contradict
    each other; nor do flows, which are of their own time; those of the same days are a
    disagreement.
    """
    by_subject: dict[Subject, list[Record]] = {}
    for record in latest(records):
        if (
            metrics[record.metric].kind in ("stock", "cumulative", "share", "duration")
            and record.rank != "deprecated"
            and is_level(record)
        ):
            by_subject.setdefault(subject(record), []).append(record)
    found: list[tuple[Record, ...]] = []
    for group in by_subject.values():
        days = NEAR if metrics[group[0].metric].kind in ("stock", "share") else 0
        found += map(led, _against(group, days))
    return tuple(found)


def _against(records: Sequence[Record], days: int) -> list[tuple[Record, Record]]:
    """The pairs of one subject, the earlier record first.

    Only the extremes of what each body says are looked at, in heaps of all that is open on a day,
    and in others of what is in no pair yet, which each record leaves once.
    """
    ordered = sorted(records, key=lambda one: (one.period.start, one.period.end))
    every: _Sides = ({}, {})
    alone: _Sides = ({}, {})
    paired: set[int] = set()
    found = []
    for _, alike in groupby(
        enumerate(ordered), key=lambda one: (one[1].period.start, one[1].period.end)
    ):
        group = list(alike)
        for number, record in group:
            since = record.period.start.toordinal() - days
            worst = max(
                (
                    other
                    for other in _extremes(every, record, since, ())
                    if not quantity.agree(ordered[other].value, record.value)
                ),
                key=lambda other: _apart(ordered[other], record),
                default=None,
            )
            others = dict.fromkeys([] if worst is None else [worst])
            paired.update(others)
            for other in _untold(alone, record, since, ordered, paired):
                others[other] = None
            if others:
                paired.add(number)
            found += [(ordered[other], record) for other in others]
        for number, record in group:
            for sides in (every, alone):
                _open(sides, record, number)
    return found


def _untold(
    sides: _Sides, record: Record, since: int, ordered: Sequence[Record], paired: set[int]
) -> Iterable[int]:
    """The records in no pair yet that contradict one, each of which is in a pair then."""
    while told := [
        other
        for other in _extremes(sides, record, since, paired)
        if not quantity.agree(ordered[other].value, record.value)
    ]:
        paired.update(told)
        yield from told


def _open(sides: _Sides, record: Record, number: int) -> None:
    can_be, last = quantity.possible(record.value), record.period.end.toordinal()
    keys = (can_be.high, not can_be.strict[1]), (-can_be.low, not can_be.strict[0])
    for heaps, key in zip(sides, keys, strict=True):
        heappush(heaps.setdefault(counter(record), []), (key, last, number))


def _extremes(sides: _Sides, record: Record, since: int, without: Collection[int]) -> list[int]:
    """Of each body but a record's own those that go furthest of all that last until a day."""
    found = []
    for heaps in sides:
        for body in [body for body in heaps if body != counter(record)]:
            heap = heaps[body]
            while heap and (heap[0][1] < since or heap[0][2] in without):
                heappop(heap)
            if heap:
                found.append(heap[0][2])
            else:
                del heaps[body]
    return found


def _apart(one: Record, other: Record) -> float:
    """How far two records are apart that cannot both be true."""
    first, second = quantity.possible(one.value), quantity.possible(other.value)
    return max(first.low - second.high, second.low - first.high)

"""What figures cannot all be true of any time, whoever counted: a total that falls, a longer time
with less in it, a part above its whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.nature import current, is_level
from kzstats.dataset.series import Subject, stretches, subject
from kzstats.values import quantity


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
    for record in current(dataset, records):
        if record.rank != "deprecated" and record.status != "D" and is_level(record):
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
        if dataset.metrics[metric].kind in ("share", "duration", "rank", "index", "rate"):
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

"""What a figure is besides a figure of something: a level that was there or happened, what is only
planned, or a change as an article states it.

Only levels are compared, joined, summed and drawn as such.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Record
from kzstats.values import quantity
from kzstats.values.quantity import Derived


def is_level(record: Record) -> bool:
    """Whether a figure is a level of what was there or happened."""
    return record.change is None and record.aim is None


def levels(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of some figures that are levels of what was there or happened."""
    return tuple(filter(is_level, records))


def aims(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of some figures that are planned, aimed at or foreseen, and are no changes."""
    return tuple(record for record in records if record.aim and record.change is None)


def nature(record: Record) -> Hashable:
    """What two figures of one subject and time must share to say the same thing."""
    edition = (record.edition.name.en, record.edition.of) if record.edition else None
    if record.change is None:
        return record.aim, edition
    since = record.change.since
    return record.aim, edition, record.change.unit, (since.start, since.end) if since else None


@remembered(1)
def revised(dataset: Dataset) -> Mapping[str, Record]:
    """By the id of a figure that was given earlier the one that took its place."""
    return {record.revises: record for record in dataset.records if record.revises}


def first(dataset: Dataset, record: Record) -> Record | None:
    """The figure that was given first of all that one takes the place of; nothing where it takes
    that of none.
    """
    found, at = None, record
    while at.revises:
        found = at = _by_id(dataset)[at.revises]
    return found


@remembered(1)
def _by_id(dataset: Dataset) -> Mapping[str, Record]:
    return {record.id: record for record in dataset.records}


def current(dataset: Dataset, records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of some figures whose place no later one took."""
    known = revised(dataset)
    return tuple(record for record in records if record.id not in known)


def latest(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of some figures whose place none among them took."""
    held = tuple(records)
    earlier = {record.revises for record in held if record.revises}
    return tuple(record for record in held if record.id not in earlier) if earlier else held


def possible(record: Record) -> Derived:
    """What a figure can be and its words still be true; a fall is below zero."""
    found = quantity.possible(record.value)
    if record.change is None or record.change.direction == "rise":
        return found
    return replace(found, low=-found.high, high=-found.low, strict=found.strict[::-1])

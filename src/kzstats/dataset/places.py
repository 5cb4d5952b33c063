"""Where the entries of a data file stand, by line, so that one can be put beside them and every
other line stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list or a mapping at the top: its key or its place, and its lines from
    ``first`` up to ``end``.
    """

    name: str | int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A key at the top with its entries; ``end`` is the line behind its last one.

    ``written`` tells that its value stands in one line.
    """

    first: int
    end: int
    entries: tuple[Entry, ...]
    written: bool = False


def sections(text: str) -> Mapping[str, Section]:
    """The keys at the top of a document that can be read, with the lines of their entries, counted
    from 0.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    lines = text.split("\n")
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    starts = [key.start_mark.line for key, _ in pairs[1:]] + [len(lines)]
    found = {}
    for (key, value), end in zip(pairs, starts, strict=True):
        last = _trimmed(lines, end)
        entries = _entries(value, lines, last)
        flowing = isinstance(value, yaml.CollectionNode) and bool(value.flow_style)
        found[str(key.value)] = Section(
            key.start_mark.line, last, () if flowing else entries, flowing
        )
    return found


def _entries(value: yaml.Node, lines: Sequence[str], last: int) -> tuple[Entry, ...]:
    starts: list[tuple[str | int, int]]
    if isinstance(value, yaml.MappingNode):
        starts = [(str(key.value), key.start_mark.line) for key, _ in value.value]
    elif isinstance(value, yaml.SequenceNode):
        starts = [(place, child.start_mark.line) for place, child in enumerate(value.value)]
    else:
        return ()
    ends = ([line for _, line in starts] + [last])[1:]
    return tuple(
        Entry(name, first, _trimmed(lines, end))
        for (name, first), end in zip(starts, ends, strict=True)
    )


def _trimmed(lines: Sequence[str], end: int) -> int:
    """The line behind the last one before a place that is neither empty nor a comment."""
    while end > 0 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end

"""Where the places of a document stand in its files, looked up only where something is
wrong there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

Steps = tuple[str | int, ...]
"""The keys and places that lead to a value."""


def where(steps: Steps, plain: Any) -> str:
    """The steps to a place, with a list's entry called by its id where it has one."""
    names: list[str] = []
    here = plain
    for step in steps:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            called = here.get("id") if isinstance(here, dict) else None
            names.append(called[:80] if isinstance(called, str) else f"{step + 1}")
        else:
            short = step if len(step) <= 80 else f"{step[:80]}…"
            names.append(short if short.isprintable() and short.strip() else ascii(short))
    return ".".join(names) or "file"


@dataclass(frozen=True)
class Written:
    """The files that are read as one document, by name and text, and which of them has what.

    ``starts`` has for each list at the top where the entries of each file begin, ``owners`` for
    each mapping which file has which key.
    """

    texts: tuple[tuple[str, str], ...]
    starts: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    owners: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def locate(self, steps: Steps) -> tuple[int, Steps]:
        """Which file has a place of the whole document, and the steps to it there."""
        if len(steps) > 1 and isinstance(place := steps[1], int) and steps[0] in self.starts:
            start, owner = next(
                found for found in reversed(self.starts[str(steps[0])]) if found[0] <= place
            )
            return owner, (steps[0], place - start, *steps[2:])
        known = self.owners.get(str(steps[0]), {}) if steps else {}
        return known.get(
            str(steps[1]) if len(steps) > 1 else "", next(iter(known.values()), 0)
        ), steps

    def lines(self, wanted: Iterable[Steps]) -> dict[Steps, tuple[str, int]]:
        """The file and the line of each place; every text is gone through once."""
        located = {steps: self.locate(steps) for steps in wanted}
        found: dict[Steps, tuple[str, int]] = {}
        for place, (name, text) in enumerate(self.texts):
            here = {steps: within for steps, (owner, within) in located.items() if owner == place}
            lines = lines_of(text, here.values())
            found |= {steps: (name, lines[within]) for steps, within in here.items()}
        return found


def lines_of(text: str, wanted: Iterable[Steps]) -> dict[Steps, int]:
    """The lines of places in a document that can be read: of an unknown key its own, of a missing
    one its parent's. The text is gone through once.
    """
    tree: dict[Any, Any] = {}  # the wanted steps, each with the steps below it
    places = list(dict.fromkeys(wanted))
    if not places:
        return {}
    for steps in places:
        below = tree
        for step in steps:
            below = below.setdefault(step, {})
    lines: dict[int, int] = {}  # by the identity of a branch of the tree
    loader = yaml.CSafeLoader(text)
    try:
        _walk(loader.get_event, tree, lines)
    finally:
        loader.dispose()
    found = {}
    for steps in places:
        below, line = tree, lines.get(id(tree), 1)
        for step in steps:
            below = below[step]
            line = lines.get(id(below), line)
        found[steps] = line
    return found


def _walk(next_event: Callable[[], Any], tree: dict[Any, Any], lines: dict[int, int]) -> None:
    """Note the lines of all branches of the tree that the document has, a key's own where there is
    one; of a key that stands twice the first.
    """
    holder: list[Any] | None = (
        # the open collection: its branch, its next place (of a mapping None), a waiting key and
        # its branch
        None
    )
    stack: list[list[Any] | None] = []
    while (event := next_event()) is not None:
        kind = type(event)
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            holder = stack.pop()
            continue
        if kind not in (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent):
            continue
        branch: Any = None
        if holder is None:
            branch = tree
        elif holder[1] is not None:
            branch = holder[0].get(holder[1]) if holder[0] is not None else None
            holder[1] += 1
        elif not holder[2]:
            branch = holder[0].get(event.value) if holder[0] is not None else None
            if branch is not None and id(branch) in lines:
                branch = None
            elif branch is not None:
                lines[id(branch)] = event.start_mark.line + 1
            holder[2], holder[3] = True, branch
            continue
        else:
            branch, holder[2] = holder[3], False
        if branch is not None:
            lines.setdefault(id(branch), event.start_mark.line + 1)
        if kind is not yaml.ScalarEvent:
            stack.append(holder)
            holder = (
                [branch, None, False, None]
                if kind is yaml.MappingStartEvent
                else [branch, 0, False, None]
            )

"""What a draft proposes for a place that is open: lines that say nothing until a person takes the
``#`` from one of them.

    # choose period: {period: "2017", inferred: {period: previous_year}}

Without its ``#`` the line stands in the place of what is open. The page at the desk offers the same
lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kzstats.dataset.complaints import DataError
from kzstats.dataset.yaml import Plain

Choices = Mapping[str, tuple[Mapping[str, Any], ...]]
"""What is proposed for each open part of an entry: the parts that it would have."""
REMARK: Final = "?"
"""What of a choice is said of it, and is no part of an entry."""
NONE: Final = "none"
"""What stands in a choice for a part that an entry is not to have: no label."""
_LINE: Final = re.compile(r"\s*# choose ([\w-]+): (\{.*\})(?:\s+# (.*?))?\s*$")


def offered(block: Iterable[str]) -> dict[str, tuple[dict[str, Any], ...]]:
    """What the lines of an entry propose, by its parts; a line that cannot be read proposes
    nothing.
    """
    found: dict[str, tuple[dict[str, Any], ...]] = {}
    for line in block:
        match = _LINE.match(line)
        if match is None:
            continue
        try:
            said = Plain(f"it: {match[2]}\n", "draft").value()["it"]
        except (DataError, KeyError, TypeError):
            continue
        if isinstance(said, dict):
            said |= {REMARK: match[3]} if match[3] else {}
            found[match[1]] = (*found.get(match[1], ()), said)
    return found


def without(block: Iterable[str], parts: Iterable[str]) -> list[str]:
    """The lines of an entry without what they propose for some of its parts."""
    gone = set(parts)
    return [line for line in block if (match := _LINE.match(line)) is None or match[1] not in gone]


def taken(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with what a person took (``choose period: {…}``) in the places that it is for."""
    found = {part: value for part, value in entry.items() if not part.startswith("choose ")}
    for part, value in entry.items():
        if part.startswith("choose ") and isinstance(value, Mapping):
            found = merged(found, value)
    return found


def merged(entry: Mapping[str, Any], choice: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with the parts of a choice, without those that it says are none; of a part in parts,
    those it names.
    """
    found = dict(entry)
    for part, value in choice.items():
        if part == REMARK:
            continue
        if value == NONE:
            found.pop(part, None)
            continue
        old = found.get(part)
        found[part] = (
            {**old, **value} if isinstance(old, Mapping) and isinstance(value, Mapping) else value
        )
    return found


def settled(plain: Mapping[str, Any]) -> dict[str, Any]:
    """A draft with all that a person took in its place."""
    found = dict(plain)
    if isinstance(found.get("records"), list):
        found["records"] = [
            taken(one) if isinstance(one, Mapping) else one for one in found["records"]
        ]
    if isinstance(found.get("metrics"), Mapping):
        found["metrics"] = {
            name: taken(one) if isinstance(one, Mapping) else one
            for name, one in found["metrics"].items()
        }
    return found

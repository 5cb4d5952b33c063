"""A draft changed in one place: the lines of one entry, with every other line and comment as it
was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kzstats.dataset import places
from kzstats.dataset.yaml import Plain
from kzstats.drafting import choosing, writing


def amended(text: str, key: str, entry: str | int, changes: Mapping[str, Any]) -> str:
    """A draft with some parts of an entry changed; a part that is ``None`` goes.

    What is said of a part that changes goes with it.
    """
    found = _found(text, key, entry)
    lines = text.split("\n")
    block = lines[found.first : found.end]
    if not _by_line(block):
        whole = Plain(text, "draft").value()[key][entry]
        block = (
            block_lines(whole) if isinstance(entry, int) else writing.mapping_lines(entry, whole)
        )
    block = choosing.without(block, changes)
    for part, value in changes.items():
        place = next(
            (
                place
                for place, line in enumerate(block)
                if re.match(rf"\s*(?:- )?{re.escape(part)}:", line)
            ),
            None,
        )
        said = f"{part}: {writing.flow(value)}"
        if place is None:
            block += [f"    {said}"] if value is not None else []
        elif value is None:
            del block[place]
        else:
            start = re.match(r"\s*(?:- )?", block[place])
            block[place] = f"{start.group() if start else ''}{said}"
    return "\n".join([*lines[: found.first], *block, *lines[found.end :]])


def without(text: str, key: str, entry: int) -> str:
    """A draft without one entry of a list."""
    found = _found(text, key, entry)
    lines = text.split("\n")
    left = [*lines[: found.first], *lines[found.end :]]
    return (
        "\n".join(left)
        if len(places.sections(text)[key].entries) > 1
        else "\n".join(left).replace(f"\n{key}:", f"\n{key}: []", 1)
    )


def put(text: str, key: str, entry: Mapping[str, Any]) -> str:
    """A draft with one entry more at the end of a list."""
    section = places.sections(text).get(key)
    lines = text.split("\n")
    if section is None:
        return "\n".join([*lines, f"{key}:", *block_lines(entry), ""])
    if section.written:
        return "\n".join(
            [*lines[: section.first], f"{key}:", *block_lines(entry), *lines[section.end :]]
        )
    return "\n".join([*lines[: section.end], *block_lines(entry), *lines[section.end :]])


def notes(text: str, key: str, entry: str | int) -> dict[str, str]:
    """What the comments at an entry's lines say, by its parts; above it, under ``check``."""
    found = _found(text, key, entry)
    lines = text.split("\n")
    said = {}
    for line in lines[found.first : found.end]:
        match = re.match(r"\s*(?:- )?(\w+): .*?  # (.*)$", line)
        if match:
            said[match[1]] = match[2]
    return said


def choices(text: str, key: str, entry: str | int) -> dict[str, tuple[dict[str, Any], ...]]:
    """What an entry's lines propose for its parts."""
    found = _found(text, key, entry)
    return choosing.offered(text.split("\n")[found.first : found.end])


def block_lines(entry: Mapping[str, Any]) -> list[str]:
    """An entry of a list, each part in a line of its own."""
    return [
        f"{'  - ' if not number else '    '}{part}: {writing.flow(value)}"
        for number, (part, value) in enumerate(entry.items())
    ]


def _by_line(block: Sequence[str]) -> bool:
    return all(
        re.match(r"(?:  - |    | {2}[\w-]+:)", line) and not line.lstrip("- ").startswith("{")
        for line in block
        if line.strip()
    )


def _found(text: str, key: str, entry: str | int) -> places.Entry:
    return next(one for one in places.sections(text)[key].entries if one.name == entry)

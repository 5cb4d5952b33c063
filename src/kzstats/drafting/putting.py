"""Where in a data file stands what is new in it: each entry beside those of its kind, every other
line as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kzstats.dataset import places
from kzstats.drafting import writing


def corrected(text: str, plain: Mapping[str, Any], changed: Mapping[str, dict[str, Any]]) -> str:
    """A file with the records that are changed written anew, in their places."""
    if not changed or "records" not in plain:
        return text
    lines = text.split("\n")
    section = places.sections(text)["records"]
    for entry in reversed(section.entries):
        name = plain["records"][int(entry.name)].get("id")
        if name in changed:
            lines[entry.first : entry.end] = writing.entry_lines(changed[name])
    return "\n".join(lines)


def put_in(
    text: str, brought: Mapping[str, Any], plain: Mapping[str, Any], sources: list[str]
) -> str:
    """A file with what is brought, each entry behind those that it belongs to."""
    for key, entries in brought.items():
        if not entries:
            continue
        lines = text.split("\n") if text else [""]
        section = places.sections(text).get(key) if text else None
        if section is None or section.written:
            lines = _opened(lines, key, section, plain)
            text = "\n".join(lines)
            section = places.sections(text).get(key)
        assert section is not None
        if isinstance(entries, dict):
            puts = [
                (_place_in(section, name, key == "sources"), writing.mapping_lines(name, entry))
                for name, entry in entries.items()
            ]
        else:
            here = [one for one in plain.get(key, ()) if isinstance(one, dict)]
            puts = [
                (_place_of(section, here, key, one, sources), writing.entry_lines(one))
                for one in entries
            ]
        for place, said in (
            sorted(puts, key=lambda put: -put[0]) if isinstance(entries, dict) else _backwards(puts)
        ):
            lines[place:place] = said
        text = "\n".join(lines)
    return text


def _backwards(puts: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """What is put in, the last place first, and at one place the last entry first, so that they
    stand in their order.
    """
    return [put for _, put in sorted(enumerate(puts), key=lambda each: (-each[1][0], -each[0]))]


def _opened(
    lines: list[str], key: str, section: places.Section | None, plain: Mapping[str, Any]
) -> list[str]:
    """The lines with an empty key at the top, at its usual place; one that is written in a line is
    written out.
    """
    if section is not None:
        value = plain.get(key) or ()
        said = [line for name, entry in value.items() for line in writing.mapping_lines(name,
        entry)] if isinstance(value, dict) else [
            line for one in value for line in writing.entry_lines(one)
        ]  # fmt: skip
        return [*lines[: section.first], f"{key}:", *said, *lines[section.end :]]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return [*lines, *([""] if lines else []), f"{key}:", ""]


def _place_in(section: places.Section, name: str, sort: bool) -> int:
    """Behind which line a mapping's new entry stands: sources in the order of their names, all else
    last.
    """
    if not sort:
        return section.end
    before = [entry for entry in section.entries if str(entry.name) < name]
    return before[-1].end if before else section.first + 1


def _place_of(
    section: places.Section,
    here: Sequence[Mapping[str, Any]],
    key: str,
    one: Mapping[str, Any],
    sources: Sequence[str],
) -> int:
    """Behind which line a list's new entry stands: with those of its metric by period, or of its
    source, else last.
    """
    if key == "records":
        alike = [
            place for place, other in enumerate(here) if other.get("metric") == one.get("metric")
        ]
        before = [
            place for place in alike if str(here[place].get("period")) <= str(one.get("period"))
        ]
        if alike and not before:
            return section.entries[alike[0]].first
        return section.entries[before[-1]].end if before else section.end
    if key == "skipped" and here:
        rank = (
            sources.index(str(one.get("source"))) if one.get("source") in sources else len(sources)
        )
        ranks = {name: number for number, name in enumerate(sources)}
        last = [
            place
            for place, other in enumerate(here)
            if ranks.get(str(other.get("source")), rank + 1) <= rank
        ]
        return section.entries[last[-1]].end if last else section.entries[0].first
    return section.end


def dated(text: str, today: date) -> str:
    """A data file whose figures were changed today."""
    lines = text.split("\n")
    said = f'changed: "{today.isoformat()}"'
    section = places.sections(text).get("changed")
    if section is not None:
        lines[section.first : section.end] = [said]
        return "\n".join(lines)
    first = next(
        (place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0
    )
    return "\n".join([*lines[:first], said, "", *lines[first:]])

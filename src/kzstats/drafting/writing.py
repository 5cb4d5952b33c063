"""A draft as a file that a person edits, and what is written of one into the data: YAML as the data
are written, each note at its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, get_args

from kzstats.dataset.model import Source
from kzstats.dataset.vocabulary import SkipReason
from kzstats.drafting.candidates import OPEN, Candidate
from kzstats.drafting.choosing import REMARK
from kzstats.drafting.drafts import Draft
from kzstats.values.notes import noted

WIDTH: Final = 150
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ’()/.«»–+-]|:(?=\S)|'(?=\w))*(?<![ :])")
_TRAPS: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
Say = Callable[[str], str]
"""A remark in the language of the person who reads it."""


def _head(name: str) -> Iterator[str]:
    """What stands at the top of a draft, in lines."""
    yield noted(
        "A draft of the figures of {name}. Nothing of it is in the data: kzstats add takes it over "
        "as a whole, or says what is in the way.",
        name=name,
    )
    yield ""
    yield noted(
        "“?” is open. Where lines above it begin with “# choose”, take the # from the one that is "
        "right: it then stands in its place."
    )
    yield noted(
        "Else write what belongs there; the words behind # say from what. A figure that is to be "
        "left out gets a line {line}, with a reason:",
        line="skip: REASON",
    )
    yield ", ".join(get_args(SkipReason))


def draft_text(
    draft: Draft, source: Source, entry: Mapping[str, Any] | None, say: Say = str
) -> str:
    """The draft as a file; ``entry`` is the source's own where the data have none yet."""
    lines = [f"# {say(line)}".rstrip() for line in _head(draft.source)]
    lines += ["", f"draft: {draft.source}", f"text_sha256: {source.text_sha256}"]
    if entry is not None:
        lines += ["", "sources:", *_block({draft.source: entry}, 1, say)]
    if draft.dimensions:
        lines += ["", "dimensions:"]
        lines += [line for one in draft.dimensions.items() for line in mapping_lines(*one)]
    if draft.metrics:
        lines += ["", *_metrics(draft, say)]
    ready = sum(one.ready for one in draft.candidates)
    counted = noted(
        "Figures: {n}; of them with nothing open: {ready}.", n=len(draft.candidates), ready=ready
    )
    lines += ["", f"# {say(counted)}", "records:" if draft.candidates else "records: []"]
    for one in draft.candidates:
        lines += _record(one, say)
    others = noted("The other numbers of the article, and why they are no figures.")
    lines += ["", f"# {say(others)}", "skipped:" if draft.left else "skipped: []"]
    for left in draft.left:
        said = f"  - {flow({'source': draft.source, 'quote': left.quote, 'reason': left.reason})}"
        lines.append(f"{said}  # {say(left.note)}" if left.note else said)
    return "\n".join(lines) + "\n"


def _metrics(draft: Draft, say: Say) -> Iterator[str]:
    """The new metrics, each with the phrases of its figures above it."""
    told = noted(
        "New metrics, since none in the data has these words. Rename them, or take one that is "
        "there."
    )
    yield f"# {say(told)}"
    yield "metrics:"
    for name, sketch in draft.metrics.items():
        says = "; ".join(
            _shown(one.fields["quote"]) for one in draft.candidates if one.fields["metric"] == name
        )
        block = list(_block({name: sketch}, 1, say))
        yield f"  # {say(noted('of {words}', words=says))}"[:WIDTH]
        yield block[0]
        yield from choosing_lines(draft.titles.get(name, ()), "title")
        yield from block[1:]


def _record(one: Candidate, say: Say) -> Iterator[str]:
    """A candidate with what the checks say above it, and what is said of each part at its line."""
    checked = f": {say(one.notes['check'])}" if "check" in one.notes else ""
    yield "  " + re.sub(r"\s+", " ", f"# {_shown(one.fields['quote'])}{checked}")
    for number, (part, value) in enumerate(one.fields.items()):
        yield from choosing_lines(one.choices.get(part, ()), part, say)
        said = f"{'  - ' if not number else '    '}{part}: {flow(value)}"
        note = say(one.notes.get(part, ""))
        yield f"{said}  # {note}" if note else said


def _shown(quote: object) -> str:
    return f"“{quote}”"


def _block(entry: Mapping[str, Any], depth: int, say: Say = str) -> Iterator[str]:
    """A mapping in lines; what is deeper than a level stands in one."""
    for key, value in entry.items():
        if isinstance(value, Mapping) and depth < 2:
            yield f"{'  ' * depth}{scalar(key)}:"
            yield from _block(value, depth + 1, say)
        else:
            words = noted("what is counted, and where")
            note = f"  # {say(words)}" if key == "title" and OPEN in flow(value) else ""
            yield f"{'  ' * depth}{scalar(key)}: {flow(value)}{note}"


def choosing_lines(
    choices: Iterable[Mapping[str, Any]], part: str, say: Say = str
) -> Iterator[str]:
    """The lines that propose something for a part of an entry, as ``choosing`` reads them."""
    for one in choices:
        proposed = {name: value for name, value in one.items() if name != REMARK}
        remark = f"  # {say(one[REMARK])}" if REMARK in one else ""
        yield f"    # choose {part}: {flow(proposed)}{remark}"


def flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A text, a whole number, true or false as YAML has it, in quotes wherever a reader might take
    it for anything else.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    said = str(value)
    if _PLAIN.fullmatch(said) and said.lower() not in _TRAPS:
        return said
    return json.dumps(said, ensure_ascii=False)


def entry_lines(fields: Mapping[str, Any]) -> list[str]:
    """A record or another entry of a list as the data have it: in brackets, in lines of at most
    :data:`WIDTH` where its parts allow.
    """
    lines, line = [], "  - {"
    for number, (part, value) in enumerate(fields.items()):
        said = f"{scalar(part)}: {flow(value)}"
        last = number + 1 == len(fields)
        piece = said + ("}" if last else ",")
        if line.strip() not in ("- {", "") and len(line) + 1 + len(piece) > WIDTH:
            lines.append(line.rstrip())
            line = "     "
        line += piece if line.endswith(("{", "     ")) else f" {piece}"
    return [*lines, line]


def mapping_lines(name: str, entry: Mapping[str, Any]) -> list[str]:
    """An entry of a mapping at the top as the data have it."""
    return list(_block({name: entry}, 1))


def opened(
    values: Mapping[str, Any], above: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """The steps to each place of a draft that is open."""
    pairs: Iterable[tuple[Any, Any]] = (
        values.items() if isinstance(values, Mapping) else enumerate(values)
    )
    for step, value in pairs:
        if isinstance(value, Mapping | list):
            yield from opened(value, (*above, step))  # type: ignore[arg-type]  # a list goes by its places
        elif value == OPEN:
            yield (*above, step)

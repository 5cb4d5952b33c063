"""YAML to plain values: mappings, lists, texts, whole numbers, true and false, or all that is wrong
with the writing.

The text is read by walking libyaml's events and building plain values from them: that sees repeated
keys, aliases, tags, depth and the style of each scalar as they pass, and costs a fraction of
PyYAML's own construction.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import yaml

from kzstats.dataset.complaints import Complaints, DataError, Problem
from kzstats.dataset.lines import where
from kzstats.files import LARGEST

_DEEPEST = 12
_WIDEST = 1000
"""How many keys or entries anything but the lists and mappings at the top may have."""
_LONGEST_TRAP = 100
# Characters that a reader cannot see, or takes for a space, or that turn the order of the text
# around them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u206a-\u206f\u2800\u3164\uffa0\U000e0000-\U000e0fff]+"
)
# What YAML 1.1 makes of a plain scalar that looks like words or a number.
_INTEGER = re.compile(r"0|[1-9][0-9]*")
_TRAPS = (
    (
        re.compile(r"True|TRUE|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"),
        "means true or false to YAML",
    ),
    (re.compile(r"[-+]?0[0-7_]+"), "is an octal number to some readers of YAML"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"), "is a number in another base to YAML"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"), "is a date to YAML"),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"),
        "is a number to the base 60 to YAML",
    ),
    (
        re.compile(r"[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)[eE][-+]?[0-9]+"),
        "is a number to some readers of YAML and text to others",
    ),
    (
        re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9_]+|[0-9][0-9_]*)|[-+][0-9]+"),
        "is a number to YAML, which may lose digits",
    ),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "is no finite number"),
)


def decoded(content: bytes, name: str) -> str:
    """The text of a data file; raises :class:`DataError` where it is no UTF-8, empty, too large, or
    holds hidden characters.
    """

    def refuse(what: str, line: int = 1) -> DataError:
        return DataError([Problem(name, line, "file", what)])

    if len(content) > LARGEST:
        raise refuse(
            f"is larger than {LARGEST // 1_000_000} MB (split it, or is it the right file?)"
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(
            "is not UTF-8 (save it as UTF-8, without other encodings inside)", line
        ) from None
    if not text.strip():
        raise refuse("is empty (it needs sources, metrics and records)")
    complaints, line, seen = Complaints(name, text), 1, 0
    for found in _HIDDEN.finditer(text):
        if not complaints.full:
            line, seen = line + text.count("\n", seen, found.start()), found.start()
        complaints.add(line, lambda: "file", partial(_hidden, found.group()))
    if complaints.count:
        raise complaints.error()
    return text


def _hidden(run: str) -> str:
    code = f"U+{ord(run[0]):04X}"
    called = (
        f"the hidden character {code}"
        if len(run) == 1
        else f"{len(run):,} hidden characters in a row, the first {code}"
    )
    return f"holds {called} (delete it)"


class Plain:
    """Builds mappings, lists, texts, whole numbers and true/false from libyaml's events.

    The only object here with a changing state: where it stands in the document, and what it found
    wrong.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.complaints = Complaints(name, text)
        self.scalars: dict[str, Any] = {}
        self.entries: dict[
            int, list[int]
        ] = {}  # the lines of the entries of each list at the top, by the list's identity
        # whether what was built stops short of the file, so that nothing more can be said of it
        self.broken = False

    def value(self) -> Any:
        """The document's value; raises :class:`DataError` where no value can be had, and keeps
        lesser problems in ``complaints``.
        """
        loader = yaml.CSafeLoader(self.text)
        try:
            root = self._document(loader)
        except yaml.YAMLError as error:
            line, what = _syntax_problem(error, self.text)
            self.complaints.add(line, lambda: "YAML", lambda: what)
            self.broken = True
        finally:
            loader.dispose()
            self.scalars.clear()
        if self.complaints.count and (
            self.broken or self.complaints.full or not isinstance(root, dict)
        ):
            raise self.complaints.error()
        return root

    def _complain(self, event: Any, where: Callable[[], str], what: str) -> None:
        self.complaints.add(event.start_mark.line + 1, where, lambda: what)

    def _document(self, loader: Any) -> Any:  # noqa: C901 - one loop over the events, which all move where it stands
        """The one document.

        ``stack`` holds the open collections, ``key`` the key that waits for its value.
        """
        scalar_event, mapping_event, sequence_event = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        mapping_end, sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
        next_event = loader.get_event
        scalars, escapes = self.scalars, "\\" in self.text
        root: Any = None
        stack: list[tuple[Any, str | None]] = []
        holder: Any = None
        key: str | None = None
        documents = 0
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is scalar_event:
                said: Any = event.value
                if event.tag is not None or event.anchor is not None:
                    self._tagged(event)
                if escapes and (
                    _HIDDEN.search(said) or "\r" in said
                ):  # a true end of a line is none any more here
                    self._complain(
                        event,
                        _place(stack, holder, key),
                        "holds a hidden character, written as an escape (delete it)",
                    )
                if type(holder) is dict and key is None:
                    if said in holder:
                        self._complain(
                            event,
                            _place(stack, holder, said),
                            "stands twice in its mapping (keep one; the other would be lost)",
                        )
                    key = said
                    holder[said] = None
                    continue
                if event.implicit[0]:
                    try:
                        said = scalars[said]
                    except KeyError:
                        said = self._resolved(event, said, stack, holder, key)
            elif kind is mapping_end or kind is sequence_end:
                if len(holder) > _WIDEST and len(stack) != 2:
                    self._complain(
                        event,
                        _place(stack, holder, None),
                        f"has more than {_WIDEST} keys or entries (check the indentation above)",
                    )
                    self.broken = True
                    break
                holder, key = stack.pop()
                continue
            elif kind is mapping_event or kind is sequence_event:
                if event.tag is not None or event.anchor is not None:
                    self._tagged(event)
                if type(holder) is dict and key is None:
                    self._complain(
                        event,
                        _place(stack, holder, None),
                        "has a list or mapping as a key (a key is one word; is a value that "
                        "starts with { or [ unquoted?)",
                    )
                    self.broken = True
                    break
                said = {} if kind is mapping_event else []
                if len(stack) > _DEEPEST:
                    self._complain(
                        event,
                        _place(stack, holder, key),
                        f"is nested more than {_DEEPEST} deep (check the brackets and the "
                        f"indentation)",
                    )
                    self.broken = True
                    break
                if type(holder) is dict:
                    holder[key] = said
                elif type(holder) is list:
                    holder.append(said)
                    if len(stack) == 2:
                        self.entries.setdefault(id(holder), []).append(event.start_mark.line + 1)
                else:
                    root = said
                stack.append((holder, None))
                holder, key = said, None
                continue
            elif kind is yaml.AliasEvent:
                self._complain(
                    event,
                    _place(stack, holder, key),
                    f"*{event.anchor[:80]} repeats another place (write its words out; aliases "
                    f"are not read)",
                )
                said = None
                self.broken = True
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._complain(
                        event, lambda: "file", "holds a second document (remove the line ---)"
                    )
                    self.broken = True
                    break
                continue
            else:
                continue
            if type(holder) is dict:
                holder[key] = said
                key = None
            elif type(holder) is list:
                holder.append(said)
            else:
                root = said
        return root

    def _tagged(self, event: Any) -> None:
        mark = f"&{event.anchor[:80]}" if event.anchor is not None else ascii(event.tag[:80])[1:-1]
        if event.tag == "!" and event.anchor is None:
            return
        self._complain(
            event,
            lambda: "file",
            f"{mark} is a tag or an anchor, which are not read (remove it, or quote the text that "
            f"begins with it)",
        )

    def _resolved(self, event: Any, said: str, stack: Any, holder: Any, key: str | None) -> Any:
        """A plain scalar as text, whole number, true, false or nothing, or a complaint about a
        trap.
        """
        resolved: Any = said
        if _INTEGER.fullmatch(said):
            resolved = int(said) if len(said) < 20 else said
        elif said in ("true", "false"):
            resolved = said == "true"
        elif said in ("", "~", "null", "Null", "NULL"):
            self._complain(
                event, _place(stack, holder, key), "has no value (write one, or remove the key)"
            )
        elif (
            len(said) <= _LONGEST_TRAP
            # what is longer is no slip of a pen, and some of the patterns would look through it
            # again and again
        ):
            for trap, what in _TRAPS:
                if trap.fullmatch(said):
                    self._complain(
                        event, _place(stack, holder, key), f'{said} {what} (quote it: "{said}")'
                    )
                    break
        if not self.complaints.count:
            self.scalars[said] = resolved
        return resolved


def _place(stack: list[tuple[Any, str | None]], holder: Any, key: str | None) -> Callable[[], str]:
    return lambda: _path(stack, holder, key)


def _path(stack: list[tuple[Any, str | None]], holder: Any, key: str | None) -> str:
    """Where an event stands, in the words that model errors use too:
    ``records.offences-2014.value``.
    """
    steps: list[str | int] = []
    holders = [entry[0] for entry in stack[1:]] + [holder]
    for outer, inner in itertools.pairwise(holders):
        if type(outer) is dict:
            steps += [str(name) for name, value in outer.items() if value is inner][-1:]
        elif type(outer) is list:
            steps.append(len(outer) - 1)
    if key is not None:
        steps.append(key)
    return where(tuple(steps), holders[0])


def _syntax_problem(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """The line of a slip in the writing, and what it is."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.splitlines()
    line = min(mark.line, len(lines) - 1) if mark else 0
    context = getattr(error, "context_mark", None)
    near = [
        lines[number][:1000]
        for number in {line, min(context.line, line) if context else line, max(line - 1, 0)}
    ]
    what = " ".join(
        part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part
    ) or str(error)
    if any(re.search(r":\s*[>|][=0-9]", words) for words in near):
        hint = 'a value that begins with > starts a block of text in YAML: quote it: ">30"'
    elif any("\t" in words for words in near):
        hint = "indent with spaces, not tabs"
    elif any(re.search(r":\s*[%@`&*!]", words) for words in near):
        hint = "quote the text that begins with % @ ` & * or !"
    elif "mapping values" in what or any(re.search(r":\s[^\"'{\[]*:\s", words) for words in near):
        hint = "quote the text that holds a colon, and check the indentation"
    else:
        hint = "check quotes, brackets, commas and indentation here and just above"
    return line + 1, f"{what} ({hint})"

"""YAML to a valid :class:`~kzstats.model.Dataset`, or one :class:`DataError` with every problem.

The text is read by walking libyaml's events and building plain values from them: that sees repeated
keys, aliases, tags, depth and the style of each scalar as they pass, and costs a fraction of PyYAML's
own construction. Lines of the model's complaints are looked up only when there are any.
"""

from __future__ import annotations

import gc
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from kzstats.model import FORMS, Dataset, Document, Record

_DEEPEST = 12
_LARGEST = 200_000_000

# Characters that a reader cannot see or that turn the order of the text around them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

# What YAML 1.1 makes of a plain scalar that looks like words or a number.
_INTEGER = re.compile(r"0|[1-9][0-9]*")
_TRAPS = (
    (re.compile(r"True|TRUE|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"), "means true or false to YAML"),
    (re.compile(r"[-+]?0[0-7_]+"), "is an octal number to some readers of YAML"),
    (re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"), "is a number in another base to YAML"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"), "is a date to YAML"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "is a number to the base 60 to YAML"),
    (re.compile(r"[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)[eE][-+]?[0-9]+"), "is a number to some readers of YAML and text to others"),
    (re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9_]+|[0-9][0-9_]*)|[-+][0-9]+"), "is a number to YAML, which may lose digits"),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "is no finite number"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to try, for the person who edits the file."""

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        """``file:line: where: what is wrong (what to try)``."""
        return f"{self.file}:{self.line}: {self.where}: {self.what}"


class DataError(Exception):
    """The data file is not valid; ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their lines."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(map(str, self.problems)))


def load(path: str | Path) -> Dataset:
    """Read and check a data file.

    Raises :class:`DataError` with all problems at once; nothing of a file that has one is used.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise DataError([Problem(name, 1, "file", f"cannot be read: {error.strerror or error} (check the path and its permissions)")]) from None
    return read(content, name)


def read(content: bytes, name: str = "metrics.yaml") -> Dataset:
    """Check the content of a data file; ``name`` is what the problems call it."""
    text = _decoded(content, name)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and the collector's passes make a long file cost more than its length
    try:
        reading = _Plain(text, name)
        plain, problems = reading.value(), reading.problems
        try:
            document = Document.model_validate(plain)
        except ValidationError as error:
            told = {(problem.line, problem.where.rpartition(".")[2]) for problem in problems}
            further = _model_problems(error, plain, text, name) + _dangling(plain, text, name)
            problems += [problem for problem in further if (problem.line, problem.where.rpartition(".")[2]) not in told]
        if problems:
            raise DataError(problems)
    finally:
        if collecting:
            gc.enable()
    return _linked(document, text, name, tuple(reading.entries[id(plain["records"])]))


def _decoded(content: bytes, name: str) -> str:
    def refuse(what: str, line: int = 1) -> DataError:
        return DataError([Problem(name, line, "file", what)])

    if len(content) > _LARGEST:
        raise refuse(f"is larger than {_LARGEST // 1_000_000} MB (split it, or is it the right file?)")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse("is not UTF-8 (save it as UTF-8, without other encodings inside)", line) from None
    if not text.strip():
        raise refuse("is empty (it needs sources, metrics and records)")
    problems = [
        Problem(name, text.count("\n", 0, found.start()) + 1, "file", f"holds the hidden character U+{ord(found.group()):04X} (delete it)")
        for found in _HIDDEN.finditer(text)
    ]
    if problems:
        raise DataError(problems[:20])
    return text


class _Plain:
    """Builds mappings, lists, texts, whole numbers and true/false from libyaml's events.

    The only object here with a changing state: where it stands in the document, and what it found wrong.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.problems: list[Problem] = []
        self.scalars: dict[str, Any] = {}
        self.entries: dict[int, list[int]] = {}  # the lines of the entries of each list at the top, by the list's identity
        self.broken = False  # whether what was built stops short of the file, so that nothing more can be said of it

    def value(self) -> Any:
        loader = yaml.CSafeLoader(self.text)
        try:
            root = self._document(loader)
        except yaml.YAMLError as error:
            self.problems.append(_syntax_problem(error, self.text, self.name))
            self.broken = True
        finally:
            loader.dispose()
        if self.problems and (self.broken or not isinstance(root, dict)):
            raise DataError(self.problems)
        return root

    def _complain(self, event: Any, where: str, what: str) -> None:
        self.problems.append(Problem(self.name, event.start_mark.line + 1, where, what))

    def _document(self, loader: Any) -> Any:
        """The one document. ``stack`` holds the open collections, ``key`` the key that waits for its value."""
        scalar_event, mapping_event, sequence_event = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
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
                if escapes and _HIDDEN.search(said):
                    self._complain(event, _path(stack, holder, key), "holds a hidden character, written as an escape (delete it)")
                if type(holder) is dict and key is None:
                    if said in holder:
                        self._complain(event, _path(stack, holder, said), "stands twice in its mapping (keep one; the other would be lost)")
                    key = said
                    holder[said] = None
                    continue
                if event.implicit[0]:
                    try:
                        said = scalars[said]
                    except KeyError:
                        said = self._resolved(event, said, stack, holder, key)
            elif kind is mapping_end or kind is sequence_end:
                holder, key = stack.pop()
                continue
            elif kind is mapping_event or kind is sequence_event:
                if event.tag is not None or event.anchor is not None:
                    self._tagged(event)
                if type(holder) is dict and key is None:
                    self._complain(
                        event,
                        _path(stack, holder, None),
                        "has a list or mapping as a key (a key is one word; is a value that starts with { or [ unquoted?)",
                    )
                    self.broken = True
                    break
                said = {} if kind is mapping_event else []
                if len(stack) > _DEEPEST:
                    self._complain(event, _path(stack, holder, key), f"is nested more than {_DEEPEST} deep (check the brackets and the indentation)")
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
                self._complain(event, _path(stack, holder, key), f"*{event.anchor} repeats another place (write its words out; aliases are not read)")
                said = None
                self.broken = True
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._complain(event, "file", "holds a second document (remove the line ---)")
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
        mark = f"&{event.anchor}" if event.anchor is not None else ascii(event.tag)[1:-1]
        if event.tag == "!" and event.anchor is None:
            return
        self._complain(event, "file", f"{mark} is a tag or an anchor, which are not read (remove it, or quote the text that begins with it)")

    def _resolved(self, event: Any, said: str, stack: Any, holder: Any, key: str | None) -> Any:
        """A plain scalar as text, whole number, true, false or nothing, or a complaint about a trap."""
        resolved: Any = said
        if _INTEGER.fullmatch(said):
            resolved = int(said) if len(said) < 20 else said
        elif said in ("true", "false"):
            resolved = said == "true"
        elif said in ("", "~", "null", "Null", "NULL"):
            self._complain(event, _path(stack, holder, key), "has no value (write one, or remove the key)")
        else:
            for trap, what in _TRAPS:
                if trap.fullmatch(said):
                    self._complain(event, _path(stack, holder, key), f'{said} {what} (quote it: "{said}")')
                    break
        if not self.problems:
            self.scalars[said] = resolved
        return resolved


def _path(stack: list[tuple[Any, str | None]], holder: Any, key: str | None) -> str:
    """Where an event stands, in the words that model errors use too: ``records.offences-2014.value``."""
    steps: list[str | int] = []
    holders = [entry[0] for entry in stack[1:]] + [holder]
    for outer, inner in itertools.pairwise(holders):
        if type(outer) is dict:
            steps += [str(name) for name, value in outer.items() if value is inner][-1:]
        elif type(outer) is list:
            steps.append(len(outer) - 1)
    if key is not None:
        steps.append(key)
    return _where(tuple(steps), holders[0])


def _where(steps: tuple[str | int, ...], plain: Any) -> str:
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
            names.append(called if isinstance(called, str) else f"{step + 1}")
        else:
            names.append(step if step.isprintable() and step.strip() else ascii(step))
    return ".".join(names) or "file"


def _syntax_problem(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.splitlines()
    line = min(mark.line, len(lines) - 1) if mark else 0
    context = getattr(error, "context_mark", None)
    near = [lines[number] for number in {line, min(context.line, line) if context else line, max(line - 1, 0)}]
    what = " ".join(part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part) or str(error)
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
    return Problem(name, line + 1, "YAML", f"{what} ({hint})")


def _model_problems(error: ValidationError, plain: Any, text: str, name: str) -> list[Problem]:
    lines = _Lines(text)
    problems = []
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and found["input"]:
            continue  # entries there are; what is wrong with each is told
        steps = found["loc"][:-1] if found["type"] != "extra_forbidden" and found["loc"][-1:] == ("[key]",) else found["loc"]
        problems.append(Problem(name, lines.of(steps), _where(steps, plain), _sentence(found, steps)))
    return problems


def _sentence(found: Any, steps: tuple[str | int, ...]) -> str:
    """The model's complaint in words; what pydantic says of itself where no words are kept here."""
    kind, said, context = found["type"], found.get("input"), found.get("ctx", {})
    match kind:
        case "form":
            return str(found["msg"])
        case "missing":
            return "is missing (add it)"
        case "extra_forbidden":
            return f"is an unknown key ({_nearest(str(steps[-1]), _keys_beside(steps))})"
        case "string_pattern_mismatch":
            if isinstance(said, str) and len(said.split()) > 12 and "phrase" in FORMS[context["pattern"]]:
                return f"has {len(said.split())} words (at most twelve: the words that hold the number, never a whole sentence)"
            return f"{said!r} {FORMS[context['pattern']]}"
        case "string_type":
            written = str(said).lower()  # true and false as YAML has them
            return f'{written} is not text (quote it: "{written}")' if isinstance(said, int | float) else "is not text (write words)"
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return f"{said!r} is not known ({_nearest(str(said), allowed)})"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters (shorten it)"
        case "bool_type":
            return f"{said!r} is neither true nor false (write one of them, without quotes)"
        case "too_short":
            return "is empty (it needs at least one entry)"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "is not a mapping (write keys and values)"
        case "tuple_type" | "list_type":
            return "is not a list (begin each entry with a hyphen)"
    return str(found["msg"])


def _keys_beside(steps: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand where an unknown one was found, from the models themselves."""
    model: Any = Document
    for step in steps[:-1]:
        if isinstance(model, type) and issubclass(model, BaseModel):
            model = model.model_fields[str(step)].annotation
            model = model if get_origin(model) in (dict, tuple) else _model_within(model)
        else:
            model = _model_within(model)  # a step into a mapping or a list: an id or a place
    return list(model.model_fields)


def _model_within(annotation: Any) -> Any:
    return next(inner for inner in _inner(annotation) if isinstance(inner, type) and issubclass(inner, BaseModel))


def _inner(annotation: Any) -> Iterable[Any]:
    yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inner(argument)


def _nearest(said: str, known: Iterable[str]) -> str:
    known = sorted(known)
    if close := get_close_matches(said, known, n=1, cutoff=0.6):
        return f"did you mean {close[0]}?"
    return f"known: {', '.join(known)}" if len(known) <= 12 else f"known: {', '.join(known[:12])} and {len(known) - 12} more"


class _Lines:
    """The lines of places in the file, found by composing it once, when the first is asked for."""

    def __init__(self, text: str) -> None:
        self._compose = cache(lambda: yaml.compose(text, Loader=yaml.CSafeLoader))

    def of(self, steps: tuple[str | int, ...]) -> int:
        """The line of a place; of an unknown key its own, of a missing key its parent's."""
        node = self._compose()
        line = node.start_mark.line if node is not None else 0
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                entry = next((entry for entry in node.value if entry[0].value == step), None)
                if entry is None:
                    break
                line, node = entry[0].start_mark.line, entry[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
            else:
                break
        return int(line) + 1


def _linked(document: Document, text: str, name: str, places: tuple[int, ...]) -> Dataset:
    """The document as a dataset, once every id leads somewhere and every figure fits its metric."""
    lines = _Lines(text)
    problems: list[Problem] = []

    def complain(what: str, *steps: str | int) -> None:
        where = [document.records[step].id if isinstance(step, int) and steps[0] == "records" else step for step in steps]
        words = ".".join(str(step + 1) if isinstance(step, int) else step for step in where)
        problems.append(Problem(name, lines.of(steps), words, what))

    sources, metrics = document.sources, document.metrics
    known: dict[str, Mapping[str, Any]] = {"source": sources, "metric": metrics}

    def look_up(kind: str, said: str, *steps: str | int) -> None:
        if said not in known[kind]:
            complain(f"{said!r} is not the id of a {kind} ({_nearest(said, known[kind])})", *steps, kind)

    for metric_id, metric in metrics.items():
        for place, change in enumerate(metric.breaks):
            look_up("source", change.source, "metrics", metric_id, "breaks", place)
        if metric.kind == "share" and metric.unit != "percent":
            complain("a share's unit is percent (write unit: percent, or is it another kind?)", "metrics", metric_id, "unit")
        if metric.kind not in ("flow", "amount") and metric.additive:
            complain(
                "only flows and amounts are added up, never shares, stocks, durations or the participants of different events (remove additive)",
                "metrics", metric_id, "additive",
            )  # fmt: skip
    records = document.records
    if len(ids := {record.id for record in records}) < len(records):
        first: dict[str, int] = {}
        for place, record in enumerate(records):
            if first.setdefault(record.id, place) != place:
                line = lines.of(("records", first[record.id], "id"))
                complain(
                    f"the id {record.id!r} is taken by line {line} (an id is a figure's permanent address: choose another)", "records", place, "id"
                )
    for place, record in enumerate(records):
        if record.source not in sources:
            look_up("source", record.source, "records", place)
        if record.metric not in metrics:
            look_up("metric", record.metric, "records", place)
        elif complaint := _misfit(record, metrics[record.metric].kind):
            complain(complaint[1], "records", place, complaint[0])
        if record.rank != "normal" and record.reason is None:
            complain(f"the rank {record.rank} has no reason (add reason: say why this figure does or does not lead)", "records", place, "rank")
    for place, unstated in enumerate(document.unstated):
        look_up("source", unstated.source, "unstated", place)
        look_up("metric", unstated.metric, "unstated", place)
        if unstated.metric in metrics and metrics[unstated.metric].kind != "event":
            complain("only an event can be reported without its number (name a metric of the kind event)", "unstated", place, "metric")
    for place, skipped in enumerate(document.skipped):
        look_up("source", skipped.source, "skipped", place)
    for skip, times in Counter((skipped.source, skipped.quote) for skipped in document.skipped).items():
        if times > 1:
            place = max(place for place, skipped in enumerate(document.skipped) if (skipped.source, skipped.quote) == skip)
            complain("is listed twice (keep one)", "skipped", place, "quote")
    for place, correction in enumerate(document.corrections):
        if correction.record not in ids:
            complain(f"{correction.record!r} is not the id of a record ({_nearest(correction.record, ids)})", "corrections", place, "record")
    if problems:
        raise DataError(problems)
    return Dataset(
        document.changed,
        MappingProxyType(sources),
        MappingProxyType(metrics),
        records,
        document.skipped,
        document.unstated,
        document.corrections,
        places,
    )


def _dangling(plain: Any, text: str, name: str) -> list[Problem]:
    """The ids of records that lead nowhere, in a document too broken to be linked as a whole."""
    lines, problems = _Lines(text), []
    records = plain.get("records") if isinstance(plain, dict) else None
    for place, record in enumerate(records if isinstance(records, list) else []):
        for kind in ("source", "metric") if isinstance(record, dict) else ():
            said: Any = record.get(kind)
            known: Any = plain.get(f"{kind}s")
            if isinstance(said, str) and isinstance(known, dict) and said not in known:
                steps = ("records", place, kind)
                problems.append(Problem(name, lines.of(steps), _where(steps, plain), f"{said!r} is not the id of a {kind} ({_nearest(said, known)})"))
    return problems


def _misfit(record: Record, kind: str) -> tuple[str, str] | None:
    """The field of a record that its metric's kind does not allow, and why."""
    value = record.value
    most = max(bound for bound in (value.value, value.low, value.high, 0) if bound is not None)
    if kind == "share" and (most > 100 or (most == 100 and value.comparator == ">")):
        return "value", "a share is over 100 percent (check the figure and the metric)"
    if kind in ("flow", "event") and record.inferred.period == "article_date":
        return (
            "inferred",
            f'a figure of the kind {kind} needs its own period ("as of the article\'s day" is for stocks, amounts, shares and durations)',
        )
    return None


def schema() -> Mapping[str, Any]:
    """The JSON schema of a data file, for editors; what it cannot say, :func:`read` still checks."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kzstats data file", **Document.model_json_schema()}

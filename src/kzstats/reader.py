"""YAML to a valid :class:`~kzstats.model.Dataset`, or one :class:`~kzstats.plain.DataError` with every problem.

Lines of the model's complaints are looked up only when there are any.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError

from kzstats.model import FORMS, Dataset, Document, Record
from kzstats.plain import LARGEST, DataError, Lines, Plain, Problem, decoded, where


def load(path: str | Path) -> Dataset:
    """Read and check a data file.

    Raises :class:`DataError` with all problems at once; nothing of a file that has one is used.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise DataError([Problem(name, 1, "file", f"cannot be read: {error.strerror or error} (check the path and its permissions)")]) from None
    return read(content, name)


def read(content: bytes, name: str = "metrics.yaml") -> Dataset:
    """Check the content of a data file; ``name`` is what the problems call it."""
    text = decoded(content, name)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and the collector's passes make a long file cost more than its length
    try:
        reading = Plain(text, name)
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


def _model_problems(error: ValidationError, plain: Any, text: str, name: str) -> list[Problem]:
    lines = Lines(text)
    problems = []
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and found["input"]:
            continue  # entries there are; what is wrong with each is told
        steps = found["loc"][:-1] if found["type"] != "extra_forbidden" and found["loc"][-1:] == ("[key]",) else found["loc"]
        problems.append(Problem(name, lines.of(steps), where(steps, plain), _sentence(found, steps)))
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


def _linked(document: Document, text: str, name: str, places: tuple[int, ...]) -> Dataset:
    """The document as a dataset, once every id leads somewhere and every figure fits its metric."""
    lines = Lines(text)
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
            for number, further in enumerate(change.further):
                if further not in sources:
                    hint = _nearest(further, sources)
                    complain(f"{further!r} is not the id of a source ({hint})", "metrics", metric_id, "breaks", place, "further", number)
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
    labels: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], str] = {}
    for place, record in enumerate(records):
        if record.label and record.label.code:
            label, code = record.label.en, record.label.code
            if (known_label := labels.setdefault((record.metric, code), label)) != label:
                complain(f"the code {code!r} stands for {known_label!r} already (choose another)", "records", place, "label", "code")
            if (known_code := codes.setdefault((record.metric, label), code)) != code:
                complain(f"{label!r} has the code {known_code!r} already (write the same)", "records", place, "label", "code")
        if record.source not in sources:
            look_up("source", record.source, "records", place)
        if record.metric not in metrics:
            look_up("metric", record.metric, "records", place)
        elif complaint := _misfit(record, metrics[record.metric].kind):
            complain(complaint[1], "records", place, complaint[0])
        if record.translation and not (into := record.translation.model_dump(exclude_none=True)):
            complain("names no language (add en, ru or kk, or remove it)", "records", place, "translation")
        elif record.translation and record.source in sources and (spoken := sources[record.source].language) in into:
            complain("the article is in this language (remove it: the quote needs no translation there)", "records", place, "translation", spoken)
        if record.area == "several" and record.note is None:
            complain("the area several has no note (add note: name the countries)", "records", place, "area")
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
    named = {source.publisher for source in sources.values()} | {record.said_by for record in records}
    for said in document.names:
        if said not in named:
            complain(f"is neither a publisher nor a speaker ({_nearest(said, named)})", "names", said)
    for place, correction in enumerate(document.corrections):
        if correction.record not in ids:
            complain(f"{correction.record!r} is not the id of a record ({_nearest(correction.record, ids)})", "corrections", place, "record")
    if problems:
        raise DataError(problems)
    return Dataset(
        document.changed,
        MappingProxyType(sources),
        MappingProxyType(metrics),
        MappingProxyType(document.names),
        records,
        document.skipped,
        document.unstated,
        document.corrections,
        places,
    )


def _dangling(plain: Any, text: str, name: str) -> list[Problem]:
    """The ids of records that lead nowhere, in a document too broken to be linked as a whole."""
    lines, problems = Lines(text), []
    records = plain.get("records") if isinstance(plain, dict) else None
    for place, record in enumerate(records if isinstance(records, list) else []):
        for kind in ("source", "metric") if isinstance(record, dict) else ():
            said: Any = record.get(kind)
            known: Any = plain.get(f"{kind}s")
            if isinstance(said, str) and isinstance(known, dict) and said not in known:
                steps = ("records", place, kind)
                problems.append(Problem(name, lines.of(steps), where(steps, plain), f"{said!r} is not the id of a {kind} ({_nearest(said, known)})"))
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

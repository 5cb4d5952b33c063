"""YAML to a valid :class:`~kzstats.dataset.model.Dataset`, or one :class:`~kzstats.dataset.yaml.DataError` with all that is wrong.

Lines of the model's complaints are looked up only when there are any.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from kzstats import files
from kzstats.dataset.forms import FORMS
from kzstats.dataset.model import Dataset, Document, Metric, Record, Source
from kzstats.dataset.vocabulary import TOPICS
from kzstats.dataset.yaml import Complaints, DataError, Plain, Problem, Steps, Written, decoded, lines_of, where
from kzstats.files import LARGEST

FOLDER: Final = "articles"
"""The folder beside the data file that may hold further ones."""
_PIECE = 100
_COMPARED = 1000


def load(path: str | Path) -> Dataset:
    """Read and check a data file, and those of the articles beside it.

    Raises :class:`DataError` with all problems at once; nothing of a file that has one is used.
    """
    found = paths(Path(path))
    contents: list[tuple[str, bytes]] = []
    for one in found:
        name = str(path) if one == found[0] else str(one)
        try:
            contents.append((name, files.read(one, LARGEST - sum(len(content) for _, content in contents))))
        except OSError as error:
            raise DataError([Problem(name, 1, "file", f"cannot be read: {error.strerror or error} (check the path and its permissions)")]) from None
    return read_all(contents)


def paths(data: Path) -> tuple[Path, ...]:
    """A data file, and ``articles/*.yaml`` beside it in the order of their names: all are read as one document."""
    try:
        further = sorted(one for one in (data.parent / FOLDER).iterdir() if one.suffix == ".yaml" and not one.name.startswith("."))
    except OSError:
        further = []  # there is no such folder
    return data, *further


def read(content: bytes, name: str = "metrics.yaml") -> Dataset:
    """Check the content of a data file; ``name`` is what the problems call it."""
    return read_all([(name, content)])


def read_all(contents: Sequence[tuple[str, bytes]]) -> Dataset:
    """Check the contents of some files as one document; each stands behind what the problems call it."""
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and the collector's passes make a long file cost more than its length
    try:
        readings, broken = _readings(contents)
        if broken:
            raise DataError([problem for error in broken for problem in error.problems], sum(error.count for error in broken))
        plain, written = (readings[0][1], None) if len(readings) == 1 else _merged(readings)
        complaints = readings[0][0].complaints if written is None else Complaints("", "", written)
        document = _document(plain, complaints)
        if document is None or complaints.count:
            raise complaints.error()
    finally:
        if collecting:
            gc.enable()
    places = tuple((reading.name, line) for reading, one in readings if one.get("records") for line in reading.entries[id(one["records"])])
    return _linked(document, Complaints(readings[0][0].name, readings[0][0].text, written), places)


def _readings(contents: Sequence[tuple[str, bytes]]) -> tuple[list[tuple[Plain, Any]], list[DataError]]:
    """Each file with its plain value, and what is wrong with the writing of those that are only further ones."""
    found: list[tuple[Plain, Any]] = []
    broken: list[DataError] = []
    for name, content in contents:
        try:
            reading = Plain(decoded(content, name), name)
            plain = reading.value()
            if len(contents) > 1 and (reading.complaints.count or not isinstance(plain, dict)):
                what = "is not a mapping (write keys and values)"
                raise reading.complaints.error() if reading.complaints.count else DataError([Problem(name, 1, "file", what)])
        except DataError as error:
            broken.append(DataError(error.problems, error.count))  # the one that was raised holds all that was at work, itself too
        else:
            found.append((reading, plain))
    return found, broken


def _merged(readings: Sequence[tuple[Plain, dict[str, Any]]]) -> tuple[dict[str, Any], Written]:
    """The files as one document: their lists behind each other, their mappings together, in which nothing may stand twice."""
    whole: dict[str, Any] = {}
    starts: dict[str, list[tuple[int, int]]] = {}
    owners: dict[str, dict[str, int]] = {}
    problems: list[Problem] = []

    def complain(place: int, steps: Steps, what: str) -> None:
        reading, plain = readings[place]
        problems.append(Problem(reading.name, lines_of(reading.text, [steps])[steps], where(steps, plain), what))

    first = readings[0][0].name
    for place, (_, plain) in enumerate(readings):
        for key, value in plain.items():
            if key not in whole and (isinstance(value, list | dict) or place == 0):
                whole[key] = list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value
                owners[key] = dict.fromkeys(value, place) if isinstance(value, dict) else {"": place}
                starts |= {key: [(0, place)]} if isinstance(value, list) else {}
            elif isinstance(value, list) and isinstance(whole.get(key), list):
                starts[key].append((len(whole[key]), place))
                whole[key] += value
            elif isinstance(value, dict) and isinstance(whole.get(key), dict):
                for name, entry in value.items():
                    if name not in whole[key]:
                        owners[key][name], whole[key][name] = place, entry
                    elif key != "names" or whole[key][name] != entry:
                        there = readings[owners[key][name]][0].name
                        complain(place, (key, name), f"stands in {there} too (keep one; an id is of one entry in all files)")
            else:
                complain(place, (key,), f"belongs into {first} alone, or is written otherwise there (remove it, or write it the same way)")
    if problems:
        raise DataError(problems)
    written = Written(tuple((reading.name, reading.text) for reading, _ in readings), {key: tuple(places) for key, places in starts.items()}, owners)
    return whole, written


def _document(plain: Any, complaints: Complaints) -> Document | None:
    """The plain values as models, long lists and mappings piece by piece: the model keeps all that it finds wrong at once."""
    given, found = dict(plain) if isinstance(plain, dict) else plain, complaints.count
    for key, kind in _long(plain).items():
        whole = plain[key]
        good: list[Any] = []
        for start in range(0, len(whole), _PIECE):
            piece = whole[start : start + _PIECE] if isinstance(whole, list) else dict(islice(whole.items(), start, start + _PIECE))
            try:
                good.append(kind.validate_python(piece))
            except ValidationError as error:
                _complain(error, plain, complaints, (key,), start if isinstance(whole, list) else 0)
        if complaints.count > found:
            good = []
        given[key] = [*chain.from_iterable(good)] if isinstance(whole, list) else dict(chain.from_iterable(piece.items() for piece in good))
    document = None
    try:
        document = Document.model_validate(given)
    except ValidationError as error:
        _complain(error, plain, complaints)
    if complaints.count > found:
        _dangling(plain, complaints)
    return document


def _long(plain: Any) -> dict[str, TypeAdapter[Any]]:
    """The lists and mappings at the top that are longer than a piece, with what reads one."""
    fields = Document.model_fields
    entries = plain.items() if isinstance(plain, dict) else ()
    long = [key for key, value in entries if key in fields and isinstance(value, list | dict) and len(value) > _PIECE]
    return {key: _pieces(key) for key in long if isinstance(plain[key], list) == (get_origin(fields[key].annotation) is tuple)}


@cache
def _pieces(key: str) -> TypeAdapter[Any]:
    kind: Any = Document.model_fields[key].annotation
    return TypeAdapter(kind)


def _complain(error: ValidationError, plain: Any, complaints: Complaints, above: Steps = (), start: int = 0) -> None:
    """Take what the model says is wrong; ``above`` leads to the piece that it was shown, which begins at ``start``."""
    if complaints.full and above:
        complaints.count += error.error_count()
        return
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and (found["input"] or (not above and found["loc"][0] in _long(plain))):
            continue  # entries there are; what is wrong with each is told
        steps = found["loc"][:-1] if found["type"] != "extra_forbidden" and found["loc"][-1:] == ("[key]",) else found["loc"]
        if above and steps and isinstance(steps[0], int):
            steps = (steps[0] + start, *steps[1:])
        place: Steps = (*above, *steps)
        complaints.add(place, partial(where, place, plain), partial(_sentence, found, place))


def _sentence(found: Any, steps: Steps) -> str:
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
            return f"{_shown(said)} {FORMS[context['pattern']]}"
        case "string_type":
            written = str(said).lower()  # true and false as YAML has them
            return f'{written} is not text (quote it: "{written}")' if isinstance(said, int | float) else "is not text (write words)"
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return f"{_shown(said)} is not known ({_nearest(str(said), allowed)})"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters (shorten it)"
        case "bool_type":
            return f"{_shown(said)} is neither true nor false (write one of them, without quotes)"
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


def _shown(said: Any) -> str:
    """What was said as a message repeats it."""
    return repr(said) if not isinstance(said, str) or len(said) <= 80 else f"{said[:80]!r}…"


def _nearest(said: str, known: Iterable[str]) -> str:
    """What may have been meant; of very many names only those are compared that stand near it in the alphabet."""
    ordered = sorted(known)
    close = bisect_left(ordered, said)
    compared = ordered if len(ordered) <= _COMPARED else ordered[max(close - _COMPARED // 2, 0) : close + _COMPARED // 2]
    if len(said) <= 200 and (found := get_close_matches(said, compared, n=1, cutoff=0.6)):
        return f"did you mean {found[0]}?"
    return f"known: {', '.join(ordered)}" if len(ordered) <= 12 else f"known: {', '.join(ordered[:12])} and {len(ordered) - 12} more"


def _linked(document: Document, complaints: Complaints, places: tuple[tuple[str, int], ...]) -> Dataset:
    """The document as a dataset, once every id leads somewhere and every figure fits its metric."""

    def complain(what: Callable[[], str], *steps: str | int) -> None:
        def called() -> str:
            names = [document.records[step].id if isinstance(step, int) and steps[0] == "records" else step for step in steps]
            return ".".join(str(step + 1) if isinstance(step, int) else step for step in names)

        complaints.add(steps, called, what)

    sources, metrics, records = document.sources, document.metrics, document.records
    known: dict[str, Mapping[str, Any]] = {"source": sources, "metric": metrics}
    known |= {"topic": dict.fromkeys((*TOPICS, *document.topics)), "dimension": document.dimensions}
    ordered = cache(lambda kind: sorted(known[kind]))
    for topic in document.topics:
        if topic in TOPICS:
            complain(lambda: "is a topic that has its name already (remove it, or choose another id)", "topics", topic)

    def look_up(kind: str, said: str, *steps: str | int) -> None:
        if said not in known[kind]:
            complain(lambda: f"{said!r} is not the id of a {kind} ({_nearest(said, ordered(kind))})", *steps, kind)

    for metric_id, metric in metrics.items():
        if metric.topic not in known["topic"]:
            words = f"{metric.topic!r} is not a topic ({_nearest(metric.topic, ordered('topic'))})"
            complain(partial(str, words), "metrics", metric_id, "topic")
        for place, dimension in enumerate(metric.dimensions):
            if dimension not in document.dimensions:
                words = f"{dimension!r} is not a dimension that the file declares ({_nearest(dimension, ordered('dimension'))})"
                complain(partial(str, words), "metrics", metric_id, "dimensions", place)
        for place, change in enumerate(metric.breaks):
            look_up("source", change.source, "metrics", metric_id, "breaks", place)
            for number, further in enumerate(change.further):
                if further not in sources:
                    complain(partial(_unknown, further, sources), "metrics", metric_id, "breaks", place, "further", number)
        if metric.kind == "share" and metric.unit != "percent":
            complain(lambda: "a share's unit is percent (write unit: percent, or is it another kind?)", "metrics", metric_id, "unit")
        if metric.additive and not metric.rules.summed:
            words = "only flows and amounts are added up, never shares, stocks, durations or the participants of different events (remove additive)"
            complain(partial(str, words), "metrics", metric_id, "additive")
    if len(ids := {record.id for record in records}) < len(records):
        first: dict[str, int] = {}
        for place, record in enumerate(records):
            if first.setdefault(record.id, place) != place:
                complain(partial(_taken, record.id, places[first[record.id]], places[place]), "records", place, "id")
    labels: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], str] = {}
    for place, record in enumerate(records):
        if record.label and record.label.code:
            label, code = record.label.en, record.label.code
            if (known_label := labels.setdefault((record.metric, code), label)) != label:
                complain(partial(str, f"the code {code!r} stands for {known_label!r} already (choose another)"), "records", place, "label", "code")
            if (known_code := codes.setdefault((record.metric, label), code)) != code:
                complain(partial(str, f"{label!r} has the code {known_code!r} already (write the same)"), "records", place, "label", "code")
        if record.source not in sources:
            look_up("source", record.source, "records", place)
        if record.metric not in metrics:
            look_up("metric", record.metric, "records", place)
        elif complaint := _misfit(record, metrics[record.metric]):
            complain(partial(str, complaint[1]), "records", place, complaint[0])
        for dimension, code in record.dimensions if record.metric in metrics else ():
            if refused := _limited(document, metrics[record.metric], dimension, code):
                complain(partial(str, refused), "records", place, "dimensions", dimension)
        if record.source in sources and (unsaid := _unsaid(record, sources[record.source])):
            complain(partial(str, unsaid[1]), "records", place, unsaid[0])
        if record.translation and not (into := record.translation.model_dump(exclude_none=True)):
            complain(lambda: "names no language (add en, ru or kk, or remove it)", "records", place, "translation")
        elif record.translation and record.source in sources and (spoken := sources[record.source].language) in into:
            words = "the article is in this language (remove it: the quote needs no translation there)"
            complain(partial(str, words), "records", place, "translation", spoken)
        if record.area == "several" and record.note is None:
            complain(lambda: "the area several has no note (add note: name the countries)", "records", place, "area")
        if record.status != "A" and record.reason is None:
            why = f"the status {record.status} has no reason (add reason: say why the figure has it)"
            complain(partial(str, why), "records", place, "status")
        if record.rank != "normal" and record.reason is None:
            why = f"the rank {record.rank} has no reason (add reason: say why this figure does or does not lead)"
            complain(partial(str, why), "records", place, "rank")
    for place, unstated in enumerate(document.unstated):
        look_up("source", unstated.source, "unstated", place)
        look_up("metric", unstated.metric, "unstated", place)
        if unstated.metric in metrics and not metrics[unstated.metric].rules.attended:
            complain(lambda: "only an event can be reported without its number (name a metric of the kind event)", "unstated", place, "metric")
    seen: dict[tuple[str, str], int] = {}
    for place, skipped in enumerate(document.skipped):
        look_up("source", skipped.source, "skipped", place)
        if seen.setdefault((skipped.source, skipped.quote), place) != place:
            complain(lambda: "is listed twice (keep one)", "skipped", place, "quote")
    named = {source.publisher for source in sources.values()} | {record.said_by for record in records}
    named |= {record.producer for record in records if record.producer}
    known["publisher or speaker"] = dict.fromkeys(named)
    for said in document.names:
        if said not in named:
            complain(lambda said=said: f"is neither a publisher nor a speaker ({_nearest(said, ordered('publisher or speaker'))})", "names", said)  # type: ignore[misc]
    known["record"] = dict.fromkeys(ids)
    for place, record in enumerate(records):
        for refused in _against(record, known["record"]):
            complain(partial(str, refused), "records", place, "against")
    for place, correction in enumerate(document.corrections):
        look_up("record", correction.record, "corrections", place)
    added: dict[str, date] = {}
    for place, addition in enumerate(document.additions):
        for number, name in enumerate(addition.records):
            if name not in ids:
                complain(partial(_unheard_of, name, known["record"]), "additions", place, "records", number)
            elif name in added:
                complain(partial(str, f"{name!r} was added on {added[name]} already (keep the first day)"), "additions", place, "records", number)
            else:
                added[name] = addition.date
    if complaints.count:
        raise complaints.error()
    return Dataset(
        document.changed,
        MappingProxyType(sources),
        MappingProxyType(document.topics),
        MappingProxyType(document.dimensions),
        MappingProxyType(metrics),
        MappingProxyType(document.names),
        records,
        document.skipped,
        document.unstated,
        document.corrections,
        document.additions,
        tuple(line for _, line in places),
        tuple(name for name, _ in places),
    )


def _limited(document: Document, metric: Metric, dimension: str, code: str) -> str:
    """What is wrong with what a record is limited to; nothing where it is one of its metric's dimensions, with a code that is declared."""
    if dimension not in metric.dimensions:
        has = _nearest(dimension, metric.dimensions) if metric.dimensions else "it has none: give the metric dimensions"
        return f"{dimension!r} is not a dimension of the metric ({has})"
    codes = document.dimensions[dimension].codes if dimension in document.dimensions else {}
    return "" if code in codes or not codes else f"{code!r} is not a code of the dimension {dimension} ({_nearest(code, codes)})"


def _against(record: Record, records: Mapping[str, Any]) -> Iterable[str]:
    """What is wrong with the figures that a record is said not to fit."""
    for place, name in enumerate(record.against):
        if name not in records:
            yield _unheard_of(name, records)
        elif name == record.id:
            yield "names the figure itself (name another one)"
        elif name in record.against[:place]:
            yield f"names {name!r} twice (keep one)"
        elif record.reason is None:
            yield "has no reason (add reason: say why the two figures do not fit each other)"


def _unsaid(record: Record, source: Source) -> tuple[str, str] | None:
    """What a record lacks, or has too much, whose words are not on record."""
    if record.quote is not None:
        return None
    if source.text_sha256 is not None:
        return "quote", "is missing (add it: the article has an archived text, so that its words are to be had)"
    for part in ("translation", "prefix", "suffix", "context", "confirmed"):
        if getattr(record, part) is not None:
            return part, "belongs to a quote, and the record has none (add the quote, or remove it)"
    return None


def _unknown(said: str, sources: Mapping[str, Any]) -> str:
    return f"{said!r} is not the id of a source ({_nearest(said, sources)})"


def _unheard_of(said: str, records: Mapping[str, Any]) -> str:
    return f"{said!r} is not the id of a record ({_nearest(said, records)})"


def _taken(name: str, by: tuple[str, int], here: tuple[str, int]) -> str:
    file = f" of {by[0]}" if by[0] != here[0] else ""
    return f"the id {name!r} is taken by line {by[1]}{file} (an id is a figure's permanent address: choose another)"


def _dangling(plain: Any, complaints: Complaints) -> None:
    """Take the ids of records that lead nowhere, in a document too broken to be linked as a whole."""
    ordered = cache(lambda kind: sorted(plain[f"{kind}s"]))

    def words(said: str, kind: str) -> str:
        return f"{_shown(said)} is not the id of a {kind} ({_nearest(said, ordered(kind))})"

    records = plain.get("records") if isinstance(plain, dict) else None
    for place, record in enumerate(records if isinstance(records, list) else []):
        for kind in ("source", "metric") if isinstance(record, dict) else ():
            said: Any = record.get(kind)
            known: Any = plain.get(f"{kind}s")
            if isinstance(said, str) and isinstance(known, dict) and said not in known:
                steps = ("records", place, kind)
                complaints.add(steps, partial(where, steps, plain), partial(words, said, kind))


def _misfit(record: Record, metric: Metric) -> tuple[str, str] | None:
    """The field of a record that its metric's kind does not allow, and why."""
    value, rules = record.value, metric.rules
    highest = max(bound for bound in (value.value, value.low, value.high, 0) if bound is not None)
    if rules.most is not None and (highest > rules.most or (highest == rules.most and value.comparator == ">")):
        return "value", f"a {metric.kind} is over {rules.most:g} percent (check the figure and the metric)"
    if rules.own_period and record.inferred.period == "article_date":
        return (
            "inferred",
            f'a figure of the kind {metric.kind} needs its own period ("as of the article\'s day" is for stocks, amounts, shares and durations)',
        )
    return None


def schema() -> Mapping[str, Any]:
    """The JSON schema of a data file, for editors; what it cannot say, :func:`read` still checks."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "kzstats data file", **Document.model_json_schema()}

"""Every id of a document leads somewhere, and every figure fits its metric; or what does not, in
words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Final

from kzstats.dataset.complaints import Complaints
from kzstats.dataset.lines import where
from kzstats.dataset.model import Change, Dataset, Document, Metric, Record, Source
from kzstats.dataset.nature import is_level, nature
from kzstats.dataset.refusals import nearest, shown
from kzstats.dataset.vocabulary import TOPICS, UNITS


@dataclass(frozen=True, slots=True)
class _Links:
    """What the ids of a document may name, by what they name, and where it is told that one names
    nothing.
    """

    document: Document
    complaints: Complaints
    known: Mapping[str, Mapping[str, Any]]
    ordered: Callable[[str], list[str]]

    def complain(self, what: str | Callable[[], str], *steps: str | int) -> None:
        """Take what is wrong at the steps to a place; what takes long to say is said only where it
        will be read.
        """

        def called() -> str:
            records = self.document.records
            names = [
                records[step].id if isinstance(step, int) and steps[0] == "records" else step
                for step in steps
            ]
            return ".".join(str(step + 1) if isinstance(step, int) else step for step in names)

        self.complaints.add(steps, called, partial(str, what) if isinstance(what, str) else what)

    def unknown(self, kind: str, said: str) -> str:
        """That an id names nothing, and what may have been meant."""
        return f"{said!r} is not the id of a {kind} ({nearest(said, self.ordered(kind))})"

    def look_up(self, kind: str, said: str, *steps: str | int) -> bool:
        """Whether an id names something; where it does not, that is told of the place."""
        if said in self.known[kind]:
            return True
        self.complain(partial(self.unknown, kind, said), *steps)
        return False


def linked(
    document: Document, complaints: Complaints, places: tuple[tuple[str, int], ...]
) -> Dataset:
    """The document as a dataset, once every id leads somewhere and every figure fits its metric.

    ``places`` are the file and the line of each record. Raises
    :class:`kzstats.dataset.complaints.DataError`.
    """
    known: dict[str, Mapping[str, Any]] = {
        "source": document.sources,
        "metric": document.metrics,
        "topic": dict.fromkeys((*TOPICS, *document.topics)),
        "dimension": document.dimensions,
        "record": dict.fromkeys(record.id for record in document.records),
        "publisher or speaker": dict.fromkeys(_named(document)),
    }
    links = _Links(document, complaints, known, cache(lambda kind: sorted(known[kind])))
    _check_topics(links)
    _check_metrics(links)
    _check_ids(links, places)
    _check_labels(links)
    _check_records(links)
    _check_left_out(links)
    _check_names(links)
    _check_history(links)
    if complaints.count:
        raise complaints.error()
    return Dataset(
        document.changed,
        MappingProxyType(document.sources),
        MappingProxyType(document.topics),
        MappingProxyType(document.dimensions),
        MappingProxyType(document.metrics),
        MappingProxyType(document.names),
        tuple(_counted(record, document.metrics[record.metric]) for record in document.records),
        document.skipped,
        document.unstated,
        document.corrections,
        document.additions,
        tuple(line for _, line in places),
        tuple(name for name, _ in places),
    )


def _counted(record: Record, metric: Metric) -> Record:
    """A record with the producer of its metric where it names none."""
    if record.producer or not metric.producer:
        return record
    return record.model_copy(update={"producer": metric.producer})


def _named(document: Document) -> set[str]:
    """Everybody who is named in the document as a publisher, a speaker or a producer."""
    named = {source.publisher for source in document.sources.values()} | {
        record.said_by for record in document.records
    }
    producers = {record.producer for record in document.records}
    producers |= {metric.producer for metric in document.metrics.values()}
    return named | {name for name in producers if name}


def _check_topics(links: _Links) -> None:
    for topic in links.document.topics:
        if topic in TOPICS:
            links.complain(
                "is a topic that has its name already (remove it, or choose another id)",
                "topics",
                topic,
            )


def _check_metrics(links: _Links) -> None:
    for name, metric in links.document.metrics.items():
        if metric.topic not in links.known["topic"]:
            links.complain(
                f"{metric.topic!r} is not a topic "
                f"({nearest(metric.topic, links.ordered('topic'))})",
                "metrics",
                name,
                "topic",
            )
        for place, dimension in enumerate(metric.dimensions):
            if dimension not in links.document.dimensions:
                what = (
                    f"{dimension!r} is not a dimension that the file declares "
                    f"({nearest(dimension, links.ordered('dimension'))})"
                )
                links.complain(what, "metrics", name, "dimensions", place)
        for place, change in enumerate(metric.breaks):
            links.look_up("source", change.source, "metrics", name, "breaks", place, "source")
            for number, further in enumerate(change.further):
                links.look_up(
                    "source", further, "metrics", name, "breaks", place, "further", number
                )
        if not metric.unit.isupper() and metric.unit not in UNITS:
            links.complain(
                f"the unit {metric.unit!r} has no name in the three languages "
                f"({nearest(metric.unit, UNITS)})",
                "metrics",
                name,
                "unit",
            )
        if metric.kind == "share" and metric.unit != "percent":
            links.complain(
                "a share's unit is percent (write unit: percent, or is it another kind?)",
                "metrics",
                name,
                "unit",
            )
        for part, wrong in _scaled(metric):
            links.complain(wrong, "metrics", name, *part)
        if metric.additive and not metric.rules.summed:
            what = (
                "only flows and amounts are added up, never shares, stocks, durations or the "
                "participants of different events (remove additive)"
            )
            links.complain(what, "metrics", name, "additive")


_UNITS: Final = {"rank": "place", "index": "score"}


def _scaled(metric: Metric) -> _Wrong:
    """What a rank, an index or a rate lacks of its scale, and what others have too much."""
    kind, scale = metric.kind, metric.scale
    if kind in _UNITS and metric.unit != _UNITS[kind]:
        unit = _UNITS[kind]
        yield ("unit",), f"the unit of the kind {kind} is {unit} (write unit: {unit})"
    if kind not in ("rank", "index", "rate"):
        if scale is not None:
            yield ("scale",), "belongs to a rank, an index or a rate (remove it, or another kind?)"
    elif kind == "rate" and (scale is None or scale.per is None):
        yield ("scale",), "does not say for how many the rate is (add scale: {per: 100000})"
    elif kind == "rank" and (scale is None or scale.best is None):
        yield ("scale",), "does not say which place is good (add scale: {best: lowest} or highest)"
    elif kind == "index" and (
        scale is None
        or scale.lowest is None
        or scale.highest is None
        or scale.best is None
        or not scale.lowest < scale.highest
    ):
        what = "does not say from where to where it goes and which end is good"
        yield ("scale",), f"{what} (add scale: {{lowest: 0, highest: 10, best: highest}})"


def _graded(record: Record, metric: Metric) -> _Wrong:
    """What a place or a score lacks, and what does not fit its scale."""
    edition, scale, value = record.edition, metric.scale, record.value
    if not metric.rules.graded:
        if edition is not None:
            yield ("edition",), "belongs to a rank or an index (remove it)"
        return
    if edition is None:
        yield ("edition",), "is missing (name the issue: edition: {name: {en: The Index 2019}})"
        return
    known = [one for one in (value.value, value.low, value.high) if one is not None]
    if record.change is not None or scale is None:
        return
    if metric.kind == "rank":
        if any(one < 1 or one != int(one) for one in known):
            yield ("value",), "a place is a whole number from 1 (check the figure)"
        elif edition.of is not None and max(known) > edition.of:
            yield ("value",), f"is behind the last of {edition.of} places (check both numbers)"
        return
    lowest = min(known) if scale.lowest is None else scale.lowest
    highest = max(known) if scale.highest is None else scale.highest
    if min(known) < lowest or max(known) > highest:
        yield ("value",), f"lies outside the scale from {lowest} to {highest}"


def _check_ids(links: _Links, places: tuple[tuple[str, int], ...]) -> None:
    """No two records have one id."""
    records = links.document.records
    if len(links.known["record"]) == len(records):
        return
    first: dict[str, int] = {}
    for place, record in enumerate(records):
        if first.setdefault(record.id, place) != place:
            links.complain(
                partial(_taken, record.id, places[first[record.id]], places[place]),
                "records",
                place,
                "id",
            )


def _taken(name: str, by: tuple[str, int], here: tuple[str, int]) -> str:
    file = f" of {by[0]}" if by[0] != here[0] else ""
    return (
        f"the id {name!r} is taken by line {by[1]}{file} (an id is a figure's permanent "
        f"address: choose another)"
    )


def _check_labels(links: _Links) -> None:
    """Within a metric a label has one code, and a code one label."""
    labels: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], str] = {}
    for place, record in enumerate(links.document.records):
        if record.label and record.label.code:
            label, code = record.label.en, record.label.code
            if (known_label := labels.setdefault((record.metric, code), label)) != label:
                links.complain(
                    f"the code {code!r} stands for {known_label!r} already (choose another)",
                    "records",
                    place,
                    "label",
                    "code",
                )
            if (known_code := codes.setdefault((record.metric, label), code)) != code:
                links.complain(
                    f"{label!r} has the code {known_code!r} already (write the same)",
                    "records",
                    place,
                    "label",
                    "code",
                )


def _check_records(links: _Links) -> None:
    document = links.document
    for place, record in enumerate(document.records):
        if links.look_up("source", record.source, "records", place, "source"):
            for part, what in _against_source(record, document.sources[record.source]):
                links.complain(what, "records", place, *part)
        if links.look_up("metric", record.metric, "records", place, "metric"):
            for part, what in _against_metric(record, document.metrics[record.metric], document):
                links.complain(what, "records", place, *part)
        for part, what in _lacking(record):
            links.complain(what, "records", place, *part)
        for what in _against_figures(record, links):
            links.complain(what, "records", place, "against")
    _check_revisions(links)


_Wrong = Iterable[tuple[tuple[str, ...], str]]
"""Parts of a record by the steps to them, with what is wrong there."""


def _against_source(record: Record, source: Source) -> _Wrong:
    """What a record has too much, or lacks, for what is on record of its article."""
    if record.inferred.period == "known" and (record.quote is not None or record.note is None):
        yield (
            ("inferred",),
            "a period that is only known is for a figure without a quote, and its note says from "
            "where (add the note)",
        )
    if record.quote is None and source.text_sha256 is not None:
        yield (
            ("quote",),
            "is missing (add it: the article has an archived text, so that its words are to be "
            "had)",
        )
    elif record.quote is None:
        quoting = ("translation", "prefix", "suffix", "context", "confirmed")
        if part := next((part for part in quoting if getattr(record, part) is not None), None):
            yield (
                (part,),
                "belongs to a quote, and the record has none (add the quote, or remove it)",
            )
    if record.translation and getattr(record.translation, source.language, None) is not None:
        yield (
            ("translation", source.language),
            "the article is in this language (remove it: the quote needs no translation there)",
        )


def _against_metric(record: Record, metric: Metric, document: Document) -> _Wrong:
    """What the metric of a record does not allow: a value, an inference, a dimension."""
    value, rules = record.value, metric.rules
    yield from _graded(record, metric)
    if record.change is not None:
        yield from _against_change(record, record.change, metric)
    highest = max(bound for bound in (value.value, value.low, value.high, 0) if bound is not None)
    if (
        rules.most is not None
        and is_level(record)
        and (highest > rules.most or (highest == rules.most and value.comparator == ">"))
    ):
        yield (
            ("value",),
            f"a {metric.kind} is over {rules.most:g} percent (check the figure and the metric)",
        )
    elif rules.own_period and record.inferred.period == "article_date":
        what = (
            'needs its own period ("as of the article\'s day" is for stocks, amounts, shares '
            "and durations)"
        )
        yield ("inferred",), f"a figure of the kind {metric.kind} {what}"
    for dimension, code in record.dimensions:
        if refused := _limited(document, metric, dimension, code):
            yield ("dimensions", dimension), refused


def _against_change(record: Record, change: Change, metric: Metric) -> _Wrong:
    """What of a stated change cannot be, or fits its metric not."""
    value, steps = record.value, ("change", "unit")
    numbers = [bound for bound in (value.value, value.low, value.high) if bound is not None]
    if metric.rules.attended:
        yield (
            ("change",),
            "the participants of an event do not change (remove change, or is it another metric?)",
        )
    elif change.unit == "points" and metric.unit != "percent":
        yield (
            steps,
            f"points are of a share in percent, and the unit is {metric.unit} (write percent, "
            f"times or count)",
        )
    elif change.unit == "count" and metric.unit == "percent":
        yield steps, "a share changes by percent or by points (write one of them)"
    if max(numbers) == 0:
        yield ("value",), "is no change (leave the figure out, or write what it changed by)"
    elif change.unit == "times" and min(numbers) < 1:
        yield (
            ("value",),
            "so many times is at least 1 (a half of what it was is direction: fall, value: 2)",
        )
    elif change.direction == "fall" and change.unit == "percent" and min(numbers) > 100:
        yield ("value",), "nothing falls by more than 100 percent (check the figure and its unit)"
    if change.since is not None and not change.since.start < record.period.start:
        yield (
            ("change", "since"),
            f"{change.since.text} does not lie before the period {record.period.text} (since is "
            f"what it is measured from, period the end)",
        )


def _limited(document: Document, metric: Metric, dimension: str, code: str) -> str:
    """What is wrong with what a record is limited to; nothing where it is one of its metric's
    dimensions, with a code that is declared.
    """
    if dimension not in metric.dimensions:
        has = (
            nearest(dimension, metric.dimensions)
            if metric.dimensions
            else "it has none: give the metric dimensions"
        )
        return f"{dimension!r} is not a dimension of the metric ({has})"
    codes = document.dimensions[dimension].codes if dimension in document.dimensions else {}
    return (
        ""
        if code in codes or not codes
        else f"{code!r} is not a code of the dimension {dimension} ({nearest(code, codes)})"
    )


def _lacking(record: Record) -> _Wrong:
    """What a record must say of itself, for what else it says."""
    if record.translation and not record.translation.model_dump(exclude_none=True):
        yield ("translation",), "names no language (add en, ru or kk, or remove it)"
    if record.area == "several" and record.note is None:
        yield ("area",), "the area several has no note (add note: name the countries)"
    if record.status != "A" and record.reason is None:
        yield (
            ("status",),
            f"the status {record.status} has no reason (add reason: say why the figure has it)",
        )
    if record.rank != "normal" and record.reason is None:
        yield (
            ("rank",),
            f"the rank {record.rank} has no reason (add reason: say why this figure does or does "
            f"not lead)",
        )


def _against_figures(record: Record, links: _Links) -> Iterable[str]:
    """What is wrong with the figures that a record is said not to fit."""
    for place, name in enumerate(record.against):
        if name not in links.known["record"]:
            yield links.unknown("record", name)
        elif name == record.id:
            yield "names the figure itself (name another one)"
        elif name in record.against[:place]:
            yield f"names {name!r} twice (keep one)"
        elif record.reason is None:
            yield "has no reason (add reason: say why the two figures do not fit each other)"


def _check_revisions(links: _Links) -> None:
    """A revised figure names an earlier one of the same thing and time, and no two name one."""
    records = links.document.records
    by_id = {record.id: record for record in records}
    taken: dict[str, str] = {}
    for place, record in enumerate(records):
        if record.revises is None or not links.look_up(
            "record", record.revises, "records", place, "revises"
        ):
            continue
        earlier = by_id[record.revises]
        what = ""
        if record.id in _behind(record, by_id):
            what = "leads back to the figure itself (name the one that was given earlier)"
        elif (other := taken.setdefault(earlier.id, record.id)) != record.id:
            what = f"{other} revises it already (revise that one)"
        elif _thing(record) != _thing(earlier):
            what = (
                f"{earlier.id!r} is not of the same metric, area, label, dimensions and period (a "
                f"revision is of one thing and time: name another, or give against)"
            )
        if what:
            links.complain(what, "records", place, "revises")


def _behind(record: Record, by_id: Mapping[str, Record]) -> set[str]:
    """The figures that one takes the place of, one behind the other."""
    found: set[str] = set()
    name = record.revises
    while name is not None and name in by_id and name not in found:
        found.add(name)
        name = by_id[name].revises
    return found


def _thing(record: Record) -> object:
    label = record.label.en if record.label else ""
    time = record.period.start, record.period.end
    return record.metric, record.area, label, record.dimensions, time, nature(record)


def _check_left_out(links: _Links) -> None:
    """What is no figure: events without a number, and numbers that are skipped."""
    metrics = links.document.metrics
    for place, unstated in enumerate(links.document.unstated):
        links.look_up("source", unstated.source, "unstated", place, "source")
        if (
            links.look_up("metric", unstated.metric, "unstated", place, "metric")
            and not metrics[unstated.metric].rules.attended
        ):
            links.complain(
                "only an event can be reported without its number (name a metric of the kind "
                "event)",
                "unstated",
                place,
                "metric",
            )
    seen: dict[tuple[str, str], int] = {}
    for place, skipped in enumerate(links.document.skipped):
        links.look_up("source", skipped.source, "skipped", place, "source")
        if seen.setdefault((skipped.source, skipped.quote), place) != place:
            links.complain("is listed twice (keep one)", "skipped", place, "quote")


def _check_names(links: _Links) -> None:
    def unknown(said: str) -> str:
        return (
            f"is neither a publisher nor a speaker "
            f"({nearest(said, links.ordered('publisher or speaker'))})"
        )

    for said in links.document.names:
        if said not in links.known["publisher or speaker"]:
            links.complain(partial(unknown, said), "names", said)


def _check_history(links: _Links) -> None:
    """What was corrected and added is a figure, and was added once."""
    for place, correction in enumerate(links.document.corrections):
        links.look_up("record", correction.record, "corrections", place, "record")
    added: dict[str, date] = {}
    for place, addition in enumerate(links.document.additions):
        for number, name in enumerate(addition.records):
            if name in added:
                links.complain(
                    f"{name!r} was added on {added[name]} already (keep the first day)",
                    "additions",
                    place,
                    "records",
                    number,
                )
            elif links.look_up("record", name, "additions", place, "records", number):
                added[name] = addition.date


def complain_of_ids(plain: Any, complaints: Complaints) -> None:
    """Take the ids of records that lead nowhere, in a document too broken to be linked
    as a whole.
    """
    ordered = cache(lambda kind: sorted(plain[f"{kind}s"]))

    def unknown(said: str, kind: str) -> str:
        return f"{shown(said)} is not the id of a {kind} ({nearest(said, ordered(kind))})"

    records = plain.get("records") if isinstance(plain, dict) else None
    for place, record in enumerate(records if isinstance(records, list) else []):
        for kind in ("source", "metric") if isinstance(record, dict) else ():
            said: Any = record.get(kind)
            known: Any = plain.get(f"{kind}s")
            if isinstance(said, str) and isinstance(known, dict) and said not in known:
                steps = ("records", place, kind)
                complaints.add(steps, partial(where, steps, plain), partial(unknown, said, kind))

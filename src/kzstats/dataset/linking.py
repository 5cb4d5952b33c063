"""Every id of a document leads somewhere; or what does not, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from kzstats.dataset import fitting
from kzstats.dataset.complaints import Complaints
from kzstats.dataset.lines import where
from kzstats.dataset.model import Dataset, Document, Metric, Record
from kzstats.dataset.nature import nature
from kzstats.dataset.refusals import nearest, shown
from kzstats.dataset.vocabulary import TOPICS


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
        for part, wrong in fitting.wrong_in_metric(metric):
            links.complain(wrong, "metrics", name, *part)


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
        links.look_up("source", record.source, "records", place, "source")
        links.look_up("metric", record.metric, "records", place, "metric")
        source, metric = document.sources.get(record.source), document.metrics.get(record.metric)
        for part, what in fitting.wrong_in_record(record, source, metric, document.dimensions):
            links.complain(what, "records", place, *part)
        for what in _against_figures(record, links):
            links.complain(what, "records", place, "against")
    _check_revisions(links)


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

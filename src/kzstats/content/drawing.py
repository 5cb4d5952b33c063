"""Records as the marks of a picture, whatever is drawn of them: each alone, and the line of several
sources for one thing and time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Final, Literal

from kzstats.content.picture import (
    Arrow,
    Bracket,
    Fill,
    Gap,
    Line,
    Mark,
    Shape,
    Spread,
    UnstatedEvent,
)
from kzstats.dataset import disagreements, series
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import codes, dates, naming, numbers, quantities, worded
from kzstats.language.translation import translate, translate_n
from kzstats.query.selection import Selection

_ARROWS: Final[Mapping[str, Arrow]] = {">": "up", ">=": "up", "<": "down", "<=": "down"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What of a picture is drawn, before anything is said around it; the names are those of a
    picture.
    """

    layout: Literal["time", "rows"]
    marks: tuple[Mark, ...]
    start: date
    after: date
    top: float
    values: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[date, str], ...] = ()
    borders: tuple[date, ...] = ()
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = ()
    spreads: tuple[Spread, ...] = ()
    unstated_events: tuple[UnstatedEvent, ...] = ()
    aside: str = ""
    brackets: tuple[Bracket, ...] = ()
    key: str = ""
    panels: tuple[str, ...] = ()


def together(records: Iterable[Record]) -> list[list[Record]]:
    """Records of one thing and time each, in the order of the first."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(
            (series.subject(record), record.period.start, record.period.end), []
        ).append(record)
    return list(groups.values())


def mark_of(selection: Selection, metric: Metric, record: Record, shape: Shape, lang: str) -> Mark:
    """A figure as a mark: its label, what it says in words, and how its check is told."""
    dataset, (fill, arrow) = selection.dataset, _fill(record)
    value, span = record.value, record.period
    bottom, top = (
        (float(value.low or 0), float(value.high or 0))
        if value.value is None
        else (0.0, float(value.value))
    )
    if metric.kind == "rank" and shape in ("stem", "span"):
        last = last_place(dataset, record.metric) + 1.0
        bottom, top = (last - top, last - bottom) if value.value is None else (0.0, last - top)
    name = shorten(record.label.in_language(lang), 60, placeholder="…") if record.label else ""
    if shape == "bar":
        name = (
            translate_n(lang, "in {n} month", "in {n} months", span.months)
            if span.months and not span.years
            else ""
        )
    when = dates.when(lang, record)
    said = worded.level(lang, record, metric)
    if record.counted:
        said = translate(
            lang, "{said} ({counted})", said=said, counted=record.counted.in_language(lang)
        )
    if record.producer:
        said = translate(
            lang,
            "{said}, counted by {name}",
            said=said,
            name=naming.name(lang, dataset, record.producer),
        )
    if record.aim is not None:
        said = translate(lang, "{said} ({counted})", said=said, counted=codes.aim(lang, record.aim))
    sentence = translate(lang, "{when}: {said}.", when=when[:1].upper() + when[1:], said=said)
    if whole := naming.name_of(lang, dataset, record):
        sentence = translate(lang, "{name}, {when}: {said}.", name=whole, when=when, said=said)
    check = selection.checks.get(record.id, "not checked")
    unchecked = "" if check in ("matches source", "confirmed") else codes.check(lang, check)
    return Mark(
        record.id,
        shape,
        fill,
        arrow,
        bottom,
        top,
        span.start,
        span.after,
        worded.plain(lang, record, metric),
        name,
        when,
        sentence,
        sign="" if not unchecked else "*" if check == "cited" else "?",
        unchecked=f"{unchecked[:1].upper()}{unchecked[1:]}." if unchecked else "",
        faint=record.rank == "deprecated",
        ranged=value.value is None,
        planned=record.aim is not None,
    )


def _fill(record: Record) -> tuple[Fill, Arrow]:
    if record.aim is not None:
        return "hollow", _ARROWS.get(record.value.comparator)
    if record.value.approximate:
        return "hollow", None
    match record.value.comparator:
        case ">" | ">=":
            return "hatched", "up"
        case "<" | "<=":
            return "hatched", "down"
    return "solid", None


def spread_of(
    metric: Metric, group: Sequence[Record], marks: Sequence[Mark], lang: str
) -> tuple[Spread, list[Mark]]:
    """The line of several sources for one thing and time, and its marks with the one that leads
    among them, if one does.
    """
    order = {"preferred": 0, "normal": 1, "deprecated": 2}
    best = min(order[record.rank] for record in group)
    leaders = [record.id for record in group if order[record.rank] == best]
    led = [
        replace(mark, leads=leaders == [mark.record], labelled="none", named="none")
        for mark in marks
    ]
    bounds = disagreements.by_bounds(group)
    low, high = (
        quantities.label(lang, record.value, metric.unit) for record in (bounds[0], bounds[-1])
    )
    top = max(marks, key=lambda mark: mark.top)
    leader = next((mark for mark in marks if leaders == [mark.record]), None)
    n = len({record.source for record in group})
    whole = low if low == high else translate(lang, "{low} to {high}", low=low, high=high)
    if n > 1:
        name = translate_n(lang, "{n} source", "{n} sources", n)
    else:
        name = translate_n(
            lang, "{n} figure of one source", "{n} figures of one source", len(group)
        )
    if leader is not None and low != high:
        name = translate(lang, "{what}: {values}", what=name, values=whole)
    sign = leader.sign if leader else next((mark.sign for mark in marks if mark.sign), "")
    head = replace(
        top,
        record="",
        label=leader.label if leader else whole,
        sign=sign,
        name=name,
        leads=True,
        faint=False,
    )
    said = _disagreement(metric, group, marks, lang)
    return Spread(
        head,
        tuple(record.id for record in group),
        min(mark.bottom if mark.ranged else mark.top for mark in marks),
        top.top,
        said,
    ), led


def _disagreement(metric: Metric, group: Sequence[Record], marks: Sequence[Mark], lang: str) -> str:
    """How far figures of one thing and time are apart, which leads and why; nothing where all can
    be true.
    """
    found = disagreements.disagreements(group)
    if not found:
        return ""
    at = {mark.record: mark for mark in marks}
    (differing,) = found
    tops = [at[record.id].top for record in differing]
    when = at[differing[0].id].when
    if all(
        record.value.low is not None and record.value.low == record.value.high
        for record in differing
    ):
        difference = round(max(tops) - min(tops), 9)
        apart = quantities.with_unit(
            lang, numbers.number(lang, difference), metric.unit, difference, bare=False
        )
        said = translate(lang, "The sources disagree by {apart} ({when}).", apart=apart, when=when)
    else:
        values = ", ".join(at[record.id].label for record in differing)
        said = translate(lang, "The sources disagree: {values} ({when}).", values=values, when=when)
    if differing[0].rank != differing[1].rank:
        said += " " + translate(
            lang,
            "The figure that leads is {value}.",
            value=quantities.label(lang, differing[0].value, metric.unit),
        )
    reasons = dict.fromkeys(
        record.reason.in_language(lang) for record in differing if record.reason
    )
    return " ".join((said, *reasons))


@remembered(64)
def last_place(dataset: Dataset, metric: str) -> int:
    """The last place of a metric's orders, which stands lowest: the first stands on top."""
    return max(
        int(max(one.edition.of or 1 if one.edition else 1, size(one)))
        for one in dataset.records
        if one.metric == metric
    )


def member_name(selection: Selection, record: Record, lang: str) -> str:
    """What tells a member from the others: its region, its label, what it is limited to."""
    subset = naming.subset(lang, selection.dataset, record)
    area = naming.area(lang, record.area) if "-" in record.area else ""
    label = record.label.in_language(lang) if record.label else ""
    return ", ".join(filter(None, (area, label, subset))) or translate(lang, "the whole")


def rank(group: Sequence[Record]) -> float:
    """How large the figures of a row are; those that are deprecated give it no rank."""
    return max((size(record) for record in group if record.rank != "deprecated"), default=0)


def size(record: Record) -> float:
    """How large a figure is; of a range its upper bound."""
    value = record.value
    return float(value.high if value.value is None and value.high is not None else value.value or 0)

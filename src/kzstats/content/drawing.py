"""Records as the marks of a picture: on a line of time, or in rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from textwrap import shorten
from typing import Final, Literal

from kzstats.content import axes, counted, parting, placing
from kzstats.content.picture import (
    MOST,
    NARROWEST,
    RANKED,
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
from kzstats.dataset.model import Dataset, Metric, Record, Unstated
from kzstats.language import codes, dates, naming, numbers, quantities, worded
from kzstats.language.translation import translate, translate_n
from kzstats.query.selection import Selection
from kzstats.values import quantity

_THIN: Final = 4
"""Pixels under which a bar could not be pointed at, so that a stem stands for it."""
_NEAR: Final = 0.35
"""How near the labels of a panel may come in height, as a share of its value axis."""
_CLOSE: Final = 0.07
"""How near two dots may come on their line, as a share of the value axis, before they stand beside
each other.
"""


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


def on_time(
    selection: Selection,
    metric: Metric,
    records: Sequence[Record],
    on_record: Sequence[Record],
    lang: str,
) -> Drawn:
    """Records in the order of time as bars or stems beside each other, and those of other lengths
    in a lane of their own.
    """
    shown, area = records[-MOST:], records[0].area
    unstated = [
        found
        for found in selection.unstated
        if found.metric == records[0].metric and found.area == area
    ]
    events = tuple(_unstated_event(found, lang) for found in unstated)
    start, after = axes.span(shown, events, len(shown) < len(records))
    main, lane = parting.on_one_line(metric, shown)
    shape: Shape = (
        "bar" if metric.rules.lasts and _thinnest(main, start, after) >= _THIN else "stem"
    )
    marks, spreads = _beside(selection, metric, main, shape, lang)
    counts = counted.counts(metric, shown, marks)
    marks, brackets = counted.told_apart(marks, counts)
    spans = [_span(selection, metric, record, lane, lang) for record in lane]
    letters = counted.whose(metric, shown, [*marks, *spans], counts)
    spans = placing.in_rows(_lettered(spans, letters), start, after)
    alone = [
        mark
        for mark in _lettered(marks, letters)
        if mark.shape != "dot" and not any(mark.record in spread.records for spread in spreads)
    ]
    worded = placing.labelled([*alone, *(spread.head for spread in spreads)], start, after)
    placed = {mark.record: mark for mark in worded[: len(alone)]}
    heads = worded[len(alone) :]
    top = _top(selection.dataset, metric, records[0].metric, marks)
    return Drawn(
        layout="time",
        marks=(*(placed.get(mark.record, mark) for mark in marks), *spans),
        start=start,
        after=after,
        top=top,
        values=_values(top, metric, lang) if marks else (),
        ticks=axes.ticks(start, after, lang),
        borders=axes.borders(start, after),
        gaps=axes.gaps(shown, on_record, start, after, lang) if metric.rules.lasts else (),
        lines=_lines(metric, start, after, lang),
        spreads=tuple(
            replace(spread, head=head) for spread, head in zip(spreads, heads, strict=True)
        ),
        unstated_events=events,
        aside=translate(lang, "Not comparable with the marks above:") if marks and spans else "",
        brackets=brackets,
        key=". ".join(
            filter(
                None,
                (
                    counted.key(selection.dataset, counts, lang),
                    counted.of_bodies(selection.dataset, shown, letters, lang),
                ),
            )
        ),
    )


def _top(dataset: Dataset, metric: Metric, name: str, marks: Sequence[Mark]) -> float:
    """Up to where the values of a picture go: of an order and an index their whole scale."""
    if metric.kind == "rank":
        return float(_last_place(dataset, name))
    if metric.kind == "index" and metric.scale and metric.scale.highest:
        return float(metric.scale.highest)
    return metric.rules.most or max((mark.top for mark in marks), default=1.0)


def _values(top: float, metric: Metric, lang: str) -> tuple[tuple[float, str], ...]:
    """The numbers of the value axis; of an order the first place on top."""
    found = axes.values(top, metric, lang)
    if metric.kind == "index":
        fifths = (top * part / 5 for part in range(6))
        return tuple((value, numbers.amount(lang, value)) for value in fifths)
    if metric.kind != "rank":
        return found
    places = [(place, said) for place, said in reversed(found) if place >= 2]
    heights = [(top + 1 - place, said) for place, said in places]
    return (0.0, ""), *heights, (top, numbers.number(lang, 1))


def _lettered(marks: Iterable[Mark], letters: Mapping[str, str]) -> list[Mark]:
    return [replace(mark, letter=letters.get(mark.record, "")) for mark in marks]


def in_panels(
    selection: Selection, metric: Metric, records: Sequence[Record], lang: str
) -> Drawn | None:
    """The course of each member in a panel of its own, under each other on one line of time and one
    scale, the largest first; what stands beside none has a lane under them.

    Nothing where the members have no course.
    """
    found = parting.courses(metric, records)
    if found is None:
        return None
    courses, aside = found
    moments = sorted({parting.moment(one) for group in courses.values() for one in group})
    last = set(moments[-MOST:])
    groups = {
        member: kept
        for member, group in courses.items()
        if (kept := [one for one in group if parting.moment(one) in last])
    }
    ordered = sorted(groups, key=lambda member: (-_rank(groups[member]), member))[:MOST]
    shown = [*(one for member in ordered for one in groups[member]), *aside]
    start, after = axes.span(shown, (), len(last) < len(moments))
    top = metric.rules.most or max(_size(one) for one in shown if one not in aside) or 1.0
    if metric.kind in ("rank", "index"):
        top = _top(selection.dataset, metric, records[0].metric, ())
    thin = [one for member in ordered for one in groups[member]]
    shape: Shape = (
        "bar" if metric.rules.lasts and _thinnest(thin, start, after) >= _THIN else "stem"
    )
    marks: list[Mark] = []
    spreads: list[Spread] = []
    several = len({who for _, who in ordered}) > 1
    names = []
    for row, member in enumerate(ordered):
        own, apart = _panel(selection, metric, groups[member], shape, (start, after, top), lang)
        marks += [replace(mark, row=row) for mark in own]
        spreads += [replace(one, head=replace(one.head, row=row)) for one in apart]
        names.append(_panel_name(selection, groups[member][0], lang, whose=several))
    spans = [_span(selection, metric, record, aside, lang, member=True) for record in aside]
    return Drawn(
        layout="time",
        marks=(*marks, *placing.in_rows(spans, start, after)),
        start=start,
        after=after,
        top=top,
        values=_values(top, metric, lang),
        ticks=axes.ticks(start, after, lang),
        borders=axes.borders(start, after),
        lines=_lines(metric, start, after, lang),
        spreads=tuple(spreads),
        aside=translate(lang, "Not comparable with the marks above:") if spans else "",
        panels=tuple(names),
    )


def _panel(
    selection: Selection,
    metric: Metric,
    records: Sequence[Record],
    shape: Shape,
    axis: tuple[date, date, float],
    lang: str,
) -> tuple[list[Mark], list[Spread]]:
    """The marks of one member, labelled where there is room, with no names: those are the
    panel's.
    """
    start, after, top = axis
    marks, spreads = _beside(selection, metric, records, shape, lang)
    in_spread = {name for spread in spreads for name in spread.records}
    alone = [replace(mark, name="") for mark in marks if mark.record not in in_spread]
    heads = [replace(spread.head, name="") for spread in spreads]
    worded = placing.labelled([*alone, *heads], start, after, _NEAR * top)
    worded = [replace(mark, named="none") for mark in worded]
    placed = {mark.record: mark for mark in worded[: len(alone)]}
    return [placed.get(mark.record, mark) for mark in marks], [
        replace(spread, head=head)
        for spread, head in zip(spreads, worded[len(alone) :], strict=True)
    ]


def _panel_name(selection: Selection, record: Record, lang: str, *, whose: bool) -> str:
    who = naming.name(lang, selection.dataset, record.producer or "") if whose else ""
    return ", ".join(filter(None, (_member(selection, record, lang), who)))


def _member(selection: Selection, record: Record, lang: str) -> str:
    """What tells a member from the others: its region, its label, what it is limited to."""
    subset = naming.subset(lang, selection.dataset, record)
    area = naming.area(lang, record.area) if "-" in record.area else ""
    label = record.label.in_language(lang) if record.label else ""
    return ", ".join(filter(None, (area, label, subset))) or translate(lang, "the whole")


def _lines(metric: Metric, start: date, after: date, lang: str) -> tuple[Line, ...]:
    """The breaks of a metric within a time."""
    return tuple(
        Line(change.date, change.title.in_language(lang))
        for change in metric.breaks
        if start < change.date < after
    )


def in_rows(
    selection: Selection, metric: Metric, records: Sequence[Record], lang: str, *, members: bool
) -> Drawn:
    """Records from the largest down, those of one thing and time in one row.

    ``members`` are ranked by dots, each with its figures in the order of time.
    """
    groups = _together(records)
    if members:
        best: dict[parting.Key, float] = {}
        for group in groups:
            best[_key(metric, group)] = max(best.get(_key(metric, group), 0), _rank(group))
        groups.sort(
            key=lambda group: (
                -best[_key(metric, group)],
                _key(metric, group),
                group[0].period.start,
            )
        )
        if len(groups) > RANKED:  # of so many members the newest figure each
            newest = {
                _key(metric, group): group
                for group in sorted(
                    groups, key=lambda group: (group[0].period.end, group[0].period.start)
                )
            }
            groups = sorted(newest.values(), key=_rank, reverse=True)
    else:
        groups.sort(key=_rank, reverse=True)
    shape: Shape = "dot" if members or (len(groups) == 1 and metric.rules.most is None) else "row"
    several_times = len({parting.moment(record) for record in records}) > 1
    marks: list[Mark] = []
    spreads: list[Spread] = []
    for row, group in enumerate(groups[:MOST]):
        own = [
            _mark(selection, metric, record, "dot" if len(group) > 1 else shape, lang)
            for record in group
        ]
        for at, (record, mark) in enumerate(zip(group, own, strict=True)):
            name = _row_name(selection, metric, record, mark, lang, several_times, members)
            own[at] = replace(mark, shape="row" if mark.ranged else mark.shape, row=row, name=name)
        if len(group) > 1:
            spread, own = _spread(metric, group, own, lang)
            spreads.append(
                replace(
                    spread,
                    head=replace(spread.head, row=row, name=f"{own[0].name} · {spread.head.name}"),
                )
            )
        marks += own
    top = metric.rules.most or max((mark.top for mark in marks), default=1.0)
    return Drawn(
        layout="rows",
        marks=tuple(marks),
        start=records[0].period.start,
        after=records[0].period.after,
        top=top,
        values=axes.values(top, metric, lang),
        spreads=tuple(spreads),
    )


def _key(metric: Metric, group: Sequence[Record]) -> parting.Key:
    return parting.key(metric, group[0])


def _together(records: Iterable[Record]) -> list[list[Record]]:
    """Records of one thing and time each, in the order of the first."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(
            (series.subject(record), record.period.start, record.period.end), []
        ).append(record)
    return list(groups.values())


def _thinnest(records: Sequence[Record], start: date, after: date) -> float:
    """Pixels of the thinnest bar of some records in the narrowest drawing."""
    days = min(((record.period.after - record.period.start).days for record in records), default=0)
    return days / max((after - start).days, 1) * NARROWEST


def _beside(
    selection: Selection, metric: Metric, records: Sequence[Record], shape: Shape, lang: str
) -> tuple[list[Mark], list[Spread]]:
    """The marks of figures beside each other; several sources for one thing and time are dots on a
    line.
    """
    marks: list[Mark] = []
    groups: list[int] = []
    spreads: list[Spread] = []
    for place, group in enumerate(_together(records)):
        alone = [
            _mark(selection, metric, record, shape if len(group) == 1 else "dot", lang)
            for record in group
        ]
        own = [
            replace(mark, shape="stem" if mark.ranged and mark.shape == "dot" else mark.shape)
            for mark in alone
        ]
        if len(group) > 1:
            spread, own = _spread(metric, group, own, lang)
            spreads.append(replace(spread, head=replace(spread.head, shape=shape)))
        marks += own
        groups += [place] * len(own)
    return _aside(marks, groups), spreads


def _aside(marks: list[Mark], groups: Sequence[int]) -> list[Mark]:
    """Marks of the same days beside each other where they are of several things, or where one would
    hide the other.
    """
    largest = max((mark.top for mark in marks), default=1.0) or 1.0
    by_days: dict[tuple[date, date], list[int]] = {}
    for at, mark in enumerate(marks):
        by_days.setdefault((mark.start, mark.after), []).append(at)
    for places in by_days.values():
        tops = sorted(marks[at].top for at in places)
        near = any(later - earlier < _CLOSE * largest for earlier, later in pairwise(tops))
        if near or len({groups[at] for at in places}) > 1:
            for lane, at in enumerate(places):
                marks[at] = replace(marks[at], lane=lane, lanes=len(places))
    return marks


def _spread(
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
    bounds = sorted(
        group,
        key=lambda record: (
            quantity.possible(record.value).low,
            quantity.possible(record.value).high,
        ),
    )
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


def _mark(selection: Selection, metric: Metric, record: Record, shape: Shape, lang: str) -> Mark:
    dataset, (fill, arrow) = selection.dataset, _fill(record)
    value, span = record.value, record.period
    bottom, top = (
        (float(value.low or 0), float(value.high or 0))
        if value.value is None
        else (0.0, float(value.value))
    )
    if metric.kind == "rank" and shape in ("stem", "span"):
        last = _last_place(dataset, record.metric) + 1.0
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


_ARROWS: Final[Mapping[str, Arrow]] = {">": "up", ">=": "up", "<": "down", "<=": "down"}


@remembered(64)
def _last_place(dataset: Dataset, metric: str) -> int:
    """The last place of a metric's orders, which stands lowest: the first stands on top."""
    return max(
        int(max(one.edition.of or 1 if one.edition else 1, _size(one)))
        for one in dataset.records
        if one.metric == metric
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


def _span(
    selection: Selection,
    metric: Metric,
    record: Record,
    lane: Sequence[Record],
    lang: str,
    *,
    member: bool = False,
) -> Mark:
    """A figure in the lane of other lengths, with its time and what else tells it from those beside
    each other; of a ``member`` with which it is.
    """
    mark = _mark(selection, metric, record, "span", lang)
    several = len(
        {
            other.source
            for other in lane
            if parting.moment(other) == parting.moment(record)
            and series.subject(other) == series.subject(record)
        }
    )
    parts = [
        _member(selection, record, lang) if member else mark.name,
        mark.when,
        codes.status(lang, "D") if record.status == "D" else "",
        codes.aim(lang, record.aim) if record.aim else "",
        translate_n(lang, "{n} source", "{n} sources", several) if several > 1 else "",
    ]
    return replace(mark, name=", ".join(filter(None, parts)))


def _row_name(
    selection: Selection,
    metric: Metric,
    record: Record,
    mark: Mark,
    lang: str,
    several_times: bool,
    members: bool,
) -> str:
    """What stands behind the number of a row: which one it is, where there is more than one thing;
    and its time, where there is more than one.
    """
    name = mark.name
    if members:
        subset = naming.subset(lang, selection.dataset, record)
        area = naming.area(lang, record.area) if "-" in record.area else ""
        name = ", ".join(filter(None, (area, name, subset))) or translate(lang, "the whole")
    elif not name:
        name = (
            mark.when
            if record.area in ("several", "unspecified")
            else naming.area(lang, record.area)
        )
    if several_times and name != mark.when:
        name = translate(lang, "{name}, {when}", name=name, when=mark.when)
    return name


def _rank(group: Sequence[Record]) -> float:
    """How large the figures of a row are; those that are deprecated give it no rank."""
    return max((_size(record) for record in group if record.rank != "deprecated"), default=0)


def _size(record: Record) -> float:
    value = record.value
    return float(value.high if value.value is None and value.high is not None else value.value or 0)


def _unstated_event(found: Unstated, lang: str) -> UnstatedEvent:
    return UnstatedEvent(
        found.period.start,
        found.period.after,
        found.label.in_language(lang),
        dates.period(lang, found.period),
    )

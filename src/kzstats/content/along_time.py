"""Records on a line of time: bars, stems and dots beside each other, those of other lengths in a
lane under them, and the course of each member in a panel of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from kzstats.content import axes, counted, drawing, parting, placing
from kzstats.content.drawing import Drawn
from kzstats.content.picture import (
    MOST,
    NARROWEST,
    Line,
    Mark,
    Shape,
    Spread,
    UnstatedEvent,
)
from kzstats.dataset import series
from kzstats.dataset.model import Dataset, Metric, Record, Unstated
from kzstats.language import codes, dates, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query.selection import Selection

_THIN: Final = 4
"""Pixels under which a bar could not be pointed at, so that a stem stands for it."""
_NEAR: Final = 0.35
"""How near the labels of a panel may come in height, as a share of its value axis."""
_CLOSE: Final = 0.07
"""How near two dots may come on their line, as a share of the value axis, before they stand beside
each other.
"""


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
        return float(drawing.last_place(dataset, name))
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
    ordered = sorted(groups, key=lambda member: (-drawing.rank(groups[member]), member))[:MOST]
    shown = [*(one for member in ordered for one in groups[member]), *aside]
    start, after = axes.span(shown, (), len(last) < len(moments))
    top = metric.rules.most or max(drawing.size(one) for one in shown if one not in aside) or 1.0
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
    return ", ".join(filter(None, (drawing.member_name(selection, record, lang), who)))


def _lines(metric: Metric, start: date, after: date, lang: str) -> tuple[Line, ...]:
    """The breaks of a metric within a time."""
    return tuple(
        Line(change.date, change.title.in_language(lang))
        for change in metric.breaks
        if start < change.date < after
    )


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
    for place, group in enumerate(drawing.together(records)):
        alone = [
            drawing.mark_of(selection, metric, record, shape if len(group) == 1 else "dot", lang)
            for record in group
        ]
        own = [
            replace(mark, shape="stem" if mark.ranged and mark.shape == "dot" else mark.shape)
            for mark in alone
        ]
        if len(group) > 1:
            spread, own = drawing.spread_of(metric, group, own, lang)
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
    mark = drawing.mark_of(selection, metric, record, "span", lang)
    several = len(
        {
            other.source
            for other in lane
            if parting.moment(other) == parting.moment(record)
            and series.subject(other) == series.subject(record)
        }
    )
    parts = [
        drawing.member_name(selection, record, lang) if member else mark.name,
        mark.when,
        codes.status(lang, "D") if record.status == "D" else "",
        codes.aim(lang, record.aim) if record.aim else "",
        translate_n(lang, "{n} source", "{n} sources", several) if several > 1 else "",
    ]
    return replace(mark, name=", ".join(filter(None, parts)))


def _unstated_event(found: Unstated, lang: str) -> UnstatedEvent:
    return UnstatedEvent(
        found.period.start,
        found.period.after,
        found.label.in_language(lang),
        dates.period(lang, found.period),
    )

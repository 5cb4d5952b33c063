"""What is drawn, where, how, and its words: figures as marks that claim no more than was said.

A :class:`Picture` is everything a drawing needs and nothing of any library, so that the interactive
chart and the printed one cannot differ. The rules:

- exact: a solid mark; "more than": a hatched mark with an open arrow; "about": a hollow mark;
  a range: a span without a middle;
- a flow is drawn over its own true span of time, an event at its days, an as-of figure in a row;
- a year without a figure is a gap; figures that disagree stand side by side with the gap between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from math import ceil, floor, log10
from textwrap import shorten
from typing import Final, Literal

from kzstats.content import captions, unlike
from kzstats.dataset import derived
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Metric, Record, Unstated
from kzstats.language import dates, naming, numbers, quantities
from kzstats.language.translation import translate, translate_n
from kzstats.query.selection import Selection
from kzstats.values import period

Shape = Literal["bar", "stem", "row"]
Fill = Literal["solid", "hatched", "hollow"]
Arrow = Literal["up", "down"] | None
Room = Literal["any", "wide", "none"]
"""In which drawings a label stands: in all, in wide ones only, in none."""

NARROWEST = 320
"""The width in pixels that labels must fit; a phone's chart. Wider ones only gain air."""
CARD = 200
"""The width between the axes of the narrowest chart, in a card or on a phone: there the words in a gap must stand clear of bars."""
MOST = 36
"""How many marks a reader can tell apart and point at in the narrowest picture: every year since independence, or three years of months."""
WIDE = 760
"""The width of a chart on a desk; what fits only there is left out where the page is narrow."""
MANY = 16
"""From how many marks on only the most telling ones are labelled."""
_LETTER = 7.6
_TOLD: Final = 12
"""How many contradictions, and how many quarrels, the sentences of a picture tell of."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as drawn.

    ``bottom`` and ``top`` are in the base unit; ``start`` and ``after`` are the span on the time axis,
    ``row`` the place from the top in a picture of rows; ``ranged`` marks run between two bounds. Of ``lanes`` marks that share a span this is
    number ``lane``. ``label`` stands at the mark where there is room (``labelled``), ``name`` and ``when``
    beside it (``named``); ``words`` says all of it to those who do not see it.
    """

    record: str
    shape: Shape
    fill: Fill
    arrow: Arrow
    bottom: float
    top: float
    start: date
    after: date
    label: str
    name: str
    when: str
    words: str
    ranged: bool = False
    labelled: Room = "any"
    named: Room = "any"
    leftward: bool = False
    row: int = 0
    lane: int = 0
    lanes: int = 1

    @property
    def middle(self) -> date:
        """Where a stem stands and a bar's label is centred."""
        return self.start + (self.after - self.start) / 2


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of time without a figure; ``named`` says where its words have room."""

    start: date
    after: date
    words: str
    named: Room


@dataclass(frozen=True, slots=True)
class Line:
    """A break in a series: a day and a few words."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two figures that disagree: where both stand, how far apart they are, and why."""

    start: date
    after: date
    row: int
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class UnstatedEvent:
    """An event whose article gives no number."""

    start: date
    after: date
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart before it is drawn. ``name`` is its metric's id, with a number behind it from the second picture of a metric on.

    ``title`` is whole and leaves the page, ``heading`` is the shorter one for a page. ``records`` are all its figures, ``marks`` those
    of them that are drawn; ``failing`` are those that would be here had their check not failed. ``sentences`` say what it shows and what was left
    out, ``alt`` says it all at once. ``borders`` are the
    days on which the years, or the months of a single year, begin and end.
    """

    name: str
    metric: str
    topic: str
    layout: Literal["time", "rows"]
    title: str
    heading: str
    subtitle: str
    sentences: tuple[str, ...]
    sources: str
    checked: str
    alt: str
    records: tuple[str, ...]
    marks: tuple[Mark, ...]
    start: date
    after: date
    ticks: tuple[tuple[date, str], ...]
    borders: tuple[date, ...]
    top: float
    values: tuple[tuple[float, str], ...]
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    unstated_events: tuple[UnstatedEvent, ...] = ()
    failing: tuple[str, ...] = ()


def pictures(selection: Selection, metric: str, lang: str, most: int | None = None) -> tuple[Picture, ...]:
    """The pictures of one metric's selected figures: one an area and what they are limited to (and a label, where labels name series).

    There is none without figures; ``most`` says how many of the first are made.

    Figures whose check fails are drawn nowhere: those of a picture's series are named in it, those without one by :func:`withheld`.
    """
    unstated = [found for found in selection.unstated if found.metric == metric]
    on_record = _on_record(selection.dataset, metric)
    groups, failed = _parted(selection, metric)
    wrong = derived.contradictions(selection.dataset, [record for group in groups.values() for record in group])
    return tuple(
        _picture(selection, metric, _name(metric, place), group, failed.get(key, ()), unstated, on_record[key], wrong, lang)
        for place, (key, group) in enumerate(islice(groups.items(), most), 1)
    )


def withheld(selection: Selection, metric: str) -> tuple[Record, ...]:
    """The metric's selected records whose check fails and that no picture names, since every figure of their series fails."""
    groups, failed = _parted(selection, metric)
    return tuple(record for key, records in failed.items() if key not in groups for record in records)


_Key = tuple[str, str, tuple[tuple[str, str], ...]]
_Groups = dict[_Key, list[Record]]


def _parted(selection: Selection, metric: str) -> tuple[_Groups, _Groups]:
    """A metric's selected records by picture: those that may stand as figures, and those whose check fails."""
    records = selection.by_metric.get(metric, ())
    kept = [record for record in records if not selection.fails(record)]
    failed = [record for record in records if selection.fails(record)] if len(kept) < len(records) else []
    return _grouped(selection.dataset.metrics[metric], kept), _grouped(selection.dataset.metrics[metric], failed)


def names(selection: Selection, metric: str) -> list[str]:
    """The names of a metric's pictures, which are not made for it."""
    groups, _ = _parted(selection, metric)
    return [_name(metric, place) for place in range(1, len(groups) + 1)]


def _name(metric: str, place: int) -> str:
    return f"{metric}-{place}" if place > 1 else metric


@remembered(16)
def _on_record(dataset: Dataset, metric: str) -> Mapping[_Key, Sequence[Record]]:
    """All figures of a metric, as its pictures divide them."""
    return _grouped(dataset.metrics[metric], (record for record in dataset.records if record.metric == metric))


def _grouped(metric: Metric, records: Iterable[Record]) -> _Groups:
    """Records by area and what they are limited to, and by label where labels name series; whoever counted stands in one picture."""
    groups: _Groups = {}
    for record in records:
        label = record.label.en if metric.rules.series and record.label else ""
        groups.setdefault((record.area, label, record.dimensions), []).append(record)
    return groups


def _picture(
    selection: Selection,
    metric_id: str,
    name: str,
    records: list[Record],
    failing: Sequence[Record],
    unstated: Sequence[Unstated],
    on_record: Sequence[Record],
    wrong: Sequence[derived.Contradiction],
    lang: str,
) -> Picture:
    dataset = selection.dataset
    metric = dataset.metrics[metric_id]
    records = sorted(records, key=lambda record: (record.period.start, record.period.end))  # stable: the file's order stays
    on_time = metric.rules.on_time == "always" or (metric.rules.on_time == "several" and len({record.period for record in records}) > 1)
    on_time = on_time and not any(record.period.open for record in records)  # an open end has no place on a line of time
    shown = records[-MOST:] if on_time else sorted(records, key=_size, reverse=True)[:MOST]
    unstated_events = tuple(_unstated_event(found, lang) for found in unstated if on_time and found.area == records[0].area)
    start, after = _span(shown, unstated_events, len(shown) < len(records)) if on_time else (shown[0].period.start, shown[0].period.after)
    marks = _time_marks(dataset, metric, shown, lang, start, after) if on_time else _row_marks(dataset, metric, shown, lang)
    top = metric.rules.most or max((mark.top for mark in marks), default=1.0)
    gaps = _gaps(shown, on_record, start, after, lang) if metric.rules.lasts and on_time else ()
    lines = tuple(
        Line(change.date, shorten(change.title.in_language(lang), 40, placeholder="…"))
        for change in metric.breaks
        if on_time and start < change.date < after
    )
    leaders = captions.leading(records)
    title = captions.title(dataset, metric, records, leaders, lang)
    disagreements = _disagreements(metric, shown, marks, lang)
    standing = [record for record in on_record if not selection.fails(record)]
    said = [selection.checks.get(record.id, "not checked") for record in records]
    unstated_names = [translate(lang, "{name} ({when})", name=event.name, when=event.when) for event in unstated_events]
    sentences = (
        captions.shown(lang, len(records), len(on_record), len(failing)),
        *captions.sentences(dataset, metric, records, leaders, unstated_names, lang),
        *captions.undrawn(lang, len(records) - len(shown), on_time),
        *(disagreement.words for disagreement in disagreements),
        *_unlike(dataset, records, wrong, lang),
    )
    sentences = (*sentences, *captions.untold(records, sentences, lang))
    return Picture(
        name=name,
        metric=metric_id,
        topic=metric.topic,
        layout="time" if on_time else "rows",
        title=title,
        heading=captions.title(dataset, metric, records, leaders, lang, short=True),
        subtitle=captions.subtitle(metric, records, lang),
        sentences=sentences,
        sources=captions.sources(dataset, list(dict.fromkeys(record.source for record in records)), lang),
        checked="; ".join((captions.checked(lang, said), captions.support(lang, dataset, records, standing))),
        alt=" ".join((title.removesuffix(".") + ".", *(mark.words for mark in marks[:12]), *(captions.more(lang, len(marks) - 12)))),
        records=tuple(record.id for record in records),
        marks=marks,
        start=start,
        after=after,
        ticks=_ticks(start, after, lang) if on_time else (),
        borders=_borders(start, after) if on_time else (),
        top=top,
        values=_value_ticks(top, metric, lang),
        gaps=gaps,
        lines=lines,
        disagreements=disagreements,
        unstated_events=unstated_events,
        failing=tuple(record.id for record in failing),
    )


def unheard(selection: Selection, metric: str, lang: str, *, drawn: bool = True) -> str:
    """The selected events without a number whose area has no picture that tells of them, in a sentence; nothing where there is none.

    Where no picture is ``drawn`` none does.
    """
    areas = {area for area, *_ in _parted(selection, metric)[0]} if drawn else set()
    unstated = [found for found in selection.unstated if found.metric == metric and found.area not in areas]
    names = [f"{found.label.in_language(lang)} ({dates.period(lang, found.period)})" for found in unstated]
    return captions.unstated(lang, names) if names else ""


def _size(record: Record) -> float:
    value = record.value
    return float(value.high if value.value is None and value.high is not None else value.value or 0)


def _fill(record: Record) -> tuple[Fill, Arrow]:
    if record.value.approximate:
        return "hollow", None
    match record.value.comparator:
        case ">" | ">=":
            return "hatched", "up"
        case "<" | "<=":
            return "hatched", "down"
    return "solid", None


def _mark(dataset: Dataset, metric: Metric, record: Record, shape: Shape, lang: str) -> Mark:
    fill, arrow = _fill(record)
    value, span = record.value, record.period
    bottom, top = (float(value.low or 0), float(value.high or 0)) if value.value is None else (0.0, float(value.value))
    name = shorten(record.label.in_language(lang), 60, placeholder="…") if record.label else ""
    if shape == "bar":
        name = translate_n(lang, "in {n} month", "in {n} months", span.months) if span.months and not span.years else ""
    when = dates.when(lang, record)
    said = quantities.in_words(lang, value, metric.unit)
    if record.counted:
        said = translate(lang, "{said} ({counted})", said=said, counted=record.counted.in_language(lang))
    sentence = translate(lang, "{when}: {said}.", when=when[:1].upper() + when[1:], said=said)
    if record.producer:
        said = translate(lang, "{said}, counted by {name}", said=said, name=naming.name(lang, dataset, record.producer))
        sentence = translate(lang, "{when}: {said}.", when=when[:1].upper() + when[1:], said=said)
    if whole := naming.name_of(lang, dataset, record):
        sentence = translate(lang, "{name}, {when}: {said}.", name=whole, when=when, said=said)
    label = quantities.label(lang, value, metric.unit)
    return Mark(record.id, shape, fill, arrow, bottom, top, span.start, span.after, label, name, when, sentence, ranged=value.value is None)


def _time_marks(dataset: Dataset, metric: Metric, records: Sequence[Record], lang: str, start: date, after: date) -> tuple[Mark, ...]:
    """Bars over their spans, or stems at their days, with the labels that a narrow and a wide drawing have room for."""
    shape: Shape = "bar" if metric.rules.lasts else "stem"
    lanes = _lanes(records)
    marks = []
    for record in records:
        lane, of = lanes[record.id]
        mark = replace(_mark(dataset, metric, record, shape, lang), lane=lane, lanes=of)
        marks.append(replace(mark, leftward=_place(mark, start, after) > 0.6))
    narrow, wide = (_fitting(marks, start, after, width, named=False) for width in (NARROWEST, WIDE))
    few = len(marks) <= 8 or shape == "bar"
    names = _fitting(marks, start, after, WIDE, named=True) if few else set()
    short_names = _fitting(marks, start, after, NARROWEST, named=True) if shape == "bar" else set()
    return tuple(
        replace(
            mark,
            labelled="any" if mark.record in narrow else "wide" if mark.record in wide else "none",
            named="any" if mark.record in narrow & short_names else "wide" if mark.record in wide & names else "none",
        )
        for mark in marks
    )


def _place(mark: Mark, start: date, after: date) -> float:
    """How far along the axis a mark's label is anchored, from 0 to 1."""
    own = mark.start + (mark.after - mark.start) * ((mark.lane + 0.5) / mark.lanes)
    return (own - start).days / max((after - start).days, 1)


def _fitting(marks: Sequence[Mark], start: date, after: date, width: int, named: bool) -> set[str]:
    """The marks whose label (or name) stands free in a drawing of a width: the largest, the first and the last before the others."""
    largest = max(mark.top for mark in marks)
    at_height = {mark.record: mark.top + (0.15 * largest if mark.shape == "bar" and mark.arrow == "up" else 0) for mark in marks}
    order = sorted(marks, key=lambda mark: (mark.top < largest, mark is not marks[-1], mark is not marks[0], mark.start))
    taken: list[tuple[float, float, float]] = []
    kept: set[str] = set()
    for mark in order:
        text = max(len(mark.name), len(mark.when)) * _LETTER * 0.85 if named and mark.shape == "stem" else len(mark.label) * _LETTER
        if named and mark.shape == "bar":
            text = len(mark.name) * _LETTER * 0.85
        at = _place(mark, start, after) * width
        share = (mark.after - mark.start).days / max((after - start).days, 1) / mark.lanes * width
        height = 0.21 if named else 0.12
        if mark.shape == "bar":
            left, right = at - text / 2, at + text / 2
            roomy = share >= 9 and (not named or text <= share) and (len(marks) <= MANY or text <= share or mark.top == largest)
        else:
            left, right = (at - 13 - text, at - 8) if mark.leftward else (at + 8, at + 13 + text)
            others = ((_place(other, start, after) * width, other.top) for other in marks if other is not mark)
            crossed = any(left - 8 < x < right + 8 and top > mark.top - height * largest for x, top in others)
            roomy = left >= -8 and right <= width + 8 and not crossed
        at_top = at_height[mark.record]
        free = all(right < begins or left > ends or abs(at_top - top) > height * largest for begins, ends, top in taken)
        if roomy and free and (len(marks) <= MANY or mark.shape == "bar" or len(kept) < 3):
            kept.add(mark.record)
            taken.append((left, right, at_top))
    return kept


def _row_marks(dataset: Dataset, metric: Metric, records: Sequence[Record], lang: str) -> tuple[Mark, ...]:
    several_days = len({record.period for record in records}) > 1
    marks = []
    for row, record in enumerate(records):
        mark = _mark(dataset, metric, record, "row", lang)
        name = mark.name or (mark.when if record.area in ("several", "unspecified") else naming.area(lang, record.area))
        if several_days and name != mark.when:
            name = translate(lang, "{name}, {when}", name=name, when=mark.when)
        marks.append(replace(mark, name=name, row=row))
    return tuple(marks)


def _lanes(records: Sequence[Record]) -> dict[str, tuple[int, int]]:
    """For figures of one span, side by side: each one's place, and how many there are."""
    by_span: dict[tuple[date, date], list[str]] = {}
    for record in records:
        by_span.setdefault((record.period.start, record.period.end), []).append(record.id)
    return {name: (lane, len(names)) for names in by_span.values() for lane, name in enumerate(names)}


def _span(records: Sequence[Record], unstated_events: Sequence[UnstatedEvent], cut: bool) -> tuple[date, date]:
    """Whole years from the first figure to the last; where earlier ones are cut off, from the first that is drawn."""
    starts = [record.period.start for record in records] + [event.start for event in unstated_events]
    ends = [record.period.after for record in records] + [event.after for event in unstated_events]
    return min(starts) if cut else date(min(starts).year, 1, 1), date((max(ends) - timedelta(days=1)).year + 1, 1, 1)


def _gaps(records: Sequence[Record], on_record: Sequence[Record], start: date, after: date, lang: str) -> tuple[Gap, ...]:
    """The times without a drawn figure: there is none, or the selection leaves it out."""
    gaps = []
    reached = start
    for record in [*records, None]:
        begins = record.period.start if record else after
        if begins > reached:
            when = dates.period(lang, period.between(reached, begins - timedelta(days=1)))
            if any(known.period.start < begins and known.period.after > reached for known in on_record):
                said = translate(lang, "{when}: not shown", when=when)
            else:
                said = translate(lang, "{when}: no figure", when=when)
            share = (begins - reached).days / (after - start).days
            fits = [len(said) * _LETTER * 0.75 < share * width for width in (CARD, WIDE)]
            gaps.append(Gap(reached, begins, said, "any" if fits[0] else "wide" if fits[1] else "none"))
        if record:
            reached = max(reached, record.period.after)
    return tuple(gaps)


def _unstated_event(found: Unstated, lang: str) -> UnstatedEvent:
    return UnstatedEvent(found.period.start, found.period.after, found.label.in_language(lang), dates.period(lang, found.period))


def _ticks(start: date, after: date, lang: str) -> tuple[tuple[date, str], ...]:
    """The years in the middle of their own; of a single year the first month with the year, and others, in the middle of theirs."""
    years, days = after.year - start.year, (after - start).days
    if years == 1:
        months = (date(start.year, month, 16) for month in ((4, 7, 10) if days > 183 else range(2, 13)))
        first = translate(lang, "{month} {year}", month=dates.month(lang, start), year=start.year)
        return (max(start.replace(day=16), start), first), *((day, dates.month(lang, day)) for day in months if (day - start).days > 0.2 * days)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if years / step * 44 <= NARROWEST)
    middles = (date(year, 7, 2) for year in range(start.year, after.year) if year % step == 0 or years <= 8)
    return tuple((middle, str(middle.year)) for middle in middles if middle >= start)


def _borders(start: date, after: date) -> tuple[date, ...]:
    """Where the years of an axis begin and end, the months where there is only one year, the tens of years where there are many."""
    if after.year - start.year == 1:
        days = (date(start.year, month, 1) for month in range(1, 13))
    else:
        years = after.year - start.year
        days = (date(year, 1, 1) for year in range(start.year, after.year) if years <= MOST or year % 10 == 0)
    return *(day for day in days if day >= start), after


def _value_ticks(top: float, metric: Metric, lang: str) -> tuple[tuple[float, str], ...]:
    """Zero and two to five round numbers below the top."""

    def said(value: float) -> str:
        number = numbers.amount(lang, value)
        return quantities.with_unit(lang, number, "percent", value) if metric.unit == "percent" else number

    power = 10 ** floor(log10(top or 1))
    step = next(power * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5, 5) if top / (power * part) <= 4.5)
    if metric.rules.most is None and metric.unit in ("person", "offence", "case", "event", "attack", "website", "month"):
        step = max(1, ceil(step))
    return tuple((place * step, said(place * step)) for place in range(int(top / step) + 1))


def _unlike(dataset: Dataset, records: Sequence[Record], wrong: Sequence[derived.Contradiction], lang: str) -> list[str]:
    """Where two bodies count otherwise, and what of the ``wrong`` of a metric is of a picture, the first few of each."""
    pairs = derived.nearby(dataset.metrics, records)
    here = {record.id for record in records}
    theirs = [one for one in wrong if not here.isdisjoint(record.id for record in one.records)]
    told = [captions.quarrel(lang, dataset, pair) for pair in pairs[:_TOLD]] + [captions.contradiction(lang, dataset, one) for one in theirs[:_TOLD]]
    others = unlike.beside(dataset, records)
    told += [unlike.sentence(lang, dataset, one) for one in others[:_TOLD]]
    return [*told, *captions.more(lang, sum(max(len(some) - _TOLD, 0) for some in (pairs, theirs, others)))]


def _disagreements(metric: Metric, records: Sequence[Record], marks: Sequence[Mark], lang: str) -> tuple[Disagreement, ...]:
    at = {mark.record: mark for mark in marks}
    found = []
    for group in derived.disagreements(records):
        tops = [at[record.id].top for record in group]
        mark = at[group[0].id]
        if all(record.value.low is not None and record.value.low == record.value.high for record in group):
            difference = round(max(tops) - min(tops), 9)
            apart = quantities.with_unit(lang, numbers.number(lang, difference), metric.unit, difference, bare=False)
            said = translate(lang, "The sources disagree by {apart} ({when}).", apart=apart, when=mark.when)
        else:
            values = ", ".join(at[record.id].label for record in group)
            said = translate(lang, "The sources disagree: {values} ({when}).", values=values, when=mark.when)
        if group[0].rank != group[1].rank:
            said += " " + translate(lang, "The figure that leads is {value}.", value=quantities.label(lang, group[0].value, metric.unit))
        reasons = dict.fromkeys(record.reason.in_language(lang) for record in group if record.reason)
        found.append(Disagreement(mark.start, mark.after, mark.row, min(tops), max(tops), " ".join((said, *reasons))))
    return tuple(found)

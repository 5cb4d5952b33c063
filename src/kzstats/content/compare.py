"""Two to four metrics under each other on one line of time, each with a scale of its own, and what
of them may not be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from kzstats.content import captions, charts, geometry, placing
from kzstats.content.document import (
    Block,
    Choice,
    Inline,
    Link,
    Paragraph,
    Place,
    Section,
    Text,
)
from kzstats.content.figures import nothing, notice, paragraphs, points, text
from kzstats.content.picture import Mark, Picture
from kzstats.dataset import series
from kzstats.language import languages, naming, quantities
from kzstats.language.translation import translate
from kzstats.query.addresses import Query, View
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot

NAME: Final = "compare"
"""What the page is called in its address."""
MOST: Final = 4
_LABELS: Final = 8
"""How many years the line of time names at most."""
_NAMED: Final = 4


def blocks(snapshot: Snapshot, query: Query, view: View) -> tuple[Block, ...]:
    """The charts of the metrics that the view names, with the field to add another."""
    lang, chosen = query.lang, view.metric[:MOST]
    place = Place("page", NAME, query, view=View(metric=chosen))
    drawn = {name: found for name in chosen if (found := _picture(snapshot, query, name))}
    head = (*_chosen(snapshot, place), *_adding(snapshot, place))
    if len(chosen) < 2:
        said = translate(lang, "Choose two metrics or more, up to four.")
        head = (*head, *paragraphs(said))
    if chosen and not drawn:
        return (*head, notice(nothing(lang)))
    told = points(*_cautions(snapshot, query, drawn)) if len(drawn) > 1 else None
    on_time = _aligned(list(drawn.values()))
    sections = (_section(query, picture) for picture in on_time)
    return (*head, *((told,) if told else ()), *sections)


def _picture(snapshot: Snapshot, query: Query, name: str) -> Picture | None:
    """The first picture of a metric along time, or the first there is."""
    found = charts.pictures(snapshot, replace(query, metric=(name,)), name, 3)
    along = [one for one in found if one.layout == "time"]
    return next((one for one in along if not one.panels), next(iter((*along, *found)), None))


def _aligned(found: Sequence[Picture]) -> list[Picture]:
    """Pictures along time over the same years and from the same edge, those in rows as they are."""
    spans = [(one.start, one.after) for one in found if one.layout == "time"]
    if not spans:
        return list(found)
    first = min(start for start, _ in spans).year
    last = max(
        (after.year if (after.month, after.day) > (1, 1) else after.year - 1) for _, after in spans
    )
    start, after = date(first, 1, 1), date(last + 1, 1, 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first + 1) / step <= _LABELS)
    ticks = tuple(
        (date(year, 7, 2), str(year)) for year in range(first, last + 1) if year % step == 0
    )
    every = 1 if step <= 5 else step
    borders = *(date(year, 1, 1) for year in range(first, last + 1) if year % every == 0), after
    inset = max(geometry.left(one) for one in found if one.layout == "time")
    return [
        replace(_over(one, start, after, ticks, borders), inset=inset)
        if one.layout == "time"
        else one
        for one in found
    ]


def _over(
    picture: Picture,
    start: date,
    after: date,
    ticks: tuple[tuple[date, str], ...],
    borders: tuple[date, ...],
) -> Picture:
    """A picture over a longer time, in which fewer labels have room."""
    if not picture.marks:
        return replace(picture, start=start, after=after, ticks=ticks, borders=borders)
    share = (picture.after - picture.start).days / (after - start).days
    telling = {
        picture.marks[0].record,
        picture.marks[-1].record,
        max(picture.marks, key=lambda mark: mark.top).record,
    }

    def labelled(mark: Mark) -> Mark:
        if share > 0.8:
            return mark
        keeps = share > 0.45 or mark.record in telling
        return replace(mark, labelled=mark.labelled if keeps else "none", named="none")

    gaps = (
        tuple(replace(gap, named="none") for gap in picture.gaps) if share <= 0.8 else picture.gaps
    )
    bars = iter(
        placing.labelled([mark for mark in picture.marks if mark.shape == "bar"], start, after)
    )
    marks = tuple(
        next(bars) if mark.shape == "bar" and not picture.panels else labelled(mark)
        for mark in picture.marks
    )
    return replace(
        picture, start=start, after=after, ticks=ticks, borders=borders, marks=marks, gaps=gaps
    )


def _section(query: Query, picture: Picture) -> Section:
    drawn = (*charts.in_short(picture), charts.way(query, picture))
    return Section(picture.name, text(picture.heading), drawn, "chart")


def _chosen(snapshot: Snapshot, place: Place) -> tuple[Block, ...]:
    """What is compared, each with the way to leave it out."""
    lang, names = place.query.lang, place.view.metric
    if not names:
        return ()
    said: list[Text | Link] = [Text(f"{translate(lang, 'Compared:')} ")]
    for name in names:
        heading = snapshot.dataset.metrics[name].heading(lang)
        rest = View(metric=tuple(other for other in names if other != name))
        label = translate(lang, "Leave out “{title}”", title=heading)
        way = Link("✕", replace(place, view=rest), label=label)
        said += [*([Text(" · ")] if len(said) > 1 else []), Text(heading, "strong"), Text(" "), way]
    return (Paragraph(tuple(said), "turns"),)


def _adding(snapshot: Snapshot, place: Place) -> tuple[Block, ...]:
    """The metrics with figures in the selection that can be added, by topic."""
    lang, dataset = place.query.lang, snapshot.dataset
    held = select(snapshot, place.query).by_metric
    topics: dict[str, list[tuple[str, str]]] = {}
    for name, metric in dataset.metrics.items():
        if name in held and name not in place.view.metric:
            topics.setdefault(metric.topic, []).append((name, metric.heading(lang)))
    if not topics or len(place.view.metric) == MOST:
        return ()
    groups = tuple(
        (naming.topic(lang, topic, dataset), tuple(found)) for topic, found in topics.items()
    )
    return (
        Choice(place, "metric", translate(lang, "Add a metric"), translate(lang, "Add"), groups),
    )


def _cautions(snapshot: Snapshot, query: Query, drawn: Mapping[str, Picture]) -> Iterable[str]:
    """What may not be compared, and why."""
    lang, dataset = query.lang, snapshot.dataset
    yield translate(
        lang,
        "Each chart has a scale of its own: compare when things happened, not how high the marks "
        "are.",
    )
    units = dict.fromkeys(quantities.unit_name(lang, dataset.metrics[name].unit) for name in drawn)
    if len(units) > 1:
        yield translate(lang, "Different units: {names}.", names="; ".join(units))
    shown = {record for picture in drawn.values() for record in picture.records}
    records = [record for record in dataset.records if record.id in shown]
    bodies = list(
        dict.fromkeys(naming.name(lang, dataset, series.counter(record)) for record in records)
    )
    if len(bodies) > 1:
        names = languages.listed(lang, bodies[:_NAMED])
        told = translate(
            lang, "Not one count, and not compared with each other: {names}.", names=names
        )
        yield " ".join((told, *captions.more(lang, len(bodies) - _NAMED)))
    for name, picture in drawn.items():
        title = dataset.metrics[name].heading(lang)
        for line in picture.lines:
            yield translate(
                lang,
                "{title}: not comparable across a break ({words}).",
                title=title,
                words=line.words,
            )
        if picture.layout != "time":
            yield translate(
                lang, "{title}: its figures stand in rows, not along time.", title=title
            )


def way(query: Query, name: str) -> Inline:
    """The way from a metric to the comparison with another."""
    said = translate(query.lang, "Compare with another metric")
    return (Link(said, Place("page", NAME, replace(query, metric=()), view=View(metric=(name,)))),)

"""The index of metrics: each with its latest figure, its span of years, its sources, its marks at a
glance, and whether sources disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kzstats.content import captions, charts, listing, parting, unlike
from kzstats.content.document import (
    Block,
    Fold,
    Inline,
    Link,
    Paragraph,
    Place,
    Points,
    Row,
    Search,
    Section,
    Spark,
    Stroke,
    Table,
    Text,
)
from kzstats.content.figures import link, nothing, notice, paragraphs, text
from kzstats.dataset import series
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Metric, Record
from kzstats.dataset.nature import current, levels
from kzstats.language import dates, interface, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query import searching
from kzstats.query.addresses import Query, View
from kzstats.query.selection import select, years
from kzstats.query.versions import Snapshot

NAME: Final = "metrics"
"""What the page of the index is called in its address."""
WHOLE: Final = "whole"
"""The order in which the index has every row, however many there are."""
ROWS: Final = 40
"""How many metrics the index has rows of at once."""
_FEWEST: Final = 3
"""How many metrics of each topic the index shows at least."""
_NAMED: Final = 100
"""How many empty metrics are named."""
_MOST_STROKES: Final = 48
_KEPT: Final = 16
_MOST_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Gist:
    """What the index says of a metric: the figure that is latest, its span of years, how many
    figures and sources, and where they disagree.
    """

    latest: Record
    years: tuple[int, int] | None
    figures: int
    sources: int
    disagreements: int
    strokes: tuple[Stroke, ...]


def blocks(snapshot: Snapshot, query: Query, view: View) -> tuple[Block, ...]:
    """The index by topic, narrowed to what is looked for, behind the field to look with.

    Of more metrics than a page can well hold each topic shows the first few, and where the others
    are.
    """
    lang, dataset = query.lang, snapshot.dataset
    held = _held(snapshot, query)
    wanted = searching.terms(view.search)
    words = {name: _words(snapshot, query, name) if wanted else "" for name in held}
    found = searching.best(wanted, words)
    if wanted:  # what answers the words together stands first
        ranks = {name: searching.rank(dataset, held[name], view.search) for name in found}
        found = sorted(found, key=lambda name: ranks[name], reverse=True)
    by_topic: dict[str, list[str]] = {name: [] for name in interface.pages(lang, dataset)}
    for name in found:
        by_topic.setdefault(dataset.metrics[name].topic, []).append(name)
    topics = {topic: names for topic, names in by_topic.items() if names}
    if wanted:
        topics = dict(sorted(topics.items(), key=lambda pair: found.index(pair[1][0])))
    whole = view.sort == WHOLE or len(found) <= ROWS
    most = None if whole else max(_FEWEST, ROWS // len(topics))
    place = Place("page", NAME, query, view=view)
    sections = (_part(snapshot, place, topic, names, most) for topic, names in topics.items())
    chosen = select(snapshot, query)
    failed = (
        block
        for name in chosen.by_metric
        if name not in held
        for block in charts.withheld(snapshot, query, chosen, name)
    )
    empty = () if chosen.by_metric else (notice(nothing(lang)),)
    answer = _answer(snapshot, query, view, len(found))
    return (
        search(query, view, all_here=whole and not view.search),
        *empty,
        *answer,
        *sections,
        *failed,
        *lacking(snapshot, query, dataset.metrics),
    )


def search(query: Query, view: View | None = None, *, all_here: bool = False) -> Search:
    """The field by which a metric is found: on the page of the ``view``, whose rows may be all that
    can be found, or to get there.
    """
    lang = query.lang
    return Search(
        Place("page", NAME, replace(query, metric=())),
        translate(lang, "Find a metric, a speaker, a place, a number"),
        translate(lang, "Find"),
        view.search if view else "",
        "" if view is None else "rows" if all_here else "page",
        translate(lang, "Nothing here answers these words."),
    )


def _answer(snapshot: Snapshot, query: Query, view: View, found: int) -> tuple[Block, ...]:
    """What was found, and the way to the figures themselves."""
    lang = query.lang
    if not view.search:
        return ()
    if not found:
        return (notice(translate(lang, "Nothing here answers these words.")),)
    n = len(select(snapshot, replace(query, search=view.search)).records)
    told = translate_n(
        lang,
        "{n} metric answers “{search}”.",
        "{n} metrics answer “{search}”.",
        found,
        search=view.search,
    )
    if not n:
        return paragraphs(told)
    way = Link(
        translate_n(lang, "{n} figure does", "{n} figures do", n),
        Place("page", "records", query, view=View(search=view.search)),
    )
    whole = Link(translate(lang, "Show all metrics"), Place("page", NAME, query))
    return (replace(paragraphs(told)[0], words=(Text(f"{told} "), way, Text(" · "), whole)),)


def table(
    snapshot: Snapshot, query: Query, names: Sequence[str], title: str, *, searched: bool = False
) -> Table:
    """The rows of some metrics that have figures in the selection, with the words to find them by
    where they are ``searched``.
    """
    lang, held = query.lang, _held(snapshot, query)
    columns = (
        translate(lang, "What is counted"),
        translate(lang, "Latest figure"),
        translate(lang, "Years"),
        translate(lang, "Figures"),
        translate(lang, "Sources"),
        translate(lang, "Over time"),
    )
    rows = tuple(
        _row(snapshot, query, name, _words(snapshot, query, name) if searched else "")
        for name in names
        if name in held
    )
    return Table(title, columns, rows, "index")


def section(
    snapshot: Snapshot, query: Query, view: View, names: Sequence[str], topic: str
) -> tuple[Section, ...]:
    """The index of a topic, by the page, where more than one of its metrics has a figure."""
    held = [name for name in names if name in _held(snapshot, query)]
    if len(held) < 2:
        return ()
    title = _title(query.lang, naming.topic(query.lang, topic, snapshot.dataset))
    ways = listing.pager(Place("page", topic, query, view=view), len(held), ROWS)
    rows = table(snapshot, query, listing.part(held, view, ROWS), title)
    return (Section("index", text(title), (rows, *ways)),)


def _part(
    snapshot: Snapshot, place: Place, topic: str, names: Sequence[str], most: int | None
) -> Section:
    """The metrics of a topic; where no more than ``most`` have room the first of them, those that
    lead the overview before the others, and the way to the rest.
    """
    query, dataset = place.query, snapshot.dataset
    said = naming.topic(query.lang, topic, dataset)
    searched = most is None and not place.view.search
    shown, way = names, tuple[Block, ...]()
    if most is not None and len(names) > most:
        shown = sorted(names, key=lambda name: not dataset.metrics[name].headline)[:most]
        all_of = translate_n(query.lang, "All {n} metric", "All {n} metrics", len(names))
        way = (Paragraph((Link(all_of, _rest(place, topic)),)),)
    rows = table(snapshot, query, shown, _title(query.lang, said), searched=searched)
    return Section(f"topic-{topic}", (Link(said, Place("page", topic, query)),), (rows, *way))


def _rest(place: Place, topic: str) -> Place:
    """Where all metrics of a topic are: of those that answer words the index with every row."""
    if not place.view.search:
        return Place("page", topic, place.query)
    return replace(place, view=replace(place.view, sort=WHOLE), anchor=f"topic-{topic}")


def _title(lang: str, topic: str) -> str:
    return translate(lang, "{title}: all metrics", title=topic)


def lacking(snapshot: Snapshot, query: Query, names: Iterable[str]) -> tuple[Block, ...]:
    """The metrics without a figure in the selection, in one line that unfolds to their names; a
    notice where no metric has one.
    """
    lang, dataset, held = query.lang, snapshot.dataset, select(snapshot, query).by_metric
    empty = [name for name in names if name not in held]
    if not empty:
        return ()
    said: list[Inline] = [
        (Link(dataset.metrics[name].heading(lang), Place("metric", name, Query(lang=lang))),)
        for name in empty[:_NAMED]
    ]
    said += map(text, captions.more(lang, len(empty) - _NAMED))
    title = translate_n(
        lang,
        "{n} metric is empty in your selection",
        "{n} metrics are empty in your selection",
        len(empty),
    )
    return (Fold("lacking", title, (Points(tuple(said)),)),)


def _row(snapshot: Snapshot, query: Query, name: str, find: str) -> Row:
    lang, dataset, told_of = query.lang, snapshot.dataset, gist(snapshot, query, name)
    place = Place("metric", name, replace(query, metric=()))
    which = naming.name_of(lang, dataset, told_of.latest)
    told = (Text(f" {which}", "small"),) if which else ()
    latest: Inline = (
        link(snapshot, query, told_of.latest),
        Text(f" {dates.when(lang, told_of.latest)}"),
        *told,
    )
    span = "–".join(dict.fromkeys(map(str, told_of.years or ())))
    sources: Inline = text(numbers.number(lang, told_of.sources))
    if told_of.disagreements:
        sources = (
            *sources,
            Text(" "),
            Link(translate(lang, "≠ sources disagree"), replace(place, anchor="disagreements")),
        )
    return Row(
        (Link(dataset.metrics[name].heading(lang), place),),
        (
            latest,
            text(span),
            text(numbers.number(lang, told_of.figures)),
            sources,
            (Spark(told_of.strokes),),
        ),
        find,
    )


@remembered(_KEPT)
def _held(snapshot: Snapshot, query: Query) -> dict[str, list[Record]]:
    """The selected figures of each metric that may stand as such, the metrics in the order of the
    data file.
    """
    if query.lang != "en" or query.metric:
        return _held(snapshot, replace(query.spoken(), metric=()))
    found: dict[str, list[Record]] = {name: [] for name in snapshot.dataset.metrics}
    for record in select(snapshot, query).evidence:
        found[record.metric].append(record)
    return {name: records for name, records in found.items() if records}


@remembered(_KEPT)
def _axis(snapshot: Snapshot, query: Query) -> tuple[date, date]:
    """The time of all figures of a selection, which every spark has, so that they can
    be compared.
    """
    span = years(select(snapshot, query).evidence) or (1, 1)
    return date(span[0], 1, 1), date(min(span[1] + 1, date.max.year), 1, 1)


@remembered(_MOST_KEPT)
def gist(snapshot: Snapshot, query: Query, name: str) -> Gist:
    """What the index says of a metric that has a figure in the selection."""
    if query.lang != "en" or query.metric:
        return gist(snapshot, replace(query.spoken(), metric=()), name)
    metric, records = snapshot.dataset.metrics[name], _held(snapshot, query)[name]
    drawn = current(snapshot.dataset, levels(records))
    latest = latest_of(drawn or records)
    alike = (
        [record for record in drawn if series.subject(record) == series.subject(latest)]
        if metric.rules.series
        else drawn
    )
    return Gist(
        latest,
        years(records),
        len(records),
        len({record.source for record in records}),
        sum(one.what != "agree" for one in unlike.found(snapshot.dataset, records)),
        _strokes(metric, alike, _axis(snapshot, query)),
    )


@remembered(_MOST_KEPT)
def _words(snapshot: Snapshot, query: Query, name: str) -> str:
    """The words by which a metric of a selection is found, in whatever language it is shown."""
    if query.lang != "en" or query.metric:
        return _words(snapshot, replace(query.spoken(), metric=()), name)
    return searching.of_metric(snapshot.dataset, name, _held(snapshot, query)[name])


def latest_of(records: Sequence[Record]) -> Record:
    """The latest of a metric's figures: of the whole before that of a part, and of one time the one
    that leads.
    """
    standing = [record for record in records if record.rank != "deprecated"] or list(records)
    whole = [record for record in standing if not record.dimensions] or standing

    def order(record: Record) -> tuple[date, bool]:
        return (
            record.period.start if record.period.open_end else record.period.end,
            record.rank == "preferred",
        )

    return max(whole, key=order)


_FLAT: Final = 0.12
"""How high a figure is that no other can be set beside."""


def _strokes(
    metric: Metric, records: Iterable[Record], axis: tuple[date, date]
) -> tuple[Stroke, ...]:
    """The figures of one subject along the time of all, as high as their share of the highest; what
    was counted over another length of time lies flat, as it does not stand among the bars of a
    chart.
    """
    placed = [record for record in records if not record.period.open][-_MOST_STROKES:]
    beside = parting.on_one_line(metric, placed)[0] if metric.rules.lasts else placed
    standing = {record.id: _height(record) for record in beside}
    highest = max(standing.values(), default=0) or 1
    days = max((axis[1] - axis[0]).days, 1)

    def along(day: date) -> float:
        return min(max((day - axis[0]).days / days, 0.0), 1.0)

    return tuple(
        Stroke(
            round(along(record.period.start), 3),
            round(along(record.period.after), 3),
            round(standing[record.id] / highest, 3) if record.id in standing else _FLAT,
            not record.value.approximate
            and record.value.comparator == "="
            and record.value.value is not None,
        )
        for record in placed
    )


def _height(record: Record) -> float:
    value = record.value
    return float((value.high if value.value is None else value.value) or 0)

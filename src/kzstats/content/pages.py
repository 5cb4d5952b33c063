"""Every page of the dashboard: from a version of the data, a query and a view to its blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kzstats.content import (
    articles,
    captions,
    changes,
    charts,
    compare,
    filters,
    index,
    listing,
    marks,
    method,
    receipt,
    sheet,
    stated,
)
from kzstats.content.charts import pictures
from kzstats.content.document import Block, Page, Paragraph, Place
from kzstats.content.figures import nothing, notice, text
from kzstats.dataset import precedence
from kzstats.dataset.memory import remembered
from kzstats.dataset.nature import current, levels
from kzstats.dataset.vocabulary import TOPICS
from kzstats.language import dates, naming
from kzstats.language.translation import translate
from kzstats.query.addresses import Query, View
from kzstats.query.selection import Selection, record_of, select
from kzstats.query.versions import Snapshot

OVERVIEW: Final = 8
"""How many charts the overview has: the first at length, the others as cards."""
TOPIC: Final = 4
"""How many charts lead on the page of a topic, beside the index of its metrics."""
_AREAS: Final = 6
_MOST_APART: Final = 4
_KEPT: Final = 64
"""How many pages are kept for those who ask the same."""
PLAIN: Final = View()


@dataclass(frozen=True, slots=True)
class _Request:
    """All that a page is built from."""

    snapshot: Snapshot
    query: Query
    view: View
    name: str
    base_url: str


@dataclass(frozen=True, slots=True)
class _Built:
    """What a page of the menu is made of; ``extract`` is the query that its files answer."""

    title: str
    lead: str
    blocks: tuple[Block, ...]
    extract: Query | None = None


@remembered(_KEPT)
def page(snapshot: Snapshot, query: Query, name: str, base_url: str, view: View = PLAIN) -> Page:
    """A page of the menu by its name (:func:`kzstats.language.interface.pages`), for a query
    whose metrics it has of its own.

    ``base_url`` is the address that its citations and permanent addresses begin with.
    """
    lang = query.lang
    built = _BUILDERS.get(name, _topic)(_Request(snapshot, query, view, name, base_url))
    extract = (charts.extract(snapshot, built.extract),) if built.extract else ()
    return Page(
        place=Place("page", name, query, view=view),
        lang=lang,
        title=built.title,
        lead=built.lead,
        description=built.lead or _collected(snapshot, lang),
        blocks=(*built.blocks, *extract),
        foot=f"{filters.shown(snapshot, query)} {dates.last_changed(lang, snapshot.changed)}",
    )


@remembered(_KEPT)
def figure(snapshot: Snapshot, query: Query, record: str, base_url: str) -> Page | None:
    """A figure's receipt; nothing where no figure has the id."""
    found = record_of(snapshot.dataset, record)
    return receipt.page(snapshot, query, found, base_url) if found is not None else None


@remembered(_KEPT)
def metric(snapshot: Snapshot, query: Query, name: str, base_url: str) -> Page | None:
    """All of one metric: its charts, its sheet, where sources disagree, its table; nothing where
    there is no such metric.
    """
    found = snapshot.dataset.metrics.get(name)
    if found is None:
        return None
    lang, query = query.lang, replace(query, metric=(name,))
    drawn = charts.leading(snapshot, query, [name], charts.MOST)
    blocks = (
        *sheet.cautions(found, lang),
        *_empty(snapshot, query, [name]),
        *_unstated(select(snapshot, query), [name], lang),
        *(charts.section(snapshot, query, picture, base_url) for picture in drawn.get(name, ())),
        *sheet.further(snapshot, query, name, len(drawn.get(name, ()))),
        *charts.withheld(snapshot, query, select(snapshot, query), name),
        *stated.section(snapshot, query, [name]),
        *sheet.blocks(snapshot, query, name, base_url),
    )
    return Page(
        place=Place("metric", name, query),
        lang=lang,
        title=found.title.in_language(lang),
        lead=found.definition.in_language(lang),
        description=found.definition.in_language(lang),
        blocks=(*blocks, charts.extract(snapshot, query)),
        foot=dates.last_changed(lang, snapshot.changed),
    )


@remembered(_KEPT)
def chart(snapshot: Snapshot, query: Query, name: str, base_url: str) -> Page | None:
    """One chart with its sentences, table and citation; nothing where the query leaves no figure
    for a chart of that name.
    """
    of = name.partition("-")[0]
    query = replace(query, metric=(of,))
    picture = (
        next((one for one in pictures(snapshot, query, of) if one.name == name), None)
        if of in snapshot.dataset.metrics
        else None
    )
    if picture is None:
        return None
    section = charts.section(snapshot, query, picture, base_url)
    return Page(
        place=Place("chart", name, query),
        lang=query.lang,
        title=picture.heading,
        lead="",
        description=f"{picture.title}. {picture.sources}.",
        blocks=(*section.blocks, sheet.way(snapshot, query, of)),
        foot=dates.last_changed(query.lang, snapshot.changed),
    )


def _overview(request: _Request) -> _Built:
    """The whole in a minute: the metrics that the data file chooses, the first one's chart, then a
    card for every other.
    """
    snapshot, query, lang = request.snapshot, request.query, request.query.lang
    metrics = _chosen(snapshot)
    lead = " ".join(
        filter(None, (_collected(snapshot, lang), _areas(select(snapshot, query), lang)))
    )
    blocks = (
        index.search(request.query),
        *_drawn(request, metrics, OVERVIEW, at_length=1),
        changes.news(snapshot, lang),
    )
    return _Built(translate(lang, "Every number with its receipt"), lead, blocks, query)


def _chosen(snapshot: Snapshot) -> list[str]:
    """The metrics that lead the overview; the first where the data file chooses none."""
    metrics, held = snapshot.dataset.metrics, select(snapshot, Query()).by_metric
    return [name for name, metric in metrics.items() if metric.headline] or [
        name for name in metrics if name in held
    ][:OVERVIEW]


def _index(request: _Request) -> _Built:
    lang = request.query.lang
    lead = translate(lang, "Everything that is counted, by topic: find it by a word or a number.")
    return _Built(
        translate(lang, "All metrics"),
        lead,
        index.blocks(request.snapshot, request.query, request.view),
    )


def _compare(request: _Request) -> _Built:
    lang, chosen = request.query.lang, request.view.metric[: compare.MOST]
    lead = translate(
        lang, "Metrics under each other on one line of time, with what of them may not be compared."
    )
    blocks = compare.blocks(request.snapshot, request.query, request.view)
    extract = replace(request.query, metric=chosen) if chosen else None
    return _Built(translate(lang, "Compare"), lead, blocks, extract)


def _topic(request: _Request) -> _Built:
    """The metrics of a topic: the charts that lead, and the index of all."""
    snapshot, query, lang = request.snapshot, request.query, request.query.lang
    every = snapshot.dataset.metrics
    metrics = sorted(
        (of for of, metric in every.items() if metric.topic == request.name),
        key=lambda of: not every[of].headline,
    )
    chosen = select(snapshot, replace(query, metric=tuple(metrics)))
    counted = [
        record
        for record in current(snapshot.dataset, levels(chosen.evidence))
        if every[record.metric].rules.attended
    ]
    unstated = [found for found in chosen.unstated if every[found.metric].rules.attended]
    declared = snapshot.dataset.topics.get(request.name)
    leads = (
        declared.lead.in_language(lang) if declared and declared.lead else "",
        _apart(snapshot, metrics, chosen, lang),
        captions.events(lang, len(precedence.leading(counted)), len(unstated)),
        _areas(chosen, lang),
    )
    title = naming.topic(lang, request.name, snapshot.dataset)
    rows = index.section(snapshot, query, request.view, metrics, request.name)
    return _Built(
        title,
        " ".join(filter(None, leads)),
        (
            *_drawn(request, metrics, TOPIC, at_length=TOPIC, before=rows),
            *stated.section(snapshot, query, metrics),
        ),
        replace(query, metric=tuple(metrics)),
    )


def _apart(snapshot: Snapshot, metrics: Sequence[str], chosen: Selection, lang: str) -> str:
    """That the metrics with figures are not parts of each other, where they are so few and so
    unlike that it is plain.
    """
    held = [
        snapshot.dataset.metrics[of]
        for of in metrics
        if of in {record.metric for record in chosen.evidence}
    ]
    unlike = len({(metric.unit, metric.stage) for metric in held}) == len(held) <= _MOST_APART
    return captions.apart(lang, [metric.heading(lang) for metric in held]) if unlike else ""


def _records(request: _Request) -> _Built:
    """Every figure of the selection, with the words that hold it."""
    snapshot, query, lang = request.snapshot, request.query, request.query.lang
    title = translate(lang, "All figures")
    unstated_events = _unstated(
        select(snapshot, query), snapshot.dataset.metrics, lang, drawn=False
    )
    lead = translate(
        lang, "Each with the words that hold it, who said them, and where they were published."
    )
    return _Built(
        title,
        lead,
        (*listing.figures(snapshot, query, request.view, title), *unstated_events),
        replace(query, metric=request.view.metric, search=request.view.search),
    )


def _articles(request: _Request) -> _Built:
    lang = request.query.lang
    lead = translate(
        lang,
        "Where the figures come from: for every article, the figures that were taken and the "
        "numbers that were not, with the reason.",
    )
    return _Built(
        translate(lang, "Articles"),
        lead,
        articles.blocks(request.snapshot, request.query, request.view),
        articles.extract(request.snapshot, request.query, request.view),
    )


def _method(request: _Request) -> _Built:
    lang = request.query.lang
    lead = translate(
        lang,
        "What is counted, what the marks mean, how to cite a figure, and the addresses of the "
        "data.",
    )
    return _Built(
        translate(lang, "Method and citation"),
        lead,
        method.blocks(request.snapshot, request.query, request.base_url),
    )


_BUILDERS: Final[dict[str, Callable[[_Request], _Built]]] = {
    "overview": _overview,
    index.NAME: _index,
    **dict.fromkeys(TOPICS, _topic),
    compare.NAME: _compare,
    "records": _records,
    "articles": _articles,
    "method": _method,
}


def listed(snapshot: Snapshot) -> dict[str, int]:
    """How many pages each of the long lists has where nothing is asked."""
    held = select(snapshot, Query()).by_metric
    topics = Counter(snapshot.dataset.metrics[name].topic for name in held)
    return {
        **{topic: listing.pages_of(n, index.ROWS) for topic, n in topics.items()},
        "records": listing.pages_of(len(snapshot.dataset.records), listing.FIGURES),
        "articles": listing.pages_of(articles.count(snapshot), articles.MOST),
    }


def _collected(snapshot: Snapshot, lang: str) -> str:
    """What the figures on record are about, and from how many articles they are."""
    failing = set(snapshot.failing)
    return captions.collected(
        lang,
        len({record.source for record in snapshot.dataset.records if record.id not in failing}),
    )


def _areas(chosen: Selection, lang: str) -> str:
    """How many of the figures are about which area, the most first."""
    counts: dict[str, int] = {}
    for record in chosen.evidence:
        counts[record.area] = counts.get(record.area, 0) + 1
    most = sorted(counts.items(), key=lambda pair: -pair[1])
    return " ".join(
        (captions.areas(lang, dict(most[:_AREAS])), *captions.more(lang, len(most) - _AREAS))
    )


def _drawn(
    request: _Request,
    metrics: Sequence[str],
    most: int,
    at_length: int,
    before: Sequence[Block] = (),
) -> tuple[Block, ...]:
    """The charts of some metrics that lead, the first ``at_length`` and the others as cards; what
    has no figure in the selection is one line.

    What stands ``before`` the charts is left out where there is nothing at all.
    """
    snapshot, query, lang = request.snapshot, request.query, request.query.lang
    chosen = select(snapshot, query)
    held = [name for name in metrics if name in chosen.by_metric]
    drawn = charts.leading(snapshot, query, held, most)
    found = [picture for group in drawn.values() for picture in group]
    blocks: list[Block] = [
        *_empty(snapshot, query, metrics),
        *_unstated(chosen, metrics, lang),
        *(before if held else ()),
    ]
    blocks += (
        charts.section(snapshot, query, picture, request.base_url) for picture in found[:at_length]
    )
    blocks += (
        charts.card(snapshot, query, picture, request.base_url) for picture in found[at_length:]
    )
    blocks += charts.others(snapshot, query, held, drawn)
    blocks += (block for name in held for block in charts.withheld(snapshot, query, chosen, name))
    return (*blocks, *index.lacking(snapshot, query, metrics))


def _empty(snapshot: Snapshot, query: Query, metrics: Iterable[str]) -> tuple[Block, ...]:
    """That there is nothing at all to show, and how to widen the selection."""
    held = select(snapshot, query).by_metric
    return () if any(name in held for name in metrics) else (notice(nothing(query.lang)),)


def _unstated(
    chosen: Selection, metrics: Iterable[str], lang: str, *, drawn: bool = True
) -> tuple[Paragraph, ...]:
    """The selected events of these metrics whose articles give no number, where no picture tells of
    them.
    """
    told = (marks.unheard(chosen, name, lang, drawn=drawn) for name in metrics)
    return tuple(Paragraph(text(said), "unstated") for said in told if said)

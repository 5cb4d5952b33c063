"""Every page of the dashboard: from a version of the data and a question to its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from kzstats.content import articles, captions, citation, filters, marks, method, receipt
from kzstats.content.document import Block, Chart, Copyable, Downloads, Fold, Link, Page, Paragraph, Place, Section
from kzstats.content.figures import citations, failing, notice, paragraphs, points, table, text
from kzstats.content.marks import Picture
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Record
from kzstats.dataset.vocabulary import TOPICS
from kzstats.language import dates, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query import addresses
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection, select
from kzstats.query.versions import Snapshot

CHARTS: Final = 12
"""How many charts of one metric a page draws."""
_FRAME: Final = 620
"""How high the frame of an embedded chart is, in pixels, so that all of it stands in one of 320 pixels' width."""
_KEPT: Final = 64
"""How many pages, and how many metrics' pictures, are kept for those who ask the same."""


@remembered(_KEPT)
def page(snapshot: Snapshot, query: Query, name: str, base_url: str) -> Page:
    """A page of the menu by its name (:func:`kzstats.language.interface.pages`), for a question whose metrics it has of its own.

    ``base_url`` is the address that its citations and permanent addresses begin with.
    """
    lang, build = query.lang, _BUILDERS.get(name, _topic)
    title, lead, blocks, metrics = build(snapshot, query, name, base_url)
    return Page(
        place=Place("page", name, query),
        lang=lang,
        title=title,
        lead=lead,
        description=lead or _collected(snapshot, lang),
        blocks=(*blocks, _extract(snapshot, query, metrics)) if name != "method" else blocks,
        foot=f"{filters.shown(snapshot, query)} {dates.last_changed(lang, snapshot.changed)}",
    )


@remembered(_KEPT)
def figure(snapshot: Snapshot, query: Query, record: str, base_url: str) -> Page | None:
    """A figure's receipt; nothing where no figure has the id."""
    found = _by_id(snapshot).get(record)
    return receipt.page(snapshot, query, found, base_url) if found is not None else None


@remembered(1)
def _by_id(snapshot: Snapshot) -> Mapping[str, Record]:
    return {record.id: record for record in snapshot.dataset.records}


@remembered(_KEPT)
def metric(snapshot: Snapshot, query: Query, name: str, base_url: str) -> Page | None:
    """What one metric counts, with its charts and tables; nothing where there is no such metric."""
    found = snapshot.dataset.metrics.get(name)
    if found is None:
        return None
    lang, query = query.lang, replace(query, metric=(name,))
    more = Paragraph((Link(naming.topic(lang, found.topic, snapshot.dataset), Place("page", found.topic, replace(query, metric=()))),))
    return Page(
        place=Place("metric", name, query),
        lang=lang,
        title=found.title.in_language(lang),
        lead=found.definition.in_language(lang),
        description=found.definition.in_language(lang),
        blocks=(method.counting(found, lang), *_drawn(snapshot, query, [name], base_url), more, _extract(snapshot, query, [name])),
        foot=dates.last_changed(lang, snapshot.changed),
    )


@remembered(_KEPT)
def chart(snapshot: Snapshot, query: Query, name: str, base_url: str) -> Page | None:
    """One chart with its sentences, table and citation; nothing where the question leaves no figure for a chart of that name."""
    of = name.partition("-")[0]
    query = replace(query, metric=(of,))
    picture = next((one for one in pictures(snapshot, query, of) if one.name == name), None) if of in snapshot.dataset.metrics else None
    if picture is None:
        return None
    section = _chart(snapshot, query, picture, base_url)
    return Page(
        place=Place("chart", name, query),
        lang=query.lang,
        title=picture.heading,
        lead="",
        description=f"{picture.title}. {picture.sources}.",
        blocks=section.blocks,
        foot=dates.last_changed(query.lang, snapshot.changed),
    )


@remembered(4 * _KEPT)
def pictures(snapshot: Snapshot, query: Query, metric: str) -> tuple[Picture, ...]:
    """A metric's pictures for a question, made once for all who ask the same of the same data."""
    return marks.pictures(select(snapshot, query), metric, query.lang)


_Built = tuple[str, str, tuple[Block, ...], Sequence[str]]
"""A page's title, what stands under it, its blocks, and its metrics: all of them where none is named."""


def _overview(snapshot: Snapshot, query: Query, _name: str, base_url: str) -> _Built:
    """The whole in a minute: the first metric's charts, then a card for every other's."""
    lang = query.lang
    first, *others = snapshot.dataset.metrics
    lead = " ".join(filter(None, (_collected(snapshot, lang), _areas(select(snapshot, query), lang))))
    return translate(lang, "Every number with its receipt"), lead, _drawn(snapshot, query, [first], base_url, others), ()


def _topic(snapshot: Snapshot, query: Query, name: str, base_url: str) -> _Built:
    """The metrics of a topic, each with its charts."""
    lang = query.lang
    metrics = [of for of, metric in snapshot.dataset.metrics.items() if metric.topic == name]
    chosen = select(snapshot, replace(query, metric=tuple(metrics)))
    held = {record.metric for record in chosen.evidence}
    counted = [record for record in chosen.evidence if snapshot.dataset.metrics[record.metric].rules.attended]
    unstated = [found for found in chosen.unstated if snapshot.dataset.metrics[found.metric].rules.attended]
    leads = (
        captions.apart(lang, [snapshot.dataset.metrics[of].heading(lang) for of in metrics if of in held]),
        captions.events(lang, len(captions.leading(counted)), len(unstated)),
        _areas(chosen, lang),
    )
    return naming.topic(lang, name, snapshot.dataset), " ".join(filter(None, leads)), _drawn(snapshot, query, metrics, base_url), metrics


def _records(snapshot: Snapshot, query: Query, _name: str, _base_url: str) -> _Built:
    """Every figure of the selection, with the words that hold it."""
    lang, chosen = query.lang, select(snapshot, query)
    title = translate(lang, "All figures")
    figures = table(snapshot, query, chosen.records, title)
    if not chosen.records:
        figures = (notice(captions.empty(lang, [metric.heading(lang) for metric in snapshot.dataset.metrics.values()])),)
    unstated_events = _unstated(chosen, snapshot.dataset.metrics, lang, drawn=False)
    lead = translate(lang, "Each with the words that hold it, who said them, and where they were published.")
    return title, lead, (*figures, *unstated_events), ()


def _articles(snapshot: Snapshot, query: Query, _name: str, _base_url: str) -> _Built:
    lang = query.lang
    lead = translate(
        lang, "Where the figures come from: for every article, the figures that were taken and the numbers that were not, with the reason."
    )
    return translate(lang, "Articles"), lead, articles.blocks(snapshot, query), ()


def _method(snapshot: Snapshot, query: Query, _name: str, base_url: str) -> _Built:
    lang = query.lang
    lead = translate(lang, "What is counted, what the marks mean, how to cite a figure, and the addresses of the data.")
    return translate(lang, "Method and citation"), lead, method.blocks(snapshot, query, base_url), ()


_BUILDERS: Final[dict[str, Callable[[Snapshot, Query, str, str], _Built]]] = {
    "overview": _overview,
    **dict.fromkeys(TOPICS, _topic),
    "records": _records,
    "articles": _articles,
    "method": _method,
}


def _collected(snapshot: Snapshot, lang: str) -> str:
    """What the figures on record are about, and from how many articles they are."""
    failing = set(snapshot.failing)
    return captions.collected(lang, len({record.source for record in snapshot.dataset.records if record.id not in failing}))


def _areas(chosen: Selection, lang: str) -> str:
    """How many of the figures are about which area, the most first."""
    counts: dict[str, int] = {}
    for record in chosen.evidence:
        counts[record.area] = counts.get(record.area, 0) + 1
    return captions.areas(lang, dict(sorted(counts.items(), key=lambda pair: -pair[1])))


def _drawn(snapshot: Snapshot, query: Query, metrics: Sequence[str], base_url: str, cards: Sequence[str] = ()) -> tuple[Block, ...]:
    """The charts of some metrics, those of others as cards; what has no figure in the selection is named first, all of it."""
    lang, dataset, chosen = query.lang, snapshot.dataset, select(snapshot, query)
    every = (*metrics, *cards)
    blocks: list[Block] = []
    if lacking := [dataset.metrics[name].heading(lang) for name in every if name not in chosen.by_metric]:
        blocks.append(notice(captions.empty(lang, lacking)))
    blocks += _unstated(chosen, every, lang)
    for names, made in ((metrics, _chart), (cards, _card)):
        found = {name: pictures(snapshot, query, name) for name in names}
        for name, drawn in found.items():
            blocks += (made(snapshot, query, picture, base_url) for picture in drawn[:CHARTS])
            if made is _chart:
                blocks += (*_undrawn(lang, len(drawn[CHARTS:])), *_withheld(snapshot, query, chosen, name))
        if made is _card:
            blocks += _undrawn(lang, sum(len(drawn[CHARTS:]) for drawn in found.values()))
            blocks += (block for name in names for block in _withheld(snapshot, query, chosen, name))
    return tuple(blocks)


def _unstated(chosen: Selection, metrics: Iterable[str], lang: str, *, drawn: bool = True) -> tuple[Paragraph, ...]:
    """The selected events of these metrics whose articles give no number, where no picture tells of them."""
    told = (marks.unheard(chosen, name, lang, drawn=drawn) for name in metrics)
    return tuple(Paragraph(text(said), "unstated") for said in told if said)


def _undrawn(lang: str, n: int) -> tuple[Paragraph, ...]:
    if not n:
        return ()
    left = translate_n(
        lang, "{n} more chart is not drawn; the extract has its figures.", "{n} more charts are not drawn; the extract has their figures.", n
    )
    return (notice(left),)


def _withheld(snapshot: Snapshot, query: Query, chosen: Selection, metric: str) -> tuple[Block, ...]:
    """That a metric has no chart for some or all of its figures because each fails its check, and which these are."""
    records = marks.withheld(chosen, metric)
    if not records:
        return ()
    title = snapshot.dataset.metrics[metric].heading(query.lang)
    return (notice(captions.withheld(query.lang, title, len(records))), *failing(snapshot, query, [record.id for record in records]))


def _chart(snapshot: Snapshot, query: Query, picture: Picture, base_url: str) -> Section:
    """A picture with its sentences, its sources, the table of its figures, how to cite it, and its files."""
    lang, drawn = query.lang, {mark.record for mark in picture.marks}
    records = [record for record in select(snapshot, query).by_metric[picture.metric] if record.id in drawn]
    count = numbers.number(lang, len(picture.records))
    cut = translate(lang, "Only the figures drawn in the chart are here, of {all}; the extract has every one.", all=count)
    figures = translate(lang, "Table of {figures}", figures=translate_n(lang, "{n} figure", "{n} figures", len(records)))
    of = replace(query, metric=(picture.metric,))
    files = tuple(_rows(lang, of, kind) for kind in ("csv", "xlsx"))
    images = tuple(Link(kind.upper(), Place("picture", picture.name, of, kind), file=of.file_name(kind, picture.name)) for kind in ("svg", "png"))
    return Section(
        picture.name,
        text(picture.heading),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            replace(points(*picture.sentences), kind="says"),
            *failing(snapshot, query, picture.failing),
            _source(picture),
            Fold(
                f"{picture.name}/table",
                figures,
                (
                    *table(snapshot, query, records, picture.title, mixed=False),
                    *paragraphs(cut if len(picture.records) > len(picture.marks) else ""),
                ),
            ),
            Fold(f"{picture.name}/reuse", translate(lang, "Cite and reuse"), _reuse(snapshot, of, picture, base_url)),
            Downloads("", (*files, *images)),
        ),
        "chart",
    )


def _source(picture: Picture) -> Paragraph:
    return Paragraph(text(f"{picture.sources} · {picture.checked} · kzstats"), "source")


def _card(snapshot: Snapshot, query: Query, picture: Picture, _base_url: str) -> Section:
    """A picture in short: what its figures say, the chart, the source, and the way to what else there is."""
    way = Link(translate(query.lang, "What it says, and its receipt"), Place("page", picture.topic, query, anchor=picture.name))
    return Section(
        picture.name,
        text(picture.heading),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            Paragraph(text(f"{picture.sources} · {picture.checked}"), "source"),
            *failing(snapshot, query, picture.failing),
            Paragraph((way,)),
        ),
        "card",
    )


def _reuse(snapshot: Snapshot, query: Query, picture: Picture, base_url: str) -> tuple[Block, ...]:
    """How to cite the chart, to link to it, to show it on another page, and to fetch its rows from pandas, R and Excel."""
    lang, root = query.lang, base_url.rstrip("/")
    here = root + query.page_address(picture.topic, picture.name)
    cited = citations(citation.chart(snapshot, picture, here, lang), picture.name)
    framed = escape(root + query.frame_address(picture.name))
    frame = f'<iframe src="{framed}" title="{escape(picture.title)}" width="100%" height="{_FRAME}" style="border: 0" loading="lazy"></iframe>'
    taken = {translate(lang, "Link to this view"): here, translate(lang, "Embed"): frame, **citation.snippets(query, root)}
    snippets = (Section(f"{picture.name}-{place}", text(name), (Copyable(code),), level=3) for place, (name, code) in enumerate(taken.items(), 1))
    return (*cited, *snippets)


def _rows(lang: str, query: Query, kind: str) -> Link:
    """The rows of a question as a file."""
    names = {
        "csv": translate(lang, "Download CSV"),
        "csv2": "CSV (;)",
        "json": "JSON",
        "xlsx": "Excel",
        "parquet": "Parquet",
        "zip": translate(lang, "Package"),
    }
    return Link(names[kind], Place("rows", query=query, form=kind), file=query.file_name(kind))


def _extract(snapshot: Snapshot, query: Query, metrics: Sequence[str]) -> Downloads:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters leave."""
    lang, of = query.lang, replace(query, metric=tuple(metrics))
    n = len(select(snapshot, of).records)
    whole = translate_n(lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    brief = Link(translate(lang, "Brief (PDF)"), Place("brief", query=of), file=of.file_name("pdf"))
    return Downloads(whole, (*(_rows(lang, of, kind) for kind in addresses.FORMATS), brief))

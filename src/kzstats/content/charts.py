"""The charts of pages: which of them lead, each with its sentences, its table, its citation and its
files, or in short as a card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import zip_longest
from typing import Final

from kzstats.content import captions, citation, marks
from kzstats.content.document import (
    Block,
    Chart,
    Copyable,
    Downloads,
    Fold,
    Link,
    Paragraph,
    Place,
    Points,
    Section,
)
from kzstats.content.figures import citations, failing, notice, paragraphs, points, table, text
from kzstats.content.marks import Picture
from kzstats.dataset.memory import remembered
from kzstats.language import numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query import addresses
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection, select
from kzstats.query.versions import Snapshot

MOST: Final = 12
"""How many charts a page has at most; the others are one click away."""
_SAID: Final = 6
"""How many sentences stand under a chart; the others are folded away."""
_FRAME: Final = 620
"""How high the frame of an embedded chart is, in pixels, so that all of it stands in one of 320
pixels' width.
"""
_KEPT: Final = 256
"""How many metrics' pictures are kept for those who ask the same."""


@remembered(_KEPT)
def pictures(
    snapshot: Snapshot, query: Query, metric: str, most: int | None = None
) -> tuple[Picture, ...]:
    """A metric's pictures for a query, or the first of them, made once for all who ask the same
    of the same data.
    """
    return marks.pictures(select(snapshot, query), metric, query.lang, most)


def names(snapshot: Snapshot, query: Query, metrics: Iterable[str]) -> Mapping[str, list[str]]:
    """The names of the pictures of some metrics, none of which is made for it; a metric without any
    is left out.
    """
    chosen = select(snapshot, query)
    found = {name: marks.names(chosen, name) for name in metrics if name in chosen.by_metric}
    return {name: drawn for name, drawn in found.items() if drawn}


def leading(
    snapshot: Snapshot, query: Query, metrics: Sequence[str], most: int
) -> Mapping[str, tuple[Picture, ...]]:
    """The pictures that lead, no more than ``most``: the first of each metric before the second of
    any; nothing else is made.
    """
    held = names(snapshot, query, metrics)
    turns = [
        name
        for turn in zip_longest(*([name] * len(drawn[:most]) for name, drawn in held.items()))
        for name in turn
        if name
    ]
    taken = turns[:most]
    return {
        name: pictures(snapshot, query, name, taken.count(name)) for name in held if name in taken
    }


def section(snapshot: Snapshot, query: Query, picture: Picture, base_url: str) -> Section:
    """A picture with its sentences, its sources, the table of its figures, how to cite it, and its
    files.
    """
    lang, drawn = (
        query.lang,
        {mark.record for one in (picture, picture.others) if one for mark in one.marks},
    )
    records = [
        record for record in select(snapshot, query).by_metric[picture.metric] if record.id in drawn
    ]
    count = numbers.number(lang, len(picture.records))
    cut = translate(
        lang,
        "Only the figures drawn in the chart are here, of {all}; the extract has every one.",
        all=count,
    )
    figures = translate(
        lang,
        "Table of {figures}",
        figures=translate_n(lang, "{n} figure", "{n} figures", len(records)),
    )
    of = replace(query, metric=(picture.metric,))
    files = tuple(_rows(lang, of, kind) for kind in ("csv", "xlsx"))
    images = tuple(
        Link(
            kind.upper(),
            Place("picture", picture.name, of, kind),
            file=of.file_name(kind, picture.name),
        )
        for kind in ("svg", "png")
    )
    return Section(
        picture.name,
        text(picture.heading),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            *key(picture),
            replace(points(*picture.sentences[:_SAID]), kind="says"),
            *_notes(picture, lang),
            *failing(snapshot, query, picture.failing),
            _source(picture),
            *_other_members(picture, lang),
            Fold(
                f"{picture.name}/table",
                figures,
                (
                    *table(snapshot, query, records, picture.title, mixed=False),
                    *paragraphs(cut if len(picture.records) > len(drawn) else ""),
                ),
            ),
            Fold(
                f"{picture.name}/reuse",
                translate(lang, "Cite and reuse"),
                _reuse(snapshot, of, picture, base_url),
            ),
            Downloads("", (*files, *images)),
        ),
        "chart",
    )


def _notes(picture: Picture, lang: str) -> tuple[Fold, ...]:
    """What else there is to say of the figures of a chart, behind the first sentences,
    folded away.
    """
    if not (more := picture.sentences[_SAID:]):
        return ()
    title = translate_n(
        lang, "{n} more note on these figures", "{n} more notes on these figures", len(more)
    )
    return (Fold(f"{picture.name}/notes", title, (points(*more),)),)


def _other_members(picture: Picture, lang: str) -> tuple[Fold, ...]:
    """The members of a dimension behind the first few, folded away, on the same scale."""
    if picture.others is None:
        return ()
    n = len(picture.others.panels) or len(picture.others.heads)
    return (
        Fold(
            f"{picture.name}/others",
            translate_n(lang, "{n} other", "All {n} others", n),
            (Chart(picture.others),),
        ),
    )


def key(picture: Picture) -> tuple[Block, ...]:
    """What the letters under the bars of a chart stand for, right under it."""
    return (Paragraph(text(picture.key), "unit"),) if picture.key else ()


def _source(picture: Picture) -> Paragraph:
    return Paragraph(text(f"{picture.sources} · {picture.checked} · kzstats"), "source")


def card(snapshot: Snapshot, query: Query, picture: Picture, _base_url: str) -> Section:
    """A picture in short: what its figures say, the chart, the source, and the way to what else
    there is.
    """
    drawn = (*in_short(picture), *failing(snapshot, query, picture.failing), way(query, picture))
    return Section(picture.name, text(picture.heading), drawn, "card")


def in_short(picture: Picture) -> tuple[Block, ...]:
    """A chart between its unit and its source."""
    return (
        Paragraph(text(picture.subtitle), "unit"),
        Chart(picture),
        Paragraph(text(picture.foot), "source"),
    )


def way(query: Query, picture: Picture) -> Paragraph:
    """The way from a chart to all of its metric."""
    said = translate(query.lang, "What it says, and its receipt")
    return Paragraph((Link(said, Place("metric", picture.metric, replace(query, metric=()))),))


def others(
    snapshot: Snapshot, query: Query, metrics: Sequence[str], drawn: Mapping[str, Sequence[Picture]]
) -> tuple[Block, ...]:
    """How many charts of which metric a page does not draw, each with the way to the metric's own
    page.
    """
    lang, ways = query.lang, []
    for name, held in names(snapshot, query, metrics).items():
        if left := len(held) - len(drawn.get(name, ())):
            told = translate_n(lang, "{n} more chart", "{n} more charts", left)
            said = translate(
                lang,
                "{title}: {what}",
                title=snapshot.dataset.metrics[name].heading(lang),
                what=told,
            )
            ways.append((Link(said, Place("metric", name, replace(query, metric=()))),))
    if not ways:
        return ()
    title = translate(lang, "Further charts, each on the page of its metric")
    return (Fold("further", title, (Points(tuple(ways)),)),)


def withheld(snapshot: Snapshot, query: Query, chosen: Selection, metric: str) -> tuple[Block, ...]:
    """That a metric has no chart for some or all of its figures because each fails its check, and
    which these are.
    """
    records = marks.withheld(chosen, metric)
    if not records:
        return ()
    title = snapshot.dataset.metrics[metric].heading(query.lang)
    return (
        notice(captions.withheld(query.lang, title, len(records))),
        *failing(snapshot, query, [record.id for record in records]),
    )


def _reuse(snapshot: Snapshot, query: Query, picture: Picture, base_url: str) -> tuple[Block, ...]:
    """How to cite the chart, to link to it, to show it on another page, and to fetch its rows from
    pandas, R and Excel.
    """
    lang, root = query.lang, base_url.rstrip("/")
    here = root + query.page_address(f"chart/{picture.name}")
    cited = citations(citation.chart(snapshot, picture, here, lang), picture.name)
    framed = escape(root + query.frame_address(picture.name))
    frame = (
        f'<iframe src="{framed}" title="{escape(picture.title)}" width="100%" '
        f'height="{_FRAME}" style="border: 0" loading="lazy"></iframe>'
    )
    taken = {
        translate(lang, "Link to this view"): here,
        translate(lang, "Embed"): frame,
        **citation.snippets(query, root),
    }
    snippets = (
        Section(f"{picture.name}-{place}", text(name), (Copyable(code),), level=3)
        for place, (name, code) in enumerate(taken.items(), 1)
    )
    return (*cited, *snippets)


def _rows(lang: str, query: Query, kind: str) -> Link:
    """The rows of a query as a file."""
    names = {
        "csv": translate(lang, "Download CSV"),
        "csv2": "CSV (;)",
        "json": "JSON",
        "xlsx": "Excel",
        "parquet": "Parquet",
        "zip": translate(lang, "Package"),
    }
    return Link(names[kind], Place("rows", query=query, form=kind), file=query.file_name(kind))


def extract(snapshot: Snapshot, query: Query) -> Downloads:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters
    and the words looked for leave.
    """
    lang, n = query.lang, len(select(snapshot, query).records)
    whole = translate_n(lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    brief = Link(
        translate(lang, "Brief (PDF)"), Place("brief", query=query), file=query.file_name("pdf")
    )
    return Downloads(whole, (*(_rows(lang, query, kind) for kind in addresses.FORMATS), brief))

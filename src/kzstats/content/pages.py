"""Every page of the dashboard: from a version of the data and a question to its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Final, cast, get_args

from kzstats import captions, citation, extracts, marks, words
from kzstats.content import articles, filters, method, receipt
from kzstats.content.document import Block, Chart, Copyable, Downloads, Fold, Link, Page, Paragraph, Place, Section
from kzstats.content.figures import citations, failing, notice, paragraphs, points, table, text
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.marks import Picture
from kzstats.memory import remembered
from kzstats.model import Record, Topic
from kzstats.selection import Selection, select
from kzstats.words import say, say_n

CHARTS: Final = 12
"""How many charts of one metric a page draws."""
_FRAME: Final = 620
"""How high the frame of an embedded chart is, in pixels, so that all of it stands in one of 320 pixels' width."""
_KEPT: Final = 64
"""How many pages, and how many metrics' pictures, are kept for those who ask the same."""


@remembered(_KEPT)
def page(served: Served, asked: Question, name: str, home: str) -> Page:
    """A page of the menu by its name (:func:`kzstats.words.pages`), for a question whose metrics it has of its own.

    ``home`` is the address that its citations and permanent addresses begin with.
    """
    lang, build = asked.lang, _BUILDERS.get(name, _topic)
    title, lead, blocks, metrics = build(served, asked, name, home)
    return Page(
        place=Place("page", name, asked),
        lang=lang,
        title=title,
        lead=lead,
        description=lead or _collected(served, lang),
        blocks=(*blocks, _extract(served, asked, metrics)) if name != "method" else blocks,
        foot=f"{filters.shown(served, asked)} {words.last_changed(lang, served.changed)}",
    )


@remembered(_KEPT)
def figure(served: Served, asked: Question, record: str, home: str) -> Page | None:
    """A figure's receipt; nothing where no figure has the id."""
    found = _by_id(served).get(record)
    return receipt.page(served, asked, found, home) if found is not None else None


@remembered(1)
def _by_id(served: Served) -> Mapping[str, Record]:
    return {record.id: record for record in served.dataset.records}


@remembered(_KEPT)
def metric(served: Served, asked: Question, name: str, home: str) -> Page | None:
    """What one metric counts, with its charts and tables; nothing where there is no such metric."""
    found = served.dataset.metrics.get(name)
    if found is None:
        return None
    lang, asked = asked.lang, replace(asked, metric=(name,))
    more = Paragraph((Link(words.topic(lang, found.topic), Place("page", found.topic, replace(asked, metric=()))),))
    return Page(
        place=Place("metric", name, asked),
        lang=lang,
        title=found.title.in_language(lang),
        lead=found.definition.in_language(lang),
        description=found.definition.in_language(lang),
        blocks=(method.counting(found, lang), *_drawn(served, asked, [name], home), more, _extract(served, asked, [name])),
        foot=words.last_changed(lang, served.changed),
    )


@remembered(_KEPT)
def chart(served: Served, asked: Question, name: str, home: str) -> Page | None:
    """One chart with its sentences, table and citation; nothing where the question leaves no figure for a chart of that name."""
    of = name.partition("-")[0]
    asked = replace(asked, metric=(of,))
    picture = next((one for one in pictures(served, asked, of) if one.name == name), None) if of in served.dataset.metrics else None
    if picture is None:
        return None
    section = _chart(served, asked, picture, home)
    return Page(
        place=Place("chart", name, asked),
        lang=asked.lang,
        title=picture.heading,
        lead="",
        description=f"{picture.title}. {picture.sources}.",
        blocks=section.blocks,
        foot=words.last_changed(asked.lang, served.changed),
    )


@remembered(4 * _KEPT)
def pictures(served: Served, asked: Question, metric: str) -> tuple[Picture, ...]:
    """A metric's pictures for a question, made once for all who ask the same of the same data."""
    return marks.pictures(select(served, asked), metric, asked.lang)


_Built = tuple[str, str, tuple[Block, ...], Sequence[str]]
"""A page's title, what stands under it, its blocks, and its metrics: all of them where none is named."""


def _overview(served: Served, asked: Question, _name: str, home: str) -> _Built:
    """The whole in a minute: the first metric's charts, then a card for every other's."""
    lang = asked.lang
    first, *others = served.dataset.metrics
    lead = " ".join(filter(None, (_collected(served, lang), _areas(select(served, asked), lang))))
    return say(lang, "Every number with its receipt"), lead, _drawn(served, asked, [first], home, others), ()


def _topic(served: Served, asked: Question, name: str, home: str) -> _Built:
    """The metrics of a topic, each with its charts."""
    lang, topic = asked.lang, cast(Topic, name)
    metrics = [of for of, metric in served.dataset.metrics.items() if metric.topic == topic]
    chosen = select(served, replace(asked, metric=tuple(metrics)))
    held = {record.metric for record in chosen.evidence}
    counted = [record for record in chosen.evidence if served.dataset.metrics[record.metric].rules.attended]
    unstated = [found for found in chosen.unstated if served.dataset.metrics[found.metric].rules.attended]
    leads = (
        captions.apart(lang, [served.dataset.metrics[of].heading(lang) for of in metrics if of in held]),
        captions.events(lang, len(captions.leading(counted)), len(unstated)),
        _areas(chosen, lang),
    )
    return words.topic(lang, topic), " ".join(filter(None, leads)), _drawn(served, asked, metrics, home), metrics


def _records(served: Served, asked: Question, _name: str, _home: str) -> _Built:
    """Every figure of the selection, with the words that hold it."""
    lang, chosen = asked.lang, select(served, asked)
    title = say(lang, "All figures")
    figures = table(served, asked, chosen.records, title)
    if not chosen.records:
        figures = (notice(captions.empty(lang, [metric.heading(lang) for metric in served.dataset.metrics.values()])),)
    silences = _silences(chosen, served.dataset.metrics, lang, drawn=False)
    lead = say(lang, "Each with the words that hold it, who said them, and where they were published.")
    return title, lead, (*figures, *silences), ()


def _articles(served: Served, asked: Question, _name: str, _home: str) -> _Built:
    lang = asked.lang
    lead = say(lang, "Where the figures come from: for every article, the figures that were taken and the numbers that were not, with the reason.")
    return say(lang, "Articles"), lead, articles.blocks(served, asked), ()


def _method(served: Served, asked: Question, _name: str, home: str) -> _Built:
    lang = asked.lang
    lead = say(lang, "What is counted, what the marks mean, how to cite a figure, and the addresses of the data.")
    return say(lang, "Method and citation"), lead, method.blocks(served, asked, home), ()


_BUILDERS: Final[dict[str, Callable[[Served, Question, str, str], _Built]]] = {
    "overview": _overview,
    **dict.fromkeys(get_args(Topic), _topic),
    "records": _records,
    "articles": _articles,
    "method": _method,
}


def _collected(served: Served, lang: str) -> str:
    """What the figures on record are about, and from how many articles they are."""
    failing = set(served.failing)
    return captions.collected(lang, len({record.source for record in served.dataset.records if record.id not in failing}))


def _areas(chosen: Selection, lang: str) -> str:
    """How many of the figures are about which area, the most first."""
    counts: dict[str, int] = {}
    for record in chosen.evidence:
        counts[record.area] = counts.get(record.area, 0) + 1
    return captions.areas(lang, dict(sorted(counts.items(), key=lambda pair: -pair[1])))


def _drawn(served: Served, asked: Question, metrics: Sequence[str], home: str, cards: Sequence[str] = ()) -> tuple[Block, ...]:
    """The charts of some metrics, those of others as cards; what has no figure in the selection is named first, all of it."""
    lang, dataset, chosen = asked.lang, served.dataset, select(served, asked)
    every = (*metrics, *cards)
    blocks: list[Block] = []
    if lacking := [dataset.metrics[name].heading(lang) for name in every if name not in chosen.by_metric]:
        blocks.append(notice(captions.empty(lang, lacking)))
    blocks += _silences(chosen, every, lang)
    for names, made in ((metrics, _chart), (cards, _card)):
        found = {name: pictures(served, asked, name) for name in names}
        for name, drawn in found.items():
            blocks += (made(served, asked, picture, home) for picture in drawn[:CHARTS])
            if made is _chart:
                blocks += (*_undrawn(lang, len(drawn[CHARTS:])), *_withheld(served, asked, chosen, name))
        if made is _card:
            blocks += _undrawn(lang, sum(len(drawn[CHARTS:]) for drawn in found.values()))
            blocks += (block for name in names for block in _withheld(served, asked, chosen, name))
    return tuple(blocks)


def _silences(chosen: Selection, metrics: Iterable[str], lang: str, *, drawn: bool = True) -> tuple[Paragraph, ...]:
    """The selected events of these metrics whose articles give no number, where no picture tells of them."""
    told = (marks.unheard(chosen, name, lang, drawn=drawn) for name in metrics)
    return tuple(Paragraph(text(said), "silences") for said in told if said)


def _undrawn(lang: str, n: int) -> tuple[Paragraph, ...]:
    if not n:
        return ()
    left = say_n(
        lang, "{n} more chart is not drawn; the extract has its figures.", "{n} more charts are not drawn; the extract has their figures.", n
    )
    return (notice(left),)


def _withheld(served: Served, asked: Question, chosen: Selection, metric: str) -> tuple[Block, ...]:
    """That a metric has no chart for some or all of its figures because each fails its check, and which these are."""
    records = marks.withheld(chosen, metric)
    if not records:
        return ()
    title = served.dataset.metrics[metric].heading(asked.lang)
    return (notice(captions.withheld(asked.lang, title, len(records))), *failing(served, asked, [record.id for record in records]))


def _chart(served: Served, asked: Question, picture: Picture, home: str) -> Section:
    """A picture with its sentences, its sources, the table of its figures, how to cite it, and its files."""
    lang, drawn = asked.lang, {mark.record for mark in picture.marks}
    records = [record for record in select(served, asked).by_metric[picture.metric] if record.id in drawn]
    count = words.number(lang, len(picture.records))
    cut = say(lang, "Only the figures drawn in the chart are here, of {all}; the extract has every one.", all=count)
    figures = say(lang, "Table of {figures}", figures=say_n(lang, "{n} figure", "{n} figures", len(records)))
    of = replace(asked, metric=(picture.metric,))
    files = tuple(_rows(lang, of, kind) for kind in ("csv", "xlsx"))
    images = tuple(Link(kind.upper(), Place("picture", picture.name, of, kind), file=of.file_name(kind, picture.name)) for kind in ("svg", "png"))
    return Section(
        picture.name,
        text(picture.heading),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            replace(points(*picture.sentences), kind="says"),
            *failing(served, asked, picture.failing),
            _source(picture),
            Fold(
                f"{picture.name}/table",
                figures,
                (
                    *table(served, asked, records, picture.title, mixed=False),
                    *paragraphs(cut if len(picture.records) > len(picture.marks) else ""),
                ),
            ),
            Fold(f"{picture.name}/reuse", say(lang, "Cite and reuse"), _reuse(served, of, picture, home)),
            Downloads("", (*files, *images)),
        ),
        "chart",
    )


def _source(picture: Picture) -> Paragraph:
    return Paragraph(text(f"{picture.sources} · {picture.checked} · kzstats"), "source")


def _card(served: Served, asked: Question, picture: Picture, _home: str) -> Section:
    """A picture in short: what its figures say, the chart, the source, and the way to what else there is."""
    way = Link(say(asked.lang, "What it says, and its receipt"), Place("page", picture.topic, asked, anchor=picture.name))
    return Section(
        picture.name,
        text(picture.heading),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            Paragraph(text(f"{picture.sources} · {picture.checked}"), "source"),
            *failing(served, asked, picture.failing),
            Paragraph((way,)),
        ),
        "card",
    )


def _reuse(served: Served, asked: Question, picture: Picture, home: str) -> tuple[Block, ...]:
    """How to cite the chart, to link to it, to show it on another page, and to fetch its rows from pandas, R and Excel."""
    lang, root = asked.lang, home.rstrip("/")
    here = root + asked.page_address(picture.topic, picture.name)
    cited = citations(citation.chart(served, picture, here, lang), picture.name)
    framed = escape(root + asked.frame_address(picture.name))
    frame = f'<iframe src="{framed}" title="{escape(picture.title)}" width="100%" height="{_FRAME}" style="border: 0" loading="lazy"></iframe>'
    taken = {say(lang, "Link to this view"): here, say(lang, "Embed"): frame, **citation.snippets(asked, root)}
    snippets = (Section(f"{picture.name}-{place}", text(name), (Copyable(code),), level=3) for place, (name, code) in enumerate(taken.items(), 1))
    return (*cited, *snippets)


def _rows(lang: str, asked: Question, kind: str) -> Link:
    """The rows of a question as a file."""
    names = {
        "csv": say(lang, "Download CSV"),
        "csv2": "CSV (;)",
        "json": "JSON",
        "xlsx": "Excel",
        "parquet": "Parquet",
        "zip": say(lang, "Package"),
    }
    return Link(names[kind], Place("rows", question=asked, form=kind), file=asked.file_name(kind))


def _extract(served: Served, asked: Question, metrics: Sequence[str]) -> Downloads:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters leave."""
    lang, of = asked.lang, replace(asked, metric=tuple(metrics))
    n = len(select(served, of).records)
    whole = say_n(lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    brief = Link(say(lang, "Brief (PDF)"), Place("brief", question=of), file=of.file_name("pdf"))
    return Downloads(whole, (*(_rows(lang, of, kind) for kind in extracts.FORMATS), brief))

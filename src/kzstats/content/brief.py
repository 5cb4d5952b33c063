"""The brief: the view of a query on paper, for people who read there, as blocks like those of the
pages.

It holds what the pages hold, in their words: each chart with its sentences, its table and its
sources, and at the end what is needed to trace and to cite it. Its titles are the whole ones, since
paper travels alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kzstats.content import captions, charts, citation, filters, marks, method, stated, tabled
from kzstats.content.document import (
    Block,
    Chart,
    Inline,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Row,
    Section,
    Table,
    Text,
)
from kzstats.content.figures import failing, notice, paragraphs, points, table, text
from kzstats.content.marks import Picture
from kzstats.language import dates, languages, naming, numbers
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection, select
from kzstats.query.versions import Snapshot

CHARTS: Final = 20
"""How many charts a brief holds; more are no brief."""
_ADDRESSES: Final = 4
"""How many sources' addresses stand under a chart; all are in the list of sources."""


def page(snapshot: Snapshot, query: Query) -> Page:
    """The brief but for its blocks: what it is of in ``description``, what was asked in
    ``lead``.
    """
    lang, topic = query.lang, _topic(snapshot, query)
    return Page(
        place=Place("brief", query=query),
        lang=lang,
        title=naming.topic(lang, topic, snapshot.dataset)
        if topic
        else translate(lang, "Every number with its receipt"),
        lead=" · ".join(_selection(snapshot, query)),
        description=citation.collection_title(lang),
        blocks=(),
        foot=f"kzstats · {dates.day(lang, snapshot.changed)}",
    )


def blocks(snapshot: Snapshot, query: Query, base_url: str) -> Iterator[Block]:
    """What stands on it, one block after another, since each takes its time of many figures.

    ``base_url`` is the address that it names as its own (``KZSTATS_URL``).
    """
    lang, dataset, chosen = query.lang, snapshot.dataset, select(snapshot, query)
    metrics = _metrics(snapshot, query)
    held = (filters.shown(snapshot, query), dates.last_changed(lang, snapshot.changed))
    yield Paragraph(text(" ".join(held)))
    if lacking := [
        dataset.metrics[name].title.in_language(lang)
        for name in metrics
        if name not in chosen.by_metric
    ]:
        yield notice(captions.empty(lang, lacking))
    yield from (notice(told) for name in metrics if (told := marks.unheard(chosen, name, lang)))
    for name in metrics:
        yield from _withheld(snapshot, query, chosen, name)
    drawn = 0
    for name in metrics:
        for picture in marks.pictures(chosen, name, lang, CHARTS + 1 - drawn):
            drawn += 1
            if drawn <= CHARTS:
                yield _chart(snapshot, query, chosen, picture)
    if drawn > CHARTS:
        n = numbers.number(lang, CHARTS)
        yield notice(
            translate(
                lang,
                "Only the first {n} charts are here; choose fewer figures to see the others.",
                n=n,
            )
        )
    apart = stated.section(snapshot, query, metrics, whole=True)
    yield from apart
    if drawn or apart:
        yield _sources(snapshot, chosen, lang)
        yield method.legend(lang)
        yield _cite(snapshot, lang, base_url)
    yield _addresses(query, base_url.rstrip("/"), _topic(snapshot, query))


def _metrics(snapshot: Snapshot, query: Query) -> list[str]:
    return [name for name in snapshot.dataset.metrics if not query.metric or name in query.metric]


def _topic(snapshot: Snapshot, query: Query) -> str:
    """The one topic of all that was asked for; empty where there are several."""
    topics = {snapshot.dataset.metrics[name].topic for name in _metrics(snapshot, query)}
    return topics.pop() if len(topics) == 1 else ""


def _selection(snapshot: Snapshot, query: Query) -> list[str]:
    """Which years, sources and publishers were asked for, or that all were."""
    lang, dataset, everything = query.lang, snapshot.dataset, translate(query.lang, "All")
    cited = translate(lang, "Sources: {cited}", cited=everything)
    publishers = sorted(
        (naming.name(lang, dataset, name) for name in query.publisher),
        key=languages.alphabetical(lang),
    )
    names = ". ".join(
        ("; ".join(publishers[:4]) or everything, *captions.more(lang, len(publishers) - 4))
    )
    limits = (pair.split(".", 1) for pair in query.dimension)
    further = {
        translate(lang, "Area"): [naming.area(lang, code) for code in query.area],
        translate(lang, "Check"): [filters.check(lang, code) for code in query.check],
        translate(lang, "Limited to"): [naming.dimension(lang, dataset, *pair) for pair in limits],
        translate(lang, "Looked for"): [query.search] if query.search else [],
    }
    return [
        translate(lang, "Years: {years}", years=_years(query) or everything),
        captions.sources(dataset, sorted(query.source), lang) if query.source else cited,
        translate(lang, "Publishers: {names}", names=names),
        *(
            translate(lang, "{title}: {what}", title=title, what="; ".join(said))
            for title, said in further.items()
            if said
        ),
    ]


def _years(query: Query) -> str:
    """The years that were asked for; empty where none was named."""
    if query.first is None and query.last is None:
        return ""
    if query.last is None:
        return translate(query.lang, "from {year}", year=query.first)
    if query.first is None:
        return translate(query.lang, "up to {year}", year=query.last)
    return str(query.first) if query.first == query.last else f"{query.first}–{query.last}"


def _withheld(
    snapshot: Snapshot, query: Query, chosen: Selection, metric: str
) -> tuple[Block, ...]:
    """That a metric's figures are not drawn because their check fails, and which these are; nothing
    where none does.
    """
    names = [record.id for record in marks.withheld(chosen, metric)]
    if not names:
        return ()
    title = snapshot.dataset.metrics[metric].title.in_language(query.lang)
    return (
        notice(captions.withheld(query.lang, title, len(names))),
        *failing(snapshot, query, names),
    )


def _chart(snapshot: Snapshot, query: Query, chosen: Selection, picture: Picture) -> Section:
    """A picture with its words: heading, unit, chart, sentences, table, sources and their
    addresses.
    """
    held = set(picture.records)
    records = [record for record in chosen.by_metric[picture.metric] if record.id in held]
    figures, *cut = table(snapshot, query, records, picture.title, mixed=False)
    assert isinstance(figures, Table)
    if not any(record.label for record in records):
        figures = _without_names(figures)
    sources = list(dict.fromkeys(record.source for record in records))[:_ADDRESSES]
    addresses = (snapshot.dataset.sources[name].url for name in sources)
    said: Inline = (
        Text(f"{picture.sources} · {picture.checked}"),
        *(Link(address, address) for address in addresses),
    )
    return Section(
        picture.name,
        text(picture.title),
        (
            Paragraph(text(picture.subtitle), "unit"),
            Chart(picture),
            *charts.key(picture),
            replace(points(*picture.sentences), kind="says"),
            *failing(snapshot, query, picture.failing),
            figures,
            *cut,
            Paragraph(said, "source"),
        ),
        "chart",
    )


def _without_names(figures: Table) -> Table:
    """A table without its first column, where that would say in each row what the heading above it
    says.
    """
    rows = tuple(Row(row.cells[0], row.cells[1:]) for row in figures.rows)
    return replace(figures, columns=figures.columns[1:], rows=rows)


def _sources(snapshot: Snapshot, chosen: Selection, lang: str) -> Section:
    """Every source of the selection with its title and address."""
    names = list(dict.fromkeys(record.source for record in chosen.records))
    entries: list[Inline] = []
    for name in names[: tabled.ROWS]:
        source = snapshot.dataset.sources[name]
        cited = Text(f" · {naming.cited(lang, snapshot.dataset, name)}")
        entries.append(
            (Text(source.title, "quote", source.language), cited, Link(source.url, source.url))
        )
    more = paragraphs(*captions.more(lang, len(names) - tabled.ROWS))
    return Section(
        "sources", text(translate(lang, "Sources")), (Points(tuple(entries), "addresses"), *more)
    )


def _cite(snapshot: Snapshot, lang: str, base_url: str) -> Section:
    """How to cite what stands here, and by which licence it may be used."""
    licence = (
        f"{citation.LICENCE[1]}. "
        f"{translate(lang, 'The quoted phrases belong to their publishers.')}"
    )
    line = citation.collection_line(snapshot, base_url.rstrip("/"), lang)
    return Section(
        "cite",
        text(translate(lang, "How to cite")),
        paragraphs(method.how_to_cite(lang), line, licence),
    )


def _addresses(query: Query, base_url: str, topic: str) -> Section:
    """Where the same is on the screen, as a brief and as rows."""
    lang = query.lang
    known = (
        (translate(lang, "this view on the screen"), query.page_address(topic)),
        (translate(lang, "regenerate this brief"), query.brief_address()),
        (translate(lang, "the figures of your selection as CSV"), query.address("csv")),
    )
    entries = tuple((Text(what), Link(base_url + at, base_url + at)) for what, at in known)
    return Section(
        "addresses", text(translate(lang, "Addresses of the data")), (Points(entries, "addresses"),)
    )

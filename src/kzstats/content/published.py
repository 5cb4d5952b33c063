"""What only an edition has: its contents, its changes, what stands in place of a server's filters,
and which extracts it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Final
from urllib.parse import quote

from kzstats.content import charts, compare, differences, filters, index
from kzstats.content.differences import Change
from kzstats.content.document import (
    Block,
    Choice,
    Downloads,
    Fold,
    Inline,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Row,
    Search,
    Section,
    Table,
    Text,
)
from kzstats.content.figures import paragraphs, text
from kzstats.content.filed import Filed, page_file, path
from kzstats.dataset.model import Dataset
from kzstats.language import dates, interface, naming
from kzstats.language.translation import translate, translate_n
from kzstats.query import addresses
from kzstats.query.addresses import Query, View
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot

NARROW: Final = ("csv", "json")
"""The forms of the extracts by source and by year, which are many."""
ROWS_OF_DEAR: Final = 3_000
"""Up to how many figures an extract is also a workbook and a brief; of more only the whole is, in
English: they take a millisecond a figure.
"""
_DEAR: Final = ("xlsx", "brief")
_NAMES: Final = {
    "csv": "CSV",
    "csv2": "CSV (;)",
    "json": "JSON",
    "xlsx": "Excel",
    "parquet": "Parquet",
    "zip": "ZIP",
}
CONTENTS, CHANGES = "contents", "changes"
"""The pages that only an edition has."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is known of one edition; ``made_from`` is a hash of all that its bytes follow from, but
    for its day and its name.

    ``data`` is the hash of the data file, ``sums`` that of the list of checksums, ``before`` the
    name of the edition that it was compared with.
    """

    name: str
    day: str
    address: str
    data: str
    made_from: str
    records: int
    changed: str
    before: str
    added: int
    corrected: int
    gone: int
    sums: str = ""

    @property
    def count(self) -> dict[differences.Kind, int]:
        """How many figures were added, corrected and taken out since the edition before."""
        return {"added": self.added, "corrected": self.corrected, "gone": self.gone}


def narrow(snapshot: Snapshot) -> list[Filed]:
    """The queries of the extracts by source and by year."""
    by_source = [
        Filed(source=(source,))
        for source in dict.fromkeys(record.source for record in snapshot.dataset.records)
    ]
    return [*by_source, *(Filed(first=year, last=year) for year in _years(snapshot))]


def _years(snapshot: Snapshot) -> list[int]:
    found = {
        year
        for record in snapshot.dataset.records
        for year in (record.period.start.year, record.period.end.year)
        if 0 < year < 9999
    }
    return (
        [
            year
            for year in range(min(found), max(found) + 1)
            if select(snapshot, Query(first=year, last=year)).records
        ]
        if found
        else []
    )


def menu(dataset: Dataset, lang: str = "en") -> dict[str, str]:
    """The pages of an edition by name with their titles: all but the one that is nothing without a
    choice that a server answers.
    """
    return {
        name: title
        for name, title in interface.pages(lang, dataset).items()
        if name != compare.NAME
    }


def is_offered(snapshot: Snapshot, query: Query, form: str) -> bool:
    """Whether an extract is there in a form: what takes long is made of few rows, and
    of the whole.
    """
    return (
        form not in _DEAR
        or query == Query()
        or len(select(snapshot, query).records) <= ROWS_OF_DEAR
    )


def without_server(snapshot: Snapshot, query: Query, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks without what only a server has: links to files that the edition lacks, and the
    addresses of the data.
    """
    for block in blocks:
        if _asks_a_server(block):
            continue
        if isinstance(block, Downloads):
            kept = tuple(
                link
                for link in block.links
                if not isinstance(link.to, Place) or _is_there(snapshot, link.to)
            )
            yield replace(block, links=kept)
        elif isinstance(block, Section) and block.name == "addresses":
            lang = query.lang
            ways: tuple[Inline, ...] = (
                (Link(translate(lang, "Extracts and all pages"), Place("page", CONTENTS, query)),),
                (
                    Link("metrics.json", Place("data", "/api/metrics.json")),
                    Text(f" {translate(lang, 'what is counted')}"),
                ),
                (
                    Link("sources.json", Place("data", "/api/sources.json")),
                    Text(f" {translate(lang, 'the articles')}"),
                ),
                (
                    Link("SHA256SUMS", Place("data", "/SHA256SUMS")),
                    Text(f" {translate(lang, 'the checksum of every file of this edition')}"),
                ),
            )
            yield replace(block, blocks=(Points(ways),))
        elif isinstance(block, Section | Fold):
            yield replace(block, blocks=tuple(without_server(snapshot, query, block.blocks)))
        else:
            yield block


def _asks_a_server(block: Block) -> bool:
    """Whether a block is of use only where an address is answered as it is asked: an order, a list
    of some metrics, a search on another page.
    """
    if isinstance(block, Search):
        return block.to.name != index.NAME
    if not isinstance(block, Paragraph):
        return isinstance(block, Choice)
    places = [
        link.to for link in block.words if isinstance(link, Link) and isinstance(link.to, Place)
    ]
    return block.kind == "ways" or any(
        place.view != View(page=place.view.page) or filters.active(place.query) for place in places
    )


def _is_there(snapshot: Snapshot, place: Place) -> bool:
    return is_offered(snapshot, place.query, "brief" if place.kind == "brief" else place.form)


def instead(lang: str) -> tuple[Block, ...]:
    """What stands where a server has its filters."""
    query = Filed(lang=lang)
    return (
        *paragraphs(
            translate(
                lang,
                "This is a dated edition: its pages do not filter, but there are files by metric, "
                "source and year.",
            )
        ),
        Points(
            (
                (Link(translate(lang, "Extracts and all pages"), Place("page", CONTENTS, query)),),
                (Link(translate(lang, "What changed"), Place("page", CHANGES, query)),),
            )
        ),
    )


def of(edition: Edition, lang: str) -> str:
    """Which edition a page is of, and of which data."""
    day = dates.day(lang, date.fromisoformat(edition.day))
    return translate(lang, "Edition of {day}, data {hash}.", day=day, hash=edition.data[:12])


def contents(snapshot: Snapshot, query: Filed) -> Page:
    """Everything that an edition has: its extracts, and its pages of metrics, charts, articles and
    figures.
    """
    lang, dataset = query.lang, snapshot.dataset

    def rows(of: Filed, forms: Iterable[str]) -> Inline:
        there = [form for form in forms if is_offered(snapshot, of, form)]
        links = (
            Link(_NAMES[form], Place("rows", query=of, form=form), file=of.file_name(form))
            for form in there
        )
        return tuple(chain.from_iterable((Text(" "), link) for link in links))

    def extract(title: Inline, of: Filed, forms: Iterable[str]) -> Inline:
        return (*title, *rows(of, forms))

    everything = extract(text(translate(lang, "All figures")), Filed(lang=lang), addresses.FORMATS)
    metrics = {name: metric.heading(lang) for name, metric in dataset.metrics.items()}
    by_metric = [
        extract(
            (Link(said, Place("metric", name, query)),),
            Filed(metric=(name,), lang=lang),
            addresses.FORMATS,
        )
        for name, said in metrics.items()
    ]
    files = narrow(snapshot)
    by_year = [extract(text(str(one.first)), one, NARROW) for one in files if one.first is not None]
    with_figures = {one.source[0]: one for one in files if one.source}
    by_source = [
        (
            Link(naming.cited(lang, dataset, name), Place("article", name, query)),
            Text(f" {source.title}", lang=source.language if source.language != lang else ""),
        )
        + (rows(with_figures[name], NARROW) if name in with_figures else ())
        for name, source in dataset.sources.items()
    ]
    drawn = [
        (Link(picture.heading, Place("chart", picture.name, query)),)
        for name in metrics
        for picture in charts.pictures(snapshot, replace(query, metric=(name,)), name)
    ]
    figures = []
    for name, records in select(snapshot, Query()).by_metric.items():
        links: Inline = tuple(
            chain.from_iterable(
                (Link(record.id, Place("figure", record.id, query)), Text(" "))
                for record in records
            )
        )
        title = translate_n(lang, "{n} figure", "{n} figures", len(records))
        figures.append(Fold(f"figures/{name}", f"{metrics[name]}: {title}", (Paragraph(links),)))
    blocks: tuple[Block, ...] = (
        Section("extracts", text(translate(lang, "Extracts")), (Points((everything, *by_metric)),)),
        Section(
            "years",
            text(translate(lang, "By year")),
            (*paragraphs(translate(lang, "Titles and notes in English.")), Points(tuple(by_year))),
        ),
        Section("charts", text(translate(lang, "Charts")), (Points(tuple(drawn)),)),
        Section("articles", text(translate(lang, "Articles")), (Points(tuple(by_source)),)),
        Section("figures", text(translate(lang, "All figures")), tuple(figures)),
    )
    title = translate(lang, "Extracts and all pages")
    lead = translate(lang, "Everything in this edition: the figures as files, and every page.")
    return Page(
        Place("page", CONTENTS, query),
        lang,
        title,
        lead,
        lead,
        blocks,
        dates.last_changed(lang, snapshot.changed),
    )


def changed(
    snapshot: Snapshot,
    query: Filed,
    edition: Edition,
    earlier: Sequence[Edition],
    differ: Sequence[Change],
) -> Page:
    """What changed since the edition before, and all editions up to this one."""
    lang = query.lang
    up = "../" * (path(Place("page", CHANGES, query)).count("/") + 1)
    days = {one.name: dates.day(lang, date.fromisoformat(one.day)) for one in (edition, *earlier)}
    if edition.before:
        said = translate(
            lang,
            "Since the edition of {day}: {what}",
            day=days[edition.before],
            what=differences.told(lang, edition.count),
        )
    else:
        said = translate_n(
            lang,
            "This is the first edition; it has {n} figure.",
            "This is the first edition; it has {n} figures.",
            edition.records,
        )
    found = differences.blocks(
        snapshot,
        query,
        differ,
        lambda record: f"{up}{edition.before}/figure/{quote(record)}/index.html",
    )
    rows = []
    for one in (edition, *earlier):
        what = (
            differences.told(lang, one.count)
            if one.before
            else translate_n(lang, "{n} figure", "{n} figures", one.records)
        )
        rows.append(
            Row(
                (Link(days[one.name], f"{up}{one.name}/{page_file(lang, '')}"),),
                (text(what), (Text(one.data[:16], "code"),)),
            )
        )
    title = translate(lang, "Editions")
    table = Table(
        title,
        (
            translate(lang, "Edition"),
            translate(lang, "What changed"),
            translate(lang, "Hash of the data (SHA-256)"),
        ),
        tuple(rows),
    )
    as_data = Paragraph(
        (
            Link("changes.json", Place("data", "/changes.json")),
            Text(" · "),
            Link("Atom", f"{up}changes.atom"),
        )
    )
    blocks = (*found, as_data, Section("editions", text(title), (table,)))
    return Page(
        Place("page", CHANGES, query),
        lang,
        translate(lang, "What changed"),
        said,
        said,
        blocks,
        dates.last_changed(lang, snapshot.changed),
    )

"""The articles: each with its figures and coverage, the map of years, and where sources
disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from kzstats.checks import ledger
from kzstats.content import captions, disagreements, listing
from kzstats.content.document import (
    Block,
    Fold,
    Inline,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Row,
    Section,
    Table,
)
from kzstats.content.figures import article, nothing, notice, paragraphs, points, table, text
from kzstats.dataset.memory import remembered
from kzstats.language import codes, dates, languages, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query import searching
from kzstats.query.addresses import Query, View
from kzstats.query.selection import Selection, select, years
from kzstats.query.versions import Snapshot

MOST: Final = 20
"""How many articles a page of the list has."""
_NAMED: Final = 60
"""Up to how many articles the address of an extract names."""
_LETTERED: Final = 26
"""Up to how many articles the map of years names each; of more it tells how many
figures there are.
"""
_ROWS: Final = 30
"""How many figures of an article its part of the list has; the page of all figures has
the others.
"""


def blocks(snapshot: Snapshot, query: Query, view: View) -> tuple[Block, ...]:
    """The page's blocks: the selected articles one by one, and on the first page which has figures
    for which year, and where they disagree.
    """
    lang, chosen, place = (
        query.lang,
        select(snapshot, query),
        Place("page", "articles", query, view=view),
    )
    everything = _sources(snapshot, query, chosen)
    names = _ordered(snapshot, _found(snapshot, everything, view), view.sort, lang)
    offered = {
        "": translate(lang, "as collected"),
        "newest": translate(lang, "newest first"),
        "oldest": translate(lang, "oldest first"),
        "source": translate(lang, "by publisher"),
    }
    field = listing.search(
        place, translate(lang, "Find an article by its publisher, its title, a number")
    )
    head = (field, listing.orders(place, offered)) if len(everything) > 1 else ()
    none = (
        ()
        if names or not everything
        else (notice(translate(lang, "Nothing here answers these words.")),)
    )
    told = (
        _with_way(query, _article(snapshot, query, chosen, name))
        for name in listing.part(names, view, MOST)
    )
    ways = listing.pager(place, len(names), MOST)
    is_first = view.page == 1 and not view.search
    around = (
        (*_map(snapshot, query, chosen), disagreements.section(snapshot, query)) if is_first else ()
    )
    return (*head, *none, *ways, *told, *ways, *around)


def extract(snapshot: Snapshot, query: Query, view: View) -> Query | None:
    """The query whose answer are the figures of the articles that are found, of all where so
    many are that no address could name them; nothing where none is.
    """
    if not view.search:
        return query
    found = _found(snapshot, _sources(snapshot, query, select(snapshot, query)), view)
    if len(found) > _NAMED:
        return query
    return replace(query, source=tuple(found)) if found else None


def count(snapshot: Snapshot) -> int:
    """How many articles the whole list has."""
    return len(_sources(snapshot, Query(), select(snapshot, Query())))


def _found(snapshot: Snapshot, names: Sequence[str], view: View) -> list[str]:
    """The articles that hold the most of what is looked for, in their own words or those of their
    figures.
    """
    wanted = searching.terms(view.search)
    if not wanted:
        return list(names)
    return searching.best(wanted, {name: _words(snapshot, name) for name in names})


@remembered(1024)
def _words(snapshot: Snapshot, name: str) -> str:
    """The words by which an article is found."""
    records = select(snapshot, Query()).by_source.get(name, ())
    return searching.of_article(snapshot.dataset, name, records)


def _ordered(snapshot: Snapshot, names: Sequence[str], sort: str, lang: str) -> Sequence[str]:
    sources, alphabetical = snapshot.dataset.sources, languages.alphabetical(lang)
    keys: dict[str, Callable[[str], Any]] = {
        "newest": lambda name: -sources[name].published.end.toordinal(),
        "oldest": lambda name: sources[name].published.start,
        "source": lambda name: alphabetical(
            naming.name(lang, snapshot.dataset, sources[name].publisher)
        ),
    }
    return sorted(names, key=keys[sort]) if sort in keys else names


def page(snapshot: Snapshot, query: Query, name: str) -> Page | None:
    """One article on a page of its own; nothing where no source has the name."""
    source = snapshot.dataset.sources.get(name)
    if source is None:
        return None
    section = _article(snapshot, query, select(snapshot, query), name)
    return Page(
        place=Place("article", name, query),
        lang=query.lang,
        title=source.title,
        lead="",
        description=naming.cited(query.lang, snapshot.dataset, name),
        blocks=(
            *section.blocks,
            Paragraph((Link(translate(query.lang, "The article at its publisher’s"), source.url),)),
        ),
        foot=dates.last_changed(query.lang, snapshot.changed),
    )


def _with_way(query: Query, section: Section) -> Section:
    """An article with the way to the page that has nothing else."""
    way = Link(translate(query.lang, "This article alone"), Place("article", section.name, query))
    return replace(section, blocks=(*section.blocks, Paragraph((way,))))


def _sources(snapshot: Snapshot, query: Query, chosen: Selection) -> list[str]:
    """The selected articles: those with a figure, an event without a number or a skipped number."""
    shown = {record.source for record in chosen.records} | {
        found.source for found in chosen.unstated
    }
    if query.spoken() == Query():
        shown |= {skipped.source for skipped in snapshot.dataset.skipped}
    return [name for name in snapshot.dataset.sources if name in shown]


def _article(snapshot: Snapshot, query: Query, chosen: Selection, name: str) -> Section:
    """One article: where it stands, its figures, its events without a number, and its skipped
    numbers.
    """
    lang, dataset = query.lang, snapshot.dataset
    source = dataset.sources[name]
    facts = [naming.name(lang, dataset, source.publisher), dates.period(lang, source.published)]
    facts += [translate(lang, "by {author}", author=source.author)] if source.author else []
    if source.inferred.published:
        facts.append(translate(lang, "date taken from the address"))
    if source.inferred.title:
        facts.append(translate(lang, "title taken from the address"))
    records = chosen.by_source.get(name, ())
    unstated = [found for found in chosen.unstated if found.source == name]
    skipped = [found for found in dataset.skipped if found.source == name]
    checked = (
        captions.checked(lang, [snapshot.checks[record.id] for record in records]) + "."
        if records
        else ""
    )
    covered = "" if _only_cited(snapshot, name) else _coverage(snapshot, name, len(skipped), lang)
    told = " ".join(filter(None, (covered, checked[:1].upper() + checked[1:])))
    figures: tuple[Block, ...] = paragraphs(
        translate(lang, "It gives no figure in your selection.")
    )
    if records:
        figures = table(snapshot, query, records[:_ROWS], source.title)
    if len(records) > _ROWS:
        whole = translate_n(
            lang, "The whole list: {n} figure", "The whole list: {n} figures", len(records)
        )
        figures = (
            *figures,
            Paragraph((Link(whole, Place("page", "records", replace(query, source=(name,)))),)),
        )
    events = [
        f"{found.label.in_language(lang)}, {dates.period(lang, found.period)}" for found in unstated
    ]
    left_out = [
        translate(
            lang, "“{quote}”: {why}", quote=found.quote, why=codes.skip_reason(lang, found.reason)
        )
        for found in skipped
    ]
    folds = (
        ("events", translate(lang, "Events it reports without a number"), events),
        (
            "skipped",
            translate_n(
                lang,
                "{n} passage left out, with the reason",
                "{n} passages left out, with the reason",
                len(skipped),
            ),
            left_out,
        ),
    )
    return Section(
        name,
        (Link(source.title, source.url, source.language),),
        (
            Paragraph(text(" · ".join(facts)), "unit"),
            Paragraph(text(told), "coverage"),
            *figures,
            *(
                Fold(f"{name}/{part}", title, (points(*entries),))
                for part, title, entries in folds
                if entries
            ),
        ),
        "article",
    )


def _only_cited(snapshot: Snapshot, name: str) -> bool:
    """Whether no words of an article are on record, so that none of its numbers can be held."""
    return name in _cited(snapshot)


@remembered(1)
def _cited(snapshot: Snapshot) -> frozenset[str]:
    """The articles all of whose figures are cited."""
    quoted = {record.source for record in snapshot.dataset.records if record.quote is not None}
    return frozenset(record.source for record in snapshot.dataset.records) - quoted


def _coverage(snapshot: Snapshot, name: str, passages: int, lang: str) -> str:
    """How many numbers an article holds and where each went, as the ledger counted them, or that
    they were not.

    Those left out stand in so many ``passages``.
    """
    counts = snapshot.coverages[name]
    if counts is None:
        return translate(lang, "Whether every number of this article is held was not checked.")
    parts = [
        translate_n(
            lang, "{n} number in the article", "{n} numbers in the article", counts["numbers"]
        ),
        translate_n(lang, "{n} used in figures", "{n} used in figures", counts["recorded"]),
        translate_n(
            lang,
            "{n} used in figures that are not verified",
            "{n} used in figures that are not verified",
            counts["unverified"],
        ),
        translate_n(
            lang,
            "{n} in an event without a number of participants",
            "{n} in events without a number of participants",
            counts["unstated"],
        ),
        translate(
            lang,
            "{said} ({counted})",
            said=translate_n(
                lang, "{n} left out with a reason", "{n} left out with a reason", counts["skipped"]
            ),
            counted=translate_n(lang, "{n} passage", "{n} passages", passages),
        ),
        translate_n(lang, "{n} unaccounted for", "{n} unaccounted for", counts["unheld"]),
    ]
    shown = [
        part
        for part, key in zip(parts, ledger.COUNTS, strict=True)
        if counts[key] or key in ("numbers", "unheld")
    ]
    return "; ".join(shown) + "."


def _map(snapshot: Snapshot, query: Query, chosen: Selection) -> tuple[Block, ...]:
    """Which metric has figures for which year from which article, gaps included."""
    lang, dataset, records = query.lang, snapshot.dataset, chosen.evidence
    named = years(records)
    if named is None:
        return (notice(nothing(lang)),)
    first, last = named
    used = {record.source for record in records}
    names = [name for name in dataset.sources if name in used]
    letter = (
        {name: _letter(place) for place, name in enumerate(names)}
        if len(names) <= _LETTERED
        else {}
    )
    held: dict[tuple[str, int], list[str]] = {}
    for record in records:
        span = record.period
        for year in range(max(span.start.year, first), min(span.end.year, last) + 1):
            held.setdefault((record.metric, year), []).append(letter.get(record.source, ""))
    span_of_years = range(first, last + 1)

    def cell(metric: str, year: int) -> Inline:
        of = held.get((metric, year), [])
        return (
            text(", ".join(sorted(set(of))) if letter else numbers.number(lang, len(of)))
            if of
            else ()
        )

    rows = tuple(
        Row(
            text(dataset.metrics[metric].heading(lang)),
            tuple(cell(metric, year) for year in span_of_years),
        )
        for metric in dict.fromkeys(record.metric for record in records)
    )
    title = (
        translate(lang, "Which article has figures for which year")
        if letter
        else translate(lang, "How many figures there are for which year")
    )
    key: tuple[Block, ...] = ()
    if letter:
        key = (
            *paragraphs(
                translate(
                    lang,
                    "A letter in the table stands for the article beside it in the list below.",
                )
            ),
            Points(tuple((article(snapshot, name, lang),) for name in letter), numbered=True),
        )
    return (
        Section(
            "years",
            text(title),
            (
                Table(
                    title,
                    (translate(lang, "What is counted"), *map(str, span_of_years)),
                    rows,
                    "map",
                ),
                *key,
            ),
        ),
    )


def _letter(place: int) -> str:
    """The letters by which a list numbers its entries: A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)

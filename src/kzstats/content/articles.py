"""The articles: each with its figures and coverage, the map of years, and where sources disagree."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kzstats.checks import ledger
from kzstats.content import captions, unlike
from kzstats.content.document import Block, Fold, Inline, Link, Page, Paragraph, Place, Points, Row, Section, Table, Text
from kzstats.content.figures import article, link, notice, paragraphs, points, table, text
from kzstats.dataset import derived
from kzstats.dataset.memory import remembered
from kzstats.language import codes, dates, naming
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection, select, years
from kzstats.query.versions import Snapshot

MOST: Final = 60
"""How many articles the page tells of; the others' figures are in the tables and the extract."""


def blocks(snapshot: Snapshot, query: Query) -> tuple[Block, ...]:
    """The page's blocks: the first :data:`MOST` of the selected articles one by one, which has figures for which year, where they disagree."""
    chosen = select(snapshot, query)
    names = _sources(snapshot, query, chosen)
    others = captions.more(query.lang, len(names) - MOST)
    told = (_with_way(query, _article(snapshot, query, chosen, name)) for name in names[:MOST])
    return (*told, *paragraphs(*others), *_map(snapshot, query, chosen), _disagreements(snapshot, query, chosen))


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
        blocks=(*section.blocks, Paragraph((Link(translate(query.lang, "The article at its publisher’s"), source.url),))),
        foot=dates.last_changed(query.lang, snapshot.changed),
    )


def _with_way(query: Query, section: Section) -> Section:
    """An article with the way to the page that has nothing else."""
    way = Link(translate(query.lang, "This article alone"), Place("article", section.name, query))
    return replace(section, blocks=(*section.blocks, Paragraph((way,))))


def _sources(snapshot: Snapshot, query: Query, chosen: Selection) -> list[str]:
    """The selected articles: those with a figure, an event without a number or a skipped number."""
    shown = {record.source for record in chosen.records} | {found.source for found in chosen.unstated}
    if query.spoken() == Query():
        shown |= {skipped.source for skipped in snapshot.dataset.skipped}
    return [name for name in snapshot.dataset.sources if name in shown]


def _article(snapshot: Snapshot, query: Query, chosen: Selection, name: str) -> Section:
    """One article: where it stands, its figures, its events without a number, and its skipped numbers."""
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
    checked = captions.checked(lang, [snapshot.checks[record.id] for record in records]) + "." if records else ""
    covered = "" if _only_cited(snapshot, name) else _coverage(snapshot, name, len(skipped), lang)
    told = " ".join(filter(None, (covered, checked[:1].upper() + checked[1:])))
    figures = table(snapshot, query, records, source.title) if records else paragraphs(translate(lang, "It gives no figure in your selection."))
    events = [f"{found.label.in_language(lang)}, {dates.period(lang, found.period)}" for found in unstated]
    left_out = [translate(lang, "“{quote}”: {why}", quote=found.quote, why=codes.skip_reason(lang, found.reason)) for found in skipped]
    folds = (
        ("events", translate(lang, "Events it reports without a number"), events),
        ("skipped", translate_n(lang, "{n} passage left out, with the reason", "{n} passages left out, with the reason", len(skipped)), left_out),
    )
    return Section(
        name,
        (Link(source.title, source.url, source.language),),
        (
            Paragraph(text(" · ".join(facts)), "unit"),
            Paragraph(text(told), "coverage"),
            *figures,
            *(Fold(f"{name}/{part}", title, (points(*entries),)) for part, title, entries in folds if entries),
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
    """How many numbers an article holds and where each went, as the ledger counted them, or that they were not.

    Those left out stand in so many ``passages``.
    """
    counts = snapshot.coverages[name]
    if counts is None:
        return translate(lang, "Whether every number of this article is held was not checked.")
    parts = [
        translate_n(lang, "{n} number in the article", "{n} numbers in the article", counts["numbers"]),
        translate_n(lang, "{n} used in figures", "{n} used in figures", counts["recorded"]),
        translate_n(lang, "{n} used in figures that are not verified", "{n} used in figures that are not verified", counts["unverified"]),
        translate_n(lang, "{n} in an event without a number of participants", "{n} in events without a number of participants", counts["unstated"]),
        translate(
            lang,
            "{said} ({counted})",
            said=translate_n(lang, "{n} left out with a reason", "{n} left out with a reason", counts["skipped"]),
            counted=translate_n(lang, "{n} passage", "{n} passages", passages),
        ),
        translate_n(lang, "{n} unaccounted for", "{n} unaccounted for", counts["unheld"]),
    ]
    shown = [part for part, key in zip(parts, ledger.COUNTS, strict=True) if counts[key] or key in ("numbers", "unheld")]
    return "; ".join(shown) + "."


def _map(snapshot: Snapshot, query: Query, chosen: Selection) -> tuple[Block, ...]:
    """Which metric has figures for which year from which article, gaps included."""
    lang, dataset, records = query.lang, snapshot.dataset, chosen.evidence
    named = years(records)
    if named is None:
        return (notice(captions.empty(lang, [metric.heading(lang) for metric in dataset.metrics.values()])),)
    first, last = named
    used = {record.source for record in records}
    names = [name for name in dataset.sources if name in used]
    letter = {name: _letter(place) for place, name in enumerate(names[:MOST])}
    held: dict[tuple[str, int], set[str]] = {}
    for record in records:
        span = record.period
        for year in range(max(span.start.year, first), min(span.end.year, last) + 1):
            held.setdefault((record.metric, year), set()).add(letter.get(record.source, "…"))
    span_of_years = range(first, last + 1)
    rows = tuple(
        Row(
            text(dataset.metrics[metric].heading(lang)),
            tuple(text(", ".join(sorted(held[metric, year]))) if (metric, year) in held else () for year in span_of_years),
        )
        for metric in dict.fromkeys(record.metric for record in records)
    )
    title = translate(lang, "Which article has figures for which year")
    return (
        Section(
            "years",
            text(title),
            (
                Table(title, (translate(lang, "What is counted"), *map(str, span_of_years)), rows, "map"),
                *paragraphs(translate(lang, "A letter in the table stands for the article beside it in the list below.")),
                Points(tuple((article(snapshot, name, lang),) for name in letter), numbered=True),
                *paragraphs(*captions.more(lang, len(names) - MOST)),
            ),
        ),
    )


def _letter(place: int) -> str:
    """The letters by which a list numbers its entries: A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _disagreements(snapshot: Snapshot, query: Query, chosen: Selection) -> Section:
    """Every disagreement of the selection with both sides and its reason, and the rule for which one leads."""
    lang, dataset = query.lang, snapshot.dataset
    # What the words contradict is no side of a disagreement; what fails by the disagreement alone is shown as just that.
    groups = derived.disagreements([record for record in chosen.records if snapshot.standings[record.id].failed in ((), ("Q6",))])
    parts: list[Block] = []
    for group in groups:
        sides: list[Inline] = []
        for record in group:
            why = f": {record.reason.in_language(lang)}" if record.reason else ""
            told = f" {naming.cited(lang, dataset, record.source)} ({codes.rank(lang, record.rank)}){why}"
            sides.append((link(snapshot, query, record), Text(told)))
        alone = (
            ""
            if any(record.reason for record in group)
            else translate(lang, "Neither gives a reason, so both fail their check, and neither is drawn.")
        )
        heading = text(f"{naming.title(lang, dataset, group[0], short=True)}, {dates.when(lang, group[0])}")
        parts.append(Section(f"disagreement-{group[0].id}", heading, (Points(tuple(sides)), *paragraphs(alone)), level=3))
    standing = chosen.evidence
    others = [one for one in unlike.found(dataset, standing) if one.what != "disagree"]
    said = [unlike.sentence(lang, dataset, one) for one in others[:MOST]]
    parts += [points(*said, *captions.more(lang, len(others) - MOST))] if said else []
    rule = " ".join(
        (
            translate(lang, "The rule: a figure ranked preferred leads, and says why; a deprecated one never leads."),
            translate(lang, "Figures of one rank stand side by side, and none leads."),
        )
    )
    none = () if parts else paragraphs(translate(lang, "No two figures of your selection disagree."))
    return Section("disagreements", text(translate(lang, "Where sources disagree")), (*parts, *none, *paragraphs(rule)))

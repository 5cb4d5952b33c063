"""The sheet of a metric: what it counts and what not, who counted, how far its figures may be
compared, where they disagree, all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kzstats.content import captions, citation, compare, disagreements, marks, parting, tabled
from kzstats.content.document import (
    Block,
    Fact,
    Facts,
    Fold,
    Inline,
    Link,
    Paragraph,
    Place,
    Points,
    Section,
    Text,
)
from kzstats.content.figures import citations, link, of_break, paragraphs, points, table, text
from kzstats.content.parting import Part
from kzstats.dataset import series
from kzstats.dataset.model import Metric, Record
from kzstats.dataset.nature import latest, levels
from kzstats.language import codes, dates, languages, naming
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query, View
from kzstats.query.selection import select, years
from kzstats.query.versions import Snapshot
from kzstats.values import period

ROWS: Final = 50
"""How many figures the table of a metric's page has; the page of all figures has the others."""
_NAMED: Final = 6
_APART: Final = 40


def blocks(snapshot: Snapshot, query: Query, name: str, base_url: str) -> tuple[Block, ...]:
    """What stands below the charts of a metric; ``base_url`` begins the address in its citation."""
    lang = query.lang
    return (
        _differing(snapshot, query, name),
        Section(
            "sheet",
            text(translate(lang, "Who counts, and how far it can be compared")),
            (_facts(snapshot, query, name),),
        ),
        *_table(snapshot, query, name),
        Section(
            "cite", text(translate(lang, "How to cite")), _cited(snapshot, query, name, base_url)
        ),
        Paragraph(compare.way(query, name)),
        Paragraph((_topic(snapshot, query, name),)),
    )


def cautions(metric: Metric, lang: str) -> tuple[Block, ...]:
    """How a metric counts, and what it does not measure: what a reader must know before the first
    chart.
    """
    told = counting_rules(metric, lang)
    return (points(*told),) if told else ()


def counting_rules(metric: Metric, lang: str) -> tuple[str, ...]:
    """How a metric counts, and what it does not measure, where the data file says it."""
    told = []
    if metric.rule:
        said = metric.rule.in_language(lang)
        told.append(translate(lang, "How it is counted: {rule}", rule=said))
    if metric.limits:
        said = metric.limits.in_language(lang)
        told.append(translate(lang, "What it does not measure: {limits}", limits=said))
    return tuple(told)


def _differing(snapshot: Snapshot, query: Query, name: str) -> Section:
    """Where the sources of a metric disagree, and of every figure what sets it apart from the
    others.
    """
    lang, dataset, chosen = query.lang, snapshot.dataset, select(snapshot, query)
    found = disagreements.section(snapshot, query)
    apart: list[Inline] = []
    for record in sorted(chosen.by_metric.get(name, ()), key=lambda record: record.period.start):
        told = dict.fromkeys(
            said.in_language(lang) for said in (record.note, record.reason) if said
        )
        if told:
            apart.append(
                (
                    link(snapshot, query, record),
                    Text(f" ({tabled.which(lang, record, dataset)}): {' '.join(told)}"),
                )
            )
    more: tuple[Block, ...] = ()
    if apart:
        head = Paragraph(
            (Text(translate(lang, "What sets a figure apart from the others:"), "strong"),)
        )
        more = (
            head,
            Points(tuple(apart[:_APART])),
            *paragraphs(*captions.more(lang, len(apart) - _APART)),
        )
    return replace(
        found, title=text(translate(lang, "Why the numbers differ")), blocks=(*found.blocks, *more)
    )


def further(snapshot: Snapshot, query: Query, name: str, drawn: int) -> tuple[Block, ...]:
    """The charts of a metric that its page does not draw, each with the way to its own."""
    lang, chosen = query.lang, select(snapshot, query)
    left = marks.names(chosen, name)[drawn:]
    if not left:
        return ()
    said = [_of(snapshot, part, lang) for part in parting.parts(chosen, name)[drawn:]]
    ways: tuple[Inline, ...] = tuple(
        (Link(what, Place("chart", of, replace(query, metric=()))),)
        for of, what in zip(left, said, strict=True)
    )
    return (
        Fold(
            "further",
            translate_n(lang, "{n} more chart", "{n} more charts", len(left)),
            (Points(ways),),
        ),
    )


def _of(snapshot: Snapshot, part: Part, lang: str) -> str:
    """What a chart is of, told without making it: the area and what its figures are limited to."""
    first, dataset = part.records[0], snapshot.dataset
    in_series = dataset.metrics[first.metric].rules.series
    which = (naming.name_of if in_series else naming.subset)(lang, dataset, first)
    return naming.limited(
        lang, naming.area(lang, first.area), which if len(part.keys) == 1 or in_series else ""
    )


def way(snapshot: Snapshot, query: Query, name: str) -> Paragraph:
    """The way from a chart to all of its metric."""
    said = translate(
        query.lang, "All of “{title}”", title=snapshot.dataset.metrics[name].heading(query.lang)
    )
    return Paragraph((Link(said, Place("metric", name, replace(query, metric=()))),))


def _topic(snapshot: Snapshot, query: Query, name: str) -> Link:
    topic = snapshot.dataset.metrics[name].topic
    return Link(
        naming.topic(query.lang, topic, snapshot.dataset),
        Place("page", topic, replace(query, metric=())),
    )


def _facts(snapshot: Snapshot, query: Query, name: str) -> Facts:
    """The headings of the sheet that have something to say."""
    lang, metric, chosen = query.lang, snapshot.dataset.metrics[name], select(snapshot, query)
    records = [record for record in chosen.evidence if record.metric == name]
    added = (
        translate(lang, "may be added up")
        if metric.additive
        else translate(lang, "is not added up")
    )
    facts: list[tuple[str, str]] = [
        (
            translate(lang, "Unit and kind"),
            f"{captions.unit(metric, lang)}; {codes.kind(lang, metric.kind)}; {added}",
        ),
        (
            translate(lang, "Counted by"),
            _named(snapshot, lang, (record.producer for record in records if record.producer)),
        ),
        (
            translate(lang, "Said by"),
            _named(snapshot, lang, (record.said_by for record in records)),
        ),
        (
            translate(lang, "Published by"),
            _named(
                snapshot,
                lang,
                (snapshot.dataset.sources[record.source].publisher for record in records),
            ),
        ),
        (
            translate(lang, "Area"),
            "; ".join(dict.fromkeys(naming.area(lang, record.area) for record in records)),
        ),
        (
            translate(lang, "Years"),
            "–".join(dict.fromkeys(map(str, years(levels(records) or records) or ()))),
        ),
        (
            translate(lang, "Check"),
            captions.checked(lang, [snapshot.checks[record.id] for record in records])
            if records
            else "",
        ),
        (translate(lang, "Longest comparable series"), _longest(metric, records, lang)),
        (
            translate(lang, "Limited by"),
            languages.listed(
                lang,
                [
                    snapshot.dataset.dimensions[one].title.in_language(lang)
                    for one in metric.dimensions
                ],
            ),
        ),
    ]
    entries = [Fact(text(term), paragraphs(said)) for term, said in facts if said]
    entries += [
        Fact(text(translate(lang, "Break")), (Paragraph(of_break(snapshot.dataset, change, lang)),))
        for change in metric.breaks
    ]
    return Facts(tuple(entries))


def _named(snapshot: Snapshot, lang: str, said: Iterable[str]) -> str:
    """Some bodies by name, the most named first, and how many more there are."""
    counts: dict[str, int] = {}
    for one in said:
        counts[one] = counts.get(one, 0) + 1
    found = [
        naming.name(lang, snapshot.dataset, one)
        for one in sorted(counts, key=lambda one: -counts[one])
    ]
    return (
        ". ".join(("; ".join(found[:_NAMED]), *captions.more(lang, len(found) - _NAMED)))
        if found
        else ""
    )


def _longest(metric: Metric, records: Sequence[Record], lang: str) -> str:
    """From when to when the longest run of figures goes that may be compared with each other."""
    if not metric.rules.series:
        return ""
    subjects: dict[series.Subject, list[Record]] = {}
    for record in levels(latest(records)):
        subjects.setdefault(series.subject(record), []).append(record)
    stretches = (part for group in subjects.values() for part in series.stretches(metric, group))
    run = max((run for part in stretches for run in series.runs(metric, part)), key=len, default=())
    if len({(record.period.start, record.period.end) for record in run}) < 2:
        return translate(lang, "none: no two figures may be compared")
    span = period.between(
        min(record.period.start for record in run), max(record.period.end for record in run)
    )
    return translate_n(
        lang, "{when}, {n} figure", "{when}, {n} figures", len(run), when=dates.period(lang, span)
    )


def _table(snapshot: Snapshot, query: Query, name: str) -> tuple[Block, ...]:
    lang, chosen = query.lang, select(snapshot, query)
    apart = _planned(snapshot, query, name)
    records = chosen.levels.get(name, ())
    if not records:
        return apart
    title = translate(lang, "Its figures")
    newest = sorted(records, key=lambda record: record.period.end, reverse=True)
    place = Place("page", "records", replace(query, metric=()), view=View(metric=(name,)))
    said = translate_n(
        lang,
        "The whole list: {n} figure",
        "The whole list: {n} figures",
        len(chosen.by_metric[name]),
    )
    return (
        *apart,
        Section(
            "figures",
            text(title),
            (
                *table(snapshot, query, newest[:ROWS], title, mixed=False),
                Paragraph((Link(said, place),)),
            ),
        ),
    )


def _planned(snapshot: Snapshot, query: Query, name: str) -> tuple[Section, ...]:
    """What of a metric is only planned, aimed at or foreseen, in a table of its own."""
    records = select(snapshot, query).aims.get(name, ())
    if not records:
        return ()
    title = translate(query.lang, "What is planned or foreseen")
    rows = table(snapshot, query, records[:ROWS], title, mixed=False)
    more = paragraphs(*captions.more(query.lang, len(records) - ROWS))
    return (Section("planned", text(title), (*rows, *more)),)


def _cited(snapshot: Snapshot, query: Query, name: str, base_url: str) -> tuple[Block, ...]:
    lang, metric = query.lang, snapshot.dataset.metrics[name]
    sources = list(
        dict.fromkeys(record.source for record in select(snapshot, query).by_metric.get(name, ()))
    )
    cited = citation.extract(
        snapshot,
        sources,
        metric.title.in_language(lang),
        base_url.rstrip("/") + query.metric_address(name),
        lang,
        name,
    )
    return citations(cited, f"metric-{name}")

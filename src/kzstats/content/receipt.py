"""The receipt of a figure: what was said, by whom, where it stands, and what the checks came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from kzstats.checks.ledger import Standing
from kzstats.content import captions, citation, stated, unlike
from kzstats.content.document import (
    Block,
    Fact,
    Facts,
    Inline,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Quotation,
    Text,
)
from kzstats.content.figures import badge, citations, of_break, paragraphs, reason, text
from kzstats.dataset import nature, series
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Record
from kzstats.language import codes, dates, naming, remarks, worded
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot


def page(snapshot: Snapshot, query: Query, record: Record, base_url: str) -> Page:
    """A figure's receipt as a page: its value is the title, what it is of and when stands under it;
    ``base_url`` begins its permanent address.
    """
    lang, dataset = query.lang, snapshot.dataset
    metric, source = dataset.metrics[record.metric], dataset.sources[record.source]
    standing = snapshot.standings[record.id]
    name = (
        naming.limited(lang, record.label.in_language(lang), naming.subset(lang, dataset, record))
        if record.label
        else naming.title(lang, dataset, record)
    )
    value, when = worded.in_words(lang, record, metric), dates.when(lang, record)
    of = translate(lang, "{name}, {when}", name=name, when=when)
    blocks: list[Block] = [*_quoted(record, source.language, lang)]
    if ours := remarks.translated(lang, record, source.language):
        blocks.append(Paragraph(text(ours), "translation"))
    if record.context:
        also = translate(lang, "Also in the article:")
        blocks.append(
            Paragraph((Text(f"{also} "), Text(record.context, "quote", source.language)), "source")
        )
    blocks.append(Paragraph((badge(lang, standing.check),), "badge"))
    if record.confirmed is not None and standing.check == "confirmed":
        day = dates.day(lang, record.confirmed.on)
        blocks += paragraphs(
            translate(
                lang,
                "Confirmed by {name} on {day}: {what}",
                name=record.confirmed.by,
                day=day,
                what=record.confirmed.says,
            )
        )
    if standing.evidence:
        support = captions.support(lang, dataset, [record], _alike(snapshot)[_series(record)])
        blocks.append(
            Paragraph(text(translate(lang, "It rests on: {support}.", support=support)), "source")
        )
    blocks += (
        *_answers(lang, standing),
        *_beyond(lang, standing),
        _facts(snapshot, query, record, base_url),
    )
    return Page(
        place=Place("figure", record.id, Query(lang=lang)),
        lang=lang,
        title=value,
        lead=of,
        description=translate(lang, "{when}: {said}.", when=of, said=value),
        blocks=tuple(blocks),
        foot=dates.last_changed(lang, snapshot.changed),
    )


def _quoted(record: Record, language: str, lang: str) -> tuple[Block, ...]:
    """The words that hold the figure, or that they are not on record."""
    if record.quote is None:
        return paragraphs(translate(lang, "Cited: the words of the article are not on record."))
    return (Quotation(translate(lang, "“{quote}”", quote=record.quote), language),)


def _series(record: Record) -> tuple[object, ...]:
    return (
        series.subject(record),
        nature.nature(record),
        record.period.start,
        record.period.end,
    )


@remembered(1)
def _alike(snapshot: Snapshot) -> Mapping[tuple[object, ...], list[Record]]:
    """The figures that say the same thing of the same time, of those that may stand as figures:
    found once for the receipts of all.
    """
    failing, found = set(snapshot.failing), dict[tuple[object, ...], list[Record]]()
    for record in snapshot.dataset.records:
        if record.id not in failing:
            found.setdefault(_series(record), []).append(record)
    return found


def _facts(snapshot: Snapshot, query: Query, record: Record, base_url: str) -> Facts:
    lang, dataset = query.lang, snapshot.dataset
    metric, source = dataset.metrics[record.metric], dataset.sources[record.source]
    standing = snapshot.standings[record.id]
    printed = [
        naming.name(lang, dataset, source.publisher),
        codes.publisher_class(lang, source.publisher_class),
        dates.period(lang, source.published),
    ]
    if source.inferred.published:
        printed.append(translate(lang, "date taken from the address"))
    opens = (
        f"{source.url}#:~:text={quote(record.quote, safe='').replace('-', '%2D')}"
        if record.quote
        else source.url
    )
    how_dated = _stated(lang, record, standing)
    here = base_url.rstrip("/") + query.figure_address(record.id)
    facts: list[tuple[str, Inline]] = [
        (translate(lang, "Said by"), text(naming.name(lang, dataset, record.said_by))),
        (translate(lang, "Published by"), text(", ".join(printed))),
        (
            translate(lang, "Article"),
            (
                Link(source.title, opens, source.language),
                Text(" · "),
                Link(
                    translate(lang, "all its figures"),
                    Place("article", record.source, Query(lang=lang)),
                ),
            ),
        ),
        (translate(lang, "Language of the article"), text(naming.language(lang, source.language))),
        (translate(lang, "Period"), text(f"{dates.when(lang, record)} ({how_dated})")),
        (translate(lang, "Area"), text(naming.area(lang, record.area))),
        (translate(lang, "What is counted"), text(metric.definition.in_language(lang))),
    ]
    if record.producer:
        facts.insert(
            1, (translate(lang, "Counted by"), text(naming.name(lang, dataset, record.producer)))
        )
    facts += [(term, text(said)) for term, said in stated.facts(lang, snapshot, record)]
    facts += _vintages(snapshot, query, record)
    facts += _limits(lang, dataset, record)
    if (status := series.statuses(dataset)[record.id]) not in ("A", "F"):
        why = record.reason.in_language(lang) if record.reason and record.status == status else ""
        facts.append(
            (
                translate(lang, "Status"),
                text(": ".join(filter(None, (codes.status(lang, status), why)))),
            )
        )
    if note := remarks.notes(lang, record):
        facts.append((translate(lang, "Note"), text(note)))
    sides = unlike.by_record(snapshot).get(record.id, ())
    if record.reason and (record.rank != "normal" or (record.status == "A" and not sides)):
        facts.append(
            (
                translate(lang, "Rank"),
                text(f"{codes.rank(lang, record.rank)}: {record.reason.in_language(lang)}"),
            )
        )
    for one in sides:
        others = tuple(other for other in one.records if other.id != record.id)
        term = (
            translate(lang, "Counted otherwise")
            if one.what == "agree"
            else translate(lang, "Does not fit")
        )
        facts.append((term, (Text(unlike.sentence(lang, dataset, one)), *_links(query, others))))
    for fixed in dataset.corrections:
        if fixed.record == record.id:
            was = translate(
                lang,
                "was {was} until {day}: {reason}",
                was=fixed.was,
                day=dates.day(lang, fixed.date),
                reason=fixed.reason.in_language(lang),
            )
            facts.append((translate(lang, "Corrected"), text(was)))
    for change in metric.breaks:
        facts.append((translate(lang, "Break"), of_break(dataset, change, lang)))
    archived: Inline = text(translate(lang, "no text of this source is archived"))
    if source.text_sha256:
        archived = (Text("SHA-256 "), Text(source.text_sha256, "code"))
    facts += [
        (translate(lang, "Text on record"), archived),
        (
            translate(lang, "Permanent address"),
            (Link(here, Place("figure", record.id, Query(lang=lang))),),
        ),
        (translate(lang, "As data"), (Link(f"{record.id}.json", Place("record", record.id)),)),
    ]
    entries = [Fact(text(term), (Paragraph(said),)) for term, said in facts]
    if standing.evidence:
        entries.append(
            Fact(
                text(translate(lang, "Cite as")),
                citations(citation.figure(snapshot, record, here, lang), record.id),
            )
        )
    return Facts(tuple(entries))


def _limits(lang: str, dataset: Dataset, record: Record) -> Iterable[tuple[str, Inline]]:
    """What a figure is limited to, and what it counts beyond the metric's own words."""
    for term, widens in (
        (translate(lang, "Limited to"), False),
        (translate(lang, "Wider than the metric"), True),
    ):
        said = [
            translate(
                lang,
                "{title}: {what}",
                title=dataset.dimensions[name].title.in_language(lang),
                what=naming.dimension(lang, dataset, name, code),
            )
            for name, code in record.dimensions
            if dataset.dimensions[name].codes[code].widens is widens
        ]
        if said:
            yield term, text("; ".join(said))


def _vintages(snapshot: Snapshot, query: Query, record: Record) -> Iterable[tuple[str, Inline]]:
    """What a figure was given as before, one behind the other, and what took its place."""
    lang, dataset = query.lang, snapshot.dataset
    by_id = {one.id: one for one in dataset.records} if record.revises else {}
    name = record.revises
    while name:
        earlier = by_id[name]
        said = _version(lang, snapshot, earlier)
        yield translate(lang, "Given before as"), (Text(said), *_links(query, [earlier]))
        name = earlier.revises
    if (later := nature.revised(dataset).get(record.id)) is not None:
        said = _version(lang, snapshot, later)
        yield translate(lang, "Revised since to"), (Text(said), *_links(query, [later]))


def _version(lang: str, snapshot: Snapshot, record: Record) -> str:
    """A value with the day on which and the publisher by whom it was given."""
    return translate(
        lang,
        "{value} ({which})",
        value=worded.label(lang, record, snapshot.dataset.metrics[record.metric]),
        which=naming.cited(lang, snapshot.dataset, record.source),
    )


def _links(query: Query, records: Sequence[Record]) -> Inline:
    """The ways to the receipts of some figures."""
    ways = (
        Link(record.id, Place("figure", record.id, Query(lang=query.lang))) for record in records
    )
    return tuple(part for way in ways for part in (Text(" "), way))


def _stated(lang: str, record: Record, standing: Standing) -> str:
    """Whether the period is inferred, stated in the article, or only said to be."""
    if record.inferred.period:
        return translate(lang, "inferred")
    return (
        translate(lang, "stated in the article")
        if standing.outcomes.get("Q5") == "passed"
        else translate(lang, "given as stated, not checked")
    )


def _answers(lang: str, standing: Standing) -> tuple[Block, ...]:
    """The checks one by one; for a figure that is not checked or has changed, why there
    are none.
    """
    why = {
        "cited": translate(
            lang,
            "Nothing was held against the article, since its words are not on record; the figure "
            "is what was read there.",
        ),
        "not checked": translate(
            lang, "This figure has not been checked automatically against its article yet."
        ),
        "changed": translate(
            lang,
            "The record or its article’s text was edited after it was checked, so its mark is "
            "gone until it is checked again.",
        ),
    }.get(standing.check, "")
    signs = {"passed": "✓", "failed": "✗", "undecided": "?"}
    items = tuple(
        (
            Text(f"{signs[outcome]} "),
            Text(codes.outcome(lang, outcome), "strong"),
            Text(": "),
            Text(
                reason(
                    codes.question(lang, question),
                    remarks.read(lang, standing.reasons.get(question))
                    if outcome != "passed"
                    else "",
                )
            ),
        )
        for question, outcome in standing.outcomes.items()
    )
    return (*paragraphs(why), *((Points(items, "answers"),) if items else ()))


def _beyond(lang: str, standing: Standing) -> tuple[Block, ...]:
    """What stands in the text of the rest of the receipt, and what no machine checks; none of it is
    in the badge.
    """
    parts = codes.parts(lang)
    told = [
        (parts[part], codes.found(lang, found))
        for part, found in standing.beyond.items()
        if found in codes.FOUND
    ]
    entries = [translate(lang, "{title}: {what}.", title=name, what=found) for name, found in told]
    if standing.unnamed:
        entries.append(
            translate(lang, "What is counted: the words around the number do not name it.")
        )
    entries.append(remarks.unchecked(lang))
    return (
        *paragraphs(translate(lang, "Beside the checks, and in no badge:")),
        Points(tuple(map(text, entries))),
    )

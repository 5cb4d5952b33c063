"""Changes as the articles state them, apart from levels and beside what these make of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kzstats.content import captions, tabled
from kzstats.content.document import Inline, Row, Section, Table, Text
from kzstats.content.figures import article, badge, failing, link, paragraphs, text
from kzstats.dataset import stated
from kzstats.dataset.model import Record
from kzstats.dataset.nature import current
from kzstats.dataset.stated import Held
from kzstats.language import codes, dates, naming, worded
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot

MOST: Final = 40
"""How many changes a page lists; the page of all figures has the others."""


def section(
    snapshot: Snapshot, query: Query, metrics: Iterable[str], *, whole: bool = False
) -> tuple[Section, ...]:
    """The stated changes of some metrics in the selection, each with its base and with what levels
    on record make of it; ``whole`` says the titles of metrics in full.
    """
    lang, chosen = query.lang, select(snapshot, query)
    found = [
        record for name in metrics for record in chosen.by_metric.get(name, ()) if record.change
    ]
    if not found:
        return ()
    standing = [record for record in found if not chosen.fails(record)]
    standing.sort(key=lambda record: record.period.end, reverse=True)
    title = translate(lang, "Changes as the articles state them")
    lead = translate(
        lang,
        "Each is what an article says, not computed here; none is a level, and none enters a "
        "chart, a sum or a growth.",
    )
    lost = [record.id for record in found if chosen.fails(record)]
    tables = (_table(snapshot, query, standing, title, whole=whole),) if standing else ()
    return (
        Section(
            "stated-changes",
            text(title),
            (
                *paragraphs(lead),
                *tables,
                *paragraphs(*captions.more(lang, len(standing) - MOST)),
                *failing(snapshot, query, lost),
            ),
        ),
    )


def _table(
    snapshot: Snapshot, query: Query, records: Sequence[Record], title: str, *, whole: bool
) -> Table:
    lang = query.lang
    columns = (
        translate(lang, "What is counted"),
        translate(lang, "From when to when"),
        translate(lang, "Change"),
        translate(lang, "By the levels on record"),
        translate(lang, "Said by"),
        translate(lang, "Source"),
        translate(lang, "Check"),
    )
    beside = {one.change.id: one for one in held(snapshot, records[:MOST])}
    rows = []
    for record in records[:MOST]:
        name, _ = tabled.row(snapshot.dataset, record, lang, mixed=True)
        if whole:
            name = naming.title(lang, snapshot.dataset, record)
        cells: tuple[Inline, ...] = (
            text(dates.when(lang, record)),
            (link(snapshot, query, record),),
            (Text(borne(lang, snapshot, beside.get(record.id))),),
            text(naming.name(lang, snapshot.dataset, record.said_by)),
            (article(snapshot, record.source, lang),),
            (badge(lang, snapshot.checks[record.id]),),
        )
        rows.append(Row(text(name), cells))
    return Table(title, columns, tuple(rows))


def held(snapshot: Snapshot, records: Iterable[Record]) -> tuple[Held, ...]:
    """Stated changes beside the levels on record that may stand as figures."""
    failing = set(snapshot.failing)
    return stated.held(
        snapshot.dataset,
        records,
        current(
            snapshot.dataset,
            (record for record in snapshot.dataset.records if record.id not in failing),
        ),
    )


def borne(lang: str, snapshot: Snapshot, one: Held | None) -> str:
    """Whether levels on record bear out a stated change, and what they are."""
    if one is None:
        return translate(lang, "no levels of both times to hold it against")
    metric, change = snapshot.dataset.metrics[one.change.metric], one.change.change
    assert change is not None  # only a change is held
    told = {
        "made": worded.made(lang, one.made, change.unit, metric),
        "one": worded.label(lang, one.earlier, metric),
        "other": worded.label(lang, one.later, metric),
    }
    if one.agrees:
        return translate(lang, "agrees: {one} → {other} ({made})", **told)
    return translate(lang, "does not agree: {one} → {other} ({made})", **told)


def facts(lang: str, snapshot: Snapshot, record: Record) -> Iterable[tuple[str, str]]:
    """What the receipt of a change or a plan says besides: that it is one; its base, and what
    levels make.
    """
    if record.edition is not None:
        yield translate(lang, "Edition"), record.edition.name.in_language(lang)
    if record.aim is not None:
        yield translate(lang, "What it is"), codes.aim(lang, record.aim)
    if record.change is None:
        return
    yield translate(lang, "What it is"), worded.nature(lang, record)
    base = (
        dates.period(lang, record.change.since)
        if record.change.since
        else translate(lang, "the article does not say it")
    )
    yield translate(lang, "Measured from"), base
    found = held(snapshot, [record])
    yield (
        translate(lang, "By the levels on record"),
        borne(lang, snapshot, found[0] if found else None),
    )

"""What changed: figures that were published for the first time and figures that were corrected, the
newest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from kzstats.content import feed, tabled
from kzstats.content.document import (
    Block,
    Inline,
    Link,
    Page,
    Paragraph,
    Place,
    Points,
    Section,
    Text,
)
from kzstats.content.feed import Entry
from kzstats.content.figures import link, paragraphs, text
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Correction, Record
from kzstats.language import dates, naming, worded
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot

NAME: Final = "changes"
"""What the page is called in its address; it stands in no menu."""
_DAYS: Final = 3
"""Of how many days the overview tells."""
MOST: Final = 200
"""How many changes the page and the feed tell of."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that was added on a day, or what it was before it was corrected then, and why;
    ``says`` is of all that came with it.
    """

    day: date
    record: Record
    correction: Correction | None = None
    says: str = ""


@remembered(4)
def changes(snapshot: Snapshot, lang: str) -> tuple[Change, ...]:
    """The last :data:`MOST` changes, the newest day first, in the order of the file
    within a day.
    """
    records = {record.id: record for record in snapshot.dataset.records}
    found = [
        Change(
            addition.date,
            records[name],
            None,
            addition.says.in_language(lang) if addition.says else "",
        )
        for addition in snapshot.dataset.additions
        for name in addition.records
    ]
    found += [
        Change(correction.date, records[correction.record], correction)
        for correction in snapshot.dataset.corrections
    ]
    return tuple(sorted(found, key=lambda change: change.day, reverse=True)[:MOST])


def page(snapshot: Snapshot, query: Query) -> Page:
    """The page of changes, one section a day."""
    lang = query.lang
    days = groupby(changes(snapshot, lang), key=lambda change: change.day)
    blocks = [_day(snapshot, query, day, tuple(found)) for day, found in days]
    lead = translate(
        lang,
        "Figures that were added or corrected, the newest first; what a corrected figure was "
        "before stays on record.",
    )
    feed = Link(translate(lang, "Feed (Atom)"), Place("data", f"/{NAME}.atom", Query(lang=lang)))
    return Page(
        place=Place("page", NAME, Query(lang=lang)),
        lang=lang,
        title=title(lang),
        lead=lead,
        description=lead,
        blocks=(
            *(blocks or paragraphs(translate(lang, "No change is on record."))),
            Paragraph((feed,)),
        ),
        foot=dates.last_changed(lang, snapshot.changed),
    )


def news(snapshot: Snapshot, lang: str) -> Section:
    """What is new, in short: the last days on which figures were added or corrected, and the way to
    all of it.
    """
    dataset = snapshot.dataset
    days = sorted(
        {one.date for one in dataset.additions} | {one.date for one in dataset.corrections},
        reverse=True,
    )
    items = tuple(text(_told(snapshot, lang, day)) for day in days[:_DAYS])
    way = Paragraph((Link(title(lang), Place("page", NAME, Query(lang=lang))),))
    none = paragraphs(translate(lang, "No change is on record."))
    return Section(
        "new", text(translate(lang, "What is new")), (*((Points(items),) if items else none), way)
    )


def _told(snapshot: Snapshot, lang: str, day: date) -> str:
    """How many figures were added and corrected on a day, and what is said of all that
    came then.
    """
    additions = [one for one in snapshot.dataset.additions if one.date == day]
    added = sum(len(one.records) for one in additions)
    corrected = len({one.record for one in snapshot.dataset.corrections if one.date == day})
    told = [translate_n(lang, "{n} figure added", "{n} figures added", added)] if added else []
    told += (
        [translate_n(lang, "{n} figure corrected", "{n} figures corrected", corrected)]
        if corrected
        else []
    )
    said = translate(lang, "{when}: {said}.", when=dates.day(lang, day), said="; ".join(told))
    return " ".join(
        (said, *dict.fromkeys(one.says.in_language(lang) for one in additions if one.says))
    )


def title(lang: str) -> str:
    """What the page and the feed are called."""
    return translate(lang, "What changed")


def _day(snapshot: Snapshot, query: Query, day: date, found: tuple[Change, ...]) -> Section:
    lang = query.lang
    added, corrected = (
        tuple(change for change in found if (change.correction is not None) == fixed)
        for fixed in (False, True)
    )
    parts: list[Block] = []
    for heading, some in (
        (translate(lang, "Added"), added),
        (translate(lang, "Corrected"), corrected),
    ):
        if some:
            says = dict.fromkeys(change.says for change in some)
            items = tuple(_item(snapshot, query, change) for change in some)
            parts += (
                Paragraph((Text(heading, "strong"), *(Text(f": {said}") for said in says if said))),
                Points(items),
            )
    return Section(f"day-{day.isoformat()}", text(dates.day(lang, day)), tuple(parts))


def _item(snapshot: Snapshot, query: Query, change: Change) -> Inline:
    """The figure, which leads to its receipt, and of a corrected one what it was and why it
    changed.
    """
    told = f" {what(snapshot, change.record, query.lang)}"
    return (
        link(snapshot, query, change.record),
        Text(f"{told}. {was(change, query.lang)}" if change.correction else told),
    )


def what(snapshot: Snapshot, record: Record, lang: str) -> str:
    """What a figure is of, and when."""
    name, _ = tabled.row(snapshot.dataset, record, lang, mixed=True)
    return translate(lang, "{name}, {when}", name=name, when=dates.when(lang, record))


def was(change: Change, lang: str) -> str:
    """What a corrected figure was before, and why it changed."""
    if change.correction is None:
        return ""
    reason = change.correction.reason.in_language(lang)
    return translate(lang, "Before: {was}. {reason}", was=change.correction.was, reason=reason)


def atom(snapshot: Snapshot, lang: str, base_url: str) -> bytes:
    """The feed of changes in a language; ``base_url`` begins its addresses, so that the same data
    at the same address give the same bytes.
    """
    base_url = base_url.rstrip("/")
    spoken = "" if lang == "en" else f"?lang={lang}"
    found = changes(snapshot, lang)
    entries = [_entry(snapshot, change, lang, base_url, spoken) for change in found]
    updated = found[0].day if found else snapshot.changed
    return feed.atom(
        f"kzstats: {title(lang)}",
        f"{base_url}/{NAME}.atom{spoken}",
        f"{base_url}/{NAME}{spoken}",
        entries,
        updated,
        lang,
    )


def _entry(snapshot: Snapshot, change: Change, lang: str, base_url: str, spoken: str) -> Entry:
    """A change under the figure's permanent address with what happened to it and when."""
    record, address = change.record, base_url + Query().figure_address(change.record.id)
    value = worded.in_words(lang, record, snapshot.dataset.metrics[record.metric])
    told = translate(lang, "{when}: {said}.", when=what(snapshot, record, lang), said=value)
    happened, kind = (
        (translate(lang, "Corrected"), "corrected")
        if change.correction
        else (translate(lang, "Added"), "added")
    )
    cited = naming.cited(lang, snapshot.dataset, record.source)
    said = " ".join(
        filter(
            None,
            (
                told,
                translate(lang, "“{quote}”", quote=record.quote),
                f"{cited}.",
                was(change, lang),
                change.says,
            ),
        )
    )
    return Entry(
        f"{address}#{kind}-{change.day.isoformat()}",
        address + spoken,
        f"{happened}: {told}",
        said,
        change.day,
    )

"""What changed: figures that were published for the first time and figures that were corrected, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from kzstats import captions, feed, words
from kzstats.content.document import Block, Link, Page, Paragraph, Place, Points, Section, Text, Words
from kzstats.content.figures import link, paragraphs, text
from kzstats.extracts import Question
from kzstats.feed import Entry
from kzstats.live import Served
from kzstats.memory import remembered
from kzstats.model import Correction, Record
from kzstats.words import say

NAME: Final = "changes"
"""What the page is called in its address; it stands in no menu."""
MOST: Final = 200
"""How many changes the page and the feed tell of."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that was added on a day, or what it was before it was corrected then, and why; ``says`` is of all that came with it."""

    day: date
    record: Record
    correction: Correction | None = None
    says: str = ""


@remembered(4)
def changes(served: Served, lang: str) -> tuple[Change, ...]:
    """The last :data:`MOST` changes, the newest day first, in the order of the file within a day."""
    records = {record.id: record for record in served.dataset.records}
    found = [
        Change(addition.date, records[name], None, addition.says.in_language(lang) if addition.says else "")
        for addition in served.dataset.additions
        for name in addition.records
    ]
    found += [Change(correction.date, records[correction.record], correction) for correction in served.dataset.corrections]
    return tuple(sorted(found, key=lambda change: change.day, reverse=True)[:MOST])


def page(served: Served, asked: Question) -> Page:
    """The page of changes, one section a day."""
    lang = asked.lang
    days = groupby(changes(served, lang), key=lambda change: change.day)
    blocks = [_day(served, asked, day, tuple(found)) for day, found in days]
    lead = say(lang, "Figures that were added or corrected, the newest first; what a corrected figure was before stays on record.")
    feed = Link(say(lang, "Feed (Atom)"), Place("data", f"/{NAME}.atom", Question(lang=lang)))
    return Page(
        place=Place("page", NAME, Question(lang=lang)),
        lang=lang,
        title=title(lang),
        lead=lead,
        description=lead,
        blocks=(*(blocks or paragraphs(say(lang, "No change is on record."))), Paragraph((feed,))),
        foot=words.last_changed(lang, served.changed),
    )


def title(lang: str) -> str:
    """What the page and the feed are called."""
    return say(lang, "What changed")


def _day(served: Served, asked: Question, day: date, found: tuple[Change, ...]) -> Section:
    lang = asked.lang
    added, corrected = (tuple(change for change in found if (change.correction is not None) == fixed) for fixed in (False, True))
    parts: list[Block] = []
    for heading, some in ((say(lang, "Added"), added), (say(lang, "Corrected"), corrected)):
        if some:
            says = dict.fromkeys(change.says for change in some)
            items = tuple(_item(served, asked, change) for change in some)
            parts += (Paragraph((Text(heading, "strong"), *(Text(f": {said}") for said in says if said))), Points(items))
    return Section(f"day-{day.isoformat()}", text(words.day(lang, day)), tuple(parts))


def _item(served: Served, asked: Question, change: Change) -> Words:
    """The figure, which leads to its receipt, and of a corrected one what it was and why it changed."""
    told = f" {what(served, change.record, asked.lang)}"
    return (link(served, asked, change.record), Text(f"{told}. {was(change, asked.lang)}" if change.correction else told))


def what(served: Served, record: Record, lang: str) -> str:
    """What a figure is of, and when."""
    name, _ = captions.row(served.dataset.metrics[record.metric], record, lang, mixed=True)
    return say(lang, "{name}, {when}", name=name, when=words.when(lang, record))


def was(change: Change, lang: str) -> str:
    """What a corrected figure was before, and why it changed."""
    if change.correction is None:
        return ""
    reason = change.correction.reason.in_language(lang)
    return say(lang, "Before: {was}. {reason}", was=change.correction.was, reason=reason)


def atom(served: Served, lang: str, home: str) -> bytes:
    """The feed of changes in a language; ``home`` begins its addresses, so that the same data at the same address give the same bytes."""
    home = home.rstrip("/")
    spoken = "" if lang == "en" else f"?lang={lang}"
    found = changes(served, lang)
    entries = [_entry(served, change, lang, home, spoken) for change in found]
    updated = found[0].day if found else served.changed
    return feed.atom(f"kzstats: {title(lang)}", f"{home}/{NAME}.atom{spoken}", f"{home}/{NAME}{spoken}", entries, updated, lang)


def _entry(served: Served, change: Change, lang: str, home: str, spoken: str) -> Entry:
    """A change under the figure's permanent address with what happened to it and when."""
    record, address = change.record, home + Question().figure_address(change.record.id)
    value = words.in_words(lang, record.value, served.dataset.metrics[record.metric].unit)
    told = say(lang, "{when}: {said}.", when=what(served, record, lang), said=value)
    happened, kind = (say(lang, "Corrected"), "corrected") if change.correction else (say(lang, "Added"), "added")
    cited = words.cited(lang, served.dataset, record.source)
    said = " ".join(filter(None, (told, say(lang, "“{quote}”", quote=record.quote), f"{cited}.", was(change, lang), change.says)))
    return Entry(f"{address}#{kind}-{change.day.isoformat()}", address + spoken, f"{happened}: {told}", said, change.day)

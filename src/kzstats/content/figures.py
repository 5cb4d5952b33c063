"""Figures as words: their table, their line, the link to their receipt, what their
checks came to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kzstats.content import captions, citation, tabled
from kzstats.content.document import (
    Badge,
    Block,
    Copyable,
    Fold,
    Inline,
    Link,
    Paragraph,
    Place,
    Points,
    Row,
    Table,
    Text,
)
from kzstats.dataset.model import Break, Dataset, Record
from kzstats.dataset.vocabulary import Check
from kzstats.language import codes, dates, naming, remarks, worded
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot


def text(said: str) -> Inline:
    """Words as they are."""
    return (Text(said),)


def points(*said: str) -> Points:
    """A list of sentences."""
    return Points(tuple(map(text, said)))


def paragraphs(*said: str) -> tuple[Paragraph, ...]:
    """Sentences, one paragraph each; what says nothing is left out."""
    return tuple(Paragraph(text(words)) for words in said if words)


def notice(said: str) -> Paragraph:
    """A sentence that stands out."""
    return Paragraph(text(said), "notice")


def nothing(lang: str) -> str:
    """That there is nothing to show, and how to widen the selection."""
    return translate(
        lang,
        "There is no figure in your selection. Choose other years or sources, or “Show "
        "everything”.",
    )


def badge(lang: str, check: Check) -> Badge:
    """What the checks of a figure came to."""
    return Badge(codes.check(lang, check), check)


def link(snapshot: Snapshot, query: Query, record: Record) -> Link:
    """The value as it was said, which opens the figure's receipt."""
    said = worded.label(query.lang, record, snapshot.dataset.metrics[record.metric])
    label = translate(query.lang, "{value}, receipt of {record}", value=said, record=record.id)
    return Link(
        said, Place("figure", record.id, replace(query, metric=())), record=record.id, label=label
    )


def article(snapshot: Snapshot, name: str, lang: str) -> Link:
    """The article of a figure in short, at its publisher's."""
    return Link(naming.cited(lang, snapshot.dataset, name), snapshot.dataset.sources[name].url)


def table(
    snapshot: Snapshot, query: Query, records: Sequence[Record], title: str, *, mixed: bool = True
) -> tuple[Block, ...]:
    """The table of some figures, and that it was cut where it was: what, when, how much, who said
    it, where, in which words, and its check.

    Where records of several metrics may be ``mixed`` each says what it counts.
    """
    lang = query.lang
    rows = tuple(_row(snapshot, query, record, mixed=mixed) for record in records[: tabled.ROWS])
    return (
        Table(title, tabled.columns(lang), rows),
        *paragraphs(tabled.cut(lang, len(records))),
    )


def _row(snapshot: Snapshot, query: Query, record: Record, *, mixed: bool) -> Row:
    lang, dataset = query.lang, snapshot.dataset
    source = dataset.sources[record.source]
    name, counted = tabled.row(dataset, record, lang, mixed=mixed)
    return Row(
        (Text(name), *((Text(" "), Text(counted, "small")) if counted else ())),
        (
            text(dates.when(lang, record)),
            (link(snapshot, query, record),),
            text(naming.name(lang, dataset, record.said_by)),
            (article(snapshot, record.source, lang),),
            _quoted(record, source.language, lang),
            (badge(lang, snapshot.checks[record.id]),),
        ),
    )


def _quoted(record: Record, language: str, lang: str) -> Inline:
    """The words that hold a figure, or that they are not on record."""
    if record.quote is None:
        return (Text(translate(lang, "not on record"), "small"),)
    return (
        Text(record.quote, "quote", language),
        *_aside(lang, language, remarks.translated(lang, record, language)),
    )


def _aside(lang: str, language: str, ours: str) -> Inline:
    """Of a quote that is not in the reader's language: in which it is, and our translation where
    there is one.
    """
    if language == lang:
        return ()
    spoken = Text(f" ({naming.spoken(lang, language)})", "small")
    return (spoken, Text(ours, "translation")) if ours else (spoken,)


def failing(snapshot: Snapshot, query: Query, names: Iterable[str]) -> tuple[Block, ...]:
    """Figures that are not drawn because their check fails, each with the reason and the way to its
    receipt; nothing where there is none.
    """
    lang, wanted = query.lang, set(names)
    if not wanted:
        return ()
    records = [record for record in snapshot.dataset.records if record.id in wanted]
    items: list[Inline] = []
    for record in records[: tabled.ROWS]:
        why = "; ".join(
            reason(said, read) for said, read in tabled.reasons(lang, snapshot.standings[record.id])
        )
        items.append(
            (
                link(snapshot, query, record),
                Text(f" ({tabled.which(lang, record, snapshot.dataset)}): {why}"),
            )
        )
    head = Paragraph((Text(captions.failing(lang, len(wanted)), "strong"),))
    return (
        head,
        Points(tuple(items), "failing"),
        *paragraphs(*captions.more(lang, len(wanted) - len(items))),
    )


def reason(said: str, read: str) -> str:
    """Which check did not pass, and behind it what was found, where the reader of the article says
    so.
    """
    return f"{said}: {read}" if read else said


def citations(cited: citation.Cited, name: str) -> tuple[Block, ...]:
    """A citation in words and, each behind its name, for reference managers; ``name`` tells it from
    others on its page.
    """
    managed = {"BibTeX": cited.bibtex, "RIS": cited.ris, "CSL-JSON": cited.csl}
    folded = (
        Fold(f"{name}/{kind}", kind, (Copyable(written),)) for kind, written in managed.items()
    )
    return (Copyable(cited.short), Copyable(cited.long), *folded)


def of_break(dataset: Dataset, change: Break, lang: str) -> tuple[Text, Link]:
    """A break of a metric in words, and the way to what it is known from."""
    said = translate(
        lang,
        "From {day}: {title}. {reason}",
        day=dates.day(lang, change.date),
        title=change.title.in_language(lang),
        reason=change.reason.in_language(lang),
    )
    cited = Link(naming.cited(lang, dataset, change.source), dataset.sources[change.source].url)
    return Text(f"{said} "), cited

"""What changed between two states of the data: figures added, corrected and taken out, as values,
as tables and as entries of a feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from kzstats.content import captions
from kzstats.content.document import Block, Inline, Link, Place, Row, Section, Table
from kzstats.content.feed import Entry
from kzstats.content.figures import paragraphs, text
from kzstats.dataset import model
from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.dataset.vocabulary import Aim
from kzstats.language import codes, dates, naming, worded
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.values import period, quantity

Kind = Literal["corrected", "added", "gone"]
State = Mapping[str, Mapping[str, str]]
"""What each figure said, by its id: the parts of :data:`PARTS`, as text that a file keeps."""
PARTS: Final = (
    "metric",
    "label",
    "dimensions",
    "value",
    "period",
    "area",
    "producer",
    "said_by",
    "source",
    "quote",
    "check",
)
MOST: Final = 500
"""How many changes of a kind a page lists; the file beside it has them all."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is another than it was; ``was`` is empty of one that is new, ``now`` of one
    that is gone.
    """

    record: str
    was: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def kind(self) -> Kind:
        """What became of the figure."""
        return "added" if not self.was else "gone" if not self.now else "corrected"

    @property
    def parts(self) -> tuple[str, ...]:
        """What differs: all that there is of a figure that is new or gone."""
        return tuple(part for part in PARTS if self.was.get(part, "") != self.now.get(part, ""))


def state(snapshot: Snapshot) -> State:
    """What each figure says in a version of the data."""
    return {
        record.id: {
            "metric": record.metric,
            "label": record.label.en if record.label else "",
            "value": _value(record),
            "period": record.period.text,
            "area": record.area,
            "said_by": record.said_by,
            "source": record.source,
            "quote": record.quote or "",
            "check": snapshot.checks[record.id],
        }
        | _further(record)
        for record in snapshot.dataset.records
    }


def _further(record: Record) -> dict[str, str]:
    """What only some figures have; it is kept where there is some, so that the state of the others
    is as it was.
    """
    parts = {
        "dimensions": ";".join(map("=".join, record.dimensions)),
        "producer": record.producer or "",
    }
    return {part: said for part, said in parts.items() if said}


def _value(record: Record) -> str:
    """A value as it is kept; of a change also in what, which way and since when."""
    change = record.change
    if change is None:
        return f"{record.value} {record.aim}" if record.aim else str(record.value)
    since = f" since {change.since.text}" if change.since else ""
    return f"{record.value} {change.unit} {change.direction}{since}"


_AIMS: Final = get_args(Aim)


def _valued(lang: str, kept: str, metric: Metric) -> str:
    """A kept value as it stands at a mark."""
    number, *changed = kept.split()
    value = quantity.parse(number)
    if len(changed) < 2:
        level = worded.said(lang, value, None, metric)
        return (
            f"{level} ({', '.join(codes.aim(lang, aim) for aim in _AIMS if aim in changed)})"
            if changed
            else level
        )
    change = model.Change.model_validate({"unit": changed[0], "direction": changed[1]})
    since = f" ({changed[3]} →)" if len(changed) > 3 else ""
    return worded.said(lang, value, change, metric) + since


def between(before: State, after: State) -> tuple[Change, ...]:
    """The figures that differ, those of the later state first and in its order."""
    changed = [
        Change(name, before.get(name, {}), now)
        for name, now in after.items()
        if before.get(name) != now
    ]
    return (*changed, *(Change(name, was, {}) for name, was in before.items() if name not in after))


def counts(changes: Iterable[Change]) -> dict[Kind, int]:
    """How many figures became what."""
    kinds = [change.kind for change in changes]
    return {
        "added": kinds.count("added"),
        "corrected": kinds.count("corrected"),
        "gone": kinds.count("gone"),
    }


def told(lang: str, count: Mapping[Kind, int]) -> str:
    """How many figures were added, corrected and taken out, in a sentence."""
    if not any(count.values()):
        return translate(lang, "No figure was added, corrected or taken out.")
    said: dict[Kind, str] = {
        "added": translate_n(lang, "{n} figure added", "{n} figures added", count["added"]),
        "corrected": translate_n(
            lang, "{n} figure corrected", "{n} figures corrected", count["corrected"]
        ),
        "gone": translate_n(lang, "{n} figure taken out", "{n} figures taken out", count["gone"]),
    }
    return "; ".join(sentence for kind, sentence in said.items() if count[kind]) + "."


def blocks(
    snapshot: Snapshot, query: Query, changes: Sequence[Change], gone: Callable[[str], str]
) -> tuple[Block, ...]:
    """The changes as tables, a kind each; ``gone`` is where a figure that is no more still has its
    page.
    """
    lang = query.lang
    titles: dict[Kind, str] = {
        "corrected": translate(lang, "Corrected"),
        "added": translate(lang, "Added"),
        "gone": translate(lang, "Taken out"),
    }
    found: list[Block] = []
    for kind, title in titles.items():
        of = [change for change in changes if change.kind == kind]
        if of:
            rows = tuple(_row(snapshot, query, change, gone) for change in of[:MOST])
            columns = {
                "corrected": (
                    translate(lang, "Figure"),
                    translate(lang, "Was"),
                    translate(lang, "Is now"),
                    translate(lang, "Why"),
                ),
                "added": (
                    translate(lang, "Figure"),
                    translate(lang, "Is now"),
                    translate(lang, "Source"),
                ),
                "gone": (translate(lang, "Figure"), translate(lang, "Was")),
            }[kind]
            found.append(
                Section(
                    kind,
                    text(title),
                    (
                        Table(title, columns, rows),
                        *paragraphs(*captions.more(lang, len(of) - MOST)),
                    ),
                )
            )
    return tuple(found)


def _row(snapshot: Snapshot, query: Query, change: Change, gone: Callable[[str], str]) -> Row:
    lang, dataset, parts = query.lang, snapshot.dataset, change.parts
    if change.kind == "gone":
        return Row(
            (Link(change.record, gone(change.record)),),
            (text(said(dataset, change.was, _GIST, lang)),),
        )
    head: Inline = (Link(change.record, Place("figure", change.record, Query(lang=lang))),)
    if change.kind == "added":
        return Row(
            head,
            (
                text(said(dataset, change.now, _GIST, lang)),
                text(naming.cited(lang, dataset, change.now["source"])),
            ),
        )
    why = [
        fixed.reason.in_language(lang)
        for fixed in dataset.corrections
        if fixed.record == change.record
    ]
    return Row(
        head,
        (
            text(said(dataset, change.was, parts, lang)),
            text(said(dataset, change.now, parts, lang)),
            text(why[-1]) if why else (),
        ),
    )


_GIST: Final = ("value", "metric", "label", "dimensions", "period")
"""What a figure says in short."""


def said(dataset: Dataset, one: Mapping[str, str], parts: Iterable[str], lang: str) -> str:
    """Some parts of what a figure said, in words; a code that the data no longer know stands as it
    is.
    """
    metric = dataset.metrics.get(one["metric"])
    spoken: dict[str, Callable[[str], str]] = {
        "metric": lambda code: metric.heading(lang) if metric else code,
        "value": lambda value: _valued(lang, value, metric) if metric else value,
        "period": lambda span: dates.period(lang, period.parse(span)),
        "area": lambda code: naming.area(lang, code),
        "said_by": lambda name: naming.name(lang, dataset, name),
        "producer": lambda name: naming.name(lang, dataset, name),
        "dimensions": lambda given: ", ".join(
            naming.dimension(lang, dataset, *pair.split("=", 1)) for pair in given.split(";")
        ),
        "source": lambda name: (
            naming.cited(lang, dataset, name) if name in dataset.sources else name
        ),
        "quote": lambda quote: translate(lang, "“{quote}”", quote=quote),
        "check": lambda check: codes.check(lang, check),  # type: ignore[arg-type]
    }
    return ", ".join(
        spoken[part](one[part]) if part in spoken else one[part] for part in parts if one.get(part)
    )


def entries(
    snapshot: Snapshot,
    changes: Sequence[Change],
    day: date,
    figure: Callable[[str], str],
    lang: str,
) -> list[Entry]:
    """The changes of a day as entries of a feed; ``figure`` is the permanent address of
    a figure.
    """
    titles: dict[Kind, str] = {
        "added": translate(lang, "Added"),
        "corrected": translate(lang, "Corrected"),
        "gone": translate(lang, "Taken out"),
    }
    found = []
    for change in changes:
        gist = said(snapshot.dataset, change.now or change.was, _GIST, lang)
        told = gist
        if change.kind == "corrected":
            was, now = (
                said(snapshot.dataset, one, change.parts, lang) for one in (change.was, change.now)
            )
            told = translate(lang, "{now} (was: {was})", now=now, was=was)
        title = translate(
            lang, "{title}: {what}.", title=titles[change.kind], what=gist
        ).removesuffix(".")
        found.append(
            Entry(
                f"{figure(change.record)}#{day.isoformat()}-{change.kind}",
                figure(change.record),
                title,
                told,
                day,
            )
        )
    return found

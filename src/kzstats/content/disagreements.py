"""Where sources disagree: every side with its reason, and the rule for which one leads."""

from __future__ import annotations

from typing import Final

from kzstats.content import captions, unlike
from kzstats.content.document import Block, Inline, Points, Section, Text
from kzstats.content.figures import link, paragraphs, points, text
from kzstats.content.unlike import Unlike
from kzstats.dataset import disagreements
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Record
from kzstats.language import codes, dates, naming
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot

_KEPT: Final = 16
"""For how many queries what does not fit is kept."""
_MOST: Final = 60
"""How many of them are told one by one."""


@remembered(_KEPT)
def _groups(snapshot: Snapshot, query: Query) -> tuple[tuple[Record, ...], ...]:
    """The figures that disagree, found once for all languages.

    What the words contradict is no side of a disagreement; what fails by the disagreement alone is
    shown as just that.
    """
    return disagreements.disagreements(
        record
        for record in select(snapshot, query).records
        if snapshot.standings[record.id].failed in ((), ("Q6",))
    )


@remembered(_KEPT)
def _others(snapshot: Snapshot, query: Query) -> tuple[Unlike, ...]:
    """What else does not fit, or differs and can all be true, found once for all languages."""
    found = unlike.found(snapshot.dataset, select(snapshot, query).evidence)
    return tuple(one for one in found if one.what != "disagree")


def section(snapshot: Snapshot, query: Query) -> Section:
    """Every disagreement of the selection with both sides and its reason, and the rule for which
    one leads.
    """
    lang, dataset = query.lang, snapshot.dataset
    groups = _groups(snapshot, query.spoken())
    parts: list[Block] = []
    for group in groups[:_MOST]:
        sides: list[Inline] = []
        for record in group:
            why = f": {record.reason.in_language(lang)}" if record.reason else ""
            told = (
                f" {naming.cited(lang, dataset, record.source)} "
                f"({codes.rank(lang, record.rank)}){why}"
            )
            sides.append((link(snapshot, query, record), Text(told)))
        alone = (
            ""
            if any(record.reason for record in group)
            else translate(
                lang, "Neither gives a reason, so both fail their check, and neither is drawn."
            )
        )
        heading = text(
            f"{naming.title(lang, dataset, group[0], short=True)}, {dates.when(lang, group[0])}"
        )
        parts.append(
            Section(
                f"disagreement-{group[0].id}",
                heading,
                (Points(tuple(sides)), *paragraphs(alone)),
                level=3,
            )
        )
    parts += paragraphs(*captions.more(lang, len(groups) - _MOST))
    others = _others(snapshot, query.spoken())
    said = unlike.once(
        lang, ((unlike.sentence(lang, dataset, one), one.records) for one in others[:_MOST])
    )
    parts += [points(*said, *captions.more(lang, len(others) - _MOST))] if said else []
    rule = " ".join(
        (
            translate(
                lang,
                "The rule: a figure ranked preferred leads, and says why; a deprecated one never "
                "leads.",
            ),
            translate(lang, "Figures of one rank stand side by side, and none leads."),
        )
    )
    none = (
        () if parts else paragraphs(translate(lang, "No two figures of your selection disagree."))
    )
    return Section(
        "disagreements",
        text(translate(lang, "Where sources disagree")),
        (*parts, *none, *paragraphs(rule)),
    )

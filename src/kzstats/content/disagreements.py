"""Where sources disagree: every side with its reason, and the rule for which one leads."""

from __future__ import annotations

from typing import Final

from kzstats.content import captions, unlike
from kzstats.content.document import Block, Inline, Points, Section, Text
from kzstats.content.figures import link, paragraphs, points, text
from kzstats.dataset import disagreements
from kzstats.language import codes, dates, naming
from kzstats.language.translation import translate
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection
from kzstats.query.versions import Snapshot

_MOST: Final = 60
"""How many of them are told one by one."""


def section(snapshot: Snapshot, query: Query, chosen: Selection) -> Section:
    """Every disagreement of the selection with both sides and its reason, and the rule for which
    one leads.
    """
    lang, dataset = query.lang, snapshot.dataset
    # What the words contradict is no side of a disagreement; what fails by the disagreement
    # alone is shown as just that.
    groups = disagreements.disagreements(
        [
            record
            for record in chosen.records
            if snapshot.standings[record.id].failed in ((), ("Q6",))
        ]
    )
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
    standing = chosen.evidence
    others = [one for one in unlike.found(dataset, standing) if one.what != "disagree"]
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

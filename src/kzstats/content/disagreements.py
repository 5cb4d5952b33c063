"""Where sources disagree: every side with its reason, and the rule for which one leads."""

from __future__ import annotations

from kzstats.content import captions
from kzstats.content.document import Block, Points, Section, Text, Words
from kzstats.content.figures import link, paragraphs, points, text
from kzstats.dataset import derived
from kzstats.language import words
from kzstats.language.words import translate
from kzstats.query.addresses import Query
from kzstats.query.selection import Selection
from kzstats.query.versions import Snapshot


def section(snapshot: Snapshot, asked: Query, chosen: Selection) -> Section:
    """Every disagreement of the selection with both sides and its reason, and the rule for which one leads."""
    lang, dataset = asked.lang, snapshot.dataset
    # What the words contradict is no side of a disagreement; what fails by the disagreement alone is shown as just that.
    groups = derived.disagreements([record for record in chosen.records if snapshot.standings[record.id].failed in ((), ("Q6",))])
    parts: list[Block] = []
    for group in groups:
        sides: list[Words] = []
        for record in group:
            why = f": {record.reason.in_language(lang)}" if record.reason else ""
            told = f" {words.cited(lang, dataset, record.source)} ({words.rank(lang, record.rank)}){why}"
            sides.append((link(snapshot, asked, record), Text(told)))
        alone = (
            ""
            if any(record.reason for record in group)
            else translate(lang, "Neither gives a reason, so both fail their check, and neither is drawn.")
        )
        heading = text(f"{words.title(lang, dataset, group[0], short=True)}, {words.when(lang, group[0])}")
        parts.append(Section(f"disagreement-{group[0].id}", heading, (Points(tuple(sides)), *paragraphs(alone)), level=3))
    standing = chosen.evidence
    unlike = [captions.quarrel(lang, dataset, pair) for pair in derived.nearby(dataset.metrics, standing)]
    unlike += [captions.contradiction(lang, dataset, wrong) for wrong in derived.contradictions(dataset.metrics, standing)]
    parts += [points(*unlike)] if unlike else []
    rule = " ".join(
        (
            translate(lang, "The rule: a figure ranked preferred leads, and says why; a deprecated one never leads."),
            translate(lang, "Figures of one rank stand side by side, and none leads."),
        )
    )
    none = () if parts else paragraphs(translate(lang, "No two figures of your selection disagree."))
    return Section("disagreements", text(translate(lang, "Where sources disagree")), (*parts, *none, *paragraphs(rule)))

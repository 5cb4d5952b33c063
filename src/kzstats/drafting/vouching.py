"""What the checks would say of figures that a draft brings, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kzstats.checks import archive as texts
from kzstats.checks import evidence
from kzstats.checks.finding import Finding
from kzstats.dataset import validation
from kzstats.drafting.adding import Added
from kzstats.values.notes import noted


def findings(found: Added, archive: Path) -> list[Finding]:
    """What the checks say of each figure that is new or corrected, as far as its text is at
    hand.
    """
    contents = {**found.before, **found.after}
    dataset = validation.read_all([(str(path), content) for path, content in contents.items()])
    articles = texts.read(archive, dataset)
    brought = {*found.records, *found.corrected}
    told = zip(dataset.records, evidence.verify(dataset, articles), strict=True)
    return [
        finding for record, finding in told if record.id in brought and record.source in articles
    ]


def against(finding: Finding) -> Iterator[str]:
    """What the checks say against a figure, a sentence for each."""
    for answer in finding.answers:
        if answer.outcome in ("failed", "undecided"):
            yield noted(
                "{record}: {question} {outcome}: {why}",
                record=finding.record,
                question=answer.question,
                outcome=answer.outcome,
                why=answer.reason or "",
            )

"""The ledger of the checks: what each figure earned, for exactly one record and one text.

``kzstats verify --write`` alone writes it, beside the data file. An edited record, metric, date or
text no longer fits its entry, and loses its mark until it is checked again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kzstats import files
from kzstats.checks.archive import Article
from kzstats.checks.counting import NOT_NAMED
from kzstats.checks.coverage import covered
from kzstats.checks.evidence import unexplained
from kzstats.checks.finding import QUESTIONS, WITHOUT, Answer, Finding
from kzstats.checks.naming import PARTS
from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.vocabulary import Check
from kzstats.values.reasons import Reason
from kzstats.values.reasons import kept as kept_reason

VERSION: Final = "3"
"""The version of the checks; figures checked by another one count as changed."""
COUNTS: Final = ("numbers", "recorded", "unverified", "unstated", "skipped", "unheld")


def book(
    dataset: Dataset,
    articles: Mapping[str, Article],
    findings: Iterable[Finding],
    old: Mapping[str, Any],
) -> dict[str, Any]:
    """The results as they are kept: one entry a record and one a source, nothing that changes from
    run to run.

    Beside the outcome of each check stands its reason, a code with values, where it did not pass or
    where something was not compared.

    Of articles that this archive lacks, the entries of the ``old`` ledger are kept as they are.
    """
    of = {record.id: record for record in dataset.records}
    findings = tuple(findings)
    same = old.get("version") == VERSION
    lacking = {name for name in dataset.sources if name not in articles}
    records = {
        name: entry
        for name, entry in old.get("records", {}).items()
        if same and name in of and of[name].source in lacking
    }
    for finding in findings:
        if finding.check in ("not checked", "cited"):
            continue
        record = of[finding.record]
        records[finding.record] = {
            "beyond": dict(finding.beyond),
            "checks": {
                answer.question: answer.outcome
                for answer in finding.answers
                if answer.question != "Q6"
            },
            "position": list(finding.position) if finding.position else None,
            "record_sha256": fingerprint(dataset, record),
            "text_sha256": articles[record.source].sha256,
            "reasons": {
                answer.question: answer.reason.kept()
                for answer in finding.answers
                if answer.reason and _telling(answer)
            },
        }
    sources = {
        name: entry for name, entry in old.get("sources", {}).items() if same and name in lacking
    }
    contents = _contents(dataset)
    for name, found in covered(
        dataset, articles, {finding.record: finding.check for finding in findings}
    ).items():
        holders = [
            "unverified" if entry.holder == "record" and not entry.verified else entry.holder
            for entry in found.entries
        ]
        sources[name] = {
            "content_sha256": contents[name],
            "numbers": len(holders),
            "recorded": sum(holder == "record" for holder in holders),
            "skipped": sum(holder == "skipped" for holder in holders),
            "text_sha256": articles[name].sha256,
            "unheld": sum(holder == "" for holder in holders),
            "unstated": sum(holder == "unstated" for holder in holders),
            "unverified": sum(holder == "unverified" for holder in holders),
        }
    return {"records": records, "sources": sources, "version": VERSION}


def _telling(answer: Answer) -> bool:
    """Whether a reader must know the reason of an answer; that of Q6, which is asked anew, is not
    kept.
    """
    unnamed = answer.reason is not None and answer.reason.code == NOT_NAMED
    return answer.question != "Q6" and (answer.outcome != "passed" or unnamed)


def dump(kept: Mapping[str, Any]) -> bytes:
    """The ledger's bytes, sorted so that one changed figure is one changed place."""
    return (json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def path_beside(data: Path) -> Path:
    """Where the ledger of a data file stands: beside it."""
    return data.with_name("evidence.json")


def read(path: Path) -> dict[str, Any]:
    """The ledger as kept, empty where there is none; raises :class:`ValueError` where it is no
    ledger.
    """
    try:
        kept = json.loads(files.read(path))
    except FileNotFoundError:
        return {}
    except RecursionError:
        raise ValueError("is nested too deep") from None
    if not isinstance(kept, dict) or not all(
        isinstance(kept.get(part, {}), dict) for part in ("records", "sources")
    ):
        raise ValueError("is not a ledger")
    return kept


@dataclass(frozen=True, slots=True)
class Standing:
    """What a record has earned: its badge, and of each check the outcome and why.

    ``outcomes`` is empty where none is of this record and this text. ``confirmed`` tells that a
    person settled what is undecided.
    """

    check: Check
    outcomes: Mapping[str, str]
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    beyond: Mapping[str, str] = field(default_factory=dict)
    """Of ``said_by``, ``area`` and ``title``: stated, inferred, not found, or does not apply.
    Nothing else of the receipt was compared.
    """

    @property
    def undecided(self) -> tuple[str, ...]:
        """The checks that the machine could not decide."""
        return tuple(
            question for question, outcome in self.outcomes.items() if outcome == "undecided"
        )

    @property
    def failed(self) -> tuple[str, ...]:
        """The checks that failed; those that failed only because the phrase or its number did are
        left out where there are others.
        """
        failed = tuple(
            question for question, outcome in self.outcomes.items() if outcome == "failed"
        )
        return (
            tuple(
                question
                for question in failed
                if question not in self.reasons or self.reasons[question].code not in WITHOUT
            )
            or failed
        )

    @property
    def unnamed(self) -> bool:
        """Whether the words do not name what is counted, so that nothing held it against them."""
        return "Q4" in self.reasons and self.reasons["Q4"].code == NOT_NAMED

    @property
    def evidence(self) -> bool:
        """Whether the figure may stand as one: a failed one is drawn nowhere and enters
        no total.
        """
        return self.check != "fails"


def standings(dataset: Dataset, kept: Mapping[str, Any]) -> dict[str, Standing]:
    """Every record's standing by the ledger: its mark only for exactly the record and the text that
    were checked.
    """
    alone = unexplained(dataset)
    return {
        record.id: _standing(dataset, record, kept, record.id in alone)
        for record in dataset.records
    }


def idle(dataset: Dataset, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """The records that a person confirmed while no check of them is undecided; of one that is not
    checked nothing can be told.
    """
    stand = standings(dataset, kept)
    return tuple(
        record.id
        for record in dataset.records
        if record.confirmed and stand[record.id].outcomes and not stand[record.id].undecided
    )


def checks(dataset: Dataset, kept: Mapping[str, Any]) -> dict[str, Check]:
    """Every record's badge by the ledger."""
    return {name: standing.check for name, standing in standings(dataset, kept).items()}


def _standing(dataset: Dataset, record: Record, kept: Mapping[str, Any], alone: bool) -> Standing:
    entry = kept.get("records", {}).get(record.id)
    text = dataset.sources[record.source].text_sha256
    sixth = {"Q6": "failed" if alone else "passed"}
    check: Check
    outcomes: dict[str, str] = {}
    reasons: dict[str, Reason] = {}
    beyond: dict[str, str] = {}
    if record.quote is None:
        check = "cited"
    elif not isinstance(entry, dict) or text is None:
        check = "not checked"
    elif (
        kept.get("version") != VERSION
        or entry.get("text_sha256") != text
        or entry.get("record_sha256") != fingerprint(dataset, record)
    ):
        check = "changed"
    else:
        found, told = entry.get("checks"), entry.get("reasons")
        found = found if isinstance(found, dict) and set(found) == set(QUESTIONS) else {}
        outcomes = {question: _outcome(found, question) for question in QUESTIONS}
        read = (
            {question: kept_reason(reason) for question, reason in told.items()}
            if isinstance(told, dict)
            else {}
        )
        reasons = {question: reason for question, reason in read.items() if reason is not None}
        kept_beyond = entry.get("beyond")
        beyond = (
            {part: str(kept_beyond[part]) for part in PARTS if part in kept_beyond}
            if isinstance(kept_beyond, dict)
            else {}
        )
        if "failed" in outcomes.values():
            check = "fails"
        elif "undecided" in outcomes.values():
            check = "confirmed" if record.confirmed else "not decided"
        else:
            check = "matches source"
    if alone:
        return Standing("fails", outcomes | sixth, reasons, beyond)
    return Standing(check, outcomes | sixth if outcomes else {}, reasons, beyond)


def _outcome(found: Mapping[str, Any], question: str) -> str:
    """A kept outcome; what is no outcome counts as failed."""
    outcome = found.get(question)
    return outcome if outcome in ("passed", "undecided") else "failed"


def coverages(dataset: Dataset, kept: Mapping[str, Any]) -> dict[str, Mapping[str, int] | None]:
    """For each source the counts of its numbers by the ledger, or ``None`` where they are not of
    this text and these records.
    """
    contents = _contents(dataset)
    return {
        name: _coverage(kept, name, contents[name], source.text_sha256)
        for name, source in dataset.sources.items()
    }


def _coverage(
    kept: Mapping[str, Any], name: str, content: str, text: str | None
) -> Mapping[str, int] | None:
    entry = kept.get("sources", {}).get(name)
    if not isinstance(entry, dict) or text is None or kept.get("version") != VERSION:
        return None
    if (
        entry.get("content_sha256") != content
        or entry.get("text_sha256") != text
        or not all(type(entry.get(part)) is int for part in COUNTS)
    ):
        return None
    return {part: entry[part] for part in COUNTS}


def fingerprint(dataset: Dataset, record: Record) -> str:
    """A hash of all that the checks of a record go by: the record, its metric's units, its source's
    date and text.
    """
    metric, source = dataset.metrics[record.metric], dataset.sources[record.source]
    beside = {
        "value",
        "period",
        "label",
        "counted",
        "note",
        "rank",
        "reason",
        "translation",
        "producer",
        "dimensions",
        "status",
        "against",
        "change",
        "aim",
        "edition",
        "revises",
    }
    said = record.model_dump(mode="json", exclude=beside)
    said |= {
        "value": str(record.value),
        "period": record.period.text,
        "label": record.label.en if record.label else "",
    }
    said |= {"counted": record.counted.en} if record.counted else {}
    said |= {"aim": record.aim} if record.aim else {}
    said |= {"of": record.edition.of} if record.edition else {}
    said |= {"scale": metric.scale.model_dump()} if metric.scale else {}
    if record.change:
        since = record.change.since
        said["change"] = [
            record.change.direction,
            record.change.unit,
            since.text if since else "",
        ]
    said |= {"unit": metric.unit, "counting_unit": metric.counting_unit, "kind": metric.kind}
    said |= {
        "counted_as": metric.counted_as.model_dump() if metric.counted_as else None,
        "language": source.language,
    }
    said |= {"published": source.published.text, "text_sha256": source.text_sha256}
    return _hash(said)


def _contents(dataset: Dataset) -> dict[str, str]:
    """For each source a hash of all phrases that hold its numbers."""
    phrases: dict[str, list[Any]] = {name: [] for name in dataset.sources}
    for record in dataset.records:
        phrases[record.source].append([record.quote, record.context, record.prefix, record.suffix])
    for skipped in dataset.skipped:
        phrases[skipped.source].append([skipped.quote, skipped.reason])
    for unstated in dataset.unstated:
        phrases[unstated.source].append([unstated.context])
    return {name: _hash(found) for name, found in phrases.items()}


def _hash(value: Any) -> str:
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()

"""Looking at the data: whether the file is valid, its figures match, and nothing is left out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kzstats.checks import archive, coverage, evidence, ledger
from kzstats.checks.archive import Article
from kzstats.checks.coverage import Entry
from kzstats.checks.finding import IDLE, REMEDIES, UNDECIDED, Finding
from kzstats.cli import output
from kzstats.cli.arguments import Command, archive_of, archive_option, snapshot_of
from kzstats.cli.output import WrongUseError
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.model import Dataset
from kzstats.dataset.vocabulary import Check

_STATES: dict[Check, str] = {
    "matches source": "match their source",
    "confirmed": "confirmed by a person",
    "not decided": "not decided",
    "fails": "fail",
    "changed": "changed since they were checked",
    "cited": "cited, their words not on record",
    "not checked": "not checked",
}


def add(command: Command) -> None:
    """Add these commands."""
    added = command("check", _check, "Check the data file: every problem with its line.")
    added.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 when a record is not checked or has changed",
    )

    added = command(
        "verify",
        _verify,
        "Check every figure against its archived article (Q1 to Q6), or a copy against what is "
        "published.",
    )
    added.add_argument(
        "extract",
        nargs="?",
        metavar="EXTRACT",
        help="a CSV or package: does each row still equal the published one?",
    )
    archive_option(added, required=False)
    added.add_argument(
        "--write",
        action="store_true",
        help="write the results to evidence.json beside the data file",
    )

    _source_option(added)

    added = command(
        "coverage",
        _coverage,
        "Hold every number of every article: in a record, or skipped with a reason (Q7).",
    )
    archive_option(added)
    _source_option(added)


def _source_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source",
        action="append",
        metavar="ID",
        help="tell of this source alone (may be repeated)",
    )


def _sources(options: argparse.Namespace, dataset: Dataset) -> set[str]:
    """The sources that are asked for: all of them where none is named."""
    asked = set(options.source or dataset.sources)
    if unknown := sorted(asked - set(dataset.sources)):
        raise WrongUseError(
            f"--source: {', '.join(unknown)[:200]} is no source of {options.data} (kzstats add "
            f"brings it in)"
        )
    return asked


def _check(options: argparse.Namespace) -> int:
    dataset = validation.load(options.data)
    kept = _ledger(options.data)
    used = {record.source for record in dataset.records}
    print(
        f"{options.data}: {len(dataset.records)} records of {len(dataset.metrics)} metrics from "
        f"{len(used)} sources, all valid"
    )
    checks = ledger.checks(dataset, kept)
    for wanted, words in _STATES.items():
        names = [name for name, check in checks.items() if check == wanted]
        if names:
            named = "" if wanted == "matches source" else f": {', '.join(names)}"
            print(f"{len(names)} {words}{named}")
    if open_ended := _not_known_to_be_whole(dataset, kept):
        print(
            f"not known to hold every number of: {', '.join(open_ended)} (kzstats coverage "
            f"--archive DIR, then verify --write)"
        )
    places = {
        record.id: f"{file}:{line}"
        for record, file, line in zip(dataset.records, dataset.files, dataset.lines, strict=True)
    }
    idle = ledger.idle(dataset, kept)
    for name in idle:
        print(f"{places[name]}: {name}: {IDLE}")
    settled = set(checks.values()) <= {"matches source", "confirmed", "cited"} and not open_ended
    return int("fails" in checks.values() or bool(idle) or (options.strict and not settled))


def _ledger(data: str) -> dict[str, Any]:
    path = ledger.path_beside(Path(data))
    try:
        return ledger.read(path)
    except (OSError, ValueError) as error:
        what = f"cannot be read: {error} (write it again: kzstats verify --archive DIR --write)"
        raise DataError([Problem(str(path), 1, "ledger", what)]) from None


def _not_known_to_be_whole(dataset: Dataset, kept: dict[str, Any]) -> list[str]:
    """The quoted sources of which the ledger does not say that every number is held."""
    counts = ledger.coverages(dataset, kept)
    quoted = {record.source for record in dataset.records if record.quote is not None}
    return [
        name
        for name in sorted(quoted)
        if not (found := counts[name]) or found["unheld"] or found["unverified"]
    ]


def _verify(options: argparse.Namespace) -> int:
    if options.extract is not None:
        return _verify_copy(options)
    if options.archive is None:
        raise WrongUseError(
            "nothing to verify against (give --archive DIR, or the EXTRACT that is to be compared)"
        )
    dataset, articles = _archive(options)
    asked = _sources(options, dataset)
    every = evidence.verify(dataset, articles)
    findings = []
    for record, file, line, finding in zip(
        dataset.records, dataset.files, dataset.lines, every, strict=True
    ):
        if record.source not in asked:
            continue
        findings.append(finding)
        if finding.check not in _UNTOLD or options.source:
            _tell(f"{file}:{line}: {finding.record}", finding)
    for name, hash_ in archive.unhashed(Path(options.archive), dataset).items():
        if name in asked:
            print(
                f"{name}: its text is in the archive, and not on record (add text_sha256: {hash_})"
            )
    untold = [finding.record for finding in findings if finding.check == "not checked"]
    if untold and not options.source:
        print(f"not checked, since no text of theirs is at hand: {_several(untold)}")
    lacking = [name for name in _lacking(dataset, articles) if name in asked]
    if lacking:
        print(
            f"not in the archive: {_several([f'{name}.txt' for name in lacking])} (is "
            f"{options.archive} the right folder?)"
        )
    states = [finding.check for finding in findings]
    always = ("matches source", "fails", "not checked")
    counts = ", ".join(
        f"{states.count(state)} {words}"
        for state, words in _STATES.items()
        if state in always or state in states
    )
    print(f"{len(states)} records: {counts}")
    if options.write:
        path = ledger.path_beside(Path(options.data))
        try:
            old = ledger.read(path)
        except (OSError, ValueError):
            old = {}  # what cannot be read vouches for nothing, and is written anew
        output.write(ledger.dump(ledger.book(dataset, articles, every, old)), str(path))
    return int("fails" in states or bool(lacking) or any(finding.idle for finding in findings))


_UNTOLD: tuple[Check, ...] = ("not checked", "cited")
"""What has no text at hand, of which nothing is to be told one by one."""
_NAMED = 5


def _several(names: list[str]) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _archive(options: argparse.Namespace) -> tuple[Dataset, dict[str, Article]]:
    dataset = validation.load(options.data)
    folder = archive_of(options)
    try:
        return dataset, archive.read(folder, dataset)
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read: {error} (texts are UTF-8)"
        raise DataError([Problem(str(folder), 1, "archive", what)]) from None


def _lacking(dataset: Dataset, articles: dict[str, Article]) -> list[str]:
    """The sources whose text is on record and not in the archive."""
    return [
        name
        for name, source in dataset.sources.items()
        if source.text_sha256 and name not in articles
    ]


def _tell(place: str, finding: Finding) -> None:
    """Say what the checks of a figure came to, and what to try where one did not pass."""
    passed = " ".join(answer.question for answer in finding.answers if answer.outcome == "passed")
    untold = finding.check in _UNTOLD
    print(
        f"{place}: {finding.check} ({finding.answers[0].words if untold else f'{passed} passed'})"
    )
    for answer in finding.answers:
        if answer.outcome == "failed":
            print(f"{place}: {answer.question}: {answer.words} ({REMEDIES[answer.question]})")
        elif answer.outcome == "undecided":
            print(f"{place}: {answer.question}: undecided: {answer.words} ({UNDECIDED})")
    if finding.idle:
        print(f"{place}: {IDLE}")


def _verify_copy(options: argparse.Namespace) -> int:
    from kzstats.exports import extracts
    from kzstats.language import languages

    snapshot = snapshot_of(options)
    try:
        copy = extracts.read_csv(options.extract)
    except (OSError, ValueError) as error:
        raise WrongUseError(
            f"{options.extract} is no extract that can be read: {error} (give a CSV or zip that "
            f"kzstats wrote)"
        ) from None
    found = (list(extracts.differences(snapshot.frame(lang), copy)) for lang in languages.LANGUAGES)
    told = min(found, key=lambda rows: sum(bool(how) for _, how in rows))
    for record, how in told:
        print(f"{record}: {'; '.join(how) or 'as published'}")
    differ = sum(bool(how) for _, how in told)
    print(f"{len(copy)} rows: {len(copy) - differ} as published, {differ} differ")
    return int(differ > 0)


def _coverage(options: argparse.Namespace) -> int:
    dataset, articles = _archive(options)
    asked = _sources(options, dataset)
    lacking = [name for name in _lacking(dataset, articles) if name in asked]
    altered = [
        name
        for name, text in articles.items()
        if name in asked and text.sha256 != dataset.sources[name].text_sha256
    ]
    if lacking:
        print(
            f"not in the archive: {_several([f'{name}.txt' for name in lacking])} (is "
            f"{options.archive} the right folder?)"
        )
    for name in altered:
        print(f"{name}: the archived text is not the one on record")
    complete = not lacking and not altered
    for name, found in coverage.covered(dataset, articles).items():
        if name not in asked:
            continue
        held = "all held" if found.complete else "NOT all held"
        print(f"{name}: {len(found.entries)} numbers, {held}")
        for entry in found.entries:
            print(f"  {_told(entry)}")
        for idle in found.idle:
            print(f"  skipped {idle} (mend or remove the entry)")
        complete = complete and found.complete
    return int(not complete)


def _told(entry: Entry) -> str:
    """A number of an article, and what holds it."""
    holder = {
        "record": entry.name,
        "unstated": f"no figure: {entry.name}",
        "skipped": f"skipped: {entry.reason}",
        "": "HELD BY NOTHING",
    }[entry.holder]
    unverified = "" if entry.verified else " (NOT VERIFIED: kzstats verify says why)"
    mend = "" if entry.holder else " (add a record, or list it under skipped with its reason)"
    return f"{entry.words}: {holder}{unverified}{mend}"

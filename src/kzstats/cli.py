"""The command line; the only place that prints.

Exit codes: 0 all well, 1 problems in the data or a file that could not be written, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzstats import files
from kzstats.checks import archive, coverage, evidence, ledger
from kzstats.checks.archive import Article
from kzstats.checks.finding import IDLE, REMEDIES, UNDECIDED, Finding
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.model import Dataset
from kzstats.dataset.vocabulary import Check

if TYPE_CHECKING:
    from kzstats.query.versions import Snapshot

_DATA = "data/metrics.yaml"
_STATES: dict[Check, str] = {
    "matches source": "match their source",
    "confirmed": "confirmed by a person",
    "not decided": "not decided",
    "fails": "fail",
    "changed": "changed since they were checked",
    "cited": "cited, their words not on record",
    "not checked": "not checked",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but wrong use leaves by an exception
    (``SystemExit(2)``).
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except DataError as error:
        print(error, file=sys.stderr)
        named = (
            f", of which these {len(error.problems)} are named"
            if error.count > len(error.problems)
            else ""
        )
        print(
            f"{error.count} problem{'s' if error.count > 1 else ''} in {options.data}{named}",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as in `kzstats export | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "kzstats",
        description="Sourced figures, checked and handed out with their receipts.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        added.add_argument(
            "--data",
            default=os.environ.get("KZSTATS_DATA", _DATA),
            metavar="PATH",
            help=f"the data file (default: {_DATA})",
        )
        added.set_defaults(run=run)
        return added

    check = command("check", _check, "Check the data file: every problem with its line.")
    check.add_argument(
        "--strict",
        action="store_true",
        help="exit with 1 when a record is not checked or has changed",
    )

    verify = command(
        "verify",
        _verify,
        "Check every figure against its archived article (Q1 to Q6), or a copy against what is "
        "published.",
    )
    verify.add_argument(
        "extract",
        nargs="?",
        metavar="EXTRACT",
        help="a CSV or package: does each row still equal the published one?",
    )
    verify.add_argument(
        "--archive", metavar="DIR", help="the folder of archived texts, one SOURCE.txt a source"
    )
    verify.add_argument(
        "--write",
        action="store_true",
        help="write the results to evidence.json beside the data file",
    )

    coverage = command(
        "coverage",
        _coverage,
        "Hold every number of every article: in a record, or skipped with a reason (Q7).",
    )
    coverage.add_argument(
        "--archive",
        required=True,
        metavar="DIR",
        help="the folder of archived texts, one SOURCE.txt a source",
    )

    fetch = command(
        "fetch",
        _fetch,
        "Keep articles in the archive: each page as it came, its text, and what is known of the "
        "source.",
    )
    fetch.add_argument(
        "places",
        nargs="+",
        metavar="URL",
        help="a web address, a saved page, PDF or text, or - for a text that is pasted",
    )
    fetch.add_argument(
        "--archive", required=True, metavar="DIR", help="the folder of archived texts"
    )
    fetch.add_argument(
        "--private", action="store_true", help="addresses of this machine and of local networks too"
    )
    fetch.add_argument(
        "--web-archive",
        metavar="URL",
        help="ask this web archive instead of the usual one whether it holds the page; empty: none",
    )
    for name, what in (
        ("url", "the address"),
        ("published", "the day"),
        ("title", "the title"),
        ("publisher", "the publisher"),
    ):
        fetch.add_argument(
            f"--{name}",
            metavar=name.upper(),
            help=f"{what} of the article, where a file does not say it",
        )

    draft = command(
        "draft",
        _draft,
        "Draft the figures of an archived article: every number once, as a record or as one that "
        "is left out.",
    )
    draft.add_argument("source", metavar="SOURCE", help="the source's id")
    draft.add_argument(
        "--archive",
        required=True,
        metavar="DIR",
        help="the folder of archived texts, one SOURCE.txt a source",
    )
    draft.add_argument(
        "--proposer",
        metavar="MODULE:FUNCTION",
        help="a function of yours from the text to candidates; the checks hold for it too",
    )
    draft.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write here (default: drafts/SOURCE.yaml beside the data file)",
    )

    add = command(
        "add",
        _add,
        "Take a draft into the data: all of it or nothing, sorted in, with the day and a line for "
        "the page of changes.",
    )
    add.add_argument(
        "draft",
        metavar="DRAFT",
        help="the file that kzstats draft wrote, with nothing open any more",
    )
    add.add_argument(
        "--into",
        metavar="NAME",
        help="put what is new into articles/NAME.yaml beside the data file",
    )
    add.add_argument("--date", metavar="DAY", help="the day of the change (default: today)")
    add.add_argument(
        "--dry-run", action="store_true", help="show what would change, and write nothing"
    )

    edit = command(
        "edit",
        _edit,
        "Open a draft as a page on this machine: each number marked, the checks beside it, "
        "written by the code of add.",
    )
    edit.add_argument("source", metavar="SOURCE", help="the source's id")
    edit.add_argument(
        "--archive", required=True, metavar="DIR", help="the folder of archived texts"
    )
    edit.add_argument(
        "--draft",
        metavar="FILE",
        help="its draft (default: drafts/SOURCE.yaml beside the data file, made where there is "
        "none)",
    )
    edit.add_argument(
        "--port", type=int, default=0, metavar="N", help="the port (default: any that is free)"
    )

    for one in (draft, add, edit):
        one.add_argument(
            "--lang",
            choices=("en", "ru", "kk"),
            default=None if one is edit else "en",
            help="language of what is said to you: en (default), ru, kk",
        )

    export = command("export", _export, "Write the figures that answer a question to a file.")
    formats = (
        "csv (default), csv2 (semicolons, decimal comma), json, xlsx, parquet, zip, or pdf "
        "(a brief for paper)"
    )
    export.add_argument("--format", default="csv", metavar="FORMAT", help=formats)
    several = (
        ("metric", "M", "a metric's id"),
        ("source", "S", "a source's id"),
        ("publisher", "P", "a publisher's name"),
        ("area", "A", "an area's code"),
        ("check", "C", "checked, or a check as the column has it"),
        ("dimension", "D", "what figures are limited to: sex.female"),
    )
    for name, letter, what in several:
        export.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar=letter,
            help=f"only {what}; may be repeated",
        )
    export.add_argument(
        "--from", dest="first", action="append", default=[], metavar="Y", help="from this year on"
    )
    export.add_argument(
        "--to", dest="last", action="append", default=[], metavar="Y", help="up to this year"
    )
    export.add_argument(
        "--lang",
        action="append",
        default=[],
        metavar="LANG",
        help="language of titles, labels and notes: en (default), ru, kk",
    )
    export.add_argument(
        "-o", "--output", metavar="FILE", help="write here instead of to standard output"
    )

    publish = command(
        "publish",
        _publish,
        "Write a dated edition of every page, chart and extract as plain files, which need no "
        "server.",
    )
    publish.add_argument(
        "folder",
        metavar="DIR",
        help="where editions stand side by side; its first page leads to the latest",
    )
    publish.add_argument(
        "--url",
        required=True,
        metavar="URL",
        help="the address that DIR will have: https://figures.example",
    )
    publish.add_argument("--date", metavar="DAY", help="the day of the edition (default: today)")

    schema = command("schema", _schema, "Write the JSON schema of the data file, for editors.")
    schema.add_argument(
        "-o", "--output", metavar="FILE", help="write here instead of to standard output"
    )
    return parser


def _check(options: argparse.Namespace) -> int:
    dataset = validation.load(options.data)
    kept = _book(options.data)
    used = {record.source for record in dataset.records}
    print(
        f"{options.data}: {len(dataset.records)} records of {len(dataset.metrics)} metrics from "
        f"{len(used)} sources, all valid"
    )
    checks = ledger.checks(dataset, kept)
    for wanted, words in _STATES.items():
        names = [name for name, check in checks.items() if check == wanted]
        if names:
            print(
                f"{len(names)} {words}"
                + ("" if wanted == "matches source" else f": {', '.join(names)}")
            )
    counts = ledger.coverages(dataset, kept)
    quoted = {record.source for record in dataset.records if record.quote is not None}
    open_ended = [
        name
        for name in sorted(quoted)
        if not (found := counts[name]) or found["unheld"] or found["unverified"]
    ]
    if open_ended:
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
    if "fails" in checks.values() or idle:
        return 1
    return (
        1
        if options.strict
        and (not set(checks.values()) <= {"matches source", "confirmed", "cited"} or open_ended)
        else 0
    )


def _verify(options: argparse.Namespace) -> int:
    if options.extract is not None:
        return _verify_copy(options)
    if options.archive is None:
        return _wrong_use(
            "verify",
            "nothing to verify against (give --archive DIR, or the EXTRACT that is to be compared)",
        )
    dataset, articles = _archive(options)
    findings = evidence.verify(dataset, articles)
    for file, line, finding in zip(dataset.files, dataset.lines, findings, strict=True):
        _tell(f"{file}:{line}: {finding.record}", finding)
    for name, hash_ in archive.unhashed(Path(options.archive), dataset).items():
        print(f"{name}: its text is in the archive, and not on record (add text_sha256: {hash_})")
    lacking = [
        name
        for name, source in dataset.sources.items()
        if source.text_sha256 and name not in articles
    ]
    if lacking:
        print(
            f"not in the archive: {', '.join(f'{name}.txt' for name in lacking)} (is "
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
        if (
            failed := _write(ledger.dump(ledger.book(dataset, articles, findings, old)), str(path))
        ) != 0:
            return failed
    return 1 if "fails" in states or lacking or any(finding.idle for finding in findings) else 0


def _tell(place: str, finding: Finding) -> None:
    """Say what the checks of a figure came to, and what to try where one did not pass."""
    passed = " ".join(answer.question for answer in finding.answers if answer.outcome == "passed")
    untold = finding.check in ("not checked", "cited")
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

    snapshot = _snapshot(options)
    try:
        copy = extracts.read_csv(options.extract)
    except (OSError, ValueError) as error:
        return _wrong_use(
            "verify",
            f"{options.extract} is no extract that can be read: {error} (give a CSV or zip that "
            f"kzstats wrote)",
        )
    lang = min(
        languages.LANGUAGES,
        key=lambda lang: sum(
            bool(how) for _, how in extracts.differences(snapshot.frame(lang), copy)
        ),
    )
    differ = 0
    for record, how in extracts.differences(snapshot.frame(lang), copy):
        differ += bool(how)
        print(f"{record}: {'; '.join(how) or 'as published'}")
    print(f"{len(copy)} rows: {len(copy) - differ} as published, {differ} differ")
    return 1 if differ else 0


def _snapshot(options: argparse.Namespace) -> Snapshot:
    from kzstats.query import versions

    snapshot = versions.Store(Path(options.data), options.data).snapshot()
    if snapshot.ledger_broken is not None:
        print(*snapshot.ledger_broken.problems, sep="\n", file=sys.stderr)
        print(f"kzstats: {snapshot.ledger_broken.summary}", file=sys.stderr)
    return snapshot


def _coverage(options: argparse.Namespace) -> int:
    dataset, articles = _archive(options)
    lacking = [
        name
        for name, source in dataset.sources.items()
        if source.text_sha256 and name not in articles
    ]
    altered = [
        name for name, text in articles.items() if text.sha256 != dataset.sources[name].text_sha256
    ]
    for name in lacking + altered:
        print(
            f"{name}: "
            f"{'no such text in the archive' if name in lacking else 'the archived text is not the one on record'}"  # noqa: E501
        )
    complete = not lacking and not altered
    for name, found in coverage.covered(dataset, articles).items():
        print(
            f"{name}: {len(found.entries)} numbers, "
            f"{'all held' if found.complete else 'NOT all held'}"
        )
        for entry in found.entries:
            holder = {
                "record": entry.name,
                "unstated": f"no figure: {entry.name}",
                "skipped": f"skipped: {entry.reason}",
                "": "HELD BY NOTHING",
            }[entry.holder]
            unverified = "" if entry.verified else " (NOT VERIFIED: kzstats verify says why)"
            print(
                f"  {entry.words}: {holder}{unverified}"
                + (
                    ""
                    if entry.holder
                    else " (add a record, or list it under skipped with its reason)"
                )
            )
        for idle in found.idle:
            print(f"  skipped {idle} (mend or remove the entry)")
        complete = complete and found.complete
    return 0 if complete else 1


def _fetch(options: argparse.Namespace) -> int:
    from kzstats.drafting import fetching, web

    dataset, folder = validation.load(options.data), Path(options.archive)
    if not folder.is_dir():
        return _wrong_use(
            "fetch", f"--archive: {folder} is not a folder (make one outside the project)"
        )
    service = fetching.WEB_ARCHIVE if options.web_archive is None else options.web_archive
    given = {
        part: said
        for part in ("url", "published", "title", "publisher")
        if (said := getattr(options, part))
    }
    failed = 0
    for place in options.places:
        try:
            if "://" in place:
                found = fetching.of_page(
                    web.page(place, options.private), dataset, datetime.now(UTC).date()
                )
                if service and (held := fetching.archived(place, service, options.private)):
                    found = replace(found, entry={**found.entry, "archived_url": held})
            else:
                content = sys.stdin.buffer.read() if place == "-" else files.read(Path(place))
                found = fetching.of_file(content, place, given, dataset)
            kept = fetching.keep(found, folder)
        except (web.FetchError, OSError) as error:
            failed = 1
            print(f"kzstats fetch: {error}", file=sys.stderr)
            continue
        still = [part for part, value in found.entry.items() if value == "?"]
        print(f"{found.name}: {', '.join(str(path) for path in kept)}")
        fill = f"fill in {', '.join(still)} in {folder / found.name}.yaml, then " if still else ""
        print(f"next: {fill}kzstats draft {found.name} --archive {folder}")
    return failed


def _draft(options: argparse.Namespace) -> int:
    from kzstats.drafting import desk
    from kzstats.language import noting
    from kzstats.values.notes import noted

    output = (
        Path(options.output) if options.output else desk.path_of(Path(options.data), options.source)
    )
    if output.exists():
        return _wrong_use(
            "draft",
            f"{output} is there already, and may hold what somebody chose (remove it, or give -o "
            f"FILE)",
        )
    try:
        proposer = desk.proposer_of(options.proposer) if options.proposer else None
    except ValueError as error:
        return _wrong_use("draft", f"--proposer: {error}")
    drafted, content = desk.begin(
        validation.load(options.data),
        Path(options.archive),
        options.source,
        proposer,
        partial(noting.said, options.lang),
    )
    if options.output is None:
        output.parent.mkdir(parents=True, exist_ok=True)
    if (failed := _write(content, str(output))) != 0:
        return failed
    ready = sum(one.ready for one in drafted.candidates)
    told = noted(
        "{file}: {n} figures, {ready} of them with nothing open; {left} numbers left out with "
        "their reason",
        file=output,
        n=len(drafted.candidates),
        ready=ready,
        left=len(drafted.left),
    )
    following = noted(
        "next: kzstats edit {source} --archive {archive} opens it as a page; or choose in the file "
        "what is open, and kzstats add {file}",
        source=options.source,
        archive=options.archive,
        file=output,
    )
    print(noting.said(options.lang, told), noting.said(options.lang, following), sep="\n")
    return 0


def _add(options: argparse.Namespace) -> int:
    from kzstats.drafting import adding
    from kzstats.language import noting
    from kzstats.values.notes import noted

    try:
        content = files.read(Path(options.draft))
    except OSError as error:
        return _wrong_use("add", f"{options.draft} cannot be read: {error.strerror or error}")
    if options.into is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.into):
        return _wrong_use(
            "add",
            f"--into: {options.into[:80]!r} is no name of a file (lower-case letters, digits and "
            f"single hyphens)",
        )
    try:
        day = date.fromisoformat(options.date) if options.date else datetime.now(UTC).date()
    except ValueError:
        return _wrong_use("add", f"--date: {options.date[:80]!r} is no day (try 2026-11-29)")
    try:
        found = adding.added(Path(options.data), content, options.draft, day, options.into)
    except DataError as error:
        return _refused(error, options.lang)
    if not found.after:
        nothing = noted("{file}: nothing to add, all of it is there", file=options.data)
        print(noting.said(options.lang, nothing))
        return 0
    if options.dry_run:
        print(found.difference, end="")
        return 0
    try:
        adding.write(found)
    except OSError as error:
        told = noted(
            "{file}: {what} (nothing was written)",
            file=error.filename or options.data,
            what=error.strerror or error,
        )
        print(f"kzstats add: {noting.said(options.lang, told)}", file=sys.stderr)
        return 1
    told = noted(
        "{files}: {n} figures added, {corrected} corrected, {left} left out",
        files=", ".join(map(str, found.after)),
        n=len(found.records),
        corrected=len(found.corrected),
        left=found.skipped,
    )
    following = noted(
        "next: kzstats verify --archive DIR --write, and kzstats coverage --archive DIR"
    )
    print(noting.said(options.lang, told), noting.said(options.lang, following), sep="\n")
    return 0


def _refused(error: DataError, lang: str) -> int:
    """What is in the way of a draft, in the language of the person at the desk."""
    from kzstats.language import noting

    for problem in error.problems:
        what = noting.said(lang, problem.what)
        print(f"{problem.file}:{problem.line}: {problem.where}: {what}", file=sys.stderr)
    return 1


def _edit(options: argparse.Namespace) -> int:
    from kzstats.drafting import desk
    from kzstats.editing import server, session
    from kzstats.language import noting
    from kzstats.values.notes import noted

    path = (
        Path(options.draft) if options.draft else desk.path_of(Path(options.data), options.source)
    )
    lang = options.lang or "en"
    try:
        work = session.begun(Path(options.data), Path(options.archive), options.source, path, lang)
        work.now()  # what is wrong with the draft is said before there is a page
    except DataError as error:
        return _refused(error, lang)

    def tell(address: str) -> None:
        told = noted(
            "{file}: open {address}\nEach decision is written there at once. Ctrl-C ends the desk.",
            file=path,
            address=address,
        )
        print(noting.said(options.lang or "en", told), flush=True)

    try:
        server.serve(work, options.port, lambda: datetime.now(UTC).date(), tell, options.lang)
    except OSError as error:
        return _wrong_use("edit", f"--port: {options.port} cannot be had: {error.strerror}")
    return 0


def _archive(options: argparse.Namespace) -> tuple[Dataset, dict[str, Article]]:
    dataset = validation.load(options.data)
    folder = Path(options.archive)
    if not folder.is_dir():
        raise SystemExit(
            _wrong_use(
                "--archive",
                f"{folder} is not a folder (it holds the archived texts, one SOURCE.txt a source)",
            )
        )
    try:
        return dataset, archive.read(folder, dataset)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            [Problem(str(folder), 1, "archive", f"cannot be read: {error} (texts are UTF-8)")]
        ) from None


def _book(data: str) -> dict[str, Any]:
    path = ledger.path_beside(Path(data))
    try:
        return ledger.read(path)
    except (OSError, ValueError) as error:
        raise DataError(
            [
                Problem(
                    str(path),
                    1,
                    "ledger",
                    f"cannot be read: {error} (write it again: kzstats verify --archive DIR "
                    f"--write)",
                )
            ]
        ) from None


def _export(options: argparse.Namespace) -> int:
    from kzstats import settings  # pandas is for those who export, not for those who check
    from kzstats.exports import (
        export as exports_export,
    )  # pandas is for those who export, not for those who check
    from kzstats.query import addresses  # pandas is for those who export, not for those who check

    snapshot = _snapshot(options)
    given = {name: getattr(options, name) for name in addresses.SEVERAL}
    given |= {"from": options.first, "to": options.last, "lang": options.lang}
    pairs = [(name, value) for name, values in given.items() for value in values]
    try:
        if options.format not in (formats := (*addresses.FORMATS, "pdf")):
            raise addresses.QueryError("format", options.format, "is not a format", formats)
        query = addresses.parse(snapshot.dataset, pairs)
    except addresses.QueryError as error:
        return _wrong_use("export", f"--{error}")
    try:
        base_url = settings.base_url()
    except settings.SettingError as error:
        print(error, file=sys.stderr)
        return 2
    return _write(exports_export.whole(snapshot, query, options.format, base_url), options.output)


def _publish(options: argparse.Namespace) -> int:
    from kzstats import settings
    from kzstats.edition import publishing
    from kzstats.edition.folder import PublishError

    url = str(options.url).rstrip("/")
    if not settings.is_web_address(url):
        return _wrong_use(
            "publish",
            f"--url: {options.url[:80]!r} is no web address (try https://figures.example)",
        )
    try:
        day = date.fromisoformat(options.date) if options.date else datetime.now(UTC).date()
    except ValueError:
        return _wrong_use("publish", f"--date: {options.date[:80]!r} is no day (try 2026-11-29)")
    try:
        with _bar("publish") as tell:
            made, is_new = publishing.publish(
                Path(options.folder), Path(options.data), url, day, tell
            )
    except PublishError as error:
        print(f"kzstats publish: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"kzstats publish: {error.filename or options.folder} cannot be written: "
            f"{error.strerror} (what was there is as it was)",
            file=sys.stderr,
        )
        return 1
    what = (
        f"{made.added} added, {made.corrected} corrected, {made.gone} taken out"
        if made.before
        else f"{made.records} figures"
    )
    since = f" since {made.before}" if made.before else ""
    print(
        f"{options.folder}/{made.name}: {what}{since}"
        if is_new
        else f"{options.folder}/{made.name}: nothing has changed since this edition"
    )
    return 0


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of how much is done, on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    begun = time.monotonic()

    def tell(done: int, of: int) -> None:
        full = 30 * done // max(of, 1)
        print(
            f"\r{name} [{'#' * full}{'.' * (30 - full)}] {100 * done // max(of, 1):3} % "
            f"{time.monotonic() - begun:4.0f} s",
            end="",
            file=sys.stderr,
        )

    try:
        yield tell
    finally:
        print("\r\033[K", end="", file=sys.stderr)


def _schema(options: argparse.Namespace) -> int:
    return _write(
        (json.dumps(validation.schema(), ensure_ascii=False, indent=1) + "\n").encode(),
        options.output,
    )


def _write(content: bytes, output: str | None) -> int:
    try:
        if output is not None:
            files.write(Path(output), content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if output is None:
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
            )  # what is left in the buffer has nowhere to go
            print(f"kzstats: standard output cannot be written: {error.strerror}", file=sys.stderr)
            return 1
        if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
            return _wrong_use(
                "-o", f"{output} cannot be written: {error.strerror} (choose another place)"
            )
        kept = "the file there is as it was" if Path(output).exists() else "nothing was written"
        print(
            f"kzstats: {output} cannot be written: {error.strerror} ({kept}; make room or choose "
            f"another place)",
            file=sys.stderr,
        )
        return 1
    return 0


def _wrong_use(command: str, sentence: str) -> int:
    print(f"kzstats {command}: {sentence}", file=sys.stderr)
    return 2

"""Bringing figures in: an article into the archive, its draft, the step into the data."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kzstats import files
from kzstats.cli import output
from kzstats.cli.arguments import Command, archive_of, archive_option, day_of, output_option
from kzstats.cli.output import CommandError, WrongUseError
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError

if TYPE_CHECKING:
    from kzstats.dataset.model import Dataset
    from kzstats.drafting.adding import Added
    from kzstats.drafting.fetching import Fetched

_SAID = {
    "url": "the address",
    "published": "the day",
    "title": "the title",
    "publisher": "the publisher",
}
"""What of an article can be said where a file does not."""


def add(command: Command) -> None:
    """Add these commands."""
    added = command(
        "fetch",
        _fetch,
        "Keep articles in the archive: each page as it came, its text, and what is known of the "
        "source.",
    )
    added.add_argument(
        "places",
        nargs="+",
        metavar="URL",
        help="a web address, a saved page, PDF or text, or - for a text that is pasted",
    )
    archive_option(added)
    added.add_argument(
        "--private", action="store_true", help="addresses of this machine and of local networks too"
    )
    added.add_argument(
        "--web-archive",
        metavar="URL",
        help="ask this web archive instead of the usual one whether it holds the page; empty: none",
    )
    for name, what in _SAID.items():
        added.add_argument(
            f"--{name}",
            metavar=name.upper(),
            help=f"{what} of the article, where a file does not say it",
        )
    _lang_option(added)

    added = command(
        "draft",
        _draft,
        "Draft the figures of an archived article: every number once, as a record or as one that "
        "is left out.",
    )
    added.add_argument("source", metavar="SOURCE", help="the source's id")
    archive_option(added)
    added.add_argument(
        "--proposer",
        metavar="MODULE:FUNCTION",
        help="a function of yours from the text to candidates; the checks hold for it too",
    )
    output_option(added, "write here (default: drafts/SOURCE.yaml beside the data file)")
    _lang_option(added)

    added = command(
        "add",
        _add,
        "Take a draft into the data: all of it or nothing, sorted in, with the day and a line for "
        "the page of changes.",
    )
    added.add_argument(
        "draft",
        metavar="DRAFT",
        help="the file that kzstats draft wrote, with nothing open any more",
    )
    added.add_argument(
        "--into",
        metavar="NAME",
        help="put what is new into articles/NAME.yaml beside the data file",
    )
    archive_option(added, required=False)
    added.add_argument("--date", metavar="DAY", help="the day of the change (default: today)")
    added.add_argument(
        "--dry-run", action="store_true", help="show what would change, and write nothing"
    )
    _lang_option(added)

    added = command(
        "edit",
        _edit,
        "Open a draft as a page on this machine: each number marked, the checks beside it, "
        "written by the code of add.",
    )
    added.add_argument("source", metavar="SOURCE", help="the source's id")
    archive_option(added)
    added.add_argument(
        "--draft",
        metavar="FILE",
        help="its draft (default: drafts/SOURCE.yaml beside the data file, made if there is none)",
    )
    added.add_argument(
        "--port", type=int, default=0, metavar="N", help="the port (default: any that is free)"
    )
    _lang_option(added, default=None)


def _lang_option(parser: argparse.ArgumentParser, default: str | None = "en") -> None:
    parser.add_argument(
        "--lang",
        choices=("en", "ru", "kk"),
        default=default,
        help="language of what is said to you: en (default), ru, kk",
    )


def _fetch(options: argparse.Namespace) -> int:
    from kzstats.drafting import fetching, web
    from kzstats.language import noting
    from kzstats.values.notes import noted

    dataset, folder = validation.load(options.data), archive_of(options, made=True)
    failed = 0
    for place in options.places:
        try:
            found = _found(place, options, dataset)
            kept = fetching.keep(found, folder)
        except web.FetchError as error:
            failed = 1
            print(f"kzstats fetch: {noting.said(options.lang, error.told)}", file=sys.stderr)
            continue
        except OSError as error:
            failed = 1
            print(f"kzstats fetch: {error}", file=sys.stderr)
            continue
        still = [part for part, value in found.entry.items() if value == "?"]
        print(f"{found.name}: {', '.join(str(path) for path in kept)}")
        if still:
            file = folder / f"{found.name}.yaml"
            told = noted("fill in {parts} in {file}", parts=", ".join(still), file=str(file))
            print(noting.said(options.lang, told))
        told = noted(
            "next: kzstats draft {source} --archive {archive}",
            source=found.name,
            archive=str(folder),
        )
        print(noting.said(options.lang, told))
    return failed


def _found(place: str, options: argparse.Namespace, dataset: Dataset) -> Fetched:
    """The article at an address, in a file or on standard input."""
    from kzstats.drafting import fetching, web

    if "://" not in place:
        content = sys.stdin.buffer.read() if place == "-" else files.read(Path(place))
        given = {part: said for part in _SAID if (said := getattr(options, part))}
        return fetching.of_file(content, place, given, dataset)
    found = fetching.of_page(web.page(place, options.private), dataset, _today())
    service = fetching.WEB_ARCHIVE if options.web_archive is None else options.web_archive
    if service and (held := fetching.archived(place, service, options.private)):
        return replace(found, entry={**found.entry, "archived_url": held})
    return found


def _draft(options: argparse.Namespace) -> int:
    from kzstats.drafting import desk
    from kzstats.language import noting
    from kzstats.values.notes import noted

    path = (
        Path(options.output) if options.output else desk.path_of(Path(options.data), options.source)
    )
    if path.exists():
        raise WrongUseError(
            f"{path} is there already, and may hold what somebody chose (remove it, or give -o "
            f"FILE)"
        )
    try:
        proposer = desk.proposer_of(options.proposer) if options.proposer else None
    except ValueError as error:
        raise WrongUseError(f"--proposer: {error}") from None
    drafted, content = desk.begin(
        validation.load(options.data),
        Path(options.archive),
        options.source,
        proposer,
        partial(noting.said, options.lang),
    )
    if options.output is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    output.write(content, str(path))
    ready = sum(one.ready for one in drafted.candidates)
    told = noted(
        "{file}: {n} figures, {ready} of them with nothing open; {left} numbers left out with "
        "their reason",
        file=path,
        n=len(drafted.candidates),
        ready=ready,
        left=len(drafted.left),
    )
    following = noted(
        "next: kzstats edit {source} --archive {archive} opens it as a page; or choose in the file "
        "what is open, and kzstats add {file}",
        source=options.source,
        archive=options.archive,
        file=path,
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
        raise WrongUseError(f"{options.draft} cannot be read: {error.strerror or error}") from None
    if options.into is not None and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", options.into):
        raise WrongUseError(
            f"--into: {options.into[:80]!r} is no name of a file (lower-case letters, digits and "
            f"single hyphens)"
        )
    day = day_of(options)
    try:
        found = adding.added(Path(options.data), content, options.draft, day, options.into)
    except DataError as error:
        return _refused(error, options.lang)
    if not found.after:
        nothing = noted("{file}: nothing to add, all of it is there", file=options.data)
        print(noting.said(options.lang, nothing))
        return 0
    refused = options.archive is not None and _unverified(found, archive_of(options), options.lang)
    if options.dry_run:
        print(found.difference, end="")
        return int(refused)
    if refused:
        told = noted("nothing was written: mend these figures, or leave them out (skip: REASON)")
        print(noting.said(options.lang, told), file=sys.stderr)
        return 1
    try:
        adding.write(found)
    except OSError as error:
        told = noted(
            "{file}: {what} (nothing was written)",
            file=error.filename or options.data,
            what=error.strerror or error,
        )
        raise CommandError(noting.said(options.lang, told)) from None
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


def _unverified(found: Added, archive: Path, lang: str) -> bool:
    """Say which of the figures that are brought would not verify; whether any would fail."""
    from kzstats.drafting import vouching
    from kzstats.language import noting

    findings = vouching.findings(found, archive)
    for finding in findings:
        for told in vouching.against(finding):
            print(noting.said(lang, told), file=sys.stderr)
    return any(finding.check == "fails" for finding in findings)


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
        print(noting.said(lang, told), flush=True)

    try:
        server.serve(work, options.port, _today, tell, options.lang)
    except OSError as error:
        raise WrongUseError(f"--port: {options.port} cannot be had: {error.strerror}") from None
    return 0


def _today() -> date:
    return datetime.now(UTC).date()

"""Writing what others are given: an export, an edition, the schema."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kzstats.cli import output
from kzstats.cli.arguments import Command, day_of, output_option, snapshot_of
from kzstats.cli.output import CommandError, WrongUseError
from kzstats.dataset import validation

_FORMATS = (
    "csv (default), csv2 (semicolons, decimal comma), json, xlsx, parquet, zip, or pdf (a brief "
    "for paper)"
)
_CHOSEN = (
    ("metric", "M", "a metric's id"),
    ("source", "S", "a source's id"),
    ("publisher", "P", "a publisher's name"),
    ("area", "A", "an area's code"),
    ("check", "C", "checked, or a check as the column has it"),
    ("dimension", "D", "what figures are limited to: sex.female"),
)


def add(command: Command) -> None:
    """Add these commands."""
    added = command("export", _export, "Write the figures that answer a query to a file.")
    added.add_argument("--format", default="csv", metavar="FORMAT", help=_FORMATS)
    for name, letter, what in _CHOSEN:
        added.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar=letter,
            help=f"only {what}; may be repeated",
        )
    for name, place, letter, what in (
        ("from", "first", "Y", "from this year on"),
        ("to", "last", "Y", "up to this year"),
        ("search", "q", "WORDS", "only those that hold the most of these words and numbers"),
        ("lang", "lang", "LANG", "language of titles, labels and notes: en (default), ru, kk"),
    ):
        added.add_argument(
            f"--{name}", dest=place, action="append", default=[], metavar=letter, help=what
        )
    output_option(added)

    added = command(
        "publish",
        _publish,
        "Write a dated edition of every page, chart and extract as plain files, which need no "
        "server.",
    )
    added.add_argument(
        "folder",
        metavar="DIR",
        help="where editions stand side by side; its first page leads to the latest",
    )
    added.add_argument(
        "--url",
        required=True,
        metavar="URL",
        help="the address that DIR will have: https://figures.example",
    )
    added.add_argument("--date", metavar="DAY", help="the day of the edition (default: today)")

    output_option(
        command("schema", _schema, "Write the JSON schema of the data file, for editors.")
    )


def _export(options: argparse.Namespace) -> int:
    from kzstats import settings
    from kzstats.exports import export
    from kzstats.query import addresses

    snapshot = snapshot_of(options)
    given = {name: getattr(options, name) for name in addresses.SEVERAL}
    given |= {name: getattr(options, name) for name in ("q", "lang")}
    given |= {"from": options.first, "to": options.last}
    pairs = [(name, value) for name, values in given.items() for value in values]
    try:
        if options.format not in (formats := (*addresses.FORMATS, "pdf")):
            raise addresses.QueryError("format", options.format, "is not a format", formats)
        query = addresses.parse(snapshot.dataset, pairs)
    except addresses.QueryError as error:
        raise WrongUseError(f"--{error}") from None
    try:
        base_url = settings.base_url()
    except settings.SettingError as error:
        raise WrongUseError(str(error)) from None
    output.write(export.whole(snapshot, query, options.format, base_url), options.output)
    return 0


def _publish(options: argparse.Namespace) -> int:
    from kzstats import settings
    from kzstats.edition import publishing
    from kzstats.edition.folder import PublishError

    url = str(options.url).rstrip("/")
    if not settings.is_web_address(url):
        raise WrongUseError(
            f"--url: {options.url[:80]!r} is no web address (try https://figures.example)"
        )
    day = day_of(options)
    try:
        with output.progress("publish") as tell:
            made, is_new = publishing.publish(
                Path(options.folder), Path(options.data), url, day, tell
            )
    except PublishError as error:
        raise CommandError(str(error)) from None
    except OSError as error:
        raise CommandError(
            f"{error.filename or options.folder} cannot be written: {error.strerror} (what was "
            f"there is as it was)"
        ) from None
    what = (
        f"{made.added} added, {made.corrected} corrected, {made.gone} taken out"
        if made.before
        else f"{made.records} figures"
    )
    since = f" since {made.before}" if made.before else ""
    told = f"{what}{since}" if is_new else "nothing has changed since this edition"
    print(f"{options.folder}/{made.name}: {told}")
    return 0


def _schema(options: argparse.Namespace) -> int:
    schema = json.dumps(validation.schema(), ensure_ascii=False, indent=1) + "\n"
    output.write(schema.encode(), options.output)
    return 0

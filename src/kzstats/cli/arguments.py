"""What several commands are given: the data file, the archive, an output, a day."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kzstats.cli.output import WrongUseError

if TYPE_CHECKING:
    from kzstats.query.versions import Snapshot

Run = Callable[[argparse.Namespace], int]
"""Runs a command, and returns its exit code."""
Command = Callable[[str, Run, str], argparse.ArgumentParser]
"""Adds a command: its name, what runs it, and what it is for."""

_DATA = "data/metrics.yaml"


def data_option(parser: argparse.ArgumentParser) -> None:
    """Which data file; every command has it."""
    parser.add_argument(
        "--data",
        default=os.environ.get("KZSTATS_DATA", _DATA),
        metavar="PATH",
        help=f"the data file (default: {_DATA})",
    )


def archive_option(parser: argparse.ArgumentParser, required: bool = True) -> None:
    """Where the archived texts are."""
    parser.add_argument(
        "--archive",
        required=required,
        metavar="DIR",
        help="the folder of archived texts, one SOURCE.txt a source",
    )


def output_option(
    parser: argparse.ArgumentParser, what: str = "write here instead of to standard output"
) -> None:
    """Where to write."""
    parser.add_argument("-o", "--output", metavar="FILE", help=what)


def archive_of(options: argparse.Namespace, made: bool = False) -> Path:
    """The folder of the archived texts; it is made where that is asked for and there is none."""
    folder = Path(options.archive)
    if made and not folder.exists():
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise WrongUseError(f"--archive: {folder} cannot be made: {error.strerror}") from None
    if not folder.is_dir():
        raise WrongUseError(
            f"--archive: {folder} is not a folder (it holds the archived texts, one SOURCE.txt a "
            f"source)"
        )
    return folder


def day_of(options: argparse.Namespace) -> date:
    """The day that was given, else today in UTC."""
    if not options.date:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(options.date)
    except ValueError:
        raise WrongUseError(f"--date: {options.date[:80]!r} is no day (try 2026-11-29)") from None


def snapshot_of(options: argparse.Namespace) -> Snapshot:
    """The data with their checks; a ledger that cannot be read is said, and vouches for nothing."""
    from kzstats.query import versions

    snapshot = versions.Store(Path(options.data), options.data).snapshot()
    if snapshot.ledger_broken is not None:
        print(*snapshot.ledger_broken.problems, sep="\n", file=sys.stderr)
        print(f"kzstats: {snapshot.ledger_broken.summary}", file=sys.stderr)
    return snapshot

"""The commands; the only place that prints.

``checking`` has what looks at the data, ``entering`` what brings figures in, ``handing_out`` what
writes files of them; each adds its commands to the parser. Starting ``kzstats check`` must stay
light, so what draws, counts or serves is imported inside the command that needs it.

Exit codes: 0 all well, 1 problems in the data or a file that could not be written, 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from kzstats.cli import checking, entering, handing_out
from kzstats.cli.arguments import Run, data_option
from kzstats.cli.output import CommandError
from kzstats.dataset.complaints import DataError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing but wrong use leaves by an exception
    (``SystemExit(2)``).
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except CommandError as error:
        print(f"kzstats {options.command}: {error}", file=sys.stderr)
        return error.code
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
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")

    def command(name: str, run: Run, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        data_option(added)
        added.set_defaults(run=run)
        return added

    for group in (checking, entering, handing_out):
        group.add(command)
    return parser

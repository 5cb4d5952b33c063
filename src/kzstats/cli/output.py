"""How a command ends: what it writes, and the sentence where it cannot."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kzstats import files


class CommandError(Exception):
    """Why a command cannot do what it was asked, as a sentence."""

    code = 1


class WrongUseError(CommandError):
    """The words of a command are wrong, and the sentence says which."""

    code = 2


def write(content: bytes, output: str | None) -> None:
    """Write to a file, which is whole or as it was, or to standard output."""
    if output is None:
        _write_out(content)
        return
    try:
        files.write(Path(output), content)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise WrongUseError(
            f"-o: {output} cannot be written: {error.strerror} (choose another place)"
        ) from None
    except OSError as error:
        kept = "the file there is as it was" if Path(output).exists() else "nothing was written"
        raise CommandError(
            f"{output} cannot be written: {error.strerror} ({kept}; make room or choose another "
            f"place)"
        ) from None


def _write_out(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(f"standard output cannot be written: {error.strerror}") from None


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
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

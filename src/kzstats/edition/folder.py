"""What a folder of editions holds, the latest first, and who may write into it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from kzstats.content.published import Edition

_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?")


class PublishError(Exception):
    """An edition that cannot be made or put in its place, in a sentence."""


def editions(folder: Path) -> list[Edition]:
    """The editions in a folder, the latest first."""
    found = []
    for described in folder.glob("*/edition.json"):
        if _NAME.fullmatch(described.parent.name):
            try:
                found.append(Edition(**json.loads(described.read_bytes())))
            except (ValueError, TypeError):
                raise PublishError(
                    f"{described}: is not what an edition says of itself (take it away, or put it "
                    f"back whole)"
                ) from None
    return sorted(found, key=lambda edition: order(edition.name), reverse=True)


def order(name: str) -> tuple[str, int]:
    """A key that puts the editions of a day behind each other as they were made."""
    day, _, number = name.partition(".")
    return day, int(number or 1)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep the folder to this process: two editions at once would each take the other for the one
    before.
    """
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PublishError(
            f"{folder}: another edition is being published here (try again when it is done)"
        ) from None
    else:
        yield
    finally:
        os.close(held)


def is_whole(folder: Path, edition: Edition) -> bool:
    """Whether an edition's list of checksums is its own, and every file on it is there; what is in
    them ``sha256sum -c`` says.
    """
    try:
        sums = (folder / "SHA256SUMS").read_bytes()
    except OSError:
        return False
    if hashlib.sha256(sums).hexdigest() != edition.sums:
        return False
    there = {
        os.path.relpath(f"{inside}/{name}", folder)
        for inside, _, names in os.walk(folder)
        for name in names
    }
    return {line.partition("  ")[2] for line in sums.decode().splitlines()} <= there


def free(folder: Path, day: date) -> str:
    """The first name of a day that no edition has."""
    name, number = day.isoformat(), 1
    while (folder / name).exists():
        number += 1
        name = f"{day.isoformat()}.{number}"
    return name

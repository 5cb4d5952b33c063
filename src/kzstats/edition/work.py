"""What an edition is made from, and the files that it comes to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kzstats import files
from kzstats.content.differences import Change
from kzstats.content.published import Edition
from kzstats.query.versions import Snapshot


class File(NamedTuple):
    """A file of an edition by its path, and its hash."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Work:
    """All that an edition is made from, and the folder that it is made in."""

    data: Path
    snapshot: Snapshot
    edition: Edition
    folder: Path
    changes: tuple[Change, ...]
    earlier: tuple[Edition, ...]

    @property
    def base_url(self) -> str:
        """The address of the edition."""
        return self.edition.address


def put(folder: Path, name: str, content: bytes) -> File:
    """Write a file of the edition."""
    files.put(folder / name, content)
    return File(name, hashlib.sha256(content).hexdigest())

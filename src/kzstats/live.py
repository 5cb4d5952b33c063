"""The data as served: the last valid version of the file, and what is wrong with a newer one.

One :class:`Shelf` a process is shared by the pages and the data addresses.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd

from kzstats import frames, ledger, reader
from kzstats.ledger import Standing
from kzstats.model import Dataset
from kzstats.plain import DataError, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """One valid version of the data, with what its figures earned. ``frame(lang)`` is shared by all readers: nobody may change it."""

    dataset: Dataset
    digest: str
    changed: date
    frame: Callable[[str], pd.DataFrame]
    unstated: pd.DataFrame
    standings: Mapping[str, Standing]
    coverages: Mapping[str, Mapping[str, int] | None]
    problems: tuple[Problem, ...] = ()
    broken_since: datetime | None = None


class Shelf:
    """Keeps the last valid data of a file, and looks at the file again when it has changed."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Nothing is read before the first :meth:`served`; ``name`` is what problems call the file."""
        self._path = path
        self._name = name or path.name
        self._lock = Lock()
        self._seen: tuple[tuple[int, ...] | None, ...] = ()
        self._served: Served | None = None
        self._error: DataError | None = None

    def served(self) -> Served:
        """The data to show now; raises :class:`DataError` only while no valid version was ever read."""
        with self._lock:
            seen = _stamp(self._path), _stamp(ledger.path_beside(self._path))
            if seen != self._seen or self._served is None:
                self._look()
                self._seen = seen
            if self._served is None:
                assert self._error is not None
                raise self._error
            return self._served

    def _look(self) -> None:
        try:
            modified = datetime.fromtimestamp(self._path.stat().st_mtime, UTC).date()
            content = self._path.read_bytes()
            dataset = reader.read(content, self._name)
        except OSError as error:
            self._keep(DataError([Problem(self._name, 1, "file", f"cannot be read: {error.strerror} (put it back)")]))
        except DataError as error:
            self._keep(error)
        else:
            self._error = None
            self._served = serve(dataset, content, modified, self._book())

    def _book(self) -> dict[str, Any]:
        """The ledger beside the data; one that cannot be read vouches for nothing, so that every figure shows as not checked."""
        try:
            return ledger.read(ledger.path_beside(self._path))
        except (OSError, ValueError):
            return {}

    def _keep(self, error: DataError) -> None:
        self._error = error
        if self._served is not None:
            old = self._served
            since = old.broken_since or datetime.now(UTC)
            self._served = replace(old, problems=error.problems, broken_since=since)


def serve(dataset: Dataset, content: bytes, modified: date, book: Mapping[str, Any]) -> Served:
    """A dataset with its frames, one a language, each made when it is first asked for."""
    standings = ledger.standings(dataset, book)

    @cache
    def frame(lang: str) -> pd.DataFrame:
        return frames.table(dataset, lang, {name: standing.check for name, standing in standings.items()})

    digest = hashlib.sha256(content).hexdigest()
    return Served(dataset, digest, dataset.changed or modified, frame, frames.unstated(dataset), standings, ledger.coverages(dataset, book))


class SettingError(Exception):
    """A setting of the process that means nothing, in a sentence."""


_WEB_ADDRESS = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[\w.~/%-]*)?", re.IGNORECASE | re.ASCII)


def data_path() -> Path:
    """The data file: ``KZSTATS_DATA``, else ``data/metrics.yaml`` below the working folder or beside this package's project."""
    if chosen := os.environ.get("KZSTATS_DATA"):
        return Path(chosen)
    here = Path("data/metrics.yaml")
    return here if here.exists() else Path(__file__).resolve().parents[2] / "data" / "metrics.yaml"


def home() -> str:
    """The address that files and records name as their own where nobody came by one: the setting ``KZSTATS_URL``.

    Raises :class:`SettingError` where the setting is no web address.
    """
    said = os.environ.get("KZSTATS_URL") or "http://localhost:8501"
    if not _WEB_ADDRESS.fullmatch(said):
        raise SettingError(f"KZSTATS_URL: {said[:80]!r} is no web address (try https://figures.example, with the base path and nothing after it)")
    return said


@cache
def shelf() -> Shelf:
    """The one shelf of this process."""
    return Shelf(data_path())


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino

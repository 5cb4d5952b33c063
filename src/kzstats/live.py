"""The data as served: the last valid version of the file, and what is wrong with a newer one.

One :class:`Shelf` a process is shared by the pages and the data addresses.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pandas as pd

from kzstats import frames, ledger, reader
from kzstats.ledger import Standing
from kzstats.memory import Memory
from kzstats.model import Dataset
from kzstats.plain import DataError, Problem

_LANGUAGES: Final = 2
"""In how many languages the wide frame of all figures is kept; of 100,000 figures each is 80 MB, and files alone need it."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Served:
    """One valid version of the data, with what its figures earned, and what is remembered of it.

    ``told`` has the columns by which rows are found and drawn, ``frame(lang)`` all that stand in files. All readers share
    them: nobody may change them. ``digest`` is of the file; ``version`` of all that answers are made from.
    """

    dataset: Dataset
    digest: str
    version: str
    changed: date
    frame: Callable[[str], pd.DataFrame]
    told: pd.DataFrame
    unstated: pd.DataFrame
    standings: Mapping[str, Standing]
    coverages: Mapping[str, Mapping[str, int] | None]
    problems: tuple[Problem, ...] = ()
    broken_since: datetime | None = None
    memory: Memory = field(default_factory=Memory, repr=False)


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

    @property
    def last(self) -> Served | None:
        """What was served last, if anything, without a look at the file."""
        return self._served

    def _look(self) -> None:
        try:
            modified = datetime.fromtimestamp(self._path.stat().st_mtime, UTC).date()
            self._take(self._path.read_bytes(), modified)
        except OSError as error:
            self._keep(DataError([Problem(self._name, 1, "file", f"cannot be read: {error.strerror} (put it back)")]))
        except DataError as error:
            self._keep(error)
        else:
            self._error = None

    def _take(self, content: bytes, modified: date) -> None:
        """Serve what was read; where it is what is served already, all that was made of that stays."""
        old, book, digest = self._served, self._book(), hashlib.sha256(content).hexdigest()
        dataset = old.dataset if old is not None and old.digest == digest else reader.read(content, self._name)
        if old is not None and old.version == _version(digest, dataset.changed or modified, book):
            self._served = replace(old, problems=(), broken_since=None) if old.problems else old
        else:
            self._served = serve(dataset, content, modified, book)
            del old
            _give_back()

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

    checks = {name: standing.check for name, standing in standings.items()}

    @lru_cache(maxsize=_LANGUAGES)
    def frame(lang: str) -> pd.DataFrame:
        return frames.table(dataset, lang, checks)

    digest, changed = hashlib.sha256(content).hexdigest(), dataset.changed or modified
    version = _version(digest, changed, book)
    told, unstated = frames.told(dataset, checks), frames.unstated(dataset)
    return Served(dataset, digest, version, changed, frame, told, unstated, standings, ledger.coverages(dataset, book))


def _version(digest: str, changed: date, book: Mapping[str, Any]) -> str:
    kept = json.dumps([digest, changed.isoformat(), book], sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def _give_back() -> None:
    """Have the C library give the memory of the version before back to the system; without this it keeps the room of both."""
    with suppress(OSError, AttributeError):  # another library than glibc
        ctypes.CDLL(None).malloc_trim(0)


def data_path() -> Path:
    """The data file: ``KZSTATS_DATA``, else ``data/metrics.yaml`` below the working folder or beside this package's project."""
    if chosen := os.environ.get("KZSTATS_DATA"):
        return Path(chosen)
    here = Path("data/metrics.yaml")
    return here if here.exists() else Path(__file__).resolve().parents[2] / "data" / "metrics.yaml"


def home() -> str:
    """The address that files and records name as their own: the setting ``KZSTATS_URL``."""
    return os.environ.get("KZSTATS_URL", "http://localhost:8501")


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

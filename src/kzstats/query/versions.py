"""The data as served: the last valid version that was read of the file, and what is wrong with a
newer one.

One :class:`Store` a process is shared by the pages and the data addresses.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from kzstats import files, log
from kzstats.checks import ledger
from kzstats.checks.ledger import Standing
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError, Problem
from kzstats.dataset.memory import Memory
from kzstats.dataset.model import Dataset
from kzstats.dataset.vocabulary import Check
from kzstats.query import frames
from kzstats.settings import data_path

_LANGUAGES: Final = 2
"""In how many languages the wide frame of all figures is kept; of 100,000 figures each is 80 MB,
and files alone need it.
"""
_PATIENCE: Final = 0.5
"""For how many seconds whoever comes first upon a newer file gives it time to be read; an ordinary
one takes a tenth of that.
"""
_MOST_LOGGED: Final = 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a file, since when, in one sentence that anybody may read, and all that is
    known of it for who keeps the file.
    """

    since: datetime
    summary: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """One valid version of the data, with what its figures earned, and what is remembered of it.

    ``frame(lang)`` has all that stands in files; all readers share it, and nobody may change it.
    ``digest`` is of the file; ``version`` of all that answers are made from.
    """

    dataset: Dataset
    digest: str
    version: str
    changed: date
    frame: Callable[[str], pd.DataFrame]
    standings: Mapping[str, Standing]
    checks: Mapping[str, Check]
    """What the checks of each record came to, in a word."""
    coverages: Mapping[str, Mapping[str, int] | None]
    failing: tuple[str, ...] = ()
    """The records whose check fails, in the order of the file."""
    broken: Trouble | None = None
    """What is wrong with a newer data file."""
    ledger_broken: Trouble | None = None
    """What is wrong with the ledger; what the last good one says stays in use."""
    memory: Memory = field(default_factory=Memory, repr=False)


class Store:
    """Keeps the last valid data of a file, and has the file read again, beside all who ask, when it
    has changed.
    """

    def __init__(self, path: Path, name: str | None = None, patience: float = _PATIENCE) -> None:
        """Nothing is read before the first :meth:`snapshot`; ``name`` is what problems call the
        file.
        """
        self._path, self._ledger = path, ledger.path_beside(path)
        self._name = name or path.name
        self._patience = patience
        self._lock = Lock()
        self._seen: tuple[object, ...] = ()
        self._reading: Event | None = None
        self._snapshot: Snapshot | None = None
        self._error = DataError([Problem(self._name, 1, "file", "could not be read")])
        self._book: Mapping[str, Any] = {}

    def snapshot(self) -> Snapshot:
        """The data to show now; raises :class:`DataError` only while no valid version was ever
        read.

        A changed file is read in a thread of its own, one at a time. Once there is a valid version
        nobody waits for the next, but for the moment that the first to come gives it.
        """
        seen = self._stamps()
        begun = None
        with self._lock:
            if self._reading is None and seen != self._seen:
                begun = self._reading = Event()
            reading, first = (
                self._reading,
                self._snapshot is None,
            )  # the version itself is not held while a newer one is waited for
        if begun is not None:
            reader_thread = Thread(
                target=self._read, args=(seen, begun), name="kzstats reads", daemon=True
            )
            try:
                reader_thread.start()
            except RuntimeError:  # no thread is to be had
                self._read(seen, begun)
        if reading is not None and (first or begun is not None):
            reading.wait(None if first else self._patience)
        with self._lock:
            snapshot, error = self._snapshot, self._error
        if snapshot is None:
            raise _untold(error)
        return snapshot

    def at_hand(self) -> Snapshot | None:
        """The data to show now where the files are as they were when they were read, so that there
        is nothing to wait for.
        """
        seen = self._stamps()
        with self._lock:
            return self._snapshot if seen == self._seen and self._reading is None else None

    def _stamps(self) -> tuple[object, ...]:
        """What changes when any of the files does, or one comes or goes."""
        first, *further = validation.paths(self._path)
        return _stamp(first), _stamp(self._ledger), *((one.name, _stamp(one)) for one in further)

    @property
    def last(self) -> Snapshot | None:
        """What was served last, if anything, without a look at the file."""
        return self._snapshot

    def _read(self, seen: tuple[object, ...], reading: Event) -> None:
        """Read the files as they are now; ``seen`` was taken before, so that a change meanwhile is
        noticed after.
        """
        old, snapshot, error = self._snapshot, None, None
        try:
            snapshot, error = self._look(old)
        finally:
            with self._lock:
                self._snapshot, self._error = snapshot or old, error or self._error
                self._seen, self._reading = seen, None
            del old, snapshot  # the version before must not be held here
            reading.set()
            _give_back()

    def _look(self, old: Snapshot | None) -> tuple[Snapshot | None, DataError | None]:
        now = datetime.now(UTC)
        book, ledger_broken = self._look_at_ledger(old, now)
        new_book, self._book = book != self._book, book
        try:
            contents, modified = self._contents()
            digest = _digest(contents)
            dataset = (
                self._read_anew(old, contents)
                if old is None or old.digest != digest
                else old.dataset
            )
        except OSError as failed:
            why = f"cannot be read: {failed.strerror} (put it back)"
        except MemoryError:
            why = "cannot be read: it takes more memory than there is (is it the right file?)"
        except DataError as refused:
            return self._kept(old, refused, now, new_book, ledger_broken), _untold(refused)
        else:
            snapshot = old
            if (
                snapshot is None
                or new_book
                or snapshot.dataset is not dataset
                or snapshot.changed != (dataset.changed or modified)
            ):
                snapshot = build(dataset, digest, modified, book)
            _log_taken(old, digest, len(dataset.records))
            return _troubled(snapshot, None, ledger_broken), None
        error = DataError([Problem(self._name, 1, "file", why)])
        return self._kept(old, error, now, new_book, ledger_broken), error

    def _read_anew(self, old: Snapshot | None, contents: list[tuple[str, bytes]]) -> Dataset:
        """The dataset of the files; two versions are in memory meanwhile, so that the old one is
        bared of what can be made again.
        """
        if old is not None:
            old.memory.forget()
            old.dataset.memory.forget()
            _trim()
        return validation.read_all(contents)

    def _contents(self) -> tuple[list[tuple[str, bytes]], date]:
        """The data file and those of the articles beside it, and the day of the newest; raises
        :class:`OSError`.
        """
        contents: list[tuple[str, bytes]] = []
        times = []
        for path in validation.paths(self._path):
            times.append(path.stat().st_mtime)
            name = (
                self._name
                if not contents
                else str(Path(self._name).with_name(validation.FOLDER) / path.name)
            )
            contents.append(
                (
                    name,
                    files.read(path, files.LARGEST - sum(len(content) for _, content in contents)),
                )
            )
        return contents, _day(max(times))

    def _kept(
        self,
        old: Snapshot | None,
        error: DataError,
        now: datetime,
        new_book: bool,
        ledger_broken: Trouble | None,
    ) -> Snapshot | None:
        """What is served while the data file is broken: the last valid version, by the ledger of
        now.
        """
        before = old.broken if old is not None else None
        told = (
            self._error.problems if old is None else before.problems if before is not None else ()
        )
        if told != error.problems:
            problems = [str(problem) for problem in error.problems[:_MOST_LOGGED]]
            log.state("data broken", error.summary, problems, {"problems": error.count})
        if old is None:
            return None
        broken = (
            before
            if before is not None and told == error.problems
            else Trouble(before.since if before else now, error.summary, error.problems)
        )
        kept = build(old.dataset, old.digest, old.changed, self._book) if new_book else old
        return _troubled(kept, broken, ledger_broken)

    def _look_at_ledger(
        self, old: Snapshot | None, now: datetime
    ) -> tuple[Mapping[str, Any], Trouble | None]:
        """The ledger beside the data, or the last good one and what is wrong."""
        before = old.ledger_broken if old is not None else None
        try:
            book = ledger.read(self._ledger)
            if self._book and not book:
                raise ValueError("is gone")
        except (OSError, ValueError, MemoryError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            problem = Problem(
                self._ledger.name,
                1,
                "ledger",
                f"cannot be read: {why} (kzstats verify --archive DIR --write writes it again)",
            )
            if before is not None and before.problems == (problem,):
                return self._book, before
            stays = (
                "what the last good one says stays in use"
                if self._book
                else "every figure shows as not checked"
            )
            log.state(
                "ledger broken", f"{self._ledger.name} cannot be read; {stays}", [str(problem)]
            )
            return self._book, Trouble(
                before.since if before else now,
                f"{self._ledger.name} cannot be read; {stays}",
                (problem,),
            )
        if before is not None:
            log.state("ledger recovered", f"{self._ledger.name} is read again")
        return book, None


def _digest(contents: Sequence[tuple[str, bytes]]) -> str:
    """The hash of the data file, or of the hashes of all files and the names of the
    further ones.
    """
    (_, first), *further = contents
    digest = hashlib.sha256(first).hexdigest()
    if not further:
        return digest
    of = [
        digest,
        *((Path(name).name, hashlib.sha256(content).hexdigest()) for name, content in further),
    ]
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def _log_taken(old: Snapshot | None, digest: str, records: int) -> None:
    """Write that a version of the data has been taken, unless it is the one that is
    served already.
    """
    if old is not None and old.broken is not None:
        log.state(
            "data recovered",
            f"{records} records are served",
            facts={"records": records, "data": digest},
        )
    elif old is None or old.digest != digest:
        log.state(
            "data read", f"{records} records are served", facts={"records": records, "data": digest}
        )


def _troubled(
    snapshot: Snapshot, broken: Trouble | None, ledger_broken: Trouble | None
) -> Snapshot:
    if snapshot.broken is broken and snapshot.ledger_broken is ledger_broken:
        return snapshot
    return replace(snapshot, broken=broken, ledger_broken=ledger_broken)


def _untold(error: DataError) -> DataError:
    """The same, with nothing of where it was raised: a kept error keeps all that was at work there,
    the version of the data among it.
    """
    return DataError(error.problems, error.count)


def _day(moment: float) -> date:
    """The day of a file's time, which can be any number: the nearest that there is."""
    try:
        return datetime.fromtimestamp(moment, UTC).date()
    except (OverflowError, ValueError, OSError):
        return date.max if moment > 0 else date.min


def build(dataset: Dataset, digest: str, modified: date, book: Mapping[str, Any]) -> Snapshot:
    """A dataset with its frames, one a language, each made when it is first asked for; ``digest``
    is of its file's bytes.
    """
    standings = ledger.standings(dataset, book)
    checks = {name: standing.check for name, standing in standings.items()}
    memory = Memory()

    def frame(lang: str) -> pd.DataFrame:
        return memory.recall("frame", lang, lambda: frames.table(dataset, lang, checks), _LANGUAGES)

    changed = dataset.changed or modified
    failing = tuple(name for name, standing in standings.items() if not standing.evidence)
    version = _version(digest, changed, book)
    return Snapshot(
        dataset,
        digest,
        version,
        changed,
        frame,
        standings,
        checks,
        ledger.coverages(dataset, book),
        failing,
        memory=memory,
    )


def _version(digest: str, changed: date, book: Mapping[str, Any]) -> str:
    kept = json.dumps([digest, changed.isoformat(), book], sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()


def _give_back() -> None:
    """Give the room of a reading, and of the version before, back to the system."""
    _trim()


def _trim() -> None:
    """Have Arrow and the C library give back what is free; without this they keep it, each thread's
    for itself.
    """
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # another library than glibc
        ctypes.CDLL(None).malloc_trim(0)


@cache
def store() -> Store:
    """The one store of this process."""
    return Store(data_path())


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev

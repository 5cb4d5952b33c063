"""A dated edition of the dashboard, made whole and then put in its place.

An edition needs no server: its links are relative and lead to files, so that it opens from a disk
as from any host of files. Once published it is never written again; the next stands beside it, and
only what leads to the latest is replaced, when all of that is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from kzstats import files
from kzstats.checks import ledger
from kzstats.content import differences
from kzstats.content.differences import Change, State
from kzstats.content.published import Edition
from kzstats.edition.beside import lead
from kzstats.edition.folder import PublishError, alone, editions, free, is_whole, order
from kzstats.edition.tasks import Progress, write
from kzstats.edition.work import Work, put
from kzstats.exports.extracts import as_json
from kzstats.query import versions
from kzstats.query.versions import Snapshot
from kzstats.serve import tags

_UNFINISHED: Final = ".unfinished-"


def publish(
    folder: Path, data: Path, url: str, day: date, tell: Progress = lambda _done, _all: None
) -> tuple[Edition, bool]:
    """The latest edition in a folder, and whether it had to be made: nothing is written where all
    is as it was.

    Raises :class:`PublishError`, :class:`kzstats.dataset.complaints.DataError` or :class:`OSError`;
    what the folder led to before it still leads to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        for unfinished in folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(unfinished)
        known = editions(folder)
        made_from = _made_from(data, url)
        if known and known[0].made_from == made_from and is_whole(folder / known[0].name, known[0]):
            lead(folder, url, known)
            return known[0], False
        snapshot = versions.Store(data, str(data)).snapshot()
        try:
            edition = _make(folder, data, snapshot, made_from, url, day, known, tell)
        except BrokenProcessPool:
            raise PublishError(
                f"{folder}: a process that was writing has ended (is there enough memory, and are "
                f"the data as they were?)"
            ) from None
        lead(folder, url, [edition, *known])
        return edition, True


def _made_from(data: Path, url: str) -> str:
    book = ledger.path_beside(data)
    read = [
        files.read(data),
        files.read(book) if book.exists() else b"",
        url.encode(),
        tags.made_by().encode(),
    ]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in read)).hexdigest()


def _make(
    folder: Path,
    data: Path,
    snapshot: Snapshot,
    made_from: str,
    url: str,
    day: date,
    known: Sequence[Edition],
    tell: Progress,
) -> Edition:
    name = free(folder, day)
    if known and order(name) < order(known[0].name):
        raise PublishError(
            f"{folder}: the edition {known[0].name} is later than {day} (give a later --date, or "
            f"another folder)"
        )
    before = known[0] if known else None
    state = differences.state(snapshot)
    differ = differences.between(_state(folder / before.name), state) if before else ()
    count = differences.counts(differ)
    edition = Edition(
        name=name,
        day=day.isoformat(),
        address=f"{url}/{name}",
        data=snapshot.digest,
        made_from=made_from,
        records=len(snapshot.dataset.records),
        changed=snapshot.changed.isoformat(),
        before=before.name if before else "",
        added=count["added"],
        corrected=count["corrected"],
        gone=count["gone"],
    )
    making = folder / f"{_UNFINISHED}{name}"
    making.mkdir()
    work = Work(data, snapshot, edition, making, differ, tuple(known))
    try:
        written = write(work, tell)
        written += [
            put(making, "state.json", _lines(state)),
            put(making, "changes.json", as_json([_as_json(change) for change in differ])),
        ]
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in sorted(written)).encode()
        files.put(making / "SHA256SUMS", sums)
        edition = replace(edition, sums=hashlib.sha256(sums).hexdigest())
        files.put(making / "edition.json", as_json(asdict(edition)))
        files.settle(making, folder / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return edition


def _state(folder: Path) -> State:
    found: State = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    return found


def _lines(state: State) -> bytes:
    """A state with a line for each figure, so that two can be compared by eye."""
    return (
        "{\n"
        + ",\n".join(
            f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}"
            for name, said in state.items()
        )
        + "\n}\n"
    ).encode()


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "record": change.record,
        "kind": change.kind,
        "parts": change.parts,
        "was": change.was,
        "now": change.now,
    }

"""All that is written of an edition, in parts that other processes may do."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from kzstats.content import pages, published
from kzstats.content.differences import Change
from kzstats.content.document import Place
from kzstats.content.filed import Filed, filed, path
from kzstats.content.published import Edition
from kzstats.dataset.memory import remembered
from kzstats.edition.beside import around
from kzstats.edition.documents import documents
from kzstats.edition.folder import PublishError
from kzstats.edition.work import File, Work, put
from kzstats.exports import descriptors, export, extracts
from kzstats.exports.extracts import as_json
from kzstats.language import languages
from kzstats.query import addresses, frames, versions
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot
from kzstats.render import press

Progress = Callable[[int, int], None]
"""Told how many of how many parts are done."""
_SMALL: Final = 400
"""Up to how many figures an edition is made in this process; others for it would take longer to
start.
"""
_LONG: Final = 2.0
"""From how many seconds on, as estimated, a file is begun before all others."""
_CHUNK: Final = 250
"""How many pages are made at a time."""
_Made = tuple[list[File], set[Place]]
"""What a task came to: the files that it wrote, and the places of files that its pages lead to."""


class _Task(NamedTuple):
    """A part of the work: pages of one kind and language, or files; ``cost`` says which is begun
    first.
    """

    kind: str
    lang: str
    names: tuple[Any, ...]
    cost: float = 0


def write(work: Work, tell: Progress) -> list[File]:
    """Every file of the edition: the pages that ask for files first, then those files and the pages
    of figures.
    """
    first, lasting = list(_pages(work)), list(_figures(work))
    total, done = len(first) + len(lasting), 0
    found: list[File] = []
    wanted: set[Place] = set(_extracts(work.snapshot))

    def take(made: _Made) -> None:
        nonlocal done
        found.extend(made[0])
        wanted.update(made[1])
        done += 1
        tell(done, total)

    with _workers(work) as each:
        for made in each(first):
            take(made)
        tasks = list(_tasks(work, wanted))
        total += len(tasks)
        for made in each(sorted([*tasks, *lasting], key=_turn)):
            take(made)
    found += [put(work.folder, name, content) for name, content in around(work)]
    return found


_held: list[Work] = []
"""The work of this process, where it was started for it."""


@contextmanager
def _workers(work: Work) -> Iterator[Callable[[Sequence[_Task]], Iterator[_Made]]]:
    """Who does the tasks: this process, or where there is much to do one for each core, which reads
    the data anew.

    They are not forked: what draws and what packs has threads of its own, and a copy of it would
    wait for them for ever.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if work.edition.records <= _SMALL or cores < 2:
        yield lambda tasks: (_do(work, task) for task in tasks)
        return
    begun = (work.data, work.edition, work.folder, work.changes, work.earlier)
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _begin, begun) as pool:
        yield lambda tasks: (
            future.result()
            for future in as_completed([pool.submit(_do_held, task) for task in tasks])
        )


def _begin(
    data: Path,
    edition: Edition,
    folder: Path,
    differ: tuple[Change, ...],
    earlier: tuple[Edition, ...],
) -> None:
    snapshot = versions.Store(data, str(data)).snapshot()
    if snapshot.digest != edition.data:
        raise PublishError(f"{data}: has changed while it was being published (publish it again)")
    _held.append(Work(data, snapshot, edition, folder, differ, earlier))


def _do_held(task: _Task) -> _Made:
    return _do(_held[-1], task)


def _do(work: Work, task: _Task) -> _Made:
    """The files of a task, and the places of files that its pages lead to."""
    if task.kind == "file":
        return [file for place in task.names for file in _answer(work, place)], set()
    if task.kind == "record":
        return list(_records(work, task.names)), set()
    wanted: set[Place] = set()
    written = []
    for name in task.names:
        for place, content in documents(work, task.kind, name, task.lang, wanted):
            written.append(put(work.folder, path(place), content.encode()))
    return written, wanted


def _chunks(kind: str, lang: str, names: Sequence[str], cost: float) -> Iterator[_Task]:
    for at in range(0, len(names), _CHUNK):
        part = tuple(names[at : at + _CHUNK])
        yield _Task(kind, lang, part, cost * len(part))


def _turn(task: _Task) -> tuple[bool, str, float]:
    """What takes longest comes first, then a language after the other: the wide frames of all are
    not kept at once.
    """
    return task.cost < _LONG, task.lang, -task.cost


def _pages(work: Work) -> Iterator[_Task]:
    """The pages but those of figures; each alone where it shows many figures."""
    dataset = work.snapshot.dataset
    listed = [
        f"{name}/{page}"
        for name, last in pages.listed(work.snapshot).items()
        for page in range(2, last + 1)
    ]
    for lang in languages.LANGUAGES:
        names = [*published.menu(dataset), *listed, published.CONTENTS, published.CHANGES]
        yield from (_Task("page", lang, (name,)) for name in names)
        for metric in dataset.metrics:
            yield _Task("metric", lang, (metric,))
            yield _Task("chart", lang, (metric,))
        yield from _chunks("article", lang, list(dataset.sources), 0)


def _figures(work: Work) -> Iterator[_Task]:
    names = [record.id for record in work.snapshot.dataset.records]
    for lang in languages.LANGUAGES:
        yield from _chunks("figure", lang, names, 0.002)
    yield from _chunks("record", "en", names, 0.0001)


def _extracts(snapshot: Snapshot) -> Iterator[Place]:
    """The extracts that every edition has, whatever its pages lead to."""
    query = [Filed(), *(Filed(metric=(metric,)) for metric in snapshot.dataset.metrics)]
    yield from (
        Place("rows", query=one, form=form)
        for one in query
        for form in addresses.FORMATS
        if published.is_offered(snapshot, one, form)
    )
    yield from (
        Place("rows", query=one, form=form)
        for one in published.narrow(snapshot)
        for form in published.NARROW
    )


def _tasks(work: Work, wanted: Iterable[Place]) -> Iterator[_Task]:
    """The files that are wanted: what takes long alone, the small ones together."""
    small: dict[str, list[Place]] = {}
    for place in sorted(wanted, key=path):
        query = place.query
        is_small = place.kind == "picture" or query.source or query.first  # an article, a year
        rows = 0 if is_small else len(select(work.snapshot, query).records)
        cost = {"xlsx": 1.0, "": 0.35}.get(place.form, 0.1) * rows / 1000
        if cost > 0.2:
            yield _Task("file", place.query.lang, (place,), cost)
        else:
            small.setdefault(place.query.lang, []).append(place)
    for lang, places in small.items():
        for at in range(0, len(places), 40):
            yield _Task("file", lang, tuple(places[at : at + 40]), 0.4)


def _answer(work: Work, place: Place) -> Iterator[File]:
    """A file of rows, a picture or a brief; a CSV of the whole or of metrics with what its columns
    mean beside it.
    """
    snapshot, query = work.snapshot, filed(place.query)
    if place.kind == "picture":
        parts: Iterable[bytes] = export.chart(
            snapshot, query, place.name, place.form, work.base_url, press.make
        )
    else:
        parts = export.parts(snapshot, query, place.form or "pdf", work.base_url, press.make)
    yield put(work.folder, path(place), b"".join(parts))
    if place.form == "csv" and not (query.source or query.first):
        name = query.address("csv").rpartition("/")[2]
        rows = frames.answering(snapshot.frame(query.lang), query)
        yield put(
            work.folder,
            f"{path(place)}-metadata.json",
            as_json(descriptors.csv_on_the_web(snapshot, rows, query, work.base_url, name)),
        )


def _records(work: Work, names: Sequence[str]) -> Iterator[File]:
    """The figures as data, each in a file of its own."""
    rows = _rows(work.snapshot)
    for name in names:
        yield put(
            work.folder,
            path(Place("record", name)),
            as_json(export.record(work.snapshot, rows[name], work.base_url, "en")),
        )


@remembered(1)
def _rows(snapshot: Snapshot) -> Mapping[str, dict[str, Any]]:
    return {row["record"]: row for row in extracts.rows(snapshot.frame("en"))}

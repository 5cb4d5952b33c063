"""A dated edition of the dashboard as plain files: every page in every language, the charts, the extracts, and what changed since the last.

An edition needs no server: its links are relative and lead to files, so that it opens from a disk as from any host of files. Once
published it is never written again; the next stands beside it, and only what leads to the latest is replaced, when all of that is there.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import multiprocessing
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from kzstats import files
from kzstats.checks import ledger
from kzstats.content import articles, charts, citation, differences, feed, pages, published
from kzstats.content.differences import Change, State
from kzstats.content.document import Kind, Page, Paragraph, Place, Text
from kzstats.content.filed import Filed, filed, page_file, path
from kzstats.content.published import Edition
from kzstats.dataset.memory import remembered
from kzstats.exports import data_package, export, extracts
from kzstats.exports.extracts import as_json
from kzstats.language import words
from kzstats.language.words import translate
from kzstats.query import addresses, frames, versions
from kzstats.query.addresses import View
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot
from kzstats.render import html, press
from kzstats.serve import api, site

Progress = Callable[[int, int], None]
"""Told how many of how many parts are done."""
_SMALL: Final = 400
"""Up to how many figures an edition is made in this process; others for it would take longer to start."""
_LONG: Final = 2.0
"""From how many seconds on, as estimated, a file is begun before all others."""
_CHUNK: Final = 250
"""How many pages are made at a time."""
_FILES: Final[tuple[Kind, ...]] = ("rows", "picture", "brief")
_LARGEST_SITEMAP: Final = 45_000
_MOST_ENTRIES: Final = 100
"""How many changes of an edition are entries of the feed; of more the edition alone is one."""
_NAME: Final = re.compile(r"\d{4}-\d{2}-\d{2}(\.\d+)?")
_UNFINISHED: Final = ".unfinished-"


class PublishError(Exception):
    """An edition that cannot be made or put in its place, in a sentence."""


class _File(NamedTuple):
    """A file of an edition by its path, and its hash."""

    path: str
    sha256: str


_Made = tuple[list[_File], set[Place]]
"""What a task came to: the files that it wrote, and the places of files that its pages lead to."""


class _Task(NamedTuple):
    """A part of the work: pages of one kind and language, or files; ``cost`` says which is begun first."""

    kind: str
    lang: str
    names: tuple[Any, ...]
    cost: float = 0


@dataclass(frozen=True, slots=True)
class _Work:
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


def publish(folder: Path, data: Path, url: str, day: date, tell: Progress = lambda _done, _all: None) -> tuple[Edition, bool]:
    """The latest edition in a folder, and whether it had to be made: nothing is written where all is as it was.

    Raises :class:`PublishError`, :class:`kzstats.dataset.yaml.DataError` or :class:`OSError`; what the folder led to before it still leads to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        for unfinished in folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(unfinished)
        known = editions(folder)
        made_from = _made_from(data, url)
        if known and known[0].made_from == made_from and _is_whole(folder / known[0].name, known[0]):
            _lead(folder, url, known)
            return known[0], False
        snapshot = versions.Store(data, str(data)).snapshot()
        try:
            edition = _make(folder, data, snapshot, made_from, url, day, known, tell)
        except BrokenProcessPool:
            raise PublishError(f"{folder}: a process that was writing has ended (is there enough memory, and are the data as they were?)") from None
        _lead(folder, url, [edition, *known])
        return edition, True


def editions(folder: Path) -> list[Edition]:
    """The editions in a folder, the latest first."""
    found = []
    for described in folder.glob("*/edition.json"):
        if _NAME.fullmatch(described.parent.name):
            try:
                found.append(Edition(**json.loads(described.read_bytes())))
            except (ValueError, TypeError):
                raise PublishError(f"{described}: is not what an edition says of itself (take it away, or put it back whole)") from None
    return sorted(found, key=lambda edition: _order(edition.name), reverse=True)


def _order(name: str) -> tuple[str, int]:
    day, _, number = name.partition(".")
    return day, int(number or 1)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the folder to this process: two editions at once would each take the other for the one before."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PublishError(f"{folder}: another edition is being published here (try again when it is done)") from None
    else:
        yield
    finally:
        os.close(held)


def _made_from(data: Path, url: str) -> str:
    book = ledger.path_beside(data)
    read = [files.read(data), files.read(book) if book.exists() else b"", url.encode(), api.made_by().encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in read)).hexdigest()


def _is_whole(folder: Path, edition: Edition) -> bool:
    """Whether an edition's list of checksums is its own, and every file on it is there; what is in them ``sha256sum -c`` says."""
    try:
        sums = (folder / "SHA256SUMS").read_bytes()
    except OSError:
        return False
    if hashlib.sha256(sums).hexdigest() != edition.sums:
        return False
    there = {os.path.relpath(f"{inside}/{name}", folder) for inside, _, names in os.walk(folder) for name in names}
    return {line.partition("  ")[2] for line in sums.decode().splitlines()} <= there


def _make(folder: Path, data: Path, snapshot: Snapshot, made_from: str, url: str, day: date, known: Sequence[Edition], tell: Progress) -> Edition:
    name = _free(folder, day)
    if known and _order(name) < _order(known[0].name):
        raise PublishError(f"{folder}: the edition {known[0].name} is later than {day} (give a later --date, or another folder)")
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
    work = _Work(data, snapshot, edition, making, differ, tuple(known))
    try:
        written = _written(work, tell)
        written += [_put(making, "state.json", _lines(state)), _put(making, "changes.json", as_json([_as_json(change) for change in differ]))]
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in sorted(written)).encode()
        files.put(making / "SHA256SUMS", sums)
        edition = replace(edition, sums=hashlib.sha256(sums).hexdigest())
        files.put(making / "edition.json", as_json(asdict(edition)))
        files.settle(making, folder / name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return edition


def _free(folder: Path, day: date) -> str:
    """The first name of a day that no edition has."""
    name, number = day.isoformat(), 1
    while (folder / name).exists():
        number += 1
        name = f"{day.isoformat()}.{number}"
    return name


def _state(folder: Path) -> State:
    found: State = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    return found


def _lines(state: State) -> bytes:
    """A state with a line for each figure, so that two can be compared by eye."""
    return ("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(said, ensure_ascii=False)}" for name, said in state.items()) + "\n}\n").encode()


def _as_json(change: Change) -> dict[str, Any]:
    return {"record": change.record, "kind": change.kind, "parts": change.parts, "was": change.was, "now": change.now}


# What is written, in parts that other processes may do.


def _written(work: _Work, tell: Progress) -> list[_File]:
    """Every file of the edition: the pages that ask for files first, then those files and the pages of figures."""
    first, lasting = list(_pages(work)), list(_figures(work))
    total, done = len(first) + len(lasting), 0
    found: list[_File] = []
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
    found += [_put(work.folder, name, content) for name, content in _around(work)]
    return found


_held: list[_Work] = []
"""The work of this process, where it was started for it."""


@contextmanager
def _workers(work: _Work) -> Iterator[Callable[[Sequence[_Task]], Iterator[_Made]]]:
    """Who does the tasks: this process, or where there is much to do one for each core, which reads the data anew.

    They are not forked: what draws and what packs has threads of its own, and a copy of it would wait for them for ever.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if work.edition.records <= _SMALL or cores < 2:
        yield lambda tasks: (_do(work, task) for task in tasks)
        return
    begun = (work.data, work.edition, work.folder, work.changes, work.earlier)
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn"), _begin, begun) as pool:
        yield lambda tasks: (future.result() for future in as_completed([pool.submit(_do_held, task) for task in tasks]))


def _begin(data: Path, edition: Edition, folder: Path, differ: tuple[Change, ...], earlier: tuple[Edition, ...]) -> None:
    snapshot = versions.Store(data, str(data)).snapshot()
    if snapshot.digest != edition.data:
        raise PublishError(f"{data}: has changed while it was being published (publish it again)")
    _held.append(_Work(data, snapshot, edition, folder, differ, earlier))


def _do_held(task: _Task) -> _Made:
    return _do(_held[-1], task)


def _do(work: _Work, task: _Task) -> _Made:
    """The files of a task, and the places of files that its pages lead to."""
    if task.kind == "file":
        return [file for place in task.names for file in _answer(work, place)], set()
    if task.kind == "record":
        return list(_records(work, task.names)), set()
    wanted: set[Place] = set()
    written = []
    for name in task.names:
        for place, content in _document(work, task.kind, name, task.lang, wanted):
            written.append(_put(work.folder, path(place), content.encode()))
    return written, wanted


def _put(folder: Path, name: str, content: bytes) -> _File:
    files.put(folder / name, content)
    return _File(name, hashlib.sha256(content).hexdigest())


def _chunks(kind: str, lang: str, names: Sequence[str], cost: float) -> Iterator[_Task]:
    for at in range(0, len(names), _CHUNK):
        part = tuple(names[at : at + _CHUNK])
        yield _Task(kind, lang, part, cost * len(part))


def _turn(task: _Task) -> tuple[bool, str, float]:
    """What takes longest comes first, then a language after the other: the wide frames of all are not kept at once."""
    return task.cost < _LONG, task.lang, -task.cost


def _pages(work: _Work) -> Iterator[_Task]:
    """The pages but those of figures; each alone where it shows many figures."""
    dataset = work.snapshot.dataset
    listed = [f"{name}/{page}" for name, last in pages.listed(work.snapshot).items() for page in range(2, last + 1)]
    for lang in words.LANGUAGES:
        names = [*words.pages("en", dataset), *listed, published.CONTENTS, published.CHANGES]
        yield from (_Task("page", lang, (name,)) for name in names)
        for metric in dataset.metrics:
            yield _Task("metric", lang, (metric,))
            yield _Task("chart", lang, (metric,))
        yield from _chunks("article", lang, list(dataset.sources), 0)


def _figures(work: _Work) -> Iterator[_Task]:
    names = [record.id for record in work.snapshot.dataset.records]
    for lang in words.LANGUAGES:
        yield from _chunks("figure", lang, names, 0.002)
    yield from _chunks("record", "en", names, 0.0001)


def _extracts(snapshot: Snapshot) -> Iterator[Place]:
    """The extracts that every edition has, whatever its pages lead to."""
    asked = [Filed(), *(Filed(metric=(metric,)) for metric in snapshot.dataset.metrics)]
    yield from (Place("rows", query=one, form=form) for one in asked for form in addresses.FORMATS if published.is_offered(snapshot, one, form))
    yield from (Place("rows", query=one, form=form) for one in published.narrow(snapshot) for form in published.NARROW)


def _tasks(work: _Work, wanted: Iterable[Place]) -> Iterator[_Task]:
    """The files that are wanted: what takes long alone, the small ones together."""
    small: dict[str, list[Place]] = {}
    for place in sorted(wanted, key=path):
        asked = place.query
        is_small = place.kind == "picture" or asked.source or asked.first  # an article, a year
        rows = 0 if is_small else len(select(work.snapshot, asked).records)
        cost = {"xlsx": 1.0, "": 0.35}.get(place.form, 0.1) * rows / 1000
        if cost > 0.2:
            yield _Task("file", place.query.lang, (place,), cost)
        else:
            small.setdefault(place.query.lang, []).append(place)
    for lang, places in small.items():
        for at in range(0, len(places), 40):
            yield _Task("file", lang, tuple(places[at : at + 40]), 0.4)


def _answer(work: _Work, place: Place) -> Iterator[_File]:
    """A file of rows, a picture or a brief; a CSV of the whole or of metrics with what its columns mean beside it."""
    snapshot, asked = work.snapshot, filed(place.query)
    if place.kind == "picture":
        parts: Iterable[bytes] = export.chart(snapshot, asked, place.name, place.form, work.base_url, press.make)
    else:
        parts = export.parts(snapshot, asked, place.form or "pdf", work.base_url, press.make)
    yield _put(work.folder, path(place), b"".join(parts))
    if place.form == "csv" and not (asked.source or asked.first):
        name = asked.address("csv").rpartition("/")[2]
        rows = frames.answering(snapshot.frame(asked.lang), asked)
        yield _put(work.folder, f"{path(place)}-metadata.json", as_json(data_package.csv_on_the_web(snapshot, rows, asked, work.base_url, name)))


def _records(work: _Work, names: Sequence[str]) -> Iterator[_File]:
    """The figures as data, each in a file of its own."""
    rows = _rows(work.snapshot)
    for name in names:
        yield _put(work.folder, path(Place("record", name)), as_json(export.record(work.snapshot, rows[name], work.base_url, "en")))


@remembered(1)
def _rows(snapshot: Snapshot) -> Mapping[str, dict[str, Any]]:
    return {row["record"]: row for row in extracts.rows(snapshot.frame("en"))}


# The pages of an edition.


def _document(work: _Work, kind: str, name: str, lang: str, wanted: set[Place]) -> Iterator[tuple[Place, str]]:
    """The documents that go by a name: one, but for the charts of a metric."""
    snapshot, asked = work.snapshot, Filed(lang=lang)
    if kind == "chart":
        for picture in charts.pictures(snapshot, replace(asked, metric=(name,)), name):
            shown = pages.chart(snapshot, asked, picture.name, work.base_url)
            if shown is not None:
                yield _whole(work, replace(shown, place=Place("chart", picture.name, asked)), wanted)
                yield _framed(work, shown, Place("embed", picture.name, asked))
        return
    builders: dict[str, Callable[[], Page | None]] = {
        "page": lambda: _listed(work, asked, name),
        "metric": lambda: pages.metric(snapshot, asked, name, work.base_url),
        "article": lambda: articles.page(snapshot, asked, name),
        "figure": lambda: pages.figure(snapshot, asked, name, work.base_url),
        published.CONTENTS: lambda: published.contents(snapshot, asked),
        published.CHANGES: lambda: published.changed(snapshot, asked, work.edition, work.earlier, work.changes),
    }
    shown = builders[name if name in (published.CONTENTS, published.CHANGES) else kind]()
    if shown is not None:
        place = replace(shown.place, query=asked)
        yield (_receipt if kind == "figure" else _whole)(work, replace(shown, place=place), wanted)


def _listed(work: _Work, asked: Filed, name: str) -> Page:
    """A page of the menu; of a list the page whose number stands behind its name."""
    name, _, page = name.partition("/")
    return pages.page(work.snapshot, asked, name, work.base_url, View(page=int(page or 1)))


_STANDS: Final = Page(
    Place("figure", "id0of0a0figure"),
    "en",
    "title0of0a0figure",
    "lead0of0a0figure",
    "gist0of0a0figure",
    (Paragraph((Text("blocks0of0a0figure"),)),),
    "",
)
"""A receipt that stands for all others."""


def _receipt(work: _Work, shown: Page, wanted: set[Place]) -> tuple[Place, str]:
    """A figure's page: what is around a receipt is written once in a language, since most pages of an edition are receipts."""
    lang, memory = shown.lang, work.snapshot.memory
    (_, shell) = memory.recall(
        _receipt,
        (lang, work.base_url, shown.foot),
        lambda: _whole(work, replace(_STANDS, place=replace(_STANDS.place, query=Filed(lang=lang)), lang=lang, foot=shown.foot), wanted),
        len(words.LANGUAGES),
    )
    up = "../" * path(shown.place).count("/")
    inside = html.blocks(shown.blocks, lambda place: f"{up}{path(place)}{f'#{quote(place.anchor)}' if place.anchor else ''}", lang)
    shell = shell.replace(_STANDS.place.name, shown.place.name)
    for stands, said in ((_STANDS.title, shown.title), (_STANDS.lead, shown.lead), (_STANDS.description, shown.description)):
        shell = shell.replace(stands, html.escaped(said))
    return shown.place, shell.replace("<p>blocks0of0a0figure</p>", inside, 1)


def _whole(work: _Work, shown: Page, wanted: set[Place]) -> tuple[Place, str]:
    """A page as a document whose links lead to files beside it; the files that it leads to are added to those wanted."""
    up = "../" * path(shown.place).count("/")

    def address(place: Place) -> str:
        if place.kind in _FILES:
            wanted.add(replace(place, query=filed(place.query), anchor=""))
        return f"{up}{path(place)}{f'#{quote(place.anchor)}' if place.anchor else ''}"

    def whole(place: Place) -> str:
        if place.kind == "picture":
            wanted.add(replace(place, query=filed(replace(place.query, metric=())), anchor=""))
        return f"{work.base_url}/{path(place)}"

    lang = shown.lang
    shown = replace(
        shown,
        blocks=tuple(published.without_server(work.snapshot, shown.place.query, shown.blocks)),
        foot=f"{shown.foot} {published.of(work.edition, lang)}",
    )
    first = shown.place.kind == "page" and path(shown.place) == page_file(lang, "")
    written = html.page(
        shown,
        address,
        html.Around(
            whole=whole,
            instead=published.instead(lang),
            menu=words.pages(lang, work.snapshot.dataset),
            described=_described(work.snapshot, lang, work.base_url) if first else {},
            style=f'@import "{up}style.css";',
            tail=f'<script src="{up}copy.js" defer></script>',
        ),
    )
    return shown.place, written.replace(html.icon(), f"{up}icon.png", 1)


def _framed(work: _Work, shown: Page, place: Place) -> tuple[Place, str]:
    up = "../" * path(place).count("/")
    framed = html.embed(shown, lambda to: f"{up}{path(to)}", f'@import "{up}style.css";')
    return place, framed.replace(html.icon(), f"{up}icon.png", 1)


@remembered(8)
def _described(snapshot: Snapshot, lang: str, base_url: str) -> dict[str, Any]:
    asked = Filed(lang=lang)
    return data_package.schema_org(snapshot, frames.answering(snapshot.frame(lang), asked), asked, base_url)


def _around(work: _Work) -> Iterator[tuple[str, bytes]]:
    """The files beside the pages: style, script, what is counted, the articles, the feed and the map of the edition."""
    snapshot = work.snapshot
    yield "style.css", site.style().encode()
    yield "copy.js", site.script().encode()
    yield "icon.png", html.icon_file()
    yield "api/metrics.json", as_json({"metrics": {name: metric.model_dump(mode="json") for name, metric in snapshot.dataset.metrics.items()}})
    yield "api/sources.json", as_json({"sources": {name: export.source(snapshot, name) for name in snapshot.dataset.sources}})
    yield "changes.atom", _feed(work)
    yield "README.txt", _readme(work).encode()


def _readme(work: _Work) -> str:
    edition = work.edition
    return (
        f"kzstats, edition of {edition.day}\n\n"
        f"Address: {edition.address}\nData: SHA-256 {edition.data}, last changed {edition.changed}, {edition.records} figures\n"
        f"Pages: index.html, ru/index.html, kk/index.html; all else: contents/index.html\n"
        f"To see that nothing was changed: sha256sum -c SHA256SUMS\n\n{citation.collection_line(work.snapshot, edition.address, 'en')}\n"
    )


def _feed(work: _Work) -> bytes:
    """The changes of this edition, or where they are very many, or it is the first, the edition alone."""
    edition, base_url, day = work.edition, work.base_url, date.fromisoformat(work.edition.day)
    page = f"{base_url}/{page_file('en', published.CHANGES)}"
    said = differences.told("en", edition.count) if edition.before else f"{edition.records} figures."
    whole = feed.Entry(base_url, page, translate("en", "Edition of {day}", day=words.day("en", day)), said, day)
    before = f"{base_url.rpartition('/')[0]}/{edition.before}"

    def figure(record: str) -> str:
        gone = all(change.now or change.record != record for change in work.changes)
        return f"{base_url if gone else before}/figure/{quote(record)}/index.html"

    each = differences.entries(work.snapshot, work.changes, day, figure, "en") if len(work.changes) <= _MOST_ENTRIES else []
    return feed.atom(citation.collection_title("en"), f"{base_url}/changes.atom", page, [whole, *each], day, "en")


# What leads to the latest edition.


def _lead(folder: Path, url: str, known: Sequence[Edition]) -> None:
    """Write what stands beside the editions and leads to the latest, each file in one step and the first page last."""
    latest = known[0]
    target = f"{latest.name}/index.html"
    listed = as_json([{key: value for key, value in asdict(edition).items() if key != "made_from"} for edition in known])
    links = "".join(
        f'<li><a href="{latest.name}/{page_file(lang, "")}" lang="{lang}" hreflang="{lang}">{escape(name)}</a></li>'
        for lang, name in reversed(words.LANGUAGES.items())
    )
    older = "".join(f'<li><a href="{edition.name}/index.html">{edition.name}</a></li>' for edition in known)
    look = (
        ":root { color-scheme: light dark; } body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }"
    )
    first = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="0; url={target}"><link rel="canonical" href="{escape(url)}/{target}">'
        f'<link rel="alternate" type="application/atom+xml" href="changes.atom"><title>kzstats</title>\n'
        f"<style>{look}</style></head>\n<body><main><h1>kzstats</h1><ul>{links}</ul><h2>Editions</h2><ul>{older}</ul></main></body></html>\n"
    )
    replaced = {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {url}/sitemap.xml\n".encode(),
        "editions.json": listed,
        "changes.atom": (folder / latest.name / "changes.atom").read_bytes(),
        **_sitemaps(folder / latest.name, latest, url),
        "index.html": first.encode(),
    }
    for name, content in replaced.items():
        if not (folder / name).exists() or (folder / name).read_bytes() != content:
            files.write(folder / name, content)


def _sitemaps(folder: Path, edition: Edition, url: str) -> dict[str, bytes]:
    """The map of the latest edition's pages, in several files where it is long, and then one that names them."""
    listed = (line.partition("  ")[2] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    found = [name for name in listed if name.endswith(".html") and "embed/" not in name]
    parts = [found[at : at + _LARGEST_SITEMAP] for at in range(0, len(found), _LARGEST_SITEMAP)] or [[]]
    head, space = '<?xml version="1.0" encoding="UTF-8"?>\n', 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    written = {
        (f"sitemap-{place}.xml" if len(parts) > 1 else "sitemap.xml"): (
            f"{head}<urlset {space}>\n"
            + "".join(f"<url><loc>{escape(f'{edition.address}/{name}')}</loc><lastmod>{edition.day}</lastmod></url>\n" for name in part)
            + "</urlset>\n"
        ).encode()
        for place, part in enumerate(parts, 1)
    }
    if len(parts) > 1:
        entries = "".join(f"<sitemap><loc>{escape(f'{url}/{name}')}</loc></sitemap>\n" for name in written)
        written["sitemap.xml"] = f"{head}<sitemapindex {space}>\n{entries}</sitemapindex>\n".encode()
    return written

"""How many plain pages a second one process answers, and how soon two hundred readers have theirs.

The real server runs alone, with the data of the project. Pages are asked for packed, as browsers
do. First the same page by a few clients over connections that stay open, as fast as they get it,
which is kept; then a question that nobody asked before each time, which is made anew; then two
hundred readers, each with a page nobody asked for before every :data:`PAUSE` seconds over a new
connection. Run alone: ``python -m benchmarks readers``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import count, cycle, islice, product
from statistics import quantiles
from time import monotonic

from benchmarks import ROOT, Line, time

sys.path.insert(0, str(ROOT / "tests"))
from running import answers, free_port, started, stop

READERS, PAUSE, LASTS = 200, 5.0, 20.0
CLIENTS, KEPT_FOR, MADE_FOR = 4, 5.0, 10.0
LEAST_KEPT, LEAST_MADE, LATEST = 1_500.0, 60.0, 0.1
"""How many pages a second there should be at least, kept and made anew, and the seconds in which 95
in a hundred are there.
"""
PAGES = ("", "cases", "cooperation", "funding", "recruitment", "records", "articles", "method")


def questions() -> Iterator[str]:
    """Addresses of pages, each with a question of its own."""
    spans = ((first, last) for first, last in product(range(1990, 2015), range(2016, 2041)))
    for (first, last), lang in product(spans, ("en", "ru", "kk")):
        yield from (f"/{page}?from={first}&to={last}&lang={lang}" for page in PAGES)


class Connection:
    """A connection that stays open from page to page."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def page(self, address: str) -> float:
        """The seconds until a page was taken whole."""
        begun = monotonic()
        head = (
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: "
            f"text/html\r\nAccept-Encoding: gzip\r\n\r\n"
        )
        self._writer.write(head.encode())
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        assert answer.startswith("http/1.1 200"), answer
        if "transfer-encoding: chunked" in answer:
            while await self._reader.readexactly(await self._length() + 2) != b"\r\n":
                pass
        else:
            await self._reader.readexactly(
                int(answer.partition("content-length: ")[2].partition("\r\n")[0])
            )
        return monotonic() - begun

    async def _length(self) -> int:
        """The bytes of the next piece of an answer; none where it ends."""
        return int(await self._reader.readuntil(b"\r\n"), 16)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """A connection to the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()


async def as_fast_as_they_come(port: int, addresses: Iterator[str], lasts: float) -> list[float]:
    """The seconds of every page that a few clients took in some time, each as soon as it had the
    one before.
    """
    taken: list[float] = []
    end = monotonic() + lasts

    async def client() -> None:
        async with connected(port) as open_to:
            while monotonic() < end:
                taken.append(await open_to.page(next(addresses)))

    async with asyncio.TaskGroup() as tasks:
        for _ in range(CLIENTS):
            tasks.create_task(client())
    return taken


async def as_they_read(port: int, addresses: Iterator[str]) -> list[float]:
    """The seconds of every page of two hundred readers, who begin one after another and read each
    for some time.
    """
    taken: list[float] = []
    end = monotonic() + LASTS

    async def reader(place: int) -> None:
        for turn in count():
            due = end - LASTS + PAUSE * (place / READERS + turn)
            await asyncio.sleep(due - monotonic())
            begun = monotonic()
            if begun >= end:
                return
            async with (
                connected(port) as open_to
            ):  # the server closes one that nothing comes over for as long as a page is read
                await open_to.page(next(addresses))
            taken.append(monotonic() - begun)

    async with asyncio.TaskGroup() as tasks:
        for place in range(READERS):
            tasks.create_task(reader(place))
    return taken


def lines() -> list[Line]:
    """A line for pages that are kept, one for those made anew, one for two hundred readers."""
    port = free_port()
    with started(port) as server:
        try:
            answers(port, server)
            anew = questions()
            asyncio.run(
                as_fast_as_they_come(port, islice(anew, 400), 1.0)
            )  # what is read and drawn once is
            print("the same page", file=sys.stderr, flush=True)
            kept = asyncio.run(as_fast_as_they_come(port, cycle(["/cases"]), KEPT_FOR))
            print("another page each time", file=sys.stderr, flush=True)
            made = asyncio.run(as_fast_as_they_come(port, anew, MADE_FOR))
            print(f"{READERS} readers", file=sys.stderr, flush=True)
            read = asyncio.run(as_they_read(port, anew))
        finally:
            stop(server)
    readers = f"{READERS} readers, a new page every {PAUSE:g} seconds"
    return [
        _line(
            f"the same page, {CLIENTS} clients",
            kept,
            KEPT_FOR,
            1000 * KEPT_FOR / len(kept),
            1000 / LEAST_KEPT,
            "a millisecond",
        ),
        _line(
            f"another page each time, {CLIENTS} clients",
            made,
            MADE_FOR,
            1000 * MADE_FOR / len(made),
            1000 / LEAST_MADE,
            "a millisecond",
        ),
        _line(readers, read, LASTS, late(read), LATEST, "a second"),
    ]


def late(seconds: Sequence[float]) -> float:
    """What 95 in a hundred stay below."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def _line(
    what: str, taken: Sequence[float], lasts: float, measured: float, target: float, against: str
) -> Line:
    cells = {
        "pages a second": f"{len(taken) / lasts:,.0f}",
        "p50": time(sorted(taken)[len(taken) // 2]),
        "p95": time(late(taken)),
        "the slowest": time(max(taken)),
    }
    return Line("plain pages, one process", what, cells, measured, against, target)

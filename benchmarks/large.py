"""What one server of 100,000 records comes to while it is asked and its data are renewed (it is
given 1 GB), and what sixty renewals leave behind.

The server runs alone; each question is asked once and taken whole. Memory is the most that the
server with all that it has started was seen to hold, which counts what they share twice. Run alone:
``python -m benchmarks large``.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic, sleep

from benchmarks import Line, records, sessions, time
from benchmarks.crowds import fetch, held

from running import answers, free_port, started, stop  # isort: skip  # found by way of crowds

SIZE, RENEWED = 100_000, 10_000
GIVEN = (1 << 30) / 1e6
"""The megabytes that ``deploy/`` lets a process and what it starts have (``MemoryMax=1G``)."""
ADDRESSES = {
    "the brief": "brief.pdf",
    "the workbook of all": "records.xlsx",
    "the workbook of one metric": "records.xlsx?metric=registered_offences",
    "CSV": "records.csv",
    "JSON": "records.json",
    "the package": "records.zip",
    "Parquet": "records.parquet",
}


TURNS = 60


def digest(port: int) -> str:
    """Which version of the data is served."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=60) as answer:
        found: str = json.load(answer)["data"]
    return found


async def measured(server: int, work: Awaitable[object]) -> tuple[object, float, float]:
    """What some work came to, its seconds, and the most megabytes meanwhile."""
    over, most = asyncio.Event(), 0.0

    async def watch() -> None:
        nonlocal most
        while not over.is_set():
            most = max(most, held(server))
            await asyncio.sleep(0.02)

    watching, begun = asyncio.create_task(watch()), monotonic()
    try:
        came = await work
        taken = monotonic() - begun
    finally:
        over.set()
        await watching
    return came, taken, most


async def visited(port: int) -> None:
    """A page of all figures and another choice on it."""
    async with sessions.opened(port, "cases") as viewer:
        await viewer.run("2020")


def renew(port: int, data: Path, speaker: str = "Another speaker") -> None:
    """Write the data anew, with another speaker, and ask for them until they are served."""
    before = digest(port)
    (beside := data.with_suffix(".new")).write_bytes(
        re.sub(rb"said_by: [^,]+", b"said_by: " + speaker.encode(), data.read_bytes())
    )
    beside.replace(data)
    while digest(port) == before:
        sleep(0.05)


async def renewed(port: int, data: Path) -> None:
    """New data, and a page of them."""
    await asyncio.to_thread(renew, port, data)
    await visited(port)


def lines() -> list[Line]:
    """The lines of one server of 100,000 records, and of sixty versions of 10,000."""
    return [*at_once(), turned()]


def at_once() -> list[Line]:
    """A line for each question and for new data; the number is that of megabytes."""
    rows: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        (data := Path(folder) / "metrics.yaml").write_text(
            records.data_file(SIZE), encoding="utf-8"
        )
        port = free_port()
        with started(port, data) as server:

            def take(what: str, work: Callable[[], Awaitable[object]]) -> None:
                print(f"100,000 records: {what}", file=sys.stderr, flush=True)
                came, taken, most = asyncio.run(measured(server.pid, work()))
                cells = {"time": time(taken), "status": str(came or "")}
                rows.append(Line("one server, 100,000 records", what, cells, most, "", GIVEN))

            try:
                take("started", lambda: asyncio.to_thread(answers, port, server))
                take("a page and a choice", lambda: visited(port))
                for what, path in ADDRESSES.items():
                    take(what, lambda path=path: fetch(port, path))  # type: ignore[misc]
                take("new data, and a page of them", lambda: renewed(port, data))
                take("JSON of the new data", lambda: fetch(port, "records.json"))
            finally:
                stop(server)
    return rows


def turned() -> Line:
    """What a server of 10,000 records holds after sixty new versions of them, each looked at,
    beside what it holds after one.
    """
    after: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        (data := Path(folder) / "metrics.yaml").write_text(
            records.data_file(RENEWED), encoding="utf-8"
        )
        port = free_port()
        with started(port, data) as server:
            try:
                answers(port, server)
                begun = monotonic()
                for turn in range(TURNS + 1):
                    renew(port, data, f"Speaker {turn}")
                    asyncio.run(visited(port))
                    assert asyncio.run(fetch(port, f"records.csv?from={records.LAST}")) == 200
                    after.append(held(server.pid))
                    print(
                        f"new data, {turn} of {TURNS} times: {after[-1]:.0f} MB",
                        file=sys.stderr,
                        flush=True,
                    )
                taken = (monotonic() - begun) / (TURNS + 1)
            finally:
                stop(server)
    cells = {"time": time(taken), "MB": f"{after[0]:.0f}, then {after[-1]:.0f}"}
    return Line(
        "new versions of the data, 10,000 records",
        "after sixty more",
        cells,
        after[-1] / after[0],
        "the memory after one",
        1.2,
    )

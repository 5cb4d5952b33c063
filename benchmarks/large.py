"""What one server of 100,000 records comes to while it answers the dearest questions and reads the data anew: it is given 1 GB.

The server runs alone; each question is asked once and taken whole. Memory is the most that the server with all that it has started was seen to
hold, which counts what they share twice. Run alone: ``python -m benchmarks large``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import urllib.request
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

from benchmarks import Line, records, sessions, time
from benchmarks.crowds import fetch, held

from running import answers, free_port, started, stop  # isort: skip  # found by way of crowds

SIZE = 100_000
GIVEN = 1000.0
"""The megabytes that ``deploy/`` lets a process have."""
ADDRESSES = {
    "the brief": "brief.pdf",
    "the workbook of all": "records.xlsx",
    "the workbook of one metric": "records.xlsx?metric=registered_offences",
    "CSV": "records.csv",
    "JSON": "records.json",
    "the package": "records.zip",
    "Parquet": "records.parquet",
}


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


def renew(port: int, data: Path) -> None:
    """Write the data anew, with another speaker, and ask for them until they are served."""
    before = digest(port)
    (beside := data.with_suffix(".new")).write_bytes(data.read_bytes().replace(b"A speaker", b"Another speaker"))
    beside.replace(data)
    while digest(port) == before:
        sleep(0.05)


async def renewed(port: int, data: Path) -> None:
    """New data, and a page of them."""
    await asyncio.to_thread(renew, port, data)
    await visited(port)


def lines() -> list[Line]:
    """A line for each question and for new data; the number is that of megabytes."""
    rows: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        (data := Path(folder) / "metrics.yaml").write_text(records.data_file(SIZE), encoding="utf-8")
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
                with suppress(TimeoutError):
                    stop(server)
    return rows

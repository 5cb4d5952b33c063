"""What a filter, the health and the memory come to while fifty clients ask for the dearest
addresses at once.

The real server runs alone with 10,000 records. Viewers choose another first year in turn, alone,
and just after that while fifty clients take an address again and again as fast as they get it: the
same for all, or a question of its own for each. Memory is that of the server with all that it has
started. Run alone: ``python -m benchmarks crowds``.

The clients are one process that yields to the server's and to the viewers' (``nice``), since all
share this machine: a reader's own machine does not take the server's time. What they got all the
same stands in the table, by the second. ``python -m benchmarks.crowds PORT KIND`` is that process.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from statistics import quantiles
from time import monotonic

from benchmarks import ROOT, Line, records, sessions, time

from running import answers, free_port, started  # isort: skip  # found by way of sessions

SIZE = 10_000
CLIENTS = 50
QUIET, LASTS = 8.0, 14.0
"""For how many seconds nobody else asks, and each crowd does, so that what is made once is handed
out for most of them.
"""
KINDS: dict[str, Callable[[int], str]] = {
    "nothing else": lambda _: "",
    "the brief": lambda _: "brief.pdf",
    "the workbook": lambda _: "records.xlsx",
    "JSON": lambda _: "records.json",
    "the package": lambda _: "records.zip",
    "each another brief": lambda n: f"brief.pdf?from={1999 + n % 25}&to={2024 + n // 25 % 2}",
    "each another workbook": lambda n: f"records.xlsx?from={1999 + n % 25}&to={2024 + n // 25 % 2}",
    "each another JSON": lambda n: f"records.json?from={1999 + n % 25}&to={2024 + n // 25 % 2}",
}


@dataclass(slots=True)
class Crowd:
    """What was measured beside one crowd."""

    choices: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    megabytes: float = 0
    seconds: float = 0
    statuses: Counter[int] = field(default_factory=Counter)


def family(process: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text(encoding="ascii").split():
                yield from family(int(child))


def held(process: int) -> float:
    """The megabytes that a process and all that it has started hold."""
    total = 0.0
    for member in family(process):
        with suppress(OSError):
            total += sessions.memory(member)
    return total


async def fetch(port: int, path: str) -> int:
    """The status of an answer that was taken whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(
            f"GET /api/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: "
            f"close\r\n\r\n".encode()
        )
        status = int((await reader.readline()).split()[1])
        while await reader.read(1 << 18):
            pass
        return status
    finally:
        writer.close()


async def ask(port: int, address: Callable[[int], str]) -> None:
    """Be the clients until standard input ends, and there was an answer or none for long; then say
    how many answers had which status.
    """
    statuses, over, some, numbers = Counter[int](), asyncio.Event(), asyncio.Event(), count()
    asyncio.get_running_loop().add_reader(sys.stdin, over.set)

    async def client() -> None:
        while True:
            with suppress(OSError, IndexError):  # cut off
                status = await fetch(port, address(next(numbers)))
                statuses[status] += 1
                if status == 200:
                    some.set()
                if status == 503:
                    await asyncio.sleep(0.5)

    async with asyncio.TaskGroup() as tasks:
        clients = [tasks.create_task(client()) for _ in range(CLIENTS)]
        await over.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(some.wait(), 45)
        print(json.dumps(statuses), flush=True)
        for task in clients:
            task.cancel()


@contextmanager
def clients(port: int, kind: str, crowd: Crowd) -> Iterator[None]:
    """The clients of a kind, as long as this lasts."""
    command = [sys.executable, "-m", "benchmarks.crowds", str(port), kind]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        begun = monotonic()
        yield
        crowd.seconds = monotonic() - begun
        said, _ = process.communicate(timeout=60)
    crowd.statuses.update({int(status): n for status, n in json.loads(said).items()})


async def beside(port: int, server: int, kind: str, lasts: float = LASTS) -> Crowd:
    """The choices of two viewers, a look at the health after each, for so many seconds while the
    clients ask.
    """
    crowd, over, end = Crowd(), asyncio.Event(), monotonic() + lasts

    async def watch() -> None:
        while not over.is_set():
            crowd.megabytes = max(crowd.megabytes, held(server))
            await asyncio.sleep(0.05)

    async def viewer(page: str) -> None:
        async with sessions.opened(port, page) as seen:
            years = cycle(("2020", "2021", "2022", "2023", "2024"))
            while monotonic() < end:
                crowd.choices.append(await seen.run(next(years)))
                begun = monotonic()
                assert await fetch(port, "health") == 200
                crowd.health.append(monotonic() - begun)
                await asyncio.sleep(0.05)

    with clients(port, kind, crowd):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch())
            async with asyncio.TaskGroup() as viewers:
                viewers.create_task(viewer("cases"))
                viewers.create_task(viewer("records"))
            over.set()
    return crowd


def slow(seconds: list[float]) -> float:
    """What 95 in a hundred stay below."""
    return quantiles(seconds, n=20, method="inclusive")[-1]


def lines() -> list[Line]:
    """A line for each kind of crowd; the ratio is that of a filter's 95th percentile to the quiet
    one's.
    """
    rows: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        (data := Path(folder) / "metrics.yaml").write_text(
            records.data_file(SIZE), encoding="utf-8"
        )
        port = free_port()
        with started(port, data) as server:
            try:
                answers(port, server)
                asyncio.run(
                    beside(port, server.pid, "nothing else", QUIET)
                )  # what is drawn once is drawn
                for name in KINDS:
                    print(f"fifty clients of {name}", file=sys.stderr, flush=True)
                    quiet = asyncio.run(
                        beside(port, server.pid, "nothing else", QUIET)
                    )  # just before, since others may use the machine too
                    crowd = asyncio.run(beside(port, server.pid, name))
                    cells = {
                        "quiet, p95": time(slow(quiet.choices)),
                        "a filter, p50": time(sorted(crowd.choices)[len(crowd.choices) // 2]),
                        "p95": time(slow(crowd.choices)),
                        "health, p95": time(slow(crowd.health)),
                        "memory above quiet": f"{crowd.megabytes - quiet.megabytes:.0f} MB",
                        "answers a second": ", ".join(
                            f"{n / crowd.seconds:.1f} × {status}"
                            for status, n in sorted(crowd.statuses.items())
                        ),
                    }
                    ratio = slow(crowd.choices) / slow(quiet.choices)
                    target = None if name == "nothing else" else 2.0
                    rows.append(
                        Line(
                            "fifty clients at once, 10,000 records",
                            name,
                            cells,
                            ratio,
                            "the quiet filter's p95",
                            target,
                        )
                    )
            finally:
                server.kill()  # a stop would wait for all that is still being made
    return rows


if __name__ == "__main__":
    os.nice(10)
    if KINDS[sys.argv[2]](0):
        asyncio.run(ask(int(sys.argv[1]), KINDS[sys.argv[2]]))
    else:
        sys.stdin.read()
        print("{}")

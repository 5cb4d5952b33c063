"""How many viewers a process serves: sessions that change a filter every three seconds, by
Streamlit's own socket.

The real server runs as it is deployed, alone or twice behind the nginx of ``deploy/``. This process
plays the browsers: each session opens the socket, has a page run (the pages with charts and the
table in turn), and then chooses another first year every three seconds, as a person would who never
rests. A run lasts from the choice until the script has finished and all its messages have come. The
choice must show in the address that the server sends back, so that a run that did nothing is not
counted as a fast one.

The figures of a process are read from ``/proc``. The load is more than the table says when this
process is the one that is busy: its own share of a processor stands in the last row.

Run alone: ``python -m benchmarks sessions``, or ``python -m benchmarks.sessions 100 150`` for other
numbers of sessions.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from time import monotonic, process_time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks import ROOT, Line, report, time

sys.path.insert(0, str(ROOT / "tests"))
from running import NGINX, answers, free_port, proxied, started, stop

PAGES = ("", "cases", "cooperation", "funding", "recruitment", "records")
LEVELS = (1, 10, 50, 100, 200)
TARGET = (100, 1.0)
PAUSE = 3.0
ROUNDS = 6
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """What a number of sessions came to."""

    sessions: int
    seconds: tuple[float, ...]
    """How long each run lasted."""
    elapsed: float
    processor: float
    """Seconds of processor time that the servers took for these runs."""
    megabytes: float
    """What all servers grew by while the sessions were there."""
    own: float
    """The share of one processor that this driver took."""

    def percentile(self, share: int) -> float:
        """The duration that a share of the runs, in percent, stayed below."""
        return quantiles(self.seconds, n=100, method="inclusive")[share - 1]


@dataclass(slots=True)
class Viewer:
    """One open page: its socket, and the values of its widgets as the browser holds them."""

    socket: ClientConnection
    page: str
    """The name of its page in the address."""
    script: str = ""
    """The hash by which the server knows the page."""
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    years: str = ""
    query: str = ""

    async def run(self, first: str | None) -> float:
        """Have the page run, with another first year unless it is the first run; how
        long it took.
        """
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page if first is None else ""
        message.rerun_script.page_script_hash = self.script
        if first is not None:
            self.texts[self.years] = first
        for name, said in self.texts.items():
            message.rerun_script.widget_states.widgets.add(id=name, string_value=said)
        for name, chosen in self.lists.items():
            message.rerun_script.widget_states.widgets.add(id=name).string_array_value.data.extend(
                chosen
            )
        start = monotonic()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._is_last(ForwardMsg.FromString(await self.socket.recv(decode=False))):
                pass
        taken = monotonic() - start
        assert first is None or f"from={first}" in self.query, (
            f"chose {first}, and the address is {self.query!r}"
        )
        return taken

    def _is_last(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.script = message.navigation.page_script_hash
            (name,) = (
                page.url_pathname
                for page in message.navigation.app_pages
                if page.page_script_hash == self.script
            )
            assert name in (self.page, "overview"), f"asked for {self.page!r} and got {name!r}"
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            match element.WhichOneof("type"):
                case "text_input":
                    self.texts[element.text_input.id] = (
                        element.text_input.value
                        if element.text_input.set_value
                        else element.text_input.default
                    )
                case "selectbox":
                    self.texts[element.selectbox.id] = element.selectbox.raw_value
                    if element.selectbox.id.endswith("-choose_from"):
                        self.years = element.selectbox.id
                case "multiselect":
                    self.lists[element.multiselect.id] = list(element.multiselect.raw_values)
        return kind == "script_finished"


@asynccontextmanager
async def opened(port: int, page: str) -> AsyncIterator[Viewer]:
    """A page, open and whole."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
    ) as socket:
        viewer = Viewer(socket, page)
        await viewer.run(None)
        yield viewer


async def watch(port: int, sessions: int, servers: Sequence[int]) -> Load:
    """Open the sessions one after another within a pause, let each choose in its own rhythm, and
    take the measures.
    """
    grown = -sum(map(memory, servers))
    taken: list[float] = []
    open_at_once = asyncio.Barrier(sessions + 1)

    async def view(place: int) -> None:
        await asyncio.sleep(PAUSE * place / sessions)
        async with opened(port, PAGES[place % len(PAGES)]) as viewer:
            await open_at_once.wait()
            await asyncio.sleep(PAUSE * place / sessions)
            for _, year in zip(
                range(ROUNDS), cycle(("2015", "2016", "2017", "2014")), strict=False
            ):
                last = await viewer.run(year)
                taken.append(last)
                await asyncio.sleep(max(PAUSE - last, 0))
            await open_at_once.wait()

    async with asyncio.TaskGroup() as viewers:
        for place in range(sessions):
            viewers.create_task(view(place))
        await open_at_once.wait()
        start, busy, own = monotonic(), sum(map(processor, servers)), process_time()
        await open_at_once.wait()
        elapsed = monotonic() - start
        grown += sum(map(memory, servers))
        return Load(
            sessions,
            tuple(taken),
            elapsed,
            sum(map(processor, servers)) - busy,
            grown,
            (process_time() - own) / elapsed,
        )


def memory(process: int) -> float:
    """The megabytes that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor(process: int) -> float:
    """The seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def loads(processes: int, levels: Sequence[int]) -> list[Load]:
    """Each number of sessions in turn on the same servers, one alone or several behind nginx, until
    the 95th percentile passes the target.
    """
    with ExitStack() as stack:
        ports = [free_port() for _ in range(processes)]
        servers: list[subprocess.Popen[bytes]] = []
        for port in ports:
            servers.append(stack.enter_context(started(port)))
            stack.callback(stop, servers[-1])
        for port, server in zip(ports, servers, strict=True):
            answers(port, server)
        port = ports[0]
        if processes > 1:
            port = free_port()
            stack.enter_context(
                proxied(Path(stack.enter_context(tempfile.TemporaryDirectory())), ports, port)
            )
        found: list[Load] = []
        asyncio.run(
            watch(port, len(PAGES) * processes, [server.pid for server in servers])
        )  # what is drawn once is drawn
        for sessions in levels:
            found.append(asyncio.run(watch(port, sessions, [server.pid for server in servers])))
            if found[-1].percentile(95) > TARGET[1]:
                break
        return found


def lines(levels: Sequence[int] = LEVELS) -> list[Line]:
    """A line for each number of sessions, up to where the 95th percentile passes the target."""
    rows = []
    for processes in (1, 2) if NGINX else (1,):
        where = "one process" if processes == 1 else f"{processes} processes behind nginx"
        for load in loads(processes, levels):
            slow = load.percentile(95)
            cells = {
                "runs a second": f"{len(load.seconds) / load.elapsed:.1f}",
                "p50": time(load.percentile(50)),
                "p95": time(slow),
                "processor a run": time(load.processor / len(load.seconds)),
                "memory a session": f"{max(load.megabytes, 0) / load.sessions:.2f} MB",
                "driver": f"{load.own:.0%}",
            }
            aimed = TARGET[1] if (processes, load.sessions) == (1, TARGET[0]) else None
            rows.append(
                Line(
                    "sessions that choose every three seconds",
                    f"{load.sessions}, {where}",
                    cells,
                    slow,
                    "a second",
                    aimed,
                )
            )
    return rows


if __name__ == "__main__":
    report(lines([int(number) for number in sys.argv[1:]] or LEVELS), write=False)

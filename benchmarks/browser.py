"""Servers of the real dashboard and of its peers, and the headless Chromium that reads them."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks import ROOT, settings

sys.path.append(str(ROOT / "tests"))
from find_chromium import FLAGS, chromium

HOST = "localhost"
PATIENCE = 120.0
QUIET = 1.0
PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Site:
    """A dashboard with three charts and filters: how it is started, where they are, and how its
    last year is chosen.
    """

    name: str
    command: tuple[str, ...]
    path: str = "/"
    health: str = "/"
    choose: str = "streamlit"


def _streamlit(script: str) -> tuple[str, ...]:
    return ("-m", "streamlit", "run", script, "--server.headless", "true", "--server.port")


KZSTATS = Site("kzstats", _streamlit(str(ROOT / "app.py")), "/cases", "/api/health")
STREAMLIT = Site("Streamlit", _streamlit("streamlit_page.py"), health="/_stcore/health")
DASH = Site("Dash", ("dash_page.py",), choose="dash")
PANEL = Site(
    "Panel",
    ("-m", "panel", "serve", "panel_page.py", "--port"),
    "/panel_page",
    "/panel_page",
    choose="panel",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running site: its address, and what it has used."""

    site: Site
    address: str
    process: int

    def cpu(self) -> float:
        """Seconds of processor time so far, user and system."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes resident now."""
        return (
            int(Path(f"/proc/{self.process}/statm").read_text().split()[1])
            * os.sysconf("SC_PAGE_SIZE")
            / 1e6
        )


@contextmanager
def serving(site: Site, data: Path, figures: Path | None = None) -> Iterator[Server]:
    """A site in a process of its own, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *site.command, str(port)],
        cwd=ROOT if site.name == KZSTATS.name else PEERS,
        env=settings(
            KZSTATS_DATA=str(data), KZSTATS_URL=f"http://{HOST}:{port}", FIGURES=str(figures)
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = monotonic() + PATIENCE
        while not _is_ready(port, site.health):
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"{site.name} does not answer")
            sleep(0.05)
        yield Server(site, f"http://{HOST}:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def _is_ready(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


WATCH = """
window.bench = {};
(() => {
  const marks = (chart) => [...chart.querySelectorAll(".bars .point path")].map((bar) => bar.getAttribute("d")).join();
  const within = (root) => {
    const found = [...root.querySelectorAll(".js-plotly-plot")];
    return found.length ? found : [...root.querySelectorAll("*")].flatMap((inner) => (inner.shadowRoot ? within(inner.shadowRoot) : []));
  };
  const charts = () => within(document).map(marks);
  bench.charts = charts;
  const seen = (parts) => parts.some((part) => part.checkVisibility({ visibilityProperty: true }));
  const drawn = () => seen([...document.querySelectorAll(".drawing a *")]) || seen(within(document).filter(marks));
  const watch = () => {
    if (bench.first === undefined && drawn()) bench.first = performance.now();
    const now = charts();
    if (bench.before && !bench.redrawn && now.length === 3 && now.every((bars, place) => bars && bars !== bench.before[place]))
      bench.redrawn = performance.now();
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  for (const kind of ["click", "keydown", "change"])
    window.addEventListener(kind, () => { if (!bench.redrawn) bench.asked = performance.now(); }, true);
})();
"""  # noqa: E501
"""Watches the drawn bars, frame by frame, wherever they are: when the first can be seen, and when
all three charts have other ones.
"""


def watched(browser: Browser) -> Page:
    """A page in a profile of its own, with the watch in it."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    return page


def first_chart(page: Page, server: Server, patience: float = PATIENCE) -> float:
    """Seconds from the call of the address to the first bar that is drawn."""
    page.goto(server.address + server.site.path, wait_until="commit", timeout=patience * 1000)
    return float(_until(page, "bench.first", patience)) / 1000


def first_word(page: Page) -> float:
    """Seconds from the call of the address to the first word, or whatever else is drawn first."""
    return (
        float(_until(page, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"))
        / 1000
    )


def before_first_chart(page: Page) -> float:
    """Kilobytes that had come when the first bar was drawn."""
    every = (
        "[...performance.getEntriesByType('navigation'), "
        "...performance.getEntriesByType('resource')]"
    )
    come = f"{every}.filter((part) => part.responseEnd && part.responseEnd <= bench.first)"
    return float(_until(page, f"{come}.reduce((sum, part) => sum + part.transferSize, 0)")) / 1000


def without_application(page: Page) -> Traffic:
    """Have the browser refuse the application's scripts on a page, as a proxy might, and follow
    what else it asks for.

    The browser itself refuses them: to be asked of each request would take a good part of what is
    measured.
    """
    session, traffic = page.context.new_cdp_session(page), Traffic()
    traffic.follow(session)
    session.send("Network.setBlockedURLs", {"urls": ["*/static/js/*"]})
    return traffic


def by_form(page: Page, server: Server, traffic: Traffic, years: tuple[int, int]) -> float:
    """Seconds from sending the filters as a plain form, from a page that has come to rest, to the
    first bar of the answer.
    """
    page.goto(server.address + server.site.path)
    for label, year in zip(("From year", "To year"), years, strict=True):
        page.get_by_label(label).select_option(str(year))
    traffic.settle(page)
    with page.expect_navigation(wait_until="commit"):
        page.get_by_role("button", name="Show").click()
    return float(_until(page, "bench.first")) / 1000


def drawn(page: Page) -> None:
    """Wait until all three charts have bars, and the application, where a page stands before it,
    has taken its place.
    """
    _until(
        page,
        "bench.charts().length === 3 && bench.charts().every(Boolean) && "
        "!document.querySelector('#first ~ #root')",
    )


def redraw(page: Page, site: Site, year: str) -> float:
    """Seconds from the choice of a last year to other bars in all three charts."""
    choose(page, site, "To year", year)
    return float(_until(page, "bench.redrawn && bench.redrawn - bench.asked")) / 1000


def choose(page: Page, site: Site, label: str, year: str) -> None:
    """Choose a year as a reader would; the clock starts at the last key, click or change."""
    page.evaluate("bench.before = null; bench.redrawn = 0")
    ready = "bench.before = bench.charts()"
    match site.choose:
        case "streamlit":
            page.get_by_role("combobox", name=label).click()
            page.keyboard.type(year)
            page.get_by_role("option", name=year).wait_for()
            page.evaluate(ready)
            page.keyboard.press("Enter")
        case "dash":
            page.keyboard.press("Escape")  # the list of the last choice may still be open
            page.get_by_role("listbox").wait_for(state="detached")
            page.locator("#first" if label == "From year" else "#last").click()
            option = page.get_by_role("option", name=year)
            option.wait_for()
            page.evaluate(ready)
            option.click()
        case _:
            select = page.get_by_label(label)
            page.evaluate(ready)
            # what happens inside its shadow is not heard outside
            select.evaluate(
                "box => box.addEventListener('change', () => { bench.asked = performance.now(); "
                "}, {capture: true, once: true})"
            )
            select.select_option(year)


def slow(page: Page, megabits: float = 10, latency: int = 40) -> None:
    """Hold the line to some Mbit/s and ms, as far as Chromium does: requests, not frames of a
    websocket.
    """
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = megabits * 1e6 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": latency,
            "downloadThroughput": speed,
            "uploadThroughput": speed,
        },
    )


def _until(page: Page, value: str, patience: float = PATIENCE) -> Any:
    """The value, once it is true; looked for frame by frame, since the pages' policy lets no text
    run as code, and for so long that a page without frames ends, too.
    """
    look = f"const look = () => (({value}) ? found({value}) : requestAnimationFrame(look))"
    return page.evaluate(
        f"new Promise((found, missed) => "
        f"{{ setTimeout(() => missed(`{value}`), {patience * 1000}); {look}; look(); }})"
    )


@dataclass
class Traffic:
    """What a page has asked for and received so far, as the browser tells it."""

    received: int = 0
    requests: int = 0
    _pending: set[str] = field(default_factory=set)
    _page: str = ""
    _loader: str = ""
    _left: set[str] = field(default_factory=set)
    _moved: float = field(default_factory=monotonic)

    def follow(self, session: CDPSession) -> None:
        """Count all that happens from now on."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", self._failed)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")

    def settle(self, page: Page) -> None:
        """Wait until no answer is awaited and none has come for a while, or for so long that none
        will.
        """
        deadline = monotonic() + PATIENCE
        while (self._pending or monotonic() - self._moved < QUIET) and monotonic() < deadline:
            page.wait_for_timeout(50)  # lets the browser's events in

    def _sent(self, event: dict[str, Any]) -> None:
        loader, frame = event["loaderId"], event.get("frameId")
        if event["requestId"] == loader and frame == (self._page or frame):
            # What the page before still awaited ends unsaid, and may be told of only now.
            self._page = frame
            self._left |= {self._loader} - {""}
            self._loader = loader
            self._pending.clear()
        if event["request"]["url"].startswith("http"):
            self._moved = monotonic()
            self.requests += 1
            if loader not in self._left:
                self._pending.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        self.received += int(event["encodedDataLength"])
        self._pending.discard(event["requestId"])

    def _failed(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        self._pending.discard(event["requestId"])

    def _frame(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        frame = event["response"]
        payload = frame["payloadData"]
        self.received += len(
            payload.encode() if frame["opcode"] == 1 else base64.b64decode(payload)
        )

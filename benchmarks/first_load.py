"""What a first visit to the overview loads, in bytes over the wire.

The real server is started on a free port, and the overview is opened in a headless Chromium with an empty
profile and cache. Chromium itself tells how many bytes each answer took as it came (``encodedDataLength`` of
the DevTools event ``Network.loadingFinished``: headers, and bodies as compressed); the frames that came by
websocket are added. A visit ends when the page's footer has its text and nothing has moved on the network
for a while.

Run alone: ``python -m benchmarks.first_load``.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks import ROOT, Result, at_most, report

MEGABYTES = 3.4
HOST = "localhost"
PATIENCE = 60.0
QUIET = 2.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def results() -> list[Result]:
    """The bytes, the number of requests, and who was asked."""
    with server() as address:
        traffic = visit(address)
    hosts = sorted(traffic.hosts)
    return [
        at_most("first load of the overview, over the wire", traffic.received / 1e6, MEGABYTES, " MB"),
        Result("first load, hosts contacted", ", ".join(hosts), f"only {HOST}", hosts == [HOST]),
        Result("first load, requests", f"{traffic.requests} and {traffic.websockets} websocket"),
    ]


@dataclass
class Traffic:
    """What a page has asked for and received so far, as the browser tells it."""

    received: int = 0
    requests: int = 0
    websockets: int = 0
    hosts: set[str] = field(default_factory=set)
    _pending: set[str] = field(default_factory=set)
    _moved: float = field(default_factory=monotonic)

    def follow(self, session: CDPSession) -> None:
        """Count all that happens from now on."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", self._failed)
        session.on("Network.webSocketCreated", self._connected)
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")

    def is_quiet(self) -> bool:
        """Whether no answer is awaited, and none has come for a while."""
        return not self._pending and monotonic() - self._moved >= QUIET

    def _sent(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme in ("http", "https"):
            self._moved = monotonic()
            self.requests += 1
            self.hosts.add(address.hostname or "")
            self._pending.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        self.received += int(event["encodedDataLength"])
        self._pending.discard(event["requestId"])

    def _failed(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        self._pending.discard(event["requestId"])

    def _connected(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        self.websockets += 1
        self.hosts.add(urlsplit(event["url"]).hostname or "")

    def _frame(self, event: dict[str, Any]) -> None:
        self._moved = monotonic()
        frame = event["response"]
        payload = frame["payloadData"]
        self.received += len(payload.encode() if frame["opcode"] == 1 else base64.b64decode(payload))


def visit(address: str) -> Traffic:
    """Open a page as someone who was never there before, and wait until it is whole."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        raise SystemExit(f"no browser found (install one of: {', '.join(BROWSERS)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        try:
            page = browser.new_context().new_page()
            page.set_default_timeout(PATIENCE * 1000)
            traffic = Traffic()
            traffic.follow(page.context.new_cdp_session(page))
            page.goto(address)
            page.locator("footer").filter(has_text=re.compile(r"\S")).first.wait_for()
            _settle(page, traffic)
            return traffic
        finally:
            browser.close()


def _settle(page: Page, traffic: Traffic) -> None:
    deadline = monotonic() + PATIENCE
    while not traffic.is_quiet():
        if monotonic() > deadline:
            raise TimeoutError(f"the network was not quiet after {PATIENCE:g} s")
        page.wait_for_timeout(50)  # lets the browser's events in


@contextmanager
def server() -> Iterator[str]:
    """The dashboard as it is run for real; gives its address once it answers, and stops it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("KZSTATS_", "STREAMLIT_"))}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL)
    try:
        deadline = monotonic() + PATIENCE
        while not _is_ready(port):
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"the server does not answer ({' '.join(command)})")
            sleep(0.05)
        yield f"http://{HOST}:{port}/"
    finally:
        process.terminate()
        process.wait()


def _is_ready(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(report(results()))

"""The page with three charts, filters, a table and a CSV: kzstats beside plain Streamlit, Dash and Panel, from the same records.

All are served at once and take turns in one headless Chromium, each visit in a profile of its own. kzstats shows
its page of cases, which has more on it than its peers': a table, sentences, citations and four files to every chart,
a security policy, and the address that holds the filters; it draws a chart's last 36 figures, its peers the totals of
all years. Every choice of a year asks what was not asked before, so that nothing comes from a cache of answers.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks import ROOT, Line, records, settings, time
from benchmarks.browser import (
    DASH,
    KZSTATS,
    PANEL,
    STREAMLIT,
    Server,
    Traffic,
    before_first_chart,
    browsing,
    by_form,
    choose,
    drawn,
    first_chart,
    first_word,
    redraw,
    serving,
    slow,
    watched,
)

ROUNDS = {30: 3, 10_000: 2, 100_000: 1}
YEARS = tuple(range(records.LAST - 1, records.LAST - 7, -1))
SESSIONS = 6
Times = dict[str, list[float]]


def lines() -> list[Line]:
    """Loads, filters, bytes, processor time and memory with 30 records, and the filters again with many."""
    found = []
    for size, rounds in ROUNDS.items():
        with tempfile.TemporaryDirectory() as folder:
            measured = _visits(Path(folder), size, rounds)
        found += _told(size, measured)
    return found


def _visits(folder: Path, size: int, rounds: int) -> Mapping[str, Times]:
    data, figures = folder / "metrics.yaml", folder / "figures.csv"
    data.write_text(records.data_file(size), encoding="utf-8")
    export = [sys.executable, "-m", "kzstats", "export", "--data", str(data), "-o", str(figures)]
    subprocess.run(export, cwd=ROOT, check=True, env=settings(), stdout=subprocess.DEVNULL)
    with ExitStack() as stack:
        browser = stack.enter_context(browsing())
        servers = [stack.enter_context(serving(site, data, figures)) for site in (KZSTATS, STREAMLIT, DASH, PANEL)]
        measured: dict[str, Times] = {server.site.name: {} for server in servers}
        for turn in range(rounds):
            for server in servers:
                print(f"{size:,} records, round {turn + 1} of {rounds}: {server.site.name}", file=sys.stderr, flush=True)
                _visit(browser, server, records.LAST - 9 + turn, measured[server.site.name], few=size > 30)
        if size == 30:
            for server in servers:
                measured[server.site.name]["memory"] = [_memory_a_session(browser, server)]
    return measured


def _visit(browser: Browser, server: Server, first_year: int, times: Times, few: bool) -> None:
    """One reader's visit: the page with nothing and then with all in the browser's cache, and a filter chosen several times."""

    def keep(name: str, value: float) -> None:
        times.setdefault(name, []).append(value)

    page = watched(browser)
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    traffic.follow(session)
    keep("cold", first_chart(page, server))
    drawn(page)
    traffic.settle(page)
    keep("bytes", traffic.received / 1e6)
    keep("requests", traffic.requests)
    if not few:
        keep("warm", first_chart(page, server))
        drawn(page)
        traffic.settle(page)
    choose(page, server.site, "From year", str(first_year))
    traffic.settle(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def in_browser() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    used, worked = server.cpu(), in_browser()
    for year in YEARS:
        keep("filter", redraw(page, server.site, str(year)))
        page.wait_for_timeout(200)
    traffic.settle(page)
    keep("server", (server.cpu() - used) / len(YEARS))
    keep("browser", (in_browser() - worked) / len(YEARS))
    keep("resident", server.memory())
    page.context.close()
    if not few:
        page = watched(browser)
        slow(page)
        keep("slow", first_chart(page, server))
        keep("before", before_first_chart(page))
        page.context.close()
        page = watched(browser)
        slow(page, 1, 150)
        keep("bad line", first_chart(page, server))
        keep("first word", first_word(page))
        page.context.close()
        if server.site is KZSTATS:
            page = watched(browser)
            for year in YEARS:
                keep("form", by_form(page, server, str(year)))
            page.context.close()


def _memory_a_session(browser: Browser, server: Server) -> float:
    """Megabytes that the server grows by for each of several readers at once who have chosen a filter."""
    before, pages = server.memory(), []
    for _ in range(SESSIONS):
        pages.append(watched(browser))
        first_chart(pages[-1], server)
        drawn(pages[-1])
        redraw(pages[-1], server.site, str(records.LAST - 1))
    after = server.memory()
    for page in pages:
        page.context.close()
    return (after - before) / SESSIONS


def _told(size: int, measured: Mapping[str, Times]) -> list[Line]:
    part = f"{size:,} records"

    def line(what: str, name: str, said: Callable[[float], str], against: str, target: float | None = None, absolute: bool = False) -> Line:
        middle = {site: median(times[name]) for site, times in measured.items()}
        cells = {site: said(value) for site, value in middle.items()}
        ours = middle["kzstats"]
        return Line(part, what, cells, ours if absolute else ours / middle[against], "" if absolute else against, target)

    def late(times: Times) -> float:
        return sorted(times["filter"])[round(0.95 * (len(times["filter"]) - 1))]

    for times in measured.values():
        times["late"] = [late(times)]
    found = [
        line("filter to redraw", "filter", time, "Streamlit", 0.75),
        line("filter to redraw", "filter", time, "Dash"),
        line("the slowest in twenty", "late", time, "Streamlit"),
        line("server's processor time a filter", "server", time, "Streamlit", 1 / 3),
        line("browser's processor time a filter", "browser", time, "Streamlit"),
        line("server's memory", "resident", lambda size: f"{size:.0f} MB", "Streamlit"),
    ]
    found[1] = Line(part, "the same, to Dash's", {}, found[1].measured, "Dash")
    if size == 30:
        form = median(measured["kzstats"]["form"])
        found = [
            line("first chart, nothing in the browser's cache", "cold", time, "Streamlit"),
            line("first chart, all in the browser's cache", "warm", time, "Streamlit"),
            line("first chart at 10 Mbit/s and 40 ms", "slow", time, "Dash", 0.6),
            line("first word at 1 Mbit/s and 150 ms", "first word", time, "", 1.0, absolute=True),
            line("first chart at 1 Mbit/s and 150 ms", "bad line", time, "", 1.2, absolute=True),
            line("bytes until the first chart", "before", lambda size: f"{size:.0f} kB", "", 40.0, absolute=True),
            Line(part, "a filter by the plain form, to the new chart", {"kzstats": time(form)}, form, "", 0.1),
            line("over the wire for it", "bytes", lambda size: f"{size:.2f} MB", "", 3.0, absolute=True),
            line("requests for it", "requests", lambda number: f"{number:.0f}", "Streamlit"),
            *found,
            line("server's memory a session", "memory", lambda size: f"{size:.2f} MB", "", 1.0, absolute=True),
        ]
    else:
        found.append(
            Line(part, "filter to redraw, to Panel's", {}, median(measured["kzstats"]["filter"]) / median(measured["Panel"]["filter"]), "Panel", 1.0)
        )
    return found

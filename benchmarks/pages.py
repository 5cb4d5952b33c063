"""The page with three charts, filters, a table and a CSV: kzstats beside plain Streamlit, Dash and
Panel, from the same records; and how soon it stands on a bad line.

All are served at once and take turns in one headless Chromium, each visit in a profile of its own.
kzstats shows its page of cases, which has more on it than its peers': a table, sentences, citations
and four files to every chart, a security policy, and the address that holds the filters; it draws a
chart's last 36 figures, its peers the totals of all years. Every choice of a year asks what was not
asked before, so that nothing comes from a cache of answers.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from itertools import chain
from math import inf
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

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
    without_application,
)

ROUNDS = {30: 3, 10_000: 2, 100_000: 1}
"""How many rounds of each size."""
YEARS = tuple(range(records.LAST - 1, records.LAST - 7, -1))
SESSIONS = 6
BAD_LINE = (1.0, 150.0)
"""Mbit/s and ms."""
_AT_BAD_LINE = "30 records at 1 Mbit/s and 150 ms"
LIMIT = 60.0
"""The seconds that a page has on the bad line: a peer that takes longer is told to, and takes no
more of the run.
"""
Times = dict[str, list[float]]


def lines(size: int) -> list[Line]:
    """Loads, filters, bytes, processor time and memory with 30 records, or the filters again with
    many.
    """
    with tempfile.TemporaryDirectory() as folder:
        return _told(size, _visits(Path(folder), size, ROUNDS[size]))


def bad_lines() -> list[Line]:
    """The first word and the first chart with 30 records on a bad line: of kzstats the middle of
    three times, of its peers one.
    """
    measured: dict[str, Times] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser, servers = _beside_peers(stack, Path(folder), 30)
        for server in servers:
            for _ in range(ROUNDS[30] if server.site is KZSTATS else 1):
                print(f"the bad line: {server.site.name}", file=sys.stderr, flush=True)
                word, chart = _on_bad_line(browser, server)
                times = measured.setdefault(server.site.name, {})
                times.setdefault("word", []).append(word)
                times.setdefault("chart", []).append(chart)
    return _told_of_bad_line(measured)


def _on_bad_line(browser: Browser, server: Server) -> tuple[float, float]:
    """Seconds to the first word and to the first chart; those of the limit, and more, where there
    is none by then.
    """
    with closing(watched(browser).context) as context:
        (page,) = context.pages
        slow(page, *BAD_LINE)
        try:
            chart = first_chart(page, server, LIMIT)
            return first_word(page), chart
        except PlaywrightError:
            return inf, inf


def _told_of_bad_line(measured: Mapping[str, Times]) -> list[Line]:
    """The two lines of the bad line."""

    def line(what: str, name: str, target: float) -> Line:
        middle = {site: median(times[name]) for site, times in measured.items()}
        cells = {
            site: f"more than {LIMIT:.0f} s" if seconds == inf else time(seconds)
            for site, seconds in middle.items()
        }
        return Line(_AT_BAD_LINE, what, cells, middle[KZSTATS.name], "", target)

    return [line("first word", "word", 1.0), line("first chart", "chart", 1.2)]


def _beside_peers(stack: ExitStack, folder: Path, size: int) -> tuple[Browser, list[Server]]:
    """A browser, and the dashboard and its peers with so many records."""
    data, figures = folder / "metrics.yaml", folder / "figures.csv"
    data.write_text(records.data_file(size), encoding="utf-8")
    export = [sys.executable, "-m", "kzstats", "export", "--data", str(data), "-o", str(figures)]
    subprocess.run(export, cwd=ROOT, check=True, env=settings(), stdout=subprocess.DEVNULL)
    return stack.enter_context(browsing()), [
        stack.enter_context(serving(site, data, figures))
        for site in (KZSTATS, STREAMLIT, DASH, PANEL)
    ]


def _visits(folder: Path, size: int, rounds: int) -> Mapping[str, Times]:
    with ExitStack() as stack:
        browser, servers = _beside_peers(stack, folder, size)
        measured: dict[str, Times] = {server.site.name: {} for server in servers}
        for turn in range(rounds):
            for server in servers:
                print(
                    f"{size:,} records, round {turn + 1} of {rounds}: {server.site.name}",
                    file=sys.stderr,
                    flush=True,
                )
                with _lost(server, "the visit"):
                    _visit(
                        browser,
                        server,
                        records.LAST - 9 + turn,
                        measured[server.site.name],
                        few=size > 30,
                    )
                if size == 30:
                    _visit_from_afar(browser, server, measured[server.site.name])
                if server.site is KZSTATS and size == 30:
                    with _lost(server, "the plain form"):
                        _visit_by_form(
                            browser, server, records.LAST - 9 + turn, measured[server.site.name]
                        )
        if size == 30:
            for server in servers:
                with _lost(server, "memory a session"):
                    measured[server.site.name]["memory"] = [_memory_a_session(browser, server)]
    return measured


@contextmanager
def _lost(server: Server, what: str) -> Iterator[None]:
    """What one page does not do in its time is left out, and said; all else is measured."""
    try:
        yield
    except PlaywrightError as error:
        print(
            f"{server.site.name}: {what} is left out: {error.message.splitlines()[0]}",
            file=sys.stderr,
            flush=True,
        )


def _visit(browser: Browser, server: Server, first_year: int, times: Times, few: bool) -> None:
    """One reader's visit: the page with nothing and then with all in the browser's cache, and a
    filter chosen several times.
    """

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
        return float(
            next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        )

    used, worked = server.cpu(), in_browser()
    for year in YEARS:
        keep("filter", redraw(page, server.site, str(year)))
        page.wait_for_timeout(200)
    traffic.settle(page)
    keep("server", (server.cpu() - used) / len(YEARS))
    keep("browser", (in_browser() - worked) / len(YEARS))
    keep("resident", server.memory())
    page.context.close()


def _visit_from_afar(browser: Browser, server: Server, times: Times) -> None:
    """The first chart on a slow line."""
    with (
        _lost(server, "the first chart at 10 Mbit/s and 40 ms"),
        closing(watched(browser).context) as context,
    ):
        (page,) = context.pages
        slow(page)
        times.setdefault("slow", []).append(first_chart(page, server))
        times.setdefault("before", []).append(before_first_chart(page))


def _visit_by_form(browser: Browser, server: Server, first_year: int, times: Times) -> None:
    """The filters as a plain form, of what was not asked before."""
    with closing(watched(browser).context) as context:
        (page,) = context.pages
        traffic = without_application(page)
        for year in YEARS:
            times.setdefault("form", []).append(by_form(page, server, traffic, (first_year, year)))


def _memory_a_session(browser: Browser, server: Server) -> float:
    """Megabytes that the server grows by for each of several readers at once who have chosen a
    filter.
    """
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
    """The lines of a size; one that kzstats, or what it is set against, has no measure for is left
    out.
    """
    part = f"{size:,} records"

    def line(
        what: str,
        name: str,
        said: Callable[[float], str],
        against: str,
        target: float | None = None,
        absolute: bool = False,
        shown: bool = True,
    ) -> Iterator[Line]:
        middle = {site: median(times[name]) for site, times in measured.items() if times.get(name)}
        if "kzstats" in middle and (absolute or against in middle):
            cells = {site: said(value) for site, value in middle.items()} if shown else {}
            ours = middle["kzstats"]
            yield Line(
                part,
                what,
                cells,
                ours if absolute else ours / middle[against],
                "" if absolute else against,
                target,
            )

    for times in measured.values():
        if filters := sorted(times.get("filter", [])):
            times["late"] = [filters[round(0.95 * (len(filters) - 1))]]
    if size == 30:
        # What the form does without scripts, the pages beside it do with theirs.
        for site, times in measured.items():
            if site != KZSTATS.name and (filters := times.get("filter")):
                times["form"] = filters
        fastest = min(
            (site for site in measured if site != KZSTATS.name and measured[site].get("form")),
            key=lambda site: median(measured[site]["form"]),
            default="",
        )
        first = chain(
            line("first chart, nothing in the browser's cache", "cold", time, "Streamlit"),
            line("first chart, all in the browser's cache", "warm", time, "Streamlit"),
            line("first chart at 10 Mbit/s and 40 ms", "slow", time, "Dash", 0.6),
            line(
                "bytes until the first chart",
                "before",
                lambda size: f"{size:.0f} kB",
                "",
                40.0,
                absolute=True,
            ),
            line(
                "a filter by the plain form, to the new chart", "form", time, "", 0.1, absolute=True
            ),
            line("the same, to the fastest peer's filter", "form", time, fastest, 1.0, shown=False),
            line(
                "over the wire for it",
                "bytes",
                lambda size: f"{size:.2f} MB",
                "",
                3.0,
                absolute=True,
            ),
            line("requests for it", "requests", lambda number: f"{number:.0f}", "Streamlit"),
        )
        last = line(
            "server's memory a session",
            "memory",
            lambda size: f"{size:.2f} MB",
            "",
            1.0,
            absolute=True,
        )
    else:
        first = chain()
        last = line("filter to redraw, to Panel's", "filter", time, "Panel", 1.0, shown=False)
    return [
        *first,
        *line("filter to redraw", "filter", time, "Streamlit", 0.75),
        *line("the same, to Dash's", "filter", time, "Dash", shown=False),
        *line("the slowest in twenty", "late", time, "Streamlit"),
        *line("server's processor time a filter", "server", time, "Streamlit", 1 / 3),
        *line("browser's processor time a filter", "browser", time, "Streamlit"),
        *line("server's memory", "resident", lambda size: f"{size:.0f} MB", "Streamlit"),
        *last,
    ]

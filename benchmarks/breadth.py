"""What a page costs where the collection is broad: every page of 10,000 figures of 200 metrics, and
of 1,000, beside the same page with the thirteen checked figures.

Bytes and processor time are of the plain page, which every visit begins with; the first word is
what headless Chromium shows of it at 10 Mbit/s and 40 ms.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from benchmarks import ROOT, Line
from benchmarks.browser import KZSTATS, browsing, first_word, serving, slow, watched

FIGURES = 10_000
BROAD = (200, 1_000)
TOPICS = 10
MOST = 1.3
"""How many times what it takes with the thirteen figures a page may take."""
ROUNDS, MADE = 5, 20
FIRST, LAST = 2001, 2025
REGIONS = ("KZ-75", "KZ-79", "KZ-71", "KZ-10", "KZ-11")


def lines() -> list[Line]:
    """Bytes, processor time and the first word of each page, at each breadth."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"13 figures": _thirteen(Path(folder))}
        for metrics in BROAD:
            files[f"{metrics} metrics"] = path = Path(folder) / f"{metrics}.yaml"
            path.write_text(data_file(FIGURES, metrics), encoding="utf-8")
        measured = {name: dict(_measured(path)) for name, path in files.items()}
    few, *broad = files
    found = []
    for at, (what, (unit, scale)) in enumerate(_UNITS.items()):
        for page in PAGES:
            values = {name: measured[name][page][at] for name in files}
            cells = {name: f"{value * scale:.0f} {unit}" for name, value in values.items()}
            ratio = max(values[name] for name in broad) / values[few]
            found.append(Line("a broad collection", f"{page}: {what}", cells, ratio, few, MOST))
    return found


_UNITS = {
    "packed": ("kB", 1e-3),
    "processor time": ("ms", 1e3),
    "first word at 10 Mbit/s": ("ms", 1e3),
}
PAGES: Mapping[str, str] = {
    "overview": "/",
    "index": "/metrics",
    "topic": "/cases",
    "metric": "/metric/registered_offences",
    "all figures": "/records",
    "articles": "/articles",
    "compare": "/compare?metric=registered_offences&metric=convicted_persons",
}
"""The pages that are measured, by name; every data file has what they name."""


def _thirteen(folder: Path) -> Path:
    """The checked figures alone, without the wider collection beside them."""
    path = folder / "13" / "metrics.yaml"
    path.parent.mkdir()
    path.write_bytes((ROOT / "data" / "metrics.yaml").read_bytes())
    return path


def _measured(path: Path) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """The packed bytes of each page, the processor seconds of one that nobody asked for before,
    and the seconds until a browser shows its first word.
    """
    with browsing() as browser, serving(KZSTATS, path) as server:
        for name, address in PAGES.items():
            asked = f"{address}{'&' if '?' in address else '?'}from="
            size = len(_packed(server.address + address))
            begun = server.cpu()
            for turn in range(MADE):
                _packed(f"{server.address}{asked}{FIRST - MADE + turn}")
            used = (server.cpu() - begun) / MADE
            words = []
            for _ in range(ROUNDS):
                page = watched(browser)
                slow(page)
                page.goto(server.address + address)
                words.append(first_word(page))
                page.context.close()
            print(f"{path.stem}: {name}", file=sys.stderr, flush=True)
            yield name, (size, used, median(words))


def _packed(address: str) -> bytes:
    """A page as a browser takes it."""
    asked = Request(address, headers={"Accept-Encoding": "gzip", "Accept": "text/html"})  # noqa: S310 - this machine's own
    with urlopen(asked) as answer:  # noqa: S310 - this machine's own
        return bytes(answer.read())


def data_file(figures: int, metrics: int) -> str:
    """So many figures of so many metrics: years of the whole and of five regions, from five
    hundred articles of forty publishers.
    """
    text = ['changed: "2026-01-01"', "", "topics:"]
    text += [
        f"  topic_{n}: {{en: Topic {n}, ru: Тема {n}, kk: Тақырып {n}}}" for n in range(1, TOPICS)
    ]
    text += ["", "sources:"]
    for n in range(500):
        text += [
            f"  article-{n}:",
            f"    publisher: Publisher {n % 40}",
            "    publisher_class: media",
            f"    title: Article {n} on what was counted in the country and its regions",
            f'    published: "{LAST}-12-{n % 28 + 1:02}"',
            f"    url: https://example.org/articles/{n}",
            "    language: en",
        ]
    text += ["", "metrics:"]
    for n in range(metrics):
        said = f"Things of kind {n} that were counted in Kazakhstan in a year"
        text += [
            f"  {_name(n)}:",
            f"    title: {{en: {said}, ru: 'Показатель {n}', kk: 'Көрсеткіш {n}'}}",
            f"    short: {{en: Things of kind {n}, ru: 'Показатель {n}', kk: 'Көрсеткіш {n}'}}",
            f"    definition: {{en: '{said}, as their bodies count them'}}",
            f"    topic: {'cases' if n % TOPICS == 0 else f'topic_{n % TOPICS}'}",
            "    kind: flow",
            "    unit: person",
        ]
    text += ["", "records:"]
    text += [_record(n, n % metrics, n // metrics) for n in range(figures)]
    return "\n".join(text) + "\n"


def _name(n: int) -> str:
    return {0: "registered_offences", 1: "convicted_persons"}.get(n, f"things_{n}")


def _record(n: int, metric: int, turn: int) -> str:
    """Years of the whole, the last of them twice, by two who disagree; then years of regions."""
    area, year = "KZ", FIRST + min(turn, 23)
    if turn > 24:
        area, year = REGIONS[turn % len(REGIONS)], LAST - 5 + (turn - 25) // len(REGIONS)
    why = ", reason: {en: Each counts its own.}" if turn in (23, 24) else ""
    return (
        f'  - {{id: r{n}, metric: {_name(metric)}, period: "{year}", value: {100 + n * 7919 % 900},'
        f" area: {area}, source: article-{n % 500}, said_by: Body {turn == 24}{why}}}"
    )

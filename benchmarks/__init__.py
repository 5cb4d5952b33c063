"""How fast the project is, next to what others reach on the same work; ``python -m benchmarks``
runs everything.

What counts are ratios of medians that were taken in turns in one run, since absolute times say more
about the machine. Nothing here is a test: a missed target or a ratio that has grown by a fifth is
marked, and nothing fails. The figures are kept in ``figures.json``; ``docs/benchmarks.md`` shows
them all, the README those that tell most.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "metrics.yaml"
_FIGURES = ROOT / "benchmarks" / "figures.json"
_ALL = ROOT / "docs" / "benchmarks.md"
_README = ROOT / "README.md"
_TELLING = (
    ("30 records", "first chart at 10 Mbit/s and 40 ms"),
    ("30 records at 1 Mbit/s and 150 ms", "first chart"),
    ("30 records", "bytes until the first chart"),
    ("30 records", "a filter by the plain form, to the new chart"),
    ("plain pages, one process", "200 readers, a new page every 5 seconds"),
    ("30 records", "filter to redraw"),
    ("100,000 records", "filter to redraw"),
    ("records", "reading the file"),
    ("sessions that choose every three seconds", "100, one process"),
    ("fifty clients at once, 10,000 records", "the brief"),
    ("a draft of twenty pages", "the draft"),
)
"""The lines that the README shows."""
_MARKERS = ("<!-- benchmarks -->", "<!-- end of benchmarks -->")
_GROWN = 1.2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: cells as they are shown, and the one number that is compared with its
    target and with the last run.

    The lower it is, the better; ``against`` says what it is the ratio to, and is empty where it is
    no ratio.
    """

    part: str
    what: str
    cells: Mapping[str, str]
    measured: float
    against: str = ""
    target: float | None = None

    def said(self) -> str:
        """The measured number and its target, in words."""
        of = f" of {self.against}" if self.against else ""
        number = f"{self.measured:.2f}{of}"
        if self.target is None:
            return number
        return (
            f"{'**' if self.measured > self.target else ''}{number}"
            f"{' (missed)**' if self.measured > self.target else ''}; at most {self.target:g}"
        )


def kept() -> dict[tuple[str, str], Line]:
    """The lines of the last runs, by part and name."""
    lines = (
        [Line(**entry) for entry in json.loads(_FIGURES.read_text(encoding="utf-8"))]
        if _FIGURES.exists()
        else []
    )
    return {(line.part, line.what): line for line in lines}


def report(lines: Iterable[Line], write: bool) -> None:
    """Print the tables, mark what has grown since the last run that was kept, and keep this one if
    asked to.
    """
    before, now = kept(), {(line.part, line.what): line for line in lines}
    print(tables(now.values()))
    for place, line in now.items():
        if place in before and line.measured > before[place].measured * _GROWN:
            print(
                f"▲ {line.part}, {line.what}: {before[place].measured:.2f} before, "
                f"{line.measured:.2f} now"
            )
    if write:
        renewed = {part for part, _ in now}
        after = [line for (part, _), line in before.items() if part not in renewed] + [
            *now.values()
        ]
        _FIGURES.write_text(
            json.dumps([asdict(line) for line in after], ensure_ascii=False, indent=1) + "\n",
            encoding="utf-8",
        )
        show()


def show() -> None:
    """Write the kept figures where they are read."""
    for path, text in shown().items():
        path.write_text(text, encoding="utf-8")


def shown() -> dict[Path, str]:
    """The documents that show the kept figures, as they ought to be."""
    lines = kept()
    begin, end = _MARKERS
    found = {}
    for path, text in ((_ALL, tables(lines.values())), (_README, summary(lines))):
        before, _, rest = path.read_text(encoding="utf-8").partition(begin)
        found[path] = f"{before}{begin}\n{text}{end}{rest.partition(end)[2]}"
    return found


def summary(lines: Mapping[tuple[str, str], Line]) -> str:
    """The most telling lines in one table, each with the first four of its cells."""
    text = "\n| of | | measured | ratio |\n|---|---|---|---|\n"
    for line in (lines[which] for which in _TELLING if which in lines):
        cells = "; ".join(f"{name}: {cell}" for name, cell in islice(line.cells.items(), 4) if cell)
        text += f"| {line.part} | {line.what} | {cells} | {line.said()} |\n"
    return text + "\n"


def tables(lines: Iterable[Line]) -> str:
    """The lines as Markdown, one table a part."""
    parts: dict[str, list[Line]] = {}
    for line in lines:
        parts.setdefault(line.part, []).append(line)
    text = ""
    for part, members in parts.items():
        columns = list(dict.fromkeys(column for line in members for column in line.cells))
        text += f"\n| {part} | {' | '.join(columns)} | ratio |\n|---|{'---|' * len(columns)}---|\n"
        text += "".join(
            f"| {line.what} | {' | '.join(line.cells.get(column, '') for column in columns)} | "
            f"{line.said()} |\n"
            for line in members
        )
    return text + "\n"


def settings(**more: Any) -> dict[str, str]:
    """The environment of a process that is measured: this one's without the project's and
    Streamlit's settings.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KZSTATS_", "STREAMLIT_"))
    } | more


def time(seconds: float) -> str:
    """Seconds in a unit that suits them."""
    for size, unit in ((1, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.2g} µs"

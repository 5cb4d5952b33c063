"""The press: pages and pictures by typst, and workbooks, from plain values; run as a process of its
own by those who serve many.

It knows nothing of the data: what it is to make comes whole, as values that JSON holds. So it is
small, takes no time from the pages, and what it has taken of memory goes with it. ``python -m
kzstats.render.press`` is that process: jobs come in, files go out.
"""

from __future__ import annotations

import json
import resource
import select
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from itertools import chain
from math import ceil
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Final

import typst
import xlsxwriter

_FOLDER: Final = Path(__file__).parent / "fonts"
_BRIEF: Final = Path(__file__).parent / "brief.typ"
_LINKS: Final = 65_530
"""How many links Excel takes in a sheet."""
IDLE: Final = 300
"""After how many seconds without a job the process ends."""
_HEAVY: Final = 160 << 20
"""From how many bytes on the process ends after a job, so that the next one begins small: typst
keeps what it laid out.
"""
LIMIT: Final = 512 << 20
"""The most memory that the process may ask for."""
PATIENCE: Final = 60.0
"""The seconds after which a job is given up."""

Job = Iterable[Any]
"""What is to be made: its head, and what follows it in parts: for a workbook rows, ``[sheet,
columns]``, for a brief what :func:`joined` joins.
"""
Maker = Callable[[Job], bytes]


def make(job: Job) -> bytes:
    """The file, made here and now."""
    parts = iter(job)
    head = next(parts)
    match head["kind"]:
        case "pdf":
            return _pdf(joined(parts), date.fromisoformat(head["made"]))
        case "png":
            return _png(head["svg"], head.get("ppi", 144.0))
    return _workbook(head, parts)


def joined(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One mapping of several; a list that stands in more than one of them is joined.

    >>> joined([{"a": 1, "b": [1]}, {}, {"b": [2]}])
    {'a': 1, 'b': [1, 2]}
    """
    whole: dict[str, Any] = {}
    for part in parts:
        whole |= {
            name: [*whole[name], *value] if name in whole else value for name, value in part.items()
        }
    return whole


def _png(svg: str, ppi: float) -> bytes:
    """The drawing at so many points an inch; at 96 a pixel of it is one of the picture."""
    page = (
        "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), "
        'format: "svg")'
    )
    return typst.compile(
        page.encode(), format="png", ppi=ppi, font_paths=_fonts(), sys_inputs={"svg": svg}
    )


def _pdf(content: dict[str, Any], made: date) -> bytes:
    page, fonts, day = (
        _BRIEF.read_bytes(),
        _fonts(True),
        datetime(made.year, made.month, made.day, tzinfo=UTC),
    )
    given = {"brief": json.dumps(content, ensure_ascii=False)}
    try:
        return typst.compile(
            page,
            format="pdf",
            font_paths=fonts,
            sys_inputs=given,
            timestamp=day,
            pdf_standards="ua-1",
        )
    # a letter that no font here has: it shows as a box, and the file does not claim the
    # standard
    except typst.TypstError:
        return typst.compile(page, format="pdf", font_paths=fonts, sys_inputs=given, timestamp=day)
    # typst keeps what it laid out until ten more documents are made, and a brief is tens of
    # megabytes of it
    finally:
        for _ in range(11):
            typst.compile(b"", format="pdf", font_paths=fonts)


@cache
def _fonts(more: bool = False) -> typst.Fonts:
    """The package's own font, and where ``more`` are wanted those that come with typst, so that
    every machine draws the same.
    """
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=more, font_paths=[str(_FOLDER)]
    )


def _workbook(head: dict[str, Any], parts: Iterator[Any]) -> bytes:  # noqa: C901 - it is read with what it writes
    """A workbook row by row, so that only one is in memory; text is written as text, never as a
    formula or a link made by guessing.
    """
    target = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, {"constant_memory": True, **plain})
    book.set_properties(
        head["properties"]
        | {
            "created": datetime.combine(
                date.fromisoformat(head["properties"]["created"]), datetime.min.time()
            )
        }
    )
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day, whole, number = (
        book.add_format({"num_format": code})
        for code in ("yyyy-mm-dd", "#,##0", "#,##0.###############")
    )
    sheets = []
    for plan in head["sheets"]:
        sheet = book.add_worksheet(plan["name"])
        sheet.freeze_panes(*plan["freeze"])
        for column, (_, width, _) in enumerate(plan["columns"]):
            sheet.set_column(column, column, width)
        if plan["paper"]:
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
        if plan["rows"]:
            sheet.autofilter(0, 0, plan["rows"], len(plan["columns"]) - 1)
        sheets.append(sheet)
    at = [0] * len(sheets)

    def write(place: int, columns: list[list[Any]]) -> None:
        sheet, kinds = sheets[place], [kind for _, _, kind in head["sheets"][place]["columns"]]
        widths = [
            width if kind == "wrapped" else 0 for _, width, kind in head["sheets"][place]["columns"]
        ]
        for line, cells in enumerate(zip(*columns, strict=True), at[place]):
            if any(widths):
                sheet.set_row(
                    line,
                    max(
                        _height(cell, width)
                        for cell, width in zip(cells, widths, strict=True)
                        if width
                    ),
                )
            for column, (kind, cell) in enumerate(zip(kinds, cells, strict=True)):
                if kind == "number":
                    if cell == cell:  # noqa: PLR0124 - a missing number equals nothing; its cell stays empty
                        sheet.write_number(
                            line, column, cell, whole if cell == int(cell) else number
                        )
                elif kind == "day":
                    if cell:  # a missing day, of an open period, is empty
                        sheet.write_datetime(line, column, date.fromisoformat(cell), day)
                elif kind == "flag":
                    sheet.write_boolean(line, column, cell)
                elif kind == "head":
                    sheet.write_string(line, column, cell, bold if line == 0 else wrapped)
                elif kind == "wrapped":
                    sheet.write_string(line, column, cell, wrapped)
                elif cell and (
                    kind != "link" or line > _LINKS or sheet.write_url(line, column, cell) != 0
                ):
                    sheet.write_string(line, column, cell)
        at[place] += len(columns[0])

    ahead: list[Any] = []
    for place, plan in enumerate(head["sheets"]):
        if plan["freeze"][0]:
            for column, (name, _, _) in enumerate(plan["columns"]):
                sheets[place].write_string(0, column, name, bold)
            at[place] = 1
        for part in chain(ahead, parts):
            if part[0] != place:
                ahead = [part]
                break
            write(*part)
            ahead = []
    book.close()
    return target.getvalue()


def _height(said: str, width: int) -> int:
    """The height of a row in which a wrapped text of a column's width stands whole: not every
    spreadsheet program finds it by itself.
    """
    return 15 * max(1, ceil(len(said) / (0.85 * width)))


class PressError(Exception):
    """The process has ended without an answer: it took too long or too much memory."""


class Press:
    """A press in a process of its own, started when there is something to make; one job after
    another.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def close(self) -> None:
        """End the process, if there is one."""
        if (process := self._process) is not None:
            self._process = None
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what it did not read is not wanted any more
                    pipe.close() if pipe is not None else None
            process.wait()

    def stop(self) -> None:
        """End what is being made now; from any thread, since it waits for nothing."""
        if (process := self._process) is not None:
            process.kill()

    def __call__(self, job: Job) -> bytes:
        """The file, as :func:`make` makes it; raises :class:`PressError` where the process has not
        come to an end of it.
        """
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self.close()
            if (process := self._process) is None:
                process = self._process = subprocess.Popen(
                    [sys.executable, "-m", "kzstats.render.press"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=Path(__file__).parents[2],
                )
            assert process.stdin is not None
            assert process.stdout is not None
            watch = Timer(self._patience, process.kill)
            watch.daemon = True
            watch.start()
            try:
                for part in job:
                    process.stdin.write(json.dumps(part, ensure_ascii=False).encode() + b"\n")
                process.stdin.write(b"\n")
                process.stdin.flush()
                size = process.stdout.readline()
                made = process.stdout.read(int(size)) if size else b""
            except OSError:
                size, made = b"", b""
            except (
                BaseException
            ):  # what was to be made could not be said to its end: the process waits for more
                self.close()
                raise
            finally:
                watch.cancel()
            if not size or len(made) < int(size):
                self.close()
                raise PressError("the press has ended without an answer")
            if process.stdout.readline() == b"gone\n":
                self.close()
            return made


def main() -> None:
    """Jobs from standard input, files to standard output, until there are none for a while."""
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))
    with suppress(
        OSError
    ):  # where memory ends all the same, this is the process to end, not the dashboard
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    while select.select([sys.stdin.buffer], [], [], IDLE)[0]:
        first = sys.stdin.buffer.readline()
        if not first:
            return
        lines = iter(sys.stdin.buffer.readline, b"\n")
        made, heavy = make(map(json.loads, chain([first], lines))), True
        deque(lines, maxlen=0)  # up to the end of the job
        with suppress(OSError):
            heavy = (
                int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
                * resource.getpagesize()
                > _HEAVY
            )
        sys.stdout.buffer.write(b"%d\n" % len(made) + made + (b"gone\n" if heavy else b"on\n"))
        sys.stdout.buffer.flush()
        if heavy:
            return


if __name__ == "__main__":
    main()

"""A question asked of the figures, and its answer as a file: the same bytes through every door.

The command line, the data addresses and the pages all put a :class:`Question` and hand out
:func:`answer`; nothing else writes figures into a file.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from csv import writer
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from io import BytesIO, StringIO
from json.encoder import encode_basestring
from math import inf, isnan
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import pandas as pd

from kzstats import files, frames
from kzstats.memory import remembered
from kzstats.model import Dataset
from kzstats.words import LANGUAGES, Refusal

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "csv2": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}
"""The formats by name and media type; ``csv2`` is for spreadsheets that part by semicolons and write a decimal comma."""
_MOST_NAMED = 20
_LONGEST_GUESS = 200
_PART: Final = 250
"""How many rows are made at a time."""
_LARGEST_COPY, _MOST_ROWS, _LONGEST_ROW = 100_000_000, 500_000, 100_000  # of a copy, unpacked; 100,000 figures take 31 MB
FREE_TEXT: Final = (
    "metric_title", "label", "publisher", "source_title", "said_by", "quote", "note", "context", "reason", "translation", "breaks", "publisher_name",
)  # fmt: skip
_TEXT: Final = {*FREE_TEXT, "title", "definition", "author"}
"""The columns of free text in the tables beside the figures too."""
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked for; empty means all."""

    metric: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    lang: str = "en"

    def spoken(self, lang: str = "en") -> Question:
        """The same question in a language."""
        return replace(self, lang=lang)

    def pairs(self) -> list[tuple[str, str]]:
        """The question as parameters of an address, in one order whatever the order it was asked in."""
        several = [(name, value) for name in ("metric", "source", "publisher") for value in sorted(getattr(self, name))]
        years = [(name, str(year)) for name, year in (("from", self.first), ("to", self.last)) if year is not None]
        return [*several, *years, *([("lang", self.lang)] if self.lang != "en" else [])]

    def address(self, extension: str) -> str:
        """The path and query at which the data addresses answer this question."""
        return _address(f"/api/records.{extension}", self.pairs())

    def brief_address(self) -> str:
        """The path and query of the brief for this question."""
        return _address("/api/brief.pdf", self.pairs())

    def page_address(self, page: str = "", chart: str = "") -> str:
        """The path and query of a page of the dashboard that shows this question's view, and a chart on it; a page has metrics of its own."""
        return _address(f"/{page}", [pair for pair in self.pairs() if pair[0] != "metric"]) + (f"#{chart}" if chart else "")

    def figure_address(self, record: str) -> str:
        """The path of a figure's receipt, whatever else is asked: it is the figure's permanent address."""
        return f"/figure/{record}"

    def chart_address(self, name: str, extension: str) -> str:
        """The path and query of a chart's picture for this question."""
        return _address(f"/api/charts/{name}.{extension}", [pair for pair in self.pairs() if pair[0] != "metric"])

    def frame_address(self, name: str) -> str:
        """The path and query of a chart to be framed by other pages, whose language is always said: a reader's browser must not change it."""
        pairs = [pair for pair in self.pairs() if pair[0] not in ("metric", "lang")]
        return _address(f"/embed/{name}", [*pairs, ("lang", self.lang)])

    def file_name(self, extension: str, chart: str = "") -> str:
        """A file name that says what is inside: the rows of the question, or a chart of it."""
        parts = [
            "kzstats",
            *([chart] if chart else sorted(self.metric)),
            *sorted(self.source),
            *(re.sub(r"\W+", "-", name.lower()) for name in sorted(self.publisher)),
        ]
        if self.first is not None or self.last is not None:
            parts.append(f"{self.first or ''}-{self.last or ''}")
        parts = ["_".join(parts)[:120], *(["semicolons"] if extension == "csv2" else []), *([self.lang] if self.lang != "en" else [])]
        return f"{'_'.join(parts)}.{'csv' if extension == 'csv2' else extension}"


class QuestionError(ValueError):
    """A parameter that cannot be answered; ``parameter`` names it, ``allowed`` says what can, ``why`` is what a page says of it."""

    def __init__(self, parameter: str, said: str, problem: str, allowed: Iterable[str], why: Refusal = "unknown") -> None:
        self.parameter, self.why = parameter, why
        self._said, self._problem, self._allowed = said, problem, allowed
        super().__init__(parameter, said, problem)

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(self._allowed)

    @cached_property
    def close(self) -> str:
        """What can be answered and is most like what was asked; it takes long to find where much can be asked."""
        return next(iter(get_close_matches(self._said[:_LONGEST_GUESS], self.allowed, n=1)), "")

    def __str__(self) -> str:
        """The sentence: what is wrong, and what to try."""
        more = f" and {len(self.allowed) - _MOST_NAMED} more" if len(self.allowed) > _MOST_NAMED else ""
        hint = f"did you mean {self.close}?" if self.close else f"allowed: {', '.join(self.allowed[:_MOST_NAMED])}{more}"
        return f"{self.parameter}: {self._said[:80]!r} {self._problem} ({hint})"


def question(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> Question:
    """The question that parameters ask; raises :class:`QuestionError` for the first that cannot be answered.

    ``metric``, ``source`` and ``publisher`` may be repeated; ``from``, ``to`` and ``lang`` stand once.
    """
    asked, wrong = sorted_out(dataset, pairs)
    for _, error in wrong:
        raise error
    return asked


def sorted_out(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> tuple[Question, list[tuple[tuple[str, str], QuestionError]]]:
    """The question that those parameters ask that can be answered, and each of the others with what is wrong with it."""
    known: Mapping[str, Collection[str]] = {"metric": dataset.metrics, "source": dataset.sources, "publisher": _publishers(dataset)}
    several: dict[str, dict[str, None]] = {name: {} for name in known}
    once: dict[str, str] = {}
    years: dict[str, int] = {}
    wrong: list[tuple[tuple[str, str], QuestionError]] = []
    for name, said in pairs:
        error = None
        if name in several:
            if said in known[name]:
                several[name][said] = None
            else:
                error = QuestionError(name, said, f"is not a {name}", known[name])
        elif name not in ("from", "to", "lang"):
            error = QuestionError(name, name, "is not a parameter", (*known, "from", "to", "lang"), "parameter")
        elif name in once:
            error = QuestionError(name, said, "stands twice", ["one value"], "twice")
        elif name == "lang":
            if said not in LANGUAGES:
                error = QuestionError("lang", said, "is not a language", LANGUAGES)
        elif not re.fullmatch(r"[0-9]{4}", said, re.ASCII):
            error = QuestionError(name, said, "is not a year", ["four digits, such as 2016"], "year")
        else:
            both = {**years, name: int(said)}
            if both.get("from", 0) > both.get("to", 9999):
                error = QuestionError("from", str(both["from"]), f"is later than to={both['to']}", [f"{both['to']} or earlier"], "later")
            else:
                years = both
        if error is not None:
            wrong.append(((name, said), error))
        elif name not in several:
            once[name] = said
    metric, source, publisher = (tuple(several[name]) for name in known)
    return Question(metric, source, publisher, years.get("from"), years.get("to"), once.get("lang", "en")), wrong


@remembered(1)
def _publishers(dataset: Dataset) -> Mapping[str, None]:
    return dict.fromkeys(sorted({source.publisher for source in dataset.sources.values()}))


def select(frame: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """The rows of a frame that answer a question."""
    return frames.select(frame, asked.metric, asked.source, asked.publisher, (asked.first, asked.last))


def csv(frame: pd.DataFrame, separator: str = ",", decimal: str = ".") -> bytes:
    """UTF-8 with a byte-order mark, CRLF, ISO days, ``true``/``false``; text that a spreadsheet would run is made harmless."""
    return b"".join(csv_parts(frame, separator, decimal))


def csv_parts(frame: pd.DataFrame, separator: str = ",", decimal: str = ".") -> Iterator[bytes]:
    """The same, some rows at a time."""
    yield "\ufeff".encode() + separator.join(frame.columns).encode() + b"\r\n"
    for rows in in_parts(frame):
        yield _csv_lines(rows, separator, decimal)


def in_parts(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """A frame, some rows at a time, so that what is made of it is never in memory as a whole."""
    return (frame.iloc[at : at + _PART] for at in range(0, len(frame), _PART))


def _csv_lines(frame: pd.DataFrame, separator: str, decimal: str) -> bytes:
    columns: list[list[str]] = []
    for name, column in cells(frame):
        if name in _TEXT:
            columns.append([_harmless(text) for text in column])
        elif name in frames.NUMBERS:
            columns.append(["" if isnan(number) else f"{number:.15g}".replace(".", decimal) for number in column])
        elif name in frames.FLAGS:
            columns.append(["true" if flag else "false" for flag in column])
        else:
            columns.append(column)
    target = StringIO(newline="")
    writer(target, delimiter=separator, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return target.getvalue().encode()


def cells(frame: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """The columns by name as plain values, days as ISO text."""
    for name in frame.columns:
        column = frame[name]
        cells = (column.to_numpy().astype("datetime64[D]").astype(str) if name in frames.DAYS else column).tolist()
        yield name, ["" if cell == "NaT" else cell for cell in cells] if name in frames.DAYS and column.hasnans else cells


def read_csv(path: str | Path) -> pd.DataFrame:
    """The frame that :func:`csv` wrote, by comma or semicolon, alone or in a package: same columns, types and texts, apostrophes undone.

    Raises :class:`ValueError` where the file is no extract.
    """
    content = files.read(Path(path), _LARGEST_COPY)
    if content.startswith(b"PK"):
        content = _unpacked(content)
    if len(content) > _LARGEST_COPY or content.count(b"\n") > _MOST_ROWS:
        raise ValueError(f"holds more than {_LARGEST_COPY // 1_000_000} MB or {_MOST_ROWS:,} rows")
    if max(map(len, content.split(b"\n"))) > _LONGEST_ROW:
        raise ValueError(f"holds a row of more than {_LONGEST_ROW:,} bytes")
    head = content[:5000].decode("utf-8-sig", "replace").partition("\n")[0].strip()
    separator, decimal = (";", ",") if head.startswith("record;") else (",", ".")
    columns = head.split(separator)
    if missing := [column for column in frames.CONTRACT if column not in columns]:
        raise ValueError(f"lacks the columns {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}")
    texts = {column: "str" for column in columns if column not in frames.NUMBERS}
    empty = {column: [""] for column in frames.NUMBERS}
    frame = pd.read_csv(BytesIO(content), encoding="utf-8-sig", sep=separator, decimal=decimal, dtype=texts, keep_default_na=False, na_values=empty)
    undone = {column: frame[column].map(_undone) for column in FREE_TEXT if column in frame}
    if odd := [column for column in frames.FLAGS if not frame[column].isin(["true", "false"]).all()]:
        raise ValueError(f"{odd[0]} holds more than true and false")
    if odd := [column for column in frames.NUMBERS if frame[column].isin([inf, -inf]).any()]:
        raise ValueError(f"{odd[0]} holds no finite number")
    flags = {column: frame[column] == "true" for column in frames.FLAGS}
    return frames.typed(frame.assign(**undone, **flags))


def _unpacked(content: bytes) -> bytes:
    """The rows within a package, read no further than a copy may be long: a small zip can hold gigabytes, and what it says of its size is a claim."""
    if len(content) > _LARGEST_COPY // 5:
        raise ValueError(f"is a zip of more than {_LARGEST_COPY // 5_000_000} MB")
    try:
        with ZipFile(BytesIO(content)) as package:
            if package.getinfo("data.csv").compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise ValueError("is packed in a way that no package here is")
            with package.open("data.csv") as inside:
                return inside.read(_LARGEST_COPY + 1)
    except (BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        raise ValueError(f"holds no data.csv: {error}") from None


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as plain values: days as ISO text, whole numbers as such, what is not known as ``None``."""
    columns = [[*map(_plain, column)] if name in frames.NUMBERS else column for name, column in cells(frame)]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(number: float) -> float | None:
    return None if isnan(number) else int(number) if number == int(number) else number


def differences(published: pd.DataFrame, copy: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """For each row of a copy its record and how it differs from the published row; an empty list where it is equal."""
    now = {row["record"]: row for row in rows(published)}
    for row in rows(copy):
        record = row["record"]
        if record not in now:
            yield record, ["is not a published figure"]
        else:
            columns = [column for column in copy.columns if column in now[record]]
            yield (
                record,
                [f"{column}: {row[column]!r} here, {now[record][column]!r} published" for column in columns if row[column] != now[record][column]],
            )


def records_json(frame: pd.DataFrame, breaks: pd.DataFrame, asked: Question, home: str) -> bytes:
    """The records under ``records``, each with its permanent address; beside them what was asked for and the ``breaks`` of their metrics.

    Written as :func:`as_json` would.
    """
    return b"".join(json_parts(frame, breaks, asked, home))


def json_parts(frame: pd.DataFrame, breaks: pd.DataFrame, asked: Question, home: str) -> Iterator[bytes]:
    """The same, some rows at a time."""
    address = home.rstrip("/")
    described = {"address": address + asked.address("json"), "count": len(frame), "breaks": breaks.to_dict("records")}
    around = as_json(described | {"records": []}).decode()
    if frame.empty:
        yield around.encode()
        return
    before, after = around.split('"records": []')
    yield f'{before}"records": [\n'.encode()
    for place, rows in enumerate(in_parts(frame)):
        yield (",\n" if place else "").encode() + _json_records(rows, home)
    yield f"\n ]{after}".encode()


def _json_records(frame: pd.DataFrame, home: str) -> bytes:
    # Python's own writer is slow where it indents, so that each record is a form to fill.
    names, columns = [*frame.columns, "address"], [[*map(_said, column)] for _, column in cells(frame)]
    columns.append([_said(record_address(record, home)) for record in frame["record"]])
    form = "  {\n" + ",\n".join(f"   {_said(name)}: %s" for name in names) + "\n  }"
    return ",\n".join(form % row for row in zip(*columns, strict=True)).encode()


def _said(cell: str | float) -> str:
    """A cell as JSON."""
    if isinstance(cell, str):
        return encode_basestring(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    number = _plain(cell)
    return "null" if number is None else repr(number)


def record_address(record: str, home: str) -> str:
    """A figure's permanent address."""
    return f"{home.rstrip('/')}/api/records/{record}.json"


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    query = urlencode(pairs)
    return f"{path}{'?' if query else ''}{query}"


def as_json(value: Any) -> bytes:
    """JSON as every door writes it."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _harmless(text: str) -> str:
    """A text that a spreadsheet takes as text: an apostrophe before what begins like a formula, or like such an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def _undone(text: str) -> str:
    return text[1:] if _APOSTROPHE.match(text) else text

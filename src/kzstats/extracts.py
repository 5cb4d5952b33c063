"""A question asked of the figures, and its answer as a file: the same bytes through every door.

The command line, the data addresses and the pages all put a :class:`Question` and hand out
:func:`answer`; nothing else writes figures into a file.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from csv import writer
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO, StringIO
from json.encoder import encode_basestring
from math import inf, isnan
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from zipfile import BadZipFile, ZipFile

import pandas as pd

from kzstats import frames
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
FREE_TEXT: Final = ("metric_title", "label", "publisher", "source_title", "said_by", "quote", "note", "context", "reason")
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

    def page_address(self, page: str = "") -> str:
        """The path and query of a page of the dashboard that shows this question's view; a page has metrics of its own."""
        return _address(f"/{page}", [pair for pair in self.pairs() if pair[0] != "metric"])

    def chart_address(self, name: str, extension: str) -> str:
        """The path and query of a chart's picture for this question."""
        return _address(f"/api/charts/{name}.{extension}", [pair for pair in self.pairs() if pair[0] != "metric"])

    def file_name(self, extension: str) -> str:
        """A file name that says what is inside."""
        parts = ["kzstats", *sorted(self.metric), *sorted(self.source), *(re.sub(r"\W+", "-", name.lower()) for name in sorted(self.publisher))]
        if self.first is not None or self.last is not None:
            parts.append(f"{self.first or ''}-{self.last or ''}")
        name = "_".join(parts)[:120]
        return f"{name}_{self.lang}.csv" if extension == "csv2" else f"{name}{'' if self.lang == 'en' else f'_{self.lang}'}.{extension}"


class QuestionError(ValueError):
    """A parameter that cannot be answered; ``parameter`` names it, ``allowed`` says what can, ``why`` is what a page says of it."""

    def __init__(self, parameter: str, said: str, problem: str, allowed: Iterable[str], why: Refusal = "unknown") -> None:
        """Make the sentence: what is wrong, and what to try."""
        self.parameter, self.allowed, self.why = parameter, tuple(allowed), why
        self.close = next(iter(get_close_matches(said, self.allowed, n=1)), "")
        more = f" and {len(self.allowed) - _MOST_NAMED} more" if len(self.allowed) > _MOST_NAMED else ""
        hint = f"did you mean {self.close}?" if self.close else f"allowed: {', '.join(self.allowed[:_MOST_NAMED])}{more}"
        super().__init__(f"{parameter}: {said[:80]!r} {problem} ({hint})")


def question(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> Question:
    """The question that parameters ask; raises :class:`QuestionError` for the first that cannot be answered.

    ``metric``, ``source`` and ``publisher`` may be repeated; ``from``, ``to`` and ``lang`` stand once.
    """
    known: Mapping[str, Iterable[str]] = {
        "metric": dataset.metrics,
        "source": dataset.sources,
        "publisher": sorted({source.publisher for source in dataset.sources.values()}),
    }
    several: dict[str, list[str]] = {name: [] for name in known}
    once: dict[str, str] = {}
    for name, said in pairs:
        if name in several:
            if said not in (allowed := tuple(known[name])):
                raise QuestionError(name, said, f"is not a {name}", allowed)
            if said not in several[name]:
                several[name].append(said)
        elif name not in ("from", "to", "lang"):
            raise QuestionError(name, name, "is not a parameter", (*known, "from", "to", "lang"), "parameter")
        elif name in once:
            raise QuestionError(name, said, "stands twice", ["one value"], "twice")
        else:
            once[name] = said
    if (lang := once.get("lang", "en")) not in LANGUAGES:
        raise QuestionError("lang", lang, "is not a language", LANGUAGES)
    first, last = (_year(name, once.get(name)) for name in ("from", "to"))
    if first is not None and last is not None and first > last:
        raise QuestionError("from", str(first), f"is later than to={last}", [f"{last} or earlier"], "later")
    return Question(tuple(several["metric"]), tuple(several["source"]), tuple(several["publisher"]), first, last, lang)


def _year(name: str, said: str | None) -> int | None:
    if said is None:
        return None
    if not re.fullmatch(r"[0-9]{4}", said, re.ASCII):
        raise QuestionError(name, said, "is not a year", ["four digits, such as 2016"], "year")
    return int(said)


def select(frame: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """The rows of a frame that answer a question."""
    return frames.select(frame, asked.metric, asked.source, asked.publisher, (asked.first, asked.last))


def csv(frame: pd.DataFrame, separator: str = ",", decimal: str = ".") -> bytes:
    """UTF-8 with a byte-order mark, CRLF, ISO days, ``true``/``false``; text that a spreadsheet would run is made harmless."""
    columns: list[list[str]] = []
    for name, column in _cells(frame):
        if name in FREE_TEXT:
            columns.append([_harmless(text) for text in column])
        elif name in frames.NUMBERS:
            columns.append(["" if isnan(number) else f"{number:.15g}".replace(".", decimal) for number in column])
        elif name in frames.FLAGS:
            columns.append(["true" if flag else "false" for flag in column])
        else:
            columns.append(column)
    target = StringIO(newline="")
    lines = writer(target, delimiter=separator, lineterminator="\r\n")
    lines.writerow(frame.columns)
    lines.writerows(zip(*columns, strict=True))
    return target.getvalue().encode("utf-8-sig")


def _cells(frame: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """The columns by name as plain values, days as ISO text."""
    for name in frame.columns:
        column = frame[name]
        cells = (column.to_numpy().astype("datetime64[D]").astype(str) if name in frames.DAYS else column).tolist()
        yield name, ["" if cell == "NaT" else cell for cell in cells] if name in frames.DAYS and column.hasnans else cells


def read_csv(path: str | Path) -> pd.DataFrame:
    """The frame that :func:`csv` wrote, by comma or semicolon, alone or in a package: same columns, types and texts, apostrophes undone.

    Raises :class:`ValueError` where the file is no extract.
    """
    content = Path(path).read_bytes()
    if content.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(content)) as package:
                content = package.read("data.csv")
        except (BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
            raise ValueError(f"holds no data.csv: {error}") from None
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


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as plain values: days as ISO text, whole numbers as such, what is not known as ``None``."""
    columns = [[*map(_plain, column)] if name in frames.NUMBERS else column for name, column in _cells(frame)]
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


def records_json(frame: pd.DataFrame, asked: Question, home: str) -> bytes:
    """The records under ``records``, each with its permanent address, and what was asked for beside them; written as :func:`as_json` would."""
    address = home.rstrip("/")
    around = as_json({"address": address + asked.address("json"), "count": len(frame), "records": []}).decode()
    if frame.empty:
        return around.encode()
    # Python's own writer is slow where it indents, so that each record is a form to fill.
    names, columns = [*frame.columns, "address"], [[*map(_said, column)] for _, column in _cells(frame)]
    columns.append([_said(record_address(record, home)) for record in frame["record"]])
    form = "  {\n" + ",\n".join(f"   {_said(name)}: %s" for name in names) + "\n  }"
    records = ",\n".join(form % cells for cells in zip(*columns, strict=True))
    return around.replace('"records": []', f'"records": [\n{records}\n ]').encode()


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

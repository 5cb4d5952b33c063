"""A query asked of the figures, and its answer as a file: the same bytes through every door.

The command line, the data addresses and the pages all put a :class:`Query` and hand out
:func:`answer`; nothing else writes figures into a file.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from csv import writer
from io import BytesIO, StringIO
from json.encoder import encode_basestring
from math import inf, isnan
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import pandas as pd

from kzstats import files
from kzstats.query import frames
from kzstats.query.addresses import Query, record_address

_PART: Final = 250
"""How many rows are made at a time."""
_LARGEST_COPY, _MOST_ROWS, _LONGEST_ROW = (
    100_000_000,
    500_000,
    100_000,
)  # of a copy, unpacked; 100,000 figures take 31 MB
FREE_TEXT: Final = (
    "metric_title", "label", "publisher", "source_title", "said_by", "quote", "note",
    "context", "reason", "translation", "breaks", "publisher_name",
    "producer",
)  # fmt: skip
_TEXT: Final = {*FREE_TEXT, "title", "definition", "author", "rule", "limits"}
"""The columns of free text in the tables beside the figures too."""
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def csv(frame: pd.DataFrame, separator: str = ",", decimal: str = ".") -> bytes:
    """UTF-8 with a byte-order mark, CRLF, ISO days, ``true``/``false``; text that a spreadsheet
    would run is made harmless.
    """
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
            columns.append(
                [
                    "" if isnan(number) else f"{number:.15g}".replace(".", decimal)
                    for number in column
                ]
            )
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
        cells = (
            column.to_numpy().astype("datetime64[D]").astype(str) if name in frames.DAYS else column
        ).tolist()
        yield (
            name,
            ["" if cell == "NaT" else cell for cell in cells]
            if name in frames.DAYS and column.hasnans
            else cells,
        )


def read_csv(path: str | Path) -> pd.DataFrame:
    """The frame that :func:`csv` wrote, by comma or semicolon, alone or in a package: same columns,
    types and texts, apostrophes undone.

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
        raise ValueError(
            f"lacks the columns {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}"
        )
    texts = {column: "str" for column in columns if column not in frames.NUMBERS}
    empty = {column: [""] for column in frames.NUMBERS}
    frame = pd.read_csv(
        BytesIO(content),
        encoding="utf-8-sig",
        sep=separator,
        decimal=decimal,
        dtype=texts,
        keep_default_na=False,
        na_values=empty,
    )
    undone = {column: frame[column].map(_undone) for column in FREE_TEXT if column in frame}
    if odd := [
        column for column in frames.FLAGS if not frame[column].isin(["true", "false"]).all()
    ]:
        raise ValueError(f"{odd[0]} holds more than true and false")
    if odd := [column for column in frames.NUMBERS if frame[column].isin([inf, -inf]).any()]:
        raise ValueError(f"{odd[0]} holds no finite number")
    flags = {column: frame[column] == "true" for column in frames.FLAGS}
    return frames.typed(frame.assign(**undone, **flags))


def _unpacked(content: bytes) -> bytes:
    """The rows within a package, read no further than a copy may be long: a small zip can hold
    gigabytes, and what it says of its size is a claim.
    """
    if len(content) > _LARGEST_COPY // 5:
        raise ValueError(f"is a zip of more than {_LARGEST_COPY // 5_000_000} MB")
    try:
        with ZipFile(BytesIO(content)) as package:
            if package.getinfo("data.csv").compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise ValueError("is packed in a way that no package here is")
            with package.open("data.csv") as inside:
                return inside.read(_LARGEST_COPY + 1)
    except (
        BadZipFile,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        zlib.error,
    ) as error:
        raise ValueError(f"holds no data.csv: {error}") from None


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as plain values: days as ISO text, whole numbers as such, what is not known
    as ``None``.
    """
    columns = [
        [*map(_plain, column)] if name in frames.NUMBERS else column
        for name, column in cells(frame)
    ]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(number: float) -> float | None:
    return None if isnan(number) else int(number) if number == int(number) else number


def differences(published: pd.DataFrame, copy: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """For each row of a copy its record and how it differs from the published row; an empty list
    where it is equal.
    """
    now = {row["record"]: row for row in rows(published)}
    for row in rows(copy):
        record = row["record"]
        if record not in now:
            yield record, ["is not a published figure"]
        else:
            columns = [column for column in copy.columns if column in now[record]]
            yield (
                record,
                [
                    f"{column}: {row[column]!r} here, {now[record][column]!r} published"
                    for column in columns
                    if row[column] != now[record][column]
                ],
            )


def json_parts(
    frame: pd.DataFrame, breaks: pd.DataFrame, query: Query, base_url: str
) -> Iterator[bytes]:
    """The records under ``records``, each with its permanent address; beside them what was asked
    for and the ``breaks`` of their metrics.

    Written as :func:`as_json` would, some rows at a time.
    """
    address = base_url.rstrip("/")
    described = {
        "address": address + query.address("json"),
        "count": len(frame),
        "breaks": breaks.to_dict("records"),
    }
    around = as_json(described | {"records": []}).decode()
    if frame.empty:
        yield around.encode()
        return
    before, after = around.split('"records": []')
    yield f'{before}"records": [\n'.encode()
    for place, rows in enumerate(in_parts(frame)):
        yield (",\n" if place else "").encode() + _json_records(rows, base_url)
    yield f"\n ]{after}".encode()


def _json_records(frame: pd.DataFrame, base_url: str) -> bytes:
    # Python's own writer is slow where it indents, so that each record is a form to fill.
    names, columns = (
        [*frame.columns, "address"],
        [[*map(_said, column)] for _, column in cells(frame)],
    )
    columns.append([_said(record_address(record, base_url)) for record in frame["record"]])
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


def as_json(value: Any) -> bytes:
    """JSON as every door writes it."""
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _harmless(text: str) -> str:
    """A text that a spreadsheet takes as text: an apostrophe before what begins like a formula, or
    like such an apostrophe.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _undone(text: str) -> str:
    return text[1:] if _APOSTROPHE.match(text) else text

"""The answer to a question, as a file in any format: one frame behind all of them, the same bytes through every door.

Whatever has a date of its own inside (workbook, zip) is given that of the data, so that the same
question put to the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kzstats import brief, bundle, extracts, frames, marks, paper, press, selection, words
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.memory import remembered
from kzstats.press import Maker
from kzstats.words import say

_WIDTHS: Final = {
    "metric_title": 30, "label": 34, "source_title": 40, "url": 30, "said_by": 32, "quote": 50, "note": 40, "context": 30, "reason": 30,
    "translation": 50, "breaks": 34, "publisher_name": 30,
}  # fmt: skip


def answer(served: Served, asked: Question, extension: str, home: str) -> bytes:
    """The file that answers a question; ``home`` is the address that it says the records have (``KZSTATS_URL``).

    ``extension`` is one of :data:`kzstats.extracts.FORMATS`, or ``pdf`` for the brief.
    """
    return b"".join(parts(served, asked, extension, home, press.make))


def parts(served: Served, asked: Question, extension: str, home: str, maker: Maker) -> Iterator[bytes]:
    """The same in parts, some of them made where ``maker`` makes them."""
    if extension == "pdf":
        yield maker(chain([{"kind": "pdf", "made": served.changed.isoformat()}], brief.parts(served, asked, home)))
        return
    rows = extracts.select(served.frame(asked.lang), asked)
    match extension:
        case "csv":
            yield from extracts.csv_parts(rows)
        case "csv2":
            yield from extracts.csv_parts(rows, ";", ",")
        case "json":
            yield from extracts.json_parts(rows, frames.breaks(served.dataset, rows["metric"].unique(), asked.lang), asked, home)
        case "xlsx":
            yield maker(workbook(served, rows, asked, home))
        case "parquet":
            yield parquet(served, rows, asked, home)
        case _:
            yield bundle.package(served, rows, asked, home)


def record(served: Served, row: dict[str, Any], home: str, lang: str) -> dict[str, Any]:
    """One figure as data, from its row: with its permanent address, all of its source, and the breaks of its metric."""
    said = row | {"address": extracts.record_address(row["record"], home), "source": source(served, row["source"])}
    return said | {"breaks": _breaks(served, row["metric"], lang)}


@remembered(64)
def _breaks(served: Served, metric: str, lang: str) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frames.breaks(served.dataset, [metric], lang).to_dict("records")]


@remembered(256)
def source(served: Served, name: str) -> dict[str, Any]:
    """An article as data, by its id."""
    described: dict[str, Any] = {"id": name} | served.dataset.sources[name].model_dump(mode="json", exclude={"published"})
    return described | {"published": served.dataset.sources[name].published.text}


def chart(served: Served, asked: Question, name: str, extension: str, home: str, maker: Maker) -> Iterator[bytes]:
    """A chart's picture, none where the question leaves no figure for a chart of that name: ``svg``, ``png``, or ``preview.png`` for links to it."""
    for picture in marks.pictures(selection.select(served, asked), name.partition("-")[0], asked.lang):
        if picture.name == name:
            address = home.rstrip("/") + asked.chart_address(name, extension)
            if extension == "preview.png":
                yield maker([{"kind": "png", "svg": paper.preview(picture, address), "ppi": 96.0}])
            else:
                svg = paper.svg(picture, address)
                yield svg.encode() if extension == "svg" else maker([{"kind": "png", "svg": svg}])


def workbook(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> Iterator[Any]:
    """An Excel workbook, for the press: the records with real numbers and dates, their sources, and what the file is and its columns mean."""
    lang = asked.lang
    sources = bundle.sources(served, rows)
    breaks = frames.breaks(served.dataset, rows["metric"].unique(), lang)
    facts = [*bundle.facts(served, rows, asked, home), *((name, words.column(lang, name)) for name in rows.columns)]
    kinds = dict.fromkeys(frames.NUMBERS, "number") | dict.fromkeys(frames.DAYS, "day") | dict.fromkeys(frames.FLAGS, "flag") | {"url": "link"}
    wide = ("title", "url", "publisher")
    yield {
        "kind": "xlsx",
        "properties": {"title": bundle.title(lang), "comments": bundle.cite(served, home, lang), "created": served.changed.isoformat()},
        "sheets": [
            {
                "name": say(lang, "Records"),
                "columns": [(name, _WIDTHS.get(name, 14), kinds.get(name, "text")) for name in rows.columns],
                "freeze": (1, 1),
                "rows": len(rows),
                "paper": False,
            },
            {
                "name": say(lang, "Sources"),
                "columns": [(name, 40 if name in wide else 18, "text") for name in bundle.SOURCE_COLUMNS],
                "freeze": (1, 1),
                "rows": 0,
                "paper": True,
            },
            {
                "name": say(lang, "Breaks"),
                "columns": [(name, {"reason": 80, "url": 40}.get(name, 24), "wrapped") for name in frames.BREAKS],
                "freeze": (1, 1),
                "rows": 0,
                "paper": True,
            },
            {"name": say(lang, "About"), "columns": [("", 24, "head"), ("", 110, "wrapped")], "freeze": (0, 0), "rows": 0, "paper": True},
        ],
    }
    for part in extracts.in_parts(rows):
        yield 0, [column for _, column in extracts.cells(part)]
    yield 1, [[entry[name] for entry in sources] for name in bundle.SOURCE_COLUMNS]
    yield 2, [breaks[name].tolist() for name in frames.BREAKS]
    yield 3, [[name for name, _ in facts], [said for _, said in facts]]


def parquet(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> bytes:
    """An Apache Parquet file with the frame's types; the schema's metadata says what was asked and what each column means."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    described = [field.with_metadata({"description": words.column(asked.lang, field.name)}) for field in table.schema]
    facts: dict[str, str] = {}
    for name, said in bundle.facts(served, rows, asked, home):
        key = f"kzstats:{name}"
        facts[key] = f"{facts[key]}\n{said}" if key in facts else said
    facts["kzstats:breaks"] = frames.breaks(served.dataset, rows["metric"].unique(), asked.lang).to_json(orient="records", force_ascii=False)
    table = table.cast(pa.schema(described)).replace_schema_metadata({**(table.schema.metadata or {}), **facts})
    target = BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()

"""The answer to a query, as a file in any format: one frame behind all of them, the same bytes
through every door.

Whatever has a date of its own inside (workbook, zip) is given that of the data, so that the same
query put to the same data gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kzstats.content import brief, charts, citation
from kzstats.dataset.memory import remembered
from kzstats.exports import data_package, extracts, tables
from kzstats.language import dictionary
from kzstats.language.translation import translate
from kzstats.query import addresses, frames
from kzstats.query.addresses import Query
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot
from kzstats.render import brief as paper
from kzstats.render import press
from kzstats.render import svg as render_svg
from kzstats.render.press import Maker

_WIDTHS: Final = {
    "metric_title": 30, "label": 34, "source_title": 40, "url": 30, "said_by": 32, "quote": 50,
    "note": 40, "context": 30, "reason": 30,
    "translation": 50, "breaks": 34, "publisher_name": 30, "producer": 32, "dimensions": 24,
}  # fmt: skip


def whole(snapshot: Snapshot, query: Query, extension: str, base_url: str) -> bytes:
    """The file that answers a query; ``base_url`` is the address that it says the records have
    (``KZSTATS_URL``).

    ``extension`` is one of :data:`kzstats.query.addresses.FORMATS`, or ``pdf`` for the brief.
    """
    return b"".join(parts(snapshot, query, extension, base_url, press.make))


def parts(
    snapshot: Snapshot, query: Query, extension: str, base_url: str, maker: Maker
) -> Iterator[bytes]:
    """The same in parts, some of them made where ``maker`` makes them."""
    if extension == "pdf":
        said = paper.parts(
            brief.page(snapshot, query), brief.blocks(snapshot, query, base_url), snapshot.changed
        )
        yield maker(chain([{"kind": "pdf", "made": snapshot.changed.isoformat()}], said))
        return
    rows = answering(snapshot, query)
    match extension:
        case "csv":
            yield from extracts.csv_parts(rows)
        case "csv2":
            yield from extracts.csv_parts(rows, ";", ",")
        case "json":
            yield from extracts.json_parts(
                rows,
                frames.breaks(snapshot.dataset, rows["metric"].unique(), query.lang),
                query,
                base_url,
            )
        case "xlsx":
            yield maker(workbook(snapshot, rows, query, base_url))
        case "parquet":
            yield parquet(snapshot, rows, query, base_url)
        case _:
            yield data_package.package(snapshot, rows, query, base_url)


def answering(snapshot: Snapshot, query: Query) -> pd.DataFrame:
    """The rows that answer a query, in its language: all that it asks, words too."""
    rows = frames.answering(snapshot.frame(query.lang), query)
    if not query.search:
        return rows
    return rows[rows["record"].isin([one.id for one in select(snapshot, query).records])]


def record(snapshot: Snapshot, row: dict[str, Any], base_url: str, lang: str) -> dict[str, Any]:
    """One figure as data, from its row: with its permanent address, all of its source, and the
    breaks of its metric.
    """
    said = row | {
        "address": addresses.record_address(row["record"], base_url),
        "source": source(snapshot, row["source"]),
    }
    return said | {"breaks": _breaks(snapshot, row["metric"], lang)}


@remembered(64)
def _breaks(snapshot: Snapshot, metric: str, lang: str) -> list[dict[str, Any]]:
    return [
        {str(name): cell for name, cell in row.items()}
        for row in frames.breaks(snapshot.dataset, [metric], lang).to_dict("records")
    ]


@remembered(256)
def source(snapshot: Snapshot, name: str) -> dict[str, Any]:
    """An article as data, by its id."""
    described: dict[str, Any] = {"id": name} | snapshot.dataset.sources[name].model_dump(
        mode="json", exclude={"published"}
    )
    return described | {"published": snapshot.dataset.sources[name].published.text}


def chart(
    snapshot: Snapshot, query: Query, name: str, extension: str, base_url: str, maker: Maker
) -> Iterator[bytes]:
    """A chart's picture, none where the query leaves no figure for a chart of that name:
    ``svg``, ``png``, or ``preview.png`` for links to it.
    """
    metric = name.partition("-")[0]
    for picture in charts.pictures(snapshot, replace(query, metric=(metric,)), metric):
        if picture.name == name:
            address = base_url.rstrip("/") + query.chart_address(name, extension)
            if extension == "preview.png":
                yield maker(
                    [{"kind": "png", "svg": render_svg.preview(picture, address), "ppi": 96.0}]
                )
            else:
                svg = render_svg.svg(picture, address)
                yield svg.encode() if extension == "svg" else maker([{"kind": "png", "svg": svg}])


def workbook(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> Iterator[Any]:
    """An Excel workbook, for the press: the records with real numbers and dates, their sources, and
    what the file is and its columns mean.
    """
    lang = query.lang
    sources = tables.sources(snapshot, rows)
    breaks = frames.breaks(snapshot.dataset, rows["metric"].unique(), lang)
    facts = [
        *data_package.facts(snapshot, rows, query, base_url),
        *((name, dictionary.column(lang, name)) for name in rows.columns),
    ]
    kinds = (
        dict.fromkeys(frames.NUMBERS, "number")
        | dict.fromkeys(frames.DAYS, "day")
        | dict.fromkeys(frames.FLAGS, "flag")
        | {"url": "link"}
    )
    wide = ("title", "url", "publisher")
    yield {
        "kind": "xlsx",
        "properties": {
            "title": citation.collection_title(lang),
            "comments": citation.collection_line(snapshot, base_url, lang),
            "created": snapshot.changed.isoformat(),
        },
        "sheets": [
            {
                "name": translate(lang, "Records"),
                "columns": [
                    (name, _WIDTHS.get(name, 14), kinds.get(name, "text")) for name in rows.columns
                ],
                "freeze": (1, 1),
                "rows": len(rows),
                "paper": False,
            },
            {
                "name": translate(lang, "Sources"),
                "columns": [
                    (name, 40 if name in wide else 18, "text") for name in tables.SOURCE_COLUMNS
                ],
                "freeze": (1, 1),
                "rows": 0,
                "paper": True,
            },
            {
                "name": translate(lang, "Breaks"),
                "columns": [
                    (name, {"reason": 80, "url": 40}.get(name, 24), "wrapped")
                    for name in frames.BREAKS
                ],
                "freeze": (1, 1),
                "rows": 0,
                "paper": True,
            },
            {
                "name": translate(lang, "About"),
                "columns": [("", 24, "head"), ("", 110, "wrapped")],
                "freeze": (0, 0),
                "rows": 0,
                "paper": True,
            },
        ],
    }
    for part in extracts.in_parts(rows):
        yield 0, [column for _, column in extracts.cells(part)]
    yield 1, [[entry[name] for entry in sources] for name in tables.SOURCE_COLUMNS]
    yield 2, [breaks[name].tolist() for name in frames.BREAKS]
    yield 3, [[name for name, _ in facts], [said for _, said in facts]]


def parquet(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> bytes:
    """An Apache Parquet file with the frame's types; the schema's metadata says what was asked and
    what each column means.
    """
    table = pa.Table.from_pandas(rows, preserve_index=False)
    described = [
        field.with_metadata({"description": dictionary.column(query.lang, field.name)})
        for field in table.schema
    ]
    facts: dict[str, str] = {}
    for name, said in data_package.facts(snapshot, rows, query, base_url):
        key = f"kzstats:{name}"
        facts[key] = f"{facts[key]}\n{said}" if key in facts else said
    facts["kzstats:breaks"] = frames.breaks(
        snapshot.dataset, rows["metric"].unique(), query.lang
    ).to_json(orient="records", force_ascii=False)
    table = table.cast(pa.schema(described)).replace_schema_metadata(
        {**(table.schema.metadata or {}), **facts}
    )
    target = BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()

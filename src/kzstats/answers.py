"""The answer to a question, as a file in any format: one frame behind all of them, the same bytes through every door.

Whatever has a date of its own inside (workbook, zip) is given that of the data, so that the same
question put to the same data gives the same bytes.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from kzstats import brief, bundle, extracts, frames, words
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.words import say

_WIDTHS: Final = {"metric_title": 30, "label": 34, "source_title": 40, "url": 30, "said_by": 32, "quote": 50, "note": 40, "context": 30, "reason": 30}


def answer(served: Served, asked: Question, extension: str, home: str) -> bytes:
    """The file that answers a question; ``home`` is the address that it says the records have (``KZSTATS_URL``).

    ``extension`` is one of :data:`kzstats.extracts.FORMATS`, or ``pdf`` for the brief.
    """
    if extension == "pdf":
        return brief.pdf(served, asked, home)
    rows = extracts.select(served.frame(asked.lang), asked)
    match extension:
        case "csv":
            return extracts.csv(rows)
        case "csv2":
            return extracts.csv(rows, ";", ",")
        case "json":
            return extracts.records_json(rows, asked, home)
        case "xlsx":
            return workbook(served, rows, asked, home)
        case "parquet":
            return parquet(served, rows, asked, home)
    return bundle.package(served, rows, asked, home)


def workbook(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> bytes:
    """An Excel workbook: the records with real numbers and dates, their sources, and what the file is and its columns mean.

    Text is written as text, never as a formula or a link made by guessing.
    """
    lang = asked.lang
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    day = datetime(served.changed.year, served.changed.month, served.changed.day)
    book.set_properties({"title": bundle.title(lang), "comments": bundle.cite(served, home, lang), "created": day})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    date, whole, number = (book.add_format({"num_format": code}) for code in ("yyyy-mm-dd", "#,##0", "#,##0.###############"))

    sheet = book.add_worksheet(say(lang, "Records"))
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(rows.columns):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
        cells = rows[name].tolist()
        for line, cell in enumerate(cells, 1):
            if name in frames.NUMBERS:
                if cell == cell:  # noqa: PLR0124 - a missing number equals nothing; its cell stays empty
                    sheet.write_number(line, column, cell, whole if cell == int(cell) else number)
            elif name in frames.DAYS:
                if cell == cell:  # noqa: PLR0124 - so is a missing day, of an open period
                    sheet.write_datetime(line, column, cell.date(), date)
            elif name in frames.FLAGS:
                sheet.write_boolean(line, column, cell)
            elif cell and (name != "url" or sheet.write_url(line, column, cell) != 0):
                sheet.write_string(line, column, cell)
    if len(rows):
        sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)

    sources = book.add_worksheet(say(lang, "Sources"))
    sources.freeze_panes(1, 1)
    for column, name in enumerate(bundle.SOURCE_COLUMNS):
        sources.write_string(0, column, name, head)
        sources.set_column(column, column, 40 if name in ("title", "url", "publisher") else 18)
    for line, entry in enumerate(bundle.sources(served, rows), 1):
        for column, name in enumerate(bundle.SOURCE_COLUMNS):
            sources.write_string(line, column, entry[name])

    about = book.add_worksheet(say(lang, "About"))
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 110)
    facts = [*bundle.facts(served, rows, asked, home), *((name, words.column(lang, name)) for name in rows.columns)]
    for line, (name, said) in enumerate(facts):
        about.write_string(line, 0, name, head if line == 0 else None)
        about.write_string(line, 1, said)
    book.close()
    return target.getvalue()


def parquet(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> bytes:
    """An Apache Parquet file with the frame's types; the schema's metadata says what was asked and what each column means."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    described = [field.with_metadata({"description": words.column(asked.lang, field.name)}) for field in table.schema]
    facts: dict[str, str] = {}
    for name, said in bundle.facts(served, rows, asked, home):
        key = f"kzstats:{name}"
        facts[key] = f"{facts[key]}\n{said}" if key in facts else said
    table = table.cast(pa.schema(described)).replace_schema_metadata({**(table.schema.metadata or {}), **facts})
    target = BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()

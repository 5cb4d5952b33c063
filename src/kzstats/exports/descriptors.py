"""What other programs read of the rows: Frictionless Data Package v1, CSV on the Web (W3C),
schema.org Dataset, Citation File Format.

All are written from the frame's columns and the models.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, get_args

import pandas as pd

from kzstats.content import citation
from kzstats.content.citation import LICENCE, collection_line, collection_title
from kzstats.dataset import forms, vocabulary
from kzstats.exports import caveats
from kzstats.exports.tables import CODE_COLUMNS, METRIC_COLUMNS, SOURCE_COLUMNS, sources
from kzstats.language import dictionary, naming
from kzstats.language.translation import translate
from kzstats.query import addresses, frames
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.values.quantity import Comparator

_CODES: Final[dict[str, tuple[str, ...]]] = {
    "kind": get_args(vocabulary.Kind),
    "comparator": get_args(Comparator),
    "check": get_args(vocabulary.Check),
    "counting_unit": get_args(vocabulary.CountingUnit),
    "rank": get_args(vocabulary.Rank),
    "stage": get_args(vocabulary.Stage),
    "publisher_class": get_args(vocabulary.PublisherClass),
    "additive": ("true", "false"),
    "widens": ("true", "false"),
    "obs_status": get_args(vocabulary.Observation),
    "change_unit": get_args(vocabulary.ChangeUnit),
    "aim": get_args(vocabulary.Aim),
}
"""The columns whose cells are one of a few codes that every data file has."""
_FORMS: Final = {"area": forms.area, "unit": forms.unit}
"""The columns whose cells are codes of a standard, by their form."""
_KEYS: Final = {"metric": "metrics", "source": "sources"}
"""The columns that lead to a row of another table."""


def _topics(snapshot: Snapshot) -> tuple[str, ...]:
    return (*vocabulary.TOPICS, *snapshot.dataset.topics)


def _enumerated(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The columns whose cells are one of a few codes, those that the data file declares
    among them.
    """
    return {"topic": _topics(snapshot), **_CODES}


def _type(column: str) -> str:
    kinds = (
        dict.fromkeys(frames.NUMBERS, "number")
        | dict.fromkeys(frames.DAYS, "date")
        | dict.fromkeys(frames.FLAGS, "boolean")
    )
    return kinds.get(column, "string")


def data_package(
    snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str
) -> dict[str, Any]:
    """The Frictionless Data Package descriptor (v1) of ``data.csv``."""
    lang, enumerated = query.lang, _enumerated(snapshot)

    def field(table: str, column: str) -> dict[str, Any]:
        described: dict[str, Any] = {
            "name": column,
            "type": _type(column),
            "description": dictionary.column(lang, column, table),
        }
        limits: dict[str, Any] = {}
        if described["type"] == "boolean":
            described |= {"trueValues": ["true"], "falseValues": ["false"]}
        if column in ("record", *_KEYS, *_FORMS, "date"):
            limits["required"] = True
        if column in enumerated:
            limits["enum"] = list(enumerated[column])
        elif column in _FORMS:
            limits["pattern"] = _FORMS[column].strip("^$")
        return described | ({"constraints": limits} if limits else {})

    def resource(name: str, columns: list[str], primary: list[str]) -> dict[str, Any]:
        keys = [
            {"fields": column, "reference": {"resource": table, "fields": column}}
            for column, table in _KEYS.items()
            if column in columns and table != name
        ]
        return {
            "name": name,
            "path": f"{name}.csv",
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {
                "delimiter": ",",
                "lineTerminator": "\r\n",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
            },
            "schema": {
                "fields": [field(name, column) for column in columns],
                "missingValues": [""],
                "primaryKey": primary,
                **({"foreignKeys": keys} if keys else {}),
            },
        }

    return {
        "name": "kzstats",
        "title": collection_title(lang),
        "description": " ".join(caveats.told(snapshot, query, rows)) or collection_title(lang),
        "homepage": base_url,
        "created": f"{snapshot.changed.isoformat()}T00:00:00Z",
        "version": snapshot.digest[:12],
        "licenses": [{"name": LICENCE[0], "title": LICENCE[1], "path": LICENCE[2]}],
        "sources": [
            {"title": f"{entry['publisher']}: {entry['title']}", "path": entry["url"]}
            for entry in sources(snapshot, rows)
        ],
        "resources": [
            resource("data", list(rows.columns), ["record"]),
            resource("metrics", list(METRIC_COLUMNS), ["metric"]),
            resource("breaks", list(frames.BREAKS), ["metric", "date"]),
            resource("dimensions", list(CODE_COLUMNS), ["dimension", "code"]),
            resource("sources", list(SOURCE_COLUMNS), ["source"]),
        ],
    }


def csv_on_the_web(
    snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str, url: str = "data.csv"
) -> dict[str, Any]:
    """The CSV on the Web metadata (W3C Recommendation of 2015) of a CSV of the rows, which lies at
    ``url``.
    """
    lang, enumerated = query.lang, _enumerated(snapshot)

    def datatype(column: str) -> str | dict[str, str]:
        if column in enumerated:
            return {"base": "string", "format": "|".join(map(re.escape, enumerated[column]))}
        return _type(column)

    # Readers that fetch the CSV by its address leave the byte-order mark on the first title,
    # and would not know the column.
    titles: dict[str, str | list[str]] = {column: column for column in rows.columns} | {
        rows.columns[0]: [f"\ufeff{rows.columns[0]}", rows.columns[0]]
    }
    columns = [
        {
            "name": column,
            "titles": titles[column],
            "datatype": datatype(column),
            "dc:description": dictionary.column(lang, column),
            "null": "",
        }
        for column in rows.columns
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": lang}],
        "url": url,
        "dc:title": collection_title(lang),
        "dc:license": {"@id": LICENCE[2]},
        "dc:source": [{"@id": entry["url"]} for entry in sources(snapshot, rows)],
        "dc:modified": {"@value": snapshot.changed.isoformat(), "@type": "xsd:date"},
        "dialect": {"encoding": "utf-8"},
        "tableSchema": {"columns": columns, "primaryKey": "record"},
    }


def schema_org(
    snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str
) -> dict[str, Any]:
    """The schema.org description of the dataset, as search engines read it."""
    lang = query.lang
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": collection_title(lang),
        "description": collection_title(lang)
        + ". "
        + " ".join(caveats.told(snapshot, query, rows)),
        "url": base_url,
        "identifier": base_url.rstrip("/") + query.address("csv"),
        "creator": _organisation(base_url),
        "publisher": _organisation(base_url),
        "keywords": [
            *(
                naming.topic(lang, topic, snapshot.dataset)
                for topic in _topics(snapshot)
                if (rows["topic"] == topic).any()
            ),
            *sorted(set(rows["metric_title"])),
        ],
        "license": LICENCE[2],
        "inLanguage": lang,
        "dateModified": snapshot.changed.isoformat(),
        "version": snapshot.digest[:12],
        "creditText": collection_line(snapshot, base_url, lang),
        "variableMeasured": sorted(set(rows["metric_title"])),
        "isBasedOn": [entry["url"] for entry in sources(snapshot, rows)],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": addresses.FORMATS[kind].partition(";")[0],
                "contentUrl": base_url.rstrip("/") + query.address(kind),
            }
            for kind in ("csv", "json", "xlsx")
        ],
    }
    if areas := [
        {"@type": "Place", "name": naming.area(lang, code), "identifier": code}
        for code in sorted(set(rows["area"]))
        if not code.islower()
    ]:
        described["spatialCoverage"] = areas
    if len(rows):
        described["temporalCoverage"] = _covered(rows)
    return described


def _organisation(base_url: str) -> dict[str, str]:
    return {"@type": "Organization", "name": citation.MAKER, "url": base_url}


def _covered(rows: pd.DataFrame) -> str:
    """The time that the rows cover, open where one of them is."""
    starts, ends = rows["period_start"], rows["period_end"]
    return (
        f"{'..' if starts.isna().any() else f'{starts.min():%Y-%m-%d}'}/"
        f"{'..' if ends.isna().any() else f'{ends.max():%Y-%m-%d}'}"
    )


def citation_file(snapshot: Snapshot, base_url: str, lang: str) -> str:
    """The Citation File Format 1.2.0 of the collection."""

    def quoted(said: str) -> str:
        return json.dumps(said, ensure_ascii=False)

    message = translate(lang, "Name the source of each figure first; it stands in every row.")
    return (
        f"cff-version: 1.2.0\nmessage: {quoted(message)}\ntype: dataset\n"
        f"title: {quoted(collection_title(lang))}\nauthors:\n  - name: {citation.MAKER}\nversion: "
        f"{quoted(snapshot.digest[:12])}\n"
        f"date-released: {quoted(snapshot.changed.isoformat())}\nlicense: {LICENCE[0]}\nurl: "
        f"{quoted(base_url)}\n"
    )

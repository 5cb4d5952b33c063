"""The package: a zip with the rows and all that a reader needs months later, with nobody beside them.

Its descriptors are written from the frame's columns and the models: Frictionless Data Package v1,
CSV on the Web (W3C), schema.org Dataset, and the Citation File Format.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any, Final

import pandas as pd

from kzstats import extracts, frames, words
from kzstats.extracts import Question, as_json
from kzstats.live import Served
from kzstats.words import say, say_n

LICENCE: Final = ("CC-BY-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/")
SOURCE_COLUMNS: Final = ("source", "publisher", "publisher_class", "title", "author", "published", "url", "language", "text_sha256", "archived_url")


def title(lang: str) -> str:
    """The name of the collection."""
    return say(lang, "kzstats: sourced figures on countering terrorism and extremism, and the rule of law, in Kazakhstan")


def cite(served: Served, home: str, lang: str) -> str:
    """How to cite the collection, with the date of its data."""
    return say(lang, "{title}. Data of {day}. {address}", title=title(lang), day=words.day(lang, served.changed), address=home)


def sources(served: Served, rows: pd.DataFrame) -> list[dict[str, str]]:
    """The sources of the rows, each with :data:`SOURCE_COLUMNS` as text."""
    found = []
    for name in dict.fromkeys(rows["source"]):
        source = served.dataset.sources[name]
        entry = {"source": name, "published": source.published.text}
        entry |= {key: str(getattr(source, key) or "") for key in SOURCE_COLUMNS if key not in entry}
        found.append(entry)
    return found


def caveats(rows: pd.DataFrame, lang: str) -> list[str]:
    """What a reader must not overlook in these rows: which are floors or ceilings, rough, ranges, inferred, part of a year, or unchecked."""
    part = (rows["kind"] == "flow") & ~(rows["period_start"].dt.is_year_start & rows["period_end"].dt.is_year_end)

    def bounds(n: int, names: str) -> str:
        return say_n(lang, "{n} row is a bound, not a number: {names}", "{n} rows are bounds, not numbers: {names}", n, names=names)

    def rough(n: int, names: str) -> str:
        return say_n(lang, "{n} row is approximate: {names}", "{n} rows are approximate: {names}", n, names=names)

    def ranges(n: int, names: str) -> str:
        return say_n(
            lang, "{n} row is a range and has no single value: {names}", "{n} rows are ranges and have no single value: {names}", n, names=names
        )

    def short(n: int, names: str) -> str:
        return say_n(lang, "{n} row covers part of a year: {names}", "{n} rows cover parts of years: {names}", n, names=names)

    def inferred(n: int, names: str) -> str:
        return say_n(lang, "{n} row has an inferred period: {names}", "{n} rows have inferred periods: {names}", n, names=names)

    def elsewhere(n: int, names: str) -> str:
        return say_n(lang, "{n} row is not about Kazakhstan alone: {names}", "{n} rows are not about Kazakhstan alone: {names}", n, names=names)

    def unmatched(n: int, names: str) -> str:
        return say_n(
            lang, "{n} row is not known to match its source: {names}", "{n} rows are not known to match their source: {names}", n, names=names
        )

    told = [
        (rows["comparator"] != "=", bounds),
        (rows["approximate"], rough),
        (rows["value"].isna(), ranges),
        (part, short),
        (rows["period_inferred"], inferred),
        (~rows["area"].isin(["KZ"]), elsewhere),
        (rows["check"] != "matches source", unmatched),
    ]
    listed = [(rows.loc[chosen, "record"].tolist(), caveat) for chosen, caveat in told]
    return [caveat(len(names), ", ".join(names[:12]) + (", …" if len(names) > 12 else "")) for names, caveat in listed if names]


def facts(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> list[tuple[str, str]]:
    """What the file is, what was asked, of which data, how to cite it, and its caveats, as pairs of words."""
    lang = asked.lang
    question = ", ".join(f"{name}={value}" for name, value in asked.pairs()) or say(lang, "all figures")
    pairs = [
        (say(lang, "What it is"), title(lang)),
        (say(lang, "Asked for"), question),
        (say(lang, "Address"), home.rstrip("/") + asked.address("csv")),
        (say(lang, "Rows"), words.number(lang, len(rows))),
        (say(lang, "Data of"), f"{served.changed.isoformat()} ({served.digest[:12]})"),
        (say(lang, "Cite as"), cite(served, home, lang)),
        (say(lang, "Licence"), f"{LICENCE[1]} ({LICENCE[2]}). " + say(lang, "The quoted phrases belong to their publishers.")),
    ]
    return pairs + [(say(lang, "Caveat"), caveat) for caveat in caveats(rows, lang)]


def package(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> bytes:
    """The zip: ``data.csv``, ``datapackage.json``, ``data.csv-metadata.json``, ``dataset.jsonld``, ``CITATION.cff``, ``README.md``."""
    files = {
        "README.md": readme(served, rows, asked, home).encode(),
        "data.csv": extracts.csv(rows),
        "datapackage.json": as_json(data_package(served, rows, asked, home)),
        "data.csv-metadata.json": as_json(csv_on_the_web(served, rows, asked, home)),
        "dataset.jsonld": as_json(schema_org(served, rows, asked, home)),
        "CITATION.cff": citation(served, home).encode(),
    }
    target = BytesIO()
    day = max((served.changed.year, served.changed.month, served.changed.day, 0, 0, 0), (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, content)
    return target.getvalue()


def _type(column: str) -> str:
    kinds = dict.fromkeys(frames.NUMBERS, "number") | dict.fromkeys(frames.DAYS, "date") | dict.fromkeys(frames.FLAGS, "boolean")
    return kinds.get(column, "string")


def data_package(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> dict[str, Any]:
    """The Frictionless Data Package descriptor (v1) of ``data.csv``."""
    lang = asked.lang
    fields: list[dict[str, Any]] = []
    for column in rows.columns:
        field: dict[str, Any] = {"name": column, "type": _type(column), "description": words.column(lang, column)}
        if field["type"] == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        if column == "record":
            field["constraints"] = {"required": True, "unique": True}
        fields.append(field)
    return {
        "name": "kzstats",
        "title": title(lang),
        "description": " ".join(caveats(rows, lang)) or title(lang),
        "homepage": home,
        "created": f"{served.changed.isoformat()}T00:00:00Z",
        "version": served.digest[:12],
        "licenses": [{"name": LICENCE[0], "title": LICENCE[1], "path": LICENCE[2]}],
        "sources": [{"title": f"{entry['publisher']}: {entry['title']}", "path": entry["url"]} for entry in sources(served, rows)],
        "resources": [
            {
                "name": "data",
                "path": "data.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
                "schema": {"fields": fields, "missingValues": [""], "primaryKey": ["record"]},
            }
        ],
    }


def csv_on_the_web(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> dict[str, Any]:
    """The CSV on the Web metadata (W3C Recommendation of 2015) of ``data.csv``."""
    lang = asked.lang
    columns = [
        {"name": column, "titles": column, "datatype": _type(column), "dc:description": words.column(lang, column), "null": ""}
        for column in rows.columns
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": lang}],
        "url": "data.csv",
        "dc:title": title(lang),
        "dc:license": {"@id": LICENCE[2]},
        "dc:source": [{"@id": entry["url"]} for entry in sources(served, rows)],
        "dc:modified": {"@value": served.changed.isoformat(), "@type": "xsd:date"},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": "record"},
    }


def schema_org(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> dict[str, Any]:
    """The schema.org description of the dataset, as search engines read it."""
    lang = asked.lang
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": title(lang),
        "description": title(lang) + ". " + " ".join(caveats(rows, lang)),
        "url": home,
        "license": LICENCE[2],
        "inLanguage": lang,
        "dateModified": served.changed.isoformat(),
        "version": served.digest[:12],
        "creditText": cite(served, home, lang),
        "spatialCoverage": "Kazakhstan",
        "variableMeasured": sorted(set(rows["metric_title"])),
        "isBasedOn": [entry["url"] for entry in sources(served, rows)],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": extracts.FORMATS[kind].partition(";")[0],
                "contentUrl": home.rstrip("/") + asked.address(kind),
            }
            for kind in ("csv", "json", "xlsx")
        ],
    }
    if len(rows):
        described["temporalCoverage"] = _covered(rows)
    return described


def _covered(rows: pd.DataFrame) -> str:
    """The time that the rows cover, open where one of them is."""
    starts, ends = rows["period_start"], rows["period_end"]
    return f"{'..' if starts.isna().any() else f'{starts.min():%Y-%m-%d}'}/{'..' if ends.isna().any() else f'{ends.max():%Y-%m-%d}'}"


def citation(served: Served, home: str) -> str:
    """The Citation File Format 1.2.0 of the collection."""
    day = served.changed.isoformat()
    return (
        "cff-version: 1.2.0\nmessage: Name the source of each figure first; it stands in every row.\ntype: dataset\n"
        f'title: "{title("en")}"\nauthors:\n  - name: The kzstats developers\nversion: "{served.digest[:12]}"\n'
        f'date-released: "{day}"\nlicense: {LICENCE[0]}\nurl: "{home}"\n'
    )


def readme(served: Served, rows: pd.DataFrame, asked: Question, home: str) -> str:
    """What a person who has only the zip needs to know, in the language asked for."""
    lang = asked.lang
    told = "\n".join(f"- **{name}**: {said}" for name, said in facts(served, rows, asked, home))
    columns = "\n".join(f"| `{column}` | {words.column(lang, column)} |" for column in rows.columns)
    listed = "\n".join(
        f"- `{entry['source']}`: {entry['publisher']}, {entry['title']}, {entry['published']}. {entry['url']}" for entry in sources(served, rows)
    )
    how = say(
        lang,
        "A row says who said the figure (said_by), where (source, url), in which words (quote), and how sure it is (comparator, approximate, check).",
    )
    apostrophe = say(lang, "In data.csv a text that a spreadsheet would run as a formula begins with an apostrophe; kzstats.read_csv takes it away.")
    again = say(lang, "Whether each row still equals the published one: kzstats verify FILE.")
    return (
        f"# {title(lang)}\n\n{told}\n\n{how} {apostrophe} {again}\n\n## {say(lang, 'Columns')}\n\n| | |\n|---|---|\n{columns}\n\n"
        f"## {say(lang, 'Sources')}\n\n{listed}\n"
    )

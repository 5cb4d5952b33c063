"""The package: a zip with the rows and all that a reader needs months later, with nobody beside them.

Its descriptors are written from the frame's columns and the models: Frictionless Data Package v1,
CSV on the Web (W3C), schema.org Dataset, and the Citation File Format. Beside the rows stand the
tables that their codes lead to: what each metric counts, its breaks, the codes of its dimensions, and the sources.
"""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import Any, Final, get_args

import pandas as pd

from kzstats.content import citation
from kzstats.content.citation import LICENCE, collection_line, collection_title
from kzstats.dataset import forms, vocabulary
from kzstats.exports import extracts
from kzstats.exports.extracts import as_json
from kzstats.language import dictionary, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query import addresses, frames
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.values.codes import SUBDIVISIONS
from kzstats.values.quantity import Comparator

CODE_COLUMNS: Final = ("dimension", "code", "dimension_title", "title", "widens")
SOURCE_COLUMNS: Final = ("source", "publisher", "publisher_class", "title", "author", "published", "url", "language", "text_sha256", "archived_url")
METRIC_COLUMNS: Final = (
    "metric", "title", "definition", "topic", "kind", "unit", "counting_unit", "stage", "additive", "dimensions", "rule", "limits",
)  # fmt: skip
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
    "obs_status": get_args(vocabulary.Status),
}
"""The columns whose cells are one of a few codes that every data file has."""
_FORMS: Final = {"area": forms.area, "unit": forms.unit}
"""The columns whose cells are codes of a standard, by their form."""
_KEYS: Final = {"metric": "metrics", "source": "sources"}
"""The columns that lead to a row of another table."""


def sources(snapshot: Snapshot, rows: pd.DataFrame) -> list[dict[str, str]]:
    """The sources of the rows and of their metrics' breaks, each with :data:`SOURCE_COLUMNS` as text."""
    found = []
    for name in dict.fromkeys([*rows["source"], *frames.breaks(snapshot.dataset, rows["metric"].unique())["source"]]):
        source = snapshot.dataset.sources[name]
        entry = {"source": name, "published": source.published.text}
        entry |= {key: str(getattr(source, key) or "") for key in SOURCE_COLUMNS if key not in entry}
        found.append(entry)
    return found


def metrics(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[dict[str, str]]:
    """What the rows count, each metric with :data:`METRIC_COLUMNS` as text."""
    found = []
    for name in dict.fromkeys(rows["metric"]):
        metric = snapshot.dataset.metrics[name]
        entry = {"metric": name, "title": metric.title.in_language(lang), "definition": metric.definition.in_language(lang)}
        entry |= {"additive": "true" if metric.additive else "false", "dimensions": ";".join(metric.dimensions)}
        entry |= {key: said.in_language(lang) if said else "" for key, said in (("rule", metric.rule), ("limits", metric.limits))}
        found.append({key: entry[key] if key in entry else str(getattr(metric, key) or "") for key in METRIC_COLUMNS})
    return found


def broken(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[str]:
    """For each metric of the rows and each of its breaks, that figures before and after it are not comparable, and why."""
    return [
        translate(lang, "Figures before {day} are not comparable with later ones ({metric}): {reason}", day=day, metric=metric, reason=reason)
        for metric, day, _, reason, _, _ in frames.breaks(snapshot.dataset, rows["metric"].unique(), lang).itertuples(index=False)
    ]


def codes(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[dict[str, str]]:
    """What the codes mean by which the figures of the rows' metrics are limited or widened, each with :data:`CODE_COLUMNS` as text."""
    declared = snapshot.dataset.dimensions
    names = [name for metric in dict.fromkeys(rows["metric"]) for name in snapshot.dataset.metrics[metric].dimensions]
    return [
        {
            "dimension": name,
            "code": code,
            "dimension_title": declared[name].title.in_language(lang),
            "title": member.in_language(lang),
            "widens": "true" if member.widens else "false",
        }
        for name in dict.fromkeys(names)
        for code, member in declared[name].codes.items()
    ]


def _widening(snapshot: Snapshot, dimensions: str) -> bool:
    """Whether one of the pairs in a cell of dimensions makes the figure count more than the whole."""
    pairs = (pair.split("=", 1) for pair in dimensions.split(";") if pair)
    return any(snapshot.dataset.dimensions[name].codes[code].widens for name, code in pairs)


def caveats(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[str]:
    """What a reader must not overlook in these rows: which are floors or ceilings, rough, ranges, inferred, part of a year, or unchecked."""
    wide = rows["dimensions"].map(lambda cell: _widening(snapshot, cell)).astype(bool)
    part = (rows["kind"] == "flow") & ~(rows["period_start"].dt.is_year_start & rows["period_end"].dt.is_year_end)

    def bounds(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row gives only a lower or upper bound: {names}",
            "{n} rows give only a lower or upper bound: {names}",
            n,
            names=names,
        )

    def rough(n: int, names: str) -> str:
        return translate_n(lang, "{n} row is approximate: {names}", "{n} rows are approximate: {names}", n, names=names)

    def ranges(n: int, names: str) -> str:
        return translate_n(
            lang, "{n} row is a range and has no single value: {names}", "{n} rows are ranges and have no single value: {names}", n, names=names
        )

    def short(n: int, names: str) -> str:
        return translate_n(lang, "{n} row covers part of a year: {names}", "{n} rows cover parts of years: {names}", n, names=names)

    def inferred(n: int, names: str) -> str:
        return translate_n(lang, "{n} row has an inferred period: {names}", "{n} rows have inferred periods: {names}", n, names=names)

    def elsewhere(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row is not about Kazakhstan, or not about it alone: {names}",
            "{n} rows are not about Kazakhstan, or not about it alone: {names}",
            n,
            names=names,
        )

    def failing(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row failed its check and is no evidence: {names}",
            "{n} rows failed their check and are no evidence: {names}",
            n,
            names=names,
        )

    def confirmed(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row is confirmed by a person, where the machine could not decide: {names}",
            "{n} rows are confirmed by a person, where the machine could not decide: {names}",
            n,
            names=names,
        )

    def unmatched(n: int, names: str) -> str:
        return translate_n(
            lang, "{n} row is not known to match its source: {names}", "{n} rows are not known to match their source: {names}", n, names=names
        )

    def cited(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row is cited, its words not on record: {names}",
            "{n} rows are cited, their words not on record: {names}",
            n,
            names=names,
        )

    def parts(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row is of a part, which dimensions names, and not of the whole: {names}",
            "{n} rows are of a part, which dimensions names, and not of the whole: {names}",
            n,
            names=names,
        )

    def wider(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row counts more than the metric’s own words say, as dimensions names: {names}",
            "{n} rows count more than the metric’s own words say, as dimensions names: {names}",
            n,
            names=names,
        )

    def loose(n: int, names: str) -> str:
        return translate_n(
            lang,
            "{n} row differs in its definition, is estimated, provisional or of low reliability (obs_status): {names}",
            "{n} rows differ in their definition, are estimated, provisional or of low reliability (obs_status): {names}",
            n,
            names=names,
        )

    told = [
        (rows["comparator"] != "=", bounds),
        (rows["approximate"], rough),
        (rows["value"].isna(), ranges),
        (part, short),
        (rows["period_inferred"], inferred),
        (~rows["area"].isin(["KZ", *SUBDIVISIONS]), elsewhere),
        ((rows["dimensions"] != "") & ~wide, parts),
        (wide, wider),
        (rows["obs_status"].isin(["D", "E", "P", "U"]), loose),
        (rows["check"] == "fails", failing),
        (rows["check"] == "confirmed", confirmed),
        (rows["check"] == "cited", cited),
        (~rows["check"].isin(["matches source", "confirmed", "cited", "fails"]), unmatched),
    ]
    listed = [(rows.loc[chosen, "record"].tolist(), caveat) for chosen, caveat in told]
    return [caveat(len(names), ", ".join(names[:12]) + (", …" if len(names) > 12 else "")) for names, caveat in listed if names]


def facts(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> list[tuple[str, str]]:
    """What the file is, what was asked, of which data, how to cite it, and its caveats, as pairs of words."""
    lang = query.lang
    parameters = ", ".join(f"{name}={value}" for name, value in query.pairs()) or translate(lang, "all figures")
    pairs = [
        (translate(lang, "What it is"), collection_title(lang)),
        (translate(lang, "Asked for"), parameters),
        (translate(lang, "Address"), base_url.rstrip("/") + query.address("csv")),
        (translate(lang, "Rows"), numbers.number(lang, len(rows))),
        (translate(lang, "Data of"), f"{snapshot.changed.isoformat()} ({snapshot.digest[:12]})"),
        (translate(lang, "Cite as"), collection_line(snapshot, base_url, lang)),
        (translate(lang, "Licence"), f"{LICENCE[1]} ({LICENCE[2]}). " + translate(lang, "The quoted phrases belong to their publishers.")),
    ]
    return pairs + [(translate(lang, "Caveat"), caveat) for caveat in (*broken(snapshot, rows, lang), *caveats(snapshot, rows, lang))]


def package(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> bytes:
    """The zip: the rows, the tables that their codes lead to, the descriptors of all of them, and how to cite them."""
    cited = citation.extract(snapshot, list(dict.fromkeys(rows["source"])), collection_title(query.lang), base_url, query.lang)
    files = {
        "README.md": readme(snapshot, rows, query, base_url).encode(),
        "data.csv": b"",
        **{f"{name}.csv": extracts.csv(table) for name, table in _tables(snapshot, rows, query.lang).items()},
        "datapackage.json": as_json(data_package(snapshot, rows, query, base_url)),
        "data.csv-metadata.json": as_json(csv_on_the_web(snapshot, rows, query, base_url)),
        "dataset.jsonld": as_json(schema_org(snapshot, rows, query, base_url)),
        "CITATION.cff": citation_file(snapshot, base_url, query.lang).encode(),
        "citation.bib": cited.bibtex.encode(),
        "citation.ris": cited.ris.encode(),
        "citation.csl.json": cited.csl.encode(),
    }
    target = BytesIO()
    day = (snapshot.changed.year, snapshot.changed.month, snapshot.changed.day, 0, 0, 0)
    day = min(max(day, (1980, 1, 1, 0, 0, 0)), (2107, 12, 31, 0, 0, 0))  # what a zip can say
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            if name == "data.csv":
                with archive.open(entry, "w") as data:
                    for part in extracts.csv_parts(rows):
                        data.write(part)
            else:
                archive.writestr(entry, content)
    return target.getvalue()


def _tables(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> dict[str, pd.DataFrame]:
    """The tables that the codes of the rows lead to, by name."""
    return {
        "metrics": pd.DataFrame(metrics(snapshot, rows, lang), columns=list(METRIC_COLUMNS), dtype="str"),
        "breaks": frames.breaks(snapshot.dataset, rows["metric"].unique(), lang),
        "dimensions": pd.DataFrame(codes(snapshot, rows, lang), columns=list(CODE_COLUMNS), dtype="str"),
        "sources": pd.DataFrame(sources(snapshot, rows), columns=list(SOURCE_COLUMNS), dtype="str"),
    }


def _topics(snapshot: Snapshot) -> tuple[str, ...]:
    return (*vocabulary.TOPICS, *snapshot.dataset.topics)


def _enumerated(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The columns whose cells are one of a few codes, those that the data file declares among them."""
    return {"topic": _topics(snapshot), **_CODES}


def _type(column: str) -> str:
    kinds = dict.fromkeys(frames.NUMBERS, "number") | dict.fromkeys(frames.DAYS, "date") | dict.fromkeys(frames.FLAGS, "boolean")
    return kinds.get(column, "string")


def data_package(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> dict[str, Any]:
    """The Frictionless Data Package descriptor (v1) of ``data.csv``."""
    lang, enumerated = query.lang, _enumerated(snapshot)

    def field(table: str, column: str) -> dict[str, Any]:
        described: dict[str, Any] = {"name": column, "type": _type(column), "description": dictionary.column(lang, column, table)}
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
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
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
        "description": " ".join((*broken(snapshot, rows, lang), *caveats(snapshot, rows, lang))) or collection_title(lang),
        "homepage": base_url,
        "created": f"{snapshot.changed.isoformat()}T00:00:00Z",
        "version": snapshot.digest[:12],
        "licenses": [{"name": LICENCE[0], "title": LICENCE[1], "path": LICENCE[2]}],
        "sources": [{"title": f"{entry['publisher']}: {entry['title']}", "path": entry["url"]} for entry in sources(snapshot, rows)],
        "resources": [
            resource("data", list(rows.columns), ["record"]),
            resource("metrics", list(METRIC_COLUMNS), ["metric"]),
            resource("breaks", list(frames.BREAKS), ["metric", "date"]),
            resource("dimensions", list(CODE_COLUMNS), ["dimension", "code"]),
            resource("sources", list(SOURCE_COLUMNS), ["source"]),
        ],
    }


def csv_on_the_web(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str, url: str = "data.csv") -> dict[str, Any]:
    """The CSV on the Web metadata (W3C Recommendation of 2015) of a CSV of the rows, which lies at ``url``."""
    lang, enumerated = query.lang, _enumerated(snapshot)

    def datatype(column: str) -> str | dict[str, str]:
        if column in enumerated:
            return {"base": "string", "format": "|".join(map(re.escape, enumerated[column]))}
        return _type(column)

    # Readers that fetch the CSV by its address leave the byte-order mark on the first title, and would not know the column.
    titles: dict[str, str | list[str]] = {column: column for column in rows.columns} | {
        rows.columns[0]: [f"\ufeff{rows.columns[0]}", rows.columns[0]]
    }
    columns = [
        {"name": column, "titles": titles[column], "datatype": datatype(column), "dc:description": dictionary.column(lang, column), "null": ""}
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


def schema_org(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> dict[str, Any]:
    """The schema.org description of the dataset, as search engines read it."""
    lang = query.lang
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": collection_title(lang),
        "description": collection_title(lang) + ". " + " ".join((*broken(snapshot, rows, lang), *caveats(snapshot, rows, lang))),
        "url": base_url,
        "identifier": base_url.rstrip("/") + query.address("csv"),
        "creator": _organisation(base_url),
        "publisher": _organisation(base_url),
        "keywords": [
            *(naming.topic(lang, topic, snapshot.dataset) for topic in _topics(snapshot) if (rows["topic"] == topic).any()),
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
    if areas := [{"@type": "Place", "name": naming.area(lang, code), "identifier": code} for code in sorted(set(rows["area"])) if not code.islower()]:
        described["spatialCoverage"] = areas
    if len(rows):
        described["temporalCoverage"] = _covered(rows)
    return described


def _organisation(base_url: str) -> dict[str, str]:
    return {"@type": "Organization", "name": citation.MAKER, "url": base_url}


def _covered(rows: pd.DataFrame) -> str:
    """The time that the rows cover, open where one of them is."""
    starts, ends = rows["period_start"], rows["period_end"]
    return f"{'..' if starts.isna().any() else f'{starts.min():%Y-%m-%d}'}/{'..' if ends.isna().any() else f'{ends.max():%Y-%m-%d}'}"


def citation_file(snapshot: Snapshot, base_url: str, lang: str) -> str:
    """The Citation File Format 1.2.0 of the collection."""

    def quoted(said: str) -> str:
        return json.dumps(said, ensure_ascii=False)

    message = translate(lang, "Name the source of each figure first; it stands in every row.")
    return (
        f"cff-version: 1.2.0\nmessage: {quoted(message)}\ntype: dataset\n"
        f"title: {quoted(collection_title(lang))}\nauthors:\n  - name: {citation.MAKER}\nversion: {quoted(snapshot.digest[:12])}\n"
        f"date-released: {quoted(snapshot.changed.isoformat())}\nlicense: {LICENCE[0]}\nurl: {quoted(base_url)}\n"
    )


def readme(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> str:
    """What a person who has only the zip needs to know, in the language asked for."""
    lang = query.lang
    told = "\n".join(f"- **{name}**: {said}" for name, said in facts(snapshot, rows, query, base_url))
    columns = "\n".join(f"| `{column}` | {dictionary.column(lang, column)} |" for column in rows.columns)
    listed = "\n".join(
        f"- `{entry['source']}`: {entry['publisher']}, {entry['title']}, {entry['published']}. {entry['url']}" for entry in sources(snapshot, rows)
    )
    breaks = "\n".join(
        f"- `{metric}`, {date}: {name}. {reason} (`{source}`, {url})"
        for metric, date, name, reason, source, url in frames.breaks(snapshot.dataset, rows["metric"].unique(), lang).itertuples(index=False)
    )
    how = translate(lang, "A row says who said the figure (said_by), where (source, url), in which words (quote), how precisely "
    "(comparator, approximate),"
                    " and whether its transcription was checked (check).")  # fmt: skip
    apostrophe = translate(
        lang, "In data.csv a text that a spreadsheet would run as a formula begins with an apostrophe; kzstats.read_csv takes it away."
    )
    again = translate(lang, "Whether each row still equals the published one: kzstats verify FILE.")
    return (
        f"# {collection_title(lang)}\n\n{told}\n\n{how} {apostrophe} {again}\n\n## {translate(lang, 'Columns')}\n\n| | |\n|---|---|\n{columns}\n\n"
        + (f"## {translate(lang, 'Breaks')}\n\n{breaks}\n\n" if breaks else "")
        + f"## {translate(lang, 'Sources')}\n\n{listed}\n"
    )

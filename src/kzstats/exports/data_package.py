"""The package: a zip with the rows and all that a reader needs months later, with nobody beside
them.

Beside the rows stand the tables that their codes lead to, and descriptors of all of them.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

import pandas as pd

from kzstats.content import citation
from kzstats.content.citation import LICENCE, collection_line, collection_title
from kzstats.exports import caveats, extracts
from kzstats.exports.descriptors import citation_file, csv_on_the_web, data_package, schema_org
from kzstats.exports.extracts import as_json
from kzstats.exports.tables import sources, tables
from kzstats.language import dictionary, numbers
from kzstats.language.translation import translate
from kzstats.query import frames
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot


def facts(
    snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str
) -> list[tuple[str, str]]:
    """What the file is, what was asked, of which data, how to cite it, and its caveats, as pairs of
    words.
    """
    lang = query.lang
    parameters = ", ".join(f"{name}={value}" for name, value in query.pairs()) or translate(
        lang, "all figures"
    )
    pairs = [
        (translate(lang, "What it is"), collection_title(lang)),
        (translate(lang, "Asked for"), parameters),
        (translate(lang, "Address"), base_url.rstrip("/") + query.address("csv")),
        (translate(lang, "Rows"), numbers.number(lang, len(rows))),
        (translate(lang, "Data of"), f"{snapshot.changed.isoformat()} ({snapshot.digest[:12]})"),
        (translate(lang, "Cite as"), collection_line(snapshot, base_url, lang)),
        (
            translate(lang, "Licence"),
            f"{LICENCE[1]} ({LICENCE[2]}). "
            + translate(lang, "The quoted phrases belong to their publishers."),
        ),
    ]
    return pairs + [
        (translate(lang, "Caveat"), caveat) for caveat in caveats.told(snapshot, query, rows)
    ]


def package(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> bytes:
    """The zip: the rows, the tables that their codes lead to, the descriptors of all of them, and
    how to cite them.
    """
    cited = citation.extract(
        snapshot,
        list(dict.fromkeys(rows["source"])),
        collection_title(query.lang),
        base_url,
        query.lang,
    )
    files = {
        "README.md": readme(snapshot, rows, query, base_url).encode(),
        "data.csv": b"",
        **{
            f"{name}.csv": extracts.csv(table)
            for name, table in tables(snapshot, rows, query.lang).items()
        },
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
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o644 << 16,
                3,
            )
            if name == "data.csv":
                with archive.open(entry, "w") as data:
                    for part in extracts.csv_parts(rows):
                        data.write(part)
            else:
                archive.writestr(entry, content)
    return target.getvalue()


def readme(snapshot: Snapshot, rows: pd.DataFrame, query: Query, base_url: str) -> str:
    """What a person who has only the zip needs to know, in the language asked for."""
    lang = query.lang
    told = "\n".join(
        f"- **{name}**: {said}" for name, said in facts(snapshot, rows, query, base_url)
    )
    columns = "\n".join(
        f"| `{column}` | {dictionary.column(lang, column)} |" for column in rows.columns
    )
    listed = "\n".join(
        f"- `{entry['source']}`: {entry['publisher']}, {entry['title']}, {entry['published']}. "
        f"{entry['url']}"
        for entry in sources(snapshot, rows)
    )
    breaks = "\n".join(
        f"- `{metric}`, {date}: {name}. {reason} (`{source}`, {url})"
        for metric, date, name, reason, source, url in frames.breaks(
            snapshot.dataset, rows["metric"].unique(), lang
        ).itertuples(index=False)
    )
    how = translate(lang, "A row says who said the figure (said_by), where (source, url), in "
        "which words (quote), how precisely "
    "(comparator, approximate),"
                    " and whether its transcription was checked (check).")  # fmt: skip
    apostrophe = translate(
        lang,
        "In data.csv a text that a spreadsheet would run as a formula begins with an apostrophe; "
        "kzstats.read_csv takes it away.",
    )
    again = translate(lang, "Whether each row still equals the published one: kzstats verify FILE.")
    return (
        f"# {collection_title(lang)}\n\n{told}\n\n{how} {apostrophe} {again}\n\n## "
        f"{translate(lang, 'Columns')}\n\n| | |\n|---|---|\n{columns}\n\n"
        + (f"## {translate(lang, 'Breaks')}\n\n{breaks}\n\n" if breaks else "")
        + f"## {translate(lang, 'Sources')}\n\n{listed}\n"
    )

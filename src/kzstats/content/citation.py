"""How to cite a figure, a chart or the collection, and how to fetch a view from pandas, R and
Excel.

Every citation names who printed the figure first, and the date of the data, since figures can be
corrected. What a figure's citation gives to a reference manager is two entries: the article, by its
author and publisher, and the data set, with the value as it was said in its note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from kzstats.content.marks import Picture
from kzstats.dataset.model import Record
from kzstats.language import dates, naming, worded
from kzstats.language.translation import translate
from kzstats.query import frames
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot

MAKER: Final = "The kzstats developers"
_NAME: Final = "kzstats"
_ESCAPES: Final = str.maketrans(
    {letter: f"\\{letter}" for letter in "&%$#_"}
    | {"\\": "＼", "{": "｛", "}": "｝", "^": "ˆ", "~": "˜"}
)
"""What BibTeX would take as commands. The last five have no escape that every reader understands: a
look-alike stands in for each.
"""
_PERSON: Final = re.compile(r"([^\W\d_][\w.’'-]*) ([^\W\d_][\w’'-]+)")
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


class Cited(NamedTuple):
    """A citation in short, at length, and for reference managers."""

    short: str
    long: str
    bibtex: str
    ris: str
    csl: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing to cite, before it is written for a reference manager."""

    key: str
    news: bool
    author: str
    title: str
    publisher: str
    issued: tuple[int, ...]
    """The year, with the month and the day where they are known."""
    url: str
    note: str = ""
    version: str = ""
    language: str = ""

    @property
    def person(self) -> tuple[str, str] | None:
        """Given and family name of the author, where it is plainly a person's name in two words."""
        found = _PERSON.fullmatch(self.author)
        if found is None or not all(
            name[0].isupper() and (len(name) < 3 or not name.isupper()) for name in found.groups()
        ):
            return None
        return found[1], found[2]


def figure(snapshot: Snapshot, record: Record, page: str, lang: str) -> Cited:
    """A figure's citation; ``page`` is its permanent address."""
    source, metric = (
        snapshot.dataset.sources[record.source],
        snapshot.dataset.metrics[record.metric],
    )
    said_by, publisher = (
        naming.name(lang, snapshot.dataset, name) for name in (record.said_by, source.publisher)
    )
    day, changed = dates.period(lang, source.published), dates.day(lang, snapshot.changed)
    short = translate(
        lang,
        "{said_by}, in {publisher}, {date} ({name})",
        said_by=said_by,
        publisher=publisher,
        date=day,
        name=_NAME,
    )
    long = translate(
        lang,
        "{said_by}, in {publisher}, “{title}”, {date}, {url}. {name}, figure {record}, data of "
            "{changed}. {address}",
        said_by=said_by, publisher=publisher, title=source.title, date=day, url=source.url,
        name=_NAME, record=record.id,
        changed=changed, address=page,
    )  # fmt: skip
    title = metric.title.in_language(lang)
    if record.label:
        title = translate(
            lang, "{title}, {label}", title=title, label=record.label.in_language(lang)
        )
    title = naming.limited(lang, title, naming.subset(lang, snapshot.dataset, record))
    title = translate(lang, "{title}, {when}", title=title, when=dates.when(lang, record))
    value = worded.in_words(lang, record, metric)
    note = translate(
        lang,
        "{value}; said by {said_by}, in {publisher}, {date}",
        value=value,
        said_by=said_by,
        publisher=publisher,
        date=day,
    )
    return _cited(
        short,
        long,
        [_article(snapshot, record.source, lang), _data(snapshot, record.id, title, page, note)],
    )


def chart(snapshot: Snapshot, picture: Picture, address: str, lang: str) -> Cited:
    """A chart's citation; ``address`` is that of the page it stands on, in the reader's view."""
    changed = dates.day(lang, snapshot.changed)
    short = translate(lang, "{sources} ({name})", sources=picture.sources, name=_NAME)
    long = translate(
        lang, "{title}. {sources}. {name}, data of {changed}. {address}", title=picture.title,
        sources=picture.sources, name=_NAME, changed=changed,
        address=address,
    )  # fmt: skip
    by_id = {record.id: record.source for record in snapshot.dataset.records}
    articles = [
        _article(snapshot, source, lang)
        for source in dict.fromkeys(by_id[record] for record in picture.records)
    ]
    return _cited(
        short,
        long,
        [*articles, _data(snapshot, picture.name, picture.title, address, picture.sources)],
    )


def collection(snapshot: Snapshot, title: str, base_url: str, lang: str) -> Cited:
    """The collection's citation."""
    return extract(snapshot, [], title, base_url, lang)


def extract(
    snapshot: Snapshot,
    sources: Sequence[str],
    title: str,
    base_url: str,
    lang: str,
    key: str = "collection",
) -> Cited:
    """The citation of the collection, or of the part of it that ``key`` names, with an entry for
    each of the sources of an extract before it.
    """
    long = translate(
        lang,
        "{title}. Data of {day}. {address}",
        title=title,
        day=dates.day(lang, snapshot.changed),
        address=base_url,
    )
    short = translate(lang, "{name}, {year}", name=_NAME, year=str(snapshot.changed.year))
    return _cited(
        short,
        long,
        [
            *(_article(snapshot, source, lang) for source in sources),
            _data(snapshot, key, title, base_url, ""),
        ],
    )


def _article(snapshot: Snapshot, name: str, lang: str) -> _Entry:
    source = snapshot.dataset.sources[name]
    publisher, published = naming.name(lang, snapshot.dataset, source.publisher), source.published
    issued = _issued(published.start)[: {"year": 1, "month": 2}.get(published.precision, 3)]
    news = source.publisher_class == "media"
    return _Entry(
        name,
        news,
        source.author or publisher,
        source.title,
        publisher,
        issued,
        source.url,
        language=source.language,
    )


def _data(snapshot: Snapshot, key: str, title: str, address: str, note: str) -> _Entry:
    version = f"data of {snapshot.changed.isoformat()}"
    return _Entry(
        f"{_NAME}-{key}",
        False,
        MAKER,
        title,
        _NAME,
        _issued(snapshot.changed),
        address,
        note,
        version,
    )


def _issued(day: date) -> tuple[int, ...]:
    return day.year, day.month, day.day


def _cited(short: str, long: str, entries: Sequence[_Entry]) -> Cited:
    csl = (
        "[\n" + ",\n".join(json.dumps(_csl(entry), ensure_ascii=False) for entry in entries) + "\n]"
    )
    return Cited(
        short, long, "\n\n".join(map(_bibtex, entries)), "\n".join(map(_ris, entries)), csl
    )


def _bibtex(entry: _Entry) -> str:
    """An entry of a type that every style knows; two braces keep an office whole, and the letters
    of a title as they are.
    """
    author = entry.author.translate(_ESCAPES)
    fields = {
        "author": author if entry.person else f"{{{author}}}",
        "title": f"{{{entry.title.translate(_ESCAPES)}}}",
        "publisher": f"{{{entry.publisher.translate(_ESCAPES)}}}",
        "year": str(entry.issued[0]),
        "url": entry.url,
        "version": entry.version,
        "note": entry.note.translate(_ESCAPES),
    }
    lines = [f"  {name} = {{{said}}}" for name, said in fields.items() if said]
    if len(entry.issued) > 1:
        lines.insert(4, f"  month = {_MONTHS[entry.issued[1] - 1]}")
    lines.append(f"  date = {{{'-'.join(f'{part:02}' for part in entry.issued)}}}")
    return f"@misc{{{entry.key},\n" + ",\n".join(lines) + "\n}"


def _ris(entry: _Entry) -> str:
    """A record of the RIS format: a tag, two spaces, a hyphen and a space before each text."""
    lines = [
        ("TY", "NEWS" if entry.news else "DATA" if entry.version else "ELEC"),
        ("ID", entry.key),
        ("AU", ", ".join(reversed(entry.person)) if entry.person else entry.author),
        ("TI", entry.title),
        ("PB", entry.publisher),
        ("PY", str(entry.issued[0])),
        ("DA", "/".join([*(f"{part:02}" for part in entry.issued), "", "", ""][:4])),
        ("UR", entry.url),
        ("LA", entry.language),
        ("ET", entry.version),
        ("N1", entry.note),
        ("ER", " "),
    ]
    return "".join(
        f"{tag}  - {' '.join(said.splitlines()).strip()}\n" for tag, said in lines if said
    )


def _csl(entry: _Entry) -> dict[str, Any]:
    """An item of CSL-JSON, as Zotero, pandoc and citeproc read it."""
    author = (
        {"given": entry.person[0], "family": entry.person[1]}
        if entry.person
        else {"literal": entry.author}
    )
    found: dict[str, Any] = {
        "id": entry.key,
        "type": "article-newspaper" if entry.news else "dataset" if entry.version else "webpage",
        "author": [author],
        "title": entry.title,
        "container-title": entry.publisher if entry.news else "",
        "publisher": entry.publisher,
        "issued": {"date-parts": [list(entry.issued)]},
        "URL": entry.url,
        "language": entry.language,
        "version": entry.version,
        "note": entry.note,
    }
    return {name: said for name, said in found.items() if said}


def snippets(query: Query, base_url: str) -> dict[str, str]:
    """How to fetch the rows of a query from pandas, R and Excel's Power Query, by the name of
    each.
    """
    address = base_url.rstrip("/") + query.address("csv")
    numbers = ", ".join(f'"{name}"' for name in frames.NUMBERS)
    return {
        "pandas": f'import pandas as pd\n\nfigures = pd.read_csv(\n    "{address}",\n'
        '    parse_dates=["period_start", "period_end"], keep_default_na=False, na_values=[""]\n)',
        "R": f'figures <- read.csv("{address}", fileEncoding = "UTF-8-BOM", na.strings = "")',
        "Power Query": (
            f'let\n  file = Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = '
            f"65001]),\n"
            "  rows = Table.PromoteHeaders(file),\n"
            f"  figures = Table.TransformColumnTypes(rows, List.Transform({{{numbers}}}, each "
            f'{{_, type number}}), "en-US")\nin\n  figures'
        ),
    }


LICENCE: Final = (
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/",
)


def collection_title(lang: str) -> str:
    """The name of the collection."""
    return translate(
        lang,
        "kzstats: sourced figures on countering terrorism and extremism, and the rule of law, in "
        "Kazakhstan",
    )


def collection_line(snapshot: Snapshot, base_url: str, lang: str) -> str:
    """How to cite the collection, with the date of its data."""
    return translate(
        lang,
        "{title}. Data of {day}. {address}",
        title=collection_title(lang),
        day=dates.day(lang, snapshot.changed),
        address=base_url,
    )

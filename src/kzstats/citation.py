"""How to cite a figure, a chart or the collection, and how to fetch a view from pandas, R and Excel.

Every citation names who printed the figure first, and the date of the data, since figures can be corrected.
"""

from __future__ import annotations

from kzstats import frames, words
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.marks import Picture
from kzstats.model import Record
from kzstats.words import say

_NAME = "kzstats"


def figure(served: Served, record: Record, page: str, lang: str) -> tuple[str, str, str]:
    """A figure's citation in short, at length, and as BibTeX; ``page`` is its permanent address."""
    source = served.dataset.sources[record.source]
    said_by, publisher = (words.name(lang, served.dataset, name) for name in (record.said_by, source.publisher))
    date, changed = words.period(lang, source.published), words.day(lang, served.changed)
    short = say(lang, "{said_by}, in {publisher}, {date} ({name})", said_by=said_by, publisher=publisher, date=date, name=_NAME)
    long = say(
        lang,
        "{said_by}, in {publisher}, “{title}”, {date}, {url}. {name}, figure {record}, data of {changed}. {address}",
        said_by=said_by, publisher=publisher, title=source.title, date=date, url=source.url, name=_NAME, record=record.id,
        changed=changed, address=page,
    )  # fmt: skip
    return short, long, _bibtex(served, record.id, f"{publisher}: {source.title}", page, f"{said_by}; {source.url}")


def chart(served: Served, picture: Picture, address: str, lang: str) -> tuple[str, str, str]:
    """A chart's citation in short, at length, and as BibTeX."""
    changed = words.day(lang, served.changed)
    short = say(lang, "{sources} ({name})", sources=picture.sources, name=_NAME)
    long = say(
        lang, "{title}. {sources}. {name}, data of {changed}. {address}", title=picture.title, sources=picture.sources, name=_NAME, changed=changed,
        address=address,
    )  # fmt: skip
    return short, long, _bibtex(served, picture.name, picture.title, address, picture.sources)


def collection(served: Served, title: str, home: str, lang: str) -> tuple[str, str, str]:
    """The collection's citation in short, at length, and as BibTeX."""
    year = str(served.changed.year)
    long = say(lang, "{title}. Data of {day}. {address}", title=title, day=words.day(lang, served.changed), address=home)
    return say(lang, "{name}, {year}", name=_NAME, year=year), long, _bibtex(served, "collection", title, home, "")


def _bibtex(served: Served, key: str, title: str, address: str, note: str) -> str:
    def safe(said: str) -> str:
        """Words with what BibTeX would take as commands made harmless."""
        escapes = {
            "\\": r"\textbackslash{}",
            "{": r"\textbraceleft{}",
            "}": r"\textbraceright{}",
            "^": r"\^{}",
            "&": r"\&",
            "%": r"\%",
            "$": r"\$",
            "#": r"\#",
            "_": r"\_",
            "~": r"\~{}",
        }
        return "".join(escapes.get(letter, letter) for letter in said)

    fields = {
        "title": f"{{{safe(title)}}}",
        "author": "{{The kzstats developers}}",
        "year": f"{{{served.changed.year}}}",
        "url": f"{{{address}}}",
        "version": f"{{data of {served.changed.isoformat()}}}",
    }
    if note:
        fields["note"] = f"{{{safe(note)}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{_NAME}-{key},\n{lines}\n}}"


def snippets(asked: Question, home: str) -> dict[str, str]:
    """How to fetch the rows of a question from pandas, R and Excel's Power Query, by the name of each."""
    address = home.rstrip("/") + asked.address("csv")
    numbers = ", ".join(f'"{name}"' for name in frames.NUMBERS)
    return {
        "pandas": f'import pandas as pd\n\nfigures = pd.read_csv(\n    "{address}",\n'
        '    parse_dates=["period_start", "period_end"], keep_default_na=False, na_values=[""]\n)',
        "R": f'figures <- read.csv("{address}", fileEncoding = "UTF-8-BOM", na.strings = "")',
        "Power Query": (
            f'let\n  file = Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = 65001]),\n'
            "  rows = Table.PromoteHeaders(file),\n"
            f'  figures = Table.TransformColumnTypes(rows, List.Transform({{{numbers}}}, each {{_, type number}}), "en-US")\nin\n  figures'
        ),
    }

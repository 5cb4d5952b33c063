"""The address of every place of an edition: a file, so that it needs no server; the one door
through which an edition's links are written.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from urllib.parse import quote

from kzstats.content.document import Place
from kzstats.language import interface
from kzstats.query.addresses import SEVERAL, Query


@dataclass(frozen=True, slots=True, eq=False)
class Filed(Query):
    """A query whose answers are files of an edition, so that all that is written of an address
    names a file that is there.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.pairs() == other.pairs()

    def __hash__(self) -> int:
        return hash(tuple(self.pairs()))

    def address(self, extension: str) -> str:
        """The file of the rows."""
        return f"/data/{quote(_short(self.file_name(extension), self))}"

    def brief_address(self) -> str:
        """The file of the brief."""
        return self.address("pdf")

    def page_address(self, page: str = "", chart: str = "") -> str:
        """The file of a page, and a chart on it."""
        return f"/{page_file(self.lang, page)}" + (f"#{chart}" if chart else "")

    def figure_address(self, record: str) -> str:
        """The file of a figure's receipt."""
        return f"/figure/{quote(record)}/index.html"

    def frame_address(self, name: str) -> str:
        """The file of a chart to be framed by other pages."""
        return f"/{page_file(self.lang, f'embed/{name}')}"

    def chart_address(self, name: str, extension: str) -> str:
        """The file of a chart's picture."""
        spoken = f"_{self.lang}" if self.lang != "en" else ""
        return f"/charts/{quote(name)}{spoken}.{extension}"


def _short(name: str, query: Query) -> str:
    """A file name that no other query has: of many metrics their names are cut, and a hash tells
    them apart.
    """
    if sum(len(getattr(query, name)) for name in SEVERAL) < 2:
        return name
    of = hashlib.sha256(repr(query.spoken().pairs()).encode()).hexdigest()[:8]
    stem, dot, extension = name.partition(".")
    kept = stem.removesuffix(f"_{query.lang}").removesuffix("_semicolons")[:60]
    ending = stem.removeprefix(stem.removesuffix(f"_{query.lang}").removesuffix("_semicolons"))
    return f"{kept}_{of}{ending}{dot}{extension}"


def page_file(lang: str, name: str) -> str:
    """The file of a page in a language; the first page stands at the root, English without a folder
    of its own.
    """
    folder = "" if lang == "en" else f"{lang}/"
    return (
        f"{folder}index.html"
        if not name or name == _first()
        else f"{folder}{quote(name)}/index.html"
    )


@cache
def _first() -> str:
    return next(iter(interface.pages("en")))


def path(place: Place) -> str:
    """The file of a place within an edition, as a part of an address.

    >>> (path(Place("page", "cases", Query(lang="ru"))),
    ...  path(Place("figure", "offences-2014")),
    ...  path(Place("rows", form="csv")))
    ('ru/cases/index.html', 'figure/offences-2014/index.html', 'data/kzstats.csv')
    """
    query = filed(place.query)
    match place.kind:
        case "rows":
            return query.address(place.form)[1:]
        case "brief":
            return query.brief_address()[1:]
        case "picture":
            return query.chart_address(place.name, place.form)[1:]
        case "record":
            return f"api/records/{quote(place.name)}.json"
        case "data":
            return place.name.lstrip("/")
        case "page":
            return page_file(
                query.lang,
                place.name if place.view.page == 1 else f"{place.name}/{place.view.page}",
            )
    return page_file(query.lang, f"{place.kind}/{place.name}")


def filed(query: Query) -> Filed:
    """The same query, answered by files."""
    return (
        query
        if isinstance(query, Filed)
        else Filed(**{one.name: getattr(query, one.name) for one in fields(query)})
    )

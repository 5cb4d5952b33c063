"""The address of every place of the dashboard, as its server answers it: the one door through which
a link is written.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from kzstats.content.document import Place
from kzstats.language import interface


def path(place: Place, base: str = "", *, english: bool = False) -> str:
    """The path and query of a place, below the path ``base`` that everything stands below.

    English is what an address without a language asks of a browser that prefers none of the others;
    where the reader chose it over the browser's, ``english`` writes it into the addresses of pages.

    >>> (path(Place("page", "overview")),
    ...  path(Place("figure", "offences-2014"), "/stats"),
    ...  path(Place("page", "cases", anchor="x"), english=True))
    ('/', '/stats/figure/offences-2014', '/cases?lang=en#x')
    """
    query = place.query
    match place.kind:
        case "rows":
            found = query.address(place.form)
        case "picture":
            found = query.chart_address(place.name, place.form)
        case "brief":
            found = query.brief_address()
        case "record":
            found = f"/api/records/{quote(place.name)}.json"
        case "data":
            found = place.name + (f"?lang={query.lang}" if query.lang != "en" else "")
        case _:
            name = place.name if place.kind == "page" else f"{place.kind}/{quote(place.name)}"
            pairs = [*(pair for pair in query.pairs() if pair[0] != "metric"), *place.view.pairs()]
            if english and query.lang == "en":
                pairs.append(("lang", "en"))
            parameters = f"?{urlencode(pairs)}" if pairs else ""
            found = f"/{'' if place.kind == 'page' and is_first(name) else name}{parameters}"
    return f"{base}{found}{f'#{quote(place.anchor)}' if place.anchor else ''}"


def is_first(name: str) -> bool:
    """Whether a page of this name is the first of the menu, which stands at the root."""
    return name == next(iter(interface.pages("en")))

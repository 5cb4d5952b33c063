"""What is asked for beside the pages: the sitemap and the rules for search engines, the feed of
changes, and a figure's address below the page of all figures.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kzstats import settings
from kzstats.content import changes, places
from kzstats.content.document import Place
from kzstats.dataset.complaints import DataError
from kzstats.dataset.memory import remembered
from kzstats.language import interface, languages
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.serve.site import language, missing

_MOST_LISTED: Final = 16_000
"""How many places the sitemap lists, each with its addresses in every language: it may
hold 50,000.
"""


def routes(base: str) -> list[Route]:
    """What is answered beside the pages: at the root, where search engines ask, and below ``base``,
    the path that everything stands below.
    """

    def robots(request: Request) -> Response:
        return PlainTextResponse(
            f"User-agent: *\nAllow: /\nSitemap: "
            f"{settings.base_url_of(request.headers).rstrip('/')}/sitemap.xml\n"
        )

    def sitemap(request: Request) -> Response:
        base_url = settings.base_url_of(request.headers).rstrip("/")
        try:
            listed = _listed(versions.store().snapshot(), base_url)
        except DataError:
            listed = _sitemap(base_url, [Place("page", name) for name in interface.pages("en")])
        return Response(listed, media_type="application/xml")

    def feed(request: Request) -> Response:
        try:
            snapshot = versions.store().snapshot()
        except DataError as error:
            return PlainTextResponse(f"{error.summary}\n", 503, {"Retry-After": "60"})
        made = changes.atom(
            snapshot, language(request.scope), settings.base_url_of(request.headers)
        )
        return Response(
            made,
            200,
            {"Cache-Control": "no-cache", "Vary": "Accept-Language"},
            "application/atom+xml",
        )

    def record(request: Request) -> Response:
        """A figure's address below the page of all figures opens its receipt there."""
        wanted, lang = request.path_params["record"], language(request.scope)
        try:
            known = any(
                record.id == wanted for record in versions.store().snapshot().dataset.records
            )
        except DataError:  # the page says what is wrong
            known = True
        if not known:
            return Response(
                missing(lang, base),
                404,
                {"Cache-Control": "no-cache", "Vary": "Accept-Language"},
                "text/html",
            )
        kept = [
            (name, said) for name, said in request.query_params.multi_items() if name != "record"
        ]
        return RedirectResponse(
            f"{base}/records?{urlencode([*kept, ('record', wanted)])}",
            302,
            {"Cache-Control": "no-cache"},
        )

    known = [
        Route(f"{where}/{name}", answer)
        for where in dict.fromkeys(("", base))
        for name, answer in (
            ("robots.txt", robots),
            ("sitemap.xml", sitemap),
            (f"{changes.NAME}.atom", feed),
        )
    ]
    return [*known, Route(f"{base}/records/{{record}}", record)]


@remembered(4)
def _listed(snapshot: Snapshot, base_url: str) -> str:
    """The sitemap of a version of the data: its pages, metrics, articles and figures."""
    known = [Place("page", name) for name in interface.pages("en", snapshot.dataset)]
    known.append(Place("page", changes.NAME))
    known += [Place("metric", name) for name in snapshot.dataset.metrics]
    known += [Place("article", name) for name in snapshot.dataset.sources]
    known += [Place("figure", record.id) for record in snapshot.dataset.records]
    return _sitemap(base_url, known[:_MOST_LISTED])


def _sitemap(base_url: str, known: list[Place]) -> str:
    """Every place in every language, each with the addresses of the others."""
    entries = []
    for place in known:
        spoken = {lang: replace(place, query=Query(lang=lang)) for lang in languages.LANGUAGES}
        others = {
            lang: escape(base_url + places.path(one, english=True)) for lang, one in spoken.items()
        }
        others["x-default"] = escape(base_url + places.path(place))
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{other}"/>'
            for lang, other in others.items()
        )
        entries += [
            f"<url><loc>{others[lang]}</loc>{links}</url>\n" for lang in languages.LANGUAGES
        ]
    namespaces = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset '
        f"{namespaces}>\n{''.join(entries)}</urlset>\n"
    )

"""What stands around the pages: what search engines ask for, a figure's address below its page, and the answer where there is nothing."""

from __future__ import annotations

from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from kzstats import guard, live, words
from kzstats.plain import DataError
from kzstats.words import say

_STYLE: Final = (
    ":root { color-scheme: light dark; } body { margin: 0; font: 1.05rem/1.5 'Source Sans', 'Source Sans 3', system-ui, sans-serif;"
    " color: light-dark(#1b2530, #eef2f6); background: light-dark(#ffffff, #12171d); }"
    " main { max-width: 40rem; margin: 0 auto; padding: 3rem 1rem; overflow-wrap: break-word; } h1 { font-size: 1.6rem; line-height: 1.2; }"
    " a { color: inherit; } li a { display: inline-block; padding: .3rem 0; } nav a { padding: .3rem .5rem; }"
    " header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .5rem; }"
    " [aria-current] { font-weight: 700; } a:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }"
)


def language(scope: Scope) -> str:
    """The language that an address or the browser asks for."""
    asked = QueryParams(scope["query_string"]).get("lang", "")
    return asked if asked in words.LANGUAGES else words.preferred(Headers(scope=scope).get("accept-language"))


def path(name: str) -> str:
    """A page's path: the first stands at the root."""
    return "/" if name == next(iter(words.pages("en"))) else f"/{name}"


def pages(base: str) -> frozenset[str]:
    """Every path at which a page stands, where all stands below ``base``."""
    return frozenset({base, *(base + path(name) for name in words.pages("en")), *(f"{base}/{name}" for name in words.pages("en"))})


def missing(lang: str, base: str) -> str:
    """The page that says that there is none at its address, and leads to those there are."""
    titles = "".join(f'<li><a href="{escape(base + path(name))}?lang={lang}">{escape(title)}</a></li>' for name, title in words.pages(lang).items())
    current = ' aria-current="true"'
    languages = "".join(
        f'<a href="?lang={code}" lang="{code}" hreflang="{code}"{current if code == lang else ""}>{escape(name)}</a>'
        for code, name in reversed(words.LANGUAGES.items())
    )
    title = say(lang, "There is no page at this address")
    lead = say(lang, "It may have been mistyped, or the page may have moved. These are all pages:")
    label, menu = say(lang, "Language"), say(lang, "Pages")
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f"<title>{escape(title)} · kzstats</title><style>{_STYLE}</style></head>\n"
        f'<body><main><header><strong>kzstats</strong><nav aria-label="{escape(label)}">{languages}</nav></header>\n'
        f'<h1>{escape(title)}</h1>\n<p>{escape(lead)}</p>\n<nav aria-label="{escape(menu)}"><ul>{titles}</ul></nav></main></body>\n</html>\n'
    )


def routes(base: str) -> list[Route]:
    """What is answered beside the pages: at the root, where search engines ask, and below ``base``, the path that everything stands below."""

    def robots(request: Request) -> Response:
        return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {guard.home(request.headers).rstrip('/')}/sitemap.xml\n")

    def sitemap(request: Request) -> Response:
        return Response(_sitemap(guard.home(request.headers).rstrip("/")), media_type="application/xml")

    def record(request: Request) -> Response:
        """A figure's address below the page of all figures opens its receipt there."""
        wanted, lang = request.path_params["record"], language(request.scope)
        try:
            known = any(record.id == wanted for record in live.shelf().served().dataset.records)
        except DataError:  # the page says what is wrong
            known = True
        if not known:
            return Response(missing(lang, base), 404, {"Cache-Control": "no-cache", "Vary": "Accept-Language"}, "text/html")
        kept = [(name, said) for name, said in request.query_params.multi_items() if name != "record"]
        return RedirectResponse(f"{base}/records?{urlencode([*kept, ('record', wanted)])}", 302, {"Cache-Control": "no-cache"})

    asked = [
        Route(f"{where}/{name}", answer) for where in dict.fromkeys(("", base)) for name, answer in (("robots.txt", robots), ("sitemap.xml", sitemap))
    ]
    return [*asked, Route(f"{base}/records/{{record}}", record)]


def _sitemap(home: str) -> str:
    """Every page in every language, each with the addresses of the others."""
    entries = ""
    for name in words.pages("en"):
        address = home + quote(path(name))
        others = {**{lang: f"{address}?lang={lang}" for lang in words.LANGUAGES}, "x-default": address}
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(other)}"/>' for lang, other in others.items())
        entries += "".join(f"<url><loc>{escape(others[lang])}</loc>{links}</url>\n" for lang in words.LANGUAGES)
    namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n{entries}</urlset>\n'

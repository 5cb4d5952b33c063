"""What is answered before the application: every page as a whole document, and what stands around the pages.

That is the pages that have no application behind them, what search engines ask for, and the answer where there is nothing. A page
is made from the version of the data and the question alone, so that it has a tag before it is made, and is kept once it is.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kzstats import api, bundle, extracts, guard, live, paper, words
from kzstats.content import changes, filters, pages, places
from kzstats.content.document import Copyable, Kind, Page, Paragraph, Place, Text
from kzstats.extracts import Question
from kzstats.live import Served, Shelf
from kzstats.memory import remembered
from kzstats.plain import DataError
from kzstats.render import html
from kzstats.words import say

_HERE: Final = Path(__file__).parent
_ALONE: Final[tuple[Kind, ...]] = ("figure", "metric", "chart", "embed")
"""What has pages of its own below its name, with no application behind them."""
_KEPT: Final = 16 << 20
"""How many bytes of packed pages are kept for those who ask the same."""
_LONGEST: Final = 8000
_MOST_LISTED: Final = 16_000
"""How many figures the sitemap lists, each with its addresses in every language: it may hold 50,000."""


def style() -> str:
    """The style of every page, alone or before the application."""
    return lean("first.css") + lean("page.css") + paper.style()


def script() -> str:
    """The script of a page that has no application behind it."""
    return lean("copy.js")


def lean(name: str) -> str:
    """A style or a script of this package as readers get it, in every page: without comments and indentation."""
    text = (_HERE / name).read_text(encoding="utf-8")
    comments = r"/\*.*?\*/" if name.endswith(".css") else r"(?m:(?:^|\s)//\s.*$)"
    return re.sub(r"\n\s*", "\n", re.sub(comments, "", text, flags=re.DOTALL if name.endswith(".css") else 0)).strip() + "\n"


def language(scope: Scope) -> str:
    """The language that an address or the browser asks for."""
    asked = _parameter(scope, "lang")
    return asked if asked in words.LANGUAGES else words.preferred(Headers(scope=scope).get("accept-language"))


def _parameter(scope: Scope, name: str) -> str:
    """The last value of a parameter of an address."""
    return dict(_pairs(scope)).get(name, "")


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    """The parameters of an address that say something: a form sends those too that were left empty."""
    return parse_qsl(scope["query_string"][:_LONGEST].decode("latin-1"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that a page is made from beside the data. ``home`` is the server's address, ``base`` the path that everything stands below."""

    kind: Kind
    name: str
    question: Question
    home: str
    base: str
    english: bool
    """Whether English was asked for in the address: the browser alone would have another language."""
    record: str
    notices: tuple[str, ...]

    def address(self, place: Place) -> str:
        """The path and query of a place."""
        return places.path(place, self.base, english=self.english or self.question.lang != "en")

    def whole(self, place: Place) -> str:
        """The address of a place for others."""
        return self.home.rstrip("/") + places.path(place, english=True)


class Site:
    """The pages of a server; it keeps the packed ones that were asked for last.

    ``tails`` is what starts the application behind a page, for each language; ``face`` is the style by which a page that has none finds
    the same font.
    """

    def __init__(self, shelf: Callable[[], Shelf], base: str, tails: dict[str, str], face: str) -> None:
        self._shelf, self._base, self._tails, self._face = shelf, base, tails, face
        self._names = {base + place: name for name in words.pages("en") for place in (f"/{name}", "/" if places.is_first(name) else f"/{name}")}
        self._names[f"{base}/{changes.NAME}"] = changes.NAME
        if base:
            self._names[base] = next(iter(words.pages("en")))  # leads to the address with a slash, below which the rest stands
        self._kept: dict[str, tuple[int, bytes, int]] = {}
        self._size = 0
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="kzstats-pages")

    def place(self, path: str) -> tuple[Kind, str] | None:
        """Which page stands at a path, if any may."""
        if (name := self._names.get(path)) is not None:
            return "page", name
        kind, _, name = path.removeprefix(f"{self._base}/").partition("/")
        found = next((one for one in _ALONE if one == kind), None)
        return (found, name) if found and name and "/" not in name and path.startswith(f"{self._base}/") else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page, at a path that :meth:`place` knows."""
        found = self.place(scope["path"])
        assert found is not None
        kind, name = found
        if scope["path"] == self._base:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{self._base}/{'?' if query else ''}{query}", 307, {"Cache-Control": "no-cache"})(scope, receive, send)
            return
        headers, lang = Headers(scope=scope), language(scope)
        home = guard.home(headers)
        loop = asyncio.get_running_loop()
        try:
            at_hand = self._shelf().at_hand()
            served = at_hand if at_hand is not None else await loop.run_in_executor(self._maker, self._shelf().served)
        except DataError:
            body = await loop.run_in_executor(self._maker, partial(self._no_data, kind, lang, home))
            status = 200 if kind == "page" else 503
            await Response(body, status, {"Cache-Control": "no-store", "Vary": "Accept-Language"}, "text/html")(scope, receive, send)
            return
        asked = self._asked(served, scope, kind, name, lang, home)
        tag = hashlib.sha256(f"{served.version} {asked!r} {api.made_by()}".encode()).hexdigest()[:32]
        made = self._kept.get(tag)
        if made is None:
            made = await loop.run_in_executor(self._maker, partial(self._made, served, asked, tag))
        await self._send(scope, receive, send, tag, made, lang)

    async def _send(self, scope: Scope, receive: Receive, send: Send, tag: str, made: tuple[int, bytes, int], lang: str) -> None:
        status, packed, size = made
        headers = Headers(scope=scope)
        kept = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-language", lang.encode()),
            (b"vary", b"Accept-Language, Accept-Encoding"),
            (b"cache-control", b"public, max-age=0, must-revalidate" if status == 200 else b"no-cache"),
        ]
        if status == 200:
            kept.append((b"etag", f'"{tag}"'.encode()))
            known = [one.strip().removeprefix("W/") for one in ",".join(headers.getlist("if-none-match")).split(",")]
            if f'"{tag}"' in known or "*" in known:
                await send({"type": "http.response.start", "status": 304, "headers": kept[2:]})
                await send({"type": "http.response.body", "body": b""})
                return
        body, length = packed, len(packed)
        if "gzip" in headers.get("accept-encoding", ""):
            kept.append((b"content-encoding", b"gzip"))
        else:
            body, length = gzip.decompress(packed), size
        kept.append((b"content-length", str(length).encode()))
        await send({"type": "http.response.start", "status": status, "headers": kept})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _asked(self, served: Served, scope: Scope, kind: Kind, name: str, lang: str, home: str) -> _Asked:
        pairs = _pairs(scope)
        question, wrong = filters.asked(served, pairs, lang)
        record = dict(pairs).get(filters.RECORD, "") if kind == "page" else ""
        if record and all(one.id != record for one in served.dataset.records):
            said = say(lang, "No figure has the id “{id}”. It may have been mistyped; the page All figures lists every one.", id=record[:80])
            wrong, record = (*wrong, said), ""
        english = lang == "en" and any(pair == ("lang", "en") for pair in pairs)
        return _Asked(kind, name, question, home, self._base, english, record, (*wrong, *filters.troubles(served, lang)))

    def _made(self, served: Served, asked: _Asked, tag: str) -> tuple[int, bytes, int]:
        """A page's status and its bytes, packed, and kept if there is such a page."""
        if (kept := self._kept.get(tag)) is not None:  # whoever asked before has had it made
            return kept
        written = self._written(served, asked)
        body = (written or missing(asked.question.lang, self._base)).encode()
        made = (200 if written else 404, gzip.compress(body, 6, mtime=0), len(body))
        if written:
            self._kept[tag] = made
            self._size += len(made[1])
            while self._size > _KEPT:
                self._size -= len(self._kept.pop(next(iter(self._kept)))[1])
        return made

    def _written(self, served: Served, asked: _Asked) -> str | None:
        """A page as a document; nothing where there is no such page."""
        lang = asked.question.lang
        is_before = asked.kind == "page" and asked.name != changes.NAME  # whether the application starts behind it
        if asked.name == changes.NAME:
            shown: Page | None = changes.page(served, asked.question)
        else:
            shown = self._built(served, asked)
        if shown is None:
            return None
        shown = replace(shown, place=replace(shown.place, question=asked.question))
        if asked.kind == "embed":
            return html.embed(shown, asked.whole, style(), self._face)
        receipt = pages.figure(served, asked.question, asked.record, asked.home) if asked.record else None
        return html.page(
            shown,
            asked.address,
            html.Around(
                whole=asked.whole,
                offered=filters.offered(served, lang) if asked.kind != "figure" and asked.name != changes.NAME else None,
                notices=asked.notices,
                receipt=receipt,
                described=_described(served, lang, asked),
                style=style(),
                tail=self._tails[lang] if is_before else f"{self._face}<script>{script()}</script>",
                still=_still(lang) if is_before else "",
                keep_lang=asked.english or lang != "en",
            ),
        )

    def _built(self, served: Served, asked: _Asked) -> Page | None:
        """What a page says; nothing where there is no such page."""
        build = {"page": pages.page, "figure": pages.figure, "metric": pages.metric, "chart": pages.chart, "embed": pages.chart}[asked.kind]
        return build(served, asked.question, asked.name, asked.home)

    def _no_data(self, kind: Kind, lang: str, home: str) -> str:
        """The page that says that there is nothing to show, since no valid data were ever read."""
        why = say(
            lang,
            "The data file is not valid, and no valid version of it has been read since the start. "
            "Whoever keeps it finds what to mend in the log, or by this command:",
        )
        shown = Page(
            place=Place("page", next(iter(words.pages("en"))), Question(lang=lang)),
            lang=lang,
            title=say(lang, "The figures cannot be shown"),
            lead="",
            description=why,
            blocks=(Paragraph((Text(why),), "notice"), Copyable("kzstats check")),
            foot="",
        )
        asked = _Asked(kind, "", Question(lang=lang), home, self._base, False, "", ())
        return html.page(shown, asked.address, html.Around(style=style(), tail=self._tails[lang] if kind == "page" else ""))


def _still(lang: str) -> str:
    """What a page says where the application behind it does not start."""
    return say(lang, "This page works as it stands. Its interactive form has not started: it needs scripts and an open connection to the server.")


@remembered(32)
def _dataset(served: Served, lang: str, metric: tuple[str, ...], home: str) -> dict[str, Any]:
    asked = Question(metric=metric, lang=lang)
    return bundle.schema_org(served, extracts.select(served.frame(lang), asked), asked, home)


def _described(served: Served, lang: str, asked: _Asked) -> dict[str, Any]:
    """The data set that a page is of, for search engines: all of it on the first page, a metric's on its own."""
    if asked.kind == "page" and places.is_first(asked.name):
        return _dataset(served, lang, (), asked.home)
    return _dataset(served, lang, (asked.name,), asked.home) if asked.kind == "metric" else {}


def missing(lang: str, base: str) -> str:
    """The page that says that there is none at its address, and leads to those there are."""
    return html.missing(lang, partial(places.path, base=base, english=True), _MISSING_STYLE)


_MISSING_STYLE: Final = (
    ":root { color-scheme: light dark; } body { margin: 0; font: 1.05rem/1.5 'Source Sans', 'Source Sans 3', system-ui, sans-serif;"
    " color: light-dark(#1b2530, #eef2f6); background: light-dark(#ffffff, #12171d); }"
    " main { max-width: 40rem; margin: 0 auto; padding: 3rem 1rem; overflow-wrap: break-word; } h1 { font-size: 1.6rem; line-height: 1.2; }"
    " a { color: inherit; } li a { display: inline-block; padding: .3rem 0; } nav a { padding: .3rem .5rem; }"
    " header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .5rem; }"
    " [aria-current] { font-weight: 700; } a:focus-visible { outline: 3px solid #b45309; outline-offset: 2px; }"
)


def routes(base: str) -> list[Route]:
    """What is answered beside the pages: at the root, where search engines ask, and below ``base``, the path that everything stands below."""

    def robots(request: Request) -> Response:
        return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {guard.home(request.headers).rstrip('/')}/sitemap.xml\n")

    def sitemap(request: Request) -> Response:
        home = guard.home(request.headers).rstrip("/")
        try:
            listed = _listed(live.shelf().served(), home)
        except DataError:
            listed = _sitemap(home, [Place("page", name) for name in words.pages("en")])
        return Response(listed, media_type="application/xml")

    def feed(request: Request) -> Response:
        try:
            served = live.shelf().served()
        except DataError as error:
            return PlainTextResponse(f"{error.summary}\n", 503, {"Retry-After": "60"})
        made = changes.atom(served, language(request.scope), guard.home(request.headers))
        return Response(made, 200, {"Cache-Control": "no-cache", "Vary": "Accept-Language"}, "application/atom+xml")

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
        Route(f"{where}/{name}", answer)
        for where in dict.fromkeys(("", base))
        for name, answer in (("robots.txt", robots), ("sitemap.xml", sitemap), (f"{changes.NAME}.atom", feed))
    ]
    return [*asked, Route(f"{base}/records/{{record}}", record)]


@remembered(4)
def _listed(served: Served, home: str) -> str:
    """The sitemap of a version of the data: its pages, metrics and figures."""
    known = [Place("page", name) for name in words.pages("en")]
    known.append(Place("page", changes.NAME))
    known += [Place("metric", name) for name in served.dataset.metrics]
    known += [Place("figure", record.id) for record in served.dataset.records[:_MOST_LISTED]]
    return _sitemap(home, known)


def _sitemap(home: str, known: list[Place]) -> str:
    """Every place in every language, each with the addresses of the others."""
    entries = []
    for place in known:
        spoken = {lang: replace(place, question=Question(lang=lang)) for lang in words.LANGUAGES}
        others = {lang: escape(home + places.path(one, english=True)) for lang, one in spoken.items()}
        others["x-default"] = escape(home + places.path(place))
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{other}"/>' for lang, other in others.items())
        entries += [f"<url><loc>{others[lang]}</loc>{links}</url>\n" for lang in words.LANGUAGES]
    namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {namespaces}>\n{"".join(entries)}</urlset>\n'

"""What is answered before the application: every page as a whole document, also the pages that have
no application behind them, and the one that says that there is none.

A page is made from the version of the data and the query alone, so that it has a tag before it is
made, and is kept once it is. How it begins is known before as well, and is sent while it is made: a
browser spends that time on leaving the page before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kzstats import settings
from kzstats.content import articles, changes, filters, pages, places
from kzstats.content.document import Copyable, Kind, Page, Paragraph, Place, Text
from kzstats.dataset.complaints import DataError
from kzstats.dataset.memory import remembered
from kzstats.exports import descriptors
from kzstats.language import interface, languages
from kzstats.language.translation import translate
from kzstats.query import frames
from kzstats.query.addresses import Query, View
from kzstats.query.selection import record_of
from kzstats.query.versions import Snapshot, Store
from kzstats.render import html
from kzstats.serve import sending, tags
from kzstats.serve.assets import lean, script, style
from kzstats.serve.sending import Made

_HERE: Final = Path(__file__).parent
_ALONE: Final[tuple[Kind, ...]] = ("figure", "metric", "chart", "article", "embed")
"""What has pages of its own below its name, with no application behind them."""
_KEPT: Final = 16 << 20
"""How many bytes of packed pages are kept for those who ask the same."""
_LONGEST: Final = 8000


def language(scope: Scope) -> str:
    """The language that an address or the browser asks for."""
    request = _parameter(scope, "lang")
    return (
        request
        if request in languages.LANGUAGES
        else languages.preferred(Headers(scope=scope).get("accept-language"))
    )


def _parameter(scope: Scope, name: str) -> str:
    """The last value of a parameter of an address."""
    return dict(_pairs(scope)).get(name, "")


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    """The parameters of an address that say something: a form sends those too that were
    left empty.
    """
    return parse_qsl(scope["query_string"][:_LONGEST].decode("latin-1"))


@dataclass(frozen=True, slots=True)
class _Request:
    """All that a page is made from beside the data.

    ``base_url`` is the server's address, ``base`` the path that everything stands below.
    """

    kind: Kind
    name: str
    query: Query
    view: View
    base_url: str
    base: str
    english: bool
    """Whether English was asked for in the address: the browser alone would have
    another language.
    """
    record: str
    notices: tuple[str, ...]

    def address(self, place: Place) -> str:
        """The path and query of a place."""
        return places.path(place, self.base, english=self.english or self.query.lang != "en")

    def whole(self, place: Place) -> str:
        """The address of a place for others."""
        return self.base_url.rstrip("/") + places.path(place, english=True)


class Site:
    """The pages of a server; it keeps the packed ones that were asked for last.

    ``tails`` is what starts the application behind a page, for each language; ``face`` is the style
    by which a page that has none finds the same font.
    """

    def __init__(
        self, store: Callable[[], Store], base: str, tails: dict[str, str], face: str
    ) -> None:
        self._store, self._base, self._tails, self._face = store, base, tails, face
        self._names = {
            base + place: name
            for name in interface.pages("en")
            for place in (f"/{name}", "/" if places.is_first(name) else f"/{name}")
        }
        self._names[f"{base}/{changes.NAME}"] = changes.NAME
        if base:
            self._names[base] = next(
                iter(interface.pages("en"))
            )  # leads to the address with a slash, below which the rest stands
        self._kept: dict[str, Made] = {}
        self._size = 0
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="kzstats-pages")

    def place(self, path: str) -> tuple[Kind, str] | None:
        """Which page stands at a path, if any may."""
        if (name := self._names.get(path)) is not None:
            return "page", name
        kind, _, name = path.removeprefix(f"{self._base}/").partition("/")
        last = self._store().last
        if (
            last is not None
            and not name
            and kind in last.dataset.topics
            and path == f"{self._base}/{kind}"
        ):
            return "page", kind
        found = next((one for one in _ALONE if one == kind), None)
        return (
            (found, name)
            if found and name and "/" not in name and path.startswith(f"{self._base}/")
            else None
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page, at a path that :meth:`place` knows."""
        found = self.place(scope["path"])
        assert found is not None
        kind, name = found
        if scope["path"] == self._base:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(
                f"{self._base}/{'?' if query else ''}{query}", 307, {"Cache-Control": "no-cache"}
            )(scope, receive, send)
            return
        headers, lang = Headers(scope=scope), language(scope)
        base_url = settings.base_url_of(headers)
        loop = asyncio.get_running_loop()
        try:
            at_hand = self._store().at_hand()
            snapshot = (
                at_hand
                if at_hand is not None
                else await loop.run_in_executor(self._maker, self._store().snapshot)
            )
        except DataError:
            body = await loop.run_in_executor(
                self._maker, partial(self._no_data, kind, lang, base_url)
            )
            status = 200 if kind == "page" else 503
            await Response(
                body, status, {"Cache-Control": "no-store", "Vary": "Accept-Language"}, "text/html"
            )(scope, receive, send)
            return
        request = self._request(snapshot, scope, kind, name, lang, base_url)
        tag = tags.tag(snapshot.version, request)
        making = partial(self._made, snapshot, request, tag)

        async def make() -> Made:
            if (kept := self._kept.get(tag)) is not None:
                return kept
            return await loop.run_in_executor(self._maker, making)

        if kind == "page":
            await sending.send_certain(scope, send, tag, make, lang)
        else:
            await sending.send_whole(scope, send, tag, await make(), lang)

    def _request(
        self, snapshot: Snapshot, scope: Scope, kind: Kind, name: str, lang: str, base_url: str
    ) -> _Request:
        pairs = _pairs(scope)
        query, wrong = filters.query_of(snapshot, pairs, lang, name if kind == "page" else "")
        record = dict(pairs).get(filters.RECORD, "") if kind == "page" else ""
        if record and record_of(snapshot.dataset, record) is None:
            said = translate(
                lang,
                "No figure has the id “{id}”. It may have been mistyped; the page All figures "
                "lists every one.",
                id=record[:80],
            )
            wrong, record = (*wrong, said), ""
        english = lang == "en" and any(pair == ("lang", "en") for pair in pairs)
        view = filters.view(snapshot, name, pairs) if kind == "page" else View()
        return _Request(
            kind,
            name,
            query,
            view,
            base_url,
            self._base,
            english,
            record,
            (*wrong, *filters.troubles(snapshot, lang)),
        )

    def _made(self, snapshot: Snapshot, request: _Request, tag: str) -> Made:
        """A page's status and its bytes, packed, and kept if there is such a page."""
        if (kept := self._kept.get(tag)) is not None:  # whoever asked before has had it made
            return kept
        lang, written = request.query.lang, self._written(snapshot, request)
        made = sending.made(written or missing(lang, self._base), bool(written), lang)
        if written:
            self._kept[tag] = made
            self._size += len(made.packed)
            while self._size > _KEPT:
                self._size -= len(self._kept.pop(next(iter(self._kept))).packed)
        return made

    def _written(self, snapshot: Snapshot, request: _Request) -> str | None:
        """A page as a document; nothing where there is no such page."""
        lang = request.query.lang
        is_before = (
            request.kind == "page" and request.name != changes.NAME
        )  # whether the application starts behind it
        if request.name == changes.NAME:
            shown: Page | None = changes.page(snapshot, request.query)
        else:
            shown = self._built(snapshot, request)
        if shown is None:
            return None
        shown = replace(shown, place=replace(shown.place, query=request.query, view=request.view))
        if request.kind == "embed":
            return html.embed(shown, request.whole, style(), self._face)
        receipt = (
            pages.figure(snapshot, request.query, request.record, request.base_url)
            if request.record
            else None
        )
        return html.page(
            shown,
            request.address,
            html.Around(
                whole=request.whole,
                offered=filters.offered(snapshot, lang)
                if request.kind != "figure" and request.name != changes.NAME
                else None,
                notices=request.notices,
                receipt=receipt,
                described=_described(snapshot, lang, request),
                style=style(),
                tail=self._tails[lang] if is_before else f"{self._face}<script>{script()}</script>",
                still=_still(lang) if is_before else "",
                menu=interface.pages(lang, snapshot.dataset),
                keep_lang=request.english or lang != "en",
            ),
        )

    def _built(self, snapshot: Snapshot, request: _Request) -> Page | None:
        """What a page says; nothing where there is no such page."""
        if request.kind == "page":
            return pages.page(snapshot, request.query, request.name, request.base_url, request.view)
        if request.kind == "article":
            return articles.page(snapshot, request.query, request.name)
        build = {
            "figure": pages.figure,
            "metric": pages.metric,
            "chart": pages.chart,
            "embed": pages.chart,
        }[request.kind]
        return build(snapshot, request.query, request.name, request.base_url)

    def _no_data(self, kind: Kind, lang: str, base_url: str) -> str:
        """The page that says that there is nothing to show, since no valid data were ever read."""
        why = translate(
            lang,
            "The data file is not valid, and no valid version of it has been read since the start. "
            "Whoever keeps it finds what to mend in the log, or by this command:",
        )
        shown = Page(
            place=Place("page", next(iter(interface.pages("en"))), Query(lang=lang)),
            lang=lang,
            title=translate(lang, "The figures cannot be shown"),
            lead="",
            description=why,
            blocks=(Paragraph((Text(why),), "notice"), Copyable("kzstats check")),
            foot="",
        )
        request = _Request(kind, "", Query(lang=lang), View(), base_url, self._base, False, "", ())
        return html.page(
            shown,
            request.address,
            html.Around(style=style(), tail=self._tails[lang] if kind == "page" else ""),
        )


def _still(lang: str) -> str:
    """What a page says where the application behind it does not start."""
    return translate(
        lang,
        "This page works as it stands. Its interactive form has not started: it needs scripts and "
        "an open connection to the server.",
    )


@remembered(32)
def _dataset(
    snapshot: Snapshot, lang: str, metric: tuple[str, ...], base_url: str
) -> dict[str, Any]:
    query = Query(metric=metric, lang=lang)
    return descriptors.schema_org(
        snapshot, frames.answering(snapshot.frame(lang), query), query, base_url
    )


def _described(snapshot: Snapshot, lang: str, request: _Request) -> dict[str, Any]:
    """The data set that a page is of, for search engines: all of it on the first page, a metric's
    on its own.
    """
    if request.kind == "page" and places.is_first(request.name):
        return _dataset(snapshot, lang, (), request.base_url)
    return (
        _dataset(snapshot, lang, (request.name,), request.base_url)
        if request.kind == "metric"
        else {}
    )


def missing(lang: str, base: str) -> str:
    """The page that says that there is none at its address, and leads to those there are."""
    return html.missing(lang, partial(places.path, base=base, english=True), lean("missing.css"))

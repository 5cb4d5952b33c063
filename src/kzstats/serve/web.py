"""What goes around the application: the first page, headers, a warm start, the paths of the data
addresses.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from html import escape
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, Final

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kzstats.content import marks
from kzstats.dataset.complaints import DataError
from kzstats.language import languages
from kzstats.language.translation import translate
from kzstats.query import addresses, selection, versions
from kzstats.render import leans, plotly
from kzstats.serve import around, assets, guard, sending, site
from kzstats.serve.packing import Encodings, Frontend

_BEGIN: Final = (
    "requestAnimationFrame(()=>setTimeout(()=>{const "
    'held=document.querySelector("#application");held.replaceWith(held.content)}))'
)
"""Lets the application out behind the first frame; a page in the background has none yet, and
begins when it is looked at.
"""
_SHRUNK: Final = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/pdf",
    addresses.FORMATS["xlsx"],
    addresses.FORMATS["parquet"],
)
"""What is packed within already."""


def tail(lang: str) -> str:
    """What starts the application behind a page: its place, hidden until it takes the page's, its
    style and script, and Streamlit's own.

    It stands behind the page in a template, which a browser neither runs nor fetches anything of,
    and is let out once the page is painted: nothing of it keeps the page waiting. Of Streamlit's
    page all else is left out that is in no reader's way.
    """
    styles, scripts = leans.starting()
    away = translate(
        lang,
        "The connection to the server is lost. What is on the page stays; it goes on by itself "
        "once the server answers.",
    )
    refused = translate(
        lang,
        "The server does not take what this page asks for: it is too much at once. Load the page "
        "again, or choose less.",
    )
    note = (
        f'<p class="away" role="status"><span hidden '
        f'data-refused="{escape(refused)}">{escape(away)}</span></p>'
    )
    script = assets.lean("page.js")
    application = "\n".join(
        (
            leans.ROOT,
            note,
            *styles,
            f"<script>{assets.script()}</script>",
            f"<script>\n{script}</script>",
            *scripts,
        )
    )
    return (
        f"<style>{plotly.style()}</style>\n<template "
        f'id="application">{application}\n</template>\n<script>{_BEGIN}</script>\n'
    )


def face(base: str, late: str) -> str:
    """The application's font for a page that has none behind it, and what happens when it comes
    after the words (``font-display``).

    Before an application the page keeps to a font of the reader's own that is as wide: one that
    comes while it stands would move the lines that one reads.
    """
    faces = "".join(
        f'@font-face{{font-family:"Source Sans alone";font-weight:200 900;font-display:{late};src:url({base}/static/media/{font}) format("woff2")}}'  # noqa: E501
        for font in leans.fonts()
    )
    return f"<style>{faces}</style>"


class FirstPage:
    """Where Streamlit would answer with its page, which it does at every address that it does not
    know: the dashboard's own, or that there is none.

    The language is the one that the address or the browser asks for.
    """

    def __init__(self, application: ASGIApp, pages: site.Site, base: str = "") -> None:
        self._application, self._pages = application, pages
        self._missing = {lang: site.missing(lang, base).encode() for lang in languages.LANGUAGES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page; elsewhere as the application does, but for its page."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        if scope["method"] in ("GET", "HEAD") and self._pages.place(scope["path"]) is not None:
            await self._pages(scope, receive, send)
            return
        page = b""

        async def with_own_page(message: MutableMapping[str, Any]) -> None:
            nonlocal page
            if leans.is_page(message):
                headers = MutableHeaders(scope=message)
                page = self._missing[site.language(scope)]
                message["status"] = 404
                headers["content-length"] = str(len(page))
                headers["vary"] = "Accept-Language"
                for name in (
                    "accept-ranges",
                    "content-encoding",
                    "etag",
                    "last-modified",
                ):  # they are of Streamlit's page
                    del headers[name]
            elif page and message["type"] == "http.response.body":
                more = message.get("more_body", False)
                message = {
                    "type": "http.response.body",
                    "body": b"" if more else page,
                    "more_body": more,
                }  # a server sends none of it to a HEAD
            await send(message)

        await self._application(scope, receive, with_own_page)


class SecurityHeaders:
    """Adds the policy to every answer over HTTP: nothing is loaded from, sent to or framed by
    another host.

    What stands at the path ``framed`` may be framed by any: charts that stand alone.
    """

    def __init__(self, application: ASGIApp, policy: str, framed: str = "/embed/") -> None:
        self._application = application
        self._framed = framed
        self._headers = {
            "Content-Security-Policy": policy,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
        }
        self._anywhere = {
            name: said.replace("frame-ancestors 'self'", "frame-ancestors *")
            for name, said in self._headers.items()
        }
        del self._anywhere["X-Frame-Options"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                MutableHeaders(scope=message).update(
                    self._anywhere
                    if scope.get("path", "").startswith(self._framed)
                    else self._headers
                )
            await send(message)

        await self._application(scope, receive, with_headers)


def policy(page: str) -> str:
    """The content security policy for a page: its own inline scripts by their hashes (CSP 3),
    everything else from here.
    """
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in inline
    )
    rules = (
        "default-src 'none'",
        "base-uri 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        f"script-src 'self' {hashes}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "frame-src 'self'",
        "media-src 'self'",
    )
    return "; ".join(rules)


def failed(_error: Exception) -> bool:
    """Say on a page that could not be made whole that this is the server's fault, in the reader's
    language; why stands in the log alone.
    """
    given = st.query_params.get("lang")
    lang = given if given in languages.LANGUAGES else languages.preferred(st.context.locale)
    st.html(f'<p class="notice" role="alert">{escape(sending.fault(lang))}</p>')
    return True


def middleware() -> list[Middleware]:
    """Headers on everything, compression of everything that shrinks, of Streamlit's files once and
    for all, and the dashboard's first page.
    """
    base = _base()
    unscripted = f"<noscript>{face(base, 'swap')}</noscript>"
    tails = {lang: unscripted + tail(lang) for lang in languages.LANGUAGES}
    return [
        Middleware(SecurityHeaders, policy=policy(tails["en"]), framed=f"{base}/embed/"),
        Middleware(guard.Doors, base=base),
        Middleware(Encodings),
        Middleware(
            GZipMiddleware, minimum_size=1000, compresslevel=6, exclude_content_types=_SHRUNK
        ),
        Middleware(Frontend, base=base),
        Middleware(
            FirstPage,
            pages=site.Site(versions.store, base, tails, face(base, "optional")),
            base=base,
        ),
    ]


def routes() -> list[Route]:
    """What is answered beside the pages and the data."""
    return around.routes(_base())


def api_paths() -> list[str]:
    """Where the data addresses are mounted: at ``/api``, and below the base path too, where one is
    set.
    """
    return [f"{base}/api" for base in dict.fromkeys((_base(), ""))]


def _base() -> str:
    """The path that everything stands below, with its slash; empty at the root."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


Lifespan = Callable[[st.App], AbstractAsyncContextManager[dict[str, Any]]]


def lifespan(*endings: Callable[[], None]) -> Lifespan:
    """What the application does before the first visitor comes: read the data and everything that
    draws; ``endings`` are called as soon as the process is told to end.
    """

    @asynccontextmanager
    async def living(_application: st.App) -> AsyncIterator[dict[str, Any]]:
        _draw_once()
        sys.setswitchinterval(
            0.001
            # whoever makes an answer lets the pages' sockets have a turn five times as soon as by
            # default
        )
        gc.collect()
        leans.send_at_once()
        gc.freeze()  # what is loaded now stays: no collection looks through it again
        with _at_the_end(endings):
            yield {}

    return living


@contextmanager
def _at_the_end(endings: Sequence[Callable[[], None]]) -> Iterator[None]:
    """Have what ends a process end its work too: the server waits until all that is asked for is
    answered, before it tells the application that it is over.
    """
    loop, hears = asyncio.get_running_loop(), current_thread() is main_thread()
    heard = {
        sign: before
        for sign in (signal.SIGTERM, signal.SIGINT)
        if hears and callable(before := signal.getsignal(sign))
    }

    def tell(number: int, frame: FrameType | None) -> None:
        for ending in endings:
            loop.call_soon_threadsafe(ending)  # and not amid what a signal interrupts
        heard[signal.Signals(number)](number, frame)

    for sign in heard:
        signal.signal(sign, tell)
    try:
        yield
    finally:
        for sign, before in heard.items():
            signal.signal(sign, before)


def _draw_once() -> None:
    """The first chart, in a function of its own: what starts the server lasts as long as it does,
    and must not hold the first version of the data.
    """
    with suppress(DataError):  # the pages and /api/health say what is wrong
        snapshot = versions.store().snapshot()
        first = next(iter(snapshot.dataset.metrics))
        for picture in marks.pictures(
            selection.select(snapshot, addresses.Query()), first, "en", most=1
        ):
            plotly.figure(picture)

"""What goes around the application: the first page, security headers, compression, a warm start, the paths of the data addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kzstats import charts, live, marks, words
from kzstats.plain import DataError

_HERE: Final = Path(__file__).parent


def first_page() -> str:
    """Streamlit's page with the dashboard's own style and script in it, so that nothing is ever shown without them.

    The style stands in the body: Streamlit adds its own to the head as it goes, and the later one counts.
    """
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    page = page.replace("<title>Streamlit</title>", f"<title>kzstats</title>\n<script>\n{script}</script>")
    return page.replace("<body>", f"<body>\n<style>\n{style}</style>")


class FirstPage:
    """Answers with the dashboard's first page wherever Streamlit answers with its own, in the language that the address or the browser asks for."""

    def __init__(self, application: ASGIApp, page: str) -> None:
        self._application = application
        self._pages = {lang: page.replace('<html lang="en">', f'<html lang="{lang}">').encode() for lang in words.LANGUAGES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, but for its page."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        page = b""

        async def with_own_page(message: MutableMapping[str, Any]) -> None:
            nonlocal page
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    page = self._pages[_language(scope)]
                    headers["content-length"] = str(len(page))
                    headers["vary"] = "Accept-Language"
                    for name in ("content-encoding", "etag", "last-modified"):  # they are of Streamlit's page
                        del headers[name]
            elif page:
                more = message.get("more_body", False)
                message = {"type": "http.response.body", "body": b"" if more or scope["method"] == "HEAD" else page, "more_body": more}
            await send(message)

        await self._application(scope, receive, with_own_page)


def _language(scope: Scope) -> str:
    asked = QueryParams(scope["query_string"]).get("lang", "")
    return asked if asked in words.LANGUAGES else words.preferred(Headers(scope=scope).get("accept-language"))


class SecurityHeaders:
    """Adds the policy to every answer over HTTP: nothing is loaded from, sent to or framed by another host."""

    def __init__(self, application: ASGIApp, policy: str) -> None:
        self._application = application
        self._headers = {
            "Content-Security-Policy": policy,
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers added."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._application(scope, receive, with_headers)


class OwnOrigin:
    """Refuses a page's socket to the pages of other hosts; Streamlit would first ask an outside host for this machine's own address."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, but for a socket that a page of a host which is not known asks for."""
        if scope["type"] == "websocket" and _is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._application(scope, receive, send)


def _is_foreign(headers: Headers) -> bool:
    try:
        origin = urlsplit(headers.get("origin", f"//{headers.get('host')}"))
    except ValueError:
        return True
    known = {st.get_option("browser.serverAddress"), *(urlsplit(known).hostname for known in st.get_option("server.corsAllowedOrigins"))}
    return origin.netloc != headers.get("host") and (origin.hostname is None or origin.hostname not in known)


def policy(page: str) -> str:
    """The content security policy for a page: its own inline scripts by their hashes (CSP 3), everything else from here."""
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline)
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


def middleware() -> list[Middleware]:
    """Headers on everything, compression of everything that shrinks, the dashboard's first page in place of Streamlit's."""
    page = first_page()
    return [
        Middleware(OwnOrigin),
        Middleware(SecurityHeaders, policy=policy(page)),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
        Middleware(FirstPage, page=page),
    ]


def api_paths() -> list[str]:
    """Where the data addresses are mounted: at ``/api``, and below the base path too, where one is set."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return [f"/{base}/api", "/api"] if base else ["/api"]


@asynccontextmanager
async def lifespan(_application: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read the data and everything that draws before the first visitor comes."""
    with suppress(DataError):  # the pages and /api/health say what is wrong
        served = live.shelf().served()
        first = next(iter(served.dataset.metrics))
        for picture in marks.pictures(served.dataset, served.frame("en"), served.unstated, first, "en"):
            charts.figure(picture)
    yield {}

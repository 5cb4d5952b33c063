"""What goes around the application: security headers, compression, a warm start, the paths of the data addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kzstats import charts, live, marks, view
from kzstats.plain import DataError


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
    """Headers on everything, compression of everything that shrinks."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return [
        Middleware(OwnOrigin),
        Middleware(SecurityHeaders, policy=policy(f"{page}<script>{view.script()}</script>")),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
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

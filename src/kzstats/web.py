"""What goes around the application: the first page, headers, compression, a warm start, the paths of the data addresses."""

from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import re
from collections.abc import AsyncIterator, Iterable, MutableMapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kzstats import charts, guard, live, marks, words
from kzstats.plain import DataError

_HERE: Final = Path(__file__).parent
_FRONTEND: Final = Path(st.__file__).parent / "static"
_WANTED: Final = ("PlotlyChart", "Html", "Selectbox", "Multiselect", "TextInput")
"""The parts of Streamlit's frontend that every page shows, and that its own page asks for only when the first of each arrives."""
_KINDS: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def first_page() -> str:
    """Streamlit's page with the dashboard's own style and script in it, so that nothing is ever shown without them, and with hints.

    The style stands in the body: Streamlit adds its own to the head as it goes, and the later one counts.
    """
    page = hinted((_FRONTEND / "index.html").read_text(encoding="utf-8"), _FRONTEND)
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    page = page.replace("<title>Streamlit</title>", f"<title>kzstats</title>\n<script>\n{script}</script>")
    return page.replace("<body>", f"<body>\n<style>\n{style}{charts.style()}</style>")


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
                    for name in ("accept-ranges", "content-encoding", "etag", "last-modified"):  # they are of Streamlit's page
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


class Frontend:
    """Streamlit's scripts and styles, each compressed once instead of for every visitor.

    Only files that are there at the start have an address here. Whoever reads no gzip, or asks for a part, is answered by Streamlit.
    """

    def __init__(self, application: ASGIApp, folder: Path = _FRONTEND, base: str = "") -> None:
        self._application = application
        self._files = {
            f"{base}/{path.relative_to(folder).as_posix()}": path for path in folder.glob("static/*/*") if path.suffix in _KINDS and path.is_file()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a script or a style; let Streamlit answer everything else."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._application(scope, receive, send)
            return
        asked, path = Headers(scope=scope), self._files.get(scope["path"])
        if path is not None and "range" not in asked and "gzip" in asked.get("accept-encoding", ""):
            body, tag = await run_in_threadpool(_packed, path)
            kept = {"ETag": tag, "Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding"}
            if tag in asked.get("if-none-match", ""):
                await Response(status_code=304, headers=kept)(scope, receive, send)
            else:
                await Response(body, headers=kept | {"Content-Encoding": "gzip", "Content-Type": _KINDS[path.suffix]})(scope, receive, send)
            return
        await self._application(scope, receive, send)


@cache
def _packed(path: Path) -> tuple[bytes, str]:
    """A file, compressed as far as gzip can, and its tag; kept, since the files of an installed package stay as they are."""
    body = gzip.compress(path.read_bytes(), 9, mtime=0)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def hinted(page: str, folder: Path, wanted: Iterable[str] = _WANTED) -> str:
    """A page with the parts of the frontend that will be wanted named in its head, with all that they import."""
    scripts = folder / "static" / "js"
    pending = [path.name for part in wanted for path in sorted(scripts.glob(f"{part}.*.js"))]
    found: dict[str, None] = {}
    while pending:
        name = pending.pop(0)
        if name not in found and name not in page:
            found[name] = None
            pending += re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', (scripts / name).read_text(encoding="utf-8"))
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n' for name in found)
    return page.replace("</head>", f"{links}</head>", 1)


def middleware() -> list[Middleware]:
    """Headers on everything, compression of everything that shrinks, of Streamlit's files once and for all, and the dashboard's first page."""
    page = first_page()
    return [
        Middleware(SecurityHeaders, policy=policy(page)),
        Middleware(guard.Doors, base=_base(), language=_language),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
        Middleware(Frontend, base=_base()),
        Middleware(FirstPage, page=page),
    ]


def api_paths() -> list[str]:
    """Where the data addresses are mounted: at ``/api``, and below the base path too, where one is set."""
    return [f"{base}/api" for base in dict.fromkeys((_base(), ""))]


def _base() -> str:
    """The path that everything stands below, with its slash; empty at the root."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""


@asynccontextmanager
async def lifespan(_application: st.App) -> AsyncIterator[dict[str, Any]]:
    """Read the data and everything that draws before the first visitor comes."""
    with suppress(DataError):  # the pages and /api/health say what is wrong
        served = live.shelf().served()
        first = next(iter(served.dataset.metrics))
        for picture in marks.pictures(served.dataset, served.frame("en"), served.unstated, first, "en", most=1):
            charts.figure(picture)
    gc.collect()
    gc.freeze()  # what is loaded now stays: no collection looks through it again
    yield {}

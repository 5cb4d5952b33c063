"""What goes over the wire packed: answers where gzip is welcome, Streamlit's files once for all."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kzstats.render import leans
from kzstats.serve import guard

_KINDS: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_PACKED_TAG: Final = '-gzip"'


class Encodings:
    """Asks for gzip of those within exactly where it is welcome, and keeps the tags of what was
    packed apart from those of the plain.

    What is within compares plain tags; one that was packed on the way out ends in ``-gzip``.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, but for the tags."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        given = Headers(scope=scope)
        known = ", ".join(given.getlist("if-none-match"))
        headers = [
            pair
            for pair in scope["headers"]
            if pair[0] not in (b"accept-encoding", b"if-none-match")
        ]
        headers.append(
            (
                b"accept-encoding",
                b"gzip"
                if _reads_gzip(", ".join(given.getlist("accept-encoding")))
                else b"identity",
            )
        )
        if known:
            headers.append((b"if-none-match", known.replace(_PACKED_TAG, '"').encode("latin-1")))

        async def with_own_tag(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-encoding") == guard.AS_IS:
                    del headers["content-encoding"]
                tag = headers.get("etag", "").removesuffix('"')
                packed = headers.get("content-encoding") == "gzip" or (
                    message["status"] == 304 and f"{tag}{_PACKED_TAG}" in known
                )
                if tag and packed:
                    headers["etag"] = f"{tag}{_PACKED_TAG}"
                vary = [part.strip() for part in headers.get("vary", "").split(",") if part.strip()]
                if message["status"] == 304:
                    vary.append("Accept-Encoding")
                if vary:
                    headers["vary"] = ", ".join(
                        {part.lower(): part for part in vary}.values()
                    )  # several within say the same
            await send(message)

        await self._application({**scope, "headers": headers}, receive, with_own_tag)


def _reads_gzip(accepted: str) -> bool:
    """Whether a list of encodings has gzip, by its name or by a star, with more than no weight (RFC
    9110, 12.5.3).
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next(
            (said.removeprefix("q=") for said in parameters if said.startswith("q=")), "1"
        )
        with suppress(ValueError):
            weights.setdefault(name, float(weight))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


class Frontend:
    """Streamlit's scripts and styles, each compressed once instead of for every visitor.

    Only files that are there at the start have an address here. Whoever reads no gzip, or asks for
    a part, is answered by Streamlit.
    """

    def __init__(self, application: ASGIApp, folder: Path = leans.FRONTEND, base: str = "") -> None:
        self._application = application
        self._files = {
            f"{base}/{path.relative_to(folder).as_posix()}": path
            for path in leans.files(_KINDS, folder)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a script or a style; let Streamlit answer everything else."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._application(scope, receive, send)
            return
        given, path = Headers(scope=scope), self._files.get(scope["path"])
        if path is not None and "range" not in given and "gzip" in given.get("accept-encoding", ""):
            body, tag = await run_in_threadpool(_packed, path)
            kept = {
                "ETag": tag,
                "Cache-Control": "public, immutable, max-age=31536000",
                "Vary": "Accept-Encoding",
            }
            if tag in given.get("if-none-match", ""):
                await Response(status_code=304, headers=kept)(scope, receive, send)
            else:
                await Response(
                    body,
                    headers=kept
                    | {"Content-Encoding": "gzip", "Content-Type": _KINDS[path.suffix]},
                )(scope, receive, send)
            return
        await self._application(scope, receive, send)


@cache
def _packed(path: Path) -> tuple[bytes, str]:
    """A file, compressed as far as gzip can, and its tag; kept, since the files of an installed
    package stay as they are.
    """
    body = gzip.compress(path.read_bytes(), 9, mtime=0)
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'

"""How a page goes to its reader: whole where it is kept, or else how it begins at once and the rest
when it is made, so that the browser leaves the page before it in the meantime.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from kzstats.language.translation import translate
from kzstats.render import html
from kzstats.serve import tags


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it is kept: packed, and of how many bytes unpacked; or the one that says that there
    is none.
    """

    packed: bytes
    size: int
    is_found: bool


def made(document: str, is_found: bool, lang: str) -> Made:
    """A document, packed so that how pages begin stands first in its bytes, too."""
    begun = html.opening(lang) if document.startswith(html.opening(lang)) else ""
    packed = b"".join(_packed(begun, document.removeprefix(begun)))
    return Made(packed, len(document.encode()), is_found)


async def send_certain(
    scope: Scope, send: Send, tag: str, make: Callable[[], Awaitable[Made]], lang: str
) -> None:
    """Send a page that is there for certain: how it begins at once, and the rest once it is made.

    Where that comes to grief the reader is told so, and the answer has no end, so that no cache
    takes it for the page. How long it is nobody knows when it begins.
    """
    headers, said = Headers(scope=scope), _headers(tag, lang, is_found=True)
    if tags.is_known(headers, tag):
        await _send_nothing_new(send, said)
        return
    if not _reads_packed(headers):
        await send_whole(scope, send, tag, await make(), lang)
        return
    said.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 200, "headers": said})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    begun, _ = _packed(html.opening(lang), "")
    await send({"type": "http.response.body", "body": begun, "more_body": True})
    try:
        page = await make()
    except Exception:
        told = f"<title>kzstats</title></head><body><p>{html.escaped(fault(lang))}</p>"
        _, rest = _packed(html.opening(lang), told)
        await send({"type": "http.response.body", "body": rest, "more_body": True})
        raise
    await send({"type": "http.response.body", "body": page.packed.removeprefix(begun)})


async def send_whole(scope: Scope, send: Send, tag: str, page: Made, lang: str) -> None:
    """Send a page that is made, or that its reader has it already."""
    headers, said = Headers(scope=scope), _headers(tag, lang, is_found=page.is_found)
    if page.is_found and tags.is_known(headers, tag):
        await _send_nothing_new(send, said)
        return
    body, length = page.packed, len(page.packed)
    if _reads_packed(headers):
        said.append((b"content-encoding", b"gzip"))
    else:
        body, length = gzip.decompress(page.packed), page.size
    said.append((b"content-length", str(length).encode()))
    status = 200 if page.is_found else 404
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def _send_nothing_new(send: Send, said: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": said[2:]})
    await send({"type": "http.response.body", "body": b""})


def fault(lang: str) -> str:
    """What a reader is told where a page could not be made whole; why stands in the log alone."""
    return translate(
        lang,
        "Something went wrong on the server, and this page is not whole. Why is written in its "
        "log. "
        "The data are as they were: load the page again, or choose another one.",
    )


def _reads_packed(headers: Headers) -> bool:
    return "gzip" in headers.get("accept-encoding", "")


def _headers(tag: str, lang: str, *, is_found: bool) -> list[tuple[bytes, bytes]]:
    """What is said of a page: the first two of its body, the others of who may keep it."""
    kept = b"public, max-age=0, must-revalidate" if is_found else b"no-cache"
    said = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", lang.encode()),
        (b"vary", b"Accept-Language, Accept-Encoding"),
        (b"cache-control", kept),
    ]
    return [*said, (b"etag", f'"{tag}"'.encode())] if is_found else said


def _packed(begun: str, rest: str) -> tuple[bytes, bytes]:
    """How a document begins and the rest of it, packed as one that can be read as far as it has
    come.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    first = packer.compress(begun.encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    return first, packer.compress(rest.encode()) + packer.flush()

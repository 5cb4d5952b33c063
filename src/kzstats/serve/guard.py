"""The doors of the server: which are open, to whom, how much may come in through them, and by which
address the reader came.

Whatever stands before the application, it refuses by itself what the dashboard does not use of
Streamlit. A session can send no more than a page that is read by a person sends, and none runs
faster than it is read.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kzstats import log, settings
from kzstats.render import leans
from kzstats.settings import BASE_URL_HEADER

AS_IS: Final = "identity"
"""The encoding by which an answer says, up to here, that it is not to be packed on its way: it is
packed once, or within; no reader is told.
"""
HEALTH: Final = ("/api/health", leans.HEALTH)
"""What is asked from within by the number of the machine: it answers under any host's name."""
OPEN: Final = frozenset({leans.STREAM, leans.HEALTH, leans.HOST})
"""What the dashboard uses of Streamlit's own addresses."""

LARGEST: Final = 64 * 1024
"""How many bytes a message of a session may have."""
WIDGETS: Final = 200
"""For how many controls a message may bring values."""
HELD: Final = 16 * 1024 * 1024
"""How many bytes the latest messages of all sessions may have together."""
SESSIONS: Final = 2500
"""How many sessions a process serves at once, where it may have the files for them."""
BURST: Final = 10
RATE: Final = 5
"""How many messages a session may send at once, and a second from then on; what comes faster waits
in the sender's own machine.
"""
FILES: Final = 65_536
"""How many open files a process asks for, where the machine lets it."""
_A_SESSION: Final = 4
_SPARE: Final = 512
"""Open files that are kept free: for the data, for answers, and for sessions that were cut off and
are kept for a while (128 of three each).
"""
_RETRY: Final = 10


def begin() -> None:
    """Ask the machine for enough open files, and say in the log by which address the figures are
    cited.

    Raises :class:`SystemExit` with a sentence where the address that is set is none.
    """
    log.begin()
    try:
        said = settings.base_url()
    except settings.SettingError as error:
        raise SystemExit(str(error)) from None
    if os.environ.get("KZSTATS_URL"):
        log.state(
            "address named", f"Files and citations name {said} as their own address (KZSTATS_URL)."
        )
    else:
        hosts = (
            ", ".join(st.get_option("server.allowedHosts"))
            or "any host (server.allowedHosts is not set)"
        )
        log.state(
            "address named",
            f"KZSTATS_URL is not set: files and citations name the address that each reader came "
            f"by, of {hosts}.",
        )
    files = raised()
    most = sessions(files)
    log.state(
        "files allowed",
        f"{files} open files are allowed: {most} sessions at once",
        facts={"files": files, "sessions": most},
    )


def raised() -> int:
    """The number of files that this process may open, raised as far as the machine lets it without
    asking.
    """
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return FILES if soft == resource.RLIM_INFINITY else soft


def sessions(files: int) -> int:
    """How many sessions a process serves at once that may open some number of files.

    >>> sessions(1024), sessions(65_536)
    (128, 2500)
    """
    return max(1, min(SESSIONS, (files - _SPARE) // _A_SESSION))


def refused(message: bytes) -> int | None:
    """The code that a socket is closed with for a message that the dashboard's page does not send;
    nothing where it may pass.
    """
    if len(message) > LARGEST:
        return 1009
    values = leans.widgets(message)
    if values is None:
        return 1002
    return 1009 if values > WIDGETS else None


def is_open(path: str) -> bool:
    """Whether there is anything for the dashboard's readers at a path below the base path.

    >>> [is_open(path) for path in ("/cases", "/_stcore/health", "/_stcore/upload_file/a/b", "/media/x.png", "/mediators")]
    [True, True, False, False, True]
    """  # noqa: E501
    return path in OPEN or not leans.is_own_address(path)


def without_host(location: str) -> str:
    """Where a redirection leads, as a path: the host that a request names is nobody's word for
    where to go.

    >>> (without_host("http://evil.example/api/?lang=kk"),
    ...  without_host("//evil.example//x"),
    ...  without_host("../cases"))
    ('/api/?lang=kk', '/x', '../cases')
    """
    found = urlsplit(location)
    path = found.path if not (found.scheme or found.netloc) else "/" + found.path.lstrip("/")
    return path + (f"?{found.query}" if found.query else "")


def is_foreign(headers: Headers) -> bool:
    """Whether the page that asks for a socket is of another host; each trusted one is named whole,
    with scheme and port.
    """
    origin = headers.get("origin")
    if origin is None:
        return False  # no browser asks without it
    try:
        found = urlsplit(origin)
        if found.scheme in ("http", "https") and found.netloc == headers.get("host"):
            return False
    except ValueError:
        return True
    own = urlsplit(os.environ.get("KZSTATS_URL", ""))
    trusted = {f"{own.scheme}://{own.netloc}", *st.get_option("server.corsAllowedOrigins")} - {
        "://",
        "*",
    }
    return origin not in trusted


def came_by(scope: Scope, base: str) -> str:
    """The address that files and citations name for a request: the one that is set, else the one
    that the reader came by.

    The scheme is the browser's own for a socket, whose origin names it, and the server's for an
    address: what a proxy says of it counts where uvicorn trusts that proxy
    (``FORWARDED_ALLOW_IPS``). What no browser sends as a host is not repeated.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if os.environ.get("KZSTATS_URL") or not re.fullmatch(
        r"(?:[a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", host, re.IGNORECASE
    ):
        return settings.base_url()
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    origin = headers.get("origin", "")
    if scope["type"] == "websocket" and origin.lower() in (
        f"http://{host}".lower(),
        f"https://{host}".lower(),
    ):
        scheme = origin.partition(":")[0]
    return f"{scheme}://{host}{base}"


class Doors:
    """Stands before the application; the only thing it keeps is how many sessions there are, and
    how much they sent.
    """

    def __init__(self, application: ASGIApp, base: str, most: int | None = None) -> None:
        self._application = application
        self._base = base
        self._most = sessions(raised()) if most is None else most
        self._open = 0
        self._places = log.Limit("all places for sessions are taken")
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does where the door is open."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        path = scope["path"]
        if self._base and (path == self._base or path.startswith(f"{self._base}/")):
            path = path[len(self._base) :]
        refusal = self._refusal(scope, path)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        said = came_by(scope, self._base).encode("latin-1")
        scope = {
            **scope,
            "headers": [
                *(pair for pair in scope["headers"] if pair[0] != BASE_URL_HEADER.encode()),
                (BASE_URL_HEADER.encode(), said),
            ],
        }
        if scope["type"] == "websocket":
            leans.bound(send, LARGEST)
        if scope["type"] == "websocket" and path == leans.STREAM:
            await self._session(leans.from_own_page(scope), receive, send)
        elif scope["type"] == "websocket":
            await self._application(scope, receive, send)
        else:
            await self._application(scope, receive, _led_by_path(send))

    def _refusal(self, scope: Scope, path: str) -> Response | None:
        headers = Headers(scope=scope)
        if path not in HEALTH and not leans.is_allowed_host(headers.get("host")):
            return PlainTextResponse(
                "This server has another name (server.allowedHosts lists them).\n", 421
            )
        if not is_open(path):
            return PlainTextResponse("There is nothing at this address.\n", 404)
        if scope["type"] == "websocket":
            if is_foreign(headers):
                return PlainTextResponse("The page that asks is another host's.\n", 403)
            if (
                path == leans.STREAM and self._open >= self._most
            ):  # the page that asks stays as it is, and works
                return PlainTextResponse(
                    "All places are taken.\n", 503, {"Retry-After": str(_RETRY)}
                )
        return None

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: C901 - three parts that share what they count
        """A page's socket, with bounds on what it brings; it brings nothing more while its reader
        does not take what was sent.
        """
        loop = asyncio.get_running_loop()
        free = asyncio.Event()
        free.set()
        sending, held, left, at, closed = 0, 0, float(BURST), loop.time(), False

        async def guarded(message: Message) -> None:
            nonlocal sending
            if closed:
                raise OSError(
                    "the socket is closed"
                )  # what Starlette takes for a reader who has left
            sending += 1
            free.clear()
            try:
                await send(message)
            finally:
                sending -= 1
                if not sending:
                    free.set()

        async def close(code: int) -> Message:
            nonlocal closed
            closed = True
            await send({"type": "websocket.close", "code": code, "reason": "refused"})
            return {"type": "websocket.disconnect", "code": code}

        async def bounded() -> Message:
            nonlocal held, left, at
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                content = message.get("bytes")
                if content is None:
                    return await close(1003)
                if (code := refused(content)) is not None:
                    return await close(code)
                self._held += max(len(content), held) - held
                held = max(len(content), held)
                if self._held > HELD:
                    return await close(1013)
                left, at = tokens(left, loop.time() - at), loop.time()
                if left < 1:
                    await asyncio.sleep((1 - left) / RATE)
                    left, at = tokens(left, loop.time() - at), loop.time()
                left -= 1
                while sending:
                    await free.wait()
                if leans.is_of_page(content):
                    return message

        self._open += 1
        self._places.note(self._open >= self._most, sessions=self._open)
        try:
            await self._application(scope, bounded, guarded)
        finally:
            self._open -= 1
            self._places.note(self._open >= self._most, sessions=self._open)
            self._held -= held


def tokens(left: float, elapsed: float) -> float:
    """How many messages a session may send at once, some seconds after it might send some number.

    >>> tokens(0, 1), tokens(0, 100)
    (5, 10)
    """
    return min(BURST, left + RATE * elapsed)


def _led_by_path(send: Send) -> Callable[[MutableMapping[str, Any]], Awaitable[None]]:
    async def led(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "location" in headers:
                headers["location"] = without_host(headers["location"])
        await send(message)

    return led

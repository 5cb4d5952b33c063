"""All that leans on parts of Streamlit which it documents nowhere: one function or name a lean,
each with a test that fails when Streamlit changes.

What leans on the elements of Streamlit's page is the table at the top of ``serve/page.js``, and the
selectors of ``serve/page.css``; the same tests hold them against Streamlit's scripts.
"""

from __future__ import annotations

import gc
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

Room = DeltaGenerator
"""What a part of a page is drawn into."""
MenuPage = StreamlitPage
"""What ``st.Page`` gives."""
STREAM: Final = "/_stcore/stream"
HEALTH: Final = "/_stcore/health"
HOST: Final = "/_stcore/host-config"
"""The addresses of Streamlit's own that the dashboard's page asks for."""
_OWN: Final = re.compile("/(?:_stcore|media|component|auth|oauth2callback|app/static)(?:/|$)")
_SENT: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""The kinds of messages by which a page runs, stops and stays alive; Streamlit knows others that
would clear what all readers see.
"""
_WANTED: Final = ("PlotlyChart", "Html", "Selectbox", "Multiselect", "TextInput")
"""The parts of Streamlit's frontend that every page shows, and that its own page asks for only when
the first of each arrives.
"""
FRONTEND: Final = Path(st.__file__).parent / "static"


class LeanError(Exception):
    """Streamlit is not as it was where the dashboard leans on it; the sentence names the place."""


def is_own_address(path: str) -> bool:
    """Whether a path below the base path is one of those that Streamlit answers beside its page and
    its files.
    """
    return _OWN.match(path) is not None


def is_allowed_host(host: str | None) -> bool:
    """Whether ``server.allowedHosts`` has a host; Streamlit itself asks so only for sockets."""
    return is_host_allowed(host)


def widgets(message: bytes) -> int | None:
    """For how many controls a message of a page brings values; nothing where it is no message."""
    try:
        return len(BackMsg.FromString(message).rerun_script.widget_states.widgets)
    except DecodeError:
        return None


def is_of_page(message: bytes) -> bool:
    """Whether a message is of a kind that a page sends by which no other reader is touched."""
    return BackMsg.FromString(message).WhichOneof("type") in _SENT


def from_own_page(scope: Scope) -> Scope:
    """A socket that was let in, as one of the page's own: to judge another trusted origin Streamlit
    would ask an outside host who it is.
    """
    host = Headers(scope=scope).get("host", "")
    own = (b"origin", f"http://{host}".encode("latin-1"))
    return {
        **scope,
        "headers": [own if pair[0] == b"origin" else pair for pair in scope["headers"]],
    }


def bound(send: Send, largest: int) -> None:
    """Have the server's own reader refuse a message that is too large, instead of gathering it
    first, and the system hold no small one back.

    asyncio sees to the second only for sockets that name their protocol, which Streamlit's does
    not.
    """
    server = getattr(send, "__self__", None)
    if (reader := getattr(server, "conn", None)) is not None:
        reader.max_message_size = largest
    transport = getattr(server, "transport", None)
    if transport is not None and (connection := transport.get_extra_info("socket")) is not None:
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def send_at_once() -> None:
    """Have the system hold no small piece of an answer back until the one before is acknowledged: a
    page waits 40 ms else for its own head.

    asyncio sees to that only for sockets that name their protocol, which Streamlit's does not;
    those that it accepts are as it is.
    """
    for found in gc.get_objects():
        if (
            isinstance(found, socket.socket)
            and found.family in (socket.AF_INET, socket.AF_INET6)
            and found.type == socket.SOCK_STREAM
        ):
            with suppress(OSError):
                found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def write_again(names: Iterable[str]) -> None:
    """Keep the parameters of an address whose inputs the browser has not mounted yet: a click on
    another page would drop them.
    """
    for name in names:
        if st.session_state.get(name) and name not in st.query_params:
            st.session_state[name] = st.session_state[name]


def is_page(message: Message) -> bool:
    """Whether an answer begins Streamlit's page, which it gives at every address that it does not
    know.
    """
    if message["type"] != "http.response.start" or message["status"] != 200:
        return False
    return Headers(raw=message.get("headers", [])).get("content-type", "").startswith("text/html")


@cache
def starting(folder: Path = FRONTEND) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The styles of Streamlit's page, which have its font, and the scripts that start it with hints
    for those that it asks for next.

    All else of the page is left out that is in no reader's way.
    """
    page = (folder / "index.html").read_text(encoding="utf-8")
    parts = re.findall(r"<script\b[^>]*>.*?</script>|<link\b[^>]*>", page, re.DOTALL)
    scripts = [part for part in parts if re.search(r'<script|rel="modulepreload"', part)]
    if not any("src=" in part for part in scripts) or ROOT.replace(" inert", "") not in page:
        raise LeanError(
            f"{folder / 'index.html'}: starts in another way than it did (look at "
            f"kzstats.render.leans.starting)"
        )
    return tuple(part for part in parts if 'rel="stylesheet"' in part), (
        *scripts,
        *hints(page, folder),
    )


ROOT: Final = '<div id="root" inert></div>'
"""The place that Streamlit's scripts draw in, out of reach until what is in it takes the page's
place.
"""


def hints(page: str, folder: Path = FRONTEND, wanted: Iterable[str] = _WANTED) -> tuple[str, ...]:
    """Links to the scripts of the frontend that will be wanted, with all that they import, and that
    a page does not name itself.
    """
    scripts = folder / "static" / "js"
    pending = [path.name for part in wanted for path in sorted(scripts.glob(f"{part}.*.js"))]
    found: dict[str, None] = {}
    while pending:
        name = pending.pop(0)
        if name not in found and name not in page:
            found[name] = None
            pending += re.findall(
                r'(?:from|import)"\./([\w.-]+\.js)"', (scripts / name).read_text(encoding="utf-8")
            )
    return tuple(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in found
    )


def fonts() -> tuple[str, ...]:
    """The files of Streamlit's upright font, which a page that has no application
    behind it shares.
    """
    found = tuple(
        font.name
        for font in sorted((FRONTEND / "static" / "media").glob("SourceSansVF-Upright.*.woff2"))
    )
    if not found:
        raise LeanError(
            f"{FRONTEND / 'static' / 'media'}: has no file of the font any more (look at "
            f"kzstats.render.leans.fonts)"
        )
    return found


def files(kinds: Iterable[str], folder: Path = FRONTEND) -> tuple[Path, ...]:
    """Streamlit's scripts and styles, by their endings: each is named by the hash of its content,
    and stays as it is.
    """
    return tuple(
        path for path in folder.glob("static/*/*") if path.suffix in kinds and path.is_file()
    )

"""A page's socket as its browser drives it, for tests: messages as they are, and what the server
says in return.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


@contextmanager
def session(base_url: str, **headers: str) -> Iterator[ClientConnection]:
    """A socket of the dashboard at an address; ``headers`` go with its handshake."""
    found = urlsplit(base_url)
    with connect(
        f"ws://{headers.pop('Host', found.netloc)}{found.path}/_stcore/stream",
        sock=socket.create_connection((found.hostname, found.port), timeout=60),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        compression=None,
        proxy=None,
        open_timeout=60,
        close_timeout=1,
        additional_headers=headers,
    ) as opened:
        yield opened


def rerun(query: str = "", **texts: str) -> bytes:
    """The message that has a page run, with the texts of some controls."""
    message = BackMsg()
    message.rerun_script.query_string = query
    for name, said in texts.items():
        message.rerun_script.widget_states.widgets.add(id=name, string_value=said)
    return message.SerializeToString()


def told(socket: ClientConnection) -> list[ForwardMsg]:
    """All that the server sends until a run has ended."""
    found: list[ForwardMsg] = []
    while not found or found[-1].WhichOneof("type") != "script_finished":
        found.append(ForwardMsg.FromString(socket.recv(60, decode=False)))
    return found


def words(messages: list[ForwardMsg]) -> str:
    """The HTML that a run brought."""
    elements = (
        message.delta.new_element for message in messages if message.WhichOneof("type") == "delta"
    )
    return "".join(
        element.html.body for element in elements if element.WhichOneof("type") == "html"
    )


def port(base_url: str) -> int:
    """The port of an address."""
    found = urlsplit(base_url).port
    assert found
    return found

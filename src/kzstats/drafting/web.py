"""One page of the web, asked for once: politely, by a name of our own, and from public addresses
alone.

A name is looked up here and the connection goes to the address that was looked at, so that no
second answer of the name service leads elsewhere; each redirection is looked at anew. Nothing that
comes is run.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from kzstats.values.notes import noted

AGENT: Final = "kzstats/0.1 (reads one article for its figures)"
LARGEST: Final = 20_000_000
SECONDS: Final = 30.0
_REDIRECTIONS: Final = 5
_ROBOTS: Final = 500_000


class FetchError(Exception):
    """Why a page cannot be had, in a sentence that can be said in other languages."""

    @property
    def told(self) -> str:
        """The sentence, as a remark."""
        return str(self.args[0]) if not isinstance(self.args[0], str) else self.args[0]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: the address that gave it, its headers and its bytes."""

    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def page(url: str, private: bool = False, largest: int = LARGEST, seconds: float = SECONDS) -> Page:
    """The page at an address, after its redirections, where the host's robots.txt lets us; raises
    :class:`FetchError`.

    ``private`` allows addresses of this machine and of local networks.
    """
    until = time.monotonic() + seconds
    asked: dict[str, RobotFileParser] = {}
    for _ in range(_REDIRECTIONS + 1):
        host = _origin(url)
        if host not in asked:
            asked[host] = _robots(host, private, until)
        if not asked[host].can_fetch(AGENT, url):
            raise FetchError(
                noted(
                    "{url}: {host}/robots.txt asks programs to stay away (save the page yourself, "
                    "and give the file)",
                    url=url,
                    host=host,
                )
            )
        status, headers, body = _answer(url, private, largest, until)
        found = Page(url, headers, body)
        if status in (301, 302, 303, 307, 308) and (place := found.header("location")):
            url = urljoin(url, place)
            continue
        if status != 200:
            raise FetchError(
                noted(
                    "{url}: answers {status} (is the address right, and open to all?)",
                    url=url,
                    status=status,
                )
            )
        return found
    raise FetchError(noted("{url}: leads on more than {n} times", url=url, n=_REDIRECTIONS))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise FetchError(
            noted(
                "{url}: is no web address (http:// or https://, without a user’s name)",
                url=url[:200],
            )
        )
    return f"{parts.scheme}://{parts.netloc}"


def _robots(host: str, private: bool, until: float) -> RobotFileParser:
    """What a host asks of programs; one that has nothing to say asks nothing."""
    rules = RobotFileParser()
    status, _, body = _answer(f"{host}/robots.txt", private, _ROBOTS, until)
    rules.parse(body.decode("utf-8", "replace").splitlines() if status == 200 else [])
    return rules


def _answer(
    url: str, private: bool, largest: int, until: float
) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    parts = urlsplit(url)
    connection = _connected(url, private, until)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET",
            path.replace(" ", "%20"),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"},
        )
        answer = connection.getresponse()
        body = _body(url, answer, connection, largest, until)
        return answer.status, tuple(answer.getheaders()), body
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(
            noted("{url}: does not answer: {why}", url=url, why=str(error) or type(error).__name__)
        ) from None
    finally:
        connection.close()


def _body(
    url: str,
    answer: http.client.HTTPResponse,
    connection: http.client.HTTPConnection,
    largest: int,
    until: float,
) -> bytes:
    """What is answered, within a size and a time."""
    unpack = (
        zlib.decompressobj(47)
        if answer.getheader("Content-Encoding", "").lower() in ("gzip", "deflate")
        else None
    )
    body = bytearray()
    while True:
        _left(url, until)
        if connection.sock is not None:
            connection.sock.settimeout(_left(url, until))
        piece = answer.read1(65536)
        if not piece:
            return bytes(body)
        body += unpack.decompress(piece, largest + 1) if unpack else piece
        if len(body) > largest:
            raise FetchError(
                noted("{url}: is larger than {n} MB", url=url, n=largest // 1_000_000 or 1)
            )


def _left(url: str, until: float) -> float:
    """How long may still be waited."""
    left = until - time.monotonic()
    if left <= 0:
        raise FetchError(noted("{url}: takes longer than the time that it has", url=url))
    return left


def _connected(url: str, private: bool, until: float) -> http.client.HTTPConnection:
    """A connection to an address of the host that was looked at."""
    parts = urlsplit(url)
    host, secure = str(parts.hostname), parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
        address = _looked_up(url, host, port, private)
        opened = socket.create_connection((address, port), timeout=_left(url, until))
        if secure:
            opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
    except (OSError, ValueError) as error:
        raise FetchError(
            noted("{url}: cannot be reached: {why}", url=url, why=str(error))
        ) from None
    connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(host, port)
    connection.sock = opened
    return connection


def _looked_up(url: str, host: str, port: int, private: bool) -> str:
    """The first address of a host, where all of them are public."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for each in found:
        address = ipaddress.ip_address(each.partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if not private and (not address.is_global or address.is_multicast):
            raise FetchError(
                noted(
                    "{url}: {host} is {address}, which is no public address (--private allows it)",
                    url=url,
                    host=host,
                    address=each,
                )
            )
    return found[0]

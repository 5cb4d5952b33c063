"""Requests that nobody means well by, the same ones in every run: bytes for a raw socket, and a reader of what comes back."""

import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass

METHODS = ["GET"] * 12 + [
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
    "G{}T",
    "A" * 40,
]
ROUTES = [
    "/api/records.csv", "/api/records.json", "/api/records.parquet", "/api/records/offences-2014.json", "/api/charts/registered_offences.svg",
    "/api/metrics.json", "/api/sources.json", "/api/health", "/api/", "/api", "/api/records", "/api/charts/", "/api/nothing",
]  # fmt: skip
ELSEWHERE = [
    "/", "/cases", "/static/", "/static/js/", "/static/nothing.js", "/favicon.png", "/manifest.json", "/media/x", "/component/x/y", "/app/static/x",
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/stream", "/_stcore/upload_file/a/b", "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json", "/_stcore/bidi-components/x/y", "/_stcore/script-health-check", "/auth/login", "/auth/logout", "/oauth2callback",
]  # fmt: skip
WORDS = [
    "", "0", "-1", "9" * 30, "1e999", "NaN", "2016", "٢٠١٦", "..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows", "%00", "%0d%0aX-Injected:%201",
    "%0aSet-Cookie:%20a=b", "%", "%zz", "%u0041", "%ff%fe", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%e2%80%ae", "%25%30%30", "{{7*7}}", "${x}", "%{y}",
    "<script>", "%3Cscript%3E", "'", "%22", "';--", "|id", "`id`", "%0", "\\\\host\\share", "//host/share", "C:/x", "~root", "nul", "con", "a" * 300, "a/" * 100,
    "é", "😀", "%F0%9F%98%80", "%E2%80%8B", "[]", "{record}", "*", ";", "registered_offences", "kk", "osce-2017-01-31",
]  # fmt: skip
NAMES = [
    "metric",
    "source",
    "publisher",
    "from",
    "to",
    "lang",
    "metric[]",
    "__proto__",
    "record",
    "x",
    "",
    "%00",
    "from%00",
    "é",
]
HEADERS = [
    "Range: bytes=0-", "Range: bytes=-1", "Range: bytes=9-1", "Range: bytes=0-0,1-1,2-2", "Range: bytes=" + "0-0," * 300 + "1-1", "Range: x=1-2",
    "If-None-Match: *", "If-None-Match: " + '"a",' * 900 + '"b"', "If-None-Match: W/", "If-Modified-Since: yesterday", "If-Range: x", "Accept: ",
    "Accept: text/html;q=abc", "Accept: " + "a/b," * 900, "Accept-Encoding: gzip;q=-1, br, x" + ",gzip" * 300, "Accept-Encoding: identity;q=0",
    "Accept-Language: " + "x" * 999, "Cookie: _streamlit_session=" + "A" * 999, 'Cookie: a="\\", _streamlit_xsrf=2|x|y|z', "Cookie: ;;=;=,", "Host: evil.example",
    "Origin: https://evil.example", "Origin: null", "Referer: \x7f", "X-Forwarded-For: 1.2.3.4, <script>", "X-Forwarded-Proto: javascript",
    "X-HTTP-Method-Override: DELETE", "X-Original-URL: /_stcore/metrics", "Forwarded: for=unknown;host=evil", "Authorization: Basic !!!!", "Upgrade: h2c",
    "Connection: Upgrade, HTTP2-Settings", "Expect: 100-continue", "Content-Type: multipart/form-data", "Content-Encoding: zip", "User-Agent: ", "é: é", "X: \xff\xfe",
]  # fmt: skip
MALFORMED = [
    b"\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /api/health HTTP/1.0\r\n\r\n",
    b"GET /api/health HTTP/1.1\nHost: a\n\n", b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
    b"POST /api/health HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", b"POST /api/health HTTP/1.1\r\nHost: a\r\nContent-Length: 9, 9\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET http://evil.example/api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", b"\xff" * 300 + b"\r\n\r\n",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"GET /nothing HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    head: bytes
    body: bytes


def requests(count: int, seed: int) -> Iterator[bytes]:
    """Well-formed requests with hostile methods, paths, parameters, headers and bodies; an answer is owed to each."""
    dice = random.Random(seed)
    for _ in range(count):
        method = dice.choice(METHODS)
        path = dice.choice(ROUTES if dice.random() < 0.75 else ELSEWHERE)
        if dice.random() < 0.3:
            path += "/" * dice.randint(0, 2) + dice.choice(WORDS)
        elif dice.random() < 0.2:
            place = dice.randrange(1, len(path) + 1)
            path = path[:place] + dice.choice(WORDS) + path[place:]
        if dice.random() < 0.6:
            pairs = [
                f"{dice.choice(NAMES)}{dice.choice('==&')}{dice.choice(WORDS)}"
                for _ in range(dice.choice([1, 1, 1, 2, 3, 30]))
            ]
            path += "?" + "&".join(pairs)
        headers = dice.sample(HEADERS, dice.choice([0, 0, 1, 1, 2, 4]))
        headers += headers[:1] if dice.random() < 0.1 else []
        if not any(header.startswith("Host:") for header in headers):
            headers.append("Host: 127.0.0.1")
        body = (
            dice.randbytes(dice.choice([0, 10, 5000]))
            if method in ("POST", "PUT", "PATCH")
            else b""
        )
        if body:
            headers.append(f"Content-Length: {len(body)}")
        target = path.replace(" ", "%20").encode()
        lines = [
            method.encode() + b" " + target + b" HTTP/1.1",
            *(header.encode("latin-1") for header in headers),
        ]
        yield b"\r\n".join(lines) + b"\r\n\r\n" + body


class Line:
    """A connection that is kept open for one request after another, and opened anew when the other end has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._held = b""

    def ask(self, request: bytes) -> Answer | None:
        """The answer to a request; ``None`` where the other end hung up without one."""
        for _ in range(2):  # the other end may just have closed a connection that was idle
            fresh = self._socket is None
            if self._socket is None:
                self._socket, self._held = (
                    socket.create_connection(("127.0.0.1", self._port), timeout=30),
                    b"",
                )
            try:
                self._socket.sendall(request)
                answer = self._read(request.startswith(b"HEAD "))
            except ConnectionError:
                answer = None
            if answer is None:
                self.close()
            if answer is not None or fresh:
                break
        if answer is not None and b"\r\nconnection: close" in answer.head.lower():
            self.close()
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, without_body: bool) -> Answer | None:
        status = 100
        while status == 100:
            head = self._until(b"\r\n\r\n")
            if head is None:
                return None
            status = int(head[9:12])
        sizes = [
            line
            for line in head.lower().split(b"\r\n")
            if line.startswith((b"content-length:", b"transfer-encoding:"))
        ]
        body = b""
        if without_body or status in (204, 304):
            pass
        elif sizes and sizes[0].startswith(b"content-length:"):
            body = self._exactly(int(sizes[0].partition(b":")[2]))
        elif sizes:
            while size := int(self._until(b"\r\n") or b"0", 16):
                body += self._exactly(size + 2)[:-2]
            self._exactly(2)
        return Answer(status, head, body)

    def _until(self, mark: bytes) -> bytes | None:
        while mark not in self._held:
            if not self._more():
                return None
        head, _, self._held = self._held.partition(mark)
        return head

    def _exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            if not self._more():
                raise ConnectionError("cut short")
        body, self._held = self._held[:size], self._held[size:]
        return body

    def _more(self) -> bool:
        assert self._socket is not None
        if hasattr(
            socket, "TCP_QUICKACK"
        ):  # a server that waits for the head to be acknowledged sends the body 40 ms later
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        piece = self._socket.recv(65536)
        self._held += piece
        return bool(piece)

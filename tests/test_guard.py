"""The doors of the server, tried from outside: real processes, the real nginx, and what a hostile
reader sends.
"""

import asyncio
import http.client
import json
import os
import re
import resource
import select
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from time import monotonic

import pytest
from running import NO_NGINX, ROOT, WAIT, answers, free_port, proxied, serving, started, stop
from sockets import port, rerun, session, told, words
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kzstats import settings
from kzstats.language.languages import LANGUAGES
from kzstats.language.translation import translate
from kzstats.render import leans
from kzstats.serve import guard

STILL = (
    "This page works as it stands. Its interactive form has not started: it needs scripts and "
    "an open connection to the server."
)
NO_PROC = {
    "condition": not Path("/proc/self/status").exists(),
    "reason": "what a process holds is read from /proc",
}


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the two servers below write."""
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="module")
def base_url(logs: Path) -> Iterator[str]:
    """A server that was told no address of its own."""
    with serving(free_port(), log=logs / "unset", KZSTATS_URL="") as found:
        yield found


@pytest.fixture(scope="module")
def named(logs: Path) -> Iterator[str]:
    """A server that was told its address."""
    with serving(free_port(), log=logs / "set", KZSTATS_URL="https://figures.example/kz") as found:
        yield found


def asked(
    address: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of the first answer: no redirection is followed, and the host's name
    may be any.
    """
    place, path = re.fullmatch(r"http://([^/]+)(/?.*)", address).groups()
    with closing(http.client.HTTPConnection(place, timeout=WAIT / 1000)) as line:
        line.request(method, path or "/", body, headers)
        answer = line.getresponse()
        return (
            answer.status,
            {name.lower(): said for name, said in answer.getheaders()},
            answer.read().decode(),
        )


def closed(socket) -> int:
    """The code that a socket is closed with, whatever was said before; 1006 where none came."""
    try:
        while True:
            socket.recv(WAIT / 1000)
    except ConnectionClosed as ended:
        return ended.rcvd.code if ended.rcvd else 1006


def memory(process: subprocess.Popen[bytes]) -> float:
    """The megabytes that a process has held at most."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def worked(process: subprocess.Popen[bytes]) -> float:
    """The seconds of a processor that a process has used: what an answer waits for in the process
    itself, however busy the machine is.
    """
    said = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    return sum(map(int, said.split()[11:13])) / os.sysconf("SC_CLK_TCK")


def refused(base_url: str, **headers: str) -> int:
    """The status by which a socket is refused, or 101."""
    try:
        with session(base_url, **headers):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def frees(base_url: str) -> bool:
    """Whether a place is free, within the time that a server may take to see that a reader has
    left.
    """
    deadline = monotonic() + 30
    while refused(base_url) != 101:
        if monotonic() > deadline:
            return False
    return True


# What a session may send.


@pytest.mark.skipif(**NO_NGINX)
@pytest.mark.skipif(**NO_PROC)
def test_a_message_of_many_megabytes_is_refused_before_it_is_held_and_the_next_reader_is_served(
    tmp_path: Path,
) -> None:
    number = free_port()
    with started(number) as process:
        try:
            answers(number, process)
            with proxied(tmp_path, [number], free_port()) as base_url, ExitStack() as stack:
                with session(base_url) as socket:
                    socket.send(rerun())
                    told(socket)
                before = memory(process)
                for _ in range(15):
                    large = stack.enter_context(session(base_url))
                    with suppress(ConnectionClosed):
                        large.send(rerun(record="x" * 20_000_000))
                    assert closed(large) in (
                        1009,
                        1006,
                    )  # the rest that was under way may cut the answer off
                assert memory(process) - before < 40
                with session(base_url) as socket:
                    socket.send(rerun())
                    assert "figures are in your selection" in words(told(socket))
        finally:
            stop(process)


MANY = BackMsg()
for place in range(guard.WIDGETS + 1):
    MANY.rerun_script.widget_states.widgets.add(id=f"w{place}", bool_value=True)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (rerun(record="x" * guard.LARGEST), 1009),
        (MANY.SerializeToString(), 1009),
        (b"\xff\xff no message", 1002),
        ("a text", 1003),
    ],
    ids=["too large", "too many controls", "no message", "text"],
)
def test_what_no_page_sends_closes_the_socket_with_its_reason(
    base_url: str, message: bytes | str, code: int
) -> None:
    with session(base_url) as socket:
        socket.send(message)
        assert closed(socket) == code


class Held:
    """The doors, with an application behind them that takes each message of a session."""

    def __init__(self, most: int) -> None:
        self.doors = guard.Doors(self.application, "", most)
        self.taken: asyncio.Queue[Message] = asyncio.Queue()

    async def application(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self.taken.put_nowait(message)
            await send({"type": "websocket.send", "bytes": b"seen"})

    def session(self, said: asyncio.Queue[Message], told: list[Message]) -> asyncio.Task[None]:
        async def send(message: Message) -> None:
            told.append(message)

        scope = {"type": "websocket", "path": leans.STREAM, "scheme": "ws", "headers": []}
        return asyncio.create_task(self.doors(scope, said.get, send))


def test_what_all_sessions_hold_together_is_bounded_and_free_again_once_one_has_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message: Message = {"type": "websocket.receive", "bytes": rerun()}
    monkeypatch.setattr(guard, "HELD", len(message["bytes"]) + 1)

    async def tried() -> tuple[list[list[Message]], int]:
        held = Held(3)
        queues: list[asyncio.Queue[Message]] = [asyncio.Queue() for _ in range(3)]
        told: list[list[Message]] = [[], [], []]
        queues[0].put_nowait(message)
        first = held.session(queues[0], told[0])
        await held.taken.get()
        queues[1].put_nowait(message)
        await held.session(queues[1], told[1])  # closed while the first holds its message
        queues[0].put_nowait({"type": "websocket.disconnect", "code": 1001})
        await first
        for said in (message, {"type": "websocket.receive", "text": "a text"}):
            queues[2].put_nowait(said)
        await held.session(queues[2], told[2])
        return told, held.taken.qsize()

    told, taken = asyncio.run(tried())
    codes = [[one["code"] for one in each if one["type"] == "websocket.close"] for each in told]
    assert (codes, taken) == ([[], [1013], [1003]], 1)


def test_a_session_beyond_its_burst_waits_and_none_beyond_the_places_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "RATE", 1000)

    async def tried() -> tuple[list[Message], list[Message], int]:
        held = Held(1)
        queue: asyncio.Queue[Message] = asyncio.Queue()
        told: list[Message] = []
        refusal: list[Message] = []
        for _ in range(guard.BURST + 5):
            queue.put_nowait({"type": "websocket.receive", "bytes": rerun()})
        one = held.session(queue, told)
        taken = [await held.taken.get() for _ in range(guard.BURST + 5)]
        await held.session(asyncio.Queue(), refusal)
        queue.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await one
        return told, refusal, len(taken)

    told, refusal, taken = asyncio.run(tried())
    assert taken == guard.BURST + 5
    assert sum(one["type"] == "websocket.send" for one in told) == taken
    assert [one["status"] for one in refusal if "status" in one] == [503]


def test_the_largest_message_of_a_reader_is_far_below_the_bound(base_url: str) -> None:
    """Everything is chosen that can be chosen, and the browser says that it has kept a hundred
    messages.
    """
    data = json.loads(urllib.request.urlopen(f"{base_url}/api/sources.json").read())["sources"]
    names = list(data)
    publishers = sorted({source["publisher"] for source in data.values()})
    query = "&".join(
        [
            "from=2014",
            "to=2020",
            "lang=kk",
            *(f"source={name}" for name in names),
            *(f"publisher={name}" for name in publishers),
        ]
    )
    message = BackMsg()
    message.rerun_script.query_string = query
    for name, chosen in (("source", names), ("publisher", publishers)):
        for kind in ("", "choose_"):
            label = [f"{chose} {'т' * 100}" for chose in chosen]
            message.rerun_script.widget_states.widgets.add(
                id=f"$$ID-{'0' * 32}-{kind}{name}"
            ).string_array_value.data.extend(label)
    for name in ("from", "to", "lang", "record", "choose_from", "choose_to"):
        message.rerun_script.widget_states.widgets.add(
            id=f"$$ID-{'0' * 32}-{name}", string_value="2014"
        )
    message.rerun_script.cached_message_hashes.extend(["0" * 64] * 100)
    assert len(message.SerializeToString()) < guard.LARGEST / 3
    with session(base_url) as socket:
        socket.send(message.SerializeToString())
        assert told(socket)


def test_a_session_cannot_clear_what_others_see_nor_ask_for_a_place_to_upload_to(
    base_url: str,
) -> None:
    with session(base_url) as socket:
        for kind in ("clear_cache", "load_git_info", "set_run_on_save"):
            message = BackMsg()
            setattr(message, kind, True)
            socket.send(message.SerializeToString())
        message = BackMsg()
        message.file_urls_request.request_id = "a"
        message.file_urls_request.file_names.append("b.csv")
        socket.send(message.SerializeToString())
        socket.send(rerun())
        kinds = {sent.WhichOneof("type") for sent in told(socket)}
        assert not kinds & {"file_urls_response", "git_info_changed"}


@pytest.mark.skipif(**NO_PROC)
def test_three_thousand_reruns_that_nobody_reads_hold_up_nobody() -> None:
    number = free_port()
    with started(number) as process, ExitStack() as stack:
        try:
            answers(number, process)
            base_url = f"http://127.0.0.1:{number}"
            with session(base_url) as socket:
                socket.send(rerun())
                told(socket)
            before = memory(process)
            flood = stack.enter_context(socket_of(number))
            frames = b"".join(frame(rerun(f"from={2014 + place % 4}")) for place in range(3000))
            flood.setblocking(False)
            sent, slowest = 0, 0.0
            for _ in range(40):
                with suppress(BlockingIOError):
                    sent += flood.send(frames[sent:])
                start = worked(process)
                assert asked(f"{base_url}/api/health")[0] == 200
                slowest = max(slowest, worked(process) - start)
            assert slowest < 1
            start = worked(process)
            with session(base_url) as other:
                other.send(rerun())
                told(other)
            assert worked(process) - start < 3
            threads = len(list(Path(f"/proc/{process.pid}/task").iterdir()))
            assert threads < 60
            assert memory(process) - before < 40
        finally:
            stop(process)


def socket_of(number: int) -> socket.socket:
    """A socket of the dashboard with nobody who reads it."""
    opened = socket.create_connection(("127.0.0.1", number), timeout=WAIT / 1000)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host = "Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade"
    key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + "A" * 22 + "=="
    opened.sendall(f"GET /_stcore/stream HTTP/1.1\r\n{host}\r\n{key}\r\n\r\n".encode())
    assert opened.recv(12) == b"HTTP/1.1 101"
    return opened


def frame(content: bytes) -> bytes:
    """A message as a browser frames it, under a mask of zeros."""
    length = (
        bytes([0x80 | len(content)])
        if len(content) < 126
        else b"\xfe" + len(content).to_bytes(2, "big")
    )
    return b"\x82" + length + bytes(4) + content


# How many sessions there may be.


@pytest.mark.skipif(**NO_PROC)
def test_where_all_places_are_taken_the_next_reader_has_the_page_that_works_without_one_and_those_who_are_there_go_on(  # noqa: E501
    tmp_path: Path,
) -> None:
    number = free_port()
    limits = (576, 576)  # room for sixteen sessions
    how = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits)}
    with started(number, log=tmp_path / "log", how=how) as process, ExitStack() as stack:
        try:
            answers(number, process)
            base_url = f"http://127.0.0.1:{number}"
            most = guard.sessions(limits[0])
            sockets = [stack.enter_context(session(base_url)) for _ in range(most)]
            assert refused(base_url) == 503
            for lang in LANGUAGES:
                status, headers, text = asked(
                    f"{base_url}/cases?from=2015", Accept="text/html", **{"Accept-Language": lang}
                )
                assert status == 200
                assert translate(lang, "Criminal justice") in text
                assert "554" in text
                assert translate(lang, STILL) in text
                assert "content-security-policy" in headers
            assert asked(f"{base_url}/api/health")[0] == 200
            sockets[0].send(rerun())
            assert told(sockets[0])
            log = (tmp_path / "log").read_text(encoding="utf-8")
            assert (
                log.count(f"limit reached: all places for sessions are taken; sessions={most}") == 1
            )
            sockets.pop().close()
            assert frees(base_url)
        finally:
            stop(process)


@pytest.mark.skipif(**NO_PROC)
def test_a_process_takes_as_many_open_files_as_the_machine_lets_it() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < 1200:
        pytest.skip("this machine lets no process have more")
    number = free_port()
    with started(
        number, how={"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 1200))}
    ) as process:
        try:
            answers(number, process)
            (said,) = (
                line
                for line in Path(f"/proc/{process.pid}/limits")
                .read_text(encoding="ascii")
                .splitlines()
                if line.startswith("Max open files")
            )
            assert said.split()[3:5] == ["1200", "1200"]
        finally:
            stop(process)


# Which doors are open.

USED = {"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"}
SHUT = {
    "/_stcore/metrics", "/media/{file_id:path}",
        "/_stcore/upload_file/{session_id}/{file_id}", "/component/{path:path}",
    "/_stcore/bidi-components/{path:path}", "/auth/login", "/auth/logout", "/oauth2callback",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/script-health-check",
    "/app/static/{path:path}",
}  # fmt: skip
ROUTES = """
import json, sys
import streamlit as st
from streamlit import config
config.set_option("server.enableStaticServing", True)
config.set_option("server.scriptHealthCheckEnabled", True)
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
made = create_streamlit_routes(st.App("pages/frame.py")._create_runtime())
print(json.dumps(sorted({route.path for route in made if route.path not in ("", "/")})))
"""


def test_every_door_of_the_installed_streamlit_is_known_as_used_or_shut() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", ROUTES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(json.loads(listed.stdout.splitlines()[-1])) == USED | SHUT, (
        "is the new door used? then it belongs to guard.OPEN, else to what is shut"
    )
    assert guard.OPEN == USED


@pytest.mark.parametrize("path", sorted(SHUT))
def test_the_process_itself_answers_nothing_at_a_door_that_is_shut(
    base_url: str, path: str
) -> None:
    path = re.sub("{[^}]+}", "a", path)
    for method in ("GET", "PUT", "POST", "DELETE", "OPTIONS"):
        status, headers, text = asked(
            f"{base_url}{path}",
            method,
            b"x" if method in ("PUT", "POST") else None,
            Cookie="_streamlit_xsrf=a",
        )
        assert (status, text) == (404, "There is nothing at this address.\n"), method
        assert "content-security-policy" in headers
    assert refused(f"{base_url}{path}") == 404


def test_uploads_fill_no_memory_and_the_configuration_names_no_host_of_others(
    base_url: str,
) -> None:
    assert asked(f"{base_url}/_stcore/upload_file/a/b", "PUT", b"x" * 1_000_000)[0] == 404
    assert json.loads(asked(f"{base_url}/_stcore/host-config")[2])["allowedOrigins"] == []


# By which name.


def test_a_process_that_knows_its_names_answers_under_no_other() -> None:
    with serving(
        free_port(), STREAMLIT_SERVER_ALLOWED_HOSTS="other.example figures.example", KZSTATS_URL=""
    ) as base_url:
        for path in ("/", "/cases", "/api/records.csv", "/_stcore/host-config"):
            assert asked(f"{base_url}{path}", Host="evil.example")[0] == 421, path
            assert asked(f"{base_url}{path}", Host="figures.example:8443")[0] == 200, path
        for path in guard.HEALTH:
            assert (
                asked(f"{base_url}{path}", Host="10.0.0.7:8501")[0] == 200
            )  # the machine itself asks
        assert refused(base_url) == 421
        assert refused(base_url, Host="figures.example") == 101


def test_a_redirection_names_no_host(base_url: str) -> None:
    for path, led in (("/cases/", "/cases"), ("/cases/?lang=kk", "/cases?lang=kk")):
        status, headers, _ = asked(f"{base_url}{path}", Host="evil.example")
        assert (status, headers["location"]) == (301, led)


def test_another_port_of_this_machine_is_another_host(base_url: str) -> None:
    number = port(base_url)
    for origin, status in (
        (base_url, 101),
        ("http://localhost:3000", 403),
        (f"http://localhost:{number}", 403),
        (f"ftp://127.0.0.1:{number}", 403),
    ):
        assert refused(base_url, Origin=origin) == status, origin


def test_the_origin_of_the_address_that_is_set_is_trusted_behind_a_proxy_that_changes_the_host(
    named: str,
) -> None:
    for origin, status in (
        ("https://figures.example", 101),
        ("http://figures.example", 403),
        ("https://figures.example:444", 403),
    ):
        assert refused(named, Origin=origin) == status, origin


# By which address the reader came.


def pages_and_addresses(base_url: str, **headers: str) -> tuple[set[str], set[str]]:
    """The addresses that a page, and that a figure's address, name as their own."""
    with session(base_url, **headers) as socket:
        socket.send(rerun())
        page = set(re.findall(r'class="address">(.*?)/?<', words(told(socket))))
    sent = {
        name: said for name, said in headers.items() if name != "Origin"
    }  # no browser sends it with an address
    record = json.loads(asked(f"{base_url}/api/records/offences-2014.json", **sent)[2])
    return page, {record["address"].removesuffix("/api/records/offences-2014.json")}


def test_without_a_setting_citations_name_the_address_that_the_reader_came_by(
    base_url: str,
) -> None:
    number = port(base_url)
    assert pages_and_addresses(base_url, Origin=base_url) == ({base_url}, {base_url})
    assert pages_and_addresses(base_url, Host="figures.example") == (
        {"http://figures.example"},
        {"http://figures.example"},
    )
    secure = pages_and_addresses(
        base_url,
        Host="figures.example",
        Origin="https://figures.example",
        **{"X-Forwarded-Proto": "https"},
    )
    assert secure == ({"https://figures.example"}, {"https://figures.example"})
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Kzstats-Home": "http://evil.example",
        "Forwarded": "host=evil.example",
    }
    assert (
        pages_and_addresses(base_url, Host=f"localhost:{number}", **forged)
        == ({f"http://localhost:{number}"},) * 2
    )


def test_the_address_that_is_set_is_named_whatever_a_reader_sends(named: str) -> None:
    assert pages_and_addresses(named, Host="evil.example") == ({"https://figures.example/kz"},) * 2


@pytest.mark.parametrize(
    "host", ["evil.example/path", "a b", '"><b>', "x" * 300, "user@evil.example", "[::1", ""]
)
def test_what_is_no_host_is_repeated_nowhere(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.delenv("KZSTATS_URL", raising=False)
    scope = {"type": "http", "scheme": "http", "headers": Headers({"host": host}).raw}
    assert guard.came_by(scope, "/kz") == "http://localhost:8501"


def test_a_page_a_command_and_an_address_say_the_same_of_the_address_that_a_reader_came_by(
    base_url: str, tmp_path: Path
) -> None:
    command = [
        sys.executable,
        "-m",
        "kzstats",
        "export",
        "--format",
        "json",
        "-o",
        str(tmp_path / "all.json"),
    ]
    subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"KZSTATS_URL": base_url, "PYTHONPATH": "src"},
        check=True,
    )
    assert asked(f"{base_url}/api/records.json")[2] == (tmp_path / "all.json").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    "said",
    [
        "figures.example",
        "javascript:alert(1)",
        "http://",
        "https://a b",
        "ftp://figures.example",
        'http://x/"><b>',
    ],
)
def test_an_address_that_is_none_is_none_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("KZSTATS_URL", said)
    with pytest.raises(
        settings.SettingError, match=r"is no web address \(try https://figures.example"
    ):
        settings.base_url()


def test_an_address_that_is_none_is_refused_at_the_start_in_a_sentence() -> None:
    env = os.environ | {"KZSTATS_URL": "javascript:alert(1)", "PYTHONPATH": "src"}
    for command in (
        ["streamlit", "run", "app.py", "--server.port", str(free_port())],
        ["kzstats", "export", "-o", os.devnull],
    ):
        ran = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert ran.returncode != 0
        assert "is no web address (try https://figures.example" in ran.stderr
        assert "Traceback" not in ran.stderr


def test_the_log_says_at_the_start_which_address_is_named(
    base_url: str, named: str, logs: Path
) -> None:
    assert "KZSTATS_URL is not set" in (logs / "unset").read_text(encoding="utf-8")
    said = (logs / "set").read_text(encoding="utf-8")
    assert "https://figures.example/kz as their own" in said


# What the proxy and the machine do.


def is_over(line: socket.socket) -> bool:
    """Whether the other side has closed a connection; where that was the proxy's end of it, the
    system says that it was reset.
    """
    try:
        return not line.recv(4096)
    except ConnectionResetError:
        return True


@pytest.mark.skipif(**NO_NGINX)
def test_requests_that_are_sent_by_half_are_closed_in_time_and_hold_up_nobody(
    base_url: str, tmp_path: Path
) -> None:
    with proxied(tmp_path, [port(base_url)], free_port()) as front, ExitStack() as stack:
        start = monotonic()
        halves = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port(front))))
            for _ in range(600)
        ]
        for half in halves:
            half.sendall(b"GET /cases HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        assert asked(f"{front}/api/health")[0] == 200
        waiting = set(halves)
        while waiting:
            done = select.select(list(waiting), [], [], 30)[0]
            assert done, f"{len(waiting)} stand open"
            waiting -= {half for half in done if is_over(half)}
        assert 5 < monotonic() - start < 30


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can start a process as somebody else"
)
def test_a_process_of_nobody_in_particular_serves() -> None:
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    try:
        reads = (
            subprocess.run(
                [sys.executable, "-c", ""], capture_output=True, check=False, **nobody
            ).returncode
            == 0
        )
    except PermissionError:
        reads = False
    if not reads:
        pytest.skip("this Python stands where nobody else can read it")
    number = free_port()
    with started(number, how=nobody, BASE_URL="/tmp", PYTHONDONTWRITEBYTECODE="1") as process:
        try:
            answers(number, process)
            assert Path(f"/proc/{process.pid}").stat().st_uid == 65534
            with session(f"http://127.0.0.1:{number}") as socket:
                socket.send(rerun())
                assert "figures are in your selection" in words(told(socket))
        finally:
            stop(process)

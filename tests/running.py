"""Real processes for tests: the dashboard, and several of them behind nginx."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from string import Template
from time import monotonic
from types import MappingProxyType
from typing import Any

from thirteen import DATA

ROOT = Path(__file__).parents[1]
WAIT = 30_000
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NO_NGINX = {
    "condition": NGINX is None,
    "reason": "nginx is not installed (Debian: apt-get install nginx-light)",
}
"""When tests that need nginx are left out, and what is said then."""


FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "streamlit.web.cli",
        *(f"kzstats.serve.{module}" for module in ("api", "desk", "guard", "web")),
        *(f"kzstats.render.{module}" for module in ("press", "streamlit")),
    ]
)
PORTS = cycle(range(20_000, 32_000))
deque(islice(PORTS, os.getpid() * 97 % 12_000), 0)


def free_port() -> int:
    """A port below those that the system gives to clients, none twice: each process of the tests
    begins elsewhere, and nobody else takes it.
    """
    for port in PORTS:
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise AssertionError


def started(
    port: int,
    data: Path = DATA,
    log: Path = Path(os.devnull),
    how: Mapping[str, Any] = MappingProxyType({}),
    **settings: str,
) -> subprocess.Popen[bytes]:
    """A server of its own process, which may not answer yet; ``settings`` are environment
    variables, ``how`` is for the system.
    """
    command, environment = [sys.executable, "-m", *_asked(port)], _told(port, data, settings)
    with log.open("ab") as said:
        return subprocess.Popen(
            command, **{"cwd": ROOT, "env": environment, "stdout": said, "stderr": said, **how}
        )


def _asked(port: int) -> list[str]:
    to = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    return ["streamlit", "run", "app.py", *to]


def _told(port: int, data: Path, settings: Mapping[str, str]) -> dict[str, str]:
    own = {"KZSTATS_DATA": str(data), "KZSTATS_URL": f"http://127.0.0.1:{port}"}
    return {**os.environ, **own, **settings}


def _forked(command: list[str], environment: Mapping[str, str], log: Path) -> None:
    """What ``streamlit`` does, in a process that has loaded it: most of a start is the loading."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
    sys.argv = command
    import_module("streamlit.web.cli").main()


def still_runs(process: subprocess.Popen[bytes] | BaseProcess) -> bool:
    """Whether a process has not ended in the next moment, which leaves it the processor."""
    if isinstance(process, BaseProcess):
        process.join(0.02)
        return process.is_alive()
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.02)
    return process.returncode is None


def answers(port: int, process: subprocess.Popen[bytes] | BaseProcess) -> None:
    """Wait until the health of the server on a port can be asked."""
    deadline = monotonic() + 60
    with socket.socket() as knock:
        knock.settimeout(60)
        while knock.connect_ex(("127.0.0.1", port)):
            assert still_runs(process), "the server ended before it answered"
            assert monotonic() < deadline, "the server did not answer"
    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=60).close()


def health(base_url: str) -> dict[str, Any]:
    """What a server says of itself."""
    with urllib.request.urlopen(f"{base_url}/api/health", timeout=WAIT / 1000) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def reached(base_url: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What a server says of itself once it is as wanted: it reads a changed file beside its
    answers, and a busy machine takes its time.
    """
    deadline = monotonic() + 2 * WAIT / 1000
    while not wanted(found := health(base_url)):
        assert monotonic() < deadline, found
    return found


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(30)


@contextmanager
def serving(
    port: int, data: Path = DATA, log: Path = Path(os.devnull), **settings: str
) -> Iterator[str]:
    """A server of its own process, up when its health says so; it is forked from one that has
    loaded what all of them load.
    """
    given = _asked(port), _told(port, data, settings), log
    process = FORKS.Process(target=_forked, args=given)
    process.start()
    try:
        answers(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.join(30)
        assert not process.is_alive()


@contextmanager
def proxied(
    folder: Path, ports: Sequence[int], listen: int, base: str = "", secure: str = ""
) -> Iterator[str]:
    """The nginx of ``deploy/`` before the servers on some ports: its configuration as it is, in a
    folder of its own.
    """
    assert NGINX
    servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports)
    template = Template(
        (ROOT / "deploy" / "nginx" / "kzstats.conf.template").read_text(encoding="utf-8")
    )
    site = template.safe_substitute(
        KZSTATS_LISTEN=f"127.0.0.1:{listen} {secure}".strip(),
        KZSTATS_SERVERS=servers,
        KZSTATS_BASE=base,
    )
    (folder / "kzstats.conf").write_text(
        site.replace("/tmp/kzstats-cache", str(folder / "cache")), encoding="utf-8"
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    user = (
        "user root;" if os.geteuid() == 0 else ""
    )  # else its workers could not write into the folder
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; "
        f"events {{ worker_connections 2048; }}\n"
        f"http {{ {places} access_log off; include {folder}/kzstats.conf; }}\n",
        encoding="utf-8",
    )
    command = [
        NGINX,
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command) as process:
        try:
            with socket.socket() as knock:
                knock.settimeout(30)
                while knock.connect_ex(("127.0.0.1", listen)):
                    assert still_runs(process), (folder / "error.log").read_text()
            yield f"http://127.0.0.1:{listen}{base}"
        finally:
            stop(process)

"""Lets tests import make and the other builders beside them, and the made data and the viewers of the benchmarks, as plain modules.

One browser and one server of the real data are shared by all tests that leave them as they are, and one more whose data tests replace.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from find_chromium import FLAGS, chromium  # noqa: E402  # beside this file
from running import free_port, health, serving  # noqa: E402

EMPTY = b'{"records": {}, "sources": {}, "version": "0"}'
"""A ledger that vouches for nothing: one that is gone would be told on every page."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--grid", action="store_true", help="look at every page in every view, language, theme and width, not at a sample of pairs")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in the browser come last: while one is open, no other test of the process can run a loop of its own."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Keep the process' own main module: Streamlit's trial of a page leaves its page there, and a worker started later would run that."""
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A server of the real data."""
    with serving(free_port()) as found:
        yield found


@pytest.fixture(scope="session")
def showing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """The address of a server that shows the data it is given from then on, with a ledger where one is given."""
    folder = tmp_path_factory.mktemp("showing")
    data, ledger = folder / "metrics.yaml", folder / "evidence.json"

    running: list[str] = []
    with ExitStack() as stack:

        def shown(content: bytes, vouched: bytes = EMPTY) -> str:
            for path, now in ((ledger, vouched), (data, content)):
                (beside := path.with_suffix(".new")).write_bytes(now)
                beside.replace(path)
            if not running:
                running.append(stack.enter_context(serving(free_port(), data)))
            deadline = monotonic() + 60
            while health(running[0])["data"] != sha256(content).hexdigest():  # each question has the file looked at
                assert monotonic() < deadline, "the server did not take the data"
            return running[0]

        yield shown

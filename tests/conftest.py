"""Lets tests import make and the other builders beside them, and the made data and the viewers of
the benchmarks, as plain modules.

One browser and one server of the thirteen checked figures are shared by all tests that leave them
as they are, and one more whose data tests replace.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from streamlit.components.v2 import manifest_scanner

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from find_chromium import FLAGS, headless  # noqa: E402  # beside this file
from running import WAIT, free_port, reached, serving  # noqa: E402
from sharing import ONE_BY_ONE, Shares  # noqa: E402
from thirteen import DATA  # noqa: E402

import kzstats  # noqa: E402

os.environ["KZSTATS_DATA"] = str(
    DATA
)  # what the application shows in tests, unless one of them says otherwise
for profile, examples in (("sample", 50), ("thorough", 300)):
    settings.register_profile(
        profile,
        settings(),
        max_examples=examples,
        deadline=None,  # how long one example takes says how busy the machine is
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("sample")
WHOLE = (
    *("api", "app", "brief", "citation", "damage", "data_package", "export", "extracts", "failing"),
    *("first", "frames", "leans", "live", "pages", "paper", "project", "web", "wider"),
)
"""The files of tests that make whole pages and files in each of their cases."""
BRIEF = (
    "--process-per-site",
    "--js-flags=--no-maglev --no-opt",
    # The last is ours; the list takes the place of Playwright's, of which the others matter here.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsUpgrades,PaintHolding,ThirdPartyStoragePartitioning,ScriptStreaming",
)
"""What a browser leaves undone whose pages are gone soon: V8 optimises nothing, and reads no script
anew while it comes that the process has read before.
"""
EMPTY = b'{"records": {}, "sources": {}, "version": "0"}'
"""A ledger that vouches for nothing: one that is gone would be told on every page."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--grid",
        action="store_true",
        help="look at every page in each view, language, theme and width, not at a sample of "
        "pairs, and try what grows at its full length",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("thorough" if config.getoption("grid") else "sample")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether all is tried (``make thorough``), or a sample in which each kind occurs."""
    return bool(pytestconfig.getoption("grid"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Trace what modules do when they are imported, in one process of several, and nothing of the
    search for tests; the collector never looks through what it has found.
    """
    with ExitStack() as found:
        gc.disable()
        found.callback(gc.enable)
        found.callback(gc.freeze)
        controller = getattr(session.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
        if controller is not None:
            if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
                for module in walk_packages(kzstats.__path__, "kzstats."):
                    if not module.name.endswith("__main__"):
                        import_module(module.name)
            controller.pause()
            found.callback(controller.resume)
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that fill the machine come first, since they take long, and those in the browser last:
    of these first the files that one process takes whole, so that all end at about the same time.

    While a browser is open, no other test of its process can run a loop of its own. What such a
    test looks at is done by other processes, so that to trace the lines of this one would only slow
    it down; what Hypothesis tries a hundred times, other tests have traced once; and where whole
    pages and files are made again and again, the first case of a test is traced. A line that no
    traced test runs counts as never run.
    """
    items.sort(
        key=lambda item: (
            in_browser(item),
            bool(ONE_BY_ONE.match(item.nodeid)),
            item.get_closest_marker("large") is None,
        )
    )
    traced: set[tuple[Path, str]] = set()
    for item in items:
        test = item.path, item.nodeid.partition("[")[0]
        by_dice = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        again = item.path.stem.removeprefix("test_") in WHOLE and test in traced
        if in_browser(item) or by_dice or again:
            item.add_marker("no_cover")
        traced.add(test)


def in_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    return Shares(config, log)


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Streamlit's trial of a page looks through all that is installed for components each time,
    which takes ten times as long as the page; what is installed stays the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Keep the process' own main module: Streamlit's trial of a page leaves its page there, and a
    worker started later would run that.
    """
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT)  # a browser that shares its machine takes its time
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=headless(), args=[*FLAGS, *BRIEF])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """A server of the thirteen checked figures."""
    with serving(free_port()) as found:
        yield found


@pytest.fixture(scope="session")
def profiles(browser: Browser, address: str) -> Iterator[Callable[[bool], BrowserContext]]:
    """One profile for pointers and one for fingers: what either has fetched and compiled of the
    frontend, all its pages have.

    The first page in each keeps the process of the others alive.
    """
    kept: dict[bool, BrowserContext] = {}

    def profile(touch: bool) -> BrowserContext:
        if touch not in kept:
            kept[touch] = browser.new_context(has_touch=touch, is_mobile=touch)
            kept[touch].new_page().goto(f"{address}/api/health")
        return kept[touch]

    yield profile
    for context in kept.values():
        context.close()


@pytest.fixture
def new_page(profiles: Callable[[bool], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Pages in a shared profile, of any size, which leave nothing there when the test is over.

    A browser that has never been here, that speaks another language or whose clock is turned is a
    profile of its own.
    """
    used: set[BrowserContext] = set()

    def opened(width: int = 1366, height: int = 900, touch: bool = False) -> Page:
        used.add(context := profiles(touch))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        return page

    yield opened
    for context in used:
        first, *others = context.pages
        for page in others:
            page.close()
        context.clear_cookies()
        first.evaluate("localStorage.clear()")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Iterator[Page]:
    """A page which at the end must have asked no other host and written no error."""
    opened = new_page()
    asked: set[str] = set()
    errors: list[str] = []
    opened.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    opened.on(
        "console",
        lambda message: (
            errors.append(f"{message.text} {message.location}") if message.type == "error" else None
        ),
    )
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert asked <= {"127.0.0.1", ""}, asked
    assert [
        error for error in errors if "ERR_CONNECTION_REFUSED" not in error
    ] == []  # so the browser says that a test has stopped its server


@pytest.fixture(scope="session")
def showing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """The address of a server that shows the data it is given from then on, with a ledger where one
    is given.
    """
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
            version = sha256(content).hexdigest()
            reached(running[0], lambda found: found["data"] == version)
            return running[0]

        yield shown

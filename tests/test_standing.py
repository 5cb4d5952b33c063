"""The page before the application in a real browser: without scripts, without a socket, and when
the application takes its place.
"""

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, product
from threading import Thread
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, WebSocketRoute, expect
from running import WAIT
from test_access import STANDARD
from test_browser import PAGES, ready

from kzstats.language import languages
from kzstats.language.translation import translate

STILL = (
    "This page works as it stands. Its interactive form has not started: it needs scripts and "
    "an open connection to the server."
)
ALONE = (
    "figure/offences-2014",
    "metric/registered_offences",
    "chart/registered_offences",
    "embed/registered_offences",
)
STANDING = (
    *PAGES,
    "cases?from=2015&publisher=Caravanserai",
    "cases?from=1990&to=1991",
    "cases?record=offences-2014",
    *ALONE,
)


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 900}, java_script_enabled=False, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def test_without_scripts_a_reader_filters_opens_a_receipt_changes_the_language_and_downloads(
    unscripted: Page, address: str
) -> None:
    page = unscripted
    page.goto(f"{address}/cases")
    expect(page.locator("h2:not(#index)").first).to_contain_text("154 in 2014")
    expect(page.locator(".still").first).to_have_text(STILL)
    page.get_by_label("From year").select_option("2015")
    page.locator("summary[aria-label=Source]").click()
    page.locator("input[value=caravanserai-2017-10-16]").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h2:not(#index)").first).to_have_text(
        "Registered offences: 327 in 2015, 554 in 2016"
    )
    expect(page.locator("footer")).to_contain_text("3 of 13 figures")
    expect(page.locator("input[value=caravanserai-2017-10-16]")).to_be_checked()
    page.get_by_role("link", name="Қазақша").click()
    expect(page.locator("h1")).to_have_text(translate("kk", "Criminal justice"))
    expect(page.locator("footer")).to_contain_text(
        translate("kk", "{shown} of {all} figures are in your selection.", shown=3, all=13)
    )
    page.locator("summary").filter(
        has_text=translate("kk", "Table of {figures}", figures="")[:4]
    ).first.click()
    page.locator("a.receipt").first.click()
    expect(page.locator("blockquote")).to_contain_text("327 in 2015")
    page.go_back()
    with page.expect_download() as started:
        page.locator("a.extract[href*='records.csv']").first.click()
    assert "327" in started.value.path().read_text(encoding="utf-8-sig")
    page.get_by_role("navigation", name=translate("kk", "Pages")).get_by_role(
        "link", name=translate("kk", "Funding")
    ).click()
    expect(page.locator("h1")).to_have_text(translate("kk", "Funding"))
    assert "from=2015" in page.url


def test_without_scripts_a_mark_leads_to_its_receipt(unscripted: Page, address: str) -> None:
    unscripted.goto(f"{address}/cases")
    unscripted.locator(".drawing a").nth(2).click()
    expect(unscripted.locator("h1")).to_have_text("554 offences")
    assert unscripted.url.endswith("/figure/offences-2016")


def test_without_scripts_the_menu_of_a_phone_opens_and_closes(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    page.goto(f"{address}/cases?from=2015")
    expect(page.get_by_label("From year")).to_be_hidden()
    page.get_by_role("link", name="Menu and filters (1 active)").tap()
    expect(page.get_by_label("From year")).to_be_in_viewport()
    page.get_by_role("link", name="Close menu and filters").tap()
    expect(page.get_by_label("From year")).to_be_hidden()
    page.get_by_role("link", name="Menu and filters (1 active)").tap()
    page.get_by_role("link", name="Funding").tap()
    expect(page.locator("h1")).to_have_text("Funding")
    context.close()


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_no_page_that_stands_has_a_violation_in_any_theme_or_width_nor_scrolls_aside(
    browser: Browser, address: str, lang: str, thorough: bool
) -> None:
    """A sample in which each pair of page, language, theme and width occurs; the whole grid by
    ``make access``.
    """
    looks = list(product(("light", "dark"), (1366, 320)))
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    network = context.new_cdp_session(page)  # a route would have each request ask this process
    network.send("Network.enable")
    network.send("Network.setBlockedURLs", {"urls": ["*/static/js/*"]})
    for place, name in enumerate(STANDING):
        now = place + list(languages.LANGUAGES).index(lang)
        page.goto(f"{address}/{name}{'&' if '?' in name else '?'}lang={lang}")
        for width in (1366, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        for theme, width in looks if thorough else [looks[now % len(looks)]]:
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options=STANDARD)
            assert not found.violations_count, f"{name} {theme} {width}: {found.generate_report()}"
    context.close()


def refused(page: Page) -> None:
    page.route("**/_stcore/**", lambda route: route.abort())
    page.route_web_socket(
        "**/_stcore/stream", lambda socket: socket.close(code=1011, reason="refused")
    )


def unstated(page: Page) -> None:
    page.route_web_socket("**/_stcore/stream", lambda socket: None)


def closed(page: Page) -> None:
    def cut(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: (server.close(), socket.close(code=1013, reason="cut")))

    page.route_web_socket("**/_stcore/stream", cut)


@pytest.mark.parametrize(
    ("how", "lang"),
    [(refused, "en"), (unstated, "kk"), (closed, "ru")],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_where_no_socket_opens_the_page_stays_works_and_says_so(
    browser: Browser, address: str, how: Any, lang: str
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    how(page)
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.goto(f"{address}/cases?lang={lang}")
    still = page.locator("p.still[role=status]")
    expect(still).to_be_attached()
    expect(still).to_be_hidden()
    for _ in range(8):
        page.clock.run_for(4000)
    page.clock.resume()
    expect(still).to_have_text(translate(lang, STILL))
    expect(still).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_title(f"{translate(lang, 'Criminal justice')} · kzstats")
    shown = page.locator("body").inner_text()
    for programmers in ("Streamlit", "Connecting", "CORS"):
        assert programmers not in shown
    page.get_by_label(translate(lang, "From year")).select_option("2015")
    page.get_by_role("button", name=translate(lang, "Show")).click()
    expect(page.locator("h2:not(#index)").first).to_contain_text("554")
    expect(page.locator("h2:not(#index)").first).not_to_contain_text("154")
    page.wait_for_url(re.compile(r"\?from=2015(&lang=..)?$"))  # without what was left empty
    context.close()


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[BrowserContext]:
    """A profile in which no script runs, for pages that are looked at as they stand."""
    context = browser.new_context(java_script_enabled=False)
    context.new_page()  # keeps the process of the others alive
    yield context
    context.close()


SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shifts += entry.value))).observe({ type: "layout-shift", buffered: true });
window.both = 0;
window.neither = 0;
const look = () => {
  const first = document.querySelector("#first"), root = document.querySelector("#root");
  const seen = (part) => Boolean(part) && getComputedStyle(part).visibility === "visible" && !part.inert && part.offsetParent !== undefined;
  if (document.querySelector("footer") && root) {
    if (seen(first) && seen(root)) both += 1;
    if (!seen(first) && !seen(root)) neither += 1;
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""  # noqa: E501
PLACES = """() => {
  const scrolled = (document.querySelector("#root [data-testid=stMain]")?.scrollTop ?? 0) + scrollY;
  const parts = [...document.querySelectorAll("h1, h2[id], .lead, p.page-extract")].filter((part) => part.checkVisibility());
  return Object.fromEntries(parts.map((part) => [part.id || part.tagName, Math.round(part.getBoundingClientRect().top + scrolled)]));
}"""  # noqa: E501


VISITS = ((1366, True), (390, False), (1366, False))
"""How wide a reader's window is, and whether it is the first time."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "first" in metafunc.fixturenames:
        every = metafunc.config.getoption("grid")
        metafunc.parametrize(
            ("name", "width", "first"),
            [
                (name, *visit)
                for name, own in zip(PAGES, cycle(VISITS), strict=False)
                for visit in (VISITS if every else [own])
            ],
        )


def test_the_application_takes_the_pages_place_without_a_jump(
    browser: Browser,
    new_page: Callable[..., Page],
    still: BrowserContext,
    address: str,
    name: str,
    width: int,
    first: bool,
) -> None:
    """To one who has never been here, and to one who has the frontend already; where not all is
    tried, each page to one of them.
    """
    places = []
    for scripts in (False, True):
        if scripts and first:
            page = browser.new_page(viewport={"width": width, "height": 900})
        else:
            page = new_page(width) if scripts else still.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.add_init_script(SHIFTS)
        page.goto(f"{address}/{name}")
        if scripts:
            ready(page)
            page.evaluate(
                "new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"
            )
            assert page.evaluate("shifts") <= 0.02
            assert page.evaluate("both") == 0
            assert page.evaluate("neither") == 0
            assert not page.evaluate("document.querySelector('#root').inert")
        places.append(page.evaluate(PLACES))
        page.close()
    before, after = places
    assert set(before) == set(after)
    for part, top in before.items():
        assert abs(after[part] - top) <= max(12, top * 0.01), part


WIDTHS = """async () => {
  await document.fonts.ready;
  const pen = document.createElement("canvas").getContext("2d");
  const said = [...document.querySelectorAll("p, li, td, th")].map((part) => part.innerText);
  const wide = (weight, family) => {
    pen.font = `${weight} 16px ${family}`;
    return pen.measureText(said.join(" ")).width;
  };
  const faces = ['"Source Sans near"', '"Source Sans"'];
  return [400, 600, 700].map((weight) => {
    const [near, own] = faces.map((face) => wide(weight, face));
    return near / own;
  });
}"""


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_words_that_stand_are_as_wide_as_the_applications(
    new_page: Callable[..., Page], address: str, lang: str
) -> None:
    """So that no line of them breaks elsewhere when the application takes their place."""
    page = new_page(1366)
    page.goto(f"{address}/method?lang={lang}")
    ready(page)
    assert page.evaluate(WIDTHS) == pytest.approx([1, 1, 1], abs=0.01)


def test_a_font_that_comes_late_moves_nothing_that_one_reads(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(390)
    let_go = held_back(page, "**/*.woff2")
    page.add_init_script(SHIFTS)
    with page.expect_request("**/*.woff2"):
        page.goto(f"{address}/figure/offences-2014", wait_until="domcontentloaded")
    expect(page.locator("footer")).to_be_visible()
    let_go()
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    assert page.evaluate("shifts") <= 0.02


FRONTEND = "**/static/js/index.*.js"


def held_back(page: Page, what: str = FRONTEND) -> Callable[[], None]:
    """Have a file wait, and let it go when that is called: what waits, and all that asks from
    then on.
    """
    waiting: list[Route] = []
    free = False

    def ask(route: Route) -> None:
        if free:
            route.continue_()
        else:
            waiting.append(route)

    def let_go() -> None:
        nonlocal free
        free = True
        for route in waiting:
            route.continue_()

    page.route(what, ask)
    return let_go


def test_the_reader_keeps_the_place_the_focus_and_what_is_open(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(1366, 700)
    let_go = held_back(page)
    page.goto(f"{address}/cases", wait_until="commit")
    second = page.locator("#first section.chart").nth(1)
    second.locator("summary").first.click()
    link = second.locator("a.receipt").first
    link.focus()
    page.evaluate("document.fonts.ready.then(() => true)")  # they move what is below
    page.evaluate("scrollTo(0, document.querySelectorAll('#first h2')[1].offsetTop - 10)")
    top = page.locator("#first h2").nth(1).bounding_box()
    record = link.get_attribute("data-record")
    let_go()
    ready(page)
    expect(page.locator(f'details a[data-record="{record}"]')).to_be_focused()
    expect(page.locator("details[open] table.figures")).to_be_visible()
    now = page.locator("h2").nth(1).bounding_box()
    assert top
    assert now
    assert abs(now["y"] - top["y"]) <= 2


@pytest.mark.parametrize("busy", ["choosing", "marking"])
def test_a_reader_who_is_busy_is_not_disturbed_until_done(
    new_page: Callable[..., Page], address: str, busy: Literal["choosing", "marking"]
) -> None:
    page = new_page()
    let_go = held_back(page)
    page.goto(f"{address}/cases", wait_until="commit")
    expect(page.locator("#first footer")).to_be_visible()
    if busy == "choosing":
        page.get_by_label("From year").select_option("2015")
    else:
        page.evaluate("getSelection().selectAllChildren(document.querySelector('#first h1'))")
    let_go()
    expect(page.locator("#root footer")).to_have_count(1, timeout=WAIT)
    expect(page.locator("#root .main-svg").first).to_be_attached(timeout=WAIT)
    page.evaluate("new Promise((seen) => requestIdleCallback(() => requestIdleCallback(seen)))")
    expect(page.locator("#first")).to_have_count(1)
    if busy == "choosing":
        page.get_by_role("button", name="Show").click()
        expect(page.locator("h2:not(#index)").first).to_contain_text("327 in 2015")
    else:
        page.evaluate("getSelection().empty()")
    ready(page)


def test_a_mailed_receipt_is_there_before_the_application(
    new_page: Callable[..., Page], address: str
) -> None:
    said = "There were 154 [such cases] registered in 2014"
    page = new_page()
    let_go = held_back(page)
    page.goto(f"{address}/cases?record=offences-2014", wait_until="commit")
    expect(page.locator("#first").get_by_text(said).first).to_be_visible()
    let_go()
    ready(page)
    expect(page.get_by_role("dialog")).to_contain_text(said)


@pytest.mark.parametrize("width", [320, 640])
def test_an_embedded_chart_fits_the_frame_of_another_host(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    page = context.new_page()
    framing = (
        f'<iframe src="{address}/embed/registered_offences" width="100%" height="560"></iframe>'
    )

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(framing.encode())

        def log_message(self, *_: object) -> None:
            pass

    other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    Thread(target=other.serve_forever, daemon=True).start()
    page.goto(f"http://localhost:{other.server_port}/")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading")).to_contain_text("327 in 2015")
    expect(frame.get_by_text("Caravanserai")).to_be_visible()
    assert frame.locator("html").evaluate("html => html.scrollWidth - html.clientWidth") == 0
    assert f"{address}/chart/registered_offences" in (
        frame.get_by_role("link", name="kzstats").get_attribute("href") or ""
    )
    other.shutdown()
    other.server_close()
    context.close()

"""The dashboard in a real headless Chromium, served by a real server."""

import io
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Literal
from urllib.parse import urlsplit

import make
import pypdf
import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect
from running import DATA, ROOT, WAIT, answers, free_port, serving, started, stop
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

import kzstats
from kzstats import cli
from kzstats.language.translation import translate
from kzstats.render import colours

PAGES = (
    "",
    "metrics",
    "cases",
    "cooperation",
    "funding",
    "recruitment",
    "compare",
    "records",
    "articles",
    "method",
)


def ready(page: Page) -> None:
    """Wait until the application has taken the page's place."""
    expect(page.locator("#first")).to_have_count(0, timeout=WAIT)
    expect(page.locator("footer")).to_be_visible(timeout=WAIT)


def resting(page: Page) -> None:
    """Wait until the application has answered what it was last asked."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)


MIDDLE = """mark => new Promise((found) => {
    mark.scrollIntoView({ block: "center" });
    const chart = mark.closest(".js-plotly-plot");
    let before;
    const look = () => {
        const box = mark.getBoundingClientRect(), now = `${box.x} ${box.y} ${box.width} ${box.height}`;
        if (!mark.isConnected) found(null);
        else if (now === before && chart._ev?._events?.plotly_click)
            found([box.x + box.width / 2, box.y + box.height / 2]);
        else requestAnimationFrame(look);
        before = now;
    };
    look();
})"""  # noqa: E501


def middle(mark: Locator) -> tuple[float, float]:
    """Where a pointer meets a mark, once the application rests, the mark stands still and its chart
    hears a click: a chart that is still being made does not.
    """
    while True:
        resting(mark.page)
        if found := mark.evaluate(MIDDLE):
            x, y = found
            return x, y


def run_until(page: Page, told: Callable[[], bool]) -> None:
    """Turn a page's clock on as long as it takes: between two turns the page waits for answers that
    take their own time.
    """
    deadline = monotonic() + 2 * WAIT / 1000
    while not told():
        assert monotonic() < deadline
        page.clock.run_for(5000)


def test_bounds_are_hatched_and_rough_figures_hollow_on_light_paper_and_when_the_page_turns_dark(
    page: Page, showing: Callable[..., str]
) -> None:
    said = [
        {"period": "2016"},
        {"period": "2017", "value": ">300"},
        {"period": "2018", "value": "<200"},
        {"period": "2019", "value": "~250"},
    ]
    ink, paper = (
        f"rgb{tuple(bytes.fromhex(colour[1:]))}" for colour in (colours.INK["cases"], colours.PAPER)
    )
    dark_ink, dark_paper = (
        f"rgb{tuple(bytes.fromhex(colours.ON_DARK[colour][1:]))}"
        for colour in (colours.INK["cases"], colours.PAPER)
    )
    base_url = showing(make.yaml_text(said).encode())
    page.emulate_media(color_scheme="light")
    page.goto(f"{base_url}/cases")
    ready(page)
    bars, hatches = page.locator(".bars .point path"), page.locator(".js-plotly-plot pattern path")
    for mark, background in ((ink, paper), (dark_ink, dark_paper)):
        expect(bars.nth(0)).to_have_css("fill", mark)
        expect(bars.nth(1)).to_have_css("fill", re.compile(r"url\("))
        expect(bars.nth(2)).to_have_css("fill", re.compile(r"url\("))
        expect(bars.nth(3)).to_have_css("fill", background)
        expect(bars.nth(3)).to_have_css("stroke", mark)
        for hatch in (hatches.nth(0), hatches.nth(1)):
            expect(hatch).to_have_css("stroke", mark)
        page.emulate_media(color_scheme="dark")
    page.close()


DRAWINGS = """
window.drawings = new Map();
new MutationObserver((changes) => {
  for (const { target } of changes)
    if (target.closest(".bars .point")) drawings.set(target, (drawings.get(target) ?? 0) + 1);
}).observe(document, { subtree: true, attributeFilter: ["d"] });
"""


def test_a_chart_is_drawn_once_when_it_comes_and_once_for_each_other_question(
    page: Page, address: str
) -> None:
    page.add_init_script(DRAWINGS)
    page.goto(f"{address}/cases")
    ready(page)
    bars = page.locator(".bars .point path")
    expect(bars).to_have_count(4)
    page.get_by_role("combobox", name="From year").click()
    page.get_by_role("option", name="2015").click()
    expect(bars).to_have_count(3)
    page.evaluate("new Promise((seen) => requestIdleCallback(seen))")
    assert set(page.evaluate("[...drawings.values()]")) == {1}


def test_every_chart_draws_its_marks_and_says_them_to_a_screen_reader(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/cases")
    ready(page)
    chart = page.get_by_role("figure").first
    expect(chart).to_have_attribute(
        "aria-label",
        "Registered offences related to extremism and terrorism, Kazakhstan: 327 in 2015, 554 in "
        "2016; not comparable: 154 in 2014. "
        "2014: 154 offences. 2015: 327 offences. 2016: 554 offences.",
    )
    expect(page.locator(".js-plotly-plot").first.locator(".bars .point")).to_have_count(3)


def test_a_cards_link_leads_to_all_of_its_metric(page: Page, address: str) -> None:
    page.goto(f"{address}/?lang=en&from=2017")
    ready(page)
    page.locator(".st-key-card_rehabilitation_duration").get_by_role(
        "link", name="What it says, and its receipt"
    ).click()
    expect(page.locator("h1")).to_contain_text("Time to de-programme a radicalised person")
    assert page.url == f"{address}/metric/rehabilitation_duration?from=2017&lang=en"


def test_a_list_and_its_extract_are_narrowed_as_one_types_and_the_address_holds_it(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/records?from=2015")
    ready(page)
    resting(page)
    field = page.get_by_role("searchbox")
    field.press_sequentially("554")
    found = page.locator("[data-answer]")
    expect(found.locator("tbody tr")).to_have_count(1, timeout=WAIT)
    expect(page.locator("table.figures tbody tr:visible")).to_have_count(1)
    way = found.get_by_role("link", name="Download CSV", exact=True)
    expect(way).to_have_attribute("href", "/api/records.csv?from=2015&q=554")
    expect(page).to_have_url(f"{address}/records?from=2015&q=554")
    expect(field).to_be_focused()
    found.locator("a.receipt").click()
    expect(page.get_by_role("dialog")).to_contain_text("554", timeout=WAIT)


@pytest.mark.parametrize("form", ["application", "plain"])
def test_the_index_is_narrowed_as_one_types_and_by_the_server_where_no_script_runs(
    browser: Browser, new_page: Callable[..., Page], address: str, form: str
) -> None:
    page = new_page() if form == "application" else browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/metrics?lang=en")
    if form == "application":
        ready(page)
    field = page.get_by_role("searchbox")
    field.fill("осуждённые")
    if form == "plain":
        field.press("Enter")
    rows = page.locator("table.index tbody tr:visible")
    expect(rows).to_have_count(1, timeout=WAIT)
    expect(rows).to_contain_text("Convicted persons")
    expect(page.get_by_role("heading", name="Funding")).to_have_count(0)
    if form == "application":
        field.fill("zeppelin")
        expect(page.get_by_text("Nothing here answers these words.")).to_be_visible()
        field.fill("")
        expect(rows).to_have_count(7)
    page.close()


def test_why_the_numbers_of_those_who_returned_in_2019_differ_is_two_clicks_from_the_overview(
    page: Page,
) -> None:
    """In the whole collection, from the words in which somebody would ask."""
    with serving(free_port(), ROOT / "data" / "metrics.yaml") as base_url:
        page.goto(f"{base_url}/?lang=en")
        steps: list[str] = []
        page.on(
            "request",
            lambda request: steps.append(request.url) if request.is_navigation_request() else None,
        )
        page.get_by_role("searchbox").fill(
            "people returned from Syria in 2019, and why the numbers differ"
        )
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name="Brought home in a period").first.click()
        reasons = page.locator(
            "section", has=page.get_by_role("heading", name="Why the numbers differ")
        )
        expect(reasons).to_contain_text("2019", timeout=WAIT)
        expect(reasons.get_by_role("link").first).to_be_visible()
        assert len(steps) == 2, steps
        assert page.locator(".picture").count() > 0


def test_filters_survive_a_change_of_page_and_a_reload(page: Page, address: str) -> None:
    """A restart too, of which the tests of faults tell."""
    page.goto(f"{address}/cases?from=2017&publisher=Caravanserai")
    ready(page)
    expect(page.locator("h1")).to_have_text("Criminal justice")
    expect(page).to_have_title("Criminal justice · kzstats")
    expect(page.get_by_test_id("stSidebarNav").get_by_text("Cooperation")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("All figures").click()
    expect(page.locator("h1")).to_have_text("All figures")
    expect(page.locator("footer")).to_contain_text("4 of 13 figures")
    page.reload()
    ready(page)
    expect(page.locator("h1")).to_have_text("All figures")
    expect(page.locator("footer")).to_contain_text("4 of 13 figures", timeout=WAIT)
    assert "from=2017" in page.url
    assert "publisher=Caravanserai" in page.url


def test_a_choice_is_kept_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/records")
    ready(page)
    page.get_by_role("combobox", name="From year").click()
    page.get_by_role("option", name="2019").click()
    expect(page.locator("footer").filter(has_text="13 of 13 figures")).to_have_count(0)
    expect(page.locator("footer")).to_contain_text("4 of 13 figures")
    page.wait_for_url("**/records?from=2019")
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("footer")).to_contain_text("13 of 13 figures")


def test_the_csv_on_the_page_is_the_data_addresss_and_the_command_lines(
    page: Page, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.goto(f"{address}/records?from=2016&source=osce-2017-01-31&source=astana-times-2016-06")
    ready(page)
    with page.expect_download() as download:
        page.locator(".page-extract a.extract").first.click()
    from_page = Path(download.value.path()).read_bytes()
    query = "from=2016&source=osce-2017-01-31&source=astana-times-2016-06"
    with urllib.request.urlopen(f"{address}/api/records.csv?{query}") as answer:
        assert answer.read() == from_page
    monkeypatch.setenv("KZSTATS_URL", address)
    written = tmp_path / "extract.csv"
    chosen = ["--from", "2016", "--source", "osce-2017-01-31", "--source", "astana-times-2016-06"]
    assert cli.main(["export", "--data", str(DATA), *chosen, "-o", str(written)]) == 0
    assert written.read_bytes() == from_page
    assert from_page.count(b"\r\n") == 3


def test_the_brief_on_a_page_is_of_its_own_figures_in_the_view(page: Page, address: str) -> None:
    page.goto(f"{address}/cases?from=2015&lang=ru")
    ready(page)
    with page.expect_download() as download:
        page.locator(".page-extract a.extract", has_text="PDF").click()
    query = "metric=convicted_persons&metric=registered_offences&from=2015&lang=ru"
    with urllib.request.urlopen(f"{address}/api/brief.pdf?{query}") as answer:
        assert answer.read() == Path(download.value.path()).read_bytes()
    assert (
        download.value.suggested_filename
        == "kzstats_convicted_persons_registered_offences_2015-_ru.pdf"
    )


def test_a_receipt_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/cases?from=2015")
    ready(page)
    page.locator("summary").first.press("Enter")
    row = page.locator("a[data-record=offences-2015]")
    row.press("Enter")
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("327 offences")
    expect(receipt).to_contain_text("transcription checked")
    expect(receipt.locator(".answers li")).to_have_count(6)
    expect(receipt.get_by_text("327 in 2015")).to_be_visible()
    page.wait_for_url("**/cases?from=2015&record=offences-2015")
    page.keyboard.press("Escape")
    expect(receipt).to_have_count(0)
    expect(row).to_be_focused()
    page.wait_for_url("**/cases?from=2015")


def test_a_click_on_a_mark_opens_its_receipt_each_time(page: Page, address: str) -> None:
    page.goto(f"{address}/cases")
    ready(page)
    for _ in range(2):
        bar = page.locator(".js-plotly-plot").first.locator(".bars .point path").last
        page.mouse.click(*middle(bar))
        expect(page.get_by_role("dialog")).to_contain_text("554 offences", timeout=WAIT)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.wait_for_url("**/cases")


def test_a_tap_on_a_mark_opens_the_receipt_of_that_mark(
    new_page: Callable[..., Page], address: str, thorough: bool
) -> None:
    """On phones and a tablet, upright and on their side, from page to page."""
    data = kzstats.load(DATA)
    page = new_page(390, 844, touch=True)
    page.goto(f"{address}/recruitment")
    ready(page)
    dialog = page.get_by_role("dialog")
    for name, width, height in (
        ("cases", 390, 844),
        ("cooperation", 390, 844),
        ("funding", 390, 844),
        ("cooperation", 768, 1024),
        ("cases", 844, 390),
    ):
        page.set_viewport_size({"width": width, "height": height})
        page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").dispatch_event("click")
        page.wait_for_url(f"**/{name}")
        wanted = [record for record in data.records if data.metrics[record.metric].topic == name]
        first = [record.id for record in wanted if record.metric == wanted[0].metric]
        marks = page.locator(".js-plotly-plot").first.locator(
            ".bars .point path, .points .point[style*='stroke-width: 2.5']"
        )
        expect(marks).to_have_count(len(first), timeout=WAIT)
        for place in (0, 1, 2, 1, 0) if thorough else (0, 2, 0):
            expect(dialog).to_have_count(0)
            page.wait_for_url(f"**/{name}")
            page.touchscreen.tap(*middle(marks.nth(place)))
            page.wait_for_url("**record=*")
            opened = page.url.partition("record=")[2]
            expect(dialog.locator(".receipt-body")).to_contain_text(f"{address}/figure/{opened}")
            assert opened == first[place]
            dialog.get_by_role("button", name="Close", exact=True).tap()
        expect(dialog).to_have_count(0)


def test_a_finger_on_a_chart_scrolls_the_page_and_opens_nothing(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{address}/cases")
    ready(page)
    x, y = middle(page.locator(".bars .point path").nth(2))
    before = page.get_by_test_id("stMain").evaluate("main => main.scrollTop")
    touch = page.context.new_cdp_session(page)
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for moved in range(20, 220, 20):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]},
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(
        "before => document.querySelector('[data-testid=stMain]').scrollTop > before + 100",
        arg=before,
    )
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert "record" not in page.url


def test_a_mailed_receipt_opens_on_any_page_and_its_article_opens_at_the_phrase(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/?record=participants-osce-unodc-2017-10")
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("more than 30 people", timeout=WAIT)
    article = receipt.get_by_role("link", name="Kazakhstan strives to strengthen rule of law")
    assert (article.get_attribute("href") or "").endswith(
        "/feature-02#:~:text=More%20than%2030%20practitioners%20from%20the%20judiciary%2C%20law%20enforcement%20agencies"
    )
    page.goto(f"{address}/?record=nothing")
    ready(page)
    expect(page.locator(".notice")).to_contain_text("No figure has the id “nothing”")


def test_an_edited_figure_loses_its_mark_wherever_it_appears(
    page: Page, showing: Callable[..., str]
) -> None:
    base_url = showing(
        DATA.read_bytes().replace(b"value: 327", b"value: 328"),
        DATA.with_name("evidence.json").read_bytes(),
    )
    page.goto(f"{base_url}/cases?record=offences-2015")
    ready(page)
    expect(page.get_by_role("dialog")).to_contain_text("changed since it was checked", timeout=WAIT)
    expect(page.locator(".answers")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".source").first).to_contain_text("transcription checked: 2 of 3")
    page.locator("summary").first.click()
    expect(page.get_by_role("row", name="328")).to_contain_text("changed since it was checked")
    with urllib.request.urlopen(f"{base_url}/api/records/offences-2015.json") as answer:
        assert b'"check": "changed"' in answer.read()
    page.close()


def test_sources_that_disagree_stand_side_by_side_with_their_reason(
    page: Page, showing: Callable[..., str]
) -> None:
    other = (
        '  - {id: offences-2015-other, metric: registered_offences, period: "2015", value: 240, '
        "area: KZ,\n"
        "     source: osce-2017-01-31, said_by: Somebody, quote: 240 in 2015, rank: deprecated, "
        "reason: {en: It counts closed cases only.}}\n"
    )
    base_url = showing(
        DATA.read_text(encoding="utf-8").replace("\nrecords:\n", f"\nrecords:\n{other}", 1).encode()
    )
    page.goto(f"{base_url}/cases")
    ready(page)
    chart = page.locator(".js-plotly-plot").first
    expect(chart.locator(".bars .point")).to_have_count(2)  # where one figure stands alone
    expect(chart.locator(".scatterlayer .point")).to_have_count(
        2
    )  # the two of 2015, on a line from the low to the high one
    expect(page.locator(".says").first).to_contain_text(
        "The sources disagree by 87 offences (2015). The figure that leads is 327."
    )
    page.goto(f"{base_url}/articles")
    ready(page)
    expect(page.get_by_role("heading", name="Registered offences, 2015")).to_be_visible()
    expect(page.locator("[data-testid=stMain]")).to_contain_text(
        "deprecated): It counts closed cases only."
    )
    page.close()


def test_a_table_that_is_open_stays_open_when_a_filter_makes_it_anew(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/cases")
    ready(page)
    tables = page.locator("details table.figures")
    expect(tables.first.locator("tbody tr")).to_have_count(3)
    expect(tables.first).to_be_hidden()
    page.locator("summary").first.click()
    expect(tables.first).to_be_visible()
    page.get_by_role("combobox", name="From year").click()
    page.get_by_role("option", name="2015").click()
    expect(tables.first.locator("tbody tr")).to_have_count(2)
    expect(tables.first).to_be_visible()
    expect(tables.nth(1)).to_be_hidden()
    page.locator("summary").first.click()
    page.get_by_role("combobox", name="From year").click()
    page.get_by_role("option", name="2016").click()
    expect(tables.first.locator("tbody tr")).to_have_count(1)
    expect(tables.first).to_be_hidden()


def test_a_printed_page_is_black_on_white_with_its_tables_and_without_its_controls(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(1920, 1000)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/cooperation?from=2015")
    ready(page)
    expect(page.locator(".js-plotly-plot .points .point").first).to_be_visible(timeout=WAIT)
    drawn = page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert drawn
    table, sidebar = page.locator("table.figures"), page.get_by_test_id("stSidebar")
    expect(table).to_be_hidden()
    expect(sidebar).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    expect(table).to_be_visible()
    for unwanted in (
        sidebar,
        page.get_by_test_id("stHeader"),
        page.locator(".copy").first,
        page.locator("a.extract").first,
    ):
        expect(unwanted).to_be_hidden()
    expect(page.locator("footer .address")).to_have_text(f"{address}/cooperation?from=2015")
    for element in ("h1", "table.figures td", "a.receipt", ".js-plotly-plot .xtick text"):
        expect(page.locator(element).first).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    hollow = page.locator(".js-plotly-plot .point[style*='fill: rgb(255, 255, 255)']")
    expect(hollow).to_have_count(1)
    expect(hollow).to_have_css("fill", "rgb(255, 255, 255)")
    smaller = page.locator("[data-testid=stElementContainer]:has(.js-plotly-plot)").evaluate(
        "element => getComputedStyle(element).zoom"
    )
    assert drawn["width"] * float(smaller) <= (210 - 2 * 14) / 25.4 * 96  # A4 without its margins
    printed = "".join(
        sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    )
    words = "".join(printed.split())
    for told in (
        "Eventparticipants:~90,>30,>50at3events",
        "broughttogethersome90participants",
        "cooperation?from=2015",
    ):
        assert told in words
    assert "Recruitment" not in words


@pytest.mark.parametrize(("width", "theme"), [(1366, "dark"), (390, "light")])
def test_an_open_receipt_is_printed_whole_and_once(
    new_page: Callable[..., Page], address: str, width: int, theme: Literal["dark", "light"]
) -> None:
    page = new_page(width, 844)
    page.emulate_media(color_scheme=theme)
    page.goto(f"{address}/cases?record=offences-2014")
    ready(page)
    receipt = page.locator(".receipt-body")
    expect(receipt).to_be_visible(timeout=WAIT)
    said = [
        line
        for line in receipt.locator(
            "dt, blockquote, .said, .badge, li, .copy pre"
        ).all_inner_texts()
        if line
    ]
    page.emulate_media(media="print", color_scheme=theme)
    expect(page.get_by_role("dialog").get_by_role("button", name="Close")).to_be_hidden()
    expect(receipt.locator("blockquote")).to_have_css("color", "rgb(0, 0, 0)")
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    printed = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    assert len(said) > 20
    for line in said:
        assert "".join(line.split()).replace("ff", "\ufb00") in printed.replace("ff", "\ufb00"), (
            line
        )
    assert printed.count("Permanentaddress") == printed.count("Saidby") == 1
    assert "Offencesthatwereregistered" not in printed  # of the page below it


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_one_thing_done_is_one_step_back(page: Page, address: str) -> None:
    view = "from=2014&to=2016&source=caravanserai-2017-10-16&publisher=Caravanserai"
    page.goto(f"{address}/cases?{view}")
    ready(page)
    before = entries(page)
    page.get_by_role("button", name="Show everything").click()
    page.wait_for_url(f"{address}/cases")
    assert entries(page) == before + 1
    page.get_by_role("combobox", name="From year").click()
    page.get_by_role("option", name="2016").click()
    page.wait_for_url(f"{address}/cases?from=2016")
    page.get_by_role("combobox", name="To year").click()
    page.get_by_role("option", name="2015").click()
    expect(page.get_by_role("status").filter(has_text="was moved to 2015")).to_be_visible()
    page.wait_for_url(f"{address}/cases?from=2015&to=2015")
    assert entries(page) == before + 3
    for left, first in (
        (f"{address}/cases?from=2016", "2016"),
        (f"{address}/cases", "first"),
        (f"{address}/cases?{view}", "2014"),
    ):
        page.go_back()
        page.wait_for_url(left)
        expect(page.get_by_role("combobox", name="From year")).to_have_value(first)


def test_who_goes_back_at_once_finds_the_filters_as_the_address_has_them(
    page: Page, address: str
) -> None:
    """What the page was told before is still on its way then."""
    page.goto(f"{address}/cases")
    ready(page)
    first = page.get_by_role("combobox", name="From year")
    first.click()
    page.get_by_role("option", name="2016").click()
    page.wait_for_url(f"{address}/cases?from=2016")
    for _ in range(3):
        page.get_by_role("combobox", name="To year").click()
        page.get_by_role("option", name="2015").click()  # the first year moves along
        page.wait_for_url(f"{address}/cases?from=2015&to=2015")
        page.go_back()
        page.wait_for_url(f"{address}/cases?from=2016")
        expect(page.locator("h2:not(#index)").first).to_have_text(
            "Registered offences: 554 in 2016"
        )
        resting(page)
        expect(first).to_have_value("2016")


def test_a_page_that_is_chosen_as_soon_as_a_receipt_is_closed_opens_without_it(
    page: Page, address: str
) -> None:
    """The server has not heard of the close then."""
    page.goto(f"{address}/cases?from=2015")
    ready(page)
    page.locator("details").first.evaluate("part => part.open = true")
    page.locator("a.receipt").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Said by")
    page.wait_for_url("**record=*")
    page.keyboard.press("Escape")
    link = page.locator("[data-testid=stSidebarNavLink][href$='/cooperation']")
    link.dispatch_event("click")
    expect(page.locator("h1")).to_have_text("Cooperation")
    resting(page)
    page.wait_for_url(f"{address}/cooperation?from=2015")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_receipt_that_was_closed_is_not_a_step_back(page: Page, address: str) -> None:
    page.goto(f"{address}/cases?from=2015")
    ready(page)
    page.goto(f"{address}/funding?from=2015")
    ready(page)
    receipt = page.get_by_role("dialog")
    for how in ("link", "mark"):
        if how == "link":
            expect(page.locator(".st-key-record input")).to_be_attached(timeout=WAIT)
            resting(page)
            page.locator("details").first.evaluate("part => part.open = true")
            page.locator("a.receipt").first.click()
        else:
            page.mouse.click(*middle(page.locator(".bars .point path").first))
        expect(receipt).to_contain_text("European Union")
        page.wait_for_url("**record=contribution-eu")
        expect(receipt).to_be_focused()
        page.keyboard.press("Escape")
        expect(receipt).to_have_count(0)
        page.wait_for_url(f"{address}/funding?from=2015")
    page.go_forward()
    expect(receipt).to_contain_text("European Union")
    page.go_back()  # from a receipt that is open: it closes
    expect(receipt).to_have_count(0)
    page.wait_for_url(f"{address}/funding?from=2015")
    page.go_back()
    page.wait_for_url(f"{address}/cases?from=2015")
    ready(page)
    expect(page.locator("h1")).to_have_text("Criminal justice")
    expect(receipt).to_have_count(0)


def test_a_mailed_receipt_that_was_closed_is_not_a_step_back(page: Page, address: str) -> None:
    page.goto(f"{address}/method")
    ready(page)
    page.goto(f"{address}/cases?record=offences-2014")
    receipt = page.get_by_role("dialog")
    expect(receipt).to_contain_text("154 offences", timeout=WAIT)
    expect(receipt).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url(f"{address}/cases")
    page.go_back()
    page.wait_for_url(f"{address}/method")
    expect(receipt).to_have_count(0)


def test_a_lost_server_is_said_in_the_readers_words_until_it_is_back(browser: Browser) -> None:
    """In one language; that a cut connection is said in each is held below."""
    lang = "ru"
    context = browser.new_context()
    page = context.new_page()
    port, said = (
        free_port(),
        translate(
            lang,
            "The connection to the server is lost. What is on the page stays; it goes on by "
            "itself once the server answers.",
        ),
    )
    page.clock.install()
    with serving(port) as base_url:
        page.goto(f"{base_url}/cases?lang={lang}")
        ready(page)
        expect(page.get_by_text(said)).to_be_hidden()
    expect(page.get_by_test_id("stApp")).not_to_have_attribute(
        "data-test-connection-state", "CONNECTED"
    )
    # Streamlit gives up hope, and says so, after six tries, each later than the one before.
    run_until(page, page.get_by_role("status").get_by_text(said).is_visible)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stConnectionStatus")).to_be_hidden()
    expect(page.locator("h2:not(#index)").first).to_be_visible()
    for programmers in ("Streamlit", "terminal", "Connecting", "CORS"):
        assert programmers not in page.locator("body").inner_text()
    with serving(port):
        run_until(page, page.get_by_text(said).is_hidden)
        context.close()


@pytest.mark.parametrize(("code", "lang"), [(1012, "en"), (1013, "ru"), (1012, "kk")])
def test_a_connection_that_is_cut_again_and_again_is_said_in_the_readers_words(
    new_page: Callable[..., Page], address: str, lang: str, code: int
) -> None:
    """Three times in one language, once in the others."""
    page = new_page()
    bounded = False

    def served(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def asked(message: str | bytes) -> None:
            if bounded:
                socket.close(code=code, reason="refused")
            else:
                server.send(message)

        socket.on_message(asked)

    page.route_web_socket("**/_stcore/stream", served)
    page.goto(f"{address}/cases?lang={lang}")
    ready(page)
    said = page.locator(".away span")
    expect(said).to_be_hidden()
    bounded = True
    page.get_by_test_id("stSidebarNavLink").filter(has_text=translate(lang, "Funding")).click()
    expect(said).to_be_visible(timeout=WAIT)
    lost = translate(
        lang,
        "The connection to the server is lost. What is on the page stays; it goes on by itself "
        "once the server answers.",
    )
    expect(said).to_have_text(lost)
    for _ in range(3 if lang == "ru" else 1):
        for sign in ("==", "!="):
            page.wait_for_function(
                f"() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState "
                f"{sign} 'CONNECTED'"
            )
            expect(said).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for programmers in ("Streamlit", "terminal", "Connecting", "CORS"):
        assert programmers not in page.locator("body").inner_text()
    bounded = False
    expect(said).to_be_hidden(timeout=WAIT)
    assert urlsplit(page.url).path == "/cases"
    expect(page.locator("h1")).to_have_text(translate(lang, "Criminal justice"))
    page.get_by_test_id("stSidebarNavLink").filter(has_text=translate(lang, "Funding")).click()
    expect(page.locator("h1")).to_have_text(translate(lang, "Funding"), timeout=WAIT)


def test_a_page_whose_messages_are_refused_for_their_size_says_so_and_asks_no_more(
    browser: Browser, address: str
) -> None:
    lang = "kk"
    context = browser.new_context()
    page = context.new_page()
    sockets, bounded = [], False

    def served(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        server = socket.connect_to_server()
        socket.on_message(
            lambda message: (
                socket.close(code=1009, reason="refused") if bounded else server.send(message)
            )
        )

    page.clock.install()
    page.route_web_socket("**/_stcore/stream", served)
    page.goto(f"{address}/cases?lang={lang}")
    ready(page)
    bounded = True
    page.get_by_test_id("stSidebarNavLink").filter(has_text=translate(lang, "Funding")).click()
    said = page.locator(".away span")
    refused = translate(
        lang,
        "The server does not take what this page asks for: it is too much at once. Load the page "
        "again, or choose less.",
    )
    expect(said).to_have_text(refused, timeout=WAIT)
    expect(said).to_be_visible()
    made = len(sockets)  # the clock is turned from here on: one that held for long would begin anew
    for _ in range(20):
        page.clock.run_for(10_000)
    assert len(sockets) == made <= 4
    expect(said).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(translate(lang, "Criminal justice"))
    bounded = False
    page.reload()
    ready(page)
    expect(said).to_be_hidden()
    context.close()


def test_a_text_over_a_pages_socket_leaves_no_error_in_the_log(tmp_path: Path) -> None:
    port = free_port()
    with started(port, log=tmp_path / "log") as process:
        try:
            answers(port, process)
            with connect(
                f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")]
            ) as socket:
                socket.send("154")
                with pytest.raises(ConnectionClosed) as closed:
                    list(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1003
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health") as answer:
                assert answer.status == 200
        finally:
            stop(process)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_what_the_script_puts_into_a_page_goes_through_the_sanitiser(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page()
    page.goto(f"{address}/cases")
    ready(page)
    expect(page.locator("details table.figures").first.locator("tbody tr")).to_have_count(3)
    hostile = (
        "<p>kept</p><img src=x onerror='ran = 1'><a href='javascript:ran = 1' onclick='ran "
        "= 1'>link</a><iframe srcdoc='x'></iframe>"
    )
    page.evaluate(
        """inside => {
            const part = document.createElement("details");
            part.id = "part";
            part.dataset.inside = inside;
            document.querySelector(".says").after(part);
        }""",
        f"{hostile}<script>ran = 1</script>",
    )
    part = page.locator("#part")
    expect(part.locator("p")).to_have_text("kept")
    assert not part.evaluate(
        "part => part.innerHTML.match(/onerror|onclick|javascript:|iframe|script/)"
    )
    assert page.evaluate("window.ran") is None


def test_the_page_that_says_that_there_is_none_asks_for_nothing_that_is_not_there(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda message: (
            refused.append(message.location["url"]) if message.type == "error" else None
        ),
    )
    for _ in range(2):
        with page.expect_console_message(
            lambda message: message.type == "error" and message.location["url"].endswith("/cases/x")
        ):
            page.goto(f"{address}/cases/x", wait_until="networkidle")
    assert set(refused) == {f"{address}/cases/x"}
    context.close()


def test_answers_carry_the_security_headers(address: str) -> None:
    for path in ("/", "/api/records.csv", "/static/nothing.js"):
        request = urllib.request.Request(f"{address}{path}", method="GET")
        try:
            headers = urllib.request.urlopen(request).headers
        except urllib.error.HTTPError as error:
            headers = error.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"

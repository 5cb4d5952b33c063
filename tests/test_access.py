"""For every reader: each page in each language and theme without a violation that axe knows, by
keyboard alone, on small screens, enlarged.
"""

import re
from collections.abc import Callable
from itertools import combinations, cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from running import DATA, WAIT
from test_browser import PAGES, ready, resting

import kzstats
from kzstats.language import interface, languages
from kzstats.language.translation import translate

STANDARD = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    "preload": False,  # of what plays sound or film, and there is none
}
VIEWS = {
    "whole": "",
    "chosen": "from=2015&to=2017&source=caravanserai-2017-10-16&publisher=Caravanserai",
    "empty": "from=1990&to=1991",
    "receipt": "record=offences-2014",
}
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), around = at.closest("[data-baseweb], [data-testid]");
    const wide = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = at.getBoundingClientRect();
    return { name: at.outerHTML.slice(0, 200), seen: wide(style) || style.boxShadow !== "none" || (around && wide(getComputedStyle(around))),
             size: box.width * box.height, body: at === document.body };
}"""  # noqa: E501


@pytest.fixture
def open_page(new_page: Callable[..., Page]) -> Page:
    page = new_page()
    page.emulate_media(reduced_motion="reduce")
    return page


PAPERS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 23, 29)"}
Look = tuple[str, str, str, str, int]
Walk = tuple[str, str, int]
"""The looks at one view, in one language and at one width: from page to page by the menu."""
GRID: list[Look] = [
    (name, view, lang, theme, width)
    for name in PAGES
    for view in ("whole", "chosen", "empty", *(["receipt"] if name == "cases" else []))
    for lang in languages.LANGUAGES
    for theme in PAPERS
    for width in (1366, 390)
]


def pairs(look: Look) -> set[tuple[object, ...]]:
    return {(*one, *other) for one, other in combinations(enumerate(look), 2)}


def walk_of(look: Look) -> Walk:
    _, view, lang, _, width = look
    return view, lang, width


def sample() -> list[Look]:
    """As few looks, on as few walks, as one finds by taking the best next, in which each pair of
    page, view, language, theme and width occurs.
    """
    chosen: list[Look] = []
    wanted, walks = set().union(*map(pairs, GRID)), set()
    while wanted:
        chosen.append(
            max(GRID, key=lambda look: (len(pairs(look) & wanted), walk_of(look) in walks))
        )
        wanted -= pairs(chosen[-1])
        walks.add(walk_of(chosen[-1]))
    return chosen


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "walk" in metafunc.fixturenames:
        walks: dict[Walk, list[Look]] = {}
        for look in GRID if metafunc.config.getoption("grid") else sample():
            walks.setdefault(walk_of(look), []).append(look)
        ids = ["-".join(map(str, walk)) for walk in walks]
        metafunc.parametrize(("walk", "looks"), list(walks.items()), ids=ids)


STANDS = """() =>
    !document.querySelector("details[data-inside], [data-testid=stSkeleton], [data-stale=true]")
    && [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
        .every((chart) => chart.querySelector(".main-svg"))"""


def turn_to(page: Page, name: str, lang: str) -> None:
    """Choose a page from the menu, open or closed, and wait until it stands."""
    titles = interface.pages(lang) | {"": translate(lang, "Every number with its receipt")}
    page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").dispatch_event("click")
    expect(page.locator("h1")).to_have_text(titles[name])
    resting(page)
    page.wait_for_function(STANDS)


def test_no_page_has_a_violation_or_error_nor_scrolls_aside_in_any_language_theme_or_width(
    page: Page, address: str, walk: Walk, looks: list[Look]
) -> None:
    """A sample in which every pair occurs, in walks from page to page; the whole grid by
    ``make access``.
    """
    view, lang, width = walk
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{looks[0][0]}?lang={lang}&{VIEWS[view]}".removesuffix("&"))
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    for name, _, _, theme, _ in looks:
        if name != looks[0][0]:
            turn_to(page, name, lang)
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPERS[theme])
        resting(page)  # the application runs again in the other theme, paler while it does
        page.wait_for_function(STANDS)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth") <= width, name
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        found = Axe().run(page, options=STANDARD)
        assert not found.violations_count, f"{name} {theme}: {found.generate_report()}"


def focus_by_tab(page: Page, css: str, most: int = 60) -> None:
    """Press Tab until something that matches has the focus; every stop on the way must be seen to
    have it.
    """
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        assert stop["seen"] or stop["body"], f"the focus is not seen on {stop['name']}"
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"Tab does not reach {css}")


def speaking(page: Page, locale: str) -> Page:
    """A page in a browser of another language; a profile of its own would read the whole frontend
    anew.
    """
    browser = page.context.new_cdp_session(page)
    named = {"userAgent": page.evaluate("navigator.userAgent"), "acceptLanguage": locale}
    browser.send("Emulation.setUserAgentOverride", named)
    browser.send("Emulation.setLocaleOverride", {"locale": locale.replace("-", "_")})
    return page


def test_the_main_job_is_done_with_the_keyboard_alone_in_kazakh(
    open_page: Page, address: str, tmp_path: Path
) -> None:
    page = speaking(open_page, "kk-KZ")
    page.goto(address)
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", "kk")
    expect(page.locator("h1")).to_have_text(translate("kk", "Every number with its receipt"))
    expect(page.get_by_test_id("stSidebarNav")).to_have_attribute(
        "aria-label", interface.controls("kk")["App pages"]
    )
    focus_by_tab(page, '[data-testid="stSidebarNavLink"][href$="cases"]')
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(translate("kk", "Criminal justice"))
    ready(page)
    focus_by_tab(page, f'input[aria-label="{translate("kk", "From year")}"]')
    page.keyboard.type("2015")
    expect(page.get_by_role("option")).to_have_text(["2015"])
    page.keyboard.press("Enter")
    expect(page.locator("h2:not(#index)").first).to_contain_text("327")
    expect(page).to_have_url(re.compile("from=2015"))
    focus_by_tab(page, f'input[aria-label="{translate("kk", "Source")}"]')
    page.keyboard.type("Caravanserai")
    expect(page.get_by_role("option").first).to_have_attribute("data-focused", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("source=caravanserai"))
    expect(page.locator("details[data-key=lacking]")).to_have_count(
        1
    )  # of convictions this source says nothing: the page has run so far
    resting(page)
    page.wait_for_function(STANDS)
    focus_by_tab(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator("details[open] a.receipt").first).to_be_visible()
    focus_by_tab(page, "a.receipt")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(translate("kk", "transcription checked"))
    expect(dialog).to_contain_text("327 in 2015")
    expect(dialog.locator("blockquote")).to_have_attribute("lang", "en")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("a.receipt").first).to_be_focused()
    focus_by_tab(page, 'a.extract[href*="records.csv"]')
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    started.value.save_as(tmp_path / "extract.csv")
    rows = (tmp_path / "extract.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "тіркелген қылмыстық құқық бұзушылықтар, Қазақстан" in rows[1]


def test_a_link_in_one_language_opens_in_another_with_its_filters(
    open_page: Page, address: str
) -> None:
    open_page.goto(f"{address}/cases?from=2015&to=2016&source=caravanserai-2017-10-16&lang=ru")
    ready(open_page)
    said = translate("ru", "{shown} of {all} figures are in your selection.", shown=2, all=13)
    expect(open_page.locator("footer")).to_contain_text(said)
    open_page.get_by_role("link", name="Қазақша").click()
    open_page.wait_for_url(re.compile("lang=kk"))
    ready(open_page)
    expect(open_page.locator("h1")).to_have_text(translate("kk", "Criminal justice"))
    expect(open_page.locator("footer")).to_contain_text(
        translate("kk", "{shown} of {all} figures are in your selection.", shown=2, all=13)
    )
    expect(open_page.locator("html")).to_have_attribute("lang", "kk")
    expect(open_page.locator("nav.languages [aria-current]")).to_have_text("Қазақша")
    for part in ("from=2015", "to=2016", "source=caravanserai-2017-10-16", "lang=kk"):
        expect(open_page).to_have_url(re.compile(part))
    open_page.get_by_test_id("stSidebarNav").get_by_text(translate("kk", "Funding")).click()
    expect(open_page.locator("h1")).to_have_text(translate("kk", "Funding"))
    expect(open_page).to_have_url(re.compile("lang=kk"))


@pytest.mark.parametrize(("locale", "lang"), [("ru-RU", "ru"), ("de-DE", "en")])
def test_a_visitor_is_met_in_the_language_of_the_browser(
    new_page: Callable[..., Page], address: str, locale: str, lang: str
) -> None:
    """A Kazakh one does the main job above."""
    page = speaking(new_page(), locale)
    page.goto(address)
    ready(page)
    expect(page.locator("h1")).to_have_text(translate(lang, "Every number with its receipt"))
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.get_by_test_id("stSidebarNav")).to_have_attribute(
        "aria-label", interface.controls(lang)["App pages"]
    )


TOPICS = [metric.topic for metric in kzstats.load(DATA).metrics.values()]
CUT = """chart => {
    const places = which => [...chart.querySelectorAll(which)].map(part => [part.getBoundingClientRect(), part.textContent]);
    const whole = chart.getBoundingClientRect();
    const bars = places(".bars .point path");
    const over = (word, bar) => Math.min(word.right, bar.right) - Math.max(word.left, bar.left) > 2
        && Math.min(word.bottom, bar.bottom) - Math.max(word.top, bar.top) > 4;
    return places(".annotation-text, .textpoint text, .xtick text, .ytick text")
        .filter(([word]) => word.width && (word.left < whole.left || word.right > whole.right || bars.some(([bar]) => over(word, bar))))
        .map(([, said]) => said);
}"""  # noqa: E501
"""The words of a chart that are cut off at a side of it, or stand on a bar."""


def words_have_room(page: Page, name: str) -> None:
    """Of each chart on a page of charts."""
    charts = page.locator(".js-plotly-plot")
    expect(page.locator(".js-plotly-plot:has(.xaxislayer-above)")).to_have_count(
        TOPICS.count(name) if name else len(TOPICS), timeout=WAIT
    )
    for chart in charts.all():
        expect(chart.locator(".xtick text").first).to_be_attached(timeout=WAIT)
        assert chart.evaluate(CUT) == [], name


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_a_page_enlarged_four_times_scrolls_down_only_and_no_chart_cuts_a_word_there_or_on_a_phone(
    new_page: Callable[..., Page], address: str, lang: str
) -> None:
    """WCAG 2.2, 1.4.10: 1280 pixels at 400 % are 320.

    On a phone, which has more room, each page of charts is looked at in one language.
    """
    page = new_page(320, 256)
    main, dialog = page.get_by_test_id("stMain"), page.get_by_role("dialog")
    page.goto(f"{address}/?lang={lang}")
    ready(page)
    for name in PAGES:
        turn_to(page, name, lang)
        assert main.evaluate("main => main.scrollWidth") <= 320, name
        if name in ("", *TOPICS):
            words_have_room(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    drawn = ("", *dict.fromkeys(TOPICS))
    for name, spoken in zip(drawn, cycle(languages.LANGUAGES), strict=False):
        if spoken == lang:
            turn_to(page, name, lang)
            words_have_room(page, name)
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{address}/cases?record=offences-2014&lang={lang}")
    ready(page)
    expect(dialog).to_be_visible(timeout=WAIT)
    assert dialog.evaluate("dialog => dialog.scrollWidth") <= 320


def test_who_wants_no_motion_sees_none(open_page: Page, address: str) -> None:
    open_page.goto(f"{address}/cases")
    ready(open_page)
    moving = (
        "() => [...document.querySelectorAll('*')].filter(e => "
        "/[1-9]/.test(getComputedStyle(e).transitionDuration)).length"
    )
    assert open_page.evaluate(moving) == 0


def test_a_chart_says_what_it_shows_and_has_its_rows_in_a_real_table(
    open_page: Page, address: str
) -> None:
    metrics = kzstats.load(DATA).metrics.values()
    open_page.goto(f"{address}/?lang=kk")
    ready(open_page)
    for name in PAGES[1:5]:
        turn_to(open_page, name, "kk")
        charts = open_page.locator('[data-testid="stPlotlyChart"][aria-label]')
        expect(charts).to_have_count(sum(metric.topic == name for metric in metrics))
        for chart in charts.all():
            assert len(str(chart.get_attribute("aria-label"))) > 60
        expect(open_page.locator("details table.figures")).to_have_count(charts.count())
        expect(open_page.locator("ul.says")).to_have_count(charts.count())


def test_a_phone_reaches_the_filters_and_reads_a_receipt_with_a_thumb(
    new_page: Callable[..., Page], address: str
) -> None:
    page = new_page(390, 844, touch=True)
    page.goto(f"{address}/cases?lang=kk")
    ready(page)
    menu = page.get_by_test_id("stExpandSidebarButton")
    expect(menu).to_have_accessible_name(translate("kk", "Menu and filters"))
    menu.tap()
    years = page.get_by_label(translate("kk", "From year"))
    expect(years).to_be_in_viewport()
    years.tap()
    page.get_by_role("option", name="2016").tap()
    expect(page).to_have_url(re.compile("from=2016"))
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").tap()
    expect(years).not_to_be_in_viewport()
    expect(menu).to_have_accessible_name(translate("kk", "Menu and filters ({n} active)", n=1))
    page.locator("summary").first.tap()
    link = page.locator("a.receipt").first
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    link.tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("554 in 2016")
    assert dialog.evaluate("dialog => dialog.scrollWidth") <= 390
    dialog.get_by_role("button", name=translate("kk", "Close")).tap()
    expect(dialog).to_have_count(0)


NAMED = "menu => getComputedStyle(menu, '::after').content.slice(1, -1)"


@pytest.mark.parametrize(
    ("lang", "width", "height"),
    [("en", 390, 844), ("ru", 390, 844), ("kk", 390, 844), ("ru", 844, 390)],
)
def test_a_phones_menu_says_what_it_is_and_closes_behind_a_choice(
    new_page: Callable[..., Page], address: str, lang: str, width: int, height: int
) -> None:
    page = new_page(width, height, touch=True)
    page.goto(f"{address}/cases?from=2015&publisher=Caravanserai&lang={lang}")
    ready(page)
    menu, sidebar = page.get_by_test_id("stExpandSidebarButton"), page.get_by_test_id("stSidebar")
    close = page.get_by_role("button", name=translate(lang, "Close menu and filters"))
    if width > 768:  # beside the page from the start
        expect(close).to_be_in_viewport(ratio=1)
        close.tap()
    said = translate(lang, "Menu and filters ({n} active)", n=2)
    expect(menu).to_have_accessible_name(said)
    expect(menu).to_be_in_viewport(ratio=1)
    assert menu.evaluate(NAMED) == said
    box = menu.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    box_of_languages = page.locator("nav.languages").bounding_box()
    assert box_of_languages
    assert box_of_languages["y"] >= box["y"] + box["height"]  # nothing lies under the button
    menu.tap()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    expect(close).to_be_in_viewport(ratio=1)
    page.get_by_test_id("stSidebarNav").get_by_text(translate(lang, "Cooperation")).tap()
    expect(page.locator("h1")).to_have_text(translate(lang, "Cooperation"))
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    expect(menu).to_have_accessible_name(said)


def test_a_menu_beside_the_page_stays_behind_a_choice(open_page: Page, address: str) -> None:
    open_page.goto(f"{address}/cases")
    ready(open_page)
    open_page.get_by_test_id("stSidebarNav").get_by_text("Cooperation").click()
    expect(open_page.locator("h1")).to_have_text("Cooperation")
    expect(open_page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_the_page_that_says_that_there_is_none_has_no_violation(
    open_page: Page, address: str, lang: str
) -> None:
    answer = open_page.goto(f"{address}/cases/x?lang={lang}")
    assert answer
    assert answer.status == 404
    for theme, width in zip(PAPERS, (320, 1366) if lang == "ru" else (1366, 320), strict=True):
        open_page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        open_page.set_viewport_size({"width": width, "height": 900})
        assert open_page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(open_page, options=STANDARD)
        assert not found.violations_count, found.generate_report()
    open_page.get_by_role("link", name=translate(lang, "Funding")).click()
    ready(open_page)
    expect(open_page.locator("h1")).to_have_text(translate(lang, "Funding"))

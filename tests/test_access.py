"""For every reader: each page in each language and theme without a violation that axe knows, by keyboard alone, on small screens, enlarged."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from test_browser import PAGES, address, browser, ready  # noqa: F401  # two of them are fixtures

from kzstats import words

STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
VIEWS = {"whole": "", "chosen": "from=2015&to=2017&source=caravanserai-2017-10-16&publisher=Caravanserai", "empty": "from=1990&to=1991"}
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), around = at.closest("[data-baseweb], [data-testid]");
    const wide = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = at.getBoundingClientRect();
    return { name: at.outerHTML.slice(0, 200), seen: wide(style) || style.boxShadow !== "none" || (around && wide(getComputedStyle(around))),
             size: box.width * box.height, body: at === document.body };
}"""


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_violation_in_any_language_theme_or_width(open_page: Page, address: str, name: str, view: str, lang: str) -> None:  # noqa: F811
    open_page.goto(f"{address}/{name}?lang={lang}&{VIEWS[view]}".removesuffix("&"))
    ready(open_page)
    expect(open_page.locator("html")).to_have_attribute("lang", lang)
    for summary in open_page.locator("summary").all():
        summary.evaluate("summary => summary.parentElement.open = true")
    for theme, background in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 23, 29)")):
        open_page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        expect(open_page.get_by_test_id("stApp")).to_have_css("background-color", background)
        for width in (1366, 390):
            open_page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(open_page, options=STANDARD)
            assert not found.violations_count, found.generate_report()

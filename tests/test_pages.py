"""One description of each page: its blocks hold words alone, and every renderer says all of them in
their order.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import escape, unescape
from pathlib import Path

import pytest
import thirteen
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from kzstats.content import charts, document, pages, places
from kzstats.content.document import (
    Chart,
    Copyable,
    Fold,
    Link,
    Page,
    Place,
    Quotation,
    Section,
    Table,
    Text,
)
from kzstats.language import interface, languages
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.render import html

ROOT = Path(__file__).parents[1]
SNAPSHOT = versions.Store(thirteen.DATA).snapshot()
BASE_URL = "http://localhost:8501"
QUESTIONS = {
    "all": Query(),
    "years": Query(first=2015, last=2016),
    "a source": Query(source=("caravanserai-2017-10-16",)),
    "a publisher": Query(publisher=("UNODC Regional Office for Central Asia",)),
    "nothing": Query(first=2018, last=2018),
}
PAGES = tuple(interface.pages("en"))


def parts(value: object) -> Iterator[object]:
    """A page's parts, each before what is within it, in reading order."""
    yield value
    if is_dataclass(value) and not isinstance(value, Chart | Place):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)


def said(page: Page) -> list[str]:
    """Every text of a page's blocks as a reader meets it."""
    found = []
    for part in parts(page.blocks):
        if isinstance(part, Text | Link | document.Badge | Quotation):
            found.append(part.says)
        elif isinstance(part, Copyable):
            found.append(escape(part.text))  # code may hold markup of its own
        elif isinstance(part, Fold):
            found.append(part.title)
        elif isinstance(part, document.Downloads):
            found.append(part.says)
        elif isinstance(part, Table):
            found += part.columns
    return [shown for text in found if (shown := plain(text))]


def plain(markup: str) -> str:
    """Words without markup and without what a browser does with spaces."""
    return " ".join(unescape(markup).replace("\u00a0", " ").split())


def text_of(markup: str) -> str:
    """The words of a page, those that its script puts into its folded parts too."""
    inside = markup
    while " data-inside=" in inside:
        inside = re.sub(
            r' data-inside="([^"]*)">(<summary>.*?</summary>)',
            lambda part: f">{part[2]}{unescape(part[1])}",
            inside,
        )
    inside = re.sub(
        r"<svg\b.*?</svg>|<style\b.*?</style>|<script\b.*?</script>", " ", inside, flags=re.DOTALL
    )
    return plain(re.sub(r"<[^>]*>", " ", inside))


def shown_by(element: Element) -> str:
    """What an element of the app says of a page: its markup, or the words of a link to another
    page.
    """
    return (
        element.proto.body
        if element.type == "html"
        else element.proto.label
        if element.type == "page_link"
        else ""
    )


def assert_all_said(page: Page, shown: str) -> None:
    """Every text of the page stands in what is shown, behind the one before it."""
    shown, place = re.sub(r"\s", "", shown), 0
    for text in said(page):
        wanted = re.sub(r"\s", "", text)
        found = shown.find(wanted, place)
        assert found >= 0, f"{text!r} is not said after {shown[max(0, place - 80) : place]!r}"
        place = found + len(wanted)


@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
@pytest.mark.parametrize("name", PAGES)
def test_the_plain_page_says_every_word_of_its_description_in_order(
    name: str, query: Query, lang: str
) -> None:
    page = pages.page(SNAPSHOT, query.spoken(lang), name, BASE_URL)
    whole = html.page(page, places.path, html.Around())
    assert_all_said(page, text_of(whole))
    assert plain(page.title) in text_of(whole)
    assert plain(page.lead) in text_of(whole)
    assert plain(page.foot) in text_of(whole)


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "all"),
        ("ru", "all"),
        ("kk", "all"),
        ("en", "years"),
        ("ru", "a source"),
        ("kk", "nothing"),
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_the_app_says_the_same_words_in_the_same_order_as_the_plain_page(
    name: str, question: str, lang: str
) -> None:
    query = QUESTIONS[question].spoken(lang)
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=30)
    for parameter, value in [*query.pairs(), ("lang", lang)]:
        app.query_params[parameter] = value
    if name != "overview":
        app.switch_page(f"{name}.py")
    app.run()
    assert not app.exception, app.exception
    shown = " ".join(map(shown_by, app.main))
    page = pages.page(versions.store().snapshot(), query, name, BASE_URL)
    assert_all_said(page, text_of(shown))
    for sentence in (page.title, page.lead, page.foot):
        assert plain(sentence) in text_of(shown)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_no_two_parts_of_a_page_have_one_name(name: str, lang: str) -> None:
    found = list(parts(pages.page(SNAPSHOT, Query(lang=lang), name, BASE_URL).blocks))
    for kind in (Section, Fold):
        names = [part.name for part in found if isinstance(part, kind)]
        assert len(set(names)) == len(names)


def test_every_figure_metric_and_chart_has_a_page_and_nothing_else_has() -> None:
    for record in SNAPSHOT.dataset.records:
        page = pages.figure(SNAPSHOT, Query(), record.id, BASE_URL)
        assert page is not None
        assert_all_said(page, text_of(html.receipt(page, places.path)))
        assert_all_said(page, text_of(html.page(page, places.path, html.Around())))
    for name in SNAPSHOT.dataset.metrics:
        page = pages.metric(SNAPSHOT, Query(), name, BASE_URL)
        assert page is not None
        drawn = charts.pictures(SNAPSHOT, Query(metric=(name,)), name)
        assert [part.picture.name for part in parts(page.blocks) if isinstance(part, Chart)] == [
            picture.name for picture in drawn
        ]
        assert all(
            pages.chart(SNAPSHOT, Query(), picture.name, BASE_URL) is not None for picture in drawn
        )
    assert pages.figure(SNAPSHOT, Query(), "nothing", BASE_URL) is None
    assert pages.metric(SNAPSHOT, Query(), "nothing", BASE_URL) is None
    assert pages.chart(SNAPSHOT, Query(), "nothing", BASE_URL) is None
    assert pages.chart(SNAPSHOT, Query(), "registered_offences-2", BASE_URL) is None
    assert pages.chart(SNAPSHOT, Query(first=2018), "registered_offences", BASE_URL) is None


def test_a_description_knows_no_library_and_no_markup() -> None:
    tree = ast.parse(Path(document.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert all(
        module.startswith("kzstats") or module in ("__future__", "dataclasses", "typing")
        for module in imported
        if module
    )
    for name in PAGES:
        every = list(parts(pages.page(SNAPSHOT, Query(), name, BASE_URL)))
        code = {part.text for part in every if isinstance(part, Copyable)}
        for part in every:
            assert part in code or not (
                isinstance(part, str) and re.search(r"</?[a-z]+[ >]", part)
            ), part

"""Pictures in a web page and in link previews: the same marks as everywhere, in the reader's
colours, with room for their words at any width.
"""

import gzip
import re
import struct
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from test_access import STANDARD
from test_paper import (
    CLIENT,
    EVENTS,
    HOSTILE,
    KINDS,
    LANG,
    ROWS,
    SVG,
    TIME,
    drawn,
    ids,
    overflowing,
    pictured,
    real,
)

from kzstats.content import geometry
from kzstats.content.picture import RANKED
from kzstats.render import colours, pens, plotly, svg

LONG = "International conference of practitioners, Astana"
BREAKS = [
    {
        "date": f"{year}-01-01",
        "title": {"en": title},
        "reason": {"en": "A reason."},
        "source": "law",
    }
    for year, title in (
        (2012, "A new way of counting offences"),
        (2015, "New Criminal Code"),
        (2016, "New register"),
    )
]
HARD = {
    "many bars": pictured(
        *({"period": str(1990 + place), "value": 100 + 37 * place % 900} for place in range(36))
    ),
    "many stems": pictured(
        *(
            {
                "metric": "people",
                "period": f"{2010 + place // 2}-{place * 5 % 12 + 1:02}",
                "value": f"{'>~<'[place % 3]}{20 + 13 * place}",
                "label": f"{LONG} {place}",
            }
            for place in range(16)
        )
    ),
    "many rows": pictured(
        *(
            {"metric": "money", "value": 10**6 + place, "label": f"{LONG} {place}"}
            for place in range(36)
        )
    ),
    "breaks": pictured(
        {"period": "2010"},
        {"period": "2017", "value": 1234567},
        {"period": "2020", "value": 2000000},
        metrics={"offences": {"breaks": BREAKS}},
    ),
    "counts": pictured(
        *(
            {
                "period": str(2000 + place),
                "value": 90 - 4 * place,
                "producer": f"Office {place % 5 // 2}",
            }
            for place in range(20)
        )
    ),
    "lane": pictured(
        {"period": "2016"},
        {"period": "2017", "value": 90},
        *(
            {
                "period": f"{2016 + place // 3}-01/{2016 + place // 3}-{2 + place % 3 * 3:02}",
                "value": 10**place,
            }
            for place in range(9)
        ),
        {"period": "2010/2018", "value": ">1234567"},
    ),
    "sources": pictured(
        *(
            {
                "period": str(2014 + place // 3),
                "value": f"{'>~'[place % 2]}{100 + 40 * place}",
                "source": ("press", "law")[place % 2],
                "reason": "A",
            }
            for place in range(9)
        )
    ),
    "panels": pictured(
        *(
            {"area": f"KZ-{area}", "period": str(2000 + place), "value": 10 ** (place % 7)}
            for place in range(20)
            for area in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39)
        )
    ),
    "bodies": pictured(
        *(
            {
                "metric": "centres",
                "period": str(2010 + place // 2) + ("-02", "-09")[place % 2],
                "value": f">{10 ** (place % 5)}",
                "producer": f"Office {place % 4}",
            }
            for place in range(12)
        )
    ),
    "members": pictured(
        *(
            {"label": f"{LONG}, {place}", "period": str(2010 + place % 3), "value": 10**place}
            for place in range(9)
        )
    ),
    "several sources of one amount": pictured(
        {"metric": "money", "value": 286900000000},
        {
            "metric": "money",
            "value": ">270000000000",
            "source": "law",
            "rank": "deprecated",
            "reason": "A",
        },
    ),
    "disagreement": pictured(
        {"reason": "A"},
        {"value": ">170", "reason": "A"},
        {"value": "~300", "reason": "B"},
        {"period": "2016", "value": "<200"},
    ),
}
BOXES = """() => [...document.querySelectorAll('.drawing')].map(drawing => [...drawing.querySelectorAll('text')]
    .filter(text => getComputedStyle(text).display !== 'none')
    .map(text => {
        const box = text.getBoundingClientRect();
        return [text.textContent, box.left, box.right, box.top, box.bottom, text.getAttribute('class') || ''];
    }))"""  # noqa: E501


def receipt(record: str) -> str:
    return f"/figure/{record}?lang=kk&from=2014"


def placed(picture):
    """What stands in a page for a picture, as elements; a page that is no XML would fail here."""
    return ET.fromstring(svg.inline(picture, receipt))


def page(pictures, lang="en"):
    drawings = "".join(svg.inline(picture, receipt) for picture in pictures)
    plain = (
        ":root { color-scheme: light dark; } body { margin: 0; padding: 16px; font-family: "
        "sans-serif; background: light-dark(#ffffff, #12171d); }"
    )
    head = (
        f'<meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>Pictures</title><style>{plain}{pens.style()}</style>'
    )
    return (
        f'<!doctype html><html lang="{lang}">{head}<main><h1>Pictures</h1>{drawings}</main></html>'
    )


@KINDS
def test_every_mark_is_a_link_to_its_receipt_and_no_stop_for_the_keyboard(records):
    picture = pictured(*records)
    root = placed(picture)
    links = {element.get("data-record"): element for element in root.iter("a")}
    assert set(links) == {mark.record for mark in picture.marks}
    assert all(
        link.get("href") == receipt(record) and link.get("tabindex") == "-1"
        for record, link in links.items()
    )
    assert {link.find("title").text for link in links.values()} == {
        mark.hover for mark in picture.marks
    }


@KINDS
def test_what_is_seen_is_said_once_in_words(records):
    picture = pictured(*records)
    image, drawing = placed(picture)
    assert (image.get("role"), image.get("aria-label"), drawing.get("aria-hidden")) == (
        "img",
        picture.alt,
        "true",
    )


@KINDS
def test_hostile_words_stay_words_in_a_page(records):
    picture = pictured(
        *({**record, "label": HOSTILE} for record in records),
        sources={"press": {"publisher": HOSTILE}},
    )
    root = placed(picture)
    assert {element.tag for element in root.iter()} <= {
        "div", "span", "svg", "defs", "pattern", "rect", "line", "path", "circle", "text", "tspan",
        "title", "a"
    }  # fmt: skip
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)
    assert {element.get("href") for element in root.iter() if element.get("href")} == {
        receipt(mark.record) for mark in picture.marks
    }


@LANG
def test_a_drawing_is_as_high_as_the_interactive_chart_and_has_its_words(lang):
    for picture in real(lang):
        _, drawing = placed(picture)
        assert int(drawing.get("height")) == plotly.height(picture) == geometry.height(picture)
        told = " ".join("".join(text.itertext()) for text in drawing.iter("text"))
        assert all(mark.label in told for mark in picture.marks)
        assert all(words in told for _, words in picture.values)


@LANG
def test_a_drawing_is_small(lang):
    for picture in real(lang):
        content = svg.inline(picture, receipt).encode()
        assert len(content) < 6_000
        assert len(gzip.compress(content)) < 1_800


def test_every_colour_has_its_like_on_dark_paper_and_none_stands_in_a_drawing():
    rules = pens.style()
    for light, dark in colours.ON_DARK.items():
        assert f"light-dark({light},{dark})" in rules
    for picture in HARD.values():
        assert "#" not in re.sub(r'url\(#[\w-]+\)|id="[\w-]+"', "", svg.inline(picture, receipt))
    names = {
        name
        for picture in HARD.values()
        for element in placed(picture).iter()
        for name in (element.get("class") or "").split()
    }
    assert all(f".{name}" in rules for name in names - {"solid", "hatched", "hollow", "any"})
    assert all(f".{name}" in rules for name in ("solid", "hatched", "hollow", "wide", "narrow"))


def test_a_page_with_many_pictures_has_each_id_once():
    found = re.findall(r' id="([^"]*)"', page(real("en")))
    assert len(found) == len(set(found))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_have_room_at_any_width_and_axe_finds_nothing(
    browser: Browser, scheme: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(page([*HARD.values(), *real("kk")]), encoding="utf-8")
    context = browser.new_context(color_scheme=scheme)
    opened = context.new_page()
    opened.goto(file.as_uri())
    for width in (320, 390, 768, 1366):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        for boxes in opened.evaluate(BOXES):
            for text, left, right, *_ in boxes:
                assert left >= 0, (width, text)
                assert right <= width, (width, text)
            labels = [box for box in boxes if {"label", "row"} & set(box[5].split())]
            for place, (text, left, right, top, bottom, _) in enumerate(labels):
                for other, begins, ends, high, low, _ in labels[:place]:
                    assert (
                        right <= begins or ends <= left or bottom - 3 <= high or low - 3 <= top
                    ), (width, text, other)
        if width in {"light": (320, 768), "dark": (390, 1366)}[scheme]:
            found = Axe().run(opened, options=STANDARD)
            assert not found.violations_count, found.generate_report()
    context.close()


@KINDS
def test_a_preview_is_a_board_of_one_size_with_title_chart_sources_and_host(records):
    picture = pictured(*records)
    root = ET.fromstring(svg.preview(picture, "https://figures.example/api/charts/x.preview.png"))
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    told = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert picture.title in told
    assert picture.sources in told
    assert "figures.example" in told
    assert set(ids(root)) <= {mark.record for mark in picture.marks}
    if picture.layout == "time":
        assert set(ids(root)) == {mark.record for mark in picture.marks}


@pytest.mark.parametrize("name", HARD)
def test_a_preview_says_where_it_leaves_something_out(name):
    picture = HARD[name]
    root = ET.fromstring(svg.preview(picture, "http://localhost:8501/"))
    told = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert told.endswith("kzstats") or " kzstats " in told
    assert picture.title in told or "…" in told
    left = len(picture.unfolded.marks) - len(ids(root))
    assert (f"+ {left}" in told) == (left > 0)


@LANG
def test_the_words_of_a_preview_stay_on_the_board(lang):
    for picture in [*HARD.values(), *real(lang)]:
        root = ET.fromstring(svg.preview(picture, "https://figures.example/"))
        (group,) = root.iter(f"{SVG}g")
        root.remove(group)
        assert overflowing(root) == []


def test_a_preview_is_had_by_address_at_its_size():
    answer = CLIENT.get("/charts/registered_offences.preview.png?lang=ru&from=2015")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert (
        CLIENT.get("/charts/registered_offences.preview.png?from=1950&to=1951").status_code == 404
    )
    assert CLIENT.get("/charts/nothing.preview.png").status_code == 404


def test_paper_and_page_draw_the_same_marks():
    for picture in (pictured(*TIME), pictured(*EVENTS), pictured(*ROWS)):
        links = [element.get("data-record") for element in placed(picture).iter("a")]
        assert links == ids(drawn(picture))


def spoken(root):
    """The words of a drawing in a page, line by line."""
    parts = [part for text in root.iter("text") for part in (list(text) or [text])]
    return {"".join(part.itertext()).strip() for part in parts}


def written(figure):
    """The words of an interactive chart, line by line."""
    notes = [note.text for note in figure.layout.annotations]
    texts = [
        text
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
        for text in trace.text
    ]
    axes = [figure.layout.xaxis.ticktext or (), figure.layout.yaxis.ticktext or ()]
    parts = [
        part
        for text in (*notes, *texts, *(text for axis in axes for text in axis))
        for part in re.split(r"<[^>]*>|\u00a0\u00a0", text)
    ]
    return {unescape(part).strip() for part in parts}


@pytest.mark.parametrize("name", HARD)
def test_page_and_application_say_the_same_words_in_a_chart(name):
    assert spoken(placed(HARD[name])) - {""} == written(plotly.figure(HARD[name])) - {""}


@LANG
def test_page_and_application_say_the_same_words_in_the_real_charts(lang):
    for picture in real(lang):
        assert spoken(placed(picture)) - {""} == written(plotly.figure(picture)) - {""}


def test_what_is_folded_away_is_drawn_on_the_same_scale_and_whole_on_paper():
    picture = pictured(*({"label": f"Member {place}", "value": 100 + place} for place in range(30)))
    assert len(picture.marks) == RANKED
    assert len(picture.others.marks) == 30 - RANKED
    assert (picture.others.top, picture.others.values) == (picture.top, picture.values)
    assert len(ids(drawn(picture))) == 30
    assert set(picture.records) == {
        mark.record for one in (picture, picture.others) for mark in one.marks
    }

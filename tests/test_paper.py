"""Pictures for print: the marks of the interactive chart and no others, whole, harmless, and had
again by address.
"""

import re
import struct
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import EVENTS, ROWS, TIME
from PIL import ImageFont
from starlette.testclient import TestClient
from thirteen import DATA

from kzstats.content import marks
from kzstats.language import languages
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose, select
from kzstats.render import colours, plotly, press, svg
from kzstats.serve import api

ROOT = Path(__file__).parents[1]
SNAPSHOT = versions.Store(DATA).snapshot()
BASE_URL = "https://figures.example"
ADDRESS = f"{BASE_URL}/api/charts/offences.svg?from=2014&to=2016"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert(1)</script> & "x" \' <a href="javascript:1" onload=x> ]]> {y}'
KINDS = pytest.mark.parametrize("records", [TIME, EVENTS, ROWS], ids=["bars", "stems", "rows"])
LANG = pytest.mark.parametrize("lang", languages.LANGUAGES)
CLIENT = TestClient(
    api.application(versions.Store(DATA), BASE_URL),
    raise_server_exceptions=False,
    follow_redirects=False,
)


def png(picture, address):
    return press.make([{"kind": "png", "svg": svg.svg(picture, address)}])


def pictured(*records, lang="en", **others):
    data = make.dataset(records, **others)
    (picture,) = marks.pictures(choose(data, Query(), {}), data.records[0].metric, lang)
    return picture


def real(lang):
    for metric in SNAPSHOT.dataset.metrics:
        yield from marks.pictures(select(SNAPSHOT, Query()), metric, lang)


def drawn(picture, address=ADDRESS):
    return ET.fromstring(svg.svg(picture, address))


def ids(root):
    return [element.get("data-record") for element in root.iter() if element.get("data-record")]


def said(root):
    return " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))


def harmless(root):
    """Whether a drawing has shapes and words alone: nothing that runs, and nothing that leads
    elsewhere.
    """
    kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
    names = {name for element in root.iter() for name in element.attrib}
    links = {
        link
        for element in root.iter()
        for value in element.attrib.values()
        for link in re.findall(r"url\(([^)]*)\)", value)
    }
    shapes = {"svg", "title", "desc", "defs", "pattern", "rect", "line", "circle", "text", "tspan"}
    return (
        kinds <= shapes
        and not any(name.startswith("on") or "href" in name or name == "style" for name in names)
        and links <= {"#hatch"}
    )


@KINDS
def test_a_picture_says_its_title_unit_sentences_sources_and_address_and_nothing_runs(records):
    picture = pictured(*records)
    root = drawn(picture)
    assert harmless(root)
    for told in (picture.title, picture.subtitle, *picture.sentences, picture.sources, ADDRESS):
        assert told in said(root)
    assert (root[0].text, root[1].text) == (picture.title, picture.alt)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title alt")
    assert {root[0].get("id"), root[1].get("id")} == {"title", "alt"}


@KINDS
def test_hostile_words_are_words(records):
    law = {
        "date": "2015-01-01",
        "title": {"en": HOSTILE},
        "reason": {"en": HOSTILE},
        "source": "law",
    }
    unstated = {
        "metric": "people",
        "period": "2015-03",
        "label": HOSTILE,
        "area": "KZ",
        "source": "press",
        "context": "took part in a talk",
    }
    metrics = {
        name: {"title": HOSTILE, "breaks": [law]} for name in ("offences", "people", "money")
    }
    sources = {"press": {"publisher": HOSTILE}}
    picture = pictured(
        *({**record, "label": HOSTILE} for record in records),
        metrics=metrics,
        sources=sources,
        unstated=[unstated],
    )
    root = drawn(picture, f'https://x.example/"><script>&{HOSTILE}')
    assert harmless(root)
    assert HOSTILE in root[0].text
    assert HOSTILE in said(root)
    assert png(picture, HOSTILE).startswith(b"\x89PNG\r\n\x1a\n")


@KINDS
def test_both_drawings_hold_the_same_marks_each_once(records):
    picture = pictured(*records)
    interactive = {
        point[0]
        for trace in plotly.figure(picture).data
        if trace.customdata is not None
        for point in trace.customdata
    }
    found = ids(drawn(picture))
    assert len(found) == len(set(found)) == len(picture.marks) == len(records)
    assert set(found) == interactive == {mark.record for mark in picture.marks}


def test_bars_are_as_high_as_their_values_and_rows_as_long():
    for metric, side in (("offences", "height"), ("money", "width")):
        values = [1000, 500, 250, 125]
        root = drawn(
            pictured(
                *(
                    {"metric": metric, "value": value, "period": f"{2010 + place}"}
                    for place, value in enumerate(values)
                )
            )
        )
        size = {
            element.get("data-record"): float(element.get(side))
            for element in root.iter()
            if element.get("data-record")
        }
        assert [size[f"r{place}"] / size["r1"] for place in range(1, 5)] == pytest.approx(
            [1, 0.5, 0.25, 0.125], abs=0.002
        )
        assert size["r1"] > 150


@KINDS
def test_exact_bound_rough_and_ranged_marks_differ_without_colour(records):
    shapes = {}
    for value in (30, ">30", "<30", "~30", "20..30"):
        picture = pictured(
            {**records[0], "value": value, "period": "2015"},
            {**records[0], "value": "5..6", "period": "2016"},
        )
        text = re.sub(
            r"<(title|text)\b.*?</\1>", "", svg.svg(picture, ADDRESS).partition("</defs>")[2]
        )
        shapes[value] = re.sub(
            r'data-record="[^"]*"', "", text.replace(colours.INK[picture.topic], "ink")
        )
    assert len(set(shapes.values())) == 5
    assert (
        shapes[">30"].count('stroke-width="2.5"/>')
        == shapes["<30"].count('stroke-width="2.5"/>')
        == 3
    )
    assert 'stroke-width="2.5"/>' not in shapes[30] + shapes["~30"] + shapes["20..30"]
    if records is not EVENTS:
        fills = [
            re.findall(r'<rect [^>]*fill="([^"]*)" stroke="(?:ink|#ffffff)"', shapes[value])
            for value in (30, ">30", "~30")
        ]
        assert fills == [["ink", "ink"], ["url(#hatch)", "ink"], ["#ffffff", "ink"]]
    assert "<circle" not in shapes["20..30"]


def test_every_topic_has_an_ink():
    assert {metric.topic for metric in SNAPSHOT.dataset.metrics.values()} <= set(colours.INK)


@cache
def font(size, bold):
    return ImageFont.truetype(
        str(ROOT / f"src/kzstats/render/fonts/SourceSans3-{'Bold' if bold else 'Regular'}.ttf"),
        size,
    )


def overflowing(root):
    """Lines of text that leave the picture, measured in the font it is drawn with."""
    width, found = int(root.get("width")), []
    for text in root.iter(f"{SVG}text"):
        words = "".join(text.itertext())
        long = font(int(text.get("font-size")), text.get("font-weight") == "700").getlength(words)
        left = (
            float(text.get("x"))
            - long * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
        )
        found += [words] if left < 0 or left + long > width else []
    return found


@LANG
def test_every_word_of_the_real_pictures_fits_and_has_its_letters(lang):
    missing = font(20, False).getmask("\U0010fffd")
    for picture in real(lang):
        root = drawn(picture)
        assert overflowing(root) == []
        lacking = {
            letter
            for letter in said(root)
            if not letter.isspace() and bytes(font(20, False).getmask(letter)) == bytes(missing)
        }
        assert lacking == set()


def test_a_long_address_stays_inside_the_picture_and_whole():
    address = f"{BASE_URL}/api/charts/offences.svg?" + "&".join(
        f"publisher=Publisher+number+{place}" for place in range(30)
    )
    root = drawn(pictured({}), address)
    assert overflowing(root) == []
    assert address in said(root).replace(" ", "")


@LANG
def test_a_png_is_the_same_picture_at_twice_its_points(lang):
    for picture in real(lang):
        root, once = drawn(picture), png(picture, ADDRESS)
        assert once.startswith(b"\x89PNG\r\n\x1a\n")
        assert once == png(picture, ADDRESS)
        points = (
            int(root.get(side)) * 0.75 for side in ("width", "height")
        )  # 96 pixels are 72 points
        assert struct.unpack(">II", once[16:24]) == pytest.approx(
            [2 * point for point in points], abs=2
        )


@pytest.mark.parametrize(("extension", "media"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_chart_has_an_address_a_type_and_a_tag(extension, media):
    for picture in real("en"):
        answer = CLIENT.get(f"/charts/{picture.name}.{extension}")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (
            200,
            media,
        )
        address = f"{BASE_URL}/api/charts/{picture.name}.{extension}"
        assert answer.content == (
            svg.svg(picture, address).encode() if extension == "svg" else png(picture, address)
        )
        again = CLIENT.get(
            f"/charts/{picture.name}.{extension}", headers={"If-None-Match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_filters_and_language_are_honoured_and_stand_in_the_address_inside():
    whole = ET.fromstring(CLIENT.get("/charts/registered_offences.svg").content)
    part = ET.fromstring(
        CLIENT.get("/charts/registered_offences.svg?from=2015&to=2015&lang=ru").content
    )
    assert ids(part) == ["offences-2015"]
    assert len(ids(whole)) > 1
    assert SNAPSHOT.dataset.metrics["registered_offences"].title.ru in part[0].text
    assert f"{BASE_URL}/api/charts/registered_offences.svg?from=2015&to=2015&lang=ru" in said(part)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("nothing.svg", 404), ("registered_offences-9.png", 404),
        ("registered_offences.svg?to=1950", 404), ("registered_offences.gif", 404),
        ("%3Cscript%3E.svg", 404), ("registered_offences.svg?metric=registered_offences", 400),
        ("registered_offences.png?metric=", 400),
        ("registered_offences.svg?from=x", 400), ("registered_offences.png?lang=de", 400),
        ("registered_offences.svg?source=x", 400),
        ("registered_offences.svg?x=1", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_a_reason(asked, status):
    answer = CLIENT.get(f"/charts/{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert answer.json()["detail"]


PERIODS = st.sampled_from(
    [
        "2014",
        "2015",
        "2016/2018",
        "2016-03/2016-05",
        "2016-02",
        "2016-02-03",
        "1900",
        "2100-12-31",
        "2016~",
        "2016-02-28/2016-03-01",
    ]
)
NUMBERS = st.integers(0, 10**9)
VALUES = st.builds(
    "{}{}".format, st.sampled_from(["", ">", ">=", "<", "<=", "~"]), NUMBERS
) | NUMBERS.map(lambda low: f"{low}..{low + 7}")
METRICS = st.sampled_from(["offences", "people", "money", "joined", "centres"])
RECORD = st.fixed_dictionaries(
    {
        "period": PERIODS,
        "value": VALUES,
        "label": st.sampled_from(["A", HOSTILE, "Ә" * 400, "\N{GRINNING FACE} שלום"]),
    }
)


@pytest.mark.parametrize("value", [0, ">0", "~0", "<0"])
@pytest.mark.parametrize("metric", ["offences", "people", "money", "joined", "centres"])
def test_a_chart_of_none_at_all_is_drawn(metric, value):
    data = make.dataset([{"metric": metric, "value": value, "period": "2014", "label": "A"}])
    for picture in marks.pictures(choose(data, Query(), {}), metric, "en"):
        assert len(ids(drawn(picture))) == 1
        assert plotly.figure(picture).data


@pytest.mark.no_cover
@settings(deadline=None, max_examples=60)
@given(
    st.lists(RECORD, min_size=1, max_size=70),
    st.sampled_from(["offences", "people", "money", "joined", "centres"]),
    st.sampled_from(list(languages.LANGUAGES)),
)
def test_any_figures_are_drawn_each_once_inside_the_paper(records, metric, lang):
    data = make.dataset([{**record, "metric": metric} for record in records])
    for picture in marks.pictures(choose(data, Query(), {}), metric, lang):
        root = drawn(picture)
        assert harmless(root)
        assert sorted(ids(root)) == sorted(mark.record for mark in picture.marks)
        for shape in (element for element in root.iter() if element.get("data-record")):
            x, y = (float(shape.get(name) or shape.get(f"c{name}")) for name in ("x", "y"))
            across, down = float(shape.get("width") or 7), float(shape.get("height") or 7)
            assert (
                x >= 0,
                y >= 0,
                x + across <= int(root.get("width")),
                y + down <= int(root.get("height")),
            ) == (True,) * 4

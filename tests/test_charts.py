"""Pictures as Plotly figures: every record, nothing else, no wider than its span and in no colour
of their own.
"""

import json
import re
import tomllib
from datetime import datetime
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path

import make
import plotly.graph_objects as go
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from make import EVENTS, ROWS, TIME

from kzstats.content import geometry, marks
from kzstats.language import languages
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import colours, plotly

HOSTILE = '<b>x</b> $a$ <a href="javascript:1">& y'
KINDS = pytest.mark.parametrize("records", [TIME, EVENTS, ROWS], ids=["bars", "stems", "rows"])
UNSTATED = {
    "metric": "people",
    "period": "2015-03",
    "label": HOSTILE,
    "area": "KZ",
    "source": "press",
    "context": "took part in a talk",
}
LETTER, LINE = 7.4, 14
"""The least that a letter of a label is wide and a line is high, in pixels."""


def drawn(*records, lang="en", **others):
    """The one picture of the records' metric, and its figure."""
    data = make.dataset(records, **others)
    (picture,) = marks.pictures(choose(data, Query(), {}), data.records[0].metric, lang)
    return picture, plotly.figure(picture)


def ids(figure):
    return [
        point[0]
        for trace in figure.data
        if trace.customdata is not None
        for point in trace.customdata
    ]


def bars(figure):
    """The bars of a figure one by one: where each begins and ends on the value axis, and whose it
    is; those in the lane are none.
    """
    (trace,) = [trace for trace in figure.data if trace.type == "bar" and trace.yaxis != "y2"]
    lengths = trace.x if trace.orientation == "h" else trace.y
    return [
        (base, base + length, record)
        for base, length, (record,) in zip(trace.base, lengths, trace.customdata, strict=True)
    ]


def texts(figure):
    """Every text in the drawing: labels, notes, and what is said where the pointer is."""
    notes = [note.text for note in figure.layout.annotations]
    return notes + [
        text for trace in figure.data for text in (*(trace.text or ()), *(trace.hovertext or ()))
    ]


def arrows(figure):
    return [
        (note.ax, note.ay)
        for note in figure.layout.annotations
        if note.showarrow and note.axref != "x"
    ]


def overlapping(figure):
    """Pairs of labels that stand on each other in the narrowest drawing; the letters under bars are
    none.
    """
    axis, values, margin = (
        figure.layout.xaxis.range,
        figure.layout.yaxis.range[1],
        figure.layout.margin,
    )
    plot = figure.layout.height - margin.t - margin.b
    boxes = []
    (labels,) = [
        trace
        for trace in figure.data
        if trace.type == "scatter"
        and trace.mode == "text"
        and trace.textposition != "middle center"
    ]
    for moment, value, text in zip(labels.x, labels.y, labels.text, strict=True):
        if said := re.search(r'font-size:16px"><b>(.*?)</b>', text):
            x, y = (moment - axis[0]) / (axis[1] - axis[0]) * marks.NARROWEST, value / values * plot
            boxes.append((x, len(unescape(said[1])) * LETTER / 2, y, said[1]))
    return [
        (one[3], other[3])
        for place, one in enumerate(boxes)
        for other in boxes[:place]
        if abs(one[0] - other[0]) < one[1] + other[1] and abs(one[2] - other[2]) < LINE
    ]


@KINDS
def test_every_record_drawn_can_be_clicked_and_nothing_else(records):
    picture, figure = drawn(*records)
    assert (
        set(ids(figure))
        == {mark.record for mark in picture.marks}
        == {f"r{place}" for place in range(1, 6)}
    )


@KINDS
@pytest.mark.parametrize("more", [{}, {"unstated": [UNSTATED]}], ids=["stated", "silent"])
def test_plotly_knows_every_property_of_what_is_drawn(records, more):
    law = {
        "date": "2015-01-01",
        "title": {"en": "A law"},
        "reason": {"en": "A law."},
        "source": "law",
    }
    figure = drawn(*records, metrics={"offences": {"breaks": [law]}}, **more)[1]
    assert len(go.Figure(figure.to_dict()).data) == len(
        figure.data
    )  # it refuses what it does not know
    with pytest.raises(ValueError, match="nonsense"):
        go.Figure(figure.to_dict() | {"layout": {"nonsense": 1}})


@pytest.mark.parametrize(
    "period", ["2014", "2016-01~/2016-05~", "2014/2016", "2016-02-03/2016-02-20"]
)
def test_a_bar_covers_its_own_span_from_zero(period):
    later = re.sub(r"20(\d\d)", lambda year: f"20{int(year[1]) + 4}", period)
    picture, figure = drawn({"period": period}, {"period": later})
    (mark, _), bar = (
        picture.marks,
        next(trace for trace in figure.data if trace.type == "bar" or trace.mode == "lines"),
    )
    if mark.shape == "stem":  # days among years are too thin for a bar
        assert (bar.x[0], bar.y) == (
            datetime(mark.middle.year, mark.middle.month, mark.middle.day),
            (0, 100),
        )
        return
    span = (mark.after - mark.start).total_seconds() * 1000
    assert bar.width[0] == span
    assert (
        bar.x[0]
        == datetime(mark.start.year, mark.start.month, mark.start.day)
        + (mark.after - mark.start) / 2
    )
    assert (bar.base[0], bar.y[0]) == (0, 100)


@pytest.mark.parametrize("period", ["2014", "2016-01~/2016-05~", "2014/2016"])
def test_what_stands_alone_covers_its_own_span_and_has_no_height(period):
    picture, figure = drawn({"period": period, "value": 10**6})
    (bar, _), (mark,) = figure.data, picture.marks
    assert (bar.width[0], bar.y[0]) == (
        (mark.after - mark.start).total_seconds() * 1000,
        geometry.THICK,
    )
    assert figure.layout.height < 120


def test_a_range_is_a_bar_from_low_to_high():
    assert bars(drawn({"value": "10..25"}, {"period": "2015"})[1]) == [
        (10, 25, "r1"),
        (0, 100, "r2"),
    ]
    figure = drawn({"metric": "women", "value": "10..25"})[1]
    assert bars(figure) == [(10, 25, "r1")]
    assert [tuple(trace.x) for trace in figure.data if trace.type == "scatter"][:1] == [(10, 25)]


@pytest.mark.parametrize("said", ["10..20", "0..20"])
def test_a_range_at_an_event_has_no_dot(said):
    figure = drawn(
        {"metric": "people", "value": said}, {"metric": "people", "value": said, "period": "2016"}
    )[1]
    assert "circle" not in [trace.marker.symbol for trace in figure.data if trace.mode == "markers"]
    assert [trace.y for trace in figure.data if trace.mode == "lines"] == [
        tuple(float(bound) for bound in said.split(".."))
    ] * 2


def test_several_sources_for_one_time_are_dots_on_a_line_from_the_lowest_to_the_highest():
    deprecated = {"value": 90, "rank": "deprecated", "reason": "An old count."}
    figure = drawn(
        {"value": 100}, {"value": 120, "rank": "preferred", "reason": "A better count."}, deprecated
    )[1]
    assert not [trace for trace in figure.data if trace.type == "bar"]
    assert [trace.y for trace in figure.data if trace.mode == "lines"] == [(90, 120)]
    dots = {
        trace.customdata[0][0]: trace.marker for trace in figure.data if trace.mode == "markers"
    }
    assert dots["r2"].size[0] > dots["r1"].size[0]
    assert [dots[name].color[0] == colours.FAINT for name in ("r1", "r2", "r3")] == [
        False,
        False,
        True,
    ]


def test_a_part_of_a_year_stands_in_a_lane_and_never_in_the_bar_of_its_year():
    figure = drawn(
        {"value": 38, "period": "2016-01/2016-05"},
        {"value": 100, "period": "2016"},
        {"value": 90, "period": "2017"},
    )[1]
    assert bars(figure) == [(0, 100, "r2"), (0, 90, "r3")]
    (lane,) = [trace for trace in figure.data if trace.type == "bar" and trace.yaxis == "y2"]
    assert [record for (record,) in lane.customdata] == ["r1"]
    assert figure.layout.yaxis2.domain[1] == figure.layout.yaxis.domain[0]


@KINDS
@pytest.mark.parametrize(
    ("said", "pattern", "hollow"),
    [(30, "", False), (">30", "/", True), ("<30", "/", True), ("~30", "", True)],
)
def test_solid_hatched_and_hollow_differ_without_colour(records, said, pattern, hollow):
    figure = drawn(
        {**records[0], "value": said, "period": "2015"},
        {**records[0], "value": 20, "period": "2016"},
    )[1]
    marked = next(trace for trace in figure.data if trace.customdata is not None)
    ink = colours.INK[make.METRICS[records[0].get("metric", "offences")]["topic"]]
    if marked.type == "bar":
        assert (marked.marker.pattern.shape[0], marked.marker.color[0] != ink) == (
            pattern,
            said == "~30",
        )
        assert (marked.marker.pattern.fgcolor, marked.marker.pattern.bgcolor) == (
            ink,
            colours.PAPER,
        )
        assert (marked.marker.line.color[0] == ink and marked.marker.line.width[0] == 2) is hollow
    else:
        assert (marked.marker.color[0] != ink) is (said == "~30")
        assert (figure.data[0].line.dash != "solid") is hollow


@KINDS
def test_a_bound_has_an_arrow_outward_or_inward(records):
    more, less, exact = (
        arrows(
            drawn({**records[0], "value": said}, {**records[0], "value": 20, "period": "2016"})[1]
        )
        for said in (">30", "<30", 30)
    )
    assert exact == []
    ((x, y),) = more
    assert (x > 0, y) == (True, 0) if records is ROWS else (x, y < 0) == (0, True)
    assert less == [(-x, -y)]


@KINDS
def test_every_colour_has_another_on_dark_paper(records):
    figure = drawn(*records, **({"unstated": [UNSTATED]} if records is EVENTS else {}))[
        1
    ].to_plotly_json()
    figure["layout"].pop("template", None)
    found = set(
        re.findall(r'"(#[0-9a-fA-F]+|rgba?\([^"]*|hsl[^"]*)"', json.dumps(figure, default=str))
    )
    assert found - {"rgba(0,0,0,0)"} <= set(colours.ON_DARK)
    assert colours.INK[make.METRICS[records[0].get("metric", "offences")]["topic"]] in found


@pytest.mark.parametrize("light", [*colours.INK.values(), colours.TEXT, colours.QUIET])
def test_every_ink_stands_out_on_both_papers(light):
    def brightness(colour):  # WCAG 2.2, relative luminance
        red, green, blue = (
            part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
            for part in bytes.fromhex(colour[1:])
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for ink, paper in (
        (light, colours.PAPER),
        (colours.ON_DARK[light], colours.ON_DARK[colours.PAPER]),
    ):
        dim, bright = sorted((brightness(ink), brightness(paper)))
        assert (bright + 0.05) / (dim + 0.05) >= 4.5


def test_papers_are_the_pages_own():
    theme = tomllib.loads(
        (Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    )["theme"]
    assert [theme["light"]["backgroundColor"], theme["dark"]["backgroundColor"]] == [
        colours.PAPER,
        colours.ON_DARK[colours.PAPER],
    ]
    assert [theme["light"]["textColor"], theme["dark"]["textColor"]] == [
        colours.TEXT,
        colours.ON_DARK[colours.TEXT],
    ]


@KINDS
def test_text_from_the_data_file_is_never_markup(records):
    hostile = [{**record, "label": HOSTILE} for record in records]
    law = {
        "date": "2015-01-01",
        "title": {"en": HOSTILE},
        "reason": {"en": "A law."},
        "source": "law",
    }
    figure = drawn(
        *hostile, metrics={"offences": {"title": HOSTILE, "breaks": [law]}}, unstated=[UNSTATED]
    )[1]
    said = texts(figure)
    assert any("&lt;b&gt;x&lt;/b&gt;" in text for text in said)
    assert any(re.search("&gt;(USD )?300", text) for text in said)
    for text in said:
        assert set(re.findall(r"<[^>]*>", text)) <= {
            "<b>",
            "</b>",
            "<br>",
            "</span>",
            *re.findall(r'<span style="font-size:\d+px">', text),
        }
        assert not re.search(r"&(?!lt;|gt;|amp;)", text)


@pytest.mark.parametrize("count", [1, 5, 12, 30])
def test_rows_make_the_drawing_grow_and_keep_their_room(count):
    picture, figure = drawn(
        *(
            {"metric": "money", "value": 10 + place, "label": f"Donor {place}"}
            for place in range(count)
        )
    )
    assert figure.layout.height == plotly.height(picture) >= 40 * count
    drawing, labels = figure.data
    low, high = figure.layout.yaxis.range
    assert low == pytest.approx(
        figure.layout.height - figure.layout.margin.t - figure.layout.margin.b, abs=1
    )  # its unit is the pixel
    assert low > max(drawing.y) >= min(drawing.y) > high
    assert all(40 < after - before < 64 for before, after in pairwise(drawing.y))
    assert all(10 < row - at < 20 for row, at in zip(drawing.y, labels.y, strict=True))


def test_a_row_is_as_high_as_its_own_words_and_no_other():
    names = (
        "A",
        "A donor whose name takes more than one line where the drawing is narrow",
        "B",
        "C",
    )
    _, figure = drawn(
        *(
            {"metric": "money", "value": 10 - place, "label": name}
            for place, name in enumerate(names)
        )
    )
    first, second, third = (after - before for before, after in pairwise(figure.data[0].y))
    assert first > second == pytest.approx(third)


def test_the_axis_has_room_for_its_longest_number_without_a_second_drawing():
    small, large = (
        drawn({"value": value}, {"period": "2015"})[1].layout for value in (100, 4_712_345_678)
    )
    assert small.margin.l < large.margin.l
    assert large.margin.l >= LETTER * max(len(text) for text in large.yaxis.ticktext)
    assert not any(axis.automargin for axis in (small.xaxis, small.yaxis, large.xaxis, large.yaxis))


@KINDS
def test_no_mark_fades_when_another_is_picked(records):
    for trace in drawn(*records)[1].data:
        if trace.customdata is not None:
            assert (trace.selected.marker.opacity, trace.unselected.marker.opacity) == (1, 1)
        elif trace.mode == "text":
            assert trace.unselected.textfont.color


@KINDS
def test_a_chart_is_quiet_and_its_values_start_at_zero(records):
    picture, figure = drawn(*records)
    layout = figure.layout
    values = (layout.xaxis if records is ROWS else layout.yaxis).range
    assert values[0] == 0
    assert values[1] >= max(mark.top for mark in picture.marks)
    assert (layout.showlegend, plotly.CONFIG["displayModeBar"], layout.title.text) == (
        False,
        False,
        None,
    )
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


def period(year, month, more, day, form):
    last = min(month + more, 12)
    months = f"{year}-{month:02}/{year}-{last:02}" if last > month else f"{year}-{month:02}"
    days = f"{year}-{month:02}-{day:02}/{year}-{month:02}-28"
    return {
        "year": f"{year}",
        "years": f"{year}/{year + more + 1}",
        "months": months,
        "days": days,
    }[form]


FORMS, SIGNS = (
    st.sampled_from(["year", "years", "months", "days"]),
    st.sampled_from(["", ">", ">=", "<", "<=", "~"]),
)
PERIODS = st.builds(
    period,
    st.integers(1990, 2023),
    st.integers(1, 12),
    st.integers(0, 6),
    st.integers(1, 27),
    FORMS,
)
NUMBERS = st.integers(0, 10**9)
VALUES = st.builds("{}{}".format, SIGNS, NUMBERS) | NUMBERS.map(lambda low: f"{low}..{low + 7}")
FLOWS = st.lists(
    st.fixed_dictionaries({"period": PERIODS, "value": VALUES}), min_size=1, max_size=20
)


@pytest.mark.no_cover
@settings(deadline=None, max_examples=60)
@given(FLOWS, st.sampled_from(list(languages.LANGUAGES)))
def test_any_figures_of_a_flow_are_each_drawn_once_over_their_own_span_and_no_bar_holds_another(
    records, lang
):
    picture, figure = drawn(*records, lang=lang)
    go.Figure(figure.to_dict())
    spans = {
        record.id: (record.period.start, record.period.after)
        for record in make.dataset(records).records
    }
    assert {mark.record: (mark.start, mark.after) for mark in picture.marks} == spans
    ends = [mark.record for mark in picture.marks if mark.ranged and mark.shape == "stem"]
    assert sorted(ids(figure)) == sorted([*spans, *ends])  # a range has two ends
    assert not [
        gap
        for gap in picture.gaps
        for mark in picture.marks
        if gap.start < mark.after and mark.start < gap.after
    ]
    bars = [mark for mark in picture.marks if mark.shape == "bar"]
    assert not [
        (one, other)
        for one, other in combinations(bars, 2)
        if one.start < other.after and other.start < one.after
    ]
    assert (
        len(
            {
                12 * (mark.after.year - mark.start.year) + mark.after.month - mark.start.month
                for mark in bars
                if (mark.after - mark.start).days > 27
            }
        )
        < 2
    )
    assert all(
        picture.start <= mark.start < mark.after <= picture.after and 0 <= mark.bottom <= mark.top
        for mark in picture.marks
    )
    assert not [
        gap
        for gap in picture.gaps
        for mark in picture.marks
        if gap.start < mark.after and mark.start < gap.after
    ]
    assert all(one.after <= other.start for one, other in pairwise(picture.gaps))


@pytest.mark.no_cover
@settings(deadline=None, max_examples=60)
@given(st.lists(st.builds("{}{}".format, SIGNS, st.integers(0, 9999)), min_size=1, max_size=50))
@example([f"{1000 + place * 37 % 50 * 20}" for place in range(50)])
@example([">990", "1130"] * 8)
def test_labels_of_yearly_bars_never_stand_on_each_other(values):
    picture, figure = drawn(
        *({"period": str(1970 + place), "value": value} for place, value in enumerate(values))
    )
    assert overlapping(figure) == []
    assert [mark for mark in picture.marks if mark.labelled != "none"]

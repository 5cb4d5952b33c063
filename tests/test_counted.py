"""Bars of several counts in one row: told apart without colour, and the same way in
every drawing.
"""

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import make
import pytest
import thirteen
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.content import marks
from kzstats.dataset import validation
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import colours, plotly, svg

OFFICES = ("The Police", "The Court", "The Ministry")
YEARS = st.dictionaries(st.integers(1995, 2024), st.sampled_from(OFFICES), min_size=2, max_size=12)
BREAKS = st.lists(st.integers(1995, 2024), unique=True, max_size=3)


def pictured(years, breaks=(), lang="en"):
    change = {"title": {"en": "New"}, "reason": {"en": "New."}, "source": "law"}
    found = [{**change, "date": f"{year}-01-01"} for year in sorted(breaks)]
    records = [
        {"period": str(year), "value": 50 + year % 7, "producer": office}
        for year, office in sorted(years.items())
    ]
    data = make.dataset(records, metrics={"offences": {"breaks": found}})
    (picture,) = marks.pictures(choose(data, Query(), {}), "offences", lang)
    return picture


def letter(picture, mark):
    """What stands under a bar; nothing where all are of one count."""
    over = [
        bracket.letter
        for bracket in picture.brackets
        if bracket.start <= mark.start and mark.after <= bracket.after
    ]
    assert len(over) == bool(picture.brackets)
    return "".join(over)


def in_a_page(picture):
    """How the bars of a drawing in a page look, and its words."""
    root = ET.fromstring(svg.inline(picture, lambda record: f"/figure/{record}"))
    looks = {
        link.get("data-record"): link.findall("rect")[-1].get("class").split()[0]
        for link in root.iter("a")
    }
    return looks, [text.text for text in root.iter("text")]


def in_the_application(picture):
    """How the bars of the interactive chart look, and its words."""
    figure = plotly.figure(picture)
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    look = bars.marker
    looks = {
        record: (look.color[at], look.line.color[at], look.line.width[at])
        for at, (record,) in enumerate(bars.customdata)
    }
    return looks, [
        said
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
        for said in trace.text
    ]


@settings(deadline=None, max_examples=50)
@given(YEARS, BREAKS)
def test_two_neighbouring_bars_look_the_same_only_if_they_are_of_one_series(years, breaks):
    picture = pictured(years, breaks)
    counts = {
        year: (office, sum(change <= year for change in breaks)) for year, office in years.items()
    }
    for looks, words in (in_a_page(picture), in_the_application(picture)):
        assert {bracket.letter for bracket in picture.brackets} <= set(words)
        for one, other in pairwise(mark for mark in picture.marks if mark.shape == "bar"):
            alike = (looks[one.record], letter(picture, one)) == (
                looks[other.record],
                letter(picture, other),
            )
            assert alike == (counts[one.start.year] == counts[other.start.year])
    solid = {counts[mark.start.year] for mark in picture.marks if not mark.further}
    assert len(solid) == 1


@settings(deadline=None, max_examples=50)
@given(YEARS, BREAKS)
def test_the_key_says_whose_count_each_letter_is_where_there_are_several(years, breaks):
    picture = pictured(years, breaks)
    letters = list(dict.fromkeys(bracket.letter for bracket in picture.brackets))
    assert re.findall(r"(?:: |; )([A-Z]) – (?:The|\d)", picture.key) == letters == sorted(letters)
    assert picture.foot.startswith(picture.key)
    for bracket in picture.brackets:
        offices = {
            years[year] for year in years if bracket.start <= date(year, 1, 1) < bracket.after
        }
        assert len(offices) == 1
        assert (f"{bracket.letter} – {offices.pop()} (" in picture.key) == (
            len(set(years.values())) > 1
        )


def test_bars_of_one_count_need_no_letter():
    picture = pictured(dict.fromkeys((2016, 2017, 2018), OFFICES[0]))
    assert (picture.brackets, picture.key) == ((), "")
    assert not any(mark.further for mark in picture.marks)


def test_the_solid_bars_are_the_series_of_the_title():
    picture = pictured(
        {2014: OFFICES[0], 2015: OFFICES[0], 2016: OFFICES[0], 2020: OFFICES[1], 2021: OFFICES[1]},
        [2015],
    )
    solid = [mark.start.year for mark in picture.marks if not mark.further]
    assert solid == [2015, 2016]
    assert [
        (bracket.letter, bracket.start.year, bracket.after.year) for bracket in picture.brackets
    ] == [
        ("A", 2014, 2015),
        ("B", 2015, 2017),
        ("C", 2020, 2022),
    ]


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_in_every_chart_of_the_collection_letters_come_with_their_key(lang):
    data = validation.load(thirteen.DATA.parent / "metrics.yaml")
    for metric in data.metrics:
        for picture in marks.pictures(choose(data, Query(), {}), metric, lang):
            assert (
                bool(picture.key)
                == bool(picture.brackets)
                == any(mark.further for mark in picture.marks)
            )


@pytest.mark.parametrize("ink", colours.INK.values())
def test_the_outline_of_a_pale_bar_stands_out_from_its_fill_and_from_both_papers(ink):
    def brightness(colour):  # WCAG 2.2, relative luminance
        parts = (part / 255 for part in bytes.fromhex(colour[1:]))
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    pale = colours.PALE[ink]
    for line, others in (
        (ink, (pale, colours.PAPER)),
        (colours.ON_DARK[ink], (colours.ON_DARK[pale], colours.ON_DARK[colours.PAPER])),
    ):
        for other in others:
            dim, bright = sorted((brightness(line), brightness(other)))
            assert (bright + 0.05) / (dim + 0.05) >= 3


def test_the_words_of_a_break_that_have_room_are_drawn_as_words_in_both_drawings():
    change = {
        "date": "2015-01-01",
        "title": {"en": "<b>c</b> %{y}"},
        "reason": {"en": "New."},
        "source": "law",
    }
    records = [{"period": str(year), "value": 50} for year in range(2013, 2018)]
    data = make.dataset(records, metrics={"offences": {"breaks": [change]}})
    (picture,) = marks.pictures(choose(data, Query(), {}), "offences", "en")
    assert "<b>c</b> %{y}" in in_a_page(picture)[1]
    assert any(
        "&lt;b&gt;c&lt;/b&gt; %{y}" in (note.text or "")
        for note in plotly.figure(picture).layout.annotations
    )

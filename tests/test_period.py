import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzstats.values.period import PATTERN, parse

FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


@st.composite
def periods(draw):
    """The notation of a period, with its first day and whether it is about."""
    form = FORMATS[draw(st.sampled_from(sorted(FORMATS)))]
    days = draw(
        st.lists(
            st.dates(date(1900, 1, 1), date(2100, 12, 31)),
            min_size=1,
            max_size=2,
            unique_by=lambda day: day.strftime(form),
        )
    )
    ends = [day.strftime(form) + draw(st.sampled_from(["", "~"])) for day in sorted(days)]
    return "/".join(ends)


@pytest.mark.parametrize(
    ("text", "start", "end", "years", "months"),
    [
        ("2014", "2014-01-01", "2014-12-31", 1, 12),
        ("2014~", "2014-01-01", "2014-12-31", 1, 12),
        ("1900", "1900-01-01", "1900-12-31", 1, 12),
        ("2100", "2100-01-01", "2100-12-31", 1, 12),
        ("2100-12", "2100-12-01", "2100-12-31", 0, 1),
        ("2016-02", "2016-02-01", "2016-02-29", 0, 1),
        ("2015-12", "2015-12-01", "2015-12-31", 0, 1),
        ("2017-10-04", "2017-10-04", "2017-10-04", 0, 0),
        ("2014/2016", "2014-01-01", "2016-12-31", 3, 36),
        ("2014/2016~", "2014-01-01", "2016-12-31", 3, 36),
        ("2016-01~/2016-05~", "2016-01-01", "2016-05-31", 0, 5),
        ("2014-01/2014-12", "2014-01-01", "2014-12-31", 1, 12),
        ("2015-11/2016-02", "2015-11-01", "2016-02-29", 0, 4),
        ("2017-01-31/2017-02-01", "2017-01-31", "2017-02-01", 0, 0),
        ("2017-01-01/2017-01-31", "2017-01-01", "2017-01-31", 0, 1),
        ("2012/2018-03-14", "2012-01-01", "2018-03-14", 0, 0),
        ("2014/2015-06", "2014-01-01", "2015-06-30", 0, 18),
        ("2014-01-01/2014-02", "2014-01-01", "2014-02-28", 0, 2),
    ],
)
def test_a_period_is_read_as_it_was_said(text, start, end, years, months):
    period = parse(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.years, period.months) == (years, months)
    assert str(period) == text
    assert (period.after - period.end).days == 1


REFUSED = {
    "runs backwards": ["2016/2014", "2016-05/2016-01"],
    "a single year": ["2014/2014", "2014/2014~"],
    "a single day": ["2014-05-01/2014-05-01"],
    "not in the calendar": [
        "2015-02-29",
        "2015-04-31",
        "2015-13",
        "2015-00",
        "2015-01-00",
        "2014-21",
        "2014/2014-13",
    ],
    "outside 1900 to 2100": ["1899", "2101", "0000", "2014/2101"],
    "a part of EDTF that is not read here": [
        "2014?",
        "2014%",
        "201X",
        "../..",
        "2014/...",
        "2014..2015",
    ],
    '(a slash between: "2014/2015")': ["2014-2015", "2014–2015"],
    "not in the order year-month-day": ["04.10.2017", "4/10/2017"],
    "is not a period": [
        "2014/",
        "/2014",
        "2014/2015/2016",
        "~2014",
        "Y2014",
        "-2014",
        "2014-5",
        "2014-05-01T10:00",
        " 2014",
        "2014\n",
        "２０１４",
        "spring",
        "",
    ],
}


@pytest.mark.parametrize(
    ("message", "text"), [(message, text) for message, texts in REFUSED.items() for text in texts]
)
def test_what_is_no_period_is_refused_with_the_reason(message, text):
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        parse(text)
    assert re.search(r" \(.+\)$", str(refusal.value)), "a refusal says what to try"


def test_a_period_is_frozen():
    with pytest.raises(FrozenInstanceError):
        parse("2014").start = date(2015, 1, 1)


@pytest.mark.parametrize("text", ["2014", "2016-01/2016-05", "2017-10-04", "2014/2016"])
def test_about_moves_no_bound(text):
    about = parse(text.replace("/", "~/") + "~")
    assert (about.start, about.end, about.approximate) == (parse(text).start, parse(text).end, True)


@pytest.mark.parametrize(
    ("text", "first", "last", "within"),
    [
        ("2014", 2014, 2014, True),
        ("2014", 2015, None, False),
        ("2014", None, 2013, False),
        ("2014", None, None, True),
        ("2014/2016", 2016, 2020, True),
        ("2014/2016", 2010, 2014, True),
        ("2014/2016", 2015, 2015, True),
        ("2015-12-31/2016-01-01", 2016, 2016, True),
        ("2015-12-31", 2016, 2016, False),
    ],
)
def test_a_period_is_in_a_range_of_years_when_it_overlaps_it(text, first, last, within):
    assert parse(text).overlaps(first, last) is within


@pytest.mark.parametrize(
    ("text", "known", "years"),
    [("2012/..", (True, False), (2012, 2099)), ("../2019-12-12", (False, True), (1901, 2019))],
)
def test_an_open_end_is_no_bound(text, known, years):
    period = parse(text)
    assert (period.open, not period.open_start, not period.open_end) == (True, *known)
    assert (period.years, period.months, str(period)) == (0, 0, text)
    assert all(period.overlaps(year, year) for year in years)
    assert not period.overlaps(*((None, 2011) if known[0] else (2020, None)))
    assert parse(text) != parse(text.replace("..", "2100" if known[0] else "1900"))


@given(periods())
def test_a_period_printed_and_read_again_is_the_same(text):
    period = parse(text)
    assert parse(str(period)) == period
    assert period.start <= period.end < period.after
    assert period.approximate == ("~" in text)
    assert period.start.strftime(FORMATS[period.precision]) == text.split("/")[0].rstrip("~")
    assert period.end.strftime(FORMATS[period.precision]) == text.split("/")[-1].rstrip("~")


@given(st.one_of(st.text(), st.text("0123456789-/~"), periods()))
def test_any_text_is_a_period_of_the_pattern_or_a_value_error(text):
    try:
        parse(text)
    except ValueError:
        return
    assert re.search(PATTERN, text)

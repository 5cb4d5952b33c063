"""What is drawn and said of figures: never more than their articles said."""

import re
from datetime import date, timedelta
from itertools import combinations

import make
import pytest
import thirteen
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.content import marks, placing
from kzstats.dataset import validation
from kzstats.language import dates, languages, naming, remarks
from kzstats.query.addresses import Query
from kzstats.query.selection import choose

REAL = validation.load(thirteen.DATA)
YEAR, LATER, PART = (
    {"period": "2014"},
    {"period": "2016"},
    {"period": "2015-01~/2015-05~", "value": 38},
)
CODES = [{"period": "2014"}, {"period": "2015", "value": 200}, {"period": "2016", "value": 300}]
AS_OF = {"metric": "joined", "inferred": {"period": "article_date"}, "period": "2017-04-11"}
EVENTS = [
    {"metric": "people", "value": "~90", "period": "2016-03-01/2016-03-02", "label": "A seminar"},
    {"metric": "people", "value": ">30", "period": "2017-10-04", "label": "A round table"},
]
UNSTATED = {
    "metric": "people",
    "period": "2015-03",
    "label": "A silent talk",
    "area": "KZ",
    "source": "press",
    "context": "took part in a talk",
}
INEXACT = "No exact number is given for these events."
UNLIKE = "The figures cover unlike lengths of time and are not compared as they stand."


def pictures(records, lang="en", source=(), **others):
    """The pictures of the first record's metric, of the sources selected."""
    data = make.dataset(records, **others)
    return marks.pictures(choose(data, Query(source=source), {}), data.records[0].metric, lang)


def picture(*records, **others):
    return next(iter(pictures(records, **others)))


def spaced(said):
    return said.replace("\u2009", " ").replace("\u202f", " ").replace("\u00a0", " ")


def money(*values):
    return [{"metric": "money", "value": value, "label": str(value)} for value in values]


def years(count, **more):
    return [
        {"period": str(2020 - count + place), "value": 100 + place * 37 % 50, **more}
        for place in range(count)
    ]


@pytest.mark.parametrize("metric", ["offences", "people", "joined", "money", "women"])
@pytest.mark.parametrize(
    ("said", "fill", "arrow", "bottom", "top", "label", "sentence"),
    [
        (30, "solid", None, 0, 30, "30", "30 "), (">30", "hatched", "up", 0, 30, ">30",
        "more than 30 "),
        (">=30", "hatched", "up", 0, 30, "≥30", "at least 30 "), ("<30", "hatched", "down", 0, 30,
        "<30", "less than 30 "),
        ("<=30", "hatched", "down", 0, 30, "≤30", "at most 30 "), ("~90", "hollow", None, 0, 90,
        "~90", "about 90 "),
        ("10..20", "solid", None, 10, 20, "10–20", "10 to 20 "), (0, "solid", None, 0, 0, "0",
        "0 "),
    ],
)  # fmt: skip
def test_a_figure_is_drawn_as_it_was_said(metric, said, fill, arrow, bottom, top, label, sentence):
    found = picture({"metric": metric, "value": said}).marks
    assert [(mark.fill, mark.arrow, mark.bottom, mark.top) for mark in found] == [
        (fill, arrow, bottom, top)
    ]
    assert found[0].label.replace("USD ", "").replace("%", "") == label
    assert sentence in found[0].words.replace("USD ", "").replace("%", " ").replace(".", " ")


@pytest.mark.parametrize(
    ("metric", "periods", "shape"),
    [
        ("offences", ["2014", "2015"], "bar"), ("offences", ["2014"], "span"), ("people",
        ["2014-05", "2015-05"], "stem"),
        ("people", ["2014-05"], "span"), ("centres", ["2014", "2015"], "stem"), ("joined", ["2014"],
        "dot"), ("money", ["2014"], "dot"),
        ("money", ["2014", "2015"], "row"), ("women", ["2014", "2015"], "row"), ("women", ["2014"],
        "row"), ("time", ["2014"], "dot"),
    ],
)  # fmt: skip
def test_the_kind_of_a_metric_decides_the_shape_and_what_stands_alone_has_no_height(
    metric, periods, shape
):
    found = picture(
        *(
            {"metric": metric, "value": 10 + place, "period": period}
            for place, period in enumerate(periods)
        )
    )
    assert {mark.shape for mark in found.marks} == {shape}
    assert found.layout == ("rows" if shape in ("row", "dot") else "time")


@pytest.mark.parametrize("metric", ["offences", "people", "money"])
@pytest.mark.parametrize(
    ("period", "start", "after"),
    [
        ("2014", "2014-01-01", "2015-01-01"), ("2016-01~/2016-05~", "2016-01-01",
        "2016-06-01"), ("2016-02", "2016-02-01", "2016-03-01"),
        ("2017-10-04/2017-10-05", "2017-10-04", "2017-10-06"), ("2014/2016", "2014-01-01",
        "2017-01-01"),
    ],
)  # fmt: skip
def test_one_figure_is_one_mark_over_its_own_span_never_split(metric, period, start, after):
    (mark,) = picture({"metric": metric, "period": period}).marks
    assert (mark.start, mark.after) == (date.fromisoformat(start), date.fromisoformat(after))


@pytest.mark.parametrize(
    ("records", "title"),
    [
        ([{}], "Offences: 100 in 2014"), ([{"period": "2015"}, {"value": ">300", "period": "2016"}],
        "Offences: 100 in 2015, >300 in 2016"),
        ([{}, {"value": ">300", "period": "2015"}],
            "Offences: >300 in 2015; not comparable: 100 in 2014"),
        ([PART], "Offences: 38, about January – May 2015"), ([LATER, PART],
            "Offences: 2 figures for periods of different lengths"),
        ([{"value": 38, "period": "2015-01/2015-05"}], "Offences: 38 in January – May 2015"),
        ([{"label": "East"}], "Offences, East: 100 in 2014"), ([{"area": "150"}],
            "Offences (Europe): 100 in 2014"),
        ([{}, {"value": 120, "rank": "preferred", "reason": "A better count."}],
            "Offences: 120 in 2014 (sources disagree on 1 figure)"),
        (EVENTS, "People: ~90, >30 at 2 events"), ([{**EVENTS[0], "label": label}
        for label in "ABCDE"], "People: 5 events"),
        (money(4700000, 300000), "Money: USD 5 million in all, computed by kzstats from 2 figures"),
        (money(90, "<30"), "Money: less than USD 120 in all, computed by kzstats from 2 figures"),
        (money(90, ">30"), "Money: more than USD 120 in all, computed by kzstats from 2 figures"),
        (money(90, "~30"), "Money: about USD 120 in all, computed by kzstats from 2 figures"),
        ([{"metric": "women", "value": "10..20"}], "Women: 10–20%"), ([{**AS_OF, "value": 550}],
        "Joined: 550"),
        ([{"metric": "women", "value": "10..20", "label": "A"}, {"metric": "women", "value": 30,
        "label": "B"}], "Women: 2 figures"),
        ([AS_OF, {**AS_OF, "value": ">200", "period": "2018-04-11"}],
            "Joined: 100 (11 April 2017), >200 (11 April 2018)"),
    ],
)  # fmt: skip
def test_the_title_says_the_figures_with_their_comparators(records, title):
    assert spaced(picture(*records).title) == title


@pytest.mark.parametrize(
    ("records", "said", "unsaid"),
    [
        (
            [{"period": "2015"}, {"value": ">300", "period": "2016"}],
            ["Change from 2015 to 2016: a rise of more than 200%."],
            [UNLIKE, "new code"],
        ),
        (
            [{}, {"value": ">300", "period": "2015"}],
            ["2014 is not comparable with 2015 (New code).", "A new code came into force."],
            ["Change"],
        ),
        (
            CODES,
            [
                "2014 is not comparable with 2015 and 2016 (New code).",
                "Change from 2015 to 2016: +50%.",
            ],
            ["from 2014", "+200%"],
        ),
        (
            [{"period": "2015"}, {"value": 300, "period": "2016"}],
            ["Change from 2015 to 2016: +200%."],
            ["A new code came into force."],
        ),
        ([LATER, PART], [UNLIKE], ["Change from", "Per month"]),
        (
            [{**PART, "period": "2015-01/2015-07"}, LATER],
            [UNLIKE, "Per month: January – July 2015: 5.43; 2016: 8.33."],
            ["Change from"],
        ),
        (
            [YEAR, PART],
            ["2014 is not comparable with about January – May 2015 (New code)."],
            [UNLIKE, "Per month"],
        ),
        (
            [PART],
            ["It covers 5 months, not a year, and cannot be set beside a yearly figure."],
            ["Per month", "Change from", UNLIKE],
        ),
        (
            [{**YEAR, "period": "2014-01-10/2014-03-20"}],
            ["No figure covers a whole year; none can be set beside a yearly figure."],
            ["It covers"],
        ),
        ([{}], [], ["Change", "Per month", "whole year"]),
        (EVENTS, [INEXACT, "The figures of different events are not added up."], ["Change"]),
        (
            [{**EVENTS[0], "value": 90}, EVENTS[1]],
            ["An exact number is given for 1 event."],
            ["No exact"],
        ),
        (
            [{"metric": "money", "period": "2014/2016"}],
            ["Amounts as stated by the source; no year is split out."],
            ["Change", "Per month"],
        ),
        (
            [{"metric": "women", "value": "10..20"}],
            ["A range is drawn from its lower to its upper bound; it has no middle value."],
            ["15"],
        ),
        ([{"metric": "women"}, {"metric": "women", "period": "2015", "value": 50}], [], ["Change"]),
        (
            [AS_OF],
            [
                "Period inferred: the article states none, so the figure stands as of the "
                "article’s day."
            ],
            [],
        ),
        (
            [{"note": "Said in general."}, {"period": "2015", "note": "Said in general."}],
            ["Said in general."],
            [],
        ),
    ],
)
def test_the_sentences_say_what_is_shown_and_claim_no_more(records, said, unsaid):
    found = [spaced(sentence) for sentence in picture(*records).sentences]
    assert [found.count(sentence) for sentence in said] == [1] * len(said)
    assert not [word for word in unsaid if word in " ".join(found)]


@pytest.mark.parametrize("pair", [(100, 120, "2015"), (0, 5, "2016"), (">100", ">300", "2016")])
def test_figures_of_one_length_are_never_called_unlike(pair):
    found = picture({"value": pair[0], "period": "2015"}, {"value": pair[1], "period": pair[2]})
    assert not [
        word
        for word in ("unlike", "different lengths")
        if word in " ".join((found.title, *found.sentences))
    ]


@pytest.mark.parametrize(
    ("metric", "other", "sizes"),
    [
        ("offences", {"area": "150"}, [1, 1]), ("offences", {"area": "unspecified"}, [1, 1]),
        ("offences", {"label": "East"}, [2]),
        ("offences", {"area": "KZ-75"}, [2]),
        ("people", {"label": "A seminar"}, [2]), ("money", {"label": "A donor"}, [2]), ("money",
        {"area": "150"}, [1, 1]),
    ],
)  # fmt: skip
def test_another_country_is_another_picture_and_a_region_or_a_label_a_row(metric, other, sizes):
    assert [
        len(found.marks)
        for found in pictures([{"metric": metric}, {"metric": metric, "period": "2015", **other}])
    ] == sizes


OFFICES = [
    {"value": 100, "reason": "Two offices count apart."},
    {"value": 120, "rank": "preferred", "reason": "A better count."},
]


def test_figures_that_disagree_are_dots_on_a_line_with_their_number_the_reason_and_who_leads():
    found = picture(*OFFICES, {"period": "2016", "value": 90})
    assert [(mark.shape, mark.top, mark.leads) for mark in found.marks] == [
        ("dot", 100, False),
        ("dot", 120, True),
        ("bar", 90, True),
    ]
    assert [(spread.low, spread.high) for spread in found.disagreements] == [(100, 120)]
    assert found.disagreements[0].words == found.sentences[1]
    assert (found.spreads[0].head.label, found.spreads[0].head.name) == (
        "120",
        "2 figures of one source: 100 to 120",
    )
    for said in (
        "disagree by 20 offences (2014)",
        "The figure that leads is 120.",
        "A better count.",
        "Two offices count apart.",
    ):
        assert said in found.disagreements[0].words


@pytest.mark.parametrize(
    "records", [[{}, {"period": "2015"}], [{}, {"area": "150"}], [{"value": 100}, {"value": 100}]]
)
def test_figures_of_other_periods_or_areas_or_of_one_value_do_not_disagree(records):
    assert not [disagreement for found in pictures(records) for disagreement in found.disagreements]


@pytest.mark.parametrize(
    ("metric", "one", "other", "unsaid"),
    [
        ("offences", 100, ">100", "by 0 "),
        ("offences", 100, ">300", "by 200 "),
        ("women", "1.2", "1.3", "0.1000"),
    ],
)
def test_a_disagreement_is_no_more_exact_than_its_figures(metric, one, other, unsaid):
    (disagreement,) = picture(
        {"metric": metric, "value": one}, {"metric": metric, "value": other}
    ).disagreements
    assert unsaid not in disagreement.words


@pytest.mark.parametrize(
    ("values", "label", "name"),
    [
        ((100, 120), "100 to 120", "2 sources"),
        ((100, 100), "100", "2 sources"),
        ((">100", 400), ">100 to 400", "2 sources"),
    ],
)
def test_several_sources_are_counted_whether_or_not_they_agree(values, label, name):
    (spread,) = picture(
        *(
            {"value": value, "source": source}
            for value, source in zip(values, ("press", "law"), strict=True)
        )
    ).spreads
    assert (spread.head.label, spread.head.name) == (label, name)
    assert bool(spread.words) is (values == (100, 120))


def test_only_a_figure_of_lower_rank_is_outranked_and_what_is_deprecated_is_faint():
    found = picture(
        {"value": 100},
        {"value": 120},
        {"value": 90, "rank": "deprecated", "reason": "An old count."},
    )
    assert ("100" in found.title) == ("120" in found.title)
    assert [mark.faint for mark in found.marks] == [False, False, True]
    assert not any(mark.leads for mark in found.marks)
    assert "leads is 100." not in " ".join(found.sentences)


@pytest.mark.parametrize(
    ("periods", "gaps"),
    [
        (["2014", "2015"], []), (["2014", "2016"], ["2015: no figure"]), (["2013", "2017"],
        ["2014–2016: no figure"]),
        (["2016-01/2016-05"], ["June – December 2016: no figure"]), (["2016-02/2016-12"],
        ["January 2016: no figure"]), (["2014/2016", "2015"], []),
        (["2014-06/2014-12", "2016"], ["January – May 2014: no figure", "2015: no figure"]),
        (["2014-01/2014-10", "2015-03/2015-12"], ["November 2014 – February 2015: no figure"]),
    ],
)  # fmt: skip
def test_a_year_without_a_figure_is_a_gap_in_words(periods, gaps):
    assert [
        spaced(gap.words) for gap in picture(*({"period": period} for period in periods)).gaps
    ] == gaps


@pytest.mark.parametrize(("source", "gap"), [(["press"], "2015: not shown"), ([], None)])
def test_a_year_whose_figure_the_selection_leaves_out_is_not_said_to_have_none(source, gap):
    found = picture(
        {"period": "2014"}, {"period": "2015", "source": "law"}, {"period": "2016"}, source=source
    )
    assert [gap.words for gap in found.gaps] == ([gap] if gap else [])


def test_the_axis_begins_with_the_first_figure_that_is_drawn_and_calls_none_of_those_before_it_a_gap():  # noqa: E501
    days = [
        {"period": str(date(2014, 1, 1) + timedelta(place))} for place in range(marks.MOST + 300)
    ]
    found = picture(*days)
    assert found.start == found.marks[0].start == date(2014, 10, 28)
    assert [spaced(gap.words) for gap in found.gaps] == ["3–31 December 2014: no figure"]
    assert [said for _, said in found.ticks] == ["Oct 2014", "Nov", "Dec"]


def test_a_gap_of_days_is_not_called_a_year_without_a_figure():
    assert not [
        gap.words
        for gap in picture({"period": "2014-01-10/2014-12-31"}).gaps
        if gap.words.startswith("2014")
    ]


def test_a_break_is_a_line_only_where_figures_stand_on_both_sides():
    assert [line.words for line in picture({}, {"period": "2015"}).lines] == ["New code"]
    assert picture({"period": "2015"}, {"period": "2016"}).lines == ()


@pytest.mark.parametrize("source", [[], ["press"]])
def test_an_event_without_a_number_is_named_where_its_source_is_selected(source):
    unstated = [UNSTATED, {**UNSTATED, "label": "A law's talk", "source": "law"}][
        : 2 if source else 1
    ]
    found = picture(*EVENTS, source=source, unstated=unstated)
    assert [(event.name, event.start) for event in found.unstated_events] == [
        ("A silent talk", found.start.replace(month=3))
    ]
    assert (
        "1 more event is reported without a number of participants: A silent talk (March 2015)."
        in found.sentences
    )
    assert "law" not in " ".join(found.sentences)


def test_as_of_figures_say_their_day():
    found = picture(
        {**AS_OF, "metric": "money", "label": "A"},
        {**AS_OF, "metric": "money", "label": "B", "period": "2018-04-11"},
    )
    assert {spaced(mark.name) for mark in found.marks} == {
        "A, as of 11 April 2017",
        "B, as of 11 April 2018",
    }
    assert all("as of" in mark.when and "as of" in mark.words for mark in found.marks)


@pytest.mark.parametrize("labels", ["A", "AB"])
def test_the_years_of_an_amount_can_be_seen(labels):
    found = picture(
        *({"metric": "money", "label": label, "period": "2014/2016"} for label in labels)
    )
    assert "2014–2016" in " ".join(
        (found.title, found.subtitle, *found.sentences, *(mark.name for mark in found.marks))
    )


def test_rows_fall_from_the_largest_and_shares_stand_on_a_hundred():
    found = picture(
        *({"metric": "women", "value": value, "label": str(value)} for value in (5, "10..20", 40))
    )
    assert [(mark.top, mark.row) for mark in found.marks] == [(40, 0), (20, 1), (5, 2)]
    assert (found.top, found.values[0], found.values[-1]) == (100, (0, "0%"), (100, "100%"))


@pytest.mark.parametrize("value", ["0.3", "0.6", "0.7", 1, 3, 7, 4700000, 999999999999999])
def test_value_ticks_are_short_round_and_within_the_top(value):
    found = picture({"metric": "money", "value": value})
    assert found.values[0] == (0, "0")
    assert 2 <= len(found.values) <= 6
    assert all(place <= found.top * 1.001 and len(text) <= 19 for place, text in found.values)


@pytest.mark.parametrize(
    ("area", "name"), [("KZ", "Kazakhstan"), ("150", "Europe"), ("unspecified", "not named")]
)
def test_the_subtitle_names_unit_and_area(area, name):
    assert (
        picture({"area": area}).subtitle == f"Offences, as counted · Unit: offences · Area: {name}"
    )


def test_the_sources_line_names_each_publisher_once_with_its_date():
    assert spaced(picture({}, {"period": "2015"}).sources) == "Source: The Press, 16 October 2017"
    assert (
        spaced(picture({}, {"period": "2015", "source": "law"}).sources)
        == "Sources: The Press, 16 October 2017; The State, 3 July 2014"
    )


@pytest.mark.parametrize(
    ("count", "told", "more"),
    [(1, 1, ""), (12, 12, ""), (13, 12, "And 1 more."), (30, 12, "And 18 more.")],
)
def test_the_alternative_text_holds_every_mark_up_to_twelve_then_how_many_more(count, told, more):
    found = picture(*years(count))
    assert found.alt.startswith(found.title)
    assert [mark.words in found.alt for mark in found.marks] == [True] * told + [False] * (
        count - told
    )
    assert found.alt.endswith(more or found.marks[-1].words)


@pytest.mark.parametrize("metric", ["offences", "money"])
def test_what_is_too_much_for_a_picture_is_counted_in_words(metric):
    found = picture(*years(marks.MOST + 3, metric=metric))
    assert len(found.marks) == marks.MOST
    assert (
        "3 earlier figures are not drawn." if metric == "offences" else "3 figures are not drawn."
    ) in found.sentences
    assert "table only" not in " ".join(picture(*years(marks.MOST, metric=metric)).sentences)


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 20, 50])
def test_the_years_on_the_axis_have_room(count):
    found = picture(*years(count))
    assert 1 <= len(found.ticks) <= marks.NARROWEST // 40
    assert [text for _, text in found.ticks] == sorted(
        {text for _, text in found.ticks}
    ) or count == 1


def test_of_fifty_marks_a_few_are_labelled_and_the_largest_is_one():
    found = picture(*years(50))
    labelled = [mark for mark in found.marks if mark.labelled != "none"]
    assert 0 < len(labelled) < 25
    assert max(mark.top for mark in found.marks) in [mark.top for mark in labelled]


def test_an_empty_selection_has_no_picture():
    data = make.dataset()
    assert marks.pictures(choose(data, Query(last=1990), {}), "offences", "en") == ()


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_every_real_figure_is_drawn_once_in_every_language(lang):
    drawn = [
        mark.record
        for metric in REAL.metrics
        for found in marks.pictures(choose(REAL, Query(), {}), metric, lang)
        for mark in found.marks
    ]
    assert sorted(drawn) == sorted(record.id for record in REAL.records)


@settings(deadline=None)
@given(
    st.lists(st.integers(2000, 2030), min_size=1, max_size=7, unique=True),
    st.lists(st.dates(date(2000, 1, 2), date(2030, 12, 31)), max_size=3, unique=True),
    st.sampled_from(["offences", "joined"]),
)
def test_no_title_and_no_sentence_joins_what_a_break_parts(found_years, days, metric):
    changes = [
        {
            "date": day.isoformat(),
            "title": {"en": "New"},
            "reason": {"en": f"New from {day}."},
            "source": "law",
        }
        for day in days
    ]
    records = [
        {"metric": metric, "period": str(year), "value": 1000 + place}
        for place, year in enumerate(sorted(found_years))
    ]
    found = picture(*records, metrics={metric: {"breaks": changes}})
    for one, other in re.findall(r"Change from (\d{4}) to (\d{4})", " ".join(found.sentences)):
        assert not [day for day in days if date(int(one), 1, 1) < day <= date(int(other), 12, 31)]
    crossed = [
        day for day in days if date(min(found_years), 1, 1) < day <= date(max(found_years), 12, 31)
    ]
    assert ("not comparable" in found.title) is (bool(crossed) and len(found_years) > 1)
    told = found.title.partition("; not comparable: ")[0]
    ends = sorted(
        int(year) for year in re.findall(r"in (\d{4})|\((\d{4})\)", told) for year in year if year
    )
    assert not [
        day for day in days if len(ends) > 1 and date(ends[0], 1, 1) < day <= date(ends[-1], 12, 31)
    ]
    assert all(f"New from {day}." in found.sentences for day in crossed)


def test_of_several_stretches_each_says_its_own_change_and_what_it_is_not_comparable_with():
    change = {"title": {"en": "New"}, "reason": {"en": "New."}, "source": "law"}
    breaks = [{**change, "date": f"{year}-01-01"} for year in (2012, 2014)]
    records = [{"period": str(2010 + place), "value": 100 * (place + 1)} for place in range(6)]
    found = picture(*records, metrics={"offences": {"breaks": breaks}})
    for said in (
        "2010 and 2011 are not comparable with 2012 and 2013 (New).",
            "2012 and 2013 are not comparable with 2014 and 2015 (New).",
        "Change from 2010 to 2011: +100%.", "Change from 2012 to 2013: +33.3%.",
            "Change from 2014 to 2015: +20%.",
    ):  # fmt: skip
        assert found.sentences.count(said) == 1
    assert (
        found.title
        == "Offences: 500 in 2014, 600 in 2015; not comparable: 100 in 2010, 200 in 2011; 300 in "
        "2012, 400 in 2013"
    )


def test_what_leaves_the_page_has_its_whole_title_and_the_page_a_short_one():
    found = picture(
        {},
        metrics={
            "offences": {"title": "Offences of a kind, Kazakhstan", "short": {"en": "Offences"}}
        },
    )
    assert (found.title, found.heading) == (
        "Offences of a kind, Kazakhstan: 100 in 2014",
        "Offences: 100 in 2014",
    )
    assert found.alt.startswith(found.title)


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_a_metric_about_one_country_names_it_in_its_whole_title(lang):
    for name, metric in REAL.metrics.items():
        areas = {record.area for record in REAL.records if record.metric == name}
        if areas == {"KZ"}:
            assert naming.area(lang, "KZ") in metric.title.in_language(lang)
        if areas == {"several"}:
            assert naming.area(lang, "several") in metric.title.in_language(lang)


def test_a_title_counts_all_the_figures_that_its_sentences_count():
    records = [{"period": "2016", "value": value} for value in (1, 2, 3)] + [PART]
    found = picture(*records)
    assert found.title.startswith("Offences: 4 figures")
    assert "All 4 figures collected so far are shown." in found.sentences


def test_a_sum_says_which_figures_are_not_in_it():
    old = {
        "metric": "money",
        "value": 9,
        "label": "30",
        "rank": "deprecated",
        "reason": "A misprint.",
    }
    found = picture(*money(30, 40), old)
    assert (
        found.title
        == "Money: USD 70 in all, computed by kzstats from 2 figures (sources disagree on 1 figure)"
    )
    assert "1 deprecated figure is not in the sum." in found.sentences


@pytest.mark.parametrize(
    ("records", "source", "said"),
    [
        ([{}, {"period": "2015"}], (), "one source"), ([{}, {"period": "2015", "source": "law"}],
        (), "one source for each figure"),
        ([{}, {"source": "law"}, {"period": "2015"}], (), "2 of 3 rest on more than one source"),
        ([{}, {"source": "law"}, {"period": "2015"}], ("press",),
            "1 of 2 rests on more than one source"),
    ],
)  # fmt: skip
def test_a_check_of_transcription_is_never_all_that_is_said_of_the_sources(records, source, said):
    assert picture(*records, source=source).checked.split("; ")[1] == said


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_an_event_without_a_number_is_told_where_no_figure_is_selected(lang):
    chosen = choose(REAL, Query(first=2016, last=2016), {})
    assert marks.pictures(chosen, "event_participants", lang) == ()
    assert REAL.unstated[0].label.in_language(lang) in marks.unheard(
        chosen, "event_participants", lang
    )
    assert marks.unheard(choose(REAL, Query(), {}), "event_participants", lang) == ""


@pytest.mark.parametrize("kind", ["offences", "people"])
def test_years_have_borders_and_their_names_stand_between_them(kind):
    found = picture(
        *({"metric": kind, "period": f"{year}-03-01/{year}-03-05"} for year in (2015, 2017))
    )
    assert found.borders == tuple(date(year, 1, 1) for year in range(2015, 2019))
    for day, said in found.ticks:
        before, after = (next(day_ for day_ in days if keep(day_)) for days, keep in (
            (reversed(found.borders), lambda border, day=day: border <= day), (found.borders,
            lambda border, day=day: border > day)))  # fmt: skip
        assert (before.year, after.year) == (int(said), int(said) + 1)


def test_whom_an_event_counts_is_said_at_its_mark_and_in_its_note():
    record = {**EVENTS[1], "counted": {"en": "judges of two courts"}}
    assert picture(record).marks[0].words.endswith(": more than 30 people (judges of two courts).")
    assert remarks.notes("en", make.dataset([record]).records[0]).startswith(
        "Counted: judges of two courts."
    )


def test_a_note_of_some_figures_says_of_which():
    found = picture({"period": "2015", "note": "Said in general."}, {"period": "2016"})
    assert "2015: Said in general." in found.sentences


def test_an_open_period_has_no_place_on_a_line_of_time_and_is_named_as_it_was_said():
    told = [
        {"metric": "joined", "value": 500, "period": "2012/.."},
        {"metric": "joined", "value": 400, "period": "2014"},
    ]
    found = picture(*told)
    assert found.layout == "rows"
    assert "2012 – …" in " ".join(mark.when for mark in found.marks)
    assert picture(told[1], {**told[1], "period": "2015"}).layout == "time"


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_a_period_whose_ends_differ_in_precision_is_said_with_both(lang):
    said = dates.period(lang, make.dataset([{"period": "2012/2018-03-14"}]).records[0].period)
    assert said.startswith("2012 – ")
    assert "2018" in said


NUMBERS = st.sampled_from(["100", ">90", "~150", "40..60", "1234567"])
ENTRIES = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["offences", "joined", "centres", "people"]),
        "period": st.sampled_from(
            [
                "2012",
                "2013",
                "2014",
                "2015",
                "2016",
                "2014-01/2014-05",
                "2015-01/2015-10",
                "2012/2015",
                "2016-03-04",
                "2014-11",
            ]
        ),
        "value": NUMBERS,
        "area": st.sampled_from(["KZ", "KZ", "KZ-75", "150"]),
        "said_by": st.sampled_from(["An office", "Another body"]),
        "source": st.sampled_from(["press", "law"]),
        "rank": st.sampled_from(["normal", "normal", "deprecated"]),
        "reason": st.just("Because."),
        "status": st.sampled_from(["A", "A", "D"]),
    }
)
COLLECTIONS = st.lists(ENTRIES, min_size=1, max_size=24)


@settings(deadline=None, max_examples=80)
@given(COLLECTIONS)
def test_whatever_is_collected_each_figure_is_drawn_once_and_no_title_stands_twice(records):
    data = make.dataset(records)
    chosen = choose(data, Query(), {})
    for metric in ("offences", "joined", "centres", "people"):
        found = marks.pictures(chosen, metric, "en")
        drawn = [mark.record for one in found for mark in one.unfolded.marks]
        assert sorted(drawn) == sorted(
            record.id for record in data.records if record.metric == metric
        )
        titles = [one.title.partition(":")[0] for one in found]
        assert (
            len(set(titles)) == len(titles) <= 3
        )  # a picture of the whole, one of its regions, one of another country
        assert [one.name for one in found] == marks.names(chosen, metric)


@settings(deadline=None, max_examples=80)
@given(COLLECTIONS)
def test_no_change_is_told_across_a_break_a_body_a_place_or_a_length(records):
    data = make.dataset(records, metrics={"offences": {"additive": True}})
    by_period = {dates.period("en", record.period): record.period for record in data.records}
    for metric in ("offences", "joined", "centres", "people"):
        for one in marks.pictures(choose(data, Query(), {}), metric, "en"):
            theirs = [
                record
                for record in data.records
                if record.id in one.records and record.status != "D"
            ]
            for first, last in re.findall(
                r"Change (?:from|between) (.*?) (?:to|and) (.*?): ", " ".join(one.sentences)
            ):
                spans = [by_period[first], by_period[last]]
                ends = [[record for record in theirs if record.period == span] for span in spans]
                bodies, areas = (
                    [{getattr(record, part) for record in group} for group in ends]
                    for part in ("said_by", "area")
                )
                assert bodies[0] & bodies[1]
                assert areas[0] & areas[1]
                if metric == "offences":
                    assert spans[0].months == spans[1].months
                    assert not spans[0].start < date(2015, 1, 1) <= spans[1].end


@settings(deadline=None, max_examples=80)
@given(COLLECTIONS)
def test_bars_hold_no_bar_and_words_of_spans_no_other_span_in_any_width(records):
    for metric in ("offences", "joined", "centres"):
        for one in marks.pictures(choose(make.dataset(records), Query(), {}), metric, "en"):
            bars = [mark for mark in one.marks if mark.shape == "bar"]
            assert not [
                pair
                for pair in combinations(bars, 2)
                if pair[0].start < pair[1].after and pair[1].start < pair[0].after
            ]
            for width in (placing.narrowest(), marks.WIDE):
                for one_span, other in combinations(one.spans, 2):
                    reaches = [
                        placing.reach(mark, one.start, one.after, width)
                        for mark in (one_span, other)
                    ]
                    assert (
                        one_span.row != other.row
                        or reaches[0][1] < reaches[1][0]
                        or reaches[1][1] < reaches[0][0]
                    )

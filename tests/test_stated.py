"""Changes as articles state them: read as such, told apart from levels, and held against these."""

import json

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.checks import evidence
from kzstats.content import document, marks, pages, parting, unlike
from kzstats.dataset import derived, disagreements, near, series, stated
from kzstats.dataset.complaints import DataError
from kzstats.dataset.contradictions import contradictions
from kzstats.dataset.nature import is_level
from kzstats.exports import export
from kzstats.language import worded
from kzstats.query import frames, versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose, select

RISE = {"direction": "rise", "unit": "percent", "since": "2013"}
TIMES = ["2013", "2014", "2015", "2016", "2015-01/2015-05"]
CHANGES = [
    None,
    RISE,
    {"direction": "fall", "unit": "percent"},
    {"direction": "rise", "unit": "times", "since": "2012"},
    {"direction": "fall", "unit": "count", "since": "2012"},
]


def served(records, **more):
    """A version of the data with some records, whose checks were not done."""
    data = make.dataset(records, **more)
    return versions.build(data, "0" * 64, data.changed, {})


def found(text, lang="en", **record):
    """What the checks of a change come to, by question, with the reasons of those that did not
    pass.
    """
    data, articles = make.held(
        text, [record], sources={"press": {"language": lang, "published": "2018-03-01"}}
    )
    (finding,) = evidence.verify(data, articles)
    odd = {answer.question: answer for answer in finding.answers if answer.outcome != "passed"}
    return finding.check, {question: answer.words for question, answer in odd.items()}


GREW = "Offences rose by more than 20 percent in 2017 compared with 2013"
HONEST = [
    (GREW, "en", ">20", RISE, "offences"),
    (
        "Offences increased by 100 per cent between 2013 and 2017",
        "en",
        100,
        RISE,
        "offences",
    ),
    (
        "Share of women grew by 5 percentage points from 2013 to 2017",
        "en",
        5,
        {**RISE, "unit": "points"},
        "women",
    ),
    (
        "Число преступлений выросло на 61,3 процента с 2013 по 2017 год",
        "ru",
        "61.3",
        RISE,
        "offences",
    ),
    (
        "Число преступлений снизилось почти в 2,5 раза с 2013 по 2017 год",
        "ru",
        "~2.5",
        {"direction": "fall", "unit": "times", "since": "2013"},
        "offences",
    ),
    (
        "2017 жылы қылмыстар саны 2013 жылмен салыстырғанда 20 пайызға өсті",
        "kk",
        20,
        RISE,
        "offences",
    ),
]


@pytest.mark.parametrize(("text", "lang", "value", "change", "metric"), HONEST)
def test_a_change_that_the_words_state_matches(text, lang, value, change, metric):
    record = {"metric": metric, "quote": text, "value": value, "period": "2017"}
    assert found(f"{text}.", lang, change=change, **record) == ("matches source", {})


@pytest.mark.parametrize(("text", "lang", "value", "change", "metric"), HONEST)
def test_a_change_never_passes_as_a_level(text, lang, value, change, metric):
    record = {"metric": metric, "quote": text, "value": value, "period": "2017"}
    check, odd = found(f"{text}.", lang, **record)
    assert check in ("fails", "not decided")
    assert "Q2" in odd


@pytest.mark.parametrize(("text", "lang", "value", "change", "metric"), HONEST)
def test_a_change_fails_when_anything_of_it_is_another(text, lang, value, change, metric):
    honest = {"quote": text, "value": value, "period": "2017", "change": change, "metric": metric}
    other = {"rise": "fall", "fall": "rise"}[change["direction"]]
    for wrong, question in (
        ({"value": 37}, "Q2"),
        ({"change": {**change, "direction": other}}, "Q3"),
        ({"value": f"<{str(value).lstrip('~>')}"}, "Q3"),
        ({"change": {**change, "unit": "count"}, "metric": "offences"}, "Q4"),
        ({"period": "2016"}, "Q5"),
        ({"change": {**change, "since": "2011"}}, "Q5"),
    ):
        check, odd = found(f"{text}.", lang, **{**honest, **wrong})
        assert check == "fails", wrong
        assert question in odd, wrong


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The office registered 120 offences in 2017", 120),
        ("In 2017 the office registered 120 offences, more than in 2013", 120),
        ("Offences rose from 10 to 25 in 2017", 25),
        ("Offences rose to 250 in 2017", 250),
    ],
)
def test_a_level_never_passes_as_a_change(text, value):
    change = {"direction": "rise", "unit": "count"}
    check, odd = found(f"{text}.", quote=text, value=value, period="2017", change=change)
    assert check in ("fails", "not decided")
    assert odd


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In 2017 offences differed by 20 percent", "differed"),
        ("In 2017 offences did not rise by 20 percent", "rise"),
    ],
)
def test_a_direction_that_is_not_in_the_words_is_left_to_a_person_with_them_named(text, words):
    change = {"direction": "rise", "unit": "percent"}
    check, odd = found(f"{text}.", quote=text, value=20, period="2017", change=change)
    assert check == "not decided"
    assert words in odd["Q3"]


def test_a_base_that_the_words_say_and_the_record_does_not_is_not_passed_over():
    change = {"direction": "rise", "unit": "percent"}
    record = {"quote": GREW, "value": ">20", "period": "2017", "change": change}
    check, odd = found(f"{GREW}.", **record)
    assert check == "not decided"
    assert "2013" in odd["Q5"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"change": {**RISE, "since": "2014"}}, "change.since: 2014 does not lie before"),
        ({"change": {**RISE, "unit": "points"}}, "change.unit: points are of a share"),
        ({"metric": "women", "change": {**RISE, "unit": "count"}}, "a share changes by percent"),
        ({"value": 0, "change": RISE}, "value: is no change"),
        ({"value": "0.5", "change": {**RISE, "unit": "times"}}, "at least 1"),
        ({"value": 120, "change": {**RISE, "direction": "fall"}}, "by more than 100 percent"),
        ({"metric": "people", "change": RISE}, "participants of an event do not change"),
        ({"change": {"direction": "rose", "unit": "percent"}}, "'rose' is not known"),
        ({"change": {"direction": "rise"}}, "change.unit: is missing"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_a_sentence(record, said):
    with pytest.raises(DataError, match="records") as refused:
        make.dataset([record])
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("value", "change", "said", "words"),
    [
        (100, RISE, "+100%", "a rise of 100%"),
        ("~20", {**RISE, "direction": "fall"}, "~−20%", "a fall of about 20%"),
        (">20", {**RISE, "direction": "fall"}, "a fall of more than 20%", None),
        ("10..20", RISE, "a rise of 10 to 20%", None),
        ("2.5", {**RISE, "unit": "times"}, "×2.5", "a rise by a factor of 2.5"),
        (15, {**RISE, "unit": "count"}, "+15", "a rise of 15 offences"),
    ],
)
def test_a_change_is_said_with_its_direction_and_its_unit(value, change, said, words):
    data = make.dataset([{"value": value, "change": change}])
    record, metric = data.records[0], data.metrics["offences"]
    assert worded.label("en", record, metric) == said
    assert worded.in_words("en", record, metric) == (words or said)


LEVELS = [
    {"id": "before", "period": "2015", "value": 100},
    {"id": "after", "period": "2016", "value": 150},
]


@pytest.mark.parametrize(
    ("value", "change", "agrees"),
    [
        (50, {"direction": "rise", "unit": "percent"}, True),
        (49, {"direction": "rise", "unit": "percent"}, False),
        (">40", {"direction": "rise", "unit": "percent"}, True),
        ("~52", {"direction": "rise", "unit": "percent"}, False),
        (50, {"direction": "fall", "unit": "percent"}, False),
        ("1.5", {"direction": "rise", "unit": "times"}, True),
        (2, {"direction": "rise", "unit": "times"}, True),
        (3, {"direction": "rise", "unit": "times"}, False),
        (50, {"direction": "rise", "unit": "count"}, True),
        (20, {"direction": "rise", "unit": "count"}, False),
    ],
)
def test_a_change_is_held_against_the_levels_of_its_ends_to_the_rounding_of_its_words(
    value, change, agrees
):
    told = {"id": "told", "period": "2016", "value": value, "change": {**change, "since": "2015"}}
    snapshot = served([*LEVELS, told])
    (held,) = stated.held(snapshot.dataset, snapshot.dataset.records, snapshot.dataset.records)
    assert held.agrees is agrees
    wrong = list(unlike.found(snapshot.dataset, snapshot.dataset.records))
    assert [one.what for one in wrong] == ([] if agrees else ["change"])
    if not agrees:
        said = unlike.sentence("en", snapshot.dataset, wrong[0])
        assert "100 (2015)" in said
        assert "150 (2016)" in said


@pytest.mark.parametrize(
    "levels",
    [
        [{**LEVELS[0], "producer": "Another"}, LEVELS[1]],
        [{**LEVELS[0], "period": "2014"}, LEVELS[1]],
        [{**LEVELS[0], "status": "D", "reason": "Counts otherwise."}, LEVELS[1]],
        [{**LEVELS[0], "rank": "deprecated", "reason": "A misprint."}, LEVELS[1]],
        [LEVELS[1]],
    ],
)
def test_a_change_is_held_against_no_levels_that_are_not_of_its_series(levels):
    since = levels[0]["period"] if len(levels) > 1 else "2015"
    told = {"period": "2016", "value": 7, "change": {**RISE, "since": since}}
    data = make.dataset([*levels, told])
    assert stated.held(data, data.records, data.records) == ()


def test_two_sources_that_state_unlike_changes_disagree_and_one_of_another_base_does_not():
    base = {"period": "2016", "value": 100}
    data = make.dataset(
        [
            {**base, "change": RISE},
            {**base, "value": 50, "change": RISE},
            {**base, "value": 100, "change": {**RISE, "direction": "fall"}},
            {**base, "value": 7, "change": {**RISE, "since": "2012"}},
            {**base, "value": 7},
        ]
    )
    (group,) = disagreements.disagreements(data.records)
    assert {record.id for record in group} == {"r1", "r2", "r3"}


ANY = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["offences", "joined", "centres", "money"]),
        "period": st.sampled_from(TIMES),
        "value": st.sampled_from([5, 10, 40, ">20", "~30", "10..20"]),
        "change": st.sampled_from(CHANGES),
        "reason": st.just("So it says."),
    }
)


@settings(deadline=None)
@given(st.lists(ANY, min_size=2, max_size=10))
def test_no_change_ever_enters_a_growth_a_total_a_rate_a_series_or_a_picture(records):
    for record in records:
        if (record["change"] or {}).get("since") == record["period"]:
            record["change"] = None
    data = make.dataset(records)
    levels = [record for record in data.records if is_level(record)]
    changes = {record.id for record in data.records if not is_level(record)}
    for one in data.records:
        for other in data.records:
            result = derived.growth(data, one, other)
            assert isinstance(result, derived.Refusal) or changes.isdisjoint(result.parents)
    for metric in data.metrics:
        here = [record for record in data.records if record.metric == metric]
        for result in (derived.total(data, here), *_rates(data, here)):
            assert isinstance(result, derived.Refusal) or changes.isdisjoint(result.parents)
        drawn = choose(data, Query(), {})
        for part in parting.parts(drawn, metric):
            assert changes.isdisjoint(record.id for record in part.records)
        for picture in marks.pictures(drawn, metric, "en"):
            assert changes.isdisjoint(picture.records)
            assert changes.isdisjoint(mark.record for mark in picture.marks)
    assert all(changes.isdisjoint(r.id for r in pair) for pair in near.nearby(data.metrics, here))
    for wrong in contradictions(data, data.records):
        assert changes.isdisjoint(record.id for record in wrong.records)
    of_levels = {record.id: series.statuses(data)[record.id] for record in levels}
    assert {series.statuses(data)[name] for name in changes} <= {"A"}
    frame = frames.table(data)
    assert set(frame["record"][frame["value"].notna() | frame["value_low"].notna()]) <= {*of_levels}


def _rates(data, records):
    found = derived.monthly(data, records)
    return (found,) if isinstance(found, derived.Refusal) else found


def test_the_page_of_a_metric_tells_of_changes_apart_and_holds_them_against_levels():
    told = {"id": "told", "period": "2016", "value": 50, "change": {**RISE, "since": "2015"}}
    snapshot = served([*LEVELS, told])
    page = pages.metric(snapshot, Query(), "offences", "https://here.example")
    (section,) = [block for block in page.blocks if getattr(block, "name", "") == "stated-changes"]
    (table,) = [block for block in section.blocks if isinstance(block, document.Table)]
    (row,) = table.rows
    assert [cell[0].says for cell in row.cells[:2]] == ["2015 → 2016", "+50%"]
    assert row.cells[2][0].says == "agrees: 100 → 150 (+50%)"
    figures = [block for block in page.blocks if getattr(block, "name", "") == "figures"]
    assert "told" not in repr(figures)


def test_a_metric_of_which_only_changes_are_known_has_its_page_and_its_row():
    snapshot = served([{"id": "told", "period": "2016", "value": 50, "change": RISE}])
    page = pages.metric(snapshot, Query(), "offences", "https://here.example")
    assert "stated-changes" in repr(page.blocks)
    index = pages.page(snapshot, Query(), "metrics", "https://here.example")
    assert "+50%" in repr(index.blocks)


def test_the_receipt_of_a_change_says_what_it_is_and_from_when():
    snapshot = served([{"id": "told", "period": "2016", "value": 50, "change": RISE}])
    page = pages.figure(snapshot, Query(), "told", "https://here.example")
    assert page.title == "a rise of 50%"
    assert "2013 → 2016" in page.lead
    assert "a change as the article states it, not a level" in repr(page.blocks)


def test_a_file_has_a_change_in_columns_of_its_own_a_fall_below_zero():
    rows = {
        row["record"]: row
        for row in json.loads(
            export.whole(
                served(
                    [
                        {"id": "rose", "period": "2016", "value": 100, "change": RISE},
                        {
                            "id": "fell",
                            "period": "2016",
                            "value": ">20",
                            "change": {**RISE, "direction": "fall"},
                        },
                        {
                            "id": "shrank",
                            "period": "2016",
                            "value": 2,
                            "change": {"direction": "fall", "unit": "times"},
                        },
                    ]
                ),
                Query(),
                "json",
                "https://here.example",
            )
        )["records"]
    }
    assert {row["value"] for row in rows.values()} == {None}
    kept = ("change", "change_low", "change_high", "comparator", "change_unit", "change_since")
    assert [rows["rose"][name] for name in kept] == [100, 100, 100, "=", "percent", "2013"]
    assert [rows["fell"][name] for name in kept] == [-20, None, -20, "<", "percent", "2013"]
    assert [rows["shrank"][name] for name in kept] == [0.5, 0.5, 0.5, "=", "times", ""]


def test_a_selection_counts_a_change_among_its_figures():
    snapshot = served([{"period": "2016", "value": 50, "change": RISE}, {"period": "2016"}])
    assert len(select(snapshot, Query()).records) == 2

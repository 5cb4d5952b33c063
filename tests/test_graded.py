"""Places in an order, scores on a scale, and rates: read as such, compared only with their like."""

import json

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.checks import evidence
from kzstats.content import marks, pages, receipt
from kzstats.dataset import derived, series
from kzstats.dataset.complaints import DataError
from kzstats.exports import export
from kzstats.language import worded
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose

METRICS = {
    "places": {"kind": "rank", "unit": "place", "scale": {"best": "lowest"}},
    "scores": {
        "kind": "index",
        "unit": "score",
        "scale": {"lowest": 0, "highest": 10, "best": "highest"},
    },
    "rates": {
        "kind": "rate",
        "unit": "offence",
        "counting_unit": "offence",
        "scale": {"per": 100000},
    },
}


def dataset(records):
    return make.dataset(
        [{"said_by": "An office", **record} for record in records],
        {name: {**metric, "topic": "cases"} for name, metric in METRICS.items()},
    )


def place(value, year, of=113, **more):
    name = {"en": f"The Index {year}"}
    return {"metric": "places", "period": str(year), "value": value, **more} | {
        "edition": {"name": name, "of": of} if of else {"name": name}
    }


def served(records):
    data = dataset(records)
    return versions.build(data, "0" * 64, data.changed, {})


def found(text, lang="en", **record):
    data, articles = make.held(
        text,
        [record],
        sources={"press": {"language": lang, "published": "2018-03-01"}},
        metrics={name: {**metric, "topic": "cases"} for name, metric in METRICS.items()},
    )
    (finding,) = evidence.verify(data, articles)
    odd = {one.question: one.words for one in finding.answers if one.outcome != "passed"}
    return finding.check, odd


PLACES = [
    ("In 2017 Kazakhstan was ranked 64th of 113 countries", "en"),
    ("In 2017 Kazakhstan took 64th place out of 113", "en"),
    ("В 2017 году Казахстан занял 64-е место из 113", "ru"),
]


@pytest.mark.parametrize(("text", "lang"), PLACES)
def test_an_ordinal_is_a_place_of_a_rank_alone_among_as_many_as_it_says(text, lang):
    right = {"quote": text, **place(64, 2017)}
    assert found(f"{text}.", lang, **right) == ("matches source", {})
    for wrong in (place(63, 2017), place(64, 2017, 120), place("~64", 2017), place(64, 2016)):
        assert found(f"{text}.", lang, **{"quote": text, **wrong})[0] == "fails", wrong
    other = {"quote": text, "metric": "offences", "period": "2017", "value": 64}
    assert found(f"{text}.", lang, **other)[0] in ("fails", "not decided")


def test_a_level_never_passes_as_a_place():
    text = "In 2017 the office registered 64 offences"
    check, odd = found(f"{text}.", quote=text, **place(64, 2017, None))
    assert check == "fails"
    assert "place" in odd["Q2"]


RATES = [
    ("In 2017 there were 3.2 offences per 100,000 people", "en"),
    ("В 2017 году было 3,2 преступления на 100 тысяч населения", "ru"),
]


@pytest.mark.parametrize(("text", "lang"), RATES)
def test_a_rate_is_for_each_so_many_and_is_no_level(text, lang):
    right = {"quote": text, "metric": "rates", "period": "2017", "value": "3.2"}
    assert found(f"{text}.", lang, **right) == ("matches source", {})
    assert found(f"{text}.", lang, **{**right, "value": "3.3"})[0] == "fails"
    assert found(f"{text}.", lang, **{**right, "period": "2016"})[0] == "fails"
    level = {**right, "metric": "offences"}
    assert found(f"{text}.", lang, **level)[0] in ("fails", "not decided")


def test_a_level_or_a_rate_for_another_number_never_passes_as_the_rate():
    for text in (
        "In 2017 there were 32 offences",
        "In 2017 there were 32 offences per 1,000 people",
    ):
        record = {"quote": text, "metric": "rates", "period": "2017", "value": 32}
        assert found(f"{text}.", **record)[0] == "fails"


def test_five_on_a_hundred_thousand_is_no_count_of_five():
    text = "В 2017 году было 5 преступлений на 100 тысяч населения"
    record = {"quote": text, "metric": "offences", "period": "2017", "value": 5}
    check, odd = found(f"{text}.", "ru", **record)
    assert check in ("fails", "not decided")
    assert odd


@pytest.mark.parametrize(
    ("metric", "record", "said"),
    [
        ({"unit": "person"}, {}, "the unit of the kind rank is place"),
        ({"scale": None}, {}, "does not say which place is good"),
        ({"kind": "index", "unit": "score"}, {}, "from where to where it goes"),
        ({"kind": "rate", "unit": "offence"}, {}, "for how many the rate is"),
        ({"kind": "flow", "unit": "offence"}, {}, "belongs to a rank, an index or a rate"),
        ({}, {"edition": None}, "edition: is missing"),
        ({}, {"value": "1.5"}, "a whole number from 1"),
        ({}, {"value": 120}, "behind the last of 113 places"),
        ({"additive": True}, {}, "only flows and amounts are added up"),
    ],
)
def test_what_does_not_fit_its_scale_is_refused_in_a_sentence(metric, record, said):
    given_metric = {**METRICS["places"], "topic": "cases", **metric}
    with pytest.raises(DataError) as refused:
        make.dataset([{**place(64, 2017), **record}], {"places": given_metric})
    assert said in str(refused.value)


def test_a_score_outside_its_scale_is_refused():
    with pytest.raises(DataError, match="outside the scale from 0 to 10"):
        dataset([{"metric": "scores", "value": 11, "edition": {"name": {"en": "The Index"}}}])


def test_a_place_a_score_and_a_rate_say_their_scale_in_words():
    data = dataset(
        [
            place(64, 2017),
            {"metric": "rates", "value": "3.2"},
            {"metric": "scores", "value": "3.4", "edition": {"name": {"en": "The Index"}}},
        ]
    )
    told = [
        (
            worded.label("en", record, data.metrics[record.metric]),
            worded.in_words("en", record, data.metrics[record.metric]),
        )
        for record in data.records
    ]
    assert told == [
        ("64 of 113", "place 64 of 113"),
        ("3.2", "3.2 offences per 100,000"),
        ("3.4", "score 3.4"),
    ]


def test_places_are_drawn_with_the_first_on_top():
    snapshot = served([place(64, 2017), place(10, 2018), place(100, 2019)])
    (picture,) = marks.pictures(choose(snapshot.dataset, Query(), {}), "places", "en")
    tops = {mark.record: mark.top for mark in picture.marks}
    assert tops["r2"] > tops["r1"] > tops["r3"] > 0
    first = max(picture.values)
    assert first[1] == "1"
    assert first[0] >= max(tops.values())


def test_another_number_of_places_is_a_break():
    data = dataset([place(64, 2017), place(66, 2018), place(90, 2019, 163)])
    statuses = series.statuses(data)
    assert [statuses[record.id] for record in data.records] == ["A", "A", "B"]
    parts = series.stretches(data.metrics["places"], data.records)
    assert [[record.id for record in part] for part in parts] == [["r1", "r2"], ["r3"]]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 100), st.integers(2010, 2016), st.sampled_from([100, 163])),
        min_size=2,
        max_size=6,
    )
)
def test_no_place_score_or_rate_enters_a_total_and_no_place_a_growth(given_places):
    data = dataset(
        [{**place(value, year, of), "reason": "So it says."} for value, year, of in given_places]
        + [
            {"metric": "rates", "value": value, "period": str(year), "reason": "So it says."}
            for value, year, _ in given_places
        ]
    )
    for metric in ("places", "rates"):
        here = [record for record in data.records if record.metric == metric]
        assert isinstance(derived.total(data, here), derived.Refusal)
        assert isinstance(derived.monthly(data, here), derived.Refusal)
    for one in data.records:
        for other in data.records:
            if one.metric == "places":
                assert isinstance(derived.growth(data, one, other), derived.Refusal)


def test_rates_over_unlike_lengths_of_time_are_not_compared():
    data = dataset(
        [
            {"metric": "rates", "value": 3, "period": "2015"},
            {"metric": "rates", "value": 6, "period": "2016-01/2016-05"},
            {"metric": "rates", "value": 6, "period": "2017"},
        ]
    )
    year, months, later = data.records
    assert derived.growth(data, year, months) == derived.Refusal("part_year")
    assert derived.growth(data, year, later).number.low == 100


def test_its_page_its_receipt_and_its_file_name_the_edition_and_the_scale():
    snapshot = served([place(64, 2017)])
    page = pages.metric(snapshot, Query(), "places", "https://here.example")
    assert "1 is the best" in repr(page.blocks)
    assert "The Index 2017" in repr(page.blocks)
    told = receipt.page(snapshot, Query(), snapshot.dataset.records[0], "https://here.example")
    assert told.title == "place 64 of 113"
    assert "The Index 2017" in repr(told.blocks)
    made = json.loads(export.whole(snapshot, Query(), "json", "https://here.example"))
    (row,) = made["records"]
    assert (row["edition"], row["scale_of"]) == ("The Index 2017", "113")


def test_a_long_label_of_a_place_hides_no_other_mark_on_a_phone():
    data = dataset([place(65, 2015, 102), place(73, 2016), place(64, 2017), place(65, 2019, 126)])
    (picture,) = marks.pictures(choose(data, Query(lang="kk"), {}), "places", "kk")
    assert len(picture.marks) == 4
    assert all(mark.labelled != "any" for mark in picture.marks)
    assert any(mark.labelled == "wide" for mark in picture.marks)

"""What is only planned, aimed at or foreseen: read as such, and never mixed with what happened."""

import json

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.checks import evidence
from kzstats.content import marks, pages, parting
from kzstats.dataset import contradictions, derived, disagreements, series
from kzstats.exports import export
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import svg


def served(records, **more):
    """A version of the data with some records, whose checks were not done."""
    data = make.dataset(records, **more)
    return versions.build(data, "0" * 64, data.changed, {})


def found(text, lang="en", **record):
    """What the checks of a record come to, and the reasons of those that did not pass."""
    data, articles = make.held(
        text, [record], sources={"press": {"language": lang, "published": "2018-03-01"}}
    )
    (finding,) = evidence.verify(data, articles)
    odd = {one.question: one.words for one in finding.answers if one.outcome != "passed"}
    return finding.check, odd


CENTRES = {"centres": {"counted_as": {"en": ["centres"], "ru": ["центр*"], "kk": ["орталы*"]}}}
HONEST = [
    ("Kazakhstan plans to open 20 centres by 2025", "en", 20, "plan"),
    ("In 2025 the ministry is expected to run 20 centres", "en", 20, "forecast"),
    ("К 2025 году планируется открыть 20 центров", "ru", 20, "plan"),
    ("2025 жылға дейін 20 орталық ашу жоспарлануда", "kk", 20, "plan"),
]


@pytest.mark.parametrize(("text", "lang", "value", "aim"), HONEST)
def test_a_plan_that_the_words_state_matches_and_never_passes_as_what_happened(
    text, lang, value, aim
):
    record = {"metric": "centres", "quote": text, "value": value, "period": "2025"}
    assert found(f"{text}.", lang, aim=aim, **record) == ("matches source", {})
    check, odd = found(f"{text}.", lang, **record)
    assert check in ("fails", "not decided")
    assert "Q5" in odd
    assert found(f"{text}.", lang, **{**record, "aim": aim, "period": "2026"})[0] == "fails"
    assert found(f"{text}.", lang, **{**record, "aim": aim, "value": 21})[0] == "fails"


@pytest.mark.parametrize(
    "text",
    ["In 2017 the country opened 20 centres", "In 2017 20 centres worked in the country"],
)
def test_what_happened_never_passes_as_a_plan(text):
    record = {"metric": "centres", "quote": text, "value": 20, "period": "2017"}
    assert found(f"{text}.", **record) == ("matches source", {})
    check, odd = found(f"{text}.", aim="plan", **record)
    assert check == "fails"
    assert "plan" in odd["Q5"]


def test_attacks_that_were_planned_by_others_are_what_they_are():
    text = "In 2017 the police prevented 12 planned attacks"
    record = {"metric": "offences", "quote": text, "value": 12, "period": "2017"}
    assert "Q5" not in found(f"{text}.", **record)[1]


ANY = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["offences", "joined", "centres", "money"]),
        "period": st.sampled_from(["2013", "2014", "2015", "2016", "2015-01/2015-05"]),
        "value": st.sampled_from([5, 10, 40, ">20", "~30", "10..20"]),
        "aim": st.sampled_from([None, None, "plan", "target", "forecast"]),
        "reason": st.just("So it says."),
    }
)


@settings(deadline=None)
@given(st.lists(ANY, min_size=2, max_size=10))
def test_no_plan_ever_enters_a_growth_a_total_a_rate_or_a_picture_of_what_happened(records):
    data = make.dataset(records)
    planned = {record.id for record in data.records if record.aim}
    for one in data.records:
        for other in data.records:
            result = derived.growth(data, one, other)
            assert isinstance(result, derived.Refusal) or planned.isdisjoint(result.parents)
    for metric in data.metrics:
        here = [record for record in data.records if record.metric == metric]
        total, rates = derived.total(data, here), derived.monthly(data, here)
        for result in (total, *(() if isinstance(rates, derived.Refusal) else rates)):
            assert isinstance(result, derived.Refusal) or planned.isdisjoint(result.parents)
        drawn = choose(data, Query(), {})
        for part in parting.parts(drawn, metric):
            assert len({record.id in planned for record in part.records}) == 1
        for picture in marks.pictures(drawn, metric, "en"):
            assert len({name in planned for name in picture.records}) == 1
            assert all(mark.planned is (mark.record in planned) for mark in picture.marks)
    for wrong in contradictions.contradictions(data, data.records):
        assert planned.isdisjoint(record.id for record in wrong.records)
    for group in disagreements.disagreements(data.records):
        assert len({record.aim for record in group}) == 1
    statuses = series.statuses(data)
    assert {name for name, status in statuses.items() if status == "F"} == planned


PLANNED = [
    {"id": "was", "period": "2016", "metric": "centres", "value": 12},
    {"id": "goal", "period": "2020", "metric": "centres", "value": 20, "aim": "target"},
]


def test_a_plan_has_a_chart_of_its_own_whose_title_says_so_hollow_in_dashes():
    snapshot = served(PLANNED)
    happened, planned = marks.pictures(choose(snapshot.dataset, Query(), {}), "centres", "en")
    assert happened.records == ("was",)
    assert planned.records == ("goal",)
    assert "a target" in planned.title
    assert "a target" not in happened.title
    (mark,) = planned.marks
    assert mark.fill == "hollow"
    assert "a target" in mark.hover
    assert "stroke-dasharray" in svg.svg(planned, "https://here.example")


def test_the_page_of_a_metric_has_what_is_planned_in_a_table_apart():
    snapshot = served(PLANNED)
    page = pages.metric(snapshot, Query(), "centres", "https://here.example")
    tables = {block.name: repr(block) for block in page.blocks if hasattr(block, "name")}
    assert "goal" in tables["planned"]
    assert "goal" not in tables["figures"]


def test_a_file_says_what_is_planned():
    made = export.whole(served(PLANNED), Query(), "json", "https://here.example")
    rows = {row["record"]: row for row in json.loads(made)["records"]}
    assert [rows["goal"][name] for name in ("value", "aim", "obs_status")] == [20, "target", "F"]
    assert [rows["was"][name] for name in ("value", "aim", "obs_status")] == [12, "", "A"]

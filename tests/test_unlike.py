"""Figures that do not fit each other, and counts that differ and can all be true: on the chart, the
articles page and each receipt.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make import yaml_text
from test_derived import COUNTED, dataset

from kzstats.content import articles, marks, receipt, unlike
from kzstats.dataset import validation
from kzstats.dataset.series import counter, subject
from kzstats.query import selection, versions
from kzstats.query.addresses import Query, View
from kzstats.values import quantity

REASON = {"en": "Another stage.", "ru": "Другая стадия.", "kk": "Басқа саты."}
STAGES = [
    {"id": "sent", "value": 124},
    {
        "id": "convicted",
        "metric": "convicted",
        "value": 56,
        "producer": "A committee",
        "against": ["sent"],
        "reason": REASON,
    },
]
MEETING = {"metric": "people", "label": "A meeting", "period": "2015-04-30"}
MEETINGS = [
    {**MEETING, "id": "more", "value": ">100", "rank": "preferred", "reason": "It says more."},
    {**MEETING, "id": "fewer", "value": ">50", "producer": "Another"},
]


def served(records):
    return versions.build(
        validation.read(yaml_text(records).encode()), "0" * 64, date(2020, 2, 3), {}
    )


def told(snapshot, metric, lang="en"):
    """What is said under each chart of a metric."""
    return " ".join(
        " ".join(picture.sentences)
        for picture in marks.pictures(selection.select(snapshot, Query()), metric, lang)
    )


def test_a_year_of_convicted_and_a_year_of_those_sent_to_court_are_told_side_by_side_under_both_charts():  # noqa: E501
    said = (
        "These figures do not fit each other: Convicted: 56 (A committee, 2014); Offences: 124 "
        "(An office, 2014). Another stage."
    )
    snapshot = served(STAGES)
    assert said in told(snapshot, "offences")
    assert said in told(snapshot, "convicted")
    assert said in str(articles.blocks(snapshot, Query(), View()))


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_the_reason_is_said_in_the_language_of_the_reader(lang):
    assert REASON[lang] in told(served(STAGES), "offences", lang)


@pytest.mark.parametrize(("one", "other"), [("sent", "convicted"), ("convicted", "sent")])
def test_each_receipt_leads_to_the_figure_that_it_does_not_fit(one, other):
    snapshot = served(STAGES)
    record = next(found for found in snapshot.dataset.records if found.id == one)
    page = str(receipt.page(snapshot, Query(), record, "http://x.example"))
    assert "Does not fit" in page
    assert f"Link(says='{other}', " in page


def test_two_organisers_of_one_meeting_who_can_both_be_right_are_no_quarrel():
    snapshot = served(MEETINGS)
    assert (
        "Counts that differ and can all be true: An office: >100 (A meeting, 30\xa0April 2015); "
        "Another: >50 (A meeting, 30\xa0April 2015). " in told(snapshot, "people")
    )
    assert [one.what for one in unlike.found(snapshot.dataset, snapshot.dataset.records)] == [
        "agree"
    ]


def test_every_reason_of_a_figure_is_told_under_its_chart():
    alone = {
        "id": "alone",
        "metric": "centres",
        "value": 5,
        "reason": "The opening of the page rounds it.",
    }
    assert told(served([alone]), "centres").endswith("2014: The opening of the page rounds it.")
    assert told(served(STAGES), "convicted").count("Another stage.") == 1


def test_a_figure_that_is_outside_the_selection_still_tells_what_does_not_fit():
    snapshot = served([{**STAGES[0], "source": "law", "quote": None}, STAGES[1]])
    chosen = selection.select(snapshot, Query(publisher=("The Press",)))
    assert [record.id for record in chosen.records] == ["convicted"]
    assert any(
        "Offences: 124" in said
        for picture in marks.pictures(chosen, "convicted", "en")
        for said in picture.sentences
    )


@settings(deadline=None)
@given(st.lists(COUNTED, min_size=2, max_size=12))
def test_nothing_is_told_as_unlike_that_can_all_be_true_or_is_of_unlike_things(records):
    data = dataset(records)
    for one in unlike.found(data, data.records):
        bounds = [quantity.possible(record.value) for record in one.records]
        apart = any(quantity.below(low, high) for low in bounds for high in bounds)
        assert apart is (one.what != "agree")
        assert len({(record.metric, record.label) for record in one.records}) == 1
        if one.what != "part":
            assert len({subject(record) for record in one.records}) == 1
        if one.what == "near":
            assert len({counter(record) for record in one.records}) == 2
        if one.what in ("falls", "shrinks", "part"):
            assert not any(
                record.rank == "deprecated" or record.status == "D" for record in one.records
            )

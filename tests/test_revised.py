"""A figure that takes the place of an earlier one of the same thing and time, which it keeps."""

import json

import make
import pytest

from kzstats.checks import evidence
from kzstats.content import marks, pages
from kzstats.dataset import derived, disagreements
from kzstats.dataset.complaints import DataError
from kzstats.exports import export
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose

FIRST = {"id": "first", "period": "2016", "value": 400}
SECOND = {"id": "second", "period": "2016", "value": 420, "revises": "first", "source": "later"}
THIRD = {"id": "third", "period": "2016", "value": 430, "revises": "second", "source": "later"}
SOURCES = {
    "press": {"published": "2019-03-04"},
    "later": {"published": "2020-03-04", "url": "https://press.example/later"},
}


def served(records):
    data = make.dataset(records, sources=SOURCES)
    return versions.build(data, "0" * 64, data.changed, {})


def test_a_revision_is_no_disagreement_and_needs_no_reason():
    data = make.dataset([FIRST, SECOND, THIRD], sources=SOURCES)
    assert disagreements.disagreements(data.records) == ()
    assert evidence.unexplained(data) == set()


def test_what_was_revised_is_drawn_no_more_and_enters_nothing_that_is_computed():
    snapshot = served([{"id": "before", "period": "2015", "value": 210}, FIRST, SECOND])
    data = snapshot.dataset
    (picture,) = marks.pictures(choose(data, Query(), {}), "offences", "en")
    assert picture.records == ("before", "second")
    before, first, second = data.records
    assert derived.growth(data, before, first) == derived.Refusal("revised")
    assert derived.growth(data, before, second).number.low == 100


def test_it_is_drawn_no_more_where_the_filters_leave_it_alone():
    snapshot = served([FIRST, SECOND])
    chosen = choose(snapshot.dataset, Query(source=("press",)), {})
    assert [record.id for record in chosen.records] == ["first"]
    assert marks.pictures(chosen, "offences", "en") == ()


def test_a_sum_has_the_revised_amount_once():
    money = {"metric": "money", "period": "2016"}
    data = make.dataset(
        [
            {**money, "id": "first", "value": 5, "label": "A"},
            {**money, "id": "second", "value": 7, "label": "A", "revises": "first"},
            {**money, "id": "other", "value": 3, "label": "B"},
        ]
    )
    found = derived.total(data, data.records)
    assert (found.number.low, set(found.parents)) == (10, {"second", "other"})


def test_the_table_and_the_receipt_say_what_was_given_first_and_when():
    snapshot = served([FIRST, SECOND, THIRD])
    page = pages.metric(snapshot, Query(), "offences", "https://here.example")
    (figures,) = [block for block in page.blocks if getattr(block, "name", "") == "figures"]
    assert "first given as 400 (4 March 2019)" in repr(figures).replace("\\xa0", " ")
    newest = pages.figure(snapshot, Query(), "third", "https://here.example")
    said = repr(newest.blocks)
    assert said.count("Given before as") == 2
    assert "Revised since to" not in said
    assert "Revised since to" in repr(
        pages.figure(snapshot, Query(), "first", "https://here.example").blocks
    )


def test_a_file_names_both_sides():
    made = json.loads(export.whole(served([FIRST, SECOND]), Query(), "json", "https://h.example"))
    rows = {row["record"]: row for row in made["records"]}
    assert (rows["second"]["revises"], rows["second"]["revised_by"]) == ("first", "")
    assert (rows["first"]["revises"], rows["first"]["revised_by"]) == ("", "second")


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([{"id": "one", "revises": "gone"}], "is not the id of a record"),
        ([{"id": "one", "revises": "one"}], "leads back to the figure itself"),
        (
            [{"id": "one", "revises": "two"}, {"id": "two", "revises": "one"}],
            "leads back to the figure itself",
        ),
        ([FIRST, SECOND, {**SECOND, "id": "again"}], "second revises it already"),
        ([FIRST, {**SECOND, "period": "2017"}], "is not of the same metric"),
        ([FIRST, {**SECOND, "area": "150"}], "is not of the same metric"),
        ([FIRST, {**SECOND, "aim": "plan"}], "is not of the same metric"),
    ],
)
def test_a_revision_that_cannot_be_is_refused_in_a_sentence(records, said):
    with pytest.raises(DataError, match="revises") as refused:
        make.dataset(records, sources=SOURCES)
    assert said in str(refused.value)

"""What changed, as a page and as a feed: every addition and correction once, the newest first, the
same bytes for the same data.
"""

from xml.etree import ElementTree as ET

import make
import pytest
from thirteen import DATA

from kzstats.content import changes
from kzstats.content.document import Section
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError
from kzstats.language import languages
from kzstats.query import versions
from kzstats.query.addresses import Query

REAL = versions.Store(DATA).snapshot()
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
RECORDS = [{"id": "one"}, {"id": "two", "period": "2016"}]


def served(**others):
    data = make.dataset(RECORDS, **others)
    return versions.build(data, "0", data.changed, {})


def test_every_real_figure_was_added_on_a_day():
    added = [name for addition in REAL.dataset.additions for name in addition.records]
    assert sorted(added) == sorted(record.id for record in REAL.dataset.records)


def test_a_figure_is_told_when_it_was_added_and_when_it_was_corrected_the_newest_first():
    data = served(
        additions=[
            {"date": "2020-01-01", "records": ["one", "two"], "says": {"en": "A first article."}}
        ],
        corrections=[{"record": "one", "date": "2020-02-01", "was": "90", "reason": "A slip."}],
    )
    told = [
        (change.day.isoformat(), change.record.id, change.correction is not None)
        for change in changes.changes(data, "en")
    ]
    assert told == [
        ("2020-02-01", "one", True),
        ("2020-01-01", "one", False),
        ("2020-01-01", "two", False),
    ]
    page = str(changes.page(data, Query()))
    assert page.index("Before: 90. A slip.") < page.index(": A first article.")


@pytest.mark.parametrize(
    ("additions", "said"),
    [
        (
            [{"date": "2020-01-01", "records": ["onne"]}],
            "'onne' is not the id of a record (did you mean one?)",
        ),
        (
            [
                {"date": "2020-01-01", "records": ["one"]},
                {"date": "2020-01-02", "records": ["one"]},
            ],
            "'one' was added on 2020-01-01 already",
        ),
        (
            [{"date": "2020-01-01", "records": ["one", "one"]}],
            "'one' was added on 2020-01-01 already",
        ),
        ([{"date": "2020-01-01", "records": []}], "additions.1.records"),
    ],
)
def test_an_addition_of_what_is_not_there_or_was_added_before_is_refused(additions, said):
    with pytest.raises(DataError) as error:
        validation.read(make.yaml_text(RECORDS, additions=additions).encode(), "metrics.yaml")
    assert said in str(error.value)


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_the_feed_is_valid_atom_with_an_id_that_never_changes_for_each_entry(lang):
    said = changes.atom(REAL, lang, "https://figures.example/stats/")
    assert said == changes.atom(
        versions.Store(DATA).snapshot(), lang, "https://figures.example/stats"
    )
    root = ET.fromstring(said)
    for name in ("id", "title", "updated", "author/atom:name"):
        assert root.findtext(f"atom:{name}", namespaces=ATOM)
    entries = root.findall("atom:entry", ATOM)
    ids = [entry.findtext("atom:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == len(ids) == len(REAL.dataset.records) + len(REAL.dataset.corrections)
    assert (
        ids[-1]
        == "https://figures.example/stats/figure/rehabilitation-months-2017#added-2026-11-22"
    )
    moments = [entry.findtext("atom:updated", namespaces=ATOM) for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext("atom:updated", namespaces=ATOM) == moments[0]


def test_hostile_words_stay_words_in_the_feed():
    data = served(
        corrections=[
            {"record": "one", "date": "2020-02-01", "was": "<b>&", "reason": "]]><script>"}
        ]
    )
    entry = ET.fromstring(changes.atom(data, "en", "https://figures.example")).find(
        "atom:entry", ATOM
    )
    assert entry is not None
    assert "Before: <b>&. ]]><script>" in (entry.findtext("atom:summary", namespaces=ATOM) or "")


def test_data_without_a_change_on_record_says_so():
    data = served()
    page = changes.page(data, Query())
    assert "No change is on record." in str(page)
    assert not any(isinstance(block, Section) for block in page.blocks)
    assert (
        ET.fromstring(changes.atom(data, "en", "https://figures.example")).findtext(
            "atom:updated", namespaces=ATOM
        )
        == "2020-02-03T00:00:00Z"
    )

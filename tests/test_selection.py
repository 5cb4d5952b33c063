"""The records that answer a question: the same as the rows of its files, for every question."""

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thirteen import DATA

from kzstats.dataset import validation
from kzstats.query import frames, versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose, select, years

REAL = validation.load(DATA)
FRAME = frames.table(REAL)
SOURCES, METRICS = sorted(REAL.sources), sorted(REAL.metrics)
PUBLISHERS = sorted({source.publisher for source in REAL.sources.values()})

some = st.lists(st.sampled_from(SOURCES), max_size=3, unique=True).map(tuple)
of = st.lists(st.sampled_from(METRICS), max_size=3, unique=True).map(tuple)
printed = st.lists(st.sampled_from(PUBLISHERS), max_size=2, unique=True).map(tuple)
year = st.none() | st.integers(2010, 2022)


@given(of, some, printed, year, year)
@settings(max_examples=200, deadline=None)
def test_a_page_chooses_the_records_that_a_file_has(metric, source, publisher, first, last):
    query = Query(metric, source, publisher, first, last)
    assert [record.id for record in choose(REAL, query, {}).records] == frames.answering(FRAME, query)["record"].tolist()


def test_events_without_a_number_go_through_the_same_filter():
    assert choose(REAL, Query(), {}).unstated == REAL.unstated
    assert choose(REAL, Query(first=2016, last=2016), {}).unstated == REAL.unstated[:1]
    assert choose(REAL, Query(publisher=("Caravanserai",)), {}).unstated == REAL.unstated[1:2]


def test_an_open_period_overlaps_all_that_lies_on_its_open_side_and_names_no_year_there():
    data = make.dataset([{"id": "since", "period": "2012/.."}, {"id": "until", "period": "../2019-12-12"}, {"id": "year", "period": "2014"}])
    found = {
        bounds: [record.id for record in choose(data, Query(first=bounds[0], last=bounds[1]), {}).records] for bounds in ((2050, None), (None, 1950))
    }
    assert found == {(2050, None): ["since"], (None, 1950): ["until"]}
    assert years(data.records) == (2012, 2019)
    assert years(()) is None


def test_what_failed_its_check_is_chosen_and_is_no_evidence():
    data = make.dataset([{"id": "right"}, {"id": "wrong", "period": "2016"}])
    found = choose(data, Query(), {"right": "matches source", "wrong": "fails"})
    assert [record.id for record in found.records] == ["right", "wrong"]
    assert [record.id for record in found.evidence] == ["right"]
    assert [record.id for record in found.by_metric["offences"]] == ["right", "wrong"]


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_readers_of_every_language_share_one_selection(lang):
    snapshot = versions.Store(DATA).snapshot()
    assert select(snapshot, Query(first=2015, lang=lang)) is select(snapshot, Query(first=2015))

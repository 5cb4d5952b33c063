"""The records that answer a question: the same as the rows of its files, for every question."""

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thirteen import DATA

from kzstats.dataset import validation
from kzstats.query import addresses, frames, versions
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
    assert [record.id for record in choose(REAL, query, {}).records] == frames.answering(
        FRAME, query
    )["record"].tolist()


SEX = {"sex": {"title": {"en": "Sex"}, "codes": {"female": {"en": "Women"}, "male": {"en": "Men"}}}}
AGE = {
    "age": {
        "title": {"en": "Age"},
        "codes": {"children": {"en": "Children"}, "adults": {"en": "Adults"}},
    }
}
LIMITS = [
    {},
    {"sex": "female"},
    {"sex": "male"},
    {"age": "children"},
    {"sex": "female", "age": "children"},
]
LIMITED = make.limited(
    [
        {
            "metric": "joined",
            "period": str(2000 + place),
            "area": area,
            "dimensions": limits or None,
        }
        for place, (area, limits) in enumerate(
            (area, limits) for area in ("KZ", "KG", "KZ-75") for limits in LIMITS
        )
    ],
    SEX | AGE,
)
CAME = ("matches source", "confirmed", "cited", "fails", "not decided", "changed")
CHECKS = {record.id: CAME[place % len(CAME)] for place, record in enumerate(LIMITED.records[1:])}
LIMITED_FRAME = frames.table(LIMITED, "en", CHECKS)


@given(
    st.lists(st.sampled_from(["KZ", "KG", "KZ-75"]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(addresses.CHECKS), max_size=3, unique=True).map(tuple),
    st.lists(
        st.sampled_from(["sex.female", "sex.male", "age.children", "age.adults"]),
        max_size=3,
        unique=True,
    ).map(tuple),
)
@settings(max_examples=200, deadline=None)
def test_areas_checks_and_dimensions_choose_the_same_for_a_page_and_a_file(area, check, dimension):
    asked = Query(area=area, check=check, dimension=dimension)
    found = [record.id for record in choose(LIMITED, asked, CHECKS).records]
    assert found == frames.answering(LIMITED_FRAME, asked)["record"].tolist()
    assert addresses.parse(LIMITED, asked.pairs()) == Query(
        **{name: tuple(sorted(getattr(asked, name))) for name in addresses.SEVERAL}
    )


def test_of_one_dimension_any_code_answers_and_of_several_all_must():
    def chosen(*dimension):
        return [
            dict(record.dimensions)
            for record in choose(LIMITED, Query(area=("KZ",), dimension=dimension), CHECKS).records
        ]

    assert chosen("sex.female") == [{"sex": "female"}, {"sex": "female", "age": "children"}]
    assert chosen("sex.female", "sex.male") == [
        {"sex": "female"},
        {"sex": "male"},
        {"sex": "female", "age": "children"},
    ]
    assert chosen("sex.female", "age.children") == [{"sex": "female", "age": "children"}]


def test_checked_figures_are_those_that_a_machine_or_a_person_checked():
    found = choose(LIMITED, Query(check=("checked",)), CHECKS)
    assert {CHECKS.get(record.id, "not checked") for record in found.records} == {
        "matches source",
        "confirmed",
    }
    assert found.unstated == ()


@pytest.mark.parametrize(
    ("pair", "hint"),
    [
        (("area", "KZZ"), "'KZZ' is not an area (did you mean KZ?)"),
        (("check", "cite"), "did you mean cited?"),
        (("dimension", "sex.femal"), "sex.female"),
    ],
)
def test_an_area_a_check_and_a_dimension_that_are_not_there_are_told_with_what_may_be_meant(
    pair, hint
):
    with pytest.raises(addresses.QueryError) as refused:
        addresses.parse(LIMITED, [pair])
    assert hint in str(refused.value)


def test_events_without_a_number_go_through_the_same_filter():
    assert choose(REAL, Query(), {}).unstated == REAL.unstated
    assert choose(REAL, Query(first=2016, last=2016), {}).unstated == REAL.unstated[:1]
    assert choose(REAL, Query(publisher=("Caravanserai",)), {}).unstated == REAL.unstated[1:2]


def test_an_open_period_overlaps_all_that_lies_on_its_open_side_and_names_no_year_there():
    data = make.dataset(
        [
            {"id": "since", "period": "2012/.."},
            {"id": "until", "period": "../2019-12-12"},
            {"id": "year", "period": "2014"},
        ]
    )
    found = {
        bounds: [
            record.id for record in choose(data, Query(first=bounds[0], last=bounds[1]), {}).records
        ]
        for bounds in ((2050, None), (None, 1950))
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

import itertools
import json
from datetime import date, timedelta
from math import inf
from typing import get_args

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzstats.dataset import near, validation
from kzstats.dataset.contradictions import contradictions
from kzstats.dataset.derived import Refusal, Result, Why, growth, monthly, total
from kzstats.dataset.disagreements import agreements, declared, disagreements
from kzstats.dataset.series import breaks, counter, runs, statuses, stretches
from kzstats.values import quantity

REFUSED_GROWTH = {
    "metric": ({}, {"metric": "convicted", "period": "2015"}),
    "area": ({}, {"area": "150", "period": "2015"}),
    "label": ({"label": "East"}, {"label": "West", "period": "2015"}),
    "dimensions": (
        {"metric": "joined", "dimensions": {"age": "children"}},
        {"metric": "joined", "period": "2015"},
    ),
    "producer": ({"producer": "One"}, {"producer": "Another", "period": "2015"}),
    "definition": ({}, {"period": "2015", "status": "D", "reason": "Counts otherwise."}),
    "kind": ({"metric": "people", "period": "2016"}, {"metric": "people", "period": "2017"}),
    "part_year": ({"period": "2014"}, {"period": "2015-01/2015-05"}),
    "length": ({"period": "2014-01/2014-05"}, {"period": "2015-01/2015-06"}),
    "order": ({"period": "2015"}, {"period": "2014"}),
    "break": ({"period": "2014"}, {"period": "2015"}),
    "unknown": ({"value": 0, "period": "2015"}, {"value": 5, "period": "2016"}),
    "revised": (
        {"id": "first", "period": "2015"},
        {"id": "second", "period": "2015", "revises": "first"},
    ),
    "no_level": (
        {"period": "2015"},
        {"period": "2016", "change": {"direction": "rise", "unit": "percent"}},
    ),
}
REFUSED_TOTAL = {
    "lone": [{"metric": "money"}],
    "metric": [{"metric": "money"}, {"period": "2015"}],
    "additive": [{"metric": "people", "label": "One"}, {"metric": "people", "label": "Another"}],
    "area": [{"metric": "money", "label": "A"}, {"metric": "money", "label": "B", "area": "150"}],
    "overlap": [
        {"metric": "money", "period": "2014/2016"},
        {"metric": "money", "period": "2016/2018"},
    ],
    "disagreement": [{"metric": "money", "value": 1}, {"metric": "money", "value": 2}],
}
REFUSED_MONTHLY = {
    "lone": [{"period": "2014"}],
    "length": [{"period": "2014"}, {"period": "2015"}],
}


def dataset(records=None, metrics=None):
    """As :func:`make.dataset`, with a dimension."""
    codes = {"children": {"en": "Children"}, "adults": {"en": "Adults"}}
    more = f"dimensions: {json.dumps({'age': {'title': {'en': 'Age'}, 'codes': codes}})}\n"
    limited = {
        name: {"dimensions": ["age"], **(metrics or {}).get(name, {})} for name in make.METRICS
    }
    return validation.read((make.yaml_text(records, limited) + more).encode())


def grown(*records):
    data = dataset(records)
    return growth(data, *data.records)


def added(*records):
    data = dataset(records)
    return total(data, data.records)


def per_month(*records):
    data = dataset(records)
    return monthly(data, data.records)


def test_growth_from_100_to_more_than_300_is_more_than_200_percent():
    found = grown(
        {"id": "early", "value": 100, "period": "2015"},
        {"id": "late", "value": ">300", "period": "2016"},
    )
    assert (found.number.comparator, found.number.low, found.number.high) == (">", 200, inf)
    assert found.parents == ("early", "late")


@pytest.mark.parametrize(("why", "records"), REFUSED_GROWTH.items())
def test_growth_is_refused_with_its_reason(why, records):
    assert grown(*records) == Refusal(why)


@pytest.mark.parametrize(("why", "records"), REFUSED_TOTAL.items())
def test_a_total_is_refused_with_its_reason(why, records):
    assert added(*records) == Refusal(why)


@pytest.mark.parametrize(("why", "records"), REFUSED_MONTHLY.items())
def test_monthly_rates_are_refused_with_their_reason(why, records):
    assert per_month(*records) == Refusal(why)


def test_every_reason_for_a_refusal_has_its_test():
    assert {*REFUSED_GROWTH, *REFUSED_TOTAL, *REFUSED_MONTHLY} == {*get_args(Why)}


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        ({"metric": "women", "period": "2014"}, {"metric": "women", "period": "2015"}, "kind"),
        ({"metric": "money", "period": "2014"}, {"metric": "money", "period": "2015"}, "kind"),
        ({"metric": "time", "period": "2014"}, {"metric": "time", "period": "2015"}, "kind"),
        ({"label": "East"}, {"period": "2015"}, "label"),
        ({"period": "2013/2014"}, {"period": "2015"}, "length"),
        ({"period": "2014-01-01/2014-01-10"}, {"period": "2015-01-01/2015-01-11"}, "length"),
        ({"period": "2014"}, {"period": "2014"}, "order"),
        ({"period": "2014/2015"}, {"period": "2015/2016"}, "order"),
        ({"value": ">100", "period": "2015"}, {"value": ">300", "period": "2016"}, "unknown"),
    ],
)
def test_what_is_not_alike_is_not_compared(earlier, later, why):
    assert grown(earlier, later) == Refusal(why)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"period": "2015-02"}, {"period": "2015-03"}),
        ({"period": "2015-01/2015-05"}, {"period": "2016-01~/2016-05~"}),
        ({"period": "2015-01-01/2015-01-10"}, {"period": "2016-01-01/2016-01-10"}),
        ({"metric": "centres", "period": "2014"}, {"metric": "centres", "period": "2015-03-01"}),
        ({"metric": "joined", "period": "2014-05"}, {"metric": "joined", "period": "2015"}),
        ({"label": "East", "period": "2015"}, {"label": "East", "period": "2016"}),
    ],
)
def test_what_is_alike_is_compared(earlier, later):
    found = grown({"value": 50, **earlier}, {"value": 100, **later})
    assert (found.number.low, found.number.high) == (100, 100)


@pytest.mark.parametrize(
    ("earlier", "later", "day", "crossed"),
    [
        ("2014", "2015", "2015-01-01", True),
        ("2015", "2016", "2015-01-01", False),
        ("2013", "2014", "2015-01-01", False),
        ("2014", "2016", "2015-01-01", True),
        ("2014", "2015", "2015-07-01", True),
        ("2015", "2016", "2015-07-01", True),
        ("2014", "2015", "2015-12-31", True),
        ("2014", "2015", "2016-01-01", False),
    ],
)
def test_no_growth_is_computed_across_a_break_wherever_in_a_year_it_lies(
    earlier, later, day, crossed
):
    change = {
        "date": day,
        "title": {"en": "New code"},
        "reason": {"en": "A new code"},
        "source": "law",
    }
    data = dataset([{"period": earlier}, {"period": later}], {"offences": {"breaks": [change]}})
    assert (growth(data, *data.records) == Refusal("break")) is crossed
    assert [found.date.isoformat() for found in breaks(data.metrics["offences"], data.records)] == [
        day
    ] * crossed


def test_a_total_is_not_added_up_across_a_break():
    change = {
        "date": "2015-01-01",
        "title": {"en": "New"},
        "reason": {"en": "New"},
        "source": "law",
    }
    money = [{"metric": "money", "period": "2014"}, {"metric": "money", "period": "2015"}]
    data = dataset(money, {"money": {"breaks": [change]}})
    assert total(data, data.records) == Refusal("break")


def test_a_figure_that_spans_a_break_is_comparable_with_none():
    data = dataset([{"period": period} for period in ("2013", "2014", "2014/2015", "2015", "2016")])
    parts = stretches(data.metrics["offences"], data.records)
    assert [[record.period.text for record in part] for part in parts] == [
        ["2013", "2014"],
        ["2014/2015"],
        ["2015", "2016"],
    ]


YEARS = st.lists(st.integers(2000, 2030), min_size=2, max_size=8, unique=True)
DAYS = st.lists(st.dates(date(2000, 1, 2), date(2030, 12, 31)), max_size=4, unique=True)


@settings(deadline=None)
@given(YEARS, DAYS)
def test_whatever_the_breaks_a_change_stays_on_one_side_of_each(years, days):
    changes = [
        {"date": day.isoformat(), "title": {"en": "New"}, "reason": {"en": "New"}, "source": "law"}
        for day in days
    ]
    records = [
        {"period": str(year), "value": 10 + place} for place, year in enumerate(sorted(years))
    ]
    data = dataset(records, {"offences": {"breaks": changes}})
    parts = stretches(data.metrics["offences"], data.records)
    at = {record.id: place for place, part in enumerate(parts) for record in part}
    assert sorted(at) == sorted(record.id for record in data.records)
    for earlier, later in itertools.combinations(data.records, 2):
        crossed = any(earlier.period.start < day <= later.period.end for day in days)
        assert (growth(data, earlier, later) == Refusal("break")) is crossed
        assert (at[earlier.id] != at[later.id]) is crossed


@pytest.mark.parametrize(
    ("values", "comparator", "low", "high", "approximate"),
    [
        ((4700000, 3000000, 1400000), "=", 9100000, 9100000, False),
        ((90, ">30"), ">", 120, inf, False),
        ((90, ">=30"), ">=", 120, inf, False),
        ((90, "<=30"), "<=", -inf, 120, False),
        (("~90", 30), "=", 120, 120, True),
        (("10..20", 1), "=", 11, 21, False),
    ],
)
def test_a_total_keeps_comparators_and_names_its_parents(
    values, comparator, low, high, approximate
):
    found = added(
        *(
            {"metric": "money", "value": value, "label": f"Donor {place}"}
            for place, value in enumerate(values)
        )
    )
    number = found.number
    assert (number.comparator, number.low, number.high, number.approximate) == (
        comparator,
        low,
        high,
        approximate,
    )
    assert found.parents == tuple(f"r{place}" for place in range(1, len(values) + 1))


def test_a_deprecated_figure_does_not_enter_a_total():
    deprecated = {
        "metric": "money",
        "value": 9,
        "label": "A",
        "rank": "deprecated",
        "reason": "A misprint",
    }
    found = added(
        {"metric": "money", "value": 1, "label": "A"},
        deprecated,
        {"metric": "money", "value": 2, "label": "B"},
    )
    assert (found.number.low, found.parents) == (3, ("r1", "r3"))
    assert added({"metric": "money"}, deprecated) == Refusal("lone")


def test_one_series_over_periods_that_do_not_touch_is_added_up():
    assert (
        added(
            {"metric": "money", "period": "2015", "value": 2},
            {"metric": "money", "period": "2014", "value": 1},
        ).number.low
        == 3
    )


def test_one_span_written_in_two_ways_is_a_disagreement_too():
    assert added(
        {"metric": "money", "period": "2014"},
        {"metric": "money", "period": "2014-01/2014-12", "value": 2},
    ) == Refusal("disagreement")


def test_an_empty_selection_has_no_total_and_no_rate():
    data = dataset()
    assert total(data, []) == monthly(data, []) == Refusal("lone")


def test_monthly_rates_stand_where_lengths_differ():
    found = per_month({"value": 240}, {"value": ">50", "period": "2015-01/2015-05"})
    assert [(result.number.comparator, result.number.low, result.parents) for result in found] == [
        ("=", 20, ("r1",)),
        (">", 10, ("r2",)),
    ]


@pytest.mark.parametrize(
    "records",
    [
        [{"period": "2014"}, {"period": "2015-01-04"}],
        [
            {"metric": "centres", "period": "2014"},
            {"metric": "centres", "period": "2015-01/2015-05"},
        ],
        [{"period": "2014"}, {"metric": "convicted", "period": "2015-01/2015-05"}],
        [{"period": "2014"}, {"area": "150", "period": "2015-01/2015-05"}],
        [{"period": "2014"}, {"label": "East", "period": "2015-01/2015-05"}],
    ],
)
def test_a_monthly_rate_never_stands_alone_or_beside_another_series(records):
    assert per_month(*records) == Refusal("lone")


def test_figures_that_disagree_are_grouped_with_the_leading_one_first():
    ranked = [
        {"value": 1, "rank": "deprecated", "reason": "A misprint"},
        {"value": 2},
        {"value": 3, "rank": "preferred", "reason": "The office itself"},
        {"value": 4, "period": "2015"},
        {"value": 5, "label": "East"},
        {"value": 5, "label": "East"},
        {"value": 1, "area": "150"},
    ]
    groups = disagreements(dataset(ranked).records)
    assert [[record.id for record in group] for group in groups] == [["r3", "r2", "r1"]]


COUNTED = st.fixed_dictionaries(
    {
        "metric": st.sampled_from(["offences", "joined", "centres"]),
        "period": st.sampled_from(
            [
                "2013",
                "2014",
                "2015",
                "2016",
                "2015-01/2015-05",
                "2016-01/2016-05",
                "2016-06",
                "2017-06-01",
            ]
        ),
        "value": st.sampled_from([5, 10, 40, ">20", "~30", "10..20"]),
        "area": st.sampled_from(["KZ", "KZ-75"]),
        "said_by": st.sampled_from(["An office", "Another office"]),
        "producer": st.sampled_from([None, "An office", "A committee"]),
        "dimensions": st.sampled_from([None, {"age": "children"}, {"age": "adults"}]),
        "status": st.sampled_from(["A", "A", "A", "B", "D", "E"]),
        "reason": st.just("So it says."),
    }
)


@settings(deadline=None)
@given(st.lists(COUNTED, min_size=2, max_size=12))
def test_no_growth_runs_across_a_break_a_producer_a_dimension_or_a_length(records):
    data = dataset(records)
    for earlier, later in itertools.permutations(data.records, 2):
        if not isinstance(growth(data, earlier, later), Result):
            continue
        metric = data.metrics[later.metric]
        assert (earlier.metric, earlier.area, earlier.dimensions, counter(earlier)) == (
            later.metric,
            later.area,
            later.dimensions,
            counter(later),
        )
        assert "D" not in (earlier.status, later.status)
        assert not breaks(metric, (earlier, later))
        flagged = [
            record
            for record in data.records
            if record.status == "B" and (record.metric, record.area) == (later.metric, later.area)
        ]
        own = [
            record
            for record in flagged
            if (record.dimensions, counter(record)) == (later.dimensions, counter(later))
        ]
        assert not any(
            earlier.period.start < record.period.start <= later.period.start for record in own
        )
        if metric.rules.lasts:
            assert (earlier.period.after - earlier.period.start).days // 28 == (
                later.period.after - later.period.start
            ).days // 28
    for metric in data.metrics.values():
        here = [record for record in data.records if data.metrics[record.metric] is metric]
        assert sorted(
            record.id
            for part in stretches(metric, here)
            for run in runs(metric, part)
            for record in run
        ) == sorted(r.id for r in here)


@settings(deadline=None)
@given(st.lists(COUNTED, min_size=2, max_size=12))
def test_what_contradicts_is_of_one_subject_or_of_a_part_and_its_whole(records):
    data = dataset(records)
    for wrong in contradictions(data, data.records):
        one, other = wrong.records
        assert one.metric == other.metric
        assert "D" not in (one.status, other.status)
        if wrong.what == "part":
            assert set(one.dimensions) <= set(other.dimensions)
            assert other.area.startswith(one.area)
        else:
            assert (one.area, one.dimensions) == (other.area, other.dimensions)


def wrongs(*records):
    data = dataset(records)
    return [
        (wrong.what, *(record.id for record in wrong.records))
        for wrong in contradictions(data, data.records)
    ]


def test_a_total_up_to_a_day_that_falls_is_a_contradiction_whoever_counts():
    fallen = (
        {"metric": "joined", "period": "2019", "value": 824},
        {"metric": "joined", "period": "2021", "value": 654, "producer": "Another"},
    )
    assert wrongs(*fallen) == [("falls", "r1", "r2")]
    assert wrongs({**fallen[0], "value": 824}, {**fallen[1], "value": ">600"}) == []
    assert wrongs(fallen[0], {**fallen[1], "status": "D", "reason": "Counts otherwise."}) == []


def test_a_year_to_date_that_shrinks_is_a_contradiction():
    assert wrongs(
        {"period": "2014-01/2014-04", "value": 57}, {"period": "2014-01-01/2014-09-25", "value": 52}
    ) == [("shrinks", "r1", "r2")]
    assert (
        wrongs(
            {"period": "2014-01/2014-04", "value": 57},
            {"period": "2014-01-01/2014-09-25", "value": ">52"},
        )
        == []
    )
    assert wrongs({"period": "2014", "value": 10}, {"period": "2015-01/2015-05", "value": 20}) == []


def test_a_part_larger_than_its_whole_is_a_contradiction():
    whole, part = (
        {"metric": "joined", "value": 100},
        {"metric": "joined", "value": 120, "dimensions": {"age": "children"}},
    )
    assert wrongs(whole, part) == [("part", "r1", "r2")]
    assert wrongs(whole, {"metric": "joined", "value": 120, "area": "KZ-75"}) == [
        ("part", "r1", "r2")
    ]
    assert wrongs(whole, {**part, "value": 90}) == wrongs(whole, {**part, "period": "2015"}) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (125, ">100", True),
        (125, ">125", False),
        ("~800", 824, True),
        ("~90", 100, False),
        ("10..20", 15, True),
        ("<10", 10, False),
        ("<=10", 10, True),
    ],
)
def test_figures_disagree_only_where_they_cannot_both_be_true(one, other, agree):
    found = disagreements(dataset([{"value": one}, {"value": other}]).records)
    assert [[record.id for record in group] for group in found] == ([] if agree else [["r1", "r2"]])


def widened(*records):
    """What contradicts where one code of a dimension limits and another widens."""
    codes = {"territory": {"en": "At home"}, "with-abroad": {"en": "Abroad too", "widens": True}}
    more = f"dimensions: {json.dumps({'place': {'title': {'en': 'Where'}, 'codes': codes}})}\n"
    text = (
        make.yaml_text(
            [{"metric": "joined", **record} for record in records],
            {"joined": {"dimensions": ["place"]}},
        )
        + more
    )
    data = validation.read(text.encode())
    return [
        (wrong.what, *(record.id for record in wrong.records))
        for wrong in contradictions(data, data.records)
    ]


def test_what_widens_a_figure_makes_it_no_part_and_the_whole_a_part_of_it():
    whole = {"value": 100}
    wide, narrow = {"dimensions": {"place": "with-abroad"}}, {"dimensions": {"place": "territory"}}
    assert widened(whole, {**wide, "value": 120}) == widened(whole, {**narrow, "value": 80}) == []
    assert widened(whole, {**wide, "value": 90}) == [("part", "r2", "r1")]
    assert widened({**wide, "value": 90}, {**narrow, "value": 120}) == [("part", "r1", "r2")]
    assert widened({**wide, "value": 120}, {**narrow, "value": 90}) == []


def test_a_month_is_held_against_every_longer_time_around_it_however_many_there_are():
    around = [{"period": f"2014-01-01/2016-12-{day:02}", "value": 900} for day in range(1, 31)]
    around += [{"period": f"2014-01-{day:02}/2015-12-31", "value": 900} for day in range(2, 31)]
    around += [{"period": f"2014-02-{day:02}/2015-11-30", "value": 900} for day in range(1, 29)]
    around += [{"period": f"2014-03-{day:02}/2015-10-31", "value": 900} for day in range(1, 31)]
    least = {"period": "2013-12/2016-12", "value": 10}
    metrics = {"offences": {"breaks": []}}
    data = dataset([least, *around, {"period": "2014-06", "value": 11}], metrics)
    assert ("shrinks", "r119", "r1") in [
        (wrong.what, *(one.id for one in wrong.records))
        for wrong in contradictions(data, data.records)
    ]


def test_counts_that_differ_and_can_all_be_true_are_told_as_that():
    same = {"metric": "people", "label": "A meeting"}
    data = dataset(
        [
            {**same, "value": ">50"},
            {**same, "value": ">100", "rank": "preferred", "reason": "It says more."},
            {**same, "value": ">50"},
        ]
    )
    assert [[record.id for record in group] for group in agreements(data.records)] == [
        ["r2", "r1", "r3"]
    ]
    assert (
        agreements(dataset([{"value": 5}, {"value": 6}]).records)
        == agreements(dataset([{"value": 5}, {"value": 5}]).records)
        == ()
    )


def test_two_bodies_that_count_a_stock_weeks_apart_disagree_and_one_body_does_not():
    def told(other, **more):
        data = dataset(
            [
                {"metric": "centres", "period": "2019-12-01", "value": 5},
                {"metric": "centres", "period": other, "value": 9, **more},
            ]
        )
        return [[record.id for record in pair] for pair in near.nearby(data.metrics, data.records)]

    assert told("2019-12-20", producer="Another") == [["r1", "r2"]]
    assert told("2019-12-20") == told("2020-03-01", producer="Another") == []


COUNTS = st.lists(
    st.tuples(
        st.dates(date(2019, 1, 1), date(2019, 6, 30)),
        st.integers(0, 60),
        st.sampled_from(["1", "2", "3", ">2", "~3", "1..2"]),
        st.sampled_from(["One", "Two", "Three"]),
    ),
    min_size=2,
    max_size=14,
)


@given(COUNTS)
@settings(max_examples=150, deadline=None)
def test_every_count_that_another_body_contradicts_near_its_days_is_in_a_pair_and_no_other(counts):
    data = dataset(
        [
            {
                "metric": "centres",
                "period": f"{first}/{first + timedelta(days=long)}" if long else f"{first}",
                "value": value,
                "producer": producer,
            }
            for first, long, value, producer in counts
        ]
    )

    def quarrel(one, other):
        apart = max(one.period.start - other.period.end, other.period.start - one.period.end)
        same = (one.period.start, one.period.end) == (other.period.start, other.period.end)
        others = counter(one) != counter(other) and not quantity.agree(one.value, other.value)
        return others and not same and apart <= timedelta(days=near.NEAR)

    pairs = near.nearby(data.metrics, data.records)
    assert all(quarrel(*pair) for pair in pairs)
    assert {record.id for pair in pairs for record in pair} == {
        one.id for one in data.records if any(quarrel(one, other) for other in data.records)
    }
    assert len(pairs) == len(set(map(frozenset, ([one.id for one in pair] for pair in pairs))))


def test_a_contradiction_is_found_behind_hundreds_of_counts_of_the_same_weeks_that_agree():
    agreeing = [
        {"metric": "centres", "period": f"2019-0{1 + n % 3}-{1 + n % 28:02}", "value": ">=5",
         "producer": "One"}
        for n in range(400)
    ]  # fmt: skip
    other = {"metric": "centres", "period": "2019-01-15/2019-03-31", "value": 9, "producer": "Two"}
    more = {"metric": "centres", "period": "2018-12-31", "value": 12, "producer": "Three"}
    data = dataset([more, *agreeing, other])
    pairs = near.nearby(data.metrics, data.records)
    assert [[one.id for one in pair] for pair in pairs] == [["r1", "r402"]]


def test_figures_that_a_person_says_do_not_fit_are_found_from_both_sides():
    data = dataset(
        [
            {"value": 124},
            {"metric": "convicted", "value": 56, "against": ["r1"], "reason": "Another stage."},
            {"period": "2015"},
        ]
    )
    assert {
        name: [[record.id for record in pair] for pair in pairs]
        for name, pairs in declared(data).items()
    } == {
        "r1": [["r2", "r1"]],
        "r2": [["r2", "r1"]],
    }


def test_a_sum_is_never_of_two_producers_or_of_a_part_and_others():
    money = {"metric": "money", "label": "A"}, {"metric": "money", "label": "B"}
    assert added(money[0], {**money[1], "producer": "Another"}) == Refusal("producer")
    assert added(money[0], {**money[1], "dimensions": {"age": "children"}}) == Refusal("dimensions")
    assert added(money[0], {**money[1], "status": "D", "reason": "So."}) == Refusal("definition")


def test_the_first_figure_behind_a_break_has_the_status_of_one():
    data = dataset(
        [
            {"period": "2013"},
            {"period": "2014"},
            {"period": "2015"},
            {"period": "2016"},
            {"metric": "joined", "status": "E", "reason": "So."},
        ]
    )
    assert statuses(data) == {"r1": "A", "r2": "A", "r3": "B", "r4": "A", "r5": "E"}


def test_a_result_is_told_from_a_refusal_by_its_type():
    assert isinstance(grown({"period": "2015"}, {"period": "2016"}), Result)
    assert isinstance(grown({}, {}), Refusal)

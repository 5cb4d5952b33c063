"""The tidy frame of figures, and the one filter that every door shares."""

import make
import pandas as pd
import pytest
import thirteen
from hypothesis import given
from hypothesis import strategies as st

from kzstats.dataset import validation
from kzstats.language import dictionary, naming
from kzstats.query import frames
from kzstats.values import period

REAL = validation.load(thirteen.DATA)
CONTRACT = [
    "record", "metric", "metric_title", "topic", "label", "kind", "period", "period_start",
    "period_end", "period_inferred", "value", "value_low",
    "value_high", "comparator", "approximate", "unit", "area", "source", "publisher",
    "source_title", "published", "url", "said_by", "quote",
    "check", "note", "context", "counting_unit", "rank",
]  # fmt: skip
PERIODS = [
    "2013",
    "2014/2016",
    "2015-12",
    "2016-01~/2016-05~",
    "2016-12-31/2017-01-02",
    "2018-06-15",
]
BY_PERIOD = frames.table(
    make.dataset([{"id": f"p{place}", "period": said} for place, said in enumerate(PERIODS)])
)


def ids(frame):
    return list(frame["record"])


def test_the_contracts_29_columns_come_first_and_in_order():
    assert list(frames.table(REAL).columns[:29]) == list(frames.CONTRACT) == CONTRACT


def test_what_is_new_stands_at_the_end():
    assert frames.COLUMNS[36:39] == ("producer", "dimensions", "obs_status")
    assert frames.COLUMNS[39:] == (
        "change",
        "change_low",
        "change_high",
        "change_unit",
        "change_since",
        "aim",
        "edition",
        "scale_of",
        "revises",
        "revised_by",
    )
    assert set(frames.table(REAL)["dimensions"]) == set(frames.table(REAL)["producer"]) == {""}


def test_the_first_row_behind_a_break_says_so():
    frame = frames.table(REAL)
    assert list(frame["record"][frame["obs_status"] == "B"]) == ["offences-2015"]
    assert set(frame["obs_status"]) == {"A", "B"}


@pytest.mark.parametrize(("lang", "said"), [("en", ""), ("ru", "сто"), ("kk", "")])
def test_a_translation_stands_in_the_files_language_alone_and_never_in_the_articles(lang, said):
    frame = frames.table(make.dataset([{"translation": {"ru": "сто"}}]), lang)
    assert "translation" in frame.columns[29:]
    assert list(frame["translation"]) == [said]


def test_there_is_one_row_a_record_in_the_files_order():
    assert ids(frames.table(REAL)) == [record.id for record in REAL.records]


def test_numbers_days_flags_and_texts_have_their_types():
    types = frames.table(REAL).dtypes.astype(str)
    assert set(types[list(frames.NUMBERS)]) == {"float64"}
    assert set(types[list(frames.DAYS)]) == {"datetime64[s]"}
    assert set(types[list(frames.FLAGS)]) == {"bool"}
    assert set(types.drop([*frames.NUMBERS, *frames.DAYS, *frames.FLAGS])) == {"str"}


@pytest.mark.parametrize(
    ("said", "numbers", "comparator", "approximate"),
    [
        (154, (154, 154, 154), "=", False), ("1.5", (1.5, 1.5, 1.5), "=", False), (">30", (30, 30,
        None), ">", False),
        (">=500", (500, 500, None), ">=", False), ("<10", (10, None, 10), "<", False), ("<=10", (10,
        None, 10), "<=", False),
        ("~90", (90, None, None), "=", True), ("10..20", (None, 10, 20), "=", False),
    ],
)  # fmt: skip
def test_a_value_keeps_its_number_its_known_bounds_and_its_mark(
    said, numbers, comparator, approximate
):
    row = frames.table(make.dataset([{"value": said}])).iloc[0]
    assert (
        tuple(None if pd.isna(row[column]) else row[column] for column in frames.NUMBERS[:3])
        == numbers
    )
    assert (row["comparator"], bool(row["approximate"])) == (comparator, approximate)


def test_a_record_without_a_known_check_is_not_checked():
    frame = frames.table(make.dataset(), checks={"offences-2015": "matches source"})
    assert dict(zip(frame["record"], frame["check"], strict=True)) == dict.fromkeys(
        ids(frame), "not checked"
    ) | {"offences-2015": "matches source"}


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_codes_stay_and_titles_labels_and_notes_change_with_the_language(lang):
    english, other = frames.table(REAL, "en"), frames.table(REAL, lang)
    worded = [
        "metric_title",
        "label",
        "note",
        "reason",
        "said_by",
        "translation",
        "breaks",
        "publisher_name",
    ]
    pd.testing.assert_frame_equal(english.drop(columns=worded), other.drop(columns=worded))
    assert (english["metric_title"] != other["metric_title"]).all()
    labelled = english["label"] != ""
    assert (english["label"] != other["label"])[labelled].all()
    rehabilitation = english["record"] == "rehabilitation-months-2017"
    assert (english["note"] != other["note"])[rehabilitation].all()


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_speakers_and_publishers_stand_in_a_file_as_on_the_screen_and_the_publisher_that_is_asked_for_stays(  # noqa: E501
    lang,
):
    found = frames.table(REAL, lang)
    assert list(found["said_by"]) == [
        naming.name(lang, REAL, record.said_by) for record in REAL.records
    ]
    assert list(found["publisher_name"]) == [
        naming.name(lang, REAL, REAL.sources[record.source].publisher) for record in REAL.records
    ]
    assert list(found["publisher"]) == [
        REAL.sources[record.source].publisher for record in REAL.records
    ]
    assert "publisher_name" in dictionary.column(lang, "publisher")


def test_every_row_carries_the_breaks_of_its_metric():
    later = {
        "date": "2016-07-01",
        "title": {"en": "New count", "ru": "Новый счёт"},
        "reason": {"en": "Counted by victim."},
        "source": "press",
    }
    both = {"offences": {"breaks": [make.METRICS["offences"]["breaks"][0], later]}}
    data = make.dataset(
        [{"period": "2014"}, {"period": "2018"}, {"metric": "convicted"}], metrics=both
    )
    said = "2015-01-01 New code; 2016-07-01 New count"
    assert list(frames.table(data)["breaks"]) == [said, said, ""]
    assert frames.table(data, "ru")["breaks"][0] == "2015-01-01 New code; 2016-07-01 Новый счёт"
    found = frames.breaks(data, ["convicted", "offences", "offences"])
    assert found.to_dict("records") == [
        {"metric": "offences", "date": "2015-01-01", "title": "New code", "reason":
            "A new code came into force.", "source": "law",
         "url": "https://law.example/code"},
        {"metric": "offences", "date": "2016-07-01", "title": "New count", "reason":
            "Counted by victim.", "source": "press",
         "url": "https://press.example/2017/figures"},
    ]  # fmt: skip
    assert list(frames.breaks(data, ["convicted"]).columns) == list(frames.BREAKS)


def test_a_label_has_a_code_that_no_language_and_no_new_wording_changes():
    coded = {
        "metric": "money",
        "label": {"code": "eu", "en": "European Union", "ru": "Европейский союз"},
    }
    given = [coded, {"metric": "money", "label": "Donor B"}, {"metric": "money", "label": "Donor B",
    "period": "2015"},
             {**coded, "period": "2015", "label": {"en": "European Union"}}, {"metric": "people",
             "label": "Donor B"}, {}]  # fmt: skip
    for lang in ("en", "ru"):
        assert list(frames.table(make.dataset(given), lang)["label_code"]) == [
            "eu",
            "r2",
            "r2",
            "eu",
            "r5",
            "",
        ]


def test_words_missing_in_a_language_stand_in_english():
    assert list(frames.table(make.dataset(), "kk")["metric_title"]) == list(
        frames.table(make.dataset(), "en")["metric_title"]
    )


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ((None, None), [0, 1, 2, 3, 4, 5]), ((2016, 2016), [1, 3, 4]), ((2015, 2015), [1, 2]),
        ((2017, None), [4, 5]), ((None, 2013), [0]),
        ((2014, 2014), [1]), ((2017, 2017), [4]), ((2019, None), []), ((None, 2012), []), ((2000,
        2030), [0, 1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_a_record_is_in_the_years_that_its_period_overlaps(years, found):
    assert ids(frames.select(BY_PERIOD, years=years)) == [f"p{place}" for place in found]


YEAR = st.none() | st.integers(2010, 2020)


@given(YEAR, YEAR)
def test_the_filter_by_years_is_the_periods_own_overlap(first, last):
    expected = [
        f"p{place}"
        for place, said in enumerate(PERIODS)
        if period.parse(said).overlaps(first, last)
    ]
    assert ids(frames.select(BY_PERIOD, years=(first, last))) == expected


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"metric": ["registered_offences"]}, 3), ({"metric": ["registered_offences",
        "convicted_persons"]}, 4),
        ({"source": ["osce-2017-01-31"]}, 1), ({"publisher": ["Caravanserai"]}, 7),
        ({"publisher": ["Caravanserai"], "metric": ["event_participants"]}, 1),
        ({"publisher": ["Caravanserai"], "source": ["osce-2017-01-31"]}, 0),
        ({"metric": ["event_participants"], "years": (2018, None)}, 1), ({"metric": []}, 13), ({},
        13),
    ],
)  # fmt: skip
def test_values_of_one_filter_widen_and_filters_together_narrow(chosen, found):
    assert len(frames.select(frames.table(REAL), **chosen)) == found


def test_an_empty_selection_keeps_columns_and_types():
    whole = frames.table(REAL)
    nothing = frames.select(whole, years=(1990, 1991))
    assert (len(nothing), list(nothing.dtypes)) == (0, list(whole.dtypes))


def test_an_open_period_has_no_day_on_its_open_side_and_overlaps_all_that_lies_there():
    frame = frames.table(
        make.dataset(
            [
                {"id": "since", "period": "2012/.."},
                {"id": "until", "period": "../2019-12-12"},
                {"id": "year", "period": "2014"},
            ]
        )
    )
    assert frame["period_end"].isna().tolist() == [True, False, False]
    assert frame["period_start"].isna().tolist() == [False, True, False]
    assert ids(frames.select(frame, years=(2050, None))) == ["since"]
    assert ids(frames.select(frame, years=(None, 1950))) == ["until"]
    assert ids(frames.select(frame, years=(2014, 2014))) == ["since", "until", "year"]

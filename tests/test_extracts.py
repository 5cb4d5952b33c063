"""A question and its answer as a file: the CSV contract, the way back into pandas, and JSON."""

import csv
import io
import json
from urllib.parse import parse_qsl, urlsplit

import make
import pandas as pd
import pytest
import thirteen
from hypothesis import given, settings
from hypothesis import strategies as st

import kzstats
from kzstats.dataset import validation
from kzstats.exports import export, extracts
from kzstats.query import addresses, frames, versions
from kzstats.query.addresses import Query, QueryError

REAL = validation.load(thirteen.DATA)
FRAME = frames.table(REAL)
SNAPSHOT = versions.Store(thirteen.DATA).snapshot()
BASE_URL = "https://figures.example/"
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "'\tx",
]
HARMLESS = [
    "",
    "1=1",
    "'",
    "''",
    "'quoted'",
    "a\r=b",
    "–1",
    '"=1"',
    "x,y",
    "NA",
    "nan",
    "null",
    "None",
    "true",
    "1e5",
    "two\r\nlines",
    "\\N",
]


def written(frame):
    return list(csv.DictReader(io.StringIO(extracts.csv(frame).decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def read_back(tmp_path_factory):
    path = tmp_path_factory.mktemp("extracts") / "extract.csv"

    def read(frame):
        path.write_bytes(extracts.csv(frame))
        return kzstats.read_csv(str(path))

    return read


def one(**texts):
    return FRAME.iloc[[0]].reset_index(drop=True).assign(**texts)


def test_a_csv_has_a_byte_order_mark_the_contracts_header_and_crlf():
    content = extracts.csv(FRAME)
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(frames.CONTRACT).encode() + b",")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == len(FRAME) + 1
    assert not content[3:].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("record", "cells"),
    [
        (
            "offences-2014",
            {
                "value": "154",
                "value_low": "154",
                "value_high": "154",
                "comparator": "=",
                "approximate": "false",
                "unit": "offence",
            },
        ),
        (
            "women-share-2017",
            {
                "value": "",
                "value_low": "10",
                "value_high": "20",
                "comparator": "=",
                "approximate": "false",
                "unit": "percent",
            },
        ),
        (
            "participants-osce-2017-01",
            {
                "value": "90",
                "value_low": "",
                "value_high": "",
                "comparator": "=",
                "approximate": "true",
            },
        ),
        (
            "participants-unodc-2019-10",
            {
                "value": "50",
                "value_low": "50",
                "value_high": "",
                "comparator": ">",
                "approximate": "false",
            },
        ),
        (
            "contribution-eu",
            {
                "value": "4700000",
                "period_inferred": "true",
                "unit": "USD",
                "label": "European Union",
                "rank": "normal",
            },
        ),
        (
            "convicted-2016-01-05",
            {
                "period": "2016-01~/2016-05~",
                "period_start": "2016-01-01",
                "period_end": "2016-05-31",
                "period_inferred": "true",
            },
        ),
        (
            "offences-2016",
            {
                "period_start": "2016-01-01",
                "period_end": "2016-12-31",
                "period_inferred": "false",
                "label": "",
                "reason": "",
            },
        ),
    ],
)
def test_each_kind_of_value_stands_in_the_csv_as_the_contract_says(record, cells):
    row = next(row for row in written(FRAME) if row["record"] == record)
    assert {name: row[name] for name in cells} == cells


@pytest.mark.parametrize("said", ["<10", "<=10"])
def test_a_ceiling_has_no_lower_bound(said):
    row = written(frames.table(make.dataset([{"value": said}])))[0]
    assert (row["value"], row["value_low"], row["value_high"]) == ("10", "", "10")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_a_spreadsheet_would_run_gets_one_apostrophe_and_loses_it_again(
    text, read_back
):
    frame = one(**dict.fromkeys(extracts.FREE_TEXT, text))
    assert [written(frame)[0][column] for column in extracts.FREE_TEXT] == [f"'{text}"] * len(
        extracts.FREE_TEXT
    )
    pd.testing.assert_frame_equal(read_back(frame), frame)


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_is_written_as_it_is_and_read_as_it_is(text, read_back):
    frame = one(note=text)
    assert written(frame)[0]["note"] == text
    pd.testing.assert_frame_equal(read_back(frame), frame)


@pytest.mark.parametrize(
    "column",
    sorted(
        set(frames.COLUMNS)
        - set(extracts.FREE_TEXT)
        - {*frames.NUMBERS, *frames.FLAGS, *frames.DAYS}
    ),
)
def test_codes_are_never_touched(column):
    assert [row[column] for row in written(FRAME)] == list(FRAME[column])


def test_numbers_are_never_touched():
    assert written(one(value=-1.5))[0]["value"] == "-1.5"


def test_no_cell_of_the_real_file_needs_an_apostrophe_and_it_comes_back_whole(read_back):
    pd.testing.assert_frame_equal(read_back(FRAME), FRAME)


def test_an_empty_extract_comes_back_with_its_columns_and_types(read_back):
    pd.testing.assert_frame_equal(read_back(FRAME.iloc[:0]), FRAME.iloc[:0])


NUMBER = st.integers(0, 10**15 - 1).map(str) | st.builds(
    "{}.{}".format, st.integers(0, 10**7), st.from_regex(r"[0-9]{1,7}", fullmatch=True)
)
VALUE = (
    NUMBER
    | st.builds("{}{}".format, st.sampled_from([">", ">=", "<", "<=", "~"]), NUMBER)
    | st.tuples(NUMBER, NUMBER).filter(lambda ends: float(ends[0]) < float(ends[1])).map("..".join)
)
PERIOD = st.dates(pd.Timestamp(1900, 1, 1).date(), pd.Timestamp(2100, 12, 31).date()).map(
    str
) | st.integers(1900, 2100).map("{}~".format)
RECORD = st.fixed_dictionaries(
    {"value": VALUE, "period": PERIOD, "metric": st.sampled_from(["offences", "people", "money"])}
)
TEXT = st.sampled_from(DANGEROUS + HARMLESS) | st.text(
    st.sampled_from("=+-@\t\r\n'\"＝,; ")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=12,
)


@pytest.mark.no_cover
@settings(deadline=None)
@given(st.data(), st.lists(RECORD, min_size=1, max_size=4))
def test_any_frame_comes_back_from_its_csv_equal(read_back, data, records):
    frame = frames.table(make.dataset(records))
    texts = {
        column: data.draw(st.lists(TEXT, min_size=len(frame), max_size=len(frame)))
        for column in extracts.FREE_TEXT
    }
    frame = frames.typed(frame.assign(**texts))
    pd.testing.assert_frame_equal(read_back(frame), frame)


NAMES = st.lists(st.text(max_size=5), max_size=4, unique=True).map(tuple)
ASKED = st.builds(
    Query,
    NAMES,
    NAMES,
    NAMES,
    st.none() | st.integers(1000, 9999),
    st.none() | st.integers(1000, 9999),
    st.sampled_from(["en", "ru", "kk"]),
)


@given(ASKED)
def test_an_address_says_the_question_whatever_the_order_it_was_asked_in(query):
    turned = Query(
        query.metric[::-1],
        query.source[::-1],
        query.publisher[::-1],
        query.first,
        query.last,
        query.lang,
    )
    assert query.address("csv") == turned.address("csv")
    assert query.pairs() == turned.pairs()
    parts = urlsplit(query.address("csv"))
    assert (parts.path, parse_qsl(parts.query, keep_blank_values=True)) == (
        "/api/records.csv",
        query.pairs(),
    )


def test_an_open_question_has_a_bare_address():
    assert Query().address("json") == "/api/records.json"


def test_parameters_make_the_question_they_ask_and_repeated_values_count_once():
    pairs = [
        ("source", "press"),
        ("metric", "money"),
        ("metric", "offences"),
        ("metric", "money"),
        ("to", "2017"),
        ("from", "2014"),
        ("lang", "kk"),
    ]
    query = addresses.parse(make.dataset(), pairs)
    assert query == Query(("money", "offences"), ("press",), (), 2014, 2017, "kk")
    assert addresses.parse(make.dataset(), query.pairs()) == query


@pytest.mark.parametrize(
    ("pairs", "parameter", "hint", "allowed"),
    [
        ([("metric", "offenses")], "metric", "did you mean offences?", tuple(make.METRICS)),
        ([("source", "pres")], "source", "did you mean press?", ("press", "law")),
        (
            [("publisher", "The Pres")],
            "publisher",
            "did you mean The Press?",
            ("The Press", "The State"),
        ),
        ([("source", "xyz")], "source", "allowed: press, law", ("press", "law")),
        ([("metric", "")], "metric", "allowed: offences, convicted", tuple(make.METRICS)),
        ([("lang", "de")], "lang", "allowed: en, ru, kk", ("en", "ru", "kk")),
        ([("from", "16")], "from", "four digits", ("four digits, such as 2016",)),
        ([("to", "2016-05")], "to", "four digits", ("four digits, such as 2016",)),
        ([("from", "٢٠١٦")], "from", "four digits", ("four digits, such as 2016",)),
        ([("from", "2016\n")], "from", "four digits", ("four digits, such as 2016",)),
        ([("from", "2017"), ("to", "2016")], "from", "2016 or earlier", ("2016 or earlier",)),
        ([("to", "2016"), ("to", "2017")], "to", "stands twice", ("one value",)),
        (
            [("sorce", "press")],
            "sorce",
            "did you mean source?",
            (
                "metric",
                "source",
                "publisher",
                "area",
                "check",
                "dimension",
                "from",
                "to",
                "q",
                "lang",
            ),
        ),
    ],
)
def test_what_cannot_be_answered_is_named_with_what_can(pairs, parameter, hint, allowed):
    with pytest.raises(QueryError) as refused:
        addresses.parse(make.dataset(), pairs)
    assert refused.value.parameter == parameter
    assert refused.value.allowed == allowed
    assert str(refused.value).startswith(f"{parameter}: ")
    assert hint in str(refused.value)


PAIRS = st.lists(
    st.tuples(st.just("metric"), st.sampled_from([*REAL.metrics, "x", ""]))
    | st.tuples(
        st.sampled_from(["from", "to"]), st.sampled_from(["2014", "2015", "2016", "20x6", ""])
    )
    | st.tuples(
        st.sampled_from(["lang", "other", "publisher"]),
        st.sampled_from(["kk", "de", "Caravanserai"]),
    )
)


@given(PAIRS)
def test_what_is_wrong_is_left_out_and_told_as_if_each_parameter_came_alone_after_the_good_ones(
    pairs,
):
    good, wrong, query = [], [], Query()
    for pair in pairs:
        try:
            query = addresses.parse(REAL, [*good, pair])
        except QueryError as error:
            wrong.append((pair, str(error), error.why))
        else:
            good.append(pair)
    found, told = addresses.sorted_out(REAL, pairs)
    assert (found, [(pair, str(error), error.why) for pair, error in told]) == (query, wrong)


def test_hundreds_of_wrong_parameters_cost_no_more_than_reading_them(monkeypatch):
    data = make.dataset(sources={f"source-{n}": {} for n in range(1000)})
    guessed = []
    monkeypatch.setattr(
        addresses, "get_close_matches", lambda *given, **more: guessed.append(given) or []
    )
    pairs = [("source", f"sourse-{n}") for n in range(300)] + [
        ("source", f"source-{n}") for n in range(300)
    ]
    query, wrong = addresses.sorted_out(data, pairs)
    assert (len(query.source), len(wrong), guessed) == (300, 300, [])
    assert "1002" not in str(wrong[0][1])
    assert "and 982 more" in str(wrong[0][1])
    assert len(guessed) == 1


def test_a_very_long_value_is_not_repeated_whole():
    with pytest.raises(QueryError) as refused:
        addresses.parse(make.dataset(), [("metric", "x" * 5000)])
    assert len(str(refused.value)) < 300


def test_json_rows_have_none_for_unknown_and_whole_numbers_whole():
    values = [4700000, "1.5", "10..20", "~90", ">30"]
    rows = extracts.rows(frames.table(make.dataset([{"value": said} for said in values])))
    assert [tuple(row[column] for column in frames.NUMBERS[:3]) for row in rows] == [
        (4700000, 4700000, 4700000), (1.5, 1.5, 1.5), (None, 10, 20), (90, None, None), (30, 30,
        None),
    ]  # fmt: skip
    assert type(rows[0]["value"]) is int
    assert [type(rows[0][name]) for name in ("approximate", "period_start", "note")] == [
        bool,
        str,
        str,
    ]
    assert rows[0]["period_start"] == "2014-01-01"


def test_json_says_what_was_asked_how_many_were_found_and_where_each_lives():
    query = Query(metric=("registered_offences",), first=2015)
    found = json.loads(export.whole(SNAPSHOT, query, "json", BASE_URL))
    assert (
        found["address"]
        == "https://figures.example/api/records.json?metric=registered_offences&from=2015"
    )
    assert found["count"] == len(found["records"]) == 2
    assert (
        found["records"][0]["address"] == "https://figures.example/api/records/offences-2015.json"
    )
    assert list(found["records"][0])[:29] == list(frames.CONTRACT)


@pytest.mark.parametrize("text", ['"q" \\ é ж\n\t\x00\u2028', "%s %(x)s {0}", '"records": []', ""])
@pytest.mark.parametrize("rows", [0, 1, len(FRAME)])
def test_json_is_written_as_every_door_writes_it(text, rows):
    frame = FRAME.head(rows).assign(quote=text)
    records = [
        row | {"address": addresses.record_address(row["record"], BASE_URL)}
        for row in extracts.rows(frame)
    ]
    breaks = frames.breaks(REAL, frame["metric"]).assign(title=text)
    expected = {
        "address": "https://figures.example/api/records.json",
        "count": rows,
        "breaks": breaks.to_dict("records"),
        "records": records,
    }
    assert b"".join(extracts.json_parts(frame, breaks, Query(), BASE_URL)) == extracts.as_json(
        expected
    )


def test_csv_and_json_hold_the_same_rows():
    query = Query(publisher=("Caravanserai",))
    rows = json.loads(export.whole(SNAPSHOT, query, "json", BASE_URL))["records"]
    assert [row["record"] for row in rows] == [
        row["record"] for row in written(frames.answering(FRAME, query))
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query(), "kzstats.csv"),
        (Query(lang="ru"), "kzstats_ru.csv"),
        (Query(metric=("b", "a"), first=2014, last=2016), "kzstats_a_b_2014-2016.csv"),
        (Query(publisher=("The Press: \"A/B\"\r\n",), last=2016),
        "kzstats_the-press-a-b-_-2016.csv"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_what_is_inside(query, name):
    assert query.file_name("csv") == name


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_no_two_files_of_a_view_share_a_name(lang):
    views = [
        Query(lang=lang),
        Query(lang=lang, first=2015),
        Query(lang=lang, source=("press",)),
        Query(lang="en", last=2015),
    ]
    names = [
        view.file_name(extension)
        for view in dict.fromkeys(views)
        for extension in (*addresses.FORMATS, "pdf")
    ]
    names += [
        view.file_name(extension, "offences")
        for view in dict.fromkeys(views)
        for extension in ("svg", "png")
    ]
    assert len(set(names)) == len(names)


def test_a_pictures_name_says_chart_filter_and_language():
    query = Query(metric=("offences",), source=("press",), first=2014, last=2016, lang="kk")
    assert query.file_name("svg", "offences-2") == "kzstats_offences-2_press_2014-2016_kk.svg"


def test_a_file_name_is_never_too_long_for_a_disk():
    assert len(Query(metric=tuple(f"metric{place}" for place in range(100))).file_name("csv")) < 130


def test_an_open_end_is_an_empty_cell_in_every_format(read_back):
    frame = frames.table(make.dataset([{"period": "2012/.."}]))
    assert b"NaT" not in extracts.csv(frame)
    assert read_back(frame)["period_end"].isna().all()

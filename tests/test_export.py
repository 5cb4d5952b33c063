"""One question, six formats: the same bytes every time, the same records in each, and a copy can be
held against them.
"""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import suppress

import make
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thirteen import DATA

import kzstats
from kzstats import cli
from kzstats.exports import export, extracts
from kzstats.language import dictionary, languages
from kzstats.query import frames, versions
from kzstats.query.addresses import FORMATS, Query

SNAPSHOT = versions.Store(DATA).snapshot()
BASE_URL = "https://figures.example"
SOME = Query(metric=("registered_offences", "programme_contributions"), first=2015, lang="ru")
NONE = Query(metric=("convicted_persons",), last=1950)
EVERY = pytest.mark.parametrize("extension", FORMATS)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "＝1"]
HOSTILE = [
    *FORMULAS, "<script>alert(1)</script>", '"quoted", \'or\' not', "a;b,c\\n",
    "\N{GRINNING FACE}", "שלום العربية", "NA", "null", "nan", "1e5",
    "007", "1,5", "2014-01-01", "TRUE", "_x000D_", "&amp; ]]>", "${x} {y} %s",
        "https://x.example/", "#REF!",
]  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """The data of the usual arguments, as served from a file, and the file."""

    def served(*given, **others):
        path = tmp_path / "metrics.yaml"
        path.write_text(make.yaml_text(*given, **others), encoding="utf-8")
        return versions.Store(path).snapshot(), path

    return served


@pytest.fixture
def hostile(store):
    texts = [
        {
            "label": text,
            "note": text,
            "said_by": text,
            "quote": text,
            "context": text,
            "reason": text,
            "value": f"{place}.5",
        }
        for place, text in enumerate(HOSTILE)
    ]
    return store(
        texts,
        sources={
            "press": {
                "title": "=1",
                "publisher": "@x",
                "url": "https://press.example/a?b=c&d=%20#e",
            }
        },
    )[0]


def sheets(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def plain(frame):
    """A frame's rows with nothing of pandas in them: a missing number and an empty text are both
    nothing.
    """
    rows = []
    for row in frame.to_dict("records"):
        clean = {name: None if pd.isna(cell) or cell == "" else cell for name, cell in row.items()}
        rows.append(clean | {name: clean[name].date().isoformat() for name in frames.DAYS})
    return rows


def held(extension, content):
    """The rows that a file holds, by a reader that is not ours where there is one."""
    if extension == "json":
        return [
            {name: None if cell == "" else cell for name, cell in row.items() if name != "address"}
            for row in json.loads(content)["records"]
        ]
    if extension == "parquet":
        return plain(pd.read_parquet(io.BytesIO(content)))
    if extension == "xlsx":
        head, *lines = sheets(content)[0].iter_rows(values_only=True)
        # openpyxl undoes Excel's way to write such a text only where texts stand in one table
        # for all cells
        lines = [
            [cell.replace("_x005F_", "_") if isinstance(cell, str) else cell for cell in line]
            for line in lines
        ]
        rows = [dict(zip(head, line, strict=True)) for line in lines]
        return [row | {name: row[name].date().isoformat() for name in frames.DAYS} for row in rows]
    if extension == "zip":
        content = zipfile.ZipFile(io.BytesIO(content)).read("data.csv")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(text, delimiter=";" if extension == "csv2" else ","))
    for row in rows:
        row |= {
            name: row[name].removeprefix("'")
            if row[name][1:].lstrip("'")[:1] in tuple("=+-@＝")
            else row[name]
            for name in extracts.FREE_TEXT
        }
        row |= {
            name: float(row[name].replace(",", ".")) if row[name] else None
            for name in frames.NUMBERS
        }
        row |= {name: {"true": True, "false": False}[row[name]] for name in frames.FLAGS}
    return [{name: None if cell == "" else cell for name, cell in row.items()} for row in rows]


QUESTIONS = {"all": Query(), "some": SOME, "none": NONE}
EXPORTS = (
    "import json, sys; from kzstats import cli; sys.exit(max(map(cli.main, json.load(sys.stdin))))"
)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The folder where another process, with other hashes and in another zone, has answered every
    question in every format.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    commands = [
        [
            "export",
            "--data",
            str(DATA),
            "--format",
            extension,
            "-o",
            f"{name}.{extension}",
            *(f"--{option}={said}" for option, said in query.pairs()),
        ]
        for name, query in QUESTIONS.items()
        for extension in FORMATS
    ]
    machine = os.environ | {"KZSTATS_URL": BASE_URL, "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty"}
    subprocess.run(
        [sys.executable, "-c", EXPORTS],
        input=json.dumps(commands).encode(),
        check=True,
        env=machine,
        cwd=folder,
    )
    return folder


@EVERY
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_question_has_the_same_bytes_twice_and_in_another_process(
    extension, name, elsewhere
):
    once = export.whole(SNAPSHOT, QUESTIONS[name], extension, BASE_URL)
    assert (
        export.whole(versions.Store(DATA).snapshot(), QUESTIONS[name], extension, BASE_URL) == once
    )
    assert (elsewhere / f"{name}.{extension}").read_bytes() == once


@EVERY
@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize("query", [Query(), NONE], ids=["all", "none"])
def test_every_format_holds_the_frame_in_every_language_even_when_nothing_is_found(
    extension, lang, query
):
    query = Query(metric=query.metric, last=query.last, lang=lang)
    expected = plain(frames.answering(SNAPSHOT.frame(lang), query))
    assert held(extension, export.whole(SNAPSHOT, query, extension, BASE_URL)) == expected
    assert bool(expected) is (query.last is None)


@EVERY
def test_hostile_words_come_through_every_format_unchanged(extension, hostile):
    assert held(extension, export.whole(hostile, Query(), extension, BASE_URL)) == plain(
        hostile.frame("en")
    )


def some(name):
    return st.lists(
        st.sampled_from(sorted(set(SNAPSHOT.frame("en")[name]))), max_size=2, unique=True
    ).map(tuple)


YEAR = st.none() | st.integers(2012, 2021)
ASKED = st.builds(
    Query,
    *(some(name) for name in ("metric", "source", "publisher")),
    YEAR,
    YEAR,
    st.sampled_from(list(languages.LANGUAGES)),
)


@pytest.mark.no_cover
@settings(max_examples=settings.default.max_examples // 2)  # each makes whole files
@given(ASKED)
def test_any_question_has_one_answer_in_all_formats(query):
    expected = plain(frames.answering(SNAPSHOT.frame(query.lang), query))
    for extension in FORMATS:
        assert held(extension, export.whole(SNAPSHOT, query, extension, BASE_URL)) == expected


def test_a_workbook_has_records_sources_and_what_it_is_under_frozen_headers():
    records, sources, breaks, about = sheets(
        export.whole(SNAPSHOT, Query(first=2016), "xlsx", BASE_URL)
    )
    assert [records.title, sources.title, breaks.title, about.title] == [
        "Records",
        "Sources",
        "Breaks",
        "About",
    ]
    assert [sheet.freeze_panes for sheet in (records, sources, breaks)] == ["B2", "B2", "B2"]
    rows = frames.answering(SNAPSHOT.frame("en"), Query(first=2016))
    head, *lines = sources.iter_rows(values_only=True)
    changes = frames.breaks(SNAPSHOT.dataset, rows["metric"])
    assert {line[0] for line in lines} == {*rows["source"], *changes["source"]}
    assert [dict(zip(head, line, strict=True))["url"] for line in lines] == list(
        dict.fromkeys([*rows["url"], *changes["url"]])
    )
    head, *lines = breaks.iter_rows(values_only=True)
    assert (
        [dict(zip(head, line, strict=True)) for line in lines] == changes.to_dict("records") != []
    )
    told = list(about.iter_rows(values_only=True))
    said = "\n".join(f"{name}: {value}" for name, value in told)
    assert "from=2016" in said
    assert SNAPSHOT.changed.isoformat() in said
    assert [pair for pair in told if pair[0] in frames.COLUMNS] == [
        (name, dictionary.column("en", name)) for name in frames.COLUMNS
    ]
    heights = {line: about.row_dimensions[line].height or 15 for line in range(1, len(told) + 1)}
    assert all(
        heights[line] >= 15 * len(value) / about.column_dimensions["B"].width
        for line, (_, value) in enumerate(told, 1)
    )
    for caveat in ("bound", "approximate", "range", "part", "inferred", "not about Kazakhstan"):
        assert any(caveat in value for name, value in told if name == "Caveat")


@EVERY
@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_no_format_loses_the_break_of_a_metric(extension, lang):
    content = export.whole(
        SNAPSHOT,
        query := Query(metric=("registered_offences",), last=2014, lang=lang),
        extension,
        BASE_URL,
    )
    change = SNAPSHOT.dataset.metrics["registered_offences"].breaks[0]
    assert {row["breaks"] for row in held(extension, content)} == {
        f"2015-01-01 {change.title.in_language(lang)}"
    }
    assert frames.answering(SNAPSHOT.frame(lang), query)["breaks"].str.len().min() > 10
    if extension == "json":
        assert json.loads(content)["breaks"] == frames.breaks(
            SNAPSHOT.dataset, query.metric, lang
        ).to_dict("records")


def test_a_workbook_has_real_numbers_dates_and_flags_and_nothing_where_nothing_is_known(store):
    served, _ = store(
        [
            {"value": "1.5", "period": "1900"},
            {"value": "10..20"},
            {"value": 4700000},
            {"value": ">3"},
        ]
    )
    sheet = sheets(export.whole(served, Query(), "xlsx", BASE_URL))[0]
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    assert [sheet[f"{columns['value']}{line}"].value for line in (2, 3, 4)] == [1.5, None, 4700000]
    assert sheet[f"{columns['value_high']}5"].value is None
    assert sheet[f"{columns['period_start']}2"].value.isoformat() == "1900-01-01T00:00:00"
    assert sheet[f"{columns['period_end']}2"].is_date
    assert sheet[f"{columns['approximate']}2"].data_type == "b"


def test_a_whole_number_is_not_shown_with_a_bare_decimal_point(store):
    sheet = sheets(export.whole(store([{"value": 154}])[0], Query(), "xlsx", BASE_URL))[0]
    (cell,) = (cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "value")
    assert "." not in cell.number_format


def test_text_in_a_workbook_is_never_a_formula_and_addresses_are_links(hostile):
    for sheet in sheets(export.whole(hostile, Query(), "xlsx", BASE_URL)):
        assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}
    records = sheets(export.whole(hostile, Query(), "xlsx", BASE_URL))[0]
    links = [cell for line in records.iter_rows() for cell in line if cell.hyperlink]
    assert {records.cell(1, cell.column).value for cell in links} == {"url"}
    assert {f"{cell.hyperlink.target}#{cell.hyperlink.location}" for cell in links} == {
        cell.value for cell in links
    }
    assert len(links) == len(HOSTILE)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("extension", "reading"),
    [("xlsx", None), ("csv", "CSV:44,34,76"), ("csv2", "CSV:59,34,76,1,,1031")],
)
def test_a_spreadsheet_program_shows_every_value_as_it_is(extension, reading, store, tmp_path):
    texts = [*FORMULAS, "<script>", '"quoted", x', "😀", "שלום"]
    served, _ = store(
        [{"note": text, "label": text, "value": f"{place}.5"} for place, text in enumerate(texts)]
        + list(make.RECORDS)
    )
    rows = served.frame("en")
    path = tmp_path / f"extract.{extension[:4].rstrip('2')}"
    path.write_bytes(export.whole(served, Query(), extension, BASE_URL))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        *([f"--infilter={reading}"] if reading else []),
    ]
    written = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"
    subprocess.run(
        [*command, "--convert-to", written, "--outdir", str(tmp_path / "out"), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (shown,) = (tmp_path / "out").iterdir()
    found = list(csv.DictReader(io.StringIO(shown.read_text(encoding="utf-8-sig"), newline="")))
    assert len(found) == len(rows)
    kept = next(csv.DictReader(io.StringIO(extracts.csv(rows).decode("utf-8-sig"), newline="")))
    assert list(found[0]) == list(kept)
    for place, row in enumerate(found):
        for column, cell in row.items():
            real = rows[column].iloc[place]
            if column in frames.NUMBERS:
                assert (float(cell) if cell else None) == (None if pd.isna(real) else real)
            elif column in frames.FLAGS:
                assert cell.lower() == str(real).lower()
            elif column in frames.DAYS:
                assert cell == f"{real:%Y-%m-%d}"
            else:
                apostrophe = (
                    "'"
                    if extension != "xlsx" and column in extracts.FREE_TEXT and real in FORMULAS
                    else ""
                )
                assert cell == apostrophe + real


def test_parquet_keeps_the_frames_types_and_says_what_it_is():
    content = export.whole(SNAPSHOT, Query(first=2016), "parquet", BASE_URL)
    rows = frames.answering(SNAPSHOT.frame("en"), Query(first=2016)).reset_index(drop=True)
    pd.testing.assert_frame_equal(frames.typed(pd.read_parquet(io.BytesIO(content))), rows)
    schema = pq.read_schema(io.BytesIO(content))
    types = {field.name: str(field.type) for field in schema}
    assert {types[name] for name in frames.NUMBERS} == {"double"}
    assert {types[name] for name in frames.FLAGS} == {"bool"}
    assert all(types[name].startswith(("date", "timestamp")) for name in frames.DAYS)
    assert {field.name: field.metadata[b"description"].decode() for field in schema} == {
        name: dictionary.column("en", name) for name in frames.COLUMNS
    }
    assert (
        json.loads(schema.metadata[b"kzstats:breaks"])
        == frames.breaks(SNAPSHOT.dataset, rows["metric"]).to_dict("records")
        != []
    )
    told = b"\n".join(schema.metadata.values()).decode()
    for said in (
        "from=2016",
        BASE_URL,
        SNAPSHOT.changed.isoformat(),
        "bound",
        "approximate",
        "range",
        "inferred",
        "not about Kazakhstan",
    ):
        assert said in told


def test_csv2_has_semicolons_and_a_decimal_comma_and_comes_back_whole(store, tmp_path):
    served, _ = store(
        [
            {"value": "1.5"},
            {"value": "0.25..3.75"},
            {"value": 4700000},
            {"value": ">1.5", "note": "1;5"},
        ]
    )
    (path := tmp_path / "extract.csv").write_bytes(
        content := export.whole(served, Query(), "csv2", BASE_URL)
    )
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == ";".join(frames.COLUMNS)
    assert ";1,5;1,5;1,5;" in lines[1]
    assert ";;0,25;3,75;" in lines[2]
    pd.testing.assert_frame_equal(kzstats.read_csv(path), served.frame("en"))


def verified(path, capsys, data=DATA):
    code = cli.main(["verify", "--data", str(data), str(path)])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize("extension", ["csv", "csv2", "zip"])
def test_a_copy_that_nobody_touched_equals_what_is_published(extension, lang, tmp_path, capsys):
    (path := tmp_path / "extract").write_bytes(
        export.whole(SNAPSHOT, Query(lang=lang), extension, BASE_URL)
    )
    code, told = verified(path, capsys)
    assert (code, told.count("as published\n")) == (0, len(SNAPSHOT.dataset.records))


def test_a_copy_in_a_language_that_only_some_words_are_written_in_is_held_against_that_language(
    store, tmp_path, capsys
):
    served, data = store([{"label": {"en": "A seminar", "ru": "Семинар"}}, {"period": "2015"}])
    (path := tmp_path / "extract").write_bytes(
        export.whole(served, Query(lang="ru"), "csv", BASE_URL)
    )
    assert verified(path, capsys, data)[0] == 0


def edited(tmp_path, change):
    """An extract of all figures with its lines changed by hand."""
    lines = list(
        csv.reader(io.StringIO(extracts.csv(SNAPSHOT.frame("en")).decode("utf-8-sig"), newline=""))
    )
    target = io.StringIO(newline="")
    csv.writer(target).writerows(change(lines))
    (path := tmp_path / "edited.csv").write_bytes(target.getvalue().encode("utf-8-sig"))
    return path


def put(column, cell):
    def change(lines):
        place = lines[0].index(column)
        assert lines[2][place] != cell
        lines[2][place] = cell
        return lines

    return change


CELLS = (
    dict.fromkeys(frames.COLUMNS, "other")
    | dict.fromkeys(frames.NUMBERS, "328")
    | dict.fromkeys(frames.DAYS, "2001-02-03")
)


@pytest.mark.parametrize("column", frames.COLUMNS)
def test_one_cell_changed_by_hand_is_found_and_how_it_differs_is_said(column, tmp_path, capsys):
    code, told = verified(
        edited(tmp_path, put(column, "true" if column in frames.FLAGS else CELLS[column])), capsys
    )
    assert code == 1
    assert (
        "other: is not a published figure" in told
        if column == "record"
        else f"offences-2015: {column}: " in told
    )
    assert f"{len(SNAPSHOT.dataset.records) - 1} as published, 1 differ" in told


@pytest.mark.parametrize(
    ("column", "cell"),
    [("approximate", "maybe"), ("approximate", ""), ("value", "inf"), ("value", "1e999"), ("value",
    "abc"), ("value", ""), ("period_start", ""),
     ("period_start", "soon"), ("period_start", "9999999-01-01")],
)  # fmt: skip
def test_a_cell_of_the_wrong_kind_is_found(column, cell, tmp_path, capsys):
    code, told = verified(edited(tmp_path, put(column, cell)), capsys)
    assert code in (1, 2)
    assert column in told


@pytest.mark.parametrize("column", frames.CONTRACT)
def test_a_column_taken_away_is_named(column, tmp_path, capsys):
    place = frames.COLUMNS.index(column)
    code, told = verified(
        edited(tmp_path, lambda lines: [line[:place] + line[place + 1 :] for line in lines]), capsys
    )
    assert code == 2
    assert column in told


NO_COPIES = {
    "empty": b"", "text": b"hello\n", "binary": bytes(range(256)), "other table": b"a,b\n1,"
        b"2\n", "broken zip": b"PK\3\4", "header": b"record;x\n",
    "workbook": export.whole(SNAPSHOT, Query(), "xlsx", BASE_URL), "parquet": export.whole(SNAPSHOT,
    Query(), "parquet", BASE_URL),
    "json": export.whole(SNAPSHOT, Query(), "json", BASE_URL),
}  # fmt: skip


@pytest.mark.parametrize("content", NO_COPIES.values(), ids=NO_COPIES)
def test_a_file_that_is_no_extract_is_refused_by_its_name(content, tmp_path, capsys):
    (path := tmp_path / "nothing.csv").write_bytes(content)
    code, told = verified(path, capsys)
    assert code == 2
    assert str(path) in told
    assert verified(tmp_path / "absent.csv", capsys)[0] == verified(tmp_path, capsys)[0] == 2


@pytest.mark.no_cover
def test_a_package_with_a_damaged_byte_is_refused_or_read_but_never_a_crash(tmp_path, thorough):
    """Densely where a reader looks: the rows, and the directory of the package; where another file
    of it is damaged, the rows are read as ever. At three times as many places where all is tried.
    """
    step = 1 if thorough else 3
    whole, path = export.whole(SNAPSHOT, SOME, "zip", BASE_URL), tmp_path / "damaged.zip"
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        rows, directory = package.getinfo("data.csv"), package.start_dir
    end = rows.header_offset + len(rows.FileHeader()) + rows.compress_size
    looked_at = {
        *range(rows.header_offset, end, 3 * step),
        *range(directory, len(whole), 5 * step),
    }
    for place in sorted({*range(0, len(whole), 211 * step), *looked_at}):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(ValueError):
            assert list(kzstats.read_csv(path).columns) == list(frames.COLUMNS)

"""The package: everything in it is readable by others' tools, and says what it is without anyone beside it."""

import io
import json
import warnings
import zipfile
from pathlib import Path

import make
import pandas as pd
import pytest
import yaml

from kzstats import answers, bundle, extracts, frames, live, words
from kzstats.extracts import Question

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # both import what their own dependencies have renamed
    import csvw
    import frictionless

DATA = Path(__file__).parents[1] / "data" / "metrics.yaml"
SERVED = live.Shelf(DATA).served()
HOME = "https://figures.example"
QUESTIONS = {"all": Question(), "one": Question(metric=("convicted_persons",)), "none": Question(metric=("convicted_persons",), last=1950)}
ASKED = pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
LANG = pytest.mark.parametrize("lang", words.LANGUAGES)


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
    return folder


def text(name, asked=QUESTIONS["all"], served=SERVED):
    with zipfile.ZipFile(io.BytesIO(answers.answer(served, asked, "zip", HOME))) as package:
        return package.read(name).decode()


def served_of(folder, *given, **others):
    (path := folder / "metrics.yaml").write_text(make.yaml_text(*given, **others), encoding="utf-8")
    return live.Shelf(path).served()


def nothing_is_none(frame):
    return [{name: None if pd.isna(cell) or cell == "" else cell for name, cell in row.items()} for row in frame.to_dict("records")]


def test_a_package_holds_six_files_of_the_day_of_the_data():
    with zipfile.ZipFile(io.BytesIO(answers.answer(SERVED, Question(), "zip", HOME))) as package:
        assert package.testzip() is None
        entries = package.infolist()
    names = ["README.md", "data.csv", "datapackage.json", "data.csv-metadata.json", "dataset.jsonld", "CITATION.cff"]
    assert [entry.filename for entry in entries] == names
    assert {entry.date_time for entry in entries} == {(*SERVED.changed.timetuple()[:3], 0, 0, 0)}
    assert text("data.csv").encode() == answers.answer(SERVED, Question(), "csv", HOME)


def test_data_older_than_zip_itself_can_be_packed(tmp_path):
    assert zipfile.is_zipfile(io.BytesIO(answers.answer(served_of(tmp_path, changed="1970-01-01"), Question(), "zip", HOME)))


@ASKED
@LANG
def test_frictionless_finds_the_package_valid(asked, lang, tmp_path):
    asked = Question(metric=asked.metric, last=asked.last, lang=lang)
    unpacked(answers.answer(SERVED, asked, "zip", HOME), tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert (report.valid, report.flatten()) == (True, [])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in described["resources"][0]["schema"]["fields"]] == list(frames.COLUMNS)
    assert described["created"].startswith(SERVED.changed.isoformat())


@ASKED
def test_a_csvw_reader_finds_the_frame(asked, tmp_path):
    unpacked(answers.answer(SERVED, asked, "zip", HOME), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the reader's own date parser
        rows = [dict(row) for row in csvw.Table.from_file(tmp_path / "data.csv-metadata.json").iterdicts()]
        assert csvw.CSVW(str(tmp_path / "data.csv"), md_url=str(tmp_path / "data.csv-metadata.json")).is_valid
    assert rows == nothing_is_none(extracts.select(SERVED.frame("en"), asked))


def test_pandas_reads_the_data_by_its_description_alone(tmp_path):
    unpacked(answers.answer(SERVED, Question(), "zip", HOME), tmp_path)
    resource = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"][0]
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    plain = {"string": "str", "number": "float64", "boolean": "bool"}
    types = {name: plain[kind] for name, kind in fields.items() if kind != "date"}
    days = [name for name, kind in fields.items() if kind == "date"]
    empty = {name: resource["schema"]["missingValues"] for name, kind in fields.items() if kind == "number"}
    path = tmp_path / resource["path"]
    found = pd.read_csv(path, encoding=resource["encoding"], dtype=types, parse_dates=days, keep_default_na=False, na_values=empty)
    pd.testing.assert_frame_equal(frames.typed(found), SERVED.frame("en"))


@ASKED
def test_search_engines_find_what_they_ask_for(asked):
    found = json.loads(text("dataset.jsonld", asked))
    assert found["@context"].startswith("https://schema.org")
    assert found["@type"] == "Dataset"
    assert all(found[key] for key in ("name", "url", "license", "creditText", "dateModified", "version"))
    assert 50 <= len(found["description"]) <= 5000
    rows = extracts.select(SERVED.frame("en"), asked)
    if len(rows):
        assert found["temporalCoverage"] == f"{min(rows['period_start']):%Y-%m-%d}/{max(rows['period_end']):%Y-%m-%d}"
    else:
        assert "temporalCoverage" not in found
    assert set(found["isBasedOn"]) == set(rows["url"])
    assert all(entry["contentUrl"].startswith(f"{HOME}/api/records.") for entry in found["distribution"])


def test_the_citation_file_has_what_version_1_2_of_its_format_requires():
    found = yaml.safe_load(text("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert (found["cff-version"], found["type"], found["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
    assert all(type(found[key]) is str for key in ("message", "title", "version", "date-released", "url"))
    assert (found["date-released"], found["url"]) == (SERVED.changed.isoformat(), HOME)
    assert found["authors"]
    assert all(author["name"] for author in found["authors"])


CAVEATS = {
    "bound": [{"value": ">5"}, {"value": "<5", "period": "2015"}],
    "approximate": [{"value": "~5"}],
    "range": [{"value": "5..9"}],
    "part": [{"period": "2014-01/2014-05"}],
    "inferred": [{"inferred": {"period": "article_date"}, "period": "2017-10-16", "metric": "centres"}],
    "not about Kazakhstan": [{"area": "150"}, {"area": "unspecified"}],
}


@pytest.mark.parametrize("said", CAVEATS)
def test_each_caveat_names_its_rows_and_no_others(said, tmp_path):
    served = served_of(tmp_path, [*CAVEATS[said], {"id": "plain", "period": "2012"}])
    told = [line for line in bundle.caveats(served.frame("en"), "en") if said in line]
    assert len(told) == 1
    assert all(f"r{place}" in told[0] for place in range(1, len(CAVEATS[said]) + 1))
    assert "plain" not in told[0]
    assert told[0] in text("README.md", served=served)


def test_rows_that_nobody_checked_are_named_and_whole_exact_rows_have_no_caveat(tmp_path):
    rows = served_of(tmp_path, [{"id": "plain"}]).frame("en")
    (told,) = bundle.caveats(rows, "en")
    assert "match" in told
    assert "plain" in told
    assert bundle.caveats(rows.assign(check="matches source"), "en") == bundle.caveats(rows.iloc[:0], "en") == []


@LANG
@ASKED
def test_the_readme_says_what_was_asked_of_which_data_how_to_cite_it_and_what_each_column_means(lang, asked):
    asked = Question(metric=asked.metric, first=1940, last=asked.last, lang=lang)
    rows, said = extracts.select(SERVED.frame(lang), asked), text("README.md", asked)
    wanted = [*(f"{name}={value}" for name, value in asked.pairs()), HOME + asked.address("csv"), SERVED.changed.isoformat()]
    wanted += [bundle.cite(SERVED, HOME, lang), bundle.title(lang), "said_by", "kzstats verify", *bundle.caveats(rows, lang)]
    wanted += [f"| `{column}` | {words.column(lang, column)} |" for column in frames.COLUMNS]
    wanted += [*rows["url"], *rows["source_title"], *rows["publisher"]]
    assert [words for words in wanted if words not in said] == []
    assert all(line.count("|") == 3 for line in said.splitlines() if line.startswith("| `"))

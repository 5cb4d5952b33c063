"""The package: everything in it is readable by others' tools, and says what it is without anyone
beside it.
"""

import csv
import io
import json
import subprocess
import warnings
import zipfile
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import make
import pandas as pd
import pytest
import yaml
from pyld import jsonld
from thirteen import DATA

from kzstats.content import citation
from kzstats.exports import caveats, export
from kzstats.language import dictionary, languages, translation
from kzstats.query import frames, versions
from kzstats.query.addresses import Query

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore", DeprecationWarning
    )  # both import what their own dependencies have renamed
    import csvw
    import frictionless

SNAPSHOT = versions.Store(DATA).snapshot()
BASE_URL = "https://figures.example"
QUESTIONS = {
    "all": Query(),
    "one": Query(metric=("convicted_persons",)),
    "none": Query(metric=("convicted_persons",), last=1950),
}
ASKED = pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
LANG = pytest.mark.parametrize("lang", languages.LANGUAGES)
OTHERS = Path(__file__).parents[1] / ".venv" / "validators" / "bin"
NO_OTHERS = {
    "condition": not OTHERS.exists(),
    "reason": "validators with own requirements are not set up (make .venv/validators.stamp)",
}


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
    return folder


def text(name, query=QUESTIONS["all"], snapshot=SNAPSHOT):
    with zipfile.ZipFile(io.BytesIO(export.whole(snapshot, query, "zip", BASE_URL))) as package:
        return package.read(name).decode()


def snapshot_of(folder, *given, **others):
    (path := folder / "metrics.yaml").write_text(make.yaml_text(*given, **others), encoding="utf-8")
    return versions.Store(path).snapshot()


def table(name, query=QUESTIONS["all"], snapshot=SNAPSHOT):
    content = export.whole(snapshot, query, "zip", BASE_URL)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return list(
            csv.DictReader(io.StringIO(package.read(f"{name}.csv").decode("utf-8-sig"), newline=""))
        )


def nothing_is_none(frame):
    return [
        {name: None if pd.isna(cell) or cell == "" else cell for name, cell in row.items()}
        for row in frame.to_dict("records")
    ]


def test_a_package_holds_its_files_of_the_day_of_the_data():
    with zipfile.ZipFile(io.BytesIO(export.whole(SNAPSHOT, Query(), "zip", BASE_URL))) as package:
        assert package.testzip() is None
        entries = package.infolist()
    names = [
        "README.md",
        "data.csv",
        "metrics.csv",
        "breaks.csv",
        "dimensions.csv",
        "sources.csv",
        "datapackage.json",
        "data.csv-metadata.json",
        "dataset.jsonld",
    ]
    names += ["CITATION.cff", "citation.bib", "citation.ris", "citation.csl.json"]
    assert [entry.filename for entry in entries] == names
    assert {entry.date_time for entry in entries} == {(*SNAPSHOT.changed.timetuple()[:3], 0, 0, 0)}
    assert text("data.csv").encode() == export.whole(SNAPSHOT, Query(), "csv", BASE_URL)


def test_data_older_than_zip_itself_can_be_packed(tmp_path):
    assert zipfile.is_zipfile(
        io.BytesIO(
            export.whole(snapshot_of(tmp_path, changed="1970-01-01"), Query(), "zip", BASE_URL)
        )
    )


@ASKED
@LANG
def test_frictionless_finds_the_package_valid(query, lang, tmp_path):
    query = Query(metric=query.metric, last=query.last, lang=lang)
    unpacked(export.whole(SNAPSHOT, query, "zip", BASE_URL), tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert (report.valid, report.flatten()) == (True, [])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in described["resources"][0]["schema"]["fields"]] == list(
        frames.COLUMNS
    )
    assert described["created"].startswith(SNAPSHOT.changed.isoformat())


WRONG = {
    "metric": "registered_offence", "source": "osce", "topic": "case", "kind": "flows",
    "comparator": "≥", "unit": "people!", "area": "Kazakhstan",
    "check": "true", "counting_unit": "persons", "rank": "first", "stage": "sued",
    "publisher_class": "press", "period_start": "2014", 
    "value": "many", "approximate": "maybe", "record": "",
}  # fmt: skip


@pytest.mark.parametrize("column", WRONG)
def test_frictionless_finds_a_wrong_code_in_any_column_of_codes(column, tmp_path):
    unpacked(export.whole(SNAPSHOT, Query(), "zip", BASE_URL), tmp_path)
    rows = list(
        csv.reader(io.StringIO((tmp_path / "data.csv").read_text(encoding="utf-8-sig"), newline=""))
    )
    rows[1][rows[0].index(column)] = WRONG[column]
    with (tmp_path / "data.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert not report.valid
    assert {found[0] for found in report.flatten(["rowNumber"]) if found[0]} <= {2}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("breaks", "metric"),
        ("breaks", "source"),
        ("metrics", "kind"),
        ("sources", "publisher_class"),
    ],
)
def test_frictionless_finds_a_wrong_code_in_the_tables_beside_the_figures(name, column, tmp_path):
    unpacked(
        export.whole(SNAPSHOT, Query(metric=("registered_offences",)), "zip", BASE_URL), tmp_path
    )
    rows = table(name, Query(metric=("registered_offences",)))
    with (tmp_path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]))
        lines.writeheader()
        lines.writerows([rows[0] | {column: "nothing"}, *rows[1:]])
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_package_names_its_encoding_as_iana_does():
    for resource in json.loads(text("datapackage.json"))["resources"]:
        assert resource["encoding"] == "utf-8"
        with zipfile.ZipFile(
            io.BytesIO(export.whole(SNAPSHOT, Query(), "zip", BASE_URL))
        ) as package:
            assert package.read(resource["path"]).startswith(b"\xef\xbb\xbf")


@LANG
def test_the_package_of_one_metric_carries_its_breaks_and_their_source(lang):
    query = Query(metric=("registered_offences",), first=2016, lang=lang)
    metric = SNAPSHOT.dataset.metrics["registered_offences"]
    change = metric.breaks[0]
    told = {
        "title": change.title.in_language(lang),
        "reason": change.reason.in_language(lang),
        "source": change.source,
    }
    (found,) = table("breaks", query)
    assert (
        found
        == {
            "metric": "registered_offences",
            "date": "2015-01-01",
            "url": SNAPSHOT.dataset.sources[change.source].url,
        }
        | told
    )
    assert {row["source"] for row in table("sources", query)} == {
        "caravanserai-2017-10-16",
        change.source,
    }
    assert {row["breaks"] for row in table("data", query)} == {f"2015-01-01 {told['title']}"}
    assert told["reason"] in text("README.md", query)
    assert SNAPSHOT.dataset.sources[change.source].url in text("README.md", query)
    assert told["reason"] in json.loads(text("datapackage.json", query))["description"]
    assert table("breaks", Query(metric=("convicted_persons",))) == []


@LANG
def test_the_package_says_what_its_metrics_count(lang):
    found = table("metrics", Query(metric=("programme_contributions",), lang=lang))
    metric = SNAPSHOT.dataset.metrics["programme_contributions"]
    assert found == [
        {"metric": "programme_contributions", "title": metric.title.in_language(lang),
        "definition": metric.definition.in_language(lang),
         "topic": "funding", "kind": "amount", "unit": "USD", "counting_unit": "", "stage": "",
         "additive": "true",
         "dimensions": "", "rule": "", "limits": "", "producer": "",
         "scale_lowest": "", "scale_highest": "", "scale_best": "", "scale_per": ""}
    ]  # fmt: skip


@ASKED
def test_a_csvw_reader_finds_the_frame(query, tmp_path):
    unpacked(export.whole(SNAPSHOT, query, "zip", BASE_URL), tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the reader's own date parser
        rows = [
            dict(row)
            for row in csvw.Table.from_file(tmp_path / "data.csv-metadata.json").iterdicts()
        ]
        assert csvw.CSVW(
            str(tmp_path / "data.csv"), md_url=str(tmp_path / "data.csv-metadata.json")
        ).is_valid
    assert rows == nothing_is_none(frames.answering(SNAPSHOT.frame("en"), query))


@pytest.fixture(scope="module")
def base_url(address):
    return address


ADDRESSES = {
    "all": "",
    "some": "?from=2015&metric=registered_offences",
    "spelt otherwise": "?publisher=The+Astana+Times&lang=kk&&to=2016",
    "none": "?to=1950",
}
LIVE = pytest.mark.parametrize("query", ADDRESSES.values(), ids=ADDRESSES)


@LIVE
def test_a_csvw_reader_finds_the_columns_of_a_live_address_by_itself(base_url, query):
    address = f"{base_url}/api/records.csv{query}"
    published = json.loads(urlopen(address.replace(".csv", ".json"), timeout=60).read())["records"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the reader's own date parser
        warnings.filterwarnings("error", message=".*metadata.*")
        found = csvw.CSVW(address, validate=True)
        rows = [dict(row) for row in found.tables[0].iterdicts()]
        assert found.is_valid, [str(warning.message) for warning in found.warnings]
    days = [row | {name: f"{row[name]:%Y-%m-%d}" for name in frames.DAYS} for row in rows]
    assert days == [
        {name: None if cell == "" else cell for name, cell in row.items() if name != "address"}
        for row in published
    ]


@pytest.mark.skipif(**NO_OTHERS)
@LIVE
def test_another_csvw_reader_finds_the_same(base_url, query):
    read = (
        "import sys, json, csvwlib; "
        "print(json.dumps(csvwlib.CSVWConverter.to_json(sys.argv[1], mode='minimal')))"
    )
    address = f"{base_url}/api/records.csv{query}"
    found = subprocess.run(
        [OTHERS / "python", "-c", read, address],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert found.stderr == ""
    published = json.loads(urlopen(address.replace(".csv", ".json"), timeout=60).read())["records"]
    assert json.loads(found.stdout) == [
        {name: cell for name, cell in row.items() if name != "address" and cell not in ("", None)}
        for row in published
    ]


def test_a_reader_that_knows_no_header_finds_the_default_description(base_url):
    template = urlopen(f"{base_url}/.well-known/csvm", timeout=60).read().decode().strip()
    described = urlopen(
        urljoin(base_url, template.replace("{+url}", f"{base_url}/api/records.csv")), timeout=60
    )
    assert described.headers["content-type"] == "application/csvm+json"


def test_pandas_reads_the_data_by_its_description_alone(tmp_path):
    unpacked(export.whole(SNAPSHOT, Query(), "zip", BASE_URL), tmp_path)
    resource = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"][
        0
    ]
    fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    plain = {"string": "str", "number": "float64", "boolean": "bool"}
    types = {name: plain[kind] for name, kind in fields.items() if kind != "date"}
    days = [name for name, kind in fields.items() if kind == "date"]
    empty = {
        name: resource["schema"]["missingValues"]
        for name, kind in fields.items()
        if kind == "number"
    }
    path = tmp_path / resource["path"]
    found = pd.read_csv(
        path,
        encoding=resource["encoding"],
        dtype=types,
        parse_dates=days,
        keep_default_na=False,
        na_values=empty,
    )
    pd.testing.assert_frame_equal(frames.typed(found), SNAPSHOT.frame("en"))


@ASKED
def test_search_engines_find_what_they_ask_for(query):
    found = json.loads(text("dataset.jsonld", query))
    assert found["@context"].startswith("https://schema.org")
    assert found["@type"] == "Dataset"
    assert all(
        found[key] for key in ("name", "url", "license", "creditText", "dateModified", "version")
    )
    assert 50 <= len(found["description"]) <= 5000
    rows = frames.answering(SNAPSHOT.frame("en"), query)
    if len(rows):
        assert (
            found["temporalCoverage"]
            == f"{min(rows['period_start']):%Y-%m-%d}/{max(rows['period_end']):%Y-%m-%d}"
        )
    else:
        assert "temporalCoverage" not in found
    broken = {
        SNAPSHOT.dataset.sources[change.source].url
        for name in set(rows["metric"])
        for change in SNAPSHOT.dataset.metrics[name].breaks
    }
    assert set(found["isBasedOn"]) == set(rows["url"]) | broken
    assert all(
        entry["contentUrl"].startswith(f"{BASE_URL}/api/records.")
        for entry in found["distribution"]
    )


def places(query):
    return [
        (place["identifier"], place["name"])
        for place in json.loads(text("dataset.jsonld", query)).get("spatialCoverage", [])
    ]


def test_the_dataset_covers_the_places_of_these_rows():
    assert places(Query(metric=("registered_offences",), lang="ru")) == [("KZ", "Казахстан")]
    assert places(Query(metric=("women_in_isil_territory",))) == [("150", "Europe")]
    assert places(Query(metric=("rehabilitation_duration",))) == places(QUESTIONS["none"]) == []


@ASKED
@LANG
def test_linked_data_tools_read_the_dataset_and_every_key_is_a_term_of_schema_org(query, lang):
    query = Query(metric=query.metric, last=query.last, lang=lang)
    found = json.loads(text("dataset.jsonld", query))

    def context(url, _options):
        assert url.startswith("https://schema.org")
        linked = {name: {"@type": "@id"} for name in ("url", "license", "contentUrl", "isBasedOn")}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
                "document": {"@context": {"@vocab": "https://schema.org/", **linked}}}  # fmt: skip

    (dataset,) = jsonld.expand(found, {"documentLoader": context})
    schema = "https://schema.org/"
    assert dataset["@type"] == [f"{schema}Dataset"]
    for key in ("creator", "publisher"):
        (who,) = dataset[schema + key]
        assert (who["@type"], who[f"{schema}name"]) == (
            [f"{schema}Organization"],
            [{"@value": "The kzstats developers"}],
        )
    assert dataset[f"{schema}identifier"] == [{"@value": BASE_URL + query.address("csv")}]
    assert {link["@id"] for link in dataset[f"{schema}license"]} == {citation.LICENCE[2]}
    rows = frames.answering(SNAPSHOT.frame(lang), query)
    assert set(rows["metric_title"]) <= {
        word["@value"] for word in dataset.get(f"{schema}keywords", [])
    }
    assert all(name.startswith(schema) or name == "@type" for name in dataset)


@pytest.mark.skipif(**NO_OTHERS)
@LANG
def test_the_citation_file_is_valid_and_in_the_readers_language(lang, tmp_path):
    (path := tmp_path / "CITATION.cff").write_text(
        text("CITATION.cff", Query(lang=lang)), encoding="utf-8"
    )
    checked = subprocess.run(
        [OTHERS / "cffconvert", "--validate", "-i", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert found["title"] == citation.collection_title(lang)
    message = "Name the source of each figure first; it stands in every row."
    assert found["message"] == translation.translate(lang, message)
    assert (found["message"] == message) is (lang == "en")


def test_the_citation_file_has_what_version_1_2_of_its_format_requires():
    found = yaml.safe_load(text("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert (found["cff-version"], found["type"], found["license"]) == (
        "1.2.0",
        "dataset",
        "CC-BY-4.0",
    )
    assert all(
        type(found[key]) is str for key in ("message", "title", "version", "date-released", "url")
    )
    assert (found["date-released"], found["url"]) == (SNAPSHOT.changed.isoformat(), BASE_URL)
    assert found["authors"]
    assert all(author["name"] for author in found["authors"])


CAVEATS = {
    "bound": [{"value": ">5"}, {"value": "<5", "period": "2015"}],
    "approximate": [{"value": "~5"}],
    "range": [{"value": "5..9"}],
    "part": [{"period": "2014-01/2014-05"}],
    "inferred": [
        {"inferred": {"period": "article_date"}, "period": "2017-10-16", "metric": "centres"}
    ],
    "not about Kazakhstan": [{"area": "150"}, {"area": "unspecified"}],
}


@pytest.mark.parametrize("said", CAVEATS)
def test_each_caveat_names_its_rows_and_no_others(said, tmp_path):
    snapshot = snapshot_of(tmp_path, [*CAVEATS[said], {"id": "plain", "period": "2012"}])
    told = [line for line in caveats.caveats(snapshot, snapshot.frame("en"), "en") if said in line]
    assert len(told) == 1
    assert all(f"r{place}" in told[0] for place in range(1, len(CAVEATS[said]) + 1))
    assert "plain" not in told[0]
    assert told[0] in text("README.md", snapshot=snapshot)


def test_rows_that_nobody_checked_are_named_and_whole_exact_rows_have_no_caveat(tmp_path):
    snapshot = snapshot_of(tmp_path, [{"id": "plain"}])
    rows = snapshot.frame("en")
    (told,) = caveats.caveats(snapshot, rows, "en")
    assert "match" in told
    assert "plain" in told
    assert caveats.caveats(snapshot, rows.assign(check="matches source"), "en") == []
    assert caveats.caveats(snapshot, rows.iloc[:0], "en") == []


@LANG
@ASKED
def test_the_readme_says_what_was_asked_of_which_data_how_to_cite_it_and_what_each_column_means(
    lang, query
):
    query = Query(metric=query.metric, first=1940, last=query.last, lang=lang)
    rows, said = frames.answering(SNAPSHOT.frame(lang), query), text("README.md", query)
    wanted = [
        *(f"{name}={value}" for name, value in query.pairs()),
        BASE_URL + query.address("csv"),
        SNAPSHOT.changed.isoformat(),
    ]
    wanted += [
        citation.collection_line(SNAPSHOT, BASE_URL, lang),
        citation.collection_title(lang),
        "said_by",
        "kzstats verify",
        *caveats.caveats(SNAPSHOT, rows, lang),
    ]
    wanted += [f"| `{column}` | {dictionary.column(lang, column)} |" for column in frames.COLUMNS]
    wanted += [*rows["url"], *rows["source_title"], *rows["publisher"]]
    assert [words for words in wanted if words not in said] == []
    assert all(line.count("|") == 3 for line in said.splitlines() if line.startswith("| `"))

"""The wider collection, in the articles beside the data file: valid with it as one document, cited,
and no other than what was collected.
"""

import csv
import io
import json
import os
import warnings
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from kzstats.checks import ledger
from kzstats.content import articles, marks, receipt, unlike
from kzstats.dataset import series, validation
from kzstats.dataset.model import Dataset
from kzstats.exports import export
from kzstats.language import naming, quantities
from kzstats.query import selection, versions
from kzstats.query.addresses import Query, View

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore", DeprecationWarning
    )  # both import what their own dependencies have renamed
    import csvw
    import frictionless

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "articles"
LANGUAGES = {"en", "ru", "kk"}
KNOWN = yaml.safe_load((ROOT / "tests" / "wider.yaml").read_text(encoding="utf-8"))
COLLECTED = Path(os.environ.get("KZSTATS_ARCHIVE", "nowhere")).parent / "corpus" / "corpus.yaml"
collected = pytest.mark.skipif(
    not COLLECTED.is_file(), reason="what the wider collection was made from is not here"
)


@cache
def whole() -> Dataset:
    """The data with the wider collection."""
    paths = [ROOT / "data" / "metrics.yaml", *sorted(FOLDER.glob("*.yaml"))]
    return validation.read_all([(path.name, path.read_bytes()) for path in paths])


@cache
def served() -> versions.Snapshot:
    """The data with the wider collection as pages are made from it."""
    return versions.build(
        whole(), "0" * 64, date(2026, 11, 29), ledger.read(ROOT / "data" / "evidence.json")
    )


def entries(key: str) -> dict[str, dict[str, object]]:
    """The sources, or the records by id, as the files of the wider collection write them."""
    found: dict[str, dict[str, object]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        written = yaml.safe_load(path.read_text(encoding="utf-8")).get(key) or {}
        found |= written if key == "sources" else {record["id"]: record for record in written}
    return found


def test_it_is_valid_with_the_data_and_every_figure_of_it_is_cited() -> None:
    dataset = whole()
    kept = ledger.read(ROOT / "data" / "evidence.json")
    checks = ledger.checks(dataset, kept)
    wider = set(entries("records"))
    assert len(wider) == len(dataset.records) - 13 >= 80
    assert {checks[name] for name in wider} == {"cited"}
    assert {check for name, check in checks.items() if name not in wider} == {"matches source"}


def test_all_its_words_stand_in_three_languages() -> None:
    dataset = whole()
    for metric in dataset.metrics.values():
        for said in (metric.title, metric.definition, metric.short, metric.rule, metric.limits):
            assert said is None or all(getattr(said, lang) for lang in LANGUAGES)
    for record in dataset.records:
        for said in (record.label, record.note, record.reason, record.counted):
            assert said is None or all(getattr(said, lang) for lang in LANGUAGES), record.id


@collected
def test_each_figure_says_what_was_collected_but_for_what_was_mended_with_a_reason() -> None:
    theirs = {
        record["id"]: record
        for record in yaml.safe_load(COLLECTED.read_text(encoding="utf-8"))["records"]
    }
    metrics, speakers, mended = KNOWN["metrics"], KNOWN["speakers"], KNOWN["mended"]
    for name, ours in entries("records").items():
        found = theirs[name]
        expected = {part: found[part] for part in ("value", "period", "area", "source", "said_by")}
        expected |= {
            "metric": metrics.get(found["metric"], found["metric"]),
            "said_by": speakers.get(found["said_by"], found["said_by"]),
        }
        differing = {part for part, said in expected.items() if str(ours[part]) != str(said)}
        assert differing == set(mended.get(name, {})), name
        assert all(mended.get(name, {}).values())
    assert set(mended) <= set(entries("records"))


@collected
def test_each_source_stands_at_the_address_where_it_was_found() -> None:
    theirs = yaml.safe_load(COLLECTED.read_text(encoding="utf-8"))["sources"]
    for name, ours in entries("sources").items():
        assert ours["url"] == theirs[name]["url"], name
        assert "text_sha256" not in ours


def listed() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """How kzstats is to tell of each conflict that is on record, by its name in the list."""
    of = {name: told for name, told in KNOWN["conflicts"].items() if isinstance(told, list)} | {
        "further": KNOWN["further"]
    }
    return {
        name: [(what, tuple(ids)) for one in told for what, ids in one.items()]
        for name, told in of.items()
    }


@collected
def test_every_conflict_that_was_listed_is_known_here_as_found_or_as_not_on_record() -> None:
    with (COLLECTED.parent / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        theirs = [row["conflict"] for row in csv.DictReader(file)]
    assert list(KNOWN["conflicts"]) == theirs
    assert all(told for told in KNOWN["conflicts"].values())


def test_every_conflict_on_record_is_found_and_none_besides() -> None:
    found = {
        (one.what, tuple(record.id for record in one.records))
        for one in unlike.found(whole(), whole().records)
    }
    assert sorted(found) == sorted(one for told in listed().values() for one in told)


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
@pytest.mark.parametrize("name", sorted(listed()))
def test_a_conflict_is_shown_with_its_reason_under_the_chart_on_the_articles_page_and_on_both_receipts(  # noqa: E501
    name: str, lang: str
) -> None:
    snapshot = served()
    records = {record.id: record for record in snapshot.dataset.records}
    page = str(articles.blocks(snapshot, Query(lang=lang), View())).replace("\\xa0", "\xa0")
    for _, ids in listed()[name]:
        sides = [records[one] for one in ids]
        reasons = [side.reason.in_language(lang) for side in sides if side.reason]
        assert reasons
        for side in sides:
            drawn = [
                picture
                for picture in marks.pictures(
                    selection.select(snapshot, Query()), side.metric, lang
                )
                if side.id in picture.records
            ]
            said = " ".join(sentence for picture in drawn for sentence in picture.sentences)
            assert all(reason in said and reason in page for reason in reasons), side.id
            assert all(
                other in str(receipt.page(snapshot, Query(lang=lang), side, "http://x.example"))
                for other in ids
            )


def test_each_reason_is_shown_under_a_chart() -> None:
    snapshot = served()
    for metric in snapshot.dataset.metrics:
        for picture in marks.pictures(selection.select(snapshot, Query()), metric, "en"):
            theirs = [
                record
                for record in snapshot.dataset.records
                if record.id in picture.records and record.reason
            ]
            assert all(
                record.reason and record.reason.en in " ".join(picture.sentences)
                for record in theirs
            )


def test_what_widens_a_figure_is_titled_so_in_three_languages() -> None:
    dataset = whole()
    wide = {
        code
        for dimension in dataset.dimensions.values()
        for code, member in dimension.codes.items()
        if member.widens
    }
    assert wide == {"with-abroad", "with-afghanistan-pakistan"}
    frames = {lang: served().frame(lang).set_index("record")["metric_title"] for lang in LANGUAGES}
    assert frames["en"]["prevented-2024-05"].endswith(", In Kazakhstan and abroad")
    assert frames["ru"]["prevented-2024-05"].endswith(", В Казахстане и за рубежом")
    assert frames["kk"]["prevented-2024-05"].endswith(", Қазақстанда және шетелде")


def test_each_metric_says_what_it_does_not_measure() -> None:
    assert [
        name
        for name, metric in whole().metrics.items()
        if metric.limits is None and name not in FIRST
    ] == []


def test_each_unit_has_its_name_in_three_languages() -> None:
    units = {metric.unit for metric in whole().metrics.values()}
    for lang in LANGUAGES - {"en"}:
        assert {
            unit for unit in units if quantities.unit_name(lang, unit, 2) in (unit, f"{unit}s")
        } == set()


def test_a_receipt_says_what_a_figure_counts_besides() -> None:
    record = next(one for one in whole().records if one.id == "prevented-2024-05")
    page = str(receipt.page(served(), Query(), record, "https://figures.example"))
    assert "Wider than the metric" in page
    assert "Limited to" not in page


FIRST = (
    "event_participants",
    "programme_contributions",
    "women_in_isil_territory",
    "women_among_militants",
    "rehabilitation_duration",
)
"""The metrics of the first articles whose definitions say it already."""


@pytest.fixture(scope="module", params=sorted(LANGUAGES))
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of all figures in a language, unpacked."""
    folder = tmp_path_factory.mktemp("package")
    content = export.whole(served(), Query(lang=request.param), "zip", "https://figures.example")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_frictionless_finds_the_package_with_dimensions_valid(package: Path) -> None:
    report = frictionless.validate(str(package / "datapackage.json"))
    assert (report.valid, report.flatten()) == (True, [])


def test_a_csvw_reader_finds_every_row_with_what_limits_it_and_how_firm_it_is(
    package: Path,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = list(csvw.Table.from_file(package / "data.csv-metadata.json").iterdicts())
        assert csvw.CSVW(
            str(package / "data.csv"), md_url=str(package / "data.csv-metadata.json")
        ).is_valid
    found = {
        row["record"]: (row["dimensions"] or "", row["obs_status"], row["producer"] or "")
        for row in rows
    }
    assert found == {
        record.id: (
            ";".join(map("=".join, record.dimensions)),
            series.statuses(whole())[record.id],
            naming.name(package_language(package), whole(), record.producer)
            if record.producer
            else "",
        )
        for record in whole().records
    }


def package_language(package: Path) -> str:
    """The language that the description of a package names."""
    return str(
        json.loads((package / "data.csv-metadata.json").read_text(encoding="utf-8"))["@context"][1][
            "@language"
        ]
    )


def test_the_codes_of_the_rows_stand_in_the_table_of_dimensions(package: Path) -> None:
    with (package / "dimensions.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = {(row["dimension"], row["code"]): row for row in csv.DictReader(file)}
    assert {pair for record in whole().records for pair in record.dimensions} <= codes.keys()
    assert {code for (_, code), row in codes.items() if row["widens"] == "true"} == {
        "with-abroad",
        "with-afghanistan-pakistan",
    }
    assert all(row["title"] and row["dimension_title"] for row in codes.values())


def test_status_and_breaks_stand_in_every_file_that_a_figure_leaves_in() -> None:
    told = served().dataset.metrics["registered_offences"].breaks[0].title.en
    record = next(one for one in whole().records if one.id == "offences-2013")
    page = str(receipt.page(served(), Query(), record, "https://figures.example"))
    assert told in page
    assert record.reason is not None
    assert record.reason.en in page
    query = Query(metric=("registered_offences",))
    rows = list(
        csv.DictReader(
            io.StringIO(export.whole(served(), query, "csv", "").decode("utf-8-sig"), newline="")
        )
    )
    assert {row["obs_status"] for row in rows if row["record"] == "offences-2013"} == {"D"}
    assert all(told in row["breaks"] for row in rows)
    alike = json.loads(export.whole(served(), query, "json", ""))
    assert told in str(alike["breaks"])
    assert "obs_status" in alike["records"][0]
    alone = export.record(
        served(),
        next(row for row in alike["records"] if row["record"] == "offences-2013"),
        "",
        "en",
    )
    assert alone["obs_status"] == "D"
    assert told in str(alone["breaks"])

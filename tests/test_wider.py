"""The wider collection, which waits beside the data: valid with it as one document, cited, and no other than what was collected."""

import os
from functools import cache
from pathlib import Path

import pytest
import yaml

from kzstats.checks import ledger
from kzstats.dataset import validation
from kzstats.dataset.model import Dataset

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "data" / "wider" / "articles"
LANGUAGES = {"en", "ru", "kk"}
COLLECTED = Path(os.environ.get("KZSTATS_ARCHIVE", "nowhere")).parent / "corpus" / "corpus.yaml"
collected = pytest.mark.skipif(not COLLECTED.is_file(), reason="what the wider collection was made from is not here")


@cache
def whole() -> Dataset:
    """The data with the wider collection."""
    paths = [ROOT / "data" / "metrics.yaml", *sorted(FOLDER.glob("*.yaml"))]
    return validation.read_all([(path.name, path.read_bytes()) for path in paths])


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
    theirs = {record["id"]: record for record in yaml.safe_load(COLLECTED.read_text(encoding="utf-8"))["records"]}
    known = yaml.safe_load((ROOT / "tests" / "wider.yaml").read_text(encoding="utf-8"))
    metrics, speakers, mended = known["metrics"], known["speakers"], known["mended"]
    for name, ours in entries("records").items():
        found = theirs[name]
        expected = {part: found[part] for part in ("value", "period", "area", "source", "said_by")}
        expected |= {"metric": metrics.get(found["metric"], found["metric"]), "said_by": speakers.get(found["said_by"], found["said_by"])}
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

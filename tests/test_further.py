"""Further files beside the data file: ``articles/*.yaml`` are read with it as one document."""

import json
from pathlib import Path

import make
import pytest

from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError
from kzstats.query import versions

MORE = """sources:
  other: {publisher: Other, publisher_class: media, title: More, published: "2018-01-02", url: "https://other.example/", language: en}
records:
  - {id: further, metric: offences, period: "2016", value: 120, area: KZ, source: other, said_by: Other}
"""  # noqa: E501


def beside(folder: Path, **further: str) -> Path:
    data = folder / "metrics.yaml"
    data.write_text(make.yaml_text(), encoding="utf-8")
    (folder / "articles").mkdir(exist_ok=True)
    for name, text in further.items():
        (folder / "articles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return data


def problems(data: Path) -> list[str]:
    with pytest.raises(DataError) as error:
        validation.load(data)
    return [str(problem).replace(f"{data.parent}/", "") for problem in error.value.problems]


def test_the_data_file_alone_is_read_as_ever(tmp_path):
    assert validation.paths(tmp_path / "metrics.yaml") == (tmp_path / "metrics.yaml",)
    data = tmp_path / "metrics.yaml"
    data.write_text(make.yaml_text(), encoding="utf-8")
    alone = versions.Store(data).snapshot()
    (tmp_path / "articles").mkdir()
    assert versions.Store(data).snapshot().digest == alone.digest


def test_records_of_further_files_follow_those_of_the_first(tmp_path):
    dataset = validation.load(
        beside(
            tmp_path,
            b=MORE.replace("further", "last")
            .replace("other:", "b:")
            .replace("source: other", "source: b"),
            a=MORE,
        )
    )
    assert [record.id for record in dataset.records][-2:] == ["further", "last"]
    assert [*dataset.sources] == [*make.SOURCES, "other", "b"]
    assert (Path(dataset.files[-1]).name, dataset.lines[-1]) == ("b.yaml", 4)


def test_hidden_files_and_others_than_yaml_are_let_be(tmp_path):
    data = beside(tmp_path)
    for name in (".a.yaml", "notes.txt", "a.yaml.swp"):
        (tmp_path / "articles" / name).write_text("[", encoding="utf-8")
    assert len(validation.load(data).records) == len(make.RECORDS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            MORE.replace("id: further", "id: offences-2014"),
            "articles/a.yaml:4: records.offences-2014.id: the id 'offences-2014' is taken by line",
        ),
        (
            MORE.replace("other:", "press:"),
            "articles/a.yaml:2: sources.press: stands in metrics.yaml too",
        ),
        (
            MORE.replace("metric: offences", "metric: offence"),
            "articles/a.yaml:4: records.further.metric: 'offence' is not the id of a metric",
        ),
        (
            MORE.replace("value: 120", "value: x"),
            "articles/a.yaml:4: records.further.value: 'x' is not a value",
        ),
        (
            MORE.replace("language: en", "language: English"),
            "articles/a.yaml:2: sources.other.language: 'English' is not a language",
        ),
        (
            MORE + "changed: '2020-01-01'\n",
            "articles/a.yaml:5: changed: belongs into metrics.yaml alone",
        ),
        ("- a\n", "articles/a.yaml:1: file: is not a mapping"),
        ("sources: [", "articles/a.yaml:1: YAML: "),
        ("", "articles/a.yaml:1: file: is empty"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(text, said, tmp_path):
    found = problems(beside(tmp_path, a=text))
    assert len(found) == 1
    assert found[0].replace(f"{tmp_path}/", "").startswith(said)


def test_what_is_wrong_in_several_files_is_told_at_once(tmp_path):
    found = problems(beside(tmp_path, a="sources: [", b=": [", c=MORE))
    assert [problem.partition(":")[0] for problem in found] == [
        "articles/a.yaml",
        "articles/b.yaml",
    ]


def test_an_id_that_another_file_has_names_that_file(tmp_path):
    found = problems(
        beside(
            tmp_path, a=MORE, b=MORE.replace("other:", "b:").replace("source: other", "source: b")
        )
    )
    assert "is taken by line 4 of " in found[0]
    assert "articles/a.yaml" in found[0]
    assert found[0].startswith("articles/b.yaml:4: ")


def test_the_size_holds_for_all_files_together(tmp_path, monkeypatch):
    data = beside(tmp_path, a=MORE)
    monkeypatch.setattr(validation, "LARGEST", data.stat().st_size + 10)
    assert problems(data) == [
        "articles/a.yaml:1: file: cannot be read: is larger than 0 MB (check the path and its "
        "permissions)"
    ]


def test_a_name_may_stand_in_two_files_where_it_is_the_same(tmp_path):
    names = {"The Press": {"ru": "Пресса", "kk": "Баспасөз"}}
    data = beside(tmp_path, a=f"names: {json.dumps(names)}\n", b=f"names: {json.dumps(names)}\n")
    assert [*validation.load(data).names] == ["The Press"]
    names["The Press"]["ru"] = "Другая"
    beside(tmp_path, b=f"names: {json.dumps(names)}\n")
    assert "stands in" in problems(data)[0]


def test_a_store_notices_a_file_that_comes_changes_and_goes(tmp_path):
    data = beside(tmp_path)
    store = versions.Store(data, patience=60)
    first = store.snapshot()
    assert store.at_hand() is first
    beside(tmp_path, a=MORE)
    assert store.at_hand() is None
    second = store.snapshot()
    assert len(second.dataset.records) == len(first.dataset.records) + 1
    assert second.digest != first.digest
    beside(tmp_path, a=MORE.replace("value: 120", "value: 1250"))
    third = store.snapshot()
    assert (str(third.dataset.records[-1].value), third.digest != second.digest) == ("1250", True)
    (tmp_path / "articles" / "a.yaml").unlink()
    assert store.snapshot().digest == first.digest


def test_a_broken_further_file_leaves_the_last_valid_figures(tmp_path):
    data = beside(tmp_path, a=MORE)
    store = versions.Store(data, patience=60)
    good = store.snapshot()
    beside(tmp_path, a="sources: [")
    kept = store.snapshot()
    assert kept.dataset is good.dataset
    assert kept.broken is not None
    assert kept.broken.problems[0].file == "articles/a.yaml"

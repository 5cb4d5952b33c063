"""The shelf: the last valid version of the file is served, whatever happens to the file."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import make
import pytest

from kzstats import files, live
from kzstats.live import Shelf as Impatient
from kzstats.plain import DataError

VALID = make.yaml_text()
OTHER = make.yaml_text([{"id": "other"}])
BROKEN = {
    "empty": "",
    "half written": VALID[: len(VALID) // 2],
    "cut in its last line": VALID[:-20],
    "no YAML": "sources: {",
    "an unknown source": VALID.replace('"source": "press"', '"source": "pres"'),
    "a bad value": VALID.replace('">300"', '"30 or so"'),
}
_ticks = itertools.count(1_600_000_000_000_000_000, 1_000_000_000)


def put(path, text):
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(tick := next(_ticks), tick))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "metrics.yaml"
    put(path, VALID)
    return path


def Shelf(path, name=None):
    """A shelf that gives each newer file all the time it takes."""
    return Impatient(path, name, patience=60)


def ids(served):
    return [record.id for record in served.dataset.records]


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    Shelf(tmp_path / "nowhere.yaml")


def test_a_valid_file_is_served_without_problems(path):
    served = Shelf(path).served()
    assert (ids(served), served.broken, served.ledger_broken) == ([record["id"] for record in make.RECORDS], None, None)
    assert list(served.frame("en")["record"]) == ids(served)


def test_a_file_that_did_not_change_is_not_read_again(path):
    shelf = Shelf(path)
    assert shelf.served() is shelf.served()
    assert shelf.served().frame("ru") is shelf.served().frame("ru")


def test_an_edited_file_is_picked_up(path):
    shelf = Shelf(path)
    before = shelf.served()
    put(path, OTHER)
    assert ids(shelf.served()) == ["other"]
    assert shelf.served().digest != before.digest


def test_a_replaced_file_is_picked_up(path):
    shelf = Shelf(path)
    shelf.served()
    put(newer := path.with_suffix(".new"), OTHER)
    newer.replace(path)
    assert ids(shelf.served()) == ["other"]


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_the_last_valid_data_are_served_while_the_file_is_broken_and_it_recovers_by_itself(path, text):
    shelf = Shelf(path)
    valid = shelf.served()
    put(path, text)
    broken = shelf.served()
    assert (broken.dataset, broken.digest, broken.frame) == (valid.dataset, valid.digest, valid.frame)
    assert broken.broken.problems
    assert all(problem.file == "metrics.yaml" for problem in broken.broken.problems)
    put(path, OTHER)
    assert (ids(shelf.served()), shelf.served().broken) == (["other"], None)


def test_the_last_valid_data_are_served_while_the_file_is_gone(path):
    shelf = Shelf(path)
    valid = shelf.served()
    path.unlink()
    gone = shelf.served()
    assert gone.dataset is valid.dataset
    assert "cannot be read" in str(gone.broken.problems[0])
    assert shelf.served() is gone
    put(path, VALID)
    assert shelf.served().broken is None


def test_a_folder_in_the_files_place_is_a_problem_and_no_crash(path):
    shelf = Shelf(path)
    shelf.served()
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(shelf.served().broken.problems[0])


def test_a_file_that_vanishes_while_it_is_read_takes_nothing_down(path, monkeypatch):
    def vanishing(path, most=files.LARGEST):
        content = read(path, most)
        if content == OTHER.encode():
            path.unlink()
        return content

    read = files.read
    monkeypatch.setattr(files, "read", vanishing)
    shelf = Shelf(path)
    shelf.served()
    put(path, OTHER)
    assert ids(shelf.served()) in (["other"], [record["id"] for record in make.RECORDS])


def test_it_says_since_when_the_file_is_broken_and_the_first_moment_stays(path):
    shelf = Shelf(path)
    shelf.served()
    put(path, BROKEN["no YAML"])
    before = datetime.now(UTC)
    first = shelf.served()
    after = datetime.now(UTC)
    put(path, BROKEN["a bad value"])
    second = shelf.served()
    assert before.replace(microsecond=0) <= first.broken.since <= after
    assert second.broken.since == first.broken.since
    assert second.broken.problems != first.broken.problems


@pytest.mark.parametrize("text", [None, *BROKEN.values()], ids=["missing", *BROKEN])
def test_there_is_nothing_to_serve_until_a_first_valid_version_is_there(tmp_path, text):
    path = tmp_path / "metrics.yaml"
    if text is not None:
        put(path, text)
    shelf = Shelf(path)
    for _ in range(2):
        with pytest.raises(DataError) as refused:
            shelf.served()
        assert refused.value.problems
    put(path, VALID)
    assert shelf.served().broken is None


def test_many_readers_at_once_are_served_one_version(path):
    shelf = Shelf(path)
    with ThreadPoolExecutor(8) as pool:
        assert len({id(served) for served in pool.map(lambda _: shelf.served(), range(40))}) == 1


@pytest.mark.parametrize(("said", "changed"), [('changed: "2020-02-03"\n', date(2020, 2, 3)), ("", date(2020, 9, 13))])
def test_the_data_were_changed_when_the_file_says_or_else_when_it_was_saved(path, said, changed):
    path.write_text(VALID.replace('changed: "2020-02-03"\n', said), encoding="utf-8")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert Shelf(path).served().changed == changed


def test_the_data_path_is_the_setting_then_the_working_folders_then_the_projects(tmp_path, monkeypatch):
    project = Path(live.__file__).resolve().parents[2] / "data" / "metrics.yaml"
    monkeypatch.delenv("KZSTATS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert live.data_path() == project
    (tmp_path / "data").mkdir()
    put(tmp_path / "data" / "metrics.yaml", VALID)
    assert live.data_path() == Path("data/metrics.yaml")
    monkeypatch.setenv("KZSTATS_DATA", "elsewhere.yaml")
    assert live.data_path() == Path("elsewhere.yaml")


def test_the_address_of_the_records_is_a_setting(monkeypatch):
    monkeypatch.delenv("KZSTATS_URL", raising=False)
    assert live.home() == "http://localhost:8501"
    monkeypatch.setenv("KZSTATS_URL", "https://figures.example")
    assert live.home() == "https://figures.example"

"""The shelf: the last valid version of the file is served, whatever happens to the file."""

import gc
import itertools
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import make
import pytest

from kzstats import answers, extracts, files, ledger, live, reader
from kzstats.content import filters, pages
from kzstats.extracts import Question
from kzstats.live import Shelf as Impatient
from kzstats.memory import remembered
from kzstats.plain import DataError
from kzstats.render import streamlit
from kzstats.selection import select

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


def test_the_same_bytes_are_the_same_version_however_they_came_into_the_file(path):
    shelf = Shelf(path)
    before = shelf.served()
    path.touch()
    assert shelf.served() is before
    put(path, VALID)
    assert shelf.served() is before
    put(newer := path.with_suffix(".new"), VALID)
    newer.replace(path)
    assert shelf.served() is before
    put(path, BROKEN["no YAML"])
    shelf.served()
    put(path, VALID)
    mended = shelf.served()
    assert (mended.dataset, mended.version, mended.memory) == (before.dataset, before.version, before.memory)
    assert Shelf(path).served().version == before.version


def test_a_version_is_of_all_that_answers_are_made_from(path):
    shelf = Shelf(path)
    before = shelf.served()
    ledger.path_beside(path).write_bytes(ledger.dump({"version": "of another kind", "records": {}, "sources": {}}))
    checked = shelf.served()
    assert (checked.dataset, checked.digest) == (before.dataset, before.digest)
    assert checked.version != before.version
    put(path, OTHER)
    assert shelf.served().version not in (before.version, checked.version)
    undated = VALID.replace('changed: "2020-02-03"\n', "")
    put(path, undated)
    one_day = shelf.served()
    os.utime(path, (1_500_000_000, 1_500_000_000))
    assert (shelf.served().dataset, shelf.served().changed) == (one_day.dataset, date(2017, 7, 14))
    assert shelf.served().version != one_day.version


@remembered(2)
def asked(version, *of, **more):
    return object()


def test_what_is_remembered_is_told_apart_bounded_and_goes_with_its_version(path):
    shelf = Shelf(path)
    served = shelf.served()
    first = asked(served, 1)
    assert asked(served, 1) is first is not asked(served, 1, more=2)
    assert asked(replace(served, broken=live.Trouble(datetime.now(UTC), "broken", ())), 1) is first
    asked(served, 3)
    asked(served, 4)
    assert asked(served, 1) is not first
    put(path, OTHER)
    assert asked(shelf.served(), 1) is not asked(served, 1)


def test_a_version_that_is_no_longer_served_goes_at_once_with_all_that_was_made_of_it(path):
    """Not only when its cycles are collected: those that were there at the start, the collector does not look through again."""
    shelf = Shelf(path)
    gone = []
    gc.disable()
    try:
        for text in (OTHER, VALID):
            served = shelf.served()
            for lang in ("en", "ru", "kk"):
                question = Question(lang=lang)
                for name in ("overview", "cases", "records", "articles", "method"):
                    page = pages.page(served, question, name, "http://localhost")
                    streamlit._plain(served, question, name, "http://localhost")
                    streamlit._below(served, question, name, "http://localhost")
                receipt = pages.figure(served, question, served.dataset.records[0].id, "http://localhost")
                drawn = streamlit._figures(served, question, "offences")[0]
                filters.offered(served, lang)
                made = served.memory, select(served, question), pages.pictures(served, question, "offences")[0].marks[0], drawn
            gone += [weakref.ref(thing) for thing in (served, served.dataset.records[0], *made[:2])]
            del served, page, receipt, drawn, made
            put(path, text)
            shelf.served()
        assert [thing() for thing in gone] == [None] * len(gone)
    finally:
        gc.enable()


@pytest.mark.parametrize("between", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_in_between_holds_no_version_back_and_the_room_is_given_back_after(path, between, monkeypatch):
    alive, given_back = [], SimpleQueue()
    monkeypatch.setattr(live, "_give_back", lambda: given_back.put([thing() is not None for thing in alive]))
    shelf = Shelf(path)
    gc.disable()
    try:
        served = shelf.served()
        assert given_back.get(timeout=60) == []
        alive += map(weakref.ref, (served, served.memory, served.dataset.records[0], served.frame))
        put(path, between)
        broken = shelf.served()
        assert broken.broken
        assert broken is not served
        assert given_back.get(timeout=60) == [True] * 4
        alive.append(weakref.ref(broken))
        del served, broken
        put(path, OTHER)
        shelf.served()
        assert given_back.get(timeout=60) == [False] * 5
    finally:
        gc.enable()


def test_an_error_that_many_are_told_holds_nothing_of_those_who_were_told(path):
    put(path, BROKEN["a bad value"])
    shelf, told = Shelf(path), []
    for _ in range(5):
        with pytest.raises(DataError) as refused:
            shelf.served()
        told.append(len(refused.traceback))
        assert refused.value.__context__ is None
    assert len(set(told)) == 1


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


@pytest.mark.parametrize("year", [1, 1900, 1970, 2107, 2108, 2200, 9999, 20_000, 200_000])
def test_a_file_of_any_time_is_served_in_every_format(year, path, monkeypatch):
    put(path, VALID.replace('changed: "2020-02-03"\n', ""))
    moment, stat = (year - 1970) * 31_556_952 + 15_000_000, Path.stat
    told = path.stat()

    class Told:
        """What a file system says that can hold such a time, which not every one here can."""

        st_mtime = moment

        def __getattr__(self, name):
            return getattr(told, name)

    monkeypatch.setattr(Path, "stat", lambda self, **options: Told() if self == path else stat(self, **options))
    served = Shelf(path).served()
    assert served.changed.year == max(1, min(year, 9999))
    for extension in (*extracts.FORMATS, "pdf"):
        assert answers.answer(served, Question(), extension, "http://localhost")


def test_a_file_copied_in_place_with_its_time_and_size_is_picked_up(path):
    other = VALID.replace('"value": 100', '"value": 101')
    shelf = Shelf(path)
    shelf.served()
    before = path.stat()
    while path.stat().st_ctime_ns == before.st_ctime_ns:  # two changes within one tick of the system's clock are one to it
        path.write_text(other, encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (before.st_mtime_ns, before.st_size, before.st_ino)
    assert shelf.served().dataset.records[0].value.value == 101


def test_a_touched_file_is_the_same_version(path):
    shelf = Shelf(path)
    before = shelf.served()
    put(path, VALID)
    assert shelf.served() is before


@pytest.fixture
def slow(monkeypatch):
    """A way to hold up the reading of data until it is let go, and a count of the readings that have begun."""
    held, begun, let_go = Event(), [], Event()
    read = reader.read

    def slowly(content, name="metrics.yaml"):
        begun.append(content)
        held.set()
        assert let_go.wait(60)
        return read(content, name)

    monkeypatch.setattr(reader, "read", slowly)
    yield held, begun, let_go
    let_go.set()


@pytest.mark.parametrize("newer", [OTHER, *BROKEN.values()], ids=["valid", *BROKEN])
def test_nobody_waits_for_a_newer_file_and_one_reads_it(newer, path, slow):
    held, begun, let_go = slow
    let_go.set()
    shelf = Impatient(path, patience=0)
    valid = shelf.served()
    let_go.clear()
    held.clear()
    begun.clear()
    put(path, newer)
    assert shelf.served() is valid
    if newer:
        assert held.wait(60)
    with ThreadPoolExecutor(8) as pool:
        assert {id(served) for served in pool.map(lambda _: shelf.served(), range(80))} == {id(valid)}
        put(path, OTHER + "\n")
        assert {id(served) for served in pool.map(lambda _: shelf.served(), range(80))} == {id(valid)}
    assert len(begun) == 1
    let_go.set()
    while ids(shelf.served()) != ["other"]:  # ends once the reading has, and the file's later change is noticed
        pass
    assert shelf.served().broken is None


def test_all_who_come_before_the_first_version_wait_for_it(path, slow):
    held, begun, let_go = slow
    shelf = Impatient(path, patience=0)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(shelf.served) for _ in range(8)]
        assert held.wait(60)
        assert not any(one.done() for one in asked)
        let_go.set()
        assert len({id(one.result(60)) for one in asked}) == 1
    assert len(begun) == 1


def test_a_reading_that_takes_too_much_memory_is_a_broken_file(path, monkeypatch):
    shelf = Shelf(path)
    valid = shelf.served()
    monkeypatch.setattr(reader, "read", exhausted)
    put(path, OTHER)
    assert shelf.served().dataset is valid.dataset
    assert "it takes more memory than there is" in str(shelf.served().broken.problems[0])


def exhausted(*_):
    raise MemoryError


def test_a_pipe_and_an_endless_device_in_the_files_place_are_refused_and_not_waited_for(path):
    shelf = Shelf(path)
    valid = shelf.served()
    path.unlink()
    os.mkfifo(path)
    assert "is a pipe or a device" in str(shelf.served().broken.problems[0])
    path.unlink()
    path.symlink_to("/dev/zero")
    assert "is a pipe or a device" in str(shelf.served().broken.problems[0])
    path.unlink()
    with path.open("wb") as file:
        file.truncate(3 << 30)
    assert "is larger than 200 MB" in str(shelf.served().broken.problems[0])
    assert shelf.served().dataset is valid.dataset
    path.unlink()
    put(path, OTHER)
    os.mkfifo(path.with_name("evidence.json"))
    assert ids(shelf.served()) == ["other"]
    assert "is a pipe or a device" in str(shelf.served().ledger_broken.problems[0])


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

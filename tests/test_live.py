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

from kzstats import files, settings
from kzstats.checks import ledger
from kzstats.content import charts, filters, pages
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError
from kzstats.dataset.memory import remembered
from kzstats.exports import export
from kzstats.query import addresses, versions
from kzstats.query.addresses import Query
from kzstats.query.selection import select
from kzstats.query.versions import Store as Impatient
from kzstats.render import streamlit

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


def Store(path, name=None):
    """A shelf that gives each newer file all the time it takes."""
    return Impatient(path, name, patience=60)


def ids(snapshot):
    return [record.id for record in snapshot.dataset.records]


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    Store(tmp_path / "nowhere.yaml")


def test_a_valid_file_is_served_without_problems(path):
    snapshot = Store(path).snapshot()
    assert (ids(snapshot), snapshot.broken, snapshot.ledger_broken) == (
        [record["id"] for record in make.RECORDS],
        None,
        None,
    )
    assert list(snapshot.frame("en")["record"]) == ids(snapshot)


def test_a_file_that_did_not_change_is_not_read_again(path):
    store = Store(path)
    assert store.snapshot() is store.snapshot()
    assert store.snapshot().frame("ru") is store.snapshot().frame("ru")


def test_an_edited_file_is_picked_up(path):
    store = Store(path)
    before = store.snapshot()
    put(path, OTHER)
    assert ids(store.snapshot()) == ["other"]
    assert store.snapshot().digest != before.digest


def test_the_same_bytes_are_the_same_version_however_they_came_into_the_file(path):
    store = Store(path)
    before = store.snapshot()
    path.touch()
    assert store.snapshot() is before
    put(path, VALID)
    assert store.snapshot() is before
    put(newer := path.with_suffix(".new"), VALID)
    newer.replace(path)
    assert store.snapshot() is before
    put(path, BROKEN["no YAML"])
    store.snapshot()
    put(path, VALID)
    mended = store.snapshot()
    assert (mended.dataset, mended.version, mended.memory) == (
        before.dataset,
        before.version,
        before.memory,
    )
    assert Store(path).snapshot().version == before.version


def test_a_version_is_of_all_that_answers_are_made_from(path):
    store = Store(path)
    before = store.snapshot()
    ledger.path_beside(path).write_bytes(
        ledger.dump({"version": "of another kind", "records": {}, "sources": {}})
    )
    checked = store.snapshot()
    assert (checked.dataset, checked.digest) == (before.dataset, before.digest)
    assert checked.version != before.version
    put(path, OTHER)
    assert store.snapshot().version not in (before.version, checked.version)
    undated = VALID.replace('changed: "2020-02-03"\n', "")
    put(path, undated)
    one_day = store.snapshot()
    os.utime(path, (1_500_000_000, 1_500_000_000))
    assert (store.snapshot().dataset, store.snapshot().changed) == (
        one_day.dataset,
        date(2017, 7, 14),
    )
    assert store.snapshot().version != one_day.version


@remembered(2)
def asked(version, *of, **more):
    return object()


def test_what_is_remembered_is_told_apart_bounded_and_goes_with_its_version(path):
    store = Store(path)
    snapshot = store.snapshot()
    first = asked(snapshot, 1)
    assert asked(snapshot, 1) is first is not asked(snapshot, 1, more=2)
    assert (
        asked(replace(snapshot, broken=versions.Trouble(datetime.now(UTC), "broken", ())), 1)
        is first
    )
    asked(snapshot, 3)
    asked(snapshot, 4)
    assert asked(snapshot, 1) is not first
    put(path, OTHER)
    assert asked(store.snapshot(), 1) is not asked(snapshot, 1)


def test_a_version_that_is_no_longer_served_goes_at_once_with_all_that_was_made_of_it(path):
    """Not only when its cycles are collected: those that were there at the start, the collector
    does not look through again.
    """
    store = Store(path)
    gone = []
    gc.disable()
    try:
        for text in (OTHER, VALID):
            snapshot = store.snapshot()
            for lang in ("en", "ru", "kk"):
                query = Query(lang=lang)
                for name in ("overview", "metrics", "cases", "records", "articles", "method"):
                    page = pages.page(snapshot, query, name, "http://localhost")
                    streamlit._plain(snapshot, query, name, "http://localhost")
                    streamlit._below(snapshot, query, name, "http://localhost")
                receipt = pages.figure(
                    snapshot, query, snapshot.dataset.records[0].id, "http://localhost"
                )
                drawn = streamlit._figure(snapshot, charts.pictures(snapshot, query, "offences")[0])
                filters.offered(snapshot, lang)
                made = (
                    snapshot.memory,
                    select(snapshot, query),
                    charts.pictures(snapshot, query, "offences")[0].marks[0],
                    drawn,
                )
            gone += [
                weakref.ref(thing) for thing in (snapshot, snapshot.dataset.records[0], *made[:2])
            ]
            del snapshot, page, receipt, drawn, made
            put(path, text)
            store.snapshot()
        assert [thing() for thing in gone] == [None] * len(gone)
    finally:
        gc.enable()


@pytest.mark.parametrize("between", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_in_between_holds_no_version_back_and_the_room_is_given_back_after(
    path, between, monkeypatch
):
    alive, given_back = [], SimpleQueue()
    monkeypatch.setattr(
        versions, "_give_back", lambda: given_back.put([thing() is not None for thing in alive])
    )
    store = Store(path)
    gc.disable()
    try:
        snapshot = store.snapshot()
        assert given_back.get(timeout=60) == []
        alive += map(
            weakref.ref, (snapshot, snapshot.memory, snapshot.dataset.records[0], snapshot.frame)
        )
        put(path, between)
        broken = store.snapshot()
        assert broken.broken
        assert broken is not snapshot
        assert given_back.get(timeout=60) == [True] * 4
        alive.append(weakref.ref(broken))
        del snapshot, broken
        put(path, OTHER)
        store.snapshot()
        assert given_back.get(timeout=60) == [False] * 5
    finally:
        gc.enable()


def test_an_error_that_many_are_told_holds_nothing_of_those_who_were_told(path):
    put(path, BROKEN["a bad value"])
    store, told = Store(path), []
    for _ in range(5):
        with pytest.raises(DataError) as refused:
            store.snapshot()
        told.append(len(refused.traceback))
        assert refused.value.__context__ is None
    assert len(set(told)) == 1


def test_a_replaced_file_is_picked_up(path):
    store = Store(path)
    store.snapshot()
    put(newer := path.with_suffix(".new"), OTHER)
    newer.replace(path)
    assert ids(store.snapshot()) == ["other"]


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_the_last_valid_data_are_served_while_the_file_is_broken_and_it_recovers_by_itself(
    path, text
):
    store = Store(path)
    valid = store.snapshot()
    put(path, text)
    broken = store.snapshot()
    assert (broken.dataset, broken.digest, broken.frame) == (
        valid.dataset,
        valid.digest,
        valid.frame,
    )
    assert broken.broken.problems
    assert all(problem.file == "metrics.yaml" for problem in broken.broken.problems)
    put(path, OTHER)
    assert (ids(store.snapshot()), store.snapshot().broken) == (["other"], None)


def test_the_last_valid_data_are_served_while_the_file_is_gone(path):
    store = Store(path)
    valid = store.snapshot()
    path.unlink()
    gone = store.snapshot()
    assert gone.dataset is valid.dataset
    assert "cannot be read" in str(gone.broken.problems[0])
    assert store.snapshot() is gone
    put(path, VALID)
    assert store.snapshot().broken is None


def test_a_folder_in_the_files_place_is_a_problem_and_no_crash(path):
    store = Store(path)
    store.snapshot()
    path.unlink()
    path.mkdir()
    assert "cannot be read" in str(store.snapshot().broken.problems[0])


def test_a_file_that_vanishes_while_it_is_read_takes_nothing_down(path, monkeypatch):
    def vanishing(path, most=files.LARGEST):
        content = read(path, most)
        if content == OTHER.encode():
            path.unlink()
        return content

    read = files.read
    monkeypatch.setattr(files, "read", vanishing)
    store = Store(path)
    store.snapshot()
    put(path, OTHER)
    assert ids(store.snapshot()) in (["other"], [record["id"] for record in make.RECORDS])


def test_it_says_since_when_the_file_is_broken_and_the_first_moment_stays(path):
    store = Store(path)
    store.snapshot()
    put(path, BROKEN["no YAML"])
    before = datetime.now(UTC)
    first = store.snapshot()
    after = datetime.now(UTC)
    put(path, BROKEN["a bad value"])
    second = store.snapshot()
    assert before.replace(microsecond=0) <= first.broken.since <= after
    assert second.broken.since == first.broken.since
    assert second.broken.problems != first.broken.problems


@pytest.mark.parametrize("text", [None, *BROKEN.values()], ids=["missing", *BROKEN])
def test_there_is_nothing_to_serve_until_a_first_valid_version_is_there(tmp_path, text):
    path = tmp_path / "metrics.yaml"
    if text is not None:
        put(path, text)
    store = Store(path)
    for _ in range(2):
        with pytest.raises(DataError) as refused:
            store.snapshot()
        assert refused.value.problems
    put(path, VALID)
    assert store.snapshot().broken is None


def test_many_readers_at_once_are_served_one_version(path):
    store = Store(path)
    with ThreadPoolExecutor(8) as pool:
        assert (
            len({id(snapshot) for snapshot in pool.map(lambda _: store.snapshot(), range(40))}) == 1
        )


@pytest.mark.parametrize(
    ("said", "changed"), [('changed: "2020-02-03"\n', date(2020, 2, 3)), ("", date(2020, 9, 13))]
)
def test_the_data_were_changed_when_the_file_says_or_else_when_it_was_saved(path, said, changed):
    path.write_text(VALID.replace('changed: "2020-02-03"\n', said), encoding="utf-8")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert Store(path).snapshot().changed == changed


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

    monkeypatch.setattr(
        Path, "stat", lambda self, **options: Told() if self == path else stat(self, **options)
    )
    snapshot = Store(path).snapshot()
    assert snapshot.changed.year == max(1, min(year, 9999))
    for extension in (*addresses.FORMATS, "pdf"):
        assert export.whole(snapshot, Query(), extension, "http://localhost")


def test_a_file_copied_in_place_with_its_time_and_size_is_picked_up(path):
    other = VALID.replace('"value": 100', '"value": 101')
    store = Store(path)
    store.snapshot()
    before = path.stat()
    while (
        path.stat().st_ctime_ns == before.st_ctime_ns
    ):  # two changes within one tick of the system's clock are one to it
        path.write_text(other, encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (
        before.st_mtime_ns,
        before.st_size,
        before.st_ino,
    )
    assert store.snapshot().dataset.records[0].value.value == 101


def test_a_touched_file_is_the_same_version(path):
    store = Store(path)
    before = store.snapshot()
    put(path, VALID)
    assert store.snapshot() is before


@pytest.fixture
def slow(monkeypatch):
    """A way to hold up the reading of data until it is let go, and a count of the readings that
    have begun.
    """
    held, begun, let_go = Event(), [], Event()
    read = validation.read_all

    def slowly(contents):
        ((_, content),) = contents
        begun.append(content)
        held.set()
        assert let_go.wait(60)
        return read(contents)

    monkeypatch.setattr(validation, "read_all", slowly)
    yield held, begun, let_go
    let_go.set()


@pytest.mark.parametrize("newer", [OTHER, *BROKEN.values()], ids=["valid", *BROKEN])
def test_nobody_waits_for_a_newer_file_and_one_reads_it(newer, path, slow):
    held, begun, let_go = slow
    let_go.set()
    store = Impatient(path, patience=0)
    valid = store.snapshot()
    let_go.clear()
    held.clear()
    begun.clear()
    put(path, newer)
    assert store.snapshot() is valid
    if newer:
        assert held.wait(60)
    with ThreadPoolExecutor(8) as pool:
        assert {id(snapshot) for snapshot in pool.map(lambda _: store.snapshot(), range(80))} == {
            id(valid)
        }
        put(path, OTHER + "\n")
        assert {id(snapshot) for snapshot in pool.map(lambda _: store.snapshot(), range(80))} == {
            id(valid)
        }
    assert len(begun) == 1
    let_go.set()
    while ids(store.snapshot()) != [
        "other"
    ]:  # ends once the reading has, and the file's later change is noticed
        pass
    assert store.snapshot().broken is None


def test_all_who_come_before_the_first_version_wait_for_it(path, slow):
    held, begun, let_go = slow
    store = Impatient(path, patience=0)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(store.snapshot) for _ in range(8)]
        assert held.wait(60)
        assert not any(one.done() for one in asked)
        let_go.set()
        assert len({id(one.result(60)) for one in asked}) == 1
    assert len(begun) == 1


def test_a_reading_that_takes_too_much_memory_is_a_broken_file(path, monkeypatch):
    store = Store(path)
    valid = store.snapshot()
    monkeypatch.setattr(validation, "read_all", exhausted)
    put(path, OTHER)
    assert store.snapshot().dataset is valid.dataset
    assert "it takes more memory than there is" in str(store.snapshot().broken.problems[0])


def exhausted(*_):
    raise MemoryError


def test_a_pipe_and_an_endless_device_in_the_files_place_are_refused_and_not_waited_for(path):
    store = Store(path)
    valid = store.snapshot()
    path.unlink()
    os.mkfifo(path)
    assert "is a pipe or a device" in str(store.snapshot().broken.problems[0])
    path.unlink()
    path.symlink_to("/dev/zero")
    assert "is a pipe or a device" in str(store.snapshot().broken.problems[0])
    path.unlink()
    with path.open("wb") as file:
        file.truncate(3 << 30)
    assert "is larger than 200 MB" in str(store.snapshot().broken.problems[0])
    assert store.snapshot().dataset is valid.dataset
    path.unlink()
    put(path, OTHER)
    os.mkfifo(path.with_name("evidence.json"))
    assert ids(store.snapshot()) == ["other"]
    assert "is a pipe or a device" in str(store.snapshot().ledger_broken.problems[0])


def test_the_data_path_is_the_setting_then_the_working_folders_then_the_projects(
    tmp_path, monkeypatch
):
    project = Path(settings.__file__).resolve().parents[2] / "data" / "metrics.yaml"
    monkeypatch.delenv("KZSTATS_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert settings.data_path() == project
    (tmp_path / "data").mkdir()
    put(tmp_path / "data" / "metrics.yaml", VALID)
    assert settings.data_path() == Path("data/metrics.yaml")
    monkeypatch.setenv("KZSTATS_DATA", "elsewhere.yaml")
    assert settings.data_path() == Path("elsewhere.yaml")


def test_the_address_of_the_records_is_a_setting(monkeypatch):
    monkeypatch.delenv("KZSTATS_URL", raising=False)
    assert settings.base_url() == "http://localhost:8501"
    monkeypatch.setenv("KZSTATS_URL", "https://figures.example")
    assert settings.base_url() == "https://figures.example"

"""The log: one line for each change of state, as text or as JSON, with nothing of a
reader in it.
"""

import hashlib
import io
import json
import logging
import re
import threading
from collections.abc import Iterator

import make
import pytest

from kzstats import log
from kzstats.query import versions
from kzstats.serve import desk


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    monkeypatch.setenv("KZSTATS_LOG", getattr(request, "param", "json"))
    monkeypatch.setattr("sys.stderr", said := io.StringIO())
    logger = logging.getLogger("kzstats")
    before, logger.handlers = logger.handlers, []
    log.begin()
    log.begin()
    yield said
    logger.handlers = before


def events(said: io.StringIO) -> list[str]:
    return [json.loads(line)["event"] for line in said.getvalue().splitlines()]


def test_each_change_of_state_is_one_line_and_no_change_is_none(lines, tmp_path):
    data, kept = tmp_path / "metrics.yaml", tmp_path / "evidence.json"
    store = versions.Store(data, patience=60)
    steps = [
        (lambda: data.write_text(make.yaml_text()), ["data read"]),
        (data.touch, []),
        (lambda: data.write_text("sources: ["), ["data broken"]),
        (data.touch, []),
        (lambda: kept.write_text("{"), ["ledger broken"]),
        (kept.touch, []),
        (lambda: data.write_text(make.yaml_text([{"value": "some"}])), ["data broken"]),
        (data.unlink, ["data broken"]),
        (lambda: data.write_text(make.yaml_text()), ["data recovered"]),
        (kept.unlink, ["ledger recovered"]),
        (lambda: data.write_text(make.yaml_text([{"id": "other"}])), ["data read"]),
    ]
    for change, expected in steps:
        before = len(events(lines))
        change()
        for _ in range(3):
            store.snapshot()
        assert events(lines)[before:] == expected
    first, broken = (json.loads(line) for line in lines.getvalue().splitlines()[:2])
    assert (first["level"], first["records"], first["data"]) == (
        "info",
        len(make.RECORDS),
        hashlib.sha256(make.yaml_text().encode()).hexdigest(),
    )
    assert (broken["level"], broken["problems"]) == ("warning", 1)
    assert broken["details"][0].startswith("metrics.yaml:")


@pytest.mark.parametrize("lines", ["text"], indirect=True)
def test_text_is_one_line_with_its_moment_whatever_the_file_holds(lines):
    log.state(
        "data broken",
        "f.yaml has 1 problem",
        ["f.yaml:1: a\nb\x1b[31m: is 'x'\u202e"],
        {"problems": 1},
    )
    (line,) = lines.getvalue().splitlines()
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\dT[\d:]{8}\+00:00 WARNING kzstats: data broken: f.yaml has 1 problem; "
        r"problems=1; f.yaml:1: .*",
        line,
    )
    assert line.isprintable()


@pytest.mark.parametrize("lines", ["xml"], indirect=True)
def test_a_setting_that_means_nothing_is_said_and_text_is_written(lines):
    (line,) = lines.getvalue().splitlines()
    assert "setting ignored: KZSTATS_LOG is 'xml' (text or json; text is written)" in line


def test_a_long_problem_is_cut(lines):
    log.state("data broken", "x" * 10_000, ["y" * 10_000])
    assert len(lines.getvalue()) < 1500


def test_a_limit_says_when_it_is_reached_and_when_it_is_left_however_many_are_refused(lines):
    limit = log.Limit("briefs at once")
    for reached in (False, True, True, True, False, False, True):
        limit.note(reached, waiting=3)
    assert events(lines) == ["limit reached", "limit left", "limit reached"]
    assert json.loads(lines.getvalue().splitlines()[0])["waiting"] == 3


@pytest.mark.parametrize("lane", desk.WAITING)
def test_a_full_queue_of_dear_answers_is_one_line_until_nobody_waits_there_any_more(lines, lane):
    go = threading.Event()

    def slow():
        yield b"made" if go.wait(60) else b""

    for _ in range(2):
        go.clear()
        counter = desk.Desk()
        asked = [counter.ask(str(tag), slow, lane, text=False) for tag in range(desk.WAITING[lane])]
        for tag in range(5):
            with pytest.raises(desk.BusyError):
                counter.ask(f"more {tag}", slow, lane, text=False)
        go.set()
        assert {made.result(60).body for made in asked} == {b"made"}
        counter._lanes[lane].shutdown()  # once all that follows an answer is done, too
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["event"] for line in said] == ["limit reached", "limit left"] * 2
    assert all("are taken" in line["message"] for line in said)
    assert {line["answers"] for line in said if line["event"] == "limit reached"} == {
        desk.WAITING[lane]
    }


def test_nothing_is_written_for_whoever_did_not_ask_for_a_log(capsys, tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")
    store = versions.Store(path, patience=60)
    store.snapshot()
    path.unlink()
    store.snapshot()
    assert capsys.readouterr() == ("", "")

"""The benchmarks: what one of them comes to grief over takes nothing from the others, and what they
measure is what they say.
"""

import asyncio
import json
import math
from pathlib import Path
from urllib.parse import urlsplit

import benchmarks
import benchmarks.__main__ as command
import pytest
from benchmarks import Line, pages, readers
from benchmarks.browser import DASH, KZSTATS, STREAMLIT, Server
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the figures are kept, with documents of their own."""
    figures = tmp_path / "figures.json"
    monkeypatch.setattr(benchmarks, "_FIGURES", figures)
    for name in ("_ALL", "_README"):
        (document := tmp_path / name).write_text(
            "<!-- benchmarks -->\n<!-- end of benchmarks -->\n", encoding="utf-8"
        )
        monkeypatch.setattr(benchmarks, name, document)
    return figures


def test_a_part_that_comes_to_grief_takes_nothing_from_the_others_and_is_named(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def lost() -> list[Line]:
        raise RuntimeError("the peer does not answer")

    parts = {
        name: (lambda name=name: [Line(name, "a line", {"here": "1 s"}, 1.0)])
        for name in ("one", "three")
    }
    monkeypatch.setattr(
        command, "PARTS", {"one": parts["one"], "two": lost, "three": parts["three"]}
    )
    assert command.measure(["one", "two", "three"], write=True) == ["two"]
    assert [line["part"] for line in json.loads(kept.read_text(encoding="utf-8"))] == [
        "one",
        "three",
    ]
    assert "| three | here |" in benchmarks._ALL.read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert "the peer does not answer" in said
    assert "two: 0 min 0 s, LOST" in said
    assert "all: 0 min 0 s" in said


def test_what_a_peer_does_not_do_in_its_time_is_left_out_alone(capsys) -> None:
    with pages._lost(Server(DASH, "", 0), "the first chart at 10 Mbit/s and 40 ms"):
        raise PlaywrightTimeoutError("Timeout 120000ms exceeded.\nCall log:")
    assert (
        "Dash: the first chart at 10 Mbit/s and 40 ms is left out: Timeout 120000ms exceeded."
        in capsys.readouterr().err
    )
    times = {"filter": [0.2], "late": [0.2]}
    measured = {
        KZSTATS.name: times | {"slow": [1.0]},
        STREAMLIT.name: times | {"slow": [20.0]},
        DASH.name: times,
    }
    told = {line.what: line for line in pages._told(30, measured)}
    assert "first chart at 10 Mbit/s and 40 ms" not in told
    assert told["filter to redraw"].measured == 1.0
    assert "a filter by the plain form, to the new chart" not in told


def test_a_peer_that_takes_longer_than_the_limit_on_the_bad_line_is_told_to() -> None:
    measured = {
        KZSTATS.name: {"word": [0.4, 0.3, 0.2], "chart": [0.5, 0.4, math.inf]},
        STREAMLIT.name: {"word": [math.inf], "chart": [math.inf]},
        DASH.name: {"word": [58.0], "chart": [59.0]},
    }
    word, chart = pages._told_of_bad_line(measured)
    assert word.cells == {"kzstats": "300 ms", "Streamlit": "more than 60 s", "Dash": "58 s"}
    assert (word.measured, word.target, word.against) == (0.3, 1.0, "")
    assert chart.cells["kzstats"] == "500 ms"
    assert {word.part, chart.part}.isdisjoint(line.part for line in pages._told(30, {}))


def test_the_plain_form_is_set_beside_the_fastest_filter_of_the_peers() -> None:
    measured = {
        KZSTATS.name: {"form": [0.08, 0.06, 0.05], "filter": [0.2]},
        STREAMLIT.name: {"filter": [0.4]},
        DASH.name: {"filter": [0.3, 0.24, 0.2]},
    }
    told = {line.what: line for line in pages._told(30, measured)}
    form = told["a filter by the plain form, to the new chart"]
    assert form.cells == {"kzstats": "60 ms", "Streamlit": "400 ms", "Dash": "240 ms"}
    assert (form.measured, form.target) == (0.06, 0.1)
    beside = told["the same, to the fastest peer's filter"]
    assert (round(beside.measured, 2), beside.against, beside.target) == (0.25, "Dash", 1.0)


def test_readers_take_whole_pages_each_of_another_question(address: str) -> None:
    asked = readers.questions()
    assert len({next(asked) for _ in range(2000)}) == 2000
    port = urlsplit(address).port
    assert port
    taken = asyncio.run(readers.as_fast_as_they_come(port, asked, 0.3))
    assert len(taken) >= readers.CLIENTS
    assert 0 < min(taken) <= readers.late(taken) < 30

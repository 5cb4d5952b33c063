"""The page about limits says what the code does, and the limits hold."""

import re
import threading
from concurrent.futures import Future
from pathlib import Path

import make
import pytest
from starlette.testclient import TestClient

from kzstats.content import brief
from kzstats.exports import export
from kzstats.query import versions
from kzstats.render import press
from kzstats.serve import api, desk

PAGE = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
NGINX = (Path(__file__).parents[1] / "deploy" / "nginx" / "kzstats.conf.template").read_text(
    encoding="utf-8"
)
BASE_URL = "http://localhost:8501"


def told(what):
    """The first number that the page's table says of something."""
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {what}"))
    return int(re.findall(r"[\d,]+", line.removeprefix(f"| {what}"))[0].replace(",", ""))


def test_every_limit_that_the_page_tells_is_the_codes_own():
    assert told("the length of a query") == api.LONGEST_QUERY
    assert {"xlsx": told("rows of `.xlsx`")} == dict(api.MOST_ROWS)
    assert told("charts in a brief") == brief.CHARTS
    assert told("answers handed out") == desk.ANSWERS
    assert told("bytes handed out") << 20 == desk.BYTES
    here, pressed = (line for line in PAGE.splitlines() if line.startswith("| different answers"))
    assert [int(re.findall(r"\| (\d+) \|", line)[0]) for line in (here, pressed)] == list(
        desk.WAITING.values()
    )
    assert set(re.findall(r"`\.([\w.]+)`", pressed)) == set(api._PRESSED)
    assert told("the time of the press") == press.PATIENCE
    assert told("the memory of the press") << 20 == press.LIMIT
    assert f"and {press.IDLE} seconds after" in PAGE
    assert told("answers that are kept") << 20 == desk.KEPT
    rate, burst = (re.findall(rf"{name}=(\d+)", NGINX)[0] for name in ("rate", "burst"))
    assert f"lets each address ask {rate} questions a second, {burst} at once" in PAGE


@pytest.fixture
def path(tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")
    return path


class Held:
    """A press that makes nothing before it is let go, and counts what it was asked for."""

    def __init__(self):
        self.go, self.asked, self.begun = threading.Event(), 0, threading.Semaphore(0)

    def __call__(self, job):
        self.asked += 1
        self.begun.release()
        assert self.go.wait(60)
        return press.make(job)


def test_an_answer_is_made_once_for_all_who_ask_and_beyond_a_short_queue_they_are_asked_to_come_again(  # noqa: E501
    path,
):
    held = Held()
    counter = desk.Desk(held)
    client = TestClient(api.application(versions.Store(path), BASE_URL, counter))
    answered: list[Future] = []

    def ask(address):
        future: Future = Future()
        threading.Thread(target=lambda: future.set_result(client.get(address)), daemon=True).start()
        answered.append(future)

    ask("/brief.pdf?from=2000")
    assert held.begun.acquire(timeout=60)
    others = [
        counter.ask(str(n), lambda: iter([b"other"]), "press", text=False)
        for n in range(desk.WAITING["press"] - 1)
    ]
    full = client.get("/records.xlsx")
    assert (full.status_code, full.headers["content-type"]) == (503, "application/problem+json")
    assert 1 <= int(full.headers["retry-after"]) <= 60
    assert full.headers["access-control-allow-origin"] == "*"
    for _ in range(10):
        ask("/brief.pdf?from=2000")
    assert (
        client.get("/records.csv").status_code
        == client.get("/health").status_code
        == client.head("/brief.pdf").status_code
        == 200
    )
    held.go.set()
    found = [future.result(60) for future in answered]
    assert {answer.status_code for answer in found} == {200}
    assert len({answer.content for answer in found}) == 1
    assert [other.result(60).body for other in others] == [b"other"] * len(others)
    assert held.asked == 1
    assert client.get("/records.xlsx").status_code == 200
    assert held.asked == 2


def test_a_process_that_is_told_to_end_makes_nothing_more_and_asks_all_to_come_again(path):
    held = Held()
    counter = desk.Desk(held)
    client = TestClient(api.application(versions.Store(path), BASE_URL, counter))
    made = []

    def parts():
        for part in (b"one", b"two"):
            made.append(part)
            counter.close()
            yield part

    with pytest.raises(desk.EndingError):
        counter.ask("begun", parts, "here", text=False).result(60)
    with pytest.raises(desk.EndingError):
        counter.ask("waits", parts, "here", text=False).result(60)
    assert made == [b"one"]
    for address in ("/brief.pdf", "/records.xlsx"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer.json()["detail"].startswith("the server is about to end")
    assert held.asked == 0


def test_a_format_that_cannot_have_so_many_rows_says_what_to_ask_instead(path, monkeypatch):
    client = TestClient(api.application(versions.Store(path), BASE_URL))
    assert client.get("/records.xlsx").status_code == 200
    monkeypatch.setattr(api, "MOST_ROWS", {"xlsx": len(make.RECORDS) - 1})
    refused = client.get("/records.xlsx?lang=kk")
    body = refused.json()
    assert (refused.status_code, body["rows"], body["most"]) == (
        413,
        len(make.RECORDS),
        len(make.RECORDS) - 1,
    )
    assert refused.headers["access-control-allow-origin"] == "*"
    assert [
        client.get(address.removeprefix("/api")).status_code for address in body["instead"]
    ] == [200, 200]
    assert client.get("/records.xlsx?metric=offences").status_code == 200


def test_what_is_kept_stays_within_its_bytes_and_what_does_not_fit_is_handed_out_all_the_same(
    monkeypatch,
):
    monkeypatch.setattr(desk, "KEPT", 10_000)
    counter = desk.Desk()

    def ask(tag, size):
        return counter.ask(tag, lambda: iter([b"x" * size]), "here", text=False).result(60)

    for tag in range(8):
        assert ask(str(tag), 3000).body == b"x" * 3000
    assert [tag for tag in range(8) if counter.at_hand(str(tag))] == [5, 6, 7]
    assert len(ask("large", 9000).body) == 9000
    assert counter.at_hand("large") is None
    with pytest.raises(ZeroDivisionError):
        counter.ask("wrong", lambda: iter([b"", 1 // 0]), "here", text=False).result(60)
    assert ask("wrong", 10).size == 10


@pytest.mark.parametrize("size", [0, 10, 999, 1000, 1001, 70_000, 3_000_000])
def test_an_answer_is_the_same_packed_and_plain_in_pieces_that_are_small(size):
    said = (b"Every number comes with its receipt. " * (size // 37 + 1))[:size]
    made = desk._gathered((said[at : at + 700] for at in range(0, size, 700)), text=True)
    assert (b"".join(made.sent(False)), made.size, made.packed) == (said, size, size > 1000)
    if made.packed:
        assert len(made.body) < size
        assert b"".join(made.sent(True)) == made.body
    assert all(len(piece) <= 1 << 23 for piece in made.sent(False))


def test_the_process_of_the_press_makes_what_is_made_without_it_and_begins_anew_where_it_was_ended(
    path,
):
    snapshot = versions.Store(path).snapshot()
    maker = press.Press()
    try:
        for extension in ("pdf", "xlsx"):
            asked = api.Query(lang="kk")
            assert b"".join(
                export.parts(snapshot, asked, extension, BASE_URL, maker)
            ) == export.whole(snapshot, asked, extension, BASE_URL)
        png = [
            b"".join(export.chart(snapshot, api.Query(), "offences", "png", BASE_URL, how))
            for how in (maker, press.make)
        ]
        assert png[0] == png[1]
        assert maker._process is not None
        maker._process.kill()
        maker._process.wait()
        assert (
            b"".join(export.chart(snapshot, api.Query(), "offences", "png", BASE_URL, maker))
            == png[0]
        )
        with pytest.raises(press.PressError):
            maker([{"kind": "png", "svg": "no picture"}])
        assert (
            b"".join(export.chart(snapshot, api.Query(), "offences", "png", BASE_URL, maker))
            == png[0]
        )
    finally:
        maker.close()


def test_what_takes_the_press_too_long_is_given_up(path):
    maker = press.Press(patience=0.0)
    with pytest.raises(press.PressError):
        b"".join(export.parts(versions.Store(path).snapshot(), api.Query(), "pdf", BASE_URL, maker))
    maker.close()
    client = TestClient(
        api.application(versions.Store(path), BASE_URL, desk.Desk(press.Press(patience=0.0)))
    )
    refused = client.get("/brief.pdf")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")

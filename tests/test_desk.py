"""What the page at the desk answers: each decision is in the draft, is taken back, is shown before
it is written, and written as shown.
"""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from begun import NAME, begun
from starlette.testclient import TestClient

from kzstats.dataset import validation
from kzstats.drafting import desk as drafting_desk
from kzstats.editing import server, session

PORT, TOKEN, DAY = 8123, "a-key-of-this-test", date(2026, 1, 2)


@pytest.fixture
def opened(tmp_path):
    data, archive = begun(tmp_path)
    path = drafting_desk.path_of(data, NAME)
    return session.begun(data, archive, NAME, path)


@pytest.fixture
def client(opened):
    app = server.Desk(opened, PORT, TOKEN, lambda: DAY, "en").app
    with TestClient(
        app, base_url=f"http://127.0.0.1:{PORT}", headers={"Origin": f"http://127.0.0.1:{PORT}"}
    ) as found:
        assert found.get("/").status_code == 403
        assert found.get(f"/?token={TOKEN}").status_code == 200
        yield found


def told(client, path, **form):
    return client.post(
        path,
        content=urlencode({"token": TOKEN, **form}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def draft(opened):
    return opened.path.read_text(encoding="utf-8")


def test_every_number_of_the_article_stands_on_the_page_in_three_languages(client, opened):
    numbers = opened.now().numbers
    for lang in ("en", "ru", "kk"):
        page = client.get(f"/?lang={lang}&n=1").text
        assert f'lang="{lang}"' in page
        for number in numbers:
            assert f"n={number.place}" in page
    assert client.get("/edit.css").headers["content-type"].startswith("text/css")
    assert "text/javascript" in client.get("/edit.js").headers["content-type"]


def test_a_decision_is_in_the_draft_at_once_and_undo_takes_it_back(client, opened):
    before = draft(opened)
    one = next(number for number in opened.now().numbers if number.records)
    told(client, "/keep", record=one.records[0], n=one.place, skip="1", reason="not_expressible")
    assert draft(opened) != before
    assert "skip: not_expressible" in draft(opened)
    told(client, "/keep", record=one.records[0], n=one.place, again="1")
    assert "skip: not_expressible" not in draft(opened)
    told(client, "/undo")
    told(client, "/undo")
    assert draft(opened) == before


def test_a_number_that_is_left_out_gets_another_reason_or_becomes_a_figure(client, opened):
    left = next(number for number in opened.now().numbers if number.skipped is not None)
    told(client, "/number", n=left.place, reason="vague")
    now = opened.now()
    again = next(number for number in now.numbers if number.place == left.place)
    assert now.plain["skipped"][again.skipped]["reason"] == "vague"
    figures = len(now.plain["records"])
    told(client, "/number", n=left.place, figure="1")
    assert len(opened.now().plain["records"]) == figures + 1


def test_what_is_chosen_is_checked_while_one_chooses_and_kept_as_chosen(client, opened):
    one = next(number for number in opened.now().numbers if number.records)
    record = opened.now().plain["records"][one.records[0]]
    answered = told(
        client, "/check", record=one.records[0], n=one.place, value="987654", quote=record["quote"]
    )
    assert answered.status_code == 200
    assert "987654" in answered.text or "Q2" in answered.text
    told(client, "/keep", record=one.records[0], n=one.place, value="987654")
    assert opened.now().plain["records"][one.records[0]]["value"] == 987654


def test_what_is_written_was_shown_and_stands_in_the_data_valid(client, opened):
    while left := [number for number in opened.now().open if number.records]:
        told(
            client,
            "/keep",
            record=left[0].records[0],
            n=left[0].place,
            skip="1",
            reason="not_expressible",
        )
    while left := list(opened.now().open):
        told(client, "/number", n=left[0].place, reason="not_expressible")
    shown = client.get("/review")
    assert shown.status_code == 200, shown.text
    before = opened.data.read_bytes()
    assert told(client, "/write", seen="something else").status_code == 409
    assert opened.data.read_bytes() == before
    seen = re.search(r'name="seen" value="([^"]+)"', shown.text)[1]
    assert told(client, "/write", seen=seen).status_code == 200
    assert opened.data.read_bytes() != before
    assert NAME in validation.read(opened.data.read_bytes()).sources

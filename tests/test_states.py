"""The states of a running server: what it answers, shows and logs while its files are broken, its
disk is odd and its clock jumps.
"""

import json
import os
import re
import shutil
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from running import DATA, ROOT, WAIT, answers, free_port, health, reached, serving, started, stop

VALID, LEDGER = DATA.read_bytes(), DATA.with_name("evidence.json").read_bytes()
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (path := tmp_path / "metrics.yaml").write_bytes(VALID)
    path.with_name("evidence.json").write_bytes(LEDGER)
    return path


def checks(base_url: str) -> set[str]:
    with urllib.request.urlopen(f"{base_url}/api/records.json", timeout=WAIT / 1000) as answer:
        return {record["check"] for record in json.load(answer)["records"]}


def in_its_place(path: Path, content: bytes) -> None:
    (newer := path.with_suffix(".new")).write_bytes(content)
    newer.replace(path)


def events(log: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for line in log.read_text(encoding="utf-8").splitlines()
        if line.startswith('{"time"')
    ]


BEGUN = ["address named", "files allowed", "data read"]
"""What a server writes when it begins, before anything changes."""


def test_a_broken_ledger_degrades_the_health_is_said_in_three_languages_and_the_last_good_one_stays(
    browser: Browser, data: Path, tmp_path: Path
) -> None:
    kept, log = data.with_name("evidence.json"), tmp_path / "log"
    said = {
        "en": "The results of the checks cannot be read since",
        "ru": "Результаты проверок не читаются с",
        "kk": "Тексеру нәтижелері оқылмай тұр",
    }
    with serving(free_port(), data, log, KZSTATS_LOG="json") as base_url:
        before, marks = health(base_url), checks(base_url)
        assert (before["status"], marks) == ("ok", {"matches source"})
        in_its_place(kept, LEDGER[: len(LEDGER) // 2])
        broken = reached(base_url, lambda found: found["status"] == "degraded")
        assert broken["problems"] == [
            "evidence.json cannot be read; what the last good one says stays in use"
        ]
        assert checks(base_url) == marks
        for lang, words in said.items():
            with urllib.request.urlopen(f"{base_url}/cases?lang={lang}") as answer:
                assert words in answer.read().decode().replace("\N{NO-BREAK SPACE}", " ")
        page = browser.new_page()
        page.goto(f"{base_url}/cases?lang=kk")
        expect(page.locator("#first")).to_have_count(0, timeout=WAIT)
        expect(page.get_by_role("status").filter(has_text=said["kk"])).to_be_visible()
        page.close()
        in_its_place(kept, LEDGER)
        assert reached(base_url, lambda found: found["status"] == "ok") == before
        assert [line["event"] for line in events(log)] == [
            *BEGUN,
            "ledger broken",
            "ledger recovered",
        ]
    in_its_place(kept, b"")
    with serving(free_port(), data) as base_url:
        assert health(base_url)["problems"] == [
            "evidence.json cannot be read; every figure shows as not checked"
        ]
        assert checks(base_url) == {"not checked"}


def test_a_large_damaged_file_is_told_in_a_few_words_to_all_and_at_more_length_in_the_log(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    record = (
        b"  - {id: r%d, metric: registered_offences, period: '2014', value: 1, area: KZ, "
        b"source: nobody-%d, said_by: A, quote: one}\n"
    )
    damage = {
        "zeros": bytes(4_000_000),
        "misspelt": VALID.replace(
            b"\nrecords:\n",
            b"\nrecords:\n" + b"".join(record % (place, place) for place in range(10_000)),
            1,
        ),
    }
    question = "publisher=Caravanserai&from=2016"
    with serving(
        free_port(), data, log, KZSTATS_LOG="json", KZSTATS_URL="https://figures.example"
    ) as base_url:
        before = health(base_url)
        for content in damage.values():
            in_its_place(data, content)
            with ThreadPoolExecutor(4) as pool:  # all the while the last valid figures answer
                asked = [
                    pool.submit(
                        urllib.request.urlopen,
                        f"{base_url}/api/records.csv?{question}",
                        timeout=WAIT / 1000,
                    )
                    for _ in range(40)
                ]
                assert {one.result().status for one in asked} == {200}
            broken = reached(base_url, lambda found: found["status"] == "degraded")
            assert len(json.dumps(broken)) < 1000
            assert broken["data"] == before["data"]
            in_its_place(data, VALID)
            assert reached(base_url, lambda found: found["status"] == "ok") == before
    found = events(log)
    assert [line["event"] for line in found] == [*BEGUN, *["data broken", "data recovered"] * 2]
    assert found[-2]["problems"] == 10_000
    assert "nobody-0" in str(found[-2]["details"])
    assert max(map(len, log.read_text(encoding="utf-8").splitlines())) < 20_000
    assert not re.search("Caravanserai|publisher=|from=2016|127.0.0.1", "".join(map(str, found)))


ODD: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a file of three gigabytes of nothing": lambda path: (path.touch(), os.truncate(path, 3 << 30)),
}


def test_what_is_no_data_file_is_refused_by_a_running_server_which_goes_on_within_its_memory(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with serving(free_port(), data, log) as base_url:
        before = health(base_url)
        for place in (data, data.with_name("evidence.json")):
            good = place.read_bytes()
            for make in ODD.values():
                place.unlink()
                make(place)
                broken = reached(base_url, lambda found: found["status"] == "degraded")
                assert (broken["data"], checks(base_url)) == (before["data"], {"matches source"})
                place.unlink()
                in_its_place(place, good)
                assert reached(base_url, lambda found: found["status"] == "ok") == before
    lines = [line for line in log.read_text(encoding="utf-8").splitlines() if " kzstats: " in line]
    assert (
        sum("data broken: " in line for line in lines)
        == sum("ledger broken: " in line for line in lines)
        == 3
    )
    assert all(re.match(r"2\d{3}-\d\d-\d\dT", line) for line in lines)


@pytest.mark.skipif(
    LIBRARY is None, reason="faketime is not installed (Debian: apt-get install faketime)"
)
def test_a_clock_that_jumps_stops_nothing_and_hides_no_change(data: Path, tmp_path: Path) -> None:
    (clock := tmp_path / "clock").write_text("2026-01-01 12:00:00\n")
    settings = {
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "KZSTATS_LOG": "json",
    }
    log, port = tmp_path / "log", free_port()
    base_url = f"http://127.0.0.1:{port}"
    with started(port, data, log, LD_PRELOAD=str(LIBRARY), **settings) as process:
        try:
            answers(port, process)
            before = health(base_url)
            since = []
            for moment in ("2026-01-01", "2004-02-29", "2200-06-30", "1999-12-31"):
                clock.write_text(f"{moment} 12:00:00\n")
                in_its_place(data, b"sources: [")
                broken = reached(base_url, lambda found: found["status"] == "degraded")
                since.append(str(broken["since"])[:10])
                with urllib.request.urlopen(
                    f"{base_url}/api/records.zip", timeout=WAIT / 1000
                ) as answer:
                    assert answer.status == 200
                in_its_place(data, VALID)
                assert reached(base_url, lambda found: found["status"] == "ok") == before
            assert since == ["2026-01-01", "2004-02-29", "2200-06-30", "1999-12-31"]
        finally:
            stop(process)
    years = ["2026"] * len(BEGUN) + [
        year for year in ("2026", "2004", "2200", "1999") for _ in ("broken", "recovered")
    ]
    assert [str(line["time"])[:4] for line in events(log)] == years


OUR_FAULT = {
    "kk": "Серверде қате орын алды",
    "ru": "На сервере произошла ошибка",
    "en": "Something went wrong on the server",
}
SHOWN = """(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const own of copy.querySelectorAll("script, style")) own.remove();
  return copy.outerHTML;
})()"""
"""All that a page holds but its own scripts and styles, which have words of their own."""
FOR_US = (
    "Traceback",
    "ZeroDivision",
    "within",
    "funding.py",
    "cooperation.py",
    "redacted",
    "Manage app",
    "stException",
)


def test_our_own_fault_is_said_in_the_readers_language_and_why_in_the_log_alone(
    browser: Browser, tmp_path: Path
) -> None:
    """Of a page that cannot be made, and of a button whose press comes to grief."""
    for part in ("src", "pages", ".streamlit", "data"):
        shutil.copytree(
            ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    shutil.copy(ROOT / "app.py", tmp_path)
    for name, wrong in (
        ("funding", "1 / 0\n"),
        ("cooperation", "streamlit.button('press', on_click=lambda: 1 / 0)\n"),
    ):
        broken = tmp_path / "pages" / f"{name}.py"
        whole = broken.read_text(encoding="utf-8")
        broken.write_text(f"{whole}import streamlit\nsecret = 'within'\n{wrong}", encoding="utf-8")
    log, port = tmp_path / "log", free_port()
    with started(port, DATA, log, {"cwd": tmp_path}) as process:
        try:
            answers(port, process)
            page = browser.new_page()
            for name, lang in (*(("funding", lang) for lang in OUR_FAULT), ("cooperation", "kk")):
                page.goto(f"http://127.0.0.1:{port}/{name}?lang={lang}")
                if name == "cooperation":
                    page.get_by_role("button", name="press").click(timeout=WAIT)
                said = re.compile(f"^{OUR_FAULT[lang]}")
                expect(page.get_by_role("alert")).to_have_text(said, timeout=WAIT)
                shown = page.evaluate(SHOWN)
                assert not [word for word in FOR_US if word in shown]
            page.locator("[data-testid=stSidebarNavLink]").first.click()
            expect(page.locator("h1")).to_have_count(1, timeout=WAIT)
            expect(page.locator("footer")).to_be_visible(timeout=WAIT)
            expect(page.get_by_role("alert")).to_have_count(0)
            page.close()
        finally:
            stop(process)
    assert log.read_text(encoding="utf-8").count("ZeroDivisionError: division by zero") >= 4

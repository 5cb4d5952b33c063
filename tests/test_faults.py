"""What must hold when something is wrong: real servers, a real nginx and a real Chromium, with
processes killed and files broken.
"""

import asyncio
import http.client
import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from xml.etree import ElementTree

import hostile
import make
import openpyxl
import pytest
from benchmarks import crowds, records, sessions
from playwright.sync_api import Browser, Page, expect
from running import (
    DATA,
    NO_NGINX,
    ROOT,
    WAIT,
    answers,
    free_port,
    health,
    proxied,
    reached,
    serving,
    started,
    stop,
)
from test_access import STANDS
from test_browser import middle, ready, resting

import kzstats
from kzstats.dataset import validation
from kzstats.dataset.forms import FORMS
from kzstats.serve import desk

R = TypeVar("R")


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


# Each server below has an address of its own in KZSTATS_URL, which the page about the method
# writes out with the filters of the
# view: so a page shows which process it is on, and that it still has its filters.
FILTERS = "publisher=Caravanserai&from=2017"
LEFT = "4 of 13 figures"


def shows(page: Page, name: str) -> None:
    """The page is whole, with its filters, from the process of that name."""
    ready(page)
    expect(page.locator("code.address").first).to_have_text(
        f"http://{name}.example/api/records.csv?{FILTERS}", timeout=2 * WAIT
    )
    expect(page.locator("footer")).to_contain_text(LEFT, timeout=WAIT)
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=WAIT)
    assert "from=2017" in page.url
    assert "publisher=Caravanserai" in page.url


@pytest.mark.skipif(**NO_NGINX)
def test_pages_of_a_process_that_is_killed_come_back_on_another_with_their_filters(
    browser: Browser, tmp_path: Path
) -> None:
    ports = {"one": free_port(), "two": free_port()}
    with ExitStack() as stack:
        processes = {
            name: stack.enter_context(started(port, KZSTATS_URL=f"http://{name}.example"))
            for name, port in ports.items()
        }
        for process in processes.values():
            stack.callback(stop, process)
        for name, process in processes.items():
            answers(ports[name], process)
        base_url = stack.enter_context(proxied(tmp_path, list(ports.values()), free_port()))
        context = browser.new_context()
        stack.callback(context.close)
        pages = [context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(f"{base_url}/method?{FILTERS}")
            ready(page)
        first = pages[0].locator("code.address").first.inner_text()
        doomed, other = ("one", "two") if first.startswith("http://one.") else ("two", "one")
        processes[doomed].kill()
        for page in pages:
            shows(page, other)
        pages[0].get_by_role("button", name="Show everything").click()
        expect(pages[0].locator("footer")).to_contain_text("13 of 13 figures", timeout=WAIT)
        assert health(base_url)["status"] == "ok"


def test_an_open_page_comes_back_with_its_filters_when_the_server_has_been_stopped_and_started(
    page: Page,
) -> None:
    port = free_port()
    with serving(port, KZSTATS_URL="http://before.example") as base_url:
        page.goto(f"{base_url}/method?{FILTERS}")
        shows(page, "before")
    with serving(port, KZSTATS_URL="http://after.example"):
        shows(page, "after")
        page.get_by_role("combobox", name="To year").click()
        page.get_by_role("option", name="2018").click()
        expect(page.locator("code.address").first).to_contain_text(
            f"{FILTERS}&to=2018", timeout=WAIT
        )
        page.close()


VALID = DATA.read_bytes()
NEWER = VALID.replace(b"value: 554", b"value: 555").replace(b"554 crimes", b"555 crimes")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "metrics.yaml"
    path.write_bytes(VALID)
    return path


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[str]:
    """A server whose data file the tests below break and mend."""
    with serving(free_port(), data) as base_url:
        yield base_url


def in_its_place(path: Path, content: bytes) -> None:
    (newer := path.with_suffix(".new")).write_bytes(content)
    newer.replace(path)


BREAKS: dict[str, Callable[[Path], object]] = {
    "made invalid in place": lambda path: path.write_bytes(
        VALID.replace(b"value: 154", b'value: "154 or so"')
    ),
    "replaced by an invalid one": lambda path: in_its_place(path, b"records: ["),
    "half written": lambda path: path.write_bytes(VALID[: len(VALID) // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "no text": lambda path: path.write_bytes(os.urandom(5000)),
    "deleted": Path.unlink,
}


@pytest.mark.parametrize("damage", BREAKS.values(), ids=BREAKS)
def test_while_the_data_file_is_broken_the_last_valid_figures_are_served_and_it_recovers_by_itself(
    page: Page, served: str, data: Path, damage: Callable[[Path], object], thorough: bool
) -> None:
    """Each kind of damage is told on the page that stands; how the application tells it is the
    same for all, and is looked at for one unless all is tried.
    """
    before = health(served)
    with urllib.request.urlopen(f"{served}/api/records.csv") as answer:
        figures = answer.read()
    damage(data)
    broken = reached(served, lambda found: found["status"] == "degraded")
    assert (before["status"], broken["status"], broken["data"], broken["records"]) == (
        "ok",
        "degraded",
        before["data"],
        13,
    )
    assert [problem.partition(" has ")[0] for problem in broken["problems"]] == ["metrics.yaml"]
    in_application = thorough or damage is BREAKS["half written"]
    said = f"The data file has been broken since {str(broken['since'])[:16].replace('T', ' ')} UTC"
    told = "Registered offences: 327 in 2015, 554 in 2016"
    with urllib.request.urlopen(f"{served}/cases?from=2015") as answer:
        standing = answer.read().decode()
    assert said in standing
    assert told in standing
    if in_application:
        page.goto(f"{served}/cases?from=2015")
        notice = page.get_by_role("status").filter(has_text=said)
        expect(notice).to_be_visible(timeout=WAIT)
        expect(page.locator("h2:not(#index)").first).to_have_text(told)
    with urllib.request.urlopen(f"{served}/api/records.csv") as answer:
        assert answer.read() == figures
    in_its_place(data, VALID)
    assert reached(served, lambda found: found["status"] == "ok") == before
    with urllib.request.urlopen(f"{served}/cases") as answer:
        assert said not in answer.read().decode()
    if in_application:
        page.get_by_role("button", name="Show everything").click()
        expect(page.locator(".notice[role=status]")).to_have_count(0, timeout=WAIT)


@pytest.mark.parametrize(
    "replace", [in_its_place, Path.write_bytes], ids=["in one step", "in place"]
)
def test_a_newer_data_file_is_served_at_the_next_question(
    page: Page, served: str, data: Path, replace: Callable[[Path, bytes], object]
) -> None:
    page.goto(f"{served}/cases?from=2015")
    expect(page.locator("h2:not(#index)").first).to_have_text(
        "Registered offences: 327 in 2015, 554 in 2016", timeout=WAIT
    )
    before = health(served)
    replace(data, NEWER)
    after = reached(served, lambda found: found["data"] != before["data"])
    assert after["status"] == "ok"
    page.get_by_role("button", name="Show everything").click()
    told = "Registered offences: 327 in 2015, 555 in 2016; not comparable: 154 in 2014"
    expect(page.locator("h2:not(#index)").first).to_have_text(told, timeout=WAIT)
    replace(data, VALID)
    assert reached(served, lambda found: found["data"] == before["data"]) == before


MARKUP = "<b>c</b><br>%{y}&lt;i&gt;"
ATTACK = (
    f"{MARKUP} <img/src=x/onerror=window.ran=1> **b** $x$ :red[r] [a](javascript:window.ran=2) "
    "<a/href=javascript:window.ran=3>d</a> {e} `f` \N{GRINNING FACE}"
)
DRAWN = {"cooperation": "Record.label", "funding": "Record.label"}
"""What charts write themselves, cut where it is long; a break whose words have no room is told
below the chart alone.
"""
WITHIN = {
    f"{kind}.{lang}"
    for kind in ("Multilingual", "Label", "Translation")
    for lang in ("en", "ru", "kk")
}
"""What stands within other fields."""
READ_BY_CHECKS = {
    "Record.prefix",
    "Record.suffix",
    "Unstated.context",
    "CountedAs.en",
    "CountedAs.ru",
    "CountedAs.kk",
}
SETTLED = {"Confirmed.by", "Confirmed.says"}
"""What a page has to say only of a figure whose checks have left something open, which none here
was put to.
"""
UNSEEN = READ_BY_CHECKS | SETTLED | WITHIN


def hostile_data() -> tuple[str, set[str]]:
    """A data file with an attack in every field of free text, after the field's name; and those
    fields.
    """
    written = set()

    def said(field: str, more: str = "") -> str:
        written.add(field)
        return f"{field} {ATTACK}{more}"

    def words(field: str) -> dict[str, str]:
        return {lang: said(field, f" {lang} {'w' * 150}") for lang in ("en", "ru", "kk")}

    source = {
        "publisher": said("Source.publisher", "w" * 150),
        "title": said("Source.title"),
        "author": said("Source.author"),
    }
    changed = {
        "date": "2015-01-01",
        "title": words("Break.title"),
        "reason": words("Break.reason"),
        "source": "law",
    }
    counted = {lang: [said(f"CountedAs.{lang}")] for lang in ("en", "ru", "kk")}
    metrics = {
        name: {
            "title": words("Metric.title"),
            "short": words("Metric.short"),
            "definition": words("Metric.definition"),
            "counted_as": counted,
            "producer": said("Metric.producer"),
        }
        | {"rule": words("Metric.rule"), "limits": words("Metric.limits"), "dimensions": ["part"]}
        for name in make.METRICS
    }
    metrics["convicted"]["topic"] = "declared"
    metrics["places"] = {"topic": "cases", "kind": "rank", "unit": "place"} | {
        "title": words("Metric.title"),
        "definition": words("Metric.definition"),
        "scale": {"best": "lowest"},
    }
    receipt = {
        name: said(f"Record.{name}")
        for name in ("quote", "prefix", "suffix", "context", "said_by", "producer")
    } | {"dimensions": {"part": "one"}}
    receipt |= {name: words(f"Record.{name}") for name in ("note", "reason", "counted")}
    receipt |= {"translation": {lang: said("Record.translation") for lang in ("ru", "kk")}}
    receipt |= {
        "confirmed": {
            "by": said("Confirmed.by"),
            "on": "2020-01-01",
            "says": said("Confirmed.says"),
        }
    }
    records = [
        {**record, **receipt} | ({"label": words("Record.label")} if "label" in record else {})
        for record in make.RECORDS
    ]
    other = {**records[0], "id": "offences-other", "value": 90, "producer": None}
    place = {"id": "place", "metric": "places", "period": "2014", "value": 64}
    place |= {name: receipt[name] for name in ("said_by", "quote", "context")}
    place |= {"edition": {"name": words("Edition.name")}}
    text = make.yaml_text(
        [*records, other, place],
        {**metrics, "offences": {**metrics["offences"], "breaks": [changed]}},
        {"press": source, "law": source},
        skipped=[{"source": "press", "quote": said("Skipped.quote"), "reason": "vague"}],
        unstated=[
            {
                "metric": "people",
                "label": words("Unstated.label"),
                "period": "2016-05-01",
                "area": "KZ",
                "source": "press",
            }
            | {"context": said("Unstated.context")}
        ],
        names={receipt["said_by"]: {"ru": said("Name.ru"), "kk": said("Name.kk")}},
        additions=[
            {"date": "2020-01-01", "records": ["offences-2014"], "says": words("Addition.says")}
        ],
        corrections=[
            {
                "record": "offences-2014",
                "date": "2020-01-01",
                "was": said("Correction.was"),
                "reason": words("Correction.reason"),
            }
        ],
    )
    parts = {
        "part": {"title": words("Dimension.title"), "codes": {"one": words("Dimension.codes")}}
    }
    topics = {
        "declared": {lang: said(f"Topic.{lang}") for lang in ("en", "ru", "kk")}
        | {"lead": words("Topic.lead")}
    }
    return (
        f"{text}dimensions: {json.dumps(parts, ensure_ascii=False)}\n"
        f"topics: {json.dumps(topics, ensure_ascii=False)}\n",
        written | WITHIN,
    )


def test_words_of_the_data_file_stay_words_wherever_they_appear(page: Page, tmp_path: Path) -> None:
    text, written = hostile_data()
    forms = [
        form
        for form, meaning in FORMS.items()
        if any(said in meaning for said in ("space at its ends", "phrase", "translation"))
    ]
    assert len(forms) == 3

    def is_free(field: object) -> bool:
        said = json.dumps(field)
        return any(
            f'"#/$defs/{kind}"' in said
            for kind in ("Multilingual", "Label", "Translation", "Member")
        ) or any(json.dumps(form) in said for form in forms)

    definitions = [
        (kind, entry) for kind, entry in validation.schema()["$defs"].items() if kind != "Member"
    ]  # the words of a code
    assert written == {
        f"{kind}.{name}"
        for kind, entry in definitions
        for name, field in entry.get("properties", {}).items()
        if is_free(field)
    }
    (data := tmp_path / "metrics.yaml").write_text(text, encoding="utf-8")
    found: set[str] = set()
    with serving(free_port(), data) as base_url:
        page.set_viewport_size({"width": 390, "height": 844})
        chosen = f"records?publisher={quote(f'Source.publisher {ATTACK}' + 'w' * 150)}"
        walks = (
            ("", "cases", "cooperation", "funding", "recruitment", "declared", "articles"),
            ("method",),
            ("method?lang=kk", "records"),
            ("records?lang=ru",),
            ("?record=offences-2014",),
            ("?record=offences-2014&lang=kk",),
            (chosen,),
        )
        for name in ("changes", "metric/offences"):
            page.goto(f"{base_url}/{name}")
            found |= {
                field
                for field in written
                if f"{field} {ATTACK}" in (page.locator("body").text_content() or "")
            }
            assert page.evaluate("window.ran") is None, name
        for first, name in [(walk[0], name) for walk in walks for name in walk]:
            if name == first:
                page.goto(f"{base_url}/{name}")
                ready(page)
            else:
                before = page.locator("h1").inner_text()
                link = page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']")
                link.dispatch_event("click")
                expect(page.locator("h1")).not_to_have_text(before)
                resting(page)
                page.wait_for_function(STANDS)
            if "record=" in name:
                expect(page.locator(".receipt-body")).to_be_visible(timeout=WAIT)
            said = page.locator("body").text_content() or ""
            found |= {field for field in written if f"{field} {ATTACK}" in said}
            if name in DRAWN:
                shown = re.compile(
                    rf"{DRAWN[name]}\s*{re.escape(MARKUP)}"
                )  # a line may end between the two
                expect(page.locator(".js-plotly-plot text", has_text=shown).first).to_be_attached(
                    timeout=WAIT
                )
            if name == "funding":
                mark = page.locator(".js-plotly-plot :is(.bars .point path, path.point)").first
                page.mouse.move(*middle(mark))
                expect(page.locator(".hoverlayer")).to_contain_text(
                    f"Record.reason {MARKUP}"
                )  # sources disagree there, and the reason is told first
            assert page.evaluate("window.ran") is None, name
            assert (
                page.locator("a[href^='javascript' i], img[src='x'], .katex, [onerror]").count()
                == 0
            ), name
            made = page.locator("b, strong, i, em, a, code, span").filter(
                has_text=re.compile("^[abcdefir]$")
            )
            assert made.count() == 0, (name, made.first.evaluate("made => made.outerHTML"))
            assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= 390, name
            if name == chosen:
                expect(page.locator("footer")).to_contain_text("8 of 8 figures")
        assert written - found == UNSEEN
        for metric in {
            record["metric"]
            for record in json.load(urllib.request.urlopen(f"{base_url}/api/records.json"))[
                "records"
            ]
        }:
            with urllib.request.urlopen(f"{base_url}/api/charts/{metric}.svg") as answer:
                drawn = ElementTree.fromstring(answer.read())
            tags = {part.tag.removeprefix("{http://www.w3.org/2000/svg}") for part in drawn.iter()}
            assert tags <= {
                "svg",
                "title",
                "desc",
                "defs",
                "pattern",
                "rect",
                "line",
                "text",
                "tspan",
                "circle",
            }
            assert MARKUP in "".join(drawn.itertext())
            with urllib.request.urlopen(f"{base_url}/api/charts/{metric}.png") as answer:
                assert answer.read(4) == b"\x89PNG"
        with urllib.request.urlopen(f"{base_url}/api/records.xlsx") as answer:
            sheet = openpyxl.load_workbook(BytesIO(answer.read())).worksheets[0]
        (extract := tmp_path / "extract.csv").write_bytes(
            urllib.request.urlopen(f"{base_url}/api/records.csv").read()
        )
        rows = kzstats.read_csv(extract)
        for name in ("said_by", "quote", "context", "publisher"):
            place = next(cell.column for cell in sheet[1] if cell.value == name)
            cells = [sheet.cell(line, place) for line in range(2, sheet.max_row + 1)]
            assert {cell.data_type for cell in cells} == {"s"}
            assert [cell.value for cell in cells] == list(rows[name])
            assert all(ATTACK in said for said in rows[name])
        page.close()


def memory(process: subprocess.Popen[bytes]) -> float:
    """The megabytes that a process holds."""
    lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


IN_PROC = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc"
)


def alone(work: Coroutine[Any, Any, R]) -> R:
    """Run to its end in a thread of its own: in this one Playwright's loop runs while a browser is
    open.
    """
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def choose(port: int, year: str) -> None:
    """Open the page of cases and choose a year there."""
    async with sessions.opened(port, "cases") as viewer:
        await viewer.run(year)


@pytest.mark.large
@IN_PROC
def test_new_versions_of_the_data_take_no_more_memory_than_one(
    tmp_path: Path, thorough: bool
) -> None:
    """Sixty of them where all is tried, else eighteen."""
    more = 60 if thorough else 18
    text = records.data_file(2000).encode()
    (data := tmp_path / "metrics.yaml").write_bytes(text)
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"

    def look() -> None:
        for lang in ("en", "kk"):
            for address in (
                "records.csv?from=2025",
                "charts/opened_cases.svg?from=2025",
                "records/registered-offences-2025-12-31.json?",
            ):
                with urllib.request.urlopen(
                    f"{base_url}/api/{address}&lang={lang}", timeout=60
                ) as answer:
                    assert answer.status == 200
        alone(choose(port, "2025"))

    with started(port, data) as process:
        try:
            answers(port, process)
            look()
            after, seen = [], {health(base_url)["data"]}
            for turn in range(more + 1):
                in_its_place(data, text.replace(b"A speaker", f"Speaker {turn}".encode()))
                seen.add(reached(base_url, lambda found: found["data"] not in seen)["data"])
                if turn % 6 == 0:
                    look()
                    after.append(memory(process))
            assert len(seen) == more + 2
            assert after[-1] < 1.2 * after[0], (
                f"{after[0]:.0f} MB after one new version, {after[-1]:.0f} after {more} more"
            )
        finally:
            stop(process)


@pytest.mark.large
@IN_PROC
@pytest.mark.parametrize(
    "dear", ["the brief", "each another brief", "each another workbook", "each another JSON"]
)
def test_fifty_clients_of_a_dear_address_leave_the_pages_and_the_memory_alone(
    crowded: tuple[int, int, crowds.Crowd], dear: str, thorough: bool
) -> None:
    """Of one kind the same for all, which is made once whatever it is; of each kind another for
    everybody.
    """
    port, process, quiet = crowded
    crowd = alone(crowds.beside(port, process, dear, lasts=5 if thorough else 1))
    assert crowd.choices
    assert set(crowd.statuses) <= {200, 503}
    assert crowd.statuses[200] > 0
    assert crowd.megabytes < quiet.megabytes + 400


@pytest.fixture(scope="module")
def crowded(
    tmp_path_factory: pytest.TempPathFactory, thorough: bool
) -> Iterator[tuple[int, int, crowds.Crowd]]:
    """A server of ten thousand records where all is tried, else of four thousand, and what it comes
    to while nobody asks for anything dear.
    """
    (data := tmp_path_factory.mktemp("crowd") / "metrics.yaml").write_text(
        records.data_file(10_000 if thorough else 4_000), encoding="utf-8"
    )
    port = free_port()
    with started(port, data) as process:
        try:
            answers(port, process)
            alone(crowds.beside(port, process.pid, "nothing else", lasts=2))
            yield (
                port,
                process.pid,
                alone(crowds.beside(port, process.pid, "nothing else", lasts=2)),
            )
        finally:
            stop(process)


def test_a_process_that_is_told_to_end_does_so_and_asks_those_who_wait_to_come_again(
    tmp_path: Path,
) -> None:
    (data := tmp_path / "metrics.yaml").write_text(records.data_file(2000), encoding="utf-8")
    port = free_port()

    def status(first: int) -> int:
        address = f"http://127.0.0.1:{port}/api/records.xlsx?from={first}"
        try:
            return urllib.request.urlopen(address, timeout=60).status
        except urllib.error.HTTPError as refusal:
            return refusal.code

    with started(port, data) as process, ThreadPoolExecutor(desk.WAITING["press"] + 1) as pool:
        try:
            answers(port, process)
            asked = [pool.submit(status, 2000 + n) for n in range(desk.WAITING["press"] + 1)]
            refused = next(as_completed(asked))
            assert refused.result() == 503  # the places are taken: one is made, the others wait
            process.terminate()
            assert [one.result() for one in asked] == [503] * len(asked)
        finally:
            stop(process)


@pytest.mark.large
@IN_PROC
def test_thousands_of_hostile_requests_get_clear_refusals_and_leave_nothing_behind(
    thorough: bool,
) -> None:
    """Ten thousand of them where all is tried."""
    many = 10_000 if thorough else 1_000
    port = free_port()
    with started(port) as process:
        try:
            answers(port, process)

            def ask(requests: list[bytes]) -> list[tuple[bytes, hostile.Answer | None]]:
                line = hostile.Line(port)
                try:
                    return [(request, line.ask(request)) for request in requests]
                finally:
                    line.close()

            def storm(count: int, seed: int) -> list[tuple[bytes, hostile.Answer | None]]:
                made = list(hostile.requests(count, seed))
                with ThreadPoolExecutor(8) as pool:
                    return [
                        pair
                        for part in pool.map(ask, (made[place::8] for place in range(8)))
                        for pair in part
                    ]

            storm(many // 2, seed=1)  # what is read and drawn once is in memory from here on
            before = memory(process)
            answered = storm(many, seed=2)
            grown = memory(process) - before
            refused = 0
            malformed = [pair for request in hostile.MALFORMED for pair in ask([request])]
            for request, answer in [*answered, *malformed]:
                assert answer is not None, request[:500]
                assert answer.status < 500, (answer.status, request[:500])
                lines = answer.head.lower().split(b"\r\n")
                assert not any(
                    line.startswith((b"x-injected", b"set-cookie: a=b")) for line in lines
                ), request[:500]
                if b"application/problem+json" in answer.head and answer.body:
                    assert json.loads(answer.body)["detail"], request[:500]
                    refused += 1
            assert refused > many / 10
            assert grown < 16, f"{grown:.1f} MB more"
            assert health(f"http://127.0.0.1:{port}")["status"] == "ok"
        finally:
            stop(process)


def test_a_page_of_another_host_gets_no_socket_and_the_server_asks_nobody() -> None:
    """Streamlit compares such an origin with the machine's own address, which it asks an outside
    host for while everybody waits.
    """
    with socket.create_server(("127.0.0.1", 0)) as outside:
        proxy = f"http://127.0.0.1:{outside.getsockname()[1]}"
        with serving(
            free_port(),
            HTTP_PROXY=proxy,
            HTTPS_PROXY=proxy,
            http_proxy=proxy,
            https_proxy=proxy,
            NO_PROXY="",
            no_proxy="",
        ) as base_url:
            port = int(base_url.rpartition(":")[2])
            for origin, status in (
                (base_url, 101),
                ("https://evil.example", 403),
                ("null", 403),
                ("http://[", 403),
                (f"{base_url}.evil.example", 403),
            ):
                asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                handshake = {
                    "Upgrade": "websocket",
                    "Connection": "Upgrade",
                    "Sec-WebSocket-Version": "13",
                    "Sec-WebSocket-Key": "A" * 22 + "==",
                }
                asked.request("GET", "/_stcore/stream", headers={**handshake, "Origin": origin})
                assert asked.getresponse().status == status, origin
                asked.close()
        outside.settimeout(0)
        with pytest.raises(BlockingIOError):
            outside.accept()


def test_a_slow_reader_of_a_large_extract_holds_up_nobody(
    page: Page, tmp_path: Path, thorough: bool
) -> None:
    """A hundred thousand rows where all is tried, else twenty thousand."""
    many = 100_000 if thorough else 20_000
    records = [
        {
            "id": f"r-{n}",
            "value": n % 1000 + 1,
            "period": str(1990 + n % 30),
            "label": f"Place {n % 20}",
        }
        for n in range(many)
    ]
    (data := tmp_path / "metrics.yaml").write_text(make.yaml_text(records), encoding="utf-8")
    with serving(free_port(), data) as base_url, ExitStack() as stack:
        port = int(base_url.rpartition(":")[2])
        readers = []
        for _ in range(2):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect(("127.0.0.1", port))
            reader.sendall(
                b"GET /api/records.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: "
                b"identity\r\n\r\n"
            )
            readers.append(reader)
        answered = 0
        while len(select.select(readers, [], [], 0.05)[0]) < len(
            readers
        ):  # the answers are in the making
            assert health(base_url)["records"] == many
            answered += 1
        assert answered > 3
        page.goto(
            f"{base_url}/method"
        )  # the answers wait in the process for readers who do not read
        ready(page)
        with urllib.request.urlopen(
            f"{base_url}/api/records/r-7.json", timeout=WAIT / 1000
        ) as answer:
            assert json.load(answer)["value"] == 8
        page.close()


EVERYTHING = """
import hashlib, pathlib, sys
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from kzstats.serve import api
from kzstats import cli, settings
from kzstats.query import versions
folder = pathlib.Path(sys.argv[1])
for kind in ("csv", "csv2", "json", "xlsx", "parquet", "zip"):
    for lang in ("en", "kk"):
        assert cli.main(["export", "--format", kind, "--lang", lang, "-o", str(folder / f"{lang}.{kind}")]) == 0
client = TestClient(api.application(versions.store(), settings.base_url()))
for name in ("charts/registered_offences.svg", "charts/event_participants.svg?lang=ru", "charts/registered_offences.png", "sources.json"):
    (folder / name.replace("/", "-").replace("?", "-")).write_bytes(client.get(f"/{name}").content)
for lang in ("en", "ru"):
    ran = AppTest.from_file(pathlib.Path("pages/frame.py").resolve(), default_timeout=60)
    ran.query_params["lang"] = lang
    ran.switch_page("records.py").run()
    assert not ran.exception
    (folder / f"{lang}.html").write_text("".join(part.proto.body for part in ran.get("html")), encoding="utf-8")
"""  # noqa: E501
MACHINES = {
    "in Almaty, without a locale": (
        {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"},
        "",
    ),
    "in Los Angeles, Turkish, in another year": (
        {
            "TZ": "America/Los_Angeles",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "2",
        },
        "2031-12-31 23:59:58",
    ),
    "on Kiritimati, Russian, on a leap day": (
        {
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "ru_RU.UTF-8",
            "LANGUAGE": "ru",
            "PYTHONHASHSEED": "3",
        },
        "2004-02-29 00:00:00",
    ),
}
"""The settings of a machine, and what its clock says where that can be turned."""
FAKETIME = shutil.which("faketime")


def everything(
    folder: Path, settings: dict[str, str], command: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """All that the dashboard hands out, as made on a machine with some settings."""
    folder.mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LC_", "LANG", "TZ", "KZSTATS_"))
    }
    made = subprocess.run(
        [*command, sys.executable, "-c", EVERYTHING, str(folder)],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = everything(tmp_path_factory.mktemp("machines") / "usual", {})
    assert len(found) == 18
    assert all(len(content) > 500 for content in found.values())
    return found


@pytest.mark.parametrize(("settings", "clock"), MACHINES.values(), ids=MACHINES)
def test_the_zone_the_locale_the_hashes_and_the_clock_of_a_machine_change_nothing(
    tmp_path: Path, usual: dict[str, bytes], settings: dict[str, str], clock: str
) -> None:
    """The clock is turned by faketime (Debian: apt-get install faketime), where that is there."""
    turned = (FAKETIME, clock) if FAKETIME and clock else ()
    here = everything(tmp_path / "here", settings | {"NO_FAKE_STAT": "1"}, turned)
    assert [name for name in usual if here[name] != usual[name]] == []

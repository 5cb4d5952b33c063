"""The page at the desk: for its own page alone, by keyboard alone, each decision in the file at
once, and written as it was shown.
"""

import http.client
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import drafting
import pytest
from axe_playwright_python.sync_playwright import Axe
from begun import NAME, begun
from playwright.sync_api import Browser, Page, expect
from test_access import STANDARD

import kzstats
from kzstats import cli
from kzstats.checks import archive
from kzstats.drafting import amending
from kzstats.drafting.candidates import OPEN
from kzstats.editing import offers
from kzstats.language import languages


class Desk:
    """``kzstats edit`` in a process of its own, on the real collection and an article in an archive
    of its own.
    """

    def __init__(self, work: Path) -> None:
        self.work = work
        command = [
            sys.executable,
            "-m",
            "kzstats",
            "edit",
            NAME,
            "--data",
            str(work / "metrics.yaml"),
            "--archive",
            str(work / "archive"),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        assert "open http" in line, line + self.process.stderr.read()
        self.address = re.search(r"http\S+", line)[0]
        self.port = int(re.search(r":(\d+)/", self.address)[1])
        self.token = self.address.split("token=")[1]
        self.draft = work / "drafts" / f"{NAME}.yaml"

    def ask(
        self, method: str, path: str, body: str = "", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {
            "Cookie": f"kzstats-desk={self.token}",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(
            method, path, body or None, {name: value for name, value in given.items() if value}
        )
        answer = connection.getresponse()
        told = answer.status, dict(answer.getheaders()), answer.read().decode()
        connection.close()
        return told

    def end(self, how: int = signal.SIGINT) -> None:
        self.process.send_signal(how)
        self.process.communicate(timeout=30)


@pytest.fixture
def desks(tmp_path):
    """Opens a desk, again and again; none outlives its test."""
    begun(tmp_path)
    served: list[Desk] = []

    def opened() -> Desk:
        served.append(Desk(tmp_path))
        return served[-1]

    yield opened
    for one in served:
        if one.process.poll() is None:
            one.end()


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    begun(folder := tmp_path_factory.mktemp("desk"))
    one = Desk(folder)
    yield one
    one.end()


@pytest.fixture
def desk(lasting):
    """A desk that is there for all: what a test has written is gone with it."""
    files = {path: path.read_bytes() for path in lasting.work.rglob("*") if path.is_file()}
    yield lasting
    for path in lasting.work.rglob("*"):
        if path.is_file() and path not in files:
            path.unlink()
    for path, content in files.items():
        path.write_bytes(content)


def test_a_desk_answers_its_own_page_alone(desk):
    form = f"token={desk.token}&record=0&n=1&value=999"
    before = desk.draft.read_bytes()
    assert desk.ask("GET", "/", Host=f"evil.example:{desk.port}")[0] == 421
    assert desk.ask("GET", "/", Cookie="")[0] == 403
    assert desk.ask("GET", "/?token=wrong", Cookie="")[0] == 403
    for origin in ("", "null", "https://evil.example", f"http://127.0.0.1:{desk.port + 1}"):
        assert desk.ask("POST", "/keep", form, Origin=origin)[0] == 403, origin
    assert desk.ask("POST", "/keep", form.replace(desk.token, "other"))[0] == 403
    assert desk.ask("POST", "/write", "seen=x")[0] == 403
    assert desk.ask("GET", "/keep")[0] == 405
    assert desk.draft.read_bytes() == before
    status, headers, _ = desk.ask("GET", "/")
    assert status == 200
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    status, headers, _ = desk.ask("GET", f"/?token={desk.token}", Cookie="")
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert "SameSite=strict" in headers["set-cookie"]


def test_it_is_bound_to_this_machine_alone(desk):
    listening = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    mine = [
        line.split()[1]
        for line in listening
        if line.split()[1].endswith(f":{desk.port:04X}") and line.split()[3] == "0A"
    ]
    assert mine == [f"0100007F:{desk.port:04X}"]


def opened(browser: Browser, desk: Desk, **how) -> Page:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, **how)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(desk.address)
    return page


def press(page: Page, key: str) -> None:
    """Press a key once the page hears keys."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def chosen_is(page: Page, words: str) -> None:
    """Click a number, and wait until it stands beside the article."""
    page.locator(".text a").filter(has_text=re.compile(rf"^{words}\W")).first.click()
    expect(page.locator("#panel .value")).to_have_text(words)
    page.wait_for_load_state("load")


def test_an_article_is_entered_by_keyboard_alone(browser: Browser, desk: Desk):
    page, work = opened(browser, desk), desk.work
    text = archive.parse((work / "archive" / f"{NAME}.txt").read_bytes())
    expect(page.locator(".text a")).to_have_count(
        sum(token.kind != "period" for token in text.numbers)
    )
    taken = decided = 0
    while page.locator(".text a.open").count():
        assert (decided := decided + 1) < 60  # each decision leads on
        if page.locator("#panel .value").count() == 0:
            press(page, "n")
            expect(page.locator("#panel .value")).to_have_count(1)
            page.wait_for_load_state("load")
        offers = page.locator("#panel fieldset[data-open]")
        for group in offers.all():  # each of several groups has keys of its own
            if group.locator("input:checked").count() == 0:
                press(page, group.locator("kbd").first.inner_text())
                expect(group.locator("input:checked")).to_have_count(1)
        offered = bool(offers.count())  # what is proposed is taken by its number, and kept
        taken += offered
        with page.expect_navigation():
            press(page, "a" if offered else "s")
    assert taken >= 4
    written = desk.draft.read_text(encoding="utf-8")
    assert 'label: {en: Article 174, ru: Статья 174, kk: "174-бап"}' in written
    assert "Заблокированные веб-страницы" in written
    assert "# choose title" not in written
    press(page, "w")
    page.wait_for_url("**/review")
    expect(page.get_by_role("cell", name="114 people")).to_be_visible()
    page.get_by_text("Line by line").click()
    expect(page.locator(".difference .plus").first).to_be_visible()
    expect(page.get_by_text("value: 114")).to_be_visible()
    before = (work / "metrics.yaml").read_bytes()
    page.get_by_role("button", name="Write it into the data").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Written: ")
    assert (work / "metrics.yaml").read_bytes() != before
    assert {"114", "182", ">500"} <= {
        str(record.value)
        for record in kzstats.load(work / "metrics.yaml").records
        if record.source == NAME
    }
    page.context.close()


def test_the_checks_answer_while_one_chooses_and_name_the_word_at_fault(
    browser: Browser, desk: Desk
):
    page = opened(browser, desk)
    chosen_is(page, "412")
    expect(page.locator(".answers .passed")).to_have_count(6)
    expect(page.locator(".chart .drawing")).to_be_visible()
    page.locator(".parts summary").click()
    page.locator("[name=value]").fill(">412")
    page.locator("[name=period]").focus()
    expect(page.locator(".answers .failed")).to_contain_text("Q3")
    page.locator("[name=period]").fill("2016")
    page.locator("[name=value]").fill("412")
    page.locator("[name=value]").blur()
    expect(page.locator(".answers .failed")).to_contain_text(["", "", "", "2016"])
    assert (
        b'period: "2016"' not in desk.draft.read_bytes().split(b"value: 412")[0][-200:]
    )  # what is tried is not yet chosen
    page.context.close()


def test_a_decision_is_kept_when_the_process_dies_and_can_be_taken_back(
    browser: Browser, desks: Callable[[], Desk]
):
    desk = desks()
    page = opened(browser, desk)
    before = desk.draft.read_bytes()
    chosen_is(page, "412")
    press(page, "s")
    expect(page.locator(".text a.none", has_text="412")).to_have_count(1)
    chosen = desk.draft.read_bytes()
    assert chosen != before
    press(page, "u")
    expect(page.locator(".text a.figure", has_text="412")).to_have_count(1)
    assert desk.draft.read_bytes() == before
    chosen_is(page, "412")
    press(page, "s")
    expect(page.locator(".text a.none", has_text="412")).to_have_count(1)
    desk.end(signal.SIGKILL)
    again = desks()
    assert again.draft.read_bytes() == chosen
    page.goto(again.address)
    expect(page.locator(".text a.none", has_text="412")).to_have_count(1)
    press(page, "u")  # what another process decided can be taken back too
    expect(page.locator(".text a.figure", has_text="412")).to_have_count(1)
    assert again.draft.read_bytes() == before
    page.context.close()


def test_what_somebody_else_wrote_meanwhile_is_not_undone(desk):
    status, _, _ = desk.ask("POST", "/keep", f"token={desk.token}&record=1&n=1&skip=1&reason=date")
    assert status == 303
    changed = desk.draft.read_bytes() + b"# by hand\n"
    desk.draft.write_bytes(changed)
    desk.ask("POST", "/undo", f"token={desk.token}")
    assert desk.draft.read_bytes() == changed
    assert re.search(r'id="undo" disabled', desk.ask("GET", "/")[2])


def test_a_draft_is_open_at_one_desk_alone(desk, capsys):
    data, texts = str(desk.work / "metrics.yaml"), str(desk.work / "archive")
    arguments = ["edit", NAME, "--data", data, "--archive", texts, "--lang", "ru"]
    assert cli.main(arguments) == 1
    assert "открыт за другим столом" in capsys.readouterr().err


def test_the_remarks_at_the_desk_are_in_the_language_of_the_page(desk):
    place = re.search(r'id="n(\d+)"[^>]*>29<', desk.ask("GET", "/")[2])[1]
    for lang, said in (("en", "by “said Gulnara"), ("ru", "по словам «said Gulnara")):
        assert said in desk.ask("GET", f"/?n={place}&lang={lang}")[2]


def test_what_is_taken_for_a_title_and_a_part_is_in_the_draft_with_one_key(desk):
    place = re.search(r'id="n(\d+)"[^>]*>800<', desk.ask("GET", "/")[2])[1]
    shown = desk.ask("GET", f"/?n={place}")[2]
    record = re.search(r'name="record" value="(\d+)"', shown)[1]
    assert re.search(r'name="choose-title" value="0" checked', shown)
    form = f"token={desk.token}&record={record}&n={place}&metric=web_pages_blocked&choose-title=0"
    assert desk.ask("POST", "/keep", form)[0] == 303
    assert 'ru: "Заблокированные веб-страницы, Казахстан"' in desk.draft.read_text("utf-8")


def test_what_the_checks_leave_undecided_is_confirmed_by_name_and_day(desk):
    form = f"token={desk.token}&record=1&n=1&confirmed-by=A. Reader&confirmed-says=it is so"
    assert desk.ask("POST", "/keep", form)[0] == 303
    written = desk.draft.read_text("utf-8")
    assert re.search(
        r'confirmed: \{by: "?A. Reader"?, "?on"?: "20\d\d-..-..", says: it is so\}', written
    )


def entry_of(desk, words):
    """The page of a number, with its place and that of its record."""
    place = re.search(rf'id="n(\d+)"[^>]*>{words}<', desk.ask("GET", "/")[2])[1]
    shown = desk.ask("GET", f"/?n={place}")[2]
    return place, re.search(r'name="record" value="(\d+)"', shown)[1], shown


def test_the_summary_follows_what_is_chosen_before_it_is_kept(browser: Browser, desk: Desk):
    page = opened(browser, desk)
    chosen_is(page, "412")
    expect(page.locator(".facts")).to_contain_text("412")
    page.locator(".parts summary").click()
    page.locator("[name=value]").fill(">400")
    page.locator("[name=area]").fill("Актюбинская область")
    page.locator("[name=period]").focus()
    expect(page.locator(".facts")).to_contain_text("more than 400")
    expect(page.locator(".facts")).to_contain_text("Aktobe Region")
    page.context.close()


def test_an_area_that_nobody_knows_is_refused_in_a_sentence_that_names_a_code(desk):
    place, record, _ = entry_of(desk, "412")
    form = f"token={desk.token}&record={record}&n={place}&area=Nowhere"
    for lang, said in (("en", "“Nowhere” is no area: write its code, as KZ-15 for Aktobe Region"),
                       ("ru", "«Nowhere»\u00a0– не код территории")):  # fmt: skip
        told = desk.ask("POST", f"/check?lang={lang}", form)[2]
        assert said in told
        assert "pydantic" not in told


def test_every_particular_of_a_figure_can_be_written_at_the_desk(desk):
    place, record, shown = entry_of(desk, "412")
    for part in ("producer", "status", "note-ru", "reason-en", "label-kk", "id"):
        assert f'name="{part}"' in shown
    more = (
        "producer=Supreme+Court&status=P&note-en=Counted+anew&note-ru=%D0%97%D0%B0&reason-en=Early"
    )
    form = f"token={desk.token}&record={record}&n={place}&{more}"
    assert desk.ask("POST", "/keep", form)[0] == 303
    written = desk.draft.read_text("utf-8")
    assert "    producer: Supreme Court\n" in written
    assert "    status: P\n" in written
    assert "    note: {en: Counted anew, ru: За}\n" in written
    again = desk.ask("GET", f"/?n={place}")[2]
    assert '<option value="Supreme Court">' in again  # whoever is named is offered from then on
    assert '<option value="Prosecutor General’s Office of Kazakhstan">' in again


def test_an_id_follows_the_metric_that_is_chosen_at_the_desk(desk):
    place, record, shown = entry_of(desk, "412")
    before = re.search(r'name="id" value="([^"]+)"', shown)[1]
    form = f"token={desk.token}&record={record}&n={place}&metric=convicted_persons"
    assert desk.ask("POST", "/keep", form)[0] == 303
    after = re.search(r'name="id" value="([^"]+)"', desk.ask("GET", f"/?n={place}")[2])[1]
    assert after != before
    assert after.startswith("convicted-persons-20")


def test_what_is_taken_of_several_metrics_is_kept_though_the_field_beside_it_says_nothing():
    one = {"id": "a", "metric": OPEN, "value": 3}
    choices = {"metric": ({"metric": "judges"}, {"metric": "convicted_persons"})}
    form = {"choose-metric": "1", "metric": OPEN, "value": "3"}
    assert offers.chosen(one, form, choices)["metric"] == "convicted_persons"
    assert offers.chosen(one, {**form, "metric": "other"}, choices)["metric"] == "other"


def test_what_is_left_out_and_what_would_not_verify_is_shown_before_it_is_written(desk):
    text = drafting.filled_in(desk.draft.read_text(encoding="utf-8"))
    desk.draft.write_text(text.replace("value: 412", "value: 413"), encoding="utf-8")
    shown = desk.ask("GET", "/review")[2]
    assert re.search(r"<li>“[^”]+”: (?:a|an) [^<]*date", shown), shown
    assert "<td>its check failed. Q2: " in shown
    assert shown.count("<td>transcription checked</td>") > 3


def test_nothing_is_written_that_was_not_shown(desk):
    text = desk.draft.read_text(encoding="utf-8")
    desk.draft.write_text(drafting.filled_in(text), encoding="utf-8")
    status, _, shown = desk.ask("GET", "/review")
    assert status == 200, shown
    seen = re.search(r'name="seen" value="(\w+)"', shown)[1]
    data = desk.work / "metrics.yaml"
    data.write_text(data.read_text(encoding="utf-8") + "# somebody else\n", encoding="utf-8")
    changed = data.read_text(encoding="utf-8").replace(
        'changed: "2026-11-25"', 'changed: "2026-11-24"'
    )
    data.write_text(changed, encoding="utf-8")
    status, _, told = desk.ask("POST", "/write", f"token={desk.token}&seen={seen}")
    assert (status, "changed meanwhile" in told) == (409, True)
    assert data.read_text(encoding="utf-8") == changed


def test_a_number_that_was_left_out_can_be_a_figure_after_all(browser: Browser, desk: Desk):
    page = opened(browser, desk)
    chosen_is(page, "18")
    page.get_by_role("button", name="It is a figure").click()
    expect(page.locator(".text a.open", has_text="18")).to_have_count(1)
    page.locator("[name=value]").fill("18")
    page.get_by_role("button", name="Keep and go on").click()
    expect(page.locator(".text a.figure", has_text="18")).to_have_count(1)
    assert "value: 18" in desk.draft.read_text(encoding="utf-8")
    page.context.close()


@pytest.mark.parametrize(
    ("lang", "theme"), [*zip(languages.LANGUAGES, ("light", "dark", "light"), strict=True)]
)
def test_the_page_is_without_a_fault_that_axe_knows(
    browser: Browser, desk: Desk, lang: str, theme: str, thorough: bool
):
    """Each step in each language where all is tried, else in two of the three."""
    page = opened(browser, desk, color_scheme=theme)
    page.goto(f"{desk.address.split('?')[0]}?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    steps = (None, ".text a.figure", ".text a.none", ".text a.open", "#review")
    for place, step in enumerate(steps):
        if not thorough and place % 3 == list(languages.LANGUAGES).index(lang):
            continue
        if step:
            page.locator(step).first.click()
            page.wait_for_load_state()
        found = Axe().run(page, options=STANDARD).response["violations"]
        assert [
            (one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found
        ] == [], step
        page.goto(f"{desk.address.split('?')[0]}?lang={lang}")
    page.context.close()


def test_a_change_of_one_part_leaves_every_other_line_and_comment_as_it_was():
    text = (
        'records:\n  # above\n  - id: a  # one\n    value: 1  # two\n    period: "?"  # '
        "three\n  - {id: b, value: 2}\nskipped:\n  - {quote: c}\n"
    )
    assert amending.amended(text, "records", 0, {"period": "2017"}) == text.replace(
        '"?"  # three', '"2017"'
    )
    assert "    skip: age" in amending.amended(text, "records", 1, {"skip": "age"})
    assert amending.without(text, "skipped", 0).endswith("skipped: []\n")
    assert amending.put(amending.without(text, "skipped", 0), "skipped", {"quote": "d"}).endswith(
        "skipped:\n  - quote: d\n"
    )
    assert amending.notes(text, "records", 0) == {"id": "one", "value": "two", "period": "three"}

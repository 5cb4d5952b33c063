"""Editions: whole, dated, the same bytes for the same data, nothing from elsewhere, each beside
those before, and never half there.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from datetime import date
from fcntl import LOCK_EX, flock
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import make
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from starlette.testclient import TestClient
from test_access import STANDARD
from thirteen import DATA

from kzstats import cli, files
from kzstats.content import differences, pages, published
from kzstats.content.document import Place
from kzstats.content.filed import Filed, path
from kzstats.content.published import Edition
from kzstats.edition import documents, publishing, tasks
from kzstats.edition.folder import PublishError, alone, editions, free, is_whole, order
from kzstats.edition.work import Work
from kzstats.exports import export
from kzstats.language import languages
from kzstats.language.translation import translate
from kzstats.query import addresses, versions
from kzstats.query.addresses import Query
from kzstats.serve import api

ROOT = Path(__file__).parents[1]
URL = "https://figures.example"
DAY = date(2026, 11, 29)
RECORDS = [dict(record) for record in make.RECORDS[:3]]


@dataclass(frozen=True)
class Two:
    """A folder with two editions: the data that the second is of, the second, and what the first
    was before it.
    """

    folder: Path
    data: Path
    made: Edition
    first: dict[str, bytes]


class Links(HTMLParser):
    """The addresses that a page leads to or takes in, and the ids that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.found += [(tag, value) for name in ("href", "src") if (value := given.get(name))]


@pytest.fixture(scope="module")
def commanded(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder with an edition of the real data, and what the command said that made it: one for
    all processes of the tests.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    kept = shared / "real.json"
    with (shared / "real.lock").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)  # until the file is closed
        if not kept.exists():
            (shared / "real").mkdir()
            made = publish(shared / "real", DATA)
            kept.write_text(json.dumps([made.stdout, made.stderr]), encoding="utf-8")
    said = json.loads(kept.read_text(encoding="utf-8"))
    return shared / "real", subprocess.CompletedProcess((), 0, *said)


@pytest.fixture(scope="module")
def real(commanded: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """An edition of the real data."""
    return commanded[0]


def publish(folder: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """By the command, in a process of its own."""
    given = [str(folder), "--url", f"{URL}/", "--data", str(data), "--date", str(DAY)]
    command = [sys.executable, "-m", "kzstats", "publish", *given]
    return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Two editions, with a figure added, a figure corrected and a figure taken out between them."""
    at = tmp_path_factory.mktemp("two")
    data = written(at / "data", RECORDS)
    publishing.publish(at / "editions", data, URL, date(2026, 11, 1))
    first = contents(at / "editions" / "2026-11-01")
    changed = [
        {**RECORDS[0], "value": 101},
        *RECORDS[2:],
        {"id": "offences-2018", "value": 7, "period": "2018"},
    ]
    reason = {
        "record": "offences-2014",
        "date": "2026-11-20",
        "was": "100",
        "reason": {"en": "A slip.", "ru": "Описка.", "kk": "Қате."},
    }
    written(at / "data", changed, corrections=[reason])
    made, _ = publishing.publish(at / "editions", data, URL, DAY)
    return Two(at / "editions", data, made, first)


def written(folder: Path, records: list[dict[str, object]], **others: object) -> Path:
    """A data file in a folder."""
    folder.mkdir(exist_ok=True)
    file = folder / "metrics.yaml"
    file.write_text(make.yaml_text(records, **others), encoding="utf-8")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_an_edition_has_every_page_in_every_language_as_a_file(real: Path) -> None:
    snapshot = versions.Store(DATA).snapshot()
    for lang in languages.LANGUAGES:
        query = Query(lang=lang)
        known = [
            Place("page", name, query)
            for name in (*published.menu(snapshot.dataset), "contents", "changes")
        ]
        known += [Place("figure", record.id, query) for record in snapshot.dataset.records]
        known += [
            Place(kind, name, query)
            for kind in ("metric", "chart", "embed")
            for name in snapshot.dataset.metrics
        ]
        known += [Place("article", name, query) for name in snapshot.dataset.sources]
        for place in known:
            page = (real / "2026-11-29" / path(place)).read_text(encoding="utf-8")
            assert f'<html lang="{lang}">' in page
            assert "<h1" in page


@pytest.mark.no_cover
def test_every_link_leads_to_a_file_that_is_there_and_nothing_comes_from_elsewhere(
    real: Path,
) -> None:
    for file in real.rglob("*.html"):
        here = file.as_uri()
        text = file.read_text(encoding="utf-8")
        page = Links(text)
        for tag, link in page.found:
            split = urlsplit(link)
            if split.scheme in ("http", "https", "data"):
                assert tag == "a" or 'rel="canonical"' in text or split.scheme == "data"
                assert tag in ("a", "link") or (tag, split.scheme) == ("img", "data")
                continue
            assert not split.query
            target = Path(unquote(urlsplit(urljoin(here, link)).path))
            assert target.is_file(), f"{file.relative_to(real)} leads to {link}, which is not there"
            assert not link.startswith("/")
            if split.fragment and target.suffix == ".html":
                assert unquote(split.fragment) in Links(target.read_text(encoding="utf-8")).ids, (
                    f"{file.relative_to(real)}: {link}"
                )
    assert not re.search(
        r"url\((?!#)|@import",
        (real / "2026-11-29" / "style.css").read_text(encoding="utf-8").replace("local(", ""),
    )


@pytest.mark.no_cover
def test_what_files_and_citations_name_as_their_address_is_a_file_of_the_edition(
    real: Path,
) -> None:
    folder = real / "2026-11-29"
    named = set()
    for file in folder.rglob("*"):
        if file.suffix in (".html", ".json", ".atom", ".svg", ".txt", ".csv", ".csv-metadata.json"):
            named |= set(
                re.findall(
                    rf"{re.escape(URL)}/2026-11-29/([^\s\"'<>)\\,;}}]*)",
                    file.read_text(encoding="utf-8"),
                )
            )
    assert len(named) > 50
    lacking = {
        name
        for name in named
        if name
        and not (folder / unquote(name.partition("#")[0].partition("&")[0].rstrip("."))).exists()
    }
    assert lacking == set()


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_a_receipt_is_what_the_whole_page_would_be(real: Path, lang: str) -> None:
    snapshot, (made,) = versions.Store(DATA).snapshot(), editions(real)
    work = Work(DATA, snapshot, made, real, (), ())
    for record in snapshot.dataset.records:
        shown = pages.figure(snapshot, Filed(lang=lang), record.id, work.base_url)
        assert shown is not None
        place, whole = documents._whole(
            work, replace(shown, place=replace(shown.place, query=Filed(lang=lang))), set()
        )
        assert (real / made.name / path(place)).read_text(encoding="utf-8") == whole


def test_the_checksums_are_of_every_file_but_the_two_that_follow_from_them(real: Path) -> None:
    folder = real / "2026-11-29"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        name: hashlib.sha256(content).hexdigest() for name, content in contents(folder).items()
    }
    assert set(found) - set(listed) == {"SHA256SUMS", "edition.json"}
    assert all(found[name] == digest for name, digest in listed.items())
    assert json.loads((folder / "edition.json").read_bytes())["sums"] == found["SHA256SUMS"]


def test_the_extracts_are_what_the_other_doors_give(real: Path) -> None:
    snapshot, folder = versions.Store(DATA).snapshot(), real / "2026-11-29"
    base_url = f"{URL}/2026-11-29"
    for form in addresses.FORMATS:
        for lang in languages.LANGUAGES:
            query = Filed(metric=("registered_offences",), lang=lang)
            assert (
                folder / path(Place("rows", query=query, form=form))
            ).read_bytes() == export.whole(snapshot, query, form, base_url)
    plain = Query(first=2015, last=2015)
    assert (folder / "data" / "kzstats_2015-2015.csv").read_bytes() == export.whole(
        snapshot, plain, "csv", base_url
    )
    client = TestClient(api.application(versions.Store(DATA), base_url))
    for record in snapshot.dataset.records:
        assert (folder / "api" / "records" / f"{record.id}.json").read_bytes() == client.get(
            f"/records/{record.id}.json"
        ).content
    assert (folder / "api" / "sources.json").read_bytes() == client.get("/sources.json").content
    assert (folder / "api" / "metrics.json").read_bytes() == client.get("/metrics.json").content


def test_where_nothing_has_changed_nothing_is_written(real: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(real, tmp_path / "editions"))
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*")}
    again, is_new = publishing.publish(folder, DATA, URL, date(2027, 1, 1))
    assert (again.name, is_new) == ("2026-11-29", False)
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*")} == before


@pytest.mark.no_cover
def test_the_same_data_give_the_same_bytes_in_however_many_processes(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = written(tmp_path / "data", RECORDS)
    monkeypatch.setattr(tasks, "_SMALL", 0)
    publishing.publish(tmp_path / "many", data, URL, date(2026, 11, 1))
    assert contents(tmp_path / "many" / "2026-11-01") == two.first


def test_a_second_edition_says_what_changed_and_leaves_the_first_as_it_was(two: Two) -> None:
    folder, made = two.folder, two.made
    assert (made.before, made.added, made.corrected, made.gone) == ("2026-11-01", 1, 1, 1)
    assert contents(folder / "2026-11-01") == two.first
    listed = json.loads((folder / "2026-11-29" / "changes.json").read_bytes())
    assert {(one["record"], one["kind"]) for one in listed} == {
        ("offences-2014", "corrected"), ("offences-2018", "added"), ("offences-2015", "gone")
    }  # fmt: skip
    (corrected,) = [one for one in listed if one["kind"] == "corrected"]
    assert (corrected["parts"], corrected["was"]["value"], corrected["now"]["value"]) == (
        ["value"],
        "100",
        "101",
    )
    page = (folder / "2026-11-29" / "ru" / "changes" / "index.html").read_text(encoding="utf-8")
    for told in (
        translate("ru", "Corrected"),
        translate("ru", "Added"),
        translate("ru", "Taken out"),
        "Описка.",
        "offences-2018",
    ):
        assert told in page
    (gone,) = [link for _, link in Links(page).found if link.endswith("offences-2015/index.html")]
    still = folder / "2026-11-01" / "figure" / "offences-2015" / "index.html"
    assert (folder / "2026-11-29" / "ru" / "changes" / gone).resolve() == still.resolve()
    assert still.is_file()


def test_the_first_page_the_list_and_the_feed_lead_to_the_latest(two: Two) -> None:
    folder = two.folder
    assert [one["name"] for one in json.loads((folder / "editions.json").read_bytes())] == [
        "2026-11-29",
        "2026-11-01",
    ]
    first_page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'url=2026-11-29/index.html"' in first_page
    assert 'href="2026-11-01/index.html"' in first_page
    space = "{http://www.w3.org/2005/Atom}"
    ids = [
        entry.findtext(f"{space}id")
        for entry in ET.fromstring((folder / "changes.atom").read_bytes()).iter(f"{space}entry")
    ]
    assert len(ids) == len(set(ids)) == 4
    listed = {
        found.text
        for found in ET.fromstring((folder / "sitemap.xml").read_bytes()).iter(
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    }
    assert f"{URL}/2026-11-29/ru/figure/offences-2018/index.html" in listed
    assert all((folder / str(address).removeprefix(f"{URL}/")).is_file() for address in listed)


def test_a_day_has_as_many_editions_as_it_needs(two: Two) -> None:
    assert free(two.folder, DAY) == "2026-11-29.2"
    assert sorted(["2026-11-29.10", "2026-11-29", "2026-11-29.2", "2026-11-30"], key=order) == [
        "2026-11-29", "2026-11-29.2", "2026-11-29.10", "2026-11-30"
    ]  # fmt: skip


def test_an_edition_that_fails_leaves_all_as_it_was(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(two.folder, tmp_path / "editions"))
    before, data = contents(folder), written(tmp_path / "data", RECORDS[:2])
    put = files.put

    def full(path: Path, content: bytes) -> None:
        if path.match("ru/method/index.html"):
            raise OSError(28, "No space left on device")
        put(path, content)

    monkeypatch.setattr(files, "put", full)
    with pytest.raises(OSError, match="No space"):
        publishing.publish(folder, data, URL, DAY)
    assert contents(folder) == before


def test_what_a_killed_process_left_is_swept_and_never_led_to(two: Two, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(two.folder, tmp_path / "editions"))
    (folder / ".unfinished-2026-11-30").mkdir()
    (folder / ".unfinished-2026-11-30" / "half").write_text("of a page", encoding="utf-8")
    assert [one.name for one in editions(folder)] == ["2026-11-29", "2026-11-01"]
    (folder / "index.html").unlink()  # killed between the edition and what leads to it
    made, is_new = publishing.publish(folder, two.data, URL, DAY)
    assert (made.name, is_new, list(folder.glob(".*"))) == ("2026-11-29", False, [])
    assert contents(folder) == contents(two.folder)


@pytest.mark.parametrize("name", ["cases/index.html", "SHA256SUMS"])
def test_a_damaged_edition_is_not_taken_for_whole(two: Two, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(two.folder / "2026-11-29", tmp_path / "2026-11-29"))
    assert is_whole(folder, two.made)
    (folder / name).unlink()
    assert not is_whole(folder, two.made)


def test_an_edition_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "2026-11-01").mkdir()
    (tmp_path / "2026-11-01" / "edition.json").write_text("{", encoding="utf-8")
    with pytest.raises(PublishError, match=r"2026-11-01/edition\.json: is not what"):
        publishing.publish(tmp_path, DATA, URL, DAY)


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(PublishError, match="another edition"):
        publishing.publish(tmp_path, DATA, URL, DAY)


def test_an_earlier_day_is_refused_in_words(two: Two, tmp_path: Path) -> None:
    folder, data = (
        Path(shutil.copytree(two.folder, tmp_path / "editions")),
        written(tmp_path / "data", RECORDS[:2]),
    )
    with pytest.raises(PublishError, match="later than 2026-11-02"):
        publishing.publish(folder, data, URL, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--url", "figures.example"], "no web address"),
        (["--url", URL, "--date", "soon"], "is no day"),
    ],
)
def test_the_command_refuses_what_means_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    assert cli.main(["publish", str(tmp_path), "--data", str(DATA), *given]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_made_and_shows_no_bar_but_on_a_terminal(
    commanded: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, first = commanded
    again = publish(folder, DATA)
    assert first.stdout.strip().endswith("2026-11-29: 13 figures")
    assert again.stdout.strip().endswith("nothing has changed since this edition")
    assert [first.stderr, again.stderr] == ["", ""]


def test_a_broken_data_file_is_no_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = written(tmp_path / "data", [{**RECORDS[0], "value": "many"}])
    assert cli.main(["publish", str(tmp_path / "editions"), "--url", URL, "--data", str(data)]) == 1
    assert "value" in capsys.readouterr().err
    assert list((tmp_path / "editions").iterdir()) == []


def test_long_questions_have_short_file_names_of_their_own() -> None:
    metrics = tuple(f"a_metric_with_a_long_name_{place}" for place in range(30))
    names = {
        Filed(metric=metrics[:n], lang=lang).address(form)
        for n in (2, 3, 29, 30)
        for lang in ("en", "ru")
        for form in ("csv", "csv2")
    }
    assert len(names) == 16
    assert all(len(name) < 110 for name in names)


def test_changes_are_told_by_what_a_figure_says() -> None:
    one = {"metric": "m", "value": "1", "quote": "one"}
    found = differences.between(
        {"a": one, "b": one, "c": one}, {"b": {**one, "value": "2"}, "c": one, "d": one}
    )
    assert [(change.record, change.kind, change.parts) for change in found] == [
        ("b", "corrected", ("value",)), ("d", "added", ("metric", "value", "quote")), ("a", "gone",
        ("metric", "value", "quote"))
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_opened_from_a_disk_are_whole_and_axe_finds_nothing(
    real: Path, browser: Browser, scheme: str
) -> None:
    """Each page in each scheme and at each width, though not in each pair of the two."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # What the search for violations asks for by itself is no part of the page.
    page.on(
        "requestfailed",
        lambda request: (
            asked.append(f"failed {request.url}")
            if request.resource_type not in ("xhr", "fetch")
            else None
        ),
    )
    folder = real / "2026-11-29"
    names = [
        "index.html",
        "ru/cases/index.html",
        "kk/contents/index.html",
        "changes/index.html",
        "figure/offences-2014/index.html",
    ]
    names += [
        "kk/article/caravanserai-2017-10-16/index.html",
        "ru/embed/event_participants/index.html",
    ]
    for place, name in enumerate(names):
        looked_at = (360, 1366)[(place // 2 + (scheme == "dark")) % 2]
        page.goto((folder / name).as_uri())
        for width in (1366 + 360 - looked_at, looked_at):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        found = Axe().run(page, options=STANDARD)
        assert not found.violations_count, f"{name} {looked_at} {found.generate_report()}"
    assert not [url for url in asked if not url.startswith(("file://", "data:"))]
    page.goto((real / "index.html").as_uri())
    page.wait_for_url("**/2026-11-29/index.html")
    page.get_by_role("link", name="Русский").click()
    page.locator("a[data-record]").first.click(position={"x": 5, "y": 5})
    page.wait_for_url("**/ru/figure/*/index.html")
    context.close()

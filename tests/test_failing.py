"""A figure whose check fails is no evidence: no mark, in no title and no sum, but told of with the
reason; what nobody decided is told apart.
"""

import hashlib
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import make
import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from kzstats import cli, settings
from kzstats.checks import archive, evidence, finding, ledger
from kzstats.content import brief, captions, disagreements, figures, marks, method, places, tabled
from kzstats.content import pages as content
from kzstats.content.document import Block, Paragraph, Points, Section
from kzstats.dataset import validation
from kzstats.dataset.memory import Memory
from kzstats.exports import export
from kzstats.language import codes, languages, remarks
from kzstats.query import versions
from kzstats.query.addresses import Query
from kzstats.query.selection import choose, select
from kzstats.render import html, streamlit
from kzstats.serve import api
from kzstats.values import reasons

ROOT = Path(__file__).parents[1]
TEXT = (
    "In 2012 the office registered 150 offences in the country. In 2013 the office registered "
    "scarcely 170 offences. "
    "In 2014 the office registered roundabout 190 offences. In 2016 the office registered 210 "
    "offences. "
    "In 2017 the courts convicted 40 people in all."
)
CONFIRMED = {"by": "A. Reader <b>", "on": "2020-02-01", "says": "The word changes nothing."}
RECORDS = [
    {
        "id": "right",
        "value": 150,
        "period": "2012",
        "quote": "In 2012 the office registered 150 offences",
    },
    {
        "id": "unread",
        "value": 170,
        "period": "2013",
        "quote": "In 2013 the office registered scarcely 170 offences",
    },
    {
        "id": "settled",
        "value": 190,
        "period": "2014",
        "quote": "In 2014 the office registered roundabout 190 offences",
        "confirmed": CONFIRMED,
    },
    {
        "id": "wrong",
        "value": 310,
        "period": "2016",
        "quote": "In 2016 the office registered 210 offences",
    },
    {
        "id": "alone",
        "metric": "convicted",
        "value": 50,
        "period": "2017",
        "quote": "In 2017 the courts convicted 40 people",
    },
]
BADGES = {
    "right": "matches source",
    "unread": "not decided",
    "settled": "confirmed",
    "wrong": "fails",
    "alone": "fails",
}
LANG = pytest.mark.parametrize("lang", languages.LANGUAGES)


def kept(folder: Path) -> Path:
    """The data file of these records in a folder, with the ledger that ``verify --write`` writes
    beside it.
    """
    text = make.yaml_text(
        RECORDS,
        {"offences": {"breaks": None}},
        {"press": {"text_sha256": hashlib.sha256(TEXT.encode()).hexdigest()}},
    )
    path = folder / "metrics.yaml"
    path.write_text(text, encoding="utf-8")
    dataset, texts = validation.load(path), {"press": archive.parse(TEXT.encode())}
    ledger.path_beside(path).write_bytes(
        ledger.dump(ledger.book(dataset, texts, evidence.verify(dataset, texts), {}))
    )
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("failing"))


@pytest.fixture(scope="module")
def served(path: Path) -> versions.Snapshot:
    found = versions.Store(path, patience=60).snapshot()
    assert {name: standing.check for name, standing in found.standings.items()} == BADGES
    return found


@pytest.fixture
def pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("KZSTATS_DATA", str(path))
    versions.store.cache_clear()

    def said(page: str, lang: str = "en") -> str:
        app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=60)
        app.query_params["lang"] = lang
        app.switch_page(f"{page}.py").run()
        assert not app.exception, app.exception
        return unescape(
            unescape(
                "\n".join(element.proto.body for element in app.main if element.type == "html")
            )
        ).replace("\u00a0", " ")

    yield said
    versions.store.cache_clear()


def told(served: versions.Snapshot, record: str, lang: str = "en") -> str:
    """A record's receipt."""
    page = content.figure(served, Query(lang=lang), record, settings.base_url())
    assert page is not None
    return html.receipt(page, places.path)


MONEY = [
    {"metric": "money", "value": value, "label": f"Donor {value}"} for value in (100, 200, 400)
]
SERIES = [
    {"period": str(year), "value": value} for year, value in ((2016, 100), (2017, 300), (2018, 900))
]
EVENTS = [
    {"metric": "people", "period": f"2016-0{day}-01", "value": 10 * day, "label": f"Talk {day}"}
    for day in (1, 2, 3)
]
WAVE = [
    {"metric": "joined", "period": f"2017-0{month}-01", "value": 100 * month} for month in (1, 2, 3)
]
SIDES = [
    {"period": "2016", "value": 100},
    {"period": "2017", "value": 300},
    {"period": "2017", "value": 320, "rank": "preferred", "reason": "Later."},
]


@pytest.mark.parametrize(
    "records",
    [MONEY, SERIES, EVENTS, WAVE, SIDES],
    ids=["money", "series", "events", "joined", "disagreeing"],
)
@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_picture_is_as_if_a_figure_that_fails_were_not_on_record_but_for_saying_so(
    records: list[dict[str, object]], failing: int
) -> None:
    records = [{"id": f"r{place}", **record} for place, record in enumerate(records)]
    whole, without = (
        make.dataset(records),
        make.dataset([*records[:failing], *records[failing + 1 :]]),
    )
    checks = {record.id: "matches source" for record in whole.records} | {f"r{failing}": "fails"}
    metric = whole.records[0].metric
    (drawn,) = marks.pictures(choose(whole, Query(), checks), metric, "en")
    (other,) = marks.pictures(choose(without, Query(), checks), metric, "en")
    assert drawn.failing == (f"r{failing}",)
    assert (
        drawn.sentences[0]
        == "Shown: 2 of the 3 figures collected so far; 1 failed its check and is not drawn."
    )
    assert drawn.sentences[1:] == other.sentences[1:]
    assert replace(drawn, failing=(), sentences=(), gaps=()) == replace(
        other, sentences=(), gaps=()
    )


def test_what_is_not_drawn_is_told_apart_by_why() -> None:
    assert (
        captions.shown("en", 2, 3, 1)
        == "Shown: 2 of the 3 figures collected so far; 1 failed its check and is not drawn."
    )
    assert captions.shown("en", 1, 6, 2).endswith(
        "; 2 failed their check and are not drawn; 3 are outside your selection."
    )
    assert (
        captions.shown("en", 2, 3)
        == "Shown: 2 of the 3 figures collected so far; 1 is outside your selection."
    )


def test_another_source_that_fails_supports_no_figure_whether_it_is_selected_or_not() -> None:
    sides = [
        {"id": "one", "period": "2017", "value": 300},
        {"id": "two", "period": "2017", "value": 300, "source": "law"},
    ]
    dataset, checks = make.dataset(sides), {"one": "matches source", "two": "fails"}
    for source in ((), ("press",)):
        (drawn,) = marks.pictures(choose(dataset, Query(source=source), checks), "offences", "en")
        assert drawn.checked == "transcription checked; one source"


def test_where_every_figure_fails_there_is_no_chart_by_any_name(served: versions.Snapshot) -> None:
    chosen = select(served, Query())
    assert marks.pictures(chosen, "convicted", "en") == ()
    assert marks.names(chosen, "convicted") == []
    assert [record.id for record in marks.withheld(chosen, "convicted")] == ["alone"]
    assert marks.withheld(chosen, "offences") == ()


def test_the_page_lists_a_failed_figure_under_its_chart_with_the_reason_and_the_way_to_its_receipt(
    pages, served: versions.Snapshot
) -> None:
    said = pages("cases")
    assert "Offences: 150 in 2012, 190 in 2014</h2>" in said
    assert (
        "Shown: 3 of the 4 figures collected so far; 1 failed its check and is not drawn." in said
    )
    assert (
        "transcription checked: 1 of 3; 1 confirmed by a person; ? 1 not decided; one source"
        in said
    )
    assert "Figures by area: Kazakhstan (3)." in said
    (item,) = re.findall(
        r'<li><a class="receipt"[^>]* href="/figure/wrong[^"]*"[^>]*>310</a> (.*?)</li>', said
    )
    question = codes.question("en", "Q2")
    assert item == f"(2016): the check “{question}” failed: “210” is 210, not 310"
    assert "Convicted: no chart, because the only figure failed its check." in said
    assert 'data-record="alone"' in said
    assert "no figure in your selection" not in said


def test_the_overview_and_the_map_of_years_stand_without_what_failed(pages) -> None:
    assert 'data-record="alone"' in pages("overview")
    said = pages("articles")
    assert '<thead><tr><th scope="col">What is counted</th><th scope="col">2012</th>' in said
    assert '<th scope="col">2016</th>' not in said
    assert (
        "Transcription checked: 1 of 5; 1 confirmed by a person; 1 not decided; 2 failed their "
        "check." in said
    )


def is_failing(block: Block) -> bool:
    return isinstance(block, Points) and block.kind == "failing"


@LANG
def test_the_brief_lists_what_failed_and_can_be_set(served: versions.Snapshot, lang: str) -> None:
    blocks = list(brief.blocks(served, Query(lang=lang), "https://figures.example"))
    (section,) = (block for block in blocks if isinstance(block, Section) and block.kind == "chart")
    (value, why), (alone, _) = (
        item
        for within in (section.blocks, blocks)
        for block in within
        if is_failing(block)
        for item in block.items
    )
    assert value.says == "310"
    assert why.says.startswith(" (2016")
    read = {
        "en": "“210” is 210, not 310",
        "ru": "«210»\u00a0— это 210, а не 310",
        "kk": "«210»\u00a0– бұл 210, 310 емес",
    }[lang]
    assert why.says.endswith(f": {tabled.reasons(lang, served.standings['wrong'])[0][0]}: {read}")
    assert alone.says == "50"
    assert export.whole(served, Query(lang=lang), "pdf", "https://figures.example").startswith(
        b"%PDF-"
    )


def test_what_failed_stays_in_the_extracts_and_says_so(served: versions.Snapshot) -> None:
    assert (
        dict(zip(served.frame("en")["record"], served.frame("en")["check"], strict=True)) == BADGES
    )


def test_health_names_what_failed_and_is_well_all_the_same(path: Path) -> None:
    said = (
        TestClient(api.application(versions.Store(path, patience=60), "http://localhost:8501"))
        .get("/health")
        .json()
    )
    assert (said["status"], said["failing"]) == ("ok", {"records": 2, "ids": ["wrong", "alone"]})


def test_the_command_line_names_what_failed_and_counts_apart_what_a_person_confirmed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--data", str(path)]) == 1
    said = capsys.readouterr().out
    for line in (
        "1 match their source",
        "1 confirmed by a person: settled",
        "1 not decided: unread",
        "2 fail: wrong, alone",
    ):
        assert line in said.splitlines()


def test_figures_that_disagree_without_a_reason_are_listed_with_that_reason(tmp_path: Path) -> None:
    records = [
        {"id": "one", "period": "2017", "value": 300},
        {"id": "two", "period": "2017", "value": 320},
    ]
    dataset = make.dataset(records)
    found = versions.build(dataset, "0", dataset.changed, {})
    assert found.failing == ("one", "two")
    assert marks.pictures(select(found, Query()), "offences", "en") == ()
    for name in found.failing:
        assert tabled.reasons("en", found.standings[name]) == [
            ("another figure says otherwise of the same, and neither gives a reason", "")
        ]


def test_a_check_that_failed_only_because_the_number_did_is_no_reason() -> None:
    outcomes = {
        "Q1": "passed",
        "Q2": "failed",
        "Q3": "failed",
        "Q4": "failed",
        "Q5": "passed",
        "Q6": "passed",
    }
    untold = reasons.because(finding.WITHOUT[1])
    assert ledger.Standing(
        "fails", outcomes, {"Q2": reasons.because("no number"), "Q3": untold, "Q4": untold}
    ).failed == ("Q2",)
    assert ledger.Standing("fails", {"Q3": "failed"}, {"Q3": untold}).failed == ("Q3",)


@LANG
def test_a_receipt_names_the_words_that_were_not_read(served: versions.Snapshot, lang: str) -> None:
    said = told(served, "unread", lang).replace("\u00a0", " ")
    assert f'<p class="badge not-decided">{codes.check(lang, "not decided")}</p>' in said
    named = re.escape(codes.outcome(lang, "undecided"))
    (read,) = re.findall(rf"<li>\? <strong>{named}</strong>: [^<:]*: (.*?)</li>", said)
    assert read == {
        "en": "not read beside “170”: “scarcely”", "ru":
            "рядом с «170» не прочитано: «scarcely»", "kk": "«170» жанында оқылмағаны: «scarcely»",
    }[lang]  # fmt: skip
    assert remarks.unchecked(lang) in said
    assert "<b>" not in told(served, "settled", lang)


def test_every_reason_is_said_in_each_language_with_its_codes_in_words() -> None:
    places = {
        "unit": "person",
        "metric": "KZT",
        "how": "year_to_date",
        "period": "2016-05",
        "language": "de",
    }
    for code, sentence in reasons.SENTENCES.items():
        values = {place: places.get(place, "1") for place in re.findall(r"{(\w+)}", sentence)}
        said = [remarks.read(lang, reasons.because(code, **values)) for lang in languages.LANGUAGES]
        assert len(set(said)) == 3 or code in ("said", "exact", "stated", "inferred"), code
    wrong = reasons.because("unit", number="5 %", unit="percent", metric="person")
    assert remarks.read("ru", wrong) == "единица у «5 %»: процент, а у показателя: человек"
    assert remarks.read("kk", None) == ""
    assert (figures.reason("A", "<b>"), figures.reason("A", "")) == ("A: <b>", "A")


def test_a_receipt_says_who_confirmed_when_and_what_they_say(served: versions.Snapshot) -> None:
    said = told(served, "settled").replace("\u00a0", " ")
    assert '<p class="badge confirmed">confirmed by a person</p>' in said
    assert "Confirmed by A. Reader &lt;b&gt; on 1 February 2020: The word changes nothing." in said
    assert "? <strong>undecided</strong>" in said
    assert "Confirmed by" not in told(served, "unread") + told(served, "wrong")


def test_a_receipt_says_apart_from_the_checks_what_stands_in_the_text(
    served: versions.Snapshot,
) -> None:
    said = told(served, "right")
    for line in (
        "Name of who said it: stands in the text of the article.",
        "Name of the area: not found in the text of the article.",
    ):
        assert line in said
    unnamed = replace(served.standings["right"], reasons={"Q4": reasons.because(ledger.NOT_NAMED)})
    other = replace(served, standings={**served.standings, "right": unnamed}, memory=Memory())
    sentence = "What is counted: the words around the number do not name it."
    assert (sentence in told(other, "right"), sentence in said) == (True, False)


def test_a_failed_figure_is_not_offered_for_citing_and_rests_on_nothing(
    served: versions.Snapshot,
) -> None:
    said = told(served, "wrong")
    assert "its check failed" in said
    assert "Cite as" not in said
    assert "It rests on" not in said
    assert "Cite as" in told(served, "unread")


def test_a_row_of_a_table_shows_its_check_by_a_sign_and_words(served: versions.Snapshot) -> None:
    table = "".join(streamlit._plain(served, Query(), "records", settings.base_url()))
    for check in set(BADGES.values()):
        assert (
            f'<span class="check {check.replace(" ", "-")}">{codes.check("en", check)}</span>'
            in table
        )
    css = (ROOT / "src" / "kzstats" / "serve" / "page.css").read_text(encoding="utf-8")
    signs = [
        re.search(rf'\.{check.replace(" ", "-")}::before {{ content: "(.) "', css)[1]
        for check in set(BADGES.values())
    ]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        (["matches source"] * 2, "transcription checked"),
        (["matches source", "confirmed"], "transcription checked: 1 of 2; 1 confirmed by a person"),
        (["confirmed"], "1 confirmed by a person"),
        (["not decided", "not checked"], "1 not decided; 1 figure not known to match its source"),
        (
            ["matches source", "fails", "changed"],
            "transcription checked: 1 of 3; 1 failed its check",
        ),
    ],
)
def test_what_was_confirmed_undecided_or_failed_is_counted_apart(
    checks: list[str], said: str
) -> None:
    assert captions.checked("en", checks) == said


@LANG
def test_the_method_says_each_badge_with_its_number_and_what_no_check_says(
    pages, served: versions.Snapshot, lang: str
) -> None:
    said = pages("method", lang)
    counts = list(BADGES.values())
    for check in ("matches source", "confirmed", "not decided", "not checked", "changed", "fails"):
        badge = (
            html.blocks((Paragraph((figures.badge(lang, check),)),), places.path, lang)
            .removeprefix("<p>")
            .removesuffix("</p>")
        )
        assert f"{badge} ({counts.count(check)})</dt><dd>{codes.meaning(lang, check)}" in said
    assert remarks.unchecked(lang) in said
    assert len(method._beyond(served, lang)) == 3
    assert all(line in said for line in method._beyond(served, lang))


def test_no_side_of_a_disagreement_is_one_that_the_words_contradict(
    served: versions.Snapshot,
) -> None:
    records = [
        {"id": "one", "period": "2017", "value": 300, "rank": "preferred", "reason": "Later."},
        {"id": "two", "period": "2017", "value": 320},
    ]
    dataset = make.dataset(records)
    found = versions.build(dataset, "0", dataset.changed, {})
    contradicted = replace(
        found,
        memory=Memory(),
        standings=found.standings | {"two": ledger.Standing("fails", {"Q2": "failed"})},
    )
    sides, alone = (str(disagreements.section(other, Query())) for other in (found, contradicted))
    assert "Later." in sides
    assert "No two figures of your selection disagree." in alone

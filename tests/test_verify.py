"""The commands verify, coverage and check: what they say, write and return; and the
real archive.
"""

import dataclasses
import hashlib
import json
import os
import shutil
from pathlib import Path

import make
import pytest
from thirteen import DATA

import kzstats
from kzstats import cli, numerals
from kzstats.checks import coverage, evidence, finding, ledger
from kzstats.dataset import validation
from kzstats.query import versions

ARCHIVE = os.environ.get("KZSTATS_ARCHIVE")
real = pytest.mark.skipif(
    not ARCHIVE,
    reason="KZSTATS_ARCHIVE names no folder of archived articles, whose texts are not kept here",
)

TEXT = (
    "In all, 38 people were convicted in 2016, and more than 40 judges met in May 2015. See "
    "A/RES/72/284."
)
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
RECORDS = (
    {
        "id": "people",
        "metric": "convicted",
        "value": 38,
        "period": "2016",
        "quote": "38 people were convicted in 2016",
    },
    {
        "id": "judges",
        "metric": "people",
        "value": ">40",
        "period": "2015-05",
        "quote": "40 judges met",
        "context": "in May 2015",
    },
)
SKIPPED = ({"source": "press", "quote": "See A/RES/72/284", "reason": "name"},)
LAW = {"id": "law-1", "source": "law", "value": 5, "period": "2014", "quote": "5 offences"}


def put(records=RECORDS, skipped=SKIPPED, text=TEXT):
    """A data file and its archive in the working folder."""
    lists = {"skipped": skipped} if skipped else {}
    Path("metrics.yaml").write_text(
        make.yaml_text(records, sources={"press": {"text_sha256": DIGEST}}, **lists),
        encoding="utf-8",
    )
    Path("archive").mkdir(exist_ok=True)
    Path("archive/press.txt").write_text(text, encoding="utf-8")


def line_of(record):
    lines = Path("metrics.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if f'"id": "{record}"' in line)


@pytest.fixture(autouse=True)
def outside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZSTATS_URL", raising=False)
    monkeypatch.setenv("KZSTATS_DATA", "metrics.yaml")
    put()


@pytest.fixture
def kzstats_says(capsys):
    def run(*arguments):
        try:
            code = cli.main(arguments)
        except SystemExit as leaving:
            code = leaving.code
        said, errors = capsys.readouterr()
        assert "Traceback" not in said + errors
        return code, said, errors

    return run


def test_verify_says_of_every_record_where_it_stands_and_what_passed(kzstats_says):
    place = f"metrics.yaml:{line_of('people')}: people", f"metrics.yaml:{line_of('judges')}: judges"
    assert kzstats_says("verify", "--archive", "archive") == (
        0,
        f"{place[0]}: matches source (Q1 Q2 Q3 Q4 Q5 Q6 passed)\n{place[1]}: matches source (Q1 "
        f"Q2 Q3 Q4 Q5 Q6 passed)\n"
        "2 records: 2 match their source, 0 fail, 0 not checked\n",
        "",
    )
    assert not Path("evidence.json").exists()


@pytest.mark.parametrize(
    ("change", "question", "words"),
    [
        (
            {"quote": "39 people were convicted"},
            "Q1",
            "“39 people were convicted” occurs 0 times (copy it as it stands)",
        ),
        ({"value": 39}, "Q2", "“38” is 38, not 39"),
        ({"value": ">38"}, "Q3", "the words say “=”, the value says “>38”"),
        ({"metric": "offences"}, "Q4", "the words name person, the metric counts offence"),
        (
            {"period": "2016~"},
            "Q5",
            "neither quote nor context states 2016~, and the record does not say that it is "
            "inferred",
        ),
    ],
)
def test_verify_names_the_failed_check_its_line_and_what_to_try(
    change, question, words, kzstats_says
):
    put([{**RECORDS[0], **change}, RECORDS[1]])
    code, said, _ = kzstats_says("verify", "--archive", "archive")
    assert code == 1
    assert f"metrics.yaml:{line_of('people')}: people: fails (" in said
    assert (
        f"metrics.yaml:{line_of('people')}: people: {question}: {words} "
        f"({finding.REMEDIES[question]})\n" in said
    )
    assert said.endswith("2 records: 1 match their source, 1 fail, 0 not checked\n")


def test_verify_names_a_disagreement_without_a_reason(kzstats_says):
    put([RECORDS[0], {**RECORDS[0], "id": "other", "value": ">38"}])
    code, said, _ = kzstats_says("verify", "--archive", "archive")
    assert code == 1
    assert (
        said.count(
            f"Q6: another record says otherwise of the same, and neither gives a reason "
            f"({finding.REMEDIES['Q6']})"
        )
        == 2
    )


OPEN = (
    "not known to hold every number of: press (kzstats coverage --archive DIR, then verify --write)"
)


def test_what_has_no_text_is_said_and_an_archive_that_lacks_one_is_a_failure(kzstats_says):
    put([*RECORDS, LAW])
    Path("archive/press.txt").unlink()
    code, said, _ = kzstats_says("verify", "--archive", "archive", "--write")
    assert code == 1
    assert said.startswith(
        "not checked, since no text of theirs is at hand: people, judges, law-1\n"
        "not in the archive: press.txt (is archive the right folder?)\n"
    )
    assert said.endswith("3 records: 0 match their source, 0 fail, 3 not checked\n")
    assert json.loads(Path("evidence.json").read_bytes()) == {
        "records": {},
        "sources": {},
        "version": ledger.VERSION,
    }
    assert kzstats_says("check", "--strict")[0] == 1


def test_one_source_is_told_of_alone_and_all_are_written(kzstats_says):
    put([*RECORDS, LAW])
    code, said, _ = kzstats_says("verify", "--archive", "archive", "--source", "press", "--write")
    assert code == 0
    assert "law" not in said
    assert said.endswith("2 records: 2 match their source, 0 fail, 0 not checked\n")
    assert set(json.loads(Path("evidence.json").read_bytes())["records"]) == {"people", "judges"}
    code, said, _ = kzstats_says("verify", "--archive", "archive", "--source", "law")
    assert code == 0
    assert "law-1: not checked (no text of this source is archived)" in said
    code, said, _ = kzstats_says("coverage", "--archive", "archive", "--source", "law")
    assert (code, said) == (0, "")
    code, _, told = kzstats_says("coverage", "--archive", "archive", "--source", "pres")
    assert code == 2
    assert "--source: pres is no source of metrics.yaml" in told


def test_many_texts_that_are_missing_are_one_line(kzstats_says):
    names = [f"press-{number}" for number in range(8)]
    sources = {name: {"text_sha256": "0" * 64} for name in names}
    Path("metrics.yaml").write_text(
        make.yaml_text([{"source": "law"}], sources=sources), encoding="utf-8"
    )
    for command in ("verify", "coverage"):
        _, said, _ = kzstats_says(command, "--archive", "archive")
        (line,) = [line for line in said.splitlines() if "not in the archive" in line]
        assert "press-4.txt and " in line
        assert "press-6" not in line


def test_the_ledger_is_written_beside_the_data_and_check_goes_by_it(kzstats_says):
    assert kzstats_says("check")[:2] == (
        0, f"metrics.yaml: 2 records of 8 metrics from 1 sources, all valid\n2 not checked: "
            f"people, judges\n{OPEN}\n",
    )  # fmt: skip
    assert kzstats_says("check", "--strict")[0] == 1
    Path("elsewhere").mkdir()
    shutil.move("metrics.yaml", "elsewhere/metrics.yaml")
    data = ["--data", "elsewhere/metrics.yaml"]
    assert kzstats_says("verify", "--archive", "archive", "--write", *data)[0] == 0
    assert sorted(path.name for path in Path("elsewhere").iterdir()) == [
        "evidence.json",
        "metrics.yaml",
    ]
    before = Path("elsewhere/evidence.json").read_bytes()
    assert kzstats_says("check", "--strict", *data) == (
        0, "elsewhere/metrics.yaml: 2 records of 8 metrics from 1 sources, all valid\n2 match "
            "their source\n", "",
    )  # fmt: skip
    assert kzstats_says("verify", "--archive", "archive", "--write", *data)[0] == 0
    assert Path("elsewhere/evidence.json").read_bytes() == before


def checks(kzstats_says):
    """The check column of the file, the JSON and the frame that is served, which agree."""
    assert (
        kzstats_says("export", "-o", "figures.csv")[0]
        == kzstats_says("export", "--format", "json", "-o", "figures.json")[0]
        == 0
    )
    frame = kzstats.read_csv("figures.csv")
    rows = json.loads(Path("figures.json").read_bytes())["records"]
    snapshot = versions.Store(Path("metrics.yaml")).snapshot().frame("ru")
    found = dict(zip(frame["record"], frame["check"], strict=True))
    assert (
        found
        == {row["record"]: row["check"] for row in rows}
        == dict(zip(snapshot["record"], snapshot["check"], strict=True))
    )
    return found


def test_an_edited_record_shows_as_changed_everywhere_until_it_is_verified_again(kzstats_says):
    assert checks(kzstats_says) == {"people": "not checked", "judges": "not checked"}
    kzstats_says("verify", "--archive", "archive", "--write")
    assert checks(kzstats_says) == {"people": "matches source", "judges": "matches source"}
    put([{**RECORDS[0], "quote": "38 people were convicted", "context": "in 2016"}, RECORDS[1]])
    assert checks(kzstats_says) == {"people": "changed", "judges": "matches source"}
    code, said, _ = kzstats_says("check")
    assert (code, said.splitlines()[1:]) == (
        0,
        ["1 match their source", "1 changed since they were checked: people", OPEN],
    )
    assert kzstats_says("check", "--strict")[0] == 1
    kzstats_says("verify", "--archive", "archive", "--write")
    assert checks(kzstats_says) == {"people": "matches source", "judges": "matches source"}
    assert kzstats_says("check", "--strict")[0] == 0


def test_a_failed_figure_shows_as_failed_everywhere(kzstats_says):
    put([{**RECORDS[0], "value": 39}, RECORDS[1]])
    assert kzstats_says("verify", "--archive", "archive", "--write")[0] == 1
    assert checks(kzstats_says) == {"people": "fails", "judges": "matches source"}
    code, said, _ = kzstats_says("check")
    assert (code, said.splitlines()[1:]) == (1, ["1 match their source", "1 fail: people", OPEN])


def test_coverage_tells_what_holds_every_number(kzstats_says):
    code, said, errors = kzstats_says("coverage", "--archive", "archive")
    assert (code, errors) == (0, "")
    assert said.splitlines() == [
        "press: 5 numbers, all held", "  38: people", "  2016: people", "  40: judges",
        "  May 2015: judges", "  A/RES/72/284: skipped: name",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("skipped", "line"),
    [
        (
            (),
            "  A/RES/72/284: HELD BY NOTHING (add a record, or list it under skipped with its "
            "reason)",
        ),
        (
            (*SKIPPED, {"source": "press", "quote": "In all", "reason": "page"}),
            "  skipped “In all” skips no number (mend or remove the entry)",
        ),
    ],
)
def test_coverage_names_what_nothing_holds_and_what_holds_nothing(skipped, line, kzstats_says):
    put(skipped=skipped)
    code, said, _ = kzstats_says("coverage", "--archive", "archive")
    assert code == 1
    assert said.startswith("press: 5 numbers, NOT all held\n")
    assert line in said.splitlines()


@pytest.mark.parametrize("command", ["verify", "coverage"])
def test_wrong_use_ends_with_2_and_invalid_data_with_1(command, kzstats_says):
    assert kzstats_says(command)[0] == 2
    code, said, errors = kzstats_says(command, "--archive", "nowhere")
    assert (code, said) == (2, "")
    assert (
        "nowhere is not a folder (it holds the archived texts, one SOURCE.txt a source)" in errors
    )
    assert kzstats_says(command, "--archive", "archive/press.txt")[0] == 2
    put(text="")
    Path("archive/press.txt").write_bytes(b"\xff38 people")
    code, said, errors = kzstats_says(command, "--archive", "archive")
    assert (code, said) == (1, "")
    assert "cannot be read" in errors
    put([{**RECORDS[0], "value": "30 or so"}])
    assert kzstats_says(command, "--archive", "archive")[:2] == (1, "")


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"records": []}', b"[" * 100_000])
def test_a_broken_ledger_is_a_problem_that_verify_mends_as_it_says(content, kzstats_says):
    Path("evidence.json").write_bytes(content)
    code, said, errors = kzstats_says("check")
    assert (code, said) == (1, "")
    assert "evidence.json:1: ledger: cannot be read: " in errors
    assert "(write it again: kzstats verify --archive DIR --write)" in errors
    assert "matches source" not in kzstats_says("export")[1]
    assert kzstats_says("verify", "--archive", "archive", "--write")[0] == 0
    assert kzstats_says("check", "--strict")[0] == 0


def test_a_ledger_that_cannot_be_written_is_said_in_a_sentence(kzstats_says):
    Path("evidence.json").mkdir()
    code, _, errors = kzstats_says("verify", "--archive", "archive", "--write")
    assert code in (1, 2)
    assert "evidence.json" in errors


class Text(str):
    """A text that counts how often it is looked at for a phrase."""

    __slots__ = ("looks",)

    def startswith(self, *wanted):
        self.looks = getattr(self, "looks", 0) + 1
        return super().startswith(*wanted)


class Numbers(tuple):
    """Numbers that count how many of them are looked at."""

    looks = 0

    def __iter__(self):
        for one in super().__iter__():
            Numbers.looks += 1
            yield one

    def __getitem__(self, place):
        Numbers.looks += 1
        return super().__getitem__(place)


def looks(count):
    """How often the text and the numbers are looked at when so many figures of one long article are
    verified.
    """
    sentences = [
        f"In region N{place} the office counted {place + 3000} people in 2016."
        for place in range(count)
    ]
    records = [
        {"id": f"r{place}", "metric": "convicted", "label": f"Region {place}",
        "value": place + 3000, "period": "2016",
         "quote": f"In region N{place} the office counted {place + 3000} people in 2016"}
         for place in range(count)
    ]  # fmt: skip
    skipped = [
        {"source": "press", "quote": f"In region N{place} the", "reason": "name"}
        for place in range(count)
    ]
    dataset, articles = make.held("\n".join(sentences), records, skipped=skipped)
    text = dataclasses.replace(
        articles["press"],
        text=Text(articles["press"].text),
        numbers=Numbers(articles["press"].numbers),
    )
    Numbers.looks = 0
    assert {finding.check for finding in evidence.verify(dataset, {"press": text})} == {
        "matches source"
    }
    assert all(len(text.find(record.quote)) == 1 for record in dataset.records)
    assert coverage.covered(dataset, articles)["press"].complete
    return text.text.looks / count, Numbers.looks / count


@pytest.mark.no_cover
def test_the_work_for_a_figure_does_not_grow_with_the_article():
    texts, numbers = looks(2000)
    assert texts == looks(200)[0] == 2
    assert numbers < 40


def test_two_thousand_sentences_are_read_number_by_number():
    text = "".join(f"The office counted {place + 3000} people in 2016. " for place in range(2000))
    assert [int(token.low) for token in numerals.tokens(text)[::2]] == list(range(3000, 5000))


@real
def test_the_real_figures_match_their_articles_and_the_ledger_is_what_verify_writes(
    kzstats_says, monkeypatch
):
    shutil.copy(DATA, "real.yaml")
    monkeypatch.setenv("KZSTATS_DATA", "real.yaml")
    assert not Path("evidence.json").exists()
    code, said, _ = kzstats_says("verify", "--archive", ARCHIVE, "--write")
    count = len(validation.load(DATA).records)
    assert (code, said.splitlines()[-1]) == (
        0,
        f"{count} records: {count} match their source, 0 fail, 0 not checked",
    )
    assert Path("evidence.json").read_bytes() == ledger.path_beside(DATA).read_bytes()
    assert kzstats_says("check", "--strict")[:2] == (
        0,
        f"real.yaml: {count} records of 7 metrics from 5 sources, all valid\n{count} match their "
        f"source\n",
    )
    code, said, _ = kzstats_says("coverage", "--archive", ARCHIVE)
    assert code == 0
    assert said.count(", all held\n") == 5
    assert set(checks_in(kzstats_says)) == {"matches source"}


def checks_in(kzstats_says):
    assert kzstats_says("export", "-o", "real.csv")[0] == 0
    return kzstats.read_csv("real.csv")["check"]

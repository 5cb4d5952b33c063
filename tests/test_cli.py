"""The command line: what each command prints, writes and returns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import make
import pytest
from thirteen import DATA

from kzstats import cli, settings
from kzstats.dataset import validation
from kzstats.exports import export
from kzstats.query import addresses, versions

REAL = validation.load(DATA)


@pytest.fixture(autouse=True)
def outside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KZSTATS_URL", raising=False)
    monkeypatch.setenv("KZSTATS_DATA", str(DATA))


def run(*arguments, **options):
    command = [sys.executable, "-W", "error", "-m", "kzstats", *arguments]
    return subprocess.run(
        command, check=False, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options
    )


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_check_counts_what_is_there_and_names_what_is_not_checked(options, code, capsys, tmp_path):
    alone = tmp_path / "metrics.yaml"  # without a ledger beside it
    alone.write_bytes(DATA.read_bytes())
    assert cli.main(["check", "--data", str(alone), *options]) == code
    said, errors = capsys.readouterr()
    assert f"{alone}: 13 records of 7 metrics from 5 sources, all valid\n" in said
    assert all(record.id in said.splitlines()[1] for record in REAL.records)
    assert errors == ""


@pytest.mark.parametrize("command", [["check"], ["check", "--strict"], ["export"]])
def test_invalid_data_end_with_1_and_every_problem_at_once(command, capsys):
    Path("bad.yaml").write_text(
        make.yaml_text([{"value": "30 or so"}, {"source": "pres"}, {"period": "2014-13"}]),
        encoding="utf-8",
    )
    assert cli.main([*command, "--data", "bad.yaml"]) == 1
    said, errors = capsys.readouterr()
    assert said == ""
    lines = errors.splitlines()
    assert lines[-1] == f"{len(lines) - 1} problems in bad.yaml"
    assert len(lines) > 2
    assert all(line.startswith("bad.yaml:") for line in lines[:-1])


def test_of_very_many_problems_a_hundred_are_named_and_all_are_counted(capsys):
    Path("bad.yaml").write_text(
        make.yaml_text([{"value": "30 or so", "source": "pres"}] * 150), encoding="utf-8"
    )
    assert cli.main(["check", "--data", "bad.yaml"]) == 1
    *named, last = capsys.readouterr().err.splitlines()
    assert (len(named), last) == (100, "300 problems in bad.yaml, of which these 100 are named")


@pytest.mark.parametrize("path", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_one_problem(path, capsys):
    assert cli.main(["check", "--data", path]) == 1
    assert capsys.readouterr().err.endswith(f"\n1 problem in {path}\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "COMMAND"), (["bogus"], "bogus"), (["check", "--stric"], "--stric"), (["export",
        "--sou", "x"], "--sou"),
        (["export", "--from"], "--from"), (["export", "--format", "xls"],
            "--format: 'xls' is not a format (did you mean xlsx?)"),
        (["export", "--source", "osce-2017-01-30"],
            "--source: 'osce-2017-01-30' is not a source (did you mean osce-2017-01-31?)"),
        (["export", "--metric", "x"],
            "--metric: 'x' is not a metric (allowed: registered_offences, "),
        (["export", "--publisher", "The Astana Time"], "did you mean The Astana Times?"),
        (["export", "--lang", "de"], "--lang: 'de' is not a language (allowed: en, ru, kk)"),
        (["export", "--from", "2017", "--to", "2016"], "--from: '2017' is later than to=2016"),
        (["export", "--to", "soon"], "--to: 'soon' is not a year"),
        (["export", "-o", "no/such/folder/x.csv"], "no/such/folder/x.csv cannot be written"),
        (["export", "-o", "."], "cannot be written"),
        (["schema", "-o", "."], "cannot be written"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_2_and_a_sentence(arguments, words, capsys):
    try:
        code = cli.main(arguments)
    except SystemExit as leaving:
        code = leaving.code
    said, errors = capsys.readouterr()
    assert (code, said) == (2, "")
    assert words in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("extension", addresses.FORMATS)
def test_export_writes_the_answer_to_standard_output_or_to_a_file(
    extension, capfdbinary, monkeypatch
):
    monkeypatch.setenv("KZSTATS_URL", "https://figures.example")
    arguments = [
        "export",
        "--format",
        extension,
        "--publisher",
        "Caravanserai",
        "--metric",
        "registered_offences",
        "--from",
        "2015",
        "--lang",
        "ru",
    ]
    assert cli.main(arguments) == 0
    said, errors = capfdbinary.readouterr()
    query = addresses.Query(("registered_offences",), (), ("Caravanserai",), 2015, None, "ru")
    assert said == export.whole(
        versions.Store(DATA).snapshot(), query, extension, settings.base_url()
    )
    assert errors == b""
    assert cli.main([*arguments, "-o", "extract"]) == 0
    assert capfdbinary.readouterr() == (b"", b"")
    assert Path("extract").read_bytes() == said


def test_an_option_is_repeated_for_several_values(capfdbinary):
    assert (
        cli.main(
            [
                "export",
                "--format",
                "json",
                "--metric",
                "convicted_persons",
                "--metric",
                "registered_offences",
            ]
        )
        == 0
    )
    assert json.loads(capfdbinary.readouterr().out)["count"] == 4


def test_an_empty_answer_is_no_error(capfdbinary):
    assert cli.main(["export", "--to", "1990"]) == 0
    assert capfdbinary.readouterr().out.count(b"\r\n") == 1


def test_export_works_without_the_address_of_a_data_file_too(capsys, monkeypatch):
    monkeypatch.delenv("KZSTATS_DATA")
    assert cli.main(["check"]) == 1
    assert "data/metrics.yaml" in capsys.readouterr().err
    Path("data").mkdir()
    Path("data/metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")
    assert cli.main(["check"]) == 0


def test_the_schema_is_the_one_beside_the_data_file(capfdbinary):
    assert cli.main(["schema"]) == 0
    assert capfdbinary.readouterr().out == DATA.with_name("metrics.schema.json").read_bytes()


@pytest.mark.parametrize("text", [make.yaml_text([{"value": "30 or so"}]), ""])
def test_a_broken_file_leaves_no_traceback(text):
    Path("bad.yaml").write_text(text, encoding="utf-8")
    left = run("check", "--data", "bad.yaml")
    assert (left.returncode, "Traceback" in left.stderr) == (1, False)


def test_a_reader_that_goes_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        left = run("export", stdout=gone)
    assert (left.returncode, left.stderr) == (0, "")


def test_a_full_disk_is_said_in_a_sentence():
    with Path("/dev/full").open("wb") as full:
        left = run("export", stdout=full)
    assert left.returncode != 0
    assert "Traceback" not in left.stderr
    assert "cannot be written" in left.stderr


def test_check_imports_nothing_that_draws_counts_or_serves():
    heavy = ("pandas", "numpy", "plotly", "streamlit", "babel", "starlette")
    code = (
        f"import sys, kzstats.cli; kzstats.cli.main(['check']); sys.exit(', '.join(name for "
        f"name in {heavy} if name in sys.modules) or 0)"
    )
    left = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], check=False, capture_output=True, text=True
    )
    assert (left.returncode, left.stderr.strip()) == (0, "")
    assert "all valid" in left.stdout

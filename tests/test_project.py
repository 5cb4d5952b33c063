"""The project keeps its own promises: arrows between modules, the schema, the README, small pages."""

import ast
import json
import re
from pathlib import Path

import benchmarks
import pytest

import kzstats
from kzstats import cli, reader, words

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kzstats"

# What each module may import of the package: imports point one way, from the pages down to the values.
ARROWS = {
    "quantity": set(),
    "period": set(),
    "memory": set(),
    "model": {"codes", "memory", "quantity", "period"},
    "codes": set(),
    "files": set(),
    "log": set(),
    "plain": {"files"},
    "reader": {"files", "model", "plain"},
    "catalogues": set(),
    "reasons": set(),
    "words": {"catalogues", "model", "period", "quantity", "reasons"},
    "derived": {"model", "quantity"},
    "frames": {"model", "period", "words"},
    "selection": {"extracts", "live", "memory", "model"},
    "content": set(),
    "content.document": {"extracts", "marks", "model"},
    "content.geometry": {"marks"},
    "content.figures": {"captions", "citation", "content.document", "extracts", "live", "model", "words"},
    "content.filters": {"extracts", "live", "memory", "selection", "words"},
    "content.receipt": {
        "captions",
        "citation",
        "content.document",
        "content.figures",
        "derived",
        "extracts",
        "ledger",
        "live",
        "memory",
        "model",
        "words",
    },
    "content.articles": {"captions", "content.document", "content.figures", "derived", "extracts", "ledger", "live", "selection", "words"},
    "content.method": {"bundle", "captions", "citation", "content", "content.document", "content.figures", "extracts", "live", "model", "words"},
    "content.pages": {
        "captions",
        "citation",
        "content",
        "content.document",
        "content.figures",
        "extracts",
        "live",
        "marks",
        "memory",
        "model",
        "selection",
        "words",
    },
    "feed": set(),
    "content.changes": {"captions", "content", "content.document", "content.figures", "extracts", "feed", "live", "memory", "model", "words"},
    "content.differences": {
        "captions",
        "content.document",
        "content.figures",
        "extracts",
        "feed",
        "live",
        "model",
        "period",
        "quantity",
        "words",
    },
    "content.places": {"content.document", "words"},
    "render": set(),
    "render.html": {"content", "content.document", "content.filters", "extracts", "marks", "model", "paper", "words"},
    "render.streamlit": {
        "charts",
        "content",
        "content.document",
        "content.filters",
        "extracts",
        "guard",
        "live",
        "marks",
        "memory",
        "plain",
        "render",
        "words",
    },
    "captions": {"derived", "ledger", "model", "period", "words"},
    "marks": {"captions", "derived", "memory", "model", "period", "selection", "words"},
    "colours": set(),
    "charts": {"colours", "content", "content.geometry", "marks"},
    "extracts": {"files", "frames", "memory", "model", "words"},
    "evidence": {"counting", "derived", "files", "model", "naming", "numerals", "reasons", "timing"},
    "ledger": {"counting", "evidence", "files", "model", "naming", "reasons"},
    "live": {"files", "frames", "ledger", "log", "memory", "model", "plain", "reader"},
    "bundle": {"citation", "extracts", "frames", "live", "model", "quantity", "words"},
    "numerals.tables": set(),
    "numerals.english": {"numerals.tables"},
    "numerals.russian": {"numerals.tables"},
    "numerals.kazakh": {"numerals.tables"},
    "numerals.periods": {"numerals", "numerals.tables"},
    "numerals.token": {"numerals.periods", "numerals.tables"},
    "numerals.scan": {"numerals", "numerals.tables"},
    "numerals.counts": {"numerals.kazakh", "numerals.periods", "numerals.scan", "numerals.tables", "numerals.token"},
    "numerals.forms": {"numerals.counts", "numerals.scan", "numerals.tables", "numerals.token"},
    "numerals.sides": {"numerals.counts", "numerals.scan", "numerals.tables"},
    "numerals.before": {"numerals.counts", "numerals.scan", "numerals.sides", "numerals.tables", "numerals.token"},
    "numerals.behind": {"numerals.sides", "numerals.tables", "numerals.token"},
    "numerals.beside": {
        "numerals",
        "numerals.before",
        "numerals.behind",
        "numerals.counts",
        "numerals.scan",
        "numerals.sides",
        "numerals.tables",
        "numerals.token",
    },
    "numerals.reading": {"numerals", "numerals.counts", "numerals.scan", "numerals.token"},
    "numerals": {"numerals", "numerals.reading", "numerals.scan", "numerals.tables", "numerals.token", "quantity"},
    "naming": {"model"},
    "counting": {"model", "numerals", "reasons"},
    "timing": {"model", "numerals", "period", "reasons"},
    "brief": {"bundle", "captions", "content", "content.filters", "extracts", "live", "marks", "model", "paper", "selection", "words"},
    "press": set(),
    "answers": {"brief", "bundle", "extracts", "frames", "live", "marks", "memory", "paper", "press", "selection", "words"},
    "paper": {"colours", "content", "content.geometry", "marks"},
    "citation": {"extracts", "frames", "live", "marks", "model", "words"},
    "desk": {"log", "press"},
    "guard": {"live", "log", "words"},
    "api": {"answers", "bundle", "desk", "extracts", "frames", "guard", "live", "marks", "memory", "model", "plain", "press", "selection"},
    "site": {
        "api",
        "bundle",
        "content",
        "content.document",
        "extracts",
        "guard",
        "live",
        "memory",
        "paper",
        "plain",
        "render",
        "words",
    },
    "web": {"charts", "extracts", "guard", "live", "marks", "plain", "selection", "site", "words"},
    "content.filed": {"content.document", "extracts", "words"},
    "content.published": {
        "selection",
        "content",
        "content.differences",
        "content.document",
        "content.figures",
        "content.filed",
        "extracts",
        "live",
        "words",
        "bundle",
        "model",
    },
    "edition": {
        "answers",
        "api",
        "bundle",
        "content",
        "content.differences",
        "content.document",
        "content.filed",
        "content.published",
        "extracts",
        "feed",
        "files",
        "ledger",
        "live",
        "memory",
        "press",
        "render",
        "selection",
        "site",
        "words",
    },
    "cli": {"answers", "edition", "evidence", "extracts", "files", "frames", "ledger", "live", "model", "plain", "reader", "words"},
    "__init__": {"extracts", "model", "plain", "reader"},
    "__main__": {"cli"},
}
DOORS = {
    "yaml": {"plain"},
    "pydantic": {"model", "reader"},
    "pydantic_core": {"model"},
    "typst": {"press"},
    "pyarrow": {"answers", "live"},
    "xlsxwriter": {"press"},
    "jinja2": {"render.html"},
    "pandas": {"answers", "bundle", "frames", "extracts", "live"},
    "plotly": {"charts", "render.streamlit"},
    "babel": {"catalogues", "naming", "numerals.tables", "words"},
    "starlette": {"api", "guard", "site", "web"},
    "streamlit": {"guard", "render.streamlit", "web"},
    "pymorphy3": {"numerals.russian"},
    "argparse": {"cli"},
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "kzstats" else {node.module}
    return names


def module(path: Path) -> str:
    """What a file of the package is called within it."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=module)
def test_imports_point_one_way_and_each_library_has_its_door(path: Path) -> None:
    names = imported(path)
    own = {name.removeprefix("kzstats.") for name in names if name.startswith("kzstats.")}
    own = {name if name in ARROWS else name.rpartition(".")[0] for name in own}
    assert own <= ARROWS[module(path)], f"{path.name} may not import {own - ARROWS[module(path)]}"
    for library, doors in DOORS.items():
        if any(name.split(".")[0] == library for name in names):
            assert module(path) in doors, f"{library} is not for {path.name}"


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_short_story(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(text)))
    assert imported(path) <= {"kzstats.render", "kzstats.render.streamlit", "pathlib"}


def test_every_page_is_in_the_menu() -> None:
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == {"frame", *words.pages("en")}


def test_the_schema_is_current() -> None:
    kept = json.loads((ROOT / "data" / "metrics.schema.json").read_text(encoding="utf-8"))
    assert kept == reader.schema(), "write it again: make schema"


def test_the_readmes_figure_loads_and_its_commands_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [re.sub("^ {3}", "", block, flags=re.MULTILINE) for block in re.findall(r" {3}```yaml\n(.*?) {3}```", readme, re.DOTALL)]
    data = (ROOT / "data" / "metrics.yaml").read_text(encoding="utf-8")
    source, record = blocks
    data = data.replace("\nmetrics:\n", f"\n{source}\nmetrics:\n", 1).replace("\nrecords:\n", f"\nrecords:\n{record}", 1)
    changed = tmp_path / "metrics.yaml"
    changed.write_text(data, encoding="utf-8")
    assert len(kzstats.load(changed).records) == 14
    commands = re.findall(r"^(?:\.venv/bin/)?kzstats (\w+)", readme, re.MULTILINE)
    assert {"check", "export"} <= set(commands)
    for command in set(commands):
        with pytest.raises(SystemExit) as left:
            cli.main([command, "--help"])
        assert left.value.code == 0
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", readme)) <= targets
    capsys.readouterr()


def test_the_documents_show_the_figures_that_were_kept() -> None:
    for path, told in benchmarks.shown().items():
        assert path.read_text(encoding="utf-8") == told, f"{path.name}: write it again: python -m benchmarks --show"


def test_the_real_file_is_valid_and_holds_the_five_groups() -> None:
    data = kzstats.load(ROOT / "data" / "metrics.yaml")
    values = {record.id: str(record.value) for record in data.records}
    assert values == {
        "offences-2014": "154",
        "offences-2015": "327",
        "offences-2016": "554",
        "convicted-2016-01-05": "38",
        "participants-osce-2017-01": "~90",
        "participants-osce-unodc-2017-10": ">30",
        "participants-unodc-2019-10": ">50",
        "contribution-eu": "4700000",
        "contribution-unoct": "3000000",
        "contribution-netherlands": "1400000",
        "european-women-2017": "550",
        "women-share-2017": "10..20",
        "rehabilitation-months-2017": "1..18",
    }
    assert {metric.topic for metric in data.metrics.values()} == {"cases", "cooperation", "funding", "recruitment"}

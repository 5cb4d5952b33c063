"""The project keeps its own promises: arrows between modules, the schema, the README,
small pages.
"""

import ast
import json
import re
from functools import cache
from pathlib import Path

import benchmarks
import pytest

import kzstats
from kzstats import cli
from kzstats.dataset import validation
from kzstats.language import interface

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kzstats"

# What each package, and each module beside them, may import of the others: imports point one
# way, from what is handed out down to the values.
ARROWS = {
    "files": set(),
    "log": set(),
    "settings": set(),
    "values": set(),
    "numerals": {"values"},
    "dataset": {"files", "values"},
    "language": {"dataset", "values"},
    "checks": {"dataset", "files", "numerals", "values"},
    "drafting": {"checks", "dataset", "files", "numerals", "values"},
    "query": {"checks", "dataset", "files", "language", "log", "settings", "values"},
    "content": {"checks", "dataset", "language", "query", "values"},
    "render": {"content", "dataset", "language", "query", "settings"},
    "exports": {"content", "dataset", "files", "language", "query", "render", "values"},
    "serve": {"content", "dataset", "exports", "language", "log", "query", "render", "settings"},
    "editing": {
        "checks",
        "content",
        "dataset",
        "drafting",
        "files",
        "language",
        "numerals",
        "query",
        "render",
        "values",
    },
    "edition": {
        "checks",
        "content",
        "dataset",
        "exports",
        "files",
        "language",
        "query",
        "render",
        "serve",
    },
    "cli": {
        "checks",
        "dataset",
        "drafting",
        "editing",
        "edition",
        "exports",
        "files",
        "language",
        "query",
        "settings",
        "values",
    },
    "__init__": {"dataset", "exports"},
    "__main__": {"cli"},
}
DOORS = {
    "yaml": {"dataset.lines", "dataset.places", "dataset.yaml"},
    "pydantic": {"dataset.forms", "dataset.model", "dataset.refusals", "dataset.validation"},
    "pydantic_core": {"dataset.forms"},
    "typst": {"render.press"},
    "pyarrow": {"exports.export", "query.versions"},
    "xlsxwriter": {"render.press"},
    "pandas": {
        "exports.caveats",
        "exports.data_package",
        "exports.descriptors",
        "exports.export",
        "exports.extracts",
        "exports.tables",
        "query.frames",
        "query.versions",
    },
    "plotly": {"render.plotly", "render.streamlit"},
    "babel": {"checks.naming", "language", "numerals.tables"},
    "jinja2": {"editing.view", "render.html"},
    "starlette": {"editing.server", "render.leans", "serve"},
    "streamlit": {"render.leans", "render.streamlit", "serve.guard", "serve.web"},
    "google": {"render.leans"},
    "pymorphy3": {"numerals.russian"},
    "argparse": {"cli"},
    "uvicorn": {"editing.server"},
    "trafilatura": {"drafting.fetching"},
    "htmldate": {"drafting.fetching"},
    "pypdf": {"drafting.fetching"},
}


@cache
def imported(path: Path) -> frozenset[str]:
    """What a file imports; of the package's own folders the modules by name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            folder = (PACKAGE.parent / node.module.replace(".", "/")).is_dir()
            names |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if folder else {node.module}
            )
    return frozenset(names)


def module(path: Path) -> str:
    """What a file of the package is called within it."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


@cache
def own(path: Path) -> frozenset[str]:
    """The modules of the package that a file imports; a name that is no module is its folder's."""
    found = set()
    for name in imported(path):
        if name.startswith("kzstats."):
            inner = name.removeprefix("kzstats.")
            known = [PACKAGE / f"{inner.replace('.', '/')}{end}" for end in (".py", "/__init__.py")]
            found.add(inner if any(map(Path.exists, known)) else inner.rpartition(".")[0])
    return frozenset(found - {""})


MODULES = {module(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way_and_each_library_has_its_door(name: str) -> None:
    package = name.partition(".")[0]
    across = {other.partition(".")[0] for other in own(MODULES[name])} - {package}
    assert across <= ARROWS[package], f"{name} may not import {across - ARROWS[package]}"
    libraries = {found.partition(".")[0] for found in imported(MODULES[name])} & set(DOORS)
    for library in libraries:
        assert any(name == door or name.startswith(f"{door}.") for door in DOORS[library]), (
            f"{library} is not for {name}"
        )


@pytest.mark.no_cover
def test_every_arrow_and_every_door_is_used() -> None:
    """What nobody needs any more is no permission that stays."""
    used: dict[str, set[str]] = {}
    doors: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        used.setdefault(name.partition(".")[0], set()).update(
            other.partition(".")[0] for other in own(path)
        )
        for library in {found.partition(".")[0] for found in imported(path)} & set(DOORS):
            doors.setdefault(library, set()).add(name)
    assert {
        package: arrows - used[package]
        for package, arrows in ARROWS.items()
        if arrows - used[package]
    } == {}
    idle = {
        library: [
            door
            for door in places
            if not any(
                name == door or name.startswith(f"{door}.") for name in doors.get(library, ())
            )
        ]
        for library, places in DOORS.items()
    }
    assert {library: places for library, places in idle.items() if places} == {}


@pytest.mark.no_cover
def test_no_import_leads_in_a_circle() -> None:
    """Within a package too; a package's own first file may gather what its modules have."""
    left = {name: own(path) - {name} for name, path in MODULES.items()}
    while free := [name for name, needed in left.items() if not needed & set(left)]:
        for name in free:
            del left[name]
    assert not left, f"these import each other: {sorted(left)}"


def test_the_architecture_tells_every_arrow() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)(?:/|\.py)` \| .* \| (.*) \|$", told, re.MULTILINE)
    assert {name: set(re.findall(r"`(\w+)`", arrows)) for name, arrows in rows} == {
        name: ARROWS[name] for name in ARROWS if not name.startswith("_")
    }


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_short_story(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert not any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(text))
    )
    assert all(
        name.startswith("kzstats.render.streamlit") or name == "pathlib" for name in imported(path)
    )


def test_every_page_is_in_the_menu() -> None:
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == {
        "frame",
        *interface.pages("en"),
    }


def test_the_schema_is_current() -> None:
    kept = json.loads((ROOT / "data" / "metrics.schema.json").read_text(encoding="utf-8"))
    assert kept == validation.schema(), "write it again: make schema"


def test_the_readmes_figure_loads_and_its_commands_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = [
        re.sub("^ {3}", "", block, flags=re.MULTILINE)
        for block in re.findall(r" {3}```yaml\n(.*?) {3}```", readme, re.DOTALL)
    ]
    data = (ROOT / "data" / "metrics.yaml").read_text(encoding="utf-8")
    source, record = blocks
    data = data.replace("\nmetrics:\n", f"\n{source}\nmetrics:\n", 1).replace(
        "\nrecords:\n", f"\nrecords:\n{record}", 1
    )
    changed = tmp_path / "metrics.yaml"
    changed.write_text(data, encoding="utf-8")
    assert len(kzstats.load(changed).records) == 14
    commands = re.findall(r"^(?:\.venv/bin/)?kzstats (\w+)", readme, re.MULTILINE)
    assert {"check", "export"} <= set(commands)
    for command in set(commands):
        with pytest.raises(SystemExit) as left:
            cli.main([command, "--help"])
        assert left.value.code == 0
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert set(re.findall(r"\bmake ([a-z]+)", readme)) <= targets
    capsys.readouterr()


def test_the_documents_show_the_figures_that_were_kept() -> None:
    for path, told in benchmarks.shown().items():
        assert path.read_text(encoding="utf-8") == told, (
            f"{path.name}: write it again: python -m benchmarks --show"
        )


def test_the_real_file_is_valid_and_holds_the_five_groups() -> None:
    data = kzstats.load(ROOT / "data" / "metrics.yaml")
    values = {record.id: str(record.value) for record in data.records if record.quote is not None}
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
    assert {
        data.metrics[record.metric].topic for record in data.records if record.id in values
    } == {"cases", "cooperation", "funding", "recruitment"}

"""What the page leans on in Streamlit that Streamlit documents nowhere: each lean fails here, in
words, when Streamlit changes.

The names stand in the page's style and script; Streamlit's own scripts must still have them.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server import starlette as streamlit_server

import kzstats
from kzstats.render import leans

STATIC = Path(streamlit.__file__).parent / "static"
PACKAGE = Path(kzstats.__file__).parent
OURS = {
    path.name: path.read_text(encoding="utf-8")
    for path in PACKAGE.rglob("*")
    if path.suffix in (".css", ".js")
}
WHERE = "Streamlit {version} has no {what} any more: what leans on it in {files} must follow"


@cache
def scripts() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted((STATIC / "static" / "js").glob("*.js"))
    )


def named(pattern: str) -> dict[str, str]:
    """What the page's files name by a pattern, and in which of them."""
    found: dict[str, set[str]] = {}
    for file, text in OURS.items():
        for name in re.findall(pattern, text):
            found.setdefault(name, set()).add(file)
    return {name: ", ".join(sorted(files)) for name, files in found.items()}


PARTS = named(r"data-testid[\^*$]?=[\"']?(st[A-Z]\w*)")
CLASSES = named(r"\.(st[A-Z]\w*)")
TABLE = re.search(
    r"^const AT = \{.*?^const CONNECTION[^\n]*\n", OURS["page.js"], re.DOTALL | re.MULTILINE
)
HEARD = (
    "data-stale",
    "data-collapsed",
    "data-test-connection-state",
    "__streamlit",
    "BACKEND_BASE_URL",
    "HOST_CONFIG",
    "disableFullscreenMode",
    "blockErrorDialogs",
)


def test_something_is_looked_for() -> None:
    assert len(PARTS) > 10
    assert len(CLASSES) > 4


@pytest.mark.parametrize("name", sorted(PARTS))
def test_streamlit_still_names_its_parts_so(name: str) -> None:
    assert f'"{name}"' in scripts() or f"`{name}`" in scripts(), WHERE.format(
        version=streamlit.__version__, what=f"part {name}", files=PARTS[name]
    )


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_streamlit_still_gives_its_parts_these_classes(name: str) -> None:
    assert name in scripts(), WHERE.format(
        version=streamlit.__version__, what=f"class {name}", files=CLASSES[name]
    )


@pytest.mark.parametrize("said", HEARD)
def test_streamlit_still_says_and_hears_this(said: str) -> None:
    files = ", ".join(file for file, text in OURS.items() if said in text)
    assert files, f"no file of the page leans on {said} any more (take it from this test)"
    assert said in scripts(), WHERE.format(version=streamlit.__version__, what=said, files=files)


def test_the_sanitiser_still_stands_in_a_file_of_its_own_that_gives_it_as_t() -> None:
    (file,) = (STATIC / "static" / "js").glob("purify.*.js")
    exported = re.findall(r"export\s*\{([^}]*)\}", file.read_text(encoding="utf-8"))
    assert any(re.search(r"\bas t\b", names) for names in exported), (
        "Streamlit's sanitiser is not given as “t” any more: page.js asks for it so"
    )


@pytest.mark.parametrize(
    "name", ["nsewdrag", "main-svg", "xaxislayer-above", "xtick", "points", "bars"]
)
def test_plotly_still_calls_the_parts_of_a_chart_so(name: str) -> None:
    assert name in scripts(), (
        f"Plotly has no .{name} any more: page.js gives taps to charts, and waits for what they "
        f"draw, by such names"
    )


@pytest.mark.parametrize("name", ["dialog", "listbox"])
def test_streamlit_still_gives_its_parts_these_roles(name: str) -> None:
    assert re.search(rf"role[\"`:=]+{name}\b|[\"`]{name}[\"`]", scripts()), WHERE.format(
        version=streamlit.__version__, what=f"role {name}", files="page.js"
    )


def test_the_script_names_streamlits_parts_in_one_table() -> None:
    assert TABLE is not None, (
        "page.js has no table of Streamlit's parts any more: they stand in AT, at its top"
    )
    names = r"data-test\w*|\bst[A-Z]\w+|st-key|\[role=|nsewdrag|main-svg|purify\."
    rest = re.sub(r"(?m:(?:^|\s)//\s.*$)", "", OURS["page.js"].replace(TABLE.group(), ""))
    assert re.findall(names, rest) == [], (
        "page.js names a part of Streamlit outside its table: put it into AT"
    )
    known = set(re.findall(r"^  (\w+):", TABLE.group(), re.MULTILINE))
    assert known == set(re.findall(r"\bAT\.(\w+)", rest)), (
        "the table of page.js and what the script asks of it differ"
    )


def test_a_key_still_becomes_a_class() -> None:
    assert "st-key-" in scripts(), (
        "Streamlit gives keyed parts no class st-key-… any more: page.css and page.js find charts "
        "by it"
    )


# What the server leans on.


def test_no_other_module_takes_what_streamlit_documents_nowhere() -> None:
    for path in PACKAGE.rglob("*.py"):
        taken = [
            node.module or ""
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        ]
        inner = [name for name in taken if name.startswith(("streamlit.", "google."))]
        assert not inner or path == Path(leans.__file__), (
            f"{path.name} takes {inner} from within Streamlit: put it into render/leans.py"
        )


def test_streamlits_page_still_starts_as_it_did() -> None:
    styles, scripts = leans.starting()
    assert styles, (
        "Streamlit's page has no style of its own any more, which the page before it takes the "
        "font from"
    )
    assert any("src=" in part for part in scripts), (
        "Streamlit's page has no script of its own any more"
    )


@pytest.mark.parametrize("part", ["PlotlyChart", "Html", "Selectbox", "Multiselect", "TextInput"])
def test_streamlit_still_has_a_script_for_each_part_that_is_asked_for_ahead(part: str) -> None:
    found = list((STATIC / "static" / "js").glob(f"{part}.*.js"))
    assert found, (
        f"Streamlit {streamlit.__version__} has no script {part} any more: leans.hints asks for "
        f"it ahead"
    )


def test_a_page_that_starts_otherwise_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<html><head></head><body><main></main></body></html>", encoding="utf-8"
    )
    with pytest.raises(leans.LeanError, match=r"index\.html: starts in another way than it did"):
        leans.starting(tmp_path)


def test_streamlit_still_ships_its_upright_font_and_its_scripts_where_they_were() -> None:
    assert leans.fonts()
    assert len(leans.files([".js", ".css"])) > 20


def test_a_message_still_tells_its_kind_and_its_controls() -> None:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="a", string_value="b")
    content = message.SerializeToString()
    assert leans.widgets(content) == 1, (
        "Streamlit's messages hold the values of controls in another place than leans.widgets looks"
    )
    assert leans.is_of_page(content), (
        "a page of Streamlit runs by another kind of message than leans.is_of_page knows"
    )
    assert leans.widgets(b"\xff") is None
    assert not leans.is_of_page(BackMsg(clear_cache=True).SerializeToString())


def test_streamlit_still_answers_at_its_own_addresses() -> None:
    folder = Path(streamlit_server.__file__).parent
    named = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    for address in (leans.STREAM, leans.HEALTH, leans.HOST):
        assert re.search(rf"[\"']/?{re.escape(address.removeprefix('/'))}[\"']", named), (
            f"Streamlit {streamlit.__version__} has no {address} any more"
        )


def test_a_socket_that_was_let_in_is_as_of_its_own_page() -> None:
    scope = {
        "type": "websocket",
        "headers": [(b"host", b"figures.example"), (b"origin", b"https://other.example")],
    }
    assert Headers(scope=leans.from_own_page(scope))["origin"] == "http://figures.example"


def test_only_the_hosts_that_are_named_are_allowed() -> None:
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["figures.example"])
    try:
        assert leans.is_allowed_host("figures.example:8501")
        assert not leans.is_allowed_host("evil.example"), (
            "Streamlit judges hosts by another option than server.allowedHosts"
        )
    finally:
        config.set_option("server.allowedHosts", before)

"""What the page leans on in Streamlit that Streamlit documents nowhere: each lean fails here, in
words, when Streamlit changes.

The names stand in the page's style and script; Streamlit's own scripts must still have them.
"""

import ast
import asyncio
import re
import socket
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
import streamlit
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.testing.v1 import AppTest
from streamlit.web.server import starlette as streamlit_server
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

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
INNER = {"runtime", "web", "proto", "elements", "delta_generator", "util", "watcher"}
"""Packages of Streamlit that are no part of what it documents."""
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


@pytest.mark.no_cover
def test_no_other_module_takes_what_streamlit_documents_nowhere() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(text)))
        taken = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        taken += [
            alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
        ]
        taken += [
            f"streamlit.{node.attr}"
            for node in nodes
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "st"
            and (node.attr.startswith("_") or node.attr in INNER)
        ]
        inner = [name for name in taken if name.startswith(("streamlit.", "google."))]
        assert not inner or path == Path(leans.__file__), (
            f"{path.name} takes {inner} from within Streamlit: put it into render/leans.py"
        )
        named = re.findall(r"data-testid|\bst[A-Z][a-z]\w*|st-key-", text)
        assert not named or path == Path(leans.__file__), (
            f"{path.name} names {named} of Streamlit's page: put it into render/leans.py"
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
    assert leans.ROOT.replace(" inert", "") in (STATIC / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", ["PlotlyChart", "Html", "Selectbox", "Multiselect", "TextInput"])
def test_streamlit_still_has_a_script_for_each_part_that_is_asked_for_ahead(part: str) -> None:
    found = list((STATIC / "static" / "js").glob(f"{part}.*.js"))
    assert found, (
        f"Streamlit {streamlit.__version__} has no script {part} any more: leans.hints asks for "
        f"it ahead"
    )
    assert found[0].name in "".join(leans.hints("", wanted=[part]))


def test_a_page_that_starts_otherwise_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<html><head></head><body><main></main></body></html>", encoding="utf-8"
    )
    with pytest.raises(leans.LeanError, match=r"index\.html: starts in another way than it did"):
        leans.starting(tmp_path)


def test_streamlit_still_ships_its_upright_font_and_its_scripts_where_they_were() -> None:
    assert leans.FRONTEND == STATIC
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


@pytest.mark.parametrize(
    "address", ["/_stcore/health", "/media/a.png", "/component/a", "/auth/login", "/oauth2callback"]
)
def test_streamlits_own_addresses_are_told_from_pages(address: str) -> None:
    assert leans.is_own_address(address)
    assert not leans.is_own_address("/cases")
    folder = Path(streamlit_server.__file__).parent
    first = address.split("/")[1]
    assert any(
        re.search(rf"[\"'/]{first}[\"'/]", path.read_text(encoding="utf-8"))
        for path in folder.glob("*.py")
    ), f"Streamlit {streamlit.__version__} has no addresses below /{first} any more"


def test_streamlit_still_gives_its_page_where_it_knows_no_address() -> None:
    answer = TestClient(create_streamlit_static_handler(str(STATIC), None)).get("/unheard-of")
    begun = {
        "type": "http.response.start",
        "status": answer.status_code,
        "headers": answer.headers.raw,
    }
    assert leans.is_page(begun), (
        "Streamlit answers otherwise than with its page where it knows no address: web.FirstPage "
        "puts the dashboard's own in its place"
    )
    assert not leans.is_page({"type": "http.response.start", "status": 404, "headers": []})


def test_a_sockets_reader_still_has_a_bound_that_can_be_lowered() -> None:
    set_up = Config(app=lambda: None, lifespan="off")
    with closing(asyncio.new_event_loop()) as loop:
        reader = WebSocketsSansIOProtocol(set_up, ServerState(), {}, loop)
    leans.bound(reader.send, 1000)
    assert reader.conn.max_message_size == 1000, (
        "the server's reader of sockets has its bound elsewhere than leans.bound sets it"
    )


def test_a_value_that_is_written_again_outlives_an_input_that_is_not_mounted() -> None:
    def page() -> None:
        import streamlit as st

        from kzstats.render import leans

        if st.checkbox("shown", value=True):
            st.text_input("q", key="q")
        elif st.session_state.get("again", True):
            leans.write_again(["q"])
        st.write(f"kept: {st.session_state.get('q')}")

    for again in (True, False):
        app = AppTest.from_function(page, default_timeout=120).run()
        app.session_state["again"] = again
        app.text_input[0].set_value("x").run()
        app.checkbox[0].uncheck().run()
        app.run()
        assert app.markdown[0].value == f"kept: {'x' if again else None}", (
            "Streamlit keeps or drops the value of an input that is not shown otherwise than "
            "leans.write_again assumes"
        )


def test_no_small_piece_of_an_answer_waits_for_an_acknowledgement_on_a_socket_like_streamlits() -> (
    None
):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        leans.send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_each_lean_has_a_test_here() -> None:
    tree = ast.parse(Path(leans.__file__).read_text(encoding="utf-8"))
    named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    named |= {
        node.target.id
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    said = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in named if name[0] != "_" and f"leans.{name}" not in said} == set()


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

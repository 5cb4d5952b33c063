"""What goes around the application: the policy, the headers, compression, the warm start."""

import asyncio
import base64
import gc
import hashlib
import re
import socket
import weakref
import xml.etree.ElementTree as tree
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import make
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler
from thirteen import DATA

import kzstats
from kzstats.language import interface, languages, translation
from kzstats.query import versions
from kzstats.render import leans
from kzstats.serve import api, assets, guard, packing, web

NAMES = {
    "content-security-policy", "cross-origin-opener-policy", "permissions-policy",
    "referrer-policy", "x-content-type-options", "x-frame-options"
}  # fmt: skip
LONG = "Every number comes with its receipt. " * 200


async def echo(websocket):
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        await websocket.send_bytes(await websocket.receive_bytes())
        await websocket.close()


CLIENT = TestClient(
    Starlette(
        routes=[
            Route("/long", lambda request: PlainTextResponse(LONG)),
            Route("/short", lambda request: PlainTextResponse("short")),
            Route(
                "/loose",
                lambda request: Response(
                    headers={
                        "X-Frame-Options": "ALLOWALL",
                        "Content-Security-Policy": "default-src *",
                    }
                ),
            ),
            Route("/same", lambda request: Response(status_code=304)),
            WebSocketRoute("/echo", echo),
        ],
        middleware=web.middleware(),
    )
)

STATIC = Path(st.__file__).parent / "static"
FRONTEND = TestClient(
    Starlette(
        routes=[
            Route(
                "/page",
                lambda request: Response("<html><head></head></html>", media_type="text/html"),
            ),
            Mount("/", create_streamlit_static_handler(str(STATIC), "")),
        ],
        middleware=[*web.middleware(), *create_streamlit_middleware()],
    )
)
FILES = sorted(
    f"/{path.relative_to(STATIC).as_posix()}"
    for path in STATIC.glob("static/*/*")
    if path.suffix in (".js", ".css")
)
SOME = [
    FILES[0],
    FILES[len(FILES) // 2],
    next(name for name in FILES if name.endswith(".css")),
    next(name for name in FILES if "/Html." in name),
]
PLAIN = {"Accept-Encoding": "identity"}
DATA_ADDRESSES = TestClient(
    Starlette(
        routes=[Mount("/", api.application(versions.Store(DATA), "http://localhost:8501"))],
        middleware=[*web.middleware(), *create_streamlit_middleware()],
    )
)


def hashed(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def script_sources(policy):
    return next(rule for rule in policy.split("; ") if rule.startswith("script-src")).split()[1:]


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        ("<html><body>No script</body></html>", []), ("<script>a()</script>", ["a()"]),
        ("<script>\n a('ж')\n</script><p><script>b()</script>", ["\n a('ж')\n", "b()"]),
        ('<script src="./a.js"></script><script type="module" crossorigin '
            'src="./b.js"></script>', []),
        ('<script type="module" src="./b.js"></script><script>c()</script>', ["c()"]),
        ('<script type="module">import "./d.js"</script>', ['import "./d.js"']), (
            "<style>p {}</style>", []),
    ],
)  # fmt: skip
def test_the_policy_lets_run_exactly_a_pages_inline_scripts(page, scripts):
    assert script_sources(web.policy(page)) == ["'self'", *map(hashed, scripts)]


def test_nothing_of_the_application_is_run_or_fetched_before_the_page_is_painted():
    page = PAGES.get("/cases").text
    before, held, after = re.fullmatch(
        r'(.*)<template id="application">(.*)</template>(.*)', page, re.DOTALL
    ).groups()
    assert "static/js" in held
    assert 'id="root"' in held
    assert "static/js" not in before + after
    assert re.findall(r"<script>(.*?)</script>", before + after, re.DOTALL) == [web._BEGIN]


def test_the_policy_in_force_covers_the_page_that_is_served():
    for address, scripts in (
        ("/", 4),
        ("/?lang=kk", 4),
        ("/figure/offences-2014", 1),
        ("/embed/registered_offences", 0),
    ):
        answer = PAGES.get(address)
        inline = re.findall(
            r"<script(?![^>]*\s(?:src|type)=)[^>]*>(.*?)</script>", answer.text, re.DOTALL
        )
        assert len(inline) == scripts
        assert set(map(hashed, inline)) <= set(
            script_sources(answer.headers["content-security-policy"])
        )
        assert not re.search(
            r"<[^>]+\son\w+=",
            re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL),
        )


def test_the_policy_loads_nothing_from_and_is_framed_by_no_other_host():
    policy = CLIENT.get("/short").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval|ws:", policy)


@pytest.mark.parametrize("path", ["/long", "/short", "/same", "/nowhere", "/loose"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_has_the_headers_and_has_them_once(method, path):
    headers = CLIENT.request(method, path).headers
    assert all(len(headers.get_list(name)) == 1 for name in NAMES)
    assert (
        headers["x-frame-options"],
        headers["x-content-type-options"],
        headers["referrer-policy"],
    ) == ("SAMEORIGIN", "nosniff", "no-referrer")
    assert headers["content-security-policy"].startswith("default-src 'none'")


def passed_through(scope, *messages):
    """What reaches the other end when an application sends messages from behind the headers."""
    sent = []

    async def application(scope, receive, send):
        for message in messages:
            await send(message)

    async def send(message):
        sent.append(message)

    asyncio.run(web.SecurityHeaders(application, "default-src 'none'")(scope, None, send))
    return sent


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_no_page_is_left_alone(kind):
    message = {
        "type": "websocket.http.response.start"
        if kind == "websocket"
        else "lifespan.startup.complete",
        "status": 403,
        "headers": [],
    }
    assert passed_through({"type": kind}, message) == [{**message}]
    assert message["headers"] == []


def test_a_websocket_works_behind_the_headers():
    with CLIENT.websocket_connect("/echo") as socket:
        socket.send_bytes(b"154")
        assert socket.receive_bytes() == b"154"


def test_an_answer_that_names_no_headers_gets_them_too():
    start, body = (
        {"type": "http.response.start", "status": 200},
        {"type": "http.response.body", "body": b""},
    )
    sent = passed_through({"type": "http"}, start, body)
    assert {name.decode().lower() for name, _ in sent[0]["headers"]} == NAMES
    assert sent[1] == body


def test_what_shrinks_is_compressed_for_those_who_can_read_it():
    packed, plain = (
        CLIENT.get("/long"),
        CLIENT.get("/long", headers={"Accept-Encoding": "identity"}),
    )
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == (
        "gzip",
        False,
    )
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 10
    assert packed.text == plain.text == LONG
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "content-encoding" not in CLIENT.get("/short").headers


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("GZIP;q=0.5, br", True), ("*", True), ("x-gzip", True), ("gzip;q=0",
        False), ("gzip; q=0.000, *;q=1", False),
        ("*;q=0", False), ("br, deflate", False), ("gzipped", False), ("gzip;q=much", False), ("",
        False),
    ],
)  # fmt: skip
def test_what_is_packed_is_packed_for_those_who_say_so(accepted, packed):
    for client, path in ((CLIENT, "/long"), (FRONTEND, SOME[0]), (DATA_ADDRESSES, "/records.csv")):
        assert (
            "content-encoding" in client.get(path, headers={"Accept-Encoding": accepted}).headers
        ) == packed


def test_a_tag_is_of_one_encoding_and_either_is_known_again():
    for path in (
        "/records.csv",
        "/records/offences-2014.json",
        "/sources.json",
        "/charts/registered_offences.svg",
    ):
        packed, plain = DATA_ADDRESSES.get(path), DATA_ADDRESSES.get(path, headers=PLAIN)
        assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == (
            "gzip",
            False,
        )
        assert packed.content == plain.content
        assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
        for answer in (packed, plain):
            assert answer.headers["vary"] == "Accept-Encoding"
            again = DATA_ADDRESSES.get(
                path, headers={"If-None-Match": f'"other", W/{answer.headers["etag"]}'}
            )
            assert (again.status_code, again.headers["etag"], again.content) == (
                304,
                answer.headers["etag"],
                b"",
            )
            assert again.headers["vary"] == "Accept-Encoding"


def test_what_is_packed_within_is_handed_out_as_it_is_kept():
    """Streamlit packs by itself whatever is not known to be packed, for each reader anew and while
    all others wait.
    """
    for path in (
        "/records.xlsx",
        "/records.parquet",
        "/records.zip",
        "/brief.pdf",
        "/charts/registered_offences.png",
    ):
        packed, plain = DATA_ADDRESSES.get(path), DATA_ADDRESSES.get(path, headers=PLAIN)
        for answer in (packed, plain, DATA_ADDRESSES.head(path)):
            assert "content-encoding" not in answer.headers
            assert (answer.headers["content-length"], answer.headers["etag"]) == (
                str(len(plain.content)),
                plain.headers["etag"],
            )
        assert packed.content == plain.content


@pytest.mark.parametrize(
    ("base", "paths"),
    [("", ["/api"]), ("stats", ["/stats/api", "/api"]), ("/a/b/", ["/a/b/api", "/api"])],
    ids=["none", "one", "two"],
)
def test_the_data_addresses_stand_below_the_base_path_too(base, paths):
    before = st.get_option("server.baseUrlPath")
    st.config.set_option("server.baseUrlPath", base)
    try:
        assert web.api_paths() == paths
    finally:
        st.config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize(
    "text",
    [DATA.read_text(encoding="utf-8"), make.yaml_text(), "sources: {"],
    ids=["real", "small", "broken"],
)
def test_the_start_reads_ahead_and_survives_broken_data(text, tmp_path, monkeypatch):
    async def start():
        async with web.lifespan()(None) as state:
            return state

    (path := tmp_path / "metrics.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(path))
    versions.store.cache_clear()
    try:
        assert asyncio.run(start()) == {}
    finally:
        versions.store.cache_clear()


def test_a_running_server_does_not_hold_the_version_that_it_started_with(tmp_path, monkeypatch):
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")
    store = versions.Store(path, patience=60)
    monkeypatch.setattr(versions, "store", lambda: store)

    async def run():
        async with web.lifespan()(None):
            first = [
                weakref.ref(thing)
                for thing in (
                    store.snapshot(),
                    store.snapshot().frame,
                    store.snapshot().dataset.memory,
                )
            ]
            path.write_text(make.yaml_text([{"id": "other"}]), encoding="utf-8")
            assert len(store.snapshot().dataset.records) == 1
            gc.collect()
            return [held() for held in first]

    assert asyncio.run(run()) == [None, None, None]


def html(_request):
    return HTMLResponse(
        "<html>Streamlit's own</html>",
        headers={"ETag": "abc", "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"},
    )


async def html_in_parts(_request):
    async def parts():
        yield "<html>"
        yield "</html>"

    return StreamingResponse(parts(), media_type="text/html")


PAGES = TestClient(
    Starlette(
        routes=[
            Route("/", html, methods=["GET", "HEAD"]),
            Route("/records", html_in_parts),
            Route("/gone", lambda request: HTMLResponse("gone", status_code=404)),
            Route("/plain", lambda request: PlainTextResponse("plain")),
        ],
        middleware=web.middleware(),
    )
)


@pytest.mark.parametrize(
    ("address", "accepted", "lang"),
    [
        ("/", "kk-KZ,ru;q=0.8", "kk"),
        ("/?lang=ru", "kk", "ru"),
        ("/?lang=xx", "ru", "ru"),
        ("/?from=2015&lang=kk", "", "kk"),
        ("/records", "de", "en"),
    ],
)
def test_the_first_page_is_in_the_language_of_the_address_or_the_browser(address, accepted, lang):
    answer = PAGES.get(address, headers={"Accept-Language": accepted})
    assert re.findall(r'<html lang="(..)">', answer.text) == [lang]
    assert "Accept-Language" in answer.headers["vary"]


def test_a_page_is_whole_before_anything_of_the_application_is_asked_for():
    page = PAGES.get("/").text
    head, own, behind = (
        page.partition("<body>")[0],
        *page.partition("<body>")[2].partition('<div id="root" inert>')[::2],
    )
    assert assets.lean("page.css") in own
    assert "</main>" in own
    for early in (head, own):
        assert not re.search(r'<script(?! type="application/ld\+json")|stylesheet|preload', early)
    assert behind.index(assets.lean("page.js")) < behind.index("static/js/index.")
    assert "<title>Every number with its receipt · kzstats</title>" in page


def test_readers_get_no_comment_of_a_style_or_script_and_all_else_of_it():
    assert assets.lean("page.js").count("{") > 20
    for name in ("first.css", "page.css", "page.js", "copy.js"):
        text, lean = (
            (Path(web.__file__).parent / name).read_text(encoding="utf-8"),
            assets.lean(name),
        )
        assert not re.search(r"^\s|/\*|^//|\s//\s", lean, re.MULTILINE)
        kept = [
            line.strip()
            for line in text.splitlines()
            if line.strip() and "//" not in line and "*" not in line
        ]
        assert [line for line in kept if line not in lean.splitlines()] == []


def test_the_first_page_does_not_go_by_the_file_it_takes_the_place_of():
    answer = PAGES.get("/")
    assert answer.headers["etag"] != "abc"
    assert "last-modified" not in answer.headers
    assert "<html>Streamlit's own" not in answer.text
    assert PAGES.head("/").content == b""


def test_the_head_of_a_page_is_that_of_its_answer():
    for address in ("/", "/cases?lang=kk", "/nowhere"):
        for accepted in ("gzip", "identity"):
            got, head = (
                FRONTEND.request(method, address, headers={"Accept-Encoding": accepted})
                for method in ("GET", "HEAD")
            )
            assert (head.status_code, head.headers) == (got.status_code, got.headers), address
            assert head.content == b""


class Read(HTMLParser):
    """What a page says: its language, its texts by the element around them, and where its links
    lead.
    """

    def __init__(self, page):
        super().__init__()
        self.open, self.texts, self.links, self.lang = [], {}, [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.lang = self.lang or dict(attrs).get("lang", "")
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.open.pop() if self.open[-1:] == [tag] else None

    def handle_data(self, data):
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())


@cache
def served(base=""):
    """What a server answers that stands below a base path: Streamlit's frontend behind the
    middleware, and what stands beside the pages.
    """
    before = st.get_option("server.baseUrlPath")
    st.config.set_option("server.baseUrlPath", base.strip("/"))
    try:
        handler = create_streamlit_static_handler(str(STATIC), base)
        routes = [*web.routes(), Mount(base or "/", handler)]
        return TestClient(
            Starlette(routes=routes, middleware=[*web.middleware(), *create_streamlit_middleware()])
        )
    finally:
        st.config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize("base", ["", "/stats", "/a/b"])
@pytest.mark.parametrize("name", ["", *interface.pages("en")])
def test_every_page_answers_at_its_address(base, name):
    answer = served(base).get(f"{base}/{name}")
    assert answer.status_code == 200
    assert "static/js/" in answer.text


@cache
def leads(base, link):
    """Whether a link of a page leads to one; many pages have the same."""
    return served(base).get(link).status_code == 200


@pytest.mark.parametrize("base", ["", "/stats", "/a/b"])
@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/cases/x", "/cases/x/y", "/records/nothing", "/nowhere", "/.well-known/nothing",
        "/index.html", "/static/js/nothing.js", "/favicon.ico",
    ],
)  # fmt: skip
def test_where_no_page_is_the_answer_is_a_404_that_says_so_and_leads_on(base, lang, path):
    client = served(base)
    answer = client.get(f"{base}{path}?lang={lang}")
    assert answer.status_code == 404
    assert set(answer.headers) >= NAMES
    page = Read(answer.text)
    assert page.lang == lang
    assert page.texts["h1"] == [translation.translate(lang, "There is no page at this address")]
    assert page.texts["title"] == [f"{page.texts['h1'][0]} · kzstats"]
    assert [*interface.pages(lang).values()] == page.texts["a"][-len(interface.pages(lang)) :]
    assert "<script" not in answer.text
    for link in page.links:
        assert leads(base, link if link.startswith("/") else f"{base}/{link}"), link
    accepted = client.get(f"{base}{path}", headers={"Accept-Language": lang})
    assert (
        accepted.status_code,
        Read(accepted.text).lang,
        "Accept-Language" in accepted.headers["vary"],
    ) == (404, lang, True)


@pytest.mark.parametrize("base", ["", "/stats"])
def test_an_address_that_is_nearly_a_pages_leads_to_it(base):
    client = served(base)

    def led(path):
        return client.get(base + path, follow_redirects=False).headers["location"]

    assert led("/cases/").removeprefix("http://testserver") == f"{base}/cases"
    assert led("/records/offences-2014") == f"{base}/records?record=offences-2014"
    assert (
        led("/records/offences-2014?lang=kk&from=2014&record=x")
        == f"{base}/records?lang=kk&from=2014&record=offences-2014"
    )
    assert client.get(f"{base}/records/offences-2014").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/records/%22%3E%3Cscript%3E",
        "/records/..%2f..%2fx",
        "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/records/x%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_nothing_of_an_address_without_a_page_comes_back(path):
    answer = served().get(path, follow_redirects=False)
    assert answer.status_code in (400, 404)
    assert "<script" not in answer.text
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_a_figures_address_leads_to_its_page_while_the_data_are_broken(tmp_path, monkeypatch):
    (tmp_path / "metrics.yaml").write_text("sources: {", encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(tmp_path / "metrics.yaml"))
    versions.store.cache_clear()
    try:
        assert served().get("/records/offences-2014", follow_redirects=False).status_code == 302
    finally:
        versions.store.cache_clear()


@pytest.mark.parametrize("path", ["/cases/_stcore/health", "/records/_stcore/host-config"])
def test_streamlits_probes_below_a_page_are_told_that_nothing_is_there(path):
    answer = served().get(path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, "text/plain")


@pytest.mark.parametrize("base", ["", "/stats"])
def test_search_engines_find_every_page_in_every_language(base, monkeypatch):
    monkeypatch.setenv("KZSTATS_URL", f"https://figures.example{base}")
    client = served(base)
    for where in {"", base}:
        robots = client.get(f"{where}/robots.txt")
        assert robots.headers["content-type"].split(";")[0] == "text/plain"
        assert robots.text.splitlines() == [
            "User-agent: *",
            "Allow: /",
            f"Sitemap: https://figures.example{base}/sitemap.xml",
        ]
        answer = client.get(f"{where}/sitemap.xml")
        assert answer.headers["content-type"].split(";")[0] == "application/xml"
        places = [
            place.text
            for place in tree.fromstring(answer.text).iter(
                "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
            )
        ]
        data = kzstats.load(DATA)
        assert (
            len(set(places))
            == len(places)
            == len(languages.LANGUAGES)
            * (
                len(interface.pages("en"))
                + 1
                + len(data.metrics)
                + len(data.sources)
                + len(data.records)
            )
        )
        for place in places[:: 4 if base else 1]:  # below a base path each fourth: of all languages
            answer = client.get(place.removeprefix("https://figures.example"))
            assert answer.status_code == 200
            assert f'<html lang="{place[-2:]}">' in answer.text
            assert f'<link rel="canonical" href="{place}">' in answer.text


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_the_first_page_has_its_own_words_for_a_lost_server_and_no_script(lang):
    page = PAGES.get(f"/?lang={lang}").text
    for lost in (
        "The connection to the server is lost. What is on the page stays; it goes on by "
        "itself once the server answers.",
        "The server does not take what this page asks for: it is too much at once. Load the "
        "page again, or choose less.",
    ):
        assert translation.translate(lang, lost) in page
    still = (
        "This page works as it stands. Its interactive form has not started: it needs scripts "
        "and an open connection to the server."
    )
    assert (
        translation.translate(lang, still)
        in page.partition("<noscript>")[2].partition("</noscript>")[0]
    )
    shown = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<link[^>]*>", "", page, flags=re.DOTALL)
    assert "Streamlit" not in shown
    assert "{" not in shown


def test_nothing_but_a_good_page_is_replaced():
    assert PAGES.get("/gone").text == "gone"
    assert PAGES.get("/plain").text == "plain"


@pytest.mark.parametrize("name", SOME)
def test_a_script_is_the_same_compressed_and_plain_and_says_so(name):
    packed, plain, again = FRONTEND.get(name), FRONTEND.get(name, headers=PLAIN), FRONTEND.get(name)
    assert packed.content == plain.content == (STATIC / name[1:]).read_bytes()
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == (
        "gzip",
        False,
    )
    assert int(packed.headers["content-length"]) < len(plain.content) or len(plain.content) < 200
    assert packed.headers["etag"] == again.headers["etag"] != plain.headers["etag"]
    for answer in (packed, plain):
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
        assert answer.headers["content-type"].split(";")[0].split("/")[1] in ("javascript", "css")
        assert set(answer.headers) >= NAMES


def test_a_script_that_is_known_is_not_sent_again():
    tag = FRONTEND.get(SOME[0]).headers["etag"]
    answer = FRONTEND.get(SOME[0], headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert FRONTEND.get(SOME[0], headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_head_of_a_script_is_that_of_its_answer():
    got, head = FRONTEND.get(SOME[0]), FRONTEND.head(SOME[0])
    assert (head.status_code, head.content) == (200, b"")
    assert {
        name: head.headers[name]
        for name in (
            "etag",
            "content-length",
            "content-encoding",
            "content-type",
            "cache-control",
            "vary",
        )
    } == {
        name: got.headers[name]
        for name in (
            "etag",
            "content-length",
            "content-encoding",
            "content-type",
            "cache-control",
            "vary",
        )
    }


def test_a_part_of_a_script_is_a_part_of_the_plain_one():
    answer = FRONTEND.get(SOME[0], headers={"Range": "bytes=10-29"})
    assert (answer.status_code, answer.content) == (206, (STATIC / SOME[0][1:]).read_bytes()[10:30])
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/../../index.html",
        "/static/js/%2e%2e/%2e%2e/manifest.json",
        "/static/js/..%2f..%2f..%2f__init__.py",
        "//etc/passwd",
        "/static/js/%00.js",
    ],
)
def test_no_file_but_the_frontends_is_reached_by_its_door(path):
    body = FRONTEND.get(path, follow_redirects=False).content
    outside = [STATIC.parent / "__init__.py", Path("/etc/passwd")]
    assert all(file.read_bytes() not in body for file in outside if file.exists())
    assert b"Apache License" not in body or b"<html" in body


def test_only_files_of_the_package_are_kept_in_memory():
    packing._packed.cache_clear()
    for path in (
        SOME[0],
        SOME[0],
        "/static/js/nothing.js",
        "/nowhere",
        "/static/js/",
        SOME[1],
        f"{SOME[1]}?v=1",
        f"{SOME[1]}?v=2",
    ):
        FRONTEND.get(path)
    FRONTEND.post(SOME[2])
    assert packing._packed.cache_info().currsize == 2


def test_the_first_page_names_ahead_what_a_chart_needs():
    page, original = FRONTEND.get("/").text, (STATIC / "index.html").read_text(encoding="utf-8")
    hints = [
        name
        for name in re.findall(
            r'<link rel="modulepreload" crossorigin href="\./static/js/([^"]*)">', page
        )
        if name not in original
    ]
    assert any(name.startswith("PlotlyChart.") for name in hints)
    assert len(hints) == len(set(hints))
    for name in hints:
        script = (STATIC / "static" / "js" / name).read_text(encoding="utf-8")
        assert set(re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', script)) <= {
            *hints,
            *re.findall(r"static/js/([\w.-]+\.js)", original),
        }


def test_the_first_page_changes_no_other_file():
    assert FRONTEND.get("/manifest.json").content == (STATIC / "manifest.json").read_bytes()


def test_a_frontend_without_a_part_is_served_without_its_hint(tmp_path):
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "Html.a1.js").write_text(
        'import"./purify.b2.js";', encoding="utf-8"
    )
    (tmp_path / "static" / "js" / "purify.b2.js").write_text("", encoding="utf-8")
    page = "".join(leans.hints("", tmp_path))
    assert re.findall(r"js/([\w.]+\.js)", page) == ["Html.a1.js", "purify.b2.js"]


class Protocol:
    """As a server's: what sends is a method of what holds the connection."""

    def __init__(self, transport):
        self.transport = transport

    async def send(self, message):
        pass


def test_frames_of_a_websocket_are_sent_at_once():
    with (
        socket.create_server(("127.0.0.1", 0)) as door,
        socket.create_connection(door.getsockname()),
        door.accept()[0] as end,
    ):
        protocol = Protocol(SimpleNamespace(get_extra_info={"socket": end}.get))
        doors = guard.Doors(lambda scope, receive, send: asyncio.sleep(0), "")
        asyncio.run(
            doors(
                {"type": "websocket", "scheme": "ws", "path": "/", "headers": []},
                None,
                protocol.send,
            )
        )
        assert end.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0

"""How an article comes into the archive: politely, from public addresses alone, as it came and as
text, with what is known of it.
"""

import http.server
import io
import json
import threading
from contextlib import contextmanager
from datetime import date

import make
import pytest
from pypdf import PdfWriter

from kzstats import cli
from kzstats.checks import archive
from kzstats.dataset import validation
from kzstats.drafting import fetching, web

ARTICLE = """<!doctype html><html lang="en"><head><title>Judges meet in Astana | Example News</title>
<meta property="og:title" content="Judges meet in Astana"><meta name="author" content="Dina Marlow">
<meta property="og:site_name" content="Example News"><meta property="article:published_time" content="2018-03-02T08:00:00+06:00">
<script>document.title = "run"; document.write("999 people")</script></head>
<body><nav><a href="/">Home</a> <a href="/all">All 1,204 articles</a></nav><article><h1>Judges meet in Astana</h1>
<p>More than 40 judges met in Astana on 1 March, the Supreme Court told reporters after the meeting had ended.</p>
<p>Courts in Kazakhstan convicted 114 people on charges related to extremism and terrorism in 2017, it said, and 182 in 2016.</p>
</article><footer>Contact us: 8 (7172) 71-26-20</footer></body></html>"""  # noqa: E501
DAY = date(2026, 12, 1)


@contextmanager
def serving(pages, asked=None):
    """A server of our own; a page is its text, or a status with headers and bytes, or a function
    that writes what it likes.
    """

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if asked is not None:
                asked.append((self.path, self.headers["User-Agent"]))
            said = pages.get(self.path.partition("?")[0])
            if callable(said):
                said(self)
                return
            status, headers, body = (
                said
                if isinstance(said, tuple)
                else (200, {"Content-Type": "text/html"}, said)
                if said
                else (404, {}, "")
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode() if isinstance(body, str) else body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_page_is_asked_for_once_by_a_name_of_our_own_after_its_robots():
    asked = []
    with serving({"/a": ARTICLE}, asked) as host:
        found = web.page(f"{host}/a", private=True)
    assert found.body.decode() == ARTICLE
    assert asked == [("/robots.txt", web.AGENT), ("/a", web.AGENT)]


def test_what_robots_txt_forbids_is_not_asked_for():
    asked = []
    with (
        serving(
            {"/robots.txt": "User-agent: *\nDisallow: /news", "/news/a": ARTICLE}, asked
        ) as host,
        pytest.raises(web.FetchError, match="stay away"),
    ):
        web.page(f"{host}/news/a", private=True)
    assert [path for path, _ in asked] == ["/robots.txt"]


PRIVATE = (
    "127.0.0.1:1", "localhost:1", "[::1]:1", "10.0.0.1", "169.254.169.254",
    "[::ffff:127.0.0.1]:1", "0.0.0.0",  # noqa: S104 - refused, not bound to
)  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_an_address_that_is_not_public_is_refused(host):
    with pytest.raises(web.FetchError, match=r"no public address|cannot be reached"):
        web.page(f"http://{host}/")


def test_a_name_that_leads_to_a_private_address_is_refused_after_a_redirection_too(monkeypatch):
    """Each name is looked up once, and the connection goes to the address that was looked at."""
    with serving({"/a": (302, {"Location": "http://inside.example/secret"}, "")}) as host:
        real = web.socket.getaddrinfo
        looked = []

        def lookup(name, *how, **more):
            looked.append(name)
            return real("127.0.0.1" if name == "inside.example" else name, *how, **more)

        def public(url, name, port, private):
            return "127.0.0.1" if name == "127.0.0.1" else checked(url, name, port, private)

        checked = web._looked_up
        monkeypatch.setattr(web.socket, "getaddrinfo", lookup)
        monkeypatch.setattr(web, "_looked_up", public)
        with pytest.raises(web.FetchError, match=r"inside\.example is 127\.0\.0\.1, which"):
            web.page(f"{host}/a")
        assert looked.count("inside.example") == 1


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://user:secret@example.org/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url):
    with pytest.raises(web.FetchError, match="is no web address"):
        web.page(url)


def test_a_page_without_end_is_left_at_its_limit():
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            pass

    with serving({"/a": endless}) as host, pytest.raises(web.FetchError, match="is larger than"):
        web.page(f"{host}/a", private=True, largest=1_000_000)


def test_a_page_that_never_comes_is_left_in_time():
    over = threading.Event()

    def silent(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.flush()
        over.wait(20)

    with serving({"/a": silent}) as host:
        with pytest.raises(web.FetchError, match=r"does not answer|takes longer"):
            web.page(f"{host}/a", private=True, seconds=0.5)
        over.set()


def test_a_circle_of_redirections_ends():
    with (
        serving({"/a": (302, {"Location": "/b"}, ""), "/b": (302, {"Location": "/a"}, "")}) as host,
        pytest.raises(web.FetchError, match="more than 5 times"),
    ):
        web.page(f"{host}/a", private=True)


def test_a_page_tells_its_title_author_day_publisher_and_language():
    with serving({"/a": ARTICLE}) as host:
        found = fetching.of_page(web.page(f"{host}/a", private=True), make.dataset([{}]), DAY)
    entry = dict(found.entry)
    assert found.name == "example-news-2018-03-02"
    assert (entry["title"], entry["author"], entry["publisher"]) == (
        "Judges meet in Astana",
        "Dina Marlow",
        "Example News",
    )
    assert (entry["published"], entry["language"], entry["accessed"]) == (
        "2018-03-02",
        "en",
        "2026-12-01",
    )
    assert entry["publisher_class"] == "?"
    assert found.notes["published"] == "by the marks of the page"
    assert "114 people" in found.text
    assert "999 people" not in found.text
    assert "1,204" not in found.text


def test_a_day_that_only_the_address_tells_is_said_to_be_inferred():
    found = fetching.of_file(
        b"<html><body><article><p>" + b"Courts convicted 114 people in one of the years "
            b"before. " * 5 + b"</p></article></body></html>", "a.html",
        {"url": "https://news.example/2018/03/02/judges"}, make.dataset([{}]),
    )  # fmt: skip
    assert (found.entry["published"], found.entry["inferred"]) == (
        "2018-03-02",
        {"published": "address"},
    )


def test_a_publisher_that_the_data_know_is_called_as_they_call_it():
    found = fetching.of_file(
        b"Words of the article, and 40 people.",
        "-",
        {"url": "https://press.example/other"},
        make.dataset([{}]),
    )
    assert (found.entry["publisher"], found.entry["publisher_class"]) == ("The Press", "media")


def test_a_pdf_gives_its_text():
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(content := io.BytesIO())
    with pytest.raises(web.FetchError, match="no text is found"):
        fetching.of_file(content.getvalue(), "a.pdf", {}, make.dataset([{}]))
    with pytest.raises(web.FetchError, match="cannot be read"):
        fetching.of_file(b"%PDF-1.4 and nothing", "a.pdf", {}, make.dataset([{}]))


def prepared(tmp_path):
    (tmp_path / "data.yaml").write_text(make.yaml_text([{}]), encoding="utf-8")
    (tmp_path / "archive").mkdir()
    return ["--data", str(tmp_path / "data.yaml")], ["--archive", str(tmp_path / "archive")]


def test_from_an_address_to_figures_in_the_data(tmp_path, capsys):
    """The whole way: fetch, draft, choose, add, verify."""
    data, kept = prepared(tmp_path)
    with serving(
        {
            "/a": ARTICLE,
            "/held": json.dumps(
                {"archived_snapshots": {"closest": {"url": "http://web.archive.org/web/2018/x"}}}
            ),
        }
    ) as host:
        assert (
            cli.main(
                [
                    "fetch",
                    *data,
                    f"{host}/a",
                    *kept,
                    "--private",
                    "--web-archive",
                    f"{host}/held?url=",
                ]
            )
            == 0
        )
    told = capsys.readouterr().out
    assert "fill in publisher_class" in told
    folder, name = tmp_path / "archive", "example-news-2018-03-02"
    assert (folder / f"{name}.html").read_text(encoding="utf-8") == ARTICLE
    assert json.loads((folder / f"{name}.headers.json").read_text())["headers"]
    assert (
        "archived_url: https://web.archive.org/web/2018/x" in (folder / f"{name}.yaml").read_text()
    )
    assert cli.main(["draft", *data, name, *kept]) == 0
    draft = tmp_path / "drafts" / f"{name}.yaml"
    said = draft.read_text(encoding="utf-8")
    assert cli.main(["add", *data, str(draft)]) == 1
    assert "sources.example-news-2018-03-02.publisher_class: is open" in capsys.readouterr().err
    said = said.replace('publisher_class: "?"', "publisher_class: media").replace(
        'label: {en: "?"}', "label: {en: Meeting of judges}"
    )
    said = said.replace('title: {en: "?"}', "title: {en: Something}").replace(
        'period: "?"', 'period: "2018-03-01"\n    skip: not_expressible'
    )
    draft.write_text(said, encoding="utf-8")
    assert cli.main(["add", *data, str(draft)]) == 0, capsys.readouterr().err
    read = validation.load(tmp_path / "data.yaml")
    assert {str(record.value) for record in read.records if record.source == name} >= {"114", "182"}
    assert (
        archive.parse((folder / f"{name}.txt").read_bytes()).sha256
        == read.sources[name].text_sha256
    )
    capsys.readouterr()
    assert cli.main(["verify", *data, *kept]) in (0, 1)
    told = [line for line in capsys.readouterr().out.splitlines() if "convicted" in line]
    assert told
    assert all("matches source" in line for line in told), told


def test_a_saved_article_is_called_by_its_publisher_or_its_title_and_never_by_its_file(
    tmp_path, capsys
):
    data, _ = prepared(tmp_path)
    for name, more, known in (
        ("article.txt", ["--publisher", "Генеральная прокуратура"], "generalnaya-prokuratura"),
        ("article-2.txt", [], "sottalu-turaly"),
    ):
        (tmp_path / name).write_text(f"Сотталу туралы\n40 адам сотталды. {name}", encoding="utf-8")
        made = tmp_path / "new" / "archive"
        asked = ["fetch", *data, str(tmp_path / name), "--archive", str(made), *more]
        assert cli.main(asked) == 0  # which makes the folder
        told = capsys.readouterr().out
        assert not told.startswith("article")
        assert told.startswith(known)


@pytest.mark.parametrize(("lang", "said"), [("ru", "не веб-адрес"), ("kk", "веб-мекенжай емес")])
def test_what_stands_in_the_way_of_fetching_is_said_in_the_language_that_was_asked_for(
    tmp_path, capsys, lang, said
):
    data, kept = prepared(tmp_path)
    assert cli.main(["fetch", *data, "ftp://example.org/a", *kept, "--lang", lang]) == 1
    assert said in capsys.readouterr().err


def test_another_text_of_the_same_name_is_never_written_over(tmp_path, capsys):
    data, kept = prepared(tmp_path)
    (tmp_path / "note.txt").write_text("Judges meet\n40 people met.", encoding="utf-8")
    known = ["--url", "https://news.example/a", "--published", "2018-03-02", "--publisher", "News"]
    assert cli.main(["fetch", *data, str(tmp_path / "note.txt"), *kept, *known]) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "archive").iterdir()}
    assert set(before) == {"news-2018-03-02.txt", "news-2018-03-02.yaml"}
    (tmp_path / "note.txt").write_text("Judges meet\n50 people met.", encoding="utf-8")
    assert cli.main(["fetch", *data, str(tmp_path / "note.txt"), *kept, *known]) == 1
    assert "is there already, with another text" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (tmp_path / "archive").iterdir()} == before


def test_what_reads_pages_is_loaded_by_nobody_who_serves_figures():
    import subprocess
    import sys

    code = (
        "import kzstats.cli, kzstats.serve.site, kzstats.drafting.drafts, "
        "kzstats.drafting.adding, sys; "
        "print(sorted({'trafilatura', 'htmldate', 'pypdf', 'lxml'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

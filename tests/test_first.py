"""The page before the application, over HTTP and without it: whole in each language, filtered,
tagged, kept, and a 404 where there is none.
"""

import asyncio
import json
import re
import zlib
from html.parser import HTMLParser
from urllib.parse import urlencode

import make
import pytest
from running import DATA as DATA_FILE
from test_web import served as site

import kzstats
from kzstats.content import pages
from kzstats.language import interface, languages
from kzstats.language.translation import translate
from kzstats.query import versions
from kzstats.serve.site import Site

DATA = kzstats.load(DATA_FILE)
PAGES = [("" if name == "overview" else name) for name in interface.pages("en")]


class Read(HTMLParser):
    """The texts of a page by their element, its links, its images and the fields of its form."""

    def __init__(self, page):
        super().__init__()
        self.open, self.texts, self.links, self.fields, self.ids, self.metas = (
            [],
            {},
            [],
            {},
            [],
            {},
        )
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        got = dict(attrs)
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)
        self.ids += [got["id"]] if "id" in got else []
        if tag == "a":
            self.links.append(got["href"])
        if tag == "meta":
            self.metas[got.get("property") or got.get("name")] = got.get("content")
        if tag in ("select", "input") and "name" in got:
            self.fields.setdefault(got["name"], []).append(got.get("value"))

    def handle_endtag(self, tag):
        if self.open[-1:] == [tag]:
            self.open.pop()

    def handle_data(self, data):
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())


@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_in_every_language_without_a_script(name, lang):
    answer = site().get(f"/{name}?lang={lang}")
    page = Read(answer.text)
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["content-language"] == lang
    assert len(page.texts["h1"]) == 1
    assert [*interface.pages(lang).values()] == page.texts["a"][3 : 3 + len(interface.pages(lang))]
    own = {
        "compare": {"metric"},
        **{searched: {"q"} for searched in ("", "metrics", "records", "articles")},
    }
    assert set(page.fields) == {"from", "to", "source", "publisher", "area", "lang"} | own.get(
        name, set()
    )
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    assert (
        translate(lang, "{shown} of {all} figures are in your selection.", shown=13, all=13)
        in answer.text
    )
    if name in ("", "cases", "cooperation", "funding", "recruitment"):
        metrics = [metric for metric in DATA.metrics.values() if name in ("", metric.topic)]
        assert answer.text.count('<div class="drawing"') >= len(metrics)
        assert page.metas["og:image"].endswith(
            f".preview.png{'' if lang == 'en' else f'?lang={lang}'}"
        )
    for record in DATA.records if name == "records" else ():
        assert f'data-record="{record.id}"' in answer.text


def test_the_form_asks_what_the_filters_of_the_application_ask():
    chosen = [
        ("from", "2015"),
        ("to", ""),
        ("source", "caravanserai-2017-10-16"),
        ("publisher", "Caravanserai"),
    ]
    answer = site().get(f"/cases?{urlencode(chosen)}")
    assert "Registered offences: 327 in 2015, 554 in 2016" in answer.text
    assert re.search(
        r'<select name="from">.*?<option selected>2015</option>', answer.text, re.DOTALL
    )
    assert re.search(r'name="source" value="caravanserai-2017-10-16" checked', answer.text)
    assert 'data-key="lacking"' in answer.text  # of convictions this source says nothing
    assert "was left out" not in answer.text
    assert (
        'href="/funding?source=caravanserai-2017-10-16&amp;publisher=Caravanserai&amp;from=2015"'
        in answer.text
    )
    assert (
        'href="/api/records.csv?metric=registered_offences&amp;source=caravanserai-2017-10-16&amp;'
        'publisher=Caravanserai&amp;from=2015"' in answer.text
    )


def test_what_an_address_asks_wrongly_is_said_and_what_is_others_is_let_be():
    wrong = (
        site().get("/cases?from=20155&source=caravansera&soruce=x&utm_source=mail&fbclid=1").text
    )
    assert wrong.count("was left out") == 3
    assert "Did you mean “caravanserai-2017-10-16”?" in wrong
    assert "Did you mean “source”?" in wrong
    assert "utm_source" not in wrong.partition("<main")[2]
    assert "was left out" not in site().get("/cases?utm_source=mail&fbclid=1&gclid=x").text


@pytest.mark.parametrize("base", ["", "/stats"])
@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        *(f"{kind}/registered_offences" for kind in ("metric", "chart", "embed")),
        "figure/offences-2014",
        "article/caravanserai-2017-10-16",
    ],
)
def test_figures_metrics_and_charts_have_pages_of_their_own(path, lang, base):
    answer = site(base).get(f"{base}/{path}?lang={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert "static/js" not in answer.text
    assert "154" in answer.text
    assert len(Read(answer.text).texts["h1"]) == 1
    for link in Read(answer.text).links:
        if link.startswith("/") and "/api/" not in link:
            assert site(base).get(link.partition("#")[0]).status_code == 200, link


@pytest.mark.parametrize("lang", languages.LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "figure/nothing",
        "metric/nothing",
        "chart/nothing",
        "article/nothing",
        "embed/nothing",
        "chart/registered_offences-9",
        "figure/",
        "figure/a/b",
    ],
)
def test_where_there_is_no_figure_metric_or_chart_the_answer_is_a_404_that_leads_on(path, lang):
    answer = site().get(f"/{path}?lang={lang}")
    assert answer.status_code == 404
    assert translate(lang, "There is no page at this address") in answer.text
    assert f'<html lang="{lang}">' in answer.text
    assert "etag" not in answer.headers


def test_a_chart_that_the_question_leaves_without_figures_is_a_404_too():
    assert site().get("/chart/registered_offences?from=1990&to=1991").status_code == 404
    assert site().get("/chart/registered_offences?from=2015").status_code == 200


def test_a_receipt_stands_over_the_page_that_an_address_names_and_a_wrong_one_is_said():
    page = site().get("/cases?record=offences-2014").text
    assert (
        "There were 154 [such cases] registered in 2014"
        in page.partition('class="over"')[2].partition("</section>")[0]
    )
    assert "No figure has the id “nothing”" in site().get("/cases?record=nothing").text


def test_only_a_chart_that_is_embedded_may_be_framed_by_others_and_it_names_its_source():
    embedded, page = site().get("/embed/registered_offences"), site().get("/cases")
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]
    assert "x-frame-options" not in embedded.headers
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "SAMEORIGIN"
    assert "Caravanserai" in embedded.text
    assert re.search(
        r'href="http://[^"]+/chart/registered_offences[^"]*" target="_blank"', embedded.text
    )


def test_a_page_is_known_by_its_tag_and_another_question_language_host_or_data_has_another(
    tmp_path, monkeypatch
):
    client = site()
    first = client.get("/cases")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert {part.strip().lower() for part in first.headers["vary"].split(",")} == {
        "accept-language",
        "accept-encoding",
    }
    again = client.get("/cases", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    plain = client.get("/cases", headers={"Accept-Encoding": "identity"})
    assert plain.text == first.text
    assert plain.headers["etag"] != tag
    others = [
        client.get(path).headers["etag"]
        for path in ("/", "/cases?from=2015", "/cases?lang=kk", "/figure/offences-2014")
    ]
    others.append(client.get("/cases", headers={"Host": "other.example"}).headers["etag"])
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(path))
    versions.store.cache_clear()
    try:
        others.append(client.get("/cases").headers["etag"])
    finally:
        monkeypatch.undo()
        versions.store.cache_clear()
    assert len({tag, *others}) == 1 + len(others)
    assert client.get("/cases").headers["etag"] == tag


def test_a_known_page_is_not_made(monkeypatch):
    client = site("/known")
    tag = client.get("/known/cases?from=2016").headers["etag"]
    monkeypatch.setattr("kzstats.serve.site.html.page", None)
    assert client.get("/known/cases?from=2016", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/known/cases?from=2016").status_code == 200


def test_without_valid_data_the_page_says_so(tmp_path, monkeypatch):
    (path := tmp_path / "metrics.yaml").write_text("sources: {", encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(path))
    versions.store.cache_clear()
    try:
        answer = site().get("/cases?lang=ru")
        assert translate("ru", "The figures cannot be shown") in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert site().get("/figure/offences-2014").status_code == 503
    finally:
        versions.store.cache_clear()


def test_the_first_page_describes_the_data_set_to_search_engines():
    for address in ("/", "/?lang=kk", "/metric/registered_offences"):
        described = json.loads(
            re.search(
                r'<script type="application/ld\+json">(.*?)</script>',
                site().get(address).text,
                re.DOTALL,
            )[1]
        )
        assert described["@type"] == "Dataset"
        assert described["distribution"][0]["contentUrl"].startswith("http")


def test_a_page_and_its_chart_come_in_less_than_forty_kilobytes():
    for name in PAGES[:5]:
        answer = site().get(f"/{name}?lang=kk")
        assert 1000 < answer.num_bytes_downloaded < 40_000


def asked(application, path):
    """What a site sends for a path, message by message, as far as it comes."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    return application(scope, receive, send), sent


def alone():
    """A site that has made nothing yet."""
    return Site(versions.store, "", dict.fromkeys(languages.LANGUAGES, ""), "")


def told(sent):
    """The text of all that was sent, though it may have no end."""
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return "".join(unpacking.decompress(one.get("body", b"")).decode() for one in sent)


def test_a_page_has_begun_before_it_is_made(monkeypatch):
    build, begun = pages.page, []
    application = alone()
    answering, sent = asked(application, "/cases")

    def watched(*given):
        begun.append(told(sent))
        return build(*given)

    monkeypatch.setattr(pages, "page", watched)
    asyncio.run(answering)
    assert begun[0].startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    whole = told(sent)
    assert whole.startswith(begun[0])
    assert whole.endswith("</html>")
    again, kept = asked(application, "/cases")
    asyncio.run(again)
    assert told(kept) == whole
    assert len(begun) == 1


def test_a_page_that_cannot_be_made_says_so_has_no_end_and_is_kept_by_nobody(monkeypatch):
    build, application = pages.page, alone()

    def failing(*given):
        raise RuntimeError("no page")

    monkeypatch.setattr(pages, "page", failing)
    answering, sent = asked(application, "/cases")
    with pytest.raises(RuntimeError):
        asyncio.run(answering)
    assert "Something went wrong on the server" in told(sent)
    assert all(one["more_body"] for one in sent[1:])
    monkeypatch.setattr(pages, "page", build)
    answering, sent = asked(application, "/cases")
    asyncio.run(answering)
    assert "Registered offences" in told(sent)
    assert not sent[-1].get("more_body")


def test_nothing_is_made_for_who_has_the_page_or_asks_for_its_head_alone(monkeypatch):
    tag = site().get("/cases").headers["etag"]
    monkeypatch.setattr(Site, "_made", lambda *given: pytest.fail("a page was made"))
    assert site().get("/cases", headers={"If-None-Match": tag}).status_code == 304
    assert site().head("/cases?from=2013").status_code == 200


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_what_changed_is_a_page_and_a_feed(lang):
    page = site().get(f"/changes?lang={lang}")
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert "static/js" not in page.text
    (address,) = [link for link in Read(page.text).links if "changes.atom" in link]
    feed = site().get(address)
    assert (feed.status_code, feed.headers["content-type"].split(";")[0]) == (
        200,
        "application/atom+xml",
    )
    assert f'xml:lang="{lang}"' in feed.text

"""The data addresses: every route, every refusal, and the same bytes as the command line."""

import asyncio
import json
import os
from itertools import chain
from urllib.parse import quote

import make
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from thirteen import DATA

from kzstats import cli
from kzstats.content import marks
from kzstats.dataset import validation
from kzstats.exports import export
from kzstats.query import addresses, frames, versions
from kzstats.serve import api, tags

REAL = validation.load(DATA)
PUBLISHERS = sorted({source.publisher for source in REAL.sources.values()})
BASE_URL = "http://localhost:8501"
ROUTES = [
    "/records.csv",
    "/records.csv-metadata.json",
    "/records.json",
    "/records/offences-2014.json",
    "/metrics.json",
    "/sources.json",
    "/health",
]
KEPT = ROUTES[:-1]
TYPES = {
    "/records.csv": "text/csv; charset=utf-8",
    "/records.csv-metadata.json": "application/csvm+json",
}


def client_of(path):
    return TestClient(
        api.application(versions.Store(path, patience=60), BASE_URL),
        raise_server_exceptions=False,
        follow_redirects=False,
    )


CLIENT = client_of(DATA)


def refusal(answer, status):
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert answer.headers["cache-control"] == "no-store"
    return body


@pytest.mark.parametrize("route", ROUTES)
def test_each_route_answers(route):
    answer = CLIENT.get(route)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == (TYPES.get(route, "application/json"))


@pytest.mark.parametrize("route", ROUTES)
def test_head_has_the_headers_of_get_and_no_body(route):
    get, head = CLIENT.get(route), CLIENT.head(route)
    assert (head.status_code, head.headers, head.content) == (200, get.headers, b"")


DEAR = [f"/records.{kind}" for kind in addresses.FORMATS] + [
    "/brief.pdf",
    "/charts/registered_offences.svg",
    "/charts/registered_offences.png",
]


@pytest.mark.parametrize("route", DEAR)
def test_nothing_is_made_for_those_who_have_it_or_want_no_body(route, monkeypatch):
    def never(*given, **more):
        raise AssertionError("this costs what an answer costs")

    tag = client_of(DATA).get(route).headers["etag"]
    for name in ("parts", "chart", "workbook", "parquet"):
        monkeypatch.setattr(export, name, never)
    monkeypatch.setattr(marks, "pictures", never)
    client = client_of(DATA)
    head, known = client.head(route), client.get(route, headers={"If-None-Match": tag})
    assert (head.status_code, head.headers["etag"], "content-length" in head.headers) == (
        200,
        tag,
        False,
    )
    assert (known.status_code, known.headers["etag"], known.headers["vary"]) == (
        304,
        tag,
        "Accept-Encoding",
    )


def test_a_tag_names_all_that_an_answer_is_made_from(tmp_path, monkeypatch):
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text(), encoding="utf-8")

    def tag(asked="/records.csv", base_url=BASE_URL):
        return (
            TestClient(api.application(versions.Store(path), base_url)).head(asked).headers["etag"]
        )

    one = tag()
    same = [
        "/records.csv?from=2014&source=press&metric=money&metric=people",
        "/records.csv?metric=people&source=press&metric=money&from=2014",
    ]
    assert len({*map(tag, same)}) == 1
    others = {
        tag("/records.json"),
        tag("/records.csv?lang=kk"),
        tag("/records.csv?from=2014"),
        tag("/brief.pdf"),
        tag(base_url="https://x.example"),
    }
    others |= {
        tag(f"/charts/money.{kind}{query}") for kind in ("svg", "png") for query in ("", "?lang=ru")
    } | {
        tag("/charts/people.svg"),
        *map(tag, same),
    }
    assert (len(others), one in others) == (11, False)
    path.touch()
    assert tag() == one
    versions.ledger.path_beside(path).write_text('{"version": "other"}', encoding="utf-8")
    checked = tag()
    path.write_text(make.yaml_text([{"id": "other"}]), encoding="utf-8")
    assert len({one, checked, tag()}) == 3
    monkeypatch.setattr(tags, "made_by", lambda: "another version of this package")
    assert tag() not in (one, checked)


@pytest.mark.parametrize("route", [*DEAR, *KEPT])
def test_a_part_of_an_answer_cannot_be_asked_for_and_it_says_so(route):
    answer = CLIENT.get(route, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["accept-ranges"]) == (200, "none")


@pytest.mark.parametrize(
    "route",
    [*ROUTES, "/records.csv?from=x", "/nowhere", "/records/nobody.json", "/charts/nothing.svg"],
)
def test_a_page_of_any_host_can_read_every_answer_and_every_refusal(route):
    answer = CLIENT.get(route, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("route", ROUTES)
def test_a_browser_may_ask_beforehand(route):
    wanted = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = CLIENT.options(route, headers=wanted)
    assert (answer.status_code, answer.content, answer.headers["access-control-allow-origin"]) == (
        204,
        b"",
        "*",
    )
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
    }
    assert "if-none-match" in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize("route", KEPT)
@pytest.mark.parametrize("sent", ["{tag}", "W/{tag}", '"other", {tag}', '"other" ,W/{tag}', "*"])
def test_what_the_asker_already_has_is_not_sent_again(route, sent):
    tag = CLIENT.get(route).headers["etag"]
    answer = CLIENT.get(route, headers={"If-None-Match": sent.format(tag=tag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert "cache-control" in answer.headers


@pytest.mark.parametrize("sent", ['"other"', "", "nonsense", 'W/"other", "another"'])
def test_what_the_asker_does_not_have_is_sent(sent):
    assert CLIENT.get("/records.csv", headers={"If-None-Match": sent}).status_code == 200


def test_an_etag_names_the_bytes_in_every_process():
    questions = ["/records.csv", "/records.json", "/records.csv?lang=ru", "/records.csv?from=2016"]
    tags = [CLIENT.get(asked).headers["etag"] for asked in questions]
    assert len(set(tags)) == len(tags)
    assert tags == [client_of(DATA).get(asked).headers["etag"] for asked in questions]


def test_a_record_comes_with_its_source_and_its_permanent_address():
    found = CLIENT.get("/records/contribution-eu.json").json()
    assert (found["value"], found["address"]) == (
        4700000,
        f"{BASE_URL}/api/records/contribution-eu.json",
    )
    assert (found["source"]["id"], found["source"]["published"]) == (
        "unodc-2019-10-30",
        "2019-10-30",
    )
    assert CLIENT.get("/records/contribution-eu.json?lang=kk").json()["label"] == "Еуропалық одақ"
    assert found["breaks"] == []


def test_a_record_comes_with_the_breaks_of_its_metric_and_their_source():
    (change,) = CLIENT.get("/records/offences-2016.json?lang=ru").json()["breaks"]
    kept = REAL.metrics["registered_offences"].breaks[0]
    assert change == {
        "metric": "registered_offences", "date": "2015-01-01", "title": kept.title.ru,
        "reason": kept.reason.ru,
        "source": kept.source, "url": REAL.sources[kept.source].url,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=2015&metric=registered_offences",
        "?publisher=The%20Astana%20Times&lang=kk",
        "?lang=ru&&to=2016&",
    ],
)
def test_the_csv_says_where_its_columns_are_described_and_the_description_names_it(query):
    link = CLIENT.get(f"/records.csv{query}").headers["link"]
    address, *more = link.split("; ")
    assert more == ['rel="describedby"', 'type="application/csvm+json"']
    answer = CLIENT.get("/" + address.strip("<>"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/csvm+json")
    described = answer.json()
    assert described["url"] == f"records.csv{query}"
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(
        frames.COLUMNS
    )
    assert "link" not in CLIENT.get(f"/records.json{query}").headers


def test_a_query_cannot_end_the_header_that_repeats_it(tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(
        make.yaml_text(sources={"press": {"publisher": '>; rel="x", <y'}}), encoding="utf-8"
    )
    link = client_of(path).get('/records.csv?publisher=>; rel="x", <y').headers["link"]
    assert link.count("<") == link.count(">") == 1
    assert link.endswith('>; rel="describedby"; type="application/csvm+json"')


def test_the_well_known_address_says_where_descriptions_of_csv_stand():
    client = TestClient(Starlette(routes=[api.well_known()]))
    answer = client.get("/.well-known/csvm")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text == "{+url}-metadata.json\n"
    assert CLIENT.get("/records.csv-metadata.json").status_code == 200


def test_metrics_and_sources_are_described_by_their_ids():
    metrics, sources = (
        CLIENT.get("/metrics.json").json()["metrics"],
        CLIENT.get("/sources.json").json()["sources"],
    )
    assert list(metrics) == list(REAL.metrics)
    assert metrics["registered_offences"]["breaks"][0]["date"] == "2015-01-01"
    assert list(sources) == list(REAL.sources)
    assert sources["astana-times-2016-06"]["published"] == "2016-06"


def test_days_of_a_source_are_iso_days(tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(
        make.yaml_text(sources={"press": {"accessed": "2020-01-02"}}), encoding="utf-8"
    )
    assert (
        client_of(path).get("/sources.json").json()["sources"]["press"]["accessed"] == "2020-01-02"
    )


@pytest.mark.parametrize(
    ("asked", "parameter", "allowed"),
    [
        ("/records.csv?metric=registered_ofences", "metric", list(REAL.metrics)),
        ("/records.json?source=osce", "source", list(REAL.sources)),
        ("/records.csv?publisher=osce", "publisher", PUBLISHERS), ("/records.csv?metric=", "metric",
        list(REAL.metrics)),
        ("/records.csv?metric=convicted_persons&metric=x", "metric", list(REAL.metrics)),
        ("/records.csv?lang=de", "lang", ["en", "ru", "kk"]),
        ("/records/offences-2014.json?lang=de", "lang", ["en", "ru", "kk"]),
        ("/records.csv?from=abc", "from", ["four digits, such as 2016"]),
        ("/records.csv?to=20160", "to", ["four digits, such as 2016"]), (
            "/records.csv?from=2017&to=2016", "from", ["2016 or earlier"]),
        ("/records.csv?from=2016&from=2017", "from", ["one value"]),
        ("/records.csv?sorce=x", "sorce", ["metric", "source", "publisher", "area", "check",
        "dimension", "from", "to", "q", "lang"]),
        ("/records/offences-2014.json?from=2014", "from", ["lang"]), ("/metrics.json?lang=en",
        "lang", ["no parameters"]),
        ("/sources.json?x", "x", ["no parameters"]),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_answered_is_named_with_what_can(asked, parameter, allowed):
    body = refusal(CLIENT.get(asked), 400)
    assert (body["parameter"], body["allowed"]) == (parameter, allowed)
    assert body["detail"].startswith(f"{parameter}: ")


@pytest.mark.parametrize(
    "query",
    [
        "x" * 60_000, "metric=" + "x" * 7_900, "&".join(["metric=convicted_persons"] * 2_000),
        "&".join(f"p{place}=1" for place in range(1_000)),
        "a&" * 3_900, "metric=%00", "publisher=%0d%0aX-Bad:%201", "source=%1b%5b31m",
        "from=%ff%fe", "%ed%a0%80=%c0%af",
        "metric=..%2f..%2fetc%2fpasswd", "lang=%E2%80%AEne", "from=%D9%A2%D9%A0%D9%A1%D9%A6",
        "to=-999", "to=1e99", "metric[]=convicted_persons",
        "metric=%",
    ],
    ids=lambda query: query[:20],
)  # fmt: skip
def test_a_hostile_question_gets_a_clear_refusal(query):
    answer = CLIENT.get(f"/records.json?{query}")
    assert refusal(answer, 400)["parameter"]
    assert len(answer.content) < 20_000
    assert "x-bad" not in answer.headers


@pytest.mark.no_cover
@settings(deadline=None)
@given(
    st.binary(max_size=40)
    | st.builds(
        lambda name, said: f"{name}={said}".encode(),
        st.sampled_from(["metric", "from", "lang"]),
        st.text(),
    )
)
def test_no_question_is_answered_with_a_crash(query):
    assert CLIENT.get(f"/records.csv?{quote(query, safe='&=+%;')}").status_code in (200, 400)


@pytest.mark.parametrize("query", [b"from=\xff", b"\xed\xa0\x80"])
def test_bytes_that_no_address_may_hold_are_refused_too(query):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/records.csv",
        "root_path": "",
    }
    asked = {
        **scope,
        "query_string": query,
        "headers": [(b"host", b"x")],
        "client": None,
        "server": ("x", 80),
    }
    asyncio.run(api.application(versions.Store(DATA), BASE_URL)(asked, receive, send))
    assert sent[0]["status"] == 400


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nope",
        "/records",
        "/records.xml",
        "/records/a/b.json",
        "/records/nobody.json",
        "/records/%00%ff.json",
    ],
)
def test_an_unknown_address_or_record_says_where_to_look(path):
    assert "/api/" in refusal(CLIENT.get(path), 404)["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("route", ROUTES)
def test_nothing_can_be_written(method, route):
    answer = CLIENT.request(method, route)
    refusal(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("/records.csv", "kzstats.csv"),
        ("/records.json?to=2016&metric=convicted_persons", "kzstats_convicted_persons_-2016.json"),
        ("/records.csv?publisher=The%20Astana%20Times", "kzstats_the-astana-times.csv"),
    ],
)
def test_a_download_has_a_name(asked, name):
    assert CLIENT.get(asked).headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("extension", ["svg", "png"])
def test_a_picture_is_shown_and_has_a_name_that_says_filter_and_language(extension):
    answer = CLIENT.get(f"/charts/registered_offences.{extension}?from=2015&lang=ru")
    assert (
        answer.headers["content-disposition"]
        == f'inline; filename="kzstats_registered_offences_2015-_ru.{extension}"'
    )


@pytest.mark.parametrize("publisher", ['A "quoted"; name', "Қазақстан Республикасы", "-\\-"])
def test_a_publishers_name_cannot_break_the_header(tmp_path, publisher):
    (path := tmp_path / "metrics.yaml").write_text(
        make.yaml_text(sources={"press": {"publisher": publisher}}), encoding="utf-8"
    )
    answer = client_of(path).get("/records.csv", params={"publisher": publisher})
    assert answer.status_code == 200
    name = (
        answer.headers["content-disposition"]
        .removeprefix('attachment; filename="')
        .removesuffix('"')
    )
    assert name.startswith("kzstats")
    assert name.isascii()
    assert not set(name) & set('";\\\r\n')


def test_health_goes_from_unavailable_to_ok_to_degraded_and_back(tmp_path):
    path = tmp_path / "metrics.yaml"
    client = client_of(path)
    for route in ROUTES:
        answer = client.get(route)
        assert "metrics.yaml" in refusal(answer, 503)["detail"]
        assert int(answer.headers["retry-after"]) > 0

    def put(text, tick):
        path.write_text(text, encoding="utf-8")
        os.utime(path, (tick, tick))
        return client.get("/health")

    good = put(make.yaml_text(), 1_600_000_000)
    ok, before = good.json(), client.get("/records.csv")
    assert good.headers["cache-control"] == "no-store"
    assert (ok["status"], ok["records"], ok["changed"], ok["problems"], ok["since"]) == (
        "ok",
        len(make.RECORDS),
        make.CHANGED,
        [],
        None,
    )
    bad = put(make.yaml_text([{"value": "30 or so"}]), 1_600_000_001)
    degraded, after = bad.json(), client.get("/records.csv")
    assert (bad.status_code, degraded["status"], degraded["data"]) == (200, "degraded", ok["data"])
    assert degraded["problems"] == [
        "metrics.yaml has 1 problem (the log and kzstats check name them)"
    ]
    assert degraded["since"].endswith("+00:00")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert put(make.yaml_text(), 1_600_000_002).json() == ok


def some(name, values):
    return st.lists(st.tuples(st.just(name), st.sampled_from(list(values))), max_size=3)


SOME = st.builds(
    lambda *lists: [*chain(*lists)],
    some("metric", REAL.metrics),
    some("source", REAL.sources),
    some("publisher", PUBLISHERS),
)
YEARS = (
    st.lists(st.integers(2013, 2020), min_size=2, max_size=2)
    .map(sorted)
    .map(lambda years: [("from", str(years[0])), ("to", str(years[1]))])
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return tmp_path_factory.mktemp("doors") / "extract"


@pytest.mark.no_cover
@settings(max_examples=settings.default.max_examples // 2)  # each makes whole files
@given(
    st.tuples(
        SOME,
        YEARS,
        st.sampled_from([[], [0], [1], [0, 1]]),
        st.sampled_from(["en", "ru", "kk"]),
        st.sampled_from(sorted(addresses.FORMATS)),
    )
)
def test_every_door_gives_the_same_bytes(written, asking):
    some, years, ends, lang, extension = asking
    pairs = [*some, *(years[end] for end in ends), ("lang", lang)]
    asked = addresses.parse(REAL, pairs)
    answered = CLIENT.get(f"/records.{extension}", params=pairs).content
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KZSTATS_URL", BASE_URL)
        options = [f"--{name}={said}" for name, said in pairs]
        assert (
            cli.main(
                ["export", "--data", str(DATA), "--format", extension, "-o", str(written), *options]
            )
            == 0
        )
    assert (
        answered
        == written.read_bytes()
        == export.whole(versions.Store(DATA).snapshot(), asked, extension, BASE_URL)
    )
    assert CLIENT.get(asked.address(extension).removeprefix("/api")).content == answered


def test_repeated_parameters_widen_the_question():
    found = CLIENT.get("/records.json?metric=convicted_persons&metric=registered_offences").json()
    assert found["count"] == 4
    assert (
        found["address"]
        == f"{BASE_URL}/api/records.json?metric=convicted_persons&metric=registered_offences"
    )
    assert (
        json.loads(CLIENT.get("/records.json?" + "metric=convicted_persons&" * 200).content)[
            "count"
        ]
        == 1
    )

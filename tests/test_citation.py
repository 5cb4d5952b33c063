"""Citations name publisher, date, address and data; what is fetched from elsewhere is what was asked for."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from urllib.parse import urlsplit

import make
import pandas as pd
import pytest
from starlette.testclient import TestClient

from kzstats import answers, api, bundle, citation, extracts, live, marks, words
from kzstats.extracts import Question

DATA = Path(__file__).parents[1] / "data" / "metrics.yaml"
SHELF = live.Shelf(DATA)
SERVED = SHELF.served()
HOME = "https://figures.example"
LANG = pytest.mark.parametrize("lang", words.LANGUAGES)
ESCAPES = re.compile(r"\\(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum)(\{\}| )|\\[~^]\{\}|\\[&%$#_]")
ASKED = Question(source=("caravanserai-2017-10-16", "osce-2017-01-31"), publisher=("Caravanserai", "OSCE Programme Office in Astana"), first=2015)


def parsed(entry):
    """The key and the fields of a BibTeX entry; braces are counted as BibTeX does, which knows no escapes."""
    kind, key, body = re.fullmatch(r"@(\w+)\{([^,\s{}\\]+),\n(.*)\n\}", entry, re.S).groups()
    assert kind == "misc"
    fields, at = {}, 0
    while found := re.compile(r"\s*(\w+) = \{").match(body, at):
        depth, at = 1, found.end()
        begin = at
        while depth:
            depth += {"{": 1, "}": -1}.get(body[at], 0)
            at += 1
        fields[found[1]] = body[begin : at - 1]
        assert body[at : at + 1] in (",", "")
        at += 1
    assert at >= len(body)
    return key, fields


def served_of(folder, **source):
    (path := folder / "metrics.yaml").write_text(make.yaml_text(sources={"press": source}), encoding="utf-8")
    return live.Shelf(path).served()


def held(cited, lang, *everywhere):
    """What every citation must say: the words given, and the day of the data."""
    _, long, entry = cited
    _, fields = parsed(entry)
    assert [said for said in everywhere if said not in long] == []
    assert words.day(lang, SERVED.changed) in long
    assert SERVED.changed.isoformat() in fields["version"]
    assert fields["url"] in everywhere
    assert {"title", "author", "year"} <= set(fields)
    return fields


@LANG
def test_every_figure_is_cited_with_publisher_date_address_and_day_of_the_data(lang):
    for record in SERVED.dataset.records:
        source, page = SERVED.dataset.sources[record.source], extracts.record_address(record.id, HOME)
        date = words.period(lang, source.published)
        cited = citation.figure(SERVED, record, page, lang)
        said_by, publisher = (words.name(lang, SERVED.dataset, name) for name in (record.said_by, source.publisher))
        fields = held(cited, lang, publisher, date, page, source.url, said_by, record.id)
        assert [said for said in (said_by, publisher, date) if said not in cited[0]] == []
        assert publisher in fields["title"]


@LANG
def test_every_chart_is_cited_with_its_publishers_dates_address_and_day_of_the_data(lang):
    for metric in SERVED.dataset.metrics:
        for picture in marks.pictures(SERVED.dataset, SERVED.frame(lang), SERVED.unstated, metric, lang):
            address = HOME + Question(lang=lang).chart_address(picture.name, "svg")
            rows = SERVED.frame(lang).set_index("record").loc[list(picture.records)]
            cited = citation.chart(SERVED, picture, address, lang)
            publishers = {words.name(lang, SERVED.dataset, publisher) for publisher in rows["publisher"]}
            held(cited, lang, picture.title, address, *publishers)
            assert all(publisher in cited[0] for publisher in publishers)


@LANG
def test_the_collection_is_cited_with_its_title_year_address_and_day_of_the_data(lang):
    cited = citation.collection(SERVED, bundle.title(lang), HOME, lang)
    held(cited, lang, bundle.title(lang), HOME)
    assert str(SERVED.changed.year) in cited[0]


@pytest.mark.parametrize("said", ["a { b", "a } b", "{a}", "a\\b", "50% & $1 #2 x_y", "~a", "10^6", "\\input{x}", "}, url = {x"])
def test_words_are_never_commands_to_bibtex(said, tmp_path):
    served = served_of(tmp_path, title=said, publisher=said)
    page = f"{HOME}/api/records/offences-2014.json?x=%20_#y"
    key, fields = parsed(citation.figure(served, served.dataset.records[0], page, "en")[2])
    assert key.endswith("offences-2014")
    assert fields["url"] == page
    bare = ESCAPES.sub("", fields["title"])
    assert not set(bare) & set("\\{}&%$#_~^")
    assert set(re.sub(r"[\W_]", "", said)) <= set(fields["title"])


@pytest.mark.parametrize("asked", [Question(), ASKED, Question(lang="kk", last=2016)], ids=["all", "several", "language"])
def test_every_snippet_holds_the_address_that_answers_the_same_question(asked):
    client = TestClient(api.application(SHELF, HOME))
    snippets = citation.snippets(asked, HOME + "/")
    assert list(snippets) == ["pandas", "R", "Power Query"]
    for snippet in snippets.values():
        (address,) = re.findall(r'"(https?://[^"]*)"', snippet)
        assert address == HOME + asked.address("csv")
        parts = urlsplit(address)
        assert client.get(f"{parts.path.removeprefix('/api')}?{parts.query}").content == answers.answer(SERVED, asked, "csv", HOME)
        assert snippet.count('"') % 2 == 0
        assert all(snippet.count(one) == snippet.count(other) for one, other in ("()", "[]", "{}"))


def ran(served, asked, folder):
    """The frame that the pandas snippet makes of a file in the place of its address."""
    (path := folder / "extract.csv").write_bytes(answers.answer(served, asked, "csv", HOME))
    names = {}
    with redirect_stdout(io.StringIO()):
        exec(citation.snippets(asked, HOME)["pandas"].replace(HOME + asked.address("csv"), path.as_posix()), names)  # what a reader would run
    return names["figures"]


@pytest.mark.parametrize("asked", [Question(), ASKED, Question(lang="ru")], ids=["all", "several", "language"])
def test_the_pandas_snippet_fetches_the_right_rows(asked, tmp_path):
    found, rows = ran(SERVED, asked, tmp_path), extracts.select(SERVED.frame(asked.lang), asked)
    assert list(found["record"]) == list(rows["record"])
    assert list(found["value"].fillna(-1)) == list(rows["value"].fillna(-1))
    assert list(found["period_start"]) == list(rows["period_start"])
    assert found["approximate"].dtype == bool
    assert list(found["quote"]) == list(rows["quote"])


def test_the_pandas_snippet_does_not_take_the_code_of_namibia_for_nothing(tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(make.yaml_text([{"area": "NA"}, {"value": "1..2"}]), encoding="utf-8")
    found = ran(live.Shelf(path).served(), Question(), tmp_path)
    assert list(found["area"]) == ["NA", "KZ"]
    assert pd.isna(found["value"].iloc[1])

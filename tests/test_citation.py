"""Citations name publisher, date, address and data; what is fetched from elsewhere is what was
asked for.
"""

import io
import json
import re
import warnings
import zipfile
from contextlib import redirect_stdout
from functools import cache
from urllib.parse import urlsplit

import citeproc
import make
import pandas as pd
import pybtex.database
import pytest
from citeproc.source.bibtex import BibTeX
from citeproc.source.json import CiteProcJSON
from pybtex.backends.plaintext import Backend
from pybtex.richtext import Text
from starlette.testclient import TestClient
from thirteen import DATA

from kzstats.content import citation, marks
from kzstats.exports import export
from kzstats.language import dates, languages, naming, quantities
from kzstats.query import addresses, frames, versions
from kzstats.query.addresses import Query
from kzstats.query.selection import select
from kzstats.serve import api

SHELF = versions.Store(DATA)
SNAPSHOT = SHELF.snapshot()
BASE_URL = "https://figures.example"
LANG = pytest.mark.parametrize("lang", languages.LANGUAGES)
STANDINS = str.maketrans("\\{}^~", "＼｛｝ˆ˜")
"""What stands in for letters that have no escape which every reader of BibTeX understands."""
ASKED = Query(
    source=("caravanserai-2017-10-16", "osce-2017-01-31"),
    publisher=("Caravanserai", "OSCE Programme Office in Astana"),
    first=2015,
)


def by_pybtex(bibtex):
    """The entries by key, each with what a reader sees of its fields, to pybtex's knowledge, which
    has no dollar and takes all spaces for one.

    An address is no text to be set.
    """
    found = pybtex.database.parse_string(bibtex, "bibtex").entries

    return {
        key: {
            name: said if name == "url" else by_reader(said) for name, said in entry.fields.items()
        }
        for key, entry in found.items()
    }


TEXT = Backend()


@cache
def by_reader(said):
    return Text.from_latex(said).render(TEXT).replace("\\$", "$")


def plain(said):
    return " ".join(said.split())


@cache
def style():
    return citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)


def rendered(source):
    """A bibliography as citeproc writes it, without warnings but for fields that it
    does not know.
    """
    written = citeproc.CitationStylesBibliography(style(), source, citeproc.formatter.plain)
    for key in source:
        written.register(citeproc.Citation([citeproc.CitationItem(key)]))
    return "\n".join(str(entry) for entry in written.bibliography())


def by_citeproc(bibtex):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Unsupported BibTeX field '(url|version|date)'")
        source = BibTeX(io.StringIO(bibtex))
        return source, rendered(source)


def by_ris(ris):
    """The records of a RIS file, each a list of tags and texts."""
    records, lines = [[]], ris.splitlines()
    for line in lines:
        if line:
            tag, said = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups()
            records[-1].append((tag, said))
            if tag == "ER":
                records.append([])
    assert records.pop() == []
    assert all(record[0][0] == "TY" and record[-1] == ("ER", "") for record in records)
    return [dict(record) for record in records]


def snapshot_of(folder, **source):
    (path := folder / "metrics.yaml").write_text(
        make.yaml_text(sources={"press": source}), encoding="utf-8"
    )
    return versions.Store(path).snapshot()


def held(cited, lang, keys, *everywhere):
    """What every citation must say: the words given, and the day of the data; in every form the
    same entries. Gives what pybtex reads of the last.
    """
    assert [said for said in everywhere if said not in cited.long] == []
    assert dates.day(lang, SNAPSHOT.changed) in cited.long
    entries, (source, written), items = (
        by_pybtex(cited.bibtex),
        by_citeproc(cited.bibtex),
        json.loads(cited.csl),
    )
    items_by = {item["id"]: item for item in items}
    assert list(entries) == list(items_by) == [record["ID"] for record in by_ris(cited.ris)] == keys
    assert [key.lower() for key in keys] == list(source)
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="The following arguments"
        )  # citeproc's own complaint about fields that it does not know
        read = rendered(CiteProcJSON(items))
    assert all(item["title"].split(",")[0][:20] in read for item in items)
    for record in by_ris(cited.ris):
        item, entry = items_by[record["ID"]], entries[record["ID"]]
        assert record["TI"] == item["title"]
        assert plain(record["TI"]).translate(STANDINS) == entry["title"]
        assert record["UR"] == item["URL"] == entry["url"]
        assert record["PY"] == entry["year"] == str(item["issued"]["date-parts"][0][0])
        assert entry["title"] in plain(written)
    last = entries[keys[-1]]
    assert SNAPSHOT.changed.isoformat() in last["version"]
    assert last["url"] in everywhere
    assert items[-1]["type"] == "dataset"
    return last


@pytest.mark.no_cover
@LANG
def test_every_figure_is_cited_with_publisher_date_address_and_day_of_the_data(lang):
    for record in SNAPSHOT.dataset.records:
        source, page = (
            SNAPSHOT.dataset.sources[record.source],
            addresses.record_address(record.id, BASE_URL),
        )
        date = dates.period(lang, source.published)
        cited = citation.figure(SNAPSHOT, record, page, lang)
        said_by, publisher = (
            naming.name(lang, SNAPSHOT.dataset, name) for name in (record.said_by, source.publisher)
        )
        held(
            cited,
            lang,
            [record.source, f"kzstats-{record.id}"],
            publisher,
            date,
            page,
            source.url,
            said_by,
            record.id,
        )
        assert [said for said in (said_by, publisher, date) if said not in cited.short] == []


@pytest.mark.no_cover
@LANG
def test_the_article_is_cited_as_its_authors_and_the_data_set_with_the_value_as_it_was_said(lang):
    for record in SNAPSHOT.dataset.records:
        source, metric = (
            SNAPSHOT.dataset.sources[record.source],
            SNAPSHOT.dataset.metrics[record.metric],
        )
        publisher = naming.name(lang, SNAPSHOT.dataset, source.publisher)
        cited = citation.figure(SNAPSHOT, record, BASE_URL, lang)
        article, data = by_ris(cited.ris)
        assert article["AU"] == (
            ", ".join(reversed(source.author.split())) if source.author else publisher
        )
        assert (article["TI"], article["PB"], article["UR"]) == (
            source.title,
            publisher,
            source.url,
        )
        assert "N1" not in article
        value = quantities.in_words(lang, record.value, metric.unit)
        assert value in data["N1"]
        assert plain(value) in by_pybtex(cited.bibtex)[data["ID"]]["note"]
        assert value in json.loads(cited.csl)[1]["note"]
        assert data["AU"] == "The kzstats developers"
        assert metric.title.in_language(lang) in data["TI"]
        assert "kzstats" not in "".join(article.values())


@pytest.mark.no_cover
@LANG
def test_every_chart_is_cited_with_its_publishers_dates_page_and_day_of_the_data(lang):
    for metric in SNAPSHOT.dataset.metrics:
        for picture in marks.pictures(select(SNAPSHOT, Query()), metric, lang):
            address = BASE_URL + Query(lang=lang, first=2014).page_address(
                picture.topic, picture.name
            )
            assert (
                address == f"{BASE_URL}/{picture.topic}?from=2014"
                f"{f'&lang={lang}' if lang != 'en' else ''}#{picture.name}"
            )
            rows = SNAPSHOT.frame(lang).set_index("record").loc[list(picture.records)]
            cited = citation.chart(SNAPSHOT, picture, address, lang)
            publishers = {
                naming.name(lang, SNAPSHOT.dataset, publisher) for publisher in rows["publisher"]
            }
            sources = list(dict.fromkeys(rows["source"]))
            held(
                cited,
                lang,
                [*sources, f"kzstats-{picture.name}"],
                picture.title,
                address,
                *publishers,
            )
            assert all(publisher in cited.short for publisher in publishers)


@LANG
def test_the_collection_is_cited_with_its_title_year_address_and_day_of_the_data(lang):
    cited = citation.collection(SNAPSHOT, citation.collection_title(lang), BASE_URL, lang)
    held(cited, lang, ["kzstats-collection"], citation.collection_title(lang), BASE_URL)
    assert str(SNAPSHOT.changed.year) in cited.short


@LANG
def test_the_package_cites_the_articles_of_its_rows_and_the_collection(lang):
    with zipfile.ZipFile(
        io.BytesIO(export.whole(SNAPSHOT, Query(first=2017, last=2017, lang=lang), "zip", BASE_URL))
    ) as package:
        bib, ris, csl = (
            package.read(f"citation.{kind}").decode() for kind in ("bib", "ris", "csl.json")
        )
    keys = [
        "osce-2017-01-31",
        "caravanserai-2017-10-16",
        "caravanserai-2017-04-11",
        "kzstats-collection",
    ]
    assert (
        list(by_pybtex(bib))
        == [record["ID"] for record in by_ris(ris)]
        == [item["id"] for item in json.loads(csl)]
        == keys
    )
    by_citeproc(bib)


HOSTILE = [
    "a { b",
    "a } b",
    "{a}",
    "a\\b",
    "50% & $1 #2 x_y",
    "~a",
    "a~",
    "~ 5",
    "10^6",
    "\\input{x}",
    "}, url = {x",
    "@misc{x",
    "a 'b' \"c\"",
    "\\",
    "тильда ~ 5",
]


@pytest.mark.no_cover
@pytest.mark.parametrize("said", HOSTILE)
def test_words_are_never_commands_to_bibtex_and_look_as_they_are(said, tmp_path):
    snapshot = snapshot_of(tmp_path, title=said, publisher=said, author=said)
    page = f"{BASE_URL}/api/records/offences-2014.json?x=%20_#y"
    cited = citation.figure(snapshot, snapshot.dataset.records[0], page, "en")
    entries, (source, _) = by_pybtex(cited.bibtex), by_citeproc(cited.bibtex)
    shown = said.translate(STANDINS)
    assert list(entries) == ["press", "kzstats-offences-2014"]
    assert (
        entries["press"]["title"]
        == entries["press"]["publisher"]
        == str(source["press"]["title"])
        == str(source["press"]["publisher"])
        == shown
    )
    assert str(source["press"]["author"][0]["family"]) == shown
    assert shown in entries["kzstats-offences-2014"]["note"]
    assert shown in str(source["kzstats-offences-2014"]["note"])
    assert entries["kzstats-offences-2014"]["url"] == page
    article, data = json.loads(cited.csl)
    assert (article["title"], article["author"]) == (said, [{"literal": said}])
    assert said in data["note"]


@pytest.mark.parametrize("breaking", ["TY  - BOOK", "ER  -"])
def test_no_text_begins_a_line_of_its_own_in_ris(breaking, tmp_path):
    snapshot = snapshot_of(tmp_path, title=breaking)
    assert (
        len(by_ris(citation.figure(snapshot, snapshot.dataset.records[0], BASE_URL, "en").ris)) == 2
    )


@pytest.mark.parametrize(
    ("author", "name"),
    [("Ksenia Bondal", ("Ksenia", "Bondal")), ("A. Writer", ("A.", "Writer")),
    ("Анна Иванова-Ким", ("Анна", "Иванова-Ким")), ("Kazinform", None),
     ("BBC Monitoring", None), ("Staff writer", None), ("Anna Kim, Olga Li", None), (
         "Anna and Olga", None), ("Press office of the court", None)],
)  # fmt: skip
def test_only_what_is_plainly_a_persons_name_is_parted_into_given_and_family(
    author, name, tmp_path
):
    snapshot = snapshot_of(tmp_path, author=author)
    cited = citation.figure(snapshot, snapshot.dataset.records[0], BASE_URL, "en")
    (who,) = json.loads(cited.csl)[0]["author"]
    assert who == ({"given": name[0], "family": name[1]} if name else {"literal": author})
    assert by_ris(cited.ris)[0]["AU"] == (f"{name[1]}, {name[0]}" if name else author)
    (person,) = (
        pybtex.database.parse_string(cited.bibtex, "bibtex").entries["press"].persons["author"]
    )
    assert [name[1]] == person.last_names if name else len(person.last_names) == 1


@pytest.mark.parametrize(
    "query", [Query(), ASKED, Query(lang="kk", last=2016)], ids=["all", "several", "language"]
)
def test_every_snippet_holds_the_address_that_answers_the_same_question(query):
    client = TestClient(api.application(SHELF, BASE_URL))
    snippets = citation.snippets(query, BASE_URL + "/")
    assert list(snippets) == ["pandas", "R", "Power Query"]
    for snippet in snippets.values():
        (address,) = re.findall(r'"(https?://[^"]*)"', snippet)
        assert address == BASE_URL + query.address("csv")
        parts = urlsplit(address)
        assert client.get(
            f"{parts.path.removeprefix('/api')}?{parts.query}"
        ).content == export.whole(SNAPSHOT, query, "csv", BASE_URL)
        assert snippet.count('"') % 2 == 0
        assert all(snippet.count(one) == snippet.count(other) for one, other in ("()", "[]", "{}"))


def ran(snapshot, query, folder):
    """The frame that the pandas snippet makes of a file in the place of its address."""
    (path := folder / "extract.csv").write_bytes(export.whole(snapshot, query, "csv", BASE_URL))
    names = {}
    with redirect_stdout(io.StringIO()):
        exec(
            citation.snippets(query, BASE_URL)["pandas"].replace(
                BASE_URL + query.address("csv"), path.as_posix()
            ),
            names,
        )  # what a reader would run
    return names["figures"]


@pytest.mark.parametrize(
    "query", [Query(), ASKED, Query(lang="ru")], ids=["all", "several", "language"]
)
def test_the_pandas_snippet_fetches_the_right_rows(query, tmp_path):
    found, rows = (
        ran(SNAPSHOT, query, tmp_path),
        frames.answering(SNAPSHOT.frame(query.lang), query),
    )
    assert list(found["record"]) == list(rows["record"])
    assert list(found["value"].fillna(-1)) == list(rows["value"].fillna(-1))
    assert list(found["period_start"]) == list(rows["period_start"])
    assert found["approximate"].dtype == bool
    assert list(found["quote"]) == list(rows["quote"])


def test_the_pandas_snippet_does_not_take_the_code_of_namibia_for_nothing(tmp_path):
    (path := tmp_path / "metrics.yaml").write_text(
        make.yaml_text([{"area": "NA"}, {"value": "1..2"}]), encoding="utf-8"
    )
    found = ran(versions.Store(path).snapshot(), Query(), tmp_path)
    assert list(found["area"]) == ["NA", "KZ"]
    assert pd.isna(found["value"].iloc[1])

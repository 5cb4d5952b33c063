"""Figures whose words are not on record, and what a figure is limited to, whose count it is and how
firm.
"""

import json
import re
from datetime import date
from pathlib import Path

import make
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from kzstats import cli
from kzstats.checks import evidence, ledger
from kzstats.content import captions, citation, marks, receipt, tabled
from kzstats.dataset import validation
from kzstats.dataset.complaints import DataError
from kzstats.exports import caveats, descriptors, extracts, tables
from kzstats.language import interface, languages, naming
from kzstats.query import frames, selection, versions
from kzstats.query.addresses import Query, View
from kzstats.serve import site

SEX = {
    "sex": {
        "title": {"en": "Sex"},
        "codes": {"female": {"en": "Women", "ru": "Женщины"}, "male": {"en": "Men"}},
    },
    "age": {"title": {"en": "Age"}, "codes": {"children": {"en": "Children"}}},
}
LIMITED = {"joined": {"dimensions": ["age", "sex"]}}
CITED = {"source": "law", "quote": None}


def text(records, metrics=None, declared=SEX, topics=None):
    """A data file with dimensions and topics at its end."""
    more = f"dimensions: {json.dumps(declared)}\n" + (
        f"topics: {json.dumps(topics)}\n" if topics else ""
    )
    return make.yaml_text(records, metrics if metrics is not None else LIMITED) + more


def read(*of, **more):
    return validation.read(text(*of, **more).encode())


def refused(*of, **more):
    with pytest.raises(DataError) as error:
        read(*of, **more)
    return [re.sub(r"^metrics.yaml:\d+: ", "", str(problem)) for problem in error.value.problems]


def served(*of, **more):
    return versions.build(read(*of, **more), "0" * 64, date(2020, 2, 3), {})


def test_a_figure_without_words_is_cited_and_told_apart_from_one_that_is_not_checked():
    snapshot = served(
        [{"id": "cited", **CITED}, {"id": "unchecked", "period": "2016", "source": "law"}]
    )
    assert snapshot.checks == {"cited": "cited", "unchecked": "not checked"}
    assert snapshot.failing == ()
    assert [finding.check for finding in evidence.verify(snapshot.dataset, {})] == [
        "cited",
        "not checked",
    ]


def test_a_cited_figure_stands_in_no_ledger():
    data = read([{"id": "cited", **CITED}])
    assert ledger.book(data, {}, evidence.verify(data, {}), {})["records"] == {}


def test_words_may_be_absent_only_where_the_source_has_no_text():
    assert refused([{"quote": None}]) == [
        "records.r1.quote: is missing (add it: the article has an archived text, so that its "
        "words are to be had)"
    ]


@pytest.mark.parametrize("part", ["prefix", "suffix", "context"])
def test_what_belongs_to_words_is_refused_where_there_are_none(part):
    assert refused([{**CITED, part: "by then"}]) == [
        f"records.r1.{part}: belongs to a quote, and the record has none (add the quote, or "
        f"remove it)"
    ]


def test_check_counts_cited_figures_apart_and_none_of_them_is_an_error(capsys, tmp_path):
    data = tmp_path / "metrics.yaml"
    data.write_text(text([{"id": "cited", **CITED}]), encoding="utf-8")
    assert cli.main(["check", "--strict", "--data", str(data)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["1 cited, their words not on record: cited"]


def test_the_receipt_of_a_cited_figure_says_that_its_words_are_not_on_record_and_opens_the_article_at_its_top():  # noqa: E501
    snapshot = served([{"id": "cited", **CITED}])
    page = receipt.page(snapshot, Query(), snapshot.dataset.records[0], "http://x.example")
    said = repr(page)
    assert "the words of the article are not on record" in said
    assert "cited; its words are not on record" in said
    assert "https://law.example/code" in said
    assert ":~:text" not in said


def test_the_line_under_a_chart_counts_cited_figures_apart():
    assert (
        captions.checked("en", ["cited", "matches source", "cited"])
        == "transcription checked: 1 of 3; 2 cited, their words not on record"
    )


def test_a_badge_of_its_own_is_told_without_colour():
    style = (Path(__file__).parents[1] / "src/kzstats/serve/page.css").read_text(encoding="utf-8")
    signs = dict(re.findall(r":is\(\.badge, \.check\)\.([a-z-]+)::before \{ content: \"(.)", style))
    assert "cited" in signs
    assert len(set(signs.values())) == len(signs)


def test_files_say_cited_and_the_package_counts_it_as_a_caveat():
    snapshot = served([{"id": "cited", **CITED}])
    frame = snapshot.frame("en")
    assert (frame["check"][0], frame["quote"][0]) == ("cited", "")
    assert (
        caveats.caveats(snapshot, frame, "en")[-1]
        == "1 row is cited, its words not on record: cited"
    )
    assert b",cited," in extracts.csv(frame)


def test_a_dimension_that_nobody_declared_is_refused_with_the_nearest_named():
    assert refused([{}], {"joined": {"dimensions": ["sexx"]}})[0].endswith(
        "'sexx' is not a dimension that the file declares (did you mean sex?)"
    )


def test_a_wrong_code_is_refused_with_the_nearest_named():
    found = refused([{"metric": "joined", "dimensions": {"sex": "femal"}}])
    assert found == [
        "records.r1.dimensions.sex: 'femal' is not a code of the dimension sex (did you mean "
        "female?)"
    ]


def test_a_metric_has_no_dimension_that_it_does_not_list():
    assert (
        "'sex' is not a dimension of the metric (it has none: give the metric dimensions)"
        in refused([{"dimensions": {"sex": "female"}}])[0]
    )


def test_a_code_that_yaml_takes_for_a_number_is_refused():
    assert (
        "is not a mapping of dimensions to codes"
        in refused([{"metric": "joined", "dimensions": {"age": 5}}])[0]
    )


def test_what_a_figure_is_limited_to_is_said_in_the_metrics_order_and_the_readers_language():
    data = read([{"metric": "joined", "dimensions": {"sex": "female", "age": "children"}}])
    assert naming.subset("en", data, data.records[0]) == "Children, Women"
    assert naming.subset("ru", data, data.records[0]) == "Children, Женщины"


@pytest.mark.parametrize("status", ["B", "D", "E", "P", "U"])
def test_a_status_needs_its_reason(status):
    assert refused([{"status": status}]) == [
        f"records.r1.status: the status {status} has no reason (add reason: say why the figure "
        f"has it)"
    ]
    assert read([{"status": status, "reason": "So it says."}]).records[0].status == status


def test_a_status_that_sdmx_does_not_know_is_refused():
    assert "'X' is not known" in refused([{"status": "X", "reason": "So."}])[0]


def test_topics_come_from_the_data_file_beside_those_that_are_built_in():
    topics = {"returns": {"en": "Returns", "ru": "Возвращение"}}
    data = read([{"metric": "joined"}], {"joined": {"topic": "returns"}}, topics=topics)
    assert naming.topic("ru", "returns", data) == "Возвращение"
    built_in = [*interface.pages("en")]
    assert [*interface.pages("en", data)] == [*built_in[:6], "returns", *built_in[6:]]
    assert (
        "'return' is not a topic (did you mean returns?)"
        in refused([{}], {"joined": {"topic": "return"}}, topics=topics)[0]
    )


def test_a_page_of_the_app_shows_a_declared_topic(tmp_path, monkeypatch):
    data = tmp_path / "metrics.yaml"
    topics = {"returns": {"en": "Returns of people"}}
    data.write_text(
        text([{"metric": "joined"}], {"joined": {"topic": "returns"}}, topics=topics),
        encoding="utf-8",
    )
    monkeypatch.setenv("KZSTATS_DATA", str(data))
    versions.store.cache_clear()
    app = AppTest.from_file(
        str(Path(__file__).parents[1] / "pages" / "frame.py"), default_timeout=30
    ).run()
    assert not app.exception
    app._page_hash = calc_hash("returns")
    app.run()
    versions.store.cache_clear()
    assert not app.exception
    assert "Returns of people" in "".join(one.proto.body for one in app.main if one.type == "html")


def test_a_topic_that_is_built_in_keeps_its_name():
    assert (
        "is a topic that has its name already"
        in refused([{}], topics={"cases": {"en": "Other"}})[0]
    )


def test_rule_and_limits_stand_in_the_packages_metrics():
    snapshot = served(
        [{"metric": "joined"}],
        {
            "joined": {
                "rule": {"en": "Once each."},
                "limits": {"en": "Not motives."},
                "headline": True,
            }
        },
    )
    metric = tables.metrics(snapshot, snapshot.frame("en"), "en")[0]
    assert (metric["rule"], metric["limits"], metric["dimensions"]) == (
        "Once each.",
        "Not motives.",
        "",
    )


@pytest.mark.parametrize(
    ("area", "said"), [("KZ-75", "Almaty (city)"), ("KZ-61", "Turkistan Region")]
)
def test_an_area_may_be_a_region_of_kazakhstan(area, said):
    assert naming.area("en", read([{"area": area}]).records[0].area) == said


def test_a_region_that_there_is_not_is_refused():
    assert "is not an area" in refused([{"area": "KZ-99"}])[0]


def test_a_figure_that_another_does_not_fit_is_on_record_and_says_why():
    odd = {"against": ["r2", "r1", "r2"], "reason": "Another stage."}
    assert refused([odd, {"period": "2015"}]) == [
        "records.r1.against: names the figure itself (name another one)",
        "records.r1.against: names 'r2' twice (keep one)",
    ]
    assert (
        "is not the id of a record (known: r1, r2)"
        in refused([{"against": ["r3"], "reason": "So."}, {"period": "2015"}])[0]
    )
    assert "has no reason" in refused([{"against": ["r2"]}, {"period": "2015"}])[0]


def test_what_is_new_in_a_record_leaves_its_mark_in_the_ledger():
    plain, more = (
        read([{}], {}),
        read([{"producer": "An office", "status": "E", "reason": "So."}], {}),
    )
    assert ledger.fingerprint(plain, plain.records[0]) == ledger.fingerprint(more, more.records[0])


def test_a_cited_figure_is_no_row_less():
    assert len(frames.table(read([{"id": "cited", **CITED}]))) == 1


def test_a_row_of_a_part_never_stands_under_the_name_of_the_whole():
    part = {
        "metric": "joined",
        "dimensions": {"sex": "female", "age": "children"},
        "producer": "A committee",
        "status": "E",
        "reason": "So it says.",
    }
    snapshot = served([part, {"metric": "joined", "value": 200}])
    row = snapshot.frame("en").iloc[0]
    assert (row["metric_title"], row["dimensions"], row["producer"], row["obs_status"]) == (
        "Joined, Children, Women", "age=children;sex=female", "A committee", "E",
    )  # fmt: skip
    assert snapshot.frame("ru").iloc[0]["metric_title"] == "Joined, Children, Женщины"
    assert snapshot.frame("en").iloc[1]["metric_title"] == "Joined"
    told = caveats.caveats(snapshot, snapshot.frame("en"), "en")
    assert "1 row is of a part, which dimensions names, and not of the whole: r1" in told
    assert (
        "1 row differs in its definition, is estimated, provisional or of low reliability "
        "(obs_status): r1" in told
    )


def test_a_row_that_counts_more_than_the_whole_is_no_row_of_a_part():
    wider = {
        "sex": SEX["sex"],
        "age": {
            "title": {"en": "Age"},
            "codes": {"old": {"en": "The old too", "ru": "И пожилые", "widens": True}},
        },
    }
    snapshot = served(
        [{"metric": "joined", "dimensions": {"age": "old", "sex": "male"}}], declared=wider
    )
    told = caveats.caveats(snapshot, snapshot.frame("en"), "en")
    assert "1 row counts more than the metric’s own words say, as dimensions names: r1" in told
    assert not any("is of a part" in caveat for caveat in told)
    assert tables.codes(snapshot, snapshot.frame("ru"), "ru") == [
        {
            "dimension": "age",
            "code": "old",
            "dimension_title": "Age",
            "title": "И пожилые",
            "widens": "true",
        },
        {
            "dimension": "sex",
            "code": "female",
            "dimension_title": "Sex",
            "title": "Женщины",
            "widens": "false",
        },
        {
            "dimension": "sex",
            "code": "male",
            "dimension_title": "Sex",
            "title": "Men",
            "widens": "false",
        },
    ]


def test_a_wrong_status_is_found_by_a_validator():
    snapshot = served([{"metric": "joined"}])
    described = descriptors.data_package(
        snapshot, snapshot.frame("en"), Query(), "http://x.example"
    )
    fields = {field["name"]: field for field in described["resources"][0]["schema"]["fields"]}
    assert fields["obs_status"]["constraints"]["enum"] == ["A", "B", "D", "E", "F", "P", "U"]
    assert fields["dimensions"]["description"].startswith(
        "what the figure is limited to, or widened by"
    )


def test_a_copy_is_read_back_with_what_is_new(tmp_path):
    frame = served(
        [{"metric": "joined", "producer": "=A committee", "dimensions": {"age": "children"}}]
    ).frame("en")
    (tmp_path / "copy.csv").write_bytes(extracts.csv(frame))
    assert extracts.read_csv(tmp_path / "copy.csv").equals(frame)


def test_pictures_receipts_and_tables_name_the_part_and_who_counted():
    records = [
        {"metric": "joined", "period": "2019", "value": 824, "producer": "A committee"},
        {"metric": "joined", "period": "2021", "value": 654, "producer": "An office"},
        {"metric": "joined", "period": "2019", "value": 406, "dimensions": {"age": "children"}},
    ]
    snapshot = served(records)
    whole, part = marks.pictures(selection.select(snapshot, Query()), "joined", "en")
    assert (whole.title, part.title) == (
        "Joined: 2 figures, not one series",
        "Joined, Children: 406",
    )
    said = " ".join(whole.sentences)
    assert "%" not in said
    assert "Not one count, and not compared with each other: A committee and An office." in said
    assert "A total up to a day cannot fall, and here it does: 824 (2019), then 654 (2021)." in said
    assert whole.marks[0].words == "2019: 824 people, counted by A committee."
    assert part.marks[0].words == "Children, 2019: 406 people."
    assert "Joined, Children" in repr(
        receipt.page(snapshot, Query(), snapshot.dataset.records[2], "http://x.example")
    )
    assert (
        "Joined, Children"
        in citation.figure(snapshot, snapshot.dataset.records[2], "http://x.example", "en").bibtex
    )
    assert (
        tabled.row(snapshot.dataset, snapshot.dataset.records[2], "en", mixed=True)[0]
        == "Joined, Children"
    )


def test_a_change_is_told_within_one_count_and_says_whose():
    counts = [
        ("2015", 100, "A committee"),
        ("2016", 150, "A committee"),
        ("2017", 400, "An office"),
    ]
    records = [
        {"metric": "convicted", "period": when, "value": value, "producer": who}
        for when, value, who in counts
    ]
    (picture,) = marks.pictures(selection.select(served(records), Query()), "convicted", "en")
    said = " ".join(picture.sentences)
    assert "A committee: Change from 2015 to 2016: +50%." in said
    assert said.count("%") == 1


def test_a_title_tells_of_the_longest_count_and_how_many_are_others():
    counts = [
        ("2015", 100, "A committee"),
        ("2016", 150, "An office"),
        ("2017", 400, "A committee"),
        ("2018", 90, "Others"),
    ]
    records = [
        {"metric": "convicted", "period": when, "value": value, "producer": who}
        for when, value, who in counts
    ]
    (picture,) = marks.pictures(selection.select(served(records), Query()), "convicted", "en")
    assert picture.title == "Convicted: 100 in 2015, 400 in 2017; 2 figures of other counts"


@pytest.mark.parametrize(
    ("other", "said"),
    [(125, "2 sources agree"), (">500", "2 sources, 125 to more than 500 people")],
)
def test_how_many_sources_there_are_and_whether_they_agree_is_said_as_such(other, said):
    reason = {"reason": "So it says."}
    data = read(
        [
            {"metric": "joined", "value": 125, **reason},
            {"metric": "joined", "value": other, "source": "law", **reason},
        ]
    )
    assert captions.support("en", data, data.records[:1], data.records) == said
    assert captions.support("en", data, data.records[:1], data.records[:1]) == "one source"


def test_the_server_knows_the_page_of_a_declared_topic_and_no_other(tmp_path):
    data = tmp_path / "metrics.yaml"
    data.write_text(
        text([{"metric": "joined"}], topics={"returns": {"en": "Returns of people"}}),
        encoding="utf-8",
    )
    store = versions.Store(data)
    store.snapshot()
    served_at = site.Site(lambda: store, "/stats", dict.fromkeys(languages.LANGUAGES, ""), "")
    assert served_at.place("/stats/returns") == ("page", "returns")
    assert served_at.place("/returns") is None
    assert served_at.place("/stats/return") is None
    written = served_at._written(
        store.snapshot(),
        site._Request(
            "page", "returns", Query(), View(), "http://x.example", "/stats", False, "", ()
        ),
    )
    assert written is not None
    assert ">Returns of people</a>" in written

"""What holds a broad collection together: courses under each other on one scale, letters for whose
count a mark is, an index that stays short, and lists whose extract is what was found.
"""

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import make
import pytest
from benchmarks import breadth
from thirteen import DATA

from kzstats.content import geometry, index, marks, pages, places
from kzstats.content.document import Place
from kzstats.content.picture import PANELS
from kzstats.dataset import validation
from kzstats.exports import export
from kzstats.query import versions
from kzstats.query.addresses import Query, View
from kzstats.query.selection import choose
from kzstats.render import html, plotly, svg

BASE_URL = "http://localhost:8501"
REAL = versions.Store(DATA).snapshot()
REGIONS = ("KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39")


def pictured(*records, **others):
    """The pictures of the records' metric."""
    data = make.dataset(records, **others)
    return marks.pictures(choose(data, Query(), {}), data.records[0].metric, "en")


def regional(*regions, years=(2016, 2017, 2018)):
    """The offences of some regions in some years, more in the later regions."""
    return [
        {"area": area, "period": f"{year}", "value": (place + 1) * 10 + year - 2010}
        for place, area in enumerate(regions)
        for year in years
    ]


def heights(picture):
    """How many pixels high each bar is that a page's drawing and the interactive chart have."""
    root = ElementTree.fromstring(re.sub("&nbsp;", " ", svg.inline(picture, str)))
    in_page = {
        link.get("data-record"): float(link.findall("rect")[-1].get("height"))
        for link in root.iter("a")
    }
    figure = plotly.figure(picture)
    lane = geometry.lane(picture)
    room = geometry.height(picture) - geometry.over(picture) - geometry.BOTTOM - lane
    low, high = figure.layout.yaxis.range
    in_application = {
        point[0]: tall * room / (high - low)
        for trace in figure.data
        if trace.type == "bar" and trace.yaxis != "y2"
        for point, tall in zip(trace.customdata, trace.y, strict=True)
    }
    return in_page, in_application


def test_members_with_years_stand_under_each_other_on_one_scale_in_both_drawings():
    (picture,) = pictured(*regional(*REGIONS[:3]))
    assert picture.panels == ("Aktobe Region", "Akmola Region", "Abai Region")
    values = {mark.record: mark.top for mark in picture.marks}
    for drawn in heights(picture):
        scale = drawn["r1"] / values["r1"]
        assert drawn.keys() == values.keys()
        assert {name: tall / scale for name, tall in drawn.items()} == pytest.approx(values, 0.02)
    assert "Each panel is limited to what it names; all have one scale." in " ".join(
        picture.sentences
    )


def test_no_mark_of_a_panel_reaches_into_the_one_above_it():
    (picture,) = pictured(*regional(*REGIONS), {"area": "KZ-10", "period": "2019", "value": ">90"})
    stacked = geometry.stacked(picture.unfolded)
    for mark in stacked.marks:
        zero = geometry.zero_lines(stacked)[mark.row]
        arrow = geometry.ARROW if mark.arrow == "up" else 0
        assert zero <= mark.bottom <= mark.top
        assert mark.top + arrow + 14 <= zero + geometry.PANEL - geometry.NAMED


def test_a_region_that_is_larger_than_its_whole_is_named():
    whole = [{"period": f"{year}", "value": 5} for year in (2016, 2017)]
    told = [said for one in pictured(*whole, *regional(*REGIONS[:2])) for said in one.sentences]
    assert any("here it is" in said and "(Abai Region, 2017)" in said for said in told)


def test_courses_behind_the_eighth_are_folded_away_and_whole_on_paper():
    (picture,) = pictured(*regional(*REGIONS))
    assert len(picture.panels) == PANELS
    assert len(picture.others.panels) == len(REGIONS) - PANELS
    assert (picture.others.start, picture.others.top) == (picture.start, picture.top)
    whole = picture.unfolded
    assert len(whole.panels) == len(REGIONS)
    assert {mark.row for mark in whole.marks} == set(range(len(REGIONS)))
    assert {mark.record for mark in whole.marks} == set(picture.records)


def test_of_members_with_a_course_what_is_of_another_length_has_the_lane_and_says_which_it_is():
    part = {"area": "KZ-11", "period": "2019-01/2019-05", "value": 5}
    (picture,) = pictured(*regional(*REGIONS[:2]), part)
    (span,) = picture.spans
    assert (span.record, span.name) == ("r7", "Akmola Region, January\u00a0– May 2019")
    assert picture.aside


@pytest.mark.parametrize(
    "records",
    [
        regional(*REGIONS[:1]) + regional(*REGIONS[1:4], years=(2018,)),
        [{"metric": "people", "label": f"Event {n % 2}", "period": f"201{n}-01"} for n in range(4)],
    ],
    ids=["one course alone", "events"],
)
def test_members_without_courses_are_no_small_multiples(records):
    assert not any(picture.panels for picture in pictured(*records))


def test_members_that_several_bodies_count_have_a_panel_for_each_body():
    ours, theirs = regional(*REGIONS[:2]), regional(*REGIONS[:2])
    counted = [{**one, "producer": "Police"} for one in ours]
    counted += [{**one, "producer": "Courts", "value": 1} for one in theirs]
    (picture,) = pictured(*counted)
    assert len(picture.panels) == 4
    assert {name.rpartition(", ")[2] for name in picture.panels} == {"Police", "Courts"}


def test_stems_and_spans_of_several_bodies_have_letters_and_those_of_one_body_none():
    days = [{"metric": "centres", "period": f"201{n}-03-01", "value": n} for n in (5, 6, 7)]
    (alone,) = pictured(*days)
    assert not any(mark.letter for mark in alone.marks)
    days[1] = {**days[1], "producer": "Another body"}
    (several,) = pictured(*days)
    letters = [mark.letter for mark in several.marks]
    assert letters == ["A", "B", "A"]
    assert [mark.told for mark in several.marks][1].endswith("(B)")
    assert several.key.startswith("Whose count: A – ")
    assert "B – Another body" in several.key


def broad(folder: Path, metrics: int, figures: int = 0) -> versions.Snapshot:
    path = folder / f"{metrics}.yaml"
    path.write_text(breadth.data_file(figures or 2 * metrics, metrics), encoding="utf-8")
    return versions.Store(path).snapshot()


def page_of(snapshot: versions.Snapshot, name: str, view: View | None = None) -> str:
    shown = pages.page(snapshot, Query(), name, BASE_URL, view or View())
    return html.page(shown, places.path, html.Around())


def named(said: str) -> list[str]:
    return re.findall(r'<th scope="row" role="rowheader"><a\s+href="/metric/(\w+)', said)


@pytest.mark.parametrize("metrics", [41, 200])
def test_a_broad_index_shows_the_first_of_each_topic_and_leads_to_all(
    tmp_path: Path, metrics: int
) -> None:
    snapshot = broad(tmp_path, metrics)
    said = page_of(snapshot, "metrics")
    assert len(named(said)) <= index.ROWS
    assert said.count('<h2 id="topic-') == breadth.TOPICS
    assert "data-find" not in said
    assert f'<a href="/cases">All {-(-metrics // breadth.TOPICS)} metrics</a>' in said
    assert len(named(page_of(snapshot, "metrics", View(sort=index.WHOLE)))) == metrics


def test_what_the_folded_index_leaves_out_is_found_in_it(tmp_path: Path) -> None:
    snapshot = broad(tmp_path, 200)
    assert "things_177" not in named(page_of(snapshot, "metrics"))
    assert "things_177" in named(page_of(snapshot, "metrics", View(search="kind 177")))


def test_the_index_of_a_topic_has_pages_that_hold_each_metric_once(tmp_path: Path) -> None:
    snapshot = broad(tmp_path, 1000)
    pages_of = pages.listed(snapshot)["topic_3"]
    found = [
        name
        for page in range(1, pages_of + 1)
        for name in named(page_of(snapshot, "topic_3", View(page=page)))
    ]
    assert pages_of == 3
    assert sorted(found) == sorted(f"things_{n}" for n in range(3, 1000, 10))


def rows(query: Query) -> list[str]:
    text = export.whole(REAL, query, "csv", BASE_URL).decode("utf-8-sig")
    return [row["record"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("looked", ["554", "UNODC 2019", "сотталған 38", "zeppelin"])
def test_the_extract_of_a_searched_list_has_the_rows_that_stand_in_it(looked: str) -> None:
    view = View(search=looked)
    shown = pages.page(REAL, Query(), "records", BASE_URL, view)
    said = html.page(shown, places.path, html.Around())
    in_list = re.findall(r'class="receipt" data-record="([^"]*)"', said)
    assert sorted(rows(Query(search=looked))) == sorted(set(in_list))
    (address,) = re.findall(r'href="(/api/records\.csv\?[^"]*)"', said)
    assert "q=" in address


def test_the_extract_of_searched_articles_has_their_figures_and_no_others() -> None:
    said = page_of(REAL, "articles", View(search="554 caravanserai"))
    (address,) = re.findall(r'href="/api/records\.csv\?([^"]*)"', said)
    assert address == "source=caravanserai-2017-10-16"


def test_a_producer_of_a_metric_is_whose_count_its_figures_are_unless_they_say() -> None:
    data = make.dataset(
        [{}, {"period": "2015", "producer": "Another"}],
        metrics={"offences": {"producer": "Police"}},
    )
    assert [record.producer for record in data.records] == ["Police", "Another"]


def test_the_page_of_a_topic_begins_with_its_own_words(tmp_path: Path) -> None:
    text = make.yaml_text([{}], metrics={"offences": {"topic": "roads"}})
    topics = 'topics: {roads: {en: Roads, lead: {en: "What happens on roads."}}}\n'
    path = tmp_path / "metrics.yaml"
    path.write_text(topics + text, encoding="utf-8")
    assert validation.read(path.read_bytes()).topics["roads"].lead is not None
    shown = pages.page(versions.Store(path).snapshot(), Query(), "roads", BASE_URL, View())
    assert shown.lead.startswith("What happens on roads.")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "people returned from Syria in 2019"),
        ("ru", "возвращены из Сирии в 2019 году"),
        ("kk", "2019 жылы Сириядан қайтарылған адамдар"),
    ],
)
def test_from_the_overview_two_clicks_lead_to_why_the_numbers_of_returns_differ(
    lang: str, words: str
) -> None:
    query = Query(lang=lang)
    whole = versions.Store(Path(__file__).parents[1] / "data" / "metrics.yaml").snapshot()
    first = pages.page(whole, query, "overview", BASE_URL, View())
    assert any(
        getattr(block, "to", None) == Place("page", "metrics", query) for block in first.blocks
    )
    found = pages.page(whole, query, "metrics", BASE_URL, View(search=words))
    said = html.page(found, places.path, html.Around())
    ways = re.findall(r'href="/metric/(\w+)(?:\?lang=\w+)?#disagreements"', said)
    assert ways[0] == "repatriated_in_period"
    page = pages.metric(whole, query, ways[0], BASE_URL)
    assert page is not None
    reasons = html.page(page, places.path, html.Around()).partition('id="disagreements"')[2]
    told = reasons.partition("</section>")[0]
    assert "516" in told
    assert "595" in told


def test_under_a_chart_and_on_the_page_a_reason_is_told_once():
    whole = versions.Store(Path(__file__).parents[1] / "data" / "metrics.yaml").snapshot()
    chosen = choose(whole.dataset, Query(), whole.checks)
    reasons = {one.reason.en for one in whole.dataset.records if one.reason}
    for metric in whole.dataset.metrics:
        for picture in marks.pictures(chosen, metric, "en"):
            told = [said for said in picture.sentences if "do not fit each other" in said]
            for reason in reasons:
                assert sum(said.count(reason) for said in told) <= 1, reason

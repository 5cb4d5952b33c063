"""The index of metrics, the search, and the page of a metric: everything that is counted is found,
and found again by its address.
"""

import re
from pathlib import Path

import make
import pytest
from thirteen import DATA

from kzstats.content import charts, index, pages, places
from kzstats.content.document import Chart, Place, Spark
from kzstats.content.picture import Picture
from kzstats.language import languages
from kzstats.query import searching, selection, versions
from kzstats.query.addresses import Query, View
from kzstats.render import html, spark
from kzstats.serve import assets

REAL = versions.Store(DATA).snapshot()
BASE_URL = "http://localhost:8501"


def served(folder: Path, *records: dict[str, object], **more: object) -> versions.Snapshot:
    data = folder / "metrics.yaml"
    data.write_text(make.yaml_text(records, **more), encoding="utf-8")
    return versions.Store(data).snapshot()


def shown(snapshot: versions.Snapshot, query: Query | None = None, view: View | None = None) -> str:
    page = pages.page(snapshot, query or Query(), "metrics", BASE_URL, view or View())
    return html.page(page, places.path, html.Around()).replace("\u00a0", " ")


def named(said: str) -> list[str]:
    """The metrics that a page's index has a row of, in its order."""
    return re.findall(r'<th scope="row" role="rowheader"><a\s+href="/metric/(\w+)', said)


def test_every_metric_with_a_figure_stands_in_the_index_once_under_its_topic() -> None:
    said = shown(REAL)
    assert sorted(named(said)) == sorted({record.metric for record in REAL.dataset.records})
    assert (
        said.index('id="topic-cases"')
        < said.index("/metric/registered_offences")
        < said.index('id="topic-cooperation"')
    )


def test_a_row_says_the_latest_figure_as_it_was_said_its_time_its_years_and_on_how_many_it_rests(
    tmp_path: Path,
) -> None:
    figures = [
        {"period": "2014", "value": 100},
        {"period": "2016", "value": ">300"},
        {"period": "2015", "value": "~200", "source": "law"},
    ]
    cells = re.findall(r'<td role="cell"[^>]*>(.*?)</td>', shown(served(tmp_path, *figures)))
    assert re.sub("<[^>]*>", "", " | ".join(cells)).strip() == "&gt;300 2016 | 2014–2016 | 3 | 2 |"


def test_the_latest_figure_is_of_the_whole_and_a_part_says_of_what_it_is(tmp_path: Path) -> None:
    dimensions = {"dimensions": ["sex"]}
    sexes = {"sex": {"title": {"en": "Sex"}, "codes": {"female": {"en": "Women"}}}}
    part = {"metric": "joined", "period": "2019", "value": 5, "dimensions": {"sex": "female"}}
    whole = {"metric": "joined", "period": "2018", "value": 9}
    data = tmp_path / "metrics.yaml"
    for records, latest in (((whole, part), "9"), ((part,), "5 2019 Women")):
        text = make.yaml_text(records, metrics={"joined": dimensions}).replace(
            "metrics:\n", f"dimensions: {sexes}\nmetrics:\n".replace("'", '"'), 1
        )
        data.write_text(text, encoding="utf-8")
        (cell, *_) = re.findall(
            r'<td role="cell" data-label="Latest figure">(.*?)</td>',
            shown(versions.Store(data).snapshot()),
        )
        assert re.sub("<[^>]*>", "", cell).startswith(latest)


@pytest.mark.parametrize(
    ("other", "disagree"),
    [({"value": 130}, True), ({"value": 100}, False), ({"value": ">90"}, False)],
)
def test_a_row_is_marked_where_sources_disagree_and_leads_to_why(
    tmp_path: Path, other: dict[str, object], disagree: bool
) -> None:
    why = {"rank": "deprecated", "reason": {"en": "Closed cases only."}} if disagree else {}
    said = shown(served(tmp_path, {"value": 100}, {"source": "law", **other, **why}))
    assert ('href="/metric/offences#disagreements">≠ sources disagree</a>' in said) == disagree


@pytest.mark.parametrize(
    ("looked", "found"),
    [
        ("offences", ["registered_offences"]),
        ("осуждённые", ["convicted_persons"]),
        ("сотталған 38", ["convicted_persons"]),
        ("Нидерланд", ["programme_contributions"]),
        ("4,700,000", ["programme_contributions"]),
        ("554", ["registered_offences"]),
        ("UNODC 2019", ["programme_contributions", "event_participants"]),
        ("convicting", ["convicted_persons"]),
        ("осуждённых", ["convicted_persons"]),
        ("how many were convicted in 2016, and why", ["convicted_persons"]),
        ("zeppelin", []),
    ],
)
def test_a_metric_is_found_by_its_words_in_any_language_its_numbers_its_speakers_and_its_years(
    looked: str, found: list[str]
) -> None:
    said = shown(REAL, view=View(search=looked))
    assert named(said) == found
    assert ("Nothing here answers these words." in said) == (not found)
    assert f'value="{looked}"' in said


def test_what_answers_the_words_together_stands_before_what_answers_them_here_and_there(
    tmp_path: Path,
) -> None:
    apart = [{"label": "Aktau", "period": "2014"}, {"label": "Aral", "period": "2015"}]
    together = [{"metric": "convicted", "label": "Aktau", "period": "2015"}]
    said = shown(served(tmp_path, *apart, *together), view=View(search="Aktau 2015"))
    assert named(said) == ["convicted", "offences"]


def test_what_is_found_leads_to_the_figures_that_answer_the_same_words() -> None:
    said = shown(REAL, Query(first=2015), View(search="offences"))
    assert (
        '1 metric answers “offences”. <a href="/records?from=2015&amp;q=offences">2 figures do</a>'
        in said
    )


def test_figures_are_found_by_what_is_their_own_and_by_what_they_share(tmp_path: Path) -> None:
    snapshot = served(
        tmp_path,
        {"period": "2014", "value": 1440},
        {"period": "2019", "said_by": "Ivanov", "label": "Almaty"},
        {"quote": "in Aktau"},
    )
    for looked, found in {
        "1,440": ["r1"],
        "2019": ["r2"],
        "ivanov": ["r2"],
        "aktau": ["r3"],
        "": ["r1", "r2", "r3"],
        "nobody": [],
    }.items():
        for lang in ("en", "kk"):
            chosen = selection.select(snapshot, Query(lang=lang, search=looked))
            assert [record.id for record in chosen.records] == found


def test_a_reader_without_a_script_asks_the_server_with_a_form_that_keeps_the_question() -> None:
    said = shown(REAL, Query(first=2015, lang="kk"))
    (form,) = re.findall(r'<form class="ask" role="search".*?</form>', said, re.DOTALL)
    assert 'method="get" action="/metrics"' in form
    assert re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form) == [
        ("from", "2015"),
        ("lang", "kk"),
    ]


def test_the_script_looks_by_the_same_rule_and_passes_over_the_same_words() -> None:
    script = assets.lean("find.js")
    (idle,) = re.findall(r'new Set\("([^"]*)"', script)
    assert tuple(idle.split()) == searching._IDLE
    assert "most - (most > 3)" in script
    assert searching._ENDING in script
    assert str(searching._CUT) in script
    assert (searching.enough(3), searching.enough(4), searching.enough(0)) == (3, 3, 1)


@pytest.mark.parametrize("lang", languages.LANGUAGES)
def test_the_page_of_a_metric_has_its_cautions_its_charts_why_they_differ_its_sheet_its_table_and_how_to_cite_it(  # noqa: E501
    lang: str,
) -> None:
    for name, metric in REAL.dataset.metrics.items():
        page = pages.metric(REAL, Query(lang=lang), name, BASE_URL)
        assert page is not None
        assert page.lead == metric.definition.in_language(lang)
        parts = [part.name for part in page.blocks if hasattr(part, "name")]
        assert parts[-4:] == ["disagreements", "sheet", "figures", "cite"]
        assert parts[0] == name


def test_a_spark_claims_no_figure_and_holds_no_word() -> None:
    gists = {name: index.gist(REAL, Query(), name) for name in REAL.dataset.metrics}
    for gist in gists.values():
        assert all(
            0 <= part <= 1
            for stroke in gist.strokes
            for part in (stroke.start, stroke.end, stroke.height)
        )
        picture = spark.address(Spark(gist.strokes))
        assert picture.startswith("data:image/svg+xml,")
        assert "text" not in picture
    bounds = [stroke.firm for stroke in gists["event_participants"].strokes]
    assert bounds == [False, False, False]
    assert all(stroke.firm for stroke in gists["registered_offences"].strokes)


def test_many_years_in_one_figure_do_not_tower_over_single_ones_in_a_spark(
    tmp_path: Path,
) -> None:
    years = [{"period": str(year), "value": value} for year, value in ((2014, 3), (2015, 4))]
    held = served(tmp_path, {"period": "2005/2013", "value": 46}, *years)
    heights = [stroke.height for stroke in index.gist(held, Query(), "offences").strokes]
    assert sorted(heights)[1:] == [0.75, 1]
    assert min(heights) < 0.2


def test_an_address_holds_how_a_page_is_shown_behind_what_is_asked() -> None:
    place = Place("page", "records", Query(first=2015), view=View("a b", "newest", 3, ("x",)))
    assert places.path(place) == "/records?from=2015&metric=x&q=a+b&sort=newest&page=3"


def test_the_overview_leads_with_what_the_data_file_chooses_and_says_what_is_new(
    tmp_path: Path,
) -> None:
    page = pages.page(REAL, Query(), "overview", BASE_URL)
    drawn = [part.name for part in page.blocks if getattr(part, "kind", "") in ("chart", "card")]
    assert drawn == [*REAL.dataset.metrics]
    said = html.page(page, places.path, html.Around()).replace("\u00a0", " ")
    assert "<li>22 November 2026: 13 figures added. The first five articles.</li>" in said
    assert 'href="/changes">What changed</a>' in said
    figures = [{"metric": name} for name in ("offences", "convicted", "people")]
    chosen = served(
        tmp_path, *figures, metrics={"people": {"headline": True}, "convicted": {"headline": True}}
    )
    page = pages.page(chosen, Query(), "overview", BASE_URL)
    assert [
        part.name for part in page.blocks if getattr(part, "kind", "") in ("chart", "card")
    ] == ["convicted", "people"]


def compared(
    snapshot: versions.Snapshot, *metrics: str, query: Query | None = None
) -> list[Picture]:
    page = pages.page(snapshot, query or Query(), "compare", BASE_URL, View(metric=metrics))
    sections = [part for part in page.blocks if getattr(part, "kind", "") == "chart"]
    return [
        block.picture
        for section in sections
        for block in section.blocks
        if isinstance(block, Chart)
    ]


def test_compared_metrics_stand_under_each_other_on_one_line_of_time_and_lose_no_figure() -> None:
    alone = [
        charts.pictures(REAL, Query(metric=(name,)), name)[0]
        for name in ("registered_offences", "event_participants")
    ]
    drawn = compared(REAL, "registered_offences", "event_participants")
    assert {(one.start.year, one.after.year, one.ticks, one.borders) for one in drawn} == {
        (2014, 2020, drawn[0].ticks, drawn[0].borders)
    }
    assert [year for _, year in drawn[0].ticks] == ["2014", "2015", "2016", "2017", "2018", "2019"]
    for before, after in zip(alone, drawn, strict=True):
        assert [(mark.record, mark.start, mark.after, mark.top) for mark in before.marks] == [
            (mark.record, mark.start, mark.after, mark.top) for mark in after.marks
        ]


def test_a_comparison_says_what_may_not_be_compared() -> None:
    said = html.page(
        pages.page(
            REAL,
            Query(),
            "compare",
            BASE_URL,
            View(metric=("registered_offences", "rehabilitation_duration")),
        ),
        places.path,
        html.Around(),
    )
    for sentence in (
        "compare when things happened, not how high the marks are",
        "Different units: offences; months.",
        "Registered offences: not comparable across a break (New Criminal Code).",
        "Time to de-programme a radicalised person: its figures stand in rows, not along time.",
    ):
        assert sentence in said
    assert "Choose two metrics" not in said
    assert 'href="/compare?metric=registered_offences"' in said


def test_a_comparison_has_four_metrics_at_most_and_asks_for_two() -> None:
    every = tuple(REAL.dataset.metrics)
    assert len(compared(REAL, *every)) == 4
    for metrics in ((), every[:1]):
        page = pages.page(REAL, Query(), "compare", BASE_URL, View(metric=metrics))
        assert "Choose two metrics or more, up to four." in html.page(
            page, places.path, html.Around()
        )

"""Every page opens inside the frame, and the address restores its view (Streamlit's own test
runner, no browser).
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path

import make
import pytest
from streamlit.testing.v1 import AppTest
from thirteen import DATA

from kzstats import settings
from kzstats.content import articles, charts, filters, marks, pages, places
from kzstats.language import naming
from kzstats.query import selection, versions
from kzstats.query.addresses import Query
from kzstats.render import html, plotly, streamlit
from kzstats.values.codes import COUNTRIES

FRAME = str(Path(__file__).parents[1] / "pages" / "frame.py")
PAGES = (
    "overview",
    "metrics",
    "cases",
    "cooperation",
    "funding",
    "recruitment",
    "records",
    "articles",
    "method",
)


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=30)
    for name, value in address.items():
        app.query_params[name.rstrip("_")] = value
    if page != "overview":
        app.switch_page(f"{page}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    """The HTML of a page, its spaces as common ones, with what the page's script puts into its
    folded parts.
    """
    said = "\n".join(element.proto.body for element in app.main if element.type == "html").replace(
        "\u00a0", " "
    )
    return re.sub(
        r' data-inside="([^"]*)">(<summary>.*?</summary>)',
        lambda part: f">{part[2]}{unescape(part[1])}",
        said,
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_one_heading_and_its_foot(page: str) -> None:
    said = words(opened(page))
    assert said.count("<h1>") == 1
    assert "The data were last changed on" in said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_an_empty_selection(page: str) -> None:
    said = words(opened(page, from_="2018", to="2018"))
    assert "0 of 13 figures are in your selection" in said
    if page not in ("articles", "method"):
        assert "no figure in your selection" in said
        assert "Show everything" in said


def test_the_address_narrows_by_years_and_source() -> None:
    said = words(opened("cases", from_="2015", source=["caravanserai-2017-10-16"]))
    assert "Registered offences: 327 in 2015, 554 in 2016" in said
    assert "Shown: 2 of the 3 figures collected so far; 1 is outside your selection." in said
    assert "154" not in said
    assert "All 3 figures collected so far are shown." in words(opened("cases"))


def test_several_sources_are_repeated_in_the_address_as_for_the_data_addresses() -> None:
    said = words(opened("records", source=["osce-2017-01-31", "unodc-2019-10-30"]))
    assert "5 of 13 figures" in said


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ({"source": ["nowhere"]}, "nowhere"),
        ({"from_": "soon"}, "soon"),
        ({"lang": "xx"}, "xx"),
        ({"from_": "2017", "to": "2015"}, "2017"),
    ],
)
def test_a_bad_value_in_the_address_is_said_and_left_out(
    address: dict[str, str | list[str]], named: str
) -> None:
    said = words(opened("overview", **address))
    assert "in the address was left out." in said
    assert named in said
    assert "Registered offences" in said


def test_a_choice_in_the_filters_narrows_the_page() -> None:
    app = opened("records")
    app.sidebar.selectbox(key="choose_from").set_value("2019").run()
    assert "4 of 13 figures" in words(app)


def test_show_everything_widens_again() -> None:
    app = opened("records", from_="2019")
    app.sidebar.button[0].click().run()
    assert "13 of 13 figures" in words(app)


def test_floors_and_rough_figures_are_never_shown_as_exact() -> None:
    said = words(opened("cooperation"))
    assert "~90, &gt;30, &gt;50 at 3 events" in said
    assert "No exact number is given for these events." in said
    assert "2 more events are reported without a number of participants" in said


def test_growth_across_the_new_law_says_so() -> None:
    assert "New Criminal Code" not in words(opened("cases", from_="2015"))
    assert "A new Criminal Code came into force on 1 January 2015" in words(opened("cases"))


def test_one_metric_about_two_places_makes_two_cards_and_two_charts_of_two_titles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DATA.read_text(encoding="utf-8")
    other = text[
        text.index("  - {id: rehabilitation-months-2017") : text.index("\n# Events that an article")
    ]
    data = tmp_path / "metrics.yaml"
    abroad = other.replace("rehabilitation-months-2017", "rehabilitation-months-kz").replace(
        "area: unspecified", "area: KZ"
    )
    data.write_text(text.replace("\nrecords:\n", f"\nrecords:\n{abroad}"), encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(data))
    versions.store.cache_clear()
    try:
        for page in ("overview", "recruitment"):
            titles = re.findall(
                r">(Time to de-programme a radicalised person.*?)</h2>", words(opened(page))
            )
            assert sorted(titles) == [
                "Time to de-programme a radicalised person (not named): 1–18 months",
                "Time to de-programme a radicalised person: 1–18 months",
            ]
    finally:
        versions.store.cache_clear()


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ({"from_": ["2014", "2015"]}, "It may be given only once."),
        ({"metric": "x"}, "metric"),
        ({"sorce": "x"}, "Did you mean “source”?"),
    ],
)
def test_the_pages_refuse_what_the_data_addresses_refuse(
    address: dict[str, str | list[str]], named: str
) -> None:
    assert named in words(opened("overview", **address))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "name",
    [
        "utm_source",
        "utm_campaign",
        "fbclid",
        "gclid",
        "yclid",
        "ref",
        "mc_cid",
        "format",
        "embed_options",
        "q",
    ],
)
def test_parameters_that_mean_something_to_others_are_let_be(name: str) -> None:
    said = words(opened("overview", **{name: "x"}))
    assert "left out" not in said
    assert f"“{name}" not in said


@pytest.mark.no_cover
@pytest.mark.parametrize("slip", ["sorce", "sources", "publishr", "form", "fro", "recrod", "lng"])
def test_a_slip_in_the_name_of_a_parameter_is_told_with_what_was_meant(slip: str) -> None:
    meant = {
        "sorce": "source",
        "sources": "source",
        "publishr": "publisher",
        "form": "from",
        "fro": "from",
        "recrod": "record",
        "lng": "lang",
    }[slip]
    assert f"Did you mean “{meant}”?" in words(opened("overview", **{slip: "x"}))


@pytest.mark.parametrize(
    ("address", "chosen", "year", "moved", "bound"),
    [
        ({"to": "2015"}, "from", "2016", "to", "To year"),
        ({"from_": "2017"}, "to", "2014", "from", "From year"),
    ],
)
def test_a_year_chosen_past_the_other_takes_it_along_and_says_so(
    address: dict[str, str], chosen: str, year: str, moved: str, bound: str
) -> None:
    app = opened("records", **address)
    app.sidebar.selectbox(key=f"choose_{chosen}").set_value(year).run()
    said = words(app)
    assert app.session_state["from"] == app.session_state["to"] == year
    assert app.sidebar.selectbox(key=f"choose_{moved}").value == year
    assert f"“{bound}” was moved to {year}" in said
    assert (
        "address" not in said.partition("<footer>")[0].partition("</nav>")[2].partition("<h1>")[0]
    )
    app.sidebar.selectbox(key=f"choose_{chosen}").set_value("").run()
    assert "was moved" not in words(app)


def test_a_year_that_fits_moves_nothing() -> None:
    app = opened("records", from_="2014", to="2016")
    app.sidebar.selectbox(key="choose_from").set_value("2016").run()
    assert (app.session_state["from"], app.session_state["to"]) == ("2016", "2016")
    assert "was moved" not in words(app)


def told(record: str, data: Path = DATA, lang: str = "en") -> str:
    """A record's receipt, as words and markup, its spaces as common ones."""
    snapshot = versions.Store(data).snapshot()
    page = pages.figure(snapshot, Query(lang=lang), record, settings.base_url())
    assert page is not None
    return html.receipt(page, places.path).replace("\u00a0", " ")


def test_a_receipt_says_the_value_the_words_the_speaker_the_printer_and_each_check() -> None:
    said = told("participants-osce-unodc-2017-10")
    for words_ in (
        "more than 30 people",
            "“More than 30 practitioners from the judiciary, law enforcement agencies”",
        "Counted: practitioners from the judiciary, law enforcement agencies and prison "
            "management.",
        "Organisation for Security and Co-operation in Europe (OSCE)",
        "Caravanserai, news media, 16 October 2017, date taken from the address",
            "4–5 October 2017 (inferred)", "Kazakhstan", "SHA-256",
        "/figure/participants-osce-unodc-2017-10", "#:~:text=More%20than%2030", "@misc{",
    ):  # fmt: skip
        assert words_ in said
    assert said.count("✓") == 6
    assert "✗" not in said
    assert 'transcription checked</p><p class="source">It rests on: one source.</p>' in said


def test_a_receipt_carries_the_breaks_of_its_metric_with_their_source_and_a_citation_for_reference_managers() -> (  # noqa: E501
    None
):
    said, metric = (
        told("offences-2016"),
        versions.Store(DATA).snapshot().dataset.metrics["registered_offences"],
    )
    for words_ in (
        f"From 1 January 2015: New Criminal Code. {metric.breaks[0].reason.en}",
        "https://adilet.zan.kz/eng/docs/K1400000226",
    ):
        assert escape(words_) in said
    for name, begins in {
        "BibTeX": "@misc{caravanserai-2017-10-16,",
        "RIS": "TY  - NEWS",
        "CSL-JSON": "[\n{&#34;id&#34;",
    }.items():
        assert f"<summary>{name}</summary>" in said
        assert begins in said
    assert "New Criminal Code" not in told("convicted-2016-01-05")


def test_a_charts_citation_leads_to_the_chart_in_the_readers_view_and_its_files_say_view_and_language() -> (  # noqa: E501
    None
):
    data = versions.Store(DATA).snapshot()
    query = Query(first=2015, lang="ru")
    below = streamlit._below(data, query, "cases", "https://figures.example/")[0]
    shown = unescape(unescape(below))
    assert "https://figures.example/chart/registered_offences?from=2015&lang=ru" in shown
    assert "/api/charts/registered_offences.svg" not in shown.partition("<summary>RIS</summary>")[0]
    names = re.findall(r'download="([^"]+)"', below)
    assert names == [
        f"kzstats_registered_offences_2015-_ru.{kind}" for kind in ("csv", "xlsx", "svg", "png")
    ]


@pytest.mark.parametrize(
    ("old", "new", "badge", "ticks", "crosses"),
    [
        ("value: 327", "value: 328", "changed since it was checked", 0, 0),
        ("text_sha256: ee94", "text_sha256: 0e94", "changed since it was checked", 0, 0),
        ('period: "2015", value: 327', 'period: "2014", value: 327', "its check failed", 0, 1),
    ],
)
def test_a_receipt_of_an_edited_figure_shows_no_check_that_it_did_not_pass(
    old: str, new: str, badge: str, ticks: int, crosses: int, tmp_path: Path
) -> None:
    data = tmp_path / "metrics.yaml"
    data.write_text(DATA.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (tmp_path / "evidence.json").write_bytes(DATA.with_name("evidence.json").read_bytes())
    said = told("offences-2015", data)
    assert badge in said
    assert (said.count("✓"), said.count("✗")) == (ticks, crosses)
    assert "given as stated, not checked" in said


def test_a_receipt_without_a_ledger_says_that_nothing_was_checked(tmp_path: Path) -> None:
    data = tmp_path / "metrics.yaml"
    data.write_bytes(DATA.read_bytes())
    said = told("offences-2015", data)
    assert "not checked" in said
    assert "This figure has not been checked automatically against its article yet." in said


@pytest.mark.parametrize(
    ("lang", "ours"),
    [("en", ""), ("ru", "«&lt;i&gt;327 в 2015&lt;/i&gt;» (перевод kzstats)"), ("kk", "")],
)
def test_a_quote_has_our_translation_beside_it_where_the_reader_needs_one(
    tmp_path: Path, lang: str, ours: str
) -> None:
    data = tmp_path / "metrics.yaml"
    text = re.sub(r",\s+translation: \{[^}]*\}", "", DATA.read_text(encoding="utf-8"))
    data.write_text(
        text.replace(
            "quote: 327 in 2015,", 'quote: 327 in 2015, translation: {ru: "<i>327 в 2015</i>"},'
        ),
        encoding="utf-8",
    )
    said = told("offences-2015", data, lang)
    assert "327 in 2015" in said
    assert said.count('<p class="translation">') == bool(ours)
    assert ours in said
    snapshot = versions.Store(data).snapshot()
    table = "".join(streamlit._plain(snapshot, Query(lang=lang), "records", settings.base_url()))
    assert table.count('class="translation"') == bool(ours)
    assert ours in table


def test_a_receipt_says_rank_and_correction_and_hostile_words_stay_words(tmp_path: Path) -> None:
    text = DATA.read_text(encoding="utf-8").replace(
        "quote: 327 in 2015,",
        'quote: "<b>327</b> in $2015$", rank: preferred, reason: {en: "By <i>law</i>."},',
    )
    fixed = (
        '  - {record: offences-2015, date: "2026-11-22", was: "325", reason: {en: A slip of '
        "the pen.}}\n"
    )
    text = text.replace("\ncorrections:\n", f"\ncorrections:\n{fixed}")
    data = tmp_path / "metrics.yaml"
    data.write_text(text, encoding="utf-8")
    said = told("offences-2015", data)
    assert "&lt;b&gt;327&lt;/b&gt; in $2015$" in said
    assert "preferred: By &lt;i&gt;law&lt;/i&gt;." in said
    assert "was 325 until 22 November 2026: A slip of the pen." in said
    assert "<b>" not in said
    assert "<i>" not in said


def test_the_address_opens_a_receipt_and_says_when_there_is_none() -> None:
    assert not opened("cases", record="offences-2014").exception
    assert "No figure has the id “nothing”" in words(opened("cases", record="nothing"))


def test_sources_that_disagree_are_listed_with_their_reason_and_the_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DATA.read_text(encoding="utf-8")
    other = (
        '  - {id: other, metric: registered_offences, period: "2015", value: 240, area: KZ, '
        "source: osce-2017-01-31,\n"
    )
    other += "     said_by: A, quote: 240 in it%s}\n"
    data = tmp_path / "metrics.yaml"
    monkeypatch.setenv("KZSTATS_DATA", str(data))
    for more, said in (
        ("", "Neither gives a reason"),
        (
            ", rank: deprecated, reason: {en: Closed cases only.}",
            "(deprecated): Closed cases only.",
        ),
    ):
        data.write_text(
            text.replace("\nrecords:\n", f"\nrecords:\n{other % more}"), encoding="utf-8"
        )
        versions.store.cache_clear()
        try:
            assert said in words(opened("articles"))
        finally:
            versions.store.cache_clear()


def test_a_broken_data_file_at_the_start_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "metrics.yaml"
    broken.write_text("sources: [", encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(broken))
    versions.store.cache_clear()
    try:
        app = opened("overview")
    finally:
        versions.store.cache_clear()
    assert "The figures cannot be shown" in words(app)
    assert app.code[0].value == "kzstats check"
    assert "metrics.yaml:1" not in words(app)


@pytest.fixture
def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dashboard over 100 countries, 100 articles, and 300 figures."""
    areas = sorted(COUNTRIES)
    sources = {f"press-{place}": {"title": f"Article {place}"} for place in range(100)}
    records = [
        {
            "period": str(2000 + place % 3),
            "area": areas[place // 3],
            "source": f"press-{place // 3}",
            "value": place + 1,
        }
        for place in range(300)
    ]
    data = tmp_path / "metrics.yaml"
    data.write_text(make.yaml_text(records, sources=sources), encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(data))
    versions.store.cache_clear()
    yield
    versions.store.cache_clear()


def test_the_table_of_a_chart_holds_the_figures_that_are_drawn_and_says_how_many_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "metrics.yaml").write_text(
        make.yaml_text([{"period": str(1901 + place)} for place in range(100)]), encoding="utf-8"
    )
    monkeypatch.setenv("KZSTATS_DATA", str(tmp_path / "metrics.yaml"))
    versions.store.cache_clear()
    try:
        said = words(opened("cases"))
    finally:
        versions.store.cache_clear()
    assert re.findall(r'data-record="r(\d+)"', said) == [str(place) for place in range(65, 101)]
    drawn = "Only the figures drawn in the chart are here, of 100; the extract has every one."
    for sentence in ("Table of 36 figures", "64 earlier figures are not drawn.", drawn):
        assert sentence in said
    monkeypatch.delenv("KZSTATS_DATA")
    versions.store.cache_clear()
    assert "Only the figures drawn" not in words(opened("cases"))


@pytest.mark.parametrize(("page", "drawn", "left"), [("overview", 8, 92), ("cases", 4, 96)])
def test_no_page_draws_more_charts_than_a_reader_can_use_and_the_others_are_one_click_away(
    page: str, drawn: int, left: int, crowd: None
) -> None:
    app = opened(page)
    assert len(app.get("plotly_chart")) == drawn <= charts.MOST
    assert f'href="/metric/offences">Offences: {left} more charts</a>' in words(app)
    assert "300 of 300 figures are in your selection" in words(app)
    assert "more chart" not in words(opened(page, source=["press-1"]))


def test_the_page_of_a_metric_draws_twelve_charts_and_leads_to_every_other(crowd: None) -> None:
    page = pages.metric(versions.store().snapshot(), Query(), "offences", settings.base_url())
    assert page is not None
    shown = html.page(page, places.path, html.Around())
    assert shown.count('class="picture"') == charts.MOST
    assert sorted(re.findall(r'href="/chart/offences-(\d+)"', shown), key=int) == [
        str(place) for place in range(13, 101)
    ]
    assert f">{naming.area('en', sorted(COUNTRIES)[12])}</a>" in shown


def test_the_articles_stand_on_pages_each_with_an_address_and_none_is_left_out(crowd: None) -> None:
    titles: list[str] = []
    for place in range(1, 6):
        said = words(opened("articles", page_=str(place)))
        found = re.findall(r"<h2[^>]*><a [^>]*>(Article \d+)</a>", said)
        assert len(found) == articles.MOST == 20
        assert f"Page {place} of 5:" in said
        assert ("How many figures there are for which year" in said) == (place == 1)
        titles += found
    assert (
        sorted(set(titles)) == sorted(titles) == sorted(f"Article {place}" for place in range(100))
    )
    only = words(opened("articles", source=["press-99"]))
    assert (len(re.findall("<h2[^>]*><a ", only)), "Page 1" in only) == (1, False)
    assert re.findall(
        r"<h2[^>]*><a [^>]*>(Article \d+)</a>", words(opened("articles", q="article 77"))
    ) == ["Article 25", "Article 77"]


def test_all_figures_stand_on_pages_in_the_order_that_is_asked_for_and_none_is_left_out(
    crowd: None,
) -> None:
    def rows(**address: str) -> list[str]:
        return re.findall(
            r'<tr role="row"><th scope="row".*?data-record="r(\d+)"',
            words(opened("records", **address)),
            re.DOTALL,
        )

    whole = [*rows(), *rows(page_="2"), *rows(page_="3")]
    assert whole == [str(place) for place in range(1, 301)]
    assert rows(page_="9") == rows(page_="3")
    assert rows(sort="largest") == [str(place) for place in range(300, 200, -1)]
    assert rows(sort="newest", q="article 7") == ["24", "23", "7", "22"]
    assert rows(sort="nonsense", page_="none") == whole[:100]
    said = words(opened("records", q="article 7", from_="2001"))
    assert "2 figures answer “article 7”." in said
    assert 'href="/records?from=2001&amp;q=article+7&amp;sort=newest"' in said
    assert "Nothing here answers these words." in words(opened("records", q="zeppelin"))


def test_the_figures_of_some_metrics_are_asked_for_by_the_address_and_its_extract_has_no_others() -> (  # noqa: E501
    None
):
    said = words(opened("records", metric="registered_offences"))
    assert "Only: Registered offences." in said
    assert "All of this page: 3 figures." in said
    assert said.count('<tr role="row"><th scope="row"') == 3


def test_what_is_drawn_for_one_reader_is_not_drawn_again_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened("cases", from_="2015")
    made: list[str] = []
    for module, name in (
        (marks, "pictures"),
        (plotly, "figure"),
        (charts, "table"),
        (selection, "choose"),
    ):
        make = getattr(module, name)
        monkeypatch.setattr(
            module,
            name,
            lambda *given, of=name, make=make, **more: made.append(of) or make(*given, **more),
        )
    first, second = opened("cases", from_="2015"), opened("cases", from_="2015")
    assert made == []
    assert words(first) == words(second)
    opened("cases", from_="2016")
    assert set(made) == {"pictures", "figure", "table", "choose"}


def test_what_is_kept_is_told_apart_by_language_filters_and_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = {
        words(opened("cases", **address))
        for address in (
            {},
            {"from_": "2015"},
            {"lang": "ru"},
            {"source": ["caravanserai-2017-10-16"]},
        )
    }
    monkeypatch.setenv("KZSTATS_URL", "https://figures.example")
    elsewhere = words(opened("cases"))
    assert len({*said, elsewhere}) == 5
    assert "https://figures.example/chart/registered_offences" in elsewhere


def test_a_session_holds_nothing_of_the_data_between_its_runs() -> None:
    app = opened("cases", from_="2015")
    assert "view" not in app.session_state
    kept = [
        app.session_state[name] for name in ("from", "to", "lang", "source", "publisher", "record")
    ]
    assert all(isinstance(value, str | list) for value in kept)


@pytest.mark.parametrize(
    ("page", "names"),
    [
        (
            "overview",
            [
                "Registered offences",
                "Convicted persons",
                "Event participants",
                "Donors’ financial support",
            ],
        ),
        ("cases", ["Registered offences", "Convicted persons"]),
        ("records", []),
        (
            "recruitment",
            ["European women who moved to ISIL territory", "Women among militants and terrorists"],
        ),
    ],
)
def test_an_empty_selection_is_said_once_and_unfolds_to_all_that_is_empty(
    page: str, names: list[str]
) -> None:
    shown = words(opened(page, from_="2018", to="2018"))
    said = re.findall(r'<p class="notice" role="status">([^<]*)', shown)
    assert [one for one in said if "no figure in your selection" in one] == said[:1]
    assert len(said) == 1
    folded = re.findall(r'<details data-key="lacking">.*?</details>', shown, re.DOTALL)
    assert len(folded) == bool(names)
    assert all(name in folded[0] for name in names)


def test_metrics_without_a_figure_are_one_folded_line_among_those_that_have_some() -> None:
    said = words(opened("overview", from_="2019"))
    assert '<p class="notice"' not in said
    assert "5 metrics are empty in your selection</summary>" in said
    assert "metrics are empty" not in words(opened("overview"))


@pytest.mark.parametrize("page", ["cooperation", "records", "overview"])
def test_an_event_without_a_number_stays_with_a_filter_that_contains_it(page: str) -> None:
    said = words(opened(page, from_="2016", to="2016"))
    assert (
        "1 event is reported without a number of participants: Supreme Court round table with "
        "U.S. judicial experts (about June 2016)." in said
    )
    assert "Almaty" not in said


def test_what_a_page_says_of_its_areas_and_measures_follows_its_rows() -> None:
    assert "Figures by area: not named (2), Europe (1)." in words(opened("recruitment"))
    assert "Figures by area" not in words(opened("recruitment", from_="2018"))
    assert "Figures by area: several countries (3)." in words(opened("funding"))
    apart = "separate measures, none of which is a part or a rate of another"
    assert f"“Registered offences” and “Convicted persons”: {apart}" in words(opened("cases"))
    assert apart not in words(opened("cases", to="2015"))
    assert "5 events, of which 3 with a number of participants." in words(opened("cooperation"))
    some = words(opened("cooperation", source=["caravanserai-2017-10-16", "astana-times-2016-06"]))
    assert "2 events, of which 1 with a number of participants." in some


def test_every_row_of_all_figures_says_what_it_counts() -> None:
    said = words(opened("records"))
    assert "Donors’ financial support: European Union</th>" in said
    assert (
        "Event participants: OSCE and UNODC seminar, Astana <small>practitioners from the "
        "judiciary, law enforcement agencies and" in said
    )
    assert "Registered offences</th>" in said


def test_the_map_of_articles_has_letters_that_do_not_read_as_counts() -> None:
    said = words(opened("articles"))
    table = said[said.index('<table class="map">') : said.index('<ol type="A">')]
    cells = re.findall(r"<td>([^<]*)</td>", table)
    assert cells
    assert all(re.fullmatch("[A-E](, [A-E])*", cell) for cell in cells)
    assert (
        said.count(
            "<li>", said.index('<ol type="A">'), said.index("</ol>", said.index('<ol type="A">'))
        )
        == 5
    )


def test_numbers_left_out_are_counted_as_what_they_are() -> None:
    said = words(opened("articles", source=["unodc-2019-10-30"]))
    assert "7 left out with a reason (6 passages)" in said
    assert "6 passages left out, with the reason" in said


def test_a_sum_says_who_computed_it_wherever_it_stands() -> None:
    for page in ("overview", "funding"):
        said = words(opened(page))
        assert (
            said.count("9.1 million")
            == said.count("9.1 million in all, computed by kzstats from 3 figures")
            > 0
        )


def test_the_filters_name_sources_whole_by_publisher_with_counts_and_say_which_years_have_no_figure() -> (  # noqa: E501
    None
):
    offered = filters.offered(versions.Store(DATA).snapshot(), "en")
    assert offered.years["2018"].replace("\u00a0", " ") == "2018: no figure"
    assert offered.years["2017"] == "2017"
    by_name = {one.name: one for one in offered.several}
    assert [*by_name] == ["source", "publisher", "area"]
    assert dict(by_name["source"].groups)["Caravanserai"] == (
        (
            "caravanserai-2017-10-16",
            "16\u00a0October 2017: Kazakhstan strives to strengthen rule of law in fight against "
            "terrorism (4)",
        ),
        (
            "caravanserai-2017-04-11",
            "11\u00a0April 2017: Kazakhstan conference urges more attention to online recruiting "
            "(3)",
        ),
    )
    assert ("KZ", "Kazakhstan (7)") in by_name["area"].groups[0][1]
    said = words(opened("records", area=["several"]))
    assert "3 of 13 figures are in your selection" in said
    assert "/api/records.csv?area=several" in said

"""Every page opens inside the frame, and the address restores its view (Streamlit's own test runner, no browser)."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

FRAME = str(Path(__file__).parents[1] / "pages" / "frame.py")
PAGES = ("overview", "cases", "cooperation", "funding", "recruitment", "records", "articles", "method")


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=30)
    for name, value in address.items():
        app.query_params[name.rstrip("_")] = value
    app.run()
    if page != "overview":
        app.switch_page(f"{page}.py").run()
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.main if element.type == "html")


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
    assert "154" not in said


def test_several_sources_are_repeated_in_the_address_as_for_the_data_addresses() -> None:
    said = words(opened("records", source=["osce-2017-01-31", "unodc-2019-10-30"]))
    assert "5 of 13 figures" in said


@pytest.mark.parametrize(
    ("address", "named"),
    [({"source": ["nowhere"]}, "nowhere"), ({"from_": "soon"}, "soon"), ({"lang": "xx"}, "xx"), ({"from_": "2017", "to": "2015"}, "2017")],
)
def test_a_bad_value_in_the_address_is_said_and_left_out(address: dict[str, str | list[str]], named: str) -> None:
    said = words(opened("overview", **address))
    assert "The address asks for something that is not here" in said
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
    assert "No event was counted exactly." in said
    assert "2 more events are reported without a number of participants" in said


def test_growth_across_the_new_law_says_so() -> None:
    assert "New Criminal Code" not in words(opened("cases", from_="2015"))
    assert "A new Criminal Code came into force on 1 January 2015" in words(opened("cases"))


def test_one_metric_about_two_places_makes_two_cards_and_two_charts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kzstats import live

    text = (Path(__file__).parents[1] / "data" / "metrics.yaml").read_text(encoding="utf-8")
    other = text[text.index("  - {id: rehabilitation-months-2017") : text.index("\n# Events that an article")]
    data = tmp_path / "metrics.yaml"
    abroad = other.replace("rehabilitation-months-2017", "rehabilitation-months-kz").replace("area: unspecified", "area: KZ")
    data.write_text(text.replace("\nrecords:\n", f"\nrecords:\n{abroad}"), encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(data))
    live.shelf.cache_clear()
    try:
        assert words(opened("overview")).count("<h2>Time to de-programme a radicalised person: 1–18 months</h2>") == 2
        assert words(opened("recruitment")).count("<h2>Time to de-programme a radicalised person: 1–18 months</h2>") == 2
    finally:
        live.shelf.cache_clear()


@pytest.mark.parametrize(
    ("address", "named"), [({"from_": ["2014", "2015"]}, "stands twice"), ({"metric": "x"}, "metric"), ({"colour": "red"}, "colour")]
)
def test_the_pages_refuse_what_the_data_addresses_refuse(address: dict[str, str | list[str]], named: str) -> None:
    assert named in words(opened("overview", **address))


def test_a_broken_data_file_at_the_start_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kzstats import live

    broken = tmp_path / "metrics.yaml"
    broken.write_text("sources: [", encoding="utf-8")
    monkeypatch.setenv("KZSTATS_DATA", str(broken))
    live.shelf.cache_clear()
    try:
        app = opened("overview")
    finally:
        live.shelf.cache_clear()
    assert "The figures cannot be shown" in words(app)
    assert "metrics.yaml:1" in app.code[0].value

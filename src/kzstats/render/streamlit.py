"""A page in the app: navigation, the shared filters, and the blocks of the page that the address
names, its charts first.

The address holds all of a view. Hidden bound inputs carry it
(:data:`kzstats.content.filters.CARRIED`), under the names and codes that the data addresses use
too, so that the same query works behind every door.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from json import dumps
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from kzstats import settings
from kzstats.content import filters, pages, places
from kzstats.content.document import Block, Chart, Place, Section
from kzstats.content.figures import notice
from kzstats.content.filters import CARRIED, ONCE, RECORD, SEVERAL
from kzstats.content.marks import Picture
from kzstats.dataset.complaints import DataError
from kzstats.dataset.memory import remembered
from kzstats.language import interface, languages
from kzstats.language.translation import translate
from kzstats.query import addresses, versions
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.render import html, leans, plotly
from kzstats.render.leans import MenuPage, Room

_AGAIN: Final = "again"
"""The hidden button by which the page's script has the page run anew."""
_MOVED: Final = "moved"
"""Which of the years was moved to fit the other, until the page says so."""
_PICKED: Final = "picked"
_SHOWN: Final = "shown"
"""What the carriers held when the filters were last drawn."""
_KEPT: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a page shows: the data and the query that the address asks; ``base_url`` begins the
    addresses that citations name.
    """

    snapshot: Snapshot
    query: Query
    base_url: str
    english: bool = False
    """Whether English was asked for in the address: the browser alone would have
    another language.
    """


def frame(folder: Path) -> None:
    """Run the page that the address names, within navigation and shared filters; ``folder`` holds
    the pages.
    """
    lang = st.query_params.get("lang")
    lang = lang if lang in languages.LANGUAGES else languages.preferred(st.context.locale)
    try:
        snapshot = versions.store().snapshot()
    except DataError:
        snapshot = None
    titles = interface.pages(lang, snapshot.dataset if snapshot is not None else None)
    page = st.navigation(
        [_page(folder, name, title) for name, title in titles.items()], expanded=True
    )
    title = titles[page.url_path or "overview"]
    st.set_page_config(page_title=f"{title} · kzstats", page_icon=html.icon(), layout="wide")
    if snapshot is None:
        _no_data(lang)
        return
    st.session_state["view"] = _view(snapshot, lang, page.url_path)
    try:
        page.run()
    finally:
        del st.session_state["view"]  # between its runs a session holds nothing of the data


def _page(folder: Path, name: str, title: str) -> MenuPage:
    """A page of the menu: its file, or of a topic that the data file declares one that has none.

    Streamlit reads a title as Markdown, and the words of a data file are none.
    """
    title = re.sub(r"([!-/:-@[-`{-~])", r"\\\1", title)
    if (folder / f"{name}.py").is_file():
        return st.Page(folder / f"{name}.py", title=title, default=name == "overview")
    return st.Page(partial(show, name), title=title, url_path=name)


def show(name: str) -> None:
    """Draw a page of the menu: all that each of the pages' files does.

    All charts go out first: the browser draws them while what stands below them is still being
    made.
    """
    view: View = st.session_state["view"]
    of = view.snapshot, view.query, name, view.base_url, filters.view(view.snapshot, name, _said())
    page = pages.page(*of)
    _receipt(view)
    st.html(html.heading(page))
    plain = iter(_plain(*of, view.english))
    waiting: list[Room] = []
    columns: list[Room] = []
    cards = 0
    for block in page.blocks:
        if (picture := _pictured(block)) is None:
            st.html(next(plain))
            continue
        assert isinstance(block, Section)
        if block.kind == "card":
            columns = list(st.columns(2)) if cards % 2 == 0 else columns
            within, cards = columns[cards % 2], cards + 1
            room = within.container(border=True, height="stretch", key=f"card_{picture.name}")
        else:
            room = st.container(border=True, key=f"chart_{picture.name}")
        with room:
            _draw(view, block, picture)
        waiting.append(room)
    for room, told in zip(waiting, _below(*of, view.english), strict=True):
        with room:
            st.html(told)
    st.html(html.foot(page, view.base_url.rstrip("/") + places.path(page.place)))


def _pictured(block: Block) -> Picture | None:
    """The picture of a section that has one."""
    return (
        next((part.picture for part in block.blocks if isinstance(part, Chart)), None)
        if isinstance(block, Section)
        else None
    )


def _address(place: Place, english: bool = False) -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return places.path(place, f"/{base}" if base else "", english=english)


@remembered(_KEPT)
def _plain(
    snapshot: Snapshot,
    query: Query,
    name: str,
    base_url: str,
    seen: addresses.View = pages.PLAIN,
    english: bool = False,
) -> tuple[str, ...]:
    """The blocks of a page that have no chart, as HTML."""
    page, address = (
        pages.page(snapshot, query, name, base_url, seen),
        partial(_address, english=english),
    )
    return tuple(
        html.blocks((block,), address, query.lang, lazy=True)
        for block in page.blocks
        if _pictured(block) is None
    )


@remembered(_KEPT)
def _below(
    snapshot: Snapshot,
    query: Query,
    name: str,
    base_url: str,
    seen: addresses.View = pages.PLAIN,
    english: bool = False,
) -> tuple[str, ...]:
    """What stands below each chart of a page, as HTML."""
    told, address = [], partial(_address, english=english)
    for block in pages.page(snapshot, query, name, base_url, seen).blocks:
        if isinstance(block, Section) and _pictured(block) is not None:
            _, after = _parted(block)
            told.append(html.blocks(after, address, query.lang, lazy=True))
    return tuple(told)


@remembered(4 * _KEPT)
def _figure(_snapshot: Snapshot, picture: Picture) -> go.Figure:
    """A chart as a page draws it, for all readers who ask the same of the same data."""
    return plotly.figure(picture)


def _parted(section: Section) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stands before a section's chart, and what after."""
    place = next(place for place, block in enumerate(section.blocks) if isinstance(block, Chart))
    return section.blocks[:place], section.blocks[place + 1 :]


def _draw(view: View, section: Section, picture: Picture) -> None:
    """Title, unit line and chart; where the page is narrow, the names of marks stand in a list
    below instead of beside them.
    """
    before, _ = _parted(section)
    head = f'<h2 id="{escape(section.name)}">{escape(picture.heading)}</h2>'
    st.html(head + html.blocks(before, _address, view.query.lang))
    key = f"card_{picture.name}" if section.kind == "card" else picture.name
    st.plotly_chart(
        _figure(view.snapshot, picture),
        key=_chart_key(key),
        config=plotly.CONFIG,
        alt=picture.alt,
        theme=None,
        width="stretch",
        on_select=lambda: _pick(key),
        selection_mode="points",
    )
    if named := html.names(picture, view.query.lang):
        st.html(named)


def _receipt(view: View) -> None:
    """Open the receipt that the address asks for, if any.

    It opens by a click on a mark, by a link in a row of any table, and by the address
    (``record=ID``); closing it puts the focus back where it was and takes the record out of the
    address.
    """
    wanted, lang = st.session_state[RECORD], view.query.lang
    if not wanted:
        return
    page = pages.figure(view.snapshot, view.query, wanted, view.base_url)
    if page is None:
        _notice(
            translate(
                lang,
                "No figure has the id “{id}”. It may have been mistyped; the page All figures "
                "lists every one.",
                id=wanted[:80],
            )
        )
        return
    dialog = st.dialog(translate(lang, "Receipt"), width="medium", on_dismiss=_closed)
    dialog(lambda: st.html(html.receipt(page, _address)))()


def _chart_key(name: str) -> str:
    """The key of a chart, another after each receipt that it opened, so that the same mark can be
    clicked again.
    """
    return f"{name}~{st.session_state.get(_PICKED, {}).get(name, 0)}"


def _pick(name: str) -> None:
    """Carry the record of the mark that was just clicked in a chart into the address."""
    picked = st.session_state[_chart_key(name)].selection.points
    if picked and picked[0].get("customdata"):
        st.session_state[RECORD] = picked[0]["customdata"][0]
        counts = st.session_state.get(_PICKED, {})
        st.session_state[_PICKED] = counts | {name: counts.get(name, 0) + 1}


def _closed() -> None:
    st.session_state[RECORD] = ""


def _no_data(lang: str) -> None:
    st.html(f"<h1>{escape(translate(lang, 'The figures cannot be shown'))}</h1>")
    _notice(
        translate(
            lang,
            "The data file is not valid, and no valid version of it has been read since the start. "
            "Whoever keeps it finds what to mend in the log, or by this command:",
        )
    )
    st.code("kzstats check", language=None)


def _view(snapshot: Snapshot, lang: str, page: str) -> View:
    """Carry the address, show the filters, and answer the query; what the address asks wrongly
    is said and left out.
    """
    leans.write_again(CARRIED)
    for name in SEVERAL:
        st.multiselect(
            name,
            [],
            key=name,
            bind="query-params",
            accept_new_options=True,
            label_visibility="collapsed",
        )
    for name in (*ONCE, RECORD):
        st.text_input(name, key=name, bind="query-params", label_visibility="collapsed")
    st.button(_AGAIN, key=_AGAIN)
    query, complaints = filters.query_of(snapshot, _parameters(), lang, page)
    _languages(query)
    shown = st.session_state.get(_SHOWN, {})
    _filters(
        snapshot,
        query,
        {name for name in CARRIED if st.query_params.get_all(name) != shown.get(name, [])},
    )
    st.session_state[_SHOWN] = {name: _held(name) for name in CARRIED}
    if moved := st.session_state.pop(_MOVED, ""):
        bound = {"from": translate(lang, "From year"), "to": translate(lang, "To year")}[moved]
        _notice(
            translate(
                lang,
                "“{bound}” was moved to {year}: the first year cannot be after the last.",
                bound=bound,
                year=st.session_state[moved],
            )
        )
    for said in (*complaints, *filters.troubles(snapshot, lang)):
        _notice(said)
    return View(
        snapshot,
        query,
        settings.base_url_of(st.context.headers),
        lang == "en" and st.session_state["lang"] == "en",
    )


def _held(name: str) -> list[str]:
    """What a carrier holds, as the address says it."""
    held = st.session_state[name]
    return held if isinstance(held, list) else [held] if held else []


def _said() -> list[tuple[str, str]]:
    """The parameters of the address, in its order but for those of one name."""
    return [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]


def _parameters() -> list[tuple[str, str]]:
    """What the carriers hold, behind it what the address says more than once, and the names that no
    carrier has.
    """
    pairs = [(name, value) for name in (*SEVERAL, *ONCE) for value in _held(name)]
    pairs += [(name, value) for name in ONCE for value in st.query_params.get_all(name)[:-1]]
    return [*pairs, *((name, "") for name in st.query_params if name not in CARRIED)]


def _languages(query: Query) -> None:
    """The same view in each language, as links, with the words that the script gives to Streamlit's
    own controls.
    """
    record = [(RECORD, st.session_state[RECORD])] if st.session_state[RECORD] else []
    kept = [
        *((name, value) for name, value in query.pairs() if name != "lang"),
        *(pair for pair in _said() if pair[0] not in CARRIED),
        *record,
    ]
    links = ""
    for lang, name in reversed(languages.LANGUAGES.items()):  # the language of the state first
        current = ' aria-current="true"' if lang == query.lang else ""
        links += (
            f'<a href="?{escape(urlencode([*kept, ("lang", lang)]))}" lang="{lang}" '
            f'hreflang="{lang}"{current}>{escape(name)}</a>'
        )
    controls = dumps(interface.controls(query.lang), ensure_ascii=False)
    active = filters.active(query)
    menu = (
        translate(query.lang, "Menu and filters ({n} active)", n=active)
        if active
        else translate(query.lang, "Menu and filters")
    )
    st.html(
        f'<nav class="languages" aria-label="{escape(translate(query.lang, "Language"))}" '
        f'data-menu="{escape(menu)}" '
        f'data-controls="{escape(controls)}">'
        f"{links}</nav>"
    )


def _filters(snapshot: Snapshot, query: Query, moved: set[str]) -> None:
    """The filters with what the query holds.

    Those that the address has ``moved`` since they were drawn are told so even where they seem to
    know: what an earlier run told them may be on its way to the browser, and would be the last that
    they hear.
    """
    lang, offered = query.lang, filters.offered(snapshot, query.lang)
    with st.sidebar:
        first, last = st.columns(2)
        with first:
            _choose(
                translate(lang, "From year"),
                "from",
                offered.years,
                str(query.first or ""),
                translate(lang, "first"),
                "from" in moved,
            )
        with last:
            _choose(
                translate(lang, "To year"),
                "to",
                offered.years,
                str(query.last or ""),
                translate(lang, "last"),
                "to" in moved,
            )
        everything = translate(lang, "All")
        for offer in offered.several:
            labels = {
                code: f"{title}, {said}" if title else said
                for title, choices in offer.groups
                for code, said in choices
            }
            _choose_several(
                offer.label,
                offer.name,
                getattr(query, offer.name),
                labels,
                everything,
                offer.name in moved,
            )
        if filters.active(query):
            st.button(translate(lang, "Show everything"), on_click=_widen, width="stretch")


def _choose(
    label: str, name: str, years: Mapping[str, str], chosen: str, unset: str, moved: bool
) -> None:
    options = list(dict.fromkeys(("", *years, chosen)))
    widget = f"choose_{name}"
    if moved or st.session_state.get(widget) != chosen:
        st.session_state[widget] = chosen
    st.selectbox(
        label,
        options,
        key=widget,
        format_func=lambda year: years.get(year, year) or unset,
        on_change=lambda: _bound(name, st.session_state[widget]),
    )


def _choose_several(
    label: str,
    name: str,
    chosen: Iterable[str],
    labels: dict[str, str],
    unset: str,
    moved: bool,
) -> None:
    widget = f"choose_{name}"
    kept = [option for option in chosen if option in labels]
    if moved or st.session_state.get(widget) != kept:
        st.session_state[widget] = kept
    st.multiselect(
        label,
        list(labels),
        key=widget,
        format_func=lambda option: labels[option],
        placeholder=unset,
        select_all=False,
        on_change=lambda: _carry(name, st.session_state[widget]),
    )


def _carry(name: str, value: str | list[str]) -> None:
    st.session_state[name] = value


def _bound(name: str, year: str) -> None:
    """Carry the first or the last year that was chosen; the other moves along where it would stand
    on the wrong side of it.
    """
    _carry(name, year)
    first, last = st.session_state["from"], st.session_state["to"]
    if first.isdecimal() and last.isdecimal() and int(first) > int(last):
        st.session_state[_MOVED] = other = "to" if name == "from" else "from"
        _carry(other, year)


def _widen() -> None:
    for name in CARRIED:
        if name != "lang":
            _carry(name, [] if name in SEVERAL else "")


def _notice(text: str) -> None:
    """A sentence that stands out, and that a screen reader says when it appears."""
    st.html(html.blocks((notice(text),), _address, "en"))

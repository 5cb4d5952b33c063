"""The frame of every page: navigation, the shared filters, and the view that the address asks for.

The address holds all of a view. Hidden bound inputs carry it (:data:`CARRIED`), under the names and
codes that the data addresses use too, so that the same question works behind every door.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from html import escape
from json import dumps
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from kzstats import extracts, frames, guard, live, words
from kzstats.extracts import Question, QuestionError
from kzstats.live import Served
from kzstats.memory import remembered
from kzstats.plain import DataError
from kzstats.words import say

SEVERAL: Final = ("source", "publisher")
ONCE: Final = ("from", "to", "lang")
RECORD: Final = "record"
"""The parameter that opens a figure's receipt over any page."""
CARRIED: Final = (*SEVERAL, *ONCE, RECORD)
_AGAIN: Final = "again"
"""The hidden button by which the page's script has the page run anew."""
_HERE: Final = Path(__file__).parent
_MOVED: Final = "moved"
"""Which of the years was moved to fit the other, until the page says so."""
_MOST_COMPLAINTS: Final = 3
_OTHERS: Final = ("utm_", "embed")
"""How parameters begin that mean something to others, however like ours they end."""
_CLOSE: Final = 0.7
"""How like one of ours a name must be (of 1) to be a slip; more than "format" is like "from"."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a page shows: the data, the question that the address asks, and the rows that answer it, with their index."""

    served: Served
    question: Question
    selected: pd.DataFrame
    unstated: pd.DataFrame

    @property
    def lang(self) -> str:
        """The language of every word on the page."""
        return self.question.lang

    @property
    def evidence(self) -> pd.DataFrame:
        """The selected rows that may stand as figures."""
        return frames.evidence(self.selected)

    @property
    def home(self) -> str:
        """The address that citations name: the one that is set, else the one that this reader came by."""
        return guard.home(st.context.headers)


def answered(served: Served, question: Question) -> View:
    """The view that answers a question, its rows found once for all readers who ask the same of the same data."""
    return View(served, question, *_rows(served, replace(question, lang="en")))


@remembered(16)
def _rows(served: Served, question: Question) -> tuple[pd.DataFrame, pd.DataFrame]:
    return extracts.select(served.told, question), extracts.select(served.unstated, question)


def frame(folder: Path) -> None:
    """Run the page that the address names, within navigation and shared filters; ``folder`` holds the pages."""
    lang = st.query_params.get("lang")
    lang = lang if lang in words.LANGUAGES else words.preferred(st.context.locale)
    pages = [st.Page(folder / f"{name}.py", title=title, default=name == "overview") for name, title in words.pages(lang).items()]
    page = st.navigation(pages)
    st.set_page_config(page_title=f"{page.title} · kzstats", page_icon=_icon(), layout="wide")
    try:
        served = live.shelf().served()
    except DataError:
        _no_data(lang)
        return
    view = st.session_state["view"] = _view(served, lang)
    page.run()
    _foot(view, page.url_path)
    del st.session_state["view"]  # between its runs a session holds nothing of the data


@cache
def _icon() -> str:
    """The page's icon, within the page: an address of its own would be known only to the process that made the page."""
    return f"data:image/png;base64,{b64encode((_HERE / 'icon.png').read_bytes()).decode()}"


def _no_data(lang: str) -> None:
    st.html(f"<h1>{escape(say(lang, 'The figures cannot be shown'))}</h1>")
    notice(
        say(
            lang,
            "The data file is not valid, and no valid version of it has been read since the start. "
            "Whoever keeps it finds what to mend in the log, or by this command:",
        )
    )
    st.code("kzstats check", language=None)


def _view(served: Served, lang: str) -> View:
    """Carry the address, show the filters, and answer the question; what the address asks wrongly is said and left out."""
    for name in CARRIED:
        if st.session_state.get(name) and name not in st.query_params:
            # A click on another page before the browser has mounted a carrier drops its parameter: write it again.
            st.session_state[name] = st.session_state[name]
    for name in SEVERAL:
        st.multiselect(name, [], key=name, bind="query-params", accept_new_options=True, label_visibility="collapsed")
    for name in (*ONCE, RECORD):
        st.text_input(name, key=name, bind="query-params", label_visibility="collapsed")
    st.button(_AGAIN, key=_AGAIN)
    asked, complaints = _asked(served, lang)
    _languages(asked)
    _filters(served, asked)
    if moved := st.session_state.pop(_MOVED, ""):
        bound = {"from": say(lang, "From year"), "to": say(lang, "To year")}[moved]
        notice(say(lang, "“{bound}” was moved to {year}: the first year cannot be after the last.", bound=bound, year=st.session_state[moved]))
    for pair, error in complaints[:_MOST_COMPLAINTS]:
        wrong = "=".join(part for part in pair if part)[:80]
        left_out = say(lang, "“{wrong}” in the address was left out. {why}", wrong=wrong, why=words.refusal(lang, error.why))
        notice(f"{left_out} {say(lang, 'Did you mean “{close}”?', close=error.close)}" if error.close else left_out)
    if served.broken is not None:
        since = f"{served.broken.since:%Y-%m-%d %H:%M} UTC"
        notice(say(lang, "The data file has been broken since {since}; the last valid figures are shown.", since=since))
    if served.ledger_broken is not None:
        since = f"{served.ledger_broken.since:%Y-%m-%d %H:%M} UTC"
        notice(
            say(
                lang,
                "The results of the checks cannot be read since {since}; figures show what was last read of them, or as not checked.",
                since=since,
            )
        )
    return answered(served, asked)


def _asked(served: Served, lang: str) -> tuple[Question, list[tuple[tuple[str, str], QuestionError]]]:
    """The question of the carriers, parameter by parameter, so that one bad value does not lose the others; and each that was left out."""
    state = st.session_state
    pairs = [(name, value) for name in SEVERAL for value in state[name]] + [(name, state[name]) for name in ONCE if state[name]]
    pairs += [(name, value) for name in ONCE for value in st.query_params.get_all(name)[:-1]]
    question, complaints = extracts.sorted_out(served.dataset, pairs)
    complaints += [((name, ""), slip) for name in st.query_params if (slip := _misspelt(name)) is not None]
    return replace(question, lang=lang), complaints


def _misspelt(name: str) -> QuestionError | None:
    """What is said of a parameter that is one of ours but for its spelling, or for the page; those of others, such as a newsletter's, are let be."""
    if name in CARRIED or name.startswith(_OTHERS) or not get_close_matches(name, (*CARRIED, "metric"), n=1, cutoff=_CLOSE):
        return None
    return QuestionError(name, name, "is not a parameter", CARRIED, "parameter")


def _languages(asked: Question) -> None:
    """The same view in each language, as links, with the words that the script gives to Streamlit's own controls."""
    record = [(RECORD, st.session_state[RECORD])] if st.session_state[RECORD] else []
    kept = [*((name, value) for name, value in asked.pairs() if name != "lang"), *record]
    links = ""
    for lang, name in reversed(words.LANGUAGES.items()):  # the language of the state first
        current = ' aria-current="true"' if lang == asked.lang else ""
        links += f'<a href="?{escape(urlencode([*kept, ("lang", lang)]))}" lang="{lang}" hreflang="{lang}"{current}>{escape(name)}</a>'
    controls = dumps(words.controls(asked.lang), ensure_ascii=False)
    active = sum(bool(said) for said in (asked.first, asked.last, asked.source, asked.publisher))
    menu = say(asked.lang, "Menu and filters ({n} active)", n=active) if active else say(asked.lang, "Menu and filters")
    st.html(
        f'<nav class="languages" aria-label="{escape(say(asked.lang, "Language"))}" data-menu="{escape(menu)}" data-controls="{escape(controls)}">'
        f"{links}</nav>"
    )


@remembered(8)
def _offered(served: Served, lang: str) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """What the filters offer: years, sources with their names, publishers."""
    dataset = served.dataset
    first, last = frames.years(served.told)
    years = [str(year) for year in range(first, last + 1)]
    used = {record.source for record in dataset.records} | {found.source for found in dataset.unstated}
    sources = {name: words.cited(lang, dataset, name) for name in dataset.sources if name in used}
    publishers = {publisher: words.name(lang, dataset, publisher) for publisher in {dataset.sources[name].publisher for name in sources}}
    return years, sources, dict(sorted(publishers.items(), key=lambda pair: words.alphabetical(lang)(pair[1])))


def _filters(served: Served, asked: Question) -> None:
    lang = asked.lang
    years, sources, publishers = _offered(served, lang)
    with st.sidebar:
        first, last = st.columns(2)
        with first:
            _choose(say(lang, "From year"), "from", ["", *years], str(asked.first or ""), say(lang, "first"))
        with last:
            _choose(say(lang, "To year"), "to", ["", *years], str(asked.last or ""), say(lang, "last"))
        everything = say(lang, "All")
        _choose_several(say(lang, "Source"), "source", asked.source, sources, everything)
        _choose_several(say(lang, "Publisher"), "publisher", asked.publisher, publishers, everything)
        if asked != Question(lang=lang):
            st.button(say(lang, "Show everything"), on_click=_widen, width="stretch")


def _choose(label: str, name: str, options: list[str], chosen: str, unset: str) -> None:
    if chosen not in options:
        options = [*options, chosen]
    widget = f"choose_{name}"
    if st.session_state.get(widget) != chosen:
        st.session_state[widget] = chosen
    st.selectbox(label, options, key=widget, format_func=lambda year: year or unset, on_change=lambda: _bound(name, st.session_state[widget]))


def _choose_several(label: str, name: str, chosen: Iterable[str], labels: dict[str, str], unset: str) -> None:
    widget = f"choose_{name}"
    kept = [option for option in chosen if option in labels]
    if st.session_state.get(widget) != kept:
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
    """Carry the first or the last year that was chosen; the other moves along where it would stand on the wrong side of it."""
    _carry(name, year)
    first, last = st.session_state["from"], st.session_state["to"]
    if first.isdecimal() and last.isdecimal() and int(first) > int(last):
        st.session_state[_MOVED] = other = "to" if name == "from" else "from"
        _carry(other, year)


def _widen() -> None:
    for name in CARRIED:
        if name != "lang":
            _carry(name, [] if name in SEVERAL else "")


def notice(text: str) -> None:
    """A sentence that stands out, and that a screen reader says when it appears."""
    st.html(f'<p class="notice" role="status">{escape(text)}</p>')


def _foot(view: View, page: str) -> None:
    """How much is shown, of which day, and on paper at which address."""
    lang, whole = view.lang, view.served.told
    shown = say(
        lang, "{shown} of {all} figures are in your selection.", shown=words.number(lang, len(view.selected)), all=words.number(lang, len(whole))
    )
    changed = words.last_changed(lang, view.served.changed)
    address = view.home.rstrip("/") + view.question.page_address(page)
    st.html(f'<footer>{escape(shown)} {escape(changed)} <span class="address">{escape(address)}</span></footer>')

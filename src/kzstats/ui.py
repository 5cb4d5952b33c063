"""The parts that pages are made of: headings, charts with their sentences and tables, lists, prose from the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kzstats import captions, charts, citation, extracts, marks, receipt, words
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.marks import Picture
from kzstats.view import View, answered, notice
from kzstats.words import say, say_n

_CHARTS: Final = 12
"""How many charts of one metric a page draws."""
_KEPT: Final = 256
"""How many answers are kept, for each part of a page that is dear to make, for those who ask the same."""


def start() -> View:
    """The view that the frame made, with the receipt that the address asks for; the first line of every page."""
    view: View = st.session_state["view"]
    receipt.show(view)
    return view


def metrics(view: View, topic: str) -> list[str]:
    """The metrics of a topic, in the order of the data file."""
    return [name for name, metric in view.served.dataset.metrics.items() if metric.topic == topic]


def heading(title: str, lead: str) -> None:
    """The page's one ``h1`` and the sentence under it."""
    st.html(f'<h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>')


@lru_cache(maxsize=_KEPT)
def _drawn(served: Served, question: Question, metric: str) -> tuple[tuple[tuple[Picture, go.Figure], ...], int]:
    """A metric's first pictures with their figures, and how many more there are; drawn once for all readers who ask the same of the same data."""
    view = answered(served, question)
    pictures = marks.pictures(served.dataset, view.selected, view.unstated, metric, question.lang)
    return tuple((picture, charts.figure(picture)) for picture in pictures[:_CHARTS]), len(pictures[_CHARTS:])


@lru_cache(maxsize=_KEPT)
def _told(served: Served, question: Question, metric: str, home: str) -> tuple[str, ...]:
    """What stands below each of a metric's charts, as HTML, for all readers who ask the same of the same data."""
    view = answered(served, question)
    rows = view.selected[view.selected["metric"] == metric]
    return tuple(_below(view, picture, rows, home) for picture, _ in _drawn(served, question, metric)[0])


def draw(view: View, names: Sequence[str]) -> None:
    """Metrics of the view: for each of their pictures the title, the unit line, the chart, its sentences, table and sources.

    All charts go out first: the browser draws them while what stands below them is still being made.
    """
    waiting = []
    for metric in names:
        drawn, more = _drawn(view.served, view.question, metric)
        if not drawn:
            empty(view, view.served.dataset.metrics[metric].title.in_language(view.lang))
        for picture, figure in drawn:
            card = st.container(border=True, key=f"chart_{picture.name}")
            with card:
                _drawing(picture, figure, picture.name)
            waiting.append(card)
        _undrawn(view, more)
    below = (told for metric in names for told in _told(view.served, view.question, metric, view.home))
    for card, told in zip(waiting, below, strict=True):
        card.html(told)


def _undrawn(view: View, n: int) -> None:
    if n:
        left = say_n(
            view.lang, "{n} more chart is not drawn; the extract has its figures.", "{n} more charts are not drawn; the extract has their figures.", n
        )
        notice(left)


def _below(view: View, picture: Picture, rows: pd.DataFrame, home: str) -> str:
    """The sentences of a picture, its sources, the table of its figures, how to cite it, and its files."""
    lang = view.lang
    if len(rows) > len(picture.marks):
        rows = rows[rows["record"].isin([mark.record for mark in picture.marks])]
    more = say(lang, "These are drawn, of {all} figures; the extract has every one.", all=words.number(lang, len(picture.records)))
    cut = f"<p>{escape(more)}</p>" if len(picture.records) > len(picture.marks) else ""
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in picture.sentences)
    figures = say(lang, "Table of {figures}", figures=say_n(lang, "{n} figure", "{n} figures", len(rows)))
    return (
        f'<ul class="says">{sentences}</ul>'
        f'<p class="source">{escape(picture.sources)} · {escape(picture.checked)} · kzstats</p>'
        f"{_folded(f'{picture.name}/table', figures, table(view, rows, picture.title) + cut)}"
        f"{_folded(f'{picture.name}/reuse', say(lang, 'Cite and reuse'), _reuse(view, picture, home))}"
        f'<p class="extracts">{_extract(view, (picture.metric,), ("csv", "xlsx"), picture.name)}</p>'
    )


def _folded(key: str, title: str, inside: str) -> str:
    """A part that is closed at first; the page's script puts in what is inside once the charts stand, since Streamlit takes long over tables."""
    return f'<details data-key="{escape(key)}" data-inside="{escape(inside)}"><summary>{escape(title)}</summary></details>'


def _drawing(picture: Picture, figure: go.Figure, key: str) -> None:
    """Title, unit line and chart; where the page is narrow, the names of stems stand in a list below instead of beside them."""
    st.html(f'<h2>{escape(picture.title)}</h2><p class="unit">{escape(picture.subtitle)}</p>')
    st.plotly_chart(
        figure,
        key=receipt.chart_key(key),
        config=charts.CONFIG,
        alt=picture.alt,
        theme=None,
        width="stretch",
        on_select=lambda: receipt.pick(key),
        selection_mode="points",
    )
    names = [mark for mark in picture.marks if mark.shape == "stem"]
    if 0 < len(names) <= marks.MANY:
        entries = "".join(f"<li><strong>{escape(mark.label)}</strong> {escape(mark.name)}, {escape(mark.when)}</li>" for mark in names)
        st.html(f'<ul class="names" aria-hidden="true">{entries}</ul>')


def table(view: View, rows: pd.DataFrame, title: str) -> str:
    """An HTML table of records: what, when, how much, who said it, where, and its check; ``title`` names it to a screen reader."""
    lang, records = view.lang, view.served.dataset.records
    head = captions.columns(lang)
    body = []
    checks = rows["check"].iloc[: captions.ROWS].to_dict()
    for place in rows.index[: captions.ROWS]:
        record = records[place]
        metric, source = view.served.dataset.metrics[record.metric], view.served.dataset.sources[record.source]
        name = record.label.in_language(lang) if record.label else metric.title.in_language(lang)
        cells = (
            escape(words.when(lang, record)),
            receipt.link(view, record.id, words.label(lang, record.value, metric.unit)),
            escape(words.name(lang, view.served.dataset, record.said_by)),
            f'<a href="{escape(source.url)}" rel="noreferrer" target="_blank">{escape(words.cited(lang, view.served.dataset, record.source))}</a>',
            f'<q lang="{escape(source.language)}">{escape(record.quote)}</q>' + ("" if source.language == lang else _spoken(lang, source.language)),
            escape(words.check(lang, checks[place])),
        )
        told = "".join(f'<td role="cell" data-label="{escape(title)}">{cell}</td>' for title, cell in zip(head[1:], cells, strict=True))
        body.append(f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}</th>{told}</tr>')
    titles = "".join(f'<th scope="col" role="columnheader">{escape(title)}</th>' for title in head)
    more = captions.cut(lang, len(rows))
    cut = f"<p>{escape(more)}</p>" if more else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table class="figures" role="table">'
        f'<thead role="rowgroup"><tr role="row">{titles}</tr></thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>{cut}'
    )


def _spoken(lang: str, language: str) -> str:
    """In which language words stand that are not in the reader's."""
    return f" <small>({escape(words.language(lang, language))})</small>"


def _reuse(view: View, picture: Picture, home: str) -> str:
    """How to cite the chart, and how to fetch its rows from pandas, R and Excel."""
    lang, question, home = view.lang, replace(view.question, metric=(picture.metric,)), home.rstrip("/")
    cited = citation.chart(view.served, picture, home + question.chart_address(picture.name, "svg"), lang)
    blocks = "".join(receipt.copyable(lang, text) for text in cited)
    for name, code in citation.snippets(question, home).items():
        blocks += f"<h3>{escape(name)}</h3>{receipt.copyable(lang, code)}"
    return blocks


def _extract(view: View, metrics: tuple[str, ...], formats: Sequence[str], chart: str = "") -> str:
    """Links to the view's rows as files, and to a chart's pictures, at the addresses that answer the same question."""
    question = replace(view.question, metric=metrics)
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    prefix = f"/{base}" if base else ""
    names = {
        "csv": say(view.lang, "Download CSV"),
        "csv2": "CSV (;)",
        "json": "JSON",
        "xlsx": "Excel",
        "parquet": "Parquet",
        "zip": say(view.lang, "Package"),
    }
    links = [(names[kind], question.address(kind), question.file_name(kind)) for kind in formats]
    if not chart:
        links.append((say(view.lang, "Brief (PDF)"), question.brief_address(), question.file_name("pdf")))
    else:
        links += [(kind.upper(), question.chart_address(chart, kind), f"kzstats_{chart}.{kind}") for kind in ("svg", "png")]
    return " ".join(
        f'<a class="extract" href="{escape(prefix + address)}" download="{escape(file)}">{escape(name)}</a>' for name, address, file in links
    )


def extract(view: View, metrics: Sequence[str] = ()) -> None:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters leave."""
    n = int(view.selected["metric"].isin(list(metrics)).sum()) if metrics else len(view.selected)
    whole = say_n(view.lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    st.html(f'<p class="page-extract">{escape(whole)} {_extract(view, tuple(metrics), tuple(extracts.FORMATS))}</p>')


def empty(view: View, what: str) -> None:
    """That nothing of something is in the selection, and how to widen it."""
    notice(captions.empty(view.lang, what))


def cards(view: View, names: Iterable[str]) -> None:
    """For each metric one card: what its figures say, the chart, the source, and the way to its page; two in a row."""
    metrics = [_drawn(view.served, view.question, name) for name in names]
    found = [drawn for pictures, _ in metrics for drawn in pictures]
    for place in range(0, len(found), 2):
        for column, (picture, figure) in zip(st.columns(2), found[place : place + 2], strict=False):
            with column, st.container(border=True, height="stretch", key=f"card_{picture.name}"):
                _drawing(picture, figure, f"card_{picture.name}")
                st.html(f'<p class="source">{escape(picture.sources)} · {escape(picture.checked)}</p>')
                st.page_link(f"{picture.topic}.py", label=say(view.lang, "What it says, and its receipt"))
    _undrawn(view, sum(more for _, more in metrics))


def records(view: View) -> None:
    """The table of every figure in the selection."""
    if view.selected.empty:
        empty(view, say(view.lang, "All figures"))
    else:
        st.html(_every(view.served, view.question))


@lru_cache(maxsize=16)
def _every(served: Served, question: Question) -> str:
    """The table of every figure that answers a question, for all who ask the same of the same data."""
    view = answered(served, question)
    return table(view, view.selected, say(question.lang, "All figures"))

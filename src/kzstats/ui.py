"""The parts that pages are made of: headings, charts with their sentences and tables, lists, prose from the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from kzstats import captions, charts, citation, extracts, marks, receipt, words
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.marks import Picture
from kzstats.memory import remembered
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


def heading(title: str, *leads: str) -> None:
    """The page's one ``h1`` and the sentences under it."""
    lead = " ".join(filter(None, leads))
    st.html(f"<h1>{escape(title)}</h1>" + (f'<p class="lead">{escape(lead)}</p>' if lead else ""))


def collected(view: View) -> str:
    """What the figures on record are about, and from how many articles they are."""
    failing = set(view.served.failing)
    return captions.collected(view.lang, len({record.source for record in view.served.dataset.records if record.id not in failing}))


def apart(view: View, topic: str) -> str:
    """That the metrics of a topic are measures of their own, where the selection has several of them."""
    held = set(view.evidence["metric"])
    return captions.apart(view.lang, [view.served.dataset.metrics[name].heading(view.lang) for name in metrics(view, topic) if name in held])


@remembered(_KEPT)
def _areas(served: Served, question: Question, topic: str) -> str:
    selected = answered(served, question).evidence
    whole = served.frame(question.lang).loc[selected.index, ["topic", "area"]]
    return captions.areas(question.lang, whole.loc[whole["topic"] == topic if topic else slice(None), "area"].value_counts().to_dict())


def areas(view: View, topic: str = "") -> str:
    """How many of the selected figures, of a topic or all, are about which area."""
    return _areas(view.served, view.question, topic)


@remembered(_KEPT)
def _events(served: Served, question: Question, topic: str) -> str:
    view, dataset = answered(served, question), served.dataset
    names = [name for name in metrics(view, topic) if dataset.metrics[name].kind == "event"]
    rows = view.evidence
    counted = [dataset.records[place] for place in rows.index[rows["metric"].isin(names)]]
    return captions.events(question.lang, len(captions.leading(counted)), int(view.unstated["metric"].isin(names).sum()))


def events(view: View, topic: str) -> str:
    """How many events of a topic are in the selection, and of how many the articles say how many took part."""
    return _events(view.served, view.question, topic)


@remembered(_KEPT)
def _drawn(served: Served, question: Question, metric: str) -> tuple[tuple[tuple[Picture, go.Figure], ...], int]:
    """A metric's first pictures with their figures, and how many more there are; drawn once for all readers who ask the same of the same data."""
    view = answered(served, question)
    pictures = marks.pictures(served.dataset, view.selected, view.unstated, metric, question.lang, failing=served.failing)
    return tuple((picture, charts.figure(picture)) for picture in pictures[:_CHARTS]), len(pictures[_CHARTS:])


@remembered(_KEPT)
def _told(served: Served, question: Question, metric: str, home: str) -> tuple[str, ...]:
    """What stands below each of a metric's charts, as HTML, for all readers who ask the same of the same data."""
    view = answered(served, question)
    rows = view.selected[view.selected["metric"] == metric]
    return tuple(_below(view, picture, rows, home) for picture, _ in _drawn(served, question, metric)[0])


def draw(view: View, names: Sequence[str], cards: Sequence[str] = ()) -> None:
    """Metrics of the view: for each of their pictures the title, the unit line, the chart, its sentences, table and sources.

    All charts go out first: the browser draws them while what stands below them is still being made. Other metrics stand below as
    ``cards``. What has no figure in the selection is named at the top, all of it.
    """
    _lacking(view, [*names, *cards])
    waiting = []
    for metric in names:
        drawn, more = _drawn(view.served, view.question, metric)
        for picture, figure in drawn:
            card = st.container(border=True, key=f"chart_{picture.name}")
            with card:
                _drawing(picture, figure, picture.name)
            waiting.append(card)
        _undrawn(view, more)
        _withheld(view, metric)
    below = (told for metric in names for told in _told(view.served, view.question, metric, view.home))
    for card, told in zip(waiting, below, strict=True):
        card.html(told)
    _cards(view, cards)


def _lacking(view: View, names: Sequence[str]) -> None:
    """Which of the metrics have no figure in the selection, and the events there that no picture tells of."""
    dataset, held = view.served.dataset, set(view.selected["metric"])
    if lacking := [dataset.metrics[name].heading(view.lang) for name in names if name not in held]:
        notice(captions.empty(view.lang, lacking))
    _silences(view, names, view.selected)


def _withheld(view: View, metric: str) -> None:
    """That a metric has no chart for some or all of its figures because each fails its check, and which these are."""
    if failing := marks.withheld(view.served.dataset, view.selected, metric):
        title = view.served.dataset.metrics[metric].heading(view.lang)
        notice(captions.withheld(view.lang, title, len(failing)))
        st.html(_failing(view, [record.id for record in failing]))


def _failing(view: View, names: Sequence[str]) -> str:
    """Figures that are not drawn because their check fails, each with the reason and the way to its receipt; nothing where there is none."""
    lang, dataset = view.lang, view.served.dataset
    if not names:
        return ""
    few = set(names[: captions.ROWS])
    records = [record for record in dataset.records if record.id in few]
    items = ""
    for record in records:
        value = words.label(lang, record.value, dataset.metrics[record.metric].unit)
        why = "; ".join(receipt.reason(*reason) for reason in captions.reasons(lang, view.served.standings[record.id]))
        items += f"<li>{receipt.link(view, record.id, value)} ({escape(captions.which(lang, record))}): {why}</li>"
    more = "".join(f"<p>{escape(said)}</p>" for said in captions.more(lang, len(names) - len(records)))
    return f'<div class="failing"><p>{escape(captions.failing(lang, len(names)))}</p><ul>{items}</ul>{more}</div>'


def nothing(view: View) -> None:
    """That no metric has a figure in the selection, each by its name."""
    notice(captions.empty(view.lang, [metric.heading(view.lang) for metric in view.served.dataset.metrics.values()]))


def _silences(view: View, names: Iterable[str], drawn: pd.DataFrame) -> None:
    """The selected events of these metrics whose articles give no number, where no picture of the figures that are drawn tells of them."""
    for name in names:
        if told := marks.unheard(view.served.dataset, drawn, view.unstated, name, view.lang):
            st.html(f'<p class="silences">{escape(told)}</p>')


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
    more = say(
        lang, "Only the figures drawn in the chart are here, of {all}; the extract has every one.", all=words.number(lang, len(picture.records))
    )
    cut = f"<p>{escape(more)}</p>" if len(picture.records) > len(picture.marks) else ""
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in picture.sentences)
    figures = say(lang, "Table of {figures}", figures=say_n(lang, "{n} figure", "{n} figures", len(rows)))
    return (
        f'<ul class="says">{sentences}</ul>{_failing(view, picture.failing)}'
        f'<p class="source">{escape(picture.sources)} · {escape(picture.checked)} · kzstats</p>'
        f"{_folded(f'{picture.name}/table', figures, table(view, rows, picture.title, mixed=False) + cut)}"
        f"{_folded(f'{picture.name}/reuse', say(lang, 'Cite and reuse'), _reuse(view, picture, home))}"
        f'<p class="extracts">{_extract(view, (picture.metric,), ("csv", "xlsx"), picture.name)}</p>'
    )


def _folded(key: str, title: str, inside: str) -> str:
    """A part that is closed at first; the page's script puts in what is inside once the charts stand, since Streamlit takes long over tables."""
    return f'<details data-key="{escape(key)}" data-inside="{escape(inside)}"><summary>{escape(title)}</summary></details>'


def _drawing(picture: Picture, figure: go.Figure, key: str) -> None:
    """Title, unit line and chart; where the page is narrow, the names of stems stand in a list below instead of beside them."""
    st.html(f'<h2 id="{escape(picture.name)}">{escape(picture.heading)}</h2><p class="unit">{escape(picture.subtitle)}</p>')
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


def table(view: View, rows: pd.DataFrame, title: str, *, mixed: bool = True) -> str:
    """An HTML table of records: what, when, how much, who said it, where, and its check; ``title`` names it to a screen reader.

    Where rows of several metrics may be ``mixed`` each says what it counts.
    """
    lang, records = view.lang, view.served.dataset.records
    head = captions.columns(lang)
    body = []
    checks = rows["check"].iloc[: captions.ROWS].to_dict()
    for place in rows.index[: captions.ROWS]:
        record = records[place]
        metric, source = view.served.dataset.metrics[record.metric], view.served.dataset.sources[record.source]
        name, counted = captions.row(metric, record, lang, mixed=mixed)
        whom = f" <small>{escape(counted)}</small>" if counted else ""
        cells = (
            escape(words.when(lang, record)),
            receipt.link(view, record.id, words.label(lang, record.value, metric.unit)),
            escape(words.name(lang, view.served.dataset, record.said_by)),
            f'<a href="{escape(source.url)}" rel="noreferrer" target="_blank">{escape(words.cited(lang, view.served.dataset, record.source))}</a>',
            f'<q lang="{escape(source.language)}">{escape(record.quote)}</q>'
            + _aside(lang, source.language, words.translated(lang, record, source.language)),
            receipt.badge(lang, checks[place]),
        )
        told = "".join(f'<td role="cell" data-label="{escape(title)}">{cell}</td>' for title, cell in zip(head[1:], cells, strict=True))
        body.append(f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}{whom}</th>{told}</tr>')
    titles = "".join(f'<th scope="col" role="columnheader">{escape(title)}</th>' for title in head)
    more = captions.cut(lang, len(rows))
    cut = f"<p>{escape(more)}</p>" if more else ""
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table class="figures" role="table">'
        f'<thead role="rowgroup"><tr role="row">{titles}</tr></thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>{cut}'
    )


def _aside(lang: str, language: str, ours: str) -> str:
    """Of a quote that is not in the reader's language: in which it is, and our translation where there is one."""
    if language == lang:
        return ""
    return f" <small>({escape(words.spoken(lang, language))})</small>" + (f'<br><span class="translation">{escape(ours)}</span>' if ours else "")


def _reuse(view: View, picture: Picture, home: str) -> str:
    """How to cite the chart, and how to fetch its rows from pandas, R and Excel."""
    lang, question, home = view.lang, replace(view.question, metric=(picture.metric,)), home.rstrip("/")
    blocks = receipt.citations(lang, citation.chart(view.served, picture, home + question.page_address(picture.topic, picture.name), lang))
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
        links += [(kind.upper(), question.chart_address(chart, kind), question.file_name(kind, chart)) for kind in ("svg", "png")]
    return " ".join(
        f'<a class="extract" href="{escape(prefix + address)}" download="{escape(file)}">{escape(name)}</a>' for name, address, file in links
    )


def extract(view: View, metrics: Sequence[str] = ()) -> None:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters leave."""
    n = int(view.selected["metric"].isin(list(metrics)).sum()) if metrics else len(view.selected)
    whole = say_n(view.lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    st.html(f'<p class="page-extract">{escape(whole)} {_extract(view, tuple(metrics), tuple(extracts.FORMATS))}</p>')


def _cards(view: View, names: Sequence[str]) -> None:
    """For each metric one card: what its figures say, the chart, the source, and the way to its page; two in a row."""
    metrics = [_drawn(view.served, view.question, name) for name in names]
    found = [drawn for pictures, _ in metrics for drawn in pictures]
    for place in range(0, len(found), 2):
        for column, (picture, figure) in zip(st.columns(2), found[place : place + 2], strict=False):
            with column, st.container(border=True, height="stretch", key=f"card_{picture.name}"):
                _drawing(picture, figure, f"card_{picture.name}")
                st.html(f'<p class="source">{escape(picture.sources)} · {escape(picture.checked)}</p>{_failing(view, picture.failing)}')
                st.page_link(f"{picture.topic}.py", label=say(view.lang, "What it says, and its receipt"))
    _undrawn(view, sum(more for _, more in metrics))
    for name in names:
        _withheld(view, name)


def records(view: View) -> None:
    """The table of every figure in the selection."""
    if view.selected.empty:
        nothing(view)
    else:
        st.html(_every(view.served, view.question))
    _silences(view, view.served.dataset.metrics, view.selected[:0])


@remembered(16)
def _every(served: Served, question: Question) -> str:
    """The table of every figure that answers a question, for all who ask the same of the same data."""
    view = answered(served, question)
    return table(view, view.selected, say(question.lang, "All figures"))

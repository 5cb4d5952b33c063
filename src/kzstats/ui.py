"""The parts that pages are made of: headings, charts with their sentences and tables, lists, prose from the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from kzstats import charts, extracts, live, marks, words
from kzstats.extracts import Question
from kzstats.marks import Picture
from kzstats.view import View, notice
from kzstats.words import say, say_n


def start() -> View:
    """The view that the frame made; the first line of every page."""
    view: View = st.session_state["view"]
    return view


def metrics(view: View, topic: str) -> list[str]:
    """The metrics of a topic, in the order of the data file."""
    return [name for name, metric in view.served.dataset.metrics.items() if metric.topic == topic]


def heading(title: str, lead: str) -> None:
    """The page's one ``h1`` and the sentence under it."""
    st.html(f'<h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>')


def paragraphs(*texts: str) -> None:
    """Plain paragraphs."""
    st.html("".join(f"<p>{escape(text)}</p>" for text in texts))


def section(title: str, *texts: str) -> None:
    """A heading of the second level and its paragraphs."""
    st.html(f"<h2>{escape(title)}</h2>" + "".join(f"<p>{escape(text)}</p>" for text in texts))


def chart(view: View, metric: str) -> None:
    """One metric of the view: for each of its pictures the title, the unit line, the chart, its sentences, table and sources."""
    pictures = marks.pictures(view.served.dataset, view.selected, view.unstated, metric, view.lang)
    if not pictures:
        empty(view, view.served.dataset.metrics[metric].title.in_language(view.lang))
    for place, picture in enumerate(pictures):
        with st.container(border=True, key=f"chart_{metric}_{place}"):
            _picture(view, picture, f"{metric}_{place}")


def _picture(view: View, picture: Picture, key: str) -> None:
    lang = view.lang
    rows = view.selected[view.selected["record"].isin([mark.record for mark in picture.marks])]
    _drawing(picture, key)
    sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in picture.sentences)
    figures = say_n(lang, "{n} figure", "{n} figures", len(rows))
    st.html(
        f'<ul class="says">{sentences}</ul>'
        f'<p class="source">{escape(picture.sources)} · {escape(_checks(lang, rows))} · kzstats</p>'
        f"<details><summary>{escape(say(lang, 'Table of {figures}', figures=figures))}</summary>{table(view, rows)}</details>"
        f'<p class="extracts">{_extract(view, (picture.name,))}</p>'
    )


def _drawing(picture: Picture, key: str) -> None:
    """Title, unit line and chart; where the page is narrow, the names of stems stand in a list below instead of beside them."""
    st.html(f'<h2>{escape(picture.title)}</h2><p class="unit">{escape(picture.subtitle)}</p>')
    st.plotly_chart(charts.figure(picture), key=key, config=charts.CONFIG, alt=picture.alt, width="stretch")
    names = [mark for mark in picture.marks if mark.shape == "stem"]
    if 0 < len(names) <= marks.MANY:
        entries = "".join(f"<li><strong>{escape(mark.label)}</strong> {escape(mark.name)}, {escape(mark.when)}</li>" for mark in names)
        st.html(f'<ul class="names" aria-hidden="true">{entries}</ul>')


def _checks(lang: str, rows: pd.DataFrame) -> str:
    """How many of the rows match their source, said so that none seems checked that was not."""
    n, matching = len(rows), int((rows["check"] == "matches source").sum())
    if not matching:
        return say_n(lang, "{n} figure not checked by machine", "{n} figures not checked by machine", n)
    return say(lang, "{matching} of {all} match the source", matching=words.number(lang, matching), all=words.number(lang, n))


def table(view: View, rows: pd.DataFrame) -> str:
    """An HTML table of records: what, when, how much, who said it, where, and its check."""
    lang, records = view.lang, view.served.dataset.records
    head = (
        say(lang, "Figure"),
        say(lang, "Period"),
        say(lang, "Value"),
        say(lang, "Said by"),
        say(lang, "Source"),
        say(lang, "Words"),
        say(lang, "Check"),
    )
    body = []
    checks = rows["check"].to_dict()
    for place in rows.index:
        record = records[place]
        metric, source = view.served.dataset.metrics[record.metric], view.served.dataset.sources[record.source]
        name = record.label.in_language(lang) if record.label else metric.title.in_language(lang)
        cells = (
            escape(words.when(lang, record)),
            f'<strong class="value">{escape(words.label(lang, record.value, metric.unit))}</strong>',
            escape(record.said_by),
            f'<a href="{escape(source.url)}" rel="noreferrer" target="_blank">{escape(words.cited(lang, source))}</a>',
            f'<q lang="{escape(source.language)}">{escape(record.quote)}</q>',
            escape(words.check(lang, checks[place])),
        )
        body.append(f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>')
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    caption = say_n(lang, "{n} figure", "{n} figures", len(rows))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="figures">'
        f"<thead><tr>{titles}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _extract(view: View, metrics: tuple[str, ...]) -> str:
    """Links to the view's rows as files, at the address that answers the same question."""
    question = Question(metrics, view.question.source, view.question.publisher, view.question.first, view.question.last, view.lang)
    base = "/" + st.get_option("server.baseUrlPath").strip("/") if st.get_option("server.baseUrlPath") else ""
    links = [
        f'<a class="extract" href="{escape(base + question.address(extension))}" download="{escape(question.file_name(extension))}">{name}</a>'
        for extension, name in (("csv", escape(say(view.lang, "Download CSV"))), ("json", "JSON"))
    ]
    return " ".join(links)


def extract(view: View, metrics: Sequence[str] = ()) -> None:
    """The page's own extract: the rows of its metrics (all where none is named) that the filters leave."""
    n = int(view.selected["metric"].isin(list(metrics)).sum()) if metrics else len(view.selected)
    whole = say_n(view.lang, "All of this page: {n} figure.", "All of this page: {n} figures.", n)
    st.html(f'<p class="page-extract">{escape(whole)} {_extract(view, tuple(metrics))}</p>')


def empty(view: View, what: str) -> None:
    """That nothing of something is in the selection, and how to widen it."""
    lang = view.lang
    notice(say(lang, "{what}: no figure in your selection.", what=what) + " " + say(lang, "Choose other years or sources, or “Show everything”."))


def cards(view: View, names: Iterable[str]) -> None:
    """For each metric one card: what its figures say, the chart, the source, and the way to its page; two in a row."""
    found = [
        picture
        for name in names
        for picture in marks.pictures(view.served.dataset, view.selected, view.unstated, name, view.lang)
    ]  # fmt: skip
    for place in range(0, len(found), 2):
        for column, picture in zip(st.columns(2), found[place : place + 2], strict=False):
            with column, st.container(border=True, height="stretch", key=f"card_{picture.name}_{place}"):
                _drawing(picture, f"card_chart_{picture.name}_{place}")
                st.html(f'<p class="source">{escape(picture.sources)}</p>')
                st.page_link(f"{picture.topic}.py", label=say(view.lang, "What it says, and its receipt"))


def records(view: View) -> None:
    """The table of every figure in the selection."""
    if view.selected.empty:
        empty(view, say(view.lang, "All figures"))
    else:
        st.html(table(view, view.selected))


def sources(view: View) -> list[str]:
    """The selected articles: those with a figure, an event without a number or a skipped number."""
    dataset, asked = view.served.dataset, view.question
    named = [record.source for record in dataset.records] + [found.source for found in dataset.unstated]
    shown = set(view.selected["source"]) | set(view.unstated["source"])
    if not asked.source and not asked.publisher and asked.first is None and asked.last is None:
        shown |= {skipped.source for skipped in dataset.skipped}
    return [name for name in dataset.sources if name in shown and (name in named or shown)]


def article(view: View, name: str) -> None:
    """One article: where it stands, its figures, its events without a number, and its skipped numbers."""
    lang, dataset = view.lang, view.served.dataset
    source = dataset.sources[name]
    facts = [source.publisher, words.period(lang, source.published)]
    facts += [say(lang, "by {author}", author=source.author)] if source.author else []
    if source.inferred.published:
        facts.append(say(lang, "date taken from the address"))
    if source.inferred.title:
        facts.append(say(lang, "title taken from the address"))
    rows = view.selected[view.selected["source"] == name]
    silent = [found for found in dataset.unstated if found.source == name]
    skipped = [found for found in dataset.skipped if found.source == name]
    with st.container(border=True):
        st.html(
            f'<h2><a href="{escape(source.url)}" rel="noreferrer" target="_blank" lang="{escape(source.language)}">{escape(source.title)}</a></h2>'
            f'<p class="unit">{escape(" · ".join(facts))}</p>'
            + (table(view, rows) if len(rows) else f"<p>{escape(say(lang, 'It gives no figure in your selection.'))}</p>")
            + _list(
                say(lang, "Events it reports without a number"),
                [f"{found.label.in_language(lang)}, {words.period(lang, found.period)}" for found in silent],
            )
            + _list(
                say_n(lang, "{n} number that is no figure", "{n} numbers that are no figures", len(skipped)),
                [f"“{found.quote}”: {words.skip_reason(lang, found.reason)}" for found in skipped],
            )
        )


def _list(title: str, entries: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>" if entries else ""


def definitions(view: View) -> None:
    """What each metric counts."""
    lang = view.lang
    terms = []
    for metric in view.served.dataset.metrics.values():
        facts = [
            metric.definition.in_language(lang),
            say(lang, "Unit: {unit}", unit=words.unit_name(lang, metric.unit)),
            words.kind(lang, metric.kind),
        ]
        facts.append(say(lang, "may be added up") if metric.additive else say(lang, "is not added up"))
        facts += [change.reason.in_language(lang) for change in metric.breaks]
        terms.append(f"<dt>{escape(metric.title.in_language(lang))}</dt><dd>{escape('; '.join(fact.rstrip('.') for fact in facts))}.</dd>")
    st.html(f"<h2>{escape(say(lang, 'What is counted'))}</h2><dl>{''.join(terms)}</dl>")


def rules(view: View) -> None:
    """What the marks mean, and what is never done."""
    lang = view.lang
    st.html(
        f"<h2>{escape(say(lang, 'What the marks mean'))}</h2>"
        + _points(
            say(lang, "A solid mark is a number said exactly."),
            say(
                lang,
                "A hatched bar or a dotted stem with an open arrow says “more than”, “at least”, “less than” or “at most”: the number is a bound.",
            ),
            say(lang, "A hollow mark says “some” or “about”."),
            say(lang, "A range is a span between its bounds; it has no middle value."),
            say(lang, "A bar lies over the days it counts: five months are never as wide as a year."),
            say(lang, "A dotted line on the axis is time without a figure. A small cross is an event without a number."),
            say(lang, "Where two sources disagree both marks stand side by side, with the gap between them."),
        )
        + f"<h2>{escape(say(lang, 'What is never done'))}</h2>"
        + _points(
            say(lang, "A figure is never drawn or written more precisely than it was said."),
            say(lang, "Figures of unlike lengths, areas, stages or counting units are never joined or compared as they stand."),
            say(lang, "Shares and the participants of different events are never added up."),
            say(lang, "Nothing is forecast, and no year without a figure is filled in."),
            say(lang, "No suspect and no convict is named."),
        )
    )


def citation(view: View) -> None:
    """How to cite the figures, with the date of the data."""
    lang = view.lang
    day = words.day(lang, view.served.changed)
    text = say(
        lang,
        "kzstats: sourced figures on countering terrorism and the rule of law in Kazakhstan. Data of {day}. {address}",
        day=day,
        address=live.home(),
    )
    st.html(
        f"<h2>{escape(say(lang, 'How to cite'))}</h2>"
        f"<p>{escape(say(lang, 'Name the source of the figure first: it stands in every row of every extract. Then name the collection:'))}</p>"
        f"<blockquote>{escape(text)}</blockquote>"
    )


def addresses(view: View) -> None:
    """Where the data can be fetched."""
    lang, home = view.lang, live.home().rstrip("/")
    asked = view.question
    known = (
        (home + asked.address("csv"), say(lang, "the figures of your selection as CSV")),
        (home + asked.address("json"), say(lang, "the same as JSON")),
        (extracts.record_address("{record}", home), say(lang, "one figure, by the id in the first column")),
        (f"{home}/api/metrics.json", say(lang, "what is counted")),
        (f"{home}/api/sources.json", say(lang, "the articles")),
        (f"{home}/api/health", say(lang, "whether all is well, and which version of the data is served")),
    )
    rows = "".join(f'<li><code class="address">{escape(address)}</code> {escape(what)}</li>' for address, what in known)
    explained = say(lang, "Parameters: metric, source and publisher may be repeated; from and to are years; lang is en, ru or kk.")
    st.html(f"<h2>{escape(say(lang, 'Addresses of the data'))}</h2><ul>{rows}</ul><p>{escape(explained)}</p>")


def corrections(view: View) -> None:
    """What published figures were, and why they changed."""
    lang = view.lang
    found = view.served.dataset.corrections
    entries = [
        say(
            lang,
            "{day}: {record} was {was}. {reason}",
            day=words.day(lang, one.date),
            record=one.record,
            was=one.was,
            reason=one.reason.in_language(lang),
        )
        for one in found
    ]
    body = _points(*entries) if entries else f"<p>{escape(say(lang, 'No published figure has been changed.'))}</p>"
    st.html(f"<h2>{escape(say(lang, 'Corrections'))}</h2>{body}")


def _points(*texts: str) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"

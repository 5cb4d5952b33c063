"""The page about the articles: each with its figures and coverage, the map of years, and where sources disagree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from kzstats import captions, derived, frames, ledger, receipt, words
from kzstats.ui import empty, table
from kzstats.view import View
from kzstats.words import say, say_n

MOST: Final = 60
"""How many articles the page tells of; the others' figures are in the tables and the extract."""


def each(view: View) -> None:
    """The selected articles one by one, the first :data:`MOST` of them."""
    names = _sources(view)
    for name in names[:MOST]:
        article(view, name)
    if others := _others(view.lang, len(names)):
        st.html(others)


def _others(lang: str, n: int) -> str:
    return "".join(f"<p>{escape(more)}</p>" for more in captions.more(lang, n - MOST))


def _sources(view: View) -> list[str]:
    """The selected articles: those with a figure, an event without a number or a skipped number."""
    dataset, asked = view.served.dataset, view.question
    shown = set(view.selected["source"]) | set(view.unstated["source"])
    if not asked.source and not asked.publisher and asked.first is None and asked.last is None:
        shown |= {skipped.source for skipped in dataset.skipped}
    return [name for name in dataset.sources if name in shown]


def article(view: View, name: str) -> None:
    """One article: where it stands, its figures, its events without a number, and its skipped numbers."""
    lang, dataset = view.lang, view.served.dataset
    source = dataset.sources[name]
    facts = [words.name(lang, dataset, source.publisher), words.period(lang, source.published)]
    facts += [say(lang, "by {author}", author=source.author)] if source.author else []
    if source.inferred.published:
        facts.append(say(lang, "date taken from the address"))
    if source.inferred.title:
        facts.append(say(lang, "title taken from the address"))
    rows = view.selected[view.selected["source"] == name]
    silent = [dataset.unstated[place] for place in view.unstated.index[view.unstated["source"] == name]]
    skipped = [found for found in dataset.skipped if found.source == name]
    matching = captions.checked(lang, rows["check"].tolist()) if len(rows) else ""
    with st.container(border=True):
        st.html(
            f'<h2><a href="{escape(source.url)}" rel="noreferrer" target="_blank" lang="{escape(source.language)}">{escape(source.title)}</a></h2>'
            f'<p class="unit">{escape(" · ".join(facts))}</p>'
            f"<p>{escape(_coverage(view, name))} {escape(matching)}</p>"
            + (table(view, rows, source.title) if len(rows) else f"<p>{escape(say(lang, 'It gives no figure in your selection.'))}</p>")
            + _list(
                say(lang, "Events it reports without a number"),
                [f"{found.label.in_language(lang)}, {words.period(lang, found.period)}" for found in silent],
            )
            + _list(
                say_n(lang, "{n} number that is no figure", "{n} numbers that are no figures", len(skipped)),
                [say(lang, "“{quote}”: {why}", quote=found.quote, why=words.skip_reason(lang, found.reason)) for found in skipped],
            )
        )


def _coverage(view: View, name: str) -> str:
    """How many numbers an article holds and where each went, as the ledger counted them; or that they were not counted."""
    lang = view.lang
    counts = view.served.coverages[name]
    if counts is None:
        return say(lang, "Whether every number of this article is held was not checked.")
    parts = [
        say_n(lang, "{n} number in the article", "{n} numbers in the article", counts["numbers"]),
        say_n(lang, "{n} in the words of figures", "{n} in the words of figures", counts["recorded"]),
        say_n(lang, "{n} in the words of figures that are not verified", "{n} in the words of figures that are not verified", counts["unverified"]),
        say_n(lang, "{n} in an event without a figure", "{n} in events without a figure", counts["unstated"]),
        say_n(lang, "{n} left out with a reason", "{n} left out with a reason", counts["skipped"]),
        say_n(lang, "{n} held by nothing", "{n} held by nothing", counts["unheld"]),
    ]
    shown = [part for part, key in zip(parts, ledger.COUNTS, strict=True) if counts[key] or key in ("numbers", "unheld")]
    return "; ".join(shown) + "."


def coverage_map(view: View) -> None:
    """Which metric has figures for which year from which article, gaps included."""
    lang, dataset, rows = view.lang, view.served.dataset, view.selected
    if rows.empty:
        empty(view, say(lang, "Map of figures"))
        return
    first, last = frames.years(rows)
    used = set(rows["source"])
    names = [name for name in dataset.sources if name in used]
    number = {name: str(place) for place, name in enumerate(names[:MOST], 1)}
    held: dict[tuple[str, int], set[str]] = {}
    for place in rows.index:
        record = dataset.records[place]
        span = record.period
        for year in range(
            max(span.start.year, first) if span.open else span.start.year, (min(span.end.year, last) if span.open else span.end.year) + 1
        ):
            held.setdefault((record.metric, year), set()).add(number.get(record.source, "…"))
    years = range(first, last + 1)
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    gap = f'<td class="gap"><span aria-label="{escape(say(lang, "no figure"))}">–</span></td>'
    body = "".join(
        f'<tr><th scope="row">{escape(dataset.metrics[metric].title.in_language(lang))}</th>'
        + "".join(f"<td>{', '.join(sorted(held[metric, year]))}</td>" if (metric, year) in held else gap for year in years)
        + "</tr>"
        for metric in dict.fromkeys(rows["metric"])
    )
    key = "".join(f"<li>{escape(words.cited(lang, dataset, name))}</li>" for name in number)
    title = say(lang, "Which article has figures for which year")
    st.html(
        f'<h2>{escape(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table class="map">'
        f'<thead><tr><th scope="col">{escape(say(lang, "Figure"))}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f"<ol>{key}</ol>{_others(lang, len(names))}"
    )


def disagreements(view: View) -> None:
    """Every disagreement of the selection with both sides and its reason, and the rule for which one leads."""
    lang, dataset = view.lang, view.served.dataset
    groups = derived.disagreements([dataset.records[place] for place in view.selected.index])
    parts = []
    for group in groups:
        metric = dataset.metrics[group[0].metric]
        sides = "".join(
            f"<li>{receipt.link(view, record.id, words.label(lang, record.value, metric.unit))} "
            f"{escape(words.cited(lang, dataset, record.source))} ({escape(words.rank(lang, record.rank))})"
            f"{escape(': ' + record.reason.in_language(lang) if record.reason else '')}</li>"
            for record in group
        )
        alone = say(lang, "Neither gives a reason, so neither counts as matching its source.")
        unexplained = "" if any(record.reason for record in group) else f"<p>{escape(alone)}</p>"
        parts.append(f"<h3>{escape(metric.title.in_language(lang))}, {escape(words.when(lang, group[0]))}</h3><ul>{sides}</ul>{unexplained}")
    rule = (
        say(lang, "The rule: a figure ranked preferred leads, and says why; a deprecated one never leads.")
        + " "
        + say(lang, "Figures of one rank stand side by side, and none leads.")
    )
    none = f"<p>{escape(say(lang, 'No two figures of your selection disagree.'))}</p>"
    st.html(f"<h2>{escape(say(lang, 'Where sources disagree'))}</h2>{''.join(parts) or none}<p>{escape(rule)}</p>")


def _list(title: str, entries: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
    return f"<details><summary>{escape(title)}</summary><ul>{items}</ul></details>" if entries else ""

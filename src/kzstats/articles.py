"""The page about the articles: each with its figures and coverage, the map of years, and where sources disagree."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from kzstats import captions, derived, frames, ledger, receipt, words
from kzstats.ui import nothing, table
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
    matching = captions.checked(lang, rows["check"].tolist()) + "." if len(rows) else ""
    with st.container(border=True):
        st.html(
            f'<h2><a href="{escape(source.url)}" rel="noreferrer" target="_blank" lang="{escape(source.language)}">{escape(source.title)}</a></h2>'
            f'<p class="unit">{escape(" · ".join(facts))}</p>'
            f"<p>{escape(_coverage(view, name, len(skipped)))} {escape(matching[:1].upper() + matching[1:])}</p>"
            + (table(view, rows, source.title) if len(rows) else f"<p>{escape(say(lang, 'It gives no figure in your selection.'))}</p>")
            + _list(
                say(lang, "Events it reports without a number"),
                [f"{found.label.in_language(lang)}, {words.period(lang, found.period)}" for found in silent],
            )
            + _list(
                say_n(lang, "{n} passage left out, with the reason", "{n} passages left out, with the reason", len(skipped)),
                [say(lang, "“{quote}”: {why}", quote=found.quote, why=words.skip_reason(lang, found.reason)) for found in skipped],
            )
        )


def _coverage(view: View, name: str, passages: int) -> str:
    """How many numbers an article holds and where each went, as the ledger counted them, or that they were not.

    Those left out stand in so many ``passages``.
    """
    lang = view.lang
    counts = view.served.coverages[name]
    if counts is None:
        return say(lang, "Whether every number of this article is held was not checked.")
    parts = [
        say_n(lang, "{n} number in the article", "{n} numbers in the article", counts["numbers"]),
        say_n(lang, "{n} used in figures", "{n} used in figures", counts["recorded"]),
        say_n(lang, "{n} used in figures that are not verified", "{n} used in figures that are not verified", counts["unverified"]),
        say_n(lang, "{n} in an event without a number of participants", "{n} in events without a number of participants", counts["unstated"]),
        say(
            lang,
            "{said} ({counted})",
            said=say_n(lang, "{n} left out with a reason", "{n} left out with a reason", counts["skipped"]),
            counted=say_n(lang, "{n} passage", "{n} passages", passages),
        ),
        say_n(lang, "{n} unaccounted for", "{n} unaccounted for", counts["unheld"]),
    ]
    shown = [part for part, key in zip(parts, ledger.COUNTS, strict=True) if counts[key] or key in ("numbers", "unheld")]
    return "; ".join(shown) + "."


def coverage_map(view: View) -> None:
    """Which metric has figures for which year from which article, gaps included."""
    lang, dataset, rows = view.lang, view.served.dataset, view.evidence
    if rows.empty:
        nothing(view)
        return
    first, last = frames.years(rows)
    used = set(rows["source"])
    names = [name for name in dataset.sources if name in used]
    letter = {name: _letter(place) for place, name in enumerate(names[:MOST])}
    held: dict[tuple[str, int], set[str]] = {}
    for place in rows.index:
        record = dataset.records[place]
        span = record.period
        for year in range(
            max(span.start.year, first) if span.open else span.start.year, (min(span.end.year, last) if span.open else span.end.year) + 1
        ):
            held.setdefault((record.metric, year), set()).add(letter.get(record.source, "…"))
    years = range(first, last + 1)
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    gap = f'<td class="gap"><span aria-label="{escape(say(lang, "no figure"))}">–</span></td>'
    body = "".join(
        f'<tr><th scope="row">{escape(dataset.metrics[metric].heading(lang))}</th>'
        + "".join(f"<td>{', '.join(sorted(held[metric, year]))}</td>" if (metric, year) in held else gap for year in years)
        + "</tr>"
        for metric in dict.fromkeys(rows["metric"])
    )
    key = "".join(f"<li>{escape(words.cited(lang, dataset, name))}</li>" for name in letter)
    title = say(lang, "Which article has figures for which year")
    told = say(lang, "A letter in the table stands for the article beside it in the list below.")
    st.html(
        f'<h2>{escape(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table class="map">'
        f'<thead><tr><th scope="col">{escape(say(lang, "What is counted"))}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p>{escape(told)}</p><ol type="A">{key}</ol>{_others(lang, len(names))}'
    )


def _letter(place: int) -> str:
    """The letters by which a list numbers its entries: A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def disagreements(view: View) -> None:
    """Every disagreement of the selection with both sides and its reason, and the rule for which one leads."""
    lang, dataset = view.lang, view.served.dataset
    chosen = [dataset.records[place] for place in view.selected.index]
    # What the words contradict is no side of a disagreement; what fails by the disagreement alone is shown as just that.
    groups = derived.disagreements([record for record in chosen if view.served.standings[record.id].failed in ((), ("Q6",))])
    parts = []
    for group in groups:
        metric = dataset.metrics[group[0].metric]
        sides = "".join(
            f"<li>{receipt.link(view, record.id, words.label(lang, record.value, metric.unit))} "
            f"{escape(words.cited(lang, dataset, record.source))} ({escape(words.rank(lang, record.rank))})"
            f"{escape(': ' + record.reason.in_language(lang) if record.reason else '')}</li>"
            for record in group
        )
        alone = say(lang, "Neither gives a reason, so both fail their check, and neither is drawn.")
        unexplained = "" if any(record.reason for record in group) else f"<p>{escape(alone)}</p>"
        parts.append(f"<h3>{escape(metric.heading(lang))}, {escape(words.when(lang, group[0]))}</h3><ul>{sides}</ul>{unexplained}")
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

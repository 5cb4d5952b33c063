"""The page about the method: what is counted and checked, what the marks mean, how to cite, where the data are."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import get_args

import streamlit as st

from kzstats import bundle, captions, citation, extracts, receipt, words
from kzstats.model import Check
from kzstats.view import View
from kzstats.words import say, say_n


def definitions(view: View) -> None:
    """What each metric counts."""
    lang = view.lang
    terms = []
    for metric in view.served.dataset.metrics.values():
        added = say(lang, "may be added up") if metric.additive else say(lang, "is not added up")
        facts = [
            captions.unit(metric, lang),
            f"{words.kind(lang, metric.kind)}; {added}",
            *(change.reason.in_language(lang) for change in metric.breaks),
        ]
        terms.append(f"<dt>{escape(metric.title.in_language(lang))}</dt><dd>{escape(metric.definition.in_language(lang))}{_points(*facts)}</dd>")
    st.html(f"<h2>{escape(say(lang, 'What is counted'))}</h2><dl>{''.join(terms)}</dl>")


def rules(view: View) -> None:
    """What the marks mean, and what is never done."""
    lang = view.lang
    st.html(
        f"<h2>{escape(say(lang, 'What the marks mean'))}</h2>"
        + _points(*captions.legend(lang))
        + f"<h2>{escape(say(lang, 'What is never done'))}</h2>"
        + _points(
            say(lang, "A figure is never drawn or written more precisely than it was said."),
            say(lang, "Figures of unlike lengths, areas, stages or counting units are never joined or compared as they stand."),
            say(lang, "Shares and the participants of different events are never added up."),
            say(lang, "Nothing is forecast, and no year without a figure is filled in."),
            say(lang, "No suspect and no convict is named."),
        )
    )


def checks(view: View) -> None:
    """What the machine asks of every figure, and what it came to."""
    lang, whole = view.lang, view.served.told
    counts = whole["check"].value_counts().to_dict()
    badges = "".join(
        f"<dt>{receipt.badge(lang, check)} ({escape(words.number(lang, counts.get(check, 0)))})</dt><dd>{escape(words.meaning(lang, check))}</dd>"
        for check in get_args(Check)
    )
    questions = "".join(f"<li><strong>Q{n}</strong> {escape(words.question(lang, f'Q{n}'))}</li>" for n in range(1, 8))
    read = (
        say(
            lang, "Articles are read in English, Russian and Kazakh, a mixed one sentence by sentence; a text in another language is left undecided."
        ),
        say(lang, "What is not understood is never a match: beside the number every word has a known meaning, or the check is undecided."),
        say(lang, "A person may settle what is undecided, never what failed."),
        say(lang, "A figure whose check failed stands under its chart with the reason, and in the extracts."),
    )
    limits = (
        say(lang, "“Transcription checked” says that the figure is what the article says, not that the article is right."),
        words.unchecked(lang),
        say(lang, "Whether speaker, area and title stand in the text is told in the receipt, and enters no badge."),
        say(lang, "Where the words around a number do not name what is counted, the receipt says so."),
        say(lang, "The stage of justice is not checked."),
        *beyond(view),
    )
    anew = say(
        lang, "A figure that is edited loses its mark until it is checked again. A figure whose article has no archived text shows as not checked."
    )
    how = say(lang, "Every figure is checked automatically against the archived text of its article:")
    st.html(
        f"<h2>{escape(say(lang, 'What is checked'))}</h2><p>{escape(how)}</p><ul>{questions}</ul>"
        f"<h3>{escape(say(lang, 'How the words are read'))}</h3>{_points(*read)}"
        f"<h3>{escape(say(lang, 'What each badge says, and how many figures have it'))}</h3><dl>{badges}</dl>"
        f"<h3>{escape(say(lang, 'What the checks do not say'))}</h3>{_points(*limits)}<p>{escape(anew)}</p>"
    )


def beyond(view: View) -> list[str]:
    """Of how many figures the parts of the receipt that no check judges stand in the text, as the ledger has it."""
    lang, standings = view.lang, view.served.standings.values()
    told = []
    for part, name in words.parts(lang).items():
        found = Counter(standing.beyond[part] for standing in standings if part in standing.beyond)
        counts = ", ".join(f"{words.found(lang, code)} ({words.number(lang, found[code])})" for code in words.FOUND if found[code])
        told += [say(lang, "{title}: {what}.", title=name, what=counts)] if counts else []
    return told


def inferences(view: View) -> None:
    """What is inferred, why, and of how many figures."""
    lang, records = view.lang, view.served.dataset.records
    ways = Counter(words.inference(lang, record.inferred.period, record.context) for record in records if record.inferred.period)
    entries = [say_n(lang, "{n} figure: {how}", "{n} figures: {how}", n, how=how) for how, n in ways.items()]
    st.html(
        f"<h2>{escape(say(lang, 'What is inferred'))}</h2>"
        + _points(*entries, say(lang, "Every inference stands in the note of its row and in its receipt."))
    )


def cite(view: View) -> None:
    """How to cite the figures, with the date of the data."""
    lang = view.lang
    texts = citation.collection(view.served, bundle.title(lang), view.home, lang)
    st.html(
        f"<h2>{escape(say(lang, 'How to cite'))}</h2>"
        f"<p>{escape(say(lang, 'Name the source of the figure first: it stands in every row of every extract. Then name the collection:'))}</p>"
        + receipt.citations(lang, texts)
    )


def addresses(view: View) -> None:
    """Where the data can be fetched."""
    lang, home = view.lang, view.home.rstrip("/")
    asked = view.question
    known = (
        (home + asked.address("csv"), say(lang, "the figures of your selection as CSV")),
        (home + asked.address("json"), say(lang, "the same as JSON")),
        (home + asked.address("csv2"), say(lang, "the same as CSV with semicolons and decimal commas")),
        (home + asked.address("xlsx"), say(lang, "the same as an Excel workbook")),
        (home + asked.address("parquet"), say(lang, "the same as Apache Parquet")),
        (home + asked.address("zip"), say(lang, "the package: the data with their description, citation and caveats")),
        (home + asked.brief_address(), say(lang, "a brief for paper: charts, tables and sources as PDF")),
        (home + asked.address("csv-metadata.json"), say(lang, "what each column of the CSV holds, for programs (CSV on the Web)")),
        (f"{home}/api/charts/METRIC.svg", say(lang, "a chart as a picture, also .png")),
        (extracts.record_address("ID", home), say(lang, "one figure, by the id in the first column")),
        (f"{home}/api/metrics.json", say(lang, "what is counted")),
        (f"{home}/api/sources.json", say(lang, "the articles")),
        (f"{home}/api/health", say(lang, "whether all is well, and which version of the data is served")),
    )
    rows = "".join(f'<li><code class="address">{escape(address)}</code> {escape(what)}</li>' for address, what in known)
    explained = say(lang, "Parameters: metric, source and publisher may be repeated; from and to are years; lang is en, ru or kk.")
    st.html(f"<h2>{escape(say(lang, 'Addresses of the data'))}</h2><ul>{rows}</ul><p>{escape(explained)}</p>")


def languages(view: View) -> None:
    """Which words are not yet reviewed, how to propose a better one, and what the short names of bodies stand for."""
    lang = view.lang
    short = "".join(f"<dt>{escape(name)}</dt><dd>{escape(full)}</dd>" for name, full in words.abbreviations(lang).items())
    st.html(
        f"<h2>{escape(say(lang, 'Languages'))}</h2>"
        + _points(
            say(lang, "The Kazakh and Russian words of these pages are not yet reviewed by a native speaker."),
            say(lang, "To propose a better word, name the page, the word and the better one to whoever runs this dashboard."),
            say(lang, "The quoted words of an article stay in the article’s language; a translation beside them is ours."),
        )
        + f"<h2>{escape(say(lang, 'Abbreviations'))}</h2><dl>{short}</dl>"
    )


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
    how = say(
        lang, "A figure that was published wrong is corrected under the same id; what it was and why it changed is listed here and in its receipt."
    )
    st.html(f"<h2>{escape(say(lang, 'Corrections'))}</h2><p>{escape(how)}</p>{body}")


def _points(*texts: str) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"

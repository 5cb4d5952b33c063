"""The receipt of a figure: what was said, by whom, where it stands, and what the checks came to.

It opens by a click on a mark, by a link in a row of any table, and by the address (``record=ID``);
closing it puts the focus back where it was and takes the record out of the address.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus, urlencode

import streamlit as st

from kzstats import captions, citation, extracts, words
from kzstats.extracts import Question
from kzstats.ledger import Standing
from kzstats.model import Check, Record
from kzstats.view import RECORD, View, notice
from kzstats.words import say

_PICKED: Final = "picked"


def show(view: View) -> None:
    """Open the receipt that the address asks for, if any."""
    wanted = st.session_state[RECORD]
    if not wanted:
        return
    record = next((record for record in view.served.dataset.records if record.id == wanted), None)
    if record is None:
        notice(say(view.lang, "No figure has the id “{id}”. It may have been mistyped; the page All figures lists every one.", id=wanted[:80]))
        return
    dialog = st.dialog(say(view.lang, "Receipt"), width="medium", on_dismiss=_closed)
    dialog(lambda: st.html(content(view, record)))()


def link(view: View, record: str, said: str) -> str:
    """A link that opens a record's receipt over the page as it is, named by the value as it was said."""
    label, address = say(view.lang, "{value}, receipt of {record}", value=said, record=record), _opening(view.question) + quote_plus(record)
    return f'<a class="receipt" href="{escape(address)}" data-record="{escape(record)}" aria-label="{escape(label)}">{escape(said)}</a>'


@lru_cache(maxsize=16)
def _opening(question: Question) -> str:
    """The address of a view with a receipt over it, up to the record's id, for every row of a table."""
    return "?" + urlencode([*question.pairs(), (RECORD, "")])


def chart_key(name: str) -> str:
    """The key of a chart, another after each receipt that it opened, so that the same mark can be clicked again."""
    return f"{name}~{st.session_state.get(_PICKED, {}).get(name, 0)}"


def pick(name: str) -> None:
    """Carry the record of the mark that was just clicked in a chart into the address."""
    picked = st.session_state[chart_key(name)].selection.points
    if picked and picked[0].get("customdata"):
        st.session_state[RECORD] = picked[0]["customdata"][0]
        counts = st.session_state.get(_PICKED, {})
        st.session_state[_PICKED] = counts | {name: counts.get(name, 0) + 1}


def _closed() -> None:
    st.session_state[RECORD] = ""


def content(view: View, record: Record) -> str:
    """The receipt as HTML: every text of the data escaped."""
    lang, dataset = view.lang, view.served.dataset
    metric, source = dataset.metrics[record.metric], dataset.sources[record.source]
    standing = view.served.standings[record.id]
    check = standing.check
    name = record.label.in_language(lang) if record.label else metric.title.in_language(lang)
    page = f"{view.home.rstrip('/')}/records?{urlencode({RECORD: record.id})}"
    opens = f"{source.url}#:~:text={quote(record.quote, safe='').replace('-', '%2D')}"
    printed = [words.name(lang, dataset, source.publisher), words.publisher_class(lang, source.publisher_class), words.period(lang, source.published)]
    if source.inferred.published:
        printed.append(say(lang, "date taken from the address"))
    facts = [
        (say(lang, "Said by"), escape(words.name(lang, dataset, record.said_by))),
        (say(lang, "Published by"), escape(", ".join(printed))),
        (
            say(lang, "Article"),
            f'<a href="{escape(opens)}" rel="noreferrer" target="_blank" lang="{escape(source.language)}">{escape(source.title)}</a>',
        ),
        (say(lang, "Language of the article"), escape(words.language(lang, source.language))),
        (say(lang, "Period"), escape(words.when(lang, record) + " (" + _stated(lang, record, standing) + ")")),
        (say(lang, "Area"), escape(words.area(lang, record.area))),
        (say(lang, "What is counted"), escape(metric.definition.in_language(lang))),
    ]
    if note := words.notes(lang, record):
        facts.append((say(lang, "Note"), escape(note)))
    if record.reason:
        facts.append((say(lang, "Rank"), escape(f"{words.rank(lang, record.rank)}: {record.reason.in_language(lang)}")))
    for fixed in dataset.corrections:
        if fixed.record == record.id:
            was = say(lang, "was {was} until {day}: {reason}", was=fixed.was, day=words.day(lang, fixed.date), reason=fixed.reason.in_language(lang))
            facts.append((say(lang, "Corrected"), escape(was)))
    for change in metric.breaks:
        broke = say(
            lang,
            "From {day}: {title}. {reason}",
            day=words.day(lang, change.date),
            title=change.title.in_language(lang),
            reason=change.reason.in_language(lang),
        )
        cited = escape(words.cited(lang, dataset, change.source))
        address = escape(dataset.sources[change.source].url)
        facts.append((say(lang, "Break"), f'{escape(broke)} <a href="{address}" rel="noreferrer" target="_blank">{cited}</a>'))
    facts += [
        (say(lang, "Text on record"), _hash(lang, source.text_sha256)),
        (say(lang, "Permanent address"), f'<a href="{escape(page)}">{escape(page)}</a>'),
        (say(lang, "As data"), f'<a href="{escape(extracts.record_address(record.id, view.home))}">{escape(record.id)}.json</a>'),
    ]
    if standing.evidence:
        facts.append((say(lang, "Cite as"), citations(lang, citation.figure(view.served, record, page, lang))))
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{said}</dd>" for term, said in facts)
    context = f' <q lang="{escape(source.language)}">{escape(record.context)}</q>' if record.context else ""
    ours = words.translated(lang, record, source.language)
    return (
        f'<div class="receipt-body"><p class="said">{escape(words.in_words(lang, record.value, metric.unit))}</p>'
        f"<p class='unit'>{escape(name)}, {escape(words.when(lang, record))}</p>"
        f'<blockquote lang="{escape(source.language)}">{escape(say(lang, "“{quote}”", quote=record.quote))}</blockquote>'
        + (f'<p class="translation">{escape(ours)}</p>' if ours else "")
        + (f"<p class='source'>{escape(say(lang, 'Also in the article:'))}{context}</p>" if context else "")
        + f'<p class="badge {_class(check)}">{escape(words.check(lang, check))}</p>{_confirmed(lang, record, check)}{_support(view, record)}'
        f"{_answers(lang, standing)}{_beyond(lang, standing)}<dl>{rows}</dl></div>"
    )


def copyable(lang: str, text: str) -> str:
    """A text with a button that copies it; without the page's script the text can still be selected."""
    return f'<div class="copy"><pre tabindex="0">{escape(text)}</pre><button type="button" data-copy>{escape(say(lang, "Copy"))}</button></div>'


def citations(lang: str, cited: citation.Cited) -> str:
    """A citation in words and, each behind its name, for reference managers."""
    managed = {"BibTeX": cited.bibtex, "RIS": cited.ris, "CSL-JSON": cited.csl}
    folded = "".join(f"<details><summary>{name}</summary>{copyable(lang, text)}</details>" for name, text in managed.items())
    return copyable(lang, cited.short) + copyable(lang, cited.long) + folded


def badge(lang: str, check: Check) -> str:
    """A check in a row of a table, marked so that it is told from the others without its colour."""
    return f'<span class="check {_class(check)}">{escape(words.check(lang, check))}</span>'


def reason(said: str, read: str) -> str:
    """Which check did not pass, and behind it what was found."""
    return escape(said) + (f": <span>{escape(read)}</span>" if read else "")


def _class(check: Check) -> str:
    return check.replace(" ", "-")


def _confirmed(lang: str, record: Record, check: Check) -> str:
    """Who settled what the machine could not decide, when, and what they say of it; nothing of a figure that nobody did."""
    if record.confirmed is None or check != "confirmed":
        return ""
    who, day = record.confirmed.by, words.day(lang, record.confirmed.on)
    return f"<p>{escape(say(lang, 'Confirmed by {name} on {day}: {what}', name=who, day=day, what=record.confirmed.says))}</p>"


def _support(view: View, record: Record) -> str:
    """On how many sources a figure rests; nothing of one that fails its check, which rests on none."""
    failing = set(view.served.failing)
    if record.id in failing:
        return ""
    standing = [other for other in view.served.dataset.records if other.id not in failing]
    said = say(view.lang, "It rests on: {support}.", support=captions.support(view.lang, [record], standing))
    return f"<p class='source'>{escape(said)}</p>"


def _stated(lang: str, record: Record, standing: Standing) -> str:
    """Whether the period is inferred, stated in the article, or only said to be."""
    if record.inferred.period:
        return say(lang, "inferred")
    return say(lang, "stated in the article") if standing.outcomes.get("Q5") == "passed" else say(lang, "given as stated, not checked")


def _hash(lang: str, sha256: str | None) -> str:
    return f"SHA-256 <code>{escape(sha256)}</code>" if sha256 else escape(say(lang, "no text of this source is archived"))


def _answers(lang: str, standing: Standing) -> str:
    """The checks one by one; for a figure that is not checked or has changed, why there are none."""
    why = {
        "not checked": say(lang, "This figure has not been checked automatically against its article yet."),
        "changed": say(lang, "The record or its article’s text was edited after it was checked, so its mark is gone until it is checked again."),
    }.get(standing.check, "")
    signs = {"passed": "✓", "failed": "✗", "undecided": "?"}
    entries = "".join(
        f"<li>{signs[outcome]} <strong>{escape(words.outcome(lang, outcome))}</strong>: "
        f"{reason(words.question(lang, question), words.read(lang, standing.reasons.get(question)) if outcome != 'passed' else '')}</li>"
        for question, outcome in standing.outcomes.items()
    )
    return (f"<p>{escape(why)}</p>" if why else "") + (f'<ul class="answers">{entries}</ul>' if entries else "")


def _beyond(lang: str, standing: Standing) -> str:
    """What stands in the text of the rest of the receipt, and what no machine checks; none of it is in the badge."""
    parts = words.parts(lang)
    told = [(parts[part], words.found(lang, found)) for part, found in standing.beyond.items() if found in words.FOUND]
    entries = [say(lang, "{title}: {what}.", title=name, what=found) for name, found in told]
    if standing.unnamed:
        entries.append(say(lang, "What is counted: the words around the number do not name it."))
    entries.append(words.unchecked(lang))
    items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
    return f"<p>{escape(say(lang, 'Beside the checks, and in no badge:'))}</p><ul>{items}</ul>"

"""The method: what is counted and checked, what the marks mean, how to cite, where the data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from kzstats import bundle, captions, citation, extracts, words
from kzstats.content import changes
from kzstats.content.document import Block, Fact, Facts, Link, Paragraph, Place, Points, Section, Text, Words
from kzstats.content.figures import badge, citations, paragraphs, points, text
from kzstats.extracts import Question
from kzstats.live import Served
from kzstats.model import Check, Metric
from kzstats.words import say, say_n


def blocks(served: Served, asked: Question, home: str) -> tuple[Block, ...]:
    """The page's sections; ``home`` begins the addresses of the data."""
    lang = asked.lang
    return (
        _section("counted", say(lang, "What is counted"), _definitions(served, lang)),
        _checks(served, lang),
        _section("marks", say(lang, "What the marks mean"), points(*captions.legend(lang))),
        _section("never", say(lang, "What is never done"), _never(lang)),
        _section("inferred", say(lang, "What is inferred"), _inferences(served, lang)),
        _section("cite", say(lang, "How to cite"), *_cite(served, home, lang)),
        _section("addresses", say(lang, "Addresses of the data"), *_addresses(asked, home)),
        _section("corrections", say(lang, "Corrections"), *_corrections(served, lang), Paragraph((_changes(lang),))),
        _section("languages", say(lang, "Languages"), _languages(lang)),
        _section("abbreviations", say(lang, "Abbreviations"), _abbreviations(lang)),
    )


def _changes(lang: str) -> Link:
    """The way to the page that tells of every change."""
    return Link(changes.title(lang), Place("page", changes.NAME, Question(lang=lang)))


def _section(name: str, title: str, *parts: Block, level: int = 2) -> Section:
    return Section(name, text(title), parts, level=level)


def _definitions(served: Served, lang: str) -> Facts:
    """What each metric counts."""
    return Facts(
        tuple(
            Fact(text(metric.title.in_language(lang)), (*paragraphs(metric.definition.in_language(lang)), counting(metric, lang)))
            for metric in served.dataset.metrics.values()
        )
    )


def counting(metric: Metric, lang: str) -> Points:
    """How a metric counts: its unit, what kind of figures it has, whether they may be added up, and where they are not comparable."""
    added = say(lang, "may be added up") if metric.additive else say(lang, "is not added up")
    breaks = (change.reason.in_language(lang) for change in metric.breaks)
    return points(captions.unit(metric, lang), f"{words.kind(lang, metric.kind)}; {added}", *breaks)


def _never(lang: str) -> Points:
    return points(
        say(lang, "A figure is never drawn or written more precisely than it was said."),
        say(lang, "Figures of unlike lengths, areas, stages or counting units are never joined or compared as they stand."),
        say(lang, "Shares and the participants of different events are never added up."),
        say(lang, "Nothing is forecast, and no year without a figure is filled in."),
        say(lang, "No suspect and no convict is named."),
    )


def _checks(served: Served, lang: str) -> Section:
    """What the machine asks of every figure, and what it came to."""
    counts = Counter(served.checks.values())
    badges = Facts(
        tuple(
            Fact((badge(lang, check), Text(f" ({words.number(lang, counts[check])})")), paragraphs(words.meaning(lang, check)))
            for check in get_args(Check)
        )
    )
    questions = tuple((Text(f"Q{n} ", "strong"), Text(words.question(lang, f"Q{n}"))) for n in range(1, 8))
    read = points(
        say(
            lang, "Articles are read in English, Russian and Kazakh, a mixed one sentence by sentence; a text in another language is left undecided."
        ),
        say(lang, "What is not understood is never a match: beside the number every word has a known meaning, or the check is undecided."),
        say(lang, "A person may settle what is undecided, never what failed."),
        say(lang, "A figure whose check failed stands under its chart with the reason, and in the extracts."),
    )
    limits = points(
        say(lang, "“Transcription checked” says that the figure is what the article says, not that the article is right."),
        words.unchecked(lang),
        say(lang, "Whether speaker, area and title stand in the text is told in the receipt, and enters no badge."),
        say(lang, "Where the words around a number do not name what is counted, the receipt says so."),
        say(lang, "The stage of justice is not checked."),
        *_beyond(served, lang),
    )
    anew = say(
        lang, "A figure that is edited loses its mark until it is checked again. A figure whose article has no archived text shows as not checked."
    )
    return _section(
        "checked",
        say(lang, "What is checked"),
        *paragraphs(say(lang, "Every figure is checked automatically against the archived text of its article:")),
        Points(questions),
        _section("read", say(lang, "How the words are read"), read, level=3),
        _section("badges", say(lang, "What each badge says, and how many figures have it"), badges, level=3),
        _section("unsaid", say(lang, "What the checks do not say"), limits, *paragraphs(anew), level=3),
    )


def _beyond(served: Served, lang: str) -> Sequence[str]:
    """Of how many figures the parts of the receipt that no check judges stand in the text, as the ledger has it."""
    standings = served.standings.values()
    told = []
    for part, name in words.parts(lang).items():
        found = Counter(standing.beyond[part] for standing in standings if part in standing.beyond)
        counts = ", ".join(f"{words.found(lang, code)} ({words.number(lang, found[code])})" for code in words.FOUND if found[code])
        told += [say(lang, "{title}: {what}.", title=name, what=counts)] if counts else []
    return told


def _inferences(served: Served, lang: str) -> Points:
    """What is inferred, why, and of how many figures."""
    records = served.dataset.records
    ways = Counter(words.inference(lang, record.inferred.period, record.context) for record in records if record.inferred.period)
    entries = [say_n(lang, "{n} figure: {how}", "{n} figures: {how}", n, how=how) for how, n in ways.items()]
    return points(*entries, say(lang, "Every inference stands in the note of its row and in its receipt."))


def _cite(served: Served, home: str, lang: str) -> tuple[Block, ...]:
    """How to cite the figures, with the date of the data."""
    how = say(lang, "Name the source of the figure first: it stands in every row of every extract. Then name the collection:")
    return (*paragraphs(how), *citations(citation.collection(served, bundle.title(lang), home, lang), "collection"))


def _addresses(asked: Question, home: str) -> tuple[Block, ...]:
    """Where the data can be fetched."""
    lang, home = asked.lang, home.rstrip("/")
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
    rows: tuple[Words, ...] = tuple((Text(address, "code"), Text(f" {what}")) for address, what in known)
    explained = say(lang, "Parameters: metric, source and publisher may be repeated; from and to are years; lang is en, ru or kk.")
    return Points(rows), *paragraphs(explained)


def _corrections(served: Served, lang: str) -> tuple[Block, ...]:
    """What published figures were, and why they changed."""
    entries = [
        say(
            lang,
            "{day}: {record} was {was}. {reason}",
            day=words.day(lang, one.date),
            record=one.record,
            was=one.was,
            reason=one.reason.in_language(lang),
        )
        for one in served.dataset.corrections
    ]
    how = say(
        lang, "A figure that was published wrong is corrected under the same id; what it was and why it changed is listed here and in its receipt."
    )
    none = paragraphs(say(lang, "No published figure has been changed."))
    return (*paragraphs(how), *((points(*entries),) if entries else none))


def _languages(lang: str) -> Points:
    """Which words are not yet reviewed, and how to propose a better one."""
    return points(
        say(lang, "The Kazakh and Russian words of these pages are not yet reviewed by a native speaker."),
        say(lang, "To propose a better word, name the page, the word and the better one to whoever runs this dashboard."),
        say(lang, "The quoted words of an article stay in the article’s language; a translation beside them is ours."),
    )


def _abbreviations(lang: str) -> Facts:
    """What the short names of bodies stand for."""
    return Facts(tuple(Fact(text(name), paragraphs(full)) for name, full in words.abbreviations(lang).items()))

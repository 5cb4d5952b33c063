"""The method: what is counted and checked, what the marks mean, how to cite, where the data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from kzstats.content import captions, changes, citation
from kzstats.content.document import (
    Block,
    Fact,
    Facts,
    Inline,
    Link,
    Paragraph,
    Place,
    Points,
    Section,
    Text,
)
from kzstats.content.figures import badge, citations, paragraphs, points, text
from kzstats.content.sheet import counting_rules
from kzstats.dataset.model import Metric
from kzstats.dataset.vocabulary import Check
from kzstats.language import codes, dates, interface, numbers, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.query import addresses
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot


def blocks(snapshot: Snapshot, query: Query, base_url: str) -> tuple[Block, ...]:
    """The page's sections; ``base_url`` begins the addresses of the data."""
    lang = query.lang
    return (
        _section("counted", translate(lang, "What is counted"), _definitions(snapshot, lang)),
        _checks(snapshot, lang),
        legend(lang),
        _section("never", translate(lang, "What is never done"), _never(lang)),
        _section("inferred", translate(lang, "What is inferred"), _inferences(snapshot, lang)),
        _section("cite", translate(lang, "How to cite"), *_cite(snapshot, base_url, lang)),
        _section(
            "addresses", translate(lang, "Addresses of the data"), *_addresses(query, base_url)
        ),
        _section(
            "corrections",
            translate(lang, "Corrections"),
            *_corrections(snapshot, lang),
            Paragraph((_changes(lang),)),
        ),
        _section("languages", translate(lang, "Languages"), _languages(lang)),
        _section("abbreviations", translate(lang, "Abbreviations"), _abbreviations(lang)),
    )


def legend(lang: str) -> Section:
    """What the marks of a chart mean."""
    return _section(
        "marks",
        translate(lang, "What the marks mean"),
        replace(points(*captions.legend(lang)), kind="legend"),
    )


def how_to_cite(lang: str) -> str:
    """Whom to name for a figure, and how the collection is named behind them."""
    return translate(
        lang,
        "Name the source of the figure first: it stands in every row of every extract. Then name "
        "the collection:",
    )


def _changes(lang: str) -> Link:
    """The way to the page that tells of every change."""
    return Link(changes.title(lang), Place("page", changes.NAME, Query(lang=lang)))


def _section(name: str, title: str, *parts: Block, level: int = 2) -> Section:
    return Section(name, text(title), parts, level=level)


def _definitions(snapshot: Snapshot, lang: str) -> Facts:
    """What each metric counts."""
    return Facts(
        tuple(
            Fact(
                text(metric.title.in_language(lang)),
                (*paragraphs(metric.definition.in_language(lang)), counting(metric, lang)),
            )
            for metric in snapshot.dataset.metrics.values()
        )
    )


def counting(metric: Metric, lang: str) -> Points:
    """How a metric counts: its unit, what kind of figures it has, whether they may be added up, and
    where they are not comparable.
    """
    added = (
        translate(lang, "may be added up")
        if metric.additive
        else translate(lang, "is not added up")
    )
    breaks = (change.reason.in_language(lang) for change in metric.breaks)
    told = (
        captions.unit(metric, lang),
        f"{codes.kind(lang, metric.kind)}; {added}",
        *counting_rules(metric, lang),
        *breaks,
    )
    return points(*filter(None, told))


def _never(lang: str) -> Points:
    return points(
        translate(lang, "A figure is never drawn or written more precisely than it was said."),
        translate(
            lang,
            "Figures of unlike lengths, areas, stages or counting units are never joined or "
            "compared as they stand.",
        ),
        translate(lang, "Shares and the participants of different events are never added up."),
        translate(lang, "Nothing is forecast, and no year without a figure is filled in."),
        translate(lang, "No suspect and no convict is named."),
    )


def _checks(snapshot: Snapshot, lang: str) -> Section:
    """What the machine asks of every figure, and what it came to."""
    counts = Counter(snapshot.checks.values())
    badges = Facts(
        tuple(
            Fact(
                (badge(lang, check), Text(f" ({numbers.number(lang, counts[check])})")),
                paragraphs(codes.meaning(lang, check)),
            )
            for check in get_args(Check)
        )
    )
    questions = tuple(
        (Text(f"Q{n} ", "strong"), Text(codes.question(lang, f"Q{n}"))) for n in range(1, 8)
    )
    read = points(
        translate(
            lang,
            "Articles are read in English, Russian and Kazakh, a mixed one sentence by sentence; "
            "a text in another language is left undecided.",
        ),
        translate(
            lang,
            "What is not understood is never a match: beside the number every word has a known "
            "meaning, or the check is undecided.",
        ),
        translate(lang, "A person may settle what is undecided, never what failed."),
        translate(
            lang,
            "A figure whose check failed stands under its chart with the reason, and in the "
            "extracts.",
        ),
    )
    limits = points(
        translate(
            lang,
            "“Transcription checked” says that the figure is what the article says, not that the "
            "article is right.",
        ),
        remarks.unchecked(lang),
        translate(
            lang,
            "Whether speaker, area and title stand in the text is told in the receipt, and enters "
            "no badge.",
        ),
        translate(
            lang,
            "Where the words around a number do not name what is counted, the receipt says so.",
        ),
        translate(lang, "The stage of justice is not checked."),
        *_beyond(snapshot, lang),
    )
    anew = translate(
        lang,
        "A figure that is edited loses its mark until it is checked again. A figure whose article "
        "has no archived text shows as not checked.",
    )
    return _section(
        "checked",
        translate(lang, "What is checked"),
        *paragraphs(
            translate(
                lang,
                "Every figure is checked automatically against the archived text of its article:",
            )
        ),
        Points(questions),
        _section("read", translate(lang, "How the words are read"), read, level=3),
        _section(
            "badges",
            translate(lang, "What each badge says, and how many figures have it"),
            badges,
            level=3,
        ),
        _section(
            "unsaid",
            translate(lang, "What the checks do not say"),
            limits,
            *paragraphs(anew),
            level=3,
        ),
    )


def _beyond(snapshot: Snapshot, lang: str) -> Sequence[str]:
    """Of how many figures the parts of the receipt that no check judges stand in the text, as the
    ledger has it.
    """
    standings = snapshot.standings.values()
    told = []
    for part, name in codes.parts(lang).items():
        found = Counter(standing.beyond[part] for standing in standings if part in standing.beyond)
        counts = ", ".join(
            f"{codes.found(lang, code)} ({numbers.number(lang, found[code])})"
            for code in codes.FOUND
            if found[code]
        )
        told += [translate(lang, "{title}: {what}.", title=name, what=counts)] if counts else []
    return told


def _inferences(snapshot: Snapshot, lang: str) -> Points:
    """What is inferred, why, and of how many figures."""
    records = snapshot.dataset.records
    ways = Counter(
        remarks.inference(lang, record.inferred.period, record.context)
        for record in records
        if record.inferred.period
    )
    entries = [
        translate_n(lang, "{n} figure: {how}", "{n} figures: {how}", n, how=how)
        for how, n in ways.items()
    ]
    return points(
        *entries,
        translate(lang, "Every inference stands in the note of its row and in its receipt."),
    )


def _cite(snapshot: Snapshot, base_url: str, lang: str) -> tuple[Block, ...]:
    """How to cite the figures, with the date of the data."""
    return (
        *paragraphs(how_to_cite(lang)),
        *citations(
            citation.collection(snapshot, citation.collection_title(lang), base_url, lang),
            "collection",
        ),
    )


def _addresses(query: Query, base_url: str) -> tuple[Block, ...]:
    """Where the data can be fetched."""
    lang, base_url = query.lang, base_url.rstrip("/")
    known = (
        (base_url + query.address("csv"), translate(lang, "the figures of your selection as CSV")),
        (base_url + query.address("json"), translate(lang, "the same as JSON")),
        (
            base_url + query.address("csv2"),
            translate(lang, "the same as CSV with semicolons and decimal commas"),
        ),
        (base_url + query.address("xlsx"), translate(lang, "the same as an Excel workbook")),
        (base_url + query.address("parquet"), translate(lang, "the same as Apache Parquet")),
        (
            base_url + query.address("zip"),
            translate(lang, "the package: the data with their description, citation and caveats"),
        ),
        (
            base_url + query.brief_address(),
            translate(lang, "a brief for paper: charts, tables and sources as PDF"),
        ),
        (
            base_url + query.address("csv-metadata.json"),
            translate(lang, "what each column of the CSV holds, for programs (CSV on the Web)"),
        ),
        (f"{base_url}/api/charts/METRIC.svg", translate(lang, "a chart as a picture, also .png")),
        (
            addresses.record_address("ID", base_url),
            translate(lang, "one figure, by the id in the first column"),
        ),
        (f"{base_url}/api/metrics.json", translate(lang, "what is counted")),
        (f"{base_url}/api/sources.json", translate(lang, "the articles")),
        (
            f"{base_url}/api/health",
            translate(lang, "whether all is well, and which version of the data is served"),
        ),
    )
    rows: tuple[Inline, ...] = tuple(
        (Text(address, "code"), Text(f" {what}")) for address, what in known
    )
    explained = translate(
        lang,
        "Parameters: metric, source, publisher, area, check and dimension may be repeated; from "
        "and to are years; lang is en, ru or kk.",
    )
    return Points(rows), *paragraphs(explained)


def _corrections(snapshot: Snapshot, lang: str) -> tuple[Block, ...]:
    """What published figures were, and why they changed."""
    entries = [
        translate(
            lang,
            "{day}: {record} was {was}. {reason}",
            day=dates.day(lang, one.date),
            record=one.record,
            was=one.was,
            reason=one.reason.in_language(lang),
        )
        for one in snapshot.dataset.corrections
    ]
    how = translate(
        lang,
        "A figure that was published wrong is corrected under the same id; what it was and why it "
        "changed is listed here and in its receipt.",
    )
    none = paragraphs(translate(lang, "No published figure has been changed."))
    return (*paragraphs(how), *((points(*entries),) if entries else none))


def _languages(lang: str) -> Points:
    """Which words are not yet reviewed, and how to propose a better one."""
    return points(
        translate(
            lang,
            "The Kazakh and Russian words of these pages are not yet reviewed by a native speaker.",
        ),
        translate(
            lang,
            "To propose a better word, name the page, the word and the better one to whoever runs "
            "this dashboard.",
        ),
        translate(
            lang,
            "The quoted words of an article stay in the article’s language; a translation beside "
            "them is ours.",
        ),
    )


def _abbreviations(lang: str) -> Facts:
    """What the short names of bodies stand for."""
    return Facts(
        tuple(
            Fact(text(name), paragraphs(full))
            for name, full in interface.abbreviations(lang).items()
        )
    )

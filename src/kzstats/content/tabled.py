"""One figure in words, as the row of a table has it: what it is of, what it was before, why it
failed.
"""

from __future__ import annotations

from typing import Final

from kzstats.checks.ledger import Standing
from kzstats.dataset import nature
from kzstats.dataset.model import Dataset, Record
from kzstats.language import codes, dates, naming, numbers, remarks, worded
from kzstats.language.translation import translate
from kzstats.values.codes import SUBDIVISIONS

ROWS: Final = 200
"""How many rows of a table a page or a brief holds; all are in the extract."""


def columns(lang: str) -> tuple[str, ...]:
    """The heads of a table of figures: what, when, how much, who said it, where, in which words,
    and its check.
    """
    return (
        translate(lang, "What is counted"),
        translate(lang, "Period"),
        translate(lang, "Value"),
        translate(lang, "Said by"),
        translate(lang, "Source"),
        translate(lang, "Quotation"),
        translate(lang, "Check"),
    )


def row(dataset: Dataset, record: Record, lang: str, *, mixed: bool) -> tuple[str, str]:
    """What heads the row of a figure: its label, behind what is counted where metrics are
    ``mixed``; and whom the article counts, if it is told.

    What a figure is limited to stands with it always.
    """
    metric = dataset.metrics[record.metric]
    name = record.label.in_language(lang) if record.label else metric.heading(lang)
    if record.label and mixed:
        name = translate(lang, "{title}: {what}", title=metric.heading(lang), what=name)
    name = naming.limited(lang, name, naming.subset(lang, dataset, record))
    counted = record.counted.in_language(lang) if record.counted else ""
    told = (counted, worded.nature(lang, record), *vintage(dataset, record, lang))
    return name, "; ".join(filter(None, told))


def which(lang: str, record: Record, dataset: Dataset) -> str:
    """Which figure of a metric it is: its region and its label, if it has one, what it is limited
    to, and its period.
    """
    region = naming.area(lang, record.area) if record.area in SUBDIVISIONS else ""
    when = dates.when(lang, record)
    name = ", ".join(filter(None, (region, naming.name_of(lang, dataset, record))))
    return translate(lang, "{name}, {when}", name=name, when=when) if name else when


def vintage(dataset: Dataset, record: Record, lang: str) -> tuple[str, ...]:
    """What a figure was first given as, and when, and that a later one took its place."""
    metric, earlier = dataset.metrics[record.metric], nature.first(dataset, record)
    later = nature.revised(dataset).get(record.id)
    found = []
    if earlier is not None:
        found.append(
            translate(
                lang,
                "first given as {value} ({when})",
                value=worded.label(lang, earlier, metric),
                when=dates.period(lang, dataset.sources[earlier.source].published),
            )
        )
    if later is not None:
        found.append(
            translate(
                lang,
                "revised since to {value} ({when})",
                value=worded.label(lang, later, metric),
                when=dates.period(lang, dataset.sources[later.source].published),
            )
        )
    return tuple(found)


def reasons(lang: str, standing: Standing) -> list[tuple[str, str]]:
    """Why a figure failed: for each check that did, which it is, and what the reader of the article
    found, where it says so.
    """
    told = []
    for question in standing.failed:
        if question == "Q6":
            told.append(
                (
                    translate(
                        lang,
                        "another figure says otherwise of the same, and neither gives a reason",
                    ),
                    "",
                )
            )
        else:
            told.append(
                (
                    translate(
                        lang,
                        "the check “{question}” failed",
                        question=codes.question(lang, question),
                    ),
                    remarks.read(lang, standing.reasons.get(question)),
                )
            )
    return told


def cut(lang: str, n: int) -> str:
    """That a table of so many rows ends before its last; nothing where it does not."""
    if n <= ROWS:
        return ""
    return translate(
        lang,
        "The first {n} of {all}; the extract has every one.",
        n=numbers.number(lang, ROWS),
        all=numbers.number(lang, n),
    )

"""The tidy frame of figures, and the one filter that pages, command line and addresses share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

import pandas as pd

from kzstats.dataset import series
from kzstats.dataset.model import Dataset, Record
from kzstats.dataset.nature import revised
from kzstats.dataset.vocabulary import Check
from kzstats.language import naming, remarks
from kzstats.query.addresses import Query, within
from kzstats.values.period import Period
from kzstats.values.quantity import Comparator

CONTRACT: Final = (
    "record", "metric", "metric_title", "topic", "label", "kind", "period", "period_start",
    "period_end",
    "period_inferred", "value", "value_low", "value_high", "comparator", "approximate", "unit",
    "area", "source",
    "publisher", "source_title", "published", "url", "said_by", "quote", "check", "note", "context",
    "counting_unit", "rank",
)  # fmt: skip
COLUMNS: Final = (
    *CONTRACT,
    "reason",
    "stage",
    "publisher_class",
    "translation",
    "breaks",
    "label_code",
    "publisher_name",
    "producer",
    "dimensions",
    "obs_status",
    "change",
    "change_low",
    "change_high",
    "change_unit",
    "change_since",
    "aim",
    "edition",
    "scale_of",
    "revises",
    "revised_by",
)
BREAKS: Final = ("metric", "date", "title", "reason", "source", "url")
NUMBERS: Final = ("value", "value_low", "value_high", "change", "change_low", "change_high")
DAYS: Final = ("period_start", "period_end")
FLAGS: Final = ("period_inferred", "approximate")

Years = tuple[int | None, int | None]


def table(
    dataset: Dataset,
    lang: str = "en",
    checks: Mapping[str, Check] | None = None,
    places: Iterable[int] | None = None,
) -> pd.DataFrame:
    """One row a record, in the file's order, with :data:`COLUMNS`; of the records at some places,
    where they are given.

    ``value``, ``value_low`` and ``value_high`` are floats in the base unit named by ``unit``
    (missing where they are not known, and of a change, which has its own columns),
    ``period_start`` and ``period_end`` days, the flags booleans, all else text (empty where
    absent). ``checks`` gives each record's check; what it lacks is "not checked".
    """
    checks = checks or {}
    broken = {
        name: "; ".join(
            f"{change.date} {change.title.in_language(lang)}" for change in metric.breaks
        )
        for name, metric in dataset.metrics.items()
    }
    codes, statuses = _codes(dataset), series.statuses(dataset)
    later = revised(dataset)
    rows = []
    for record in dataset.records if places is None else map(dataset.records.__getitem__, places):
        metric, source, value = (
            dataset.metrics[record.metric],
            dataset.sources[record.source],
            record.value,
        )
        level = value.value, value.low, value.high
        rows.append(
            (
                record.id, record.metric, naming.title(lang, dataset, record), metric.topic,
                record.label.in_language(lang) if record.label else "", metric.kind,
                record.period.text, *_ends(record.period), record.inferred.period is not None,
                *(_NONE if record.change else level), _comparator(record), value.approximate,
                metric.unit, record.area,
                record.source, source.publisher, source.title, source.published.text, source.url,
                naming.name(lang, dataset, record.said_by), record.quote or "",
                checks.get(record.id, "not checked"), remarks.notes(lang, record), record.context
                or "", metric.counting_unit or "",
                record.rank, record.reason.in_language(lang) if record.reason else "",
                metric.stage or "", source.publisher_class,
                remarks.translation(lang, record, source.language), broken[record.metric],
                codes[record.metric, record.label.en] if record.label else "", naming.name(lang,
                dataset, source.publisher),
                naming.name(lang, dataset, record.producer) if record.producer else "",
                ";".join(map("=".join, record.dimensions)),
                statuses[record.id], *_change(record), record.aim or "",
                record.edition.name.in_language(lang) if record.edition else "",
                str(series.scale(record) or ""), record.revises or "",
                later[record.id].id if record.id in later else "",
            )
        )  # fmt: skip
    return typed(pd.DataFrame(rows, columns=list(COLUMNS)))


_NONE: Final = (None, None, None)


def _change(record: Record) -> tuple[float | str | None, ...]:
    """A change as its columns have it, a fall below zero; so many times have no sign, and a fall by
    2.5 times is 1/2.5.
    """
    change, value = record.change, record.value
    if change is None:
        return *_NONE, "", ""
    known = value.value, value.low, value.high
    if change.direction == "fall":
        turned = [_turned(one, change.unit) for one in known]
        known = turned[0], turned[2], turned[1]
    return *known, change.unit, change.since.text if change.since else ""


def _comparator(record: Record) -> Comparator:
    """A comparator as the number beside it has it: a fall of more than 20 is less than -20."""
    falls = record.change is not None and record.change.direction == "fall"
    said = record.value.comparator
    return _MIRRORED[said] if falls else said


_MIRRORED: Final[Mapping[Comparator, Comparator]] = {
    "=": "=",
    ">": "<",
    ">=": "<=",
    "<": ">",
    "<=": ">=",
}


def _turned(number: float | None, unit: str) -> float | None:
    """A number of a fall as its column has it."""
    if number is None:
        return None
    return 1 / number if unit == "times" else -number


def _codes(dataset: Dataset) -> dict[tuple[str, str], str]:
    """The code of each label of a metric: the one that a record gives it, else the id of the first
    record that has it, which never changes.
    """
    labelled = [(record, record.label) for record in dataset.records if record.label]
    codes = {(record.metric, label.en): label.code for record, label in labelled if label.code}
    for record, label in labelled:
        codes.setdefault((record.metric, label.en), record.id)
    return codes


def breaks(dataset: Dataset, metrics: Iterable[str], lang: str = "en") -> pd.DataFrame:
    """The breaks of some metrics, one row each, with :data:`BREAKS` as text: between the figures
    before and after a break nothing is compared.
    """
    rows = [
        (
            name,
            change.date.isoformat(),
            change.title.in_language(lang),
            change.reason.in_language(lang),
            change.source,
            dataset.sources[change.source].url,
        )
        for name in dict.fromkeys(metrics)
        for change in dataset.metrics[name].breaks
    ]
    return pd.DataFrame(rows, columns=list(BREAKS), dtype="str")


def _ends(span: Period) -> tuple[date | None, date | None]:
    """A period's first and last day, missing where it is open."""
    return None if span.open_start else span.start, None if span.open_end else span.end


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the types that :func:`table` promises, whatever it was built or read from."""
    types: dict[str, str] = dict.fromkeys(frame.columns, "str")
    types |= (
        dict.fromkeys(NUMBERS, "float64")
        | dict.fromkeys(FLAGS, "bool")
        | dict.fromkeys(DAYS, "datetime64[s]")
    )
    return frame.astype({column: types[column] for column in frame.columns})


def select(
    frame: pd.DataFrame,
    metric: Collection[str] = (),
    source: Collection[str] = (),
    publisher: Collection[str] = (),
    years: Years = (None, None),
) -> pd.DataFrame:
    """The rows of the given metrics, sources and publishers (all where none is given) whose period
    overlaps the years.
    """
    keep = pd.Series(True, index=frame.index)
    for column, chosen in (("metric", metric), ("source", source), ("publisher", publisher)):
        if chosen:
            keep &= frame[column].isin(list(chosen))
    first, last = years
    if first is not None:
        keep &= ~(frame["period_end"].dt.year < first)
    if last is not None:
        keep &= ~(
            frame["period_start"].dt.year > last
        )  # an open end is missing, and no year lies beyond it
    return frame if keep.all() else frame[keep]


def answering(frame: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The rows of a frame that answer a query, but for the words that it looks for."""
    found = select(frame, query.metric, query.source, query.publisher, (query.first, query.last))
    wanted, limits = query.checks(), query.limits()
    if not (query.area or wanted or limits):
        return found
    keep = pd.Series(True, index=found.index)
    for column, chosen in (("area", query.area), ("check", wanted)):
        if chosen:
            keep &= found[column].isin(list(chosen))
    if limits:
        keep &= (
            found["dimensions"]
            .map(
                lambda said: within(
                    dict(pair.split("=", 1) for pair in said.split(";") if pair), limits
                )
            )
            .astype(bool)
        )
    return found[keep]

"""What a metric lacks for its kind, and what of a record does not fit its metric or its article, in
words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kzstats.dataset.model import Change, Dimension, Metric, Record, Source
from kzstats.dataset.nature import is_level
from kzstats.dataset.refusals import nearest
from kzstats.dataset.vocabulary import UNITS

Wrong = Iterable[tuple[tuple[str, ...], str]]
"""Parts of a record by the steps to them, with what is wrong there."""

_UNITS: Final = {"rank": "place", "index": "score"}


def wrong_in_metric(metric: Metric) -> Wrong:
    """What a metric's unit, scale or sums cannot be for its kind."""
    if not metric.unit.isupper() and metric.unit not in UNITS:
        named = nearest(metric.unit, UNITS)
        yield ("unit",), f"the unit {metric.unit!r} has no name in the three languages ({named})"
    if metric.kind == "share" and metric.unit != "percent":
        what = "a share's unit is percent (write unit: percent, or is it another kind?)"
        yield ("unit",), what
    yield from _scaled(metric)
    if metric.additive and not metric.rules.summed:
        what = (
            "only flows and amounts are added up, never shares, stocks, durations or the "
            "participants of different events (remove additive)"
        )
        yield ("additive",), what


def _scaled(metric: Metric) -> Wrong:
    """What a rank, an index or a rate lacks of its scale, and what others have too much."""
    kind, scale = metric.kind, metric.scale
    if kind in _UNITS and metric.unit != _UNITS[kind]:
        unit = _UNITS[kind]
        yield ("unit",), f"the unit of the kind {kind} is {unit} (write unit: {unit})"
    if kind not in ("rank", "index", "rate"):
        if scale is not None:
            yield ("scale",), "belongs to a rank, an index or a rate (remove it, or another kind?)"
    elif kind == "rate" and (scale is None or scale.per is None):
        yield ("scale",), "does not say for how many the rate is (add scale: {per: 100000})"
    elif kind == "rank" and (scale is None or scale.best is None):
        yield ("scale",), "does not say which place is good (add scale: {best: lowest} or highest)"
    elif kind == "index" and (
        scale is None
        or scale.lowest is None
        or scale.highest is None
        or scale.best is None
        or not scale.lowest < scale.highest
    ):
        what = "does not say from where to where it goes and which end is good"
        yield ("scale",), f"{what} (add scale: {{lowest: 0, highest: 10, best: highest}})"


def wrong_in_record(
    record: Record,
    source: Source | None,
    metric: Metric | None,
    dimensions: Mapping[str, Dimension],
) -> Wrong:
    """What a record has too much or lacks, for what else it says, for its article and for its
    metric, where these are known.
    """
    if source is not None:
        yield from _against_source(record, source)
    if metric is not None:
        yield from _against_metric(record, metric, dimensions)
    yield from _lacking(record)


def _graded(record: Record, metric: Metric) -> Wrong:
    """What a place or a score lacks, and what does not fit its scale."""
    edition, scale, value = record.edition, metric.scale, record.value
    if not metric.rules.graded:
        if edition is not None:
            yield ("edition",), "belongs to a rank or an index (remove it)"
        return
    if edition is None:
        yield ("edition",), "is missing (name the issue: edition: {name: {en: The Index 2019}})"
        return
    known = [one for one in (value.value, value.low, value.high) if one is not None]
    if record.change is not None or scale is None:
        return
    if metric.kind == "rank":
        if any(one < 1 or one != int(one) for one in known):
            yield ("value",), "a place is a whole number from 1 (check the figure)"
        elif edition.of is not None and max(known) > edition.of:
            yield ("value",), f"is behind the last of {edition.of} places (check both numbers)"
        return
    lowest = min(known) if scale.lowest is None else scale.lowest
    highest = max(known) if scale.highest is None else scale.highest
    if min(known) < lowest or max(known) > highest:
        yield ("value",), f"lies outside the scale from {lowest} to {highest}"


def _against_source(record: Record, source: Source) -> Wrong:
    """What a record has too much, or lacks, for what is on record of its article."""
    if record.inferred.period == "known" and (record.quote is not None or record.note is None):
        yield (
            ("inferred",),
            "a period that is only known is for a figure without a quote, and its note says from "
            "where (add the note)",
        )
    if record.quote is None and source.text_sha256 is not None:
        yield (
            ("quote",),
            "is missing (add it: the article has an archived text, so that its words are to be "
            "had)",
        )
    elif record.quote is None:
        quoting = ("translation", "prefix", "suffix", "context", "confirmed")
        if part := next((part for part in quoting if getattr(record, part) is not None), None):
            yield (
                (part,),
                "belongs to a quote, and the record has none (add the quote, or remove it)",
            )
    if record.translation and getattr(record.translation, source.language, None) is not None:
        yield (
            ("translation", source.language),
            "the article is in this language (remove it: the quote needs no translation there)",
        )


def _against_metric(record: Record, metric: Metric, dimensions: Mapping[str, Dimension]) -> Wrong:
    """What the metric of a record does not allow: a value, an inference, a dimension."""
    value, rules = record.value, metric.rules
    yield from _graded(record, metric)
    if record.change is not None:
        yield from _against_change(record, record.change, metric)
    highest = max(bound for bound in (value.value, value.low, value.high, 0) if bound is not None)
    if (
        rules.most is not None
        and is_level(record)
        and (highest > rules.most or (highest == rules.most and value.comparator == ">"))
    ):
        yield (
            ("value",),
            f"a {metric.kind} is over {rules.most:g} percent (check the figure and the metric)",
        )
    elif rules.own_period and record.inferred.period == "article_date":
        what = (
            'needs its own period ("as of the article\'s day" is for stocks, amounts, shares '
            "and durations)"
        )
        yield ("inferred",), f"a figure of the kind {metric.kind} {what}"
    for dimension, code in record.dimensions:
        if refused := _limited(dimensions, metric, dimension, code):
            yield ("dimensions", dimension), refused


def _against_change(record: Record, change: Change, metric: Metric) -> Wrong:
    """What of a stated change cannot be, or fits its metric not."""
    value, steps = record.value, ("change", "unit")
    numbers = [bound for bound in (value.value, value.low, value.high) if bound is not None]
    if metric.rules.attended:
        yield (
            ("change",),
            "the participants of an event do not change (remove change, or is it another metric?)",
        )
    elif change.unit == "points" and metric.unit != "percent":
        yield (
            steps,
            f"points are of a share in percent, and the unit is {metric.unit} (write percent, "
            f"times or count)",
        )
    elif change.unit == "count" and metric.unit == "percent":
        yield steps, "a share changes by percent or by points (write one of them)"
    if max(numbers) == 0:
        yield ("value",), "is no change (leave the figure out, or write what it changed by)"
    elif change.unit == "times" and min(numbers) < 1:
        yield (
            ("value",),
            "so many times is at least 1 (a half of what it was is direction: fall, value: 2)",
        )
    elif change.direction == "fall" and change.unit == "percent" and min(numbers) > 100:
        yield ("value",), "nothing falls by more than 100 percent (check the figure and its unit)"
    if change.since is not None and not change.since.start < record.period.start:
        yield (
            ("change", "since"),
            f"{change.since.text} does not lie before the period {record.period.text} (since is "
            f"what it is measured from, period the end)",
        )


def _limited(dimensions: Mapping[str, Dimension], metric: Metric, dimension: str, code: str) -> str:
    """What is wrong with what a record is limited to; nothing where it is one of its metric's
    dimensions, with a code that is declared.
    """
    if dimension not in metric.dimensions:
        has = (
            nearest(dimension, metric.dimensions)
            if metric.dimensions
            else "it has none: give the metric dimensions"
        )
        return f"{dimension!r} is not a dimension of the metric ({has})"
    codes = dimensions[dimension].codes if dimension in dimensions else {}
    return (
        ""
        if code in codes or not codes
        else f"{code!r} is not a code of the dimension {dimension} ({nearest(code, codes)})"
    )


def _lacking(record: Record) -> Wrong:
    """What a record must say of itself, for what else it says."""
    if record.translation and not record.translation.model_dump(exclude_none=True):
        yield ("translation",), "names no language (add en, ru or kk, or remove it)"
    if record.area == "several" and record.note is None:
        yield ("area",), "the area several has no note (add note: name the countries)"
    if record.status != "A" and record.reason is None:
        yield (
            ("status",),
            f"the status {record.status} has no reason (add reason: say why the figure has it)",
        )
    if record.rank != "normal" and record.reason is None:
        yield (
            ("rank",),
            f"the rank {record.rank} has no reason (add reason: say why this figure does or does "
            f"not lead)",
        )

"""What a figure says, as it stands at its mark and in words: a level with its unit, a change with
its direction, and what is only planned with that word.
"""

from __future__ import annotations

from dataclasses import replace

from kzstats.dataset.model import Change, Metric, Record
from kzstats.dataset.vocabulary import ChangeUnit
from kzstats.language import codes, quantities
from kzstats.language.numbers import amount
from kzstats.language.translation import translate
from kzstats.values.quantity import Derived, Quantity

_MINUS = "\N{MINUS SIGN}"


def label(lang: str, record: Record, metric: Metric) -> str:
    """A figure as it stands at its mark: ``>30``, ``USD 4.7 million``, ``+100%``, ``×2.5``."""
    return _aimed(lang, plain(lang, record, metric), record)


def plain(lang: str, record: Record, metric: Metric) -> str:
    """The same without the word that it is only planned; a place with how many there are."""
    told = said(lang, record.value, record.change, metric)
    if record.change is None and record.edition and record.edition.of:
        return translate(lang, "{place} of {of}", place=told, of=amount(lang, record.edition.of))
    return told


def said(lang: str, value: Quantity, change: Change | None, metric: Metric) -> str:
    """A value as it stands at its mark, of a level or of a change."""
    if change is None:
        return quantities.label(lang, value, metric.unit)
    if value.value is None or value.comparator != "=":
        return _changed(lang, value, change, metric)
    about = "~" if value.approximate else ""
    exact = Quantity(value.value, value.value, value.value)
    if change.unit == "times":
        sign = "×" if change.direction == "rise" else "÷"
        return f"{about}{sign}{amount(lang, value.value)}"
    sign = "+" if change.direction == "rise" else _MINUS
    return about + sign + quantities.label(lang, exact, unit_of(change.unit, metric))


def in_words(lang: str, record: Record, metric: Metric) -> str:
    """A figure in words, as a sentence or a screen reader says it: "more than 30 people", "a rise
    of 100%".
    """
    if record.change is None:
        found = level(lang, record, metric)
    else:
        found = _changed(lang, record.value, record.change, metric)
    return _aimed(lang, found, record)


def level(lang: str, record: Record, metric: Metric) -> str:
    """A level in words: a place with how many there are, a rate with for how many it is."""
    if metric.kind == "rank":
        place = quantities.label(lang, record.value, metric.unit)
        if record.edition and record.edition.of:
            of = amount(lang, record.edition.of)
            return translate(lang, "place {place} of {of}", place=place, of=of)
        return translate(lang, "place {place}", place=place)
    if metric.kind == "index":
        score = quantities.label(lang, record.value, metric.unit)
        return translate(lang, "score {score}", score=score)
    found = quantities.in_words(lang, record.value, metric.unit)
    if metric.kind == "rate" and metric.scale and metric.scale.per:
        per = amount(lang, metric.scale.per)
        return translate(lang, "{number} per {per}", number=found, per=per)
    return found


def _aimed(lang: str, found: str, record: Record) -> str:
    """A value with the word that it is only planned, where it is."""
    if record.aim is None:
        return found
    return translate(lang, "{said} ({counted})", said=found, counted=codes.aim(lang, record.aim))


def _changed(lang: str, value: Quantity, change: Change, metric: Metric) -> str:
    """A change of so much in words, with its direction."""
    number = quantities.in_words(lang, value, unit_of(change.unit, metric))
    rise = change.direction == "rise"
    if change.unit == "times":
        return (
            translate(lang, "a rise by a factor of {number}", number=number)
            if rise
            else translate(lang, "a fall by a factor of {number}", number=number)
        )
    return (
        translate(lang, "a rise of {number}", number=number)
        if rise
        else translate(lang, "a fall of {number}", number=number)
    )


def unit_of(unit: ChangeUnit, metric: Metric) -> str:
    """In which unit a change is said: percent, points, a factor, or that of its metric."""
    return metric.unit if unit == "count" else unit


def made(lang: str, found: Derived, unit: ChangeUnit, metric: Metric) -> str:
    """What levels make of a change, computed: "+69.4%", "−20 percentage points", "×2.5"."""
    if unit == "percent":
        return quantities.change(lang, found)
    if unit == "times":
        return f"×{quantities.derived(lang, found, 'times')}"
    if found.high <= 0 and found.low < 0:
        mirrored = replace(found, low=-found.high, high=-found.low, strict=found.strict[::-1])
        return _MINUS + quantities.derived(lang, mirrored, unit_of(unit, metric))
    return "+" + quantities.derived(lang, found, unit_of(unit, metric))


def nature(lang: str, record: Record) -> str:
    """What a figure is where it is no level; nothing of a level."""
    if record.change is not None:
        return translate(lang, "a change as the article states it, not a level")
    parts = [codes.aim(lang, record.aim)] if record.aim is not None else []
    parts += [record.edition.name.in_language(lang)] if record.edition else []
    if parts:
        return "; ".join(parts)
    return ""

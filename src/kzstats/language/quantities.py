"""Values with their units, comparators and bounds, at a mark and in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR
from math import inf
from typing import Final

from babel.numbers import get_currency_name

from kzstats.language.inflection import ablative
from kzstats.language.languages import cldr
from kzstats.language.numbers import COMPACT_FROM, amount, in_tenths, rounded
from kzstats.language.translation import translate, translate_n
from kzstats.values.quantity import Comparator, Derived, Quantity

_SIGNS: Final[dict[Comparator, str]] = {"=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}


def with_unit(
    lang: str, said: str, unit: str, count: float, bare: bool = True, governed: bool = False
) -> str:
    """A number in words with its unit: ``10%``, ``18 months``, ``USD 3 million``; counts are bare
    unless asked.

    ``count`` is the number that the words are of: the unit's form follows it. ``governed`` says
    that a word such as "more than" stands before it, which asks for the genitive in Russian.
    """
    if unit == "percent":
        return translate(lang, "{amount}%", amount=said)
    if unit.isupper():
        name = _currency(lang, unit, 5 if count >= COMPACT_FROM else _form(lang, count, governed))
        return translate(lang, "{currency} {amount}", currency=unit, amount=said, name=name)
    if unit == "times":
        return said
    if unit in ("hour", "day", "week", "month", "year", "points") or not bare:
        return translate(
            lang, "{amount} {unit}", amount=said, unit=unit_name(lang, unit, count, governed)
        )
    return said


def _currency(lang: str, code: str, count: int | None = None) -> str:
    """A currency's name by CLDR; the tenge as it is called in Kazakhstan's own Russian, where it is
    neither "Kazakh" nor declined.
    """
    return (
        "тенге"
        if (lang, code) == ("ru", "KZT")
        else get_currency_name(code, count, locale=cldr(lang))
    )


def _form(lang: str, count: float, governed: bool = False) -> int:
    """The number whose plural form a count takes: its own, for a fraction that of a few, in the
    Russian genitive that of two or of five.
    """
    n = int(count) if float(count).is_integer() else 2
    return n if lang != "ru" or not governed else 2 if n % 10 == 1 and n % 100 != 11 else 5


def unit_name(lang: str, unit: str, count: float | None = None, governed: bool = False) -> str:  # noqa: C901 - one sentence a unit, each gathered by its words
    """What a unit's code means, in the form that goes with a count (left out: the form that stands
    alone, which in English is for many).
    """
    n = _form(lang, count, governed) if count is not None else 1 if lang == "ru" else 5
    match unit:
        case "offence":
            return (
                translate(lang, "of one offence")
                if governed and n == 2 and lang == "ru"
                else translate_n(lang, "offence", "offences", n)
            )
        case "case":
            return translate_n(lang, "case", "cases", n)
        case "person":
            return translate_n(lang, "person", "people", n)
        case "event":
            return translate_n(lang, "event", "events", n)
        case "attack":
            return translate_n(lang, "attack", "attacks", n)
        case "website":
            return translate_n(lang, "website", "websites", n)
        case "web-page":
            return translate_n(lang, "web page", "web pages", n)
        case "publication":
            return translate_n(lang, "publication", "publications", n)
        case "call":
            return translate_n(lang, "call", "calls", n)
        case "request":
            return translate_n(lang, "request", "requests", n)
        case "centre":
            return translate_n(lang, "centre", "centres", n)
        case "link":
            return translate_n(lang, "link", "links", n)
        case "course":
            return translate_n(lang, "course", "courses", n)
        case "institution":
            return translate_n(lang, "institution", "institutions", n)
        case "organisation":
            return translate_n(lang, "organisation", "organisations", n)
        case "document":
            return translate_n(lang, "document", "documents", n)
        case "family":
            return translate_n(lang, "family", "families", n)
        case "weapon":
            return translate_n(lang, "weapon", "weapons", n)
        case "school":
            return translate_n(lang, "school", "schools", n)
        case "country":
            return translate_n(lang, "country", "countries", n)
        case "region":
            return translate_n(lang, "region", "regions", n)
        case "flight":
            return translate_n(lang, "flight", "flights", n)
        case "project":
            return translate_n(lang, "project", "projects", n)
        case "mosque":
            return translate_n(lang, "mosque", "mosques", n)
        case "operation":
            return translate_n(lang, "operation", "operations", n)
        case "device":
            return translate_n(lang, "device", "devices", n)
        case "ammunition":
            return translate_n(lang, "round of ammunition", "rounds of ammunition", n)
        case "cell":
            return translate_n(lang, "cell", "cells", n)
        case "grant":
            return translate_n(lang, "grant", "grants", n)
        case "fact":
            return translate_n(lang, "incident", "incidents", n)
        case "copy":
            return translate_n(lang, "copy", "copies", n)
        case "aircraft":
            return translate_n(lang, "aircraft", "aircraft", n)
        case "office":
            return translate_n(lang, "office", "offices", n)
        case "lesson":
            return translate_n(lang, "lesson", "lessons", n)
        case "visit":
            return translate_n(lang, "visit", "visits", n)
        case "kilogram":
            return translate_n(lang, "kilogram", "kilograms", n)
        case "tonne":
            return translate_n(lang, "tonne", "tonnes", n)
        case "camera":
            return translate_n(lang, "camera", "cameras", n)
        case "ban":
            return translate_n(lang, "ban", "bans", n)
        case "term":
            return translate_n(lang, "term", "terms", n)
        case "percent":
            return translate_n(lang, "percent", "percent", n)
        case "place":
            return translate_n(lang, "place", "places", n)
        case "score":
            return translate_n(lang, "score", "scores", n)
        case "points":
            return translate_n(lang, "percentage point", "percentage points", n)
        case "minute":
            return translate_n(lang, "minute", "minutes", n)
        case "hour":
            return translate_n(lang, "hour", "hours", n)
        case "day":
            return translate_n(lang, "day", "days", n)
        case "week":
            return translate_n(lang, "week", "weeks", n)
        case "month":
            return translate_n(lang, "month", "months", n)
        case "year":
            return translate_n(lang, "year", "years", n)
    if unit.isupper():
        return translate(
            lang,
            "{currency} ({code})",
            currency=_currency(lang, unit, 5 if lang == "en" else None),
            code=unit,
        )
    return unit


def label(lang: str, quantity: Quantity, unit: str) -> str:
    """A value as it stands at its mark: ``>30``, ``~90``, ``10–20%``, ``USD 4.7 million``."""
    if quantity.value is None:
        said = f"{amount(lang, quantity.low or 0)}–{amount(lang, quantity.high or 0)}"
        return with_unit(lang, said, unit, quantity.high or 0)
    sign = "~" if quantity.approximate else _SIGNS[quantity.comparator]
    said = with_unit(lang, amount(lang, quantity.value), unit, quantity.value, governed=sign != "")
    return sign + said


def in_words(lang: str, quantity: Quantity, unit: str) -> str:
    """A value in words, as a sentence or a screen reader says it: "more than 30 people"."""
    if quantity.value is None:
        low, high = amount(lang, quantity.low or 0), amount(lang, quantity.high or 0)
        return with_unit(
            lang,
            translate(lang, "{low} to {high}", low=low, high=high),
            unit,
            quantity.high or 0,
            bare=False,
            governed=True,
        )
    qualified = quantity.approximate or quantity.comparator != "="
    said = with_unit(
        lang, amount(lang, quantity.value), unit, quantity.value, bare=False, governed=qualified
    )
    if quantity.approximate:
        return translate(lang, "about {number}", number=said)
    return _qualified(lang, quantity.comparator, said)


def derived(lang: str, found: Derived, unit: str, rounded: Callable[..., str] = rounded) -> str:
    """A computed number in words, with the comparators that its parents leave it; ``rounded`` says
    it in so many digits.
    """
    if found.low == found.high:
        said = with_unit(
            lang, rounded(lang, found.low), unit, found.low, governed=found.approximate
        )
        return translate(lang, "about {number}", number=said) if found.approximate else said
    low = (
        with_unit(lang, rounded(lang, found.low, ROUND_FLOOR), unit, found.low, governed=True)
        if found.low > -inf
        else ""
    )
    high = (
        with_unit(lang, rounded(lang, found.high, ROUND_CEILING), unit, found.high, governed=True)
        if found.high < inf
        else ""
    )
    if found.low > -inf and found.high < inf:
        said = translate(lang, "{low} to {high}", low=low, high=high)
        return translate(lang, "about {number}", number=said) if found.approximate else said
    said = low if found.low > -inf else high
    return _qualified(
        lang,
        found.comparator,
        translate(lang, "about {number}", number=said) if found.approximate else said,
    )


def change(lang: str, found: Derived) -> str:
    """A change in percent, to one decimal: "+260%", "−7.7%", "a rise of more than 200%", "a fall of
    at least 50%".
    """
    if found.low == found.high:
        sign = "+" if found.low > 0 else "\N{MINUS SIGN}" if found.low < 0 else ""
        said = sign + with_unit(lang, in_tenths(lang, abs(found.low)), "percent", abs(found.low))
        return translate(lang, "about {number}", number=said) if found.approximate else said
    if found.low >= 0:
        return translate(
            lang, "a rise of {number}", number=derived(lang, found, "percent", in_tenths)
        )
    if found.high <= 0:
        mirrored = Derived(
            -found.high, -found.low, (found.strict[1], found.strict[0]), found.approximate
        )
        return translate(
            lang, "a fall of {number}", number=derived(lang, mirrored, "percent", in_tenths)
        )
    if found.high == inf:
        mirrored = Derived(-inf, -found.low, (False, found.strict[0]), found.approximate)
        return translate(
            lang,
            "a rise, or a fall of {number}",
            number=derived(lang, mirrored, "percent", in_tenths),
        )
    if found.low == -inf:
        return translate(
            lang, "a fall, or a rise of {number}", number=derived(lang, found, "percent", in_tenths)
        )
    return derived(lang, found, "percent", in_tenths)


def _qualified(lang: str, comparator: Comparator, said: str) -> str:
    """A number behind its comparator; Kazakh puts the number into the ablative instead, in
    ``{from_number}``.
    """
    match comparator:
        case ">":
            return translate(lang, "more than {number}", number=said, from_number=ablative(said))
        case ">=":
            return translate(lang, "at least {number}", number=said)
        case "<":
            return translate(lang, "less than {number}", number=said, from_number=ablative(said))
        case "<=":
            return translate(lang, "at most {number}", number=said)
    return said

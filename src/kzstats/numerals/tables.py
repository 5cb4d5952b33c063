"""The words of a language that stand in and beside numbers, as frozen tables; one module a language
fills one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Qualifier = Literal["=", ">", ">=", "<", "<=", "~", "?"]
"""What a qualifier says; ``?`` where the words turn or double its meaning, so that only a person
can tell.
"""
Tense = Literal["present", "past", ""]
"""The time of a finite verb; nothing where a word is none, or one of neither."""
Class = Literal["through", "anchor", "turns", "unknown"]
"""What a word before a number is: nothing to it (look further), an end of what modifies it, a
change of its meaning, or not known.
"""
YEARLESS: Final = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language. Phrases are folded: lower case, one space between words, ``ё`` as ``е``.

    ``before`` and ``after`` are qualifiers and what they say. ``units`` are the words of percent,
    points, money and time; ``change`` and ``changes`` the words behind and before a number that
    make it a change, ``times`` those of a ratio. ``counted`` gives the words by which a unit is
    named, each a beginning of a word where it ends in ``*``.
    """

    code: str
    numbers: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    hundreds: frozenset[str]
    """The words that multiply what stands before them by a hundred."""
    half: str
    """The words for "and a half" behind a number."""
    shares: Mapping[str, Decimal]
    """Fractions in words, in percent."""
    ratios: frozenset[str]
    vague: frozenset[str]
    before: Mapping[str, Qualifier]
    after: Mapping[str, Qualifier]
    skip: frozenset[str]
    """Words that may stand between a qualifier and its number."""
    units: Mapping[str, str]
    times: frozenset[str]
    change: frozenset[str]
    changes: frozenset[str]
    rates: frozenset[str]
    names: frozenset[str]
    """Words before a number that make it a name: an article of law, a table."""
    names_after: frozenset[str]
    ages: frozenset[str]
    months: Mapping[str, int]
    classify: Callable[[str], Class]
    ends: Callable[[str], bool]
    """Whether a word behind a number is none that could modify it."""
    counted: Mapping[str, tuple[str, ...]]
    tense: Callable[[str], Tense]
    modifies: Callable[[str], bool]
    """Whether a word is an adjective, which right before a number says something of it."""
    names_thing: Callable[[str], bool]
    """Whether a word is a noun, where the language's words can be told apart."""


def words(text: str) -> frozenset[str]:
    """The phrases of a text, between commas or, where it has none, between spaces."""
    return frozenset(
        part.strip() for part in (text.split(",") if "," in text else text.split()) if part.strip()
    )


def phrases(table: Mapping[Qualifier, str]) -> dict[str, Qualifier]:
    """Each phrase with its mark, from phrases between commas."""
    return {
        part.strip(): qualifier for qualifier, said in table.items() for part in said.split(",")
    }


def spread(table: Mapping[str, str]) -> dict[str, str]:
    """Each word with its meaning, from words between commas."""
    return {part.strip(): unit for unit, said in table.items() for part in said.split(",")}


def months(code: str) -> dict[str, int]:
    """The months as CLDR has them, in each form and width of more than two letters."""
    from babel import Locale  # for those who read articles, not for those who check a file

    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale.parse(code).months[context][width].items():
                if len(word := folded(name).rstrip(".")) > 2:
                    found[word] = number
    return found


def currencies(code: str) -> dict[str, str]:
    """The names, codes and signs of currencies in use, as CLDR has them in a language."""
    from babel import Locale

    locale = Locale.parse(code)
    found: dict[str, str] = {}
    for currency in _MODERN:
        sign = locale.currency_symbols.get(currency, "")
        plurals = locale._data.get("currency_names_plural", {}).get(
            currency, {}
        )  # Babel gives the plural names only one number at a time
        for said in (
            locale.currencies.get(currency, currency),
            currency,
            *map(str, plurals.values()),
            *([sign] if sign[-1:] in "$€₸£₽₴₺₾" else []),
        ):
            found.setdefault(folded(said), currency)
    return {"₸": "KZT", "₽": "RUB", "₴": "UAH"} | found


def folded(text: str) -> str:
    """A word or phrase as the tables have it."""
    return " ".join(text.lower().replace("ё", "е").replace("’", "'").split())


_MODERN: Final = tuple(
    re.findall(
        "...",
        "MODERNUSDEURKZTRUBGBPAEDAFNAMDAUDAZNBGNBRLBYNCADCHFCNYCZKDKKEGPGELHKDHUFIDRILSINRIQD"
        "IRRJPYKGSKRWKWDLBPMDLMNTMYRNOKNZDPHPPKRPLNQARRONRSDSARSEKSGDSYPTHBTJSTMTTRYUAHUZSVNDZAR",
    )
)
"""The codes of currencies in use."""

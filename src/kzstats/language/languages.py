"""The languages that are spoken here, ``en``, ``ru`` and ``kk`` everywhere: which one a reader
wants, and how it lists and sorts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from babel import Locale
from babel.lists import format_list

LANGUAGES: Final = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
"""The languages by code, each by its own name."""
_ALPHABETS: Final = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
}


@cache
def cldr(lang: str) -> Locale:
    """What CLDR knows of a language."""
    return Locale.parse("en_GB" if lang == "en" else lang)


def preferred(wanted: str | None) -> str:
    """The language for a browser's locale or list of them, such as ``kk-KZ,ru;q=0.8``: the first;
    English where it is none of ours.
    """
    code = re.split("[-_,;]", wanted or "")[0].strip().lower()
    return code if code in LANGUAGES else "en"


def alphabetical(lang: str) -> Callable[[str], tuple[tuple[int, str], ...]]:
    """A key that sorts by a language's alphabet, in which Unicode's order of Kazakh and Russian
    letters is wrong; Latin letters come first.
    """
    alphabet = _ALPHABETS.get(lang, "")
    return lambda text: tuple((alphabet.find(letter), letter) for letter in text.lower())


def listed(lang: str, items: list[str]) -> str:
    """Words as a list that ends in "and"."""
    return format_list(items, locale=cldr(lang))

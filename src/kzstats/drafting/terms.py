"""The words of the field in three languages, by which a draft makes titles and labels that a person
may take.

They stand in ``terms.csv``: of each the beginnings by which articles name it in English, Russian
and Kazakh (those of several words have ``_`` between them, and at most two other words there), and
what it is called in titles; in Russian in the genitive too, of which shares are made.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from kzstats import files

LANGUAGES: Final = ("en", "ru", "kk")


_DIMENSIONS: Final = {
    ("sex", "female"): "women woman female|женщин|әйел",
    ("sex", "male"): "men|мужчин|ер_адам",
    ("age", "children"): "child children minor|дети детей ребен несовершеннолет|бала балалар",
    ("age", "adults"): "adult|взросл|ересек",
}
DECLARED: Final[Mapping[str, Mapping[str, Any]]] = {
    "sex": {
        "title": {"en": "Sex", "ru": "Пол", "kk": "Жынысы"},
        "codes": {
            "female": {"en": "Women", "ru": "Женщины", "kk": "Әйелдер"},
            "male": {"en": "Men", "ru": "Мужчины", "kk": "Ер адамдар"},
        },
    },
    "age": {
        "title": {"en": "Age", "ru": "Возраст", "kk": "Жасы"},
        "codes": {
            "children": {"en": "Children", "ru": "Дети", "kk": "Балалар"},
            "adults": {"en": "Adults", "ru": "Взрослые", "kk": "Ересектер"},
        },
    },
}
"""The dimensions that a draft declares where the data do not yet."""

ARTICLE: Final = {
    "en": r"\bArticles? (\d{1,3}(?:-\d)?)\b",
    "ru": r"\b(?:[Сс]тать[а-я]+|ст\.) (\d{1,3}(?:-\d)?)\b",
    "kk": r"\b(\d{1,3}(?:-\d)?)-(?:бап|бабы|бабын|баптың)",
}
"""How the articles of a code are named beside a number."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field: its beginnings in each language, and what it is called in titles."""

    beginnings: tuple[tuple[tuple[str, ...], ...], ...]
    said: tuple[str, str, str] = ("", "", "")
    genitive: str = ""
    key: tuple[str, str] = field(default=("", ""))

    def at(self, code: str, words: list[str], place: int) -> bool:
        """Whether it is named from one of some words on."""
        return self.length(code, words, place) > 0

    def length(self, code: str, words: list[str], place: int) -> int:
        """Over how many words from a place on it is named; none where it is not."""
        ends = (
            _end(code, several, words, place) for several in self.beginnings[LANGUAGES.index(code)]
        )
        return max((end - place for end in ends if end is not None), default=0)

    def stems(self) -> dict[str, list[str]]:
        """The words by which articles name it, as metrics have them under ``counted_as``."""
        found = {
            code: [f"{several[-1]}*" for several in self.beginnings[place] if len(several) == 1]
            for place, code in enumerate(LANGUAGES)
        }
        return {code: words for code, words in found.items() if words}


def _end(code: str, several: tuple[str, ...], words: list[str], place: int) -> int | None:
    """Behind which word the words of a beginning end that stand from a place on, with at most two
    others between; nothing where they do not.
    """
    if place >= len(words) or not _is(code, several[0], words[place]):
        return None
    if len(several) == 1:
        return place + 1
    ends = (_end(code, several[1:], words, place + 1 + gap) for gap in range(3))
    return next((end for end in ends if end is not None), None)


def _is(code: str, start: str, word: str) -> bool:
    """Whether a word is one of a beginning: with an ending at most, and no other word."""
    most = 3 if code == "en" else 2 if len(start) < 4 else 7 if code == "kk" else 6
    return word.startswith(start) and len(word) - len(start) <= most


def _term(
    said: Sequence[str], names: tuple[str, ...] = (), key: tuple[str, str] = ("", "")
) -> Term:
    beginnings = tuple(tuple(tuple(one.split("_")) for one in words.split()) for words in said)
    three = (*names[:3], "", "", "")[:3]
    return Term(beginnings, (three[0], three[1], three[2]), names[3] if len(names) > 3 else "", key)


@cache
def _tables() -> Mapping[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {
        "dimensions": [_term(said.split("|"), key=key) for key, said in _DIMENSIONS.items()],
    }
    content = files.read(Path(__file__).with_name("terms.csv")).decode()
    for table, *cells in list(csv.reader(content.splitlines()))[1:]:
        key = ("area", cells[3]) if table == "regions" else ("", "")
        found.setdefault(table, []).append(_term(cells[:3], tuple(cells[3:]), key))
    return {table: tuple(several) for table, several in found.items()}


def terms(table: str) -> tuple[Term, ...]:
    """The terms of one of the tables: nouns, what is beside them, what was done, and so on."""
    return _tables()[table]


def words_of(text: str) -> list[str]:
    """The words of a text as terms are held against them."""
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.lower().replace("ё", "е"))


def named(table: str, code: str, text: str) -> Iterator[Term]:
    """The terms of a table that a text names, in the order of its words."""
    words = words_of(text)
    for place, word in enumerate(words):
        yield from (one for one in begun(table, code, word[:2]) if one.at(code, words, place))


@lru_cache(maxsize=4096)
def begun(table: str, code: str, letters: str) -> tuple[Term, ...]:
    """The terms of a table of which a beginning has these first two letters, as each has."""
    number = LANGUAGES.index(code)
    return tuple(
        one
        for one in terms(table)
        if any(several[0][:2] == letters for several in one.beginnings[number])
    )

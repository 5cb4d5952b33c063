"""A piece of a sentence that may be a number, and what stands at a place of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kzstats.numerals.dated import When
from kzstats.numerals.kazakh import CASES
from kzstats.numerals.scan import Sentence
from kzstats.numerals.tables import Lexicon, Qualifier
from kzstats.numerals.token import Role, TokenKind


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands from one lexeme up to another, before the words beside it are looked at."""

    kind: TokenKind
    place: int
    until: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unit: str = ""
    role: Role = "level"
    qualifier: Qualifier = "="
    ending: str = ""
    """The ending on the number itself, in Kazakh."""
    unread: str = ""
    when: When | None = None
    cut: int = 0
    """Where it ends within its last lexeme, 0 where that is whole."""


def word_at(sentence: Sentence, place: int) -> str:
    """The folded word at a place, empty where none stands."""
    lexemes = sentence.lexemes
    return (
        lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "word" else ""
    )


def sign_at(sentence: Sentence, place: int) -> str:
    """The sign at a place, empty where none stands."""
    lexemes = sentence.lexemes
    return (
        lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "sign" else ""
    )


def case_of(word: str, known: object) -> str:
    """The ending with which a Kazakh word is a known one, empty where it is none."""
    for size in range(1, 7):
        if len(word) > size and word[:-size] in known and re.fullmatch(CASES, word[-size:]):  # type: ignore[operator]  # a mapping of words
            return word[-size:]
    return ""


def is_halved(sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether "and a half" stands at a place."""
    word = word_at(sentence, place)
    if not word or not lexicon.half.startswith(word):
        return False
    phrase = lexicon.half.split()
    return all(word_at(sentence, place + step) == part for step, part in enumerate(phrase))


GLUED: Final = frozenset(["k", "m"])

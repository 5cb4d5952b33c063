"""Numbers in words: "twenty-three", "полторы тысячи", "бес жүз", "half a million"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kzstats.numerals.piece import GLUED, Piece, case_of, is_halved, sign_at, word_at
from kzstats.numerals.scan import Sentence
from kzstats.numerals.tables import Lexicon, words

_NO_NUMBERS: Final = frozenset(
    [
        "үшін",
        "онда",
        "оның",
        "оны",
        "онан",
        "бірде",
        "біріне",
        "бірі",
        "бірден",
        "бірге",
        "біріншіден",
        "бірінен",
        "жүзде",
        "жүзі",
        "жүзін",
        "жүзін",
        "бесік",
        "беске",
        "ондай",
        "оныңа",
        "онымен",
    ]
)
"""Kazakh words that look like a number with an ending, and are pronouns or postpositions."""


def _value(lexicon: Lexicon, word: str) -> tuple[Decimal, str] | None:
    """What a number word is, and its ending in Kazakh."""
    if (value := lexicon.numbers.get(word)) is not None:
        return value, ""
    if (
        lexicon.code == "kk"
        and len(word) > 3
        and word not in _NO_NUMBERS
        and (ending := case_of(word, lexicon.numbers))
    ):
        return lexicon.numbers[word[: -len(ending)]], ending
    return None


_HALVES: Final = (
    "полмиллиона",
    "полмиллиарда",
    "полтысячи",
    "полутысячи",
    "полумиллиона",
    "полумиллиарда",
)


def spelled(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A number in words, up to where no further word of it can follow."""
    if word_at(sentence, place) in ("a", "one", "half", *_HALVES, "жарты"):
        return _singular(sentence, lexicon, place)
    total, until, ending, parts = _added_up(text, sentence, lexicon, place)
    if not parts:
        return _bare_scale(sentence, lexicon, place)
    if lexicon.code == "en" and _of_a_fraction(sentence, until):
        return None
    after, before = word_at(sentence, until), word_at(sentence, place - 1)
    if (
        total == 1
        and parts == 1
        and not _counts_one(lexicon, sentence, place, until, before, after)
    ):
        return None
    if is_halved(sentence, lexicon, until):
        total, until = total + Decimal("0.5"), until + len(lexicon.half.split())
    return Piece("number", place, until, total, total, ending=ending)


def _added_up(
    text: str, sentence: Sentence, lexicon: Lexicon, place: int
) -> tuple[Decimal, int, str, int]:
    """What the words of a number come to, where they end, the ending of the last, and how many they
    are.
    """
    total, order, until, ending, parts = Decimal(0), Decimal(1000), place, "", 0
    while not ending and parts <= 6:
        step = until + bool(parts and _joins(text, sentence, lexicon, until))
        further = _with_word(lexicon, word_at(sentence, step), total, order, parts)
        if further is None:
            break
        total, order, ending = further
        parts, until = parts + 1, step + 1
    return total, until, ending, parts


def _with_word(
    lexicon: Lexicon, word: str, total: Decimal, order: Decimal, parts: int
) -> tuple[Decimal, Decimal, str] | None:
    """The total with one word more, below what a further word must stay, and the ending of this
    one; nothing where it is no further word of the number.
    """
    if word in lexicon.hundreds and (parts == 0 or (0 < total < 10 and order < 10)):
        return max(total, Decimal(1)) * 100, Decimal(100), ""
    read = _value(lexicon, word) if word else None
    if read is None:
        return None
    value, case = read
    if value == 100 and case and parts and 0 < total < 10 and order < 10:
        value, total, order = total * 100, Decimal(0), Decimal(1000)  # "бес жүздей"
    size = Decimal(100) if value >= 100 else Decimal(10) if value >= 10 else Decimal(1)
    part = value != int(value)
    if parts and (
        size >= order
        or value < 1
        or (order == 10 and (value >= 10 or (total % 100 < 20 and lexicon.code != "kk")))
        or part
    ):
        return None
    if (10 <= value < 20 and lexicon.code != "kk") or part or value == 150:
        below = Decimal(1)
    elif value >= 100:
        below = Decimal(100)
    else:
        below = size if value % 10 or value < 10 else Decimal(10)
    return total + value, below, case


def _of_a_fraction(sentence: Sentence, until: int) -> bool:
    """Whether an English number is the upper one of a fraction or part of an ordinal:
    "two-thirds", "twenty-first".
    """
    lexemes = sentence.lexemes
    dashed = sign_at(sentence, until) == "-" and lexemes[until].start == lexemes[until - 1].end
    beyond = word_at(sentence, until + 1) if dashed else ""
    return (
        beyond in ("first", "second", "half")
        or _LOWER.fullmatch(beyond) is not None
        or (_LOWER.fullmatch(after := word_at(sentence, until)) is not None and after[-1] == "s")
    )


_LOWER: Final = re.compile(r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)s?")
"""What a number is divided into."""


def _joins(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether a hyphen or "and" stands within a number in words."""
    lexemes = sentence.lexemes
    if lexicon.code != "en" or place >= len(lexemes):
        return False
    if lexemes[place].word == "-":
        return (
            lexemes[place].start == lexemes[place - 1].end
            and word_at(sentence, place + 1) in lexicon.numbers
        )
    after = word_at(sentence, place + 1)
    return (
        lexemes[place].word == "and"
        and lexemes[place - 1].word in lexicon.hundreds
        and after in lexicon.numbers
        and after not in ("one", "hundred")
    )


def _counts_one(
    lexicon: Lexicon, sentence: Sentence, place: int, until: int, before: str, after: str
) -> bool:
    """Whether "one" counts: a thing is named behind it, and no word before it makes it
    a pronoun.
    """
    if lexicon.code == "ru":
        return (
            bool(after)
            and after
            not in ("из", "и", "на", "в", "раз", "другой", "другого", "сторона", "стороны")
            and before not in ("ни", "с", "еще", "ещё", "не")
            and lexicon.classify(after) == "anchor"
        )
    if lexicon.code == "kk":
        return lexicon.units.get(after) in ("year", "month", "week", "day")
    return False


_NOT_BEFORE_ONE: Final = words("the no every each any this that single only another than")
_NOT_AFTER_ONE: Final = words(
    "of another who that which and or is was has to in by at day more year can could s a the had"
)


def _singular(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """One of something: “a million”, “one dozen”, “half a million”, “one man”."""
    word, after = word_at(sentence, place), word_at(sentence, place + 1)
    lone = {"полмиллиона": Decimal(500_000), "полмиллиарда": Decimal(500_000_000),
    "полтысячи": Decimal(500),
            "полутысячи": Decimal(500), "полумиллиона": Decimal(500_000),
            "полумиллиарда": Decimal(500_000_000)}  # fmt: skip
    if word in lone:
        return Piece("number", place, place + 1, lone[word], lone[word])
    factor = Decimal(1)
    step = place
    if (word == "half" and after == "a") or word == "жарты":
        factor, step = Decimal("0.5"), place + (1 if word == "half" else 0)
        after = word_at(sentence, step + 1)
    elif word == "half":
        return None
    if (
        after == "and"
        and word_at(sentence, place + 2) == "a"
        and word_at(sentence, place + 3) == "half"
    ):
        return Piece("number", place, place + 4, Decimal("1.5"), Decimal("1.5"))
    if after in lexicon.hundreds:
        more = spelled("", sentence, lexicon, step + 1)
        return replace(more, place=place) if more is not None and factor == 1 else None
    if after == "-" or sign_at(sentence, step + 1) == "-":
        after = word_at(sentence, step + 2)
        if after in lexicon.scales and word != "a":
            return Piece("number", place, step + 1, factor, factor)
        return None
    if after in lexicon.scales and after not in GLUED:
        return Piece("number", place, step + 1, factor, factor)
    if (
        word == "one"
        and word_at(sentence, place - 1) not in _NOT_BEFORE_ONE
        and after
        and after not in _NOT_AFTER_ONE
    ):
        return Piece("number", place, place + 1, Decimal(1), Decimal(1))
    return None


def _bare_scale(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A scale word that is a number by itself: "тысяча", "мың"; the piece is empty, and the scale
    multiplies it.
    """
    word = word_at(sentence, place)
    stem = (
        word[: -len(ending)]
        if lexicon.code == "kk" and (ending := case_of(word, lexicon.scales))
        else word
    )
    of_one = (
        lexicon.code == "ru" and word in _OF_ONE and word_at(sentence, place - 1) in _WITH_GENITIVE
    )
    return (
        Piece("number", place, place, Decimal(1), Decimal(1))
        if stem in _ALONE[lexicon.code] or of_one
        else None
    )


_ALONE: Final = {
    "en": ("dozen",),
    "ru": (
        "тысяча",
        "тысячу",
        "миллион",
        "миллиард",
        "дюжина",
        "дюжину",
        "десяток",
        "сотня",
        "сотню",
        "полсотни",
        "полусотни",
    ),
    "kk": ("мың", "миллион", "миллиард"),
}
_OF_ONE: Final = words("десятка дюжины сотни тысячи миллиона миллиарда")
"""Russian scale words that are one of their kind in the genitive, and many in other cases."""
_WITH_GENITIVE: Final = words("более менее больше меньше свыше около порядка до выше ниже")

"""What numbers form together, and what else is one: fractions, "one in four", the cells of
a row, vague words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from kzstats.numerals import ranges
from kzstats.numerals.counts import digits, length_in_words, one_number, simple
from kzstats.numerals.piece import Piece, case_of, sign_at, word_at
from kzstats.numerals.scan import Code, Sentence, lexicon_of
from kzstats.numerals.tables import Lexicon, words
from kzstats.numerals.token import TokenKind


@cache
def _by_first(code: Code) -> dict[str, tuple[tuple[tuple[str, ...], Decimal], ...]]:
    """The fractions of a language by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Decimal]]] = {}
    for phrase, share in lexicon_of(code).shares.items():
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append((parts, share))
    return {
        first: tuple(sorted(several, key=lambda one: -len(one[0])))
        for first, several in found.items()
    }


def is_month(code: str, said: str) -> bool:
    """Whether words hold nothing but a month."""
    return any(word in lexicon_of(code).months for word in said.lower().replace("ё", "е").split())


def cells(text: str, sentence: Sentence) -> Iterator[Piece]:
    """The cells of a row without words: each its own number, however near."""
    for place, lexeme in enumerate(sentence.lexemes):
        if lexeme.kind == "digits":
            for part in re.finditer(
                r"\S+",
                text[lexeme.start : lexeme.end]
                .replace("\u00a0", "_")
                .replace("\u202f", "_")
                .replace("\u2009", "_"),
            ):
                value = digits(part.group().replace("_", " "), sentence.code)
                low = value[0] if value else Decimal(0)
                kind: TokenKind = "number" if value else "name"
                yield Piece(
                    kind,
                    place,
                    place + 1,
                    low,
                    low,
                    role="row",
                    unread="a row of a table",
                    qualifier="?",
                    cut=lexeme.start + part.start() + 1,
                    ending=str(part.end() - part.start()),
                )


@lru_cache(maxsize=1 << 16)
def may_begin(code: Code, word: str) -> bool:
    """Whether a number may begin with a word."""
    lexicon = lexicon_of(code)
    known = (
        word in lexicon.numbers
        or word in lexicon.scales
        or word in lexicon.ratios
        or word in lexicon.vague
        or word in _by_first(code)
    )
    return (
        known
        or word in _EVERY[code][0]
        or word in _SINGLE
        or length_in_words(word, lexicon) is not None
        or (
            code == "kk"
            and any(case_of(word, table) for table in (lexicon.numbers, lexicon.scales))
        )
    )


_SINGLE: Final = words(
    "a one half not ни бірде полмиллиона полмиллиарда полтысячи полутысячи полумиллиона "
    "полумиллиарда жарты"
)
"""The words that begin a number in more than one word, and are none themselves."""


def number(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """The number, range, fraction, name or vague word that begins at a place."""
    lexeme = sentence.lexemes[place]
    if lexeme.kind == "word" and (found := _share(sentence, lexicon, place)) is not None:
        return found
    if (none := _none(sentence, lexicon, place)) is not None:
        return none
    one = one_number(text, sentence, lexicon, place)
    if one is None and lexeme.word in _ONE.get(lexicon.code, ()):
        return _ratio_of_two(
            text, sentence, lexicon, Piece("number", place, place + 1, Decimal(1), Decimal(1))
        )
    if one is None:
        if lexeme.kind in ("digits", "mixed"):
            return (
                None
                if lexeme.kind == "mixed" and not re.search(r"\d", lexeme.word)
                else Piece("name", place, place + 1)
            )
        if lexeme.kind == "word" and lexeme.word in lexicon.ratios:
            return Piece(
                "number", place, place + 1, role="ratio", unread=lexeme.word, qualifier="?"
            )
        return (
            Piece("vague", place, place + 1)
            if lexeme.kind == "word" and lexeme.word in lexicon.vague
            else None
        )
    if one.kind != "number":
        return one
    if (found := _ratio_of_two(text, sentence, lexicon, one)) is not None:
        return found
    return ranges.read(text, sentence, lexicon, one) or one


_ONE: Final = {"en": ("one",), "ru": ("один", "одна", "одного", "одной", "одному")}


def _none(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A nought without a digit: “not a single one”, “ни одного”, “бірде-бір”."""
    for phrase in {
        "en": ("not a single", "not one"),
        "ru": ("ни одного", "ни одной", "ни один", "ни одна", "ни одно"),
        "kk": ("бірде бір",),
    }[lexicon.code]:
        parts, until = phrase.split(), place
        for part in parts:
            until += until > place and sign_at(sentence, until) == "-"
            if word_at(sentence, until) != part:
                break
            until += 1
        else:
            return Piece("number", place, until)
    return None


def _share(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A fraction in words, in percent: "two thirds", "каждый пятый", "әрбір үшіншісі"."""
    word = sentence.lexemes[place].word
    if (nth := _every(sentence, lexicon, place)) is not None:
        return nth
    for parts, share in _by_first(lexicon.code).get(word, ()):
        until = place
        for part in parts:
            until += until > place and sign_at(sentence, until) == "-"
            if word_at(sentence, until) != part:
                break
            until += 1
        else:
            if lexicon.code == "en" and not _english_share(sentence, parts, place, until):
                continue
            if lexicon.code == "en" and word_at(sentence, until) == "as":
                return Piece(
                    "number", place, until, role="ratio", unread=f"{word} as", qualifier="?"
                )
            ending = parts[-1] if lexicon.code == "kk" else ""
            return Piece(
                "number", place, until, share, share, unit="percent", role="share", ending=ending
            )
    return None


def _english_share(sentence: Sentence, parts: tuple[str, ...], place: int, until: int) -> bool:
    """Whether English words that may be a fraction are one here."""
    after, before = word_at(sentence, until), word_at(sentence, place - 1)
    if sign_at(sentence, until) == "-" or before in ("first", "second", "last", "latter", "other"):
        return False
    if parts == ("half",):
        return after not in ("a", "an", "year", "century", "past") or after == ""
    return after in (
        "of",
        "the",
        "more",
        "less",
        "fewer",
        "were",
        "was",
        "are",
        "is",
        "said",
        "",
    ) or before in (
        "by",
        "than",
        "about",
        "nearly",
        "over",
        "almost",
    )


_EVERY: Final = {
    "ru": (
        words("каждый каждая каждое каждого каждой каждому каждую каждым"),
        {
            "второ": 2, "втор": 2, "треть": 3, "трети": 3, "четверт": 4, "пят": 5, "шест": 6,
            "седьм": 7, "восьм": 8, "девят": 9,
            "десят": 10, "двадцат": 20, "сот": 100,
        },
    ),
    "kk": (
        words("әр әрбір"),
        {
            "екінші": 2, "үшінші": 3, "төртінші": 4, "бесінші": 5, "алтыншы": 6, "жетінші": 7,
            "сегізінші": 8, "тоғызыншы": 9,
            "оныншы": 10, "жиырмасыншы": 20,
        },
    ),
    "en": (
        words("every"),
        {
            "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
            "tenth": 10, "twentieth": 20,
        },
    ),
}  # fmt: skip
"""Of each language the words for "every" and the beginnings of the ordinals behind them."""


def _every(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """Every n-th, as a share."""
    every, stems = _EVERY[lexicon.code]
    if sentence.lexemes[place].word not in every:
        return None
    until = place + 1
    after = word_at(sentence, until)
    if not after and until < len(sentence.lexemes) and sentence.lexemes[until].kind == "mixed":
        match = re.match(r"(\d+)-", sentence.lexemes[until].word)
        nth = int(match[1]) if match else 0
    else:
        nth = next(
            (
                number
                for stem, number in stems.items()
                if after.startswith(stem) and len(after) - len(stem) < 6
            ),
            0,
        )
    if nth < 2:
        return None
    share = Decimal(100) / nth
    return Piece("number", place, until + 1, share, share, unit="percent", role="share")


def _ratio_of_two(text: str, sentence: Sentence, lexicon: Lexicon, one: Piece) -> Piece | None:
    """A share in two numbers: “one in four”, “four out of ten”, “один из пяти”, “one verdict in
    four”.
    """
    joins = {
        "en": (("in",), ("out", "of"), ("of", "every"), ("in", "every"), ("out", "of", "every")),
        "ru": (("из",), ("из", "каждых")),
        "kk": (),
    }[lexicon.code]
    if one.low < 1 or one.low > 99 or one.low != int(one.low):
        return None
    for gap in (0, 1):
        begin = one.until + gap
        if gap and not word_at(sentence, one.until):
            return None
        for join in sorted(joins, key=len, reverse=True):
            if not all(word_at(sentence, begin + step) == part for step, part in enumerate(join)):
                continue
            after = begin + len(join)
            other = simple(text, sentence, lexicon, after)
            if (
                other is None
                or other.kind != "number"
                or not one.low < other.low <= 1000
                or other.role != "level"
                or other.unit
            ):
                continue
            spelled = sentence.lexemes[after].kind == "word"
            if not (spelled or other.low in (10, 100, 1000)) or (
                lexicon.code == "ru" and (not spelled or gap)
            ):
                continue
            if gap and not spelled:
                continue
            if join == ("in",) and word_at(sentence, other.until) in _PLACES:
                continue
            share = one.low * 100 / other.low
            return Piece(
                "number", one.place, other.until, share, share, unit="percent", role="share"
            )
    return None


_PLACES: Final = words("months years days weeks regions countries cities districts")
"""What "three in ten …" may end with that makes it no share."""

"""From one number to a higher one, with a dash or words between: "5–7", "between 5 and 7 million",
"от 5 до 7 тысяч", "5-тен 7-ге дейін".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kzstats.numerals.counts import digits, one_number, simple
from kzstats.numerals.piece import Piece, sign_at, word_at
from kzstats.numerals.scan import Sentence
from kzstats.numerals.tables import Lexicon

_MONEY: Final = ("$", "€", "£", "₸", "₽")
_CURRENCIES: Final = ("USD", "EUR", "KZT", "US")
_PERCENT: Final = ("percent", "per", "процентов", "процента", "пайыз", "пайызға")
_DASHES: Final = ("-", "–", "—", "‑")
_FROM: Final = re.compile(r"(?:[ндт][аеә]н)$")
_TO: Final = re.compile(r"[ғгқк][аеә]$")
"""The Kazakh endings of what a range goes from, and of what it goes to."""


@dataclass(frozen=True, slots=True)
class _Joint:
    """What stands between two numbers that makes a range of them: where the range starts, where the
    higher number may stand, the unit of the lower one, and whether it is a dash.
    """

    start: int
    after: int
    unit: str
    dashed: bool


def read(text: str, sentence: Sentence, lexicon: Lexicon, one: Piece) -> Piece | None:
    """The range that begins with a number; nothing where none does."""
    if one.cut or one.role != "level":
        return None
    joint = _joint(text, sentence, lexicon, one)
    if joint is None:
        return None
    other = _higher(text, sentence, lexicon, joint)
    if other is None:
        return None
    low = one.low * _scale(text, sentence, lexicon, one, other, joint.after)
    if not low < other.low:
        return None
    return Piece(
        "range",
        joint.start,
        other.until + (1 if lexicon.code == "kk" and not joint.dashed else 0),
        low,
        other.low,
        unit=joint.unit or other.unit,
        cut=other.cut,
        qualifier="?" if other.low > 500 * low > 0 else "=",
        role="level",
    )


def _joint(text: str, sentence: Sentence, lexicon: Lexicon, one: Piece) -> _Joint | None:
    place, unit, start = one.until, "", one.place
    if sign_at(sentence, place) == "%" or word_at(sentence, place) in _PERCENTS_OF_LOWER:
        unit, place = "percent", place + 1
    signed = sign_at(sentence, one.place - 1) in _MONEY and one.place > 0
    before, word = word_at(sentence, one.place - 1 - signed), word_at(sentence, place)
    dashed = _dashed(text, sentence, lexicon, place)
    after = place + 1
    if (before, word) in (("between", "and"), ("между", "и")):
        start -= before == "between" and not signed
    elif lexicon.code == "kk" and _FROM.search(one.ending):
        after = place
    elif lexicon.code == "kk" and not one.ending and word in lexicon.units and _FROM.search(word):
        unit = lexicon.units[word]
    elif not (
        dashed
        or (lexicon.code == "en" and word in ("to", "through"))
        or (lexicon.code == "ru" and word == "до" and before in ("от", "с", "со"))
    ):
        return None
    while sign_at(sentence, after) in _MONEY or word_at(sentence, after).upper() in _CURRENCIES:
        after += 1
    return _Joint(start, after, unit, dashed)


_PERCENTS_OF_LOWER: Final = ("percent", "процента", "процентов")


def _dashed(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether a dash stands at a place, with the same room on both sides."""
    lexemes = sentence.lexemes
    if sign_at(sentence, place) not in _DASHES or place >= len(lexemes):
        return False
    before = text[lexemes[place - 1].end : lexemes[place].start]
    behind = (
        text[lexemes[place].end : lexemes[place + 1].start] if place + 1 < len(lexemes) else " "
    )
    alike = bool(before) == bool(behind) or lexicon.code == "en"
    return len(before) <= 1 and len(behind) <= 1 and alike


def _higher(text: str, sentence: Sentence, lexicon: Lexicon, joint: _Joint) -> Piece | None:
    """The number that a range goes to, where it is one and of the unit of the lower."""
    if joint.after >= len(sentence.lexemes):
        return None
    other = one_number(text, sentence, lexicon, joint.after)
    if other is None or other.kind != "number" or other.role != "level" or other.unread:
        return None
    if lexicon.code == "kk" and not joint.dashed:
        second = word_at(sentence, other.until)
        if joint.unit and lexicon.units.get(second) == joint.unit and _TO.search(second):
            other = replace(other, ending=second, unit=joint.unit, until=other.until + 1)
        reached = word_at(sentence, other.until) in ("дейін", "дейінгі")
        if not (reached and _TO.search(other.ending)):
            return None
    is_percent = (
        other.unit
        or sign_at(sentence, other.until) == "%"
        or word_at(sentence, other.until) in _PERCENT
    )
    return other if joint.unit != "percent" or is_percent else None


def _scale(
    text: str, sentence: Sentence, lexicon: Lexicon, one: Piece, other: Piece, after: int
) -> Decimal:
    """By what the lower number is multiplied: by the scale of the higher where it has none of its
    own, as in "5 to 7 million".
    """
    first, second = sentence.lexemes[one.place], sentence.lexemes[after]
    if any(word_at(sentence, step) in lexicon.scales for step in range(one.place, one.until)) or (
        first.kind == "mixed" and re.search(r"[^\W\d_]", first.word)
    ):
        return Decimal(1)
    bare = simple(text, sentence, lexicon, after)
    if bare is not None and bare.low and bare.kind == "number" and other.low > bare.low:
        return other.low / bare.low
    further = second.kind == "mixed" and other.low > one.low * 1000
    if further and not (other.ending or other.unit):
        head = re.match(r"[\d.,]+", second.word)
        value = digits(head.group(), lexicon.code) if head else None
        return other.low / value[0] if value and value[0] else Decimal(1)
    return Decimal(1)

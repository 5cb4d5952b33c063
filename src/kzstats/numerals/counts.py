"""One number by itself: digits, words, scales, halves, and digits with endings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd
from typing import Final

from kzstats.numerals.kazakh import CASES
from kzstats.numerals.periods import When
from kzstats.numerals.scan import Lexeme, Sentence
from kzstats.numerals.tables import Lexicon, Qualifier, words
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


_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?")
_COMMAS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_POINTS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_PLAIN: Final = re.compile(r"\d+(?:[.,]\d+)?")
_UNSURE: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_MIXED: Final = re.compile(r"(\d[\d.,]*)-?(.*)", re.DOTALL)
_ORDINAL: Final = {
    "en": re.compile(r"st|nd|rd|th", re.IGNORECASE),
    "ru": re.compile(r"й|го|му|м|е|я|ю|ой|ая|ое|ый|ий|ые|ых|ым|ом|ую|ей"),
    "kk": re.compile(r"(?:ші|шы|інші|ыншы|нші|ншы)(?:сі|сы|лер|лар)?[а-яәғқңөұүһі]{0,4}"),
}
_CARDINAL: Final = {"en": re.compile("(?!)"), "ru": re.compile(r"ти|и|х|ми|мя|ью|рых|ть"), "kk": re.compile(CASES)}
_AGED: Final = re.compile(r"летн[а-я]+|year-olds?|жас[а-яәғқңөұүһі]*")
_LAW: Final = re.compile(r"(?:бап|баб|тармақ|тармағ)[а-яәғқңөұүһі]*")
_TIME: Final = {
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "hour": "hour",
    "дневн": "day",
    "месячн": "month",
    "часов": "hour",
    "процентн": "percent",
}
_WITH_HYPHEN: Final[dict[str, Qualifier]] = {"odd": ">", "plus": ">=", "strong": "="}
"""What a hyphen ties to digits in English: "500-odd people"."""
_GLUED: Final = frozenset(["k", "m"])


def digits(said: str, code: str) -> tuple[Decimal, str] | None:
    """The number that digits write, and why it could be another one."""
    if _THOUSANDS.fullmatch(said):
        return Decimal(re.sub(r"\s", "", said).replace(",", ".")), ""
    if _COMMAS.fullmatch(said) and (code == "en" or said.count(",") > 1 or "." in said):
        return Decimal(said.replace(",", "")), ""
    if _POINTS.fullmatch(said):
        return Decimal(said.replace(".", "").replace(",", ".")), ""
    if _PLAIN.fullmatch(said):
        return Decimal(said.replace(",", ".")), said if code != "en" and _UNSURE.fullmatch(said) else ""
    return None


def word_at(sentence: Sentence, place: int) -> str:
    """The folded word at a place, empty where none stands."""
    lexemes = sentence.lexemes
    return lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "word" else ""


def sign_at(sentence: Sentence, place: int) -> str:
    """The sign at a place, empty where none stands."""
    lexemes = sentence.lexemes
    return lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "sign" else ""


def one_number(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """One number: digits or words, with what multiplies it, and joined ones ("1 млрд 150 млн")."""
    first = simple(text, sentence, lexicon, place)
    if first is None or first.kind != "number" or first.role != "level" or first.ending:
        return first
    scale, until = scale_at(text, sentence, lexicon, first.until)
    if scale is None:
        return first
    total, least = first.low * scale, scale
    ending = _ending(lexicon, sentence, until - 1)
    while (
        not ending
        and (more := simple(text, sentence, lexicon, until)) is not None
        and more.kind == "number"
        and not more.unread
        and more.role == "level"
    ):
        gap = text[sentence.lexemes[until - 1].end : sentence.lexemes[until].start]
        further, after = scale_at(text, sentence, lexicon, more.until)
        small = more.low < 1000 if further is None else further < least
        if gap.strip(" .\u00a0\u202f") or not small or more.low != int(more.low) or (further is None and least != 1000) or more.low >= 1000:
            break
        total, least, until = total + more.low * (further or 1), further or Decimal(1), after if further else more.until
        ending = more.ending
    return replace(first, low=total, high=total, until=until, ending=ending, cut=0)


def _ending(lexicon: Lexicon, sentence: Sentence, place: int) -> str:
    """The ending of a Kazakh scale word."""
    word = word_at(sentence, place)
    if lexicon.code != "kk" or word in lexicon.scales:
        return ""
    return case_of(word, lexicon.scales)


def case_of(word: str, known: object) -> str:
    """The ending with which a Kazakh word is a known one, empty where it is none."""
    for size in range(1, 7):
        if len(word) > size and word[:-size] in known and re.fullmatch(CASES, word[-size:]):  # type: ignore[operator]  # a mapping of words
            return word[-size:]
    return ""


def scale_at(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> tuple[Decimal | None, int]:
    """The scale word at a place and where it ends."""
    lexemes = sentence.lexemes
    if (
        sign_at(sentence, place) == "-"
        and place
        and lexemes[place].start == lexemes[place - 1].end
        and word_at(sentence, place + 1) in lexicon.scales
    ):
        place += 1
    word = word_at(sentence, place)
    factor = lexicon.scales.get(word)
    if factor is None and lexicon.code == "kk" and word and (ending := case_of(word, lexicon.scales)):
        factor = lexicon.scales[word[: -len(ending)]]
    if factor is None or (word in _GLUED and lexemes[place].start != lexemes[place - 1].end):
        return None, place
    until = place + 1
    dotted = sign_at(sentence, until) == "." and lexemes[until].start == lexemes[place].end and word in ("тыс", "млн", "млрд", "трлн")
    if dotted and until + 1 < len(lexemes):  # the last one ends the sentence
        until += 1
    return factor, until


def simple(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """Digits or number words, without a scale."""
    if place >= len(sentence.lexemes):
        return None
    lexeme = sentence.lexemes[place]
    if lexeme.kind == "digits":
        value = digits(lexeme.word, lexicon.code)
        if value is None:
            return _fraction(sentence, lexicon, place) or Piece("name", place, place + 1)
        until, low = place + 1, value[0]
        if tail := _tail(sentence, until):
            joined = _mixed(Lexeme("mixed", lexeme.start, lexeme.end, f"{low.normalize():f}-{tail}"), lexicon, place)
            return replace(joined, until=until + 2, cut=0, unread=joined.unread or value[1])
        if _halved(sentence, lexicon, until) and low == int(low) and low < 100:
            low, until = low + Decimal("0.5"), until + len(lexicon.half.split())
        return Piece("number", place, until, low, low, unread=value[1])
    if lexeme.kind == "mixed":
        return _mixed(lexeme, lexicon, place)
    return spelled(text, sentence, lexicon, place) if lexeme.kind == "word" else None


_FRACTION: Final = re.compile(r"([1-9])/([2-9]|10)")


def _fraction(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A proper fraction in digits ("3/4 нарушителей"), a share where a noun follows, and for a person to tell where none does."""
    match = _FRACTION.fullmatch(sentence.lexemes[place].word)
    if match is None or gcd(int(match[1]), int(match[2])) > 1 or int(match[1]) >= int(match[2]):
        return None
    share, after = Decimal(100) * int(match[1]) / int(match[2]), word_at(sentence, place + 1)
    named = lexicon.code == "ru" and len(after) > 4 and lexicon.ends(after) and after not in lexicon.months
    unread = "" if named or after in ("of", "всех", "всего", "части", "бөлігі") else match.group()
    return Piece("number", place, place + 1, share, share, unit="percent", role="share", unread=unread)


def _tail(sentence: Sentence, place: int) -> str:
    """The ending that a hyphen ties to digits with spaces in them: "5 879-дан"."""
    lexemes = sentence.lexemes
    if sentence.code == "en" or sign_at(sentence, place) != "-" or not (word := word_at(sentence, place + 1)):
        return ""
    glued = lexemes[place - 1].end == lexemes[place].start and lexemes[place].end == lexemes[place + 1].start
    return word if glued else ""


def _mixed(lexeme: Lexeme, lexicon: Lexicon, place: int) -> Piece:
    """Digits with letters: "3bn", "5-day", "67-е", "40-тан", or the name of something."""
    name = Piece("name", place, place + 1)
    match = _MIXED.fullmatch(lexeme.word)
    if match is None or (value := digits(match[1], lexicon.code)) is None:
        return name
    rest, low, code = match[2].lower().replace("ё", "е"), value[0], lexicon.code
    found = Piece("number", place, place + 1, low, low, unread=value[1])
    if rest in lexicon.scales:
        return replace(found, low=low * lexicon.scales[rest], high=low * lexicon.scales[rest])
    if rest in _WITH_HYPHEN and match[2] and lexeme.word[len(match[1])] == "-":
        return replace(found, qualifier=_WITH_HYPHEN[rest])
    if _AGED.fullmatch(rest):
        return replace(found, role="age", qualifier="?", unread=lexeme.word)
    if rest.rstrip("s") in _TIME:
        return replace(found, unit=_TIME[rest.rstrip("s")], cut=lexeme.start + len(match[1]))
    for stem, unit in _TIME.items():
        if not stem.isascii() and rest.startswith(stem):
            return replace(found, unit=unit, cut=lexeme.start + len(match[1]))
    if code == "kk" and (of_them := re.fullmatch(r"[еа]у([ыі])?н?", rest)):
        return replace(found, ending=of_them[1] or "")
    if code == "kk" and _LAW.fullmatch(rest):
        return name
    if _CARDINAL[code].fullmatch(rest) and (code != "ru" or rest != "х" or low < 5):
        if code == "kk" and _ORDINAL[code].fullmatch(rest):
            return replace(found, role="rank", qualifier="?", unread=lexeme.word)
        return replace(found, ending=rest if code == "kk" else "")
    if _ORDINAL[code].fullmatch(rest) and low == int(low):
        return replace(found, role="rank", qualifier="?", unread=lexeme.word)
    return name


def _halved(sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether "and a half" stands at a place."""
    word = word_at(sentence, place)
    if not word or not lexicon.half.startswith(word):
        return False
    phrase = lexicon.half.split()
    return all(word_at(sentence, place + step) == part for step, part in enumerate(phrase))


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
    if lexicon.code == "kk" and len(word) > 3 and word not in _NO_NUMBERS and (ending := case_of(word, lexicon.numbers)):
        return lexicon.numbers[word[: -len(ending)]], ending
    return None


_HALVES: Final = ("полмиллиона", "полмиллиарда", "полтысячи", "полутысячи", "полумиллиона", "полумиллиарда")


def spelled(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A number in words, up to where no further word of it can follow."""
    if word_at(sentence, place) in ("a", "one", "half", *_HALVES, "жарты"):
        return _singular(sentence, lexicon, place)
    total, order, until, ending, parts = Decimal(0), Decimal(1000), place, "", 0
    while True:
        step = until
        if parts and _joins(text, sentence, lexicon, until):
            step += 1
        word = word_at(sentence, step)
        if word in lexicon.hundreds and (parts == 0 or (total < 10 and total > 0 and order < 10)):
            total, order = max(total, Decimal(1)) * 100, Decimal(100)
        else:
            read = _value(lexicon, word) if word else None
            if read is None:
                break
            value, case = read
            if value == 100 and case and parts and 0 < total < 10 and order < 10:
                value, total, order = total * 100, Decimal(0), Decimal(1000)  # "бес жүздей"
            size = Decimal(100) if value >= 100 else Decimal(10) if value >= 10 else Decimal(1)
            if parts and (
                size >= order
                or value < 1
                or (value >= 10 and order == 10)
                or (order == 10 and total % 100 < 20 and lexicon.code != "kk")
                or value != int(value)
            ):
                break
            total, order, ending = total + value, size if value % 10 or value < 10 else Decimal(10), case
            if (10 <= value < 20 and lexicon.code != "kk") or value != int(value) or value == 150:
                order = Decimal(1)
            elif value >= 100:
                order = Decimal(100)
        parts, until = parts + 1, step + 1
        if ending or parts > 6:
            break
    if not parts:
        return _bare_scale(sentence, lexicon, place)
    after, before = word_at(sentence, until), word_at(sentence, place - 1)
    if lexicon.code == "en":
        dash = sign_at(sentence, until) == "-" and sentence.lexemes[until].start == sentence.lexemes[until - 1].end
        beyond = word_at(sentence, until + 1) if dash else ""
        if (
            beyond in ("first", "second", "half")
            or re.fullmatch(r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)s?", beyond)
            or re.fullmatch(r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)s", after)
        ):
            return None
    if total == 1 and parts == 1 and not _counts_one(lexicon, sentence, place, until, before, after):
        return None
    if _halved(sentence, lexicon, until):
        total, until = total + Decimal("0.5"), until + len(lexicon.half.split())
    return Piece("number", place, until, total, total, ending=ending)


def _joins(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether a hyphen or "and" stands within a number in words."""
    lexemes = sentence.lexemes
    if lexicon.code != "en" or place >= len(lexemes):
        return False
    if lexemes[place].word == "-":
        return lexemes[place].start == lexemes[place - 1].end and word_at(sentence, place + 1) in lexicon.numbers
    after = word_at(sentence, place + 1)
    return (
        lexemes[place].word == "and" and lexemes[place - 1].word in lexicon.hundreds and after in lexicon.numbers and after not in ("one", "hundred")
    )


def _counts_one(lexicon: Lexicon, sentence: Sentence, place: int, until: int, before: str, after: str) -> bool:
    """Whether "one" counts: a thing is named behind it, and no word before it makes it a pronoun."""
    if lexicon.code == "ru":
        return (
            bool(after)
            and after not in ("из", "и", "на", "в", "раз", "другой", "другого", "сторона", "стороны")
            and before not in ("ни", "с", "еще", "ещё", "не")
            and lexicon.classify(after) == "anchor"
        )
    if lexicon.code == "kk":
        return lexicon.units.get(after) in ("year", "month", "week", "day")
    return False


_NOT_BEFORE_ONE: Final = words("the no every each any this that single only another than")
_NOT_AFTER_ONE: Final = words("of another who that which and or is was has to in by at day more year can could s a the had")


def _singular(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """One of something: “a million”, “one dozen”, “half a million”, “one man”."""
    word, after = word_at(sentence, place), word_at(sentence, place + 1)
    lone = {"полмиллиона": Decimal(500_000), "полмиллиарда": Decimal(500_000_000), "полтысячи": Decimal(500),
            "полутысячи": Decimal(500), "полумиллиона": Decimal(500_000), "полумиллиарда": Decimal(500_000_000)}  # fmt: skip
    if word in lone:
        return Piece("number", place, place + 1, lone[word], lone[word])
    factor = Decimal(1)
    step = place
    if (word == "half" and after == "a") or word == "жарты":
        factor, step = Decimal("0.5"), place + (1 if word == "half" else 0)
        after = word_at(sentence, step + 1)
    elif word == "half":
        return None
    if after == "and" and word_at(sentence, place + 2) == "a" and word_at(sentence, place + 3) == "half":
        return Piece("number", place, place + 4, Decimal("1.5"), Decimal("1.5"))
    if after in lexicon.hundreds:
        more = spelled("", sentence, lexicon, step + 1)
        return replace(more, place=place) if more is not None and factor == 1 else None
    if after == "-" or sign_at(sentence, step + 1) == "-":
        after = word_at(sentence, step + 2)
        if after in lexicon.scales and word != "a":
            return Piece("number", place, step + 1, factor, factor)
        return None
    if after in lexicon.scales and after not in _GLUED:
        return Piece("number", place, step + 1, factor, factor)
    if word == "one" and word_at(sentence, place - 1) not in _NOT_BEFORE_ONE and after and after not in _NOT_AFTER_ONE:
        return Piece("number", place, place + 1, Decimal(1), Decimal(1))
    return None


def _bare_scale(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A scale word that is a number by itself: "тысяча", "мың"; the piece is empty, and the scale multiplies it."""
    word = word_at(sentence, place)
    stem = word[: -len(ending)] if lexicon.code == "kk" and (ending := case_of(word, lexicon.scales)) else word
    of_one = lexicon.code == "ru" and word in _OF_ONE and word_at(sentence, place - 1) in _WITH_GENITIVE
    return Piece("number", place, place, Decimal(1), Decimal(1)) if stem in _ALONE[lexicon.code] or of_one else None


_ALONE: Final = {
    "en": ("dozen",),
    "ru": ("тысяча", "тысячу", "миллион", "миллиард", "дюжина", "дюжину", "десяток", "сотня", "сотню", "полсотни", "полусотни"),
    "kk": ("мың", "миллион", "миллиард"),
}

_OF_ONE: Final = words("десятка дюжины сотни тысячи миллиона миллиарда")
"""Russian scale words that are one of their kind in the genitive, and many in other cases."""
_WITH_GENITIVE: Final = words("более менее больше меньше свыше около порядка до выше ниже")

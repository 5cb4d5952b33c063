"""One number by itself: digits, words, scales, and digits with endings."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from math import gcd
from typing import Final

from kzstats.numerals.kazakh import CASES
from kzstats.numerals.piece import GLUED, Piece, case_of, is_halved, sign_at, word_at
from kzstats.numerals.scan import Lexeme, Sentence
from kzstats.numerals.spelled import spelled
from kzstats.numerals.tables import Lexicon, Qualifier

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
_CARDINAL: Final = {
    "en": re.compile("(?!)"),
    "ru": re.compile(r"ти|и|х|ми|мя|ью|рых|ть"),
    "kk": re.compile(CASES),
}
_AGED: Final = re.compile(r"летн[а-я]+|year-olds?|жас[а-яәғқңөұүһі]*")
_LAW: Final = re.compile(r"(?:бап|баб|тармақ|тармағ)[а-яәғқңөұүһі]*")
_TIME: Final = {
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "hour": "hour",
    "дневн": "day",
    "недельн": "week",
    "месячн": "month",
    "часов": "hour",
    "процентн": "percent",
}
_WITH_HYPHEN: Final[dict[str, Qualifier]] = {"odd": ">", "plus": ">=", "strong": "="}
"""What a hyphen ties to digits in English: "500-odd people"."""


def digits(said: str, code: str) -> tuple[Decimal, str] | None:
    """The number that digits write, and why it could be another one."""
    if _THOUSANDS.fullmatch(said):
        return Decimal(re.sub(r"\s", "", said).replace(",", ".")), ""
    if _COMMAS.fullmatch(said) and (code == "en" or said.count(",") > 1 or "." in said):
        return Decimal(said.replace(",", "")), ""
    if _POINTS.fullmatch(said):
        return Decimal(said.replace(".", "").replace(",", ".")), ""
    if _PLAIN.fullmatch(said):
        return Decimal(said.replace(",", ".")), said if code != "en" and _UNSURE.fullmatch(
            said
        ) else ""
    return None


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
        if (
            gap.strip(" .\u00a0\u202f")
            or not small
            or more.low != int(more.low)
            or (further is None and least != 1000)
            or more.low >= 1000
        ):
            break
        total, least, until = (
            total + more.low * (further or 1),
            further or Decimal(1),
            after if further else more.until,
        )
        ending = more.ending
    return replace(first, low=total, high=total, until=until, ending=ending, cut=0)


def _ending(lexicon: Lexicon, sentence: Sentence, place: int) -> str:
    """The ending of a Kazakh scale word."""
    word = word_at(sentence, place)
    if lexicon.code != "kk" or word in lexicon.scales:
        return ""
    return case_of(word, lexicon.scales)


def scale_at(
    text: str, sentence: Sentence, lexicon: Lexicon, place: int
) -> tuple[Decimal | None, int]:
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
    if (
        factor is None
        and lexicon.code == "kk"
        and word
        and (ending := case_of(word, lexicon.scales))
    ):
        factor = lexicon.scales[word[: -len(ending)]]
    if factor is None or (word in GLUED and lexemes[place].start != lexemes[place - 1].end):
        return None, place
    until = place + 1
    dotted = (
        sign_at(sentence, until) == "."
        and lexemes[until].start == lexemes[place].end
        and word in ("тыс", "млн", "млрд", "трлн")
    )
    if dotted and until + 1 < len(lexemes):  # the last one ends the sentence
        until += 1
    return factor, until


def simple(text: str, sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """Digits or number words, without a scale."""
    if place >= len(sentence.lexemes):
        return None
    lexeme = sentence.lexemes[place]
    if lexeme.kind == "digits":
        if _ends_a_code(sentence, place):
            return Piece("name", place, place + 1)
        value = digits(lexeme.word, lexicon.code)
        if value is None:
            return _fraction(sentence, lexicon, place) or Piece("name", place, place + 1)
        until, low = place + 1, value[0]
        if tail := _tail(sentence, until):
            joined = _mixed(
                Lexeme("mixed", lexeme.start, lexeme.end, f"{low.normalize():f}-{tail}"),
                lexicon,
                place,
            )
            return replace(joined, until=until + 2, cut=0, unread=joined.unread or value[1])
        if is_halved(sentence, lexicon, until) and low == int(low) and low < 100:
            low, until = low + Decimal("0.5"), until + len(lexicon.half.split())
        return Piece("number", place, until, low, low, unread=value[1])
    if lexeme.kind == "mixed":
        return _mixed(lexeme, lexicon, place)
    if lexeme.kind == "word" and (parts := length_in_words(lexeme.word, lexicon)) is not None:
        said = f"{lexicon.numbers[parts[0]].normalize():f}-{parts[1]}"
        return replace(_mixed(Lexeme("mixed", 0, 0, said), lexicon, place), cut=0)
    return spelled(text, sentence, lexicon, place) if lexeme.kind == "word" else None


def _ends_a_code(sentence: Sentence, place: int) -> bool:
    """Whether digits go on with a code in which a stroke stands: "contract 2016/381-442"."""
    if sign_at(sentence, place - 1) != "-" or place < 2:
        return False
    code, dash, last = sentence.lexemes[place - 2 : place + 1]
    return "/" in code.word and code.end == dash.start and dash.end == last.start


_LENGTH: Final = re.compile(r"([а-я]{2,}?)((?:дневн|недельн|месячн|часов|летн)[а-я]{2,3})")


def length_in_words(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The number and the length of time of a Russian word that joins them ("двухдневный")."""
    match = _LENGTH.fullmatch(word) if lexicon.code == "ru" else None
    if match is None:
        return None
    number = {"одно": "один", "двух": "два", "полутора": "полтора"}.get(match[1], match[1])
    return (number, match[2]) if number in lexicon.numbers else None


_FRACTION: Final = re.compile(r"([1-9])/([2-9]|10)")


def _fraction(sentence: Sentence, lexicon: Lexicon, place: int) -> Piece | None:
    """A proper fraction in digits ("3/4 нарушителей"), a share where a noun follows, and for a
    person to tell where none does.
    """
    match = _FRACTION.fullmatch(sentence.lexemes[place].word)
    if match is None or gcd(int(match[1]), int(match[2])) > 1 or int(match[1]) >= int(match[2]):
        return None
    share, after = Decimal(100) * int(match[1]) / int(match[2]), word_at(sentence, place + 1)
    named = (
        lexicon.code == "ru"
        and len(after) > 4
        and lexicon.ends(after)
        and after not in lexicon.months
    )
    unread = "" if named or after in ("of", "всех", "всего", "части", "бөлігі") else match.group()
    return Piece(
        "number", place, place + 1, share, share, unit="percent", role="share", unread=unread
    )


def _tail(sentence: Sentence, place: int) -> str:
    """The ending that a hyphen ties to digits with spaces in them: "5 879-дан"."""
    lexemes = sentence.lexemes
    if (
        sentence.code == "en"
        or sign_at(sentence, place) != "-"
        or not (word := word_at(sentence, place + 1))
    ):
        return ""
    glued = (
        lexemes[place - 1].end == lexemes[place].start
        and lexemes[place].end == lexemes[place + 1].start
    )
    return word if glued else ""


def _time_of(said: str) -> str:
    """The unit of time that letters behind digits are or begin with; empty where they are none."""
    return _TIME.get(said.rstrip("s")) or next(
        (unit for stem, unit in _TIME.items() if not stem.isascii() and said.startswith(stem)), ""
    )


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
    if unit := _time_of(rest):
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

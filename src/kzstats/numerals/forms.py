"""The forms of a number itself: digits, words, scales, halves, fractions, ranges, and digits with endings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from kzstats.numerals.kazakh import CASES
from kzstats.numerals.periods import When
from kzstats.numerals.scan import Code, Lexeme, Sentence, tongue
from kzstats.numerals.tables import Mark, Tongue
from kzstats.numerals.tables import words as words_of
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
    mark: Mark = "="
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


@cache
def _by_first(code: Code) -> dict[str, tuple[tuple[tuple[str, ...], Decimal], ...]]:
    """The fractions of a language by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Decimal]]] = {}
    for phrase, share in tongue(code).shares.items():
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append((parts, share))
    return {first: tuple(sorted(several, key=lambda one: -len(one[0]))) for first, several in found.items()}


def is_month(code: str, said: str) -> bool:
    """Whether words hold nothing but a month."""
    return any(word in tongue(code).months for word in said.lower().replace("ё", "е").split())


def _word(sentence: Sentence, place: int) -> str:
    """The folded word at a place, empty where none stands."""
    lexemes = sentence.lexemes
    return lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "word" else ""


def _sign(sentence: Sentence, place: int) -> str:
    lexemes = sentence.lexemes
    return lexemes[place].word if 0 <= place < len(lexemes) and lexemes[place].kind == "sign" else ""


def cells(text: str, sentence: Sentence) -> Iterator[Piece]:
    """The cells of a row without words: each its own number, however near."""
    for place, lexeme in enumerate(sentence.lexemes):
        if lexeme.kind == "digits":
            for part in re.finditer(r"\S+", text[lexeme.start : lexeme.end].replace("\u00a0", "_").replace("\u202f", "_").replace("\u2009", "_")):
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
                    mark="?",
                    cut=lexeme.start + part.start() + 1,
                    ending=str(part.end() - part.start()),
                )


@lru_cache(maxsize=1 << 16)
def may_begin(code: Code, word: str) -> bool:
    """Whether a number may begin with a word."""
    words = tongue(code)
    known = word in words.numbers or word in words.scales or word in words.ratios or word in words.vague or word in _by_first(code)
    return (
        known
        or word in _EVERY[code][0]
        or word in _SINGLE
        or (code == "kk" and any(_case_of(word, table) for table in (words.numbers, words.scales)))
    )


_SINGLE: Final = words_of("a one half not ни бірде полмиллиона полмиллиарда полтысячи жарты")
"""The words that begin a number in more than one word, and are none themselves."""


def number(text: str, sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """The number, range, fraction, name or vague word that begins at a place."""
    lexeme = sentence.lexemes[place]
    if lexeme.kind == "word" and (found := _share(sentence, words, place)) is not None:
        return found
    if (none := _none(sentence, words, place)) is not None:
        return none
    one = _one(text, sentence, words, place)
    if one is None and lexeme.word in _ONE.get(words.code, ()):
        return _ratio_of_two(text, sentence, words, Piece("number", place, place + 1, Decimal(1), Decimal(1)))
    if one is None:
        if lexeme.kind in ("digits", "mixed"):
            return None if lexeme.kind == "mixed" and not re.search(r"\d", lexeme.word) else Piece("name", place, place + 1)
        if lexeme.kind == "word" and lexeme.word in words.ratios:
            return Piece("number", place, place + 1, role="ratio", unread=lexeme.word, mark="?")
        return Piece("vague", place, place + 1) if lexeme.kind == "word" and lexeme.word in words.vague else None
    if one.kind != "number":
        return one
    if (found := _ratio_of_two(text, sentence, words, one)) is not None:
        return found
    return _range(text, sentence, words, one) or one


def _one(text: str, sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """One number: digits or words, with what multiplies it, and joined ones ("1 млрд 150 млн")."""
    first = _simple(text, sentence, words, place)
    if first is None or first.kind != "number" or first.role != "level" or first.ending:
        return first
    scale, until = _scale(text, sentence, words, first.until)
    if scale is None:
        return first
    total, least = first.low * scale, scale
    ending = _ending(words, sentence, until - 1)
    while (
        not ending
        and (more := _simple(text, sentence, words, until)) is not None
        and more.kind == "number"
        and not more.unread
        and more.role == "level"
    ):
        gap = text[sentence.lexemes[until - 1].end : sentence.lexemes[until].start]
        further, after = _scale(text, sentence, words, more.until)
        small = more.low < 1000 if further is None else further < least
        if gap.strip(" .\u00a0\u202f") or not small or more.low != int(more.low) or (further is None and least != 1000) or more.low >= 1000:
            break
        total, least, until = total + more.low * (further or 1), further or Decimal(1), after if further else more.until
        ending = more.ending
    return replace(first, low=total, high=total, until=until, ending=ending, cut=0)


def _ending(words: Tongue, sentence: Sentence, place: int) -> str:
    """The ending of a Kazakh scale word."""
    word = _word(sentence, place)
    if words.code != "kk" or word in words.scales:
        return ""
    return _case_of(word, words.scales)


def _case_of(word: str, known: object) -> str:
    for size in range(1, 7):
        if len(word) > size and word[:-size] in known and re.fullmatch(CASES, word[-size:]):  # type: ignore[operator]  # a mapping of words
            return word[-size:]
    return ""


def _scale(text: str, sentence: Sentence, words: Tongue, place: int) -> tuple[Decimal | None, int]:
    """The scale word at a place and where it ends."""
    lexemes = sentence.lexemes
    if _sign(sentence, place) == "-" and place and lexemes[place].start == lexemes[place - 1].end and _word(sentence, place + 1) in words.scales:
        place += 1
    word = _word(sentence, place)
    factor = words.scales.get(word)
    if factor is None and words.code == "kk" and word and (ending := _case_of(word, words.scales)):
        factor = words.scales[word[: -len(ending)]]
    if factor is None or (word in _GLUED and lexemes[place].start != lexemes[place - 1].end):
        return None, place
    until = place + 1
    if _sign(sentence, until) == "." and lexemes[until].start == lexemes[place].end and word in ("тыс", "млн", "млрд", "трлн"):
        until += 1
    return factor, until


def _simple(text: str, sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """Digits or number words, without a scale."""
    if place >= len(sentence.lexemes):
        return None
    lexeme = sentence.lexemes[place]
    if lexeme.kind == "digits":
        value = digits(lexeme.word, words.code)
        if value is None:
            return Piece("name", place, place + 1)
        until, low = place + 1, value[0]
        if tail := _tail(sentence, until):
            joined = _mixed(Lexeme("mixed", lexeme.start, lexeme.end, f"{low.normalize():f}-{tail}"), words, place)
            return replace(joined, until=until + 2, cut=0, unread=joined.unread or value[1])
        if _halved(sentence, words, until) and low == int(low) and low < 100:
            low, until = low + Decimal("0.5"), until + len(words.half.split())
        return Piece("number", place, until, low, low, unread=value[1])
    if lexeme.kind == "mixed":
        return _mixed(lexeme, words, place)
    return _spelled(text, sentence, words, place) if lexeme.kind == "word" else None


def _tail(sentence: Sentence, place: int) -> str:
    """The ending that a hyphen ties to digits with spaces in them: "5 879-дан"."""
    lexemes = sentence.lexemes
    if sentence.code == "en" or _sign(sentence, place) != "-" or not (word := _word(sentence, place + 1)):
        return ""
    glued = lexemes[place - 1].end == lexemes[place].start and lexemes[place].end == lexemes[place + 1].start
    return word if glued else ""


def _mixed(lexeme: Lexeme, words: Tongue, place: int) -> Piece:
    """Digits with letters: "3bn", "5-day", "67-е", "40-тан", or the name of something."""
    name = Piece("name", place, place + 1)
    match = _MIXED.fullmatch(lexeme.word)
    if match is None or (value := digits(match[1], words.code)) is None:
        return name
    rest, low, code = match[2].lower().replace("ё", "е"), value[0], words.code
    found = Piece("number", place, place + 1, low, low, unread=value[1])
    if rest in words.scales:
        return replace(found, low=low * words.scales[rest], high=low * words.scales[rest])
    if _AGED.fullmatch(rest):
        return replace(found, role="age", mark="?", unread=lexeme.word)
    if rest.rstrip("s") in _TIME:
        return replace(found, unit=_TIME[rest.rstrip("s")], cut=lexeme.start + len(match[1]))
    for stem, unit in _TIME.items():
        if not stem.isascii() and rest.startswith(stem):
            return replace(found, unit=unit, cut=lexeme.start + len(match[1]))
    if code == "kk" and _LAW.fullmatch(rest):
        return name
    if _CARDINAL[code].fullmatch(rest) and (code != "ru" or rest != "х" or low < 5):
        if code == "kk" and _ORDINAL[code].fullmatch(rest):
            return replace(found, role="rank", mark="?", unread=lexeme.word)
        return replace(found, ending=rest if code == "kk" else "")
    if _ORDINAL[code].fullmatch(rest) and low == int(low):
        return replace(found, role="rank", mark="?", unread=lexeme.word)
    return name


def _halved(sentence: Sentence, words: Tongue, place: int) -> bool:
    """Whether "and a half" stands at a place."""
    phrase = words.half.split()
    return all(_word(sentence, place + step) == part for step, part in enumerate(phrase))


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


def _value(words: Tongue, word: str) -> tuple[Decimal, str] | None:
    """What a number word is, and its ending in Kazakh."""
    if (value := words.numbers.get(word)) is not None:
        return value, ""
    if words.code == "kk" and len(word) > 3 and word not in _NO_NUMBERS and (ending := _case_of(word, words.numbers)):
        return words.numbers[word[: -len(ending)]], ending
    return None


def _spelled(text: str, sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """A number in words, up to where no further word of it can follow."""
    if _word(sentence, place) in ("a", "one", "half", "полмиллиона", "полмиллиарда", "полтысячи", "жарты"):
        return _singular(sentence, words, place)
    total, order, until, ending, parts = Decimal(0), Decimal(1000), place, "", 0
    while True:
        step = until
        if parts and _joins(text, sentence, words, until):
            step += 1
        word = _word(sentence, step)
        if word in words.hundreds and (parts == 0 or (total < 10 and total > 0 and order < 10)):
            total, order = max(total, Decimal(1)) * 100, Decimal(100)
        else:
            read = _value(words, word) if word else None
            if read is None:
                break
            value, case = read
            size = Decimal(100) if value >= 100 else Decimal(10) if value >= 10 else Decimal(1)
            if parts and (
                size >= order
                or value < 1
                or (value >= 10 and order == 10)
                or (order == 10 and total % 100 < 20 and words.code != "kk")
                or value != int(value)
            ):
                break
            total, order, ending = total + value, size if value % 10 or value < 10 else Decimal(10), case
            if (10 <= value < 20 and words.code != "kk") or value != int(value) or value == 150:
                order = Decimal(1)
            elif value >= 100:
                order = Decimal(100)
        parts, until = parts + 1, step + 1
        if ending or parts > 6:
            break
    if not parts:
        return _bare_scale(sentence, words, place)
    after, before = _word(sentence, until), _word(sentence, place - 1)
    if words.code == "en":
        dash = _sign(sentence, until) == "-" and sentence.lexemes[until].start == sentence.lexemes[until - 1].end
        beyond = _word(sentence, until + 1) if dash else ""
        if (
            beyond in ("first", "second", "half")
            or re.fullmatch(r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)s?", beyond)
            or re.fullmatch(r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)s", after)
        ):
            return None
    if total == 1 and parts == 1 and not _counts_one(words, sentence, place, until, before, after):
        return None
    if _halved(sentence, words, until):
        total, until = total + Decimal("0.5"), until + len(words.half.split())
    return Piece("number", place, until, total, total, ending=ending)


def _joins(text: str, sentence: Sentence, words: Tongue, place: int) -> bool:
    """Whether a hyphen or "and" stands within a number in words."""
    lexemes = sentence.lexemes
    if words.code != "en" or place >= len(lexemes):
        return False
    if lexemes[place].word == "-":
        return lexemes[place].start == lexemes[place - 1].end and _word(sentence, place + 1) in words.numbers
    after = _word(sentence, place + 1)
    return lexemes[place].word == "and" and lexemes[place - 1].word in words.hundreds and after in words.numbers and after not in ("one", "hundred")


def _counts_one(words: Tongue, sentence: Sentence, place: int, until: int, before: str, after: str) -> bool:
    """Whether "one" counts: a thing is named behind it, and no word before it makes it a pronoun."""
    if words.code == "ru":
        return (
            bool(after)
            and after not in ("из", "и", "на", "в", "раз", "другой", "другого", "сторона", "стороны")
            and before not in ("ни", "с", "еще", "ещё", "не")
            and words.classify(after) == "anchor"
        )
    if words.code == "kk":
        return words.units.get(after) in ("year", "month", "week", "day")
    return False


_NOT_BEFORE_ONE: Final = words_of("the no every each any this that single only another than")
_NOT_AFTER_ONE: Final = words_of("of another who that which and or is was has to in by at day more year can could s a the had")


def _singular(sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """One of something: “a million”, “one dozen”, “half a million”, “one man”."""
    word, after = _word(sentence, place), _word(sentence, place + 1)
    lone = {"полмиллиона": Decimal(500_000), "полмиллиарда": Decimal(500_000_000), "полтысячи": Decimal(500)}
    if word in lone:
        return Piece("number", place, place + 1, lone[word], lone[word])
    factor = Decimal(1)
    step = place
    if (word == "half" and after == "a") or word == "жарты":
        factor, step = Decimal("0.5"), place + (1 if word == "half" else 0)
        after = _word(sentence, step + 1)
    elif word == "half":
        return None
    if after == "and" and _word(sentence, place + 2) == "a" and _word(sentence, place + 3) == "half":
        return Piece("number", place, place + 4, Decimal("1.5"), Decimal("1.5"))
    if after in words.hundreds:
        more = _spelled("", sentence, words, step + 1)
        return replace(more, place=place) if more is not None and factor == 1 else None
    if after == "-" or _sign(sentence, step + 1) == "-":
        after = _word(sentence, step + 2)
        if after in words.scales and word != "a":
            return Piece("number", place, step + 1, factor, factor)
        return None
    if after in words.scales and after not in _GLUED:
        return Piece("number", place, step + 1, factor, factor)
    if word == "one" and _word(sentence, place - 1) not in _NOT_BEFORE_ONE and after and after not in _NOT_AFTER_ONE:
        return Piece("number", place, place + 1, Decimal(1), Decimal(1))
    return None


def _bare_scale(sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """A scale word that is a number by itself: "тысяча", "мың"; the piece is empty, and the scale multiplies it."""
    word = _word(sentence, place)
    alone = {"ru": ("тысяча", "тысячу", "миллион", "миллиард", "дюжина", "дюжину"), "kk": ("мың", "миллион", "миллиард"), "en": ("dozen",)}[
        words.code
    ]
    stem = word[: -len(ending)] if words.code == "kk" and (ending := _case_of(word, words.scales)) else word
    return Piece("number", place, place, Decimal(1), Decimal(1)) if stem in alone else None


_ONE: Final = {"en": ("one",), "ru": ("один", "одна", "одного", "одной", "одному")}


def _none(sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """A nought without a digit: “not a single one”, “ни одного”, “бірде-бір”."""
    for phrase in {"en": ("not a single", "not one"), "ru": ("ни одного", "ни одной", "ни один", "ни одна", "ни одно"), "kk": ("бірде бір",)}[
        words.code
    ]:
        parts, until = phrase.split(), place
        for part in parts:
            until += until > place and _sign(sentence, until) == "-"
            if _word(sentence, until) != part:
                break
            until += 1
        else:
            return Piece("number", place, until)
    return None


def _share(sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """A fraction in words, in percent: "two thirds", "каждый пятый", "әрбір үшіншісі"."""
    word = sentence.lexemes[place].word
    if (nth := _every(sentence, words, place)) is not None:
        return nth
    for parts, share in _by_first(words.code).get(word, ()):
        until = place
        for part in parts:
            until += until > place and _sign(sentence, until) == "-"
            if _word(sentence, until) != part:
                break
            until += 1
        else:
            if words.code == "en" and not _english_share(sentence, parts, place, until):
                continue
            if words.code == "en" and _word(sentence, until) == "as":
                return Piece("number", place, until, role="ratio", unread=f"{word} as", mark="?")
            ending = parts[-1] if words.code == "kk" else ""
            return Piece("number", place, until, share, share, unit="percent", role="share", ending=ending)
    return None


def _english_share(sentence: Sentence, parts: tuple[str, ...], place: int, until: int) -> bool:
    """Whether English words that may be a fraction are one here."""
    after, before = _word(sentence, until), _word(sentence, place - 1)
    if _sign(sentence, until) == "-" or before in ("first", "second", "last", "latter", "other"):
        return False
    if parts == ("half",):
        return after not in ("a", "an", "year", "century", "past") or after == ""
    return after in ("of", "the", "more", "less", "fewer", "were", "was", "are", "is", "said", "") or before in (
        "by",
        "than",
        "about",
        "nearly",
        "over",
        "almost",
    )


_EVERY: Final = {
    "ru": (
        words_of("каждый каждая каждое каждого каждой каждому каждую каждым"),
        {
            "второ": 2, "втор": 2, "треть": 3, "трети": 3, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9,
            "десят": 10, "двадцат": 20, "сот": 100,
        },
    ),
    "kk": (
        words_of("әр әрбір"),
        {
            "екінші": 2, "үшінші": 3, "төртінші": 4, "бесінші": 5, "алтыншы": 6, "жетінші": 7, "сегізінші": 8, "тоғызыншы": 9,
            "оныншы": 10, "жиырмасыншы": 20,
        },
    ),
    "en": (
        words_of("every"),
        {
            "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10, "twentieth": 20,
        },
    ),
}  # fmt: skip
"""Of each language the words for "every" and the beginnings of the ordinals behind them."""


def _every(sentence: Sentence, words: Tongue, place: int) -> Piece | None:
    """Every n-th, as a share."""
    every, stems = _EVERY[words.code]
    if sentence.lexemes[place].word not in every:
        return None
    until = place + 1
    after = _word(sentence, until)
    if not after and until < len(sentence.lexemes) and sentence.lexemes[until].kind == "mixed":
        match = re.match(r"(\d+)-", sentence.lexemes[until].word)
        nth = int(match[1]) if match else 0
    else:
        nth = next((number for stem, number in stems.items() if after.startswith(stem) and len(after) - len(stem) < 6), 0)
    if nth < 2:
        return None
    share = Decimal(100) / nth
    return Piece("number", place, until + 1, share, share, unit="percent", role="share")


def _ratio_of_two(text: str, sentence: Sentence, words: Tongue, one: Piece) -> Piece | None:
    """A share in two numbers: “one in four”, “four out of ten”, “один из пяти”, “one verdict in four”."""
    joins = {"en": (("in",), ("out", "of"), ("of", "every"), ("in", "every"), ("out", "of", "every")), "ru": (("из",), ("из", "каждых")), "kk": ()}[
        words.code
    ]
    if one.low < 1 or one.low > 99 or one.low != int(one.low):
        return None
    for gap in (0, 1):
        begin = one.until + gap
        if gap and not _word(sentence, one.until):
            return None
        for join in sorted(joins, key=len, reverse=True):
            if not all(_word(sentence, begin + step) == part for step, part in enumerate(join)):
                continue
            after = begin + len(join)
            other = _simple(text, sentence, words, after)
            if other is None or other.kind != "number" or not one.low < other.low <= 1000 or other.role != "level" or other.unit:
                continue
            spelled = sentence.lexemes[after].kind == "word"
            if not (spelled or other.low in (10, 100, 1000)) or (words.code == "ru" and (not spelled or gap)):
                continue
            if gap and not spelled:
                continue
            if join == ("in",) and _word(sentence, other.until) in _PLACES:
                continue
            share = one.low * 100 / other.low
            return Piece("number", one.place, other.until, share, share, unit="percent", role="share")
    return None


_PLACES: Final = words_of("months years days weeks regions countries cities districts")
"""What "three in ten …" may end with that makes it no share."""
_PERCENT: Final = ("percent", "per", "процентов", "процента", "пайыз", "пайызға")


def _range(text: str, sentence: Sentence, words: Tongue, one: Piece) -> Piece | None:
    """From one number to a higher one, with a dash or words between."""
    lexemes = sentence.lexemes
    place = one.until
    if one.cut or one.role != "level":
        return None
    low_unit = ""
    if _sign(sentence, place) == "%" or _word(sentence, place) in ("percent", "процента", "процентов"):
        low_unit, place = "percent", place + 1
    between = _word(sentence, one.place - 1)
    joined = _sign(sentence, place) in ("-", "–", "—", "‑") and place < len(lexemes)
    if joined:
        gap = (
            text[lexemes[place - 1].end : lexemes[place].start],
            text[lexemes[place].end : lexemes[place + 1].start] if place + 1 < len(lexemes) else " ",
        )
        joined = len(gap[0]) <= 1 and len(gap[1]) <= 1 and (bool(gap[0]) == bool(gap[1]) or words.code == "en")
    word = _word(sentence, place)
    after = place + 1
    start = one.place
    if (between == "between" and word == "and") or (between == "между" and word == "и"):
        start = one.place - 1 if between == "between" else one.place
    elif (words.code == "en" and word == "to") or (words.code == "ru" and word == "до" and between in ("от", "с", "со")):
        pass
    elif words.code == "kk" and re.search("(?:[ндт][аеә]н)$", one.ending):
        after = place
    elif words.code == "kk" and not one.ending and word in words.units and re.search("(?:[ндт][аеә]н)$", word):
        low_unit = words.units[word]
    elif not joined:
        return None
    while _sign(sentence, after) in ("$", "€", "£", "₸", "₽") or _word(sentence, after).upper() in ("USD", "EUR", "KZT", "US"):
        after += 1
    other = _one(text, sentence, words, after) if after < len(lexemes) else None
    if other is None or other.kind != "number" or other.role != "level" or other.unread:
        return None
    if words.code == "kk" and not joined:
        second = _word(sentence, other.until)
        if low_unit and words.units.get(second) == low_unit and re.search(r"[ғгқк][аеә]$", second):
            other = replace(other, ending=second, unit=low_unit, until=other.until + 1)
        if not re.search(r"[ғгқк][аеә]$", other.ending) or _word(sentence, other.until) not in ("дейін", "дейінгі"):
            return None
    if low_unit == "percent" and not other.unit and _sign(sentence, other.until) != "%" and _word(sentence, other.until) not in _PERCENT:
        return None
    low = one.low
    factor = Decimal(1)
    simple = _simple(text, sentence, words, after)
    if simple is not None and simple.low and simple.kind == "number":
        factor = other.low / simple.low
    scaled = any(_word(sentence, step) in words.scales for step in range(one.place, one.until)) or re.search(
        r"[^\W\d_]", lexemes[one.place].word if lexemes[one.place].kind == "mixed" else ""
    )
    if not scaled and factor > 1:
        low *= factor
    elif not scaled and lexemes[after].kind == "mixed" and other.low > low * 1000 and not other.ending and not other.unit:
        head = re.match(r"[\d.,]+", lexemes[after].word)
        value = digits(head.group(), words.code) if head else None
        low *= other.low / value[0] if value and value[0] else 1
    if not low < other.low:
        return None
    until = other.until + (1 if words.code == "kk" and not joined else 0)
    return Piece(
        "range",
        start,
        until,
        low,
        other.low,
        unit=low_unit or other.unit,
        cut=other.cut,
        mark="?" if other.low > 500 * low > 0 else "=",
        role="level",
    )

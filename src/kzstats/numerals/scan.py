"""A text in signs, words and digits, its sentences, and the language of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, NamedTuple

from kzstats.numerals import english, kazakh, russian
from kzstats.numerals.tables import Lexicon, words

Code = Literal["en", "ru", "kk"]


class Lexeme(NamedTuple):
    """One piece of a text: a ``word``, ``digits``, letters and digits ``mixed``, a ``phone``, a
    ``date`` in digits, or a ``sign``.
    """

    kind: str
    start: int
    end: int
    word: str
    """As written, or folded where it is a word."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The lexemes of one sentence and its language."""

    lexemes: list[Lexeme]
    code: Code
    start: int
    end: int


_LEXEME: Final = re.compile(
    r"(?P<phone>\+ ?\d(?:[ ()-]*\d){7,}|(?<![\w.,])\d \(\d{3,5}\) ?\d{2,3}(?:-\d{2}){2}(?![\d-])|"
    r"(?<![\w.,])[78] \d{3} \d{3}[ -]\d{2}[ -]\d{2}(?![\w-])|"
    r"(?<![\w-])\d{2,3}(?:-\d{2}){2}(?![\w-]))"
    r"|(?P<date>(?<![\w.,/-])(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?![\w-]|[.,/]\d))"
    r"|(?P<mixed>(?=[\w/.-]{0,80}[^\W\d_])(?=[\w/.-]{0,80}\d)(?<![\w/])(?<!\d[.,])\w[\w-]*(?:[/"
    r".]\w[\w-]*)*)"
    r"|(?P<digits>[1-9]\d{0,2}(?:[ "
    r"\u00a0\u2009\u202f]\d{3}){1,4}(?![\d])(?:[.,]\d+)?(?![.,/:'’]?\d)|\d+(?:[.,/:'’]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)"
    r"|(?P<sign>\n|[^\w\s])"
)
_CLOSERS: Final = frozenset('”"»)’]')
_NO_END: Final = words(
    "тыс млн млрд трлн г гг ст п пп стр рис тел доб вн им ул руб долл тг т е в с д проц кв mr ms "
    "mrs dr no nos art jan feb mar apr jun jul aug "
    "sept sep oct may nov dec approx c ca col gen st vs u s e i a p ж жж б"
)
_KAZAKH: Final = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
_LATIN: Final = re.compile("[a-z]", re.IGNORECASE)
_RUSSIAN_ENDING: Final = re.compile(
    r"[а-я]{2}(?:л[аои]сь|тся|[ое]го|ых|ый|ые|ому|[ая]ми|[иаые]ли|ск(?:ий|ая|ое|ие|ой|их|им)"
    r"|ост[ьи]|[еа]ни[еяию]|[вднрстлжчшщп]ил)$"
)
"""The endings of Russian words that no Kazakh word has."""
_SPOKEN_KAZAKH: Final = frozenset(
    [
        "адам",
        "адамды",
        "адамға",
        "адамның",
        "саны",
        "астам",
        "аса",
        "бойынша",
        "жуық",
        "шамамен",
        "сотталды",
        "пен",
        "бен",
        "деп",
        "жыл",
        "жылы",
        "жылдан",
        "жылда",
        "болды",
    ]
)
"""Frequent Kazakh words without a letter that Russian lacks."""
_RUSSIAN: Final = frozenset(
    [
        "в",
        "во",
        "на",
        "и",
        "из",
        "с",
        "со",
        "по",
        "за",
        "что",
        "от",
        "до",
        "для",
        "не",
        "при",
        "году",
        "года",
        "лет",
        "как",
        "их",
        "был",
        "была",
        "были",
        "чел",
        "к",
        "у",
        "о",
        "об",
        "а",
        "но",
        "или",
        "это",
    ]
)


@cache
def lexicon_of(code: Code) -> Lexicon:
    """The table of a language."""
    tables = {"en": english.lexicon, "ru": russian.lexicon, "kk": kazakh.lexicon}
    return tables[code]()


def sentences(text: str) -> list[Sentence]:
    """A text's sentences in their order; a line that goes on in small letters goes on
    in the next.
    """
    kazakh_text = (
        len(_KAZAKH.findall(text)) > 0.03 * len(_CYRILLIC.findall(text))
        if "і" in text or "қ" in text
        else False
    )
    folded = text.lower().replace("ё", "е").replace("’", "'")
    if len(folded) != len(text):  # a letter whose small form is two
        folded = (
            "".join(letter if len(small := letter.lower()) != 1 else small for letter in text)
            .replace("ё", "е")
            .replace("’", "'")
        )
    found: list[Sentence] = []
    current: list[Lexeme] = []

    def close() -> None:
        if current:
            start, end = current[0].start, current[-1].end
            code = _language(text[start:end], current, kazakh_text)
            found.append(Sentence(current.copy(), code, start, end))
            current.clear()

    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        said = text[start:end]
        if said == "\n":
            if current and not _goes_on(text, current[-1], end):
                close()
            continue
        if said in _DASHES and _is_dateline(text, current, start, end):
            close()
        if (
            current
            and current[-1].word in _MAY_END
            and current[-1].kind == "sign"
            and _ends(text, current, start, said)
        ):
            close()
        current.append(
            _made(Lexeme, (kind, start, end, folded[start:end] if kind == "word" else said))
        )
    close()
    return found


_made: Final = (
    tuple.__new__
)  # what a named tuple's own constructor calls, without the call around it
_MAY_END: Final = _CLOSERS | frozenset(".!?…")
_DASHES: Final = frozenset("–—-")
_DATED: Final = words("г года жылғы жылы ж")
_LEADS: Final = words(
    "in on by as at since from before after until during to the for of a an "
    "в во на с со к за по до от после между"
)
"""With what a sentence begins that speaks of a place and a day itself."""
_DATELINE: Final = 14
"""How many lexemes a dateline has at most: place, country, day, month, year, agency, and signs."""
_DAY: Final = re.compile(r"\s+\d{1,2} (\w+)|\s+(\w+) \d{1,2}\b")


def _is_dateline(text: str, lexemes: list[Lexeme], start: int, end: int) -> bool:
    """Whether what stands before a dash at the beginning of a line is a place and a day, and maybe
    an agency, of which what follows tells: "ASTANA, 5 March 2019 (Agency) –".
    """
    if not 2 < len(lexemes) <= _DATELINE or not (
        text[start - 1].isspace() and text[end : end + 1].isspace()
    ):
        return False
    if text[: lexemes[0].start].rstrip(" \t")[-1:] not in ("", "\n") or lexemes[0].word in _LEADS:
        return False
    day = _DAY.match(text, end)  # "Astana, 5 March – 7 March" are the days of an event
    if day is not None and _is_month((day[1] or day[2]).lower()):
        return False
    names = days = months = years = 0
    for lexeme in lexemes:
        if lexeme.kind == "date":
            days, months = days + 1, months + 1
        elif lexeme.kind == "digits" and lexeme.word.isdigit():
            days, years = days + (len(lexeme.word) < 3), years + (len(lexeme.word) == 4)
        elif lexeme.kind == "word" and _is_month(lexeme.word):
            months += 1
        elif lexeme.kind == "word" and text[lexeme.start].isupper():
            names += 1
        elif (lexeme.kind == "word" and lexeme.word in _DATED) or lexeme.word in _BETWEEN:
            continue
        else:
            return False
    return names > 0 and days == months == 1 and years < 2


_BETWEEN: Final = frozenset(".,()/[]–—-«»")


def _is_month(word: str) -> bool:
    return any(word in lexicon_of(code).months for code in ("en", "ru", "kk"))


def _goes_on(text: str, last: Lexeme, end: int) -> bool:
    """Whether a line that ends with this goes on in the next."""
    beyond = text[end : end + 1]
    if last.kind == "word":
        return text[last.start].islower() and (
            beyond.islower() or beyond.isdigit() or beyond in "$€₸£("
        )
    return (last.word in ",–—-(" and beyond != "") or (last.kind == "digits" and beyond.islower())


def _ends(text: str, lexemes: list[Lexeme], start: int, said: str) -> bool:
    """Whether the sentence ends before the lexeme that begins here."""
    place = len(lexemes) - 1
    while place > 0 and lexemes[place].word in _CLOSERS and lexemes[place - 1].kind == "sign":
        place -= 1
    qualifier = lexemes[place]
    if qualifier.word not in ".!?…" or text[start - 1 : start].strip() or said in _CLOSERS:
        return False
    if qualifier.word != ".":
        return said[0].isupper() or said[0] in '“«"—–-(' or said[0].isdigit()
    before = lexemes[place - 1] if place else None
    if (
        before is not None
        and before.end == qualifier.start
        and before.kind == "word"
        and (before.word in _NO_END or len(before.word) == 1)
    ):
        return (
            before.word in ("г", "гг", "тыс", "млн", "млрд", "руб", "долл", "тг", "проц")
            and said[0].isupper()
            and not lexemes[-1].word.isalpha()
        )
    return not said[0].islower()


def _language(words: str, lexemes: list[Lexeme], kazakh_text: bool) -> Code:
    if words.isascii():
        return "en" if not kazakh_text or _LATIN.search(words) else "kk"
    cyrillic = len(_CYRILLIC.findall(words))
    if not cyrillic and not _KAZAKH.search(words):
        return "en" if _LATIN.search(words) or not kazakh_text else "kk"
    if len(_LATIN.findall(words)) > 2 * cyrillic:
        return "en"
    spoken = [lexeme.word for lexeme in lexemes if lexeme.kind == "word"]
    own = sum(_KAZAKH.search(word) is not None for word in spoken)
    russian_words = sum(word in _RUSSIAN for word in spoken)
    if not own and not russian_words:
        russian_words = sum(_RUSSIAN_ENDING.search(word) is not None for word in spoken)
    if _SPOKEN_KAZAKH & set(spoken) and not russian_words:
        return "kk"
    if own > 0.15 * max(len(spoken), 1) and own > russian_words:
        return "kk"
    return "kk" if kazakh_text and not russian_words else "ru"

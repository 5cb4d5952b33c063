"""The words on each side of a number, up to what parts them from it, and those that may name what
it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kzstats.numerals.piece import Piece
from kzstats.numerals.scan import Lexeme, Sentence
from kzstats.numerals.tables import Lexicon, Qualifier, words

_PARTS: Final = frozenset('=,;:()[]«»“”"–—|•*…!?/')
_QUOTES: Final = frozenset("”“\"’'‘»«,")
SIGN_QUALIFIERS: Final[dict[str, Qualifier]] = {
    ">": ">",
    "≥": ">=",
    "<": "<",
    "≤": "<=",
    "~": "~",
    "≈": "~",
}


@dataclass(slots=True)
class Side:
    """The words of a segment beside one number: before it, nearest first, and behind it; and what
    ends each side.
    """

    left: list[str]
    right: list[str]
    stop: str
    """What ends the words before: ``start``, ``part``, or ``token``."""
    met: bool
    """Whether another number ends the words behind it."""


def parts(lexemes: list[Lexeme], place: int) -> bool:
    """Whether what stands at a place parts the words on its one side from those on its other."""
    lexeme = lexemes[place]
    return lexeme.kind == "sign" and (
        (lexeme.word in _PARTS and lexeme.word not in "–—/")
        or (lexeme.word in "–—" and _spaced(lexemes, place))
    )


def _spaced(lexemes: list[Lexeme], place: int) -> bool:
    return place == 0 or place + 1 >= len(lexemes) or lexemes[place - 1].end != lexemes[place].start


def sides_of(
    sentence: Sentence, piece: Piece, previous: int, following: int, first: int, last: int
) -> Side:
    """The words before the lexeme ``first`` and from the lexeme ``last`` on, up to other pieces and
    to what parts them.
    """
    lexemes = sentence.lexemes
    left: list[str] = []
    place, stop = first - 1, "start"
    while place >= 0:
        lexeme = lexemes[place]
        if place < previous:
            stop = "token"
            break
        if lexeme.kind == "sign":
            if lexeme.word in SIGN_QUALIFIERS:
                left.append(lexeme.word)
            elif lexeme.word in _QUOTES and not left and lexeme.word not in "«“,":
                pass  # a quotation mark that closes what qualifies the number
            elif parts(lexemes, place):
                stop = "part"
                break
        elif lexeme.word == "that" and place and lexemes[place - 1].word in _TELLING:
            stop = "part"
            break
        else:
            left.append(lexeme.word.lower())
        place -= 1
    right: list[str] = []
    beyond = last
    while beyond < following and len(right) < 7:
        lexeme = lexemes[beyond]
        if lexeme.kind == "sign":
            if lexeme.word in "-'’‑.%+" and not (lexeme.word == "." and beyond + 1 == len(lexemes)):
                beyond += 1
                continue
            break
        right.append(lexeme.word.lower())
        beyond += 1
    return Side(left, right, stop, beyond == following < len(lexemes))


_TELLING: Final = words("reported said stated announced noted confirmed explained added")
"""The verbs behind which "that" begins what somebody tells, of which they say nothing else."""


def nouns_of(lexicon: Lexicon, right: list[str]) -> tuple[str, ...]:
    """The words behind a number that may say what it counts, up to the first that cannot."""
    found: list[str] = []
    for place, word in enumerate(right[:6]):
        if lexicon.code == "en" and word == "of" and place == 0:
            if right[1:2] and right[1] in ("which", "whom", "them", "these", "those", "it"):
                break
            continue
        if word in STOPS[lexicon.code] or word in lexicon.change:
            break
        if not found and word in ("and", "or"):
            break
        if lexicon.code == "en" and word in ("ones", "others"):
            return ()
        found.append(word)
        if lexicon.code == "ru" and lexicon.tense(word):
            break  # "полсотни завершили полный курс" are no courses
        if len(found) == 4:
            break
    return tuple(found)


STOPS: Final = {
    "en": words(
        "in on for to from by with or as if who that which whose where when while were was are is "
            "have has had said will would "
        "been be among during since after before because between against under into at per also "
            "there not until through but "
        "only while versus "
    ),
    "ru": words(
        "в во на с со из у о об от для при по под над между среди за к ко до без через и или а но "
            "что как чем кто которые "
        "который было были был стало ранее то есть не против "
    ),
    "kk": words(
        "үшін бойынша және мен пен бен деп ал болды тіркелді сотталды бұғатталды ұсталды "
    ),
}  # fmt: skip
TIMES: Final = frozenset(("day", "week", "month", "year", "hour", "minute"))


def without_ending(phrase: str) -> set[str]:
    """A phrase without the ending of its last word: "астамы", "жуығы", "астамын"."""
    return {
        phrase[: -len(ending)]
        for ending in ("ын", "ін", "н", "ы", "і", "ына", "іне", "ның", "нің")
        if phrase.endswith(ending)
    }

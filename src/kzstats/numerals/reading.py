"""From a text to its tokens: sentence by sentence, first what each number is, then what the words
beside it make of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from kzstats.numerals import beside, forms, periods
from kzstats.numerals.dated import When
from kzstats.numerals.piece import Piece
from kzstats.numerals.scan import Lexeme, Sentence, lexicon_of, sentences
from kzstats.numerals.token import Token

_LOOKALIKES: Final = {
    0x130: "I",
    0x131: "i",
    0x17F: "s",
    0x212A: "K",
}  # letters that re.IGNORECASE takes for ASCII ones
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def tokens(text: str) -> tuple[Token, ...]:
    """Every number of a text in its order, each once: dates, phone numbers, names, ranges, numbers,
    vague words; and periods in words.
    """
    text = text.translate(_LOOKALIKES)
    found: list[Token] = []
    above: list[Lexeme] = []
    doubted = beside.doubts(text)
    for sentence in sentences(text):
        row = _row(sentence.lexemes)
        read = beside.judged(text, sentence, list(_pieces(text, sentence, row)), doubted)
        if not row:
            above = sentence.lexemes
        elif len(heads := _heads(above)) == len(read):
            read = _in_columns(text, read, heads)
        found += read
    return tuple(found)


def _heads(lexemes: list[Lexeme]) -> list[str]:
    """The heads of columns that a line of single words may be, with the percent sign that belongs
    to each.
    """
    heads: list[str] = []
    for lexeme in lexemes:
        if lexeme.kind == "word":
            heads.append(lexeme.word)
        elif lexeme.word == "%" and heads:
            heads[-1] += " %"
        elif lexeme.kind != "sign" or lexeme.word not in ",|;":
            return []
    return heads


def _in_columns(text: str, cells: list[Token], heads: list[str]) -> list[Token]:
    """The cells of a row that has as many as there are heads, each with what its head says."""
    found = []
    for cell, head in zip(cells, heads, strict=True):
        unit = "percent" if head.endswith("%") or text[cell.end : cell.end + 1] == "%" else ""
        found.append(
            replace(
                cell,
                role="level",
                qualifier="=",
                unread="",
                unit=unit,
                nouns=() if _year_head(head) else (head.removesuffix(" %"),),
            )
        )
    return found


def _year_head(head: str) -> bool:
    return head in ("year", "years", "год", "годы", "жыл", "жылдар")


def _pieces(text: str, sentence: Sentence, row: bool) -> Iterator[Piece]:
    """The numbers and periods of a sentence, before the words beside them are looked at."""
    lexemes = sentence.lexemes
    if row:
        yield from forms.cells(text, sentence)
        return
    code, lexicon, begins = (
        sentence.code,
        lexicon_of(sentence.code),
        periods.beginnings(sentence.code),
    )
    place = 0
    while place < len(lexemes):
        lexeme = lexemes[place]
        kind, word = lexeme.kind, lexeme.word
        if kind == "sign" or (
            kind == "word" and word not in begins and not forms.may_begin(code, word)
        ):
            place += 1
            continue
        piece = None
        if kind == "phone":
            piece = Piece("phone", place, place + 1)
        elif kind == "date":
            piece = _written(lexeme, code, place)
        elif kind != "word" or word in begins:
            piece = _period(text, sentence, place)
        if piece is None and (kind != "word" or forms.may_begin(code, word)):
            piece = forms.number(text, sentence, lexicon, place)
        if piece is None:
            place += 1
            continue
        yield piece
        place = max(piece.until, place + 1)


def _row(lexemes: list[Lexeme]) -> bool:
    """Whether a line is a row of a flattened table: numbers and no words."""
    if any(
        lexeme.kind != "digits" and (lexeme.kind != "sign" or lexeme.word not in "%|;")
        for lexeme in lexemes
    ):
        return False
    return sum(lexeme.kind == "digits" for lexeme in lexemes) > 2


def _written(lexeme: Lexeme, code: str, place: int) -> Piece:
    """A day in digits; day, month and year with points are known where months are written so."""
    if match := _ISO.fullmatch(lexeme.word):
        year, month, day = map(int, match.groups())
    elif code == "en":
        return Piece("name", place, place + 1)
    else:
        day, month, year = map(int, lexeme.word.split("."))
    try:
        found = date(year, month, day)
    except ValueError:
        return Piece("name", place, place + 1)
    return Piece("date", place, place + 1, when=When(lexeme.start, lexeme.end, (found, found)))


def _period(text: str, sentence: Sentence, place: int) -> Piece | None:
    when = periods.read(sentence.code, text, sentence.lexemes[place].start)
    if when is None or when.end > sentence.end + 1:
        return None
    until = place + 1
    while until < len(sentence.lexemes) and sentence.lexemes[until].start < when.end:
        until += 1
    last = sentence.lexemes[until - 1]
    if (
        last.end > when.end
        and last.kind != "sign"
        and text[when.end : last.end].lower() not in ("'s", "’s", "'", "’")
    ):
        return None
    said = text[when.start : when.end]
    bare = not re.search(r"\d", said) and (
        when.span is None or when.base == "date" or forms.is_month(sentence.code, said)
    )
    return Piece("period" if bare else "date", place, until, when=when)

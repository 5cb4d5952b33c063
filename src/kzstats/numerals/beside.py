"""What the words beside a number make of it: its qualifier, its unit, whether it is a level at all,
and what is not read.

It fails closed: from a number back to what governs it, and over what follows it, every word is one
that a table or a rule of its language knows, or the number is left to a person with that word
named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kzstats.numerals import periods
from kzstats.numerals.before import read_before
from kzstats.numerals.behind import kazakh_nouns_of, read_behind
from kzstats.numerals.piece import Piece
from kzstats.numerals.scan import Sentence, lexicon_of
from kzstats.numerals.sides import TIMES, Side, nouns_of, parts, sides_of
from kzstats.numerals.tables import Lexicon, words
from kzstats.numerals.together import together
from kzstats.numerals.token import Role, Token, is_year

_MONEY_SIGNS: Final = frozenset("$€£₸₽¥₴₺")
_PAST: Final = words(
    "past last previous preceding последние последних прошедшие минувшие предыдущие соңғы өткен "
    "кейінгі"
)
"""The words right before a length of time that make it the one that has just passed."""
_ABOUT: Final = re.compile(
    r"(?:about|around|circa|approximately|roughly|около|примерно|шамамен)\s$", re.IGNORECASE
)


def doubts(text: str) -> bool:
    """Whether a text may hold words that take back what it says, so that its sentences are looked
    at for them.
    """
    said = text.lower()
    return any(stem in said for stem in _DENIAL_STEMS)


def judged(text: str, sentence: Sentence, pieces: list[Piece], doubted: bool) -> list[Token]:
    """The tokens of a sentence."""
    lexicon = lexicon_of(sentence.code)
    found: list[Token] = []
    for order, piece in enumerate(pieces):
        previous = pieces[order - 1].until if order else 0
        following = pieces[order + 1].place if order + 1 < len(pieces) else len(sentence.lexemes)
        if piece.kind in ("number", "range"):
            token = _number(text, sentence, lexicon, piece, previous, following, pieces, order)
        else:
            token = _other(text, sentence, piece)
        found.append(token)
    if (
        doubted
        and found
        and (denial := _DENIALS[sentence.code].search(text, sentence.start, sentence.end))
    ):
        found = [_doubted(token, denial.group()) for token in found]
    return together(text, found)


_DENIAL_STEMS: Final = (
    "allegedly", "supposedly", "purportedly", "untrue", "rumor", "rumour", "hoax",
    "hypothetical", "denied", "denies", "refute", "rejected",
    "disputed",
    "якобы", "опроверг", "неправд", "действительности", "слух", "будто", "шығар", "рас емес",
    "шындыққа", "өтірік", "-мыс", "-міс",
    "version", "erroneous", "incorrect", "mistaken", "misstated", "редакции", "версии", "ошибочно",
    "нұсқа", "қате",
)  # fmt: skip
_DENIALS: Final = {
    "en": re.compile(
        r"\b(?:allegedly|supposedly|purportedly|untrue|rumou?rs?|hoax|hypothetical(?:ly)?"
        r"|(?:denied|denies|refuted|refutes|rejected|disputed)"
        r" (?:that|reports?|claims?|allegations?)"
        r"|(?:earlier|previous|original|first) version|(?:erroneous|incorrect|mistaken)ly"
        r"|misstated)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?:якобы|опроверг\w*|неправд\w+|не соответству\w+ действительности|слух[аи]\w*"
        r"|будто|ошибочно"
        r"|(?:перв|прежн|предыдущ|прошл|ранн|первоначальн)\w+ (?:редакции|версии))\b",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        r"\b(?:(?:жоққа|теріске) шығар\w+|рас емес|шындыққа жанаспай\w+|өтірік|-мыс|-міс"
        r"|(?:алғашқы|бұрынғы|бастапқы) нұсқа\w*|қате (?:жаз|көрс|бер|айт)\w+)\b",
        re.IGNORECASE,
    ),
}
"""The words of a sentence that take back what it says."""


def _doubted(token: Token, words: str) -> Token:
    """A figure of a sentence that says what it does not hold to be true."""
    if (
        token.kind not in ("number", "range")
        or token.role not in ("level", "share")
        or token.qualifier == "?"
        or is_year(token)
    ):
        return token
    return replace(token, qualifier="?", unread=words)


def _span(sentence: Sentence, piece: Piece) -> tuple[int, int]:
    lexemes = sentence.lexemes
    if piece.role == "row":
        return piece.cut - 1, piece.cut - 1 + int(piece.ending)
    end = piece.cut or lexemes[max(piece.until, piece.place + 1) - 1].end
    return lexemes[piece.place].start, end


def _other(text: str, sentence: Sentence, piece: Piece) -> Token:
    start, end = _span(sentence, piece)
    when = piece.when
    if when is None:
        return Token(
            piece.kind, start, end, sentence=(sentence.start, sentence.end), code=sentence.code
        )
    end = when.end
    loose = when.loose or periods.loose(sentence.code, text, start, end)
    day = when.span is not None and when.span[0] == when.span[1]
    about = _ABOUT.search(text[max(0, start - 20) : start])
    return Token(
        piece.kind, start, end, qualifier="~" if about else "=", span=when.span,
        year_said=when.year_said, loose=loose,
        base=when.base, since=when.since,
        season=when.season, compared=periods.compared(sentence.code, text, start, end),
        aside=_aside(text, sentence, start),
        segment=_segment(sentence, piece),
        until=when.until or (day and periods.until(sentence.code, text, start, end)),
        sentence=(sentence.start, sentence.end), code=sentence.code,
    )  # fmt: skip


def _aside(text: str, sentence: Sentence, start: int) -> bool:
    """Whether a place of a sentence is within brackets."""
    return text.rfind("(", sentence.start, start) > text.rfind(")", sentence.start, start)


def _segment(sentence: Sentence, piece: Piece) -> tuple[int, int]:
    """From where to where no comma or other sign parts the words around a piece."""
    lexemes = sentence.lexemes
    first, last = piece.place, max(piece.until, piece.place + 1) - 1
    while first > 0 and (lexemes[first - 1].kind != "sign" or not parts(lexemes, first - 1)):
        first -= 1
    while last + 1 < len(lexemes) and (
        lexemes[last + 1].kind != "sign" or not parts(lexemes, last + 1)
    ):
        last += 1
    return lexemes[first].start, lexemes[last].end


def _money_before(
    sentence: Sentence, lexicon: Lexicon, piece: Piece, previous: int
) -> tuple[int, str]:
    """Where a number with its currency before it begins, and the currency."""
    lexemes, place = sentence.lexemes, piece.place
    unit = ""
    if place - 1 >= previous and place:
        one = lexemes[place - 1]
        glued = one.end == lexemes[place].start
        if one.kind == "sign" and one.word in _MONEY_SIGNS:
            unit, place = lexicon.units.get(one.word, ""), place - 1
            if (
                place - 1 >= previous
                and lexemes[place - 1].kind == "word"
                and lexemes[place - 1].end == one.start
            ):
                joined = lexicon.units.get(lexemes[place - 1].word + one.word, "") or {
                    "us": "USD"
                }.get(lexemes[place - 1].word, "")
                unit, place = joined or "mixed", place - 1
        elif (
            one.kind == "word"
            and len(one.word) == 3
            and (code := lexicon.units.get(one.word, "")).lower() == one.word
        ):
            unit, place = code, place - 1
        elif one.kind == "word" and glued:
            unit = "mixed"
    return place, unit


def _unit_after(
    sentence: Sentence, lexicon: Lexicon, place: int, following: int
) -> tuple[str, int, str]:
    """The unit whose words begin at a place, where it ends, and its last word."""
    lexemes = sentence.lexemes
    said: list[str] = []
    best = ("", place, "")
    step = place
    while step < min(place + 6, following) and len(said) < 4:
        lexeme = lexemes[step]
        if lexeme.kind == "sign":
            if lexeme.word == "." and step > place:
                step += 1
                continue
            if lexeme.word in _MONEY_SIGNS or lexeme.word == "%":
                if (
                    step + 1 < len(lexemes)
                    and lexeme.word != "%"
                    and lexemes[step + 1].kind in ("digits", "mixed")
                    and lexemes[step + 1].start - lexeme.end < 2
                ):
                    break
                said.append(lexeme.word)
            elif lexeme.word == "-" and step == place:
                step += 1
                continue
            else:
                break
        elif lexeme.kind == "word":
            said.append(lexeme.word)
        else:
            break
        step += 1
        phrase = " ".join(said)
        if (unit := lexicon.units.get(phrase)) is not None:
            until = step
            if (
                until < len(lexemes)
                and lexemes[until].word == "."
                and lexeme.word in ("долл", "руб", "п", "проц", "мес", "тг")
                and until + 1 < len(lexemes)
            ):
                until += 1
            best = (unit, until, lexeme.word)
    return best


def _unit_behind(
    sentence: Sentence, lexicon: Lexicon, right: list[str], until: int, following: int
) -> str:
    """The currency or the percent that a Kazakh number has behind its qualifier: "40 мыңға жуық АҚШ
    доллары".
    """
    for size in range(min(3, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        if f"ABL {phrase}" in lexicon.after or f"DAT {phrase}" in lexicon.after:
            unit = _unit_after(sentence, lexicon, until + size, following)[0]
            return unit if len(unit) == 3 or unit == "percent" else ""
    return ""


def _number(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    piece: Piece,
    previous: int,
    following: int,
    pieces: list[Piece],
    order: int,
) -> Token:
    lexemes = sentence.lexemes
    begin, end = _span(sentence, piece)
    if piece.role == "row":
        whole = sentence.start, sentence.end
        return Token(
            piece.kind, begin, end, piece.low, piece.high, "?", role="row", unread=piece.unread,
            segment=whole, sentence=whole, code=sentence.code
        )  # fmt: skip
    place, money = _money_before(sentence, lexicon, piece, previous)
    begin = lexemes[place].start
    until = max(piece.until, piece.place + 1)
    role = piece.role
    unit, after, last_word = money or piece.unit, until, ""
    if role == "level":
        unit, after, end, last_word = _measured(
            sentence, lexicon, piece, unit, until, following, end
        )
    sides = sides_of(sentence, piece, previous, following, place, after)
    case = last_word if after > until else (piece.ending or "")
    if lexicon.code == "kk" and case and after == until and role == "level":
        unit = unit or _unit_behind(sentence, lexicon, sides.right, until, following)
    if lexicon.code == "kk" and after > until and last_word in ("%", "теңге"):
        case = ""
    token = Token(
        piece.kind, begin, end, piece.low, piece.high, piece.qualifier, unit, role=role,
        unread=piece.unread, nouns=_nouns(lexicon, role, sides, case),
        segment=_segment(sentence, piece), sentence=(sentence.start, sentence.end),
        code=sentence.code,
    )  # fmt: skip
    if _named(sentence, lexicon, place, sides, pieces, order):
        return replace(token, kind="name", nouns=())
    if role in _OF_THEIR_OWN:
        return token
    year = is_year(token)
    if year:
        token = replace(
            token,
            loose=periods.loose(sentence.code, text, begin, end),
            compared=periods.compared(sentence.code, text, begin, end),
            aside=_aside(text, sentence, begin),
        )
    elif unit in TIMES and sides.left[:1] and sides.left[0] in _PAST:
        token = replace(token, past=True)
    token = read_before(text, sentence, lexicon, token, sides, place, previous, year, pieces, order)
    if not year:
        token = read_behind(lexicon, token, sides, case, year)
    return _with_plus(sentence, token, until)


_OF_THEIR_OWN: Final = ("rank", "age", "ratio")
"""What a number is that nothing beside it makes another."""


def _measured(
    sentence: Sentence,
    lexicon: Lexicon,
    piece: Piece,
    unit: str,
    until: int,
    following: int,
    end: int,
) -> tuple[str, int, int, str]:
    """The unit of a level with the one behind it, where what follows begins, where the number ends
    with a percent behind it, and the last word of the unit.
    """
    lexemes = sentence.lexemes
    found, stop, last_word = _unit_after(sentence, lexicon, until, following)
    if not found or (piece.cut and piece.kind == "number" and piece.unit):
        return unit, until, end, last_word
    if found == "percent":
        last = lexemes[stop - 1]
        end = last.end if last.kind != "sign" or last.word == "%" else lexemes[stop - 2].end
    return found if not unit or unit == found else "mixed", stop, end, last_word


def _nouns(lexicon: Lexicon, role: Role, sides: Side, case: str) -> tuple[str, ...]:
    """The words behind a number that may name what it counts."""
    if (
        lexicon.code == "en"
        and sides.left[:2] in _OF_WHICH
        and sides.right
        and sides.right[0].endswith("ed")
    ):
        return ()  # "of which 37 concerned officers" are no officers
    if role in _OF_THEIR_OWN:
        return tuple(sides.right[:4])
    if lexicon.code == "kk":
        return kazakh_nouns_of(lexicon, sides.right, case)
    return nouns_of(lexicon, sides.right)


def _with_plus(sentence: Sentence, token: Token, until: int) -> Token:
    """The token with a plus right behind it: "300+" is at least 300."""
    sign = sentence.lexemes[until : until + 1]
    if not sign or sign[0].word != "+" or sign[0].start != sentence.lexemes[until - 1].end:
        return token
    return replace(token, qualifier=">=" if token.qualifier == "=" else "?", end=sign[0].end)


def _named(
    sentence: Sentence, lexicon: Lexicon, place: int, sides: Side, pieces: list[Piece], order: int
) -> bool:
    """Whether a number names something: an article of law, a table, a page."""
    lexemes = sentence.lexemes
    before = lexemes[place - 1] if place else None
    if before is not None:
        if before.word in "№#§©":
            return True
        if before.word in ":–—" and place > 1 and lexemes[place - 2].word.lower() in _READERS:
            return True
        dotted = before.word == "." and place > 1 and lexemes[place - 2].end == before.start
        head = lexemes[place - 2] if dotted else before
        if (
            head.kind == "word"
            and head.word in lexicon.names
            and (
                dotted
                or head.word
                not in (
                    "no",
                    "art",
                    "form",
                    "order",
                    "part",
                    "point",
                    "level",
                    "act",
                    "type",
                    "school",
                    "п",
                    "часть",
                    "дом",
                    "школе",
                    "рет",
                )
            )
        ):
            return True
        if (
            head.kind == "word"
            and head.word in ("part", "form", "order", "act", "level", "type", "часть", "дом")
            and lexemes[place - 1].kind == "word"
            and lexicon.code == "ru"
        ):
            return True
        joins = before.word in (",", "and", "or", "и", "или", "мен", "және", "–")
        if (
            joins
            and order
            and pieces[order - 1].until == place - 1
            and pieces[order - 1].kind in ("name", "number")
        ):
            earlier = pieces[order - 1]
            first = lexemes[earlier.place - 1].word if earlier.place else ""
            plural = first in (
                "articles",
                "sections",
                "статьям",
                "статьями",
                "статей",
                "статьи",
                "статьях",
                "paragraphs",
                "rules",
            )
            if plural and not (
                sides.right and sides.right[0] in ("people", "cases", "дел", "человек")
            ):
                return True
    return (
        lexicon.code == "kk"
        and bool(sides.right)
        and re.match(r"(?:бап|баб|тармақ|тармағ)", sides.right[0]) is not None
    )


_OF_WHICH: Final = (["which", "of"], ["whom", "of"], ["them", "of"])
_READERS: Final = words(
    "views reads shares likes comments просмотров просмотры прочтений прочитано комментариев "
    "оқылды қаралды қаралым пікірлер"
)
"""Behind what words of the page a number says how often an article was read or answered."""

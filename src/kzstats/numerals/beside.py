"""What the words beside a number make of it: its qualifier, its unit, whether it is a level at all, and what is not read.

It fails closed: from a number back to what governs it, and over what follows it, every word is one that a table or a
rule of its language knows, or the number is left to a person with that word named.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Final

from kzstats.numerals import periods
from kzstats.numerals.forms import Piece
from kzstats.numerals.scan import Lexeme, Sentence, tongue
from kzstats.numerals.tables import Mark, Tongue
from kzstats.numerals.tables import words as listed
from kzstats.numerals.token import Token

_PARTS: Final = frozenset('=,;:()[]«»“”"–—|•*…!?/')
_QUOTES: Final = frozenset("”“\"’'‘»«,")
_MONEY_SIGNS: Final = frozenset("$€£₸₽¥₴₺")
_SIGN_MARKS: Final[dict[str, Mark]] = {">": ">", "≥": ">=", "<": "<", "≤": "<=", "~": "~", "≈": "~"}
_ABL: Final = re.compile(r"(?:[дтн][аеә]н)$")
_DAT: Final = re.compile(r"(?:[ғгқк][аеә]|н[аеә])$")


@dataclass(slots=True)
class _Side:
    """The words of a segment beside one number: before it, nearest first, and behind it; and what ends each side."""

    left: list[str]
    right: list[str]
    stop: str
    """What ends the words before: ``start``, ``part``, or ``token``."""
    met: bool
    """Whether another number ends the words behind it."""


def judged(text: str, sentence: Sentence, pieces: list[Piece]) -> list[Token]:
    """The tokens of a sentence."""
    words = tongue(sentence.code)
    found: list[Token] = []
    for order, piece in enumerate(pieces):
        previous = pieces[order - 1].until if order else 0
        following = pieces[order + 1].place if order + 1 < len(pieces) else len(sentence.lexemes)
        if piece.kind in ("number", "range"):
            token = _number(text, sentence, words, piece, previous, following, pieces, order)
        else:
            token = _other(text, sentence, piece)
        found.append(replace(token, sentence=(sentence.start, sentence.end), code=sentence.code))
    return _together(text, found)


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
        return Token(piece.kind, start, end)
    end = when.end
    loose = when.loose or periods.loose(sentence.code, text, start, end)
    about = re.search(r"(?:about|around|circa|approximately|roughly|около|примерно|шамамен)\s$", text[max(0, start - 20) : start], re.IGNORECASE)
    return Token(
        piece.kind, start, end, mark="~" if about else "=", span=when.span, year_said=when.year_said, loose=loose, base=when.base, since=when.since,
        season=when.season, compared=periods.compared(sentence.code, text, start, end), segment=_segment(sentence, piece),
    )  # fmt: skip


def _segment(sentence: Sentence, piece: Piece) -> tuple[int, int]:
    """From where to where no comma or other sign parts the words around a piece."""
    lexemes = sentence.lexemes
    first, last = piece.place, max(piece.until, piece.place + 1) - 1
    while first > 0 and not _parts(lexemes, first - 1):
        first -= 1
    while last + 1 < len(lexemes) and not _parts(lexemes, last + 1):
        last += 1
    return lexemes[first].start, lexemes[last].end


def _parts(lexemes: list[Lexeme], place: int) -> bool:
    lexeme = lexemes[place]
    return lexeme.kind == "sign" and ((lexeme.word in _PARTS and lexeme.word not in "–—/") or (lexeme.word in "–—" and _spaced(lexemes, place)))


def _spaced(lexemes: list[Lexeme], place: int) -> bool:
    return place == 0 or place + 1 >= len(lexemes) or lexemes[place - 1].end != lexemes[place].start


def _sides(sentence: Sentence, piece: Piece, previous: int, following: int, first: int, last: int) -> _Side:
    lexemes = sentence.lexemes
    left: list[str] = []
    place, stop = first - 1, "start"
    while place >= 0:
        lexeme = lexemes[place]
        if place < previous:
            stop = "token"
            break
        if lexeme.kind == "sign":
            if lexeme.word in _SIGN_MARKS:
                left.append(lexeme.word)
            elif lexeme.word in _QUOTES and not left and lexeme.word not in "«“,":
                pass  # a quotation mark that closes what qualifies the number
            elif _parts(lexemes, place):
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
    return _Side(left, right, stop, beyond == following < len(lexemes))


def _money_before(sentence: Sentence, words: Tongue, piece: Piece, previous: int) -> tuple[int, str]:
    """Where a number with its currency before it begins, and the currency."""
    lexemes, place = sentence.lexemes, piece.place
    unit = ""
    if place - 1 >= previous and place:
        one = lexemes[place - 1]
        glued = one.end == lexemes[place].start
        if one.kind == "sign" and one.word in _MONEY_SIGNS:
            unit, place = words.units.get(one.word, ""), place - 1
            if place - 1 >= previous and lexemes[place - 1].kind == "word" and lexemes[place - 1].end == one.start:
                joined = words.units.get(lexemes[place - 1].word + one.word, "") or {"us": "USD"}.get(lexemes[place - 1].word, "")
                unit, place = joined or "mixed", place - 1
        elif one.kind == "word" and len(one.word) == 3 and (code := words.units.get(one.word, "")).lower() == one.word:
            unit, place = code, place - 1
        elif one.kind == "word" and glued:
            unit = "mixed"
    return place, unit


def _unit_after(sentence: Sentence, words: Tongue, place: int, following: int) -> tuple[str, int, str]:
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
        if (unit := words.units.get(phrase)) is not None:
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


def _number(text: str, sentence: Sentence, words: Tongue, piece: Piece, previous: int, following: int, pieces: list[Piece], order: int) -> Token:
    lexemes = sentence.lexemes
    begin, end = _span(sentence, piece)
    if piece.role == "row":
        return Token(piece.kind, begin, end, piece.low, piece.high, "?", role="row", unread=piece.unread, segment=(sentence.start, sentence.end))
    place, unit = _money_before(sentence, words, piece, previous)
    begin = lexemes[place].start
    until = max(piece.until, piece.place + 1)
    mark, role, unread = piece.mark, piece.role, piece.unread
    unit = unit or piece.unit
    after, last_word = until, ""
    if role == "level":
        found, stop, last_word = _unit_after(sentence, words, until, following)
        if piece.cut and piece.kind == "number" and piece.unit:
            found, stop = "", until
        if found:
            if found == "percent":
                end = lexemes[stop - 1].end if lexemes[stop - 1].kind != "sign" or lexemes[stop - 1].word == "%" else lexemes[stop - 2].end
            unit = found if not unit or unit == found else "mixed"
            after = stop
    sides = _sides(sentence, piece, previous, following, place, after)
    case = last_word if after > until else (piece.ending or "")
    if words.code == "kk" and after > until and last_word == "%":
        case = ""
    token = Token(piece.kind, begin, end, piece.low, piece.high, mark, unit, role=role, unread=unread, segment=_segment(sentence, piece))
    if _named(sentence, words, place, sides, pieces, order):
        return replace(token, kind="name")
    if role in ("rank", "age", "ratio"):
        return replace(token, nouns=tuple(sides.right[:4]))
    nouns = _nouns(words, sides.right) if words.code != "kk" else _kazakh_nouns(words, sides.right, case)
    token = replace(token, nouns=nouns)
    year = _is_year(token)
    if year:
        token = replace(token, loose=periods.loose(sentence.code, text, begin, end), compared=periods.compared(sentence.code, text, begin, end))
    token = _before(text, sentence, words, token, sides, place, previous, year, pieces, order)
    if not year:
        token = _behind(words, token, sides, case, year)
    if lexemes[until : until + 1] and lexemes[until].word == "+" and lexemes[until].start == lexemes[until - 1].end:
        token = replace(token, mark=">=" if token.mark == "=" else "?", end=lexemes[until].end)
    return token


def _is_year(token: Token) -> bool:
    return (
        token.kind in ("number", "range")
        and not token.unit
        and all(1900 <= bound <= 2100 and bound == int(bound) for bound in (token.low, token.high))
        and (token.kind == "range" or token.end - token.start == 4)
    )


def _named(sentence: Sentence, words: Tongue, place: int, sides: _Side, pieces: list[Piece], order: int) -> bool:
    """Whether a number names something: an article of law, a table, a page."""
    lexemes = sentence.lexemes
    before = lexemes[place - 1] if place else None
    if before is not None:
        if before.word in "№#§©":
            return True
        dotted = before.word == "." and place > 1 and lexemes[place - 2].end == before.start
        head = lexemes[place - 2] if dotted else before
        if (
            head.kind == "word"
            and head.word in words.names
            and (
                dotted
                or head.word
                not in ("no", "art", "form", "order", "part", "point", "level", "act", "type", "school", "п", "часть", "дом", "школе", "рет")
            )
        ):
            return True
        if (
            head.kind == "word"
            and head.word in ("part", "form", "order", "act", "level", "type", "часть", "дом")
            and lexemes[place - 1].kind == "word"
            and words.code == "ru"
        ):
            return True
        joins = before.word in (",", "and", "or", "и", "или", "мен", "және", "–")
        if joins and order and pieces[order - 1].until == place - 1 and pieces[order - 1].kind in ("name", "number"):
            earlier = pieces[order - 1]
            first = lexemes[earlier.place - 1].word if earlier.place else ""
            plural = first in ("articles", "sections", "статьям", "статьями", "статей", "статьи", "статьях", "paragraphs", "rules")
            if plural and not (sides.right and sides.right[0] in ("people", "cases", "дел", "человек")):
                return True
    return words.code == "kk" and bool(sides.right) and re.match(r"(?:бап|баб|тармақ|тармағ)", sides.right[0]) is not None


def _nouns(words: Tongue, right: list[str]) -> tuple[str, ...]:
    """The words behind a number that may say what it counts, up to the first that cannot."""
    found = []
    for place, word in enumerate(right[:6]):
        if words.code == "en" and word == "of" and place == 0:
            if right[1:2] and right[1] in ("which", "whom", "them", "these", "those", "it"):
                break
            continue
        if word in _STOPS[words.code] or word in words.change:
            break
        found.append(word)
        if len(found) == 4:
            break
    return tuple(found)


_STOPS: Final = {
    "en": listed(
        "in on for to from by with or as if who that which whose where when while were was are is have has had said will would "
        "been be among during since after before because between against under into at per also there not until through but "
        "only while versus "
    ),
    "ru": listed(
        "в во на с со из у о об от для при по под над между среди за к ко до без через и или а но что как чем кто которые "
        "который было были был стало ранее то есть не "
    ),
    "kk": listed(
        "үшін бойынша және мен пен бен деп ал болды тіркелді сотталды бұғатталды ұсталды "
    ),
}  # fmt: skip


def _qualifier(words: Tongue, left: list[str]) -> tuple[Mark, int, int] | None:
    """The qualifier that ends beside a number, after words that may stand between: what it says, where it begins and how long it is."""
    for skipped in range(min(4, len(left)) + 1):
        if left[skipped - 1 : skipped] and left[skipped - 1] not in words.skip and not (skipped == 3 and left[:3] == ["of", "total", "a"]):
            if left[:3] == ["of", "total", "a"] and skipped in (1, 2):
                continue
            return None
        for size in range(min(5, len(left) - skipped), 0, -1):
            if (mark := words.before.get(" ".join(reversed(left[skipped : skipped + size])))) is not None:
                return mark, skipped, size
    return None


def _before(
    text: str, sentence: Sentence, words: Tongue, token: Token, sides: _Side, place: int, previous: int, year: bool, pieces: list[Piece], order: int
) -> Token:
    """The token as the words before it make it."""
    left, mark, role, unread = sides.left, token.mark, token.role, token.unread
    if token.kind == "range" and left[:1] and left[0] in ("от", "с", "со", "from", "between", "между"):
        left = left[1:]
    lexemes = sentence.lexemes
    signed = lexemes[place - 1] if place else None
    if signed is not None and signed.kind == "sign":
        if (
            signed.word in "-–−"
            and signed.end == lexemes[place].start
            and (place == 1 or text[signed.start - 1 : signed.start] in (" ", "(", "\n", "\u00a0"))
            and place - 1 >= previous
        ):
            return replace(token, mark="?", unread="a minus")
        if signed.word == "±":
            return replace(token, mark="?", role="margin", unread="±")
    if token.role == "share" and left and left[0] in ("на", "by"):
        return replace(token, role="change", mark="?", unread=f"{left[0]} {text[token.start : token.end]}")
    found = _qualifier(words, left) if left else None
    bare = words.code == "en" and len(left) > 1 and not token.unit and not sides.right
    if bare and left[0] in ("under", "over", "below", "above") and left[1] in _AGED_BEFORE:
        return replace(token, role="age", mark="?", unread=left[0])
    rest = left
    if found is not None:
        said, skipped, size = found
        phrase = " ".join(reversed(left[skipped : skipped + size]))
        rest = left[skipped + size :]
        changed = any(word in words.changes for word in rest[:6])
        if phrase == "до" and (changed or _from(rest, sides)):
            said = "=" if not _from(rest, sides) else "?"
            if said == "?":
                role, unread = "change", "с … до"
        if phrase == "до" and not rest and sides.stop == "part" and _changed_before(sentence, words, place):
            said, unread = "?", "до"
        if phrase in ("от", "выше", "ниже", "под") and changed:
            said, unread = "?", phrase
        mark = said if mark == "=" else "?"
        if (
            rest
            and ((stacked := _qualifier(words, rest)) is not None or words.classify(rest[0]) == "turns")
            and not _neutral_turn(words, rest, token, changed)
        ):
            why = " ".join(reversed(left[: skipped + size + (stacked[1] + stacked[2] if stacked else 1)]))
            if not (phrase in words.before and stacked is None and rest[0] in ("by", "to")):
                mark, unread = "?", unread or why
        if not year and rest:
            changed_role = _changed(words, token, rest, changed)
            if changed_role:
                return replace(token, mark="?", role="change", unread=changed_role, start=token.start)
        return replace(token, mark=mark, role=role, unread=unread)
    if year and not token.unit and words.code == "en":
        return token
    changed = any(word in words.changes for word in left[:6])
    if token.kind == "range" and words.code == "kk" and any(word in words.change for word in sides.right[:3]):
        return replace(token, mark="?", role="change", unread=next(word for word in sides.right[:3] if word in words.change))
    if token.kind == "range" and changed:
        return replace(token, mark="?", role="change", unread=next(word for word in left[:6] if word in words.changes))
    if why := _changed(words, token, left, changed):
        return replace(token, mark="?", role="change", unread=why)
    if words.code == "en" and left[:2] in (
        ["of", "half"],
        ["the", "half"],
        ["of", "third"],
        ["of", "thirds"],
        ["of", "quarter"],
        ["of", "quarters"],
        ["of", "fraction"],
        ["of", "out"],
    ):
        return replace(token, mark="?", unread=" ".join(reversed(left[:2])))
    if token.unit in _TIMES and words.code == "en" and left[:1] and left[0] in ("past", "last", "previous", "next", "coming", "preceding", "first"):
        return token
    if words.code == "en" and left[:3] in (["the", "of", "none"], ["of", "none"]):
        return replace(token, mark="?", unread="none of")
    if words.code == "ru" and left[:1] and left[0] in _INVERTED and not sides.right[:1] and not token.unit:
        return replace(token, mark="?", unread=f"{left[0]} {text[token.start : token.end]}")
    for size in (4, 3, 2):
        if len(left) >= size and words.classify(turned := " ".join(reversed(left[:size]))) == "turns":
            return replace(token, mark="?", unread=turned)
    if words.code == "en" and left[:1] == ["up"] and left[1:2] and left[1] in ("make", "makes", "made", "making"):
        return token
    for depth, word in enumerate(left[:5]):
        if word in _SIGN_MARKS:
            continue
        if word in words.ages:
            if _mean(left) or words.code == "kk":
                break
            return replace(token, role="age", mark="?", unread=word)
        kind = words.classify(word)
        if depth == 0 and token.role == "share" and kind == "unknown":
            kind = "anchor"
        if kind == "anchor":
            break
        if kind == "turns" and depth == 0 and _neutral_turn(words, left, token, changed):
            break
        if kind == "turns":
            if depth and words.code == "ru" and word in ("на", "в", "за", "с", "к", "под", "через"):
                break
            return replace(token, mark="?", unread=" ".join(reversed(left[: depth + 1])))
        if kind == "unknown" and depth == 0 and _stands(words, token, left, text[lexemes[place - 1].start : lexemes[place - 1].end]):
            break
        if kind == "unknown":
            return replace(token, mark="?", unread=" ".join(reversed(left[: depth + 1])))
    if not left and sides.stop == "token" and previous and previous == place and lexemes[place - 1].kind != "sign":
        return (
            replace(token, mark="?", unread=pieces[order - 1].unread or "a number right beside it")
            if (order and pieces[order - 1].role == "ratio") or not _period_before(sentence, place, text)
            else token
        )
    if words.code == "en" and any(word in ("age", "aged", "ages") for word in left[:6]) and not token.unit and token.kind != "date":
        return replace(token, unit="year", role="level")
    return token


_INVERTED: Final = listed("человек лет дел штук раз месяцев дней граждан часов недель")
"""Nouns whose number behind them, without one of its own, is about so many: "человек 500"."""
_TO: Final = listed("to will would can could may might must should and")
_DANGER: Final = listed(
    "top near pass cross exceed double triple halve miss approach surpass beat quadruple outnumber trail lag undercut short shy less more fewer"
)


def _stands(words: Tongue, token: Token, left: list[str], written: str) -> bool:
    """Whether an unlisted word right before a number can only be a verb or a name that says nothing of it."""
    if words.code != "en" or left[0] in _DANGER or not left[0].isalpha():
        return False
    if len(left) > 1 and left[1] in _TO and written.islower():
        return True
    return len(token.unit) == 3 and written[0].isupper()


_AGED_BEFORE: Final = listed("were was are is be aged those people youths men women")
"""The words before "under 30" that make it an age."""


def _changed_before(sentence: Sentence, words: Tongue, place: int) -> bool:
    """Whether the sentence speaks of a change before a place: "увеличен вдвое, до 2 млрд"."""
    spoken = [lexeme.word for lexeme in sentence.lexemes[:place] if lexeme.kind == "word"]
    return any(word in words.changes or word in words.ratios for word in spoken)


def _from(rest: list[str], sides: _Side) -> bool:
    return sides.stop == "token" and len(rest) == 0


def _mean(left: list[str]) -> bool:
    return any(word in ("average", "mean", "median", "средний") for word in left[:6])


def _period_before(sentence: Sentence, place: int, text: str) -> bool:
    before = sentence.lexemes[place - 1]
    return (
        before.kind == "word"
        or before.word == "."
        or (before.kind == "date")
        or (before.kind == "digits" and re.fullmatch(r"(?:19|20)\d\d", before.word) is not None)
    )


def _neutral_turn(words: Tongue, left: list[str], token: Token, changed: bool) -> bool:
    """Whether a preposition that may turn a number does not turn this one."""
    if words.code == "ru":
        word = left[0]
        if word in ("в",):
            return True
        if word in ("на", "за") and len(token.unit) == 3 and not changed:
            return True
        if word == "за" and token.unit in ("day", "week", "month", "year", "hour"):
            return True
        if word in ("одна", "один", "одну"):
            return False
    return False


def _changed(words: Tongue, token: Token, left: list[str], changed: bool) -> str:
    """The words before a number that make it a change, empty where none do."""
    if not left:
        return ""
    relative = token.unit in ("percent", "points") or token.role == "share"
    if words.code == "en":
        if left[0] == "by" and (relative or changed or token.unit in ("day", "month", "year") or len(token.unit) == 3):
            return "by"
        if left[0] in words.changes or (left[0] == "of" and left[1:2] and left[1] in words.changes):
            return " ".join(reversed(left[: 1 if left[0] in words.changes else 2]))
        if left[0] == "a" and left[1:2] and left[1] in words.changes:
            return left[1]
        if left[0] in ("up", "down") and left[1:2] and left[1] not in ("make", "makes", "made", "making"):
            return left[0]
        return ""
    if words.code == "ru":
        if left[0] == "на" and (relative or changed):
            return "на"
        if left[0] in words.changes:
            return left[0]
        if relative and changed and left[0] != "до":
            return next(word for word in left[:6] if word in words.changes)
        return ""
    return ""


def _behind(words: Tongue, token: Token, sides: _Side, case: str, year: bool) -> Token:
    """The token as the words behind it make it."""
    right = sides.right
    if words.code == "kk":
        return _behind_kazakh(words, token, right, case)
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        if phrase in words.after and not (sides.met and size == len(right)):
            return _qualified(token, words.after[phrase], phrase)
    if len(right) > 2 and " ".join(right[1:3]) in words.after and (len(right) == 3 or right[1] in ("or", "или")):
        return _qualified(token, words.after[" ".join(right[1:3])], " ".join(right[1:3]))
    if not right:
        return token
    if token.unit in ("percent", "points") and words.code == "en" and right[0] == "points":
        return replace(token, unit="points")
    if right[0] in words.times:
        return replace(token, role="ratio", mark="?", unread=right[0])
    if words.code == "ru" and right[0] in ("место", "места", "месте", "позиция", "позиции", "строчка", "строчку", "строчке"):
        return replace(token, role="rank", mark="?", unread=right[0])
    for depth in range(min(3, len(right))):
        pair, one = " ".join(right[depth : depth + 2]), right[depth]
        if pair in words.rates or one in words.rates:
            return replace(token, role="rate", mark="?", unread=pair if pair in words.rates else one)
        if one in words.change and not year and token.role != "ratio":
            if (
                words.code == "en"
                and depth
                and token.unit not in ("percent", "points")
                and one in ("more", "up", "down", "rise", "fall", "cut", "above", "below", "drop")
                and not _than(right, depth)
            ):
                break
            return replace(token, role="change", mark="?", unread=" ".join(right[: depth + 1]))
        if one in _STOPS[words.code] or one in ("of",):
            break
    if words.code == "ru" and token.unit == "year" and sides.left[:1] and sides.left[0] in ("возрасте", "старше", "младше"):
        return replace(token, role="age", mark="?", unread=sides.left[0])
    if right[0] in ("old",) and token.unit == "year":
        return replace(token, role="age", mark="?", unread="old")
    if right[0] in words.names_after and words.code == "en" and right[0] in ("pages", "comments", "views", "shares", "likes", "characters", "max"):
        return replace(token, role="page", nouns=tuple(right[:1]))
    if not words.ends(right[0]):
        return replace(token, mark="?", unread=right[0])
    return token


def _than(right: list[str], depth: int) -> bool:
    return right[depth + 1 : depth + 2] == ["than"]


def _qualified(token: Token, mark: Mark, phrase: str) -> Token:
    return replace(token, mark=mark) if token.mark == "=" else replace(token, mark="?", unread=token.unread or phrase)


def _kazakh_nouns(words: Tongue, right: list[str], case: str) -> tuple[str, ...]:
    """What follows the qualifier; nothing where that or the number means so many "of them"."""
    if re.search(r"[дт][аеә]й[ыі]$|^с?[ыі]$", case):
        return ()
    for size in range(min(3, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        bare = {form for form in (phrase, *_bare(phrase)) if f"ABL {form}" in words.after or f"DAT {form}" in words.after or form in words.after}
        if bare:
            return _nouns(words, right[size:]) if phrase in bare and not phrase.endswith(("асы", "ығы", "амы")) else ()
    return _nouns(words, right)


_REACHED: Final = frozenset(["жетті", "жеткен", "жетіп", "жетеді", "жетуде"])


def _behind_kazakh(words: Tongue, token: Token, right: list[str], case: str) -> Token:
    """Kazakh: the ending of the number or its unit and what follows it say together what qualifies it."""
    if re.fullmatch(r"[дт][аеә]й(?:ы|і)?", case):
        return _qualified(token, "~", case)
    which = "ABL " if _ABL.search(case) else "DAT " if _DAT.search(case) else ""
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        for form in {phrase, *_bare(phrase)}:
            if (mark := words.after.get(which + form)) is not None:
                if which == "DAT " and form == "дейін" and any(word in words.changes or word in _REACHED for word in right[size : size + 3]):
                    return token
                return _qualified(token, mark, phrase)
    if not right:
        return replace(token, mark="?", unread=f"-{case}") if which else token
    if right[0] in words.times:
        return replace(token, role="ratio", mark="?", unread=right[0])
    if right[0] in words.change and (which or token.unit in ("percent", "points")):
        return replace(token, role="change", mark="?", unread=right[0])
    if len(right) > 1 and right[1] in words.change and re.search(r"[ғгқк][аеә]$", right[0]):
        return replace(token, role="change", mark="?", unread=right[1])
    if right[0] in words.ages:
        return replace(token, role="age", mark="?", unread=right[0])
    if which == "DAT " and right[0] in _REACHED:
        return token
    if which == "ABL " and not token.unit:
        return replace(token, mark="?", unread=f"-{case} {right[0]}")
    if (
        which == "DAT "
        and (not token.unit or token.unit in ("percent", "points") or len(token.unit) == 3)
        and any(word in words.change for word in right[:4])
    ):
        return replace(token, role="change", mark="?", unread=next(word for word in right[:4] if word in words.change))
    if which and not token.unit:
        return replace(token, mark="?", unread=f"-{case}")
    if right[0] in ("жан", "адамға", "тұрғынға") and right[1:2] in (["басына"], ["шаққанда"]):
        return replace(token, role="rate", mark="?", unread=" ".join(right[:2]))
    if not words.ends(right[0]):
        return replace(token, mark="?", unread=right[0])
    return token


_TIMES: Final = frozenset(("day", "week", "month", "year", "hour", "minute"))


def _bare(phrase: str) -> set[str]:
    """A phrase without the ending of its last word: "астамы", "жуығы", "астамын"."""
    return {phrase[: -len(ending)] for ending in ("ын", "ін", "ы", "і", "ына", "іне", "ның", "нің") if phrase.endswith(ending)}


def _together(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens as they stand to each other: the whole that a part is of, and the age in "one man, 24, was given"."""
    found = list(tokens)
    for place, (one, other) in enumerate(itertools.pairwise(tokens)):
        gap = text[one.end : other.start]
        if (
            other.kind in ("number", "range")
            and one.kind in ("number", "range")
            and re.fullmatch(r"\s(?:of|out of|of the|of all|из|среди|место среди|места среди|места из|место из)(?: the| all)?\s", gap)
        ):
            found[place + 1] = replace(
                other, role="whole", mark=other.mark if one.role == "level" else "?", unread="" if one.role == "level" else gap.strip()
            )
            found[place] = replace(found[place], nouns=one.nouns or other.nouns)
        if gap in (" or ", " или ", " немесе ", " не ") and {one.kind, other.kind} == {"number"} and "level" == one.role == other.role:
            found[place] = replace(found[place], mark="?", unread=f"{gap.strip()} {text[other.start : other.end]}")
            found[place + 1] = replace(other, mark="?", unread=f"{text[one.start : one.end]} {gap.strip()}")
        if other.role == "age" and one.kind == "number" and one.role == "level" and gap in (" бен ", " мен ", " пен ", " и ", " to "):
            found[place] = replace(one, role="age", mark="?", unread=other.unread)
        if (
            other.kind == "number" and not other.unit and 5 < other.low < 100 and other.role == "level" and not other.nouns
            and text[other.start - 2 : other.start] == ", " and text[other.end : other.end + 2] == ", "
            and re.fullmatch(r"[^,.;:]{0,40},\s", gap) and one.kind == "number" and one.low == 1
        ):  # fmt: skip
            found[place + 1] = replace(other, role="age", mark="?", unread="an age")
    currencies = {token.unit for token in found if len(token.unit) == 3}
    if len(currencies) == 1:
        (currency,) = currencies
        found = [replace(token, unit=currency) if _scaled(text, token) else token for token in found]
    return found


def _scaled(text: str, token: Token) -> bool:
    """Whether a number stands with its scale alone, as money does whose currency is said once in the sentence."""
    said = text[token.start : token.end]
    return (
        token.role == "level"
        and not token.unit
        and not token.nouns
        and token.low >= 1000
        and re.search(r"[^\W\d_]", said) is not None
        and said[0].isdigit()
    )

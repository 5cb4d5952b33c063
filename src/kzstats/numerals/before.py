"""What the words before a number make of it: its qualifier, a change, an age, or a word that is not
read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from kzstats.numerals.piece import Piece
from kzstats.numerals.scan import Code, Sentence, lexicon_of
from kzstats.numerals.sides import SIGN_QUALIFIERS, TIMES, Side
from kzstats.numerals.tables import Lexicon, Qualifier, words
from kzstats.numerals.token import Token


@cache
def _ends(code: Code) -> frozenset[str]:
    """The last words of all qualifiers of a language."""
    return frozenset(phrase.split()[-1] for phrase in lexicon_of(code).before if phrase)


def _qualifier(lexicon: Lexicon, left: list[str]) -> tuple[Qualifier, int, int] | None:
    """The qualifier that ends beside a number, after words that may stand between: what it says,
    where it begins and how long it is.
    """
    for skipped in range(min(4, len(left)) + 1):
        if (
            left[skipped - 1 : skipped]
            and left[skipped - 1] not in lexicon.skip
            and not (skipped == 3 and left[:3] == ["of", "total", "a"])
        ):
            if left[:3] == ["of", "total", "a"] and skipped in (1, 2):
                continue
            return None
        if skipped == len(left) or left[skipped] not in _ends(lexicon.code):
            continue
        for size in range(min(5, len(left) - skipped), 0, -1):
            if (
                qualifier := lexicon.before.get(" ".join(reversed(left[skipped : skipped + size])))
            ) is not None:
                return qualifier, skipped, size
    return None


def read_before(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    token: Token,
    sides: Side,
    place: int,
    previous: int,
    year: bool,
    pieces: list[Piece],
    order: int,
) -> Token:
    """The token as the words before it make it: what stands right beside it decides before what
    stands further away.
    """
    left = sides.left
    if (
        token.kind == "range"
        and left[:1]
        and left[0] in ("от", "с", "со", "from", "between", "между")
    ):
        left = left[1:]
    if (signed := _signed(text, sentence, token, place, previous)) is not None:
        return signed
    if token.role == "share" and left and left[0] in ("на", "by"):
        return replace(
            token, role="change", qualifier="?", unread=f"{left[0]} {text[token.start : token.end]}"
        )
    spans_years = year and token.kind == "range" and left[:1] == ["over"]
    found = _qualifier(lexicon, left) if left and not spans_years else None
    if _counts_years(lexicon, token, sides, left):
        return replace(token, role="age", qualifier="?", unread=left[0])
    if found is not None:
        return _qualified(sentence, lexicon, token, sides, left, place, year, pieces, order, found)
    if year and not token.unit and lexicon.code == "en":
        return token
    token, left = _across_preposition(lexicon, token, left)
    changed = any(word in lexicon.changes for word in left[:6])
    if (turned := _turned(text, lexicon, token, sides, left, changed)) is not None:
        return turned
    if (
        governed := _governed(text, sentence, lexicon, token, sides, left, place, changed)
    ) is not None:
        return governed
    if no := _denied(lexicon, left):
        return replace(token, qualifier="?", unread=no)
    if not token.unit and _is_of_age(sentence, lexicon, token, left, place):
        return replace(token, unit="year", role="level")
    if not left and sides.stop == "token" and 0 < previous == place:
        return _right_behind(text, sentence, token, place, pieces[order - 1])
    return token


def _is_of_age(
    sentence: Sentence, lexicon: Lexicon, token: Token, left: list[str], place: int
) -> bool:
    """Whether the words before a number without a unit make it years: "the average age was 24"."""
    return (
        token.role == "level" and token.low < 110 and _of_age(sentence, lexicon, left, place)
    ) or (lexicon.code == "en" and token.kind != "date" and any(word in _AGES for word in left[:6]))


def _counts_years(lexicon: Lexicon, token: Token, sides: Side, left: list[str]) -> bool:
    """Whether an English number alone is an age: "children under 14"."""
    return (
        lexicon.code == "en"
        and len(left) > 1
        and not token.unit
        and not sides.right
        and left[0] in ("under", "over", "below", "above")
        and left[1] in _AGED_BEFORE
        and left[2:3] != ["there"]
    )


def _right_behind(text: str, sentence: Sentence, token: Token, place: int, before: Piece) -> Token:
    """The token right behind another number, which is a period or makes it unread."""
    if sentence.lexemes[place - 1].kind == "sign" or (
        before.role != "ratio" and _period_before(sentence, place, text)
    ):
        return token
    return replace(token, qualifier="?", unread=before.unread or "a number right beside it")


def _signed(text: str, sentence: Sentence, token: Token, place: int, previous: int) -> Token | None:
    """The token behind a minus or a plus and minus."""
    lexemes = sentence.lexemes
    signed = lexemes[place - 1] if place else None
    if signed is not None and signed.kind == "sign":
        if (
            signed.word in "-–−"
            and signed.end == lexemes[place].start
            and (place == 1 or text[signed.start - 1 : signed.start] in (" ", "(", "\n", "\u00a0"))
            and place - 1 >= previous
        ):
            return replace(token, qualifier="?", unread="a minus")
        if signed.word == "±":
            return replace(token, qualifier="?", role="margin", unread="±")
    return None


def _qualified(
    sentence: Sentence,
    lexicon: Lexicon,
    token: Token,
    sides: Side,
    left: list[str],
    place: int,
    year: bool,
    pieces: list[Piece],
    order: int,
    found: tuple[Qualifier, int, int],
) -> Token:
    """The token behind a qualifier, which what stands before that may double, turn or deny."""
    qualifier, role, unread = token.qualifier, token.role, token.unread
    said, skipped, size = found
    phrase = " ".join(reversed(left[skipped : skipped + size]))
    if skipped and left[0] == "the" and phrase.endswith("than"):
        return replace(token, qualifier="?", unread=f"{phrase} the")
    rest = left[skipped + size :]
    changed = any(word in lexicon.changes for word in rest[:6])
    if phrase == "до" and (changed or _from(rest, sides)):
        said = "=" if not _from(rest, sides) else "?"
        if said == "?":
            role, unread = "change", "с … до"
    if (
        phrase == "до"
        and not rest
        and sides.stop == "part"
        and _changed_before(sentence, lexicon, place)
    ):
        said, unread = "?", "до"
    if phrase in ("от", "выше", "ниже", "под") and changed:
        said, unread = "?", phrase
    qualifier = said if qualifier == "=" else "?"
    if (
        rest
        and (
            (stacked := _qualifier(lexicon, rest)) is not None
            or lexicon.classify(rest[0]) == "turns"
        )
        and not _neutral_turn(lexicon, rest, token, changed)
    ):
        why = " ".join(
            reversed(left[: skipped + size + (stacked[1] + stacked[2] if stacked else 1)])
        )
        if not (phrase in lexicon.before and stacked is None and rest[0] in ("by", "to")):
            qualifier, unread = "?", unread or why
    if not year and rest and phrase != "до":
        changed_role = _changed(lexicon, token, rest, changed)
        if changed_role:
            return replace(
                token, qualifier="?", role="change", unread=changed_role, start=token.start
            )
    if not rest and sides.stop == "token" and order and pieces[order - 1].role == "ratio":
        return replace(token, qualifier="?", unread=f"{pieces[order - 1].unread} {phrase}")
    if qualifier != "?" and (no := _denied(lexicon, rest)):
        return replace(token, qualifier="?", unread=no)
    return replace(token, qualifier=qualifier, role=role, unread=unread)


def _across_preposition(lexicon: Lexicon, token: Token, left: list[str]) -> tuple[Token, list[str]]:
    """The token with a Russian qualifier that stands before its preposition, and what is left of
    the words.
    """
    qualifier, unread = token.qualifier, token.unread
    if (
        lexicon.code == "ru"
        and len(left) > 1
        and left[0] in _PREPOSITIONS
        and (beyond := _qualifier(lexicon, left[1:])) is not None
        and not beyond[1]
    ):
        token = replace(
            token,
            qualifier=beyond[0] if qualifier == "=" else "?",
            unread=unread or ("" if qualifier == "=" else left[0]),
        )
        left = [left[0], *left[1 + beyond[2] :]]
    return token, left


def _turned(
    text: str, lexicon: Lexicon, token: Token, sides: Side, left: list[str], changed: bool
) -> Token | None:
    """The token where a phrase right before it makes it a change, a part or something that is not
    read; nothing where none does.
    """
    if (
        token.kind == "range"
        and lexicon.code == "kk"
        and any(word in lexicon.change for word in sides.right[:3])
    ):
        return replace(
            token,
            qualifier="?",
            role="change",
            unread=next(word for word in sides.right[:3] if word in lexicon.change),
        )
    if token.kind == "range" and changed:
        return replace(
            token,
            qualifier="?",
            role="change",
            unread=next(word for word in left[:6] if word in lexicon.changes),
        )
    if why := _changed(lexicon, token, left, changed):
        return replace(token, qualifier="?", role="change", unread=why)
    if lexicon.code == "en" and left[:2] in (
        ["of", "half"],
        ["the", "half"],
        ["of", "third"],
        ["of", "thirds"],
        ["of", "quarter"],
        ["of", "quarters"],
        ["of", "fraction"],
        ["of", "out"],
    ):
        return replace(token, qualifier="?", unread=" ".join(reversed(left[:2])))
    if (
        token.unit in TIMES
        and lexicon.code == "en"
        and left[:1]
        and left[0] in ("past", "last", "previous", "next", "coming", "preceding", "first")
    ):
        return token
    if lexicon.code == "en" and left[:3] in (["the", "of", "none"], ["of", "none"]):
        return replace(token, qualifier="?", unread="none of")
    if (
        lexicon.code == "ru"
        and left[:1]
        and left[0] in _INVERTED
        and not sides.right[:1]
        and not token.unit
    ):
        return replace(token, qualifier="?", unread=f"{left[0]} {text[token.start : token.end]}")
    if each := _of_each(lexicon, left):
        return replace(token, role="rate", qualifier="?", unread=each)
    for size in (4, 3, 2):
        if (
            len(left) >= size
            and lexicon.classify(turned := " ".join(reversed(left[:size]))) == "turns"
        ):
            return replace(token, qualifier="?", unread=turned)
    if (
        lexicon.code == "en"
        and left[:1]
        and left[0] in ("up", "down")
        and left[1:2]
        and left[1] in _WITH_UP
    ):
        return token
    return None


def _of_each(lexicon: Lexicon, left: list[str]) -> str:
    """The words before a number that make it so many of each: "each hearing drew 45"."""
    for place, word in enumerate(left[:5]):
        if word not in _EACH[lexicon.code]:
            continue
        if lexicon.code != "ru":
            return word
        if left[place + 1 : place + 2] == ["на"]:
            return f"на {word}"
    return ""


_EACH: Final = {
    "en": words("each every"),
    "ru": words("каждую каждого каждое каждой"),
    "kk": words("әр әрбір"),
}


def _governed(
    text: str,
    sentence: Sentence,
    lexicon: Lexicon,
    token: Token,
    sides: Side,
    left: list[str],
    place: int,
    changed: bool,
) -> Token | None:
    """The token where one of the words before it is of an age, turns it or is not known; nothing up
    to the first that ends their reach.
    """
    for depth, word in enumerate(left[:5]):
        if word in SIGN_QUALIFIERS:
            continue
        if word in lexicon.ages:
            meant = _mean(left) or lexicon.code == "kk"
            return None if meant else replace(token, role="age", qualifier="?", unread=word)
        kind = _kind(lexicon, token, left, depth)
        if kind == "anchor":
            return _at_anchor(lexicon, token, left, depth)
        if kind == "turns":
            beside = sides.stop == "token" and len(left) in (2, 3) and bool(sides.right)
            return _at_turn(lexicon, token, left, depth, changed, beside)
        if word == "passed" and any(noun.startswith(_PASSED) for noun in token.nouns):
            return None
        if kind == "unknown":
            before = sentence.lexemes[place - 1]
            known = depth == 0 and _stands(lexicon, token, left, text[before.start : before.end])
            return None if known else _unread(token, left, depth + 1)
    return None


def _unread(token: Token, left: list[str], size: int) -> Token:
    """The token with so many words before it that are not read."""
    return replace(token, qualifier="?", unread=" ".join(reversed(left[:size])))


def _kind(lexicon: Lexicon, token: Token, left: list[str], depth: int) -> str:
    """What a word before a number is to it; right beside it some are something else than further
    away.
    """
    word = left[depth]
    kind = lexicon.classify(word)
    if (
        depth == 0
        and kind == "anchor"
        and lexicon.modifies(word)
        and not _of_persons(lexicon, left)
    ):
        kind = "unknown"
    if depth == 0 and token.role == "share" and kind == "unknown":
        kind = "anchor"
    return kind


def _at_anchor(lexicon: Lexicon, token: Token, left: list[str], depth: int) -> Token | None:
    """The token where a word ends the reach of what stands before it, and what still reaches over
    it: "a reported", "at least" that strays.
    """
    article = left[depth + 1] if depth + 1 < len(left) else ""
    if lexicon.code == "en" and article in ("a", "an") and left[depth].endswith(("ed", "ing")):
        return replace(token, qualifier="?", unread=f"{article} {left[depth]}")
    beyond = _qualifier(lexicon, left[depth + 1 :])
    if beyond is not None and not beyond[1]:
        until = depth + 1 + beyond[2]
        if " ".join(reversed(left[depth + 1 : until])) in _STRAYING:
            return _unread(token, left, until)
    return None


def _at_turn(
    lexicon: Lexicon, token: Token, left: list[str], depth: int, changed: bool, beside: bool
) -> Token | None:
    """The token where a word turns it into something else, such as a change."""
    if depth == 0 and _neutral_turn(lexicon, left, token, changed, beside):
        return None
    if (
        depth
        and lexicon.code == "ru"
        and left[depth] in ("на", "в", "за", "с", "к", "под", "через")
    ):
        return None
    return _unread(token, left, depth + 1)


_PREPOSITIONS: Final = words("на в за из с")
"""What may stand between a qualifier and its number in Russian: "примерно на 1,2 млн тенге"."""
_STRAYING: Final = words(
    "at least, at most, more than, less than, fewer than, no more than, no fewer than, no less "
    "than, approximately, roughly, nearly, almost, "
    "примерно, приблизительно, ориентировочно, почти, практически, "
    "не менее, не более, не меньше, не больше, более чем, менее чем, как минимум, минимум, "
    "максимум, "
    "по меньшей мере, свыше, шамамен, кемінде, кем дегенде, ең кемі, ең көбі, шамалап, жуықтап"
)
"""Qualifiers that may modify a number across the word that governs it ("at least in 500 cases");
whether they do is for a person.
"""
_AGES: Final = words("age aged ages oldest youngest")
_INVERTED: Final = words("человек лет дел штук раз месяцев дней граждан часов недель")
"""Nouns whose number behind them, without one of its own, is about so many: "человек 500"."""
_SAID_SO: Final = words(
    "reported claimed suggested proposed planned promised expected limited reduced increased"
)
"""Participles that are the verb of a clause where a noun stands before them ("the police reported
500 cases").
"""
_WITH_UP: Final = words(
    "make makes made making set sets setting handed hands handing hand broke breaks broken break "
    "breaking rounded rounds round rounding signed "
    "signs sign signing shut shuts shutting closed closes close closing tracked tracks track "
    "tracking opened opens laid lays lay laying wrote "
    "written drew draws drawn draw picked picks pick took takes take taken taking put puts "
    "putting backed backs back built builds build gunned "
    "hunted gave gives given blew blown lined staffed summed passed turned"
)
"""The verbs with which "up" and "down" say nothing of how much: "handed down 134 verdicts", "set up
12 centres".
"""
_TO: Final = words("to will would can could may might must should and")
_DANGER: Final = words(
    "top near pass cross exceed double triple halve miss approach surpass beat quadruple "
    "outnumber trail lag undercut short shy less more fewer"
)


def _stands(lexicon: Lexicon, token: Token, left: list[str], written: str) -> bool:
    """Whether an unlisted word right before a number can only be a verb or a name that says nothing
    of it.
    """
    if lexicon.code == "kk" and len(left) > 1:
        return written[0].isupper()
    if lexicon.code != "en" or left[0] in _DANGER or not left[0].isalpha():
        return False
    if left[0] in _SAID_SO:
        return (
            left[1:2] != []
            and lexicon.classify(left[1]) == "unknown"
            and not left[1].endswith("ly")
        )
    if len(left) > 1 and left[1] in _TO and written.islower():
        return True
    return len(token.unit) == 3 and written[0].isupper()


_AGED_BEFORE: Final = words("were was are is be aged those people youths men women")
"""The words before "under 30" that make it an age."""


def _changed_before(sentence: Sentence, lexicon: Lexicon, place: int) -> bool:
    """Whether the sentence speaks of a change before a place: "увеличен вдвое, до 2 млрд"."""
    spoken = [lexeme.word for lexeme in sentence.lexemes[:place] if lexeme.kind == "word"]
    return any(word in lexicon.changes or word in lexicon.ratios for word in spoken)


def _of_age(sentence: Sentence, lexicon: Lexicon, left: list[str], place: int) -> bool:
    """Whether words before a number say that it is an age: "самому старшему – 63", "орташа жасы
    29".
    """
    spoken = [
        lexeme.word
        for lexeme in sentence.lexemes[max(0, place - 6) : place]
        if lexeme.kind == "word"
    ]
    if lexicon.code == "ru":
        return any(
            word
            in ("возраст", "возраста", "возрасте", "старшему", "младшему", "старшей", "младшей")
            for word in spoken
        )
    return lexicon.code == "kk" and (
        any(word in ("жасы", "жас") for word in left[:3]) or "жасы" in spoken[-3:]
    )


def _from(rest: list[str], sides: Side) -> bool:
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


def _of_persons(lexicon: Lexicon, left: list[str]) -> bool:
    """Whether an adjective right before a number stands for persons or is of a noun before it: "из
    осуждённых 9", "число задержанных 12".
    """
    return len(left) > 1 and (
        left[1] in _GOVERNING
        or (lexicon.classify(left[1]) == "anchor" and lexicon.names_thing(left[1]))
    )


_GOVERNING: Final = words("из среди у от для по о об с со при числа числе между")


def _denied(lexicon: Lexicon, left: list[str]) -> str:
    """The word of a clause that denies what it says of a number behind it, empty where
    none does.
    """
    for place, word in enumerate(left[:12]):
        if word in (
            "and",
            "but",
            "while",
            "whereas",
            "и",
            "а",
            "но",
            "зато",
            "которые",
            "которых",
            "who",
            "that",
        ):
            return ""  # what is denied ends there
        if word in _FAILING and left[place - 1 : place] == ["to"]:
            return f"{word} to"
        if word in _DENYING[lexicon.code] or word.endswith("n't"):
            after = left[place - 1] if place else ""
            if after not in _NOT_DENIED[lexicon.code]:
                return f"{word} {after}".strip()
    return ""


_PASSED: Final = (
    "verdict",
    "sentence",
    "law",
    "bill",
    "judgment",
    "judgement",
    "resolution",
    "decision",
    "act",
    "amendment",
    "test",
    "exam",
)
"""What is passed without a number being passed by."""
_FAILING: Final = words("unable failed fails fail failing refused refuses refuse declined declines")
_DENYING: Final = {
    "en": words("not never cannot nor neither hardly"),
    "ru": words("не ни никогда"),
    "kk": frozenset[str](),
}
_NOT_DENIED: Final = {
    "en": words("only just least including counting merely"),
    "ru": words(
        "только считая включая менее более меньше больше просто достигших достигшие имеющих "
        "имеющие считается входят учитывая один одна"
    ),
    "kk": frozenset[str](),
}
"""The words behind a word that denies with which it denies nothing of the number."""


def _neutral_turn(
    lexicon: Lexicon, left: list[str], token: Token, changed: bool, beside: bool = False
) -> bool:
    """Whether a preposition that may turn a number does not turn this one."""
    if lexicon.code == "ru":
        word = left[0]
        if word in ("в",):
            return True
        if word in ("на", "за") and len(token.unit) == 3 and not changed:
            return True
        if word == "на" and beside and not changed:
            return True  # "9 дел на 10 лиц"
        if word == "за" and token.unit in ("day", "week", "month", "year", "hour"):
            return True
        if word in ("одна", "один", "одну"):
            return False
    return False


def _changed(lexicon: Lexicon, token: Token, left: list[str], changed: bool) -> str:
    """The words before a number that make it a change, empty where none do."""
    if not left:
        return ""
    relative = token.unit in ("percent", "points") or token.role == "share"
    if lexicon.code == "en":
        if left[0] == "by" and (
            relative or changed or token.unit in ("day", "month", "year") or len(token.unit) == 3
        ):
            return "by"
        if left[0] in lexicon.changes or (
            left[0] == "of" and left[1:2] and left[1] in lexicon.changes
        ):
            return " ".join(reversed(left[: 1 if left[0] in lexicon.changes else 2]))
        if left[0] == "a" and left[1:2] and left[1] in lexicon.changes:
            return left[1]
        if left[0] in ("up", "down") and left[1:2] and left[1] not in _WITH_UP:
            return left[0]
        return ""
    if lexicon.code == "ru":
        if left[0] == "на" and (relative or changed):
            return "на"
        if left[0] in lexicon.changes:
            return left[0]
        if relative and changed and left[0] != "до":
            return next(word for word in left[:6] if word in lexicon.changes)
        return ""
    return ""

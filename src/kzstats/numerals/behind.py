"""What the words behind a number make of it: a qualifier, a change, a ratio, a rate, or a word that
is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kzstats.numerals.sides import STOPS, Side, nouns_of, without_ending
from kzstats.numerals.tables import Lexicon, Qualifier, words
from kzstats.numerals.token import Token

_ABL: Final = re.compile(r"(?:[дтн][аеә]н)$")
_DAT: Final = re.compile(r"(?:[ғгқк][аеә]|н[аеә])$")


def read_behind(lexicon: Lexicon, token: Token, sides: Side, case: str, year: bool) -> Token:
    """The token as the words behind it make it: what the first rule says that fits."""
    if lexicon.code == "kk":
        return _behind_kazakh(lexicon, token, sides.right, case)
    for rule in (_qualifier_behind, _related, _rated, _aged, _of_page):
        if (read := rule(lexicon, token, sides, year)) is not None:
            return read
    if sides.right and not lexicon.ends(sides.right[0]):
        return replace(token, qualifier="?", unread=sides.right[0])
    return token


def _qualifier_behind(lexicon: Lexicon, token: Token, sides: Side, _year: bool) -> Token | None:
    """The number as a qualifier behind it makes it: "40 or more", "40 people at most"."""
    right = sides.right
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        if phrase in lexicon.after and not (sides.met and size == len(right)):
            return _qualified(token, lexicon.after[phrase], phrase)
    second = " ".join(right[1:3])
    if (
        len(right) > 2
        and second in lexicon.after
        and ((len(right) == 3 and not sides.met) or right[1] in ("or", "или"))
    ):
        return _qualified(token, lexicon.after[second], second)
    if len(right) > 3 and second in ("at most", "at least"):
        return _qualified(token, lexicon.after[second], second)
    return None


def _related(lexicon: Lexicon, token: Token, sides: Side, _year: bool) -> Token | None:
    """Points, a ratio or a rank: "5 percentage points", "5 times", "5-е место"."""
    word = sides.right[0] if sides.right else ""
    if word == "points" and lexicon.code == "en" and token.unit in ("percent", "points"):
        return replace(token, unit="points")
    if word in lexicon.times:
        return replace(token, role="ratio", qualifier="?", unread=word)
    if lexicon.code == "ru" and word in _RANKS:
        return replace(token, role="rank", qualifier="?", unread=word)
    return None


_RANKS: Final = words("место места месте позиция позиции строчка строчку строчке")


def _rated(lexicon: Lexicon, token: Token, sides: Side, year: bool) -> Token | None:
    """A rate or a change: "5 per 100,000", "5 fewer"."""
    right = sides.right
    for depth, one in enumerate(right[:3]):
        pair = " ".join(right[depth : depth + 2])
        if pair in lexicon.rates or one in lexicon.rates:
            unread = pair if pair in lexicon.rates else one
            return replace(token, role="rate", qualifier="?", unread=unread)
        if one in lexicon.change and not year and token.role != "ratio":
            if (
                lexicon.code == "en"
                and depth
                and token.unit not in ("percent", "points")
                and one in ("more", "up", "down", "rise", "fall", "cut", "above", "below", "drop")
                and right[depth + 1 : depth + 2] != ["than"]
            ):
                return None
            return replace(token, role="change", qualifier="?", unread=" ".join(right[: depth + 1]))
        if one in STOPS[lexicon.code] or one == "of":
            return None
    return None


def _aged(lexicon: Lexicon, token: Token, sides: Side, _year: bool) -> Token | None:
    """An age: "старше 18 лет", "18 years old"."""
    if token.unit != "year":
        return None
    older = sides.left[0] if sides.left else ""
    if lexicon.code == "ru" and sides.right and older in ("возрасте", "старше", "младше"):
        return replace(token, role="age", qualifier="?", unread=older)
    if sides.right[:1] == ["old"]:
        return replace(token, role="age", qualifier="?", unread="old")
    return None


def _of_page(lexicon: Lexicon, token: Token, sides: Side, _year: bool) -> Token | None:
    """A number of the page itself: "5 comments"."""
    word = sides.right[0] if sides.right else ""
    if word in lexicon.names_after and lexicon.code == "en" and word in _OF_PAGE:
        return replace(token, role="page", nouns=(word,))
    return None


_OF_PAGE: Final = words("pages comments views shares likes characters max")


def _qualified(token: Token, qualifier: Qualifier, phrase: str) -> Token:
    return (
        replace(token, qualifier=qualifier)
        if token.qualifier == "="
        else replace(token, qualifier="?", unread=token.unread or phrase)
    )


def kazakh_nouns_of(lexicon: Lexicon, right: list[str], case: str) -> tuple[str, ...]:
    """What follows the qualifier; nothing where that or the number means so many "of them"."""
    if re.search(r"[дт][аеә]й[ыі]$|^с?[ыі]$", case):
        return ()
    for size in range(min(3, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        bare = {
            form
            for form in (phrase, *without_ending(phrase))
            if f"ABL {form}" in lexicon.after
            or f"DAT {form}" in lexicon.after
            or form in lexicon.after
        }
        if bare:
            return (
                nouns_of(lexicon, right[size:])
                if phrase in bare and not phrase.endswith(("асы", "ығы", "амы"))
                else ()
            )
    return nouns_of(lexicon, right)


def _noun_qualified(lexicon: Lexicon, token: Token, right: list[str]) -> Token | None:
    """A number whose noun has the ending or the word behind it that qualifies it: "500 адамнан
    астам", "500 адам төңірегінде".
    """
    which = "ABL " if _ABL.search(right[0]) else "DAT " if _DAT.search(right[0]) else ""
    for form in (right[1], *without_ending(right[1])):
        if form in _AROUND:
            return _qualified(token, "~", right[1])
        if which and (qualifier := lexicon.after.get(which + form)) is not None:
            if form == "дейін" and any(
                word in lexicon.changes or word in _REACHED for word in right[2:5]
            ):
                return token
            sure = form.startswith(("астам", "аса", "жуы", "тарта", "таяу", "кем", "дейін"))
            return (
                _qualified(token, qualifier, right[1])
                if sure
                else replace(token, qualifier="?", unread=" ".join(right[:2]))
            )
    return None


_AROUND: Final = frozenset(
    ["маңында", "маңайында", "төңірегінде", "айналасында", "шамасында", "шамалас"]
)
_REACHED: Final = frozenset(["жетті", "жеткен", "жетіп", "жетеді", "жетуде"])


def _behind_kazakh(lexicon: Lexicon, token: Token, right: list[str], case: str) -> Token:
    """Kazakh: the ending of the number or its unit and what follows it say together what qualifies
    it.
    """
    which = "ABL " if _ABL.search(case) else "DAT " if _DAT.search(case) else ""
    if (qualified := _ending_qualified(lexicon, token, right, case, which)) is not None:
        return qualified
    if not right:
        return replace(token, qualifier="?", unread=f"-{case}") if which else token
    if (
        not which
        and len(right) > 1
        and (behind := _noun_qualified(lexicon, token, right)) is not None
    ):
        return behind
    if (related := _kazakh_related(lexicon, token, right, which)) is not None:
        return related
    if which and (governed := _ending_governed(lexicon, token, right, case, which)) is not None:
        return governed
    if right[0] in ("жан", "адамға", "тұрғынға") and right[1:2] in (["басына"], ["шаққанда"]):
        return replace(token, role="rate", qualifier="?", unread=" ".join(right[:2]))
    if not lexicon.ends(right[0]):
        return replace(token, qualifier="?", unread=right[0])
    denied = next((word for word in right[:5] if word in ("емес", "жоқ")), "")
    return replace(token, qualifier="?", unread=denied) if denied else token


def _ending_qualified(
    lexicon: Lexicon, token: Token, right: list[str], case: str, which: str
) -> Token | None:
    """The number with the qualifier that its ending and the words behind it are: "40-тан астам"."""
    if re.fullmatch(r"[дт][аеә]й(?:ы|і)?", case):
        return _qualified(token, "~", case)
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        for form in (phrase, *without_ending(phrase)):
            if (qualifier := lexicon.after.get(which + form)) is not None:
                reached = any(
                    word in lexicon.changes or word in _REACHED for word in right[size : size + 3]
                )
                if which == "DAT " and form == "дейін" and reached:
                    return token
                return _qualified(token, qualifier, phrase)
    return None


def _kazakh_related(lexicon: Lexicon, token: Token, right: list[str], which: str) -> Token | None:
    """A ratio, a change or an age by the first words behind it."""
    if right[0] in lexicon.times:
        return replace(token, role="ratio", qualifier="?", unread=right[0])
    if right[0] in lexicon.change and (which or token.unit in ("percent", "points")):
        return replace(token, role="change", qualifier="?", unread=right[0])
    if len(right) > 1 and right[1] in lexicon.change and re.search(r"[ғгқк][аеә]$", right[0]):
        return replace(token, role="change", qualifier="?", unread=right[1])
    if right[0] in lexicon.ages:
        return replace(token, role="age", qualifier="?", unread=right[0])
    return None


def _ending_governed(
    lexicon: Lexicon, token: Token, right: list[str], case: str, which: str
) -> Token | None:
    """A number whose ending some word further on governs: a change by so many, or what is not
    read.
    """
    if which == "DAT " and right[0] in _REACHED:
        return token
    if which == "ABL " and not token.unit:
        return replace(token, qualifier="?", unread=f"-{case} {right[0]}")
    if which == "DAT " and (
        not token.unit or token.unit in ("percent", "points") or len(token.unit) == 3
    ):
        changed = next((word for word in right[:4] if word in lexicon.change), "")
        if changed:
            return replace(token, role="change", qualifier="?", unread=changed)
    return None if token.unit else replace(token, qualifier="?", unread=f"-{case}")

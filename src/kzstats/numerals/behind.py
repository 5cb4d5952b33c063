"""What the words behind a number make of it: a qualifier, a change, a ratio, a rate, or a word that
is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kzstats.numerals.sides import STOPS, Side, nouns_of, without_ending
from kzstats.numerals.tables import Lexicon, Qualifier
from kzstats.numerals.token import Token

_ABL: Final = re.compile(r"(?:[дтн][аеә]н)$")
_DAT: Final = re.compile(r"(?:[ғгқк][аеә]|н[аеә])$")


def read_behind(lexicon: Lexicon, token: Token, sides: Side, case: str, year: bool) -> Token:
    """The token as the words behind it make it."""
    right = sides.right
    if lexicon.code == "kk":
        return _behind_kazakh(lexicon, token, right, case)
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        if phrase in lexicon.after and not (sides.met and size == len(right)):
            return _qualified(token, lexicon.after[phrase], phrase)
    if (
        len(right) > 2
        and " ".join(right[1:3]) in lexicon.after
        and ((len(right) == 3 and not sides.met) or right[1] in ("or", "или"))
    ):
        return _qualified(token, lexicon.after[" ".join(right[1:3])], " ".join(right[1:3]))
    if len(right) > 3 and right[1] == "at" and right[2] in ("most", "least"):
        return _qualified(token, lexicon.after[f"at {right[2]}"], f"at {right[2]}")
    if not right:
        return token
    if token.unit in ("percent", "points") and lexicon.code == "en" and right[0] == "points":
        return replace(token, unit="points")
    if right[0] in lexicon.times:
        return replace(token, role="ratio", qualifier="?", unread=right[0])
    if lexicon.code == "ru" and right[0] in (
        "место",
        "места",
        "месте",
        "позиция",
        "позиции",
        "строчка",
        "строчку",
        "строчке",
    ):
        return replace(token, role="rank", qualifier="?", unread=right[0])
    for depth in range(min(3, len(right))):
        pair, one = " ".join(right[depth : depth + 2]), right[depth]
        if pair in lexicon.rates or one in lexicon.rates:
            return replace(
                token, role="rate", qualifier="?", unread=pair if pair in lexicon.rates else one
            )
        if one in lexicon.change and not year and token.role != "ratio":
            if (
                lexicon.code == "en"
                and depth
                and token.unit not in ("percent", "points")
                and one in ("more", "up", "down", "rise", "fall", "cut", "above", "below", "drop")
                and not _than(right, depth)
            ):
                break
            return replace(token, role="change", qualifier="?", unread=" ".join(right[: depth + 1]))
        if one in STOPS[lexicon.code] or one in ("of",):
            break
    if (
        lexicon.code == "ru"
        and token.unit == "year"
        and sides.left[:1]
        and sides.left[0] in ("возрасте", "старше", "младше")
    ):
        return replace(token, role="age", qualifier="?", unread=sides.left[0])
    if right[0] in ("old",) and token.unit == "year":
        return replace(token, role="age", qualifier="?", unread="old")
    if (
        right[0] in lexicon.names_after
        and lexicon.code == "en"
        and right[0] in ("pages", "comments", "views", "shares", "likes", "characters", "max")
    ):
        return replace(token, role="page", nouns=tuple(right[:1]))
    if not lexicon.ends(right[0]):
        return replace(token, qualifier="?", unread=right[0])
    return token


def _than(right: list[str], depth: int) -> bool:
    return right[depth + 1 : depth + 2] == ["than"]


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
    if re.fullmatch(r"[дт][аеә]й(?:ы|і)?", case):
        return _qualified(token, "~", case)
    which = "ABL " if _ABL.search(case) else "DAT " if _DAT.search(case) else ""
    for size in range(min(4, len(right)), 0, -1):
        phrase = " ".join(right[:size])
        for form in {phrase, *without_ending(phrase)}:
            if (qualifier := lexicon.after.get(which + form)) is not None:
                if (
                    which == "DAT "
                    and form == "дейін"
                    and any(
                        word in lexicon.changes or word in _REACHED
                        for word in right[size : size + 3]
                    )
                ):
                    return token
                return _qualified(token, qualifier, phrase)
    if not right:
        return replace(token, qualifier="?", unread=f"-{case}") if which else token
    if (
        not which
        and len(right) > 1
        and (behind := _noun_qualified(lexicon, token, right)) is not None
    ):
        return behind
    if right[0] in lexicon.times:
        return replace(token, role="ratio", qualifier="?", unread=right[0])
    if right[0] in lexicon.change and (which or token.unit in ("percent", "points")):
        return replace(token, role="change", qualifier="?", unread=right[0])
    if len(right) > 1 and right[1] in lexicon.change and re.search(r"[ғгқк][аеә]$", right[0]):
        return replace(token, role="change", qualifier="?", unread=right[1])
    if right[0] in lexicon.ages:
        return replace(token, role="age", qualifier="?", unread=right[0])
    if which == "DAT " and right[0] in _REACHED:
        return token
    if which == "ABL " and not token.unit:
        return replace(token, qualifier="?", unread=f"-{case} {right[0]}")
    if (
        which == "DAT "
        and (not token.unit or token.unit in ("percent", "points") or len(token.unit) == 3)
        and any(word in lexicon.change for word in right[:4])
    ):
        return replace(
            token,
            role="change",
            qualifier="?",
            unread=next(word for word in right[:4] if word in lexicon.change),
        )
    if which and not token.unit:
        return replace(token, qualifier="?", unread=f"-{case}")
    if right[0] in ("жан", "адамға", "тұрғынға") and right[1:2] in (["басына"], ["шаққанда"]):
        return replace(token, role="rate", qualifier="?", unread=" ".join(right[:2]))
    if not lexicon.ends(right[0]):
        return replace(token, qualifier="?", unread=right[0])
    denied = next((word for word in right[:5] if word in ("емес", "жоқ")), "")
    return replace(token, qualifier="?", unread=denied) if denied else token

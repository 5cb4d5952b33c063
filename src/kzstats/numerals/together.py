"""What the numbers of a sentence are to each other: the whole that a part is of, the ends of a
fall, the age in "one man, 24, was given", the currency that is said once.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from kzstats.numerals.token import Token, is_year


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers that follow each other, as each was read alone, and the words between."""

    text: str
    one: Token
    other: Token
    gap: str

    def said(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def are_numbers(self) -> bool:
        return self.one.kind == self.other.kind == "number"

    def are(self, role: str) -> bool:
        return self.one.role == self.other.role == role


Two = tuple[Token, Token]
"""The two as they are taken by now."""


def together(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens of a sentence as they stand to each other; what a rule says of two of them goes
    before what an earlier one said.
    """
    found = list(tokens)
    for place, (one, other) in enumerate(itertools.pairwise(tokens)):
        pair = _Pair(text, one, other, text[one.end : other.start])
        two = found[place], found[place + 1]
        for rule in _RULES:
            two = rule(pair, two)
        found[place : place + 2] = two
    found = [
        replace(token, role="age", qualifier="?", unread="an age")
        if _is_age_behind_name(text, token)
        else token
        for token in found
    ]
    return _in_one_currency(text, _counting_on(text, found))


def _of_whole(pair: _Pair, two: Two) -> Two:
    """The second is the whole: "12 of 40"."""
    one, other, gap = pair.one, pair.other, pair.gap
    kinds = ("number", "range")
    if one.kind not in kinds or other.kind not in kinds or _OF.fullmatch(gap) is None:
        return two
    sure = one.role == "level" and not one.low == one.high == 0
    whole = replace(
        other,
        role="whole",
        qualifier=other.qualifier if sure else "?",
        unread="" if sure else gap.strip(),
    )
    return replace(two[0], nouns=one.nouns or other.nouns), whole


def _of_all(pair: _Pair, two: Two) -> Two:
    """The second is what the share is of: "a third of the 40"."""
    if (
        pair.one.role != "share"
        or pair.other.kind != "number"
        or _OF_ITS.fullmatch(pair.gap) is None
    ):
        return two
    unread = f"{pair.said(pair.one)}{pair.gap.rstrip()}"
    return two[0], replace(pair.other, role="whole", qualifier="?", unread=unread)


def _between(pair: _Pair, two: Two) -> Two:
    """Neither is a figure alone: "5 пен 7 аралығында"."""
    spread = pair.other.code == "kk" and pair.gap in (" мен ", " бен ", " пен ")
    if spread and pair.are_numbers() and _BETWEEN.match(pair.text, pair.other.end):
        return _both(pair, qualifier="?", unread=pair.gap.strip())
    return two


def _from_to(pair: _Pair, two: Two) -> Two:
    """The ends of a change: "from 412 offences to 361"."""
    begun = pair.text[max(0, pair.one.start - 5) : pair.one.start].lower() == "from "
    if pair.are_numbers() and pair.are("level") and begun and _TO.fullmatch(pair.gap):
        return _both(pair, role="change", qualifier="?", unread="from … to")
    return two


def _for_each(pair: _Pair, two: Two) -> Two:
    """A rate: "на одну лекцию пришлось 45 слушателей"."""
    one, other = pair.one, pair.other
    if (
        other.code == "ru"
        and one.unread == "на"
        and one.low == one.high == 1
        and other.kind in ("number", "range")
        and other.role == "level"
        and re.fullmatch(r"[^,.;:()]{1,60}", pair.gap) is not None
    ):
        unread = f"на {pair.said(one)}"
        return two[0], replace(other, role="rate", qualifier="?", unread=unread)
    return two


def _either(pair: _Pair, two: Two) -> Two:
    """Neither is said: "5 or 6"."""
    if pair.gap not in (" or ", " или ", " немесе ", " не "):
        return two
    if not (pair.are_numbers() and pair.are("level")):
        return two
    word = pair.gap.strip()
    return (
        replace(two[0], qualifier="?", unread=f"{word} {pair.said(pair.other)}"),
        replace(pair.other, qualifier="?", unread=f"{pair.said(pair.one)} {word}"),
    )


def _of_one_unit(pair: _Pair, two: Two) -> Two:
    """A change has the unit that is said behind its end: "by 5 to 7 percent"."""
    said = pair.are("change") and not pair.one.unit and pair.other.unit
    if said and pair.gap in (" до ", " to "):
        return replace(pair.one, unit=pair.other.unit), two[1]
    return two


def _of_ages(pair: _Pair, two: Two) -> Two:
    """Where the second is an age, the first is one: "18 и 29 лет"."""
    one, joints = pair.one, (" бен ", " мен ", " пен ", " и ", " to ")
    if (
        pair.other.role == "age"
        and one.kind == "number"
        and one.role == "level"
        and pair.gap in joints
    ):
        return replace(one, role="age", qualifier="?", unread=pair.other.unread), two[1]
    return two


def _aged(pair: _Pair, two: Two) -> Two:
    """The second is an age: "one man, 24, was given"."""
    other, text = pair.other, pair.text
    level = other.role == "level" and not other.unit and not other.nouns and 5 < other.low < 100
    apart = text[other.start - 2 : other.start] == ", " == text[other.end : other.end + 2]
    if (
        level
        and apart
        and pair.are_numbers()
        and pair.one.low == 1
        and re.fullmatch(r"[^,.;:]{0,40},\s", pair.gap)
    ):
        return two[0], replace(other, role="age", qualifier="?", unread="an age")
    return two


def _both(pair: _Pair, **changes: Any) -> Two:
    return replace(pair.one, **changes), replace(pair.other, **changes)


_RULES: Final[tuple[Callable[[_Pair, Two], Two], ...]] = (
    _of_whole, _of_all, _between, _from_to, _for_each, _either, _of_one_unit, _of_ages, _aged,
)  # fmt: skip
_OF: Final = re.compile(
    r"\s(?:of|out of|of the|of all|из|среди|место среди|места среди|места из"
    r"|место из)(?: the| all)?\s"
)
_OF_ITS: Final = re.compile(r"\s(?:of )?(?:its|their|his|her|our|those|these|the|all)\s")
_TO: Final = re.compile(r"\s(?:[^\W\d_]+\s){0,2}to\s")
"""What stands between the two numbers of a fall: "from 412 offences to 361"."""
_BETWEEN: Final = re.compile(r"(?:\s\w+)?\s(?:аралығ|арасында)")
"""What two Kazakh numbers have behind them that are the ends of a range."""


def _counting_on(text: str, tokens: list[Token]) -> list[Token]:
    """A number without a noun counts what the one before it does: "41 materials were blocked, and
    in the third quarter 55".
    """
    found: list[Token] = []
    counted: tuple[str, ...] = ()
    for token in tokens:
        now = token
        if (
            token.kind in ("number", "range")
            and token.role == "level"
            and not token.unit
            and not is_year(token)
        ):
            alone = token.code == "ru" and _COLLECTIVE.fullmatch(text, token.start, token.end)
            if not token.nouns and (alone or counted):
                now = replace(token, nouns=("человек",) if alone else counted)
            counted = token.nouns or counted
        found.append(now)
    return found


_COLLECTIVE: Final = re.compile(
    r"(?:дв|тр)ое|(?:четв|пят|шест|сем|восьм|девят|десят)еро", re.IGNORECASE
)
"""Numbers that alone count persons."""


def _in_one_currency(text: str, tokens: list[Token]) -> list[Token]:
    """Money whose currency is said once in the sentence."""
    currencies = {token.unit for token in tokens if len(token.unit) == 3}
    if len(currencies) != 1:
        return tokens
    (currency,) = currencies
    return [replace(token, unit=currency) if _scaled(text, token) else token for token in tokens]


def _scaled(text: str, token: Token) -> bool:
    """Whether a number stands with its scale alone, as money does whose currency is said once in
    the sentence.
    """
    said = text[token.start : token.end]
    return (
        token.role == "level"
        and not token.unit
        and not token.nouns
        and token.low >= 1000
        and re.search(r"[^\W\d_]", said) is not None
        and said[0].isdigit()
    )


_PLACES: Final = (
    "region oblast city district province republic street office area county table article "
    "область районе район город республика облысы ауданы қаласы республикасы"
)
_NAME_BEFORE: Final = re.compile(r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w’'-]+ ([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w’'-]+), \(?$")


def _is_age_behind_name(text: str, token: Token) -> bool:
    """Whether a number is the age of the person whose name stands before it."""
    if (
        token.kind != "number"
        or token.role != "level"
        or token.unit
        or token.nouns
        or not 9 < token.low < 100
        or text[token.end : token.end + 1] not in tuple(".,;)”»")
    ):
        return False
    name = _NAME_BEFORE.search(text[max(0, token.start - 60) : token.start])
    return name is not None and name[1].lower() not in _PLACES.split()

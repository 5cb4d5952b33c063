"""What the words beside a change say of it: whether it rose or fell, what qualifies it, its unit.

They are read right beside the number alone, and fail closed: a direction is one of the words below,
and between it and the number stands nothing but what the tables know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kzstats.numerals.scan import lexicon_of
from kzstats.numerals.sides import without_ending
from kzstats.numerals.tables import Lexicon, Qualifier, folded
from kzstats.numerals.token import Token

Direction = Literal["rise", "fall", ""]
Unit = Literal["percent", "points", "times", "count"]


@dataclass(frozen=True, slots=True)
class Told:
    """A change as its words tell it; ``direction`` and ``qualifier`` (``?``) may be left open."""

    direction: Direction
    qualifier: Qualifier
    unit: Unit
    words: str
    """The words that say the direction, or those beside the number that do not."""


def told(text: str, token: Token) -> Told:
    """What the words say of a number that is a change."""
    lexicon = lexicon_of(token.code)
    before = folded(text[token.segment[0] : token.start])
    behind = folded(_UNIT.sub("", text[token.end : max(token.segment[1], token.end)], count=1))
    unit = _unit(lexicon, token, behind)
    if unit == "times":
        behind = " ".join(behind.split()[1:]) if behind.split()[:1] else behind
    elif unit == "points":
        behind = _POINTS.sub("", behind, count=1)
    if token.code == "kk":
        direction, qualifier, words = _kazakh(lexicon, before, behind)
    else:
        direction, qualifier, words = _left(lexicon, before)
        if not direction:
            direction, qualifier, words = _right(lexicon, before, behind)
    if token.qualifier not in ("=", "?") and qualifier == "=":
        qualifier = token.qualifier
    denied = re.search(_DENIED, before[-40:]) is not None
    return Told(
        "" if denied else direction,
        qualifier,
        unit,
        words or behind.strip(" .,;:)")[:40] or before[-40:],
    )


def ends(token: Token) -> bool:
    """Whether a number is an end of a change, and not what it comes to: "from 10 to 25"."""
    return token.unread in ("from … to", "с … до")


_UNIT: Final = re.compile(r"^\s?(?:%|-)?")
_POINTS: Final = re.compile(
    r"^(?:(?:percentage|percent|процентн\w+|пайыздық) )?"
    r"(?:points?|пункт\w*|п\.? ?п\.?|тармақ\w*)\s?"
)
_DENIED: Final = (
    r"\b(?:not|never|no|без|не|ни)\b(?! (?:more|less|fewer|only|over|менее|более|меньше|больше)\b)"
)


def _unit(lexicon: Lexicon, token: Token, behind: str) -> Unit:
    if token.role == "ratio" or (behind.split() or [""])[0] in lexicon.times:
        return "times"
    if token.unit == "points":
        return "points"
    return "percent" if token.unit == "percent" or token.role == "share" else "count"


_STEMS: Final = {
    "en": (
        "rose|risen|rises?|rising|grew|grown|grows?|growing|growth|increas(?:e|es|ed|ing)"
        r"|(?<!make )(?<!makes )(?<!made )(?<!making )up"
        "|jump(?:s|ed)?|surged?|climbed|gained|more|higher|larger|doubled",
        "fell|fallen|falls?|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)"
        "|reduc(?:ed|es|ing|tion)|shrank|shrunk|down|less|fewer|lower|smaller|cut",
    ),
    "ru": (
        r"(?:вы|воз)рос\w*|выраст\w+|раст[еу]т|рост\w{0,2}|прирост\w{0,2}|увелич\w+|повы[сш]\w+"
        "|больше|выше|более",
        r"сни[зж]\w+|сокра[тщ]\w+|умень[шс]\w+|упа[лд]\w*|паден\w+|спад\w{0,2}|понизил\w*"
        "|меньше|ниже|менее",
    ),
    "kk": (
        r"өс\w+|арт(?:ты|қан|ып|ады|уда)\w*|көбей\w+|ұлғай\w+|көп|артық|жоғары",
        r"азай\w+|кемі\w+|төменде\w+|қысқар\w+|аз|төмен",
    ),
}  # fmt: skip
"""The words that say that something rose, and that it fell."""
_AFTER: Final = {
    "en": "increase|rise|growth|jump|more|higher|larger|up"
          "|decrease|decline|drop|fall|reduction|cut|less|fewer|lower|smaller|down",
    "ru": "больше|выше|более|меньше|ниже|менее",
}  # fmt: skip
"""Those of them that say it right behind a number; a verb there may be of something else."""
_ADVERBS: Final = {
    "en": "sharply|slightly|significantly|further|again|also|overall|steadily|considerably"
          "|in total",
    "ru": "резко|значительно|существенно|незначительно|также|ещё|еще|вновь|уже|сразу|заметно"
          "|составил[ао]?",
}  # fmt: skip
_LINKS: Final = {"en": "by|of|was|is|a|an|with", "ru": "на|в"}
_BESIDE: Final = {
    "en": "a an the was were is are by with had saw there and or that of",
    "ru": "на в и это стало было был были",
}  # fmt: skip
"""What may stand before a number whose direction stands behind it."""


@cache
def _qualifiers(code: str) -> str:
    """The words that qualify a number, as one alternative, the longest first."""
    known = sorted(lexicon_of("ru" if code == "ru" else "en").before, key=len, reverse=True)
    return "|".join(map(re.escape, known))


@cache
def _left_of(code: str) -> re.Pattern[str]:
    rise, fall = _STEMS[code]
    said = _qualifiers(code)
    return re.compile(
        rf"(?:^|\s)(?:(?P<rise>{rise})|(?P<fall>{fall}))(?: (?:{_ADVERBS[code]}))?"
        rf"(?: (?P<first>{said}))?(?: (?:{_LINKS[code]})){{0,2}}(?: (?P<second>{said}))?$"
    )


def _left(lexicon: Lexicon, before: str) -> tuple[Direction, Qualifier, str]:
    """The direction right before a number: "rose by more than", "снизилось более чем на"."""
    found = _left_of(lexicon.code).search(before)
    if found is None:
        return "", "?", ""
    qualifier = _mark(lexicon, found["first"], found["second"])
    return "rise" if found["rise"] else "fall", qualifier, found["rise"] or found["fall"]


def _right(lexicon: Lexicon, before: str, behind: str) -> tuple[Direction, Qualifier, str]:
    """The direction right behind a number: "20 percent more", "на 20 % меньше"."""
    code = lexicon.code
    found = re.match(rf"(?:{_AFTER[code]})(?=\s|$|[.,;:)])", behind)
    if found is None:
        return "", "?", ""
    word = found.group()
    direction: Direction = "rise" if re.fullmatch(_STEMS[code][0], word) else "fall"
    said = re.search(rf"(?:^|\s)(?P<said>{_qualifiers(code)})(?: (?:на|в|a|an))?$", before)
    if said is not None:
        first = re.search(rf"(?:^|\s)(?:{_qualifiers(code)})$", before[: said.start()])
        return direction, "?" if first else _mark(lexicon, said["said"]), word
    last = before.split()[-1:] or [""]
    known = not last[0] or last[0] in _BESIDE[code].split()
    return direction, "=" if known else "?", word if known else last[0]


def _kazakh(lexicon: Lexicon, before: str, behind: str) -> tuple[Direction, Qualifier, str]:
    """The direction behind a Kazakh number: "20 пайызға өсті", "2 есе азайды", "20 %-дан астам
    артты".
    """
    rise, fall = _STEMS["kk"]
    parted = behind.split()
    if parted and re.fullmatch(r"[а-я]{2,5}", parted[0]) and _CASE.fullmatch(parted[0]):
        parted = parted[1:]
    qualifier: Qualifier = "="
    known = {phrase.removeprefix("ABL ").removeprefix("DAT ") for phrase in lexicon.after}
    marks = {phrase.split(" ", 1)[-1]: mark for phrase, mark in lexicon.after.items()}
    if parted and (
        forms := [form for form in {parted[0], *without_ending(parted[0])} if form in known]
    ):
        qualifier, parted = marks.get(forms[0], "?"), parted[1:]
    ahead = before.split()[-1:] or [""]
    if ahead[0] in lexicon.before:
        qualifier = lexicon.before[ahead[0]] if qualifier == "=" else "?"
    word = parted[0].strip(".,;:)") if parted else ""
    if re.fullmatch(rise, word):
        return "rise", qualifier, word
    return ("fall" if word and re.fullmatch(fall, word) else ""), qualifier, word


_CASE: Final = re.compile(r"(?:[дтн][ае]н|[ғқгк][ае]|н[ае])")
"""The ending of a case behind a percent sign: "20%-дан"."""


def mark_before(text: str, token: Token) -> Qualifier:
    """What qualifies a number right before it, whatever the words behind make of it."""
    if token.code == "kk":
        return "?" if token.qualifier != "=" else "="
    before = folded(text[token.segment[0] : token.start])
    said = re.search(
        rf"(?:^|\s)(?P<said>{_qualifiers(token.code)})(?: (?:the|a|an|в|на))?$", before
    )
    return _mark(lexicon_of(token.code), said["said"]) if said else "="


def _mark(lexicon: Lexicon, *said: str | None) -> Qualifier:
    """What qualifies a number; two that stack are left to a person."""
    marks = [lexicon.before[one] for one in said if one]
    return "=" if not marks else marks[0] if len(marks) == 1 else "?"

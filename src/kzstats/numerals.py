"""Numbers as people write them in an article: where each one stands, and what it says.

Decimal comma and point, thousands by comma, point or space, scale words, percent, money, ranges,
dates, and words up to a hundred, with the qualifier that modifies each. The kept libraries were
looked at: quantulum3 needs a classifier and guesses units, text2num and word2number read words but
no qualifiers, ranges, dates or decimal commas, and none says where the number ends, which is what a
check needs that must not accept a number cut in two. Other languages are further tables of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from kzstats.quantity import Comparator

TokenKind = Literal["number", "range", "date", "phone", "name", "vague"]
Mark = Literal["=", ">", ">=", "<", "<=", "~"]


@dataclass(frozen=True, slots=True)
class Token:
    """One number of a text, from ``start`` to ``end``.

    ``low`` and ``high`` are equal but for a range; ``mark`` is what its qualifier says; ``unit`` is
    ``percent``, a currency's code, a unit of time, or empty. A date's ``span`` is its first and last
    day, with the year 0 where none is said (then ``span`` is of the year 4, which has every day).
    """

    kind: TokenKind
    start: int
    end: int
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    mark: Mark = "="
    unit: str = ""
    span: tuple[date, date] | None = None
    year_said: bool = True


YEARLESS: Final = 4

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WORDS = {word: number for number, word in enumerate(_ONES, 1)} | {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"hundred": 100}
_SCALES = {"thousand": 1_000, "mln": 1_000_000, "million": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000}
_QUALIFIERS: dict[str, Mark] = {
    "more than": ">", "over": ">", "above": ">", "exceeding": ">", "greater than": ">", "in excess of": ">",
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "not less than": ">=", "not fewer than": ">=", "a minimum of": ">=",
    "less than": "<", "fewer than": "<", "under": "<", "below": "<",
    "up to": "<=", "at most": "<=", "no more than": "<=", "not more than": "<=", "a maximum of": "<=", "as many as": "<=",
    "some": "~", "about": "~", "around": "~", "approximately": "~", "nearly": "~", "almost": "~", "roughly": "~", "close to": "~",
    "an estimated": "~", "estimated": "~", "circa": "~",
}  # fmt: skip
_AFTERWARDS: dict[str, Mark] = {"or more": ">=", "and more": ">=", "or over": ">=", "or less": "<=", "or fewer": "<=", "or so": "~"}
_TIMES = {"day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour"}
_MONEY = {
    "usd": "USD", "us$": "USD", "$": "USD", "dollar": "USD", "dollars": "USD", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "kzt": "KZT", "₸": "KZT", "tenge": "KZT", "gbp": "GBP", "£": "GBP", "rub": "RUB", "rubles": "RUB", "roubles": "RUB",
}  # fmt: skip


def _either(words: object) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_MONTH = rf"(?P<{{}}>{_either(_MONTHS)})\.?"
_DIGITS = (
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+(?:[.,]\d+)?)"
)
_WORD = rf"(?:(?:{_either(_TENS)})-(?:{_either(_ONES[:9])})|(?:one |a )?hundred|{_either(word for word in _WORDS if word not in ('one', 'hundred'))})"
_ONE_NUMBER = rf"(?:{_DIGITS}|\b{_WORD}\b)"
_SCALE = rf"(?:[ \u00a0-]?(?:{_either(_SCALES)})\b)"
_PERCENT = r"(?:[ \u00a0]?(?:%|percent\b|per cent\b))"
_AHEAD = rf"(?:(?:{_either(_MONEY)})[ \u00a0]?)"

_DATE = re.compile(
    rf"(?<!\w)(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>\d{{1,2}})(?:\s?[-–]\s?(?P<d2>\d{{1,2}}))?(?:st|nd|rd|th)?(?: of)? {_MONTH.format('m1')}(?:,? (?P<y1>\d{{4}}))?"
    rf"|{_MONTH.format('m2')} (?P<d3>\d{{1,2}})(?:\s?[-–]\s?(?P<d4>\d{{1,2}}))?(?:st|nd|rd|th)?(?:,? (?P<y2>\d{{4}}))?"
    rf"|{_MONTH.format('m3')},? (?P<y3>\d{{4}}))(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+ ?\d(?:[ ()-]*\d){7,}")
_NAME = re.compile(r"(?<![\w/])(?=[\w/.-]*[A-Za-z])(?=[\w/.-]*\d)\w[\w-]*(?:[/.]\w[\w-]*)*")
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<between>between )?(?P<money>{_AHEAD})?(?P<low>{_ONE_NUMBER})(?P<p1>{_PERCENT})?(?P<s1>{_SCALE})?"
    rf"(?:\s?[-–—]\s?| to | and (?=\S))(?:{_AHEAD})?(?P<high>{_ONE_NUMBER})(?P<s2>{_SCALE})?(?P<p2>{_PERCENT})?(?![\w])",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"(?<![\w])(?P<money>{_AHEAD})?(?P<low>{_ONE_NUMBER})(?P<scale>{_SCALE})?(?P<percent>{_PERCENT})?(?P<plus>\+)?", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:hundreds|thousands|millions|billions|dozens|tens)\b", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:^|(?<=\W))(?P<mark>{_either(_QUALIFIERS)})(?: (?:a total of|the|{_either(_MONEY)}))? ?$", re.IGNORECASE)
_AFTER = re.compile(rf"[ \u00a0-](?:(?:{_either(_TIMES)})s?|{_either(word for word in _MONEY if word.isalpha())})\b", re.IGNORECASE)
_LATER = re.compile(rf" (?P<mark>{_either(_AFTERWARDS)})\b", re.IGNORECASE)


def tokens(text: str) -> tuple[Token, ...]:
    """Every number of a text in its order, each once: dates, phone numbers, names, ranges, numbers, vague words."""
    found: list[Token] = []
    taken = bytearray(len(text))
    for pattern, read in ((_DATE, _date), (_PHONE, _other), (_NAME, _other), (_RANGE, _range), (_NUMBER, _number), (_VAGUE, _other)):
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]) and (token := read(match, text)) is not None:
                found.append(token)
                taken[token.start : token.end] = b"\x01" * (token.end - token.start)
    return tuple(sorted(found, key=lambda token: token.start))


def _other(match: re.Match[str], _text: str) -> Token | None:
    kinds: dict[re.Pattern[str], TokenKind] = {_PHONE: "phone", _NAME: "name", _VAGUE: "vague"}
    kind = kinds[match.re]
    words = match.group().lower()
    if kind == "name" and re.fullmatch(rf"\d+(st|nd|rd|th)|\d+-({_either(_TIMES)})s?", words):
        return None  # an ordinal is no number; the number of "5-day" is read as one
    return Token(kind, match.start(), match.end())


def _date(match: re.Match[str], text: str) -> Token | None:
    part = match.groupdict()
    if part["iso"]:
        day = _day(int(part["iso"][:4]), int(part["iso"][5:7]), int(part["iso"][8:]))
        return Token("date", match.start(), match.end(), span=(day, day)) if day else None
    name = part["m1"] or part["m2"] or part["m3"]
    if name.lower() == "may" and not name[0].isupper():
        return None
    month, said = _MONTHS[name.lower()], part["y1"] or part["y2"] or part["y3"]
    year = int(said) if said else YEARLESS
    first, last = part["d1"] or part["d3"], part["d2"] or part["d4"]
    start = _day(year, month, int(first or 1))
    following = date(year + month // 12, month % 12 + 1, 1)
    end = _day(year, month, int(last or first)) if first else following - timedelta(days=1)
    if start is None or end is None:
        return None
    before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
    mark = _QUALIFIERS[before["mark"].lower()] if before else "="
    return Token("date", match.start(), match.end(), mark=mark, span=(start, end), year_said=bool(said))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _range(match: re.Match[str], text: str) -> Token | None:
    part = match.groupdict()
    joined = text[match.end("low") : match.start("high")]
    if " and " in joined and not part["between"]:
        return None
    high = _read(part["high"]) * _scale(part["s2"])
    low = _read(part["low"]) * (_scale(part["s1"]) if part["s1"] else _scale(part["s2"]))
    if not low < high:
        return None
    money = _MONEY.get((part["money"] or "").strip(" \u00a0").lower(), "")
    return _with_words(Token("range", match.start(), match.end(), low, high, unit="percent" if part["p1"] or part["p2"] else money), text)


def _number(match: re.Match[str], text: str) -> Token | None:
    part = match.groupdict()
    value = _read(part["low"]) * _scale(part["scale"])
    money = _MONEY.get((part["money"] or "").strip(" \u00a0").lower(), "")
    end = match.end()
    if end < len(text) and (text[end].isalpha() or (text[end] in ".," and text[end + 1 : end + 2].isdigit())):
        return None
    token = Token("number", match.start(), end, value, value, mark=">=" if part["plus"] else "=", unit="percent" if part["percent"] else money)
    return _with_words(token, text)


def _with_words(token: Token, text: str) -> Token:
    """The token with its qualifier and the unit behind it; both modify it only where they stand right beside it."""
    mark, unit, start, end = token.mark, token.unit, token.start, token.end
    if before := _BEFORE.search(text, max(0, start - 40), start):
        mark = _QUALIFIERS[before["mark"].lower()]
    if after := _AFTER.match(text, end):
        word = after.group()[1:].lower()
        unit = unit or _MONEY.get(word) or _TIMES[word.rstrip("s")]
        end = after.end()
    if later := _LATER.match(text, end):
        mark = _AFTERWARDS[later["mark"].lower()]
    return Token(token.kind, start, token.end, token.low, token.high, mark, unit)


def _read(said: str) -> Decimal:
    """The number of its digits or words. A comma before three digits parts thousands, before others it is the decimal sign."""
    words = said.lower().removeprefix("one ").removeprefix("a ")
    if not words[0].isdigit():
        return Decimal(sum(_WORDS[word] for word in words.split("-")))
    digits = re.sub(r"[ \u00a0\u202f]", "", words)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)|\d{1,3}(\.\d{3}){2,}", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def _scale(word: str | None) -> int:
    return _SCALES[word.strip(" \u00a0-").lower()] if word else 1


def comparator(mark: Mark) -> tuple[Comparator, bool]:
    """A mark as a quantity has it: its comparator, and whether it is approximate."""
    return ("=", True) if mark == "~" else (mark, False)

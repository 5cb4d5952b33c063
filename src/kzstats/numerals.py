"""Numbers as people write them in an article: where each one stands, and what it says.

Decimal comma and point, thousands by comma, point or space, scale words, percent, money, ranges,
dates, and words up to a hundred, with the qualifier that modifies each. The kept libraries were
looked at: quantulum3 needs a classifier and guesses units, text2num and word2number read words but
no qualifiers, ranges, dates or decimal commas, and none says where the number ends, which is what a
check needs that must not accept a number cut in two. Other languages are further tables of words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from kzstats.quantity import Comparator

TokenKind = Literal["number", "range", "date", "phone", "name", "vague"]
Mark = Literal["=", ">", ">=", "<", "<=", "~", "?"]
"""What a qualifier says; ``?`` where the words turn or double its meaning, so that only a person can tell."""


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
    loose: bool = False
    """Whether the words beside a date or a year ("since", "early", "the first half of") make it another period."""


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
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905 - as words are read
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905 - as words are read
_WORDS = {word: number for number, word in enumerate(_ONES, 1)} | {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"hundred": 100}
_SCALES = {
    word: factor
    for words, factor in (
        ("dozen", 12), ("thousand thousands thd k", 1_000), ("million millions mln mn mio mil m", 1_000_000),
        ("billion billions bln bn", 1_000_000_000), ("trillion trillions trn tn", 1_000_000_000_000),
    )
    for word in words.split()
}  # fmt: skip
_QUALIFIERS: dict[str, Mark] = {
    "more than": ">", "over": ">", "above": ">", "exceeding": ">", "greater than": ">", "in excess of": ">",
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "not less than": ">=", "not fewer than": ">=", "a minimum of": ">=",
    "less than": "<", "fewer than": "<", "under": "<", "below": "<",
    "up to": "<=", "at most": "<=", "no more than": "<=", "not more than": "<=", "a maximum of": "<=", "as many as": "<=",
    "some": "~", "about": "~", "around": "~", "approximately": "~", "nearly": "~", "almost": "~", "roughly": "~", "close to": "~",
    "not exceeding": "<=", "no greater than": "<=", "not greater than": "<=", "not over": "<=", "not above": "<=",
    "not in excess of": "<=", "not below": ">=", "not under": ">=",
    "an estimated": "~", "estimated": "~", "circa": "~", "c.": "~", "ca.": "~", "perhaps": "~",
    "maybe": "~", "possibly": "~", "approx.": "~", "approx": "~", "upwards of": ">=",
    ">": ">", "≥": ">=", "<": "<", "≤": "<=", "~": "~",
}  # fmt: skip
_AFTERWARDS: dict[str, Mark] = {"or more": ">=", "and more": ">=", "or over": ">=", "or less": "<=", "or fewer": "<=", "or so": "~"}
_TIMES = {"day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour"}
_MONEY = {
    "usd": "USD", "us$": "USD", "$": "USD", "dollar": "USD", "dollars": "USD", "eur": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR",
    "kzt": "KZT", "₸": "KZT", "tenge": "KZT", "gbp": "GBP", "£": "GBP", "rub": "RUB", "rubles": "RUB", "roubles": "RUB",
}  # fmt: skip


def _either(words: object) -> str:
    return "|".join(re.escape(str(word)) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]  # any collection of texts


_MONTH = rf"(?P<{{}}>{_either(_MONTHS)})\.?"
_DIGITS = (
    r"(?:[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3}){1,4}(?!\d)(?:[.,]\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?|"
    r"[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?)"
)
_UNDER = rf"(?:(?:{_either(_TENS)})(?:[ -](?:{_either(_ONES[:9])}))?|{_either(_ONES[1:])})"
_PARTS = r"(?:third|quarter|(?:four|fif|six|seven|eigh|nin|ten)th)"
_WORD = (
    rf"(?:(?:(?:{_either(_ONES[:9])}|a)[ -])?hundred(?:(?: and)? {_UNDER})?|{_UNDER}|(?:a|one)(?=[ -](?:{_either(_SCALES)})\b))"
    rf"(?!-(?:first|second|half)\b|-{_PARTS}s?\b| {_PARTS}s\b)"
)
_ONE_NUMBER = rf"(?:{_DIGITS}|\b{_WORD}\b)"
_SCALE = rf"(?:[\s-]?(?:{_either(_SCALES)})\b)"
_JOIN = r"[.,/:'’]"
_PERCENT = r"(?:\s?(?:%|percent\b|per\scent\b))"
_AHEAD = rf"(?:(?:{_either(_MONEY)})\s?)"

_DATE = re.compile(
    rf"(?<!\w)(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>\d{{1,2}})(?:\s?[-–]\s?(?P<d2>\d{{1,2}}))?(?:st|nd|rd|th)?(?: of)? {_MONTH.format('m1')}(?:,? (?P<y1>\d{{4}}))?"
    rf"|{_MONTH.format('m2')} (?P<d3>\d{{1,2}})(?:\s?[-–]\s?(?P<d4>\d{{1,2}}))?(?:st|nd|rd|th)?(?:,? (?P<y2>\d{{4}}))?"
    rf"|{_MONTH.format('m3')},? (?P<y3>\d{{4}}))(?!\w)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?<!\w)(?:(?:between\s|from\s)?{_MONTH.format('s1')}(?:\s(?P<z1>\d{{4}}))?\s?(?:[-–]|to|and|until|through)\s?{_MONTH.format('s2')},?\s(?P<z2>\d{{4}})"
    rf"|(?P<e1>\d{{1,2}})\s{_MONTH.format('s3')}(?:\s(?P<z3>\d{{4}}))?\s?(?:[-–]|to|and)\s?(?P<e2>\d{{1,2}})\s{_MONTH.format('s4')}(?:,?\s(?P<z4>\d{{4}}))?"
    rf"|{_MONTH.format('s5')}\s(?P<e3>\d{{1,2}})\s?(?:[-–]|to|and)\s?{_MONTH.format('s6')}\s(?P<e4>\d{{1,2}})(?:,?\s(?P<z5>\d{{4}}))?)(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+ ?\d(?:[ ()-]*\d){7,}")
_NAME = re.compile(r"(?<![\w/])(?<!\d[.,])(?=[\w/.-]{0,80}[A-Za-z])(?=[\w/.-]{0,80}\d)\w[\w-]*(?:[/.]\w[\w-]*)*")
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<between>between\s)?(?P<money>{_AHEAD})?(?P<low>{_ONE_NUMBER})(?P<p1>{_PERCENT})?(?P<s1>{_SCALE})?"
    rf"(?(between)\sand\s(?=\S)|(?:\s?[-–—]\s?|\sto\s))(?P<other>{_AHEAD})?(?P<high>{_ONE_NUMBER})(?P<s2>{_SCALE})?(?P<p2>{_PERCENT})?(?![\w]|{_JOIN}?\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?<![\w])(?<!\d{_JOIN})(?P<money>{_AHEAD})?(?P<low>{_ONE_NUMBER})(?P<scale>{_SCALE})?(?P<percent>{_PERCENT})?(?P<plus>\+)?(?!{_JOIN}?\d)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"\b(?:hundreds|thousands|millions|billions|dozens|tens)\b", re.IGNORECASE)
_DIGITS_LEFT = re.compile(rf"\d(?:{_JOIN}?\d)*(?!\d|(?:st|nd|rd|th)\b)", re.IGNORECASE)
_LAST = re.compile(r"\d+(?!\d|(?:st|nd|rd|th)\b)", re.IGNORECASE)
_SAID = _either(_QUALIFIERS).replace(r"\ ", r"\s")
_BEFORE = re.compile(rf"(?:^|(?<=\W))(?P<mark>{_SAID})[”\"’,]?(?:\s(?:a total of|the|all|another|a further|{_either(_MONEY)}))*\s?$", re.IGNORECASE)
_TURNED = re.compile(
    r"(?:^|(?<=\W))(?:not|no|none of(?: the)?|nor|half(?: of)?|(?:third|quarter|fraction)s? of|twice|thrice|double|triple|times|minus|per|every"
    r"|out of)\s(?:the\s)?$"
    r"|(?:^|[\s(])[-−–]$",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:rose|risen|rising|grew|grown|growing|increased?|increasing|fell|fallen|dropp?ed|decreased?|declined?|up|down|jumped|went)"
    r"\s(?:\w+\s){0,2}?(?:from|by)\s$",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:\b(?:since|before|after|by|until|till|early|late|mid|not in|than in|(?:half|quarter|part|end|beginning|start|middle|months|weeks|days) of"
    r"|Q[1-4])(?: the)?(?: year)?[\s-])$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"[\s-](?:(?:{_either(_TIMES)})s?|{_either(word for word in _MONEY if word.isalpha())})\b|\s?[$€₸£](?!\s?\d)", re.IGNORECASE)
_LATER = re.compile(rf"\s(?:(?=\w+\sor\s)\w+\s)?(?P<mark>{_either(_AFTERWARDS)})\b".replace(r"\ ", r"\s"), re.IGNORECASE)
_POINTS = re.compile(r"(?:age)?[\s-]+points?\b", re.IGNORECASE)
_LOOKALIKES = {0x130: "I", 0x131: "i", 0x17F: "s", 0x212A: "K"}  # letters that re.IGNORECASE takes for ASCII ones


def tokens(text: str) -> tuple[Token, ...]:
    """Every number of a text in its order, each once: dates, phone numbers, names, ranges, numbers, vague words."""
    found: list[Token] = []
    text = text.translate(_LOOKALIKES)
    taken = bytearray(len(text))
    for pattern, read in (
        (_SPAN, _span),
        (_DATE, _date),
        (_PHONE, _other),
        (_NAME, _other),
        (_RANGE, _range),
        (_NUMBER, _number),
        (_VAGUE, _other),
        (_DIGITS_LEFT, _other),
        (_LAST, _other),
    ):
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]) and (token := read(match, text)) is not None:
                found.append(token)
                taken[token.start : token.end] = b"\x01" * (token.end - token.start)
    return tuple(sorted(found, key=lambda token: token.start))


def _other(match: re.Match[str], _text: str) -> Token | None:
    kinds: dict[re.Pattern[str], TokenKind] = {_PHONE: "phone", _NAME: "name", _DIGITS_LEFT: "name", _LAST: "name", _VAGUE: "vague"}
    kind = kinds[match.re]
    words = match.group().lower()
    if kind == "name" and re.fullmatch(rf"\d+(st|nd|rd|th)|\d[\d.,]*-?({_either(_SCALES)})|\d+-({_either(_TIMES)})s?", words):
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
    end = _day(year, month, int(last or first or monthrange(year, month)[1]))
    if start is None or end is None or end < start:
        return None
    before = _BEFORE.search(text, max(0, match.start() - 40), match.start())
    mark = _qualifier(before) if before else "="
    loose = _LOOSE.search(text, max(0, match.start() - 40), match.start()) is not None
    return Token("date", match.start(), match.end(), mark=mark, span=(start, end), year_said=bool(said), loose=loose)


def _span(match: re.Match[str], text: str) -> Token | None:
    """A span from one month, or one day, to another: "January to May 2016", "31 January – 1 February 2017"."""
    part = match.groupdict()
    one, other = (_MONTHS[name.lower()] for name in (part["s1"] or part["s3"] or part["s5"], part["s2"] or part["s4"] or part["s6"]))
    said = part["z2"] or part["z4"] or part["z5"]
    last = int(said) if said else YEARLESS
    first = int(part["z1"] or part["z3"] or last)
    days = (part["e1"] or part["e3"], part["e2"] or part["e4"])
    start = _day(first, one, int(days[0] or 1))
    end = _day(last, other, int(days[1] or monthrange(max(last, 1), other)[1]))
    if start is None or end is None or not start < end:
        return None
    loose = _LOOSE.search(text, max(0, match.start() - 40), match.start()) is not None
    return Token("date", match.start(), match.end(), span=(start, end), year_said=bool(said), loose=loose)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _range(match: re.Match[str], text: str) -> Token | None:
    part = match.groupdict()
    high = _read(part["high"]) * _scale(part["s2"])
    low = _read(part["low"]) * (_scale(part["s1"]) if part["s1"] else _scale(part["s2"]))
    if not low < high:
        return None
    money, other = (_MONEY.get((part[name] or "").strip().lower(), "") for name in ("money", "other"))
    unit = "percent" if part["p1"] or part["p2"] else money if other in ("", money) else "mixed"
    return _with_words(Token("range", match.start(), match.end(), low, high, unit=unit), text)


def _number(match: re.Match[str], text: str) -> Token | None:
    part = match.groupdict()
    value = _read(part["low"]) * _scale(part["scale"])
    money = _MONEY.get((part["money"] or "").strip().lower(), "")
    end = match.end()
    if end < len(text) and text[end].isalpha():
        return None
    token = Token("number", match.start(), end, value, value, mark=">=" if part["plus"] else "=", unit="percent" if part["percent"] else money)
    return _with_words(token, text)


def _with_words(token: Token, text: str) -> Token:
    """The token with its qualifier and the unit behind it; both modify it only where they stand right beside it."""
    mark, unit, start, end = token.mark, token.unit, token.start, token.end
    begins = max(0, start - 60)
    if before := _BEFORE.search(text, begins, start):
        mark, start = _qualifier(before), before.start()
        if _BEFORE.search(text, begins, start):
            mark = "?"
    if _TURNED.search(text, begins, start) or (_CHANGED.search(text, begins, start) and (token.kind == "range" or unit == "percent")):
        mark = "?"
    if token.kind == "range" and token.high > 500 * token.low > 0:
        mark = "?"
    if after := _AFTER.match(text, end):
        word = after.group().strip().strip("-").lower()
        unit = unit or _MONEY.get(word) or _TIMES[word.rstrip("s")]
        end = after.end()
    if later := _LATER.match(text, end):
        mark = _AFTERWARDS[" ".join(later["mark"].lower().split())] if mark == "=" else "?"
    if token.unit == "percent" and _POINTS.match(text, token.end):
        unit = "points"
    loose = _LOOSE.search(text, begins, token.start) is not None
    return Token(token.kind, token.start, token.end, token.low, token.high, mark, unit, loose=loose)


def _qualifier(found: re.Match[str]) -> Mark:
    return _QUALIFIERS[" ".join(found["mark"].lower().split())]


def _read(said: str) -> Decimal:
    """The number of its digits or words. A comma before three digits parts thousands, before others it is the decimal sign."""
    words = said.lower()
    if not words[0].isdigit():
        value = 0
        for word in re.split("[ -]", words):
            value = max(value, 1) * 100 if word == "hundred" else value + {**_WORDS, "a": 1, "and": 0}[word]
        return Decimal(value)
    digits = re.sub(r"\s", "", words)
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)|\d{1,3}(\.\d{3}){2,}", digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def _scale(word: str | None) -> int:
    return _SCALES[word.strip().strip("-").lower()] if word else 1


def comparator(mark: Mark) -> tuple[Comparator, bool] | None:
    """A mark as a quantity has it: its comparator, and whether it is approximate; ``None`` where only a person can tell."""
    if mark == "?":
        return None
    return ("=", True) if mark == "~" else (mark, False)

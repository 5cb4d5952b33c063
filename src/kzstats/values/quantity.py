"""A value as it was said: its number or bounds, and the mark that qualifies it.

The comparators are those of HL7 FHIR's ``Quantity.comparator`` (``<``, ``<=``, ``>=``, ``>``);
"about" is a flag of its own, and a range has two bounds and no midpoint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import inf
from typing import Literal

Number = int | float
Comparator = Literal["=", ">", ">=", "<", "<="]

PATTERN = r"^(>=|<=|>|<|~)?[0-9]+(\.[0-9]+)?$|^[0-9]+(\.[0-9]+)?\.\.[0-9]+(\.[0-9]+)?$"
_SAID = re.compile(r"(>=|<=|>|<|~)?([0-9]+(?:\.[0-9]+)?)(?:\.\.([0-9]+(?:\.[0-9]+)?))?", re.ASCII)
_DIGITS = 15
_TRY = 'try 154, "1.5", ">30", ">=500", "<10", "<=10", "~90" or "10..20"'


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as said.

    ``value`` is the number said, ``None`` for a range. ``low`` and ``high`` are the known bounds:
    both the value when exact, both ``None`` when approximate, one ``None`` for "more than" and its
    like.
    """

    value: Number | None
    low: Number | None
    high: Number | None
    comparator: Comparator = "="
    approximate: bool = False

    def __str__(self) -> str:
        """The notation that :func:`parse` reads back to an equal quantity."""
        if self.value is None:
            return f"{_digits(self.low)}..{_digits(self.high)}"
        mark = "~" if self.approximate else self.comparator
        return f"{'' if mark == '=' else mark}{_digits(self.value)}"


@dataclass(frozen=True, slots=True)
class Derived:
    """A number computed from quantities, with what is known of it; it may be negative.

    ``low`` and ``high`` are bounds (infinite when unknown), ``strict`` tells which of the two are
    excluded ("more than" against "at least"). An approximate parent makes the result approximate.
    """

    low: float
    high: float
    strict: tuple[bool, bool] = (False, False)
    approximate: bool = False

    @property
    def known(self) -> bool:
        """Whether at least one bound is known, so that there is something to say."""
        return self.low > -inf or self.high < inf

    @property
    def comparator(self) -> Comparator:
        """``=`` for an exact number and for a range, else the side that is known."""
        if self.low > -inf and self.high < inf:
            return "="
        if self.low > -inf:
            return ">" if self.strict[0] else ">="
        return "<" if self.strict[1] else "<="


def parse(said: int | str) -> Quantity:
    """Read the notation of a value: ``154``, ``">30"``, ``"~90"``, ``"10..20"``, ``"1.5"``.

    Raises :class:`ValueError` with a sentence for the person who wrote it.

    >>> parse(">30")
    Quantity(value=30, low=30, high=None, comparator='>', approximate=False)
    >>> str(parse("10..20"))
    '10..20'
    """
    match = _SAID.fullmatch(str(said))
    if match is None:
        raise ValueError(_complaint(str(said)))
    mark, first, last = match.groups()
    one = _number(first)
    if last is not None:
        other = _number(last)
        if mark:
            raise ValueError(f'{said!r} has a mark and a range (a range stands alone: "10..20")')
        if not one < other:
            raise ValueError(
                f"the range {said!r} does not rise (write the lower bound first, or one number)"
            )
        return Quantity(None, one, other)
    if mark is None:
        return Quantity(one, one, one)
    if mark == "~":
        return Quantity(one, None, None, "=", True)
    if mark in (">", ">="):
        return Quantity(one, one, None, mark)  # type: ignore[arg-type]  # the pattern admits only comparators
    return Quantity(one, None, one, mark)  # type: ignore[arg-type]  # the pattern admits only comparators


def interval(quantity: Quantity) -> Derived:
    """The quantity as bounds for arithmetic; "about 90" counts as 90 and stays approximate."""
    if quantity.approximate and quantity.value is not None:
        return Derived(quantity.value, quantity.value, approximate=True)
    low = -inf if quantity.low is None else quantity.low
    high = inf if quantity.high is None else quantity.high
    if low == -inf:
        low = 0  # a count, an amount or a duration is never negative
    return Derived(low, high, (quantity.comparator == ">", quantity.comparator == "<"))


@lru_cache(4096)
def possible(quantity: Quantity) -> Derived:
    """What a quantity can be and its words still be true: "about 800" from 750 to 850, half a step
    of its last digit and at most a tenth.

    >>> possible(parse("~800")).low, possible(parse("~824")).high
    (750.0, 824.5)
    """
    if not quantity.approximate or quantity.value is None:
        return interval(quantity)
    exact = Decimal(repr(quantity.value)).normalize()
    margin = min(float(Decimal(1).scaleb(int(exact.as_tuple().exponent))) / 2, quantity.value / 10)
    return Derived(quantity.value - margin, quantity.value + margin, approximate=True)


def below(one: Derived, other: Derived) -> bool:
    """Whether all that one number can be is less than all that the other can."""
    return one.high < other.low or (one.high == other.low and (one.strict[1] or other.strict[0]))


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether both can be true: 125 and ">100" can, 125 and "<100" cannot."""
    first, second = possible(one), possible(other)
    return not below(first, second) and not below(second, first)


def total(parts: list[Quantity]) -> Derived:
    """The sum, with the comparators of its parts: 90 and ">30" make ">120".

    >>> total([parse(90), parse(">30")]).comparator
    '>'
    """
    bounds = [interval(part) for part in parts]
    low, high = sum(bound.low for bound in bounds), sum(bound.high for bound in bounds)
    if high < inf and any(part.comparator in ("<", "<=") for part in parts):
        low = -inf  # the zero that a ceiling starts from is no finding
    return Derived(
        low,
        high,
        (any(bound.strict[0] for bound in bounds), any(bound.strict[1] for bound in bounds)),
        any(bound.approximate for bound in bounds),
    )


def growth(earlier: Quantity, later: Quantity) -> Derived | None:
    """The change from one quantity to another in percent, or ``None`` where nothing is known of it.

    From 100 to ">300" is ">200 %"; from ">100" to 300 is "<200 %"; from 0 there is no percentage.

    >>> growth(parse(100), parse(">300")).low
    200.0
    """
    before, after = interval(earlier), interval(later)
    low = (
        -inf
        if before.high in (0, inf) or _unbounded_below(later)
        else _percent(before.high, after.low)
    )
    high = inf if before.low == 0 or after.high == inf else _percent(before.low, after.high)
    if before.high == 0 or (low == -inf and high == inf):
        return None
    # down to nothing is -100 % from whatever it was, so a mark on the earlier figure does not
    # exclude it
    strict = (
        after.strict[0] or (before.strict[1] and after.low > 0),
        after.strict[1] or (before.strict[0] and after.high > 0),
    )
    return Derived(low, high, strict, before.approximate or after.approximate)


def rate(quantity: Quantity, units: Number) -> Derived:
    """The quantity per unit (a month of its period, say), its bounds divided alike."""
    bounds = interval(quantity)
    low = -inf if _unbounded_below(quantity) else bounds.low / units
    return Derived(low, bounds.high / units, bounds.strict, bounds.approximate)


def _unbounded_below(quantity: Quantity) -> bool:
    return quantity.comparator in ("<", "<=")


def _percent(before: float, after: float) -> float:
    return (after - before) / before * 100


def _digits(number: Number | None) -> str:
    """The digits of a number, never with an exponent: 0.00001."""
    return format(Decimal(repr(number)), "f")


def _number(digits: str) -> Number:
    if len(digits.replace(".", "").lstrip("0")) > _DIGITS:
        raise ValueError(
            f"{digits} has more than {_DIGITS} digits (give it in whole base units, without false "
            f"precision)"
        )
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        raise ValueError(
            f"{digits} starts with a zero (write {re.sub('^0+(?=[0-9])', '', digits)})"
        )
    return float(digits) if "." in digits else int(digits)


def _complaint(said: str) -> str:
    """What is wrong with a text that is no value, as near to the mistake as can be told."""
    text = said.strip()
    if not text:
        return f"a value is missing ({_TRY})"
    if text[0] in "-−":
        return f"{said!r} is negative (counts, amounts, shares and durations are not)"
    if re.fullmatch(r"[<>=~]*\s*\d{1,3}([, \u00a0\u202f]\d{3})+", text):
        return (
            f"{said!r} has separators (write the digits alone: {re.sub(r'[^0-9<>=~]', '', text)})"
        )
    if re.fullmatch(r"[<>=~]*\d+,\d+", text):
        return f'{said!r} has a decimal comma (write a point: "{text.replace(",", ".")}")'
    if re.fullmatch(r"\d+(\.\d+)?\s*(-|–|—|to|…|\.\.\.)\s*\d+(\.\d+)?", text):
        return f'{said!r} is not how a range is written (two points between the bounds: "10..20")'
    if re.fullmatch(r"[<>=~]{2,}\d.*", text):
        return f"{said!r} has more than one mark ({_TRY})"
    if re.fullmatch(r"\d+(\.\d+)?[eE][+-]?\d+|[+-]?\.?(inf|nan)", text, re.IGNORECASE):
        return f"{said!r} is not a plain finite number (write its digits out)"
    return f"{said!r} is not a value ({_TRY})"

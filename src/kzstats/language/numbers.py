"""Numbers by CLDR, with the separators of a language and no more digits than they have."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final

from babel.numbers import format_compact_decimal, format_decimal

from kzstats.language.languages import cldr

COMPACT_FROM: Final = 1_000_000
"""From here up a number is said in millions."""
_BILLION, _COMPACT_TO = 1_000_000_000, 1_000_000_000_000
KEPT: Final = 8192
"""How many numbers and periods are kept in words: each stands in a mark, a sentence and a table,
and Babel takes long over it.
"""


def number(lang: str, value: float) -> str:
    """A number with the language's separators, with no more digits than it has."""
    return _decimal(lang, value)


@lru_cache(maxsize=KEPT)
def _decimal(lang: str, value: float) -> str:
    return format_decimal(value, format="#,##0.###", locale=cldr(lang), decimal_quantization=False)


def rounded(lang: str, value: float, rounding: str = ROUND_HALF_EVEN) -> str:
    """A computed number to three significant digits, whole from a hundred up."""
    if float(value).is_integer() and abs(value) >= COMPACT_FROM:
        return amount(lang, value)
    exact = Decimal(f"{value:.12g}")  # the noise of binary arithmetic is no digit
    digits = min(0, exact.adjusted() - 2) if exact else 0
    return format_decimal(
        exact.quantize(Decimal(1).scaleb(digits), rounding),
        format="#,##0.#",
        locale=cldr(lang),
        decimal_quantization=False,
    )


def in_tenths(lang: str, value: float, rounding: str = ROUND_HALF_EVEN) -> str:
    """A computed number to one decimal; to three significant digits where nothing would be left of
    it.
    """
    tenths = Decimal(f"{value:.12g}").quantize(Decimal("0.1"), rounding)
    return (
        format_decimal(tenths, format="#,##0.#", locale=cldr(lang), decimal_quantization=False)
        if tenths or not value
        else rounded(lang, value, rounding)
    )


def amount(lang: str, value: float) -> str:
    """A number as short as it can be without losing a digit: 4,700,000 as "4.7 million"; "млн"
    where the word would have to be declined.
    """
    if (
        COMPACT_FROM <= value < _COMPACT_TO
        and (value / (10_000 if value < _BILLION else 10_000_000)).is_integer()
    ):
        return format_compact_decimal(
            value,
            format_type="long" if lang == "en" else "short",
            fraction_digits=2,
            locale=cldr(lang),
        )
    return number(lang, value)

"""Numbers as people write them in articles: where each one stands, and what it says, in English, Russian and Kazakh.

The kept libraries were looked at: quantulum3 needs a classifier and guesses units, text2num and word2number read words but
no qualifiers, ranges, dates or decimal commas, and none says where the number ends, which is what a check needs that must not
accept a number cut in two. Word classes of Russian are pymorphy's; the names of months and currencies are CLDR's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kzstats.numerals import russian
from kzstats.numerals.reading import tokens
from kzstats.numerals.scan import tongue
from kzstats.numerals.tables import YEARLESS, Mark, folded, words
from kzstats.numerals.token import Role, Token, TokenKind
from kzstats.quantity import Comparator

__all__ = ["YEARLESS", "Mark", "Role", "Token", "TokenKind", "alive", "comparator", "named", "stands_now", "tokens"]


def comparator(mark: Mark) -> tuple[Comparator, bool] | None:
    """A mark as a quantity has it: its comparator, and whether it is approximate; ``None`` where only a person can tell."""
    if mark == "?":
        return None
    return ("=", True) if mark == "~" else (mark, False)


def named(code: str) -> Mapping[str, tuple[str, ...]]:
    """The words by which a language names the units that are counted; ``@`` stands for all that :func:`alive` tells."""
    return tongue(code).counted


def alive(word: str) -> bool:
    """Whether a Russian word names a person."""
    return russian.parsed(word)[2] and tongue("ru").classify(word) == "anchor"


_POINTING: Final = words(
    "them they their these those this it its his her he she then there former latter them such "
    "их них ними ним ней нему он она они оно этих этим этого этом это эти эта этот тех тогда там он его ее тот та те такие таких "
    "олар олардың олардан олардағы оларға оның онда одан бұл бұлар бұлардың осы сол сонда солардың мұнда ішінде арасында оларды"
)


def stands_now(code: str, sentence: str) -> bool:
    """Whether a sentence tells by itself how things stand: its verbs are in the present, and no word of it points to what was said before."""
    told = next(tongue(known).tense for known in ("en", "ru", "kk") if known == code)
    said = re.findall(r"[^\W\d_]+", folded(sentence))
    return not any(word in _POINTING for word in said) and {tense for word in said if (tense := told(word))} == {"present"}

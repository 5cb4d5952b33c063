"""What a number counts, as the words of its article name it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

from kzstats.model import Metric
from kzstats.numerals import Token, alive, named

NOT_NAMED: Final = "what is counted is not named"
"""The words of a check that found nothing to hold the unit against."""
UNITS: Final = ("person", "case", "offence", "event")
Told = tuple[Literal["passed", "failed", "undecided"], str]


def counted(metric: Metric, number: Token, phrases: str, text: str) -> Told:
    """Whether the words name what the metric counts: those behind the number, then those of quote and context, the clause, the paragraph before."""
    unit = metric.unit if metric.unit in UNITS else metric.counting_unit or ""
    own = _own(metric, number.code)
    if metric.unit in UNITS and (number.low != int(number.low) or number.high != int(number.high)):
        return "failed", f"“{text[number.start : number.end]}” is a fraction, and {metric.unit}s are counted whole"
    if not unit and not own:
        return "passed", ""
    plain = metric.unit in UNITS or (metric.unit not in ("percent",) and not re.fullmatch("[A-Z]{3}", metric.unit) and bool(own))
    if plain and number.nouns:
        if any(_is(word, own) for word in number.nouns) or unit in (said := _units(number.code, number.nouns)):
            return "passed", " ".join(number.nouns)
        if said:
            return "failed", f"the words name {', '.join(sorted(said))}, the metric counts {unit or metric.unit}"
        if number.role != "share" and _things(number):
            return (
                "undecided",
                f"not known to name {unit or metric.unit}s: “{' '.join(number.nouns)}” (give the metric counted_as, in the article's language)",
            )
    for words, where in _around(number, phrases, text):
        found = _units(number.code, words)
        if any(_is(word, own) for word in words) or unit in found:
            return "passed", ", ".join(sorted(found)) or where
        if found and where in ("quote", "clause"):
            return "failed", f"the words name {', '.join(sorted(found))}, the metric counts {unit or metric.unit}"
        if found:
            return "undecided", f"the words before name {', '.join(sorted(found))}, and none near the number names {unit or metric.unit}s"
    return "passed", NOT_NAMED


def _things(number: Token) -> bool:
    """Whether the words behind a number are read as what it counts: the first of them is no verb."""
    return not re.search(
        r"(?:ed|ing)$|(?:ло|ли|ла|лись|лась|лось|лся|ют|ет|ит|но|ны|ться|тся)$|(?:ды|ді|ты|ті|ған|ген|қан|кен)$", number.nouns[0]
    ) or number.nouns[0].endswith("ети")


def _around(number: Token, phrases: str, text: str) -> Iterable[tuple[list[str], str]]:
    """The words of quote and context, of the clause, of the sentence, and of what the paragraph says before, the nearest first."""
    yield _folded(phrases), "quote"
    yield _folded(text[slice(*number.segment)]), "clause"
    yield _folded(text[slice(*number.sentence)]), "sentence"
    begins = max(text.rfind("\n", 0, number.start) + 1, number.sentence[0] - 300)
    yield _folded(text[begins : number.sentence[0]]), "before"


def _folded(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text.lower().replace("ё", "е"))


def _own(metric: Metric, code: str) -> tuple[str, ...]:
    """The words that the metric itself gives."""
    return _lowered(metric.counted_as.in_language(code)) if metric.counted_as else ()


@cache
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower().replace("ё", "е") for word in words)


def _is(word: str, known: Iterable[str]) -> bool:
    return any(word.startswith(beginning[:-1]) if beginning.endswith("*") else word == beginning for beginning in known)


def _units(code: str, words: Iterable[str]) -> set[str]:
    found = set()
    for word in words:
        if (unit := _unit(code, word)) is not None:
            found.add(unit)
    return found


@cache
def _unit(code: str, word: str) -> str | None:
    """The unit that a word names by the table of its language."""
    for unit, known in named(code).items():
        if _is(word, known) or ("@" in known and alive(word)):
            return unit
    return None

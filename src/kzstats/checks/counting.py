"""What a number counts, as the words of its article name it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

from kzstats.checks.nearness import heading
from kzstats.dataset.model import Metric
from kzstats.numerals import Token, acts, alive, named, personal
from kzstats.values.reasons import Reason, because

NOT_NAMED: Final = "not named"
"""The reason of a check that found nothing to hold the unit against."""
UNITS: Final = ("person", "case", "offence", "event")
Told = tuple[Literal["passed", "failed", "undecided"], Reason]


def counted(metric: Metric, number: Token, phrases: str, text: str) -> Told:
    """Whether the words name what the metric counts: those behind the number, then those of quote
    and context, the clause, the paragraph before.
    """
    unit = metric.unit if metric.unit in UNITS else metric.counting_unit or ""
    own = _own(metric, number.code)
    if metric.unit in UNITS and (number.low != int(number.low) or number.high != int(number.high)):
        return "failed", because(
            "fraction", number=text[number.start : number.end], metric=metric.unit
        )
    if not unit and not own:
        return "passed", because("said", words=metric.unit)
    plain = metric.unit in UNITS or (
        metric.unit not in ("percent",) and not re.fullmatch("[A-Z]{3}", metric.unit) and bool(own)
    )
    nouns = number.nouns or _of_number(number.code, text[number.segment[0] : number.start])
    if plain and nouns:
        if any(_is(word, own) for word in nouns) or unit in (said := _units(number.code, nouns)):
            return "passed", Reason("said", {"words": " ".join(nouns)})
        if said:
            return _named_otherwise(number, nouns[0], said, unit or metric.unit, text)
        alone = (
            number.code != "kk" or len(nouns) == 1
        )  # a Kazakh object has the ending of a verb: "материалды тексеріп"
        if number.role != "share" and not (alone and acts(number.code, nouns[0])):
            return "undecided", because(
                "not known", metric=unit or metric.unit, words=" ".join(nouns)
            )
    if plain and unit in UNITS and _is_of_persons(number, text):
        if unit == "person":
            return "passed", because("said", words="person")
        return "undecided", because("names", unit="person", metric=unit)
    return _told_around(number, unit, own, phrases, text, unit or metric.unit)


def named_behind(metric: Metric, number: Token) -> Told:
    """Whether the words right behind a rate name what it is of; others are left to a person."""
    unit, own = metric.counting_unit or metric.unit, _own(metric, number.code)
    nouns = number.nouns
    if any(_is(word, own) for word in nouns) or unit in _units(number.code, nouns):
        return "passed", Reason("said", {"words": " ".join(nouns)})
    return "undecided", because("not known", metric=unit, words=" ".join(nouns))


def spoken_of(metric: Metric, number: Token, phrases: str, text: str) -> Told:
    """Whether the words around a change name what changed, as the metric counts it: a percent of
    it, so many times it.
    """
    unit = metric.unit if metric.unit in UNITS else metric.counting_unit or ""
    own = _own(metric, number.code)
    if not unit and not own:
        return "passed", because("said", words=metric.unit)
    return _told_around(number, unit, own, phrases, text, unit or metric.unit)


def _told_around(
    number: Token, unit: str, own: tuple[str, ...], phrases: str, text: str, counts: str
) -> Told:
    """Whether the words further away name what is counted."""
    large = number.low >= _LARGE and not number.nouns
    behind: list[str] = []
    if number.code == "ru" and number.nouns and acts("ru", number.nouns[0]):
        behind = _folded(text[number.end : number.segment[1]])  # "полсотни завершили курс"
    for words, where in _around(number, phrases, text):
        if large and where == "before":
            break
        said = [word for word in words if word not in behind]
        found = _units(number.code, said)
        if where == "before" and unit in found and len(found) > 1 and unit != "person":
            return "undecided", because(
                "names before", unit=", ".join(sorted(found - {unit})), metric=counts
            )
        if any(_is(word, own) for word in said) or unit in found:
            return "passed", because("said", words=", ".join(sorted(found)) or where)
        if found and where in ("quote", "clause"):
            return "failed", because("names", unit=", ".join(sorted(found)), metric=counts)
        if found:
            return "undecided", because(
                "names before", unit=", ".join(sorted(found)), metric=counts
            )
    if large:
        return "undecided", because(
            "not known", metric=counts, words=text[number.start : number.end]
        )
    return "passed", because(NOT_NAMED)


_LARGE: Final = 1_000_000
"""From where on a number with nothing named is money rather than a count."""
_BEHIND: Final = 60


def _named_otherwise(number: Token, noun: str, said: set[str], unit: str, text: str) -> Told:
    """What follows where the words name something else: nothing sure where it is what another
    number of the sentence counts.
    """
    units = ", ".join(sorted(said))
    if number.nouns and noun not in _folded(text[number.end : number.end + _BEHIND]):
        return "undecided", because("names before", unit=units, metric=unit)
    return "failed", because("names", unit=units, metric=unit)


def _is_of_persons(number: Token, text: str) -> bool:
    """Whether what is done to those who are counted is done to persons alone: "38 convicted"."""
    before, behind = _TO_PERSONS[number.code if number.code in _TO_PERSONS else "en"]
    return (
        behind.match(text, number.end) is not None
        or before.search(text, number.segment[0], number.start) is not None
    )


_NEVER: Final = re.compile("(?!)")
_TO_PERSONS: Final = {
    "en": (
        _NEVER,
        re.compile(
            r"\s(?:(?:were|was|are|have been|had been) )?(?:convicted|sentenced|arrested|detained"
            r"|acquitted|imprisoned|jailed|killed|injured|wounded)\b"
        ),
    ),
    "ru": (
        re.compile(r"\b(?:осужден|осуждён|задержан|арестован|оправдан)[ыо]?\s(?:[^\W\d_]+\s)?$",
        re.IGNORECASE),
        re.compile(r"\s(?:осужден|осуждён|задержан|арестован|оправдан)[ыо]?\b"),
    ),
    "kk": (
        _NEVER,
        re.compile(r"[-\w]*\s(?:сотталды|сотталған|ұсталды|қамалды|тұтқындалды|ақталды)\b"),
    ),
}  # fmt: skip
"""What is done to persons, before and behind their number."""


def _of_number(code: str, clause: str) -> tuple[str, ...]:
    """What words before a number say that it is the number of: "the number of judges is",
    "количество судей –", "мешіттердің саны".
    """
    found = (
        _NUMBER_OF[code].search(clause.lower().replace("ё", "е")) if code in _NUMBER_OF else None
    )
    return tuple(re.findall(r"[^\W\d_]+", found[1])) if found else ()


_NUMBER_OF: Final = {
    "en": re.compile(
        r"\bnumber of (?:the |all |its |such |these )*((?:[^\W\d_]+ ){0,2}?[^\W\d_]+)"
        r"(?= (?:is|was|are|were|has|had|rose|fell|reached|stood|in|at|now|who)\b)"
    ),
    "ru": re.compile(r"\b(?:числ[оа]|количеств[оа]|численность) ((?:[^\W\d_]+ ){0,2}[^\W\d_]+)"),
    "kk": re.compile(r"([^\W\d_]+(?:[дтн][ыі]ң)) (?:жалпы )?саны\b"),
}
"""How each language says of what a number is the number before it."""


def _around(number: Token, phrases: str, text: str) -> Iterable[tuple[list[str], str]]:
    """The words of quote and context, of the clause, of the sentence, and of what the paragraph
    says before, the nearest first.
    """
    yield _folded(phrases), "quote"
    yield _folded(text[slice(*number.segment)]), "clause"
    yield _folded(text[slice(*number.sentence)]), "sentence"
    begins = text.rfind("\n", 0, number.start) + 1
    begins = max(heading(text, begins)[0], number.sentence[0] - 300)
    yield _folded(text[begins : number.sentence[0]]), "before"


def _folded(text: str) -> list[str]:
    return re.findall(
        r"[^\W\d_]+(?:-[^\W\d_]+)?", _NO_UNITS.sub(" ", text.lower().replace("ё", "е"))
    )


_NO_UNITS: Final = re.compile(
    r"\b(?:внутренних|иностранных|зарубежных) дел\b|\bпо делам\b|\bв том числе\b|\b(?:ішкі|сыртқы"
    r"|дін) іст?ер\w*|\bдін іс\w+"
    r"|\bin (?:any|that|this|such|either|the|some) cases?(?: of)?\b|\bin case\b"
    r"|\b(?:just )?in case\b|\bна самом деле\b|\bиметь дело\b"
)
"""Names of offices and turns of speech that hold the word of a unit and count none."""


def _own(metric: Metric, code: str) -> tuple[str, ...]:
    """The words that the metric itself gives."""
    return _lowered(metric.counted_as.in_language(code)) if metric.counted_as else ()


@cache
def _lowered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower().replace("ё", "е") for word in words)


def _is(word: str, known: Iterable[str]) -> bool:
    return any(
        word.startswith(beginning[:-1]) if beginning.endswith("*") else word == beginning
        for beginning in known
    )


def _units(code: str, words: Iterable[str]) -> set[str]:
    said = tuple(words)
    found = set()
    for word, after in itertools.zip_longest(said, said[1:], fillvalue=""):
        if (unit := _unit(code, word)) is not None and not (
            word == "іс" and after.startswith("шара")
        ):
            found.add(unit)
        elif code == "ru" and unit is None and personal(word, after):
            found.add("person")
    return found


_OF_A_KIND: Final = re.compile(r"(?:[тд]ік|[тд]ық|лық|лік)$(?<!бұзушылық)(?<!шетелдік)")


@cache
def _unit(code: str, word: str) -> str | None:
    """The unit that a word names by the table of its language."""
    if code == "kk" and _OF_A_KIND.search(word) is not None:
        return None  # "экстремистік қылмыс" is no extremist
    for unit, known in named(code).items():
        if _is(word, known) or ("@" in known and alive(word)):
            return unit
    return None

"""Which metric a figure may belong to, by the words of both; and a sketch of a new one where none
fits.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kzstats.checks.archive import Article
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Metric
from kzstats.dataset.vocabulary import TOPICS
from kzstats.drafting.reasons import TIMES
from kzstats.drafting.units import Counted
from kzstats.numerals import Token
from kzstats.numerals.tables import words as listed

_ENOUGH: Final = 4.0
_AHEAD: Final = 1.25
_OWN: Final = 1.5
"""How much the words of the number's own sentence must say, so that those of others do not decide
alone.
"""
_WORDS: Final = 2
"""How many words must speak for a metric: one alone stands in too many."""
_KINDRED: Final = {
    "flow": {"flow", "cumulative"},
    "cumulative": {"cumulative", "flow", "stock"},
    "stock": {"stock", "cumulative"},
}
_EMPTY: Final = frozenset(
    listed(
        "the and for with from that this have has have was were are of in on to by an at who than "
        "more less about some kazakhstan number "
        "total people which their there such said according country countries "
        "для что как это его при или все был была были также число числа количество казахстан "
        "казахстане человек лиц лица "
        "және мен үшін бұл сол деп болды бар саны қазақстан қазақстанда адам"
    )
)


@dataclass(frozen=True, slots=True)
class Match:
    """A metric that a figure may belong to: its id, or none; the words that speak for it; and which
    others are near.
    """

    metric: str | None
    told: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    """The stems of each metric's words in a language, and how much each says by being rare."""

    stems: Mapping[str, frozenset[str]]
    weight: Mapping[str, float] = field(default_factory=dict)


def stem(word: str) -> str:
    """The beginning of a word, by which its forms are alike."""
    said = word.lower().replace("ё", "е").replace("offens", "offenc")
    return said[:5] if len(said) > 5 else said.rstrip("s") if len(said) > 3 else said


@lru_cache(maxsize=1024)  # a sentence is asked of each of its numbers, and of those behind it
def stems(text: str) -> frozenset[str]:
    """The stems of a text's words that say something."""
    return frozenset(
        stem(word) for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in _EMPTY
    )


_CODE: Final = re.compile(r"criminal code|уголовн\w+ кодекс\w*|қылмыстық кодекс\w*", re.IGNORECASE)
_OF_SAYING: Final = frozenset(
    listed(
        "said told repor held year unite state сообщ сказа отмет заяви прове провё "
        "оның ішінд олард өткіз"
    )
)
"""The stems of what is said of all that happens, and of all that is said."""


def _telling(text: str) -> frozenset[str]:
    """The stems of a text's words that say what is counted."""
    return stems(_CODE.sub(" ", text)) - _OF_SAYING


def matched(dataset: Dataset, article: Article, token: Token, counted: Counted) -> Match:
    """The metric whose words the article uses near the number, if it is ahead of all others; it
    must be in the number's unit.
    """
    index = _index(dataset, token.code)
    places = _places(article, token)
    scored: list[tuple[float, str, list[str]]] = []
    near_words: dict[str, set[str]] = {}
    share = counted.unit == "percent"
    for name, metric in dataset.metrics.items():
        if not _fits(metric, counted):
            continue
        words = index.stems[name]
        score, own, told = 0.0, 0.0, []
        for number, (said, worth) in enumerate(places):
            for word in words & said:
                score += index.weight[word] * worth
                own += index.weight[word] if number < 2 else 0
                told.append(word)
        if own < _OWN and counted.unit not in TIMES:
            continue
        if counted.kind_told and counted.kind != metric.kind:
            score -= 1.5
        elif counted.kind == metric.kind:
            score += 1.0
        scored.append((score, name, told))
        near_words[name] = {word for word in told if any(word in said for said, _ in places[:2])}
    scored.sort(key=lambda found: (-found[0], found[1]))
    near = tuple(name for score, name, _ in scored[:3] if score > 0)
    if (
        not scored
        or scored[0][0] < _ENOUGH
        or (len(scored) > 1 and scored[0][0] < _AHEAD * scored[1][0])
        or not _speaks(near_words[scored[0][1]] if share else set(scored[0][2]))
    ):
        return Match(None, "", near)
    best = scored[0]
    return Match(best[1], ", ".join(dict.fromkeys(f"{word}…" for word in best[2])), near)


def _fits(metric: Metric, counted: Counted) -> bool:
    if counted.unit is None:
        return False
    if counted.unit in TIMES:
        return metric.unit == counted.unit or (metric.unit, counted.unit) == ("month", "year")
    if counted.kind_told and counted.kind in _KINDRED and metric.kind == "event":
        return False
    return metric.unit == counted.unit


def _places(article: Article, token: Token) -> list[tuple[frozenset[str], float]]:
    """The words near a number with their worth: its clause, its sentence, what the paragraph says
    before, the first lines.
    """
    text = article.text
    line = text.rfind("\n", 0, token.start) + 1
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    clause, sentence = _telling(text[slice(*token.segment)]), _telling(text[slice(*token.sentence)])
    before = _telling(text[max(line, token.sentence[0] - 400) : token.sentence[0]])
    paragraph = _telling(text[max(above, line - 400) : line])
    return [
        (clause, 1.0),
        (sentence - clause, 0.6),
        (before - sentence, 0.4),
        (paragraph - before - sentence, 0.3),
    ]


@remembered(4)
def _index(dataset: Dataset, code: str) -> _Index:
    found = {name: stems(" ".join(_said(metric, code))) for name, metric in dataset.metrics.items()}
    counts = Counter(word for words in found.values() for word in words)
    return _Index(
        found, {word: 1 + math.log(max(len(found), 2) / count) for word, count in counts.items()}
    )


def _said(metric: Metric, code: str) -> Iterable[str]:
    for words in (metric.title, metric.short, metric.definition):
        if words is not None:
            yield words.in_language(code)
    if metric.counted_as is not None:
        yield " ".join(metric.counted_as.in_language(code)).replace("*", "")
    yield {"convicted": _CONVICTED, "registered": _REGISTERED}.get(metric.stage or "", "")


_CONVICTED: Final = "convicted sentenced осуждены осуждено приговорены сотталды"
_REGISTERED: Final = "registered recorded зарегистрировано зафиксировано тіркелді"


_STAGES: Final = stems(f"{_CONVICTED} {_REGISTERED}")


def _speaks(words: set[str]) -> bool:
    """Whether enough words speak for a metric, or the one that says what was done."""
    return len(words) >= _WORDS or bool(words & _STAGES)


def topic_of(dataset: Dataset, match: Match, counted: Counted) -> tuple[str, str]:
    """A topic for a new metric: that of the nearest one, or the one that its unit belongs to, and
    what tells it.
    """
    if counted.kind == "amount":
        return "funding", "it is money"
    if counted.kind == "event":
        return "cooperation", "it is of an event"
    if match.near:
        return dataset.metrics[match.near[0]].topic, f"as {match.near[0]}"
    known = (*TOPICS, *dataset.topics)
    return known[0], "a guess"

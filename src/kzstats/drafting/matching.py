"""Which metric a figure may belong to, by the words of both; and a sketch of a new one where none
fits.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.nearness import lead
from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset, Metric
from kzstats.dataset.vocabulary import TOPICS
from kzstats.drafting import deeds
from kzstats.drafting.reasons import TIMES
from kzstats.drafting.units import Counted
from kzstats.drafting.voices import silenced
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
    between: tuple[str, ...] = ()
    """The metrics of which one is meant where the words do not tell which."""


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
        "оның ішінд олард өткіз хабар"
    )
)
"""The stems of what is said of all that happens, and of all that is said."""


_BODIES: Final = re.compile(
    r"\b(?:prosecutor\S*(?: general)?(?:['’]s)?(?: office)?|committee\w*|ministr\w+|agenc\w+"
    r"|courts?|police|прокур\w+|генпрокур\w+|комитет\w*|министер\w+|агентств\w*|полици\w*"
    r"|суд(?:а|у|ом|е|ы|ов|ам|ами|ах)?|сот(?:тар\w*)?|министрлі\w+|агентті\w+)\b",
    re.IGNORECASE,
)
"""Bodies that act on what is counted, or tell of it."""


def _telling(code: str, text: str) -> frozenset[str]:
    """The stems of a text's words that say what is counted: not who speaks, nor which body acts."""
    return stems(_BODIES.sub(" ", _CODE.sub(" ", silenced(code, text)))) - _OF_SAYING


def matched(dataset: Dataset, article: Article, token: Token, counted: Counted) -> Match:
    """The metric whose words the article uses near the number, if it is ahead of all others; it
    must be in the number's unit, and count what was done to what the number counts.
    """
    done = deeds.governing(article, token) if counted.unit not in TIMES else deeds.NONE
    scored = [
        one
        for one in _scored(dataset, article, token, counted, done)
        if _is_done(dataset.metrics[one.name], done, counted)
    ]
    near = tuple(one.name for one in scored[:3] if one.score > 0)
    same = [one for one in scored if done and deeds.of_metric(dataset.metrics[one.name]) == done]
    if len(done) > 1 and not same:
        return Match(None, "", near, near)
    same = _apart(dataset, article, token, same)
    if counted.unit is None:
        return Match(None, "", tuple(one.name for one in same[:3]))
    best = (same or scored)[:1]
    told = len(same) == 1 and (
        counted.unit == "attack" or _FIELD.search(dataset.metrics[same[0].name].title.en)
    )
    if not best or not (told or _ahead(same or scored, counted)):
        likely = tuple(
            one.name
            for one in same[:3]
            if one.score >= _ENOUGH and _in_field(dataset.metrics[one.name], article, token)
        )
        return Match(None, "", near, likely if len(likely) > 1 else ())
    if not _in_field(dataset.metrics[best[0].name], article, token):
        return Match(None, "", near)
    words = ", ".join(dict.fromkeys(f"{word}…" for word in best[0].told))
    return Match(best[0].name, words, near)


@dataclass(frozen=True, slots=True)
class _Score:
    """How much speaks for a metric: by its words, of which those of the number's own sentence."""

    score: float
    name: str
    told: tuple[str, ...]
    own: frozenset[str]


def _scored(
    dataset: Dataset, article: Article, token: Token, counted: Counted, done: deeds.Deeds
) -> list[_Score]:
    """The metrics that the words near a number speak for, the one that most do first."""
    index = _index(dataset, token.code)
    places = _places(article, token)
    found: list[_Score] = []
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
        spoken = own >= _OWN or (done and deeds.of_metric(metric) == done)
        if not spoken and counted.unit not in TIMES:
            continue
        if counted.kind_told and counted.kind != metric.kind:
            score -= 1.5
        elif counted.kind == metric.kind:
            score += 1.0
        near = frozenset(word for word in told if any(word in said for said, _ in places[:2]))
        found.append(_Score(score, name, tuple(told), near))
    return sorted(found, key=lambda one: (-one.score, one.name))


def _apart(dataset: Dataset, article: Article, token: Token, same: list[_Score]) -> list[_Score]:
    """Of the metrics that count the same deed those of whose own words, which no other of them
    has, most stand around the number; all of them where none has any.
    """
    code, text = token.code, article.text
    line = text.rfind("\n", 0, token.sentence[0]) + 1
    said = stems(text[max(line, token.sentence[0] - _ABOVE) : token.sentence[1]])
    titles = {
        one.name: stems(dataset.metrics[one.name].title.in_language(code)) - _OF_SAYING
        for one in same
    }
    hits = {}
    for one in same:
        others = [words for name, words in titles.items() if name != one.name]
        hits[one.name] = len(titles[one.name].difference(*others) & said)
    return [one for one in same if hits[one.name] == max(hits.values())]


def _ahead(scored: Sequence[_Score], counted: Counted) -> bool:
    """Whether enough words speak for the first of some metrics, and many more than for any
    other.
    """
    best = scored[0]
    said = set(best.own) if counted.unit == "percent" else set(best.told)
    return (
        best.score >= _ENOUGH
        and (len(scored) == 1 or best.score >= _AHEAD * scored[1].score)
        and _speaks(said)
    )


def _is_done(metric: Metric, done: deeds.Deeds, counted: Counted) -> bool:
    """Whether a metric may count what was done: what says nothing of a deed may count what no
    words tell the deed of.
    """
    if counted.kind in ("amount", "share", "duration") or counted.unit == "percent":
        return True
    own = deeds.of_metric(metric)
    return bool(own & done) if done else True


_FIELD: Final = re.compile(r"extremis|terror|экстреми|террор|лаңкес", re.IGNORECASE)
_OTHER_FIELD: Final = re.compile(
    r"\b(?:corrupt\w*|brib\w*|fraud\w*|drugs?\b(?! and crime)|narcotic\w*|theft\w*|robber\w*"
    r"|trafficking|murder\w*|smuggl\w*|коррупц\w*|взят\w*|мошеннич\w*"
    r"|наркот\w*\b(?! и преступн)|краж\w*|грабеж\w*|разбо\w*|убийств\w*|контрабанд\w*"
    r"|торговл\w+ людьми|насили\w* в семье|сыбайлас\w*|парақор\w*|алаяқ\w*"
    r"|есірткі\w*\b(?! және қылмыс)|ұрлық\w*|тонау\w*|кісі өлтіру\w*)",
    re.IGNORECASE,
)
"""Words of other offences; not so in the name of the United Nations' office."""
_ABOVE: Final = 600


def _in_field(metric: Metric, article: Article, token: Token) -> bool:
    """Whether the words around a number speak of the field that a metric names: extremism and
    terrorism, not corruption.
    """
    if not _FIELD.search(metric.title.en):
        return True
    text = article.text
    begin, end = token.sentence
    sentence = text[begin:end]
    if _FIELD.search(sentence):
        return True
    if _OTHER_FIELD.search(sentence):
        return False
    above = text[max(0, begin - _ABOVE) : begin]
    return bool(_FIELD.search(above) or _FIELD.search(text[: lead(text)]))


def _fits(metric: Metric, counted: Counted) -> bool:
    if counted.unit is None:  # what was done may still tell
        return bool(deeds.of_metric(metric))
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
    begin, end = token.sentence
    said = silenced(token.code, text[begin:end])
    inner = said[max(0, token.segment[0] - begin) : max(0, token.segment[1] - begin)]
    clause, sentence = _telling(token.code, inner), _telling(token.code, said)
    before = _telling(token.code, text[max(line, begin - 400) : begin])
    paragraph = _telling(token.code, text[max(above, line - 400) : line])
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


def topic_of(
    dataset: Dataset, near: Sequence[str], counted: Counted, done: deeds.Deeds = deeds.NONE
) -> str:
    """A topic for a new metric: of money and of events their own, else that of most metrics in the
    same unit or of the same deed, of the nearest one, or the first.
    """
    if counted.kind == "amount":
        return "funding"
    if counted.kind == "event" or counted.unit in _TOGETHER:
        return "cooperation"
    kin = [
        metric.topic
        for metric in dataset.metrics.values()
        if (counted.unit not in _COMMON and metric.unit == counted.unit)
        or (done and deeds.of_metric(metric) & done)
        or (_PAGES & {str(counted.unit)} and metric.unit in _PAGES)
    ]
    if kin:
        return Counter(kin).most_common(1)[0][0]
    if near:
        return dataset.metrics[near[0]].topic
    return (*TOPICS, *dataset.topics)[0]


_COMMON: Final = ("person", "percent", "case", None)
_TOGETHER: Final = frozenset(("event", "course", "lesson", "visit", "meeting", "seminar"))
"""What people come together for."""
_PAGES: Final = frozenset(("website", "web-page", "link", "publication", "account", "channel"))

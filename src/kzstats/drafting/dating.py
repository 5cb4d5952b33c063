"""The period of a number: what the words around it may mean, and which of that the checks bear out.

Each time that the article tells near the number is tried as the checks would read it (stated, or
inferred in one of their ways), the nearest first. What they do not pass is not proposed, and where
as near words bear out two periods the choice is a person's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from kzstats.checks import timing
from kzstats.checks.archive import Article
from kzstats.checks.finding import Outcome
from kzstats.checks.nearness import is_tied
from kzstats.checks.spans import span
from kzstats.dataset.model import InferredOfRecord, Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.drafting.choosing import REMARK
from kzstats.drafting.guessing import (
    EVENT,
    FAR,
    Guess,
    Number,
    guesses,
    inside,
    others,
    times_of,
)
from kzstats.drafting.phrases import Phrase, phrase
from kzstats.numerals import Token
from kzstats.values import period as periods
from kzstats.values.notes import noted
from kzstats.values.reasons import Reason


@dataclass(frozen=True, slots=True)
class Dated:
    """A period that the checks bear out, how, the phrases that the record then needs, and the words
    that tell it.
    """

    period: str
    how: PeriodInference | None
    words: str
    quote: Phrase
    context: Phrase | None = None
    tied: bool = False
    """Whether its words stand right beside the number: "327 in 2015 and 554 in 2016"."""


def dated(
    article: Article, source: Source, metric: Metric, record: Record, token: Token,
    need: tuple[int, int], quote: Phrase, avoid: Iterable[tuple[int, int]],
) -> tuple[Dated | None, str]:  # fmt: skip
    """The one period that the nearest words bear out, or none, with why there is none."""
    number = Number(article, source, metric, record, token, need, quote, tuple(avoid))
    for nearness, several in itertools.groupby(guesses(number), key=lambda guess: guess.nearness):
        borne: dict[str, Dated] = {}
        for guess in several:
            if (found := _borne(number, guess)) is not None:
                borne.setdefault(found.period, found)
        if borne and FAR <= nearness < EVENT and (several_said := _other_times(number)):
            return (
                None,
                noted(
                    "the words before speak of {words}",
                    words=", ".join(f"“{words}”" for words in several_said),
                ),
            )
        tied = [one for one in borne.values() if one.tied]
        if len(borne) == 1 or len(tied) == 1:
            return (tied or list(borne.values()))[0], ""
        if borne:
            return None, noted(
                "it may be one of these: {several}",
                several=tuple(f"{one.period} (“{one.words}”)" for one in borne.values()),
            )
    near = [article.text[other.start : other.end] for other in times_of(article, token.sentence)]
    return (
        None,
        noted("the words nearby say {words}", words=", ".join(f"“{words}”" for words in near))
        if near
        else noted("no words nearby tell it"),
    )


def _other_times(number: Number) -> list[str]:
    """The times of the paragraph before a number, where there is more than one or one is of several
    years.
    """
    article, token = number.article, number.token
    line = article.text.rfind("\n", 0, token.sentence[0]) + 1
    told: dict[object, str] = {}
    for other in times_of(article, (line, token.sentence[1])):
        days = span(other)
        if other.compared or other.base in ("now", "earlier"):
            continue
        told[days or other.base] = article.text[other.start : other.end]
        if days is not None and days[0].year != days[1].year:
            told[other] = told[days]
    own = {(number.source.published.start, number.source.published.end)}
    return list(dict.fromkeys(told.values())) if len(set(told) - own) > 1 else []


_OFFERED: Final = 9


def choices(
    article: Article, source: Source, metric: Metric, record: Record, token: Token,
    need: tuple[int, int], quote: Phrase, avoid: Iterable[tuple[int, int]],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """What a period that is open may be, for a person to choose from: what the checks bear out
    first, then what else the times nearby may mean, then the year and the day of the article; what
    the checks would refuse is not offered, and what they leave to a person says so.
    """
    number = Number(article, source, metric, record, token, need, quote, tuple(avoid))
    found = list(guesses(number))
    told = [one for one in (_borne(number, guess) for guess in found) if one is not None]
    found += others(number)
    told += [one for one in (_phrased(number, guess) for guess in found) if one is not None]
    told = list({one.period: one for one in reversed(told)}.values())[::-1][: _OFFERED - 3]
    year = source.published.start.year
    own: tuple[tuple[str, PeriodInference], ...] = (
        (str(year), "article_year"),
        (str(year - 1), "previous_year"),
        (str(source.published), "article_date"),
    )
    stating = [guess for guess in others(number, far=True) if guess.period in dict(own)]
    for text, how in own:
        stated = (_phrased(number, guess) for guess in stating if guess.period == text)
        told.append(next(filter(None, stated), Dated(text, how, text, quote)))
    seen: set[str] = set()
    for one in told:
        if one.period in seen:
            continue
        outcome, why = _outcome(number, one)
        if outcome == "failed":
            continue
        seen.add(one.period)
        changed: dict[str, Any] = {"period": one.period}
        if outcome != "passed":
            changed[REMARK] = noted(
                "{question} {outcome}: {why}", question="Q5", outcome=outcome, why=why or ""
            )
        if one.how is not None:
            changed["inferred"] = {"period": one.how}
        if one.context is not None:
            changed["context"] = one.context.words
        if one.quote.words != quote.words:
            changed["quote"] = one.quote.words
        yield changed


def _borne(number: Number, guess: Guess) -> Dated | None:
    """A guess that passes the check of periods, with the phrases that it needs."""
    found = _phrased(number, guess)
    return found if found is not None and _passes(number, found) else None


def _phrased(number: Number, guess: Guess) -> Dated | None:
    """A guess with the phrases that it needs."""
    article = number.article
    try:
        periods.parse(guess.period)
    except ValueError:
        return None
    quote, context = number.quote, None
    held = guess.token is None or _holds(quote, guess.token)
    if not held and guess.token is not None and guess.nearness < FAR:
        both = min(number.need[0], guess.token.start), max(number.need[1], guess.token.end)
        wide = phrase(article, both, number.avoid)
        if (
            wide is not None
            and wide.start <= both[0]
            and both[1] <= wide.end
            and not wide.prefix
            and not wide.suffix
        ):
            quote, held = wide, True
    told = guess.year if held and guess.year is not None else None if held else guess.token
    if told is not None and not _holds(quote, told):
        span = _with_length(article, told)
        context = phrase(article, span, _numbers(number, told)) or phrase(article, span)
        if context is None or context.prefix or context.suffix:
            return None
    words = (
        article.text[guess.token.start : guess.token.end]
        if guess.token
        else str(number.source.published)
    )
    return Dated(
        guess.period,
        guess.how,
        words,
        quote,
        context,
        guess.token is not None and is_tied(article, number.token, guess.token),
    )


def _with_length(article: Article, token: Token) -> tuple[int, int]:
    """A time with the words that make a bare number one: "over the past five months", "two-day
    seminar".
    """
    if not token.unit:
        return token.start, token.end
    before = re.search(
        r"(?:[^\W\d_]+ ){0,3}$",
        article.text[max(token.sentence[0], token.start - 30) : token.start],
    )
    behind = re.match(r"(?:[ -][^\W\d_]+){1,2}", article.text[token.end : token.end + 40])
    start = token.start - len(before.group()) if before and token.past else token.start
    return start, token.end + (behind.end() if behind else 0)


def _numbers(number: Number, told: Token) -> list[tuple[int, int]]:
    """The numbers near a time that are none themselves, which its phrase had better not hold."""
    article = number.article
    place = article.order[told.start]
    near = article.numbers[max(0, place - 6) : place + 7]
    return [
        (one.start, one.end)
        for one in near
        if one is not told and one.kind in ("number", "range") and span(one) is None
    ]


def _holds(quote: Phrase, token: Token) -> bool:
    return quote.start <= token.start and token.end <= quote.end


def _passes(number: Number, found: Dated) -> bool:
    return _outcome(number, found)[0] == "passed"


def _outcome(number: Number, found: Dated) -> tuple[Outcome, Reason | None]:
    """What the check of periods says of one, and why."""
    quote, context = found.quote, found.context
    tried = number.record.model_copy(
        update={
            "period": periods.parse(found.period),
            "inferred": InferredOfRecord(period=found.how),
            "quote": quote.words,
            "context": context.words if context else None,
        }
    )
    said = [
        other
        for span in (quote, context) if span is not None
        for other in inside(number.article, span.start, span.end) if other is not number.token
    ]  # fmt: skip
    outcome, why, *_ = timing.period_check(
        tried, number.metric, number.source, number.article, number.token, said
    )
    return outcome, why

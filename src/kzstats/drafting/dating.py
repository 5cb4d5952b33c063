"""The period of a number: what the words around it may mean, and which of that the checks bear out.

Each time that the article tells near the number is tried as the checks would read it (stated, or inferred in one of their ways), the nearest
first. What they do not pass is not proposed, and where as near words bear out two periods the choice is a person's.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kzstats.checks import timing
from kzstats.checks.archive import Article
from kzstats.checks.spans import span
from kzstats.dataset.model import InferredOfRecord, Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.drafting.phrases import Phrase, phrase
from kzstats.numerals import Token, lasts, titled
from kzstats.values import period as periods
from kzstats.values.period import Period


@dataclass(frozen=True, slots=True)
class Dated:
    """A period that the checks bear out, how, the phrases that the record then needs, and the words that tell it."""

    period: str
    how: PeriodInference | None
    words: str
    quote: Phrase
    context: Phrase | None = None
    tied: bool = False
    """Whether its words stand right beside the number: "327 in 2015 and 554 in 2016"."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """A period that a time in the text may mean; ``year`` is the one that says the year where the time itself does not."""

    period: str
    how: PeriodInference | None
    token: Token | None
    nearness: int
    year: Token | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    """What all guesses are tried on."""

    article: Article
    source: Source
    metric: Metric
    record: Record
    token: Token
    need: tuple[int, int]
    quote: Phrase
    avoid: tuple[tuple[int, int], ...]


def dated(
    article: Article, source: Source, metric: Metric, record: Record, token: Token,
    need: tuple[int, int], quote: Phrase, avoid: Iterable[tuple[int, int]],
) -> tuple[Dated | None, str]:  # fmt: skip
    """The one period that the nearest words bear out, or none, with why there is none."""
    number = _Number(article, source, metric, record, token, need, quote, tuple(avoid))
    for nearness, several in itertools.groupby(_guesses(number), key=lambda guess: guess.nearness):
        borne: dict[str, Dated] = {}
        for guess in several:
            if (found := _borne(number, guess)) is not None:
                borne.setdefault(found.period, found)
        if borne and _FAR <= nearness < _EVENT and (several_said := _other_times(number)):
            return None, f"the words before speak of {', '.join(f'“{words}”' for words in several_said)}"
        tied = [one for one in borne.values() if one.tied]
        if len(borne) == 1 or len(tied) == 1:
            return (tied or list(borne.values()))[0], ""
        if borne:
            return None, "it may be " + " or ".join(f"{one.period} (“{one.words}”)" for one in borne.values())
    near = [article.text[other.start : other.end] for other in _times_of(article, token.sentence)]
    return None, f"the words nearby say {', '.join(f'“{words}”' for words in near)}" if near else "no words nearby tell it"


_FAR: Final = 2
"""From how near on a time is of another sentence, whose period is carried only where nothing else is spoken of."""


def _other_times(number: _Number) -> list[str]:
    """The times of the paragraph before a number, where there is more than one or one is of several years."""
    article, token = number.article, number.token
    line = article.text.rfind("\n", 0, token.sentence[0]) + 1
    told: dict[object, str] = {}
    for other in _times_of(article, (line, token.sentence[1])):
        days = span(other)
        if other.compared or other.base in ("now", "earlier"):
            continue
        told[days or other.base] = article.text[other.start : other.end]
        if days is not None and days[0].year != days[1].year:
            told[other] = told[days]
    own = {(number.source.published.start, number.source.published.end)}
    return list(dict.fromkeys(told.values())) if len(set(told) - own) > 1 else []


def _borne(number: _Number, guess: _Guess) -> Dated | None:
    """A guess that passes the check of periods, with the phrases that it needs."""
    article = number.article
    try:
        period = periods.parse(guess.period)
    except ValueError:
        return None
    quote, context = number.quote, None
    held = guess.token is None or _holds(quote, guess.token)
    if not held and guess.token is not None and guess.nearness < _FAR:
        both = min(number.need[0], guess.token.start), max(number.need[1], guess.token.end)
        wide = phrase(article, both, number.avoid)
        if wide is not None and wide.start <= both[0] and both[1] <= wide.end and not wide.prefix and not wide.suffix:
            quote, held = wide, True
    told = guess.year if held and guess.year is not None else None if held else guess.token
    if told is not None and not _holds(quote, told):
        span = _with_length(article, told)
        context = phrase(article, span, _numbers(number, told)) or phrase(article, span)
        if context is None or context.prefix or context.suffix:
            return None
    inferred = InferredOfRecord(period=guess.how)
    said = context.words if context else None
    tried = number.record.model_copy(update={"period": period, "inferred": inferred, "quote": quote.words, "context": said})
    if not _passes(number, tried, quote, context):
        return None
    words = article.text[guess.token.start : guess.token.end] if guess.token else str(number.source.published)
    return Dated(guess.period, guess.how, words, quote, context, guess.token is not None and _tied(article, number.token, guess.token))


def _tied(article: Article, token: Token, time: Token) -> bool:
    """Whether at most one word stands between a number and a time behind it, or one sign between it and a time before."""
    if time.start >= token.end:
        return re.fullmatch(r"\s(?:in|for|during|by|at|в|за|на)?\s?", article.text[token.end : time.start]) is not None
    return re.fullmatch(r"\s?[:–—-]?\s?", article.text[time.end : token.start]) is not None


def _with_length(article: Article, token: Token) -> tuple[int, int]:
    """A time with the words that make a bare number one: "over the past five months", "two-day seminar"."""
    if not token.unit:
        return token.start, token.end
    before = re.search(r"(?:[^\W\d_]+ ){0,3}$", article.text[max(token.sentence[0], token.start - 30) : token.start])
    behind = re.match(r"(?:[ -][^\W\d_]+){1,2}", article.text[token.end : token.end + 40])
    start = token.start - len(before.group()) if before and token.past else token.start
    return start, token.end + (behind.end() if behind else 0)


def _numbers(number: _Number, told: Token) -> list[tuple[int, int]]:
    """The numbers near a time that are none themselves, which its phrase had better not hold."""
    article = number.article
    place = article.order[told.start]
    near = article.numbers[max(0, place - 6) : place + 7]
    return [(one.start, one.end) for one in near if one is not told and one.kind in ("number", "range") and span(one) is None]


def _holds(quote: Phrase, token: Token) -> bool:
    return quote.start <= token.start and token.end <= quote.end


def _passes(number: _Number, tried: Record, quote: Phrase, context: Phrase | None) -> bool:
    said = [
        other
        for span in (quote, context) if span is not None
        for other in _inside(number.article, span.start, span.end) if other is not number.token
    ]  # fmt: skip
    return timing.period_check(tried, number.metric, number.source, number.article, number.token, said)[0] == "passed"


def _inside(article: Article, start: int, end: int) -> list[Token]:
    first = bisect_left(article.numbers, start, key=lambda token: token.start)
    found = itertools.takewhile(lambda token: token.end <= end, itertools.islice(article.numbers, first, None))
    return [token for token in found if token.kind in ("date", "period") or span(token) is not None or token.unit]


def _times_of(article: Article, sentence: tuple[int, int]) -> Iterator[Token]:
    first = bisect_left(article.numbers, sentence[0], key=lambda token: token.start)
    for token in itertools.islice(article.numbers, first, None):
        if token.start >= sentence[1]:
            return
        if token.kind in ("date", "period") or span(token) is not None:
            yield token


def _around(article: Article, token: Token) -> Iterator[tuple[int, Token]]:
    """The times near a number with how near they are: 0 its clause, 1 its sentence, 2 its paragraph, 3 the head of the article."""
    inside = list(_times_of(article, token.sentence))
    clause = [other for other in inside if token.segment[0] <= other.start < token.segment[1]]
    for other in sorted(clause, key=lambda other: abs(other.start - token.start)):
        yield 0, other
    for other in sorted((other for other in inside if other not in clause), key=lambda other: abs(other.start - token.start)):
        yield 1, other
    line = article.text.rfind("\n", 0, token.sentence[0]) + 1
    before = list(_times_of(article, (line, token.sentence[0])))
    for nearness, other in enumerate(reversed(before)):
        yield _FAR + nearness, other


def _head(article: Article, token: Token) -> Iterator[Token]:
    """The times of the first three lines, in which an article says of when it is, where the number stands below them."""
    end = -1
    for _ in range(3):
        end = article.text.find("\n", end + 1)
        if end < 0:
            return
    line = article.text.rfind("\n", 0, token.start) + 1
    yield from _times_of(article, (0, min(end, line)))


def _guesses(number: _Number) -> Iterator[_Guess]:
    """What the times around a number may mean, the nearest first."""
    article, token, published = number.article, number.token, number.source.published
    around = list(_around(article, token))
    inside = [other for nearness, other in around if nearness < _FAR]
    sentence, clause = article.text[slice(*token.sentence)], article.text[slice(*token.segment)]
    lasting = number.metric.kind == "stock" and lasts(token.code, sentence)
    named = len(token.unit) == 3 and token.code in _READ and titled(token.code, clause)
    length = _length(article, token)
    for text, back in _counted_back(length, published):
        yield _Guess(text, back, length, 0)
    for nearness, other in around:
        if (lasting and other.since) or (named and nearness):
            continue
        for text, how in _meanings(other, published, [one for _, one in around] if other.since else inside):
            yield _Guess(text, how, other, nearness)
        if nearness < _FAR and not _says_year(inside):
            yield from _told_before(other, [one for _, one in around], nearness)
    if number.metric.kind == "event":
        for text in _events(article, token, published, [one for _, one in around]):
            yield _Guess(text, "event_length", _day_length(article, token), _EVENT)
    for other in _head(article, token):
        days = span(other)
        if days is None or not other.year_said or other.since or other.compared:
            continue
        if days[0] != days[1] or (number.metric.kind == "event" and days == (published.start, published.end)):
            yield from (_Guess(text, how, other, _HEAD) for text, how in _meanings(other, published, []))
    if not number.metric.rules.own_period:
        yield _Guess(str(published), "article_date", None, _HEAD)


_READ: Final = ("en", "ru", "kk")
_EVENT, _HEAD = 1000, 1001
"""How far what an event's length and the head of the article tell is from a number: further than any paragraph."""


def _says_year(inside: Iterable[Token]) -> bool:
    """Whether a time of the sentence says its year, so that others of it may be of that."""
    return any(other.year_said and not other.compared and span(other) is not None for other in inside)


def _told_before(token: Token, around: Iterable[Token], nearness: int) -> Iterator[_Guess]:
    """What a month or a quarter without a year is in the years that the paragraph says before."""
    days = span(token)
    if days is None or token.year_said or token.base:
        return
    for year in around:
        told = span(year)
        if told is not None and year.year_said and not year.compared and told[0].year == told[1].year:
            yield from (_Guess(_written(found), None, token, nearness, year) for found in _in(days, told[0].year))


def _meanings(token: Token, published: Period, around: Iterable[Token]) -> Iterator[tuple[str, PeriodInference | None]]:
    """What a time in the words may mean, as records write it."""
    days, year = span(token), published.start.year
    if token.compared and token.base == "earlier":
        return
    if token.since:
        yield from _since(token, published, around)
        return
    if token.base in ("now", "earlier", "same") or token.season:
        return
    rough = "~" if token.qualifier == "~" else ""
    if days is None:
        if token.base == "last":
            yield f"{year - 1}{rough}", "previous_year"
        elif token.base == "this":
            yield str(year), "article_year"
            if published.precision == "day":
                yield f"{year}-01-01/{published}", "year_to_date"
        return
    if token.year_said:
        yield _written(days, rough), None
        return
    if token.base == "last":
        yield from ((_written(found, rough), "previous_year") for found in _in(days, year - 1))
        return
    whole_months = days[0].day == 1 and days[0] != days[1]
    told = {found[0].year for other in around if other.year_said and (found := span(other)) is not None and not other.compared}
    for known in sorted(told, reverse=True):
        yield from ((_written(found, rough), None) for found in _in(days, known))
    basis: PeriodInference = "month_of_article_year" if whole_months else "article_year"
    yield from ((_written(found, rough), basis) for found in _in(days, year))


def _since(token: Token, published: Period, around: Iterable[Token]) -> Iterator[tuple[str, PeriodInference | None]]:
    days, year = span(token), published.start.year
    if days is None or published.precision != "day":
        if days is not None and token.year_said:
            yield f"{days[0].year if days[0].month == days[0].day == 1 else days[0].isoformat()}/..", None
        return
    start = days[0] if token.year_said else next((found[0] for found in _in(days, year)), None)
    if start is None:
        return
    day = f"{start:%Y}" if (start.month, start.day) == (1, 1) and token.year_said else start.isoformat()
    how: PeriodInference = "year_to_date" if token.base == "date" else "since_year"
    yield f"{day}/{published}", how
    for other in around:
        told = span(other)
        if told is not None and told[0] == told[1] and not other.since:
            for found in [told] if other.year_said else _in(told, year):
                if start < found[1] < published.start:
                    yield f"{day}/{found[1].isoformat()}", how


def _counted_back(length: Token | None, published: Period) -> Iterator[tuple[str, PeriodInference]]:
    """The months before the article: "over the past five months"."""
    if length is None or published.precision == "year" or length.low != int(length.low):
        return
    count = int(length.low) * (12 if length.unit == "year" else 1)
    after = published.start.year * 12 + published.start.month - 1
    for first, last in ((after - count, after - 1), (after - count + 1, after)):
        yield f"{first // 12}-{first % 12 + 1:02}~/{last // 12}-{last % 12 + 1:02}~", "months_before_article"


def _length(article: Article, token: Token) -> Token | None:
    """The length of time in a number's sentence that has just passed."""
    place = article.order[token.start]
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(article.numbers) and article.numbers[other].sentence == token.sentence:
            if article.numbers[other].past and article.numbers[other].unit in ("month", "year"):
                return article.numbers[other]
            other += step
    return None


def _day_length(article: Article, token: Token) -> Token | None:
    """The days that an event lasts: "two-day", nearest before the number."""
    place = article.order[token.start]
    return next((other for other in reversed(article.numbers[max(place - 6, 0) : place + 1]) if other.unit == "day" and other is not token), None)


def _events(article: Article, token: Token, published: Period, around: Iterable[Token]) -> Iterator[str]:
    length = _day_length(article, token)
    if length is None or published.precision != "day" or not 1 < length.low < 32:
        return
    starts = {published.start}
    for other in around:
        days = span(other)
        if days is not None and days[0] == days[1]:
            starts |= {found[0] for found in ([days] if other.year_said else _in(days, published.start.year))}
    for start in sorted(starts, reverse=True):
        yield f"{start.isoformat()}/{date.fromordinal(start.toordinal() + int(length.low) - 1).isoformat()}"


def _written(days: tuple[date, date], rough: str = "") -> str:
    said = str(periods.between(*days))
    return said + rough if "/" not in said else said


def _in(days: tuple[date, date], year: int) -> list[tuple[date, date]]:
    """Days without a year, in a year; the last of February as that year has it."""
    first, last = _moved(days[0], year), _moved(days[1], year)
    if last is None and days[0].day == 1:
        last = date(year, 2, 28)
    return [(first, last)] if first is not None and last is not None else []


def _moved(day: date, year: int) -> date | None:
    """A day in another year, nothing where that has none such."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None

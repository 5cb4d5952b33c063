"""What the times around a number may mean, as records write it, the nearest first."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.nearness import is_of_another, lead
from kzstats.checks.spans import month_before, span
from kzstats.dataset.model import Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.drafting.phrases import Phrase
from kzstats.numerals import Token, lasts, stands_now, titled
from kzstats.values import period as periods
from kzstats.values.period import Period

EVENT: Final = 1000
HEAD: Final = 1001
"""How far what an event's length and the head of the article tell is from a number: further than
any paragraph.
"""


@dataclass(frozen=True, slots=True)
class Guess:
    """A period that a time in the text may mean; ``year`` is the one that says the year where the
    time itself does not.
    """

    period: str
    how: PeriodInference | None
    token: Token | None
    nearness: int
    year: Token | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """What all guesses are tried on."""

    article: Article
    source: Source
    metric: Metric
    record: Record
    token: Token
    need: tuple[int, int]
    quote: Phrase
    avoid: tuple[tuple[int, int], ...]


FAR: Final = 2
"""From how near on a time is of another sentence, whose period is carried only where nothing else
is spoken of.
"""


def inside(article: Article, start: int, end: int) -> list[Token]:
    """The times and lengths of time between two places of an article."""
    first = bisect_left(article.numbers, start, key=lambda token: token.start)
    found = itertools.takewhile(
        lambda token: token.end <= end, itertools.islice(article.numbers, first, None)
    )
    return [
        token
        for token in found
        if token.kind in ("date", "period") or span(token) is not None or token.unit
    ]


def times_of(article: Article, sentence: tuple[int, int]) -> Iterator[Token]:
    """The times of a part of an article."""
    first = bisect_left(article.numbers, sentence[0], key=lambda token: token.start)
    for token in itertools.islice(article.numbers, first, None):
        if token.start >= sentence[1]:
            return
        if token.kind in ("date", "period") or span(token) is not None:
            yield token


_WIDE: Final = 40
"""How many numbers of an article around one may tell a time to choose from."""


def others(number: Number, far: bool = False) -> Iterator[Guess]:
    """What all times of a number's sentence and of its paragraph before may mean, or of the head
    of the article and far around, of whatever figure they are said: for a person to choose from.
    """
    article, token = number.article, number.token
    line = article.text.rfind("\n", 0, token.sentence[0]) + 1
    told = list(times_of(article, (line, token.sentence[1])))
    if far:
        place = article.order[token.start]
        around = article.numbers[max(0, place - _WIDE) : place + _WIDE]
        told = [
            one
            for one in (*times_of(article, (0, lead(article.text))), *around)
            if one.kind in ("date", "period") or span(one) is not None
        ]
    for other in sorted(told, key=lambda one: abs(one.start - token.start)):
        inside = token.sentence[0] <= other.start < token.sentence[1]
        meanings = list(_meanings(other, number.source.published, told))
        if inside and other.base == "earlier":
            meanings += _year_before(article, other)
        for text, how in meanings:
            yield Guess(text, how, other, 0 if inside else FAR)


_YEAR: Final = re.compile(r"\b(?:a |one )?year\b|год|жыл", re.IGNORECASE)


def _year_before(article: Article, time: Token) -> Iterator[tuple[str, None]]:
    """The year before the last one that is told before "a year earlier"."""
    if not _YEAR.search(article.text[time.start : time.end]):
        return
    line = article.text.rfind("\n", 0, time.sentence[0]) + 1
    years = [
        days[0].year
        for other in times_of(article, (line, time.start))
        if other.year_said and (days := span(other)) is not None and days[0].year == days[1].year
    ]
    if years:
        yield str(years[-1] - 1), None


def _around(article: Article, token: Token) -> Iterator[tuple[int, Token]]:
    """The times near a number with how near they are: 0 its clause, 1 its sentence, 2 its
    paragraph, 3 the head of the article.
    """
    inside = list(times_of(article, token.sentence))
    clause = [other for other in inside if token.segment[0] <= other.start < token.segment[1]]
    for other in sorted(clause, key=lambda other: abs(other.start - token.start)):
        yield 0, other
    for other in sorted(
        (other for other in inside if other not in clause),
        key=lambda other: abs(other.start - token.start),
    ):
        yield 1, other
    line = article.text.rfind("\n", 0, token.sentence[0]) + 1
    before = list(times_of(article, (line, token.sentence[0])))
    for nearness, other in enumerate(reversed(before)):
        yield FAR + nearness, other


def _head(article: Article, token: Token) -> Iterator[Token]:
    """The times of the first line and the first paragraph, in which an article says of when it is,
    where the number stands below them.
    """
    line = article.text.rfind("\n", 0, token.start) + 1
    end = lead(article.text)
    yield from times_of(article, (0, min(end, line)))


def guesses(number: Number) -> Iterator[Guess]:  # noqa: C901 - one guess after the other, each of a part of a record
    """What the times around a number may mean, the nearest first."""
    article, token, published = number.article, number.token, number.source.published
    around = list(_around(article, token))
    inside = [other for nearness, other in around if nearness < FAR]
    sentence, clause = article.text[slice(*token.sentence)], article.text[slice(*token.segment)]
    lasting = number.metric.kind == "stock" and lasts(token.code, sentence)
    named = len(token.unit) == 3 and token.code in _READ and titled(token.code, clause)
    length = _length(article, token)
    for text, back in _counted_back(length, published):
        yield Guess(text, back, length, 0)
    if any(other.base == "now" for other in inside) and not number.metric.rules.own_period:
        yield Guess(str(published), "article_date", None, 0)
    for nearness, other in around:
        if (
            (lasting and other.since)
            or (named and nearness)
            or is_of_another(article, token, other)
            or _open_ended(article, other)
            or (nearness >= FAR and _is_unlike(number, other))
        ):
            continue
        for text, how in _meanings(
            other, published, [one for _, one in around] if other.since else inside
        ):
            yield Guess(text, how, other, nearness)
        if nearness < FAR and not _says_year(inside):
            yield from _told_before(other, [one for _, one in around], nearness)
    if number.metric.kind == "event":
        for text in _events(article, token, published, [one for _, one in around]):
            yield Guess(text, "event_length", _day_length(article, token), EVENT)
    today = any(other.base == "now" for other in (*_head(article, token), *inside))
    for other in _head(article, token):
        days = span(other)
        if (
            days is None
            or not other.year_said
            or other.since
            or other.compared
            or is_of_another(article, token, other)
            or _spoken_of(number, other)
        ):
            continue
        if days[0] != days[1] or (
            number.metric.kind == "event" and today and days == (published.start, published.end)
        ):
            yield from (
                Guess(text, how, other, HEAD) for text, how in _meanings(other, published, [])
            )
    if _of_today(number, sentence, clause):
        yield Guess(str(published), "article_date", None, HEAD)


_READ: Final = ("en", "ru", "kk")
"""How far what an event's length and the head of the article tell is from a number: further than
any paragraph.
"""


def _of_today(number: Number, sentence: str, clause: str) -> bool:
    """Whether a figure may be as of the article's day: it stands, or it is a sum beside its name
    with nothing of another time near.
    """
    article, token, kind = number.article, number.token, number.metric.kind
    if number.metric.rules.own_period:
        return False
    if kind in ("stock", "cumulative", "duration") or (
        token.code in _READ and stands_now(token.code, clause, sentence)
    ):
        return True
    if (
        not (titled(token.code, clause) if token.code in _READ else False)
        and article.text[token.start - 1 : token.start] != "("
    ):
        return False  # a sum or a share that was told of as past
    line = article.text.rfind("\n", 0, token.start)
    above = article.text.rfind("\n", 0, max(line, 0)) + 1
    own = number.source.published.start, number.source.published.end
    return all(
        other.base == "now" or span(other) == own
        for other in times_of(article, (above, token.sentence[1]))
    )


def _is_unlike(number: Number, time: Token) -> bool:
    """Whether a time of another sentence is not of the sort that a figure is of: a moment, of what
    is counted over a time; a time that lasts, of what stands now.
    """
    days, kind = span(time), number.metric.kind
    if days is not None and days[0] == days[1]:
        return kind in ("flow", "share")
    if kind != "stock" or number.token.code not in _READ or time.since:
        return False
    clause = number.article.text[slice(*number.token.segment)]
    sentence = number.article.text[slice(*number.token.sentence)]
    return stands_now(number.token.code, clause, sentence)


_UP_TO: Final = re.compile(
    r"\b(?:through|until|till|up to|before|до|к)\s(?:the end of\s)?$", re.IGNORECASE
)


_UP_TO_BEHIND: Final = re.compile(r"\s(?:дейін|қарсаңында)\b")


def _open_ended(article: Article, time: Token) -> bool:
    """Whether only the end of a period is said: "through 2022"."""
    if time.until or (span(time) or (0, 1))[0] == (span(time) or (0, 1))[1]:
        return False
    begin = max(0, time.start - 20)
    words = article.text[time.start : time.end]
    opened = _UP_TO.search(article.text[begin : time.start]) or re.match(
        r"(?:до|к) ", words, re.IGNORECASE
    )
    return opened is not None or _UP_TO_BEHIND.match(article.text, time.end) is not None


def _spoken_of(number: Number, head: Token) -> bool:
    """Whether the article speaks of another time between its head and a number, so that what the
    head says is not carried so far.
    """
    article, published = number.article, number.source.published
    own = {span(head), (published.start, published.end)}
    for other in times_of(article, (head.end, number.token.start)):
        days = span(other)
        if other.base == "last":
            days = (
                (date(published.start.year - 1, 1, 1), date(published.start.year - 1, 12, 31))
                if days is None
                else None
            )
        if (
            not other.compared
            and other.base not in ("now", "earlier")
            and days not in own
            and not is_of_another(article, number.token, other)
        ):
            return True
    return False


def _says_year(inside: Iterable[Token]) -> bool:
    """Whether a time of the sentence says its year, so that others of it may be of that."""
    return any(
        other.year_said and not other.compared and span(other) is not None for other in inside
    )


def _told_before(token: Token, around: Iterable[Token], nearness: int) -> Iterator[Guess]:
    """What a month or a quarter without a year is in the years that the paragraph says before."""
    days = span(token)
    if days is None or token.year_said or token.base:
        return
    for year in around:
        told = span(year)
        if (
            told is not None
            and year.year_said
            and not year.compared
            and told[0].year == told[1].year
        ):
            yield from (
                Guess(_written(found), None, token, nearness, year)
                for found in _in(days, told[0].year)
            )


def _meanings(
    token: Token, published: Period, around: Iterable[Token]
) -> Iterator[tuple[str, PeriodInference | None]]:
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
        elif token.base == "month" and (month := month_before(published)) is not None:
            yield _written(month, rough), "month_of_article_year"
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
    told = {
        found[0].year
        for other in around
        if other.year_said and (found := span(other)) is not None and not other.compared
    }
    for known in sorted(told, reverse=True):
        yield from ((_written(found, rough), None) for found in _in(days, known))
    basis: PeriodInference = "month_of_article_year" if whole_months else "article_year"
    yield from ((_written(found, rough), basis) for found in _in(days, year))


def _since(
    token: Token, published: Period, around: Iterable[Token]
) -> Iterator[tuple[str, PeriodInference | None]]:
    days, year = span(token), published.start.year
    if days is None or published.precision != "day":
        if days is not None and token.year_said:
            yield (
                f"{days[0].year if days[0].month == days[0].day == 1 else days[0].isoformat()}/..",
                None,
            )
        return
    start = days[0] if token.year_said else next((found[0] for found in _in(days, year)), None)
    if start is None:
        return
    day = (
        f"{start:%Y}"
        if (start.month, start.day) == (1, 1) and token.year_said
        else start.isoformat()
    )
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
        yield (
            f"{first // 12}-{first % 12 + 1:02}~/{last // 12}-{last % 12 + 1:02}~",
            "months_before_article",
        )


def _length(article: Article, token: Token) -> Token | None:
    """The length of time in a number's sentence that has just passed."""
    place = article.order[token.start]
    for step in (-1, 1):
        other = place + step
        while (
            0 <= other < len(article.numbers) and article.numbers[other].sentence == token.sentence
        ):
            if article.numbers[other].past and article.numbers[other].unit in ("month", "year"):
                return article.numbers[other]
            other += step
    return None


def _day_length(article: Article, token: Token) -> Token | None:
    """The days that an event lasts: "two-day", nearest before the number."""
    place = article.order[token.start]
    return next(
        (
            other
            for other in reversed(article.numbers[max(place - 6, 0) : place + 1])
            if other.unit == "day" and other is not token
        ),
        None,
    )


def _events(
    article: Article, token: Token, published: Period, around: Iterable[Token]
) -> Iterator[str]:
    length = _day_length(article, token)
    if length is None or published.precision != "day" or not 1 < length.low < 32:
        return
    starts = {published.start}
    for other in around:
        days = span(other)
        if days is not None and days[0] == days[1]:
            starts |= {
                found[0]
                for found in ([days] if other.year_said else _in(days, published.start.year))
            }
    for start in sorted(starts, reverse=True):
        yield (
            f"{start.isoformat()}/"
            f"{date.fromordinal(start.toordinal() + int(length.low) - 1).isoformat()}"
        )


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

"""Whether the words of an article state the period of a figure, or bear out what it is inferred
from (Q5).

The words nearest to the number decide: its clause before its sentence, and its sentence before any
context. What they say against the record fails it, with the words named; what only words further
away say leaves it undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kzstats.checks.archive import Article
from kzstats.checks.bearing import COUNTED_BACK, YEARLESS_DAYS, bears, is_counted_back
from kzstats.checks.nearness import (
    before,
    in_headline,
    in_sentence,
    is_far,
    is_of_another,
    lead,
    nearest,
    stands_apart,
    times,
)
from kzstats.checks.spans import Days, in_year, is_day, is_said, span
from kzstats.dataset.model import Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.numerals import Token, foresees, lasts, stands_now, titled
from kzstats.values.period import Period
from kzstats.values.reasons import STATED, Reason, because

Told = tuple[Literal["passed", "failed", "undecided"], Reason]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A record whose period is asked for, the words of its quote and context that are numbers or
    times, and the times nearest to its own number.
    """

    record: Record
    metric: Metric
    source: Source
    article: Article
    number: Token | None
    said: list[Token]
    near: list[Token]


def period_check(
    record: Record,
    metric: Metric,
    source: Source,
    article: Article,
    number: Token | None,
    said: list[Token],
) -> Told:
    """Q5: the period is stated in quote or context, or follows from what the record says it is
    inferred from.
    """
    how, own = record.inferred.period, record.period
    near = list(nearest(article, number)) if number is not None else []
    asked = _Asked(record, metric, source, article, number, said, near)
    if how == "article_date":
        return _as_of(asked)
    bearing: list[Token] = []
    if how in COUNTED_BACK:
        fits = is_counted_back(record, source, said)
    else:
        bearing, taken = _bearing(asked)
        if taken is not None:
            return "undecided", because("of another", words=article.words(taken))
        fits = bool(bearing)
        if _is_dateline(asked, bearing):
            outcome, reason = _as_of(asked)
            return outcome, _passed(how) if outcome == "passed" else reason
    against = [
        token
        for token in near
        if token.base not in ("now", "earlier")
        and (how not in COUNTED_BACK or (is_said(token) and not token.loose))
        and not (how == "event_length" and (own.start, own.start) == span(token))
    ]

    if not fits and (why := _open(asked, against)) is not None:
        return "undecided", why
    if not fits:
        if how is None:
            return "failed", because("not stated", period=own)
        return "failed", because("does not follow", period=own, how=how)
    known_near = against and not any(token in bearing for token in near)
    if known_near and not any(
        bears(token, record, metric, source, other, said) for token in near for other in (how, None)
    ):
        return "failed", because("nearer", words=article.words(against[0]))
    if (undated := _earlier(near, bearing)) is not None:
        return "undecided", because("undated", words=article.words(undated))
    if (rival := _between(asked, bearing)) is not None:
        return "undecided", because("between", words=article.words(rival))
    return "passed", _passed(how)


def _passed(how: PeriodInference | None) -> Reason:
    return STATED if how is None else because("inferred", how=how)


def _bearing(asked: _Asked) -> tuple[list[Token], Token | None]:
    """The periods of quote, context and number's side that are the record's; and where all of them
    are said of other figures, the first.
    """
    record, article, number = asked.record, asked.article, asked.number
    said, near, how = asked.said, asked.near, record.inferred.period
    tokens = said if how is None else [*said, *near]
    held, planned = said, False
    if number is not None:
        if how in ("year_to_date", "since_year"):
            held = [*said, *before(article, number)]
        elif how is None:
            held = [*said, *in_sentence(article, number)]
        if any(token.base == "same" for token in tokens):
            held = [*held, *in_sentence(article, number), *before(article, number)]
        sentence = article.text[slice(*number.sentence)]
        planned = how == "article_year" and foresees(number.code, sentence)

    def fitting(tried: list[Token]) -> list[Token]:
        return [
            token
            for token in tried
            if (not token.compared or token in near)
            and bears(token, record, asked.metric, asked.source, how, held, planned)
        ]

    bearing = fitting(tokens)
    if number is None or not bearing:
        return bearing, None
    own = [token for token in bearing if not is_of_another(article, number, token)]
    own = own or fitting(near)
    return own, None if own else bearing[0]


def _is_dateline(asked: _Asked, bearing: list[Token]) -> bool:
    """Whether all that bears a period is the article's own day, said in another sentence: it is
    then no better than that day, and gives way to what is said nearer. A length of time is of no
    period's count, and may be of that day all the same.
    """
    inferred, number = asked.record.inferred.period, asked.number
    if inferred not in (None, "article_year") or asked.metric.kind == "duration":
        return False
    published = asked.source.published.start, asked.source.published.end
    if number is None or not bearing:
        return False
    return all(
        token.sentence != number.sentence
        and (days := span(token)) is not None
        and (days if token.year_said else in_year(days, published[0].year)) == published
        for token in bearing
    )


def _earlier(near: list[Token], bearing: list[Token]) -> Token | None:
    """The words by which a number is of an earlier time that is not dated ("a year earlier there
    were 610"), where those that bear its period stand further away.
    """
    if any(token in bearing for token in near):
        return None
    return next((token for token in near if token.base == "earlier"), None)


def _open(asked: _Asked, against: list[Token]) -> Reason | None:
    """Why words that do not bear a period do not deny it either; nothing where they do."""
    record, article, number, near = asked.record, asked.article, asked.number, asked.near
    own, published = record.period, asked.source.published
    for token in [*asked.said, *near]:
        words, days = article.words(token), span(token)
        if token.base == "month" or (not against and token.base == "earlier"):
            return because("undated", words=words)
        same = token.base == "same" and token.compared  # "312 against 156", of which the last is it
        if same or (not against and token.compared and days == (own.start, own.end)):
            return because("compared", words=words)
        if (
            record.inferred.period is None
            and not token.year_said
            and _of_last_year(token, days, own, published)
        ):
            return because("undated", words=words)
        rough = days is None or (token.until and days[0] == days[1])
        if (
            token.base == "this"
            and rough
            and (own.start, own.end) == in_year(YEARLESS_DAYS, published.start.year)
        ):
            return because("loose", words=words, period=own)
        vague = (
            token.loose
            and token.year_said
            and not token.since
            and not token.season
            and token.base != "same"
            and not is_day(token)
        )
        if (
            vague
            and days is not None
            and record.inferred.period is None
            and days[0].year <= own.end.year <= days[1].year
        ):
            return because("loose", words=words, period=own)
    if (
        number is not None
        and number.role == "change"
        and number.kind == "range"
        and not any(token.year_said for token in near)
    ):
        length = next(
            (
                token
                for token in article.numbers
                if token.sentence == number.sentence and token.unit in ("year", "month")
            ),
            None,
        )
        return because("length", words=article.words(length)) if length is not None else None
    return None


def _of_last_year(token: Token, days: Days | None, own: Period, published: Period) -> bool:
    """Whether a month or a day without a year, later in the year than the article, is of the year
    before it in the record.
    """
    if (
        token.base
        or days is None
        or days[0].month <= published.start.month
        or own.start.year != published.start.year - 1
    ):
        return False
    return in_year(days, own.start.year) == (own.start, own.end)


def _between(asked: _Asked, bearing: list[Token]) -> Token | None:
    """Another period that the article speaks of between the words that bear this one and the
    number.

    Nothing where they stand in one paragraph, or where the words are those with which the article
    begins.
    """
    article, number = asked.article, asked.number
    if number is None or any(token.sentence == number.sentence for token in bearing):
        return None
    own, published = (
        (period.start, period.end) for period in (asked.record.period, asked.source.published)
    )
    begins = article.text.rfind("\n", 0, number.start) + 1
    ends = article.text.find("\n", number.start)
    rival = None
    for token in bearing:
        if token.start < lead(article.text) or begins <= token.start < (
            ends if ends >= 0 else len(article.text)
        ):
            return None
        first, last = (
            (token.sentence[1], number.sentence[0])
            if token.start < number.start
            else (begins, token.start)
        )
        others = (
            other
            for other in times(article, first, last)
            if other.sentence != number.sentence and span(other) not in (own, published)
        )
        found = next((other for other in others if _rivals(other, token)), None)
        if found is None:
            return None
        rival = rival or found
    return rival


def _rivals(other: Token, token: Token) -> bool:
    """Whether a period said later is another one than the record's, of which the article goes on to
    speak.
    """
    if other is token or other.compared or other.aside or other.base in ("earlier", "now", "same"):
        return False
    if token.year_said and not other.year_said and not other.base:
        return False  # a day or a month without a year may be of the year that is said
    return (span(other), other.base, other.year_said) != (span(token), token.base, token.year_said)


def _as_of(asked: _Asked) -> Told:
    """As of the article's day, where no nearer words name another time.

    What a sentence in the present says to be there is there on that day though figures of a year
    were told before; not so where those before it stood on a day of their own.
    """
    record, metric, article, number = asked.record, asked.metric, asked.article, asked.number
    said, near, own, published = asked.said, asked.near, record.period, asked.source.published
    if own.text != published.text or any(
        span(token) not in (None, (own.start, own.end))
        for token in said
        if token.year_said and not token.compared
    ):
        return "failed", because("does not follow", period=own, how="article_date")

    def other(token: Token) -> bool:
        days = span(token)
        found = days if days is None or token.year_said else in_year(days, published.start.year)
        return token.base != "now" and found != (own.start, own.end)

    passed: Told = "passed", because("inferred", how="article_date")
    if any(token.base == "now" for token in near):
        return passed
    for token in near:
        if number is None:
            break
        clause = token.end <= number.start or token.start < number.segment[1]
        if (
            other(token)
            and not token.since
            and clause
            and not token.compared
            and not is_far(article, number, token)
        ):
            return "failed", because("nearer than day", words=article.words(token))
    if number is None:
        return passed
    sentence = article.text[slice(*number.sentence)]
    since = metric.kind == "stock" and lasts(number.code, sentence)
    stands = since or (
        metric.kind in ("stock", "duration")
        and stands_now(number.code, article.text[slice(*number.segment)], sentence)
    )
    own_words = [
        token
        for token in in_sentence(article, number)
        if not _touches_not(article, number, token, stands)
        and (record.inferred.period is not None or not token.compared)
    ]
    told = (
        token
        for token in (*before(article, number), *in_headline(article, number))
        if not token.aside
        and not _ahead(token, published)
        and not is_of_another(article, number, token)
    )
    around = [token for token in told if not stands or is_day(token)]
    for token in (*own_words, *around):
        if other(token):
            return "undecided", because("nearby", words=article.words(token))
    for token in article.numbers[
        max(0, article.order[number.start] - 3) : article.order[number.start]
    ]:
        if (
            token.sentence == number.sentence
            and token.unit in ("year", "month")
            and token.past
            and not stands
        ):
            return "undecided", because("length", words=article.words(token))
    return passed


def _ahead(token: Token, published: Period) -> bool:
    """Whether a period begins after the article's day, as that of a plan does."""
    days = span(token)
    found = days if days is None or token.year_said else in_year(days, published.start.year)
    return found is not None and found[0] > published.end


def _touches_not(article: Article, number: Token, token: Token, stands: bool) -> bool:
    """Whether a period of a number's sentence is of something else: what goes on since then,
    another figure's, or of a clause beside a sum's name.
    """
    inside = number.segment[0] <= token.start < number.segment[1]
    if stands and token.since:
        return True
    if inside:
        return False
    if len(number.unit) == 3 and titled(number.code, article.text[slice(*number.segment)]):
        return True
    behind = token.start > number.start and (
        stands or _COMPARING.match(article.text, token.segment[0]) is not None
    )
    return (token.aside or behind) and stands_apart(article, number, token)


_COMPARING: Final = re.compile(
    r"\s*(?:up|down|from|compared|against|versus|более|больше|меньше|выше|ниже|против|тогда как)\b",
    re.IGNORECASE,
)
"""How a clause begins that compares what was told before it with another time."""

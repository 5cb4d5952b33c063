"""Whether a figure is of the day of its article, whether the record infers it or cites the day of
the dateline (Q5).
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.asking import Asked, Told, resolved
from kzstats.checks.nearness import (
    before,
    in_headline,
    in_sentence,
    is_far,
    is_of_another,
    lead,
    opens,
    stands_apart,
    times,
)
from kzstats.checks.spans import in_year, is_day, span
from kzstats.numerals import Token, lasts, stands_now, titled
from kzstats.values.period import Period
from kzstats.values.reasons import because


def is_dateline(asked: Asked, bearing: list[Token]) -> bool:
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


def as_of(asked: Asked) -> Told:
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
    for token in (*own_words, *_told_before(asked, number, stands)):
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


def _told_before(asked: Asked, number: Token, stands: bool) -> list[Token]:
    """The periods told of before a number's sentence that may be its: of its paragraph and the
    headline, and for what came about in a time that of the lead.
    """
    article, published = asked.article, asked.source.published
    said = itertools.takewhile(lambda token: token.base != "now", before(article, number))
    clause, sentence = (article.text[slice(*part)] for part in (number.segment, number.sentence))
    now = stands_now(number.code, clause, sentence)
    stands = stands or (now and asked.metric.kind == "amount")
    told = [
        token
        for token in (*said, *in_headline(article, number))
        if not token.aside
        and not _ahead(token, published)
        and not is_of_another(article, number, token)
        and (not stands or is_day(token))
    ]
    if asked.metric.kind in ("amount", "share") and not now:
        ends = min(lead(article.text), number.sentence[0])
        told += [
            token
            for token in times(article, 0, ends)
            if opens(article, token) and not token.compared and _is_over(token, published)
        ]
    return told


def _is_over(token: Token, published: Period) -> bool:
    """Whether a period is longer than a day and was over before the article's day."""
    days = resolved(token, published.start.year)
    found = days if days is None or token.year_said else in_year(days, published.start.year)
    return found is not None and not token.since and found[0] < found[1] < published.start


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

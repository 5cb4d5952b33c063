"""Whether the words of an article state the period of a figure, or bear out what it is inferred
from (Q5).

The words nearest to the number decide: its clause before its sentence, and its sentence before any
context. What they say against the record fails it, with the words named; what only words further
away say leaves it undecided.
"""

from __future__ import annotations

import re
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.article_day import as_of, is_dateline
from kzstats.checks.asking import Asked, Told, resolved
from kzstats.checks.bearing import COUNTED_BACK, YEARLESS_DAYS, bears, is_counted_back
from kzstats.checks.lending import lent
from kzstats.checks.nearness import (
    before,
    in_sentence,
    is_of_another,
    lead,
    nearest,
    strays,
)
from kzstats.checks.spans import Days, in_year, is_day, is_said, span
from kzstats.dataset.model import Metric, Record, Source
from kzstats.dataset.vocabulary import PeriodInference
from kzstats.numerals import Token, foresees
from kzstats.values.period import Period
from kzstats.values.reasons import STATED, Reason, because


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
    asked = Asked(record, metric, source, article, number, said, near)
    if how == "article_date":
        return as_of(asked)
    bearing: list[Token] = []
    if how in COUNTED_BACK:
        fits = is_counted_back(record, source, said)
    else:
        bearing, taken = _bearing(asked)
        if taken is not None:
            return "undecided", because("of another", words=article.words(taken))
        fits = bool(bearing)
        if is_dateline(asked, bearing):
            if metric.kind == "flow" and not any(token.base == "now" for token in near):
                untold = because("does not follow", period=own, how="article_date")
                return "undecided", untold  # what happened is told that day, not done
            outcome, reason = as_of(asked)
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
    if (why := lent(asked, bearing)) is not None:
        return "undecided", why
    return "passed", _passed(how)


def _passed(how: PeriodInference | None) -> Reason:
    return STATED if how is None else because("inferred", how=how)


def _bearing(asked: Asked) -> tuple[list[Token], Token | None]:
    """The periods of quote, context and number's side that are the record's; and where all of them
    are said of other figures, the first.
    """
    record, article, number = asked.record, asked.article, asked.number
    said, near, how = asked.said, asked.near, record.inferred.period
    if (year_before := _year_before(asked)) is not None:
        return [year_before], None
    tokens = said if how is None else [*said, *near]
    held, planned = said, False
    if number is not None:
        if how in ("year_to_date", "since_year"):
            held = [*said, *before(article, number)]
        elif how is None:
            held = [*said, *in_sentence(article, number)]
        if any(token.base == "same" for token in tokens):
            held = [*held, *in_sentence(article, number), *before(article, number)]
            held = [
                token
                for token in held
                if token.start < number.sentence[1] and not _is_far_off(article, number, token)
            ]
        sentence = article.text[slice(*number.sentence)]
        planned = how in (None, "article_year") and foresees(number.code, sentence)

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


def _is_far_off(article: Article, number: Token, token: Token) -> bool:
    """Whether a period is of a figure of another paragraph, and not of the whole article."""
    begins = article.text.rfind("\n", 0, number.start) + 1
    return lead(article.text) <= token.start < begins and strays(article, token)


_YEAR_BEFORE: Final = re.compile(
    r"(?:a|the|one) year (?:earlier|before)|the year before|годом (?:ранее|раньше)|бір жыл ерте",
    re.IGNORECASE,
)


def _year_before(asked: Asked) -> Token | None:
    """The words "a year earlier" beside a number, where quote or context state the period that was
    told of last, and the record's is that of the year before.
    """
    article, number, near = asked.article, asked.number, asked.near
    token = next((each for each in near if _YEAR_BEFORE.fullmatch(article.words(each))), None)
    if number is None or token is None or asked.record.inferred.period is not None:
        return None
    inside = [each for each in in_sentence(article, number) if each.start < token.start]
    told = (
        each
        for each in (*reversed(inside), *before(article, number))
        if each.base not in ("earlier", "now", "same") and not each.compared and not each.aside
    )
    last = next(told, None)
    if last is None or last not in asked.said or last.loose:
        return None
    published, own = asked.source.published.start.year, asked.record.period
    days = resolved(last, published)
    if days is None or not (last.year_said or last.base == "last"):
        return None
    return token if in_year(days, days[0].year - 1) == (own.start, own.end) else None


def _open(asked: Asked, against: list[Token]) -> Reason | None:
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

"""Whether words that bear a period are a number's too where they stand further away (Q5): what is
told between them, of today or of another figure takes it back.
"""

from __future__ import annotations

from kzstats.checks.archive import Article
from kzstats.checks.asking import Asked, resolved
from kzstats.checks.nearness import in_another_item, is_of_a_part, lead, strays, times
from kzstats.checks.spans import Days, in_year, is_day, span
from kzstats.numerals import Token, stands_now
from kzstats.values.reasons import Reason, because


def lent(asked: Asked, bearing: list[Token]) -> Reason | None:
    """Why words that bear a period further away are none of a number's: another period stands
    nearer, its own sentence tells of today, or they are of a figure of another paragraph.
    """
    article, number, own = asked.article, asked.number, asked.record.period
    if (undated := _earlier(asked.near, bearing)) is not None:
        return because("undated", words=article.words(undated))
    if (rival := _between(asked, bearing)) is not None:
        return because("between", words=article.words(rival))
    if number is None or not bearing or any(token in bearing for token in asked.near):
        return None
    words = article.words(bearing[0])
    begins = article.text.rfind("\n", 0, number.start) + 1
    told = times(article, max(begins, bearing[0].end), number.start)
    now = any(token.base == "now" for token in (*told, *asked.near))
    beside = any(token.sentence == number.sentence for token in bearing)
    over = own.end < asked.source.published.start
    if over and (now or (not beside and _stands(asked, bearing))):
        return because("present", words=words)
    if beside:
        return None
    kind = asked.metric.kind
    since = kind in ("stock", "amount", "share", "duration")
    if all(
        (since and token.since and strays(article, token, True))
        or (
            lead(article.text) <= token.start < begins
            and strays(article, token, kind in ("amount", "flow", "share") and is_day(token))
        )
        for token in bearing
    ):
        return because("of another", words=words)
    return None


def _stands(asked: Asked, bearing: list[Token]) -> bool:
    """Whether a sentence tells how much there is now; one behind "as of" a day goes on with that
    day.
    """
    number, text = asked.number, asked.article.text
    if number is None or asked.metric.kind not in ("stock", "amount"):
        return False
    clause, sentence = text[slice(*number.segment)], text[slice(*number.sentence)]
    return not all(is_day(token) for token in bearing) and stands_now(number.code, clause, sentence)


def _earlier(near: list[Token], bearing: list[Token]) -> Token | None:
    """The words by which a number is of an earlier time that is not dated ("a year earlier there
    were 610"), where those that bear its period stand further away.
    """
    if any(token in bearing for token in near):
        return None
    return next((token for token in near if token.base == "earlier"), None)


def _between(asked: Asked, bearing: list[Token]) -> Token | None:
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
        if begins <= token.start < (ends if ends >= 0 else len(article.text)):
            return None
        first, last = (
            (token.sentence[1], number.sentence[0])
            if token.start < number.start
            else (begins, token.start)
        )
        leading = token.start < lead(article.text)
        if leading and asked.metric.kind in ("event", "cumulative", "duration"):
            return None
        if leading:  # a count over time is of the time its paragraph tells of
            first = max(first, begins)
        others = (
            other
            for other in times(article, first, last)
            if other.sentence != number.sentence
            and resolved(other, published[0].year) not in (own, published)
            and not in_another_item(article, number, other)
        )
        counts = not leading or asked.metric.kind == "flow"
        found = next(
            (
                other
                for other in others
                if (_rivals(other, token) and (counts or other.since or is_day(other)))
                or (leading and _moves_on(article, other, own))
            ),
            None,
        )
        if found is None:
            return None
        rival = rival or found
    return rival


def _moves_on(article: Article, token: Token, own: Days) -> bool:
    """Whether a period without a year, of a quarter or more or of a day beyond the record's, is
    another time that a paragraph tells of; not so where only a part is of it ("of which in the
    fourth quarter").
    """
    if (
        is_of_a_part(article, token)
        or token.span is None
        or token.year_said
        or token.compared
        or token.aside
        or token.base
    ):
        return False
    days = in_year(token.span, own[1].year)
    beyond = is_day(token) and days is not None and not own[0] <= days[0] <= own[1]
    return beyond or (token.span[1] - token.span[0]).days > 80


def _rivals(other: Token, token: Token) -> bool:
    """Whether a period said later is another one than the record's, of which the article goes on to
    speak.
    """
    if other is token or other.compared or other.aside or other.base in ("earlier", "now", "same"):
        return False
    if token.year_said and not other.year_said and not other.base:
        return False  # a day or a month without a year may be of the year that is said
    return (span(other), other.base, other.year_said) != (span(token), token.base, token.year_said)

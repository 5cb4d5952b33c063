"""A change against the words of its article (Q2 to Q5): that it is one, which way it went, how much
it is, and from when to when.
"""

from __future__ import annotations

from typing import Final

from kzstats.checks import asking, counting, nearness, spans, timing
from kzstats.checks.archive import Article
from kzstats.checks.finding import WITHOUT, Answer
from kzstats.checks.wording import is_period, value_check
from kzstats.dataset.model import Change, Metric, Record, Source
from kzstats.numerals import Token, changes, comparator
from kzstats.values.period import Period
from kzstats.values.reasons import EXACT, because

_CHANGES: Final = ("change", "ratio")


def answers(
    record: Record,
    change: Change,
    metric: Metric,
    source: Source,
    text: Article,
    near: list[Token],
    said: list[Token],
) -> tuple[Answer, ...]:
    """Q2 to Q5 of a change; ``near`` are the numbers that its quote holds or cuts, ``said`` those
    of its context.
    """
    second, number = _number(record, text, near)
    phrases = f"{record.quote or ''} {record.context or ''}"
    if number is None:
        third, fourth = (Answer(of, "failed", because(WITHOUT[1])) for of in ("Q3", "Q4"))
        return second, third, fourth, Answer("Q5", "failed", because(WITHOUT[1]))
    told = changes.told(text.text, number)
    return (
        second,
        _direction(record, change, text, number, told),
        _unit(change, metric, text, number, told, phrases),
        Answer("Q5", *_time(record, change, metric, source, text, number, [*near, *said])),
    )


def _number(record: Record, text: Article, near: list[Token]) -> tuple[Answer, Token | None]:
    """Q2: the one change of the quote is the value; a level is none, and neither is an end of a
    change.
    """
    numbers = [
        token
        for token in near
        if token.kind in ("number", "range") and not is_period(token, record)
    ]
    known = [token for token in numbers if token.role in _CHANGES]
    if len(known) != 1:
        if not known and numbers:
            return Answer("Q2", "failed", because("level", number=text.words(numbers[0]))), None
        seen = "; ".join(text.words(token) for token in known)
        why = because("numbers", numbers=seen) if seen else because("no number")
        return Answer("Q2", "failed", why), None
    number = known[0]
    if changes.ends(number) or (number.kind == "range" and not number.unit):
        return Answer("Q2", "failed", because("end", number=text.words(number))), None
    return value_check(record, text, number), number


def _direction(
    record: Record, change: Change, text: Article, number: Token, told: changes.Told
) -> Answer:
    """Q3: the words beside the number say which way it went, and its mark."""
    words = text.words(number)
    if not told.direction:
        why = because("no direction", number=words, words=told.words)
        return Answer("Q3", "undecided", why)
    if told.direction != change.direction:
        return Answer("Q3", "failed", because("direction", number=words, words=told.words))
    mark = comparator(told.qualifier)
    if mark is None:
        return Answer("Q3", "undecided", because("unread", number=words, words=told.words))
    if mark != (record.value.comparator, record.value.approximate):
        said = told.qualifier if told.qualifier != "=" else told.words
        return Answer("Q3", "failed", because("mark", words=said, value=record.value))
    return Answer("Q3", "passed", EXACT)


def _unit(
    change: Change, metric: Metric, text: Article, number: Token, told: changes.Told, phrases: str
) -> Answer:
    """Q4: percent, points, times or a count, as the words say; and of what."""
    unit = told.unit
    if unit != change.unit:
        why = because("change unit", number=text.words(number), unit=unit, metric=change.unit)
        return Answer("Q4", "failed", why)
    if unit == "count":
        return Answer("Q4", *counting.counted(metric, number, phrases, text.text))
    return Answer("Q4", *counting.spoken_of(metric, number, phrases, text.text))


def _time(
    record: Record,
    change: Change,
    metric: Metric,
    source: Source,
    text: Article,
    number: Token,
    said: list[Token],
) -> asking.Told:
    """Q5: both ends of a change, or its one end, are stated or inferred as the record says."""
    near = [*said, *nearness.in_sentence(text, number)]
    if change.since is not None and _spanned(near, change.since, record.period):
        return "passed", because("stated")
    outcome, reason = timing.period_check(record, metric, source, text, number, said)
    if outcome != "passed":
        return outcome, reason
    based = [token for token in near if _is_base(token, text)]
    if change.since is None:
        if based:
            return "undecided", because("base", words=text.words(based[0]))
        return outcome, reason
    if any(_years(token) == _days(change.since) for token in based):
        return outcome, reason
    told = next((token for token in near if _years(token) == _days(change.since)), None)
    if told is not None:
        return "undecided", because("loose", words=text.words(told), period=change.since.text)
    vague = next((token for token in near if token.base in ("earlier", "last", "same")), None)
    if vague is not None:
        return "undecided", because("undated", words=text.words(vague))
    return "failed", because("no base", period=change.since.text)


def _spanned(near: list[Token], since: Period, until: Period) -> bool:
    """Whether one span of time is said from the base to the end."""
    return any(
        spans.span(token) == (since.start, until.end) and not token.loose and token.year_said
        for token in near
    )


def _days(span: Period) -> spans.Days:
    return span.start, span.end


def _years(token: Token) -> spans.Days | None:
    """The days of a base: of "since 2013" the year that is said, of which the token has the first
    day.
    """
    days = spans.span(token)
    if days is None or not token.since or days[0] != days[1]:
        return days
    first = days[0]
    return first, first.replace(month=12, day=31)


def _is_base(token: Token, text: Article) -> bool:
    """Whether a period is what a change is measured from, by the words beside it."""
    if not spans.is_time(token):
        return False
    ahead = text.text[max(0, token.start - 12) : token.start].lower()
    return token.compared or token.since or ahead.rstrip().endswith((" since", " from", " on"))

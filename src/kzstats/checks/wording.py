"""What the words of an article say of a figure, its time left aside (Q1 to Q4): the phrase, the
number, its qualifier, its unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kzstats import numerals
from kzstats.checks import spans
from kzstats.checks.archive import Article
from kzstats.checks.counting import counted
from kzstats.checks.finding import WITHOUT, Answer
from kzstats.dataset.model import Metric, Record, Source
from kzstats.numerals import Token, changes
from kzstats.values.reasons import EXACT, Reason, because

_CURRENCY: Final = re.compile(r"^[A-Z]{3}$")
TIMES: Final = ("month", "year", "day", "week", "hour", "minute")


def phrase_check(
    record: Record, source: Source, text: Article
) -> tuple[Answer, tuple[int, int] | None, tuple[int, int] | None]:
    """Q1: the quote and the context occur once in the text whose hash is on record."""
    quote = record.quote or ""  # a record of a source with a text has one

    def failed(code: str, **values: object) -> tuple[Answer, None, None]:
        return Answer("Q1", "failed", because(code, **values)), None, None

    if text.sha256 != source.text_sha256:
        return failed("other text", hash=text.sha256[:12])
    found = text.find(quote, record.prefix, record.suffix)
    if len(found) != 1:
        return (
            failed("repeated", words=quote, times=len(found))
            if found
            else failed("absent", words=quote)
        )
    context = text.find(record.context) if record.context else []
    if record.context and len(context) != 1:
        return failed("context", words=record.context, times=len(context))
    return (
        Answer("Q1", "passed", Reason("said", {"words": quote})),
        found[0],
        context[0] if context else None,
    )


def number_check(
    record: Record, metric: Metric, text: Article, position: tuple[int, int], near: list[Token]
) -> tuple[Answer, Token | None]:
    """Q2: the one number of the quote besides its own period equals the value."""
    cut = [
        token
        for token in near
        if token.kind != "period"
        and (
            token.start < position[0] or token.end > position[1] + (text.text[token.end - 1] == ".")
        )  # "22,1 тыс" without the point of the abbreviation is not cut
    ]
    if cut:
        return Answer("Q2", "failed", because("cut", number=text.words(cut[0]))), None
    numbers = [
        token
        for token in near
        if token.kind in ("number", "range")
        and not is_period(token, record)
        and not (token.kind == "range" and _YEARS.search(text.words(token)))
    ]
    candidates = _figures(numbers, metric)
    if len(candidates) != 1:
        seen = "; ".join(text.words(token) for token in candidates or numbers)
        others = [token for token in candidates if token.role not in ("level", "share")]
        if others == candidates and (
            number := next((token for token in others if _same(token, record, metric)), None)
        ):
            return Answer("Q2", "undecided", _role(text, number)), number
        return Answer(
            "Q2", "failed", because("numbers", numbers=seen) if seen else because("no number")
        ), None
    number = candidates[0]
    if (
        spans.span(number) is not None
        and not number.nouns
        and number.low != record.period.start.year
    ):
        return Answer("Q2", "undecided", because("no number")), number  # "more than in 2016"
    if metric.unit in TIMES and (number.past or _is_time_of(text, number)):
        return Answer("Q2", "undecided", because("length", words=text.words(number))), number
    if (
        number.role == "change"
        and number.kind == "range"
        and record.value.value is not None
        and Decimal(str(record.value.value)) in (number.low, number.high)
    ):
        return Answer("Q2", "undecided", _role(text, number)), number
    if not _same(number, record, metric):
        said = (
            f"{number.low.normalize():f}"
            if number.low == number.high
            else f"{number.low.normalize():f}..{number.high.normalize():f}"
        )
        if number.role in ("level", "share"):
            return Answer(
                "Q2",
                "failed",
                because("other", number=text.words(number), said=said, value=record.value),
            ), number
        return Answer("Q2", "failed", _role(text, number)), number
    if number.role not in ("level", "share") and number.role != "whole":
        return Answer("Q2", "undecided", _role(text, number)), number
    kazakh = number.code == "kk" and number.unit == "percent"
    if kazakh and (moved := changes.told(text.text, number)).direction:
        why = because("change", number=text.words(number), words=moved.words)
        return Answer("Q2", "undecided", why), number
    return Answer("Q2", "passed", Reason("said", {"words": text.words(number)})), number


_IN_TIME: Final = re.compile(r"\b(?:in|within|during|over|за|в течение)\s$", re.IGNORECASE)
_IN_TIME_BEHIND: Final = re.compile(r"\S*\s(?:(?:айда|жылда|күнде|аптада)\b|\w+ ішінде\b)")


def _is_time_of(text: Article, number: Token) -> bool:
    """Whether a length of time is that in which another figure of its clause came about: "1,306
    cases in nine months".
    """
    first = max(0, number.start - 12)
    within = (
        _IN_TIME_BEHIND.match(text.text, number.end)
        if number.code == "kk"
        else _IN_TIME.search(text.text[first : number.start])
    )
    place = text.order[number.start]
    beside = text.numbers[max(0, place - 6) : place + 7]
    return within is not None and any(
        other.kind in ("number", "range")
        and other.segment == number.segment
        and other is not number
        and spans.span(other) is None
        for other in beside
    )


def _role(text: Article, number: Token) -> Reason:
    """What a number is that is no level: a change, a ratio, a rank."""
    return because(
        number.role, number=text.words(number), words=number.unread or text.words(number)
    )


def _figures(numbers: list[Token], metric: Metric) -> list[Token]:
    """The numbers that may be the figure: levels first, times only for a metric of time, wholes and
    others only where they stand alone.
    """
    timed = metric.unit in TIMES
    first = [
        token
        for token in numbers
        if token.role in ("level", "share") and (timed or token.unit not in TIMES)
    ]
    return (
        first
        or [token for token in numbers if token.role == "whole" and not token.unread]
        or numbers
    )


def value_check(record: Record, text: Article, number: Token) -> Answer:
    """Q2 of a number that is no level: it is the value as it was said, each of its bounds."""
    value = record.value
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    if (number.low, number.high) == (Decimal(str(low)), Decimal(str(high))):
        return Answer("Q2", "passed", Reason("said", {"words": text.words(number)}))
    said = f"{number.low.normalize():f}"
    return Answer(
        "Q2", "failed", because("other", number=text.words(number), said=said, value=value)
    )


def _same(number: Token, record: Record, metric: Metric) -> bool:
    """Whether a number is a value: years count as twelve months, and a third may be written as
    33.3.
    """
    value = record.value
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    wanted = Decimal(str(low)), Decimal(str(high))
    factor = 12 if _in_months(number, record, metric) else 1
    if (
        number.role == "share"
        and number.low == number.high
        and number.low != number.low.to_integral_value()
    ):
        places = max(-int(wanted[0].as_tuple().exponent), 0)
        return places > 0 and wanted[0] == wanted[1] == round(number.low, places)
    return (number.low * factor, number.high * factor) == wanted


def _in_months(number: Token, record: Record, metric: Metric) -> bool:
    """Whether a number of years is written in the months of its metric."""
    bound = record.value.low if record.value.value is None else record.value.value
    return (
        number.unit == "year" and metric.unit == "month" and number.low * 12 == Decimal(str(bound))
    )


def qualifier_check(record: Record, number: Token | None, text: Article) -> Answer:
    """Q3: the qualifier that modifies the number and the value's mark agree, both ways."""
    if number is None:
        return Answer("Q3", "failed", because(WITHOUT[1]))
    said = numerals.comparator(number.qualifier)
    if said is None or number.unread:
        if number.role not in ("level", "share"):
            return Answer("Q3", "undecided", _role(text, number))
        unread = because("unread", number=text.words(number), words=number.unread)
        return Answer(
            "Q3",
            "undecided",
            unread if number.unread else because("stacked", number=text.words(number)),
        )
    if said != (record.value.comparator, record.value.approximate):
        return Answer("Q3", "failed", because("mark", words=number.qualifier, value=record.value))
    return Answer(
        "Q3",
        "passed",
        EXACT if number.qualifier == "=" else because("said", words=number.qualifier),
    )


def unit_check(
    record: Record, metric: Metric, number: Token | None, phrases: str, text: Article
) -> Answer:
    """Q4: money, percent and time agree with the words beside the number; a counting unit with
    those of quote and context.
    """
    if number is None:
        return Answer("Q4", "failed", because(WITHOUT[1]))
    unit = metric.unit
    needs = unit if _CURRENCY.match(unit) or unit in ("percent", "points", *TIMES) else ""
    has = "month" if _in_months(number, record, metric) else number.unit
    if has != needs:
        other = because("unit", number=text.words(number), unit=number.unit, metric=unit)
        elliptic = (
            _CURRENCY.match(unit)
            and (not number.nouns or _OF_IT.search(text.words(number)) is not None)
            and number.low >= 1000
            and re.search(r"[^\W\d_]", text.words(number))
        )
        # "15.1 billion" alone is money where the words before are of money, which a person
        # tells
        of_a_round = unit == "percent" and _OUT_OF.match(text.text, number.end)
        if not number.unit:
            return Answer(
                "Q4",
                "undecided" if elliptic or of_a_round else "failed",
                because("no unit", number=text.words(number), metric=unit),
            )
        return Answer("Q4", "failed", other)
    if number.role == "rank" and needs == "":
        return Answer("Q4", "undecided", _role(text, number))
    return Answer("Q4", *counted(metric, number, phrases, text.text))


_YEARS: Final = re.compile(r"\b(?:19|20)\d\d\D{1,9}(?:19|20)\d\d$")
"""Two years, which are the bounds of a time and no figure: "between 2014 and 2017"."""
_OF_IT: Final = re.compile(r"(?:мыңы|миллионы|миллиарды|млн-[ыі]|млрд-[ыі])н?$")
"""How a Kazakh sum ends that is a part of one that was named before."""
_OUT_OF: Final = re.compile(r"\s(?:из|of|out of)\s100?\b")
"""What makes a number a share of ten or of a hundred, or a count of so many: a person tells."""


def is_period(token: Token, record: Record) -> bool:
    """Whether a number is the record's own period: its year, its years, or one end of them."""
    span = spans.span(token)
    if span is None or token.kind == "date":
        return False
    own = {record.period.start.year, record.period.end.year}
    return span == (record.period.start, record.period.end) or (
        token.kind == "number" and span[0].year in own and token.low != record.value.value
    )

"""Whether the words of an article state the period of a figure, or bear out what it is inferred from.

The words nearest to the number decide: its clause before its sentence, and its sentence before any context. What they say
against the record fails it, with the words named; what only words further away say leaves it undecided.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Literal, Protocol

from kzstats.dataset.model import Metric, PeriodInference, Record, Source
from kzstats.numerals import YEARLESS, Token, foresees, lasts, stands_now, titled
from kzstats.values.period import Period
from kzstats.values.reasons import Reason, because

Told = tuple[Literal["passed", "failed", "undecided"], Reason]
Days = tuple[date, date]
_COUNTED_BACK: Final = ("article_month", "months_before_article", "event_length")


class Text(Protocol):
    """What is asked of an article."""

    @property
    def text(self) -> str: ...  # noqa: D102 - as it stands in the article

    @property
    def numbers(self) -> Sequence[Token]: ...  # noqa: D102 - as it stands in the article

    @property
    def order(self) -> Mapping[int, int]: ...  # noqa: D102 - as it stands in the article


def fifth(record: Record, metric: Metric, source: Source, article: Text, number: Token | None, said: list[Token]) -> Told:
    """Q5: the period is stated in quote or context, or follows from what the record says it is inferred from."""
    how, own = record.inferred.period, record.period
    near = list(_nearest(article, number)) if number is not None else []
    if how == "article_date":
        return _as_of(record, metric, source, article, number, said, near)
    bearing: list[Token] = []
    if how in _COUNTED_BACK:
        fits = _counted_back(record, source, said)
    else:
        tokens = said if how is None else [*said, *near]
        known = [*said, *_before(article, number)] if number is not None and how in ("year_to_date", "since_year") else said
        held = [*said, *_sentence(article, number)] if number is not None and how is None else known
        if number is not None and any(token.base == "same" for token in tokens):
            held = [*held, *_sentence(article, number), *_before(article, number)]
        planned = how == "article_year" and number is not None and foresees(number.code, article.text[slice(*number.sentence)])
        allowed = [token for token in tokens if not token.compared or token in near]
        bearing = [token for token in allowed if _bears(token, record, metric, source, how, held, planned)]
        fits = bool(bearing)
    against = [token for token in near if token.base not in ("now", "earlier") and (how not in _COUNTED_BACK or (_said(token) and not token.loose))]

    def words(token: Token) -> str:
        return article.text[token.start : token.end]

    if not fits and (why := _open(record, source.published, article, number, said, near, against)) is not None:
        return "undecided", why
    if not fits:
        if how is None:
            return "failed", because("not stated", period=own)
        return "failed", because("does not follow", period=own, how=how)
    known_near = against and not any(token in bearing for token in near)
    if known_near and not any(_bears(token, record, metric, source, other, said) for token in near for other in (how, None)):
        return "failed", because("nearer", words=words(against[0]))
    if number is not None and bearing and (rival := _between(article, number, bearing, record, source)) is not None:
        return "undecided", because("between", words=words(rival))
    return "passed", because("stated") if how is None else because("inferred", how=how)


def _open(
    record: Record, published: Period, article: Text, number: Token | None, said: list[Token], near: list[Token], against: list[Token]
) -> Reason | None:
    """Why words that do not bear a period do not deny it either; nothing where they do."""
    own = record.period
    for token in [*said, *near]:
        words, days = article.text[token.start : token.end], span(token)
        if not against and token.base == "earlier":
            return because("undated", words=words)
        if not against and token.compared and days == (own.start, own.end):
            return because("compared", words=words)
        if record.inferred.period is None and not token.year_said and _of_last_year(token, days, own, published):
            return because("undated", words=words)
        if token.base == "this" and days is None and (own.start, own.end) == _in_year(_YEARLESS, published.start.year):
            return because("loose", words=words, period=own)
        vague = token.loose and token.year_said and not token.since and not token.season and token.base != "same" and not _is_day(token)
        if vague and days is not None and record.inferred.period is None and days[0].year <= own.end.year <= days[1].year:
            return because("loose", words=words, period=own)
    if number is not None and number.role == "change" and number.kind == "range" and not any(token.year_said for token in near):
        length = next((token for token in article.numbers if token.sentence == number.sentence and token.unit in ("year", "month")), None)
        return because("length", words=article.text[length.start : length.end]) if length is not None else None
    return None


def _of_last_year(token: Token, days: Days | None, own: Period, published: Period) -> bool:
    """Whether a month or a day without a year, later in the year than the article, is of the year before it in the record."""
    if token.base or days is None or days[0].month <= published.start.month or own.start.year != published.start.year - 1:
        return False
    return _in_year(days, own.start.year) == (own.start, own.end)


def _between(article: Text, number: Token, bearing: list[Token], record: Record, source: Source) -> Token | None:
    """Another period that the article speaks of between the words that bear this one and the number.

    Nothing where they stand in one paragraph, or where the words are those with which the article begins.
    """
    own, published = (record.period.start, record.period.end), (source.published.start, source.published.end)
    begins = article.text.rfind("\n", 0, number.start) + 1
    ends = article.text.find("\n", number.start)
    rival = None
    for token in bearing:
        if token.start < _lead(article.text) or begins <= token.start < (ends if ends >= 0 else len(article.text)):
            return None
        first, last = (token.sentence[1], number.sentence[0]) if token.start < number.start else (begins, token.start)
        others = (other for other in _times(article, first, last) if other.sentence != number.sentence and span(other) not in (own, published))
        found = next((other for other in others if _rivals(other, token)), None)
        if found is None:
            return None
        rival = rival or found
    return rival


def _lead(text: str) -> int:
    """Where the first line and the first paragraph under it end, whose periods are those of the whole article."""
    end = -1
    for _ in range(4):
        start, end = end + 1, text.find("\n", end + 1)
        if end < 0:
            return len(text)
        if start and end - start > 80:  # not a second heading, a name or a place
            break
    return end


def _times(article: Text, first: int, last: int) -> Iterator[Token]:
    """The periods of a part of a text."""
    place = bisect_left(article.numbers, first, key=lambda token: token.start)
    for token in itertools.islice(article.numbers, place, None):
        if token.start >= last:
            return
        if _is_time(token):
            yield token


def _rivals(other: Token, token: Token) -> bool:
    """Whether a period said later is another one than the record's, of which the article goes on to speak."""
    if other is token or other.compared or other.aside or other.base in ("earlier", "now", "same"):
        return False
    if token.year_said and not other.year_said and not other.base:
        return False  # a day or a month without a year may be of the year that is said
    return (span(other), other.base, other.year_said) != (span(token), token.base, token.year_said)


def span(token: Token) -> Days | None:
    """The days that a date, a year or a span of years stands for."""
    if token.span is not None:
        return token.span
    if (
        1900 <= token.low <= token.high <= 2100
        and (token.kind == "range" or (token.kind == "number" and token.end - token.start == 4))
        and token.qualifier in ("=", "~")
        and token.role == "level"
        and not token.unit
        and not token.unread
        and token.low == int(token.low)
        and token.high == int(token.high)
    ):
        return date(int(token.low), 1, 1), date(int(token.high), 12, 31)
    return None


def _said(token: Token) -> bool:
    return span(token) is not None and token.year_said


def _in_year(days: Days, year: int) -> Days | None:
    """The days of a date without a year, in a year; none for 29 February of a year without one."""
    try:
        start, end = days[0].replace(year=year), days[1].replace(year=year)
    except ValueError:
        if days[1].month == 2 and days[1].day == 29 and days[0].day == 1:
            return days[0].replace(year=year), date(year, 2, 28)
        return None
    return start, end


def _bears(
    token: Token, record: Record, metric: Metric, source: Source, how: PeriodInference | None, others: Iterable[Token], planned: bool = False
) -> bool:
    """Whether a period of the text is the record's, by its own words (``None``) or by an inference."""
    own, published = record.period, source.published
    days, year = span(token), source.published.start.year
    if token.season and days is not None:
        return how is None and _season(token, days, record)
    if token.base in ("earlier", "now"):
        return False
    if token.base == "same":
        return how == (None if token.year_said else "previous_year") and _same(token, (own.start, own.end), published, others)
    start = None if days is None else days[0] if token.year_said else days[0].replace(year=year) if (days[0].month, days[0].day) != (2, 29) else None
    if token.since:
        if how is None:
            return token.base != "date" and token.year_said and own.open_end and own.start == start and not own.approximate
        if own.open:
            return how == "article_year" and token.base != "date" and own.open_end and own.start == start
        ends = {published.end} | {found for other in others for found in _last_days(other, year)}
        fitting = ("year_to_date",) if token.base == "date" else ("since_year", "year_to_date") if start == date(year, 1, 1) else ("since_year",)
        return how in fitting and not own.approximate and own.start == start and own.end in ends
    if own.open_start and token.until and token.year_said and days is not None and days[0] == days[1]:
        return how is None and own.end == days[1] and not own.approximate
    if own.open or token.loose:
        return False
    wanted_days, rough = (own.start, own.end), own.approximate == (token.qualifier == "~")
    if token.year_said:
        return how is None and days == wanted_days and rough
    if token.base == "last":
        before = (date(year - 1, 1, 1), date(year - 1, 12, 31)) if days is None else _in_year(days, year - 1)
        return how == "previous_year" and before == wanted_days and rough
    if days is None:
        if how == "year_to_date":
            return (date(year, 1, 1), published.end) == wanted_days
        return how == "article_year" and (metric.kind == "amount" or planned) and (date(year, 1, 1), date(year, 12, 31)) == wanted_days
    if how is None:
        whole = days == _YEARLESS
        told = {
            found[0].year
            for other in others
            if (found := span(other)) is not None and other.year_said and not other.loose and other is not token and not other.compared
            and other.base != "same" and (_whole_year(found) or (whole and found[0].year == found[1].year))
        }  # fmt: skip
        told = told & {year} if token.base == "this" else told
        return any(_in_year(days, each) == wanted_days for each in told) and rough
    in_year = _in_year(days, year)
    if how == "month_of_article_year":
        begun = (
            (in_year[0].year, in_year[0].month) <= (published.start.year, published.start.month) or published.precision == "year"
            if in_year
            else False
        )
        return in_year == wanted_days and own.months > 0 and rough and begun
    return how == "article_year" and in_year == wanted_days and token.qualifier == "=" and not own.approximate


_YEARLESS: Final = (date(YEARLESS, 1, 1), date(YEARLESS, 12, 31))
"""The days of "the whole year" where no words beside say which."""


def _same(token: Token, own: Days, published: Period, others: Iterable[Token]) -> bool:
    """Whether days are those of "the same period" of another year: of a part of a year that the words beside it name."""
    year = token.span[0].year if token.span is not None and token.year_said else published.start.year - 1
    for other in others:
        days = span(other)
        if other.base == "date" and published.precision == "day":
            days = date(published.start.year, 1, 1), published.start
        if days is None or other is token or other.base == "same" or other.compared or _whole_year(days) or days[0].year != days[1].year:
            continue
        first, last = _in_year((days[0], days[0]), year), _in_year((days[1], days[1]), year)
        if days[1].day == monthrange(days[1].year, days[1].month)[1]:  # a whole February has another last day in a leap year
            last = (date(year, days[1].month, monthrange(year, days[1].month)[1]),) * 2
        if first is not None and last is not None and own == (first[0], last[1]):
            return True
    return False


def _season(token: Token, days: Days, record: Record) -> bool:
    """Whether a period is a fiscal or an academic year: its two years as said, about them, or for a school year September to August."""
    own = record.period
    if (own.start.year, own.end.year) != (days[0].year, days[1].year) or own.open:
        return False
    if own.years == 2:
        return own.approximate or token.season != "unknown"
    september = (date(own.start.year, 9, 1), date(own.end.year, 8, 31))
    return token.season == "academic" and (own.start, own.end) == september


def _whole_year(days: Days) -> bool:
    return days == (date(days[0].year, 1, 1), date(days[0].year, 12, 31))


def _last_days(token: Token, year: int) -> Iterator[date]:
    """The single days that a text states, for a span that ends on one."""
    days = span(token)
    if days is not None and days[0] == days[1] and not token.since:
        found = days if token.year_said else _in_year(days, year)
        if found:
            yield found[1]


def _counted_back(record: Record, source: Source, said: list[Token]) -> bool:
    """Whether the period is what is counted from the article's date."""
    own, published = record.period, source.published
    rough = all(end.endswith("~") for end in own.text.split("/"))
    match record.inferred.period:
        case "article_month":
            here = own.months == 1 and (own.start.year, own.start.month) == (published.start.year, published.start.month)
            return rough and published.precision != "year" and here
        case "months_before_article":
            counts = [token.low * (12 if token.unit == "year" else 1) for token in said if token.unit in ("month", "year")]
            ends = (own.after.year, own.after.month) == (published.start.year, published.start.month)
            return rough and ends and published.precision != "year" and own.months in counts
    lengths = [token.low for token in said if token.unit == "day"]
    days = {published.start} | {found for token in said for found in _last_days(token, published.start.year)}
    return not own.approximate and published.precision == "day" and own.start in days and (own.after - own.start).days in lengths


def _as_of(record: Record, metric: Metric, source: Source, article: Text, number: Token | None, said: list[Token], near: list[Token]) -> Told:
    """As of the article's day, where no nearer words name another time.

    What a sentence in the present says to be there is there on that day though figures of a year were told before; not so
    where those before it stood on a day of their own.
    """
    own, published = record.period, source.published
    if own.text != published.text or any(span(token) not in (None, (own.start, own.end)) for token in said if token.year_said and not token.compared):
        return "failed", because("does not follow", period=own, how="article_date")

    def other(token: Token) -> bool:
        days = span(token)
        found = days if days is None or token.year_said else _in_year(days, published.start.year)
        return token.base != "now" and found != (own.start, own.end)

    passed: Told = "passed", because("inferred", how="article_date")
    if any(token.base == "now" for token in near):
        return passed
    for token in near:
        clause = number is None or token.end <= number.start or token.start < number.segment[1]
        if other(token) and not token.since and clause and not token.compared:
            return "failed", because("nearer than day", words=article.text[token.start : token.end])
    if number is None:
        return passed
    sentence = article.text[slice(*number.sentence)]
    since = metric.kind == "stock" and lasts(number.code, sentence)
    stands = since or (metric.kind in ("stock", "duration") and stands_now(number.code, article.text[slice(*number.segment)], sentence))
    own_words = [token for token in _sentence(article, number) if not _touches_not(article, number, token, stands)]
    around = [token for token in (*_before(article, number), *_headline(article, number)) if not token.aside and (not stands or _is_day(token))]
    for token in (*own_words, *around):
        if other(token):
            return "undecided", because("nearby", words=article.text[token.start : token.end])
    for token in article.numbers[max(0, article.order[number.start] - 3) : article.order[number.start]]:
        if token.sentence == number.sentence and token.unit in ("year", "month") and token.past and not stands:
            return "undecided", because("length", words=article.text[token.start : token.end])
    return passed


def _touches_not(article: Text, number: Token, token: Token, stands: bool) -> bool:
    """Whether a period of a number's sentence is of something else: what goes on since then, another figure's, or of a clause beside a sum's name."""
    inside = number.segment[0] <= token.start < number.segment[1]
    if stands and token.since:
        return True
    if inside:
        return False
    if len(number.unit) == 3 and titled(number.code, article.text[slice(*number.segment)]):
        return True
    place = article.order[token.start]
    beside = (article.numbers[step] for step in (place - 1, place + 1) if 0 <= step < len(article.numbers))
    figures = [other for other in beside if other is not number and other.kind in ("number", "range") and not _is_time(other)]
    if token.aside:
        first, last = article.text.rfind("(", 0, token.start), article.text.find(")", token.end)
    else:
        first, last = token.segment
    return (stands or token.aside) and not first <= number.start < last and any(first <= other.start < last for other in figures)


def _is_day(token: Token) -> bool:
    days = span(token)
    return days is not None and days[0] == days[1] and not token.since


def _is_time(token: Token) -> bool:
    return token.kind in ("date", "period") or span(token) is not None


def _sentence(article: Text, number: Token) -> list[Token]:
    """The periods of a number's sentence, the number left out."""
    place = article.order[number.start]
    found: list[Token] = []
    for step, places in ((-1, range(place - 1, -1, -1)), (1, range(place + 1, len(article.numbers)))):
        for other in places:
            token = article.numbers[other]
            if token.sentence != number.sentence:
                break
            if _is_time(token):
                found.insert(0 if step < 0 else len(found), token)
    return found


def _before(article: Text, number: Token) -> Iterator[Token]:
    """The periods said before a number's sentence in its paragraph, the last first."""
    begins = article.text.rfind("\n", 0, number.sentence[0]) + 1
    for place in range(article.order[number.start] - 1, -1, -1):
        token = article.numbers[place]
        if token.start < begins:
            return
        if token.start < number.sentence[0] and _is_time(token):
            yield token


def _headline(article: Text, number: Token) -> Iterator[Token]:
    """The periods of the first line, where the number stands below it."""
    ends = article.text.find("\n")
    for token in article.numbers:
        if not token.start < ends < number.start:
            return
        if _is_time(token):
            yield token


_TOLD_OF: Final = re.compile(r"\s?[(–]|,? (?:когда|где|when|where|in which)\b")
"""What ties a period that another figure is compared with to the number that it then tells of."""


def _nearest(article: Text, number: Token) -> Iterator[Token]:
    """The periods that the words tie to a number: of its clause with no other figure between, else the one before it, else the one behind."""
    times = _sentence(article, number)
    clause = [token for token in times if number.segment[0] <= token.start < number.segment[1] and not token.compared]
    if clause:
        place, figures = article.order[number.start], []
        for step in (-1, 1):
            other = place + step
            while 0 <= other < len(article.numbers) and number.segment[0] <= article.numbers[other].start < number.segment[1]:
                if article.numbers[other].kind in ("number", "range") and not _is_time(article.numbers[other]):
                    figures.append(article.numbers[other].start)
                other += step
        alone = [token for token in clause if not any(min(token.start, number.start) < figure < max(token.start, number.start) for figure in figures)]
        yield from alone or clause
        return
    before = [token for token in times if token.end <= number.start and (not token.compared or _TOLD_OF.match(article.text, token.end, number.start))]
    behind = [token for token in times if token.start >= number.end and not token.compared]
    yield from before[-1:] or behind[:1]

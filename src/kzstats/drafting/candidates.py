"""A number of an article as the record that it may become: what the checks bear out, and what is
left open with the reason beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kzstats import numerals
from kzstats.checks.archive import Article
from kzstats.checks.spans import span
from kzstats.dataset.model import Dataset, Metric, Record, Source
from kzstats.dataset.vocabulary import Kind
from kzstats.drafting import areas, dating, matching, reasons, speaking, units
from kzstats.drafting.choosing import Choices
from kzstats.drafting.phrases import Phrase, phrase
from kzstats.numerals import Token
from kzstats.numerals.tables import words as listed
from kzstats.values.notes import noted
from kzstats.values.quantity import Quantity

OPEN: Final = "?"
"""What stands in a draft where a person is to choose."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may become a record: its fields in their order, :data:`OPEN` where one is, and
    what is to be said of each.
    """

    start: int
    end: int
    fields: Mapping[str, Any]
    notes: Mapping[str, str]
    unit: str | None
    kind: Kind
    choices: Choices = field(default_factory=dict)
    """What is proposed for its open parts, for a person to take."""

    @property
    def ready(self) -> bool:
        """Whether nothing of it is open."""
        return not is_open(self.fields)


def is_open(value: Any) -> bool:
    """Whether anything is left to choose in a value of a draft."""
    if isinstance(value, Mapping):
        return any(is_open(part) for part in value.values())
    return bool(value == OPEN) or (
        isinstance(value, list | tuple) and any(is_open(part) for part in value)
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What all steps ask for."""

    dataset: Dataset
    name: str
    source: Source
    article: Article
    area: areas.Area
    speakers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Who is named as speaking, by the language of the words."""


_SPEAKERS: Final = 4


def candidates_of(work: Work, token: Token, read: bool) -> Iterator[Candidate]:
    """The candidate of a number, or the two of one that says from which level to which something
    went.
    """
    if (
        token.role == "change"
        and token.kind == "range"
        and " " in work.article.text[token.start : token.end]
    ):
        for bound, note in (
            (token.low, noted("the level before")),
            (token.high, noted("the level after")),
        ):
            yield _candidate(work, replace(token, low=bound, high=bound), read, token, note)
        return
    yield _candidate(work, token, read, token)


def _candidate(work: Work, token: Token, read: bool, whole: Token, note: str = "") -> Candidate:
    article, source = work.article, work.source
    counted = units.counted_in(article, whole) if read else units.Counted(None, "", "stock")
    match = (
        matching.matched(work.dataset, article, whole, counted) if read else matching.Match(None)
    )
    metric = work.dataset.metrics[match.metric] if match.metric else _provisional(counted)
    avoid = [(other.start, other.end) for other in _figures_near(article, whole)]
    need = _needed(article, whole, counted.noun)
    bare = whole.start, whole.end
    quote = (
        phrase(article, need, avoid)
        or phrase(article, bare, avoid)
        or phrase(article, need, avoid, beside=True)
        or phrase(article, bare)
    )
    fields: dict[str, Any] = {"metric": match.metric or OPEN}
    notes = {"metric": _of_metric(match)}
    pair = whole.role == "change" or reasons.from_to(article, whole)
    value = _value(token, metric, pair) if read else OPEN
    if quote is None:
        quote = Phrase(whole.start, whole.end, OPEN)
        notes["quote"] = noted(
            "no phrase of at most twelve words holds the number alone and stands once"
        )
    period, context, how = OPEN, None, None
    if not read or quote.words == OPEN:
        notes["period"] = (
            noted("choose a phrase first")
            if read
            else noted(
                "the language {language} is not read: all is left to a person",
                language=source.language,
            )
        )
    elif pair:
        notes["period"] = noted("told by where it went from and to: which of the two times?")
    else:
        record = _tried(work, whole, quote)
        dated, notes["period"] = dating.dated(
            article, source, metric, record, whole, need, quote, avoid
        )
        if dated is not None:
            period, context, how, quote = dated.period, dated.context, dated.how, dated.quote
            notes["period"] = noted("{how}: “{words}”", how=how or "", words=dated.words)
    area, area_how, area_note = work.area
    choices: dict[str, tuple[Mapping[str, Any], ...]] = {}
    if period == OPEN and read and quote.words != OPEN:
        record = _tried(work, whole, quote)
        choices["period"] = tuple(
            dating.choices(article, source, metric, record, whole, need, quote, avoid)
        )
    choices |= _offered(match, counted)
    at = areas.region(article, whole) if area in ("KZ", OPEN) else None
    event = metric.kind == "event"  # where something was held is no part of what is counted
    if at is not None and (at.sure or not event):
        sure = at.sure and not event
        choices |= {} if sure else {"area": ({"area": at.code}, {"area": "KZ"})}
        area, area_how = at.code if sure else OPEN, None
        area_note = "" if sure else noted("a region stands beside it")
    fields |= {"period": period, "value": value, "area": area}
    if told := _of_value(article, whole, value, note, pair):
        notes["value"] = told
    if area_note:
        notes["area"] = area_note
    said = speaking.speaker(article, source, whole)
    known = speaking.known_as(work.dataset.names, said.name, whole.code)
    fields |= {"source": work.name, "said_by": known or said.name, "quote": quote.words}
    choices |= _other_speakers(work, whole, said)
    notes["said_by"] = (
        noted("by “{words}”", words=said.told) if said.how != "publisher" else said.told
    )
    fields |= {part: value for part in ("prefix", "suffix") if (value := getattr(quote, part))}
    if context is not None:
        fields["context"] = context.words
    inferred = {"period": how, "said_by": said.how, "area": area_how}
    if any(inferred.values()):
        fields["inferred"] = {part: value for part, value in inferred.items() if value}
    if counted.unit is None and read:
        notes["value"] = noted(
            "{remarks}", remarks=(*((notes["value"],) if "value" in notes else ()), counted.told)
        )
    return Candidate(whole.start, whole.end, fields, notes, counted.unit, metric.kind, choices)


def _of_metric(match: matching.Match) -> str:
    """What is to be said of a metric: what told it, or which are near."""
    if match.metric:
        return noted("by the words {words}", words=match.told)
    if match.between:
        return noted("its words may mean one of these: {metrics}", metrics=", ".join(match.between))
    if match.near:
        return noted("near: {metrics}", metrics=", ".join(match.near))
    return noted("no metric has these words")


def _of_value(article: Article, whole: Token, value: Any, note: str, pair: bool) -> str:
    """What is to be said of a value that only a person can tell, or is to confirm."""
    if value == OPEN:
        return noted(
            "not read beside “{number}”: {words}",
            number=article.text[whole.start : whole.end],
            words=whole.unread or noted("words that stack or turn its meaning"),
        )
    if note or pair:
        return noted(
            "{what}: a person is to confirm it (confirmed: …)",
            what=note or noted("told by where it went from and to"),
        )
    return ""


def _offered(
    match: matching.Match, counted: units.Counted
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """What may be the metric of a number where its words do not tell which."""
    likely = match.near if counted.unit is None else match.between
    if match.metric or not likely:
        return {}
    return {"metric": tuple({"metric": name} for name in likely)}


def _other_speakers(
    work: Work, token: Token, said: speaking.Speaker
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Whom the article names elsewhere, for a number that its publisher stands for."""
    if said.how != "publisher":
        return {}
    before = speaking.last(token.code, work.article.text, token.start)
    named = [*((before,) if before else ()), *work.speakers.get(token.code, ())]
    return {
        "said_by": tuple(
            {
                "said_by": speaking.known_as(work.dataset.names, who, token.code) or who,
                "inferred": {"said_by": "known"},
            }
            for who in list(dict.fromkeys(named))[:_SPEAKERS]
        )
    }


def _figures_near(article: Article, token: Token) -> list[Token]:
    """The other figures around a number, which its phrase is not to hold."""
    place = article.order[token.start]
    near = article.numbers[max(0, place - 12) : place + 13]
    return [
        other
        for other in near
        if other is not token and other.kind in ("number", "range") and span(other) is None
    ]


def _needed(article: Article, token: Token, noun: str) -> tuple[int, int]:
    """What a phrase must hold: the number with what qualifies it, and its unit or the word that
    names what it counts.
    """
    text, start, end = article.text, token.start, token.end
    if token.qualifier not in ("=", "?"):
        words = text[max(token.segment[0], start - 40) : start].split()
        for size in range(1, min(3, len(words)) + 1):
            begin = text.rfind(words[-size], token.segment[0], start)
            start = begin if begin >= 0 else start
            if words[-size].lower() not in _QUALIFYING:
                break
    limit = min(token.segment[1], end + 60)
    at = text[end:limit].lower().replace("ё", "е").replace("’", "'").find(noun) if noun else -1
    if at >= 0:
        end += at + len(noun)
    elif (
        token.unit
        and token.unit != "percent"
        and (behind := re.match(r"[\s.]*[^\W\d_]+", text[end:limit]))
    ):
        end += behind.end()
    return start, end


_QUALIFYING: Final = frozenset(listed("than чем least most менее более меньше больше to"))


def _provisional(counted: units.Counted) -> Metric:
    """A metric of the unit and the kind that the words tell, for the checks to hold a period
    against.
    """
    words = {"en": "M"}
    unit = counted.unit or "thing"
    return Metric.model_validate(
        {"title": words, "definition": words, "topic": "cases", "kind": counted.kind, "unit": unit}
    )


def _value(token: Token, metric: Metric, pair: bool) -> Any:
    """The value as records write it, open where only a person can tell the mark."""
    said = ("=", False) if pair else numerals.comparator(token.qualifier)
    if said is None or (token.unread and not pair and token.role in ("level", "share")):
        return OPEN
    factor = 12 if (metric.unit, token.unit) == ("month", "year") else 1
    share = token.role == "share" and token.low != token.low.to_integral_value()
    low, high = (round(bound, 1) if share else bound * factor for bound in (token.low, token.high))
    plain = [
        f"{bound:f}".rstrip("0").rstrip(".") if "." in f"{bound:f}" else f"{bound:f}"
        for bound in (low, high)
    ]
    if low != high:
        return f"{plain[0]}..{plain[1]}"
    mark = "~" if said[1] else "" if said[0] == "=" else said[0]
    return int(plain[0]) if not mark and plain[0].isdigit() else mark + plain[0]


def _tried(work: Work, token: Token, quote: Phrase) -> Record:
    """A record for the check of periods, which asks for no more of it."""
    return Record.model_construct(
        id="draft",
        metric="m",
        period=work.source.published,
        value=_quantity(token),
        area="KZ",
        source=work.name,
        said_by="-",
        quote=quote.words,
    )


def _quantity(token: Token) -> Quantity:
    return Quantity(
        float(token.low) if token.low == token.high else None, float(token.low), float(token.high)
    )

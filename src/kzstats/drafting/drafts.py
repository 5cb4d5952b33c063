"""A draft of an article: every number of it once, as a candidate record or as one that is none,
with its reason.

Deterministic, and without a model. What the checks do not bear out is left open. A proposer of
one's own may fill what is open; what it proposes passes the same checks, or stays open with what
they said of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kzstats.checks.archive import Article
from kzstats.checks.evidence import LANGUAGES
from kzstats.dataset.model import Dataset, Source
from kzstats.dataset.vocabulary import SkipReason
from kzstats.drafting import areas, disagreeing, ids, matching, reasons, sketching, speaking, terms
from kzstats.drafting.candidates import OPEN, Candidate, Work, candidates_of, is_open
from kzstats.drafting.choosing import NONE
from kzstats.drafting.phrases import phrase
from kzstats.numerals import Token
from kzstats.values.notes import noted

Proposer = Callable[[str], Iterable[Mapping[str, Any]]]
"""A proposer of one's own: from an article's text to mappings with ``start`` and ``end`` of a
number in it, and the fields of a record that it proposes (see :data:`PROPOSED`), or ``skip`` with a
reason.
"""
PROPOSED: Final = (
    "metric",
    "period",
    "inferred",
    "context",
    "label",
    "said_by",
    "area",
    "dimensions",
    "counted",
    "note",
    "producer",
)


_NEAR: Final = 300
"""How many letters away a figure may be that a phrase could run into."""


@dataclass(frozen=True, slots=True)
class Left:
    """A phrase whose numbers are no figures, and why; ``note`` says what told it where that may be
    doubted.
    """

    start: int
    end: int
    quote: str
    reason: SkipReason
    note: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an article would bring into the data, once a person has chosen what is open."""

    source: str
    candidates: tuple[Candidate, ...]
    left: tuple[Left, ...]
    metrics: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Sketches of metrics that are not in the data yet."""
    titles: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    """What is proposed for the titles of those."""
    dimensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those of its metrics that the data do not declare."""


def drafted(
    dataset: Dataset, name: str, source: Source, article: Article, proposer: Proposer | None = None
) -> Draft:
    """The draft of an article; the same for the same text and data."""
    spoken = {code: speaking.speakers(article, code) for code in LANGUAGES}
    work = Work(dataset, name, source, article, areas.of_article(article, OPEN), spoken)
    proposed = {int(each["start"]): each for each in proposer(article.text)} if proposer else {}
    read = source.language in LANGUAGES
    figures: list[Token] = []
    left: dict[int, tuple[SkipReason, str]] = {}
    on_record = _on_record(work)
    for place, token in enumerate(article.numbers):
        if token.kind == "period" or any(
            start <= token.start and token.end <= end for start, end in on_record
        ):
            continue
        kind = reasons.kind_of(article, place) if read else reasons.FIGURE
        reason: SkipReason | None = proposed.get(token.start, {}).get("skip") or kind.reason
        why = kind.why
        if reason is None and read and (first := _repeated(article, token, figures)) is not None:
            if first.start < article.text.find(
                "\n"
            ):  # the body says it in more words than the headline
                figures[figures.index(first)], token = token, first  # noqa: PLW2901 - the two change places
            reason, why = (
                "repeat",
                noted("“{words}” is said again", words=article.text[token.start : token.end]),
            )
        if reason is None:
            figures.append(token)
        else:
            left[token.start] = reason, why
    figures.sort(key=lambda token: token.start)
    candidates = [found for token in figures for found in candidates_of(work, token, read)]
    candidates = [
        _proposed(work, one, proposed[one.start]) if one.start in proposed else one
        for one in candidates
    ]
    candidates, sketches, titles = sketching.sketched(work, candidates)
    return Draft(
        name,
        tuple(_named(work, candidates)),
        tuple(_left(article, left, candidates)),
        sketches,
        titles,
        {
            name: terms.DECLARED[name]
            for sketch in sketches.values()
            for name in sketch.get("dimensions", ())
            if name not in dataset.dimensions
        },
    )


def _on_record(work: Work) -> list[tuple[int, int]]:
    """Where the words stand that the data have of the article already."""
    data, name = work.dataset, work.name
    phrases = [
        (one.quote, one.prefix, one.suffix)
        for one in data.records
        if one.source == name and one.quote
    ]
    phrases += [
        (one.context, None, None) for one in data.records if one.source == name and one.context
    ]
    phrases += [(one.quote, None, None) for one in data.skipped if one.source == name]
    phrases += [(one.context, None, None) for one in data.unstated if one.source == name]
    found = (work.article.find(*words) for words in phrases)
    return [places[0] for places in found if len(places) == 1]


def _repeated(article: Article, token: Token, earlier: Iterable[Token]) -> Token | None:
    """The figure that a number says again: the same number, mark and unit of the same thing, told
    once in the head or in the same words.
    """
    for other in earlier:
        same = (other.low, other.high, other.qualifier, other.unit) == (
            token.low,
            token.high,
            token.qualifier,
            token.unit,
        )
        if not same or (token.low < 20 and not token.unit and token.qualifier == "="):
            continue
        one, two = (matching.stems(article.text[slice(*each.sentence)]) for each in (other, token))
        nouns = {matching.stem(word) for word in other.nouns} & {
            matching.stem(word) for word in token.nouns
        }
        head = other.start < article.text.find("\n") < token.start
        if (
            (head and (one & two or nouns))
            or (nouns and len(one & two) >= 3)
            or len(one & two) >= 5
        ):
            return other
    return None


def _proposed(work: Work, candidate: Candidate, asked: Mapping[str, Any]) -> Candidate:
    """A candidate with what a proposer says of it, as far as the checks of its record pass."""
    fields, notes = dict(candidate.fields), dict(candidate.notes)
    for part in PROPOSED:
        if part not in asked or (fields.get(part, OPEN) != OPEN and part in ("period", "metric")):
            continue
        before = dict(fields)
        fields[part] = asked[part]
        refused = (
            sketching.refused(work, fields)
            if part in ("metric", "period", "inferred", "context")
            else ""
        )
        if refused and part in ("metric", "period"):
            fields, notes[part] = (
                before,
                noted("proposed: {what}, but {refused}", what=asked[part], refused=refused),
            )
        else:
            notes[part] = noted("proposed")
    return replace(candidate, fields=fields, notes=notes)


def _named(work: Work, candidates: list[Candidate]) -> Iterator[Candidate]:
    """The candidates with ids of their own, told apart by a label where two of one metric and time
    say different things.
    """
    taken = {record.id for record in work.dataset.records}
    subjects = Counter(_subject(one) for one in candidates)
    whole: set[tuple[str, ...]] = set()
    for number, one in enumerate(candidates, 1):
        metric, period = str(one.fields["metric"]), str(one.fields["period"])
        name = ids.free(ids.base(one.fields) or f"{work.name}-{number}", taken)
        taken.add(name)
        fields, notes = {"id": name, **one.fields}, dict(one.notes)
        choices = dict(one.choices)
        several = subjects[_subject(one)] > 1
        if "label" not in fields and metric != OPEN and (several or one.kind == "event"):
            words, why, proposed = sketching.label(work.article, one)
            if (
                proposed
                or one.kind == "event"
                or words["en"] != OPEN
                or (period != OPEN and _subject(one) in whole)
            ):
                fields["label"], notes["label"] = words, why
            else:
                whole.add(_subject(one))  # the first that is of no part is of the whole
            if proposed or is_open(fields.get("label")):
                choices["label"] = (*proposed, {"label": NONE})
        fields, notes = disagreeing.beside_others(work, fields, notes)
        told = work.article.numbers[work.article.order[one.start]]
        named = speaking.last(told.code, work.article.text, one.start) is not None
        if named and choices.get("said_by") and is_open(fields):
            # who looks at it anyway is asked for its speaker too: the last one named before it
            kept = {"said_by": fields["said_by"], "inferred": {"said_by": "publisher"}}
            choices["said_by"] = (*choices["said_by"], kept)
            fields["said_by"] = OPEN
        yield replace(one, fields=sketching.in_order(fields), notes=notes, choices=choices)


def _subject(candidate: Candidate) -> tuple[str, ...]:
    parts = "metric", "period", "area"
    return (
        *(str(candidate.fields[part]) for part in parts),
        *(str(candidate.choices.get(part, "")) for part in ("area", "dimensions")),
    )


def _left(
    article: Article, left: Mapping[int, tuple[SkipReason, str]], candidates: Iterable[Candidate]
) -> Iterator[Left]:
    """The numbers that are no figures in phrases of their own; one in the words of a candidate is
    held by that.
    """
    figures = sorted((one.start, one.end) for one in candidates)
    held = sorted(span for one in candidates for span in spans(article, one))
    numbers = [token for token in article.numbers if token.start in left]
    until = -1
    for place, token in enumerate(numbers):
        near = [
            other
            for other in numbers[max(0, place - 12) : place + 13]
            if left[other.start][0] != left[token.start][0]
        ]
        others = [(other.start, other.end) for other in near]
        first, last = (
            bisect_right(figures, (token.start - _NEAR,)),
            bisect_right(figures, (token.start + _NEAR,)),
        )
        avoid = [*figures[first:last], *others]
        reason, why = left[token.start]
        within = reason in ("date", "span") and _holding(held, token)
        if token.start < until or within:
            continue
        need = token.start, token.end
        for after in numbers[
            place + 1 : place + 4
        ]:  # the parts of one date or of one name stand together
            gap = article.text[need[1] : after.start]
            if left[after.start][0] == reason and len(gap) <= 3 and not re.search(r"[\w\n]", gap):
                need = need[0], after.end
        found = (
            phrase(article, _with_word(article, need), avoid)
            or phrase(article, need, avoid)
            or phrase(article, need)
        )
        quote = found.words if found is not None else OPEN
        note = (
            why
            if found is not None
            else noted("no phrase of at most twelve words stands once: choose one")
        )
        span = (found.start, found.end) if found is not None else need
        inside = [other for other in numbers[place : place + 12] if other.start < span[1]]
        until = span[1] if all(left[other.start][0] == reason for other in inside) else need[1]
        yield Left(*span, quote, reason, note)


def _holding(held: list[tuple[int, int]], token: Token) -> bool:
    """Whether one of some spans, in their order and none longer than a phrase, holds a number."""
    last = bisect_right(held, (token.start, token.end + 300))
    return any(
        start <= token.start and token.end <= end for start, end in held[max(0, last - 24) : last]
    )


def _with_word(article: Article, need: tuple[int, int]) -> tuple[int, int]:
    """A number with the word behind it in its line, or the one before where it ends the line."""
    text = article.text
    led = re.search(r"[^\W\d_]{4,}[^\S\n]$", text[max(0, need[0] - 30) : need[0]])
    after = text[need[1] : need[1] + 12]
    if led and re.match(r"[^\S\n](?:(?:of|and|the|in|и|в|по|мен)\b|Уголовн)", after):
        return need[0] - len(led.group()), need[1]  # "article 174"
    behind = re.match(
        r"[^\S\n]?[\w’'-]+|[^\S\n]?[^\s\w]*[^\S\n]?[^\W\d_]+[.]", text[need[1] : need[1] + 40]
    )
    if behind:
        return need[0], need[1] + behind.end()
    before = re.search(r"[\w’'-]+[^\w\n]{0,3}$", text[max(0, need[0] - 40) : need[0]])
    return (need[0] - len(before.group()), need[1]) if before else need


def spans(article: Article, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Where the words of a candidate stand in the text."""
    fields = candidate.fields
    for words, prefix, suffix in (
        (fields["quote"], fields.get("prefix"), fields.get("suffix")),
        (fields.get("context"), None, None),
    ):
        if words and words != OPEN:
            found = article.find(words, prefix, suffix)
            if len(found) == 1:
                yield found[0]

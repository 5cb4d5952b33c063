"""Whether every number of an article is held by a figure that its words bear out, or left out with
a reason (Q7).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kzstats.checks import spans
from kzstats.checks.archive import Article
from kzstats.checks.evidence import verify
from kzstats.checks.wording import TIMES
from kzstats.dataset.model import Dataset
from kzstats.dataset.vocabulary import Check
from kzstats.numerals import Token


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of an article and what holds it: a ``record``, an event without a number,
    ``skipped``, or nothing.
    """

    words: str
    holder: Literal["record", "unstated", "skipped", ""]
    name: str = ""
    reason: str = ""
    verified: bool = True
    """Whether a record that holds it matches the article, or a person confirmed it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every number of one article with its holder, and the skipped entries that skip nothing, or
    not what they say.
    """

    entries: tuple[Entry, ...]
    idle: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every number is in a verified record or left out, and every skipped entry skips
        what it says.
        """
        return not self.idle and all(entry.holder and entry.verified for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that holds numbers of an article, and for whom."""

    words: str
    holder: Literal["record", "unstated", "skipped"]
    name: str = ""
    reason: str = ""
    prefix: str | None = None
    suffix: str | None = None
    verified: bool = True


def covered(
    dataset: Dataset, articles: Mapping[str, Article], checks: Mapping[str, Check] | None = None
) -> dict[str, Coverage]:
    """Q7 for each archived text: every number is in the words of a verified record, or skipped with
    a reason.

    ``checks`` are the badges of :func:`verify`, which is asked where they are not at hand.
    """
    if checks is None:
        checks = {finding.record: finding.check for finding in verify(dataset, articles)}
    phrases: dict[str, list[_Phrase]] = {name: [] for name in dataset.sources}
    values: dict[str, set[Decimal]] = {name: set() for name in dataset.sources}
    for record in dataset.records:
        verified = checks.get(record.id) in ("matches source", "confirmed")
        if record.quote is None:
            continue
        phrases[record.source].append(
            _Phrase(record.quote, "record", record.id, "", record.prefix, record.suffix, verified)
        )
        if record.context:
            phrases[record.source].append(
                _Phrase(record.context, "record", record.id, verified=verified)
            )
        values[record.source] |= {
            Decimal(str(bound))
            for bound in (record.value.value, record.value.low, record.value.high)
            if bound is not None
        }
    for unstated in dataset.unstated:
        phrases[unstated.source].append(_Phrase(unstated.context, "unstated", unstated.label.en))
    for skipped in dataset.skipped:
        phrases[skipped.source].append(_Phrase(skipped.quote, "skipped", "", skipped.reason))
    return {name: _of_article(text, phrases[name], values[name]) for name, text in articles.items()}


def _of_article(text: Article, phrases: list[_Phrase], values: set[Decimal]) -> Coverage:
    """Each number with the phrase that holds it, a verified record's first; a phrase holds only
    where it stands once, as for Q1.
    """
    held: dict[int, Entry] = {}
    numbers = [token for token in text.numbers if token.kind != "period"]
    starts = [token.start for token in numbers]
    idle = []
    for phrase in sorted(phrases, key=lambda phrase: not phrase.verified):
        places = text.find(phrase.words, phrase.prefix, phrase.suffix)
        start, end = places[0] if len(places) == 1 else (0, 0)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = [token for token in numbers[first:last] if token.end <= end]
        for token in inside:
            held.setdefault(
                token.start,
                Entry(
                    text.words(token), phrase.holder, phrase.name, phrase.reason, phrase.verified
                ),
            )
        if phrase.holder == "skipped" and not inside:
            idle.append(
                f"“{phrase.words}” "
                + (
                    "occurs more than once"
                    if len(places) > 1
                    else "skips no number"
                    if places
                    else "does not occur"
                )
            )
        elif phrase.holder == "skipped" and not any(
            _is_such(token, phrase.reason, values) for token in inside
        ):
            seen = ", ".join(f"“{text.words(token)}”" for token in inside)
            idle.append(
                f"“{phrase.words}” gives the reason {phrase.reason}, which {seen} does not bear out"
            )
    return Coverage(
        tuple(held.get(token.start, Entry(text.words(token), "")) for token in numbers), tuple(idle)
    )


def _is_such(token: Token, reason: str, values: set[Decimal]) -> bool:
    """Whether a number may be left out for a reason, where the reader can tell."""
    match reason:
        case "date":
            return token.kind == "date" or spans.span(token) is not None
        case "span":
            return token.unit in TIMES or token.kind == "date" or spans.span(token) is not None
        case "vague":
            return token.kind == "vague"
        case "age":
            return token.role == "age" or token.unit == "year"
        case "change":
            return token.role in ("change", "ratio", "margin") or token.unit == "points"
        case "repeat":
            return {token.low, token.high} <= values
    return True

"""The checks of figures against the words of their articles, and the coverage of each article.

Everything fails closed: what cannot be told has failed, and what has no text was not checked; what
is kept of it all is :mod:`kzstats.ledger`'s. Checks Q1 to Q5 need the archived text; Q6
holds records against each other and is done anew wherever it is asked for; Q7 is :func:`coverage`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from kzstats import derived, files, numerals
from kzstats.model import Check, Dataset, Record, Source
from kzstats.numerals import Token

QUESTIONS: Final = ("Q1", "Q2", "Q3", "Q4", "Q5")

REMEDIES: Final = {
    "Q1": "copy the phrase as it stands in the archived text",
    "Q2": "mend the value or the quote",
    "Q3": "write the value with the mark that the words say",
    "Q4": "mend the value, or choose a metric of this unit",
    "Q5": "mend the period, add the context that states it, or say how it is inferred",
    "Q6": "give the one that leads a rank, and a reason",
}

Outcome = Literal["passed", "failed", "does not apply"]

_COUNTED = {
    "offence": "offence offences offense offenses crime crimes",
    "case": "case cases",
    "person": "person persons people women men children participants representatives practitioners judges individuals militants terrorists "
    "experts officials convicts prisoners attendees delegates specialists",
    "event": "event events seminar seminars conference conferences",
}
_NAMES: Final = {word: unit for unit, words in _COUNTED.items() for word in words.split()}
_CURRENCY: Final = re.compile(r"^[A-Z]{3}$")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check came to, and the words concerned."""

    question: str
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An archived text, white space folded, with its numbers and an index of its words."""

    sha256: str
    text: str
    numbers: tuple[Token, ...]
    places: Mapping[str, tuple[int, ...]]

    def find(self, phrase: str, prefix: str | None = None, suffix: str | None = None) -> list[tuple[int, int]]:
        """Where a phrase stands, whole words only; a prefix or suffix keeps those that it stands beside.

        Only the places of the phrase's rarest word are looked at, so that a long text costs no more.
        """
        words = list(re.finditer(r"\w+", phrase))
        if not words:
            return []
        rarest = min(words, key=lambda word: len(self.places.get(word.group(), ())))
        found = []
        for place in self.places.get(rarest.group(), ()):
            start = place - rarest.start()
            end = start + len(phrase)
            if start < 0 or not self.text.startswith(phrase, start) or _cuts(self.text, start) or _cuts(self.text, end):
                continue
            if prefix and not self.text[:start].rstrip().endswith(prefix):
                continue
            if suffix and not self.text[end:].lstrip().startswith(suffix):
                continue
            found.append((start, end))
        return found


def article(content: bytes) -> Article:
    """Read an archived text; raises :class:`UnicodeDecodeError` where it is not UTF-8."""
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in content.decode("utf-8-sig").split("\n"))
    text = "\n".join(line for line in lines if line)
    places: dict[str, list[int]] = {}
    for word in re.finditer(r"\w+", text):
        places.setdefault(word.group(), []).append(word.start())
    return Article(hashlib.sha256(content).hexdigest(), text, numerals.tokens(text), {word: tuple(found) for word, found in places.items()})


def archive(folder: Path, dataset: Dataset) -> dict[str, Article]:
    """The archived texts of a dataset's sources that the folder holds, by the source's id."""
    found = {}
    for name, source in dataset.sources.items():
        path = folder / f"{name}.txt"
        if source.text_sha256 is not None and path.is_file():
            found[name] = article(files.read(path))
    return found


def unhashed(folder: Path, dataset: Dataset) -> dict[str, str]:
    """The sources whose text the folder holds while no hash of it is on record, each with that hash."""
    found = {}
    for name, source in dataset.sources.items():
        if source.text_sha256 is None and (path := folder / f"{name}.txt").is_file():
            found[name] = hashlib.sha256(files.read(path)).hexdigest()
    return found


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checks of one record came to, and where its phrase stands in its text."""

    record: str
    answers: tuple[Answer, ...]
    position: tuple[int, int] | None = None

    @property
    def check(self) -> Check:
        """The badge that the answers earn: nothing failed, and the text was there to check against."""
        if any(answer.outcome == "failed" for answer in self.answers):
            return "fails"
        return "matches source" if self.answers and self.answers[0].outcome == "passed" else "not checked"


def verify(dataset: Dataset, articles: Mapping[str, Article]) -> tuple[Finding, ...]:
    """Check every record against its article, in the order of the file."""
    quarrels = unexplained(dataset)
    return tuple(_finding(dataset, record, articles.get(record.source), record.id in quarrels) for record in dataset.records)


def _finding(dataset: Dataset, record: Record, text: Article | None, alone: bool) -> Finding:
    source = dataset.sources[record.source]
    sixth = _sixth(alone)
    if source.text_sha256 is None or text is None:
        why = "no text of this source is archived" if source.text_sha256 is None else f"the archive lacks {record.source}.txt"
        return Finding(record.id, (*(Answer(question, "does not apply", why) for question in QUESTIONS), sixth))
    first, position, context = _first(record, source, text)
    if position is None:
        untold = tuple(Answer(question, "failed", "cannot be told without Q1") for question in QUESTIONS[1:])
        return Finding(record.id, (first, *untold, sixth))
    near = _overlapping(text, position)
    said = [token for token in _overlapping(text, context) if context[0] <= token.start and token.end <= context[1]] if context else []
    second, number = _second(record, text, position, near)
    metric = dataset.metrics[record.metric]
    phrases = record.quote + " " + (record.context or "")
    return Finding(
        record.id,
        (
            first,
            second,
            _third(record, number),
            _fourth(metric.unit, metric.counting_unit, number, phrases, text),
            _fifth(record, source, [*near, *said]),
            sixth,
        ),
        position,
    )


def _overlapping(text: Article, span: tuple[int, int]) -> list[Token]:
    """The numbers that share a place with a span."""
    first = bisect_right(text.numbers, span[0], key=lambda token: token.end)
    return list(itertools.takewhile(lambda token: token.start < span[1], (text.numbers[place] for place in range(first, len(text.numbers)))))


def _first(record: Record, source: Source, text: Article) -> tuple[Answer, tuple[int, int] | None, tuple[int, int] | None]:
    """Q1: the quote and the context occur once in the text whose hash is on record."""

    def failed(words: str) -> tuple[Answer, None, None]:
        return Answer("Q1", "failed", words), None, None

    if text.sha256 != source.text_sha256:
        return failed(f"the archived text is not the one on record (its SHA-256 is {text.sha256[:12]}…)")
    found = text.find(record.quote, record.prefix, record.suffix)
    if len(found) != 1:
        return failed(f"“{record.quote}” occurs {len(found)} times" + (" (give a prefix or suffix)" if found else " (copy it as it stands)"))
    context = text.find(record.context) if record.context else []
    if record.context and len(context) != 1:
        return failed(f"the context “{record.context}” occurs {len(context)} times (it must be there once)")
    return Answer("Q1", "passed", record.quote), found[0], context[0] if context else None


def _second(record: Record, text: Article, position: tuple[int, int], near: list[Token]) -> tuple[Answer, Token | None]:
    """Q2: the one number of the quote besides its own period equals the value."""
    cut = [token for token in near if token.start < position[0] or token.end > position[1]]
    if cut:
        return Answer("Q2", "failed", f"the quote cuts “{_words(text, cut[0])}” in two"), None
    candidates = [token for token in near if token.kind in ("number", "range") and not _is_period(token, record)]
    if len(candidates) != 1:
        seen = ", ".join(f"“{_words(text, token)}”" for token in candidates) or "none"
        return Answer("Q2", "failed", f"the quote must hold one number besides its period, and holds {seen}"), None
    number, value = candidates[0], record.value
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    same = (number.low, number.high) == (Decimal(str(low)), Decimal(str(high)))
    words = f"“{_words(text, number)}”"
    if not same:
        return Answer("Q2", "failed", f"{words} is {number.low if number.low == number.high else f'{number.low}..{number.high}'}, not {value}"), None
    return Answer("Q2", "passed", words), number


def _third(record: Record, number: Token | None) -> Answer:
    """Q3: the qualifier that modifies the number and the value's mark agree, both ways."""
    if number is None:
        return Answer("Q3", "failed", "cannot be told without Q2")
    said = numerals.comparator(number.mark)
    if said is None:
        return Answer("Q3", "failed", "the words around the number turn, double or stack its meaning; a person must look")
    if said != (record.value.comparator, record.value.approximate):
        return Answer("Q3", "failed", f"the words say “{number.mark}”, the value says “{record.value}”")
    return Answer("Q3", "passed", "exact" if number.mark == "=" else number.mark)


def _fourth(unit: str, counting_unit: str | None, number: Token | None, phrases: str, text: Article) -> Answer:
    """Q4: money, percent and time agree with the words beside the number; a counting unit with those of quote and context."""
    if number is None:
        return Answer("Q4", "failed", "cannot be told without Q2")
    needs = unit if _CURRENCY.match(unit) or unit in ("percent", "month", "year", "day", "week", "hour") else ""
    if number.unit != needs:
        return Answer("Q4", "failed", f"“{_words(text, number)}” is in {number.unit or 'no unit'}, the metric in {unit}")
    counted = unit if unit in _COUNTED else counting_unit
    if unit in _COUNTED and (number.low != int(number.low) or number.high != int(number.high)):
        return Answer("Q4", "failed", f"“{_words(text, number)}” is a fraction, and {unit}s are counted whole")
    named = {_NAMES[word] for word in re.findall(r"[a-z]+", phrases.lower()) if word in _NAMES}
    if counted in _COUNTED and named and counted not in named:
        return Answer("Q4", "failed", f"the words name {', '.join(sorted(named))}, the metric counts {counted}")
    return Answer("Q4", "passed", number.unit or ", ".join(sorted(named)))


def _fifth(record: Record, source: Source, numbers: list[Token]) -> Answer:
    """Q5: the period is stated in quote or context, or follows from what the record says it is inferred from."""
    how = record.inferred.period
    if how is None:
        if any(_states(token, record) for token in numbers):
            return Answer("Q5", "passed", "stated")
        return Answer("Q5", "failed", f"neither quote nor context states {record.period}, and the record does not say that it is inferred")
    if _follows(record, source, numbers):
        return Answer("Q5", "passed", f"inferred: {how.replace('_', ' ')}")
    return Answer("Q5", "failed", f"{record.period} does not follow from “{how.replace('_', ' ')}”")


def _states(token: Token, record: Record) -> bool:
    """Whether a date or a year is the record's period, said as exactly."""
    span = _span(token)
    return span is not None and token.year_said and not token.loose and span == _days(record) and (token.mark == "~") == record.period.approximate


def _follows(record: Record, source: Source, numbers: list[Token]) -> bool:
    """Whether the period is what its inference makes of the article's date and words."""
    period, published = record.period, source.published
    rough = all(end.endswith("~") for end in period.text.split("/"))
    match record.inferred.period:
        case "article_date":
            return period.text == published.text and all(_span(token) in (None, _days(record)) for token in numbers if token.year_said)
        case "article_year":
            spans = [
                span for token in numbers if not token.year_said and token.mark == "=" and (span := _in_year(token, published.start.year)) is not None
            ]
            return not period.approximate and _days(record) in spans
        case "article_month":
            return (
                rough
                and published.precision != "year"
                and period.months == 1
                and (period.start.year, period.start.month) == (published.start.year, published.start.month)
            )
        case "months_before_article":
            counts = [token.low for token in numbers if token.unit == "month"]
            ends = (period.after.year, period.after.month) == (published.start.year, published.start.month)
            return rough and ends and published.precision != "year" and period.months in counts
    lengths = [token.low for token in numbers if token.unit == "day"]
    begins = published.precision == "day" and period.start == published.start
    return not period.approximate and begins and (period.after - period.start).days in lengths


def _sixth(alone: bool) -> Answer:
    """Q6: records that disagree carry a reason."""
    if alone:
        return Answer("Q6", "failed", "another record says otherwise of the same, and neither gives a reason")
    return Answer("Q6", "passed")


def unexplained(dataset: Dataset) -> set[str]:
    """The records that disagree with another while none of them gives a reason (Q6)."""
    groups = derived.disagreements(dataset.records)
    return {record.id for group in groups if not any(record.reason for record in group) for record in group}


def _days(record: Record) -> tuple[date, date]:
    return record.period.start, record.period.end


def _span(token: Token) -> tuple[date, date] | None:
    """The days that a date, a year or a span of years stands for."""
    if token.span is not None:
        return token.span
    if (
        (token.kind == "range" or (token.kind == "number" and token.end - token.start == 4))
        and token.mark in ("=", "~")
        and not token.unit
        and all(1900 <= bound <= 2100 and bound == int(bound) for bound in (token.low, token.high))
    ):
        return date(int(token.low), 1, 1), date(int(token.high), 12, 31)
    return None


def _in_year(token: Token, year: int) -> tuple[date, date] | None:
    """The days of a date without a year, in a year; none for 29 February of a year without one."""
    try:
        return token.span and (token.span[0].replace(year=year), token.span[1].replace(year=year))
    except ValueError:
        return None


def _is_period(token: Token, record: Record) -> bool:
    """Whether a number is the record's own period: its year, its years, or one end of them."""
    span = _span(token)
    if span is None or token.kind == "date":
        return False
    own = {record.period.start.year, record.period.end.year}
    return span == _days(record) or (token.kind == "number" and span[0].year in own and token.low != record.value.value)


def _cuts(text: str, place: int) -> bool:
    """Whether a place lies within a word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _words(text: Article, token: Token) -> str:
    return text.text[token.start : token.end]


@dataclass(frozen=True, slots=True)
class Entry:
    """A number of an article and what holds it: a ``record``, an event without a number, ``skipped``, or nothing."""

    words: str
    holder: Literal["record", "unstated", "skipped", ""]
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every number of one article with its holder, and the skipped entries that skip nothing."""

    entries: tuple[Entry, ...]
    idle: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every number is held and every skipped entry skips one."""
        return not self.idle and all(entry.holder for entry in self.entries)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that holds numbers of an article, and for whom."""

    words: str
    holder: Literal["record", "unstated", "skipped"]
    name: str = ""
    reason: str = ""
    prefix: str | None = None
    suffix: str | None = None


def coverage(dataset: Dataset, articles: Mapping[str, Article]) -> dict[str, Coverage]:
    """Q7 for each archived text: every number is in a record's quote or context, or skipped with a reason."""
    phrases: dict[str, list[_Phrase]] = {name: [] for name in dataset.sources}
    for record in dataset.records:
        phrases[record.source].append(_Phrase(record.quote, "record", record.id, "", record.prefix, record.suffix))
        if record.context:
            phrases[record.source].append(_Phrase(record.context, "record", record.id))
    for silent in dataset.unstated:
        phrases[silent.source].append(_Phrase(silent.context, "unstated", silent.label.en))
    for skipped in dataset.skipped:
        phrases[skipped.source].append(_Phrase(skipped.quote, "skipped", "", skipped.reason))
    return {name: _covered(text, phrases[name]) for name, text in articles.items()}


def _covered(text: Article, phrases: list[_Phrase]) -> Coverage:
    """Each number with the first phrase that holds it; a phrase holds only where it stands once, as for Q1."""
    held: dict[int, Entry] = {}
    starts = [token.start for token in text.numbers]
    idle = []
    for phrase in phrases:
        places = text.find(phrase.words, phrase.prefix, phrase.suffix)
        start, end = places[0] if len(places) == 1 else (0, 0)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        inside = [token for token in text.numbers[first:last] if token.end <= end]
        for token in inside:
            held.setdefault(token.start, Entry(text.text[token.start : token.end], phrase.holder, phrase.name, phrase.reason))
        if phrase.holder == "skipped" and not inside:
            idle.append(f"“{phrase.words}” " + ("occurs more than once" if len(places) > 1 else "skips no number" if places else "does not occur"))
    return Coverage(tuple(held.get(token.start, Entry(text.text[token.start : token.end], "")) for token in text.numbers), tuple(idle))

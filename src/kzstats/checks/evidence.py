"""The checks of figures against the words of their articles, and the coverage of each article.

Everything fails closed: what the words contradict has failed, what cannot be told is undecided and says why, and what has
no text was not checked; what is kept of it all is :mod:`kzstats.checks.ledger`'s. Checks Q1 to Q5 need the archived text; Q6
holds records against each other and is done anew wherever it is asked for; Q7 is :func:`coverage`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from kzstats import files, numerals
from kzstats.checks import naming, timing
from kzstats.checks.counting import counted
from kzstats.dataset import derived
from kzstats.dataset.model import Check, Dataset, Metric, Record, Source
from kzstats.numerals import Token
from kzstats.values.reasons import EXACT, Reason, because

QUESTIONS: Final = ("Q1", "Q2", "Q3", "Q4", "Q5")
LANGUAGES: Final = ("en", "ru", "kk", "mul")
"""The languages of articles that are read, and ``mul`` for several in one; another one is left to a person as a whole."""

REMEDIES: Final = {
    "Q1": "copy the phrase as it stands in the archived text",
    "Q2": "mend the value or the quote",
    "Q3": "write the value with the mark that the words say",
    "Q4": "mend the value, or choose a metric of this unit",
    "Q5": "mend the period, add the context that states it, or say how it is inferred",
    "Q6": "give the one that leads a rank, and a reason",
}
IDLE: Final = "confirmed settles nothing: no check of it is undecided (remove it, or confirm what a check leaves open)"
"""What is said of a confirmation that is idle."""
UNDECIDED: Final = "choose a phrase whose words are read, or let a person confirm it: confirmed: {by: …, on: …, says: …}"
"""What to try where a check could not be decided."""
WITHOUT: Final = ("without phrase", "without number")
"""The reasons of a check that failed only because the phrase or its number did."""

Outcome = Literal["passed", "failed", "undecided", "does not apply"]
_WORD: Final = re.compile(r"\w+")
_CURRENCY: Final = re.compile(r"^[A-Z]{3}$")
_TIMES: Final = ("month", "year", "day", "week", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check came to, and why."""

    question: str
    outcome: Outcome
    reason: Reason | None = None

    @property
    def words(self) -> str:
        """Why, in English; nothing where that needs no words."""
        return str(self.reason) if self.reason else ""


@dataclass(frozen=True, slots=True)
class Article:
    """An archived text, white space folded, with its numbers and an index of its words."""

    sha256: str
    text: str
    numbers: tuple[Token, ...]
    places: Mapping[str, tuple[int, ...]]
    order: Mapping[int, int]
    """At which place each number stands, by where it starts."""
    beginnings: Mapping[str, tuple[str, ...]]
    """Its words by their first letters."""

    def find(self, phrase: str, prefix: str | None = None, suffix: str | None = None) -> list[tuple[int, int]]:
        """Where a phrase stands, whole words only; a prefix or suffix keeps those that it stands beside.

        Only the places of the phrase's rarest word are looked at, so that a long text costs no more.
        """
        rarest: tuple[int, ...] | None = None
        before = 0
        for word in _WORD.finditer(phrase):
            places = self.places.get(word.group(), ())
            if rarest is None or len(places) < len(rarest):
                rarest, before = places, word.start()
        found = []
        for place in rarest or ():
            start = place - before
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
    for word in _WORD.finditer(text):
        places.setdefault(word.group(), []).append(word.start())
    numbers = numerals.tokens(text)
    order = {token.start: place for place, token in enumerate(numbers)}
    kept = {word: tuple(found) for word, found in places.items()}
    return Article(hashlib.sha256(content).hexdigest(), text, numbers, kept, order, naming.beginnings(text))


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
    beyond: Mapping[str, naming.Found] = field(default_factory=dict)
    """Of the speaker, the area and the title: whether each stands in the text. None of it enters the badge."""
    confirmed: bool = False
    """Whether the record says that a person settled what the machine could not decide."""

    @property
    def idle(self) -> bool:
        """Whether the record is confirmed while no check of it is undecided: such an entry settles nothing, and is refused."""
        return self.confirmed and not any(answer.outcome == "undecided" for answer in self.answers)

    @property
    def check(self) -> Check:
        """The badge that the answers earn: nothing failed, nothing undecided but what a person settled, and a text to check against."""
        outcomes = {answer.outcome for answer in self.answers}
        if "failed" in outcomes:
            return "fails"
        if "undecided" in outcomes:
            return "confirmed" if self.confirmed else "not decided"
        if self.answers and self.answers[0].outcome == "passed":
            return "matches source"
        return "cited" if self.answers and self.answers[0].reason == because("cited") else "not checked"


def verify(dataset: Dataset, articles: Mapping[str, Article]) -> tuple[Finding, ...]:
    """Check every record against its article, in the order of the file."""
    disagreements = unexplained(dataset)
    titled = {name: dataset.sources[name].title.casefold() in text.text.casefold() for name, text in articles.items()}
    told: dict[tuple[str, str, str, bool, bool], Mapping[str, naming.Found]] = {}
    found = []
    for record in dataset.records:
        text = articles.get(record.source)
        same = record.source, record.said_by, record.area, record.inferred.said_by is None, record.inferred.area is None
        if text is not None and same not in told:
            told[same] = naming.beyond(record, dataset.sources[record.source], text.beginnings, titled[record.source])
        found.append(_finding(dataset, record, text, record.id in disagreements, told.get(same, {})))
    return tuple(found)


def _finding(dataset: Dataset, record: Record, text: Article | None, alone: bool, told: Mapping[str, naming.Found]) -> Finding:
    source = dataset.sources[record.source]
    sixth = _sixth(alone)
    if source.text_sha256 is None or text is None:
        why = because("not archived") if source.text_sha256 is None else because("not at hand", file=f"{record.source}.txt")
        why = because("cited") if record.quote is None else why
        return Finding(record.id, (*(Answer(question, "does not apply", why) for question in QUESTIONS), sixth))
    first, position, context = _first(record, source, text)
    if position is None:
        untold = tuple(Answer(question, "failed", because(WITHOUT[0])) for question in QUESTIONS[1:])
        return Finding(record.id, (first, *untold, sixth))
    metric = dataset.metrics[record.metric]
    confirmed = record.confirmed is not None
    if source.language not in LANGUAGES:
        unread = tuple(Answer(question, "undecided", because("language", language=source.language)) for question in QUESTIONS[1:])
        return Finding(record.id, (first, *unread, sixth), position, told, confirmed)
    near = _overlapping(text, position)
    said = [token for token in _overlapping(text, context) if context[0] <= token.start and token.end <= context[1]] if context else []
    second, number = _second(record, metric, text, position, near)
    phrases = (record.quote or "") + " " + (record.context or "")
    return Finding(
        record.id,
        (
            first,
            second,
            _third(record, number, text),
            _fourth(record, metric, number, phrases, text),
            Answer("Q5", *timing.fifth(record, metric, source, text, number, [*near, *said])),
            sixth,
        ),
        position,
        told,
        confirmed,
    )


def _overlapping(text: Article, span: tuple[int, int]) -> list[Token]:
    """The numbers that share a place with a span."""
    first = bisect_right(text.numbers, span[0], key=lambda token: token.end)
    return list(itertools.takewhile(lambda token: token.start < span[1], (text.numbers[place] for place in range(first, len(text.numbers)))))


def _first(record: Record, source: Source, text: Article) -> tuple[Answer, tuple[int, int] | None, tuple[int, int] | None]:
    """Q1: the quote and the context occur once in the text whose hash is on record."""
    quote = record.quote or ""  # a record of a source with a text has one

    def failed(code: str, **values: object) -> tuple[Answer, None, None]:
        return Answer("Q1", "failed", because(code, **values)), None, None

    if text.sha256 != source.text_sha256:
        return failed("other text", hash=text.sha256[:12])
    found = text.find(quote, record.prefix, record.suffix)
    if len(found) != 1:
        return failed("repeated", words=quote, times=len(found)) if found else failed("absent", words=quote)
    context = text.find(record.context) if record.context else []
    if record.context and len(context) != 1:
        return failed("context", words=record.context, times=len(context))
    return Answer("Q1", "passed", Reason("said", {"words": quote})), found[0], context[0] if context else None


def _second(record: Record, metric: Metric, text: Article, position: tuple[int, int], near: list[Token]) -> tuple[Answer, Token | None]:
    """Q2: the one number of the quote besides its own period equals the value."""
    cut = [token for token in near if token.kind != "period" and (token.start < position[0] or token.end > position[1])]
    if cut:
        return Answer("Q2", "failed", because("cut", number=_words(text, cut[0]))), None
    numbers = [token for token in near if token.kind in ("number", "range") and not _is_period(token, record)]
    candidates = _figures(numbers, metric)
    if len(candidates) != 1:
        seen = "; ".join(_words(text, token) for token in candidates or numbers)
        others = [token for token in candidates if token.role not in ("level", "share")]
        if others == candidates and (number := next((token for token in others if _same(token, record, metric)), None)):
            return Answer("Q2", "undecided", _role(text, number)), number
        return Answer("Q2", "failed", because("numbers", numbers=seen) if seen else because("no number")), None
    number = candidates[0]
    if (
        number.role == "change"
        and number.kind == "range"
        and record.value.value is not None
        and Decimal(str(record.value.value)) in (number.low, number.high)
    ):
        return Answer("Q2", "undecided", _role(text, number)), number
    if not _same(number, record, metric):
        said = f"{number.low.normalize():f}" if number.low == number.high else f"{number.low.normalize():f}..{number.high.normalize():f}"
        if number.role in ("level", "share"):
            return Answer("Q2", "failed", because("other", number=_words(text, number), said=said, value=record.value)), number
        return Answer("Q2", "failed", _role(text, number)), number
    if number.role not in ("level", "share") and number.role != "whole":
        return Answer("Q2", "undecided", _role(text, number)), number
    return Answer("Q2", "passed", Reason("said", {"words": _words(text, number)})), number


def _role(text: Article, number: Token) -> Reason:
    """What a number is that is no level: a change, a ratio, a rank."""
    return because(number.role, number=_words(text, number), words=number.unread or _words(text, number))


def _figures(numbers: list[Token], metric: Metric) -> list[Token]:
    """The numbers that may be the figure: levels first, times only for a metric of time, wholes and others only where they stand alone."""
    timed = metric.unit in _TIMES
    first = [token for token in numbers if token.role in ("level", "share") and (timed or token.unit not in _TIMES)]
    return first or [token for token in numbers if token.role == "whole" and not token.unread] or numbers


def _same(number: Token, record: Record, metric: Metric) -> bool:
    """Whether a number is a value: years count as twelve months, and a third may be written as 33.3."""
    value = record.value
    low, high = (value.low, value.high) if value.value is None else (value.value, value.value)
    wanted = Decimal(str(low)), Decimal(str(high))
    factor = 12 if _in_months(number, record, metric) else 1
    if number.role == "share" and number.low == number.high and number.low != number.low.to_integral_value():
        places = max(-int(wanted[0].as_tuple().exponent), 0)
        return places > 0 and wanted[0] == wanted[1] == round(number.low, places)
    return (number.low * factor, number.high * factor) == wanted


def _in_months(number: Token, record: Record, metric: Metric) -> bool:
    """Whether a number of years is written in the months of its metric."""
    bound = record.value.low if record.value.value is None else record.value.value
    return number.unit == "year" and metric.unit == "month" and number.low * 12 == Decimal(str(bound))


def _third(record: Record, number: Token | None, text: Article) -> Answer:
    """Q3: the qualifier that modifies the number and the value's mark agree, both ways."""
    if number is None:
        return Answer("Q3", "failed", because(WITHOUT[1]))
    said = numerals.comparator(number.qualifier)
    if said is None or number.unread:
        if number.role not in ("level", "share"):
            return Answer("Q3", "undecided", _role(text, number))
        unread = because("unread", number=_words(text, number), words=number.unread)
        return Answer("Q3", "undecided", unread if number.unread else because("stacked", number=_words(text, number)))
    if said != (record.value.comparator, record.value.approximate):
        return Answer("Q3", "failed", because("mark", words=number.qualifier, value=record.value))
    return Answer("Q3", "passed", EXACT if number.qualifier == "=" else because("said", words=number.qualifier))


def _fourth(record: Record, metric: Metric, number: Token | None, phrases: str, text: Article) -> Answer:
    """Q4: money, percent and time agree with the words beside the number; a counting unit with those of quote and context."""
    if number is None:
        return Answer("Q4", "failed", because(WITHOUT[1]))
    unit = metric.unit
    needs = unit if _CURRENCY.match(unit) or unit in ("percent", "points", *_TIMES) else ""
    has = "month" if _in_months(number, record, metric) else number.unit
    if has != needs:
        other = because("unit", number=_words(text, number), unit=number.unit, metric=unit)
        elliptic = _CURRENCY.match(unit) and not number.nouns and number.low >= 1000 and re.search(r"[^\W\d_]", _words(text, number))
        if not number.unit:  # "15.1 billion" alone is money where the words before are of money, which a person tells
            return Answer("Q4", "undecided" if elliptic else "failed", because("no unit", number=_words(text, number), metric=unit))
        return Answer("Q4", "failed", other)
    if number.role == "rank" and needs == "":
        return Answer("Q4", "undecided", _role(text, number))
    return Answer("Q4", *counted(metric, number, phrases, text.text))


def _sixth(alone: bool) -> Answer:
    """Q6: records that disagree carry a reason."""
    if alone:
        return Answer("Q6", "failed", because("alone"))
    return Answer("Q6", "passed")


def unexplained(dataset: Dataset) -> set[str]:
    """The records that disagree with another while none of them gives a reason (Q6)."""
    groups = derived.disagreements(dataset.records)
    return {record.id for group in groups if not any(record.reason for record in group) for record in group}


def _is_period(token: Token, record: Record) -> bool:
    """Whether a number is the record's own period: its year, its years, or one end of them."""
    span = timing.span(token)
    if span is None or token.kind == "date":
        return False
    own = {record.period.start.year, record.period.end.year}
    return span == (record.period.start, record.period.end) or (token.kind == "number" and span[0].year in own and token.low != record.value.value)


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
    verified: bool = True
    """Whether a record that holds it matches the article, or a person confirmed it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every number of one article with its holder, and the skipped entries that skip nothing, or not what they say."""

    entries: tuple[Entry, ...]
    idle: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every number is in a verified record or left out, and every skipped entry skips what it says."""
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


def coverage(dataset: Dataset, articles: Mapping[str, Article], checks: Mapping[str, Check] | None = None) -> dict[str, Coverage]:
    """Q7 for each archived text: every number is in the words of a verified record, or skipped with a reason.

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
        phrases[record.source].append(_Phrase(record.quote, "record", record.id, "", record.prefix, record.suffix, verified))
        if record.context:
            phrases[record.source].append(_Phrase(record.context, "record", record.id, verified=verified))
        values[record.source] |= {Decimal(str(bound)) for bound in (record.value.value, record.value.low, record.value.high) if bound is not None}
    for unstated in dataset.unstated:
        phrases[unstated.source].append(_Phrase(unstated.context, "unstated", unstated.label.en))
    for skipped in dataset.skipped:
        phrases[skipped.source].append(_Phrase(skipped.quote, "skipped", "", skipped.reason))
    return {name: _covered(text, phrases[name], values[name]) for name, text in articles.items()}


def _covered(text: Article, phrases: list[_Phrase], values: set[Decimal]) -> Coverage:
    """Each number with the phrase that holds it, a verified record's first; a phrase holds only where it stands once, as for Q1."""
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
            held.setdefault(token.start, Entry(text.text[token.start : token.end], phrase.holder, phrase.name, phrase.reason, phrase.verified))
        if phrase.holder == "skipped" and not inside:
            idle.append(f"“{phrase.words}” " + ("occurs more than once" if len(places) > 1 else "skips no number" if places else "does not occur"))
        elif phrase.holder == "skipped" and not any(_is_such(token, phrase.reason, values) for token in inside):
            seen = ", ".join(f"“{_words(text, token)}”" for token in inside)
            idle.append(f"“{phrase.words}” gives the reason {phrase.reason}, which {seen} does not bear out")
    return Coverage(tuple(held.get(token.start, Entry(text.text[token.start : token.end], "")) for token in numbers), tuple(idle))


def _is_such(token: Token, reason: str, values: set[Decimal]) -> bool:
    """Whether a number may be left out for a reason, where the reader can tell."""
    match reason:
        case "date":
            return token.kind == "date" or timing.span(token) is not None
        case "span":
            return token.unit in _TIMES or token.kind == "date" or timing.span(token) is not None
        case "vague":
            return token.kind == "vague"
        case "age":
            return token.role == "age" or token.unit == "year"
        case "change":
            return token.role in ("change", "ratio", "margin") or token.unit == "points"
        case "repeat":
            return {token.low, token.high} <= values
    return True

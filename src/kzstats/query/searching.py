"""What a reader looks for: words and numbers, in any of the three languages, held against metrics
and figures.

A word finds what begins as it does but for its ending, a number of one or two digits only itself.
What holds the most of the words looked for is found, of a long question also what lacks one word
more, so that it may be asked as one would say it. The page's script (``find.js``) looks among the
rows of an index by the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final, TypeVar

from kzstats.dataset.model import Dataset, Metric, Record
from kzstats.language import languages, naming, quantities
from kzstats.query.addresses import LONGEST

_MOST_YEARS: Final = 60
_FEW: Final = 3
_SHORT: Final = 2
_ENDING: Final = r"^([a-z]{4,}?)(?:ing|ed|es|s)$"
_CUT: Final = {5: 1, 6: 2, 7: 2}
"""How many letters the ending of a word of so many is taken to have; of a longer one three."""
_IDLE: Final = (
    *("and", "for", "from", "how", "the", "were", "what", "when", "why", "with"),
    *("без", "для", "или", "как", "при", "что", "это", "мен", "және", "үшін", "туралы"),
)
"""Words that say nothing of what is looked for; those of one or two letters are none either."""

T = TypeVar("T")


def terms(said: str) -> tuple[str, ...]:
    """The words and numbers that are looked for.

    >>> terms("People returned from Syria in 2019, 1,440")
    ('people', 'returned', 'syria', '2019', '1440')
    """
    found = _pieces(said[:LONGEST])
    return tuple(
        dict.fromkeys(one for one in found if one.isdigit() or (len(one) > 2 and one not in _IDLE))
    )


def haystack(*said: str) -> str:
    """Every word of some texts once, each between spaces, as :func:`terms` are held
    against them.
    """
    return f" {' '.join(dict.fromkeys(_pieces(' '.join(said))))} "


def _sought(term: str) -> str:
    """What is looked for of a word among others: what begins as it does, but of a short number it
    alone.
    """
    if term.isdigit():
        return f" {term} " if len(term) <= _SHORT else f" {term}"
    return f" {_stem(term)}"


def _stem(word: str) -> str:
    """A word without its ending, of which the longer ones of Russian and Kazakh have the more.

    >>> _stem("returned"), _stem("Сириядан".lower()), _stem("сирии")
    ('return', 'сирия', 'сири')
    """
    if word.isascii():
        return re.sub(_ENDING, r"\1", word)
    return word[: len(word) - _CUT.get(len(word), 3 if len(word) > max(_CUT) else 0)]


def _pieces(said: str) -> list[str]:
    plain = re.sub(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))", "", said.lower().replace("ё", "е"))
    return re.findall(r"\w+", plain)


def best(wanted: Sequence[str], of: Mapping[T, str]) -> list[T]:
    """Of things with their words those that hold the most of what is ``wanted``; none where nothing
    is held, all where nothing is wanted.
    """
    scores = {one: sum(_sought(term) in hay for term in wanted) for one, hay in of.items()}
    least = enough(max(scores.values(), default=0))
    return [one for one, score in scores.items() if score >= least or not wanted]


def enough(most: int) -> int:
    """How many words must be held where the most that anything holds is ``most``."""
    return max(most - (most > _FEW), 1)


def of_metric(dataset: Dataset, name: str, records: Iterable[Record]) -> str:
    """The words by which a metric is found: its own in three languages, and those of
    its figures.
    """
    metric = dataset.metrics[name]
    said = [_metric(dataset, metric)]
    for record in records:
        said += (
            _name(dataset, record.said_by),
            _source(dataset, record.source),
            _area(record.area),
            _own(record),
        )
        said += (
            _name(dataset, record.producer or ""),
            *(_limit(dataset, *pair) for pair in record.dimensions),
        )
    return haystack(*dict.fromkeys(said))


def of_article(dataset: Dataset, name: str, records: Iterable[Record]) -> str:
    """The words by which an article is found: its own, and what is of its figures alone."""
    return haystack(_source(dataset, name), *map(_own, records))


def holding(dataset: Dataset, records: Sequence[Record], said: str) -> tuple[Record, ...]:
    """The figures that hold the most of what is looked for, in whatever language it is asked; all
    where nothing is.
    """
    wanted = terms(said)
    if not wanted:
        return tuple(records)
    held = _holder(dataset, wanted)
    scores = [held(record).bit_count() for record in records]
    least = enough(max(scores, default=0))
    return tuple(record for record, score in zip(records, scores, strict=True) if score >= least)


def rank(dataset: Dataset, records: Iterable[Record], said: str) -> tuple[int, int]:
    """How many of the words looked for one of some figures holds at most, and how many figures do:
    what answers them together stands before what answers them here and there.
    """
    held = _holder(dataset, terms(said))
    scores = [held(record).bit_count() for record in records]
    most = max(scores, default=0)
    return most, scores.count(most)


def _holder(dataset: Dataset, wanted: Sequence[str]) -> Callable[[Record], int]:
    """Which of the words a figure holds, as bits; what many figures share is looked at once."""

    def bits(said: str) -> int:
        hay = haystack(said)
        return sum(1 << place for place, term in enumerate(wanted) if _sought(term) in hay)

    @cache
    def of_metric(name: str) -> int:
        return bits(_metric(dataset, dataset.metrics[name]))

    @cache
    def of_source(name: str) -> int:
        return bits(_source(dataset, name))

    @cache
    def of_others(*said: str) -> int:
        return bits(" ".join((*(_name(dataset, one) for one in said[:2]), _area(said[2]))))

    @cache
    def of_limits(dimensions: tuple[tuple[str, str], ...]) -> int:
        return bits(" ".join(_limit(dataset, *pair) for pair in dimensions))

    def held(record: Record) -> int:
        shared = (
            of_metric(record.metric)
            | of_source(record.source)
            | of_others(record.said_by, record.producer or "", record.area)
        )
        return shared | of_limits(record.dimensions) | bits(_own(record))

    return held


def _metric(dataset: Dataset, metric: Metric) -> str:
    said = [metric.title, metric.definition, *([metric.short] if metric.short else [])]
    around = (
        said
        for lang in languages.LANGUAGES
        for said in (
            naming.topic(lang, metric.topic, dataset),
            quantities.unit_name(lang, metric.unit),
        )
    )
    return " ".join(
        (*(text for one in said for text in (one.en, one.ru or "", one.kk or "")), *around)
    )


def _source(dataset: Dataset, name: str) -> str:
    source = dataset.sources[name]
    return " ".join(
        (
            _name(dataset, source.publisher),
            source.title,
            source.author or "",
            str(source.published.start.year),
        )
    )


def _name(dataset: Dataset, said: str) -> str:
    known = dataset.names.get(said)
    return " ".join((said, known.ru, known.kk)) if known else said


def _area(code: str) -> str:
    return " ".join(naming.area(lang, code) for lang in languages.LANGUAGES)


def _limit(dataset: Dataset, name: str, code: str) -> str:
    return " ".join(naming.dimension(lang, dataset, name, code) for lang in languages.LANGUAGES)


def _own(record: Record) -> str:
    """What only this figure says: its label, its number, its years, its words."""
    label, span, value = record.label, record.period, record.value
    numbers = {
        f"{number:.15g}" for number in (value.value, value.low, value.high) if number is not None
    }
    years = (
        ()
        if span.open
        else range(span.start.year, min(span.end.year, span.start.year + _MOST_YEARS) + 1)
    )
    called = (label.en, label.ru or "", label.kk or "") if label else ()
    return " ".join(
        (
            *called,
            *sorted(numbers),
            *map(str, years),
            span.text if span.open else "",
            record.quote or "",
        )
    )

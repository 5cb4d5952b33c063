"""What narrows a view: the choices there are, the query that an address asks, and what is said
of what it asks wrongly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, get_args

from kzstats.dataset.memory import remembered
from kzstats.dataset.vocabulary import TOPICS, Check
from kzstats.language import codes, dates, interface, languages, naming, numbers
from kzstats.language.translation import translate
from kzstats.query import addresses
from kzstats.query.addresses import CHECKED, Query, QueryError, View
from kzstats.query.selection import select, years
from kzstats.query.versions import Snapshot

SEVERAL: Final = tuple(name for name in addresses.SEVERAL if name != "metric")
ONCE: Final = ("from", "to", "lang")
RECORD: Final = "record"
"""The parameter that opens a figure's receipt over any page."""
CARRIED: Final = (*SEVERAL, *ONCE, RECORD)
"""The parameters that a page's address has."""
VIEWED: Final[Mapping[str, tuple[str, ...]]] = {
    "metrics": ("q", "sort"),
    "records": ("q", "sort", "page", "metric"),
    "articles": ("q", "sort", "page"),
    "compare": ("metric",),
}
"""The further parameters of the pages that have some: how they show what answers the query; a
topic's has the pages of its index.
"""
_ALWAYS: Final = ("source", "publisher")
_MOST_SAID: Final = 3
_LONGEST: Final = 200
_OTHERS: Final = ("utm_", "embed")
"""How parameters begin that mean something to others, however like ours they end."""
_CLOSE: Final = 0.7
"""How like one of ours a name must be (of 1) to be a slip; more than "format" is like "from"."""


Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Choices as codes with what they are called, in groups that have a title or none."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one filter offers: the parameter that it fills, what it is called, and its choices."""

    name: str
    label: str
    groups: Groups


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer: years with what they are called, and the filters of which several
    choices may be taken.
    """

    years: Mapping[str, str]
    several: tuple[Offer, ...]


@remembered(8)
def offered(snapshot: Snapshot, lang: str) -> Offered:
    """The choices that the figures on record leave open; a filter with nothing to choose from is
    none.
    """
    made = (
        Offer("source", translate(lang, "Source"), _sources(snapshot, lang)),
        Offer("publisher", translate(lang, "Publisher"), _publishers(snapshot, lang)),
        Offer("check", translate(lang, "Check"), _checks(snapshot, lang)),
        Offer("area", translate(lang, "Area"), _areas(snapshot, lang)),
        Offer("dimension", translate(lang, "Limited to"), _dimensions(snapshot, lang)),
    )
    kept = tuple(
        one
        for one in made
        if one.name in _ALWAYS or sum(len(choices) for _, choices in one.groups) > 1
    )
    return Offered(_years(snapshot, lang), kept)


def _years(snapshot: Snapshot, lang: str) -> dict[str, str]:
    """The years from the first to the last that figures name; one that none is of says so."""
    records = snapshot.dataset.records
    first, last = years(records) or (0, -1)
    held: set[int] = set()
    for record in records:
        held.update(
            range(max(record.period.start.year, first), min(record.period.end.year, last) + 1)
        )
    return {
        str(year): str(year) if year in held else translate(lang, "{when}: no figure", when=year)
        for year in range(first, last + 1)
    }


def _sources(snapshot: Snapshot, lang: str) -> Groups:
    """The articles by publisher, the newest first, each with its day, its title and how many
    figures it gives.
    """
    dataset, alphabetical = snapshot.dataset, languages.alphabetical(lang)
    counts = Counter(record.source for record in dataset.records)
    used = counts.keys() | {found.source for found in dataset.unstated}
    by_publisher: dict[str, list[str]] = {}
    for name in sorted(
        (name for name in dataset.sources if name in used),
        key=lambda name: dataset.sources[name].published.end,
        reverse=True,
    ):
        by_publisher.setdefault(
            naming.name(lang, dataset, dataset.sources[name].publisher), []
        ).append(name)
    return tuple(
        (
            publisher,
            tuple(
                (name, _counted(lang, _article(snapshot, name, lang), counts[name]))
                for name in names
            ),
        )
        for publisher, names in sorted(by_publisher.items(), key=lambda pair: alphabetical(pair[0]))
    )


def _article(snapshot: Snapshot, name: str, lang: str) -> str:
    source = snapshot.dataset.sources[name]
    return translate(
        lang, "{title}: {what}", title=dates.period(lang, source.published), what=source.title
    )


def _publishers(snapshot: Snapshot, lang: str) -> Groups:
    dataset, alphabetical = snapshot.dataset, languages.alphabetical(lang)
    counts = Counter(dataset.sources[record.source].publisher for record in dataset.records)
    counts |= Counter({dataset.sources[found.source].publisher: 0 for found in dataset.unstated})
    named = {publisher: naming.name(lang, dataset, publisher) for publisher in counts}
    found = sorted(named.items(), key=lambda pair: alphabetical(pair[1]))
    return (
        (
            "",
            tuple(
                (publisher, _counted(lang, said, counts[publisher])) for publisher, said in found
            ),
        ),
    )


def _checks(snapshot: Snapshot, lang: str) -> Groups:
    """What the checks came to, what was checked first and by whomever."""
    counts = Counter(
        CHECKED if came in ("matches source", "confirmed") else came
        for came in snapshot.checks.values()
    )
    found = (code for code in addresses.CHECKS if counts[code])
    return (("", tuple((code, _counted(lang, check(lang, code), counts[code])) for code in found)),)


def check(lang: str, code: str) -> str:
    """What is asked of the checks of figures, by a code of the address."""
    said = {one: codes.check(lang, one) for one in get_args(Check)} | {
        CHECKED: translate(lang, "checked figures")
    }
    return said[code]


def _areas(snapshot: Snapshot, lang: str) -> Groups:
    counts = Counter(record.area for record in snapshot.dataset.records)
    return (
        (
            "",
            tuple(
                (area, _counted(lang, naming.area(lang, area), n))
                for area, n in counts.most_common()
            ),
        ),
    )


def _dimensions(snapshot: Snapshot, lang: str) -> Groups:
    """What figures are limited to, by dimension in the order of the data file."""
    dataset = snapshot.dataset
    counts = Counter(pair for record in dataset.records for pair in record.dimensions)
    return tuple(
        (
            dimension.title.in_language(lang),
            tuple(
                (f"{name}.{code}", _counted(lang, said.in_language(lang), counts[name, code]))
                for code, said in dimension.codes.items()
                if counts[name, code]
            ),
        )
        for name, dimension in dataset.dimensions.items()
        if any(counts[name, code] for code in dimension.codes)
    )


def _counted(lang: str, said: str, n: int) -> str:
    return translate(lang, "{said} ({counted})", said=said, counted=numbers.number(lang, n))


def query_of(
    snapshot: Snapshot, pairs: Sequence[tuple[str, str]], lang: str, page: str = ""
) -> tuple[Query, tuple[str, ...]]:
    """The query of an address's parameters in a page's language, and in sentences what of it is
    wrong and was left out.

    Each stands by itself, so that a bad value does not lose the others; those of others, such as a
    newsletter's, are let be, and so are those by which the ``page`` is told how to show the answer
    (:func:`view`).
    """
    known = [(name, said) for name, said in pairs if name in CARRIED and name != RECORD]
    query, wrong = addresses.sorted_out(snapshot.dataset, known)
    has = _viewed(snapshot, page)
    slips = {
        name: slip for name, _ in pairs if name not in has and (slip := misspelt(name)) is not None
    }
    return replace(query, lang=lang), told(
        lang, [*wrong, *(((name, ""), slip) for name, slip in slips.items())]
    )


def view(snapshot: Snapshot, page: str, pairs: Sequence[tuple[str, str]]) -> View:
    """How a page's address asks it to be shown; what a page does not have, or what means nothing,
    is let be.
    """
    has, once = _viewed(snapshot, page), dict(reversed(pairs))
    number = once.get("page", "") if "page" in has else ""
    metrics = (
        (said for name, said in pairs if name == "metric" and said in snapshot.dataset.metrics)
        if "metric" in has
        else ()
    )
    return View(
        search=addresses.looked_for(once.get("q", "")) if "q" in has else "",
        sort=once.get("sort", "")[:_LONGEST] if "sort" in has else "",
        page=int(number) if re.fullmatch(r"[1-9][0-9]{0,5}", number, re.ASCII) else 1,
        metric=tuple(dict.fromkeys(metrics)),
    )


def _viewed(snapshot: Snapshot, page: str) -> tuple[str, ...]:
    """The further parameters of a page."""
    return VIEWED.get(page, ("page",) if page in {*TOPICS, *snapshot.dataset.topics} else ())


def misspelt(name: str) -> QueryError | None:
    """What is said of a parameter that is one of ours but for its spelling, or for the page."""
    if (
        name in CARRIED
        or name.startswith(_OTHERS)
        or not get_close_matches(name, (*CARRIED, "metric"), n=1, cutoff=_CLOSE)
    ):
        return None
    return QueryError(name, name, "is not a parameter", CARRIED, "parameter")


def told(lang: str, wrong: Iterable[tuple[tuple[str, str], QueryError]]) -> tuple[str, ...]:
    """For the first few parameters that cannot be answered what was left out, why, and what may
    have been meant.
    """
    said = []
    for pair, error in list(wrong)[:_MOST_SAID]:
        parameter = "=".join(part for part in pair if part)[:80]
        left_out = translate(
            lang,
            "“{wrong}” in the address was left out. {why}",
            wrong=parameter,
            why=interface.refusal(lang, error.why),
        )
        said.append(
            f"{left_out} {translate(lang, 'Did you mean “{close}”?', close=error.close)}"
            if error.close
            else left_out
        )
    return tuple(said)


def troubles(snapshot: Snapshot, lang: str) -> tuple[str, ...]:
    """What readers must know of the files that the figures are from: that a newer one is broken,
    and since when.
    """
    said = []
    if snapshot.broken is not None:
        since = f"{snapshot.broken.since:%Y-%m-%d %H:%M} UTC"
        said.append(
            translate(
                lang,
                "The data file has been broken since {since}; the last valid figures are shown.",
                since=since,
            )
        )
    if snapshot.ledger_broken is not None:
        since = f"{snapshot.ledger_broken.since:%Y-%m-%d %H:%M} UTC"
        said.append(
            translate(
                lang,
                "The results of the checks cannot be read since {since}; figures show what was "
                "last read of them, or as not checked.",
                since=since,
            )
        )
    return tuple(said)


def active(query: Query) -> int:
    """How many filters narrow a view."""
    return sum(
        bool(said)
        for said in (query.first, query.last, *(getattr(query, name) for name in SEVERAL))
    )


def shown(snapshot: Snapshot, query: Query) -> str:
    """How many of all figures a query leaves."""
    counts = {"shown": len(select(snapshot, query).records), "all": len(snapshot.dataset.records)}
    said = {name: numbers.number(query.lang, n) for name, n in counts.items()}
    return translate(query.lang, "{shown} of {all} figures are in your selection.", **said)

"""What narrows a view: the choices there are, the question that an address asks, and what is said of what it asks wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from kzstats.dataset.memory import remembered
from kzstats.language import interface, languages, naming, numbers
from kzstats.language.translation import translate
from kzstats.query import addresses
from kzstats.query.addresses import Query, QueryError, View
from kzstats.query.selection import select, years
from kzstats.query.versions import Snapshot

SEVERAL: Final = ("source", "publisher")
ONCE: Final = ("from", "to", "lang")
RECORD: Final = "record"
"""The parameter that opens a figure's receipt over any page."""
CARRIED: Final = (*SEVERAL, *ONCE, RECORD)
"""The parameters that a page's address has."""
VIEWED: Final[Mapping[str, tuple[str, ...]]] = {
    "metrics": ("q",),
    "records": ("q", "sort", "page", "metric"),
    "articles": ("q", "sort", "page"),
    "compare": ("metric",),
}
"""The further parameters of the pages that have some: how they show what answers the question."""
_MOST_SAID: Final = 3
_LONGEST: Final = 200
_OTHERS: Final = ("utm_", "embed")
"""How parameters begin that mean something to others, however like ours they end."""
_CLOSE: Final = 0.7
"""How like one of ours a name must be (of 1) to be a slip; more than "format" is like "from"."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer: years, and sources and publishers by their names in the data file with what they are called in a language."""

    years: tuple[str, ...]
    sources: Mapping[str, str]
    publishers: Mapping[str, str]


@remembered(8)
def offered(snapshot: Snapshot, lang: str) -> Offered:
    """The choices that the figures on record leave open."""
    dataset = snapshot.dataset
    first, last = years(dataset.records) or (0, -1)
    used = {record.source for record in dataset.records} | {found.source for found in dataset.unstated}
    sources = {name: naming.cited(lang, dataset, name) for name in dataset.sources if name in used}
    publishers = {publisher: naming.name(lang, dataset, publisher) for publisher in {dataset.sources[name].publisher for name in sources}}
    alphabetical = languages.alphabetical(lang)
    by_name = dict(sorted(publishers.items(), key=lambda pair: alphabetical(pair[1])))
    return Offered(tuple(str(year) for year in range(first, last + 1)), sources, by_name)


def query_of(snapshot: Snapshot, pairs: Sequence[tuple[str, str]], lang: str) -> tuple[Query, tuple[str, ...]]:
    """The question of an address's parameters in a page's language, and in sentences what of it is wrong and was left out.

    Each stands by itself, so that a bad value does not lose the others; those of others, such as a newsletter's, are let be.
    """
    known = [(name, said) for name, said in pairs if name in CARRIED and name != RECORD]
    query, wrong = addresses.sorted_out(snapshot.dataset, known)
    slips = {name: slip for name, _ in pairs if (slip := misspelt(name)) is not None}
    return replace(query, lang=lang), told(lang, [*wrong, *(((name, ""), slip) for name, slip in slips.items())])


def view(snapshot: Snapshot, page: str, pairs: Sequence[tuple[str, str]]) -> View:
    """How a page's address asks it to be shown; what a page does not have, or what means nothing, is let be."""
    has, once = VIEWED.get(page, ()), dict(reversed(pairs))
    number = once.get("page", "") if "page" in has else ""
    metrics = (said for name, said in pairs if name == "metric" and said in snapshot.dataset.metrics) if "metric" in has else ()
    return View(
        search=" ".join(once.get("q", "").split())[:_LONGEST] if "q" in has else "",
        sort=once.get("sort", "")[:_LONGEST] if "sort" in has else "",
        page=int(number) if re.fullmatch(r"[1-9][0-9]{0,5}", number, re.ASCII) else 1,
        metric=tuple(dict.fromkeys(metrics)),
    )


def misspelt(name: str) -> QueryError | None:
    """What is said of a parameter that is one of ours but for its spelling, or for the page."""
    if name in CARRIED or name.startswith(_OTHERS) or not get_close_matches(name, (*CARRIED, "metric"), n=1, cutoff=_CLOSE):
        return None
    return QueryError(name, name, "is not a parameter", CARRIED, "parameter")


def told(lang: str, wrong: Iterable[tuple[tuple[str, str], QueryError]]) -> tuple[str, ...]:
    """For the first few parameters that cannot be answered what was left out, why, and what may have been meant."""
    said = []
    for pair, error in list(wrong)[:_MOST_SAID]:
        parameter = "=".join(part for part in pair if part)[:80]
        left_out = translate(lang, "“{wrong}” in the address was left out. {why}", wrong=parameter, why=interface.refusal(lang, error.why))
        said.append(f"{left_out} {translate(lang, 'Did you mean “{close}”?', close=error.close)}" if error.close else left_out)
    return tuple(said)


def troubles(snapshot: Snapshot, lang: str) -> tuple[str, ...]:
    """What readers must know of the files that the figures are from: that a newer one is broken, and since when."""
    said = []
    if snapshot.broken is not None:
        since = f"{snapshot.broken.since:%Y-%m-%d %H:%M} UTC"
        said.append(translate(lang, "The data file has been broken since {since}; the last valid figures are shown.", since=since))
    if snapshot.ledger_broken is not None:
        since = f"{snapshot.ledger_broken.since:%Y-%m-%d %H:%M} UTC"
        said.append(
            translate(
                lang,
                "The results of the checks cannot be read since {since}; figures show what was last read of them, or as not checked.",
                since=since,
            )
        )
    return tuple(said)


def active(query: Query) -> int:
    """How many filters narrow a view."""
    return sum(bool(said) for said in (query.first, query.last, query.source, query.publisher))


def shown(snapshot: Snapshot, query: Query) -> str:
    """How many of all figures a question leaves."""
    counts = {"shown": len(select(snapshot, query).records), "all": len(snapshot.dataset.records)}
    said = {name: numbers.number(query.lang, n) for name, n in counts.items()}
    return translate(query.lang, "{shown} of {all} figures are in your selection.", **said)

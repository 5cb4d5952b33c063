"""A query: what is asked of the figures, and the addresses at which pages and data answer it.

The command line, the data addresses and the pages all put a :class:`Query`; its parameters are
parsed here alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Final, get_args
from urllib.parse import urlencode

from kzstats.dataset.memory import remembered
from kzstats.dataset.model import Dataset
from kzstats.dataset.vocabulary import Check
from kzstats.language.interface import Refusal
from kzstats.language.languages import LANGUAGES

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "csv2": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}
"""The formats by name and media type; ``csv2`` is for spreadsheets that part by semicolons and
write a decimal comma.
"""
SEVERAL: Final = ("metric", "source", "publisher", "area", "check", "dimension")
"""The parameters that may be repeated."""
CHECKED: Final = "checked"
"""What asks for the figures whose transcription was checked, by machine or by a person."""
CHECKS: Final[tuple[str, ...]] = (CHECKED, *get_args(Check))
LONGEST: Final = 200
"""How many characters of what is looked for are read."""
_ONCE: Final = ("from", "to", "q", "lang")
_MOST_NAMED = 20
_LONGEST_GUESS = 200


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for; empty means all."""

    metric: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    lang: str = "en"
    area: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    dimension: tuple[str, ...] = ()
    """What figures are limited to, each as dimension and code: ``sex.female``; of one dimension
    any, of several all.
    """
    search: str = ""
    """The words and numbers that figures must hold, as many of them as any does."""

    def spoken(self, lang: str = "en") -> Query:
        """The same question in a language."""
        return replace(self, lang=lang)

    def checks(self) -> frozenset[str]:
        """What the checks of a figure may have come to; nothing where all may stand."""
        return frozenset(
            one
            for said in self.check
            for one in (("matches source", "confirmed") if said == CHECKED else (said,))
        )

    def limits(self) -> Mapping[str, frozenset[str]]:
        """For each dimension that is asked for the codes of which a figure has one."""
        found: dict[str, set[str]] = {}
        for said in self.dimension:
            name, _, code = said.partition(".")
            found.setdefault(name, set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items()}

    def pairs(self) -> list[tuple[str, str]]:
        """The query as parameters of an address, in one order whatever the order it was asked
        in.
        """
        several = [(name, value) for name in SEVERAL for value in sorted(getattr(self, name))]
        years = [
            (name, str(year))
            for name, year in (("from", self.first), ("to", self.last))
            if year is not None
        ]
        looked = [("q", self.search)] if self.search else []
        return [*several, *years, *looked, *([("lang", self.lang)] if self.lang != "en" else [])]

    def address(self, extension: str) -> str:
        """The path and query at which the data addresses answer this query."""
        return _address(f"/api/records.{extension}", self.pairs())

    def brief_address(self) -> str:
        """The path and query of the brief for this query."""
        return _address("/api/brief.pdf", self.pairs())

    def page_address(self, page: str = "", chart: str = "") -> str:
        """The path and query of a page of the dashboard that shows this query's view, and a
        chart on it; a page has metrics of its own.
        """
        return _address(f"/{page}", [pair for pair in self.pairs() if pair[0] != "metric"]) + (
            f"#{chart}" if chart else ""
        )

    def metric_address(self, name: str) -> str:
        """The path and query of a metric's page for this query."""
        return self.page_address(f"metric/{name}")

    def figure_address(self, record: str) -> str:
        """The path of a figure's receipt, whatever else is asked: it is the figure's permanent
        address.
        """
        return f"/figure/{record}"

    def chart_address(self, name: str, extension: str) -> str:
        """The path and query of a chart's picture for this query."""
        return _address(
            f"/api/charts/{name}.{extension}",
            [pair for pair in self.pairs() if pair[0] != "metric"],
        )

    def frame_address(self, name: str) -> str:
        """The path and query of a chart to be framed by other pages, whose language is always said:
        a reader's browser must not change it.
        """
        pairs = [pair for pair in self.pairs() if pair[0] not in ("metric", "lang")]
        return _address(f"/embed/{name}", [*pairs, ("lang", self.lang)])

    def file_name(self, extension: str, chart: str = "") -> str:
        """A file name that says what is inside: the rows of the query, or a chart of it."""
        parts = [
            "kzstats",
            *([chart] if chart else sorted(self.metric)),
            *sorted(self.source),
            *(
                re.sub(r"\W+", "-", name.lower())
                for several in (self.publisher, self.area, self.check, self.dimension)
                for name in sorted(several)
            ),
            *([re.sub(r"\W+", "-", self.search.lower())] if self.search else []),
        ]
        if self.first is not None or self.last is not None:
            parts.append(f"{self.first or ''}-{self.last or ''}")
        parts = [
            "_".join(parts)[:120],
            *(["semicolons"] if extension == "csv2" else []),
            *([self.lang] if self.lang != "en" else []),
        ]
        return f"{'_'.join(parts)}.{'csv' if extension == 'csv2' else extension}"


@dataclass(frozen=True, slots=True)
class View:
    """How a page shows what answers a query: what is looked for in it, in which order, which
    part of it, and of which metrics.
    """

    search: str = ""
    sort: str = ""
    page: int = 1
    metric: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """The view as parameters of a page's address, behind those of the query."""
        metrics = [("metric", name) for name in self.metric]
        found = [
            ("q", self.search),
            ("sort", self.sort),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        return [*metrics, *(pair for pair in found if pair[1])]


def within(dimensions: Mapping[str, str], limits: Mapping[str, frozenset[str]]) -> bool:
    """Whether what a figure is limited to is what is asked for, in every dimension that is."""
    return all(dimensions.get(name) in codes for name, codes in limits.items())


class QueryError(ValueError):
    """A parameter that cannot be answered; ``parameter`` names it, ``allowed`` says what can,
    ``why`` is what a page says of it.
    """

    def __init__(
        self,
        parameter: str,
        said: str,
        problem: str,
        allowed: Iterable[str],
        why: Refusal = "unknown",
    ) -> None:
        self.parameter, self.why = parameter, why
        self._said, self._problem, self._allowed = said, problem, allowed
        super().__init__(parameter, said, problem)

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """What can be answered."""
        return tuple(self._allowed)

    @cached_property
    def close(self) -> str:
        """What can be answered and is most like what was asked; it takes long to find where much
        can be asked.
        """
        return next(iter(get_close_matches(self._said[:_LONGEST_GUESS], self.allowed, n=1)), "")

    def __str__(self) -> str:
        """The sentence: what is wrong, and what to try."""
        more = (
            f" and {len(self.allowed) - _MOST_NAMED} more"
            if len(self.allowed) > _MOST_NAMED
            else ""
        )
        hint = (
            f"did you mean {self.close}?"
            if self.close
            else f"allowed: {', '.join(self.allowed[:_MOST_NAMED])}{more}"
        )
        return f"{self.parameter}: {self._said[:80]!r} {self._problem} ({hint})"


def parse(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> Query:
    """The query that parameters ask; raises :class:`QueryError` for the first that cannot be
    answered.

    Those of :data:`SEVERAL` may be repeated; ``from``, ``to``, ``q`` and ``lang`` stand once.
    """
    query, wrong = sorted_out(dataset, pairs)
    for _, error in wrong:
        raise error
    return query


def sorted_out(
    dataset: Dataset, pairs: Iterable[tuple[str, str]]
) -> tuple[Query, list[tuple[tuple[str, str], QueryError]]]:
    """The query that those parameters ask that can be answered, and each of the others with what
    is wrong with it.
    """
    known: Mapping[str, Collection[str]] = {
        "metric": dataset.metrics,
        "source": dataset.sources,
        "publisher": _publishers(dataset),
        "area": _areas(dataset),
        "check": CHECKS,
        "dimension": _dimensions(dataset),
    }
    several: dict[str, dict[str, None]] = {name: {} for name in known}
    once: dict[str, str] = {}
    years: dict[str, int] = {}
    wrong: list[tuple[tuple[str, str], QueryError]] = []
    for name, said in pairs:
        error = None
        if name in several:
            if said in known[name]:
                several[name][said] = None
            else:
                error = QueryError(
                    name, said, f"is not {'an' if name == 'area' else 'a'} {name}", known[name]
                )
        elif name not in _ONCE:
            error = QueryError(name, name, "is not a parameter", (*known, *_ONCE), "parameter")
        elif name in once:
            error = QueryError(name, said, "stands twice", ["one value"], "twice")
        elif name == "lang":
            if said not in LANGUAGES:
                error = QueryError("lang", said, "is not a language", LANGUAGES)
        elif name != "q":
            error = _misdated(years, name, said)
            years |= {} if error else {name: int(said)}
        if error is not None:
            wrong.append(((name, said), error))
        elif name not in several:
            once[name] = said
    chosen = {name: tuple(several[name]) for name in known}
    return Query(
        first=years.get("from"),
        last=years.get("to"),
        lang=once.get("lang", "en"),
        search=looked_for(once.get("q", "")),
        **chosen,
    ), wrong


def _misdated(years: Mapping[str, int], name: str, said: str) -> QueryError | None:
    """What is wrong with the first or the last year that is asked for, if anything is."""
    if not re.fullmatch(r"[0-9]{4}", said, re.ASCII):
        return QueryError(name, said, "is not a year", ["four digits, such as 2016"], "year")
    both = {**years, name: int(said)}
    first, last = both.get("from", 0), both.get("to", 9999)
    if first <= last:
        return None
    return QueryError(
        "from", str(first), f"is later than to={last}", [f"{last} or earlier"], "later"
    )


def looked_for(said: str) -> str:
    """What is looked for, without the spaces around it, as much of it as is read."""
    return " ".join(said.split())[:LONGEST]


@remembered(1)
def _publishers(dataset: Dataset) -> Mapping[str, None]:
    return dict.fromkeys(sorted({source.publisher for source in dataset.sources.values()}))


@remembered(1)
def _areas(dataset: Dataset) -> Mapping[str, None]:
    return dict.fromkeys(
        sorted({one.area for one in dataset.records} | {one.area for one in dataset.unstated})
    )


@remembered(1)
def _dimensions(dataset: Dataset) -> Mapping[str, None]:
    return dict.fromkeys(
        f"{name}.{code}"
        for name, dimension in dataset.dimensions.items()
        for code in dimension.codes
    )


def record_address(record: str, base_url: str) -> str:
    """A figure's permanent address."""
    return f"{base_url.rstrip('/')}/api/records/{record}.json"


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    query = urlencode(pairs)
    return f"{path}{'?' if query else ''}{query}"

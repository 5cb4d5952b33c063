"""Long lists by the page: what is looked for in them, in which order they stand, and the way from
one page to the next, all in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any, Final, TypeVar

from kzstats.content import tabled
from kzstats.content.document import Block, Inline, Link, Paragraph, Place, Search, Text
from kzstats.content.figures import nothing, notice, paragraphs, table
from kzstats.dataset.model import Record
from kzstats.dataset.nature import is_level
from kzstats.language import languages, naming, numbers
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query, View
from kzstats.query.selection import select
from kzstats.query.versions import Snapshot

FIGURES: Final = 100
"""How many figures a page of the list has."""
_AROUND: Final = 2
"""How many pages before and behind the one that is open are named."""

T = TypeVar("T")


def pages_of(n: int, size: int) -> int:
    """How many pages a list of so many entries has; an empty one has one."""
    return max(ceil(n / size), 1)


def part(found: Sequence[T], view: View, size: int) -> Sequence[T]:
    """What stands on the page that is asked for, the last where there are not so many."""
    at = min(view.page, pages_of(len(found), size)) - 1
    return found[at * size : (at + 1) * size]


def search(place: Place, label: str) -> Search:
    """The field to look in a list with, which keeps its order."""
    lang, view = place.query.lang, place.view
    to = replace(place, view=replace(view, search="", page=1))
    return Search(to, label, translate(lang, "Find"), view.search, "page")


def orders(place: Place, offered: Mapping[str, str]) -> Paragraph:
    """The orders in which a list can stand, each with its address; the one that it stands in is no
    link.
    """
    found: list[Inline] = []
    for code, said in offered.items():
        same = code == place.view.sort or (code == "" and place.view.sort not in offered)
        found.append(
            (
                Text(said, "strong")
                if same
                else Link(said, replace(place, view=replace(place.view, sort=code, page=1))),
            )
        )
    lang = place.query.lang
    return Paragraph((Text(f"{translate(lang, 'Order:')} "), *_parted(found)), "ways")


def pager(place: Place, n: int, size: int) -> tuple[Block, ...]:
    """The way to the other pages of a list; nothing where there is only one."""
    last, lang = pages_of(n, size), place.query.lang
    if last == 1:
        return ()
    here = min(place.view.page, last)
    near = {1, last, *range(max(here - _AROUND, 1), min(here + _AROUND, last) + 1)}

    def to(page: int, said: str, label: str) -> Link:
        return Link(said, replace(place, view=replace(place.view, page=page)), label=label)

    found: list[Inline] = []
    if here > 1:
        found.append((to(here - 1, translate(lang, "Previous"), translate(lang, "Previous page")),))
    before = 0
    for page in sorted(near):
        said, label = (
            numbers.number(lang, page),
            translate(lang, "Page {n}", n=numbers.number(lang, page)),
        )
        gap = (Text("… "),) if page > before + 1 else ()
        found.append(
            (*gap, Text(said, "strong", label=label) if page == here else to(page, said, label))
        )
        before = page
    if here < last:
        found.append((to(here + 1, translate(lang, "Next"), translate(lang, "Next page")),))
    told = translate(
        lang,
        "Page {page} of {pages}:",
        page=numbers.number(lang, here),
        pages=numbers.number(lang, last),
    )
    return (Paragraph((Text(f"{told} "), *_parted(found)), "turns"),)


def _parted(found: Sequence[Inline]) -> Inline:
    parted: list[Any] = []
    for one in found:
        parted += ([Text(" · ")] if parted else []) + list(one)
    return tuple(parted)


def figures(snapshot: Snapshot, query: Query, view: View, title: str) -> tuple[Block, ...]:
    """The figures that answer a query, of some metrics where the view names them, with the field
    to look among them.
    """
    lang, dataset = query.lang, snapshot.dataset
    of = replace(query, metric=view.metric)
    everything = select(snapshot, of).records
    found = select(snapshot, replace(of, search=view.search)).records
    place = Place("page", "records", query, view=view)
    only: tuple[Block, ...] = ()
    if view.metric:
        names = languages.listed(
            lang, [dataset.metrics[name].heading(lang) for name in view.metric]
        )
        whole = Link(
            translate(lang, "Show all metrics"),
            replace(place, view=replace(view, metric=(), page=1)),
        )
        only = (Paragraph((Text(f"{translate(lang, 'Only: {names}.', names=names)} "), whole)),)
    if not everything:
        return (*only, notice(nothing(lang)))
    field = search(
        place, translate(lang, "Find a figure by what is counted, a speaker, a source, a number")
    )
    if not found:
        return (*only, field, notice(translate(lang, "Nothing here answers these words.")))
    rows = part(ordered(snapshot, found, view.sort, lang), view, FIGURES)
    counted = translate_n(
        lang,
        "{n} figure answers “{search}”.",
        "{n} figures answer “{search}”.",
        len(found),
        search=view.search,
    )
    offered = {
        "": translate(lang, "as collected"),
        "newest": translate(lang, "newest first"),
        "oldest": translate(lang, "oldest first"),
        "largest": translate(lang, "largest first"),
        "counted": translate(lang, "by what is counted"),
        "speaker": translate(lang, "by speaker"),
        "source": translate(lang, "by source"),
    }
    ways = pager(place, len(found), FIGURES)
    told = paragraphs(counted if view.search else "")
    return (
        *only,
        field,
        *told,
        orders(place, offered),
        *ways,
        *table(snapshot, query, rows, title),
        *ways,
    )


def ordered(
    snapshot: Snapshot, records: Sequence[Record], sort: str, lang: str
) -> Sequence[Record]:
    """Figures in an order; those that are alike in it stay as they were collected."""
    dataset, alphabetical = snapshot.dataset, languages.alphabetical(lang)

    def ended(record: Record) -> date:
        return record.period.start if record.period.open_end else record.period.end

    keys: dict[str, Callable[[Record], Any]] = {
        "newest": lambda record: -ended(record).toordinal(),
        "oldest": lambda record: record.period.start,
        "largest": lambda record: (
            not is_level(record),
            -float((record.value.high if record.value.value is None else record.value.value) or 0),
        ),
        "counted": lambda record: alphabetical(tabled.row(dataset, record, lang, mixed=True)[0]),
        "speaker": lambda record: alphabetical(naming.name(lang, dataset, record.said_by)),
        "source": lambda record: alphabetical(naming.cited(lang, dataset, record.source)),
    }
    return sorted(records, key=keys[sort]) if sort in keys else records

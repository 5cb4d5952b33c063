"""The pages of an edition: documents whose links lead to files beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from kzstats.content import articles, charts, index, pages, published
from kzstats.content.document import Kind, Page, Paragraph, Place, Text
from kzstats.content.filed import Filed, filed, page_file, path
from kzstats.dataset.memory import remembered
from kzstats.edition.work import Work
from kzstats.exports import descriptors
from kzstats.language import languages
from kzstats.query import frames
from kzstats.query.addresses import View
from kzstats.query.versions import Snapshot
from kzstats.render import html

_FILES: Final[tuple[Kind, ...]] = ("rows", "picture", "brief")


def documents(
    work: Work, kind: str, name: str, lang: str, wanted: set[Place]
) -> Iterator[tuple[Place, str]]:
    """The documents that go by a name: one, but for the charts of a metric."""
    snapshot, query = work.snapshot, Filed(lang=lang)
    if kind == "chart":
        for picture in charts.pictures(snapshot, replace(query, metric=(name,)), name):
            shown = pages.chart(snapshot, query, picture.name, work.base_url)
            if shown is not None:
                yield _whole(
                    work, replace(shown, place=Place("chart", picture.name, query)), wanted
                )
                yield _framed(work, shown, Place("embed", picture.name, query))
        return
    builders: dict[str, Callable[[], Page | None]] = {
        "page": lambda: _listed(work, query, name),
        "metric": lambda: pages.metric(snapshot, query, name, work.base_url),
        "article": lambda: articles.page(snapshot, query, name),
        "figure": lambda: pages.figure(snapshot, query, name, work.base_url),
        published.CONTENTS: lambda: published.contents(snapshot, query),
        published.CHANGES: lambda: published.changed(
            snapshot, query, work.edition, work.earlier, work.changes
        ),
    }
    shown = builders[name if name in (published.CONTENTS, published.CHANGES) else kind]()
    if shown is not None:
        place = replace(shown.place, query=query)
        yield (_receipt if kind == "figure" else _whole)(work, replace(shown, place=place), wanted)


def _listed(work: Work, query: Filed, name: str) -> Page:
    """A page of the menu; of a list the page whose number stands behind its name, and the index
    whole, since no server looks in it.
    """
    name, _, page = name.partition("/")
    view = View(page=int(page or 1))
    asked = replace(view, sort=index.WHOLE if name == index.NAME else "")
    shown = pages.page(work.snapshot, query, name, work.base_url, asked)
    return replace(shown, place=replace(shown.place, view=view))


_STANDS: Final = Page(
    Place("figure", "id0of0a0figure"),
    "en",
    "title0of0a0figure",
    "lead0of0a0figure",
    "gist0of0a0figure",
    (Paragraph((Text("blocks0of0a0figure"),)),),
    "",
)
"""A receipt that stands for all others."""


def _receipt(work: Work, shown: Page, wanted: set[Place]) -> tuple[Place, str]:
    """A figure's page: what is around a receipt is written once in a language, since most pages of
    an edition are receipts.
    """
    lang, memory = shown.lang, work.snapshot.memory
    up = "../" * path(shown.place).count("/")
    shell, write = memory.recall(
        _receipt,
        (lang, work.base_url, shown.foot),
        lambda: (
            _whole(
                work,
                replace(
                    _STANDS,
                    place=replace(_STANDS.place, query=Filed(lang=lang)),
                    lang=lang,
                    foot=shown.foot,
                ),
                wanted,
            )[1],
            html.writer(
                lambda place: (
                    f"{up}{path(place)}{f'#{quote(place.anchor)}' if place.anchor else ''}"
                ),
                lang,
            ),
        ),
        len(languages.LANGUAGES),
    )
    inside = write(shown.blocks)
    shell = _exchanged(shell, _STANDS.place.name, shown.place.name)
    for stands, said in (
        (_STANDS.title, shown.title),
        (_STANDS.lead, shown.lead),
        (_STANDS.description, shown.description),
    ):
        shell = _exchanged(shell, stands, html.escaped(said))
    return shown.place, _exchanged(shell, "<p>blocks0of0a0figure</p>", inside)


def _exchanged(text: str, stands: str, instead: str) -> str:
    """A text with all that stands for something exchanged for that; it is an error where nothing
    does.
    """
    if stands not in text:
        raise ValueError(
            f"{stands!r} stands nowhere in what it is to be exchanged in (look at "
            f"kzstats.edition.documents)"
        )
    return text.replace(stands, instead)


def _whole(work: Work, shown: Page, wanted: set[Place]) -> tuple[Place, str]:
    """A page as a document whose links lead to files beside it; the files that it leads to are
    added to those wanted.
    """
    up = "../" * path(shown.place).count("/")

    def address(place: Place) -> str:
        if place.kind in _FILES:
            wanted.add(replace(place, query=filed(place.query), anchor=""))
        return f"{up}{path(place)}{f'#{quote(place.anchor)}' if place.anchor else ''}"

    def whole(place: Place) -> str:
        if place.kind == "picture":
            wanted.add(replace(place, query=filed(replace(place.query, metric=())), anchor=""))
        return f"{work.base_url}/{path(place)}"

    lang = shown.lang
    shown = replace(
        shown,
        blocks=tuple(published.without_server(work.snapshot, shown.place.query, shown.blocks)),
        foot=f"{shown.foot} {published.of(work.edition, lang)}",
    )
    first = shown.place.kind == "page" and path(shown.place) == page_file(lang, "")
    written = html.page(
        shown,
        address,
        html.Around(
            whole=whole,
            instead=published.instead(lang),
            menu=published.menu(work.snapshot.dataset, lang),
            described=_described(work.snapshot, lang, work.base_url) if first else {},
            style=f'@import "{up}style.css";',
            tail=f'<script src="{up}copy.js" defer></script>',
        ),
    )
    return shown.place, _exchanged(written, html.icon(), f"{up}icon.png")


def _framed(work: Work, shown: Page, place: Place) -> tuple[Place, str]:
    up = "../" * path(place).count("/")
    framed = html.embed(shown, lambda to: f"{up}{path(to)}", f'@import "{up}style.css";')
    return place, _exchanged(framed, html.icon(), f"{up}icon.png")


@remembered(8)
def _described(snapshot: Snapshot, lang: str, base_url: str) -> dict[str, Any]:
    query = Filed(lang=lang)
    return descriptors.schema_org(
        snapshot, frames.answering(snapshot.frame(lang), query), query, base_url
    )

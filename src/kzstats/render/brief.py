"""The brief on paper: the blocks of :mod:`kzstats.content.brief` as plain values, which the press
sets as a PDF (``brief.typ``).

Every text stays a text, and none is markup. The same blocks give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kzstats.content.document import (
    Badge,
    Block,
    Chart,
    Inline,
    Link,
    Page,
    Paragraph,
    Points,
    Section,
    Spark,
    Table,
    Text,
)
from kzstats.language.translation import translate
from kzstats.render import svg


def parts(shown: Page, blocks: Iterable[Block], made: date) -> Iterator[dict[str, Any]]:
    """A brief and its blocks in parts for :func:`kzstats.render.press.joined`, a part for each
    block: ``made`` is the day that it bears.
    """
    yield {
        "lang": shown.lang,
        "made": [made.year, made.month, made.day],
        "name": f"{shown.title} · kzstats",
        "foot": shown.foot,
        "over": shown.description,
        "title": shown.title,
        "lead": shown.lead,
        "blocks": [],
    }
    for block in blocks:
        yield {"blocks": [_block(block, shown.lang)]}


def _block(block: Block, lang: str) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"block": "paragraph", "kind": block.kind, "words": _words(block.words, lang)}
        case Points():
            return {
                "block": "points",
                "kind": block.kind,
                "items": [_words(item, lang) for item in block.items],
            }
        case Table():
            rows = [[_words(cell, lang) for cell in (row.head, *row.cells)] for row in block.rows]
            return {"block": "table", "columns": block.columns, "rows": rows}
        case Chart():
            return {
                "block": "chart",
                "charts": [{"svg": drawn, "alt": alt} for drawn, alt in svg.charts(block.picture)],
            }
        case Section():
            inside = [_block(part, lang) for part in block.blocks]
            return {
                "block": "section",
                "kind": block.kind,
                "title": _words(block.title, lang),
                "blocks": inside,
            }
    raise TypeError(f"{type(block).__name__} has no form on paper (look at kzstats.content.brief)")


def _words(said: Inline, lang: str) -> list[dict[str, str]]:
    return [_word(one, lang) for one in said]


def _word(one: Text | Link | Badge | Spark, lang: str) -> dict[str, str]:
    """Some words with their ``kind``; what leads to a place of the dashboard leads nowhere on
    paper, and stands out instead.
    """
    match one:
        case Spark():
            raise TypeError("the figures at a glance have no form on paper (show the chart)")
        case Badge():
            return {"says": one.says, "kind": "plain"}
        case Link(to=str(address)):
            spoken = {"lang": one.lang} if one.lang else {}
            return {
                "says": one.says,
                "kind": "address" if one.says == address else "plain",
                "url": address,
            } | spoken
        case Link():
            return {"says": one.says, "kind": "strong"}
    says = translate(lang, "“{quote}”", quote=one.says) if one.kind == "quote" else one.says
    return {"says": says, "kind": one.kind} | ({"lang": one.lang} if one.lang else {})

"""Pages as HTML: the blocks of a page, and the whole document around them, which reads and works
without any script.

All text is escaped by the templates, and that of words, of which there are more than of anything
else, by :func:`_word`: a macro for each would take most of a page's time. What is HTML already
comes from here alone; a chart is drawn by :mod:`kzstats.render.svg`.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kzstats.content import filters, marks
from kzstats.content.document import (
    Badge,
    Block,
    Chart,
    Fold,
    Inline,
    Link,
    Page,
    Place,
    Section,
    Spark,
    Text,
)
from kzstats.content.filters import Offered
from kzstats.content.marks import Picture
from kzstats.language import interface, languages
from kzstats.language.translation import translate
from kzstats.query.addresses import Query, View
from kzstats.render import spark, svg

Address = Callable[[Place], str]
"""Where a place is found from what is being written."""

_HERE: Final = Path(__file__).parents[1]
_TAGS: Final = {
    "plain": "span",
    "strong": "strong",
    "small": "small",
    "code": "code",
    "quote": "q",
    "translation": "span",
}
_CLASSES: Final = {"code": ' class="address"', "translation": ' class="translation"'}
_LOCALES: Final = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ"}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page's own blocks.

    ``whole`` gives the address of a place for others, with host and language; a page without it
    names none. ``offered`` is what the filters offer; without it there are none. ``receipt`` is the
    figure that stands open over the page, ``described`` the data set for search engines. ``style``
    is the page's; ``tail`` is HTML that ends the body, ``still`` what a page says where that comes
    to nothing.
    """

    whole: Address | None = None
    offered: Offered | None = None
    instead: tuple[Block, ...] = ()
    notices: tuple[str, ...] = ()
    receipt: Page | None = None
    described: Mapping[str, Any] = field(default_factory=dict)
    style: str = ""
    tail: str = ""
    still: str = ""
    menu: Mapping[str, str] = field(default_factory=dict)
    """The pages by name with their titles where the data have topics of their own."""
    keep_lang: bool = False
    """Whether the form of the filters asks for the page's language, since the browser would not."""


def blocks(shown: Iterable[Block], address: Address, lang: str, *, lazy: bool = False) -> str:
    """Some blocks as HTML; where ``lazy``, what is folded stands in an attribute, for a script to
    unfold.
    """
    return str(_module(address, lang, lazy=lazy).blocks_of(tuple(shown)))


def writer(address: Address, lang: str) -> Callable[[Iterable[Block]], str]:
    """Writes blocks as :func:`blocks` does, for many pages from which every place has the same
    address.
    """
    module = _module(address, lang)
    return lambda shown: str(module.blocks_of(tuple(shown)))


def heading(shown: Page) -> str:
    """The title of a page and what stands under it."""
    return str(_module(_nowhere, shown.lang).head_of(shown))


def receipt(shown: Page, address: Address) -> str:
    """A figure's page as it stands over another: its value first."""
    return str(_module(address, shown.lang).receipt_of(shown))


def names(picture: Picture, lang: str) -> str:
    """The names of a chart's marks, where they stand below it on a narrow page; empty where there
    are none, or too many.
    """
    return str(_module(_nowhere, lang).names_of(picture))


def foot(shown: Page, here: str) -> str:
    """The last line of a page, with its address."""
    return str(_module(_nowhere, shown.lang).foot_of(shown, here))


def _module(address: Address, lang: str, *, lazy: bool = False) -> Any:
    """The macros of the blocks for what they may ask."""
    return (
        _environment()
        .get_template("blocks.html")
        .make_module(_means(address, Query(lang=lang)) | {"lazy": lazy})
    )


def _nowhere(place: Place) -> str:
    """Where nothing leads to a place."""
    raise ValueError(f"{place} has no address here")


def escaped(said: str) -> str:
    """Words as the templates write them."""
    return str(escape(said))


def opening(lang: str) -> str:
    """How every page of a language begins, whatever it says: so much of it is known before the page
    is made.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1, shrink-to-fit=no">\n'
        '<meta name="color-scheme" content="light dark">\n'
    )


def page(shown: Page, address: Address, around: Around) -> str:
    """A page as a whole document."""
    lang, place = shown.lang, shown.place
    query = replace(place.query, metric=())
    bare = replace(place, query=Query(lang=lang), view=View())
    picture = next(_pictures(shown.blocks), None)
    offered, whole = around.offered, around.whole
    seen = {
        "opening": opening(lang),
        "page": shown,
        "around": around,
        "described": json.dumps(around.described, ensure_ascii=False).replace("<", "\\u003c")
        if around.described
        else "",
        "address": address,
        "canonical": whole(bare) if whole else "",
        "here": whole(place) if whole else "",
        "others": {
            code: whole(replace(bare, query=Query(lang=code))) for code in languages.LANGUAGES
        }
        if whole
        else {},
        "preview": whole(Place("picture", picture.name, query, "preview.png"))
        if whole and picture
        else "",
        "preview_says": picture.title if picture else "",
        "locale": _LOCALES[lang],
        "icon": icon(),
        "menu": [
            {
                "title": title,
                "href": address(Place("page", name, query)),
                "current": place.kind == "page" and place.name == name,
            }
            for name, title in (around.menu or interface.pages(lang)).items()
        ],
        "years": [
            (
                "from",
                translate(lang, "From year"),
                translate(lang, "first"),
                str(query.first or ""),
            ),
            ("to", translate(lang, "To year"), translate(lang, "last"), str(query.last or "")),
        ],
        "several": [
            (offer.name, offer.label, offer.groups, getattr(query, offer.name))
            for offer in (offered.several if offered else ())
        ],
        "action": address(bare).partition("?")[0],
        "viewed": replace(place.view, page=1).pairs(),
        "is_filtered": bool(filters.active(query)),
        "everything": address(replace(bare, view=replace(place.view, page=1))),
        "closed": address(place),
        "spoken": [
            {
                "code": code,
                "title": name,
                "href": address(replace(place, query=replace(place.query, lang=code))),
            }
            for code, name in reversed(
                languages.LANGUAGES.items()
            )  # the language of the state first
        ],
        "says": _frame(lang) | _sidebar(lang, filters.active(query), filtered=offered is not None),
    }
    return _environment().get_template("page.html").render(_means(address, query) | seen)


def embed(
    shown: Page, address: Address, style: str, tail: str = "", *, with_icon: bool = True
) -> str:
    """A chart alone, to be framed by other pages: its title, its drawing, its sources and the way
    to all that stands with it.
    """
    picture = next(_pictures(shown.blocks))
    seen = {
        "title": picture.title,
        "heading": picture.heading,
        "unit": picture.subtitle,
        "picture": picture,
        "source": picture.foot,
        "whole": address(shown.place),
        "style": style,
        "tail": tail,
        "icon": icon() if with_icon else "data:,",
    }
    return (
        _environment()
        .get_template("embed.html")
        .render(_means(address, shown.place.query, framed=True) | seen)
    )


def missing(lang: str, address: Address, style: str) -> str:
    """The page that says that there is none at its address, and leads to those there are."""
    seen = {
        "title": translate(lang, "There is no page at this address"),
        "lead": translate(
            lang, "It may have been mistyped, or the page may have moved. These are all pages:"
        ),
        "languages": tuple(reversed(languages.LANGUAGES.items())),
        "pages": [
            (title, address(Place("page", name, Query(lang=lang))))
            for name, title in interface.pages(lang).items()
        ],
        "style": style,
        "says": _frame(lang),
    }
    return (
        _environment().get_template("missing.html").render(_means(address, Query(lang=lang)) | seen)
    )


def _sidebar(lang: str, active: int, *, filtered: bool) -> dict[str, str]:
    """What the menu is called on a narrow page: it has the filters in it, or there are none."""
    if not filtered:
        named = translate(lang, "Menu")
        return {"menu": named, "sidebar": named, "shut": translate(lang, "Close menu")}
    named = translate(lang, "Menu and filters")
    return {
        "menu": translate(lang, "Menu and filters ({n} active)", n=active) if active else named,
        "sidebar": named,
        "shut": translate(lang, "Close menu and filters"),
    }


def _frame(lang: str) -> dict[str, str]:
    """The words of what is around every page."""
    return {
        "skip": translate(lang, "Skip to the content"),
        "pages": translate(lang, "Pages"),
        "all": translate(lang, "All"),
        "show": translate(lang, "Show"),
        "everything": translate(lang, "Show everything"),
        "language": translate(lang, "Language"),
        "receipt": translate(lang, "Receipt"),
        "close": translate(lang, "Close"),
    }


def _pictures(shown: Iterable[Block]) -> Iterator[Picture]:
    """The pictures of some blocks, in their order."""
    for block in shown:
        if isinstance(block, Chart):
            yield block.picture
        elif isinstance(block, Section | Fold):
            yield from _pictures(block.blocks)


def _word(one: Text | Link | Badge | Spark, href: Callable[[Link], str], framed: bool) -> str:
    """Some words as they stand in a line; where the page is ``framed`` a link leaves the frame."""
    if isinstance(one, Spark):
        return (
            f'<img class="spark" alt="" width="96" height="24" src="{escape(spark.address(one))}">'
            if one.strokes
            else ""
        )
    if isinstance(one, Badge):
        return f'<span class="check {_of_check(one.check)}">{escape(one.says)}</span>'
    about = f' lang="{escape(one.lang)}"' if one.lang else ""
    about += f' aria-label="{escape(one.label)}"' if one.label else ""
    if isinstance(one, Link):
        what = f' class="extract" download="{escape(one.file)}"' if one.file else ""
        what = f' class="receipt" data-record="{escape(one.record)}"' if one.record else what
        away = ' target="_blank"' if framed else ""
        away = away if isinstance(one.to, Place) else ' rel="noreferrer" target="_blank"'
        return f'<a{what} href="{escape(href(one))}"{away}{about}>{escape(one.says)}</a>'
    if one.kind == "plain" and not about:
        return escape(one.says)
    tag = _TAGS[one.kind]
    return (
        f"{'<br>' if one.kind == 'translation' else ''}<{tag}{_CLASSES.get(one.kind, '')}"
        f"{about}>{escape(one.says)}</{tag}>"
    )


def _of_check(check: str) -> str:
    """The class of a check."""
    return check.replace(" ", "-")


def _means(address: Address, query: Query, *, framed: bool = False) -> dict[str, Any]:
    """What the templates of blocks ask for; a mark leads to its receipt with the rest of the
    query.
    """
    lang = query.lang

    def href(link: Link) -> str:
        return link.to if isinstance(link.to, str) else address(link.to)

    def line(said: Inline) -> Markup:
        return Markup("".join([_word(one, href, framed) for one in said]))  # noqa: S704 - each word is escaped

    def drawing(picture: Picture) -> str:
        return svg.inline(
            picture, lambda record: address(Place("figure", record, replace(query, metric=())))
        )

    def asked_by(place: Place) -> list[tuple[str, str]]:
        """What the address of a place asks, for the form that leads there to ask too."""
        return parse_qsl(address(place).partition("#")[0].partition("?")[2])

    return {
        "lang": lang,
        "lazy": False,
        "write_line": line,
        "asked_by": asked_by,
        "path_of": lambda place: address(place).partition("#")[0].partition("?")[0],
        "drawing": drawing,
        "stems": marks.listed,
        "copy": translate(lang, "Copy"),
        "no_figure": translate(lang, "no figure"),
    }


@pass_context
def _line(context: Context, said: Inline) -> Markup:
    """A line of words; a filter, since a template calls those much sooner than functions."""
    written: Markup = context["write_line"](said)
    return written


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("kzstats.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )
    made.filters |= {"kind": lambda value: type(value).__name__, "line": _line}
    made.globals |= {
        "of_check": _of_check,
    }
    return made


@cache
def icon() -> str:
    """The page's icon, within the page."""
    return f"data:image/png;base64,{b64encode(icon_file()).decode()}"


def icon_file() -> bytes:
    """The page's icon as a file."""
    return (_HERE / "icon.png").read_bytes()

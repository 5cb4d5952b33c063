"""The page of an article at work, as HTML: the text with its numbers marked, and beside it the one
that is looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from kzstats.dataset.complaints import Problem
from kzstats.dataset.vocabulary import PublisherClass
from kzstats.drafting.candidates import OPEN
from kzstats.editing import panels, particulars
from kzstats.editing.session import Now, Session
from kzstats.language import codes, languages, naming, noting
from kzstats.language.translation import translate, translate_n
from kzstats.render import pens


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("kzstats.editing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    session: Session, now: Now, place: int | None, lang: str, token: str, told: str = ""
) -> str:
    """The whole page, with the number at a place open beside the text."""
    number = next((number for number in now.numbers if number.place == place), None)
    left = now.open
    numbers = {"figure": 0, "none": 0, "open": len(left)}
    for one in now.numbers:
        numbers[one.state] += one.state != "open"
    following = next(
        (one.place for one in left if place is None or one.place > place),
        left[0].place if left else None,
    )
    template = _templates().get_template("edit.html")
    return template.render(
        lang=lang, token=token, told=told, states=states(lang), says=words(lang),
        languages=_named(),
        title=now.source.title, name=session.name, pieces=list(_pieces(session, now, place, lang)),
        number=number,
        how_much=translate_n(lang, "{n} number is open", "{n} numbers are open", len(left),
        n=len(left)), counts=numbers, following=following,
        source_parts=_source(now, session.name, lang),
        names=particulars.names(now), areas=particulars.areas(lang),
        panel=panels.panel(session, now, number, lang) if number is not None else None,
        undo=session.undoable, drawing=pens.style(),
    )  # fmt: skip


def _named() -> Iterable[tuple[str, str]]:
    return [(code, naming.language(code, code)) for code in languages.LANGUAGES]


def _pieces(session: Session, now: Now, place: int | None, lang: str) -> Iterator[dict[str, Any]]:
    """The article in pieces: plain text, and each number with its state."""
    text, at = session.article.text, 0
    says = states(lang)
    for one in now.numbers:
        if one.token.start > at:
            yield {"text": text[at : one.token.start]}
        at = max(at, one.token.end)
        yield {
            "text": session.article.words(one.token), "place": one.place, "state": one.state,
            "says": says[one.state], "here": one.place == place,
        }  # fmt: skip
    yield {"text": text[at:]}


def states(lang: str) -> dict[str, str]:
    """What each state of a number is called."""
    return {
        "figure": translate(lang, "figure"),
        "none": translate(lang, "left out"),
        "open": translate(lang, "open"),
    }


def _source(now: Now, name: str, lang: str) -> list[dict[str, Any]]:
    """What is open of the source's own entry."""
    entry = now.plain.get("sources", {}).get(name, {})
    labels = {
        "publisher": translate(lang, "Publisher"), "publisher_class": translate(lang,
            "What sort of publisher it is"),
        "title": translate(lang, "Title"), "published": translate(lang, "Published"),
    }  # fmt: skip
    found = []
    for part, value in entry.items():
        if value == OPEN:
            options = (
                [
                    ("", "–"),
                    *(
                        (code, codes.publisher_class(lang, code))
                        for code in get_args(PublisherClass)
                    ),
                ]
                if part == "publisher_class"
                else []
            )
            found.append({"part": part, "label": labels.get(part, part), "options": options})
    return found


def fragment(session: Session, now: Now, fields: Mapping[str, Any], lang: str) -> str:
    """What the checks say, for the page that asks while one chooses."""
    said = panels.said_of(session, now, fields, lang)
    facts = panels.facts(now, fields, lang)
    template = _templates().get_template("fragment.html")
    return template.render(told=said, facts=facts, says=words(lang))


def review(
    session: Session,
    difference: str,
    problems: Iterable[str],
    lang: str,
    token: str,
    written: str = "",
    still: int = 0,
    news: Mapping[str, Any] | None = None,
) -> str:
    """What would change, before it is written; ``still`` is how many numbers are open."""
    how_much = (
        translate_n(lang, "{n} number is open", "{n} numbers are open", still, n=still)
        if still
        else ""
    )
    template = _templates().get_template("review.html")
    lines = [(line[:1] if line[:1] in "+-@" else " ", line) for line in difference.splitlines()]
    return template.render(
        lang=lang, token=token, says=words(lang), name=session.name, lines=lines,
        problems=list(problems), written=written,
        languages=_named(), how_much=how_much, seen=seen(difference), news=news,
    )  # fmt: skip


def problem(lang: str, one: Problem) -> str:
    """What is in the way, at its place, in a language as far as its sentence is in the
    catalogues.
    """
    return f"{one.file}:{one.line}: {one.where}: {noting.said(lang, one.what)}"


def seen(difference: str) -> str:
    """What a difference is known by, so that nothing else is written than what was shown."""
    return hashlib.sha256(difference.encode()).hexdigest()


def words(lang: str) -> dict[str, str]:
    """What stands on the page besides the article."""
    return {
        "article": translate(lang, "The article"), "candidate": translate(lang,
            "The number that you look at"),
        "next": translate(lang, "Next open number"), "keep": translate(lang, "Keep and go on"),
        "leave": translate(lang, "Leave out"),
        "undo": translate(lang, "Undo"), "review": translate(lang,
            "Show what will be written"), "write": translate(lang, "Write it into the data"),
        "back": translate(lang, "Back to the article"), "why": translate(lang,
            "Why it is left out"), "make": translate(lang, "It is a figure"),
        "checks": translate(lang, "What the checks say"),
        "chart": translate(lang, "The chart that would result"), "choose": translate(lang,
        "Choose a number in the article."),
        "open": translate(lang, "to be chosen"), "language": translate(lang, "Language"),
        "shortcuts": translate(lang, "Keys"),
        "shortcuts_are": translate(
            lang,
            "n next open number, p the one before, 1 to 9 take what is proposed, a keep, "
            "s leave out, u undo, w show",
        ),
        "title_of_metric": translate(lang, "Title of the new metric"), "source": translate(lang,
        "The source"), "save": translate(lang, "Save"),
        "nothing": translate(lang, "Nothing would change: all of it is in the data."),
        "in_the_way": translate(lang, "This is in the way:"),
        "will_change": translate(lang, "This will change:"),
        "unasked": translate(lang,
            "The checks can be asked once metric, period and value are chosen."),
        "line_by_line": translate(lang, "Line by line, as it will stand in the file"),
        "first": translate(
            lang, "All of it is written at once: decide what is open first, or leave it out."
        ),
        "confirm": translate(lang, "You have read what the machine could not decide? Confirm it"),
        "confirmed_by": translate(lang, "Your name"),
        "confirmed_says": translate(lang, "What the article says of it"),
        "known_metric": translate(lang, "or take a metric that is in the data"),
        "will_be": translate(lang, "What will be written"),
        "decide": translate(lang, "To be decided"),
        "write_it": translate(lang, "or write it"),
        "all_parts": translate(lang, "All particulars, to change them"),
        "new_metric": translate(lang, "A new metric"),
        "proposed": translate(lang, "proposed, take one"),
        "or_take": translate(lang, "or take one"),
        
        "limited": translate(lang, "What it is limited to"),
        "is_left": translate(lang, "Left out"), "again": translate(lang, "Count it after all"),
    }  # fmt: skip

"""The page of an article at work, as HTML: the text with its numbers marked, and beside it the one
that is looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined

from kzstats.checks.finding import Answer
from kzstats.content import marks
from kzstats.dataset.vocabulary import PeriodInference, PublisherClass, SkipReason, SpeakerInference
from kzstats.drafting import amending
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.editing.session import PARTS, Now, Number, Session
from kzstats.language import codes, languages, naming, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import pens, svg
from kzstats.values.reasons import because

_ROWS: Final = {"quote": 2, "context": 2, "said_by": 2}


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
        lang=lang, token=token, told=told, says=words(lang), languages=_named(),
        title=now.source.title, name=session.name, pieces=list(_pieces(session, now, place, lang)),
        number=number,
        how_much=translate_n(lang, "{n} number is open", "{n} numbers are open", len(left),
        n=len(left)), counts=numbers, following=following,
        source_parts=_source(now, session.name, lang), panel=panel(session, now, number, lang)
        if number is not None else None,
        undo=bool(session.back), drawing=pens.style(),
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
        "publisher": translate(lang, "Publisher"), "publisher_class": translate(lang, "What sort "
            "of publisher it is"),
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


def panel(session: Session, now: Now, number: Number, lang: str) -> dict[str, Any]:
    """What stands beside the article of one number."""
    token = number.token
    line = session.article.text[slice(*token.sentence)]
    said: dict[str, Any] = {
        "place": number.place,
        "words": session.article.words(token),
        "sentence": line,
        "state": number.state,
        "entries": [],
    }
    for place in number.records:
        said["entries"].append(_entry(session, now, place, lang))
    said["left"] = now.plain["skipped"][number.skipped] if number.skipped is not None else None
    said["reasons"] = [(code, codes.skip_reason(lang, code)) for code in get_args(SkipReason)]
    return said


def _entry(session: Session, now: Now, place: int, lang: str) -> dict[str, Any]:
    """One candidate: its fields with what is said of each, what the checks say, and the chart that
    it would be in.
    """
    one = now.plain["records"][place]
    notes = amending.notes(now.text, "records", place)
    sketch = now.plain.get("metrics", {}).get(one.get("metric"))
    fields = [_field(part, one.get(part, ""), notes.get(part, ""), now, lang) for part in PARTS]
    label = one.get("label", {})
    return {
        "record": place, "id": one.get("id"), "skip": one.get("skip"), "fields": fields,
        "open": is_open(one),
        "label": label.get("en", "") if isinstance(label, dict) else "",
        "label_open": is_open(label),
        "inferred": _inferences(one, lang), "dimensions": _dimensions(now, one, lang),
        "sketch": {code: sketch.get("title", {}).get(code, "") for code in languages.LANGUAGES}
        if sketch else None,
        "told": said_of(session, now, one, lang),
    }  # fmt: skip


def _field(part: str, value: Any, note: str, now: Now, lang: str) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if part == "metric":
        options = [(name, metric.heading(lang)) for name, metric in now.dataset.metrics.items()]
        options += [
            (name, str(known.get("title", {}).get(lang) or name))
            for name, known in now.plain.get("metrics", {}).items()
        ]
        options = [(OPEN, "–"), *sorted(options, key=lambda pair: pair[1].casefold())]
    labels = {
        "metric": translate(lang, "What is counted"), "period": translate(lang, "Period"),
        "value": translate(lang, "Value"),
        "area": translate(lang, "Area"), "said_by": translate(lang, "Who says it"),
        "quote": translate(lang, "Phrase"),
        "context": translate(lang, "Further words"),
    }  # fmt: skip
    shown = "" if value == OPEN and not options else str(value)
    return {
        "part": part,
        "label": labels[part],
        "value": shown,
        "open": value == OPEN,
        "note": note,
        "options": options,
        "rows": _ROWS.get(part, 1),
    }


def _inferences(one: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """How the period and the speaker are known where the article does not say them in so many
    words.
    """
    said = one.get("inferred", {}) if isinstance(one.get("inferred", {}), dict) else {}
    periods = [
        ("", translate(lang, "stated")),
        *(
            (how, remarks.read(lang, because("inferred", how=how)))
            for how in get_args(PeriodInference)
        ),
    ]
    speakers = {
        "next_sentence": translate(lang, "the next sentence names them"),
        "publisher": translate(lang, "the publisher stands for them"),
        "known": translate(lang, "known otherwise"),
    }  # fmt: skip
    named = [
        ("", translate(lang, "stated")),
        *((how, speakers[how]) for how in get_args(SpeakerInference)),
    ]
    return [
        {
            "part": "period",
            "label": translate(lang, "How the period is known"),
            "value": said.get("period", ""),
            "options": periods,
        },
        {
            "part": "said_by",
            "label": translate(lang, "How the speaker is known"),
            "value": said.get("said_by", ""),
            "options": named,
        },
    ]


def _dimensions(now: Now, one: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """What a figure of its metric may be limited to."""
    metric = now.dataset.metrics.get(str(one.get("metric")))
    chosen = one.get("dimensions", {}) if isinstance(one.get("dimensions", {}), dict) else {}
    found = []
    for name in metric.dimensions if metric is not None else ():
        dimension = now.dataset.dimensions[name]
        options = [
            ("", translate(lang, "the whole")),
            *((code, member.in_language(lang)) for code, member in dimension.codes.items()),
        ]
        found.append(
            {
                "part": name,
                "label": dimension.title.in_language(lang),
                "value": chosen.get(name, ""),
                "options": options,
            }
        )
    return found


def said_of(session: Session, now: Now, fields: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the checks say of a record, and the chart that it would be in."""
    try:
        answers: Iterable[Answer] = session.answers(now, fields)
    except ValueError as error:
        return {
            "answers": [],
            "refused": re.sub(r"\s+", " ", str(error).split("\n", 1)[-1])[:300],
            "chart": "",
        }
    told = [
        {
            "question": answer.question, "asks": codes.question(lang, answer.question),
            "outcome": answer.outcome,
            "says": codes.outcome(lang, answer.outcome), "why": remarks.read(lang, answer.reason)
            if answer.outcome != "passed" else "",
        }
        for answer in answers
    ]  # fmt: skip
    return {"answers": told, "refused": "", "chart": _chart(session, now, fields, lang)}


def _chart(session: Session, now: Now, fields: Mapping[str, Any], lang: str) -> str:
    """The chart that would result, as a drawing."""
    found = session.with_record(now, fields)
    if found is None:
        return ""
    dataset, record = found
    selection = choose(dataset, Query(metric=(record.metric,), lang=lang), {})
    drawn = [
        picture
        for picture in marks.pictures(selection, record.metric, lang)
        if any(mark.record == record.id for mark in picture.marks)
    ]
    return svg.inline(drawn[0], lambda _: "#panel") if drawn else ""


def fragment(session: Session, now: Now, fields: Mapping[str, Any], lang: str) -> str:
    """What the checks say, for the page that asks while one chooses."""
    return (
        _templates()
        .get_template("fragment.html")
        .render(told=said_of(session, now, fields, lang), says=words(lang))
    )


def review(
    session: Session,
    difference: str,
    problems: Iterable[str],
    lang: str,
    token: str,
    written: str = "",
    still: int = 0,
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
        languages=_named(), how_much=how_much, seen=seen(difference),
    )  # fmt: skip


def seen(difference: str) -> str:
    """What a difference is known by, so that nothing else is written than what was shown."""
    return hashlib.sha256(difference.encode()).hexdigest()


def words(lang: str) -> dict[str, str]:
    """What stands on the page besides the article."""
    return {
        "article": translate(lang, "The article"), "candidate": translate(lang, "The number that "
            "you look at"),
        "next": translate(lang, "Next open number"), "keep": translate(lang, "Keep and go on"),
        "leave": translate(lang, "Leave out"),
        "undo": translate(lang, "Undo"), "review": translate(lang, "Show what will be "
            "written"), "write": translate(lang, "Write it into the data"),
        "back": translate(lang, "Back to the article"), "why": translate(lang, "Why it is left "
            "out"), "make": translate(lang, "It is a figure"),
        "label": translate(lang, "Which one (event, donor, group), in English"),
        "checks": translate(lang, "What the checks say"),
        "chart": translate(lang, "The chart that would result"), "choose": translate(lang,
        "Choose a number in the article."),
        "open": translate(lang, "to be chosen"), "language": translate(lang, "Language"),
        "shortcuts": translate(lang, "Keys"),
        
        "shortcuts_are": translate(lang, "n next open number, p the one before, a keep, s leave "
            "out, u undo, w show"),
        "title_of_metric": translate(lang, "Title of the new metric"), "source": translate(lang,
        "The source"), "save": translate(lang, "Save"),
        "nothing": translate(lang, "Nothing would change: all of it is in the data."),
        "in_the_way": translate(lang, "This is in the way:"),
        "will_change": translate(lang, "This will change:"),
        "unasked": translate(lang, "The checks can be asked once metric, period and value are "
            "chosen."),
        "is_left": translate(lang, "Left out"), "again": translate(lang, "Count it after all"),
    }  # fmt: skip

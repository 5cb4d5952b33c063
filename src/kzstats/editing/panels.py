"""What stands beside the article of one number: what is to be decided of it, what the checks say,
and the chart that would result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final, get_args

from kzstats.checks.finding import Answer
from kzstats.content import marks
from kzstats.dataset.vocabulary import PeriodInference, SkipReason, SpeakerInference
from kzstats.drafting import amending, choosing
from kzstats.drafting.adding import Added
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.editing import offers
from kzstats.editing.session import PARTS, Now, Number, Session
from kzstats.language import codes, languages, naming, quantities, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import svg
from kzstats.values import quantity

_ROWS: Final = {"quote": 2, "context": 2, "said_by": 2}


def panel(session: Session, now: Now, number: Number, lang: str) -> dict[str, Any]:
    """What stands beside the article of one number."""
    token = number.token
    text, (begin, end) = session.article.text, token.sentence
    said: dict[str, Any] = {
        "place": number.place,
        "words": session.article.words(token),
        "sentence": (
            text[begin : token.start],
            text[token.start : token.end],
            text[token.end : end],
        ),
        "state": number.state,
        "entries": [],
    }
    for place in number.records:
        said["entries"].append(_entry(session, now, place, lang))
    said["left"] = now.plain["skipped"][number.skipped] if number.skipped is not None else None
    said["left_as"] = codes.skip_reason(lang, said["left"]["reason"]) if said["left"] else ""
    said["reasons"] = [(code, codes.skip_reason(lang, code)) for code in get_args(SkipReason)]
    return said


def _entry(session: Session, now: Now, place: int, lang: str) -> dict[str, Any]:
    """One candidate: what is to be decided of it, the rest of its parts, what the checks say, and
    the chart that it would be in, with what is proposed alone.
    """
    one = now.plain["records"][place]
    notes = session.remarks(one, amending.notes(now.text, "records", place), lang)
    choices = amending.choices(now.text, "records", place)
    sketch = now.plain.get("metrics", {}).get(one.get("metric"))
    offered = offers.offered(now, one, choices, lang)
    fields = [_field(part, one.get(part, ""), notes.get(part, ""), now, lang) for part in PARTS]
    fields += _dimensions(now, one, lang)
    label = one.get("label", {})
    fields.append(
        {
            "part": "label", "name": "label", "value": offers.shown(label), "open": is_open(label),
            "label": translate(lang, "Which one (event, donor, group), in English"),
            "legend": translate(lang, "Which one"),
            "note": notes.get("label", ""), "options": [], "rows": 1,
        }
    )  # fmt: skip
    for field in fields:
        field["offered"] = offered.get(field["part"])
    fields += [{**field, "offered": None} for field in _inferences(one, lang)]
    wanted = one
    for part, said in offered.items():
        if said["taken"]:
            wanted = choosing.merged(wanted, choices[part][int(said["taken"])])
    return {
        "record": place, "id": one.get("id"), "skip": one.get("skip"),
        "skip_as": codes.skip_reason(lang, one["skip"]) if one.get("skip") else "",
        "decide": [field for field in fields if field["open"]],
        "rest": [field for field in fields if not field["open"]],
        "title": _title(now, str(one.get("metric")), sketch, lang) if sketch else None,
        "facts": facts(now, wanted, lang),
        "confirmed": _confirmed(now, one),
        "told": said_of(session, now, wanted, lang),
    }  # fmt: skip


def _confirmed(now: Now, one: Mapping[str, Any]) -> dict[str, str]:
    """Who confirmed a figure and what they say; the name that another one of the draft has."""
    several = [each.get("confirmed", {}) for each in now.plain.get("records", ())]
    name = next((said["by"] for said in reversed(several) if said.get("by")), "")
    own = one.get("confirmed", {})
    return {"by": str(own.get("by", name)), "says": str(own.get("says", ""))}


def _title(now: Now, name: str, sketch: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The title of a new metric: what is proposed, and what it has in each language."""
    offered = offers.offered(now, sketch, amending.choices(now.text, "metrics", name), lang)
    return {
        "open": is_open(sketch.get("title")),
        "offered": offered.get("title"),
        "words": [
            (code, offers.shown(sketch.get("title", {}).get(code))) for code in languages.LANGUAGES
        ],
    }


def facts(now: Now, one: Mapping[str, Any], lang: str) -> list[tuple[str, str]]:
    """A record in few words: what is counted, when, how many, where, and who says it."""
    name = str(one.get("metric"))
    metric, sketch = now.dataset.metrics.get(name), now.plain.get("metrics", {}).get(name)
    heading = metric.heading(lang) if metric is not None else _new(now, name, sketch, lang)
    unit = metric.unit if metric is not None else (sketch or {}).get("unit", "")
    value = one.get("value", OPEN)
    with suppress(ValueError):
        value = quantities.in_words(lang, quantity.parse(value), unit)
    said = offers.told(now, "period", one, lang) if one.get("period") != OPEN else OPEN
    area = naming.area(lang, str(one.get("area"))) if one.get("area") != OPEN else OPEN
    found = [
        (translate(lang, "What is counted"), heading),
        (translate(lang, "Value"), str(value)),
        (translate(lang, "Period"), said),
        (translate(lang, "Area"), area),
        (translate(lang, "Who says it"), str(one.get("said_by"))),
    ]
    for part, words in (
        ("dimensions", translate(lang, "What it is limited to")),
        ("label", translate(lang, "Which one")),
    ):
        if one.get(part) and not is_open(one[part]):
            found.append((words, offers.told(now, part, one, lang)))
    return found


def news(now: Now, found: Added, lang: str) -> dict[str, Any]:
    """What writing would change, in words: each figure that is new or corrected, and how many
    numbers are left out.
    """
    rows = [
        dict(facts(now, one, lang))
        for one in now.plain.get("records", ())
        if one.get("id") in (*found.records, *found.corrected)
    ]
    heads = list(dict.fromkeys(term for row in rows for term in row))
    return {
        "heads": heads,
        "rows": [[row.get(term, "") for term in heads] for row in rows],
        "left": translate_n(
            lang,
            "{n} number is left out with its reason.",
            "{n} numbers are left out with their reason.",
            found.skipped,
        ),
    }


def _new(now: Now, name: str, sketch: Mapping[str, Any] | None, lang: str) -> str:
    """What a new metric is called, or would be."""
    if sketch is None:
        return OPEN
    title = {code: said for code, said in sketch.get("title", {}).items() if said != OPEN}
    for one in amending.choices(now.text, "metrics", name).get("title", ())[:1]:
        title = {**one.get("title", {}), **title}
    words = str(title.get(lang) or title.get("en") or next(iter(title.values()), name))
    return translate(lang, "{title} (new)", title=words)


def _field(part: str, value: Any, note: str, now: Now, lang: str) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if part == "metric":
        options = [(name, metric.heading(lang)) for name, metric in now.dataset.metrics.items()]
        options += [
            (name, _new(now, name, known, lang))
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
        "name": part,
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
        *((how, remarks.basis(lang, how)) for how in get_args(PeriodInference)),
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
            "part": "inferred-period",
            "name": "inferred-period",
            "open": False,
            "note": "",
            "label": translate(lang, "How the period is known"),
            "value": said.get("period", ""),
            "options": periods,
        },
        {
            "part": "inferred-said_by",
            "name": "inferred-said_by",
            "open": False,
            "note": "",
            "label": translate(lang, "How the speaker is known"),
            "value": said.get("said_by", ""),
            "options": named,
        },
    ]


def _dimensions(now: Now, one: Mapping[str, Any], lang: str) -> list[dict[str, Any]]:
    """What a figure of its metric may be limited to."""
    metric = now.metrics().get(str(one.get("metric")))
    declared = now.dimensions()
    chosen = one.get("dimensions", {}) if isinstance(one.get("dimensions", {}), dict) else {}
    found = []
    for name in metric.dimensions if metric is not None else ():
        if name not in declared:
            continue
        dimension = declared[name]
        undecided = [(OPEN, "–")] if chosen.get(name) == OPEN else []
        options = [
            *undecided,
            ("", translate(lang, "the whole")),
            *((code, member.in_language(lang)) for code, member in dimension.codes.items()),
        ]
        found.append(
            {
                "part": "dimensions",
                "name": f"dimension-{name}",
                "note": "",
                "open": chosen.get(name) == OPEN,
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

"""What stands beside the article of one number: what is to be decided of it, what the checks say,
and the chart that would result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, get_args

from kzstats.checks.finding import Answer, Finding
from kzstats.content import marks
from kzstats.dataset.vocabulary import SkipReason
from kzstats.drafting import amending, choosing, vouching
from kzstats.drafting.adding import Added
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.editing import offers, particulars, refusals
from kzstats.editing.session import Now, Number, Session
from kzstats.language import codes, languages, naming, quantities, remarks
from kzstats.language.translation import translate, translate_n
from kzstats.query.addresses import Query
from kzstats.query.selection import choose
from kzstats.render import svg
from kzstats.values import quantity


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
    fields = particulars.of_record(now, one, notes, lang)
    for field in fields:
        field["offered"] = offered.get(field["part"])
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
    heading = metric.heading(lang) if metric is not None else offers.new(now, name, sketch, lang)
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


def news(session: Session, now: Now, found: Added, lang: str) -> dict[str, Any]:
    """What writing would change, in words: each figure that is new or corrected with what the
    checks will say of it, and the numbers that are left out.
    """
    checks = {
        finding.record: _outcome(finding, lang)
        for finding in vouching.findings(found, session.archive)
    }
    check = translate(lang, "Check")
    # an id that a figure got by itself may be another one once it is written
    brought = {str(one.get("quote")): name for name, one in found.entries.items()}
    rows = []
    for one in now.plain.get("records", ()):
        name = brought.get(str(one.get("quote")))
        if name in (*found.records, *found.corrected):
            rows.append({**dict(facts(now, one, lang)), check: checks.get(str(name), "")})
    heads = list(dict.fromkeys(term for row in rows for term in row))
    heads = [*(head for head in heads if head != check), check]
    return {
        "heads": heads,
        "rows": [[row.get(term, "") for term in heads] for row in rows],
        "left": translate_n(
            lang,
            "{n} number is left out with its reason.",
            "{n} numbers are left out with their reason.",
            found.skipped,
        ),
        "skipped": [
            (str(one.get("quote")), codes.skip_reason(lang, one["reason"])) for one in found.left
        ],
    }


def _outcome(finding: Finding, lang: str) -> str:
    """What the checks of a figure came to, and what is said against it."""
    told = [
        f"{answer.question}: {remarks.read(lang, answer.reason)}"
        for answer in finding.answers
        if answer.outcome in ("failed", "undecided")
    ]
    return ". ".join([codes.check(lang, finding.check), *told])


def said_of(session: Session, now: Now, fields: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the checks say of a record, and the chart that it would be in."""
    try:
        answers: Iterable[Answer] = session.answers(now, fields)
    except ValueError as error:
        return {"answers": [], "refused": refusals.said(lang, error, fields), "chart": ""}
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

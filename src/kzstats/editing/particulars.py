"""The parts of a record as the fields of a form: what is asked for, what it says now, and from
which of several it may be taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from kzstats.dataset.vocabulary import PeriodInference, SpeakerInference, Status
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.editing import offers
from kzstats.editing.session import PARTS, Now
from kzstats.language import codes, languages, naming, remarks
from kzstats.language.translation import translate
from kzstats.values.codes import SUBDIVISIONS

_ROWS: Final = {"quote": 2, "context": 2, "said_by": 2}


def of_record(
    now: Now, one: Mapping[str, Any], notes: Mapping[str, str], lang: str
) -> list[dict[str, Any]]:
    """All parts of a record that may be chosen at the desk, in their order."""
    fields = [_field(part, one.get(part, ""), notes.get(part, ""), now, lang) for part in PARTS]
    fields += _dimensions(now, one, lang)
    fields += [_words(part, one, notes.get(part, ""), lang) for part in offers.WORDS]
    fields += _inferences(one, lang)
    fields.append(_status(one, lang))
    fields.append(_field("id", one.get("id", ""), "", now, lang))
    return [{"list": "", "words": [], "rows": 1, **field} for field in fields]


def _words(part: str, one: Mapping[str, Any], note: str, lang: str) -> dict[str, Any]:
    """A part that is words in three languages, each with a field of its own."""
    said = one.get(part, {})
    legends = {
        "label": translate(lang, "Which one (event, donor, group)"),
        "reason": translate(lang, "Why the figures disagree, or its status"),
        "note": translate(lang, "Note for readers"),
    }
    values = said if isinstance(said, Mapping) else {}
    return {
        "part": part, "name": part, "open": is_open(said), "note": note, "options": [], "rows": 1,
        "label": legends[part], "legend": legends[part], "value": "",
        "words": [(code, offers.shown(values.get(code, ""))) for code in languages.LANGUAGES],
    }  # fmt: skip


def _status(one: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Whether a figure is as the others are."""
    several = [(code, codes.status(lang, code)) for code in get_args(Status) if code != "A"]
    return {
        "part": "status", "name": "status", "open": False, "note": "", "rows": 1,
        "label": translate(lang, "Status"), "value": str(one.get("status", "")),
        "options": [("", "–"), *several],
    }  # fmt: skip


def names(now: Now) -> list[str]:
    """Whom a draft and the data name: those of the draft first."""
    own = [
        str(one.get(part))
        for one in now.plain.get("records", ())
        for part in ("said_by", "producer")
        if one.get(part) not in (None, OPEN)
    ]
    known = [record.said_by for record in now.dataset.records]
    known += [record.producer for record in now.dataset.records if record.producer]
    return list(dict.fromkeys([*own, *sorted({*known, *now.dataset.names})]))


def areas(lang: str) -> list[tuple[str, str]]:
    """The areas that are asked for most, each with its code."""
    several = ("KZ", *sorted(SUBDIVISIONS), "several", "unspecified")
    return [(code, naming.area(lang, code)) for code in several]


def _field(part: str, value: Any, note: str, now: Now, lang: str) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if part == "metric":
        options = [(name, metric.heading(lang)) for name, metric in now.dataset.metrics.items()]
        options += [
            (name, offers.new(now, name, known, lang))
            for name, known in now.plain.get("metrics", {}).items()
        ]
        options = [(OPEN, "–"), *sorted(options, key=lambda pair: pair[1].casefold())]
    labels = {
        "metric": translate(lang, "What is counted"), "period": translate(lang, "Period"),
        "value": translate(lang, "Value"),
        "area": translate(lang, "Area"), "said_by": translate(lang, "Who says it"),
        "quote": translate(lang, "Phrase"),
        "context": translate(lang, "Further words"),
        "producer": translate(lang, "Whose count it is"),
        "counted": translate(lang, "Whom it counts"),
        "id": translate(lang, "Id"),
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
        "list": {"said_by": "names", "producer": "names", "area": "areas"}.get(part, ""),
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
    new = str(one.get("metric")) in now.plain.get("metrics", {})
    several = list(metric.dimensions) if metric is not None else []
    for name in dict.fromkeys((*several, *(declared if new else ()))):
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

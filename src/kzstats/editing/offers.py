"""What a draft proposes for the open parts of an entry, as a person is offered it and as a form
takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kzstats.dataset.model import Multilingual
from kzstats.drafting import amending, areas, choosing
from kzstats.drafting.candidates import OPEN, is_open
from kzstats.drafting.choosing import Choices
from kzstats.editing.session import PARTS, Now
from kzstats.language import dates, languages, naming, remarks
from kzstats.language.translation import translate
from kzstats.values import period as periods

Form = Mapping[str, str]
_FIRST: Final = ("area", "label", "said_by")
"""The parts of which the first that is offered is what stands nearest beside the number."""
_MARK: Final = "choose-"


def offered(now: Now, entry: Mapping[str, Any], choices: Choices, lang: str) -> dict[str, Any]:
    """By the parts of an entry: what a person may take, in words, and which of it is taken if
    nothing is said: the only one for an open part, and what stands there for one that is not open.
    """
    found: dict[str, Any] = {}
    for part, several in choices.items():
        opened = is_open(entry.get(part))
        options = [(str(place), _with(now, part, one, lang)) for place, one in enumerate(several)]
        if not opened:
            words = told(now, part, entry, lang)
            stands = translate(lang, "{words} (as it stands)", words=words)
            options = [("", stands), *options]
        first = len(several) == 1 or part in _FIRST
        taken = "" if not opened else "0" if first else None
        found[part] = {"options": options, "taken": taken, "open": opened}
    return found


def _with(now: Now, part: str, choice: Mapping[str, Any], lang: str) -> str:
    """A choice in words, with what the checks would leave to a person."""
    said, remark = told(now, part, choice, lang), choice.get(choosing.REMARK, "")
    if not remark:
        return said
    left = translate(lang, "the checks leave it to you")
    return f"{said} ({left})"


def told(now: Now, part: str, choice: Mapping[str, Any], lang: str) -> str:
    """A choice in words."""
    value = choice.get(part)
    if part == "period":
        how = choice.get("inferred", {}).get("period")
        said = dates.period(lang, periods.parse(str(value)))
        basis = remarks.basis(lang, how) if how else ""
        return f"{said} – {basis}" if basis else said
    if part == "area":
        return naming.area(lang, str(value))
    if part == "metric":
        name = str(value)
        if (metric := now.dataset.metrics.get(name)) is not None:
            return metric.heading(lang)
        return new(now, name, now.plain.get("metrics", {}).get(name), lang)
    if value == choosing.NONE:
        return translate(lang, "none: nothing tells it from others")
    if part == "dimensions" and isinstance(value, Mapping):
        dimensions = now.dimensions()
        return ", ".join(
            dimensions[name].codes[code].in_language(lang)
            for name, code in value.items()
            if name in dimensions and code in dimensions[name].codes
        )
    if isinstance(value, Mapping):
        words = Multilingual.model_validate(value)
        others = [getattr(words, code) for code in languages.LANGUAGES if code != lang]
        return " · ".join([words.in_language(lang), *(said for said in others if said)])
    return str(value)


def new(now: Now, name: str, sketch: Mapping[str, Any] | None, lang: str) -> str:
    """What a new metric is called, or would be."""
    if sketch is None:
        return OPEN
    title = {code: said for code, said in sketch.get("title", {}).items() if said != OPEN}
    for one in amending.choices(now.text, "metrics", name).get("title", ())[:1]:
        title = {**one.get("title", {}), **title}
    words = str(title.get(lang) or title.get("en") or next(iter(title.values()), name))
    return translate(lang, "{title} (new)", title=words)


def taken(form: Form, choices: Choices) -> dict[str, Mapping[str, Any]]:
    """What of the choices a form takes, by its parts."""
    found = {}
    for part, several in choices.items():
        place = form.get(f"{_MARK}{part}", "")
        if place.isdecimal() and int(place) < len(several):
            found[part] = several[int(place)]
    return found


def shown(value: Any) -> str:
    """A part of an entry as its field shows it."""
    if isinstance(value, Mapping):
        value = value.get("en", "")
    return "" if value is None or value == OPEN else str(value)


def chosen(one: Mapping[str, Any], form: Form, choices: Choices) -> dict[str, Any]:
    """A record as the form has it: what is taken of the choices, and over it what was written; what
    is empty is open where a record needs it, and absent where it does not.
    """
    found = dict(one)
    for choice in taken(form, choices).values():
        found = choosing.merged(found, choice)
    _parts(found, one, form)
    for part in WORDS:
        _words(part, found, one, form)
    _groups(found, one, form)
    return found


def _parts(found: dict[str, Any], one: Mapping[str, Any], form: Form) -> None:
    """Take what was written for the parts that stand by themselves."""
    for part in (*PARTS, "status", "id"):
        if part not in form:
            continue
        multiline = part in ("quote", "context")
        words = form[part].replace("\r", "").replace("\n", " ")
        said: Any = words if multiline else " ".join(words.split())
        if said == shown(one.get(part)) or (said == OPEN and is_open(one.get(part))):
            continue  # nobody wrote anything: what is taken stands, or what stood there
        if part == "value" and said.isdecimal():
            said = int(said)
        if part == "area":
            said = areas.code_of(said) or said
        if said != "":
            found[part] = said
        elif part in _OPTIONAL:
            found.pop(part, None)
        else:
            found[part] = OPEN


def _groups(found: dict[str, Any], one: Mapping[str, Any], form: Form) -> None:
    """Take what was chosen for the parts that have parts of their own."""
    for group, key in (("inferred", "inferred"), ("dimension", "dimensions")):
        before = one.get(key, {}) if isinstance(one.get(key, {}), Mapping) else {}
        written = {
            name.removeprefix(f"{group}-"): said
            for name, said in form.items()
            if name.startswith(f"{group}-")
            and said != str(before.get(name.removeprefix(f"{group}-"), ""))
        }
        if written:
            kept = {**found.get(key, {}), **written}
            found[key] = {name: said for name, said in kept.items() if said}
        if not found.get(key, True):
            del found[key]


WORDS: Final = ("label", "reason", "note")
"""The parts that are words in three languages."""
_OPTIONAL: Final = ("context", "producer", "status", "id")


def _words(part: str, found: dict[str, Any], one: Mapping[str, Any], form: Form) -> None:
    """Take the words of a part as they were written, each language by itself."""
    before = one.get(part, {}) if isinstance(one.get(part, {}), Mapping) else {}
    written = {
        code: said
        for code in languages.LANGUAGES
        if (said := form.get(f"{part}-{code}", form.get(part) if code == "en" else None))
        is not None
        and said != shown(before.get(code))
    }
    if not written:
        return
    now = found.get(part, {}) if isinstance(found.get(part), Mapping) else {}
    words = {code: said for code, said in {**now, **written}.items() if said and said != OPEN}
    if words:
        found[part] = {"en": OPEN, **words}
    elif not is_open(one.get(part)):
        found.pop(part, None)


def confirmed(one: Mapping[str, Any], form: Form, today: date) -> dict[str, Any]:
    """What a person says who has read what the machine could not decide; nothing where they say
    nothing new.
    """
    said = {"by": form.get("confirmed-by", ""), "says": form.get("confirmed-says", "")}
    before = one.get("confirmed", {})
    if not all(said.values()) or all(before.get(part) == words for part, words in said.items()):
        return {}
    return {"confirmed": {"by": said["by"], "on": today.isoformat(), "says": said["says"]}}


def titled(sketch: Mapping[str, Any], form: Form, choices: Choices) -> dict[str, Any] | None:
    """The title of a new metric as the form has it; nothing where it says nothing new."""
    before = sketch.get("title", {})
    written = {
        code: said
        for code in languages.LANGUAGES
        if (said := form.get(f"title-{code}", "")) != shown(before.get(code))
    }
    given = taken(form, choices).get("title", {}).get("title", {})
    title = {**before, **given, **written}
    title = {code: title[code] for code in languages.LANGUAGES if title.get(code)}
    title = {"en": OPEN, **title}
    return title if title != before else None


def changed(one: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What of a record is to be written otherwise."""
    parts = {part: value for part, value in wanted.items() if one.get(part) != value}
    return {**parts, **dict.fromkeys(part for part in one if part not in wanted)}

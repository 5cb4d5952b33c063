"""What the models refuse, in words for the person who edits the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, get_origin

from pydantic import BaseModel, ValidationError

from kzstats.dataset.complaints import Complaints
from kzstats.dataset.forms import FORMS, area
from kzstats.dataset.lines import Steps, where
from kzstats.dataset.model import Document
from kzstats.values.notes import noted

_COMPARED: Final = 1000
"""How many known names are compared with one that is not known."""


def complain(
    error: ValidationError,
    plain: Any,
    complaints: Complaints,
    above: Steps = (),
    start: int = 0,
    told: Collection[str] = (),
) -> None:
    """Take what the model says is wrong; ``above`` leads to the piece that it was shown, which
    begins at ``start``.

    That a list is too short is not said where its entries were ``told`` of.
    """
    if complaints.full and above:
        complaints.count += error.error_count()
        return
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and (found["input"] or found["loc"][0] in told):
            continue  # entries there are; what is wrong with each is told
        steps = (
            found["loc"][:-1]
            if found["type"] != "extra_forbidden" and found["loc"][-1:] == ("[key]",)
            else found["loc"]
        )
        if above and steps and isinstance(steps[0], int):
            steps = (steps[0] + start, *steps[1:])
        place: Steps = (*above, *steps)
        complaints.add(place, partial(where, place, plain), partial(_sentence, found, place))


_SENTENCES: Final = {
    "missing": noted("is missing (add it)"),
    "too_short": noted("is empty (it needs at least one entry)"),
    **dict.fromkeys(
        ("model_type", "dict_type", "model_attributes_type"),
        noted("is not a mapping (write keys and values)"),
    ),
    **dict.fromkeys(
        ("tuple_type", "list_type"), noted("is not a list (begin each entry with a hyphen)")
    ),
}
"""What is said of a refusal whatever was written."""


def _sentence(found: Any, steps: Steps) -> str:
    """The model's complaint in words; what pydantic says of itself where no words are kept here."""
    said, context = found.get("input"), found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return noted(
                "is an unknown key ({meant})", meant=nearest(str(steps[-1]), _keys_beside(steps))
            )
        case "string_pattern_mismatch":
            return _misformed(said, FORMS[context["pattern"]])
        case "string_type":
            written = str(said).lower()  # true and false as YAML has them
            return (
                noted(
                    "{words} is not text (quote it: {quoted})",
                    words=written,
                    quoted=f'"{written}"',
                )
                if isinstance(said, int | float)
                else noted("is not text (write words)")
            )
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return noted(
                "{words} is not known ({meant})",
                words=shown(said),
                meant=nearest(str(said), allowed),
            )
        case "string_too_long":
            return noted("is longer than {n} characters (shorten it)", n=context["max_length"])
        case "bool_type":
            return noted(
                "{words} is neither true nor false (write one of them, without quotes)",
                words=shown(said),
            )
    if steps and steps[-1] == "area" and isinstance(said, str):
        return _misformed(said, FORMS[area])
    return _SENTENCES.get(found["type"]) or str(found["msg"])


def _misformed(said: Any, form: str) -> str:
    if isinstance(said, str) and len(said.split()) > 12 and "phrase" in form:
        return noted(
            "has {n} words (at most twelve: the words that hold the number, never a whole "
            "sentence)",
            n=len(said.split()),
        )
    return noted("{words} {form}", words=shown(said), form=form)


def _keys_beside(steps: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand where an unknown one was found, from the models themselves."""
    model: Any = Document
    for step in steps[:-1]:
        if isinstance(model, type) and issubclass(model, BaseModel):
            model = model.model_fields[str(step)].annotation
            model = model if get_origin(model) in (dict, tuple) else _model_within(model)
        else:
            model = _model_within(model)  # a step into a mapping or a list: an id or a place
    return list(model.model_fields)


def _model_within(annotation: Any) -> Any:
    return next(
        inner
        for inner in _inner(annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel)
    )


def _inner(annotation: Any) -> Iterable[Any]:
    yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inner(argument)


def shown(said: Any) -> str:
    """What was said as a message repeats it."""
    return repr(said) if not isinstance(said, str) or len(said) <= 80 else f"{said[:80]!r}…"


def nearest(said: str, known: Iterable[str]) -> str:
    """What may have been meant; of very many names only those are compared that stand near it in
    the alphabet.
    """
    ordered = sorted(known)
    close = bisect_left(ordered, said)
    compared = (
        ordered
        if len(ordered) <= _COMPARED
        else ordered[max(close - _COMPARED // 2, 0) : close + _COMPARED // 2]
    )
    if len(said) <= 200 and (found := get_close_matches(said, compared, n=1, cutoff=0.6)):
        return noted("did you mean {name}?", name=found[0])
    if len(ordered) <= 12:
        return noted("known: {names}", names=", ".join(ordered))
    return noted("known: {names} and {n} more", names=", ".join(ordered[:12]), n=len(ordered) - 12)

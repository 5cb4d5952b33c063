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
from kzstats.dataset.forms import FORMS
from kzstats.dataset.lines import Steps, where
from kzstats.dataset.model import Document

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
    "missing": "is missing (add it)",
    "too_short": "is empty (it needs at least one entry)",
    **dict.fromkeys(
        ("model_type", "dict_type", "model_attributes_type"),
        "is not a mapping (write keys and values)",
    ),
    **dict.fromkeys(("tuple_type", "list_type"), "is not a list (begin each entry with a hyphen)"),
}
"""What is said of a refusal whatever was written."""


def _sentence(found: Any, steps: Steps) -> str:
    """The model's complaint in words; what pydantic says of itself where no words are kept here."""
    said, context = found.get("input"), found.get("ctx", {})
    match found["type"]:
        case "extra_forbidden":
            return f"is an unknown key ({nearest(str(steps[-1]), _keys_beside(steps))})"
        case "string_pattern_mismatch":
            return _misformed(said, FORMS[context["pattern"]])
        case "string_type":
            written = str(said).lower()  # true and false as YAML has them
            return (
                f'{written} is not text (quote it: "{written}")'
                if isinstance(said, int | float)
                else "is not text (write words)"
            )
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", context["expected"])
            return f"{shown(said)} is not known ({nearest(str(said), allowed)})"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters (shorten it)"
        case "bool_type":
            return f"{shown(said)} is neither true nor false (write one of them, without quotes)"
    return _SENTENCES.get(found["type"]) or str(found["msg"])


def _misformed(said: Any, form: str) -> str:
    if isinstance(said, str) and len(said.split()) > 12 and "phrase" in form:
        return (
            f"has {len(said.split())} words (at most twelve: the words that hold the number, "
            f"never a whole sentence)"
        )
    return f"{shown(said)} {form}"


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
        return f"did you mean {found[0]}?"
    return (
        f"known: {', '.join(ordered)}"
        if len(ordered) <= 12
        else f"known: {', '.join(ordered[:12])} and {len(ordered) - 12} more"
    )

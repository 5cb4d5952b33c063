"""Remarks for the person at the desk: in English as they stand, and known by the sentence that they
were made of, so that they can be said in other languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Note(str):
    """A remark in English; ``template`` and ``values`` are what it was made of."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]


def noted(template: str, /, **values: Any) -> Note:
    """A remark from its sentence, which the catalogues gather by the name of this function, and
    what fills its places: texts, other remarks, and reasons of checks.
    """
    said = template.format(**{name: _plain(value) for name, value in values.items()})
    found = Note(said)
    found.template, found.values = template, values
    return found


def _plain(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)

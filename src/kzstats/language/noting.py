"""What is said to the person at the desk, in their language."""

from __future__ import annotations

from typing import Any

from kzstats.language import codes, naming, quantities, remarks
from kzstats.language.translation import translate
from kzstats.values.notes import Note
from kzstats.values.reasons import Reason


def said(lang: str, note: str) -> str:
    """A remark in a language; a text that is no remark stands as it is."""
    if not isinstance(note, Note):
        return note
    values = {place: _filled(lang, place, value) for place, value in note.values.items()}
    return translate(lang, note.template, **values)


def _filled(lang: str, place: str, value: Any) -> str:
    """What fills a place of a remark, by the name of the place."""
    if isinstance(value, tuple):
        return "; ".join(_filled(lang, place, one) for one in value)
    if isinstance(value, Note):
        return said(lang, value)
    if isinstance(value, Reason):
        return remarks.read(lang, value)
    if place == "how":
        return remarks.basis(lang, str(value)) if value else translate(lang, "stated")
    if place == "outcome":
        return codes.outcome(lang, str(value))
    if place == "unit":
        return quantities.unit_name(lang, str(value))
    return naming.language(lang, str(value)) if place == "language" else str(value)

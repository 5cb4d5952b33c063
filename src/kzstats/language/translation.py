"""Sentences by gettext: each is named by its English words, and stands in English where a catalogue
lacks it.
"""

from __future__ import annotations

from kzstats.language import catalogues
from kzstats.language.numbers import number


def translate(lang: str, words: str, /, **values: object) -> str:
    """A sentence in a language, its ``{places}`` filled with values that are words already."""
    said = catalogues.opened(lang).gettext(words)
    return _filled(said, values) if values else said


def translate_n(lang: str, one: str, many: str, n: int, /, **values: object) -> str:
    """A sentence whose form follows a number, which fills ``{n}``."""
    return _filled(catalogues.opened(lang).ngettext(one, many, n), {"n": number(lang, n), **values})


def _filled(said: str, values: dict[str, object]) -> str:
    """The places of a sentence filled; a value that ends in a full stop, such as a Russian date,
    brings no second one.
    """
    return said.format(
        **{
            name: str(value).removesuffix(".") if f"{{{name}}}." in said else value
            for name, value in values.items()
        }
    )

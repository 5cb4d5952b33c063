"""The catalogues of visible words: opened for the pages, and gathered from the source for
translators.

A catalogue is one ``.po`` file a language, read as it stands, so that no compiled copy can be
behind it.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "kzstats"


def path(lang: str) -> Path:
    """Where a language's catalogue stands; English has none, its words are the names of the
    sentences.
    """
    return FOLDER / lang / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def opened(lang: str) -> gettext.NullTranslations:
    """A language's catalogue, in which no line begins with a dash; a sentence that it lacks stays
    in English.
    """
    if not path(lang).exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path(lang).open("rb") as file:
        catalogue = read_po(file, locale=lang)
    for message in catalogue:
        said = message.string
        message.string = (
            _dashed(said or "")
            if said is None or isinstance(said, str)
            else tuple(map(_dashed, said))
        )
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _dashed(said: str) -> str:
    return re.sub(" (?=[–—])", "\u00a0", said)


def calls(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """A Babel extraction method that finds calls inside f-strings too, which Babel's own does not
    before Python 3.12.
    """
    for node in ast.walk(ast.parse(file.read())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in keywords
        ):
            arguments = (
                argument.value if isinstance(argument, ast.Constant) else None
                for argument in node.args
            )
            yield (
                node.lineno,
                node.func.id,
                tuple(value if isinstance(value, str) else None for value in arguments),
                [],
            )

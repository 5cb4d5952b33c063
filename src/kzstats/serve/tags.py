"""A name for all that an answer is made from, so that an asker who has it is told so before
anything is made.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers

import kzstats

_PARTS: Final = (".py", ".typ", ".po", ".ttf", ".otf", ".html", ".css", ".js")
"""The files of this package that answers and pages are made with."""
_MAKERS: Final = ("babel", "jinja2", "pandas", "pyarrow", "typst", "xlsxwriter")
"""The packages that the bytes of an answer depend on."""


def tag(*said: object) -> str:
    """The name of an answer, by what it is made from: it differs where one of that does."""
    return hashlib.sha256(repr((*said, made_by())).encode()).hexdigest()[:32]


def is_known(headers: Headers, tag: str) -> bool:
    """Whether the asker has the answer already, in whatever encoding it came."""
    sent = [
        part.strip().removeprefix("W/")
        for part in ",".join(headers.getlist("if-none-match")).split(",")
    ]
    return f'"{tag}"' in sent or "*" in sent


@cache
def made_by() -> str:
    """A name for what makes the answers: this package as it is, and the packages that it makes them
    with.
    """
    folder = Path(__file__).parents[1]
    files = sorted(path for path in folder.rglob("*") if path.suffix in _PARTS)
    own = hashlib.sha256(
        b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)
    ).hexdigest()
    return " ".join((kzstats.__version__, own, *(version(name) for name in _MAKERS)))

"""The styles and scripts of pages, as readers get them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from kzstats.render import pens

_HERE: Final = Path(__file__).parent


def style() -> str:
    """The style of every page, alone or before the application."""
    return lean("first.css") + lean("page.css") + pens.style()


def script() -> str:
    """The script of a page that has no application behind it."""
    return lean("copy.js") + lean("find.js")


def lean(name: str) -> str:
    """A style or a script of this package as readers get it, in every page: without comments and
    indentation.
    """
    text = (_HERE / name).read_text(encoding="utf-8")
    comments = r"/\*.*?\*/" if name.endswith(".css") else r"(?m:(?:^|\s)//\s.*$)"
    return (
        re.sub(
            r"\n\s*",
            "\n",
            re.sub(comments, "", text, flags=re.DOTALL if name.endswith(".css") else 0),
        ).strip()
        + "\n"
    )

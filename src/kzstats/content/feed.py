"""A feed, for those who want to know of a new or corrected figure without looking: Atom
(RFC 4287).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: its permanent name, which never changes, its page, its title, what it
    says, and its day.
    """

    id: str
    address: str
    title: str
    says: str
    day: date


def atom(
    title: str, address: str, page: str, entries: Iterable[Entry], updated: date, lang: str
) -> bytes:
    """The feed; ``address`` is its own, ``page`` that of the page with the same in words.

    The same entries give the same bytes.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(root, "id", address)
    _add(root, "title", title)
    _add(root, "updated", _moment(updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    _add(_add(root, "author"), "name", "kzstats")
    for one in entries:
        entry = _add(root, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.day))
        _add(entry, "link", rel="alternate", type="text/html", href=one.address)
        _add(entry, "summary", one.says)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _add(parent: ET.Element, name: str, said: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = said or None
    return element


def _moment(day: date) -> str:
    """A day as Atom writes time; of changes no hour is on record."""
    return f"{day.isoformat()}T00:00:00Z"

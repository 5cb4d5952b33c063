"""The feed of changes, for those who want to know of a new or corrected figure without looking: Atom (RFC 4287)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from kzstats import words
from kzstats.content import changes, receipt
from kzstats.content.changes import Change
from kzstats.live import Served
from kzstats.words import say

_ATOM = "http://www.w3.org/2005/Atom"


def atom(served: Served, lang: str, home: str) -> bytes:
    """The feed in a language; ``home`` begins its addresses, so that the same data at the same address give the same bytes.

    The id of an entry is the figure's permanent address with what happened to it and when, which never changes.
    """
    home = home.rstrip("/")
    here = f"{home}/{changes.NAME}"
    spoken = "" if lang == "en" else f"?lang={lang}"
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": lang})
    found = changes.changes(served, lang)
    _add(root, "id", f"{here}.atom{spoken}")
    _add(root, "title", f"kzstats: {changes.title(lang)}")
    _add(root, "updated", _moment(found[0].day.isoformat() if found else served.changed.isoformat()))
    _add(_add(root, "author"), "name", "kzstats")
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{here}.atom{spoken}")
    _add(root, "link", rel="alternate", type="text/html", href=f"{here}{spoken}")
    for change in found:
        _entry(_add(root, "entry"), served, change, lang, home)
    ET.indent(root, " ")
    written: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _entry(entry: ET.Element, served: Served, change: Change, lang: str, home: str) -> None:
    record, address = change.record, receipt.address(change.record, home)
    value = words.in_words(lang, record.value, served.dataset.metrics[record.metric].unit)
    told = say(lang, "{when}: {said}.", when=changes.what(served, record, lang), said=value)
    happened = say(lang, "Corrected") if change.correction else say(lang, "Added")
    kind = "corrected" if change.correction else "added"
    _add(entry, "id", f"{address}#{kind}-{change.day.isoformat()}")
    _add(entry, "title", f"{happened}: {told}")
    _add(entry, "updated", _moment(change.day.isoformat()))
    _add(entry, "link", rel="alternate", type="text/html", href=address + ("" if lang == "en" else f"?lang={lang}"))
    cited = words.cited(lang, served.dataset, record.source)
    said = " ".join(filter(None, (told, say(lang, "“{quote}”", quote=record.quote), f"{cited}.", changes.was(change, lang), change.says)))
    _add(entry, "content", said, type="text")


def _add(parent: ET.Element, name: str, said: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = said or None
    return element


def _moment(day: str) -> str:
    """A day as Atom writes time; of changes no hour is on record."""
    return f"{day}T00:00:00Z"

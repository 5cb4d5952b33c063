"""What of a record's receipt besides its number stands in the archived text: the speaker, the area
and the title.

It tells; it does not judge. A name that is found is no proof that it is the right one, and one that
is not found may be inferred.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from kzstats.dataset.model import Record, Source

Found = Literal["stated", "inferred", "not found", "does not apply"]
PARTS: Final = ("said_by", "area", "title")
_KEY: Final = 4


def beginnings(text: str) -> Mapping[str, tuple[str, ...]]:
    """The folded words of a text by their first letters, so that a form of a name is found without
    reading the text again.
    """
    found: dict[str, list[str]] = {}
    for word in set(re.findall(r"\w+", _folded(text))):
        found.setdefault(word[:_KEY], []).append(word)
    return {key: tuple(several) for key, several in found.items()}


def beyond(
    record: Record, source: Source, words: Mapping[str, tuple[str, ...]], titled: bool
) -> dict[str, Found]:
    """Where each part of the receipt that the checks do not judge comes from."""
    areas = _areas(record.area)
    speaker = _stands(record.said_by.split(",")[0], words)
    area = any(_stands(name, words) for name in areas)
    return {
        "said_by": _told(speaker, record.inferred.said_by is not None),
        "area": _told(area, record.inferred.area is not None) if areas else "does not apply",
        "title": _told(titled, source.inferred.title is not None),
    }


def _told(stands: bool, inferred: bool) -> Found:
    return "stated" if stands else "inferred" if inferred else "not found"


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _stands(name: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether every word of a name stands in a text in some form: its beginning, all but the last
    letters.
    """
    parts = [_folded(part) for part in re.findall(r"\w+", name) if len(part) > 2]
    return bool(parts) and all(_has(part, words) for part in parts)


def _has(part: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    stem = part[: max(min(len(part), _KEY), len(part) - 2)]
    return any(
        word.startswith(stem) and len(word) <= len(part) + 5 for word in words.get(part[:_KEY], ())
    )


@cache
def _areas(code: str) -> frozenset[str]:
    """The names of an area in the three languages, as CLDR has them."""
    from babel import Locale  # noqa: PLC0415 - for those who read articles, not for those who check a file

    if code == "unspecified":
        return frozenset()
    return frozenset(
        name
        for language in ("en", "ru", "kk")
        if (name := Locale.parse(language).territories.get(code))
    )

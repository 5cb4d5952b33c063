"""The archived texts of articles, read so that phrases and numbers are found in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kzstats import files, numerals
from kzstats.checks import naming
from kzstats.dataset.model import Dataset
from kzstats.numerals import Token

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Article:
    """An archived text, white space folded, with its numbers and an index of its words."""

    sha256: str
    text: str
    numbers: tuple[Token, ...]
    places: Mapping[str, tuple[int, ...]]
    order: Mapping[int, int]
    """At which place each number stands, by where it starts."""
    beginnings: Mapping[str, tuple[str, ...]]
    """Its words by their first letters."""

    def words(self, token: Token) -> str:
        """What it says where a number stands."""
        return self.text[token.start : token.end]

    def find(
        self, phrase: str, prefix: str | None = None, suffix: str | None = None
    ) -> list[tuple[int, int]]:
        """Where a phrase stands, whole words only; a prefix or suffix keeps those that it stands
        beside.

        Only the places of the phrase's rarest word are looked at, so that a long text costs no
        more.
        """
        rarest: tuple[int, ...] | None = None
        before = 0
        for word in _WORD.finditer(phrase):
            places = self.places.get(word.group(), ())
            if rarest is None or len(places) < len(rarest):
                rarest, before = places, word.start()
        text, found = self.text, []
        opens, closes = phrase[:1].isalnum(), phrase[-1:].isalnum()
        for place in rarest or ():
            start = place - before
            end = start + len(phrase)
            if (
                start < 0
                or not text.startswith(phrase, start)
                or (opens and text[start - 1 : start].isalnum())
                or (closes and text[end : end + 1].isalnum())
                or ((prefix or suffix) and not self.beside((start, end), prefix, suffix))
            ):
                continue
            found.append((start, end))
        return found

    def beside(self, place: tuple[int, int], prefix: str | None, suffix: str | None) -> bool:
        """Whether these words stand right before and behind a place, but for white space."""
        text, (start, end) = self.text, place
        if prefix:
            while start and text[start - 1].isspace():
                start -= 1
            if not text.endswith(prefix, 0, start):
                return False
        if suffix:
            while text[end : end + 1].isspace():
                end += 1
            return text.startswith(suffix, end)
        return True


def parse(content: bytes) -> Article:
    """Read an archived text; raises :class:`UnicodeDecodeError` where it is not UTF-8."""
    lines = (
        re.sub(r"[ \t\r\f\v]+", " ", line).strip()
        for line in content.decode("utf-8-sig").split("\n")
    )
    text = "\n".join(line for line in lines if line)
    places: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        places.setdefault(word.group(), []).append(word.start())
    numbers = numerals.tokens(text)
    order = {token.start: place for place, token in enumerate(numbers)}
    kept = {word: tuple(found) for word, found in places.items()}
    return Article(
        hashlib.sha256(content).hexdigest(), text, numbers, kept, order, naming.beginnings(text)
    )


def read(folder: Path, dataset: Dataset) -> dict[str, Article]:
    """The archived texts of a dataset's sources that the folder holds, by the source's id."""
    found = {}
    for name, source in dataset.sources.items():
        path = folder / f"{name}.txt"
        if source.text_sha256 is not None and path.is_file():
            found[name] = parse(files.read(path))
    return found


def unhashed(folder: Path, dataset: Dataset) -> dict[str, str]:
    """The sources whose text the folder holds while no hash of it is on record, each with that
    hash.
    """
    found = {}
    for name, source in dataset.sources.items():
        if source.text_sha256 is None and (path := folder / f"{name}.txt").is_file():
            found[name] = hashlib.sha256(files.read(path)).hexdigest()
    return found

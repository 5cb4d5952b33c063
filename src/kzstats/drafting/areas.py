"""Of which area an article or one of its numbers is, as far as its words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article
from kzstats.dataset.vocabulary import AreaInference
from kzstats.drafting import deeds, terms, titling
from kzstats.drafting.voices import silenced
from kzstats.numerals import Token
from kzstats.values.notes import noted

Area = tuple[str, AreaInference | None, str]
"""An area's code, how it is known where it is inferred, and what is to be said of it."""
CITIES: Final = frozenset(("KZ-71", "KZ-75", "KZ-79"))


@dataclass(frozen=True, slots=True)
class Region:
    """A region that stands beside a number; ``sure`` says that it is named as one, in the number's
    own words, so that nobody needs to choose.
    """

    code: str
    sure: bool


def of_article(article: Article, unknown: str) -> Area:
    """Kazakhstan where the text names it, or where its money and its cities tell that it is meant;
    else what stands for an area that is not known.
    """
    words = [word for several in article.beginnings.values() for word in several]
    if any(word.startswith(("kazakhstan", "казахстан", "қазақстан")) for word in words):
        return "KZ", None, ""
    told = next((word for word in sorted(words) if word.startswith(_OF_KAZAKHSTAN)), "")
    return (
        ("KZ", "known", noted("the article names no country; “{word}” tells it", word=told))
        if told
        else (unknown, None, noted("the article names no country: which one?"))
    )


_OF_KAZAKHSTAN: Final = (
    "tenge", "тенге", "теңге", "astana", "астан", "almaty", "алматы", "shymkent", "шымкент",
    "qazaq", "қазақ",
)  # fmt: skip
_COUNTRY: Final = re.compile(
    r"\b(?:nationwide|across the country|countrywide|in the country"
    r"|(?:in|across) Kazakhstan(?!['’]s)"
    r"|по стране|в стране|по республике|в республике|[вп]о? (?:всему )?Казахстан\w+|ел бойынша"
    r"|еліміз\w*|республика бойынша|Қазақстанда)\b",
    re.IGNORECASE,
)
_MARKED: Final = {
    "en": re.compile(r"\W*(?:region|oblast|province|oblysy|city)\b", re.IGNORECASE),
    "ru": re.compile(r"\W*(?:област|обл\b|город)", re.IGNORECASE),
    "kk": re.compile(r"\W*(?:облыс|қала)", re.IGNORECASE),
}
_BEFORE: Final = re.compile(
    r"(?:\bcity of|\bregion of|\bгород\w*|\bг\.|\bобласт\w*|\bобл\.)\W*$", re.IGNORECASE
)
_ADJECTIVE: Final = re.compile(r"ск(?:ой|ая|ую)$|^(?:зко|ско|юко|вко|бқо|сқо|оқо|шқо)", re.I)


def region(article: Article, token: Token) -> Region | None:
    """The region that a number is of: of its own words, else the only one of its sentence; one
    that only who speaks, the words before or the headline name is not sure.
    """
    text, code = article.text, token.code
    if code not in terms.LANGUAGES:
        return None
    begin, end = token.sentence
    heads = re.search(r"([^,.;:()\n]{3,50})\($", text[max(0, token.start - 60) : token.start])
    before, behind = titling.beside(article, token)
    own = heads[1] if heads else silenced(code, f"{before} {behind}")
    found = dict(_regions(code, own))
    if len(found) == 1:
        one = _one(found, alone=own.strip())
        met = one.code in CITIES and not deeds.governing(article, token) - {"took part"}
        return one if one.sure or not met else None  # where people met is no part of them
    if found or _COUNTRY.search(own):
        return None
    sentence = silenced(code, text[begin:end])
    found = dict(_regions(code, sentence))
    if len(found) == 1 and not _COUNTRY.search(sentence):
        return _one(found)
    if found:
        return None
    line = text.rfind("\n", 0, begin) + 1
    headline = text[: text.find("\n")] if "\n" in text else ""
    for words in (text[begin:end], text[line:begin], headline):
        found = {at: sure for at, sure in _regions(code, words) if sure}
        if len(found) == 1 and not _COUNTRY.search(words):
            return Region(next(iter(found)), False)
    return None


def _one(found: dict[str, bool], alone: str = "-") -> Region:
    """The only region of some words; sure too where they are nothing else, as the head of a row
    is.
    """
    ((at, sure),) = found.items()
    return Region(at, sure or len(terms.words_of(alone)) == 1)


def _regions(code: str, text: str) -> Iterator[tuple[str, bool]]:
    """The regions that a text names, each with whether it is named as one: "Актюбинской области",
    "the city of Almaty".
    """
    places = list(re.finditer(r"[^\W_]+(?:-[^\W_]+)*", text))
    words = [place.group().lower().replace("ё", "е") for place in places]
    until = -1
    for place, word in enumerate(words):
        sizes = [
            (one.length(code, words, place), one.key[1])
            for one in terms.begun("regions", code, word[:2])
        ]
        size, at = max(sizes, default=(0, ""))
        if not size or place <= until or (at == "KZ-61" and _elsewhere(words, place)):
            continue
        until = place + size - 1
        start, end = places[place].start(), places[until].end()
        sure = (
            _MARKED[code].match(text, end) is not None
            or _BEFORE.search(text, 0, start) is not None
            or _ADJECTIVE.search(word) is not None
            or any(_MARKED[code].match(word) for word in words[place : until + 1])
        )
        yield at, sure


def _elsewhere(words: list[str], place: int) -> bool:
    """Whether Turkestan is that of the name of a movement, East Turkestan."""
    return bool(place) and words[place - 1].startswith(("east", "восточн", "шығыс"))


def code_of(words: str) -> str | None:
    """The code of an area that somebody wrote by its name, in one of the three languages."""
    low = words.strip().lower()
    if re.match(r"(?:republic of )?kazakhstan$|(?:республика )?казахстан$|қазақстан", low):
        return "KZ"
    for code in terms.LANGUAGES:
        found = {at for at, _ in _regions(code, words)}
        if len(found) == 1:
            return found.pop()
    return None

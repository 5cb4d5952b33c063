"""The shortest phrase of an article that holds a number, stands in it once, and holds no other
figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article

LONGEST: Final = 12
_WORD: Final = re.compile(r"\S+")
_LOOSE: Final = " \t.,;:!?…«»“”\"„‘’'*|–—-"
_PAIRS: Final = {"(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of an article from ``start`` to ``end``; ``prefix`` or ``suffix`` tell which ones are
    meant where they stand more than once.
    """

    start: int
    end: int
    words: str
    prefix: str | None = None
    suffix: str | None = None


def phrase(
    article: Article,
    need: tuple[int, int],
    avoid: Iterable[tuple[int, int]] = (),
    beside: bool = False,
) -> Phrase | None:
    """The shortest phrase around what is needed that stands once and touches nothing that is to be
    avoided; nothing where there is none.

    Where ``beside`` allows it, one that stands more than once is told apart by the words beside it.
    """
    words = _words(article.text, need)
    first = next((place for place, word in enumerate(words) if word[1] > need[0]), None)
    last = next(
        (place for place, word in reversed(list(enumerate(words))) if word[0] < need[1]), None
    )
    if first is None or last is None:
        return None
    kept = tuple(avoid)
    if not any(_once(article.text, span) for span in _widest(words, first, last)):
        return (
            _beside(article, _trimmed(article.text, words[first][0], words[last][1], need))
            if beside
            else None
        )
    for size in range(last - first + 1, LONGEST + 1):
        for start in _starts(first, last, size, len(words)):
            span = _trimmed(article.text, words[start][0], words[start + size - 1][1], need)
            if any(begin < span[1] and end > span[0] for begin, end in kept):
                continue
            said = article.text[slice(*span)]
            if len(said.split()) <= LONGEST and len(said) <= 200 and _alone(article, said, span[0]):
                return Phrase(*span, said)
    if not beside:
        return None
    return _beside(article, _trimmed(article.text, words[first][0], words[last][1], need))


def _widest(words: list[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The longest phrases around some words: where each of them stands more than once, so does
    every shorter one.
    """
    size = min(LONGEST, len(words))
    for start in range(max(last - size + 1, 0), min(first, len(words) - size) + 1):
        yield words[start][0], words[start + size - 1][1]


def _once(text: str, span: tuple[int, int]) -> bool:
    said = text[slice(*span)]
    return text.find(said) == span[0] and text.find(said, span[0] + 1) < 0


def _alone(article: Article, said: str, start: int) -> bool:
    """Whether words stand in a text once, as :meth:`Article.find` finds them: places within other
    words are none.
    """
    text, found, place = article.text, 0, -1
    while found < 2 and (place := text.find(said, place + 1)) >= 0:
        end = place + len(said)
        whole = not (_within(text, place) or _within(text, end))
        found += whole
        if whole and place != start:
            return False
    return found == 1


def _within(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _starts(first: int, last: int, size: int, count: int) -> Iterator[int]:
    """From where a phrase of so many words may begin: what follows the number comes before what
    leads to it.
    """
    for start in range(first, max(last - size, -1), -1):
        if start >= 0 and start + size <= count:
            yield start


def _words(text: str, need: tuple[int, int]) -> list[tuple[int, int]]:
    """The words of the lines that what is needed stands in."""
    begin = text.rfind("\n", 0, need[0]) + 1
    end = text.find("\n", need[0])
    end = len(text) if end < 0 else end
    return [
        (match.start() + begin, match.end() + begin) for match in _WORD.finditer(text[begin:end])
    ]


def _trimmed(text: str, start: int, end: int, need: tuple[int, int]) -> tuple[int, int]:
    """A phrase without the signs at its ends, and without half a pair of brackets, as far as what
    is needed allows.
    """
    changed = True
    while changed:
        changed = False
        while start < need[0] and (text[start] in _LOOSE or _half(text[start:end], 0)):
            start, changed = start + 1, True
        while end > need[1] and (text[end - 1] in _LOOSE or _half(text[start:end], -1)):
            end, changed = end - 1, True
    return start, end


def _half(said: str, place: int) -> bool:
    """Whether the sign at one end of a phrase is a bracket whose other half is not in it."""
    sign = said[place]
    for one, other in _PAIRS.items():
        if sign in (one, other):
            return said.count(one) != said.count(other)
    return False


def _beside(article: Article, span: tuple[int, int]) -> Phrase | None:
    """A phrase that stands more than once, told apart by the words before or behind it."""
    said = article.text[slice(*span)]
    if not 0 < len(said.split()) <= LONGEST or len(said) > 200:
        return None
    line = article.text.rfind("\n", 0, span[0]) + 1
    end = article.text.find("\n", span[1])
    before = article.text[line : span[0]].split()
    after = article.text[span[1] : end if end >= 0 else len(article.text)].split()
    for size in range(1, LONGEST + 1):
        prefix = (
            article.text[line : span[0]].rstrip()[-len(" ".join(before[-size:])) :]
            if len(before) >= size
            else None
        )
        if prefix and article.find(said, prefix) == [span]:
            return Phrase(*span, said, prefix)
        suffix = " ".join(after[:size]) if len(after) >= size else None
        if suffix and article.find(said, None, suffix) == [span]:
            return Phrase(*span, said, None, suffix)
    return None

"""The shortest phrase of an article that holds a number, stands in it once, and holds no other
figure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kzstats.checks.archive import Article

LONGEST: Final = 12
_LETTERS: Final = 200
"""How many words and letters a phrase has at most."""
_WORD: Final = re.compile(r"\S+")
_LOOSE: Final = frozenset(" \t.,;:!?…«»“”\"„‘’'*|–—-")
_PAIRS: Final = {"(": "()", ")": "()", "[": "[]", "]": "[]"}


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
    text = article.text
    words = _words(text, need)
    first = next((place for place, word in enumerate(words) if word[1] > need[0]), None)
    last = next((place for place in reversed(range(len(words))) if words[place][0] < need[1]), None)
    if first is None or last is None:
        return None
    within = words[first][0], words[last][1]
    found = _shortest(
        article, words, need, (max(need[0], within[0]), min(need[1], within[1])), avoid
    )
    if found is None and beside:
        return _beside(article, _trimmed(text, *within, need))
    return found


def _shortest(
    article: Article,
    words: list[tuple[int, int]],
    need: tuple[int, int],
    core: tuple[int, int],
    avoid: Iterable[tuple[int, int]],
) -> Phrase | None:
    """The shortest phrase of some words, around a core that each phrase holds."""
    text = article.text
    bounds = _bounds(core, avoid)
    if bounds is None:
        return None
    rivals = _rivals(article, core)
    words = [word for word in words if word[1] > bounds[0] and word[0] < bounds[1]]
    first = next(place for place, word in enumerate(words) if word[1] > core[0])
    last = next(place for place in reversed(range(len(words))) if words[place][0] < core[1])
    if not any(
        _alone(text, span, rivals)
        for span in _spans(words, first, last, max(min(LONGEST, len(words)), last - first + 1))
    ):  # where each of the longest stands again, so does each shorter one
        return None
    for size in range(last - first + 1, LONGEST + 1):
        for start, end in _spans(words, first, last, size):
            span = _trimmed(text, start, end, need)
            if (
                span[0] >= bounds[0]
                and span[1] <= bounds[1]
                and span[1] - span[0] <= _LETTERS
                and _alone(text, span, rivals)
            ):
                return Phrase(*span, text[slice(*span)])
    return None


def _bounds(core: tuple[int, int], avoid: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """How far a phrase around its core may reach without touching what is to be avoided; nothing
    where the core itself does.
    """
    floor, ceiling = 0, sys.maxsize
    for begin, end in avoid:
        if end <= core[0]:
            floor = max(floor, end)
        elif begin >= core[1]:
            ceiling = min(ceiling, begin)
        else:
            return None
    return floor, ceiling


def _rivals(article: Article, core: tuple[int, int]) -> list[int]:
    """How far away the same whole words stand: only there can a phrase around them stand again."""
    start, end = core
    while _within(article.text, start):
        start -= 1
    while _within(article.text, end):
        end += 1
    found = article.find(article.text[start:end])
    return [place - start for place, _ in found if place != start]


def _alone(text: str, span: tuple[int, int], rivals: list[int]) -> bool:
    """Whether a phrase stands in a text once, as :meth:`Article.find` finds it: places within other
    words are none.
    """
    start, end = span
    if _within(text, start) or _within(text, end):
        return False
    said = text[start:end]
    for away in rivals:
        if (
            text.startswith(said, start + away)
            and not _within(text, start + away)
            and not _within(text, end + away)
        ):
            return False
    return True


def _within(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _spans(
    words: list[tuple[int, int]], first: int, last: int, size: int
) -> Iterator[tuple[int, int]]:
    """The phrases of so many words around some: with what follows the number before those with what
    leads to it.
    """
    for start in range(min(first, len(words) - size), max(last - size, -1), -1):
        yield words[start][0], words[start + size - 1][1]


def _words(text: str, need: tuple[int, int]) -> list[tuple[int, int]]:
    """The words around what is needed in its lines, as far as a phrase may reach."""
    begin = max(text.rfind("\n", 0, need[0]) + 1, need[0] - _LETTERS)
    end = text.find("\n", need[0])
    end = min(len(text) if end < 0 else end, need[1] + _LETTERS)
    words = [match.span() for match in _WORD.finditer(text, begin, end)]
    cut = slice(_within(text, begin), -1 if _within(text, end) else None)
    return words[cut]


def _trimmed(text: str, start: int, end: int, need: tuple[int, int]) -> tuple[int, int]:
    """A phrase without the signs at its ends, and without half a pair of brackets, as far as what
    is needed allows.
    """
    while start < need[0] and _is_loose(text, text[start], start, end):
        start += 1
    while end > need[1] and _is_loose(text, text[end - 1], start, end):
        end -= 1
    if start < need[0] and _is_loose(text, text[start], start, end):
        return _trimmed(text, start, end, need)  # its other half was at the end
    return start, end


def _is_loose(text: str, sign: str, start: int, end: int) -> bool:
    """Whether a sign at an end of a phrase does not belong to it: a point, or a bracket whose other
    half is not in it.
    """
    if sign in _LOOSE:
        return True
    pair = _PAIRS.get(sign)
    return pair is not None and (text.count(pair[0], start, end) != text.count(pair[1], start, end))


def _beside(article: Article, span: tuple[int, int]) -> Phrase | None:
    """A phrase that stands more than once, told apart by the words before or behind it."""
    said = article.text[slice(*span)]
    if not 0 < len(said.split()) <= LONGEST or len(said) > _LETTERS:
        return None
    line = article.text.rfind("\n", 0, span[0]) + 1
    end = article.text.find("\n", span[1])
    before = article.text[line : span[0]].split()
    after = article.text[span[1] : end if end >= 0 else len(article.text)].split()
    places = article.find(said)

    def alone(prefix: str | None, suffix: str | None = None) -> bool:
        return [place for place in places if article.beside(place, prefix, suffix)] == [span]

    for size in range(1, LONGEST + 1):
        prefix = (
            article.text[line : span[0]].rstrip()[-len(" ".join(before[-size:])) :]
            if len(before) >= size
            else None
        )
        if prefix and alone(prefix):
            return Phrase(*span, said, prefix)
        suffix = " ".join(after[:size]) if len(after) >= size else None
        if suffix and alone(None, suffix):
            return Phrase(*span, said, None, suffix)
    return None

"""What was done to what a number counts: the verb or the noun that governs the number decides which
metric it may be of. Who says it has no voice in that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.spans import span
from kzstats.dataset.model import Metric
from kzstats.drafting import terms
from kzstats.drafting.voices import silenced
from kzstats.numerals import Token

Deeds = frozenset[str]
"""What was done, by the names that ``terms.csv`` has for it."""
NONE: Final[Deeds] = frozenset()


def own(article: Article, token: Token) -> tuple[str, str]:
    """The words of its clause before and behind a number that no other figure is nearer to."""
    start, end = _own_span(article, token)
    return article.text[start : token.start], article.text[token.end : end]


def _own_span(article: Article, token: Token) -> tuple[int, int]:
    start, end = token.segment
    place = article.order[token.start]
    for other in article.numbers[max(0, place - 6) : place + 7]:
        if other is token or other.kind not in ("number", "range") or span(other) is not None:
            continue
        if other.end <= token.start:
            start = max(start, other.end)
        elif other.role != "whole":
            end = min(end, other.start)
    return start, end


def governing(article: Article, token: Token) -> Deeds:
    """What was done to what a number counts: by the words of its own clause, else by the nearest
    before it in its sentence, else by those of the sentence before. Several where the words tell
    of several.
    """
    text, code = article.text, token.code
    if code not in terms.LANGUAGES:
        return NONE
    begin, end = token.sentence
    said = silenced(code, text[begin:end])
    first, last = (max(0, place - begin) for place in _own_span(article, token))
    at, to = token.start - begin, token.end - begin
    behind = said[to:last]
    if last < token.segment[1] - begin:  # what leads to the next figure is of that
        behind = re.split(r"\s(?:and|и|және|while|а)\s(?!.*\s(?:and|и|және|while|а)\s)", behind)[0]
    if found := _done(code, said[first:at], behind):
        return found
    clause = max(0, token.segment[0] - begin), max(0, token.segment[1] - begin)
    for before, behind in ((said[clause[0] : at], said[to : clause[1]]), (said[:at], said[to:])):
        told = [*reversed(list(_told(code, before))), *_told(code, behind)]
        if told:
            return frozenset(told[:1]) if _done(code, before, "") else frozenset(told)
    line = text.rfind("\n", 0, token.start) + 1
    earlier = re.split(r"(?<=[.!?])\s+", text[max(line, begin - 400) : begin].strip())
    return frozenset(_told(code, silenced(code, earlier[-1])))


def _done(code: str, before: str, behind: str) -> Deeds:
    """What the words around a number tell as done, a verb in two parts among them: "sent 28 cases
    to court".
    """
    return frozenset(_told(code, f"{before} {behind}"))


def _told(code: str, text: str) -> Iterator[str]:
    """What a text tells as done, in the order of its words; of what several words tell together
    none tells anything else.
    """
    words = terms.words_of(text)
    taken = -1
    for place in range(len(words)):
        found = [
            (size, one.said[0])
            for one in terms.begun("deeds", code, words[place][:2])
            if (size := one.length(code, words, place))
        ]
        if found and place > taken:
            size, said = max(found)
            taken = place + size - 1
            yield said


def of_metric(metric: Metric) -> Deeds:
    """What a metric counts as done, by its English title as far as it says what is counted."""
    return _of_title(metric.title.en)


@lru_cache(maxsize=512)
def _of_title(title: str) -> Deeds:
    head = re.split(r"\b(?:over|among|after|by court|prosecutors)\b", title)[0]
    return frozenset(_told("en", head))

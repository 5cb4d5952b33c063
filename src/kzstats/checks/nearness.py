"""Which periods of an article stand near a number, and which of them the words tie to it."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from kzstats.checks.archive import Article
from kzstats.checks.spans import is_time
from kzstats.numerals import Token


def in_sentence(article: Article, number: Token) -> list[Token]:
    """The periods of a number's sentence, the number left out."""
    place = article.order[number.start]
    found: list[Token] = []
    for step, places in (
        (-1, range(place - 1, -1, -1)),
        (1, range(place + 1, len(article.numbers))),
    ):
        for other in places:
            token = article.numbers[other]
            if token.sentence != number.sentence:
                break
            if is_time(token):
                found.insert(0 if step < 0 else len(found), token)
    return found


def before(article: Article, number: Token) -> Iterator[Token]:
    """The periods said before a number's sentence in its paragraph, the last first."""
    begins = article.text.rfind("\n", 0, number.sentence[0]) + 1
    for place in range(article.order[number.start] - 1, -1, -1):
        token = article.numbers[place]
        if token.start < begins:
            return
        if token.start < number.sentence[0] and is_time(token):
            yield token


def in_headline(article: Article, number: Token) -> Iterator[Token]:
    """The periods of the first line, where the number stands below it."""
    ends = article.text.find("\n")
    for token in article.numbers:
        if not token.start < ends < number.start:
            return
        if is_time(token):
            yield token


_TOLD_OF: Final = re.compile(r"\s?[(–]|,? (?:когда|где|when|where|in which)\b")
"""What ties a period that another figure is compared with to the number that it then tells of."""


def nearest(article: Article, number: Token) -> Iterator[Token]:
    """The periods that the words tie to a number: of its clause with no other figure between, else
    the one before it, else the one behind.
    """
    said = in_sentence(article, number)
    clause = [
        token
        for token in said
        if number.segment[0] <= token.start < number.segment[1] and not token.compared
    ]
    if clause:
        place, figures = article.order[number.start], []
        for step in (-1, 1):
            other = place + step
            while (
                0 <= other < len(article.numbers)
                and number.segment[0] <= article.numbers[other].start < number.segment[1]
            ):
                if article.numbers[other].kind in ("number", "range") and not is_time(
                    article.numbers[other]
                ):
                    figures.append(article.numbers[other].start)
                other += step
        alone = [
            token
            for token in clause
            if not any(
                min(token.start, number.start) < figure < max(token.start, number.start)
                for figure in figures
            )
        ]
        yield from alone or clause
        return
    ahead = [
        token
        for token in said
        if token.end <= number.start
        and (not token.compared or _TOLD_OF.match(article.text, token.end, number.start))
    ]
    later = [token for token in said if token.start >= number.end and not token.compared]
    behind = [
        token for token in later if not (token.aside and is_of_another(article, number, token))
    ]
    yield from ahead[-1:] or behind[:1]


def is_far(article: Article, number: Token, token: Token) -> bool:
    """Whether another figure stands between a period and a number of another clause, so that it may
    be of that one alone.
    """
    if number.segment[0] <= token.start < number.segment[1]:
        return False
    between = article.numbers[article.order[token.start] + 1 : article.order[number.start]]
    return is_of_another(article, number, token) or any(
        other.kind in ("number", "range") and not is_time(other) for other in between
    )


def is_of_another(article: Article, number: Token, token: Token) -> bool:
    """Whether a period stands with another figure in a clause or in brackets of their own."""
    place = article.order[token.start]
    beside = (
        article.numbers[step] for step in (place - 1, place + 1) if 0 <= step < len(article.numbers)
    )
    figures = [
        other
        for other in beside
        if other is not number and other.kind in ("number", "range") and not is_time(other)
    ]
    first, last = (
        (article.text.rfind("(", 0, token.start), article.text.find(")", token.end))
        if token.aside
        else token.segment
    )
    return not first <= number.start < last and any(
        first <= other.start < last for other in figures
    )


def lead(text: str) -> int:
    """Where the first line and the first paragraph under it end, whose periods are those of the
    whole article.
    """
    end = -1
    for _ in range(4):
        start, end = end + 1, text.find("\n", end + 1)
        if end < 0:
            return len(text)
        if start and end - start > 80:  # not a second heading, a name or a place
            break
    return end


def times(article: Article, first: int, last: int) -> Iterator[Token]:
    """The periods of a part of a text."""
    place = bisect_left(article.numbers, first, key=lambda token: token.start)
    for token in itertools.islice(article.numbers, place, None):
        if token.start >= last:
            return
        if is_time(token):
            yield token

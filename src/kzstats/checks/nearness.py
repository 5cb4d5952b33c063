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
            break
        if token.start < number.sentence[0] and is_time(token):
            yield token
    yield from reversed(list(times(article, *heading(article.text, begins))))


_ROW: Final = 120
_ROWS: Final = 40
_HEAD: Final = 30
_DIGIT: Final = re.compile(r"\d")


def heading(text: str, begins: int) -> tuple[int, int]:
    """Where the line stands that ends with a colon over a list of short lines, for a line of it."""
    end = begins
    for _ in range(_ROWS):
        start, above = text.rfind("\n", 0, max(end - 1, 0)) + 1, end - 1
        if above <= start or (above - start > _ROW and text[above - 1] != ":"):
            break
        if text[above - 1] == ":":
            bare = start and above - start < _HEAD and not _DIGIT.search(text, start, above)
            # "Of them:" goes on with what stands above
            return (text.rfind("\n", 0, start - 1) + 1 if bare else start), above
        end = start
    return begins, begins


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
    said = [
        token for token in in_sentence(article, number) if not is_of_another(article, number, token)
    ]
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
    behind = [token for token in said if token.start >= number.end and not token.compared]
    yield from ahead[-1:] or behind[:1]


def is_far(article: Article, number: Token, token: Token) -> bool:
    """Whether another figure stands between a period and a number of another clause, so that it may
    be of that one alone.
    """
    if number.segment[0] <= token.start < number.segment[1]:
        return False
    between = article.numbers[article.order[token.start] + 1 : article.order[number.start]]
    return stands_apart(article, number, token) or any(_is_figure(other) for other in between)


def stands_apart(article: Article, number: Token, token: Token) -> bool:
    """Whether a period stands with another figure in a clause or in brackets of their own."""
    first, last = _own_words(article, token)
    return not first <= number.start < last and any(
        other is not number and (other.start < token.start or not _has_own_time(article, other))
        for other in _figures(article, first, last)
    )


def _has_own_time(article: Article, figure: Token) -> bool:
    """Whether a period stands right behind a figure."""
    place = article.order[figure.start] + 1
    behind = article.numbers[place] if place < len(article.numbers) else None
    return behind is not None and is_time(behind) and is_tied(article, figure, behind)


def is_of_another(article: Article, number: Token, time: Token) -> bool:
    """Whether a period is said of another figure than a number: of the one that it stands right
    behind, or with which the words compare this one ("143 people against 102 in 2016").
    """
    if time.sentence != number.sentence:
        return (
            time.base == "same"
            or in_another_item(article, number, time)
            or _tells_of_others(article, number, time)
            or _is_baseline(article, time)
            or _is_second(article, time)
        )
    first, last = sorted((number, time), key=lambda token: token.start)
    compares = _COMPARES[number.code].search(article.text, first.end, last.start)
    if _in_turn(article, number):
        return True
    if time.start < number.start:
        return (
            _is_tied_to_another(article, number, time)
            or _FROM.fullmatch(article.text, time.end, number.start) is not None
            or (compares is not None
                and _other_figure(article, number, time.segment[0], compares.start()))
            or _is_baseline(article, time, number)
        )  # fmt: skip
    if compares is not None and _other_figure(
        article, number, compares.end(), max(time.end, time.segment[1])
    ):
        return True
    if _is_tied_to_another(article, number, time):
        return True
    return (
        stands_apart(article, number, time) and _SHARED.match(article.text, time.segment[0]) is None
    ) or (number.code == "kk" and _is_baseline(article, time, number))


def _tells_of_others(article: Article, number: Token, time: Token) -> bool:
    """Whether a period of a later sentence is of the figures that stand with it there."""
    if time.start < number.start:
        return False
    if article.text.find("\n", number.end, time.start) >= 0 or opens(article, time):
        return any(True for _ in _figures(article, *time.sentence))
    return _other_figure(article, number, *time.sentence)


def opens(article: Article, time: Token) -> bool:
    """Whether a sentence begins with a period."""
    return _FRONT.fullmatch(article.text, time.sentence[0], time.start) is not None


_FRONT: Final = re.compile(r"(?:[\w.]{1,20} [–—] )?(?:\w{1,6}\s)?")
"""What may stand before a period with which a sentence opens, and goes on to another time."""


def in_another_item(article: Article, number: Token, time: Token) -> bool:
    """Whether a number and a period stand in two items of a list, each of which tells of itself."""
    lines = [article.text.rfind("\n", 0, place) + 1 for place in (number.start, time.start)]
    return lines[0] != lines[1] and all(_ITEM.match(article.text, line) for line in lines)


_ITEM: Final = re.compile(r"[ \t]*(?:[-–—•*·▪]|\d{1,2}[.)])[ \t]")


def strays(article: Article, time: Token, anywhere: bool = False) -> bool:
    """Whether a period of another sentence is of a figure there alone: its paragraph did not begin
    with it, or that does not matter, and its sentence has a figure of its own.
    """
    line = article.text.rfind("\n", 0, time.sentence[0]) + 1
    begins = article.text[line : time.sentence[0]].strip() == ""
    return (anywhere or not begins) and any(True for _ in _figures(article, *time.sentence))


def _is_second(article: Article, time: Token) -> bool:
    """Whether a period stands right beside a figure in a sentence that began with another period:
    "in 2017 there were 143, in 2016 – 102".
    """
    place = article.order[time.start]
    first = bisect_left(article.numbers, time.sentence[0], key=lambda token: token.start)
    others = itertools.islice(article.numbers, first, place)
    if not any(is_time(other) for other in others):
        return False
    before = article.numbers[place - 1]
    after = article.numbers[place + 1] if place + 1 < len(article.numbers) else None
    if after is not None and _is_figure(after) and is_tied(article, after, time):
        return True
    return _is_figure(before) and before.end <= time.start and is_tied(article, before, time)


def is_tied(article: Article, token: Token, time: Token) -> bool:
    """Whether at most one word stands between a number and a time behind it, or one sign between it
    and a time before.
    """
    if time.start >= token.end:
        return _TIED.fullmatch(article.text, token.end, time.start) is not None
    return _TIED_BEFORE.fullmatch(article.text, time.end, token.start) is not None


_TIED_BEFORE: Final = re.compile(r"[^\S\n]?[:–—-]?[^\S\n]?")
_TIED: Final = re.compile(r"[^\S\n](?:in|for|during|by|at|в|за|на)?[^\S\n]?")
_LENGTHS: Final = frozenset(("day", "week", "month", "year", "hour", "minute"))


def _is_figure(token: Token) -> bool:
    return token.kind in ("number", "range") and not is_time(token) and token.role != "rank"


def _figures(article: Article, first: int, last: int) -> Iterator[Token]:
    """The figures between two places of an article."""
    place = bisect_left(article.numbers, first, key=lambda token: token.start)
    for token in itertools.islice(article.numbers, place, None):
        if token.start >= last:
            return
        if _is_figure(token):
            yield token


def _other_figure(article: Article, number: Token, first: int, last: int) -> bool:
    """Whether a figure stands between two places that is of what a number counts, or of nothing
    named.
    """
    return any(
        other is not number
        and (not other.nouns or not number.nouns or other.nouns[0][:4] == number.nouns[0][:4])
        and other.unit == number.unit
        for other in _figures(article, first, last)
    )


def _own_words(article: Article, token: Token) -> tuple[int, int]:
    """The brackets in which a period stands, or its clause."""
    if token.aside:
        return article.text.rfind("(", 0, token.start), article.text.find(")", token.end)
    return token.segment


def _is_tied_to_another(article: Article, number: Token, time: Token) -> bool:
    """Whether a period stands right beside another figure that the words do not add to this one:
    behind it, or as its head ("143 people, in 2016 – 102").
    """
    place = article.order[time.start]
    before = article.numbers[place - 1] if place else None
    if time.start > number.start:
        after = article.numbers[place + 1] if place + 1 < len(article.numbers) else None
        if after is not None and _is_figure(after) and is_tied(article, after, time):
            return True
    elif is_tied(article, number, time):
        return False
    if (
        before is None
        or before is number
        or not _is_figure(before)
        or before.unit in _LENGTHS
        or before.end > time.start
        or not is_tied(article, before, time)
    ):
        return False
    return before.start < number.start or not _ADDS.fullmatch(
        article.text, number.end, before.start
    )


def _is_baseline(article: Article, time: Token, number: Token | None = None) -> bool:
    """Whether a period stands with a figure that another one is compared with, or in brackets with
    a figure; not so for a ``number`` that stands there too.
    """
    first, last = _own_words(article, time)
    figures = [other for other in _figures(article, first, last) if other is not number]
    inside = number is not None and first <= number.start < last
    if time.aside and figures and not inside:
        return True
    if time.code == "kk":
        return any(
            _COMPARED_WITH.match(article.text, figure.end, last) is not None
            for figure in figures if figure.start > time.start
        )  # fmt: skip
    begins = _COMPARES[time.code].search(article.text, first, time.start)
    return (
        begins is not None and not inside and any(other.start >= begins.end() for other in figures)
    )


def _in_turn(article: Article, number: Token) -> bool:
    """Whether a sentence gives several figures and several periods "respectively"."""
    return _RESPECTIVELY.search(article.text, *number.sentence) is not None and (
        len(in_sentence(article, number)) > 1
    )


_RESPECTIVELY: Final = re.compile(
    r"\b(?:respectively|соответственно|сәйкесінше|тиісінше)\b", re.IGNORECASE
)
_COMPARES: Final = {
    "en": re.compile(
        r"\b(?:against|compare[sd] (?:with|to)|in comparison (?:with|to)|versus|vs|up from"
        r"|down from|instead of|as opposed to|while|whereas|than the)\b",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"\b(?:против|(?:по|в) сравнени[юи] со?|вместо|тогда как|в то время как|при том,? что)\b",
        re.IGNORECASE,
    ),
    "kk": re.compile("(?!)"),
}
"""The words behind which stands what a figure is compared with."""
_COMPARED_WITH: Final = re.compile(
    r"[-\w]*(?:\s\w+)?\s(?:салыстыр\w+|қарағанда|қарсы|орнына)\b", re.IGNORECASE
)
"""What stands in Kazakh behind a figure that another one is compared with."""
_FROM: Final = re.compile(r"\s(?:to|до)\s")
"""What stands between the time of the first and the second number of a change."""
_ADDS: Final = re.compile(r"(?:[^,;:()]*\s)?(?:and|or|и|или|және|мен|пен|бен)\s[^,;:()]*")
_SHARED: Final = re.compile(
    r"(?:and|or|including|of (?:which|whom|them)|among them|и|или|в том числе|включая"
    r"|из (?:них|которых)|среди (?:них|которых)|оның ішінде|соның ішінде|және)\b",
    re.IGNORECASE,
)
"""How a clause begins whose period is that of what stands before it too."""


def is_of_a_part(article: Article, time: Token) -> bool:
    """Whether the clause of a period is of a part of what was counted before."""
    return _SHARED.match(article.text, time.segment[0]) is not None


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

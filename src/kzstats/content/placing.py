"""Which words have room at the marks of a picture on a line of time, in a narrow drawing and in a
wide one, and which row of the lane a span has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from kzstats.content.picture import CARD, MANY, NARROWEST, WIDE, Mark, Room

_LETTER: Final = 7.6
_SMALL: Final = 0.85
"""How wide the letters of a name are, of those of a label."""
STEP: Final = 0.04
"""How far apart marks of the same days stand, as a share of the axis."""
_DAYS: Final = 0.01
"""Up to which share of the axis a span is too thin to hold marks beside each other."""
_LEFT, _RIGHT = 30, 4
"""Pixels beside the axis over which the words of a bar may reach."""
_OVER: Final = 4
"""Pixels that a label may reach into the bar beside its own."""
_BETWEEN: Final = 10
"""Pixels between two spans of a row."""
_FEW: Final = 6
"""Up to how many spans have their names in a narrow drawing, too."""
_EDGES: Final = 70
"""Pixels that the numbers of the value axis and the edges take of a narrow drawing."""


def place(mark: Mark, start: date, after: date) -> float:
    """How far along the axis a mark stands, from 0 to 1: in the middle of its span, beside others
    of the same.
    """
    days = max((after - start).days, 1)
    share = (mark.after - mark.start).days / days
    step = (
        min(STEP, share / (mark.lanes + 1))
        if mark.shape in ("bar", "dot") and share > _DAYS
        else STEP
    )
    half = (mark.lanes - 1) / 2 * min(step, 1 / mark.lanes)
    return (
        min(max((mark.middle - start).days / days, half), 1 - half)
        - half
        + mark.lane * min(step, 1 / mark.lanes)
    )


def narrowest() -> int:
    """Pixels between the edges of the narrowest line of time."""
    return NARROWEST - _EDGES


def labelled(marks: Sequence[Mark], start: date, after: date, in_panel: float = 0) -> list[Mark]:
    """Marks with the labels and names that a narrow and a wide drawing have room for; in a panel,
    which is low, labels that are near in height must stand apart: ``in_panel`` is how near.
    """
    if not marks:
        return []
    marks = [replace(mark, leftward=place(mark, start, after) > 0.6) for mark in marks]
    bars = any(mark.shape == "bar" for mark in marks)
    # what stands over a bar may reach beside the axis, what stands beside a stem may not
    least = CARD if in_panel else NARROWEST if bars else narrowest()
    narrow, wide = (
        _fitting(marks, start, after, width, named=False, near=in_panel) for width in (least, WIDE)
    )
    names = _fitting(marks, start, after, WIDE, named=True) if len(marks) <= 8 or bars else set()
    short_names = _fitting(marks, start, after, NARROWEST, named=True) if bars else set()

    def room(at: int, some: set[int], all_: set[int]) -> Room:
        return "any" if at in some else "wide" if at in all_ else "none"

    return [
        replace(
            mark,
            labelled=room(at, narrow, wide),
            named=room(at, narrow & short_names, wide & names),
        )
        for at, mark in enumerate(marks)
    ]


def _fitting(
    marks: Sequence[Mark], start: date, after: date, width: int, named: bool, near: float = 0
) -> set[int]:
    """The marks whose label (or name) stands free in a drawing of a width: the largest, the first
    and the last before the others.
    """
    largest = max(mark.top for mark in marks)
    height = near or (0.21 if named else 0.12) * largest
    order = sorted(
        range(len(marks)),
        key=lambda at: (marks[at].top < largest, at != len(marks) - 1, at != 0, marks[at].start),
    )
    at_width = [place(mark, start, after) * width for mark in marks]
    taken: list[tuple[float, float, float]] = []
    kept: set[int] = set()
    for at in order:
        mark = marks[at]
        text = _long(mark, named)
        share = (mark.after - mark.start).days / max((after - start).days, 1) * width
        if mark.shape == "bar":
            left, right = at_width[at] - text / 2, at_width[at] + text / 2
            beside = (
                other
                for other in range(len(marks))
                if marks[other].shape == "bar" and marks[other].top > mark.top
            )
            reached = any(
                left + _OVER < at_width[other] + share / 2
                and right - _OVER > at_width[other] - share / 2
                for other in beside
            )
            roomy = (
                share >= 9
                and not reached
                and left >= -_LEFT
                and right <= width + _RIGHT
                and (not named or text <= share)
                and (len(marks) <= MANY or text <= share or mark.top == largest)
            )
        else:
            left, right = (
                (at_width[at] - 13 - text, at_width[at] - 8)
                if mark.leftward
                else (at_width[at] + 8, at_width[at] + 13 + text)
            )
            others = (
                (at_width[other], marks[other].top) for other in range(len(marks)) if other != at
            )
            crossed = any(left - 8 < x < right + 8 and top > mark.top - height for x, top in others)
            roomy = left >= -8 and right <= width + 8 and not crossed
        at_top = mark.top + (0.15 * largest if mark.shape == "bar" and mark.arrow == "up" else 0)
        free = all(
            right < begins or left > ends or abs(at_top - top) > height
            for begins, ends, top in taken
        )
        if roomy and free and (len(marks) <= MANY or mark.shape == "bar" or len(kept) < 3):
            kept.add(at)
            taken.append((left, right, at_top))
    return kept


def _long(mark: Mark, named: bool) -> float:
    """Pixels of a mark's label, or of the longest line beside it."""
    if not named:
        return len(mark.told) * _LETTER
    return (
        (len(mark.name) if mark.shape == "bar" else max(len(mark.name), len(mark.when)))
        * _LETTER
        * _SMALL
    )


def in_rows(spans: Sequence[Mark], start: date, after: date) -> list[Mark]:
    """Spans in the rows of their lane, the words over each with room beside those of the others in
    a narrow and in a wide drawing.
    """
    taken: list[list[tuple[tuple[float, float], tuple[float, float]]]] = []
    found = []
    for mark in sorted(spans, key=lambda mark: (mark.start, mark.after)):
        placed = _worded(mark, start, after, few=len(spans) <= _FEW)
        narrow, wide = (reach(placed, start, after, width) for width in (narrowest(), WIDE))
        free = (
            row
            for row, others in enumerate(taken)
            if all(_clear(narrow, other[0]) and _clear(wide, other[1]) for other in others)
        )
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((narrow, wide))
        found.append(replace(placed, row=row))
    return found


def _clear(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] + _BETWEEN <= other[0] or other[1] + _BETWEEN <= one[0]


def _worded(mark: Mark, start: date, after: date, few: bool) -> Mark:
    """A span with its name in the drawings that have room, and its words from its beginning on, or
    up to its end where they would not fit.
    """
    full = replace(mark, labelled="any", named="any" if few else "wide")
    for named in dict.fromkeys((full.named, "wide", "none")):
        for leftward in (False, True):
            tried = replace(full, named=named, leftward=leftward)
            if all(
                left >= -1 and right <= width + 1
                for width in (narrowest(), WIDE)
                for left, right in [reach(tried, start, after, width)]
            ):
                return tried
    return replace(full, named="none", leftward=(mark.middle - start) / (after - start) > 0.5)


def reach(mark: Mark, start: date, after: date, width: float) -> tuple[float, float]:
    """From where to where a span and the words over it stand in a drawing of a width."""
    days = max((after - start).days, 1)
    left, right = (mark.start - start).days / days * width, (mark.after - start).days / days * width
    text = len(mark.told) * _LETTER
    if mark.named == "any" or (mark.named == "wide" and width > NARROWEST):
        text += (len(mark.name) + 2) * _LETTER * _SMALL
    return (min(left, right - text), right) if mark.leftward else (left, max(right, left + text))

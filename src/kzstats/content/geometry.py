"""Where the marks of a picture stand: the numbers that every drawing shares, so that the interactive chart and the others have one shape.

Along time and along the values of rows a place is a share of the drawing's width, from 0 to 1; heights are pixels.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from textwrap import wrap
from typing import Final

from kzstats.content import marks
from kzstats.content.marks import Line, Mark, Picture

TALL: Final = 304
"""Pixels of a picture on a line of time, words around it not counted."""
TOP, BOTTOM = 26, 28
TOP_OF_ROWS, BOTTOM_OF_ROWS = 4, 26
"""Pixels over and under the place of the marks."""
RIGHT, RIGHT_OF_ROWS, LEFT_OF_ROWS = 10, 18, 12
ARROW: Final = 26
"""Pixels of the open arrow of a bound."""
EDGE: Final = 0.01
"""How much air there is at both ends of a line of time, as a share of it."""
LETTER: Final = 7.6
"""Pixels of a letter, a little wide."""
LINE, ROW_OF_LETTERS = 18, 31
"""Pixels of a line of a row's label, and the letters that it has room for in the narrowest drawing."""


def height(picture: Picture, letters: int = ROW_OF_LETTERS) -> int:
    """Pixels that the picture needs to stay legible, where a row's label has room for so many letters in a line."""
    return TALL if picture.layout == "time" else TOP_OF_ROWS + round(rows_height(picture, letters)) + BOTTOM_OF_ROWS


def left(picture: Picture) -> float:
    """Pixels that the numbers of the value axis need beside the drawing."""
    return max(36, max(len(words) for _, words in picture.values) * LETTER + 10) if picture.layout == "time" else LEFT_OF_ROWS


def along(picture: Picture, day: date, more: float = 0) -> float:
    """Where a day, and so many more, stands on the line of time."""
    return ((day - picture.start).days + more) / (picture.after - picture.start).days / (1 + 2 * EDGE) + EDGE / (1 + 2 * EDGE)


def lane(picture: Picture, mark: Mark) -> tuple[float, float]:
    """The part of a mark's span that its bar covers: all of it, or its own where several share it."""
    own = (mark.after - mark.start).days / mark.lanes
    return along(picture, mark.start, own * mark.lane), along(picture, mark.start, own * (mark.lane + 1))


def behind_first(picture: Picture) -> list[Mark]:
    """The marks in the order in which they are drawn, the longest first, so that none is hidden."""
    return sorted(picture.marks, key=lambda mark: -round((mark.after - mark.start).days / 30))


def is_leftward(picture: Picture, line: Line) -> bool:
    """Whether the words of a break stand to its left."""
    return along(picture, line.day) > 0.6


def breaks_with_room(picture: Picture, width: float) -> set[Line]:
    """The breaks whose words stand free over a drawing of a width; all are told in the sentences under it."""
    taken: list[tuple[float, float]] = []
    kept = set()
    for line in picture.lines:
        at, long = along(picture, line.day) * width, len(line.words) * LETTER * 0.85 + 4
        left, right = (at - long, at) if is_leftward(picture, line) else (at, at + long)
        if left > -30 and right < width + 10 and all(right < begins or left > ends for begins, ends in taken):
            kept.add(line)
            taken.append((left, right))
    return kept


def reach(picture: Picture, plot: float = TALL - TOP - BOTTOM, width: float = marks.NARROWEST) -> float:
    """How far the value axis reaches, so that arrows and labels beyond each mark have their pixels: of a plot so high, or of rows so wide."""
    if picture.layout == "rows":
        return max([picture.top] + [mark.top / (1 - (ARROW + 6) / width) for mark in picture.marks if mark.arrow == "up"])

    def beyond(mark: Mark) -> int:
        if mark.shape == "stem":
            return ARROW + 4 if mark.arrow == "up" else 14
        return 24 + (18 if mark.named != "none" and mark.name else 0) + (ARROW if mark.arrow == "up" else 0)

    return max((mark.top / (1 - beyond(mark) / plot) for mark in picture.marks), default=0) or 1.0


def row_lines(picture: Picture, letters: int = ROW_OF_LETTERS) -> list[tuple[str, ...]]:
    """What stands over each row: its label and its name in one line, or each from a line of its own on where one of them has no room for both."""
    rows = picture.marks
    if all(len(mark.label) + len(mark.name) + 2 <= letters for mark in rows):
        return [(mark.label,) for mark in rows]
    return [(mark.label, *wrap(mark.name, letters)) for mark in rows]


def rows_height(picture: Picture, letters: int = ROW_OF_LETTERS) -> float:
    """Pixels between the axis and the top of the rows."""
    return row_middles(picture, letters)[-1] + 0.58 * bare_row(picture)


def bare_row(picture: Picture) -> float:
    """Pixels from one bar in a row to the next where the label between them has one line."""
    return (62 if len(picture.marks) <= 12 else 44) * len(picture.marks) / (len(picture.marks) + 0.33)


def row_middles(picture: Picture, letters: int = ROW_OF_LETTERS) -> list[float]:
    """How far under the top of the rows the middle of each row's bar is."""
    bare = bare_row(picture)
    more = accumulate(LINE * (len(lines) - 1) for lines in row_lines(picture, letters))
    return [(row + 0.75) * bare + lines for row, lines in enumerate(more)]


def thickness(picture: Picture, mark: Mark) -> float:
    """Pixels of a row's bar; a range is a thin span."""
    return (0.16 if mark.ranged else 0.36) * bare_row(picture)


def over_row(picture: Picture) -> float:
    """Pixels from the middle of a row's bar to the foot of the words over it."""
    return 0.29 * bare_row(picture)

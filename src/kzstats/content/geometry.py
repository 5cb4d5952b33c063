"""Where the marks of a picture stand: the numbers that every drawing shares, so that the
interactive chart and the others have one shape.

Along time and along the values of rows a place is a share of the drawing's width, from 0 to 1;
heights are pixels. A picture on a line of time has from the top the marks beside each other over
their zero line, the lane of spans, and the names of the years.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import accumulate
from textwrap import wrap
from typing import Final

from kzstats.content import placing
from kzstats.content.picture import NARROWEST, Bracket, Line, Mark, Picture, Spread

PLOT: Final = 250
"""Pixels of the marks beside each other on a line of time."""
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
"""Pixels of a line of a row's label, and the letters that it has room for in the
narrowest drawing.
"""
SPAN: Final = 38
"""Pixels of a row of the lane: the words over a span, and the span."""
THICK, THICK_RANGE = 10, 4
"""Pixels of a span, and of one whose number is a range."""
ASIDE: Final = 24
"""Pixels over the lane for what is said of it."""
COUNTS: Final = 26
"""Pixels under the zero line for the brackets of several counts and their letters."""
BRACKET, LETTERS = 7, 17
"""How far under the zero line a bracket is, and the middle of its letter."""
PANEL, NAMED = 104, 28
"""Pixels from the zero line of a panel to that of the next, and of them those of its name."""
THIN: Final = 0.035
"""Under which share of the axis a span is a dot, which can be pointed at."""


def height(picture: Picture, letters: int = ROW_OF_LETTERS) -> int:
    """Pixels that the picture needs to stay legible, where a row's label has room for so many
    letters in a line.
    """
    if picture.layout == "time":
        return over(picture) + plot(picture) + lane(picture) + BOTTOM
    return TOP_OF_ROWS + round(rows_height(picture, letters)) + BOTTOM_OF_ROWS


def plot(picture: Picture) -> int:
    """Pixels of the marks beside each other on a line of time, or of the panels of them."""
    if picture.panels:
        return PANEL * len(picture.panels)
    return PLOT if beside(picture) else 0


def stacked(picture: Picture) -> Picture:
    """A picture of panels as one of a single scale, in pixels from its lowest zero line, on which
    each mark stands as high as in its panel; any other as it is.

    Whoever draws it needs to know of panels only their names and their zero lines.
    """
    if not picture.panels:
        return picture
    scale = (PANEL - NAMED) / reach(replace(picture, panels=()), PANEL - NAMED)
    zeros = zero_lines(picture)

    def lifted(mark: Mark) -> Mark:
        if mark.shape == "span":
            return mark
        low, high = (zeros[mark.row] + value * scale for value in (mark.bottom, mark.top))
        return replace(mark, bottom=low, top=high)

    def moved(spread: Spread) -> Spread:
        zero = zeros[spread.head.row]
        low, high = zero + spread.low * scale, zero + spread.high * scale
        return replace(spread, head=lifted(spread.head), low=low, high=high)

    (_, nothing), *_, (most, said) = picture.values
    return replace(
        picture,
        marks=tuple(map(lifted, picture.marks)),
        spreads=tuple(map(moved, picture.spreads)),
        top=float(plot(picture)),
        values=tuple(
            value for zero in zeros for value in ((zero, nothing), (zero + most * scale, said))
        ),
    )


def zero_lines(picture: Picture) -> list[int]:
    """How many pixels over the lowest zero line that of each panel is."""
    return [PANEL * row for row in reversed(range(len(picture.panels)))]


def beside(picture: Picture) -> bool:
    """Whether any marks stand beside each other over a zero line."""
    return picture.layout == "rows" or len(picture.spans) < len(picture.marks)


def over(picture: Picture) -> int:
    """Pixels over the place of the marks: for the words of breaks, and for the labels of what
    reaches highest.
    """
    if picture.panels and not picture.lines:
        return 4  # the names of panels have room of their own
    return TOP if beside(picture) or picture.lines else 4


def lane(picture: Picture) -> int:
    """Pixels of what stands between the zero line and the years: the brackets, and the lane of
    spans with what is said of it.
    """
    if not picture.spans:
        return under(picture)
    return (
        under(picture)
        + (ASIDE if picture.aside else 0)
        + SPAN * (1 + max(mark.row for mark in picture.spans))
        + 8
    )


def under(picture: Picture) -> int:
    """Pixels of the brackets under the zero line."""
    return COUNTS if picture.brackets else 0


def bracket_ends(picture: Picture, bracket: Bracket) -> tuple[float, float]:
    """From where to where a bracket is drawn: a little less than the bars that it is of, so that
    two do not touch.
    """
    start, after = along(picture, bracket.start), along(picture, bracket.after)
    air = min(0.006, 0.15 * (after - start))
    return start + air, after - air


def span_middle(picture: Picture, mark: Mark) -> float:
    """How far under the top of the lane the middle of a span is; its words stand over it."""
    return under(picture) + (ASIDE if picture.aside else 0) + SPAN * (mark.row + 1) - 7


def left(picture: Picture) -> float:
    """Pixels that the numbers of the value axis need beside the drawing."""
    if picture.layout == "rows":
        return LEFT_OF_ROWS
    return max(
        [
            picture.inset,
            36 if picture.values else LEFT_OF_ROWS,
            *(len(words) * LETTER + 10 for _, words in picture.values),
        ]
    )


def along(picture: Picture, day: date) -> float:
    """Where a day stands on the line of time."""
    return _with_edges((day - picture.start).days / (picture.after - picture.start).days)


def _with_edges(share: float) -> float:
    return (share + EDGE) / (1 + 2 * EDGE)


def at(picture: Picture, mark: Mark) -> float:
    """Where a mark stands on the line of time: in the middle of its span, or beside others of the
    same days.
    """
    return _with_edges(placing.place(mark, picture.start, picture.after))


def is_dot(picture: Picture, mark: Mark) -> bool:
    """Whether a span is too thin to be seen as one; what a dot cannot show is drawn a little longer
    than it is.
    """
    return (
        along(picture, mark.after) - along(picture, mark.start) < THIN
        and mark.fill != "hatched"
        and not mark.ranged
    )


def span_ends(picture: Picture, mark: Mark) -> tuple[float, float]:
    """From where to where a span is drawn."""
    start, after = along(picture, mark.start), along(picture, mark.after)
    more = max(THIN - (after - start), 0) / 2
    return start - more, after + more


def thick(mark: Mark) -> int:
    """Pixels of a span."""
    return THICK_RANGE if mark.ranged else THICK


def of_sources(picture: Picture, spread: Spread) -> float:
    """Where the line of several sources stands on the line of time: in the middle of its dots."""
    places = [at(picture, mark) for mark in picture.marks if mark.record in spread.records]
    return sum(places) / len(places)


def drawn_first(picture: Picture) -> list[Mark]:
    """The marks in the order in which they are drawn: what leads last, so that none hides it."""
    return sorted(picture.marks, key=lambda mark: (mark.leads, not mark.faint))


def is_leftward(picture: Picture, line: Line) -> bool:
    """Whether the words of a break stand to its left."""
    return along(picture, line.day) > 0.6


def breaks_with_room(picture: Picture, width: float) -> set[Line]:
    """The breaks whose words stand free over a drawing of a width; all are told in the sentences
    under it.
    """
    taken: list[tuple[float, float]] = []
    kept = set()
    for line in picture.lines:
        place, long = along(picture, line.day) * width, len(line.words) * LETTER * 0.85 + 4
        begins, ends = (
            (place - long, place) if is_leftward(picture, line) else (place, place + long)
        )
        if (
            begins > -30
            and ends < width + 10
            and all(ends < left or begins > right for left, right in taken)
        ):
            kept.add(line)
            taken.append((begins, ends))
    return kept


def reach(picture: Picture, tall: float = PLOT, width: float = NARROWEST) -> float:
    """How far the value axis reaches, so that arrows and labels beyond each mark have their pixels:
    of a plot so high, or of rows so wide; of panels (:func:`stacked`) to their top.
    """
    if picture.panels:
        return plot(picture)
    if picture.layout == "rows":
        most = (
            picture.top
            if any(mark.shape == "row" for mark in picture.marks)
            else picture.top / (1 - 8 / width)
        )
        drawn = max(
            [most]
            + [mark.top / (1 - (ARROW + 6) / width) for mark in picture.marks if mark.arrow == "up"]
        )
        return drawn or 1.0  # where all that is counted is none

    def beyond(mark: Mark) -> int:
        arrow = ARROW if mark.arrow == "up" else 0
        return (
            arrow + 14
            if mark.shape in ("stem", "dot")
            else 24 + (18 if mark.named != "none" and mark.name else 0) + arrow
        )

    marks = [
        *(mark for mark in picture.marks if mark.shape != "span"),
        *(spread.head for spread in picture.spreads),
    ]
    drawn = max((mark.top / (1 - beyond(mark) / tall) for mark in marks), default=0)
    return max(drawn, *(value for value, _ in picture.values), 0) or 1.0


def row_lines(picture: Picture, letters: int = ROW_OF_LETTERS) -> list[tuple[str, ...]]:
    """What stands over each row: its label and its name in one line, or each from a line of its own
    on where one of them has no room for both.
    """
    rows = picture.heads
    if all(len(mark.told) + len(mark.name) + 2 <= letters for mark in rows):
        return [(mark.told,) for mark in rows]
    return [(mark.told, *wrap(mark.name, letters)) for mark in rows]


def rows_height(picture: Picture, letters: int = ROW_OF_LETTERS) -> float:
    """Pixels between the axis and the top of the rows."""
    return row_middles(picture, letters)[-1] + 0.58 * bare_row(picture)


def bare_row(picture: Picture) -> float:
    """Pixels from one bar in a row to the next where the label between them has one line."""
    rows = len(picture.heads)
    return (
        (62 if rows <= 12 and any(mark.shape == "row" for mark in picture.marks) else 48)
        * rows
        / (rows + 0.33)
    )


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

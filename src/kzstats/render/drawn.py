"""The parts of a drawing, one behind the other, for whichever pen writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from kzstats.content import geometry, picture
from kzstats.content.geometry import ARROW
from kzstats.content.picture import NARROWEST, WIDE, Mark, Picture
from kzstats.render.pens import Anchor, Pen, Room, Segment


def drawn(
    pen: Pen, shown: Picture, top: float, tall: float, width: float, letters: int
) -> Iterator[str]:
    """The parts of a drawing from a height down; ``width`` is the least that it has, ``letters``
    how many a row's label has room for.
    """
    shown = geometry.stacked(shown)
    return (
        _time(pen, shown, top, tall)
        if shown.layout == "time"
        else _rows(pen, shown, top, tall, width, letters)
    )


def _open_arrow(dx: float, dy: float) -> list[Segment]:
    """An open arrow from a place, by an offset along one axis."""
    back_x, back_y = (-7 if dx > 0 else 7 if dx < 0 else 0), (-7 if dy > 0 else 7 if dy < 0 else 0)
    return [
        (0, 0, dx, dy),
        *(
            (dx, dy, dx + x, dy + y)
            for x, y in ((back_x or -6, back_y or -6), (back_x or 6, back_y or 6))
        ),
    ]


def _time(pen: Pen, shown: Picture, top: float, tall: float) -> Iterator[str]:
    """Marks beside each other over a zero line, under it the lane of spans, and the years between
    their borders.
    """
    bottom = top + tall - geometry.BOTTOM
    zero = bottom - geometry.lane(shown)
    plot = zero - top - geometry.over(shown)
    reach = geometry.reach(shown, plot) if geometry.beside(shown) else 1

    def x(day: date) -> float:
        return geometry.along(shown, day)

    def y(value: float) -> float:
        return zero - value / reach * plot

    yield from _axes(pen, shown, y, zero, bottom)
    for name, lowest in zip(shown.panels, geometry.zero_lines(shown), strict=True):
        yield pen.line(0, y(lowest), 1, y(lowest), "axis")
        yield pen.text(0, y(lowest + geometry.PANEL) + 23, name, "panel")
    yield from _between(pen, shown, zero, top + 18, bottom)
    for spread in shown.spreads:
        yield pen.line(
            geometry.of_sources(shown, spread),
            y(spread.low),
            geometry.of_sources(shown, spread),
            y(spread.high),
            "sources",
        )
    for mark in geometry.drawn_first(shown):
        yield from _MARKS[mark.shape](pen, shown, mark, y) if mark.shape != "span" else ()
    for event in shown.unstated_events:
        yield pen.strokes(
            (x(event.start) + x(event.after)) / 2,
            zero,
            [(-5, -5, 5, 5), (-5, 5, 5, -5)],
            "unstated",
        )
    yield from _brackets(pen, shown, zero)
    yield from _lane(pen, shown, zero)
    for mark in shown.heads:
        if mark.labelled != "none" and mark.shape != "span":
            yield from (
                _bar_label(pen, shown, mark, y(mark.top))
                if mark.shape == "bar"
                else _stem_label(pen, shown, mark, y(mark.top))
            )


def _axes(
    pen: Pen, shown: Picture, y: Callable[[float], float], zero: float, bottom: float
) -> Iterator[str]:
    """The numbers, the zero line, and the years between their borders, which go through
    the lane.
    """
    for value, words in shown.values:
        if value:
            yield pen.line(0, y(value), 1, y(value), "grid")
        yield pen.text(0, y(value) + 4, words, "value", "end", -8)
    if zero < bottom:
        yield from (
            pen.line(geometry.along(shown, day), zero, geometry.along(shown, day), bottom, "grid")
            for day in shown.borders
        )
    yield from (
        pen.line(0, height, 1, height, "axis")
        for height in dict.fromkeys((zero, bottom))
        if height == bottom or geometry.beside(shown)
    )
    yield from (
        pen.text(geometry.along(shown, day), bottom + 20, words, "tick", "middle")
        for day, words in shown.ticks
    )
    yield from (
        pen.line(geometry.along(shown, day), bottom, geometry.along(shown, day), bottom + 7, "axis")
        for day in shown.borders
    )


def _between(pen: Pen, shown: Picture, zero: float, high: float, bottom: float) -> Iterator[str]:
    """The times without a figure, and the breaks."""
    for gap in shown.gaps:
        start, after = geometry.along(shown, gap.start), geometry.along(shown, gap.after)
        height = zero if geometry.beside(shown) else bottom
        yield pen.line(start, height, after, height, "blank") + pen.line(
            start, height, after, height, "gap"
        )
        if gap.named != "none" and geometry.beside(shown):
            yield pen.text(
                (start + after) / 2, zero - 9, gap.words, "aside", "middle", room=_room(gap.named)
            )
    narrow, wide = (geometry.breaks_with_room(shown, width) for width in (NARROWEST - 50, WIDE))
    for line in shown.lines:
        place, leftward = geometry.along(shown, line.day), geometry.is_leftward(shown, line)
        yield pen.line(place, high, place, zero if geometry.beside(shown) else bottom, "break")
        if line in narrow | wide:
            room: Room = "any" if line in narrow & wide else "narrow" if line in narrow else "wide"
            yield pen.text(
                place,
                high - 4,
                line.words,
                "aside",
                "end" if leftward else "start",
                -4 if leftward else 4,
                room,
            )


def _arrow(pen: Pen, mark: Mark, x: float, y: float, dx: float, dy: float) -> Iterator[str]:
    """The arrow of a bound, outward or, on blank paper, inward: its offsets are of the
    outward one.
    """
    if mark.arrow is not None:
        segments = _open_arrow(dx, dy) if mark.arrow == "up" else _open_arrow(-dx, -dy)
        yield (pen.strokes(x, y, segments, "blank") if mark.arrow == "down" else "") + pen.strokes(
            x, y, segments, "arrow"
        )


def _bar(pen: Pen, shown: Picture, mark: Mark, y: Callable[[float], float]) -> Iterator[str]:
    start, end = geometry.along(shown, mark.start), geometry.along(shown, mark.after)
    yield pen.bar(mark, start, y(mark.top), end, y(mark.bottom) - y(mark.top))
    yield from _arrow(pen, mark, (start + end) / 2, y(mark.top), 0, -ARROW)


def _bar_label(pen: Pen, shown: Picture, mark: Mark, high: float) -> Iterator[str]:
    middle, lift = (
        geometry.along(shown, mark.middle),
        high - 8 - (ARROW if mark.arrow == "up" else 0),
    )
    if not mark.name or mark.named == "none":
        yield pen.text(middle, lift, mark.told, "label", "middle", room=_room(mark.labelled))
        return
    yield pen.text(middle, lift, mark.name, "name", "middle", room=_room(mark.named))
    yield pen.text(middle, lift - 16, mark.told, "label", "middle", room=_room(mark.named))
    if mark.named == "wide" and mark.labelled == "any":
        yield pen.text(middle, lift, mark.told, "label", "middle", room="narrow")


def _stem(pen: Pen, shown: Picture, mark: Mark, y: Callable[[float], float]) -> Iterator[str]:
    x, low, high = geometry.at(shown, mark), y(mark.bottom), y(mark.top)
    if not mark.ranged:
        yield pen.line(x, low, x, high, "stem" if mark.fill == "solid" else "loose")
    yield from _arrow(pen, mark, x, high, 0, -ARROW)
    yield pen.span(mark, x, high, low) if mark.ranged else pen.dot(mark, x, high)


def _dot(pen: Pen, shown: Picture, mark: Mark, y: Callable[[float], float]) -> Iterator[str]:
    x = geometry.at(shown, mark)
    yield from _arrow(pen, mark, x, y(mark.top), 0, -ARROW)
    yield pen.dot(mark, x, y(mark.top))


_MARKS = {"bar": _bar, "stem": _stem, "dot": _dot}


def _stem_label(pen: Pen, shown: Picture, mark: Mark, high: float) -> Iterator[str]:
    x, aside = geometry.at(shown, mark), -13 if mark.leftward else 13
    anchor: Anchor = "end" if mark.leftward else "start"
    yield pen.text(x, high + 5, mark.told, "label", anchor, aside, _room(mark.labelled))
    if mark.named != "none":
        for line, words in enumerate(filter(None, (mark.name, mark.when))):
            yield pen.text(
                x, high + 22 + 15 * line, words, "name", anchor, aside, _room(mark.named)
            )


def _brackets(pen: Pen, shown: Picture, zero: float) -> Iterator[str]:
    """Under each run of bars of one count its letter, where there are several."""
    for bracket in shown.brackets:
        start, after = geometry.bracket_ends(shown, bracket)
        low = zero + geometry.BRACKET
        yield pen.line(start, low, after, low, "bracket")
        yield from (pen.line(end, low - 4, end, low, "bracket") for end in (start, after))
        yield pen.text(
            (start + after) / 2, zero + geometry.LETTERS + 5, bracket.letter, "tick", "middle"
        )


def _lane(pen: Pen, shown: Picture, top: float) -> Iterator[str]:
    """The spans of other lengths, each with its number over it."""
    if shown.aside:
        yield pen.text(0, top + geometry.under(shown) + 17, shown.aside, "aside", "start", 4)
    for mark in shown.spans:
        middle, (start, after) = (
            top + geometry.span_middle(shown, mark),
            geometry.span_ends(shown, mark),
        )
        if geometry.is_dot(shown, mark):
            yield pen.dot(mark, (start + after) / 2, middle)
        else:
            yield pen.bar(
                mark, start, middle - geometry.thick(mark) / 2, after, geometry.thick(mark)
            )
        anchor: Anchor = "end" if mark.leftward else "start"
        yield pen.spoken(
            after if mark.leftward else start, middle - 11, mark.told, mark.name, anchor, mark.named
        )


def _room(said: picture.Room) -> Room:
    """Where what is said of a mark stands; what has no room at all is not asked for."""
    return "any" if said == "any" else "wide"


def _rows(
    pen: Pen, shown: Picture, top: float, tall: float, width: float, letters: int
) -> Iterator[str]:
    bottom, reach = top + tall - geometry.BOTTOM_OF_ROWS, geometry.reach(shown, width=width)
    middles = [top + geometry.TOP_OF_ROWS + under for under in geometry.row_middles(shown, letters)]
    for value, words in shown.values:
        yield pen.line(value / reach, top, value / reach, bottom, "grid")
        yield pen.text(
            value / reach, bottom + 18, words, "value", "start" if value == 0 else "middle"
        )
    for row in sorted({mark.row for mark in shown.marks if mark.shape == "dot"}):
        furthest = max(mark.top for mark in shown.marks if mark.row == row)
        yield pen.line(0, middles[row], furthest / reach, middles[row], "guide")
    for spread in shown.spreads:
        middle = middles[spread.head.row]
        yield pen.line(spread.low / reach, middle, spread.high / reach, middle, "sources")
    for head, middle, lines in zip(
        shown.heads, middles, geometry.row_lines(shown, letters), strict=True
    ):
        yield pen.row(middle - geometry.over_row(shown) - 4, lines, head.name)
    for mark in geometry.drawn_first(shown):
        yield from _row(pen, shown, mark, reach, middles[mark.row])


def _row(pen: Pen, shown: Picture, mark: Mark, reach: float, middle: float) -> Iterator[str]:
    if mark.shape == "dot":
        yield from _arrow(pen, mark, mark.top / reach, middle, ARROW, 0)
        yield pen.dot(mark, mark.top / reach, middle)
        return
    thick = geometry.thickness(shown, mark)
    yield pen.bar(mark, mark.bottom / reach, middle - thick / 2, mark.top / reach, thick)
    if mark.ranged:
        yield from (
            pen.strokes(bound / reach, middle, [(0, -10, 0, 10)], "cap")
            for bound in (mark.bottom, mark.top)
        )
    yield from _arrow(pen, mark, mark.top / reach, middle, ARROW, 0)

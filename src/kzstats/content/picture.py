"""A chart before it is drawn: figures as marks, with nothing of any library, so that no two
drawings of it can differ.

What becomes of a figure is decided in :mod:`kzstats.content.marks`, where it stands in
:mod:`kzstats.content.geometry`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

Shape = Literal["bar", "stem", "row", "dot", "span"]
Fill = Literal["solid", "hatched", "hollow"]
Arrow = Literal["up", "down"] | None
Room = Literal["any", "wide", "none"]
"""In which drawings a label stands: in all, in wide ones only, in none."""

NARROWEST: Final = 320
"""The width in pixels that labels must fit; a phone's chart. Wider ones only gain air."""
CARD: Final = 200
"""The width between the axes of the narrowest chart, in a card or on a phone."""
WIDE: Final = 760
"""The width of a chart on a desk; what fits only there is left out where the page is narrow."""
MOST: Final = 36
"""How many marks a reader can tell apart in the narrowest picture: every year since independence,
or three years of months.
"""
MANY: Final = 16
"""From how many marks on only the most telling ones are labelled."""
PANELS: Final = 8
"""How many courses of members stand under each other at once; the others are folded away."""
RANKED: Final = 12
"""How many members of a dimension are ranked at once; the others are folded away."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as drawn.

    ``bottom`` and ``top`` are in the base unit; ``start`` and ``after`` are the span on the time
    axis, ``row`` the place from the top in a picture of rows, in the lane of spans, and of a panel;
    ``ranged`` marks run between two bounds. Of ``lanes`` marks that share a span this is number
    ``lane``. ``label`` stands at the mark where there is room (``labelled``) with the ``sign`` of a
    figure that was not checked, ``name`` and ``when`` beside it (``named``); ``words`` says all of
    it to those who do not see it, ``unchecked`` that it was not checked. Of several sources one
    ``leads``; what is deprecated is ``faint``. A bar of another count than the one that leads is
    ``further``; a stem or a span has the ``letter`` of the body that counted.
    """

    record: str
    shape: Shape
    fill: Fill
    arrow: Arrow
    bottom: float
    top: float
    start: date
    after: date
    label: str
    name: str
    when: str
    words: str
    sign: str = ""
    unchecked: str = ""
    faint: bool = False
    leads: bool = True
    ranged: bool = False
    labelled: Room = "any"
    named: Room = "any"
    leftward: bool = False
    row: int = 0
    lane: int = 0
    lanes: int = 1
    further: bool = False
    letter: str = ""
    planned: bool = False
    """Whether it is of what is only planned, aimed at or foreseen: hollow, in dashes."""

    @property
    def middle(self) -> date:
        """Where a stem stands and a bar's label is centred."""
        return self.start + (self.after - self.start) / 2

    @property
    def outlined(self) -> bool:
        """Whether it has an outline, which shows its full extent: what is solid needs none."""
        return self.fill != "solid" or self.further

    @property
    def told(self) -> str:
        """The label as it is drawn."""
        return f"{self.label}{self.sign}{f' ({self.letter})' if self.letter else ''}"

    @property
    def which(self) -> str:
        """What stands behind the label in a list: its name and its time, which may be
        in its name.
        """
        return ", ".join(filter(None, (self.name, self.when if self.when not in self.name else "")))

    @property
    def hover(self) -> str:
        """What is said where the pointer is."""
        return f"{self.words} {self.unchecked}".rstrip()


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of time without a figure; ``named`` says where its words have room."""

    start: date
    after: date
    words: str
    named: Room


@dataclass(frozen=True, slots=True)
class Line:
    """A break in a series: a day and a few words."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Bracket:
    """Under which bars beside each other the letter of one count stands."""

    letter: str
    start: date
    after: date


@dataclass(frozen=True, slots=True)
class Spread:
    """The figures of several sources for one thing and time: a thin line from the lowest to the
    highest, on which each has its dot.

    ``head`` is where its words stand, a mark of no record; ``words`` say how far they are apart and
    why, nothing where all can be true.
    """

    head: Mark
    records: tuple[str, ...]
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class UnstatedEvent:
    """An event whose article gives no number."""

    start: date
    after: date
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart before it is drawn.

    ``name`` is its metric's id, with a number behind it from the second picture of a metric on.

    ``title`` is whole and leaves the page, ``heading`` is the shorter one for a page. ``records``
    are all its figures, ``marks`` those of them that are drawn; ``failing`` are those that would be
    here had their check not failed. ``sentences`` say what it shows and what was left out, ``alt``
    says it all at once. ``borders`` are the days on which the years, or the months of a single
    year, begin and end. ``aside`` is what is said of the lane of spans, ``others`` are the members
    that are folded away. Where its bars are of several counts, ``brackets`` give each a letter, and
    ``key`` says what the letters stand for. On one line of time ``panels`` name the series that
    stand under each other on one scale. ``inset`` are the pixels beside the drawing that it has at
    least, so that several under each other begin at one edge.
    """

    name: str
    metric: str
    topic: str
    layout: Literal["time", "rows"]
    title: str
    heading: str
    subtitle: str
    sentences: tuple[str, ...]
    sources: str
    checked: str
    alt: str
    records: tuple[str, ...]
    marks: tuple[Mark, ...]
    start: date
    after: date
    ticks: tuple[tuple[date, str], ...]
    borders: tuple[date, ...]
    top: float
    values: tuple[tuple[float, str], ...]
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = ()
    spreads: tuple[Spread, ...] = ()
    unstated_events: tuple[UnstatedEvent, ...] = ()
    failing: tuple[str, ...] = ()
    aside: str = ""
    others: Picture | None = None
    brackets: tuple[Bracket, ...] = ()
    key: str = ""
    panels: tuple[str, ...] = ()
    inset: float = 0

    @property
    def foot(self) -> str:
        """What stands under the chart: the key of its letters, its sources, and what
        was checked.
        """
        return " · ".join(filter(None, (self.key, self.sources, self.checked)))

    @property
    def disagreements(self) -> tuple[Spread, ...]:
        """Where figures of one thing and time cannot all be true."""
        return tuple(spread for spread in self.spreads if spread.words)

    @property
    def spans(self) -> tuple[Mark, ...]:
        """The marks in the lane of other lengths of time."""
        return tuple(mark for mark in self.marks if mark.shape == "span")

    @property
    def heads(self) -> tuple[Mark, ...]:
        """What is labelled: each mark that stands alone, and of several sources their
        common words.
        """
        several = {name for spread in self.spreads for name in spread.records}
        heads = (
            *(mark for mark in self.marks if mark.record not in several),
            *(spread.head for spread in self.spreads),
        )
        return tuple(sorted(heads, key=lambda mark: mark.row)) if self.layout == "rows" else heads

    @property
    def unfolded(self) -> Picture:
        """The picture with all of its members, for paper, which has no folds."""
        if self.others is None:
            return self
        first = len(self.panels) or 1 + max(mark.row for mark in self.marks)
        rest = self.others.rows(-first, MOST)
        return replace(
            self,
            marks=self.marks + rest.marks,
            spreads=self.spreads + rest.spreads,
            panels=self.panels + self.others.panels,
            others=None,
        )

    def rows(self, first: int, after: int) -> Picture:
        """Some of its rows, or of its panels, as a picture of them alone; the lane of spans stays
        with the first.
        """
        in_lane = self.spans if first <= 0 else ()
        marks = (mark for mark in self.marks if mark.shape != "span" and first <= mark.row < after)
        spreads = (spread for spread in self.spreads if first <= spread.head.row < after)
        return replace(
            self,
            marks=(*(replace(mark, row=mark.row - first) for mark in marks), *in_lane),
            spreads=tuple(
                replace(spread, head=replace(spread.head, row=spread.head.row - first))
                for spread in spreads
            ),
            panels=self.panels[max(first, 0) : after],
            aside=self.aside if in_lane else "",
        )


def listed(picture: Picture) -> list[Mark]:
    """The marks whose names stand in a list where the page is too narrow for them
    beside the marks.
    """
    named = [
        mark
        for mark in picture.marks
        if picture.layout == "time"
        and not (picture.panels and mark.shape != "span")
        and mark.shape in ("stem", "dot", "span")
        and mark.which
    ]
    found = [mark for mark in named if mark.shape != "span" or mark.named != "any"]
    return found if len(found) <= MANY else []

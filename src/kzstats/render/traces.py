"""The pieces of a figure as Plotly's traces, shapes and notes, with nothing of Plotly but their
names: what marks on a line of time and in rows have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

from kzstats.content.geometry import ARROW
from kzstats.content.picture import Mark, Spread
from kzstats.render import colours
from kzstats.render.colours import FAINT, PAPER, QUIET
from kzstats.render.pens import size as _radius


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a figure is made of, as Plotly names it."""

    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def bar(self, **properties: Any) -> None:
        """Add a trace of bars."""
        self.traces.append({"type": "bar", **properties})

    def scatter(self, **properties: Any) -> None:
        """Add a trace of points, lines or texts."""
        self.traces.append({"type": "scatter", **properties})

    def line(self, **properties: Any) -> None:
        """Add a line behind the marks."""
        self.shapes.append({"type": "line", **properties})

    def note(self, **properties: Any) -> None:
        """Add an arrow or a text."""
        self.notes.append(properties)


def sources(drawn: Drawing, x: Sequence[Any], y: Sequence[float], spread: Spread) -> None:
    """The thin line on which the dots of several sources stand."""
    drawn.scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": QUIET, "width": 1.5},
        hoverinfo="text" if spread.words else "skip",
        hovertext=escape(spread.words, quote=False),
        cliponaxis=False,
    )


def dots(
    drawn: Drawing,
    marks: Sequence[Mark],
    x: Sequence[Any],
    y: Sequence[float],
    ink: str,
    **axis: str,
) -> None:
    """Dots, small where they do not lead."""
    inks = [FAINT if mark.faint else ink for mark in marks]
    drawn.scatter(
        x=x,
        y=y,
        mode="markers",
        marker={
            "symbol": "circle",
            "size": [2 * _radius(mark) + 1 for mark in marks],
            "color": [
                PAPER if mark.fill == "hollow" else own
                for mark, own in zip(marks, inks, strict=True)
            ],
            "line": {"color": inks, "width": 2.5},
            "opacity": 1,
        },
        cliponaxis=False,
        **axis,
        **identity(marks),
    )


def caps(
    drawn: Drawing, mark: Mark, x: Sequence[Any], y: Sequence[float], ink: str, symbol: str
) -> None:
    """The bounds of a range."""
    caps = {"symbol": symbol, "size": 16, "line": {"color": ink, "width": 3}}
    drawn.scatter(x=x, y=y, mode="markers", marker=caps, cliponaxis=False, **identity([mark] * 2))


def surface(marks: Sequence[Mark], ink: str) -> dict[str, Any]:
    """Solid, hatched or hollow, with an outline that shows its full extent, and parts a solid bar
    from the next that begins where it ends.
    """
    inks = [FAINT if mark.faint else ink for mark in marks]
    return {
        # of a hatch its lines: Plotly takes them from here in a list
        "color": [_filled(mark, own) for mark, own in zip(marks, inks, strict=True)],
        "line": {
            "color": [
                own if mark.outlined else PAPER for mark, own in zip(marks, inks, strict=True)
            ],
            "width": [2 if mark.outlined else 1 for mark in marks],
        },
        "pattern": {
            "shape": ["/" if mark.fill == "hatched" else "" for mark in marks],
            "fgcolor": ink,
            "bgcolor": PAPER,
            "size": 8,
            "solidity": 0.3,
        },
    }


def _filled(mark: Mark, ink: str) -> str:
    if mark.fill == "hollow":
        return PAPER
    return colours.PALE[ink] if mark.fill == "solid" and mark.further else ink


def identity(points: Sequence[Mark]) -> dict[str, Any]:
    """What a click and a hover tell of each point of a trace; none of them fades when another is
    picked.
    """
    told = [escape(mark.hover, quote=False) for mark in points]
    kept = {"marker": {"opacity": 1}}
    return {
        "customdata": [[mark.record] for mark in points],
        "hovertext": told,
        "hoverinfo": "text",
        "selected": kept,
        "unselected": kept,
    }


def labels(
    drawn: Drawing,
    x: Sequence[Any],
    y: Sequence[float],
    texts: Sequence[str],
    *,
    size: int,
    textposition: str,
    **axis: str,
) -> None:
    """Checked markup at marks, in one trace: a note of Plotly's own for each is drawn several times
    over.
    """
    said = [place for place, text in enumerate(texts) if text]
    if said:
        drawn.scatter(
            x=[x[place] for place in said],
            y=[y[place] for place in said],
            text=[texts[place] for place in said],
            mode="text",
            textposition=textposition,
            textfont={"size": size},
            unselected={"textfont": {"color": QUIET}},
            hoverinfo="skip",
            cliponaxis=False,
            **axis,
        )


def arrow(drawn: Drawing, x: Any, y: float, mark: Mark, ink: str, sideways: bool = False) -> None:
    """The arrow of a figure that says "more than" (outward) or "less than" (inward): the number is
    a bound.
    """
    if mark.arrow is None:
        return
    ink = FAINT if mark.faint else ink
    length = ARROW if mark.arrow == "up" else -ARROW
    drawn.note(
        x=moment(x) if isinstance(x, date) else x, y=y, text="", showarrow=True, arrowside="start",
        startarrowhead=4, startarrowsize=0.9,
        arrowwidth=2.5, arrowcolor=ink, ax=length if sideways else 0, ay=0 if sideways else -length,
    )  # fmt: skip


def text(
    drawn: Drawing, x: Any, y: float, text: str, *, size: int, html: bool = False, **place: Any
) -> None:
    """A label at a place in the data; ``text`` is words, or checked markup where
    ``html`` says so.
    """
    if not text:
        return
    at = {
        "xanchor": "center",
        "yanchor": "bottom" if place.get("yref") == "paper" else "middle",
        **place,
    }
    drawn.note(
        x=moment(x) if isinstance(x, date) else x,
        y=y,
        text=text if html else escape(text, quote=False),
        showarrow=False,
        font={"size": size},
        **at,
    )


def moment(day: date) -> datetime:
    """The beginning of a day, as Plotly has it."""
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)

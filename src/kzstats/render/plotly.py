"""Pictures drawn with Plotly: interactive, quiet, and the same in light and dark.

Figures carry the colours of light paper; the rules of :func:`style` give them those of dark paper where the page is dark.
Streamlit's own theme for figures would do this too, but it has Plotly draw every chart twice, and not again when the page turns dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any, Final
from zlib import crc32

import plotly.graph_objects as go

from kzstats.content import geometry
from kzstats.content.geometry import ARROW, BOTTOM, TALL, TOP
from kzstats.content.marks import Mark, Picture
from kzstats.render import colours
from kzstats.render.colours import GRID, PAPER, QUIET

_FAMILY: Final = '"Source Sans", sans-serif'
_ANY, _BESIDE, _WIDE, _ASIDE = "font-size:16px", "font-size:13px", "font-size:15px", "font-size:12px"
"""The styles of labels; the page's style sheet hides the last two where the page is narrow."""
CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False, "showTips": False}


def figure(picture: Picture) -> go.Figure:
    """The picture as a figure; every mark's ``customdata`` is its record's id."""
    ink = colours.ink(picture.metric, picture.topic)
    drawn = _Drawing()
    (_rows if picture.layout == "rows" else _time)(drawn, picture, ink)
    layout = _layout(picture) | {"shapes": drawn.shapes, "annotations": drawn.notes, "datarevision": crc32(repr(drawn).encode())}
    # Plotly's look at every property takes ten times as long as all else: the tests look at all that is drawn here.
    done = go.Figure({"data": drawn.traces, "layout": layout | {"template": {}}}, _validate=False)  # an empty template keeps out Plotly's own
    # The figure is done: Plotly would copy all of it anew at every run of every page. The page is given no template at all,
    # since any has it draw the figure twice.
    plain = {"data": drawn.traces, "layout": layout}
    vars(done)["to_dict"] = lambda: plain
    return done


@dataclass(frozen=True, slots=True)
class _Drawing:
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


def style() -> str:
    """The rules of a style sheet by which figures take the colours of dark paper wherever the page's ``color-scheme`` is dark."""
    rules = ""
    for light, dark in colours.ON_DARK.items():
        red, green, blue = bytes.fromhex(light[1:])
        for part in ("fill", "stroke"):
            # Plotly writes the colours into the style of each mark and into the attributes of a hatch.
            where = f'[style*="{part}: rgb({red}, {green}, {blue})"], [{part}="rgb({red}, {green}, {blue})"]'
            rules += f".js-plotly-plot :is({where}) {{ {part}: light-dark({light}, {dark}) !important; }}\n"
    return rules


def height(picture: Picture) -> int:
    """Pixels that the figure needs to stay legible."""
    return geometry.height(picture)


def _row_labels(picture: Picture) -> list[str]:
    """What stands over each row, as markup: its label, and its name behind it or in lines of its own."""
    labels = []
    for mark, (label, *name) in zip(picture.marks, geometry.row_lines(picture), strict=True):
        bold = f"<b>{escape(label, quote=False)}</b>"
        labels.append("<br>".join((bold, *(escape(line, quote=False) for line in name))) if name else f"{bold}  {escape(mark.name, quote=False)}")
    return labels


def _layout(picture: Picture) -> dict[str, Any]:
    on_time = picture.layout == "time"
    # Plotly finds room for the words of an axis by drawing all of it a second time: the margins are set here instead.
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True, "showline": False, "ticks": "", "automargin": False, "tickfont": {"size": 12}}
    values = {
        **quiet,
        "range": [0, geometry.reach(picture)],
        "tickvals": [value for value, _ in picture.values],
        "ticktext": [text for _, text in picture.values],
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
    }
    if on_time:
        edge = (_moment(picture.after) - _moment(picture.start)) * geometry.EDGE
        x: dict[str, Any] = {
            **quiet,
            "type": "date",
            "range": [_moment(picture.start) - edge, _moment(picture.after) + edge],
            "tickvals": [_moment(day) for day, _ in picture.ticks],
            "ticktext": [escape(text, quote=False) for _, text in picture.ticks],
        }
        y = {**values, "side": "left", "ticklabelposition": "outside"}
        margin = {"l": geometry.left(picture), "r": geometry.RIGHT, "t": TOP, "b": BOTTOM, "pad": 8}
    else:
        x = values
        y = {**quiet, "range": [geometry.rows_height(picture), 0], "showticklabels": False}
        margin = {"l": geometry.LEFT_OF_ROWS, "r": geometry.RIGHT_OF_ROWS, "t": geometry.TOP_OF_ROWS, "b": geometry.BOTTOM_OF_ROWS, "pad": 8}
    return {
        "height": height(picture),
        "margin": margin,
        "xaxis": x,
        "yaxis": y,
        "showlegend": False,
        "bargap": 0,
        "barmode": "overlay",
        "hovermode": "closest",
        # Streamlit hands every figure to Plotly twice, the second time with these modes. With the modes there from the start, and a revision
        # of the data by which Plotly sees that they are the same, it does not draw a second time.
        "clickmode": "event+select",
        "dragmode": "pan",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "family": _FAMILY},
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": QUIET, "font": {"size": 13, "family": _FAMILY}},
    }


def _time(drawn: _Drawing, picture: Picture, ink: str) -> None:
    drawn.line(x0=0, x1=1, xref="paper", y0=0, y1=0, line={"color": QUIET, "width": 1})
    for day in picture.borders:
        drawn.line(x0=_moment(day), x1=_moment(day), yref="paper", y0=-0.03, y1=0, line={"color": QUIET, "width": 1})
    for gap in picture.gaps:
        middle = gap.start + (gap.after - gap.start) / 2
        drawn.line(x0=_moment(gap.start), x1=_moment(gap.after), y0=0, y1=0, line={"color": QUIET, "width": 3, "dash": "dot"}
        )  # fmt: skip
        if gap.named != "none":
            style = _ASIDE if gap.named == "wide" else _BESIDE
            _text(drawn, middle, 0, f'<span style="{style}">{escape(gap.words, quote=False)}</span>', yshift=14, size=13, html=True)
    for line in picture.lines:
        drawn.line(x0=_moment(line.day), x1=_moment(line.day), y0=0, y1=1, yref="paper", line={"color": QUIET, "width": 1, "dash": "dash"})
        side = "right" if geometry.is_leftward(picture, line) else "left"
        _text(drawn, line.day, 1, line.words, yref="paper", xanchor=side, yshift=-1, size=12)
    longest_first = geometry.behind_first(picture)
    _bars(drawn, [mark for mark in longest_first if mark.shape == "bar"], ink, geometry.reach(picture) / (TALL - TOP - BOTTOM))
    for mark in longest_first:
        if mark.shape == "stem":
            _stem(drawn, mark, ink)
    for disagreement in picture.disagreements:
        middle = _moment(disagreement.start + (disagreement.after - disagreement.start) / 2)
        for low, high in ((disagreement.low, disagreement.high), (disagreement.high, disagreement.low)):
            _bracket(drawn, middle, low, high)
    for event in picture.unstated_events:
        middle = event.start + (event.after - event.start) / 2
        drawn.scatter(
            x=[_moment(middle)],
            y=[0],
            mode="markers",
            marker={"symbol": "x-thin", "size": 10, "line": {"color": QUIET, "width": 2}},
            hovertext=[escape(f"{event.name}, {event.when}", quote=False)],
            hoverinfo="text",
            cliponaxis=False,
        )


def _bars(drawn: _Drawing, bars: Sequence[Mark], ink: str, pixel: float) -> None:
    """Bars with their labels and arrows; ``pixel`` is how much of the value axis a pixel takes."""
    spans = [_lane(mark) for mark in bars]
    middles = [start + (after - start) / 2 for start, after in spans]
    if bars:
        drawn.bar(
            x=middles,
            width=[(after - start).total_seconds() * 1000 for start, after in spans],
            y=[mark.top - mark.bottom for mark in bars],
            base=[mark.bottom for mark in bars],
            marker=_surface(bars, ink),
            **_identity(bars),
        )
    above = [mark.top + pixel * (ARROW + 4 if mark.arrow == "up" else 4) for mark in bars]
    _labels(drawn, middles, above, [_label(mark, mark.name) for mark in bars], size=16, textposition="top center")
    for mark, middle in zip(bars, middles, strict=True):
        _arrow(drawn, middle, mark.top, mark, ink)


def _label(mark: Mark, *aside: str) -> str:
    """A mark's label and the lines beside it, each in the style that says where it has room."""
    if mark.labelled == "none":
        return ""
    lines = [f'<span style="{_ANY if mark.labelled == "any" else _WIDE}"><b>{escape(mark.label, quote=False)}</b></span>']
    if mark.named != "none":
        style = _ASIDE if mark.named == "wide" else _BESIDE
        lines += [f'<span style="{style}">{escape(line, quote=False)}</span>' for line in aside if line]
    return "<br>".join(lines)


def _stem(drawn: _Drawing, mark: Mark, ink: str) -> None:
    middle = _moment(mark.middle)
    span = mark.ranged
    drawn.scatter(
        x=[middle, middle],
        y=[mark.bottom, mark.top],
        mode="lines",
        line={"color": ink, "width": 8 if span else 3, "dash": "solid" if mark.fill == "solid" else "dot"},
        hoverinfo="skip",
        cliponaxis=False,
    )
    ends = [mark.bottom, mark.top] if span else [mark.top]
    drawn.scatter(
        x=[middle] * len(ends),
        y=ends,
        mode="markers",
        marker={
            "symbol": "line-ew" if span else "circle",
            "size": 15,
            "color": PAPER if mark.fill == "hollow" else ink,
            "line": {"color": ink, "width": 2.5},
            "opacity": 1,
        },
        cliponaxis=False,
        **_identity([mark] * len(ends)),
    )
    _arrow(drawn, middle, mark.top, mark, ink)
    anchor, shift = ("right", -13) if mark.leftward else ("left", 13)
    label = _label(mark, mark.name, mark.when)
    _text(drawn, middle, mark.top, label, xanchor=anchor, xshift=shift, yanchor="top", yshift=12, size=16, align=anchor, html=True)


def _rows(drawn: _Drawing, picture: Picture, ink: str) -> None:
    rows, middles = picture.marks, geometry.row_middles(picture)
    drawn.bar(
        orientation="h",
        y=middles,
        x=[mark.top - mark.bottom for mark in rows],
        base=[mark.bottom for mark in rows],
        width=[geometry.thickness(picture, mark) for mark in rows],
        marker=_surface(rows, ink),
        **_identity(rows),
    )
    for mark, middle in zip(rows, middles, strict=True):
        if mark.ranged:
            caps = {"symbol": "line-ns", "size": 16, "line": {"color": ink, "width": 3}}
            drawn.scatter(x=[mark.bottom, mark.top], y=[middle] * 2, mode="markers", marker=caps, cliponaxis=False, **_identity([mark] * 2))
        _arrow(drawn, mark.top, middle, mark, ink, sideways=True)
    above = [middle - geometry.over_row(picture) for middle in middles]
    _labels(drawn, [0] * len(rows), above, _row_labels(picture), size=14, textposition="top right")


def _surface(marks: Sequence[Mark], ink: str) -> dict[str, Any]:
    """Solid, hatched or hollow, with an outline that shows its full extent, and parts a solid bar from the next that begins where it ends."""
    hatches = ["/" if mark.fill == "hatched" else "" for mark in marks]
    return {
        "color": [PAPER if mark.fill == "hollow" else ink for mark in marks],  # of a hatch its lines: Plotly takes them from here in a list
        "line": {"color": [PAPER if mark.fill == "solid" else ink for mark in marks], "width": [1 if mark.fill == "solid" else 2 for mark in marks]},
        "pattern": {
            "shape": hatches,
            "fgcolor": ink,
            "bgcolor": PAPER,
            "size": 8,
            "solidity": 0.3,
        },
    }


def _identity(points: Sequence[Mark]) -> dict[str, Any]:
    """What a click and a hover tell of each point of a trace; none of them fades when another is picked."""
    told = [escape(mark.words, quote=False) for mark in points]
    kept = {"marker": {"opacity": 1}}
    return {"customdata": [[mark.record] for mark in points], "hovertext": told, "hoverinfo": "text", "selected": kept, "unselected": kept}


def _labels(drawn: _Drawing, x: Sequence[Any], y: Sequence[float], texts: Sequence[str], *, size: int, textposition: str) -> None:
    """Checked markup at marks, in one trace: a note of Plotly's own for each is drawn several times over."""
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
        )


def _arrow(drawn: _Drawing, x: Any, y: float, mark: Mark, ink: str, sideways: bool = False) -> None:
    """The arrow of a figure that says "more than" (outward) or "less than" (inward): the number is a bound."""
    if mark.arrow is None:
        return
    length = ARROW if mark.arrow == "up" else -ARROW
    drawn.note(
        x=_moment(x) if isinstance(x, date) else x, y=y, text="", showarrow=True, arrowside="start", startarrowhead=4, startarrowsize=0.9,
        arrowwidth=2.5, arrowcolor=ink, ax=length if sideways else 0, ay=0 if sideways else -length,
    )  # fmt: skip


def _bracket(drawn: _Drawing, x: datetime, low: float, high: float) -> None:
    """Half of the double arrow that shows how far two figures of one period are apart."""
    drawn.note(
        x=x, y=high, ax=x, ay=low, axref="x", ayref="y", text="", showarrow=True, arrowhead=2, arrowsize=0.9, arrowwidth=1.5, arrowcolor=QUIET
    )  # fmt: skip


def _text(drawn: _Drawing, x: Any, y: float, text: str, *, size: int, html: bool = False, **place: Any) -> None:
    """A label at a place in the data; ``text`` is words, or checked markup where ``html`` says so."""
    if not text:
        return
    at = {"xanchor": "center", "yanchor": "bottom" if place.get("yref") == "paper" else "middle", **place}
    drawn.note(
        x=_moment(x) if isinstance(x, date) else x, y=y, text=text if html else escape(text, quote=False), showarrow=False, font={"size": size}, **at
    )


def _lane(mark: Mark) -> tuple[datetime, datetime]:
    """The part of the mark's span that its bar covers: all of it to the day, or its own where several share it."""
    own = (_moment(mark.after) - _moment(mark.start)) / mark.lanes
    start = _moment(mark.start) + own * mark.lane
    return start, start + own


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)

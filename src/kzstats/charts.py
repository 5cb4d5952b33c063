"""Pictures drawn with Plotly: interactive, quiet, and the same in light and dark.

Colours are Streamlit's stand-ins, which its page replaces by those of the theme in
``.streamlit/config.toml``; texts take the page's own colour by its style sheet.
"""

from __future__ import annotations

from datetime import date, datetime
from html import escape
from typing import Any, Final

import plotly.graph_objects as go

from kzstats import marks
from kzstats.marks import Mark, Picture

INK: Final = {"cases": "#000001", "convicted_persons": "#000002", "cooperation": "#000003", "funding": "#000004", "recruitment": "#000005"}
_PAPER: Final = "#000038"
_GRID: Final = "#000039"
_QUIET: Final = "#000036"
_ARROW: Final = 26
_TALL, _TOP, _BOTTOM = 304, 26, 28
_ANY, _BESIDE, _WIDE, _ASIDE = "font-size:16px", "font-size:13px", "font-size:15px", "font-size:12px"
"""The styles of labels; the page's style sheet hides the last two where the page is narrow."""
CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showAxisDragHandles": False, "showTips": False}


def figure(picture: Picture) -> go.Figure:
    """The picture as a figure; every mark's ``customdata`` is its record's id."""
    ink = INK.get(picture.metric, INK[picture.topic])
    drawn = go.Figure(layout=_layout(picture))
    (_rows if picture.layout == "rows" else _time)(drawn, picture, ink)
    plain = drawn.to_dict()
    vars(drawn)["to_dict"] = lambda: plain  # the figure is done; Plotly would copy all of it anew at every run of every page
    return drawn


def height(picture: Picture) -> int:
    """Pixels that the figure needs to stay legible."""
    if picture.layout == "time":
        return _TALL
    return 30 + len(picture.marks) * _row_height(picture)


def _row_height(picture: Picture) -> int:
    return 62 if len(picture.marks) <= 12 else 44


def _reach(picture: Picture) -> float:
    """How far the value axis reaches, so that arrows and labels beyond each mark have their pixels on any screen."""
    if picture.layout == "rows":
        return max([picture.top] + [mark.top / (1 - (_ARROW + 6) / marks.NARROWEST) for mark in picture.marks if mark.arrow == "up"])
    plot = _TALL - _TOP - _BOTTOM

    def beyond(mark: Mark) -> int:
        if mark.shape == "stem":
            return _ARROW + 4 if mark.arrow == "up" else 14
        return 24 + (18 if mark.named != "none" and mark.name else 0) + (_ARROW if mark.arrow == "up" else 0)

    return max(mark.top / (1 - beyond(mark) / plot) for mark in picture.marks) or 1.0


def _layout(picture: Picture) -> go.Layout:
    on_time = picture.layout == "time"
    quiet = {"showgrid": False, "zeroline": False, "fixedrange": True, "showline": False, "ticks": "", "title": None}
    values = {
        **quiet,
        "range": [0, _reach(picture)],
        "tickvals": [value for value, _ in picture.values],
        "ticktext": [text for _, text in picture.values],
        "showgrid": True,
        "gridcolor": _GRID,
        "gridwidth": 1,
    }
    if on_time:
        edge = (_moment(picture.after) - _moment(picture.start)) * 0.01
        x: dict[str, Any] = {
            **quiet,
            "type": "date",
            "range": [_moment(picture.start) - edge, _moment(picture.after) + edge],
            "tickvals": [_moment(day) for day, _ in picture.ticks],
            "ticktext": [escape(text, quote=False) for _, text in picture.ticks],
        }
        y = {**values, "side": "left", "ticklabelposition": "outside"}
        margin = {"l": 36, "r": 10, "t": _TOP, "b": _BOTTOM}
    else:
        x = values
        y = {**quiet, "range": [len(picture.marks) - 0.42, -0.75], "showticklabels": False}
        margin = {"l": 12, "r": 18, "t": 4, "b": 26}
    return go.Layout(
        height=height(picture),
        margin=margin,
        xaxis=x,
        yaxis=y,
        showlegend=False,
        bargap=0,
        barmode="overlay",
        dragmode=False,
        hovermode="closest",
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        font={"size": 13},
        title=None,
    )


def _time(drawn: go.Figure, picture: Picture, ink: str) -> None:
    drawn.add_shape(type="line", x0=0, x1=1, xref="paper", y0=0, y1=0, line={"color": _QUIET, "width": 1})
    for gap in picture.gaps:
        middle = gap.start + (gap.after - gap.start) / 2
        drawn.add_shape(
            type="line", x0=_moment(gap.start), x1=_moment(gap.after), y0=0, y1=0, line={"color": _QUIET, "width": 3, "dash": "dot"}
        )  # fmt: skip
        if (gap.after - gap.start).days / (picture.after - picture.start).days > 0.3:
            _text(drawn, middle, 0, gap.words, yshift=14, size=12)
    for line in picture.lines:
        drawn.add_shape(
            type="line", x0=_moment(line.day), x1=_moment(line.day), y0=0, y1=1, yref="paper", line={"color": _QUIET, "width": 1, "dash": "dash"}
        )
        leftward = (line.day - picture.start).days / (picture.after - picture.start).days > 0.6
        _text(drawn, line.day, 1, line.words, yref="paper", xanchor="right" if leftward else "left", yshift=-1, size=12)
    for mark in sorted(picture.marks, key=lambda mark: -round((mark.after - mark.start).days / 30)):  # the longest first, so that none is hidden
        (_bar if mark.shape == "bar" else _stem)(drawn, mark, ink)
    for quarrel in picture.quarrels:
        middle = _moment(quarrel.start + (quarrel.after - quarrel.start) / 2)
        for low, high in ((quarrel.low, quarrel.high), (quarrel.high, quarrel.low)):
            _bracket(drawn, middle, low, high)
    for silence in picture.silences:
        middle = silence.start + (silence.after - silence.start) / 2
        drawn.add_scatter(
            x=[_moment(middle)],
            y=[0],
            mode="markers",
            marker={"symbol": "x-thin", "size": 10, "line": {"color": _QUIET, "width": 2}},
            hovertext=[escape(f"{silence.name}, {silence.when}", quote=False)],
            hoverinfo="text",
            cliponaxis=False,
        )


def _bar(drawn: go.Figure, mark: Mark, ink: str) -> None:
    start, after = _lane(mark)
    air = (after - start) * (0.06 if mark.lanes == 1 else 0.03)
    start, after = start + air, after - air
    middle = start + (after - start) / 2
    drawn.add_bar(
        x=[middle],
        width=[(after - start).total_seconds() * 1000],
        y=[mark.top - mark.bottom],
        base=[mark.bottom],
        marker=_surface(mark, ink),
        **_identity(mark),
    )
    _arrow(drawn, middle, mark.top, mark, ink)
    above = _ARROW + 4 if mark.arrow == "up" else 4
    _text(drawn, middle, mark.top, _label(mark, mark.name), yanchor="bottom", yshift=above, size=16, html=True)


def _label(mark: Mark, *aside: str) -> str:
    """A mark's label and the lines beside it, each in the style that says where it has room."""
    if mark.labelled == "none":
        return ""
    lines = [f'<span style="{_ANY if mark.labelled == "any" else _WIDE}"><b>{escape(mark.label, quote=False)}</b></span>']
    if mark.named != "none":
        style = _ASIDE if mark.named == "wide" else _BESIDE
        lines += [f'<span style="{style}">{escape(line, quote=False)}</span>' for line in aside if line]
    return "<br>".join(lines)


def _stem(drawn: go.Figure, mark: Mark, ink: str) -> None:
    middle = _moment(mark.middle)
    span = mark.ranged
    drawn.add_scatter(
        x=[middle, middle],
        y=[mark.bottom, mark.top],
        mode="lines",
        line={"color": ink, "width": 8 if span else 3, "dash": "solid" if mark.fill == "solid" else "dot"},
        hoverinfo="skip",
        cliponaxis=False,
    )
    ends = [mark.bottom, mark.top] if span else [mark.top]
    drawn.add_scatter(
        x=[middle] * len(ends),
        y=ends,
        mode="markers",
        marker={
            "symbol": "line-ew" if span else "circle",
            "size": 15,
            "color": _PAPER if mark.fill == "hollow" else ink,
            "line": {"color": ink, "width": 2.5},
            "opacity": 1,
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
        **_identity(mark, len(ends)),
    )
    _arrow(drawn, middle, mark.top, mark, ink)
    anchor, shift = ("right", -13) if mark.leftward else ("left", 13)
    label = _label(mark, mark.name, mark.when)
    _text(drawn, middle, mark.top, label, xanchor=anchor, xshift=shift, yanchor="top", yshift=12, size=16, align=anchor, html=True)


def _rows(drawn: go.Figure, picture: Picture, ink: str) -> None:
    for mark in picture.marks:
        thick = 0.36 if not mark.ranged else 0.16
        drawn.add_bar(
            orientation="h",
            y=[mark.row],
            x=[mark.top - mark.bottom],
            base=[mark.bottom],
            width=[thick],
            marker=_surface(mark, ink),
            **_identity(mark),
        )
        if mark.ranged:
            caps = {"symbol": "line-ns", "size": 22, "line": {"color": ink, "width": 3}}
            drawn.add_scatter(x=[mark.bottom, mark.top], y=[mark.row] * 2, mode="markers", marker=caps, cliponaxis=False, **_identity(mark, 2))
        _arrow(drawn, mark.top, mark.row, mark, ink, sideways=True)
        line = f"<b>{escape(mark.label, quote=False)}</b>  {escape(mark.name, quote=False)}"
        _text(drawn, 0, mark.row, line, xanchor="left", yanchor="bottom", yshift=_row_height(picture) * 0.18, size=14, html=True)


def _surface(mark: Mark, ink: str) -> dict[str, Any]:
    """Solid, hatched or hollow, always with an outline that shows its full extent."""
    outline = {"color": ink, "width": 2}
    if mark.fill == "solid":
        return {"color": ink, "line": {"width": 0}}
    if mark.fill == "hatched":
        return {"color": _PAPER, "line": outline, "pattern": {"shape": "/", "fgcolor": ink, "bgcolor": _PAPER, "size": 8, "solidity": 0.3}}
    return {"color": _PAPER, "line": outline}


def _identity(mark: Mark, points: int = 1) -> dict[str, Any]:
    return {"customdata": [[mark.record]] * points, "hovertext": [escape(mark.words, quote=False)] * points, "hoverinfo": "text"}


def _arrow(drawn: go.Figure, x: Any, y: float, mark: Mark, ink: str, sideways: bool = False) -> None:
    """The arrow of a figure that says "more than" (outward) or "less than" (inward): the number is a bound."""
    if mark.arrow is None:
        return
    length = _ARROW if mark.arrow == "up" else -_ARROW
    drawn.add_annotation(
        x=_moment(x) if isinstance(x, date) else x, y=y, text="", showarrow=True, arrowside="start", startarrowhead=4, startarrowsize=0.9,
        arrowwidth=2.5, arrowcolor=ink, ax=length if sideways else 0, ay=0 if sideways else -length,
    )  # fmt: skip


def _bracket(drawn: go.Figure, x: datetime, low: float, high: float) -> None:
    """Half of the double arrow that shows how far two figures of one period are apart."""
    drawn.add_annotation(
        x=x, y=high, ax=x, ay=low, axref="x", ayref="y", text="", showarrow=True, arrowhead=2, arrowsize=0.9, arrowwidth=1.5, arrowcolor=_QUIET
    )  # fmt: skip


def _text(drawn: go.Figure, x: Any, y: float, text: str, *, size: int, html: bool = False, **place: Any) -> None:
    """A label at a place in the data; ``text`` is words, or checked markup where ``html`` says so."""
    if not text:
        return
    at = {"xanchor": "center", "yanchor": "bottom" if place.get("yref") == "paper" else "middle", **place}
    drawn.add_annotation(
        x=_moment(x) if isinstance(x, date) else x, y=y, text=text if html else escape(text, quote=False), showarrow=False, font={"size": size}, **at
    )


def _lane(mark: Mark) -> tuple[datetime, datetime]:
    """The part of the mark's span that is its own where several share it."""
    whole = _moment(mark.after) - _moment(mark.start)
    start = _moment(mark.start) + whole / mark.lanes * mark.lane
    return start, start + whole / mark.lanes


def _moment(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)

"""Pictures in rows as Plotly draws them: bars and dots, each under its words."""

from __future__ import annotations

from html import escape

from kzstats.content import geometry
from kzstats.content.picture import Picture
from kzstats.render import traces
from kzstats.render.colours import FAINT, QUIET
from kzstats.render.traces import Drawing


def in_rows(drawn: Drawing, picture: Picture, ink: str) -> None:
    """Bars and dots in rows, each under its words."""
    middles = geometry.row_middles(picture)
    for row in sorted({mark.row for mark in picture.marks if mark.shape == "dot"}):
        furthest = max(mark.top for mark in picture.marks if mark.row == row)
        drawn.line(
            x0=0,
            x1=furthest,
            y0=middles[row],
            y1=middles[row],
            layer="below",
            line={"color": QUIET, "width": 1, "dash": "1px,3px"},
        )
    for spread in picture.spreads:
        traces.sources(drawn, [spread.low, spread.high], [middles[spread.head.row]] * 2, spread)
    bars = [mark for mark in picture.marks if mark.shape == "row"]
    if bars:
        drawn.bar(
            orientation="h",
            y=[middles[mark.row] for mark in bars],
            x=[mark.top - mark.bottom for mark in bars],
            base=[mark.bottom for mark in bars],
            width=[geometry.thickness(picture, mark) for mark in bars],
            marker=traces.surface(bars, ink),
            **traces.identity(bars),
        )
    if dots := [mark for mark in geometry.drawn_first(picture) if mark.shape == "dot"]:
        traces.dots(
            drawn, dots, [mark.top for mark in dots], [middles[mark.row] for mark in dots], ink
        )
    for mark in picture.marks:
        middle, own = middles[mark.row], FAINT if mark.faint else ink
        if mark.ranged:
            traces.caps(drawn, mark, [mark.bottom, mark.top], [middle] * 2, own, "line-ns")
        traces.arrow(drawn, mark.top, middle, mark, own, sideways=True)
    above = [middle - geometry.over_row(picture) for middle in middles]
    traces.labels(
        drawn, [0] * len(middles), above, _row_labels(picture), size=14, textposition="top right"
    )


def _row_labels(picture: Picture) -> list[str]:
    """What stands over each row, as markup: its label, and its name behind it or in lines of its
    own.
    """
    labels = []
    for mark, (label, *name) in zip(picture.heads, geometry.row_lines(picture), strict=True):
        bold = f"<b>{escape(label, quote=False)}</b>"
        labels.append(
            "<br>".join((bold, *(escape(line, quote=False) for line in name)))
            if name
            else f"{bold}  {escape(mark.name, quote=False)}"
        )
    return labels

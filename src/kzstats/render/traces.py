"""The marks of pictures as Plotly's traces, shapes and notes, with nothing of Plotly but their
names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from typing import Any

from kzstats.content import geometry
from kzstats.content.geometry import ARROW, BOTTOM
from kzstats.content.picture import NARROWEST, WIDE, Gap, Mark, Picture, Spread
from kzstats.render import colours
from kzstats.render.colours import FAINT, GRID, PAPER, QUIET
from kzstats.render.pens import size as _radius

_ANY, _BESIDE, _WIDE, _ASIDE = (
    "font-size:16px",
    "font-size:13px",
    "font-size:15px",
    "font-size:12px",
)
"""The styles of labels; the page's style sheet hides the last two where the page is narrow."""


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


def share_of_lane(picture: Picture) -> float:
    """How much of the drawing's height the lane of spans takes."""
    lane = geometry.lane(picture) if picture.layout == "time" else 0
    return lane / (lane + geometry.plot(picture)) if lane else 0


def on_time(drawn: Drawing, picture: Picture, ink: str) -> None:
    """Marks beside each other over a zero line, under it the lane of spans, and the years between
    their borders.
    """
    lines = (
        [0.0, share_of_lane(picture)]
        if geometry.lane(picture) and geometry.beside(picture)
        else [0.0]
    )
    for height in lines:
        drawn.line(
            x0=0,
            x1=1,
            xref="paper",
            y0=height,
            y1=height,
            yref="paper",
            line={"color": QUIET, "width": 1},
        )
    for day in picture.borders:
        if geometry.lane(picture):
            drawn.line(
                x0=moment(day),
                x1=moment(day),
                yref="paper",
                y0=0,
                y1=lines[-1] or 1,
                layer="below",
                line={"color": GRID, "width": 1},
            )
        below = -7 / max(geometry.height(picture) - geometry.over(picture) - BOTTOM, 1)
        drawn.line(
            x0=moment(day),
            x1=moment(day),
            yref="paper",
            y0=below,
            y1=0,
            line={"color": QUIET, "width": 1},
        )
    for gap in picture.gaps:
        _gap(drawn, gap, lines[-1], named=geometry.beside(picture))
    for line in picture.lines:
        above = (
            lines[-1] if geometry.beside(picture) else 0
        )  # the words of the lane stay clear of it
        drawn.line(
            x0=moment(line.day),
            x1=moment(line.day),
            y0=above,
            y1=1,
            yref="paper",
            line={"color": QUIET, "width": 1, "dash": "dash"},
        )
        side = "right" if geometry.is_leftward(picture, line) else "left"
        if style := _style(
            narrow=line in geometry.breaks_with_room(picture, NARROWEST - 50),
            wide=line in geometry.breaks_with_room(picture, WIDE),
        ):
            said = f'<span style="{style}">{escape(line.words, quote=False)}</span>'
            _text(
                drawn, line.day, 1, said, yref="paper", xanchor=side, yshift=-1, size=12, html=True
            )
    if geometry.beside(picture):
        _beside(drawn, picture, ink)
    _brackets(drawn, picture)
    if picture.spans:
        _lane(drawn, picture, ink)


def _style(*, narrow: bool, wide: bool) -> str:
    """The style by which a text aside stands where it has room."""
    return _BESIDE if narrow else _ASIDE if wide else ""


def _gap(drawn: Drawing, gap: Gap, height: float, *, named: bool) -> None:
    middle = gap.start + (gap.after - gap.start) / 2
    drawn.line(
        x0=moment(gap.start), x1=moment(gap.after), y0=height, y1=height, yref="paper",
        line={"color": QUIET, "width": 3, "dash": "dot"}
    )  # fmt: skip
    if gap.named != "none" and named:
        style = _ASIDE if gap.named == "wide" else _BESIDE
        _text(
            drawn,
            middle,
            0,
            f'<span style="{style}">{escape(gap.words, quote=False)}</span>',
            yshift=14,
            size=13,
            html=True,
        )


def _beside(drawn: Drawing, picture: Picture, ink: str) -> None:
    """The marks beside each other over their zero line, or that of their panel."""
    _panels(drawn, picture)
    for spread in picture.spreads:
        x = _at(picture, geometry.of_sources(picture, spread))
        _sources(drawn, [x, x], [spread.low, spread.high], spread)
    marks = [mark for mark in geometry.drawn_first(picture) if mark.shape != "span"]
    bars = [mark for mark in picture.heads if mark.shape == "bar"]
    _bars(
        drawn,
        [mark for mark in marks if mark.shape == "bar"],
        bars,
        ink,
        geometry.reach(picture) / geometry.plot(picture),
    )
    for mark in marks:
        if mark.shape != "bar":
            x = _at(picture, geometry.at(picture, mark))
            _stem(drawn, mark, x, ink)
    for mark in picture.heads:
        if mark.shape == "stem":
            _stem_label(drawn, mark, _at(picture, geometry.at(picture, mark)))
    for event in picture.unstated_events:
        middle = event.start + (event.after - event.start) / 2
        drawn.scatter(
            x=[moment(middle)],
            y=[0],
            mode="markers",
            marker={"symbol": "x-thin", "size": 10, "line": {"color": QUIET, "width": 2}},
            hovertext=[escape(f"{event.name}, {event.when}", quote=False)],
            hoverinfo="text",
            cliponaxis=False,
        )


def _panels(drawn: Drawing, picture: Picture) -> None:
    """The name and the zero line of each panel."""
    for name, zero in zip(picture.panels, geometry.zero_lines(picture), strict=True):
        drawn.line(x0=0, x1=1, xref="paper", y0=zero, y1=zero, line={"color": QUIET, "width": 1})
        said = f"<b>{escape(name, quote=False)}</b>"
        drawn.note(
            text=said,
            font={"size": 14},
            showarrow=False,
            x=0,
            xref="paper",
            xanchor="left",
            y=zero + geometry.PANEL - 18,
            yanchor="middle",
        )


def _sources(drawn: Drawing, x: Sequence[Any], y: Sequence[float], spread: Spread) -> None:
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


def _brackets(drawn: Drawing, picture: Picture) -> None:
    """Under each run of bars of one count its letter, where there are several."""
    middles, low = [], geometry.BRACKET
    for bracket in picture.brackets:
        start, after = (_at(picture, share) for share in geometry.bracket_ends(picture, bracket))
        middles.append(start + (after - start) / 2)
        for x0, y0, x1 in ((start, low, after), (start, low - 4, start), (after, low - 4, after)):
            drawn.line(x0=x0, x1=x1, y0=y0, y1=low, yref="y2", line={"color": QUIET, "width": 1.5})
    letters = [bracket.letter for bracket in picture.brackets]
    _labels(
        drawn,
        middles,
        [geometry.LETTERS] * len(letters),
        letters,
        size=13,
        textposition="middle center",
        yaxis="y2",
    )


def _lane(drawn: Drawing, picture: Picture, ink: str) -> None:
    """The spans of other lengths, each with its number over it."""
    on = {"yaxis": "y2"}
    wide = [mark for mark in picture.spans if not geometry.is_dot(picture, mark)]
    if wide:
        spans = [
            tuple(_at(picture, share) for share in geometry.span_ends(picture, mark))
            for mark in wide
        ]
        drawn.bar(
            x=[start + (after - start) / 2 for start, after in spans],
            width=[(after - start).total_seconds() * 1000 for start, after in spans],
            y=[geometry.thick(mark) for mark in wide],
            base=[geometry.span_middle(picture, mark) - geometry.thick(mark) / 2 for mark in wide],
            marker=_surface(wide, ink),
            **on,
            **_identity(wide),
        )
    for mark in picture.spans:
        middle = geometry.span_middle(picture, mark)
        if geometry.is_dot(picture, mark):
            _dots(
                drawn,
                [mark],
                [moment(mark.start) + (moment(mark.after) - moment(mark.start)) / 2],
                [middle],
                ink,
                **on,
            )
    if picture.aside:
        said = {
            "text": escape(picture.aside, quote=False),
            "font": {"size": 12, "color": QUIET},
            "showarrow": False,
        }
        drawn.note(
            **said,
            x=0,
            xref="paper",
            xanchor="left",
            xshift=2,
            y=geometry.under(picture) + 13,
            yref="y2",
            yanchor="middle",
        )
    for side, leftward in (("right", False), ("left", True)):
        marks = [mark for mark in picture.spans if mark.leftward is leftward]
        x = [moment(mark.after if leftward else mark.start) for mark in marks]
        y = [geometry.span_middle(picture, mark) - geometry.THICK / 2 - 2 for mark in marks]
        _labels(
            drawn,
            x,
            y,
            [_spoken(mark) for mark in marks],
            size=15,
            textposition=f"top {side}",
            **on,
        )


def _spoken(mark: Mark) -> str:
    """The label over a span, and its name behind it in the style that says where it has room."""
    label = f'<span style="{_ANY}"><b>{escape(mark.told, quote=False)}</b></span>'
    if mark.named == "none" or not mark.name:
        return label
    return (
        f'{label} <span style="{_style(narrow=mark.named == "any", wide=True)}"> '
        f"{escape(mark.name, quote=False)}</span>"
    )


def _bars(
    drawn: Drawing, bars: Sequence[Mark], heads: Sequence[Mark], ink: str, pixel: float
) -> None:
    """Bars with their arrows, and the labels over them and over several sources; ``pixel`` is how
    much of the value axis a pixel takes.
    """

    def middle(mark: Mark) -> datetime:
        return moment(mark.start) + (moment(mark.after) - moment(mark.start)) / 2

    if bars:
        drawn.bar(
            x=list(map(middle, bars)),
            width=[(mark.after - mark.start).total_seconds() * 1000 for mark in bars],
            y=[mark.top - mark.bottom for mark in bars],
            base=[mark.bottom for mark in bars],
            marker=_surface(bars, ink),
            **_identity(bars),
        )
    above = [mark.top + pixel * (ARROW + 4 if mark.arrow == "up" else 4) for mark in heads]
    _labels(
        drawn,
        list(map(middle, heads)),
        above,
        [_label(mark, mark.name) for mark in heads],
        size=16,
        textposition="top center",
    )
    for mark in bars:
        _arrow(drawn, middle(mark), mark.top, mark, ink)


def _label(mark: Mark, *aside: str) -> str:
    """A mark's label and the lines beside it, each in the style that says where it has room."""
    if mark.labelled == "none":
        return ""
    lines = [
        f'<span style="{_ANY if mark.labelled == "any" else _WIDE}"><b>'
        f"{escape(mark.told, quote=False)}</b></span>"
    ]
    if mark.named != "none":
        style = _ASIDE if mark.named == "wide" else _BESIDE
        lines += [
            f'<span style="{style}">{escape(line, quote=False)}</span>' for line in aside if line
        ]
    return "<br>".join(lines)


def _stem(drawn: Drawing, mark: Mark, x: datetime, ink: str) -> None:
    """A stem with its head, the head alone of one of several sources, or a range between its
    bounds.
    """
    ink = FAINT if mark.faint else ink
    if mark.shape == "stem":
        drawn.scatter(
            x=[x, x],
            y=[mark.bottom, mark.top],
            mode="lines",
            line={
                "color": ink,
                "width": 8 if mark.ranged else 3,
                "dash": "solid" if mark.fill == "solid" else "dot",
            },
            hoverinfo="skip",
            cliponaxis=False,
        )
    if mark.ranged:
        _caps(drawn, mark, [x, x], [mark.bottom, mark.top], ink, "line-ew")
    else:
        _dots(drawn, [mark], [x], [mark.top], ink)
    _arrow(drawn, x, mark.top, mark, ink)


def _stem_label(drawn: Drawing, mark: Mark, x: datetime) -> None:
    anchor, shift = ("right", -13) if mark.leftward else ("left", 13)
    label = _label(mark, mark.name, mark.when)
    _text(
        drawn,
        x,
        mark.top,
        label,
        xanchor=anchor,
        xshift=shift,
        yanchor="top",
        yshift=12,
        size=16,
        align=anchor,
        html=True,
    )


def _dots(
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
        **_identity(marks),
    )


def _caps(
    drawn: Drawing, mark: Mark, x: Sequence[Any], y: Sequence[float], ink: str, symbol: str
) -> None:
    """The bounds of a range."""
    caps = {"symbol": symbol, "size": 16, "line": {"color": ink, "width": 3}}
    drawn.scatter(x=x, y=y, mode="markers", marker=caps, cliponaxis=False, **_identity([mark] * 2))


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
        _sources(drawn, [spread.low, spread.high], [middles[spread.head.row]] * 2, spread)
    bars = [mark for mark in picture.marks if mark.shape == "row"]
    if bars:
        drawn.bar(
            orientation="h",
            y=[middles[mark.row] for mark in bars],
            x=[mark.top - mark.bottom for mark in bars],
            base=[mark.bottom for mark in bars],
            width=[geometry.thickness(picture, mark) for mark in bars],
            marker=_surface(bars, ink),
            **_identity(bars),
        )
    if dots := [mark for mark in geometry.drawn_first(picture) if mark.shape == "dot"]:
        _dots(drawn, dots, [mark.top for mark in dots], [middles[mark.row] for mark in dots], ink)
    for mark in picture.marks:
        middle, own = middles[mark.row], FAINT if mark.faint else ink
        if mark.ranged:
            _caps(drawn, mark, [mark.bottom, mark.top], [middle] * 2, own, "line-ns")
        _arrow(drawn, mark.top, middle, mark, own, sideways=True)
    above = [middle - geometry.over_row(picture) for middle in middles]
    _labels(
        drawn, [0] * len(middles), above, _row_labels(picture), size=14, textposition="top right"
    )


def _surface(marks: Sequence[Mark], ink: str) -> dict[str, Any]:
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


def _identity(points: Sequence[Mark]) -> dict[str, Any]:
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


def _labels(
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


def _arrow(drawn: Drawing, x: Any, y: float, mark: Mark, ink: str, sideways: bool = False) -> None:
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


def _text(
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


def _at(picture: Picture, share: float) -> datetime:
    """The moment that stands at a share of the drawing's width."""
    whole = moment(picture.after) - moment(picture.start)
    return moment(picture.start) + whole * (share * (1 + 2 * geometry.EDGE) - geometry.EDGE)


def moment(day: date) -> datetime:
    """The beginning of a day, as Plotly has it."""
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


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

"""Pictures on a line of time as Plotly draws them: marks over a zero line or those of their panels,
and the lane of spans under them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from kzstats.content import geometry
from kzstats.content.geometry import ARROW, BOTTOM
from kzstats.content.picture import NARROWEST, WIDE, Gap, Mark, Picture
from kzstats.render import traces
from kzstats.render.colours import FAINT, GRID, QUIET
from kzstats.render.traces import Drawing, moment

_ANY, _BESIDE, _WIDE, _ASIDE = (
    "font-size:16px",
    "font-size:13px",
    "font-size:15px",
    "font-size:12px",
)
"""The styles of labels; the page's style sheet hides the last two where the page is narrow."""


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
            traces.text(
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
        traces.text(
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
        traces.sources(drawn, [x, x], [spread.low, spread.high], spread)
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


def _brackets(drawn: Drawing, picture: Picture) -> None:
    """Under each run of bars of one count its letter, where there are several."""
    middles, low = [], geometry.BRACKET
    for bracket in picture.brackets:
        start, after = (_at(picture, share) for share in geometry.bracket_ends(picture, bracket))
        middles.append(start + (after - start) / 2)
        for x0, y0, x1 in ((start, low, after), (start, low - 4, start), (after, low - 4, after)):
            drawn.line(x0=x0, x1=x1, y0=y0, y1=low, yref="y2", line={"color": QUIET, "width": 1.5})
    letters = [bracket.letter for bracket in picture.brackets]
    traces.labels(
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
            marker=traces.surface(wide, ink),
            **on,
            **traces.identity(wide),
        )
    for mark in picture.spans:
        middle = geometry.span_middle(picture, mark)
        if geometry.is_dot(picture, mark):
            traces.dots(
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
        traces.labels(
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
            marker=traces.surface(bars, ink),
            **traces.identity(bars),
        )
    above = [mark.top + pixel * (ARROW + 4 if mark.arrow == "up" else 4) for mark in heads]
    traces.labels(
        drawn,
        list(map(middle, heads)),
        above,
        [_label(mark, mark.name) for mark in heads],
        size=16,
        textposition="top center",
    )
    for mark in bars:
        traces.arrow(drawn, middle(mark), mark.top, mark, ink)


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
        traces.caps(drawn, mark, [x, x], [mark.bottom, mark.top], ink, "line-ew")
    else:
        traces.dots(drawn, [mark], [x], [mark.top], ink)
    traces.arrow(drawn, x, mark.top, mark, ink)


def _stem_label(drawn: Drawing, mark: Mark, x: datetime) -> None:
    anchor, shift = ("right", -13) if mark.leftward else ("left", 13)
    label = _label(mark, mark.name, mark.when)
    traces.text(
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


def _at(picture: Picture, share: float) -> datetime:
    """The moment that stands at a share of the drawing's width."""
    whole = moment(picture.after) - moment(picture.start)
    return moment(picture.start) + whole * (share * (1 + 2 * geometry.EDGE) - geometry.EDGE)

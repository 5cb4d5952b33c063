"""Pictures drawn with Plotly: interactive, quiet, and the same in light and dark.

Figures carry the colours of light paper; the rules of :func:`style` give them those of dark paper
where the page is dark. Streamlit's own theme for figures would do this too, but it has Plotly draw
every chart twice, and not again when the page turns dark.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final
from zlib import crc32

import plotly.graph_objects as go

from kzstats.content import geometry
from kzstats.content.geometry import BOTTOM
from kzstats.content.picture import Picture
from kzstats.render import colours, plotted_rows, plotted_time
from kzstats.render.colours import GRID, PAPER, QUIET
from kzstats.render.traces import Drawing, moment

_FAMILY: Final = '"Source Sans", sans-serif'
CONFIG: Final = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
    "showTips": False,
}


def figure(picture: Picture) -> go.Figure:
    """The picture as a figure; every mark's ``customdata`` is its record's id."""
    picture = geometry.stacked(picture)
    ink = colours.ink(picture.metric, picture.topic)
    drawn = Drawing()
    (plotted_rows.in_rows if picture.layout == "rows" else plotted_time.on_time)(
        drawn, picture, ink
    )
    layout = _layout(picture) | {
        "shapes": drawn.shapes,
        "annotations": drawn.notes,
        "datarevision": crc32(repr(drawn).encode()),
    }
    # Plotly's look at every property takes ten times as long as all else: the tests look at all
    # that is drawn here.
    done = go.Figure(
        {"data": drawn.traces, "layout": layout | {"template": {}}}, _validate=False
    )  # an empty template keeps out Plotly's own
    # The figure is done: Plotly would copy all of it anew at every run of every page. The page
    # is given no template at all,
    # since any has it draw the figure twice.
    plain = {"data": drawn.traces, "layout": layout}
    vars(done)["to_dict"] = lambda: plain
    return done


def style() -> str:
    """The rules of a style sheet by which figures take the colours of dark paper wherever the
    page's ``color-scheme`` is dark.
    """
    rules = ""
    for light, dark in colours.ON_DARK.items():
        red, green, blue = bytes.fromhex(light[1:])
        for part in ("fill", "stroke"):
            # Plotly writes the colours into the style of each mark and into the attributes of a
            # hatch.
            where = (
                f'[style*="{part}: rgb({red}, {green}, {blue})"], [{part}="rgb({red}, '
                f'{green}, {blue})"]'
            )
            rules += (
                f".js-plotly-plot :is({where}) "
                f"{{ {part}: light-dark({light}, {dark}) !important; }}\n"
            )
    return rules


def height(picture: Picture) -> int:
    """Pixels that the figure needs to stay legible."""
    return geometry.height(picture)


def _layout(picture: Picture) -> dict[str, Any]:
    on_time = picture.layout == "time"
    # Plotly finds room for the words of an axis by drawing all of it a second time: the margins
    # are set here instead.
    quiet = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": False,
        "ticks": "",
        "automargin": False,
        "tickfont": {"size": 12},
    }
    values = {
        **quiet,
        "range": [0, geometry.reach(picture) if geometry.beside(picture) else 1],
        "tickvals": [value for value, _ in picture.values],
        "ticktext": [text for _, text in picture.values],
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
    }
    share = plotted_time.share_of_lane(picture)
    if on_time:
        edge = (moment(picture.after) - moment(picture.start)) * geometry.EDGE
        x: dict[str, Any] = {
            **quiet,
            "type": "date",
            "range": [moment(picture.start) - edge, moment(picture.after) + edge],
            "tickvals": [moment(day) for day, _ in picture.ticks],
            "ticktext": [escape(text, quote=False) for _, text in picture.ticks],
            **({"anchor": "free", "position": 0} if share else {}),
        }
        y = {
            **values,
            "side": "left",
            "ticklabelposition": "outside",
            **({"domain": [share, 1]} if share else {}),
        }
        margin = {
            "l": geometry.left(picture),
            "r": geometry.RIGHT,
            "t": geometry.over(picture),
            "b": BOTTOM,
            "pad": 8,
        }
    else:
        x = values
        y = {**quiet, "range": [geometry.rows_height(picture), 0], "showticklabels": False}
        margin = {
            "l": geometry.LEFT_OF_ROWS,
            "r": geometry.RIGHT_OF_ROWS,
            "t": geometry.TOP_OF_ROWS,
            "b": geometry.BOTTOM_OF_ROWS,
            "pad": 8,
        }
    lane = (
        {
            "yaxis2": {
                **quiet,
                "domain": [0, share],
                "range": [geometry.lane(picture), 0],
                "showticklabels": False,
            }
        }
        if share
        else {}
    )
    return {
        **lane,
        "height": height(picture),
        "margin": margin,
        "xaxis": x,
        "yaxis": y,
        "showlegend": False,
        "bargap": 0,
        "barmode": "overlay",
        "hovermode": "closest",
        # Streamlit hands every figure to Plotly twice, the second time with these modes. With
        # the modes there from the start, and a revision
        # of the data by which Plotly sees that they are the same, it does not draw a second time.
        "clickmode": "event+select",
        "dragmode": "pan",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 13, "family": _FAMILY},
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": QUIET,
            "font": {"size": 13, "family": _FAMILY},
        },
    }

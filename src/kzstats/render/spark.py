"""A metric's figures at a glance, as a picture so small that it stands in a row: no words, no
numbers, no colour that means anything.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kzstats.content.document import Spark, Stroke

WIDTH, HEIGHT = 96, 24
_NARROWEST: Final = 2.4
_INK: Final = "#7a8694"
"""A grey that is seen on light and dark alike: a picture within a page knows nothing of the page's
colours.
"""


def address(spark: Spark) -> str:
    """The picture as an address that holds all of it."""
    firm = "".join(_bar(stroke) for stroke in spark.strokes if stroke.firm)
    loose = "".join(_bar(stroke) for stroke in spark.strokes if not stroke.firm)
    drawn = f'<path fill="{_INK}" d="{firm}"/>' if firm else ""
    drawn += f'<path fill="none" stroke="{_INK}" d="{loose}"/>' if loose else ""
    base = f'<path stroke="{_INK}" stroke-opacity=".5" d="M0 {HEIGHT - 0.5}h{WIDTH}"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}">{base}{drawn}</svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe=" =:/")


def _bar(stroke: Stroke) -> str:
    left, width = stroke.start * WIDTH, (stroke.end - stroke.start) * WIDTH
    if width < _NARROWEST:
        left, width = min(max(left - (_NARROWEST - width) / 2, 0), WIDTH - _NARROWEST), _NARROWEST
    high = max(stroke.height * (HEIGHT - 2), 1.5)
    return (
        f"M{left:.1f} "
        f"{HEIGHT - 0.5 - high:.1f}h{max(width - 0.6, 1.5):.1f}V{HEIGHT - 0.5}H{left:.1f}z"
    )

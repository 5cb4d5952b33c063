"""The colours of marks, lines and words, on light paper and on dark."""

from __future__ import annotations

from typing import Final

INK: Final = {
    "cases": "#0b5394",
    "convicted_persons": "#b0470a",
    "cooperation": "#0f766e",
    "funding": "#7a3e9d",
    "recruitment": "#8a5a00",
}
"""The ink of each topic, or of a metric that must not be taken for its neighbour: apart for
colour-blind readers, 4.5:1 on the paper.
"""
TEXT, QUIET, GRID, PAPER = "#1b2530", "#5b6672", "#dfe4ea", "#ffffff"
FAINT: Final = "#8e99a5"
"""The ink of a figure that never leads."""

ON_DARK: Final = {
    "#0b5394": "#6fa8dc",
    "#b0470a": "#f2a065",
    "#0f766e": "#57c4b4",
    "#7a3e9d": "#cfa0e8",
    "#8a5a00": "#e0b64f",
    TEXT: "#eef2f6",
    QUIET: "#a9b4c0",
    GRID: "#2d363f",
    PAPER: "#12171d",
    FAINT: "#75808c",
}
"""What stands on dark paper for each colour."""


def _mixed(ink: str, paper: str) -> str:
    """A little ink on paper."""
    pairs = zip(bytes.fromhex(ink[1:]), bytes.fromhex(paper[1:]), strict=True)
    return "#" + "".join(f"{round(0.25 * one + 0.75 * other):02x}" for one, other in pairs)


PALE: Final = {light: _mixed(light, PAPER) for light in (*INK.values(), FAINT)}
"""What fills a bar of a further count, whose outline is its ink."""
ON_DARK.update({pale: _mixed(ON_DARK[light], ON_DARK[PAPER]) for light, pale in PALE.items()})


def ink(metric: str, topic: str) -> str:
    """The colour of a metric's marks on light paper."""
    return INK[name(metric, topic)]


def name(metric: str, topic: str) -> str:
    """By which name :data:`INK` has the colour of a metric; a topic of the data file's own takes
    one of the others, always the same.
    """
    return (
        metric
        if metric in INK
        else topic
        if topic in INK
        else list(INK)[sum(map(ord, topic)) % len(INK)]
    )

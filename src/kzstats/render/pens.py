"""How the parts of a drawing are written as SVG: with numbers and colours for paper, with shares
and classes for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Literal, Protocol

from kzstats.content import geometry, picture
from kzstats.content.picture import NARROWEST, WIDE, Mark
from kzstats.render import colours
from kzstats.render.colours import FAINT, GRID, PAPER, QUIET, TEXT

_INK: Final = "ink"
_NARROW: Final = WIDE - 20
"""Up to how many pixels a drawing in a page is narrow: the letters of labels are counted a little
wide.
"""
LEADING, OTHER = 7, 5
"""Pixels from the middle of a dot to its edge, where it leads and where it is one of several
sources that do not.
"""
_POINTED: Final = 20
"""Pixels of a mark that a pointer finds, however thin it is drawn."""

Stroke = Literal[
    "grid",
    "guide",
    "axis",
    "blank",
    "gap",
    "break",
    "arrow",
    "stem",
    "loose",
    "span",
    "cap",
    "sources",
    "unstated",
    "bracket",
]
_STROKES: Final[dict[Stroke, tuple[str, float, str]]] = {
    "grid": (GRID, 1, ""),
    "guide": (QUIET, 1, "1 3"),
    "axis": (QUIET, 1, ""),
    "blank": (PAPER, 6, ""),
    "gap": (QUIET, 2, "3 4"),
    "break": (QUIET, 1, "6 5"),
    "arrow": (_INK, 2.5, ""),
    "stem": (_INK, 3, ""),
    "loose": (_INK, 3, "3 4"),
    "span": (_INK, 8, ""),
    "cap": (_INK, 3, ""),
    "sources": (QUIET, 1.5, ""),
    "unstated": (QUIET, 2, ""),
    "bracket": (QUIET, 1.5, ""),
}
"""The lines of a drawing: colour, width, dashes."""
Said = Literal["label", "name", "tick", "value", "aside", "panel"]
_SAID: Final[dict[Said, tuple[int, bool, str]]] = {
    "label": (16, True, TEXT),
    "name": (12, False, TEXT),
    "tick": (13, False, TEXT),
    "value": (12, False, TEXT),
    "aside": (12, False, QUIET),
    "panel": (14, True, TEXT),
}
"""The texts of a drawing: size, whether bold, colour."""
_ROW: Final = 15
"""The size of the words over a row."""
Anchor = Literal["start", "middle", "end"]
Room = Literal["any", "wide", "narrow"]
Segment = tuple[float, float, float, float]
"""A line from a place to a place, in pixels."""


class Pen(Protocol):
    """How the parts of a drawing are written.

    ``x`` is a share of the drawing's width, ``y`` and all else are pixels.
    """

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        """A line between two places."""

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        """Lines around a place."""

    def text(
        self,
        x: float,
        y: float,
        said: str,
        kind: Said,
        anchor: Anchor = "start",
        aside: float = 0,
        room: Room = "any",
    ) -> str:
        """A text at a place or so many pixels aside of it, in drawings that have room."""

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        """The words over a row."""

    def spoken(
        self, x: float, y: float, label: str, name: str, anchor: Anchor, named: picture.Room
    ) -> str:
        """The label over a span and, in drawings that have room, its name behind it."""

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        """A mark that is a bar."""

    def dot(self, mark: Mark, x: float, y: float) -> str:
        """The head of a mark that is a stem, or a mark that is a dot: a small one where it is one
        of several sources and does not lead.
        """

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        """A mark that is a stem between two bounds."""


def fixed(left: float, width: float, ink: str) -> Pen:
    """A pen for paper: a drawing so wide, from a place on, in the ink of its metric."""
    return _Fixed(left, width, ink)


def fluid(hatch: str, receipt: Callable[[str], str]) -> Pen:
    """A pen for a web page; ``hatch`` is the id of its pattern there, ``receipt`` is where a
    record's receipt is.
    """
    return _Fluid(hatch, receipt)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """For paper: a place is a number, a colour is itself, and a line has all that it
    needs with it.
    """

    left: float
    width: float
    ink: str

    def _x(self, share: float) -> float:
        return self.left + share * self.width

    def _line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        colour, width, dash = _STROKES[kind]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        colour = self.ink if colour == _INK else colour
        return (
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" '
            f'stroke="{colour}" stroke-width="{width:g}"{dashed}/>'
        )

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        return self._line(self._x(x), y, self._x(to_x), to_y, kind)

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        at = self._x(x)
        return "".join(
            self._line(at + x1, y + y1, at + x2, y + y2, kind) for x1, y1, x2, y2 in segments
        )

    def text(
        self,
        x: float,
        y: float,
        said: str,
        kind: Said,
        anchor: Anchor = "start",
        aside: float = 0,
        room: Room = "any",
    ) -> str:
        size, bold, colour = _SAID[kind]
        return (
            ""
            if room == "narrow" or not said
            else words(self._x(x) + aside, y, said, size, anchor, bold, colour == QUIET)
        )

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        bold = f'<tspan font-weight="700">{escape(lines[0])}</tspan>'
        return (
            f'<text x="{self.left:g}" y="{y:.1f}" font-size="{_ROW}">{bold}<tspan '
            f'dx="8">{escape(name)}</tspan></text>'
        )

    def spoken(
        self, x: float, y: float, label: str, name: str, anchor: Anchor, named: picture.Room
    ) -> str:
        bold = f'<tspan font-weight="700">{escape(label)}</tspan>'
        more = (
            f'<tspan dx="6" font-size="13">{escape(name)}</tspan>'
            if name and named != "none"
            else ""
        )
        return (
            f'<text x="{self._x(x):.1f}" y="{y:.1f}" font-size="{_ROW}" '
            f'text-anchor="{anchor}">{bold}{more}</text>'
        )

    def _ink(self, mark: Mark) -> str:
        return FAINT if mark.faint else self.ink

    def _surface(self, mark: Mark) -> str:
        ink = self._ink(mark)
        fill = {
            "solid": colours.PALE[ink] if mark.further else ink,
            "hatched": "url(#hatch)",
            "hollow": PAPER,
        }[mark.fill]
        outline, width = (ink, 2) if mark.outlined else (PAPER, 1)
        return f'fill="{fill}" stroke="{outline}" stroke-width="{width}"{_dashes(mark)}'

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        place = (
            f'x="{self._x(x):.1f}" y="{y:.1f}" width="{max((to_x - x) * self.width, 1):.1f}" '
            f'height="{max(tall, 1):.1f}"'
        )
        return (
            f'<rect data-record="{escape(mark.record)}" {place} '
            f"{self._surface(mark)}><title>{escape(mark.hover)}</title></rect>"
        )

    def dot(self, mark: Mark, x: float, y: float) -> str:
        ink = self._ink(mark)
        fill = PAPER if mark.fill == "hollow" else ink
        head = (
            f'data-record="{escape(mark.record)}" fill="{fill}" stroke="{ink}" stroke-width="2.5"'
            f"{_dashes(mark)}"
        )
        return (
            f'<circle {head} cx="{self._x(x):.1f}" cy="{y:.1f}" '
            f'r="{size(mark)}"><title>{escape(mark.hover)}</title></circle>'
        )

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        at, tall = self._x(x), max(low - high, 1)
        place = (
            f'x="{at - 1:.1f}" y="{high:.1f}" width="2" height="{tall:.1f}" '
            f'fill="{self._ink(mark)}" stroke="{self._ink(mark)}" stroke-width="6"'
        )
        caps = "".join(self._line(at - 9, y, at + 9, y, "cap") for y in (low, high))
        return (
            f'{caps}<rect data-record="{escape(mark.record)}" '
            f"{place}><title>{escape(mark.hover)}</title></rect>"
        )


def _dashes(mark: Mark) -> str:
    """The dashes of what is only planned."""
    return ' stroke-dasharray="5 3"' if mark.planned else ""


@dataclass(frozen=True, slots=True)
class _Fluid:
    """For a web page: a place along the drawing is a share of its width, and the style sheet says
    how a thing looks.
    """

    hatch: str
    receipt: Callable[[str], str]

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        return (
            f'<line x1="{_share(x)}" y1="{y:.4g}" x2="{_share(to_x)}" y2="{to_y:.4g}" '
            f'class="{kind}"/>'
        )

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        path = "".join(f"M{x1:.3g} {y1:.3g}L{x2:.3g} {y2:.3g}" for x1, y1, x2, y2 in segments)
        return f'<svg x="{_share(x)}" y="{y:.4g}"><path class="{kind}" d="{path}"/></svg>'

    def text(
        self,
        x: float,
        y: float,
        said: str,
        kind: Said,
        anchor: Anchor = "start",
        aside: float = 0,
        room: Room = "any",
    ) -> str:
        size, bold, colour = _SAID[kind]
        plain = (size, bold, colour) == (12, False, TEXT)
        names = [
            *([] if plain else [kind]),
            *([anchor] if anchor != "start" else []),
            *([room] if room != "any" else []),
        ]
        classes = f' class="{" ".join(names)}"' if names else ""
        shifted = f' dx="{aside:g}"' if aside else ""
        return (
            f'<text x="{_share(x)}" '
            f'y="{y:.4g}"{shifted}{classes}>{escape(said, quote=False)}</text>'
            if said
            else ""
        )

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        label, *more = (escape(line, quote=False) for line in lines)
        first = f"<tspan>{label}</tspan>" + (
            f' <tspan dx="4">{escape(name, quote=False)}</tspan>' if name and not more else ""
        )
        under = "".join(f'<tspan x="0" dy="{geometry.LINE}">{line}</tspan>' for line in more)
        return f'<text class="row" y="{y - geometry.LINE * len(more):.4g}">{first}{under}</text>'

    def spoken(
        self, x: float, y: float, label: str, name: str, anchor: Anchor, named: picture.Room
    ) -> str:
        aside = "name" if named == "any" else "name wide"
        more = (
            f' <tspan dx="2" class="{aside}">{escape(name, quote=False)}</tspan>'
            if name and named != "none"
            else ""
        )
        classes = f"row{'' if anchor == 'start' else f' {anchor}'}"
        return (
            f'<text x="{_share(x)}" y="{y:.4g}" '
            f'class="{classes}"><tspan>{escape(label, quote=False)}</tspan>{more}</text>'
        )

    def _link(self, mark: Mark, shapes: str) -> str:
        words = escape(mark.hover, quote=False)
        faint = ' class="faint"' if mark.faint else ' class="planned"' if mark.planned else ""
        href = escape(self.receipt(mark.record))
        return (
            f'<a href="{href}" tabindex="-1" '
            f'data-record="{escape(mark.record)}"{faint}><title>{words}</title>{shapes}</a>'
        )

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        fill = f' fill="url(#{self.hatch})"' if mark.fill == "hatched" else ""
        kind = "pale" if mark.fill == "solid" and mark.further else mark.fill
        thin = " thin" if not mark.outlined and min((to_x - x) * NARROWEST, tall) < 3 else ""
        place = (
            f'x="{_share(x)}" y="{y:.4g}" width="{_share(max(to_x - x, 0.002))}" '
            f'height="{max(tall, 1):.4g}"'
        )
        return self._link(
            mark, f'{self._pointed(x, y, to_x, tall)}<rect class="{kind}{thin}" {place}{fill}/>'
        )

    def _pointed(self, x: float, y: float, to_x: float, tall: float) -> str:
        """What a pointer finds of a bar that is too low for it."""
        if tall >= _POINTED:
            return ""
        return (
            f'<rect class="hit" x="{_share(x)}" y="{y + tall / 2 - _POINTED / 2:.4g}" '
            f'width="{_share(max(to_x - x, 0.03))}" height="{_POINTED}"/>'
        )

    def dot(self, mark: Mark, x: float, y: float) -> str:
        return self._link(
            mark,
            f'<circle class="{"paper" if mark.fill == "hollow" else "ink"}" cx="{_share(x)}" '
            f'cy="{y:.4g}" r="{size(mark)}"/>',
        )

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        tall = max(low - high, 1)
        whole = self.strokes(x, high, [(0, 0, 0, tall)], "span")
        return self._link(
            mark, whole + self.strokes(x, high, [(-9, y, 9, y) for y in (0, tall)], "cap")
        )


def words(
    x: float,
    y: float,
    said: str,
    size: int,
    anchor: Anchor = "start",
    bold: bool = False,
    quiet: bool = False,
) -> str:
    """A text at a fixed place."""
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{QUIET}"' if quiet else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" '
        f'text-anchor="{anchor}"{weight}{colour}>{escape(said)}</text>'
    )


def size(mark: Mark) -> int:
    """Pixels from the middle of a mark's dot to its edge."""
    return LEADING if mark.leads else OTHER


def _share(x: float) -> str:
    return f"{round(100 * x, 2):g}%" if x else "0"


def style() -> str:
    """The rules of a style sheet that the drawings in a page need: their colours on light and on
    dark paper, and what stands in a narrow one.
    """
    names = {
        TEXT: "text",
        QUIET: "quiet",
        GRID: "grid",
        PAPER: "paper",
        FAINT: "faint",
        _INK: "ink",
        colours.PALE[FAINT]: "palest",
    }

    def colour(light: str, name: str) -> str:
        return f"--{name}:light-dark({light},{colours.ON_DARK[light]})"

    plain = ";".join(f"--{name}:{light}" for light, name in names.items() if light != _INK)
    both = ";".join(colour(light, name) for light, name in names.items() if light != _INK)
    rules = [
        f".drawing{{container-type:inline-size;{plain}}}",
        *(
            f'.drawing[data-ink="{name}"]{{--ink:{ink};--pale:{colours.PALE[ink]}}}'
            for name, ink in colours.INK.items()
        ),
    ]
    inks = "".join(
        f'.drawing[data-ink="{name}"]{{{colour(ink, "ink")};{colour(colours.PALE[ink], "pale")}}}'
        for name, ink in colours.INK.items()
    )
    rules += [f"@supports (color:light-dark(#000,#fff)){{.drawing{{{both}}}{inks}}}"]
    system = (
        "--text:CanvasText;--quiet:CanvasText;--grid:GrayText;--paper:Canvas;"
        "--faint:GrayText;--ink:LinkText;--pale:ButtonFace;--palest:ButtonFace"
    )
    rules += [
        f"@media (forced-colors:active){{.drawing[data-ink]{{{system};forced-color-adjust:none}}}}"
    ]
    rules += [
        ".drawing{position:relative}.drawing>span{position:absolute;inset:0;pointer-events:none}",
        ".drawing svg{display:block;overflow:visible;fill:none;font-variant-numeric:lining-nums}",
        ".drawing "
        "text{fill:var(--text);font-size:12px;paint-order:stroke;stroke:var(--paper);"
        "stroke-width:3px;stroke-linejoin:round}",
        ".drawing .middle{text-anchor:middle}.drawing .end{text-anchor:end}",
        *(
            f".drawing "
            f".{name}{{font-size:{size}px{';font-weight:700' if bold else ''}{';fill:var(--quiet)' if colour == QUIET else ''}}}"  # noqa: E501
            for name, (size, bold, colour) in _SAID.items()
            if (size, bold, colour) != (12, False, TEXT)
        ),
        f".drawing .row{{font-size:{_ROW}px}}.drawing .row tspan:first-child{{font-weight:700}}",
        *(
            f".drawing "
            f".{name}{{stroke:var(--{names[colour]});stroke-width:{width:g}{f';stroke-dasharray:{dash}' if dash else ''}}}"  # noqa: E501
            for name, (colour, width, dash) in _STROKES.items()
        ),
        ".drawing .ink{fill:var(--ink)}.drawing .paper{fill:var(--paper)}",
        ".drawing .solid{fill:var(--ink);stroke:var(--paper)}.drawing .thin{stroke:var(--ink)}",
        ".drawing .hatched,.drawing .hollow,.drawing .pale{stroke:var(--ink);stroke-width:2}",
        ".drawing .planned rect,.drawing .planned circle{stroke-dasharray:5 3}",
        ".drawing .hollow{fill:var(--paper)}.drawing .pale{fill:var(--pale)}",
        ".drawing tspan.name{font-size:13px}.drawing "
        ".faint{--ink:var(--faint);--pale:var(--palest)}.drawing .hit{fill:transparent}",
        ".drawing circle{stroke:var(--ink);stroke-width:2.5}.drawing a:is(:hover,:focus) "
        "*{filter:brightness(1.15)}",
        f"@container (max-width:{_NARROW}px){{.drawing .wide{{display:none}}}}",
        f"@container (min-width:{_NARROW + 0.02}px){{.drawing .narrow{{display:none}}}}",
    ]
    return "\n".join(rules) + "\n"

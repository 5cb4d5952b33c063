"""Pictures as SVG: for web pages, where they are as wide as their place and take the reader's colours, and for reports and previews.

A picture for a report carries its title, its unit line, its sources and its address inside, so that it can be taken out of its page and
still be read and traced; a page or a brief has them around its charts. The press makes PNG and PDF of it. No browser is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from typing import Final, Literal, Protocol

from kzstats.content import geometry, marks
from kzstats.content.geometry import ARROW
from kzstats.content.marks import NARROWEST, WIDE, Mark, Picture
from kzstats.render import colours
from kzstats.render.colours import GRID, PAPER, QUIET, TEXT

_FAMILY: Final = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Arial, sans-serif"
_WIDTH, _EDGE = 880, 28
_LETTERS: Final = 100
"""The letters that a row's label has room for on paper: all."""
_ROWS_A_PIECE: Final = 6
_LETTER: Final = 0.5
"""The mean width of a letter in ems, a little wide, for breaking lines."""
_INK: Final = "ink"
_NARROW: Final = WIDE - 60
"""Up to how many pixels a drawing in a page is narrow: the letters of labels are counted a little wide."""

Stroke = Literal["grid", "axis", "blank", "gap", "break", "arrow", "stem", "loose", "span", "cap", "apart", "silent"]
_STROKES: Final[dict[Stroke, tuple[str, float, str]]] = {
    "grid": (GRID, 1, ""),
    "axis": (QUIET, 1, ""),
    "blank": (PAPER, 6, ""),
    "gap": (QUIET, 2, "3 4"),
    "break": (QUIET, 1, "6 5"),
    "arrow": (_INK, 2.5, ""),
    "stem": (_INK, 3, ""),
    "loose": (_INK, 3, "3 4"),
    "span": (_INK, 8, ""),
    "cap": (_INK, 3, ""),
    "apart": (QUIET, 1.5, ""),
    "silent": (QUIET, 2, ""),
}
"""The lines of a drawing: colour, width, dashes."""
Said = Literal["label", "name", "tick", "value", "aside"]
_SAID: Final[dict[Said, tuple[int, bool, str]]] = {
    "label": (16, True, TEXT),
    "name": (12, False, TEXT),
    "tick": (13, False, TEXT),
    "value": (12, False, TEXT),
    "aside": (12, False, QUIET),
}
"""The texts of a drawing: size, whether bold, colour."""
_ROW: Final = 15
"""The size of the words over a row."""
Anchor = Literal["start", "middle", "end"]
Room = Literal["any", "wide", "narrow"]
Segment = tuple[float, float, float, float]
"""A line from a place to a place, in pixels."""


def svg(picture: Picture, address: str) -> str:
    """The picture as an SVG document of its own; ``address`` is where it can be had again."""
    head, top = _head(picture)
    body, bottom = _chart(picture, top)
    foot, bottom = _foot(picture, address, bottom + 14)
    return _document(picture, head + body + foot, bottom)


def charts(picture: Picture) -> Iterator[tuple[str, str]]:
    """The picture's chart alone, for a page with its words around it: an SVG and its alternative text, several where it is too long for a page."""
    rows = picture.marks
    if picture.layout == "rows" and len(rows) > _ROWS_A_PIECE:
        parts = [rows[at : at + _ROWS_A_PIECE] for at in range(0, len(rows), _ROWS_A_PIECE)]
        pieces = [replace(picture, marks=tuple(replace(mark, row=row) for row, mark in enumerate(part))) for part in parts]
        pieces = [replace(piece, alt=" ".join((f"{piece.title}.", *(mark.words for mark in piece.marks)))) for piece in pieces]
    else:
        pieces = [picture]
    for piece in pieces:
        body, bottom = _chart(piece, 0)
        yield _document(piece, body, bottom, _EDGE - 2, _WIDTH - _EDGE + 2), piece.alt


def inline(picture: Picture, receipt: Callable[[str], str]) -> str:
    """The picture's chart as it stands in an HTML page, as high as the interactive one at any width; ``receipt`` is where a record's receipt is.

    Places along the drawing are shares of its width, so that its words stay as large as they are on a desk; :func:`style` leaves out what
    has no room. The marks are links for a pointer: for the keyboard and a screen reader the same links stand in the table below. So the
    drawing itself is hidden from the latter, beside a picture that is its words: what is an image may hold no links.
    """
    tall, pen = geometry.height(picture), _Fluid(f"hatch-{picture.name}", receipt)
    hatched = any(mark.fill == "hatched" for mark in picture.marks)
    hatch = (
        f'<defs><pattern id="{pen.hatch}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="8" height="8" class="paper"/><rect width="3" height="8" class="ink"/></pattern></defs>'
    )
    left, right = geometry.left(picture), geometry.RIGHT if picture.layout == "time" else geometry.RIGHT_OF_ROWS
    return (
        f'<div class="drawing" data-ink="{colours.name(picture.metric, picture.topic)}">'
        f'<span role="img" aria-label="{escape(picture.alt)}"></span>'
        f'<svg aria-hidden="true" height="{tall}" style="margin-left:{left:g}px;width:calc(100% - {left + right:g}px)">'
        f"{hatch if hatched else ''}{''.join(_drawn(pen, picture, 0, tall, NARROWEST, geometry.ROW_OF_LETTERS))}</svg></div>"
    )


def style() -> str:
    """The rules of a style sheet that the drawings in a page need: their colours on light and on dark paper, and what stands in a narrow one."""
    names = {TEXT: "text", QUIET: "quiet", GRID: "grid", PAPER: "paper", _INK: "ink"}

    def colour(light: str, name: str) -> str:
        return f"--{name}:light-dark({light},{colours.ON_DARK[light]})"

    plain = ";".join(f"--{name}:{light}" for light, name in names.items() if light != _INK)
    both = ";".join(colour(light, name) for light, name in names.items() if light != _INK)
    rules = [f".drawing{{container-type:inline-size;{plain}}}", *(f'.drawing[data-ink="{name}"]{{--ink:{ink}}}' for name, ink in colours.INK.items())]
    inks = "".join(f'.drawing[data-ink="{name}"]{{{colour(ink, "ink")}}}' for name, ink in colours.INK.items())
    rules += [f"@supports (color:light-dark(#000,#fff)){{.drawing{{{both}}}{inks}}}"]
    system = "--text:CanvasText;--quiet:CanvasText;--grid:GrayText;--paper:Canvas;--ink:LinkText"
    rules += [f"@media (forced-colors:active){{.drawing[data-ink]{{{system};forced-color-adjust:none}}}}"]
    rules += [
        ".drawing{position:relative}.drawing>span{position:absolute;inset:0;pointer-events:none}",
        ".drawing svg{display:block;overflow:visible;fill:none;font-variant-numeric:lining-nums}",
        ".drawing text{fill:var(--text);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}",
        ".drawing .middle{text-anchor:middle}.drawing .end{text-anchor:end}",
        *(
            f".drawing .{name}{{font-size:{size}px{';font-weight:700' if bold else ''}{';fill:var(--quiet)' if colour == QUIET else ''}}}"
            for name, (size, bold, colour) in _SAID.items()
            if (size, bold, colour) != (12, False, TEXT)
        ),
        f".drawing .row{{font-size:{_ROW}px}}.drawing .row tspan:first-child{{font-weight:700}}",
        *(
            f".drawing .{name}{{stroke:var(--{names[colour]});stroke-width:{width:g}{f';stroke-dasharray:{dash}' if dash else ''}}}"
            for name, (colour, width, dash) in _STROKES.items()
        ),
        ".drawing .ink{fill:var(--ink)}.drawing .paper{fill:var(--paper)}",
        ".drawing .solid{fill:var(--ink);stroke:var(--paper)}.drawing .thin{stroke:var(--ink)}",
        ".drawing .hatched,.drawing .hollow{stroke:var(--ink);stroke-width:2}.drawing .hollow{fill:var(--paper)}",
        ".drawing circle{stroke:var(--ink);stroke-width:2.5}.drawing a:is(:hover,:focus) *{filter:brightness(1.15)}",
        f"@container (max-width:{_NARROW}px){{.drawing .wide{{display:none}}}}",
        f"@container (min-width:{_NARROW + 0.02}px){{.drawing .narrow{{display:none}}}}",
    ]
    return "\n".join(rules) + "\n"


_BOARD: Final = (1200, 630)
_MARGIN: Final = 56


def preview(picture: Picture, address: str) -> str:
    """The picture on a board of 1200 × 630 pixels, as those show it who show what a link leads to: title, chart, sources, and the host."""
    (width, height), inner = _BOARD, _BOARD[0] - 2 * _MARGIN
    size = next((size for size in (46, 42, 38, 34, 30, 26) if len(_wrapped(picture.title, size, inner)) <= (2 if size > 34 else 3)), 22)
    title = _wrapped(picture.title, size, inner)
    y, parts = float(_MARGIN - 8), []
    for line in _cut(title, 4):
        y += size * 1.16
        parts.append(_words(_MARGIN, y, line, size, bold=True))
    y += 6
    for line in _cut(_wrapped(picture.subtitle, 22, inner), 2):
        y += 28
        parts.append(_words(_MARGIN, y, line, 22, quiet=True))
    host = address.partition("//")[2].partition("/")[0].removeprefix("www.") or "kzstats"
    foot = height - 34
    parts.append(_words(width - _MARGIN, foot, "kzstats" if host.startswith("localhost") else host, 22, "end", bold=True))
    (sources, *_) = _cut(_wrapped(picture.sources, 20, inner - 14 * len(host)), 1)
    parts.append(_words(_MARGIN, foot, sources, 20, quiet=True))
    room = foot - 44 - y - 18
    shown, scale = _that_fit(picture, room, inner) if picture.layout == "rows" else (picture, 1.5)
    tall = room / scale if picture.layout == "time" else geometry.height(shown, _LETTERS)
    left, right = geometry.left(shown), geometry.RIGHT if shown.layout == "time" else 40
    pen = _Fixed(left, inner / scale - left - right, colours.ink(picture.metric, picture.topic))
    drawn = "".join(_drawn(pen, shown, 0, tall, inner / scale, _LETTERS))
    parts.append(f'<g transform="translate({_MARGIN} {y + 18:.1f}) scale({scale:.4g})">{drawn}</g>')
    if len(shown.marks) < len(picture.marks):
        parts.append(_words(_MARGIN, foot - 40, f"+ {len(picture.marks) - len(shown.marks)}", 20, quiet=True))
    return _document(picture, "".join(parts), height, 0, width)


def _that_fit(picture: Picture, room: float, width: float) -> tuple[Picture, float]:
    """The rows, or the first of them, that fit so much room, and how many times their size they have then."""
    longest = max(len(mark.label) + len(mark.name) + 4 for mark in picture.marks) * geometry.LETTER
    most = min(2.2, width / longest)
    for count in range(len(picture.marks), 0, -1):
        shown = replace(picture, marks=picture.marks[:count])
        scale = min(most, (room - (28 if count < len(picture.marks) else 0)) / geometry.height(shown, _LETTERS))
        if scale >= 1.1:
            break
    return shown, scale


def _chart(picture: Picture, top: float) -> tuple[str, float]:
    """The drawing without any words around it, from a height down, and where it ends."""
    tall = geometry.height(picture, _LETTERS)
    left, right = (_EDGE + geometry.left(picture), _EDGE + geometry.RIGHT) if picture.layout == "time" else (_EDGE, _EDGE + 40)
    pen = _Fixed(left, _WIDTH - left - right, colours.ink(picture.metric, picture.topic))
    return "".join(_drawn(pen, picture, top, tall, _WIDTH, _LETTERS)), top + tall


def _document(picture: Picture, body: str, bottom: float, left: float = 0, right: float = _WIDTH) -> str:
    ink, width = colours.ink(picture.metric, picture.topic), right - left
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{bottom:g}" viewBox="{left:g} 0 {width:g} {bottom:g}" role="img" '
        f'aria-labelledby="title alt" font-family="{_FAMILY}" fill="{TEXT}">'
        f'<title id="title">{escape(picture.title)}</title><desc id="alt">{escape(picture.alt)}</desc>'
        f'<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{PAPER}"/><rect width="3" height="8" fill="{ink}"/></pattern></defs>'
        f'<rect x="{left:g}" width="{width:g}" height="{bottom:g}" fill="{PAPER}"/>{body}</svg>\n'
    )


def _words(x: float, y: float, words: str, size: int, anchor: Anchor = "start", bold: bool = False, quiet: bool = False) -> str:
    """A text at a fixed place."""
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{QUIET}"' if quiet else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}{colour}>{escape(words)}</text>'


def _wrapped(words: str, size: int, width: float = _WIDTH - 2 * _EDGE) -> list[str]:
    """The words in lines that fit a width."""
    fits = int(width / (size * _LETTER))
    lines = [""]
    pieces = [word[at : at + fits] for word in words.split(" ") for at in range(0, len(word) or 1, fits)]
    for word in pieces:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > fits:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _cut(lines: Sequence[str], most: int) -> list[str]:
    """The first lines; the last of them says where more were."""
    return list(lines) if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1].rstrip(" ,;·") + "…"]


def _head(picture: Picture) -> tuple[str, float]:
    y, parts = 20.0, []
    for line in _wrapped(picture.title, 24):
        y += 26
        parts.append(_words(_EDGE, y, line, 24, bold=True))
    for line in _wrapped(picture.subtitle, 14):
        y += 20
        parts.append(_words(_EDGE, y, line, 14, quiet=True))
    return "".join(parts), y + 14


def _foot(picture: Picture, address: str, y: float) -> tuple[str, int]:
    parts = []
    for line in [wrapped for said in (*picture.sentences, f"{picture.sources} · {picture.checked}", address) for wrapped in _wrapped(said, 13)]:
        y += 19
        parts.append(_words(_EDGE, y, line, 13, quiet=True))
    return "".join(parts), round(y + 20)


class _Pen(Protocol):
    """How the parts of a drawing are written. ``x`` is a share of the drawing's width, ``y`` and all else are pixels."""

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        """A line between two places."""

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        """Lines around a place."""

    def text(self, x: float, y: float, said: str, kind: Said, anchor: Anchor = "start", aside: float = 0, room: Room = "any") -> str:
        """A text at a place or so many pixels aside of it, in drawings that have room."""

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        """The words over a row."""

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        """A mark that is a bar."""

    def dot(self, mark: Mark, x: float, y: float) -> str:
        """The head of a mark that is a stem."""

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        """A mark that is a stem between two bounds."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """For paper: a place is a number, a colour is itself, and a line has all that it needs with it."""

    left: float
    width: float
    ink: str

    def _x(self, share: float) -> float:
        return self.left + share * self.width

    def _line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        colour, width, dash = _STROKES[kind]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        colour = self.ink if colour == _INK else colour
        return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        return self._line(self._x(x), y, self._x(to_x), to_y, kind)

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        at = self._x(x)
        return "".join(self._line(at + x1, y + y1, at + x2, y + y2, kind) for x1, y1, x2, y2 in segments)

    def text(self, x: float, y: float, said: str, kind: Said, anchor: Anchor = "start", aside: float = 0, room: Room = "any") -> str:
        size, bold, colour = _SAID[kind]
        return "" if room == "narrow" or not said else _words(self._x(x) + aside, y, said, size, anchor, bold, colour == QUIET)

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        bold = f'<tspan font-weight="700">{escape(lines[0])}</tspan>'
        return f'<text x="{self.left:g}" y="{y:.1f}" font-size="{_ROW}">{bold}<tspan dx="8">{escape(name)}</tspan></text>'

    def _surface(self, mark: Mark) -> str:
        fill = {"solid": self.ink, "hatched": "url(#hatch)", "hollow": PAPER}[mark.fill]
        outline, width = (PAPER, 1) if mark.fill == "solid" else (self.ink, 2)
        return f'fill="{fill}" stroke="{outline}" stroke-width="{width}"'

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        place = f'x="{self._x(x):.1f}" y="{y:.1f}" width="{max((to_x - x) * self.width, 1):.1f}" height="{max(tall, 1):.1f}"'
        return f'<rect data-record="{escape(mark.record)}" {place} {self._surface(mark)}><title>{escape(mark.words)}</title></rect>'

    def dot(self, mark: Mark, x: float, y: float) -> str:
        fill = PAPER if mark.fill == "hollow" else self.ink
        head = f'data-record="{escape(mark.record)}" fill="{fill}" stroke="{self.ink}" stroke-width="2.5"'
        return f'<circle {head} cx="{self._x(x):.1f}" cy="{y:.1f}" r="7"><title>{escape(mark.words)}</title></circle>'

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        at, tall = self._x(x), max(low - high, 1)
        place = f'x="{at - 1:.1f}" y="{high:.1f}" width="2" height="{tall:.1f}" fill="{self.ink}" stroke="{self.ink}" stroke-width="6"'
        caps = "".join(self._line(at - 9, y, at + 9, y, "cap") for y in (low, high))
        return f'{caps}<rect data-record="{escape(mark.record)}" {place}><title>{escape(mark.words)}</title></rect>'


@dataclass(frozen=True, slots=True)
class _Fluid:
    """For a web page: a place along the drawing is a share of its width, and the style sheet says how a thing looks."""

    hatch: str
    receipt: Callable[[str], str]

    def line(self, x: float, y: float, to_x: float, to_y: float, kind: Stroke) -> str:
        return f'<line x1="{_share(x)}" y1="{y:.4g}" x2="{_share(to_x)}" y2="{to_y:.4g}" class="{kind}"/>'

    def strokes(self, x: float, y: float, segments: Sequence[Segment], kind: Stroke) -> str:
        path = "".join(f"M{x1:.3g} {y1:.3g}L{x2:.3g} {y2:.3g}" for x1, y1, x2, y2 in segments)
        return f'<svg x="{_share(x)}" y="{y:.4g}"><path class="{kind}" d="{path}"/></svg>'

    def text(self, x: float, y: float, said: str, kind: Said, anchor: Anchor = "start", aside: float = 0, room: Room = "any") -> str:
        size, bold, colour = _SAID[kind]
        plain = (size, bold, colour) == (12, False, TEXT)
        names = [*([] if plain else [kind]), *([anchor] if anchor != "start" else []), *([room] if room != "any" else [])]
        classes = f' class="{" ".join(names)}"' if names else ""
        shifted = f' dx="{aside:g}"' if aside else ""
        return f'<text x="{_share(x)}" y="{y:.4g}"{shifted}{classes}>{escape(said, quote=False)}</text>' if said else ""

    def row(self, y: float, lines: tuple[str, ...], name: str) -> str:
        label, *more = (escape(line, quote=False) for line in lines)
        first = f"<tspan>{label}</tspan>" + (f' <tspan dx="4">{escape(name, quote=False)}</tspan>' if name and not more else "")
        under = "".join(f'<tspan x="0" dy="{geometry.LINE}">{line}</tspan>' for line in more)
        return f'<text class="row" y="{y - geometry.LINE * len(more):.4g}">{first}{under}</text>'

    def _link(self, mark: Mark, shapes: str) -> str:
        words = escape(mark.words, quote=False)
        return f'<a href="{escape(self.receipt(mark.record))}" tabindex="-1" data-record="{escape(mark.record)}"><title>{words}</title>{shapes}</a>'

    def bar(self, mark: Mark, x: float, y: float, to_x: float, tall: float) -> str:
        fill = f' fill="url(#{self.hatch})"' if mark.fill == "hatched" else ""
        thin = " thin" if mark.fill == "solid" and min((to_x - x) * NARROWEST, tall) < 3 else ""
        place = f'x="{_share(x)}" y="{y:.4g}" width="{_share(max(to_x - x, 0.002))}" height="{max(tall, 1):.4g}"'
        return self._link(mark, f'<rect class="{mark.fill}{thin}" {place}{fill}/>')

    def dot(self, mark: Mark, x: float, y: float) -> str:
        return self._link(mark, f'<circle class="{"paper" if mark.fill == "hollow" else "ink"}" cx="{_share(x)}" cy="{y:.4g}" r="7"/>')

    def span(self, mark: Mark, x: float, high: float, low: float) -> str:
        tall = max(low - high, 1)
        whole = self.strokes(x, high, [(0, 0, 0, tall)], "span")
        return self._link(mark, whole + self.strokes(x, high, [(-9, y, 9, y) for y in (0, tall)], "cap"))


def _share(x: float) -> str:
    return f"{round(100 * x, 2):g}%" if x else "0"


def _drawn(pen: _Pen, picture: Picture, top: float, tall: float, width: float, letters: int) -> Iterator[str]:
    """The parts of a drawing from a height down; ``width`` is the least that it has, ``letters`` how many a row's label has room for."""
    return _time(pen, picture, top, tall) if picture.layout == "time" else _rows(pen, picture, top, tall, width, letters)


def _open_arrow(dx: float, dy: float) -> list[Segment]:
    """An open arrow from a place, by an offset along one axis."""
    back_x, back_y = (-7 if dx > 0 else 7 if dx < 0 else 0), (-7 if dy > 0 else 7 if dy < 0 else 0)
    return [(0, 0, dx, dy), *((dx, dy, dx + x, dy + y) for x, y in ((back_x or -6, back_y or -6), (back_x or 6, back_y or 6)))]


def _time(pen: _Pen, picture: Picture, top: float, tall: float) -> Iterator[str]:  # noqa: C901 - the order is that of the drawing
    bottom = top + tall - geometry.BOTTOM
    plot = bottom - top - geometry.TOP
    reach = geometry.reach(picture, plot)

    def x(day: date) -> float:
        return geometry.along(picture, day)

    def y(value: float) -> float:
        return bottom - value / reach * plot

    for value, words in picture.values:
        if value:
            yield pen.line(0, y(value), 1, y(value), "grid")
        yield pen.text(0, y(value) + 4, words, "value", "end", -8)
    yield pen.line(0, bottom, 1, bottom, "axis")
    yield from (pen.text(x(day), bottom + 20, words, "tick", "middle") for day, words in picture.ticks)
    yield from (pen.line(x(day), bottom, x(day), bottom + 7, "axis") for day in picture.borders)
    for gap in picture.gaps:
        yield pen.line(x(gap.start), bottom, x(gap.after), bottom, "blank") + pen.line(x(gap.start), bottom, x(gap.after), bottom, "gap")
        if gap.named != "none":
            yield pen.text((x(gap.start) + x(gap.after)) / 2, bottom - 9, gap.words, "aside", "middle", room=_room(gap.named))
    narrow, wide = (geometry.breaks_with_room(picture, width) for width in (NARROWEST - 50, WIDE))
    for line in picture.lines:
        leftward = geometry.is_leftward(picture, line)
        yield pen.line(x(line.day), top + 18, x(line.day), bottom, "break")
        if line in narrow | wide:
            room: Room = "any" if line in narrow & wide else "narrow" if line in narrow else "wide"
            yield pen.text(x(line.day), top + 14, line.words, "aside", "end" if leftward else "start", -4 if leftward else 4, room)
    drawn = geometry.behind_first(picture)
    for mark in drawn:
        yield from _bar(pen, picture, mark, y) if mark.shape == "bar" else _stem(pen, picture, mark, y)
    for disagreement in picture.disagreements:
        apart = y(disagreement.low) - y(disagreement.high)
        ends = [(0, 0, 0, -apart)] if apart < 24 else [*_open_arrow(0, -apart), (0, 0, -6, -7), (0, 0, 6, -7)]
        if apart:
            yield pen.strokes((x(disagreement.start) + x(disagreement.after)) / 2, y(disagreement.low), ends, "apart")
    for event in picture.unstated_events:
        yield pen.strokes((x(event.start) + x(event.after)) / 2, bottom, [(-5, -5, 5, 5), (-5, 5, 5, -5)], "silent")
    for mark in drawn:
        if mark.labelled != "none":
            yield from _bar_label(pen, picture, mark, y(mark.top)) if mark.shape == "bar" else _stem_label(pen, picture, mark, y(mark.top))


def _arrow(pen: _Pen, mark: Mark, x: float, y: float, dx: float, dy: float) -> Iterator[str]:
    """The arrow of a bound, outward or, on blank paper, inward: its offsets are of the outward one."""
    if mark.arrow is not None:
        segments = _open_arrow(dx, dy) if mark.arrow == "up" else _open_arrow(-dx, -dy)
        yield (pen.strokes(x, y, segments, "blank") if mark.arrow == "down" else "") + pen.strokes(x, y, segments, "arrow")


def _bar(pen: _Pen, picture: Picture, mark: Mark, y: Callable[[float], float]) -> Iterator[str]:
    start, end = geometry.lane(picture, mark)
    yield pen.bar(mark, start, y(mark.top), end, y(mark.bottom) - y(mark.top))
    yield from _arrow(pen, mark, (start + end) / 2, y(mark.top), 0, -ARROW)


def _bar_label(pen: _Pen, picture: Picture, mark: Mark, high: float) -> Iterator[str]:
    middle, lift = sum(geometry.lane(picture, mark)) / 2, high - 8 - (ARROW if mark.arrow == "up" else 0)
    if not mark.name or mark.named == "none":
        yield pen.text(middle, lift, mark.label, "label", "middle", room=_room(mark.labelled))
        return
    yield pen.text(middle, lift, mark.name, "name", "middle", room=_room(mark.named))
    yield pen.text(middle, lift - 16, mark.label, "label", "middle", room=_room(mark.named))
    if mark.named == "wide" and mark.labelled == "any":
        yield pen.text(middle, lift, mark.label, "label", "middle", room="narrow")


def _stem(pen: _Pen, picture: Picture, mark: Mark, y: Callable[[float], float]) -> Iterator[str]:
    x, low, high = geometry.along(picture, mark.middle), y(mark.bottom), y(mark.top)
    if not mark.ranged:
        yield pen.line(x, low, x, high, "stem" if mark.fill == "solid" else "loose")
    yield from _arrow(pen, mark, x, high, 0, -ARROW)
    yield pen.span(mark, x, high, low) if mark.ranged else pen.dot(mark, x, high)


def _stem_label(pen: _Pen, picture: Picture, mark: Mark, high: float) -> Iterator[str]:
    x, aside = geometry.along(picture, mark.middle), -13 if mark.leftward else 13
    anchor: Anchor = "end" if mark.leftward else "start"
    yield pen.text(x, high + 5, mark.label, "label", anchor, aside, _room(mark.labelled))
    if mark.named != "none":
        for line, words in enumerate((mark.name, mark.when)):
            yield pen.text(x, high + 22 + 15 * line, words, "name", anchor, aside, _room(mark.named))


def _room(said: marks.Room) -> Room:
    """Where what is said of a mark stands; what has no room at all is not asked for."""
    return "any" if said == "any" else "wide"


def _rows(pen: _Pen, picture: Picture, top: float, tall: float, width: float, letters: int) -> Iterator[str]:
    bottom, reach = top + tall - geometry.BOTTOM_OF_ROWS, geometry.reach(picture, width=width)
    for value, words in picture.values:
        yield pen.line(value / reach, top, value / reach, bottom, "grid")
        yield pen.text(value / reach, bottom + 18, words, "value", "start" if value == 0 else "middle")
    places = zip(picture.marks, geometry.row_middles(picture, letters), geometry.row_lines(picture, letters), strict=True)
    for mark, under, lines in places:
        middle, thick = top + geometry.TOP_OF_ROWS + under, geometry.thickness(picture, mark)
        yield pen.row(middle - geometry.over_row(picture) - 4, lines, mark.name)
        yield pen.bar(mark, mark.bottom / reach, middle - thick / 2, mark.top / reach, thick)
        if mark.ranged:
            yield from (pen.strokes(bound / reach, middle, [(0, -10, 0, 10)], "cap") for bound in (mark.bottom, mark.top))
        yield from _arrow(pen, mark, mark.top / reach, middle, ARROW, 0)

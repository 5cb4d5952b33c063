"""Pictures for reports and web pages: the marks of the interactive chart as SVG, as PNG by typst, and in a brief as PDF by typst.

A picture carries its title, its unit line, its sources and its address inside, so that it can be
taken out of its page and still be read and traced; a brief has them around its charts. No browser is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

import typst

from kzstats import colours
from kzstats.colours import GRID, PAPER, QUIET, TEXT
from kzstats.marks import Mark, Picture

_FAMILY: Final = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Arial, sans-serif"
_FOLDER: Final = Path(__file__).parent / "fonts"
_BRIEF: Final = Path(__file__).parent / "brief.typ"
_WIDTH, _EDGE, _AXIS = 880, 28, 44
_ROWS_A_PIECE: Final = 6
_LETTER: Final = 0.5
"""The mean width of a letter in ems, a little wide, for breaking lines."""


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
        longest = 7 * max(len(words) for _, words in piece.values)
        left = _EDGE + _AXIS - 8 - longest if piece.layout == "time" else _EDGE
        yield _document(piece, body, bottom, left - 2, _WIDTH - _EDGE + 2), piece.alt


def _chart(picture: Picture, top: float) -> tuple[str, float]:
    """The drawing without any words around it, from a height down, and where it ends."""
    ink = colours.ink(picture.metric, picture.topic)
    height = 320 if picture.layout == "time" else 40 + 58 * len(picture.marks)
    drawn = _time(picture, ink, top, height) if picture.layout == "time" else _rows(picture, ink, top, height)
    return "".join(drawn), top + height


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


def png(picture: Picture, address: str) -> bytes:
    """The same picture as PNG, at twice its size in points."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return typst.compile(page.encode(), format="png", ppi=144.0, font_paths=_fonts(), sys_inputs={"svg": svg(picture, address)})


def pdf(content: Mapping[str, Any], made: date) -> bytes:
    """A tagged PDF (PDF/UA-1) of what :func:`kzstats.brief.content` gathers, as ``brief.typ`` sets it; ``made`` is the day that it bears."""
    page, fonts, day = _BRIEF.read_bytes(), _fonts(True), datetime(made.year, made.month, made.day, tzinfo=UTC)
    given = {"brief": json.dumps(content, ensure_ascii=False)}
    try:
        return typst.compile(page, format="pdf", font_paths=fonts, sys_inputs=given, timestamp=day, pdf_standards="ua-1")
    except typst.TypstError:  # a letter that no font here has: it shows as a box, and the file does not claim the standard
        return typst.compile(page, format="pdf", font_paths=fonts, sys_inputs=given, timestamp=day)
    finally:  # typst keeps what it laid out until ten more documents are made, and a brief is tens of megabytes of it
        for _ in range(11):
            typst.compile(b"", format="pdf", font_paths=fonts)


@cache
def _fonts(more: bool = False) -> typst.Fonts:
    """The package's own font, and where ``more`` are wanted those that come with typst, so that every machine draws the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=more, font_paths=[str(_FOLDER)])


def _text(x: float, y: float, words: str, size: int = 14, anchor: str = "start", bold: bool = False, quiet: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{QUIET}"' if quiet else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}{colour}>{escape(words)}</text>'


def _wrapped(words: str, size: int) -> list[str]:
    """The words in lines that fit the picture."""
    fits = int((_WIDTH - 2 * _EDGE) / (size * _LETTER))
    lines = [""]
    pieces = [word[at : at + fits] for word in words.split(" ") for at in range(0, len(word) or 1, fits)]
    for word in pieces:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > fits:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _head(picture: Picture) -> tuple[str, float]:
    y, parts = 20.0, []
    for line in _wrapped(picture.title, 24):
        y += 26
        parts.append(_text(_EDGE, y, line, 24, bold=True))
    for line in _wrapped(picture.subtitle, 14):
        y += 20
        parts.append(_text(_EDGE, y, line, 14, quiet=True))
    return "".join(parts), y + 14


def _foot(picture: Picture, address: str, y: float) -> tuple[str, int]:
    parts = []
    for line in [wrapped for said in (*picture.sentences, f"{picture.sources} · {picture.checked}", address) for wrapped in _wrapped(said, 13)]:
        y += 19
        parts.append(_text(_EDGE, y, line, 13, quiet=True))
    return "".join(parts), round(y + 20)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _surface(mark: Mark, ink: str) -> str:
    fill = {"solid": ink, "hatched": "url(#hatch)", "hollow": PAPER}[mark.fill]
    outline = (PAPER, 1) if mark.fill == "solid" else (ink, 2)
    return f'fill="{fill}" stroke="{outline[0]}" stroke-width="{outline[1]}"'


def _box(mark: Mark, ink: str, x: float, y: float, width: float, height: float) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" height="{max(height, 1):.1f}"'
    return f'<rect data-record="{escape(mark.record)}" {place} {_surface(mark, ink)}><title>{escape(mark.words)}</title></rect>'


def _arrow(x: float, y: float, dx: float, dy: float, ink: str) -> str:
    """An open arrow from a place, by an offset along one axis."""
    tip_x, tip_y = x + dx, y + dy
    back_x, back_y = (-7 if dx > 0 else 7 if dx < 0 else 0), (-7 if dy > 0 else 7 if dy < 0 else 0)
    wings = [(back_x or -6, back_y or -6), (back_x or 6, back_y or 6)]
    return _line(x, y, tip_x, tip_y, ink, 2.5) + "".join(_line(tip_x, tip_y, tip_x + wx, tip_y + wy, ink, 2.5) for wx, wy in wings)


def _time(picture: Picture, ink: str, top: float, height: float) -> Iterator[str]:
    left, right, bottom = _EDGE + _AXIS, _WIDTH - _EDGE, top + height - 30
    days = (picture.after - picture.start).days
    reach = bottom - top - 66

    def x(day: date) -> float:
        return left + (day - picture.start).days / days * (right - left)

    def y(value: float) -> float:
        return bottom - value / (picture.top or 1) * reach

    for value, words in picture.values:
        yield _line(left, y(value), right, y(value), GRID) + _text(left - 8, y(value) + 4, words, 12, "end")
    yield _line(left, bottom, right, bottom, QUIET)
    yield from (_text(x(day), bottom + 20, words, 13, "middle") for day, words in picture.ticks)
    yield from (_line(x(day), bottom, x(day), bottom + 7, QUIET) for day in picture.borders)
    for gap in picture.gaps:
        yield _line(x(gap.start), bottom, x(gap.after), bottom, PAPER, 3) + _line(x(gap.start), bottom, x(gap.after), bottom, QUIET, 2, "3 4")
        if gap.named != "none":
            yield _text((x(gap.start) + x(gap.after)) / 2, bottom - 9, gap.words, 12, "middle", quiet=True)
    for line in picture.lines:
        leftward = x(line.day) > (left + right) / 2
        yield _line(x(line.day), top + 18, x(line.day), bottom, QUIET, 1, "6 5")
        yield _text(x(line.day) + (-4 if leftward else 4), top + 14, line.words, 12, "end" if leftward else "start", quiet=True)
    for mark in sorted(picture.marks, key=lambda mark: -round((mark.after - mark.start).days / 30)):
        share = (x(mark.after) - x(mark.start)) / mark.lanes
        begin = x(mark.start) + share * mark.lane
        up = -28 if mark.arrow == "up" else 28
        if mark.shape == "bar":
            yield _box(mark, ink, begin, y(mark.top), share, y(mark.bottom) - y(mark.top))
            middle = begin + share / 2
            if mark.arrow:
                yield _arrow(middle, y(mark.top), 0, up, ink)
            lift = y(mark.top) - (34 if mark.arrow == "up" else 8)
            if mark.labelled != "none":
                if mark.name and mark.named != "none":
                    yield _text(middle, lift, mark.name, 12, "middle")
                    lift -= 16
                yield _text(middle, lift, mark.label, 16, "middle", bold=True)
        else:
            yield from _stem(mark, ink, x(mark.middle), y(mark.bottom), y(mark.top), up)
    for quarrel in picture.quarrels:
        middle = (x(quarrel.start) + x(quarrel.after)) / 2
        yield _arrow(middle, y(quarrel.low), 0, y(quarrel.high) - y(quarrel.low), QUIET) if quarrel.high > quarrel.low else ""
    for silence in picture.silences:
        middle = (x(silence.start) + x(silence.after)) / 2
        yield _line(middle - 5, bottom - 5, middle + 5, bottom + 5, QUIET, 2) + _line(middle - 5, bottom + 5, middle + 5, bottom - 5, QUIET, 2)


def _stem(mark: Mark, ink: str, x: float, low: float, high: float, up: float) -> Iterator[str]:
    yield _line(x, low, x, high, ink, 8 if mark.ranged else 3, "" if mark.fill == "solid" else "3 4")
    if mark.arrow:
        yield _arrow(x, high, 0, up, ink)
    fill = PAPER if mark.fill == "hollow" else ink
    head = f'data-record="{escape(mark.record)}" fill="{fill}" stroke="{ink}" stroke-width="2.5"'
    if mark.ranged:
        yield "".join(_line(x - 9, y, x + 9, y, ink, 3) for y in (low, high))
        yield f'<rect {head} x="{x - 1:.1f}" y="{high:.1f}" width="2" height="{max(low - high, 1):.1f}"><title>{escape(mark.words)}</title></rect>'
    else:
        yield f'<circle {head} cx="{x:.1f}" cy="{high:.1f}" r="7"><title>{escape(mark.words)}</title></circle>'
    if mark.labelled != "none":
        side, anchor = (x - 14, "end") if mark.leftward else (x + 14, "start")
        yield _text(side, high + 5, mark.label, 16, anchor, bold=True)
        if mark.named != "none":
            for line, words in enumerate((mark.name, mark.when)):
                yield _text(side, high + 22 + 15 * line, words, 12, anchor)


def _rows(picture: Picture, ink: str, top: float, height: float) -> Iterator[str]:
    left, right, bottom = _EDGE, _WIDTH - _EDGE - 40, top + height - 26

    def x(value: float) -> float:
        return left + value / (picture.top or 1) * (right - left)

    for value, words in picture.values:
        yield _line(x(value), top, x(value), bottom, GRID) + _text(x(value), bottom + 18, words, 12, "start" if value == 0 else "middle")
    for mark in picture.marks:
        y = top + 8 + 58 * mark.row
        yield (
            f'<text x="{left}" y="{y + 12:.1f}" font-size="15"><tspan font-weight="700">{escape(mark.label)}</tspan>'
            f'<tspan dx="8">{escape(mark.name)}</tspan></text>'
        )
        thick = 9 if mark.ranged else 20
        yield _box(mark, ink, x(mark.bottom), y + 30 - thick / 2, x(mark.top) - x(mark.bottom), thick)
        if mark.ranged:
            yield "".join(_line(x(bound), y + 19, x(bound), y + 41, ink, 3) for bound in (mark.bottom, mark.top))
        if mark.arrow:
            yield _arrow(x(mark.top), y + 30, 28 if mark.arrow == "up" else -28, 0, ink)

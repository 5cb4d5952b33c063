"""Pictures as SVG: for web pages, where they are as wide as their place and take the reader's
colours, and for reports and previews.

A picture for a report carries its title, its unit line, its sources and its address inside, so that
it can be taken out of its page and still be read and traced; a page or a brief has them around its
charts. The press makes PNG and PDF of it. No browser is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from kzstats.content import geometry
from kzstats.content.picture import NARROWEST, Picture
from kzstats.render import colours
from kzstats.render.colours import PAPER, TEXT
from kzstats.render.drawn import drawn as _drawn
from kzstats.render.pens import fixed, fluid
from kzstats.render.pens import words as _words

_FAMILY: Final = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Arial, sans-serif"
_WIDTH, _EDGE = 880, 28
_LETTERS: Final = 100
"""The letters that a row's label has room for on paper: all."""
_ROWS_A_PIECE: Final = 6
_LETTER: Final = 0.5
"""The mean width of a letter in ems, a little wide, for breaking lines."""


def svg(picture: Picture, address: str) -> str:
    """The picture as an SVG document of its own; ``address`` is where it can be had again."""
    picture = picture.unfolded
    head, top = _head(picture)
    body, bottom = _chart(picture, top)
    foot, bottom = _foot(picture, address, bottom + 14)
    return _document(picture, head + body + foot, bottom)


def charts(picture: Picture) -> Iterator[tuple[str, str]]:
    """The picture's chart alone, for a page with its words around it: an SVG and its alternative
    text, several where it is too long for a page.
    """
    picture = picture.unfolded
    count = len(picture.panels) or len(picture.heads)
    if (picture.panels or picture.layout == "rows") and count > _ROWS_A_PIECE:
        pieces = [
            picture.rows(first, first + _ROWS_A_PIECE) for first in range(0, count, _ROWS_A_PIECE)
        ]
        pieces = [
            replace(piece, alt=" ".join((f"{piece.title}.", *(mark.words for mark in piece.marks))))
            for piece in pieces
        ]
    else:
        pieces = [picture]
    for piece in pieces:
        body, bottom = _chart(piece, 0)
        yield _document(piece, body, bottom, _EDGE - 2, _WIDTH - _EDGE + 2), piece.alt


def inline(picture: Picture, receipt: Callable[[str], str]) -> str:
    """The picture's chart as it stands in an HTML page, as high as the interactive one at any
    width; ``receipt`` is where a record's receipt is.

    Places along the drawing are shares of its width, so that its words stay as large as they are on
    a desk; the style sheet leaves out what has no room. The marks are links for a pointer: for the
    keyboard and a screen reader the same links stand in the table below. So the drawing itself is
    hidden from the latter, beside a picture that is its words: what is an image may hold no links.
    """
    tall, pen = geometry.height(picture), fluid(hatch_id := f"hatch-{picture.name}", receipt)
    hatched = any(mark.fill == "hatched" for mark in picture.marks)
    hatch = (
        f'<defs><pattern id="{hatch_id}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        '<rect width="8" height="8" class="paper"/><rect width="3" height="8" '
        'class="ink"/></pattern></defs>'
    )
    left, right = (
        geometry.left(picture),
        geometry.RIGHT if picture.layout == "time" else geometry.RIGHT_OF_ROWS,
    )
    return (
        f'<div class="drawing" data-ink="{colours.name(picture.metric, picture.topic)}">'
        f'<span role="img" aria-label="{escape(picture.alt)}"></span>'
        f'<svg aria-hidden="true" height="{tall}" style="margin-left:{left:g}px;width:calc(100% - '
        f'{left + right:g}px)">'
        f"{hatch if hatched else ''}"
        f"{''.join(_drawn(pen, picture, 0, tall, NARROWEST, geometry.ROW_OF_LETTERS))}</svg></"
        f"div>"
    )


_BOARD: Final = (1200, 630)
_MARGIN: Final = 56


def preview(picture: Picture, address: str) -> str:
    """The picture on a board of 1200 × 630 pixels, as those show it who show what a link leads to:
    title, chart, sources, and the host.
    """
    picture = picture.unfolded
    (width, height), inner = _BOARD, _BOARD[0] - 2 * _MARGIN
    size = next(
        (
            size
            for size in (46, 42, 38, 34, 30, 26)
            if len(_wrapped(picture.title, size, inner)) <= (2 if size > 34 else 3)
        ),
        22,
    )
    title = _wrapped(picture.title, size, inner)
    y, parts = float(_MARGIN - 8), []
    for line in _cut(title, 4):
        y += size * 1.16
        parts.append(_words(_MARGIN, y, line, size, bold=True))
    y += 6
    for line in _cut(_wrapped(picture.subtitle, 22, inner), 2):
        y += 28
        parts.append(_words(_MARGIN, y, line, 22, quiet=True))
    for line in _cut(_wrapped(picture.key, 18, inner), 2) if picture.key else ():
        y += 24
        parts.append(_words(_MARGIN, y, line, 18, quiet=True))
    host = address.partition("//")[2].partition("/")[0].removeprefix("www.") or "kzstats"
    foot = height - 34
    parts.append(
        _words(
            width - _MARGIN,
            foot,
            "kzstats" if host.startswith("localhost") else host,
            22,
            "end",
            bold=True,
        )
    )
    (sources, *_) = _cut(_wrapped(picture.sources, 20, inner - 14 * len(host)), 1)
    parts.append(_words(_MARGIN, foot, sources, 20, quiet=True))
    room = foot - 44 - y - 18
    fitting = (
        _panels_that_fit
        if picture.panels
        else _rows_that_fit
        if picture.layout == "rows"
        else _spans_that_fit
    )
    shown, scale = fitting(picture, room, inner)
    fewer = len(shown.marks) < len(picture.marks)
    tall = (
        (room - 28 * fewer) / scale
        if geometry.beside(shown) and picture.layout == "time" and not shown.panels
        else geometry.height(shown, _LETTERS)
    )
    left, right = geometry.left(shown), geometry.RIGHT if shown.layout == "time" else 40
    pen = fixed(left, inner / scale - left - right, colours.ink(picture.metric, picture.topic))
    drawn = "".join(_drawn(pen, shown, 0, tall, inner / scale, _LETTERS))
    parts.append(f'<g transform="translate({_MARGIN} {y + 18:.1f}) scale({scale:.4g})">{drawn}</g>')
    if fewer:
        parts.append(
            _words(_MARGIN, foot - 40, f"+ {len(picture.marks) - len(shown.marks)}", 20, quiet=True)
        )
    return _document(picture, "".join(parts), height, 0, width)


def _rows_that_fit(picture: Picture, room: float, width: float) -> tuple[Picture, float]:
    """The rows, or the first of them, that fit so much room, and how many times their size they
    have then.
    """
    rows = picture.heads
    longest = max(len(mark.told) + len(mark.name) + 4 for mark in rows) * geometry.LETTER
    most = min(2.2, width / longest)
    for count in range(len(rows), 0, -1):
        shown = picture.rows(0, count)
        scale = min(
            most, (room - (28 if count < len(rows) else 0)) / geometry.height(shown, _LETTERS)
        )
        if scale >= 1.1:
            break
    return shown, scale


def _panels_that_fit(picture: Picture, room: float, _width: float) -> tuple[Picture, float]:
    """The first panels that fit so much room, without the lane under them, and how many times their
    size they have then.
    """
    bare = replace(picture, marks=tuple(one for one in picture.marks if one.shape != "span"))
    for count in range(len(bare.panels), 0, -1):
        shown = replace(bare.rows(0, count), aside="")
        scale = min(1.5, (room - 28) / geometry.height(shown))
        if scale >= 1.1:
            break
    return shown, scale


def _spans_that_fit(picture: Picture, room: float, _width: float) -> tuple[Picture, float]:
    """The picture with the first spans of its lane that leave the marks over it their height, and
    how many times its size it has then.
    """
    if not picture.spans:
        return picture, 1.5
    most = max(mark.row for mark in picture.spans) + 1
    for rows in range(most, 0, -1):
        kept = tuple(mark for mark in picture.marks if mark.shape != "span" or mark.row < rows)
        shown = replace(picture, marks=kept)
        scale = min(
            1.5,
            (room - (28 if rows < most else 0))
            / (geometry.height(shown) - geometry.PLOT // 2 * geometry.beside(shown)),
        )
        if scale >= 1.1:
            break
    return shown, scale


def _chart(picture: Picture, top: float) -> tuple[str, float]:
    """The drawing without any words around it, from a height down, and where it ends."""
    tall = geometry.height(picture, _LETTERS)
    left, right = (
        (_EDGE + geometry.left(picture), _EDGE + geometry.RIGHT)
        if picture.layout == "time"
        else (_EDGE, _EDGE + 40)
    )
    pen = fixed(left, _WIDTH - left - right, colours.ink(picture.metric, picture.topic))
    return "".join(_drawn(pen, picture, top, tall, _WIDTH, _LETTERS)), top + tall


def _document(
    picture: Picture, body: str, bottom: float, left: float = 0, right: float = _WIDTH
) -> str:
    ink, width = colours.ink(picture.metric, picture.topic), right - left
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{bottom:g}" '
        f'viewBox="{left:g} 0 {width:g} {bottom:g}" role="img" '
        f'aria-labelledby="title alt" font-family="{_FAMILY}" fill="{TEXT}">'
        f'<title id="title">{escape(picture.title)}</title><desc '
        f'id="alt">{escape(picture.alt)}</desc>'
        f'<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<rect width="8" height="8" fill="{PAPER}"/><rect width="3" height="8" '
        f'fill="{ink}"/></pattern></defs>'
        f'<rect x="{left:g}" width="{width:g}" height="{bottom:g}" fill="{PAPER}"/>{body}</svg>\n'
    )


def _wrapped(words: str, size: int, width: float = _WIDTH - 2 * _EDGE) -> list[str]:
    """The words in lines that fit a width."""
    fits = int(width / (size * _LETTER))
    lines = [""]
    pieces = [
        word[at : at + fits] for word in words.split(" ") for at in range(0, len(word) or 1, fits)
    ]
    for word in pieces:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > fits:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _cut(lines: Sequence[str], most: int) -> list[str]:
    """The first lines; the last of them says where more were."""
    return (
        list(lines)
        if len(lines) <= most
        else [*lines[: most - 1], lines[most - 1][:-1].rstrip(" ,;·") + "…"]
    )


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
    source = f"{picture.sources} · {picture.checked}"
    for line in [
        wrapped
        for said in (*filter(None, (picture.key,)), *picture.sentences, source, address)
        for wrapped in _wrapped(said, 13)
    ]:
        y += 19
        parts.append(_words(_EDGE, y, line, 13, quiet=True))
    return "".join(parts), round(y + 20)

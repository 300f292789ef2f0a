"""Draws guides over the picture of a page, each kind in a pattern of its own: nobody has to tell them by colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PIL import Image, ImageDraw

from campaign.paper.guides import Guide, Kind
from campaign.paper.page import Box

Line = tuple[float, float, float, float]
PATTERNS: dict[Kind, tuple[int, ...]] = {"white": (2, 5), "safe": (14, 7), "fold": (18, 5, 3, 5), "cut": ()}
"""Strokes and gaps in turn, for a picture of 800 pixels; () is an unbroken line. The legend shows the same."""
COLOURS: dict[Kind, str] = {"white": "#5b3a8c", "safe": "#a61e2d", "fold": "#1b2b34", "cut": "#1b2b34"}
_TINT = (91, 58, 140, 60)
_HALO = "#ffffff"
_USUAL, _STROKE = 800, 2


def with_guides(picture: Image.Image, drawn: Sequence[Guide], width_mm: float) -> Image.Image:
    """The same picture in RGB with the guides of a page that is `width_mm` wide."""
    per_mm, scale = picture.width / width_mm, max(picture.width / _USUAL, 0.5)
    made = picture.convert("RGBA")
    for guide in drawn:
        if guide.kind == "white":
            made.alpha_composite(_band(made.size, guide.box.scaled(per_mm)))
    draw, stroke = ImageDraw.Draw(made), max(round(_STROKE * scale), 1)
    for guide in drawn:
        for line in _sides(guide.box.scaled(per_mm), made.size, stroke):
            _dash(draw, line, guide.kind, stroke, scale)
    return made.convert("RGB")


def _band(size: tuple[int, int], inner: Box) -> Image.Image:
    band = Image.new("RGBA", size, _TINT)
    clear = (round(inner.x), round(inner.y), round(inner.right) - 1, round(inner.bottom) - 1)
    ImageDraw.Draw(band).rectangle(clear, (0, 0, 0, 0))
    return band


def _sides(box: Box, size: tuple[int, int], stroke: int) -> Iterator[Line]:
    """Inside the picture, however near to its edge."""
    half = stroke / 2
    left, right = (min(max(x, half), size[0] - half - 1) for x in (box.x, box.right))
    top, bottom = (min(max(y, half), size[1] - half - 1) for y in (box.y, box.bottom))
    yield left, top, left, bottom
    if box.w:
        yield left, top, right, top
        yield right, top, right, bottom
        yield left, bottom, right, bottom


def _dash(draw: ImageDraw.ImageDraw, line: Line, kind: Kind, stroke: int, scale: float) -> None:
    """On a white seam, so that it shows on a dark ground too."""
    draw.line(line, _HALO, stroke + 2)
    for part in _strokes(line, [step * scale for step in PATTERNS[kind]]):
        draw.line(part, COLOURS[kind], stroke)


def _strokes(line: Line, pattern: Iterable[float]) -> Iterator[Line]:
    """The strokes along an upright or a lying line, from its upper or left end."""
    steps = list(pattern)
    x, y, right, bottom = line
    length, at, n = max(right - x, bottom - y), 0.0, 0
    if not steps:
        yield line
        return
    while at < length:
        end = min(at + steps[n % len(steps)], length)
        if n % 2 == 0:
            yield (x + at, y, x + end, y) if right > x else (x, y + at, x, y + end)
        at, n = end, n + 1

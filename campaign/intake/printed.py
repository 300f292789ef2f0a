"""How pages of a PDF come out on paper, inside the child: pictures at their printed size, ink in the outer 5 mm."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from campaign.intake.sheets import PT, Box, Said, Sheet

MARGIN_MM = 5.0  # what office printers cut
EDGE_MM = 1.0  # nearer to the edge than this, it runs to it
LOOSE_MM = 0.3  # by which a letter's box may be larger than what is seen of it
DPI = 48
LONGEST = 1_200  # pixels
INKED = 245  # of 255, and darker
SPECK = 3  # pixels that are no content
GAP = 4  # pixels between two things that are shown as one
BOXES = 12  # of a page
FEW_DPI, LOW_DPI = 150, 200
SMALL_MM = 5.0  # a picture smaller than this is a dot or a line
THINGS = 5_000  # of a page
PASSAGES = 3_000
DEPTH = 6


def drawn(data: bytes, sheets: list[Sheet]) -> Iterator[Said]:
    """Of each page its edges, then its pictures, then its words: the quickest first, in case the time is out."""
    with pypdfium2.PdfDocument(data) as document:
        for sheet in sheets:
            page = document[sheet.n - 1]
            yield {"page": sheet.n, **_edges(page, sheet)}
            yield {"page": sheet.n, "found": list(_pictures(page, sheet.unit))}
            yield {"page": sheet.n, "found": list(_words(page, sheet)), "is_done": 1}
            page.close()


# Ink near the edge


def _edges(page: pypdfium2.PdfPage, sheet: Sheet) -> Said:
    wide, high = page.get_size()
    scale = min(DPI / 72, LONGEST / max(wide, high, 1))
    grey = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    ink = grey.point([255 * (value < INKED) for value in range(256)])
    trim = _pixels(_turned(sheet), ink.size)
    px = scale / sheet.unit * PT
    inner = _inset(trim, MARGIN_MM * px)
    if inner[2] - inner[0] < 1 or inner[3] - inner[1] < 1:
        return {}
    outside = [box for strip in _strips(trim, inner) for box in _runs(ink, strip)]
    rim = _inset(trim, max(1.0, EDGE_MM * px))
    is_at_edge = any(ink.crop(strip).getbbox() for strip in _strips(trim, rim))
    found = [{"kind": "outside"}] * bool(outside) + [{"kind": "edge"}] * (bool(outside) and is_at_edge)
    largest = sorted(outside, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]), reverse=True)[:BOXES]
    return {
        "found": found,
        "printable": _thousandths(inner, ink.size),
        "outside": [_thousandths(box, ink.size) for box in largest],
    }


def _turned(sheet: Sheet) -> Box:
    """Where it is cut, in parts of the page as it is seen: left, top, right, bottom."""
    left, bottom, right, top = sheet.view
    wide, high = right - left, top - bottom
    x0, x1 = (sheet.trim[0] - left) / wide, (sheet.trim[2] - left) / wide
    y0, y1 = (top - sheet.trim[3]) / high, (top - sheet.trim[1]) / high
    return {
        0: (x0, y0, x1, y1),
        90: (1 - y1, x0, 1 - y0, x1),
        180: (1 - x1, 1 - y1, 1 - x0, 1 - y0),
        270: (y0, 1 - x1, y1, 1 - x0),
    }[sheet.rotation]


Pixels = tuple[int, int, int, int]


def _pixels(parts: Box, size: tuple[int, int]) -> Pixels:
    wide, high = size
    return round(parts[0] * wide), round(parts[1] * high), round(parts[2] * wide), round(parts[3] * high)


def _inset(box: Pixels, by: float) -> Pixels:
    whole = math.floor(by)
    return box[0] + whole, box[1] + whole, box[2] - whole, box[3] - whole


def _strips(outer: Pixels, inner: Pixels) -> list[Pixels]:
    """Above, below, left, right; no pixel is in two of them."""
    return [
        (outer[0], outer[1], outer[2], inner[1]),
        (outer[0], inner[3], outer[2], outer[3]),
        (outer[0], inner[1], inner[0], inner[3]),
        (inner[2], inner[1], outer[2], inner[3]),
    ]


def _runs(ink: Image.Image, strip: Pixels) -> Iterator[Pixels]:
    """What stands in a strip, as boxes along its longer side."""
    part = ink.crop(strip)
    is_lying = part.width >= part.height
    along = part.getprojection()[0 if is_lying else 1]
    for start, end in _spans(along):
        piece = (start, 0, end, part.height) if is_lying else (0, start, part.width, end)
        box = part.crop(piece).getbbox()
        if box and (box[2] - box[0]) * (box[3] - box[1]) >= SPECK:
            x, y = strip[0] + piece[0], strip[1] + piece[1]
            yield x + box[0], y + box[1], x + box[2], y + box[3]


def _spans(along: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for n, is_inked in enumerate(along):
        if is_inked and spans and n - spans[-1][1] <= GAP:
            spans[-1] = (spans[-1][0], n + 1)
        elif is_inked:
            spans.append((n, n + 1))
    return spans


def _thousandths(box: Pixels, size: tuple[int, int]) -> list[int]:
    """Left, top, width and height in thousandths of the page as it is seen."""
    x0, y0, x1, y1 = (round(1000 * side / size[n % 2]) for n, side in enumerate(box))
    return [x0, y0, x1 - x0, y1 - y0]


# Pictures and words


def _pictures(page: pypdfium2.PdfPage, unit: float) -> Iterator[Said]:
    """The lowest resolution of those too coarse; of what is larger than a dot."""
    found = [dpi for thing in _things(page) if (dpi := _dpi(thing, unit))]
    if found:
        yield {"kind": "pictures"}
    for kind, few in (
        ("few_pixels", [dpi for dpi in found if dpi < FEW_DPI]),
        ("low_pixels", [dpi for dpi in found if FEW_DPI <= dpi < LOW_DPI]),
    ):
        if few:
            yield {"kind": kind, "amount": min(few)}


def _things(page: pypdfium2.PdfPage) -> Iterator[Any]:
    things = islice(page.get_objects(max_depth=DEPTH), THINGS)
    return (thing for thing in things if thing.type == raw.FPDF_PAGEOBJ_IMAGE)


def _dpi(thing: Any, unit: float) -> int:
    """Dots per inch at its printed size, on its coarser side; 0 for what is too small to count."""
    a, b, c, d, *_shift = _placed(thing).get()
    wide, high = math.hypot(a, b) * unit, math.hypot(c, d) * unit
    if not min(wide, high) > SMALL_MM * PT:
        return 0
    across, down = thing.get_px_size()
    dpi: float = 72 * min(across / wide, down / high)
    return max(1, round(dpi))


def _placed(thing: Any) -> Any:
    """On the page, through the forms in which it lies."""
    matrix, around = thing.get_matrix(), thing.container
    while around is not None:
        matrix, around = matrix.multiply(around.get_matrix()), around.container
    return matrix


def _words(page: pypdfium2.PdfPage, sheet: Sheet) -> Iterator[Said]:
    """Words that an office printer cuts."""
    text = page.get_textpage()
    left, bottom, right, top = sheet.trim
    by = (MARGIN_MM - LOOSE_MM) * PT / sheet.unit
    for n in range(min(text.count_rects(), PASSAGES)):
        x0, y0, x1, y1 = text.get_rect(n)
        is_on_page = x1 > left and x0 < right and y1 > bottom and y0 < top
        if is_on_page and (x0 < left + by or x1 > right - by or y0 < bottom + by or y1 > top - by):
            yield {"kind": "words_outside"}
            return

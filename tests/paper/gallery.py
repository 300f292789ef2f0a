"""All layouts on one picture: `python -m tests.paper.gallery docs/pictures/layouts.png`, in both looks and editions.

Each layout has a row of its first size: the United States edition in colour and in black, then the Mexican one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from campaign.paper.layouts import LAYOUTS, LOOKS, Layout
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.sheet import ORDER
from campaign.paper.typeset import MEDIUM, SEMI, Face
from tests.paper.cases import Case

WIDTH, EDGE, GAP, LABEL = 1600, 32, 8, 40
COLUMN = (WIDTH - 2 * EDGE - 3 * 28) // 4
TALLEST = 240
GROUND, INK, QUIET = "#e9edee", "#1b2b34", "#51646e"
COLOURS, MOST_BYTES = 128, 600_000
LOOK = {"colour": "colour", "ink": "one black"}
COUNTRY = {"US": "United States edition", "MX": "Mexican edition"}


def gallery() -> bytes:
    """PNG of few colours."""
    with Press() as press:
        rows = [_row(layout, press) for layout in LAYOUTS.values()]
    sheet = Image.new("RGB", (WIDTH, sum(row.height for row in rows) + 2 * EDGE), GROUND)
    top = EDGE
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    return _written(sheet)


def _written(sheet: Image.Image) -> bytes:
    """As many colours as there is room for."""
    for colours in (COLOURS, 64, 48, 32, 24, 16):
        out = BytesIO()
        few = sheet.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        if len(out.getvalue()) <= MOST_BYTES:
            break
    return out.getvalue()


def _row(layout: Layout, press: Press) -> Image.Image:
    cases = [Case(layout.name, layout.sizes[0].name, look, country) for country in ORDER for look in LOOKS]
    cells = [list(_pictures(case, press)) for case in cases]
    high = max(picture.height for cell in cells for picture in cell)
    row = Image.new("RGB", (WIDTH, LABEL + high + 2 * 28), GROUND)
    draw = ImageDraw.Draw(row)
    draw.text((EDGE, 0), _title(layout), INK, _font(SEMI, 24))
    for n, (case, cell) in enumerate(zip(cases, cells, strict=True)):
        left = EDGE + n * (COLUMN + 28)
        for picture in cell:
            row.paste(picture, (left, LABEL))
            left += picture.width + GAP
        said = f"{COUNTRY[case.country]}, {LOOK[case.look]}"
        draw.text((EDGE + n * (COLUMN + 28), LABEL + high + 6), said, QUIET, _font(MEDIUM, 15))
    return row


def _title(layout: Layout) -> str:
    size = layout.sizes[0]
    others = f", also {', '.join(one.name for one in layout.sizes[1:])}" if layout.sizes[1:] else ""
    pages = f", {layout.pages} pages" * (layout.pages > 1)
    return f"{layout.name} · {size.width_mm:g} × {size.height_mm:g} mm{others}{pages}"


def _pictures(case: Case, press: Press) -> Iterator[Image.Image]:
    """The pages of a case, side by side in a column, or one above the other where they lie."""
    pdf, (wide, high) = press(case.html), case.layout.sizes[0].mm
    pages = case.layout.pages
    width = min((COLUMN - GAP * (pages - 1)) / pages, TALLEST * wide / high)
    for n in range(pages):
        picture = Image.open(BytesIO(preview(pdf, n, width=round(width) * 2))).convert("RGB")
        yield picture.resize((round(width), round(width * high / wide)), Image.Resampling.LANCZOS)


def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(face.file), size)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(gallery())

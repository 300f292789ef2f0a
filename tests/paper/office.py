"""What the tests of office sheets share: sheets of all kinds, and texts that run into each other."""

from __future__ import annotations

import hashlib
from io import BytesIO
from itertools import combinations, product
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Box, Page
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Point, Sheet
from campaign.paper.typeset import MM_PER_PT, Block, line_mm
from tests.paper import sheets

EDITIONS = {"US": sheets.US, "MX": sheets.MX}
SIZES = ("letter", "legal", "oficio")
ABSENT: dict[str, dict[str, Any]] = {
    "no contact": {"contact": None},
    "no partners": {"strip": []},
    "nothing elsewhere": {"elsewhere": None},
    "one number only": {"contact": None, "strip": [], "elsewhere": None, "helplines": [sheets.N911]},
    "two numbers": {"helplines": [sheets.N911, sheets.VIDA]},
    "headline only": {"subline": {"en": "", "es": ""}, "places": {"near": "", "far": ""}},
    "one message": {"points": sheets.SHORT[:1]},
    "no drawings": {"points": [{**point, "pictogram": ""} for point in sheets.SHORT]},
}


def points(count: int, of: list[Point] = sheets.FACTS) -> list[Point]:
    return [{**of[n % len(of)], "slot": f"point-{n + 1}"} for n in range(count)]


def kinds(layout: str) -> list[Sheet]:
    """Both editions, each as a draft, with as many messages as the layout takes, and with all that may be absent."""
    most = LAYOUTS[layout].most_points
    full = ({"points": points(most)}, {"points": points(most, sheets.SHORT)})
    parts: list[dict[str, Any]] = [{}, {"draft": True}, *full, *ABSENT.values()]
    return [sheets.changed(edition, **part) for edition, part in product(EDITIONS.values(), parts)]


def pages_that_collide(layout: str) -> list[tuple[Sheet, str]]:
    """Of all kinds of sheets on all sizes, those where a text does not fit, meets another or leaves the margins."""
    return [
        (sheet, size)
        for sheet, size in product(kinds(layout), SIZES)
        for made in [pages(layout, sheet, size)]
        if misfits(made) or any(collisions(page) for page in made)
    ]


def photo(width: int, height: int) -> tuple[dict[str, bytes], dict[str, Any]]:
    """A picture by its hash, and what a sheet says of it."""
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, "JPEG")
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    return {sha256: out.getvalue()}, {"sha256": sha256, "width": width, "height": height}


def refused(press: Press, layout: str, sheet: Sheet) -> set[tuple[str, str, str]]:
    """What is found too large; each finding says by how many millimetres."""
    with pytest.raises(DoesNotFit) as error:
        press(compile(layout, sheet))
    assert all(found.over_mm > 0 for found in error.value.findings)
    return {(found.kind, found.slot, found.language) for found in error.value.findings}


def scanned(pdf: bytes, page: int) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(preview(pdf, page, 1700))))]


def collisions(page: Page) -> list[tuple[str, str]]:
    """Slots of texts that overlap by more than half a millimetre, or leave the page's margins."""
    blocks = [(block.slot, taken(block)) for block in page.blocks if block.slot != "draft"]
    inside = Box(12, 6, page.w - 24, page.h - 12)
    return [(a, b) for (a, one), (b, two) in combinations(blocks, 2) if overlap(one, two)] + [
        (slot, "margin")
        for slot, box in blocks
        if not (inside.x < box.x and inside.y < box.y and box.right < inside.right and box.bottom < inside.bottom)
    ]


def taken(block: Block) -> Box:
    """Where the letters of a block stand, in mm: the eighth of an em above them is white even over an accent."""
    w = max(sum(piece.width(block.pt) for piece in line) for line in block.lines)
    x = block.x
    if "centre" in block.css:
        x += (block.w - w) / 2
    elif "right" in block.css:
        x += block.w - w
    above = block.pt / 8 * MM_PER_PT
    return Box(x, block.y + above, w, line_mm(block.pt, block.leading) * len(block.lines) - above)


def overlap(one: Box, two: Box) -> bool:
    """By more than half a millimetre."""
    wide = min(one.right, two.right) - max(one.x, two.x)
    high = min(one.bottom, two.bottom) - max(one.y, two.y)
    return wide > 0.5 and high > 0.5

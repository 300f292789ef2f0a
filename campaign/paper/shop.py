"""Pages as a print shop wants them: on a larger sheet, colour run over the trim, marks and a slug line around it.

The layout stays as it is; only what `bleeds` grows. The finisher (`finish.py`) then turns the page into inks.
"""

from __future__ import annotations

from dataclasses import replace

from campaign.paper.page import PT, Box, Drawing, Heading, Page, Part, Shape
from campaign.paper.render import html_of, pages
from campaign.paper.sheet import ORDER, TAGS, Sheet
from campaign.paper.typeset import MEDIUM, SEMI, Block, Line, Piece, line_mm
from campaign.paper.words import page_of

MARGIN = 12.7  # mm of the sheet on each side of the trim
BLEED = 3.175  # mm, 1/8 in
_NEAR = 8.5  # a side that ends so near to the trim in an office is meant to end beyond it
_AT_TRIM = 0.05
MARK_LINE = 0.25 / PT
_MARK_FROM, _MARK_MM = 4.2, 5.5
_SLUG_PT, _SLUG_FROM = 7.0, 5.2


def shop_html(layout: str, sheet: Sheet, size: str = "", look: str = "colour") -> str:
    """HTML for the press as `render.compile` makes it, on the larger sheet; raises as `render.pages` does."""
    return html_of(for_shop(pages(layout, sheet, size), sheet, look), sheet, look)


def for_shop(pages: list[Page], sheet: Sheet, look: str = "colour") -> list[Page]:
    """The same pages on sheets that are 12.7 mm larger on each side; the sheet's words are those of the slug line.

    In the look `ink` grounds are outlines, which keep their place: one in the bleed would be cut away.
    """
    return [_on_sheet(page, _slug(sheet, page, n, len(pages)), look) for n, page in enumerate(pages, 1)]


def _on_sheet(page: Page, slug: Block, look: str) -> Page:
    reach = _AT_TRIM if look == "ink" else _NEAR
    parts = [*(_bled(part, page, reach) for part in page.parts), *_marks(page.w, page.h), slug]
    return Page(page.w + 2 * MARGIN, page.h + 2 * MARGIN, [_moved(part) for part in parts])


def _bled(part: Part, page: Page, reach: float) -> Part:
    """Sides near the trim move out to the bleed, and so does every side of a shape on the trim itself; a shape that
    bleeds has square corners."""
    if not isinstance(part, Shape | Drawing):
        return part
    box = _reaching(part.box, page, reach if part.bleeds else _AT_TRIM)
    if box == part.box:
        return part
    return replace(part, box=box, radius=0.0) if isinstance(part, Shape) else replace(part, box=box)


def _reaching(box: Box, page: Page, reach: float) -> Box:
    left = min(box.x, -BLEED) if box.x <= reach else box.x
    top = min(box.y, -BLEED) if box.y <= reach else box.y
    right = max(box.right, page.w + BLEED) if page.w - box.right <= reach else box.right
    bottom = max(box.bottom, page.h + BLEED) if page.h - box.bottom <= reach else box.bottom
    sides = (left, top, right, bottom)
    return box if sides == (box.x, box.y, box.right, box.bottom) else Box(left, top, right - left, bottom - top)


def _moved(part: Part) -> Part:
    match part:
        case Block():
            return replace(part, x=part.x + MARGIN, y=part.y + MARGIN)
        case Heading():
            return replace(part, blocks=[replace(b, x=b.x + MARGIN, y=b.y + MARGIN) for b in part.blocks])
        case _:
            box = part.box
            return replace(part, box=Box(box.x + MARGIN, box.y + MARGIN, box.w, box.h))


def _marks(w: float, h: float) -> list[Shape]:
    """Two at each corner, clear of the bleed; lines of 0.25 pt in the ink that becomes K."""
    half = MARK_LINE / 2
    beside = (-_MARK_FROM - _MARK_MM, w + _MARK_FROM)
    above = (-_MARK_FROM - _MARK_MM, h + _MARK_FROM)
    lying = [Box(x, y - half, _MARK_MM, MARK_LINE) for x in beside for y in (0, h)]
    upright = [Box(x - half, y, MARK_LINE, _MARK_MM) for y in above for x in (0, w)]
    return [Shape(box, "ink") for box in (*lying, *upright)]


def _slug(sheet: Sheet, page: Page, n: int, pages: int) -> Block:
    """“F-0001 v3 · page 1 of 2 · página 1 de 2 · 215.9 × 279.4 mm”, beneath the bleed, between the marks."""
    counts = [Piece(page_of(n, pages, language), MEDIUM, TAGS[language]) for language in ORDER[sheet["country"]]]
    facts = [Piece(f"{sheet['code']} v{sheet['version']}", SEMI), *counts, Piece(f"{page.w:g} × {page.h:g} mm", MEDIUM)]
    line: Line = [piece for fact in facts for piece in (Piece(" · ", MEDIUM), fact)][1:]
    box = Box(_MARK_FROM, page.h + _SLUG_FROM, page.w - 2 * _MARK_FROM, line_mm(_SLUG_PT, 1.2))
    return Block("slug", "", box.x, box.y, box.w, box.h, "", _SLUG_PT, 1.2, [line])

"""The geometry of `tabloid-poster`: laid out on a page as wide as a letter and as high as the size asked for, then
enlarged to it; so its smallest type is 11.6 points on tabloid. Leaves nothing of the sheet out.

From the foot upwards all heights are set by their texts; the field takes the rest.
"""

from __future__ import annotations

from campaign.paper import calls
from campaign.paper.draft import draft
from campaign.paper.foot import (
    LEFT,
    RIGHT,
    ROW_MM,
    ROW_UP,
    address_block,
    contact_parts,
    footer_block,
    logos,
    qr,
)
from campaign.paper.page import Box, Page, Part, Shape, Size, scaled
from campaign.paper.pages import poster_field, poster_steps
from campaign.paper.sheet import ORDER, Language, Sheet

Order = tuple[Language, Language]

PAGE_W, FRAME = 215.9, 6.0
_BADGE_W, _GAP, _INSET = 62.0, 3.0, 5.0
_OVER_STEPS, _UNDER_STEPS, _OVER_OTHER, _UNDER_OTHER = 6.5, 5.0, 2.6, 1.9
_GOOD_STEPS, _LEAST_FIELD, _BADGE = (0.075, 0.13, 0.19), 0.36, 0.138  # of the page's height


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page: field, steps, numbers to call, and the row and the line at the foot."""
    by = size[0] / PAGE_W
    return [scaled(_page(sheet, ORDER[sheet["country"]], size[1] / by, by), by)]


def _page(sheet: Sheet, order: Order, h: float, by: float) -> Page:
    row = h - ROW_UP
    code = qr(sheet["address"], order, RIGHT, row + ROW_MM / 2)
    under = min(row - _UNDER_OTHER, code.box.y)  # the code's white zone stays white
    other, other_top = calls.elsewhere_parts(sheet, order, LEFT, RIGHT - LEFT, under)
    numbers, numbers_top = _calls(sheet, order, other_top - _OVER_OTHER, h * _BADGE)
    made = poster_steps.steps(sheet["points"], order, [h * share for share in _GOOD_STEPS])
    points, end = _points(made, numbers_top - _UNDER_STEPS, h * _LEAST_FIELD) if made else ([], numbers_top)
    field = Box(FRAME, FRAME, PAGE_W - 2 * FRAME, end - _OVER_STEPS - FRAME)
    return Page(PAGE_W, h, [
        *poster_field.field_parts(sheet, order, field, by),
        *points,
        *numbers,
        *other,
        *contact_parts(sheet, row),
        *logos(sheet, order, row),
        address_block(sheet["address"], order, code, row),
        code,
        footer_block(sheet, order, h),
        *(draft(order, PAGE_W, h) if sheet["draft"] else []),
    ])  # fmt: skip


def _points(made: poster_steps.Steps, bottom: float, field: float) -> tuple[list[Part], float]:
    """They end at `bottom` and leave the field so much; and where they begin."""
    height = min(made.height, bottom - FRAME - field - _OVER_STEPS)
    return poster_steps.parts(made, bottom - height, height), bottom - height


def _calls(sheet: Sheet, order: Order, bottom: float, least: float) -> tuple[list[Part], float]:
    """The emergency number in a block at the left, as high as the tiles of the others at its right, and `least`."""
    first, others = calls.parted(sheet)
    if not first and not others:
        return [], bottom
    x = LEFT + (_BADGE_W + _GAP) * (first is not None)
    column = calls.Column(others, order, x, RIGHT - x)
    single = others[0] if first and len(others) == 1 else None
    needed = calls.over(single, order, column.w)[0] if single else column.height
    height = max(needed, least * (first is not None))
    top = bottom - height
    placed: list[Part] = []
    if first:
        box = Box(LEFT, top, _BADGE_W if others else RIGHT - LEFT, height)
        placed += [Shape(box, "warm", 2), *calls.badge(first, order, box.inset(_INSET))]
    if single:
        return [*placed, *calls.tile_over(single, order, Box(x, top, column.w, height))], top
    return placed + column.parts(top, height), top

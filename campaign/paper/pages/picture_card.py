"""The geometry of `picture-card`: half a letter sheet, lying, for people who do not read: three large pictures in their
order, numbers to call, and hardly a word. Leaves out points, second line, places and the sheet's own picture; contact
and strip stand only where there is no number but the emergency's.
"""

from __future__ import annotations

from dataclasses import replace

from campaign.paper import calls
from campaign.paper.draft import draft
from campaign.paper.foot import (
    LEFT,
    RIGHT,
    ROW_MM,
    address_block,
    contact_parts,
    footer_block,
    logos,
    qr,
)
from campaign.paper.headline import LEADING, Headline, Plate, set_headline
from campaign.paper.helplines import tiles
from campaign.paper.page import Box, Drawing, Figure, Heading, Page, Part, Shape, Size
from campaign.paper.sheet import ORDER, TAGS, Language, Sheet
from campaign.paper.typeset import HEAVY, Block, Piece, line_mm
from campaign.paper.words import STEP_ALTS

Order = tuple[Language, Language]

_FRAME, _FOOT = 6.0, 14.0
_COLUMN, _GUTTER = 92.0, 5.9
_ONE_LINE_PTS = (26.0, 24.0, 22.0, 21.0, 20.0, 19.0)
_HEAD_PTS = (21.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0)
_ONE_LINE, _TWO_LINES, _HEAD_TOP, _HEAD_FOOT = 6.6, 12.4, 9.4, 3.4  # a headline in mm, and the band round it
_UNDER_BAND, _OVER_ROW, _OVER_OTHER = 6.6, 4.0, 2.2
_MOST_PANEL, _MORE_ROW = 58.0, 8.0
_ARROW, _FIRST_W, _NUMBER, _OUT = 10.0, 76.0, 13.0, 3.4
_CALLS_W, _MOST_CODE, _CORNER_W = 122.0, 24.0, 41.0
_PHONE, _PHONE_W = 58 / 96, 26.5  # its width for its height, and at most


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page: the headline in a band, three steps from left to right, numbers and code, and the line at the foot."""
    order, (w, h) = ORDER[sheet["country"]], size
    other, other_top = calls.elsewhere_parts(sheet, order, LEFT, RIGHT - LEFT, h - _FOOT)
    headings, band = _headings(sheet, order, w)
    top, bottom = band + _UNDER_BAND, other_top - _OVER_OTHER * bool(other)
    body = _crowded if len(calls.parted(sheet)[1]) > 2 else _usual
    return [
        Page(w, h, [
            *headings,
            *body(sheet, order, top, bottom),
            *other,
            footer_block(sheet, order, h),
            *(draft(order, w, h) if sheet["draft"] else []),
        ])
    ]  # fmt: skip


def _usual(sheet: Sheet, order: Order, top: float, bottom: float) -> list[Part]:
    """The emergency number in the first step; one or two others in a row beside the code. The steps take the rest."""
    first, others = calls.parted(sheet)
    column = calls.Column(others, order, LEFT, _CALLS_W, pad=1.8)
    row_h = max(column.height, ROW_MM)
    spare = max(bottom - row_h - _OVER_ROW - top - _MOST_PANEL, 0)
    row_h += min(spare, _MORE_ROW) * bool(others)
    panel_h = min(bottom - row_h - _OVER_ROW - top, _MOST_PANEL + spare / 3)
    return [
        *_steps(first, order, Box(LEFT, top, RIGHT - LEFT, panel_h)),
        *_row(sheet, order, column, Box(LEFT, bottom - row_h, RIGHT - LEFT, row_h)),
    ]


def _crowded(sheet: Sheet, order: Order, top: float, bottom: float) -> list[Part]:
    """More numbers stand side by side as on a letter sheet; the code goes up beside the steps."""
    height, numbers = tiles(sheet["helplines"], order, bottom)
    steps = Box(LEFT, top, RIGHT - LEFT - _CORNER_W - _UNDER_BAND, bottom - height - _OVER_ROW - top)
    return [
        *_steps(None, order, steps),
        *numbers,
        *_corner(sheet, order, Box(RIGHT - _CORNER_W, top, _CORNER_W, steps.h)),
    ]


def _headings(sheet: Sheet, order: Order, w: float) -> tuple[list[Part], float]:
    """Side by side in a band, in one line each if they can, in one size; and where the band ends."""
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    high = _ONE_LINE
    headline = set_headline(texts, Plate(_COLUMN, high), _ONE_LINE_PTS)
    if any(len(lines) > 1 for lines in headline.lines.values()):  # or none of these sizes fits
        high = _TWO_LINES
        headline = set_headline(texts, Plate(_COLUMN, high), _HEAD_PTS)
    band = Box(_FRAME, _FRAME, w - 2 * _FRAME, _HEAD_TOP + high + _HEAD_FOOT - _FRAME)
    found: list[Part] = [Shape(band, "teal", bleeds=True)]
    for side, language in enumerate(order):
        found.append(_heading(headline, language, side, _HEAD_TOP + high / 2))
    return found, band.bottom


def _heading(headline: Headline, language: Language, side: int, middle: float) -> Heading:
    row = line_mm(headline.pt, LEADING)
    blocks = [
        Block(
            "headline", TAGS[language], LEFT + side * (_COLUMN + _GUTTER), middle + headline.top(language) + n * row,
            headline.room(language, n), row, "sun" if side else "white", headline.pt, LEADING, [[Piece(line, HEAVY)]],
        )
        for n, line in enumerate(headline.lines[language])
    ]  # fmt: skip
    return Heading(TAGS[language], blocks)


# -- steps


def _steps(call: calls.Call | None, order: Order, box: Box) -> list[Part]:
    """Three panels with an arrow from each to the next; the first is wider where it has the number."""
    rest = (box.w - 2 * _ARROW - (_FIRST_W if call else 0)) / (2 if call else 3)
    widths = (_FIRST_W if call else rest, rest, rest)
    found: list[Part] = []
    x = box.x
    for n, (name, w) in enumerate(zip(STEP_ALTS, widths, strict=True)):
        panel = Box(x, box.y, w, box.h)
        found += [Shape(panel, "soft" if n else "warm", 4), *_number(panel, n + 1)]
        found += _first(panel, call, order) if n == 0 else _figures(_square(panel), name, order)
        if n < 2:
            arrow = Box(panel.right, box.y + (box.h - _ARROW) / 2, _ARROW, _ARROW)
            found.append(Drawing(arrow.inset(0.8), "onward"))
        x = panel.right + _ARROW
    return found


def _first(panel: Box, call: calls.Call | None, order: Order) -> list[Part]:
    """The telephone, and beside it the number to call."""
    wide = min((panel.h - 9) * _PHONE, _PHONE_W)
    left = panel.x + 10.6 if call else panel.x + (panel.w - wide) / 2
    high = wide / _PHONE
    phone = _figures(Box(left, panel.y + (panel.h - high) / 2, wide, high), "phone-911", order)
    if call is None:
        return phone
    left += wide + 3.5
    return [*phone, *calls.badge(call, order, Box(left, panel.y + 4, panel.right - 3 - left, panel.h - 8))]


def _figures(box: Box, name: str, order: Order) -> list[Part]:
    """Twice the same drawing on the same place: each speaks its own language."""
    return [Figure(box, name, TAGS[language], STEP_ALTS[name][language]) for language in order]


def _square(panel: Box) -> Box:
    side = min(panel.w, panel.h) - 7
    return Box(panel.x + (panel.w - side) / 2, panel.y + (panel.h - side) / 2, side, side)


def _number(panel: Box, n: int) -> list[Part]:
    disc = Box(panel.x - _OUT, panel.y - _OUT, _NUMBER, _NUMBER)
    pt = _NUMBER * 1.9
    high = line_mm(pt, 1)
    top = disc.y + (_NUMBER - high) / 2 - high * 0.05
    text = Block("", "", disc.x, top, _NUMBER, high, "white centre", pt, 1, [[Piece(str(n), HEAVY)]])
    return [Shape(disc.inset(-0.8), "paper", _NUMBER / 2 + 0.8), Shape(disc, "teal", _NUMBER / 2), text]


# -- numbers to call


def _row(sheet: Sheet, order: Order, column: calls.Column, box: Box) -> list[Part]:
    """Tiles, or without any the contact and the strip; at their right the address and the code."""
    row = box.y + (box.h - ROW_MM) / 2
    code = qr(sheet["address"], order, RIGHT, box.y + box.h / 2, min(max(box.h, ROW_MM), _MOST_CODE))
    left = column.parts(box.y, box.h) if column.calls else [*contact_parts(sheet, row), *logos(sheet, order, row)]
    return [*left, address_block(sheet["address"], order, code, row), code]


def _corner(sheet: Sheet, order: Order, box: Box) -> list[Part]:
    """The code over its address, in the middle of the box."""
    code = qr(sheet["address"], order, box.right, 0, _MOST_CODE)
    words = address_block(sheet["address"], order, code, 0)
    top = box.y + (box.h - code.box.h - words.h) / 2
    code = replace(code, box=Box(box.x + (box.w - code.box.w) / 2, top, code.box.w, code.box.h))
    return [replace(words, x=box.x, w=box.w, y=code.box.bottom, css="centre address"), code]

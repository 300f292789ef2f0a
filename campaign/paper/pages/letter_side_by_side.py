"""The geometry of `letter-side-by-side`, on letter, legal and oficio: every box in mm from a sheet; writes no HTML.

From the foot upwards all heights are set by their texts; the points get what they need, in rows of equal distance;
the field with the tablet takes the rest, in steps, so a short text keeps a large picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from campaign.paper.foot import (
    LEFT,
    RIGHT,
)
from campaign.paper.headline import LEADING, STEPS_PT, Headline, Tablet, heading_pieces, set_headline
from campaign.paper.page import Box, Drawing, Heading, Page, Part, Shape, Size
from campaign.paper.pages import office_sheet, picture_field
from campaign.paper.pages.office_sheet import FIELD, LETTER_H, Lines, Order, message, spread
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram, tablet_figures
from campaign.paper.typeset import (
    SEMI,
    Block,
    Words,
    fitted,
    joined,
    line_mm,
    lines_mm,
    words,
    wrap,
)

PAGE_W = 215.9
FIELD_STEPS = (148.0, 144.0, 140.0, 136.0, 132.0, 128.0, 124.0, 120.0, 116.0, 112.0, 108.0)
MIDDLE = PAGE_W / 2
_COLUMN, _SPINE = 84.0, 22.0
_POINT_PT, _POINT_LEADING, _POINT_LINES = 13.0, 1.17, 5
_POINT_ROW = line_mm(_POINT_PT, _POINT_LEADING)
_DISC, _LEAST_GAP = 14.0, 3.4
_SUB_PT, _SUB_LEADING, _SUB_LINES = 17.0, 1.14, 3
_LARGER_PT = (84.0, 78.0, 72.0, 66.0)  # of a headline on a longer page


@dataclass(frozen=True)
class PointRow:
    """A message in both languages on one axis; `h` in mm is the room of its slot."""

    point: Point
    lines: Lines
    h: float


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page: field, points, numbers to call, and the row and the line at the foot."""
    order, more = ORDER[sheet["country"]], size[1] - LETTER_H
    tile_top, numbers = office_sheet.numbers(sheet, order, size[1])
    rows = _point_rows(sheet["points"])
    field_h = _field_height(rows, tile_top, more)
    field = Box(FIELD, FIELD, PAGE_W - 2 * FIELD, field_h)
    hero = picture_field.hero(sheet, order, FIELD, field_h) if sheet["picture"] else _hero(sheet, order, field_h, more)
    faint = [] if sheet["picture"] else _faint(field_h)
    return [
        Page(*size, [
            Shape(field, "teal", bleeds=True),
            *faint,
            *_places(sheet),
            *hero,
            *_points(rows, order, field.bottom, tile_top),
            *numbers,
            *office_sheet.foot(sheet, order, order, size),
        ])
    ]  # fmt: skip


# -- points


def _point_rows(points: list[Point]) -> list[PointRow]:
    return [
        PointRow(point, lines, _row_mm(lines)) for point in points for lines in [message(point, _COLUMN, _POINT_PT)]
    ]


def _row_mm(lines: Lines) -> float:
    most = max(len(found) for found in lines.values())
    return max(_POINT_ROW * min(most, _POINT_LINES), _DISC)


def _field_height(rows: list[PointRow], tile_top: float, more: float) -> float:
    """`more` is what the page is longer than letter, in mm: most of it is the field's."""
    needed = sum(row.h for row in rows) + (len(rows) + 1) * (_LEAST_GAP + 1)
    room = tile_top - FIELD - needed
    steps = [step + more * 0.7 for step in FIELD_STEPS]
    return next((step for step in steps if step <= room), steps[-1])


def _points(rows: list[PointRow], order: Order, top: float, bottom: float) -> list[Part]:
    """Rows with equal white between them."""
    placed: list[Part] = []
    for row, (y, height) in zip(rows, spread([row.h for row in rows], top, bottom, _LEAST_GAP), strict=True):
        placed += _point(row, order, y, height)
    return placed


def _point(row: PointRow, order: Order, y: float, height: float) -> list[Part]:
    most = max(len(lines) for lines in row.lines.values())
    top = y + max((height - most * _POINT_ROW) / 2, 0)
    columns = zip(order, (LEFT, LEFT + _COLUMN + _SPINE), strict=True)
    blocks = [
        Block(
            row.point["slot"], TAGS[language], x, top, _COLUMN, y + height - top, "point",
            _POINT_PT, _POINT_LEADING, joined(row.lines[language]),
        )
        for language, x in columns
    ]  # fmt: skip
    disc = Box(MIDDLE - _DISC / 2, y + (height - _DISC) / 2, _DISC, _DISC)
    return [*pictogram(row.point["pictogram"], disc), *blocks]


# -- the field with the tablet


def _hero(sheet: Sheet, order: Order, height: float, more: float) -> list[Part]:
    size = min(height - 11 - (height - more * 0.7 - FIELD_STEPS[-1]) / 10, PAGE_W - 2 * FIELD - 8)
    tablet = Tablet(size, MIDDLE, FIELD + 3.4 + size / 2)
    steps = (*_LARGER_PT, *STEPS_PT) if more else STEPS_PT
    headline = set_headline({language: sheet["headline"][language] for language in order}, tablet, steps)
    sublines = _sublines(sheet, order, FIELD + height - 5.4, tablet)
    parts = tablet_figures(sheet, order, tablet)
    for side, language in enumerate(order):
        parts.append(_heading(headline, tablet, language, side))
        parts += [block for block in sublines if block.lang == TAGS[language]]
    return parts


def _heading(headline: Headline, tablet: Tablet, language: Language, side: int) -> Heading:
    """A half of the tablet: one block a line, as wide as the circle allows there; the last word in terracotta."""
    lines = headline.lines[language]
    last = len(lines) - 1
    blocks = [_heading_line(headline, tablet, language, side, n, n == last) for n in range(len(lines))]
    return Heading(TAGS[language], blocks)


def _heading_line(headline: Headline, tablet: Tablet, language: Language, side: int, index: int, last: bool) -> Block:
    pt = headline.pt
    w = headline.room(language, index)
    x = tablet.cx - tablet.gap - w if side == 0 else tablet.cx + tablet.gap
    y = tablet.cy + headline.top(language) + index * line_mm(pt, LEADING)
    pieces = heading_pieces(headline.lines[language][index], last)
    css = ("right" if side == 0 else "left") + " last" * last
    return Block("headline", TAGS[language], x, y, w, line_mm(pt, LEADING), css, pt, LEADING, [pieces])


def _sublines(sheet: Sheet, order: Order, bottom: float, tablet: Tablet) -> list[Block]:
    """In the lower corners, clear of the tablet; both in the same number of lines, on the same last line."""
    texts = [words(sheet["subline"][language], SEMI) for language in order]
    for count in range(1, _SUB_LINES + 1):
        rooms = [_sub_room(count - n, bottom, tablet) for n in range(count)]
        set_lines = [_sub_lines(text, rooms) for text in texts]
        if all(lines is not None for lines in set_lines):
            break
    return [
        _subline(lines or wrap(text, rooms[0], _SUB_PT), language, side, rooms, bottom)
        for side, (language, text, lines) in enumerate(zip(order, texts, set_lines, strict=True))
        if text
    ]


def _sub_lines(text: Words, rooms: list[float]) -> list[Words] | None:
    """Lines that fit their rooms, in as many lines or in fewer where the text is short."""
    for skipped in range(min(len(rooms), max(len(text), 1))):
        lines = fitted(text, rooms[skipped:], _SUB_PT)
        if lines and all(lines_mm([line], _SUB_PT) <= room for line, room in zip(lines, rooms[skipped:], strict=True)):
            return lines
    return None if text else []


def _sub_room(lines_below: int, bottom: float, tablet: Tablet) -> float:
    """Room in mm beside the tablet and its shadow for the line that ends so many lines above `bottom`."""
    top = bottom - lines_below * line_mm(_SUB_PT, _SUB_LEADING) + 1.5
    radius = tablet.size / 2 + 2.6
    drop = max(top - (tablet.cy + 1.2), 0)
    return MIDDLE - sqrt(max(radius**2 - drop**2, 0)) - LEFT - 3


def _subline(lines: list[Words], language: Language, side: int, rooms: list[float], bottom: float) -> Block:
    w = rooms[-1]
    height = line_mm(_SUB_PT, _SUB_LEADING) * min(max(len(lines), 1), len(rooms))
    x = LEFT if side == 0 else RIGHT - w
    css = "white " + ("left" if side == 0 else "right")
    return Block(
        "subline", TAGS[language], x, bottom - height, w, height, css, _SUB_PT, _SUB_LEADING, joined(lines)
    )  # fmt: skip


def _places(sheet: Sheet) -> list[Block]:
    return office_sheet.places(sheet, FIELD + 6.6)


def _faint(height: float) -> list[Drawing]:
    """Faint tablets down both edges of the field, as many as stand between the city and the second line."""
    first, pitch, size = 25.6, 25.0, 20.0
    count = int((height - 23 - first - size) // pitch) + 1
    rows = [first + n * pitch for n in range(count)]
    return [Drawing(Box(x, y, size, size), "faint", "tone") for x in (12.0, PAGE_W - 12.0 - size) for y in rows]

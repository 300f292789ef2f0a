"""The geometry of `letter-side-by-side`, on letter, legal and oficio: every box in mm from a sheet; writes no HTML.

From the foot upwards all heights are set by their texts; the points get what they need, in rows of equal distance;
the field with the tablet takes the rest, in steps, so a short text keeps a large picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

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
from campaign.paper.headline import LEADING, STEPS_PT, Headline, Tablet, heading_pieces, set_headline
from campaign.paper.helplines import elsewhere, tiles
from campaign.paper.page import Box, Code, Drawing, Heading, Page, Part, Shape, Size
from campaign.paper.pages import picture_field
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram, tablet_figures
from campaign.paper.typeset import (
    BOLD,
    SEMI,
    Block,
    Line,
    Words,
    even,
    first_sentence,
    fitted,
    joined,
    line_mm,
    lines_mm,
    words,
    wrap,
)

Order = tuple[Language, Language]

PAGE_W, LETTER_H, FIELD = 215.9, 279.4, 6.0
FIELD_STEPS = (148.0, 144.0, 140.0, 136.0, 132.0, 128.0, 124.0, 120.0, 116.0, 112.0, 108.0)
MIDDLE = PAGE_W / 2
_COLUMN, _SPINE = 84.0, 22.0
_POINT_PT, _POINT_LEADING, _POINT_LINES = 13.0, 1.17, 5
_POINT_ROW = line_mm(_POINT_PT, _POINT_LEADING)
_DISC, _LEAST_GAP = 14.0, 3.4
_SUB_PT, _SUB_LEADING, _SUB_LINES = 17.0, 1.14, 3
_ELSEWHERE_ROW = line_mm(12, 1.2)
_LARGER_PT = (84.0, 78.0, 72.0, 66.0)  # of a headline on a longer page
_PLACE_PTS, _PLACE_W = (15.0, 14.0, 13.0, 12.0, 11.0), 52.0


@dataclass(frozen=True)
class PointRow:
    """A message in both languages on one axis; `h` in mm is the room of its slot."""

    point: Point
    lines: dict[Language, list[Line]]
    h: float


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page: field, points, numbers to call, and the row and the line at the foot."""
    order, (w, h) = ORDER[sheet["country"]], size
    row, more = h - ROW_UP, h - LETTER_H
    code = qr(sheet["address"], order, RIGHT, row + ROW_MM / 2)
    other, other_top = _elsewhere(sheet, order, row, code)
    tile_h, helplines = tiles(sheet["helplines"], order, other_top - 2.6)
    tile_top = other_top - 2.6 - tile_h
    rows = _point_rows(sheet["points"])
    field_h = _field_height(rows, tile_top, more)
    field = Box(FIELD, FIELD, PAGE_W - 2 * FIELD, field_h)
    hero = picture_field.hero(sheet, order, FIELD, field_h) if sheet["picture"] else _hero(sheet, order, field_h, more)
    faint = [] if sheet["picture"] else _faint(field_h)
    return [
        Page(w, h, [
            Shape(field, "teal", bleeds=True),
            *faint,
            *_places(sheet),
            *hero,
            *_points(rows, order, field.bottom, tile_top),
            *helplines,
            *other,
            *contact_parts(sheet, row),
            *logos(sheet, order, row),
            address_block(sheet["address"], order, code, row),
            code,
            footer_block(sheet, order, h),
            *(draft(order, w, h) if sheet["draft"] else []),
        ])
    ]  # fmt: skip


def _elsewhere(sheet: Sheet, order: Order, row: float, code: Code) -> tuple[list[Part], float]:
    """The other country's numbers above the contact row and the code's white zone, and the height where they begin."""
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return [], row - 0.6
    lines = elsewhere(other, order)
    height = _ELSEWHERE_ROW * min(len(lines), 2)
    top = min(row - 1.9, code.box.y) - height
    return [Block("elsewhere", "", LEFT, top, RIGHT - LEFT, height, "elsewhere", 12, 1.2, lines)], top


# -- points


def _point_rows(points: list[Point]) -> list[PointRow]:
    return [PointRow(point, lines, _row_mm(lines)) for point in points for lines in [_point_lines(point)]]


def _row_mm(lines: dict[Language, list[Line]]) -> float:
    most = max(len(found) for found in lines.values())
    return max(_POINT_ROW * min(most, _POINT_LINES), _DISC)


def _point_lines(point: Point) -> dict[Language, list[Line]]:
    """A bold first sentence where both languages have more than one; a break after it where that costs no line."""
    texts: dict[Language, tuple[str, str]] = {"en": first_sentence(point["en"]), "es": first_sentence(point["es"])}
    if not all(rest for _, rest in texts.values()):
        return {language: joined(even(words(point[language]), _COLUMN, _POINT_PT)) for language in texts}
    run_on = {
        language: even([*words(first, BOLD), *words(rest)], _COLUMN, _POINT_PT)
        for language, (first, rest) in texts.items()
    }
    parted = {
        language: even(words(first, BOLD), _COLUMN, _POINT_PT) + even(words(rest), _COLUMN, _POINT_PT)
        for language, (first, rest) in texts.items()
    }
    most = max(len(lines) for lines in run_on.values())
    chosen = parted if all(len(lines) <= most for lines in parted.values()) else run_on
    return {language: joined(lines) for language, lines in chosen.items()}


def _field_height(rows: list[PointRow], tile_top: float, more: float) -> float:
    """`more` is what the page is longer than letter, in mm: most of it is the field's."""
    needed = sum(row.h for row in rows) + (len(rows) + 1) * (_LEAST_GAP + 1)
    room = tile_top - FIELD - needed
    steps = [step + more * 0.7 for step in FIELD_STEPS]
    return next((step for step in steps if step <= room), steps[-1])


def _points(rows: list[PointRow], order: Order, top: float, bottom: float) -> list[Part]:
    """Rows with equal white between them; where room lacks, the longest gives it up and is found too high."""
    if not rows:
        return []
    heights = [row.h for row in rows]
    lack = sum(heights) + (len(rows) + 1) * _LEAST_GAP - (bottom - top)
    if lack > 0:
        heights[heights.index(max(heights))] -= lack
    gap = (bottom - top - sum(heights)) / (len(rows) + 1)
    placed: list[Part] = []
    y = top + gap
    for row, height in zip(rows, heights, strict=True):
        placed += _point(row, order, y, height)
        y += height + gap
    return placed


def _point(row: PointRow, order: Order, y: float, height: float) -> list[Part]:
    most = max(len(lines) for lines in row.lines.values())
    top = y + max((height - most * _POINT_ROW) / 2, 0)
    columns = zip(order, (LEFT, LEFT + _COLUMN + _SPINE), strict=True)
    blocks = [
        Block(
            row.point["slot"], TAGS[language], x, top, _COLUMN, y + height - top, "point",
            _POINT_PT, _POINT_LEADING, row.lines[language],
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
    """Near at the left, its twin at the right, in both editions."""
    names = (("place-near", sheet["places"]["near"]), ("place-far", sheet["places"]["far"]))
    return [_place(slot, name, "left" if n == 0 else "right") for n, (slot, name) in enumerate(names) if name]


def _place(slot: str, name: str, side: str) -> Block:
    """The largest size in which the name has one line: nobody can shorten the name of a place."""
    text = words(name, SEMI)
    pt = next((pt for pt in _PLACE_PTS if lines_mm([text], pt) <= _PLACE_W), _PLACE_PTS[-1])
    x = LEFT if side == "left" else RIGHT - _PLACE_W
    return Block(
        slot, "", x, FIELD + 6.6, _PLACE_W, line_mm(_PLACE_PTS[0], 1.15), f"white {side}", pt, 1.15, joined([text])
    )


def _faint(height: float) -> list[Drawing]:
    """Faint tablets down both edges of the field, as many as stand between the city and the second line."""
    first, pitch, size = 25.6, 25.0, 20.0
    count = int((height - 23 - first - size) // pitch) + 1
    rows = [first + n * pitch for n in range(count)]
    return [Drawing(Box(x, y, size, size), "faint", "tone") for x in (12.0, PAGE_W - 12.0 - size) for y in rows]

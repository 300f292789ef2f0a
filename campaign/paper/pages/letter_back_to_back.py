"""The geometry of `letter-back-to-back`: a page for each language, alike to the millimetre; leaves nothing out.

Up to six messages with their numbers stand beside a column of numbers to call; where there is one number only, it
stands below them. Type grows to fill the page, and what is left over is the field's.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.foot import LEFT, RIGHT, ROW_UP
from campaign.paper.headline import STEPS_PT
from campaign.paper.helplines import tiles
from campaign.paper.page import Box, Drawing, Page, Part, Shape, Size
from campaign.paper.pages import number_column, office_sheet
from campaign.paper.pages.office_sheet import FIELD, LETTER_H, WIDTH, Order, Setter, message, spread
from campaign.paper.pages.picture_field import above_mm, halves, picture_figures, within
from campaign.paper.pages.title import least_mm, title
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import HEAVY, Block, Piece, Words, even, joined, line_mm, wrap

_PTS = (32.0, 28.0, 24.0, 22.0, 20.0, 18.5, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.5, 11.0)
_LEADING = 1.19
_FIELDS = ((88.0, 15.0), (74.0, 13.0), (62.0, 11.0))  # least height of the field in mm, for type of so many points
_MOST_FIELD = 128.0
_MOST_PT = {1: 32.0, 2: 28.0}  # by how many messages there are; more of them look well up to
_MOST_PT_OF_MANY = 24.0
_DISCS = {1: 46.0, 2: 32.0, 3: 26.0, 4: 22.0, 5: 19.0, 6: 17.0}  # by how many messages there are
_SHARES = (1.0, 0.86)  # of a drawing's size: it is smaller before type is
_NUMBER, _NUMBER_GAP, _TEXT_GAP = 9.6, 3.0, 5.5
_LEAST_GAP, _GAP, _GOOD_GAP = 3.0, 4.4, 6.0
_AROUND = 5.0  # between the field, what stands below it, and the row at the foot
_COLUMN_GAP = 7.0
_HEADLINE_PTS = (84.0, 78.0, 72.0, 66.0, *STEPS_PT)
_SUB_PT, _TITLE_FOOT = 18.0, 3.0
_LEAST_HEADLINE_PT = 36.0
_PLACE_W = 62.0
_TOP, _GROUND = 16.5, 5.0  # from the field's top to beneath the names; height of the ground in it


@dataclass(frozen=True)
class Rows:
    """The messages in one size; `h` in mm is the room of each, the larger of both languages.

    `above` is the room of a drawing over its words: one message alone has the whole width for them.
    """

    pt: float
    disc: float
    w: float
    above: float
    lines: list[dict[Language, list[Words]]]

    @property
    def h(self) -> list[float]:
        row = line_mm(self.pt, _LEADING)
        return [max(row * max(map(len, lines.values())) + self.above, self.disc) for lines in self.lines]

    def needed(self, gap: float) -> float:
        return sum(self.h) + gap * max(len(self.h) - 1, 0)


@dataclass(frozen=True)
class Plan:
    """What both pages share, in mm: the field, the messages and the room of them and of the numbers beside them."""

    field: Box
    rows: Rows
    bottom: float
    column: list[number_column.Tile]

    @property
    def zone(self) -> Box:
        w = WIDTH - (number_column.WIDTH + _COLUMN_GAP) * bool(self.column)
        return Box(LEFT, self.field.bottom, w, self.bottom - self.field.bottom)


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """The edition's own language, then the other."""
    order = ORDER[sheet["country"]]
    plan = _plan(sheet, order, size)
    return [Page(*size, _side(sheet, order, language, plan, size)) for language in order]


def _side(sheet: Sheet, order: Order, language: Language, plan: Plan, size: Size) -> list[Part]:
    return [
        *_field(sheet, language, plan.field),
        *_messages(sheet["points"], language, plan),
        *_numbers(sheet, language, plan, size),
        *office_sheet.foot(sheet, order, (language,), size),
    ]


# -- what both pages share


def _plan(sheet: Sheet, order: Order, size: Size) -> Plan:
    """The largest type that leaves the field enough; then the field takes what the messages do not need."""
    column = number_column.tiles(sheet)
    column = column if len(column) > 1 else []
    bottom = size[1] - ROW_UP - _AROUND - (0 if column else _row_mm(sheet, order))
    width = WIDTH - (number_column.WIDTH + _COLUMN_GAP) * bool(column)
    beside = number_column.height(column) if column else 0.0
    more = (size[1] - LETTER_H) / 2
    title_h = _TOP + above_mm(sheet["picture"]) + _words_mm(sheet) + _GROUND
    rows, least = _rows(sheet["points"], width, bottom - FIELD - 2 * _AROUND, title_h, more)
    needed = max(rows.needed(_GOOD_GAP), beside) + _AROUND
    height = max(least, min(bottom - FIELD - needed, _MOST_FIELD + more))
    return Plan(Box(FIELD, FIELD, RIGHT + LEFT - 2 * FIELD, height), rows, bottom, column)


def _words_mm(sheet: Sheet) -> float:
    """Of the title in the field, in its least size."""
    width = halves(sheet["picture"], Box(LEFT, 0, WIDTH, 0))[0].w
    return least_mm(sheet, width, _LEAST_HEADLINE_PT, _SUB_PT) + _TITLE_FOOT


def _row_mm(sheet: Sheet, order: Order) -> float:
    """Of the number that stands alone, with the white above it."""
    return max((tiles(sheet["helplines"], (language,), 0)[0] for language in order), default=0.0) + _AROUND


def _rows(points: list[Point], width: float, room: float, title_h: float, more: float) -> tuple[Rows, float]:
    """The messages, and the least height of the field; where nothing fits, the smallest type."""
    for height, least_pt in _FIELDS:
        least = max(height + more * 0.6, title_h)
        pts = [pt for pt in _PTS if least_pt <= pt <= _MOST_PT.get(len(points), _MOST_PT_OF_MANY)]
        for pt in pts:
            for share in _SHARES:
                if _set(points, width, pt, share, wrap).needed(_GAP) <= room - least:
                    return _set(points, width, pt, share), least
    return _set(points, width, _PTS[-1], _SHARES[-1]), max(_FIELDS[-1][0], title_h)


def _set(points: list[Point], width: float, pt: float, share: float, set_by: Setter = even) -> Rows:
    disc = _DISCS.get(len(points), _DISCS[6]) * share * any(point["pictogram"] for point in points)
    if len(points) == 1:
        return Rows(
            pt, disc, width, disc + _TEXT_GAP if disc else 0, [message(point, width, pt, set_by) for point in points]
        )
    w = width - _NUMBER - (_NUMBER_GAP + disc if disc else 0) - _TEXT_GAP
    return Rows(pt, disc, w, 0, [message(point, w, pt, set_by) for point in points])


# -- messages and numbers to call


def _messages(points: list[Point], language: Language, plan: Plan) -> list[Part]:
    zone, placed = plan.zone, list[Part]()
    places = spread(plan.rows.h, zone.y, zone.bottom + _AROUND, _LEAST_GAP)
    for n, (point, (y, height)) in enumerate(zip(points, places, strict=True)):
        if n:
            above = sum(places[n - 1])
            placed.append(Shape(Box(zone.right - plan.rows.w, (above + y) / 2 - 0.15, plan.rows.w, 0.3), "mid"))
        placed += _message(point, n, language, plan, Box(zone.x, y, zone.w, height))
    return placed


def _message(point: Point, n: int, language: Language, plan: Plan, box: Box) -> list[Part]:
    """Its number, its drawing and its words, all on one axis."""
    rows, row = plan.rows, line_mm(plan.rows.pt, _LEADING)
    middle, x = box.y + box.h / 2, box.right - rows.w
    lines = rows.lines[n][language]
    top = box.y + rows.above + max((box.h - rows.above - len(lines) * row) / 2, 0)
    disc = Box(x - _TEXT_GAP - rows.disc, middle - rows.disc / 2, rows.disc, rows.disc)
    if rows.above:
        disc = Box(x, box.y, rows.disc, rows.disc)
    text = Block(
        point["slot"], TAGS[language], x, top, rows.w, box.bottom - top, "point", rows.pt, _LEADING, joined(lines)
    )
    numbered = _number(point, n + 1, language, box.x, middle) if len(rows.lines) > 1 else []
    return [*numbered, *pictogram(point["pictogram"], disc), text]


def _number(point: Point, n: int, language: Language, x: float, middle: float) -> list[Part]:
    """The call for help has the colour of its number."""
    ground = "warm" if point["pictogram"] == "call-911" else "teal"
    pt = 18.0
    high = line_mm(pt, 1)
    disc = Box(x, middle - _NUMBER / 2, _NUMBER, _NUMBER)
    text = Block(
        point["slot"], TAGS[language], x, middle - high / 2 - 0.15, _NUMBER, high, "white centre", pt, 1,
        [[Piece(str(n), HEAVY)]],
    )  # fmt: skip
    return [Shape(disc, ground, _NUMBER / 2), text]


def _numbers(sheet: Sheet, language: Language, plan: Plan, size: Size) -> list[Part]:
    if not plan.column:
        return tiles(sheet["helplines"], (language,), size[1] - ROW_UP - _AROUND)[1]
    top = plan.field.bottom + _AROUND
    box = Box(RIGHT - number_column.WIDTH, top, number_column.WIDTH, plan.bottom - top)
    return number_column.parts(plan.column, language, box)


# -- the field


def _field(sheet: Sheet, language: Language, field: Box) -> list[Part]:
    """Names of the places, what the other side is, the headline with its second line, and a picture or our scene."""
    picture = sheet["picture"]
    room = Box(LEFT, field.y + _TOP, WIDTH, field.h - _TOP - _GROUND)
    words_box, image = halves(picture, room, _words_mm(sheet))
    scene: list[Part] = (
        picture_figures(sheet, (language,), within(picture, [image])) if picture else _scene(image, field)
    )
    return [
        Shape(field, "teal", bleeds=True),
        *scene,
        *office_sheet.places_in_line(sheet, Box(LEFT, field.y + 5.4, _PLACE_W, 0), 15),
        *office_sheet.other_side(language, RIGHT, field.y + 4.6, 13),
        *_title(sheet, language, words_box),
    ]


def _scene(image: Box, field: Box) -> list[Part]:
    """Two people before a low sun, on ground that runs from edge to edge."""
    w = min(image.w + 6, (image.h + 3) * 120 / 90)
    x = image.x - 1 + (image.w + 6 - w) / 2
    bottom = field.bottom - _GROUND + 0.6
    return [
        Drawing(Box(x, bottom - w * 90 / 120, w, w * 90 / 120), "together"),
        Shape(Box(field.x, field.bottom - _GROUND, field.w, _GROUND), "deep", bleeds=True),
    ]


def _title(sheet: Sheet, language: Language, box: Box) -> list[Part]:
    """From the foot of its box upwards."""
    found = title(sheet, box.w, box.h - _TITLE_FOOT, _HEADLINE_PTS, _SUB_PT)
    return found.parts(language, box.x, box.bottom - _TITLE_FOOT - found.h(language))

"""The geometry of `letter-stacked`: one page, each text with its twin right under it; leaves nothing out.

A long tablet lies across the field: its score line is the line between the languages. A picture takes its place, with
both headlines beside it. Type grows to fill the page, and what is left over is the field's.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.foot import LEFT, RIGHT
from campaign.paper.headline import STEPS_PT
from campaign.paper.page import Box, Page, Part, Shape, Size
from campaign.paper.pages import office_sheet
from campaign.paper.pages.office_sheet import FIELD, LETTER_H, WIDTH, Lines, Order, Setter, message, spread
from campaign.paper.pages.picture_field import above_mm, halves, picture_figures, within
from campaign.paper.pages.title import least_mm, title
from campaign.paper.sheet import ORDER, TAGS, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import Block, even, joined, line_mm, wrap

_PTS = (26.0, 24.0, 22.0, 20.0, 18.5, 17.0, 16.0, 15.0, 14.0, 13.0, 12.5, 12.0, 11.5, 11.0)
_MOST_PT = {1: 26.0, 2: 22.0}  # by how many messages there are; more of them look well up to
_MOST_PT_OF_MANY = 18.5
_LEADING, _TWIN_GAP = 1.17, 0.3  # between a text and its twin, in lines
_FIELDS = ((112.0, 15.0), (102.0, 13.0), (92.0, 12.0), (82.0, 11.0))  # least height in mm, for type of so many points
_MOST_FIELD = 136.0
_DISCS = {1: 40.0, 2: 30.0, 3: 24.0}
_LEAST_DISC, _TEXT_GAP = 20.0, 6.0
_SHARES = (1.0, 0.72)  # of a drawing's size: it is smaller before type is
_LEAST_GAP, _GAP, _GOOD_GAP = 3.0, 4.4, 6.0
_HEADLINE_PTS = (78.0, 72.0, 66.0, *STEPS_PT)
_SUB_PT, _LEAST_HEADLINE_PT = 17.0, 30.0
_TOP, _BOTTOM = 14.0, 6.0  # in the field, around the tablet; the names of the places stand above it
_EDGE, _SCORE = 5.4, 3.6  # in the tablet, from its edge and from its score line to the words
_ROUND, _SIDE = 30.0, 17.0  # radius of its corners, and room that they take from the words


@dataclass(frozen=True)
class Rows:
    """The messages in one size, both languages of each."""

    pt: float
    disc: float
    lines: list[Lines]

    @property
    def w(self) -> float:
        return WIDTH - (self.disc + _TEXT_GAP) * bool(self.disc)

    @property
    def row(self) -> float:
        return line_mm(self.pt, _LEADING)

    @property
    def h(self) -> list[float]:
        return [max(self.row * (sum(map(len, lines.values())) + _TWIN_GAP), self.disc) for lines in self.lines]


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page: field, messages, numbers to call, and the row and the line at the foot."""
    order = ORDER[sheet["country"]]
    top, numbers = office_sheet.numbers(sheet, order, size[1])
    rows, height = _plan(sheet, top - FIELD, size[1] - LETTER_H)
    field = Box(FIELD, FIELD, LEFT + RIGHT - 2 * FIELD, height)
    return [
        Page(*size, [
            Shape(field, "teal", bleeds=True),
            *office_sheet.places(sheet, field.y + 4.6),
            *(_beside_picture(sheet, order, field) if sheet["picture"] else _on_tablet(sheet, order, field)),
            *_messages(sheet["points"], rows, order, field.bottom, top),
            *numbers,
            *office_sheet.foot(sheet, order, order, size),
        ])
    ]  # fmt: skip


# -- messages


def _plan(sheet: Sheet, room: float, more: float) -> tuple[Rows, float]:
    """The largest type that leaves the field enough, and the height of the field, which takes what is left over."""
    title_h = _TOP + above_mm(sheet["picture"]) + _words_mm(sheet) + _BOTTOM
    rows, least = _rows(sheet["points"], room, title_h, more * 0.5)
    return rows, max(least, min(room - _needed(rows, _GOOD_GAP), _MOST_FIELD + more * 0.6))


def _words_mm(sheet: Sheet) -> float:
    """Of both titles, in their least size and with what parts them."""
    picture = sheet["picture"]
    w = halves(picture, Box(0, 0, WIDTH, 0))[0].w if picture else WIDTH - 2 * _SIDE
    return 2 * (least_mm(sheet, w, _LEAST_HEADLINE_PT, _SUB_PT) + _SCORE + _EDGE * (picture is None))


def _rows(points: list[Point], room: float, title_h: float, more: float) -> tuple[Rows, float]:
    for height, least_pt in _FIELDS:
        least = max(height + more, title_h)
        for pt in (pt for pt in _PTS if least_pt <= pt <= _MOST_PT.get(len(points), _MOST_PT_OF_MANY)):
            for share in _SHARES:
                if _needed(_set(points, pt, share, wrap), _GAP) <= room - least:
                    return _set(points, pt, share), least
    return _set(points, _PTS[-1], _SHARES[-1]), max(_FIELDS[-1][0], title_h)


def _needed(rows: Rows, gap: float) -> float:
    return sum(rows.h) + gap * (len(rows.h) + 1)


def _set(points: list[Point], pt: float, share: float, set_by: Setter = even) -> Rows:
    disc = _DISCS.get(len(points), _LEAST_DISC) * share * any(point["pictogram"] for point in points)
    width = Rows(pt, disc, []).w
    return Rows(pt, disc, [message(point, width, pt, set_by) for point in points])


def _messages(points: list[Point], rows: Rows, order: Order, top: float, bottom: float) -> list[Part]:
    placed: list[Part] = []
    places = spread(rows.h, top, bottom, _LEAST_GAP)
    for point, lines, (y, height) in zip(points, rows.lines, places, strict=True):
        disc = Box(LEFT, y + (height - rows.disc) / 2, rows.disc, rows.disc)
        placed += [*pictogram(point["pictogram"], disc), *_twins(point, lines, rows, order, y, height)]
    return placed


def _twins(point: Point, lines: Lines, rows: Rows, order: Order, y: float, height: float) -> list[Block]:
    """A text and its twin below, told apart by colour alone; the second one has what room is left."""
    first, second = order
    used = rows.row * (sum(map(len, lines.values())) + _TWIN_GAP)
    top = y + max((height - used) / 2, 0)
    middle = top + rows.row * (len(lines[first]) + _TWIN_GAP)
    x = RIGHT - rows.w
    return [
        Block(
            point["slot"], TAGS[language], x, start, rows.w, max(end - start, 1.0), f"point {css}",
            rows.pt, _LEADING, joined(lines[language]),
        )
        for language, start, end, css in ((first, top, middle, ""), (second, middle, y + height, "teal"))
    ]  # fmt: skip


# -- the field


def _on_tablet(sheet: Sheet, order: Order, field: Box) -> list[Part]:
    """A language on each half."""
    top = field.y + (_TOP if any(sheet["places"].values()) else _BOTTOM)
    tablet = Box(LEFT, top, WIDTH, field.bottom - _BOTTOM - top)
    half, x, w = tablet.h / 2 - _EDGE - _SCORE, LEFT + _SIDE, WIDTH - 2 * _SIDE
    rooms = (Box(x, tablet.y + _EDGE, w, half), Box(x, tablet.bottom - _EDGE - half, w, half))
    return [*_tablet(tablet), *_titles(sheet, order, rooms, "centre", "last")]


def _tablet(box: Box) -> list[Part]:
    """With its shadow, a pressed ring, and a score line across."""
    middle = box.y + box.h / 2
    score = Box(box.x + 9, middle - 0.9, box.w - 18, 1.8)
    return [
        Shape(Box(box.x, box.y + 1.8, box.w, box.h), "deep tone", _ROUND),
        Shape(box, "sand", _ROUND),
        Shape(box.inset(2.2), "sun tone", _ROUND - 2.2),
        Shape(box.inset(3.2), "sand tone", _ROUND - 3.2),
        Shape(Box(score.x, score.y + 0.9, score.w, score.h), "paper tone", 0.9),
        Shape(score, "sun", 0.9),
    ]


def _beside_picture(sheet: Sheet, order: Order, field: Box) -> list[Part]:
    picture = sheet["picture"]
    assert picture is not None
    room = Box(LEFT, field.y + _TOP, WIDTH, field.h - _TOP - _BOTTOM)
    box, image = halves(picture, room, _words_mm(sheet))
    half = (box.h - 2 * _SCORE) / 2
    rooms = (Box(box.x, box.y, box.w, half), Box(box.x, box.bottom - half, box.w, half))
    rule = Shape(Box(box.x, box.y + box.h / 2 - 0.3, box.w, 0.6), "mid")
    figures = picture_figures(sheet, order, within(picture, [image]))
    return [*figures, rule, *_titles(sheet, order, rooms, "white", "last-sun")]


def _titles(sheet: Sheet, order: Order, rooms: tuple[Box, Box], css: str, last: str) -> list[Part]:
    """Each in the middle of its room."""
    found = title(sheet, rooms[0].w, rooms[0].h, _HEADLINE_PTS, _SUB_PT)
    placed: list[Part] = []
    for language, room in zip(order, rooms, strict=True):
        placed += found.parts(language, room.x, room.y + (room.h - found.h(language)) / 2, css, last)
    return placed

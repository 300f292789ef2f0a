"""The back panel of `letter-trifold`: all numbers to call, contact, partners, address with its QR code, footer."""

from __future__ import annotations

from campaign.paper.foot import Order, address_lines, dark_edge, footer_words, qr, short_address
from campaign.paper.helplines import elsewhere_rows
from campaign.paper.page import Box, Code, Part
from campaign.paper.pages.narrow import badge, contact, entry, footer, footer_rows, number_pt, numbered, strip
from campaign.paper.pages.stack import Item, needed, stacked
from campaign.paper.sheet import TAGS, Sheet
from campaign.paper.typeset import SEMI, TEXT, Block, Line, Piece, line_mm
from campaign.paper.words import LEARN_MORE

TOP, BOTTOM_UP = 11.0, 9.8
_NUMBER_PTS = (38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0, 21.0)
_TEXT_PTS = (15.0, 14.0, 13.0, 12.0, 11.0)
_ELSEWHERE_PTS, _LEADING = (14.0, 13.0, 12.0, 11.0), 1.22
_SPARE, _ALONE = 12.0, 150.0
_ADDRESS_PT, _CODE_MM = 11.5, 22.0


def parts(sheet: Sheet, order: Order, column: tuple[float, float], h: float) -> list[Part]:
    """`column`: where its text begins and how wide it is, in mm; the panel is `h` high."""
    x, w = column
    rows = footer_rows(footer_words(sheet, order), w)
    last = footer(rows, x, w, h - BOTTOM_UP)
    items = [
        *_other_country(sheet, order, x, w, _ELSEWHERE_PTS[-1]),
        *([contact(sheet["contact"], x, w)] if sheet["contact"] else []),
        *([strip(sheet, x, w)] if sheet["strip"] else []),
        _address(sheet["address"], order, x, w),
    ]
    room = Box(x, TOP, w, last.y - 2.2 - TOP)
    return [*stacked([*numbers(sheet, order, room, items), *items], room.y, room.bottom), last]


def numbers(sheet: Sheet, order: Order, room: Box, others: list[Item]) -> list[Item]:
    """The emergency in the warm block, then the other numbers; their words as large as the room allows, in mm, that
    `others` leave."""
    found = [_numbers(sheet, order, room, pt) for pt in _TEXT_PTS]
    roomy = (items for items in found if needed([*items, *others]) + _SPARE <= room.h)
    return next(roomy, found[-1])


def _numbers(sheet: Sheet, order: Order, room: Box, pt: float) -> list[Item]:
    urgent, calm = numbered(sheet["helplines"])
    number = number_pt(calm, room.w, _NUMBER_PTS)
    grow = _ALONE if not calm else 50.0 / max(len(urgent), 1)
    return [
        *(badge(pair, order, room.x, room.w, 30.0, grow) for pair in urgent),
        *(entry(pair, order, room.x, room.w, number, pt, 6.0) for pair in calm),
    ]


def call(sheet: Sheet, order: Order, room: Box) -> list[Item]:
    """The numbers again, for a panel that nothing else takes; with those of the other country where there is room."""
    for pt in _ELSEWHERE_PTS:
        other = _other_country(sheet, order, room.x, room.w, pt)
        items = [*numbers(sheet, order, room, other), *other]
        if needed(items) <= room.h:
            return items
    return numbers(sheet, order, room, [])


def _other_country(sheet: Sheet, order: Order, x: float, w: float, pt: float) -> list[Item]:
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return []
    lines = elsewhere_rows(other, order, w, pt)

    def put(y: float, h: float) -> list[Part]:
        return [Block("elsewhere", "", x, y, w, h, "", pt, _LEADING, lines)]

    return [Item(line_mm(pt, _LEADING) * len(lines), put, gap=3.6)]


def _address(address: str, order: Order, x: float, w: float) -> Item:
    """The code at the right of the column, its words at the left."""
    measured = qr(address, order, x + w, 0, _CODE_MM)

    def put(y: float, h: float) -> list[Part]:
        code = qr(address, order, x + w, y + h / 2, _CODE_MM)
        return [_address_words(address, order, x, code, y + h / 2), code]

    return Item(measured.box.h - 5, put, gap=4.0)


def _address_words(address: str, order: Order, x: float, code: Code, middle: float) -> Block:
    w = dark_edge(code) - 3 - x
    lines: list[Line] = [[Piece(LEARN_MORE[language], TEXT, TAGS[language])] for language in order]
    lines += [[Piece(part, SEMI)] for part in address_lines(short_address(address), w, _ADDRESS_PT)]
    high = line_mm(_ADDRESS_PT, 1.17) * len(lines)
    box = Box(x, middle - high / 2, w, high)
    return Block("address", "", box.x, box.y, box.w, box.h, "address", _ADDRESS_PT, 1.17, lines)

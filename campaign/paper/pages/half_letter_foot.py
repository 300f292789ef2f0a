"""The foot of `half-letter`: numbers to call, those of the other country, contact, partners, code and footer."""

from __future__ import annotations

from dataclasses import replace

from campaign.paper.foot import Order, dark_edge, footer_words, qr, short_address
from campaign.paper.helplines import elsewhere
from campaign.paper.page import Box, Code, Drawing, Part, Shape
from campaign.paper.pages.narrow import badge, entry, footer, footer_rows, number_pt, numbered, strip
from campaign.paper.pages.stack import Item, needed, stacked
from campaign.paper.sheet import TAGS, Contact, Sheet
from campaign.paper.typeset import MEDIUM, SEMI, TEXT, Block, Line, Piece, Words, even, joined, line_mm, words, wrap
from campaign.paper.words import LEARN_MORE

_BOTTOM_UP = 8.6
_NUMBER_PTS = (23.0, 22.0, 20.0, 18.0, 16.0)
_BADGE_MM, _GAP, _CODE_MM = 30.0, 3.0, 21.0
_PT, _LEADING = 11.0, 1.17
_ROW = line_mm(_PT, _LEADING)


def foot(sheet: Sheet, order: Order, page: Box) -> tuple[float, list[Part]]:
    """Where it begins, in mm from the top, and its parts; `page` has the margins of the text and the height."""
    bottom = page.h - _BOTTOM_UP
    code = _code(sheet, order, page, bottom)
    beside = Box(page.x, page.y, dark_edge(code) - 4 - page.x, page.h)
    last = footer(footer_rows(footer_words(sheet, order), beside.w), beside.x, beside.w, bottom)
    row_top, row = _row(sheet, order, beside, code.box.y, last.y - 1.2)
    other_top, other = _elsewhere(sheet, order, page, row_top - 2.0)
    top, numbers = _numbers(sheet, order, page, other_top - 2.2)
    return top, [*numbers, *other, *row, code, last]


def _code(sheet: Sheet, order: Order, page: Box, bottom: float) -> Code:
    """Its dark modules end with the text at the right, and with the footer."""
    measured = qr(sheet["address"], order, page.right, 0, _CODE_MM)
    quiet = dark_edge(measured) - measured.box.x
    return qr(sheet["address"], order, page.right, bottom - 0.6 + quiet - measured.box.h / 2, _CODE_MM)


def _row(sheet: Sheet, order: Order, room: Box, top: float, bottom: float) -> tuple[float, list[Part]]:
    """Contact, partners and address one under the other at the left of the code, at least as high as the code."""
    items: list[Item] = []
    if sheet["contact"]:
        items.append(_contact(sheet["contact"], room.x, room.w))
    if sheet["strip"]:
        items.append(replace(strip(sheet, room.x, room.w, 2 if len(sheet["strip"]) in (1, 2, 4) else 3), gap=1.8))
    items.append(_address(sheet["address"], order, room.x, room.w))
    begin = bottom - needed(items)
    return min(begin, top), stacked(items, begin, bottom)


def _contact(found: Contact, x: float, w: float) -> Item:
    """The frame with its pin; name and lines run on, as many to a row as there is room for."""
    rows: list[Words] = []
    for n, text in enumerate((found["name"], *found["lines"])):
        part = words(text, MEDIUM if n else SEMI, SEMI)
        longer = [*rows[-1], (Piece("·", MEDIUM),), *part] if rows else []
        if longer and len(wrap(longer, w - 14, _PT)) == 1:
            rows[-1] = longer
        else:
            rows += even(part, w - 14, _PT)
    high = _ROW * len(rows)

    def put(y: float, h: float) -> list[Part]:
        top = y + max((h - high) / 2, 0.4)
        return [
            Shape(Box(x, y, w, h), "frame", 1.6, 0.25),
            Drawing(Box(x + 3.4, y + h / 2 - 4, 5.7, 8), "pin"),
            Block("contact", "", x + 12, top, w - 13.5, y + h - top, "", _PT, _LEADING, joined(rows)),
        ]

    return Item(min(max(high + 2.4, 11.0), 21.0), put, grow=2.0)


def _address(address: str, order: Order, x: float, w: float) -> Item:
    """In one line where there is room for it, else the address has its own."""
    first, second = order
    lead = [
        Piece(LEARN_MORE[first], TEXT, TAGS[first]),
        Piece(" · ", TEXT),
        Piece(LEARN_MORE[second], TEXT, TAGS[second]),
    ]
    short = Piece(short_address(address), SEMI)
    together = [*lead, Piece("\u2002", TEXT), short]
    is_short = sum(piece.width(_PT) for piece in together) <= w
    lines: list[Line] = [together] if is_short else [lead, [short]]

    def put(y: float, h: float) -> list[Part]:
        return [Block("address", "", x, y, w, h, "address", _PT, _LEADING, lines)]

    return Item(_ROW * len(lines), put, gap=1.2)


def _elsewhere(sheet: Sheet, order: Order, page: Box, bottom: float) -> tuple[float, list[Part]]:
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return bottom + 0.6, []
    lines = elsewhere(other, order, page.w, _PT)
    high = _ROW * min(len(lines), 3)
    block = Block("elsewhere", "", page.x, bottom - high, page.w, high, "elsewhere", _PT, _LEADING, lines)
    return block.y, [block]


def _numbers(sheet: Sheet, order: Order, page: Box, bottom: float) -> tuple[float, list[Part]]:
    """The emergency in the warm block at the left, as high as the boxes of the others at its right."""
    urgent, calm = numbered(sheet["helplines"])
    if not urgent and not calm:
        return bottom, []
    aside = (_BADGE_MM + _GAP) * bool(urgent) if calm else 0.0
    x, w = page.x + aside, page.w - aside
    pt = number_pt(calm, w, _NUMBER_PTS)
    calls = [entry(pair, order, x, w, pt, grow=30.0) for pair in calm]
    badges = [
        badge(pair, order, page.x, aside - _GAP if calm else page.w, 23.0 if calm else 32.0, 30.0) for pair in urgent
    ]
    high = max(needed(calls), needed(badges))
    top = bottom - high
    return top, [*stacked(badges, top, bottom), *stacked(calls, top, bottom)]

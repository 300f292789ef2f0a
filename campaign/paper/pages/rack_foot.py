"""The lower sections of a rack card: contact, partners, and the foot with address, QR code and footer."""

from __future__ import annotations

from campaign.paper.foot import address_lines, dark_edge, logo, mark_mm, qr, ranked, short_address
from campaign.paper.helplines import Order
from campaign.paper.page import Box, Code, Drawing, Part, Shape
from campaign.paper.pages.one_language import (
    FOOTER_LEADING,
    FOOTER_PT,
    FOOTER_ROW,
    footer_lines,
)
from campaign.paper.pages.rack_numbers import LEFT, PT, RIGHT, WIDTH, Section
from campaign.paper.sheet import TAGS, Language, Sheet
from campaign.paper.typeset import (
    MEDIUM,
    SEMI,
    TEXT,
    Block,
    Line,
    Piece,
    even,
    joined,
    line_mm,
    width_mm,
    words,
)
from campaign.paper.words import LEARN_MORE

_PIN_MM, _MOST_CONTACT_LINES = 11.0, 5
_COLUMNS, _MARK_MM, _WIDEST, _MARK_ROW, _NAME_PT = 2, 6.4, 9.6, 8.4, 9.5
_LEARN_PT, _LEARN_LEADING = 11.5, 1.15
_LEARN_ROW = line_mm(_LEARN_PT, _LEARN_LEADING)


def contact(sheet: Sheet) -> Section | None:
    """The dashed frame with its pin: the name, then the lines as given, two in a row where both have room."""
    if sheet["contact"] is None:
        return None
    room = WIDTH - _PIN_MM - 3
    rows = even(words(sheet["contact"]["name"], SEMI), room, PT)
    for line in _paired(sheet["contact"]["lines"], room):
        rows += even(words(line, MEDIUM, SEMI), room, PT)
    text_h = line_mm(PT, 1.12) * min(len(rows), _MOST_CONTACT_LINES)
    height = max(text_h + 3, 11.4)

    def draw(_language: Language, top: float) -> list[Part]:
        y = top + (height - text_h) / 2
        return [
            Shape(Box(LEFT, top, WIDTH, height), "frame", 1.6, 0.25),
            Drawing(Box(LEFT + 2.8, top + (height - 8.4) / 2, 6, 8.4), "pin"),
            Block("contact", "", LEFT + _PIN_MM, y, room, text_h, "", PT, 1.12, joined(rows)),
        ]

    return Section(height, draw)


def _paired(lines: list[str], room: float) -> list[str]:
    paired: list[str] = []
    for line in lines:
        longer = f"{paired[-1]} · {line}" if paired else line
        if paired and width_mm(longer, SEMI, PT) <= room:
            paired[-1] = longer
        else:
            paired.append(line)
    return paired


def strip(sheet: Sheet) -> Section | None:
    """Equal places in two columns; the edition's country first, then the other, then partners (law 20)."""
    marks = ranked(sheet)
    if not marks:
        return None
    column = (WIDTH - 3) / _COLUMNS

    def draw(_language: Language, top: float) -> list[Part]:
        parts: list[Part] = []
        for n, mark in enumerate(marks):
            x, y = LEFT + n % _COLUMNS * (column + 3), top + n // _COLUMNS * _MARK_ROW
            wide = mark_mm(mark, _MARK_MM, _WIDEST)
            room = column - wide - 1.8
            rows = even(words(mark["name"], SEMI), room, _NAME_PT)
            height = line_mm(_NAME_PT, 1.08) * min(max(len(rows), 1), 2)
            slot, middle = f"strip-{n + 1}", y + _MARK_ROW / 2
            parts += logo(mark, Box(x, middle - _MARK_MM / 2, wide, _MARK_MM), slot)
            parts.append(
                Block(slot, "", x + wide + 1.8, middle - height / 2, room, height, "", _NAME_PT, 1.08, joined(rows))
            )
        return parts

    return Section(_MARK_ROW * -(-len(marks) // _COLUMNS), draw)


def foot(sheet: Sheet, order: Order) -> Section:
    """The QR code at the right; beside it the address in words, and the line that law 11 asks for."""
    code = qr(sheet["address"], order, RIGHT, 0)
    room = dark_edge(code) - 3 - LEFT
    short = short_address(sheet["address"])
    address = {language: _address_lines(short, language, room) for language in TAGS}
    line = footer_lines(sheet, order, room)
    address_h = _LEARN_ROW * max(map(len, address.values()))
    footer_h = FOOTER_ROW * min(len(line), 4)
    zone = code.box.w * 4 / code.modules
    height = max(code.box.h - 2 * zone, address_h + footer_h + 1.4)

    def draw(language: Language, top: float) -> list[Part]:
        tag, bottom = TAGS[language], top + height
        middle = bottom - code.box.h / 2 + zone
        return [
            Block("address", tag, LEFT, top, room, address_h, "", _LEARN_PT, _LEARN_LEADING, address[language]),
            _at(code, middle),
            Block("footer", "", LEFT, bottom - footer_h, room, footer_h, "footer", FOOTER_PT, FOOTER_LEADING, line),
        ]

    return Section(height, draw)


def _at(code: Code, middle: float) -> Code:
    box = code.box
    return Code(Box(box.x, middle - box.h / 2, box.w, box.h), code.modules, code.path, code.alt)


def _address_lines(short: str, language: Language, room: float) -> list[Line]:
    """“Learn more” and the address after it, or beneath."""
    learn = Piece(LEARN_MORE[language], TEXT)
    one = [Piece(learn.text + "\u2002", TEXT), Piece(short, SEMI)]
    if sum(piece.width(_LEARN_PT) for piece in one) <= room:
        return [one]
    return [[learn], *([Piece(part, SEMI)] for part in address_lines(short, room, _LEARN_PT))]

"""The foot of the page: contact, partner strip, address with its QR code, and the line that law 11 asks for."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from campaign.paper.sheet import TAGS, Contact, Language, Mark, Sheet
from campaign.paper.typeset import MEDIUM, SEMI, TEXT, Block, Line, Piece, Words, even, joined, line_mm, width_mm, words
from campaign.paper.words import LEARN_MORE, QR_ALT, review_by

LEFT, RIGHT = 13.0, 202.9
ROW_TOP, ROW_MM = 246.6, 18.8
FOOTER_TOP = 267.4
_CONTACT_MM, _MARK_MM, _GAP = 64.0, 27.0, 3.0
_ADDRESS_MM = 41.0
_QUIET = 4
_CONTACT_PT, _CONTACT_LEADING, _NAME_PT = 11.0, 1.12, 9.5

Order = tuple[Language, Language]


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path on a grid of `modules` (quiet zone of 4 included), in a square of `size` mm."""

    x: float
    y: float
    size: float
    modules: int
    path: str
    alt: str


def qr(address: str, order: Order) -> Code:
    """Error level M. The dark modules end on the right margin; the quiet zone lies in the white beyond it."""
    made = segno.make_qr(address, error="m", boost_error=False)
    modules = len(made.matrix) + 2 * _QUIET
    size = 19.0 if modules <= 33 else 24.0
    quiet = size * _QUIET / modules
    rows = enumerate(made.matrix, _QUIET)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row, _QUIET) if dark)
    alt = " · ".join(QR_ALT[language] for language in order)
    return Code(RIGHT + quiet - size, ROW_TOP + ROW_MM / 2 - size / 2, size, modules, path, alt)


def address_block(address: str, order: Order, code: Code) -> Block:
    """“Learn more / Conoce más” and the address without its scheme, in words beside the code."""
    right = code.x + code.size * _QUIET / code.modules - 2.5
    lines: list[Line] = [[Piece(LEARN_MORE[language], TEXT, TAGS[language])] for language in order]
    lines += [[Piece(part, SEMI)] for part in _address_lines(short_address(address))]
    height = line_mm(11.5, 1.13) * len(lines)
    top = ROW_TOP + (ROW_MM - height) / 2
    return Block("address", "", right - _ADDRESS_MM, top, _ADDRESS_MM, height, "right address", 11.5, 1.13, lines)


def short_address(address: str) -> str:
    return address.split("://", 1)[-1]


def _address_lines(short: str) -> list[str]:
    """One line, or two that part before the path."""
    host, slash, path = short.partition("/")
    return [short] if width_mm(short, SEMI, 11.5) <= _ADDRESS_MM else [host, slash + path]


def contact_width(sheet: Sheet) -> float:
    """The frame in mm; it takes the places that the strip leaves empty."""
    return _CONTACT_MM + max(2 - len(sheet["strip"]), 0) * (_MARK_MM + _GAP)


def contact_block(sheet: Sheet, contact: Contact) -> Block:
    """Name in a heavier weight, then the lines as given; beside the pin, centred in the frame."""
    width = contact_width(sheet) - 13.5
    rows: list[Words] = even(words(contact["name"], SEMI), width, _CONTACT_PT)
    for line in contact["lines"]:
        rows += even(words(line, MEDIUM, SEMI), width, _CONTACT_PT)
    height = line_mm(_CONTACT_PT, _CONTACT_LEADING) * min(len(rows), 4)
    top = ROW_TOP + (ROW_MM - height) / 2
    return Block("contact", "", LEFT + 12.5, top, width, height, "", _CONTACT_PT, _CONTACT_LEADING, joined(rows))


@dataclass(frozen=True)
class Logo:
    """An organization's box: a neutral mark and its name; all boxes of a page have one size."""

    mark: str
    letters: str
    x: float
    y: float
    size: float
    name: Block


def logos(sheet: Sheet, order: Order) -> list[Logo]:
    """Equal boxes; the edition's country first, then the other, then partners (law 20)."""
    rank = {sheet["country"]: 0, "": 2}
    marks = sorted(sheet["strip"], key=lambda mark: rank.get(mark["mark"], 1))
    left = LEFT + (_CONTACT_MM + _GAP) * (sheet["contact"] is not None)
    columns = 2 if sheet["contact"] else 4
    if len(marks) <= columns:
        return [_tall(mark, left + n * (_MARK_MM + _GAP), n + 1) for n, mark in enumerate(marks)]
    return [_flat(mark, left, n, columns) for n, mark in enumerate(marks)]


def _tall(mark: Mark, x: float, number: int) -> Logo:
    rows = _name_lines(mark, _MARK_MM)
    height = line_mm(_NAME_PT, 1.12) * min(max(len(rows), 1), 3)
    top = ROW_TOP + (ROW_MM - height - 7.8) / 2
    name = _name_block(number, x, top + 7.8, _MARK_MM, height, rows)
    return Logo(mark["mark"], mark["mark"], x, top, 6.8, name)


def _flat(mark: Mark, left: float, index: int, columns: int) -> Logo:
    """More organizations than columns: two rows, the mark at the left of the name."""
    x = left + (index % columns) * (_MARK_MM + _GAP)
    y = ROW_TOP + (index // columns) * ROW_MM / 2
    rows = _name_lines(mark, _MARK_MM - 6.5)
    allowed = line_mm(_NAME_PT, 1.0) * (2 if index < 2 * columns else 0)
    height = min(line_mm(_NAME_PT, 1.0) * max(len(rows), 1), allowed)
    name = _name_block(index + 1, x + 6.5, y + (9.2 - height) / 2, _MARK_MM - 6.5, height, rows, 1.0)
    return Logo(mark["mark"], mark["mark"], x, y + 2, 5.4, name)


def _name_lines(mark: Mark, width: float) -> list[Words]:
    return even(words(mark["name"], SEMI), width, _NAME_PT)


def _name_block(number: int, x: float, y: float, w: float, h: float, rows: list[Words], leading: float = 1.12) -> Block:
    return Block(f"strip-{number}", "", x, y, w, h, "", _NAME_PT, leading, joined(rows))


def footer_block(sheet: Sheet, order: Order) -> Block:
    """Code, version, territory and review-by date on each printed page (law 11)."""
    line = [Piece(f"{sheet['code']} v{sheet['version']}", SEMI)]
    line.append(Piece(f" · {sheet['territory']['key']} {sheet['territory']['name']}", SEMI))
    for language in order if sheet["review_by"] else ():
        line.append(Piece(" · ", SEMI))
        line.append(Piece(review_by(sheet["review_by"], language), SEMI, TAGS[language]))
    return Block("footer", "", LEFT, FOOTER_TOP, RIGHT - LEFT, 3.9, "footer", 9, 1.2, [line])

"""What stands at the foot: contact, partner strip, address with its QR code, and the line that law 11 asks for.

`row` is the top of the row of an office sheet, in mm from the top of its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

from campaign.paper.layouts import PICTURE
from campaign.paper.page import Box, Code, Drawing, Figure, Part, Shape
from campaign.paper.sheet import TAGS, Contact, Language, Mark, Picture, Sheet
from campaign.paper.typeset import (
    HEAVY,
    MEDIUM,
    SEMI,
    TEXT,
    Block,
    Line,
    Piece,
    Words,
    even,
    joined,
    line_mm,
    width_mm,
    words,
)
from campaign.paper.words import LEARN_MORE, QR_ALT, review_by

LEFT, RIGHT = 13.0, 202.9
ROW_UP, ROW_MM = 32.8, 18.8  # from the lower edge of an office sheet up to the top of the row
FOOTER_UP = 12.0
_CONTACT_MM, _MARK_MM, _GAP = 64.0, 27.0, 3.0
_ADDRESS_MM = 41.0
_FLAT_MARK, _FLAT_LINES = 5.4, 5  # mm; of names in two rows together
_WIDEST = 0.33  # of the place, a logo beside its name: the name needs the rest
_QUIET = 4
SCAN = "s"  # in the query of an address: it was scanned
_NAME_PT = 9.5
_CONTACT_TYPES = ((11.0, 1.12, 4), (_NAME_PT, 1.04, 5))  # size, leading, lines

Order = tuple[Language, Language]


def scanned(address: str) -> str:
    """The address as the code of a sheet says it: with a mark that nobody types, so that visits are told apart."""
    return f"{address}?{SCAN}"


def qr(address: str, languages: Sequence[Language], right: float, middle: float, size: float = 19.0) -> Code:
    """The code of a sheet that has this address."""
    return code_of(scanned(address), languages, right, middle, size)


def code_of(address: str, languages: Sequence[Language], right: float, middle: float, size: float) -> Code:
    """Error level M; a long address takes 24 mm. The dark modules end on `right`; the white zone lies beyond it."""
    matrix = _matrix(address)
    modules = len(matrix) + 2 * _QUIET
    size = size if modules <= 33 else max(size, 24.0)
    path = "".join(f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(matrix, _QUIET) for x, n in _runs(row))
    alt = " · ".join(QR_ALT[language] for language in languages)
    return Code(Box(right + size * _QUIET / modules - size, middle - size / 2, size, size), modules, path, alt)


@lru_cache(maxsize=8)  # a layout asks more than once how wide the code of its sheet is
def _matrix(address: str) -> tuple[bytearray, ...]:
    return segno.make_qr(address, error="m", boost_error=False).matrix


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin that stand side by side, and how many: drawn as one, no hair of white parts them."""
    x = _QUIET
    for dark, modules in groupby(row):
        n = len(list(modules))
        if dark:
            yield x, n
        x += n


def dark_edge(code: Code) -> float:
    """Where the dark modules begin at the left, in mm."""
    return code.box.x + code.box.w * _QUIET / code.modules


def address_block(address: str, languages: Sequence[Language], code: Code, row: float) -> Block:
    """“Learn more / Conoce más” and the address without its scheme, in words beside the code."""
    right = dark_edge(code) - 2.5
    lines: list[Line] = [[Piece(LEARN_MORE[language], TEXT, TAGS[language])] for language in languages]
    lines += [[Piece(part, SEMI)] for part in address_lines(short_address(address), _ADDRESS_MM, 11.5)]
    height = line_mm(11.5, 1.13) * len(lines)
    top = row + (ROW_MM - height) / 2
    return Block("address", "", right - _ADDRESS_MM, top, _ADDRESS_MM, height, "right address", 11.5, 1.13, lines)


def short_address(address: str) -> str:
    return address.split("://", 1)[-1]


def address_lines(short: str, width: float, pt: float) -> list[str]:
    """One line, or two that part before the path."""
    host, slash, path = short.partition("/")
    return [short] if width_mm(short, SEMI, pt) <= width else [host, slash + path]


def contact_width(sheet: Sheet) -> float:
    """The frame in mm; it takes the places that the strip leaves empty."""
    return _CONTACT_MM + max(2 - len(sheet["strip"]), 0) * (_MARK_MM + _GAP)


def contact_parts(sheet: Sheet, row: float) -> list[Part]:
    """The dashed frame with its pin; nothing without a contact."""
    contact = sheet["contact"]
    if contact is None:
        return []
    frame = Shape(Box(LEFT, row, contact_width(sheet), ROW_MM), "frame", 1.6, 0.25)
    return [frame, Drawing(Box(15.8, row + 4.3, 7.2, 10.1), "pin"), contact_block(sheet, contact, row)]


def contact_block(sheet: Sheet, contact: Contact, row: float) -> Block:
    """Name in a heavier weight, then the lines as given; beside the pin, centred in the frame. A long address is set in
    the type of the names."""
    width = contact_width(sheet) - 13.5
    large, small = _CONTACT_TYPES
    pt, leading, most = large if len(_contact_rows(contact, width, large[0])) <= large[2] else small
    rows = _contact_rows(contact, width, pt)
    height = line_mm(pt, leading) * min(len(rows), most)
    return Block(
        "contact", "", LEFT + 12.5, row + (ROW_MM - height) / 2, width, height, "", pt, leading, joined(rows)
    )  # fmt: skip


def _contact_rows(contact: Contact, width: float, pt: float) -> list[Words]:
    rows = even(words(contact["name"], SEMI), width, pt)
    return rows + [row for line in contact["lines"] for row in even(words(line, MEDIUM, SEMI), width, pt)]


def logos(sheet: Sheet, order: Order, row: float) -> list[Part]:
    """Equal boxes; the edition's country first, then the other, then partners (law 20)."""
    marks = ranked(sheet)
    left = LEFT + (_CONTACT_MM + _GAP) * (sheet["contact"] is not None)
    columns = 2 if sheet["contact"] else 4
    if len(marks) <= columns:
        return [part for n, mark in enumerate(marks) for part in _tall(mark, left + n * (_MARK_MM + _GAP), n + 1, row)]
    return _flat(marks, left, columns, row)


def ranked(sheet: Sheet) -> list[Mark]:
    rank = {sheet["country"]: 0, "": 2}
    return sorted(sheet["strip"], key=lambda mark: rank.get(mark["mark"], 1))


def mark_mm(mark: Mark, high: float, most: float) -> float:
    """Width of the box of a mark that is `high` mm high: as wide, or for a logo as wide as it is at that height."""
    picture = mark.get("picture")
    return min(max(high * picture["width"] / picture["height"], high), most) if picture else high


def logo(mark: Mark, box: Box, slot: str) -> list[Part]:
    """The neutral mark of a government, with its letters; that of a partner, or its own logo."""
    if "picture" in mark:
        return [_own_logo(mark, mark["picture"], box)]
    if not mark["mark"]:
        return [Drawing(box, "partner")]
    letters = [[Piece(mark["mark"], HEAVY)]]
    pt = box.h * 1.32
    high = line_mm(pt, 1)
    text = Block(slot, "", box.x, box.y + (box.h - high) / 2, box.w, high, "white centre", pt, 1, letters)
    return [Shape(box, "teal", box.w / 2), text]


def _own_logo(mark: Mark, picture: Picture, box: Box) -> Figure:
    """Whole, on white, from the left edge of its box; one with few pixels stays small instead of becoming coarse."""
    scale = min(box.w / picture["width"], box.h / picture["height"], 25.4 / PICTURE.dpi)
    w, h = picture["width"] * scale, picture["height"] * scale
    name = f"{picture['sha256']}-{max(round(w / 25.4 * PICTURE.most_dpi), 1)}"
    return Figure(Box(box.x, box.y + (box.h - h) / 2, w, h), name, "", mark["name"], "picture")


def _tall(mark: Mark, x: float, number: int, row: float) -> list[Part]:
    rows = _name_lines(mark, _MARK_MM)
    height = line_mm(_NAME_PT, 1.12) * min(max(len(rows), 1), 3)
    top = row + (ROW_MM - height - 7.8) / 2
    name = _name_block(number, x, top + 7.8, _MARK_MM, height, rows)
    return [*logo(mark, Box(x, top, mark_mm(mark, 6.8, _MARK_MM), 6.8), name.slot), name]


@dataclass(frozen=True)
class _Spot:
    """A mark with its name at its right, in one of two rows."""

    mark: Mark
    x: float
    w: float

    @property
    def wide(self) -> float:
        return mark_mm(self.mark, _FLAT_MARK, self.w * _WIDEST)

    @property
    def room(self) -> float:
        return self.w - self.wide - 1.1

    @property
    def rows(self) -> list[Words]:
        return _name_lines(self.mark, self.room)


def _flat(marks: list[Mark], left: float, columns: int, row: float) -> list[Part]:
    """More organizations than columns: two rows, as high as their names; one that stands alone in the last row has the
    whole of it. Those beyond two rows have no room and are found."""
    spots = [_spot(mark, n, left, columns, len(marks)) for n, mark in enumerate(marks)]
    lines = [max(len(spot.rows) for spot in spots[at : at + columns]) for at in (0, columns)]
    most = 3 if sum(lines) <= _FLAT_LINES else 2
    heights = [max(line_mm(_NAME_PT, 1.0) * min(needed, most), _FLAT_MARK) for needed in lines]
    gap = (ROW_MM - sum(heights)) / 2
    tops = (row + gap / 2, row + heights[0] + gap * 1.5)
    parts: list[Part] = []
    for n, spot in enumerate(spots):
        line = min(n // columns, 1)
        allowed = heights[line] if n < 2 * columns else 0.0
        parts += _flat_mark(spot, n + 1, tops[line] + heights[line] / 2, allowed)
    return parts


def _spot(mark: Mark, n: int, left: float, columns: int, count: int) -> _Spot:
    is_alone = n % columns == 0 and n == count - 1
    w = columns * (_MARK_MM + _GAP) - _GAP if is_alone else _MARK_MM
    return _Spot(mark, left + n % columns * (_MARK_MM + _GAP), w)


def _flat_mark(spot: _Spot, number: int, middle: float, allowed: float) -> list[Part]:
    height = min(line_mm(_NAME_PT, 1.0) * max(len(spot.rows), 1), allowed)
    x = spot.x + spot.wide + 1.1
    name = _name_block(number, x, middle - height / 2, spot.room, height, spot.rows, 1.0)
    return [*logo(spot.mark, Box(spot.x, middle - _FLAT_MARK / 2, spot.wide, _FLAT_MARK), name.slot), name]


def _name_lines(mark: Mark, width: float) -> list[Words]:
    return even(words(mark["name"], SEMI), width, _NAME_PT)


def _name_block(number: int, x: float, y: float, w: float, h: float, rows: list[Words], leading: float = 1.12) -> Block:
    return Block(f"strip-{number}", "", x, y, w, h, "", _NAME_PT, leading, joined(rows))


def footer_block(sheet: Sheet, order: Order, page_h: float) -> Block:
    """Code, version, territory and review-by date on each printed page (law 11), in one line."""
    line: Line = [piece for part in footer_words(sheet, order) for piece in (Piece(" · ", SEMI), part)][1:]
    return Block("footer", "", LEFT, page_h - FOOTER_UP, RIGHT - LEFT, 3.9, "footer", 9, 1.2, [line])


def footer_words(sheet: Sheet, order: Sequence[Language]) -> list[Piece]:
    """What law 11 asks for, in parts that a narrow page may set in lines of their own."""
    dates = order if sheet["review_by"] else ()
    return [
        Piece(f"{sheet['code']} v{sheet['version']}", SEMI),
        Piece(f"{sheet['territory']['key']} {sheet['territory']['name']}", SEMI),
        *(Piece(review_by(sheet["review_by"], language), SEMI, TAGS[language]) for language in dates),
    ]

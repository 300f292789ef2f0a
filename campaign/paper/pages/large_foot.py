"""The lower half of a page in large print: numbers to call, contact, address and partners, built from the foot upwards.

Nothing but the footer and the names of partners is smaller than `LEAST_PT`; one language a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.paper.foot import (
    FOOTER_UP,
    LEFT,
    RIGHT,
    address_lines,
    dark_edge,
    logo,
    mark_mm,
    qr,
    ranked,
    short_address,
)
from campaign.paper.helplines import elsewhere
from campaign.paper.page import Box, Code, Drawing, Part, Shape
from campaign.paper.sheet import TAGS, Helpline, Language, Mark, Sheet
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    MEDIUM,
    MM_PER_PT,
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
from campaign.paper.words import EMERGENCY, LEARN_MORE

LEAST_PT = 18.0
WIDTH = RIGHT - LEFT
_LEADING = 1.15
_ROW = line_mm(LEAST_PT, _LEADING)
_GAP, _PAD = 2.4, 5.0
_NUMBER_PTS = (66.0, 60.0, 54.0, 48.0, 44.0, 40.0)
_NUMBER_SHARE = 0.585  # of the width, at most
_TEXT_GAP = 7.0
_CODE, _ADDRESS_W, _CONTACT_W = 26.0, 49.0, 114.0
_CONTACT_LEADING, _CONTACT_LINES = 1.1, 5
_MARK, _WIDEST, _STRIP_GAP, _NAME_PT, _NAME_LEADING = 8.0, 1.5, 2.6, 12.0, 1.05
_ELSEWHERE_LINES = 3


@dataclass(frozen=True)
class Call:
    """A number across the page, with the words of each language beside it."""

    line: Helpline
    slot: str
    texts: dict[Language, list[Words]]

    def h(self, pt: float) -> float:
        rows = max(map(len, self.texts.values()))
        return max(0.7 * pt * MM_PER_PT + 6.4, rows * _ROW + 4)


def top_of_numbers(sheet: Sheet, bottom: float) -> float:
    pt = _number_pt(sheet["helplines"])
    return bottom - _elsewhere_mm(sheet) - sum(call.h(pt) + _GAP for call in _calls(sheet["helplines"], pt))


def numbers(sheet: Sheet, language: Language, bottom: float) -> list[Part]:
    """Each number of this country, and below them the other country's."""
    pt = _number_pt(sheet["helplines"])
    x, y = _text_x(sheet["helplines"], pt), top_of_numbers(sheet, bottom)
    placed: list[Part] = []
    for call in _calls(sheet["helplines"], pt):
        placed += _call(call, language, pt, x, Box(LEFT, y, WIDTH, call.h(pt)))
        y += call.h(pt) + _GAP
    return [*placed, *_elsewhere(sheet, language, y)]


def _calls(lines: list[Helpline], pt: float) -> list[Call]:
    """Emergency numbers first."""
    room = RIGHT - _PAD - _text_x(lines, pt)
    calls = [
        Call(line, f"helpline-{n}", {"en": _texts(line, "en", room), "es": _texts(line, "es", room)})
        for n, line in enumerate(lines, 1)
    ]
    return sorted(calls, key=lambda call: not call.line["emergency"])


def _texts(line: Helpline, language: Language, room: float) -> list[Words]:
    name = (EMERGENCY if line["emergency"] and not any(line["name"].values()) else line["name"])[language]
    note = line["note"][language]
    return even(words(name, BOLD), room, LEAST_PT) + even(words(note), room, LEAST_PT)


def _number_pt(lines: list[Helpline]) -> float:
    """One size for all: the largest in which the longest leaves room for words."""
    widest = max((width_mm(line["number"], HEAVY, 1) for line in lines), default=0.0)
    return next((pt for pt in _NUMBER_PTS if widest * pt <= WIDTH * _NUMBER_SHARE), _NUMBER_PTS[-1])


def _text_x(lines: list[Helpline], pt: float) -> float:
    return LEFT + _PAD + max((width_mm(line["number"], HEAVY, pt) for line in lines), default=0.0) + _TEXT_GAP


def _call(call: Call, language: Language, pt: float, x: float, box: Box) -> list[Part]:
    ground, css = ("warm", "white") if call.line["emergency"] else ("soft", "")
    em, texts = pt * MM_PER_PT, call.texts[language]
    top = box.y + box.h / 2 - 0.53 * em
    text_top = box.y + (box.h - len(texts) * _ROW) / 2
    number = Block(
        call.slot, "", LEFT + _PAD, top, x - LEFT - _PAD, line_mm(pt, 1), css, pt, 1,
        [[Piece(call.line["number"], HEAVY)]],
    )  # fmt: skip
    words_beside = Block(
        call.slot, TAGS[language], x, text_top, RIGHT - _PAD - x + 1, box.bottom - text_top, css, LEAST_PT, _LEADING,
        joined(texts),
    )  # fmt: skip
    return [Shape(box, ground, 2), number, *([words_beside] if texts else [])]


def _elsewhere_mm(sheet: Sheet) -> float:
    """Of the longer language, with the white below."""
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return 0.0
    most = max(len(elsewhere(other, (language,), pt=LEAST_PT)) for language in TAGS)
    return _ROW * min(most, _ELSEWHERE_LINES) + 1


def _elsewhere(sheet: Sheet, language: Language, top: float) -> list[Part]:
    other, height = sheet["elsewhere"], _elsewhere_mm(sheet) - 1
    if not other or not other["lines"]:
        return []
    lines = elsewhere(other, (language,), pt=LEAST_PT)
    return [Block("elsewhere", TAGS[language], LEFT, top, WIDTH, height, "elsewhere", LEAST_PT, _LEADING, lines)]


# -- contact, address, partners


def top_of_foot(sheet: Sheet, page_h: float) -> float:
    return _row(sheet, page_h).y


def foot(sheet: Sheet, language: Language, page_h: float) -> list[Part]:
    """Contact and address beside each other; partners below or, without a contact, in its place."""
    rows, row = _contact_rows(sheet), _row(sheet, page_h)
    code = qr(sheet["address"], (language,), RIGHT, row.y + row.h / 2, _CODE)
    strip = Box(LEFT, row.bottom + _STRIP_GAP, WIDTH, _strip_mm(sheet)) if rows else Box(LEFT, row.y, _CONTACT_W, row.h)
    address = _address(sheet["address"], language, code, row)
    return [*_contact(rows, row), *_strip(ranked(sheet), strip, 4 if rows else 2), address, code]


def _row(sheet: Sheet, page_h: float) -> Box:
    """As high as the code or the contact, above the footer and the partners."""
    rows = _contact_rows(sheet)
    high = max(_CODE, line_mm(LEAST_PT, _CONTACT_LEADING) * min(len(rows), _CONTACT_LINES) + 3.4)
    below = (_strip_mm(sheet) + _STRIP_GAP) * bool(sheet["strip"] and rows)
    return Box(LEFT, page_h - FOOTER_UP - _STRIP_GAP - below - high, WIDTH, high)


def _strip_mm(sheet: Sheet) -> float:
    """As high as the marks, or as two lines of names where one takes as many."""
    w = WIDTH / min(max(len(sheet["strip"]), 2), 4) - 3
    most = max((len(_name_rows(mark, w, _MARK)) for mark in sheet["strip"]), default=1)
    return max(_MARK, line_mm(_NAME_PT, _NAME_LEADING) * min(most, 2))


def _name_rows(mark: Mark, w: float, size: float) -> list[Words]:
    return even(words(mark["name"], SEMI), w - _MARK + size - mark_mm(mark, size, _WIDEST * size) - 2.4, _NAME_PT)


def _contact_rows(sheet: Sheet) -> list[Words]:
    contact = sheet["contact"]
    if contact is None:
        return []
    width = _CONTACT_W - 20
    rows = even(words(contact["name"], SEMI), width, LEAST_PT)
    return rows + [row for line in contact["lines"] for row in even(words(line, MEDIUM, SEMI), width, LEAST_PT)]


def _contact(rows: list[Words], row: Box) -> list[Part]:
    if not rows:
        return []
    box = Box(row.x, row.y, _CONTACT_W, row.h)
    height = line_mm(LEAST_PT, _CONTACT_LEADING) * min(len(rows), _CONTACT_LINES)
    text = Block(
        "contact", "", box.x + 16, box.y + (box.h - height) / 2, box.w - 19, height, "", LEAST_PT, _CONTACT_LEADING,
        joined(rows),
    )  # fmt: skip
    pin = Drawing(Box(box.x + 3.4, box.y + box.h / 2 - 6.6, 9.4, 13.2), "pin")
    return [Shape(box, "frame", 1.6, 0.25), pin, text]


def _address(address: str, language: Language, code: Code, row: Box) -> Block:
    right = dark_edge(code) - 3
    lines: list[Line] = [[Piece(LEARN_MORE[language], TEXT, TAGS[language])]]
    lines += [[Piece(part, SEMI)] for part in address_lines(short_address(address), _ADDRESS_W, LEAST_PT)]
    height = line_mm(LEAST_PT, 1.13) * len(lines)
    return Block(
        "address", "", right - _ADDRESS_W, row.y + (row.h - height) / 2, _ADDRESS_W, height, "right address",
        LEAST_PT, 1.13, lines,
    )  # fmt: skip


def _strip(marks: Sequence[Mark], box: Box, most: int) -> list[Part]:
    """In equal places, as many to the row as there are, or `most`."""
    columns = min(max(len(marks), 2), most)
    w, rows = box.w / columns, -(-len(marks) // columns)
    placed: list[Part] = []
    for n, mark in enumerate(marks):
        place = Box(box.x + n % columns * w, box.y + n // columns * box.h / rows, w - 3, box.h / rows)
        placed += _mark(mark, f"strip-{n + 1}", place)
    return placed


def _mark(mark: Mark, slot: str, place: Box) -> list[Part]:
    size = min(_MARK, place.h)
    wide = mark_mm(mark, size, _WIDEST * size)
    aside = wide + _MARK - size + 2.4
    rows = _name_rows(mark, place.w, size)
    most = max(int(place.h / line_mm(_NAME_PT, _NAME_LEADING) + 0.15), 1)
    high = line_mm(_NAME_PT, _NAME_LEADING) * min(max(len(rows), 1), most)
    middle = place.y + place.h / 2
    name = Block(
        slot, "", place.x + aside, middle - high / 2, place.w - aside, high, "", _NAME_PT, _NAME_LEADING, joined(rows)
    )  # fmt: skip
    return [*logo(mark, Box(place.x, middle - size / 2, wide, size), slot), name]

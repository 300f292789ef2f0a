"""What layouts with a narrow column set in it: numbers to call in boxes one under the other, contact, partners, and
the line at the foot in as many rows as it takes. Widths and heights in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.paper.foot import logo, mark_mm, ranked
from campaign.paper.headline import LEADING, Headline, Plate, set_headline
from campaign.paper.page import Box, Drawing, Part, Shape
from campaign.paper.pages.stack import Item
from campaign.paper.sheet import TAGS, Both, Contact, Helpline, Language, Mark, Sheet
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    MEDIUM,
    MM_PER_PT,
    SEMI,
    Block,
    Line,
    Piece,
    Words,
    even,
    first_sentence,
    joined,
    line_mm,
    lines_mm,
    width_mm,
    words,
)
from campaign.paper.words import EMERGENCY

Order = tuple[Language, Language]

PAD = 4.0
BADGE_STEPS = (150.0, 132.0, 116.0, 102.0, 90.0, 80.0, 72.0, 64.0, 56.0, 50.0, 44.0, 38.0)
_BADGE_PAD, _BADGE_PADS, _ABOVE_NUMBER = 2.5, 9.0, 3.0
_TEXT_PT, _LEADING = 11.0, 1.17
_NAME_PT, _NAME_LEADING = 9.5, 1.05
_FOOTER_PT, FOOTER_ROW = 9.0, 3.9


# -- headline


def short_headline(texts: dict[str, str], w: float, most_mm: float, steps: Sequence[float]) -> Headline:
    """The largest step in which both texts have a column of this width, and in it the fewest lines."""
    for pt in steps:
        row = line_mm(pt, LEADING)
        for count in range(1, min(int(most_mm / row), 5) + 1):
            found = set_headline(texts, Plate(w, (count - 0.2) * row), (pt,))
            lines = [line for rows in found.lines.values() for line in rows]
            fits = all(width_mm(line, HEAVY, pt) <= w for line in lines)
            if fits and all(len(rows) <= count for rows in found.lines.values()):
                return found
    return set_headline(texts, Plate(w, most_mm), steps[-1:])


# -- numbers to call


def numbered(lines: Sequence[Helpline]) -> tuple[list[tuple[str, Helpline]], list[tuple[str, Helpline]]]:
    """Emergency numbers and the others, each with the name of its slot."""
    named = [(f"helpline-{n}", line) for n, line in enumerate(lines, 1)]
    return [pair for pair in named if pair[1]["emergency"]], [pair for pair in named if not pair[1]["emergency"]]


def number_pt(lines: Sequence[tuple[str, Helpline]], w: float, steps: Sequence[float]) -> float:
    """The largest step in which every number has its line in a box of this width; the smallest when none has."""
    widest = [pt for pt in steps if all(width_mm(line["number"], HEAVY, pt) <= w - 2 * PAD for _, line in lines)]
    return widest[0] if widest else steps[-1]


def badge(pair: tuple[str, Helpline], order: Order, x: float, w: float, h: float = 34.0, grow: float = 0.0) -> Item:
    """The emergency number on the warm ground, as large as its box allows, its name in both languages below."""
    slot, line = pair
    rows = _badge_rows(line, order, w - 2 * _BADGE_PAD)
    least = _BADGE_PADS + _cap(BADGE_STEPS[-1]) + 2.2 + len(rows) * line_mm(12, 1.17)

    def put(y: float, high: float) -> list[Part]:
        pt = _badge_pt(line["number"], rows, w, high)
        text_h = len(rows) * line_mm(12, 1.17)
        top = y + max((high - _cap(pt) - 2.2 - text_h) / 2, 2.0)
        text_top = top + _cap(pt) + 2.2
        box = Box(x + _BADGE_PAD, text_top, w - 2 * _BADGE_PAD, min(text_h, y + high - text_top))
        return [
            Shape(Box(x, y, w, high), "warm", 2),
            Block(slot, "", x + 2, top - 0.1 * pt * MM_PER_PT, w - 4, line_mm(pt, 0.8), "white centre", pt, 0.8,
                  [[Piece(line["number"], HEAVY)]]),
            Block(slot, "", box.x, box.y, box.w, box.h, "white centre", 12, 1.17, joined(rows)),
        ]  # fmt: skip

    return Item(max(h, least), put, grow)


def _cap(pt: float) -> float:
    return 0.7 * pt * MM_PER_PT


def _badge_pt(number: str, rows: list[Words], w: float, high: float) -> float:
    room = high - 2.2 - len(rows) * line_mm(12, 1.17) - _BADGE_PADS
    fits = (pt for pt in BADGE_STEPS if _cap(pt) <= room and width_mm(number, HEAVY, pt) <= (w - 4) * 0.86)
    return next(fits, BADGE_STEPS[-1])


def _badge_rows(line: Helpline, order: Order, w: float) -> list[Words]:
    """Both names in one row where there is room, then the notes."""
    name = EMERGENCY if not any(line["name"].values()) else line["name"]
    first, second = (words(name[language], BOLD, SEMI, TAGS[language]) for language in order)
    together = [*first, (Piece("·", BOLD),), *second] if not _is_same(name) else first
    names = [together] if len(even(together, w, 12)) == 1 else [*even(first, w, 12), *even(second, w, 12)]
    notes = [even(words(line["note"][language], BOLD, SEMI, TAGS[language]), w, 12) for language in order]
    return names + [row for note in notes for row in note]


def entry(
    pair: tuple[str, Helpline], order: Order, x: float, w: float, number: float, pt: float = _TEXT_PT, grow: float = 0.0
) -> Item:
    """A number on a soft box, its words below it or beside it, whichever is lower; both sizes in points."""
    slot, line = pair
    room, aside = w - 2 * PAD, width_mm(line["number"], HEAVY, number) + 4
    name = words(line["name"]["en"], BOLD, SEMI) if _is_same(line["name"]) else []
    is_beside_name = 0 < lines_mm([name], pt) <= room - aside
    below = _Words(0.0, _rows(line, order, room, pt, is_beside_name), [name] * is_beside_name, pt, _cap(number))
    beside = _Words(aside, _rows(line, order, max(room - aside, 1), pt), [], pt, _cap(number))
    text = beside if room - aside > 30 and beside.h < below.h else below

    def put(y: float, high: float) -> list[Part]:
        top = y + max((high - text.h) / 2, 0)
        number_top = y + (high - text.cap) / 2 if text.aside else top + _ABOVE_NUMBER
        em = number * MM_PER_PT
        return [
            Shape(Box(x, y, w, high), "soft", 2),
            Block(slot, "", x + PAD, number_top - 0.2 * em, room, em, "on-soft", number, 1,
                  [[Piece(line["number"], HEAVY)]]),
            *text.blocks(slot, Box(x + PAD, y, room, high), top, number_top, aside),
        ]  # fmt: skip

    return Item(text.h, put, grow, gap=2.4)


@dataclass(frozen=True)
class _Words:
    """What is said of a number: `aside` mm at its right, or below it, then perhaps with the name at its right."""

    aside: float
    rows: list[Words]
    title: list[Words]
    pt: float
    cap: float

    @property
    def rows_h(self) -> float:
        return len(self.rows) * line_mm(self.pt, _LEADING)

    @property
    def h(self) -> float:
        if self.aside:
            return max(self.rows_h, self.cap) + 5.2
        return _ABOVE_NUMBER + self.cap + 2.1 * bool(self.rows) + self.rows_h + 2.2

    def blocks(self, slot: str, room: Box, top: float, number_top: float, aside: float) -> list[Part]:
        y = max(top + (self.h - self.rows_h) / 2 - 0.2 if self.aside else number_top + self.cap + 2.1, room.y + 1)
        row = line_mm(self.pt, _LEADING)
        base = number_top + self.cap - 0.93 * self.pt * MM_PER_PT
        titles = [Block(slot, "", room.x + aside, base, room.w - aside, row, "", self.pt, _LEADING, joined(self.title))]
        left, high = room.x + self.aside, max(room.bottom - y, 1.0)
        texts = [Block(slot, "", left, y, room.right - left + 0.6, high, "", self.pt, _LEADING, joined(self.rows))]
        return [*titles * bool(self.title), *texts * bool(self.rows)]


def _rows(line: Helpline, order: Order, w: float, pt: float, is_titled: bool = False) -> list[Words]:
    """What is the same in both languages is written once (a title stands elsewhere); else each has its own rows."""
    name, note = line["name"], line["note"]
    rows = even(words(name["en"], BOLD, SEMI), w, pt) if _is_same(name) and not is_titled else []
    if _is_same(name) and _is_same(note):
        return rows + even(words(note["en"]), w, pt)
    for language in order:
        tag = TAGS[language]
        lead = [] if _is_same(name) else words(_stopped(name[language], note[language]), BOLD, SEMI, tag)
        first, rest = (words(part, lang=tag) for part in first_sentence(note[language]))
        rows += by_sentence([*lead, *first], rest, w, pt)
    return rows


def _is_same(texts: Both) -> bool:
    return texts["en"] == texts["es"]


def _stopped(name: str, note: str) -> str:
    return name + "." if name and note and name[-1] not in ".!?:" else name


# -- contact, partners, footer


def contact(found: Contact, x: float, w: float, most: float = 24.0) -> Item:
    """The dashed frame with its pin, no higher than `most`."""
    rows: list[Words] = even(words(found["name"], SEMI), w - 16, _TEXT_PT)
    for line in found["lines"]:
        rows += even(words(line, MEDIUM, SEMI), w - 16, _TEXT_PT)
    high = line_mm(_TEXT_PT, 1.12) * len(rows)

    def put(y: float, h: float) -> list[Part]:
        top = y + max((h - high) / 2, 0.4)
        return [
            Shape(Box(x, y, w, h), "frame", 1.6, 0.25),
            Drawing(Box(x + 3.4, y + h / 2 - 5, 7.2, 10.1), "pin"),
            Block("contact", "", x + 13, top, w - 15.5, y + h - top, "", _TEXT_PT, 1.12, joined(rows)),
        ]

    return Item(min(max(high + 3.4, 13.0), most), put, grow=4.0)


def strip(sheet: Sheet, x: float, w: float, columns: int = 2, most_rows: int = 2) -> Item:
    """Partners in equal boxes, the edition's country first; those beyond `most_rows` have no room and are found."""
    marks = ranked(sheet)
    each = (w - 3 * (columns - 1)) / columns
    rows = min(-(-len(marks) // columns), most_rows)
    most = max((len(even(words(mark["name"], SEMI), each - _beside(mark), _NAME_PT)) for mark in marks), default=1)
    row = max(6.6, line_mm(_NAME_PT, _NAME_LEADING) * min(most, 3) + 1.6)

    def put(y: float, h: float) -> list[Part]:
        row_h = h / max(rows, 1)
        return [
            part
            for n, mark in enumerate(marks)
            for part in _mark(mark, n + 1, x + n % columns * (each + 3), y + n // columns * row_h, each,
                              row_h if n < rows * columns else 0.0)
        ]  # fmt: skip

    return Item(rows * row, put, grow=rows * 2.0)


def _mark(mark: Mark, number: int, x: float, y: float, w: float, h: float) -> list[Part]:
    aside = _beside(mark)
    rows = even(words(mark["name"], SEMI), w - aside, _NAME_PT)
    high = min(line_mm(_NAME_PT, _NAME_LEADING) * len(rows), h)
    slot = f"strip-{number}"
    name = Block(slot, "", x + aside, y + (h - high) / 2, w - aside, high, "", _NAME_PT, _NAME_LEADING, joined(rows))
    return [*logo(mark, Box(x, y + (h - 6.4) / 2, aside - 1.8, 6.4), slot), name]


def _beside(mark: Mark) -> float:
    """What a mark takes from the width of its name, in mm."""
    return mark_mm(mark, 6.4, 9.6) + 1.8


def by_sentence(text: Words, rest: Words, w: float, pt: float) -> list[Words]:
    """Even rows, with a break after the first sentence where that costs no row."""
    run_on = even([*text, *rest], w, pt)
    parted = even(text, w, pt) + even(rest, w, pt) if text and rest else run_on
    return parted if len(parted) <= len(run_on) else run_on


def footer_rows(parts: Sequence[Piece], w: float) -> list[Line]:
    """Parts of the footer in as few rows as they take; none is broken."""
    rows: list[Line] = []
    for part in parts:
        longer = [*rows[-1], Piece(" · ", SEMI), part] if rows else []
        if longer and sum(piece.width(_FOOTER_PT) for piece in longer) <= w:
            rows[-1] = longer
        else:
            rows.append([part])
    return rows


def footer(rows: list[Line], x: float, w: float, bottom: float) -> Block:
    return Block("footer", "", x, bottom - FOOTER_ROW * len(rows), w, FOOTER_ROW * len(rows), "footer", _FOOTER_PT,
                 FOOTER_ROW / (_FOOTER_PT * MM_PER_PT), rows)  # fmt: skip

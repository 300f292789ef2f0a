"""Numbers to call, for pages with more or less room than a letter sheet: one block for the emergency number, and tiles
one above the other for the rest; nothing that it is given is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.paper.helplines import elsewhere, text_lines
from campaign.paper.page import Box, Part, Shape
from campaign.paper.sheet import Helpline, Language, Sheet
from campaign.paper.typeset import HEAVY, MM_PER_PT, Block, Piece, Words, joined, line_mm, width_mm
from campaign.paper.words import EMERGENCY

Order = tuple[Language, Language]
Call = tuple[str, Helpline]  # with the name of its slot

GAP, PAD = 2.6, 4.0
_TEXT_PT, _LEADING, _MOST_LINES = 11.0, 1.17, 6
_ROW = line_mm(_TEXT_PT, _LEADING)
_OVER_PT = 12.0
_OVER_ROW = line_mm(_OVER_PT, _LEADING)
_BESIDE_PTS = (44.0, 39.0, 34.0, 30.0, 27.0, 24.0, 22.0)
_OVER_PTS = (58.0, 54.0, 50.0, 46.0, *_BESIDE_PTS)
_BADGE_PTS = (124.0, 116.0, 108.0, 100.0, 92.0, 84.0, 76.0, 68.0, 60.0, 54.0, 48.0, 42.0)
_CAP, _CAP_TOP = 0.7, 0.2  # of Barlow, in em from the top of a line as high as its type
_UNDER = 2.4  # from a number's foot to the words under it
_ELSEWHERE_ROW, _ELSEWHERE_LINES = line_mm(12, 1.2), 2


def parted(sheet: Sheet) -> tuple[Call | None, list[Call]]:
    """The first emergency number, and the others in their order."""
    numbered = [(f"helpline-{n}", line) for n, line in enumerate(sheet["helplines"], 1)]
    first = next((call for call in numbered if call[1]["emergency"]), None)
    return first, [call for call in numbered if call is not first]


def badge(call: Call, order: Order, box: Box) -> list[Part]:
    """The number as large as the box allows, its words centred under it, in white: the ground is the caller's."""
    slot, line = call
    named: Helpline = line if any(line["name"].values()) else {**line, "name": EMERGENCY}
    rows = text_lines(named, order, box.w, _OVER_PT)
    under = _OVER_ROW * len(rows)
    pt = _largest(line["number"], box.w, box.h - _UNDER - under, _BADGE_PTS)
    em = pt * MM_PER_PT
    top = box.y + max(box.h - _CAP * em - _UNDER - under, 0) / 2
    below = top + _CAP * em + _UNDER
    room = max(min(under, box.bottom - below), 1.0)
    return [
        _number(call, Box(box.x, top - _CAP_TOP * em, box.w, em), pt, "white centre"),
        Block(slot, "", box.x, below, box.w, room, "white centre", _OVER_PT, _LEADING, joined(rows)),
    ]


def over(call: Call, order: Order, w: float) -> tuple[float, float, list[Words]]:
    """One call for itself: the height that it needs, the size of its number, and its lines."""
    rows = text_lines(call[1], order, w - 2 * PAD, _OVER_PT)
    pt = _largest(call[1]["number"], w - 2 * PAD, 99, _OVER_PTS)
    return _CAP * pt * MM_PER_PT + _UNDER + _OVER_ROW * min(len(rows), _MOST_LINES) + 2 * PAD, pt, rows


def tile_over(call: Call, order: Order, box: Box) -> list[Part]:
    """The number, its words under it."""
    needed, pt, rows = over(call, order, box.w)
    em = pt * MM_PER_PT
    top = box.y + PAD + 0.7 + max(box.h - needed, 0) / 2  # the last line's foot is white
    below, w = top + _CAP * em + _UNDER, box.w - 2 * PAD
    return [
        Shape(box, _ground(call), 2),
        _number(call, Box(box.x + PAD, top - _CAP_TOP * em, w, em), pt, _css(call)),
        Block(
            call[0], "", box.x + PAD, below, w, box.bottom - below, _css(call), _OVER_PT, _LEADING, joined(rows)
        ),
    ]  # fmt: skip


class Column:
    """Numbers at the left in one size, words at the right; `height` is what they need, in mm."""

    def __init__(self, calls: list[Call], order: Order, x: float, w: float, pad: float = 2.6) -> None:
        self.calls, self.x, self.w, self._pad = calls, x, w, pad
        numbers = [call[1]["number"] for call in calls]
        longest = max(numbers, key=lambda number: width_mm(number, HEAVY, 10), default="")
        self.pt = _largest(longest, w * 0.52, 99, _BESIDE_PTS)
        self._number_w = width_mm(longest, HEAVY, self.pt)
        self._rows = [text_lines(call[1], order, w - self._number_w - 2 * PAD - 5, _TEXT_PT) for call in calls]
        self._needed = [self._high(rows) for rows in self._rows]
        self.height = sum(self._needed) + GAP * max(len(calls) - 1, 0)

    def _high(self, rows: list[Words]) -> float:
        return max(_CAP * self.pt * MM_PER_PT, _ROW * min(len(rows), _MOST_LINES)) + 2 * self._pad

    def parts(self, top: float, height: float) -> list[Part]:
        """Spread over at least what they need."""
        more = max(height - self.height, 0) / max(len(self.calls), 1)
        placed: list[Part] = []
        for call, rows, needed in zip(self.calls, self._rows, self._needed, strict=True):
            placed += self._tile(call, rows, Box(self.x, top, self.w, needed + more))
            top += needed + more + GAP
        return placed

    def _tile(self, call: Call, rows: list[Words], box: Box) -> list[Part]:
        em = self.pt * MM_PER_PT
        number = Box(box.x + PAD, box.y + (box.h - _CAP * em) / 2 - _CAP_TOP * em, self._number_w + 1, em)
        left = box.x + PAD + self._number_w + 5
        room = min(_ROW * max(len(rows), 1), box.h - 2)
        top = box.y + (box.h - room) / 2
        words = Block(
            call[0], "", left, top, box.right - PAD - left, room, _css(call), _TEXT_PT, _LEADING, joined(rows)
        )  # fmt: skip
        return [Shape(box, _ground(call), 2), _number(call, number, self.pt, _css(call)), *([words] if rows else [])]


def elsewhere_parts(sheet: Sheet, order: Order, x: float, w: float, bottom: float) -> tuple[list[Part], float]:
    """The other country's numbers, one or two lines that end at `bottom`; and where they begin."""
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return [], bottom
    lines = elsewhere(other, order)
    height = _ELSEWHERE_ROW * min(len(lines), _ELSEWHERE_LINES)
    return [Block("elsewhere", "", x, bottom - height, w, height, "", 12, 1.2, lines)], bottom - height


def _largest(number: str, w: float, h: float, steps: Sequence[float]) -> float:
    fits = (pt for pt in steps if width_mm(number, HEAVY, pt) <= w and _CAP * pt * MM_PER_PT <= h)
    return next(fits, steps[-1])


def _number(call: Call, box: Box, pt: float, css: str) -> Block:
    lines = [[Piece(call[1]["number"], HEAVY)]]
    return Block(call[0], "", box.x, box.y, box.w, line_mm(pt, 1), css, pt, 1, lines)


def _ground(call: Call) -> str:
    return "warm" if call[1]["emergency"] else "soft"


def _css(call: Call) -> str:
    return "white" if call[1]["emergency"] else "on-soft"

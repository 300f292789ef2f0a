"""The inside of `letter-trifold`: one to six messages on three panels, a large drawing above the words of each.

A panel holds one message or two; what stays free takes the numbers to call, or a pattern. All words have one size: the
largest in which every message fits in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.foot import Order, footer_words
from campaign.paper.page import Box, Part, Shape
from campaign.paper.pages.letter_trifold_back import BOTTOM_UP, call
from campaign.paper.pages.narrow import FOOTER_ROW, footer, footer_rows
from campaign.paper.pages.pills import theme
from campaign.paper.pages.stack import needed, stacked
from campaign.paper.sheet import TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import BOLD, Block, Words, even, first_sentence, joined, line_mm, lines_mm, words

_STEPS = (25.0, 23.0, 21.0, 19.0, 17.5, 16.0, 15.0, 14.0, 13.0, 12.5, 12.0, 11.5, 11.0)
_LEADING = 1.17
_TOP, _BETWEEN = 14.0, 7.0
_UNDER_DISC, _PAIR_GAP = 4.5, 2.4
_SHARES = ((0, 0, 0), (0, 1, 0), (1, 1, 0), (1, 1, 1), (2, 2, 0), (2, 2, 1))


@dataclass(frozen=True)
class Cell:
    """A message, its box, and on which panel it is."""

    point: Point
    box: Box
    panel: int

    @property
    def discs(self) -> tuple[float, float]:
        """Least and largest drawing in mm."""
        if not self.point["pictogram"]:
            return 0.0, 0.0
        return (46.0, 66.0) if self.box.h > 120 else (25.0, 40.0)


def parts(sheet: Sheet, order: Order, panels: list[Box], h: float) -> list[Part]:
    """`panels`: the three grounds inside the white frame, the folds at their sides."""
    columns = [Box(panel.x + 9, _TOP, panel.w - 18, h - BOTTOM_UP - FOOTER_ROW - 5 - _TOP) for panel in panels]
    half = _lower_half(columns[2])
    halved = call(sheet, order, half)
    may_share = bool(sheet["helplines"]) and needed(halved) <= half.h
    cells = _cells(sheet["points"], columns, may_share)
    taken = {cell.panel: cell.box for cell in cells}
    free = [n for n in range(3) if n not in taken]
    parts: list[Part] = [Shape(panels[1], "soft", bleeds=True), *_messages(cells, order)]
    if sheet["helplines"] and 2 in free:
        free.remove(2)
        parts += stacked(call(sheet, order, columns[2]), columns[2].y, columns[2].bottom)
    elif 2 in taken and taken[2].bottom <= half.y:
        parts += stacked(halved, half.y, half.bottom)
    parts += [part for n in free for part in _pattern(sheet, panels[n], columns[n])]
    return parts + _footers(sheet, order, columns, h)


def _lower_half(column: Box) -> Box:
    high = (column.h - _BETWEEN) / 2
    return Box(column.x, column.bottom - high, column.w, high)


def _cells(points: list[Point], columns: list[Box], may_share: bool) -> list[Cell]:
    """`may_share`: five messages leave half a panel for the numbers."""
    shares = _SHARES[len(points)] if len(points) < len(_SHARES) else (2, 2, len(points) - 4)
    cells: list[Cell] = []
    for panel, (count, column) in enumerate(zip(shares, columns, strict=True)):
        rows = 2 if len(points) == 5 and count == 1 and may_share else count
        high = (column.h - _BETWEEN * (rows - 1)) / max(rows, 1)
        boxes = [Box(column.x, column.y + n * (high + _BETWEEN), column.w, high) for n in range(count)]
        cells += [Cell(point, box, panel) for point, box in zip(points[len(cells) :], boxes, strict=False)]
    return cells


# -- messages


def _messages(cells: list[Cell], order: Order) -> list[Part]:
    """In each row of cells all drawings have one size, and all words begin at one height."""
    is_parted = all(first_sentence(cell.point[language])[1] for cell in cells for language in order)
    pt = next((pt for pt in _STEPS if all(_fits(cell, order, pt, is_parted) for cell in cells)), _STEPS[-1])
    texts = [_rows(cell, order, pt, is_parted) for cell in cells]
    heights = [_text_mm(rows, pt) for rows in texts]
    placed: list[Part] = []
    for cell, rows in zip(cells, texts, strict=True):
        row = [(other, high) for other, high in zip(cells, heights, strict=True) if other.box.h == cell.box.h]
        disc = min((min(max(other.box.h - high - _UNDER_DISC, other.discs[0]), other.discs[1], other.box.w)
                    for other, high in row if other.discs[1]), default=0.0)  # fmt: skip
        slack = min(other.box.h - high - (disc + _UNDER_DISC) * bool(other.discs[1]) for other, high in row)
        placed += _message(cell, rows, order, pt, disc, max(slack, 0) / 2)
    return placed


def _rows(cell: Cell, order: Order, pt: float, is_parted: bool) -> dict[Language, list[Words]]:
    """Bold first sentences where every message of the sheet has more than one in both languages."""
    found: dict[Language, list[Words]] = {}
    for language in order:
        first, rest = first_sentence(cell.point[language]) if is_parted else ("", cell.point[language])
        found[language] = even([*words(first, BOLD), *words(rest)], cell.box.w, pt)
    return found


def _text_mm(rows: dict[Language, list[Words]], pt: float) -> float:
    return sum(map(len, rows.values())) * line_mm(pt, _LEADING) + _pair_gap(pt)


def _pair_gap(pt: float) -> float:
    """White between the languages: less than half a line, so that they stay a pair."""
    return _PAIR_GAP * pt / 13


def _fits(cell: Cell, order: Order, pt: float, is_parted: bool) -> bool:
    """With the least drawing."""
    rows, least = _rows(cell, order, pt, is_parted), cell.discs[0]
    wide = all(lines_mm(lines, pt) <= cell.box.w for lines in rows.values())
    return wide and _text_mm(rows, pt) + (least + _UNDER_DISC) * bool(least) <= cell.box.h


def _message(
    cell: Cell, rows: dict[Language, list[Words]], order: Order, pt: float, disc: float, lead: float
) -> list[Part]:
    box, y = cell.box, cell.box.y + lead
    placed: list[Part] = []
    if cell.point["pictogram"]:
        placed += pictogram(
            cell.point["pictogram"], Box(box.x, y, disc, disc), "soft paper" if cell.panel == 1 else "soft"
        )
        y += disc + _UNDER_DISC
    for n, language in enumerate(order):
        high = line_mm(pt, _LEADING) * len(rows[language])
        room = max(min(high, box.bottom - y), 1.0)
        placed.append(
            Block(cell.point["slot"], TAGS[language], box.x, y, box.w, room, "teal" * n, pt, _LEADING,
                  joined(rows[language]))
        )  # fmt: skip
        y += high + _pair_gap(pt)
    return placed


# -- what else stands there


def _pattern(sheet: Sheet, panel: Box, column: Box) -> list[Part]:
    """On a ground of its own; it may meet the fold."""
    return [Shape(panel, "sand", bleeds=True), *theme(sheet, column)]


def _footers(sheet: Sheet, order: Order, columns: list[Box], h: float) -> list[Part]:
    """One line for the page that crosses no fold: code and territory, then each language's date on its own panel."""
    said = footer_words(sheet, order)
    pieces = [said[:2], *([date] for date in said[2:])]
    return [
        footer(footer_rows(part, column.w), column.x, column.w, h - BOTTOM_UP)
        for part, column in zip(pieces, columns, strict=False)
    ]

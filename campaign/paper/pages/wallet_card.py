"""The geometry of `wallet-card`: two pages, a language each, the edition's own on the front; writes no HTML.

Steps at the left, numbers in the panel, and beneath both the two lines that law 11 asks for in both languages. Every
helpline has its number and its name. A card leaves out contact, strip, places and code; the second line, the notes
beside numbers and the other country's numbers are left out where they have no room, each as a whole.
Type is never smaller than 9.8 pt (the foot: 9), and a step that is too long for that is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from campaign.paper.draft import draft
from campaign.paper.helplines import Order
from campaign.paper.page import Box, Heading, Page, Part, Shape, Size
from campaign.paper.pages.one_language import FOOTER_PT, footer_lines, squeezed
from campaign.paper.pages.wallet_panel import NOTES, PANEL, TEXT_PT, Panel, number_rows, panel
from campaign.paper.sheet import ORDER, TAGS, Both, Elsewhere, Language, Point, Sheet
from campaign.paper.typeset import (
    HEAVY,
    MEDIUM,
    SEMI,
    Block,
    Face,
    Line,
    Piece,
    Words,
    even,
    joined,
    line_mm,
    lines_mm,
    words,
)
from campaign.paper.words import IN_COUNTRY

LEFT, ROOM, TOP = 4.0, PANEL.x - 6.0, 3.1
FOOT_ROOM, FOOT_TOP = 82.6, 40.8
_FOOT_LEADING = 1.05
_TITLE_PTS, _TITLE_LEADING, _MOST_TITLE_LINES = (15.0, 14.0, 13.0), 1.05, 2
_SUB_PT, _SUB_LEADING = 11.0, 1.1
_STEP_PTS, _STEP_LEADING = (14.0, 13.0, 12.2, 11.2, 10.5, 9.8), 1.1
_SMALLEST_WITH_SUBLINE = 11.2
_LEAST_GAP, _MOST_GAP, _BETWEEN = 0.2, 3.0, 0.9
_DISC_GAP = 1.5
_OTHER_H = 4.3


@dataclass(frozen=True)
class Row:
    """A step in both languages, `h` mm high at its size of type."""

    point: Point
    lines: dict[Language, list[Words]]
    h: float


@dataclass(frozen=True)
class Column:
    """Title, second line or not, steps, and the line of the other country's numbers or not; heights in mm."""

    title_pt: float
    titles: dict[Language, list[Words]]
    sublines: dict[Language, list[Words]]
    pt: float
    rows: list[Row]
    other: Elsewhere | None

    @property
    def title_h(self) -> float:
        return line_mm(self.title_pt, _TITLE_LEADING) * min(max(map(len, self.titles.values())), _MOST_TITLE_LINES)

    @property
    def sub_h(self) -> float:
        return line_mm(_SUB_PT, _SUB_LEADING) * bool(self.sublines)

    @property
    def top(self) -> float:
        return TOP + self.title_h + self.sub_h + _BETWEEN

    @property
    def bottom(self) -> float:
        return FOOT_TOP - _BETWEEN - _OTHER_H * bool(self.other)

    @property
    def has_short_steps(self) -> bool:
        """Each step has one line in both languages."""
        return all(len(lines) <= 1 for row in self.rows for lines in row.lines.values())

    @property
    def slack(self) -> float:
        gaps = _LEAST_GAP * max(len(self.rows) - 1, 0)
        return self.bottom - self.top - sum(row.h for row in self.rows) - gaps


def pages(sheet: Sheet, size: Size) -> list[Page]:
    order = ORDER[sheet["country"]]
    numbers, column = _chosen(sheet)
    return [Page(*size, _side(sheet, order, language, numbers, column, size)) for language in order]


def _chosen(sheet: Sheet) -> tuple[Panel, Column]:
    """As many notes as have room with the other country's numbers, in the panel or below the steps."""
    other = sheet["elsewhere"] if sheet["elsewhere"] and sheet["elsewhere"]["lines"] else None
    for notes, is_in_panel in product(NOTES, (True, False)):
        numbers = panel(sheet["helplines"], other if is_in_panel else None, notes)
        column = _column(sheet, None if is_in_panel else other)
        if numbers.slack >= 0 and (is_in_panel or (column.slack >= 0 and _other_fits(other))):
            return numbers, column
    panels = [panel(sheet["helplines"], None, notes) for notes in NOTES]
    return next((numbers for numbers in panels if numbers.slack >= 0), panels[-1]), _column(sheet, None)


def _column(sheet: Sheet, other: Elsewhere | None) -> Column:
    """The largest type that fits, better with each step in one line; with the second line if the steps stay large."""
    title_pt, titles = _title(sheet["headline"])
    subline = _lines(sheet["subline"], SEMI, ROOM, _SUB_PT)
    has_one = (
        max(map(len, subline.values())) == 1 and max(lines_mm(lines, _SUB_PT) for lines in subline.values()) <= ROOM
    )
    columns = [
        Column(title_pt, titles, sublines, pt, [_row(point, pt) for point in sheet["points"]], other)
        for sublines in ((subline, {}) if has_one else ({},))
        for pt in _STEP_PTS
        if not sublines or pt >= _SMALLEST_WITH_SUBLINE
    ]
    fitting = [column for column in columns if column.slack >= 0]
    return next((column for column in fitting if column.has_short_steps), (fitting or columns[-1:])[0])


def _title(title: Both) -> tuple[float, dict[Language, list[Words]]]:
    """One line in the largest type, else two in the smallest."""
    for pt in _TITLE_PTS:
        lines = _lines(title, HEAVY, ROOM, pt)
        if max(map(len, lines.values())) <= 1:
            break
    return pt, lines


def _lines(text: Both, face: Face, room: float, pt: float) -> dict[Language, list[Words]]:
    return {language: even(words(text[language], face), room, pt) for language in TAGS}


def _row(point: Point, pt: float) -> Row:
    face = HEAVY if _is_call(point) else MEDIUM
    lines = _lines({"en": point["en"], "es": point["es"]}, face, _step_room(pt), pt)
    return Row(point, lines, max(max(map(len, lines.values())) * line_mm(pt, _STEP_LEADING), _disc(pt)))


def _is_call(point: Point) -> bool:
    """The call stands out among the steps."""
    return point["pictogram"] == "call-911"


def _disc(pt: float) -> float:
    return pt * 0.365


def _step_room(pt: float) -> float:
    return ROOM - _disc(pt) - _DISC_GAP


def _side(
    sheet: Sheet, order: Order, language: Language, numbers: Panel, column: Column, size: Size
) -> list[Part]:  # fmt: skip
    lines, foot_row = footer_lines(sheet, order, FOOT_ROOM), line_mm(FOOTER_PT, _FOOT_LEADING)
    return [
        *_titles(column, language),
        *_steps(column, language),
        *_elsewhere(column, language),
        *numbers.draw(language),
        Block("footer", "", LEFT, FOOT_TOP, FOOT_ROOM, 2 * foot_row, "footer", FOOTER_PT, _FOOT_LEADING, lines),
        *(draft(order, *size, top=2.8, foot=3.0, pt=6.2) if sheet["draft"] else []),
    ]


def _titles(column: Column, language: Language) -> list[Part]:
    tag, lines = TAGS[language], joined(column.titles[language])
    title = Block(
        "headline", tag, LEFT, TOP, ROOM, column.title_h, "teal", column.title_pt, _TITLE_LEADING, lines
    )  # fmt: skip
    parts: list[Part] = [Heading(tag, [title])]
    if column.sublines:
        y, sub = TOP + column.title_h, joined(column.sublines[language])
        parts.append(Block("subline", tag, LEFT, y, ROOM, column.sub_h, "", _SUB_PT, _SUB_LEADING, sub))
    return parts


def _steps(column: Column, language: Language) -> list[Part]:
    """Rows with equal white between them."""
    heights = squeezed([row.h for row in column.rows], -column.slack, line_mm(column.pt, _STEP_LEADING))
    gap = min((column.bottom - column.top - sum(heights)) / max(len(heights) - 1, 1), _MOST_GAP)
    y = column.top + max(column.bottom - column.top - sum(heights) - gap * (len(heights) - 1), 0) / 2
    parts: list[Part] = []
    for number, (row, height) in enumerate(zip(column.rows, heights, strict=True), 1):
        parts += _step(row, number, column.pt, language, y, height)
        y += height + gap
    return parts


def _step(row: Row, number: int, pt: float, language: Language, y: float, height: float) -> list[Part]:
    """The number in its disc stands beside the first line."""
    slot, tag, lines = row.point["slot"], TAGS[language], joined(row.lines[language])
    disc, line = _disc(pt), line_mm(pt, _STEP_LEADING)
    top = y + max((height - len(lines) * line) / 2, 0)
    box = Box(LEFT, top + (line - disc) / 2, disc, disc)
    figure_pt = pt * 0.86
    figure_top = box.y + (disc - line_mm(figure_pt, 1)) / 2 - 0.05 * line_mm(figure_pt, 1)
    return [
        Shape(box, "warm small" if _is_call(row.point) else "teal", disc / 2),
        Block(slot, tag, box.x, figure_top, disc, line_mm(figure_pt, 1), "white centre", figure_pt, 1,
              [[Piece(str(number), HEAVY)]]),
        Block(slot, tag, box.right + _DISC_GAP, top, _step_room(pt), y + height - top, "", pt, _STEP_LEADING, lines),
    ]  # fmt: skip


def _elsewhere(column: Column, language: Language) -> list[Part]:
    if column.other is None:
        return []
    lines, y = [_other_line(column.other, language)], column.bottom + _OTHER_H - line_mm(TEXT_PT, 1.1)
    return [Block("elsewhere", TAGS[language], LEFT, y, ROOM, line_mm(TEXT_PT, 1.1), "teal", TEXT_PT, 1.1, lines)]


def _other_line(other: Elsewhere, language: Language) -> Line:
    return [
        Piece(IN_COUNTRY[other["country"]][language] + "\u2002", SEMI),
        Piece(" · ".join(number_rows(other)), HEAVY),
    ]


def _other_fits(other: Elsewhere | None) -> bool:
    """Whether the other country's numbers have one line below the steps, in both languages."""
    return other is None or all(
        sum(piece.width(TEXT_PT) for piece in _other_line(other, language)) <= ROOM for language in TAGS
    )

"""The wall sheet: letter or tabloid on its side, one line for each date, large enough to be read from a step away.

It is set on one grid and enlarged for the larger paper; the dates flow over as many pages as they need.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from campaign.paper.page import Box, Heading, Page, Part, Shape, scaled
from campaign.paper.sheet import TAGS, Language
from campaign.paper.typeset import BOLD, HEAVY, MEDIUM, SEMI, TEXT, Block, Face
from campaign.schedule.papers.rows import Row, period_words
from campaign.schedule.papers.setting import Said, block
from campaign.schedule.papers.sheet import ALL_DAY, HOURS, INSIDE, LOOK, SCHEDULE, Parts, Sheet, quiet
from campaign.schedule.releases.words import month_of

PAPERS = {"letter": (279.4, 215.9, 1.0), "tabloid": (431.8, 279.4, 1.36)}  # mm, and how much larger than the grid
_MARGIN, _GAP, _PAD = 12.0, 5.0, 2.4
_FOOT = 30.0  # up from the lower edge of the grid
_TITLES = (24.0, 19.0, 15.0)


@dataclass
class _Stack:
    """Blocks one below the other in a column."""

    x: float
    w: float
    y: float
    made: list[Block] = field(default_factory=list)

    def put(self, slot: str, text: Said, face: Face, pt: float, lang: Language | None = None, css: str = "") -> None:
        if not text:
            return
        made = block(slot, text, face, pt, lang, (self.x, self.y, self.w), css)
        self.made.append(made)
        self.y += made.h


@dataclass(frozen=True)
class _Grid:
    w: float
    h: float

    @property
    def columns(self) -> list[tuple[float, float]]:
        """Left edge and width of number, day, hours, what and where."""
        rest = self.w - 2 * _MARGIN - 17 - 36 - 48 - 4 * _GAP
        widths = (17.0, 36.0, 48.0, rest * 0.58, rest * 0.42)
        lefts = [_MARGIN + sum(widths[:n]) + _GAP * n for n in range(5)]
        return list(zip(lefts, widths, strict=True))


def pages(sheet: Sheet, paper: str) -> list[Page]:
    """As many as the dates need, all with head and foot."""
    w, h, by = PAPERS[paper]
    grid = _Grid(w / by, h / by)
    head, top = _head(sheet, grid)
    filled = list(_filled(sheet, grid, top))
    return [
        scaled(Page(grid.w, grid.h, [*head, *body, *_foot(sheet, grid, n, len(filled))]), by)
        for n, body in enumerate(filled, 1)
    ]


def _head(sheet: Sheet, grid: _Grid) -> tuple[list[Part], float]:
    """The campaign in both languages, and of which months it is; the first is as large as two lines allow."""
    wide = grid.w - 2 * _MARGIN
    said = _Stack(_MARGIN, wide, 10.0)
    words: Parts = [(name, f"{SCHEDULE[name]}, {period_words(sheet.rows, name)}") for name in sheet.order]
    said.put("period", words, SEMI, 12, css="teal")
    titles = sheet.titles
    pt = next((pt for pt in _TITLES if len(_lines(titles[0][1], pt, wide)) <= 2), _TITLES[-1])
    first = block("title", titles[0][1], HEAVY, pt, sheet.order[0], (_MARGIN, said.y, wide))
    said.y += first.h
    head: list[Part] = [*said.made, Heading(TAGS[sheet.order[0]], [first])]
    under = _Stack(_MARGIN, wide, said.y)
    for _name, title in titles[1:]:
        under.put("title", title, MEDIUM, 14, sheet.order[1], "quiet")
    if sheet.is_inside:
        under.put("inside", sheet.in_both(INSIDE), SEMI, 11, css="bad")
    return [*head, *under.made], under.y + 4


def _lines(text: str, pt: float, wide: float) -> list[object]:
    return list(block("title", text, HEAVY, pt, None, (0, 0, wide)).lines)


def _filled(sheet: Sheet, grid: _Grid, top: float) -> Iterator[list[Part]]:
    """The dates, page by page; a month begins with its name, and says it again on a new page."""
    many = sheet.rows[0].month != sheet.rows[-1].month
    page: list[Part] = []
    y, month = top, None
    for row in sheet.rows:
        is_new = many and row.month != month
        high = _height(sheet, row, grid) + (_MONTH if is_new else 0)
        if page and y + high > grid.h - _FOOT:
            yield page
            page, y, is_new = [], top, many
        if is_new:
            page += _month(sheet, row.month, grid, y)
            y += _MONTH
        parts, y = _row(sheet, row, grid, y)
        page += parts
        month = row.month
    yield page


_MONTH = 9.0
_NUMBERS = {1: 28, 2: 28, 3: 24, 4: 19, 5: 16}  # points, by the letters of "3–5"


def _month(sheet: Sheet, month: date, grid: _Grid, y: float) -> list[Part]:
    first, second = sheet.order
    band = Shape(Box(_MARGIN, y, grid.w - 2 * _MARGIN, _MONTH - 1.5), "soft")
    words = block("month", month_of(month, first), SEMI, 13, first, (_MARGIN + 3, y + 0.9, 60), "teal")
    other = block("month", month_of(month, second), MEDIUM, 13, second, (grid.columns[2][0], y + 0.9, 80), "teal")
    return [band, Heading(TAGS[first], [words], 2), other]


def _height(sheet: Sheet, row: Row, grid: _Grid) -> float:
    return _row(sheet, row, grid, 0)[1]


def _row(sheet: Sheet, row: Row, grid: _Grid, y: float) -> tuple[list[Part], float]:
    """One date and where the next one begins."""
    off = "off" if row.is_cancelled else ""
    columns = [_Stack(x, w, y + _PAD) for x, w in grid.columns]
    number, day, hours, what, where = columns
    number.y -= 1.2
    number.put("day", row.number, HEAVY, _NUMBERS[len(row.number)], css=f"teal {off}")
    _days(sheet, row, day, off)
    _hours(sheet, row, hours, off)
    _what(sheet, row, what, off)
    for place, host in row.where:
        where.put("place", place, MEDIUM, 13, css=off)
        where.put("host", host, MEDIUM, 11, css="quiet")
    low = max(column.y for column in columns) + _PAD
    line = Shape(Box(_MARGIN, low - 0.15, grid.w - 2 * _MARGIN, 0.3), "rule")
    return [*(part for column in columns for part in column.made), line], low


def _days(sheet: Sheet, row: Row, day: _Stack, off: str) -> None:
    first, second = sheet.order
    day.put("day", row.day.of(first), SEMI, 14, first, off)
    day.put("day", row.day.of(second), MEDIUM, 12.5, second, f"quiet {off}")


def _hours(sheet: Sheet, row: Row, hours: _Stack, off: str) -> None:
    for clock in row.hours:
        hours.put("hours", clock.hours, SEMI, 16, css=off)
        hours.put("hours", clock.place, TEXT, 11)
    if not row.hours:
        first, second = sheet.order
        hours.put("hours", ALL_DAY[first], SEMI, 14, first, off)
        hours.put("hours", ALL_DAY[second], MEDIUM, 12.5, second, f"quiet {off}")


def _what(sheet: Sheet, row: Row, what: _Stack, off: str) -> None:
    if row.state.of(sheet.order[0]):
        what.put("state", [(name, row.state.of(name).upper()) for name in sheet.order], HEAVY, 12, css="bad")
    for n, (name, title) in enumerate(row.titles(sheet.order)):
        what.put("title", title, TEXT if n else BOLD, 13 if n else 15, name, off)
    what.put("kind", sheet.in_both(row.kind), MEDIUM, 10, css="quiet")


def _foot(sheet: Sheet, grid: _Grid, n: int, of: int) -> list[Part]:
    wide = grid.w - 2 * _MARGIN - 26
    code = sheet.qr(grid.w - _MARGIN - 20, grid.h - 17.5)
    foot = _Stack(_MARGIN, wide, grid.h - _FOOT + 4)
    for name in sheet.order:
        foot.put("hours", HOURS[name], TEXT, 9, name)
    foot.put("look", sheet.in_both(LOOK), MEDIUM, 10)
    foot.put("address", sheet.address_in(wide, 12), SEMI, 12, css="teal")
    last: Parts = [(None, sheet.code), *sheet.releases(), *sheet.others(), *sheet.pages(n, of)]
    return [*foot.made, quiet("foot", last, (_MARGIN, foot.y + 0.6, wide)), code]

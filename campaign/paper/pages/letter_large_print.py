"""The geometry of `letter-large-print`: a page for each language, no text below 18 pt; for who sees little.

Leaves out the picture and everything else that only decorates. Drawings stand beside the messages where these still
have room; the footer and the names of partners alone are smaller.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.foot import LEFT, RIGHT
from campaign.paper.page import Box, Page, Part, Shape, Size
from campaign.paper.pages import large_foot, office_sheet
from campaign.paper.pages.large_foot import LEAST_PT
from campaign.paper.pages.office_sheet import FIELD, LETTER_H, WIDTH, Lines, Order, Setter, message, other_side, spread
from campaign.paper.pages.title import Title, least_mm, title
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import Block, even, joined, line_mm, wrap

_PTS = (32.0, 30.0, 28.0, 26.0, 24.0, 22.0, 21.0, 20.0, 19.0, LEAST_PT)
_LEADING = 1.18
_FIELDS = ((96.0, 24.0), (82.0, 21.0), (68.0, 19.0), (56.0, LEAST_PT))  # least height in mm, for type of so many points
_MOST_FIELD = 0.44  # of the page
_DISCS, _TEXT_GAP = (34.0, 28.0, 24.0, 20.0, 17.0, 0.0), 6.0
_MOST_DISC = {1: 34.0, 2: 30.0}
_MOST_DISC_OF_MANY = 26.0
_LEAST_GAP, _GAP, _GOOD_GAP = 3.0, 4.0, 7.0
_HEADLINE_PTS = (120.0, 112.0, 104.0, 96.0, 90.0, 84.0, 78.0, 72.0, 66.0, 60.0, 56.0, 52.0, 48.0, 44.0, 40.0, 36.0)
_SUB_PT, _LEAST_HEADLINE_PT = 20.0, 44.0
_TOP, _BOTTOM = 15.5, 5.0
_PLACE_W = 58.0


@dataclass(frozen=True)
class Rows:
    """The messages in one size, with discs of `disc` mm or none; `h` in mm is the larger of both languages."""

    pt: float
    disc: float
    lines: list[Lines]

    @property
    def w(self) -> float:
        return WIDTH - (self.disc + _TEXT_GAP) * bool(self.disc)

    @property
    def row(self) -> float:
        return line_mm(self.pt, _LEADING)

    @property
    def h(self) -> list[float]:
        return [max(self.row * max(map(len, lines.values())), self.disc) for lines in self.lines]

    def needed(self, gap: float) -> float:
        return sum(self.h) + gap * (len(self.h) + 1)


@dataclass(frozen=True)
class Plan:
    """What both pages share; `bottom` and `row` in mm: where the numbers to call and the row at the foot begin."""

    field: Box
    title: Title
    rows: Rows
    bottom: float
    row: float

    def title_top(self, language: Language) -> float:
        """In the middle of what the field has below its first line."""
        return self.field.y + _TOP + (self.field.h - _TOP - _BOTTOM - self.title.h(language)) / 2


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """The edition's own language, then the other; all boxes on the same places."""
    order = ORDER[sheet["country"]]
    plan = _plan(sheet, size)
    return [Page(*size, _side(sheet, order, language, plan, size)) for language in order]


def _side(sheet: Sheet, order: Order, language: Language, plan: Plan, size: Size) -> list[Part]:
    return [
        Shape(plan.field, "deep", bleeds=True),
        *office_sheet.places_in_line(sheet, Box(LEFT, plan.field.y + 5, _PLACE_W, 0), LEAST_PT),
        *other_side(language, RIGHT, plan.field.y + 4.4, LEAST_PT),
        *plan.title.parts(language, LEFT, plan.title_top(language)),
        *_messages(sheet["points"], plan.rows, language, plan.field.bottom, plan.bottom),
        *large_foot.numbers(sheet, language, plan.row - 2),
        *large_foot.foot(sheet, language, size[1]),
        *office_sheet.foot_line(sheet, order, size),
    ]


def _plan(sheet: Sheet, size: Size) -> Plan:
    """The largest type that leaves the headline enough; then its field takes what the messages do not need."""
    row = large_foot.top_of_foot(sheet, size[1])
    bottom = large_foot.top_of_numbers(sheet, row - 2)
    title_h = _TOP + least_mm(sheet, WIDTH, _LEAST_HEADLINE_PT, _SUB_PT) + _BOTTOM
    rows, least = _rows(sheet["points"], bottom - FIELD, title_h, (size[1] - LETTER_H) * 0.35)
    height = max(least, min(bottom - FIELD - rows.needed(_GOOD_GAP), size[1] * _MOST_FIELD))
    field = Box(FIELD, FIELD, LEFT + RIGHT - 2 * FIELD, height)
    return Plan(field, title(sheet, WIDTH, height - _TOP - _BOTTOM, _HEADLINE_PTS, _SUB_PT), rows, bottom, row)


def _rows(points: list[Point], room: float, title_h: float, more: float) -> tuple[Rows, float]:
    """Drawings grow smaller before type does, and go before the least type is too large."""
    for height, least_pt in _FIELDS:
        least = max(height + more, title_h)
        for pt in (pt for pt in _PTS if pt >= least_pt):
            for disc in _discs(points, pt):
                if _set(points, pt, disc, wrap).needed(_GAP) <= room - least:
                    return _set(points, pt, disc), least
    return _set(points, LEAST_PT, 0), max(_FIELDS[-1][0], title_h)


def _discs(points: list[Point], pt: float) -> list[float]:
    """Sizes that its drawings may have beside type of this size; 0 for none."""
    if not any(point["pictogram"] for point in points):
        return [0.0]
    most = _MOST_DISC.get(len(points), _MOST_DISC_OF_MANY)
    return [disc for disc in _DISCS if disc <= most and (disc or pt == LEAST_PT)]


def _set(points: list[Point], pt: float, disc: float, set_by: Setter = even) -> Rows:
    width = Rows(pt, disc, []).w
    return Rows(pt, disc, [message(point, width, pt, set_by) for point in points])


def _messages(points: list[Point], rows: Rows, language: Language, top: float, bottom: float) -> list[Part]:
    placed: list[Part] = []
    for point, lines, (y, height) in zip(points, rows.lines, spread(rows.h, top, bottom, _LEAST_GAP), strict=True):
        start = y + max((height - rows.row * len(lines[language])) / 2, 0)
        if rows.disc:
            placed += pictogram(point["pictogram"], Box(LEFT, y + (height - rows.disc) / 2, rows.disc, rows.disc))
        placed.append(
            Block(
                point["slot"], TAGS[language], RIGHT - rows.w, start, rows.w, y + height - start, "point",
                rows.pt, _LEADING, joined(lines[language]),
            )
        )  # fmt: skip
    return placed

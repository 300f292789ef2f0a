"""The geometry of `rack-card`: two pages, a language each, the edition's own on the front; writes no HTML.

Only the top third shows in a rack: it holds the headline and says that the other language is on the other side. From
the foot upwards all heights are those of the longer language, so that front and back look alike.
Where the texts need the room, the partner strip is left out, then the contact; nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from campaign.paper.draft import draft
from campaign.paper.helplines import Order
from campaign.paper.page import Box, Page, Part, Size
from campaign.paper.pages.one_language import point_lines, squeezed
from campaign.paper.pages.rack_field import FOOT, Opening, field, opening, pill_of
from campaign.paper.pages.rack_foot import contact, foot, strip
from campaign.paper.pages.rack_numbers import LEFT, RIGHT, Section, elsewhere, numbers
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import Block, Words, joined, line_mm

_FOOT_UP, _GAP = 7.8, 2.6
_DISC, _LEADING, _LEAST_GAP = 14.0, 1.18, 2.2
_TEXT_X = LEFT + _DISC + 3.4
_TEXT_W = RIGHT - _TEXT_X
_TRIES = (
    (46.0, 44.0, 14.0),
    (46.0, 36.0, 13.0),
    (46.0, 26.0, 12.2),
    (36.0, 30.0, 13.0),
    (36.0, 20.0, 12.2),
    (46.0, 0.0, 12.2),
    (38.0, 0.0, 12.2),
    (38.0, 0.0, 11.6),
    (30.0, 0.0, 11.6),
    (30.0, 0.0, 11.0),
    (24.0, 0.0, 11.0),
)
"""Most height of the headline and least of the pill in mm, size of the points: the first that leaves room for all."""


@dataclass(frozen=True)
class Row:
    """A point in both languages; `h` in mm is the room of its slot."""

    point: Point
    lines: dict[Language, list[Words]]
    h: float


@dataclass(frozen=True)
class Plan:
    """One geometry for both pages; `top` is where the sections begin, `pill` the room that it wants at least."""

    opening: Opening
    pill: float
    pt: float
    rows: list[Row]
    sections: list[Section]
    top: float

    @property
    def slack(self) -> float:
        """Room in mm that neither the headline nor the points need; below 0 they lack it."""
        points = sum(row.h for row in self.rows) + (len(self.rows) + 1) * _LEAST_GAP
        return self.top - self.opening.bottom - FOOT - points


def pages(sheet: Sheet, size: Size) -> list[Page]:
    order = ORDER[sheet["country"]]
    plan = _plan(sheet, order, size[1])
    return [Page(*size, _side(sheet, order, language, plan, size)) for language in order]


def _plan(sheet: Sheet, order: Order, h: float) -> Plan:
    """The first that has room for all; else the last, for its findings."""
    for plan in _plans(sheet, order, h):
        if plan.slack >= plan.pill:
            break
    return plan


def _plans(sheet: Sheet, order: Order, h: float) -> Iterator[Plan]:
    needed = (numbers(sheet["helplines"]), elsewhere(sheet["elsewhere"]))
    wished, last = (contact(sheet), strip(sheet)), foot(sheet, order)
    opened = cache(lambda high: opening(sheet, order, high))
    rows = cache(lambda pt: [_row(point, pt) for point in sheet["points"]])
    for kept, (high, pill, pt) in product((wished, wished[:1], ()), _TRIES):
        sections = [section for section in (*needed, *kept, last) if section]
        top = h - _FOOT_UP - sum(section.h for section in sections) - _GAP * (len(sections) - 1)
        yield Plan(opened(high), pill, pt, rows(pt), sections, top)


def _row(point: Point, pt: float) -> Row:
    lines = point_lines(point, _TEXT_W, pt)
    most = max(map(len, lines.values()))
    return Row(point, lines, max(most * line_mm(pt, _LEADING), _DISC * bool(point["pictogram"])))


def _side(sheet: Sheet, order: Order, language: Language, plan: Plan, size: Size) -> list[Part]:
    pill = pill_of(plan.slack)
    bottom = plan.opening.bottom + FOOT + pill
    parts = field(sheet, order, language, plan.opening, bottom, pill) + _points(plan, language, bottom)
    top = plan.top
    for section in plan.sections:
        parts += section.draw(language, top)
        top += section.h + _GAP
    return parts + (draft(order, *size, top=4.6, foot=4.6, pt=7.4) if sheet["draft"] else [])


def _points(plan: Plan, language: Language, top: float) -> list[Part]:
    """Rows with equal white between them."""
    heights = squeezed([row.h for row in plan.rows], -plan.slack, _DISC)
    gap = (plan.top - top - sum(heights)) / (len(heights) + 1)
    parts: list[Part] = []
    y = top + gap
    for row, height in zip(plan.rows, heights, strict=True):
        parts += _point(row, plan.pt, language, y, height)
        y += height + gap
    return parts


def _point(row: Row, pt: float, language: Language, y: float, height: float) -> list[Part]:
    """The text on the middle of its pictogram; without one it has the whole width to begin from."""
    lines = row.lines[language]
    text_h = len(lines) * line_mm(pt, _LEADING)
    top = y + max((height - text_h) / 2, 0)
    disc = Box(LEFT, y + (height - _DISC) / 2, _DISC, _DISC)
    return [
        *pictogram(row.point["pictogram"], disc),
        Block(
            row.point["slot"], TAGS[language], _TEXT_X, top, _TEXT_W, y + height - top, "", pt, _LEADING, joined(lines)
        ),
    ]

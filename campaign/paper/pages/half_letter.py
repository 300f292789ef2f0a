"""The geometry of `half-letter`: two columns of two languages under rows of equal tablets; every box in mm.

From the foot upwards all is as high as its texts; the messages, the second line and the headline take the largest
setting in which they fit; the tablets take the rest. Names of places and a picture of the sheet have no place here.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.draft import draft
from campaign.paper.foot import Order
from campaign.paper.headline import LEADING, Headline, heading_pieces
from campaign.paper.page import Box, Heading, Page, Part, Shape, Size
from campaign.paper.pages.half_letter_foot import foot
from campaign.paper.pages.narrow import by_sentence, short_headline
from campaign.paper.pages.pills import pills
from campaign.paper.sheet import ORDER, TAGS, Language, Point, Sheet
from campaign.paper.tablet import pictogram
from campaign.paper.typeset import BOLD, MM_PER_PT, Block, Words, even, first_sentence, joined, line_mm, words

LEFT = 9.0
_HEAD_TOP, _HEAD_GAP, _PILLS_GAP, _RULE, _UNDER_RULE, _SUB_GAP, _ABOVE_FOOT = 9.4, 4.0, 4.4, 0.8, 3.2, 2.8, 3.2
_HEADLINE_STEPS = (40.0, 38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0, 22.0)
_LEADING, _DISC = 1.17, 10.6
_LEAST_PILLS, _MOST_PILLS = 9.0, 112.0


@dataclass(frozen=True)
class Setting:
    """How large all is set: room for a headline and for the tablets in mm, sizes of the second line and of messages in
    points, the white between the columns, which holds a pictogram where it is wide, and between messages."""

    head: float
    pills: float
    sub: float
    pt: float
    spine: float
    gap: float


_SETTINGS = (
    Setting(46, 58, 17, 14, 15, 4.5),
    Setting(46, 40, 17, 13, 15, 4),
    Setting(42, 36, 16, 13, 15, 3.6),
    Setting(42, 28, 16, 12.3, 15, 3.2),
    Setting(38, 20, 15, 12, 15, 2.8),
    Setting(38, 16, 14, 11.5, 15, 2.6),
    Setting(34, 14, 13, 11, 15, 2.4),
    Setting(30, 12, 13, 11, 15, 2.2),
    Setting(26, 10, 12, 11, 15, 2),
    Setting(34, 14, 13, 11, 7, 2.4),
    Setting(30, 12, 12, 11, 7, 2.2),
    Setting(24, 9, 11.5, 11, 7, 2),
    Setting(24, 0, 11, 11, 7, 1.8),
    Setting(18, 0, 11, 11, 7, 1.8),
)


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """One page."""
    order, (w, h) = ORDER[sheet["country"]], size
    low, footing = foot(sheet, order, Box(LEFT, 0, w - 2 * LEFT, h))
    for setting in _SETTINGS:
        upper = _set(sheet, order, w - 2 * LEFT, setting)
        if upper.h <= low - _ABOVE_FOOT:
            break
    return [
        Page(w, h, [
            *upper.parts(sheet, w, low - _ABOVE_FOOT),
            *footing,
            *(draft(order, w, h, 7.6, 7.2, 9.2) if sheet["draft"] else []),
        ])
    ]  # fmt: skip


@dataclass(frozen=True)
class Upper:
    """All above the numbers in one setting; heights in mm."""

    order: Order
    setting: Setting
    column: float
    headline: Headline
    subs: dict[Language, list[Words]]
    points: list[dict[Language, list[Words]]]
    heights: list[float]

    @property
    def head_h(self) -> float:
        return line_mm(self.headline.pt, LEADING) * max(map(len, self.headline.lines.values()))

    @property
    def sub_h(self) -> float:
        return line_mm(self.setting.sub, _LEADING) * max(map(len, self.subs.values()))

    @property
    def texts_h(self) -> float:
        """From beneath the rule to the end of the messages."""
        gaps = self.setting.gap * max(len(self.heights) - 1, 0)
        return self.sub_h + _SUB_GAP * bool(self.sub_h and self.heights) + sum(self.heights) + gaps

    @property
    def h(self) -> float:
        pills_h = self.setting.pills + _HEAD_GAP if self.setting.pills else 0
        return _HEAD_TOP + self.head_h + pills_h + _PILLS_GAP + _RULE + _UNDER_RULE + self.texts_h

    def xs(self) -> list[tuple[Language, float]]:
        return list(zip(self.order, (LEFT, LEFT + self.column + self.setting.spine), strict=True))

    def parts(self, sheet: Sheet, w: float, bottom: float) -> list[Part]:
        """The tablets take what is left; more than that becomes white between the messages."""
        slack = max(bottom - self.h, 0)
        pills_h = self.setting.pills + slack - _HEAD_GAP * (not self.setting.pills)
        pills_h = min(pills_h, _MOST_PILLS) if pills_h >= _LEAST_PILLS else 0.0
        room = Box(LEFT, _HEAD_TOP + self.head_h + _HEAD_GAP, w - 2 * LEFT, pills_h)
        rule = Box(LEFT, (room.bottom if pills_h else room.y - _HEAD_GAP) + _PILLS_GAP, room.w, _RULE)
        spread = max(bottom - rule.bottom - _UNDER_RULE - self.texts_h, 0) / (len(self.heights) + 1)
        y = rule.bottom + _UNDER_RULE + spread / 2
        subs = self._sublines(y, max(min(self.sub_h, bottom - y), 1.0))
        y += self.sub_h + _SUB_GAP * bool(self.sub_h and self.heights) + spread / 2
        drawn = pills(room, 6) if pills_h else []
        return [*self._headings(), *drawn, Shape(rule, "ink"), *subs, *self._points(sheet["points"], y, bottom, spread)]

    def _headings(self) -> list[Part]:
        return [
            Heading(TAGS[language], [self._headline(language, x, n) for n in range(len(self.headline.lines[language]))])
            for language, x in self.xs()
        ]

    def _headline(self, language: Language, x: float, n: int) -> Block:
        """A line; the last word of the last one in terracotta."""
        pt, lines = self.headline.pt, self.headline.lines[language]
        row, is_last = line_mm(pt, LEADING), n == len(lines) - 1
        y = _HEAD_TOP + n * row - 0.1 * pt * MM_PER_PT
        pieces = heading_pieces(lines[n], is_last)
        return Block("headline", TAGS[language], x, y, self.column, row, "last" * is_last, pt, LEADING, [pieces])

    def _sublines(self, y: float, high: float) -> list[Part]:
        return [
            Block("subline", TAGS[language], x, y, self.column, high, "", self.setting.sub, _LEADING,
                  joined(self.subs[language]))
            for language, x in self.xs()
            if self.subs[language]
        ]  # fmt: skip

    def _points(self, points: list[Point], y: float, bottom: float, spread: float) -> list[Part]:
        """Where room lacks, the longest message gives it up and is found too high."""
        heights = list(self.heights)
        lack = y + sum(heights) + self.setting.gap * (len(heights) - 1) - bottom
        if heights and lack > 0.01:
            heights[heights.index(max(heights))] -= lack
        placed: list[Part] = []
        for point, rows, high in zip(points, self.points, heights, strict=True):
            placed += self._point(point, rows, y, max(high, 1.0))
            y += high + self.setting.gap + spread
        return placed

    def _point(self, point: Point, rows: dict[Language, list[Words]], y: float, high: float) -> list[Part]:
        text_h = line_mm(self.setting.pt, _LEADING) * max(map(len, rows.values()))
        top = y + max((high - text_h) / 2, 0)
        blocks = [
            Block(point["slot"], TAGS[language], x, top, self.column, y + high - top, "", self.setting.pt, _LEADING,
                  joined(rows[language]))
            for language, x in self.xs()
        ]  # fmt: skip
        if not self.setting.spine > _DISC:
            return [*blocks]
        disc = Box(LEFT + self.column + (self.setting.spine - _DISC) / 2, y + (high - _DISC) / 2, _DISC, _DISC)
        return [*pictogram(point["pictogram"], disc), *blocks]


def _set(sheet: Sheet, order: Order, w: float, setting: Setting) -> Upper:
    column = (w - setting.spine) / 2
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    subs: dict[Language, list[Words]] = {
        language: _sub_rows(sheet["subline"][language], column, setting.sub) for language in order
    }
    points = [_point_rows(point, order, column, setting.pt) for point in sheet["points"]]
    row = line_mm(setting.pt, _LEADING)
    least = _DISC if setting.spine > _DISC else 0.0
    heights = [
        max(row * max(map(len, rows.values())), least * bool(point["pictogram"]))
        for point, rows in zip(sheet["points"], points, strict=True)
    ]
    return Upper(
        order, setting, column, short_headline(texts, column, setting.head, _HEADLINE_STEPS), subs, points, heights
    )


def _point_rows(point: Point, order: Order, column: float, pt: float) -> dict[Language, list[Words]]:
    """A bold first sentence where both languages have more than one."""
    parted = {language: first_sentence(point[language]) for language in order}
    if not all(rest for _, rest in parted.values()):
        return {language: even(words(point[language]), column, pt) for language in order}
    return {
        language: by_sentence(words(first, BOLD), words(rest), column, pt) for language, (first, rest) in parted.items()
    }


def _sub_rows(text: str, column: float, pt: float) -> list[Words]:
    first, rest = first_sentence(text)
    return by_sentence(words(first, BOLD), words(rest, BOLD), column, pt)

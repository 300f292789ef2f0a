"""The panel of numbers on a wallet card: the emergency number, the others, and those of the other country.

Each language has the same items at the same heights. Numbers and names are always there; what may be left out for want
of room (notes, the other country) is decided by whoever asks, for both languages at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from campaign.paper.page import Box, Part, Shape
from campaign.paper.pages.one_language import name_of, stopped_name
from campaign.paper.sheet import TAGS, Elsewhere, Helpline, Language
from campaign.paper.typeset import HEAVY, MM_PER_PT, SEMI, Block, Piece, Words, even, joined, line_mm, width_mm, words
from campaign.paper.words import IN_COUNTRY

PANEL = Box(57.9, 0, 31.0, 40.5)
LEFT, ROOM = PANEL.x + 1.0, 27.0  # to 3 mm from the cut
TOP, BOTTOM = 3.5, PANEL.bottom - 1.8
TEXT_PT = 9.8
_ROW = line_mm(TEXT_PT, 1)
_SHORT_PT, _LONG_PTS, _OTHER_PTS = 19.0, (15.0, 14.0, 13.0, 12.0, 11.2, 10.6), (13.0, 12.0, 11.2, 10.6)
_BADGE_PTS, _BADGE_PAD = (44.0, 40.0, 36.0, 32.0, 28.0, 25.0, 22.0), 1.3
_SIDE_GAP, _LEAST_SIDE, _COUNTRY_GAP, _MOST_LINES = 1.4, 12.0, 0.6, 4
_LEAST_GAP, _GOOD_GAP, _MOST_GAP = 0.9, 1.5, 3.2

Notes = Literal["all", "nameless", "none"]
NOTES: tuple[Notes, ...] = ("all", "nameless", "none")


@dataclass(frozen=True)
class Item:
    """Numbers, one a row, and words in both languages; of `badge` and `beneath` the words stand below, of `country`
    above, of `beside` at the right of the number. `pt` is that of the numbers."""

    slot: str
    shape: Literal["badge", "beside", "beneath", "country"]
    numbers: list[str]
    pt: float
    texts: dict[Language, list[Words]]

    @property
    def text_h(self) -> float:
        return _ROW * min(max(map(len, self.texts.values())), _MOST_LINES)

    @property
    def figures(self) -> float:
        """Height of the numbers in mm, from the top of the first to the foot of the last."""
        return (0.7 + 0.92 * (len(self.numbers) - 1)) * self.pt * MM_PER_PT

    @property
    def h(self) -> float:
        if self.shape == "beside":
            return max(self.figures, self.text_h)
        if self.shape == "country":
            return self.figures + self.text_h + _COUNTRY_GAP
        return self.figures + self.text_h + 0.4 * bool(self.text_h) + (2 * _BADGE_PAD + 0.2) * (self.shape == "badge")

    def draw(self, language: Language, y: float) -> list[Part]:
        if self.shape == "badge":
            box = Box(LEFT, y, ROOM, self.h)
            top = y + _BADGE_PAD
            return [Shape(box, "warm", 1.4), self._number(top, " centre"), *self._text(language, top + self.figures)]
        if self.shape == "country":
            above = self.text_h - _ROW * len(self.texts[language])
            return [*self._text(language, y + above - 0.8), self._number(y + self.h - self.figures, css="sun")]
        if self.shape == "beneath":
            return [self._number(y), *self._text(language, y + self.figures)]
        return self._beside(language, y)

    def _beside(self, language: Language, y: float) -> list[Part]:
        """On one middle; words that are higher than the number begin at its top."""
        x = LEFT + width_mm(self.numbers[0], HEAVY, self.pt) + _SIDE_GAP
        if self.text_h > self.figures + 1.5:
            return [self._number(y + 0.5), *self._text(language, y - 0.4, x)]
        middle = y + self.h / 2
        text_top = middle - len(self.texts[language]) * _ROW / 2 - 0.5
        return [self._number(middle - self.figures / 2), *self._text(language, text_top, x)]

    def _number(self, top: float, align: str = "", css: str = "white") -> Block:
        """`top` is that of the figures, a little below that of their line."""
        leading = 0.92 if self.numbers[1:] else 1.0
        y = top - (leading / 2 - 0.29) * self.pt * MM_PER_PT
        h = line_mm(self.pt, leading) * len(self.numbers)
        lines = [[Piece(number, HEAVY)] for number in self.numbers]
        return Block(self.slot, "", LEFT, y, ROOM, h, css + align, self.pt, leading, lines)

    def _text(self, language: Language, y: float, x: float = LEFT) -> list[Part]:
        lines, css = self.texts[language], "white centre" if self.shape == "badge" else "white"
        if not lines:
            return []
        w, h = LEFT + ROOM - x, min(len(lines) * _ROW, self.text_h)
        return [Block(self.slot, TAGS[language], x, y + 0.4, w, h, css, TEXT_PT, 1, joined(lines))]


@dataclass(frozen=True)
class Panel:
    items: list[Item]

    @property
    def slack(self) -> float:
        """Room in mm beyond the least gaps; below 0 it does not fit."""
        return BOTTOM - TOP - sum(item.h for item in self.items) - _LEAST_GAP * max(len(self.items) - 1, 0)

    def draw(self, language: Language) -> list[Part]:
        gaps = max(len(self.items) - 1, 1)
        gap = min(_LEAST_GAP + self.slack / gaps, _MOST_GAP)
        used = sum(item.h for item in self.items) + gap * (len(self.items) - 1)
        y = TOP + max(BOTTOM - TOP - used, 0) / 2
        parts: list[Part] = [Shape(PANEL, "teal", bleeds=True)]
        for item in self.items:
            parts += item.draw(language, y)
            y += item.h + gap
        return parts


def panel(lines: list[Helpline], other: Elsewhere | None, notes: Notes) -> Panel:
    """The numbers of the sheet, the emergency number in the largest type that still leaves white between them."""
    slots = [(f"helpline-{n}", line) for n, line in enumerate(lines, 1)]
    first = [(slot, line) for slot, line in slots if _is_badge(line)]
    rest = [_item(slot, line, notes) for slot, line in slots if not _is_badge(line)]
    rest += [_country(other)] if other and other["lines"] else []
    panels = [Panel([*(_badge(slot, line, pt) for slot, line in first), *rest]) for pt in _BADGE_PTS]
    good = (_GOOD_GAP - _LEAST_GAP) * len(panels[0].items)
    return next((made for made in panels if made.slack >= good), panels[-1])


def _is_badge(line: Helpline) -> bool:
    return line["emergency"] and not any(line["note"].values())


def _badge(slot: str, line: Helpline, pt: float) -> Item:
    widest = (ROOM - 2) / width_mm(line["number"], HEAVY, 1)
    texts = {language: even(words(name_of(line, language), SEMI), ROOM - 2, TEXT_PT) for language in TAGS}
    return Item(slot, "badge", [line["number"]], min(pt, max(widest, _BADGE_PTS[-1])), texts)


def _item(slot: str, line: Helpline, notes: Notes) -> Item:
    """A short number has its words beside it where that is no higher."""
    number = line["number"]
    side = ROOM - width_mm(number, HEAVY, _SHORT_PT) - _SIDE_GAP
    beneath = Item(slot, "beneath", [number], _number_pt(number), _texts(line, notes, ROOM))
    if side < _LEAST_SIDE or not beneath.text_h:
        return beneath
    beside = Item(slot, "beside", [number], _SHORT_PT, _texts(line, notes, side))
    return beside if beside.h <= beneath.h else beneath


def _number_pt(number: str) -> float:
    return next((pt for pt in (_SHORT_PT, *_LONG_PTS) if width_mm(number, HEAVY, pt) <= ROOM), _LONG_PTS[-1])


def _texts(line: Helpline, notes: Notes, room: float) -> dict[Language, list[Words]]:
    """Name and note; without its note a name has no full stop."""
    has_note = notes == "all" or (notes == "nameless" and not any(line["name"].values()))
    texts: dict[Language, str] = {
        language: f"{stopped_name(line, language)} {line['note'][language]}" if has_note else name_of(line, language)
        for language in TAGS
    }
    return {language: even(words(text, SEMI), room, TEXT_PT) for language, text in texts.items()}


def _country(other: Elsewhere) -> Item:
    """Its name, then its numbers: the short ones in one row."""
    numbers = number_rows(other)
    name = IN_COUNTRY[other["country"]]
    pt = next((pt for pt in _OTHER_PTS if all(width_mm(row, HEAVY, pt) <= ROOM for row in numbers)), _OTHER_PTS[-1])
    texts: dict[Language, list[Words]] = {
        language: even(words(name[language], SEMI), ROOM, TEXT_PT) for language in TAGS
    }
    return Item("elsewhere", "country", numbers, pt, texts)


def number_rows(other: Elsewhere) -> list[str]:
    """`911 · 988`, then each longer number."""
    numbers = [line["number"] for line in other["lines"]]
    short = [number for number in numbers if len(number) <= 4]
    return [" · ".join(short)] * bool(short) + [number for number in numbers if number not in short]

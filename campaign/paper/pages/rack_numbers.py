"""Sections of a rack card, and the first two of them: the numbers to call, and those of the other country.

A section has one height for both languages and draws itself in one of them, from a given top. It leaves out nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from campaign.paper.page import Box, Part, Shape
from campaign.paper.pages.one_language import (
    elsewhere_lines,
    name_of,
    stopped_name,
)
from campaign.paper.sheet import TAGS, Elsewhere, Helpline, Language
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    MM_PER_PT,
    SEMI,
    Block,
    Piece,
    Words,
    even,
    joined,
    line_mm,
    width_mm,
    words,
)

LEFT, RIGHT = 8.0, 93.6
WIDTH = RIGHT - LEFT
PT, _LEADING = 11.0, 1.17
_ROW = line_mm(PT, _LEADING)

_BADGE_MM, _BADGE_PT, _BADGE_LEAST, _TILE_GAP, _PAD = 26.0, 46.0, 20.0, 2.0, 3.6
_NUMBER_PTS, _ALONE_PTS = (26.0, 24.0, 22.0, 20.0), (44.0, 39.0, 34.0, 30.0)
_NUMBER_TEXT_GAP, _BESIDE_MM = 3.0, 26.0
_MOST_TILE_LINES = 5
_ELSEWHERE_PT, _ELSEWHERE_LEADING, _MOST_ELSEWHERE_LINES = 11.5, 1.18, 4


@dataclass(frozen=True)
class Section:
    """`h` in mm; `draw` gives its parts in a language from a top in mm."""

    h: float
    draw: Callable[[Language, float], list[Part]]


@dataclass(frozen=True)
class _Tile:
    """A number and its words: beside it where they have room there, else beneath."""

    line: Helpline
    slot: str
    w: float
    pt: float

    @property
    def number_mm(self) -> float:
        return width_mm(self.line["number"], HEAVY, self.pt)

    @cached_property
    def is_beside(self) -> bool:
        """Whichever shape is lower, where the words have room enough beside the number."""
        return self.beside_mm >= _BESIDE_MM and self._height(True) <= self._height(False)

    @property
    def beside_mm(self) -> float:
        return self.w - 2 * _PAD - self.number_mm - _NUMBER_TEXT_GAP

    @property
    def css(self) -> str:
        return "white" if self.line["emergency"] else "on-soft"

    @cached_property
    def h(self) -> float:
        return self._height(self.is_beside)

    def _height(self, is_beside: bool) -> float:
        most = max(len(self.rows(language, is_beside)) for language in TAGS)
        number, text = self.pt * MM_PER_PT, min(most, _MOST_TILE_LINES) * _ROW
        return max(number, text) + 3.4 if is_beside else number * 0.9 + 3.8 + text

    def rows(self, language: Language, is_beside: bool) -> list[Words]:
        lead = words(stopped_name(self.line, language), BOLD, SEMI)
        room = self.beside_mm if is_beside else self.w - 2 * _PAD
        return even(lead + words(self.line["note"][language]), room, PT)

    def draw(self, language: Language, x: float, y: float, h: float) -> list[Part]:
        """Number and words share the middle of the tile's height."""
        rows, tag = self.rows(language, self.is_beside), TAGS[language]
        number, text_h = self.pt * MM_PER_PT, len(rows) * _ROW
        number_top = y + (h - number * 1.1) / 2 if self.is_beside else y + (h - number * 0.9 - text_h - 0.8) / 2 - 0.7
        text_x = x + _PAD + (self.number_mm + _NUMBER_TEXT_GAP) * self.is_beside
        text_top = max(y + (h - text_h) / 2, y + 0.6) if self.is_beside else number_top + number * 0.9 + 1.5
        parts: list[Part] = [
            Shape(Box(x, y, self.w, h), "warm" if self.line["emergency"] else "soft", 2),
            Block(self.slot, tag, x + _PAD, number_top, self.w - 2 * _PAD, line_mm(self.pt, 1), self.css, self.pt, 1,
                  [[Piece(self.line["number"], HEAVY)]]),
        ]  # fmt: skip
        if rows:
            room = min(text_h, y + h - text_top)
            parts.append(
                Block(
                    self.slot,
                    tag,
                    text_x,
                    text_top,
                    x + self.w - _PAD - text_x,
                    room,
                    self.css,
                    PT,
                    _LEADING,
                    joined(rows),
                )
            )
        return parts


def numbers(lines: list[Helpline]) -> Section | None:
    """The emergency number as a block at the left, the others stacked at its right; one alone takes the width."""
    if not lines:
        return None
    slots = {f"helpline-{n}": line for n, line in enumerate(lines, 1)}
    badge = next((slot for slot, line in slots.items() if line["emergency"] and not any(line["note"].values())), "")
    badge = badge if len(lines) > 1 else ""
    x = LEFT + (_BADGE_MM + _TILE_GAP) * bool(badge)
    others = [(line, slot) for slot, line in slots.items() if slot != badge]
    pt = _number_pt([line for line, _ in others], RIGHT - x, _NUMBER_PTS if len(lines) > 1 else _ALONE_PTS)
    tiles = [_Tile(line, slot, RIGHT - x, pt) for line, slot in others]
    needed = sum(tile.h for tile in tiles) + _TILE_GAP * (len(tiles) - 1)
    height = max(needed, _BADGE_LEAST) if badge else needed

    def draw(language: Language, top: float) -> list[Part]:
        parts = _badge(slots[badge], badge, language, top, height) if badge else []
        for tile in tiles:
            h = tile.h + (height - needed) / len(tiles)
            parts += tile.draw(language, x, top, h)
            top += h + _TILE_GAP
        return parts

    return Section(height, draw)


def _number_pt(lines: list[Helpline], room: float, steps: tuple[float, ...]) -> float:
    longest = max(width_mm(line["number"], HEAVY, 1) for line in lines)
    return next((pt for pt in steps if longest * pt <= room - 2 * _PAD), steps[-1])


def _badge(line: Helpline, slot: str, language: Language, y: float, h: float) -> list[Part]:
    top = y + (h - 18.4) / 2  # 18.4 mm from the number's cap top to the name's last baseline
    tag, name = TAGS[language], [[Piece(name_of(line, language), BOLD)]]
    return [
        Shape(Box(LEFT, y, _BADGE_MM, h), "warm", 2),
        Block(slot, tag, LEFT, top - 3.3, _BADGE_MM, line_mm(_BADGE_PT, 1), "white centre", _BADGE_PT, 1,
              [[Piece(line["number"], HEAVY)]]),
        Block(slot, tag, LEFT + 1, top + 13.9, _BADGE_MM - 2, line_mm(11.4, 1.2), "white centre", 11.4, 1.2, name),
    ]  # fmt: skip


def elsewhere(other: Elsewhere | None) -> Section | None:
    """The other country's numbers under its name."""
    if other is None or not other["lines"]:
        return None
    texts = {language: elsewhere_lines(other, language, WIDTH, _ELSEWHERE_PT) for language in TAGS}
    row = line_mm(_ELSEWHERE_PT, _ELSEWHERE_LEADING)
    height = row * min(max(map(len, texts.values())), _MOST_ELSEWHERE_LINES)

    def draw(language: Language, top: float) -> list[Part]:
        lines = joined(texts[language])
        return [
            Block("elsewhere", TAGS[language], LEFT, top, WIDTH, height, "", _ELSEWHERE_PT, _ELSEWHERE_LEADING, lines)
        ]

    return Section(height, draw)

"""The headline on the tablet, or on the plate under a picture: breaks two headlines by hand-set rules so that each line
fits its chord of the circle, or the column.

It never hyphenates and never makes type smaller than the smallest step: what fits no step is set in it all the same,
and the child reports by how much it is too large.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product
from math import sqrt

from campaign.paper.typeset import HEAVY, MM_PER_PT, Line, Piece, width_mm

STEPS_PT = (60.0, 56.0, 52.0, 49.0, 45.0, 42.0, 39.0, 36.0, 33.0, 30.0)
LIFTS = (0.0, 0.15, 0.3)  # em above the middle: a long last word needs the wider chord
MOST_LINES = 5
LEADING = 0.94
_SENTENCE_INSIDE = re.compile(r"[.!?] ")
_CAP_TOP, _BASELINE, _CAP_HEIGHT = 0.17, 0.87, 0.70  # Barlow, in em from the top of a line of LEADING


@dataclass(frozen=True)
class Tablet:
    """The circle, in mm: diameter and centre on the page."""

    size: float
    cx: float
    cy: float

    @property
    def gap(self) -> float:
        """From the score line's middle to the text."""
        return self.size * 0.048

    @property
    def inner(self) -> float:
        """Radius that text may use: inside the pressed ring."""
        return self.size * 0.5 * 0.955 - 1.2

    def chord(self, top: float, bottom: float) -> float:
        """Room in mm beside the score line for ink between two heights, measured from the centre (down is +)."""
        far = max(abs(top), abs(bottom))
        return max(sqrt(max(self.inner**2 - far**2, 0)) - self.gap, 1.0)


@dataclass(frozen=True)
class Plate:
    """A column for each language, in mm; the same room at every height of it."""

    w: float
    h: float

    def chord(self, top: float, bottom: float) -> float:
        return self.w if max(abs(top), abs(bottom)) <= self.h / 2 else 1.0


Ground = Tablet | Plate


@dataclass(frozen=True)
class Headline:
    """Broken lines, one size for both languages; `top` in mm from the ground's centre to the first line's top."""

    pt: float
    lines: dict[str, tuple[str, ...]]
    ground: Ground
    lift: float = 0.0

    def top(self, language: str) -> float:
        return _top(len(self.lines[language]), self.pt, self.lift)

    def room(self, language: str, index: int) -> float:
        return _room(self.ground, len(self.lines[language]), self.pt, index, self.lift)


def set_headline(texts: dict[str, str], ground: Ground, steps: Sequence[float] = STEPS_PT) -> Headline:
    """The largest step in which both texts fit the ground, with the same number of lines where that is possible."""
    for pt, lift in product(steps, LIFTS):
        fits = {language: _fits(text, ground, pt, lift) for language, text in texts.items()}
        if all(fits.values()):
            return Headline(pt, _same_count(fits), ground, lift)
    return Headline(steps[-1], {language: _most_even(text) for language, text in texts.items()}, ground)


def heading_pieces(line: str, is_last: bool) -> Line:
    """One line; the last word of the last one stands apart, for its colour."""
    lead, _, word = line.rpartition(" ") if is_last else ("", "", line)
    return [Piece(lead + " ", HEAVY)] * bool(lead) + [Piece(word, HEAVY)]


def _same_count(fits: dict[str, dict[int, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    shared = set.intersection(*(set(found) for found in fits.values()))
    return {language: found[max(shared) if shared else max(found)] for language, found in fits.items()}


@lru_cache(maxsize=512)  # the sheets of a batch have the same headline
def _fits(text: str, ground: Ground, pt: float, lift: float) -> dict[int, tuple[str, ...]]:
    """For each number of lines that fits, the most even way to break `text`."""
    found = {}
    for count in range(1, MOST_LINES + 1):
        rooms = [_room(ground, count, pt, index, lift) for index in range(count)]
        if not _may_fit(text, rooms, pt):
            continue
        ways = [way for way in _ways(text, count) if _within(way, rooms, pt)]
        if ways:
            found[count] = min(ways, key=_unevenness)
    return found


def _may_fit(text: str, rooms: list[float], pt: float) -> bool:
    """Whether all rooms together are as long as the text: the ways to break a long one are too many to try in vain."""
    breaks = width_mm(" ", HEAVY, pt) * (len(rooms) - 1)
    return width_mm(" ".join(text.split()), HEAVY, pt) - breaks <= sum(rooms) + 0.01


def _within(way: tuple[str, ...], rooms: list[float], pt: float) -> bool:
    return all(width_mm(line, HEAVY, pt) <= room for line, room in zip(way, rooms, strict=True))


@lru_cache(maxsize=64)
def _ways(text: str, count: int) -> list[tuple[str, ...]]:
    """All ways to break a text into `count` lines."""
    parts = text.split()
    cuts = ((0, *cut, len(parts)) for cut in combinations(range(1, len(parts)), count - 1))
    return [tuple(" ".join(parts[a:b]) for a, b in pairwise(cut)) for cut in cuts]


def _unevenness(way: tuple[str, ...]) -> tuple[int, float]:
    """Fewest sentences that end inside a line, then the most equal widths."""
    inside = sum(len(_SENTENCE_INSIDE.findall(line)) for line in way)
    widths = [width_mm(line, HEAVY, 10) for line in way]
    return inside, sum((max(widths) - width) ** 2 for width in widths)


@lru_cache(maxsize=64)
def _most_even(text: str) -> tuple[str, ...]:
    ways = _ways(text, min(MOST_LINES, len(text.split())))
    return min(ways, key=lambda way: max(width_mm(line, HEAVY, 10) for line in way), default=(text,))


def _top(count: int, pt: float, lift: float) -> float:
    """Middle of the block (first cap top to last baseline) on the tablet's middle, or `lift` em above it."""
    em = pt * MM_PER_PT
    return -lift * em - ((count - 1) * LEADING + _CAP_HEIGHT) * em / 2 - _CAP_TOP * em


def _room(ground: Ground, count: int, pt: float, index: int, lift: float) -> float:
    em = pt * MM_PER_PT
    line = _top(count, pt, lift) + index * LEADING * em
    return ground.chord(line + _CAP_TOP * em, line + _BASELINE * em)

"""Our colours as inks: one build in CMYK per colour, so that the same teal comes out of every press; converts nothing.

The builds are the nearest round values in a generic coated profile, no more than 240 % together. Terracotta and deep
lie outside its gamut: a printer's proof decides. Ink is black alone, so small type cannot go out of register.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

Build = tuple[Decimal, Decimal, Decimal, Decimal]  # cyan, magenta, yellow, black; 0 to 1

MOST_INK = 240  # per cent of all four together
BUILDS: dict[str, tuple[int, int, int, int]] = {
    "#1b2b34": (0, 0, 0, 100),  # ink
    "#0b5a6f": (100, 50, 35, 35),  # teal
    "#073c4a": (90, 55, 45, 50),  # deep
    "#1c6a80": (100, 60, 45, 5),  # line on teal
    "#7fb0bb": (55, 20, 25, 0),  # mid
    "#dcebee": (11, 1, 4, 2),  # soft
    "#b4531a": (10, 70, 100, 15),  # terracotta
    "#f5c583": (3, 24, 57, 0),  # sun
    "#f4c27f": (3, 25, 58, 0),  # sun, its lower half
    "#f7ecdc": (2, 5, 12, 1),  # sand
    "#e4d0b0": (8, 14, 30, 3),  # sand in shade
    "#d7bd94": (12, 22, 43, 5),  # the tablet's score line
    "#a61e2d": (15, 100, 85, 25),  # DRAFT across the page
}


@lru_cache(maxsize=256)
def build(red: int, green: int, blue: int) -> Build:
    """Inks of a colour in sRGB, 0 to 255. A grey is black alone; a colour that is none of ours gets the build of the
    nearest that is, by distance in RGB, so that no build without a limit can reach a press."""
    if red == green == blue:
        return Decimal(0), Decimal(0), Decimal(0), round(Decimal(255 - red) / 255, 3)
    nearest = min(BUILDS, key=lambda colour: _distance(colour, (red, green, blue)))
    cyan, magenta, yellow, black = (Decimal(part) / 100 for part in BUILDS[nearest])
    return cyan, magenta, yellow, black


def _distance(colour: str, rgb: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(bytes.fromhex(colour[1:]), rgb, strict=True))

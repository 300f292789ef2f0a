"""Whether text can be told from what it stands on: the colours that a PDF really paints, by WCAG 2.2, 1.4.3."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from campaign.paper.page import Box
from campaign.paper.typeset import BOLD, HEAVY
from tests.paper.ink import Ink
from tests.paper.printed import Colour, Passage

LEAST_SHARE = 0.05  # less of a colour under a text is the soft edge of a shape


def too_weak(placed: list[tuple[Ink, Passage]], ground: Image.Image, dpi: int = 72) -> Iterator[str]:
    for ink, passage in placed:
        for colour in _under(passage.ink, ground, dpi / 25.4):
            found = ratio(passage.colour, colour)
            if found < needed(ink):
                yield f"{ink.block.slot} “{passage.text.strip()}”: {found:.1f} on #{bytes(colour).hex()}"


def needed(ink: Ink) -> float:
    """Large text, from 18 pt or bold from 14 pt, needs less."""
    pt = ink.block.pt * ink.piece.scale
    return 3.0 if pt >= 18 or (pt >= 14 and ink.piece.face in (BOLD, HEAVY)) else 4.5


def ratio(one: Colour, other: Colour) -> float:
    """From 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    shares = (part / 255 for part in colour)
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _under(ink: Box, ground: Image.Image, scale: float) -> list[Colour]:
    left, top, right, bottom = (round(side * scale) for side in (ink.x, ink.y, ink.right, ink.bottom))
    part = ground.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    most = part.width * part.height
    return [colour for count, colour in part.getcolors(most) or [] if count >= most * LEAST_SHARE]  # type: ignore[misc]

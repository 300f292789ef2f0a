"""The tablet whose score line is the line between the languages, and discs with pictograms."""

from __future__ import annotations

from campaign.paper.headline import Tablet
from campaign.paper.page import Box, Drawing, Figure, Part, Shape
from campaign.paper.sheet import TAGS, Language, Sheet


def tablet_figures(sheet: Sheet, order: tuple[Language, Language], tablet: Tablet) -> list[Part]:
    """One picture, two alternative texts: the whole tablet speaks the first language, its right half the second."""
    alts = [sheet["alt"][language] or sheet["headline"][language] or sheet["code"] for language in order]
    whole = Box(tablet.cx - tablet.size / 2, tablet.cy - tablet.size / 2, tablet.size, tablet.size * 1.02)
    half = Box(tablet.cx + tablet.size * 0.02, whole.y, tablet.size * 0.48, whole.h)
    return [
        Figure(box, name, TAGS[language], alt)
        for box, name, language, alt in zip((whole, half), ("tablet", "tablet-half"), order, alts, strict=True)
    ]


def pictogram(name: str, disc: Box, ground: str = "soft") -> list[Part]:
    """A drawing on a round tile, inset by a seventh of its side; nothing without a name."""
    if not name:
        return []
    return [Shape(disc, ground, disc.w / 2), Drawing(disc.inset(disc.w / 7), name)]

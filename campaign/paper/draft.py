"""The marks of a draft: strips that survive the copier, and the two words across the page, in the edition's order."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.paper.page import Across, Box, Part, Shape
from campaign.paper.sheet import TAGS, Language
from campaign.paper.typeset import BOLD, Block, Line, Piece, line_mm
from campaign.paper.words import DRAFT, DRAFT_STRIP


def draft(
    order: Sequence[Language], w: float, h: float, top: float = 8.6, foot: float = 7.8, pt: float = 10.5
) -> list[Part]:
    """For a page of w × h mm: solid bars `top` and `foot` mm high, with their words on the inner edge."""
    strip: Line = []
    for language in order:
        strip += [Piece("\u2002·\u2002", BOLD)] * bool(strip) + [Piece(DRAFT_STRIP[language], BOLD, TAGS[language])]
    high = line_mm(pt, 1.15)
    tops = (max(top - high - 0.2, 0.2), h - foot + 0.45)
    words = [(DRAFT[language], TAGS[language]) for language in order]
    across_pt = min(w / 215.9, h / 200) * 118
    across = Box(0, h * 0.315, w, line_mm(across_pt, 0.92) * len(words))  # turned about the middle of its words
    return [
        Shape(Box(0, 0, w, top), "ink"),
        Shape(Box(0, h - foot, w, foot), "ink"),
        *(Block("draft", "", 2, y, w - 4, high, "white reversed centre", pt, 1.15, [strip]) for y in tops),
        Across(across, across_pt, words),
    ]

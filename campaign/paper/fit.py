"""Says what does not fit before anything is rendered: the lines that a layout set, measured against their boxes.

The render child measures again what was really taken; this is the quick answer for a table of many layouts.
"""

from __future__ import annotations

from collections.abc import Iterator

from campaign.paper.errors import Finding
from campaign.paper.page import Page
from campaign.paper.typeset import Block, line_mm

TOLERANCE_MM = 0.25


def misfits(pages: list[Page]) -> list[Finding]:
    """One finding for each kind, slot and language, the worst; [] when all fits."""
    found = [finding for page in pages for block in page.blocks for finding in _of(block)]
    worst: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(found, key=lambda finding: -finding.over_mm):
        worst.setdefault((finding.kind, finding.slot, finding.language), finding)
    return list(worst.values())


def _of(block: Block) -> Iterator[Finding]:
    wide = max((sum(piece.width(block.pt) for piece in line) for line in block.lines), default=0.0) - block.w
    high = len(block.lines) * line_mm(block.pt, block.leading) - block.h
    words = " ".join(piece.text.strip() for line in block.lines for piece in line)[:200]
    for kind, over in (("width", wide), ("height", high)):
        if over > TOLERANCE_MM:
            yield Finding(kind, block.slot, block.lang, words, round(over, 1))

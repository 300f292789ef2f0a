"""Lines that help to judge a page and are never printed on it: cut, safe margin, what office printers leave white, and
folds; in mm from the upper left corner of a layout's page. It draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Box

Kind = Literal["white", "safe", "fold", "cut"]
KINDS: tuple[Kind, ...] = ("white", "safe", "fold", "cut")
"""From the lowest to the uppermost."""

OFFICE_SAFE, CARD_SAFE = 6.4, 3.0
"""How far words stay from the edge: 1/4 in where a copier prints, less where a print shop cuts."""
UNPRINTED = 5.0
"""The widest edge that office printers and copiers leave white."""
CARDS = ("rack-card", "wallet-card")
_OFFICE = ("letter", "legal", "oficio", "half-letter", "tabloid")
_FOLDS = {"letter-trifold": ((91.4, 185.4), (94.0, 188.0))}


@dataclass(frozen=True)
class Guide:
    """An outline, or for a fold a line: a box without width. White is the band between its outline and the edge."""

    kind: Kind
    box: Box


def guides(layout: str, size: str = "", page: int = 0) -> list[Guide]:
    """Of one page, counted from 0, on a size, by default the first. KeyError for what the layout does not have."""
    known = LAYOUTS[layout]
    paper = known.size(size) if size else known.sizes[0]
    edge = Box(0, 0, *paper.mm)
    folds = _FOLDS.get(layout, ((),) * known.pages)[page]
    return [
        *([Guide("white", edge.inset(UNPRINTED))] if paper.name in _OFFICE else []),
        Guide("safe", edge.inset(CARD_SAFE if paper.name in CARDS else OFFICE_SAFE)),
        *(Guide("fold", Box(x, 0, 0, edge.h)) for x in folds),
        Guide("cut", edge),
    ]


def kinds_in(names: list[str]) -> list[Kind]:
    """The kinds that occur in any of these layouts, on any size: for a legend."""
    known = [(layout, size.name) for layout in map(LAYOUTS.__getitem__, names) for size in layout.sizes]
    found = {guide.kind for layout, size in known for guide in guides(layout.name, size)}
    return [kind for kind in KINDS if kind in found]

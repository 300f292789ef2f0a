"""The pages on which a spot may lie: of every layout that a version offers, on each of its papers."""

import json
from dataclasses import dataclass

from campaign.audit.values import VALUES
from campaign.materials.models import Version
from campaign.paper.layouts import LAYOUTS, USUAL, Size


@dataclass(frozen=True)
class SheetPage:
    """One page, counted from 1. Without a word the one on which spots lay before others could be pointed at."""

    layout: str = USUAL
    size: str = "letter"
    n: int = 1

    @property
    def key(self) -> str:
        """ "letter-trifold.letter.2", as addresses write it."""
        return f"{self.layout}.{self.size}.{self.n}"

    @property
    def format(self) -> str:
        """As the address of a picture names it."""
        return f"{self.layout}.{self.size}.colour"

    @property
    def paper(self) -> Size:
        return LAYOUTS[self.layout].size(self.size)

    @property
    def of(self) -> int:
        return LAYOUTS[self.layout].pages

    def tall(self, width: int) -> int:
        """How high a picture of this width is."""
        return round(width * self.paper.height_mm / self.paper.width_mm)

    @property
    def words(self) -> str:
        """ "Trifold · letter · 2/2" """
        side = [f"{self.n}/{self.of}"] * (self.of > 1)
        return " · ".join([str(VALUES["layout"][self.layout]), str(VALUES["editions.size"][self.size]), *side])


LETTER = SheetPage()


def pages_of(version: Version) -> list[SheetPage]:
    """Those that its pictures show first. Of an old version whose layouts have all changed since, ours of today."""
    frozen: dict[str, int] = json.loads(version.content).get("layouts", {})
    known = [layout for layout in LAYOUTS.values() if frozen.get(layout.name) == layout.number]
    known = known or [layout for layout in LAYOUTS.values() if layout.name in version.material.layouts]
    return [
        SheetPage(layout.name, size.name, n)
        for layout in known
        for size in layout.sizes
        for n in range(1, layout.pages + 1)
    ]


def page_of(version: Version, key: str) -> SheetPage:
    """The one with this key; of what is none of its pages the first."""
    pages = pages_of(version)
    return next((page for page in pages if page.key == key), pages[0])

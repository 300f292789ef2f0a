"""Every way in which a sheet is printed: layout, size, look and edition; the daily run plays each pair of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations

from campaign.paper.layouts import LAYOUTS, LOOKS, Layout
from campaign.paper.page import Page
from campaign.paper.render import html_of, pages
from campaign.paper.sheet import ORDER, Country, Sheet
from tests.paper import sheets
from tests.tiers import FULL


@dataclass(frozen=True)
class Case:
    name: str
    size: str
    look: str
    country: Country

    def __str__(self) -> str:
        return f"{self.name}.{self.size}.{self.look}.{self.country}"

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.name]

    @property
    def sheet(self) -> Sheet:
        return sheets.of(self.name, self.country)

    @property
    def pages(self) -> list[Page]:
        return pages(self.name, self.sheet, self.size)

    @property
    def html(self) -> str:
        return html_of(self.pages, self.sheet, self.look)

    @property
    def pairs(self) -> set[tuple[Hashable, ...]]:
        """Each two of its four properties, with what they are."""
        return set(combinations(enumerate((self.name, self.size, self.look, self.country)), 2))


def pairwise(cases: Iterable[Case]) -> list[Case]:
    """Few of the cases, in which each pair of properties that occurs at all occurs at least once."""
    found, left = [], list(cases)
    missing = {pair for case in left for pair in case.pairs}
    while missing:
        best = max(left, key=lambda case: len(case.pairs & missing))
        missing -= best.pairs
        found.append(best)
    return sorted(found, key=left.index)


ALL = [
    Case(layout.name, size.name, look, country)
    for layout in LAYOUTS.values()
    for size in layout.sizes
    for look in LOOKS
    for country in ORDER
]
CASES = ALL if FULL else pairwise(ALL)

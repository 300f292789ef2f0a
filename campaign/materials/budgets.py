"""How long a text may be: characters that fit in the tightest of the layouts that a flyer offers.

A counter only guides; the real test is by width in mm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from campaign.paper.layouts import LAYOUTS, USUAL, Layout

SLOTS = {"headline": "headline", "subline": "subline", "point": "point-1"}  # all points of a layout have one budget
ALT = {"en": 240, "es": 300}  # it is read out, and takes no room on paper


@dataclass(frozen=True)
class Budget:
    """Characters, and which layout has so little room; '' where none counts."""

    most: int
    layout: str = ""


@lru_cache(256)
def budgets(offered: tuple[str, ...]) -> dict[str, dict[str, Budget]]:
    """By kind of block and language. A slot that none of these layouts has is counted as in the usual layout."""
    known = [layout for name, layout in LAYOUTS.items() if name in offered]
    found = {kind: {code: _tightest(known, slot, code) for code in ALT} for kind, slot in SLOTS.items()}
    return found | {"alt": {code: Budget(most) for code, most in ALT.items()}}


def _tightest(known: Iterable[Layout], name: str, code: str) -> Budget:
    """Of equals the first."""
    room = [Budget(most, layout.name) for layout in known if (most := _room(layout, name, code))]
    return min(room or [Budget(_room(LAYOUTS[USUAL], name, code), USUAL)], key=lambda budget: budget.most)


def _room(layout: Layout, name: str, code: str) -> int:
    """0 where the layout has no such slot."""
    slot = next((slot for slot in layout.slots if slot.name == name), None)
    return (slot.budget_en if code == "en" else slot.budget_es) if slot else 0

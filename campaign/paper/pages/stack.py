"""Items one under the other in a column: who may grow takes what is left, and what lacks is taken from the highest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from campaign.paper.page import Part


@dataclass(frozen=True)
class Item:
    """`put(y, h)` sets it at a height of the page in mm; it needs `h`, may take `grow` more, and has `gap` above it."""

    h: float
    put: Callable[[float, float], list[Part]]
    grow: float = 0.0
    gap: float = 3.0


def needed(items: Sequence[Item]) -> float:
    """Height in mm of all with the least white between them."""
    return sum(item.h + item.gap for item in items) - (items[0].gap if items else 0)


def stacked(items: Sequence[Item], top: float, bottom: float) -> list[Part]:
    """Fills the column."""
    slack = bottom - top - needed(items)
    fitted = _cut(items, -slack) if slack < 0 else _grown(items, slack)
    placed: list[Part] = []
    y = top - (fitted[0].gap if fitted else 0)
    for item in fitted:
        placed += item.put(y + item.gap, item.h)
        y += item.gap + item.h
    return placed


def _cut(items: Sequence[Item], lack: float) -> list[Item]:
    """The highest has no room for all of its text, and is found too high."""
    highest = max(items, key=lambda item: item.h)
    return [replace(item, h=max(item.h - lack, 1.0)) if item is highest else item for item in items]


def _grown(items: Sequence[Item], slack: float) -> list[Item]:
    """Items grow in proportion to what they may, then the white between them, equally."""
    may = sum(item.grow for item in items)
    share = min(slack / may, 1.0) if may else 0.0
    each = (slack - share * may) / max(len(items) - 1, 1)
    return [replace(item, h=item.h + share * item.grow, gap=item.gap + each) for item in items]

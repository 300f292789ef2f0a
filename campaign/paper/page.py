"""A page on paper: boxes in mm from its upper left corner, in the order in which they are read; it decides no text.

Every layout is a function from a sheet to pages of these parts, and one template prints them all. Shapes and drawings
are decoration, kept out of the tag tree; a figure speaks, in one language.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from campaign.paper.typeset import Block

Size = tuple[float, float]  # width and height in mm
PT = 72 / 25.4  # points in a mm


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def style(self) -> str:
        """Position as CSS; only numbers of ours go in. What has no room left has none: its text is then too high."""
        return f"left:{self.x:.2f}mm;top:{self.y:.2f}mm;width:{max(self.w, 0):.2f}mm;height:{max(self.h, 0):.2f}mm"

    def inset(self, by: float) -> Box:
        return Box(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def scaled(self, by: float) -> Box:
        return Box(self.x * by, self.y * by, self.w * by, self.h * by)


@dataclass(frozen=True)
class Shape:
    """A ground or an outline without words: `css` names it, `radius` and `line` are in mm.

    What `bleeds` ends in a white frame on an office sheet and runs over the edge at a print shop.
    """

    kind: ClassVar[str] = "shape"
    box: Box
    css: str
    radius: float = 0.0
    line: float = 0.0
    bleeds: bool = False


@dataclass(frozen=True)
class Drawing:
    """One of our drawings as decoration. One that `bleeds` fills whatever box it gets: its SVG says `slice`."""

    kind: ClassVar[str] = "drawing"
    box: Box
    name: str
    css: str = ""
    bleeds: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing, or a picture by its hash and width, that has words for who does not see it."""

    kind: ClassVar[str] = "figure"
    box: Box
    name: str
    lang: str
    alt: str
    css: str = ""


@dataclass(frozen=True)
class Heading:
    """A headline of one language, one block a line."""

    kind: ClassVar[str] = "heading"
    lang: str
    blocks: list[Block]
    level: int = 1


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path on a grid of `modules`, its white zone included."""

    kind: ClassVar[str] = "code"
    box: Box
    modules: int
    path: str
    alt: str


@dataclass(frozen=True)
class Across:
    """The words of a draft across the page, each with its language."""

    kind: ClassVar[str] = "across"
    box: Box
    pt: float
    words: list[tuple[str, str]]


Part = Shape | Drawing | Figure | Heading | Block | Code | Across


@dataclass(frozen=True)
class Page:
    w: float
    h: float
    parts: list[Part]

    @property
    def blocks(self) -> list[Block]:
        """All texts of the page, those of headlines too."""
        found: list[Block] = []
        for part in self.parts:
            found += [part] if isinstance(part, Block) else part.blocks if isinstance(part, Heading) else []
        return found


def scaled(page: Page, by: float) -> Page:
    """The same page, larger or smaller, its type with it."""
    return Page(page.w * by, page.h * by, [_part_scaled(part, by) for part in page.parts])


def _part_scaled(part: Part, by: float) -> Part:
    match part:
        case Block():
            return _block_scaled(part, by)
        case Heading():
            return replace(part, blocks=[_block_scaled(block, by) for block in part.blocks])
        case Shape():
            return replace(part, box=part.box.scaled(by), radius=part.radius * by, line=part.line * by)
        case Across():
            return replace(part, box=part.box.scaled(by), pt=part.pt * by)
        case _:
            return replace(part, box=part.box.scaled(by))


def _block_scaled(block: Block, by: float) -> Block:
    return replace(block, x=block.x * by, y=block.y * by, w=block.w * by, h=block.h * by, pt=block.pt * by)

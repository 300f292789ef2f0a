"""Where the ink of a page's texts will be, in mm, from the lines that a layout has set; nothing is rendered.

Baselines are where CSS puts them: the face of the block alone sets the height of its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from PIL import ImageFont

from campaign.paper.page import Box, Code, Heading, Page, Shape
from campaign.paper.typeset import FACES, MM_PER_PT, Block, Line, Piece, line_mm

TOUCH_MM = 0.1
EDGE_MM = 2.0  # what runs closer to the edge is lost to a printer or to the knife that cuts cards


@dataclass(frozen=True)
class Ink:
    block: Block
    piece: Piece
    box: Box


def pieces(page: Page) -> list[tuple[Block, Piece]]:
    """All that is written on a page, in the order in which it is read."""
    return [(block, piece) for block in page.blocks for line in block.lines for piece in line]


def of_page(page: Page) -> list[Ink]:
    return [ink for block in page.blocks for ink in of_block(block)]


def of_block(block: Block) -> list[Ink]:
    """The pieces of a block that leave ink, line by line."""
    found = []
    for n, line in enumerate(block.lines):
        baseline = block.y + n * line_mm(block.pt, block.leading) + _drop(block)
        x = _left(block, line)
        for piece in line:
            if piece.text.strip():
                found.append(Ink(block, piece, _box(piece, block.pt, x, baseline)))
            x += piece.width(block.pt)
    return found


def _left(block: Block, line: Line) -> float:
    white = block.w - sum(piece.width(block.pt) for piece in line)
    return block.x + white * (1.0 if "right" in block.css.split() else 0.5 if "centre" in block.css.split() else 0.0)


def _drop(block: Block) -> float:
    """From the top of a line to its baseline."""
    file = next(face.file for face in FACES if face.css == block.face)
    above, below = (part / 1000 for part in _font(file).getmetrics())
    return ((block.leading - above - below) / 2 + above) * block.pt * MM_PER_PT


def _box(piece: Piece, pt: float, x: float, baseline: float) -> Box:
    em = pt * piece.scale * MM_PER_PT / 1000
    left, top, right, bottom = _font(piece.face.file).getbbox(piece.text.rstrip(), anchor="ls")
    return Box(x + left * em, baseline + top * em, (right - left) * em, (bottom - top) * em)


@cache
def _font(file: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), 1000, layout_engine=ImageFont.Layout.BASIC)


# -- what must not happen


def collisions(page: Page) -> list[str]:
    """Texts of two blocks one over the other; the lines of one headline may interlock."""
    heading = {id(block): n for n, part in enumerate(page.parts) if isinstance(part, Heading) for block in part.blocks}
    return [
        f"{_named(one)} × {_named(other)}"
        for one, other in combinations(of_page(page), 2)
        if one.block is not other.block
        and heading.get(id(one.block), -1) != heading.get(id(other.block), -2)
        and _overlap(one.box, other.box)
    ]


def covered(page: Page) -> list[str]:
    """Texts under a shape that is painted later, or in the white zone of a code."""
    found = []
    for n, part in enumerate(page.parts):
        blocks = [part] if isinstance(part, Block) else part.blocks if isinstance(part, Heading) else []
        above = [one.box for one in page.parts[n:] if isinstance(one, Shape) and "frame" not in one.css.split()]
        zones = [one.box.inset(0.2) for one in page.parts if isinstance(one, Code)]
        inks = (ink for block in blocks for ink in of_block(block))
        found += [_named(ink) for ink in inks for box in above + zones if _overlap(ink.box, box)]
    return found


def over_the_edge(page: Page) -> list[str]:
    return [_named(ink) for ink in of_page(page) if not _is_inside(ink, page)]


def _is_inside(ink: Ink, page: Page) -> bool:
    """The strips of a draft may run to the edge: they say the same twice."""
    box, edge = ink.box, 0.0 if ink.block.slot == "draft" else EDGE_MM
    return min(box.x, box.y, page.w - box.right, page.h - box.bottom) >= edge


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return min(across, down) > TOUCH_MM


def _named(ink: Ink) -> str:
    return f"{ink.block.slot} “{ink.piece.text.strip()}”"

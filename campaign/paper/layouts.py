"""The layouts that exist: sizes, slots and budgets as data; draws nothing.

`number` is raised by hand, only when what a reader reads or its order changes; a repair keeps it (law 3).
Budgets are characters; what decides is the fit in millimetres. Spanish grows, so English has the smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Slot:
    """An editable space: largest box in mm, lines, type size in points, budgets in characters."""

    name: str
    width_mm: float
    height_mm: float
    lines: int
    pt: float
    budget_en: int
    budget_es: int


@dataclass(frozen=True)
class PictureSlot:
    """The largest box of a picture in mm, its least height (less only where it then takes the whole width), and dots
    per inch: fewer than `dpi` are never printed, more than `most_dpi` never kept."""

    width_mm: float
    height_mm: float
    least_mm: float
    dpi: int
    most_dpi: int

    def fit(self, width: int, height: int, wide_mm: float, high_mm: float) -> tuple[float, float]:
        """The largest box in mm inside these measures with the same aspect as so many pixels."""
        scale = min(wide_mm / width, high_mm / height)
        return width * scale, height * scale

    def least(self, width: int, height: int) -> tuple[float, float]:
        """The smallest box in mm in which such a picture is printed."""
        return self.fit(width, height, self.width_mm, self.least_mm)

    def least_pixels(self, width: int, height: int) -> tuple[int, int]:
        """How many pixels a picture of this aspect needs for its smallest box."""
        wide, high = (ceil(round(mm / 25.4 * self.dpi, 6)) for mm in self.least(width, height))
        return wide, high


@dataclass(frozen=True)
class Size:
    """A sheet in mm, upright or lying as the layout has it; its local names are said by the screens."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def mm(self) -> tuple[float, float]:
        return self.width_mm, self.height_mm


@dataclass(frozen=True)
class Layout:
    """`most_points`: a text with more is not for this layout. `has_code`: it bears the QR code of its edition."""

    name: str
    number: int
    sizes: tuple[Size, ...]
    slots: tuple[Slot, ...]
    pages: int = 1
    most_points: int = 3
    has_code: bool = True
    has_picture: bool = False

    def size(self, name: str) -> Size:
        """KeyError for a size that this layout does not have."""
        return {size.name: size for size in self.sizes}[name]


OFFICE_SIZES = (Size("letter", 215.9, 279.4), Size("legal", 215.9, 355.6), Size("oficio", 215.9, 340.0))
"""What an office copier is fed with on either side of the border."""

_SIDE_BY_SIDE = Layout(
    name="letter-side-by-side",
    number=1,
    sizes=OFFICE_SIZES,
    has_picture=True,
    slots=(
        Slot("headline", 52, 86, 5, 49, 35, 44),
        Slot("subline", 62, 21, 3, 17, 55, 69),
        *(Slot(f"point-{n}", 84, 27, 5, 13, 160, 190) for n in (1, 2, 3)),
        *(Slot(f"helpline-{n}", 146, 37, 5, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 189.9, 10.2, 2, 12, 150, 150),
        Slot("contact", 50.5, 17.4, 4, 11, 120, 120),
        Slot("strip", 27, 18.8, 3, 9.5, 40, 40),
    ),
)

_TRIFOLD = Layout(
    name="letter-trifold",
    number=1,
    sizes=(Size("letter", 279.4, 215.9),),
    pages=2,
    most_points=6,
    slots=(
        Slot("headline", 74, 50, 4, 31, 40, 50),
        Slot("subline", 71.4, 46, 4, 25, 60, 75),
        *(Slot(f"point-{n}", 73.4, 28, 6, 13, 150, 190) for n in range(1, 7)),
        *(Slot(f"helpline-{n}", 70, 24, 5, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 78, 21, 4, 12, 150, 150),
        Slot("contact", 62, 21, 4, 11, 120, 120),
        Slot("strip", 29, 9, 2, 9.5, 40, 40),
    ),
)

_HALF = Layout(
    name="half-letter",
    number=1,
    sizes=(Size("half-letter", 139.7, 215.9),),
    slots=(
        Slot("headline", 50, 46, 4, 35, 24, 31),
        Slot("subline", 50, 12, 2, 16, 40, 50),
        *(Slot(f"point-{n}", 50, 20, 4, 12.3, 72, 90) for n in (1, 2, 3)),
        *(Slot(f"helpline-{n}", 72, 20, 4, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 117.7, 13.6, 3, 11, 150, 150),
        Slot("contact", 79, 21, 4, 11, 120, 120),
        Slot("strip", 37, 9, 2, 9.5, 40, 40),
    ),
)

PICTURE = PictureSlot(width_mm=189.9, height_mm=90, least_mm=36, dpi=200, most_dpi=300)

LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in (_SIDE_BY_SIDE, _TRIFOLD, _HALF)}
LOOKS = ("colour", "ink")
"""Colour, or one black with little ink that survives being copied twice."""
OUTPUTS = ("screen", "shop")
"""For screens and office printers, or for a print shop with bleed and marks."""

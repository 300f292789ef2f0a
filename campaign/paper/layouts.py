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

_BACK_TO_BACK = Layout(
    name="letter-back-to-back",
    number=1,
    sizes=OFFICE_SIZES,
    pages=2,
    most_points=6,
    has_picture=True,
    slots=(
        Slot("headline", 106, 62, 4, 56, 40, 50),
        Slot("subline", 106, 22, 3, 18, 90, 110),
        *(Slot(f"point-{n}", 96, 24, 5, 14, 150, 185) for n in range(1, 7)),
        *(Slot(f"helpline-{n}", 44, 24, 3, 12, 55, 66) for n in (1, 2, 3)),
        Slot("elsewhere", 44, 40, 7, 12, 60, 75),
        Slot("contact", 50.5, 17.4, 4, 11, 120, 120),
        Slot("strip", 27, 18.8, 3, 9.5, 40, 40),
    ),
)

_STACKED = Layout(
    name="letter-stacked",
    number=1,
    sizes=OFFICE_SIZES,
    most_points=4,
    has_picture=True,
    slots=(
        Slot("headline", 165.9, 34, 2, 45, 44, 55),
        Slot("subline", 165.9, 13.7, 2, 17, 75, 92),
        *(Slot(f"point-{n}", 160, 24, 4, 13, 190, 225) for n in range(1, 5)),
        *(Slot(f"helpline-{n}", 146, 37, 5, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 189.9, 10.2, 2, 12, 150, 150),
        Slot("contact", 50.5, 17.4, 4, 11, 120, 120),
        Slot("strip", 27, 18.8, 3, 9.5, 40, 40),
    ),
)

_LARGE_PRINT = Layout(
    name="letter-large-print",
    number=1,
    sizes=OFFICE_SIZES,
    pages=2,
    slots=(
        Slot("headline", 189.9, 50, 3, 72, 40, 50),
        Slot("subline", 189.9, 24.1, 3, 20, 120, 150),
        *(Slot(f"point-{n}", 164, 30, 4, 18, 160, 190) for n in (1, 2, 3)),
        *(Slot(f"helpline-{n}", 60, 22, 3, 18, 55, 66) for n in (1, 2, 3)),
        Slot("elsewhere", 189.9, 21.9, 3, 18, 150, 150),
        Slot("contact", 94, 34.9, 5, 18, 120, 120),
        Slot("strip", 84, 8, 2, 12, 60, 60),
    ),
)

_POSTER = Layout(
    name="tabloid-poster",
    number=1,
    sizes=(
        Size("tabloid", 279.4, 431.8),
        Size("poster-18x24", 457.2, 609.6),
        Size("poster-600x900", 600, 900),
    ),
    most_points=4,
    has_picture=True,
    slots=(
        Slot("headline", 245.8, 74, 2, 95, 28, 35),
        Slot("subline", 245.8, 20, 2, 24.6, 110, 138),
        *(Slot(f"point-{n}", 105, 30, 5, 14.2, 150, 190) for n in (1, 2, 3, 4)),
        *(Slot(f"helpline-{n}", 152, 48, 6, 14.2, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 245.8, 13.2, 2, 15.5, 150, 150),
        Slot("contact", 65, 22.5, 4, 14.2, 120, 120),
        Slot("strip", 35, 24, 3, 12.3, 40, 40),
    ),
)

_PICTURE_CARD = Layout(
    name="picture-card",
    number=1,
    sizes=(Size("half-letter", 215.9, 139.7),),
    most_points=9,
    slots=(
        Slot("headline", 92, 12.4, 2, 26, 35, 44),
        *(Slot(f"helpline-{n}", 64, 30, 6, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 189.9, 10.2, 2, 12, 150, 150),
    ),
)

_RACK = Layout(
    name="rack-card",
    number=1,
    sizes=(Size("rack-card", 101.6, 228.6),),
    pages=2,
    slots=(
        Slot("headline", 81.6, 46, 4, 34, 37, 47),
        Slot("subline", 81.6, 18.1, 3, 15, 66, 83),
        *(Slot(f"point-{n}", 68.2, 27, 5, 12.2, 160, 190) for n in (1, 2, 3)),
        *(Slot(f"helpline-{n}", 50, 22.7, 5, 11, 60, 75) for n in (1, 2, 3)),
        Slot("elsewhere", 85.6, 19, 4, 11.5, 120, 150),
        Slot("contact", 71.6, 21.7, 5, 11, 120, 120),
        Slot("strip", 33, 7.3, 2, 9.5, 40, 40),
    ),
)

_WALLET = Layout(
    name="wallet-card",
    number=1,
    sizes=(Size("wallet-card", 88.9, 50.8),),
    pages=2,
    most_points=6,
    has_code=False,
    slots=(
        Slot("headline", 53, 5.4, 1, 15, 18, 23),
        *(Slot(f"point-{n}", 47, 4.4, 1, 11.2, 23, 29) for n in range(1, 7)),
        *(Slot(f"helpline-{n}", 26, 8, 2, 9.8, 20, 20) for n in (1, 2, 3)),
        Slot("elsewhere", 26, 12, 3, 9.8, 36, 36),
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

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        _SIDE_BY_SIDE,
        _BACK_TO_BACK,
        _STACKED,
        _LARGE_PRINT,
        _TRIFOLD,
        _HALF,
        _POSTER,
        _RACK,
        _WALLET,
        _PICTURE_CARD,
    )
}
USUAL = "letter-side-by-side"
"""What a flyer is offered in while nobody has chosen."""
LOOKS = ("colour", "ink")
"""Colour, or one black with little ink that survives being copied twice."""

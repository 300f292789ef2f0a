"""The map of both sides as a drawing of links: what is drawn, how, and in which part; it ranks no place and no country.

Lengths are the drawing's own (tenths of a pixel of a map 1,000 px wide); type and lines are given in pixels of the
screen and turned into the drawing's by `Crop.unit`. Nothing of it needs a style sheet, so that paper takes it as it is.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from campaign.db import Side, session
from campaign.i18n import _, _l
from campaign.regions.data import HERE
from campaign.regions.models import SisterPair, mapped
from campaign.regions.words import pair_name

OUTSIDE, CHOSEN, UNCOUNTED = 0, 3, 5
AMOUNTS = (1, 6, 7, 8)  # of FILLS: none, one, a few, many; each step darkens a grey print by the same factor
OUTER, INNER = "#cfc8b8", "#839097"  # lines around what is outside and what is inside
# Dots, hatch, counter-hatch and solid are told apart in grey; outside and "not counted" are plain.
FILLS = (
    "#f1eee6", "url(#map-1)", "url(#map-2)", "url(#map-3)", "#0b4a5b", "#ffffff",
    "url(#map-4)", "url(#map-5)", "#08222b",
)  # fmt: skip
TOPS = (25_000, 100_000, 500_000)  # the same for both countries; each class begins where the one before it ends
CLASSES = {
    1: _l("under 25,000 people"),
    2: _l("25,000 to 99,999 people"),
    3: _l("100,000 to 499,999 people"),
    4: _l("500,000 people or more"),
}
SIZES: dict[str, tuple[int, int | None]] = {
    str(n): bounds for n, bounds in enumerate(zip((0, *TOPS), (*TOPS, None), strict=True), 1)
}
SIZE_WORDS = {str(n): words for n, words in CLASSES.items()}
LEGEND = {1: _l("under 25,000"), 2: _l("to 99,999"), 3: _l("to 499,999"), 4: _l("500,000 or more")}
# Where the number of a pair stands, in pixels from its place on the border, so that no two touch.
PINS = {
    1: (-30, 6), 2: (-14, -36), 3: (16, -35), 4: (2, -37), 5: (-16, 36), 6: (14, 36), 7: (-14, -36), 8: (7, -40),
    9: (-30, 20), 10: (21, -30), 11: (36, -9), 12: (35, -14), 13: (-38, 7), 14: (-15, 40), 15: (28, 21),
}  # fmt: skip
WIDE, FLAT = 712, 1.88  # the map of the list, in pixels, and how many times wider than high it is at most


class Shape(NamedTuple):
    """One region of the drawing: its path, its frame, and the middle of its largest part."""

    path: str
    left: int
    top: int
    right: int
    bottom: int
    x: int
    y: int


class Look(NamedTuple):
    """How a region is filled (an index of FILLS), what is read aloud, and both parts of its name."""

    kind: int
    title: str
    name: str
    state: str


class Drawn(NamedTuple):
    """A region as the page shows it."""

    key: str
    title: str
    fill: str
    path: str
    href: str


class Pin(NamedTuple):
    """A sister pair: its number stands at (x, y), its place on the border is `spot`."""

    number: int
    title: str
    x: float
    y: float
    spot: tuple[int, int]
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Crop:
    """A part of the drawing; `unit` is one pixel of a screen on which it is `pixels` wide."""

    left: int
    top: int
    width: int
    height: int
    pixels: int = WIDE

    @property
    def unit(self) -> float:
        return round(self.width / self.pixels, 2)

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    def touches(self, left: int, top: int, right: int, bottom: int) -> bool:
        return (
            left < self.left + self.width and right > self.left and top < self.top + self.height and bottom > self.top
        )


@dataclass(frozen=True, eq=False)
class Map:
    """All that the macro draws, in its order: regions (a layer for each colour of line), marks, pins, names."""

    crop: Crop
    layers: list[tuple[str, list[Drawn]]]
    marked: list[Drawn]
    pins: list[Pin]
    labels: list[tuple[str, int, int]]
    legend: list[tuple[str, str]]
    border: str
    states: str


@cache
def _sheet() -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads((HERE / "map.json").read_text(encoding="utf-8"))
    sheet["shapes"] = {key: Shape(*shape) for key, shape in sheet["shapes"].items()}
    return sheet


def shapes() -> Mapping[str, Shape]:
    """The 638 counties and municipios, west to east."""
    found: Mapping[str, Shape] = _sheet()["shapes"]
    return found


def whole(pixels: int = WIDE) -> Crop:
    """All of the ten states."""
    return Crop(-100, -100, _sheet()["width"] + 200, _sheet()["height"] + 200, pixels)


def around(
    keys: Iterable[str],
    margin: float = 0.06,
    pixels: int = WIDE,
    tall: float = 1.3,
    least: int = 400,
    flat: float = FLAT,
) -> Crop:
    """The part that shows these regions with some of what surrounds them, `tall` to `flat` times wider than high."""
    found = [shapes()[key] for key in keys if key in shapes()]
    if not found:
        return whole(pixels)
    left, top = min(one.left for one in found), min(one.top for one in found)
    width, height = max(one.right for one in found) - left, max(one.bottom for one in found) - top
    room = round(margin * max(width, height))
    wide = max(width + 2 * room, round(tall * (height + 2 * room)), least)
    high = max(height + 2 * room, round(wide / flat))
    return Crop(left - (wide - width) // 2, top - (high - height) // 2, wide, high, pixels)


def class_of(people: int | None) -> int:
    """1 to 4 by population, by the same thresholds for both countries."""
    return UNCOUNTED if people is None else 1 + sum(people >= top for top in TOPS)


def by_people(inside: Collection[str]) -> dict[str, Look]:
    """Every region in its class; those outside the choice keep their name and lose their class."""
    words = {kind: str(words) for kind, words in CLASSES.items()}
    words |= {UNCOUNTED: _("not counted separately"), OUTSIDE: _("outside this selection")}
    return _looks(lambda key, people: class_of(people) if key in inside else OUTSIDE, words)


def by_choice(chosen: Collection[str]) -> dict[str, Look]:
    """Every region as a target or not; a whole state that is chosen takes all that lies in it."""
    words = {CHOSEN: _("target region"), OUTSIDE: _("not a target region")}
    return _looks(lambda key, _people: CHOSEN if key in chosen or key[:5] in chosen else OUTSIDE, words)


def without_names(chosen: Collection[str]) -> dict[str, Look]:
    """The same for a map beside a list that has the names: nothing is read for it."""
    return {key: Look(CHOSEN if key in chosen or key[:5] in chosen else OUTSIDE, "", "", "") for key in shapes()}


def _looks(kind_of: Callable[[str, int | None], int], words: Mapping[int, str]) -> dict[str, Look]:
    found = {}
    for key, name, state, people in session.execute(mapped()):
        kind = kind_of(key, people)
        found[key] = Look(kind, f"{name}, {state}: {words[kind]}", name, state)
    return found


def legend_of_people() -> list[tuple[str, str]]:
    return [(FILLS[kind], str(words)) for kind, words in LEGEND.items()]


def legend_of_choice() -> list[tuple[str, str]]:
    return [(FILLS[CHOSEN], _("target region")), (FILLS[OUTSIDE], _("not a target region"))]


def draw(
    looks: Mapping[str, Look],
    crop: Crop,
    *,
    href: Callable[[str], str],
    marked: Collection[str] = (),
    pins: Iterable[Pin] = (),
    labels: Mapping[str, str] | None = None,
    legend: Sequence[tuple[str, str]] = (),
) -> Map:
    """What lies in the crop; `labels` are the names of states or regions by their keys, `marked` regions get a thick
    outline."""
    sheet = _sheet()
    layers: dict[str, list[Drawn]] = {OUTER: [], INNER: []}
    for key, shape in shapes().items():
        if key in looks and crop.touches(shape.left, shape.top, shape.right, shape.bottom):
            look = looks[key]
            layer = layers[INNER if look.kind else OUTER]
            layer.append(Drawn(key, look.title, FILLS[look.kind], shape.path, href(key)))
    return Map(
        crop,
        list(layers.items()),
        [shape for layer in layers.values() for shape in layer if shape.key in marked],
        [pin for pin in pins if crop.touches(*pin.spot, *pin.spot)],
        [(name, *at) for key, name in (labels or {}).items() if crop.touches(*(at := _middle(key)), *at)],
        list(legend),
        sheet["border"],
        sheet["states"],
    )


def _middle(key: str) -> tuple[int, int]:
    """Where the name of a state or a region stands."""
    x, y = _sheet()["labels"].get(key) or (shapes()[key].x, shapes()[key].y)
    return x, y


def pins_of(
    pairs: Iterable[SisterPair],
    crop: Crop,
    sides: list[Side],
    href: Callable[[str], str],
    chosen: SisterPair | None = None,
) -> list[Pin]:
    """The pairs as pins, numbered west to east as in the table."""
    found = []
    for pair in pairs:
        x, y = _sheet()["pairs"][pair.key]
        dx, dy = PINS[pair.west_to_east]
        name = _("Sister pair %(n)s: %(name)s", n=pair.west_to_east, name=pair_name(pair, sides))
        at = (round(x + dx * crop.unit), round(y + dy * crop.unit))
        found.append(Pin(pair.west_to_east, name, *at, (x, y), href(pair.key), pair is chosen))
    return found

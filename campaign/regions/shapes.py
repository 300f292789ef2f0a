"""Draws the regions once, from GeoJSON into data/map.json: `python -m campaign.regions.shapes FILE`; no page runs it.

Neighbours share every edge: an edge is simplified once and both sides take it. The two countries' files do not agree to
the metre along the border; there both sides are drawn along one line, that of the file of the United States.
Lengths are in tenths of a pixel of a map 1,000 px wide (about 290 m on the ground).
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

from campaign.regions.data import HERE, rows

Point = tuple[float, float]
Line = list[Point]
Edge = frozenset[Point]

# Albers equal-area conic on a sphere: J. P. Snyder, Map Projections (USGS Professional Paper 1395, 1987), 14-1 to 14-6.
# Equal areas, because the areas are filled by class; standard parallels a sixth inside the ten states' north and south.
LON_0, LAT_0, LAT_1, LAT_2 = (radians(degrees) for degrees in (-107.0, 31.0, 25.5, 38.7))
N = (sin(LAT_1) + sin(LAT_2)) / 2
C = cos(LAT_1) ** 2 + 2 * N * sin(LAT_1)

WIDTH = 10_000
TOLERANCE = 4.0  # nothing moves by more than this
SNAP = 12.0  # how far the two countries' borders may lie apart
SMALLEST = 60.0  # islands below this area are left out, unless they are all there is of a region
ENDS = ((-117.124, 32.534), (-97.140, 25.957))  # where the border meets the Pacific and the gulf

# Where a state's name stands: on land outside the border region, or beside it.
LABELS = {
    "US-06": (-119.2, 35.0), "US-04": (-111.4, 34.75), "US-35": (-106.4, 34.05), "US-48": (-99.6, 32.3),
    "MX-02": (-115.9, 29.2), "MX-26": (-110.2, 28.6), "MX-08": (-106.6, 28.1), "MX-05": (-102.2, 26.6),
    "MX-19": (-100.5, 25.3), "MX-28": (-98.4, 24.05),
}  # fmt: skip


def projected(lon: float, lat: float) -> Point:
    """Degrees to the plane, the sphere's radius as unit, north up, y downwards."""
    rho, rho_0 = (sqrt(C - 2 * N * sin(angle)) / N for angle in (radians(lat), LAT_0))
    theta = N * (radians(lon) - LON_0)
    return rho * sin(theta), rho * cos(theta) - rho_0


class Sheet:
    """The projected plane, moved and scaled so that all shapes together are `WIDTH` wide."""

    def __init__(self, points: Iterable[Point]) -> None:
        placed = [projected(*point) for point in points]
        self.left, right = min(x for x, _y in placed), max(x for x, _y in placed)
        self.top, bottom = min(y for _x, y in placed), max(y for _x, y in placed)
        self.scale = WIDTH / (right - self.left)
        self.height = round((bottom - self.top) * self.scale)

    def at(self, point: Sequence[float]) -> Point:
        x, y = projected(point[0], point[1])
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def simplified(line: Line, tolerance: float = TOLERANCE, least: int = 0) -> Line:
    """Douglas and Peucker 1973; keeps both ends, and at least so many points between them."""
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    far, at = max((_from_chord(point, first, last), n) for n, point in enumerate(line[1:-1], 1))
    if far <= tolerance and least < 1:
        return [first, last]
    return simplified(line[: at + 1], tolerance, least - 1)[:-1] + simplified(line[at:], tolerance)


def _from_chord(point: Point, a: Point, b: Point) -> float:
    return hypot(point[0] - (foot := _foot(point, a, b)[0])[0], point[1] - foot[1])


def _foot(point: Point, a: Point, b: Point) -> tuple[Point, float]:
    """The nearest point of a segment, and how far along it lies (0 to 1)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if not length else min(1.0, max(0.0, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length))
    return (a[0] + t * dx, a[1] + t * dy), t


class Border:
    """The line between the countries; both sides are drawn along the very same pieces of it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.places: dict[float, Point] = {0.0: line[0], float(len(line) - 1): line[-1]}

    def near(self, point: Point) -> tuple[float, float]:
        """How far from the line a point lies, and where along it."""
        found = (_foot(point, a, b) for a, b in pairwise(self.line))
        return min((hypot(point[0] - p[0], point[1] - p[1]), n + t) for n, (p, t) in enumerate(found))

    def at(self, at: float) -> Point:
        n = min(int(at), len(self.line) - 2)
        a, b = self.line[n], self.line[n + 1]
        return a[0] + (at - n) * (b[0] - a[0]), a[1] + (at - n) * (b[1] - a[1])

    def hold(self, at: float) -> Point:
        """A place along the line that stays where it is, because another line meets it there."""
        return self.places.setdefault(at, self.at(at))

    def between(self, start: float, end: float) -> Line:
        """The simplified line from one held place to another, in that direction."""
        if start > end:
            return self.between(end, start)[::-1]
        held = sorted(at for at in self.places if start <= at <= end)
        found = [self.places[start]]
        for a, b in pairwise(held):
            inner = [self.line[n] for n in range(int(a) + 1, len(self.line)) if a < n < b]
            found += simplified([self.places[a], *inner, self.places[b]])[1:]
        return found


class Net:
    """The edges of one country's regions, cut where three meet; each piece is simplified once."""

    def __init__(self, rings: dict[str, list[Line]], extra: Iterable[Point] = ()) -> None:
        self.rings = rings
        self.owners: dict[Edge, set[str]] = defaultdict(set)
        self.pieces: dict[tuple[Point, ...], Line] = {}
        self.held = set(extra)
        for key, lines in rings.items():
            for line in lines:
                for a, b in pairwise(line):
                    self.owners[frozenset((a, b))].add(key)
        around: dict[Point, list[set[str]]] = defaultdict(list)
        for edge, owners in self.owners.items():
            for point in edge:
                around[point].append(owners)
        self.held |= {point for point, found in around.items() if len(found) != 2 or found[0] != found[1]}

    def cut(self, ring: Line) -> list[Line]:
        """The pieces of a ring, each from one held point to the next; an island is one piece."""
        open_ring = ring[:-1]
        start = next((n for n, point in enumerate(open_ring) if point in self.held), None)
        if start is None:
            start = open_ring.index(min(open_ring))
        turned = [*open_ring[start:], *open_ring[:start], open_ring[start]]
        cuts = [n for n, point in enumerate(turned) if point in self.held or n in (0, len(turned) - 1)]
        return [turned[a : b + 1] for a, b in pairwise(cuts)]

    def outer(self, piece: Line) -> bool:
        """Whether only one region has this edge: a coast, the border, or the end of the ten states."""
        return len(self.owners[frozenset(piece[:2])]) == 1

    def draw(self, border: Border, moved: dict[Point, float]) -> dict[str, list[Line]]:
        """Every ring of simplified pieces; `moved` are the held points that lie on the border, and where along it."""
        return {key: [self._ring(ring, border, moved) for ring in rings] for key, rings in self.rings.items()}

    def _ring(self, ring: Line, border: Border, moved: dict[Point, float]) -> Line:
        pieces = self.cut(ring)
        least = 3 - len(pieces)
        found: Line = []
        for piece in pieces:
            found += self._piece(piece, least, border, moved)[:-1]
        return [*found, found[0]]

    def _piece(self, piece: Line, least: int, border: Border, moved: dict[Point, float]) -> Line:
        is_forward = piece <= piece[::-1]
        key = tuple(piece if is_forward else piece[::-1])
        if key not in self.pieces:
            self.pieces[key] = self._simplify(list(key), least, border, moved)
        return self.pieces[key] if is_forward else self.pieces[key][::-1]

    def _simplify(self, piece: Line, least: int, border: Border, moved: dict[Point, float]) -> Line:
        ends = [moved.get(point) for point in (piece[0], piece[-1])]
        if self.outer(piece) and None not in ends and all(border.near(point)[0] < SNAP for point in piece):
            return border.between(ends[0] or 0.0, ends[1] or 0.0)
        placed = [
            point if at is None else border.hold(at) for point, at in zip((piece[0], piece[-1]), ends, strict=True)
        ]
        return simplified([placed[0], *piece[1:-1], placed[1]], least=least)


def border_of(net: Net, ends: Sequence[Point]) -> Line:
    """The shorter way along the outer edge of the United States' regions, from the Pacific to the gulf."""
    ways: dict[Point, set[Point]] = defaultdict(set)
    for edge, owners in net.owners.items():
        if len(owners) == 1:
            a, b = edge
            ways[a].add(b)
            ways[b].add(a)
    first, last = (min(ways, key=lambda point: hypot(point[0] - end[0], point[1] - end[1])) for end in ends)
    return min((_walk(ways, first, second, last) for second in ways[first]), key=_length)


def _walk(ways: dict[Point, set[Point]], first: Point, second: Point, last: Point) -> Line:
    line = [first, second]
    while line[-1] != last:
        line.append(next(point for point in ways[line[-1]] if point != line[-2]))
    return line


def _length(line: Line) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def area(ring: Line) -> float:
    """Gauss's formula; the sign says which way round the ring goes."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def centre(ring: Line) -> tuple[int, int]:
    total = area(ring)
    pairs = list(pairwise(ring))
    x, y = (sum((a[i] + b[i]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * total) for i in (0, 1))
    return round(x), round(y)


def path(lines: Iterable[Line], is_closed: bool = True) -> str:
    """SVG path data in whole numbers, relative: the shortest way to write it."""
    found = []
    for line in lines:
        points = [(round(x), round(y)) for x, y in line]
        points = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
        if len(points) < 2:
            continue
        if is_closed:
            points = points[:-1]
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points)]
        found.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}{'z' if is_closed else ''}".replace(" -", "-"))
    return "".join(found)


def read(file: Path) -> dict[str, list[Line]]:
    """The rings of each region in degrees; the file's US04015 is our US-04015."""
    found: dict[str, list[Line]] = {}
    for feature in json.loads(file.read_text())["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        key = f"{feature['id'][:2]}-{feature['id'][2:]}"
        found[key] = [_without_repeats(ring) for polygon in polygons for ring in polygon]
    return found


def _without_repeats(ring: Iterable[Sequence[float]]) -> Line:
    points = [(point[0], point[1]) for point in ring]
    return [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]


def draw(degrees: dict[str, list[Line]]) -> dict[str, Any]:
    """Everything that the page needs of the map, as JSON holds it."""
    sheet = Sheet(point for rings in degrees.values() for ring in rings for point in ring)
    placed = {key: [[sheet.at(point) for point in ring] for ring in rings] for key, rings in degrees.items()}
    us, mx = ({key: rings for key, rings in placed.items() if key.startswith(side)} for side in ("US", "MX"))
    line = border_of(Net(us), [sheet.at(end) for end in ENDS])
    border, north = Border(line), Net(us, (line[0], line[-1]))
    south = Net(mx, _touching(Net(mx), Border(line)))
    moved = {point: at for net in (north, south) for point, at in _on_border(net, border).items()}
    for at in moved.values():
        border.hold(at)
    rings = {**north.draw(border, moved), **south.draw(border, moved)}
    return {
        "width": WIDTH,
        "height": sheet.height,
        "border": path([border.between(0.0, float(len(line) - 1))], is_closed=False),
        "states": path(_state_lines(north) + _state_lines(south), is_closed=False),
        "labels": {key: _whole(sheet.at(point)) for key, point in LABELS.items()},
        "pairs": {row["pair_id"]: _crossing(sheet, border, row) for row in rows("sister_cities.csv")},
        "shapes": {key: _shape(lines) for key, lines in sorted(rings.items(), key=lambda one: _west(one[1]))},
    }


def _touching(net: Net, border: Border) -> set[Point]:
    """Where the outer edge of the Mexican regions comes to the border and leaves it."""
    found: set[Point] = set()
    for edge, owners in net.owners.items():
        if len(owners) == 1:
            near = [point for point in edge if border.near(point)[0] < SNAP]
            found |= set(near) if len(near) == 1 else set()
    return found


def _on_border(net: Net, border: Border) -> dict[Point, float]:
    outer = {point for edge, owners in net.owners.items() if len(owners) == 1 for point in edge}
    places = {point: border.near(point) for point in net.held & outer}
    return {point: at for point, (distance, at) in places.items() if distance < SNAP}


def _state_lines(net: Net) -> list[Line]:
    return [
        line for piece, line in net.pieces.items() if len({key[:5] for key in net.owners[frozenset(piece[:2])]}) == 2
    ]


def _crossing(sheet: Sheet, border: Border, row: dict[str, str]) -> list[int]:
    """Where the border is nearest to the middle of the two cities of a pair."""
    us, mx = (sheet.at((float(row[f"{side}_lon"]), float(row[f"{side}_lat"]))) for side in ("us", "mx"))
    _distance, at = border.near(((us[0] + mx[0]) / 2, (us[1] + mx[1]) / 2))
    return _whole(border.at(at))


def _whole(point: Point) -> list[int]:
    return [round(point[0]), round(point[1])]


def _west(rings: list[Line]) -> tuple[int, int]:
    return centre(max(rings, key=lambda ring: abs(area(ring))))


def _shape(rings: list[Line]) -> list[Any]:
    """Path, left, top, right, bottom, and the middle of the largest part."""
    kept = [ring for ring in rings if abs(area(ring)) >= SMALLEST] or [max(rings, key=lambda ring: abs(area(ring)))]
    xs, ys = ([round(point[i]) for ring in kept for point in ring] for i in (0, 1))
    return [path(kept), min(xs), min(ys), max(xs), max(ys), *_west(kept)]


def main(file: str) -> None:
    lines = json.dumps(draw(read(Path(file))), separators=(",", ":")).replace('],"', '],\n"')
    (HERE / "map.json").write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])

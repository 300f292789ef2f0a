"""The points of the poster as steps: side by side while they are short, in rows with a column for each language when
they are long; in the largest type that has room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.paper.foot import LEFT, RIGHT
from campaign.paper.page import Box, Drawing, Part, Shape
from campaign.paper.sheet import TAGS, Language, Point
from campaign.paper.typeset import BOLD, HEAVY, TEXT, Block, Piece, Words, even, first_sentence, joined, line_mm, words

Order = tuple[Language, Language]
Texts = list[dict[Language, list[Words]]]

PTS = (15.0, 14.0, 13.0, 12.0, 11.0)
_LEADING, _DISC, _BADGE = 1.17, 18.0, 7.2
_BESIDE, _BETWEEN, _GAP, _LANGUAGES = 3.0, 5.0, 3.6, 1.8
_WIDE = RIGHT - LEFT


@dataclass(frozen=True)
class Steps:
    """Points in one size of type; `heights` in mm: of the one row of columns, or of each row."""

    points: list[Point]
    order: Order
    pt: float
    w: float
    texts: Texts
    are_columns: bool

    @property
    def row(self) -> float:
        return line_mm(self.pt, _LEADING)

    @property
    def heights(self) -> list[float]:
        most = [[len(text[language]) for text in self.texts] for language in self.order]
        if self.are_columns:
            return [max(self.row * sum(map(max, most)) + _LANGUAGES, _DISC)]
        return [max(self.row * max(pair), _DISC) for pair in zip(*most, strict=True)]

    @property
    def height(self) -> float:
        return sum(self.heights) + _GAP * (len(self.heights) - 1)


def steps(points: list[Point], order: Order, good: Sequence[float]) -> Steps | None:
    """The largest type in which they are no higher than the first of `good` that can be kept, else the lowest way;
    None without points."""
    if not points:
        return None
    ways = [way(points, order, pt) for pt in PTS for way in (_columns, _rows)[len(points) == 1 :]]
    fits = (way for high in good for way in ways if way.height <= high)
    return next(fits, min(ways, key=lambda way: way.height))


def _columns(points: list[Point], order: Order, pt: float) -> Steps:
    w = (_WIDE - _BETWEEN * (len(points) - 1)) / len(points) - _DISC - _BESIDE
    return Steps(points, order, pt, w, [_lines(point, w, pt) for point in points], are_columns=True)


def _rows(points: list[Point], order: Order, pt: float) -> Steps:
    w = (_WIDE - _DISC - _BESIDE - 1.5 - 2 * _GAP) / 2
    return Steps(points, order, pt, w, [_lines(point, w, pt) for point in points], are_columns=False)


def _lines(point: Point, w: float, pt: float) -> dict[Language, list[Words]]:
    """The first sentence is bold where both languages have more than one."""
    texts: dict[Language, tuple[str, str]] = {"en": first_sentence(point["en"]), "es": first_sentence(point["es"])}
    face = BOLD if all(rest for _, rest in texts.values()) else TEXT
    return {
        language: even([*words(first, face), *words(rest)], w, pt) for language, (first, rest) in texts.items()
    }  # fmt: skip


def parts(made: Steps, top: float, height: float) -> list[Part]:
    """In so much height; where that is too little, each gives up its part of it and is found too high."""
    share = min((height - made.height) / made.height + 1, 1)
    if made.are_columns:
        return _placed_columns(made, top, made.height * share)
    placed: list[Part] = []
    for n, high in enumerate(made.heights):
        placed += _placed_row(made, n, top, high * share)
        top += (high + _GAP) * share
    return placed


def _placed_columns(made: Steps, top: float, height: float) -> list[Part]:
    """Both languages under each other; the second begins at one height in all columns."""
    first, second = made.order
    most = [max(len(text[language]) for text in made.texts) for language in made.order]
    free = max(height - made.row * sum(most) - _LANGUAGES, 0) / 2
    middle = top + free + min(made.row * most[0] + _LANGUAGES, height)
    placed: list[Part] = []
    for n, text in enumerate(made.texts):
        x = LEFT + n * (made.w + _DISC + _BESIDE + _BETWEEN)
        left = x + _DISC + _BESIDE
        placed += [
            *_mark(made, n, Box(x, top + max(height - _DISC, 0) / 2 * (height < 2 * _DISC), _DISC, _DISC)),
            _block(made, n, first, Box(left, top + free, made.w, made.row * most[0]), text[first]),
            _block(made, n, second, Box(left, middle, made.w, max(top + height - middle, 1)), text[second]),
        ]
    return placed


def _placed_row(made: Steps, n: int, top: float, height: float) -> list[Part]:
    disc = Box(LEFT, top + (height - _DISC) / 2, _DISC, _DISC)
    left = disc.right + _BESIDE + 1.5
    most = max(len(lines) for lines in made.texts[n].values())
    down = max(height - made.row * most, 0) / 2
    placed = _mark(made, n, disc)
    for side, language in enumerate(made.order):
        box = Box(left + side * (made.w + 2 * _GAP), top + down, made.w, height - down)
        placed.append(_block(made, n, language, box, made.texts[n][language]))
    return placed


def _block(made: Steps, n: int, language: Language, box: Box, lines: list[Words]) -> Block:
    css = "teal" if language == made.order[0] else ""
    return Block(
        made.points[n]["slot"], TAGS[language], box.x, box.y, box.w, box.h, css, made.pt, _LEADING, joined(lines)
    )  # fmt: skip


def _mark(made: Steps, n: int, disc: Box) -> list[Part]:
    """The pictogram with the number of the step on its edge; the first is the one to do now."""
    point = made.points[n]
    drawn: list[Part] = []
    size, badge = 11.0, disc.inset((_DISC - 11.0) / 2)
    if point["pictogram"]:
        size, badge = _BADGE, Box(disc.x - 1.2, disc.y - 1.2, _BADGE, _BADGE)
        drawn = [Shape(disc, "soft", _DISC / 2), Drawing(disc.inset(_DISC / 7), point["pictogram"])]
    if len(made.points) == 1:
        return drawn
    pt = size * 1.75
    high = line_mm(pt, 1)
    number = [[Piece(str(n + 1), HEAVY)]]
    return [
        *drawn,
        Shape(badge, "teal" if n else "warm", size / 2),
        Block(
            point["slot"], "", badge.x, badge.y + (size - high) / 2 - high * 0.05, size, high, "white centre", pt, 1,
            number,
        ),
    ]  # fmt: skip

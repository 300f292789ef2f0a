"""The field of a rack card: places, headline and second line in the top third, and a pill that rises below them."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.headline import LEADING, Headline, Plate, heading_pieces, set_headline
from campaign.paper.helplines import Order
from campaign.paper.page import Box, Figure, Heading, Part, Shape
from campaign.paper.sheet import TAGS, Language, Places, Sheet
from campaign.paper.typeset import SEMI, Block, Piece, Words, even, joined, line_mm, width_mm, words
from campaign.paper.words import OTHER_SIDE

FIELD, FIELD_W = 5.0, 91.6
LEFT, ROOM = 10.0, 81.6
FOOT = 5.0  # beneath the second line, where no pill rises
PILL_LEAST, PILL_MOST = 16.0, 59.0
PILL_GAP = 3.0
_TOP, _NAME_PT = 8.4, 11.0
_NAME_ROW = line_mm(_NAME_PT, 1.15)
_SPACE = width_mm(" ", SEMI, _NAME_PT)
_HEADLINE_PTS = (52.0, 48.0, 44.0, 40.0, 37.0, 34.0, 31.0, 28.0, 25.0, 22.0)
_SUB_PT, _SUB_LEADING, _SUB_LINES = 15.0, 1.14, 3
_SUB_ROW = line_mm(_SUB_PT, _SUB_LEADING)
_SUB_GAP = 2.2
_PILL_ASPECT = 0.74  # height to width of the drawing, which is cut off at the field's edge

PlaceRow = list[tuple[str, str]]  # slot and name


@dataclass(frozen=True)
class Opening:
    """All that stands above the pill, the same in both languages; heights in mm from the top of the page."""

    places: list[PlaceRow]
    headline: Headline
    sublines: dict[Language, list[Words]]

    @property
    def top(self) -> float:
        return _TOP + _NAME_ROW * max(len(self.places), 1) + 0.8

    @property
    def sub_top(self) -> float:
        most = max(map(len, self.headline.lines.values()))
        return self.top + most * line_mm(self.headline.pt, LEADING) + _SUB_GAP

    @property
    def bottom(self) -> float:
        return self.sub_top + _SUB_ROW * min(max(map(len, self.sublines.values())), _SUB_LINES)


def opening(sheet: Sheet, order: Order, high: float) -> Opening:
    """The headline in the largest type that keeps it within `high` mm in both languages."""
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    sublines = {language: even(words(sheet["subline"][language], SEMI), ROOM, _SUB_PT) for language in order}
    return Opening(_place_rows(sheet["places"]), set_headline(texts, Plate(ROOM, high), _HEADLINE_PTS), sublines)


def pill_of(room: float) -> float:
    """Height in mm of the pill in so much room; 0 where it would be too small."""
    return min(room - PILL_GAP, PILL_MOST) if room - PILL_GAP >= PILL_LEAST else 0.0


def field(sheet: Sheet, order: Order, language: Language, opening: Opening, bottom: float, pill: float) -> list[Part]:
    other = order[1 - order.index(language)]
    return [
        Shape(Box(FIELD, FIELD, FIELD_W, bottom - FIELD), "sand", bleeds=True),
        *_places(opening.places),
        _hint(other),
        _heading(opening, language),
        *_subline(opening, language),
        *_pill(sheet, language, bottom, pill),
    ]


def _place_rows(places: Places) -> list[PlaceRow]:
    """Both in the line of the hint where they have room beside it, else one beneath the other."""
    near: tuple[str, str] = ("place-near", places["near"])
    far: tuple[str, str] = ("place-far", places["far"])
    if not (near[1] and far[1]):
        return [[place] for place in (near, far) if place[1]]
    row = [near, ("place-far", f"· {far[1]}")]
    hint = max(_width(OTHER_SIDE[language]) for language in TAGS)
    return [row] if sum(_width(name) + _SPACE for _, name in row) + hint + 4 <= ROOM else [[near], [far]]


def _width(text: str) -> float:
    return width_mm(text, SEMI, _NAME_PT)


def _places(rows: list[PlaceRow]) -> list[Block]:
    parts: list[Block] = []
    for n, row in enumerate(rows):
        x = LEFT
        for slot, name in row:
            parts.append(_name(slot, "", name, x, n, "teal"))
            x += _width(name) + _SPACE
    return parts


def _hint(other: Language) -> Block:
    """In the other language, that it is on the other side."""
    x = LEFT + ROOM - _width(OTHER_SIDE[other]) - 0.5
    return _name("other-side", TAGS[other], OTHER_SIDE[other], x, 0, "teal right")


def _name(slot: str, tag: str, text: str, x: float, row: int, css: str) -> Block:
    top = _TOP + row * _NAME_ROW
    return Block(slot, tag, x, top, _width(text) + 0.5, _NAME_ROW, css, _NAME_PT, 1.15, [[Piece(text, SEMI)]])


def _heading(opening: Opening, language: Language) -> Heading:
    """From the left, one block a line; the last word in terracotta."""
    headline, lines = opening.headline, opening.headline.lines[language]
    row = line_mm(headline.pt, LEADING)
    blocks = [
        Block(
            "headline", TAGS[language], LEFT, opening.top + n * row, ROOM, row, "last" * is_last, headline.pt, LEADING,
            [heading_pieces(line, is_last)],
        )
        for n, line in enumerate(lines)
        for is_last in [n == len(lines) - 1]
    ]  # fmt: skip
    return Heading(TAGS[language], blocks)


def _subline(opening: Opening, language: Language) -> list[Part]:
    lines = joined(opening.sublines[language])
    if not lines:
        return []
    height = opening.bottom - opening.sub_top
    return [Block("subline", TAGS[language], LEFT, opening.sub_top, ROOM, height, "teal", _SUB_PT, _SUB_LEADING, lines)]


def _pill(sheet: Sheet, language: Language, bottom: float, high: float) -> list[Part]:
    if not high:
        return []
    wide = high / _PILL_ASPECT
    box = Box(FIELD + (FIELD_W - wide) / 2, bottom - high, wide, high)
    return [Figure(box, "rising-pill", TAGS[language], sheet["alt"][language] or sheet["code"])]

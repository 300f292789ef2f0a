"""The row of numbers to call and the line of the other country's numbers; it leaves out nothing that it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from campaign.paper.page import Box, Part, Shape
from campaign.paper.sheet import TAGS, Both, Elsewhere, Helpline, Language
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    MM_PER_PT,
    SEMI,
    TEXT,
    Block,
    Face,
    Line,
    Piece,
    Words,
    even,
    first_sentence,
    joined,
    line_mm,
    width_mm,
    words,
    wrap,
)
from campaign.paper.words import EMERGENCY, IN_COUNTRY

LEFT, WIDTH, GAP = 13.0, 189.9, 3.0
TILE_MM, MOST_TEXT_LINES = 28.0, 5
_PAD, _BADGE_MM = 4.0, 41.0
_TEXT_PT, _LEADING, _ELSEWHERE_PT = 11.0, 1.17, 12.0
_NUMBER_STEPS = (39.0, 34.0, 30.0, 27.0, 24.0)
_ROW = line_mm(_TEXT_PT, _LEADING)
_GAP = (Piece("\u2002", TEXT),)  # with the spaces beside it: wider than the dots inside a bilingual name

Order = Sequence[Language]  # both in the edition's order, or the one language of a page


@dataclass(frozen=True)
class Tile:
    """A coloured box and its texts. `badge`: the emergency number over its name; `wide`: number left, text right."""

    line: Helpline
    slot: str
    shape: Literal["badge", "stack", "wide"]
    w: float

    @property
    def css(self) -> str:
        return "white" if self.line["emergency"] else "on-soft"

    @property
    def ground(self) -> str:
        return "warm" if self.line["emergency"] else "soft"


def tiles(lines: list[Helpline], order: Order, bottom: float) -> tuple[float, list[Part]]:
    """Height of the row, and its tiles with their texts; emergency numbers stand first."""
    if not lines:
        return 0.0, []
    row = _shaped(lines, order)
    height = _height(row, order)
    pt = _number_pt(row, order, height)
    placed: list[Part] = []
    x = LEFT
    for tile in row:
        box = Box(x, bottom - height, tile.w, height)
        placed += [Shape(box, tile.ground, 2), *_blocks(tile, x, box.y, height, pt, order)]
        x += tile.w + GAP
    return height, placed


def _shaped(lines: list[Helpline], order: Order) -> list[Tile]:
    badges = [line for line in lines if line["emergency"] and not any(line["note"].values()) and len(lines) > 1]
    others = [line for line in lines if line not in badges]
    room = WIDTH - len(badges) * (_BADGE_MM + GAP) - (len(others) - 1) * GAP
    shape: Literal["stack", "wide"] = "wide" if len(others) == 1 else "stack"
    widths = iter(_widths(others, room, order))
    row = [
        Tile(line, f"helpline-{n}", "badge", _BADGE_MM)
        if line in badges
        else Tile(line, f"helpline-{n}", shape, next(widths))
        for n, line in enumerate(lines, 1)
    ]
    return sorted(row, key=lambda tile: not tile.line["emergency"])


def _widths(lines: list[Helpline], room: float, order: Order) -> list[float]:
    """Near the widths of their numbers; two tiles share the room so that their texts need the fewest lines."""
    numbers = [width_mm(line["number"], HEAVY, 30) + 2 * _PAD for line in lines]
    wished = [max(number / sum(numbers), 0.25) * room for number in numbers]
    if len(lines) != 2:
        return [wish * room / sum(wished) for wish in wished]
    wish = room * min(max(numbers[0] / sum(numbers), 0.36), 0.64)

    def cost(first: float) -> tuple[int, float]:
        pair = zip(lines, (first, room - first), strict=True)
        return max(len(_stack_lines(line, order, width)) for line, width in pair), abs(first - wish)

    first = min((room * share / 100 for share in range(32, 69)), key=cost)
    return [first, room - first]


def _height(row: list[Tile], order: Order) -> float:
    most = max((len(_stack_lines(tile.line, order, tile.w)) for tile in row if tile.shape == "stack"), default=3)
    return TILE_MM + _ROW * (min(max(most, 3), MOST_TEXT_LINES) - 3)


def _number_pt(row: list[Tile], order: Order, height: float) -> float:
    """One size for all numbers but the badge's: the largest step at which every number and the text below fit."""
    stacks = [tile for tile in row if tile.shape == "stack"]

    def fits(pt: float) -> bool:
        return all(
            width_mm(tile.line["number"], HEAVY, pt) <= tile.w - 2 * _PAD
            and _text_top(pt) + _ROW * len(_stack_lines(tile.line, order, tile.w)) <= height - 1
            for tile in stacks
        )

    return next((pt for pt in _NUMBER_STEPS if fits(pt)), _NUMBER_STEPS[-1])


def _text_top(number_pt: float) -> float:
    """Where text begins below a number, in mm from the tile's top: baseline at .9 em, then 1.8 mm."""
    return 0.7 + 0.9 * number_pt * MM_PER_PT + 1.8


def _blocks(tile: Tile, x: float, y: float, height: float, pt: float, order: Order) -> list[Block]:
    if tile.shape == "badge":
        return _badge(tile, x, y, height, order)
    if tile.shape == "stack":
        return _stack(tile, x, y, height, pt, order)
    return _wide(tile, x, y, height, order)


def _number(tile: Tile, x: float, y: float, w: float, pt: float, css: str = "") -> Block:
    lines = [[Piece(tile.line["number"], HEAVY)]]
    return Block(tile.slot, "", x, y, w, line_mm(pt, 1), f"{tile.css} {css}", pt, 1, lines)


def _badge(tile: Tile, x: float, y: float, height: float, order: Order) -> list[Block]:
    name = _name(tile.line)
    rows = [[Piece(name[language], BOLD, TAGS[language])] for language in order]
    top = y + (height - 21.8) / 2  # 21.8 mm from the number's cap top to the last baseline
    text = Block(tile.slot, "", x, top + 12.8, tile.w, 10.6, f"{tile.css} centre", 12, 1.2, rows)
    return [_number(tile, x, top - 3.1, tile.w, 44, "centre"), text]


def _stack(tile: Tile, x: float, y: float, height: float, pt: float, order: Order) -> list[Block]:
    lines = _stack_lines(tile.line, order, tile.w)
    drop = max(0.0, (height - 1 - _text_top(pt) - _ROW * len(lines)) / 2.6)
    top, w = y + drop + _text_top(pt), tile.w - 2 * _PAD + 1.5
    text = Block(tile.slot, "", x + _PAD, top, w, y + height - top, tile.css, _TEXT_PT, _LEADING, joined(lines))
    return [_number(tile, x + _PAD, y + drop + 0.7, tile.w - 2 * _PAD, pt), text]


def _stack_lines(line: Helpline, order: Order, width: float) -> list[Words]:
    return text_lines(line, order, width - 2 * _PAD + 1.5, _TEXT_PT)


def text_lines(line: Helpline, order: Order, room: float, pt: float) -> list[Words]:
    """A name that is the same in both languages is written once, then each language's note."""
    name = line["name"]
    rows = wrap(words(name["en"], BOLD), room, pt) if _is_same(name) else []
    for language in order:
        lead = [] if _is_same(name) else words(_stopped(name[language], line["note"][language]), BOLD, SEMI)
        rows += even(_tagged(lead + words(line["note"][language]), language), room, pt)
    return rows


def _wide(tile: Tile, x: float, y: float, height: float, order: Order) -> list[Block]:
    """One number alone: large at the left with its name below, the two languages in a column at its right."""
    name, limit = _name(tile.line), tile.w * 0.55
    pt = next((pt for pt in (44.0, 39.0, 34.0) if width_mm(tile.line["number"], HEAVY, pt) < limit), 30.0)
    em, left = pt * MM_PER_PT, x + _PAD + 1.5
    column = left + max(width_mm(tile.line["number"], HEAVY, pt), 36.0) + 7
    under = wrap(words(name["en"], BOLD), column - left - 3, 13) if _is_same(name) else []
    name_h = line_mm(13, 1.15) * min(len(under), 2)
    top = y + (height - 0.7 * em - (name_h + 1.4) * bool(under)) / 2 - 0.2 * em
    blocks = [_number(tile, left, top, column - left, pt)]
    if under:
        blocks.append(_plain(tile, left, top + 0.9 * em + 1.8, column - left - 2, name_h, under, 13, 1.15))
    return blocks + _columns(tile, column, x + tile.w - _PAD - column, y, height, order)


def _columns(tile: Tile, x: float, w: float, y: float, height: float, order: Order) -> list[Block]:
    """The languages one above the other, parted by a little white."""
    texts = [rows for language in order if (rows := _wide_lines(tile.line, language, w))]
    used = sum(len(rows) for rows in texts) * _ROW + 1.6 * (len(texts) - 1)
    top, blocks = y + max((height - used) / 2, 1.0), []
    for rows in texts:
        room = min(len(rows) * _ROW, max(y + height - 0.5 - top, 1.0))
        blocks.append(_plain(tile, x, top, w, room, rows, _TEXT_PT, _LEADING))
        top += len(rows) * _ROW + 1.6
    return blocks


def _plain(tile: Tile, x: float, y: float, w: float, h: float, rows: list[Words], pt: float, leading: float) -> Block:
    return Block(tile.slot, "", x, y, w, h, tile.css, pt, leading, joined(rows))


def _wide_lines(line: Helpline, language: Language, width: float) -> list[Words]:
    """Bold name (or, where it stands under the number, the note's first sentence), then the rest."""
    note, name = line["note"][language], line["name"][language]
    bold, rest = first_sentence(note) if _is_same(line["name"]) else (_stopped(name, note), note)
    if not rest and _is_same(line["name"]):
        bold, rest = "", bold
    rows = even(_tagged(words(bold, BOLD), language), width, _TEXT_PT)
    return rows + even(_tagged(words(rest), language), width, _TEXT_PT)


def elsewhere(other: Elsewhere, order: Order, width: float = WIDTH, pt: float = _ELSEWHERE_PT) -> list[Line]:
    """“In Mexico · En México   911   Línea de la Vida 800 911 2000 …” in as few lines as it takes.

    Within that, a line ends after a number and not between a name and its number.
    """
    parts = _parts(other, order)
    closest = wrap([word for part in parts for word in (_GAP, *part)][1:], width, pt)
    whole = parts[:1]
    for part in parts[1:]:
        longer = [*whole[-1], _GAP, *part]
        whole[-1:] = [longer] if len(wrap(longer, width, pt)) == 1 else [whole[-1], part]
    is_no_longer = sum(len(wrap(line, width, pt)) for line in whole) == len(whole) <= len(closest)
    return joined(whole if is_no_longer else closest)


def elsewhere_rows(other: Elsewhere, order: Order, width: float, pt: float) -> list[Line]:
    """The same for a narrow column: the country leads, and a name stays with its number where that can be."""
    country, *parts = _parts(other, order)
    dot = country.index(_dot(BOLD))
    rows = [country] if len(wrap(country, width, pt)) == 1 else [country[:dot], country[dot + 1 :]]
    for part in parts:
        longer = [*rows[-1], _GAP, *part]
        rows[-1:] = [longer] if len(wrap(longer, width, pt)) == 1 else [rows[-1], *even(part, width, pt)]
    return joined(rows)


def _parts(other: Elsewhere, order: Order) -> list[Words]:
    """The country, then each of its lines."""
    return [_either(IN_COUNTRY[other["country"]], order, BOLD), *(_segment(line, order) for line in other["lines"])]


def _segment(line: Helpline, order: Order) -> Words:
    name = [] if line["emergency"] else _either(line["name"], order)
    number = (Piece(line["number"], HEAVY, scale=1.08),)
    return [*name, number, *_either(line["note"], order)]


def _either(texts: Both, order: Order, face: Face = TEXT) -> Words:
    """The text once where both languages agree, else each in the edition's order."""
    if _is_same(texts):
        return words(texts["en"], face)
    each = [_tagged(words(texts[language], face), language) for language in order]
    return [word for text in each for word in (_dot(face), *text)][1:]


def _dot(face: Face = TEXT) -> tuple[Piece, ...]:
    return (Piece("·", face),)


def _tagged(text: Words, language: Language) -> Words:
    tag = TAGS[language]
    return [tuple(Piece(piece.text, piece.face, tag, piece.scale) for piece in word) for word in text]


def _is_same(texts: Both) -> bool:
    return texts["en"] == texts["es"]


def _name(line: Helpline) -> Both:
    return EMERGENCY if line["emergency"] and not any(line["name"].values()) else line["name"]


def _stopped(name: str, note: str) -> str:
    """A name before a note ends with a full stop."""
    return name + "." if name and note and name[-1] not in ".!?:" else name

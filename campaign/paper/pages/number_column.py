"""Numbers to call in a column, in one language a page and in the same places on both; it leaves out none of them."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.paper.page import Box, Part, Shape
from campaign.paper.sheet import TAGS, Elsewhere, Helpline, Language, Sheet
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    TEXT,
    Block,
    Face,
    Piece,
    Words,
    even,
    joined,
    line_mm,
    width_mm,
    words,
)
from campaign.paper.words import EMERGENCY, IN_COUNTRY

WIDTH, GAP = 52.0, 3.0
_PAD, _EDGE = 4.0, 2.6  # beside the texts, and above and below them
_ROOM = WIDTH - 2 * _PAD
_NUMBER_STEPS = (44.0, 39.0, 34.0, 30.0, 27.0, 24.0, 22.0, 20.0, 18.5, 17.0)
_EMERGENCY_PT, _THERE_PT = 64.0, 19.0
_TEXT_PT, _NAME_PT = 12.0, 13.0
_TALLEST = 2.0  # times its own height that a tile may grow


@dataclass(frozen=True)
class Paragraph:
    """Lines of one kind."""

    rows: list[Words]
    pt: float
    leading: float = 1.17
    css: str = ""

    @property
    def h(self) -> float:
        return line_mm(self.pt, self.leading) * len(self.rows)


@dataclass(frozen=True)
class Tile:
    """A box of the column with its paragraphs in each language."""

    slot: str
    css: str
    ground: str
    line: float
    texts: dict[Language, list[Paragraph]]

    @property
    def h(self) -> float:
        """Of the longer language, so that both pages look alike."""
        return max(sum(text.h for text in texts) for texts in self.texts.values()) + 2 * _EDGE


def tiles(sheet: Sheet) -> list[Tile]:
    """Emergency numbers first; the other country's last, under its name."""
    lines = [_tile(f"helpline-{n}", line) for n, line in enumerate(sheet["helplines"], 1)]
    lines.sort(key=lambda tile: tile.ground != "warm")
    other = sheet["elsewhere"]
    return [*lines, *([_there(other)] if other and other["lines"] else [])]


def height(column: list[Tile]) -> float:
    return sum(tile.h for tile in column) + GAP * (len(column) - 1)


def parts(column: list[Tile], language: Language, box: Box) -> list[Part]:
    """The tiles grow to fill the box; where room lacks, the last gives it up and is found too high."""
    grow = min(max((box.h - GAP * (len(column) - 1)) / sum(tile.h for tile in column), 1.0), _TALLEST)
    placed: list[Part] = []
    y = box.y
    for tile in column:
        high = max(min(tile.h * grow, box.bottom - y), 1.0)
        ground = Box(box.x, y, box.w, high)
        placed += [Shape(ground, tile.ground, 2, tile.line), *_blocks(tile, language, ground)]
        y += high + GAP
    return placed


def _blocks(tile: Tile, language: Language, box: Box) -> list[Block]:
    texts = tile.texts[language]
    y = box.y + max((box.h - sum(text.h for text in texts)) / 2, 0)
    blocks = []
    for text in texts:
        room = max(min(text.h, box.bottom - y), 1.0)
        css = f"{tile.css} {text.css}"
        blocks.append(
            Block(
                tile.slot, TAGS[language], box.x + _PAD, y, _ROOM, room, css, text.pt, text.leading, joined(text.rows)
            )
        )
        y += text.h
    return blocks


def _tile(slot: str, line: Helpline) -> Tile:
    texts: dict[Language, list[Paragraph]] = {"en": _texts(line, "en"), "es": _texts(line, "es")}
    if line["emergency"]:
        return Tile(slot, "white centre", "warm", 0, texts)
    return Tile(slot, "on-soft", "soft", 0, texts)


def _texts(line: Helpline, language: Language) -> list[Paragraph]:
    """The number as large as the column lets it be, then its name and its note."""
    steps = (_EMERGENCY_PT, *_NUMBER_STEPS) if line["emergency"] else _NUMBER_STEPS
    pt = next((pt for pt in steps if width_mm(line["number"], HEAVY, pt) <= _ROOM), steps[-1])
    name = (EMERGENCY if line["emergency"] and not any(line["name"].values()) else line["name"])[language]
    return [
        Paragraph([_number(line)], pt, 0.98),
        *_paragraph(name, BOLD, _NAME_PT if line["emergency"] else _TEXT_PT),
        *_paragraph(line["note"][language], TEXT, _TEXT_PT),
    ]


def _paragraph(text: str, face: Face, pt: float) -> list[Paragraph]:
    return [Paragraph(even(words(text, face), _ROOM, pt), pt)] if text else []


def _number(line: Helpline, scale: float = 1.0) -> Words:
    return [(Piece(line["number"], HEAVY, scale=scale),)]


def _there(other: Elsewhere) -> Tile:
    texts: dict[Language, list[Paragraph]] = {"en": _lines_there(other, "en"), "es": _lines_there(other, "es")}
    return Tile("elsewhere", "on-soft", "paper", 0.3, texts)


def _lines_there(other: Elsewhere, language: Language) -> list[Paragraph]:
    """Its name, then short numbers that need no words side by side, then each number with its words below."""
    bare = [line for line in other["lines"] if not _words_there(line, language)]
    told = [line for line in other["lines"] if _words_there(line, language)]
    found = _paragraph(IN_COUNTRY[other["country"]][language], BOLD, _TEXT_PT)
    side_by_side: Words = []
    for line in bare:
        side_by_side += [(Piece("·", TEXT),)] * bool(side_by_side) + _number(line)
    if side_by_side:
        found.append(Paragraph(even(side_by_side, _ROOM, _THERE_PT), _THERE_PT, 1.05))
    for line in told:
        found.append(Paragraph([_number(line)], _THERE_PT, 1.05))
        found += _paragraph(_words_there(line, language), TEXT, _TEXT_PT)
    return found


def _words_there(line: Helpline, language: Language) -> str:
    """Name and note in one text: the emergency number needs no name."""
    name = "" if line["emergency"] else line["name"][language]
    note = line["note"][language]
    return f"{name}: {note}" if name and note else name or note

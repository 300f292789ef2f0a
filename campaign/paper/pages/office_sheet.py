"""What the sheets of an office share: foot, numbers, names of places, messages broken into lines; sets no layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from campaign.paper.draft import draft
from campaign.paper.foot import (
    LEFT,
    RIGHT,
    ROW_MM,
    ROW_UP,
    address_block,
    contact_parts,
    footer_block,
    logos,
    qr,
)
from campaign.paper.helplines import elsewhere, tiles
from campaign.paper.page import Box, Part, Shape, Size
from campaign.paper.sheet import TAGS, Language, Point, Sheet
from campaign.paper.typeset import (
    BOLD,
    SEMI,
    TEXT,
    Block,
    Face,
    Words,
    even,
    first_sentence,
    joined,
    line_mm,
    lines_mm,
    words,
)
from campaign.paper.words import OTHER_SIDE

Order = tuple[Language, Language]
Lines = dict[Language, list[Words]]
Setter = Callable[[Words, float, float], list[Words]]

FIELD, LETTER_H = 6.0, 279.4  # the white frame that an office printer leaves around colour
WIDTH = RIGHT - LEFT
_ELSEWHERE_PT = 12.0
_PLACE_PTS = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)


def foot(sheet: Sheet, order: Order, languages: Sequence[Language], size: Size) -> list[Part]:
    """Contact, partner strip, address with its code, and the footer; what only one page says is in `languages`."""
    row = size[1] - ROW_UP
    code = qr(sheet["address"], languages, RIGHT, row + ROW_MM / 2)
    return [
        *contact_parts(sheet, row),
        *logos(sheet, order, row),
        address_block(sheet["address"], languages, code, row),
        code,
        *foot_line(sheet, order, size),
    ]


def foot_line(sheet: Sheet, order: Order, size: Size) -> list[Part]:
    """What each page bears: the footer, and the marks of a draft."""
    return [footer_block(sheet, order, size[1]), *(draft(order, *size) if sheet["draft"] else [])]


def numbers(sheet: Sheet, order: Order, page_h: float) -> tuple[float, list[Part]]:
    """The row of tiles with the other country's line below it, above the row at the foot; and where it begins."""
    code = qr(sheet["address"], order, RIGHT, page_h - ROW_UP + ROW_MM / 2)
    other, bottom = _elsewhere(sheet, order, page_h - ROW_UP, code.box.y)
    height, found = tiles(sheet["helplines"], order, bottom - 2.6)
    return bottom - 2.6 - height, [*found, *other]


def _elsewhere(sheet: Sheet, order: Order, row: float, white: float) -> tuple[list[Part], float]:
    """The other country's numbers above the contact row and the code's white zone, and the height where they begin."""
    other = sheet["elsewhere"]
    if not other or not other["lines"]:
        return [], row - 0.6
    lines = elsewhere(other, order)
    height = line_mm(_ELSEWHERE_PT, 1.2) * min(len(lines), 2)
    top = min(row - 1.9, white) - height
    return [Block("elsewhere", "", LEFT, top, WIDTH, height, "elsewhere", _ELSEWHERE_PT, 1.2, lines)], top


def place(slot: str, name: str, box: Box, css: str, most_pt: float = 15.0) -> Block:
    """The largest size in which the name has one line: nobody can shorten the name of a place."""
    text = words(name, SEMI)
    steps = [pt for pt in _PLACE_PTS if pt <= most_pt]
    pt = next((pt for pt in steps if lines_mm([text], pt) <= box.w), steps[-1])
    return Block(slot, "", box.x, box.y, box.w, line_mm(most_pt, 1.15), css, pt, 1.15, joined([text]))


def places(sheet: Sheet, top: float, width: float = 52.0) -> list[Block]:
    """Near at the left, its twin at the right, in both editions."""
    near, far = sheet["places"]["near"], sheet["places"]["far"]
    return [
        *([place("place-near", near, Box(LEFT, top, width, 0), "white")] if near else []),
        *([place("place-far", far, Box(RIGHT - width, top, width, 0), "white right")] if far else []),
    ]


def places_in_line(sheet: Sheet, box: Box, most_pt: float) -> list[Block]:
    """Near and far in one line from the left, each in at most the width of `box`."""
    found: list[Block] = []
    x = box.x
    for slot, name in (("place-near", sheet["places"]["near"]), ("place-far", sheet["places"]["far"])):
        if name:
            shown = f"· {name}" if found else name
            block = place(slot, shown, Box(x, box.y, box.w, 0), "white", most_pt)
            found.append(block)
            x += lines_mm([words(shown, SEMI)], block.pt) + 1.6
    return found


def other_side(language: Language, right: float, top: float, pt: float) -> list[Part]:
    """What stands on the other side of the sheet, in the language of its readers."""
    other: Language = "es" if language == "en" else "en"
    text = words(OTHER_SIDE[other], SEMI)
    w, high = lines_mm([text], pt) + 0.62 * pt, line_mm(pt, 1.15)
    tag = Box(right - w, top, w, 0.57 * pt)
    block = Block("back", TAGS[other], tag.x, tag.y + (tag.h - high) / 2, w, high, "centre", pt, 1.15, joined([text]))
    return [Shape(tag, "sun", tag.h / 2), block]


def message(point: Point, width: float, pt: float, set_by: Setter = even) -> Lines:
    """A bold first sentence where both languages have more than one; a break after it where that costs no line.

    Set by `wrap` it has as many lines, found far quicker.
    """
    texts: dict[Language, tuple[str, str]] = {"en": first_sentence(point["en"]), "es": first_sentence(point["es"])}
    if not all(rest for _, rest in texts.values()):
        return {language: set_by(_words(point[language], TEXT), width, pt) for language in texts}
    run_on: Lines = {}
    parted: Lines = {}
    for language, (first, rest) in texts.items():
        bold, plain = _words(first, BOLD), _words(rest, TEXT)
        run_on[language] = set_by([*bold, *plain], width, pt)
        parted[language] = set_by(bold, width, pt) + set_by(plain, width, pt)
    most = max(map(len, run_on.values()))
    return parted if all(len(lines) <= most for lines in parted.values()) else run_on


@lru_cache(maxsize=256)
def _words(text: str, face: Face) -> Words:
    return words(text, face)


def spread(heights: Sequence[float], top: float, bottom: float, least_gap: float) -> list[tuple[float, float]]:
    """Tops and heights of rows with equal white between and around them.

    Where room lacks, the highest row gives it up and is found too high.
    """
    rooms = list(heights)
    if not rooms:
        return []
    lack = sum(rooms) + (len(rooms) + 1) * least_gap - (bottom - top)
    if lack > 0:
        rooms[rooms.index(max(rooms))] -= lack
    gap = (bottom - top - sum(rooms)) / (len(rooms) + 1)
    return [(top + gap * (n + 1) + sum(rooms[:n]), room) for n, room in enumerate(rooms)]

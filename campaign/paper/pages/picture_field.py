"""The field with a picture in it, in the place of the tablet: the picture above, both headlines and second lines below.

The texts take what they need from the foot of the field upwards; the picture takes the rest with its aspect kept, and
is refused, not cut, where that is too little.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.paper.errors import DoesNotFit, Finding
from campaign.paper.foot import LEFT, RIGHT
from campaign.paper.headline import LEADING, Headline, Plate, heading_pieces, set_headline
from campaign.paper.layouts import PICTURE, PictureSlot
from campaign.paper.page import Box, Figure, Heading, Part
from campaign.paper.sheet import TAGS, Language, Picture, Sheet
from campaign.paper.typeset import SEMI, Block, Words, even, joined, line_mm, words

Order = tuple[Language, Language]

_COLUMN = 84.0
_COLUMNS = (LEFT, RIGHT - _COLUMN)
_PLATES = (40.0, 34.0, 28.0, 22.0)  # heights that the headline may have, the first that leaves a good picture
_GOOD = 50.0
_SUB_PT, _SUB_LEADING, _SUB_LINES = 17.0, 1.14, 3
_NAMES = 15.0  # from the field's top to beneath the names of the places
_BETWEEN, _EDGE = 78.0, 6.0  # room between those names, and above a picture that stands there
_WORDS_W, _BESIDE_W, _WIDE = 106.0, 79.0, 2.0  # `_WIDE`: of its height; such a picture stands above words
_GAP, _SUB_GAP, _FOOT = 4.0, 1.6, 5.4


def hero(sheet: Sheet, order: Order, top: float, height: float) -> list[Part]:
    """All that stands in the field, in mm. DoesNotFit for a picture without room or with too few pixels."""
    picture = sheet["picture"]
    assert picture is not None, "a sheet without a picture has the tablet"
    subs: dict[Language, list[Words]] = {
        language: even(words(sheet["subline"][language], SEMI), _COLUMN, _SUB_PT) for language in order
    }
    sub_h = line_mm(_SUB_PT, _SUB_LEADING) * min(max(map(len, subs.values())), _SUB_LINES)
    sub_top = top + height - _FOOT - sub_h
    headline, head_top = _headline(sheet, order, top, sub_top - _SUB_GAP * bool(sub_h))
    parts: list[Part] = picture_figures(sheet, order, placed(picture, top, head_top - _GAP))
    for n, language in enumerate(order):
        parts.append(_heading(headline, language, n, head_top))
        if subs[language]:
            parts.append(_subline(subs[language], language, n, sub_top, sub_h))
    return parts


def picture_figures(
    sheet: Sheet, order: Sequence[Language], box: Box, most_dpi: float = PICTURE.most_dpi
) -> list[Part]:
    """The same picture on the same place for each language: it speaks that language."""
    picture = sheet["picture"]
    assert picture is not None
    name = f"{picture['sha256']}-{round(box.w / 25.4 * most_dpi)}"  # no wider than paper can show
    return [Figure(box, name, TAGS[language], sheet["alt"][language] or sheet["code"], "picture") for language in order]


def _headline(sheet: Sheet, order: Order, top: float, bottom: float) -> tuple[Headline, float]:
    """The largest type that still leaves a good picture, else the smallest; and where its first line begins."""
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    for high in _PLATES:
        headline = set_headline(texts, Plate(_COLUMN, high))
        head_top = bottom - line_mm(headline.pt, LEADING) * max(map(len, headline.lines.values()))
        if head_top - _GAP - top - _NAMES >= _GOOD:
            break
    return headline, head_top


def _heading(headline: Headline, language: Language, side: int, top: float) -> Heading:
    """A column, from the left in both languages; the last word in the colour of sand."""
    lines, row = headline.lines[language], line_mm(headline.pt, LEADING)
    blocks = [
        Block(
            "headline", TAGS[language], _COLUMNS[side], top + n * row, _COLUMN, row, "white" + " last-sun" * is_last,
            headline.pt, LEADING, [heading_pieces(line, is_last)],
        )
        for n, line in enumerate(lines)
        for is_last in [n == len(lines) - 1]
    ]  # fmt: skip
    return Heading(TAGS[language], blocks)


def _subline(lines: list[Words], language: Language, side: int, top: float, height: float) -> Block:
    return Block(
        "subline", TAGS[language], _COLUMNS[side], top, _COLUMN, height, "white", _SUB_PT, _SUB_LEADING, joined(lines)
    )  # fmt: skip


def placed(picture: Picture, top: float, bottom: float) -> Box:
    """Beneath the names of the places, or between them where that gives more."""
    beneath = Box(LEFT, top + _NAMES, PICTURE.width_mm, bottom - top - _NAMES)
    between = Box((LEFT + RIGHT - _BETWEEN) / 2, top + _EDGE, _BETWEEN, bottom - top - _EDGE)
    return within(picture, [beneath, between])


def within(picture: Picture, rooms: Sequence[Box]) -> Box:
    """In the middle of the room that gives it the largest box; never with too few dots to the inch."""
    width, height = picture["width"], picture["height"]
    least = PICTURE.least(width, height)
    refuse(picture, least[1] - max((room.h for room in rooms if least[0] <= room.w), default=0))
    (w, _), room = max(((PICTURE.fit(width, height, room.w, max(room.h, 1)), room) for room in rooms), key=_width)
    w = min(w, width / PICTURE.dpi * 25.4)
    h = w * height / width
    return Box(room.x + (room.w - w) / 2, room.y + (room.h - h) / 2, w, h)


def _width(found: tuple[tuple[float, float], Box]) -> float:
    return found[0][0]


def halves(picture: Picture | None, box: Box, words_h: float = 0.0) -> tuple[Box, Box]:
    """Room of words and of a picture or a drawing: beside each other, or a wide picture above words of `words_h`."""
    if picture and _is_wide(picture):
        high = min(box.w * picture["height"] / picture["width"], box.h - words_h - _GAP)
        return Box(box.x, box.y + high + _GAP, box.w, box.h - high - _GAP), Box(box.x, box.y, box.w, high)
    return Box(box.x, box.y, _WORDS_W, box.h), Box(box.right - _BESIDE_W, box.y, _BESIDE_W, box.h)


def above_mm(picture: Picture | None) -> float:
    """What a wide picture takes at least from the height of the words."""
    return PICTURE.least(picture["width"], picture["height"])[1] + _GAP if picture and _is_wide(picture) else 0.0


def _is_wide(picture: Picture) -> bool:
    return picture["width"] / picture["height"] > _WIDE


def refuse(picture: Picture, lack: float, slot: PictureSlot = PICTURE) -> None:
    """What is said when even the smallest box has no room, or too few pixels."""
    needed = slot.least_pixels(picture["width"], picture["height"])
    found = []
    if lack > 0:
        found.append(Finding("room", "picture", over_mm=round(lack, 1)))
    if picture["width"] < needed[0]:
        there = f"{picture['width']} × {picture['height']}"
        found.append(Finding("pixels", "picture", words=there, needed=f"{needed[0]} × {needed[1]}"))
    if found:
        raise DoesNotFit(findings=found)

"""The field of the poster: both headlines across a room, and beneath them a desert where one person helps another, or
the picture of the sheet, whole. In mm of a sheet as wide as a letter; `by` says how much larger it is printed.
"""

from __future__ import annotations

from campaign.paper.foot import LEFT, RIGHT
from campaign.paper.headline import LEADING, Headline, Plate, set_headline
from campaign.paper.layouts import PictureSlot
from campaign.paper.page import Box, Drawing, Figure, Heading, Part, Shape
from campaign.paper.pages.picture_field import picture_figures, refuse
from campaign.paper.sheet import TAGS, Language, Picture, Sheet
from campaign.paper.typeset import HEAVY, SEMI, Block, Piece, Words, even, joined, line_mm, lines_mm, words
from campaign.paper.words import SCENE_ALT

Order = tuple[Language, Language]

STEPS_PT = (104.0, 96.0, 90.0, 84.0, 78.0, 73.4, 70.0, 66.0, 62.0, 58.0, 54.0, 50.0, 46.0, 42.0, 38.0, 34.0, 30.0)
_WIDE = RIGHT - LEFT
_EDGE, _NAMES, _PARTED = 8.6, 12.2, 6.0
_SUB_PT, _SUB_LEADING, _SUB_LINES, _SUB_GAP = 19.0, 1.14, 2, 2.6
_SCENE_SHARE, _PICTURE_SHARE = 0.34, 0.5  # of the field, at least
_PLACE_PTS, _PLACE_W = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0), 90.0


def field_parts(sheet: Sheet, order: Order, field: Box, by: float) -> list[Part]:
    """All that stands in the field. DoesNotFit for a picture without room or with too few pixels."""
    names = places(sheet, field.y + _EDGE)
    top = field.y + _EDGE + _NAMES * bool(names)
    share = _PICTURE_SHARE if sheet["picture"] else _SCENE_SHARE
    heads, end = _headings(sheet, order, top, field.bottom - field.h * share)
    ground: list[Part] = [Shape(field, "teal", bleeds=True)]
    if sheet["picture"]:
        room = Box(LEFT, end + 7, _WIDE, field.bottom - 7 - end - 7)
        box = placed(sheet["picture"], room, by)
        dots = poster_picture(by).most_dpi * by
        return [*ground, *names, *heads, *picture_figures(sheet, order, box, dots)]
    land, people = scene(order, field, end)
    return [*ground, *land, *names, *heads, *people]


# -- words


def places(sheet: Sheet, top: float) -> list[Part]:
    """Near at the left, its twin at the right, in both editions, each in the largest size in which it has one line."""
    found: list[Part] = []
    for slot, name, x, css in (
        ("place-near", sheet["places"]["near"], LEFT, "white left"),
        ("place-far", sheet["places"]["far"], RIGHT - _PLACE_W, "white right"),
    ):
        text = words(name, SEMI)
        pt = next((pt for pt in _PLACE_PTS if lines_mm([text], pt) <= _PLACE_W), _PLACE_PTS[-1])
        high = line_mm(_PLACE_PTS[0], 1.15)
        found += [Block(slot, "", x, top, _PLACE_W, high, css, pt, 1.15, joined([text]))] * bool(name)
    return found


def _headings(sheet: Sheet, order: Order, top: float, bottom: float) -> tuple[list[Part], float]:
    """Own language first, the other under it, both in one size; each with its second line. And where they end."""
    subs = [even(words(sheet["subline"][language], SEMI), _WIDE, _SUB_PT) for language in order]
    sub_h = [_sub_mm(lines) for lines in subs]
    each = (bottom - top - _PARTED - sum(sub_h)) / 2
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    headline = set_headline(texts, Plate(_WIDE, max(each, 1.0)), STEPS_PT)
    found: list[Part] = []
    for n, language in enumerate(order):
        heading = _heading(headline, language, top, "sun" if n else "white")
        top += line_mm(headline.pt, LEADING) * len(headline.lines[language])
        found.append(heading)
        if subs[n]:
            found.append(_subline(subs[n], language, top + _SUB_GAP, "sun" if n else "white"))
        top += sub_h[n] + _PARTED * (n == 0)
    return found, top


def _sub_mm(lines: list[Words]) -> float:
    return (line_mm(_SUB_PT, _SUB_LEADING) * min(len(lines), _SUB_LINES) + _SUB_GAP) * bool(lines)


def _heading(headline: Headline, language: Language, top: float, css: str) -> Heading:
    row = line_mm(headline.pt, LEADING)
    lines = headline.lines[language]
    blocks = [
        Block(
            "headline", TAGS[language], LEFT, top + n * row, headline.room(language, n), row, css,
            headline.pt, LEADING, [[Piece(line, HEAVY)]],
        )
        for n, line in enumerate(lines)
    ]  # fmt: skip
    return Heading(TAGS[language], blocks)


def _subline(lines: list[Words], language: Language, top: float, css: str) -> Block:
    high = line_mm(_SUB_PT, _SUB_LEADING) * min(len(lines), _SUB_LINES)
    return Block("subline", TAGS[language], LEFT, top, _WIDE, high, css, _SUB_PT, _SUB_LEADING, joined(lines))


# -- what is seen


def scene(order: Order, field: Box, top: float) -> tuple[list[Part], list[Part]]:
    """Land as decoration, then the two people, each of whom carries the scene's words in one language.

    All of it is drawn in units that fill the room from `top` down; only plain ground touches the sides, for the bleed.
    """
    unit = min((field.bottom - top) / 116, field.w / 200)
    ground = field.bottom - 25 * unit
    middle = (LEFT + RIGHT) / 2
    sun, west, east, person = 130 * unit, 92 * unit, 108 * unit, 158 * unit
    land: list[Part] = [
        Drawing(_on(ground, middle + 12 * unit - sun / 2, sun, 85 / 130), "low-sun"),
        Drawing(_on(ground, field.x + 3, west, 72 / 84), "mesa-west"),
        Drawing(_on(ground, field.right - 3 - east, east, 72 / 84), "mesa-east"),
        Shape(Box(field.x, ground, field.w, field.bottom - ground), "deep", bleeds=True),
    ]
    box = _on(field.bottom - 6 * unit, middle - person * 0.54, person, 128 / 210)
    figures: list[Part] = [
        Figure(box, name, TAGS[language], SCENE_ALT[language])
        for name, language in zip(("poster-person", "poster-helper"), order, strict=True)
    ]
    return land, figures


def _on(ground: float, x: float, w: float, aspect: float) -> Box:
    """A box that stands on a line."""
    return Box(x, ground - w * aspect, w, w * aspect)


def poster_picture(by: float) -> PictureSlot:
    """Seen from farther away than a letter sheet: fewer dots to the inch will do."""
    return PictureSlot(width_mm=_WIDE * by, height_mm=150 * by, least_mm=40 * by, dpi=150, most_dpi=220)


def placed(picture: Picture, room: Box, by: float) -> Box:
    """In the middle of the room, as large as it and its pixels allow."""
    slot, width, height = poster_picture(by), picture["width"], picture["height"]
    refuse(picture, slot.least(width, height)[1] - room.h * by, slot)
    w, h = slot.fit(width, height, room.w, room.h)
    sharp = min(1, width / slot.dpi * 25.4 / (w * by))
    w, h = w * sharp, h * sharp
    return Box(room.x + (room.w - w) / 2, room.y + (room.h - h) / 2, w, h)

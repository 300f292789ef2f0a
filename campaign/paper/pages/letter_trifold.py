"""The geometry of `letter-trifold`: a letter sheet, lying, of six panels; every box in mm from a sheet.

Outside from the left: the flap that folds in, 2.6 mm narrower than the others, then back and cover; the inside mirrors
it. No text crosses a fold, and no text or drawing comes within 5 mm of a fold or an edge; grounds may meet a fold.
A picture of the sheet has no place here.
"""

from __future__ import annotations

from campaign.paper.draft import draft
from campaign.paper.headline import LEADING, Tablet, heading_pieces
from campaign.paper.page import Box, Figure, Heading, Page, Part, Shape, Size
from campaign.paper.pages import letter_trifold_back as back
from campaign.paper.pages import letter_trifold_inside as inside
from campaign.paper.pages.narrow import short_headline
from campaign.paper.pages.pills import is_of_naloxone, theme
from campaign.paper.sheet import ORDER, TAGS, Language, Sheet
from campaign.paper.tablet import tablet_figures
from campaign.paper.typeset import (
    BOLD,
    HEAVY,
    SEMI,
    Block,
    Piece,
    Words,
    even,
    first_sentence,
    joined,
    line_mm,
    lines_mm,
    words,
)
from campaign.paper.words import DRAFT_STRIP

Order = tuple[Language, Language]

FRAME = 6.0
_TOP = 15.0
_OUTSIDE = ((0.0, 91.4), (91.4, 94.0), (185.4, 94.0))
_INSIDE = ((0.0, 94.0), (94.0, 94.0), (188.0, 91.4))
_HEADLINE_STEPS = (48.0, 45.0, 42.0, 39.0, 36.0, 33.0, 31.0, 29.0, 27.0, 25.0, 23.0)
_HEADLINE_MM, _BETWEEN = 46.0, 4.0
_TABLET_MM, _SPRAY_MM = 76.0, 66.0
_SUB_STEPS, _SUB_LEADING, _SUB_MM = (34.0, 31.0, 28.0, 25.0, 22.0, 20.0, 18.0, 16.0), 1.04, 96.0
_PLACE_STEPS = (15.0, 14.0, 13.0, 12.0, 11.0)


def pages(sheet: Sheet, size: Size) -> list[Page]:
    """Outside and inside, in the order in which the folded sheet is read: cover, flap, back; then the three inside."""
    order, (w, h) = ORDER[sheet["country"]], size
    outside = [*_cover(sheet, order, h), *_flap(sheet, order, h), *back.parts(sheet, order, _text(_OUTSIDE[1]), h)]
    within = inside.parts(sheet, order, [Box(x, FRAME, wide, h - 2 * FRAME) for x, wide in _INSIDE], h)
    return [
        Page(w, h, [*parts, *(_draft(order, w, h, panels) if sheet["draft"] else [])])
        for parts, panels in ((outside, _OUTSIDE), (within, _INSIDE))
    ]


def _text(panel: tuple[float, float]) -> tuple[float, float]:
    """Where text begins on a white panel, and its width."""
    return panel[0] + 8, panel[1] - 16


# -- cover


def _cover(sheet: Sheet, order: Order, h: float) -> list[Part]:
    """Both headlines in one size, the drawing on its horizon, and the names of the places."""
    fold, wide = _OUTSIDE[2]
    field = Box(fold, FRAME, wide - FRAME, h - 2 * FRAME)
    left, w = fold + 9, wide - 9 - FRAME - 5
    texts: dict[str, str] = {language: sheet["headline"][language] for language in order}
    headline = short_headline(texts, w, _HEADLINE_MM, _HEADLINE_STEPS)
    parts: list[Part] = []
    y = _TOP
    for n, language in enumerate(order):
        lines = headline.lines[language]
        parts.append(_heading(lines, headline.pt, language, Box(left, y, w, line_mm(headline.pt, LEADING)), n))
        y += line_mm(headline.pt, LEADING) * len(lines) + _BETWEEN * (n == 0)
    places = _places(sheet, left, w, field.bottom - 5.4)
    low = min((block.y for block in places), default=field.bottom - 2) - 6
    return [Shape(field, "teal", bleeds=True), *_drawing(sheet, order, field, y + 7, low), *parts, *places]


def _heading(lines: tuple[str, ...], pt: float, language: Language, first: Box, number: int) -> Heading:
    colour = "white" if number == 0 else "sun"
    blocks = [
        Block("headline", TAGS[language], first.x, first.y + n * first.h, first.w, first.h, colour, pt, LEADING,
              [heading_pieces(line, False)])
        for n, line in enumerate(lines)
    ]  # fmt: skip
    return Heading(TAGS[language], blocks)


def _drawing(sheet: Sheet, order: Order, field: Box, top: float, bottom: float) -> list[Part]:
    """On the horizon of a darker ground, which reaches down to the field's end; it speaks both languages."""
    middle = field.x + field.w / 2
    if is_of_naloxone(sheet):
        wide = min(_SPRAY_MM, (bottom - top) * 96 / 132)
        box = Box(middle - wide / 2, (top + bottom - wide * 132 / 96) / 2, wide, wide * 132 / 96)
        horizon = box.y + box.h * 86 / 132
        alts = [(TAGS[language], sheet["alt"][language] or sheet["code"]) for language in order]
        figures: list[Part] = [Figure(box, "nose-spray", tag, alt) for tag, alt in alts]
    else:
        tablet = Tablet(min(_TABLET_MM, bottom - top), middle, (top + bottom) / 2)
        horizon, figures = tablet.cy + tablet.size * 0.14, tablet_figures(sheet, order, tablet)
    return [Shape(Box(field.x, horizon, field.w, field.bottom - horizon), "deep", bleeds=True), *figures]


def _places(sheet: Sheet, x: float, w: float, bottom: float) -> list[Block]:
    """One name above the other, each in the largest size in which it has one line."""
    names = [
        (f"place-{which}", name)
        for which, name in (("near", sheet["places"]["near"]), ("far", sheet["places"]["far"]))
        if name
    ]
    row = line_mm(_PLACE_STEPS[0], 1.15)
    pt = next(
        (pt for pt in _PLACE_STEPS if all(lines_mm([words(name, SEMI)], pt) <= w for _, name in names)),
        _PLACE_STEPS[-1],
    )
    return [
        Block(slot, "", x, bottom - row * (len(names) - n), w, row, "white", pt, 1.15, joined([words(name, SEMI)]))
        for n, (slot, name) in enumerate(names)
    ]


# -- flap


def _flap(sheet: Sheet, order: Order, h: float) -> list[Part]:
    """The second line of the headline, large in both languages, above equal tablets or the nose spray."""
    fold = _OUTSIDE[0][1]
    field = Box(FRAME, FRAME, fold - FRAME, h - 2 * FRAME)
    left, w = FRAME + 6, fold - FRAME - 6 - 8
    texts = [sheet["subline"][language] for language in order]
    pt = next((pt for pt in _SUB_STEPS if _sub_fits(texts, w, pt)), _SUB_STEPS[-1])
    y, parts = _TOP, list[Part]()
    for n, (language, text) in enumerate(zip(order, texts, strict=True)):
        rows = _sub_rows(text, w, pt)
        high = line_mm(pt, _SUB_LEADING) * len(rows)
        if rows:
            box_h = max(min(high, _TOP + _SUB_MM - y), 1.0)
            parts.append(
                Block("subline", TAGS[language], left, y, w, box_h, "teal" * n, pt, _SUB_LEADING, joined(rows))
            )
            y += high + _BETWEEN
    return [Shape(field, "sand", bleeds=True), *parts, *theme(sheet, Box(left, y + 4, w, field.bottom - 9 - y - 4))]


def _sub_rows(text: str, w: float, pt: float) -> list[Words]:
    """Each sentence begins a line."""
    return [row for part in first_sentence(text) for row in even(words(part, HEAVY), w, pt)]


def _sub_fits(texts: list[str], w: float, pt: float) -> bool:
    found = [_sub_rows(text, w, pt) for text in texts]
    high = _BETWEEN + sum(map(len, found)) * line_mm(pt, _SUB_LEADING)
    return high <= _SUB_MM and all(lines_mm(rows, pt) <= w for rows in found)


# -- draft


def _draft(order: Order, w: float, h: float, panels: tuple[tuple[float, float], ...]) -> list[Part]:
    """The strips say it in one language a panel: no word crosses a fold."""
    marks = draft(order, w, h)
    heights = [part.y for part in marks if isinstance(part, Block)]
    texts = [
        Block("draft", TAGS[language], x + 6, y, wide - 12, line_mm(10.5, 1.15), "white reversed centre", 10.5, 1.15,
              [[Piece(DRAFT_STRIP[language], BOLD)]])
        for y in heights
        for (x, wide), language in zip(panels, (*order, order[0]), strict=True)
    ]  # fmt: skip
    return [*(part for part in marks if not isinstance(part, Block)), *texts]

"""The pocket sheet: a letter sheet on its side in eight panels of 70 × 108 mm, folded three times, printed side out.

The upper left panel is the cover. All panels stand upright, so that the open sheet reads from left to right, and
nothing has to be cut.
"""

from collections.abc import Iterator
from dataclasses import replace

from campaign.paper.page import Box, Heading, Page, Part, Shape
from campaign.paper.sheet import TAGS, Both, Language
from campaign.paper.typeset import BOLD, HEAVY, MEDIUM, SEMI, TEXT, Block, Face
from campaign.schedule.papers.rows import Row, period_words
from campaign.schedule.papers.setting import Said, block
from campaign.schedule.papers.sheet import ALL_DAY, INSIDE, LOOK, SCHEDULE, Sheet, quiet

W, H = 279.4, 215.9
_COLUMNS, _ROWS = 4, 2
_PANEL_W, _PANEL_H, _EDGE = W / _COLUMNS, H / _ROWS, 7.0
_WIDE = _PANEL_W - 2 * _EDGE
_FOOT = 25.0  # of the last panel of a page
_MARK = 4.0
FOLD: Both = {"en": "Fold on the marks", "es": "Dobla por las marcas"}


def pages(sheet: Sheet) -> list[Page]:
    """As many sides as the dates need."""
    filled = list(_filled(sheet))
    return [Page(W, H, [*_marks(), *body, *_foot(sheet, n, len(filled))]) for n, body in enumerate(filled, 1)]


def _panel(n: int) -> tuple[float, float]:
    """Upper left corner of what may be printed in it."""
    return n % _COLUMNS * _PANEL_W + _EDGE, n // _COLUMNS * _PANEL_H + _EDGE


def _filled(sheet: Sheet) -> Iterator[list[Part]]:
    """The dates panel by panel, the cover first; none is parted between two."""
    page, panel, last = _cover(sheet), 1, _COLUMNS * _ROWS - 1
    x, y = _panel(panel)
    for row in sheet.rows:
        high = sum(one.h for one in _entry(sheet, row, 0, 0))
        room = _PANEL_H - 2 * _EDGE - (_FOOT if panel == last else 0)
        top = _panel(panel)[1]
        if y > top and y + high > top + room:
            panel += 1
            if panel > last:
                yield page
                page, panel = [], 0
            x, y = _panel(panel)
        blocks = _entry(sheet, row, x, y)
        y = blocks[-1].y + blocks[-1].h + 1.6
        page += [*blocks, Shape(Box(x, y - 0.9, _WIDE, 0.25), "rule")]
        y += 1.2
    yield page


def _entry(sheet: Sheet, row: Row, x: float, y: float) -> list[Block]:
    first, second = sheet.order
    off = "off" if row.is_cancelled else ""
    made: list[Block] = []

    def put(slot: str, text: Said, face: Face, pt: float, lang: Language | None = None, css: str = "") -> None:
        low = made[-1].y + made[-1].h if made else y
        if text:
            made.append(block(slot, text, face, pt, lang, (x, low, _WIDE), css))

    put("day", row.short.of(first), SEMI, 12, first, f"teal {off}")
    put("day", row.short.of(second), MEDIUM, 10, second, f"teal {off}")
    if row.state.of(first):
        put("state", [(name, row.state.of(name).upper()) for name in sheet.order], HEAVY, 10, None, "bad")
    for clock in row.hours:
        put("hours", f"{clock.hours} {clock.place}", SEMI, 10.5, None, off)
    if not row.hours:
        put("hours", sheet.in_both(ALL_DAY), SEMI, 10.5, None, off)
    for n, (name, title) in enumerate(row.titles(sheet.order)):
        put("title", title, TEXT if n else BOLD, 9.5, name, off)
    for place, _host in row.where:
        put("place", place, MEDIUM, 9.5, None, f"quiet {off}")
    return made


def _cover(sheet: Sheet) -> list[Part]:
    """Title, months and the code of the page that is always right."""
    x, y = _panel(0)
    first = sheet.order[0]
    made: list[Part] = []

    def put(slot: str, text: Said, face: Face, pt: float, lang: Language | None = None, css: str = "") -> Block:
        nonlocal y
        one = block(slot, text, face, pt, lang, (x, y, _WIDE), css)
        y += one.h
        return one

    made.append(put("schedule", sheet.in_both(SCHEDULE), SEMI, 12, None, "teal"))
    title = next(iter(sheet.titles))[1]
    made.append(Heading(TAGS[first], [put("title", title, HEAVY, 17 if len(title) < 50 else 12, first)]))
    made += [
        put("title", other, MEDIUM, 11 if len(other) < 60 else 10, sheet.order[1], "quiet")
        for _n, other in sheet.titles[1:]
    ]
    made.append(Shape(Box(x, y + 2, 18, 1), "band"))
    y += 5
    made += [put("period", period_words(sheet.rows, name), SEMI, 10.5, name, "teal") for name in sheet.order]
    if sheet.is_inside:
        made.append(put("inside", sheet.in_both(INSIDE), SEMI, 9.5, None, "bad"))
    return [*made, *_way(sheet, x)]


def _way(sheet: Sheet, x: float) -> list[Part]:
    """At the foot of the cover: the code, and beside it the address and what it is for."""
    middle = _PANEL_H - _EDGE - 11
    code = sheet.qr(x, middle)
    left = code.box.right
    wide = x + _WIDE - left
    made: list[Part] = [code]
    y = code.box.y + 1.5
    lines: list[tuple[str, Face, Language | None, str]] = [(LOOK[name], TEXT, name, "") for name in sheet.order]
    for words, face, name, css in [*lines, (sheet.address_in(wide, 9.5), SEMI, None, "teal")]:
        one = block("address", words, face, 9.0, name, (left, y, wide), css)
        made.append(one)
        y += one.h + 0.4
    return made


def _foot(sheet: Sheet, n: int, of: int) -> list[Part]:
    """At the foot of the last panel, from below."""
    x, y = _panel(_COLUMNS * _ROWS - 1)
    (name, first), second = sheet.releases()
    lines: list[Said] = [[(None, sheet.code), (name, first)], [second], sheet.pages(n, of), sheet.in_both(FOLD)]
    made = [quiet("foot", words, (x, 0, _WIDE)) for words in (sheet.others(), *lines) if words]
    top = y + _PANEL_H - 2 * _EDGE - sum(one.h for one in made)
    found: list[Part] = []
    for one in made:
        found.append(replace(one, y=top))
        top += one.h
    return found


def _marks() -> list[Part]:
    """Where it is folded: short strokes at the edges and a cross where folds meet."""
    ups = [_PANEL_W * n for n in range(1, _COLUMNS)]
    middle = Shape(Box(0, 0, 0, 0), "fold")
    strokes = [Box(x - 0.1, y, 0.2, _MARK) for x in ups for y in (4.5, _PANEL_H - _MARK / 2, H - 4.5 - _MARK)]
    strokes += [Box(x - _MARK / 2, _PANEL_H - 0.1, _MARK, 0.2) for x in ups]
    strokes += [Box(x, _PANEL_H - 0.1, _MARK, 0.2) for x in (4.5, W - 4.5 - _MARK)]
    return [replace(middle, box=box) for box in strokes]

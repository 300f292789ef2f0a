"""Several small pages on one office sheet, with marks to cut along; from finished PDFs, at their own size, as vectors.

It scales nothing and makes nothing new but marks and the words beside them. Tags stay behind: a sheet to cut is no
page to read on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import pikepdf

from campaign.paper.errors import Finding, PaperError
from campaign.paper.page import PT, Box, Page, Part, Shape, Size
from campaign.paper.press import press
from campaign.paper.render import html_in
from campaign.paper.sheet import TAGS, Both, Language
from campaign.paper.shop import MARK_LINE
from campaign.paper.typeset import MEDIUM, SEMI, Block, Face, Line, Piece, line_mm
from campaign.paper.words import BOTH_SIDES, FULL_SIZE

_ORDERS: dict[bool, tuple[Language, Language]] = {False: ("en", "es"), True: ("es", "en")}
_NEAR = 0.2  # mm that a page may differ from its cell
_MARK, _MARK_OFF = 7.0, 1.0  # length in a margin, and what parts it from the cards
_INNER_MARK, _INNER_EDGE = 5.0, 3.0  # without margins: in the white that the pages leave at their edges
_WORDS_PT = 9.0


@dataclass(frozen=True)
class Plan:
    """Cells of one size in the middle of a sheet, in mm; `gutter` stands between columns, nothing between rows."""

    sheet: Size
    cell: Size
    columns: int
    rows: int
    gutter: float = 0.0

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    @property
    def margins(self) -> Size:
        """At the left and right, at the top and bottom; both sides of the paper have the same."""
        wide = self.columns * self.cell[0] + (self.columns - 1) * self.gutter
        return (self.sheet[0] - wide) / 2, (self.sheet[1] - self.rows * self.cell[1]) / 2

    @property
    def is_lying(self) -> bool:
        return self.sheet[0] > self.sheet[1]

    def box(self, column: int, row: int) -> Box:
        (left, top), (w, h) = self.margins, self.cell
        return Box(left + column * (w + self.gutter), top + row * h, w, h)


CARDS = Plan(sheet=(215.9, 279.4), cell=(88.9, 50.8), columns=2, rows=5, gutter=6.0)
"""Ten wallet cards on a letter sheet."""
HALVES = Plan(sheet=(279.4, 215.9), cell=(139.7, 215.9), columns=2, rows=1)
"""Two half letters on a letter sheet that lies."""


def impose(pdf: bytes, plan: Plan, sides: int = 1, repeat: bool = True) -> bytes:
    """Sheets of a PDF whose pages are cards, each of one or two `sides`. A card fills a sheet, or with `repeat` off
    each cell has the next card. Backs stand so that paper turned over on its long edge has each card's two sides on
    one piece, both upright when the piece is turned like a page.

    PaperError where a page has not the size of a cell, or a back is missing. A thousand sheets take 0.2 s; the first
    of a process has the frame printed, 0.8 s more.
    """
    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as made:
        _refuse(source, plan, sides)
        is_spanish = str(source.Root.get("/Lang", "")).startswith("es")
        frame = _as_form(made, _frame(plan, sides, is_spanish))
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for cards in _sheets(len(pages) // sides, plan.cells, repeat):
            for side in range(sides):
                _add_sheet(made, plan, [pages[card * sides + side] for card in cards], frame, is_back=side == 1)
        _describe(made, source, sides)
        out = BytesIO()
        made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _refuse(source: pikepdf.Pdf, plan: Plan, sides: int) -> None:
    if len(source.pages) % sides:
        raise PaperError(findings=[Finding("sides", words=str(len(source.pages)), needed=str(sides))])
    for page in source.pages:
        x, y, right, top = (float(side) / PT for side in page.trimbox)
        size = (right - x, top - y)
        if any(abs(found - wanted) > _NEAR for found, wanted in zip(size, plan.cell, strict=True)):
            raise PaperError(findings=[Finding("cell", words=_measure(size), needed=_measure(plan.cell))])


def _measure(size: Size) -> str:
    return f"{size[0]:.1f} × {size[1]:.1f} mm"


def _sheets(cards: int, cells: int, repeat: bool) -> Iterator[list[int]]:
    """Which card stands in each cell of each sheet; the last sheet may have empty ones."""
    if repeat:
        return ([card] * cells for card in range(cards))
    return (list(range(first, min(first + cells, cards))) for first in range(0, cards, cells))


def _add_sheet(
    made: pikepdf.Pdf, plan: Plan, cards: list[pikepdf.Object], frame: pikepdf.Object, *, is_back: bool
) -> None:
    names = {form.objgen: f"/C{n}" for n, form in enumerate(cards)}  # one for each card, however often it stands here
    steps = [f"q {_place(plan, n, is_back)} cm {names[form.objgen]} Do Q" for n, form in enumerate(cards)]
    page = made.add_blank_page(page_size=(plan.sheet[0] * PT, plan.sheet[1] * PT))
    forms = {names[form.objgen]: form for form in cards}
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({**forms, "/Frame": frame}))
    page.obj.Contents = made.make_stream("\n".join([*steps, "/Frame Do"]).encode())


def _place(plan: Plan, n: int, is_back: bool) -> str:
    """The matrix of the nth cell. Paper that stands is turned like a page: columns change sides. Paper that lies is
    turned over its upper edge: columns stay, and a back is upright on the piece when it is upside down here."""
    row, column = divmod(n, plan.columns)
    is_turned = is_back and plan.is_lying
    box = plan.box(plan.columns - 1 - column if is_back and not plan.is_lying else column, row)
    left, bottom = box.x * PT, (plan.sheet[1] - box.bottom) * PT
    if is_turned:
        return f"-1 0 0 -1 {left + box.w * PT:.3f} {bottom + box.h * PT:.3f}"
    return f"1 0 0 1 {left:.3f} {bottom:.3f}"


def _describe(made: pikepdf.Pdf, source: pikepdf.Pdf, sides: int) -> None:
    """Title and language of the cards; readers are told to print at full size and how to turn the paper."""
    if "/Title" in source.docinfo:
        made.docinfo["/Title"] = str(source.docinfo["/Title"])
    made.Root.Lang = str(source.Root.get("/Lang", "en-US"))
    wishes = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"), DisplayDocTitle="/Title" in source.docinfo)
    wishes.Duplex = pikepdf.Name.DuplexFlipLongEdge if sides == 2 else pikepdf.Name.Simplex
    made.Root.ViewerPreferences = wishes


# -- marks and words, printed by the press


def _as_form(made: pikepdf.Pdf, pdf: bytes) -> pikepdf.Object:
    with pikepdf.open(BytesIO(pdf)) as frame:
        return made.copy_foreign(frame.pages[0].as_form_xobject())


@lru_cache(maxsize=8)
def _frame(plan: Plan, sides: int, is_spanish: bool) -> bytes:
    order = _ORDERS[is_spanish]
    parts: list[Part] = [*_marks(plan), *_words(plan, sides, order)]
    title = " · ".join(FULL_SIZE[language] for language in order)
    return press(html_in(TAGS[order[0]], title, [Page(*plan.sheet, parts)]))


def _marks(plan: Plan) -> list[Shape]:
    """At every edge of a card; on one that is also the paper's there is nothing to cut."""
    cells = [plan.box(column, row) for row in range(plan.rows) for column in range(plan.columns)]
    (w, h), (left, top) = plan.sheet, plan.margins
    xs = _edges([side for cell in cells for side in (cell.x, cell.right)], w)
    ys = _edges([side for cell in cells for side in (cell.y, cell.bottom)], h)
    boxes = [Box(x - MARK_LINE / 2, y, MARK_LINE, high) for y, high in _spans(top, h) for x in xs]
    boxes += [Box(x, y - MARK_LINE / 2, wide, MARK_LINE) for x, wide in _spans(left, w) for y in ys]
    return [Shape(box, "ink") for box in boxes]


def _edges(sides: list[float], end: float) -> list[float]:
    return sorted({round(side, 3) for side in sides if 0.1 < side < end - 0.1})


def _spans(margin: float, end: float) -> list[tuple[float, float]]:
    """Where a mark begins and how long it is, at either end of the paper."""
    if margin < _MARK + _MARK_OFF:
        return [(_INNER_EDGE, _INNER_MARK), (end - _INNER_EDGE - _INNER_MARK, _INNER_MARK)]
    return [(margin - _MARK_OFF - _MARK, _MARK), (end - margin + _MARK_OFF, _MARK)]


def _words(plan: Plan, sides: int, order: tuple[Language, Language]) -> list[Block]:
    """In the upper margin, above the columns; without a margin they would stay on the pages, so there are none."""
    high = line_mm(_WORDS_PT, 1.2)
    if plan.margins[1] < high + _MARK_OFF:
        return []
    texts: list[tuple[Both, Face]] = [(FULL_SIZE, SEMI), *([(BOTH_SIDES, MEDIUM)] if sides == 2 else [])]
    top = plan.margins[1] - _MARK_OFF - _MARK / 2 - high / 2
    boxes = [plan.box(column, 0) for column in range(plan.columns)]
    return [
        Block("frame", "", box.x + 2, top, box.w - 4, high, "", _WORDS_PT, 1.2, [_both(text, face, order)])
        for (text, face), box in zip(texts, boxes, strict=False)
    ]


def _both(text: Both, face: Face, order: tuple[Language, Language]) -> Line:
    first, second = (Piece(text[language], face, TAGS[language]) for language in order)
    return [first, Piece(" · ", face), second]

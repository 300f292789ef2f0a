"""Cards and halves on office sheets: at full size, with marks in the margins, and both sides on one piece of paper."""

from __future__ import annotations

from io import BytesIO
from time import process_time

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps

from campaign.paper.check import text
from campaign.paper.errors import PaperError
from campaign.paper.imposition import CARDS, HALVES, Plan, impose
from campaign.paper.page import PT, Box, Page, Part, Shape, Size
from campaign.paper.press import Press
from campaign.paper.render import html_in
from campaign.paper.typeset import HEAVY, Block, Piece, line_mm

DPI = 100
WHITE = (255, 255, 255)


@pytest.fixture(scope="module")
def cards(press: Press) -> bytes:
    """Twelve cards with two sides, in Spanish first."""
    return press(html_in("es-MX", "Tarjetas", [side for n in range(12) for side in both_sides(n, CARDS.cell)]))


@pytest.fixture(scope="module")
def halves(press: Press) -> bytes:
    return press(html_in("en-US", "Halves", [side for n in range(2) for side in both_sides(n, HALVES.cell)]))


def both_sides(n: int, cell: Size) -> tuple[Page, Page]:
    """A number, and a spot in the same corner of the paper: at the left in front, at the right behind; the second
    card's spot is lower."""
    w, h = cell
    spot = 20 + 8 * (n % 3)
    front: list[Part] = [Shape(Box(9, spot, 12, 6), "warm"), number(f"{n}-front", w)]
    back: list[Part] = [Shape(Box(w - 21, spot, 12, 6), "warm"), number(f"{n}-back", w)]
    return Page(w, h, front), Page(w, h, back)


def number(words: str, w: float) -> Block:
    return Block("x", "en-US", 25, 8, w - 50, line_mm(12, 1.2), "", 12, 1.2, [[Piece(words, HEAVY)]])


def raster(pdf: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn: Image.Image = document[page].render(scale=DPI / 72).to_pil()
        return drawn.convert("RGB")


def spots(picture: Image.Image) -> Image.Image:
    """White where the paper is terracotta, black elsewhere."""
    red, _green, blue = picture.split()
    return ImageChops.subtract(red, blue).point([0] * 100 + [255] * 156)


def sizes(pdf: bytes) -> list[Size]:
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        return [(float(page.mediabox[2]) / PT, float(page.mediabox[3]) / PT) for page in document.pages]


def cell_text(pdf: bytes, page: int, box: Box, sheet: Size) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[page].get_textpage()
        return str(
            found.get_text_bounded(
                box.x * PT, (sheet[1] - box.bottom) * PT, box.right * PT, (sheet[1] - box.y) * PT
            )
        ).strip()  # fmt: skip


def test_measures_of_the_sheet_of_cards() -> None:
    assert CARDS.margins == pytest.approx((16.05, 12.7))
    last = CARDS.box(1, 4)
    assert (last.right, last.bottom) == pytest.approx((215.9 - 16.05, 279.4 - 12.7))
    assert last.x - CARDS.box(0, 4).right == pytest.approx(6)


def test_a_card_fills_a_sheet(cards: bytes) -> None:
    pdf = impose(cards, CARDS, sides=2)
    assert sizes(pdf) == [pytest.approx((215.9, 279.4), abs=0.1)] * 24
    assert text(pdf, 0).count("0-front") == text(pdf, 1).count("0-back") == 10
    assert text(pdf, 22).count("11-front") == 10


def test_cards_in_turn_have_their_own_backs(cards: bytes) -> None:
    """Turned like a page, what was the left column is the right one."""
    pdf = impose(cards, CARDS, sides=2, repeat=False)
    assert len(sizes(pdf)) == 4
    for n in range(10):
        row, column = divmod(n, 2)
        assert cell_text(pdf, 0, CARDS.box(column, row), CARDS.sheet) == f"{n}-front"
        assert cell_text(pdf, 1, CARDS.box(1 - column, row), CARDS.sheet) == f"{n}-back"
    assert "11-front" in text(pdf, 2)


@pytest.mark.parametrize("repeat", [True, False])
def test_both_sides_of_a_card_are_on_one_piece(cards: bytes, repeat: bool) -> None:
    pdf = impose(cards, CARDS, sides=2, repeat=repeat)
    assert_same(spots(raster(pdf, 0)), ImageOps.mirror(spots(raster(pdf, 1))))


def test_both_sides_of_a_half_are_on_one_piece(halves: bytes) -> None:
    """A lying sheet is turned over its upper edge; each half is then turned like a page, so its back is upright."""
    pdf = impose(halves, HALVES, sides=2, repeat=False)
    assert sizes(pdf) == [pytest.approx((279.4, 215.9), abs=0.1)] * 2
    assert_same(spots(raster(pdf, 0)), ImageOps.flip(spots(raster(pdf, 1))))


def assert_same(front: Image.Image, back: Image.Image) -> None:
    """But for a pixel at the edges."""
    assert front.getbbox() is not None
    different = ImageChops.difference(front, back).histogram()[255]
    assert different < front.histogram()[255] * 0.1


def test_marks_stand_in_the_margins_only(cards: bytes) -> None:
    with_marks = raster(impose(cards, CARDS, sides=2), 0)
    dark = with_marks.convert("L").point([255] * 140 + [0] * 116)
    left, top = (round(side / 25.4 * DPI) for side in CARDS.margins)
    gutter = dark.crop((with_marks.width // 2 - 10, top, with_marks.width // 2 + 10, with_marks.height - top))
    assert gutter.getbbox() is None
    edges = dark.crop((0, 0, left - 1, with_marks.height))
    assert edges.getbbox() is not None
    rows = [y for y in range(edges.height) if edges.getpixel((left - 20, y))]
    expected = [CARDS.box(0, row).y for row in range(5)] + [CARDS.box(0, 4).bottom]
    assert [y for n, y in enumerate(rows) if n == 0 or y > rows[n - 1] + 1] == pytest.approx(
        [y / 25.4 * DPI for y in expected], abs=1.5
    )


def test_words_tell_how_to_print(cards: bytes, halves: bytes) -> None:
    words = text(impose(cards, CARDS, sides=2))
    assert "Imprimir al 100 % · Print at 100 %" in words
    assert "Dos caras: voltear por el lado largo · Two sides: flip on the long edge" in words
    one_side = text(impose(cards, CARDS))
    assert "Two sides" not in one_side
    assert "100 %" not in text(impose(halves, HALVES, sides=2)), "it would stay on the piece"


def test_halves_are_cut_in_the_middle(halves: bytes) -> None:
    picture = raster(impose(halves, HALVES, sides=2), 0)
    middle = round(139.7 / 25.4 * DPI)
    for y in (5.0, 210.0):
        shades = [picture.getpixel((middle + step, round(y / 25.4 * DPI))) for step in (-2, -1, 0, 1, 2)]
        assert min(shade[0] for shade in shades if isinstance(shade, tuple)) < 220
    assert picture.getpixel((middle, picture.height // 2)) == WHITE


def test_readers_are_told_not_to_scale(cards: bytes) -> None:
    with pikepdf.open(BytesIO(impose(cards, CARDS, sides=2))) as document:
        wishes = document.Root.ViewerPreferences
        assert (str(wishes.PrintScaling), str(wishes.Duplex)) == ("/None", "/DuplexFlipLongEdge")
        assert str(document.Root.Lang) == "es-MX"
        assert str(document.docinfo["/Title"]) == "Tarjetas"


def test_nothing_becomes_pixels_and_nothing_is_scaled(cards: bytes) -> None:
    with pikepdf.open(BytesIO(impose(cards, CARDS, sides=2))) as document:
        streams = [found for found in document.objects if isinstance(found, pikepdf.Stream)]
        turns = {tuple(map(str, step.operands[:4])) for step in pikepdf.parse_content_stream(document.pages[0], "cm")}
        assert not any(found.get("/Subtype") == "/Image" for found in streams)
    assert turns == {("1", "0", "0", "1")}


def test_the_same_cards_give_the_same_bytes(cards: bytes) -> None:
    assert impose(cards, CARDS, sides=2) == impose(cards, CARDS, sides=2)


@pytest.mark.parametrize(
    ("plan", "sides", "kind"), [(HALVES, 1, "cell"), (CARDS, 5, "sides")], ids=["other size", "no back"]
)
def test_what_would_come_out_wrong_is_refused(cards: bytes, plan: Plan, sides: int, kind: str) -> None:
    with pytest.raises(PaperError) as error:
        impose(cards, plan, sides)
    assert [finding.kind for finding in error.value.findings] == [kind]


def test_a_thousand_pages_take_seconds(cards: bytes) -> None:
    many, out = pikepdf.new(), BytesIO()
    with pikepdf.open(BytesIO(cards)) as source:
        while len(many.pages) < 1000:
            many.pages.extend(source.pages[: 1000 - len(many.pages)])
        many.save(out)
    began = process_time()
    pdf = impose(out.getvalue(), CARDS, sides=2)
    assert process_time() - began < 5
    assert len(sizes(pdf)) == 1000

"""Guides over a page's picture: where they stand, that our layouts keep to them, and that no two look the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from campaign.flyers.outputs.job import FOLDS
from campaign.paper.guides import CARDS, KINDS, guides, kinds_in
from campaign.paper.layouts import LAYOUTS
from campaign.paper.overlay import PATTERNS, with_guides
from campaign.paper.page import Box
from campaign.paper.preview import preview
from campaign.paper.typeset import MM_PER_PT, Block, line_mm
from tests.paper.cases import ALL, Case

_NEAR = 0.25  # mm, as the child measures
_CAP_TOP = 0.15  # of the type, from the top of a line


def of(layout: str, kind: str, page: int = 0, size: str = "") -> list[Box]:
    return [guide.box for guide in guides(layout, size, page) if guide.kind == kind]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_words_stay_inside_the_safe_margin_and_cross_no_fold(case: Case) -> None:
    for number, page in enumerate(case.pages):
        (safe,) = of(case.name, "safe", number, case.size)
        folds = [fold.x for fold in of(case.name, "fold", number, case.size)]
        for block in page.blocks:
            ink = _ink(block)
            assert ink.x >= safe.x - _NEAR, block.slot
            assert ink.y >= safe.y - _NEAR, block.slot
            assert ink.right <= safe.right + _NEAR, block.slot
            assert ink.bottom <= safe.bottom + _NEAR, block.slot
            assert not any(ink.x < fold < ink.right for fold in folds), block.slot


def _ink(block: Block) -> Box:
    """Where its lines stand: from the top of the first capital to the foot of the last line."""
    wide = max((sum(piece.width(block.pt) for piece in line) for line in block.lines), default=0.0)
    spare, css = block.w - wide, block.css.split()
    left = block.x + (spare / 2 if "centre" in css else spare if "right" in css else 0)
    cap = _CAP_TOP * block.pt * MM_PER_PT
    return Box(left, block.y + cap, wide, line_mm(block.pt, block.leading) * len(block.lines) - cap)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_paper_is_cut_at_the_edge_of_the_page(case: Case) -> None:
    for number, page in enumerate(case.pages):
        (cut,) = of(case.name, "cut", number, case.size)
        assert (cut.x, cut.y, cut.w, cut.h) == pytest.approx((0, 0, page.w, page.h))


def test_office_sheets_have_a_white_edge_and_cards_a_narrow_margin() -> None:
    assert of("letter-stacked", "white", size="oficio") == [Box(5, 5, 205.9, 330)]
    assert of("tabloid-poster", "white", size="poster-18x24") == []
    for card in CARDS:
        assert of(card, "white") == []
        assert of(card, "safe")[0].x == 3
    assert of("half-letter", "safe")[0].x == 6.4


def test_the_folds_inside_mirror_those_outside_and_are_those_of_the_job_sheet() -> None:
    outside, inside = ([fold.x for fold in of("letter-trifold", "fold", page)] for page in (0, 1))
    first, second, _third = FOLDS["letter-trifold"]
    wide = LAYOUTS["letter-trifold"].sizes[0].width_mm
    assert outside == pytest.approx([first, first + second])
    assert inside == pytest.approx([wide - fold for fold in reversed(outside)])


def test_a_legend_names_only_what_occurs() -> None:
    assert kinds_in(["rack-card"]) == ["safe", "cut"]
    assert kinds_in(list(LAYOUTS)) == list(KINDS)


@pytest.mark.parametrize("names", [("nonsense", ""), ("rack-card", "letter")])
def test_what_a_layout_does_not_have(names: tuple[str, str]) -> None:
    with pytest.raises(KeyError):
        guides(*names)


def test_each_kind_has_a_pattern_of_its_own() -> None:
    assert len(set(PATTERNS.values())) == len(PATTERNS) == len(KINDS)


def test_a_fold_is_drawn_where_it_is_on_paper() -> None:
    drawn = guides("letter-trifold")
    picture = with_guides(Image.new("RGB", (1117, 863), "#888888"), drawn, 279.4)
    for fold in of("letter-trifold", "fold"):
        column = {picture.getpixel((round(fold.x / 279.4 * 1117) + shift, y)) for shift in (-1, 0) for y in range(99)}
        assert (27, 43, 52) in column
        assert (255, 255, 255) in {picture.getpixel((round(fold.x / 279.4 * 1117), y)) for y in range(99)}
    assert picture.getpixel((500, 400)) == (136, 136, 136), "what no guide touches stays"
    assert picture.getpixel((500, 10)) != (136, 136, 136), "the white edge is tinted"


def test_in_grey_no_dot_has_a_colour_and_with_lines_some_are_others(us: bytes) -> None:
    plain, grey, lined = (
        Image.open(BytesIO(made)).convert("RGB")
        for made in (
            preview(us, width=400),
            preview(us, width=400, is_grey=True),
            preview(us, width=400, drawn=guides("letter-side-by-side")),
        )
    )
    assert plain.size == grey.size == lined.size
    red, green, blue = (band.tobytes() for band in grey.split())
    assert max(max(dot) - min(dot) for dot in zip(red, green, blue, strict=True)) <= 2
    assert lined.tobytes() != plain.tobytes()

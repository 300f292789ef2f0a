"""The gates see what they are there for: one fault each, planted by hand."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from campaign.paper.page import Box, Code, Page, Part, Shape
from campaign.paper.sheet import ORDER
from campaign.paper.typeset import BOLD, SEMI, TEXT, Block, Face, Piece
from tests.paper import copier, ink, tagged
from tests.paper.cases import ALL, pairwise
from tests.paper.contrast import ratio, too_weak
from tests.paper.printed import Colour, Passage
from tests.paper.test_gates import READABLE

BLOCK = Block("point-1", "en-US", 20, 20, 60, 6, "", 12, 1.2, [[Piece("Stay with the person.", TEXT)]])


def page(*parts: Part) -> Page:
    return Page(100, 100, list(parts))


def test_few_cases_hold_every_pair() -> None:
    few = pairwise(ALL)
    assert len(few) < len(ALL)
    assert set().union(*(case.pairs for case in few)) == set().union(*(case.pairs for case in ALL))
    assert {case.country for case in few} == set(ORDER)


# -- boxes


def test_one_text_over_another_is_seen() -> None:
    other = replace(BLOCK, slot="point-2", y=21.5)
    assert ink.collisions(page(BLOCK, other)) == ["point-1 “Stay with the person.” × point-2 “Stay with the person.”"]
    assert ink.collisions(page(BLOCK, replace(other, y=25.0))) == []
    assert ink.collisions(page(BLOCK, replace(other, css="right", w=61.0, x=19.0))) != []


def test_a_text_under_a_shape_or_in_a_white_zone_is_seen() -> None:
    over, beside = Box(30, 18, 5, 5), Box(90, 18, 5, 5)
    assert ink.covered(page(BLOCK, Shape(over, "teal")))
    assert ink.covered(page(Code(over, 33, "", ""), BLOCK))
    assert not ink.covered(page(Shape(over, "teal"), BLOCK, Shape(beside, "teal"), Shape(over, "frame")))


@pytest.mark.parametrize("moved", [{"x": 1.0}, {"y": 0.5}, {"x": 63.0}, {"y": 94.5}])
def test_a_text_at_the_edge_is_seen(moved: dict[str, float]) -> None:
    assert ink.over_the_edge(page(BLOCK)) == []
    assert ink.over_the_edge(page(replace(BLOCK, **moved)))  # type: ignore[arg-type]


# -- colours


def test_the_ratio_of_two_colours() -> None:
    assert ratio((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert ratio((0xB4, 0x53, 0x1A), (0xF7, 0xEC, 0xDC)) == pytest.approx(4.3, abs=0.05)


@pytest.mark.parametrize(
    ("pt", "face", "is_enough"), [(12, TEXT, False), (14, BOLD, True), (14, SEMI, False), (18, TEXT, True)]
)
def test_small_type_needs_more(pt: float, face: Face, is_enough: bool) -> None:
    block = replace(BLOCK, pt=pt, lines=[[Piece("Stay", face)]])
    assert (weak(block, "#f7ecdc", (0xB4, 0x53, 0x1A)) == []) == is_enough


def test_half_a_word_on_another_ground_is_seen() -> None:
    assert weak(BLOCK, "#ffffff", (0x0B, 0x5A, 0x6F)) == []
    assert weak(BLOCK, "#ffffff", (0x0B, 0x5A, 0x6F), half="#1c6a80")


def weak(block: Block, ground: str, colour: Colour, half: str = "") -> list[str]:
    (found,) = ink.of_block(block)
    picture = Image.new("RGB", (284, 284), ground)
    if half:
        picture.paste(half, (0, 0, round((found.box.x + found.box.w / 2) * 72 / 25.4), 284))
    return list(too_weak([(found, Passage(0, "Stay", found.box, colour))], picture))


# -- tags


@pytest.mark.parametrize("part", ["/P", "/K"])
def test_an_element_that_lost_its_way_is_seen(us: bytes, part: str) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        assert tagged.faults(document) == []
        del document.Root.StructTreeRoot.ParentTree.Nums[1][0][part]
        assert tagged.faults(document)


def test_another_language_is_seen(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        before = tagged.spoken(document)
        document.Root.StructTreeRoot.ParentTree.Nums[1][0].Lang = pikepdf.String("es-MX")
        assert [now for now, then in zip(tagged.spoken(document)[0], before[0], strict=True) if now != then] == [
            (0, "es-MX")
        ]


def test_a_mark_that_nobody_knows_is_seen(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        row = document.Root.StructTreeRoot.ParentTree.Nums[1]
        row[3] = row[4]
        assert tagged.faults(document) == ["page 0: the element of mark 3 does not hold it"]


def test_what_is_painted_without_a_mark_is_seen(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        document.pages[0].contents_add(b"0 0 9 9 re f")
        assert tagged.faults(document) == ["page 0: f without a mark"]


# -- copies


@pytest.mark.parametrize(("pt", "is_readable"), [(9.0, True), (7.5, False), (6.0, False)])
@pytest.mark.parametrize("face", [SEMI, TEXT])
def test_what_a_copier_leaves_of_small_type(face: Face, pt: float, is_readable: bool) -> None:
    font = ImageFont.truetype(str(face.file), round(pt / 72 * copier.DPI))
    original = Image.new("L", (1800, 80), 255)
    words = "F-0001 v3 · US-48141 El Paso County, Texas · Review by 30 Jun 2027 · Revisar antes del 30 jun 2027"
    ImageDraw.Draw(original).text((20, 10), words, fill=27, font=font)
    found = copier.likeness(original, copier.copied(original), Box(10, 5, 1700, 60))
    assert (found >= READABLE) == is_readable

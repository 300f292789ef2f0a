"""The poster in its three sizes: read across a room in both languages, the sheet's own picture whole and sharp."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from campaign.paper.check import check, text
from campaign.paper.errors import DoesNotFit, Finding
from campaign.paper.fit import misfits
from campaign.paper.foot import scanned
from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Figure, Heading
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Point, Sheet
from campaign.paper.words import SCENE_ALT
from tests.paper import sheets

POSTER = "tabloid-poster"
SIZES = [size.name for size in LAYOUTS[POSTER].sizes]
FOUR: list[Point] = [
    {"slot": f"point-{n}", "pictogram": pictogram, "en": en, "es": es}
    for n, (pictogram, en, es) in enumerate(
        [
            ("call-911", "Call 911", "Llama al 911"),
            ("naloxone", "Give naloxone", "Dale naloxona"),
            ("on-one-side", "Lay the body on one side", "Acuéstala de lado"),
            ("", "Stay", "Quédate"),
        ],
        1,
    )
]
BARE: dict[str, Any] = {
    "contact": None, "strip": [], "elsewhere": None, "points": sheets.SHORT[:1], "helplines": [sheets.N911],
    "places": {"near": "", "far": ""}, "subline": {"en": "", "es": ""},
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", ["colour", "ink"])
def test_both_editions_pass_the_check_in_each_size(press: Press, size: str, look: str) -> None:
    for sheet in (sheets.US, sheets.changed(sheets.MX, points=FOUR, draft=True)):
        pdf = press(compile(POSTER, sheet, size, look))
        assert check(pdf, sheet, POSTER) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert [float(mm) for mm in document.pages[0].mediabox[2:]] == pytest.approx(
            [mm / 25.4 * 72 for mm in LAYOUTS[POSTER].size(size).mm], abs=0.2
        )


@pytest.mark.parametrize(
    "parts",
    [
        BARE,
        {"helplines": [sheets.N988, sheets.SAMHSA, sheets.VIDA], "contact": None},
        {"helplines": [sheets.N911, sheets.VIDA], "points": sheets.SHORT[:2], "strip": []},
        {"helplines": [sheets.SAMHSA], "points": []},
        {"points": [*sheets.FACTS, {**sheets.FACTS[2], "slot": "point-4"}]},
    ],
)
def test_what_may_be_absent_or_long_still_makes_a_page(press: Press, parts: dict[str, Any]) -> None:
    sheet = sheets.changed(sheets.US, **parts)
    assert misfits(pages(POSTER, sheet)) == []
    assert check(press(compile(POSTER, sheet)), sheet, POSTER) == []


def test_the_headline_is_read_across_a_room() -> None:
    """Both languages in one size, own country's first; some 95 points on tabloid."""
    headline = {"en": "Call. Stay. Save a life.", "es": "Llama. Quédate. Salva una vida."}
    for base, first in ((sheets.US, "en-US"), (sheets.MX, "es-MX")):
        (page,) = pages(POSTER, sheets.changed(base, points=FOUR, headline=headline))
        headings = [part for part in page.parts if isinstance(part, Heading)]
        assert next(heading.lang for heading in headings) == first
        (pt,) = {block.pt for heading in headings for block in heading.blocks}
        assert pt > 90


def test_no_type_is_smaller_than_the_smallest_that_may_be() -> None:
    for sheet in (sheets.US, sheets.MX):
        blocks = pages(POSTER, sheet)[0].blocks
        assert min(block.pt for block in blocks if block.slot != "footer") >= 11
        assert min(block.pt for block in blocks) >= 9


def test_each_person_of_the_scene_says_it_in_one_language() -> None:
    found = [(part.lang, part.alt) for part in pages(POSTER, sheets.MX)[0].parts if isinstance(part, Figure)]
    assert found == [("es-MX", SCENE_ALT["es"]), ("en-US", SCENE_ALT["en"])]


def test_an_overlong_point_is_refused_with_slot_and_millimetres(press: Press) -> None:
    sheet = sheets.changed(sheets.US, points=[{**point, **sheets.talk(15)} for point in sheets.FACTS])
    with pytest.raises(DoesNotFit) as refused:
        press(compile(POSTER, sheet))
    found = {found.slot: found.over_mm for found in refused.value.findings if found.kind == "height"}
    assert set(found) == {found.slot for found in misfits(pages(POSTER, sheet))} == {"point-1", "point-2", "point-3"}
    assert min(found.values()) > 5


def test_the_code_can_be_scanned_and_the_words_stand_in_the_order_of_the_edition(press: Press) -> None:
    pdf = press(compile(POSTER, sheets.MX))
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(preview(pdf, 0, 1400))))] == [
        scanned(sheets.MX["address"])
    ]
    words = text(pdf)
    assert words.index("pastilla") < words.index("pill")
    assert "En Estados Unidos · In the United States" in words


# -- with a picture


def with_picture(width: int, height: int, sha256: str = "0" * 64) -> Sheet:
    picture = {"sha256": sha256, "width": width, "height": height}
    return sheets.changed(sheets.MX, points=sheets.SHORT, picture=picture)


def test_a_picture_takes_the_place_of_the_scene(press: Press) -> None:
    out = BytesIO()
    Image.linear_gradient("L").resize((1500, 1000)).save(out, "JPEG")
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    sheet = with_picture(1500, 1000, sha256)
    pdf = press(compile(POSTER, sheet), {sha256: out.getvalue()})
    assert check(pdf, sheet, POSTER) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        images = [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert len(images) == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("width", "height"), [(3000, 1400), (1000, 1500), (4000, 900)])
def test_the_picture_is_whole_clear_of_the_words_and_sharp(size: str, width: int, height: int) -> None:
    (page,) = pages(POSTER, with_picture(width, height), size)
    figures = [part for part in page.parts if isinstance(part, Figure)]
    assert [figure.lang for figure in figures] == ["es-MX", "en-US"]
    box = figures[0].box
    assert box.w / box.h == pytest.approx(width / height)
    assert width / box.w * 25.4 >= 149.9
    words = [block for block in page.blocks if block.slot in ("headline", "subline")]
    assert all(block.y + block.h <= box.y for block in words)


def test_too_few_pixels_are_refused_with_what_is_needed() -> None:
    with pytest.raises(DoesNotFit) as refused:
        pages(POSTER, with_picture(600, 400), "poster-18x24")
    assert refused.value.findings == [Finding("pixels", "picture", words="600 × 400", needed="751 × 501")]
    assert pages(POSTER, with_picture(751, 501), "poster-18x24")

"""A picture on the page: whole, sharp, with words in both languages, and never wider or higher than there is room."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageOps

from campaign.paper.check import check
from campaign.paper.errors import DoesNotFit, Finding, ForbiddenFetch
from campaign.paper.layouts import PICTURE
from campaign.paper.page import Box, Figure, Shape
from campaign.paper.pictures import for_paper
from campaign.paper.press import press
from campaign.paper.render import compile, pages, render
from campaign.paper.sheet import Sheet
from tests.paper import sheets
from tests.paper.conftest import LETTER

ALT = {"en": "Two friends on a bench.", "es": "Dos amigos en una banca."}


def photo(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    ImageOps.colorize(Image.linear_gradient("L"), "navy", "orange").convert(mode).resize((width, height)).save(
        out, kind, **options
    )
    return out.getvalue()


def with_picture(width: int, height: int, base: Sheet = sheets.US, **parts: Any) -> Sheet:
    picture = {"sha256": "0" * 64, "width": width, "height": height}
    return sheets.changed(base, alt=ALT, **{"picture": picture, **parts})


def printed(data: bytes, base: Sheet = sheets.US, **parts: Any) -> tuple[Sheet, bytes]:
    sha256 = hashlib.sha256(data).hexdigest()
    width, height = Image.open(BytesIO(data)).size
    sheet = with_picture(width, height, base, picture={"sha256": sha256, "width": width, "height": height}, **parts)
    return sheet, render(LETTER, sheet, {sha256: data})


def placed(sheet: Sheet) -> Box:
    """The place of the picture: the same for both of its figures."""
    (page,) = pages(LETTER, sheet)
    (box,) = {part.box for part in page.parts if isinstance(part, Figure) and part.css == "picture"}
    return box


def refused(sheet: Sheet) -> list[Finding]:
    with pytest.raises(DoesNotFit) as error:
        compile(LETTER, sheet)
    return error.value.findings


@pytest.mark.parametrize("base", [sheets.US, sheets.MX], ids=["US", "MX"])
def test_the_page_holds_the_picture_once_and_its_words_in_both_languages(base: Sheet) -> None:
    sheet, pdf = printed(photo(1600, 900), base)
    assert check(pdf, sheet) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        figures = [
            (str(one.Lang), str(one.Alt))
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary)
            and str(one.get("/S", "")) == "/Figure"
            and str(one.Alt) in ALT.values()
        ]
        images = [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
    assert sorted(figures) == [("en-US", ALT["en"]), ("es-MX", ALT["es"])]
    assert len(images) == 1
    assert int(images[0].Width) < 1600, "no more dots than paper can show"


def test_the_same_sheet_and_picture_are_the_same_bytes() -> None:
    data = photo(1600, 900)
    assert printed(data)[1] == printed(data)[1]


def test_a_draft_with_a_picture_says_so() -> None:
    sheet, pdf = printed(photo(900, 900, "PNG"), sheets.MX, draft=True)
    assert check(pdf, sheet) == []


def test_another_picture_is_another_page() -> None:
    one, other = with_picture(900, 600), with_picture(900, 600)
    assert compile(LETTER, one) == compile(LETTER, other)
    other["picture"] = {"sha256": "1" * 64, "width": 900, "height": 600}
    assert compile(LETTER, one) != compile(LETTER, other)


def test_only_pictures_that_were_handed_in_are_printed() -> None:
    with pytest.raises(ForbiddenFetch):
        press(compile(LETTER, with_picture(900, 600)))


SIZES = [(1600, 900), (900, 1600), (4000, 3000), (1500, 190), (600, 600), (400, 4000)]


@pytest.mark.parametrize("points", [sheets.SHORT, sheets.FACTS], ids=["short", "long"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_stands_inside_the_field_with_its_aspect(width: int, height: int, points: list[Any]) -> None:
    sheet = with_picture(width, height, points=points)
    (page,), box = pages(LETTER, sheet), placed(sheet)
    field = next(part.box for part in page.parts if isinstance(part, Shape) and part.css == "teal")
    assert box.w / box.h == pytest.approx(width / height)
    assert box.w <= PICTURE.width_mm + 0.01
    assert field.y < box.y
    assert box.bottom < min(block.y for block in page.blocks if block.slot == "headline")
    assert width / box.w * 25.4 >= PICTURE.dpi - 0.01
    names = [block for block in page.blocks if block.slot.startswith("place-") and block.y + block.h > box.y]
    assert all(not (block.x < box.right and box.x < block.x + block.w) for block in names), "clear of the names"


def test_too_few_pixels_are_refused_with_what_is_needed() -> None:
    assert refused(with_picture(300, 200)) == [
        Finding("pixels", "picture", words="300 × 200", needed="426 × 284"),
    ]
    assert compile(LETTER, with_picture(426, 284))


def test_a_text_that_leaves_no_room_is_told_by_how_many_millimetres() -> None:
    points = [{**sheets.FACTS[2], "slot": f"point-{n}"} for n in (1, 2, 3)]
    headline = {"en": "You never know which pill is the wrong one", "es": "Nunca sabes cuál pastilla es la equivocada"}
    subline = {"en": "They all look the same, and nobody " * 2, "es": "Todas se ven iguales, y nadie lo nota " * 2}
    (found,) = refused(with_picture(1600, 900, points=points, headline=headline, subline=subline))
    assert (found.kind, found.slot) == ("room", "picture")
    assert 0 < found.over_mm < 40


@pytest.mark.parametrize("headline", ["One fake pill can kill", "Not every pill is medicine", "Stay. Call 911."])
def test_usual_headlines_leave_room(headline: str) -> None:
    assert placed(with_picture(1600, 900, headline={"en": headline, "es": "Una pastilla falsa puede matar"})).h > 45


# What the child makes of it


def test_a_picture_that_needs_no_change_is_handed_on_as_it_is() -> None:
    data = photo(800, 600)
    assert for_paper(data, 800) == (data, "image/jpeg")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "L")])
def test_whatever_the_gate_makes_can_be_printed(kind: str, mode: str) -> None:
    made, mimetype = for_paper(photo(800, 600, kind, mode), 400)
    with Image.open(BytesIO(made)) as picture:
        assert (picture.size, picture.mode) in (((400, 300), "RGB"), ((400, 300), "L"))
    assert mimetype == f"image/{kind.lower()}"


def test_where_it_is_clear_the_paper_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(for_paper(out.getvalue(), 60)[0])) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_its_colours_become_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made, _kind = for_paper(photo(300, 200, icc_profile=profile), 300)
    with Image.open(BytesIO(made)) as picture:
        assert "icc_profile" not in picture.info


def test_the_same_bytes_come_out_again() -> None:
    data = photo(900, 600, "PNG", "RGBA")
    first = for_paper(data, 300)
    for_paper.cache_clear()
    assert for_paper(data, 300) == first

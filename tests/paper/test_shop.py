"""What a print shop gets: colour over the trim, exact boxes, our inks and no RGB; a picture only with its press."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageCms

from campaign.paper import drawings
from campaign.paper.check import check, text
from campaign.paper.errors import Broken, Finding, WrongColour
from campaign.paper.finish import finish
from campaign.paper.foot import scanned
from campaign.paper.inks import BUILDS, MOST_INK, build
from campaign.paper.page import PT, Box, Drawing, Page, Shape, Size
from campaign.paper.press import Press
from campaign.paper.render import templates_folder
from campaign.paper.shop import BLEED, MARGIN, for_shop, shop_html
from campaign.paper.shop_check import shop_findings
from tests.paper import sheets
from tests.paper.conftest import LETTER
from tests.paper.icc import cmyk_profile

TRIM: Size = (215.9, 279.4)
DPI = 200
COLOUR = re.compile("#[0-9a-f]{6}")
Colour = tuple[int, int, int]
Fill = tuple[str, ...]


@pytest.fixture(scope="module")
def printed(press: Press) -> bytes:
    return press(shop_html(LETTER, sheets.US))


@pytest.fixture(scope="module")
def shop(printed: bytes) -> bytes:
    return finish(printed, TRIM)


@pytest.fixture(scope="module")
def pictured(press: Press) -> bytes:
    """With a picture whose left half is black and whose right half is white."""
    picture = Image.new("RGB", (1600, 900), "white")
    picture.paste("black", (0, 0, 800, 900))
    out = BytesIO()
    picture.save(out, "JPEG", quality=95)
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    sheet = sheets.changed(sheets.US, picture={"sha256": sha256, "width": 1600, "height": 900})
    return press(shop_html(LETTER, sheet), {sha256: out.getvalue()})


def raster(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        drawn: Image.Image = document[0].render(scale=DPI / 72).to_pil()
        return drawn.convert("RGB")


def colour(picture: Image.Image, x: float, y: float) -> Colour:
    """At so many mm from the upper left corner of the trim."""
    found = picture.getpixel((int((x + MARGIN) / 25.4 * DPI), int((y + MARGIN) / 25.4 * DPI)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def is_teal(found: Colour) -> bool:
    return found[0] < 60 and found[2] > found[0] + 40


def test_nothing_is_left_that_a_printer_would_send_back(printed: bytes, shop: bytes) -> None:
    assert shop_findings(shop, TRIM) == []
    found = {(finding.kind, finding.slot, finding.words) for finding in shop_findings(printed, TRIM)}
    assert {("rgb", "", "rg"), ("rgb", "", "RG"), ("rgb", "group", "/DeviceRGB"), ("box", "", "TrimBox")} <= found


def test_what_is_read_stays_as_it_was(printed: bytes, shop: bytes) -> None:
    assert check(printed, sheets.US) == []
    assert check(shop, sheets.US) == []
    assert text(printed) == text(shop)


def test_boxes_are_exact(shop: bytes) -> None:
    w, h = TRIM
    with pikepdf.open(BytesIO(shop)) as document:
        assert document.check_pdf_syntax() == []
        page = document.pages[0].obj
        found = {name: [float(side) / PT for side in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")}
    assert found["/MediaBox"] == pytest.approx([0, 0, w + 25.4, h + 25.4], abs=0.1)
    assert found["/TrimBox"] == pytest.approx([12.7, 12.7, w + 12.7, h + 12.7], abs=0.1)
    assert found["/BleedBox"] == pytest.approx([9.525, 9.525, w + 15.875, h + 15.875], abs=0.1)
    assert [finding.words for finding in shop_findings(shop, (w, h + 1))] == ["TrimBox", "BleedBox", "MediaBox"][::-1]


def test_colour_reaches_the_bleed_and_ends_there(shop: bytes) -> None:
    picture, (w, h) = raster(shop), TRIM
    for reached, beyond in (
        ((-BLEED + 0.3, 60), (-BLEED - 0.3, 60)),
        ((w + BLEED - 0.3, 60), (w + BLEED + 0.3, 60)),
        ((60, -BLEED + 0.3), (60, -BLEED - 0.3)),
    ):
        assert is_teal(colour(picture, *reached))
        assert colour(picture, *beyond) == (255, 255, 255)
    assert colour(picture, 60, h + 1) == (255, 255, 255)


def test_marks_stand_outside_the_bleed(shop: bytes) -> None:
    picture, (w, h) = raster(shop), TRIM
    for x, y in ((-7.0, 0.0), (w + 7, 0), (-7, h), (w + 7, h)):
        assert min(colour(picture, x, y + step / 20)[0] for step in range(-5, 6)) < 160
    for x, y in ((0.0, -7.0), (w, -7), (0, h + 7), (w, h + 7)):
        assert min(colour(picture, x + step / 20, y)[0] for step in range(-5, 6)) < 160
    assert colour(picture, -BLEED - 0.5, 0) == colour(picture, w + BLEED + 0.5, h) == (255, 255, 255)


def test_the_slug_line_names_code_version_and_page(shop: bytes) -> None:
    assert "F-0001 v3 · page 1 of 1 · página 1 de 1 · 215.9 × 279.4 mm" in text(shop)


def test_ink_is_black_alone(printed: bytes, shop: bytes) -> None:
    before, after = fills_of_text(printed), fills_of_text(shop)
    assert len(before) == len(after) > 40
    ink = ("0.105882", "0.168627", "0.203922")
    assert {then for now, then in zip(before, after, strict=True) if now == ink} == {("0", "0", "0", "1")}


def fills_of_text(pdf: bytes) -> list[Fill]:
    """The colour in which each run of glyphs of the page is set."""
    found, fill = [], Fill()
    with pikepdf.open(BytesIO(pdf)) as document:
        for step in pikepdf.parse_content_stream(document.pages[0], "rg k Tj TJ"):
            if str(step.operator) in ("rg", "k"):
                fill = tuple(f"{float(str(part)):g}" for part in step.operands)
            else:
                found.append(fill)
    return found


def test_every_colour_of_ours_has_its_build() -> None:
    files = [*Path(drawings.__file__).parent.rglob("*.svg"), *templates_folder().glob("*.css")]
    used = {found for file in files for found in COLOUR.findall(file.read_text(encoding="utf-8"))}
    assert used - {"#ffffff"} <= BUILDS.keys()
    assert all(sum(parts) <= MOST_INK for parts in BUILDS.values())


def test_a_strange_colour_takes_the_nearest_build_and_a_grey_is_black_alone() -> None:
    assert build(0x0C, 0x5B, 0x6D) == build(0x0B, 0x5A, 0x6F)
    assert [float(part) for part in build(255, 255, 255)] == [0, 0, 0, 0]
    assert [float(part) for part in build(0, 0, 0)] == [0, 0, 0, 1]
    assert [float(part) for part in build(128, 128, 128)] == [0, 0, 0, 0.498]


def test_the_code_can_still_be_scanned(shop: bytes) -> None:
    assert [code.text for code in zxingcpp.read_barcodes(raster(shop))] == [scanned(sheets.US["address"])]


def test_the_same_page_gives_the_same_bytes(printed: bytes, shop: bytes) -> None:
    assert finish(printed, TRIM) == shop


def test_a_draft_and_the_look_of_ink_are_finished_too(press: Press) -> None:
    draft = finish(press(shop_html(LETTER, sheets.changed(sheets.MX, draft=True))), TRIM)
    assert shop_findings(draft, TRIM) == []
    assert colour(raster(draft), 60, -BLEED + 0.3) < (60, 60, 60)
    ink = finish(press(shop_html(LETTER, sheets.US, look="ink")), TRIM)
    assert shop_findings(ink, TRIM) == []
    assert {fill[:3] for fill in fills_of_text(ink)} == {("0", "0", "0")}
    assert colour(raster(ink), -1, 60) == (255, 255, 255)


def test_only_what_ends_near_the_trim_runs_over_it() -> None:
    near, far = Box(8, 20, 40, 10), Box(9, 20, 40, 10)
    page = Page(100, 50, [
        Shape(near, "teal", radius=3, bleeds=True),
        Shape(near, "teal"),
        Shape(far, "teal", radius=3, bleeds=True),
        Drawing(Box(20, 20, 80, 30), "faint"),
        Drawing(Box(20, 20, 73, 23), "faint", bleeds=True),
    ])  # fmt: skip
    made = for_shop([page], sheets.US)[0]
    assert (made.w, made.h) == (125.4, 75.4)
    found = [part for part in made.parts[:5] if isinstance(part, Shape | Drawing)]
    assert [(part.box.x - MARGIN, part.box.right - MARGIN, part.box.bottom - MARGIN) for part in found] == [
        pytest.approx(sides)
        for sides in ((-BLEED, 48, 30), (8, 48, 30), (9, 49, 30), (20, 100 + BLEED, 50 + BLEED), (20, 103.175, 53.175))
    ]
    assert [part.radius for part in found if isinstance(part, Shape)] == [0, 0, 3]


def test_a_page_for_an_office_is_not_finished(us: bytes) -> None:
    with pytest.raises(Broken):
        finish(us, TRIM)


def test_a_picture_without_a_press_is_refused(pictured: bytes) -> None:
    with pytest.raises(WrongColour) as error:
        finish(pictured, TRIM)
    assert [(finding.kind, finding.slot) for finding in error.value.findings] == [("rgb", "picture")]


def test_a_picture_takes_the_inks_of_its_press(pictured: bytes) -> None:
    profile = cmyk_profile()
    pdf = finish(pictured, TRIM, profile)
    assert pdf == finish(pictured, TRIM, profile)
    assert shop_findings(pdf, TRIM) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        intent = document.Root.OutputIntents[0]
        assert intent.DestOutputProfile.read_bytes() == profile
        assert str(intent.Info) == "Press of the tests"
        assert document.Root.OutputIntents[0].DestOutputProfile.N == 4
    picture = raster(pdf)
    middle = TRIM[0] / 2
    assert max(colour(picture, middle - 20, 40)) < 60
    assert min(colour(picture, middle + 20, 40)) > 245


@pytest.mark.parametrize(
    "profile",
    [
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes(),
        cmyk_profile().replace(b"prtrCMYK", b"scnrCMYK"),
        cmyk_profile()[:400],
        b"no profile at all",
        b"",
    ],
    ids=["sRGB", "Lab", "scanner", "cut short", "text", "empty"],
)
def test_a_profile_that_is_none_of_a_press_is_refused(printed: bytes, profile: bytes) -> None:
    with pytest.raises(WrongColour) as error:
        finish(printed, TRIM, profile)
    assert [(finding.kind, finding.needed) for finding in error.value.findings] == [("profile", "prtr CMYK")]


def gradient(kind: int) -> bytes:
    """A sheet of 100 × 100 mm with a gradient from teal to white."""
    teal, white = [0.043137, 0.352941, 0.435294], [1, 1, 1]
    step = pikepdf.Dictionary(FunctionType=kind, Domain=[0, 1], C0=teal, C1=white, N=1)
    both = pikepdf.Dictionary(FunctionType=3, Domain=[0, 1], Functions=[step], Bounds=[], Encode=[0, 1])
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 300, 0], Function=both, Background=[1, 1, 1]
    )
    document, out = pikepdf.new(), BytesIO()
    page = document.add_blank_page(page_size=(125.4 * PT, 125.4 * PT)).obj
    page.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(S=shading))
    page.Contents = document.make_stream(b"/S sh")
    document.save(out)
    return out.getvalue()


def test_gradients_run_from_build_to_build() -> None:
    pdf = finish(gradient(2), (100, 100))
    assert shop_findings(pdf, (100, 100)) == []
    assert [finding.slot for finding in shop_findings(gradient(2)) if finding.kind == "rgb"] == ["shading"]
    with pikepdf.open(BytesIO(pdf)) as document:
        step = document.pages[0].Resources.Shading.S.Function.Functions[0]
        assert [float(str(part)) for part in step.C0] == [1, 0.5, 0.35, 0.35]
    with pytest.raises(Broken):
        finish(gradient(4), (100, 100))


def test_findings_name_too_much_ink_and_other_spaces() -> None:
    document, out = pikepdf.new(), BytesIO()
    page = document.add_blank_page(page_size=(125.4 * PT, 125.4 * PT)).obj
    page.Contents = document.make_stream(b"1 1 0.5 0.1 k /DeviceRGB cs")
    document.save(out)
    found = [finding for finding in shop_findings(out.getvalue(), (100, 100)) if finding.kind != "box"]
    assert found == [Finding("ink", words="260", needed="240"), Finding("rgb", words="cs")]
    with pytest.raises(Broken):
        finish(out.getvalue(), (100, 100))

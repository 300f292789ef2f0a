"""Both editions come out right, the same each time, and readable by machines."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from campaign.paper.check import check, text
from campaign.paper.foot import scanned
from campaign.paper.layouts import LAYOUTS
from campaign.paper.preview import preview
from campaign.paper.render import compile, render
from tests.paper import sheets
from tests.paper.conftest import LETTER


def test_both_editions_pass_the_check(us: bytes, mx: bytes) -> None:
    assert check(us, sheets.US) == []
    assert check(mx, sheets.MX) == []


def test_the_same_sheet_gives_the_same_bytes(us: bytes) -> None:
    assert render(LETTER, sheets.changed(sheets.US)) == us


def test_the_page_is_one_letter_sheet(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        assert len(document.pages) == 1
        size = [float(side) / 72 * 25.4 for side in document.pages[0].mediabox[2:]]
    assert size == pytest.approx(LAYOUTS[LETTER].size("letter").mm, abs=0.1)


def test_spanish_letters_are_read_back(us: bytes) -> None:
    words = " ".join(text(us).split())
    assert "¿Crees que alguien tiene una sobredosis? Llama ya al 911." in words
    assert "Línea de la Vida 800 911 2000" in words
    assert "Ciudad Juárez" in words
    assert "ñ" in text(render(LETTER, sheets.changed(sheets.US, places={"near": "Cañón", "far": ""})))


def test_each_edition_names_its_own_country_first(us: bytes, mx: bytes) -> None:
    ours, theirs = text(us), text(mx)
    assert ours.index("fake") < ours.index("pastilla")
    assert theirs.index("pastilla") < theirs.index("fake")
    assert "In Mexico · En México" in ours
    assert "En Estados Unidos · In the United States" in theirs
    assert ours.index("Office of") < ours.index("Comisión")
    assert theirs.index("Comisión") < theirs.index("Office of")
    assert "Revisar antes del 30 jun 2027 · Review by 30 Jun 2027" in theirs


def test_languages_of_parts(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        assert str(document.Root.Lang) == "en-US"
        figures = {str(f.Lang): str(f.Alt) for f in _elements(document, "/Figure") if "QR" not in str(f.Alt)}
        languages = {str(element.Lang) for element in _elements(document, "/P")}
    assert figures == {"en-US": sheets.US["alt"]["en"], "es-MX": sheets.US["alt"]["es"]}
    assert languages == {"en-US", "es-MX"}


def _elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    found = [item for item in document.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if item.get("/Type") == "/StructElem" and item.get("/S") == kind]


def test_a_draft_says_so_in_both_languages(us: bytes, mx_draft: bytes) -> None:
    words = text(mx_draft)
    assert check(mx_draft, sheets.changed(sheets.MX, draft=True)) == []
    assert words.count("BORRADOR. No vigente. No repartir.") == 2
    assert words.index("BORRADOR") < words.index("DRAFT")
    assert "DRAFT" not in text(us)
    assert [finding.slot for finding in check(us, sheets.changed(sheets.US, draft=True))] == ["draft"] * 4


def test_a_draft_without_a_review_date_says_nothing_of_one() -> None:
    sheet = sheets.changed(sheets.US, draft=True, review_by="")
    pdf = render(LETTER, sheet)
    assert check(pdf, sheet) == []
    assert "Review" not in text(pdf)


def test_the_footer_names_code_version_territory_and_date(us: bytes) -> None:
    line = "F-0001 v3 · US-48141 El Paso County, Texas · Review by 30 Jun 2027 · Revisar antes del 30 jun 2027"
    assert line in text(us)
    other = sheets.changed(sheets.US, code="F-0002", territory={"key": "US-06073", "name": "San Diego County"})
    missing = ["F-0002 v3", "US-06073", "San Diego County"]
    assert [(found.kind, found.words) for found in check(us, other)] == [("footer", words) for words in missing]


def test_the_code_can_be_scanned(us: bytes) -> None:
    picture = Image.open(BytesIO(preview(us, width=1700)))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scanned(sheets.US["address"])]


def test_the_preview_is_webp(us: bytes) -> None:
    picture = Image.open(BytesIO(preview(us, width=400)))
    assert (picture.format, picture.size[0]) == ("WEBP", 400)


def test_what_may_be_absent_leaves_no_trace() -> None:
    sheet = sheets.changed(
        sheets.US, contact=None, strip=[], elsewhere=None, points=sheets.SHORT[:1],
        helplines=[sheets.N911], places={"near": "", "far": ""}, subline={"en": "", "es": ""},
    )  # fmt: skip
    pdf = render(LETTER, sheet)
    assert check(pdf, sheet) == []
    assert "Mexico" not in text(pdf)


def test_markup_is_printed_as_text() -> None:
    """ASVS V1.3.5."""
    hostile = "<b>Bold</b> <img src=file:///etc/passwd> {{ 7 * 7 }} & more."
    points = [{"en": hostile, "es": hostile, "pictogram": "", "slot": "point-1"}]
    sheet = sheets.changed(sheets.US, points=points, title={"en": "<b>", "es": "<i>"})
    pdf = render(LETTER, sheet)
    assert "<img src=file:///etc/passwd>" in " ".join(text(pdf).split())
    assert "{{ 7 * 7 }} & more." in " ".join(text(pdf).split())
    assert check(pdf, sheet) == []


def test_phone_numbers_leave_the_face_with_the_slashed_zero() -> None:
    sheet = sheets.changed(
        sheets.US,
        points=[
            {"slot": "point-1", "pictogram": "", "en": "Call 1-800-662-4357 now.", "es": "Llama al 800 911 2000 ya."}
        ],
    )
    html = compile(LETTER, sheet)
    assert '<span class="semi number">1-800-662-4357 </span>' in html
    assert '<span class="semi number">800 911 2000 </span>' in html


def test_a_draft_may_lack_its_translation_and_alternative_text() -> None:
    one = {"en": "Call 911.\nStay.", "es": "", "pictogram": "talk", "slot": "point-1"}
    half = {"en": "Stay", "es": ""}
    sheet = sheets.changed(
        sheets.US, draft=True, headline=half, title=half, subline=half, alt={"en": "A pill", "es": ""}, points=[one]
    )  # fmt: skip
    pdf = render(LETTER, sheet)
    assert [(finding.kind, finding.language) for finding in check(pdf, sheet)] == [("alt", "es-MX")]

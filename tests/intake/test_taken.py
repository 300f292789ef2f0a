"""What the gate makes of logos, documents and tables: a picture and nothing else, a table whose text is as it stood."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from campaign.intake.gate import opened
from campaign.intake.limits import LONGEST_EDGE, Purpose
from campaign.intake.verdict import Verdict
from tests.intake.conftest import Judge
from tests.intake.containers import docx
from tests.intake.corpus import huge_png, noisy, pdf, picture, with_entry, workbook

Take = Callable[[bytes, Purpose], tuple[Verdict, bytes]]
Table = Callable[[bytes], tuple[dict[str, Any], list[list[Any]]]]


def through_the_gate(data: bytes, purpose: Purpose) -> tuple[Verdict, bytes]:
    """With a child of its own, as in a request: once for each purpose."""
    with opened(BytesIO(data), purpose) as (verdict, kept):
        assert verdict.is_accepted, verdict.reason.en
        return verdict, kept.read()


def read(verdict: Verdict, kept: bytes) -> tuple[dict[str, Any], list[list[Any]]]:
    return {**verdict.facts, "findings": verdict.findings}, [json.loads(line) for line in kept.splitlines()]


@pytest.fixture
def take(judged: Judge) -> Take:
    def go(data: bytes, purpose: Purpose) -> tuple[Verdict, bytes]:
        found = judged(data, purpose)
        assert found.verdict.is_accepted, found.verdict.reason.en
        return found.verdict, found.copy

    return go


@pytest.fixture
def table(take: Take) -> Table:
    return lambda data: read(*take(data, Purpose.table))


# Pictures


def test_nothing_stays_but_the_picture() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "canary-author")
    verdict, kept = through_the_gate(picture(pnginfo=info) + b"PK\x03\x04canary-archive", Purpose.logo)
    assert (verdict.type, verdict.facts["width"], verdict.facts["height"]) == ("image/png", 60, 40)
    assert verdict.findings == ("behind_the_end",)
    assert b"canary" not in kept


def test_a_photograph_loses_its_place_and_stands_upright(take: Take) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "canary-description"
    verdict, kept = take(picture("JPEG", exif=exif), Purpose.logo)
    assert (verdict.facts["width"], verdict.facts["height"]) == (40, 60)
    assert b"canary" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_plain(take: Take, mode: str) -> None:
    _verdict, kept = take(picture(mode=mode), Purpose.logo)
    assert Image.open(BytesIO(kept)).mode in ("L", "RGB", "RGBA")


def test_print_colours_become_those_of_a_screen(take: Take) -> None:
    _verdict, kept = take(picture("JPEG", mode="CMYK"), Purpose.logo)
    assert Image.open(BytesIO(kept)).mode == "RGB"


def test_a_profile_is_followed_and_left_out(take: Take) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    verdict, kept = take(picture(icc_profile=profile), Purpose.logo)
    assert verdict.findings == ()
    assert "icc_profile" not in Image.open(BytesIO(kept)).info


def test_a_profile_that_is_none_is_said(take: Take) -> None:
    verdict, _kept = take(picture(icc_profile=b"no profile"), Purpose.logo)
    assert verdict.findings == ("profile",)


def test_a_large_picture_is_made_smaller(take: Take) -> None:
    verdict, _kept = take(picture(size=(LONGEST_EDGE + 1000, 50)), Purpose.logo)
    assert verdict.facts["width"] == LONGEST_EDGE
    assert "made_smaller" in verdict.findings


def test_its_name_is_not_even_asked(take: Take) -> None:
    """ASVS V5.4.1."""
    verdict, _kept = take(noisy(kind="JPEG"), Purpose.logo)
    assert verdict.type == "image/jpeg"


def test_the_same_picture_gives_the_same_bytes(take: Take) -> None:
    assert take(picture(), Purpose.logo)[1] == take(picture(), Purpose.logo)[1]


# Documents


def test_a_document_is_kept_as_it_came() -> None:
    data = pdf(3)
    verdict, kept = through_the_gate(data, Purpose.document)
    assert (verdict.type, verdict.facts["pages"], kept) == ("application/pdf", 3, data)


# Tables


def test_a_workbook() -> None:
    said, rows = read(
        *through_the_gate(workbook([["Name", "Code"], ["Clínica Sol", "02004"], [], ["Nation", 79901]]), Purpose.table)
    )
    assert said["columns"] == ["Name", "Code"]
    assert rows == [[2, ["Clínica Sol", "02004"]], [4, ["Nation", "79901"]]]
    assert (said["sheet"], said["findings"]) == ("Partners", ())


def test_results_of_formulas_are_read_and_said(table: Table) -> None:
    said, rows = table(workbook([["Name", "City", "Sum"], ["A", "B"]], formula="=1+6"))
    assert rows == [[2, ["A", "B", "7"]]]
    assert said["findings"] == ("formulas",)


def test_a_table_in_front_of_a_picture_is_still_one(table: Table) -> None:
    said, _rows = table(with_entry("xl/media/image1.png", huge_png(30_000)))
    assert said["rows"] == 1


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_text_in_many_writings(table: Table, separator: str, encoding: str) -> None:
    text = (
        separator.join(("Nombre", "Código"))
        + "\r\n"
        + separator.join(("Peñón, A.C." if separator != "," else "Peñón", "02004"))
    )
    said, rows = table(text.encode(encoding))
    assert said["columns"] == ["Nombre", "Código"]
    assert rows[0][1][1] == "02004"
    assert rows[0][1][0].startswith("Peñón")
    assert said["separator"] == separator
    assert (said["findings"] == ("guessed_encoding",)) == (encoding == "cp1252")


def test_a_cell_with_lines_in_it_and_rows_of_every_length(table: Table) -> None:
    said, rows = table(b'a,b,\r\n"x\ny"\r\n\r\n1,2,3\r\n')
    assert said["columns"] == ["a", "b", ""]
    assert rows == [[2, ["x\ny", "", ""]], [4, ["1", "2", "3"]]]


# What translators send back


def _cell(inside: str) -> str:
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


def _said(text: str) -> str:
    return f"<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _document(*rows: list[str]) -> bytes:
    body = "".join(f"<w:tbl><w:tr>{''.join(map(_cell, row))}</w:tr></w:tbl><w:p/>" for row in rows)
    return docx(body=body)


def test_the_tables_of_a_document() -> None:
    """All of them, in their order; of changes that are tracked, what they come to."""
    moved = "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:ins><w:r><w:t> here</w:t></w:r></w:ins>"
    inner = f"<w:tbl><w:tr>{_cell(_said('in'))}{_cell(_said('side'))}</w:tr></w:tbl>{_said('out')}"
    lines = "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two\u00a0three</w:t></w:r></w:p>"
    data = _document(
        [_said("Key"), _said("English")],
        [_said("a") + _said("b"), f"<w:p>{moved}</w:p>"],
        [lines, inner],
        [_said(""), "<w:p><w:r><w:t>x</w:t><w:noBreakHyphen/><w:t>y</w:t><w:tab/></w:r></w:p>"],
    )
    said, rows = read(*through_the_gate(data, Purpose.translation))
    assert (said["columns"], said["findings"]) == (["Key", "English"], ())
    assert rows == [
        [2, ["a\nb", "here"]],
        [3, ["one\ntwo\u00a0three", "in\nside\nout"]],
        [4, ["", "x\u2011y"]],
    ]


def test_a_workbook_of_a_translator(take: Take) -> None:
    said, rows = read(*take(workbook([["Key", "English"], ["a", "=1+1"]]), Purpose.translation))
    assert (said["columns"], rows) == (["Key", "English"], [[2, ["a", "=1+1"]]])

"""A rack card: its own language on the front, the other on the back, all of law 8 and 11 on both."""

from __future__ import annotations

import csv
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from campaign.config import PACKAGE
from campaign.paper.check import check, text
from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.foot import scanned
from campaign.paper.layouts import LOOKS
from campaign.paper.page import Heading
from campaign.paper.pages.rack_field import _hint, _places
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Point, Sheet
from tests.paper import sheets

RACK = "rack-card"
NOTHING = {"en": "", "es": ""}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("edition", [sheets.US, sheets.MX])
@pytest.mark.parametrize("points", [sheets.FACTS, sheets.SHORT])
def test_both_editions_pass_the_check(press: Press, edition: Sheet, points: list[Point], look: str) -> None:
    sheet = sheets.changed(edition, points=points, draft=points is sheets.SHORT)
    assert check(press(compile(RACK, sheet, look=look)), sheet, RACK) == []


def test_what_may_be_absent_leaves_no_trace(press: Press) -> None:
    sheet = sheets.changed(
        sheets.MX, contact=None, strip=[], elsewhere=None, points=sheets.SHORT[:1], helplines=[sheets.VIDA],
        places={"near": "", "far": ""}, subline=NOTHING,
    )  # fmt: skip
    pdf = press(compile(RACK, sheet))
    assert check(pdf, sheet, RACK) == []
    assert "United States" not in text(pdf, 0) + text(pdf, 1)


def test_the_front_has_the_language_of_the_edition(press: Press) -> None:
    ours, theirs = (press(compile(RACK, sheet)) for sheet in (sheets.US, sheets.MX))
    assert "You cannot see" in text(ours, 0)
    assert "El fentanilo" in text(ours, 1)
    assert "El fentanilo" in text(theirs, 0)
    for front, hint in ((ours, "Español al reverso"), (theirs, "English on the back")):
        assert hint in text(front, 0)
        assert "In Mexico" not in text(theirs, 1)
    assert "En México" in text(ours, 1)
    assert "In the United States" in text(theirs, 1)


def test_the_headline_stands_in_the_top_third() -> None:
    for edition in (sheets.US, sheets.MX):
        for page in pages(RACK, edition):
            (heading,) = [part for part in page.parts if isinstance(part, Heading)]
            assert all(block.y + block.h <= page.h / 3 for block in heading.blocks)


def test_both_sides_have_the_same_sizes_of_type() -> None:
    front, back = pages(RACK, sheets.US)
    assert {block.pt for block in front.blocks} == {block.pt for block in back.blocks}


def test_the_code_can_be_scanned_on_both_sides(press: Press) -> None:
    pdf = press(compile(RACK, sheets.US))
    for number in (0, 1):
        picture = Image.open(BytesIO(preview(pdf, number, width=800)))
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scanned(sheets.US["address"])]


def test_texts_that_need_the_room_take_that_of_the_strip_then_of_the_contact() -> None:
    long = [{**sheets.FACTS[2], "slot": f"point-{n}"} for n in (1, 2, 3)]
    assert {"contact", "strip-1"} <= _slots(sheets.US)
    assert not {"strip-1"} & _slots(sheets.changed(sheets.US, points=long))
    assert misfits(pages(RACK, sheets.changed(sheets.US, points=long))) == []


def test_the_name_of_every_place_stands_clear_of_the_hint() -> None:
    with (PACKAGE / "regions" / "data" / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    for name in names:
        near = _places([[("place-near", name)]])[0]
        assert near.x + near.w < _hint("es").x, name


def _slots(sheet: Sheet) -> set[str]:
    return {block.slot for page in pages(RACK, sheet) for block in page.blocks}


def test_an_overlong_point_is_refused_on_its_side(press: Press) -> None:
    point = {**sheets.FACTS[0], "en": "Stay with the person and keep talking until help comes to you. " * 9}
    with pytest.raises(DoesNotFit) as refused:
        press(compile(RACK, sheets.changed(sheets.US, points=[point, *sheets.FACTS[1:]])))
    over = {(found.slot, found.language): found.over_mm for found in refused.value.findings}
    assert over["point-1", "en-US"] > 5

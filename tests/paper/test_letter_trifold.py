"""The trifold: six panels, no word near a fold, and a place for one to six messages in both editions and looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise, product
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from campaign.paper.check import check, text
from campaign.paper.drawings import svg
from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.foot import scanned
from campaign.paper.page import Box, Heading, Page, Shape
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Point, Sheet
from campaign.paper.typeset import Block
from tests.paper import sheets

TRIFOLD = "letter-trifold"
FOLDS = ((0.0, 91.4, 185.4, 279.4), (0.0, 94.0, 188.0, 279.4))
EDITIONS = {"US": sheets.US, "MX": sheets.MX}


def points(source: list[Point], count: int) -> list[Point]:
    return [{**source[n % 3], "slot": f"point-{n + 1}"} for n in range(count)]


def bare(sheet: Sheet) -> Sheet:
    empty = {"en": "", "es": ""}
    return sheets.changed(
        sheet, contact=None, strip=[], elsewhere=None, subline=empty, helplines=[sheets.N911],
        points=sheets.SHORT[:1], places={"near": "", "far": ""},
    )  # fmt: skip


@pytest.mark.parametrize(("country", "look"), list(product(EDITIONS, ("colour", "ink"))))
def test_both_editions_pass_in_both_looks(press: Press, country: str, look: str) -> None:
    sheet = EDITIONS[country]
    assert check(press(compile(TRIFOLD, sheet, look=look)), sheet, TRIFOLD) == []


@pytest.mark.parametrize("country", EDITIONS)
def test_drafts_and_bare_sheets_pass(press: Press, country: str) -> None:
    for sheet in (sheets.changed(EDITIONS[country], draft=True), bare(EDITIONS[country])):
        assert check(press(compile(TRIFOLD, sheet)), sheet, TRIFOLD) == []


@pytest.mark.parametrize("count", range(1, 7))
def test_one_to_six_messages_long_or_short_are_all_printed(count: int) -> None:
    for sheet, source in product(EDITIONS.values(), (sheets.FACTS, sheets.SHORT)):
        full = sheets.changed(sheet, points=points(source, count))
        found = pages(TRIFOLD, full)
        assert misfits(found) == []
        printed = {block.slot for page in found for block in page.blocks}
        assert {point["slot"] for point in full["points"]} <= printed


def test_no_word_and_no_drawing_comes_within_5_mm_of_a_fold_or_an_edge() -> None:
    for sheet in (sheets.US, bare(sheets.MX), sheets.changed(sheets.MX, points=points(sheets.FACTS, 6))):
        for page, folds in zip(pages(TRIFOLD, sheet), FOLDS, strict=True):
            for box in _marks(page):
                assert any(box.x >= a + 5 and box.right <= b - 5 for a, b in pairwise(folds)), box
                assert box.y >= 5, box
                assert box.bottom <= page.h - 5, box


def _marks(page: Page) -> Iterator[Box]:
    for part in page.parts:
        if isinstance(part, Heading | Block):
            blocks = part.blocks if isinstance(part, Heading) else [part]
            yield from (Box(block.x, block.y, block.w, block.h) for block in blocks)
        elif not isinstance(part, Shape):
            yield part.box


def test_five_messages_leave_half_a_panel_for_the_numbers(press: Press) -> None:
    sheet = sheets.changed(sheets.MX, points=points(sheets.SHORT, 5))
    inside = text(press(compile(TRIFOLD, sheet)), 1)
    assert "800 911 2000" in inside
    assert "Emergencia · Emergency" in inside


def test_each_edition_names_its_own_language_first_everywhere(press: Press) -> None:
    for sheet, (first, second) in ((sheets.US, ("fake", "falsa")), (sheets.MX, ("falsa", "fake"))):
        outside = text(press(compile(TRIFOLD, sheet)), 0)
        assert outside.index(first) < outside.index(second)
    inside = text(press(compile(TRIFOLD, sheets.MX)), 1)
    assert inside.index("El fentanilo") < inside.index("You cannot see")
    assert inside.index("Revisar") < inside.index("Review")


def test_the_code_can_be_scanned(press: Press) -> None:
    picture = Image.open(BytesIO(preview(press(compile(TRIFOLD, sheets.US)), width=2200)))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scanned(sheets.US["address"])]


def test_what_is_too_long_is_refused_with_its_slot_and_millimetres(press: Press) -> None:
    word = {"en": "Pneumonoultramicroscopicsilicovolcanoconiosis", "es": "palabra"}
    six = points(sheets.SHORT, 6)
    cases: dict[str, dict[str, Any]] = {
        "point-4": {"points": [{**point, **sheets.talk(15)} for point in six]},
        "subline": {"subline": sheets.talk(7)},
        "headline": {"headline": word},
        "contact": {"contact": {"name": "Clínica", "lines": [sheets.talk(5)["en"]] * 3}},
    }
    for slot, parts in cases.items():
        with pytest.raises(DoesNotFit) as refused:
            press(compile(TRIFOLD, sheets.changed(sheets.US, **parts)))
        assert slot in {found.slot for found in refused.value.findings}
        assert max(found.over_mm for found in refused.value.findings) > 1


def test_a_sheet_of_naloxone_shows_the_nose_spray() -> None:
    about = [{**sheets.SHORT[0], "pictogram": "naloxone"}]
    names = [
        {getattr(part, "name", "") for part in pages(TRIFOLD, sheet)[0].parts}
        for sheet in (sheets.changed(sheets.US, points=about), sheets.US)
    ]
    assert "nose-spray" in names[0]
    assert "pill" not in names[0]
    assert {"tablet", "pill"} <= names[1]


def test_in_one_black_the_tablet_is_drawn_in_lines() -> None:
    """As the pills beside it: no shadow that costs toner and closes when it is copied twice."""
    for name in ("tablet", "tablet-half", "pill"):
        assert set(re.findall('fill="([^"]+)"', svg(name, "ink").decode())) <= {"#ffffff", "none"}, name

"""Half a letter sheet: two languages in two columns, equal tablets between headline and messages."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from campaign.paper.check import check, text
from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.foot import scanned
from campaign.paper.page import Drawing
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Sheet
from tests.paper import sheets

HALF = "half-letter"
EDITIONS = {"US": sheets.US, "MX": sheets.MX}


@pytest.mark.parametrize(("country", "look"), list(product(EDITIONS, ("colour", "ink"))))
def test_both_editions_pass_in_both_looks(press: Press, country: str, look: str) -> None:
    for points in (sheets.FACTS, sheets.SHORT):
        sheet = sheets.changed(EDITIONS[country], points=points)
        assert check(press(compile(HALF, sheet, look=look)), sheet, HALF) == []


@pytest.mark.parametrize("country", EDITIONS)
def test_drafts_and_bare_sheets_pass(press: Press, country: str) -> None:
    for sheet in (sheets.changed(EDITIONS[country], draft=True), bare(EDITIONS[country])):
        assert check(press(compile(HALF, sheet)), sheet, HALF) == []


def bare(sheet: Sheet) -> Sheet:
    empty = {"en": "", "es": ""}
    return sheets.changed(
        sheet, contact=None, strip=[], elsewhere=None, subline=empty, helplines=[sheets.N911], points=sheets.SHORT[:1]
    )


def test_one_to_three_numbers_fit_with_and_without_an_emergency() -> None:
    vida = {**sheets.VIDA, "emergency": False}
    for helplines in ([sheets.N988], [sheets.N911, sheets.SAMHSA], [sheets.N988, sheets.SAMHSA, vida]):
        assert misfits(pages(HALF, sheets.changed(sheets.US, helplines=helplines, points=sheets.SHORT))) == []


def test_the_shorter_the_text_the_more_tablets() -> None:
    counts = [
        sum(isinstance(part, Drawing) and part.name == "pill" for part in pages(HALF, sheet)[0].parts)
        for sheet in (bare(sheets.US), sheets.changed(sheets.US, points=sheets.SHORT))
    ]
    assert counts[0] > counts[1] >= 6


def test_each_edition_has_its_own_language_at_the_left(press: Press) -> None:
    for sheet, (first, second) in ((sheets.US, ("fake", "falsa")), (sheets.MX, ("falsa", "fake"))):
        words = text(press(compile(HALF, sheet)))
        assert words.index(first) < words.index(second)
        blocks = [block for block in pages(HALF, sheet)[0].blocks if block.slot == "point-1"]
        assert blocks[0].x < blocks[1].x
        assert blocks[0].lang == ("en-US" if sheet is sheets.US else "es-MX")


def test_the_code_can_be_scanned(press: Press) -> None:
    for address in (sheets.US["address"], "https://volantes.example.org/e/ABCD1234/el-paso-ciudad-juarez"):
        sheet = sheets.changed(sheets.US, address=address, points=sheets.SHORT)
        picture = Image.open(BytesIO(preview(press(compile(HALF, sheet)), width=1100)))
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scanned(address)]


def test_what_is_too_long_is_refused_with_its_slot_and_millimetres(press: Press) -> None:
    word = {"en": "Pneumonoultramicroscopicsilicovolcanoconiosis", "es": "palabra"}
    cases: dict[str, dict[str, Any]] = {
        "point-1": {"points": [{**point, **sheets.talk(15)} for point in sheets.SHORT]},
        "headline": {"headline": word},
        "contact": {"contact": {"name": "Clínica", "lines": [sheets.talk(5)["en"]] * 3}, "points": []},
        "strip-7": {"strip": sheets.US["strip"] * 4, "points": []},
    }
    for slot, parts in cases.items():
        with pytest.raises(DoesNotFit) as refused:
            press(compile(HALF, sheets.changed(sheets.US, **parts)))
        assert slot in {found.slot for found in refused.value.findings}
        assert max(found.over_mm for found in refused.value.findings) > 1

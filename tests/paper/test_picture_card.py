"""The card for people who do not read: three pictures in order that speak both languages, and hardly a word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from campaign.paper.check import check, text
from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.foot import scanned
from campaign.paper.page import Figure
from campaign.paper.press import Press
from campaign.paper.preview import preview
from campaign.paper.render import compile, pages
from campaign.paper.words import STEP_ALTS
from tests.paper import sheets

CARD = "picture-card"


@pytest.mark.parametrize("look", ["colour", "ink"])
def test_both_editions_pass_the_check(press: Press, look: str) -> None:
    for sheet in (sheets.US, sheets.changed(sheets.MX, draft=True)):
        assert check(press(compile(CARD, sheet, look=look)), sheet, CARD) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"helplines": [sheets.N911], "elsewhere": None, "contact": None, "strip": []},
        {"helplines": [sheets.N911]},
        {"helplines": [sheets.N988, sheets.SAMHSA, sheets.VIDA]},
        {"helplines": [sheets.SAMHSA], "points": []},
        {"helplines": []},
        {"headline": {"en": "You never know which pill is the wrong one", "es": "Nunca sabes cuál es la equivocada"}},
    ],
)
def test_what_may_be_absent_or_long_still_makes_a_card(press: Press, parts: dict[str, Any]) -> None:
    sheet = sheets.changed(sheets.US, **parts)
    assert misfits(pages(CARD, sheet)) == []
    assert check(press(compile(CARD, sheet)), sheet, CARD) == []


@pytest.mark.parametrize("helplines", [[sheets.N911, sheets.SAMHSA], [sheets.N988, sheets.SAMHSA, sheets.VIDA]])
def test_the_pictures_are_large_and_say_what_to_do_in_both_languages(helplines: list[Any]) -> None:
    sheet = sheets.changed(sheets.MX, helplines=helplines)
    figures = [part for part in pages(CARD, sheet)[0].parts if isinstance(part, Figure)]
    assert [(figure.name, figure.alt) for figure in figures] == [
        (name, alt[language]) for name, alt in STEP_ALTS.items() for language in ("es", "en")
    ]
    assert all(figure.box.h >= 30 for figure in figures)
    lefts = [figure.box.x for figure in figures]
    assert lefts == sorted(lefts)


def test_only_the_few_words_that_it_needs_are_printed(press: Press) -> None:
    words = text(press(compile(CARD, sheets.US)))
    assert words.index("One fake") < words.index("Una pastilla")
    assert "breathing" not in words
    assert "In Mexico · En México" in words


def test_an_overlong_headline_is_refused() -> None:
    long = "A headline that goes on and on about every single pill in every town and every village on both banks"
    headline = {"en": long, "es": "No"}
    found = misfits(pages(CARD, sheets.changed(sheets.US, headline=headline)))
    assert {finding.slot for finding in found} == {"headline"}
    assert max(finding.over_mm for finding in found) > 1


def test_an_overlong_note_is_refused_by_the_child_too(press: Press) -> None:
    sheet = sheets.changed(sheets.US, helplines=[sheets.N911, {**sheets.N988, "note": sheets.talk(7)}])
    with pytest.raises(DoesNotFit) as refused:
        press(compile(CARD, sheet))
    assert {(found.kind, found.slot) for found in refused.value.findings} == {("height", "helpline-2")}


def test_the_code_can_be_scanned(press: Press) -> None:
    for helplines in (sheets.US["helplines"], [sheets.N988, sheets.SAMHSA, sheets.VIDA]):
        pdf = press(compile(CARD, sheets.changed(sheets.US, helplines=helplines)))
        found = zxingcpp.read_barcodes(Image.open(BytesIO(preview(pdf, 0, 1700))))
        assert [code.text for code in found] == [scanned(sheets.US["address"])]

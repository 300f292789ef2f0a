"""Text that does not fit is an error that names slot, language and millimetres; it is never cut or shrunk."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from campaign.config import PACKAGE
from campaign.paper.check import check
from campaign.paper.errors import DoesNotFit, Finding, MissingGlyph, PaperError
from campaign.paper.press import Press
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Sheet
from campaign.paper.typeset import SEMI, lines_mm, words
from tests.paper import sheets
from tests.paper.conftest import LETTER

LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosispharmaceuticals"


def misfits(press: Press, sheet: Sheet) -> dict[tuple[str, str, str], Finding]:
    with pytest.raises(DoesNotFit) as refused:
        press(compile(LETTER, sheet))
    return {(found.kind, found.slot, found.language): found for found in refused.value.findings}


def with_point(english: str, spanish: str = "Llama ya al 911.") -> Sheet:
    point = {"en": english, "es": spanish, "pictogram": "talk", "slot": "point-2"}
    return sheets.changed(sheets.US, points=[sheets.SHORT[0], point])


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Not every pill is medicine", "No toda pastilla es medicina"),
        ("Stay. Call 911.", "Quédate. Llama al 911."),
        ("Lock up pain medicine at home", "Guarda bajo llave la medicina"),
    ],
)
def test_usual_headlines_fit(press: Press, english: str, spanish: str) -> None:
    sheet = sheets.changed(sheets.MX, headline={"en": english, "es": spanish})
    assert check(press(compile(LETTER, sheet)), sheet) == []


def test_three_points_of_five_lines_fit(press: Press) -> None:
    points = [{**sheets.FACTS[2], "slot": f"point-{n}"} for n in (1, 2, 3)]
    sheet = sheets.changed(sheets.US, points=points, headline={"en": "Call 911 now", "es": "Llama ya al 911"})
    assert check(press(compile(LETTER, sheet)), sheet) == []


def test_three_numbers_without_an_emergency_tile_fit(press: Press) -> None:
    vida = {**sheets.VIDA, "note": {"en": "Free.", "es": "Gratis."}}
    sheet = sheets.changed(sheets.MX, helplines=[sheets.N988, sheets.SAMHSA, vida], contact=None)
    assert check(press(compile(LETTER, sheet)), sheet) == []


def test_an_overlong_headline_is_refused(press: Press) -> None:
    headline = {
        "en": "A headline that goes on and on about every pill in every town on both banks",
        "es": "Una pastilla",
    }
    found = misfits(press, sheets.changed(sheets.US, headline=headline))
    assert {slot for _, slot, _ in found} == {"headline"}
    assert found["width", "headline", "en-US"].over_mm > 1


def test_an_overlong_point_is_refused_with_the_words_that_stand_out(press: Press) -> None:
    found = misfits(
        press, with_point("Stay with the person and keep talking until help comes to you. " * 5 + "The end.")
    )
    over = found["height", "point-2", "en-US"]
    assert list(found) == [("height", "point-2", "en-US")]
    assert over.over_mm > 5
    assert over.words.endswith("The end.")
    assert "point-2" in str(over)


@pytest.mark.parametrize("slot", ["headline", "subline", "point-2", "contact", "helpline-2", "strip-1", "place-near"])
def test_an_unbroken_word_is_refused_sideways(press: Press, slot: str) -> None:
    found = misfits(press, _with_long_word(slot))
    assert any(kind == "width" and where == slot and over.over_mm > 0.5 for (kind, where, _), over in found.items())


def _with_long_word(slot: str) -> Sheet:
    both = {"en": LONG_WORD, "es": "palabra"}
    if slot == "point-2":
        return with_point(LONG_WORD)
    parts: dict[str, dict[str, Any]] = {
        "headline": {"headline": both},
        "subline": {"subline": both},
        "contact": {"contact": {"name": LONG_WORD, "lines": []}},
        "helpline-2": {"helplines": [sheets.N911, {**sheets.N988, "note": both}, sheets.SAMHSA]},
        "strip-1": {"strip": [{"mark": "US", "name": LONG_WORD}]},
        "place-near": {"places": {"near": LONG_WORD, "far": ""}},
    }
    return sheets.changed(sheets.US, **parts[slot])


def test_too_many_partners_are_refused(press: Press) -> None:
    assert misfits(press, sheets.changed(sheets.US, strip=sheets.US["strip"] * 4))


def test_a_character_in_no_font_is_named_with_its_slot(press: Press) -> None:
    with pytest.raises(MissingGlyph) as refused:
        press(compile(LETTER, with_point("Call 漢 now.")))
    assert refused.value.findings == [Finding("glyph", "point-2", "en-US", "漢")]


@pytest.mark.parametrize("char", ["\u202e", "\x07", "\u200b"])
def test_invisible_characters_are_refused(press: Press, char: str) -> None:
    with pytest.raises(MissingGlyph) as refused:
        press(compile(LETTER, with_point(f"Call{char} now.")))
    assert refused.value.findings == [Finding("character", words=f"U+{ord(char):04X}")]


def test_a_drawing_that_is_not_ours_is_refused(press: Press) -> None:
    sheet = sheets.changed(sheets.US, points=[{**sheets.SHORT[0], "pictogram": "../../etc/passwd"}])
    with pytest.raises(PaperError, match="no such pictogram"):
        press(compile(LETTER, sheet))


def test_the_name_of_every_place_has_its_line() -> None:
    """Found by a batch: General Plutarco Elías Calles was 7 mm too wide, and no writer can shorten it."""
    with (PACKAGE / "regions" / "data" / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"] for row in csv.DictReader(file)}
    assert len(names) > 500
    for name in names:
        (page,) = pages(LETTER, sheets.changed(sheets.MX, places={"near": name, "far": ""}))
        (placed,) = [block for block in page.blocks if block.slot == "place-near"]
        assert lines_mm([words(name, SEMI)], placed.pt) <= placed.w, name


def test_the_longest_name_of_a_place_is_printed(press: Press) -> None:
    places = {"near": "General Plutarco Elías Calles", "far": "Lukeville"}
    press(compile(LETTER, sheets.changed(sheets.MX, places=places)))

"""A wallet card: short steps, all numbers, law 11 in both languages on each side."""

from __future__ import annotations

import pytest

from campaign.paper.check import check, text
from campaign.paper.errors import DoesNotFit
from campaign.paper.fit import misfits
from campaign.paper.layouts import LOOKS
from campaign.paper.page import Shape
from campaign.paper.press import Press
from campaign.paper.render import compile, pages
from campaign.paper.sheet import Helpline, Point, Sheet
from tests.paper import sheets

CARD = "wallet-card"
TITLE = {"en": "Overdose? Act now.", "es": "¿Sobredosis? Actúa ya."}

_STEPS = (
    ("", "Say the name.", "Di su nombre."),
    ("call-911", "Call 911.", "Llama al 911."),
    ("naloxone", "Give naloxone.", "Dale naloxona."),
    ("slow-breath", "Help them breathe.", "Ayúdale a respirar."),
    ("on-one-side", "Lay them on one side.", "Acuesta a la persona de lado."),
    ("talk", "Stay with the person.", "Quédate con la persona."),
)
STEPS: list[Point] = [
    {"slot": f"point-{n}", "pictogram": drawing, "en": english, "es": spanish}
    for n, (drawing, english, spanish) in enumerate(_STEPS, 1)
]
US = sheets.changed(sheets.US, points=STEPS, headline=TITLE, title=TITLE)
MX = sheets.changed(sheets.MX, points=STEPS, headline=TITLE, title=TITLE)
NOTHING = {"en": "", "es": ""}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("edition", [US, MX])
@pytest.mark.parametrize("is_draft", [False, True])
def test_both_editions_pass_the_check(press: Press, edition: Sheet, is_draft: bool, look: str) -> None:
    sheet = sheets.changed(edition, draft=is_draft)
    assert check(press(compile(CARD, sheet, look=look)), sheet, CARD) == []


@pytest.mark.parametrize(
    "helplines",
    [[], [sheets.N911], [sheets.VIDA], [sheets.N988, sheets.SAMHSA, sheets.VIDA], [sheets.N911, sheets.SAMHSA]],
)
@pytest.mark.parametrize("steps", [0, 1, 6])
def test_any_of_the_numbers_and_steps_fit(helplines: list[Helpline], steps: int) -> None:
    for other in (US["elsewhere"], MX["elsewhere"], None):
        sheet = sheets.changed(US, helplines=helplines, points=STEPS[:steps], elsewhere=other, subline=NOTHING)
        made = pages(CARD, sheet)
        assert misfits(made) == []
        for page in made:
            words = {piece.text for block in page.blocks for line in block.lines for piece in line}
            assert {line["number"] for line in helplines} <= words


def test_each_side_speaks_its_language_and_both_name_the_other_country(press: Press) -> None:
    ours, theirs = press(compile(CARD, US)), press(compile(CARD, MX))
    for words in (text(ours, 0), text(theirs, 1)):
        assert "Give naloxone." in words
        assert "Dale naloxona." not in words
    assert "In Mexico" in text(ours, 0)
    assert "En México" in text(ours, 1)
    assert "En Estados Unidos" in text(theirs, 0)
    assert "In the United States" in text(theirs, 1)
    for n in (0, 1):
        assert "Review by 30 Jun 2027 · Revisar antes del 30 jun 2027" in text(ours, n)
        assert "Revisar antes del 30 jun 2027 · Review by 30 Jun 2027" in text(theirs, n)
        assert "800 911 2000" in text(ours, n)


def test_long_points_are_refused_and_never_shrunk(press: Press) -> None:
    sheet = sheets.changed(US, points=sheets.FACTS)
    with pytest.raises(DoesNotFit) as refused:
        press(compile(CARD, sheet))
    assert max(found.over_mm for found in refused.value.findings if found.slot == "point-3") > 5
    for page in pages(CARD, sheet):
        steps = [block for block in page.blocks if block.slot.startswith("point") and len(block.lines[0][0].text) > 1]
        assert min(block.pt for block in steps) == 9.8


def test_the_panel_runs_to_the_edge() -> None:
    for page in pages(CARD, US):
        (panel,) = [part for part in page.parts if isinstance(part, Shape) and part.bleeds]
        assert (panel.box.y, round(panel.box.right, 2)) == (0, page.w)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("MX-08008", "Batopilas de Manuel Gómez Morín, Chihuahua"),
        ("MX-05", "Coahuila de Zaragoza, Coahuila de Zaragoza"),
    ],
)
def test_the_longest_names_keep_the_footer_in_two_lines(key: str, name: str) -> None:
    made = pages(CARD, sheets.changed(US, version=12, territory={"key": key, "name": name}))
    assert misfits(made) == []

"""Two pages for who sees little: a language each, nothing that is read smaller than 18 pt, all numbers on both."""

from __future__ import annotations

from campaign.paper.check import text
from campaign.paper.foot import scanned
from campaign.paper.page import Drawing, Figure
from campaign.paper.press import Press
from campaign.paper.render import compile, pages
from tests.paper import office, sheets

LAYOUT = "letter-large-print"

SMALLER = {"footer", "draft"}


def test_nothing_is_small_but_the_footer_and_the_names_of_partners() -> None:
    for sheet in office.kinds(LAYOUT):
        for page in pages(LAYOUT, sheet):
            small = {block.slot for block in page.blocks if block.pt < 18} - SMALLER
            assert all(slot.startswith("strip-") for slot in small), small


def test_both_pages_have_the_same_heights() -> None:
    """The words of the other country's numbers are longer in Spanish; a page does not move for that."""
    numbers = [
        {
            (block.slot, round(block.y, 3))
            for block in page.blocks
            if block.slot.startswith("helpline") and not block.lang
        }
        for page in pages(LAYOUT, sheets.MX)
    ]
    assert numbers[0] == numbers[1]


def test_each_page_speaks_one_language_and_both_have_the_numbers(press: Press) -> None:
    for edition, order in (("US", (0, 1)), ("MX", (1, 0))):
        pdf = press(compile(LAYOUT, office.EDITIONS[edition]))
        english, spanish = (text(pdf, n) for n in order)
        assert "Español al reverso" in english
        assert "Emergencia" not in english
        assert "English on the back" in spanish
        assert "Emergency" not in spanish
        assert all(
            line["number"] in page for line in office.EDITIONS[edition]["helplines"] for page in (english, spanish)
        )


def test_both_codes_can_be_scanned(press: Press) -> None:
    pdf = press(compile(LAYOUT, sheets.MX))
    assert [office.scanned(pdf, n) for n in (0, 1)] == [[scanned(sheets.MX["address"])]] * 2


def test_a_picture_is_left_out() -> None:
    sheet = sheets.changed(sheets.US, picture={"sha256": "0" * 64, "width": 1600, "height": 900})
    assert pages(LAYOUT, sheet) == pages(LAYOUT, sheets.US)
    assert not [part for page in pages(LAYOUT, sheet) for part in page.parts if isinstance(part, Figure)]


def test_drawings_go_before_a_text_is_refused(press: Press) -> None:
    longer = [{**point, "en": point["en"] + " Stay with the person until help comes."} for point in sheets.FACTS]
    sheet = sheets.changed(sheets.US, points=longer)
    names = {part.name for page in pages(LAYOUT, sheet) for part in page.parts if isinstance(part, Drawing)}
    assert "fake-pill" not in names
    sheet = sheets.changed(sheets.US, points=[{**point, **sheets.talk(15)} for point in sheets.SHORT])
    assert ("height", "point-1", "es-MX") in office.refused(press, LAYOUT, sheet)
    head = {"en": "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2, "es": "palabra"}
    assert ("width", "headline", "en-US") in office.refused(press, LAYOUT, sheets.changed(sheets.US, headline=head))

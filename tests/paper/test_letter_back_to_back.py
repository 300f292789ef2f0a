"""Two pages, a language each, alike to the millimetre, with up to six messages and all numbers on both."""

from __future__ import annotations

import pytest

from campaign.paper.check import check, text
from campaign.paper.foot import scanned
from campaign.paper.page import Figure, Shape
from campaign.paper.press import Press
from campaign.paper.render import compile, pages
from tests.paper import office, sheets

LAYOUT = "letter-back-to-back"


def test_each_page_speaks_one_language_and_names_the_other_side(press: Press) -> None:
    for edition, order in (("US", (0, 1)), ("MX", (1, 0))):
        pdf = press(compile(LAYOUT, office.EDITIONS[edition]))
        english, spanish = (text(pdf, n) for n in order)
        assert "You cannot see" in english
        assert "Español al reverso" in english
        assert "In Mexico" in english or "In the United States" in english
        assert "Emergencia" not in english
        assert "no se ve" in spanish
        assert "English on the back" in spanish
        assert "Emergency" not in spanish
        assert all("800 911 2000" in page for page in (english, spanish))


def test_both_pages_have_the_same_boxes() -> None:
    front, back = pages(LAYOUT, sheets.US)
    grounds = [
        [part for part in page.parts if isinstance(part, Shape) and part.css in ("teal", "soft", "warm", "paper")]
        for page in (front, back)
    ]
    assert grounds[0] == grounds[1]


def test_both_codes_can_be_scanned(press: Press) -> None:
    pdf = press(compile(LAYOUT, sheets.US))
    assert [office.scanned(pdf, n) for n in (0, 1)] == [[scanned(sheets.US["address"])]] * 2


@pytest.mark.parametrize("size", [(1600, 1067), (1067, 1600), (2400, 800)])
def test_a_picture_keeps_its_aspect_and_stands_clear_of_the_words(press: Press, size: tuple[int, int]) -> None:
    handed, picture = office.photo(*size)
    sheet = sheets.changed(sheets.US, points=sheets.SHORT, picture=picture)
    assert check(press(compile(LAYOUT, sheet), pictures=handed), sheet, LAYOUT) == []
    for page in pages(LAYOUT, sheet):
        (figure,) = (part for part in page.parts if isinstance(part, Figure))
        assert figure.box.w / figure.box.h == pytest.approx(size[0] / size[1])
        assert not [block.slot for block in page.blocks if office.overlap(figure.box, office.taken(block))]


def test_what_is_too_long_is_refused_and_named(press: Press) -> None:
    sheet = sheets.changed(
        sheets.US, points=[{**p, **sheets.talk(15), "slot": f"point-{n}"} for n, p in enumerate(sheets.SHORT * 2, 1)]
    )
    assert ("height", "point-1", "es-MX") in office.refused(press, LAYOUT, sheet)
    head = {"en": "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2, "es": "palabra"}
    assert ("width", "headline", "en-US") in office.refused(press, LAYOUT, sheets.changed(sheets.US, headline=head))

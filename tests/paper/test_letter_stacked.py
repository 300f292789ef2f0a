"""One page, each text with its twin right under it, the edition's own language above."""

from __future__ import annotations

import pytest

from campaign.paper.check import check, text
from campaign.paper.foot import scanned
from campaign.paper.page import Figure
from campaign.paper.press import Press
from campaign.paper.render import compile, pages
from tests.paper import office, sheets

LAYOUT = "letter-stacked"


@pytest.mark.parametrize(("edition", "first", "second"), [("US", "en-US", "es-MX"), ("MX", "es-MX", "en-US")])
def test_each_text_stands_over_its_twin(edition: str, first: str, second: str) -> None:
    (page,) = pages(LAYOUT, office.EDITIONS[edition])
    for slot in ("headline", "subline", "point-1", "point-2", "point-3"):
        blocks = [block for block in page.blocks if block.slot == slot]
        above, below = ([block for block in blocks if block.lang == lang] for lang in (first, second))
        assert max(block.y for block in above) < min(block.y for block in below)
        assert {(block.pt, block.leading, block.w) for block in above} == {
            (block.pt, block.leading, block.w) for block in below
        }


def test_read_aloud_in_the_order_of_the_edition(press: Press) -> None:
    ours, theirs = (text(press(compile(LAYOUT, sheet))) for sheet in (sheets.US, sheets.MX))
    assert ours.index("You cannot see") < ours.index("El fentanilo no se ve") < ours.index("If the person")
    assert theirs.index("El fentanilo no se ve") < theirs.index("You cannot see") < theirs.index("Si la persona")


def test_the_code_can_be_scanned(press: Press) -> None:
    assert office.scanned(press(compile(LAYOUT, sheets.MX)), 0) == [scanned(sheets.MX["address"])]


@pytest.mark.parametrize("size", [(1600, 1067), (1067, 1600), (2400, 800)])
def test_a_picture_takes_the_place_of_the_tablet(press: Press, size: tuple[int, int]) -> None:
    handed, picture = office.photo(*size)
    sheet = sheets.changed(sheets.MX, points=sheets.SHORT, picture=picture)
    assert check(press(compile(LAYOUT, sheet), pictures=handed), sheet, LAYOUT) == []
    (page,) = pages(LAYOUT, sheet)
    figures = [part for part in page.parts if isinstance(part, Figure)]
    assert [figure.lang for figure in figures] == ["es-MX", "en-US"]
    box = figures[0].box
    assert box.w / box.h == pytest.approx(size[0] / size[1])
    assert not [block.slot for block in page.blocks if office.overlap(box, office.taken(block))]
    assert office.collisions(page) == []


def test_what_is_too_long_is_refused_and_named(press: Press) -> None:
    sheet = sheets.changed(sheets.US, points=[{**point, **sheets.talk(15)} for point in sheets.SHORT])
    assert ("height", "point-1", "es-MX") in office.refused(press, LAYOUT, sheet)
    head = {"en": "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2, "es": "palabra"}
    assert ("width", "headline", "en-US") in office.refused(press, LAYOUT, sheets.changed(sheets.US, headline=head))

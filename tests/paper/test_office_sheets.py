"""What every layout of an office sheet holds to, whatever it looks like: sizes, looks, and what may be absent."""

from __future__ import annotations

from itertools import product

import pytest

from campaign.paper.check import check
from campaign.paper.press import Press
from campaign.paper.render import compile
from tests.paper import office, sheets

each = pytest.mark.parametrize("layout", ["letter-back-to-back", "letter-stacked", "letter-large-print"])


@each
@pytest.mark.parametrize("edition", office.EDITIONS)
def test_every_size_and_look_passes_the_check(press: Press, layout: str, edition: str) -> None:
    sheet = office.EDITIONS[edition]
    for size, look in product(office.SIZES, ("colour", "ink")):
        assert check(press(compile(layout, sheet, size, look)), sheet, layout) == [], (size, look)


@each
def test_no_text_meets_another_on_any_kind_of_sheet(layout: str) -> None:
    assert office.pages_that_collide(layout) == []


@each
@pytest.mark.parametrize("absent", office.ABSENT)
def test_what_may_be_absent(press: Press, layout: str, absent: str) -> None:
    sheet = sheets.changed(sheets.MX, draft=True, **office.ABSENT[absent])
    assert check(press(compile(layout, sheet)), sheet, layout) == []

"""No text stands over another one, under a shape, in a code's white zone or at the edge, in any layout or edition.

Nothing is rendered: `test_gates` shows that the ink is where it is measured here.
"""

from __future__ import annotations

import pytest

from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Page
from campaign.paper.render import pages
from campaign.paper.sheet import ORDER, Country
from tests.paper import ink, sheets

SIZES = [(layout.name, size.name) for layout in LAYOUTS.values() for size in layout.sizes]


@pytest.fixture(scope="module", params=[False, True], ids=["final", "draft"])
def draft(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module", params=ORDER)
def country(request: pytest.FixtureRequest) -> Country:
    found: Country = request.param
    return found


@pytest.mark.parametrize(("layout", "size"), SIZES)
def test_each_text_has_its_own_place(layout: str, size: str, country: Country, draft: bool) -> None:
    found = pages(layout, sheets.changed(sheets.of(layout, country), draft=draft), size)
    assert faults(found) == []


@pytest.mark.parametrize(("layout", "size"), SIZES)
def test_a_poor_sheet_too(layout: str, size: str, country: Country, draft: bool) -> None:
    full = sheets.of(layout, country)
    sheet = sheets.changed(
        full, draft=draft, contact=None, strip=[], elsewhere=None, points=full["points"][:1],
        helplines=full["helplines"][:1], places={"near": "", "far": ""}, subline={"en": "", "es": ""},
    )  # fmt: skip
    assert faults(pages(layout, sheet, size)) == []


def faults(found: list[Page]) -> list[str]:
    return [
        f"page {n}, {kind}: {fault}"
        for n, page in enumerate(found, 1)
        for kind, look in (("collision", ink.collisions), ("covered", ink.covered), ("edge", ink.over_the_edge))
        for fault in look(page)
    ]

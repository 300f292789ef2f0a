"""Ways to look at a page: as printed, with lines, in grey; in the address, and without JavaScript."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from campaign.config import Config
from campaign.db import Side
from tests.browser import Browser
from tests.flyers import sheets
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]


def picture(browser: Browser, world: World, view: str) -> bytes:
    path = f"/flyers/{world.in_force_id}/page.webp?region={EL_PASO}&view={view}"
    response = browser.get(path).response
    assert response.mimetype == "image/webp"
    data: bytes = response.data
    return data


def test_the_picture_of_the_same_page_in_three_views(client_of: ClientOf, world: World) -> None:
    printer = client_of("printer.us")
    plain, lines, grey = (picture(printer, world, view) for view in ("print", "lines", "grey"))
    assert len({plain, lines, grey}) == 3
    assert len({Image.open(BytesIO(made)).size for made in (plain, lines, grey)}) == 1
    assert [picture(printer, world, view) for view in ("print", "lines", "grey")] == [plain, lines, grey]


@pytest.mark.parametrize("view", ["", "nonsense", "%00", "../../etc", "grey" * 5000])
def test_a_view_that_is_none_is_the_page_as_printed(client_of: ClientOf, world: World, view: str) -> None:
    printer = client_of("printer.us")
    assert picture(printer, world, view) == picture(printer, world, "print")


SAID = {
    "en": ("With lines", "Dash and dot: it is folded here.", "As a copier sees it."),
    "es": ("Con líneas", "Raya y punto: aquí se dobla.", "Como lo ve una copiadora."),
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_layouts_keeps_the_view_in_its_address(client_of: ClientOf, world: World, language: str) -> None:
    planner, path = client_of("planner.us", language), f"/flyers/{world.material('draft').id}/layouts"
    link, fold, copier = SAID[language]
    plain = planner.get(path)
    assert link in plain.text
    assert 'href="?view=lines"' in plain.html
    assert fold not in plain.text
    lined, grey = planner.get(f"{path}?view=lines"), planner.get(f"{path}?view=grey")
    assert "view=lines" in lined.html.split('class="layouts"')[1]
    assert 'href="?view=lines" aria-current="true"' in lined.html
    assert fold in lined.text
    assert copier in grey.text


def test_the_page_of_a_sheet_says_only_the_lines_that_it_has(client_of: ClientOf, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    page = client_of("printer.us", "en").get(f"/flyers/editions/{edition.id}?view=lines")
    assert "Unbroken line: the edge of the paper" in page.text
    assert "folded here" not in page.text
    assert "side=1&amp;view=lines" in page.html

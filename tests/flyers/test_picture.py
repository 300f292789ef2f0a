"""Pictures of the page: of the very PDF, of what the reader may read, and a sentence where nothing can be printed."""

from collections.abc import Callable

import pytest

from campaign.config import Config
from campaign.db import Side
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]


def test_a_picture_of_the_page(client_of: ClientOf, world: World) -> None:
    response = client_of("planner.us").get(f"/flyers/{world.in_force_id}/page.webp?region={EL_PASO}").response
    assert response.mimetype == "image/webp"
    assert response.data[:4] == b"RIFF"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("of", ["material", "version"])
def test_where_the_text_does_not_fit_the_picture_says_so(
    client_of: ClientOf, world: World, of: str, language: str
) -> None:
    material = acts.flyer(world)
    sheets.long_words(world, material)
    path = f"/flyers/{material.id}/page.webp?region={EL_PASO}"
    if of == "version":
        path = f"/flyers/versions/{acts.send(world, material).id}/page.webp?region={EL_PASO}"
    response = client_of("planner.us", language).get(path).response
    assert response.mimetype == "image/svg+xml"
    words = response.text.replace("</text>", " ")
    assert {"en": "does not fit", "es": "no cabe"}[language] in words


def test_words_in_that_picture_are_text(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, "<script>x</script> " * 25, "Corto.")
    response = client_of("planner.us").get(f"/flyers/{material.id}/page.webp?region={EL_PASO}").response
    assert response.mimetype == "image/svg+xml"
    assert "<script" not in response.text


@pytest.mark.parametrize("page", ["page.webp", "page.pdf"])
@pytest.mark.parametrize("region", ["", "?region=", "?region=US-00000", "?region=%00", "?region=MX-8037"])
def test_an_unknown_region_is_said(client_of: ClientOf, world: World, page: str, region: str) -> None:
    answer = client_of("planner.us", "en").get(f"/flyers/{world.in_force_id}/{page}{region}", status=409)
    assert "There is no region “" in answer.text


@pytest.mark.parametrize("who", ["printer.us", "printer.mx", "partner-a.us", "secretariat", "observer"])
def test_who_reads_only_what_is_in_force_sees_its_page(
    client_of: ClientOf, world: World, config: Config, who: str
) -> None:
    """Not the next version on its way, and not the draft (law 7)."""
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Not yet cleared.", "Sin autorizar.")
    acts.send(world, material)
    acts.write(world, "planner.us", material, "Only begun.", "Apenas empezado.")
    browser = client_of(who, "en")
    page = sheets.words(browser.get(f"/flyers/{material.id}/page.pdf?region={JUAREZ}").response.data)
    assert acts.POINT.en in page
    assert "BORRADOR" not in page
    show = browser.get(f"/flyers/{material.id}")
    assert "Not yet cleared." not in show.text
    assert sheets.prepare(world, config, Side.US).version.n == 1


def test_officials_see_the_draft_they_may_edit_and_else_what_was_sent(client_of: ClientOf, world: World) -> None:
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Sent, not cleared.", "Enviado.")
    acts.send(world, material)
    acts.write(world, "planner.us", material, "Only begun.", "Apenas empezado.")
    path = f"/flyers/{material.id}/page.pdf?region={EL_PASO}"
    mine, theirs = (sheets.words(client_of(who).get(path).response.data) for who in ("planner.us", "planner.mx"))
    assert "Only begun." in mine
    assert "Sent, not cleared." in theirs


@pytest.mark.parametrize("name", ["draft", "waiting", "partner_draft"])
def test_print_staff_know_nothing_of_what_is_not_in_force(client_of: ClientOf, world: World, name: str) -> None:
    for path in ("", f"/page.pdf?region={EL_PASO}", f"/page.webp?region={EL_PASO}"):
        client_of("printer.us").get(f"/flyers/{world.material(name).id}{path}", status=404)

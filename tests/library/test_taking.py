"""What anybody takes from the page of a sheet: one picture with all its pages, light enough for a chat, and the PDF."""

from io import BytesIO

import pytest
from PIL import Image

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers import actions
from campaign.flyers.models import Edition
from campaign.materials.models import Material
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.world import EL_PASO, World


@pytest.fixture
def cards(world: World, config: Config) -> Edition:
    """A sheet with a back."""
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        session.get_one(Material, material.id).layouts = ["rack-card"]
    acts.clear_by_both(world, acts.send(world, material))
    with acts.act(world, "printer.us") as user:
        here = session.get_one(Material, material.id)
        return actions.prepare(here, sheets.region(EL_PASO), config, user, now())


def sizes(client: Browser, edition: Edition) -> tuple[tuple[int, int], tuple[int, int]]:
    """Of the picture to take, and of one page."""
    taken = client.client.get(f"/e/{edition.code}/sheet.jpg")
    assert (taken.status_code, taken.mimetype) == (200, "image/jpeg")
    assert f"{edition.file_name.removesuffix('.pdf')}.jpg" in taken.headers["Content-Disposition"]
    assert len(taken.data) <= 300_000
    page = client.client.get(f"/e/{edition.code}/sheet.webp?side=1")
    return Image.open(BytesIO(taken.data)).size, Image.open(BytesIO(page.data)).size


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The picture holds all pages"), ("es", "La imagen trae todas las páginas")]
)
def test_the_picture_holds_front_and_back(client: Browser, cards: Edition, language: str, said: str) -> None:
    client.client.set_cookie("language", language)
    page = client.get(f"/e/{cards.code}")
    assert said in page.text
    assert f"/e/{cards.code}/sheet.jpg" in page.links
    (wide, high), (page_wide, page_high) = sizes(client, cards)
    assert high / wide == pytest.approx(2 * page_high / page_wide, rel=0.01)


def test_of_one_page_it_holds_that(client: Browser, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.MX)
    (wide, high), (page_wide, page_high) = sizes(client, edition)
    assert high / wide == pytest.approx(page_high / page_wide, rel=0.01)
    assert "one under the other" not in client.get(f"/e/{edition.code}").text


def test_what_is_not_to_be_printed_is_not_to_be_taken(client: Browser, world: World, config: Config) -> None:
    edition = sheets.prepare(world, config, Side.US)
    assert client.client.get(f"/e/{edition.code}/sheet.jpg").status_code == 200
    acts.revoke(world, world.version("in_force"), "signatory.us")
    client.get(f"/e/{edition.code}/sheet.jpg", status=409)
    client.get("/e/00000000/sheet.jpg", status=404)

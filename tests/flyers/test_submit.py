"""Sending a flyer: right words are not enough, it must fit on the paper of both countries; else nothing is frozen."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.campaigns.actions import set_regions
from campaign.clock import now
from campaign.db import session
from campaign.materials.models import BlockKind, Material, Scope, Version, versions_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.page import Page
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]


def send(browser: Browser, material: Material, status: int = 303) -> Page:
    browser.get(f"/materials/{material.id}")
    browser.post(f"/flyers/{material.id}/submit", status=status)
    return browser.follow() if status == 303 else browser.page or browser.get("/")


def versions(material: Material) -> list[Version]:
    return list(session.scalars(versions_of(material.id)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_fits_and_is_right_goes_to_both_countries(client_of: ClientOf, world: World, language: str) -> None:
    material = acts.flyer(world)
    page = send(client_of("planner.us", language), material)
    said = {"en": "Version 1 is sent. Its text is frozen;", "es": "La versión 1 se envió. Su texto quedó fijo;"}
    assert said[language] in page.text
    assert [version.n for version in versions(material)] == [1]
    for who in ("signatory.us", "signatory.mx"):
        assert f"/clearance/versions/{versions(material)[0].id}" in client_of(who).get("/").links


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            BlockKind.headline,
            {
                "en": r"Headline · English does not fit: “.+” is \d+\.\d mm too long\. Shorten it\.",
                "es": r"Encabezado · [Ii]nglés no cabe: a «.+» le sobran \d+\.\d mm\. Acórtelo\.",
            },
        ),
        (
            BlockKind.point,
            {
                "en": r"Point 1 · English does not fit: “.+” is \d+\.\d mm too long\.",
                "es": r"Punto 1 · [Ii]nglés no cabe: a «.+» le sobran \d+\.\d mm\.",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_does_not_fit_is_named_with_its_slot_and_by_how_much(
    client_of: ClientOf, world: World, kind: BlockKind, said: dict[str, str], language: str
) -> None:
    material = acts.flyer(world)
    sheets.long_words(world, material, kind)
    typed = acts.blocks(material, kind)[0].words
    page = send(client_of("planner.us", language), material)
    assert re.search(said[language], page.text), page.text
    material = acts.here(material)
    assert versions(material) == []
    assert (material.has_draft, material.is_submitted) == (True, False)
    assert acts.blocks(material, kind)[0].words == typed


def test_a_word_that_is_missing_is_said_without_rendering(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, "Only English.", "")
    assert "Block 3 has no Spanish text." in send(client_of("planner.us", "en"), material).text
    assert versions(material) == []


def test_a_campaign_without_a_region_in_one_country_sends_nothing(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    with acts.act(world, "planner.us") as planner:
        material.campaign = world.proposal
        set_regions(world.proposal, [EL_PASO], world.proposal.row_version, planner, now())
    page = send(client_of("planner.us", "en"), material)
    assert "Choose a target region in Mexico first." in page.text
    assert versions(material) == []


@pytest.mark.parametrize(("who", "status"), [("signatory.us", 403), ("reviewer.us", 403), ("planner.mx", 404)])
def test_only_writers_send(client_of: ClientOf, world: World, who: str, status: int) -> None:
    material = acts.flyer(world)
    client_of(who).post(f"/flyers/{material.id}/submit", status=status)
    assert versions(material) == []


def test_a_wrong_token_sends_nothing(client_of: ClientOf, world: World) -> None:
    material = acts.flyer(world)
    client_of("planner.us").post(f"/flyers/{material.id}/submit", {"csrf_token": "forged"}, status=400)
    assert versions(material) == []


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
def test_a_national_flyer_goes_to_its_own_country(client_of: ClientOf, world: World, who: str) -> None:
    """It belongs to no campaign here: its sheets go to the regions of the border set of that country."""
    material = acts.flyer(world, who, Scope.national)
    send(client_of(who), material)
    version = versions(material)[0]
    own, other = ("signatory.us", "signatory.mx") if who == "planner.us" else ("signatory.mx", "signatory.us")
    assert f"/clearance/versions/{version.id}" in client_of(own).get("/").links
    assert f"/clearance/versions/{version.id}" not in client_of(other).get("/").links
    assert session.scalar(select(Version.review_by).where(Version.id == version.id)) is not None

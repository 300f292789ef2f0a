"""Preparing a sheet for a region: by its own country's people, of what is in force there, the same again the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaign import clock
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.flyers.models import Edition
from tests.browser import Browser
from tests.flyers import sheets
from tests.materials import acts
from tests.page import Page
from tests.world import EL_PASO, JUAREZ, PEOPLE, World

ClientOf = Callable[..., Browser]
HELPLINES = ("emergency_911", "us_988", "us_samhsa_helpline", "mx_linea_vida")
SIDES = pytest.mark.parametrize("side", Side)


def prepare(browser: Browser, world: World, region: str, status: int = 303, name: str = "in_force") -> Page:
    return browser.post(f"/flyers/{world.material(name).id}/prepare", {"region": region}, status=status)


def count() -> int:
    return session.scalar(select(func.count()).select_from(Edition)) or 0


@SIDES
@pytest.mark.parametrize("role", ["printer", "planner", "signatory", "reviewer", "partner-a"])
def test_people_of_a_side_prepare_its_sheets(client_of: ClientOf, world: World, side: Side, role: str) -> None:
    browser = client_of(f"{role}.{side.value.lower()}")
    browser.get(f"/flyers/{world.in_force_id}")
    browser.send("/prepare", region=sheets.HOME[side])
    page = browser.follow()
    edition = session.scalars(select(Edition)).one()
    assert (edition.country, edition.region_key, edition.version_id) == (
        side,
        sheets.HOME[side],
        world.version("in_force").id,
    )
    assert edition.code in page.text
    assert edition.made_by_id == world.users[f"{role}.{side.value.lower()}"]
    assert f"/flyers/editions/{edition.id}/file.pdf" in page.links


def test_the_same_again_is_the_same_row_the_same_code_and_the_same_bytes(world: World, config: Config) -> None:
    first = sheets.prepare(world, config, Side.US)
    kept = (first.id, first.code, first.sha256)
    with clock.at(now() + timedelta(hours=3)):
        second = sheets.prepare(world, config, Side.US)
    assert (second.id, second.code, second.sha256) == kept
    assert count() == 1


@SIDES
@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_prints_for_the_other_country(client_of: ClientOf, world: World, side: Side, language: str) -> None:
    browser = client_of(sheets.PRINTER[side], language)
    page = prepare(browser, world, sheets.HOME[side.opposite], status=409)
    said = {"en": "You print for your own country;", "es": "Usted imprime para su propio país;"}[language]
    assert said in page.text
    assert count() == 0


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", ["US-99999", "MX-2004", "us-48141", "48141", "", "US-9\x009", "'--", "x" * 3000])
def test_an_unknown_region_is_said(client_of: ClientOf, world: World, key: str, language: str) -> None:
    page = prepare(client_of("printer.us", language), world, key, status=409)
    assert {"en": "There is no region “", "es": "No existe la región «"}[language] in page.text
    assert count() == 0


def test_a_wrong_token_prepares_nothing(client_of: ClientOf, world: World) -> None:
    client_of("printer.us").post(
        f"/flyers/{world.in_force_id}/prepare", {"region": EL_PASO, "csrf_token": "forged"}, status=400
    )
    assert count() == 0


@pytest.mark.parametrize("name", ["draft", "waiting", "half_cleared"])
@pytest.mark.parametrize(("who", "status"), [("planner.us", 403), ("signatory.us", 403), ("printer.us", 404)])
def test_what_is_not_in_force_is_not_printed(
    client_of: ClientOf, world: World, config: Config, name: str, who: str, status: int
) -> None:
    prepare(client_of(who), world, EL_PASO, status, name)
    with pytest.raises(Refused, match="No version of this flyer is in force in El Paso County"):
        sheets.prepare(world, config, Side.US, name)


@pytest.mark.parametrize("who", ["secretariat", "observer", "administrator.us", "administrator.mx"])
def test_others_prepare_nothing(client_of: ClientOf, world: World, who: str) -> None:
    status = 404 if PEOPLE[who].side else 403
    prepare(client_of(who), world, EL_PASO, status)


@SIDES
def test_what_stays_in_force_on_one_side_is_printed_there(
    client_of: ClientOf, world: World, config: Config, side: Side
) -> None:
    acts.revoke(world, world.version("in_force"), f"signatory.{side.opposite.value.lower()}", marks=True)
    assert sheets.prepare(world, config, side).country is side
    prepare(client_of(sheets.PRINTER[side.opposite]), world, sheets.HOME[side.opposite], status=404)
    with pytest.raises(Refused, match="No version of this flyer is in force"):
        sheets.prepare(world, config, side.opposite)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_day_after_its_review_date_nothing_is_printed(client_of: ClientOf, world: World, language: str) -> None:
    """Law 10, on the very day and without anybody's act."""
    last = world.version("in_force").review_by
    assert last is not None
    with clock.at(now() + (last - now().date()) + timedelta(days=1)):
        browser = client_of("printer.us", language)
        page = prepare(browser, world, EL_PASO, status=409)
        said = {
            "en": "No version of this flyer is in force",
            "es": "Ninguna versión de este volante está vigente",
        }
        assert said[language] in page.text
        page = browser.get(f"/flyers/{world.in_force_id}")
        assert {"en": "Not to be printed here now.", "es": "Por ahora no se imprime aquí."}[language] in page.text


@SIDES
def test_without_a_number_that_works_there_nothing_is_printed(
    client_of: ClientOf, world: World, config: Config, side: Side
) -> None:
    """Law 8: also when the last number is revoked after the flyer came into force."""
    name = {Side.US: "the United States", Side.MX: "Mexico"}[side]
    for key in HELPLINES:
        if world.fact(key).fact.territory.covers(side):
            acts.revoke(world, world.fact(key), f"signatory.{side.value.lower()}")
    with pytest.raises(Refused, match=f"There is no cleared helpline for {name}"):
        sheets.prepare(world, config, side)
    page = client_of(sheets.PRINTER[side], "en").get(f"/flyers/{world.in_force_id}/page.pdf?region={sheets.HOME[side]}")
    assert page.response.mimetype == "application/pdf"


def test_the_same_content_cleared_anew_is_the_same_code_for_the_new_version(world: World, config: Config) -> None:
    """A code is made of what stands on the paper; a copy handed out before is right again."""
    first = sheets.prepare(world, config, Side.US)
    code, old = first.code, world.version("in_force")
    acts.revoke(world, old, "signatory.us")
    acts.clear_by_both(world, acts.send(world, world.material("in_force")))
    again = sheets.prepare(world, config, Side.US)
    assert (again.code, again.version_id) == (code, world.version("in_force").id)
    assert again.version_id != old.id
    assert count() == 1


def test_a_newer_version_is_another_code(world: World, config: Config) -> None:
    old = sheets.prepare(world, config, Side.US).code
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Call 911. Stay.", "Llama al 911. Quédate.")
    acts.clear_by_both(world, acts.send(world, material))
    assert sheets.prepare(world, config, Side.US).code != old
    assert count() == 2


def test_any_region_of_the_country_may_be_chosen(client_of: ClientOf, world: World) -> None:
    browser = client_of("printer.mx")
    page = browser.get(f"/flyers/{world.in_force_id}?q=tijuana")
    assert "MX-02004" in page.html
    assert JUAREZ not in page.html.split("</select>")[0].rpartition("<select")[2]

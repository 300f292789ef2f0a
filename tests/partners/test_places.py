"""Places: in either country, numbers and postal codes of that country, a nation's consent, closing and opening."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.partners.models import OrganizationState
from campaign.partners.places import actions
from campaign.partners.places.models import Place
from tests.browser import Browser, loose
from tests.conftest import ActingAs
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]


def add(world: World, key: str) -> str:
    return f"/partners/{world.organizations[key]}/add_place"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_partner_adds_a_place_in_the_other_country(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("partner-b.mx", language)
    browser.get(add(world, "association.mx"))
    browser.send(
        name="Ventanilla de Salud",
        region_key=EL_PASO,
        address="910 E San Antonio Ave\nEl Paso",
        postal_code="07901",
        phone="(915) 555-0100",
        hours="Monday to Friday, 8 to 15",
    )
    page = browser.follow()
    assert "(915) 555-0100" in page.text
    assert "07901" in page.text
    place = session.scalars(select(Place)).one()
    assert (place.region_key, place.phone, place.postal_code) == (EL_PASO, "+19155550100", "07901")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"region_key": ""},
        {"region_key": "US-48"},
        {"region_key": "XX-00000"},
        {"postal_code": "1234"},
        {"postal_code": "٧٩٩٠١"},
        {"postal_code": "79901-1234"},
        {"phone": "656 123"},
        {"land_id": "999999"},
        {"land_id": "x"},
        {"consent": "For one year"},
        {"consent_on": "yesterday"},
        {"address": "x" * 401},
    ],
)
def test_what_makes_no_sense_is_refused(client_of: ClientOf, world: World, wrong: dict[str, str]) -> None:
    browser = client_of("partner-a.us")
    browser.get(add(world, "clinic.us"))
    browser.post(add(world, "clinic.us"), {"name": "Counter", "region_key": EL_PASO, **wrong}, status=422)
    assert session.scalars(select(Place)).first() is None


def test_on_a_nations_land_its_consent_is_recorded(client_of: ClientOf, world: World) -> None:
    browser = client_of("partner-a.us")
    nation = str(world.organizations["nation.us"])
    browser.get(add(world, "clinic.us"))
    page = browser.send(
        status=422, name="Chapter house", region_key="US-04019", land_id=nation, consent="Flyers, one year"
    )
    assert "needs that nation’s consent" in page.text
    browser.send(status=422, consent_by="Council secretary", consent_on="2026-12-24")
    browser.send(consent_on="2026-11-02")
    page = browser.follow()
    assert "On the land of Desert Willow Nation Health Service" in page.text
    assert "Council secretary" in page.text


def test_a_nation_that_closed_stays_where_it_was_chosen_and_is_offered_nowhere_else(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    nation = world.organizations["nation.us"]
    consent = {"consent": "Flyers, one year", "consent_by": "Council secretary", "consent_on": now().date()}
    given = actions.Address("Chapter house", "US-04019", land_id=nation, **loose(consent))
    with acting_as("planner.us"):
        place = actions.add(world.organization("clinic.us"), given, now()).id
        world.organization("nation.us").state = OrganizationState.closed
        session.commit()
    browser = client_of("partner-a.us")
    assert "Health Service (Closed)" in browser.get(f"/partners/places/{place}/edit_place").text
    browser.send(hours="Monday to Friday, 8 to 15")
    assert session.get_one(Place, place).land_id == nation
    assert "Desert Willow" not in browser.get(add(world, "clinic.us")).text
    with acting_as("planner.us"), pytest.raises(Refused, match="not open any more"):
        actions.add(world.organization("clinic.us"), given, now())


def test_the_database_asks_for_the_consent_too(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        place = actions.add(world.organization("clinic.us"), actions.Address("Counter", EL_PASO), now())
        place.land_id = world.organizations["nation.us"]
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_stale_form_shows_both_texts(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        number = actions.add(world.organization("clinic.us"), actions.Address("Counter", EL_PASO), now()).id
        session.commit()
    path = f"/partners/places/{number}/edit_place"
    first, second = client_of("partner-a.us"), client_of("planner.us")
    first.get(path)
    second.get(path)
    second.send(name="Front counter", region_key=JUAREZ, postal_code="32000")
    page = first.send(status=409, name="Back counter")
    for words in ("Front counter", "Back counter", "Juárez, Chihuahua", "El Paso County, Texas"):
        assert words in page.text
    first.send("/edit_place")
    assert session.get_one(Place, number).name == "Back counter"


def test_a_place_is_closed_and_opened_again_and_leaves_the_region(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    with acting_as("planner.us"):
        number = actions.add(world.organization("us"), actions.Address("Counter of the office", EL_PASO), now()).id
        session.commit()
    browser = client_of("planner.us")
    for who in ("planner.us", "planner.mx", "partner-a.mx"):
        assert "Counter of the office" in client_of(who).get(f"/regions/{EL_PASO}").text
    assert "Counter of the office" in browser.get("/regions/US-48").text
    browser.post(f"/partners/places/{number}/close_place")
    assert "Counter of the office" not in browser.get(f"/regions/{EL_PASO}").text
    browser.post(f"/partners/places/{number}/open_place")
    assert "Counter of the office" in browser.get(f"/regions/{EL_PASO}").text
    client_of("planner.mx").post(f"/partners/places/{number}/close_place", status=403)


def test_a_region_shows_no_place_of_whom_one_may_not_see(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    with acting_as("planner.us"):
        actions.add(world.organization("clinic.us"), actions.Address("Waiting room", EL_PASO), now())
        session.commit()
    for who, sees in (
        ("planner.us", True),
        ("partner-a.us", True),
        ("planner.mx", False),
        ("partner-b.us", False),
        ("printer.us", False),
    ):
        assert ("Waiting room" in client_of(who).get(f"/regions/{EL_PASO}").text) is sees, who

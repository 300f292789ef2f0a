"""Closing: places are handed over first, marks and people stop at once, what was uploaded stays; it can be undone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign.accounts.models import SignIn
from campaign.clock import now
from campaign.db import Side, session
from campaign.mail.models import PersonalLetter
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.models import OrganizationState
from campaign.partners.places import actions as places
from campaign.partners.places.models import Place
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
TODAY = timedelta(0)


def accredited(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        clinic = world.organization("clinic.mx")
        accreditations.give(clinic, now().date(), now().date() + timedelta(days=90), planner, now())
        places.add(clinic, places.Address("Sala de espera", JUAREZ), now())
        places.add(clinic, places.Address("Waiting room", EL_PASO), now())
        session.commit()


def test_places_go_to_a_named_organization_before_it_closes(
    client_of: ClientOf, world: World, acting_as: ActingAs
) -> None:
    accredited(world, acting_as)
    member = client_of("partner-a.mx", "en")
    member.get("/")
    planner = client_of("planner.mx", "en")
    number = world.organizations["clinic.mx"]
    path = f"/partners/{number}/close"
    page = planner.get(path)
    assert "2 places in use go to another organization" in page.text
    assert "handed to another organization first" in planner.send(status=422, reason="It moved away.").text
    assert "no open organization" in planner.send(status=422, successor="Nobody").text
    own = planner.send(status=422, successor="Clínica Comunitaria Sierra de Juárez")
    assert "must go to another organization" in own.text
    assert world.organization("clinic.mx").state is OrganizationState.open
    planner.send(successor="puentes de salud")
    clinic = world.organization("clinic.mx")
    assert (clinic.state, clinic.is_accredited_mx) == (OrganizationState.closed, False)
    assert not accreditations.may_show_logo(clinic, Side.MX, now().date())
    assert set(session.scalars(select(Place.organization_id))) == {world.organizations["association.mx"]}
    ended = select(SignIn.ended_at).where(SignIn.user_id == world.users["partner-a.mx"])
    assert None not in set(session.scalars(ended))
    assert member.get("/partners/", status=303).response.headers["Location"].startswith("/accounts/sign-in")
    told = select(PersonalLetter).where(PersonalLetter.address == "partner-a.mx@example.org")
    assert session.scalars(told.order_by(PersonalLetter.id.desc())).first().subject_en.startswith("Closed")  # type: ignore[union-attr]
    assert world.material("partner_draft").organization_id == number
    client_of("planner.mx").post(path, {"reason": "Again"}, status=409)
    planner.post(f"/partners/{number}/approve")
    assert world.organization("clinic.mx").is_open


@pytest.mark.parametrize(
    ("who", "key", "status"),
    [
        ("planner.us", "mx", 403),
        ("planner.us", "clinic.mx", 404),
        ("administrator.mx", "clinic.mx", 403),
        ("partner-a.mx", "clinic.mx", 403),
        ("planner.mx", "clinic.mx", 200),
    ],
)
def test_who_closes(client_of: ClientOf, world: World, who: str, key: str, status: int) -> None:
    client_of(who).get(f"/partners/{world.organizations[key]}/close", status=status)


def test_nobody_closes_the_organization_that_they_belong_to(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    browser.get(f"/partners/{world.organizations['mx']}/close")
    assert "that you belong to" in browser.send(status=422, reason="By mistake").text

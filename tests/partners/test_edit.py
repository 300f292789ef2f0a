"""Entering and changing organizations and contacts: who may, what is refused, and nobody's text lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.partners import actions, phones
from campaign.partners.models import Contact, Organization, OrganizationKind
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import World

ClientOf = Callable[..., Browser]


def edit(world: World, key: str) -> str:
    return f"/partners/{world.organizations[key]}/edit"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_partner_keeps_up_to_date_how_it_is_reached(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("partner-a.mx", language)
    browser.get(edit(world, "clinic.mx"))
    browser.send(phone="(656) 123 4567", email="Hola@Clinica.example.org", website="clinica.example.org", language="es")
    page = browser.follow()
    assert "656 123 4567" in page.text
    found = world.organization("clinic.mx")
    assert (found.phone, found.email) == ("+526561234567", "hola@clinica.example.org")


def test_a_partner_does_not_rename_itself(client_of: ClientOf, world: World) -> None:
    browser = client_of("partner-a.us")
    page = browser.get(edit(world, "clinic.us"))
    assert 'name="kind"' not in page.html
    more = {"name": "Health Department", "kind": "agency", "parent": "", "state": "open", "is_accredited_us": "1"}
    browser.post(edit(world, "clinic.us"), {"version": "1", "phone": "", "country": "MX", **more})
    found = world.organization("clinic.us")
    assert (found.name, found.kind) == ("Franklin Mountains Community Clinic", OrganizationKind.clinic)
    assert (found.country, found.is_accredited_us) == (Side.US, False)


@pytest.mark.parametrize(
    ("who", "key", "status"),
    [
        ("planner.us", "clinic.us", 200),
        ("administrator.us", "clinic.us", 200),
        ("planner.mx", "clinic.us", 404),
        ("planner.mx", "us", 403),
        ("partner-b.us", "clinic.us", 404),
        ("reviewer.us", "clinic.us", 403),
        ("printer.us", "printer.us", 404),
        ("secretariat", "us", 403),
    ],
)
def test_who_edits(client_of: ClientOf, world: World, who: str, key: str, status: int) -> None:
    client_of(who).get(edit(world, key), status=status)


def test_a_stale_form_loses_nobodys_text(client_of: ClientOf, world: World) -> None:
    first, second = client_of("planner.us"), client_of("administrator.us")
    first.get(edit(world, "clinic.us"))
    second.get(edit(world, "clinic.us"))
    second.send(phone="(915) 555-0100")
    page = first.send(status=409, phone="(915) 555-0199", website="clinic.example.org")
    assert "(915) 555-0100" in page.text
    assert "(915) 555-0199" in page.text
    first.send("/edit")
    assert world.organization("clinic.us").phone == "+19155550199"


def test_the_parent_is_given_by_name_and_never_in_a_circle(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(edit(world, "clinic.us"))
    browser.send(parent="office for OVERDOSE prevention")
    page = browser.follow()
    assert "Office for Overdose Prevention" in page.text
    assert "Franklin Mountains" in browser.get(f"/partners/{world.organizations['us']}").text
    browser.get(edit(world, "us"))
    assert (
        "to itself or to one of its own parts"
        in browser.send(status=422, parent="Franklin Mountains Community Clinic").text
    )
    assert "no open organization" in browser.send(status=422, parent="Nobody").text


def test_a_second_entry_is_asked_about_and_the_same_name_refused(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.mx", "en")
    browser.get("/partners/new")
    page = browser.send(status=422, name="PUENTES DE SALUD", kind="association")
    assert "These are here already" in page.text
    browser.send()
    made = session.scalars(select(Organization).where(Organization.name == "PUENTES DE SALUD")).one()
    assert (made.country, made.is_open, made.folded) == (Side.MX, True, "puentes de salud")
    browser.get("/partners/new")
    browser.post("/partners/new", {"name": "PUENTES DE SALUD", "kind": "association", "is_other": "y"}, status=422)


@pytest.mark.parametrize("language", ["en", "es"])
def test_contacts_come_change_and_go(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("partner-a.mx", language)
    number = world.organizations["clinic.mx"]
    browser.get(f"/partners/{number}/add_contact")
    browser.send(status=422, name="", phone="12")
    browser.send(name="Alma Ruelas Ñíguez", phone="656 123 4567", email="alma@clinica.example.org", post="Enfermera")
    page = browser.follow()
    assert "Alma Ruelas Ñíguez" in page.text
    contact = session.scalars(select(Contact)).one()
    browser.get(f"/partners/contacts/{contact.id}/edit_contact")
    browser.send(phone="911")
    assert session.scalars(select(Contact.phone)).one() == "911"
    browser.post(f"/partners/contacts/{contact.id}/edit_contact", {"name": "Y", "version": "1"}, status=409)
    browser.post(f"/partners/contacts/{contact.id}/remove_contact")
    assert session.scalars(select(Contact)).first() is None


def test_people_are_reached_by_their_own_side_only(client_of: ClientOf, world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        card = actions.Card("Alma Ruelas", "Nurse", "alma@clinic.example.org", "(915) 555-0100")
        contact = actions.add_contact(world.organization("us"), card, now())
        session.commit()
        number = contact.id
    page = f"/partners/{world.organizations['us']}"
    for who, sees in (("planner.us", True), ("reviewer.us", True), ("planner.mx", False), ("partner-a.us", False)):
        assert ("alma@clinic" in client_of(who).get(page).text) is sees, who
    client_of("planner.mx").get(f"/partners/contacts/{number}/edit_contact", status=404)
    client_of("reviewer.us").get(f"/partners/contacts/{number}/edit_contact", status=403)


@pytest.mark.parametrize(
    ("typed", "country", "kept", "shown"),
    [
        ("(915) 555-0100", Side.US, "+19155550100", "(915) 555-0100"),
        ("656 123 4567", Side.MX, "+526561234567", "656 123 4567"),
        ("+52 656 123 4567", Side.US, "+526561234567", "656 123 4567"),
        ("915-555-0100 x12", Side.US, "+19155550100;ext=12", "(915) 555-0100 ext. 12"),
        ("911", Side.MX, "911", "911"),
        ("988", Side.US, "988", "988"),
        ("800 911 2000", Side.MX, "800 911 2000", "800 911 2000"),
        ("1 800 662 4357", Side.US, "1-800-662-4357", "1-800-662-4357"),
        ("+34 912 345 678", Side.MX, "+34912345678", "+34 912 34 56 78"),
        ("", Side.US, "", ""),
    ],
)
def test_phones_as_they_are_kept_and_shown(typed: str, country: Side, kept: str, shown: str) -> None:
    assert (phones.kept(typed, country), phones.shown(kept)) == (kept, shown)


@pytest.mark.parametrize("typed", ["12", "hola", "555", "+", "<script>", "9" * 39, "١٢٣"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        phones.kept(typed, Side.US)


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "ftp://a.org", "https://", "http://a b.org", "x"]
)
def test_what_is_no_page_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        actions.website(typed)


def test_a_page_without_scheme_gets_https() -> None:
    assert actions.website("clinic.example.org/a") == "https://clinic.example.org/a"
    assert actions.website("http://clinic.example.org") == "http://clinic.example.org"

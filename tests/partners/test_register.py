"""Registering by oneself: the same answer for everybody, nothing before the address is proved, names compared."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign import clock
from campaign.accounts.models import Role, User
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.mail.models import Notice
from campaign.partners import terms
from campaign.partners.models import Organization, OrganizationState
from campaign.partners.registering import actions
from campaign.partners.registering.models import LASTS, Registration, TermsAcceptance
from tests.browser import Browser
from tests.partners import joining
from tests.world import World

ClientOf = Callable[..., Browser]


def count(kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_chosen_beforehand(app: Flask, world: World, language: str) -> None:
    page = Browser(app, None, language).get("/partners/register")
    assert "checked" not in page.html
    assert "selected" not in page.html


def test_a_clinic_registers_proves_its_address_and_waits(client: Browser, world: World) -> None:
    before = count(Organization)
    joining.fill(client)
    client.follow()
    assert count(Organization) == before
    link = joining.letter().path
    client.get(link)
    client.send(
        sort_name="Ibáñez Cota Rosa", zone="America/Ciudad_Juarez", password=joining.ACCOUNT.password, is_accepted="y"
    )
    made = session.scalars(select(Organization).where(Organization.name == "Clínica Loma Blanca")).one()
    assert (made.state, made.country, made.phone) == (OrganizationState.waiting, Side.MX, "+526561234567")
    assert made.website == "https://clinica.example.org"
    person = joining.person()
    assert (set(person.roles), person.is_coordinator, person.side) == ({Role.partner}, True, Side.MX)
    assert person.language == "es"
    accepted = session.scalars(select(TermsAcceptance)).one()
    assert (accepted.organization_id, accepted.version) == (made.id, terms.CURRENT.version)
    told = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert told is not None
    assert (told.to_side, told.path) == (Side.MX, f"/partners/{made.id}")
    client.get(link, status=410)


def test_a_known_address_gets_the_same_answer(client: Browser, world: World) -> None:
    before = count(User), count(Registration)
    answer = joining.fill(client, email="planner.mx@example.org").response.headers["Location"]
    page = client.follow().text
    told = joining.letter("planner.mx@example.org")
    assert told.path == "/accounts/sign-in"
    assert "you have an account here already" in told.text_en
    assert (count(User), count(Registration)) == before
    assert joining.fill(client).response.headers["Location"] == answer
    assert client.follow().text == page


def test_a_link_that_was_used_is_too_old_or_never_was_is_one_page(client: Browser, world: World) -> None:
    joining.waiting()
    pages = {client.get("/partners/join/unknown", status=410).text}
    registration = session.scalars(select(Registration)).one()
    assert not registration.is_live(now())
    joining.fill(client, organization="Clínica Valle Sur", email="otra@clinic.example.org")
    link = joining.letter("otra@clinic.example.org").path
    with clock.at(now() + LASTS - timedelta(minutes=1)):
        client.get(link)
    with clock.at(now() + LASTS):
        pages.add(client.get(link, status=410).text)
    assert len(pages) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Puentes de Salud",
        "PUENTES DE SALUD A. C.",
        "puentes de salud, Asociación Civil",
        "Puentеs de Sаlud",
        "Puente de Salud",
    ],
)
def test_a_name_that_is_here_already_is_shown_by_name_only(client: Browser, world: World, name: str) -> None:
    page = joining.fill(client, status=422, organization=name)
    assert "Puentes de Salud, A.C." in page.text
    assert f"/partners/{world.organizations['association.mx']}" not in page.html
    client.send(is_other="y")
    assert count(Registration) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization": ""},
        {"organization": "\u202e\u0000\u200b"},
        {"organization": "—"},
        {"organization": "Puentes de Salud, A.C."},
        {"kind": "agency"},
        {"kind": "secretariat"},
        {"country": "CA"},
        {"language": "fr"},
        {"phone": "12"},
        {"phone": "javascript:alert(1)"},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://clinic.example.org"},
        {"website": "https://user:word@clinic.example.org"},
        {"email": "nobody"},
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"person": "x" * 121},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    client: Browser, world: World, wrong: dict[str, str]
) -> None:
    client.get("/partners/register")
    client.post("/partners/register", {**joining.FORM, "is_other": "y", **wrong}, status=422)
    assert count(Registration) == 0


def test_marks_without_width_go_from_a_name(client: Browser, world: World) -> None:
    joining.fill(client, organization="Clínica\u200b  Loma\u202e Alta\u0000")
    assert session.scalars(select(Registration.organization)).one() == "Clínica Loma Alta"


def test_columns_of_the_model_are_no_fields_of_the_form(client: Browser, world: World) -> None:
    client.get("/partners/register")
    extra = {"state": "open", "is_accredited_mx": "1", "terms_version": "9", "registered_at": "2020-01-01", "id": "1"}
    client.post("/partners/register", {**joining.FORM, **extra})
    client.get(joining.letter().path)
    more = {
        "roles": "administrator",
        "is_coordinator": "",
        "side": "US",
        "email": "x@example.org",
        "organization_id": "1",
    }
    given = {"sort_name": "Ibáñez", "zone": "UTC", "is_accepted": "y", "password": joining.ACCOUNT.password}
    client.post(joining.letter().path, {**given, **more}, status=422)  # UTC is no choice of the list
    client.post(joining.letter().path, {**given, **more, "zone": "America/Tijuana"})
    person = joining.person()
    assert (set(person.roles), person.side) == ({Role.partner}, Side.MX)
    assert (person.organization.state, person.organization.is_accredited_mx) == (OrganizationState.waiting, False)


def test_without_the_terms_nobody_joins_and_a_weak_password_is_refused(client: Browser, world: World) -> None:
    joining.fill(client)
    client.get(joining.letter().path)
    given = {"sort_name": "Ibáñez", "zone": "America/Tijuana", "password": joining.ACCOUNT.password}
    client.send(status=422, **given)
    for weak in ("short", "Fentanilo2026", "ClinicaLomaBlanca1"):
        client.send(status=422, **{**given, "is_accepted": "y", "password": weak})
    page = client.send(status=422, **{**given, "zone": "", "is_accepted": "", "password": "Fentanilo2026"})
    for words in ("Choose the time zone.", "This password would be guessed", "Without the terms of use nobody works"):
        assert words in page.text
    assert count(TermsAcceptance) == 0


def test_whoever_goes_round_the_form_is_held_to_the_same_password(client: Browser, world: World) -> None:
    joining.fill(client)
    registration = actions.found(joining.letter().path.rpartition("/")[2], now())
    assert registration is not None
    with acting(None, None, "partners.join", now()), pytest.raises(Refused, match="guessed"):
        actions.join(registration, replace(joining.ACCOUNT, password="Fentanilo2026"), now())


def test_many_registrations_of_one_network_have_to_wait(client: Browser, world: World) -> None:
    joining.fill(client)
    client.get("/partners/register")
    statuses = [client.post("/partners/register", joining.FORM, status=None).status for _n in range(11)]
    assert statuses[-1] == 429
    assert statuses[0] == 303
    page = client.page
    assert page is not None
    assert "from your network" in page.text
    kept = {field.get("name"): field.get("value") for field in page.all("input")}
    assert kept["person"] == joining.FORM["person"], "nothing that was typed is lost"
    with clock.at(now() + timedelta(minutes=16)):
        client.post("/partners/register", joining.FORM)

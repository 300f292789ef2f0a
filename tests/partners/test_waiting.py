"""Whose organization does not work here sees only how it stands; a planner decides, and a letter says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import Overtaken
from campaign.mail.models import PersonalLetter
from campaign.partners import actions
from campaign.partners.models import Organization, OrganizationKind, OrganizationState
from campaign.web import KeyConverter
from tests.browser import Browser
from tests.house.places import guard_of
from tests.partners import joining
from tests.world import World

ClientOf = Callable[..., Browser]
OWN = ("accounts.", "partners.waiting")


@pytest.mark.parametrize("state", [OrganizationState.waiting, OrganizationState.refused, OrganizationState.closed])
def test_every_other_door_leads_to_the_waiting_page(app: Flask, world: World, state: OrganizationState) -> None:
    organization = joining.waiting()
    with acting(None, None, "test", now()):
        organization.state, organization.reason = state, "" if state is OrganizationState.waiting else "Twice here."
        session.commit()
    browser = Browser(app, joining.person())
    waiting = browser.get("/partners/waiting")
    assert organization.name in waiting.text
    for method, path in _doors(app) if state is OrganizationState.waiting else [("GET", "/"), ("GET", "/jobs/")]:
        open_ = browser.get if method == "GET" else browser.post
        answer = open_(path, status=None, is_checked=False)
        assert (answer.status, answer.response.headers.get("Location")) == (303, "/partners/waiting"), (method, path)


def _doors(app: Flask) -> list[tuple[str, str]]:
    """Every method and address; whom an address names is not even looked up."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint == "home.index" or _asks(app, rule.endpoint)]
    with app.test_request_context():
        found = [(rule.methods or set(), app.url_for(rule.endpoint, **_arguments(rule))) for rule in rules]
    return [(method, path) for methods, path in found for method in sorted(methods & {"GET", "POST"})]


def _arguments(rule: Rule) -> dict[str, Any]:
    is_key = any(isinstance(converter, KeyConverter) for converter in rule._converters.values())
    return dict.fromkeys(rule.arguments, "MX-08037" if is_key else 1)


def _asks(app: Flask, endpoint: str) -> bool:
    """Whether the gate asks there who it is; the public pages are open to everybody."""
    rule = guard_of(app, endpoint).allow.__name__
    return not endpoint.startswith(OWN) and rule not in ("anyone", "machine", "watcher")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("planner.mx", 303),
        ("planner.us", 404),
        ("reviewer.mx", 403),
        ("administrator.mx", 403),
        ("signatory.mx", 403),
        ("partner-a.mx", 404),
        ("secretariat", 404),
        ("printer.mx", 404),
    ],
)
def test_only_a_planner_of_the_home_country_approves(client_of: ClientOf, world: World, who: str, status: int) -> None:
    number = joining.waiting().id
    client_of(who).post(f"/partners/{number}/approve", status=status)
    state = session.get_one(Organization, number).state
    assert state is (OrganizationState.open if status == 303 else OrganizationState.waiting)


def test_the_letter_begins_in_the_language_that_was_chosen(client_of: ClientOf, world: World) -> None:
    number = joining.waiting().id
    page = client_of("planner.mx", "en").get("/")
    assert "Clínica Loma Blanca" in page.text
    assert "Clínica Loma Blanca" not in client_of("planner.us", "en").get("/").text
    page = client_of("planner.mx", "en").get(f"/partners/{number}")
    assert "It waits for you" in page.text
    client_of("planner.mx").post(f"/partners/{number}/approve")
    letter = joining.letter()
    assert (letter.language, letter.subject_en) == ("es", "Approved: Clínica Loma Blanca")
    browser = Browser(client_of("planner.mx").app, joining.person())
    assert browser.get("/partners/waiting", status=302)
    browser.get(f"/partners/{number}")


def test_refused_says_why_and_can_be_approved_later(client_of: ClientOf, world: World) -> None:
    number = joining.waiting().id
    planner = client_of("planner.mx", "en")
    planner.get(f"/partners/{number}/refuse")
    planner.send(status=422, reason=" ")
    planner.send(reason="We know nothing of this clinic.")
    assert "We know nothing of this clinic." in joining.letter().text_en
    mine = Browser(planner.app, joining.person(), "en")
    assert "We know nothing of this clinic." in mine.get("/partners/waiting").text
    planner.post(f"/partners/{number}/approve")
    assert session.get_one(Organization, number).is_open
    planner.post(f"/partners/{number}/approve", status=409)


def test_two_planners_decide_once(world: World) -> None:
    organization = joining.waiting()
    planner = world.user("planner.mx")
    with acting(planner, Side.MX, "test", now()):
        actions.approve(organization, planner, now())
        with pytest.raises(Overtaken):
            actions.refuse(organization, "No", planner, now())
    told = select(PersonalLetter.subject_en).where(PersonalLetter.address == joining.EMAIL)
    assert [one for one in session.scalars(told) if one.startswith("Not approved")] == []


def test_a_consular_window_belongs_to_its_home_country(client_of: ClientOf, world: World) -> None:
    wish = replace(joining.WISH, organization="Ventanilla de Salud, El Paso", kind=OrganizationKind.consular_window)
    number = joining.waiting(wish).id
    client_of("planner.us").get(f"/partners/{number}", status=404)
    client_of("planner.mx").post(f"/partners/{number}/approve")


def test_a_look_alike_is_shown_to_the_planner(client_of: ClientOf, world: World) -> None:
    number = joining.waiting(replace(joining.WISH, organization="Puentеs de Salud")).id
    page = client_of("planner.mx", "en").get(f"/partners/{number}")
    assert "It mixes Latin letters" in page.text
    assert f"/partners/{world.organizations['association.mx']}" in page.links

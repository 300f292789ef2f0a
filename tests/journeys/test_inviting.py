"""Somebody new on a side: invited by a link, joins in the other language, gets other roles, is made a signatory by two
people, and is out on the next click after being deactivated.
"""

import os
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

RUNS = [("us", "en", 1280, "es", 390)]  # whose side, who invites, who joins
if os.environ.get("CAMPAIGN_TEST_FULL"):
    RUNS.append(("mx", "es", 390, "en", 1280))
HOME = {"us": "Office of Border Health", "mx": "Dirección de Salud Fronteriza"}
NAME, PASSWORD = "Inés Beltrán Ochoa", "lámpara tortuga violín 47 ventana"


@pytest.mark.parametrize(("side", "language", "width", "other_language", "other_width"), RUNS)
def test_from_the_link_to_the_last_click(
    visit: Visit, side: str, language: str, width: int, other_language: str, other_width: int
) -> None:
    administrator = visit(f"administrator.{side}", Words(language), width)
    administrator.sign_in()
    link = _invite(administrator)
    newcomer = visit("newcomer", Words(other_language), other_width)
    _join(newcomer, link, f"ines.{side}@example.net")
    _change_roles(administrator, newcomer)
    _make_signatory(administrator, visit(f"signatory.{side}", Words(language), width), newcomer)
    _deactivate(administrator, newcomer)


def _invite(administrator: Visitor) -> str:
    """The link is on the screen once; after that nobody can read it any more."""
    administrator.go_to("People", "people")
    administrator.press(administrator.link("Invite a person"), "invite")
    administrator.press(administrator.button("Invite"), "invite-empty", status=422)
    administrator.field("Organization").select_option(label=HOME[administrator.name[-2:]])
    administrator.main.get_by_role("checkbox", name=administrator.say("Planner"), exact=True).check()
    administrator.field("Name").fill("Inés")
    administrator.main.get_by_role("radio", name=administrator.say("Spanish")).check(force=True)
    administrator.press(administrator.button("Invite"), "invited")
    link = administrator.field("Copy it now: it is shown only once").input_value()
    administrator.open(administrator.page.url, "invited-again")
    expect(administrator.main).not_to_contain_text(administrator.say("Copy it now: it is shown only once"))
    return urlsplit(link).path


def _join(newcomer: Visitor, link: str, address: str) -> None:
    newcomer.open(link, "join")
    newcomer.field("Password").fill("frontera2026")
    newcomer.press(newcomer.button("Join"), "join-incomplete", status=422)
    newcomer.field("E-mail address").fill(address)
    newcomer.field("Name as you write it").fill(NAME)
    newcomer.field("Name as lists sort it").fill("Beltrán Ochoa Inés")
    newcomer.field("Time zone").select_option(value="America/Tijuana")
    newcomer.field("Password").fill(PASSWORD)
    newcomer.press(newcomer.button("Join"), "joined")
    newcomer.field("E-mail address").fill(address)
    newcomer.field("Password").fill(PASSWORD)
    newcomer.press(newcomer.button("Sign in"), "home")
    newcomer.open("/campaigns/new")
    other = newcomer.page.context.new_page()
    answer = other.goto(link)
    assert answer is not None
    assert answer.status == 410
    other.close()


def _change_roles(administrator: Visitor, newcomer: Visitor) -> None:
    """They count on the newcomer's next click, without a new sign-in."""
    administrator.go_to("People", "people-joined")
    drawer = administrator.main.locator("details.facets-drawer:not([open]) > summary")
    if drawer.is_visible():  # a narrow screen shows the list first
        drawer.click()
    administrator.field("Name, post or organization").fill("beltran")
    administrator.press(administrator.button("Show"), "people-found")
    administrator.press(administrator.main.get_by_role("link", name=NAME, exact=True), "person")
    administrator.press(administrator.link("Change roles"), "roles")
    administrator.main.get_by_role("checkbox", name=administrator.say("Planner"), exact=True).uncheck()
    administrator.main.get_by_role("checkbox", name=administrator.say("Reviewer"), exact=True).check()
    administrator.press(administrator.button("Save the roles"), "roles-changed")
    newcomer.open("/campaigns/new", status=403)
    newcomer.open("/clearance/")


def _make_signatory(administrator: Visitor, signatory: Visitor, newcomer: Visitor) -> None:
    """One asks, another one confirms; nothing is true in between."""
    administrator.press(administrator.button("Ask to make a signatory"), "asked")
    expect(administrator.button("Confirm")).to_have_count(0)
    signatory.sign_in()
    signatory.open("/people/", "people-of-signatory")
    request = signatory.say("Make %(name)s a signatory", name=NAME)
    signatory.press(signatory.page.get_by_role("link", name=request, exact=True), "request")
    newcomer.open("/facts/")
    expect(newcomer.link("Clear a list of facts")).to_have_count(0)
    signatory.press(signatory.button("Confirm"), "confirmed")
    newcomer.open("/facts/")
    expect(newcomer.link("Clear a list of facts")).to_have_count(1)


def _deactivate(administrator: Visitor, newcomer: Visitor) -> None:
    administrator.go_to("People")
    administrator.press(administrator.main.get_by_role("link", name=NAME, exact=True), "signatory")
    administrator.press(administrator.button("Deactivate"), "deactivated")
    administrator.sees("The account is deactivated; every session has ended. You can activate it again.")
    newcomer.press(newcomer.link("Clear a list of facts"), "out")
    expect(newcomer.field("Password")).to_be_visible()

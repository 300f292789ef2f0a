"""Signing in where one signs in at work: an official binds it, a stranger gets nowhere, who is invited needs no
password.
"""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import AGENCY, Visit
from tests.journeys.visitor import PASSWORD, Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

FULL = [(width, language) for width in (1280, 390) for language in ("en", "es")]
RUNS = FULL if os.environ.get("CAMPAIGN_TEST_FULL") else [(1280, "en"), (390, "es")]
SIDE = {"en": "us", "es": "mx"}
HOME = {"us": "Office of Border Health", "mx": "Dirección de Salud Fronteriza"}


@pytest.mark.parametrize(("width", "language"), RUNS)
def test_what_was_bound_opens_the_account_until_it_is_unbound(
    visit: Visit, instance: Path, width: int, language: str
) -> None:
    official = _window(visit, f"planner.{SIDE[language]}", width, language)
    official.sign_in()
    official.open("/accounts/", "account")
    _at_the_agency(official, "Bind to %(name)s", "back-to-bind")
    _bind(official, instance)

    official.sign_out()
    official.look("sign-in-with-agency")
    _at_the_agency(official, "Sign in with %(name)s", "back-to-go-on")
    official.press(official.button("Go on"), "home-by-agency")
    assert urlsplit(official.page.url).path == "/"

    official.open("/accounts/", "account-bound")
    official.press(official.button("Unbind"), "account-unbound")
    official.sees("Your account is not bound to your agency any more.")
    official.sign_out()
    _at_the_agency(official, "Sign in with %(name)s")
    official.sees("No account here is bound to that sign-in yet.")


@pytest.mark.parametrize(("width", "language"), RUNS)
def test_whom_only_the_agency_knows_gets_nowhere(visit: Visit, width: int, language: str) -> None:
    stranger = _window(visit, "stranger", width, language)
    stranger.open("/campaigns/")
    _at_the_agency(stranger, "Sign in with %(name)s", "bound-to-nothing")
    stranger.sees("No account here is bound to that sign-in yet.")
    expect(stranger.button("Go on")).to_have_count(0)
    stranger.press(stranger.link("Sign in"))
    stranger.open("/campaigns/")
    expect(stranger.field("Password")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), RUNS)
def test_who_is_invited_joins_without_a_password(visit: Visit, width: int, language: str) -> None:
    link = _invitation(_window(visit, f"administrator.{SIDE[language]}", width, language))
    newcomer = _window(visit, "newcomer", width, language)
    newcomer.open(link, "join")
    _at_the_agency(newcomer, "Join with %(name)s, without a password", "back-to-join")
    newcomer.press(newcomer.link("Back to the invitation"), "join-by-agency")
    expect(newcomer.field("Password")).to_have_count(0)
    newcomer.field("E-mail address").fill(f"luz-{width}-{language}@example.net")
    newcomer.field("Name as you write it").fill("Luz Ibarra Peña")
    newcomer.field("Name as lists sort it").fill("Ibarra Peña Luz")
    newcomer.field("Time zone").select_option(value="America/Tijuana")
    newcomer.press(newcomer.button("Join"), "joined")
    newcomer.sees("That is all. Sign in with %(name)s.", name=AGENCY)
    _at_the_agency(newcomer, "Sign in with %(name)s")
    newcomer.press(newcomer.button("Go on"), "home-of-newcomer")
    expect(newcomer.page.locator("details.person")).to_contain_text("Luz Ibarra Peña")


def _window(visit: Visit, name: str, width: int, language: str) -> Visitor:
    visitor = visit(name, Words(language), width, folder=f"agency-{width}-{language}")
    visitor.page.route(re.compile("^https:"), _leave_out)
    return visitor


def _leave_out(route: Route) -> None:
    """The page of the agency wants a style sheet from far away."""
    route.fulfill(content_type="text/css", body="")


def _at_the_agency(visitor: Visitor, words: str, picture: str = "") -> None:
    """There, in as the person at the screen, and back; the page of the agency is not ours to look at."""
    visitor.main.get_by_role("link", name=visitor.say(words, name=AGENCY), exact=True).click()
    visitor.page.get_by_placeholder("sub").fill(f"{visitor.name} {visitor.pictures.name}")
    visitor.press(visitor.page.get_by_role("button", name="Authorize"), picture)


def _bind(official: Visitor, instance: Path) -> None:
    """Whoever left her screen alone for a while proves again that it is her."""
    _let_pass_sixteen_minutes(official, instance)
    official.press(official.button("Bind it to my account"), "proof")
    official.field("Password").fill(PASSWORD)
    official.press(official.button("Confirm"), "bound")
    official.sees("Your account is bound to that sign-in: it opens it from now on.")


def _let_pass_sixteen_minutes(official: Visitor, instance: Path) -> None:
    past = "strftime('%Y-%m-%d %H:%M:%f000', proved_at, '-16 minutes')"
    owner = "(SELECT id FROM users WHERE email = ?)"
    with closing(sqlite3.connect(instance / "campaign.sqlite")) as database, database:
        statement = f"UPDATE sessions SET proved_at = {past} WHERE proved_at IS NOT NULL AND user_id = {owner}"
        database.execute(statement, [f"{official.name}@example.org"])


def _invitation(administrator: Visitor) -> str:
    """The path of a link that was sent to nobody."""
    administrator.sign_in()
    administrator.open("/people/invite")
    administrator.field("Organization").select_option(label=HOME[administrator.name[-2:]])
    administrator.main.get_by_role("checkbox", name=administrator.say("Planner"), exact=True).check()
    administrator.main.get_by_role("radio", name=administrator.say("Spanish")).check(force=True)
    administrator.press(administrator.button("Invite"))
    link = administrator.field("Copy it now: it is shown only once").input_value()
    return urlsplit(link).path

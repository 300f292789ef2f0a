"""How long a session lives; each request on a connection of its own, as its last use is noted beside the action."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from campaign import clock
from campaign.accounts.models import Role, SignIn, User, UserRole
from campaign.accounts.sessions import device_of, lives
from campaign.db import session
from tests.accounts.people import is_in, signed_in
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.world import NOW, World

STRICT = ("administrator.us", "planner.mx", "reviewer.us", "signatory.mx")
EASY = ("partner-a.us", "printer.mx", "secretariat", "observer")


def opened(user: User, is_long: bool = False) -> SignIn:
    return SignIn(user=user, created_at=NOW, last_used_at=NOW, is_long=is_long)


@pytest.mark.parametrize(("people", "idle"), [(STRICT, timedelta(minutes=30)), (EASY, timedelta(hours=2))])
def test_how_long_a_session_lives_idle_and_in_all(world: World, people: tuple[str, ...], idle: timedelta) -> None:
    """Whoever decides or administers 30 minutes, everybody else two hours; nobody more than twelve.

    ASVS V7.3.1, V7.3.2.
    """
    for who in people:
        found = opened(world.user(who))
        assert lives(found, NOW + idle)
        assert not lives(found, NOW + idle + timedelta(seconds=1))
        found.last_used_at = NOW + timedelta(hours=12)
        assert lives(found, NOW + timedelta(hours=12))
        assert not lives(found, NOW + timedelta(hours=12, seconds=1))


def test_partners_and_print_staff_may_stay_a_month_and_nobody_else(world: World) -> None:
    for who in (*STRICT, *EASY):
        found = opened(world.user(who), is_long=True)
        assert lives(found, NOW + timedelta(days=30)) is who.startswith(("partner", "printer")), who
        assert not lives(found, NOW + timedelta(days=30, seconds=1))


def test_a_role_given_meanwhile_ends_the_long_stay(world: World, acting_as: ActingAs) -> None:
    found = opened(world.user("partner-a.us"), is_long=True)
    with acting_as("administrator.us"):
        found.user.role_rows.append(UserRole(role=Role.planner))
        assert not lives(found, NOW + timedelta(minutes=31))
        session.rollback()


@pytest.mark.parametrize(("minutes", "hours", "is_still_in"), [(29, 11.9, True), (29, 12.2, False), (31, 0.52, False)])
def test_a_session_ends(live: Flask, built_world: World, minutes: int, hours: float, is_still_in: bool) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    moment, end = NOW, NOW + timedelta(hours=hours)
    while (moment := moment + timedelta(minutes=minutes)) < end:
        with clock.at(moment):
            browser.get("/regions/", status=None, is_checked=False)
    with clock.at(end):
        assert is_in(browser) is is_still_in


def test_staying_signed_in_is_a_choice_and_outlives_the_browser(app: Flask, world: World) -> None:
    stays = signed_in(app, "partner-a.us@example.org", is_long="y")
    leaves = signed_in(app, "partner-a.us@example.org")
    decides = signed_in(app, "planner.us@example.org", is_long="y")
    found = {found.user_id: found.is_long for found in session.scalars(select(SignIn))}
    assert found[world.users["planner.us"]] is False
    with clock.at(NOW + timedelta(days=29)):
        assert [is_in(browser) for browser in (stays, leaves, decides)] == [True, False, False]
    with clock.at(NOW + timedelta(days=30, minutes=1)):
        assert not is_in(stays)


# The list of the own sessions


AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0": "Firefox, Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15": "Safari, macOS",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36": (
        "Chrome, Android"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0": "Edge, Windows",
    "<script>alert(1)</script>": "",
    "": "",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_is_called_by_names_we_know(agent: str) -> None:
    assert device_of(agent) == AGENTS[agent]


def test_a_person_sees_the_own_sessions_and_ends_one(client_of: Callable[..., Browser], world: World) -> None:
    """ASVS V7.5.2."""
    here, there, another = client_of("planner.us"), client_of("planner.us"), client_of("planner.mx")
    page = here.get("/accounts/")
    assert page.text.count("Unknown device") == 2
    assert "24 Nov 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "09:00" in page.text, "the clock of her own zone, not UTC"
    here.send("/accounts/sessions/end")
    assert "That session has ended." in here.follow().text
    assert [is_in(browser) for browser in (here, there, another)] == [True, False, True]


def test_all_others_at_once(client_of: Callable[..., Browser]) -> None:
    browsers = [client_of("planner.us") for _n in range(3)]
    browsers[0].get("/accounts/")
    browsers[0].send("/accounts/sessions/end-others")
    assert "2 other sessions have ended." in browsers[0].follow().text
    assert [is_in(browser) for browser in browsers] == [True, False, False]


@pytest.mark.parametrize("number", ["another's", "0", "-1", "99999999999999999999", "x", "", "1 OR 1=1"])
def test_nobody_ends_the_session_of_another(client_of: Callable[..., Browser], world: World, number: str) -> None:
    here, another = client_of("planner.us"), client_of("planner.mx")
    theirs = session.scalars(select(SignIn.id).where(SignIn.user_id == world.users["planner.mx"])).one()
    here.post("/accounts/sessions/end", {"number": str(theirs) if number == "another's" else number})
    assert "That session has already ended." in here.follow().text
    assert is_in(another)
    assert is_in(here)


def test_reading_changes_nothing_but_the_last_use_once_a_minute(live: Flask, built_world: World) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    latest = select(func.max(SignIn.last_used_at))
    for seconds, noted in ((30, 0), (61, 61), (100, 61), (122, 122)):
        with clock.at(NOW + timedelta(seconds=seconds)):
            browser.get("/regions/")
        session.expire_all()
        assert session.scalar(latest) == NOW + timedelta(seconds=noted)


def test_a_page_leaves_no_audit_entry(live: Flask, built_world: World) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    before = session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one()
    with clock.at(NOW + timedelta(minutes=5)):
        browser.get("/regions/")
    assert session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == before

"""Who was signed out while writing loses nothing: the form waits on the page until the same person signed in again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from campaign import clock
from campaign.accounts import actions
from campaign.accounts.models import SignIn
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import acting, session
from tests.browser import Browser, loose
from tests.page import Page
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.database
LATER = NOW + timedelta(minutes=31)
TITLE, AIM = "Winter at the bridges", "Fewer deaths,\r\non both sides."


@pytest.fixture
def planner(client_of: Callable[..., Browser]) -> Browser:
    """With the form of a new campaign on the screen."""
    browser = client_of("planner.us")
    browser.get("/campaigns/new")
    return browser


def send(browser: Browser, status: int = 403) -> Page:
    return browser.send(status=status, title_en=TITLE, aim_en=AIM, kind="national")


def sign_in(browser: Browser, who: str = "planner.us") -> None:
    """In another tab: the first one still shows what it showed."""
    kept = browser.page
    browser.get("/accounts/sign-in")
    browser.send("/accounts/sign-in", email=f"{who}@example.org", password=PASSWORD)
    browser.page = kept


def made() -> list[Campaign]:
    session.remove()
    return list(session.scalars(select(Campaign).where(Campaign.title_en == TITLE)))


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_typed_is_lost(client_of: Callable[..., Browser], language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get("/campaigns/new")
    with clock.at(LATER):
        page = send(browser)
        assert made() == []
        assert page.form("/campaigns/new").filled({})["title_en"] == [TITLE]
        sign_in(browser)
        browser.send("/campaigns/new")
        (campaign,) = made()
    assert campaign.aim_en == AIM.replace("\r\n", "\n")


def test_sent_on_too_early_it_is_still_kept(planner: Browser) -> None:
    with clock.at(LATER):
        send(planner)
        page = planner.send("/campaigns/new", status=403)
        assert "You are not signed in yet." in page.text
        sign_in(planner)
        planner.send("/campaigns/new")
    assert len(made()) == 1


def test_sent_on_twice_it_is_one_act(planner: Browser) -> None:
    with clock.at(LATER):
        send(planner)
        kept = planner.page
        sign_in(planner)
        planner.send("/campaigns/new")
        planner.page = kept
        planner.send("/campaigns/new")
    assert len(made()) == 1


def test_only_the_same_person_sends_it_on(planner: Browser) -> None:
    with clock.at(LATER):
        send(planner)
        sign_in(planner, "signatory.us")
        planner.send("/campaigns/new", status=400)
    assert made() == []


def test_only_the_same_words_go_on(planner: Browser) -> None:
    """Whoever got hold of the page has no right to anything else with it."""
    with clock.at(LATER):
        send(planner)
        sign_in(planner)
        kept = planner.page
        for changed in ({"title_en": "Something else"}, {"kind": "joint"}, {"proof_kept": "1.abc"}, {"proof_kept": ""}):
            planner.page = kept
            planner.send("/campaigns/new", status=400, **loose(changed))
    assert made() == []


def test_it_is_kept_for_half_a_day(planner: Browser) -> None:
    with clock.at(LATER):
        send(planner)
    with clock.at(LATER + timedelta(hours=13)):
        sign_in(planner)
        planner.send("/campaigns/new", status=400)


@pytest.mark.parametrize("changed", [{"csrf_token": "garbage"}, {"csrf_token": ""}])
def test_a_form_that_proves_nothing_is_not_kept(planner: Browser, changed: dict[str, str]) -> None:
    """A stranger's page cannot have its words shown here."""
    with clock.at(LATER):
        page = planner.send(title_en=TITLE, kind="national", **loose(changed))
        assert page.response.headers["Location"] == "/accounts/sign-in"


def test_from_another_site_nothing_is_kept(planner: Browser) -> None:
    with clock.at(LATER):
        values = {"csrf_token": planner.token, "title_en": TITLE}
        page = planner.post("/campaigns/new", values, headers={"Sec-Fetch-Site": "cross-site"})
        assert page.response.headers["Location"] == "/accounts/sign-in"


def test_where_the_session_was_ended_nothing_is_kept(planner: Browser, world: World) -> None:
    """By a new password, by its owner from elsewhere, by an administrator: then who sits there is not known."""
    user = world.user("planner.us")
    with acting(user, user.side, "test", now()):
        actions.end_all_sessions(user, now())
        session.commit()
    page = send(planner, 303)
    assert page.response.headers["Location"] == "/accounts/sign-in"
    assert session.scalars(select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))).first() is None


def test_a_mere_button_is_not_kept(planner: Browser) -> None:
    with clock.at(LATER):
        page = planner.post("/accounts/sign-out", {"request_token": "abc"})
        assert page.response.headers["Location"] == "/accounts/sign-in"


def test_no_password_is_shown_again(app: Flask, client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    browser.get("/accounts/password")
    with clock.at(LATER):
        new = "seven turtles under a lamp"
        page = browser.send(old_password=PASSWORD, new_password=new, repeated_password=new, status=403)
        assert PASSWORD not in page.html
        assert new not in page.html
        assert "Files and passwords are not kept" in page.text

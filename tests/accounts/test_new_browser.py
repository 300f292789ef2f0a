"""Who signs in in a browser that is new to the account is told so by mail, once; the very first sign-in is no news."""

from datetime import timedelta

import pytest
from flask import Flask

from campaign import clock
from campaign.accounts.throttling import SHARED_BY
from campaign.clock import now
from campaign.db import acting, session
from campaign.mail.models import PersonalLetter
from tests.accounts.people import code, give_app, letters
from tests.browser import Browser
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.database
EMAIL = "planner.us@example.org"
SUBJECT = "A sign-in to your account in a new browser"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def enter(browser: Browser, email: str = EMAIL, **headers: str) -> None:
    """Signs in; whoever was before has left."""
    browser.get("/accounts/sign-in", status=None)
    if browser.page is not None and browser.page.status == 302:
        browser.get("/")
        browser.post("/accounts/sign-out")
        browser.get("/accounts/sign-in")
    values = {"csrf_token": browser.token, "email": email, "password": PASSWORD}
    browser.post("/accounts/sign-in", values, headers=headers or None)


def told(email: str = EMAIL) -> list[PersonalLetter]:
    return [letter for letter in letters(email) if letter.subject.en == SUBJECT]


def test_the_first_sign_in_is_no_news_and_each_further_browser_is_told_once(app: Flask, world: World) -> None:
    first, second = Browser(app), Browser(app)
    enter(first)
    enter(first)
    assert told() == []
    enter(second, **FIREFOX)
    enter(second, **FIREFOX)
    (letter,) = told()
    assert "Firefox, Linux" in letter.text.en
    assert "Firefox, Linux" in letter.text.es
    assert letter.path == "/accounts/"


def test_it_says_the_time_on_the_person_s_own_clock(app: Flask, world: World) -> None:
    with acting(None, None, "test", now()):
        world.user("planner.us").zone = "America/Phoenix"
        session.commit()
    enter(Browser(app))
    with clock.at(NOW + timedelta(days=1)):
        enter(Browser(app))
        there = (now() - timedelta(hours=7)).strftime("%H:%M")
    (letter,) = told()
    assert there in letter.text.en
    assert "a device that does not say what it is" in letter.text.en


def test_a_wrong_password_tells_nothing(app: Flask, world: World) -> None:
    enter(Browser(app))
    browser = Browser(app)
    browser.get("/accounts/sign-in")
    browser.send("/accounts/sign-in", email=EMAIL, password="wrong-password", status=422)
    assert told() == []


def test_with_a_second_factor_the_letter_follows_the_last_step(app: Flask, world: World) -> None:
    enter(Browser(app))
    give_app(world.user("planner.us"))
    browser = Browser(app)
    enter(browser)
    assert told() == []
    browser.get("/accounts/second-step")
    browser.send(code=code())
    assert len(told()) == 1


def test_a_shared_browser_stays_known_to_those_who_share_it(app: Flask, world: World) -> None:
    """As in a clinic with one desk: no letter each morning, and no stranger makes any of them wait."""
    shared = Browser(app)
    emails = [f"{who}@example.org" for who in ("planner.us", "printer.us", "partner-a.us")]
    assert len(emails) <= SHARED_BY
    for email in emails:
        enter(Browser(app), email)
    for _morning in range(2):
        for email in emails:
            enter(shared, email)
    assert [len(told(email)) for email in emails] == [1] * len(emails)

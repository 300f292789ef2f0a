"""What people meet on the pages of their own account: words that fit the page, and a way on for a phone alone."""

from collections.abc import Callable

import pytest

from tests.accounts.people import is_in
from tests.browser import Browser
from tests.world import PASSWORD, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
NEW = "lámpara tortuga violín 47 ventana"


def test_a_wrong_password_is_not_said_to_be_an_address(client_of: ClientOf) -> None:
    browser = client_of("planner.us")
    browser.get("/accounts/password")
    page = browser.send(old_password="not this one", new_password=NEW, repeated_password=NEW, status=422)
    assert "This password is not right. Nothing was changed." in page.text
    assert "address" not in page.text
    browser.send(old_password=PASSWORD, new_password=NEW, repeated_password=NEW)
    assert is_in(browser)


def test_nobody_s_surnames_are_guessed(client_of: ClientOf, world: World) -> None:
    """Of two surnames the last word is the second one: an empty name for sorting is asked for, never made up."""
    browser, person = client_of("planner.us"), world.user("planner.us")
    before = person.sort_name
    browser.get("/accounts/profile")
    page = browser.send(sort_name="", status=422)
    assert "Write your surnames first." in page.text
    assert person.sort_name == before


def test_a_phone_that_cannot_read_its_own_screen_opens_its_app(client_of: ClientOf) -> None:
    page = client_of("signatory.us").get("/accounts/app")
    secret = page.form().filled({})["secret"][0]
    (way,) = [link for link in page.links if link.startswith("otpauth://totp/")]
    assert f"secret={secret}" in way


def test_whoever_is_sent_to_the_sign_in_reads_why(client: Browser) -> None:
    client.get("/people/", status=303)
    assert "Sign in to open that page." in client.follow().text
    assert "Sign in to open that page." not in client.get("/accounts/sign-in").text

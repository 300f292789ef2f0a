"""Passkeys: made and used for this address only, with the person's own lock, and no answer is taken twice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from campaign import clock
from campaign.accounts.factors.models import Passkey
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from tests.accounts.device import PRESENT, VERIFIED, Device
from tests.accounts.people import is_in, letters, signed_in, stale
from tests.browser import Browser
from tests.conftest import app_over
from tests.page import Page
from tests.world import NOW, World

pytestmark = pytest.mark.database
EMAIL = "signatory.us@example.org"
QUESTION = "/accounts/passkeys/question.json"


@pytest.fixture
def named(config: Config, app: Flask, world: World) -> Flask:
    """The application at an address with a name: passkeys belong to names."""
    return app_over(replace(config, base_url="http://localhost:5000"))


def add(browser: Browser, device: Device, name: str = "Office laptop", status: int = 303, **more: str) -> Page:
    page = browser.get("/accounts/passkeys/new")
    (form,) = (form for form in page.all("form") if form.get("data-new-passkey"))
    answer = more.get("answer") or device.make(form.get("data-new-passkey", ""))
    return browser.send("", name=name, passkey=answer, status=status)


def ask(browser: Browser) -> str:
    return browser.client.get(QUESTION).text


def enter(browser: Browser, answer: str, status: int = 303) -> Page:
    return browser.post("/accounts/passkey", {"passkey": answer}, status=status)


@pytest.fixture
def owner(named: Flask, world: World) -> Browser:
    return Browser(named, world.user("signatory.us"), "en")


@pytest.fixture
def device(owner: Browser) -> Device:
    found = Device()
    add(owner, found)
    return found


def later() -> Any:
    """A question asked in the very instant of the making would not be newer."""
    return clock.at(NOW + timedelta(seconds=5))


def test_a_passkey_signs_in_by_itself(owner: Browser, named: Flask, device: Device) -> None:
    assert letters(EMAIL)[-1].subject.en == "A passkey was added to your account"
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    with later():
        enter(browser, device.use(ask(browser)))
        assert is_in(browser)
        assert "Passkey “Office laptop”" in owner.get("/accounts/").text


def test_it_is_the_second_step_after_the_password(named: Flask, device: Device) -> None:
    browser = signed_in(named, EMAIL)
    browser.follow()
    with later():
        browser.send(passkey=device.use(ask(browser)))
        assert is_in(browser)


def test_it_confirms_what_is_sensitive(owner: Browser, named: Flask, device: Device, world: World) -> None:
    stale(world.user("signatory.us"))
    with later():
        owner.get("/accounts/recovery")
        page = owner.send(status=200)
        assert page.h1 == "Confirm that it is you"
        page = owner.send(proof_passkey=device.use(ask(owner)), status=200)
        assert "They are shown only now." in page.text


def test_an_answer_is_taken_once(named: Flask, device: Device) -> None:
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    with later():
        answer = device.use(ask(browser))
        kept = browser.client.get_cookie("campaign")
        enter(browser, answer)
        assert kept is not None
        thief = Browser(named)
        thief.client.set_cookie("campaign", kept.value)
        thief.get("/accounts/sign-in")
        enter(thief, answer, status=422)
        assert not is_in(thief)


CHEATS: dict[str, Callable[[Device], Device]] = {
    "another site": lambda device: replace(device, origin="https://evil.example"),
    "another port": lambda device: replace(device, origin="http://localhost:5001"),
    "another name": lambda device: replace(device, host="evil.example"),
    "nobody touched it": lambda device: replace(device, flags=VERIFIED),
    "its lock was not opened": lambda device: replace(device, flags=PRESENT),
    "another key": lambda device: replace(device, key=ec.generate_private_key(ec.SECP256R1())),
    "an unknown passkey": lambda device: replace(device, id=b"x" * 16),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_opens_nothing(named: Flask, device: Device, cheat: str) -> None:
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    with later():
        page = enter(browser, CHEATS[cheat](device).use(ask(browser)), status=422)
        assert "This passkey was not accepted." in page.text
        assert not is_in(browser)


@pytest.mark.parametrize("cheat", ["another site", "another name", "its lock was not opened"])
def test_a_cheat_is_not_added(owner: Browser, cheat: str) -> None:
    add(owner, CHEATS[cheat](Device()), status=422)
    assert session.scalars(select(Passkey)).all() == []


@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "{}", '{"id": 7}', '{"id": "x", "response": {}}', "1" * 30_000, "\0"]
)
def test_what_is_no_answer_opens_nothing(named: Flask, owner: Browser, device: Device, answer: str) -> None:
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    ask(browser)
    enter(browser, answer, status=422)
    add(owner, Device(), answer=answer or " ", status=422)


def test_a_question_of_another_browser_or_of_before(named: Flask, device: Device) -> None:
    """ASVS V6.6.2."""
    one, other = Browser(named), Browser(named)
    for browser in (one, other):
        browser.get("/accounts/sign-in")
    with later():
        asked = ask(one)
        ask(other)
        enter(other, device.use(asked), status=422)
    with clock.at(NOW + timedelta(minutes=6)):
        enter(one, device.use(asked), status=422)


def test_a_counter_that_runs_backwards_is_a_copy(named: Flask, device: Device) -> None:
    for seconds, count, status in ((5, 7, 303), (10, 6, 422), (15, 8, 303)):
        browser = Browser(named)
        browser.get("/accounts/sign-in")
        with clock.at(NOW + timedelta(seconds=seconds)):
            enter(browser, replace(device, count=count).use(ask(browser)), status=status)


def test_the_question_names_nobody(named: Flask, device: Device) -> None:
    asked = json.loads(ask(Browser(named)))
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "localhost"


def test_whoever_was_deactivated_stays_out(named: Flask, device: Device, world: World) -> None:
    with acting(None, None, "test", now()):
        world.user("signatory.us").is_live = False
        session.commit()
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    with later():
        enter(browser, device.use(ask(browser)), status=422)


def test_another_s_passkey_is_no_second_step(named: Flask, device: Device, world: World) -> None:
    mine = Device()
    add(Browser(named, world.user("signatory.mx"), "en"), mine)
    browser = signed_in(named, "signatory.mx@example.org")
    browser.follow()
    with later():
        browser.send(passkey=device.use(ask(browser)), status=422)
        browser.send(passkey=mine.use(ask(browser)))


def test_it_is_removed_by_its_owner_only(owner: Browser, named: Flask, device: Device, world: World) -> None:
    key = session.scalars(select(Passkey.id)).one()
    other = Browser(named, world.user("partner-a.us"), "en")
    for number in (str(key), "0", "x"):
        other.post("/accounts/passkeys/remove", {"number": number})
        assert "not there any more" in other.follow().text
    owner.post("/accounts/passkeys/remove", {"number": str(key)})
    assert "Your role needs a second factor" in owner.follow().text
    add(owner, Device(), "Phone")
    owner.post("/accounts/passkeys/remove", {"number": str(key)})
    assert session.scalars(select(Passkey.name)).all() == ["Phone"]
    browser = Browser(named)
    browser.get("/accounts/sign-in")
    with later():
        enter(browser, device.use(ask(browser)), status=422)


def test_where_the_address_is_a_number_there_are_none(client: Browser, client_of: Callable[..., Browser]) -> None:
    client.get(QUESTION, status=404)
    assert "passkey" not in client.get("/accounts/sign-in").text.lower()
    browser = client_of("planner.us")
    browser.get("/accounts/passkeys/new", status=303)
    assert "address with a name" in browser.follow().text

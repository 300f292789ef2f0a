"""Signing in as people do it on their own machines: an app for codes, paper, a passkey, a letter, and a lost device."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from campaign.config import PACKAGE
from tests.journeys.conftest import _free_port, _stop, _wait_for
from tests.journeys.visitor import PASSWORD, Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser
RUNS = [("signatory.us", "en", 1280), ("signatory.mx", "es", 390)]
if os.environ.get("CAMPAIGN_TEST_FULL"):
    RUNS += [("reviewer.us", "en", 390), ("reviewer.mx", "es", 1280)]
NEW = "siete tortugas under one lamp"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def installation(
    chromium: Browser, untouched: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """One of its own, at an address with a name: browsers keep passkeys for names only."""
    port, data = _free_port(), tmp_path_factory.mktemp("named") / "data"
    shutil.copytree(untouched, data)
    log = data / "server.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "campaign", "run", "--host", "localhost", "--port", str(port), "--data", str(data)],
            cwd=PACKAGE.parent,
            env={**inherited, "CAMPAIGN_DEMO_PASSWORD": PASSWORD},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(server, f"http://localhost:{port}", log)
        yield f"http://localhost:{port}", data
    finally:
        _stop(server)


class Person:
    """Somebody with a phone, a sheet of paper and a browser or two."""

    def __init__(self, chromium: Browser, address: str, name: str, language: str, pictures: Path) -> None:
        self.chromium, self.address, self.name, self.language = chromium, address, name, language
        self.pictures = pictures
        self.password = PASSWORD
        self.paper: list[str] = []

    def window(self, width: int) -> Visitor:
        locale = {"en": "en-US", "es": "es-MX"}[self.language]
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": 900}, locale=locale
        )
        return Visitor(context, self.name, Words(self.language), self.pictures)

    def give_password(self, visitor: Visitor, picture: str = "") -> None:
        visitor.page.goto("/accounts/sign-in")
        visitor.press(visitor.page.get_by_role("link", name={"en": "English", "es": "Español"}[self.language]))
        visitor.field("E-mail address").fill(f"{self.name}@example.org")
        visitor.field("Password").fill(self.password)
        visitor.press(visitor.button("Sign in"), picture)

    def give_code(self, visitor: Visitor, code: str, picture: str = "") -> None:
        visitor.field("Sign-in code").fill(code)
        visitor.press(visitor.button("Sign in"), picture)

    def sign_in(self, visitor: Visitor) -> None:
        """With the password and the next code on paper."""
        self.give_password(visitor)
        self.give_code(visitor, self.paper.pop())


def set_up_app(person: Person, visitor: Visitor) -> str:
    """The key of the app, typed by hand; the recovery codes go onto paper."""
    visitor.open("/accounts/", "account")
    visitor.press(visitor.link("Set up"), "app")
    secret = visitor.page.locator(".app-key__typed").inner_text().replace(" ", "")
    visitor.field("Code that the app shows").fill("000 000")
    visitor.press(visitor.button("Set it up"), "app-wrong", status=422)
    visitor.field("Code that the app shows").fill(pyotp.TOTP(secret).now())
    visitor.press(visitor.button("Set it up"), "recovery")
    visitor.press(visitor.button("Make ten new codes"), "recovery-codes")
    person.paper = visitor.page.locator(".recovery-codes code").all_inner_texts()
    visitor.press(visitor.link("I have kept them"), "account-with-app")
    return secret


def add_passkey(visitor: Visitor) -> None:
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    visitor.open("/accounts/")
    visitor.press(visitor.link("Add"), "passkey")
    visitor.field("Name of this passkey").fill("Laptop")
    visitor.press(visitor.button("Add a passkey"), "account-with-passkey")
    visitor.sees("Passkey “%(name)s”", name="Laptop")


def link_in_mail(outbox: Path, address: str) -> str:
    """The newest link that was sent there; the worker beside the server writes it in a moment."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for path in sorted(outbox.glob("p*.eml"), reverse=True):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            found = re.search(r"https?://\S+(/accounts/reset/\S+)", letter.get_content())
            if found and letter["To"] == address:
                return found[1]
        time.sleep(0.2)
    pytest.fail("no letter came")


@pytest.mark.parametrize(("name", "language", "width"), RUNS)
def test_from_the_first_password_to_a_forgotten_one(
    chromium: Browser, installation: tuple[str, Path], artefacts: Path, name: str, language: str, width: int
) -> None:
    address, data = installation
    person = Person(chromium, address, name, language, artefacts / f"signing-in-{width}-{language}")
    visitor = person.window(width)
    person.give_password(visitor, "home")
    secret = set_up_app(person, visitor)

    visitor.sign_out()
    person.give_password(visitor, "second-step")
    visitor.sees("Your password is right. Now write the code that your app shows.")
    person.give_code(visitor, pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30)), "home-with-code")

    visitor.sign_out()
    person.sign_in(visitor)

    add_passkey(visitor)
    visitor.sign_out()
    visitor.press(visitor.button("Sign in with a passkey"), "home-with-passkey")

    lost = person.window(390)
    person.sign_in(lost)
    visitor.open("/accounts/", "sessions")
    visitor.press(visitor.button("End").first)
    visitor.sees("That session has ended.")
    lost.open("/accounts/", "lost-device")
    expect(lost.field("Password")).to_be_visible()

    visitor.sign_out()
    visitor.press(visitor.link("Password forgotten?"), "forgotten")
    visitor.field("E-mail address").fill(f"{name}@example.org")
    visitor.press(visitor.button("Send the link"), "forgotten-sent")
    visitor.open(link_in_mail(data / "outbox", f"{name}@example.org"), "reset")
    visitor.field("New password").fill(NEW)
    visitor.field("New password again").fill(NEW)
    visitor.press(visitor.button("Set the password"), "reset-done")
    person.password = NEW
    person.sign_in(visitor)
    visitor.open("/accounts/", "account-at-last")
    for window in (visitor, lost):
        window.page.context.close()

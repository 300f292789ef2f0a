"""A new installation, migrated and otherwise empty: whatever the public may open answers, and says how to begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import campaign.app
from campaign import db
from campaign.accounts import actions as accounts
from campaign.accounts.models import Role
from campaign.audit import chain
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.i18n import LANGUAGES
from campaign.migrate import prepare_database
from campaign.partners.models import Organization, OrganizationKind
from campaign.policy import PUBLIC
from tests.browser import Browser
from tests.conftest import share_with
from tests.world import PASSWORD


@pytest.fixture
def empty(tmp_path: Path, config: Config) -> Iterator[Flask]:
    before = db.factory.kw["bind"]
    own = Config(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'campaign.sqlite'}", testing=True)
    share_with(tmp_path, config)
    chain.use_key(own.audit_key)
    prepare_database(own)
    app = campaign.app.create_app(own)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    yield app
    session.remove()
    db.bind(before)
    chain.use_key(config.audit_key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_address_answers(empty: Flask, language: str) -> None:
    browser = Browser(empty, None, language)
    answers = {
        "home.index": browser.get("/", status=303),
        "accounts.sign_in": browser.get("/accounts/sign-in"),
        "accounts.language": browser.get(f"/accounts/language/{language}", status=303),
        "library.sheet": browser.get("/e/00000000", status=404),
        "health.healthz": browser.get("/healthz"),
        "health.readyz": browser.get("/readyz"),
    }
    assert set(answers) <= PUBLIC


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sign_in_page_says_how_the_first_people_are_made(empty: Flask, language: str) -> None:
    browser = Browser(empty, None, language)
    page = browser.get("/accounts/sign-in")
    assert "python3 -m campaign user add EMAIL --side US|MX --role administrator" in page.text
    assert {"en": "Nobody has an account here yet.", "es": "Aquí todavía nadie tiene una cuenta."}[
        language
    ] in page.text
    page = browser.send(email="somebody@example.org", password="whatever-it-is", status=422)
    assert "python3 -m campaign user add" in page.text


def test_with_the_first_person_the_hint_goes_and_every_section_shows_its_empty_state(empty: Flask) -> None:
    people = {Side.US: {Role.planner, Role.signatory, Role.printer}, Side.MX: {Role.administrator}}
    users = {}
    for side, roles in people.items():
        with acting(None, side, "test", now()):
            organization = Organization(name=side.value, kind=OrganizationKind.agency, country=side)
            users[side] = accounts.create_user(
                f"{side.value.lower()}@example.org",
                "First Person",
                side,
                roles,
                organization,
                PASSWORD,
                language="en",
                zone="UTC",
            )
            session.commit()
    assert "user add" not in Browser(empty).get("/accounts/sign-in").text
    for user in users.values():
        browser = Browser(empty, user)
        for link in browser.get("/").links:
            if link.startswith("/") and not link.startswith("/accounts/"):
                browser.get(link.partition("#")[0])

"""Logos of partners: sent with their permission, shown, withdrawn; the document stays on its own side."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.partners import terms
from campaign.partners.logos.models import Logo, expiring_logos, valid_logos
from campaign.storage import store_of, stored_keys
from tests.browser import Browser
from tests.intake.corpus import SVG, noisy, pdf, picture
from tests.world import NOW, World

ClientOf = Callable[..., Browser]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def accepted(world: World) -> None:
    """The terms of use, without which a partner writes nothing."""
    with acting(None, None, "test", NOW):
        for key in ("clinic.us", "clinic.mx"):
            world.organization(key).terms_version = terms.CURRENT.version
        session.commit()


def fields(**changes: Any) -> dict[str, Any]:
    """A form filled in as it should be; a file is its name and its bytes."""
    values = {
        "territory": "BOTH",
        "from_on": TODAY.isoformat(),
        "until_on": (TODAY + timedelta(days=365)).isoformat(),
        "given_by": "Dra. Elena Márquez, Directora",
        "logo": ("logo.png", picture()),
        "document": ("permiso.pdf", pdf()),
    } | changes
    return {
        name: (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value for name, value in values.items()
    }


def send(browser: Browser, organization: int, status: int = 303, **changes: Any) -> str:
    browser.get(f"/partners/{organization}/logos/new")
    page = browser.post(f"/partners/{organization}/logos/new", fields(**changes), status)
    return page.text if status != 303 else ""


def only(organization: int) -> Logo:
    return session.scalars(select(Logo).where(Logo.organization_id == organization)).one()


@pytest.mark.parametrize(
    ("who", "key"), [("partner-a.us", "clinic.us"), ("planner.us", "clinic.us"), ("partner-a.mx", "clinic.mx")]
)
def test_sent_shown_and_withdrawn(client_of: ClientOf, world: World, config: Config, who: str, key: str) -> None:
    browser, organization = client_of(who), world.organizations[key]
    send(browser, organization)
    logo = only(organization)
    assert (logo.type, logo.width, logo.height, logo.given_by) == ("image/png", 60, 40, "Dra. Elena Márquez, Directora")
    assert {logo.sha256, logo.document_sha256} <= stored_keys(session())
    assert store_of(config).read(logo.document_sha256) == pdf()
    text = browser.get(f"/partners/{organization}/logos").text
    assert "Dra. Elena Márquez, Directora" in text
    browser.get(f"/partners/logos/{logo.id}/withdraw")
    browser.post(f"/partners/logos/{logo.id}/withdraw", {"reason": ""}, 422)
    browser.post(f"/partners/logos/{logo.id}/withdraw", {"reason": "New name"})
    logo = only(organization)
    assert (logo.withdrawn_at, logo.withdraw_reason) == (NOW, "New name")
    browser.post(f"/partners/logos/{logo.id}/withdraw", {"reason": "Again"}, 409)


def test_a_picture_is_shown_and_runs_nothing(client_of: ClientOf, world: World) -> None:
    """ASVS V5.3.1."""
    browser, organization = client_of("partner-a.us"), world.organizations["clinic.us"]
    send(browser, organization, logo=("logo.png", picture() + b"<script>canary</script>"))
    answer = browser.client.get(f"/partners/logos/{only(organization).id}/picture.png")
    assert answer.mimetype == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"canary" not in answer.data
    assert Image.open(BytesIO(answer.data)).size == (60, 40)


def test_the_permission_is_a_file_and_of_the_own_side(client_of: ClientOf, world: World, app: Flask) -> None:
    organization = world.organizations["clinic.us"]
    send(client_of("partner-a.us"), organization)
    path = f"/partners/logos/{only(organization).id}/permission.pdf"
    answer = client_of("signatory.us").client.get(path)
    assert (answer.status_code, answer.data) == (200, pdf())
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for who in ("planner.mx", "partner-b.us", "partner-a.mx", "secretariat", "administrator.us"):
        assert client_of(who).client.get(path).status_code in (403, 404), who
    missing = client_of("planner.mx").client.get("/partners/logos/999999/permission.pdf")
    hidden = client_of("planner.mx").client.get(path)
    assert (missing.status_code, hidden.status_code) == (404, 404)


def test_what_is_wrong_with_a_file_is_said_and_what_was_typed_is_kept(client_of: ClientOf, world: World) -> None:
    browser, organization = client_of("partner-a.mx"), world.organizations["clinic.mx"]
    before = len(session.scalars(select(Logo)).all())
    text = send(browser, organization, 422, logo=("logo.png", SVG))
    assert "PNG" in text
    assert browser.page is not None
    assert 'value="Dra. Elena Márquez, Directora"' in browser.page.html
    assert (TODAY + timedelta(days=365)).isoformat() in browser.page.html
    send(browser, organization, 422, logo=("x.png", noisy() + bytes(6_000_000)))
    send(browser, organization, 422, document=("x.pdf", picture("GIF")))
    send(browser, organization, 422, logo=("", b""))
    assert len(session.scalars(select(Logo)).all()) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"territory": ""},
        {"territory": "XX"},
        {"from_on": "tomorrow"},
        {"until_on": (TODAY - timedelta(days=1)).isoformat()},
        {"from_on": (TODAY + timedelta(days=9)).isoformat(), "until_on": TODAY.isoformat()},
        {"given_by": "\u202e\u200b"},
    ],
)
def test_a_permission_that_makes_no_sense(client_of: ClientOf, world: World, changes: dict[str, str]) -> None:
    """ASVS V2.2.3."""
    send(client_of("partner-a.us"), world.organizations["clinic.us"], 422, **changes)


@pytest.mark.parametrize("who", ["partner-b.us", "partner-a.mx", "planner.mx", "printer.us", "administrator.us"])
def test_nobody_else_sends_one(client_of: ClientOf, world: World, who: str) -> None:
    browser = client_of(who)
    browser.get("/")
    browser.post(f"/partners/{world.organizations['clinic.us']}/logos/new", fields(), status=None)
    assert browser.page is not None
    assert browser.page.status in (403, 404)
    assert session.scalars(select(Logo)).all() == []


def test_more_than_any_form_may_bring(client_of: ClientOf, world: World) -> None:
    """A form beyond all measure is refused before it is read; elsewhere the small limit stays. ASVS V5.2.1."""
    browser = client_of("partner-a.us")
    path = f"/partners/{world.organizations['clinic.us']}/logos/new"
    browser.get(path)
    browser.post(path, fields(logo=("x.png", bytes(33_000_000))), 413)
    browser.get("/materials/new")
    browser.post("/materials/new", {"title_en": "x" * 2_100_000}, 413)


def test_where_and_when_it_may_be_printed(client_of: ClientOf, world: World) -> None:
    organization = world.organizations["clinic.us"]
    browser = client_of("partner-a.us")
    send(browser, organization, territory="US")
    send(browser, organization, territory="US")
    first, newest = session.scalars(select(Logo).order_by(Logo.id)).all()
    assert session.scalars(valid_logos(Side.US, TODAY)).all() == [newest, first]
    assert session.scalars(valid_logos(Side.MX, TODAY)).all() == []
    assert session.scalars(valid_logos(Side.US, newest.until_on + timedelta(days=1))).all() == []
    assert session.scalars(expiring_logos(newest.until_on, newest.until_on)).all() == [first, newest]
    assert not newest.is_valid(Side.MX, TODAY)
    assert newest.is_valid(Side.US, newest.until_on)
    assert not newest.is_valid(Side.US, date(2020, 1, 1))

"""Every error says in the reader's language what happened, what is kept and what to do, under a number to read out."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from campaign.db import session
from campaign.i18n import LANGUAGES
from tests.browser import Browser
from tests.page import Page
from tests.world import World

pytestmark = pytest.mark.parametrize("language", LANGUAGES)
TITLES = {
    "en": {
        400: "This request could not be read",
        403: "This is not yours to do",
        404: "This page was not found",
        405: "This address does not do that",
        413: "That is too large",
        500: "Something broke on our side",
    },
    "es": {
        400: "No se pudo leer esta solicitud",
        403: "Esto no le corresponde a usted",
        404: "No se encontró esta página",
        405: "Esta dirección no hace eso",
        413: "Es demasiado grande",
        500: "Algo falló de nuestro lado",
    },
}


def says(page: Page, code: int, language: str) -> None:
    assert page.h1 == TITLES[language][code]
    assert re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b", page.text), "no number to read out"
    assert (
        ("Nothing was changed" in page.text or "is safe" in page.text)
        if language == "en"
        else "No se" in page.text or ("está a salvo" in page.text)
    )
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "Traceback" not in page.html


@pytest.mark.parametrize("who", ["anonymous", "planner.us"])
def test_an_address_that_is_not_there(app: Flask, world: World, who: str, language: str) -> None:
    browser = Browser(app, None if who == "anonymous" else world.user(who), language)
    for path in ("/nowhere", "/campaigns/99999999", "/campaigns/9223372036854775808", "/regions/US-99999"):
        page = browser.get(path, status=None)
        if page.status != 303:
            says(page, 404, language)


@pytest.mark.parametrize(
    "path",
    [
        "/campaigns/abc",
        "/campaigns/-1",
        "/campaigns/0",
        "/regions/MX-2004x",
        "/regions/US-48141'--",
        "/regions/%00",
        "/materials/1%2F..%2F2",
        "/%F0%9F%92%8A",
    ],
)
def test_an_address_that_makes_no_sense(client_of: Callable[..., Browser], path: str, language: str) -> None:
    """ASVS V1.4.2."""
    says(client_of("planner.us", language).get(path, status=404), 404, language)


def test_what_belongs_to_somebody_else(client_of: Callable[..., Browser], language: str) -> None:
    says(client_of("planner.us", language).get("/clearance/facts", status=403), 403, language)


def test_a_thing_that_is_not_shown_looks_as_if_it_were_not_there(
    client_of: Callable[..., Browser], world: World, language: str
) -> None:
    browser = client_of("planner.us", language)
    hidden = browser.get(f"/campaigns/{world.plan_id}", status=404)
    missing = browser.get("/campaigns/99999999", status=404)
    number = r"[0-9A-Z]{4}-[0-9A-Z]{4}|\d{5,}|next=[^\"]*"
    token = r'name="csrf_token" value="[^"]*"'
    assert re.sub(f"{number}|{token}", "", hidden.html) == re.sub(f"{number}|{token}", "", missing.html)


def test_a_token_that_is_not_right(client_of: Callable[..., Browser], language: str) -> None:
    says(client_of("planner.us", language).post("/accounts/sign-out", {"csrf_token": "x"}, status=400), 400, language)


def test_a_way_of_calling_that_does_not_exist(client_of: Callable[..., Browser], language: str) -> None:
    """ASVS V13.4.4."""
    browser = client_of("planner.us", language)
    says(browser.post("/regions/", status=405), 405, language)
    response = browser.client.open("/campaigns/new", method="DELETE")
    assert response.status_code == 405


def test_a_form_that_is_too_large(client_of: Callable[..., Browser], language: str) -> None:
    page = client_of("planner.us", language).post("/campaigns/new", {"title_en": "x" * 3_000_000}, status=413)
    says(page, 413, language)


def test_a_crash_of_ours(
    app: Flask, client_of: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch, world: World, language: str
) -> None:
    """A table is gone: the page says so without a word of the inside, and the next page works again.

    ASVS V13.4.2, V16.3.4, V16.5.1.
    """
    browser = client_of("planner.us", language)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", None)
    session.execute(text("ALTER TABLE sister_pairs RENAME TO gone"))
    session.commit()
    page = browser.get("/regions/", status=500)
    says(page, 500, language)
    assert "sister_pairs" not in page.html
    session.execute(text("ALTER TABLE gone RENAME TO sister_pairs"))
    session.commit()
    browser.get("/regions/")

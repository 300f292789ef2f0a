"""The headers of every answer: pages, redirects, errors, files of ours and static ones; over http and over https."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

import campaign.app
from campaign import db
from campaign.audit import chain
from campaign.config import Config, folder
from campaign.db import Side, session
from campaign.policy import PUBLIC, open_to_anybody
from campaign.static_files import asset
from tests.browser import HEADERS, Browser
from tests.flyers.sheets import prepare
from tests.house.places import places, print_editions
from tests.house.test_access import deeds, read
from tests.tiers import FULL
from tests.world import JUAREZ, World

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
PEOPLE = ("anonymous", "planner.us", "signatory.mx", "printer.mx", "administrator.us")
HTTPS = "https://campaign.example"
STATIC = ("css/base.css", "js/app.js", "img/mark.svg", "vendor/uswds/img/sprite.svg", "vendor/htmx/htmx.min.js")


def wrong(response: TestResponse, what: str) -> list[str]:
    """What is not as it must be; a file carries the stricter policy."""
    found = []
    for name, value in HEADERS.items():
        wanted = {value, SANDBOX} if name == "Content-Security-Policy" and response.mimetype != "text/html" else {value}
        if name == "Cache-Control" and response.mimetype == "text/calendar":
            wanted = {"private, no-cache"}  # a calendar keeps its copy, and asks each time whether it is still right
        if len(response.headers.get_all(name)) != 1 or response.headers[name] not in wanted:
            found.append(f"{what}: {name}: {response.headers.get_all(name)}")
    if {"cookie", "accept-language"} - {name.lower() for name in response.vary}:
        found.append(f"{what}: Vary: {response.vary}")
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_address_answers_with_the_same_headers(
    app: Flask, world: World, config: Config, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GET of every endpoint, whatever it answers: 200, 303, 403, 404 or 409; daily once for each of its answers.
    ASVS V3.4.4, V3.4.5, V14.2.2, V14.3.2."""
    print_editions(world, config)
    browser = Browser(app, None if who == "anonymous" else world.user(who))
    monkeypatch.setattr("flask.templating._render", lambda *_: "")  # no page is drawn: only its headers are read
    found, answers, asked = [], set(), set()
    for place in places(app, world):
        kind = place.endpoint, read()[place.method, place.endpoint, place.sample].get(who)
        if place.method == "GET" and (FULL or kind not in asked):
            asked.add(kind)
            session.remove()
            response = browser.client.get(place.path)
            answers.add(response.status_code)
            found += wrong(response, f"{place.name} {response.status_code}")
    assert found == []
    assert {200, 303} <= answers


def test_errors_carry_them_too(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    browser.get("/")
    token, found, answers = browser.token, [], []
    for method, path, data in (
        ("GET", "/nowhere", {}),
        ("POST", "/accounts/sign-out", {"csrf_token": "x"}),
        ("DELETE", "/campaigns/new", {}),
        ("POST", "/campaigns/new", {"csrf_token": token, "title_en": "x" * 3_000_000}),
        ("POST", "/campaigns/new", {"csrf_token": token}),
        ("GET", "/static/nowhere.css", {}),
        ("OPTIONS", "/regions/", {}),
        ("HEAD", "/regions/", {}),
    ):
        response = browser.client.open(path, method=method, data=data)
        answers.append(response.status_code)
        found += wrong(response, f"{method} {path}")
    assert answers == [404, 400, 405, 413, 422, 404, 200, 200]
    assert found == []


def test_a_policy_without_a_back_door() -> None:
    """Written out once in tests/browser.py; here what it must never hold. ASVS V3.4.3, V3.4.6, V14.2.3."""
    policy = HEADERS["Content-Security-Policy"]
    assert not re.search(r"unsafe|\*|https?:|blob:|strict-dynamic", policy)
    assert policy.startswith("default-src 'none'")
    for directive in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "script-src 'self';"):
        assert directive in policy


def test_a_file_to_keep_or_to_look_at_runs_nothing(
    client_of: Callable[..., Browser], world: World, config: Config
) -> None:
    """ASVS V3.2.1."""
    edition, flyer = prepare(world, config, Side.MX).id, world.in_force_id
    browser = client_of("printer.mx")
    for path in (f"/flyers/editions/{edition}/file.pdf", f"/flyers/{flyer}/page.webp?region={JUAREZ}"):
        response = browser.client.get(path)
        assert response.status_code == 200, response.text
        assert response.headers["Content-Security-Policy"] == SANDBOX, path
        assert response.headers["Content-Disposition"]


@pytest.mark.parametrize("path", STATIC)
def test_a_static_file(app: Flask, path: str) -> None:
    with app.test_client().get(asset(path)) as response:
        headers = response.headers
    assert response.status_code == 200
    assert headers["Content-Security-Policy"] == SANDBOX
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"):
        assert headers.get_all(name) == [HEADERS[name]], name
    assert "Set-Cookie" not in headers


def test_every_kind_of_static_file_was_asked_for() -> None:
    served = {file.suffix for file in folder("static").rglob("*") if file.is_file()} - {"", ".md", ".json", ".jpg"}
    assert served == {Path(path).suffix for path in STATIC} | {".woff2"}


# Over https


@pytest.fixture
def secure_app(engine: Engine, config: Config) -> Iterator[Flask]:
    """As it stands on the internet: links begin with https."""
    app = campaign.app.create_app(replace(config, base_url=HTTPS), bind=engine)
    yield app
    session.remove()
    db.bind(engine)
    chain.use_key(config.audit_key)


def test_https_is_for_ever_once_it_was_used(secure_app: Flask, world: World) -> None:
    """ASVS V3.4.1."""
    client = secure_app.test_client()
    for path in ("/accounts/sign-in", "/nowhere", "/", "/healthz", "/readyz", asset("css/base.css")):
        with client.get(path, base_url=HTTPS) as response:
            assert response.headers["Strict-Transport-Security"] == "max-age=31536000", path


def test_over_http_nothing_is_promised(client: Browser) -> None:
    for path in ("/accounts/sign-in", asset("css/base.css")):
        with client.client.get(path) as response:
            assert "Strict-Transport-Security" not in response.headers


def test_the_cookies_of_https_are_bound_to_this_host(secure_app: Flask, world: World) -> None:
    """ASVS V3.3.1, V3.3.3."""
    client, cookies = secure_app.test_client(), []
    for path in ("/accounts/sign-in", "/accounts/language/es"):
        given = client.get(path, base_url=HTTPS).headers.get_all("Set-Cookie")
        assert given, path
        cookies += given
    assert 'lang="es"' in client.get("/accounts/sign-in", base_url=HTTPS).text
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


# Who is nobody


def test_the_public_holds_no_right_but_the_public_ones(app: Flask) -> None:
    """The list in policy.py, what the routes say, and the list that is typed by hand are the same. ASVS V13.4.5."""
    typed = {endpoint for (_method, endpoint), (area, _verb) in deeds().items() if area == "public"}
    assert open_to_anybody(app) == PUBLIC
    assert typed | {"home.index"} == PUBLIC  # the start page sends whoever is not signed in to the sign-in page

"""Signing in at the own agency (OpenID Connect), against a provider on this machine: it opens only what was bound."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from oidc_provider_mock import run_server_in_thread
from sqlalchemy import select

from campaign import clock
from campaign.accounts import agency
from campaign.accounts.models import Role, SignIn, User
from campaign.clock import now
from campaign.config import BadSetting, Config
from campaign.db import acting, session
from tests.accounts.people import is_in, letters
from tests.browser import Browser, loose
from tests.conftest import app_over
from tests.page import Page
from tests.people import acts
from tests.world import World

EMAIL = "planner.us@example.org"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def offering(config: Config, app: Flask, world: World, issuer: str) -> Flask:
    """The application with that agency in its settings; the clock runs, for the provider has its own."""
    return application(config, issuer)


def application(config: Config, issuer: str) -> Flask:
    own = replace(config, oidc_issuer=issuer, oidc_client_id="campaign", oidc_name="Health Login")
    return app_over(replace(own, oidc_client_secret="open-sesame"))


@pytest.fixture(autouse=True)
def held_clock() -> None:
    """The real time: a token of the provider is of now."""


def go(browser: Browser, subject: str = "dana", path: str = "/accounts/agency") -> str:
    """To the agency, in as this person there; the address that leads back."""
    there = browser.get(path, status=302).response.headers["Location"]
    answer = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == "http://127.0.0.1:5000/accounts/agency/back"
    return f"{back.path}?{back.query}"


def bind(app: Flask, world: World, who: str = "planner.us", subject: str = "dana") -> Browser:
    browser = Browser(app, world.user(who), "en")
    browser.get(go(browser, subject))
    browser.send("/accounts/agency/bind")
    return browser


def test_it_opens_the_account_that_its_owner_bound(offering: Flask, world: World, issuer: str) -> None:
    """ASVS V10.5.2."""
    owner = bind(offering, world)
    assert "bound to that sign-in" in owner.follow().text
    assert world.user("planner.us").subject == f"{issuer} dana"
    assert letters(EMAIL)[-1].subject.en == "Your account was bound to the sign-in of your agency"
    browser = Browser(offering)
    assert "Sign in with Health Login" in browser.get("/accounts/sign-in?next=/regions/").text
    page = browser.get(go(browser, path="/accounts/agency?next=/regions/"))
    assert f"That sign-in opens the account {EMAIL}." in page.text
    assert not is_in(browser), "a link opens nothing"
    browser.get(go(browser, path="/accounts/agency?next=/regions/"))
    assert browser.send("/accounts/agency/enter").response.headers["Location"] == "/regions/"
    assert is_in(browser)


def test_what_goes_there(offering: Flask) -> None:
    browser = Browser(offering)
    first, second = (
        parse_qs(urlsplit(browser.get("/accounts/agency", status=302).response.location or "").query)
        for _time in range(2)
    )
    assert first["code_challenge_method"] == ["S256"]
    assert first["scope"] == ["openid"]
    assert first["redirect_uri"] == ["http://127.0.0.1:5000/accounts/agency/back"]
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 43


def test_the_same_address_there_opens_nothing(offering: Flask, world: World) -> None:
    """Whoever calls herself planner.us@example.org at the agency is nobody here until the owner bound it.

    ASVS V6.8.1.
    """
    browser = Browser(offering)
    page = browser.get(go(browser, EMAIL))
    assert "No account here is bound to that sign-in yet." in page.text
    browser.post("/accounts/agency/enter")
    assert "No account here is bound" in browser.follow().text
    assert not is_in(browser)
    assert session.scalars(select(SignIn)).all() == []


def test_one_sign_in_there_opens_one_account_here(offering: Flask, world: World) -> None:
    bind(offering, world)
    other = Browser(offering, world.user("reviewer.us"), "en")
    assert "opens another account here" in other.get(go(other)).text
    other.post("/accounts/agency/bind")
    assert "opens another account here" in other.follow().text
    assert world.user("reviewer.us").subject is None


def test_an_account_that_was_unbound_or_deactivated_stays_shut(offering: Flask, world: World) -> None:
    owner = bind(offering, world)
    bind(offering, world, "reviewer.us", "harold")
    assert "You have none? Have one set by mail first." in owner.get("/accounts/").text
    owner.send("/accounts/agency/unbind")
    with acting(None, None, "test", now()):
        world.user("reviewer.us").is_live = False
        session.commit()
    for subject in ("dana", "harold"):
        browser = Browser(offering)
        browser.get(go(browser, subject))
        browser.post("/accounts/agency/enter")
        assert not is_in(browser)


def refused(browser: Browser, path: str) -> Page:
    assert browser.get(path, status=303).response.headers["Location"] == "/accounts/sign-in"
    page = browser.follow()
    browser.post("/accounts/agency/enter")
    assert not is_in(browser)
    return page


def test_what_was_begun_in_another_browser(offering: Flask, world: World) -> None:
    """Nobody is signed in to a stranger's account by a link. ASVS V7.6.2, V10.1.2."""
    bind(offering, world)
    stranger, victim = Browser(offering), Browser(offering)
    victim.get("/accounts/agency", status=302)
    assert "was not begun in this browser" in refused(victim, go(stranger)).text
    assert "was not begun in this browser" in refused(Browser(offering), go(Browser(offering))).text


@pytest.mark.parametrize("change", ["state", "no state", "code", "no code", "denied", "issuer", "too late", "twice"])
def test_what_comes_back_otherwise(offering: Flask, world: World, change: str) -> None:
    """ASVS V10.2.1."""
    bind(offering, world)
    browser = Browser(offering)
    back = go(browser)
    query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    changed = {
        "state": {**query, "state": "x" * 43},
        "no state": {"code": query["code"]},
        "code": {**query, "code": "x"},
        "no code": {"state": query["state"]},
        "denied": {"state": query["state"], "error": "access_denied"},
        "issuer": {**query, "iss": "https://evil.example"},
    }.get(change, query)
    path = f"/accounts/agency/back?{urlencode(changed)}"
    if change == "twice":
        browser.get(path)
        browser.client.set_cookie("campaign", "")
    with clock.at(now() + timedelta(minutes=11 if change == "too late" else 0)):
        refused(browser, path)


def test_a_word_of_the_agency_is_good_for_ten_minutes(offering: Flask, world: World) -> None:
    bind(offering, world)
    browser = Browser(offering)
    browser.get(go(browser))
    with clock.at(now() + timedelta(minutes=11)):
        browser.send("/accounts/agency/enter")
        assert not is_in(browser)


@pytest.mark.parametrize("claim", ["iss", "aud", "nonce", "exp", "sub"])
def test_a_token_for_somebody_else_is_refused(
    offering: Flask, world: World, claim: str, issuer: str, config: Config
) -> None:
    """Each thing that a token must say, said otherwise or not at all. ASVS V10.5.1, V10.5.4."""
    ours = replace(config, oidc_issuer=issuer, oidc_client_id="campaign")
    journey = agency.Journey("s", "n", "v", 0.0)
    claims = {"iss": issuer, "aud": "campaign", "nonce": "n", "sub": "dana", "exp": int(now().timestamp()) + 60}
    agency._check(claims, ours, journey)
    otherwise: dict[str, object] = {"exp": int(now().timestamp()) - 120}
    for wrong in ({**claims, claim: otherwise.get(claim, "other")}, {k: v for k, v in claims.items() if k != claim}):
        if claim == "sub" and "sub" in wrong:
            continue
        with pytest.raises(agency.TROUBLE):
            agency._check(wrong, ours, journey)
    with pytest.raises(agency.TROUBLE):
        agency._check({**claims, "azp": "other"}, ours, journey)


def test_an_agency_that_does_not_answer(config: Config, app: Flask, world: World) -> None:
    browser = Browser(application(config, "http://localhost:1"))
    browser.get("/accounts/agency", status=303)
    assert "did not work. Try again later, or sign in with your password" in browser.follow().text


def test_an_agency_that_names_itself_otherwise(config: Config, app: Flask, world: World, issuer: str) -> None:
    """ASVS V10.5.3."""
    browser = Browser(application(config, f"{issuer}/"))
    browser.get("/accounts/agency", status=303)


def test_without_an_agency_there_is_no_door(client: Browser) -> None:
    for path in ("/accounts/agency", "/accounts/agency/back?state=x&code=y"):
        client.get(path, status=404)
    client.post("/accounts/agency/enter")
    assert "Sign in with" not in client.get("/accounts/sign-in").text


WRONG = {
    "half": {"CAMPAIGN_OIDC_ISSUER": "https://login.example"},
    "open": {"CAMPAIGN_OIDC_ISSUER": "http://login.example"},
    "no address": {"CAMPAIGN_OIDC_ISSUER": "login.example"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_settings_that_cannot_be_used(kind: str) -> None:
    others = {"CAMPAIGN_OIDC_CLIENT_ID": "c", "CAMPAIGN_OIDC_CLIENT_SECRET": "open-sesame", "CAMPAIGN_OIDC_NAME": "N"}
    with pytest.raises(BadSetting, match="CAMPAIGN_OIDC_") as raised:
        Config.read({**({} if kind == "half" else others), **WRONG[kind]})
    assert "open-sesame" not in str(raised.value)


def test_a_user_has_one_subject_and_it_is_nobody_else_s(world: World) -> None:
    assert {index.unique for index in User.__table__.indexes if "subject" in str(index.name)} == {True}  # type: ignore[attr-defined]


# Joining by an invitation


def invited(world: World, email: str = "ana@example.org") -> str:
    return f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner, email=email)[1]}"


def join(browser: Browser, path: str, status: int = 303, subject: str = "ana") -> None:
    """From the page of the invitation to the agency, back, and through the form."""
    assert "Join with Health Login" in browser.get(path).text
    assert "Back to the invitation" in browser.get(go(browser, subject, f"/accounts/agency?next={path}")).text
    page = browser.get(path)
    assert "password" not in dict(page.form(path).fields)
    words = {"name": "Ana García Luna", "sort_name": "García Luna Ana", "language": "en", "zone": "America/Tijuana"}
    browser.send(path, status=status, **loose(words))


def test_who_is_invited_joins_with_the_agency_and_no_password(offering: Flask, world: World, issuer: str) -> None:
    browser = Browser(offering)
    join(browser, invited(world))
    assert "Sign in with Health Login" in browser.follow().text
    assert acts.found("ana@example.org").subject == f"{issuer} ana"  # type: ignore[union-attr]
    browser.get(go(browser, "ana"))
    browser.send("/accounts/agency/enter")
    assert is_in(browser)


def test_a_sign_in_of_somebody_here_makes_no_second_account(offering: Flask, world: World) -> None:
    bind(offering, world)
    browser, path = Browser(offering), invited(world)
    browser.get(path)
    browser.get(go(browser, "dana", f"/accounts/agency?next={path}"))
    browser.get(path)
    words = {"name": "Ana García Luna", "sort_name": "García Luna Ana", "language": "en", "zone": "America/Tijuana"}
    page = browser.send(path, status=422, **loose(words))
    assert "opens another account here" in page.text
    assert acts.found("ana@example.org") is None


def test_an_account_that_was_there_before_is_bound_to_nothing(offering: Flask, world: World) -> None:
    """Also then the answer is the same, and a letter tells its owner."""
    browser = Browser(offering)
    join(browser, invited(world, "planner.mx@example.org"))
    assert "Sign in with Health Login" in browser.follow().text
    assert world.user("planner.mx").subject is None
    assert letters("planner.mx@example.org")[-1].subject.en == "An invitation with your address"


def test_a_sign_in_for_something_else_is_not_taken_for_an_invitation(offering: Flask, world: World) -> None:
    browser, path = Browser(offering), invited(world)
    browser.get(go(browser, "ana"))
    assert "password" in dict(browser.get(path).form(path).fields)


def test_without_an_agency_none_is_offered(app: Flask, world: World) -> None:
    assert "without a password" not in Browser(app).get(invited(world)).text

"""Signing in and out as a person does it: nothing about an account leaks, and a cookie is worth only its session."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from campaign.accounts import actions
from campaign.accounts.models import Role, SignIn, User
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.page import Page
from tests.world import PASSWORD, World

pytestmark = pytest.mark.database
EMAIL = "planner.us@example.org"


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD, status: int = 303, path: str = "") -> Page:
    browser.get(path or "/accounts/sign-in")
    return browser.send(email=email, password=password, status=status)


def is_in(browser: Browser) -> bool:
    return browser.get("/regions/", status=None).status == 200


def test_a_person_signs_in_and_out(client: Browser) -> None:
    assert not is_in(client)
    assert sign_in(client).response.headers["Location"] == "/"
    assert is_in(client)
    client.post("/accounts/sign-out")
    assert client.page is not None
    assert client.page.response.headers["Location"] == "/accounts/sign-in"
    assert not is_in(client)


@pytest.mark.parametrize("email", ["PLANNER.US@example.org", "  planner.us@example.org "])
def test_the_address_is_read_as_people_type_it(client: Browser, email: str) -> None:
    sign_in(client, email)
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "wrong-password"),
        (EMAIL, PASSWORD.upper()),
        ("nobody@example.org", PASSWORD),
        ("deactivated@example.org", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
    ids=["wrong password", "other case", "no such person", "deactivated", "not an address"],
)
def test_every_failure_gets_the_same_answer(client: Browser, email: str, password: str) -> None:
    page = sign_in(client, email, password, status=422)
    assert "The address or the password is not right. Nothing else was changed." in page.text
    assert page.form().filled({})["email"] == [email.strip()]
    assert password not in page.html
    assert not is_in(client)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(world: World) -> None:
    """Both pay for one Argon2id hash; here the known person gets one at full cost, as in earnest."""
    world.user("planner.us").password_hash = actions.hasher.hash(PASSWORD)
    spent = []
    for email in (EMAIL, "nobody@example.org"):
        started = time.process_time()
        with pytest.raises(Refused), session.no_autoflush:
            actions.sign_in(email, "wrong-password", now())
        spent.append(time.process_time() - started)
    session.rollback()
    assert 0.3 < spent[0] / spent[1] < 3


def test_passwords_are_kept_as_argon2id_at_full_cost(acting_as: ActingAs, world: World) -> None:
    """ASVS V11.4.2."""
    with acting_as("administrator.us"):
        actions.set_password(world.user("planner.us"), "a-password-of-my-own", now())
    assert world.user("planner.us").password_hash.startswith("$argon2id$v=19$m=65536,t=3,")


def test_a_signed_in_person_is_sent_on_from_the_sign_in_page(client_of: Callable[..., Browser]) -> None:
    page = client_of("planner.us").get("/accounts/sign-in?next=/regions/", status=302)
    assert page.response.headers["Location"] == "/regions/"


# The session


def cookie(browser: Browser) -> str:
    found = browser.client.get_cookie("campaign")
    return found.value if found else ""


def test_the_cookie_and_its_id_are_renewed_at_sign_in(client: Browser, app: Flask) -> None:
    """Whoever planted a cookie before the sign-in holds nothing after it. ASVS V7.2.4."""
    client.get("/accounts/sign-in")
    planted, old_token = cookie(client), client.token
    sign_in(client)
    assert cookie(client) != planted
    thief = Browser(app)
    thief.client.set_cookie("campaign", planted)
    assert not is_in(thief)
    client.get("/regions/")
    assert client.token != old_token
    client.post("/accounts/sign-out", {"csrf_token": old_token}, status=400)
    assert is_in(client)


def test_two_sign_ins_have_two_ids(client: Browser, app: Flask) -> None:
    """ASVS V7.2.2."""
    other = Browser(app)
    sign_in(client)
    sign_in(other)
    client.get("/regions/")
    client.post("/accounts/sign-out")
    assert not is_in(client)
    assert is_in(other)


def test_a_cookie_from_before_sign_out_is_worth_nothing(client: Browser, app: Flask) -> None:
    """ASVS V7.4.1."""
    sign_in(client)
    kept = cookie(client)
    client.get("/regions/")
    client.post("/accounts/sign-out")
    thief = Browser(app)
    thief.client.set_cookie("campaign", kept)
    assert not is_in(thief)


@pytest.mark.parametrize("change", ["cut", "letter", "empty", "garbage", "unsigned"])
def test_a_tampered_cookie_is_nobody(client: Browser, app: Flask, change: str) -> None:
    """ASVS V7.2.1."""
    sign_in(client)
    kept = cookie(client)
    forged = {
        "cut": kept[:-4],
        "letter": kept[:10] + ("A" if kept[10] != "A" else "B") + kept[11:],
        "empty": "",
        "garbage": "}{' ñ",
        "unsigned": "eyJzaWQiOiAieCJ9",
    }[change]
    thief = Browser(app)
    thief.client.set_cookie("campaign", forged)
    assert not is_in(thief)
    thief.get("/accounts/sign-in")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Browser) -> None:
    """ASVS V3.3.2, V3.3.4."""
    header = sign_in(client).response.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_only_a_hash_of_the_id_is_stored(client: Browser) -> None:
    """ASVS V7.2.3."""
    sign_in(client)
    with client.client.session_transaction() as held:
        token = held["sid"]
    assert token not in session.scalars(select(SignIn.token_hash)).all()


def test_a_person_who_is_deactivated_is_out_at_the_next_request(
    client_of: Callable[..., Browser], acting_as: ActingAs, world: World
) -> None:
    browser = client_of("planner.us")
    assert is_in(browser)
    with acting_as("administrator.us"):
        world.user("planner.us").is_live = False
        session.commit()
    assert not is_in(browser)


def test_a_new_password_ends_every_session(
    client_of: Callable[..., Browser], acting_as: ActingAs, world: World
) -> None:
    """ASVS V7.4.3."""
    browsers = [client_of("planner.us"), client_of("planner.us"), client_of("planner.mx")]
    with acting_as("administrator.us"):
        actions.set_password(world.user("planner.us"), "a-password-of-my-own", now())
        session.commit()
    assert [is_in(browser) for browser in browsers] == [False, False, True]


# Where a sign-in leads

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/regions/\\..\\..//evil.example",
    " //evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/nowhere/at/all",
    "\t//evil.example",
    "https:/evil.example",
    "/accounts/sign-out",
]


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("how", ["sign-in", "language"])
def test_a_link_never_leads_to_another_site(client: Browser, target: str, how: str) -> None:
    if how == "language":
        page = client.get("/accounts/language/es", status=303, query_string={"next": target})
    else:
        client.get("/accounts/sign-in", query_string={"next": target})
        page = client.send(email=EMAIL, password=PASSWORD)
    assert page.response.headers["Location"] == "/"


def test_a_link_leads_back_to_where_the_person_wanted_to_go(client: Browser) -> None:
    page = client.get("/regions/?q=juarez", status=303)
    client.get(page.response.headers["Location"])
    page = client.send(email=EMAIL, password=PASSWORD)
    assert page.response.headers["Location"] == "/regions/?q=juarez"


# Language


def test_the_language_switch_keeps_the_page(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    page = browser.get("/regions/?q=juarez&page=2")
    switch = next(link for link in page.links if link.startswith("/accounts/language/es"))
    answer = browser.get(switch, status=303)
    assert answer.response.headers["Location"] == "/regions/?q=juarez&page=2"
    assert browser.follow().language == "es"


def test_the_language_is_the_reader_s_choice_then_the_account_s_then_the_browser_s(
    client: Browser, client_of: Callable[..., Browser]
) -> None:
    for header, language in (("es-MX,es;q=0.9", "es"), ("fr,es;q=0.5", "es"), ("fr", "en"), ("en-US,es;q=0.9", "en")):
        response = client.client.get("/accounts/sign-in", headers={"Accept-Language": header})
        assert f'<html lang="{language}">' in response.text, header
    assert client_of("planner.mx").get("/regions/").language == "es"
    assert client_of("planner.mx", "en").get("/regions/").language == "en"


def test_no_other_language_is_taken(client: Browser) -> None:
    client.get("/accounts/language/fr", status=404)
    client.client.set_cookie("language", "xx")
    assert '<html lang="en">' in client.client.get("/accounts/sign-in").text


# Making people


def test_a_role_that_decides_needs_a_side(acting_as: ActingAs, world: World) -> None:
    with acting_as("administrator.us"), pytest.raises(Refused, match="needs a side"):
        actions.create_user(
            "new@example.org",
            "New Person",
            None,
            {Role.planner},
            world.organization("secretariat"),
            PASSWORD,
            language="en",
            zone="UTC",
        )


@pytest.mark.parametrize(
    ("email", "password", "reason"),
    [
        (EMAIL, PASSWORD, "already an account"),
        (EMAIL.upper(), PASSWORD, "already an account"),
        ("new@example.org", "short", "at least 10 characters"),
        ("no address", PASSWORD, "not an e-mail address"),
    ],
)
def test_what_an_account_needs(acting_as: ActingAs, world: World, email: str, password: str, reason: str) -> None:
    us = world.organization("us")
    with acting_as("administrator.us"), pytest.raises(Refused, match=reason):
        actions.create_user(email, "New", us.country, set(), us, password, language="en", zone="UTC")


def test_everybody_has_one_side_at_most(world: World) -> None:
    people = session.scalars(select(User)).all()
    assert {person.side for person in people if person.is_secretariat or person.is_observer} == {None}
    assert all(person.side for person in people if person.is_signatory)

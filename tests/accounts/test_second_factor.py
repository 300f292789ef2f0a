"""A code of an app or of paper after the password: each opens once, and nobody gets in without it."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from campaign import clock
from campaign.accounts.factors import codes, sealing
from campaign.accounts.factors.models import RecoveryCode
from campaign.accounts.models import User
from campaign.accounts.throttling import ACCOUNT_TRIES
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from tests.accounts.people import SECRET, code, give_app, is_in, letters, signed_in
from tests.browser import Browser
from tests.conftest import app_over
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.database
EMAIL = "signatory.us@example.org"
ClientOf = Callable[..., Browser]


@pytest.fixture
def signatory(world: World) -> User:
    give_app(world.user("signatory.us"))
    return world.user("signatory.us")


def key_of(app: Flask) -> bytes:
    config: Config = app.extensions["campaign"]
    return config.secret_key


def half_way(app: Flask, email: str = EMAIL) -> Browser:
    browser = signed_in(app, email)
    assert browser.page is not None
    assert browser.page.response.headers["Location"] == "/accounts/second-step"
    browser.follow()
    return browser


def test_an_app_is_set_up_with_its_first_code(client_of: ClientOf, app: Flask, world: World) -> None:
    here, there = client_of("signatory.us"), client_of("signatory.us")
    page = here.get("/accounts/app")
    secret = page.form().filled({})["secret"][0]
    assert 'src="data:image/svg+xml' in page.html
    assert re.sub(r"\s", "", page.text).count(secret) == 1, "to be typed by hand too"
    here.send(code="000000", status=422)
    assert here.page is not None
    assert here.page.form().filled({})["secret"] == [secret], "the picture stays the same"
    here.send(code=f" {code(secret=secret)[:3]} {code(secret=secret)[3:]} ")
    user = world.user("signatory.us")
    assert sealing.opened(user, key_of(app)) == secret
    assert secret not in (user.totp_secret or "")
    assert [is_in(browser) for browser in (here, there)] == [True, False]
    assert letters(EMAIL)[-1].subject.en == "An app for codes was set up for your account"


def test_a_copy_of_the_database_makes_no_codes(app: Flask, signatory: User, world: World) -> None:
    """The secret is sealed for one person, with a key that is not in the database; one of an older installation at its
    next use. What was changed, sealed elsewhere or put under another person opens nothing.

    ASVS V11.3.1, V11.3.2, V11.3.3.
    """
    half_way(app).send(code=code())
    kept = world.user("signatory.us").totp_secret or ""
    assert SECRET not in kept
    with clock.at(NOW + timedelta(minutes=1)):
        half_way(app).send(code=code())
    owner, other, key = world.user("signatory.us"), world.user("signatory.mx"), key_of(app)
    with session.no_autoflush:
        assert owner.totp_secret != kept, "no nonce is used twice"
        assert sealing.opened(owner, key) == SECRET
        assert sealing.opened(owner, b"x" * 32) is None
        other.totp_secret = kept
        assert sealing.opened(other, key) is None
        for broken in ("sealed:", "sealed:?", kept[:-4], kept[:20] + ("A" if kept[20] != "A" else "B") + kept[21:]):
            owner.totp_secret = broken
            assert sealing.opened(owner, key) is None, broken
    session.rollback()


def test_where_the_key_was_lost_a_recovery_code_still_opens(app: Flask, world: World, on_paper: list[str]) -> None:
    with acting(None, None, "test", now()):
        user = world.user("signatory.us")
        user.totp_secret = sealing.sealed(user, SECRET, b"of the machine that burned down.")
        session.commit()
    half_way(app).send(code=code(), status=422)
    half_way(app).send(code=on_paper[0])


def test_the_password_alone_opens_nothing(app: Flask, signatory: User) -> None:
    browser = half_way(app)
    assert not is_in(browser)
    browser.get("/accounts/second-step")
    browser.send(code=code())
    assert is_in(browser)


def test_it_leads_on_to_where_one_wanted(app: Flask, signatory: User) -> None:
    browser = Browser(app)
    browser.get("/accounts/sign-in?next=/regions/%3Fq%3Djuarez")
    browser.send("/accounts/sign-in", email=EMAIL, password=PASSWORD)
    browser.follow()
    assert browser.send(code=code()).response.headers["Location"] == "/regions/?q=juarez"


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{:.3} {}", "{:.3}-{}"])
def test_a_code_opens_once_however_it_is_written(app: Flask, signatory: User, spelling: str) -> None:
    half_way(app).send(code=code())
    written = spelling.format(code()) if spelling.count("{") == 1 else f"{code()[:3]}{spelling[5]}{code()[3:]}"
    page = half_way(app).send(code=written, status=422)
    assert "used before" in page.text


@pytest.mark.parametrize(("seconds", "opens"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_clock_may_be_a_step_off(app: Flask, signatory: User, seconds: int, opens: bool) -> None:
    shown = code(now() + timedelta(seconds=seconds))
    half_way(app).send(code=shown, status=303 if opens else 422)


def test_an_older_code_opens_nothing_after_a_newer_one(app: Flask, signatory: User) -> None:
    half_way(app).send(code=code(NOW + timedelta(seconds=30)))
    half_way(app).send(code=code(), status=422)


@pytest.mark.parametrize(
    "typed", ["", "000000", "１２３４５６", "12345", "1234567", "x" * 41, "' OR 1=1", "\0", "🐢" * 6]
)
def test_what_is_no_code_opens_nothing(app: Flask, signatory: User, typed: str) -> None:
    browser = half_way(app)
    browser.send(code=typed, status=422)
    assert not is_in(browser)


def test_the_step_between_is_short_and_falls_with_the_password(app: Flask, signatory: User) -> None:
    late, changed = half_way(app), half_way(app)
    with clock.at(NOW + timedelta(minutes=5, seconds=1)):
        late.send(code=code())
        assert late.page is not None
        assert late.page.response.headers["Location"] == "/accounts/sign-in"
    with acting(None, None, "test", now()):
        session.get_one(User, signatory.id).password_hash = "another"
        session.commit()
    changed.send(code=code())
    assert not is_in(changed)
    assert not is_in(late)


def test_nobody_comes_to_the_second_step_without_the_first(client: Browser) -> None:
    """ASVS V6.3.4."""
    assert client.get("/accounts/second-step", status=303).response.headers["Location"] == "/accounts/sign-in"


def test_wrong_codes_are_counted_and_a_right_password_forgives_none(live: Flask, built_world: World) -> None:
    """Whoever has the password may not guess codes without end by signing in between. ASVS V6.6.3."""
    give_app(built_world.user("signatory.us"))
    for _try in range(ACCOUNT_TRIES):
        half_way(live).send(code="000000", status=422)
    half_way(live).send(code=code(), status=429)
    with clock.at(NOW + timedelta(minutes=1)):
        half_way(live).send(code=code())


def test_of_many_at_once_one_spends_the_code(own_config: Config, built_world: World) -> None:
    user = built_world.user("signatory.us")
    give_app(user)
    shown, spent = code(), []
    session.remove()

    def spend() -> None:
        with clock.at(NOW):
            spent.append(codes.spend(user, shown, NOW, b"x" * 32))
        session.remove()

    threads = [threading.Thread(target=spend) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(spent) == [""] * 7 + ["app"]


# Recovery codes


@pytest.fixture
def on_paper(client_of: ClientOf, signatory: User) -> list[str]:
    browser = client_of("signatory.us")
    browser.get("/accounts/recovery")
    page = browser.send(status=200)
    made = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page.text)
    assert len(set(made)) == 10
    assert made[0] not in browser.get("/accounts/recovery").text, "shown once"
    return made


def test_a_recovery_code_opens_once_and_is_told(app: Flask, on_paper: list[str]) -> None:
    """ASVS V6.5.1."""
    half_way(app).send(code=on_paper[0].lower().replace("-", " "))
    half_way(app).send(code=on_paper[0], status=422)
    half_way(app).send(code=on_paper[1])
    told = letters(EMAIL)[-1]
    assert told.subject.en == "A recovery code was used to sign in to your account"
    assert "8 codes are left" in told.text.en


def test_only_hashes_of_them_are_kept(on_paper: list[str]) -> None:
    """ASVS V6.5.2."""
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(kept) == 10
    assert not [code for code in on_paper if code.replace("-", "") in " ".join(kept)]


def test_new_ones_replace_the_old(client_of: ClientOf, app: Flask, on_paper: list[str]) -> None:
    browser = client_of("signatory.us")
    browser.get("/accounts/recovery")
    browser.send(status=200)
    half_way(app).send(code=on_paper[0], status=422)


def test_without_a_second_factor_there_is_nothing_to_recover(client_of: ClientOf) -> None:
    browser = client_of("planner.us")
    browser.get("/accounts/recovery")
    assert "Set up an app" in browser.send(status=422).text


def test_another_s_code_opens_nothing(app: Flask, on_paper: list[str], world: World) -> None:
    give_app(world.user("signatory.mx"))
    half_way(app, "signatory.mx@example.org").send(code=on_paper[0], status=422)


# Removing it


def test_it_can_be_removed_where_no_role_needs_it(client_of: ClientOf, app: Flask, world: World) -> None:
    give_app(world.user("partner-a.us"))
    browser = client_of("partner-a.us")
    browser.get("/accounts/")
    browser.send("/accounts/app/remove")
    assert "its codes open nothing any more" in browser.follow().text
    assert is_in(signed_in(app, "partner-a.us@example.org"))


def test_whoever_decides_keeps_one(client_of: ClientOf, signatory: User) -> None:
    browser = client_of("signatory.us")
    browser.get("/accounts/")
    browser.send("/accounts/app/remove")
    assert "Your role needs a second factor" in browser.follow().text
    assert session.get_one(User, signatory.id).totp_secret == SECRET


# Demanded of whoever decides or administers, unless the installation is a demo on this machine


@pytest.fixture
def served(app: Flask, config: Config, world: World) -> Flask:
    """The same application at an address that others reach."""
    return app_over(replace(config, base_url="http://campaign.example"))


@pytest.mark.parametrize("who", ["administrator.us", "reviewer.mx", "signatory.us"])
def test_they_are_led_to_set_one_up_before_anything_else(served: Flask, world: World, who: str) -> None:
    browser = Browser(served, world.user(who), "en")
    for path in ("/", "/regions/", "/facts/", f"/clearance/versions/{world.version('waiting').id}"):
        page = browser.get(path, status=None)
        assert (page.status, page.response.headers.get("Location")) == (303, "/accounts/enrol"), path
    browser.get("/accounts/enrol")
    assert browser.page is not None
    browser.post("/clearance/facts", {}, status=None)
    assert browser.page.response.headers["Location"] == "/accounts/enrol"
    page = browser.get("/accounts/app")
    secret = page.form().filled({})["secret"][0]
    browser.send(code=code(secret=secret))
    assert browser.page.response.headers["Location"] == "/accounts/recovery"
    browser.get("/regions/")


@pytest.mark.parametrize("who", ["planner.us", "partner-a.mx", "printer.us", "secretariat", "observer"])
def test_others_may_but_need_not(served: Flask, world: World, who: str) -> None:
    browser = Browser(served, world.user(who), "en")
    browser.get("/regions/")
    assert browser.get("/accounts/enrol", status=303).response.headers["Location"] == "/accounts/"


def test_on_a_demo_of_this_machine_nobody_has_to(client_of: ClientOf) -> None:
    client_of("signatory.us").get("/regions/")


def test_a_browser_that_is_told_to_sign_out_still_can(served: Flask, world: World) -> None:
    browser = Browser(served, world.user("signatory.us"), "en")
    browser.get("/accounts/enrol")
    browser.post("/accounts/sign-out")

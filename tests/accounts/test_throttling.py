"""Wrong passwords: counted before they are judged, answered with a wait that grows, forgiven by a right one."""

import os
import re
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection, Engine

from campaign import clock, db
from campaign.accounts import actions, throttling
from campaign.accounts.models import SignIn, SignInFailure, User
from campaign.accounts.throttling import ACCOUNT_TRIES, NETWORK_TRIES, Door
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import session
from campaign.errors import Later, Refused
from campaign.i18n import LANGUAGES
from tests.browser import Browser
from tests.page import Page
from tests.world import NOW, PASSWORD, World

EMAIL = "planner.us@example.org"
SECRET = b"s" * 32
TITLES = {"en": "Too many tries", "es": "Demasiados intentos"}


def attempt(browser: Browser, password: str = "wrong-password", email: str = EMAIL, network: str = "192.0.2.7") -> Page:
    """From a browser that signed in nowhere before, at this network address."""
    browser.get("/accounts/sign-in")
    values = {"csrf_token": browser.token, "email": email, "password": password}
    return browser.post("/accounts/sign-in", values, status=None, environ_overrides={"REMOTE_ADDR": network})


def door(network: str = "192.0.2.7", known: str = "") -> Door:
    return Door(network, known, SECRET)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


# As a person meets it


@pytest.mark.database
@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_wrong_passwords(app: Flask, world: World, language: str) -> None:
    """Five are answered, then it is said how long to wait; after the wait the right one works and all is forgiven.

    ASVS V6.3.1.
    """
    browser = Browser(app, None, language)
    found = [attempt(browser).status for _try in range(10)]
    assert found == [422] * ACCOUNT_TRIES + [429] * (10 - ACCOUNT_TRIES)
    page = attempt(browser, PASSWORD)
    assert (page.status, page.h1) == (429, TITLES[language])
    assert page.response.headers["Retry-After"] == "60"
    # 16:00 UTC is 11:00 in Washington and 10:00 in Mexico City; each language begins with its own country
    clocks = {"en": r"11:01 Washington · 10:01 Mexico City", "es": r"10:01 Ciudad de México · 11:01 Washington"}
    assert re.search(clocks[language], page.text), page.text
    with clock.at(NOW + minutes(1)):
        assert attempt(browser, PASSWORD).status == 303
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1  # the network's; the account's is gone


@pytest.mark.database
def test_an_account_that_does_not_exist_is_treated_alike(app: Flask, world: World) -> None:
    answers = []
    for email in (EMAIL, "nobody@example.org", "deactivated@example.org"):
        browser = Browser(app)
        pages = [attempt(browser, email=email) for _try in range(7)]
        answers.append([(page.status, page.h1, page.response.headers.get("Retry-After")) for page in pages])
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.database
def test_somebody_else_from_elsewhere_is_not_hindered(app: Flask, world: World) -> None:
    for _try in range(7):
        attempt(Browser(app))
    assert attempt(Browser(app), PASSWORD, "planner.mx@example.org", "198.51.100.4").status == 303
    assert attempt(Browser(app), PASSWORD, "signatory.us@example.org").status == 303  # same network, other account


def test_at_her_own_desk_an_official_does_not_wait_for_a_stranger(app: Flask, world: World) -> None:
    own = Browser(app)
    assert attempt(own, PASSWORD).status == 303
    own.get("/")
    own.post("/accounts/sign-out")
    strangers = [attempt(Browser(app), network="203.0.113.9").status for _try in range(7)]
    assert strangers[-1] == 429
    assert attempt(own, PASSWORD).status == 303


def test_the_pass_is_out_of_reach_of_scripts_and_names_nobody(app: Flask, world: World) -> None:
    cookies = attempt(Browser(app), PASSWORD).response.headers.get_all("Set-Cookie")
    (known,) = (cookie for cookie in cookies if cookie.startswith("known="))
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(known.split("; "))
    assert re.fullmatch(r"known=[0-9a-f]{16}\.[0-9a-f]{32}", known.partition(";")[0])


def test_the_pass_of_a_browser_is_worth_nothing_for_another_account(app: Flask, world: World) -> None:
    other = Browser(app)
    attempt(other, PASSWORD, "signatory.us@example.org")
    other.get("/")
    other.post("/accounts/sign-out")
    for _try in range(ACCOUNT_TRIES):
        attempt(Browser(app))
    assert attempt(other, PASSWORD).status == 429


def test_a_browser_that_is_known_has_its_own_tries_and_no_more(app: Flask, world: World) -> None:
    own = Browser(app)
    attempt(own, PASSWORD)
    own.get("/")
    own.post("/accounts/sign-out")
    assert [attempt(own).status for _try in range(7)] == [422] * ACCOUNT_TRIES + [429] * 2
    assert attempt(Browser(app), PASSWORD).status == 303  # and its owner may sign in elsewhere


def test_a_throttled_try_costs_no_hash(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _try in range(ACCOUNT_TRIES):
        attempt(Browser(app))
    monkeypatch.setattr(actions, "hasher", None)  # whoever hashed now would crash
    assert attempt(Browser(app), PASSWORD).status == 429


def test_a_flood_is_told_to_come_back_and_nothing_is_counted(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "PATIENCE", 0.01)
    with throttling.turn({}, now()):
        page = attempt(Browser(app), PASSWORD)
    assert (page.status, page.h1, page.response.headers["Retry-After"]) == (503, "Too busy at this moment", "5")
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 0
    assert attempt(Browser(app), PASSWORD).status == 303


def test_nobody_hides_behind_a_header(app: Flask, world: World) -> None:
    """Without a trusted proxy the address that a visitor claims is worth nothing. ASVS V15.3.4."""
    keys = set()
    for claimed in ("198.51.100.1", "198.51.100.2"):
        browser = Browser(app)
        browser.get("/accounts/sign-in")
        values = {"csrf_token": browser.token, "email": EMAIL, "password": "wrong-password"}
        browser.post("/accounts/sign-in", values, status=422, headers={"X-Forwarded-For": claimed})
        keys |= set(session.scalars(select(SignInFailure.key)))
    assert len(keys) == 2  # one account, one network


def test_it_is_not_audited_and_no_address_is_stored(app: Flask, world: World) -> None:
    entries = session.scalar(select(func.count()).select_from(Entry))
    attempt(Browser(app))
    assert session.scalar(select(func.count()).select_from(Entry)) == entries
    stored = " ".join(session.scalars(select(SignInFailure.key)))
    assert stored
    assert not re.search(r"planner|@|192\.0", stored)


# The rule by itself


def counted(connection: Connection, at: datetime, email: str = EMAIL, network: str = "192.0.2.7") -> datetime | None:
    """One more try; until when the next one waits, if it does."""
    counters = door(network).counters(email)
    throttling.count(counters, at)
    rows = select(SignInFailure.blocked_until).where(SignInFailure.key.in_(counters))
    return max((until for until in connection.execute(rows).scalars() if until), default=None)


@pytest.mark.database
def test_the_wait_grows_and_ends_at_fifteen_minutes(connection: Connection) -> None:
    at, waits = NOW, []
    for _try in range(ACCOUNT_TRIES + 6):
        until = counted(connection, at)
        waits.append((until - at) // minutes(1) if until else 0)
        at = until or at
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]


def test_fifteen_quiet_minutes_forget(connection: Connection) -> None:
    for n in range(ACCOUNT_TRIES - 1):
        assert counted(connection, NOW + minutes(n)) is None
    assert counted(connection, NOW + minutes(15)) is None
    for n in range(ACCOUNT_TRIES - 2):
        assert counted(connection, NOW + minutes(16 + n)) is None
    assert counted(connection, NOW + minutes(20)) == NOW + minutes(21)
    assert counted(connection, NOW + minutes(35)) == NOW + minutes(37)
    assert counted(connection, NOW + minutes(52)) is None


@pytest.mark.database
def test_one_network_has_more_tries_than_one_account(connection: Connection) -> None:
    waits = [counted(connection, NOW, f"person{n}@example.org") for n in range(NETWORK_TRIES)]
    assert waits == [None] * (NETWORK_TRIES - 1) + [NOW + minutes(1)]
    with pytest.raises(Later) as later:
        throttling.refuse_blocked(door().counters("planner.mx@example.org"), NOW)
    assert (later.value.code, later.value.until) == (429, NOW + minutes(1))
    throttling.refuse_blocked(door("192.0.2.8").counters("planner.mx@example.org"), NOW)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "not an address", True),
    ],
)
def test_what_counts_as_one_network(one: str, other: str, is_same: bool) -> None:
    assert (door(one).counters(EMAIL) == door(other).counters(EMAIL)) is is_same


def test_an_address_is_one_however_it_is_typed() -> None:
    assert door().counters(EMAIL) == door().counters(f" {EMAIL.upper()} ")
    assert door().counters(EMAIL) != Door("192.0.2.7", "", b"x" * 32).counters(EMAIL)


@pytest.mark.database
def test_rows_of_yesterday_go(connection: Connection) -> None:
    counted(connection, NOW, "old@example.org", "192.0.2.1")
    counted(connection, NOW + timedelta(days=1, minutes=1), "new@example.org", "192.0.2.2")
    assert set(connection.execute(select(SignInFailure.key)).scalars()) == set(
        door("192.0.2.2").counters("new@example.org")
    )


def test_a_new_password_from_the_operator_forgets(connection: Connection) -> None:
    for _try in range(ACCOUNT_TRIES):
        counted(connection, NOW)
    throttling.forget(EMAIL.upper(), SECRET)
    left = connection.execute(select(SignInFailure.key)).scalars().all()
    assert throttling.account_key(EMAIL, SECRET) not in left


def test_a_right_password_gives_the_network_its_try_back(connection: Connection) -> None:
    counters = door().counters(EMAIL)
    for _try in range(3):
        throttling.count(counters, NOW)
        throttling.forgive(counters)
    found = connection.execute(select(SignInFailure.failures)).scalars().all()
    assert found == [0]


# Many at once, each with a connection of its own


@pytest.fixture
def own_engine(engine: Engine, built_world: World) -> Iterator[Engine]:
    """The tests' database itself, not its rolled-back connection: what is counted here is removed again."""
    db.bind(engine)
    yield engine
    session.remove()
    with engine.begin() as connection:
        connection.execute(delete(SignInFailure))
    session.remove()


@pytest.mark.database
def test_of_tries_at_the_same_instant_each_is_counted(own_engine: Engine) -> None:
    """As many are let through as the rule allows, and not one more, however many arrive together."""
    counters = door().counters(EMAIL)
    outcomes: list[str] = []
    barrier = threading.Barrier(8)

    def knock() -> None:
        barrier.wait()
        for _try in range(3):
            try:
                throttling.count(counters, NOW)
                outcomes.append("judged")
            except Later:
                outcomes.append("refused")
        session.remove()

    threads = [threading.Thread(target=knock) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("judged"), outcomes.count("refused")) == (ACCOUNT_TRIES, 24 - ACCOUNT_TRIES)
    with own_engine.connect().execution_options(deferred=True) as connection:
        found = connection.execute(select(SignInFailure.failures).order_by(SignInFailure.key)).scalars().all()
    assert found == [ACCOUNT_TRIES, ACCOUNT_TRIES]


@pytest.mark.database
def test_a_try_stays_counted_though_the_request_breaks(own_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_proved", broken)
    with pytest.raises(RuntimeError):
        actions.sign_in(EMAIL, PASSWORD, NOW, door())
    session.rollback()
    with own_engine.connect().execution_options(deferred=True) as connection:
        assert connection.execute(select(SignInFailure.failures)).scalars().all() == [1, 1]


def broken(email: str, password: str) -> None:
    raise RuntimeError("the machine broke")


def test_nobody_waits_for_the_database_while_a_hash_is_made(live: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a sign-in another writer gets the lock at once."""
    seen: list[int] = []

    def slow(stored: str, password: str) -> bool:
        with db.apart(patience=50) as connection:
            seen.append(connection.execute(select(func.count()).select_from(SignIn)).scalar_one())
        return False

    monkeypatch.setattr(actions, "matches", slow)
    assert attempt(Browser(live)).status == 422
    assert len(seen) == 1


def test_a_password_changed_in_the_same_second_is_the_old_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    forgive = throttling.forgive

    def meanwhile(counters: dict[str, int]) -> None:
        forgive(counters)
        with db.apart() as connection:
            connection.execute(update(User).where(User.email == EMAIL).values(password_hash="new"))

    monkeypatch.setattr(throttling, "forgive", meanwhile)
    with pytest.raises(Refused, match="not right"):
        actions.sign_in(EMAIL, PASSWORD, now(), door())
    session.rollback()


def test_passwords_stand_behind_pages() -> None:
    """The hash is made by a thread that works when nobody else wants to; what it raises is raised here."""
    mine = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    niceness = throttling.behind(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert niceness == max(mine, throttling.BEHIND)
    with pytest.raises(ZeroDivisionError):
        throttling.behind(lambda: 1 // 0)


def test_a_few_may_wait_and_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes while three wait is answered at once, so that threads are left for pages."""
    monkeypatch.setattr(throttling, "PATIENCE", 30.0)
    answers: list[str] = []

    def try_it() -> None:
        with app.test_request_context(), throttling.turn({}, now()):
            answers.append("judged")

    with throttling.turn({}, now()):
        waiting = [threading.Thread(target=try_it) for _one in range(throttling.WAITING)]
        for thread in waiting:
            thread.start()
        while throttling._waiting.acquire(blocking=False):
            throttling._waiting.release()
            time.sleep(0.001)
        with app.test_request_context(), pytest.raises(Later), throttling.turn({}, now()):
            answers.append("never")
    for thread in waiting:
        thread.join()
    assert answers == ["judged"] * throttling.WAITING

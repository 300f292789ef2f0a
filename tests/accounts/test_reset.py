"""A forgotten password: a link by mail that works once, for 30 minutes, and tells nobody who has an account."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select, text

from campaign import clock
from campaign.accounts import actions, resets
from campaign.accounts.resets import PasswordReset
from campaign.accounts.throttling import ACCOUNT_TRIES
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.errors import Refused
from campaign.jobs.models import Job
from tests.accounts.people import is_in, letters, link_of, signed_in, work
from tests.browser import Browser, loose
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.database
EMAIL = "planner.us@example.org"
NEW = "seven turtles under a lamp"


def forgotten(app: Flask, email: str = EMAIL, status: int = 303) -> Browser:
    browser = Browser(app)
    browser.get("/accounts/forgotten")
    browser.send(email=email, status=status)
    return browser


@pytest.fixture
def link(live: Flask, own_config: Config) -> str:
    forgotten(live)
    work("accounts.reset", own_config)
    return link_of(letters(EMAIL)[-1])


def choose(browser: Browser, link: str, password: str = NEW, again: str | None = None, status: int = 303) -> None:
    browser.get(link)
    browser.send(new_password=password, repeated_password=password if again is None else again, status=status)


def test_a_link_comes_by_mail_and_sets_a_new_password(live: Flask, own_config: Config, link: str) -> None:
    """ASVS V6.4.3."""
    before = signed_in(live, EMAIL)
    stranger = Browser(live)
    choose(stranger, link)
    assert "Your new password is set." in stranger.follow().text
    assert not is_in(before)
    signed_in(live, EMAIL, PASSWORD, status=422)
    assert is_in(signed_in(live, EMAIL, NEW))
    (told,) = [letter for letter in letters(EMAIL) if letter.subject.en == "Your password was changed"]
    assert told.path == "/accounts/"


def test_it_works_once(live: Flask, link: str) -> None:
    choose(Browser(live), link)
    page = Browser(live).get(link, status=410)
    assert "This link does not work any more" in page.text
    assert "new_password" not in page.html


def test_it_works_for_half_an_hour(live: Flask, link: str) -> None:
    """ASVS V6.5.5."""
    with clock.at(NOW + timedelta(minutes=30)):
        Browser(live).get(link)
    with clock.at(NOW + timedelta(minutes=30, seconds=1)):
        Browser(live).get(link, status=410)


def test_only_a_hash_of_it_is_kept(live: Flask, own_config: Config, link: str) -> None:
    work("mail.deliver", own_config)
    token = link.rpartition("/")[2]
    with session.connection() as connection:
        rows = [
            str(row)
            for table in ("password_resets", "personal_letters", "jobs", "audit_entries")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert rows
    assert [row for row in rows if token in row] == []
    (letter,) = (own_config.data / "outbox").glob("p*.eml")
    assert link in message_from_bytes(letter.read_bytes(), policy=policy.default).get_content()


def test_every_link_of_a_person_goes_with_the_first(live: Flask, own_config: Config, link: str) -> None:
    forgotten(live)
    work("accounts.reset", own_config)
    second = link_of(letters(EMAIL)[-1])
    choose(Browser(live), link)
    Browser(live).get(second, status=410)


@pytest.mark.parametrize("email", ["nobody@example.org", "deactivated@example.org", "not an address", "x" * 190])
def test_whether_there_is_an_account_shows_nowhere(live: Flask, own_config: Config, email: str) -> None:
    """The same answer, the same rows written, and no letter."""
    seen = []
    for address in (EMAIL, email):
        browser = forgotten(live, address)
        assert browser.page is not None
        rows = [session.query(table).count() for table in (PasswordReset, Job)]
        answer = browser.page.response
        seen.append((answer.status_code, answer.headers["Location"], browser.follow().text, rows))
        session.remove()
    (status, place, words, rows), other = seen
    assert other == (status, place, words, [count + 1 for count in rows])
    work("accounts.reset", own_config)
    assert letters(email) == []
    assert session.scalars(select(PasswordReset.address).where(PasswordReset.token_hash.is_(None))).all() == [EMAIL, ""]


def test_nobody_s_mailbox_is_filled_by_strangers(app: Flask, world: World) -> None:
    for email in (EMAIL, "nobody@example.org"):
        pages = [forgotten(app, email, status=None).page for _try in range(ACCOUNT_TRIES + 1)]  # type: ignore[arg-type]
        assert [page.status for page in pages if page] == [303] * ACCOUNT_TRIES + [429]
    assert is_in(signed_in(app, EMAIL)), "and she signs in as ever"


def test_the_letter_is_written_once_however_often_the_work_is_done(live: Flask, own_config: Config) -> None:
    forgotten(live)
    for _time in range(2):
        with acting(None, None, "test", now()):
            for job in session.scalars(select(Job).where(Job.kind == "accounts.reset")):
                job.state = type(job.state).queued
            session.commit()
        work("accounts.reset", own_config)
    assert len(letters(EMAIL)) == 1


def test_a_link_follows_the_base_address_only(live: Flask, own_config: Config) -> None:
    """Whatever host a request claims, the letter leads here."""
    browser = Browser(live)
    browser.get("/accounts/forgotten")
    values = {"csrf_token": browser.token, "email": EMAIL}
    browser.post("/accounts/forgotten", values, headers={"X-Forwarded-Host": "evil.example"})
    work("accounts.reset", own_config)
    work("mail.deliver", own_config)
    (letter,) = (own_config.data / "outbox").glob("p*.eml")
    words = message_from_bytes(letter.read_bytes(), policy=policy.default).get_content()
    assert "evil" not in words
    assert "http://127.0.0.1:5000/accounts/reset/" in words


# Bad input


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("", None, "Write a new password."),
        ("short", None, "at least 12 characters; this has 5"),
        ("DanaWhitfield1", None, "would be guessed"),
        (NEW, NEW.upper(), "The two passwords differ."),
        ("x" * 201, None, "200"),
    ],
)
def test_a_bad_choice_keeps_the_link(live: Flask, link: str, password: str, again: str | None, words: str) -> None:
    browser = Browser(live)
    choose(browser, link, password, again, status=422)
    assert browser.page is not None
    assert words in browser.page.text
    choose(browser, link)


def test_all_that_is_wrong_with_a_choice_is_said_at_once(live: Flask, link: str) -> None:
    browser = Browser(live)
    choose(browser, link, "DanaWhitfield1", "DanaWhitfield2", status=422)
    assert browser.page is not None
    assert "would be guessed" in browser.page.text
    assert "The two passwords differ." in browser.page.text


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "x" * 3000, "%00", "ñ"])
def test_a_link_that_nobody_wrote(client: Browser, token: str) -> None:
    client.get(f"/accounts/reset/{token}", status=410)
    client.post(f"/accounts/reset/{token}", {"new_password": NEW, "repeated_password": NEW}, status=410)


def test_the_link_of_somebody_deactivated_meanwhile(live: Flask, built_world: World, link: str) -> None:
    with acting(None, None, "test", now()):
        built_world.user("planner.us").is_live = False
        session.commit()
    choose(Browser(live), link, status=422)
    assert actions.matches(built_world.user("planner.us").password_hash, PASSWORD)


def test_of_32_at_once_one_sets_the_password(own_config: Config, built_world: World) -> None:
    resets_ask(built_world)
    work("accounts.reset", own_config)
    token = link_of(letters(EMAIL)[-1]).rpartition("/")[2]
    outcomes: list[str] = []
    barrier = threading.Barrier(32)

    def redeem(number: int) -> None:
        barrier.wait()
        try:
            with clock.at(NOW), acting(None, None, "accounts.reset", NOW):
                resets.redeem(token, f"{NEW} number {number}", NOW)
                session.commit()
            outcomes.append("set")
        except Refused:
            session.rollback()
            outcomes.append("refused")
        finally:
            session.remove()

    cheap = actions.hasher
    try:
        actions.hasher = type(cheap)(time_cost=1, memory_cost=8, parallelism=1)
        threads = [threading.Thread(target=redeem, args=(n,)) for n in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        actions.hasher = cheap
    assert sorted(outcomes) == ["refused"] * 31 + ["set"]


def resets_ask(world: World) -> None:
    with acting(None, None, "accounts.forgotten", NOW):
        resets.ask(EMAIL, NOW)
        session.commit()


# Changing it while signed in


def test_a_password_is_changed_with_the_one_until_now(live: Flask, built_world: World) -> None:
    """ASVS V6.2.2, V6.2.3."""
    here, there = signed_in(live, EMAIL), signed_in(live, EMAIL)
    here.get("/accounts/password")
    values = loose({"new_password": NEW, "repeated_password": NEW})
    page = here.send(old_password="wrong-password", status=422, **values)
    assert "is not right" in page.text
    assert NEW not in page.html
    here.send(old_password=PASSWORD, **values)
    assert letters(EMAIL)[-1].subject.es  # in both languages
    assert letters(EMAIL)[-1].subject.en == "Your password was changed"
    assert [is_in(browser) for browser in (here, there)] == [True, False]
    assert is_in(signed_in(live, EMAIL, NEW))


def test_a_weak_new_one_is_said_beside_the_other_findings(live: Flask, built_world: World) -> None:
    here = Browser(live, built_world.user("planner.us"))
    here.get("/accounts/password")
    page = here.send(old_password="", new_password="Fentanilo2026", repeated_password="other", status=422)
    for words in ("Write your password.", "would be guessed", "The two passwords differ."):
        assert words in page.text


def test_the_old_one_is_guessed_no_faster_there(live: Flask, built_world: World) -> None:
    here = Browser(live, built_world.user("planner.us"))
    here.get("/accounts/password")
    values = loose({"new_password": NEW, "repeated_password": NEW})
    for _try in range(ACCOUNT_TRIES):
        here.send(old_password="wrong-password", status=422, **values)
    here.send(old_password=PASSWORD, status=429, **values)

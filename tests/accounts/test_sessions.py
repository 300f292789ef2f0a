"""How long a session lives; each request on a connection of its own, as its last use is noted beside the action."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from campaign import clock
from campaign.accounts.models import SignIn
from campaign.db import session
from tests.browser import Browser
from tests.world import NOW, World


def is_in(browser: Browser) -> bool:
    return browser.get("/regions/", status=None).status == 200


@pytest.mark.parametrize(
    ("used_every", "hours", "lives"),
    [(timedelta(minutes=110), 11.9, True), (timedelta(minutes=110), 12.2, False), (timedelta(minutes=121), 2.1, False)],
    ids=["in use", "after 12 hours", "idle for 2 hours"],
)
def test_a_session_ends(live: Flask, built_world: World, used_every: timedelta, hours: float, lives: bool) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    moment, end = NOW, NOW + timedelta(hours=hours)
    while (moment := moment + used_every) < end:
        with clock.at(moment):
            browser.get("/regions/", status=None)
    with clock.at(end):
        assert is_in(browser) is lives


def test_reading_changes_nothing_but_the_last_use_once_a_minute(live: Flask, built_world: World) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    latest = select(func.max(SignIn.last_used_at))
    for seconds, noted in ((30, 0), (61, 61), (100, 61), (122, 122)):
        with clock.at(NOW + timedelta(seconds=seconds)):
            browser.get("/regions/")
        session.expire_all()
        assert session.scalar(latest) == NOW + timedelta(seconds=noted)


def test_a_page_leaves_no_audit_entry(live: Flask, built_world: World) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    before = session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one()
    with clock.at(NOW + timedelta(minutes=5)):
        browser.get("/regions/")
    assert session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == before

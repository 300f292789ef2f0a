"""Requests as they are live, each on connections of its own: no reader waits for a writer, no request for itself."""

import time
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import Engine

from campaign import clock
from campaign.accounts.models import SignIn
from campaign.db import session
from tests.browser import Browser
from tests.world import NOW, World

QUICK = 3.0  # seconds; a request that waits for a lock waits 15


def test_a_person_who_was_idle_for_a_while_can_act_at_once(live: Flask, built_world: World) -> None:
    """The note of the last use is a write of its own; it must not wait for the transaction of the very request."""
    browser = Browser(live, built_world.user("planner.us"))
    session.remove()
    with clock.at(NOW + timedelta(minutes=5)):
        browser.get("/accounts/sign-in", status=302)
        started = time.monotonic()
        token = browser.token
    with clock.at(NOW + timedelta(minutes=10)):
        browser.post("/accounts/sign-out", {"csrf_token": token})
    assert time.monotonic() - started < QUICK
    assert session.scalars(select(SignIn.ended_at).order_by(SignIn.id.desc())).first() == NOW + timedelta(minutes=10)


def test_a_page_is_shown_while_somebody_writes(live: Flask, built_world: World) -> None:
    browser = Browser(live, built_world.user("planner.us"))
    session.remove()
    bound = session.get_bind()
    assert isinstance(bound, Engine)
    with bound.begin() as writer:
        writer.execute(text("UPDATE users SET post = 'x' WHERE id = 1"))
        started = time.monotonic()
        browser.get("/nope", status=404)
        browser.get("/accounts/language/es", status=303)
        writer.rollback()
    assert time.monotonic() - started < QUICK

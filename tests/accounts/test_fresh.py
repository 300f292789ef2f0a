"""What is sensitive wants a proof of the last 15 minutes; nothing that was typed is lost on the way to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from campaign import clock
from campaign.accounts.models import SignIn, User
from campaign.accounts.throttling import ACCOUNT_TRIES
from campaign.clearance.models import Clearance
from campaign.db import session
from campaign.policy import guard_of, policy
from campaign.web import Blueprint, anyone
from tests.accounts.people import code, give_app, is_in, stale
from tests.browser import Browser
from tests.page import Page
from tests.world import NOW, PASSWORD, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
FRESH = {  # typed by hand: an act that stops being sensitive has to be taken out here too
    *("clearance.decide", "clearance.revoke", "clearance.facts", "clearance.fact", "clearance.revoke_fact"),
    *("clearance.leave", "holds.lift"),
    *("accounts.app", "accounts.remove_app", "accounts.recovery", "accounts.new_passkey", "accounts.remove_passkey"),
    *("accounts.agency_bind", "accounts.agency_unbind"),
}


def test_what_is_sensitive(app: Flask) -> None:
    """ASVS V7.5.1."""
    fresh = {rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app, rule).is_fresh}
    assert fresh >= FRESH
    assert not {line.endpoint for line in policy(app) if line.endpoint in fresh and line.rule == "anyone"}


def test_nobody_is_asked_for_a_proof_before_signing_in() -> None:
    with pytest.raises(TypeError, match="before they sign in"):
        Blueprint("x", __name__).post("/", allow=anyone, fresh=True)


@pytest.fixture
def signatory(client_of: ClientOf, world: World) -> Browser:
    """At the form of a decision, filled in, and 16 minutes after the sign-in."""
    browser = client_of("signatory.us")
    stale(world.user("signatory.us"))
    browser.get(f"/clearance/versions/{world.version('waiting').id}")
    return browser


def decide(browser: Browser, status: int = 200) -> Page:
    return browser.send(
        decision="cleared",
        authority="Ruth Castellan ñ “x”",
        document="OOP-2026-0500",
        document_on="2026-11-20",
        has_read="y",
        status=status,
    )


def cleared(world: World) -> list[Clearance]:
    return list(session.scalars(select(Clearance).where(Clearance.version_id == world.version("waiting").id)))


def test_a_proof_is_asked_for_and_the_decision_goes_on_with_it(signatory: Browser, world: World) -> None:
    page = decide(signatory)
    assert page.h1 == "Confirm that it is you"
    assert cleared(world) == []
    assert page.form().filled({})["authority"] == ["Ruth Castellan ñ “x”"]
    signatory.send(proof_password=PASSWORD, status=303)
    (clearance,) = cleared(world)
    assert clearance.document == "OOP-2026-0500"


def test_sent_twice_it_is_one_act(signatory: Browser, world: World) -> None:
    decide(signatory)
    assert signatory.page is not None
    form = signatory.page.form()
    values = form.filled({"proof_password": PASSWORD})
    places = [signatory.post(form.action, values).response.headers["Location"] for _time in range(2)]
    assert places[0] == places[1]
    assert len(cleared(world)) == 1


def test_a_wrong_password_changes_nothing_and_keeps_what_was_typed(signatory: Browser, world: World) -> None:
    decide(signatory)
    page = signatory.send(proof_password="wrong-password", status=422)
    assert "This password is not right. Nothing was changed." in page.text
    assert "wrong-password" not in page.html
    assert page.form().filled({})["document"] == ["OOP-2026-0500"]
    assert cleared(world) == []
    signatory.send(proof_password=PASSWORD, status=303)
    assert len(cleared(world)) == 1


def test_wrong_ones_are_counted_and_nothing_is_lost_while_one_waits(live: Flask, built_world: World) -> None:
    signatory = Browser(live, built_world.user("signatory.us"))
    stale(built_world.user("signatory.us"))
    signatory.get(f"/clearance/versions/{built_world.version('waiting').id}")
    decide(signatory)
    for _try in range(ACCOUNT_TRIES):
        signatory.send(proof_password="wrong-password", status=422)
    page = signatory.send(proof_password=PASSWORD, status=429)
    assert "Try again in one minute." in page.text
    assert page.form().filled({})["document"] == ["OOP-2026-0500"]
    with clock.at(NOW + timedelta(minutes=1)):
        signatory.send(proof_password=PASSWORD, status=303)


def test_a_code_is_as_good_and_is_spent(signatory: Browser, world: World) -> None:
    give_app(world.user("signatory.us"))
    decide(signatory)
    shown = f"{code()[:3]} {code()[3:]}"
    signatory.send(proof_code=shown, status=303)
    stale(world.user("signatory.us"))
    signatory.get(f"/clearance/versions/{world.version('waiting').id}/revoke")
    signatory.send(reason="The number is wrong.", status=200)
    assert "used before" in signatory.send(proof_code=code(), status=422).text


def test_a_proof_counts_for_a_quarter_of_an_hour(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us")
    for minutes, status in ((14.9, 422), (15.1, 200)):
        with clock.at(NOW + timedelta(minutes=minutes)):
            browser.get(f"/clearance/versions/{world.version('waiting').id}")
            assert browser.send(status=None).status == status


def test_fields_with_several_values_go_along(client_of: ClientOf, world: World) -> None:
    browser = client_of("signatory.us")
    stale(world.user("signatory.us"))
    page = browser.get("/clearance/facts")
    values = {"csrf_token": page.token, "chosen": ["3", "5", "7"], "note": "two\r\nlines <b>"}
    page = browser.post("/clearance/facts?x=1&y=2", values, status=200)
    carried = page.form()
    assert [value for name, value in carried.fields if name == "chosen"] == ["3", "5", "7"]
    assert carried.filled({})["note"] == ["two\r\nlines <b>"] or carried.filled({})["note"] == ["two\nlines <b>"]
    assert carried.action == "/clearance/facts?x=1&y=2"


def test_the_page_takes_no_token_but_the_own(signatory: Browser, world: World) -> None:
    decide(signatory)
    assert signatory.page is not None
    values = signatory.page.form().filled({"proof_password": PASSWORD, "csrf_token": "old"})
    signatory.post(signatory.page.form().action, values, status=400)
    assert cleared(world) == []


def test_it_opens_no_door(client_of: ClientOf, world: World) -> None:
    """Whoever may not do it is not let in by a proof, and does not learn what exists."""
    browser = client_of("planner.us")
    known = f"/clearance/versions/{world.version('waiting').id}"
    for path, status in ((known, 403), ("/clearance/versions/99999", 404)):
        stale(world.user("planner.us"))
        browser.get("/")
        page = browser.post(path, {"decision": "cleared"}, status=200)
        assert page.h1 == "Confirm that it is you"
        browser.send(proof_password=PASSWORD, status=status)


def test_another_s_password_proves_nothing(signatory: Browser, world: World) -> None:
    with_other = world.user("signatory2.us")
    with_other_hash = with_other.password_hash
    user: User = world.user("signatory.us")
    assert user.password_hash != with_other_hash
    decide(signatory)
    signatory.send(proof_password="another-password", status=422)
    proved = session.scalars(select(SignIn.proved_at).where(SignIn.user_id == user.id)).all()
    assert proved == [NOW - timedelta(minutes=16)]


def test_over_connections_of_its_own_nobody_waits_for_the_lock(live: Flask, built_world: World) -> None:
    """The try is counted and the proof noted beside the session: neither may wait for the session's own lock."""
    browser = Browser(live, built_world.user("signatory.us"))
    give_app(built_world.user("signatory.us"))
    stale(built_world.user("signatory.us"))
    browser.get(f"/clearance/versions/{built_world.version('waiting').id}")
    decide(browser)
    browser.send(proof_password="wrong-password", status=422)
    browser.send(proof_code=code(), status=303)
    assert is_in(browser)

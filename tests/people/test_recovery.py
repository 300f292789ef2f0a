"""Who lost the second factor gets in again by others of the own side; of a signatory only once the role was taken."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign.accounts import factors
from campaign.accounts.factors import codes
from campaign.accounts.factors.models import Passkey, RecoveryCode
from campaign.accounts.models import Role, User
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed
from campaign.mail.models import Letter, Notice
from campaign.people import recovery
from tests.accounts.people import give_app, letters, signed_in
from tests.browser import Browser
from tests.people import acts
from tests.world import World

pytestmark = pytest.mark.database


def equip(user: User) -> None:
    """An app, a passkey and recovery codes."""
    give_app(user)
    with acting(user, user.side, "test", now()):
        codes.new_recovery_codes(user, now())
        key = {"name": "Laptop", "credential": f"c{user.id}", "public_key": "p", "sign_count": 0}
        session.add(Passkey(user_id=user.id, made_at=now(), challenged_at=now(), **key))
        session.commit()


def count(kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_an_administrator_removes_it_and_all_are_told(
    app: Flask, client_of: Callable[..., Browser], world: World
) -> None:
    person = world.user("planner.us")
    number, email = person.id, person.email
    equip(person)
    own = client_of("planner.us")
    browser = client_of("administrator.us", "en")
    browser.get(f"/people/{number}")
    browser.send(f"/people/{number}/reset-factors")
    assert "The second factor is removed" in browser.follow().text
    assert not factors.has_one(world.user("planner.us"))
    assert (count(Passkey), count(RecoveryCode)) == (0, 0)
    own.get("/regions/", status=303)
    assert letters(email)[-1].subject.en == "Your second factor was removed"
    notice = session.scalars(select(Notice).where(Notice.path == f"/people/{number}")).one()
    assert notice.to_side is Side.US
    addresses = session.scalars(select(Letter.address).where(Letter.notice_id == notice.id))
    assert set(addresses) == {"administrator.us@example.org"}
    assert signed_in(app, email).page.response.headers["Location"] == "/"  # type: ignore[union-attr]
    assert "Remove the second factor" not in browser.get(f"/people/{number}").text


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("administrator.us", "administrator.us"),
        ("administrator.us", "planner.mx"),
        ("administrator.us", "signatory.us"),
        ("planner.us", "reviewer.us"),
        ("signatory.us", "planner.us"),
        ("secretariat", "planner.us"),
    ],
    ids=["the own", "of the other side", "a signatory's", "by a planner", "by a signatory", "by the secretariat"],
)
def test_nobody_else_does(client_of: Callable[..., Browser], world: World, who: str, whose: str) -> None:
    equip(world.user(whose))
    browser = client_of(who)
    browser.get("/")
    browser.post(f"/people/{world.users[whose]}/reset-factors", status=None)
    assert browser.page is not None
    assert browser.page.status in (403, 404)
    with acting(world.user(who), world.user(who).side, "test", now()), pytest.raises(NotAllowed):
        recovery.take_factors(world.user(whose), world.user(who), now())
    assert factors.has_one(world.user(whose))


def test_a_signatory_loses_the_role_first(client_of: Callable[..., Browser], world: World) -> None:
    equip(world.user("signatory.mx"))
    browser, page = client_of("administrator.mx", "en"), f"/people/{world.users['signatory.mx']}"
    assert "only after two people have taken that role" in browser.get(page).text
    acts.confirm(acts.ask(world.user("signatory.mx"), world.user("administrator.mx")), world.user("signatory2.mx"))
    browser.get(page)
    browser.send(f"{page}/reset-factors")
    assert not factors.has_one(world.user("signatory.mx"))


def test_a_coordinator_does_for_the_own_members(client_of: Callable[..., Browser], world: World) -> None:
    with acting(None, None, "test", now()):
        world.user("partner-a.us").is_coordinator = True
        session.commit()
    member = acts.member(world, "partner-a.us", "clinic.us", Role.partner)
    equip(member)
    coordinator = world.user("partner-a.us")
    with acting(coordinator, Side.US, "people.reset_factors", now()):
        recovery.take_factors(member, coordinator, now())
        session.commit()
    assert not factors.has_one(member)


def test_where_there_is_none_it_says_so(client_of: Callable[..., Browser], world: World) -> None:
    browser, page = client_of("administrator.us", "en"), f"/people/{world.users['planner.us']}"
    assert "Remove the second factor" not in browser.get(page).text
    answer = browser.post(f"{page}/reset-factors", status=409)
    assert "has no second factor set up" in answer.text

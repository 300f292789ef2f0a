"""Change of side: let go by one, admitted by the other, nobody's in between; and never for whoever decided."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.accounts.models import Role, User
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds import actions as holds
from campaign.people import actions, rights, transfers
from campaign.people.models import Invitation, InvitationState, Transfer
from tests.browser import Browser
from tests.people import acts
from tests.world import World

pytestmark = pytest.mark.database


@pytest.fixture
def traveller(world: World) -> User:
    """A planner of the United States who neither decided nor stopped anything."""
    return acts.member(world, "administrator.us", "us", Role.planner, email="ana@example.org")


def test_let_go_and_admitted(client_of: Callable[..., Browser], world: World, traveller: User, app: object) -> None:
    number = traveller.id
    theirs = Browser(app, traveller, "en")  # type: ignore[arg-type]
    theirs.get("/people/")
    us, mx = client_of("administrator.us"), client_of("administrator.mx", "en")
    us.get(f"/people/{number}/release")
    us.send(f"/people/{number}/release", 422)
    us.send(f"/people/{number}/release", is_sure="y")
    theirs.get("/people/", status=303)
    user = session.get_one(User, number)
    assert (user.side, user.roles, user.is_live) == (None, frozenset(), False)
    us.get(f"/people/{number}", status=404)
    mx.get(f"/people/{number}", status=404)
    transfer = session.scalars(select(Transfer.id)).one()
    us.get(f"/people/transfers/{transfer}/admit", status=403)
    for who in ("planner.us", "planner.mx", "signatory.mx"):
        client_of(who).get(f"/people/transfers/{transfer}", status=404)
    mx.get(f"/people/transfers/{transfer}/admit")
    mx.send(f"/people/transfers/{transfer}/admit", organization=world.organizations["mx"])
    user = session.get_one(User, number)
    assert (user.side, user.roles, user.is_live) == (Side.MX, frozenset(), True)
    assert user.organization_id == world.organizations["mx"]
    mx.get(f"/people/{number}")
    us.get(f"/people/{number}", status=404)
    theirs.get("/people/", status=303)
    again = Browser(app, user, "en")  # type: ignore[arg-type]
    again.get("/people/", status=403)
    assert len(acts.letters_to("ana@example.org")) == 2


def test_roles_after_it_are_the_new_sides(world: World, traveller: User) -> None:
    person = acts.admit(
        acts.release(traveller, world.user("administrator.us")), world.user("administrator.mx"), world, "mx"
    )
    with acting(None, None, "test", now()), pytest.raises(NotAllowed):
        rights.set_roles(
            person, frozenset({Role.planner}), False, person.row_version, world.user("administrator.us"), now()
        )
    session.rollback()
    acts.set_roles(person, world.user("administrator.mx"), Role.planner)
    assert person.roles == {Role.planner}


@pytest.mark.parametrize("who", ["signatory.us", "reviewer.us", "deputy.us"])
def test_who_holds_a_deciding_role_stays(world: World, who: str) -> None:
    admin = world.user("administrator.us")
    with acting(admin, Side.US, "people.release", now()), pytest.raises(Refused, match="for ever"):
        transfers.release(world.user(who), admin, now())


def test_who_held_one_stays(world: World, traveller: User) -> None:
    """Also when it was given and taken within a minute and nothing was decided with it."""
    admin = world.user("administrator.us")
    acts.set_roles(traveller, admin, Role.planner, Role.reviewer)
    acts.set_roles(traveller, admin, Role.planner)
    with acting(admin, Side.US, "people.release", now()), pytest.raises(Refused, match="for ever"):
        transfers.release(traveller, admin, now())


def test_who_stopped_something_stays(world: World, traveller: User) -> None:
    """A hold names its person together with the side: the key would refuse it, and the words come first."""
    with acting(traveller, Side.US, "holds.material", now()):
        holds.place(world.material("waiting"), "The advice is being checked.", traveller, now())
        session.commit()
    admin = world.user("administrator.us")
    assert transfers.is_bound(traveller)
    with acting(admin, Side.US, "people.release", now()), pytest.raises(Refused, match="for ever"):
        transfers.release(traveller, admin, now())


def test_what_the_person_offered_is_void(world: World, traveller: User) -> None:
    with acting(traveller, Side.US, "people.invite", now()):
        _row, token = actions.invite(
            world.organization("clinic.us"), frozenset({Role.partner}), Side.US, traveller, now()
        )
        session.commit()
    asked = acts.ask(traveller, world.user("administrator.us"))
    acts.release(traveller, world.user("administrator.us"))
    assert actions.waiting(token, now()) is None
    last = session.scalars(select(Invitation).order_by(Invitation.id.desc()).limit(1)).one()
    assert last.state(now()) is InvitationState.revoked
    with acting(None, Side.US, "test", now()), pytest.raises(Overtaken):
        rights.confirm(asked, world.user("signatory.us"), now())


def test_only_the_two_sides_administrators_and_only_once(world: World, traveller: User) -> None:
    for who in ("administrator.mx", "planner.us", "signatory.us"):
        with acting(None, None, "test", now()), pytest.raises(NotAllowed):
            transfers.release(traveller, world.user(who), now())
        session.rollback()
    transfer = acts.release(traveller, world.user("administrator.us"))
    for who in ("administrator.us", "planner.mx"):
        with acting(None, None, "test", now()), pytest.raises(NotAllowed):
            transfers.admit(transfer, world.organization("mx"), world.user(who), now())
    with acting(None, None, "test", now()), pytest.raises(Refused, match="home in another country"):
        transfers.admit(transfer, world.organization("us"), world.user("administrator.mx"), now())
    session.rollback()
    acts.admit(transfer, world.user("administrator.mx"), world, "mx")
    with acting(None, None, "test", now()), pytest.raises(Overtaken):
        transfers.take_back(transfer, world.user("administrator.us"), now())


def test_the_own_side_may_have_the_person_back(
    client_of: Callable[..., Browser], world: World, traveller: User
) -> None:
    number = traveller.id
    transfer = acts.release(traveller, world.user("administrator.us")).id
    browser = client_of("administrator.us")
    browser.get(f"/people/transfers/{transfer}")
    browser.send(f"/people/transfers/{transfer}/take-back")
    user = session.get_one(User, number)
    assert (user.side, user.roles, user.is_live) == (Side.US, frozenset(), True)
    client_of("administrator.mx").post(f"/people/transfers/{transfer}/admit", {"organization": "1"}, status=422)


def test_the_last_administrator_is_not_let_go(world: World) -> None:
    second = acts.member(world, "administrator.us", "us", Role.administrator)
    acts.release(world.user("administrator.us"), second)
    with acting(None, None, "test", now()), pytest.raises(NotAllowed):
        transfers.release(second, second, now())

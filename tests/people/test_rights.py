"""Roles within one side: given by others, never by oneself; a signatory is made and unmade by two; it acts at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign import clock
from campaign.accounts.models import Role, User
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused, Stale
from campaign.mail.models import Letter, Notice
from campaign.people import rights
from campaign.people.models import Decider, RequestState, RoleRequest
from campaign.people.posts import missing_posts
from tests.browser import Browser
from tests.clearance.test_together import readers
from tests.people import acts
from tests.world import NOW, World

pytestmark = pytest.mark.database


def notices(side: Side) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.to_side == side).order_by(Notice.id)))


def both_post(*sent: tuple[Browser, str]) -> list[int]:
    """The statuses of what is sent at the same moment; the browsers' own checks would see each other's acts."""
    tokens = [browser.token for browser, _path in sent]

    def post(browser: Browser, path: str, token: str) -> int:
        with clock.at(NOW):
            return browser.client.post(path, data={"csrf_token": token}).status_code

    session.remove()
    with ThreadPoolExecutor(len(sent)) as threads:
        running = [threads.submit(post, *one, token) for one, token in zip(sent, tokens, strict=True)]
    return sorted(one.result() for one in running)


@pytest.fixture
def second_admin(world: World) -> User:
    """Another administrator of the United States, who joined by invitation."""
    return acts.member(world, "administrator.us", "us", Role.administrator, email="second@example.org")


def test_roles_count_from_the_next_request(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("deputy.us")
    theirs = client_of("deputy.us")
    theirs.get("/campaigns/new", status=403)
    browser = client_of("administrator.us")
    browser.get(f"/people/{person.id}/roles")
    browser.send(f"/people/{person.id}/roles", roles=["planner"])
    theirs.get("/campaigns/new")
    theirs.get("/clearance/", status=200)
    (letter,) = acts.letters_to("deputy.us@example.org")
    assert "Planner" in letter.text.en
    assert session.get(Decider, person.id) is not None, "was a reviewer"


def test_nobody_changes_the_own_rights(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("administrator.us")
    for verb in ("roles", "ask", "release"):
        browser.post(f"/people/{world.users['administrator.us']}/{verb}", {"roles": ["planner"]}, status=403)
    admin = world.user("administrator.us")
    with acting(admin, Side.US, "people.roles", now()), pytest.raises(NotAllowed):
        rights.set_roles(admin, frozenset({Role.administrator, Role.planner}), False, 1, admin, now())
    with acting(admin, Side.US, "people.ask", now()), pytest.raises(NotAllowed):
        rights.ask(admin, admin, now())


@pytest.mark.parametrize(
    "who", ["planner.us", "reviewer.us", "signatory.us", "partner-a.us", "printer.us", "secretariat"]
)
def test_only_administrators_give_roles(world: World, who: str) -> None:
    by, person = world.user(who), world.user("deputy.us")
    with acting(by, by.side, "people.roles", now()):
        with pytest.raises(NotAllowed):
            rights.set_roles(person, frozenset({Role.planner}), False, person.row_version, by, now())
        with pytest.raises(NotAllowed):
            rights.ask(person, by, now())


def test_the_other_sides_people_are_not_there(client_of: Callable[..., Browser], world: World) -> None:
    """The same answer as for somebody who does not exist."""
    browser = client_of("administrator.us")
    theirs = world.user("deputy.mx").id
    for verb in ("", "/edit", "/roles", "/release"):
        there = browser.get(f"/people/{theirs}{verb}", status=404).text
        nowhere = browser.get(f"/people/999999{verb}", status=404).text
        assert there[:200].replace(str(theirs), "") == nowhere[:200].replace("999999", "")
    for verb in ("ask", "deactivate", "reactivate"):
        browser.post(f"/people/{theirs}/{verb}", status=404)
    assert world.user("deputy.mx").is_live


def test_an_administrator_decides_on_nothing(world: World) -> None:
    admin, person = world.user("administrator.us"), world.user("deputy.us")
    with acting(admin, Side.US, "people.roles", now()):
        both = frozenset({Role.administrator, Role.reviewer})
        with pytest.raises(Refused, match="neither reviews nor signs"):
            rights.set_roles(person, both, False, person.row_version, admin, now())
        signatory = world.user("signatory.us")
        with pytest.raises(Refused, match="neither reviews nor signs"):
            rights.set_roles(signatory, frozenset({Role.administrator}), False, signatory.row_version, admin, now())
    session.rollback()
    asked_of = acts.member(world, "administrator.us", "us", Role.administrator)
    with acting(admin, Side.US, "people.ask", now()), pytest.raises(Refused, match="neither reviews nor signs"):
        rights.ask(asked_of, admin, now())


def test_a_stale_form_shows_both(client_of: Callable[..., Browser], world: World) -> None:
    number = world.user("deputy.us").id
    browser = client_of("administrator.us")
    browser.get(f"/people/{number}/roles")
    acts.set_roles(world.user("deputy.us"), world.user("administrator.us"), Role.planner)
    page = browser.send(f"/people/{number}/roles", 409, roles=["printer"])
    assert "Planner" in page.text
    assert "Print staff" in page.text
    assert world.user("deputy.us").roles == {Role.planner}
    browser.send(f"/people/{number}/roles", roles=["printer"])
    assert world.user("deputy.us").roles == {Role.printer}


def test_the_signatorys_role_cannot_be_slipped_into_the_form(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("deputy.us")
    browser = client_of("administrator.us")
    browser.get(f"/people/{person.id}/roles")
    browser.post(f"/people/{person.id}/roles", {"roles": ["signatory"], "version": "1"}, status=422)
    with acting(world.user("administrator.us"), Side.US, "people.roles", now()), pytest.raises(NotAllowed):
        rights.set_roles(
            world.user("deputy.us"), frozenset({Role.signatory}), False, 1, world.user("administrator.us"), now()
        )


# Two people for a signatory


def test_one_asks_and_another_confirms(client_of: Callable[..., Browser], world: World) -> None:
    person = world.user("deputy.us")
    browser = client_of("administrator.us")
    browser.get(f"/people/{person.id}")
    browser.send(f"/people/{person.id}/ask")
    browser.follow()
    assert not world.user("deputy.us").is_signatory
    (own,) = notices(Side.US)
    told = set(session.scalars(select(Letter.address).where(Letter.notice_id == own.id)))
    assert told == {f"{who}.us@example.org" for who in ("administrator", "signatory", "signatory2")}
    asked = session.scalars(select(RoleRequest)).one()
    assert own.path == f"/people/requests/{asked.id}"
    browser.post(f"/people/requests/{asked.id}/confirm", status=403)
    signatory = client_of("signatory.us")
    signatory.get(f"/people/requests/{asked.id}")
    signatory.send(f"/people/requests/{asked.id}/confirm")
    assert world.user("deputy.us").is_signatory
    (theirs,) = notices(Side.MX)
    assert "Carol Whitman" in theirs.subject.en
    assert "United States" in theirs.subject.en
    assert acts.letters_to("deputy.us@example.org")


def test_taking_it_needs_two_as_well(world: World, second_admin: User) -> None:
    person = world.user("signatory.us")
    asked = acts.ask(person, world.user("administrator.us"))
    assert not asked.is_given
    with acting(person, Side.US, "people.confirm", now()), pytest.raises(NotAllowed):
        rights.confirm(asked, person, now())
    acts.confirm(asked, second_admin)
    assert not world.user("signatory.us").is_signatory
    decider = session.get(Decider, person.id)
    assert decider is not None
    assert decider.side is Side.US
    assert "no longer a signatory" in notices(Side.MX)[-1].subject.en


def test_three_different_people_in_the_database_itself(world: World) -> None:
    """Whatever the code does: asker, second person and the person concerned differ, and are of that side."""
    ids = {who: world.user(who).id for who in ("administrator.us", "deputy.us", "signatory.us", "signatory.mx")}
    wrong: list[dict[str, object]] = [
        {"user_id": ids["administrator.us"], "asked_by_id": ids["administrator.us"]},
        {"decided_by_id": ids["administrator.us"]},
        {"decided_by_id": ids["deputy.us"]},
        {"decided_by_id": None},
        {"decided_by_id": ids["signatory.mx"]},
        {"asked_by_id": ids["signatory.mx"]},
    ]
    right: dict[str, object] = {
        "user_id": ids["deputy.us"],
        "side": Side.US,
        "is_given": True,
        "asked_by_id": ids["administrator.us"],
        "asked_at": NOW,
        "expires_at": NOW,
        "state": RequestState.confirmed,
        "decided_by_id": ids["signatory.us"],
        "decided_at": NOW,
    }
    for changes in wrong:
        row = RoleRequest(**{**right, **changes})
        with acting(None, None, "test", NOW), pytest.raises(IntegrityError), session.begin_nested():
            session.add(row)
    with acting(None, None, "test", NOW):
        session.add(RoleRequest(**right))
        session.flush()


def test_a_request_ends_after_seven_days(world: World) -> None:
    asked = acts.ask(world.user("deputy.us"), world.user("administrator.us"))
    with clock.at(NOW + timedelta(days=7)):
        with acting(None, Side.US, "test", now()), pytest.raises(Refused, match="7 days"):
            rights.confirm(asked, world.user("signatory.us"), now())
        session.rollback()
        again = acts.ask(world.user("deputy.us"), world.user("administrator.us"))
        acts.confirm(again, world.user("signatory.us"))
    assert world.user("deputy.us").is_signatory


def test_asked_twice_is_asked_once(world: World) -> None:
    acts.ask(world.user("deputy.us"), world.user("administrator.us"))
    with acting(None, Side.US, "test", now()), pytest.raises(Overtaken):
        rights.ask(world.user("deputy.us"), world.user("administrator.us"), now())


def test_declined_or_taken_back_changes_nothing(world: World) -> None:
    for who, state in (("signatory.us", RequestState.declined), ("administrator.us", RequestState.void)):
        asked = acts.ask(world.user("deputy.us"), world.user("administrator.us"))
        by = world.user(who)
        with acting(by, Side.US, "people.decline", now()):
            rights.decline(asked, by, now())
            session.commit()
        assert asked.state is state
        with acting(by, Side.US, "people.confirm", now()), pytest.raises(Overtaken):
            rights.confirm(asked, world.user("signatory.us"), now())
        session.rollback()
    assert not world.user("deputy.us").is_signatory
    assert notices(Side.MX) == []


def test_a_request_dies_with_its_askers_right(world: World, second_admin: User) -> None:
    asked = acts.ask(world.user("deputy.us"), second_admin)
    acts.deactivate(second_admin, world.user("administrator.us"))
    with acting(None, Side.US, "test", now()), pytest.raises(Overtaken):
        rights.confirm(asked, world.user("signatory.us"), now())


def test_two_confirm_at_once_and_one_does(live: Flask, built_world: World) -> None:
    asked = acts.ask(built_world.user("deputy.us"), built_world.user("administrator.us"))
    path = f"/people/requests/{asked.id}"
    one, other = readers(live, built_world, path, "signatory.us", "signatory2.us")
    assert both_post((one, f"{path}/confirm"), (other, f"{path}/confirm")) == [303, 409]
    assert built_world.user("deputy.us").is_signatory
    assert len(notices(Side.MX)) == 1


# Leaving a post


def test_a_deactivated_person_is_out_on_the_next_request(client_of: Callable[..., Browser], world: World) -> None:
    """ASVS V7.4.2."""
    theirs = client_of("deputy.us")
    theirs.get("/clearance/")
    browser = client_of("administrator.us")
    person = world.user("deputy.us").id
    browser.get(f"/people/{person}")
    browser.send(f"/people/{person}/deactivate")
    theirs.get("/clearance/", status=303)
    browser.follow()
    browser.send(f"/people/{person}/reactivate")
    theirs.get("/clearance/", status=303)
    assert world.user("deputy.us").is_live
    assert [letter.subject.en for letter in acts.letters_to("deputy.us@example.org")] == [
        "Your account was deactivated",
        "Your account is active again",
    ]


def test_twice_is_told(world: World) -> None:
    admin, person = world.user("administrator.us"), world.user("deputy.us")
    acts.deactivate(person, admin)
    with acting(admin, Side.US, "test", now()), pytest.raises(Overtaken):
        rights.deactivate(person, admin, now())


def test_a_side_keeps_an_administrator(world: World, client_of: Callable[..., Browser]) -> None:
    admin = world.user("administrator.us")
    browser = client_of("administrator.us")
    browser.get(f"/people/{admin.id}")
    page = browser.send(f"/people/{admin.id}/deactivate", 409)
    assert "the last administrator" in page.text
    second = acts.member(world, "administrator.us", "us", Role.administrator, email="second@example.org")
    acts.deactivate(world.user("administrator.us"), second)
    with acting(second, Side.US, "test", now()), pytest.raises(Refused, match="last administrator"):
        rights.deactivate(second, second, now())


def test_two_administrators_who_remove_each_other_at_once_leave_one(live: Flask, built_world: World) -> None:
    second = acts.member(built_world, "administrator.us", "us", Role.administrator, email="second@example.org")
    first_id, second_id = built_world.users["administrator.us"], second.id
    one, other = Browser(live, built_world.user("administrator.us"), "en"), Browser(live, second, "en")
    for browser in (one, other):
        browser.get("/people/")
    session.remove()
    answers = both_post((one, f"/people/{second_id}/deactivate"), (other, f"/people/{first_id}/deactivate"))
    assert answers[0] == 303
    living = [user for user in (session.get_one(User, first_id), session.get_one(User, second_id)) if user.is_live]
    assert len(living) == 1


def test_a_deactivated_signatory_is_told_to_the_other_side(world: World) -> None:
    """What the signatory decided stands; the other side knows who decides."""
    acts.deactivate(world.user("signatory2.us"), world.user("administrator.us"))
    assert "Peter Nakai" in notices(Side.MX)[-1].subject.en
    assert world.user("signatory2.us").is_signatory


# A partner's own coordinator


def test_a_coordinator_looks_after_the_own_organization_only(world: World) -> None:
    with acting(None, None, "test", now()):
        world.user("partner-a.us").is_coordinator = True
        session.commit()
    own = acts.member(world, "partner-a.us", "clinic.us", Role.partner)
    official = acts.member(world, "administrator.us", "clinic.us", Role.partner, Role.planner, email="o@example.org")
    coordinator = world.user("partner-a.us")
    for person in (
        official,
        world.user("partner-b.us"),
        world.user("partner-a.mx"),
        coordinator,
        world.user("planner.us"),
    ):
        with acting(coordinator, Side.US, "test", now()), pytest.raises(NotAllowed):
            rights.deactivate(person, coordinator, now())
    acts.deactivate(own, coordinator)
    assert not own.is_live
    for act in (rights.ask, rights.reactivate):
        with acting(world.user("partner-b.us"), Side.US, "test", now()), pytest.raises(NotAllowed):
            act(own, world.user("partner-b.us"), now())


# What a side still lacks


def test_each_side_hears_only_what_itself_lacks(world: World, client_of: Callable[..., Browser]) -> None:
    assert missing_posts(Side.US) == missing_posts(Side.MX) == []
    acts.deactivate(world.user("signatory2.us"), world.user("administrator.us"))
    assert missing_posts(Side.US) == ["a second signatory, who stands in"]
    assert "a second signatory" in client_of("administrator.us", "en").get("/people/").text
    assert "a second signatory" not in client_of("administrator.mx", "en").get("/people/").text
    assert "a second signatory" in client_of("administrator.us", "en").get("/").text
    assert "Your side still lacks" not in client_of("planner.us", "en").get("/").text
    acts.deactivate(world.user("planner.us"), world.user("administrator.us"))
    assert missing_posts(Side.US)[0] == "a planner, who writes"
    assert missing_posts(Side.MX) == []


def test_one_person_on_two_seats_is_no_second_pair_of_eyes(world: World) -> None:
    admin = world.user("administrator.mx")
    for who in ("reviewer.mx", "deputy.mx"):
        acts.deactivate(world.user(who), admin)
    acts.set_roles(world.user("planner.mx"), admin, Role.planner, Role.reviewer)
    assert missing_posts(Side.MX) == ["four different people: who wrote a text neither reviews nor signs it"]


def test_a_stale_version_is_refused_by_the_action(world: World) -> None:
    admin, person = world.user("administrator.us"), world.user("deputy.us")
    with acting(admin, Side.US, "test", now()), pytest.raises(Stale):
        rights.set_roles(person, frozenset({Role.planner}), False, person.row_version - 1, admin, now())


def test_who_has_no_role_reads_nothing(app: Flask, world: World) -> None:
    admin = world.user("administrator.us")
    person = acts.member(world, "administrator.us", "us", Role.printer)
    acts.set_roles(person, admin)
    browser = Browser(app, person)
    for path in ("/flyers/", "/campaigns/", "/materials/", "/facts/", "/clearance/", "/holds/"):
        browser.get(path, status=403)
    assert "To print" not in browser.get("/").html

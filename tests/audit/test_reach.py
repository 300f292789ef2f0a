"""Whose an entry is: the own side's, joint, or one side's where the installation itself did it; lists agree."""

import itertools

import pytest
from sqlalchemy import select

from campaign.audit import chain
from campaign.audit.models import Entry, Head, visible_to
from campaign.clock import now
from campaign.db import Act, Side, acting, session
from campaign.holds import actions as holds
from campaign.materials import actions as materials
from campaign.permissions import see_entry
from tests.conftest import ActingAs
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database


def newest() -> Entry:
    return session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()


def test_a_list_and_the_rule_never_disagree(world: World) -> None:
    """Every side × every reach, for every person; an entry of an older program has no reach."""
    head = session.scalars(select(Head)).one()
    for side, reach in itertools.product((None, *Side), ("", "US", "MX", "BOTH")):
        entry = chain.chained(head, Act(None, side, "x", now()))
        entry.reach = reach
        session.add(entry)
    session.flush()
    entries = session.scalars(select(Entry)).all()
    for who in PEOPLE:
        user = world.user(who)
        assert set(session.scalars(visible_to(user))) == {e for e in entries if see_entry(user, e)}, who


def test_a_draft_is_the_own_side_s_until_it_is_shared(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        world.material("draft").title_en = "Keep naloxone near"
        session.commit()
    assert newest().reach == "US"
    with acting_as("planner.us"):
        materials.share(world.material("draft"))
        session.commit()
    assert newest().reach == "BOTH"
    assert see_entry(world.user("administrator.mx"), newest())
    assert see_entry(world.user("secretariat"), newest())
    assert not see_entry(world.user("planner.mx"), newest())


def test_what_was_internal_stays_internal(world: World, acting_as: ActingAs) -> None:
    """Sharing opens what comes after it, not what was written before."""
    with acting_as("planner.us"):
        world.material("draft").title_en = "Not for the other side"
        session.commit()
    before = newest()
    with acting_as("planner.us"):
        materials.share(world.material("draft"))
        session.commit()
    assert not see_entry(world.user("administrator.mx"), before)
    assert not see_entry(world.user("secretariat"), before)


def test_a_next_draft_of_something_sent_is_internal_again(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        material = world.material("waiting")
        material.has_draft, material.title_en = True, "Second thoughts"
        session.commit()
    assert newest().reach == "US"


def test_a_hold_on_a_joint_thing_is_joint(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx", "holds.material") as user:
        holds.place(world.material("in_force"), "The number changed.", user, now())
        session.commit()
    assert (newest().side, newest().reach) == (Side.MX, "BOTH")


@pytest.mark.parametrize(("name", "reach"), [("plan", "MX"), ("national_us", "US"), ("running", "BOTH")])
def test_what_the_installation_does_is_of_whom_it_touches(world: World, name: str, reach: str) -> None:
    with acting(None, None, "clearance.expire", now()):
        campaign = getattr(world, "national" if name == "national_us" else name)
        campaign.edits += 1
        session.commit()
    entry = newest()
    assert entry.reach == reach
    seen = {who for who in ("planner.us", "planner.mx", "printer.us") if see_entry(world.user(who), entry)}
    assert seen == {f"planner.{side.value.lower()}" for side in Side if reach in (side.value, "BOTH")}


def test_one_act_on_both_a_joint_and_an_own_thing_is_the_own_side_s(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        world.running.edits += 1
        world.national.edits += 1
        session.commit()
    assert newest().reach == "US"

"""A list and a rule never disagree: a row is in `visible_to(user)` exactly when `see_…(user, row)` says so."""

import itertools
from typing import TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import inspect, select

from campaign.accounts.models import User
from campaign.campaigns import models as campaigns
from campaign.campaigns.models import Campaign, TrackState
from campaign.db import Base, Side, session
from campaign.materials import models as materials
from campaign.materials.models import Material, Scope
from campaign.permissions import see_activity, see_campaign, see_delivery, see_material
from campaign.schedule import actions as schedule
from campaign.schedule.models import Activity, ActivityState
from campaign.schedule.models import visible_to as activities_visible_to
from campaign.uploads import actions as deliveries
from campaign.uploads.actions import Sender
from campaign.uploads.models import Delivery, DeliveryState
from campaign.uploads.models import visible_to as uploads_visible_to
from tests.conftest import ActingAs
from tests.schedule.samples import plan
from tests.world import NOW, PEOPLE, World

pytestmark = pytest.mark.database
YES_NO = (False, True)
FORCE = ("", "in force", "held")
T = TypeVar("T", bound=Base)


def people(world: World) -> list[User]:
    return [world.user(who) for who in PEOPLE]


def like(row: T, **changes: object) -> T:
    """Another row with the same values but for these."""
    columns = {attribute.key for attribute in inspect(type(row)).column_attrs} - {"id", "row_version"}
    return type(row)(**{**{name: getattr(row, name) for name in columns}, **changes})


def test_campaigns(world: World, acting_as: ActingAs) -> None:
    """Both sides, shared or not, in every state."""
    example = world.campaign
    with acting_as("planner.us"):
        for side, shared, state in itertools.product(Side, YES_NO, TrackState):
            session.add(like(example, side=side, is_shared=shared, state=state))
        session.flush()
    rows = session.scalars(select(Campaign)).all()
    assert len(rows) > 36
    for user in people(world):
        listed = set(session.scalars(campaigns.visible_to(user)))
        assert listed == {row for row in rows if see_campaign(user, row)}, user.email


def test_deliveries(world: World, acting_as: ActingAs) -> None:
    """Both sides, of an agency, of two partners, in every state."""
    planner = world.user("planner.us")
    with acting_as("planner.us"):
        example = deliveries.begin(Sender("A", "", "en", by=planner), planner.organization, Side.US, None, "", NOW)
        for side, state in itertools.product(Side, DeliveryState):
            for key in ("us", "clinic.us", "mx", "clinic.mx", "association.mx"):
                sent_at = None if state in (DeliveryState.open, DeliveryState.closed) else NOW
                values = {"side": side, "state": state, "sent_at": sent_at, "reason": ""}
                session.add(like(example, organization_id=world.organizations[key], **values))
        session.flush()
    rows = session.scalars(select(Delivery)).all()
    assert len(rows) > 40
    for user in people(world):
        listed = set(session.scalars(uploads_visible_to(user)))
        assert listed == {row for row in rows if see_delivery(user, row)}, user.email


def test_activities(world: World, acting_as: ActingAs) -> None:
    """Of shared campaigns and of a side's own, owned and hosted by partners of either country, held or not."""
    with acting_as("planner.us") as planner:
        example = schedule.create(world.running, plan("one", *Side), planner, NOW)
        hosts = [None, world.organizations["clinic.us"], world.organizations["clinic.mx"]]
        kept = {name: getattr(example, name) for name in ("created_by_id", "created_at", "reason")}
        for campaign, owner, host, state in itertools.product(
            (world.running, world.plan, world.national), ("us", "mx", "clinic.us"), hosts, ActivityState
        ):
            values = {"campaign_id": campaign.id, "campaign": campaign, "owner_id": world.organizations[owner]}
            values |= {"host_us_id": host, "state": state, "reason": "rain", "uid": str(uuid4())}
            session.add(like(example, **{**kept, **values}))
        session.flush()
    rows = session.scalars(select(Activity)).all()
    assert len(rows) > 100
    for user in people(world):
        listed = set(session.scalars(activities_visible_to(user)))
        assert listed == {row for row in rows if see_activity(user, row)}, user.email


def test_materials(world: World, acting_as: ActingAs) -> None:
    """Both sides, of an agency and of a partner, shared, submitted, in force or held, in every combination."""
    owners = {Side.US: ("us", "clinic.us"), Side.MX: ("mx", "clinic.mx")}
    example = world.material("draft")
    with acting_as("planner.us"):
        for side, shared, submitted, us, mx in itertools.product(Side, YES_NO, YES_NO, FORCE, FORCE):
            for owner, scope in itertools.product(owners[side], Scope):
                values = {"is_shared": shared, "is_submitted": submitted}
                values |= {"in_force_us": us == "in force", "in_force_mx": mx == "in force"}
                values |= {"held_us": us == "held", "held_mx": mx == "held"}
                country = side if scope is Scope.national else None
                organization_id = world.organizations[owner]
                session.add(
                    like(example, side=side, scope=scope, country=country, organization_id=organization_id, **values)
                )
        session.flush()
    rows = session.scalars(select(Material)).unique().all()
    assert len(rows) > 288
    for user in people(world):
        listed = set(session.scalars(materials.visible_to(user)).unique())
        assert listed == {row for row in rows if see_material(user, row)}, user.email

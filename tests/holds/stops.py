"""Holds in one line each, through the actions of the screens; every act is committed at once."""

from typing import cast

from campaign.clock import now
from campaign.db import Side, session
from campaign.facts.models import Fact
from campaign.flyers.models import Edition
from campaign.holds import actions
from campaign.holds.models import Hold, holds_on
from campaign.materials.models import Material
from tests.materials import acts
from tests.world import World

REASON = "A number on it rings somewhere else."
Subject = Material | Edition | Fact
WHO = ("planner", "reviewer", "signatory", "printer")  # product §3: who sets a hold


def place(world: World, subject: Subject, who: str, reason: str = REASON) -> list[Hold]:
    subject = cast(Subject, session.get_one(type(subject), subject.id))  # in the session of now
    with acts.act(world, who) as user:
        return actions.place(subject, reason, user, now())


def lift(world: World, hold: Hold, who: str, reason: str = "") -> list[Hold]:
    hold = session.get_one(Hold, hold.id)
    with acts.act(world, who) as user:
        return actions.lift(hold, reason, user, now())


def fact(world: World, key: str) -> Fact:
    return world.fact(key).fact


def all_on(subject: Subject) -> list[Hold]:
    """Newest first, lifted ones too."""
    return list(session.scalars(holds_on(subject)))


def signatory(side: Side) -> str:
    return f"signatory.{side.value.lower()}"

"""Licences in one line, for every suite that sends what came as files."""

from datetime import date, timedelta
from typing import Any

from campaign.clock import now
from campaign.db import Territory
from campaign.materials.models import Material
from campaign.rights.licences import actions as licences
from campaign.rights.licences.actions import Terms
from campaign.rights.licences.models import Direction, Licence, LicenceKind
from tests.materials.acts import act, here
from tests.world import NOW, World

TODAY = NOW.date()


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def terms(**changes: Any) -> Terms:
    values = {"direction": Direction.incoming, "kind": LicenceKind.cc_by, "holder": "Alma Ruelas"}
    values |= {"territory": Territory.BOTH, "from_on": TODAY, "until_on": days(365)}
    return Terms(**{**values, **changes})


def license(world: World, material: Material, who: str = "planner.us", **changes: Any) -> Licence:
    material = here(material)
    with act(world, who) as user:
        return licences.enter(material, terms(**changes), None, user, now())

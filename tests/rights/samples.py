"""A picture of each side's clinic with its rights, for the addresses that name something of them."""

from collections.abc import Mapping

from sqlalchemy import select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Side, acting, session
from campaign.materials.models import Material, Scope
from campaign.rights.licences import actions as licences
from campaign.rights.licences.models import Licence
from tests.rights.acts import image, terms
from tests.world import World


def bring(world: World, config: Config) -> None:
    for side in Side:
        name = side.value.lower()
        material = image(world, config, f"partner-a.{name}", scope=Scope.national)
        planner = world.user(f"planner.{name}")
        with acting(planner, side, "rights.new_licence", now()):
            licences.enter(session.get_one(Material, material.id), terms(), None, planner, now())
            session.commit()


def samples(kind: type[Base]) -> Mapping[str, int] | None:
    """Named after the clinic whose they are; None for what is no matter of rights."""
    if kind is Licence:
        return {f"clinic.{_side(one)}": one.id for one in session.scalars(select(Licence).order_by(Licence.id))}
    return None


def _side(row: Licence) -> str:
    return row.material.side.value.lower()

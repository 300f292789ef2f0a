"""The rights of a picture of each side's clinic, for the addresses that name something of them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from sqlalchemy import select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Side, acting, session
from campaign.materials.files.models import File
from campaign.materials.models import Material
from campaign.rights.consents import actions as consents
from campaign.rights.consents.models import Consent
from campaign.rights.licences import actions as licences
from campaign.rights.licences.models import Licence
from campaign.rights.seals import actions as seals
from campaign.rights.seals.models import Seal
from campaign.storage import store_of
from tests.materials.files import samples as of_images
from tests.rights.acts import SIGNED, paper, yes
from tests.rights.given import terms
from tests.world import World


def bring(world: World, config: Config) -> None:
    """A licence, a consent, and a file of which a planner wants the destruction."""
    store_of(config).put(BytesIO(SIGNED))
    for side in Side:
        name = side.value.lower()
        number = of_images.materials()[f"clinic.{name}"]
        planner = world.user(f"planner.{name}")
        with acting(planner, side, "rights.new_licence", now()):
            material = session.get_one(Material, number)
            licences.enter(material, terms(), paper(), planner, now())
            consents.enter(material, yes(), paper(), planner, now())
            file = session.scalars(select(File).where(File.material_id == number)).one()
            seals.ask(file, "The clinic asks for it.", planner, now())
            session.commit()


def samples(kind: type[Base]) -> Mapping[str, int] | None:
    """Named after the clinic whose they are; None for what is no matter of rights."""
    if kind in (Licence, Consent, Seal):
        rows: Any = session.scalars(select(kind).order_by(kind.id)).unique()
        return {f"clinic.{one.material.side.value.lower()}": one.id for one in rows}
    return None

"""An image in force for both countries, and a draft of a partner of each, for the addresses that name a file."""

from io import BytesIO

from sqlalchemy import select

from campaign.config import Config
from campaign.db import Side, session
from campaign.intake.limits import PNG
from campaign.intake.verdict import Verdict
from campaign.materials.files.actions import Kept
from campaign.materials.files.models import File, Preview
from campaign.materials.models import Material, MaterialType, Version, versions_of
from campaign.storage import store_of
from tests.materials.acts import clear
from tests.materials.files import acts
from tests.partners.samples import PIXEL
from tests.world import World


def bring(world: World, config: Config) -> None:
    """Without the gate: what a file of these is like is not asked here."""
    store = store_of(config)
    sha256 = store.put(BytesIO(PIXEL))
    verdict = Verdict(PNG, facts={"width": 1, "height": 1}, size=len(PIXEL), sha256=sha256)
    material = acts.begin(world, Kept("pixel.png", verdict, PNG, sha256))
    acts.complete(world, material)
    version = acts.send(world, material)
    for who in ("signatory.us", "signatory.mx"):
        clear(world, version, who)
    for side in Side:
        acts.begin(world, Kept("pixel.png", verdict, PNG, sha256), f"partner-a.{side.value.lower()}")
    for edge in (160, 480, 1200):
        session.merge(Preview(of_sha256=sha256, page=1, edge=edge, width=1, height=1, sha256=sha256))
    session.commit()


def materials() -> dict[str, int]:
    """`image`, `clinic.us`, `clinic.mx`."""
    found = select(Material).where(Material.type == MaterialType.image).order_by(Material.id)
    names = ["image", *(f"clinic.{side.value.lower()}" for side in Side)]
    return {name: one.id for name, one in zip(names, session.scalars(found), strict=True)}


def version() -> Version:
    return session.scalars(versions_of(materials()["image"])).one()


def files() -> dict[str, int]:
    of = {file.material_id: file.id for file in session.scalars(select(File))}
    return {name: of[material_id] for name, material_id in materials().items()}

"""Sheets of the world's flyer in force, prepared as print staff do, and what stands on them."""

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.flyers import actions
from campaign.flyers.models import Edition
from campaign.materials.models import BlockKind, Material, Version
from campaign.paper.check import text
from campaign.paper.sheet import Sheet
from campaign.regions.models import Region
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

HOME = {Side.US: EL_PASO, Side.MX: JUAREZ}
PRINTER = {Side.US: "printer.us", Side.MX: "printer.mx"}


def region(key: str) -> Region:
    return session.get_one(Region, key)


def prepare(world: World, config: Config, side: Side, name: str = "in_force", key: str = "") -> Edition:
    """The edition of one side, made by its printer."""
    with acts.act(world, PRINTER[side]) as user:
        return actions.prepare(world.material(name), region(key or HOME[side]), config, user, now())


def sheet(version: Version, config: Config, key: str) -> Sheet:
    """What would stand on the paper, without printing it."""
    return actions.version_sheet(acts.here(version), region(key), config, now())


def words(pdf: bytes) -> str:
    """Everything that is written on the page, in the order of the file, white space squeezed."""
    return " ".join(text(pdf).split())


def long_words(world: World, material: Material, kind: BlockKind = BlockKind.point) -> None:
    """Put in more than the slot holds, within the limits of the form."""
    en, es = {
        BlockKind.headline: ("Incomprehensibilities everywhere", "Otorrinolaringológicamente hablando"),
        BlockKind.point: ("Ask for help early. " * 20, "Pide ayuda a tiempo. " * 20),
    }[kind]
    acts.write(world, "planner.us", material, en.strip(), es.strip(), kind)

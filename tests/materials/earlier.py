"""A paper from before in one line."""

from datetime import date

from campaign.clock import now
from campaign.materials.earlier.actions import Paper
from campaign.materials.earlier.actions import tell as say
from campaign.materials.models import Material
from tests.materials.acts import act, here
from tests.world import World

PAPER = Paper("OBH-2019-041", date(2019, 3, 4), "Walter Quinn", "Director")


def tell(world: World, material: Material, who: str = "planner.us", paper: Paper = PAPER) -> None:
    with act(world, who) as user:
        material = here(material)
        say(material, paper, user, material.row_version, now())

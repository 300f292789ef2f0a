"""What the suites of rights do: things that come as files, with their licences; each act is committed at once."""

import hashlib
from typing import Any

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, Territory, session
from campaign.intake.limits import PDF
from campaign.intake.verdict import Verdict
from campaign.materials.models import (
    Material,
    Scope,
    Shown,
    Version,
    VersionState,
    versions_of,
)
from campaign.partners.logos.actions import Kept
from campaign.rights.consents import actions as consents
from campaign.rights.consents.actions import Yes
from campaign.rights.consents.models import Age, Consent, ConsentEnd, Use
from tests.materials import acts, images
from tests.materials.acts import act, here
from tests.rights.given import TODAY, days
from tests.world import World

SIGNED = b"%PDF-1.7 signed by one person"


def image(
    world: World,
    config: Config,
    who: str = "planner.us",
    shown: Shown = Shown.nobody,
    scope: Scope = Scope.joint,
    data: bytes = b"",
) -> Material:
    """A picture that lacks nothing but its rights."""
    made = images.unlicensed(world, who, scope, data, config)
    with act(world, who):
        here(made).shown = shown
    return made


def yes(**changes: Any) -> Yes:
    values = {"person": "Rosa", "age": Age.adult, "uses": [Use.print], "territory": Territory.BOTH}
    values |= {"from_on": TODAY, "until_on": days(365)}
    return Yes(**{**values, **changes})


def paper(data: bytes = b"") -> Kept:
    """A signed form as the gate would have taken it."""
    data = data or SIGNED
    return Kept(Verdict(PDF), hashlib.sha256(data).hexdigest())


def consent(world: World, material: Material, who: str = "planner.us", data: bytes = b"", **changes: Any) -> Consent:
    material = here(material)
    with act(world, who) as user:
        return consents.enter(material, yes(**changes), paper(data), user, now())


def end_consent(
    world: World,
    one: Consent,
    who: str = "planner.us",
    kind: ConsentEnd = ConsentEnd.withdrawn,
    reason: str = "",
) -> None:
    with act(world, who) as user:
        consents.end(session.get_one(Consent, one.id), kind, reason, user, now())


def in_force(world: World, material: Material) -> Version:
    """Sent by its planner and cleared by everybody who must."""
    version = acts.send(world, here(material))
    for side in version.needed:
        acts.clear(world, version, f"signatory.{side.value.lower()}")
    return version


def flyer_with(world: World, picture: Version) -> Version:
    """A flyer in force that shows this picture."""
    return images.in_force(world, picture)


def used(material: Material) -> tuple[bool, bool]:
    """In force in the United States, in Mexico: as lists read it."""
    found = here(material)
    return found.in_force_us, found.in_force_mx


def held(material: Material) -> tuple[bool, bool]:
    found = here(material)
    return found.held_us, found.held_mx


def newest(material: Material) -> Version:
    return session.scalars(versions_of(material.id)).first() or _none()


def _none() -> Version:
    raise LookupError("it was never sent")


BOTH, NEITHER, ONLY_US, ONLY_MX = (True, True), (False, False), (True, False), (False, True)
SIDES = tuple(Side)
IN_FORCE = VersionState.in_force

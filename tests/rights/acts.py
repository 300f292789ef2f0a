"""What the suites of rights do: things that come as files, with their licences; each act is committed at once."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, Territory, session
from campaign.intake.limits import PDF, PNG
from campaign.intake.verdict import Verdict
from campaign.materials.files import actions as files
from campaign.materials.files.actions import Answers
from campaign.materials.files.actions import Kept as KeptFile
from campaign.materials.files.models import FileLanguage, FileRole
from campaign.materials.models import (
    BlockKind,
    Material,
    MaterialType,
    Scope,
    Shown,
    Version,
    VersionImage,
    VersionState,
    versions_of,
)
from campaign.partners.logos.actions import Kept
from campaign.rights.consents import actions as consents
from campaign.rights.consents.actions import Yes
from campaign.rights.consents.models import Age, Consent, ConsentEnd, Use
from campaign.rights.licences import actions as licences
from campaign.rights.licences.actions import Terms
from campaign.rights.licences.models import Direction, Licence, LicenceKind
from campaign.storage import store_of
from tests.intake.corpus import noisy
from tests.materials import acts
from tests.materials.acts import act, here
from tests.world import NOW, World

TODAY = NOW.date()
TITLE = Bilingual("Naloxone in a kitchen drawer", "Naloxona en un cajón de la cocina")


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def image(
    world: World,
    config: Config,
    who: str = "planner.us",
    shown: Shown = Shown.nobody,
    scope: Scope = Scope.joint,
    data: bytes = b"",
) -> Material:
    """A picture that lacks nothing but its rights."""
    data = data or noisy(40)
    sha256 = store_of(config).put(BytesIO(data))
    with act(world, who) as user:
        made = files.create(
            MaterialType.image, TITLE, user.organization, user.side, None, Answers(shown=shown), user, now()
        )
        if scope is Scope.joint:
            made.scope, made.country = scope, None
        made.summary = Bilingual("A spray lies in a drawer.", "Un aerosol está en un cajón.")
        acts.blocks(made, BlockKind.alt)[0].words = Bilingual("A drawer with a spray", "Un cajón con un aerosol")
        verdict = Verdict(PNG, facts={"width": 40, "height": 40}, size=len(data), sha256=sha256)
        files.add(made, KeptFile("drawer.png", verdict, PNG, sha256), FileRole.main, FileLanguage.none, user, now())
    return made


def terms(**changes: Any) -> Terms:
    values = {"direction": Direction.incoming, "kind": LicenceKind.cc_by, "holder": "Alma Ruelas"}
    values |= {"territory": Territory.BOTH, "from_on": TODAY, "until_on": days(365)}
    return Terms(**{**values, **changes})


def license(world: World, material: Material, who: str = "planner.us", **changes: Any) -> Licence:
    material = here(material)
    with act(world, who) as user:
        return licences.enter(material, terms(**changes), None, user, now())


def yes(**changes: Any) -> Yes:
    values = {"person": "Rosa", "age": Age.adult, "uses": [Use.print], "territory": Territory.BOTH}
    values |= {"from_on": TODAY, "until_on": days(365)}
    return Yes(**{**values, **changes})


def paper(data: bytes = b"") -> Kept:
    """A signed form as the gate would have taken it."""
    data = data or b"%PDF-1.7 signed by one person"
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
    flyer = acts.flyer(world)
    version = acts.send(world, flyer)
    with act(world, "planner.us"):
        session.add(VersionImage(version_id=version.id, image_version_id=picture.id))
    acts.clear_by_both(world, version)
    return version


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

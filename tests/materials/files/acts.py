"""Materials that come as files in one line each, through the gate and the actions of the screens."""

from io import BytesIO
from typing import Any

from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.intake.gate import received
from campaign.intake.limits import Purpose
from campaign.materials import actions as materials
from campaign.materials.files import actions, previews
from campaign.materials.files.actions import Answers, Kept
from campaign.materials.files.describing import Terms, Words, describe
from campaign.materials.files.models import File, FileLanguage, FileRole, current_files
from campaign.materials.models import Material, MaterialType, MayUse, Scope, Shown, Version
from campaign.storage import store_of
from tests.intake.corpus import picture
from tests.materials.acts import act, clear, here
from tests.rights.given import license
from tests.world import World

TITLE = Bilingual("A hand holds naloxone", "Una mano sostiene naloxona")
SUMMARY = Bilingual("For sheets on naloxone.", "Para hojas sobre la naloxona.")
ALT = Bilingual("A hand holds a nasal spray.", "Una mano sostiene un aerosol nasal.")


def keep(config: Config, data: bytes, name: str = "hand.png") -> Kept:
    """As the gate takes it and the store keeps it."""
    store = store_of(config)
    with received(BytesIO(data), Purpose.material) as arrival:
        verdict = arrival.verdict
        assert verdict.is_accepted, verdict.reason.en
        original = store.put(arrival.original)
        copy = original if arrival.copy is arrival.original else store.put(arrival.copy)
    return Kept(name, verdict, verdict.facts.get("copy", verdict.type), copy)


def begin(
    world: World,
    kept: Kept,
    who: str = "planner.us",
    kind: MaterialType = MaterialType.image,
    title: Bilingual = TITLE,
    language: FileLanguage = FileLanguage.none,
) -> Material:
    """A draft with one file, of which nobody has said anything yet but the two answers."""
    with act(world, who) as user:
        answers = Answers(Shown.nobody, MayUse.yes)
        material = actions.create(kind, title, user.organization, user.side, None, answers, user, now())
        actions.add(material, kept, FileRole.main, language, user, now())
    return material


def words(title: Bilingual = TITLE, summary: Bilingual = SUMMARY, alt: Bilingual = ALT, **more: Any) -> Words:
    return Words(title, summary, alt, **more)


def terms(material: Material, **changes: Any) -> Terms:
    values = {"type": material.type, "audience": "", "topics": [], "shown": material.shown}
    values |= {"may_use": material.may_use, "campaign": material.campaign}
    return Terms(**{**values, **changes})


def complete(world: World, material: Material, who: str = "planner.us", scope: Scope | None = Scope.joint) -> None:
    """Described in both languages: it may be sent."""
    material = here(material)
    with act(world, who) as user:
        describe(material, words(), terms(material, scope=scope), user, material.row_version)
    license(world, material, f"planner.{material.side.value.lower()}")


def send(world: World, material: Material, who: str = "planner.us") -> Version:
    with act(world, who) as user:
        return materials.submit(here(material), user, now())


def image(world: World, config: Config, who: str = "planner.us", data: bytes = b"") -> Material:
    """A joint image, described, not sent."""
    material = begin(world, keep(config, data or picture(size=(640, 400))), who)
    complete(world, material, who)
    return material


def in_force(world: World, config: Config, data: bytes = b"") -> Version:
    """A joint image that both countries cleared."""
    version = send(world, image(world, config, data=data))
    for who in ("signatory.us", "signatory.mx"):
        clear(world, version, who)
    return version


def file_of(material: Material) -> File:
    """The first file of the draft."""
    return session.scalars(current_files([material.id])).all()[0]


def draw(config: Config, file: File) -> None:
    """Its small pictures, as the job makes them."""
    previews.make(store_of(config), file.copy_sha256, file.copy_type)
    session.commit()

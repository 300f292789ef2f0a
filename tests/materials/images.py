"""Images of the world's people in one line each: looked at by the gate, described, sent and cleared."""

from functools import cache
from io import BytesIO

from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.intake.gate import received
from campaign.intake.limits import Purpose
from campaign.materials import actions as materials
from campaign.materials.actions import Change
from campaign.materials.files import actions as files
from campaign.materials.files.actions import Answers, Kept
from campaign.materials.files.models import FileLanguage, FileRole, current_files
from campaign.materials.models import BlockKind, Material, MaterialType, MayUse, Scope, Shown, Version
from campaign.materials.pictures import images_of
from campaign.storage import store_of
from tests.holds import stops
from tests.intake import corpus
from tests.materials import acts
from tests.rights.given import license
from tests.world import World

ALT = Bilingual("Two friends sit on a bench and talk.", "Dos amigos conversan en una banca.")
SIZE = (900, 600)


@cache
def taken(data: bytes) -> tuple[Kept, bytes]:
    """What the gate makes of these bytes; asked once, because every look is a process of its own."""
    with received(BytesIO(data), Purpose.material) as arrival:
        assert arrival.verdict.is_accepted
        copy = arrival.copy.read()
    sha256 = corpus.sha256(copy)
    return Kept("bench.png", arrival.verdict, arrival.verdict.facts["copy"], sha256), copy


def kept(data: bytes = b"", config: Config | None = None) -> Kept:
    """A file of ours; where a store is given it lies there as it came, and as the copy for use."""
    data = data or corpus.picture(size=SIZE)
    made, copy = taken(data)
    if config is not None:
        for one in (data, copy):
            store_of(config).put(BytesIO(one))
    return made


def draft(
    world: World, who: str = "planner.us", scope: Scope = Scope.joint, data: bytes = b"", config: Config | None = None
) -> Material:
    """An image that may be sent as it is."""
    made = unlicensed(world, who, scope, data, config)
    license(world, made, f"planner.{acts.here(made).side.value.lower()}")
    return made


def unlicensed(
    world: World, who: str = "planner.us", scope: Scope = Scope.joint, data: bytes = b"", config: Config | None = None
) -> Material:
    """It lacks nothing but the right to use it."""
    with acts.act(world, who) as user:
        title = Bilingual("Friends on a bench", "Amigos en una banca")
        answers = Answers(Shown.nobody, MayUse.yes)
        material = files.create(MaterialType.image, title, user.organization, user.side, None, answers, user, now())
        material.summary = Bilingual("For flyers about talking.", "Para volantes sobre conversar.")
        if scope is Scope.joint:
            material.scope, material.country = scope, None
        acts.blocks(material, BlockKind.alt)[0].words = ALT
        files.add(material, kept(data, config), FileRole.main, FileLanguage.none, user, now())
    return material


def image(
    world: World, who: str = "planner.us", scope: Scope = Scope.joint, data: bytes = b"", config: Config | None = None
) -> Version:
    """The version in force of an image: for both countries, or for its maker's own."""
    version = acts.send(world, draft(world, who, scope, data, config), who)
    clear(world, version)
    return version


def clear(world: World, version: Version) -> None:
    for side in acts.here(version).needed:
        acts.clear(world, version, f"signatory.{side.value.lower()}")


def redescribed(world: World, image: Version, who: str = "planner.us", en: str = "Two friends talk.") -> Version:
    """The next version, with other words for what it shows, on its way."""
    material = acts.here(image).material
    with acts.act(world, who) as user:
        acts.blocks(acts.here(material), BlockKind.alt)[0].words = Bilingual(en, ALT.es)
        materials.touch(acts.here(material), user)
    return acts.send(world, material, who)


def replaced(world: World, image: Version, data: bytes, config: Config | None = None) -> Version:
    """Another file in the place of the old one, sent and cleared by all who must."""
    material = acts.here(image).material
    with acts.act(world, "planner.us") as user:
        (old,) = session.scalars(current_files([material.id]))
        files.replace(old, kept(data, config), user, now())
    version = acts.send(world, material)
    clear(world, version)
    return version


def show(world: World, flyer: Material, image: Version, who: str = "planner.us") -> None:
    flyer = acts.here(flyer)
    with acts.act(world, who) as user:
        change = Change("add", kind=BlockKind.picture, image=acts.here(image))
        materials.edit(flyer, flyer.title, [], change, user, flyer.row_version)


def flyer(world: World, image: Version, who: str = "planner.us", scope: Scope = Scope.joint) -> Material:
    """A flyer that shows it and may be sent as it is."""
    material = acts.flyer(world, who, scope)
    show(world, material, image, who)
    return material


def in_force(world: World, image: Version, who: str = "planner.us", scope: Scope = Scope.joint) -> Version:
    """A flyer in force that shows it."""
    version = acts.send(world, flyer(world, image, who, scope), who)
    clear(world, version)
    return version


def sides(version: Version) -> list[Side]:
    """Where it is in force."""
    return [side for side, is_so in acts.places(version).items() if is_so]


def sent_again(world: World, image: Version, who: str = "planner.us") -> Version:
    """The very same content once more, for what has ended."""
    material = acts.here(image).material
    with acts.act(world, who) as user:
        materials.touch(acts.here(material), user)
    return acts.send(world, material, who)


def shown(version: Version) -> Material:
    """The image that a version shows."""
    return session.scalars(images_of(acts.here(version))).one().material


def held(world: World, image: Version, side: Side) -> None:
    stops.place(world, acts.here(image).material, f"reviewer.{side.value.lower()}")

"""Kits of each side for the addresses that name one, and what tests do with kits and with materials that are files."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.accounts.sessions import digest
from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Bilingual, Side, acting, session
from campaign.flyers.models import Edition, editions_of
from campaign.intake.limits import PDF
from campaign.intake.verdict import Verdict
from campaign.jobs.models import Job
from campaign.kits import actions
from campaign.kits.actions import Brief
from campaign.kits.contents import contents
from campaign.kits.models import Item, Kit, Packed, items_of
from campaign.kits.packing import fingerprint
from campaign.materials.files import actions as files
from campaign.materials.files.actions import Answers, Kept
from campaign.materials.files.models import File, FileLanguage, FileRole
from campaign.materials.models import Material, MaterialType, MayUse, Scope, Shown, Version, blocks_of
from campaign.regions.models import Region
from campaign.storage import store_of
from tests.materials import acts
from tests.rights.given import license
from tests.world import EL_PASO, JUAREZ, World

LINK = "sample-kit"
HOME = {Side.US: EL_PASO, Side.MX: JUAREZ}
OWNERS = {"kit": ("planner", False), "clinic_kit": ("partner-a", False), "shared_kit": ("planner", True)}


def bring(world: World, config: Config) -> None:
    """After the sheets: the first kit of each side has an archive and a link that works."""
    for side in Side:
        name = side.value.lower()
        for who, is_shared in OWNERS.values():
            with acting(world.user(f"{who}.{name}"), side, "test", now()):
                kit = begin(world, f"{who}.{name}", is_shared=is_shared)
                actions.add(kit, world.material("in_force"), world.user(f"{who}.{name}"))
                if who == "planner":
                    actions.add(kit, world.material("waiting"), kit.created_by)
                _hand_on(kit, config)
                if not is_shared and who == "planner":
                    _open(kit)
                session.commit()


def begin(world: World, who: str = "planner.us", is_shared: bool = False, title: str = "For schools") -> Kit:
    """Not committed: within an act."""
    user = world.user(who)
    assert user.side is not None
    region = session.get_one(Region, HOME[user.side])
    words = Bilingual(title, "Para las escuelas")
    note = Bilingual("Give each class one of these.", "Entregue uno de estos a cada grupo.")
    return actions.create(Brief(words, note, None, region, is_shared), user, now())


def _hand_on(kit: Kit, config: Config) -> None:
    """With a file that stands for its archive."""
    job = session.scalars(select(Job).where(Job.side == kit.side).order_by(Job.id).limit(1)).one()
    key = store_of(config).put(BytesIO(b"PK"))
    digest_ = fingerprint(kit, contents(kit, now()))
    session.add(Packed(kit=kit, job_id=job.id, contents=digest_, sha256=key, size=2, made_at=now()))


def _open(kit: Kit) -> None:
    kit.token_hash = digest(f"{LINK}-{kit.side.value.lower()}")
    kit.link_until = now().date() + timedelta(days=30)


def samples(kind: type[Base]) -> dict[str, int] | None:
    """None: not one of these kinds."""
    if kind is not Kit:
        return None
    found = session.scalars(select(Kit).order_by(Kit.id)).unique().all()
    return {f"{name}.{side}": id for name, side, id in zip(*_names(), [kit.id for kit in found], strict=True)}


def _names() -> tuple[list[str], list[str]]:
    pairs = [(name, side.value.lower()) for side in Side for name in OWNERS]
    return [name for name, _side in pairs], [side for _name, side in pairs]


def links(world: World, endpoint: str) -> dict[str, dict[str, str]] | None:
    """The values of the words in the addresses that a link opens; None: not one of these."""
    if not endpoint.startswith("kits.shared"):
        return None
    known = {"open": {"token": f"{LINK}-us"}, "unknown": {"token": "unknown"}}
    if endpoint != "kits.shared_file":
        return known
    sheets = session.scalars(editions_of([world.version("in_force").id]).where(Edition.region_key == EL_PASO))
    key = sheets.unique().one().sha256[:16]
    return {name: {**values, "key": key} for name, values in known.items()}


# Acts


def kit(world: World, *materials: Material, who: str = "planner.us") -> Kit:
    """A committed kit with these in it."""
    with acts.act(world, who) as user:
        made = begin(world, who)
        for material in materials:
            actions.add(made, acts.here(material), user)
    return made


def items(kit: Kit) -> list[Item]:
    session.remove()
    return list(session.scalars(items_of(kit.id)).unique())


def order(kit: Kit) -> list[int]:
    return [item.material_id for item in items(kit)]


def leaflet(
    world: World,
    config: Config,
    title: Bilingual = Bilingual("What to do", "Qué hacer"),  # noqa: B008 - it never changes
    *sheets: tuple[str, FileLanguage, bytes],
    who: str = "planner.us",
    scope: Scope = Scope.national,
) -> Material:
    """A leaflet of one PDF for each language, with all that is asked before it may be sent."""
    with acts.act(world, who) as user:
        assert user.side is not None
        answers = Answers(Shown.nobody, MayUse.yes)
        kind = MaterialType.leaflet
        material = files.create(kind, title, user.organization, user.side, None, answers, user, now())
        material.scope, material.country = scope, None if scope is Scope.joint else user.side
        material.summary = Bilingual("Four steps until help comes.", "Cuatro pasos mientras llega la ayuda.")
        material.credit = "Laura Vela"
        for block in session.scalars(blocks_of(material.id)):
            block.words = Bilingual("A hand with a phone", "Una mano con un teléfono")
        for name, language, data in sheets or (("leaflet.pdf", FileLanguage.both, b"%PDF-1.7 one"),):
            add_file(material, config, name, language, data, user)
    license(world, material, f"planner.{material.side.value.lower()}")
    return material


def add_file(material: Material, config: Config, name: str, language: FileLanguage, data: bytes, by: User) -> File:
    """Without the gate: what a file is like is not asked here."""
    key = store_of(config).put(BytesIO(data))
    kept = Kept(name, Verdict(PDF, size=len(data), sha256=key), PDF, key)
    return files.add(material, kept, FileRole.main, language, by, now())


def cleared(world: World, material: Material) -> Version:
    """Sent, and cleared by whoever must."""
    who = "planner.us" if material.side is Side.US else "planner.mx"
    version = acts.send(world, material, who)
    for side in material.territory.sides:
        acts.clear(world, version, f"signatory.{side.value.lower()}")
    return version

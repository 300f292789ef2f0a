"""Acts of the world's people in one line each, through the actions of the screens; every act is committed at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from campaign.clearance import actions as clearance
from campaign.clearance.actions import Statement
from campaign.clearance.in_force import in_force
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.db import Bilingual, Side, acting, session
from campaign.facts import actions as facts
from campaign.facts.actions import Wording
from campaign.facts.models import FactVersion
from campaign.materials import actions as materials
from campaign.materials.actions import Change, Entry
from campaign.materials.models import Block, BlockKind, Material, Register, Scope, Version, blocks_of
from tests.world import STATEMENTS, WORDS, World, write_text

TITLE = Bilingual("Not every pill is medicine", "No toda pastilla es medicina")
POINT = WORDS[BlockKind.point]
Places = dict[Side, bool]
Thing = TypeVar("Thing", bound=Material | Version | FactVersion)


@contextmanager
def act(world: World, who: str) -> Iterator[Any]:
    """One committed act of this person; a refusal leaves nothing behind."""
    user = world.user(who)
    with acting(user, user.side, "test", now()):
        try:
            yield user
            session.commit()
        except BaseException:
            session.rollback()
            raise


def here(thing: Thing) -> Thing:
    """The thing in the session of now: a request in between has closed the one it was read in."""
    return session.get_one(type(thing), thing.id)


def flyer(
    world: World,
    who: str = "planner.us",
    scope: Scope = Scope.joint,
    title: Bilingual = TITLE,
    register: Register = Register.tu,
    is_written: bool = True,
) -> Material:
    """A flyer that may be sent as it is: all blocks in both languages, two facts quoted."""
    with act(world, who) as user:
        campaign = world.campaign if scope is Scope.joint else None
        material = materials.create_flyer(title, campaign, scope, register, user, now())
        if is_written:
            write_text(material, user)
    return material


def blocks(material: Material, kind: BlockKind) -> list[Block]:
    return [block for block in session.scalars(blocks_of(material.id)) if block.kind is kind]


def write(
    world: World, who: str, material: Material, en: str, es: str, kind: BlockKind = BlockKind.point, **more: Any
) -> None:
    """Put these words in the first block of the kind."""
    material = here(material)
    with act(world, who) as user:
        entry = Entry(blocks(material, kind)[0].id, en, es, **more)
        materials.edit(material, material.title, [entry], None, user, material.row_version)


def quote(world: World, who: str, material: Material, fact: FactVersion) -> None:
    material = here(material)
    with act(world, who) as user:
        change = Change("add", kind=BlockKind.fact, quoted=here(fact))
        materials.edit(material, material.title, [], change, user, material.row_version)


def send(world: World, material: Material, who: str = "planner.us") -> Version:
    with act(world, who) as user:
        return materials.submit(here(material), user, now())


def statement(side: Side, **changes: Any) -> Statement:
    return replace(STATEMENTS[side], **changes)


def clear(world: World, subject: Version | FactVersion, who: str, seen: str | None = None, **changes: Any) -> Clearance:
    subject = here(subject)
    with act(world, who) as user:
        words = statement(Side(who[-2:].upper()), **changes)
        return clearance.clear(subject, words, subject.fingerprint if seen is None else seen, user, now())


def clear_by_both(world: World, subject: Version | FactVersion, **changes: Any) -> None:
    clear(world, subject, "signatory.us", **changes)
    clear(world, subject, "signatory.mx", **changes)


def request_changes(world: World, version: Version, who: str, reason: str = "The word order misleads.") -> None:
    version = here(version)
    with act(world, who) as user:
        words = statement(Side(who[-2:].upper()))
        clearance.request_changes(version, words, reason, version.fingerprint, user, now())


def refuse(world: World, subject: Version | FactVersion, who: str, reason: str = "It cannot be mended.") -> None:
    subject = here(subject)
    with act(world, who) as user:
        words = statement(Side(who[-2:].upper()))
        clearance.refuse(subject, words, reason, subject.fingerprint, user, now())


def revoke(
    world: World, subject: Version | FactVersion, who: str, marks: bool = False, reason: str = "The advice changed."
) -> None:
    subject = here(subject)
    with act(world, who) as user:
        clearance.revoke(subject, Statement(user.name, user.post), reason, marks, user, now())


def reword(world: World, key: str, who: str = "planner.us", **changes: str) -> FactVersion:
    """The next wording of a fact, written and sent; what is not named stays as it is."""
    newest = world.fact(key)
    fields = {name: getattr(newest, name) for name in Wording.__dataclass_fields__}
    with act(world, who) as user:
        version = facts.write(newest.fact, Wording(**{**fields, **changes}), user, newest.row_version, now())
        facts.submit(version, now())
    return version


def places(version: Version, at: datetime | None = None) -> Places:
    """Where the version is in force, as the one function of law 4 says."""
    return {side: in_force(here(version), side, at or now()) for side in Side}


def stored_places(material: Material) -> Places:
    """Where the material is in force, as lists and rules read it."""
    return {side: here(material).is_in_force(side) for side in Side}


BOTH = {Side.US: True, Side.MX: True}
NOWHERE = {Side.US: False, Side.MX: False}
ONLY_US = {Side.US: True, Side.MX: False}
ONLY_MX = {Side.US: False, Side.MX: True}

"""Sealed removal: two people of the owning side, nothing that others use, and what must never come back (law 16)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign.app import JOBS
from campaign.backup import archive
from campaign.backup.restore import restore
from campaign.backup.take import take
from campaign.config import Config
from campaign.db import Side, acting, make_engine, session
from campaign.doctor.finding import Finding, Patient
from campaign.doctor.stored import store as examine
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.jobs.models import Job, JobState
from campaign.materials.files.models import File
from campaign.materials.models import Material, Shown, VersionState
from campaign.rights.consents.models import Consent
from campaign.rights.seals import actions
from campaign.rights.seals.bytes import LIST, listed
from campaign.rights.seals.models import Seal, SealState
from campaign.storage import store_of
from tests.browser import Browser
from tests.intake.corpus import noisy
from tests.jobs import acts as jobs
from tests.materials.acts import act, here
from tests.rights.acts import NEITHER, consent, end_consent, flyer_with, image, used
from tests.rights.acts import in_force as brought
from tests.rights.given import license
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


def file_of(material: Material) -> File:
    return session.scalars(select(File).where(File.material_id == material.id)).one()


def ask(world: World, thing: File | Consent, who: str = "planner.us") -> Seal:
    with act(world, who) as user:
        found: File | Consent = session.get_one(File, thing.id) if isinstance(thing, File) else _consent(thing)
        return actions.ask(found, "Unlawful", user, NOW)


def _consent(one: Consent) -> Consent:
    return session.get_one(Consent, one.id)


def carry_out(world: World, seal: Seal, who: str = "signatory.us") -> None:
    with act(world, who) as user:
        actions.carry_out(session.get_one(Seal, seal.id), user, NOW)


def removed(config: Config) -> None:
    """What the worker does then."""
    number = session.scalars(select(Job.id).where(Job.kind == "rights.remove").order_by(Job.id.desc())).first()
    assert number
    assert jobs.do(number, JOBS, config).state is JobState.done


def test_two_people_of_the_owning_side(world: World, config: Config) -> None:
    material = image(world, config)
    seal = ask(world, file_of(material), "signatory.us")
    for who in ("signatory.us", "planner.us", "signatory.mx", "administrator.us"):
        with pytest.raises(NotAllowed):
            carry_out(world, seal, who)
    with pytest.raises(NotAllowed):
        ask(world, file_of(material), "signatory.mx")
    with pytest.raises(Overtaken):
        ask(world, file_of(material))
    carry_out(world, seal, "signatory2.us")
    with pytest.raises(Overtaken):
        carry_out(world, seal, "signatory2.us")


def test_the_database_itself_wants_two_people(world: World, config: Config) -> None:
    seal = ask(world, file_of(image(world, config)))
    for wrong in ("planner.us", "signatory.mx"):
        with acting(None, None, "test", NOW):
            row = session.get_one(Seal, seal.id)
            row.state, row.decided_by_id, row.decided_at = SealState.done, world.users[wrong], NOW
            with pytest.raises(IntegrityError):
                session.flush()
        session.rollback()


def test_a_second_person_may_say_no(world: World, config: Config) -> None:
    file = file_of(image(world, config))
    seal = ask(world, file)
    with act(world, "signatory.us") as user:
        actions.drop(session.get_one(Seal, seal.id), user, NOW)
    assert session.get_one(Seal, seal.id).state is SealState.dropped
    ask(world, file)  # it may be asked for again


def test_what_shows_it_leaves_force_and_no_bytes_stay(own_config: Config, built_world: World) -> None:
    world = built_world
    material = image(world, own_config)
    license(world, material)
    version = brought(world, material)
    flyer = flyer_with(world, version)
    file, store = file_of(material), store_of(own_config)
    carry_out(world, ask(world, file))
    assert (used(material), used(flyer.material)) == (NEITHER, NEITHER)
    assert [(here(one).state, here(one).reason) for one in (version, flyer)] == [
        (VersionState.withdrawn, "sealed"),
        (VersionState.withdrawn, f"image:{material.code}"),
    ]
    assert store.exists(file.sha256)  # a job takes them away
    removed(own_config)
    assert not any(store.exists(key) for key in (file.sha256, file.copy_sha256))
    assert listed(own_config) == {file.sha256, file.copy_sha256}
    assert file_of(material).destroyed_at == NOW
    assert session.scalars(select(Seal.fingerprint)).one() == file.sha256


def test_refused_while_another_item_uses_the_same_bytes(world: World, config: Config) -> None:
    data = noisy(30)
    first, second = image(world, config, data=data), image(world, config, data=data)
    seal = ask(world, file_of(first))
    with pytest.raises(Refused, match="same bytes"):
        carry_out(world, seal)
    assert session.get_one(Seal, seal.id).state is SealState.asked
    assert file_of(second).destroyed_at is None


def test_a_consent_that_stands_is_ended_first(world: World, config: Config) -> None:
    material = image(world, config, shown=Shown.adults)
    one, other = consent(world, material), consent(world, material, person="B.")  # both on one paper
    with pytest.raises(Refused, match="End it first"):
        ask(world, one)
    end_consent(world, one)
    seal = ask(world, one)
    with pytest.raises(Refused, match="same bytes"):
        carry_out(world, seal)
    end_consent(world, other)
    carry_out(world, seal)
    assert session.get_one(Consent, one.id).destroyed_at == NOW


# What must never come back


def bad(config: Config) -> list[Finding]:
    """What `doctor --store` complains of."""
    engine = make_engine(config.database_url)
    found = [one for one in examine(Patient(config, engine, is_whole=True)) if one.state != "ok"]
    engine.dispose()
    return found


def test_nothing_is_missing_and_no_backup_brings_it_back(
    own_config: Config, built_world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A backup from before the removal, put back beside the list of seals, is without these bytes."""
    world, folder = built_world, tmp_path_factory.mktemp("backups")
    material = image(world, own_config)
    file = file_of(material)
    session.remove()
    take(own_config, folder / "before.tar", NOW)
    carry_out(world, ask(world, file))
    removed(own_config)
    session.remove()
    take(own_config, folder / "after.tar", NOW)
    for name in ("before", "after"):
        place = _restored(folder / f"{name}.tar", own_config, tmp_path_factory.mktemp(name))
        assert not store_of(place).exists(file.sha256), name
        assert listed(place) == {file.sha256, file.copy_sha256}
        assert bad(place) == []


def _restored(path: Path, old: Config, data: Path) -> Config:
    (data / LIST).write_text((old.data / LIST).read_text())
    place = replace(old, data=data, database_url=f"sqlite:///{data / 'campaign.sqlite'}")
    with archive.reading(path) as found:
        restore(found, place)
    return place


# Pages


def test_asked_for_and_carried_out_on_pages(client_of: ClientOf, world: World, config: Config) -> None:
    material = image(world, config)
    page, file = f"/rights/materials/{material.id}", file_of(material)
    planner, signatory = client_of("planner.us"), client_of("signatory.us", "es")
    planner.get(f"/rights/files/{file.id}/seal")
    planner.post(f"/rights/files/{file.id}/seal", {"reason": ""}, 422)
    planner.post(f"/rights/files/{file.id}/seal", {"reason": "The photographer never agreed."})
    seal = session.scalars(select(Seal)).one()
    assert "The photographer never agreed." in signatory.get(page).text
    signatory.get(f"/rights/seals/{seal.id}/carry-out")
    signatory.post(f"/rights/seals/{seal.id}/carry-out", {})
    assert session.get_one(Seal, seal.id).removed == sorted([file.sha256, file.copy_sha256])
    assert seal.side is Side.US
    signatory.post(f"/rights/seals/{seal.id}/carry-out", {}, 409)
    assert "Destroyed" in planner.get(page).text

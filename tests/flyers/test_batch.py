"""The sheets of many regions: asked for on a page, made by a worker, nothing lost when it is killed in the middle."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign import clock
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import PACKAGE, Config
from campaign.db import acting, session
from campaign.flyers import actions
from campaign.flyers.formats import part_key
from campaign.flyers.models import Edition, made_by
from campaign.jobs.models import Job, JobState, PartState
from campaign.materials.models import Material
from campaign.partners.places.models import in_use
from campaign.regions.models import find, named
from campaign.storage import store_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.flyers.test_batch_partners import LETTER, settle
from tests.flyers.test_strip import send_logo
from tests.jobs import acts
from tests.materials import acts as materials
from tests.world import EL_PASO, JUAREZ, World

PLACES = [EL_PASO, JUAREZ, "US-48061", "MX-28022"]
ROOT = PACKAGE.parent
FULL = "CAMPAIGN_TEST_FULL" in os.environ


def asked(world: World, keys: list[str], who: str = "printer.us") -> int:
    """A committed batch of the flyer in force for these regions, in this order."""
    user = world.user(who)
    with acting(user, user.side, "test", now()):
        regions = {region.key: region for region in session.scalars(named(keys))}
        material = session.get_one(Material, world.in_force_id)
        job = actions.ask_batch(material, [regions[key] for key in keys], user, now())
        session.commit()
    session.remove()
    return job.id


@pytest.mark.database
def test_every_region_gets_its_own_sheet(own_config: Config, built_world: World) -> None:
    job = acts.do(asked(built_world, PLACES), JOBS, own_config)
    assert (job.state, job.done, job.total) == (JobState.done, 4, 4)
    editions = session.scalars(made_by(job.id)).all()
    assert [edition.region_key for edition in editions] == PLACES
    for edition in editions:
        data = store_of(own_config).read(edition.sha256)
        assert sha256(data).hexdigest() == edition.sha256
    assert {edition.made_by_id for edition in editions} == {built_world.user("printer.us").id}


@pytest.mark.database
def test_a_place_that_cannot_be_printed_does_not_stop_the_others(own_config: Config, built_world: World) -> None:
    job_id = asked(built_world, [EL_PASO, JUAREZ])
    materials.revoke(built_world, built_world.version("in_force"), "signatory.us", marks=True)
    job = acts.do(job_id, JOBS, own_config)
    assert (job.state, job.done) == (JobState.failed, 1)
    assert acts.states(job_id) == {EL_PASO: PartState.failed, JUAREZ: PartState.done}
    failed = acts.part(job_id, EL_PASO)
    assert failed.error_en == "No version of this flyer is in force in El Paso County, so it cannot be printed."
    assert failed.error_es.startswith("Ninguna versión de este volante está vigente en El Paso County")


def test_a_place_that_is_not_there_any_more(own_config: Config, built_world: World) -> None:
    job_id = acts.ask("flyers.batch", parts=["US-00000"], material=built_world.in_force_id)
    assert acts.do(job_id, JOBS, own_config).state is JobState.failed
    assert acts.part(job_id, "US-00000").error_es.startswith("El volante o el lugar")


def test_a_flyer_that_is_not_there_any_more(own_config: Config, built_world: World) -> None:
    job_id = acts.ask("flyers.batch", parts=[EL_PASO], material=999_999)
    assert acts.do(job_id, JOBS, own_config).state is JobState.failed
    assert acts.part(job_id, EL_PASO).error_en.startswith("The flyer or the place")


def test_tried_again_only_what_failed_is_made(own_config: Config, built_world: World) -> None:
    from campaign.jobs.actions import retry

    job_id = acts.ask("flyers.batch", parts=[EL_PASO, "US-00000"], material=built_world.in_force_id)
    acts.do(job_id, JOBS, own_config)
    (before,) = session.scalars(made_by(job_id)).all()
    with clock.at(now() + timedelta(minutes=1)):
        with acting(None, None, "test", now()):
            retry(session.get_one(Job, job_id), now())
            session.commit()
        job = acts.do(job_id, JOBS, own_config)
    assert (job.state, job.done, job.total) == (JobState.failed, 1, 2)
    (after,) = session.scalars(made_by(job_id)).all()
    assert after.made_at == before.made_at


def test_asked_for_on_the_flyers_page(client_of: Callable[..., Browser], world: World) -> None:
    printer = client_of("printer.us")
    printer.get(f"/flyers/{world.in_force_id}")
    printer.send(f"/flyers/{world.in_force_id}/batch", set="border")
    page = printer.follow()
    job = session.scalars(select(Job).order_by(Job.id.desc())).one()
    own = session.scalar(select(func.count()).select_from(find(set_key="border", country="US").subquery()))
    assert (job.total, job.side, job.state) == (own, world.user("printer.us").side, JobState.queued)
    assert f"0 of {own} done" in page.text


@pytest.mark.parametrize("chosen", ["", "nowhere", "x" * 300])
def test_a_choice_without_a_region_is_said(client_of: Callable[..., Browser], world: World, chosen: str) -> None:
    page = client_of("printer.mx", "es").post(f"/flyers/{world.in_force_id}/batch", {"set": chosen}, status=409)
    assert "No hay ninguna región para imprimir" in page.text


def test_the_archive_leaves_out_what_may_not_be_printed_any_more(
    live: Flask, own_config: Config, built_world: World
) -> None:
    job_id = asked(built_world, [EL_PASO, "US-48061"])
    acts.do(job_id, JOBS, own_config)
    printer = Browser(live, built_world.user("printer.us"))
    files = _unpacked(printer.get(f"/flyers/batches/{job_id}/sheets.zip").response.data)
    rows = list(csv.DictReader(io.StringIO(files.pop("manifest.csv").decode())))
    merged = files.pop(f"{built_world.material('in_force').code}-letter-side-by-side.pdf")
    assert {row["file"]: row["sha256"] for row in rows} == {n: sha256(data).hexdigest() for n, data in files.items()}
    assert [row["file"].split("/")[0] for row in rows] == ["US-48141 El Paso County", "US-48061 Cameron County"]
    with pikepdf.open(io.BytesIO(merged)) as document:
        assert len(document.pages) == 2
    assert "El Paso County" in sheets.words(merged)
    again = printer.get(f"/flyers/batches/{job_id}/sheets.zip").response.data
    assert again == printer.get(f"/flyers/batches/{job_id}/sheets.zip").response.data
    session.remove()
    materials.revoke(built_world, built_world.version("in_force"), "signatory.us", marks=False)
    session.remove()
    files = _unpacked(printer.get(f"/flyers/batches/{job_id}/sheets.zip").response.data)
    rows = list(csv.DictReader(io.StringIO(files.pop("manifest.csv").decode())))
    assert files == {}
    assert {row["reason"] for row in rows} == {"This flyer is no longer in force here. Do not print it."}


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def worker(own_config: Config) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts `python3 -m campaign worker` over the test's own installation."""
    begun: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "CAMPAIGN_DATA": str(own_config.data),
        "CAMPAIGN_DATABASE_URL": own_config.database_url,
    }

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.shifted_worker", now().isoformat()]
        begun.append(subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True))
        return begun[-1]

    yield start
    for process in begun:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


@pytest.mark.long
def test_a_worker_killed_among_a_partners_sheets_makes_each_once(
    own_config: Config, built_world: World, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    keys = [region.key for region in session.scalars(find(set_key="border", country="US"))][:5]
    clinic = settle(built_world, keys)
    send_logo(built_world, own_config)
    found = {place.region_key: place.id for place in session.scalars(in_use(clinic.id))}
    (own_config.data / "made").unlink()  # nothing is made before
    parts = [part_key(key, LETTER, place) for key in keys for place in (None, found[key])]
    with materials.act(built_world, "printer.us") as user:
        regions = session.scalars(named(keys)).all()
        job_id = actions.ask_batch(built_world.material("in_force"), regions, user, now(), parts=parts).id
    session.remove()
    first = worker()
    until(lambda: acts.look(job_id).done >= 3)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(30)
    done = {edition.code: edition.made_at for edition in session.scalars(made_by(job_id))}
    session.remove()
    assert 0 < len(done) < len(parts)
    worker()
    until(lambda: acts.look(job_id).state.has_ended)
    editions = session.scalars(made_by(job_id)).all()
    assert [(edition.region_key, edition.place_id) for edition in editions] == [
        (key, place) for key in keys for place in (None, found[key])
    ]
    assert {edition.code: edition.made_at for edition in editions if edition.code in done} == done
    assert session.scalar(select(func.count()).select_from(Edition)) == len(parts)


@pytest.mark.long
@pytest.mark.database
def test_a_worker_killed_in_the_middle_loses_nothing(
    own_config: Config, built_world: World, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    """All regions of `border` with --full, a dozen else. Every part ends once, every sheet is whole."""
    (own_config.data / "made").unlink()  # nothing is made before
    keys = [region.key for region in session.scalars(find(set_key="border"))][: None if FULL else 12]
    job_id = asked(built_world, keys)
    first = worker()
    until(lambda: acts.look(job_id).done >= len(keys) // 4)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(30)
    job = acts.look(job_id)
    assert job.state is JobState.running
    assert 0 < job.done < len(keys)
    done = {edition.region_key: edition.made_at for edition in session.scalars(made_by(job_id))}
    session.remove()  # lets the write lock go
    assert len(done) == job.done
    worker()
    until(lambda: acts.look(job_id).state.has_ended)
    job = acts.look(job_id)
    assert (job.state, job.done, job.total) == (JobState.done, len(keys), len(keys))
    editions = session.scalars(made_by(job_id)).all()
    assert sorted(edition.region_key for edition in editions) == sorted(keys)
    assert {edition.region_key: edition.made_at for edition in editions if edition.region_key in done} == done
    for edition in editions:
        data = store_of(own_config).read(edition.sha256)
        assert sha256(data).hexdigest() == edition.sha256
    assert session.scalar(select(func.count()).select_from(Edition)) == len(keys)


def until(what: Callable[[], bool], seconds: float = 900) -> None:
    """Generous: a machine that does much else draws one sheet in four seconds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)

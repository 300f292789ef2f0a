"""Partners as a dimension of a batch: who names whom, which cells there are, and the work, its files and manifest."""

import csv
import io
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import timedelta

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed
from campaign.flyers import actions
from campaign.flyers.actions import versions_in_force
from campaign.flyers.batches import fit
from campaign.flyers.batches.partners import partners_for
from campaign.flyers.batches.spots import spots_in
from campaign.flyers.batches.table import Row, State, table
from campaign.flyers.formats import Format, part_key
from campaign.flyers.models import Edition, made_by
from campaign.jobs.models import Job, JobState, Part, PartState
from campaign.materials.models import Material
from campaign.paper.merge import MOST
from campaign.partners import terms
from campaign.partners.accreditations import actions as accreditations
from campaign.partners.logos import actions as logos
from campaign.partners.logos.models import Logo
from campaign.partners.models import Organization, OrganizationKind
from campaign.partners.places import actions as places
from campaign.partners.places.models import Place
from campaign.regions.models import Region, find
from tests.browser import Browser, queries
from tests.flyers.test_strip import send_logo
from tests.jobs import acts as work
from tests.materials import acts
from tests.world import EL_PASO, JUAREZ, World

ClientOf = Callable[..., Browser]
CAMERON = "US-48061"
LETTER, WALLET = Format("letter-side-by-side", "letter"), Format("wallet-card", "wallet-card")
CLINIC = "Franklin Mountains Community Clinic"


def settle(world: World, keys: Sequence[str] = (EL_PASO,), name: str = "") -> Organization:
    """An organization of the US that is accredited there, with a place in each of these regions; the world's clinic
    where no other name is given."""
    with acts.act(world, "planner.us") as planner:
        one = world.organization("clinic.us")
        if name:
            one = Organization(name=name, kind=OrganizationKind.association, country=Side.US)
            session.add(one)
            session.flush()
        one.terms_version = terms.CURRENT.version
        accreditations.give(one, now().date(), now().date() + timedelta(days=300), planner, now())
        for key in keys:
            places.add(one, places.Address("Front desk", key, "1501 N Mesa St", "79902", "(915) 555-0142"), now())
    return one


def drop_logo(world: World) -> None:
    with acts.act(world, "partner-a.us") as user:
        logos.withdraw(session.scalars(select(Logo)).one(), "New name", user, now())


def looked(world: World, config: Config, regions: Sequence[Region], forms: Sequence[Format]) -> list[Row]:
    material = session.get_one(Material, world.in_force_id)
    named = session.scalars(select(Place).order_by(Place.id)).all()
    return table(material, versions_in_force(material, now()), spots_in(regions, named), forms, config, now())


def region(key: str) -> Region:
    return session.get_one(Region, key)


def offered(world: World, who: str) -> list[str]:
    return [one.organization.name for one in partners_for(world.user(who), now().date())]


def test_its_own_people_name_it_and_print_staff_only_with_a_logo_that_may_be_printed(
    world: World, config: Config
) -> None:
    settle(world)
    assert offered(world, "partner-a.us") == [CLINIC]
    assert offered(world, "printer.us") == []
    send_logo(world, config)
    for who in ("printer.us", "planner.us", "partner-a.us"):
        assert offered(world, who) == [CLINIC], who
    for who in ("printer.mx", "planner.mx", "partner-b.us", "reviewer.us", "signatory.us"):
        assert offered(world, who) == [], who
    with acts.act(world, "planner.us") as planner:
        accreditations.end_all(world.organization("clinic.us"), "It moved away", planner, now())
    assert offered(world, "printer.us") == offered(world, "partner-a.us") == []


def test_print_staff_put_it_on_a_sheet_only_while_its_logo_may_be_printed(world: World, config: Config) -> None:
    settle(world)
    send_logo(world, config)
    with acts.act(world, "printer.us") as printer:
        place = session.scalars(select(Place)).one()
        made = actions.prepare(world.material("in_force"), place.region, config, printer, now(), place=place)
        assert (made.partner_id, made.made_by_id) == (place.organization_id, printer.id)
    drop_logo(world)
    place, printer = session.scalars(select(Place)).one(), world.user("printer.us")
    with pytest.raises(NotAllowed, match="has given no permission"):
        actions.prepare(world.material("in_force"), place.region, config, printer, now(), place=place)


def test_only_cells_that_can_exist(world: World, config: Config) -> None:
    settle(world)
    rows = looked(world, config, [region(EL_PASO), region(CAMERON)], [LETTER, WALLET])
    assert [row.spot.key for row in rows] == [(EL_PASO, None), (EL_PASO, rows[1].spot.key[1]), (CAMERON, None)]
    assert [[cell and cell.state for cell in row.cells] for row in rows] == [
        [State.fits, State.not_offered],
        [State.fits, None],
        [State.fits, State.not_offered],
    ]


def test_a_partners_sheet_has_a_cell_of_its_own(world: World, config: Config) -> None:
    """It neither hides the plain one nor stands for it, and is stale when the place reads otherwise."""
    settle(world)
    with acts.act(world, "partner-a.us") as user:
        place = session.scalars(select(Place)).one()
        made = actions.prepare(world.material("in_force"), place.region, config, user, now(), place=place)
    plain, own = looked(world, config, [region(EL_PASO)], [LETTER])
    assert [cell.state for cell in (*plain.there, *own.there)] == [State.fits, State.ready]
    assert own.there[0].edition == made
    with acts.act(world, "partner-a.us"):
        place = session.scalars(select(Place)).one()
        moved = places.Address("Front desk", EL_PASO, "2200 N Mesa St", "79902")
        places.edit(place, moved, place.row_version, now())
    (found,) = looked(world, config, [region(EL_PASO)], [LETTER])[1].there
    assert (found.state, found.reason) == (State.stale, "What the partner puts on it has changed.")


def test_an_address_that_is_too_long_is_found_among_many(world: World, config: Config) -> None:
    settle(world, [EL_PASO, CAMERON])
    with acts.act(world, "partner-a.us"):
        place = session.scalars(select(Place).where(Place.region_key == CAMERON)).one()
        far = places.Address("Front desk", CAMERON, "Mesa Street " * 14, "79902", "(915) 555-0142")
        places.edit(place, far, place.row_version, now())
    rows = looked(world, config, [region(EL_PASO), region(CAMERON)], [LETTER])
    assert [row.there[0].state for row in rows] == [State.fits, State.fits, State.fits, State.misfit]
    assert rows[3].there[0].reason.startswith("Local contact")


@pytest.mark.parametrize("language", ["en", "es"])
def test_looked_at_and_asked_for_on_the_pages(client_of: ClientOf, world: World, config: Config, language: str) -> None:
    clinic = settle(world)
    send_logo(world, config)
    place = session.scalars(select(Place)).one().id
    printer = client_of("printer.us", language)
    assert CLINIC in printer.get(f"/flyers/{world.in_force_id}").text
    query = f"set=border&paper=letter-side-by-side.letter&paper=wallet-card.wallet-card&partner=0&partner={clinic.id}"
    page = printer.get(f"/flyers/{world.in_force_id}/batch-table?{query}")
    said = {"en": "Without room for a partner beside this text: Wallet card", "es": "Sin espacio para un socio"}
    assert said[language] in page.text
    printer.send(f"/flyers/{world.in_force_id}/batch")
    keys = _parts()
    assert part_key(EL_PASO, LETTER, place) == keys[keys.index(part_key(EL_PASO, LETTER)) + 1]
    assert [key for key in keys if key.endswith(f" {place}")] == [part_key(EL_PASO, LETTER, place)]
    for choice in ({"partner": str(clinic.id)}, {"partner": str(clinic.id), "fit": "1"}):
        printer.post(f"/flyers/{world.in_force_id}/batch", {"set": "border", **choice})
        assert [key.split(" ")[::2] for key in _parts()] == [[EL_PASO, str(place)]]


@pytest.mark.parametrize("who", ["printer.us", "partner-b.us", "printer.mx"])
def test_who_may_not_name_it_gets_no_sheet_of_it(client_of: ClientOf, world: World, who: str) -> None:
    """No logo, another partner, the other country: none of it is asked for, whatever the form says."""
    clinic = settle(world)
    for value in (str(clinic.id), "every", "9" * 300, "x\x00"):
        choice = {"set": "border", "partner": value, "paper": "letter-side-by-side.letter"}
        page = client_of(who, "en").post(f"/flyers/{world.in_force_id}/batch", choice, status=409)
        assert "None of the partners chosen has a place there" in page.text
    assert session.scalars(select(Job).where(Job.kind == "flyers.batch")).all() == []


def _parts() -> list[str]:
    job = session.scalars(select(Job).order_by(Job.id.desc())).first()
    assert job is not None
    return list(session.scalars(select(Part.key).where(Part.job_id == job.id).order_by(Part.position)))


@pytest.fixture
def batch(own_config: Config, built_world: World) -> int:
    """A committed batch of print staff: El Paso plain and with the clinic, Cameron plain."""
    settle(built_world)
    send_logo(built_world, own_config)
    place = session.scalars(select(Place)).one().id
    with acts.act(built_world, "printer.us") as printer:
        keys = [part_key(EL_PASO, LETTER), part_key(EL_PASO, LETTER, place), part_key(CAMERON, LETTER)]
        regions = [region(EL_PASO), region(CAMERON)]
        job = actions.ask_batch(built_world.material("in_force"), regions, printer, now(), parts=keys)
        job_id = job.id
    session.remove()
    return job_id


@pytest.mark.database
def test_the_archive_has_a_folder_for_the_partner_and_its_name_in_the_manifest(
    own_config: Config, built_world: World, batch: int, live: Flask
) -> None:
    assert work.do(batch, JOBS, own_config).state is JobState.done
    printer = Browser(live, built_world.user("printer.us"))
    data = printer.get(f"/flyers/batches/{batch}/sheets.zip").response.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode())))
    assert [(row["region"], row["partner"], row["place"]) for row in rows] == [
        (EL_PASO, "", ""),
        (EL_PASO, CLINIC, "Front desk"),
        (CAMERON, "", ""),
    ]
    job = printer.get(f"/jobs/{batch}").text
    assert f"A PDF of more than {MOST} sheets is for printing only" in job
    assert CLINIC in job
    assert rows[1]["file"].startswith(f"{EL_PASO} El Paso County/{CLINIC}/")
    assert {row["file"] for row in rows} < set(files)
    merged = files[f"{built_world.material('in_force').code}-letter-side-by-side.pdf"]
    with pikepdf.open(io.BytesIO(merged)) as document:
        assert len(document.pages) == 3


def test_a_permission_that_ends_before_the_work_stops_its_sheet_alone(
    own_config: Config, built_world: World, batch: int
) -> None:
    drop_logo(built_world)
    session.remove()
    job = work.do(batch, JOBS, own_config)
    assert (job.state, job.done, job.total) == (JobState.failed, 2, 3)
    (failed,) = [key for key, state in work.states(batch).items() if state is PartState.failed]
    assert failed.startswith(f"{EL_PASO} {LETTER.key} ")
    part = work.part(batch, failed)
    assert "has given no permission for its logo in the United States" in part.error_en
    assert "no ha dado permiso" in part.error_es


def test_done_again_it_makes_the_same_sheets(own_config: Config, built_world: World, batch: int) -> None:
    work.do(batch, JOBS, own_config)
    before = {edition.code: edition.sha256 for edition in session.scalars(made_by(batch))}
    assert len(before) == 3
    with acts.act(built_world, "printer.us") as printer:
        keys = list(session.scalars(select(Part.key).where(Part.job_id == batch).order_by(Part.position)))
        again = actions.ask_batch(built_world.material("in_force"), [region(EL_PASO)], printer, now(), parts=keys).id
    session.remove()
    work.do(again, JOBS, own_config)
    assert {edition.code: edition.sha256 for edition in session.scalars(made_by(again))} == before
    assert len(session.scalars(select(Edition)).all()) == 3


def test_many_cells_with_partners_cost_few_questions_and_little_time(world: World, config: Config) -> None:
    """150 regions in five formats, plain and with three partners that have a place in each."""
    everywhere = session.scalars(find(set_key="states", country="US").limit(150)).all()
    keys = [one.key for one in everywhere]
    for name in ("", "Red de Salud", "Outreach of the Valley"):
        settle(world, keys, name)
    forms = [LETTER, Format("letter-side-by-side", "legal"), Format("letter-side-by-side", "oficio")]
    forms += [Format(form.layout, form.size, "ink") for form in forms[:2]]
    looked(world, config, everywhere[:1], forms)
    for many in (2, 150):
        fit._measured.cache_clear()
        session.expunge_all()
        regions = session.scalars(find(set_key="states", country="US").limit(many)).all()
        named = session.scalars(select(Place).order_by(Place.id)).all()
        spots = spots_in(regions, named)
        material = session.get_one(Material, world.in_force_id)
        versions = versions_in_force(material, now())
        begun = time.process_time()
        with queries() as sent:
            rows = table(material, versions, spots, forms, config, now())
        assert (len(rows), len(rows[0].cells)) == (many * 4, 5)
        assert {cell.state for row in rows for cell in row.there} == {State.fits}
        assert sent[0] <= 18
    assert time.process_time() - begun < 3


def test_the_other_sides_regions_have_no_partner_of_this_side(world: World, config: Config) -> None:
    settle(world)
    assert [row.spot.place for row in looked(world, config, [region(JUAREZ)], [LETTER])] == [None]

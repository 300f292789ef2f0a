"""A name on the sheets changes: each flyer that carries the old one is sent anew, with nothing else different."""

import json
from collections.abc import Callable

import pytest

from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.flyers.marks import actions
from campaign.flyers.marks.finding import outdated
from campaign.jobs.models import JobState
from campaign.materials.changes import changed_places, mark_changes
from campaign.materials.models import Version, versions_of
from tests.browser import Browser
from tests.jobs import acts as jobs
from tests.materials import acts
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
NAME = "Office of Health at the Border"


def rename(world: World, side: Side = Side.US) -> str:
    """The lead of a track has another name from now on; the old one."""
    with acts.act(world, f"administrator.{side.value.lower()}"):
        lead = world.track(side).lead
        assert lead is not None
        old, lead.name = lead.name, NAME
    return old


def asked(world: World, ids: list[int], who: str = "planner.us") -> int:
    with acts.act(world, who) as user:
        return actions.ask(ids, user, now()).id


def newest(material_id: int) -> Version:
    return session.scalars(versions_of(material_id)).all()[0]


def test_nothing_is_outdated_while_no_name_has_changed(world: World) -> None:
    assert outdated(Side.US) == outdated(Side.MX) == []


@pytest.mark.parametrize("side", Side)
def test_a_name_of_either_country_makes_it_outdated(world: World, side: Side) -> None:
    old = rename(world, side)
    (found,) = outdated(Side.US)
    assert (found.version.material_id, found.changes) == (world.in_force_id, [(old, NAME)])
    assert outdated(Side.MX) == []


def test_the_new_version_differs_in_the_name_alone(own_config: Config, built_world: World) -> None:
    old = rename(built_world)
    job = jobs.do(asked(built_world, [built_world.in_force_id]), JOBS, own_config)
    assert (job.state, job.done) == (JobState.done, 1)
    version = newest(built_world.in_force_id)
    before = session.scalars(versions_of(built_world.in_force_id)).all()[1]
    new, was = json.loads(version.content), json.loads(before.content)
    assert mark_changes(new["marks"], was["marks"]) == [(old, NAME)]
    assert changed_places({**new, "marks": was["marks"]}, was) == set()
    assert version.us_key.value == version.mx_key.value == "in_review"
    assert before.state.value == "in_force"
    assert built_world.users["planner.us"] in version.author_ids


def test_done_twice_it_is_sent_once(own_config: Config, built_world: World) -> None:
    rename(built_world)
    first = asked(built_world, [built_world.in_force_id])
    second = asked(built_world, [built_world.in_force_id])
    jobs.do(first, JOBS, own_config)
    job = jobs.do(second, JOBS, own_config)
    assert job.state is JobState.failed
    assert newest(built_world.in_force_id).n == 2


def test_a_draft_that_is_open_is_left_to_its_writers(own_config: Config, built_world: World) -> None:
    rename(built_world)
    acts.write(built_world, "planner.us", built_world.material("in_force"), "Another text.", "Otro texto.")
    job = jobs.do(asked(built_world, [built_world.in_force_id]), JOBS, own_config)
    assert job.state is JobState.failed
    assert newest(built_world.in_force_id).n == 1


def test_a_version_that_waits_is_not_replaced(world: World) -> None:
    """It says other things too, and a country may have cleared it; it stands here again when it has been decided."""
    rename(world)
    acts.write(world, "planner.us", world.material("in_force"), "Another text.", "Otro texto.")
    version = acts.send(world, world.material("in_force"))
    acts.clear(world, version, "signatory.mx")
    assert outdated(Side.US) == []
    with pytest.raises(Refused, match="Choose at least one"):
        asked(world, [world.in_force_id])
    acts.refuse(world, version, "signatory.us")
    assert [one.version.n for one in outdated(Side.US)] == [1]


def test_a_number_that_no_database_knows_is_refused(client_of: ClientOf, world: World) -> None:
    rename(world)
    browser = client_of("planner.us")
    browser.get("/flyers/marks")
    assert "Choose at least one flyer" in browser.send("", status=422, pick=["99999999999999999999"]).text


@pytest.mark.parametrize("who", ["signatory.us", "printer.us", "partner-a.us", "administrator.us", "observer"])
def test_nobody_else_sends_them(client_of: ClientOf, world: World, who: str) -> None:
    rename(world)
    with pytest.raises(NotAllowed):
        asked(world, [world.in_force_id], who)
    assert client_of(who).get("/flyers/marks", status=None).status in (403, 404)


def test_the_other_sides_flyers_are_its_own_to_send(world: World) -> None:
    rename(world)
    with pytest.raises(Refused, match="Choose at least one"):
        asked(world, [world.in_force_id], "planner.mx")


@pytest.mark.parametrize("language", ["en", "es"])
def test_on_the_screen(client_of: ClientOf, world: World, language: str) -> None:
    old = rename(world)
    browser = client_of("planner.us", language)
    assert "/flyers/marks" in browser.get("/flyers/").links
    page = browser.get("/flyers/marks")
    assert old in page.text
    assert NAME in page.text
    page = browser.send("", status=422, pick=None)
    assert ("Choose at least one flyer." if language == "en" else "Elija al menos un volante.") in page.text
    browser.send("", pick=[str(world.in_force_id)])
    assert browser.page is not None
    assert "/jobs/" in browser.page.response.headers["Location"]


def test_whoever_decides_reads_the_new_name(client_of: ClientOf, world: World) -> None:
    old = rename(world)
    with acts.act(world, "planner.us") as user:
        material = world.material("in_force")
        acts.materials.touch(material, user)
    version = acts.send(world, world.material("in_force"))
    page = client_of("signatory.mx").get(f"/clearance/versions/{version.id}")
    assert "Nombres en la hoja" in page.text
    assert old in page.text
    assert NAME in page.text

"""Going on alone: a national flyer with the text of a joint one; nobody is asked, and everybody can see it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed
from campaign.mail.models import Notice
from campaign.materials.forks.actions import fork
from campaign.materials.forks.models import Fork
from campaign.materials.models import BlockKind, Material, Version, VersionState, blocks_of, versions_of
from tests.browser import Browser
from tests.materials import acts, images
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
PLANNERS = pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
SIDES = pytest.mark.parametrize("side", Side)


def planner(side: Side) -> str:
    return f"planner.{side.value.lower()}"


def made(world: World, who: str, name: str = "in_force") -> Material:
    with acts.act(world, who) as user:
        return fork(world.version(name), user, now())


def content(version: Version) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(version.content)
    return found


@SIDES
def test_it_says_the_same_and_needs_its_own_country_alone(world: World, side: Side) -> None:
    joint = content(world.version("in_force"))
    material = acts.here(made(world, planner(side)))
    assert (material.country, material.side) == (side, side)
    version = acts.send(world, material, planner(side))
    assert version.needed == (side,)
    alone = content(acts.here(version))
    assert [mark["side"] for mark in alone["marks"]] == [side.value]
    words = [(block.get("en"), block.get("es"), block.get("fact")) for block in alone["blocks"]]
    theirs = [(block.get("en"), block.get("es"), block.get("fact")) for block in joint["blocks"]]
    assert [one for one in words if one not in theirs] == []
    acts.clear(world, acts.here(version), f"signatory.{side.value.lower()}")
    assert acts.here(version).state is VersionState.in_force
    assert acts.places(acts.here(version)) == {side: True, side.opposite: False}


@PLANNERS
def test_the_joint_one_and_its_clearances_stay_as_they_are(world: World, who: str) -> None:
    before = (world.version("in_force").state, world.version("in_force").us_key, world.version("in_force").mx_key)
    made(world, who)
    after = world.version("in_force")
    assert (after.state, after.us_key, after.mx_key) == before
    assert acts.places(after) == acts.BOTH


def test_law_2_whoever_wrote_the_joint_text_is_an_author_of_it(world: World) -> None:
    material = made(world, "planner.mx", "waiting")
    assert set(world.version("waiting").author_ids) < set(acts.here(material).author_ids)
    assert world.users["planner.mx"] in acts.here(material).author_ids


@SIDES
def test_what_is_only_the_other_countrys_is_left_out(world: World, side: Side) -> None:
    """A law of each country beside each other in a joint text; alone, a country keeps its own and what is common."""
    laws = {Side.US: "naloxone_us_otc", Side.MX: "naloxone_mx_access"}
    material = acts.flyer(world)
    with acts.act(world, "planner.us") as user:
        change = acts.Change("remove", acts.blocks(material, BlockKind.fact)[0].id)
        acts.materials.edit(acts.here(material), material.title, [], change, user, material.row_version)
    for key in laws.values():
        with acts.act(world, "planner.us"):
            acts.facts.submit(world.fact(key), now())
        acts.clear(world, world.fact(key), f"signatory.{key.split('_')[1]}")
        acts.quote(world, "planner.us", material, world.fact(key))
    joint = content(acts.send(world, material))["blocks"]
    with acts.act(world, planner(side)) as user:
        alone = fork(session.scalars(versions_of(material.id)).all()[0], user, now())
    said = [(block.kind.value, block.en) for block in session.scalars(blocks_of(alone.id)) if not block.quoted]
    assert said == [(one["kind"], one["en"]) for one in joint if "en" in one]
    quoted = [block.quoted.fact.key for block in session.scalars(blocks_of(alone.id)) if block.quoted]
    assert quoted == [one["fact"] for one in joint if "fact" in one and one["fact"] != laws[side.opposite]]
    assert laws[side] in quoted


def test_without_its_picture_a_fork_still_says_what_is_shown(world: World) -> None:
    """A picture may be why a country goes on alone: when it is taken out, the words for it have their place."""
    material = images.flyer(world, images.image(world))
    acts.send(world, material)
    with acts.act(world, "planner.mx") as user:
        alone = fork(session.scalars(versions_of(material.id)).all()[0], user, now())
    kinds = [block.kind for block in session.scalars(blocks_of(alone.id))]
    assert (kinds.count(BlockKind.picture), kinds.count(BlockKind.alt)) == (1, 1)


def test_a_reworded_fact_is_quoted_as_it_is_now(world: World) -> None:
    version_id = world.version("in_force").id
    reworded = acts.reword(world, "recovery_position", en="Turn the person on one side.")
    acts.clear_by_both(world, reworded)
    with acts.act(world, "planner.us") as user:
        material = fork(session.get_one(Version, version_id), user, now())
    quoted = [one.quoted for one in session.scalars(blocks_of(material.id)) if one.quoted]
    assert all(one.state.value == "in_force" for one in quoted)


@SIDES
def test_the_other_side_is_told(world: World, side: Side) -> None:
    count = select(func.count()).select_from(Notice).where(Notice.to_side == side.opposite)
    before = session.scalar(count) or 0
    made(world, planner(side))
    assert (session.scalar(count) or 0) == before + 1


@pytest.mark.parametrize("who", ["reviewer.us", "signatory.mx", "printer.us", "partner-a.mx", "administrator.us"])
def test_nobody_else_makes_one(client_of: ClientOf, world: World, who: str) -> None:
    path = f"/materials/versions/{world.version('in_force').id}/fork"
    with pytest.raises(NotAllowed):
        made(world, who)
    assert client_of(who).post(path, status=None).status in (403, 404)
    assert session.scalars(select(Fork)).all() == []


def test_a_national_flyer_has_none(world: World) -> None:
    alone = acts.here(made(world, "planner.us"))
    version = acts.send(world, alone)
    with pytest.raises(NotAllowed), acts.act(world, "planner.us") as user:
        fork(acts.here(version), user, now())


@pytest.mark.parametrize("change", ["UPDATE forks SET version_id = 1", "DELETE FROM forks"])
def test_where_it_comes_from_stays_known(world: World, change: str) -> None:
    made(world, "planner.us")
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))
    session.rollback()


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_press_and_both_pages_lead_to_each_other(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.mx", language)
    browser.get(f"/materials/{world.in_force_id}")
    browser.send("/fork")
    page = browser.follow()
    assert ("your country's own flyer" if language == "en" else "ahora el volante propio de su país") in page.text
    (made_from,) = session.scalars(select(Fork)).all()
    page = browser.get(f"/materials/{made_from.material_id}")
    assert f"/materials/versions/{made_from.version_id}" in page.links
    assert f"/materials/{made_from.material_id}" in browser.get(f"/materials/{world.in_force_id}").links
    other = client_of("planner.us").get(f"/materials/{world.in_force_id}")
    assert f"/materials/{made_from.material_id}" not in other.links  # law 7: a draft is its own side's

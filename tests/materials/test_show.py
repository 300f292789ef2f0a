"""What each role reads of a flyer: officials everything that was sent, all others only what is in force (law 7)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.db import session
from campaign.materials.models import Material, Version, visible_to
from campaign.permissions import see_material
from tests.browser import Browser
from tests.materials import acts
from tests.world import PEOPLE, World

ClientOf = Callable[..., Browser]
OUTSIDERS = ("partner-a.us", "partner-b.mx", "secretariat", "observer")


@pytest.fixture
def waiting(world: World) -> Version:
    """Version 2 of the flyer in force, sent and not yet cleared."""
    material = world.material("in_force")
    acts.write(world, "planner.us", material, "Not yet cleared words.", "Palabras sin autorizar.")
    return acts.send(world, material)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.database
def test_the_list_holds_exactly_what_a_person_may_see(world: World, waiting: Version, who: str) -> None:
    user = world.user(who)
    listed = {material.id for material in session.scalars(visible_to(user))}
    assert listed == {m.id for m in session.scalars(select(Material)) if see_material(user, m)}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_reads_only_what_is_in_force_reads_the_version_in_force(
    client_of: ClientOf, waiting: Version, who: str
) -> None:
    browser = client_of(who, "en")
    page = browser.get(f"/materials/{waiting.material_id}")
    assert "Not yet cleared words." not in page.text
    assert "Call 911 and stay with the person." in page.text
    assert f"/materials/versions/{waiting.id}" not in page.html
    browser.get(f"/materials/versions/{waiting.id}", status=404)


@pytest.mark.parametrize("who", ["planner.us", "reviewer.mx", "signatory.mx"])
def test_officials_of_both_sides_read_what_was_sent(client_of: ClientOf, waiting: Version, who: str) -> None:
    browser = client_of(who)
    assert "Palabras sin autorizar." in browser.get(f"/materials/{waiting.material_id}").text
    assert waiting.fingerprint[:32] in browser.get(f"/materials/versions/{waiting.id}").text


@pytest.mark.parametrize("name", ["draft", "waiting", "half_cleared"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_is_not_in_force_is_not_theirs(client_of: ClientOf, world: World, name: str, who: str) -> None:
    client_of(who).get(f"/materials/{world.material(name).id}", status=404)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "is_found"),
    [("naloxone", True), ("CASA ten", True), ("F-{:04d}", True), ("f-{}", True), ("%", False), ("²", False),
     ("٣", False), ("' OR 1=1 --", False), ("x" * 500, False)],
)  # fmt: skip
def test_the_list_is_searched_by_any_words(
    client_of: ClientOf, world: World, words: str, is_found: bool, language: str
) -> None:
    page = client_of("planner.us", language).get("/materials/", query_string={"q": words.format(world.draft_id)})
    assert (f"/materials/{world.draft_id}" in page.links) is is_found


def test_what_changes_while_it_waits_is_shown_as_the_draft(client_of: ClientOf, world: World) -> None:
    material = world.material("waiting")
    acts.write(world, "planner.us", material, "The next words.", "Lo que sigue.")
    page = client_of("planner.us", "en").get(f"/materials/{material.id}")
    assert "Draft of version 2" in page.text
    assert "The next words." in page.text
    assert "The next words." not in client_of("planner.mx", "en").get(f"/materials/{material.id}").text

"""Sharing a draft: until then the other side does not know it; from then on it writes along as an author (law 2)."""

from collections.abc import Callable

import pytest

from campaign.errors import NotAllowed, Refused
from campaign.materials.actions import share
from campaign.materials.models import Scope
from tests.browser import Browser
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
PAGES = ("/materials/{}", "/materials/{}/edit", "/flyers/{}", "/flyers/{}/page.pdf?region=US-48141")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["planner.mx", "signatory.mx", "reviewer.mx", "printer.mx", "partner-a.mx"])
def test_the_other_side_does_not_know_an_unshared_draft(client_of: ClientOf, world: World, page: str, who: str) -> None:
    client_of(who).get(page.format(world.draft_id), status=404)


def test_it_stands_in_no_list_of_the_other_side(client_of: ClientOf) -> None:
    browser = client_of("planner.mx")
    for path in ("/materials/", "/flyers/", "/materials/?q=naloxone", "/"):
        assert "Keep naloxone at home" not in browser.get(path).text


def test_sharing_lets_the_other_sides_planners_write(client_of: ClientOf, world: World) -> None:
    owner = client_of("planner.us", "en")
    owner.get(f"/materials/{world.draft_id}")
    owner.send("/share")
    assert "Share with Mexico" not in owner.follow().text
    guest = client_of("planner.mx")
    guest.get(f"/materials/{world.draft_id}/edit")
    guest.send(title_es="Naloxona en casa")
    material = world.material("draft")
    assert material.title_es == "Naloxona en casa"
    assert material.author_ids == sorted([world.users["planner.us"], world.users["planner.mx"]])
    client_of("signatory.mx").get(f"/materials/{world.draft_id}/edit", status=403)


@pytest.mark.parametrize(("who", "status"), [("planner.mx", 404), ("signatory.us", 403), ("partner-a.us", 404)])
def test_only_the_owners_planners_share(client_of: ClientOf, world: World, who: str, status: int) -> None:
    client_of(who).post(f"/materials/{world.draft_id}/share", status=status)
    assert not world.material("draft").is_shared


def test_the_guest_does_not_share_on(client_of: ClientOf, world: World) -> None:
    client_of("planner.us").post(f"/materials/{world.shared_draft_id}/share", status=403)


@pytest.mark.database
def test_a_national_flyer_is_not_shared(world: World) -> None:
    material = acts.flyer(world, scope=Scope.national)
    with pytest.raises(Refused, match="belongs to one side"), acts.act(world, "planner.us"):
        share(material)


@pytest.mark.database
def test_a_co_author_of_the_other_side_clears_nothing(world: World) -> None:
    material = acts.flyer(world)
    with acts.act(world, "planner.us"):
        share(material)
    acts.write(world, "signatory2.mx", material, "Co-written.", "Escrito entre dos.")
    version = acts.send(world, material)
    with pytest.raises(NotAllowed, match="You wrote part of this"):
        acts.clear(world, version, "signatory2.mx")
    acts.clear_by_both(world, version)
    assert acts.places(version) == acts.BOTH

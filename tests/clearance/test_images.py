"""An image changes or goes: what shows it leaves force, in its own countries, and the owner has a draft to send."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from campaign import clock
from campaign.clearance import force
from campaign.clearance.models import Decision, decisions
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.materials.models import BlockKind, Scope, Version, VersionState
from tests.browser import Browser
from tests.holds import stops
from tests.intake import corpus
from tests.materials import acts, images
from tests.world import World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
OTHER = corpus.picture(size=(900, 601))


@pytest.fixture
def image(world: World) -> Version:
    return images.image(world)


@pytest.fixture
def flyer(world: World, image: Version) -> Version:
    return images.in_force(world, image)


def withdrawn(world: World, image: Version) -> None:
    """As a planner of the owning side withdraws it."""
    with acts.act(world, "planner.us"):
        version = acts.here(image)
        force.withdraw(version, "withdrawn")
        force.settle(version.material, now())


def code(image: Version) -> str:
    return acts.here(image).material.code


def is_out(flyer: Version, image: Version) -> bool:
    flyer = acts.here(flyer)
    is_said = (flyer.state, flyer.reason, flyer.material.notice) == (
        VersionState.withdrawn,
        f"image:{code(image)}",
        f"image:{code(image)}",
    )
    return is_said and acts.places(flyer) == acts.stored_places(flyer.material) == acts.NOWHERE


def test_a_flyer_with_an_image_comes_into_force(flyer: Version) -> None:
    assert acts.places(flyer) == acts.stored_places(flyer.material) == acts.BOTH


def test_a_replaced_image_empties_the_clearance_of_every_flyer_that_shows_it(
    world: World, image: Version, flyer: Version
) -> None:
    others = [images.in_force(world, image), acts.send(world, images.flyer(world, image))]
    newer = images.replaced(world, image, OTHER)
    assert all(is_out(shown, image) for shown in (flyer, *others))
    with pytest.raises(Refused):
        acts.clear(world, others[1], "signatory.us")
    for shown in (flyer, *others):
        (block,) = acts.blocks(shown.material, BlockKind.picture)
        assert block.image_version_id == newer.id, "the draft shows the newest version"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_owner_is_told_and_sends_it_anew(
    client_of: ClientOf, world: World, image: Version, flyer: Version, language: str
) -> None:
    images.replaced(world, image, OTHER)
    notice = {
        "en": f"The image {code(image)} changed or was withdrawn",
        "es": f"La imagen {code(image)} cambió o se retiró",
    }[language]
    assert notice in client_of("planner.us", language).get(f"/materials/{flyer.material_id}").text
    again = acts.send(world, flyer.material)
    assert again.n == 2
    assert again.fingerprint != acts.here(flyer).fingerprint
    acts.clear_by_both(world, again)
    assert acts.places(again) == acts.BOTH


@pytest.mark.parametrize("step", ["sent", "half cleared", "refused"])
def test_until_both_cleared_the_next_version_the_old_one_stands(
    world: World, image: Version, flyer: Version, step: str
) -> None:
    newer = images.redescribed(world, image)
    if step != "sent":
        acts.clear(world, newer, "signatory.us")
    if step == "refused":
        acts.refuse(world, newer, "signatory.mx")
    assert acts.places(flyer) == acts.BOTH


def test_other_words_for_what_it_shows_are_another_image(world: World, image: Version, flyer: Version) -> None:
    images.clear(world, images.redescribed(world, image))
    assert is_out(flyer, image)


@pytest.mark.parametrize("who", ["signatory.us", "signatory.mx"])
def test_a_revoked_image_takes_out_what_shows_it(world: World, image: Version, flyer: Version, who: str) -> None:
    """A plain revocation by one country stops both, of the image and of what shows it."""
    acts.revoke(world, image, who)
    assert is_out(flyer, image)
    with pytest.raises(Refused, match="not in force"):
        acts.send(world, flyer.material)


@pytest.mark.parametrize(("who", "left"), [("signatory.us", Side.MX), ("signatory.mx", Side.US)])
def test_revoked_with_marks_the_other_country_goes_on(
    world: World, image: Version, flyer: Version, who: str, left: Side
) -> None:
    """Law 4: an image in force only in one country counts only there; what is on its way needs it in both."""
    waiting = acts.send(world, images.flyer(world, image))
    acts.revoke(world, image, who, marks=True)
    assert images.sides(flyer) == [left]
    assert acts.stored_places(flyer.material) == {left: True, left.opposite: False}
    assert is_out(waiting, image)
    acts.revoke(world, image, f"signatory.{left.value.lower()}")
    assert is_out(flyer, image)


def test_a_withdrawn_image_takes_out_what_shows_it(world: World, image: Version, flyer: Version) -> None:
    withdrawn(world, image)
    assert is_out(flyer, image)


def test_only_what_shows_it_is_touched(world: World, image: Version) -> None:
    other = images.in_force(world, images.image(world, data=OTHER))
    withdrawn(world, image)
    assert acts.places(other) == acts.BOTH
    assert acts.places(world.version("in_force")) == acts.BOTH


def test_nobody_decided_anything_for_a_country(world: World, image: Version, flyer: Version) -> None:
    withdrawn(world, image)
    assert [row.decision for row in session.scalars(decisions(flyer))] == [Decision.cleared, Decision.cleared]


# Holds


@pytest.mark.parametrize("side", Side)
def test_a_held_image_holds_what_shows_it_in_that_country(
    world: World, image: Version, flyer: Version, side: Side
) -> None:
    (hold,) = stops.place(world, acts.here(image).material, f"reviewer.{side.value.lower()}")
    assert images.sides(flyer) == [side.opposite]
    material = acts.here(flyer).material
    assert (material.is_held(side), material.is_held(side.opposite)) == (True, False)
    assert acts.here(flyer).state is VersionState.in_force
    stops.lift(world, hold, stops.signatory(side))
    assert acts.places(flyer) == acts.stored_places(flyer.material) == acts.BOTH


def test_the_hold_stands_on_the_flyers_page(client_of: ClientOf, world: World, image: Version, flyer: Version) -> None:
    stops.place(world, acts.here(image).material, "reviewer.us")
    assert stops.REASON in client_of("planner.mx").get(f"/materials/{flyer.material_id}").text


def test_a_held_image_cannot_be_chosen_or_sent(world: World, image: Version) -> None:
    draft, other = images.flyer(world, image), acts.flyer(world)
    stops.place(world, acts.here(image).material, "reviewer.mx")
    with pytest.raises(Refused, match="on hold"):
        acts.send(world, draft)
    with pytest.raises(Refused, match="on hold"):
        images.show(world, other, image)


# Dates


def test_a_flyer_lasts_no_longer_than_its_image(world: World) -> None:
    soon = now().date() + timedelta(days=20)
    version = acts.send(world, images.draft(world))
    acts.clear_by_both(world, version, expires_on=soon)
    flyer = images.in_force(world, version)
    assert flyer.review_by == soon
    with clock.at(now() + timedelta(days=20)):
        assert acts.places(flyer) == acts.BOTH
    with clock.at(now() + timedelta(days=21)):
        assert acts.places(flyer) == acts.NOWHERE
        with pytest.raises(Refused, match="not in force"):
            images.sent_again(world, flyer)


def test_the_same_image_cleared_anew_keeps_every_clearance(world: World) -> None:
    """Law 3: the same content has the same fingerprint; only dates move, and what a date had ended goes on."""
    soon = now().date() + timedelta(days=20)
    version = acts.send(world, images.draft(world))
    acts.clear_by_both(world, version, expires_on=soon)
    flyer = images.in_force(world, version)
    with clock.at(now() + timedelta(days=30)):
        again = images.sent_again(world, version)
        acts.clear_by_both(world, again)
        assert again.fingerprint == acts.here(version).fingerprint
        assert acts.places(flyer) == acts.stored_places(flyer.material) == acts.BOTH
        images.replaced(world, again, OTHER)
        assert is_out(flyer, version)


# Territory (law 4)


def test_a_national_flyer_shows_the_own_countrys_image(world: World) -> None:
    image = images.image(world, scope=Scope.national)
    flyer = images.in_force(world, image, scope=Scope.national)
    assert acts.places(flyer) == acts.ONLY_US


@pytest.mark.parametrize("who", ["planner.us", "planner.mx"])
def test_a_joint_flyer_needs_it_in_both(world: World, who: str) -> None:
    image = images.image(world, who, Scope.national)
    with pytest.raises(Refused, match="not in force in every country"):
        images.flyer(world, image)


def test_the_other_countrys_image_cannot_be_shown_in_a_national_flyer(world: World) -> None:
    image = images.image(world, "planner.mx", Scope.national)
    with pytest.raises(Refused, match="not in force in every country"):
        images.flyer(world, image, scope=Scope.national)

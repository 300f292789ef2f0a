"""A side whose yes is open again reads what changed since it gave it, old beside new, and no more than that."""

from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from campaign.campaigns import actions, moves
from campaign.campaigns.actions import Brief
from campaign.campaigns.models import Campaign, Verb, region_keys, tracks_of
from campaign.campaigns.since import Since, since_last_word
from campaign.clock import now
from campaign.db import Side, acting, session
from tests.browser import Browser
from tests.world import EL_PASO, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


def brief(campaign: Campaign) -> Brief:
    return Brief(**{name: getattr(campaign, name) for name in Brief.__dataclass_fields__})


def write(world: World, who: str, **texts: str) -> None:
    user, campaign = world.user(who), world.campaign
    with acting(user, user.side, "campaigns.edit", now()):
        actions.edit(campaign, replace(brief(campaign), **texts), campaign.row_version, user, now())
        session.commit()


def step(world: World, who: str, verb: Verb) -> None:
    user = world.user(who)
    assert user.side
    with acting(user, user.side, f"campaigns.{verb.value}", now()):
        moves.make(world.track(user.side), verb, user, now())
        session.commit()


def since(world: World, side: Side) -> Since | None:
    return since_last_word(world.campaign, session.scalars(tracks_of(world.campaign.id)).all(), side)


@pytest.fixture
def agreed(world: World) -> World:
    """Mexico has agreed; the half of the United States is a draft again, so that the text is open."""
    for side in Side:
        assert since(world, side) is None, "their words stand"
    track = world.track(Side.US)
    with acting(world.user("planner.us"), Side.US, "test", now()):
        track.state, track.agreed_at, track.agreed_by_id = type(track.state).draft, None, None
        moves.derive(track.campaign)
        session.commit()
    return world


def test_a_change_by_the_other_side_is_shown_old_beside_new(client_of: ClientOf, agreed: World) -> None:
    before = asdict(brief(agreed.campaign))
    write(agreed, "planner.us", aim_en="Nobody dies alone.", aim_es="Que nadie muera a solas.")
    write(agreed, "planner.us", aim_en="Nobody dies of one pill.")
    write(agreed, "planner.us", message_es="Otra cosa")
    write(agreed, "planner.us", message_es=before["message_es"])
    found = since(agreed, Side.MX)
    assert found
    assert [(one.name, one.language, one.old, one.new) for one in found.texts] == [
        ("aim", "en", before["aim_en"], "Nobody dies of one pill."),
        ("aim", "es", before["aim_es"], "Que nadie muera a solas."),
    ], "what was changed back is no change"
    assert found.known.action == "campaigns.agree"
    assert found.by
    assert found.by.side is Side.US
    for who, language, words in (
        ("planner.mx", "en", "What changed since your side agreed"),
        ("signatory.mx", "es", "Qué cambió desde que su parte dio su acuerdo"),
    ):
        page = client_of(who, language).get(f"/campaigns/{agreed.campaign.id}")
        assert words in page.text
        assert before["aim_es"] in page.text
        assert "Nobody dies of one pill." in page.text


def test_who_agreed_before_compares_with_that_when_it_is_proposed_anew(agreed: World) -> None:
    write(agreed, "planner.us", audience_en="Everybody who drives")
    step(agreed, "planner.mx", Verb.propose)
    found = since(agreed, Side.MX)
    assert found
    assert [one.new for one in found.texts] == ["Everybody who drives"]
    step(agreed, "signatory.mx", Verb.agree)
    assert since(agreed, Side.MX) is None, "its word stands again"


def test_regions_that_came_and_went(agreed: World) -> None:
    user, campaign = agreed.user("planner.us"), agreed.campaign
    keys = set(session.scalars(region_keys(campaign.id)))
    assert EL_PASO in keys
    for wanted in (keys - {EL_PASO} | {"US-48141", "US-35013"}, keys - {EL_PASO} | {"US-35013"}):
        with acting(user, Side.US, "campaigns.regions", now()):
            actions.set_regions(campaign, wanted, campaign.row_version, user, now())
            session.commit()
    found = since(agreed, Side.MX)
    assert found
    assert ([one.key for one in found.added], [one.key for one in found.removed]) == (["US-35013"], [EL_PASO])
    assert found.texts == []


def test_who_never_gave_a_word_has_nothing_to_compare(client_of: ClientOf, world: World) -> None:
    tracks = session.scalars(tracks_of(world.proposal_id)).all()
    assert since_last_word(world.proposal, tracks, Side.MX) is None
    assert since_last_word(world.proposal, tracks, None) is None
    assert 'id="since"' not in client_of("planner.mx", "en").get(f"/campaigns/{world.proposal_id}").html

"""States of tracks and campaigns against product §4, typed here by hand: every pair of states, allowed or refused."""

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaign.accounts.models import User
from campaign.campaigns import actions
from campaign.campaigns.models import MOVES, Track, TrackState
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from tests.conftest import ActingAs
from tests.world import World

pytestmark = pytest.mark.database

ALLOWED = {("draft", "proposed"), ("proposed", "draft"), ("proposed", "agreed")}
ORDER = ("draft", "proposed", "agreed", "scheduled", "paused", "closed", "evaluated")
ACTS: dict[str, Callable[[Track, User], None]] = {
    "proposed": lambda track, user: actions.propose(track),
    "draft": lambda track, user: actions.take_back(track),
    "agreed": lambda track, user: actions.agree(track, user, now()),
}


def test_the_table_of_moves_is_the_one_typed_here() -> None:
    assert {(state.value, to.value) for state, after in MOVES.items() for to in after} == ALLOWED


@pytest.mark.parametrize(("state", "to"), list(product([state.value for state in TrackState], ACTS)))
def test_a_track_moves_only_where_the_table_leads(world: World, acting_as: ActingAs, state: str, to: str) -> None:
    with acting_as("signatory.us") as signatory:
        track = world.track(Side.US)
        track.state = TrackState(state)
        session.flush()
        if (state, to) in ALLOWED:
            ACTS[to](track, signatory)
            assert track.state.value == to
        else:
            with pytest.raises(Refused):
                ACTS[to](track, signatory)
            assert track.state.value == state


@given(some.lists(some.sampled_from(TrackState), min_size=1, max_size=2))
def test_the_overall_state_is_the_one_of_the_product(states: list[TrackState]) -> None:
    """Active if any track is; else the least advanced of those not cancelled; cancelled if all are."""
    values = [state.value for state in states]
    going = [value for value in values if value != "cancelled"]
    if "active" in values:
        expected = "active"
    elif not going:
        expected = "cancelled"
    else:
        expected = next(value for value in ORDER if value in going)
    assert actions.overall(states).value == expected


@given(some.lists(some.sampled_from(TrackState), min_size=2, max_size=2))
def test_the_order_of_the_sides_does_not_matter(states: list[TrackState]) -> None:
    assert actions.overall(states) is actions.overall(states[::-1])


@pytest.mark.parametrize("who", ["planner.us", "signatory.mx", "administrator.us", "reviewer.us"])
def test_only_a_signatory_of_the_side_agrees_for_it(world: World, acting_as: ActingAs, who: str) -> None:
    with acting_as(who) as user, pytest.raises(NotAllowed):
        actions.agree(world.track(Side.US, "proposal"), user, now())
    assert world.track(Side.US, "proposal").state is TrackState.proposed


def test_a_yes_to_what_was_changed_since_is_no_yes(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        track = world.track(Side.US, "proposal")
        with pytest.raises(Refused, match="changed after you opened it"):
            actions.agree(track, signatory, now(), opened=track.row_version - 1)
        assert track.state is TrackState.proposed
        actions.agree(track, signatory, now(), opened=track.row_version)
    assert (track.agreed_at, track.agreed_by_id) == (now(), world.users["signatory.us"])


def test_one_side_alone_agrees_to_nothing_for_the_other(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        actions.agree(world.track(Side.US, "proposal"), signatory, now())
    assert world.track(Side.MX, "proposal").state is TrackState.draft
    assert world.proposal.state is TrackState.draft


def test_what_was_taken_back_stays_in_sight_of_the_other_country(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        actions.take_back(world.track(Side.US, "proposal"))
        session.commit()
    assert world.proposal.is_shared
    assert world.proposal.state is TrackState.draft

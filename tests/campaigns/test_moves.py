"""States of tracks and campaigns against product §4, typed here by hand: every pair of states, allowed or refused."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from campaign.campaigns import moves
from campaign.campaigns.models import MOVES, Campaign, CampaignKind, Track, TrackState, Verb, tracks_of
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from tests.conftest import ActingAs
from tests.mail.told import notices_to
from tests.tiers import histories
from tests.world import NOW, PEOPLE, World

pytestmark = pytest.mark.database

STATES = ("draft", "proposed", "agreed", "scheduled", "active", "paused", "closed", "evaluated", "cancelled")
BEFORE_CLOSED = STATES[:6]
# From one state to another: by which act.
ALLOWED: dict[tuple[str, str], set[str]] = {
    ("draft", "proposed"): {"propose"},
    ("proposed", "draft"): {"take_back"},
    ("proposed", "agreed"): {"agree"},
    ("agreed", "scheduled"): {"schedule"},
    ("scheduled", "active"): {"start"},
    ("active", "paused"): {"pause"},
    ("paused", "active"): {"resume"},
    ("active", "closed"): {"close"},
    ("paused", "closed"): {"close"},
    ("closed", "evaluated"): {"evaluate"},
    **{(state, "cancelled"): {"cancel", "leave"} for state in BEFORE_CLOSED},
    ("cancelled", "cancelled"): {"leave"},
}
SIGNATORY = {"agree", "pause", "resume", "cancel", "leave"}
ORDER = ("draft", "proposed", "agreed", "scheduled", "paused", "closed", "evaluated")
EXAMPLES = histories(200, 25)


def actor(verb: str, side: Side = Side.US) -> str:
    return f"{'signatory' if verb in SIGNATORY else 'planner'}.{side.value.lower()}"


def outcome(states: list[str]) -> str:
    """The overall state, worked out in plain words."""
    going = [state for state in states if state != "cancelled"]
    if "active" in states:
        return "active"
    return next(state for state in ORDER if state in going) if going else "cancelled"


def place(track: Track, state: str) -> None:
    """As if its dates were just over: then no date stands in the way of any step."""
    track.state = TrackState(state)
    track.starts_on, track.ends_on = date(2026, 11, 1), date(2026, 11, 24)


def test_the_table_of_moves_is_the_one_typed_here() -> None:
    typed = {(a, b, verb, actor(verb)[:-3]) for (a, b), verbs in ALLOWED.items() for verb in verbs}
    assert {(m.start.value, m.end.value, m.verb.value, m.who.value) for m in MOVES} == typed
    assert len(MOVES) == len(typed)
    assert tuple(state.value for state in TrackState) == STATES


@pytest.mark.parametrize(("start", "end"), list(product(STATES, STATES)))
def test_a_track_moves_only_where_the_table_leads(world: World, acting_as: ActingAs, start: str, end: str) -> None:
    """Every act from the first state: those of the table lead to the second, and no other does. ASVS V2.3.1."""
    reached = set()
    for verb in Verb:
        with acting_as(actor(verb.value)) as user:
            track, other = world.track(Side.US), world.track(Side.MX)
            place(track, start)
            session.flush()
            before = (track.row_version, other.state, other.row_version)
            try:
                moves.make(track, verb, user, now(), "A reason.")
            except Refused:
                assert (track.state.value, track.row_version) == (start, before[0])
            else:
                if track.state.value == end:
                    reached.add(verb.value)
                assert track.campaign.state.value == outcome([track.state.value, "agreed"])
            assert (other.state, other.row_version) == before[1:], "the other country's track is never moved"
            session.rollback()
    assert reached == ALLOWED.get((start, end), set())


@pytest.mark.parametrize("who", sorted(PEOPLE))
@pytest.mark.parametrize("verb", list(Verb))
def test_only_the_right_people_of_the_own_side_take_a_step(
    world: World, acting_as: ActingAs, verb: Verb, who: str
) -> None:
    with acting_as(who) as user:
        track = world.track(Side.US)
        start = next(move.start for move in MOVES if move.verb is verb)
        place(track, start.value)
        session.flush()
        if who.startswith(actor(verb.value)[:-3]) and who.endswith(".us"):
            moves.make(track, verb, user, now(), "A reason.")
            assert (track.moved_at, track.moved_by_id) == (now(), user.id)
        elif who != "deactivated":  # who cannot sign in acts nowhere
            with pytest.raises(NotAllowed):
                moves.make(track, verb, user, now(), "A reason.")
            assert track.state is start


@pytest.mark.parametrize("verb", [Verb.pause, Verb.cancel, Verb.leave])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_nothing_is_stopped_without_a_reason(world: World, acting_as: ActingAs, verb: Verb, reason: str) -> None:
    track = world.track(Side.US, "running")
    with acting_as("signatory.us") as signatory, pytest.raises(Refused, match="Write the reason"):
        moves.make(track, verb, signatory, now(), reason)
    assert (track.state, track.reason, track.has_left) == (TrackState.active, "", False)


@pytest.mark.parametrize("waits", ["draft", "proposed"])
@pytest.mark.parametrize("verb", [Verb.schedule, Verb.start])
def test_a_joint_campaign_waits_for_the_other_country(
    world: World, acting_as: ActingAs, verb: Verb, waits: str
) -> None:
    start = {Verb.schedule: "agreed", Verb.start: "scheduled"}[verb]
    with acting_as("planner.us") as planner:
        track, other = world.track(Side.US), world.track(Side.MX)
        place(track, start)
        other.state = TrackState(waits)
        session.flush()
        with pytest.raises(Refused, match="before Mexico has agreed to its track too"):
            moves.make(track, verb, planner, now())
        assert track.state.value == start
        other.state = TrackState.cancelled
        session.flush()
        moves.make(track, verb, planner, now())


def test_a_parallel_one_does_not(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        track = world.track(Side.US)
        track.campaign.kind = CampaignKind.parallel
        world.track(Side.MX).state = TrackState.draft
        session.flush()
        moves.make(track, Verb.schedule, planner, now())
        assert (track.state, track.campaign.state) == (TrackState.scheduled, TrackState.draft)


def test_a_track_is_scheduled_by_its_dates(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        track = world.track(Side.US)
        track.ends_on = None
        session.flush()
        with pytest.raises(Refused, match="one of them is missing"):
            moves.make(track, Verb.schedule, planner, now())


@pytest.mark.parametrize(
    ("verb", "state", "side", "early", "due"),
    [
        # 1 December begins at 05:00 UTC in Washington and at 06:00 UTC in Mexico City
        (Verb.start, "scheduled", Side.US, "2026-12-01T04:59+00:00", "2026-12-01T05:00+00:00"),
        (Verb.start, "scheduled", Side.MX, "2026-12-01T05:59+00:00", "2026-12-01T06:00+00:00"),
        # 31 March: daylight saving time in Washington only
        (Verb.close, "active", Side.US, "2027-03-31T03:59+00:00", "2027-03-31T04:00+00:00"),
        (Verb.close, "paused", Side.MX, "2027-03-31T05:59+00:00", "2027-03-31T06:00+00:00"),
    ],
)
def test_a_date_is_the_day_in_the_capital(
    world: World, acting_as: ActingAs, verb: Verb, state: str, side: Side, early: str, due: str
) -> None:
    with acting_as(actor(verb.value, side)) as planner:
        track = world.track(side)
        track.state = TrackState(state)
        session.flush()
        with pytest.raises(Refused, match=r"\b1.Dec.2026|31.Mar.2027"):
            moves.make(track, verb, planner, datetime.fromisoformat(early))
        assert track.state.value == state
        moves.make(track, verb, planner, datetime.fromisoformat(due))


def test_a_national_campaign_is_not_left(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory, pytest.raises(Refused, match="Cancel the track instead"):
        moves.make(world.track(Side.US, "national_us"), Verb.leave, signatory, now(), "Other plans.")


def test_leaving_twice_is_told(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        track = world.track(Side.US, "running")
        moves.make(track, Verb.leave, signatory, now(), "Other plans.")
        with pytest.raises(Overtaken, match="already left"):
            moves.make(track, Verb.leave, signatory, now(), "Again.")
    assert track.reason == "Other plans."


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("verb", [Verb.pause, Verb.resume, Verb.cancel, Verb.leave])
def test_the_other_country_is_told_in_the_same_transaction(
    world: World, acting_as: ActingAs, side: Side, verb: Verb
) -> None:
    """Law 6, in both languages, and only if the step is kept."""
    with acting_as(actor(verb.value, side)) as signatory:
        track = world.track(side, "running")
        track.state = TrackState.paused if verb is Verb.resume else TrackState.active
        session.commit()
        moves.make(track, verb, signatory, now(), "Staff are needed elsewhere.")
        session.rollback()
        assert session.scalars(notices_to(side.opposite, now())).all() == []
        moves.make(track, verb, signatory, now(), "Staff are needed elsewhere.")
        session.commit()
    (notice,) = session.scalars(notices_to(side.opposite, now()))
    assert session.scalars(notices_to(side, now())).all() == []
    name = {Side.US: ("The United States ", "Estados Unidos "), Side.MX: ("Mexico ", "México ")}[side]
    assert notice.subject.en.startswith(name[0])
    assert "Lock up your medicine" in notice.subject.en
    assert "Guarda tus medicinas bajo llave" in notice.subject.es
    assert ("Staff are needed elsewhere." in notice.text.en) == (verb is not Verb.resume)
    assert notice.path.startswith(f"/campaigns/{world.running_id}")


def test_what_the_other_country_does_not_see_it_is_not_told(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        moves.make(world.track(Side.US, "national_us"), Verb.cancel, signatory, now(), "Other plans.")
        session.commit()
    assert session.scalars(notices_to(Side.MX, NOW - timedelta(days=1))).all() == []


@given(some.lists(some.sampled_from(TrackState), min_size=1, max_size=2))
def test_the_overall_state_is_the_one_of_the_product(states: list[TrackState]) -> None:
    """Active if any track is; else the least advanced of those not cancelled; cancelled if all are."""
    assert moves.overall(states).value == outcome([state.value for state in states])
    assert moves.overall(states) is moves.overall(states[::-1])


STEPS = some.lists(some.tuples(some.sampled_from(Side), some.sampled_from(Verb)), max_size=24)
# Half of the steps go on, so that most histories get beyond the first refusal.
ONWARD = ("propose", "agree", "schedule", "start", "pause", "resume", "close", "evaluate")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=some.sampled_from(CampaignKind), steps=STEPS, onward=some.lists(some.sampled_from(Side), max_size=12))
def test_whatever_both_sides_do_the_campaign_says_how_far_it_is(
    world: World, acting_as: ActingAs, kind: CampaignKind, steps: list[tuple[Side, Verb]], onward: list[Side]
) -> None:
    """Each side's track goes by the table alone; the campaign's state follows from both after every step."""
    campaign, states = begin(world, acting_as, kind)
    ahead = [(side, Verb(verb)) for side, verb in zip(onward, ONWARD * 2, strict=False)]
    for side, verb in [*ahead, *steps]:
        if side in states:
            step(world, acting_as, campaign, states, side, verb)
    session.rollback()


def begin(world: World, acting_as: ActingAs, kind: CampaignKind) -> tuple[Campaign, dict[Side, str]]:
    """A proposal of both sides whose dates are over, so that only the table and the other side count."""
    session.rollback()
    with acting_as("planner.us"):
        campaign = world.national if kind is CampaignKind.national else world.campaign
        campaign.kind, campaign.state = kind, TrackState.draft
        tracks = session.scalars(tracks_of(campaign.id)).all()
        for track in tracks:
            place(track, "draft")
            track.lead_id = world.organizations[track.side.value.lower()]
        session.flush()
    return campaign, dict.fromkeys([track.side for track in tracks], "draft")


def step(
    world: World, acting_as: ActingAs, campaign: Campaign, states: dict[Side, str], side: Side, verb: Verb
) -> None:
    track = next(track for track in session.scalars(tracks_of(campaign.id)) if track.side is side)
    ends = [end for (start, end), verbs in ALLOWED.items() if start == states[side] and verb.value in verbs]
    waits = campaign.kind is CampaignKind.joint and states.get(side.opposite) in ("draft", "proposed")
    is_free = not (verb in (Verb.schedule, Verb.start) and waits)
    if verb is Verb.leave:
        is_free = len(states) > 1 and campaign.is_shared and not track.has_left
    with acting_as(actor(verb.value, side)) as user:
        try:
            moves.make(track, verb, user, now(), "A reason.")
            assert ends, f"{verb} from {states[side]}"
            assert is_free, f"{verb} from {states[side]}"
            states[side] = ends[0]
        except Refused:
            assert not ends or not is_free, f"{verb} from {states[side]}"
    assert {track.side: track.state.value for track in session.scalars(tracks_of(campaign.id))} == states
    assert campaign.state.value == outcome(list(states.values()))


def test_a_yes_to_what_was_changed_since_is_no_yes(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        track = world.track(Side.US, "proposal")
        with pytest.raises(Overtaken, match="changed after you opened it"):
            moves.make(track, Verb.agree, signatory, now(), opened=track.row_version - 1)
        assert track.state is TrackState.proposed
        moves.make(track, Verb.agree, signatory, now(), opened=track.row_version)
    assert (track.agreed_at, track.agreed_by_id) == (now(), world.users["signatory.us"])


def test_one_side_alone_agrees_to_nothing_for_the_other(world: World, acting_as: ActingAs) -> None:
    with acting_as("signatory.us") as signatory:
        moves.make(world.track(Side.US, "proposal"), Verb.agree, signatory, now())
    assert world.track(Side.MX, "proposal").state is TrackState.draft
    assert world.proposal.state is TrackState.draft


def test_what_was_taken_back_stays_in_sight_of_the_other_country(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        moves.make(world.track(Side.US, "proposal"), Verb.take_back, planner, now())
        session.commit()
    assert world.proposal.is_shared
    assert world.proposal.state is TrackState.draft

"""What the actions keep: half a text, dates, regions, and what an edit does to a yes that was already given."""

import dataclasses
from datetime import date

import pytest
from sqlalchemy import select

from campaign.audit.models import Entry
from campaign.campaigns import actions, moves
from campaign.campaigns.actions import Brief
from campaign.campaigns.models import (
    Campaign,
    CampaignKind,
    TrackState,
    Verb,
    region_keys,
    titled,
    tracks_of,
    visible_to,
)
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused, Stale
from campaign.permissions import see_campaign
from tests.conftest import ActingAs
from tests.world import BRIEF, EL_PASO, JUAREZ, PEOPLE, World

pytestmark = pytest.mark.database

EMPTY = Brief(**{field.name: "" for field in dataclasses.fields(Brief)})


def half_written(language: str) -> Brief:
    return dataclasses.replace(EMPTY, **{f"title_{language}": "Naloxone"})


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_draft_is_kept_although_incomplete(world: World, acting_as: ActingAs, language: str) -> None:
    with acting_as("planner.us") as planner:
        campaign = actions.create(half_written(language), CampaignKind.joint, planner, now())
        session.commit()
    tracks = session.scalars(tracks_of(campaign.id)).all()
    assert [(track.side, track.state) for track in tracks] == [(Side.MX, TrackState.draft), (Side.US, TrackState.draft)]
    assert (campaign.state, campaign.is_shared, campaign.side) == (TrackState.draft, False, Side.US)


@pytest.mark.parametrize("who", ["secretariat", "observer"])
def test_a_person_without_a_side_begins_no_campaign(world: World, acting_as: ActingAs, who: str) -> None:
    with acting_as(who) as user, pytest.raises(NotAllowed):
        actions.create(BRIEF, CampaignKind.joint, user, now())


@pytest.mark.parametrize("name", ["title", "aim", "audience", "message"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_half_a_bilingual_text_is_not_proposed(world: World, acting_as: ActingAs, name: str, language: str) -> None:
    with acting_as("planner.mx") as planner:
        plan = world.plan
        brief = dataclasses.replace(BRIEF, **{f"{name}_{language}": ""})
        actions.edit(plan, brief, plan.row_version, planner, now())
        session.flush()
        with pytest.raises(Refused, match=f"{name} in both languages"):
            moves.make(world.track(Side.MX, "plan"), Verb.propose, planner, now())


def test_everything_that_is_missing_is_said_at_once(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        campaign = actions.create(half_written("es"), CampaignKind.joint, planner, now())
        track = session.scalars(tracks_of(campaign.id).filter_by(side=Side.US)).one()
        assert len(moves.missing(track)) == 7
        with pytest.raises(Refused, match="lead organization, start and end date, target regions of this side"):
            moves.make(track, Verb.propose, planner, now())
    assert not campaign.is_shared


def test_a_side_needs_regions_of_its_own(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        plan = world.plan
        actions.set_regions(plan, [EL_PASO], plan.row_version, planner, now())
        track = world.track(Side.MX, "plan")
        lead = world.organizations["mx"]
        actions.edit_track(track, lead, date(2026, 12, 1), date(2027, 1, 1), None, track.row_version, now())
        assert moves.missing(track) == ["target regions of this side"]


@pytest.mark.parametrize("ends_on", [date(2026, 12, 1), date(2026, 11, 30)], ids=["same day", "day before"])
def test_the_end_is_after_the_start(world: World, acting_as: ActingAs, ends_on: date) -> None:
    track = world.track(Side.US, "proposal")
    with acting_as("planner.us"), pytest.raises(Refused, match="after the start"):
        actions.edit_track(track, track.lead_id, date(2026, 12, 1), ends_on, None, track.row_version, now())
    assert track.ends_on == date(2027, 3, 31)


@pytest.mark.parametrize("organization", ["mx", "secretariat"])
def test_the_lead_is_of_the_own_country(world: World, acting_as: ActingAs, organization: str) -> None:
    track = world.track(Side.US, "proposal")
    with acting_as("planner.us"), pytest.raises(Refused, match="own country"):
        actions.edit_track(track, world.organizations[organization], None, None, None, track.row_version, now())


def test_a_proposal_that_is_changed_is_a_draft_again(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us"):
        track = world.track(Side.US, "proposal")
        actions.edit_track(track, track.lead_id, track.starts_on, track.ends_on, 40_001, track.row_version, now())
        session.commit()
    assert world.track(Side.US, "proposal").state is TrackState.draft


def test_saving_without_a_change_opens_nothing(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us") as planner:
        proposal, track = world.proposal, world.track(Side.US, "proposal")
        same = Brief(**{field.name: getattr(proposal, field.name) for field in dataclasses.fields(Brief)})
        actions.edit(proposal, same, proposal.row_version, planner, now())
        actions.set_regions(proposal, [EL_PASO, JUAREZ], proposal.row_version, planner, now())
        actions.edit_track(track, track.lead_id, track.starts_on, track.ends_on, track.budget, track.row_version, now())
        session.commit()
    assert world.track(Side.US, "proposal").state is TrackState.proposed


@pytest.mark.parametrize("what", ["brief", "regions"])
def test_a_change_of_the_common_half_opens_what_was_agreed(world: World, acting_as: ActingAs, what: str) -> None:
    with acting_as("signatory.us") as signatory:
        moves.make(world.track(Side.US, "proposal"), Verb.agree, signatory, now())
        session.commit()
    with acting_as("planner.mx") as planner:
        proposal = world.proposal
        if what == "brief":
            brief = dataclasses.replace(BRIEF, aim_es="Otro objetivo.")
            actions.edit(proposal, brief, proposal.row_version, planner, now())
        else:
            keys = [EL_PASO, JUAREZ, "MX-08052"]
            actions.set_regions(proposal, keys, proposal.row_version, planner, now())
        session.commit()
    track = world.track(Side.US, "proposal")
    assert (track.state, track.agreed_at, track.agreed_by_id) == (TrackState.draft, None, None)
    assert world.proposal.is_shared


def test_an_edit_is_read_at_once_and_found_without_accents(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        plan = world.plan
        assert plan.title.es == "Visitas escolares de invierno"
        brief = dataclasses.replace(BRIEF, title_es="Prevención en Ojinaga")
        actions.edit(plan, brief, plan.row_version, planner, now())
        assert plan.title.es == "Prevención en Ojinaga"
        session.commit()
        for words in ("prevencion", "OJINAGA", plan.code, "c-2 ojinaga".replace("2", str(plan.id))):
            assert session.scalars(titled(visible_to(planner), words)).all() == [plan], words
        assert session.scalars(titled(visible_to(planner), "100%")).all() == []


@pytest.mark.parametrize("key", ["US-99999", "MX-8037", "us-48141", "", "'; --"])
def test_an_unknown_region_is_refused_by_name_and_nothing_changes(world: World, acting_as: ActingAs, key: str) -> None:
    with acting_as("planner.mx") as planner, pytest.raises(Refused, match="There is no region") as refused:
        actions.set_regions(world.plan, [EL_PASO, key], world.plan.row_version, planner, now())
    assert key in refused.value.message
    assert set(session.scalars(region_keys(world.plan_id))) == {EL_PASO, JUAREZ}


def test_two_who_edit_the_same_thing_never_overwrite_each_other(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        plan, track = world.plan, world.track(Side.MX, "plan")
        mine = dataclasses.replace(BRIEF, aim_en="Mine.")
        with pytest.raises(Stale) as brief:
            actions.edit(plan, mine, plan.row_version - 1, planner, now())
        with pytest.raises(Stale) as regions:
            actions.set_regions(plan, [EL_PASO], plan.row_version - 1, planner, now())
        with pytest.raises(Stale) as half:
            actions.edit_track(track, None, date(2026, 12, 1), None, 7, track.row_version - 1, now())
    assert ("aim_en", BRIEF.aim_en, "Mine.") in [(d.name, d.theirs, d.yours) for d in brief.value.differences]
    assert regions.value.differences[0].yours == "El Paso County, Texas (US-48141)"
    assert [d.name for d in half.value.differences] == ["starts_on", "budget"]
    assert brief.value.version == plan.row_version


def test_each_act_leaves_one_entry(world: World, acting_as: ActingAs) -> None:
    with acting_as("planner.us", "campaigns.edit_track"):
        track = world.track(Side.US, "proposal")
        actions.edit_track(track, None, None, None, None, track.row_version, now())
        session.commit()
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert (entry.action, entry.user_id) == ("campaigns.edit_track", world.users["planner.us"])
    assert '"proposed"' in entry.changes
    assert '"draft"' in entry.changes


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_list_shows_exactly_what_the_rule_lets_one_see(world: World, acting_as: ActingAs, who: str) -> None:
    with acting_as("planner.us") as planner:
        running = actions.create(BRIEF, CampaignKind.joint, planner, now())
        running.state, running.is_shared = TrackState.active, True
        session.commit()
    user = world.user(who)
    listed = set(session.scalars(visible_to(user)))
    everything = session.scalars(select(Campaign)).all()
    assert len(everything) == 7
    assert listed == {campaign for campaign in everything if see_campaign(user, campaign)}

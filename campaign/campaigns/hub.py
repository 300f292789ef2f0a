"""What the page of one campaign says of each half: how far it is, what it lacks, and who must act next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from campaign.accounts.models import User
from campaign.campaigns import readiness, words
from campaign.campaigns.models import (
    MOVES,
    Campaign,
    CampaignKind,
    Track,
    TrackState,
    Verb,
    region_keys,
    tracks_of,
)
from campaign.campaigns.moves import closed_because, deciding, may_take, obstacle
from campaign.campaigns.readiness import Check
from campaign.db import Side, session
from campaign.i18n import _n, fmt_date
from campaign.permissions import decide_track, edit_campaign, edit_track
from campaign.regions.models import Level, Region

PATH = (
    TrackState.draft,
    TrackState.proposed,
    TrackState.agreed,
    TrackState.scheduled,
    TrackState.active,
    TrackState.closed,
    TrackState.evaluated,
)
STOPPED = (TrackState.paused, TrackState.cancelled)


@dataclass(frozen=True)
class Half:
    """One side's track as the page shows it."""

    track: Track
    steps: list[tuple[str, str]]
    next_step: str
    agreed_on: date | None
    stopped_on: date | None  # since when it is paused, or when it was cancelled
    warning: str  # the same said to the other country, whose own track goes on
    offered: list[Verb]


@dataclass(frozen=True)
class Readiness:
    """What of a campaign stands, and each gap with the way to the very field that mends it: '' where that is somebody
    else's to do, or closed by now."""

    ready: list[Check]
    gaps: list[tuple[Check, str]]


@dataclass(frozen=True)
class Place:
    """The target regions of one side."""

    side: Side
    regions: list[Region]

    @property
    def population(self) -> int:
        """People of 2020; whoever lives in a chosen county of a chosen state is counted once."""
        whole = {region.state_code for region in self.regions if region.level is Level.state}
        return sum(
            region.population or 0
            for region in self.regions
            if region.level is Level.state or region.state_code not in whole
        )


def halves(campaign: Campaign, tracks: Sequence[Track], order: list[Side], user: User, at: datetime) -> list[Half]:
    """Both tracks, the reader's own side first; a national campaign has one."""
    return [
        Half(
            track=track,
            steps=steps(track.state),
            next_step=next_step(campaign, track, tracks, user),
            agreed_on=track.day(track.agreed_at) if track.agreed_at else None,
            stopped_on=track.day(track.moved_at) if track.moved_at and track.state in STOPPED else None,
            warning=_warning(track, user),
            offered=offered(track, tracks, user, at),
        )
        for track in sorted(tracks, key=lambda track: order.index(track.side))
    ]


def _warning(track: Track, user: User) -> str:
    """A pause or a withdrawal changes nothing on the other side, and must not be overlooked there."""
    if track.state not in STOPPED or track.moved_at is None or user.side is track.side:
        return ""
    said = words.LEFT[track.side] if track.has_left else words.STOPPED[track.state][track.side]
    return str(said) % {"date": fmt_date(track.day(track.moved_at))}


def offered(track: Track, tracks: Sequence[Track], user: User, at: datetime) -> list[Verb]:
    """The steps that this reader may take now, those that go on before those that stop."""
    found = [
        move.verb
        for move in MOVES
        if move.start is track.state and may_take(user, track, move) and not obstacle(track, move.verb, tracks, at)
    ]
    going = [verb for verb in found if not (verb is Verb.leave and track.has_left)]
    return sorted(going, key=lambda verb: words.LAST.index(verb) + 1 if verb in words.LAST else 0)


def steps(state: TrackState) -> list[tuple[str, str]]:
    """The seven steps; a pause stands where the track was active, a cancelled track stops at its beginning."""
    if state is TrackState.cancelled:
        return [(str(words.STATES[state]), "stopped"), *((str(words.STATES[step]), "todo") for step in PATH[1:])]
    at = PATH.index(TrackState.active if state is TrackState.paused else state)
    kinds = ["done"] * at + ["stopped" if state is TrackState.paused else "current"] + ["todo"] * (len(PATH) - at - 1)
    names = [state if kind in ("current", "stopped") else step for step, kind in zip(PATH, kinds, strict=True)]
    return [(str(words.STATES[name]), kind) for name, kind in zip(names, kinds, strict=True)]


def next_step(campaign: Campaign, track: Track, tracks: Sequence[Track], user: User) -> str:
    """Who must act next on this track, in words, said to this reader."""
    side = track.side
    if track.state is TrackState.draft:
        return _complete(campaign, track, user)
    if track.state is TrackState.proposed:
        return str((words.AGREE_YOURSELF if decide_track(user, track) else words.MUST_AGREE)[side])
    if track.state is TrackState.agreed:
        is_joint = campaign.kind is CampaignKind.joint
        waits = is_joint and any(t.state in (TrackState.draft, TrackState.proposed) for t in tracks)
        return str(words.WAITS_FOR[side.opposite] if waits else words.SCHEDULE_NEXT[side])
    if track.state is TrackState.scheduled:
        return str(words.STARTS) % {"date": fmt_date(track.starts_on)}
    if track.state is TrackState.active:
        return str(words.ENDS) % {"date": fmt_date(track.ends_on)}
    if track.state is TrackState.paused:
        return str(words.RESUME_NEXT[side])
    return str(words.EVALUATE_NEXT[side] if track.state is TrackState.closed else words.NOTHING_NEXT)


def _complete(campaign: Campaign, track: Track, user: User) -> str:
    """A draft is completed by its own side; the other country's waits until it may be seen there."""
    if not campaign.is_shared and campaign.side is not track.side:
        return str(words.NOT_SHARED_YET[track.side])
    if not edit_track(user, track):
        return str(words.COMPLETE[track.side])
    is_national = campaign.kind is CampaignKind.national
    return str(words.COMPLETE_AT_HOME if is_national else words.COMPLETE_OURS[track.side])


def checks(campaign: Campaign, tracks: Iterable[Track], order: list[Side], keys: list[str]) -> list[Check]:
    """What stands and what is missing, the common half first, then each side in the reader's order."""
    by_side = {track.side: track for track in tracks}
    found = readiness.of_brief(campaign)
    for side in order:
        if side in by_side:
            found += readiness.of_track(by_side[side], keys)
    return found


def readiness_of(
    campaign: Campaign, tracks: Sequence[Track], order: list[Side], keys: list[str], user: User
) -> Readiness:
    found = checks(campaign, tracks, order, keys)
    gaps = [(check, _way(check, campaign, tracks, user)) for check in found if not check.is_ready]
    return Readiness([check for check in found if check.is_ready], gaps)


def readiness_for(campaign: Campaign, order: list[Side], user: User) -> Readiness:
    """The same for a page that shows nothing else of the campaign."""
    tracks, keys = session.scalars(tracks_of(campaign.id)).all(), session.scalars(region_keys(campaign.id)).all()
    return readiness_of(campaign, tracks, order, list(keys), user)


def _way(check: Check, campaign: Campaign, tracks: Sequence[Track], user: User) -> str:
    if check.page == "edit_track":
        track = next(track for track in tracks if track.side is check.side)
        is_open = track.state in (TrackState.draft, TrackState.proposed) and edit_track(user, track)
        return url_for("campaigns.edit_track", track=track.id, _anchor=check.field) if is_open else ""
    is_regions = check.page == "regions"
    closing = deciding(campaign, tracks, {user.side} if user.side else set()) if is_regions else tracks
    if not edit_campaign(user, campaign) or closed_because(closing, user.side):
        return ""
    return url_for(f"campaigns.{check.page}", campaign=campaign.id, _anchor=check.field or None)


def places(regions: Iterable[Region], order: list[Side]) -> list[Place]:
    found = list(regions)
    return [Place(side, [region for region in found if region.country is side]) for side in order]


def amounts(counts: dict[Level, int], order: list[Side]) -> str:
    """ "1 county, 1 municipio": each side's own word, the reader's first."""
    levels = [Level.county, Level.municipio] if order[0] is Side.US else [Level.municipio, Level.county]
    texts = {
        Level.state: _n("%(num)d whole state", "%(num)d whole states", counts.get(Level.state, 0)),
        Level.county: _n("%(num)d county", "%(num)d counties", counts.get(Level.county, 0)),
        Level.municipio: _n("%(num)d municipio", "%(num)d municipios", counts.get(Level.municipio, 0)),
    }
    return ", ".join(texts[level] for level in [*levels, Level.state] if counts.get(level))

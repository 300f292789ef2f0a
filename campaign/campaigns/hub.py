"""What the page of one campaign says of each half: how far it is, what it lacks, and who must act next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaign.accounts.models import User
from campaign.campaigns import readiness, words
from campaign.campaigns.models import Campaign, Track, TrackState
from campaign.campaigns.readiness import Check
from campaign.db import Side
from campaign.i18n import _n
from campaign.permissions import agree_track, edit_track
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
# The day of a decision is the day in the deciding country's capital.
CAPITALS = {Side.US: ZoneInfo("America/New_York"), Side.MX: ZoneInfo("America/Mexico_City")}


@dataclass(frozen=True)
class Half:
    """One side's track as the page shows it."""

    track: Track
    steps: list[tuple[str, str]]
    next_step: str
    agreed_on: date | None


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


def halves(campaign: Campaign, tracks: Iterable[Track], order: list[Side], user: User) -> list[Half]:
    """Both tracks, the reader's own side first."""
    by_side = {track.side: track for track in tracks}
    return [
        Half(
            by_side[side],
            steps(by_side[side].state),
            next_step(campaign, by_side[side], by_side.get(side.opposite), user),
            _day(by_side[side]),
        )
        for side in order
        if side in by_side
    ]


def _day(track: Track) -> date | None:
    return track.agreed_at.astimezone(CAPITALS[track.side]).date() if track.agreed_at else None


def steps(state: TrackState) -> list[tuple[str, str]]:
    """The seven steps; a pause stands where the track was active, a cancelled track stops at its beginning."""
    if state is TrackState.cancelled:
        return [(str(words.STATES[state]), "stopped"), *((str(words.STATES[step]), "todo") for step in PATH[1:])]
    at = PATH.index(TrackState.active if state is TrackState.paused else state)
    kinds = ["done"] * at + ["stopped" if state is TrackState.paused else "current"] + ["todo"] * (len(PATH) - at - 1)
    names = [state if kind in ("current", "stopped") else step for step, kind in zip(PATH, kinds, strict=True)]
    return [(str(words.STATES[name]), kind) for name, kind in zip(names, kinds, strict=True)]


def next_step(campaign: Campaign, track: Track, other: Track | None, user: User) -> str:
    """Who must act next on this track, in words, said to this reader."""
    side = track.side
    if track.state is TrackState.draft:
        if not campaign.is_shared and campaign.side is not side:
            return str(words.NOT_SHARED_YET[side])
        return str((words.COMPLETE_OURS if edit_track(user, track) else words.COMPLETE)[side])
    if track.state is TrackState.proposed:
        return str((words.AGREE_YOURSELF if agree_track(user, track) else words.MUST_AGREE)[side])
    if track.state is TrackState.agreed:
        is_waiting = other is not None and other.state in (TrackState.draft, TrackState.proposed)
        return str(words.WAITS_FOR[side.opposite] if is_waiting else words.BOTH_AGREED)
    return str(words.NOTHING_NEXT)


def checks(campaign: Campaign, tracks: Iterable[Track], order: list[Side], keys: list[str]) -> list[Check]:
    """What stands and what is missing, the common half first, then each side in the reader's order."""
    by_side = {track.side: track for track in tracks}
    found = readiness.of_brief(campaign)
    for side in order:
        if side in by_side:
            found += readiness.of_track(by_side[side], keys)
    return found


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

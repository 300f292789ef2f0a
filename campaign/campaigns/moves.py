"""Every step of a track: who takes it, when it may be taken, what the other country is told. No step moves the other
country's track.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.campaigns import readiness, words
from campaign.campaigns.models import (
    MOVES,
    Campaign,
    CampaignKind,
    Move,
    Track,
    TrackState,
    Verb,
    region_keys,
    tracks_of,
)
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, current, fmt_date
from campaign.mail.kinds import NoticeKind
from campaign.permissions import decide_track, edit_track

# The overall state is `active` if any track is, else the least advanced of those not cancelled (product §4).
ADVANCE = (
    TrackState.draft,
    TrackState.proposed,
    TrackState.agreed,
    TrackState.scheduled,
    TrackState.paused,
    TrackState.closed,
    TrackState.evaluated,
)


def make(track: Track, verb: Verb, by: User, at: datetime, reason: str = "", opened: int | None = None) -> None:
    """Take one step of the table for the own side; a pause or a withdrawal acts at once and alone (law 6)."""
    if not any(may_take(by, track, move) for move in MOVES if move.verb is verb):
        raise NotAllowed(words.WHO[next(move.who for move in MOVES if move.verb is verb)])
    hold(track)
    move = _allowed(track, verb, opened)
    if gaps := missing(track) if verb is Verb.propose else []:
        raise Refused(_("Before it can be proposed, these are missing: %(gaps)s.", gaps=", ".join(gaps)))
    if waits_for := obstacle(track, verb, current_tracks(track.campaign), at):
        raise Refused(waits_for)
    if verb.asks_reason and not reason.strip():
        raise Refused(_("Write the reason; everybody who reads the campaign reads it."))
    _set(track, move, by, at, reason.strip() if verb.asks_reason else "")
    derive(track.campaign)
    _tell(track, verb, at)


def may_take(user: User, track: Track, move: Move) -> bool:
    """By role and side alone; whether it may be taken now is for `obstacle` and the state to say."""
    return {Role.planner: edit_track, Role.signatory: decide_track}[move.who](user, track)


def hold(track: Track) -> None:
    """The campaign first, always, then the track: whoever moves or edits takes the same locks in the same order."""
    lock_row(track.campaign)
    lock_row(track)


def current_tracks(campaign: Campaign) -> Sequence[Track]:
    """As they stand now, whatever this session read before; call it behind the campaign's lock."""
    return session.scalars(tracks_of(campaign.id).execution_options(populate_existing=True)).all()


def _allowed(track: Track, verb: Verb, opened: int | None) -> Move:
    """The line of the table; a step that somebody else overtook is none."""
    if verb is Verb.leave and track.has_left:
        raise Overtaken(_("Your country has already left this campaign."))
    for move in MOVES:
        if move.verb is verb and move.start is track.state:
            break
    else:
        raise Overtaken(_("This track cannot take that step now; reload the page to see where it stands."))
    if opened is not None and opened != track.row_version:
        raise Overtaken(_("The track was changed after you opened it. Read it again, then agree."))
    return move


def missing(track: Track) -> list[str]:
    """What a side's half still lacks before it can be proposed, in words."""
    keys = session.scalars(region_keys(track.campaign_id)).all()
    checks = readiness.of_brief(track.campaign) + readiness.of_track(track, keys)
    return [check.words for check in checks if not check.is_ready]


def obstacle(track: Track, verb: Verb, tracks: Sequence[Track], at: datetime) -> str:
    """Why this step must wait although the table has it, as a sentence; '' when nothing stands in its way."""
    is_joint = track.campaign.kind is CampaignKind.joint
    for other in tracks:
        is_waiting = other.side is not track.side and other.state in (TrackState.draft, TrackState.proposed)
        if verb in (Verb.schedule, Verb.start) and is_joint and is_waiting:
            return str(words.OTHER_FIRST[other.side])
    if verb is Verb.schedule and not (track.starts_on and track.ends_on):
        return _("A track is scheduled by its dates, and one of them is missing.")
    if verb is Verb.start and (track.starts_on is None or track.day(at) < track.starts_on):
        return _("This track starts on %(date)s; it cannot be started earlier.", date=fmt_date(track.starts_on))
    if verb is Verb.close and track.ends_on is not None and track.day(at) < track.ends_on:
        return _("This track ends on %(date)s; only a signatory stops it earlier.", date=fmt_date(track.ends_on))
    if verb is Verb.leave and not (track.campaign.is_shared and len(tracks) > 1):
        return _("Only a campaign of both countries can be left. Cancel the track instead.")
    return ""


def _set(track: Track, move: Move, by: User, at: datetime, reason: str) -> None:
    track.state, track.reason = move.end, reason
    track.moved_at, track.moved_by_id = at, by.id
    if move.verb is Verb.agree:
        track.agreed_at, track.agreed_by_id = at, by.id
    if move.verb is Verb.propose and track.campaign.kind is not CampaignKind.national:
        track.campaign.show(at)
    if move.verb is Verb.leave:
        track.has_left = True


def derive(campaign: Campaign) -> None:
    """Keep the overall state on the campaign; call it behind the campaign's lock."""
    session.flush()
    campaign.state = overall(list(session.scalars(select(Track.state).where(Track.campaign_id == campaign.id))))
    session.flush()


def overall(states: list[TrackState]) -> TrackState:
    """The campaign's state from its tracks'."""
    going = [state for state in states if state is not TrackState.cancelled]
    if not going:
        return TrackState.cancelled
    return TrackState.active if TrackState.active in going else min(going, key=ADVANCE.index)


def _tell(track: Track, verb: Verb, at: datetime) -> None:
    """The other country, if it sees the campaign, learns of a stop and of its end in the same transaction (law 6)."""
    if verb not in words.TOLD or not track.campaign.is_shared:
        return
    subject = words.TOLD[verb][track.side]

    def text() -> str:
        said = [_("Reason: %(reason)s", reason=track.reason)] if track.reason else []
        return "\n\n".join([*said, str(words.YOURS_STAYS)])

    tell_side(
        track.side.opposite,
        lambda: str(subject) % {"title": name_of(track.campaign)},
        text,
        path(track),
        at,
        kind=NoticeKind.tracks,
    )


def tell_reopened(track: Track, at: datetime) -> None:
    """A side whose yes, or whose proposal, is open again because the common half changed reads it in its post."""
    subject, campaign = words.REOPENED[track.side], track.campaign
    tell_side(
        track.side,
        lambda: str(subject) % {"title": name_of(campaign)},
        lambda: str(words.READ_AGAIN),
        path(track),
        at,
        kind=NoticeKind.tracks,
    )


def name_of(campaign: Campaign) -> str:
    """The title in the language being written, or in the one that there is."""
    return campaign.title.of(current()) or campaign.title.twin(current())


def path(track: Track) -> str:
    return f"/campaigns/{track.campaign_id}#track-{track.side.value}"


def closed_because(tracks: Sequence[Track], side: Side | None) -> str:
    """Why this side can no longer change what these tracks share, as a sentence; '' while it can."""
    going = [track for track in tracks if track.state is not TrackState.cancelled]
    if not going:
        return _("What is cancelled is closed to changes.")
    if any(track.side is side for track in tracks) and not any(track.side is side for track in going):
        return _("Your country cancelled its track, so its side no longer changes the common text and the regions.")
    if all(track.state.has_agreed for track in going):
        return str(words.BOTH_CLOSED if len(going) > 1 else words.AGREED_CLOSED[going[0].side])
    for track in going:
        if track.state.has_agreed and track.state is not TrackState.agreed:
            return str(words.UNDER_WAY[track.side])
    return ""


def deciding(campaign: Campaign, tracks: Sequence[Track], sides: set[Side]) -> list[Track]:
    """The tracks that hang on regions of these sides: in a parallel campaign only that country's, else every one."""
    return [track for track in tracks if campaign.kind is not CampaignKind.parallel or track.side in sides]

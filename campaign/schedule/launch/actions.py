"""The launch of a side's track: the step of the table, refused while its list has a red line. Resuming is no launch."""

from datetime import datetime

from campaign.accounts.models import Role, User
from campaign.campaigns import moves, words
from campaign.campaigns.models import Track, TrackState, Verb
from campaign.errors import NotAllowed, Refused
from campaign.i18n import _
from campaign.permissions import edit_track
from campaign.schedule.launch import lines


def launch(track: Track, by: User, at: datetime) -> None:
    """Its own planner does it, for the own side alone; the list is read anew behind the lock."""
    if not edit_track(by, track):
        raise NotAllowed(words.WHO[Role.planner])
    moves.hold(track)
    if track.state is TrackState.scheduled and (reds := red_words(track, by, at)):
        raise Refused(_("This track cannot be launched yet: %(reds)s.", reds="; ".join(reds)))
    moves.make(track, Verb.start, by, at)


def red_words(track: Track, by: User, at: datetime) -> list[str]:
    """What stands in the way, in words."""
    found = lines.of_tracks(moves.current_tracks(track.campaign), [track], by, at)
    return [f"{one.words[:1].lower()}{one.words[1:]}".rstrip(".") for one in found if one.is_red]

"""A side leaves a campaign in one act (product §4): its track, its clearances and its marks go; what it read stays
readable, and the other side goes on alone.
"""

from datetime import datetime

from campaign.accounts.models import User
from campaign.campaigns import moves
from campaign.campaigns.models import Track, Verb
from campaign.clearance import actions, force
from campaign.clearance.actions import Statement, may_take_back
from campaign.db import session
from campaign.materials.lists import of_campaign
from campaign.materials.models import Version, VersionState


def leave(track: Track, reason: str, by: User, at: datetime) -> None:
    """At once and alone, with a reason; the other side is told in the same transaction (law 6)."""
    moves.make(track, Verb.leave, by, at, reason)
    statement = Statement(by.name, by.post)
    locked = of_campaign(track.campaign_id).with_for_update(of=Version, key_share=True)
    for version in session.scalars(locked).all():
        if may_take_back(version, track.side, marks_may_stay=False):
            actions.revoke(version, statement, reason, False, by, at)
        if version.state is VersionState.submitted and track.side in version.needed:
            force.withdraw(version, "left")


def given(track: Track) -> list[Version]:
    """The versions whose clearance by this side, or whose marks, would go."""
    found = session.scalars(of_campaign(track.campaign_id))
    return [version for version in found if may_take_back(version, track.side, marks_may_stay=False)]

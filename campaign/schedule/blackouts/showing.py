"""The panel of clashes on the page of an activity, with the way to the exception where there is one to write."""

from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.permissions import confirm_activity
from campaign.schedule.clash_words import BADGES, ICONS, SEVERITIES, said
from campaign.schedule.conflicts import Clash, Severity, ahead, clashes_of
from campaign.schedule.models import GOING, Activity


@dataclass(frozen=True)
class Line:
    """One clash in words."""

    clash: Clash
    words: str
    grade: str
    badge: str
    icon: str


@dataclass(frozen=True)
class Panel:
    lines: list[Line]
    may_except: bool  # a blackout of the reader's own country waits for the reader's word


def panel(activity: Activity, reader: User, at: datetime) -> Panel:
    """Only what is still to come has clashes."""
    found = clashes_of(activity, reader, ahead([activity.id], at)[activity.id]) if activity.state in GOING else []
    is_ours = any(one.severity is Severity.blocks and one.side is reader.side for one in found)
    lines = [
        Line(one, said(one), str(SEVERITIES[one.severity]), BADGES[one.severity], ICONS[one.severity]) for one in found
    ]
    return Panel(lines, is_ours and confirm_activity(reader, activity))

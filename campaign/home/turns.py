"""What each kind of thing that waits is called, and what is to be done with it by whom."""

from typing import Any

from campaign.accounts.models import country_name
from campaign.campaigns.models import TrackState
from campaign.db import Side
from campaign.home.board import Kind, Turn
from campaign.i18n import _, _l
from campaign.uploads.models import DeliveryState

Deeds = dict[Turn, Any]

KINDS: dict[Kind, Any] = {
    Kind.versions: _l("Versions to decide"),
    Kind.steps: _l("Steps of reviews"),
    Kind.facts: _l("Facts to decide"),
    Kind.changes: _l("Texts to be changed"),
    Kind.drafts: _l("Open drafts"),
    Kind.tracks: _l("Tracks to propose or agree"),
    Kind.tasks: _l("Tasks and milestones"),
    Kind.deliveries: _l("Deliveries to look at"),
    Kind.comments: _l("Comments to answer"),
    Kind.documents: _l("Documents that are overdue"),
    Kind.stock: _l("Copies of replaced versions"),
    Kind.holds: _l("Holds that stand"),
    Kind.reports: _l("Reports on activities"),
    Kind.activities: _l("Joint activities to confirm"),
}
DECIDE: Deeds = {
    Turn.mine: _l("Review and decide"),
    Turn.others: _l("A signatory of your side decides"),
    Turn.theirs: _l("A signatory there decides"),
}
TO_DO: dict[Kind, Deeds] = {
    Kind.versions: DECIDE,
    Kind.steps: {
        Turn.mine: _l("Review it"),
        Turn.others: _l("A reviewer of your side looks at it"),
    },
    Kind.facts: DECIDE,
    Kind.changes: {
        Turn.mine: _l("Write the next version"),
        Turn.others: _l("Being changed on your side"),
        Turn.theirs: _l("Being changed there"),
    },
    Kind.drafts: {
        Turn.mine: _l("Go on writing"),
        Turn.others: _l("Being written on your side"),
        Turn.theirs: _l("Being written there"),
    },
    Kind.tasks: {
        Turn.mine: _l("Do it, and tick it off"),
        Turn.others: _l("Somebody of your side does it"),
        Turn.theirs: _l("Somebody there does it"),
    },
    Kind.comments: {
        Turn.mine: _l("Answer it, or settle it"),
        Turn.others: _l("Somebody of your side answers"),
        Turn.theirs: _l("Somebody there answers"),
    },
    Kind.documents: {
        Turn.mine: _l("Enter the document that was to follow"),
        Turn.others: _l("A signatory of your side owes the document"),
        Turn.theirs: _l("A signatory there owes the document"),
    },
    Kind.stock: {
        Turn.mine: _l("Decide what becomes of its copies"),
        Turn.others: _l("A planner or signatory of your side decides on its copies"),
        Turn.theirs: _l("A planner or signatory there decides on its copies"),
    },
    Kind.holds: {
        Turn.mine: _l("Lift it, or let it stand"),
        Turn.others: _l("A signatory of your side lifts it"),
        Turn.theirs: _l("A signatory there lifts it"),
    },
    Kind.reports: {
        Turn.mine: _l("Report on it"),
        Turn.others: _l("Somebody of your side reports on it"),
        Turn.theirs: _l("Somebody there reports on it"),
    },
    Kind.activities: {
        Turn.mine: _l("Confirm our half"),
        Turn.others: _l("A planner of your side confirms its half"),
        Turn.theirs: _l("A planner there confirms its half"),
    },
}
TRACKS: dict[TrackState, Deeds] = {
    TrackState.draft: {
        Turn.mine: _l("Complete our half"),
        Turn.others: _l("A planner of your side completes it"),
        Turn.theirs: _l("A planner there completes it"),
    },
    TrackState.proposed: {
        Turn.mine: _l("Review and agree"),
        Turn.others: _l("A signatory of your side agrees"),
        Turn.theirs: _l("A signatory there agrees"),
    },
}
DELIVERIES: dict[DeliveryState, Deeds] = {
    DeliveryState.open: {Turn.mine: _l("Put in what is missing, and send it")},
    DeliveryState.sent: {
        Turn.mine: _l("Look at what was handed in"),
        Turn.others: _l("A planner of your side looks at it"),
    },
}


def track_words(side: Side) -> str:
    return _("Track of the United States") if side is Side.US else _("Track of Mexico")


def turn_words(turn: Turn, there: Side) -> str:
    """The heading of a list; `there` is the country on the other side of the border."""
    if turn is Turn.theirs:
        return _("Waiting for the United States") if there is Side.US else _("Waiting for Mexico")
    return _("Waiting for me") if turn is Turn.mine else _("Waiting for others of my side")


def waits_words(owing: Side, ours: Side | None) -> str:
    """The heading of what one side owes the other, said from the reader's side where there is one."""
    if ours is None:
        is_us = owing is Side.US
        return _("Mexico waits for the United States") if is_us else _("The United States waits for Mexico")
    if owing is ours:
        return _("Mexico waits for us") if ours is Side.US else _("The United States waits for us")
    return _("We wait for the United States") if owing is Side.US else _("We wait for Mexico")


def empty_words(turn: Turn, there: Side) -> tuple[str, str]:
    """What stands where nothing waits: a title, and what this place is for."""
    if turn is Turn.mine:
        return (
            _("Nothing waits for you"),
            _("What needs your decision, your answer or your words appears here, what waits longest first."),
        )
    if turn is Turn.theirs:
        return (
            _("Nothing waits there"),
            _("What waits for %(country)s appears here, so that you know whom to ask.", country=country_name(there)),
        )
    return (
        _("Nothing waits for others of your side"),
        _("What a colleague, a signatory or a partner has still to do appears here, so that you know whom to ask."),
    )

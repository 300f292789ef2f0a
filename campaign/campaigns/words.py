"""Sentences that differ by country, written out whole: a name is never joined to a half sentence."""

from campaign.accounts.models import Role
from campaign.campaigns.models import CampaignKind, TrackState, Verb
from campaign.db import Side
from campaign.i18n import _l

KINDS = {
    CampaignKind.joint: _l("Joint campaign"),
    CampaignKind.parallel: _l("Parallel campaign"),
    CampaignKind.national: _l("National campaign"),
}
# What each kind means, beside its name where one is chosen.
KIND_HINTS = {
    CampaignKind.joint.value: _l("Both countries agree to the same text, and clear the same materials."),
    CampaignKind.parallel.value: _l("Same message and dates; each country agrees alone and has its own materials."),
    CampaignKind.national.value: _l("Only your country takes part; the other one reads it only if you share it."),
}
STATES = {
    TrackState.draft: _l("Draft"),
    TrackState.proposed: _l("Proposed"),
    TrackState.agreed: _l("Agreed"),
    TrackState.scheduled: _l("Scheduled"),
    TrackState.active: _l("Active"),
    TrackState.paused: _l("Paused"),
    TrackState.closed: _l("Closed"),
    TrackState.evaluated: _l("Evaluated"),
    TrackState.cancelled: _l("Cancelled"),
}
# Kind and icon of the badge of each state.
BADGES = {
    TrackState.draft: ("mute", "edit"),
    TrackState.proposed: ("waiting", "hourglass_empty"),
    TrackState.agreed: ("good", "check_circle"),
    TrackState.scheduled: ("accent", "event"),
    TrackState.active: ("good", "check_circle"),
    TrackState.paused: ("warm", "do_not_disturb"),
    TrackState.closed: ("mute", "lock"),
    TrackState.evaluated: ("mute", "assessment"),
    TrackState.cancelled: ("bad", "cancel"),
}
TRACKS = {Side.US: _l("Track of the United States"), Side.MX: _l("Track of Mexico")}
# A national campaign stays with its own side until that side shares it.
SHARE = {Side.US: _l("Let Mexico read it"), Side.MX: _l("Let the United States read it")}
SHARED = {
    Side.US: _l("Mexico can read this campaign now; only your side writes it."),
    Side.MX: _l("The United States can read this campaign now; only your side writes it."),
}
READ_BY_BOTH = _l("Both countries read it")
READ_BY = {Side.US: _l("Only the United States reads it"), Side.MX: _l("Only Mexico reads it")}
# What the buttons say. Propose and agree name the country.
PROPOSE = {Side.US: _l("Propose to Mexico"), Side.MX: _l("Propose to the United States")}
PROPOSE_AT_HOME = _l("Propose to our signatory")
AGREE = {Side.US: _l("Agree for the United States"), Side.MX: _l("Agree for Mexico")}
BUTTONS = {
    Verb.take_back: _l("Take the proposal back"),
    Verb.schedule: _l("Schedule this track"),
    Verb.start: _l("Launch this track"),
    Verb.pause: _l("Pause this track"),
    Verb.resume: _l("Resume this track"),
    Verb.close: _l("Close this track"),
    Verb.evaluate: _l("Mark as evaluated"),
    Verb.cancel: _l("Cancel this track"),
    Verb.leave: _l("Leave this campaign"),
}
# How each button looks; what stops something stands last and quiet.
LOOKS = {Verb.agree: "big", Verb.take_back: "unstyled", Verb.pause: "outline"}
LAST = (Verb.take_back, Verb.pause, Verb.cancel, Verb.leave)
# What is said once it is done.
DONE = {
    Verb.propose: {
        Side.US: _l("Proposed. Mexico sees the campaign now; a signatory of the United States agrees next."),
        Side.MX: _l("Proposed. The United States sees the campaign now; a signatory of Mexico agrees next."),
    },
    Verb.take_back: {
        Side.US: _l("The track of the United States is a draft again."),
        Side.MX: _l("The track of Mexico is a draft again."),
    },
    Verb.agree: {Side.US: _l("The United States has agreed."), Side.MX: _l("Mexico has agreed.")},
    Verb.schedule: {
        Side.US: _l("The track of the United States is scheduled."),
        Side.MX: _l("The track of Mexico is scheduled."),
    },
    Verb.start: {
        Side.US: _l("The track of the United States is active now."),
        Side.MX: _l("The track of Mexico is active now."),
    },
    Verb.pause: {
        Side.US: _l("The track of the United States is paused. Mexico has been told."),
        Side.MX: _l("The track of Mexico is paused. The United States has been told."),
    },
    Verb.resume: {
        Side.US: _l("The track of the United States is active again. Mexico has been told."),
        Side.MX: _l("The track of Mexico is active again. The United States has been told."),
    },
    Verb.close: {
        Side.US: _l("The track of the United States is closed."),
        Side.MX: _l("The track of Mexico is closed."),
    },
    Verb.evaluate: {
        Side.US: _l("The track of the United States is evaluated."),
        Side.MX: _l("The track of Mexico is evaluated."),
    },
    Verb.cancel: {
        Side.US: _l("The track of the United States is cancelled. Mexico has been told."),
        Side.MX: _l("The track of Mexico is cancelled. The United States has been told."),
    },
    Verb.leave: {
        Side.US: _l("The United States has left this campaign. Mexico has been told."),
        Side.MX: _l("Mexico has left this campaign. The United States has been told."),
    },
}
# The same where the other country does not see the campaign, and so is told nothing.
DONE_AT_HOME = {
    Verb.propose: {
        Side.US: _l("Proposed. A signatory of the United States agrees next."),
        Side.MX: _l("Proposed. A signatory of Mexico agrees next."),
    },
    Verb.pause: {
        Side.US: _l("The track of the United States is paused."),
        Side.MX: _l("The track of Mexico is paused."),
    },
    Verb.resume: {
        Side.US: _l("The track of the United States is active again."),
        Side.MX: _l("The track of Mexico is active again."),
    },
    Verb.cancel: {
        Side.US: _l("The track of the United States is cancelled."),
        Side.MX: _l("The track of Mexico is cancelled."),
    },
}
# What stopping means, above the field for its reason.
PAUSING = {
    Side.US: _l("Mexico is told in the same moment, with your reason. Its own track goes on; you can resume yours."),
    Side.MX: _l(
        "The United States is told in the same moment, with your reason. Its own track goes on; you can resume yours."
    ),
}
PAUSING_AT_HOME = _l("You can resume the track later.")
CANCELLING = {
    Side.US: _l("Mexico is told in the same moment, with your reason. Its own track goes on; clearances stay."),
    Side.MX: _l(
        "The United States is told in the same moment, with your reason. Its own track goes on; clearances stay."
    ),
}
CANCELLING_AT_HOME = _l("The clearances of your country stay as they are.")
LEAVING = {
    Side.US: _l("Mexico is told in the same moment, with your reason."),
    Side.MX: _l("The United States is told in the same moment, with your reason."),
}
# What the other country reads in its post, by the side that acted; and what a side reads whose yes is open again.
TOLD = {
    Verb.pause: {
        Side.US: _l("The United States paused its track of “%(title)s”"),
        Side.MX: _l("Mexico paused its track of “%(title)s”"),
    },
    Verb.resume: {
        Side.US: _l("The United States resumed its track of “%(title)s”"),
        Side.MX: _l("Mexico resumed its track of “%(title)s”"),
    },
    Verb.cancel: {
        Side.US: _l("The United States cancelled its track of “%(title)s”"),
        Side.MX: _l("Mexico cancelled its track of “%(title)s”"),
    },
    Verb.leave: {
        Side.US: _l("The United States left the campaign “%(title)s”"),
        Side.MX: _l("Mexico left the campaign “%(title)s”"),
    },
}
YOURS_STAYS = _l("Your own track is not changed by this; what happens on your territory is your decision.")
REOPENED = {
    Side.US: _l("The track of the United States in “%(title)s” is a draft again"),
    Side.MX: _l("The track of Mexico in “%(title)s” is a draft again"),
}
READ_AGAIN = _l("The other country changed the common text or the regions. Read them, then propose and agree anew.")
# On the page of the campaign, to the readers of the other country: since when, and why.
STOPPED = {
    TrackState.paused: {
        Side.US: _l("The United States paused its track on %(date)s."),
        Side.MX: _l("Mexico paused its track on %(date)s."),
    },
    TrackState.cancelled: {
        Side.US: _l("The United States cancelled its track on %(date)s."),
        Side.MX: _l("Mexico cancelled its track on %(date)s."),
    },
}
LEFT = {
    Side.US: _l("The United States left this campaign on %(date)s."),
    Side.MX: _l("Mexico left this campaign on %(date)s."),
}
LEFT_STATE = _l("Left the campaign")
LEFT_SHORT = _l("Left")
AFTER_LEAVING = _l("Joint flyers are out of force; your side goes on with national ones.")
SINCE = {TrackState.paused: _l("Paused since"), TrackState.cancelled: _l("Cancelled on")}
# Why a step is refused, or must wait.
WHO = {
    Role.planner: _l("Only a planner of that side does this for it."),
    Role.signatory: _l("Only a signatory of that side decides this for it."),
}
OTHER_FIRST = {
    Side.US: _l("In a joint campaign nothing is scheduled before the United States has agreed to its track too."),
    Side.MX: _l("In a joint campaign nothing is scheduled before Mexico has agreed to its track too."),
}
BOTH_CLOSED = _l("Both countries have agreed to this text and these regions; they are closed to changes.")
AGREED_CLOSED = {
    Side.US: _l("The United States has agreed to this text and these regions; they are closed to changes."),
    Side.MX: _l("Mexico has agreed to this text and these regions; they are closed to changes."),
}
UNDER_WAY = {
    Side.US: _l("The track of the United States is scheduled or under way, so text and regions are closed to changes."),
    Side.MX: _l("The track of Mexico is scheduled or under way, so text and regions are closed to changes."),
}
CHOOSES = {
    Side.US: _l("The United States chooses its own regions."),
    Side.MX: _l("Mexico chooses its own regions."),
}
BUDGETS = {Side.US: _l("Budget in US dollars (USD)"), Side.MX: _l("Budget in Mexican pesos (MXN)")}

# Who must act next on a track, by its side.
COMPLETE_OURS = {
    Side.US: _l("Complete this track, then propose it to Mexico."),
    Side.MX: _l("Complete this track, then propose it to the United States."),
}
COMPLETE_AT_HOME = _l("Complete this track, then propose it to a signatory of your side.")
COMPLETE = {
    Side.US: _l("A planner of the United States completes this track and proposes it."),
    Side.MX: _l("A planner of Mexico completes this track and proposes it."),
}
NOT_SHARED_YET = {
    Side.US: _l("The United States sees this campaign once Mexico has proposed it."),
    Side.MX: _l("Mexico sees this campaign once the United States has proposed it."),
}
AGREE_YOURSELF = {
    Side.US: _l("Your decision: read the common text and this track, then agree for the United States."),
    Side.MX: _l("Your decision: read the common text and this track, then agree for Mexico."),
}
MUST_AGREE = {
    Side.US: _l("A signatory of the United States agrees to it."),
    Side.MX: _l("A signatory of Mexico agrees to it."),
}
WAITS_FOR = {
    Side.US: _l("Agreed. Mexico waits for the United States to agree."),
    Side.MX: _l("Agreed. The United States waits for Mexico to agree."),
}
SCHEDULE_NEXT = {
    Side.US: _l("Agreed. A planner of the United States schedules it; flyers are written and cleared."),
    Side.MX: _l("Agreed. A planner of Mexico schedules it; flyers are written and cleared."),
}
STARTS = _l("It can be started from %(date)s.")
ENDS = _l("It runs until %(date)s; then a planner closes it.")
RESUME_NEXT = {
    Side.US: _l("A signatory of the United States resumes or cancels it."),
    Side.MX: _l("A signatory of Mexico resumes or cancels it."),
}
EVALUATE_NEXT = {
    Side.US: _l("A planner of the United States evaluates it."),
    Side.MX: _l("A planner of Mexico evaluates it."),
}
NOTHING_NEXT = _l("Nothing waits here.")

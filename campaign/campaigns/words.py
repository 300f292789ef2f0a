"""Sentences that differ by country, written out whole: a name is never joined to a half sentence."""

from campaign.campaigns.models import CampaignKind, TrackState
from campaign.db import Side
from campaign.i18n import _l

KINDS = {
    CampaignKind.joint: _l("Joint campaign"),
    CampaignKind.parallel: _l("Parallel campaign"),
    CampaignKind.national: _l("National campaign"),
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
# What a side's button says when it proposes, and what is said once it did.
PROPOSE = {Side.US: _l("Propose to Mexico"), Side.MX: _l("Propose to the United States")}
PROPOSED = {
    Side.US: _l("Proposed. Mexico sees the campaign now; a signatory of the United States agrees next."),
    Side.MX: _l("Proposed. The United States sees the campaign now; a signatory of Mexico agrees next."),
}
AGREE = {Side.US: _l("Agree for the United States"), Side.MX: _l("Agree for Mexico")}
AGREED = {Side.US: _l("The United States has agreed."), Side.MX: _l("Mexico has agreed.")}
TAKEN_BACK = {
    Side.US: _l("The track of the United States is a draft again."),
    Side.MX: _l("The track of Mexico is a draft again."),
}
BUDGETS = {Side.US: _l("Budget in US dollars (USD)"), Side.MX: _l("Budget in Mexican pesos (MXN)")}

# Who must act next on a track, by its side.
COMPLETE_OURS = {
    Side.US: _l("Complete this track, then propose it to Mexico."),
    Side.MX: _l("Complete this track, then propose it to the United States."),
}
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
BOTH_AGREED = _l("Both countries have agreed. Flyers are written and cleared next.")
NOTHING_NEXT = _l("Nothing waits here.")

"""What jobs and their states are called on the screen."""

from campaign.i18n import _l
from campaign.jobs.models import JobState, PartState

KINDS = {"flyers.batch": _l("Sheets for many regions"), "mail.deliver": _l("Letters")}
STATES = {
    JobState.queued: _l("Waiting to begin"),
    JobState.running: _l("In progress"),
    JobState.done: _l("Done"),
    JobState.failed: _l("Not all of it could be done"),
    JobState.cancelled: _l("Cancelled"),
}
BADGES = {
    JobState.queued: "waiting",
    JobState.running: "accent",
    JobState.done: "good",
    JobState.failed: "bad",
    JobState.cancelled: "mute",
}
PARTS = {PartState.waiting: _l("Waiting"), PartState.done: _l("Done"), PartState.failed: _l("Failed")}

"""What jobs and their states are called on the screen."""

from campaign.i18n import _l
from campaign.jobs.models import JobState, PartState

KINDS = {
    "flyers.batch": _l("Sheets for many regions"),
    "flyers.marks": _l("New versions with the names of today"),
    "files.preview": _l("Small pictures of a file"),
    "mail.deliver": _l("Letters"),
    "accounts.reset": _l("Letters with a new password link"),
    "clearance.expire": _l("Review-by dates that have passed"),
    "clearance.remind": _l("Reminders of review-by dates"),
    "partners.accreditations": _l("Accreditations that begin or end"),
    "partners.logos": _l("Permissions of logos that end soon"),
    "partners.import": _l("Bringing in a table"),
    "uploads.check": _l("Checking a file that was handed in"),
    "uploads.close": _l("Closing deliveries that nobody goes on with"),
    "rights.expire": _l("Rights that begin or end"),
    "rights.warn": _l("Rights that end soon"),
    "rights.destroy": _l("Consent documents two years after their use"),
    "rights.remove": _l("Removal of what was destroyed"),
    "exports.make": _l("Everything of one side as files"),
    "exports.forget": _l("Clearing away exports that are a week old"),
    "materials.words": _l("Words by which materials are found"),
    "kits.make": _l("Archive of a kit"),
    "reviews.remind": _l("Reminders of review steps"),
    "schedule.remind": _l("Reminders of reports on activities"),
    "kits.renew": _l("Archives behind links, where they have changed"),
    "home.ask_digests": _l("Asking for the digests of the day"),
    "home.digest": _l("Daily digests"),
    "health.check": _l("Check of the record and of stored files"),
    "health.tidy": _l("Clearing away"),
}
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


def kind_words(kind: str) -> str:
    """One that another version of the program asked for is called by its key."""
    return str(KINDS.get(kind, kind))

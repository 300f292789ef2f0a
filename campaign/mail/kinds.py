"""Of what kinds notices are, why somebody gets one, and how it reaches the person: words and rules, said once.

What is law or safety always comes by mail at once; nobody can switch it off, the own hand included.
"""

import enum
from typing import Any

from campaign.i18n import _, _l


class NoticeKind(enum.Enum):
    """What a notice is about; whoever tells names it."""

    holds = "holds"
    account = "account"
    installation = "installation"
    tracks = "tracks"
    reviews = "reviews"
    expiring = "expiring"
    schedule = "schedule"
    reports = "reports"
    tasks = "tasks"
    comments = "comments"
    partners = "partners"
    people = "people"

    @property
    def is_fixed(self) -> bool:
        return self in FIXED

    @property
    def words(self) -> str:
        return str(KINDS[self][0])

    @property
    def about(self) -> str:
        return str(KINDS[self][1])


class Because(enum.Enum):
    """What somebody is told for: a role on the own side, or what the matter is to the person."""

    administrator = "administrator"
    planner = "planner"
    reviewer = "reviewer"
    signatory = "signatory"
    printer = "printer"
    own = "own"
    asked = "asked"
    answers = "answers"
    sender = "sender"
    organization = "organization"
    coordinator = "coordinator"


class Way(enum.Enum):
    """How a notice reaches somebody by mail; in the inbox it always lies."""

    at_once = "at_once"
    digest = "digest"
    off = "off"


# Stops, recalls, the own account and what threatens the record: whoever missed one could print, sign or lose something.
FIXED = frozenset({NoticeKind.holds, NoticeKind.account, NoticeKind.installation})
KINDS: dict[NoticeKind, tuple[Any, Any]] = {
    NoticeKind.holds: (
        _l("Holds, stops and recalls"),
        _l("What must not be printed or handed out any more, and what may again."),
    ),
    NoticeKind.account: (
        _l("Your account, and who decides"),
        _l("Sign-ins, passwords, roles and deputies of yours; who signs for the other country."),
    ),
    NoticeKind.installation: (
        _l("Safety of the record"),
        _l("Damage that was found in the record or in stored files."),
    ),
    NoticeKind.tracks: (_l("Campaigns and their tracks"), _l("The other country proposes, agrees, pauses or closes.")),
    NoticeKind.reviews: (
        _l("Reviews and clearances"),
        _l("Steps of reviews that wait, what reviewers found, and flyers that go on alone."),
    ),
    NoticeKind.expiring: (
        _l("What runs out"),
        _l("Review-by dates, rights, accreditations and permissions for logos that end soon."),
    ),
    NoticeKind.schedule: (_l("Schedule"), _l("Joint activities, written exceptions to blackouts, and releases.")),
    NoticeKind.reports: (_l("Reports due"), _l("Activities that took place and await a report.")),
    NoticeKind.tasks: (_l("Work asked of you"), _l("Texts to write or compare, and removals to be sealed.")),
    NoticeKind.comments: (_l("Comments and answers"), _l("What was said on materials, and answers by mail.")),
    NoticeKind.partners: (
        _l("Partner organizations"),
        _l("Registrations, approvals, accreditations and deliveries of files."),
    ),
    NoticeKind.people: (_l("Role requests and transfers"), _l("Who is to get or lose a role, or come to your side.")),
}
WAYS: dict[Way, Any] = {
    Way.at_once: _l("At once"),
    Way.digest: _l("In the daily digest"),
    Way.off: _l("Not by mail"),
}
REASONS: dict[Because, Any] = {
    Because.administrator: _l("You get this because you are an administrator of your side."),
    Because.planner: _l("You get this because you are a planner of your side."),
    Because.reviewer: _l("You get this because you are a reviewer of your side."),
    Because.signatory: _l("You get this because you are a signatory of your side."),
    Because.printer: _l("You get this because you belong to the print staff of your side."),
    Because.own: _l("You get this because it is about your own account or rights."),
    Because.asked: _l("You get this because this work is yours to do."),
    Because.answers: _l("You get this because you answer for it."),
    Because.sender: _l("You get this because you wrote or sent it."),
    Because.organization: _l("You get this because it is about your organization."),
    Because.coordinator: _l("You get this because you look after your organization here."),
}


def reason(kind: NoticeKind, because: Because | None) -> str:
    """Why this person gets it, in the reader's language; what was told before there were reasons says its kind."""
    if because is not None:
        return str(REASONS[because])
    return _("You get this because your side is told of this: %(kind)s.", kind=kind.words)


def kind_of(value: str) -> NoticeKind | None:
    """The kind that an address or a form names; None where there is no such kind."""
    return next((kind for kind in NoticeKind if kind.value == value), None)

"""Who gets the daily digest by mail, and the link in it that stops it; what it says is the business of home."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign.accounts import actions
from campaign.accounts.models import User
from campaign.db import lock_row, session
from campaign.i18n import _
from campaign.mail import links

DIGEST = "daily digest"
LASTS = timedelta(days=60)  # a letter that was passed on, or lies in an old mailbox, stops nothing any more


@dataclass(frozen=True)
class StopLink:
    """What a link that stops letters stands for: whose letter it came in, and of which day."""

    person: User
    day: date

    def has_ended(self, on: date) -> bool:
        return self.day + LASTS < on


def gets_digest(user: User) -> bool:
    """What the person chose; who chose nothing gets it who decides or plans, and who looks after a partner."""
    if user.wants_digest is not None:
        return user.wants_digest
    is_official = user.is_planner or user.is_reviewer or user.is_signatory
    return user.side is not None and (is_official or (user.is_partner and user.is_coordinator))


def choose_digest(user: User, is_wanted: bool) -> None:
    """On or off, for oneself; from the next morning on."""
    lock_row(user)
    user.wants_digest = is_wanted


def stop_digest(link: StopLink, at: datetime) -> None:
    """By the link in a letter, without a sign-in: whoever did not press it learns of it."""
    choose_digest(link.person, False)
    actions.tell_owner(link.person, lambda: _("Your daily digest was switched off"), _stopped_text, at)


def _stopped_text() -> str:
    return _(
        "Somebody used the link at the end of one of these letters. If it was not you, switch the digest on again on "
        "the page of your account."
    )


def digest_token(user: User, day: date, key: bytes) -> str:
    """What the link in the digest of a day ends in: it stops this person's digest and opens nothing else."""
    return links.made(DIGEST, user.id, day, key)


def stop_link(token: str, key: bytes, what: str = DIGEST) -> StopLink | None:
    """What it stands for; None where it was not made here, or to stop something else."""
    found = links.opened(what, token, key)
    person = session.get(User, found[0]) if found else None
    return StopLink(person, found[1]) if found and person else None

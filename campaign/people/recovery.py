"""Letting somebody in again who lost what one signs in with; nobody does it for oneself, nor sees what comes of it."""

from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts import factors, resets
from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.db import lock_row
from campaign.errors import NotAllowed, Refused
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind
from campaign.people import letters, words
from campaign.permissions import reset_factors, reset_person


def send_link(person: User, by: User, at: datetime) -> None:
    """Have a person who lost the password sent a link to a new one; who asks never sees it."""
    _may(reset_person(by, person), person)
    resets.ask(person.email, at)


def take_factors(person: User, by: User, at: datetime) -> None:
    """Who lost app, passkeys and recovery codes signs in with the password alone and sets up new ones; the person and
    every administrator of the side are told."""
    _may(reset_factors(by, person), person)
    lock_row(person)
    if not factors.has_one(person):
        raise Refused(_("%(name)s has no second factor set up.", name=person.name))
    factors.take_all(person)
    accounts.end_all_sessions(person, at)
    letters.factors_taken(person, by, at)
    if person.side is not None:
        tell_side(
            person.side,
            lambda: words.factors_taken(person.name),
            lambda: words.factors_taken_text(person.name, by.name),
            f"/people/{person.id}",
            at,
            (Role.administrator,),
            kind=NoticeKind.account,
        )


def _may(is_allowed: bool, person: User) -> None:
    if not is_allowed:
        raise NotAllowed(_("Only administrators of the person's own side, or the own coordinator, do this."))
    if not person.is_live:
        raise Refused(_("The account of %(name)s is deactivated.", name=person.name))

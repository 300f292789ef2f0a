"""Entering a logo with its permission, and withdrawing it; the files lie in the store already."""

from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import User
from campaign.db import Territory, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _
from campaign.intake.verdict import Verdict
from campaign.partners.logos.models import Logo
from campaign.partners.models import Organization
from campaign.permissions import edit_logo, upload_logo


@dataclass(frozen=True)
class Permission:
    """Where and how long a logo may be used, and who said so."""

    territory: Territory
    from_on: date
    until_on: date
    given_by: str


@dataclass(frozen=True)
class Kept:
    """A file that the gate took and the store keeps."""

    verdict: Verdict
    sha256: str


def add(organization: Organization, logo: Kept, document: Kept, permission: Permission, by: User, at: datetime) -> Logo:
    """A further logo; those before it stay valid as long as their permission lasts, and the newest is used."""
    if not upload_logo(by, organization):
        raise NotAllowed(_("The people of the organization and the planners of its country look after its logo."))
    if permission.until_on < permission.from_on:
        raise Refused(_("The last day of the permission lies before its first day."))
    if permission.until_on < at.date():
        raise Refused(_("This permission has ended already. Ask for a new one and send that."))
    facts = logo.verdict.facts
    made = Logo(
        organization=organization,
        sha256=logo.sha256,
        type=logo.verdict.type,
        width=facts["width"],
        height=facts["height"],
        document_sha256=document.sha256,
        document_type=document.verdict.type,
        territory=permission.territory,
        from_on=permission.from_on,
        until_on=permission.until_on,
        given_by=permission.given_by,
        uploaded_by=by,
        uploaded_at=at,
    )
    session.add(made)
    session.flush()
    return made


def withdraw(logo: Logo, reason: str, by: User, at: datetime) -> None:
    """From this moment no new sheet carries it; the row and its permission stay for the record."""
    if not edit_logo(by, logo):
        raise NotAllowed(_("The people of the organization and the planners of its country look after its logo."))
    lock_row(logo)
    if logo.withdrawn_at is not None:
        raise Overtaken(_("This logo was withdrawn already."))
    logo.withdrawn_at, logo.withdrawn_by_id, logo.withdrawn_by = at, by.id, by
    logo.withdraw_reason = reason

"""Inviting and joining, and how a person is listed; a right is only ever given for the giver's own side.

The secret of an invitation leaves this file once, in the link; what is stored is its hash.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts import passwords
from campaign.accounts.models import Role, User, user_by_email, user_by_subject
from campaign.accounts.sessions import digest
from campaign.db import Side, lock_row, session
from campaign.errors import Difference, NotAllowed, Overtaken, Refused, Stale
from campaign.i18n import _
from campaign.mail import actions as mail
from campaign.mail.addresses import address
from campaign.partners.models import Organization, OrganizationState
from campaign.people import letters, words
from campaign.people.models import VALID, Invitation, InvitationRole, InvitationState, invitation_of
from campaign.permissions import change_invitation, edit_person, invite_people

# Nobody gives more than this, and nobody alone makes a signatory.
BY_ADMINISTRATORS = frozenset(Role) - {Role.signatory}
BY_PLANNERS = frozenset({Role.planner, Role.printer, Role.partner})
BY_COORDINATORS = frozenset({Role.partner})


@dataclass(frozen=True)
class Newcomer:
    """What the invited person writes; no password where the sign-in of an agency (`subject`) opens the account."""

    email: str
    name: str
    sort_name: str
    post: str
    language: str
    zone: str
    password: str
    subject: str | None = None


@dataclass(frozen=True)
class Listing:
    """How a person stands in lists."""

    name: str
    sort_name: str
    post: str
    organization: Organization


def gives(by: User) -> frozenset[Role]:
    """The roles that this person may give to somebody who is invited."""
    if not invite_people(by):
        return frozenset()
    if by.is_administrator:
        return BY_ADMINISTRATORS
    return BY_PLANNERS if by.is_planner else BY_COORDINATORS


def invite(
    organization: Organization,
    roles: frozenset[Role],
    side: Side,
    by: User,
    at: datetime,
    *,
    email: str = "",
    name: str = "",
    language: str = "en",
    is_coordinator: bool = False,
) -> tuple[Invitation, str]:
    """Hold a place for one person for 7 days; with an address the link is sent, and it is returned in any case.

    Nobody learns from it whether the address has an account.
    """
    _may_give(by, side, organization, roles)
    compatible(roles)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=digest(token),
        side=side,
        organization=organization,
        email=address(email.strip()) if email.strip() else "",
        name=name,
        language=language,
        is_coordinator=is_coordinator and Role.partner in roles,
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID,
        role_rows=[InvitationRole(role=role) for role in Role if role in roles],
    )
    session.add(invitation)
    session.flush()
    _send(invitation, token, at)
    return invitation, token


def _may_give(by: User, side: Side, organization: Organization, roles: frozenset[Role]) -> None:
    """For the own side, roles that one may give, in an organization at home there; a coordinator in the own one."""
    if by.side is not side or not roles <= gives(by):
        raise NotAllowed(_("You may not give these roles."))
    if not roles:
        raise Refused(_("Choose at least one role."))
    belongs(organization, side)
    if gives(by) == BY_COORDINATORS and organization.id != by.organization_id:
        raise NotAllowed(_("You invite people into your own organization."))


def belongs(organization: Organization, side: Side) -> None:
    """People of a side belong to what is at home in its country."""
    if organization.country is not side:
        raise Refused(_("This organization has its home in another country; its own side looks after its people."))
    if organization.state is not OrganizationState.open:
        raise Refused(_("This organization is not open; nobody can join it now."))


def compatible(roles: frozenset[Role]) -> None:
    """An administrator gives rights and therefore decides on nothing (law 1)."""
    if Role.administrator in roles and roles & {Role.reviewer, Role.signatory}:
        raise Refused(_("An administrator neither reviews nor signs: whoever gives rights decides on no content."))


def _send(invitation: Invitation, token: str, at: datetime) -> None:
    if invitation.email:
        by, organization, roles = invitation.invited_by.name, invitation.organization.name, invitation.roles
        mail.write_to(
            None,
            invitation.email,
            invitation.language,
            lambda: words.invited(invitation.side),
            lambda: words.invited_text(by, organization, roles),
            f"/people/join/{token}",
            at,
        )


def renew(invitation: Invitation, by: User, at: datetime) -> str:
    """A new link for 7 more days; the old one is worth nothing from now on."""
    _lock_waiting(invitation, by)
    _may_give(by, invitation.side, invitation.organization, invitation.roles)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = digest(token), at + VALID
    _send(invitation, token, at)
    return token


def revoke(invitation: Invitation, by: User, at: datetime) -> None:
    """Its link is worth nothing from now on."""
    _lock_waiting(invitation, by)
    invitation.revoked_at = at


def _lock_waiting(invitation: Invitation, by: User) -> None:
    if not change_invitation(by, invitation):
        raise NotAllowed(_("Only who invited and the administrators of that side change an invitation."))
    lock_row(invitation)
    if invitation.used_at is not None:
        raise Overtaken(_("The person has joined already; the invitation is used up."))
    if invitation.revoked_at is not None:
        raise Overtaken(_("This invitation was revoked already."))


def waiting(token: str, at: datetime) -> Invitation | None:
    """The invitation behind a link, while it is good for something: also its giver must still be able to give it."""
    found = session.scalar(invitation_of(digest(token)))
    if found is None or found.state(at) is not InvitationState.open or not found.invited_by.is_live:
        return None
    try:
        _may_give(found.invited_by, found.side, found.organization, found.roles)
    except Refused:
        return None
    return found


def join(token: str, newcomer: Newcomer, at: datetime) -> User | None:
    """Use the invitation up and make the account; of many at the same moment one succeeds.

    Where the address has an account, its owner is written and nothing else happens; the screen says the same.
    """
    invitation = waiting(token, at)
    if invitation is not None:
        lock_row(invitation)
        invitation = waiting(token, at)
    if invitation is None:
        raise Refused(_("This invitation does not work any more."))
    email = address(invitation.email or newcomer.email)
    _check_sign_in(newcomer, email, invitation.organization.name)
    invitation.used_at = at
    known = session.scalar(user_by_email(email))
    if known is not None:
        accounts.hashed(newcomer.password)  # so that it costs the same time
        letters.write(known, lambda: _("An invitation with your address"), words.has_account_text, at)
        return None
    return _account(invitation, email, newcomer)


def _check_sign_in(newcomer: Newcomer, email: str, organization: str) -> None:
    if newcomer.subject is None:
        passwords.check(newcomer.password, newcomer.name, email, organization)
    elif session.scalar(user_by_subject(newcomer.subject)) is not None:
        raise Refused(_("That sign-in opens another account here; one opens one only."))


def _account(invitation: Invitation, email: str, newcomer: Newcomer) -> User:
    user = accounts.create_user(
        email,
        newcomer.name,
        invitation.side,
        set(invitation.roles),
        invitation.organization,
        newcomer.password or secrets.token_urlsafe(32),
        language=newcomer.language,
        zone=newcomer.zone,
        post=newcomer.post,
        sort_name=newcomer.sort_name,
    )
    user.is_coordinator, user.subject = invitation.is_coordinator, newcomer.subject
    invitation.joined_id = user.id
    return user


def edit(person: User, listing: Listing, opened: int, by: User, at: datetime) -> None:
    """How a person is listed and where the person belongs; who moves on leaves the coordinating behind."""
    if not edit_person(by, person) or person.side is None:
        raise NotAllowed(_("Only administrators of the person's own side change this."))
    lock_row(person)
    if opened != person.row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            _differences(person, listing),
            person.row_version,
        )
    if listing.organization.id != person.organization_id:
        belongs(listing.organization, person.side)
        person.is_coordinator = False
    person.name, person.sort_name, person.post = listing.name, listing.sort_name, listing.post
    person.organization = listing.organization
    person.row_version += 1
    letters.edited(person, by, at)


def _differences(person: User, listing: Listing) -> list[Difference]:
    return [
        Difference("name", _("Name"), person.name, listing.name),
        Difference("sort_name", _("Name as lists sort it"), person.sort_name, listing.sort_name),
        Difference("post", _("Post"), person.post, listing.post),
        Difference("organization", _("Organization"), person.organization.name, listing.organization.name),
    ]

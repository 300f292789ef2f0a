"""Registering an organization from outside, proving the address, and accepting the terms of use.

The answer to a registration is the same whether or not the address has an account: what follows is in the letter.
"""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from campaign.accounts import actions as accounts
from campaign.accounts import passwords, throttling
from campaign.accounts.models import Role, User, user_by_email
from campaign.accounts.notices import tell_side
from campaign.accounts.sessions import digest
from campaign.db import Side, lock_row, session
from campaign.errors import Later, Overtaken, Refused
from campaign.i18n import _
from campaign.mail import actions as mail
from campaign.mail.addresses import address
from campaign.mail.kinds import NoticeKind
from campaign.partners import phones, terms
from campaign.partners.actions import refuse_same_name, website
from campaign.partners.models import Organization, OrganizationKind, OrganizationState
from campaign.partners.registering.models import Registration, TermsAcceptance, registration_of

TRIES = 10  # registrations of one network before the next one has to wait


@dataclass(frozen=True)
class Wish:
    """What the public form asks: the organization, and its first person."""

    organization: str
    kind: OrganizationKind
    country: Side
    language: str
    phone: str
    website: str
    person: str
    post: str
    email: str


@dataclass(frozen=True)
class Account:
    """What the first person adds when the address is proved."""

    sort_name: str
    zone: str
    password: str


def knock(network: str, secret: bytes, at: datetime) -> None:
    """Count one registration of this network; too many, and the next one has to wait, 15 minutes at most."""
    key = hmac.new(secret, f"register {_household(network)}".encode(), hashlib.sha256).hexdigest()[:32]
    try:
        throttling.count({key: TRIES}, at)
    except Later as later:
        words = _("Several organizations were registered from your network. The next one has to wait.")
        raise Later(words, later.until, 429) from None


def _household(network: str) -> str:
    """One IPv4 address; of IPv6 the 64 bits that one household or office gets."""
    try:
        is_long = ip_address(network).version == 6
    except ValueError:
        return ""
    return str(ip_network((network, 64), strict=False)) if is_long else network


def register(wish: Wish, at: datetime) -> None:
    """Write to the address: a link that goes on with the registration, or that there is an account already."""
    email = address(wish.email)
    refuse_same_name(wish.organization, wish.country)
    numbers = {"phone": phones.kept(wish.phone, wish.country), "website": website(wish.website)}
    if user := session.scalar(user_by_email(email)):
        mail.write_to(user, user.email, user.language, lambda: _subject(wish), _known_text, "/accounts/sign-in", at)
        return
    token = secrets.token_urlsafe(32)
    values = {**asdict(wish), **numbers, "email": email}
    session.add(Registration(token_hash=digest(token), asked_at=at, **values))
    mail.write_to(None, email, wish.language, lambda: _subject(wish), _new_text, f"/partners/join/{token}", at)


def _subject(wish: Wish) -> str:
    return _("Registration of %(name)s", name=wish.organization)


def _new_text() -> str:
    return _(
        "Somebody registered this organization with your address. Open the link within 7 days to choose a password and "
        "to accept the terms of use. If it was not you, do nothing: nothing comes of it."
    )


def _known_text() -> str:
    return _(
        "Somebody registered this organization with your address, but you have an account here already, so nothing "
        "came of it. Sign in with it; if it was not you, you need do nothing."
    )


def found(token: str, at: datetime) -> Registration | None:
    """The registration that this link goes on with, while it lasts and was not used."""
    registration = session.scalar(registration_of(digest(token)))
    return registration if registration is not None and registration.is_live(at) else None


def join(registration: Registration, account: Account, at: datetime) -> Organization:
    """The address is proved: the organization stands in line for its country's planners, its first person beside it,
    who accepted the terms of use. The link works once."""
    lock_row(registration)
    if not registration.is_live(at):
        raise Overtaken(_("This link was used already."))
    passwords.check(account.password, *registration.own_words)
    refuse_same_name(registration.organization, registration.country)
    organization = _organization(registration, at)
    person = accounts.create_user(
        registration.email,
        registration.person,
        registration.country,
        {Role.partner},
        organization,
        account.password,
        language=registration.language,
        zone=account.zone,
        post=registration.post,
        sort_name=account.sort_name,
    )
    person.is_coordinator = True
    registration.used_at = at
    accept(person, terms.CURRENT.version, at)
    _tell_planners(organization, at)
    return organization


def _organization(registration: Registration, at: datetime) -> Organization:
    organization = Organization(
        name=registration.organization,
        kind=registration.kind,
        country=registration.country,
        state=OrganizationState.waiting,
        phone=registration.phone,
        website=registration.website,
        language=registration.language,
        registered_at=at,
    )
    session.add(organization)
    session.flush()
    return organization


def _tell_planners(organization: Organization, at: datetime) -> None:
    def subject() -> str:
        return _("An organization registered: %(name)s", name=organization.name)

    def text() -> str:
        return _("It waits for a planner of your side, who approves it or refuses it with a reason.")

    assert organization.country is not None
    tell_side(
        organization.country,
        subject,
        text,
        f"/partners/{organization.id}",
        at,
        (Role.planner,),
        kind=NoticeKind.partners,
    )


def accept(user: User, version: int, at: datetime) -> None:
    """One person accepts for the whole organization, the version that was read and no other."""
    organization = user.organization
    lock_row(organization)
    if version != terms.CURRENT.version:
        raise Refused(_("The terms of use have changed meanwhile. Read them again."))
    if not organization.owes_terms:
        return
    session.add(TermsAcceptance(organization_id=organization.id, version=version, user_id=user.id, accepted_at=at))
    organization.terms_version = version

"""Making a link, taking it back, and beginning a delivery by it; of its secret only the hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from campaign.accounts import actions as accounts
from campaign.accounts import throttling
from campaign.accounts.models import User
from campaign.accounts.sessions import digest
from campaign.accounts.throttling import Door
from campaign.campaigns.models import Campaign
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, fmt_datetime
from campaign.mail import actions as mail
from campaign.mail.addresses import address
from campaign.partners.models import Organization
from campaign.people.words import ZONES
from campaign.permissions import create_link, revoke_link
from campaign.uploads import actions
from campaign.uploads.actions import Sender
from campaign.uploads.models import Delivery, Link, link_by_hash

MOST_DELIVERIES = 50  # of one link
SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class Wish:
    """What a link is for: who gets it, for which organization, until when, and what may come by it."""

    recipient: str
    email: str
    language: str
    note: str
    groups: list[str]
    most_files: int
    closes_at: datetime
    password: str = ""


def create(
    wish: Wish, organization: Organization, side: Side, campaign: Campaign | None, by: User, at: datetime
) -> tuple[Link, str]:
    """Make it, and return its secret, which nobody can look up again; with an address it is also sent there."""
    if not create_link(by) or by.side is not side or organization.country is not side:
        raise NotAllowed(_("Planners make links for organizations of their own side."))
    if wish.closes_at <= at:
        raise Refused(_("The last day lies in the past."))
    if wish.password and len(wish.password) < SHORTEST_PASSWORD:
        raise Refused(_("A password of a link needs at least %(least)s characters.", least=SHORTEST_PASSWORD))
    token = secrets.token_urlsafe(32)
    link = Link(
        organization=organization,
        campaign=campaign,
        side=side,
        recipient=wish.recipient,
        email=address(wish.email) if wish.email else "",
        language=wish.language,
        note=wish.note,
        groups=wish.groups,
        most_files=wish.most_files,
        closes_at=wish.closes_at,
        password_hash=accounts.hashed(wish.password) if wish.password else "",
        token_hash=digest(token),
        created_by=by,
        created_at=at,
    )
    session.add(link)
    session.flush()
    _send(link, token, at)
    return link, token


def _send(link: Link, token: str, at: datetime) -> None:
    if link.email:
        organization = link.organization.name
        mail.write_to(
            None,
            link.email,
            link.language,
            lambda: _("Hand in files for %(organization)s", organization=organization),
            lambda: _words(link),
            f"/uploads/in/{token}",
            at,
        )


def _words(link: Link) -> str:
    text = _(
        "%(by)s asks you, %(recipient)s, to hand in files. The link below needs no account and works until %(until)s.",
        by=link.created_by.name,
        recipient=link.recipient,
        until=deadline(link),
    )
    password = _("It asks for a password, which you get in another way.") if link.password_hash else ""
    return "\n\n".join(part for part in (text, password, link.note) if part)


def deadline(link: Link) -> str:
    """By the clock of whoever made it, with its name."""
    zone = link.created_by.zone
    return f"{fmt_datetime(link.closes_at, zone)} ({ZONES.get(zone, zone)})"


def revoke(link: Link, by: User, at: datetime) -> None:
    """From this moment nothing more comes by it; what was handed in stays."""
    if not revoke_link(by, link):
        raise NotAllowed(_("Planners of its side take a link back."))
    lock_row(link)
    if link.revoked_at is not None:
        raise Overtaken(_("This link was taken back already."))
    link.revoked_at, link.revoked_by = at, by


def found(token: str) -> Link | None:
    return session.scalar(link_by_hash(digest(token)))


def prove(link: Link, password: str, at: datetime, door: Door) -> None:
    """Its password, where it has one; tries are counted as at the sign-in, and nothing is locked meanwhile."""
    if not link.password_hash:
        return
    counters = door.counters(f"link {link.id}", "link")
    with throttling.turn(counters, at):
        is_right = accounts.matches(link.password_hash, password)
    if not is_right:
        raise Refused(_("This password is not right. Ask whoever gave you the link."))
    throttling.forgive(counters)


def begin(link: Link, name: str, email: str, language: str, at: datetime) -> tuple[Delivery, str]:
    """A delivery that belongs to one browser, by a secret of its own."""
    lock_row(link)
    if not link.is_open(at):
        raise Refused(_("This link does not work any more."))
    count = session.scalar(select(func.count()).where(Delivery.link_id == link.id)) or 0
    if count >= MOST_DELIVERIES:
        raise Refused(_("By this link nothing more can be handed in. Ask whoever gave it to you for another one."))
    token = secrets.token_urlsafe(32)
    sender = Sender(name, address(email) if email else "", language, link=link, token_hash=digest(token))
    return actions.begin(sender, link.organization, link.side, link.campaign, "", at), token

"""What an organization's own people are told by mail; sides are told by accounts.notices."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from campaign.accounts import actions as accounts
from campaign.accounts.models import User
from campaign.db import session
from campaign.mail.kinds import Because, NoticeKind
from campaign.partners.models import Organization


def people_of(organization: Organization) -> Sequence[User]:
    """Everybody of the organization whose account is active."""
    query = select(User).where(User.organization_id == organization.id, User.is_live)
    return session.scalars(query.order_by(User.id)).all()


def tell_people(
    organization: Organization,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
    kind: NoticeKind,
) -> None:
    """One letter to each, which begins in the language that the person chose."""
    for person in people_of(organization):
        accounts.tell(person, subject, text, at, path, kind=kind, because=Because.organization)


def tell_coordinators(
    organization: Organization,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
    kind: NoticeKind,
) -> None:
    """Those who look after the organization here; where it has none, everybody in it."""
    people = people_of(organization)
    for person in [one for one in people if one.is_coordinator] or people:
        because = Because.coordinator if person.is_coordinator else Because.organization
        accounts.tell(person, subject, text, at, path, kind=kind, because=because)

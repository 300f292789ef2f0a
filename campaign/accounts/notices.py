"""Who of a side is told what the other side did; the words are the teller's, the letters are mail's."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload, selectinload

from campaign.accounts.models import Role, User, UserRole
from campaign.accounts.switches import ways_of
from campaign.db import Side, session
from campaign.i18n import both
from campaign.mail import actions as mail
from campaign.mail.kinds import Because, NoticeKind, Way
from campaign.mail.models import Notice

OFFICIALS = (Role.planner, Role.reviewer, Role.signatory)


def tell_side(
    side: Side,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
    roles: tuple[Role, ...] = OFFICIALS,
    *,
    kind: NoticeKind,
) -> Notice:
    """Tell everybody of a side who holds one of these roles; the kind says whose switch counts for the letter.

    The words are functions because each is asked twice, once in each language.
    """
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(roles)))
    query = select(User).where(User.side == side, User.is_live, has_role).order_by(User.id)
    people = session.scalars(query.options(selectinload(User.role_rows), lazyload(User.organization))).all()
    ways = ways_of(kind, [person.id for person in people])
    told = [
        mail.Addressee(
            person.id, person.email, person.language, _because(person, roles), ways.get(person.id, Way.at_once)
        )
        for person in people
    ]
    return mail.tell(side, both(subject), both(text), path, told, at, kind)


def _because(person: User, roles: tuple[Role, ...]) -> Because:
    """The first of the roles that are told which the person holds."""
    return Because(next(role for role in roles if role in person.roles).value)

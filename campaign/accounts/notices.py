"""Who of a side is told what the other side did; the words are the teller's, the letters are mail's."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from campaign.accounts.models import Role, User, UserRole
from campaign.db import Side, session
from campaign.i18n import both
from campaign.mail import actions as mail
from campaign.mail.models import Notice

OFFICIALS = (Role.planner, Role.reviewer, Role.signatory)


def tell_side(
    side: Side,
    subject: Callable[[], str],
    text: Callable[[], str],
    path: str,
    at: datetime,
    roles: tuple[Role, ...] = OFFICIALS,
) -> Notice:
    """Tell everybody of a side who holds one of these roles.

    The words are functions because each is asked twice, once in each language.
    """
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(roles)))
    people = session.scalars(select(User).where(User.side == side, User.is_live, has_role).order_by(User.id))
    letters = [mail.Addressee(person.id, person.email, person.language) for person in people]
    return mail.tell(side, both(subject), both(text), path, letters, at)

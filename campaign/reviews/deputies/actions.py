"""Naming a deputy, and ending it before its last day. A deputy decides nothing that the own role does not allow."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from campaign.accounts import actions as accounts
from campaign.accounts.models import ROLE_WORDS, Role, User, UserRole
from campaign.campaigns.models import day_of
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, fmt_date
from campaign.mail.kinds import Because, NoticeKind
from campaign.permissions import end_deputy, name_deputies
from campaign.reviews.deputies.models import Deputy, overlapping

LONGEST = 366  # days; who is away for longer has another in the post
ROLES = (Role.reviewer, Role.signatory)


def name(user: User, role: Role, document: str, from_on: date, until_on: date, by: User, at: datetime) -> Deputy:
    """From one day until another somebody of the same side and role reviews or signs for this person."""
    if not name_deputies(by) or role not in by.roles or role not in ROLES or by.side is None:
        raise NotAllowed(_("Reviewers and signatories name deputies, each for the own role."))
    lock_row(by)
    if user.id == by.id or user.side is not by.side or not user.is_live or role not in user.roles:
        raise Refused(_("A deputy is somebody else of your side who holds the same role."))
    if not document.strip():
        raise Refused(_("Write the number of the document."))
    _days(role, from_on, until_on, by, day_of(by.side, at))
    named = Deputy(
        side=by.side,
        role=role,
        user_id=user.id,
        named_by_id=by.id,
        document=document.strip(),
        from_on=from_on,
        until_on=until_on,
        named_at=at,
    )
    session.add(named)
    session.flush()
    _tell(named, user, by, at)
    return named


def _days(role: Role, from_on: date, until_on: date, by: User, today: date) -> None:
    if until_on < from_on or until_on < today:
        raise Refused(_("The last day must not lie before the first, nor before today."))
    if (until_on - from_on).days >= LONGEST:
        raise Refused(_("A deputy is named for one year at most."))
    if other := session.scalars(overlapping(by.id, role, from_on, until_on)).first():
        days = {"first": fmt_date(other.from_on), "last": fmt_date(other.until_on)}
        raise Overtaken(_("You have a deputy from %(first)s until %(last)s already; choose other days.", **days))


def _tell(named: Deputy, user: User, by: User, at: datetime) -> None:
    words = {"name": by.name, "document": named.document}

    def text() -> str:
        days = {"first": fmt_date(named.from_on), "last": fmt_date(named.until_on)}
        role = ROLE_WORDS[named.role]
        return _(
            "From %(first)s until %(last)s, as: %(role)s (document %(document)s). You act in your own name, and what "
            "%(name)s made or reviewed you do not decide on for %(name)s.",
            role=role,
            **days,
            **words,
        )

    accounts.tell(
        user,
        lambda: _("You are the deputy of %(name)s", name=by.name),
        text,
        at,
        "/reviews/deputies",
        kind=NoticeKind.account,
        because=Because.own,
    )


def end(deputy: Deputy, by: User, at: datetime) -> None:
    """Back earlier than was said; what the deputy did stands."""
    if not end_deputy(by, deputy):
        raise NotAllowed(_("Who named a deputy ends it; otherwise it ends after its last day."))
    lock_row(deputy)
    if deputy.is_over(day_of(deputy.side, at)):
        raise Overtaken(_("This has ended already."))
    deputy.ended_at = at


def acts(deputy: Deputy | None, by: User, role: Role, at: datetime) -> bool:
    """Whether this person acts by it on that day: named, and both still in the role."""
    if deputy is None or deputy.user_id != by.id or deputy.role is not role:
        return False
    if not deputy.stands(day_of(deputy.side, at)):
        return False
    return deputy.named_by.is_live and role in deputy.named_by.roles and role in by.roles


def candidates(by: User) -> list[User]:
    """People of the own side who hold one of the roles of this person, by their sorting names."""
    own = [role for role in ROLES if role in by.roles]
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(own)))
    query = select(User).where(User.side == by.side, User.is_live, has_role, User.id != by.id)
    return list(session.scalars(query.options(selectinload(User.role_rows)).order_by(User.sort_name, User.id)))

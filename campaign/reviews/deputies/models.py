"""Deputies: one reviewer or signatory names another of the same side and role, for some days, with a document.

What was named is never changed; it ends by itself after the last day, or before it when whoever named it says so.
"""

from datetime import date, datetime

from sqlalchemy import BindParameter, CheckConstraint, ColumnElement, ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from campaign.accounts.models import Role, User, UserRole
from campaign.audit.guards import frozen, guard, refuse
from campaign.campaigns.models import day_of
from campaign.db import Base, Side


class Deputy(Base):
    """`user` acts for `named_by`, in the own name and under the own duties (laws 1 and 2); the keys to users say that
    both are people of that side."""

    __tablename__ = "deputies"
    __table_args__ = (
        ForeignKeyConstraint(["user_id", "side"], ["users.id", "users.side"], name="fk_deputies_own_side"),
        ForeignKeyConstraint(["named_by_id", "side"], ["users.id", "users.side"], name="fk_deputies_named_by_own_side"),
        CheckConstraint("user_id <> named_by_id", name="another"),
        CheckConstraint("role IN ('reviewer', 'signatory')", name="deciding"),
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("document <> ''", name="document"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side]
    role: Mapped[Role]
    user_id: Mapped[int] = mapped_column(index=True)
    named_by_id: Mapped[int] = mapped_column(index=True)
    document: Mapped[str]  # number of the letter or oficio
    from_on: Mapped[date]
    until_on: Mapped[date]  # the last day
    named_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # taken back before the last day

    user: Mapped[User] = relationship(primaryjoin="foreign(Deputy.user_id) == User.id", viewonly=True)
    named_by: Mapped[User] = relationship(primaryjoin="foreign(Deputy.named_by_id) == User.id", viewonly=True)

    def is_over(self, on: date) -> bool:
        return self.ended_at is not None or self.until_on < on

    def stands(self, on: date) -> bool:
        """On that day, as far as this row says it; that both still hold the role is asked of them."""
        return self.from_on <= on and not self.is_over(on)


FROZEN = ("side", "role", "user_id", "named_by_id", "document", "from_on", "until_on", "named_at")
guard(Deputy.__table__, frozen("deputies", FROZEN))
guard(Deputy.__table__, refuse("deputies", "stay_ended", "UPDATE", "it has ended", "OLD.ended_at IS NOT NULL"))


def standing_for(user: User, role: Role, at: datetime) -> Select[Deputy]:
    """For whom this person stands in on that day of the own capital."""
    on = day_of(user.side, at) if user.side else at.date()
    query = select(Deputy).where(Deputy.user_id == user.id, *stands_in(role, on))
    return query.options(joinedload(Deputy.named_by).lazyload(User.organization)).order_by(Deputy.id)


def standing_in(named_by_ids: list[int], role: Role, on: date) -> Select[Deputy]:
    """Who stands in for these people on that day."""
    query = select(Deputy).where(Deputy.named_by_id.in_(named_by_ids), *stands_in(role, on))
    return query.order_by(Deputy.id)


def overlapping(user_id: int, role: Role, first: date, last: date) -> Select[Deputy]:
    """What this person has named for one of these days already."""
    is_own = Deputy.named_by_id == user_id, Deputy.role == role, Deputy.ended_at.is_(None)
    return select(Deputy).where(*is_own, Deputy.from_on <= last, Deputy.until_on >= first).order_by(Deputy.id)


def deputies_of(side: Side, on: date) -> Select[Deputy]:
    """Of a side those that stand now or will, the earliest first."""
    is_open = Deputy.ended_at.is_(None), Deputy.until_on >= on
    names = (joinedload(person).lazyload(User.organization) for person in (Deputy.named_by, Deputy.user))
    query = select(Deputy).where(Deputy.side == side, *is_open).options(*names)
    return query.order_by(Deputy.from_on, Deputy.id)


def stands_in(role: Role, on: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Somebody stands in on that day for a person who still holds the role."""
    holds_it = select(UserRole.user_id).where(UserRole.role == role)
    is_there = Deputy.named_by_id.in_(holds_it.join(User, User.id == UserRole.user_id).where(User.is_live))
    is_standing = Deputy.ended_at.is_(None), Deputy.from_on <= on, Deputy.until_on >= on
    return Deputy.role == role, is_there, *is_standing

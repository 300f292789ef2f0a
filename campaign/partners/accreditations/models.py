"""Accreditations: one side vouches for a partner from one day until another; an end before that day has a reason."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.db import Base, Side
from campaign.partners.models import Organization


class Accreditation(Base):
    """The key (given_by_id, side) to users says that only the side's own people give it."""

    __tablename__ = "accreditations"
    __table_args__ = (
        ForeignKeyConstraint(["given_by_id", "side"], ["users.id", "users.side"], name="fk_accreditations_own_side"),
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="end_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    side: Mapped[Side]
    from_on: Mapped[date]
    until_on: Mapped[date] = mapped_column(index=True)  # the last day
    given_by_id: Mapped[int]
    given_at: Mapped[datetime]
    ended_on: Mapped[date | None]  # from this day on it does not stand
    end_reason: Mapped[str] = mapped_column(default="")
    ended_by: Mapped[str] = mapped_column(default="")  # name and post of that day

    organization: Mapped[Organization] = relationship(lazy="joined")
    given_by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(Accreditation.given_by_id) == User.id", viewonly=True
    )

    def stands(self, on: date) -> bool:
        return self.ended_on is None and self.from_on <= on <= self.until_on

    def has_passed(self, on: date) -> bool:
        return self.ended_on is not None or self.until_on < on


FROZEN = ("organization_id", "side", "from_on", "until_on", "given_by_id", "given_at")
guard(Accreditation.__table__, frozen("accreditations", FROZEN))


def accreditations_of(organization_id: int) -> Select[Accreditation]:
    """All there were, those that last longest first."""
    query = select(Accreditation).where(Accreditation.organization_id == organization_id)
    return query.order_by(Accreditation.until_on.desc(), Accreditation.id.desc())


def all_standing(on: date) -> Select[Accreditation]:
    """Those that stand on this day, whoever's."""
    query = _unended().where(Accreditation.from_on <= on, Accreditation.until_on >= on)
    return query.order_by(Accreditation.until_on, Accreditation.id)


def standing(organization_ids: Sequence[int], on: date) -> Select[Accreditation]:
    """Those of these organizations that stand on this day."""
    return all_standing(on).where(Accreditation.organization_id.in_(organization_ids))


def of_side(organization_id: int, side: Side, first: date, last: date) -> Select[Accreditation]:
    """The side's own, not ended before their day, that share a day with this span."""
    query = _unended().where(Accreditation.organization_id == organization_id, Accreditation.side == side)
    return query.where(Accreditation.from_on <= last, Accreditation.until_on >= first)


def ending(on: date, last: date) -> Select[Accreditation]:
    """Those whose last day lies in this span."""
    return _unended().where(Accreditation.until_on.between(on, last)).order_by(Accreditation.id)


def _unended() -> Select[Accreditation]:
    return select(Accreditation).where(Accreditation.ended_on.is_(None))

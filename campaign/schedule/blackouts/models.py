"""A written exception to a blackout, by a planner of the country in which it holds; it is never changed or deleted."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side
from campaign.schedule.models import Activity
from campaign.schedule.periods.models import Period


class BlackoutException(Base):
    """The key (by_id, side) to users says that the own people of that country wrote it."""

    __tablename__ = "blackout_exceptions"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "side"], ["users.id", "users.side"], name="fk_blackout_exceptions_by_own_side"),
        UniqueConstraint("activity_id", "period_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("periods.id"), index=True)
    side: Mapped[Side]
    reason: Mapped[str]
    by_id: Mapped[int]
    written_at: Mapped[datetime]

    activity: Mapped[Activity] = relationship()
    period: Mapped[Period] = relationship()
    by: Mapped[User] = relationship(
        lazy="joined", primaryjoin="foreign(BlackoutException.by_id) == User.id", viewonly=True
    )


guard(BlackoutException.__table__, append_only("blackout_exceptions"))


def exceptions_of(activity_ids: Iterable[int]) -> Select[BlackoutException]:
    return select(BlackoutException).where(BlackoutException.activity_id.in_(list(activity_ids)))

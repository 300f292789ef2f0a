"""What each side says of its half of one date, in totals only; said anew it is another row, and the newest counts.

No person is named in a report: people are a number, and a photo says who agreed to be shown, or that nobody can be
recognised.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    UniqueConstraint,
    and_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, aliased, defaultload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side, built_for_alike
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, visible_to

MOST = 1_000_000_000  # of anything that is counted
DUE_DAYS = 7
NOTHING_TO_TELL = (ActivityType.deadline,)


class Shown(enum.Enum):
    """Who can be recognised in the photo."""

    nobody = "nobody"
    agreed = "agreed"


SMALL_GROUP = 11  # fewer people than that only their own side reads (law 16)


class Report(Base):
    """One side's word on one date; the key (by_id, side) to users says that its own people said it."""

    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "side"], ["users.id", "users.side"], name="fk_reports_by_own_side"),
        UniqueConstraint("occurrence_id", "side", "n"),
        CheckConstraint("n > 0 AND (n = 1 OR correction <> '')", name="n"),
        CheckConstraint("took_place OR (reason <> '' AND people = 0)", name="took_place"),
        CheckConstraint("people BETWEEN 0 AND 1000000000", name="people"),
        CheckConstraint(
            "copies_en BETWEEN 0 AND 1000000000 AND copies_es BETWEEN 0 AND 1000000000 "
            "AND copies_both BETWEEN 0 AND 1000000000",
            name="copies",
        ),
        CheckConstraint("(photo_sha256 = '') = (shown IS NULL)", name="photo"),
        CheckConstraint("shown IS NULL OR shown <> 'agreed' OR consent <> ''", name="consent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    side: Mapped[Side]
    n: Mapped[int]  # 1 is the first, what comes after corrects it
    took_place: Mapped[bool]
    held_on: Mapped[date]
    place: Mapped[str]
    people: Mapped[int]  # in total: nobody is named or described
    copies_en: Mapped[int]
    copies_es: Mapped[int]
    copies_both: Mapped[int]  # bilingual ones
    material_ids: Mapped[list[int]] = mapped_column(JSON)
    note: Mapped[str]
    reason: Mapped[str]  # why it did not take place
    correction: Mapped[str]  # why it is said anew
    photo_sha256: Mapped[str] = mapped_column(info={"stored": True})  # of the copy without place and camera; '' is none
    photo_type: Mapped[str]
    shown: Mapped[Shown | None]
    consent: Mapped[str]  # how those who are shown agreed
    by_id: Mapped[int]
    reported_at: Mapped[datetime]

    occurrence: Mapped[Occurrence] = relationship(lazy="joined")
    by: Mapped[User] = relationship(lazy="joined", primaryjoin="foreign(Report.by_id) == User.id", viewonly=True)

    @property
    def copies(self) -> int:
        return self.copies_en + self.copies_es + self.copies_both

    def people_for(self, side: Side | None) -> int | None:
        """None where the other side's group is so small that its people could be told apart (law 16)."""
        return self.people if side is self.side or self.people == 0 or self.people >= SMALL_GROUP else None


guard(Report.__table__, append_only("reports"))


class ReportReminder(Base):
    """One person was reminded of one side's report, on that day; the table keeps it from being said twice."""

    __tablename__ = "report_reminders"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    stage: Mapped[int] = mapped_column(primary_key=True)  # days after the end
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    told_on: Mapped[date] = mapped_column(index=True)

    occurrence: Mapped[Occurrence] = relationship()


_Newer = aliased(Report)


def newest(query: Select[Any]) -> Select[Any]:
    """Of a query over reports, only those that count."""
    same = (_Newer.occurrence_id == Report.occurrence_id, _Newer.side == Report.side)
    return query.where(~select(_Newer.id).where(*same, _Newer.n > Report.n).exists())


def reports_on(occurrence_id: int) -> Select[Report]:
    """Both sides', the newest first; earlier ones stay readable."""
    query = select(Report).where(Report.occurrence_id == occurrence_id).order_by(Report.n.desc(), Report.id.desc())
    return query.options(defaultload(Report.by).lazyload(User.organization))


def newest_of(occurrence_id: int, side: Side) -> Select[Report]:
    return reports_on(occurrence_id).where(Report.side == side).limit(1)


def reported_in(activity_id: int) -> Select[int]:
    """The dates of an activity of which something was said: they are never taken away."""
    query = select(Report.occurrence_id).join(Occurrence, Occurrence.id == Report.occurrence_id)
    return query.where(Occurrence.activity_id == activity_id)


@built_for_alike
def reports_visible_to(user: User) -> Select[Report]:
    """Of each activity that this person sees; agrees row by row with permissions.see_report."""
    seen = visible_to(user).with_only_columns(Activity.id).order_by(None)
    query = select(Report).join(Occurrence, Occurrence.id == Report.occurrence_id)
    return query.where(Occurrence.activity_id.in_(seen))


def is_small_of_other(user: User) -> ColumnElement[bool]:
    """Report.people_for in the terms of the database: left out of sums too, for a sum can be taken apart."""
    is_other = Report.side != user.side if user.side else true()
    return and_(is_other, Report.people > 0, Report.people < SMALL_GROUP)


def has_half(side: Side) -> Any:
    """Activities with a site of that side."""
    return (Activity.zone_us if side is Side.US else Activity.zone_mx) != ""


def unreported(side: Side) -> Select[Occurrence]:
    """Dates with a half of that side of which it has said nothing; whoever asks adds since when they are over."""
    said = select(Report.id).where(Report.occurrence_id == Occurrence.id, Report.side == side)
    query = select(Occurrence).join(Activity, Activity.id == Occurrence.activity_id)
    return query.where(
        Occurrence.state != ActivityState.cancelled,
        Activity.type.not_in(NOTHING_TO_TELL),
        has_half(side),
        ~said.exists(),
    )


def is_owner(organization_id: int, side: Side) -> Any:
    """Activities that this organization answers for on that side: it wrote them, or it is the host there."""
    host = Activity.host_us_id if side is Side.US else Activity.host_mx_id
    return (Activity.owner_id == organization_id) | (host == organization_id)


def owed_by(user: User, side: Side) -> Select[Occurrence]:
    """The dates that this person may report for the own side."""
    query = unreported(side)
    if user.is_planner:
        seen = visible_to(user).with_only_columns(Activity.id).order_by(None)
        return query.where(Activity.id.in_(seen))
    return query.where(is_owner(user.organization_id, side))


def last_day(occurrence: Occurrence, side: Side) -> date:
    """On which it ends on the wall of that side's place; whole days are the same days everywhere."""
    if occurrence.ends_time is None:
        return occurrence.ends_on
    there = ZoneInfo(occurrence.activity.zone_of(side))
    return (occurrence.ends_at - timedelta(microseconds=1)).astimezone(there).date()


def due_on(occurrence: Occurrence, side: Side) -> date:
    return last_day(occurrence, side) + timedelta(days=DUE_DAYS)


def today_at(occurrence: Occurrence, side: Side, at: datetime) -> date:
    """The day it is at that side's place."""
    return at.astimezone(ZoneInfo(occurrence.activity.zone_of(side))).date()


def newest_by_side(said: Sequence[Report]) -> dict[Side, Report]:
    """Of reports with the newest first."""
    found: dict[Side, Report] = {}
    for one in said:
        found.setdefault(one.side, one)
    return found

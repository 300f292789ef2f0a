"""Which reports are owed by whom until when, and what was reported: for lists, reminders and the campaign's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, literal, select, union_all

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Side, session
from campaign.paging import COUNTED
from campaign.schedule.models import Activity, Occurrence
from campaign.schedule.reports.models import (
    Report,
    due_on,
    is_small_of_other,
    last_day,
    newest,
    owed_by,
    today_at,
    unreported,
)

MOST = 50  # rows of one form


@dataclass(frozen=True)
class Due:
    """One side's report that is owed: of which date, and until which day at its place."""

    occurrence: Occurrence
    side: Side
    today: date  # at the place

    @property
    def due_on(self) -> date:
        return due_on(self.occurrence, self.side)

    @property
    def is_overdue(self) -> bool:
        return self.due_on < self.today

    @property
    def days(self) -> int:
        """Since its end."""
        return (self.today - last_day(self.occurrence, self.side)).days


def due_of(user: User, at: datetime, most: int = MOST) -> tuple[list[Due], bool]:
    """What this person may report now, what is over longest first; and whether there is more."""
    if user.side is None or not (user.is_planner or user.is_partner):
        return [], False
    query = owed_by(user, user.side).where(Occurrence.ends_at <= at)
    found = session.scalars(query.order_by(Occurrence.ends_at, Occurrence.id).limit(most + 1)).unique().all()
    return as_due(found[:most], user.side, at), len(found) > most


def as_due(found: Iterable[Occurrence], side: Side, at: datetime) -> list[Due]:
    return [Due(one, side, today_at(one, side, at)) for one in found]


@dataclass(frozen=True)
class Totals:
    """What the reports that count say; `due` are those that are owed by now, overdue ones among them."""

    people: int = 0
    copies_en: int = 0
    copies_es: int = 0
    copies_both: int = 0
    filed: int = 0
    due: int = 0
    held: int = 0  # of those filed: it took place
    hidden: int = 0  # small groups of the other side, not among the people

    @property
    def copies(self) -> int:
        return self.copies_en + self.copies_es + self.copies_both

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(*(getattr(self, name) + getattr(other, name) for name in Totals.__dataclass_fields__))


def totals(campaign: Campaign, reader: User, at: datetime) -> dict[Side, Totals]:
    """Of each side that takes part or has reported, from the newest report on each of its halves, as this person may
    read it."""
    query = select(Report).join(Occurrence, Occurrence.id == Report.occurrence_id)
    query = query.join(Activity, Activity.id == Occurrence.activity_id).where(Activity.campaign_id == campaign.id)
    took_place = case((Report.took_place, 1), else_=0)
    is_hidden = is_small_of_other(reader)
    people, hidden = case((is_hidden, 0), else_=Report.people), case((is_hidden, 1), else_=0)
    counted = (people, Report.copies_en, Report.copies_es, Report.copies_both, took_place, hidden)
    sums = (func.coalesce(func.sum(one), 0) for one in counted)
    rows = session.execute(newest(query).with_only_columns(Report.side, *sums, func.count()).group_by(Report.side))
    said = {row[0]: [int(value) for value in row[1:]] for row in rows}
    owed = _owed(campaign, at)
    return {side: _totals(said.get(side, [0] * 7), owed.get(side, 0)) for side in Side}


def _totals(said: Sequence[int], due: int) -> Totals:
    people, en, es, both, held, hidden, filed = said
    return Totals(people, en, es, both, filed, due, held, hidden)


def _owed(campaign: Campaign, at: datetime) -> dict[Side, int]:
    """Of both sides in one question, as far as anybody counts."""
    parts = []
    for side in Side:
        query = unreported(side).where(Activity.campaign_id == campaign.id, Occurrence.ends_at <= at)
        ids = query.with_only_columns(Occurrence.id).limit(COUNTED + 1).subquery()
        parts.append(select(literal(side, Report.side.type), func.count()).select_from(ids))
    return {row[0]: row[1] for row in session.execute(union_all(*parts))}

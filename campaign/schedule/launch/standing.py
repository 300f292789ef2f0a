"""What of a campaign stands on each side: its materials, holds, activities, releases, blackouts and late tasks.

It only counts, for both sides in the same questions; what follows from it the list of the launch says.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union

from campaign.accounts.models import User
from campaign.campaigns.models import day_of
from campaign.campaigns.tasks.models import IS_OPEN, Task
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.clearance.in_force import countries_in_force
from campaign.db import Side, session
from campaign.flyers.models import Edition
from campaign.holds.models import Hold
from campaign.materials.models import Material, Version, VersionState, is_on_paper
from campaign.schedule.blackouts.models import BlackoutException
from campaign.schedule.models import GOING, Activity, ActivityState, Occurrence
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.releases.models import IS_CURRENT, Change, ReleaseItem
from campaign.schedule.spans import days_at, spans_of


@dataclass(frozen=True)
class Activities:
    """Of one side, the joint ones among them: `ahead` are still to come, `confirmed` by every side that has a half."""

    ahead: int = 0
    confirmed: int = 0
    released: int = 0  # and not called off in the release
    unreleased: int = 0  # confirmed, and in no release yet

    def __add__(self, other: "Activities") -> "Activities":
        return Activities(*(getattr(self, name) + getattr(other, name) for name in Activities.__dataclass_fields__))


def with_material(campaign_id: int, at: datetime) -> set[Side]:
    """The countries in which something of the campaign is in force now; the first that is answers."""
    query = select(Version).join(Version.material).where(Material.campaign_id == campaign_id)
    query = query.where(or_(*(is_on_paper(side) for side in Side)))
    query = query.where(Version.state == VersionState.in_force, Version.review_by >= at.date()).order_by(Version.id)
    found: set[Side] = set()
    for version in session.scalars(query).all():
        if not found.issuperset(version.needed):
            found |= countries_in_force(version, at)
    return found


def held_materials(campaign_id: int) -> dict[Side, list[int]]:
    """Numbers of the campaign's materials that a hold stops in each country: on the material or a sheet of it, or on
    what it quotes or shows."""
    itself = select(Hold.country, Material.id).join(Material, Material.id == Hold.material_id)
    sheets = select(Hold.country, Material.id).join(Edition, Edition.id == Hold.edition_id)
    sheets = sheets.join(Version, Version.id == Edition.version_id).join(Material, Material.id == Version.material_id)
    standing = [query.where(Hold.lifted_at.is_(None)) for query in (itself, sheets)]
    quoting = [
        select(literal(side, Hold.country.type), Material.id).where(column)
        for side, column in ((Side.US, Material.held_us), (Side.MX, Material.held_mx))
    ]
    own = [query.where(Material.campaign_id == campaign_id) for query in (*standing, *quoting)]
    found: dict[Side, list[int]] = {side: [] for side in Side}
    for country, number in session.execute(union(*own)):
        found[country].append(number)
    return {side: sorted(numbers) for side, numbers in found.items()}


def activities(campaign_id: int, at: datetime) -> dict[Side, Activities]:
    """In one question, however many there are."""
    ahead = select(Occurrence.id).where(Occurrence.activity_id == Activity.id, Occurrence.state.in_(GOING))
    shown = select(ReleaseItem.id).where(ReleaseItem.activity_id == Activity.id)
    flags = select(
        Activity.side,
        Activity.is_joint,
        (Activity.state == ActivityState.confirmed).label("confirmed"),
        ahead.where(Occurrence.ends_at > at).exists().label("ahead"),
        shown.where(IS_CURRENT, ReleaseItem.change != Change.cancelled).exists().label("released"),
        shown.exists().label("known"),
    )
    each = flags.where(Activity.campaign_id == campaign_id, Activity.state != ActivityState.cancelled).subquery()
    found = {side: Activities() for side in Side}
    columns: list[Any] = [*each.c]
    for row in session.execute(select(*columns, func.count()).group_by(*columns)).all():
        side, is_joint, confirmed, is_ahead, released, known, count = tuple(row)
        one = Activities(
            ahead=count * bool(is_ahead),
            confirmed=count * bool(is_ahead and confirmed),
            released=count * bool(released),
            unreleased=count * bool(is_ahead and confirmed and not known),
        )
        for owner in Side if is_joint else (side,):
            found[owner] += one
    return found


def blacked_out(campaign_id: int, at: datetime) -> dict[Side, list[int]]:
    """Numbers of confirmed or released activities with a date to come that touches a blackout of that country, without
    its exception."""
    found: dict[Side, list[int]] = {side: [] for side in Side}
    for one, period in session.execute(_meeting(campaign_id, at)):
        first, last = days_at(one.activity, spans_of([one])[0], period.side)
        if period.touches(first, last) and one.activity_id not in found[period.side]:
            found[period.side].append(one.activity_id)
    return found


def _meeting(campaign_id: int, at: datetime) -> Select[Occurrence, Period]:
    """Dates and blackouts in the same region. On the wall of the other half of a joint one it may be another day, so
    that its days are compared later."""
    is_out = select(ReleaseItem.id).where(ReleaseItem.activity_id == Activity.id).exists()
    written = select(BlackoutException.id).where(
        BlackoutException.activity_id == Activity.id, BlackoutException.period_id == Period.id
    )
    same_days = and_(Occurrence.starts_on <= Period.ends_on, Occurrence.ends_on >= Period.starts_on)
    query = select(Occurrence, Period).join(Activity, Activity.id == Occurrence.activity_id)
    query = query.join(Period, or_(*(_holds_there(side) for side in Side)))
    query = query.where(Activity.campaign_id == campaign_id, or_(Activity.state == ActivityState.confirmed, is_out))
    query = query.where(Occurrence.state.in_(GOING), Occurrence.ends_at > at, or_(Activity.is_joint, same_days))
    query = query.where(Period.kind == PeriodKind.blackout, Period.withdrawn_at.is_(None), ~written.exists())
    return query.order_by(Occurrence.starts_at, Occurrence.id)


def _holds_there(side: Side) -> ColumnElement[bool]:
    """As Period.holds_in says it, in the database."""
    place = Activity.region_us_key if side is Side.US else Activity.region_mx_key
    inside = func.substr(place, 1, func.length(Period.region_key)) == Period.region_key
    around = func.substr(Period.region_key, 1, func.length(place)) == place
    return and_(Period.side == side, or_(inside, around))


def late_tasks(campaign_id: int, reader: User, at: datetime) -> Counter[Side]:
    """Open ones past their day, of those that this reader sees."""
    is_late = or_(*(and_(Task.side == side, Task.due_on < day_of(side, at)) for side in Side))
    query = tasks_visible_to(reader).where(Task.campaign_id == campaign_id, IS_OPEN, is_late)
    counted = query.with_only_columns(Task.side, func.count()).order_by(None).group_by(Task.side)
    return Counter({row[0]: row[1] for row in session.execute(counted)})

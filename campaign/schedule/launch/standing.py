"""What of a campaign stands on each side: its materials, holds, activities, releases, blackouts and late tasks.

It only counts, for both sides in the same questions; what follows from it the list of the launch says.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from campaign.accounts.models import User
from campaign.campaigns.models import day_of
from campaign.campaigns.tasks.models import IS_OPEN, Task
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.clearance.in_force import in_force
from campaign.db import Side, session
from campaign.flyers.models import Edition
from campaign.holds.models import Hold
from campaign.materials.models import Material, Version, VersionState, is_on_paper
from campaign.schedule.blackouts.models import exceptions_of
from campaign.schedule.models import GOING, Activity, ActivityState, Occurrence
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.releases.models import IS_CURRENT, Change, ReleaseItem
from campaign.schedule.spans import days_at, spans_of

_DAY = timedelta(days=1)  # by which the walls of two halves may differ


@dataclass(frozen=True)
class Activities:
    """Of one side, the joint ones among them: `ahead` are still to come, `confirmed` by every side that has a half."""

    ahead: int = 0
    confirmed: int = 0
    released: int = 0  # and not called off in the release
    unreleased: int = 0  # confirmed, and in no release yet

    def __add__(self, other: "Activities") -> "Activities":
        return Activities(*(getattr(self, name) + getattr(other, name) for name in Activities.__dataclass_fields__))


def has_material(campaign_id: int, side: Side, at: datetime) -> bool:
    """Whether anything of the campaign is in force there now; the first that is answers."""
    found = select(Version).join(Version.material).where(Material.campaign_id == campaign_id, is_on_paper(side))
    found = found.where(Version.state == VersionState.in_force, Version.review_by >= at.date())
    return any(in_force(version, side, at) for version in session.scalars(found.order_by(Version.id)).all())


def held_materials(campaign_id: int) -> dict[Side, list[int]]:
    """Numbers of the campaign's materials that a hold stops in each country: on the material or a sheet of it, or on
    what it quotes or shows."""
    own = Material.campaign_id == campaign_id
    itself = select(Hold.country, Material.id).join(Material, Material.id == Hold.material_id)
    sheets = select(Hold.country, Material.id).join(Edition, Edition.id == Hold.edition_id)
    sheets = sheets.join(Version, Version.id == Edition.version_id).join(Material, Material.id == Version.material_id)
    standing = [query.where(Hold.lifted_at.is_(None), own) for query in (itself, sheets)]
    found: dict[Side, set[int]] = {side: set() for side in Side}
    for country, number in session.execute(standing[0].union(standing[1])):
        found[Side(country)].add(number)
    quoting = select(Material.id, Material.held_us, Material.held_mx).where(
        own, or_(Material.held_us, Material.held_mx)
    )
    for number, us, mx in session.execute(quoting):
        for side, is_held in ((Side.US, us), (Side.MX, mx)):
            if is_held:
                found[side].add(number)
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
    ahead = Period.kind == PeriodKind.blackout, Period.withdrawn_at.is_(None), Period.ends_on >= at.date() - _DAY
    periods = session.scalars(select(Period).where(*ahead)).all()
    if not periods:
        return found
    dates = session.scalars(_dates(campaign_id, periods, at)).unique().all()
    touched = {(one.activity_id, period.id): period.side for one in dates for period in _touched(one, periods)}
    written = {(one.activity_id, one.period_id) for one in session.scalars(exceptions_of({a for a, _p in touched}))}
    for (activity_id, period_id), side in sorted(touched.items()):
        if (activity_id, period_id) not in written and activity_id not in found[side]:
            found[side].append(activity_id)
    return found


def _dates(campaign_id: int, periods: Sequence[Period], at: datetime) -> Select[Occurrence]:
    first, last = min(one.starts_on for one in periods) - _DAY, max(one.ends_on for one in periods) + _DAY
    is_out = select(ReleaseItem.id).where(ReleaseItem.activity_id == Activity.id).exists()
    query = select(Occurrence).join(Occurrence.activity).where(Activity.campaign_id == campaign_id)
    query = query.where(or_(Activity.state == ActivityState.confirmed, is_out), Occurrence.state.in_(GOING))
    days = Occurrence.ends_at > at, Occurrence.starts_on <= last, Occurrence.ends_on >= first
    return query.where(*days).order_by(Occurrence.id)


def _touched(one: Occurrence, periods: Sequence[Period]) -> list[Period]:
    activity, (span,) = one.activity, spans_of([one])
    places = {Side.US: activity.region_us_key, Side.MX: activity.region_mx_key}
    days = {side: days_at(activity, span, side) for side in activity.sides}
    return [
        period
        for period in periods
        if period.side in days and period.holds_in(places[period.side]) and period.touches(*days[period.side])
    ]


def late_tasks(campaign_id: int, reader: User, at: datetime) -> Counter[Side]:
    """Open ones past their day, of those that this reader sees."""
    is_late = or_(*(and_(Task.side == side, Task.due_on < _today(side, at)) for side in Side))
    query = tasks_visible_to(reader).where(Task.campaign_id == campaign_id, IS_OPEN, is_late)
    counted = query.with_only_columns(Task.side, func.count()).order_by(None).group_by(Task.side)
    return Counter({row[0]: row[1] for row in session.execute(counted)})


def _today(side: Side, at: datetime) -> date:
    return day_of(side, at)

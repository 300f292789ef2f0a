"""What the page of a campaign shows of its schedule: four weeks in a lane for each side, partners, and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select, union

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.campaigns.tasks.models import Task
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.db import Side, session
from campaign.materials.models import Material
from campaign.materials.models import visible_to as materials_visible_to
from campaign.partners.models import Organization, OrganizationKind
from campaign.regions.models import pairs
from campaign.schedule import words
from campaign.schedule.filters import week_begin
from campaign.schedule.marks import Known, Mark, cities_of, next_marks
from campaign.schedule.models import GOING, Activity, ActivityState, Need, visible_to
from campaign.schedule.reports.due import Totals, totals

AHEAD = timedelta(days=27)
MOST = 14  # dates in the lanes
MOST_PARTNERS = 12
OF_A_GOVERNMENT = (OrganizationKind.agency, OrganizationKind.secretariat)


@dataclass(frozen=True)
class Week:
    """From a Sunday on, as far as it lies in the four weeks; each date with its lane, 0 where it lies over both."""

    first: date
    last: date
    dates: list[tuple[Mark, int]]


@dataclass(frozen=True)
class Wanted:
    """Copies that the activities to come ask for."""

    copies: int = 0
    materials: int = 0


@dataclass(frozen=True)
class InCampaign:
    """`is_cut`: there is more in these weeks than is shown."""

    first: date
    last: date
    weeks: list[Week]
    is_cut: bool
    totals: dict[Side, Totals]
    wanted: dict[Side, Wanted]
    partners: list[Organization]
    words = words


def of_campaign(campaign: Campaign, sides: Sequence[Side], reader: User, at: datetime) -> InCampaign:
    """As this reader sees it, in as many questions for many activities as for one."""
    first = reader.day(at)
    seen = visible_to(reader).where(Activity.campaign_id == campaign.id, Activity.state != ActivityState.cancelled)
    cities = cities_of(session.scalars(pairs()))
    found = next_marks(seen, first, first + AHEAD, MOST + 1, Known(cities, list(sides), {}))
    return InCampaign(
        first=first,
        last=first + AHEAD,
        weeks=_weeks(found[:MOST], first, sides),
        is_cut=len(found) > MOST,
        totals=totals(campaign, reader, at),
        wanted=_wanted(campaign),
        partners=sorted(session.scalars(_partners(campaign, reader)), key=lambda one: one.country is not sides[0]),
    )


def _weeks(found: Sequence[Mark], first: date, sides: Sequence[Side]) -> list[Week]:
    made = []
    for begin, dates in groupby(found, key=lambda one: week_begin(max(one.starts_on, first))):
        last = min(begin + timedelta(days=6), first + AHEAD)
        made.append(Week(max(begin, first), last, _side_by_side(list(dates), sides)))
    return made


def _side_by_side(dates: Sequence[Mark], sides: Sequence[Side]) -> list[tuple[Mark, int]]:
    """As they follow; between two joint ones the first of each lane stand beside each other, then the second."""
    found: list[tuple[Mark, int]] = []
    for is_joint, some in groupby(dates, key=lambda one: one.is_joint):
        band = list(some)
        if is_joint:
            found += [(one, 0) for one in band]
            continue
        lanes = [[(one, lane) for one in band if one.side is side] for lane, side in enumerate(sides, start=1)]
        found += [one for pair in zip_longest(*lanes) for one in pair if one]
    return found


def _wanted(campaign: Campaign) -> dict[Side, Wanted]:
    query = select(Need.side, func.sum(Need.copies), func.count(Need.material_id.distinct()))
    query = query.join(Activity, Activity.id == Need.activity_id).group_by(Need.side)
    rows = session.execute(query.where(Activity.campaign_id == campaign.id, Activity.state.in_(GOING)))
    return {side: Wanted() for side in Side} | {side: Wanted(int(copies), many) for side, copies, many in rows}


def _partners(campaign: Campaign, reader: User) -> Select[Organization]:
    """Whoever wrote or hosts an activity, answers for a task or owns a material, as far as the reader sees those; the
    two agencies are named with their tracks."""
    activities = visible_to(reader).where(Activity.campaign_id == campaign.id)
    tasks = tasks_visible_to(reader).where(Task.campaign_id == campaign.id)
    materials = materials_visible_to(reader).where(Material.campaign_id == campaign.id)
    columns = (Activity.owner_id, Activity.host_us_id, Activity.host_mx_id)
    ids: CompoundSelect[Any] = union(
        *(activities.with_only_columns(column).order_by(None) for column in columns),
        tasks.with_only_columns(Task.organization_id).order_by(None),
        materials.with_only_columns(Material.organization_id).order_by(None),
    )
    query = select(Organization).where(Organization.id.in_(ids), Organization.kind.not_in(OF_A_GOVERNMENT))
    return query.order_by(Organization.name, Organization.id).limit(MOST_PARTNERS)

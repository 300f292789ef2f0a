"""A campaign planned again from another first day on: what was planned comes along as a draft, and nothing that anybody
decided, said or did.

Each side writes its own half, so of the other country's come the regions and the half of joint activities alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select

from campaign.accounts.models import User
from campaign.campaigns import actions as campaigns
from campaign.campaigns.actions import Brief
from campaign.campaigns.models import Campaign, Track, region_keys, tracks_of
from campaign.campaigns.tasks import actions as tasks
from campaign.campaigns.tasks.actions import Line
from campaign.campaigns.tasks.models import Task, of_campaign
from campaign.campaigns.tasks.models import visible_to as tasks_visible_to
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _, _n, number
from campaign.schedule import actions as schedule
from campaign.schedule import when as wall
from campaign.schedule import writing
from campaign.schedule.models import Activity, ActivityState, Occurrence
from campaign.schedule.shifting import plan_of
from campaign.schedule.writing import Plan, Spot

MOST_DATES = 2000  # of all its activities together: one press of a button, one transaction
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class LeftOut:
    """An activity that cannot be planned on its new days, and why."""

    activity_id: int
    code: str
    title: Bilingual
    why: str


@dataclass(frozen=True)
class Again:
    """What came of it."""

    campaign: Campaign
    tasks: int
    activities: int


class SomeStay(Refused):
    """Whoever plans it again says first that these may stay behind."""

    def __init__(self, left: list[LeftOut]) -> None:
        super().__init__(
            _n(
                "One activity cannot come along; it is named below. Press again to leave it out.",
                "%(num)d activities cannot come along; they are named below. Press again to leave them out.",
                len(left),
            )
        )
        self.left = left


def first_day(campaign: Campaign, side: Side) -> date | None:
    """Of the own half, else of the earlier one, else of the first activity; None where nothing has a day."""
    starts = {track.side: track.starts_on for track in session.scalars(tracks_of(campaign.id)) if track.starts_on}
    if starts:
        return starts.get(side) or min(starts.values())
    return session.scalar(select(func.min(Activity.starts_on)).where(Activity.campaign_id == campaign.id))


def shift_to(first: date | None, new_first: date | None, keeps_weekdays: bool) -> timedelta:
    """By whole days; by the nearest whole weeks where a Tuesday is to stay a Tuesday."""
    if first is None or new_first is None:
        return timedelta()
    days = (new_first - first).days
    return WEEK * ((days + 3) // 7) if keeps_weekdays else timedelta(days=days)


def plan_again(
    old: Campaign, title: Bilingual, shift: timedelta, by: User, at: datetime, known: Collection[int] = ()
) -> Again:
    """`known`: the activities that the planner knows to stay behind; others are named first and nothing is done."""
    assert by.side is not None, "only a planner of a side plans"
    activities = session.scalars(activities_of(old, by.side)).all()
    _refuse_many(activities)
    new = campaigns.create(_brief(old, title), old.kind, by, at)
    campaigns.set_regions(new, session.scalars(region_keys(old.id)).all(), new.row_version, by, at)
    track = _own_track(new, by.side)
    _copy_track(_own_track(old, by.side), track, shift, at)
    count = _copy_tasks(old, track, shift, by, at)
    left = []
    for activity in activities:
        plan = plan_without(activity, shift)
        if why := refusal(new, activity, plan):
            left.append(LeftOut(activity.id, activity.code, activity.title, why))
        else:
            schedule.create(new, plan, by, at, like=activity, says_yes=False)
    if not {one.activity_id for one in left} <= set(known):
        raise SomeStay(left)
    return Again(new, count, len(activities) - len(left))


def activities_of(campaign: Campaign, side: Side) -> Select[Activity]:
    """Its own and the joint ones, as they follow; what was cancelled as a whole is not planned again."""
    is_ours = or_(Activity.is_joint, Activity.side == side)
    goes_on = Activity.state != ActivityState.cancelled
    query = select(Activity).where(Activity.campaign_id == campaign.id, is_ours, goes_on)
    return query.order_by(Activity.starts_on, Activity.id)


def _refuse_many(activities: Sequence[Activity]) -> None:
    ids = [activity.id for activity in activities]
    dates = session.scalar(select(func.count()).where(Occurrence.activity_id.in_(ids))) or 0
    if dates > MOST_DATES:
        said = {"dates": number(dates), "most": number(MOST_DATES)}
        raise Refused(_("Its activities have %(dates)s dates; at most %(most)s are planned again at once.", **said))


def _brief(old: Campaign, title: Bilingual) -> Brief:
    return Brief(
        title_en=title.en,
        title_es=title.es,
        aim_en=old.aim_en,
        aim_es=old.aim_es,
        audience_en=old.audience_en,
        audience_es=old.audience_es,
        message_en=old.message_en,
        message_es=old.message_es,
    )


def _own_track(campaign: Campaign, side: Side) -> Track:
    return next(track for track in session.scalars(tracks_of(campaign.id)) if track.side is side)


def _copy_track(old: Track, new: Track, shift: timedelta, at: datetime) -> None:
    """Lead and dates; a budget is decided anew, and so is everything else."""
    lead = old.lead_id if old.lead and old.lead.is_open else None
    starts_on, ends_on = (day + shift if day else None for day in (old.starts_on, old.ends_on))
    campaigns.edit_track(new, lead, starts_on, ends_on, None, new.row_version, at)


def _copy_tasks(old: Campaign, track: Track, shift: timedelta, by: User, at: datetime) -> int:
    """The own side's, none of them done; who is not there any more answers for none."""
    own = of_campaign(tasks_visible_to(by), old.id).where(Task.side == track.side)
    found = session.scalars(own).all()
    for task in found:
        organization = task.organization_id if task.organization and task.organization.is_open else None
        owner = task.owner_id if task.owner and task.owner.is_live and task.owner.side is task.side else None
        if owner and organization and task.owner and task.owner.organization_id != organization:
            owner = None
        tasks.add(track, Line(task.title, task.due_on + shift, task.is_milestone, organization, owner), by, at)
    return len(found)


def plan_without(activity: Activity, shift: timedelta) -> Plan:
    """As it was planned, so many days later: without its copies, and without whoever is not there any more."""
    plan = plan_of(activity, wall.moved(activity.when, activity.starts_on + shift), shift)
    spots = {side: _spot(activity, side, spot) for side, spot in plan.spots.items()}
    return replace(plan, spots=spots, needs={})


def _spot(activity: Activity, side: Side, spot: Spot) -> Spot:
    site = activity.site(side)
    assert site is not None, "it has a half there"
    host = spot.host_id if site.host and site.host.is_open else None
    is_there = site.person is not None and site.person.is_live and site.person.side is side
    return replace(spot, host_id=host, person_id=spot.person_id if is_there else None)


def refusal(campaign: Campaign, like: Activity, plan: Plan) -> str:
    """Why this cannot be planned there, as a sentence; '' where it can. Nothing is stored."""
    draft = Activity(campaign_id=campaign.id, campaign=campaign, side=like.side)
    try:
        writing.write(draft, plan)
        whens = [wall.moved(plan.when, day) for day in writing.days(draft)]
        writing.within(draft, whens)
        for when in whens:
            wall.instants(when, draft.zone)
    except Refused as refused:
        return refused.message
    return ""

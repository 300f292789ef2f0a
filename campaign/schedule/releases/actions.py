"""Releasing: what differs between the schedule that is worked on and the one that everybody reads, and the step over.

A side releases its own activities and the joint ones that both confirmed; nobody releases the other side's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import lazyload, selectinload

from campaign.accounts.models import User
from campaign.accounts.notices import tell_side
from campaign.campaigns.models import Campaign, Track, TrackState, tracks_of
from campaign.db import Bilingual, Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, _n, current
from campaign.mail.kinds import NoticeKind
from campaign.schedule.conflicts import refuse_blackout
from campaign.schedule.models import Activity, ActivityState, Occurrence
from campaign.schedule.releases.content import Content, as_cancelled, change_between, frozen, read, without
from campaign.schedule.releases.models import Change, Release, ReleaseItem, current_of, last_n

TOO_EARLY = (TrackState.draft, TrackState.proposed)


@dataclass(frozen=True)
class Step:
    """What the release would do to one activity."""

    activity: Activity
    change: Change
    text: str
    before: Content | None
    sequence: int

    @property
    def after(self) -> Content:
        return read(self.text)


@dataclass(frozen=True)
class Difference:
    """All that one side's release would do now; `waiting` are joint ones that stay as they were released, because not
    both sides confirmed what they are now; what either side called off of them is a step all the same."""

    steps: list[Step]
    waiting: list[Activity]

    @property
    def seen(self) -> str:
        """Names exactly this difference, so that nobody releases what was not on the page."""
        said = "\n".join(f"{step.activity.id} {step.sequence} {step.text}" for step in self.steps)
        return sha256(said.encode()).hexdigest()[:32]

    def of(self, change: Change) -> list[Step]:
        return [step for step in self.steps if step.change is change]


def difference(campaign: Campaign, side: Side) -> Difference:
    """Between what a side has now and what was released last; asks three questions whatever the size."""
    released = {item.activity_id: item for item in session.scalars(current_of(campaign.id))}
    dates = _dates(campaign)
    steps, waiting = [], []
    for activity in session.scalars(_activities(campaign)):
        if not activity.is_joint and activity.side is not side:
            continue
        item = released.get(activity.id)
        before = item.content if item else None
        after = _now(activity, dates[activity.id], before)
        change = change_between(before, after) if after else None
        if after is None or change is None:
            continue
        if not _is_agreed(activity):
            waiting.append(activity)
            after = without(before, _called_off(dates[activity.id])) if before else None
            change = change_between(before, after) if after else None
        if after and change:
            known = read(before) if before else None
            steps.append(Step(activity, change, after, known, item.sequence + 1 if item else 0))
    return Difference(steps, waiting)


def _activities(campaign: Campaign) -> Select[Activity]:
    named = (Activity.region_us, Activity.place_us, Activity.host_us, Activity.region_mx, Activity.place_mx)
    query = select(Activity).where(Activity.campaign_id == campaign.id).order_by(Activity.starts_on, Activity.id)
    return query.options(*(selectinload(one) for one in (*named, Activity.host_mx)))


def _dates(campaign: Campaign) -> dict[int, list[Occurrence]]:
    ids = select(Activity.id).where(Activity.campaign_id == campaign.id)
    query = select(Occurrence).where(Occurrence.activity_id.in_(ids)).options(lazyload(Occurrence.activity))
    found = defaultdict(list)
    for one in session.scalars(query.order_by(Occurrence.on)):
        found[one.activity_id].append(one)
    return found


def _now(activity: Activity, dates: list[Occurrence], before: str | None) -> str | None:
    """What would be shown; None where nothing of it ever was, and nothing is."""
    text = None if activity.state is ActivityState.cancelled else frozen(activity, dates)
    if text is not None:
        return text
    return as_cancelled(before) if before else None


def _called_off(dates: list[Occurrence]) -> set[date]:
    return {one.on for one in dates if one.state is ActivityState.cancelled}


def _is_agreed(activity: Activity) -> bool:
    """Either side alone may say that a joint one does not happen: nobody is to stand before a closed door."""
    is_over = activity.state in (ActivityState.held, ActivityState.cancelled)
    return not activity.is_joint or is_over or all(activity.confirmed_at(side) for side in Side)


def own_track(campaign: Campaign, side: Side) -> Track | None:
    return next((track for track in session.scalars(tracks_of(campaign.id)) if track.side is side), None)


def may_begin(campaign: Campaign, side: Side) -> bool:
    """What is not agreed yet is nobody's to read."""
    track = own_track(campaign, side)
    return track is not None and track.state not in TOO_EARLY


def release(campaign: Campaign, seen: str, note: Bilingual, by: User, at: datetime) -> Release:
    """Make what the page showed the schedule that everybody reads; the other side is told in the same act. Refused as
    long as a date of it that is to come touches a blackout without an exception."""
    if by.side is None or not by.is_planner:
        raise NotAllowed(_("A schedule is released by the planners of a side."))
    lock_row(campaign)
    if not may_begin(campaign, by.side):
        raise Refused(_("A schedule is released once your own track is agreed."))
    found = difference(campaign, by.side)
    if not found.steps:
        raise Refused(_("Nothing of yours has changed since the last release."))
    if found.seen != seen:
        raise Overtaken(_("The schedule changed while you were looking. Below is what would be released now."))
    refuse_blackout([step.activity for step in found.steps if step.change is not Change.cancelled], at)
    made = Release(campaign_id=campaign.id, n=(session.scalar(last_n(campaign.id)) or 0) + 1, side=by.side)
    made.note, made.by_id, made.released_at = note, by.id, at
    session.add(made)
    session.flush()
    for step in found.steps:
        session.add(_item(made, step))
    session.flush()
    _tell(campaign, made, len(found.steps), by.side, at)
    return made


def _item(made: Release, step: Step) -> ReleaseItem:
    """A cancelled one keeps the regions that it was released for: whoever follows them learns of it."""
    activity = step.activity
    item = ReleaseItem(
        release_id=made.id,
        activity_id=activity.id,
        sequence=step.sequence,
        change=step.change,
        is_public=step.after.is_public,
        content=step.text,
        region_us_key=step.after.region(Side.US),
        region_mx_key=step.after.region(Side.MX),
    )
    item.release, item.activity = made, activity
    return item


def _tell(campaign: Campaign, made: Release, count: int, side: Side, at: datetime) -> None:
    if not campaign.is_shared:
        return

    def subject() -> str:
        title = campaign.title.of(current()) or campaign.title.twin(current())
        words = {
            Side.US: _("The United States released its schedule: %(title)s", title=title),
            Side.MX: _("Mexico released its schedule: %(title)s", title=title),
        }
        return words[side]

    def text() -> str:
        many = _n("%(num)d activity is new or changed.", "%(num)d activities are new or changed.", count)
        which = _("This is release %(n)s.", n=made.n)
        return f"{which} {many}"

    tell_side(side.opposite, subject, text, f"/schedule/releases/{campaign.code}", at, kind=NoticeKind.schedule)

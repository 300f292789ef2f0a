"""Planning what happens: begin, change, move, confirm and cancel activities; the other side's own are never moved."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Select

from campaign.accounts.models import User
from campaign.accounts.notices import tell_side
from campaign.campaigns.models import Campaign
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, current, fmt_date
from campaign.mail.kinds import NoticeKind
from campaign.schedule import conflicts, writing
from campaign.schedule import when as wall
from campaign.schedule.differences import stale, stale_cancel, stale_move
from campaign.schedule.models import (
    GOING,
    Activity,
    ActivityState,
    Occurrence,
    When,
    occurrences_of,
)
from campaign.schedule.shifting import plan_of
from campaign.schedule.writing import Plan


def create(
    campaign: Campaign, plan: Plan, by: User, at: datetime, like: Activity | None = None, says_yes: bool = True
) -> Activity:
    """Enter an activity of the own side, or a joint one, which the other side then sees and must confirm too.

    One that is made from another (`like`) stays on that one's wall: whose hours were written keeps its side. Where
    nobody looked at it yet, the own side has not said yes by entering it."""
    if by.side is None:
        raise NotAllowed(_("An activity is planned by a side."))
    if by.side not in plan.spots:
        raise NotAllowed(_("The other country's own activities are its own to plan. Make it a joint one, or leave it."))
    activity = Activity(
        uid=str(uuid4()),
        campaign_id=campaign.id,
        campaign=campaign,
        side=like.side if like and like.side in plan.spots else by.side,
        state=ActivityState.planned,
        owner_id=by.organization_id,
        reason="",
        created_by_id=by.id,
        created_at=at,
    )
    writing.write(activity, plan)
    session.add(activity)
    session.flush()
    writing.lay_out(activity, writing.days(activity), at)
    writing.set_needs(activity, plan)
    if says_yes:
        confirm_own(activity, by, at)
    return activity


def edit(activity: Activity, plan: Plan, opened: int, by: User, at: datetime, since: date | None = None) -> None:
    """Change an activity, of a series all that is to come; what is over, was held or moved by itself stays as it is.

    What both sides had confirmed is open again for the side that did not make the change."""
    lock_row(activity)
    _open(activity)
    if opened != activity.row_version:
        raise stale(activity, plan)
    if activity.side not in plan.spots:
        raise NotAllowed(_("The side that began it keeps its half."))
    before = _essence(activity)
    writing.write(activity, plan)
    writing.set_needs(activity, plan)
    session.flush()
    if before == _essence(activity):
        return
    writing.lay_out(activity, writing.days(activity), at, since)
    _ask_again(activity, by, at)


def edit_following(occurrence: Occurrence, plan: Plan, opened: int, by: User, at: datetime) -> Activity:
    """From this occurrence on the series goes its own way, as an activity of its own; what came before stays."""
    activity = occurrence.activity
    lock_row(activity)
    _open(activity)
    if opened != activity.row_version:
        raise stale(activity, plan)
    if occurrence.on == activity.starts_on:
        edit(activity, plan, opened, by, at)
        return activity
    if activity.side not in plan.spots:
        raise NotAllowed(_("The side that began it keeps its half."))
    writing.end_before(activity, occurrence.on)
    split = create(activity.campaign, plan, by, at, like=activity)
    split.owner_id, split.follows_id = activity.owner_id, activity.id
    session.flush()
    _tell(split, by, lambda: _("Changed, please confirm anew: %(title)s", title=name_of(split)), "", at)
    return split


def move(occurrence: Occurrence, to: When, by: User, at: datetime, opened: int | None = None) -> None:
    """Put one occurrence on another day or hour; an activity that happens once goes with it."""
    activity = occurrence.activity
    lock_row(activity)
    _open(activity)
    if opened is not None and opened != activity.row_version:
        raise stale_move(activity, occurrence.when, to)
    _still_going(occurrence)
    if not activity.rule:
        activity.starts_on, activity.ends_on = to.starts_on, to.ends_on
        activity.starts_time, activity.ends_time = to.starts_time, to.ends_time
    writing.within(activity, [to])
    writing.place(occurrence, activity, to)
    occurrence.is_changed = bool(activity.rule)
    activity.edits += 1
    _ask_again(activity, by, at)


def move_series(occurrence: Occurrence, to: When, is_all: bool, opened: int, by: User, at: datetime) -> Activity:
    """Move all that is to come of a series by as much as this date moves, or this date and what follows; a rule by
    weekdays moves only within its days."""
    activity = occurrence.activity
    if not activity.rule or is_all:
        shift = to.starts_on - occurrence.on
        plan = plan_of(activity, wall.moved(to, activity.starts_on + shift), shift)
        ahead = [one.on for one in session.scalars(occurrences_of(activity.id)) if one.ends_at > at]
        edit(activity, plan, opened, by, at, since=min(ahead) + shift if ahead else None)
        return activity
    last = max(one.on for one in session.scalars(occurrences_of(activity.id)))
    plan = plan_of(activity, to, to.starts_on - occurrence.on, last)
    return edit_following(occurrence, plan, opened, by, at)


def confirm(activity: Activity, by: User, at: datetime) -> None:
    """A side says that its half stands; with every side's word the activity is confirmed."""
    lock_row(activity)
    _open(activity)
    if by.side not in activity.sides:
        raise NotAllowed(_("Your country has no half in this activity."))
    conflicts.refuse_blackout([activity], at)
    confirm_own(activity, by, at)


def confirm_own(activity: Activity, by: User, at: datetime) -> None:
    """Whoever plans or changes a joint activity thereby says yes for the own side; a partner's plan is confirmed by its
    planners, and what touches a blackout by nobody before its exception is written."""
    if by.side in activity.sides and by.is_planner:
        is_open = any(conflicts.open_blackouts([activity], at).values())
        _say(activity, by.side, None if is_open else at)


def _say(activity: Activity, side: Side, at: datetime | None) -> None:
    if side is Side.US:
        activity.confirmed_us_at = at
    else:
        activity.confirmed_mx_at = at
    _state(activity, writing.going(activity))


def _state(activity: Activity, state: ActivityState) -> None:
    activity.state = state
    session.flush()
    for one in session.scalars(occurrences_of(activity.id)):
        if one.state in GOING:
            one.state = state
    session.flush()


def cancel(activity: Activity, reason: str, by: User, at: datetime, opened: int | None = None) -> None:
    """Nothing of it happens any more; what is over stays as it was, and each side still reports on its half of it. The
    other side of a joint one is told."""
    lock_row(activity)
    _open(activity)
    _as_seen(activity, activity.when, reason, opened)
    _call_off(occurrences_of(activity.id), reason, at)
    writing.follow_dates(activity, _said(reason))
    _tell(activity, by, lambda: _("Cancelled: %(title)s", title=name_of(activity)), reason, at)


def cancel_one(occurrence: Occurrence, reason: str, by: User, at: datetime, opened: int | None = None) -> None:
    """This date alone falls out; the series goes on."""
    activity = occurrence.activity
    lock_row(activity)
    _open(activity)
    _as_seen(activity, occurrence.when, reason, opened)
    _still_going(occurrence)
    _call_off(occurrences_of(activity.id).where(Occurrence.id == occurrence.id), reason, at)
    occurrence.is_changed = True
    activity.edits += 1
    session.flush()
    day = occurrence.starts_on

    def subject() -> str:
        return _("Cancelled on %(date)s: %(title)s", date=fmt_date(day), title=name_of(activity))

    _tell(activity, by, subject, reason, at)


def cancel_following(occurrence: Occurrence, reason: str, by: User, at: datetime, opened: int | None = None) -> None:
    """From this occurrence on nothing of the series happens any more."""
    activity = occurrence.activity
    if occurrence.on == activity.starts_on:
        cancel(activity, reason, by, at, opened)
        return
    lock_row(activity)
    _open(activity)
    _as_seen(activity, occurrence.when, reason, opened)
    _call_off(occurrences_of(activity.id).where(Occurrence.on >= occurrence.on), reason, at)
    activity.edits += 1
    session.flush()
    day = occurrence.starts_on

    def subject() -> str:
        return _("Cancelled from %(date)s on: %(title)s", date=fmt_date(day), title=name_of(activity))

    _tell(activity, by, subject, reason, at)


def _call_off(dates: Select[Occurrence], reason: str, at: datetime) -> None:
    """Those still to come. What is over is told by a report, of each side on its own half: neither side alone calls it
    off for both."""
    ahead = session.scalars(dates.where(Occurrence.state.in_(GOING), Occurrence.ends_at > at)).all()
    if not ahead:
        raise Refused(_("It is over: nothing is left to call off. Whether it took place, its report says."))
    for one in ahead:
        one.state, one.reason = ActivityState.cancelled, _said(reason)


def _as_seen(activity: Activity, stored: When, reason: str, opened: int | None) -> None:
    """Nobody calls off what the page did not show."""
    if opened is not None and opened != activity.row_version:
        raise stale_cancel(activity, stored, reason)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why in one line."))
    return reason.strip()


def _open(activity: Activity) -> None:
    if activity.state not in GOING:
        raise Overtaken(_("It was held or cancelled meanwhile."))


def _still_going(occurrence: Occurrence) -> None:
    if occurrence.state not in GOING:
        raise Overtaken(_("This date was held or cancelled; it is not moved any more."))


def _essence(activity: Activity) -> tuple[object, ...]:
    """What the other side had said yes to: all that is released of it, and whether the public reads it."""
    return (
        *(activity.details_en, activity.details_es, activity.is_public),
        *(activity.type, activity.title_en, activity.title_es, activity.when, activity.rule, activity.is_joint),
        *(activity.zone_us, activity.region_us_key, activity.place_us_id, activity.venue_us),
        *(activity.zone_mx, activity.region_mx_key, activity.place_mx_id, activity.venue_mx),
    )


def _ask_again(activity: Activity, by: User, at: datetime) -> None:
    """The side that did not make the change says yes anew, and is told what changed."""
    for side in activity.sides:
        if side is not by.side or not by.is_planner:
            _say(activity, side, None)
    confirm_own(activity, by, at)
    _tell(activity, by, lambda: _("Changed, please confirm anew: %(title)s", title=name_of(activity)), "", at)


def _tell(activity: Activity, by: User, subject: Callable[[], str], reason: str, at: datetime) -> None:
    """The other side of a joint activity learns of it in the same transaction."""
    for side in activity.sides:
        if side is not by.side and activity.campaign.is_shared:
            tell_side(
                side,
                subject,
                lambda: reason or _("Its page shows what it is now."),
                path(activity),
                at,
                kind=NoticeKind.schedule,
            )


def name_of(activity: Activity) -> str:
    """The title in the language being written, or in the one that there is."""
    return activity.title.of(current()) or activity.title.twin(current())


def path(activity: Activity) -> str:
    return f"/schedule/{activity.id}"

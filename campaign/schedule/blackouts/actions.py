"""Writing an exception: a planner of the country in which a blackout holds says why the activity takes place."""

from datetime import datetime

from campaign.accounts.models import User
from campaign.accounts.notices import tell_side
from campaign.db import lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, current
from campaign.mail.kinds import NoticeKind
from campaign.permissions import confirm_activity
from campaign.schedule.blackouts.models import BlackoutException, exceptions_of
from campaign.schedule.conflicts import open_blackouts
from campaign.schedule.models import GOING, Activity


def write(activity: Activity, period_id: int, reason: str, by: User, at: datetime) -> BlackoutException:
    """One for each blackout that its dates to come touch; it confirms nothing by itself. The other side is told."""
    if by.side is None or not confirm_activity(by, activity):
        raise NotAllowed(_("The planners of the country in which the blackout holds write the exception."))
    lock_row(activity)
    if activity.state not in GOING:
        raise Overtaken(_("It was held or cancelled meanwhile."))
    if period_id in [one.period_id for one in session.scalars(exceptions_of([activity.id]))]:
        raise Overtaken(_("An exception to this blackout was written already; it stands on the page of the activity."))
    touched = open_blackouts([activity], at).get(activity.id, [])
    period = next((one for one in touched if one.id == period_id), None)
    if period is None:
        raise Refused(_("This activity does not touch that blackout any more."))
    if period.side is not by.side:
        raise NotAllowed(_("The planners of the country in which the blackout holds write the exception."))
    if not reason.strip():
        raise Refused(_("Write the reason; both countries read it."))
    made = BlackoutException(
        activity_id=activity.id,
        activity=activity,
        period_id=period.id,
        side=by.side,
        reason=reason.strip(),
        by_id=by.id,
        written_at=at,
    )
    session.add(made)
    session.flush()
    _tell(activity, made, by, at)
    return made


def _tell(activity: Activity, made: BlackoutException, by: User, at: datetime) -> None:
    """The other half's side, in the same transaction (law 6)."""

    def subject() -> str:
        title = activity.title.of(current()) or activity.title.twin(current())
        return _("Exception to an electoral blackout: %(title)s", title=title)

    for side in activity.sides:
        if side is not by.side and activity.campaign.is_shared:
            tell_side(side, subject, lambda: made.reason, f"/schedule/{activity.id}", at, kind=NoticeKind.schedule)

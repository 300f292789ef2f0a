"""Reminders of reports that are owed: the day after, on the fifth day, and when it is a day late; never two in a day.

Each person gets one letter that names all of theirs; twice tells nothing, the rows of those who were told say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from campaign import db
from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User, UserRole
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.i18n import _, _n, fmt_date
from campaign.jobs.work import Result, Work
from campaign.mail.kinds import Because, NoticeKind
from campaign.schedule.actions import name_of
from campaign.schedule.models import Occurrence
from campaign.schedule.reports.due import Due, as_due
from campaign.schedule.reports.models import ReportReminder, unreported

STAGES = (8, 5, 1)  # days after the end; after days without work only the latest counts
LAST = 30  # what is over longer is on the list, and in no letter any more
NAMED = 10  # dates in one letter
Reminded = dict[int, list[tuple[Due, int]]]  # by person: what is owed, and at which stage


def remind(work: Work, config: Config) -> Result:
    at = now()
    db.read_only()
    wanted = _wanted(at)
    session.expunge_all()
    db.writing()
    return {"letters": sum(_is_told(work, person, owed, at) for person, owed in wanted.items())}


def stage_of(days: int) -> int:
    """The last of them that has come; 0 before the first, and when it is too long ago."""
    return next((stage for stage in STAGES if stage <= days <= LAST), 0)


def _wanted(at: datetime) -> Reminded:
    found: Reminded = defaultdict(list)
    for side in Side:
        span = Occurrence.ends_at > at - timedelta(days=LAST + 2), Occurrence.ends_at <= at
        over = session.scalars(unreported(side).where(*span).order_by(Occurrence.ends_at, Occurrence.id)).unique()
        for due in as_due(over, side, at):
            if stage := stage_of(due.days):
                for person in answering(due):
                    found[person].append((due, stage))
    return found


def answering(due: Due) -> Sequence[int]:
    """Whoever answers for this half; else the coordinators of the organization behind it; else the side's planners."""
    activity = due.occurrence.activity
    site = activity.site(due.side)
    if site and site.person and site.person.is_live:
        return [site.person.id]
    behind = [activity.owner_id] if activity.side is due.side else []
    behind += [site.host.id] if site and site.host else []
    for organization in behind:
        found = _people(Role.partner, due.side, User.organization_id == organization, User.is_coordinator)
        if found:
            return found
    return _people(Role.planner, due.side)


def _people(role: Role, side: Side, *also: object) -> Sequence[int]:
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role == role))
    query = select(User.id).where(User.side == side, User.is_live, has_role, *also)  # type: ignore[arg-type]
    return session.scalars(query.order_by(User.id)).all()


def _is_told(work: Work, person: int, owed: list[tuple[Due, int]], at: datetime) -> bool:
    """One person's letter, in a transaction of its own."""
    with acting(None, None, work.kind, at):
        user = session.get_one(User, person)
        new = [one for one in owed if not _was_told(person, *one)]
        is_told = bool(new) and not _had_one(person, at.date())
        if is_told:
            _write(user, [due for due, _stage in owed], at)
            for due, stage in new:
                key = {"occurrence_id": due.occurrence.id, "side": due.side, "stage": stage}
                session.add(ReportReminder(**key, person_id=person, told_on=at.date()))
        work.hold()  # without a note: administrators of both sides see this work (law 7)
        session.commit()
    return is_told


def _was_told(person: int, due: Due, stage: int) -> bool:
    return session.get(ReportReminder, (due.occurrence.id, due.side, stage, person)) is not None


def _had_one(person: int, today: date) -> bool:
    told = select(ReportReminder.stage).where(ReportReminder.person_id == person, ReportReminder.told_on == today)
    return session.scalars(told.limit(1)).first() is not None


def _write(user: User, owed: list[Due], at: datetime) -> None:
    """What waits longest first; its words take two minutes on a phone, and the letter says where."""
    first = owed[0]
    path = f"/schedule/dates/{first.occurrence.id}/report" if len(owed) == 1 else "/schedule/reports"
    accounts.tell(
        user,
        lambda: _subject(owed),
        lambda: _text(owed),
        at,
        path,
        kind=NoticeKind.reports,
        because=_because(user, owed),
    )


def _because(user: User, owed: list[Due]) -> Because:
    """Named in one of them; else asked as its organization's coordinator, or as a planner."""
    sites = [due.occurrence.activity.site(due.side) for due in owed]
    if any(site and site.person and site.person.id == user.id for site in sites):
        return Because.answers
    return Because.planner if user.is_planner else Because.coordinator


def _subject(owed: list[Due]) -> str:
    if len(owed) > 1:
        return _n("One report is due", "%(num)d reports are due", len(owed))
    title = name_of(owed[0].occurrence.activity)
    if owed[0].is_overdue:
        return _("The report is overdue: %(title)s", title=title)
    return _("Please report on it: %(title)s", title=title)


def _text(owed: list[Due]) -> str:
    lines = [_line(due) for due in owed[:NAMED]]
    if len(owed) > NAMED:
        lines.append(_("and %(number)s more", number=len(owed) - NAMED))
    opening = _("How many people came, and how many copies were handed out? A few numbers are enough: two minutes.")
    return "\n\n".join([opening, "\n".join(lines)])


def _line(due: Due) -> str:
    said = {"title": name_of(due.occurrence.activity), "date": fmt_date(due.occurrence.starts_on)}
    if due.is_overdue:
        return _("%(title)s, %(date)s: was due on %(due)s", **said, due=fmt_date(due.due_on))
    return _("%(title)s, %(date)s: due on %(due)s", **said, due=fmt_date(due.due_on))

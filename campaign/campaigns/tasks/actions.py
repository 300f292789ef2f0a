"""Tasks and milestones: enter, change, tick off, open again, take out; each side only its own."""

from dataclasses import dataclass
from datetime import date, datetime

from campaign.accounts.models import User
from campaign.campaigns.models import Track
from campaign.campaigns.tasks.models import Task
from campaign.db import Bilingual, lock_row, session
from campaign.errors import Difference, Overtaken, Refused, Stale
from campaign.i18n import _, fmt_date
from campaign.partners.models import Organization


@dataclass(frozen=True)
class Line:
    """Everything of a task that its planner writes."""

    title: Bilingual
    due_on: date
    is_milestone: bool = False
    organization_id: int | None = None
    owner_id: int | None = None


def add(track: Track, line: Line, by: User, at: datetime) -> Task:
    task = Task(
        campaign_id=track.campaign_id,
        campaign=track.campaign,
        side=track.side,
        created_by_id=by.id,
        created_at=at,
    )
    _write(task, line)
    session.add(task)
    session.flush()
    return task


def edit(task: Task, line: Line, opened: int) -> None:
    lock_row(task)
    if opened != task.row_version:
        raise Stale(
            _("Someone else changed this task. Yours is safe below; compare and choose."),
            _differences(task, line),
            task.row_version,
        )
    _write(task, line)
    session.flush()


def _write(task: Task, line: Line) -> None:
    """A partner's task goes to an organization that works with this side; a person named for it is of the side."""
    if not (line.title.en.strip() or line.title.es.strip()):
        raise Refused(_("Write what is to be done, in one language at least."))
    organization = session.get(Organization, line.organization_id) if line.organization_id else None
    owner = session.get(User, line.owner_id) if line.owner_id else None
    if owner is not None and owner.side is not task.side:
        raise Refused(_("Whoever answers for a task belongs to its side."))
    if owner is not None and organization is not None and owner.organization_id != organization.id:
        said = {"name": owner.name, "organization": organization.name}
        raise Refused(_("%(name)s does not belong to %(organization)s.", **said))
    task.title, task.due_on, task.is_milestone = line.title, line.due_on, line.is_milestone
    task.organization_id, task.organization = line.organization_id, organization
    task.owner_id, task.owner = line.owner_id, owner


def _differences(task: Task, line: Line) -> list[Difference]:
    rows = (
        Difference("title_en", _("Title in English"), task.title_en, line.title.en),
        Difference("title_es", _("Title in Spanish"), task.title_es, line.title.es),
        Difference("due_on", _("Due on"), fmt_date(task.due_on), fmt_date(line.due_on)),
    )
    return [row for row in rows if row.theirs != row.yours]


def finish(task: Task, by: User, at: datetime) -> None:
    """Ticked off by whoever did it; a second tick changes nothing."""
    lock_row(task)
    if task.done_at is None:
        task.done_at, task.done_by_id = at, by.id
        session.flush()


def reopen(task: Task) -> None:
    lock_row(task)
    task.done_at, task.done_by_id = None, None
    session.flush()


def remove(task: Task) -> None:
    """What was never done is taken out; what was done stays, it is history."""
    lock_row(task)
    if task.done_at is not None:
        raise Overtaken(_("It is done, and what was done stays. Open it again first."))
    session.delete(task)
    session.flush()

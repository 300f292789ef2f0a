"""Work that comes back every day: whoever moves its due date on asks for it, in one transaction; nobody else does."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from campaign import db
from campaign.db import acting, session
from campaign.jobs import actions
from campaign.jobs.models import Periodic

Timetable = Mapping[str, time]  # kind → at what time of the day (UTC)
DAY = timedelta(days=1)


def ask_due(timetable: Timetable, at: datetime) -> list[int]:
    """Ask for what is due; the numbers. A kind that was never asked for is due at once; days that were missed are not
    made up for.

    A clock that was set back, by a day at most, asks for nothing twice. A date further ahead comes from a clock that
    ran ahead: it is brought back, or nothing would be asked for until then.
    """
    db.read_only()
    known = {row.kind: row.due_at for row in session.scalars(select(Periodic))}
    db.writing()
    asked = []
    for kind, daily in timetable.items():
        due_at = known.get(kind)
        if due_at is None or not at < due_at <= at + 2 * DAY:
            is_ours = _move(kind, due_at, following(daily, at))
            if is_ours and (due_at is None or due_at <= at):
                asked.append(_ask(kind, at))
            session.commit()
    return asked


def following(daily: time, at: datetime) -> datetime:
    """The next instant, after this one, at that time of the day."""
    today = datetime.combine(at.astimezone(UTC).date(), daily, UTC)
    return today if today > at else today + DAY


def _move(kind: str, seen: datetime | None, due_at: datetime) -> bool:
    """Whether it was we who moved the date on from what we saw."""
    table = cast(Table, Periodic.__table__)
    if seen is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        fresh = insert(table).values(kind=kind, due_at=due_at).on_conflict_do_nothing().returning(table.c.kind)
        return session.scalar(fresh) is not None
    moved = update(table).where(table.c.kind == kind, table.c.due_at == seen).values(due_at=due_at)
    return session.scalar(moved.returning(table.c.kind)) is not None


def _ask(kind: str, at: datetime) -> int:
    with acting(None, None, kind, at):
        job = actions.ask(kind, {}, at=at)
        newest = update(Periodic).where(Periodic.kind == kind).values(job_id=job.id)
        session.execute(newest.execution_options(synchronize_session=False))
        session.commit()
    return job.id

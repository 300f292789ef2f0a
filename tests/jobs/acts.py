"""What the suites of work in the background ask for and look at."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.jobs import actions
from campaign.jobs.models import Job, Part, PartState, parts_of
from campaign.jobs.work import Doer, Work, perform


def ask(
    kind: str = "count", parts: Sequence[str] = (), by: User | None = None, priority: int = 0, **payload: Any
) -> int:
    """A committed job; its number."""
    with acting(by, by.side if by else None, "test", now()):
        job = actions.ask(kind, payload, at=now(), by=by, parts=parts, priority=priority)
        session.commit()
    session.remove()
    return job.id


def do(job_id: int, doers: Mapping[str, Doer], config: Config) -> Job:
    """Work on it here and now, as a worker's thread would; the row as it stands then."""
    perform(job_id, doers, config)
    return look(job_id)


def look(job_id: int) -> Job:
    """The row as it is now; nothing is held on to, so that a worker beside the test is not kept waiting."""
    session.remove()
    found = session.scalars(select(Job).where(Job.id == job_id)).one()
    session.remove()
    return found


def states(job_id: int) -> dict[str, PartState]:
    session.remove()
    return {part.key: part.state for part in session.scalars(parts_of(job_id))}


def part(job_id: int, key: str) -> Part:
    session.remove()
    return session.get_one(Part, (job_id, key))


def all_parts(work: Work, config: Config) -> None:
    """A doer that does every part that waits."""
    for one in work.waiting():
        work.part_done(one.key)
        session.commit()

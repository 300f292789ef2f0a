"""Asking for work, and what people do with it then: cancel it, try the failed parts again; working is work.py's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from campaign.db import Actor, Bilingual, lock_row, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.jobs.models import Job, JobState, Part, PartState, parts_of

ORDINARY, URGENT = 0, 10


def ask(
    kind: str,
    payload: dict[str, Any],
    *,
    at: datetime,
    by: Actor | None = None,
    parts: Sequence[str] = (),
    priority: int = ORDINARY,
    not_before: datetime | None = None,
) -> Job:
    """Write the job into the transaction of the act that asks for it; its number is sent on after the commit. One that
    is to wait for its hour (`not_before`) is swept up then."""
    job = Job(
        kind=kind,
        payload=payload,
        state=JobState.queued,
        priority=priority,
        run_at=max(at, not_before or at),
        total=len(parts) or 1,
        asked_by_id=by.id if by else None,
        side=by.side if by else None,
        asked_at=at,
    )
    session.add(job)
    session.flush()
    session.add_all(Part(job_id=job.id, key=key, position=n, state=PartState.waiting) for n, key in enumerate(parts, 1))
    session.flush()
    session().info.setdefault("asked", []).append((job.id, job.priority))
    return job


def cancel(job: Job, at: datetime) -> None:
    """Stop what has not ended; parts that are done stay done, a worker learns it at its next heartbeat."""
    lock_row(job)
    if job.state.has_ended:
        raise Refused(_("This work has already ended, so there is nothing to cancel."))
    job.state, job.token, job.lease_until, job.ended_at = JobState.cancelled, "", None, at
    job.note = ""


def retry(job: Job, at: datetime) -> None:
    """Work again on what failed and on what a cancel left undone; what is done is not done twice."""
    lock_row(job)
    if job.state not in (JobState.failed, JobState.cancelled) and not _count(job, PartState.failed):
        raise Refused(_("Nothing of this failed, so there is nothing to try again."))
    if not job.state.has_ended:
        raise Refused(_("This is still being worked on; try again when it has ended."))
    for part in session.scalars(parts_of(job.id)):
        if part.state is PartState.failed:
            part.state, part.error = PartState.waiting, Bilingual("", "")
    session.flush()
    job.state, job.run_at, job.attempts, job.sent_at = JobState.queued, at, 0, None
    job.done, job.error, job.started_at, job.ended_at = _count(job, PartState.done), Bilingual("", ""), None, None
    session().info.setdefault("asked", []).append((job.id, job.priority))


def _count(job: Job, state: PartState) -> int:
    return session.scalar(select(func.count()).where(Part.job_id == job.id, Part.state == state)) or 0

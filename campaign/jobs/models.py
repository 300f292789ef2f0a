"""Jobs and their parts: what is asked for, who works on it until when, how far it is, and what failed why."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, and_, func, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.db import Base, Bilingual, Side


class JobState(enum.Enum):
    """Contract §4. A job ends as done, failed (with its reason) or cancelled."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"

    @property
    def has_ended(self) -> bool:
        return self not in (JobState.queued, JobState.running)


class PartState(enum.Enum):
    """Of one part of a job."""

    waiting = "waiting"
    done = "done"
    failed = "failed"


# Book-keeping of whoever works on a job: not audited, by name; what the work itself changes is. The state is written
# by workers in statements of their own, and through the row only where a person cancels or retries: that is audited.
LEASE = frozenset(
    {
        "run_at",
        "attempts",
        "token",
        "lease_until",
        "sent_at",
        "done",
        "started_at",
        "ended_at",
        "error_en",
        "error_es",
        "note",
        "result",
    }
)


class Job(Base):
    """One piece of work, written in the transaction of the act that asks for it. `payload` holds ids only."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "asked_by_id", "id"),
        CheckConstraint("done >= 0 AND done <= total", name="progress"),
        CheckConstraint("state <> 'running' OR (token <> '' AND lease_until IS NOT NULL)", name="lease"),
        CheckConstraint("state <> 'failed' OR error_en <> ''", name="reason"),
    )
    unaudited = LEASE

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(index=True)
    priority: Mapped[int]  # higher first
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[str] = mapped_column(default="")  # of the worker that holds the lease
    lease_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]  # when its number was last handed to the carrier
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=1)
    error_en: Mapped[str] = mapped_column(default="")
    error_es: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    side: Mapped[Side | None]
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")  # the part in hand: a key or a number, never a sentence
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # what came out of it: ids and counts only

    error: Mapped[Bilingual] = composite("error_en", "error_es")

    @property
    def code(self) -> str:
        return f"J-{self.id:04d}"


class Part(Base):
    """One part of a job that may fail alone and be tried again alone; `key` says which (a region)."""

    __tablename__ = "job_parts"
    unaudited = None

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    state: Mapped[PartState]
    made_id: Mapped[int | None]  # the row that came out of it
    error_en: Mapped[str] = mapped_column(default="")
    error_es: Mapped[str] = mapped_column(default="")

    error: Mapped[Bilingual] = composite("error_en", "error_es")
    job: Mapped[Job] = relationship(lazy="raise")


class Periodic(Base):
    """When work that comes back is due next. Whoever moves the date asks for the job, in one transaction: so two
    sweepers, or one that was killed, never ask twice and never forget."""

    __tablename__ = "periodic_jobs"
    unaudited = None

    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))  # the newest that was asked for


def due(at: datetime, sent_before: datetime) -> Select[int, int]:
    """Number and priority of jobs that nobody works on although they are due: never sent, lost on the way, or left by a
    worker whose lease ran out."""
    is_lost = or_(Job.sent_at.is_(None), Job.sent_at < sent_before)
    is_waiting = and_(Job.state == JobState.queued, Job.run_at <= at, is_lost)
    is_left = and_(Job.state == JobState.running, Job.lease_until < at, or_(is_lost, Job.sent_at < Job.lease_until))
    order = (Job.priority.desc(), Job.run_at, Job.id)
    return select(Job.id, Job.priority).where(or_(is_waiting, is_left)).order_by(*order)


def parts_of(job_id: int) -> Select[Part]:
    return select(Part).where(Part.job_id == job_id).order_by(Part.position)


def count_parts(job_id: int) -> Select[PartState, int]:
    return select(Part.state, func.count()).where(Part.job_id == job_id).group_by(Part.state)


def asked_by(user_id: int) -> Select[Job]:
    """What this person asked for, newest first."""
    return select(Job).where(Job.asked_by_id == user_id).order_by(Job.id.desc())


def by_itself() -> Select[Job]:
    """What the installation does of itself, newest first; letters and digests only where they failed."""
    is_own = and_(Job.asked_by_id.is_(None), Job.side.is_(None))
    is_telling = or_(Job.kind.not_in(("mail.deliver", "accounts.reset", "home.digest")), Job.state == JobState.failed)
    return select(Job).where(is_own, is_telling).order_by(Job.id.desc())


def listed(state: JobState | None = None) -> Select[Job]:
    """All work, newest first, for the operator."""
    query = select(Job).order_by(Job.id.desc())
    return query.where(Job.state == state) if state else query


def oldest_waiting(at: datetime) -> Select[datetime]:
    """Since when the job that waits longest has been due; nothing when none waits."""
    return select(func.min(Job.run_at)).where(Job.state == JobState.queued, Job.run_at <= at)

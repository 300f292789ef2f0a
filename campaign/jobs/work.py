"""Working on a job: claim it, keep its lease alive, end it; whoever lost the lease can change nothing any more.

Every step is one conditional UPDATE on the worker's token, so that two workers, or one that was thought dead, never
both count. A part's result and its mark are committed together.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import and_, func, or_, select, update

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _, both, language
from campaign.jobs.models import Job, JobState, Part, PartState, due, parts_of

LEASE = timedelta(seconds=15)
BEAT_SECONDS = 4.0
MOST_TRIES = 3  # without a part done in between
PAUSE = timedelta(seconds=20)  # before a job that crashed is tried again, times the tries
LOST_AFTER = timedelta(seconds=30)  # a number that was sent and not claimed for so long is sent again

log = structlog.get_logger("campaign.jobs")
Made = TypeVar("Made")


class Lost(Exception):
    """The lease is somebody else's now, or the job was cancelled: drop what is not committed and stop."""


class Failed(Exception):
    """This cannot be done, and trying again would not help; why, in both languages."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True)
class Work:
    """One job in the hands of one worker."""

    id: int
    kind: str
    payload: dict[str, Any]
    asked_by_id: int | None
    side: Side | None
    token: str

    def waiting(self) -> Sequence[Part]:
        """The parts that are still to be done, in their order."""
        return session.scalars(parts_of(self.id).where(Part.state == PartState.waiting)).all()

    def part_done(self, key: str, made_id: int | None = None) -> None:
        """Mark a part in the transaction of what came out of it; commit follows. Raises Lost."""
        self._mark(key, state=PartState.done, made_id=made_id)
        self.hold(done=Job.done + 1, attempts=0)

    def part_failed(self, key: str, reason: Bilingual) -> None:
        """Mark a part that cannot be made; the others go on. Raises Lost."""
        self._mark(key, state=PartState.failed, error_en=reason.en, error_es=reason.es)
        self.hold(attempts=0)

    def _mark(self, key: str, **values: Any) -> None:
        session.execute(
            update(Part)
            .where(Part.job_id == self.id, Part.key == key)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def hold(self, **values: Any) -> None:
        """Extend the lease in this transaction, and write these columns; raises Lost when it is not ours."""
        if not session.execute(self._ours(lease_until=now() + LEASE, **values)).rowcount:  # type: ignore[attr-defined]
            session.rollback()
            raise Lost

    def _ours(self, **values: Any) -> Any:
        return (
            update(Job)
            .where(Job.id == self.id, Job.token == self.token, Job.state == JobState.running)
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def end(self, state: JobState, reason: Bilingual | None = None, **values: Any) -> None:
        """Let the job go in this state. Raises Lost."""
        said = {"error_en": reason.en, "error_es": reason.es} if reason else {}
        ended_at = now() if state.has_ended else None
        self.hold(state=state, token="", ended_at=ended_at, **said, **values)
        session.commit()

    @contextmanager
    def heartbeat(self) -> Iterator[None]:
        """Extend the lease every few seconds beside the work, however long one step takes."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(BEAT_SECONDS):
                db.aside(self._ours(lease_until=now() + LEASE))

        thread = threading.Thread(target=beat, name=f"heartbeat-{self.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


Doer = Callable[[Work, Config], None]


def perform(job_id: int, doers: Mapping[str, Doer], config: Config) -> None:
    """Do one job if it is free. Whatever happens, it ends, is tried again later, or is somebody else's."""
    try:
        work = claim(job_id)
        if work is not None:
            _do(work, doers, config)
    finally:
        session.remove()


def claim(job_id: int) -> Work | None:
    """Take a job that is due and free, or whose worker is gone; None when another was faster or it has ended."""
    at, token = now(), secrets.token_hex(8)
    is_free = or_(
        and_(Job.state == JobState.queued, Job.run_at <= at), and_(Job.state == JobState.running, Job.lease_until < at)
    )
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, is_free)
        .values(
            state=JobState.running,
            token=token,
            lease_until=at + LEASE,
            attempts=Job.attempts + 1,
            started_at=func.coalesce(Job.started_at, at),
        )
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        session.rollback()
        return None
    job = session.get_one(Job, job_id, populate_existing=True)
    work = Work(job.id, job.kind, job.payload, job.asked_by_id, job.side, token)
    is_poison = job.attempts > MOST_TRIES
    session.commit()
    if is_poison:
        work.end(JobState.failed, both(_poison))
        return None
    return work


def _do(work: Work, doers: Mapping[str, Doer], config: Config) -> None:
    try:
        with work.heartbeat():
            doers[work.kind](work, config)
        _finish(work)
    except Lost:
        session.rollback()
        log.info("lost", job=work.id)
    except Failed as failed:
        session.rollback()
        work.end(JobState.failed, failed.reason)
    except Exception:
        session.rollback()
        log.exception("crashed", job=work.id, kind=work.kind)
        _try_later(work)


def _finish(work: Work) -> None:
    query = select(func.count()).where(Part.job_id == work.id)
    every, failed = session.scalar(query) or 0, session.scalar(query.where(Part.state == PartState.failed)) or 0
    if failed:
        work.end(JobState.failed, both(lambda: _parts_failed(failed, every)))
    else:
        work.end(JobState.done, done=Job.total)


def _try_later(work: Work) -> None:
    tries = session.scalar(select(Job.attempts).where(Job.id == work.id)) or 0
    if tries >= MOST_TRIES:
        work.end(JobState.failed, both(_poison))
    else:
        work.end(JobState.queued, run_at=now() + PAUSE * tries, sent_at=None)


def _poison() -> str:
    return _("It was begun %(tries)s times and broke each time. The cause stands in the log.", tries=MOST_TRIES)


def _parts_failed(failed: int, every: int) -> str:
    return _("%(failed)s of %(every)s could not be made; the reason stands beside each.", failed=failed, every=every)


def attempt(act: Callable[[], Made]) -> Made:
    """Do it, or say in both languages why not: whoever works in the background has no reader, so what is refused is
    asked a second time, in Spanish."""
    said: dict[str, str] = {}
    for code in ("en", "es"):
        with language(code):
            try:
                return act()
            except Refused as refused:
                session.rollback()
                said[code] = refused.message
    raise Failed(Bilingual(**said))


def lost(at: datetime) -> list[int]:
    """The sweep: numbers to hand to the carrier again, because they never arrived or their worker is gone."""
    numbers = list(session.scalars(due(at, at - LOST_AFTER)))
    if numbers:
        marked = update(Job).where(Job.id.in_(numbers)).values(sent_at=at)
        session.execute(marked.execution_options(synchronize_session=False))
    session.commit()
    return numbers

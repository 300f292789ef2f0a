"""Working on a job: claim it, keep its lease alive, end it; whoever lost the lease can change nothing any more.

Every step is one conditional UPDATE on the worker's token, so that two workers, or one that was thought dead, never
both count. A part's result and its mark are committed together.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _, both, language
from campaign.jobs.models import Job, JobState, Part, PartState, due, parts_of
from campaign.storage import StoreGone

LEASE = timedelta(seconds=15)
BEAT_SECONDS = 4.0
LONGEST_STEP = timedelta(minutes=5)  # between two signs of life of the work itself
MOST_TRIES = 3  # without a part done in between
PAUSE = timedelta(seconds=20)  # before a job that crashed is tried again, times the tries
LOST_AFTER = timedelta(seconds=30)  # a number that was sent and not claimed for so long is sent again,
BUSY_AFTER = timedelta(minutes=5)  # or for so long, while others still lie in the queue

log = structlog.get_logger("campaign.jobs")
Made = TypeVar("Made")


class Lost(Exception):
    """The lease is somebody else's now, or the job was cancelled: drop what is not committed and stop."""


class Failed(Exception):
    """This cannot be done, and trying again would not help; why, in both languages."""

    def __init__(self, reason: Bilingual) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Away(Exception):
    """What the work needs beside the database (a mail server) does not answer now: it waits, and that is no try."""


class Stuck(Exception):
    """The work gave no sign of life for too long: it is left behind."""


@dataclass
class Work:
    """One job in the hands of one worker."""

    id: int
    kind: str
    payload: dict[str, Any]
    asked_by_id: int | None
    side: Side | None
    token: str
    moved: float = field(default_factory=time.monotonic)  # when it gave the last sign of life

    def number(self, name: str) -> int:
        """An id of the payload. Raises Failed when there is none: trying again would not help."""
        found = self.payload.get(name) if isinstance(self.payload, dict) else None
        if type(found) is not int:
            raise Failed(both(_misshapen))
        return found

    def live(self) -> None:
        """A sign of life, where nothing is to be written down."""
        self.moved = time.monotonic()

    def begin(self, key: str) -> None:
        """Say which part is in hand, for whoever looks; a write of its own, so the session must hold no lock."""
        self.live()
        db.aside(self._ours(note=key))

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
        self.live()
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
        self.hold(state=state, token="", note="", ended_at=ended_at, **said, **values)
        session.commit()

    def beat(self) -> None:
        """Extend the lease beside the work. A database that is away for a moment must not end it."""
        if time.monotonic() - self.moved > LONGEST_STEP.total_seconds():
            raise Stuck
        with suppress(SQLAlchemyError):
            db.aside(self._ours(lease_until=now() + LEASE))


Result = dict[str, Any] | None  # ids and counts, for whoever looks later
Doer = Callable[[Work, Config], Result]


def perform(job_id: int, doers: Mapping[str, Doer], config: Config) -> None:
    """Do one job if it is free. Whatever happens, it ends, is tried again later, or is somebody else's."""
    try:
        with _room.alone() if _is_last_try(job_id) else _room.beside():
            work = claim(job_id)
            if work is not None:
                _do(work, doers, config)
    except Lost:
        log.info("lost", job=job_id)
    except Exception:  # the database is away: the sweep finds the job when its lease has ended
        log.exception("left", job=job_id)
    finally:
        session.remove()


class _Room:
    """What the threads of one process work on side by side, and who has it alone: then nobody else is in it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._door = threading.Lock()  # who waits to be alone holds it, so that newcomers wait too

    @contextmanager
    def beside(self) -> Iterator[None]:
        with self._door, self._changed:
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._door:
            with self._changed:
                self._changed.wait_for(lambda: not self._inside)
            yield


_room = _Room()


def _is_last_try(job_id: int) -> bool:
    """Work that has ended its process takes what stood beside it along, and each lost a try. The last try is made
    alone, so that nothing is given up for the fault of its neighbour."""
    with db.apart(deferred=True) as connection:
        return connection.scalar(select(Job.attempts).where(Job.id == job_id)) == MOST_TRIES - 1


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
        if work.kind not in doers:
            raise Failed(both(_unknown))
        result = _watched(work, doers[work.kind], config)
    except Lost:
        raise
    except Failed as failed:
        work.end(JobState.failed, failed.reason)
    except Stuck:
        log.error("stuck", job=work.id, kind=work.kind)
        _try_later(work, both(_still))
    except (StoreGone, Away) as error:  # not the job's fault, so not one of its tries
        log.warning("waits", job=work.id, kind=work.kind, error=repr(error))
        work.end(JobState.queued, run_at=now() + PAUSE, attempts=Job.attempts - 1, sent_at=None)
    except Exception as error:
        log.error("crashed", job=work.id, kind=work.kind, exc_info=error)
        _try_later(work, both(_poison))
    else:
        _finish(work, result)


def _watched(work: Work, doer: Doer, config: Config) -> Result:
    """Do it in a thread of its own, and keep the lease as long as that gives signs of life.

    Raises what it raises; Stuck when it stands still: then the thread is left to itself, and should it ever wake up, it
    finds its lease gone and can change nothing.
    """
    outcome: Future[Result] = Future()

    def do() -> None:
        try:
            result = doer(work, config)
            session.remove()
            outcome.set_result(result)
        except BaseException as error:
            session.remove()
            outcome.set_exception(error)

    threading.Thread(target=copy_context().run, args=(do,), name=f"job-{work.id}", daemon=True).start()
    while not wait([outcome], BEAT_SECONDS).done:
        work.beat()
    return outcome.result()


def _finish(work: Work, result: Result) -> None:
    query = select(func.count()).where(Part.job_id == work.id)
    every, failed = session.scalar(query) or 0, session.scalar(query.where(Part.state == PartState.failed)) or 0
    if every:
        result = {"done": every - failed, "failed": failed, **(result or {})}
    if failed:
        work.end(JobState.failed, both(lambda: _parts_failed(failed, every)), result=result)
    else:
        work.end(JobState.done, done=Job.total, result=result)


def _try_later(work: Work, reason: Bilingual) -> None:
    tries = session.scalar(select(Job.attempts).where(Job.id == work.id)) or 0
    if tries >= MOST_TRIES:
        work.end(JobState.failed, reason)
    else:
        work.end(JobState.queued, run_at=now() + PAUSE * tries, sent_at=None)


def _poison() -> str:
    return _("It was begun %(tries)s times and broke each time. The cause stands in the log.", tries=MOST_TRIES)


def _still() -> str:
    minutes = LONGEST_STEP // timedelta(minutes=1)
    return _(
        "It was begun %(tries)s times and stood still each time for more than %(minutes)s minutes, so it was given up.",
        tries=MOST_TRIES,
        minutes=minutes,
    )


def _unknown() -> str:
    return _(
        "This program does not know this kind of work. It was asked for by another version; ask your administrator."
    )


def _misshapen() -> str:
    return _("What this work is about was not written down as it must be, so it cannot be done. Ask for it anew.")


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


def lost(at: datetime, patience: timedelta = LOST_AFTER) -> list[tuple[int, int]]:
    """The sweep: numbers, with their priority, to hand to the carrier again, because they never arrived or their worker
    is gone."""
    query = due(at, at - patience)
    db.read_only()
    is_any = session.execute(query.limit(1)).first() is not None
    db.writing()
    found = [(job_id, priority) for job_id, priority in session.execute(query)] if is_any else []
    if found:
        marked = update(Job).where(Job.id.in_([job_id for job_id, _priority in found])).values(sent_at=at)
        session.execute(marked.execution_options(synchronize_session=False))
    session.commit()
    return found

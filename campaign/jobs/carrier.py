"""The carrier: Huey takes the numbers of jobs from whoever asks to whoever works, and nothing else.

What it loses is found by the sweep, what it brings twice is claimed once: only the row in `jobs` counts. So a queue
that is gone makes nobody wait and undoes nothing; while it is silent the crew works on what it sweeps up.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from typing import Any

import structlog
from huey import Huey
from huey.consumer import Consumer
from sqlalchemy import event
from sqlalchemy.orm import Session

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.jobs.periodic import Timetable, ask_due
from campaign.jobs.queues import queue_of
from campaign.jobs.work import BUSY_AFTER, LOST_AFTER, Doer, lost, perform

SWEEP_SECONDS = 5.0
REST_SECONDS = 3.0  # after a number that could not be sent, the next are left to the sweep
log = structlog.get_logger("campaign.jobs")
_open: "Carrier | None" = None


class Carrier:
    """Sends numbers, in a thread of its own; with `work` it also receives them, in threads of this process."""

    def __init__(self, config: Config, doers: Mapping[str, Doer]) -> None:
        self.huey: Huey = queue_of(config)
        self.do: Callable[[int], None] = lambda job_id: perform(job_id, doers, config)
        self._task = self.huey.task(name="perform")(self.do)
        self._asked: SimpleQueue[tuple[int, int] | None] = SimpleQueue()
        self._is_silent = False
        threading.Thread(target=self._carry, name="carrier", daemon=True).start()

    def send(self, job_id: int, priority: int) -> None:
        """Neither fails nor delays the act that asked: a number that is not sent now is swept up later."""
        self._asked.put((job_id, priority))

    def close(self) -> None:
        self._asked.put(None)

    def waiting(self) -> int | None:
        """How many numbers lie in the queue; None while it does not answer."""
        try:
            found = int(self.huey.pending_count())
        except Exception as error:
            self._heard(error)
            return None
        self._heard(None)
        return found

    def work(self, threads: int, timetable: Timetable | None = None) -> "Crew":
        return Crew(self, threads, timetable or {})

    def _carry(self) -> None:
        rest_until = 0.0
        while one := self._asked.get():
            job_id, priority = one
            if time.monotonic() < rest_until:
                continue
            try:
                self._task(job_id, priority=priority)
            except Exception as error:
                self._heard(error)
                rest_until = time.monotonic() + REST_SECONDS

    def _heard(self, error: Exception | None) -> None:
        """Written down when it changes, not each time."""
        if error is not None and not self._is_silent:
            log.warning("queue silent", reason=str(error).partition("\n")[0])
        elif error is None and self._is_silent:
            log.info("queue back")
        self._is_silent = error is not None


class _Quiet(Consumer):  # type: ignore[misc]
    """Huey's consumer inside a process whose signals belong to somebody else."""

    def _set_signal_handlers(self) -> None:
        pass


class Crew:
    """Threads that work, and the one that sweeps."""

    def __init__(self, carrier: Carrier, threads: int, timetable: Timetable) -> None:
        self._carrier = carrier
        self._timetable = timetable
        self._consumer = _Quiet(carrier.huey, workers=threads, periodic=False, max_delay=1.0, backoff=1.5)
        self._ended = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="sweeper", daemon=True)
        self._hand = threading.Thread()

    def start(self) -> None:
        self._consumer.start()
        self._sweeper.start()

    def stop(self) -> None:
        """Begin nothing more. What is under way is dropped with the process and swept up when its lease ends."""
        self._ended.set()
        self._consumer.stop()

    def _sweep(self) -> None:
        while True:
            try:
                self._sweep_once()
            except Exception as error:
                log.error("not swept", reason=repr(error)[:300])
            finally:
                session.remove()
            if self._ended.wait(SWEEP_SECONDS):
                return

    def _sweep_once(self) -> None:
        waiting = self._carrier.waiting()
        if waiting is not None:
            # Numbers that may still lie in a long queue are not sent again at once: they would only make it longer.
            for job_id, priority in lost(now(), BUSY_AFTER if waiting else LOST_AFTER):
                self._carrier.send(job_id, priority)
        elif not self._hand.is_alive():
            found = lost(now(), LOST_AFTER)
            self._hand = threading.Thread(target=self._by_hand, args=(found,), name="by-hand", daemon=True)
            self._hand.start()
        ask_due(self._timetable, now())

    def _by_hand(self, found: Sequence[tuple[int, int]]) -> None:
        """Nothing brings numbers: one thread works on what was found, the urgent first."""
        for job_id, _priority in found:
            if self._ended.is_set():
                return
            self._carrier.do(job_id)


def install(config: Config, doers: Mapping[str, Doer]) -> Carrier:
    """From now on, what a commit asked for is sent. Raises BadSetting."""
    global _open
    close()
    _open = Carrier(config, doers)
    return _open


def close() -> None:
    """From now on nothing is sent; the sweep of the next crew finds it."""
    global _open
    if _open is not None:
        _open.close()
    _open = None


@event.listens_for(db.factory, "after_commit")
def _send(committed: Session) -> None:
    asked = committed.info.pop("asked", [])
    if _open is not None:
        for job_id, priority in asked:
            _open.send(job_id, priority)


@event.listens_for(db.factory, "after_soft_rollback")
def _forget(undone: Session, previous: Any) -> None:
    if not undone.in_nested_transaction():
        undone.info.pop("asked", None)

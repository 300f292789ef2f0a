"""The carrier: Huey over a SQLite file takes the numbers of jobs from whoever asks to whoever works, and nothing else.

What it loses is found by the sweep, what it brings twice is claimed once: only the row in `jobs` counts.
"""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import structlog
from huey import SqliteHuey
from huey.consumer import Consumer
from sqlalchemy import event
from sqlalchemy.orm import Session

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.jobs.work import Doer, lost, perform

SWEEP_SECONDS = 5.0
log = structlog.get_logger("campaign.jobs")
_open: "Carrier | None" = None


class Carrier:
    """Sends numbers; with `work` it also receives them, in threads of this process."""

    def __init__(self, config: Config, doers: Mapping[str, Doer]) -> None:
        config.data.mkdir(parents=True, exist_ok=True)
        self._huey = SqliteHuey("campaign", filename=str(config.data / "queue.sqlite"), results=False)
        self._task = self._huey.task(name="perform")(lambda job_id: perform(job_id, doers, config))

    def send(self, job_id: int) -> None:
        """Never fails the act that asked: a number that is not sent now is swept up later."""
        try:
            self._task(job_id)
        except Exception:
            log.exception("not sent", job=job_id)

    def waiting(self) -> int:
        """How many numbers lie in the queue."""
        return int(self._huey.pending_count())

    def work(self, threads: int) -> "Crew":
        return Crew(self, self._huey, threads)


class _Quiet(Consumer):  # type: ignore[misc]
    """Huey's consumer inside a process whose signals belong to somebody else."""

    def _set_signal_handlers(self) -> None:
        pass


class Crew:
    """Threads that work, and the one that sweeps."""

    def __init__(self, carrier: Carrier, huey: SqliteHuey, threads: int) -> None:
        logging.getLogger("huey").setLevel(logging.WARNING)
        self._carrier = carrier
        self._consumer = _Quiet(huey, workers=threads, periodic=False, max_delay=1.0, backoff=1.5)
        self._ended = threading.Event()
        self._sweeper = threading.Thread(target=self._sweep, name="sweeper", daemon=True)

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
                for job_id in lost(now()):
                    self._carrier.send(job_id)
            except Exception:
                log.exception("not swept")
            finally:
                session.remove()
            if self._ended.wait(SWEEP_SECONDS):
                return


def install(config: Config, doers: Mapping[str, Doer]) -> Carrier:
    """From now on, what a commit asked for is sent."""
    global _open
    _open = Carrier(config, doers)
    return _open


def close() -> None:
    """From now on nothing is sent; the sweep of the next crew finds it."""
    global _open
    _open = None


@event.listens_for(db.factory, "after_commit")
def _send(committed: Session) -> None:
    asked = committed.info.pop("asked", [])
    if _open is not None:
        for job_id in asked:
            _open.send(job_id)


@event.listens_for(db.factory, "after_soft_rollback")
def _forget(undone: Session, previous: Any) -> None:
    if not undone.in_nested_transaction():
        undone.info.pop("asked", None)

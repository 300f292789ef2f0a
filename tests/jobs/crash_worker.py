"""`python -m tests.jobs.crash_worker INSTANT`: the real worker on a clock of its own, hurried, with work that counts.

Leases and pauses are short, so that a test sees in seconds what else takes a minute.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from types import ModuleType

from sqlalchemy import text

from campaign import clock, worker
from campaign.config import Config
from campaign.db import session
from campaign.jobs import carrier, work
from campaign.jobs.work import Work

SHIFT = datetime.fromisoformat(sys.argv[1]) - datetime.now(UTC)


class Shifted(datetime):
    """Where the product's clock reads the time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + SHIFT


HURRY: dict[ModuleType, dict[str, object]] = {
    work: {"LEASE": timedelta(seconds=4), "PAUSE": timedelta(seconds=0.2), "BEAT_SECONDS": 0.5},
    clock: {"datetime": Shifted},
    carrier: {"LOST_AFTER": timedelta(seconds=2), "BUSY_AFTER": timedelta(seconds=8), "SWEEP_SECONDS": 0.5},
}
EFFECT = text("INSERT INTO effects (job_id, part) VALUES (:job_id, :part)")
SEEN = text("SELECT count(*) FROM effects WHERE job_id = :job_id")


def parts(job: Work, config: Config) -> None:
    """One effect for each part, in the transaction of its mark."""
    for key in [part.key for part in job.waiting()]:
        session.execute(EFFECT, {"job_id": job.id, "part": key})
        job.part_done(key)
        session.commit()
        time.sleep(0.01)


def whole(job: Work, config: Config) -> None:
    """One effect; a second time it sees that it was there before."""
    if not session.scalar(SEEN, {"job_id": job.id}):
        session.execute(EFFECT, {"job_id": job.id, "part": ""})
        job.hold()
        session.commit()


def poison(job: Work, config: Config) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


HURRY[worker] = {"JOBS": {"parts": parts, "whole": whole, "poison": poison}, "DAILY": {}}

if __name__ == "__main__":
    for module, values in HURRY.items():
        for name, value in values.items():
            setattr(module, name, value)
    sys.exit(worker.main(sys.argv[2:]))

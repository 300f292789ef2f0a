"""Two real workers on each kind of queue, one of them killed at random moments: every job ends once, no effect twice.

With --full: more work, more kills.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select, text

from campaign.clock import now
from campaign.config import PACKAGE, Config
from campaign.db import session
from campaign.jobs.models import Job, JobState, Part
from tests.jobs import acts
from tests.jobs.brokers import KINDS, Broker
from tests.loaded import Call
from tests.tiers import FULL, on_postgresql

pytestmark = pytest.mark.database
WHOLE, PARTED, KILLS = (60, 24, 8) if FULL else (20, 8, 2)
# The ordinary run plays each queue once, on the database that it is likely to meet.
QUEUES = KINDS if FULL else ("postgresql",) if on_postgresql() else ("sqlite", "redis")
WORKER = "import runpy; runpy.run_module('tests.jobs.crash_worker', run_name='__main__')"
KEYS = [f"part-{n}" for n in range(5)]


@dataclass
class Workers:
    """Two processes; whoever falls is replaced."""

    python: Call
    environment: dict[str, str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def keep(self, count: int = 2) -> None:
        self.running = [process for process in self.running if process.poll() is None]
        while len(self.running) < count:
            command = [*self.python, "-c", WORKER, now().isoformat()]
            self.running.append(
                subprocess.Popen(
                    command, cwd=PACKAGE.parent, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
                )
            )

    def kill(self, chance: random.Random) -> None:
        one = chance.choice(self.running)
        os.killpg(one.pid, signal.SIGKILL)
        one.wait(30)

    def end(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(60)


@pytest.fixture
def workers(own_config: Config, broker: Broker, request: pytest.FixtureRequest) -> Iterator[Workers]:
    own = {
        "CAMPAIGN_DATA": str(own_config.data),
        "CAMPAIGN_DATABASE_URL": own_config.database_url,
        "CAMPAIGN_QUEUE_URL": broker.url,
    }
    session.execute(text("CREATE TABLE effects (job_id INTEGER, part TEXT)"))
    session.commit()
    session.remove()
    python = [sys.executable] if FULL else request.getfixturevalue("loaded")
    found = Workers(python, {**os.environ, **own})
    yield found
    found.end()


def ended() -> int:
    session.remove()
    count = session.scalar(select(func.count()).where(Job.state.not_in((JobState.queued, JobState.running)))) or 0
    session.remove()
    return count


def until_ended(workers: Workers, count: int, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while ended() < count:
        assert time.monotonic() < end, f"{ended()} of {count} ended"
        workers.keep()
        time.sleep(0.2)


@pytest.mark.parametrize("broker", QUEUES, indirect=True)
@pytest.mark.parametrize("seed", range(3) if FULL else range(1))
def test_whoever_is_killed_every_job_ends_once(workers: Workers, broker: Broker, seed: int) -> None:
    chance = random.Random(seed)
    jobs = [acts.ask("whole") for _n in range(WHOLE)] + [acts.ask("parts", KEYS) for _n in range(PARTED)]
    workers.keep()
    for n in range(1, KILLS + 1):
        until_ended(workers, n * len(jobs) // (KILLS + 2))
        workers.keep()
        time.sleep(chance.random())
        workers.kill(chance)
        if n in (1, KILLS):
            broker.stop()  # and with it every number on its way
            workers.keep()
            until_ended(workers, min(ended() + 2, len(jobs)))
            broker.start()
    until_ended(workers, len(jobs))
    found = session.scalars(select(Job).where(Job.id.in_(jobs))).all()
    assert {job.state for job in found} == {JobState.done}
    assert {job.done - job.total for job in found} == {0}
    effects = session.execute(text("SELECT job_id, part, count(*) FROM effects GROUP BY job_id, part")).all()
    assert {count for _job, _part, count in effects} == {1}
    assert len(effects) == WHOLE + PARTED * len(KEYS)
    assert session.scalar(select(func.count()).select_from(Part)) == PARTED * len(KEYS)
    session.remove()


@pytest.mark.skipif(not FULL, reason="30 s; what decides it is tested in test_work.py")
@pytest.mark.parametrize("broker", QUEUES, indirect=True)
def test_a_job_that_kills_its_worker_is_given_up_after_three_tries(workers: Workers, broker: Broker) -> None:
    poison = acts.ask("poison")
    others = [acts.ask("whole") for _n in range(3)]
    workers.keep()
    until_ended(workers, 1 + len(others))
    job = acts.look(poison)
    assert (job.state, job.attempts) == (JobState.failed, 4)  # the fourth only writes down why
    assert job.error.is_complete
    assert {acts.look(other).state for other in others} == {JobState.done}

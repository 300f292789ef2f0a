"""What a job costs beside its work: CPU of asking and of working, jobs a second with two workers, none done twice."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import func, select

from campaign.bench.rivals import TICK
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, Side, acting, session
from campaign.jobs import actions, carrier
from campaign.jobs.models import Job, JobState
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice

JOBS = 1000
PATIENCE = 300  # seconds


def measure(config: Config, count: int | None) -> dict[str, object]:
    """The same jobs (letters to nobody: the work itself is two queries) over each queue that this machine has."""
    database = config.database_url.partition(":")[0]
    figures: dict[str, object] = {"database": database, "jobs": count or JOBS, "workers": 2, "threads_each": 2}
    for name, url in _queues(config):
        with _serving(url) as address:
            figures[name] = _measured(replace(config, queue_url=address), count or JOBS)
    return figures


def _queues(config: Config) -> Iterator[tuple[str, str]]:
    yield "sqlite", ""
    if shutil.which("redis-server"):
        yield "redis", "redis://"
    if config.database_url.startswith("postgresql"):
        yield "postgresql", config.database_url


@contextmanager
def _serving(url: str) -> Iterator[str]:
    """The address; of Redis a server of our own, gone afterwards."""
    if url != "redis://":
        yield url
        return
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.kill()
            server.wait()


def _measured(config: Config, count: int) -> dict[str, object]:
    asking = time.process_time()
    first = _ask(config, count)
    asking = time.process_time() - asking
    workers = [_worker(config) for _n in range(2)]
    try:
        _until(first, 1)  # they have begun: what their start costs is not counted
        done, spent, started = _done(first), sum(map(_cpu, workers)), time.monotonic()
        _until(first, count)
        seconds, worked = time.monotonic() - started, sum(map(_cpu, workers)) - spent
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait()
    tries = select(func.count()).where(Job.id >= first, Job.kind == "mail.deliver", Job.attempts > 1)
    again = session.scalar(tries) or 0
    session.remove()
    return {
        "asking_cpu_ms_a_job": round(asking / count * 1000, 2),
        "working_cpu_ms_a_job": round(worked / (count - done) * 1000, 2),
        "jobs_a_second": round((count - done) / seconds, 1),
        "jobs_begun_twice": again,
    }


def _ask(config: Config, count: int) -> int:
    """The number of the first; each is asked for by an act of its own."""
    carried = carrier.install(config, {})
    words = Bilingual("Measured", "Medido")
    with acting(None, None, "bench", now()):
        notice = Notice(to_side=Side.US, subject=words, text=words, path="/", written_at=now(), kind=NoticeKind.tracks)
        session.add(notice)
        session.commit()
    numbers = []
    for _n in range(count):
        with acting(None, None, "bench", now()):
            numbers.append(actions.ask("mail.deliver", {"notice": notice.id}, at=now()).id)
            session.commit()
    while (carried.waiting() or 0) < count:
        time.sleep(0.05)
    carrier.close()
    session.remove()
    return numbers[0]


def _worker(config: Config) -> subprocess.Popen[bytes]:
    own = (
        f"CAMPAIGN_DATA={config.data}",
        f"CAMPAIGN_DATABASE_URL={config.database_url}",
        f"CAMPAIGN_QUEUE_URL={config.queue_url}",
    )
    return subprocess.Popen(["env", *own, sys.executable, "-m", "campaign", "worker"], stdout=subprocess.DEVNULL)


def _done(first: int) -> int:
    query = select(func.count()).where(Job.id >= first, Job.kind == "mail.deliver", Job.state == JobState.done)
    found = session.scalar(query) or 0
    session.remove()
    return found


def _until(first: int, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while _done(first) < count:
        if time.monotonic() > end:
            raise TimeoutError(f"{_done(first)} of {count} jobs ended in {PATIENCE} s")
        time.sleep(0.1)


def _cpu(process: subprocess.Popen[bytes]) -> float:
    """Seconds of this process so far."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK

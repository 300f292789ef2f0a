"""kill -9 at random moments of server, serving process and worker while people act: all that was acknowledged is kept.

Only processes that it started fall, by their number. Whatever is lost, doubled or left open stands under `faults`.
"""

import http.client
import itertools
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import ColumnElement, and_, func, or_, select, update

from campaign.accounts.models import SignIn, User
from campaign.app import create_app
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.bench import crowd
from campaign.bench.crash_acts import STORIES, History, Person, Places, Player, tokens_of
from campaign.bench.load import ask
from campaign.campaigns.models import Campaign
from campaign.clearance.models import Clearance
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, aside, read_only, session
from campaign.facts import actions as facts
from campaign.facts.models import Fact, FactVersion
from campaign.flyers.models import Edition
from campaign.holds.models import Hold
from campaign.jobs.models import Job, JobState, Part, PartState
from campaign.materials.models import Material, in_force_for
from campaign.regions.models import RegionSet, RegionSetMember, find
from campaign.storage import Damaged, store_of, stored_keys, verify

KILLS = 30
MOMENTS = (0.2, 1.5)  # seconds after it is ready again, at random
SECONDS_A_KILL = 20  # at most, on average; then it is enough
PROVED_AGAIN = 300  # seconds: whoever clears or lifts has proved within 15 minutes to be there
READY = 60  # seconds that a start may take before the measurement is broken off
LAST_WORDS = 180  # seconds that the people have to finish what they began
OPEN_JOBS = 300  # seconds until the last job must have ended: lease, pauses and tries
HANDFUL = 3
ROLES = ("planner", "signatory", "printer", "deputy")
# Facts that no flyer quotes: one that is written anew and cleared, one that is stopped and let go.
FACTS = {Side.US: ("us_findtreatment", "naloxone_what"), Side.MX: ("naloxone_mx_access", "overdose_steps")}
# Where the word of an act stands, once.
ROWS = {
    "campaigns.new": Campaign.title_en,
    "campaigns.edit": Campaign.aim_en,
    "facts.edit": FactVersion.en,
    "clearance.fact": Clearance.document,
    "holds.fact": Hold.reason,
    "holds.lift": Hold.lift_reason,
    "flyers.prepare": Edition.region_key,
}


@dataclass
class Process:
    """A process of the product in a group of its own, that may fall."""

    words: tuple[str, ...]
    config: Config
    log: Path
    popen: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "campaign", *self.words]
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                command, env=self.config.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """With all that it started in its group."""
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def children(self) -> list[int]:
        with suppress(OSError):
            return [int(n) for n in Path(f"/proc/{self.popen.pid}/task/{self.popen.pid}/children").read_text().split()]
        return []


@dataclass
class Machine:
    """A server, a worker, and what became of them."""

    config: Config
    port: int
    server: Process
    worker: Process
    kills: Counter[str] = field(default_factory=Counter)
    ready: dict[str, list[float]] = field(default_factory=dict)

    def fall(self, kind: str, chance: random.Random) -> None:
        """Kill it, start it again at once where nobody else does, and wait until work can be done here."""
        begun = time.monotonic()
        if kind == "worker":
            self.worker.kill()
            self.worker.start()
        elif kind == "server":
            self.server.kill()
            self.server.start()
        else:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(self.server.children()), signal.SIGKILL)
        self.kills[kind] += 1
        self.until_ready()
        self.ready.setdefault(kind, []).append(time.monotonic() - begun)

    def until_ready(self) -> None:
        end = time.monotonic() + READY
        while time.monotonic() < end:
            if self.server.popen.poll() is not None:
                raise SystemExit(f"the server ended by itself: {self.server.log.read_text()[-2000:]}")
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with suppress(OSError, http.client.HTTPException):
                if ask(connection, "/readyz", "")[0] == 200:
                    return
            connection.close()
            time.sleep(0.02)
        raise SystemExit(f"the server was not ready within {READY} s")


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Let people act, kill, let them finish, and look for everything that was acknowledged."""
    sides = {side: _places(side) for side in Side}
    begun, jobs_begun = session.scalar(select(func.max(Entry.n))) or 0, session.scalar(select(func.max(Job.id))) or 0
    app, history = create_app(config), History()
    with _machine(config) as machine:
        machine.until_ready()
        players = [
            Player(story, _cast(app, side, machine.port, history), places)
            for side, places in sides.items()
            for story in STORIES
        ]
        for player in players:
            player.start()
        _kill(machine, count or KILLS)
        for places in sides.values():
            places.ended.set()
        faults = _finished(players)
        _until_jobs_ended()
        retried = _retried(app, machine.port, jobs_begun)
        _until_jobs_ended()
    faults += _judged(history, begun) + _batches(jobs_begun) + _whole(config)
    return {**_figures(machine, history, jobs_begun), "batches_given_up_and_retried": retried, **_verdict(faults)}


KINDS = ("server", "serving process", "worker")


def _kill(machine: Machine, count: int) -> None:
    chance, begun = random.Random(), time.monotonic()
    proved = begun
    for kind in itertools.islice(itertools.cycle(KINDS), count):
        time.sleep(chance.uniform(*MOMENTS))
        if time.monotonic() > begun + count * SECONDS_A_KILL:
            return
        if time.monotonic() > proved + PROVED_AGAIN:
            _prove_all()
            proved = time.monotonic()
        machine.fall(kind, chance)


def _prove_all() -> None:
    """Everybody who is signed in has just proved again to be there."""
    aside(update(SignIn).values(proved_at=now()))
    session.remove()


@contextmanager
def _machine(config: Config) -> Iterator[Machine]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))  # whoever ends us ends what we started
    serving = ("run", "--no-demo", "--no-work", "--workers", "2", "--port", str(port))
    server = Process(serving, config, config.data / "server.log")
    try:
        worker = Process(("worker",), config, config.data / "worker.log")
        try:
            yield Machine(config, port, server, worker)
        finally:
            worker.kill()
    finally:
        server.kill()


def _places(side: Side) -> Places:
    """What the people of this side act on; makes sets of a handful of regions, and sends the fact that is stopped."""
    written, held = (session.scalars(select(Fact).where(Fact.key == key)).one() for key in FACTS[side])
    flyer = session.scalars(in_force_for(side).where(Material.in_force_us, Material.in_force_mx)).first()
    assert flyer is not None
    regions = [region.key for region in session.scalars(find(country=side.value, set_key="border"))]
    sets = {f"crash-{side.value}-{n}": regions[n : n + HANDFUL] for n in range(0, len(regions) - HANDFUL, HANDFUL)}
    with acting(None, None, "bench", now()):
        facts.submit_newest(held, now())
        for key, members in sets.items():
            words = dict.fromkeys(("title_en", "title_es", "definition_en", "definition_es"), key)
            session.add(RegionSet(key=key, dated_on=now().date(), is_complete=True, **words))
            session.flush()
            session.add_all(RegionSetMember(set_key=key, region_key=region) for region in members)
        session.commit()
    places = Places(
        side,
        written.id,
        held.id,
        flyer.id,
        itertools.cycle(reversed(regions)),
        itertools.cycle(sets),
        threading.Event(),
    )
    session.remove()
    return places


def _cast(app: Flask, side: Side, port: int, history: History) -> dict[str, Person]:
    """Each player has browsers of its own."""
    people = {role: f"{role}.{side.value.lower()}@example.org" for role in ROLES}
    name = app.config["SESSION_COOKIE_NAME"]
    return {role: Person(who, f"{name}={crowd.signed_in(app, who)}", port, history) for role, who in people.items()}


def _finished(players: list[Player]) -> list[str]:
    end = time.monotonic() + LAST_WORDS
    for player in players:
        player.join(max(0.0, end - time.monotonic()))
    return [f"{player.name} did not come to an end" for player in players if player.is_alive()]


def _until_jobs_ended() -> None:
    end = time.monotonic() + OPEN_JOBS
    while _open_jobs() and time.monotonic() < end:
        time.sleep(1)


def _retried(app: Flask, port: int, begun: int) -> int:
    """Whoever asked for a batch that was given up (its worker fell three times before one sheet was ready) presses
    "Try again", once; how many did."""
    read_only()
    failed = select(Job).where(Job.id > begun, Job.kind == "flyers.batch", Job.state == JobState.failed)
    given_up = [(job.id, job.side) for job in session.scalars(failed) if job.side]
    session.remove()
    for job_id, side in given_up:
        deputy = _cast(app, side, port, History())["deputy"]
        deputy.send("jobs.retry", f"/jobs/{job_id}/retry", tokens_of(deputy.page(f"/jobs/{job_id}")), str(job_id))
    return len(given_up)


def _open_jobs() -> int:
    read_only()
    is_open = Job.state.in_((JobState.queued, JobState.running))
    found = session.scalar(select(func.count()).where(is_open, ~_waits_for_its_hour())) or 0
    session.remove()
    return found


def _waits_for_its_hour() -> ColumnElement[bool]:
    """A digest is asked for at midnight UTC and due at seven on its readers' clock; what failed waits for no hour."""
    return and_(Job.state == JobState.queued, Job.attempts == 0, Job.run_at > now())


def _judged(history: History, begun: int) -> list[str]:
    """Each acknowledged act is there once: its word where that belongs, and one entry of the record."""
    faults = [f"never acknowledged: {act.kind} {act.word}" for act in history.acts if not act.is_acknowledged]
    faults += [f"unexpected: {odd}" for odd in history.odd]
    kept = [act for act in history.acts if act.is_acknowledged]
    for act in kept:
        if act.kind in ROWS:
            found = session.scalar(select(func.count()).where(ROWS[act.kind] == act.word))
            faults += _compared(f"{act.kind} {act.word}", 1, found or 0)
    asked, recorded = Counter((act.kind, act.who) for act in kept), _recorded(begun)
    for kind, who in sorted(asked | recorded):
        faults += _compared(f"record of {kind} by {who}", asked[kind, who], recorded[kind, who])
    return faults


def _compared(what: str, expected: int, found: int) -> list[str]:
    if found == expected:
        return []
    return [f"{'lost' if found < expected else 'doubled'}: {what} ({found}, not {expected})"]


def _recorded(begun: int) -> Counter[tuple[str, str]]:
    """Entries since then by action and person; no acts of theirs are a batch's sheets, which the worker makes, and what
    this measurement itself presses at the end ("Try again")."""
    is_form = or_(Entry.action != "flyers.batch", Entry.changes.contains('"table":"jobs"'))
    is_theirs = is_form, Entry.action != "jobs.retry"
    query = select(Entry.action, User.email, func.count()).join(User, User.id == Entry.user_id)
    found = session.execute(query.where(Entry.n > begun, *is_theirs).group_by(Entry.action, User.email))
    return Counter({(action, email): count for action, email, count in found})


def _batches(begun: int) -> list[str]:
    """Every job that is due has ended, and every region of every batch has its edition; a digest waits for seven."""
    faults = []
    for job in session.scalars(select(Job).where(Job.id > begun, ~_waits_for_its_hour())):
        if job.state is not JobState.done:
            faults.append(f"job {job.id} {job.kind}: {job.state.value} {job.error_en}")
        elif job.kind == "flyers.batch":
            made = select(Part.key).join(Edition, (Edition.id == Part.made_id) & (Edition.region_key == Part.key))
            whole = session.scalars(made.where(Part.job_id == job.id, Part.state == PartState.done)).all()
            faults += _compared(f"sheets of job {job.id}", HANDFUL, len(whole))
    twice = select(Edition.version_id, Edition.region_key).group_by(Edition.version_id, Edition.region_key)
    faults += [f"doubled: edition {row}" for row in session.execute(twice.having(func.count() > 1))]
    return faults


def _whole(config: Config) -> list[str]:
    """The record, the database's own file, and every file that the database or the store knows."""
    faults = [f"record: {damage.n} {damage.what}" for damage in chain.verify(session())]
    if config.database_url.startswith("sqlite"):
        said = session().connection().exec_driver_sql("PRAGMA quick_check").scalars().all()
        faults += [f"database: {line}" for line in said if line != "ok"]
    store = store_of(config)
    keys = stored_keys(session())
    keys.update(key for key, _at in store.keys())  # noqa: SIM118 - a store is no dict
    for key in sorted(keys):
        try:
            verify(store, key)
        except (FileNotFoundError, Damaged) as error:
            faults.append(f"file {key[:12]}: {type(error).__name__}")
    session.remove()
    return faults


def _verdict(faults: list[str]) -> dict[str, object]:
    counts = {kind: sum(fault.startswith(kind) for fault in faults) for kind in ("lost", "doubled")}
    return {**counts, "faults": faults}


def _figures(machine: Machine, history: History, jobs_begun: int) -> dict[str, object]:
    acts = history.acts
    states = select(Job.kind, Job.state, func.count()).where(Job.id > jobs_begun).group_by(Job.kind, Job.state)
    jobs = {f"{kind} {state.value}": count for kind, state, count in session.execute(states)}
    session.remove()
    return {
        "database": machine.config.database_url.partition(":")[0],
        "kills": {**machine.kills, "all": machine.kills.total()},
        "acts": dict(Counter(act.kind for act in acts)),
        "acknowledged": sum(act.is_acknowledged for act in acts),
        "sent_more_than_once": sum(act.tries > 1 for act in acts),
        "jobs": jobs,
        "answers_by_status": {str(status): count for status, count in sorted(history.answers.items())},
        "database_is_locked": _said(machine, "database is locked"),
        "seconds_until_ready": {
            kind: {"median": round(statistics.median(each), 2), "max": round(max(each), 2)}
            for kind, each in machine.ready.items()
        },
    }


def _said(machine: Machine, words: str) -> int:
    """How many lines of the logs hold these words."""
    logs = (machine.server.log, machine.worker.log)
    return sum(words in line for log in logs for line in log.read_text(errors="replace").splitlines())

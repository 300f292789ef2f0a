"""Requests per second of the product's own server with many people at once: 80 read, 15 search, 5 write.

First as many as it can take, then so many a second as we promise, then half of that while strangers try passwords, and
as many as it can take while two batches are rendered. Loopback only, never more than the requests and the minutes it is
given. Each page comes over a connection of its own, as from nginx, or from somebody who reads it for longer than an
idle connection lives.
"""

import http.client
import itertools
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from campaign.app import create_app
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.bench import crowd
from campaign.bench.flood import strangers
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, read_only, session
from campaign.jobs.models import Job, JobState
from campaign.materials.models import Material, Version, VersionState, in_force_for

REQUESTS = 30_000
PROMISED = 100  # requests a second
CAMPAIGNS, FLYERS, ENTRIES = 200, 5_000, 100_000
MINUTES = 15  # of one measurement, at most
TICK = os.sysconf("SC_CLK_TCK")
PEOPLE = (
    *["planner.us", "planner.mx"] * 3,
    *["printer.us", "printer.mx"] * 2,
    "reviewer.us",
    "reviewer.mx",
    "signatory.us",
    "signatory.mx",
)
READERS = ("observer", "secretariat", "administrator.us", "partner-a.mx")
# A write reads its form first; with the readers, who only read, that makes 80 : 15 : 5.
TURN = ("write", *["search"] * 3, *["read"] * 11, "write", *["search"] * 2, *["read"] * 11)
SENT = range(32, FLYERS, 20)  # joint flyers, and joint campaigns under way, that every official sees
RUNNING = [n for n in range(9, CAMPAIGNS, 12) if n % 10 < 7]
WORDS = ("naloxone", "pastilla", "ciudad juarez", "quetzal", "escuelas de laredo", "911", "zzyzx", "nalo")


@dataclass
class Tally:
    """What came of the requests: milliseconds of each by kind, and what was no good answer."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, seconds: float, error: str = "") -> None:
        self.ms.setdefault(kind, []).append(seconds * 1000)
        if error:
            self.errors[error] += 1

    def figures(self, seconds: float, cpu: float) -> dict[str, object]:
        every = sorted(itertools.chain.from_iterable(self.ms.values()))
        counts = {kind: len(ms) for kind, ms in sorted(self.ms.items())}
        return {
            "requests": len(every),
            **counts,
            "seconds": round(seconds, 1),
            "requests_per_s": round(len(every) / seconds, 1),
            "p50_ms": round(_at(every, 0.50), 1),
            "p95_ms": round(_at(every, 0.95), 1),
            "p99_ms": round(_at(every, 0.99), 1),
            "p95_ms_of_writes": round(_at(sorted(self.ms.get("write", [0.0])), 0.95), 1),
            "errors": sum(self.errors.values()),
            **({"which_errors": dict(self.errors.most_common(5))} if self.errors else {}),
            "server_cpu_s": round(cpu, 1),
            "server_cpu_ms_per_request": round(cpu / len(every) * 1000, 1),
        }


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


def measure(config: Config, count: int | None) -> dict[str, object]:
    """Fill, prove the record, serve, and let everybody in, twice."""
    crowd.add(crowd.PLANS, 0, CAMPAIGNS)
    for makers in (crowd.FLYERS, crowd.AROUND):
        crowd.add(makers, 0, FLYERS)
    crowd.record(ENTRIES)
    found: dict[str, object] = {"campaigns": CAMPAIGNS, "flyers": FLYERS}
    found["audit_entries"] = session.scalar(select(func.count()).select_from(Entry))
    found["record_damages"] = len(chain.verify(session()))
    session.remove()
    app, holdable, begun = create_app(config), _holdable(), now()
    with _served(config) as (port, pid):
        _until_idle()
        _crowded(app, port, pid, len(PEOPLE) * 10, holdable)  # what is made only once is made
        requests = count or REQUESTS
        found["as_many_as_it_takes"] = _crowded(app, port, pid, requests // 3, holdable)
        found[f"at_{PROMISED}_a_second"] = _crowded(app, port, pid, requests, holdable, rate=PROMISED)
        with strangers(port) as answers:
            found["while_strangers_try"] = _crowded(app, port, pid, requests // 10, holdable, rate=PROMISED // 2)
        found["tries_of_strangers"] = dict(answers)
        found["work_left_over_s"] = _until_idle()  # letters of these writes: a batch waits behind them
        with _batches(app, port) as are_rendering:
            found["while_two_render"] = _crowded(app, port, pid, requests // 5, holdable, are_rendering)
        found["sheets_rendered"] = sum(job.done for job in _jobs(begun))
    found["record_damages_after"] = len(chain.verify(session()))
    session.remove()
    return found


def _holdable() -> dict[Side, Iterator[int]]:
    """Flyers in force that nobody has stopped, for each country; none is given twice."""
    ids = {side: list(session.scalars(in_force_for(side).with_only_columns(Material.id))) for side in Side}
    session.remove()
    both = set(ids[Side.US]) & set(ids[Side.MX])
    own = {
        side: [n for n in ids[side] if n >= crowd.FIRST and (n not in both or n % 2 == place)]
        for place, side in enumerate(Side)
    }
    return {side: iter(numbers) for side, numbers in own.items()}


@contextmanager
def _served(config: Config) -> Iterator[tuple[int, int]]:
    """The product's own `run` in a process of its own; yields port and number of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "campaign", "run", "--no-demo", "--port", str(port)]
    with Path(config.data / "server.log").open("wb") as log:
        environment = {**config.environment(), "CAMPAIGN_TRUSTED_PROXIES": "1"}  # strangers come from many networks
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _until_ready(port, server)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(60)


def _until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _n in range(600):
        time.sleep(0.1)
        if server.poll() is not None:
            raise SystemExit("the server ended before it was ready")
        try:
            if ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/readyz", "")[0] == 200:
                return
        except OSError:
            continue
    raise SystemExit("the server was not ready within a minute")


def _until_idle() -> int:
    """Wait until every job is done, and for five quiet seconds; how many seconds it took until then.

    A new installation finds on its first day every date of five thousand flyers: what it tells the sides of them
    belongs to no day of work."""
    quiet = 0
    for seconds in range(MINUTES * 60):
        read_only()
        waiting = session.scalar(select(func.count()).where(Job.state.in_((JobState.queued, JobState.running))))
        session.remove()
        quiet = 0 if waiting else quiet + 1
        if quiet == 5:
            return seconds - quiet + 1
        time.sleep(1)
    raise SystemExit(f"the work that was asked for did not end within {MINUTES} minutes")


def ask(
    connection: http.client.HTTPConnection, path: str, cookie: str, form: list[tuple[str, str]] | None = None
) -> tuple[int, str]:
    headers = {"Cookie": cookie} | ({"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {})
    connection.request("GET" if form is None else "POST", path, urlencode(form) if form is not None else None, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(errors="replace")


class Visitor(threading.Thread):
    """One person in one browser, who does one thing after the other until the requests are used up."""

    def __init__(self, who: str, cookie: str, port: int, seed: int, left: Iterator[int], tally: Tally) -> None:
        super().__init__(daemon=True)
        self.who, self.cookie, self.left, self.tally = who, cookie, left, tally
        self.side = Side.MX if who.endswith("mx") else Side.US
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.seed, self.chance = seed, random.Random(seed)
        self.holdable: Iterator[int] = iter(())
        self.until = time.monotonic() + MINUTES * 60
        self.beat = 0.0  # seconds from one request to the next, on average; 0: at once
        self.due = time.perf_counter()

    def run(self) -> None:
        start = self.chance.randrange(len(TURN))
        for n in itertools.count(start):
            kind = TURN[n % len(TURN)]
            if kind == "write" and self.who not in READERS:
                self._write()
            elif kind == "search":
                self._send(kind, f"/search?{urlencode({'q': self.chance.choice(WORDS)})}")
            else:
                self._send("read", self.chance.choice(self._pages()))
            if self.is_over:
                return

    is_over = False

    def _send(self, kind: str, path: str, form: list[tuple[str, str]] | None = None) -> str:
        if next(self.left, None) is None or time.monotonic() > self.until:
            self.is_over = True
            return ""
        begun = self._turn()
        try:
            status, page = ask(self.connection, path, self.cookie, form)
            error = "" if status in ((200, 303) if form is None else (303,)) else f"{status} {self._shape(path)}"
        except (OSError, http.client.HTTPException) as broken:
            page, error = "", f"{type(broken).__name__} {self._shape(path)}"
        self.connection.close()
        self.tally.add(kind, time.perf_counter() - begun, error)
        return page

    def _turn(self) -> float:
        """Wait for the moment at which this person clicks; it counts from then, also when the page before was late."""
        if not self.beat:
            return time.perf_counter()
        self.due += self.beat * self.chance.uniform(0.5, 1.5)
        time.sleep(max(0.0, self.due - time.perf_counter()))
        return self.due

    def _shape(self, path: str) -> str:
        return f"{self.who} {re.sub('[0-9]+', 'N', path)}"

    def _pages(self) -> tuple[str, ...]:
        flyer, campaign = crowd.FIRST + self.chance.choice(SENT), crowd.FIRST + self.chance.choice(RUNNING)
        if self.who.startswith("administrator"):
            return "/", "/campaigns/", "/regions/US-48141"
        if self.who.startswith("partner"):
            return "/", "/materials/", "/flyers/", "/facts/"
        if self.who in READERS:
            return "/", "/campaigns/", "/materials/", "/flyers/", "/facts/"
        if self.who.startswith("printer"):
            return "/", "/campaigns/", "/flyers/", "/flyers/?page=2", "/holds/", "/jobs/"
        common = "/", "/campaigns/", "/campaigns/?page=2", "/materials/", "/materials/?page=3", "/flyers/", "/facts/"
        return (*common, "/clearance/", "/holds/", f"/materials/{flyer}", f"/flyers/{flyer}", f"/campaigns/{campaign}")

    def _write(self) -> None:
        """A planner saves a draft; everybody else stops a flyer."""
        if self.who.startswith("planner"):
            path = f"/materials/{self._draft()}/edit"
        else:
            path = f"/holds/materials/{next(self.holdable)}"
        form = form_of(self._send("read", path))
        if form:
            said = f"Said by {self.who} at {time.time():.6f}"
            form = [(name, said if name in ("reason", "title_en") else value) for name, value in form]
            self._send("write", path, [*form, ("do", "save")])

    def _draft(self) -> int:
        """A text of the own side that was never sent, and that no other visitor writes."""
        while True:
            n = self.chance.randrange(FLYERS)
            if n % 4 == 3 and crowd.side_of(n) is self.side and n // 4 % len(PEOPLE) == self.seed % len(PEOPLE):
                return crowd.FIRST + n


FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
CONTROL = re.compile(
    r"<input\b(?P<input>[^>]*)>|<textarea\b(?P<area>[^>]*)>\n?(?P<text>.*?)</textarea>"
    r"|<select\b(?P<select>[^>]*)>(?P<options>.*?)</select>",
    re.DOTALL,
)


def form_of(page: str) -> list[tuple[str, str]]:
    """Names and values of the page's own form as it was sent to the browser: the one with most in it."""
    forms = [list(_controls(found)) for found in FORM.findall(page)]
    return max(forms, key=len, default=[])


def _controls(form: str) -> Iterator[tuple[str, str]]:
    for found in CONTROL.finditer(form):
        inside = found["input"] or found["area"] or found["select"] or ""
        name, kind = _attribute(inside, "name"), _attribute(inside, "type")
        if not name or kind in ("submit", "file") or (kind in ("checkbox", "radio") and "checked" not in inside):
            continue
        if found["select"] is not None:
            chosen = re.search(r"<option\b([^>]*)\bselected", found["options"]) or re.search(
                r"<option\b([^>]*)>", found["options"]
            )
            yield name, _attribute(chosen[1], "value") if chosen else ""
        else:
            yield name, unescape(found["text"]) if found["area"] is not None else _attribute(inside, "value")


def _attribute(inside: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', inside)
    return unescape(found[1]) if found else ""


def _crowded(
    app: Flask,
    port: int,
    pid: int,
    requests: int,
    holdable: dict[Side, Iterator[int]],
    go_on: "threading.Event | None" = None,
    rate: int = 0,
) -> dict[str, object]:
    """So many requests by everybody at once; with `go_on`, no longer than that holds; with `rate`, so many a second
    of all together."""
    tally, left = Tally(), iter(range(requests))
    if go_on is not None:
        left = itertools.takewhile(lambda _n: not go_on.is_set(), left)
    visitors = []
    for seed, who in enumerate((*PEOPLE, *READERS)):
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={crowd.signed_in(app, f'{who}@example.org')}"
        visitors.append(Visitor(who, cookie, port, seed, left, tally))
        visitors[-1].holdable = holdable[visitors[-1].side]
        visitors[-1].beat = len((*PEOPLE, *READERS)) / rate if rate else 0.0
    before, begun = _cpu(pid), time.perf_counter()
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return {"people": len(visitors), **tally.figures(time.perf_counter() - begun, _cpu(pid) - before)}


@contextmanager
def _batches(app: Flask, port: int) -> Iterator[threading.Event]:
    """Two batches of all regions of `border`, one on each side; the event says that both have ended."""
    ended, begun = threading.Event(), now()
    for side in Side:
        who = f"planner.{side.value.lower()}"
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={crowd.signed_in(app, f'{who}@example.org')}"
        path = f"/flyers/{_printable(side)}"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        _status, page = ask(connection, path, cookie)
        tokens = [(name, value) for name, value in form_of(page) if name.endswith("_token")]
        status, _page = ask(connection, f"{path}/batch", cookie, [*tokens, ("set", "border")])
        assert status == 303, f"{who} {path}/batch: {status}"
    for _n in range(120):  # seconds at most, until both have their first sheet
        if all(job.done for job in _jobs(begun)):
            break
        time.sleep(1)
    threading.Thread(target=_watch, args=(ended, begun), daemon=True).start()
    yield ended
    ended.set()


def _printable(side: Side) -> int:
    """A flyer of the demo in force there: the crowd's are copies whose words nobody wrote for paper."""
    query = in_force_for(side).join(Version, Version.material_id == Material.id)
    ids = query.where(Material.id < crowd.FIRST, Version.state == VersionState.in_force).with_only_columns(Material.id)
    found = session.scalars(ids.order_by(None).order_by(Material.id)).first()
    session.remove()
    assert found is not None
    return found


def _watch(ended: threading.Event, begun: datetime) -> None:
    while not ended.wait(1):
        if all(job.state.has_ended for job in _jobs(begun)):
            ended.set()


def _jobs(since: datetime) -> list[Job]:
    """The batches that were asked for since then."""
    read_only()
    found = session.scalars(select(Job).where(Job.kind == "flyers.batch", Job.asked_at >= since)).all()
    session.remove()
    return list(found)


def _cpu(pid: int) -> float:
    """CPU seconds of a process, of its children and of those that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in fields[11:15]) / TICK + sum(_cpu(int(child)) for child in children)

"""Slows down whoever guesses passwords or codes: a try is counted before it is judged, in a table of our own.

It never makes anybody wait longer than 15 minutes, stores no address, and treats unknown accounts like known ones.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from ipaddress import ip_address, ip_network
from threading import BoundedSemaphore, get_native_id
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Row, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from campaign import db
from campaign.accounts.models import SignInFailure
from campaign.errors import Later
from campaign.i18n import _

WINDOW = timedelta(minutes=15)
WAITS = tuple(timedelta(minutes=n) for n in (1, 2, 4, 8, 15))  # after the last try allowed, then after each one more
KEPT = timedelta(days=1)
P = ParamSpec("P")
T = TypeVar("T")
ACCOUNT_TRIES, NETWORK_TRIES = 5, 40
SHARED_BY = 5  # people of one browser whom it is known to
WAITING = 3  # tries that wait for the one in hand, which costs 64 MiB and 0.2 s of CPU; a page needs threads, too
PATIENCE = 1.0  # seconds that a try waits for its turn
BEHIND = 10  # of niceness: pages go before passwords
_turn, _waiting = BoundedSemaphore(1), BoundedSemaphore(WAITING)
_table = cast(Table, SignInFailure.__table__)


@dataclass(frozen=True)
class Door:
    """Where a try comes from: its network address, and the pass of a browser that signed in before.

    Tries of such a browser count on its own counter, so that no stranger makes an official wait at the own desk.
    """

    network: str
    known: str
    secret: bytes

    def counters(self, email: str, kind: str = "") -> dict[str, int]:
        """The counters that a try goes to, and how many tries each allows; each kind of try (a code, a letter asked
        for) has its own, so that a right password forgives no wrong code."""
        account = account_key(email, self.secret, kind)
        if number := self.number(email):
            return {f"{account}.{number}": ACCOUNT_TRIES}
        return {account: ACCOUNT_TRIES, _hash(self.secret, "network", _network(self.network)): NETWORK_TRIES}

    def number(self, email: str) -> str:
        """Of this browser's pass for the account; '' where its owner never signed in before."""
        account = account_key(email, self.secret)
        return next((number for number, kept in self._kept() if self._is_of(account, number, kept)), "")

    def new_passes(self, email: str) -> str:
        """What a browser keeps after a sign-in; it opens nothing. A shared one knows the last few who used it."""
        account = account_key(email, self.secret)
        others = [kept for number, kept in self._kept() if not self._is_of(account, number, kept)]
        return "~".join([self._pass(account, secrets.token_hex(8)), *others][:SHARED_BY])

    def _kept(self) -> list[tuple[str, str]]:
        return [(kept.partition(".")[0], kept) for kept in self.known.split("~")[:SHARED_BY] if kept]

    def _is_of(self, account: str, number: str, kept: str) -> bool:
        return hmac.compare_digest(kept.encode(), self._pass(account, number).encode())

    def _pass(self, account: str, number: str) -> str:
        return f"{number}.{_hash(self.secret, 'known', f'{account} {number}')}"


def account_key(email: str, secret: bytes, kind: str = "") -> str:
    return _hash(secret, f"account {kind}".strip(), email.strip().lower())


def _hash(secret: bytes, kind: str, text: str) -> str:
    return hmac.new(secret, f"sign-in {kind} {text}".encode(), hashlib.sha256).hexdigest()[:32]


def _network(address: str) -> str:
    """One IPv4 address; of IPv6 the 64 bits that one household or office gets."""
    try:
        return str(ip_network((address, 64), strict=False)) if ip_address(address).version == 6 else address
    except ValueError:
        return ""


def refuse_blocked(counters: dict[str, int], at: datetime) -> None:
    """The cheap answer to a flood: one read, no lock, no hash."""
    with db.apart(deferred=True) as connection:
        _refuse(connection.execute(select(_table).where(_table.c.key.in_(counters))).all(), at)


def count(counters: dict[str, int], at: datetime) -> None:
    """Put one try on every counter before it is judged: of tries at the same instant none goes uncounted."""
    with db.apart() as connection:
        for key in sorted(counters):
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            fresh = insert(_table).values(key=key, failures=0, first_at=at, last_at=at)
            connection.execute(fresh.on_conflict_do_nothing())
        rows = connection.execute(select(_table).where(_table.c.key.in_(counters)).order_by("key").with_for_update())
        for row in _refuse(rows.all(), at):
            _set(connection, row.key, _one_more(row, counters[row.key], at))
    db.aside(delete(_table).where(_table.c.last_at < at - KEPT))


def _refuse(rows: list[Row[Any]] | Any, at: datetime) -> Any:
    until = max((row.blocked_until for row in rows if row.blocked_until), default=at)
    if until > at:
        raise Later(_("After several wrong passwords every further try has to wait."), until, 429)
    return rows


def _one_more(row: Row[Any], allowed: int, at: datetime) -> dict[str, Any]:
    """15 quiet minutes after the first try, or after the last wait, the counting begins anew."""
    is_over = (row.blocked_until or row.first_at) + WINDOW <= at
    failures = 1 if is_over else row.failures + 1
    beyond = failures - allowed
    blocked_until = at + WAITS[min(beyond, len(WAITS) - 1)] if beyond >= 0 else None
    first_at = at if is_over else row.first_at
    return {"failures": failures, "first_at": first_at, "last_at": at, "blocked_until": blocked_until}


def _set(connection: Connection, key: str, values: dict[str, Any]) -> None:
    connection.execute(update(_table).where(_table.c.key == key).values(**values))


def forgive(counters: dict[str, int]) -> None:
    """A right password: the account's counter goes, the network gets its try back."""
    with db.apart() as connection:
        rows = connection.execute(select(_table).where(_table.c.key.in_(counters)).order_by("key").with_for_update())
        for row in rows.all():
            if counters[row.key] == ACCOUNT_TRIES:
                connection.execute(delete(_table).where(_table.c.key == row.key))
            else:
                _set(connection, row.key, {"failures": max(0, row.failures - 1), "blocked_until": None})


def forget(email: str, secret: bytes) -> None:
    """A new password was given: every counter of this account's passwords goes."""
    db.aside(delete(_table).where(_table.c.key.startswith(account_key(email, secret))))


@contextmanager
def turn(counters: dict[str, int], at: datetime) -> Iterator[None]:
    """Inside, a counted try is judged. A flood never takes all memory, all threads and both cores: each process judges
    one at a time, lets a few wait, and tells the rest to come back."""
    if counters:
        refuse_blocked(counters, at)
    if not _may_begin():
        raise Later(_("Too many people are signing in at this moment."), at + timedelta(seconds=5), 503)
    try:
        if counters:
            count(counters, at)
        yield
    finally:
        _turn.release()


def _may_begin() -> bool:
    if not _waiting.acquire(blocking=False):
        return False
    try:
        return _turn.acquire(timeout=PATIENCE)
    finally:
        _waiting.release()


def behind(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do what costs CPU, and nothing but that, in a thread that stands behind whoever opens a page."""
    return _hashing(os.getpid()).submit(work, *given, **named).result()


@cache
def _hashing(process: int) -> ThreadPoolExecutor:
    """One for each process: a fork inherits no threads."""
    return ThreadPoolExecutor(1, "hashing", _step_back)


def _step_back() -> None:
    with suppress(OSError):  # Linux alone gives each thread a place of its own
        os.setpriority(os.PRIO_PROCESS, get_native_id(), BEHIND)

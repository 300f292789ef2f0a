"""Counts visits beside the pages that are read; it looks at no address of a network, no program and no cookie."""

from collections import Counter
from datetime import date, datetime
from threading import Lock

from sqlalchemy.exc import InternalError, OperationalError, TimeoutError

from campaign import db
from campaign.db import session
from campaign.flyers.models import Edition
from campaign.flyers.visits.models import more

PATIENCE = 500  # milliseconds that the one page whose turn it is waits for another writer (SQLite)
MOST = 10_000  # sheets and days that wait in one process; what comes beyond is not counted
Key = tuple[int, date, bool]
_waiting: Counter[Key] = Counter()
_guard, _turn = Lock(), Lock()


def count(edition: Edition, is_scan: bool, at: datetime) -> None:
    """One page at a time writes what waits, also for those that come meanwhile and go on at once. What cannot be
    written now is written with a later visit; a process that ends before takes it along."""
    with _guard:
        if len(_waiting) < MOST:
            _waiting[edition.id, at.date(), is_scan] += 1
    is_written = True
    while is_written and _waiting and _turn.acquire(blocking=False):
        try:
            is_written = _write()
        finally:
            _turn.release()


def _write() -> bool:
    """Sorted, so that two processes never wait for each other's rows."""
    with _guard:
        taken = sorted(_waiting.items())
        _waiting.clear()
    dialect = session.get_bind().dialect.name
    try:
        with db.apart(patience=PATIENCE) as connection:
            for key, visits in taken:
                connection.execute(more(dialect, *key, visits))
    except (OperationalError, InternalError, TimeoutError):
        with _guard:
            _waiting.update(dict(taken))
        return False
    return True

"""The one place that knows what time it is; tests and demo data can hold it still."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The current instant in UTC, or the instant at which the clock is held."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an instant (aware; never naive)."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs its zone")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


def working_days_after(start: date, count: int) -> date:
    """The day after so many Mondays to Fridays; holidays of either country are not counted in."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day

"""Days on which something may be used, put together from spans; knows no table."""

from collections.abc import Iterable
from datetime import date, timedelta

ENDLESS = date(9999, 12, 31)  # of what lasts until it is ended
Span = tuple[date, date]  # the first day and the last one


def unbroken_until(spans: Iterable[Span], on: date) -> date | None:
    """The last day to which spans reach from this day on without a gap; None where none covers this day."""
    reached = on - timedelta(days=1)
    for first, last in sorted(spans):
        if first <= _next(reached) and last > reached:
            reached = last
    return reached if reached >= on else None


def two_years_after(day: date) -> date:
    """The same day two years later; of 29 February the day after."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return date(day.year + 2, 3, 1)


def _next(day: date) -> date:
    return day if day == ENDLESS else day + timedelta(days=1)

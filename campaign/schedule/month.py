"""A month, or a week, as a table of days: what each shows, and how many more it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.schedule.conflicts import Severity
from campaign.schedule.filters import month_begin, week_begin
from campaign.schedule.marks import Known, Mark, Touch, by_day, marks

SHOWN, SHOWN_IN_WEEK = 4, 12


@dataclass(frozen=True)
class Day:
    """One day of the table; `more` is how much it holds beyond what it shows, `hidden` the worst in the way of that."""

    on: date
    is_outside: bool
    marks: tuple[Mark, ...]
    more: int = 0
    hidden: Severity | None = None

    @property
    def worst(self) -> Severity | None:
        """In the way of anything on this day, shown or not."""
        return max((found for found in (*(mark.clash for mark in self.marks), self.hidden) if found), default=None)


def bounds(on: date) -> tuple[date, date]:
    """The Sunday before the month begins and the Saturday after it ends."""
    last = month_begin(on, 1) - timedelta(days=1)
    return week_begin(month_begin(on)), week_begin(last) + timedelta(days=6)


def weeks(touches: Sequence[Touch], first: date, last: date, month: int, known: Known) -> list[list[Day]]:
    """Week by week; `month` 0: no day of it stands outside."""
    held = by_day(touches, first, last)
    most = SHOWN if month else SHOWN_IN_WEEK
    kept = {day: _kept(ids, most) for day, ids in held.items()}
    found = marks([id for ids in kept.values() for id in ids], known)
    days = [
        Day(
            on=day,
            is_outside=bool(month) and day.month != month,
            marks=tuple(found[id] for id in kept.get(day, ())),
            more=len(held.get(day, ())) - len(kept.get(day, ())),
            hidden=known.worst(held.get(day, [])[len(kept.get(day, ())) :]),
        )
        for day in (first + timedelta(days=shift) for shift in range((last - first).days + 1))
    ]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _kept(ids: Sequence[int], most: int) -> Sequence[int]:
    """A day that holds one more than fits shows it rather than say so."""
    return ids if len(ids) <= most + 1 else ids[:most]

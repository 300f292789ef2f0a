"""Which dates of a month have a clash: the small mark on a grid, for all of them in a few questions.

Hints are left to the page of the activity, and so are its track and its materials, which are the same on every date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, Select, select

from campaign.db import Side, session
from campaign.schedule import when as wall
from campaign.schedule.blackouts.models import exceptions_of
from campaign.schedule.conflicts import Severity
from campaign.schedule.holidays_of import STATES, holidays_between
from campaign.schedule.models import GOING, LONGEST, Activity, ActivityType, Occurrence, between, in_days
from campaign.schedule.overlaps import COLUMNS, with_several_places
from campaign.schedule.periods.models import STATE_KEY, Period, PeriodKind, periods_between

Dates = Sequence[Row[Any]]
Marks = dict[int, Severity]
Hours = tuple[datetime, datetime, int]  # of an occurrence
_KINDS = tuple(kind for kind, columns in COLUMNS.items() for _column in columns)  # as the last columns of a row
_INSTANT = timedelta(microseconds=1)


def clashes_in(first: date, last: date, visible: Select[Activity]) -> Marks:
    """Of the dates in these days that a reader sees (`visible`), the worst that stands in the way, by occurrence."""
    seen = session.scalars(between(visible, first, last).with_only_columns(Occurrence.id).order_by(None))
    return clashes_among(set(seen), first, last)


def clashes_among(seen: set[int], first: date, last: date) -> Marks:
    """The same of these dates, all of which lie in these days. Another activity counts also where nobody asked for it,
    and where the reader may not see it."""
    dates = session.execute(_dates(first, last)).all() if seen else []
    marks: Marks = dict.fromkeys(_met(dates) & seen, Severity.clash)
    _mark_days([row for row in dates if row.id in seen], first, last, marks)
    return marks


def _dates(first: date, last: date) -> Select[*tuple[Any, ...]]:
    query = select(
        *(Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at),
        *(Occurrence.starts_on, Occurrence.ends_on, Occurrence.starts_time, Activity.type, Activity.side),
        *(Activity.zone_us, Activity.zone_mx, Activity.region_us_key, Activity.region_mx_key),
        *(column for columns in COLUMNS.values() for column in columns),
    ).join(Activity, Activity.id == Occurrence.activity_id)
    return query.where(*in_days(first, last), Occurrence.state.in_(GOING))


def _met(dates: Dates) -> set[int]:
    """Occurrences that share a place, a person, or a host with one place only, at hours that are known."""
    users: dict[tuple[str, int], list[Hours]] = defaultdict(list)
    for row in dates:
        if row.starts_time is not None and row.type is not ActivityType.deadline:
            hours = (row.starts_at, row.ends_at, row.id)
            for kind, number in set(zip(_KINDS, row[-len(_KINDS) :], strict=True)):
                if number is not None:
                    users[kind, number].append(hours)
    busy = {key: found for key, found in ((key, set(_overlapping(rows))) for key, rows in users.items()) if found}
    spread = with_several_places({number for kind, number in busy if kind == "host"})
    sure = [found for (kind, number), found in busy.items() if kind != "host" or number not in spread]
    return set().union(*sure)


def _overlapping(hours: list[Hours]) -> Iterator[int]:
    """Those of one place or person that meet, in one pass by their start: one meets an earlier one that is not over,
    or the next."""
    hours.sort()
    latest = hours[0][1]
    for (_begin, end, id), (next_begin, next_end, next_id) in pairwise(hours):
        if next_begin < end:
            yield id
        if next_begin < latest:
            yield next_id
        latest = max(latest, next_end)


def _mark_days(dates: Dates, first: date, last: date, marks: Marks) -> None:
    """Holidays, and blackouts without an exception, on the wall of each half."""
    off = _holidays(first - LONGEST, last + LONGEST)
    periods = _by_state(session.scalars(periods_between(first - LONGEST, last + LONGEST)))
    blacked: list[tuple[Row[Any], Period]] = []
    for row in dates:
        for side, state, region, (begin, end) in _halves(row):
            found = [one for one in periods.get(state, ()) if one.touches(begin, end) and one.holds_in(region)]
            if found or any(_has_one(off[side, where], begin, end) for where in {"", state}):
                marks.setdefault(row.id, Severity.clash)
            blacked += [(row, one) for one in found if one.kind is PeriodKind.blackout]
    _block(blacked, marks)


def _halves(row: Row[Any]) -> Iterator[tuple[Side, str, str | None, tuple[date, date]]]:
    """Side, state, region, and the days on that wall, of each half that there is."""
    if row.zone_us:
        yield Side.US, (row.region_us_key or "")[:STATE_KEY], row.region_us_key, _days(row, Side.US, row.zone_us)
    if row.zone_mx:
        yield Side.MX, (row.region_mx_key or "")[:STATE_KEY], row.region_mx_key, _days(row, Side.MX, row.zone_mx)


def _block(blacked: list[tuple[Row[Any], Period]], marks: Marks) -> None:
    if not blacked:
        return
    asked = exceptions_of({row.activity_id for row, _period in blacked})
    written = {(one.activity_id, one.period_id) for one in session.scalars(asked)}
    for row, period in blacked:
        if (row.activity_id, period.id) not in written:
            marks[row.id] = Severity.blocks


def _holidays(first: date, last: date) -> dict[tuple[Side, str], set[date]]:
    days: dict[tuple[Side, str], set[date]] = defaultdict(set)
    for one in holidays_between(first, last, Side, STATES):
        days[one.side, one.state].add(one.on)
    return days


def _by_state(periods: Iterable[Period]) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        if period.kind in (PeriodKind.blackout, PeriodKind.holiday):
            found[period.region_key[:STATE_KEY]].append(period)
    return found


def _days(row: Row[Any], side: Side, zone: str) -> tuple[date, date]:
    if row.side is side or row.starts_time is None:
        return row.starts_on, row.ends_on
    there = wall.zone(zone)
    return row.starts_at.astimezone(there).date(), (row.ends_at - _INSTANT).astimezone(there).date()


def _has_one(days: set[date], first: date, last: date) -> bool:
    return first in days or (last > first and any(first < day <= last for day in days))

"""VTIMEZONE of RFC 5545 for an IANA zone, out of its own table of changes.

The library's own writes the hour after the change where the standard wants the one before it, so that the first hour of
summer would be read wrongly; here the onset is the wall as it was until then.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from campaign.schedule.when import zone

FIRST = datetime(2025, 1, 1, tzinfo=UTC)
YEARS = 15  # what a law changes later comes with the next table of zones


@lru_cache(64)
def vtimezone(name: str) -> str:
    """The text of one zone; building it costs more than ten events, and it never changes while we run."""
    made = Timezone()
    made.add("TZID", name)
    here = zone(name)
    begin = FIRST.astimezone(here).replace(tzinfo=None)
    made.add_component(_part(FIRST - timedelta(hours=1), FIRST, here, begin))
    for changes in _changes(here).values():
        part = _part(*changes[0], here, _onset(changes[0][0], here))
        onsets = [_onset(before, here) for before, _after in changes]
        rule = _yearly(onsets)
        if rule:
            part.add("RRULE", vRecur.from_ical(rule))
        elif onsets[1:]:
            part.add("RDATE", onsets[1:])
        made.add_component(part)
    return str(made.to_ical().decode())


Change = tuple[datetime, datetime]  # the last second of the old offset, the first of the new


def _changes(here: tzinfo) -> dict[tuple[object, ...], list[Change]]:
    """Of each kind of change (from which offset to which) all of these years."""
    found: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for day in range(365 * YEARS):
        early, late = FIRST + timedelta(days=day), FIRST + timedelta(days=day + 1)
        if _offset(early, here) != _offset(late, here):
            change = _narrow(early, late, here)
            found[_offset(change[0], here), _offset(change[1], here)].append(change)
    return found


def _narrow(early: datetime, late: datetime, here: tzinfo) -> Change:
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        middle = middle.replace(microsecond=0)
        early, late = (middle, late) if _offset(middle, here) == _offset(early, here) else (early, middle)
    return early, late


def _offset(moment: datetime, here: tzinfo) -> timedelta:
    return moment.astimezone(here).utcoffset() or timedelta()


def _onset(before: datetime, here: tzinfo) -> datetime:
    """The wall of the old offset at the moment of the change."""
    return before.astimezone(here).replace(tzinfo=None) + timedelta(seconds=1)


def _part(before: datetime, after: datetime, here: tzinfo, onset: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = after.astimezone(here)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("DTSTART", onset)
    part.add("TZOFFSETFROM", _offset(before, here))
    part.add("TZOFFSETTO", _offset(after, here))
    part.add("TZNAME", local.tzname())
    return part


def _yearly(onsets: list[datetime]) -> str:
    """As a rule, where every year changes on the same Sunday of the same month; most programs read that best."""
    kinds = {(at.month, (at.day - 1) // 7 + 1, at.weekday(), at.time()) for at in onsets}
    if len(kinds) != 1 or len(onsets) < YEARS - 1 or onsets[0].weekday() != 6:
        return ""
    month, week, _day, _time = kinds.pop()
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={week}SU"

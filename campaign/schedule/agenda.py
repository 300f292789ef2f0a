"""The schedule as a list, day after day, as long as a page may be; and one row of days for each region in use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from campaign.db import Side
from campaign.regions.models import Region
from campaign.schedule.marks import Known, Mark, Touch, by_day, marks
from campaign.schedule.month import Day

AHEAD = timedelta(days=31)
MOST = 150  # dates on one page
MOST_LANES = 40
SHOWN_IN_LANE = 3


@dataclass(frozen=True)
class Agenda:
    """Whole days only, also those that hold nothing but a remark; `then` is the day on which the next page begins."""

    days: list[Day]
    then: date

    @property
    def is_bare(self) -> bool:
        """Whether nothing is planned in all of it."""
        return not any(day.marks for day in self.days)


@dataclass(frozen=True)
class Lane:
    """A region, and what each of the days holds there; in a whole month each day only says how much and how bad."""

    region: Region
    name: str
    days: list[Day]


def agenda(touches: Sequence[Touch], first: date, known: Known, noted: Iterable[date] = ()) -> Agenda:
    """From this day on for a month, or until the page is full; a day alone may overfill it, and says how much more."""
    last = first + AHEAD
    held = by_day(touches, first, last)
    taken: dict[date, list[int]] = {}
    then, count = last + timedelta(days=1), 0
    for day in sorted(held):
        if taken and count + len(held[day]) > MOST:
            then = day
            break
        taken[day] = held[day][:MOST]
        count += len(held[day])
    found = marks([id for ids in taken.values() for id in ids], known)
    days = [
        Day(day, False, tuple(found[id] for id in ids), len(held[day]) - len(ids), known.worst(held[day][len(ids) :]))
        for day, ids in taken.items()
    ]
    days += [Day(day, False, ()) for day in noted if day not in taken and first <= day < then]
    return Agenda(sorted(days, key=attrgetter("on")), then)


def lanes(
    touches: Sequence[Touch], first: date, last: date, regions: dict[str, Region], known: Known, *, named: int
) -> tuple[list[Lane], int]:
    """A row for each region that holds something in these days, and how many rows are left out; so many of a day are
    named, the others counted."""
    held: dict[str, list[Touch]] = {}
    for touch in touches:
        for key in {touch[3], touch[4]} & regions.keys():
            held.setdefault(key or "", []).append(touch)
    keys = sorted(held, key=lambda key: _rank(regions[key], known.order))
    shown = keys[:MOST_LANES]
    days = {key: by_day(held[key], first, last) for key in shown}
    found = marks([id for in_lane in days.values() for ids in in_lane.values() for id in ids[:named]], known)
    spread = [first + timedelta(days=shift) for shift in range((last - first).days + 1)]
    made = [
        Lane(
            regions[key],
            regions[key].full_name,
            [_day(day, days[key].get(day, []), found, known, named) for day in spread],
        )
        for key in shown
    ]
    return made, len(keys) - len(shown)


def _rank(region: Region, order: list[Side]) -> tuple[int, str]:
    return order.index(region.country), region.order_key


def _day(day: date, held: list[int], found: dict[int, Mark], known: Known, named: int) -> Day:
    kept, left = held[:named], held[named:]
    return Day(day, False, tuple(found[id] for id in kept), len(left), known.worst(left))

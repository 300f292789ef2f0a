"""The schedule as a list, day after day, as long as a page may be; and one row of days for each region in use."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select

from campaign.db import Side
from campaign.regions.models import Region
from campaign.schedule.marks import Mark, Touch, by_day, marks, touching
from campaign.schedule.models import Activity
from campaign.schedule.month import Day

AHEAD = timedelta(days=31)
MOST = 150  # dates on one page
MOST_LANES = 40
SHOWN_IN_LANE = 3


@dataclass(frozen=True)
class Agenda:
    """Whole days only; `then` is the day on which the next page begins."""

    days: list[Day]
    then: date


@dataclass(frozen=True)
class Lane:
    """A region, and what each of the days holds there; `counts` beside it for a whole month."""

    region: Region
    name: str
    days: list[Day]


def agenda(query: Select[Activity], first: date, cities: dict[str, str], order: list[Side]) -> Agenda:
    """From this day on for a month, or until the page is full; a day alone may overfill it, and says how much more."""
    last = first + AHEAD
    held = by_day(touching(query, first, last), first, last)
    taken: dict[date, list[int]] = {}
    then, count = last + timedelta(days=1), 0
    for day in sorted(held):
        if taken and count + len(held[day]) > MOST:
            then = day
            break
        taken[day] = held[day][:MOST]
        count += len(held[day])
    found = marks([id for ids in taken.values() for id in ids], cities, order)
    days = [Day(day, False, tuple(found[id] for id in ids), len(held[day]) - len(ids)) for day, ids in taken.items()]
    return Agenda(days, then)


def lanes(
    query: Select[Activity],
    first: date,
    last: date,
    regions: dict[str, Region],
    cities: dict[str, str],
    order: list[Side],
) -> tuple[list[Lane], int]:
    """A row for each region that holds something in these days, and how many rows are left out."""
    held: dict[str, list[Touch]] = {}
    for touch in touching(query, first, last):
        for key in {touch[3], touch[4]} & regions.keys():
            held.setdefault(key or "", []).append(touch)
    keys = sorted(held, key=lambda key: _rank(regions[key], order))
    shown = keys[:MOST_LANES]
    days = {key: _days(by_day(held[key], first, last)) for key in shown}
    ids = [id for held_days in days.values() for kept, _more in held_days.values() for id in kept]
    found = marks(ids, cities, order)
    made = [Lane(regions[key], regions[key].full_name, _lane(days[key], found, first, last)) for key in shown]
    return made, len(keys) - len(shown)


def _rank(region: Region, order: list[Side]) -> tuple[int, str]:
    return order.index(region.country), region.order_key


def _days(held: dict[date, list[int]]) -> dict[date, tuple[list[int], int]]:
    return {day: (ids[:SHOWN_IN_LANE], max(0, len(ids) - SHOWN_IN_LANE)) for day, ids in held.items()}


def _lane(held: dict[date, tuple[list[int], int]], found: dict[int, Mark], first: date, last: date) -> list[Day]:
    row = []
    for shift in range((last - first).days + 1):
        ids, more = held.get(first + timedelta(days=shift), ([], 0))
        row.append(Day(first + timedelta(days=shift), False, tuple(found[id] for id in ids), more))
    return row

"""Dates of activities as a calendar shows them: read as bare columns, for a month may hold thousands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from campaign.db import Side, session
from campaign.i18n import _, current
from campaign.regions.models import Region, SisterPair
from campaign.schedule.conflicts import Severity
from campaign.schedule.models import AS_IT_FOLLOWS, Activity, ActivityState, ActivityType, Occurrence, in_days
from campaign.schedule.words import CITIES

# As a list needs them: number, first and last day, and the regions of both halves.
Touch = Row[int, date, date, str | None, str | None]


@dataclass(frozen=True)
class Known:
    """What a date is shown with: cities by region, the order of the countries, and what stands in its way."""

    cities: Mapping[str, str]
    order: list[Side]
    clashes: Mapping[int, Severity]

    def worst(self, ids: Iterable[int]) -> Severity | None:
        return max((self.clashes[id] for id in ids if id in self.clashes), default=None)


@dataclass(frozen=True)
class Mark:
    """One date of an activity in a calendar; `times` are its hours with the place, the reader's side first."""

    id: int
    activity_id: int
    starts_on: date
    ends_on: date
    title: str
    language: str  # of the title
    type: ActivityType
    state: ActivityState
    side: Side
    is_joint: bool
    times: tuple[tuple[str, str], ...]
    clash: Severity | None

    @property
    def look(self) -> str:
        """ "joint", "us" or "mx"; a deadline of either has its own line beside."""
        return "joint" if self.is_joint else self.side.value.lower()


def touching(query: Select[Activity], first: date, last: date) -> list[Touch]:
    """What these days hold, as it follows on the wall, all-day ones first: enough to count and to place it."""
    seen = query.with_only_columns(
        Occurrence.id, Occurrence.starts_on, Occurrence.ends_on, Activity.region_us_key, Activity.region_mx_key
    ).join(Occurrence, Occurrence.activity_id == Activity.id)
    ordered = seen.where(*in_days(first, last)).order_by(None).order_by(*AS_IT_FOLLOWS)
    return list(session.execute(ordered).all())


def by_day(touches: Iterable[Touch], first: date, last: date) -> dict[date, list[int]]:
    """The numbers of what each day holds; what lasts longer stands in each of its days."""
    found: dict[date, list[int]] = {}
    for id, begin, end, _us, _mx in touches:
        if begin == end:
            found.setdefault(begin, []).append(id)
            continue
        day = max(begin, first)
        while day <= min(end, last):
            found.setdefault(day, []).append(id)
            day += timedelta(days=1)
    return found


def marks(ids: Iterable[int], known: Known) -> dict[int, Mark]:
    """These dates with their titles and hours, in one query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = session.execute(_shown().where(Occurrence.id.in_(wanted)))
    return {row.id: _mark(row, known) for row in rows}


def next_marks(query: Select[Activity], first: date, last: date, most: int, known: Known) -> list[Mark]:
    """The first of what these days hold, as it follows on the wall, in one query."""
    ids = query.with_only_columns(Activity.id).order_by(None)
    found = _shown().where(Occurrence.activity_id.in_(ids), *in_days(first, last)).order_by(*AS_IT_FOLLOWS)
    return [_mark(row, known) for row in session.execute(found.limit(most))]


def _shown() -> Select[Any]:
    us, mx = aliased(Region), aliased(Region)
    return cast(
        Select[Any],
        select(
            *(Occurrence.id, Occurrence.activity_id, Occurrence.starts_on, Occurrence.ends_on),
            *(Occurrence.starts_time, Occurrence.starts_at, Occurrence.state),
            *(Activity.title_en, Activity.title_es, Activity.type, Activity.side, Activity.is_joint),
            *(Activity.zone_us, Activity.zone_mx, Activity.region_us_key, Activity.region_mx_key),
            *(us.name.label("name_us"), mx.name.label("name_mx")),
        )
        .join(Activity, Activity.id == Occurrence.activity_id)
        .outerjoin(us, us.key == Activity.region_us_key)
        .outerjoin(mx, mx.key == Activity.region_mx_key),
    )


def _mark(row: Any, known: Known) -> Mark:
    title, language = own_title(row.title_en, row.title_es)
    return Mark(
        id=row.id,
        activity_id=row.activity_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        title=title,
        language=language,
        type=row.type,
        state=row.state,
        side=row.side,
        is_joint=row.is_joint,
        times=_times(row, known.cities, known.order),
        clash=known.clashes.get(row.id),
    )


def own_title(english: str, spanish: str) -> tuple[str, str]:
    """In the reader's language, or in the one that there is, with its name."""
    is_spanish = bool(spanish) and (current() == "es" or not english)
    return (spanish, "es") if is_spanish else (english, "en")


def _times(row: Any, cities: Mapping[str, str], order: list[Side]) -> tuple[tuple[str, str], ...]:
    """ "10:00 El Paso", "11:00 Chihuahua"; once for both where the clocks agree."""
    places = {
        Side.US: (row.zone_us, cities.get(row.region_us_key or "", row.name_us or str(CITIES[Side.US]))),
        Side.MX: (row.zone_mx, cities.get(row.region_mx_key or "", row.name_mx or str(CITIES[Side.MX]))),
    }
    halves = [places[side] for side in order if places[side][0]]
    if row.starts_time is None:
        return tuple(("", name) for _zone, name in halves)
    found = tuple((wall(row.starts_at, zone), name) for zone, name in halves)
    if len(found) == 2 and found[0][0] == found[1][0]:
        return ((found[0][0], _("both cities")),)
    return found


def wall(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def cities_of(pairs: Iterable[SisterPair]) -> dict[str, str]:
    """Region to the city of its pair; a region with two of them keeps its own name."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for pair in pairs:
        for side in Side:
            key = pair.region(side).key
            twice |= {key} & found.keys()
            found[key] = pair.city(side)
    return {key: city for key, city in found.items() if key not in twice}


def hours(begin: time | None, end: time | None) -> str:
    """ "10:00 to 12:00"; '' for whole days."""
    return _("%(first)s to %(last)s", first=f"{begin:%H:%M}", last=f"{end:%H:%M}") if begin and end else ""

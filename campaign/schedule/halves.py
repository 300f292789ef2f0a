"""Each side's half of an activity on one date: where, who, and what the clock on that wall says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from campaign.db import Side
from campaign.i18n import _
from campaign.partners.places.models import Place
from campaign.schedule.marks import wall
from campaign.schedule.models import Activity, Need, Occurrence, Site
from campaign.schedule.words import CITIES, clock_words


@dataclass(frozen=True)
class Half:
    """`begin` and `end` are '' for whole days; `day` is named where that side has another one on its wall."""

    site: Site
    place: str
    begin: str
    end: str
    day: date | None
    clock: str
    confirmed_at: datetime | None
    needs: tuple[Need, ...]

    @property
    def side(self) -> Side:
        return self.site.side


def shown(occurrence_id: int) -> Select[Occurrence]:
    """A date with its activity and both sites, in one question."""
    names = [f"{name}_{end}" for name in ("region", "host", "person", "place") for end in ("us", "mx")]
    of = joinedload(Occurrence.activity)
    options = [of.joinedload(getattr(Activity, name)).options(*_alone(name)) for name in names]
    return select(Occurrence).where(Occurrence.id == occurrence_id).options(*options)


def _alone(name: str) -> list[lazyload]:  # type: ignore[valid-type]
    parts = (Place.organization, Place.land, Place.region)
    return [lazyload(part) for part in parts] if name.startswith("place") else []


def halves(
    occurrence: Occurrence, order: Sequence[Side], cities: dict[str, str], needs: Iterable[Need] = ()
) -> list[Half]:
    """The reader's side first."""
    activity = occurrence.activity
    wanted = tuple(needs)
    sites = [site for side in order if (site := activity.site(side))]
    return [
        Half(
            site=site,
            place=_name(site, cities),
            begin=wall(occurrence.starts_at, site.zone) if occurrence.starts_time else "",
            end=wall(occurrence.ends_at, site.zone) if occurrence.starts_time else "",
            day=_own_day(occurrence, site),
            clock=clock_words(site.zone, occurrence.starts_at),
            confirmed_at=activity.confirmed_at(site.side),
            needs=tuple(need for need in wanted if need.side is site.side),
        )
        for site in sites
    ]


def _name(site: Site, cities: dict[str, str]) -> str:
    if site.region is None:
        return str(CITIES[site.side])
    return cities.get(site.region.key, site.region.name)


def _own_day(occurrence: Occurrence, site: Site) -> date | None:
    if occurrence.starts_time is None:
        return None
    day = occurrence.starts_at.astimezone(ZoneInfo(site.zone)).date()
    return day if day != occurrence.starts_on else None


def is_one_clock(activity: Activity, year: int) -> bool:
    """Whether both halves read the same hour all year."""
    return activity.is_joint and _agree(activity.zone_us, activity.zone_mx, year)


@lru_cache(256)
def _agree(one: str, other: str, year: int) -> bool:
    here, there = ZoneInfo(one), ZoneInfo(other)
    days = (datetime(year, 1, 1, 12) + timedelta(days=shift) for shift in range(365))
    return all(day.replace(tzinfo=here).utcoffset() == day.replace(tzinfo=there).utcoffset() for day in days)


def apart(occurrence: Occurrence) -> str:
    """By how much the two walls differ on that date: "1 h apart"."""
    activity = occurrence.activity
    offsets = [occurrence.starts_at.astimezone(ZoneInfo(activity.zone_of(side))).utcoffset() for side in Side]
    gap = abs((offsets[0] or timedelta()) - (offsets[1] or timedelta()))
    if not gap:
        return _("the same hour on this date")
    return _("%(num)s h apart on this date", num=int(gap.total_seconds() // 3600))

"""What a release freezes of an activity, and what is read out of it again: no row that is worked on is asked."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from campaign.db import Bilingual, Side
from campaign.errors import Refused
from campaign.schedule import when as wall
from campaign.schedule.models import Activity, ActivityState, ActivityType, Occurrence, Site, When
from campaign.schedule.releases.models import Change


@dataclass(frozen=True)
class Spot:
    """Where one side's half is, in the words of the day it was released."""

    side: Side
    zone: str
    region_key: str
    region: str
    place: str
    host: str

    @property
    def where(self) -> str:
        return ", ".join(part for part in (self.place, self.region) if part)


@dataclass(frozen=True)
class Shown:
    """One date of a released activity."""

    on: date
    when: When
    is_cancelled: bool
    is_moved: bool


@dataclass(frozen=True)
class Content:
    """A released activity, read back. `first` is its first date by the rule, `own` the dates that left the rule's
    hours, `out` those that fell out, `extra` those that were held on a day which is none of the rule's any more."""

    title: Bilingual
    details: Bilingual
    type: ActivityType
    state: ActivityState
    side: Side
    is_joint: bool
    is_public: bool
    zone: str
    rule: str
    first: When
    spots: tuple[Spot, ...]
    own: dict[date, When]
    out: frozenset[date]
    extra: frozenset[date]

    @property
    def is_cancelled(self) -> bool:
        return self.state is ActivityState.cancelled

    def spots_for(self, sides: list[Side]) -> list[Spot]:
        """In this order of the countries."""
        return sorted(self.spots, key=lambda spot: sides.index(spot.side))

    def region(self, side: Side) -> str | None:
        """The key of the region of one half."""
        return next((spot.region_key for spot in self.spots if spot.side is side and spot.region_key), None)

    def today(self, at: datetime) -> date:
        """The day it is on its wall."""
        return at.astimezone(wall.zone(self.zone)).date()

    def dates(self) -> Iterator[Shown]:
        """Every date, by the day that names it."""
        days = _days(self.rule, self.first.starts_on)
        for on in sorted({*days, *self.extra}):
            when = self.own.get(on) or wall.moved(self.first, on)
            yield Shown(on, when, self.is_cancelled or on in self.out, on in self.own and on not in self.extra)


def frozen(activity: Activity, occurrences: Iterable[Occurrence]) -> str | None:
    """Canonical JSON: the same activity gives the same text; None where no date of it is left."""
    dates = _dates(activity, list(occurrences))
    if dates is None:
        return None
    going = activity.state is not ActivityState.held
    said = {
        "title_en": activity.title.en,
        "title_es": activity.title.es,
        "details_en": activity.details.en,
        "details_es": activity.details.es,
        "type": activity.type.value,
        "state": (activity.state if going else ActivityState.confirmed).value,  # that it was held moves nobody
        "side": activity.side.value,
        "is_joint": activity.is_joint,
        "is_public": activity.is_public,
        "zone": activity.zone,
        "rule": activity.rule,
        "spots": [_spot(site) for side in activity.sides if (site := activity.site(side))],
        **dates,
    }
    return canonical(said)


def _dates(activity: Activity, occurrences: list[Occurrence]) -> dict[str, Any] | None:
    going = [one for one in occurrences if one.state is not ActivityState.cancelled]
    if not activity.rule:
        is_left = any(one.when == activity.when for one in going)
        return {"first": _wall(activity.when), "out": [], "own": {}, "extra": []} if is_left else None
    known = {one.on: one for one in occurrences}
    days = _days(activity.rule, activity.starts_on)
    extra = [one.on for one in going if one.on not in days]
    if not going or not (days or extra):
        return None
    first = wall.moved(activity.when, min(days or extra))
    return {
        "first": _wall(first),
        "out": [f"{on}" for on in days if _fell_out(known.get(on))],
        "own": {f"{one.on}": _wall(one.when) for one in going if one.when != wall.moved(first, one.on)},
        "extra": [f"{on}" for on in extra],
    }


@lru_cache(4096)
def _days(rule: str, first: date) -> tuple[date, ...]:
    """None, where a series was cut before its first date."""
    try:
        return tuple(wall.days(rule, first, date.max))
    except Refused:
        return ()


def canonical(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_cancelled(content: str) -> str:
    """What was released last, and that it does not happen."""
    return canonical({**json.loads(content), "state": ActivityState.cancelled.value})


def without(content: str, off: Collection[date]) -> str:
    """What was released last, and that it does not happen on these days; at all where none is left."""
    left = {shown.on for shown in read(content).dates() if not shown.is_cancelled}
    if left <= set(off):
        return as_cancelled(content)
    said = json.loads(content)
    return canonical({**said, "out": sorted({*said["out"], *map(str, left.intersection(off))})})


def _fell_out(one: Occurrence | None) -> bool:
    return one is None or one.state is ActivityState.cancelled


def _wall(when: When) -> list[str]:
    times = [f"{at:%H:%M}" if at else "" for at in (when.starts_time, when.ends_time)]
    return [f"{when.starts_on}", f"{when.ends_on}", *times]


def _spot(site: Site) -> dict[str, str]:
    return {
        "side": site.side.value,
        "zone": site.zone,
        "region_key": site.region.key if site.region else "",
        "region": site.region.full_name if site.region else "",
        "place": site.place.name if site.place else site.venue,
        "host": site.host.name if site.host else "",
    }


@lru_cache(8192)
def read(content: str) -> Content:
    """The same text always reads the same."""
    said = json.loads(content)
    return Content(
        title=Bilingual(said["title_en"], said["title_es"]),
        details=Bilingual(said["details_en"], said["details_es"]),
        type=ActivityType(said["type"]),
        state=ActivityState(said["state"]),
        side=Side(said["side"]),
        is_joint=said["is_joint"],
        is_public=said["is_public"],
        zone=said["zone"],
        rule=said["rule"],
        first=_when(said["first"]),
        spots=tuple(Spot(**{**spot, "side": Side(spot["side"])}) for spot in said["spots"]),
        own={date.fromisoformat(on): _when(own) for on, own in said["own"].items()},
        out=frozenset(map(date.fromisoformat, said["out"])),
        extra=frozenset(map(date.fromisoformat, said["extra"])),
    )


def _when(said: list[str]) -> When:
    first, last, begin, end = said
    times = [time.fromisoformat(at) if at else None for at in (begin, end)]
    return When(date.fromisoformat(first), date.fromisoformat(last), *times)


# What moves an activity; a difference in anything else changes it.
_MOVING = ("zone", "rule", "first", "spots", "own", "out", "extra")


def change_between(before: str | None, after: str) -> Change | None:
    """None where both say the same."""
    if before == after:
        return None
    if before is None:
        return Change.added
    old, new = json.loads(before), json.loads(after)
    if new["state"] == ActivityState.cancelled.value != old["state"]:
        return Change.cancelled
    return Change.moved if any(old[name] != new[name] for name in _MOVING) else Change.changed

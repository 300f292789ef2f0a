"""What the address of the schedule asks for: a view, a day, filters and the one date that is opened beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Select, or_

from campaign.accounts.models import User
from campaign.forms import clean
from campaign.regions.models import SisterPair
from campaign.schedule.models import Activity, ActivityType
from campaign.schedule.words import WHOSE

VIEWS = ("month", "week", "agenda", "lanes")
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Asked:
    """All of it stands in the address, so that a link shows somebody else the same."""

    view: str
    on: date
    campaign: int = 0
    region: str = ""
    pair: str = ""
    kind: str = ""
    side: str = ""
    mine: bool = False
    clashes: bool = False  # only dates that something is in the way of
    span: str = ""  # of lanes: "month", or a week
    chosen: int = 0

    @classmethod
    def of(cls, arguments: Mapping[str, str], today: date) -> "Asked":
        """What cannot be read asks for nothing."""
        view = arguments.get("view", "")
        kind, side = arguments.get("kind", ""), arguments.get("side", "")
        return cls(
            view=view if view in VIEWS else "month",
            on=_day(arguments.get("on", ""), today),
            campaign=_whole(arguments.get("campaign", "")),
            region=clean(arguments.get("region"))[:8],
            pair=clean(arguments.get("pair"))[:8],
            kind=kind if kind in ActivityType.__members__ else "",
            side=side if side in WHOSE else "",
            mine=arguments.get("mine") == "1",
            clashes=arguments.get("clashes") == "1",
            span="month" if arguments.get("span") == "month" else "",
            chosen=_whole(arguments.get("chosen", "")),
        )

    def url(self, **changes: Any) -> str:
        """The address of this with some of it changed; another day or filter closes what is open beside it."""
        wanted = replace(self, **{"chosen": 0, **changes})
        values = {name: getattr(wanted, name) for name in NAMES if getattr(wanted, name)}
        values |= {name: "1" for name in ("mine", "clashes") if getattr(wanted, name)}
        if wanted.view != "lanes":
            values.pop("span", None)
        return url_for("schedule.index", view=wanted.view, on=wanted.on.isoformat(), **values)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along."""
        kept = [("view", self.view), ("on", self.on.isoformat())]
        return [*kept, ("span", self.span)] if self.span else kept

    def narrowed(self, query: Select[Activity], me: User, pair: SisterPair | None) -> Select[Activity]:
        if self.campaign:
            query = query.where(Activity.campaign_id == self.campaign)
        if self.region:
            query = query.where(or_(*(column.startswith(self.region, autoescape=True) for column in REGIONS)))
        if pair is not None:
            own = (Activity.region_us_key == pair.us_region_key, Activity.region_mx_key == pair.mx_region_key)
            query = query.where(or_(*own))
        if self.kind:
            query = query.where(Activity.type == ActivityType[self.kind])
        if self.side == "joint":
            query = query.where(Activity.is_joint)
        elif self.side:
            query = query.where(~Activity.is_joint, Activity.side == self.side)
        return query.where(_mine(me)) if self.mine else query


NAMES = ("campaign", "region", "pair", "kind", "side", "span", "chosen")
REGIONS = (Activity.region_us_key, Activity.region_mx_key)


def _mine(me: User) -> Any:
    """What a person answers for or entered; for a partner, what its organization did, or hosts."""
    found = [Activity.person_us_id == me.id, Activity.person_mx_id == me.id, Activity.created_by_id == me.id]
    if me.is_partner:
        own = me.organization_id
        found += [Activity.owner_id == own, Activity.host_us_id == own, Activity.host_mx_id == own]
    return or_(*found)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def week_begin(day: date) -> date:
    """The Sunday on or before it: calendars of both countries begin with it."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def month_begin(day: date, shift: int = 0) -> date:
    """The first of its month, or of one before or after it."""
    month = day.year * 12 + day.month - 1 + shift
    return date(month // 12, month % 12 + 1, 1)

"""What the days themselves bring, beside what is planned on them: public holidays, and nights when clocks change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaign.db import Side
from campaign.i18n import _, current
from campaign.regions.models import Region
from campaign.regions.words import ZONES
from campaign.schedule.holidays_of import STATES, Holiday, holidays_between

ALL_ZONES = tuple(sorted(ZONES))
UNCHANGED = {"America/Phoenix": "Arizona", "America/Hermosillo": "Sonora"}
OF_MEXICO = frozenset(
    f"America/{name}"
    for name in ["Tijuana", "Hermosillo", "Ciudad_Juarez", "Chihuahua", "Ojinaga", "Monterrey", "Matamoros"]
)


@dataclass(frozen=True)
class DayNote:
    """One remark on a day, or on several: whose it is, its words, and its kind ("clock", "holiday")."""

    on: date
    until: date
    sides: tuple[Side, ...]
    words: str
    kind: str


def notes_between(first: date, last: date, regions: Sequence[Region]) -> list[DayNote]:
    """By day: what both countries and the states of these regions keep, and the changes of clocks there; without
    regions, those of the whole border."""
    zones = tuple(sorted({region.timezone for region in regions})) or ALL_ZONES
    states = sorted({region.key[:5] for region in regions} & STATES.keys())
    sides = tuple(side for side in Side if not regions or any(region.country is side for region in regions))
    kept = [_kept(one) for one in holidays_between(first, last, sides, states)]
    return sorted([*kept, *(_change(day, zones) for day in _nights(first, last, zones))], key=lambda note: note.on)


def _kept(one: Holiday) -> DayNote:
    """A day off for a holiday at a weekend says so."""
    name = one.name.of(current())
    return DayNote(
        one.on, one.on, (one.side,), _("%(name)s, observed", name=name) if one.is_observed else name, "holiday"
    )


@lru_cache(512)
def _nights(first: date, last: date, zones: tuple[str, ...]) -> tuple[date, ...]:
    days = (first + timedelta(days=shift) for shift in range((last - first).days + 1))
    return tuple(day for day in days if any(_shift(zone, day) for zone in zones))


def _shift(zone: str, day: date) -> timedelta:
    """By how much the clocks of a zone are moved on this day."""
    here = ZoneInfo(zone)
    begin, end = (datetime.combine(one, time(), here).utcoffset() for one in (day, day + timedelta(days=1)))
    return (end or timedelta()) - (begin or timedelta())


def _change(day: date, zones: Iterable[str]) -> DayNote:
    moved = [zone for zone in zones if _shift(zone, day)]
    sides = {Side.MX if zone in OF_MEXICO else Side.US for zone in moved}
    left = [UNCHANGED[zone] for zone in zones if zone in UNCHANGED]
    is_back = _shift(moved[0], day) < timedelta()
    return DayNote(day, day, tuple(side for side in Side if side in sides), _words(is_back, sorted(left)), "clock")


def _words(is_back: bool, left: list[str]) -> str:
    if not left:
        back, forward = _("Clocks go back 1 h along the border"), _("Clocks go forward 1 h along the border")
        return back if is_back else forward
    places = _("%(one)s and %(other)s", one=left[0], other=left[1]) if len(left) > 1 else left[0]
    if is_back:
        return _("Clocks go back 1 h along the border, except %(places)s", places=places)
    return _("Clocks go forward 1 h along the border, except %(places)s", places=places)

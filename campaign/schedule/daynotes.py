"""What the days themselves bring, beside what is planned on them: public holidays, nights when clocks change, and
what begins in some region."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaign.db import Side, session
from campaign.i18n import _, current, fmt_date
from campaign.regions.models import Region
from campaign.regions.words import ZONES
from campaign.schedule.holidays_of import STATES, Holiday, holidays_between
from campaign.schedule.periods.models import Period, PeriodKind, holding_in, periods_between
from campaign.schedule.periods.words import KINDS

ALL_ZONES = tuple(sorted(ZONES))
UNCHANGED = {"America/Phoenix": "Arizona", "America/Hermosillo": "Sonora"}
OF_MEXICO = frozenset(
    f"America/{name}"
    for name in ["Tijuana", "Hermosillo", "Ciudad_Juarez", "Chihuahua", "Ojinaga", "Monterrey", "Matamoros"]
)


@dataclass(frozen=True)
class DayNote:
    """One remark on a day, or on several: whose it is, its words, and its kind ("clock", "holiday", "period")."""

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


def begun_between(first: date, last: date, regions: Sequence[Region]) -> list[DayNote]:
    """School terms, blackouts and local holidays of these regions on the day they begin; what holds already when the
    days do stands on their first one, but for terms, which nearly always do."""
    query = holding_in([region.key for region in regions], first, last) if regions else periods_between(first, last)
    found = [one for one in session.scalars(query) if one.starts_on >= first or one.kind is not PeriodKind.school_term]
    return [_begun(one, max(one.starts_on, first)) for one in found]


def _begun(one: Period, on: date) -> DayNote:
    title = one.title.of(current()) or one.title.twin(current())
    said = {"kind": KINDS[one.kind], "where": one.region.full_name, "title": title}
    if one.ends_on == on:
        return DayNote(on, on, (one.side,), _("%(kind)s in %(where)s: %(title)s", **said), "period")
    words = _("%(kind)s in %(where)s: %(title)s, until %(date)s", date=fmt_date(one.ends_on), **said)
    return DayNote(on, on, (one.side,), words, "period")


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

"""How a released activity is said on a screen: its date, its hours on each wall, and what a release did to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from campaign.audit.values import VALUES
from campaign.db import Side
from campaign.i18n import LOCALES, _, _l, current, fmt_date, fmt_day
from campaign.schedule.models import ActivityType, When
from campaign.schedule.releases.content import Content
from campaign.schedule.releases.models import Change
from campaign.schedule.when import city, instants

CHANGES: dict[Change, Any] = {
    Change.added: _l("New activity"),
    Change.moved: _l("Moved"),
    Change.changed: _l("Changed"),
    Change.cancelled: _l("Called off"),
}
LOOKS = {Change.added: "good", Change.moved: "warm", Change.changed: "accent", Change.cancelled: "bad"}
ICONS = {Change.added: "add", Change.moved: "event", Change.changed: "edit", Change.cancelled: "cancel"}


@dataclass(frozen=True)
class Clock:
    """Hours on one wall, and whose it is."""

    hours: str
    place: str


def type_of(kind: ActivityType) -> str:
    return str(VALUES["activities.type"][kind.value])


def days_of(when: When) -> str:
    """ "28 November 2026", or from which day to which."""
    if when.ends_on == when.starts_on:
        return fmt_date(when.starts_on)
    return _("%(from)s to %(to)s", **{"from": fmt_date(when.starts_on), "to": fmt_date(when.ends_on)})


def long_days_of(when: When) -> str:
    """With the day of the week, for whoever wants to come."""
    first, last = (fmt_day(datetime.combine(on, time(12), UTC), "UTC") for on in (when.starts_on, when.ends_on))
    if current() == "es":
        last = last[:1].lower() + last[1:]
    return first if when.starts_on == when.ends_on else f"{first} – {last}"


def month_of(month: date, code: str) -> str:
    """ "November 2026" / "noviembre de 2026" """
    return format_date(month, "MMMM 'de' y" if code == "es" else "MMMM y", locale=LOCALES[code])


def clocks(content: Content, when: When, sides: list[Side]) -> list[Clock]:
    """The hours on the wall of each half, in this order of the countries; one line where all of them agree."""
    if when.is_all_day:
        return [Clock(_("All day"), "")]
    begin, end = instants(when, content.zone)
    found = []
    for spot in content.spots_for(sides):
        here = [moment.astimezone(ZoneInfo(spot.zone)) for moment in (begin, end)]
        shift = (here[0].date() - when.starts_on) // timedelta(days=1)
        hours = f"{here[0]:%H:%M}–{here[1]:%H:%M}"
        found.append((f"{hours} ({shift:+d})" if shift else hours, spot.region.partition(",")[0] or city(spot.zone)))
    return _merged(found)


def _merged(found: list[tuple[str, str]]) -> list[Clock]:
    places: dict[str, list[str]] = {}
    for hours, place in found:
        places.setdefault(hours, []).append(place)
    return [Clock(hours, " · ".join(dict.fromkeys(names))) for hours, names in places.items()]


def rule_says(content: Content) -> str:
    """How often, without the days: "3 dates"."""
    count = sum(not one.is_cancelled for one in content.dates()) if content.rule else 1
    return _("series of %(num)s dates", num=count) if content.rule else ""


def when_says(content: Content, sides: list[Side]) -> str:
    """The first date and its hours in one line."""
    walls = "; ".join(f"{clock.hours} {clock.place}".strip() for clock in clocks(content, content.first, sides))
    return ", ".join(part for part in (days_of(content.first), walls, rule_says(content)) if part)


def where_says(content: Content, sides: list[Side]) -> str:
    return " · ".join(spot.where for spot in content.spots_for(sides) if spot.where)


def what_differs(before: Content, after: Content, sides: list[Side]) -> Iterable[tuple[str, str, str]]:
    """Label, what was released, what would be; only lines that differ."""
    rows = [
        (_("Title"), _both(before.title.en, before.title.es), _both(after.title.en, after.title.es)),
        (_("When"), when_says(before, sides), when_says(after, sides)),
        (_("Where"), where_says(before, sides), where_says(after, sides)),
        (_("Dates"), _dates(before), _dates(after)),
        (_("Kind"), type_of(before.type), type_of(after.type)),
        (_("Details"), _both(before.details.en, before.details.es), _both(after.details.en, after.details.es)),
        (_("Host"), _hosts(before, sides), _hosts(after, sides)),
        (_("For the public"), _yes(before.is_public), _yes(after.is_public)),
        (_("State"), _state(before), _state(after)),
    ]
    return [row for row in rows if row[1] != row[2]]


def _both(first: str, second: str) -> str:
    return " / ".join(dict.fromkeys(part for part in (first, second) if part))


def _hosts(content: Content, sides: list[Side]) -> str:
    return " · ".join(spot.host for spot in content.spots_for(sides) if spot.host)


def _dates(content: Content) -> str:
    """Of a series those that left its rule."""
    own = [_("%(date)s moved to %(to)s", date=fmt_date(on), to=days_of(to)) for on, to in sorted(content.own.items())]
    return "; ".join([*own, *(_("%(date)s cancelled", date=fmt_date(on)) for on in sorted(content.out))])


def _yes(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")


def _state(content: Content) -> str:
    return str(VALUES["state"][content.state.value])

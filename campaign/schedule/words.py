"""What the schedule's pages call things: kinds, states, clocks and days, in words of both countries."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from campaign.db import Side
from campaign.i18n import LOCALES, Language, _, _l, current
from campaign.schedule.models import Activity, ActivityState, ActivityType

KINDS = {
    ActivityType.outreach: _l("Outreach event"),
    ActivityType.health_fair: _l("Health fair"),
    ActivityType.training: _l("Training"),
    ActivityType.media: _l("Media"),
    ActivityType.distribution: _l("Distribution"),
    ActivityType.deadline: _l("Deadline"),
}
# Kind and icon of the badge; the words depend on who has a half in it.
BADGES = {
    ActivityState.planned: ("waiting", "hourglass_empty"),
    ActivityState.confirmed: ("good", "check_circle"),
    ActivityState.held: ("accent", "check"),
    ActivityState.cancelled: ("bad", "cancel"),
}
WHOSE = {
    "joint": _l("Joint activities"),
    "US": _l("Own ones of the United States"),
    "MX": _l("Own ones of Mexico"),
}
SUNDAY = date(2026, 11, 1)
CITIES = {Side.US: _l("Washington"), Side.MX: _l("Mexico City")}
CLOCKS = {
    "PST": _l("Pacific standard time"),
    "PDT": _l("Pacific daylight time"),
    "MST": _l("Mountain standard time"),
    "MDT": _l("Mountain daylight time"),
    "CST": _l("Central standard time"),
    "CDT": _l("Central daylight time"),
    "EST": _l("Eastern standard time"),
    "EDT": _l("Eastern daylight time"),
}
HOURS = {
    Side.US: _l("Hours as the clock on the wall shows them at the place in the United States."),
    Side.MX: _l("Hours as the clock on the wall shows them at the place in Mexico."),
}
CONFIRM = {Side.US: _l("Confirm for the United States"), Side.MX: _l("Confirm for Mexico")}
CONFIRMED = {Side.US: _l("Confirmed for the United States."), Side.MX: _l("Confirmed for Mexico.")}
AWAITED = {Side.US: _l("Waits for the United States"), Side.MX: _l("Waits for Mexico")}


def state_of(activity: Activity, state: ActivityState) -> str:
    """ "Confirmed by both" where two sides had to say so."""
    if state is ActivityState.confirmed and activity.is_joint:
        return _("Confirmed by both")
    if state is ActivityState.planned and activity.is_joint:
        missing = [side for side in Side if activity.confirmed_at(side) is None]
        return str(AWAITED[missing[0]]) if len(missing) == 1 else _("Waits for both")
    return str(STATES[state])


STATES = {
    ActivityState.planned: _l("Planned"),
    ActivityState.confirmed: _l("Confirmed"),
    ActivityState.held: _l("Held"),
    ActivityState.cancelled: _l("Called off"),
}


def clock_words(zone: str, at: datetime) -> str:
    """ "Mountain standard time": what the clock of this zone is called at that moment."""
    return str(CLOCKS[at.astimezone(ZoneInfo(zone)).tzname() or ""])


def weekdays(style: str = "EEEE", is_heading: bool = True) -> list[str]:
    """Sunday first, as calendars of both countries begin; in a Spanish sentence their names begin small."""
    days = [date.fromordinal(SUNDAY.toordinal() + shift) for shift in range(7)]
    return [day_words(day, style, is_heading) for day in days]


def day_words(day: date, style: str, is_heading: bool = True) -> str:
    return _day_words(current(), day, style, is_heading)


@lru_cache(2048)
def _day_words(code: Language, day: date, style: str, is_heading: bool) -> str:
    words = format_date(day, style, locale=LOCALES[code]).replace(".", "")
    return words[:1].upper() + words[1:] if is_heading else words


def long_day(day: date, is_heading: bool = True) -> str:
    """Saturday 28 November 2026 / Sábado 28 de noviembre de 2026."""
    return day_words(day, "EEEE d 'de' MMMM 'de' y" if current() == "es" else "EEEE d MMMM y", is_heading)


def short_day(day: date, is_heading: bool = True) -> str:
    """Sat 28 Nov / Sáb 28 nov."""
    return day_words(day, "EEE d MMM", is_heading)


def month_words(day: date) -> str:
    return day_words(day, "MMMM 'de' y" if current() == "es" else "MMMM y")

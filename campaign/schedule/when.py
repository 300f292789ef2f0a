"""Wall clocks and rules: which instant a wall time is, and on which days a rule falls.

A time that does not exist on the night of the change, or exists twice, is refused and never guessed.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from campaign.errors import Refused
from campaign.i18n import _, _l, fmt_date
from campaign.schedule.models import LONGEST, When

MOST = 400  # occurrences of one series
# What a rule may say (RFC 5545, by days only): a part that is not named here is refused, and so is one that never ends.
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY",
    "INTERVAL": r"[1-9]\d?",
    "BYDAY": r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)){0,6}",
    "BYMONTHDAY": r"-1|[1-9]|[12]\d|3[01]",
    "UNTIL": r"\d{8}",
    "COUNT": r"[1-9]\d{0,4}",
}


CITIES = {
    "America/Ciudad_Juarez": "Ciudad Juárez",
    "America/Los_Angeles": _l("Los Angeles"),
    "America/Mexico_City": _l("Mexico City"),
    "America/New_York": _l("Washington"),
}


@lru_cache(256)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def instant(on: date, at: time, name: str) -> datetime:
    """The UTC instant of a wall time in an IANA zone; Refused where the clocks change over it."""
    wall = datetime.combine(on, at)
    early, late = (wall.replace(tzinfo=zone(name), fold=fold).astimezone(UTC) for fold in (0, 1))
    if early == late:
        return early
    said = {"time": f"{at:%H:%M}", "date": fmt_date(on)}
    if early.astimezone(zone(name)).replace(tzinfo=None) != wall:
        raise Refused(_("%(time)s on %(date)s does not exist at the place: the clocks go forward over it.", **said))
    raise Refused(_("%(time)s on %(date)s comes twice at the place: the clocks go back over it.", **said))


def city(name: str) -> str:
    """ "Phoenix" of America/Phoenix, in the reader's language; of a capital's clock the capital."""
    found = CITIES.get(name)
    return str(found) if found else name.rpartition("/")[2].replace("_", " ")


def instants(when: When, name: str) -> tuple[datetime, datetime]:
    """Begin and end; whole days from the first midnight to the one after the last."""
    if when.starts_time is None or when.ends_time is None:
        return midnight(when.starts_on, name), midnight(when.ends_on + timedelta(days=1), name)
    return instant(when.starts_on, when.starts_time, name), instant(when.ends_on, when.ends_time, name)


def midnight(on: date, name: str) -> datetime:
    """The first instant of a day; in none of our zones do the clocks change at midnight."""
    return datetime.combine(on, time(), zone(name)).astimezone(UTC)


def check(when: When) -> None:
    """Refuse an end before its start, and what lasts longer than two months."""
    is_backwards = when.ends_on < when.starts_on
    if when.starts_time and when.ends_time and when.starts_on == when.ends_on:
        is_backwards = when.ends_time <= when.starts_time
    if is_backwards:
        raise Refused(_("The end must be after the start."))
    if when.ends_on - when.starts_on > LONGEST:
        raise Refused(_("An activity lasts %(days)s days at most. Enter a longer one as a series.", days=LONGEST.days))


def days(rule: str, first: date, last: date) -> list[date]:
    """The days of a rule from its first day on; one that does not end by `last`, or falls too often, is refused."""
    if not rule:
        return [first]
    if not _is_readable(rule):
        raise Refused(_("This rule of repetition cannot be read."))
    if "UNTIL" not in rule and "COUNT" not in rule:
        raise Refused(_("Say when the series ends: on a day, or after so many times."))
    found = []
    try:
        every = rrulestr(rule, dtstart=datetime.combine(first, time()))
        for moment in every:
            found.append(moment.date())
            if moment.date() > last or len(found) > MOST:
                break
    except (ValueError, TypeError, OverflowError) as error:
        raise Refused(_("This rule of repetition cannot be read.")) from error
    if len(found) > MOST:
        raise Refused(_("A series has at most %(num)s dates. Let it end earlier.", num=MOST))
    if found and found[-1] > last:
        raise Refused(_("The series goes on after %(date)s, the last day of the track.", date=fmt_date(last)))
    if not found:
        raise Refused(_("No date falls on this rule."))
    return found


def _is_readable(rule: str) -> bool:
    parts = [part.partition("=") for part in rule.split(";")]
    names = [name for name, _is, _value in parts]
    is_known = all(name in _PARTS and re.fullmatch(_PARTS[name], value) for name, _is, value in parts)
    return is_known and "FREQ" in names and len(names) == len(set(names)) and not {"UNTIL", "COUNT"} <= set(names)


def moved(when: When, to: date) -> When:
    """The same hours, beginning on another day."""
    shift = to - when.starts_on
    return When(to, when.ends_on + shift, when.starts_time, when.ends_time)

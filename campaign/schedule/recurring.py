"""A rule of repetition as fields of a form and as a sentence; what it means in days is for when.py."""

from dataclasses import dataclass
from datetime import date, datetime

from campaign.i18n import _, _l, _n, fmt_date
from campaign.schedule.words import weekdays

DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
ONCE, DAILY, WEEKLY, MONTHLY_DAY, MONTHLY_WEEKDAY = "", "daily", "weekly", "monthly_day", "monthly_weekday"
CHOICES = (
    (ONCE, _l("It happens once")),
    (DAILY, _l("Every so many days")),
    (WEEKLY, _l("Every so many weeks, on days of the week")),
    (MONTHLY_DAY, _l("Every so many months, on this day of the month")),
    (MONTHLY_WEEKDAY, _l("Every so many months, on this weekday of the month (second Tuesday)")),
)


@dataclass(frozen=True)
class Repeat:
    """How a series goes on; it ends on a day or after so many times."""

    kind: str = ONCE
    every: int = 1
    weekdays: tuple[str, ...] = ()
    until: date | None = None
    times: int | None = None


def rule_of(repeat: Repeat, first: date) -> str:
    """RRULE of RFC 5545; which day of the month, and which weekday, the first date says."""
    if repeat.kind == ONCE:
        return ""
    parts = [f"FREQ={repeat.kind.partition('_')[0].upper()}"]
    if repeat.every != 1:
        parts.append(f"INTERVAL={repeat.every}")
    if repeat.kind == WEEKLY and repeat.weekdays:
        parts.append(f"BYDAY={','.join(repeat.weekdays)}")
    elif repeat.kind == MONTHLY_DAY:
        parts.append(f"BYMONTHDAY={first.day}")
    elif repeat.kind == MONTHLY_WEEKDAY:
        parts.append(f"BYDAY={_nth(first)}{DAYS[(first.weekday() + 1) % 7]}")
    if repeat.until:
        parts.append(f"UNTIL={repeat.until:%Y%m%d}")
    if repeat.times:
        parts.append(f"COUNT={repeat.times}")
    return ";".join(parts)


def _nth(day: date) -> int:
    """The second Tuesday is 2; a fifth one is called the last, for most months have none."""
    turn = (day.day - 1) // 7 + 1
    return turn if turn < 5 else -1


def repeat_of(rule: str) -> Repeat:
    """The fields that say this rule."""
    if not rule:
        return Repeat()
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    named, kind = parts.get("BYDAY", ""), parts["FREQ"].lower()
    if kind == "monthly":
        kind = MONTHLY_WEEKDAY if named else MONTHLY_DAY
    return Repeat(
        kind=kind,
        every=int(parts.get("INTERVAL", 1)),
        weekdays=tuple(named.split(",")) if kind == WEEKLY and named else (),
        until=datetime.strptime(parts["UNTIL"], "%Y%m%d").date() if "UNTIL" in parts else None,
        times=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def in_words(rule: str) -> str:
    """ "Every 2 weeks on Tuesday, until 30 Mar 2027"."""
    if not rule:
        return _("Once")
    repeat, parts = repeat_of(rule), dict(part.split("=", 1) for part in rule.split(";"))
    said = _pace(repeat, parts)
    if repeat.until:
        return _("%(rule)s, until %(date)s", rule=said, date=fmt_date(repeat.until))
    times = _n("once", "%(num)d times", repeat.times or 1)
    return f"{said}, {times}"


def _pace(repeat: Repeat, parts: dict[str, str]) -> str:
    names = dict(zip(DAYS, weekdays("EEEE", is_heading=False), strict=True))
    if repeat.kind == DAILY:
        return _n("Every day", "Every %(num)d days", repeat.every)
    if repeat.kind == WEEKLY:
        said = _n("Every week", "Every %(num)d weeks", repeat.every)
        on = _listed([names[day] for day in DAYS if day in repeat.weekdays])
        return _("%(rule)s on %(days)s", rule=said, days=on) if on else said
    said = _n("Every month", "Every %(num)d months", repeat.every)
    if repeat.kind == MONTHLY_DAY:
        return _("%(rule)s on day %(day)s", rule=said, day=parts.get("BYMONTHDAY", ""))
    turn = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth")}.get(parts["BYDAY"][:-2], _("last"))
    return _("%(rule)s on the %(turn)s %(day)s", rule=said, turn=turn, day=names[parts["BYDAY"][-2:]])


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(one)s and %(other)s", one=", ".join(words[:-1]), other=words[-1])

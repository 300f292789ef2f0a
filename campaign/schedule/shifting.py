"""A series that moves as a whole: the same plan some days later, its rule with it."""

from dataclasses import replace
from datetime import date, timedelta

from campaign.db import Side
from campaign.schedule.differences import spot_of
from campaign.schedule.models import Activity, When
from campaign.schedule.recurring import DAYS, WEEKLY, repeat_of, rule_of
from campaign.schedule.writing import Plan, copies_of


def plan_of(activity: Activity, when: When, shift: timedelta, last: date | None = None) -> Plan:
    """What stands, from another first date on; with `last` it ends there, moved as well."""
    return Plan(
        type=activity.type,
        title=activity.title,
        when=when,
        spots={side: spot for side in Side if (spot := spot_of(activity, side))},
        details=activity.details,
        is_public=activity.is_public,
        rule=_rule(activity.rule, when.starts_on, shift, last),
        needs=copies_of(activity),
    )


def _rule(rule: str, first: date, shift: timedelta, last: date | None) -> str:
    """Days of the week move with the dates; so does the day on which it ends."""
    repeat = repeat_of(rule)
    if repeat.kind == WEEKLY:
        turned = {DAYS[(DAYS.index(day) + shift.days) % 7] for day in repeat.weekdays}
        repeat = replace(repeat, weekdays=tuple(day for day in DAYS if day in turned))
    if last is not None:
        repeat = replace(repeat, until=last, times=None)
    if repeat.until:
        repeat = replace(repeat, until=repeat.until + shift)
    return rule_of(repeat, first)

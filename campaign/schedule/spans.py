"""From when to when something takes up a place or a person, and which days those are on the wall of each half."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaign.db import Side
from campaign.schedule import when as wall
from campaign.schedule.models import GOING, Activity, Occurrence, When

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """One date that is asked about: stored, or only thought of (`occurrence_id` is then what would be moved, or None).

    Spans that touch, the end of one being the start of the other, do not overlap."""

    occurrence_id: int | None
    when: When
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


def spans_of(occurrences: Iterable[Occurrence]) -> list[Span]:
    """Of those that are still to come about; held and cancelled ones take up nothing."""
    return [Span(one.id, one.when, one.starts_at, one.ends_at) for one in occurrences if one.state in GOING]


def span_of(activity: Activity, when: When, occurrence_id: int | None = None) -> Span:
    """Of a date that is not stored; Refused where its hour does not exist or comes twice."""
    return Span(occurrence_id, when, *wall.instants(when, activity.zone))


def days_at(activity: Activity, span: Span, side: Side) -> tuple[date, date]:
    """First and last day on the wall of that half; whole days are the same days on both."""
    if span.when.is_all_day:
        return span.when.starts_on, span.when.ends_on
    zone = wall.zone(activity.zone_of(side))
    return span.starts_at.astimezone(zone).date(), (span.ends_at - _INSTANT).astimezone(zone).date()

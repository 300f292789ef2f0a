"""What else takes up the same place, person or host at the same time, of any campaign and either side.

A deadline takes up nothing. Who may read what is found here is for the caller to ask.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from campaign.db import Side, session
from campaign.partners.places.models import Place
from campaign.schedule.models import GOING, LONGEST, Activity, ActivityType, Occurrence
from campaign.schedule.spans import Span

_AT_MOST = LONGEST + timedelta(days=2)  # that one lasts: 62 days after its first, the last included, clocks changed
COLUMNS = {
    "place": (Activity.place_us_id, Activity.place_mx_id),
    "person": (Activity.person_us_id, Activity.person_mx_id),
    "host": (Activity.host_us_id, Activity.host_mx_id),
}


@dataclass(frozen=True)
class Taken:
    """What an activity takes up: ids by kind, each with the half that it is of."""

    place: dict[int, Side] = field(default_factory=dict)
    person: dict[int, Side] = field(default_factory=dict)
    host: dict[int, Side] = field(default_factory=dict)


@dataclass(frozen=True)
class Overlap:
    """One thing taken up twice. `is_sure` is false where only whole days meet, whose hours nobody has said."""

    kind: str
    id: int
    side: Side
    span: Span
    activity_id: int
    is_sure: bool


def taken_by(activity: Activity) -> Taken:
    taken = Taken()
    if activity.type is ActivityType.deadline:
        return taken
    for side in activity.sides:
        end = side.value.lower()
        for kind in COLUMNS:
            if number := getattr(activity, f"{kind}_{end}_id"):
                getattr(taken, kind).setdefault(number, side)
    return taken


def overlaps(activity: Activity, spans: Sequence[Span]) -> list[Overlap]:
    """All that meets these dates, by day; of one other activity at one time the place is said and not its host too."""
    taken = taken_by(activity)
    if not spans or not (taken.place or taken.person or taken.host):
        return []
    rows = session.execute(others(taken, spans)).all()
    return [found for span in spans for row in rows for found in _meet(taken, span, row)]


def others(taken: Taken, spans: Sequence[Span]) -> Select[*tuple[Any, ...]]:
    """Dates that share something with it between the first and the last of these spans.

    For one date the index of times is the way, whatever one host has in a year; for a series the indexes of places,
    people and hosts are. `+ 0` keeps a column from its index."""
    first, last = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    by_time = len(spans) == 1
    shared = [
        ((column + 0) if by_time else column).in_(list(getattr(taken, kind)))
        for kind, columns in COLUMNS.items()
        for column in columns
        if getattr(taken, kind)
    ]
    query = select(
        *(Occurrence.id, Occurrence.activity_id, Occurrence.starts_at, Occurrence.ends_at, Occurrence.starts_time),
        *(column for columns in COLUMNS.values() for column in columns),
    ).join(Activity, Activity.id == Occurrence.activity_id)
    query = query.where(
        Occurrence.starts_at < last, Occurrence.starts_at > first - _AT_MOST, Occurrence.ends_at > first
    )
    query = query.where(Occurrence.state.in_(GOING), Activity.type != ActivityType.deadline, or_(*shared))
    return query.order_by(Occurrence.starts_at, Occurrence.id)


def _meet(taken: Taken, span: Span, row: Row[Any]) -> list[Overlap]:
    if row.id == span.occurrence_id or not span.overlaps(row.starts_at, row.ends_at):
        return []
    is_sure = not span.when.is_all_day and row.starts_time is not None
    return [Overlap(kind, number, side, span, row.activity_id, is_sure) for kind, number, side in _shared(taken, row)]


def _shared(taken: Taken, row: Row[Any]) -> list[tuple[str, int, Side]]:
    found = [
        (kind, number, getattr(taken, kind)[number])
        for kind, columns in COLUMNS.items()
        for number in dict.fromkeys(getattr(row, column.key) for column in columns)
        if number in getattr(taken, kind)
    ]
    is_placed = any(kind == "place" for kind, _number, _side in found)
    return [one for one in found if not (is_placed and one[0] == "host")]


def with_several_places(host_ids: Collection[int]) -> set[int]:
    """Hosts that may well be at two places at once."""
    if not host_ids:
        return set()
    query = select(Place.organization_id).where(Place.organization_id.in_(list(host_ids)), Place.is_active)
    return set(session.scalars(query.group_by(Place.organization_id).having(func.count() > 1)))

"""What is in the way of the activities that a release would show: for all of them in a few questions.

Stock is not looked at: it is not known before print orders are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from campaign.campaigns.models import tracks_of
from campaign.db import session
from campaign.schedule.clash_marks import clashes_among
from campaign.schedule.conflicts import Clash, Severity, of_materials, of_tracks, review_by
from campaign.schedule.models import GOING, Activity, Need, Occurrence, needs_of
from campaign.schedule.releases.actions import Step
from campaign.schedule.releases.models import Change
from campaign.schedule.spans import spans_of


@dataclass(frozen=True)
class Obstacle:
    """The worst in the way of one activity: on how many of its dates, the first of these, and what all dates share."""

    severity: Severity
    times: int
    on: date
    shared: list[Clash]

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.blocks


def obstacles(steps: Sequence[Step], at: datetime) -> dict[int, Obstacle]:
    """By activity, only where something is a clash at least; what is called off or over stands in nobody's way."""
    activities = [step.activity for step in steps if step.change is not Change.cancelled]
    dates = _dates(activities, at)
    every = [one for found in dates.values() for one in found]
    if not every:
        return {}
    first, last = min(one.starts_on for one in every), max(one.ends_on for one in every)
    marks = clashes_among({one.id for one in every}, first, last)
    shared = _shared(activities, dates)
    found = {one.id: _worst(dates[one.id], marks, shared[one.id]) for one in activities}
    return {id: one for id, one in found.items() if one}


def _dates(activities: Iterable[Activity], at: datetime) -> dict[int, list[Occurrence]]:
    query = select(Occurrence).where(Occurrence.activity_id.in_([one.id for one in activities]))
    query = query.where(Occurrence.state.in_(GOING), Occurrence.ends_at > at).options(lazyload(Occurrence.activity))
    found = defaultdict(list)
    for one in session.scalars(query.order_by(Occurrence.starts_on, Occurrence.id)):
        found[one.activity_id].append(one)
    return found


def _shared(activities: Sequence[Activity], dates: Mapping[int, list[Occurrence]]) -> dict[int, list[Clash]]:
    """Copies of what is not in force, and days outside a track."""
    needs: dict[int, list[Need]] = defaultdict(list)
    for need in session.scalars(needs_of([one.id for one in activities])):
        needs[need.activity_id].append(need)
    ends = review_by([need.material_id for found in needs.values() for need in found])
    tracks = session.scalars(tracks_of(activities[0].campaign_id)).all()
    spans = {one.id: spans_of(dates[one.id]) for one in activities}
    return {
        one.id: [
            *of_tracks(one, spans[one.id], tracks),
            *of_materials(one, spans[one.id], needs[one.id], ends),
        ]
        for one in activities
    }


def _worst(dates: Sequence[Occurrence], marks: Mapping[int, Severity], shared: list[Clash]) -> Obstacle | None:
    severity = max((marks[one.id] for one in dates if one.id in marks), default=None)
    if severity is None:
        return Obstacle(Severity.clash, 0, shared[0].on, shared) if shared else None
    marked = [one for one in dates if marks.get(one.id) is severity]
    return Obstacle(severity, len(marked), marked[0].starts_on, shared)

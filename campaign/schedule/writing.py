"""What a plan says, put into rows: an activity with a site for each side, and one row for each day of its rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from campaign.accounts.models import User
from campaign.campaigns.models import CAPITALS, ENDED, CampaignKind, Track, tracks_of
from campaign.db import Bilingual, Side, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _, fmt_date
from campaign.partners.models import Organization
from campaign.partners.places.models import Place
from campaign.regions.models import Region
from campaign.schedule import when as wall
from campaign.schedule.models import (
    GOING,
    Activity,
    ActivityState,
    ActivityType,
    Need,
    Occurrence,
    When,
    needs_of,
    occurrences_of,
)
from campaign.schedule.reports.models import reported_in


@dataclass(frozen=True)
class Spot:
    """Where one side's half is to be, as it was chosen: keys only."""

    region_key: str = ""
    place_id: int | None = None
    venue: str = ""
    host_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """Everything of an activity that its planners write; `needs` is copies by side and material."""

    type: ActivityType
    title: Bilingual
    when: When
    spots: Mapping[Side, Spot]
    details: Bilingual
    is_public: bool = False
    rule: str = ""
    needs: Mapping[tuple[Side, int], int] = field(default_factory=dict)

    @property
    def is_joint(self) -> bool:
        return len(self.spots) > 1


def write(activity: Activity, plan: Plan) -> None:
    wall.check(plan.when)
    if not (plan.title.en.strip() or plan.title.es.strip()):
        raise Refused(_("Give it a title in one language at least."))
    activity.type, activity.title, activity.details = plan.type, plan.title, plan.details
    activity.is_joint, activity.is_public, activity.rule = plan.is_joint, plan.is_public, plan.rule
    activity.starts_on, activity.ends_on = plan.when.starts_on, plan.when.ends_on
    activity.starts_time, activity.ends_time = plan.when.starts_time, plan.when.ends_time
    kind = activity.campaign.kind
    if plan.is_joint and kind is CampaignKind.national:
        raise Refused(_("A national campaign has no half in the other country."))
    for side in Side:
        _put(activity, side, plan.spots.get(side))


def _put(activity: Activity, side: Side, spot: Spot | None) -> None:
    """Region and place lie in that country, and whoever answers for it is of its side; a host may be of either."""
    region = session.get(Region, spot.region_key) if spot and spot.region_key else None
    place = session.get(Place, spot.place_id) if spot and spot.place_id else None
    host = session.get(Organization, spot.host_id) if spot and spot.host_id else None
    if spot and spot.region_key and region is None:
        raise Refused(_("There is no region %(keys)s.", keys=spot.region_key[:20]))
    if place is not None:
        region = region or place.region
    if region is not None and region.country is not side:
        raise Refused(_("%(region)s lies in the other country: it is no region of this half.", region=region.full_name))
    if place is not None and region is not None and place.region_key != region.key:
        raise Refused(_("%(place)s does not lie in %(region)s.", place=place.name, region=region.full_name))
    person = session.get(User, spot.person_id) if spot and spot.person_id else None
    if person is not None and person.side is not side:
        raise Refused(_("Whoever answers for this half belongs to its side."))
    zone = "" if spot is None else (region.timezone if region else CAPITALS[side].key)
    end = side.value.lower()
    for name, value in {
        f"zone_{end}": zone,
        f"region_{end}_key": region.key if region else None,
        f"region_{end}": region,
        f"place_{end}_id": place.id if place else None,
        f"place_{end}": place,
        f"venue_{end}": spot.venue if spot else "",
        f"host_{end}_id": host.id if host else None,
        f"host_{end}": host,
        f"person_{end}_id": person.id if person else None,
        f"person_{end}": person,
    }.items():
        setattr(activity, name, value)
    if spot is None:
        setattr(activity, f"confirmed_{end}_at", None)


def copies_of(activity: Activity) -> dict[tuple[Side, int], int]:
    """Copies wanted, by side and material, as a plan has them."""
    return {(need.side, need.material_id): need.copies for need in session.scalars(needs_of([activity.id]))}


def set_needs(activity: Activity, plan: Plan) -> None:
    known = {(need.side, need.material_id): need for need in session.scalars(needs_of([activity.id]))}
    for key, need in known.items():
        if key not in plan.needs:
            session.delete(need)
    for (side, material_id), copies in plan.needs.items():
        if (side, material_id) in known:
            known[side, material_id].copies = copies
        else:
            session.add(Need(activity_id=activity.id, side=side, material_id=material_id, copies=copies))
    session.flush()


def days(activity: Activity) -> list[date]:
    last = min((track.ends_on for track in _tracks(activity) if track.ends_on), default=date.max)
    return wall.days(activity.rule, activity.starts_on, last)


def _tracks(activity: Activity) -> list[Track]:
    return [track for track in session.scalars(tracks_of(activity.campaign_id)) if track.side in activity.sides]


def within(activity: Activity, whens: Iterable[When]) -> None:
    """Each date lies between the first and the last day of every track that it stands on."""
    tracks = _tracks(activity)
    if len(tracks) < len(activity.sides):
        raise Refused(_("A national campaign has no half in the other country."))
    for track in tracks:
        if track.state in ENDED:
            raise Overtaken(_("This track is over; nothing is planned in it any more."))
        for when in whens:
            is_early = track.starts_on is not None and when.starts_on < track.starts_on
            is_late = track.ends_on is not None and when.ends_on > track.ends_on
            if is_early or is_late:
                raise Refused(_outside(track, when))


def _outside(track: Track, when: When) -> str:
    said = {"date": fmt_date(when.starts_on), "from": fmt_date(track.starts_on), "to": fmt_date(track.ends_on)}
    words = {
        Side.US: _("%(date)s lies outside the track of the United States (%(from)s to %(to)s).", **said),
        Side.MX: _("%(date)s lies outside the track of Mexico (%(from)s to %(to)s).", **said),
    }
    return words[track.side]


def lay_out(activity: Activity, days: list[date], at: datetime, since: date | None = None) -> None:
    """One row for each day of the rule; rows that were held, reported, cancelled or moved alone stay.

    A series that has dates already keeps what is over as it was: only dates to come are made, moved or taken away,
    and with `since` none is made before that day."""
    known = {one.on: one for one in session.scalars(occurrences_of(activity.id))}
    kept = _kept(activity, known, at)
    whens = {day: wall.moved(activity.when, day) for day in days if day not in kept}
    if known and activity.rule:
        whens = {on: when for on, when in whens.items() if on in known or _is_ahead(activity, when, at, since)}
    within(activity, whens.values())
    for on, one in known.items():
        if on not in whens and on not in kept and one.state in GOING:
            session.delete(one)
    session.flush()
    for on, when in whens.items():
        found = known.get(on)
        if found is None:
            found = Occurrence(activity_id=activity.id, activity=activity, on=on, is_changed=False, reason="")
            found.state = activity.state
            place(found, activity, when)
            session.add(found)
        elif found.state in GOING and not found.is_changed:
            place(found, activity, when)
    session.flush()


def _kept(activity: Activity, known: Mapping[date, Occurrence], at: datetime) -> set[date]:
    """What a side has said something of, and what is over of a series; one that happens once can still be corrected."""
    told = set(session.scalars(reported_in(activity.id)))
    is_series = bool(activity.rule) or len(known) > 1
    return {on for on, one in known.items() if one.id in told or (is_series and one.ends_at <= at)}


def _is_ahead(activity: Activity, when: When, at: datetime, since: date | None) -> bool:
    if since and when.starts_on < since:
        return False
    return wall.instants(when, activity.zone)[1] > at


def place(occurrence: Occurrence, activity: Activity, when: When) -> None:
    wall.check(when)
    occurrence.starts_on, occurrence.ends_on = when.starts_on, when.ends_on
    occurrence.starts_time, occurrence.ends_time = when.starts_time, when.ends_time
    occurrence.starts_at, occurrence.ends_at = wall.instants(when, activity.zone)


def end_before(activity: Activity, on: date) -> None:
    """The series ends on the day before; what it held stays."""
    parts = [part for part in activity.rule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    activity.rule = ";".join([*parts, f"UNTIL={on - timedelta(days=1):%Y%m%d}"])
    told = set(session.scalars(reported_in(activity.id)))
    for one in session.scalars(occurrences_of(activity.id)):
        if one.on >= on and one.state in GOING and one.id not in told:
            session.delete(one)
    session.flush()


def follow_dates(activity: Activity, reason: str) -> None:
    """The state that follows from its dates: it goes on while one is to come or awaits its report, else it is held with
    the first that was, and cancelled where none was."""
    states = {one.state for one in session.scalars(occurrences_of(activity.id))}
    if states.intersection(GOING):
        if activity.state not in GOING:
            activity.state, activity.reason = going(activity), ""
    elif ActivityState.held in states:
        activity.state, activity.reason = ActivityState.held, ""
    else:
        activity.state, activity.reason = ActivityState.cancelled, reason
    activity.edits += 1
    session.flush()


def going(activity: Activity) -> ActivityState:
    """What it is, or was before it was held: its sides' words stand."""
    is_whole = all(activity.confirmed_at(side) for side in activity.sides)
    return ActivityState.confirmed if is_whole else ActivityState.planned

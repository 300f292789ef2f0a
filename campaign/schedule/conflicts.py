"""What stands in the way of a date: whoever else is there, holidays, blackouts, the other half's track, the materials.

A clash warns; only a blackout without its written exception blocks. Whether there are copies enough is not asked here:
stock is not known before print orders and lots are.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from campaign.accounts.models import User
from campaign.campaigns.models import Track, tracks_of
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _, current, fmt_date
from campaign.materials.models import Version, VersionState
from campaign.permissions import see_activity
from campaign.regions.models import Region
from campaign.schedule.blackouts.models import BlackoutException, exceptions_of
from campaign.schedule.holidays_of import holidays_between
from campaign.schedule.models import Activity, Need, Occurrence, When, needs_of, occurrences_of
from campaign.schedule.overlaps import Overlap, overlaps, with_several_places
from campaign.schedule.periods.models import STATE_KEY, Period, PeriodKind, holding_in, periods_between
from campaign.schedule.spans import Span, days_at, span_of, spans_of

MOST = 60  # clashes that one page says
NOTHING = Bilingual("", "")
_A_DAY = timedelta(days=1)  # by which a date may lie elsewhere on the wall of the other half


class ClashKind(enum.Enum):
    place = "place"
    person = "person"
    host = "host"
    holiday = "holiday"
    school_term = "school_term"
    school_break = "school_break"
    blackout = "blackout"
    track = "track"
    material = "material"
    material_ends = "material_ends"


class Severity(enum.IntEnum):
    """A hint is worth knowing, a clash worth changing; what blocks is not confirmed."""

    hint = 1
    clash = 2
    blocks = 3


@dataclass(frozen=True)
class Clash:
    """One thing in the way; what it says is made of these by clash_words.said."""

    kind: ClashKind
    severity: Severity
    on: date  # the first day on the wall of that half
    side: Side
    name: str = ""  # of the place, the person, the host, the region, or the code of the material
    title: Bilingual = NOTHING  # of the holiday, the period or the material
    times: int = 1  # on how many of its dates
    until: date | None = None  # the last day of a period, or on which the material may be printed
    is_observed: bool = False
    with_another: bool = False
    other: Activity | None = None  # only where the reader may see it (law 7)
    period: Period | None = None
    exception: BlackoutException | None = None


def clashes_of(activity: Activity, reader: User, spans: Sequence[Span] | None = None) -> list[Clash]:
    """Everything in the way of these dates, of all that are still to come unless said otherwise: the worst first.

    An activity that is not stored yet (no id) is asked in the same way, with its spans."""
    spans = spans_of(session.scalars(occurrences_of(activity.id))) if spans is None else spans
    if not spans:
        return []
    found = [
        *_met(activity, reader, spans),
        *_holidays(activity, spans),
        *_periods(activity, spans),
        *of_tracks(activity, spans, session.scalars(tracks_of(activity.campaign_id))),
        *_materials(activity, spans),
    ]
    return sorted(found, key=lambda one: (-one.severity, one.on, one.kind.value, one.side is not reader.side))[:MOST]


def clashes_of_move(occurrence: Occurrence, to: When, reader: User) -> list[Clash]:
    """What would be in the way if this one date were moved there."""
    activity = occurrence.activity
    return clashes_of(activity, reader, [span_of(activity, to, occurrence.id)])


def refuse_blackout(activities: Sequence[Activity], at: datetime) -> None:
    """Nothing is confirmed or released while a blackout holds there, unless that country wrote an exception."""
    for period in (one for found in open_blackouts(activities, at).values() for one in found):
        said = {"where": period.region.full_name, "from": fmt_date(period.starts_on), "to": fmt_date(period.ends_on)}
        raise Refused(
            _(
                "An electoral blackout holds in %(where)s from %(from)s to %(to)s. "
                "A planner of that country must write an exception first.",
                **said,
            )
        )


def open_blackouts(activities: Sequence[Activity], at: datetime) -> dict[int, list[Period]]:
    """Blackouts that their dates to come touch, without an exception, by activity; as many questions for many as for
    one."""
    ids = [one.id for one in activities]
    spans = ahead(ids, at)
    days = [on for found in spans.values() for span in found for on in (span.when.starts_on, span.when.ends_on)]
    if not days:
        return {}
    query = periods_between(min(days) - _A_DAY, max(days) + _A_DAY).where(Period.kind == PeriodKind.blackout)
    periods = session.scalars(query).all()
    written = session.scalars(exceptions_of(ids)).all() if periods else []
    excepted = {(one.activity_id, one.period_id) for one in written}
    return {
        one.id: [
            period
            for period, _side, _days in _touched(one, spans[one.id], periods)
            if (one.id, period.id) not in excepted
        ]
        for one in activities
    }


def ahead(activity_ids: Sequence[int], at: datetime) -> dict[int, list[Span]]:
    """Dates still to come, or that are not over yet."""
    query = select(Occurrence).where(Occurrence.activity_id.in_(activity_ids), Occurrence.ends_at > at)
    query = query.options(lazyload(Occurrence.activity)).order_by(Occurrence.starts_at, Occurrence.id)
    found: dict[int, list[Span]] = {id: [] for id in activity_ids}
    for one in session.scalars(query):
        found[one.activity_id] += spans_of([one])
    return found


def _met(activity: Activity, reader: User, spans: Sequence[Span]) -> list[Clash]:
    found = overlaps(activity, spans)[:MOST]
    if not found:
        return []
    ids = {one.activity_id for one in found}
    known = {one.id: one for one in session.scalars(select(Activity).where(Activity.id.in_(ids)))}
    spread = with_several_places({one.id for one in found if one.kind == "host"})
    return [
        Clash(
            kind=ClashKind(one.kind),
            severity=Severity.clash if one.is_sure and one.id not in spread else Severity.hint,
            on=days_at(activity, one.span, one.side)[0],
            side=one.side,
            name=_name(activity, one),
            with_another=True,
            other=known[one.activity_id] if see_activity(reader, known[one.activity_id]) else None,
        )
        for one in found
    ]


def _name(activity: Activity, found: Overlap) -> str:
    thing = getattr(activity, f"{found.kind}_{found.side.value.lower()}")
    return thing.name if thing else ""


def _holidays(activity: Activity, spans: Sequence[Span]) -> list[Clash]:
    return [
        Clash(
            kind=ClashKind.holiday,
            severity=Severity.clash,
            on=one.on,
            side=side,
            name=region.state_name if region and one.state else "",
            title=one.name,
            is_observed=one.is_observed,
        )
        for side, region in _regions(activity)
        for first, last in dict.fromkeys(days_at(activity, span, side) for span in spans)
        for one in holidays_between(first, last, [side], [region.key[:STATE_KEY]] if region else [])
    ]


def _regions(activity: Activity) -> list[tuple[Side, Region | None]]:
    return [(side, activity.region_us if side is Side.US else activity.region_mx) for side in activity.sides]


Touch = tuple[Period, Side, list[date]]


def touching(activity: Activity, spans: Sequence[Span]) -> list[Touch]:
    """Periods that hold in the region of a half on some of these dates, with the first day of each such date. A half
    that names no region (a call, a broadcast) is touched by none."""
    places = {side: region.key for side, region in _regions(activity) if region}
    every = [day for side in places for span in spans for day in days_at(activity, span, side)]
    if not every:
        return []
    return _touched(activity, spans, session.scalars(holding_in(list(places.values()), min(every), max(every))))


def _touched(activity: Activity, spans: Sequence[Span], periods: Iterable[Period]) -> list[Touch]:
    places = {side: region.key for side, region in _regions(activity) if region}
    found = []
    for period in periods:
        if period.side in places and period.holds_in(places[period.side]):
            days = [days_at(activity, span, period.side) for span in spans]
            touched = [first for first, last in days if period.touches(first, last)]
            if touched:
                found.append((period, period.side, touched))
    return found


def _periods(activity: Activity, spans: Sequence[Span]) -> list[Clash]:
    found = touching(activity, spans)
    is_asked = any(period.kind is PeriodKind.blackout for period, _side, _days in found) and activity.id is not None
    written = {one.period_id: one for one in session.scalars(exceptions_of([activity.id]))} if is_asked else {}
    return [_of_period(period, side, days, written.get(period.id)) for period, side, days in found]


def _of_period(period: Period, side: Side, days: list[date], exception: BlackoutException | None) -> Clash:
    severities = {PeriodKind.blackout: Severity.blocks, PeriodKind.holiday: Severity.clash}
    return Clash(
        kind=ClashKind(period.kind.value),
        severity=Severity.hint if exception else severities.get(period.kind, Severity.hint),
        on=max(min(days), period.starts_on),
        side=side,
        name=period.region.full_name,
        title=period.title,
        times=len(days),
        until=period.ends_on,
        period=period,
        exception=exception,
    )


def of_tracks(activity: Activity, spans: Sequence[Span], tracks: Iterable[Track]) -> list[Clash]:
    """Dates that a track left behind when it was changed, and those that are another day on the other wall."""
    found = []
    for track in tracks:
        if track.side in activity.sides:
            days = [
                pair for pair in (days_at(activity, span, track.side) for span in spans) if _is_outside(track, *pair)
            ]
            if days:
                first = min(days)[0]
                found.append(Clash(ClashKind.track, Severity.clash, first, track.side, times=len(days)))
    return found


def _is_outside(track: Track, first: date, last: date) -> bool:
    is_early = track.starts_on is not None and first < track.starts_on
    return is_early or (track.ends_on is not None and last > track.ends_on)


def _materials(activity: Activity, spans: Sequence[Span]) -> list[Clash]:
    needs = session.scalars(needs_of([activity.id])).all() if activity.id is not None else []
    return of_materials(activity, spans, needs, review_by([need.material_id for need in needs]))


def of_materials(
    activity: Activity, spans: Sequence[Span], needs: Iterable[Need], ends: Mapping[int, date]
) -> list[Clash]:
    """Copies wanted of what is not in force in that country, or will not be by then as far as its dates say."""
    found = [_material(activity, need, spans, ends.get(need.material_id)) for need in needs if spans]
    return [one for one in found if one]


def _material(activity: Activity, need: Need, spans: Sequence[Span], until: date | None) -> Clash | None:
    material, days = need.material, [days_at(activity, span, need.side) for span in spans]
    first, last = min(day for day, _last in days), max(day for _first, day in days)
    if not material.is_in_force(need.side):
        return Clash(ClashKind.material, Severity.clash, first, need.side, material.code, material.title)
    if until is None or last <= until:
        return None
    late = next(day for _first, day in sorted(days) if day > until)
    return Clash(ClashKind.material_ends, Severity.clash, late, need.side, material.code, material.title, until=until)


def review_by(material_ids: Sequence[int]) -> dict[int, date]:
    """The last day of what is in force, in which the end of each clearance is reckoned."""
    if not material_ids:
        return {}
    query = select(Version.material_id, Version.review_by).where(Version.material_id.in_(material_ids))
    query = query.where(Version.state == VersionState.in_force, Version.review_by.is_not(None))
    return {material_id: day for material_id, day in session.execute(query) if day is not None}


def worst(clashes: Iterable[Clash]) -> Severity | None:
    return max((one.severity for one in clashes), default=None)


def said_title(title: Bilingual) -> str:
    """In the language being written, or in the one that there is."""
    return title.of(current()) or title.twin(current())

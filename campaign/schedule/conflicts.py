"""What stands in the way of a date: whoever else is there, holidays, blackouts, the other half's track, the materials.

A clash warns; only a blackout without its written exception blocks. Whether there are copies enough is not asked here:
stock is not known before print orders and lots are.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

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
from campaign.schedule.periods.models import STATE_KEY, Period, PeriodKind, holding_in
from campaign.schedule.spans import Span, days_at, span_of, spans_of

MOST = 60  # clashes that one page says
NOTHING = Bilingual("", "")


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


def refuse_blackout(activity: Activity) -> None:
    """Nothing is confirmed or released while a blackout holds there, unless that country wrote an exception."""
    for period in open_blackouts(activity):
        said = {"where": period.region.full_name, "from": fmt_date(period.starts_on), "to": fmt_date(period.ends_on)}
        raise Refused(
            _(
                "An electoral blackout holds in %(where)s from %(from)s to %(to)s. "
                "A planner of that country must write an exception first.",
                **said,
            )
        )


def open_blackouts(activity: Activity) -> list[Period]:
    """Blackouts that its dates touch, without an exception."""
    spans = spans_of(session.scalars(occurrences_of(activity.id)))
    touched = [period for period, _side, _days in touching(activity, spans) if period.kind is PeriodKind.blackout]
    if not touched:
        return []
    excepted = {one.period_id for one in session.scalars(exceptions_of([activity.id]))}
    return [period for period in touched if period.id not in excepted]


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
    days = {side: [days_at(activity, span, side) for span in spans] for side in places}
    every = [day for pairs in days.values() for pair in pairs for day in pair]
    if not every:
        return []
    found = []
    for period in session.scalars(holding_in(list(places.values()), min(every), max(every))):
        touched = [first for first, last in days.get(period.side, []) if period.touches(first, last)]
        if touched and period.holds_in(places[period.side]):
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

"""All that the page of the schedule shows of what was asked: the days, what the filters offer, and one date beside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Side, session
from campaign.i18n import _
from campaign.permissions import edit_occurrence, see_occurrence
from campaign.regions.models import Region, SisterPair, pairs
from campaign.regions.words import pair_name
from campaign.schedule import agenda, month, words
from campaign.schedule.clash_marks import clashes_among
from campaign.schedule.daynotes import DayNote, begun_between, notes_between
from campaign.schedule.filters import Asked, month_begin, week_begin
from campaign.schedule.halves import Half, apart, halves, is_one_clock, shown
from campaign.schedule.marks import Known, Touch, cities_of, own_title, touching
from campaign.schedule.models import Activity, Occurrence, needs_of, visible_to


@dataclass(frozen=True)
class Beside:
    """The date that is opened beside the days."""

    occurrence: Occurrence
    halves: list[Half]
    is_one_clock: bool
    apart: str
    may_edit: bool


def look(asked: Asked, me: User, order: list[Side], today: date) -> dict[str, Any]:
    known = list(session.scalars(pairs()))
    pair = next((one for one in known if one.key == asked.pair), None)
    seen = visible_to(me)
    query = asked.narrowed(seen, me, pair)
    regions = _regions_in_use(seen)
    cities = cities_of(known)
    first, last = bounds(asked)
    touches = touching(query, first, last)
    clashes = clashes_among({touch.id for touch in touches}, first, last)
    if asked.clashes:
        touches = [touch for touch in touches if touch.id in clashes]
    notes = _notes(asked, first, last, _narrowed_regions(asked, pair, regions))
    offered = _offered(asked, seen, regions, known, order)
    return {
        "asked": asked,
        "title": _title(asked, first, last),
        "before": asked.url(on=_step(asked, first, -1)),
        "after": asked.url(on=_step(asked, first, 1)),
        "today": today,
        "clashes": clashes,
        "offered": offered,
        "active": _active(asked, offered),
        "notes": notes,
        "beside": _beside(asked, me, order, cities),
        **_days(asked, touches, (first, last), regions, Known(cities, order, clashes), notes),
    }


def bounds(asked: Asked) -> tuple[date, date]:
    """The first and the last day that the view shows."""
    if asked.view == "month":
        return month.bounds(asked.on)
    if asked.view == "agenda":
        return asked.on, asked.on + agenda.AHEAD
    if asked.view == "lanes" and asked.span == "month":
        return month_begin(asked.on), month_begin(asked.on, 1) - timedelta(days=1)
    return week_begin(asked.on), week_begin(asked.on) + timedelta(days=6)


def _step(asked: Asked, first: date, by: int) -> date:
    if asked.view == "month" or (asked.view == "lanes" and asked.span == "month"):
        return month_begin(asked.on, by)
    return first + by * (agenda.AHEAD if asked.view == "agenda" else timedelta(days=7))


def _title(asked: Asked, first: date, last: date) -> str:
    if asked.view == "month" or (asked.view == "lanes" and asked.span == "month"):
        return words.month_words(asked.on)
    if asked.view == "agenda":
        return _("From %(day)s", day=words.long_day(first, False))
    return _("%(first)s to %(last)s", first=words.short_day(first), last=f"{words.short_day(last, False)} {last.year}")


def _days(
    asked: Asked,
    touches: list[Touch],
    span: tuple[date, date],
    regions: dict[str, Region],
    known: Known,
    noted: Iterable[date],
) -> dict[str, Any]:
    first, last = span
    if asked.view == "agenda":
        return {"agenda": agenda.agenda(touches, first, known, () if asked.clashes else noted)}
    if asked.view == "lanes":
        named = 0 if asked.span == "month" else agenda.SHOWN_IN_LANE
        lanes, left_out = agenda.lanes(touches, first, last, regions, known, named=named)
        days = [first + timedelta(days=shift) for shift in range((last - first).days + 1)]
        return {"lanes": lanes, "left_out": left_out, "days": days}
    number = asked.on.month if asked.view == "month" else 0
    return {"weeks": month.weeks(touches, first, last, number, known)}


def _regions_in_use(seen: Select[Activity]) -> dict[str, Region]:
    """Where anything that the reader sees takes place."""
    columns = (Activity.region_us_key, Activity.region_mx_key)
    used = [seen.with_only_columns(column).where(column.is_not(None)).order_by(None) for column in columns]
    query = select(Region).where(Region.key.in_(used[0].union(used[1])))
    return {one.key: one for one in session.scalars(query.order_by(Region.order_key))}


def _narrowed_regions(asked: Asked, pair: SisterPair | None, regions: dict[str, Region]) -> Sequence[Region]:
    """Whose holidays and clocks the days show: those of the filter, else of whatever is in use."""
    if pair is not None:
        return [pair.us_region, pair.mx_region]
    own = [one for key, one in regions.items() if key.startswith(asked.region)]
    return own if asked.region else list(regions.values())


def _notes(asked: Asked, first: date, last: date, regions: Sequence[Region]) -> dict[date, list[DayNote]]:
    """A list has room for periods too."""
    periods = begun_between(first, last, regions) if asked.view == "agenda" else []
    found: dict[date, list[DayNote]] = {}
    for note in [*notes_between(first, last, regions), *periods]:
        day = max(note.on, first)
        while day <= min(note.until, last):
            found.setdefault(day, []).append(note)
            day += timedelta(days=1)
    return found


def _offered(
    asked: Asked, seen: Select[Activity], regions: dict[str, Region], known: list[SisterPair], order: list[Side]
) -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter, by its name in the address."""
    ids = seen.with_only_columns(Activity.campaign_id).order_by(None)
    campaigns = session.execute(
        select(Campaign.id, Campaign.title_en, Campaign.title_es)
        .where(Campaign.id.in_(ids))
        .order_by(Campaign.id.desc())
    )
    by_side = sorted(regions.values(), key=lambda one: (order.index(one.country), one.order_key))
    whose = ["joint", *(side.value for side in order)]
    return {
        "campaign": [(str(id), own_title(english, spanish)[0]) for id, english, spanish in campaigns],
        "region": [(one.key, one.full_name) for one in by_side],
        "pair": [(one.key, pair_name(one, order)) for one in known],
        "kind": [(kind.value, str(name)) for kind, name in words.KINDS.items()],
        "side": [(key, str(words.WHOSE[key])) for key in whose],
    }


def _active(asked: Asked, offered: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What is filtered by, each with the address without it."""
    found = []
    for name, choices in offered.items():
        value = getattr(asked, name)
        if value:
            label = dict(choices).get(str(value), str(value))
            found.append((label, asked.url(**{name: 0 if name == "campaign" else ""})))
    ticked = {"mine": _("Mine"), "clashes": _("Only what clashes")}
    return [*found, *((label, asked.url(**{name: False})) for name, label in ticked.items() if getattr(asked, name))]


def _beside(asked: Asked, me: User, order: list[Side], cities: dict[str, str]) -> Beside | None:
    if not asked.chosen:
        return None
    occurrence = session.scalars(shown(asked.chosen)).unique().one_or_none()
    if occurrence is None or not see_occurrence(me, occurrence):
        return None
    activity = occurrence.activity
    return Beside(
        occurrence,
        halves(occurrence, order, cities, session.scalars(needs_of([activity.id]))),
        is_one_clock(activity, occurrence.starts_on.year),
        apart(occurrence) if activity.is_joint else "",
        edit_occurrence(me, occurrence),
    )

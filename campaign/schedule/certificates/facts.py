"""What a certificate may say of a date: what the reports say was held, and nothing of a half that was not."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _, both
from campaign.schedule.models import Occurrence
from campaign.schedule.releases.words import type_of
from campaign.schedule.reports.models import Report, newest_by_side, reports_on


@dataclass(frozen=True)
class Half:
    """One side's: hours are those of the plan, where it was held on the planned day; '' where they are not known."""

    side: Side
    on: date
    place: str
    hours: str
    host: str


@dataclass(frozen=True)
class Facts:
    """`halves` has the own side's first."""

    title: Bilingual
    kind: Bilingual
    code: str
    campaign: str
    halves: list[Half]

    @property
    def hosts(self) -> list[str]:
        return list(dict.fromkeys(half.host for half in self.halves if half.host))


def was_held(reports: dict[Side, Report], side: Side) -> bool:
    return side in reports and reports[side].took_place


def facts_of(occurrence: Occurrence, side: Side) -> Facts:
    """Refused until the own side reported that it was held."""
    activity = occurrence.activity
    reports = newest_by_side(session.scalars(reports_on(occurrence.id)).all())
    if not was_held(reports, side):
        raise Refused(_("A certificate is made once your side has reported that the activity was held."))
    order = [side, *(one for one in activity.sides if one is not side and was_held(reports, one))]
    return Facts(
        title=activity.title,
        kind=both(lambda: type_of(activity.type)),
        code=activity.code,
        campaign=activity.campaign.code,
        halves=[_half(occurrence, one, reports[one]) for one in order],
    )


def _half(occurrence: Occurrence, side: Side, report: Report) -> Half:
    site = occurrence.activity.site(side)
    host = site.host if site else None
    own = occurrence.activity.owner if side is occurrence.activity.side else None
    runs = host or own
    return Half(side, report.held_on, report.place, _hours(occurrence, side, report.held_on), runs.name if runs else "")


def _hours(occurrence: Occurrence, side: Side, held_on: date) -> str:
    if occurrence.starts_time is None:
        return ""
    zone = ZoneInfo(occurrence.activity.zone_of(side))
    begin, end = occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone)
    return f"{begin:%H:%M}–{end:%H:%M}" if begin.date() == end.date() == held_on else ""

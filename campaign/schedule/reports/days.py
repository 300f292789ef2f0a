"""When and where one side's half of a date was planned, in words: hours are on the wall of its place, with its name."""

from zoneinfo import ZoneInfo

from campaign.db import Side
from campaign.i18n import fmt_date
from campaign.schedule.models import Occurrence
from campaign.schedule.when import city


def place_of(occurrence: Occurrence, side: Side) -> str:
    site = occurrence.activity.site(side)
    if site is None:
        return ""
    if site.place is not None:
        return site.place.name[:200]
    return (site.venue or (site.region.full_name if site.region else ""))[:200]


def day_words(occurrence: Occurrence, side: Side) -> str:
    """All-day ones have no hours and are the same days on both sides."""
    if occurrence.starts_time is None:
        first, last = occurrence.starts_on, occurrence.ends_on
        return fmt_date(first) if first == last else f"{fmt_date(first)} – {fmt_date(last)}"
    zone = ZoneInfo(occurrence.activity.zone_of(side))
    begin, end = occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if begin.date() == end.date() else f"{fmt_date(end.date())}, {end:%H:%M}"
    return f"{fmt_date(begin.date())}, {begin:%H:%M}–{until} ({_where(occurrence, side)})"


def _where(occurrence: Occurrence, side: Side) -> str:
    site = occurrence.activity.site(side)
    return site.region.name if site and site.region else city(occurrence.activity.zone_of(side))

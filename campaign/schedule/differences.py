"""Both texts of an activity that two people changed at once: what is stored, and what was sent."""

from campaign.accounts.models import User, country_name
from campaign.db import Side, session
from campaign.errors import Difference, Stale
from campaign.i18n import _, fmt_date, number
from campaign.materials.models import Material
from campaign.partners.models import Organization
from campaign.partners.places.models import Place
from campaign.regions.models import Region
from campaign.schedule import recurring
from campaign.schedule.models import Activity, ActivityState, When
from campaign.schedule.words import KINDS, STATES
from campaign.schedule.writing import Plan, Spot, copies_of


def stale(activity: Activity, plan: Plan) -> Stale:
    """What differs, field by field, in words; the text that was sent travels along."""
    return Stale(_message(), differences(activity, plan), activity.row_version)


def stale_move(activity: Activity, stored: When, sent: When) -> Stale:
    rows = [Difference("when", _("Date and hours"), when_words(stored), when_words(sent))]
    return Stale(_message(), [row for row in rows if row.theirs != row.yours], activity.row_version)


def stale_cancel(activity: Activity, stored: When, reason: str) -> Stale:
    """What stands now beside the word that it does not happen, and why."""
    rows = [
        Difference("when", _("Date and hours"), when_words(stored), str(STATES[ActivityState.cancelled])),
        Difference("reason", _("Reason"), activity.reason, reason),
    ]
    return Stale(_message(), rows, activity.row_version)


def _message() -> str:
    return _("Someone else changed this activity. Yours is safe below; compare and choose.")


def differences(activity: Activity, plan: Plan) -> list[Difference]:
    rows = [
        Difference("type", _("Type"), str(KINDS[activity.type]), str(KINDS[plan.type])),
        Difference("title_en", _("Title in English"), activity.title.en, plan.title.en),
        Difference("title_es", _("Title in Spanish"), activity.title.es, plan.title.es),
        Difference("details_en", _("Details in English"), activity.details.en, plan.details.en),
        Difference("details_es", _("Details in Spanish"), activity.details.es, plan.details.es),
        Difference("when", _("Date and hours"), when_words(activity.when), when_words(plan.when)),
        Difference("rule", _("Repetition"), recurring.in_words(activity.rule), recurring.in_words(plan.rule)),
        Difference("is_public", _("Shown to the public"), _yes(activity.is_public), _yes(plan.is_public)),
        *(_halves(activity, plan, side) for side in Side),
        Difference("needs", _("Copies wanted"), _copies(copies_of(activity)), _copies(dict(plan.needs))),
    ]
    return [row for row in rows if row.theirs != row.yours]


def _yes(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")


def when_words(when: When) -> str:
    """ "28 Nov 2026, 10:00 to 12:00"; whole days have no hours."""
    if when.starts_time is None or when.ends_time is None:
        first, last = fmt_date(when.starts_on), fmt_date(when.ends_on)
        return first if when.starts_on == when.ends_on else _("%(first)s to %(last)s", first=first, last=last)
    last = f"{when.ends_time:%H:%M}"
    if when.starts_on != when.ends_on:
        last = f"{fmt_date(when.ends_on)}, {last}"
    first = f"{fmt_date(when.starts_on)}, {when.starts_time:%H:%M}"
    return _("%(first)s to %(last)s", first=first, last=last)


def _halves(activity: Activity, plan: Plan, side: Side) -> Difference:
    return Difference(
        f"half_{side.value.lower()}", country_name(side), _spot(spot_of(activity, side)), _spot(plan.spots.get(side))
    )


def spot_of(activity: Activity, side: Side) -> Spot | None:
    """One half as it is stored, as it could be chosen anew."""
    site = activity.site(side)
    if site is None:
        return None
    return Spot(
        site.region.key if site.region else "",
        site.place.id if site.place else None,
        site.venue,
        site.host.id if site.host else None,
        site.person.id if site.person else None,
    )


def _spot(spot: Spot | None) -> str:
    """One line for each of region, place, venue, host and person."""
    if spot is None:
        return _("No half")
    region = session.get(Region, spot.region_key) if spot.region_key else None
    place = session.get(Place, spot.place_id) if spot.place_id else None
    host = session.get(Organization, spot.host_id) if spot.host_id else None
    person = session.get(User, spot.person_id) if spot.person_id else None
    named = [place.name if place else "", spot.venue, host.name if host else "", person.name if person else ""]
    return "\n".join(filter(None, [region.full_name if region else _("No region"), *named]))


def _copies(needs: dict[tuple[Side, int], int]) -> str:
    found = sorted(needs.items(), key=lambda item: (item[0][0].value, item[0][1]))
    lines = []
    for (side, material_id), copies in found:
        material = session.get(Material, material_id)
        lines.append(f"{side.value} · {material.code if material else material_id} · {number(copies)}")
    return "\n".join(lines)

"""A form over an activity: what it offers to whom, what it is filled with, and the dates that it would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from campaign.accounts.models import Role, User, UserRole
from campaign.campaigns.models import Campaign, CampaignKind, Track, open_to, regions_of, tracks_of
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.materials.models import Material
from campaign.materials.models import visible_to as materials_visible_to
from campaign.partners.models import Organization
from campaign.partners.models import visible_to as organizations_visible_to
from campaign.partners.places.models import Place
from campaign.regions.models import Region, pairs
from campaign.schedule import recurring
from campaign.schedule import when as wall
from campaign.schedule.differences import spot_of
from campaign.schedule.forms import NOWHERE, REACH, ActivityForm, with_copies
from campaign.schedule.marks import own_title
from campaign.schedule.models import Activity, When
from campaign.schedule.writing import Plan, Spot, copies_of

MOST = 500  # of places, hosts and people offered in one list


@dataclass(frozen=True)
class Preview:
    """What a rule says in words, and the dates that it gives; of what goes on already only those from today on."""

    words: str
    days: list[date]
    is_rest: bool = False


def campaigns_for(me: User) -> Select[Campaign]:
    """The campaigns that this person may plan in. A partner of a side plans in those that run on its track."""
    running = select(Track.campaign_id).where(Track.side == me.side)
    if me.is_partner and not me.is_planner:
        query = select(Campaign).where(or_(Campaign.is_shared, Campaign.side == me.side)).order_by(Campaign.id.desc())
    else:
        query = campaigns_visible_to(me)
    return open_to(me.side, query).where(Campaign.id.in_(running))


def form_for(
    campaign: Campaign, me: User, side: Side, stored: Activity | None = None, filled: Mapping[str, Any] | None = None
) -> ActivityForm:
    """`stored`: whose values fill it, unless `filled` names others."""
    halves, needs = kept(stored), copies_of(stored) if stored else {}
    materials = _materials(campaign, me)
    values = {"campaign": str(campaign.id), "every": 1, **(_values(stored, halves, side, needs) if stored else {})}
    form = with_copies(materials)(data={**values, **(filled or {})})
    regions = list(session.scalars(regions_of(campaign.id)))
    form.offer(_choices(me, side, regions, halves))
    form.twins = twins()
    if campaign.kind is CampaignKind.national:
        form.reach.choices = list(REACH[:1])
    return form


def kept(activity: Activity | None) -> dict[Side, Spot]:
    """Both halves as they are stored."""
    return {side: spot for side in Side if activity and (spot := spot_of(activity, side))}


def twins() -> dict[str, str]:
    """Each region of a pair to the one across."""
    found = [(pair.us_region_key, pair.mx_region_key) for pair in session.scalars(pairs())]
    return {**dict(found), **{mx: us for us, mx in found}}


def _values(
    stored: Activity, halves: Mapping[Side, Spot], side: Side, needs: Mapping[tuple[Side, int], int]
) -> dict[str, Any]:
    own, other = halves.get(side, Spot()), halves.get(side.opposite, Spot())
    repeat = recurring.repeat_of(stored.rule)
    return {
        **{name: getattr(stored, name) for name in ("title_en", "title_es", "details_en", "details_es", "is_public")},
        **ActivityForm.fields_of(stored.when),
        "version": str(stored.row_version),
        "type": stored.type.value,
        "reach": "joint" if stored.is_joint else "own",
        "region": own.region_key or NOWHERE,
        "place": own.place_id or 0,
        "venue": own.venue,
        "host": own.host_id or 0,
        "person": own.person_id or 0,
        "other_region": (other.region_key or NOWHERE) if stored.is_joint else "",
        "other_venue": other.venue,
        **{"repeats": repeat.kind, "every": repeat.every, "until": repeat.until, "times": repeat.times},
        "weekdays": list(repeat.weekdays),
        **{f"copies_{id}": copies for (one, id), copies in needs.items() if one is side},
    }


def _materials(campaign: Campaign, me: User) -> list[tuple[int, str]]:
    found = session.scalars(materials_visible_to(me).where(Material.campaign_id == campaign.id).limit(60)).unique()
    return [(one.id, f"{one.code} · {own_title(one.title.en, one.title.es)[0]}") for one in found]


def _choices(
    me: User, side: Side, regions: Iterable[Region], halves: Mapping[Side, Spot]
) -> dict[str, Iterable[tuple[Any, str]]]:
    own = halves.get(side, Spot())
    listed = list(regions)
    return {
        "region": _region_choices(listed, side, own.region_key),
        "other_region": _region_choices(listed, side.opposite, halves.get(side.opposite, Spot()).region_key),
        "place": [(0, _("No place of the list")), *_places(me, side, own.place_id)],
        "host": [(0, _("Not chosen yet")), *_hosts(me, own.host_id)],
        "person": [(0, _("Not chosen yet")), *_people(me, side, own.person_id)],
    }


def _region_choices(regions: Iterable[Region], side: Side, chosen: str) -> list[tuple[str, str]]:
    offered = {one.key: one.full_name for one in regions if one.country is side}
    if chosen and chosen not in offered and (region := session.get(Region, chosen)):
        offered[chosen] = region.full_name
    return [("", _("Choose")), (NOWHERE, _("No region: a call, a broadcast")), *offered.items()]


def _places(me: User, side: Side, chosen: int | None) -> list[tuple[int, str]]:
    seen = organizations_visible_to(me).with_only_columns(Organization.id).order_by(None)
    query = (
        select(Place.id, Place.name, Region.name)
        .join(Region, Region.key == Place.region_key)
        .where(Region.country == side, or_(Place.is_active & Place.organization_id.in_(seen), Place.id == chosen))
    )
    found = session.execute(query.order_by(Region.order_key, Place.name).limit(MOST))
    return [(id, f"{name} · {region}") for id, name, region in found]


def _hosts(me: User, chosen: int | None) -> list[tuple[int, str]]:
    found = session.scalars(organizations_visible_to(me).limit(MOST)).unique()
    names = {one.id: one.name for one in found}
    if chosen and chosen not in names:
        names[chosen] = session.get_one(Organization, chosen).name
    return list(names.items())


def _people(me: User, side: Side, chosen: int | None) -> list[tuple[int, str]]:
    """Planners and partners of the side; a partner offers its own organization's people."""
    who = select(UserRole.user_id).where(UserRole.role.in_((Role.planner, Role.partner)))
    query = select(User.id, User.name).where(
        or_(User.is_live & (User.side == side) & User.id.in_(who), User.id == chosen)
    )
    if not me.is_planner:
        query = query.where(or_(User.organization_id == me.organization_id, User.id == chosen))
    return [(id, name) for id, name in session.execute(query.order_by(User.sort_name).limit(MOST))]


def preview(campaign: Campaign, plan: Plan, since: date | None = None) -> Preview:
    """As saving would lay them out, from this day on; Refused as saving would refuse it."""
    sides = tuple(plan.spots)
    ends = [track.ends_on for track in session.scalars(tracks_of(campaign.id)) if track.side in sides and track.ends_on]
    days = wall.days(plan.rule, plan.when.starts_on, min(ends, default=date.max))
    ahead = [day for day in days if since is None or day >= since]
    return Preview(recurring.in_words(plan.rule), ahead, len(ahead) < len(days))


def try_preview(campaign: Campaign, form: ActivityForm, plan: Plan, since: date | None = None) -> Preview | None:
    try:
        return preview(campaign, plan, since)
    except Refused as refused:
        form.form_errors.append(refused.message)
        return None


def rest_of_series(last: date | None, activity: Activity, on: When) -> dict[str, Any]:
    """The form from one date on: it begins there, and a series that was to come so many times ends on its last day."""
    values = {**ActivityForm.fields_of(on), "until": last, "times": None}
    return values if activity.rule else ActivityForm.fields_of(on)

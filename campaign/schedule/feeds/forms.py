"""What a new feed is to hold: one list of everything that the person has to do with."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import session
from campaign.forms import Form
from campaign.i18n import _, _l, current
from campaign.regions.models import Region, SisterPair, pairs
from campaign.schedule.feeds.actions import Scope
from campaign.schedule.feeds.models import FeedKind
from campaign.schedule.models import Activity, visible_to

MOST = 200  # campaigns to choose from, the newest
Choices = dict[str, list[SelectChoice]]


class FeedForm(Form):
    holds = SelectField(_l("What it holds"), choices=[])


def choices(user: User) -> Choices:
    """Only where something is planned that this person sees."""
    campaigns = [SelectChoice(f"campaign:{one.id}", f"{one.code} · {title_of(one)}") for one in _campaigns(user)]
    regions = [SelectChoice(f"region:{one.key}", f"{one.full_name} ({one.country.value})") for one in _regions(user)]
    return {
        _("Mine"): [SelectChoice("person", _("What I answer for, entered, or my organization hosts"))],
        _("Campaigns"): campaigns,
        _("Pairs of cities"): [SelectChoice(f"pair:{one.key}", pair_name(one)) for one in session.scalars(pairs())],
        _("Regions"): regions,
    }


def scope_of(chosen: str) -> Scope:
    """Of a value that was among the choices."""
    kind, _colon, key = chosen.partition(":")
    if kind == "campaign":
        return Scope(FeedKind.campaign, campaign=session.get_one(Campaign, int(key)))
    if kind == "region":
        return Scope(FeedKind.region, region=session.get_one(Region, key))
    if kind == "pair":
        return Scope(FeedKind.pair, pair=session.get_one(SisterPair, key))
    return Scope(FeedKind.person)


def title_of(campaign: Campaign) -> str:
    return campaign.title.of(current()) or campaign.title.twin(current())


def pair_name(pair: SisterPair) -> str:
    return f"{pair.us_city} – {pair.mx_city}"


def _campaigns(user: User) -> Iterable[Campaign]:
    planned = visible_to(user).with_only_columns(Activity.campaign_id)
    return session.scalars(select(Campaign).where(Campaign.id.in_(planned)).order_by(Campaign.id.desc()).limit(MOST))


def _regions(user: User) -> Iterable[Region]:
    seen = visible_to(user)
    us, mx = (seen.with_only_columns(key) for key in (Activity.region_us_key, Activity.region_mx_key))
    return session.scalars(select(Region).where(or_(Region.key.in_(us), Region.key.in_(mx))).order_by(Region.order_key))

"""What is missing, line by line, each with the page where it can be mended; the other side's is told, not offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Side, session
from campaign.i18n import _, _l
from campaign.permissions import create_material, plan_activity, read_campaigns, read_materials
from campaign.schedule import composing
from campaign.schedule.coverage import models
from campaign.schedule.coverage.counting import GAPS, Cover, alternating

MOST_LINES = 8
TITLES = {
    "no_es": _l("No flyer in force in Spanish"),
    "no_en": _l("No flyer in force in English"),
    "no_activity": _l("A flyer in force, but no activity"),
    "nothing_cleared": _l("Activities planned, but nothing in force"),
}
PLANS = {Side.US: _l("The United States plans here"), Side.MX: _l("Mexico plans here")}


@dataclass(frozen=True)
class Line:
    """A region that lacks something; `url` leads to the remedy, or to the campaign where somebody else has it."""

    region_name: str
    side: Side
    url: str
    label: str


@dataclass(frozen=True)
class Gap:
    name: str
    title: str
    total: int
    lines: list[Line]


def gaps(found: Iterable[Cover], user: User, order: Sequence[Side]) -> list[Gap]:
    """Every kind with its first lines, one of each side in turn. Who reads no campaigns could mend nothing."""
    if not read_campaigns(user):
        return []
    covers = list(found)
    by_name = {name: alternating([one for one in covers if name in one.gaps], order) for name in GAPS}
    shown = {name: lacking[:MOST_LINES] for name, lacking in by_name.items()}
    ways = _ways(user, {one.campaign for lacking in shown.values() for one in lacking})
    return [
        Gap(name, str(TITLES[name]), len(by_name[name]), [ways.line(name, one) for one in lacking])
        for name, lacking in shown.items()
    ]


@dataclass(frozen=True)
class Ways:
    """What this person may do about it: in which campaigns, and which of those have a material already."""

    user: User
    open: frozenset[int]
    begun: frozenset[int]

    def line(self, name: str, one: Cover) -> Line:
        url, label = self._activity(one) if name == "no_activity" else self._material(one)
        return Line(one.region.full_name, one.region.country, url, label)

    def _activity(self, one: Cover) -> tuple[str, str]:
        region, campaign = one.region, one.campaign
        if region.country is not self.user.side:
            return url_for("campaigns.show", campaign=campaign), str(PLANS[region.country])
        if plan_activity(self.user) and campaign in self.open:
            return url_for("schedule.new", campaign=campaign, region=region.key), _("Plan an activity")
        return _campaign(campaign)

    def _material(self, one: Cover) -> tuple[str, str]:
        if one.campaign in self.begun and read_materials(self.user):
            return url_for("materials.index", campaign=one.campaign), _("See its materials")
        if create_material(self.user) and one.campaign in self.open:
            return url_for("materials.new", campaign=one.campaign), _("Write a flyer")
        return _campaign(one.campaign)


def _campaign(campaign: int) -> tuple[str, str]:
    return url_for("campaigns.show", campaign=campaign), _("Open the campaign")


def _ways(user: User, campaigns: set[int]) -> Ways:
    ids = sorted(campaigns)
    own = composing.campaigns_for(user).where(Campaign.id.in_(ids)).with_only_columns(Campaign.id).order_by(None)
    is_open = frozenset(session.scalars(own)) if ids and user.side else frozenset()
    begun = frozenset(id for id in session.scalars(models.begun(user, ids)) if id) if ids else frozenset()
    return Ways(user, is_open, begun)

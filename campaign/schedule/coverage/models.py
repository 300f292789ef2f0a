"""What each region has, counted for all regions in one question each; nobody's count holds what they may not see."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all

from campaign.accounts.models import User
from campaign.campaigns.models import ENDED, Campaign, CampaignRegion
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.db import Side
from campaign.flyers.models import Edition
from campaign.materials.models import Material, MaterialType, Version
from campaign.materials.models import visible_to as materials_visible_to
from campaign.materials.regions import MaterialRegion
from campaign.materials.standings import LANGUAGE
from campaign.regions.models import Region
from campaign.schedule.models import Activity, ActivityState, Occurrence, in_days, visible_to
from campaign.schedule.reports.models import NOTHING_TO_TELL, Report, is_small_of_other, newest, reports_visible_to

PAPER = (MaterialType.flyer, MaterialType.leaflet, MaterialType.poster, MaterialType.wallet_card)
_REGIONS = (Activity.region_us_key, Activity.region_mx_key)


def campaigns(user: User) -> Select[int, str, str]:
    """Those that this person may read, the newest first."""
    return campaigns_visible_to(user).with_only_columns(Campaign.id, Campaign.title_en, Campaign.title_es)


def known_regions() -> Select[Region]:
    return select(Region).order_by(Region.order_key, Region.key)


def targets(user: User, campaign: int) -> Select[str, int]:
    """Each region that a campaign is for, with the newest such campaign; those that have ended only when asked for."""
    seen = campaigns_visible_to(user).with_only_columns(Campaign.id).order_by(None)
    wanted = seen.where(Campaign.id == campaign) if campaign else seen.where(Campaign.state.not_in(ENDED))
    query = select(CampaignRegion.region_key, func.max(CampaignRegion.campaign_id))
    return query.where(CampaignRegion.campaign_id.in_(wanted)).group_by(CampaignRegion.region_key)


def planned(user: User, campaign: int, first: date | None, last: date | None) -> Select[str, int]:
    """Activities that are not cancelled, without mere deadlines; a joint one counts in the region of each side."""
    seen = visible_to(user).where(Activity.state != ActivityState.cancelled, Activity.type.not_in(NOTHING_TO_TELL))
    if campaign:
        seen = seen.where(Activity.campaign_id == campaign)
    if first or last:
        there = select(Occurrence.activity_id).where(
            *in_days(first or date(2000, 1, 1), last or date(2099, 12, 31)),
            Occurrence.state != ActivityState.cancelled,
        )
        seen = seen.where(Activity.id.in_(there))
    halves = [seen.with_only_columns(key.label("key")).where(key.is_not(None)).order_by(None) for key in _REGIONS]
    found = union_all(*halves).subquery()
    return select(found.c.key, func.count()).group_by(found.c.key)


def cleared(campaign: int) -> Select[str, int, int, int]:
    """Materials in force in the region's country whose campaign is for the region; of those on paper, how many can be
    read in English and in Spanish."""
    key = CampaignRegion.region_key
    is_there = or_(and_(key.startswith("US-"), Material.in_force_us), and_(key.startswith("MX-"), Material.in_force_mx))
    named = select(MaterialRegion.region_key).where(MaterialRegion.material_id == Material.id)
    is_meant = or_(~named.exists(), named.where(MaterialRegion.region_key == key).exists())
    query = select(key, func.count(), _paper_in("en"), _paper_in("es"))
    query = query.join(Material, Material.campaign_id == CampaignRegion.campaign_id).where(is_there, is_meant)
    return (query.where(CampaignRegion.campaign_id == campaign) if campaign else query).group_by(key)


def _paper_in(language: str) -> ColumnElement[int]:
    return func.sum(case((and_(Material.type.in_(PAPER), LANGUAGE[language]), 1), else_=0))


def printed(user: User, campaign: int) -> Select[str, int]:
    """Flyers of which a sheet was prepared for the region, of whatever version."""
    own = materials_visible_to(user).with_only_columns(Material.id).order_by(None)
    is_open = or_(Material.in_force_us, Material.in_force_mx, Material.held_us, Material.held_mx, Material.id.in_(own))
    query = select(Edition.region_key, func.count(Material.id.distinct()))
    query = query.join(Version, Version.id == Edition.version_id).join(Material, Material.id == Version.material_id)
    query = query.where(is_open)
    if user.is_partner and not (user.is_planner or user.is_reviewer or user.is_signatory):
        query = query.where(or_(Edition.partner_id.is_(None), Edition.partner_id == user.organization_id))
    return (query.where(Material.campaign_id == campaign) if campaign else query).group_by(Edition.region_key)


def held(user: User, campaign: int, first: date | None, last: date | None) -> Select[str, int, int, int, int]:
    """Of each region the dates that took place by the newest reports, people and copies, and how many small groups of
    the other side are not among the people."""
    query = newest(reports_visible_to(user)).join(Activity, Activity.id == Occurrence.activity_id)
    key: Any = case((Report.side == Side.US, Activity.region_us_key), else_=Activity.region_mx_key)
    is_hidden = is_small_of_other(user)
    query = query.where(Report.took_place, key.is_not(None))
    if campaign:
        query = query.where(Activity.campaign_id == campaign)
    if first:
        query = query.where(Report.held_on >= first)
    if last:
        query = query.where(Report.held_on <= last)
    copies = Report.copies_en + Report.copies_es + Report.copies_both
    return query.with_only_columns(
        key,
        func.count(),
        func.sum(case((is_hidden, 0), else_=Report.people)),
        func.sum(copies),
        func.sum(case((is_hidden, 1), else_=0)),
    ).group_by(key)


def begun(user: User, campaign_ids: list[int]) -> Select[int | None]:
    """Of these campaigns those that have a material already, as far as this person sees."""
    seen = materials_visible_to(user).where(Material.campaign_id.in_(campaign_ids))
    return seen.with_only_columns(Material.campaign_id).order_by(None).distinct()

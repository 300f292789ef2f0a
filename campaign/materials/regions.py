"""Where materials go: the regions they are meant for, and those their sheets are printed for."""

from functools import cache

from sqlalchemy import ForeignKey, Select, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from campaign.campaigns.models import CampaignRegion, region_keys
from campaign.db import Base, Side
from campaign.materials.models import Material
from campaign.regions.models import Region, find


class MaterialRegion(Base):
    """Where it is meant for; none named: anywhere in its territory."""

    __tablename__ = "material_regions"

    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), primary_key=True)
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"), primary_key=True, index=True)


def regions_of(material: Material) -> Select[Region]:
    """Where its sheets go: the campaign's regions, else those of the border set, alphabetical."""
    if material.campaign_id:
        query = select(Region).where(Region.key.in_(region_keys(material.campaign_id))).order_by(Region.search)
    else:
        query = find(set_key="border")
    return query.where(Region.country == material.country) if material.country else query


def first_regions(campaign_ids: list[int]) -> Select[int, Side, str]:
    """The first region, alphabetical, that each of these campaigns has in each country: "name|key"."""
    return _first_regions().params(campaign_ids=campaign_ids)


@cache
def _first_regions() -> Select[int, Side, str]:
    first = func.min(Region.search + "|" + Region.key)
    return (
        select(CampaignRegion.campaign_id, Region.country, first)
        .join(Region, Region.key == CampaignRegion.region_key)
        .where(CampaignRegion.campaign_id.in_(bindparam("campaign_ids", expanding=True)))
        .group_by(CampaignRegion.campaign_id, Region.country)
    )


def meant_for(material_id: int) -> Select[str]:
    """The keys of the regions that it is meant for."""
    query = select(MaterialRegion.region_key).where(MaterialRegion.material_id == material_id)
    return query.order_by(MaterialRegion.region_key)

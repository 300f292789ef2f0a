"""Places: where copies are kept or given out. A place may lie in the other country than its organization's home, and
may say on whose land it stands; then that nation's consent is recorded with it.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, Side
from campaign.partners.models import IS_OPEN, Organization
from campaign.regions.models import Level, Region


class Place(Base):
    """One address, run by one organization; closed places stay, for what was sent there."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint(
            "land_id IS NULL OR (consent <> '' AND consent_by <> '' AND consent_on IS NOT NULL)", name="consent"
        ),
        CheckConstraint("postal_code = '' OR length(postal_code) = 5", name="postal_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str]
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"), index=True)
    address: Mapped[str]
    postal_code: Mapped[str]  # ZIP and código postal: five digits, text with leading zeros
    phone: Mapped[str]
    hours: Mapped[str]
    land_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    consent: Mapped[str]  # what that nation consented to
    consent_by: Mapped[str]  # who of the nation gave it
    consent_on: Mapped[date | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    row_version: Mapped[int] = mapped_column(default=1)

    organization: Mapped[Organization] = relationship(lazy="joined", foreign_keys=organization_id)
    land: Mapped[Organization | None] = relationship(lazy="joined", foreign_keys=land_id)
    region: Mapped[Region] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}


def places_of(organization_id: int) -> Select[Place]:
    """Those in use first."""
    query = select(Place).where(Place.organization_id == organization_id)
    return query.order_by(Place.is_active.desc(), Place.name, Place.id)


def in_use(organization_id: int) -> Select[Place]:
    return places_of(organization_id).where(Place.is_active)


def in_country(side: Side, organization_ids: Sequence[int] | Select[int]) -> Select[Place]:
    """The places of these organizations in use there, by region."""
    query = select(Place).join(Region, Region.key == Place.region_key)
    query = query.where(Place.is_active, Place.organization_id.in_(organization_ids), Region.country == side)
    return query.order_by(Region.order_key, Region.key, Place.name, Place.id)


def in_region(region: Region, among: Select[Organization]) -> Select[Place]:
    """The places in use there (in a state: in its regions), run by open organizations of those given."""
    seen = among.with_only_columns(Organization.id).where(IS_OPEN).order_by(None)
    query = select(Place).where(Place.is_active, Place.organization_id.in_(seen)).order_by(Place.name, Place.id)
    if region.level is not Level.state:
        return query.where(Place.region_key == region.key)
    return query.where(Place.region_key.startswith(region.key, autoescape=True))


def where(organization_ids: Sequence[int]) -> Select[int, str]:
    """Organization and region of each place in use."""
    query = select(Place.organization_id, Region.name).join(Region, Region.key == Place.region_key)
    return query.where(Place.organization_id.in_(organization_ids), Place.is_active).distinct().order_by(Region.name)

"""Numbered releases of a campaign's schedule and what each of them brought; neither is ever changed.

What is current of an activity is its newest item. The content is frozen text: nothing that is worked on since shows.
"""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, aliased, composite, mapped_column, relationship

from campaign.audit.guards import append_only, guard
from campaign.campaigns.models import Campaign
from campaign.db import Base, Bilingual, Side
from campaign.schedule.models import Activity


class Change(enum.Enum):
    """What a release did to an activity; `moved` is another time, rule or place."""

    added = "added"
    moved = "moved"
    changed = "changed"
    cancelled = "cancelled"


class Release(Base):
    """One press of the button by a planner of one side."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("campaign_id", "n"), CheckConstraint("n > 0", name="n"))

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    n: Mapped[int]  # per campaign, from 1
    side: Mapped[Side]
    note_en: Mapped[str]
    note_es: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime]

    note: Mapped[Bilingual] = composite("note_en", "note_es")
    campaign: Mapped[Campaign] = relationship(lazy="joined")


class ReleaseItem(Base):
    """An activity as one release shows it, until a later one shows it anew."""

    __tablename__ = "release_items"
    __table_args__ = (
        UniqueConstraint("activity_id", "sequence"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index("ix_release_items_region_us_key", "region_us_key"),
        Index("ix_release_items_region_mx_key", "region_mx_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    sequence: Mapped[int]  # SEQUENCE of RFC 5545: rises with each release of this activity
    change: Mapped[Change]
    is_public: Mapped[bool]  # as it was released
    region_us_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"))
    region_mx_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"))
    content: Mapped[str]  # canonical JSON of everything shown; see content.py

    release: Mapped[Release] = relationship(lazy="joined")
    activity: Mapped[Activity] = relationship(lazy="raise")


guard(Release.__table__, append_only("releases"))
guard(ReleaseItem.__table__, append_only("release_items"))

_Later = aliased(ReleaseItem)
IS_CURRENT = ~(
    select(_Later.id)
    .where(_Later.activity_id == ReleaseItem.activity_id, _Later.sequence > ReleaseItem.sequence)
    .correlate(ReleaseItem)
    .exists()
)


def current_items() -> Select[ReleaseItem]:
    """Of every activity that was ever released what its last release shows."""
    return select(ReleaseItem).join(ReleaseItem.release).where(IS_CURRENT).order_by(ReleaseItem.id)


def current_of(campaign_id: int) -> Select[ReleaseItem]:
    return current_items().where(Release.campaign_id == campaign_id)


def items_of(release_ids: list[int]) -> Select[ReleaseItem]:
    """What these releases brought, in the order of the activities."""
    query = select(ReleaseItem).where(ReleaseItem.release_id.in_(release_ids))
    return query.order_by(ReleaseItem.release_id, ReleaseItem.activity_id)


def releases_of(campaign_id: int) -> Select[Release]:
    """The newest first."""
    return select(Release).where(Release.campaign_id == campaign_id).order_by(Release.n.desc())


def last_n(campaign_id: int) -> Select[int]:
    return select(func.coalesce(func.max(Release.n), 0)).where(Release.campaign_id == campaign_id)

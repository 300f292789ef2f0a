"""Feeds: whose, of what, and whether its address still opens anything. A feed is closed, never changed or deleted."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Select, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Base
from campaign.regions.models import Region, SisterPair
from campaign.schedule.models import Activity, visible_to
from campaign.schedule.releases.models import Release, ReleaseItem, current_items


class FeedKind(enum.Enum):
    """What a feed holds: what its owner has to do with, or what is in a campaign, a region, a pair of cities."""

    person = "person"
    campaign = "campaign"
    region = "region"
    pair = "pair"


class Feed(Base):
    """One secret address of one person's; the secret itself is kept nowhere, the key of the installation makes it."""

    __tablename__ = "feeds"
    __table_args__ = (
        CheckConstraint("(kind = 'campaign') = (campaign_id IS NOT NULL)", name="campaign"),
        CheckConstraint("(kind = 'region') = (region_key IS NOT NULL)", name="region"),
        CheckConstraint("(kind = 'pair') = (pair_key IS NOT NULL)", name="pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[FeedKind]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    region_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"))
    pair_key: Mapped[str | None] = mapped_column(ForeignKey("sister_pairs.key"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")
    campaign: Mapped[Campaign | None] = relationship(lazy="joined")
    region: Mapped[Region | None] = relationship(lazy="joined")
    pair: Mapped[SisterPair | None] = relationship(lazy="joined")


def feeds_of(user: User) -> Select[Feed]:
    """Those that are open, the newest first."""
    return select(Feed).where(Feed.user_id == user.id, Feed.revoked_at.is_(None)).order_by(Feed.id.desc())


def released_to(feed: Feed) -> Select[ReleaseItem]:
    """What the last releases hold of it, of what its owner may see now."""
    seen = visible_to(feed.user).with_only_columns(Activity.id)
    query = current_items().where(ReleaseItem.activity_id.in_(seen))
    if feed.kind is FeedKind.campaign:
        return query.where(Release.campaign_id == feed.campaign_id)
    if feed.kind is FeedKind.person:
        return query.where(ReleaseItem.activity_id.in_(select(Activity.id).where(_is_of(feed.user))))
    keys = [feed.region_key] if feed.pair is None else [feed.pair.us_region_key, feed.pair.mx_region_key]
    return query.where(or_(ReleaseItem.region_us_key.in_(keys), ReleaseItem.region_mx_key.in_(keys)))


def _is_of(user: User) -> ColumnElement[bool]:
    """What this person answers for or entered, and what the own organization hosts."""
    mine = (Activity.person_us_id == user.id, Activity.person_mx_id == user.id, Activity.created_by_id == user.id)
    own = user.organization_id
    return or_(*mine, Activity.host_us_id == own, Activity.host_mx_id == own)

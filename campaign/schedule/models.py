"""Activities and their occurrences: wall time and zone are what was agreed; the instant in UTC only follows from them.

An activity stands in one campaign and belongs to one side, or to both when it is joint; each side has one site of its
own at most. Every occurrence of a series is a row, so that a month, a clash and a report are found by an index.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, UniqueConstraint, false, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Base, Bilingual, Side, built_for_alike
from campaign.materials.models import Material
from campaign.partners.models import Organization
from campaign.partners.places.models import Place
from campaign.regions.models import Region


class ActivityType(enum.Enum):
    """What happens (product §2)."""

    outreach = "outreach"
    health_fair = "health_fair"
    training = "training"
    media = "media"
    distribution = "distribution"
    deadline = "deadline"


class ActivityState(enum.Enum):
    """Planned, confirmed by every side that has a site, held (its report is due in 7 days), or cancelled."""

    planned = "planned"
    confirmed = "confirmed"
    held = "held"
    cancelled = "cancelled"


GOING = (ActivityState.planned, ActivityState.confirmed)
LONGEST = timedelta(days=62)  # of one occurrence: a month of a calendar looks no further back


@dataclass(frozen=True)
class When:
    """On the wall of the activity's zone; without times it lasts whole days, the last one included."""

    starts_on: date
    ends_on: date
    starts_time: time | None = None
    ends_time: time | None = None

    @property
    def is_all_day(self) -> bool:
        return self.starts_time is None


@dataclass(frozen=True)
class Site:
    """Where one side's half of an activity is, who runs it there, and who answers for it; `zone` is the region's, or
    the capital's where no region is named (a call, a broadcast)."""

    side: Side
    region: Region | None
    place: Place | None
    venue: str
    host: Organization | None
    person: User | None
    zone: str


class Activity(Base):
    """One thing in the schedule, once or by a rule; `side` is who began it, and its site's wall is the one that the
    times are written for."""

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("(starts_time IS NULL) = (ends_time IS NULL)", name="times"),
        CheckConstraint(
            "ends_on > starts_on OR (ends_on = starts_on AND (starts_time IS NULL OR ends_time > starts_time))",
            name="order",
        ),
        CheckConstraint(
            "(side <> 'US' OR zone_us <> '') AND (side <> 'MX' OR zone_mx <> '') "
            "AND (zone_us <> '' AND zone_mx <> '') = is_joint",
            name="sites",
        ),
        CheckConstraint(
            "(region_us_key IS NULL OR substr(region_us_key, 1, 3) = 'US-') "
            "AND (region_mx_key IS NULL OR substr(region_mx_key, 1, 3) = 'MX-')",
            name="regions",
        ),
        CheckConstraint("title_en <> '' OR title_es <> ''", name="title"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="reason"),
        Index("ix_activities_campaign", "campaign_id", "starts_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)  # in every calendar, for ever
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    side: Mapped[Side]
    is_joint: Mapped[bool]
    is_public: Mapped[bool]  # whether the public page shows it once it is released
    type: Mapped[ActivityType]
    state: Mapped[ActivityState]
    title_en: Mapped[str]
    title_es: Mapped[str]
    details_en: Mapped[str]
    details_es: Mapped[str]
    starts_on: Mapped[date]
    starts_time: Mapped[time | None]
    ends_on: Mapped[date]
    ends_time: Mapped[time | None]
    rule: Mapped[str]  # RRULE of RFC 5545 without its name; '' for what happens once
    owner_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)  # whose people wrote it
    zone_us: Mapped[str]  # IANA; '' where that side has no site
    region_us_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"), index=True)
    place_us_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    venue_us: Mapped[str]  # where no place is entered: a bridge, a radio station, a link
    host_us_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    person_us_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    confirmed_us_at: Mapped[datetime | None]
    zone_mx: Mapped[str]
    region_mx_key: Mapped[str | None] = mapped_column(ForeignKey("regions.key"), index=True)
    place_mx_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"), index=True)
    venue_mx: Mapped[str]
    host_mx_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    person_mx_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    confirmed_mx_at: Mapped[datetime | None]
    reason: Mapped[str]  # why it is cancelled
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)  # split off from it
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    edits: Mapped[int] = mapped_column(default=0)  # moves with its dates, so that row_version moves too
    row_version: Mapped[int] = mapped_column(default=1)

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    details: Mapped[Bilingual] = composite("details_en", "details_es")
    campaign: Mapped[Campaign] = relationship(lazy="joined")
    owner: Mapped[Organization] = relationship(foreign_keys=owner_id)
    region_us: Mapped[Region | None] = relationship(foreign_keys=region_us_key)
    place_us: Mapped[Place | None] = relationship(foreign_keys=place_us_id)
    host_us: Mapped[Organization | None] = relationship(foreign_keys=host_us_id)
    person_us: Mapped[User | None] = relationship(foreign_keys=person_us_id)
    region_mx: Mapped[Region | None] = relationship(foreign_keys=region_mx_key)
    place_mx: Mapped[Place | None] = relationship(foreign_keys=place_mx_id)
    host_mx: Mapped[Organization | None] = relationship(foreign_keys=host_mx_id)
    person_mx: Mapped[User | None] = relationship(foreign_keys=person_mx_id)

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def code(self) -> str:
        return f"A-{self.id:04d}"

    @property
    def when(self) -> When:
        """Of the first occurrence, as it was planned."""
        return When(self.starts_on, self.ends_on, self.starts_time, self.ends_time)

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(Side) if self.is_joint else (self.side,)

    @property
    def zone(self) -> str:
        """The wall that its times are written for."""
        return self.zone_of(self.side)

    def zone_of(self, side: Side) -> str:
        return self.zone_us if side is Side.US else self.zone_mx

    def site(self, side: Side) -> Site | None:
        if side not in self.sides:
            return None
        if side is Side.US:
            found = (self.region_us, self.place_us, self.venue_us, self.host_us, self.person_us, self.zone_us)
        else:
            found = (self.region_mx, self.place_mx, self.venue_mx, self.host_mx, self.person_mx, self.zone_mx)
        return Site(side, *found)

    def confirmed_at(self, side: Side) -> datetime | None:
        return self.confirmed_us_at if side is Side.US else self.confirmed_mx_at


class Occurrence(Base):
    """One time that an activity happens; `on` is the day by the rule and never changes: its name in every calendar."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("activity_id", "on"),
        CheckConstraint("ends_at >= starts_at", name="order"),
        CheckConstraint("(starts_time IS NULL) = (ends_time IS NULL)", name="times"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", name="reason"),
        Index(None, "starts_on", "activity_id"),
        Index(None, "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    on: Mapped[date]
    starts_on: Mapped[date]
    starts_time: Mapped[time | None]
    ends_on: Mapped[date]
    ends_time: Mapped[time | None]
    starts_at: Mapped[datetime]  # follows from the wall; of whole days the midnights of the zone
    ends_at: Mapped[datetime]
    state: Mapped[ActivityState]
    is_changed: Mapped[bool]  # moved or cancelled by itself: the series no longer moves it
    reason: Mapped[str]  # why it is cancelled
    row_version: Mapped[int] = mapped_column(default=1)

    activity: Mapped[Activity] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def when(self) -> When:
        return When(self.starts_on, self.ends_on, self.starts_time, self.ends_time)


class Need(Base):
    """Copies of a material that one side wants to have at its site."""

    __tablename__ = "activity_needs"
    __table_args__ = (CheckConstraint("copies > 0", name="copies"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), primary_key=True, index=True)
    copies: Mapped[int]

    material: Mapped[Material] = relationship(lazy="joined")


@built_for_alike
def visible_to(user: User) -> Select[Activity]:
    """The activities that a person sees; agrees row by row with permissions.see_activity."""
    query = select(Activity).join(Activity.campaign)
    allowed = []
    if user.side and (user.is_administrator or user.is_planner or user.is_reviewer or user.is_signatory):
        allowed.append(or_(Campaign.is_shared, Campaign.side == user.side))
    if user.is_secretariat:
        allowed.append(Campaign.is_shared.is_(True))
    if user.is_observer:
        allowed.append(Campaign.is_shared & (Activity.state == ActivityState.held))
    if user.is_partner:
        own = user.organization_id
        allowed += [Activity.owner_id == own, Activity.host_us_id == own, Activity.host_mx_id == own]
    return query.where(or_(*allowed)) if allowed else query.where(false())


# On the wall, whole days first.
AS_IT_FOLLOWS = (Occurrence.starts_on, Occurrence.starts_time.is_not(None), Occurrence.starts_at, Occurrence.id)


def in_days(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Conditions on occurrences that lie at least partly in these days; none looks back further than one may last."""
    return Occurrence.starts_on >= first - LONGEST, Occurrence.starts_on <= last, Occurrence.ends_on >= first


def between(query: Select[Activity], first: date, last: date) -> Select[Occurrence]:
    """The occurrences of these activities that touch these days, as they follow on the wall; all-day ones first."""
    ids = query.with_only_columns(Activity.id).order_by(None)
    found = select(Occurrence).where(Occurrence.activity_id.in_(ids), *in_days(first, last))
    return found.order_by(*AS_IT_FOLLOWS)


def occurrences_of(activity_id: int) -> Select[Occurrence]:
    return select(Occurrence).where(Occurrence.activity_id == activity_id).order_by(Occurrence.starts_at, Occurrence.id)


def needs_of(activity_ids: Iterable[int]) -> Select[Need]:
    return select(Need).where(Need.activity_id.in_(list(activity_ids))).order_by(Need.side, Need.material_id)

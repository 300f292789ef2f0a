"""Campaigns and their tracks: one aim, and one half for each side with its own state, dates, lead and budget."""

import enum
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, composite, lazyload, mapped_column, relationship

from campaign.accounts.models import Role, User
from campaign.db import Base, Bilingual, Side, built_for_alike
from campaign.fulltext import codes, matching, searchable
from campaign.i18n import number
from campaign.partners.models import Organization
from campaign.regions.models import Level, Region


class CampaignKind(enum.Enum):
    """Joint: both sides agree on it. Parallel: same time and message, own materials. National: one side's own."""

    joint = "joint"
    parallel = "parallel"
    national = "national"


class TrackState(enum.Enum):
    """In this order a track advances; the least advanced gives the campaign its state unless one is active."""

    draft = "draft"
    proposed = "proposed"
    agreed = "agreed"
    scheduled = "scheduled"
    active = "active"
    paused = "paused"
    closed = "closed"
    evaluated = "evaluated"
    cancelled = "cancelled"

    @property
    def has_agreed(self) -> bool:
        """A signatory of the side said yes to it, whatever came after."""
        return self not in (TrackState.draft, TrackState.proposed, TrackState.cancelled)


ENDED = (TrackState.closed, TrackState.evaluated, TrackState.cancelled)


class Verb(enum.Enum):
    """What a person does with a track; its address, its button and its sentences go by this name."""

    propose = "propose"
    take_back = "take_back"
    agree = "agree"
    schedule = "schedule"
    start = "start"
    pause = "pause"
    resume = "resume"
    close = "close"
    evaluate = "evaluate"
    cancel = "cancel"
    leave = "leave"

    @property
    def asks_reason(self) -> bool:
        return self in (Verb.pause, Verb.cancel, Verb.leave)


@dataclass(frozen=True)
class Move:
    """One allowed move of a track, and the role of the own side that makes it."""

    verb: Verb
    start: TrackState
    end: TrackState
    who: Role


_BEFORE_CLOSED = tuple(TrackState)[:6]
# Every allowed move of a track, as data (product §4); what else a move waits for stands in moves.py.
MOVES = (
    Move(Verb.propose, TrackState.draft, TrackState.proposed, Role.planner),
    Move(Verb.take_back, TrackState.proposed, TrackState.draft, Role.planner),
    Move(Verb.agree, TrackState.proposed, TrackState.agreed, Role.signatory),
    Move(Verb.schedule, TrackState.agreed, TrackState.scheduled, Role.planner),
    Move(Verb.start, TrackState.scheduled, TrackState.active, Role.planner),
    Move(Verb.pause, TrackState.active, TrackState.paused, Role.signatory),
    Move(Verb.resume, TrackState.paused, TrackState.active, Role.signatory),
    Move(Verb.close, TrackState.active, TrackState.closed, Role.planner),
    Move(Verb.close, TrackState.paused, TrackState.closed, Role.planner),
    Move(Verb.evaluate, TrackState.closed, TrackState.evaluated, Role.planner),
    *(Move(Verb.cancel, state, TrackState.cancelled, Role.signatory) for state in _BEFORE_CLOSED),
    *(Move(Verb.leave, state, TrackState.cancelled, Role.signatory) for state in _BEFORE_CLOSED),
    Move(Verb.leave, TrackState.cancelled, TrackState.cancelled, Role.signatory),
)
CAPITALS = {Side.US: ZoneInfo("America/New_York"), Side.MX: ZoneInfo("America/Mexico_City")}


def day_of(side: Side, at: datetime) -> date:
    """The day of a decision is the day in the deciding country's capital."""
    return at.astimezone(CAPITALS[side]).date()


class Campaign(Base):
    """What both sides share: title, aim, audience and message in both languages."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("ix_campaigns_state", "state", "id"),
        Index("ix_campaigns_state_kind", "state", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CampaignKind]
    title_en: Mapped[str]
    title_es: Mapped[str]
    aim_en: Mapped[str]
    aim_es: Mapped[str]
    audience_en: Mapped[str]
    audience_es: Mapped[str]
    message_en: Mapped[str]
    message_es: Mapped[str]
    search: Mapped[str]  # both titles without accents and case, kept by the action
    side: Mapped[Side]  # of whoever began it: while it is a draft only that side sees it
    is_shared: Mapped[bool] = mapped_column(default=False)
    state: Mapped[TrackState]  # derived from the tracks, kept by the action
    edits: Mapped[int] = mapped_column(default=0)  # moves with the regions, so that row_version moves too
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    shared_at: Mapped[datetime | None]  # since when the other side sees it

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    aim: Mapped[Bilingual] = composite("aim_en", "aim_es")
    audience: Mapped[Bilingual] = composite("audience_en", "audience_es")
    message: Mapped[Bilingual] = composite("message_en", "message_es")

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def code(self) -> str:
        return f"C-{self.id:03d}"

    def show(self, at: datetime) -> None:
        """Let the other side see it; the first time counts, and it is not taken back."""
        if not self.is_shared:
            self.is_shared, self.shared_at = True, at


WORDS = searchable(Campaign.__table__, "search")


class Track(Base):
    """One side's half; only that side writes it."""

    __tablename__ = "tracks"
    __table_args__ = (
        UniqueConstraint("campaign_id", "side"),
        Index(None, "side", "state"),
        CheckConstraint("ends_on > starts_on", name="dates"),
        CheckConstraint("budget >= 0", name="budget"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    side: Mapped[Side]
    state: Mapped[TrackState]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    budget: Mapped[int | None]  # whole units of the side's own currency; the two are never added
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    row_version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(default="", server_default="")  # why it is paused or cancelled
    moved_at: Mapped[datetime | None]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    has_left: Mapped[bool] = mapped_column(default=False, server_default=false())  # cancelled by leaving the campaign

    campaign: Mapped[Campaign] = relationship(lazy="joined")
    lead: Mapped[Organization | None] = relationship(lazy="joined")
    agreed_by: Mapped[User | None] = relationship(foreign_keys=agreed_by_id)
    moved_by: Mapped[User | None] = relationship(foreign_keys=moved_by_id)

    __mapper_args__ = {"version_id_col": row_version}

    def day(self, moment: datetime) -> date:
        """Which day it is then in the capital of its country."""
        return day_of(self.side, moment)

    @property
    def currency(self) -> str:
        return "USD" if self.side is Side.US else "MXN"

    def money(self, amount: int | None) -> str:
        """ "USD 184,000", on one line; the currency always stands before the figure."""
        return "" if amount is None else f"{self.currency}\N{NO-BREAK SPACE}{number(amount)}"


class CampaignRegion(Base):
    """One region that a campaign is for."""

    __tablename__ = "campaign_regions"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"), primary_key=True, index=True)


@built_for_alike
def visible_to(user: User) -> Select[Campaign]:
    """The campaigns of the list; agrees row by row with permissions.see_campaign."""
    query = select(Campaign).order_by(Campaign.id.desc())
    allowed = []
    if user.is_administrator or user.is_planner or user.is_reviewer or user.is_signatory or user.is_printer:
        allowed.append(or_(Campaign.is_shared, Campaign.side == user.side))
    if user.is_secretariat:
        allowed.append(Campaign.is_shared.is_(True))
    if user.is_observer:
        allowed.append(and_(Campaign.is_shared, Campaign.state == TrackState.active))
    return query.where(or_(*allowed)) if allowed else query.where(Campaign.id.is_(None))


def titled(query: Select[Campaign], words: str) -> Select[Campaign]:
    """Only those with this code, or with words that begin so in their title in either language, accents or not."""
    if not words:
        return query
    numbers, others = codes(words, "C")
    if numbers:
        query = query.where(*(Campaign.id == number for number in numbers))
    return matching(query, WORDS, others)


@lru_cache(256)
def count_by_state(query: Select[Campaign], most: int) -> Select[TrackState, int]:
    """How many of the first so many of these campaigns stand in each state: the figures beside a filter."""
    found = query.with_only_columns(Campaign.state).order_by(None).limit(most).subquery()
    return select(found.c.state, func.count()).group_by(found.c.state)


@lru_cache(256)
def count_by_kind(query: Select[Campaign], most: int) -> Select[CampaignKind, int]:
    """How many of the first so many of these campaigns are of each kind."""
    found = query.with_only_columns(Campaign.kind).order_by(None).limit(most).subquery()
    return select(found.c.kind, func.count()).group_by(found.c.kind)


def tracks_of(*campaign_ids: int) -> Select[Track]:
    """The tracks of these campaigns, in one query."""
    return _tracks_of().params(campaign_ids=campaign_ids)


@cache
def _tracks_of() -> Select[Track]:
    is_theirs = Track.campaign_id.in_(bindparam("campaign_ids", expanding=True))
    return select(Track).where(is_theirs).order_by(Track.campaign_id, Track.side)


def halves_of(campaign_ids: list[int]) -> Select[Track]:
    """The same without campaign and lead, for a list that shows how far each half is."""
    return _halves_of().params(campaign_ids=campaign_ids)


@cache
def _halves_of() -> Select[Track]:
    return _tracks_of().options(lazyload(Track.campaign), lazyload(Track.lead))


def open_to(side: Side | None, query: Select[Campaign]) -> Select[Campaign]:
    """Of these campaigns, those in which this side may begin a material."""
    left = select(Track.campaign_id).where(Track.side == side, Track.has_left)
    is_own = or_(Campaign.kind != CampaignKind.national, Campaign.side == side)
    return query.where(Campaign.state.not_in(ENDED), is_own, Campaign.id.not_in(left))


def sides_that_left(campaign_id: int) -> Select[Side]:
    return select(Track.side).where(Track.campaign_id == campaign_id, Track.has_left)


def region_keys(campaign_id: int) -> Select[str]:
    return select(CampaignRegion.region_key).where(CampaignRegion.campaign_id == campaign_id)


def regions_of(campaign_id: int) -> Select[Region]:
    """The target regions, alphabetical across both sides."""
    return select(Region).where(Region.key.in_(region_keys(campaign_id))).order_by(Region.order_key, Region.key)


def count_regions(campaign_ids: list[int]) -> Select[int, Level, int]:
    """How many states, counties and municipios each of these campaigns is for."""
    return _count_regions().params(campaign_ids=campaign_ids)


@cache
def _count_regions() -> Select[int, Level, int]:
    return (
        select(CampaignRegion.campaign_id, Region.level, func.count())
        .join(Region, Region.key == CampaignRegion.region_key)
        .where(CampaignRegion.campaign_id.in_(bindparam("campaign_ids", expanding=True)))
        .group_by(CampaignRegion.campaign_id, Region.level)
    )

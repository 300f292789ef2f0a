"""What each country decided on the copies of a replaced version; decided anew it is another row, the newest counts."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Select, func, select
from sqlalchemy.orm import Mapped, aliased, defaultload, mapped_column, relationship

from campaign.accounts.models import User
from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side
from campaign.facts.clearable import KeyState
from campaign.flyers.models import Edition
from campaign.materials.models import IS_FLYER, Version, VersionState

_Newer = aliased(Version)


class Fate(enum.Enum):
    """What becomes of copies that were printed before: handed out until a day, or collected and destroyed."""

    hand_out = "hand_out"
    collect = "collect"


class StockDecision(Base):
    """One country's word for its own territory; the key (by_id, country) to users says that its own people said it."""

    __tablename__ = "stock_decisions"
    __table_args__ = (
        ForeignKeyConstraint(["by_id", "country"], ["users.id", "users.side"], name="fk_stock_decisions_by_own_side"),
        CheckConstraint("(fate = 'hand_out') = (until_on IS NOT NULL)", name="until_on"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    country: Mapped[Side]
    fate: Mapped[Fate]
    until_on: Mapped[date | None]  # the last day on which they are handed out
    reason: Mapped[str]
    by_id: Mapped[int]
    decided_at: Mapped[datetime]

    version: Mapped[Version] = relationship()
    by: Mapped[User] = relationship(lazy="joined", primaryjoin="foreign(StockDecision.by_id) == User.id", viewonly=True)


guard(StockDecision.__table__, append_only("stock_decisions"))


def decisions_on(version_id: int) -> Select[StockDecision]:
    """Both countries', the newest first."""
    query = select(StockDecision).where(StockDecision.version_id == version_id).order_by(StockDecision.id.desc())
    return query.options(defaultload(StockDecision.by).lazyload(User.organization))


def replacing(version: Version) -> Select[Version]:
    """The newest of the versions that came into force after it."""
    newer = select(Version).where(Version.material_id == version.material_id, Version.n > version.n)
    return newer.where(Version.in_force_at.is_not(None)).order_by(Version.n.desc()).limit(1)


def undecided(country: Side, on: Any) -> Select[Version]:
    """Replaced flyers of which that country had sheets made and has not said a word. Past its review-by date nothing of
    one may be handed out, so that nobody waits for a word on it."""
    key = Version.us_key if country is Side.US else Version.mx_key
    made = select(Edition.id).where(Edition.version_id == Version.id, Edition.country == country)
    said = select(StockDecision.id).where(StockDecision.version_id == Version.id, StockDecision.country == country)
    query = select(Version).join(Version.material).where(IS_FLYER, made.exists(), ~said.exists())
    query = query.where(Version.state == VersionState.superseded, Version.in_force_at.is_not(None))
    return query.where(key == KeyState.cleared, Version.review_by >= on)


def replaced_at() -> Any:
    """When another version took its place, as a column of what waits."""
    newer = (_Newer.material_id == Version.material_id, _Newer.n > Version.n)
    return select(func.min(_Newer.in_force_at)).where(*newer).correlate(Version).scalar_subquery()

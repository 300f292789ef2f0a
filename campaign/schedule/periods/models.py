"""Stretches of days that hold in a state, county or municipio, entered by that country's planners from a source.

The table starts empty. What is wrong is corrected or withdrawn, never deleted: an exception may point to it.
"""

import enum
from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, or_, select
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from campaign.accounts.models import User
from campaign.db import Base, Bilingual, Side
from campaign.regions.models import Region

STATE_KEY = 5  # letters of a state's key (MX-02); its counties and municipios begin with it (MX-02004)


class PeriodKind(enum.Enum):
    """A blackout is the electoral silence of public information (veda electoral); a holiday one of that region."""

    school_term = "school_term"
    school_break = "school_break"
    blackout = "blackout"
    holiday = "holiday"


class Period(Base):
    """Both days are included; a state's record holds in all of its counties or municipios."""

    __tablename__ = "periods"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="order"),
        CheckConstraint("title_en <> '' OR title_es <> ''", name="title"),
        CheckConstraint("source <> ''", name="source"),
        CheckConstraint("substr(region_key, 1, 2) = side", name="region"),
        Index("ix_periods_region", "region_key", "starts_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    side: Mapped[Side]
    kind: Mapped[PeriodKind]
    region_key: Mapped[str] = mapped_column(ForeignKey("regions.key"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    title_en: Mapped[str]
    title_es: Mapped[str]
    source: Mapped[str]
    source_opened_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    region: Mapped[Region] = relationship(lazy="joined")
    entered_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": row_version}

    def touches(self, first: date, last: date) -> bool:
        return self.starts_on <= last and self.ends_on >= first

    def holds_in(self, region_key: str | None) -> bool:
        """A state's record holds in its regions, and what is planned for a whole state is planned in each of them."""
        return region_key is not None and (
            self.region_key.startswith(region_key) or region_key.startswith(self.region_key)
        )


def periods_between(first: date, last: date) -> Select[Period]:
    """Those that count and touch these days, by day; a region is alphabetical among its like."""
    query = select(Period).join(Period.region).where(Period.withdrawn_at.is_(None))
    query = query.where(Period.starts_on <= last, Period.ends_on >= first)
    return query.order_by(Period.starts_on, Region.order_key, Period.id)


def holding_in(region_keys: Collection[str], first: date, last: date) -> Select[Period]:
    """Those that hold somewhere in these regions."""
    inside = [Period.region_key.in_({place for key in region_keys for place in (key, key[:STATE_KEY])})]
    whole = [Period.region_key.startswith(key, autoescape=True) for key in region_keys if len(key) == STATE_KEY]
    return periods_between(first, last).where(or_(*inside, *whole))


def listed(states: Iterable[str], first: date, last: date) -> Select[Period]:
    """For the list: also what was withdrawn, after the others."""
    query = select(Period).join(Period.region).where(Period.starts_on <= last, Period.ends_on >= first)
    query = query.where(or_(*(Period.region_key.startswith(state, autoescape=True) for state in states)))
    return query.order_by(Period.withdrawn_at.is_not(None), Period.starts_on, Region.order_key, Period.id)

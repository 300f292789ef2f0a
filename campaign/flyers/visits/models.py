"""Visits of one day to the public page of one sheet: two numbers, and nothing of the people behind them."""

from datetime import date
from typing import Any, cast

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Select, Table, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import Executable

from campaign.db import Base, Side
from campaign.flyers.models import Edition

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Visit(Base):
    """How often the page was opened on that day (UTC), by the code on the paper or by the typed address."""

    __tablename__ = "visits"
    __table_args__ = (CheckConstraint("count > 0", name="count"),)
    unaudited = None

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_scan: Mapped[bool] = mapped_column(primary_key=True)
    count: Mapped[int]


def more(dialect: str, edition_id: int, day: date, is_scan: bool, visits: int) -> Executable:
    """Adds in one statement, so that of visits at the same moment none is lost."""
    table = cast(Table, Visit.__table__)
    first = _INSERTS[dialect](table).values(edition_id=edition_id, day=day, is_scan=is_scan, count=visits)
    added = first.on_conflict_do_update(index_elements=[*table.primary_key], set_={"count": table.c.count + visits})
    return cast(Executable, added)


def of_versions(version_ids: list[int], country: Side | None) -> ColumnElement[bool]:
    """To the sheets of these versions; of one country, or of both."""
    sheets = select(Edition.id).where(Edition.version_id.in_(version_ids))
    return Visit.edition_id.in_(sheets.where(Edition.country == country) if country else sheets)


def by_day(these: ColumnElement[bool]) -> Select[date, bool, int]:
    """Day, by code or typed, how often; the newest day first."""
    found = select(Visit.day, Visit.is_scan, func.sum(Visit.count)).where(these)
    return found.group_by(Visit.day, Visit.is_scan).order_by(Visit.day.desc())


def by_edition(these: ColumnElement[bool]) -> Select[int, int]:
    """Number of the edition, how often."""
    return select(Visit.edition_id, func.sum(Visit.count)).where(these).group_by(Visit.edition_id)


def sheets_of(country: Side, since: date) -> Select[Edition, int, int, int]:
    """Every sheet of a country, the newest first: how often by its code, how often typed, how often since that day."""
    counted = select(
        Visit.edition_id,
        func.sum(case((Visit.is_scan, Visit.count), else_=0)).label("scans"),
        func.sum(case((Visit.is_scan, 0), else_=Visit.count)).label("typed"),
        func.sum(case((Visit.day >= since, Visit.count), else_=0)).label("recent"),
    )
    of = counted.group_by(Visit.edition_id).subquery()
    scans, typed, recent = (func.coalesce(of.c[name], 0) for name in ("scans", "typed", "recent"))
    query = select(Edition, scans, typed, recent).outerjoin(of, of.c.edition_id == Edition.id)
    return query.where(Edition.country == country).order_by(Edition.id.desc())

"""Audit entries and the head of their chain; the database itself refuses to change or delete an entry."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side


class Entry(Base):
    """One committed action. `hash` covers everything in it and the hash of the entry before it."""

    __tablename__ = "audit_entries"
    unaudited = None

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    side: Mapped[Side | None]
    action: Mapped[str]
    changes: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    hmac: Mapped[str]


class Head(Base):
    """The one row that says how long the chain is and where it ends; keyed, so that a cut tail shows."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    unaudited = None

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    hash: Mapped[str]
    hmac: Mapped[str]
    installation: Mapped[str]


guard(Entry.__table__, append_only("audit_entries"))

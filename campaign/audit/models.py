"""Audit entries, the head of their chain and the index of what each is about; the database itself refuses to change
or delete an entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Select, and_, false, or_, select, tuple_
from sqlalchemy.orm import Mapped, mapped_column

from campaign.audit.guards import append_only, guard
from campaign.db import Base, Side, Territory

if TYPE_CHECKING:
    from campaign.accounts.models import User

Thing = tuple[str, int]  # table and key


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
    reach: Mapped[str] = mapped_column(default="", server_default="")  # whose things it changed: US, MX, BOTH or ''


class Subject(Base):
    """One thing that an entry is about: the index by which a thing's history is found.

    It is derived from the entries, and `verify` compares it with them; so it needs no foreign key to say so again.
    """

    __tablename__ = "audit_subjects"
    unaudited = None

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


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
guard(Subject.__table__, append_only("audit_subjects"))


def visible_to(user: User) -> Select[Entry]:
    """The entries of the list, newest first; agrees row by row with permissions.see_entry."""
    allowed: list[ColumnElement[bool]] = [false()]
    if user.is_administrator or user.is_secretariat:
        allowed.append(Entry.reach == Territory.BOTH.value)
    if user.side and (user.is_administrator or user.is_planner or user.is_signatory):
        allowed.append(_own(user.side))
    return select(Entry).where(or_(*allowed)).order_by(Entry.n.desc())


def _own(side: Side) -> ColumnElement[bool]:
    """What the side's people did, and what the installation did to things that are its own too."""
    by_nobody = and_(Entry.side.is_(None), Entry.reach.in_((side.value, Territory.BOTH.value)))
    return or_(Entry.side == side, by_nobody)


def about(query: Select[Entry], things: Iterable[Thing]) -> Select[Entry]:
    """Of these entries those that changed one of the things or a part of it."""
    numbers = select(Subject.n).where(tuple_(Subject.kind, Subject.key).in_(list(things)))
    return query.where(Entry.n.in_(numbers))
